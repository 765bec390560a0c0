/* The intrinsic functions in one table, and the walk that evaluates whatever holds them. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

static cfn_value_fn fn_base64, fn_find_in_map, fn_import_value, fn_server_side, fn_to_json;

enum {
	IN_VALUES = 1u << CFN_IN_RESOURCE | 1u << CFN_IN_OUTPUT,
	IN_CONDITIONS = 1u << CFN_IN_CONDITION,
	IN_RULES = 1u << CFN_IN_RULE,
};

/* Where each may stand: CloudFormation User Guide, intrinsic functions. */
static const struct cfn_function functions[] = {
	{"Ref", cfn_fn_ref, NULL, 0, 0, IN_VALUES | IN_CONDITIONS | IN_RULES, false},
	{"Fn::GetAtt", cfn_fn_get_att, NULL, 2, 2, IN_VALUES, false},
	{"Fn::Sub", cfn_fn_sub, NULL, 0, 0, IN_VALUES | IN_CONDITIONS, false},
	{"Fn::Join", cfn_fn_join, NULL, 2, 2, IN_VALUES | IN_CONDITIONS, false},
	{"Fn::Select", cfn_fn_select, NULL, 2, 2, IN_VALUES | IN_CONDITIONS, false},
	{"Fn::Split", cfn_fn_split, NULL, 2, 2, IN_VALUES | IN_CONDITIONS, false},
	{"Fn::FindInMap", fn_find_in_map, NULL, 3, 4, IN_VALUES | IN_CONDITIONS, false},
	{"Fn::GetAZs", cfn_fn_get_azs, NULL, 0, 0, IN_VALUES, false},
	{"Fn::Cidr", cfn_fn_cidr, NULL, 3, 3, IN_VALUES, false},
	{"Fn::Base64", fn_base64, NULL, 0, 0, IN_VALUES, false},
	{"Fn::ImportValue", fn_import_value, NULL, 0, 0, IN_VALUES, false},
	{"Fn::GetStackOutput", fn_server_side, NULL, 0, 0, IN_VALUES, false},
	{"Fn::Transform", fn_server_side, NULL, 0, 0, IN_VALUES | IN_CONDITIONS, false},
	{"Fn::Length", cfn_fn_length, NULL, 0, 0, IN_VALUES | IN_CONDITIONS, true},
	{"Fn::ToJsonString", fn_to_json, NULL, 0, 0, IN_VALUES | IN_CONDITIONS, true},
	{"Fn::If", cfn_fn_if, NULL, 3, 3, IN_VALUES, false},
	{"Condition", NULL, cfn_truth_condition, 0, 0, IN_CONDITIONS, false},
	{"Fn::Equals", NULL, cfn_truth_equals, 2, 2, IN_CONDITIONS | IN_RULES, false},
	{"Fn::And", NULL, cfn_truth_and, 2, 10, IN_CONDITIONS | IN_RULES, false},
	{"Fn::Or", NULL, cfn_truth_or, 2, 10, IN_CONDITIONS | IN_RULES, false},
	{"Fn::Not", NULL, cfn_truth_not, 1, 1, IN_CONDITIONS | IN_RULES, false},
	{"Fn::Contains", NULL, cfn_truth_contains, 2, 2, IN_RULES, false},
	{"Fn::EachMemberEquals", NULL, cfn_truth_each_equals, 2, 2, IN_RULES, false},
	{"Fn::EachMemberIn", NULL, cfn_truth_each_in, 2, 2, IN_RULES, false},
	{"Fn::RefAll", cfn_fn_ref_all, NULL, 0, 0, IN_RULES, false},
	{"Fn::ValueOf", cfn_fn_value_of, NULL, 2, 2, IN_RULES, false},
	{"Fn::ValueOfAll", cfn_fn_value_of_all, NULL, 2, 2, IN_RULES, false},
};

static const struct cfn_rule no_mapping = {
	CEW_CFN_ERROR, "mapping-lacks-key", "Add the key to the mapping, or choose another value.",
};
static const struct cfn_rule no_region = {
	CEW_CFN_ERROR, "mapping-lacks-region", "Add the region to the mapping, or choose a region that it has.",
};

