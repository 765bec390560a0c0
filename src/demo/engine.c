/* What happens over time: resources are made in the order of their dependencies, as many at once as these allow, and
 * deleted in the reverse one. One timer a stack; its clock is the loop's, its pace the configuration's. */
#include "engine.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

struct demo_version *demo_version_at(const struct demo_stack *s, size_t i)
{
	struct demo_version **place = cew_vec_at(&s->versions, i);
	return place ? *place : NULL;
}

struct demo_resource *demo_next_resource(const struct demo_stack *s, size_t *v, size_t *i)
{
	const struct demo_version *version;
	while ((version = demo_version_at(s, *v)) != NULL) {
		if (*i < version->resource_count)
			return &version->resources[(*i)++];
		(*v)++;
		*i = 0;
	}
	return NULL;
}

/* ---- the stack's words ---- */

static bool has_status(const struct demo_stack *s, const char *logical_id, const char *status)
{
	const struct demo_version *v;
	for (size_t i = 0; (v = demo_version_at(s, i)) != NULL; i++) {
		const struct demo_resource *r = demo_version_find(v, logical_id);
		if (r && r->status && strcmp(r->status, status) == 0)
			return true;
	}
	return false;
}

/* Comma-joined logical ids of the resources with this status, since the stack last told of itself: a rollback tells of what
 * failed in it, not of what it was for. */
static char *join_ids(const struct demo_stack *s, const char *status)
{
	struct cew_buf text;
	size_t first = s->events.len;
	cew_buf_init(&text, 200000);
	while (first > 0 && !((const struct demo_event *)cew_vec_at(&s->events, first - 1))->own)
		first--;
	for (size_t i = first; i < s->events.len; i++) {
		const struct demo_event *e = cew_vec_at(&s->events, i);
		if (strcmp(e->status, status) == 0 && has_status(s, e->logical, status))
			cew_buf_fmt(&text, "%s%s", text.len ? ", " : "", e->logical);
	}
	char *joined = cew_strdup(cew_buf_text(&text));
	cew_buf_finish(&text);
	return joined;
}

void demo_stack_event_about(struct demo_stack *s, const char *status, const char *failed_status, const char *did,
                            const char *then, double at)
{
	char *ids = join_ids(s, failed_status);
	char *reason = cew_fmt("The following resource(s) failed to %s: [%s]. %s", did, ids ? ids : "", then);
	demo_stack_event(s, NULL, status, reason, demo_wall_at(s, at));
	free(reason);
	free(ids);
}

/* ---- creating ---- */

/* What OnFailure asks for. */
static void give_up_creation(struct demo_stack *s, const char *why, double at)
{
	static const struct {
		const char *on_failure, *status, *then;
		enum demo_work work;
	} ways[] = {
		{"ROLLBACK", "ROLLBACK_IN_PROGRESS", "Rollback requested by user.", DEMO_ROLLING_BACK},
		{"DELETE", "DELETE_IN_PROGRESS", "Delete requested by user.", DEMO_DELETING_ALL},
		{"DO_NOTHING", "CREATE_FAILED", "", DEMO_IDLE},
	};
	size_t i = 0;
	while (i + 1 < CEW_COUNT(ways) && strcmp(ways[i].on_failure, s->on_failure) != 0)
		i++;
	demo_cancel(s, at);
	s->work = ways[i].work;
	if (!why) {
		demo_stack_event_about(s, ways[i].status, "CREATE_FAILED", "create", ways[i].then, at);
		return;
	}
	char *reason = cew_fmt("%s%s%s", why, *ways[i].then ? " " : "", ways[i].then);
	demo_stack_event(s, NULL, ways[i].status, reason, demo_wall_at(s, at));
	free(reason);
}

