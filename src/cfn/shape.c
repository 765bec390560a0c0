/* Is it a template at all: the sections, the attributes of resources, outputs and rules, and the language's quotas. */
#include "room.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char *const top_level[] = {
	"AWSTemplateFormatVersion", "Description", "Metadata",   "Parameters", "Rules",   "Mappings",
	"Conditions",               "Transform",   "Resources",  "Outputs",    "Hooks",   "Globals",
};
static const char *const resource_attributes[] = {
	"Type",     "Properties",     "Condition",    "DependsOn", "DeletionPolicy", "UpdateReplacePolicy",
	"Metadata", "CreationPolicy", "UpdatePolicy", "Version",
};
static const char *const output_attributes[] = {"Value", "Description", "Condition", "Export"};
static const char *const rule_attributes[] = {"RuleCondition", "Assertions"};

static const struct {
	const char *section, *of_what;
	size_t max;
	bool any_name; /* names need not be alphanumeric */
} sections[] = {
	{"Parameters", "parameters", CFN_PARAMETERS_MAX, false},
	{"Mappings", "mappings", CFN_MAPPINGS_MAX, true},
	{"Conditions", "conditions", SIZE_MAX, true},
	{"Resources", "resources", CFN_RESOURCES_MAX, false},
	{"Outputs", "outputs", CFN_OUTPUTS_MAX, true},
	{"Rules", "rules", SIZE_MAX, true},
};

struct check {
	const struct cew_cfn_template *t;
	struct cew_error *err;
};

static enum cew_status fail(const struct check *c, const struct cew_node *at, enum cew_status status, const char *what,
                            const char *name)
{
	char text[128];
	snprintf(text, sizeof text, "%s", name); /* a name may be as long as its file */
	cew_fail(c->err, status, what, text);
	cew_doc_where(c->t->doc, at, c->err);
	return status;
}

/* Where an entry stands: its key if the tree still knows, else its value. */
static const struct cew_node *spot(const struct cew_node *map, size_t i)
{
	const struct cew_node *key = cew_node_key(map, i);
	return cew_node_line(key) ? key : cew_node_at(map, i);
}

static bool listed(const char *const *list, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i], text) == 0)
			return true;
	return false;
}

/* Keys that a transform may put anywhere: macros, loops and includes. */
static bool expands(const struct check *c, const char *key)
{
	return strcmp(key, "Fn::Transform") == 0 || (cfn_is_loop(key) && c->t->transform);
}

static enum cew_status check_keys(const struct check *c, const struct cew_node *map, const char *const *list,
                                  size_t count, const char *what)
{
	for (size_t i = 0; i < cew_node_count(map); i++) {
		const char *key = cew_node_text(cew_node_key(map, i));
		if (!listed(list, count, key) && !expands(c, key))
			return fail(c, spot(map, i), CEW_INVALID, what, key);
	}
	return CEW_OK;
}

static bool is_alphanumeric(const char *text)
{
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) || (unsigned char)*text >= 0x80)
			return false;
	return true;
}

static enum cew_status check_section(const struct check *c, size_t s)
{
	const struct cew_node *map = cew_node_get(c->t->root, sections[s].section);
	if (!map)
		return CEW_OK;
	if (!cew_node_is(map, CEW_NODE_MAP))
		return fail(c, map, CEW_INVALID, "%s must be a map of names", sections[s].section);
	if (cew_node_count(map) > sections[s].max) {
		cew_fail(c->err, CEW_LIMIT, "the template has %zu %s; AWS takes at most %zu", cew_node_count(map),
		         sections[s].of_what, sections[s].max);
		cew_doc_where(c->t->doc, map, c->err);
		return CEW_LIMIT;
	}
	for (size_t i = 0; i < cew_node_count(map); i++) {
		const char *name = cew_node_text(cew_node_key(map, i));
		if (expands(c, name))
			continue;
		if (cfn_is_loop(name))
			return fail(c, spot(map, i), CEW_INVALID, "%s needs \"Transform: AWS::LanguageExtensions\"", name);
		if (!sections[s].any_name && !is_alphanumeric(name))
			return fail(c, spot(map, i), CEW_INVALID, "the name \"%s\" may hold only letters and digits", name);
		if (!*name || strlen(name) > CFN_ID_MAX)
			return fail(c, spot(map, i), CEW_INVALID, "the name \"%s\" is not of 1 to 255 characters", name);
	}
	return CEW_OK;
}