const struct cfn_function *cfn_function_find(const char *name)
{
	for (size_t i = 0; i < CEW_COUNT(functions); i++)
		if (strcmp(functions[i].name, name) == 0)
			return &functions[i];
	return NULL;
}

bool cfn_is_call(const struct cew_node *n, enum cfn_place place)
{
	if (!cew_node_is(n, CEW_NODE_MAP) || cew_node_count(n) != 1)
		return false;
	const char *key = cew_node_text(cew_node_key(n, 0));
	if (key[0] == 'F')
		return strncmp(key, "Fn::", 4) == 0;
	return strcmp(key, "Ref") == 0 || (place == CFN_IN_CONDITION && strcmp(key, "Condition") == 0);
}

bool cfn_arity_ok(const struct cfn_function *f, const struct cew_node *args)
{
	if (f->max == 0)
		return true;
	size_t count = cew_node_count(args);
	return cew_node_is(args, CEW_NODE_SEQ) && count >= f->min && count <= f->max;
}

/* ---- the walk ---------------------------------------------------------------------------------------------------- */

static const struct cew_node *at_source(struct cfn_ctx *c, struct cew_node *n, const struct cew_node *source)
{
	cew_node_place(n, source);
	return cfn_made(c, n);
}

static const struct cew_node *eval_scalar(struct cfn_ctx *c, const struct cew_node *n)
{
	const char *text = cew_node_text(n);
	if (!cfn_charge(c, cew_node_text_len(n)))
		return NULL;
	if (cew_node_type(n) != CEW_SCALAR_STRING)
		return at_source(c, cew_doc_plain(c->doc, text), n);
	cfn_check_partition(c, n, text);
	return at_source(c, cew_doc_string_n(c->doc, text, cew_node_text_len(n)), n);
}

static const struct cew_node *eval_seq(struct cfn_ctx *c, const struct cew_node *n)
{
	struct cew_node *seq = cew_doc_seq(c->doc);
	for (size_t i = 0; seq && i < cew_node_count(n); i++) {
		const struct cew_node *item = cfn_eval(c, cew_node_at(n, i));
		if (!item)
			return NULL;
		if (item != c->no_value)
			seq = cew_seq_add(c->doc, seq, item);
	}
	return at_source(c, seq, n);
}

static const struct cew_node *eval_map(struct cfn_ctx *c, const struct cew_node *n)
{
	struct cew_node *map = cew_doc_map(c->doc);
	for (size_t i = 0; map && i < cew_node_count(n); i++) {
		const struct cew_node *value = cfn_eval(c, cew_node_at(n, i));
		if (!value)
			return NULL;
		if (value != c->no_value)
			map = cew_map_put(c->doc, map, cew_node_text(cew_node_key(n, i)), value);
	}
	return at_source(c, map, n);
}

static const struct cew_node *eval_call(struct cfn_ctx *c, const struct cew_node *n)
{
	const char *name = cew_node_text(cew_node_key(n, 0));
	const struct cew_node *args = cew_node_at(n, 0);
	const struct cfn_function *f = cfn_function_find(name);
	bool here = f && (f->places & 1u << c->place);
	if (!here || !f->value || !cfn_arity_ok(f, args)) /* the check of the whole text has told so already */
		return cfn_unknown(c, "%s", name);
	return f->value(c, args);
}

const struct cew_node *cfn_eval(struct cfn_ctx *c, const struct cew_node *n)
{
	if (!cfn_charge(c, 128)) /* about what a node takes */
		return NULL;
	switch (cew_node_kind(n)) {
	case CEW_NODE_SEQ:
		return eval_seq(c, n);
	case CEW_NODE_MAP:
		return cfn_is_call(n, CFN_IN_RESOURCE) ? eval_call(c, n) : eval_map(c, n);
	case CEW_NODE_SCALAR:
		break;
	}
	return eval_scalar(c, n);
}

const struct cew_node *cfn_eval_text(struct cfn_ctx *c, const struct cew_node *n, const char **text, size_t *len)
{
	const struct cew_node *value = cfn_eval(c, n);
	bool scalar = cew_node_is(value, CEW_NODE_SCALAR);
	*text = scalar ? cfn_scalar_text(value, len) : NULL;
	return value;
}

