/* The Parameters section and the console's Interface metadata, which gives parameters their order, groups and labels. */
#include "room.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define INTERFACE "AWS::CloudFormation::Interface"

struct reader {
	struct cew_cfn_template *t;
	const struct cew_node *section; /* Parameters */
	size_t allowed_used;
	struct cfn_problems *problems;
};

static const char *const attributes[] = {
	"Type",      "Default",   "AllowedValues", "AllowedPattern", "ConstraintDescription", "Description",
	"MinLength", "MaxLength", "MinValue",      "MaxValue",       "NoEcho",
};

/* The types a template may declare (CloudFormation User Guide, parameters); each may
 * stand inside List<> where `list` says so. */
static const struct {
	const char *name;
	bool list;
} types[] = {
	{"String", true},
	{"Number", true},
	{"CommaDelimitedList", false},
	{"AWS::EC2::AvailabilityZone::Name", true},
	{"AWS::EC2::Image::Id", true},
	{"AWS::EC2::Instance::Id", true},
	{"AWS::EC2::KeyPair::KeyName", false},
	{"AWS::EC2::SecurityGroup::GroupName", true},
	{"AWS::EC2::SecurityGroup::Id", true},
	{"AWS::EC2::Subnet::Id", true},
	{"AWS::EC2::Volume::Id", true},
	{"AWS::EC2::VPC::Id", true},
	{"AWS::Route53::HostedZone::Id", true},
	{"AWS::SSM::Parameter::Name", false},
};

static bool known_type(const char *type, size_t len)
{
	static const char ssm[] = "AWS::SSM::Parameter::Value<", list[] = "List<";
	if (len > sizeof ssm && memcmp(type, ssm, sizeof ssm - 1) == 0 && type[len - 1] == '>')
		return known_type(type + sizeof ssm - 1, len - sizeof ssm);
	bool is_list = len > sizeof list && memcmp(type, list, sizeof list - 1) == 0 && type[len - 1] == '>';
	if (is_list) {
		type += sizeof list - 1;
		len -= sizeof list;
	}
	for (size_t i = 0; i < CEW_COUNT(types); i++)
		if (strlen(types[i].name) == len && memcmp(types[i].name, type, len) == 0)
			return !is_list || types[i].list;
	return false;
}

bool cfn_type_is_list(const char *type)
{
	return strcmp(type, "CommaDelimitedList") == 0 || strncmp(type, "List<", 5) == 0;
}

bool cfn_type_is_ssm(const char *type)
{
	return strncmp(type, "AWS::SSM::Parameter::Value<", 27) == 0;
}

const char *cfn_scalar_text(const struct cew_node *n, size_t *len)
{
	const char *text = cew_node_text(n);
	if (cew_node_is(n, CEW_NODE_SCALAR) && cew_node_type(n) == CEW_SCALAR_BOOL) {
		bool yes = strchr("tTyY", *text) || text[1] == 'n' || text[1] == 'N';
		text = yes ? "true" : "false"; /* true, yes and on; the others are false, no and off */
		*len = strlen(text);
		return text;
	}
	*len = cew_node_text_len(n);
	return text;
}

static enum cew_status fail(const struct reader *r, const struct cew_node *at, const char *name, const char *what)
{
	struct cew_error problem;
	cew_fail(&problem, CEW_INVALID, "the parameter %.100s %s", name, what);
	return cfn_problems_add(r->problems, at, &problem);
}

static enum cew_status read_text(const struct reader *r, const struct cew_node *map, const char *key, const char *name,
                                 const char **out)
{
	const struct cew_node *n = cew_node_get(map, key);
	size_t len;
	if (!n)
		return CEW_OK;
	if (!cew_node_is(n, CEW_NODE_SCALAR) || cew_node_type(n) == CEW_SCALAR_NULL)
		return fail(r, n, name, "has an attribute that is no text");
	*out = cfn_scalar_text(n, &len);
	return CEW_OK;
}

static enum cew_status read_number(const struct reader *r, const struct cew_node *map, const char *key, const char *name,
                                   bool *has, double *out)
{
	const struct cew_node *n = cew_node_get(map, key);
	if (!n)
		return CEW_OK;
	const char *text = cew_node_text(n);
	char *end;
	*out = strtod(text, &end);
	if (!*text || *end || !isfinite(*out))
		return fail(r, n, name, "has a limit that is no number");
	*has = true;
	return CEW_OK;
}