static enum cew_status check_resource(const struct check *c, const struct cew_node *map, size_t i)
{
	const char *name = cew_node_text(cew_node_key(map, i));
	const struct cew_node *r = cew_node_at(map, i), *properties = cew_node_get(r, "Properties");
	if (expands(c, name))
		return CEW_OK;
	if (!cew_node_is(r, CEW_NODE_MAP))
		return fail(c, spot(map, i), CEW_INVALID, "the resource %s must be a map with a Type", name);
	const char *type = cew_node_get_text(r, "Type");
	if (!type || !*type)
		return fail(c, spot(map, i), CEW_INVALID, "the resource %s has no Type", name);
	if (properties && !cew_node_is(properties, CEW_NODE_MAP))
		return fail(c, properties, CEW_INVALID, "the Properties of %s must be a map", name);
	const struct cew_node *condition = cew_node_get(r, "Condition");
	if (condition && !cew_node_is(condition, CEW_NODE_SCALAR))
		return fail(c, condition, CEW_INVALID, "the Condition of %s must be the name of a condition", name);
	if (c->t->foreign) /* a macro may know attributes that nobody else does */
		return CEW_OK;
	return check_keys(c, r, resource_attributes, CEW_COUNT(resource_attributes),
	                  "resources have no attribute \"%s\"");
}

static enum cew_status check_output(const struct check *c, const struct cew_node *map, size_t i)
{
	const char *name = cew_node_text(cew_node_key(map, i));
	const struct cew_node *o = cew_node_at(map, i);
	if (expands(c, name))
		return CEW_OK;
	if (!cew_node_is(o, CEW_NODE_MAP) || !cew_node_get(o, "Value"))
		return fail(c, spot(map, i), CEW_INVALID, "the output %s has no Value", name);
	const struct cew_node *condition = cew_node_get(o, "Condition");
	if (condition && !cew_node_is(condition, CEW_NODE_SCALAR))
		return fail(c, condition, CEW_INVALID, "the Condition of %s must be the name of a condition", name);
	const char *description = cew_node_get_text(o, "Description");
	if (description && strlen(description) > CFN_DESCRIPTION_MAX)
		return fail(c, cew_node_get(o, "Description"), CEW_LIMIT,
		            "the description of the output %s has more than 1,024 bytes", name);
	return check_keys(c, o, output_attributes, CEW_COUNT(output_attributes), "outputs have no attribute \"%s\"");
}

static enum cew_status check_mapping(const struct check *c, const struct cew_node *map, size_t i)
{
	const char *name = cew_node_text(cew_node_key(map, i));
	const struct cew_node *mapping = cew_node_at(map, i);
	if (expands(c, name))
		return CEW_OK;
	if (!cew_node_is(mapping, CEW_NODE_MAP))
		return fail(c, spot(map, i), CEW_INVALID, "the mapping %s must be a map of maps", name);
	if (cew_node_count(mapping) > CFN_ATTRIBUTES_MAX)
		return fail(c, spot(map, i), CEW_LIMIT, "the mapping %s has more than 200 attributes", name);
	for (size_t k = 0; k < cew_node_count(mapping); k++) {
		const struct cew_node *row = cew_node_at(mapping, k);
		if (expands(c, cew_node_text(cew_node_key(mapping, k))))
			continue;
		if (!cew_node_is(row, CEW_NODE_MAP))
			return fail(c, spot(mapping, k), CEW_INVALID, "the mapping %s needs two levels of keys", name);
		for (size_t v = 0; v < cew_node_count(row); v++)
			if (cew_node_is(cew_node_at(row, v), CEW_NODE_MAP))
				return fail(c, spot(row, v), CEW_INVALID,
				            "the mapping %s is nested too deep: values are texts or lists", name);
	}
	return CEW_OK;
}

