/* What happens over time: resources are made in the order of their dependencies, as many at once as these allow, and
 * deleted in the reverse one. One timer a stack; its clock is the loop's, its pace the configuration's. */
#include "ecs.h"
#include "room.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

#define BEGIN_MS 2500     /* from the stack's first event to its resources' */
#define INITIATE_MS 1200  /* from a resource's first event to its physical id */
#define REFUSE_MS 2000    /* until a service has refused */
#define MINUTE_MS 60000.0

/* ---- time ---- */

static double mono_now(const struct demo_stack *s)
{
	const struct cew_clock *clock = cew_loop_clock(s->demo->loop);
	return (double)clock->mono_ms(clock->ctx);
}

/* The wall clock's time at a moment of the loop's clock. */
static int64_t wall_at(const struct demo_stack *s, double at)
{
	return demo_wall_ms(s->demo) - (int64_t)(mono_now(s) - at);
}

/* AWS's time at our pace, a tenth more or less: no two runs are alike. */
static double scaled(const struct demo_stack *s, double ms)
{
	double jitter = 0.9 + cew_random_below(s->demo->random, 2001) / 10000.0;
	return ms * jitter / s->demo->speed;
}

static bool in_progress(const struct demo_resource *r)
{
	return r->phase == DEMO_STARTED || r->phase == DEMO_MAKING || r->phase == DEMO_DELETING;
}

/* ---- reasons ---- */

static void plan_mishap(struct demo_stack *s, struct demo_resource *r, bool on_delete)
{
	r->fails = demo_scenario_strikes(s->demo->scenario, r->plan, on_delete, &r->mishap);
}

/* The caller's to free(). */
static char *mishap_reason(const struct demo_stack *s, const struct demo_resource *r)
{
	struct demo_pattern p = demo_pattern_of(s, r, cew_node_get(r->plan->source, "Properties"));
	struct cew_buf text;
	cew_buf_init(&text, 8192);
	if (r->mishap.pattern)
		demo_pattern_fill(&p, r->mishap.reason, &text);
	else
		cew_buf_str(&text, r->mishap.reason);
	char *reason =
		r->mishap.code ? demo_handler_message(s, cew_buf_text(&text), r->mishap.code) : cew_strdup(cew_buf_text(&text));
	cew_buf_finish(&text);
	return reason;
}

/* Comma-joined logical ids of the resources with this status. */
static char *join_ids(const struct demo_stack *s, const char *status)
{
	struct cew_buf text;
	cew_buf_init(&text, 200000);
	for (size_t i = 0; i < s->events.len; i++) {
		const struct demo_event *e = cew_vec_at(&s->events, i);
		const struct demo_resource *r = demo_resource_find(s, e->logical);
		if (r && strcmp(e->status, status) == 0 && strcmp(r->status, status) == 0)
			cew_buf_fmt(&text, "%s%s", text.len ? ", " : "", e->logical);
	}
	char *joined = cew_strdup(cew_buf_text(&text));
	cew_buf_finish(&text);
	return joined;
}

static void stack_event_about(struct demo_stack *s, const char *status, const char *failed_status, const char *did,
                              const char *then, double at)
{
	char *ids = join_ids(s, failed_status);
	char *reason = cew_fmt("The following resource(s) failed to %s: [%s]. %s", did, ids ? ids : "", then);
	demo_stack_event(s, NULL, status, reason, wall_at(s, at));
	free(reason);
	free(ids);
}

/* ---- creating ---- */

static bool dependencies_made(const struct demo_stack *s, const struct demo_resource *r)
{
	for (size_t i = 0; i < r->plan->depends_on_count; i++)
		if (s->resources[r->plan->depends_on[i]].phase != DEMO_MADE)
			return false;
	return true;
}

