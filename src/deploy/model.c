/* The model: resources, events, outputs and the first cause, changed only by what AWS said. */
#include "model.h"

#include <stdlib.h>
#include <string.h>

#define STACK_TYPE "AWS::CloudFormation::Stack"

void model_init(struct model *m)
{
	*m = (struct model){.stack_status = ""};
	cew_vec_init(&m->strings, sizeof(char *));
	cew_vec_init(&m->resources, sizeof(struct resource));
	cew_vec_init(&m->events, sizeof(struct cew_event_row));
	cew_vec_init(&m->outputs, sizeof(struct cew_stack_output));
}

void model_finish(struct model *m)
{
	for (size_t i = 0; i < m->strings.len; i++)
		free(((char **)m->strings.items)[i]);
	cew_vec_finish(&m->strings);
	cew_vec_finish(&m->resources);
	cew_vec_finish(&m->events);
	cew_vec_finish(&m->outputs);
	seen_finish(&m->seen);
}

const char *model_keep(struct model *m, const char *text)
{
	if (!text || !*text)
		return "";
	char *copy = cew_strdup(text);
	if (!copy)
		return "";
	if (!cew_vec_push(&m->strings, &copy)) {
		free(copy);
		return "";
	}
	return copy;
}

static struct resource *resource_find(struct model *m, const char *logical_id)
{
	struct resource *all = m->resources.items;
	for (size_t i = 0; i < m->resources.len; i++)
		if (strcmp(all[i].row.logical_id, logical_id) == 0)
			return &all[i];
	return NULL;
}

static struct resource *resource_add(struct model *m, const char *logical_id, const char *type)
{
	struct resource r = {.row = {.physical_id = "", .status = "", .reason = ""}};
	r.row.logical_id = model_keep(m, logical_id);
	r.row.type = model_keep(m, type);
	return cew_vec_push(&m->resources, &r);
}

enum cew_status model_plan(struct model *m, const struct cew_cfn_eval *eval, struct cew_error *err)
{
	for (size_t i = 0; eval && i < cew_cfn_resource_count(eval); i++) {
		const struct cew_cfn_resource *planned = cew_cfn_resource_at(eval, i);
		struct resource *r = resource_add(m, planned->logical_id, planned->type);
		if (!r)
			return cew_fail_memory(err);
		r->row.planned = true;
		r->depends_on = planned->depends_on;
		r->depends_on_count = planned->depends_on_count;
	}
	model_settle(m);
	return CEW_OK;
}

bool model_is_stack_event(const struct cew_stack_event *event)
{
	return strcmp(event->type, STACK_TYPE) == 0 && strcmp(event->physical_id, event->stack_id) == 0;
}

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), k = strlen(end);
	return n >= k && strcmp(text + n - k, end) == 0;
}

static void take_stack(struct model *m, const struct cew_event_row *e)
{
	m->stack_status = e->status;
	m->rolling_back = strstr(e->status, "ROLLBACK_") != NULL && ends_with(e->status, "_IN_PROGRESS");
}

static void take_resource(struct model *m, const struct cew_event_row *e)
{
	struct resource *r = resource_find(m, e->logical_id);
	if (!r)
		r = resource_add(m, e->logical_id, e->type);
	if (!r)
		return;
	/* A resource is announced twice (before and after AWS took the request): its time counts from the first. */
	bool again = strcmp(r->row.status, e->status) == 0;
	r->row.status = e->status;
	r->row.reason = e->reason;
	if (*e->physical_id)
		r->row.physical_id = e->physical_id;
	if (!ends_with(e->status, "_IN_PROGRESS")) {
		r->row.ended_ms = e->time_ms;
	} else if (!again) {
		r->row.started_ms = e->time_ms;
		r->row.ended_ms = 0;
	}
}

