/* How stacks of the past came to stand as they do: made, failed, half deleted, or never begun. */
#include "history.h"

#include "engine.h"
#include "scenario_read.h"

#include <stdlib.h>
#include <string.h>

#define DELETED_AFTER_MS 3600000.0 /* from the beginning of the creation */

static const struct {
	const char *status;
	const char *on_failure; /* NULL: its creation goes well */
	bool deleted, stub;
} ends[] = {
	{"CREATE_COMPLETE", NULL, false, false},   {"CREATE_FAILED", "DO_NOTHING", false, false},
	{"DELETE_FAILED", NULL, true, false},      {"REVIEW_IN_PROGRESS", NULL, false, true},
	{"ROLLBACK_COMPLETE", "ROLLBACK", false, false},
};

static size_t which(const char *status)
{
	size_t i = 0;
	while (status && i < CEW_COUNT(ends) && strcmp(ends[i].status, status) != 0)
		i++;
	return i; /* none given: the first */
}

bool demo_past_end_is_known(const char *status)
{
	return which(status) < CEW_COUNT(ends);
}

bool demo_past_is_stub(const struct past_stack *p)
{
	return ends[which(p->ends)].stub;
}

/* ---- the template ---- */

static char *replaced(const char *text, const char *from, const char *to)
{
	struct cew_buf out;
	size_t len = strlen(from);
	const char *at;
	cew_buf_init(&out, CEW_CFN_TEMPLATE_MAX);
	for (; len > 0 && (at = strstr(text, from)) != NULL; text = at + len) {
		cew_buf_add(&out, text, (size_t)(at - text));
		cew_buf_str(&out, to);
	}
	cew_buf_str(&out, text);
	return cew_buf_take(&out);
}

char *demo_past_template(const struct past_stack *p, const char *text, size_t len)
{
	char *now = cew_fmt("%.*s", (int)len, text);
	for (size_t i = 0; now && i < cew_node_count(p->replace); i++) {
		char *next = replaced(now, cew_node_text(cew_node_key(p->replace, i)), cew_node_text(cew_node_at(p->replace, i)));
		free(now);
		now = next;
	}
	return now;
}

/* ---- what happened ---- */

/* One failure that is over, so that the stack can be used as if it had been anybody's. */
static enum cew_status plan_failure(struct demo_stack *s, const struct past_stack *p, enum demo_occasion on,
                                    struct cew_error *err)
{
	const struct demo_version *v = s->now;
	const struct demo_resource *r = p->fails ? demo_version_find(v, p->fails)
	                                : v->resource_count ? &v->resources[v->resource_count - 1] : NULL;
	if (!r)
		return cew_fail(err, CEW_INVALID, "the scenario's stack %s has no resource %s that could fail", p->name,
		                p->fails ? p->fails : "");
	struct mishap_rule rule = {.resource = r->plan->logical_id, .on = on, .left = 1};
	return cew_vec_insert(&s->demo->scenario->mishaps, 0, &rule) ? CEW_OK : cew_fail_memory(err);
}

enum cew_status demo_past_run(struct demo_stack *s, const struct past_stack *p, double at, struct cew_error *err)
{
	size_t end = which(p->ends);
	bool fails = ends[end].on_failure || ends[end].deleted;
	enum cew_status status = CEW_OK;
	if (ends[end].stub) {
		demo_stack_event(s, NULL, "REVIEW_IN_PROGRESS", "User Initiated", demo_wall_at(s, at));
		s->created_ms = s->last_event_ms;
		return CEW_OK;
	}
	if (fails)
		status = plan_failure(s, p, ends[end].deleted ? DEMO_ON_DELETE : DEMO_ON_CREATE, err);
	if (status)
		return status;
	if (ends[end].on_failure)
		s->on_failure = ends[end].on_failure;
	demo_engine_create_at(s, at);
	demo_catch_up(s);
	if (ends[end].deleted && s->work == DEMO_IDLE) {
		demo_engine_delete_at(s, at + DELETED_AFTER_MS);
		demo_catch_up(s);
	}
	if (fails)
		cew_vec_remove(&s->demo->scenario->mishaps, 0);
	return CEW_OK;
}
