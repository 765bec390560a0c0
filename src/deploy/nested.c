/* Following nested stacks: each is one of the rows of the stack around it, and its own events make rows below that one. */
#include "machine.h"

#include <stdlib.h>
#include <string.h>

#define FAILURES_TO_LEAVE 3 /* in a row, once there is nothing to come any more */

static void read_next(struct cew_deployment *d);

void nested_init(struct nested *n)
{
	*n = (struct nested){0};
	cew_vec_init(&n->stacks, sizeof(struct nested_stack));
	cew_vec_init(&n->reading, sizeof(struct kept_event));
}

static void forget(struct nested *n)
{
	struct kept_event *all = n->reading.items;
	for (size_t i = 0; i < n->reading.len; i++)
		free(all[i].block);
	n->reading.len = 0;
}

void nested_finish(struct nested *n)
{
	forget(n);
	cew_vec_finish(&n->reading);
	cew_vec_finish(&n->stacks);
}

/* ---- which they are ---- */

static const struct cew_resource_row *row_at(const struct cew_deployment *d, size_t i)
{
	return &((const struct resource *)d->model.resources.items)[i].row;
}

static struct nested_stack *current(struct cew_deployment *d)
{
	return cew_vec_at(&d->nested.stacks, d->nested.at);
}

static struct nested_stack *stack_of(struct cew_deployment *d, size_t row)
{
	struct nested_stack *all = d->nested.stacks.items;
	for (size_t i = 0; i < d->nested.stacks.len; i++)
		if (all[i].row == row)
			return &all[i];
	return NULL;
}

/* A resource of that type has its stack's id as its physical one as soon as there is a stack. */
static bool is_nested(const struct cew_deployment *d, const struct cew_resource_row *row)
{
	return strcmp(row->type, STACK_TYPE) == 0 && text_starts(row->physical_id, "arn:") &&
	       strcmp(row->physical_id, d->stack_id) != 0;
}

/* One that had come to rest may be under way again: a rollback deletes what was made. One that was replaced has a new id. */
static void find_all(struct cew_deployment *d)
{
	for (size_t i = 0; i < d->model.resources.len; i++) {
		const struct cew_resource_row *row = row_at(d, i);
		if (!is_nested(d, row))
			continue;
		struct nested_stack *s = stack_of(d, i);
		if (!s)
			s = cew_vec_push(&d->nested.stacks, &(struct nested_stack){.row = i, .id = row->physical_id});
		if (!s)
			continue; /* no memory: the next reading finds it again */
		if (status_in_progress(row->status) || strcmp(s->id, row->physical_id) != 0)
			s->over = false;
		s->id = row->physical_id;
	}
}

/* ---- reading one ---- */

static bool take_page(struct cew_deployment *d, struct nested_stack *s, const struct cew_event_page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		const struct cew_stack_event *e = &page->events[i];
		struct kept_event kept;
		if (seen_has(&d->model.seen, e->id) || e->time_ms < d->model.first_event_ms) {
			s->met = true;
			continue;
		}
		if (!kept_event_make(&kept, e))
			return false;
		if (!cew_vec_push(&d->nested.reading, &kept)) {
			free(kept.block);
			return false;
		}
	}
	return true;
}

static void harvest(struct cew_deployment *d)
{
	struct kept_event *all = d->nested.reading.items;
	for (size_t i = d->nested.reading.len; i-- > 0;) {
		d->nested.news |= deployment_take(d, &all[i]);
		all[i].block = NULL;
	}
	d->nested.reading.len = 0;
}

static void go_to_next(struct cew_deployment *d)
{
	d->nested.at++;
	read_next(d);
}

static void could_not(struct cew_deployment *d, const struct cew_error *err)
{
	struct nested_stack *s = current(d);
	cew_log(CEW_LOG_WARN, "deploy", "%s: the events of nested stack %s: %s", d->stack_name, s->id, err->what);
	forget(&d->nested);
	s->over = s->closing && ++s->failures >= FAILURES_TO_LEAVE;
	if (throttled(err))
		d->nested.at = d->nested.stacks.len; /* the others would only be refused, too */
	go_to_next(d);
}

static void ask(struct cew_deployment *d, const char *next_token);

static void on_events(void *arg, const struct cew_error *err, const struct cew_event_page *page)
{
	struct cew_deployment *d = arg;
	struct cew_error failed;
	call_over(d);
	struct nested_stack *s = current(d);
	if (!err && !take_page(d, s, page)) {
		cew_fail_memory(&failed);
		err = &failed;
	}
	if (err) {
		could_not(d, err);
		return;
	}
	if (page->next_token && !s->met) {
		ask(d, page->next_token);
		return;
	}
	harvest(d);
	s->failures = 0;
	s->over = s->closing;
	find_all(d); /* there may be stacks in it in turn */
	go_to_next(d);
}

static void ask(struct cew_deployment *d, const char *next_token)
{
	struct cew_error err;
	uint64_t ticket = call_ticket(d);
	if (!call_started(d, ticket, d->cloud.describe_events(d->cloud.self, current(d)->id, next_token, on_events, d, &err)))
		could_not(d, &err);
}

/* ---- all of them, one after the other ---- */

static void read_next(struct cew_deployment *d)
{
	while (current(d) && current(d)->over)
		d->nested.at++;
	struct nested_stack *s = current(d);
	if (s) {
		s->met = false;
		s->closing = !status_in_progress(row_at(d, s->row)->status);
		ask(d, NULL);
		return;
	}
	if (d->nested.news) {
		model_settle(&d->model, d->operation);
		estimate_refresh(d);
		deployment_changed(d);
	}
	d->nested.after(d);
}

void nested_read(struct cew_deployment *d, nested_fn *after)
{
	d->nested.at = 0;
	d->nested.news = false;
	d->nested.after = after;
	find_all(d);
	read_next(d);
}
