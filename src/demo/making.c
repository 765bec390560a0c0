/* One resource's way: begun, given its physical id, made or failed; changed in place or replaced; deleted. */
#include "engine.h"

#include "ecs.h"
#include "needs.h"

#include <stdlib.h>
#include <string.h>

#define INITIATE_MS 1200 /* from a resource's first event to its physical id */
#define REFUSE_MS 2000   /* until a service has refused */

/* ---- time ---- */

double demo_mono_now(const struct demo_stack *s)
{
	const struct cew_clock *clock = cew_loop_clock(s->demo->loop);
	return (double)clock->mono_ms(clock->ctx);
}

int64_t demo_wall_at(const struct demo_stack *s, double at)
{
	return demo_wall_ms(s->demo) - (int64_t)(demo_mono_now(s) - at);
}

/* No two runs are alike. */
double demo_scaled(const struct demo_stack *s, double ms)
{
	double jitter = 0.9 + cew_random_below(s->demo->random, 2001) / 10000.0;
	return ms * jitter / s->demo->speed;
}

bool demo_in_progress(const struct demo_resource *r)
{
	return r->phase == DEMO_STARTED || r->phase == DEMO_MAKING || r->phase == DEMO_DELETING;
}

bool demo_dependencies_made(const struct demo_resource *r)
{
	for (size_t i = 0; i < r->plan->depends_on_count; i++)
		if (r->version->resources[r->plan->depends_on[i]].phase != DEMO_MADE)
			return false;
	return true;
}

static struct demo_stack *stack_of(const struct demo_resource *r)
{
	return r->version->stack;
}

static void tell(struct demo_resource *r, const char *status, const char *reason, double at)
{
	demo_stack_event(stack_of(r), r, status, reason, demo_wall_at(stack_of(r), at));
}

/* The events of an update speak of updates, but for what is made anew. */
static const char *status_of(const struct demo_resource *r, const char *create, const char *update)
{
	return r->change == DEMO_NEW ? create : update;
}

/* ---- reasons ---- */

/* The caller's to free(). */
static char *mishap_reason(const struct demo_resource *r)
{
	struct demo_pattern p = demo_pattern_of(r, cew_node_get(r->plan->source, "Properties"));
	struct cew_buf text;
	cew_buf_init(&text, 8192);
	if (r->mishap.pattern)
		demo_pattern_fill(&p, r->mishap.reason, &text);
	else
		cew_buf_str(&text, r->mishap.reason);
	char *reason = r->mishap.code ? demo_handler_message(stack_of(r), cew_buf_text(&text), r->mishap.code)
	                              : cew_strdup(cew_buf_text(&text));
	cew_buf_finish(&text);
	return reason;
}

static void plan_mishap(struct demo_resource *r, enum demo_occasion occasion)
{
	r->fails = demo_scenario_strikes(stack_of(r)->demo->scenario, r->plan, occasion, &r->mishap);
}

void demo_fail(struct demo_resource *r, const char *reason, double at)
{
	r->phase = DEMO_FAILED;
	tell(r, status_of(r, "CREATE_FAILED", "UPDATE_FAILED"), reason, at);
}

void demo_cancel(struct demo_stack *s, double at)
{
	for (size_t i = 0; i < s->now->resource_count; i++) {
		struct demo_resource *r = &s->now->resources[i];
		bool making = r->phase == DEMO_STARTED || r->phase == DEMO_MAKING;
		if (making && demo_is_nested(r))
			demo_nested_cancel(r, at);
		if (making)
			demo_fail(r, status_of(r, "Resource creation cancelled", "Resource update cancelled"), at);
	}
}

/* ---- creating, changing in place, replacing ---- */

static void start(struct demo_resource *r, const char *reason, double at)
{
	struct demo_stack *s = stack_of(r);
	bool back = s->work == DEMO_UPDATE_ROLLING_BACK;
	enum demo_occasion occasion = r->change == DEMO_NEW ? DEMO_ON_CREATE : back ? DEMO_ON_ROLLBACK : DEMO_ON_UPDATE;
	double slowness = demo_scenario_slowness(s->demo->scenario, r->plan, occasion);
	tell(r, status_of(r, "CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"), reason, at);
	r->phase = r->change == DEMO_IN_PLACE ? DEMO_MAKING : DEMO_STARTED;
	struct cew_cfn_pace pace = cew_cfn_pace(r->plan->type);
	r->end_ms = at + demo_scaled(s, (r->change == DEMO_IN_PLACE ? pace.update_s : pace.create_s) * 1000 * slowness);
	r->due_ms = at + demo_scaled(s, r->fails && !r->mishap.late ? REFUSE_MS : INITIATE_MS);
	if (r->due_ms > r->end_ms || (r->change == DEMO_IN_PLACE && !(r->fails && !r->mishap.late)))
		r->due_ms = r->end_ms;
}