static void finish_stack_creation(struct demo_stack *s, double at)
{
	struct cew_error err;
	char *clash = NULL;
	if (demo_make_outputs(s->now, &err))
		give_up_creation(s, err.what, at);
	else if ((clash = demo_export_clash(s->now)) != NULL)
		give_up_creation(s, clash, at);
	else {
		s->work = DEMO_IDLE;
		demo_stack_event(s, NULL, "CREATE_COMPLETE", NULL, demo_wall_at(s, at));
		s->stable = s->now;
	}
	free(clash);
}

static bool continue_creation(struct demo_stack *s, double at)
{
	bool busy = false, failed = false;
	for (size_t i = 0; i < s->now->resource_count; i++)
		failed |= s->now->resources[i].phase == DEMO_FAILED;
	if (failed) {
		give_up_creation(s, NULL, at);
		return true;
	}
	for (size_t i = 0; i < s->now->resource_count; i++) {
		struct demo_resource *r = &s->now->resources[i];
		if (r->phase == DEMO_WAITING && demo_dependencies_made(r))
			demo_start_creation(r, at);
		busy |= demo_in_progress(r);
	}
	if (!busy)
		finish_stack_creation(s, at);
	return !busy;
}

/* ---- deleting ---- */

static bool is_settled(const struct demo_resource *r)
{
	return r->left || r->phase == DEMO_WAITING || r->phase == DEMO_GONE || r->phase == DEMO_KEPT;
}

/* Nothing that stands on it is left. */
static bool dependents_gone(const struct demo_resource *r)
{
	const struct demo_version *v = r->version;
	size_t self = (size_t)(r - v->resources);
	for (size_t i = 0; i < v->resource_count; i++) {
		const struct cew_cfn_resource *plan = v->resources[i].plan;
		for (size_t j = 0; j < plan->depends_on_count; j++)
			if (plan->depends_on[j] == self && !is_settled(&v->resources[i]))
				return false;
	}
	return true;
}

/* When only what an update left behind has to go, the present version's stay. */
static bool must_go(const struct demo_stack *s, const struct demo_resource *r)
{
	bool cleaning = s->work == DEMO_CLEANING || s->work == DEMO_ROLLBACK_CLEANING;
	return !(cleaning && r->version == s->now) && !r->left && (r->phase == DEMO_MADE || r->phase == DEMO_FAILED);
}

static void finish_stack_deletion(struct demo_stack *s, double at)
{
	bool rolling_back = s->work == DEMO_ROLLING_BACK, stuck = false;
	const struct demo_resource *r;
	for (size_t v = 0, i = 0; (r = demo_next_resource(s, &v, &i)) != NULL;)
		stuck |= r->phase == DEMO_STUCK;
	s->work = DEMO_IDLE;
	if (stuck) {
		demo_stack_event_about(s, rolling_back ? "ROLLBACK_FAILED" : "DELETE_FAILED", "DELETE_FAILED", "delete", "", at);
		return;
	}
	demo_stack_event(s, NULL, rolling_back ? "ROLLBACK_COMPLETE" : "DELETE_COMPLETE", NULL, demo_wall_at(s, at));
	if (!rolling_back)
		s->deleted_ms = s->last_event_ms;
}

static bool delete_in(struct demo_version *v, double at)
{
	bool changed = false;
	for (size_t i = v->resource_count; i-- > 0;) {
		struct demo_resource *r = &v->resources[i];
		if (must_go(v->stack, r) && dependents_gone(r)) {
			demo_start_deletion(r, at);
			changed |= !demo_in_progress(r);
		}
	}
	return changed;
}

/* Skipping and what needs no time may free others at once, hence the repetition. */
static bool continue_deletion(struct demo_stack *s, double at)
{
	bool changed = true, busy = false;
	const struct demo_resource *r;
	while (changed) {
		changed = false;
		for (size_t i = s->versions.len; i-- > 0;)
			changed |= delete_in(demo_version_at(s, i), at);
	}
	for (size_t v = 0, i = 0; (r = demo_next_resource(s, &v, &i)) != NULL;)
		busy |= r->phase == DEMO_DELETING;
	if (busy)
		return false;
	if (s->work == DEMO_CLEANING || s->work == DEMO_ROLLBACK_CLEANING)
		demo_finish_cleaning(s, at);
	else
		finish_stack_deletion(s, at);
	return false;
}

