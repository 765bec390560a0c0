/* What is wrong in the template's text whatever its parameters are: AWS refuses it even in branches that are not taken. */
#include "room.h"

#include <stdio.h>
#include <string.h>

static const struct cfn_rule unresolved = {
	CEW_CFN_ERROR, "unresolved-reference", "Correct the name, or define what it refers to.",
};
static const struct cfn_rule unresolved_maybe = {
	CEW_CFN_WARNING, "unresolved-reference", "The template's macro may define it; otherwise correct the name.",
};
static const struct cfn_rule condition_missing = {
	CEW_CFN_ERROR, "unresolved-condition", "Define the condition, or correct its name.",
};
static const struct cfn_rule mapping_missing = {
	CEW_CFN_ERROR, "unresolved-mapping", "Define the mapping, or correct its name.",
};
static const struct cfn_rule no_function = {
	CEW_CFN_ERROR, "unknown-function", "Correct the function's name.",
};
static const struct cfn_rule misplaced = {
	CEW_CFN_ERROR, "misplaced-function", "Move it to where AWS evaluates it; conditions are used by their name.",
};
static const struct cfn_rule extension = {
	CEW_CFN_ERROR, "needs-language-extensions", "Add \"Transform: AWS::LanguageExtensions\" to the template.",
};
static const struct cfn_rule arguments = {
	CEW_CFN_ERROR, "function-arguments", "Compare it with the function's description in the CloudFormation guide.",
};
static const struct cfn_rule siblings = {
	CEW_CFN_ERROR, "function-siblings", "A function must be the only key of its map.",
};
static const struct cfn_rule null_value = {
	CEW_CFN_ERROR, "null-value", "Give it a value, or leave the key away.",
};
static const struct cfn_rule transform = {
	CEW_CFN_WARNING, "transform", "Make a change set to see what the macro turns the template into.",
};
static const struct cfn_rule bad_default = {
	CEW_CFN_ERROR, "parameter-default", "Give the parameter a value, or correct its Default.",
};
static const struct cfn_rule no_parameter = {
	CEW_CFN_WARNING, "parameter-value", "Give the parameter a value; it is taken for empty here.",
};
static const struct cfn_rule no_type = {
	CEW_CFN_ERROR, "resource-type", "Every resource needs a Type, also one that a loop makes.",
};

static const struct cfn_rule bad_type = {
	CEW_CFN_ERROR, "resource-type", "Write it as Provider::Service::Type, or Custom::Name.",
};

static const struct cfn_rule bad_policy = {
	CEW_CFN_ERROR, "resource-policy", "Write Delete, Retain, Snapshot or RetainExceptOnCreate.",
};

static const struct cfn_rule odd_number = {
	CEW_CFN_WARNING, "ambiguous-number", "Put it in quotes, so that every reader takes it for this text.",
};

static void walk(struct cfn_ctx *c, const struct cew_node *n);

static void missing(struct cfn_ctx *c, const struct cew_node *at, const char *name, size_t len)
{
	cfn_finding(c, at, c->e->t->foreign ? &unresolved_maybe : &unresolved, "%s refers to %.*s, which does not exist",
	            c->subject, (int)(len < 255 ? len : 255), name);
}

static void check_resource(struct cfn_ctx *c, const struct cew_node *at, const char *name, size_t len)
{
	if (cfn_index_get_n(&c->e->s->resource_index, name, len) == CFN_NONE)
		missing(c, at, name, len);
	else if (c->place == CFN_IN_CONDITION || c->place == CFN_IN_RULE)
		cfn_finding(c, at, &unresolved, "%s refers to the resource %.*s; only parameters are known there", c->subject,
		            (int)len, name);
}

static void check_name(struct cfn_ctx *c, const struct cew_node *at, const char *name, size_t len)
{
	if (!cfn_is_pseudo(name, len) && cfn_parameter_position(c->e->t, name, len) == CFN_NONE)
		check_resource(c, at, name, len);
}

static void check_condition(struct cfn_ctx *c, const struct cew_node *at)
{
	const char *name = cew_node_text(at);
	if (cfn_index_get(&c->e->s->condition_index, name) == CFN_NONE)
		cfn_finding(c, at, &condition_missing, "%s uses the condition \"%s\", which does not exist", c->subject, name);
}

static void check_ref(struct cfn_ctx *c, const struct cew_node *args)
{
	check_name(c, args, cew_node_text(args), cew_node_text_len(args));
}

static void check_get_att(struct cfn_ctx *c, const struct cew_node *args)
{
	const struct cew_node *id = cew_node_at(args, 0);
	check_resource(c, id, cew_node_text(id), cew_node_text_len(id));
}

