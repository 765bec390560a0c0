/* Following a stack until it is at rest: poll its events, and ask for the stack itself when an event says that it came to
 * rest (and now and then besides, in case that event was missed). Trouble on the way is told and outlived. */
#include "machine.h"

#include <string.h>

#define DESCRIBE_EVERY 12 /* polls */
#define FAILURES_TO_STOP 5 /* refusals in a row: waiting longer will not help */
#define FAILURES_TO_LOOK 6 /* readings of events in a row, after which every other look is at the stack itself */
#define FLUSHES 3          /* readings for the last events, while the stack's own last one is missing */

static void poll_events(struct cew_deployment *d);
static void describe(struct cew_deployment *d);

/* ---- the end ---- */

static void finish(struct cew_deployment *d)
{
	d->model.stack_status = d->final_status;
	d->ok = cew_status_succeeded(d->operation, d->final_status);
	d->under_way = false;
	if (strcmp(d->final_status, "DELETE_COMPLETE") == 0)
		journal_supersede(d);
	deployment_go(d, CEW_DEPLOY_DONE);
}

/* What is lost is the way to the stack, not the stack. */
static void lose(struct cew_deployment *d, const struct cew_error *err)
{
	struct cew_error told = *err;
	if (err->status == CEW_NOT_FOUND)
		d->under_way = false;
	else if (d->contact || d->ours)
		cew_error_hint(&told, "The operation goes on in AWS; `cewizard watch %s%s%s` follows it again. %s", d->stack_name,
		               *d->region ? " --region " : "", d->region, err->hint);
	deployment_stop(d, &told);
}

/* ---- trouble ---- */

/* Keys that have come to their end: somebody signs in again sooner or later, and the client finds the new ones. */
static bool keys_ended(const struct cew_error *err)
{
	static const char *const codes[] = {"ExpiredToken", "RequestExpired", "InvalidClientTokenId", "TokenRefreshRequired",
	                                    "UnrecognizedClient", "Unauthorized", "NoKeys"};
	for (size_t i = 0; i < CEW_COUNT(codes); i++)
		if (text_starts(err->code, codes[i]))
			return true;
	return false;
}

static bool hopeless(const struct cew_deployment *d, const struct cew_error *err, unsigned failures)
{
	bool going_on = d->contact || d->ours;
	switch (err->status) {
	case CEW_UNREACHABLE:
		return !going_on;
	case CEW_REFUSED:
		return !throttled(err) && (!going_on || (failures >= FAILURES_TO_STOP && !keys_ended(err)));
	case CEW_NOT_FOUND:
		return !(d->contact || d->fresh) || failures >= FAILURES_TO_STOP;
	default:
		return true;
	}
}

static void on_timer(void *ctx)
{
	struct cew_deployment *d = ctx;
	d->timer = 0;
	/* Events that cannot be read must not hide that the stack came to rest. What throttling and old keys forbid here, they
	 * forbid there. */
	bool ask_stack = d->troubles[ASKING_EVENTS] >= FAILURES_TO_LOOK && !throttled(&d->error) && !keys_ended(&d->error) &&
	                 d->looks++ % 2 == 0;
	/* By name only once: events must be followed by id, which a later stack of the same name does not share. */
	if (*d->stack_id && d->contact && !ask_stack)
		poll_events(d);
	else
		describe(d);
}

static void wait_for_next(struct cew_deployment *d)
{
	unsigned failures = d->troubles[ASKING_EVENTS] > d->troubles[ASKING_STACK] ? d->troubles[ASKING_EVENTS]
	                                                                            : d->troubles[ASKING_STACK];
	deployment_later(d, deployment_pace(d, failures), on_timer);
}

static void trouble(struct cew_deployment *d, enum asking asking, const struct cew_error *err)
{
	unsigned failures = ++d->troubles[asking];
	bool over = hopeless(d, err, failures);
	bool flushing = d->state == CEW_DEPLOY_FINISHING;
	deployment_error(d, err);
	if (keys_ended(err) && !over)
		cew_error_hint(&d->error, "The operation goes on in AWS meanwhile, and so does this as soon as there are new keys: sign in again. %s",
		               err->hint);
	if (flushing && (over || failures >= FLUSHES)) {
		finish(d); /* the result stands without the last events */
	} else if (over && cew_status_at_rest(d->model.told_status)) {
		d->final_status = d->model.told_status; /* … and without the outputs */
		finish(d);
	} else if (over) {
		lose(d, err);
	} else {
		deployment_changed(d);
		wait_for_next(d);
	}
}

static void at_peace(struct cew_deployment *d, enum asking asking)
{
	d->contact = true;
	d->troubles[asking] = 0;
	if (!d->has_error || d->troubles[ASKING_EVENTS] + d->troubles[ASKING_STACK] > 0)
		return;
	d->has_error = false;
	tap_trouble(d, "");
	deployment_changed(d);
}

/* ---- the stack itself ---- */

static enum cew_operation operation_of(const char *stack_status)
{
	if (text_starts(stack_status, "DELETE_"))
		return CEW_OPERATION_DELETE;
	if (text_starts(stack_status, "UPDATE_") || text_starts(stack_status, "IMPORT_"))
		return CEW_OPERATION_UPDATE;
	return CEW_OPERATION_CREATE;
}