static void start_creation(struct demo_stack *s, struct demo_resource *r, double at)
{
	struct cew_error err;
	plan_mishap(s, r, false);
	if (demo_make(s, r, &err))
		r->broken = cew_strdup(err.what);
	demo_stack_event(s, r, "CREATE_IN_PROGRESS", NULL, wall_at(s, at));
	r->phase = DEMO_STARTED;
	r->end_ms = at + scaled(s, r->type->create_ms * demo_scenario_slowness(s->demo->scenario, r->plan));
	r->due_ms = at + scaled(s, r->fails && !r->mishap.late ? REFUSE_MS : INITIATE_MS);
	if (r->due_ms > r->end_ms)
		r->due_ms = r->end_ms;
}

static void fail_creation(struct demo_stack *s, struct demo_resource *r, const char *reason, double at)
{
	r->phase = DEMO_FAILED;
	demo_stack_event(s, r, "CREATE_FAILED", reason, wall_at(s, at));
}

/* Why the service refuses; NULL if it does not. */
static char *refusal(const struct demo_stack *s, const struct demo_resource *r)
{
	if (!r->id)
		return cew_strdup(r->broken ? r->broken : "Internal Failure");
	return r->fails && !r->mishap.late ? mishap_reason(s, r) : demo_refusal(s, r);
}

/* The service has answered: it refuses, or the resource gets its physical id. */
static void initiate(struct demo_stack *s, struct demo_resource *r, double at)
{
	char *reason = refusal(s, r);
	if (!reason) {
		r->physical = cew_strdup(r->id);
		r->phase = DEMO_MAKING;
		r->due_ms = r->end_ms;
		r->made_ms = wall_at(s, at);
		demo_stack_event(s, r, "CREATE_IN_PROGRESS", "Resource creation Initiated", wall_at(s, at));
		return;
	}
	fail_creation(s, r, reason, at);
	free(reason);
}

/* A service whose tasks do not come up is given up by its circuit breaker. */
static void find_trouble(struct demo_stack *s, struct demo_resource *r)
{
	struct demo_view v;
	if (r->fails || strcmp(r->plan->type, "AWS::ECS::Service") != 0)
		return;
	demo_view_init(&v, s->demo, s->region);
	const struct demo_thing *t = demo_thing_find(&v, r->plan->type, r->physical);
	char *trouble = t ? demo_task_trouble(&v, t) : NULL;
	demo_view_finish(&v);
	if (trouble) {
		r->fails = true;
		demo_mishap_usual(r->plan->type, false, &r->mishap);
	}
	free(trouble);
}

static void finish_creation(struct demo_stack *s, struct demo_resource *r, double at)
{
	find_trouble(s, r);
	if (r->fails) {
		char *reason = mishap_reason(s, r);
		fail_creation(s, r, reason, at);
		free(reason);
		return;
	}
	r->phase = DEMO_MADE;
	demo_stack_event(s, r, "CREATE_COMPLETE", NULL, wall_at(s, at));
}

/* ---- deleting ---- */

static bool is_retained(const struct demo_stack *s, const struct demo_resource *r)
{
	const char *policy = r->plan->deletion_policy;
	for (size_t i = 0; i < s->retain.len; i++)
		if (strcmp(demo_text_at(&s->retain, i), r->plan->logical_id) == 0)
			return true;
	if (!policy || r->phase == DEMO_FAILED)
		return false;
	return strcmp(policy, "Retain") == 0 ||
	       (strcmp(policy, "RetainExceptOnCreate") == 0 && s->work != DEMO_ROLLING_BACK);
}

static bool is_settled(const struct demo_resource *r)
{
	return r->phase == DEMO_WAITING || r->phase == DEMO_GONE || r->phase == DEMO_KEPT;
}

/* Nothing that stands on it is left. */
static bool dependents_gone(const struct demo_stack *s, const struct demo_resource *r)
{
	size_t self = (size_t)(r - s->resources);
	for (size_t i = 0; i < s->resource_count; i++) {
		const struct cew_cfn_resource *plan = s->resources[i].plan;
		for (size_t j = 0; j < plan->depends_on_count; j++)
			if (plan->depends_on[j] == self && !is_settled(&s->resources[i]))
				return false;
	}
	return true;
}