/* ---- functions that look up or convert --------------------------------------------------------------------------- */

static const struct cew_node *no_entry(struct cfn_ctx *c, const struct cew_node *args, const char *const key[3])
{
	const char *region = c->e->in.region;
	for (int i = 1; region && i < 3; i++)
		if (strcmp(key[i], region) == 0)
			return cfn_problem(c, args, &no_region, "the mapping %s has no entry for the region %s", key[0], region);
	return cfn_problem(c, args, &no_mapping, "the mapping %s has no entry %s, %s", key[0], key[1], key[2]);
}

static const struct cew_node *fn_find_in_map(struct cfn_ctx *c, const struct cew_node *args)
{
	const char *key[3];
	size_t len;
	for (size_t i = 0; i < 3; i++) {
		const struct cew_node *n = cfn_eval_text(c, cew_node_at(args, i), &key[i], &len);
		if (!n)
			return NULL;
		if (!key[i])
			return cfn_unknown(c, "FindInMap(%s)", i > 0 ? key[0] : "?");
	}
	size_t at = cfn_index_get(&c->e->s->mapping_index, key[0]);
	const struct cew_node *mapping = at == CFN_NONE ? NULL : cew_node_at(c->e->s->mappings, at);
	const struct cew_node *value = cew_node_get(cew_node_get(mapping, key[1]), key[2]);
	const struct cew_node *otherwise = cew_node_get(cew_node_at(args, 3), "DefaultValue");
	if (value || otherwise)
		return cfn_eval(c, value ? value : otherwise);
	if (!mapping && cew_node_is(cew_node_at(args, 0), CEW_NODE_SCALAR)) /* told already */
		return cfn_unknown(c, "FindInMap(%s)", key[0]);
	return no_entry(c, args, key);
}

static const struct cew_node *fn_base64(struct cfn_ctx *c, const struct cew_node *args)
{
	const char *text, *expression = "?";
	size_t len;
	const struct cew_node *value = cfn_eval_text(c, args, &text, &len);
	if (!value)
		return NULL;
	if (!text) {
		cew_cfn_unknown(value, &expression);
		return cfn_unknown(c, "Base64(%s)", expression);
	}
	struct cew_buf out;
	cew_buf_init(&out, CEW_CFN_TEMPLATE_MAX * 2);
	cew_base64_encode(&out, text, len);
	const struct cew_node *n = out.failed ? cfn_made(c, NULL) : cfn_string(c, cew_buf_text(&out), out.len);
	cew_buf_finish(&out);
	return n;
}

static const struct cew_node *fn_import_value(struct cfn_ctx *c, const struct cew_node *args)
{
	const char *name, *expression = "?";
	size_t len;
	const struct cew_node *value = cfn_eval_text(c, args, &name, &len);
	if (!value)
		return NULL;
	const struct cew_cfn_inputs *in = &c->e->in;
	const char *known = name && in->import ? in->import(in->ctx, name) : NULL;
	if (known)
		return cfn_string(c, known, strlen(known));
	cew_cfn_unknown(value, &expression);
	return cfn_unknown(c, "ImportValue(%s)", name ? name : expression);
}

static const struct cew_node *fn_server_side(struct cfn_ctx *c, const struct cew_node *args)
{
	size_t len;
	const struct cew_node *name = cew_node_get(args, "Name");
	return cfn_unknown(c, "%s", cew_node_is(name, CEW_NODE_SCALAR) ? cfn_scalar_text(name, &len) : "Fn::Transform");
}

static const struct cew_node *fn_to_json(struct cfn_ctx *c, const struct cew_node *args)
{
	const char *expression;
	const struct cew_node *value = cfn_eval(c, args);
	if (!value)
		return NULL;
	if (cew_cfn_unknown(value, &expression))
		return cfn_unknown(c, "ToJsonString(%s)", expression);
	struct cew_buf out;
	cew_buf_init(&out, CEW_CFN_TEMPLATE_MAX);
	const struct cew_node *n = NULL;
	if (cew_doc_write_json(value, &out, NULL) == CEW_OK && !out.failed)
		n = cfn_string(c, cew_buf_text(&out), out.len);
	cew_buf_finish(&out);
	return cfn_made(c, n);
}
