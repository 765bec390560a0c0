/* Truth: Conditions by name, the functions that give truth, and Fn::If. What depends on something unknown is "maybe". */
#include "room.h"

#include <assert.h>
#include <string.h>

#define NESTING_MAX 1000 /* calls inside each other: named conditions can chain beyond the document's own depth */

/* How far the condition is worked out; from SETTLED on the state holds its enum cfn_truth. */
enum { UNSEEN, RUNNING, SETTLED };

static const struct cfn_rule cycle = {
	CEW_CFN_ERROR, "condition-cycle", "Break the ring: a condition cannot depend on itself.",
};
static const struct cfn_rule arguments = {
	CEW_CFN_ERROR, "function-arguments", "Only texts can be compared; pick an item of the list with Fn::Select.",
};
static const struct cfn_rule maybe = {
	CEW_CFN_WARNING, "condition-unknown", "AWS decides it when the stack is made; what is shown here may differ.",
};

bool cfn_condition_known(const struct cew_cfn_eval *e, size_t position)
{
	return e->condition_state[position] != SETTLED + CFN_MAYBE;
}

/* ---- conditions by name ------------------------------------------------------------------------------------------ */

/* Was an error told of this condition's text? Then it is not AWS who knows more. */
static bool is_broken(const struct cfn_ctx *c, const char *name)
{
	for (size_t i = 0; c->findings && i < c->findings->len; i++) {
		const struct cew_cfn_finding *f = cew_vec_at(c->findings, i);
		if (f->severity == CEW_CFN_ERROR && f->subject && strcmp(f->subject, name) == 0)
			return true;
	}
	return false;
}

static enum cfn_truth settle(struct cfn_ctx *c, const char *name, size_t at)
{
	const struct cew_node *n = cew_node_at(c->e->s->conditions, at);
	const char *subject = c->subject;
	enum cfn_place place = c->place;
	size_t from = c->from;
	c->subject = name;
	c->place = CFN_IN_CONDITION;
	c->from = CFN_NONE;
	enum cfn_truth truth = cfn_truth_of(c, n);
	if (truth == CFN_MAYBE && !is_broken(c, name))
		cfn_finding(c, n, &maybe, "the condition %s depends on what only AWS knows; it is taken for false", name);
	c->subject = subject;
	c->place = place;
	c->from = from;
	return truth;
}

enum cfn_truth cfn_condition(struct cfn_ctx *c, const char *name, const struct cew_node *at)
{
	size_t position = cfn_index_get(&c->e->s->condition_index, name);
	if (position == CFN_NONE)
		return CFN_MAYBE;
	unsigned char *state = &c->e->condition_state[position];
	if (*state >= SETTLED)
		return (enum cfn_truth)(*state - SETTLED);
	if (*state == RUNNING) {
		cfn_finding(c, at, &cycle, "the condition %s depends on itself", name);
		return CFN_FALSE;
	}
	*state = RUNNING;
	enum cfn_truth truth = settle(c, name, position);
	*state = (unsigned char)(SETTLED + truth);
	return truth;
}

enum cfn_truth cfn_truth_condition(struct cfn_ctx *c, const struct cew_node *args)
{
	return cfn_condition(c, cew_node_text(args), args);
}

/* ---- comparing --------------------------------------------------------------------------------------------------- */

/* The value of a NoEcho parameter that `n` refers to directly; NULL if it does not. */
static const char *secret_operand(struct cfn_ctx *c, const struct cew_node *n)
{
	const char *name = cew_node_count(n) == 1 ? cew_node_get_text(n, "Ref") : NULL;
	const struct cew_cfn_parameter *p = name ? cew_cfn_parameter_find(c->e->t, name) : NULL;
	return p && p->no_echo && !cfn_type_is_ssm(p->type) ? cfn_parameter_value(c->e, p) : NULL;
}

const char *cfn_operand(struct cfn_ctx *c, const struct cew_node *n, size_t *len, const struct cew_node **node)
{
	*node = NULL;
	const char *text = secret_operand(c, n);
	if (text) {
		*len = strlen(text);
		return text;
	}
	*node = cfn_eval_text(c, n, &text, len);
	return text;
}

enum cfn_truth cfn_truth_equals(struct cfn_ctx *c, const struct cew_node *args)
{
	const char *text[2];
	size_t len[2] = {0, 0};
	for (size_t i = 0; i < 2; i++) {
		const struct cew_node *node;
		text[i] = cfn_operand(c, cew_node_at(args, i), &len[i], &node);
		if (cew_node_is(node, CEW_NODE_SEQ))
			cfn_finding(c, args, &arguments, "Fn::Equals compares texts, and this is a list");
	}
	if (!text[0] || !text[1])
		return CFN_MAYBE;
	return len[0] == len[1] && memcmp(text[0], text[1], len[0]) == 0 ? CFN_TRUE : CFN_FALSE;
}

/* Stops at the first that decides; unknown if none decides and one is unknown. */
static enum cfn_truth combine(struct cfn_ctx *c, const struct cew_node *args, enum cfn_truth decides)
{
	enum cfn_truth all = decides == CFN_TRUE ? CFN_FALSE : CFN_TRUE;
	for (size_t i = 0; i < cew_node_count(args); i++) {
		enum cfn_truth truth = cfn_truth_of(c, cew_node_at(args, i));
		if (truth == decides)
			return truth;
		if (truth == CFN_MAYBE)
			all = CFN_MAYBE;
	}
	return all;
}

enum cfn_truth cfn_truth_and(struct cfn_ctx *c, const struct cew_node *args)
{
	return combine(c, args, CFN_FALSE);
}

enum cfn_truth cfn_truth_or(struct cfn_ctx *c, const struct cew_node *args)
{
	return combine(c, args, CFN_TRUE);
}

enum cfn_truth cfn_truth_not(struct cfn_ctx *c, const struct cew_node *args)
{
	static const enum cfn_truth opposite[] = {
		[CFN_FALSE] = CFN_TRUE, [CFN_TRUE] = CFN_FALSE, [CFN_MAYBE] = CFN_MAYBE};
	static_assert(CEW_COUNT(opposite) == CFN_MAYBE + 1, "one for each truth");
	return opposite[cfn_truth_of(c, cew_node_at(args, 0))];
}

enum cfn_truth cfn_truth_of(struct cfn_ctx *c, const struct cew_node *n)
{
	if (!cfn_is_call(n, CFN_IN_CONDITION))
		return CFN_MAYBE;
	const struct cfn_function *f = cfn_function_find(cew_node_text(cew_node_key(n, 0)));
	const struct cew_node *args = cew_node_at(n, 0);
	if (!f || !f->truth || !cfn_arity_ok(f, args) || !cfn_charge(c, 1))
		return CFN_MAYBE;
	if (c->nesting == NESTING_MAX) {
		c->status = cew_fail(c->err, CEW_LIMIT, "the conditions are nested more than %d deep", NESTING_MAX);
		return CFN_MAYBE;
	}
	c->nesting++;
	enum cfn_truth truth = f->truth(c, args);
	c->nesting--;
	return truth;
}

const struct cew_node *cfn_fn_if(struct cfn_ctx *c, const struct cew_node *args)
{
	enum cfn_truth truth = cfn_condition(c, cew_node_text(cew_node_at(args, 0)), args);
	return cfn_eval(c, cew_node_at(args, truth == CFN_TRUE ? 1 : 2));
}
