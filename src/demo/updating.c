/* Updates: what stands becomes what the present version says, and what is no longer needed goes. A failed one goes back to
 * the version before it, in the same way. */
#include "engine.h"

#include <stdlib.h>
#include <string.h>

/* ---- one resource ---- */

/* What stands under its name and can become it: not what failed to be made. */
static struct demo_resource *before_of(const struct demo_resource *r)
{
	struct demo_resource *b = demo_standing(r->version->stack, r->plan->logical_id, r->version);
	bool half = b && b->phase == DEMO_FAILED && (b->change == DEMO_NEW || b->change == DEMO_REPLACED);
	return half ? NULL : b;
}

static void start_one(struct demo_resource *r, double at)
{
	struct demo_resource *before = before_of(r);
	struct cew_vec differences;
	struct cew_error err;
	if (!before) {
		demo_start_creation(r, at);
		return;
	}
	r->change = DEMO_IN_PLACE;
	if (demo_resolve(r, &err)) {
		demo_fail(r, err.what, at);
		return;
	}
	cew_vec_init(&differences, sizeof(struct demo_difference));
	bool ok = demo_differences(before, r, &differences), replaces = false;
	for (size_t i = 0; i < differences.len; i++)
		replaces |= ((const struct demo_difference *)cew_vec_at(&differences, i))->create_only;
	if (ok && differences.len == 0 && !demo_is_nested(r))
		ok = demo_start_nothing(r, before);
	else if (ok)
		demo_start_update(r, before, replaces, at);
	if (!ok)
		demo_fail(r, "Internal Failure", at);
	cew_vec_finish(&differences);
}

/* ---- going back ---- */

/* Whoever has what this resource of the stable version had: it was changed in place, or not at all. */
static struct demo_resource *holder_of(const struct demo_resource *r)
{
	return demo_standing(r->version->stack, r->plan->logical_id, r->version);
}

static void revert_one(struct demo_resource *r, double at)
{
	struct demo_resource *holder = holder_of(r);
	if (demo_text_in(&r->version->stack->skip, r->plan->logical_id)) {
		r->left = false;
		r->phase = DEMO_MADE;
		if (holder && holder != r)
			holder->left = true;
		demo_stack_event(r->version->stack, r, "UPDATE_COMPLETE", NULL, demo_wall_at(r->version->stack, at));
		return;
	}
	demo_start_revert(r, holder ? holder : r, at);
}

/* What was not begun, or changed nothing, is the stable version's again without a word; what a new one had been made for
 * is told of; the rest waits to be changed back. */
static void sort_for_rollback(struct demo_stack *s, double at)
{
	struct demo_version *failed = s->now;
	s->now = s->stable;
	for (size_t i = 0; i < s->now->resource_count; i++) {
		struct demo_resource *r = &s->now->resources[i], *other = demo_version_find(failed, r->plan->logical_id);
		if (r->left && other && other->change == DEMO_SAME) {
			r->left = false;
			other->left = true;
		} else if (r->left) {
			r->phase = DEMO_WAITING;
		} else if (other && other->change == DEMO_REPLACED && other->phase != DEMO_WAITING) {
			demo_stack_event(s, r, "UPDATE_IN_PROGRESS", NULL, demo_wall_at(s, at));
			demo_stack_event(s, r, "UPDATE_COMPLETE", NULL, demo_wall_at(s, at));
		}
	}
	for (size_t i = 0; i < failed->resource_count; i++)
		if (failed->resources[i].phase == DEMO_WAITING)
			failed->resources[i].left = true; /* never begun: there is nothing to take away */
}

void demo_give_up_update(struct demo_stack *s, const char *why, double at)
{
	demo_cancel(s, at);
	const char *status = s->disable_rollback ? "UPDATE_FAILED" : "UPDATE_ROLLBACK_IN_PROGRESS";
	bool created = false;
	for (size_t i = 0; i < s->now->resource_count; i++) {
		const struct demo_resource *r = &s->now->resources[i];
		created |= r->phase == DEMO_FAILED && r->change == DEMO_NEW;
	}
	if (why)
		demo_stack_event(s, NULL, status, why, demo_wall_at(s, at));
	else
		demo_stack_event_about(s, status, created ? "CREATE_FAILED" : "UPDATE_FAILED", created ? "create" : "update", "", at);
	s->work = s->disable_rollback ? DEMO_IDLE : DEMO_UPDATE_ROLLING_BACK;
	s->begun = true;
	if (!s->disable_rollback)
		sort_for_rollback(s, at);
}

void demo_begin_rollback(struct demo_stack *s, double at)
{
	demo_stack_event(s, NULL, "UPDATE_ROLLBACK_IN_PROGRESS", NULL, demo_wall_at(s, at));
	s->work = DEMO_UPDATE_ROLLING_BACK;
	s->begun = false;
	s->begin_ms = at;
	sort_for_rollback(s, at);
}

/* ---- the stack ---- */

static void finish_update(struct demo_stack *s, double at)
{
	struct cew_error err;
	if (s->work == DEMO_UPDATE_ROLLING_BACK) {
		demo_stack_event(s, NULL, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", NULL, demo_wall_at(s, at));
		s->work = DEMO_ROLLBACK_CLEANING;
		return;
	}
	if (demo_make_outputs(s->now, &err)) {
		demo_give_up_update(s, err.what, at);
		return;
	}
	char *clash = demo_export_clash(s->now);
	if (clash) {
		demo_give_up_update(s, clash, at);
		free(clash);
		return;
	}
	demo_stack_event(s, NULL, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", NULL, demo_wall_at(s, at));
	s->work = DEMO_CLEANING;
	s->stable = s->now;
}

static void fail_rollback(struct demo_stack *s, double at)
{
	demo_cancel(s, at);
	s->work = DEMO_IDLE;
	demo_stack_event_about(s, "UPDATE_ROLLBACK_FAILED", "UPDATE_FAILED", "update", "", at);
}

bool demo_continue_update(struct demo_stack *s, double at)
{
	bool back = s->work == DEMO_UPDATE_ROLLING_BACK, busy = false, failed = false, changed = true;
	while (changed) {
		changed = false;
		for (size_t i = 0; i < s->now->resource_count; i++)
			failed |= s->now->resources[i].phase == DEMO_FAILED;
		for (size_t i = 0; !failed && i < s->now->resource_count; i++) {
			struct demo_resource *r = &s->now->resources[i];
			if (r->phase != DEMO_WAITING || !demo_dependencies_made(r))
				continue;
			if (back)
				revert_one(r, at);
			else
				start_one(r, at);
			changed = true;
		}
	}
	for (size_t i = 0; i < s->now->resource_count; i++)
		busy |= demo_in_progress(&s->now->resources[i]);
	if (failed && back)
		fail_rollback(s, at);
	else if (failed)
		demo_give_up_update(s, NULL, at);
	else if (!busy)
		finish_update(s, at);
	return failed ? !back : !busy;
}

/* What could not be taken away is nobody's: the stack is done all the same. */
void demo_finish_cleaning(struct demo_stack *s, double at)
{
	bool back = s->work == DEMO_ROLLBACK_CLEANING;
	s->work = DEMO_IDLE;
	demo_stack_event(s, NULL, back ? "UPDATE_ROLLBACK_COMPLETE" : "UPDATE_COMPLETE", NULL, demo_wall_at(s, at));
}