static void check_sub(struct cfn_ctx *c, const struct cew_node *args)
{
	bool list = cew_node_is(args, CEW_NODE_SEQ);
	const struct cew_node *text = list ? cew_node_at(args, 0) : args, *variables = cew_node_at(args, 1);
	if (list && (cew_node_count(args) != 2 || !cew_node_is(variables, CEW_NODE_MAP))) {
		cfn_finding(c, args, &arguments, "Fn::Sub takes a text, or a text and a map of variables");
		return;
	}
	struct cfn_sub_part part;
	size_t at = 0;
	const char *source = cew_node_text(text);
	while (cfn_sub_next(source, cew_node_text_len(text), &at, &part)) {
		char name[CFN_ID_MAX + 1];
		if (part.kind == CFN_SUB_BAD)
			cfn_finding(c, text, &arguments, "\"${%.*s}\" in Fn::Sub is no name; write \"${!…}\" for the characters",
			            (int)(part.len < 255 ? part.len : 255), part.text);
		if (part.kind != CFN_SUB_VARIABLE)
			continue;
		snprintf(name, sizeof name, "%.*s", (int)(part.len < CFN_ID_MAX ? part.len : CFN_ID_MAX), part.text);
		const char *dot = memchr(part.text, '.', part.len);
		if (list && cew_node_get(variables, name))
			continue;
		if (dot)
			check_resource(c, text, part.text, (size_t)(dot - part.text));
		else
			check_name(c, text, part.text, part.len);
	}
}

static void check_if(struct cfn_ctx *c, const struct cew_node *args)
{
	check_condition(c, cew_node_at(args, 0));
}

/* Without the extensions keys are texts, Ref and Fn::FindInMap, and there is no default (CloudFormation
 * User Guide, Fn::FindInMap and AWS::LanguageExtensions). */
static void check_plain_map(struct cfn_ctx *c, const struct cew_node *args)
{
	if (cew_node_count(args) > 3)
		cfn_finding(c, cew_node_at(args, 3), &extension, "the default value of Fn::FindInMap works only with the language extensions");
	for (size_t i = 0; i < 3; i++) {
		const struct cew_node *n = cew_node_at(args, i);
		const char *name = cfn_is_call(n, c->place) ? cew_node_text(cew_node_key(n, 0)) : "Ref";
		if (strcmp(name, "Ref") != 0 && strcmp(name, "Fn::FindInMap") != 0)
			cfn_finding(c, n, &extension, "%.100s in Fn::FindInMap works only with the language extensions", name);
	}
}

static void check_find_in_map(struct cfn_ctx *c, const struct cew_node *args)
{
	const struct cew_node *name = cew_node_at(args, 0);
	bool literal = cew_node_is(name, CEW_NODE_SCALAR);
	if (!c->e->t->language_extensions)
		check_plain_map(c, args);
	if (literal && cfn_index_get(&c->e->s->mapping_index, cew_node_text(name)) == CFN_NONE)
		cfn_finding(c, name, &mapping_missing, "%s uses the mapping \"%s\", which does not exist", c->subject,
		            cew_node_text(name));
}

/* Functions that name something, and whether their argument must be a single text. */
static const struct {
	const char *name;
	void (*check)(struct cfn_ctx *c, const struct cew_node *args);
	bool text;
} references[] = {
	{"Ref", check_ref, true},
	{"Fn::GetAtt", check_get_att, false},
	{"Fn::Sub", check_sub, false},
	{"Fn::If", check_if, false},
	{"Condition", check_condition, true},
	{"Fn::FindInMap", check_find_in_map, false},
};

static void check_reference(struct cfn_ctx *c, const char *name, const struct cew_node *args)
{
	for (size_t i = 0; i < CEW_COUNT(references); i++) {
		if (strcmp(references[i].name, name) != 0)
			continue;
		if (references[i].text && !cew_node_is(args, CEW_NODE_SCALAR))
			cfn_finding(c, args, &arguments, "%s takes a name", name);
		else
			references[i].check(c, args);
		return;
	}
}

static void check_call(struct cfn_ctx *c, const struct cew_node *n)
{
	const char *name = cew_node_text(cew_node_key(n, 0));
	const struct cew_node *args = cew_node_at(n, 0);
	const struct cfn_function *f = cfn_function_find(name);
	if (cfn_is_loop(name))
		cfn_finding(c, n, &extension, "%s works only with the language extensions", name);
	else if (!f)
		cfn_finding(c, n, &no_function, "there is no function %.100s", name);
	else if (!(f->places & 1u << c->place))
		cfn_finding(c, n, &misplaced, "%s must not stand here", name);
	else if (f->extension && !c->e->t->language_extensions)
		cfn_finding(c, n, &extension, "%s works only with the language extensions", name);
	else if (!cfn_arity_ok(f, args) && f->min == f->max)
		cfn_finding(c, args, &arguments, "%s takes a list of %zu", name, f->min);
	else if (!cfn_arity_ok(f, args))
		cfn_finding(c, args, &arguments, "%s takes a list of %zu to %zu", name, f->min, f->max);
	else
		check_reference(c, name, args);
}

