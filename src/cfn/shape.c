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
	struct cfn_problems *problems;
};

static void complain(const struct check *c, const struct cew_node *at, enum cew_status status, const char *what,
                     const char *name)
{
	struct cew_error problem;
	char text[128];
	snprintf(text, sizeof text, "%s", name); /* a name may be as long as its file */
	cew_fail(&problem, status, what, text);
	cfn_problems_add(c->problems, at, &problem);
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

static void check_keys(const struct check *c, const struct cew_node *map, const char *const *list, size_t count,
                       const char *what)
{
	for (size_t i = 0; i < cew_node_count(map); i++) {
		const char *key = cew_node_text(cew_node_key(map, i));
		if (!listed(list, count, key) && !expands(c, key))
			complain(c, cew_node_key(map, i), CEW_INVALID, what, key);
	}
}

static bool is_alphanumeric(const char *text)
{
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) || (unsigned char)*text >= 0x80)
			return false;
	return true;
}

static void check_name(const struct check *c, const struct cew_node *map, size_t i, bool any_name)
{
	const char *name = cew_node_text(cew_node_key(map, i));
	if (expands(c, name))
		return;
	if (cfn_is_loop(name))
		complain(c, cew_node_key(map, i), CEW_INVALID, "%s needs \"Transform: AWS::LanguageExtensions\"", name);
	else if (!any_name && !is_alphanumeric(name))
		complain(c, cew_node_key(map, i), CEW_INVALID, "the name \"%s\" may hold only letters and digits", name);
	else if (!*name || strlen(name) > CFN_ID_MAX)
		complain(c, cew_node_key(map, i), CEW_INVALID, "the name \"%s\" is not of 1 to 255 characters", name);
}

static void check_section(const struct check *c, size_t s)
{
	const struct cew_node *map = cew_node_get(c->t->root, sections[s].section);
	if (!map)
		return;
	if (!cew_node_is(map, CEW_NODE_MAP)) {
		complain(c, map, CEW_INVALID, "%s must be a map of names", sections[s].section);
		return;
	}
	if (cew_node_count(map) > sections[s].max) {
		struct cew_error problem;
		cew_fail(&problem, CEW_LIMIT, "the template has %zu %s; AWS takes at most %zu", cew_node_count(map),
		         sections[s].of_what, sections[s].max);
		cfn_problems_add(c->problems, map, &problem);
	}
	for (size_t i = 0; i < cew_node_count(map); i++)
		check_name(c, map, i, sections[s].any_name);
}

static void check_condition(const struct check *c, const struct cew_node *entry, const char *name)
{
	const struct cew_node *condition = cew_node_get(entry, "Condition");
	if (condition && !cew_node_is(condition, CEW_NODE_SCALAR))
		complain(c, condition, CEW_INVALID, "the Condition of %s must be the name of a condition", name);
}

static void check_resource(const struct check *c, const struct cew_node *map, size_t i)
{
	const char *name = cew_node_text(cew_node_key(map, i));
	const struct cew_node *r = cew_node_at(map, i), *properties = cew_node_get(r, "Properties");
	if (expands(c, name) || cfn_is_loop(name))
		return;
	if (!cew_node_is(r, CEW_NODE_MAP)) {
		complain(c, cew_node_key(map, i), CEW_INVALID, "the resource %s must be a map with a Type", name);
		return;
	}
	const char *type = cew_node_get_text(r, "Type");
	if (!type || !*type)
		complain(c, cew_node_key(map, i), CEW_INVALID, "the resource %s has no Type", name);
	if (properties && !cew_node_is(properties, CEW_NODE_MAP))
		complain(c, properties, CEW_INVALID, "the Properties of %s must be a map", name);
	check_condition(c, r, name);
	if (!c->t->foreign) /* a macro may know attributes that nobody else does */
		check_keys(c, r, resource_attributes, CEW_COUNT(resource_attributes), "resources have no attribute \"%s\"");
}

static void check_output(const struct check *c, const struct cew_node *map, size_t i)
{
	const char *name = cew_node_text(cew_node_key(map, i));
	const struct cew_node *o = cew_node_at(map, i);
	if (expands(c, name) || cfn_is_loop(name))
		return;
	if (!cew_node_is(o, CEW_NODE_MAP) || !cew_node_get(o, "Value"))
		complain(c, cew_node_key(map, i), CEW_INVALID, "the output %s has no Value", name);
	check_condition(c, o, name);
	const char *description = cew_node_get_text(o, "Description");
	if (description && strlen(description) > CFN_DESCRIPTION_MAX)
		complain(c, cew_node_get(o, "Description"), CEW_LIMIT,
		         "the description of the output %s has more than 1,024 bytes", name);
	check_keys(c, o, output_attributes, CEW_COUNT(output_attributes), "outputs have no attribute \"%s\"");
}

