/* The model: resources, events and outputs, changed only by what AWS said. */
#include "model.h"

#include <stdlib.h>
#include <string.h>

void model_init(struct model *m)
{
	*m = (struct model){.stack_id = "", .stack_status = "", .told_status = ""};
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
	if (copy && !cew_vec_push(&m->strings, &copy)) {
		free(copy);
		return NULL;
	}
	return copy;
}

bool model_set(struct model *m, const char **slot, const char *text)
{
	if (strcmp(*slot, text ? text : "") == 0)
		return true;
	const char *kept = model_keep(m, text);
	if (kept)
		*slot = kept;
	return kept != NULL;
}

bool text_starts(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

bool text_ends(const char *text, const char *end)
{
	size_t n = strlen(text), k = strlen(end);
	return n >= k && strcmp(text + n - k, end) == 0;
}

/* ---- resources ---- */

struct resource *model_find(const struct model *m, const char *stack_id, const char *logical_id)
{
	struct resource *all = m->resources.items;
	for (size_t i = 0; i < m->resources.len; i++)
		if (strcmp(all[i].row.logical_id, logical_id) == 0 && strcmp(all[i].stack_id, stack_id) == 0)
			return &all[i];
	return NULL;
}

/* The row of the nested stack with this id; CEW_NO_ROW where there is none. */
static size_t row_of_stack(const struct model *m, const char *stack_id)
{
	const struct resource *all = m->resources.items;
	for (size_t i = 0; i < m->resources.len; i++)
		if (strcmp(all[i].row.physical_id, stack_id) == 0 && strcmp(all[i].row.type, STACK_TYPE) == 0)
			return i;
	return CEW_NO_ROW;
}

/* The texts must be the model's. */
static struct resource *resource_add(struct model *m, const char *logical_id, const char *type)
{
	struct resource r = {
		.row = {.logical_id = logical_id, .type = type, .physical_id = "", .status = "", .reason = "", .stack_name = "",
		        .parent = CEW_NO_ROW},
		.stack_id = "",
		.expected = WORK_COUNT,
	};
	return cew_vec_push(&m->resources, &r);
}

static const size_t *keep_indices(struct model *m, const size_t *indices, size_t count)
{
	char *block = malloc(count * sizeof(*indices));
	if (!block)
		return NULL;
	memcpy(block, indices, count * sizeof(*indices));
	if (cew_vec_push(&m->strings, &block))
		return (const size_t *)(const void *)block;
	free(block);
	return NULL;
}

enum cew_status model_plan_add(struct model *m, const char *logical_id, const char *type, const size_t *depends_on, size_t count,
                               struct cew_error *err)
{
	const char *id = model_keep(m, logical_id), *kind = model_keep(m, type);
	const size_t *kept = count ? keep_indices(m, depends_on, count) : NULL;
	struct resource *r = id && kind && (kept || !count) ? resource_add(m, id, kind) : NULL;
	if (!r)
		return cew_fail_memory(err);
	r->row.planned = true;
	r->depends_on = kept;
	/* Only what stands before it can come before it: whatever else a damaged file may say. */
	for (size_t i = 0; i < count && kept[i] < m->resources.len - 1; i++)
		r->depends_on_count++;
	return CEW_OK;
}

enum cew_status model_plan(struct model *m, const struct cew_cfn_eval *eval, struct cew_error *err)
{
	for (size_t i = 0; eval && i < cew_cfn_resource_count(eval); i++) {
		const struct cew_cfn_resource *r = cew_cfn_resource_at(eval, i);
		if (model_plan_add(m, r->logical_id, r->type, r->depends_on, r->depends_on_count, err))
			return CEW_NO_MEMORY;
	}
	model_settle(m, CEW_OPERATION_CREATE);
	return CEW_OK;
}

/* ---- events ---- */

static char *put_text(char **at, const char *text)
{
	char *start = *at;
	size_t size = strlen(text) + 1;
	memcpy(start, text, size);
	*at += size;
	return start;
}

bool kept_event_make(struct kept_event *kept, const struct cew_stack_event *e)
{
	*kept = (struct kept_event){.event = *e};
	struct cew_stack_event *k = &kept->event;
	const char **texts[] = {&k->id, &k->stack_id, &k->stack_name, &k->logical_id, &k->physical_id, &k->type,
	                        &k->status, &k->reason, &k->token, &k->time};
	size_t size = 0;
	for (size_t i = 0; i < CEW_COUNT(texts); i++) {
		*texts[i] = *texts[i] ? *texts[i] : "";
		size += strlen(*texts[i]) + 1;
	}
	char *at = kept->block = malloc(size);
	if (!at)
		return false;
	for (size_t i = 0; i < CEW_COUNT(texts); i++)
		*texts[i] = put_text(&at, *texts[i]);
	return true;
}

bool model_is_stack_event(const struct cew_stack_event *event)
{
	return strcmp(event->type, STACK_TYPE) == 0 && strcmp(event->physical_id, event->stack_id) == 0;
}

/* "CREATE_IN_PROGRESS" and "CREATE_COMPLETE" tell of the same work. */
static bool same_work(const char *a, const char *b)
{
	size_t n = strcspn(a, "_");
	return n == strcspn(b, "_") && strncmp(a, b, n) == 0;
}

/* An event that AWS tells after a newer one of the same thing must not undo it. Times may be equal: then an end beats the
 * beginning of the same work. */
static bool is_late(const struct cew_event_row *e, const char *told_status, int64_t told_ms)
{
	if (e->time_ms != told_ms)
		return e->time_ms < told_ms;
	return status_in_progress(e->status) && !status_in_progress(told_status) && same_work(e->status, told_status);
}

static void take_stack(struct model *m, const struct cew_event_row *e)
{
	if (is_late(e, m->told_status, m->told_ms))
		return;
	m->stack_status = m->told_status = e->status;
	m->told_ms = e->time_ms;
}

static void take_late(struct cew_resource_row *row, const struct cew_event_row *e)
{
	if (!*row->physical_id)
		row->physical_id = e->physical_id;
	bool begins = status_in_progress(e->status) && same_work(e->status, row->status);
	if (begins && (!row->started_ms || e->time_ms < row->started_ms))
		row->started_ms = e->time_ms;
}

/* Where an event's resource is: in the own stack, or below the row of a nested one. */
static struct resource *place(struct model *m, const struct cew_stack_event *told, const struct cew_event_row *e, size_t parent)
{
	const char *stack_id = parent == CEW_NO_ROW ? "" : told->stack_id;
	struct resource *r = model_find(m, stack_id, e->logical_id);
	if (!r)
		r = resource_add(m, e->logical_id, e->type);
	if (r) {
		r->stack_id = stack_id;
		r->row.stack_name = e->stack_name;
		r->row.parent = parent;
		r->row.depth = e->depth;
	}
	return r;
}

static void take_resource(struct model *m, const struct cew_stack_event *told, const struct cew_event_row *e, size_t parent)
{
	struct resource *r = place(m, told, e, parent);
	if (!r)
		return;
	if (is_late(e, r->row.status, r->told_ms)) {
		take_late(&r->row, e);
		return;
	}
	/* A resource is announced twice (before and after AWS took the request): its time counts from the first. */
	bool again = strcmp(r->row.status, e->status) == 0;
	r->told_ms = e->time_ms;
	r->row.status = e->status;
	r->row.reason = e->reason;
	if (*e->physical_id)
		r->row.physical_id = e->physical_id;
	if (!status_in_progress(e->status)) {
		r->row.ended_ms = e->time_ms;
		r->live = m->live;
	} else if (!again) {
		r->row.started_ms = e->time_ms;
		r->row.ended_ms = 0;
	}
}

/* Remembers the event or leaves everything as it was: then the next poll brings it again. */
static bool remember(struct model *m, const struct cew_event_row *row, char *block)
{
	if (!cew_vec_push(&m->strings, &block))
		return false;
	if (cew_vec_push(&m->events, row)) {
		if (seen_add(&m->seen, row->event_id))
			return true;
		m->events.len--;
	}
	m->strings.len--;
	return false;
}

static struct cew_event_row row_from(const struct cew_stack_event *e)
{
	return (struct cew_event_row){
		.time = e->time,
		.time_ms = e->time_ms,
		.stack_name = e->stack_name,
		.logical_id = e->logical_id,
		.physical_id = e->physical_id,
		.type = e->type,
		.status = e->status,
		.reason = e->reason,
		.event_id = e->id,
	};
}

bool model_take_earlier(struct model *m, struct kept_event *kept)
{
	struct cew_event_row row = row_from(&kept->event);
	row.earlier = true;
	if (!seen_has(&m->seen, row.event_id) && remember(m, &row, kept->block))
		return true;
	free(kept->block);
	return false;
}

static void note_time(struct model *m, int64_t time_ms)
{
	if (!m->first_event_ms || time_ms < m->first_event_ms)
		m->first_event_ms = time_ms;
	if (time_ms > m->last_event_ms)
		m->last_event_ms = time_ms;
}

bool model_take(struct model *m, struct kept_event *kept)
{
	const struct cew_stack_event *e = &kept->event;
	bool own = !*m->stack_id || strcmp(e->stack_id, m->stack_id) == 0;
	size_t parent = own ? CEW_NO_ROW : row_of_stack(m, e->stack_id);
	struct cew_event_row row = row_from(e);
	if (parent != CEW_NO_ROW)
		row.depth = ((const struct resource *)m->resources.items)[parent].row.depth + 1;
	if (seen_has(&m->seen, e->id) || !remember(m, &row, kept->block)) {
		free(kept->block);
		return false;
	}
	note_time(m, row.time_ms);
	if (!model_is_stack_event(e))
		take_resource(m, e, &row, parent);
	else if (parent == CEW_NO_ROW) /* a nested stack's own end is told by its row in the stack around it, too */
		take_stack(m, &row);
	return true;
}

/* ---- what follows from them ---- */

void model_settle(struct model *m, enum cew_operation operation)
{
	struct resource *all = m->resources.items;
	for (size_t i = 0; i < m->resources.len; i++) {
		all[i].row.waits_for = 0;
		for (size_t k = 0; k < all[i].depends_on_count; k++)
			if (!row_complete(&all[all[i].depends_on[k]].row))
				all[i].row.waits_for++;
	}
	model_cause(m, operation);
}

bool model_outputs(struct model *m, const struct cew_stack *stack)
{
	m->outputs.len = 0;
	for (size_t i = 0; i < stack->output_count; i++) {
		struct cew_stack_output copy = {
			.key = model_keep(m, stack->outputs[i].key),
			.value = model_keep(m, stack->outputs[i].value),
			.description = model_keep(m, stack->outputs[i].description),
		};
		if (!copy.key || !copy.value || !copy.description || !cew_vec_push(&m->outputs, &copy))
			return false;
	}
	return true;
}

/* A failed creation is undone by a rollback, or by a deletion where that was asked for (OnFailure). */
static bool going_backward(const struct model *m, enum cew_operation operation)
{
	if (!status_in_progress(m->stack_status))
		return false;
	return strstr(m->stack_status, "ROLLBACK_") || (operation != CEW_OPERATION_DELETE && text_starts(m->stack_status, "DELETE_"));
}

static bool done(const struct cew_resource_row *row, enum cew_operation operation)
{
	switch (operation) {
	case CEW_OPERATION_DELETE:
		return row_gone(row);
	case CEW_OPERATION_UPDATE: /* what the new template lacks is deleted */
		return row_complete(row) || row_gone(row);
	default:
		return row_complete(row);
	}
}

struct cew_progress model_progress(const struct model *m, enum cew_operation operation)
{
	struct cew_progress p = {.total = m->resources.len, .rolling_back = going_backward(m, operation), .eta_ms = -1};
	const struct resource *all = m->resources.items;
	for (size_t i = 0; i < m->resources.len; i++)
		p.done += done(&all[i].row, operation);
	return p;
}