static void start_deletion(struct demo_stack *s, struct demo_resource *r, double at)
{
	if (is_retained(s, r)) {
		r->phase = DEMO_KEPT;
		demo_stack_event(s, r, "DELETE_SKIPPED", NULL, wall_at(s, at));
		return;
	}
	if (!r->physical) {
		r->phase = DEMO_GONE;
		demo_stack_event(s, r, "DELETE_COMPLETE", NULL, wall_at(s, at));
		return;
	}
	plan_mishap(s, r, true);
	r->phase = DEMO_DELETING;
	demo_stack_event(s, r, "DELETE_IN_PROGRESS", NULL, wall_at(s, at));
	r->due_ms = at + scaled(s, r->type->delete_ms * demo_scenario_slowness(s->demo->scenario, r->plan));
}

static void finish_deletion(struct demo_stack *s, struct demo_resource *r, double at)
{
	char *reason = r->fails ? mishap_reason(s, r) : NULL;
	r->phase = r->fails ? DEMO_STUCK : DEMO_GONE;
	demo_stack_event(s, r, r->fails ? "DELETE_FAILED" : "DELETE_COMPLETE", reason, wall_at(s, at));
	free(reason);
}

/* What failed to go before is tried again. */
static void begin_deletion(struct demo_stack *s)
{
	for (size_t i = 0; i < s->resource_count; i++) {
		struct demo_resource *r = &s->resources[i];
		if (r->phase == DEMO_STUCK)
			r->phase = r->physical ? DEMO_MADE : DEMO_FAILED;
	}
}

/* ---- the stack ---- */

static void cancel_creations(struct demo_stack *s, double at)
{
	for (size_t i = 0; i < s->resource_count; i++)
		if (s->resources[i].phase == DEMO_STARTED || s->resources[i].phase == DEMO_MAKING)
			fail_creation(s, &s->resources[i], "Resource creation cancelled", at);
}

static void finish_stack_creation(struct demo_stack *s, double at)
{
	struct cew_error err;
	s->work = DEMO_IDLE;
	if (!demo_make_outputs(s, &err)) {
		demo_stack_event(s, NULL, "CREATE_COMPLETE", NULL, wall_at(s, at));
		return;
	}
	demo_stack_event(s, NULL, "ROLLBACK_IN_PROGRESS", err.what, wall_at(s, at));
	s->work = DEMO_ROLLING_BACK;
}

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
	cancel_creations(s, at);
	s->work = ways[i].work;
	if (!why) {
		stack_event_about(s, ways[i].status, "CREATE_FAILED", "create", ways[i].then, at);
		return;
	}
	char *reason = cew_fmt("%s%s%s", why, *ways[i].then ? " " : "", ways[i].then);
	demo_stack_event(s, NULL, ways[i].status, reason, wall_at(s, at));
	free(reason);
}

static void finish_stack_deletion(struct demo_stack *s, double at)
{
	bool rolling_back = s->work == DEMO_ROLLING_BACK, stuck = false;
	for (size_t i = 0; i < s->resource_count; i++)
		stuck |= s->resources[i].phase == DEMO_STUCK;
	s->work = DEMO_IDLE;
	if (stuck) {
		stack_event_about(s, rolling_back ? "ROLLBACK_FAILED" : "DELETE_FAILED", "DELETE_FAILED", "delete", "", at);
		return;
	}
	demo_stack_event(s, NULL, rolling_back ? "ROLLBACK_COMPLETE" : "DELETE_COMPLETE", NULL, wall_at(s, at));
	if (!rolling_back)
		s->deleted_ms = s->last_event_ms;
}

static bool continue_creation(struct demo_stack *s, double at)
{
	bool busy = false, failed = false;
	for (size_t i = 0; i < s->resource_count; i++)
		failed |= s->resources[i].phase == DEMO_FAILED;
	if (failed) {
		give_up_creation(s, NULL, at);
		return true;
	}
	for (size_t i = 0; i < s->resource_count; i++) {
		struct demo_resource *r = &s->resources[i];
		if (r->phase == DEMO_WAITING && dependencies_made(s, r))
			start_creation(s, r, at);
		busy |= in_progress(r);
	}
	if (!busy)
		finish_stack_creation(s, at);
	return !busy;
}

