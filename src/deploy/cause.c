/* The first cause: the earliest failure that is not the echo of another one. */
#include "model.h"

#include <string.h>

/* "Resource creation cancelled": CloudFormation stops what is in progress when something else failed. */
static bool cancelled(const struct cew_event_row *e)
{
	return strstr(e->reason, "cancelled") != NULL;
}

static bool is_stack(const struct model *m, const struct cew_event_row *e)
{
	bool own = strcmp(e->physical_id, m->stack_id) == 0;
	/* A nested stack's own events have the name of their stack as their resource's. */
	return strcmp(e->type, STACK_TYPE) == 0 && (own || (e->depth > 0 && strcmp(e->stack_name, e->logical_id) == 0));
}

/* "Embedded stack arn:… was not successfully created: The following resource(s) failed to create: [A]." */
static bool echoes_nested(const struct cew_event_row *e)
{
	return strcmp(e->type, STACK_TYPE) == 0 && strstr(e->reason, "mbedded stack");
}

static bool failed_itself(const struct model *m, const struct cew_event_row *e, enum cew_operation operation)
{
	(void)operation;
	return text_ends(e->status, "_FAILED") && !is_stack(m, e) && !cancelled(e) && !echoes_nested(e) && !e->earlier;
}

/* Where the nested stack's own events could not be read, this is all that is known. */
static bool nested_failed(const struct model *m, const struct cew_event_row *e, enum cew_operation operation)
{
	(void)operation;
	return text_ends(e->status, "_FAILED") && !is_stack(m, e) && !cancelled(e) && !e->earlier;
}

/* Some failures (a timeout, a cancel) are told by the stack's own events only: by the reason for which it turned. */
static bool stack_turned(const struct model *m, const struct cew_event_row *e, enum cew_operation operation)
{
	if (e->depth || e->earlier || !is_stack(m, e) || !*e->reason)
		return false;
	return strstr(e->status, "ROLLBACK_IN_PROGRESS") || text_ends(e->status, "_FAILED") ||
	       (operation != CEW_OPERATION_DELETE && strcmp(e->status, "DELETE_IN_PROGRESS") == 0);
}

typedef bool is_cause_fn(const struct model *m, const struct cew_event_row *e, enum cew_operation operation);

/* By AWS's time, because a late event stands behind newer ones. */
static const struct cew_event_row *earliest(const struct model *m, enum cew_operation operation, is_cause_fn *is_cause)
{
	const struct cew_event_row *all = m->events.items, *first = NULL;
	for (size_t i = 0; i < m->events.len; i++)
		if (is_cause(m, &all[i], operation) && (!first || all[i].time_ms < first->time_ms))
			first = &all[i];
	return first;
}

static size_t count_cancelled(const struct model *m)
{
	const struct cew_event_row *all = m->events.items;
	size_t count = 0;
	for (size_t i = 0; i < m->events.len; i++)
		count += !all[i].earlier && text_ends(all[i].status, "_FAILED") && !is_stack(m, &all[i]) && cancelled(&all[i]);
	return count;
}

/* The time limit is the stack's, but who did not come up in time may be known. */
static void blame_late(struct model *m, const struct cew_event_row *e)
{
	bool limit = is_stack(m, e) && strstr(e->reason, "exceeded the specified timeout");
	if (!limit || !m->suspicion.logical_id)
		return;
	m->cause.logical_id = m->suspicion.logical_id;
	m->cause.type = m->suspicion.type;
}

/* What a voice had said before is nearer to the cause than AWS's summary of it. */
static void take_said(struct model *m)
{
	const struct cew_root_cause *before = &m->suspicion;
	if (!before->logical_id || strcmp(before->logical_id, m->cause.logical_id) != 0)
		return;
	m->cause.said = before->reason;
	m->cause.meaning = before->meaning;
	m->cause.remedy = before->remedy;
}

void model_cause(struct model *m, enum cew_operation operation)
{
	const struct cew_event_row *e = earliest(m, operation, failed_itself);
	if (!e)
		e = earliest(m, operation, nested_failed);
	if (!e)
		e = earliest(m, operation, stack_turned);
	m->cause.cancelled = count_cancelled(m);
	const char *id = e ? e->event_id : NULL;
	if (id == m->cause_event)
		return;
	m->cause_event = id;
	if (!e)
		return;
	const struct remedy *r = diagnose(e->type, e->reason);
	m->cause = (struct cew_root_cause){
		.logical_id = e->logical_id, .type = e->type, .reason = e->reason, .said = "", .figures = "",
		.meaning = r ? r->meaning : "", .remedy = r ? r->remedy : "", .cancelled = m->cause.cancelled,
	};
	blame_late(m, e);
	take_said(m);
}