/* Starts what can start. Another kind of work may follow from this one. */
static void settle(struct demo_stack *s, double at)
{
	bool again = s->begun;
	while (again) {
		switch (s->work) {
		case DEMO_CREATING:
			again = continue_creation(s, at);
			break;
		case DEMO_UPDATING:
		case DEMO_UPDATE_ROLLING_BACK:
			again = demo_continue_update(s, at);
			break;
		case DEMO_ROLLING_BACK:
		case DEMO_DELETING_ALL:
		case DEMO_CLEANING:
		case DEMO_ROLLBACK_CLEANING:
			again = continue_deletion(s, at);
			break;
		default:
			again = false;
		}
	}
}

static void begin_resources(struct demo_stack *s, double at)
{
	s->begun = true;
	if (s->work == DEMO_CREATING) {
		char *missing = demo_import_missing(s->now);
		if (missing)
			give_up_creation(s, missing, at);
		free(missing);
	}
}

/* ---- what is due ---- */

enum moment { NOTHING, BEGIN, DEADLINE, RESOURCE };

static enum moment next_moment(struct demo_stack *s, double *at, struct demo_resource **out)
{
	enum moment next = NOTHING;
	struct demo_resource *r;
	if (s->work == DEMO_IDLE)
		return NOTHING;
	*at = DBL_MAX;
	if (!s->begun) {
		*at = s->begin_ms;
		next = BEGIN;
	}
	if (s->work == DEMO_CREATING && s->deadline_ms > 0 && s->deadline_ms < *at) {
		*at = s->deadline_ms;
		next = DEADLINE;
	}
	for (size_t v = 0, i = 0; (r = demo_next_resource(s, &v, &i)) != NULL;) {
		if (!demo_in_progress(r) || r->due_ms >= *at)
			continue;
		*at = r->due_ms;
		*out = r;
		next = RESOURCE;
	}
	return next;
}

static void tick(void *ctx);

void demo_schedule(struct demo_stack *s)
{
	struct demo_resource *r;
	double at;
	cew_loop_cancel(s->demo->loop, s->timer);
	s->timer = 0;
	if (next_moment(s, &at, &r) == NOTHING)
		return;
	double left = at - demo_mono_now(s);
	s->timer = cew_loop_after(s->demo->loop, left > 0 ? (int64_t)left + 1 : 0, tick, s);
}

/* What the scenario has somebody else do may start what was at rest; a stack that belongs to another tells it. */
void demo_go_on(struct demo_stack *s, double at)
{
	do
		settle(s, at);
	while (demo_intrude(s, at));
	if (s->work == DEMO_IDLE && s->holder)
		demo_nested_told(s, at);
}

/* Everything that is due, in its order, each at its own time: a late turn of the loop does not make a stack slower. */
static void tick(void *ctx)
{
	struct demo_stack *s = ctx;
	struct demo_resource *r = NULL;
	enum moment moment;
	double at, now = demo_mono_now(s);
	s->timer = 0;
	while ((moment = next_moment(s, &at, &r)) != NOTHING && at <= now) {
		if (moment == BEGIN)
			begin_resources(s, at);
		else if (moment == DEADLINE)
			give_up_creation(s, "Stack creation time exceeded the specified timeout.", at);
		else
			demo_advance(r, at);
		demo_go_on(s, at);
	}
	demo_schedule(s);
}

void demo_catch_up(struct demo_stack *s)
{
	cew_loop_cancel(s->demo->loop, s->timer);
	tick(s);
}

void demo_engine_stop(struct demo_stack *s)
{
	cew_loop_cancel(s->demo->loop, s->timer);
	s->timer = 0;
	s->work = DEMO_IDLE;
}