static bool is_sibling(const char *key)
{
	return strncmp(key, "Fn::", 4) == 0 && strcmp(key, "Fn::Transform") != 0;
}

static void walk_map(struct cfn_ctx *c, const struct cew_node *n)
{
	if (cfn_is_call(n, c->place))
		check_call(c, n);
	for (size_t i = 0; c->status == CEW_OK && i < cew_node_count(n); i++) {
		const char *key = cew_node_text(cew_node_key(n, i));
		if (cew_node_count(n) > 1 && is_sibling(key))
			cfn_finding(c, n, &siblings, "%.100s stands beside other keys", key);
		walk(c, cew_node_at(n, i));
	}
}

static void walk(struct cfn_ctx *c, const struct cew_node *n)
{
	if (cew_node_is(n, CEW_NODE_MAP)) {
		walk_map(c, n);
	} else if (cew_node_is(n, CEW_NODE_SEQ)) {
		for (size_t i = 0; c->status == CEW_OK && i < cew_node_count(n); i++)
			walk(c, cew_node_at(n, i));
	} else if (n && cew_node_type(n) == CEW_SCALAR_NULL) {
		cfn_finding(c, n, &null_value, "%s holds a null, which AWS does not take", c->subject);
	}
}

static void check_depends_on(struct cfn_ctx *c, const struct cew_node *n)
{
	bool list = cew_node_is(n, CEW_NODE_SEQ);
	for (size_t i = 0; n && i < (list ? cew_node_count(n) : 1); i++) {
		const struct cew_node *id = list ? cew_node_at(n, i) : n;
		if (cfn_index_get(&c->e->s->resource_index, cew_node_text(id)) == CFN_NONE)
			missing(c, id, cew_node_text(id), cew_node_text_len(id));
	}
}

/* DeletionPolicy and UpdateReplacePolicy; what they may be is in the CloudFormation User Guide, resource attributes. */
static void check_policy(struct cfn_ctx *c, const struct cew_node *r, const char *attribute)
{
	static const char *const policies[] = {"Delete", "Retain", "Snapshot", "RetainExceptOnCreate"};
	const struct cew_node *n = cew_node_get(r, attribute);
	if (!n)
		return;
	if (!cew_node_is(n, CEW_NODE_SCALAR)) {
		if (!c->e->t->language_extensions)
			cfn_finding(c, n, &extension, "a function in %s works only with the language extensions", attribute);
		walk(c, n);
		return;
	}
	for (size_t i = 0; i < CEW_COUNT(policies); i++)
		if (strcmp(policies[i], cew_node_text(n)) == 0)
			return;
	cfn_finding(c, n, &bad_policy, "%s of %s is \"%.100s\", which is no policy", attribute, c->subject, cew_node_text(n));
}

/* "AWS::EC2::VPC", "AWS::EC2::VPC::MODULE". A single word may be one that a macro knows. */
static bool is_type(const char *type)
{
	size_t parts = 0;
	const char *end;
	if (strncmp(type, "Custom::", 8) == 0)
		return type[8] != '\0';
	do {
		end = strstr(type, "::");
		if (end == type || !*type)
			return false;
		parts++;
		type = end ? end + 2 : type;
	} while (end);
	return parts != 2 && parts <= 4;
}

static void check_type(struct cfn_ctx *c, const struct cew_node *r)
{
	const char *type = cew_node_get_text(r, "Type");
	if (!type && !c->e->t->foreign)
		cfn_finding(c, r, &no_type, "%s has no Type", c->subject);
	else if (type && !c->e->t->foreign && !is_type(type))
		cfn_finding(c, cew_node_get(r, "Type"), &bad_type, "%.100s is no resource type", type);
}

static void lint_resource(struct cfn_ctx *c, const struct cew_node *r)
{
	static const char *const walked[] = {"Properties", "Metadata", "CreationPolicy", "UpdatePolicy"};
	c->place = CFN_IN_RESOURCE;
	check_type(c, r);
	if (cew_node_get(r, "Condition"))
		check_condition(c, cew_node_get(r, "Condition"));
	check_depends_on(c, cew_node_get(r, "DependsOn"));
	check_policy(c, r, "DeletionPolicy");
	check_policy(c, r, "UpdateReplacePolicy");
	for (size_t i = 0; i < CEW_COUNT(walked); i++)
		walk(c, cew_node_get(r, walked[i]));
}

