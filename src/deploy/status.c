/* Statuses: which are at rest, which mean success. The table is CloudFormation's whole list of stack statuses. */
#include "model.h"

#include <assert.h>
#include <string.h>

struct status_row {
	const char *name;
	bool at_rest;
	int success_of; /* the operation that succeeds with it; -1: none */
};

static const struct status_row statuses[] = {
	{"CREATE_IN_PROGRESS", false, -1},
	{"CREATE_COMPLETE", true, CEW_OPERATION_CREATE},
	{"CREATE_FAILED", true, -1},
	{"ROLLBACK_IN_PROGRESS", false, -1},
	{"ROLLBACK_COMPLETE", true, -1},
	{"ROLLBACK_FAILED", true, -1},
	{"DELETE_IN_PROGRESS", false, -1},
	{"DELETE_COMPLETE", true, CEW_OPERATION_DELETE},
	{"DELETE_FAILED", true, -1},
	{"UPDATE_IN_PROGRESS", false, -1},
	{"UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", false, -1},
	{"UPDATE_COMPLETE", true, CEW_OPERATION_UPDATE},
	{"UPDATE_FAILED", true, -1},
	{"UPDATE_ROLLBACK_IN_PROGRESS", false, -1},
	{"UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", false, -1},
	{"UPDATE_ROLLBACK_COMPLETE", true, -1},
	{"UPDATE_ROLLBACK_FAILED", true, -1},
	{"REVIEW_IN_PROGRESS", true, -1}, /* only a change set exists; nothing moves */
	{"IMPORT_IN_PROGRESS", false, -1},
	{"IMPORT_COMPLETE", true, CEW_OPERATION_UPDATE},
	{"IMPORT_ROLLBACK_IN_PROGRESS", false, -1},
	{"IMPORT_ROLLBACK_COMPLETE", true, -1},
	{"IMPORT_ROLLBACK_FAILED", true, -1},
};

static const struct status_row *find(const char *name)
{
	for (size_t i = 0; i < CEW_COUNT(statuses); i++)
		if (strcmp(statuses[i].name, name) == 0)
			return &statuses[i];
	return NULL;
}

bool cew_status_at_rest(const char *stack_status)
{
	const struct status_row *row = find(stack_status);
	if (row)
		return row->at_rest;
	return *stack_status && !text_ends(stack_status, "_IN_PROGRESS"); /* AWS may add some */
}

bool cew_status_succeeded(enum cew_operation operation, const char *stack_status)
{
	const struct status_row *row = find(stack_status);
	return row && row->success_of == (int)operation;
}

/* ---- of resources ---- */

bool status_in_progress(const char *status)
{
	return text_ends(status, "_IN_PROGRESS");
}

enum work work_of(const char *status)
{
	static const char *const beginnings[] = {[WORK_CREATE] = "CREATE_", [WORK_UPDATE] = "UPDATE_", [WORK_DELETE] = "DELETE_"};
	static_assert(CEW_COUNT(beginnings) == WORK_COUNT, "a beginning for every work");
	int work = WORK_CREATE;
	while (work < WORK_COUNT && !text_starts(status, beginnings[work]))
		work++;
	return (enum work)work;
}

bool row_complete(const struct cew_resource_row *row)
{
	return strcmp(row->status, "CREATE_COMPLETE") == 0 || strcmp(row->status, "UPDATE_COMPLETE") == 0 ||
	       strcmp(row->status, "IMPORT_COMPLETE") == 0;
}

bool row_gone(const struct cew_resource_row *row)
{
	return strcmp(row->status, "DELETE_COMPLETE") == 0 || strcmp(row->status, "DELETE_SKIPPED") == 0;
}

/* ---- names ---- */

static const char *const state_names[] = {
	[CEW_DEPLOY_IDLE] = "idle",
	[CEW_DEPLOY_IDENTIFYING] = "identifying",
	[CEW_DEPLOY_LOOKING] = "looking",
	[CEW_DEPLOY_DELIVERING] = "delivering",
	[CEW_DEPLOY_SUBMITTING] = "submitting",
	[CEW_DEPLOY_WATCHING] = "watching",
	[CEW_DEPLOY_FINISHING] = "finishing",
	[CEW_DEPLOY_DONE] = "done",
	[CEW_DEPLOY_STOPPED] = "stopped",
};
static_assert(CEW_COUNT(state_names) == CEW_DEPLOY_STATE_COUNT, "a name for every state");

const char *cew_deploy_state_name(enum cew_deploy_state state)
{
	return state_names[state];
}

static const char *const voice_kind_names[] = {
	[CEW_VOICE_SERVICE] = "service",
	[CEW_VOICE_TASK] = "task",
	[CEW_VOICE_LOG] = "log",
	[CEW_VOICE_NOTE] = "note",
};
static_assert(CEW_COUNT(voice_kind_names) == CEW_VOICE_KIND_COUNT, "a name for every kind of voice");

const char *cew_voice_kind_name(enum cew_voice_kind kind)
{
	return voice_kind_names[kind];
}

static const char *const operation_names[] = {
	[CEW_OPERATION_CREATE] = "create",
	[CEW_OPERATION_UPDATE] = "update",
	[CEW_OPERATION_DELETE] = "delete",
};
static_assert(CEW_COUNT(operation_names) == CEW_OPERATION_COUNT, "a name for every operation");

const char *cew_operation_name(enum cew_operation operation)
{
	return operation_names[operation];
}