static void check_mapping_row(const struct check *c, const struct cew_node *mapping, size_t i, const char *name)
{
	const struct cew_node *row = cew_node_at(mapping, i);
	if (expands(c, cew_node_text(cew_node_key(mapping, i))))
		return;
	if (!cew_node_is(row, CEW_NODE_MAP))
		complain(c, cew_node_key(mapping, i), CEW_INVALID, "the mapping %s needs two levels of keys", name);
	for (size_t v = 0; v < cew_node_count(row); v++)
		if (cew_node_is(cew_node_at(row, v), CEW_NODE_MAP))
			complain(c, cew_node_key(row, v), CEW_INVALID, "the mapping %s is nested too deep: values are texts or lists", name);
}

static void check_mapping(const struct check *c, const struct cew_node *map, size_t i)
{
	const char *name = cew_node_text(cew_node_key(map, i));
	const struct cew_node *mapping = cew_node_at(map, i);
	if (expands(c, name))
		return;
	if (!cew_node_is(mapping, CEW_NODE_MAP)) {
		complain(c, cew_node_key(map, i), CEW_INVALID, "the mapping %s must be a map of maps", name);
		return;
	}
	if (cew_node_count(mapping) > CFN_ATTRIBUTES_MAX)
		complain(c, cew_node_key(map, i), CEW_LIMIT, "the mapping %s has more than 200 attributes", name);
	for (size_t k = 0; k < cew_node_count(mapping); k++)
		check_mapping_row(c, mapping, k, name);
}

static void check_rule(const struct check *c, const struct cew_node *map, size_t i)
{
	const char *name = cew_node_text(cew_node_key(map, i));
	const struct cew_node *rule = cew_node_at(map, i), *assertions = cew_node_get(rule, "Assertions");
	if (!cew_node_is(assertions, CEW_NODE_SEQ)) {
		complain(c, cew_node_key(map, i), CEW_INVALID, "the rule %s needs a list of Assertions", name);
		return;
	}
	for (size_t k = 0; k < cew_node_count(assertions); k++)
		if (!cew_node_get(cew_node_at(assertions, k), "Assert"))
			complain(c, cew_node_at(assertions, k), CEW_INVALID, "each of the assertions of the rule %s needs an Assert",
			         name);
	check_keys(c, rule, rule_attributes, CEW_COUNT(rule_attributes), "rules have no attribute \"%s\"");
}

typedef void entry_fn(const struct check *c, const struct cew_node *map, size_t i);

/* A section that is no map was refused as such. */
static void check_entries(const struct check *c, const char *section, entry_fn *fn)
{
	const struct cew_node *map = cew_node_get(c->t->root, section);
	for (size_t i = 0; cew_node_is(map, CEW_NODE_MAP) && i < cew_node_count(map); i++)
		fn(c, map, i);
}

static void check_head(const struct check *c)
{
	const struct cew_node *root = c->t->root;
	check_keys(c, root, top_level, CEW_COUNT(top_level), "templates have no section \"%s\"");
	const struct cew_node *version = cew_node_get(root, "AWSTemplateFormatVersion");
	if (version && strcmp(cew_node_text(version), "2010-09-09") != 0)
		complain(c, version, CEW_INVALID, "the only template format version is 2010-09-09%s", "");
	const struct cew_node *description = cew_node_get(root, "Description");
	if (description && !cew_node_is(description, CEW_NODE_SCALAR))
		complain(c, description, CEW_INVALID, "the template's %s must be a text", "Description");
	if (cew_node_text_len(description) > CFN_DESCRIPTION_MAX)
		complain(c, description, CEW_LIMIT, "the template's %s has more than 1,024 bytes", "Description");
	const struct cew_node *resources = cew_node_get(root, "Resources");
	if (!resources || (cew_node_is(resources, CEW_NODE_MAP) && cew_node_count(resources) == 0))
		complain(c, resources ? resources : root, CEW_INVALID, "the template defines no %s", "Resources");
}

void cfn_shape_check(const struct cew_cfn_template *t, struct cfn_problems *problems)
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
	struct check c = {.t = t, .problems = problems};
	if (!cew_node_is(t->root, CEW_NODE_MAP)) {
		complain(&c, t->root, CEW_INVALID, "a template must be a map with %s", "Resources");
		return;
	}
	check_head(&c);
	for (size_t i = 0; i < CEW_COUNT(sections); i++)
		check_section(&c, i);
	for (size_t i = 0; i < CEW_COUNT(entries); i++)
		check_entries(&c, entries[i].section, entries[i].fn);
}
