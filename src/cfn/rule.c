/* Rules: what a template demands of its parameters together, told before anything is made. */
#include "room.h"

#include <string.h>

static const struct cfn_rule failed = {CEW_CFN_ERROR, "rule-assertion", "Change the parameters that the rule is about."};

/* A list of texts; a single text counts as a list of one. false: unknown. */
static bool members(const struct cew_node *n, size_t *count)
{
	if (cew_cfn_unknown(n, NULL))
		return false;
	*count = cew_node_is(n, CEW_NODE_SEQ) ? cew_node_count(n) : 1;
	return cew_node_is(n, CEW_NODE_SEQ) || cew_node_is(n, CEW_NODE_SCALAR);
}

static const char *member(const struct cew_node *n, size_t i, size_t *len)
{
	return cfn_scalar_text(cew_node_is(n, CEW_NODE_SEQ) ? cew_node_at(n, i) : n, len);
}

static bool contains(const struct cew_node *list, size_t count, const char *text, size_t len)
{
	size_t other;
	for (size_t i = 0; i < count; i++) {
		const char *candidate = member(list, i, &other);
		if (other == len && memcmp(candidate, text, len) == 0)
			return true;
	}
	return false;
}

enum cfn_truth cfn_truth_contains(struct cfn_ctx *c, const struct cew_node *args)
{
	const struct cew_node *list = cfn_eval(c, cew_node_at(args, 0)), *node;
	size_t count, len = 0;
	const char *text = cfn_operand(c, cew_node_at(args, 1), &len, &node);
	if (!text || !members(list, &count) || !cfn_charge(c, count))
		return CFN_MAYBE;
	return contains(list, count, text, len) ? CFN_TRUE : CFN_FALSE;
}

enum cfn_truth cfn_truth_each_equals(struct cfn_ctx *c, const struct cew_node *args)
{
	const struct cew_node *list = cfn_eval(c, cew_node_at(args, 0)), *node;
	size_t count, len = 0, other;
	const char *text = cfn_operand(c, cew_node_at(args, 1), &len, &node);
	if (!text || !members(list, &count))
		return CFN_MAYBE;
	for (size_t i = 0; i < count; i++) {
		const char *candidate = member(list, i, &other);
		if (other != len || memcmp(candidate, text, len) != 0)
			return CFN_FALSE;
	}
	return CFN_TRUE;
}

enum cfn_truth cfn_truth_each_in(struct cfn_ctx *c, const struct cew_node *args)
{
	const struct cew_node *some = cfn_eval(c, cew_node_at(args, 0)), *all = cfn_eval(c, cew_node_at(args, 1));
	size_t count, of, len;
	if (!members(some, &count) || !members(all, &of))
		return CFN_MAYBE;
	for (size_t i = 0; i < count; i++) {
		const char *text = member(some, i, &len);
		if (!cfn_charge(c, of))
			return CFN_MAYBE;
		if (!contains(all, of, text, len))
			return CFN_FALSE;
	}
	return CFN_TRUE;
}

/* The values of all parameters of a type. */
const struct cew_node *cfn_fn_ref_all(struct cfn_ctx *c, const struct cew_node *args)
{
	const char *type = cew_node_text(args);
	struct cew_node *seq = cew_doc_seq(c->doc);
	for (size_t i = 0; seq && i < cew_cfn_parameter_count(c->e->t); i++) {
		const struct cew_cfn_parameter *p = cew_cfn_parameter_at(c->e->t, i);
		if (strcmp(p->type, type) != 0)
			continue;
		if (p->no_echo)
			return cfn_unknown(c, "RefAll(%s)", type);
		const char *value = cfn_parameter_value(c->e, p);
		seq = cew_seq_add(c->doc, seq, cfn_string(c, value, strlen(value)));
	}
	return cfn_made(c, seq);
}

/* Attributes of what a parameter names ("VpcId" of a subnet): only AWS can look them up. */
const struct cew_node *cfn_fn_value_of(struct cfn_ctx *c, const struct cew_node *args)
{
	return cfn_unknown(c, "%s.%s", cew_node_text(cew_node_at(args, 0)), cew_node_text(cew_node_at(args, 1)));
}

const struct cew_node *cfn_fn_value_of_all(struct cfn_ctx *c, const struct cew_node *args)
{
	return cfn_fn_value_of(c, args);
}

static void check_rule(struct cfn_ctx *c, const struct cew_node *rule)
{
	const struct cew_node *condition = cew_node_get(rule, "RuleCondition");
	const struct cew_node *assertions = cew_node_get(rule, "Assertions");
	if (condition && cfn_truth_of(c, condition) != CFN_TRUE)
		return;
	for (size_t i = 0; i < cew_node_count(assertions); i++) {
		const struct cew_node *a = cew_node_at(assertions, i);
		const char *description = cew_node_get_text(a, "AssertDescription");
		if (cfn_truth_of(c, cew_node_get(a, "Assert")) != CFN_FALSE)
			continue;
		if (description)
			cfn_finding(c, a, &failed, "%s", description);
		else
			cfn_finding(c, a, &failed, "an assertion of the rule %s does not hold", c->subject);
	}
}

void cfn_rules_check(struct cfn_ctx *c)
{
	const struct cew_node *rules = c->e->s->rules;
	c->place = CFN_IN_RULE;
	for (size_t i = 0; c->status == CEW_OK && i < cew_node_count(rules); i++) {
		c->subject = cew_node_text(cew_node_key(rules, i));
		check_rule(c, cew_node_at(rules, i));
	}
	c->subject = NULL;
}
