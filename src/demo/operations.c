/* Where operations on a stack begin: created, updated, cancelled, continued, deleted. */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

#define BEGIN_MS 2500 /* from the stack's first event to its resources' */
#define MINUTE_MS 60000.0

static void begin(struct demo_stack *s, enum demo_work work, const char *status, double at)
{
	s->work = work;
	s->started_ms = at;
	s->first_event = s->events.len;
	/* What nobody calls for, such as a nested stack's operation, goes on in the name of whoever began it. */
	if (s->parent)
		s->actor = s->parent->actor;
	else if (s->demo->caller)
		s->actor = *s->demo->caller;
	s->demo->latest = s->parent ? s->demo->latest : s;
	s->begun = false;
	s->begin_ms = at + demo_scaled(s, BEGIN_MS);
	demo_stack_event(s, NULL, status, "User Initiated", demo_wall_at(s, at));
}

void demo_engine_create_at(struct demo_stack *s, double at)
{
	s->deadline_ms = s->timeout_minutes ? at + s->timeout_minutes * MINUTE_MS / s->demo->speed : 0;
	begin(s, DEMO_CREATING, "CREATE_IN_PROGRESS", at);
	if (!s->created_ms)
		s->created_ms = s->last_event_ms;
	demo_schedule(s);
}

void demo_engine_create(struct demo_stack *s)
{
	demo_engine_create_at(s, demo_mono_now(s));
}

/* What failed to go before is tried again. */
static void retry_stuck(struct demo_stack *s)
{
	struct demo_resource *r;
	for (size_t v = 0, i = 0; (r = demo_next_resource(s, &v, &i)) != NULL;)
		if (r->phase == DEMO_STUCK)
			r->phase = r->physical ? DEMO_MADE : DEMO_FAILED;
}

/* Others that import what it exports keep it. */
static bool is_kept_by_others(struct demo_stack *s, double at)
{
	char *used = demo_exports_used(s);
	if (used) {
		begin(s, DEMO_IDLE, "DELETE_IN_PROGRESS", at);
		demo_stack_event(s, NULL, "DELETE_FAILED", used, demo_wall_at(s, at));
		demo_go_on(s, at);
	}
	free(used);
	return used != NULL;
}

void demo_engine_delete_at(struct demo_stack *s, double at)
{
	bool rolling_back = s->work == DEMO_ROLLING_BACK;
	if (is_kept_by_others(s, at))
		return;
	demo_cancel(s, at);
	begin(s, DEMO_DELETING_ALL, "DELETE_IN_PROGRESS", at);
	s->deleted_ms = s->last_event_ms;
	if (!rolling_back)
		retry_stuck(s);
	demo_schedule(s);
}

void demo_engine_delete(struct demo_stack *s)
{
	demo_engine_delete_at(s, demo_mono_now(s));
}

void demo_engine_update_at(struct demo_stack *s, double at)
{
	begin(s, DEMO_UPDATING, "UPDATE_IN_PROGRESS", at);
	s->updated_ms = s->last_event_ms;
	demo_schedule(s);
}

void demo_engine_update(struct demo_stack *s)
{
	demo_engine_update_at(s, demo_mono_now(s));
}

void demo_engine_cancel_update(struct demo_stack *s)
{
	demo_give_up_update(s, "User Initiated", demo_mono_now(s));
	demo_go_on(s, demo_mono_now(s));
	demo_schedule(s);
}

void demo_engine_continue_rollback(struct demo_stack *s)
{
	begin(s, DEMO_UPDATE_ROLLING_BACK, "UPDATE_ROLLBACK_IN_PROGRESS", demo_mono_now(s));
	for (size_t i = 0; i < s->now->resource_count; i++) {
		struct demo_resource *r = &s->now->resources[i];
		if (r->phase == DEMO_FAILED)
			r->phase = DEMO_WAITING;
	}
	demo_schedule(s);
}
