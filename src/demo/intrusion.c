/* Somebody else: what a scenario has other people do to a stack while it is being worked on, or when it is done. */
#include "cloudformation.h"
#include "engine.h"
#include "scenario_read.h"
#include "store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- deeds: true where the engine has something to do then ---- */

typedef bool deed_fn(struct demo_stack *s, struct intrusion_rule *rule, double at);

static bool delete(struct demo_stack *s, struct intrusion_rule *rule, double at)
{
	(void)rule;
	if (s->work == DEMO_DELETING_ALL || demo_stack_is_deleted(s))
		return false;
	demo_engine_delete_at(s, at);
	return true;
}

static bool recreate(struct demo_stack *s, struct intrusion_rule *rule, double at)
{
	rule->reborn = s;
	return delete(s, rule, at);
}

static bool cancel_update(struct demo_stack *s, struct intrusion_rule *rule, double at)
{
	(void)rule;
	if (s->work != DEMO_UPDATING)
		return false;
	demo_give_up_update(s, "User Initiated", at);
	return true;
}

static bool protect(struct demo_stack *s, struct intrusion_rule *rule, double at)
{
	(void)rule;
	(void)at;
	s->termination_protection = true;
	return false;
}

static const char *physical_of(const struct demo_stack *s, const char *logical)
{
	const struct demo_resource *r = demo_standing(s, logical, NULL);
	return r ? r->physical : NULL;
}

static bool protect_balancer(struct demo_stack *s, struct intrusion_rule *rule, double at)
{
	const char *id = physical_of(s, rule->resource);
	(void)at;
	if (id)
		demo_mark_set(s->demo, id, "deletion_protection.enabled", "true");
	return false;
}

static bool put_object(struct demo_stack *s, struct intrusion_rule *rule, double at)
{
	const char *bucket = physical_of(s, rule->resource), *text = rule->text ? rule->text : "";
	(void)at;
	if (bucket)
		demo_store_put(s->demo->store, bucket, rule->key ? rule->key : "object", text, strlen(text));
	return false;
}

/* "${Logical}" in a text stands for that resource's physical id. */
static struct cew_node *filled_text(struct cew_doc *doc, const struct demo_stack *s, const struct cew_node *n)
{
	struct cew_buf out;
	cew_buf_init(&out, 65536);
	for (const char *at = cew_node_text(n); *at;) {
		size_t len = strncmp(at, "${", 2) == 0 ? strcspn(at, "}") : 0;
		char *logical = len ? cew_fmt("%.*s", (int)len - 2, at + 2) : NULL;
		const char *id = logical ? physical_of(s, logical) : NULL;
		if (id)
			cew_buf_str(&out, id);
		else
			cew_buf_char(&out, *at);
		at += id ? len + (at[len] == '}') : 1;
		free(logical);
	}
	struct cew_node *copy = out.failed ? NULL : cew_doc_string(doc, cew_buf_text(&out));
	cew_buf_finish(&out);
	return copy;
}

static struct cew_node *filled(struct cew_doc *doc, const struct demo_stack *s, const struct cew_node *n)
{
	if (cew_node_is(n, CEW_NODE_SCALAR))
		return cew_node_type(n) == CEW_SCALAR_STRING ? filled_text(doc, s, n) : cew_doc_copy(doc, n);
	bool map = cew_node_is(n, CEW_NODE_MAP);
	struct cew_node *copy = map ? cew_doc_map(doc) : cew_doc_seq(doc);
	for (size_t i = 0; copy && i < cew_node_count(n); i++) {
		struct cew_node *value = filled(doc, s, cew_node_at(n, i));
		copy = map ? cew_map_put(doc, copy, cew_node_text(cew_node_key(n, i)), value) : cew_seq_add(doc, copy, value);
	}
	return copy;
}

/* The resource is the account's: the stack does not know it. */
static bool add(struct demo_stack *s, struct intrusion_rule *rule, double at)
{
	struct demo_view v;
	(void)at;
	demo_view_init(&v, s->demo, s->region);
	struct cew_doc *doc = demo_view_doc(&v);
	struct cew_node *properties = doc ? filled(doc, s, rule->properties) : NULL;
	if (properties)
		demo_account_add(&v, demo_type_find(rule->type)->type, properties);
	demo_view_finish(&v);
	return false;
}

static deed_fn *const deeds[] = {
	[DEMO_DEED_DELETE] = delete,     [DEMO_DEED_RECREATE] = recreate,
	[DEMO_DEED_CANCEL_UPDATE] = cancel_update, [DEMO_DEED_PROTECT] = protect,
	[DEMO_DEED_PROTECT_BALANCER] = protect_balancer, [DEMO_DEED_PUT_OBJECT] = put_object,
	[DEMO_DEED_ADD] = add,
};
static_assert(CEW_COUNT(deeds) == DEMO_DEED_COUNT, "one function a deed");

/* ---- when ---- */

static bool is_time(const struct demo_stack *s, const struct intrusion_rule *rule)
{
	if (rule->done || (rule->stack ? strcmp(rule->stack, s->name) != 0 : s->parent != NULL))
		return false;
	if (rule->after)
		return s->work != DEMO_IDLE && !s->past && s->events.len - s->first_event >= (size_t)rule->after;
	return strcmp(s->status, rule->status) == 0;
}

/* The name is free again: the same stack is made once more, as another one. */
static void make_anew(const struct demo_stack *s, double at)
{
	struct demo_stack *again = demo_stack_create(s->demo, s->region, s->name);
	struct demo_version *v = again ? demo_version_again(s->now, again) : NULL;
	if (v && demo_stack_adopt(again, v) && cew_vec_push(&s->demo->stacks, &again)) {
		demo_engine_create_at(again, at);
		return;
	}
	if (again && again->now != v)
		demo_version_destroy(v);
	demo_stack_destroy(again);
}

bool demo_intrude(struct demo_stack *s, double at)
{
	struct demo_scenario *scenario = s->demo->scenario;
	bool acted = false;
	for (size_t i = 0; i < scenario->intrusions.len; i++) {
		struct intrusion_rule *rule = cew_vec_at(&scenario->intrusions, i);
		if (rule->reborn == s && demo_stack_is_deleted(s)) {
			rule->reborn = NULL;
			make_anew(s, at);
		}
		if (!is_time(s, rule))
			continue;
		rule->done = true;
		acted |= deeds[rule->deed](s, rule, at);
	}
	return acted;
}
