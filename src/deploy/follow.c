/* Following a stack until it is at rest: poll its events newest page first and only back to the last one seen, take them
 * oldest first, and ask for the stack itself when an event says that it came to rest (and every third poll, in case that
 * event was missed). Trouble on the way is told and outlived. */
#include "machine.h"

#include <stdlib.h>
#include <string.h>

#define DESCRIBE_EVERY 3         /* polls */
#define MAX_POLL_MS 30000        /* the slowest pace that trouble leads to */
#define REFUSALS_TO_STOP 5       /* refused polls in a row: waiting longer will not help */

static void poll_events(struct cew_deployment *d);
static void describe(struct cew_deployment *d);

static void on_timer(void *ctx)
{
	struct cew_deployment *d = ctx;
	d->timer = 0;
	poll_events(d);
}

/* Jitter of a fifth each way keeps many followers of one account from polling in step. */
static int64_t pace(const struct cew_deployment *d)
{
	int64_t base = d->config.poll_ms;
	for (unsigned i = 0; i < d->troubles && base < MAX_POLL_MS; i++)
		base *= 2;
	if (base > MAX_POLL_MS && d->config.poll_ms < MAX_POLL_MS)
		base = MAX_POLL_MS;
	int64_t spread = base * 2 / 5;
	return base - spread / 2 + (spread ? cew_random_below(d->config.random, (uint32_t)spread + 1) : 0);
}

static void wait_for_next(struct cew_deployment *d)
{
	d->timer = cew_loop_after(d->config.loop, pace(d), on_timer, d);
	if (d->timer)
		return;
	struct cew_error err;
	cew_fail_memory(&err);
	deployment_stop(d, &err);
}

static void trouble(struct cew_deployment *d, const struct cew_error *err)
{
	d->error = *err;
	d->has_error = true;
	d->troubles++;
	bool throttled = strstr(err->code, "hrottl") || strstr(err->code, "TooManyRequests") || strstr(err->code, "RequestLimit");
	bool hopeless = err->status == CEW_NOT_FOUND || (err->status == CEW_REFUSED && !throttled && d->troubles >= REFUSALS_TO_STOP);
	if (hopeless) {
		deployment_stop(d, err);
		return;
	}
	deployment_changed(d);
	wait_for_next(d);
}

static void at_peace(struct cew_deployment *d)
{
	d->troubles = 0;
	d->has_error = false;
}

/* ---- the stack itself ---- */

static enum cew_operation operation_of(const char *stack_status, enum cew_operation otherwise)
{
	if (strncmp(stack_status, "DELETE_", 7) == 0)
		return CEW_OPERATION_DELETE;
	if (strncmp(stack_status, "UPDATE_", 7) == 0 || strncmp(stack_status, "IMPORT_", 7) == 0)
		return CEW_OPERATION_UPDATE;
	return otherwise;
}

static void finish(struct cew_deployment *d, const struct cew_stack *stack)
{
	model_outputs(&d->model, stack);
	d->ok = cew_status_succeeded(d->operation, stack->status);
	at_peace(d);
	deployment_go(d, CEW_DEPLOY_DONE);
}

static void keep_watching(struct cew_deployment *d)
{
	d->flushed = false;
	if (d->state != CEW_DEPLOY_WATCHING)
		deployment_go(d, CEW_DEPLOY_WATCHING);
	else
		deployment_changed(d);
	if (d->polls)
		wait_for_next(d);
	else
		poll_events(d);
}

static void on_described(void *arg, const struct cew_error *err, const struct cew_stack *stack)
{
	struct cew_deployment *d = arg;
	d->call = 0;
	if (err) {
		trouble(d, err);
		return;
	}
	at_peace(d);
	d->stack_id = model_keep(&d->model, stack->id);
	d->stack_name = model_keep(&d->model, stack->name);
	d->model.stack_status = model_keep(&d->model, stack->status);
	if (!d->plan && d->operation != CEW_OPERATION_DELETE)
		d->operation = operation_of(stack->status, CEW_OPERATION_CREATE);
	/* A deletion that was just asked for may not show in the status yet. */
	bool begun = d->operation != CEW_OPERATION_DELETE || strncmp(stack->status, "DELETE_", 7) == 0;
	if (!begun || !cew_status_at_rest(stack->status)) {
		keep_watching(d);
	} else if (!d->flushed) {
		/* The last events may have come between the last poll and this answer. */
		d->flushed = true;
		deployment_go(d, CEW_DEPLOY_FINISHING);
		poll_events(d);
	} else {
		finish(d, stack);
	}
}