static void resolve(struct demo_resource *r)
{
	struct cew_error err;
	if (demo_resolve(r, &err) || demo_become(r, &err))
		r->broken = cew_strdup(err.what);
}

void demo_start_creation(struct demo_resource *r, double at)
{
	r->change = DEMO_NEW;
	plan_mishap(r, DEMO_ON_CREATE);
	resolve(r);
	start(r, NULL, at);
}

/* Whatever stood is this resource's now, with its id, name and attributes. false: no memory. */
static bool take_over(struct demo_resource *r, struct demo_resource *from)
{
	free(r->id);
	free(r->name);
	free(r->physical);
	demo_pairs_finish(&r->attributes);
	cew_vec_init(&r->attributes, sizeof(struct demo_pair));
	r->id = cew_strdup(from->id);
	r->name = cew_strdup(from->name);
	r->physical = cew_strdup(from->physical);
	r->named = from->named;
	r->made_ms = from->made_ms;
	if (r != from)
		from->left = true;
	return r->id && r->name && r->physical && demo_pairs_copy(&r->attributes, &from->attributes);
}

static bool keeps_name(const struct demo_resource *r, const struct demo_resource *before)
{
	const char *property = r->type->name_property;
	const char *name = property ? cew_node_get_text(r->values, property) : NULL;
	/* Of what only has a family, such as task definitions, there may be many. */
	return r->type->flags & DEMO_UNIQUE && before->named && name && strcmp(name, before->name) == 0;
}

static void replace(struct demo_resource *r, const struct demo_resource *before, double at)
{
	struct cew_error err;
	r->change = DEMO_REPLACED;
	if (keeps_name(r, before)) {
		char *reason = cew_fmt("CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename "
		                       "%s and update the stack again.",
		                       before->name);
		tell(r, "UPDATE_IN_PROGRESS", NULL, at);
		demo_fail(r, reason, at);
		free(reason);
		return;
	}
	if (demo_become(r, &err))
		r->broken = cew_strdup(err.what);
	start(r, "Requested update requires the creation of a new physical resource; hence creating one.", at);
}

/* The tasks of a service that is changed are ended, and others come: what calls did to it is past. */
static bool end_task(void *ctx, const struct demo_task *task)
{
	return task->stopped_ms || demo_task_stop(ctx, task, "Scaling activity initiated by deployment");
}

static void redeploy(const struct demo_resource *r)
{
	struct demo_stack *s = stack_of(r);
	struct demo_view v;
	if (strcmp(r->plan->type, "AWS::ECS::Service") != 0)
		return;
	demo_view_init(&v, s->demo, s->region);
	const struct demo_thing *t = demo_thing_find(&v, r->plan->type, r->physical);
	long before = t ? demo_thing_number(&v, t, "DesiredCount", 1) : 0;
	if (t)
		demo_tasks_each(&v, t, end_task, &v);
	demo_mark_set(s->demo, r->physical, "DesiredCount", NULL);
	if (t)
		demo_tasks_begin(&v, t, before, demo_thing_number(&v, t, "DesiredCount", 1));
	demo_mark_set(s->demo, r->physical, "TaskDefinition", NULL);
	demo_view_finish(&v);
}

void demo_start_update(struct demo_resource *r, struct demo_resource *before, bool replaces, double at)
{
	plan_mishap(r, DEMO_ON_UPDATE);
	if (replaces) {
		replace(r, before, at);
		return;
	}
	r->change = DEMO_IN_PLACE;
	if (!take_over(r, before))
		r->broken = cew_strdup("Internal Failure");
	if (!r->broken && !r->fails)
		r->broken = demo_need_message(r, DEMO_NEED_UPDATE);
	start(r, NULL, at);
	redeploy(r);
	if (demo_is_nested(r) && !r->broken && !r->fails)
		r->broken = demo_nested_update(r, at);
	if (r->broken)
		r->due_ms = at;
}

bool demo_start_nothing(struct demo_resource *r, struct demo_resource *before)
{
	r->change = DEMO_SAME;
	r->phase = DEMO_MADE;
	r->status = before->status;
	r->changed_ms = before->changed_ms;
	return take_over(r, before);
}

void demo_start_revert(struct demo_resource *r, struct demo_resource *from, double at)
{
	plan_mishap(r, DEMO_ON_ROLLBACK);
	r->change = DEMO_IN_PLACE;
	if (!r->fails) {
		from->left = true;
		r->left = false;
	}
	start(r, NULL, at);
	if (!r->fails)
		redeploy(r);
	if (demo_is_nested(r) && !r->fails)
		r->broken = demo_nested_revert(r, at);
}

/* ---- what the services say ---- */