static void lint_output(struct cfn_ctx *c, const struct cew_node *o)
{
	c->place = CFN_IN_OUTPUT;
	if (cew_node_get(o, "Condition"))
		check_condition(c, cew_node_get(o, "Condition"));
	walk(c, cew_node_get(o, "Value"));
	walk(c, cew_node_get(o, "Export"));
}

static void lint_condition(struct cfn_ctx *c, const struct cew_node *n)
{
	c->place = CFN_IN_CONDITION;
	if (!cfn_is_call(n, CFN_IN_CONDITION))
		cfn_finding(c, n, &arguments, "the condition %s is no condition function", c->subject);
	walk(c, n);
}

static void lint_rule(struct cfn_ctx *c, const struct cew_node *rule)
{
	c->place = CFN_IN_RULE;
	walk(c, cew_node_get(rule, "RuleCondition"));
	const struct cew_node *assertions = cew_node_get(rule, "Assertions");
	for (size_t i = 0; i < cew_node_count(assertions); i++)
		walk(c, cew_node_get(cew_node_at(assertions, i), "Assert"));
}

static void each(struct cfn_ctx *c, const struct cew_node *section, void (*lint)(struct cfn_ctx *, const struct cew_node *))
{
	for (size_t i = 0; c->status == CEW_OK && i < cew_node_count(section); i++) {
		c->subject = cew_node_text(cew_node_key(section, i));
		lint(c, cew_node_at(section, i));
	}
	c->subject = NULL;
}

static void lint_parameter(struct cfn_ctx *c, const struct cew_cfn_parameter *p)
{
	const struct cew_cfn_inputs *in = &c->e->in;
	const struct cew_node *at = cew_node_get(cew_node_get(c->e->t->root, "Parameters"), p->name);
	struct cew_error broken;
	if (in->parameter && in->parameter(in->ctx, p->name))
		return;
	c->subject = p->name;
	if (!p->default_value)
		cfn_finding(c, at, &no_parameter, "the parameter %s has no default and was given no value", p->name);
	else if (cew_cfn_parameter_check(p, p->default_value, &broken) != CEW_OK)
		cfn_finding(c, at, &bad_default, "the default of %s is refused by its own constraint: %s", p->name, broken.what);
	c->subject = NULL;
}

/* ---- numbers that readers give back differently ------------------------------------------------------------------ */

#define ODD_NUMBERS_TOLD 20

/* 0777, 1.50, 12:30:45 and the like: the compact form carries their text, a reader of YAML may make 511, 1.5 and 45045 of
 * them. Those whose text JSON would not keep are just the ones. */
static bool is_odd_number(struct cfn_ctx *c, const struct cew_node *n)
{
	struct cew_buf json;
	enum cew_scalar_type type = cew_node_type(n);
	if (type != CEW_SCALAR_INT && type != CEW_SCALAR_FLOAT)
		return false;
	cew_buf_init(&json, CEW_CFN_TEMPLATE_MAX);
	cew_doc_write_json(n, &json, NULL);
	bool quoted = cfn_buf_ok(c, &json) && cew_buf_text(&json)[0] == '"';
	cew_buf_finish(&json);
	return quoted;
}

static void check_numbers(struct cfn_ctx *c, const struct cew_node *n, size_t *left)
{
	if (*left && cew_node_is(n, CEW_NODE_SCALAR) && is_odd_number(c, n)) {
		cfn_finding(c, n, &odd_number, "%.60s is a number of which readers make different texts; here it is \"%.60s\"",
		            cew_node_text(n), cew_node_text(n));
		--*left;
	}
	for (size_t i = 0; *left && c->status == CEW_OK && i < cew_node_count(n); i++)
		check_numbers(c, cew_node_at(n, i), left);
}

static void lint_numbers(struct cfn_ctx *c)
{
	static const char *const sections[] = {"Parameters", "Mappings", "Conditions", "Rules", "Resources", "Outputs"};
	size_t left = ODD_NUMBERS_TOLD;
	for (size_t i = 0; i < CEW_COUNT(sections); i++)
		check_numbers(c, cew_node_get(c->e->t->root, sections[i]), &left);
}

void cfn_lint(struct cfn_ctx *c)
{
	const struct cew_cfn_template *t = c->e->t;
	if (t->foreign)
		cfn_finding(c, t->foreign_at, &transform, "only AWS can carry out the transform %.100s: this is the template before it",
		            t->foreign);
	for (size_t i = 0; c->status == CEW_OK && i < cew_cfn_parameter_count(t); i++)
		lint_parameter(c, cew_cfn_parameter_at(t, i));
	each(c, c->e->s->conditions, lint_condition);
	each(c, c->e->s->rules, lint_rule);
	each(c, c->e->s->resources, lint_resource);
	each(c, c->e->s->outputs, lint_output);
	lint_numbers(c);
}
