/* Whether CreateStack made the stack, when its answer was lost or said that such a stack exists: the stack's events carry
 * the token of the request that made it, so two stacks never come of one deployment. */
#include "machine.h"

#include <string.h>

/* The request goes out this many times at most, always with the same token. The client's own retries lie below this. */
#define SENDS 3
#define INQUIRIES 6 /* in vain: about two minutes at the default pace */

static void inquire(struct cew_deployment *d, const char *next_token);

static void on_timer(void *ctx)
{
	struct cew_deployment *d = ctx;
	d->timer = 0;
	inquire(d, NULL);
}

static void on_send_timer(void *ctx)
{
	struct cew_deployment *d = ctx;
	d->timer = 0;
	submit_send(d);
}

/* ---- verdicts ---- */

static void found(struct cew_deployment *d, const struct cew_stack_event *e)
{
	struct cew_error failed;
	d->fresh = true;
	if (deployment_stack(d, e->stack_id, e->stack_name, &failed))
		deployment_stop(d, &failed);
	else
		follow_start(d);
}

static void unknown(struct cew_deployment *d)
{
	struct cew_error told = d->error;
	cew_error_hint(&told, "Whether the stack was made is not known. `cewizard resume %s` finds out and goes on; create again only "
	               "if it does not exist. %s", d->stack_name, d->error.hint);
	deployment_stop(d, &told);
}

static void never_made(struct cew_deployment *d)
{
	struct cew_error told;
	d->under_way = false;
	cew_fail(&told, CEW_NOT_FOUND, "there is no stack %s in %s: the request had not reached AWS, or the stack was deleted since",
	         d->stack_name, d->region);
	cew_error_hint(&told, "Start it again: `cewizard deploy --answers FILE`, or the wizard, which has kept the answers but for the secrets");
	deployment_stop(d, &told);
}

/* No stack of this name is there, or one that is only a change set. */
static void not_made(struct cew_deployment *d)
{
	if (d->resuming && !d->plan) {
		never_made(d);
	} else if (d->sends && create_refused(&d->send_error)) {
		d->under_way = false;
		deployment_stop(d, &d->send_error);
	} else if (d->sends < SENDS) {
		/* It may still be on its way, and the same token makes sending again harmless. */
		deployment_later(d, d->sends ? deployment_pace(d, d->sends - 1) : 0, on_send_timer);
	} else {
		deployment_error(d, &d->send_error);
		unknown(d);
	}
}

static void somebody_elses(struct cew_deployment *d)
{
	struct cew_error told;
	d->under_way = false;
	cew_fail(&told, CEW_REFUSED, "a stack named %s exists in %s, and it is not the one that was asked for here", d->stack_name,
	         d->region);
	cew_error_code(&told, "AlreadyExistsException");
	cew_error_hint(&told, "Choose another stack name, or follow that stack with `cewizard watch %s --region %s`", d->stack_name,
	               d->region);
	deployment_stop(d, &told);
}

/* ---- asking ---- */

static const struct cew_stack_event *event_of_ours(const struct cew_deployment *d, const struct cew_event_page *page)
{
	for (size_t i = 0; i < page->count; i++)
		if (strcmp(page->events[i].token, d->token) == 0)
			return &page->events[i];
	return NULL;
}

static bool only_change_set(const struct cew_event_page *page)
{
	return page->count > 0 && model_is_stack_event(&page->events[0]) &&
	       strcmp(page->events[0].status, "REVIEW_IN_PROGRESS") == 0;
}

static void in_vain(struct cew_deployment *d, const struct cew_error *err)
{
	deployment_error(d, err);
	if (++d->inquiries >= INQUIRIES) {
		unknown(d);
		return;
	}
	deployment_changed(d);
	deployment_later(d, deployment_pace(d, d->inquiries), on_timer);
}

static void on_events(void *arg, const struct cew_error *err, const struct cew_event_page *page)
{
	struct cew_deployment *d = arg;
	call_over(d);
	if (err && err->status != CEW_NOT_FOUND) {
		in_vain(d, err);
		return;
	}
	const struct cew_stack_event *e = err ? NULL : event_of_ours(d, page);
	if (e)
		found(d, e);
	else if (err || only_change_set(page))
		not_made(d);
	else if (page->next_token)
		inquire(d, page->next_token);
	else
		somebody_elses(d);
}

static void inquire(struct cew_deployment *d, const char *next_token)
{
	struct cew_error err;
	uint64_t ticket = call_ticket(d);
	if (!call_started(d, ticket, d->cloud.describe_events(d->cloud.self, d->stack_name, next_token, on_events, d, &err)))
		in_vain(d, &err);
}

void settle(struct cew_deployment *d)
{
	inquire(d, NULL);
}