static enum cew_status read_length(const struct reader *r, const struct cew_node *map, const char *key, const char *name,
                                   bool *has, size_t *out)
{
	double value = 0;
	enum cew_status status = read_number(r, map, key, name, has, &value);
	if (status != CEW_OK || !*has)
		return status;
	if (value < 0 || value > 1e9 || value != (double)(size_t)value)
		return fail(r, cew_node_get(map, key), name, "has a length that is no whole number");
	*out = (size_t)value;
	return CEW_OK;
}

static enum cew_status read_allowed(struct reader *r, const struct cew_node *map, struct cew_cfn_parameter *p)
{
	const struct cew_node *list = cew_node_get(map, "AllowedValues");
	size_t len;
	if (!list)
		return CEW_OK;
	if (!cew_node_is(list, CEW_NODE_SEQ) || cew_node_count(list) == 0)
		return fail(r, list, p->name, "has AllowedValues that are no list");
	p->allowed = r->t->allowed + r->allowed_used;
	for (size_t i = 0; i < cew_node_count(list); i++) {
		const struct cew_node *item = cew_node_at(list, i);
		if (!cew_node_is(item, CEW_NODE_SCALAR))
			return fail(r, item, p->name, "has AllowedValues that are no texts");
		r->t->allowed[r->allowed_used++] = cfn_scalar_text(item, &len);
		p->allowed_count++;
	}
	return CEW_OK;
}

static void check_attributes(const struct reader *r, const struct cew_node *map, const char *name)
{
	for (size_t i = 0; i < cew_node_count(map); i++) {
		bool known = false;
		for (size_t k = 0; k < CEW_COUNT(attributes) && !known; k++)
			known = strcmp(attributes[k], cew_node_text(cew_node_key(map, i))) == 0;
		if (known)
			continue;
		struct cew_error problem;
		const struct cew_node *key = cew_node_key(map, i);
		cew_fail(&problem, CEW_INVALID, "the parameter %.100s has an attribute \"%.100s\", which parameters do not have", name,
		         cew_node_text(key));
		cfn_problems_add(r->problems, key, &problem);
	}
}

static enum cew_status read_attributes(struct reader *r, const struct cew_node *map, struct cew_cfn_parameter *p)
{
	const struct {
		const char *key;
		const char **out;
	} texts[] = {
		{"Type", &p->type},
		{"Description", &p->description},
		{"Default", &p->default_value},
		{"AllowedPattern", &p->pattern},
		{"ConstraintDescription", &p->constraint},
	};
	enum cew_status status = CEW_OK;
	check_attributes(r, map, p->name);
	for (size_t i = 0; status == CEW_OK && i < CEW_COUNT(texts); i++)
		status = read_text(r, map, texts[i].key, p->name, texts[i].out);
	if (status == CEW_OK && p->description && strlen(p->description) > CFN_PARAMETER_DESCRIPTION_MAX)
		return fail(r, cew_node_get(map, "Description"), p->name, "has a description of more than 4,000 bytes");
	if (status == CEW_OK)
		status = read_allowed(r, map, p);
	if (status == CEW_OK)
		status = read_length(r, map, "MinLength", p->name, &p->has_min_length, &p->min_length);
	if (status == CEW_OK)
		status = read_length(r, map, "MaxLength", p->name, &p->has_max_length, &p->max_length);
	if (status == CEW_OK)
		status = read_number(r, map, "MinValue", p->name, &p->has_min_value, &p->min_value);
	if (status == CEW_OK)
		status = read_number(r, map, "MaxValue", p->name, &p->has_max_value, &p->max_value);
	p->no_echo = cew_node_get_bool(map, "NoEcho", false);
	return status;
}

static const char *label_of(const struct cew_node *n)
{
	return cew_node_get_text(cew_node_get(n, "Label"), "default");
}

static void unknown_type(const struct reader *r, const struct cew_node *at, const struct cew_cfn_parameter *p)
{
	struct cew_error problem;
	cew_fail(&problem, CEW_INVALID, "the parameter %.100s has the Type \"%.100s\", which does not exist", p->name, p->type);
	cew_error_hint(&problem, "String, Number and CommaDelimitedList are the usual ones");
	cfn_problems_add(r->problems, at, &problem);
}