bool model_take(struct model *m, const struct cew_stack_event *event)
{
	if (seen_has(&m->seen, event->id))
		return false;
	struct cew_event_row row = {
		.time = event->time,
		.time_ms = event->time_ms,
		.stack_name = event->stack_name,
		.logical_id = event->logical_id,
		.physical_id = event->physical_id,
		.type = event->type,
		.status = event->status,
		.reason = event->reason,
		.event_id = event->id,
	};
	if (!seen_add(&m->seen, row.event_id) || !cew_vec_push(&m->events, &row))
		return false;
	if (!m->first_event_ms)
		m->first_event_ms = row.time_ms;
	m->last_event_ms = row.time_ms;
	if (model_is_stack_event(event))
		take_stack(m, &row);
	else
		take_resource(m, &row);
	return true;
}

static bool complete(const struct cew_resource_row *row)
{
	return strcmp(row->status, "CREATE_COMPLETE") == 0 || strcmp(row->status, "UPDATE_COMPLETE") == 0;
}

static bool gone(const struct cew_resource_row *row)
{
	return strcmp(row->status, "DELETE_COMPLETE") == 0 || strcmp(row->status, "DELETE_SKIPPED") == 0;
}

static bool cancelled(const struct cew_event_row *e)
{
	return strstr(e->reason, "cancelled") != NULL;
}

/* The first failure of the operation that is not the echo of another one. */
static const struct cew_event_row *first_failure(const struct model *m, size_t *cancelled_count)
{
	const struct cew_event_row *first = NULL;
	*cancelled_count = 0;
	const struct cew_event_row *all = m->events.items;
	for (size_t i = 0; i < m->events.len; i++) {
		if (!ends_with(all[i].status, "_FAILED") || strcmp(all[i].type, STACK_TYPE) == 0)
			continue;
		if (cancelled(&all[i]))
			(*cancelled_count)++;
		else if (!first)
			first = &all[i];
	}
	return first;
}

/* Some failures (a timeout, a cancel) are told by the stack's own events only. */
static const struct cew_event_row *stack_failure(const struct model *m)
{
	const struct cew_event_row *all = m->events.items;
	for (size_t i = 0; i < m->events.len; i++) {
		bool turned = strstr(all[i].status, "ROLLBACK_IN_PROGRESS") || ends_with(all[i].status, "_FAILED");
		if (turned && strcmp(all[i].type, STACK_TYPE) == 0 && *all[i].reason)
			return &all[i];
	}
	return NULL;
}

static void settle_cause(struct model *m)
{
	size_t cancelled_count;
	const struct cew_event_row *e = first_failure(m, &cancelled_count);
	if (!e)
		e = stack_failure(m);
	m->has_cause = e != NULL;
	if (!e)
		return;
	m->cause = (struct cew_root_cause){
		.logical_id = e->logical_id, .type = e->type, .reason = e->reason,
		.meaning = "", .remedy = "", .cancelled = cancelled_count,
	};
	diagnose(&m->cause);
}

void model_settle(struct model *m)
{
	struct resource *all = m->resources.items;
	for (size_t i = 0; i < m->resources.len; i++) {
		all[i].row.waits_for = 0;
		for (size_t k = 0; k < all[i].depends_on_count; k++)
			if (!complete(&all[all[i].depends_on[k]].row))
				all[i].row.waits_for++;
	}
	settle_cause(m);
}

void model_outputs(struct model *m, const struct cew_stack *stack)
{
	m->outputs.len = 0;
	for (size_t i = 0; i < stack->output_count; i++) {
		struct cew_stack_output copy = {
			.key = model_keep(m, stack->outputs[i].key),
			.value = model_keep(m, stack->outputs[i].value),
			.description = model_keep(m, stack->outputs[i].description),
		};
		cew_vec_push(&m->outputs, &copy);
	}
}

struct cew_progress model_progress(const struct model *m, enum cew_operation operation)
{
	struct cew_progress p = {.total = m->resources.len, .rolling_back = m->rolling_back, .eta_ms = -1};
	const struct resource *all = m->resources.items;
	for (size_t i = 0; i < m->resources.len; i++)
		if (operation == CEW_OPERATION_DELETE ? gone(&all[i].row) : complete(&all[i].row))
			p.done++;
	return p;
}