/* What was just asked for may not show in the status yet. */
static bool begun(const struct cew_deployment *d, const char *status)
{
	if (!d->ours)
		return true;
	if (d->operation == CEW_OPERATION_CREATE)
		return strcmp(status, "REVIEW_IN_PROGRESS") != 0;
	if (d->operation == CEW_OPERATION_UPDATE)
		return d->reading.opening != NULL;
	bool may_be_older = d->token_decides && !d->reading.opening && strcmp(status, "DELETE_FAILED") == 0;
	return text_starts(status, "DELETE_") && !may_be_older;
}

static enum cew_status take_status(struct cew_deployment *d, const struct cew_stack *stack, bool *news, struct cew_error *err)
{
	const char *status = d->reading.superseded ? d->model.told_status : stack->status;
	*news = strcmp(d->model.stack_status, status) != 0;
	enum cew_status s = deployment_stack(d, stack->id, stack->name, err);
	if (!s && !model_set(&d->model, &d->model.stack_status, status))
		s = cew_fail_memory(err);
	if (!s && !d->ours && !d->reading.opening)
		d->operation = operation_of(status);
	if (!s && !d->polls && d->operation != CEW_OPERATION_UPDATE)
		journal_recall(d);
	if (!s)
		tap_stack(d, status);
	return s;
}

static void on_described(void *arg, const struct cew_error *err, const struct cew_stack *stack)
{
	struct cew_deployment *d = arg;
	struct cew_error failed;
	bool news = false;
	call_over(d);
	if (!err && take_status(d, stack, &news, &failed))
		err = &failed;
	if (err) {
		trouble(d, ASKING_STACK, err);
		return;
	}
	at_peace(d, ASKING_STACK);
	if (!begun(d, d->model.stack_status) || !cew_status_at_rest(d->model.stack_status)) {
		if (news)
			deployment_changed(d);
		if (d->polls)
			wait_for_next(d);
		else
			poll_events(d);
		return;
	}
	if (!model_outputs(&d->model, stack)) {
		cew_fail_memory(&failed);
		trouble(d, ASKING_STACK, &failed);
		return;
	}
	tap_outputs(d);
	d->final_status = d->model.stack_status;
	if (d->reading.superseded) {
		finish(d);
		return;
	}
	/* The last events may have come between the last poll and this answer. */
	deployment_go(d, CEW_DEPLOY_FINISHING);
	poll_events(d);
}

static void describe(struct cew_deployment *d)
{
	struct cew_error err;
	const char *which = *d->stack_id ? d->stack_id : d->stack_name;
	uint64_t ticket = call_ticket(d);
	if (!call_started(d, ticket, d->cloud.describe_stack(d->cloud.self, which, on_described, d, &err)))
		trouble(d, ASKING_STACK, &err);
}

/* ---- its events ---- */

static void after_flush(struct cew_deployment *d)
{
	if (d->reading.superseded)
		d->final_status = d->model.told_status;
	bool all = strcmp(d->model.told_status, d->final_status) == 0;
	if (all || ++d->flushes >= FLUSHES)
		finish(d);
	else
		wait_for_next(d);
}

static void after_nested(struct cew_deployment *d)
{
	bool rest = d->reading.superseded || cew_status_at_rest(d->model.told_status);
	listen_poll(d);
	lookup_poll(d);
	if (d->state == CEW_DEPLOY_FINISHING)
		after_flush(d);
	else if (rest || d->polls % DESCRIBE_EVERY == 0)
		describe(d);
	else
		wait_for_next(d);
}

static void after_reading(struct cew_deployment *d)
{
	bool any = reading_harvest(d);
	if (any && d->state == CEW_DEPLOY_FINISHING)
		d->model.stack_status = d->final_status;
	any |= estimate_refresh(d);
	if (any)
		deployment_changed(d);
	d->polls++;
	nested_read(d, after_nested);
}

static void on_events(void *arg, const struct cew_error *err, const struct cew_event_page *page);

static void ask_events(struct cew_deployment *d, const char *next_token)
{
	struct cew_error err;
	uint64_t ticket = call_ticket(d);
	if (!call_started(d, ticket, d->cloud.describe_events(d->cloud.self, d->stack_id, next_token, on_events, d, &err)))
		trouble(d, ASKING_EVENTS, &err);
}

static void poll_events(struct cew_deployment *d)
{
	reading_clear(&d->reading);
	ask_events(d, NULL);
}

static void on_events(void *arg, const struct cew_error *err, const struct cew_event_page *page)
{
	struct cew_deployment *d = arg;
	struct cew_error failed;
	call_over(d);
	if (!err && reading_page(d, page, &failed))
		err = &failed;
	if (err) {
		trouble(d, ASKING_EVENTS, err);
		return;
	}
	at_peace(d, ASKING_EVENTS);
	if (reading_complete(&d->reading) || !page->next_token)
		after_reading(d);
	else
		ask_events(d, page->next_token);
}

void follow_start(struct cew_deployment *d)
{
	d->has_error = false;
	deployment_go(d, CEW_DEPLOY_WATCHING);
	/* Whoever only watches does not know yet what the stack is in the middle of, nor its id or name. */
	if (d->ours && *d->stack_id && !d->resuming)
		poll_events(d);
	else
		describe(d);
}