static enum cew_status check_rule(const struct check *c, const struct cew_node *map, size_t i)
{
	const char *name = cew_node_text(cew_node_key(map, i));
	const struct cew_node *rule = cew_node_at(map, i), *assertions = cew_node_get(rule, "Assertions");
	if (!cew_node_is(assertions, CEW_NODE_SEQ))
		return fail(c, spot(map, i), CEW_INVALID, "the rule %s needs a list of Assertions", name);
	for (size_t k = 0; k < cew_node_count(assertions); k++)
		if (!cew_node_get(cew_node_at(assertions, k), "Assert"))
			return fail(c, cew_node_at(assertions, k), CEW_INVALID,
			            "each of the assertions of the rule %s needs an Assert", name);
	return check_keys(c, rule, rule_attributes, CEW_COUNT(rule_attributes), "rules have no attribute \"%s\"");
}

typedef enum cew_status entry_fn(const struct check *c, const struct cew_node *map, size_t i);

static enum cew_status check_entries(const struct check *c, const char *section, entry_fn *fn)
{
	const struct cew_node *map = cew_node_get(c->t->root, section);
	for (size_t i = 0; i < cew_node_count(map); i++) {
		enum cew_status status = fn(c, map, i);
		if (status != CEW_OK)
			return status;
	}
	return CEW_OK;
}

static enum cew_status check_head(const struct check *c)
{
	const struct cew_node *root = c->t->root;
	if (!cew_node_is(root, CEW_NODE_MAP))
		return fail(c, root, CEW_INVALID, "a template must be a map with %s", "Resources");
	enum cew_status status = check_keys(c, root, top_level, CEW_COUNT(top_level), "templates have no section \"%s\"");
	if (status != CEW_OK)
		return status;
	const struct cew_node *version = cew_node_get(root, "AWSTemplateFormatVersion");
	if (version && strcmp(cew_node_text(version), "2010-09-09") != 0)
		return fail(c, version, CEW_INVALID, "the only template format version is 2010-09-09%s", "");
	const struct cew_node *description = cew_node_get(root, "Description");
	if (description && !cew_node_is(description, CEW_NODE_SCALAR))
		return fail(c, description, CEW_INVALID, "the template's %s must be a text", "Description");
	if (cew_node_text_len(description) > CFN_DESCRIPTION_MAX)
		return fail(c, description, CEW_LIMIT, "the template's %s has more than 1,024 bytes", "Description");
	const struct cew_node *resources = cew_node_get(root, "Resources");
	if (!resources || (cew_node_is(resources, CEW_NODE_MAP) && cew_node_count(resources) == 0))
		return fail(c, resources ? resources : root, CEW_INVALID, "the template defines no %s", "Resources");
	return CEW_OK;
}

enum cew_status cfn_shape_check(const struct cew_cfn_template *t, struct cew_error *err)
{
	static const struct {
		const char *section;
		entry_fn *fn;
	} entries[] = {
		{"Resources", check_resource},
		{"Outputs", check_output},
		{"Mappings", check_mapping},
		{"Rules", check_rule},
	};
	struct check c = {.t = t, .err = err};
	enum cew_status status = check_head(&c);
	for (size_t i = 0; status == CEW_OK && i < CEW_COUNT(sections); i++)
		status = check_section(&c, i);
	for (size_t i = 0; status == CEW_OK && i < CEW_COUNT(entries); i++)
		status = check_entries(&c, entries[i].section, entries[i].fn);
	return status;
}