/* Why the service refuses; NULL if it does not. */
static char *refusal(const struct demo_resource *r)
{
	if (!r->id)
		return cew_strdup(r->broken ? r->broken : "Internal Failure");
	return r->fails && !r->mishap.late ? mishap_reason(r) : demo_refusal(r);
}

/* The service has answered: it refuses, or the resource gets its physical id. */
static void initiate(struct demo_resource *r, double at)
{
	char *reason = refusal(r);
	bool nested = demo_is_nested(r);
	if (!reason && nested)
		reason = demo_nested_create(r, at);
	if (reason) {
		demo_fail(r, reason, at);
		free(reason);
		return;
	}
	r->physical = cew_strdup(r->id);
	r->phase = DEMO_MAKING;
	r->due_ms = nested ? DEMO_NEVER : r->end_ms;
	r->made_ms = demo_wall_at(stack_of(r), at);
	tell(r, status_of(r, "CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"), "Resource creation Initiated", at);
}

/* A service whose tasks do not come up is given up by its circuit breaker. */
static void find_trouble(struct demo_resource *r)
{
	const struct demo_stack *s = stack_of(r);
	struct demo_view v;
	if (r->fails || strcmp(r->plan->type, "AWS::ECS::Service") != 0)
		return;
	demo_view_init(&v, s->demo, s->region);
	const struct demo_thing *t = demo_thing_find(&v, r->plan->type, r->physical);
	char *trouble = t ? demo_task_trouble(&v, t) : NULL;
	demo_view_finish(&v);
	if (trouble) {
		r->fails = true;
		demo_mishap_usual(r->plan->type, DEMO_ON_CREATE, &r->mishap);
	}
	free(trouble);
}

static void finish(struct demo_resource *r, double at)
{
	find_trouble(r);
	if (demo_is_nested(r) && !r->fails && !r->broken)
		r->broken = demo_nested_failure(r);
	if (r->fails || r->broken) {
		char *reason = r->fails ? mishap_reason(r) : cew_strdup(r->broken);
		demo_fail(r, reason, at);
		free(reason);
		free(r->broken);
		r->broken = NULL;
		return;
	}
	r->phase = DEMO_MADE;
	tell(r, status_of(r, "CREATE_COMPLETE", "UPDATE_COMPLETE"), NULL, at);
}

/* ---- deleting ---- */

static bool is_retained(const struct demo_resource *r)
{
	const struct demo_stack *s = stack_of(r);
	const char *policy = r->plan->deletion_policy;
	if (demo_text_in(&s->retain, r->plan->logical_id))
		return true;
	if (!policy || (r->phase == DEMO_FAILED && r->change == DEMO_NEW))
		return false;
	return strcmp(policy, "Retain") == 0 ||
	       (strcmp(policy, "RetainExceptOnCreate") == 0 && s->work != DEMO_ROLLING_BACK);
}

void demo_start_deletion(struct demo_resource *r, double at)
{
	struct demo_stack *s = stack_of(r);
	if (is_retained(r)) {
		r->phase = DEMO_KEPT;
		tell(r, "DELETE_SKIPPED", NULL, at);
		return;
	}
	if (!r->physical) {
		r->phase = DEMO_GONE;
		tell(r, "DELETE_COMPLETE", NULL, at);
		return;
	}
	plan_mishap(r, DEMO_ON_DELETE);
	r->phase = DEMO_DELETING;
	tell(r, "DELETE_IN_PROGRESS", NULL, at);
	double slowness = demo_scenario_slowness(s->demo->scenario, r->plan, DEMO_ON_DELETE);
	r->due_ms = at + demo_scaled(s, cew_cfn_pace(r->plan->type).delete_s * 1000 * slowness);
	if (demo_is_nested(r))
		demo_nested_delete(r, at);
}

/* What services refuse to delete, besides what the scenario says. */
static void find_obstacle(struct demo_resource *r)
{
	if (r->fails || !demo_is_held(r))
		return;
	r->fails = true;
	demo_mishap_usual(r->plan->type, DEMO_ON_DELETE, &r->mishap);
}

static void finish_deletion(struct demo_resource *r, double at)
{
	find_obstacle(r);
	char *reason = demo_need_message(r, DEMO_NEED_DELETE);
	if (!reason)
		reason = r->fails ? mishap_reason(r) : demo_is_nested(r) ? demo_nested_failure(r) : NULL;
	r->phase = reason ? DEMO_STUCK : DEMO_GONE;
	tell(r, reason ? "DELETE_FAILED" : "DELETE_COMPLETE", reason, at);
	free(reason);
}

/* ---- the next step ---- */

void demo_advance(struct demo_resource *r, double at)
{
	if (r->phase == DEMO_STARTED)
		initiate(r, at);
	else if (r->phase == DEMO_MAKING)
		finish(r, at);
	else
		finish_deletion(r, at);
}