static void describe(struct cew_deployment *d)
{
	struct cew_error err;
	const char *which = *d->stack_id ? d->stack_id : d->stack_name;
	d->call = d->cloud.describe_stack(d->cloud.self, which, on_described, d, &err);
	if (!d->call)
		trouble(d, &err);
}

/* ---- its events ---- */

/* The event that opened the operation: what lies before it belongs to an earlier one. */
static bool opens_operation(const struct cew_stack_event *e)
{
	static const char *const openings[] = {"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS"};
	if (!model_is_stack_event(e))
		return false;
	for (size_t i = 0; i < CEW_COUNT(openings); i++)
		if (strcmp(e->status, openings[i]) == 0)
			return true;
	return false;
}

static bool ours_begun(const struct cew_deployment *d)
{
	const struct cew_stack_event *oldest = cew_vec_at(&d->page_events, d->page_events.len - 1);
	return oldest && opens_operation(oldest) && strcmp(oldest->status, "DELETE_IN_PROGRESS") == 0 &&
	       (!*oldest->token || strcmp(oldest->token, d->token) == 0);
}

static void harvest(struct cew_deployment *d)
{
	struct cew_stack_event *all = d->page_events.items;
	bool any = false;
	/* A deletion's first event may be late: until it is there, all that was read belongs to an earlier operation. */
	bool early = d->operation == CEW_OPERATION_DELETE && !d->model.events.len && !ours_begun(d);
	for (size_t i = early ? 0 : d->page_events.len; i-- > 0;)
		any |= model_take(&d->model, &all[i]);
	d->page_events.len = 0;
	if (!any)
		return;
	model_settle(&d->model);
	deployment_changed(d);
}

static void after_harvest(struct cew_deployment *d)
{
	harvest(d);
	d->polls++;
	bool rest = cew_status_at_rest(d->model.stack_status);
	if (rest || d->state != CEW_DEPLOY_WATCHING || d->polls % DESCRIBE_EVERY == 0)
		describe(d);
	else
		wait_for_next(d);
}

static struct cew_stack_event keep_event(struct model *m, const struct cew_stack_event *e)
{
	return (struct cew_stack_event){
		.id = model_keep(m, e->id), .stack_id = model_keep(m, e->stack_id), .stack_name = model_keep(m, e->stack_name),
		.logical_id = model_keep(m, e->logical_id), .physical_id = model_keep(m, e->physical_id),
		.type = model_keep(m, e->type), .status = model_keep(m, e->status), .reason = model_keep(m, e->reason),
		.token = model_keep(m, e->token), .time = model_keep(m, e->time), .time_ms = e->time_ms,
	};
}

static void on_events(void *arg, const struct cew_error *err, const struct cew_event_page *page)
{
	struct cew_deployment *d = arg;
	d->call = 0;
	if (err) {
		d->page_events.len = 0;
		trouble(d, err);
		return;
	}
	at_peace(d);
	bool reached = false; /* something seen before, or the operation's beginning */
	for (size_t i = 0; i < page->count && !reached; i++) {
		const struct cew_stack_event *e = &page->events[i];
		if (seen_has(&d->model.seen, e->id)) {
			reached = true;
			break;
		}
		struct cew_stack_event kept = keep_event(&d->model, e);
		if (!cew_vec_push(&d->page_events, &kept))
			break;
		reached = opens_operation(e);
	}
	if (reached || !page->next_token) {
		after_harvest(d);
		return;
	}
	struct cew_error failed;
	d->call = d->cloud.describe_events(d->cloud.self, d->stack_id, page->next_token, on_events, d, &failed);
	if (!d->call)
		trouble(d, &failed);
}

static void poll_events(struct cew_deployment *d)
{
	struct cew_error err;
	const char *which = *d->stack_id ? d->stack_id : d->stack_name;
	d->page_events.len = 0;
	d->call = d->cloud.describe_events(d->cloud.self, which, NULL, on_events, d, &err);
	if (!d->call)
		trouble(d, &err);
}

void follow_start(struct cew_deployment *d)
{
	at_peace(d);
	deployment_go(d, CEW_DEPLOY_WATCHING);
	if (*d->stack_id)
		poll_events(d);
	else
		describe(d); /* by name first: events must be followed by id, which a stack of the same name does not share */
}