static void read_type(const struct reader *r, const struct cew_node *map, const struct cew_cfn_parameter *p)
{
	if (!p->type)
		fail(r, map, p->name, "has no Type");
	else if (!known_type(p->type, strlen(p->type)))
		unknown_type(r, cew_node_get(map, "Type"), p);
}

/* False: no memory. A parameter with problems is kept all the same: the template is refused in the end. */
static bool read_one(struct reader *r, size_t i, const char *group)
{
	const struct cew_node *map = cew_node_at(r->section, i);
	struct cew_cfn_parameter p = {.name = cew_node_text(cew_node_key(r->section, i)), .group = group};
	if (!cew_node_is(map, CEW_NODE_MAP))
		fail(r, map, p.name, "must be a map with a Type");
	else if (read_attributes(r, map, &p) == CEW_OK)
		read_type(r, map, &p);
	const struct cew_node *interface = cew_node_get(cew_node_get(r->t->root, "Metadata"), INTERFACE);
	p.label = cew_node_get_text(cew_node_get(cew_node_get(interface, "ParameterLabels"), p.name), "default");
	const struct cew_node *key = cew_node_key(r->section, i);
	p.line = cew_node_line(key);
	p.column = cew_node_column(key);
	return cfn_index_put(&r->t->parameter_index, p.name, r->t->parameters.len) && cew_vec_push(&r->t->parameters, &p);
}

/* Those that the Interface lists, group by group; a name it lists twice or that does not exist is passed over. */
static bool read_groups(struct reader *r, const struct cfn_index *places)
{
	const struct cew_node *interface = cew_node_get(cew_node_get(r->t->root, "Metadata"), INTERFACE);
	const struct cew_node *groups = cew_node_get(interface, "ParameterGroups");
	if (!cew_node_is(groups, CEW_NODE_SEQ))
		return true;
	for (size_t g = 0; g < cew_node_count(groups); g++) {
		const struct cew_node *group = cew_node_at(groups, g), *names = cew_node_get(group, "Parameters");
		for (size_t i = 0; cew_node_is(names, CEW_NODE_SEQ) && i < cew_node_count(names); i++) {
			const char *name = cew_node_text(cew_node_at(names, i));
			size_t at = cfn_index_get(places, name);
			if (at == CFN_NONE || cfn_index_get(&r->t->parameter_index, name) != CFN_NONE)
				continue;
			if (!read_one(r, at, label_of(group)))
				return false;
		}
	}
	return true;
}

/* Those that no group lists. */
static bool read_others(struct reader *r)
{
	for (size_t i = 0; i < cew_node_count(r->section); i++) {
		const char *name = cew_node_text(cew_node_key(r->section, i));
		bool other = cfn_index_get(&r->t->parameter_index, name) == CFN_NONE && strcmp(name, "Fn::Transform") != 0;
		if (other && !read_one(r, i, NULL))
			return false;
	}
	return true;
}

static size_t count_allowed(const struct cew_node *section)
{
	size_t count = 0;
	for (size_t i = 0; i < cew_node_count(section); i++)
		count += cew_node_count(cew_node_get(cew_node_at(section, i), "AllowedValues"));
	return count;
}

enum cew_status cfn_parameters_read(struct cew_cfn_template *t, struct cfn_problems *problems, struct cew_error *err)
{
	struct reader r = {.t = t, .section = cew_node_get(t->root, "Parameters"), .problems = problems};
	struct cfn_index places = {0};
	if (!cew_node_is(r.section, CEW_NODE_MAP))
		r.section = NULL; /* refused with the shape */
	t->allowed = calloc(count_allowed(r.section) + 1, sizeof *t->allowed);
	bool ok = t->allowed && cfn_index_map(&places, r.section) && read_groups(&r, &places) && read_others(&r);
	cfn_index_finish(&places);
	return ok ? CEW_OK : cew_fail_memory(err);
}

size_t cfn_parameter_position(const struct cew_cfn_template *t, const char *name, size_t len)
{
	return cfn_index_get_n(&t->parameter_index, name, len);
}
