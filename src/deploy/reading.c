/* Reading a stack's events: newest page first, and only back to those that are known or to the operation's beginning. */
#include "machine.h"

#include <stdlib.h>
#include <string.h>

void reading_init(struct reading *r)
{
	*r = (struct reading){0};
	cew_vec_init(&r->events, sizeof(struct kept_event));
}

void reading_clear(struct reading *r)
{
	struct kept_event *all = r->events.items;
	for (size_t i = 0; i < r->events.len; i++)
		free(all[i].block);
	r->events.len = 0;
	r->met = r->bottom = r->passed = false;
}

void reading_finish(struct reading *r)
{
	reading_clear(r);
	cew_vec_finish(&r->events);
}

bool reading_complete(const struct reading *r)
{
	return r->met || r->bottom;
}

/* ---- where an operation begins ---- */

struct opening {
	const char *status;
	enum cew_operation operation;
};

static const struct opening openings[] = {
	{"REVIEW_IN_PROGRESS", CEW_OPERATION_CREATE},
	{"CREATE_IN_PROGRESS", CEW_OPERATION_CREATE},
	{"UPDATE_IN_PROGRESS", CEW_OPERATION_UPDATE},
	{"IMPORT_IN_PROGRESS", CEW_OPERATION_UPDATE},
	{"DELETE_IN_PROGRESS", CEW_OPERATION_DELETE},
};

/* A stack that is deleted because its creation failed goes on with the same operation, and a transform that succeeded
 * tells the beginning once more. */
static bool goes_on(const struct cew_stack_event *e)
{
	return strstr(e->reason, "failed to create") || text_starts(e->reason, "Transformation succeeded");
}

/* The stack's own event that an operation begins with; NULL for all others. */
static const struct opening *opening_of(const struct cew_stack_event *e)
{
	if (!model_is_stack_event(e) || goes_on(e))
		return NULL;
	for (size_t i = 0; i < CEW_COUNT(openings); i++)
		if (strcmp(openings[i].status, e->status) == 0)
			return &openings[i];
	return NULL;
}

enum place { WITHIN, OPENING, BEFORE };

/* Of our own operation it is known what it begins with; whoever only watches takes the newest beginning. */
static enum place place_of(const struct cew_deployment *d, const struct cew_stack_event *e)
{
	const struct opening *o = opening_of(e);
	if (!o)
		return WITHIN;
	if (!d->ours)
		return OPENING;
	if (strcmp(e->status, "REVIEW_IN_PROGRESS") == 0)
		return BEFORE;
	if (d->operation == CEW_OPERATION_CREATE) /* a later update is no part of it, but stands above it */
		return o->operation == CEW_OPERATION_CREATE ? OPENING : WITHIN;
	bool asked_by_us = !d->token_decides || strcmp(e->token, d->token) == 0;
	return o->operation == d->operation && asked_by_us ? OPENING : BEFORE;
}

/* ---- pages ---- */

enum cew_status reading_page(struct cew_deployment *d, const struct cew_event_page *page, struct cew_error *err)
{
	struct reading *r = &d->reading;
	/* A page with a known event is read to its end all the same: events come late, and stand among older ones then. */
	for (size_t i = 0; i < page->count && !r->bottom; i++) {
		const struct cew_stack_event *e = &page->events[i];
		if (seen_has(&d->model.seen, e->id)) {
			r->met = true;
			r->bottom = r->opening && strcmp(r->opening, e->id) == 0;
			continue;
		}
		struct kept_event kept;
		if (!kept_event_make(&kept, e))
			return cew_fail_memory(err);
		kept.earlier = r->passed;
		enum place place = r->opening ? WITHIN : place_of(d, &kept.event);
		r->passed |= place == OPENING && d->config.all_events;
		r->bottom = place != WITHIN && !r->passed;
		if (place == BEFORE || !cew_vec_push(&r->events, &kept)) {
			free(kept.block);
			if (place != BEFORE)
				return cew_fail_memory(err);
		}
		if (place == OPENING && !(r->opening = model_keep(&d->model, e->id)))
			return cew_fail_memory(err);
	}
	return CEW_OK;
}

/* ---- harvest ---- */

static void begin(struct cew_deployment *d, const struct cew_stack_event *e)
{
	const struct opening *o = opening_of(e);
	if (o && !d->ours)
		d->operation = o->operation;
}

/* Once the operation is over, another one's beginning ends what is followed. */
static bool ends_here(const struct cew_deployment *d, const struct cew_stack_event *e)
{
	return opening_of(e) && cew_status_at_rest(d->model.told_status);
}

bool reading_harvest(struct cew_deployment *d)
{
	struct reading *r = &d->reading;
	struct kept_event *all = r->events.items;
	/* Our update or deletion may not show yet: then all this belongs to what happened to the stack before. */
	bool early = d->ours && d->operation != CEW_OPERATION_CREATE && !r->opening;
	bool any = false;
	for (size_t i = r->events.len; i-- > 0 && !early;) {
		if (all[i].earlier) {
			any |= model_take_earlier(&d->model, &all[i]);
			all[i].block = NULL;
			continue;
		}
		if (r->opening && strcmp(all[i].event.id, r->opening) == 0)
			begin(d, &all[i].event);
		else if (ends_here(d, &all[i].event))
			r->superseded = true;
		if (r->superseded)
			break;
		any |= deployment_take(d, &all[i]);
		all[i].block = NULL;
	}
	reading_clear(r);
	d->model.live = true;
	if (any)
		model_settle(&d->model, d->operation);
	return any;
}