/* Skipping and what needs no time may free others at once, hence the repetition. */
static bool continue_deletion(struct demo_stack *s, double at)
{
	bool busy = false, changed = true;
	while (changed) {
		changed = busy = false;
		for (size_t i = s->resource_count; i-- > 0;) {
			struct demo_resource *r = &s->resources[i];
			bool stands = r->phase == DEMO_MADE || r->phase == DEMO_FAILED;
			if (stands && dependents_gone(s, r)) {
				start_deletion(s, r, at);
				changed |= !in_progress(r);
			}
			busy |= in_progress(r);
		}
	}
	if (!busy)
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
		case DEMO_ROLLING_BACK:
		case DEMO_DELETING_ALL:
			again = continue_deletion(s, at);
			break;
		default:
			again = false;
		}
	}
}

/* ---- what is due ---- */

enum moment { NOTHING, BEGIN, DEADLINE, RESOURCE };

static enum moment next_moment(struct demo_stack *s, double *at, struct demo_resource **out)
{
	enum moment next = NOTHING;
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
	for (size_t i = 0; i < s->resource_count; i++) {
		if (!in_progress(&s->resources[i]) || s->resources[i].due_ms >= *at)
			continue;
		*at = s->resources[i].due_ms;
		*out = &s->resources[i];
		next = RESOURCE;
	}
	return next;
}

static void advance(struct demo_stack *s, struct demo_resource *r, double at)
{
	if (r->phase == DEMO_STARTED)
		initiate(s, r, at);
	else if (r->phase == DEMO_MAKING)
		finish_creation(s, r, at);
	else
		finish_deletion(s, r, at);
}

static void tick(void *ctx);

static void schedule(struct demo_stack *s)
{
	struct demo_resource *r;
	double at;
	cew_loop_cancel(s->demo->loop, s->timer);
	s->timer = 0;
	if (next_moment(s, &at, &r) == NOTHING)
		return;
	double left = at - mono_now(s);
	s->timer = cew_loop_after(s->demo->loop, left > 0 ? (int64_t)left + 1 : 0, tick, s);
}

/* Everything that is due, in its order, each at its own time: a late turn of the loop does not make a stack slower. */
static void tick(void *ctx)
{
	struct demo_stack *s = ctx;
	struct demo_resource *r = NULL;
	enum moment moment;
	double at, now = mono_now(s);
	s->timer = 0;
	while ((moment = next_moment(s, &at, &r)) != NOTHING && at <= now) {
		if (moment == BEGIN)
			s->begun = true;
		else if (moment == DEADLINE)
			give_up_creation(s, "Stack creation time exceeded the specified timeout.", at);
		else
			advance(s, r, at);
		settle(s, at);
	}
	schedule(s);
}

void demo_engine_create(struct demo_stack *s)
{
	double now = mono_now(s);
	s->work = DEMO_CREATING;
	s->begin_ms = now + scaled(s, BEGIN_MS);
	s->deadline_ms = s->timeout_minutes ? now + s->timeout_minutes * MINUTE_MS / s->demo->speed : 0;
	demo_stack_event(s, NULL, "CREATE_IN_PROGRESS", "User Initiated", wall_at(s, now));
	s->created_ms = s->last_event_ms;
	schedule(s);
}

void demo_engine_delete(struct demo_stack *s)
{
	double now = mono_now(s);
	cancel_creations(s, now);
	demo_stack_event(s, NULL, "DELETE_IN_PROGRESS", "User Initiated", wall_at(s, now));
	s->deleted_ms = s->last_event_ms;
	if (s->work != DEMO_ROLLING_BACK)
		begin_deletion(s);
	s->work = DEMO_DELETING_ALL;
	s->begun = false;
	s->begin_ms = now + scaled(s, BEGIN_MS);
	schedule(s);
}

void demo_engine_stop(struct demo_stack *s)
{
	cew_loop_cancel(s->demo->loop, s->timer);
	s->timer = 0;
	s->work = DEMO_IDLE;
}
