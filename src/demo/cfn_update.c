/* UpdateStack, and what can be done when an update does not go well. */
#include "cloudformation.h"

#include <stdlib.h>
#include <string.h>

/* ---- may it be updated? ---- */

static bool is_one_of(const char *status, const char *const *list)
{
	while (*list && strcmp(*list, status) != 0)
		list++;
	return *list != NULL;
}

enum cew_status demo_check_updatable(const struct demo_stack *s, bool disable_rollback, struct cew_error *err)
{
	static const char *const at_rest[] = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", NULL};
	static const char *const halfway[] = {"CREATE_FAILED", "UPDATE_FAILED", NULL};
	if (is_one_of(s->status, at_rest) || (disable_rollback && is_one_of(s->status, halfway)))
		return CEW_OK;
	return demo_refuse(err, DEMO_INVALID, "Stack:%s is in %s state and can not be updated.", s->id, s->status);
}

enum cew_status demo_stack_set_role(struct demo_stack *s, const char *role, struct cew_error *err)
{
	char *copy = cew_strdup(role);
	if (!role)
		return CEW_OK;
	if (!copy)
		return cew_fail_memory(err);
	free(s->role_arn);
	s->role_arn = copy;
	return CEW_OK;
}

/* ---- UpdateStack ---- */

static enum cew_status refuse_no_changes(struct demo_version *v, struct cew_error *err)
{
	struct cew_vec changes;
	bool others;
	cew_vec_init(&changes, sizeof(struct demo_resource_change));
	enum cew_status status = demo_find_changes(v, &changes, &others, err);
	if (!status && changes.len == 0 && !others)
		status = demo_refuse(err, DEMO_INVALID, "No updates are to be performed.");
	demo_changes_finish(&changes);
	return status;
}

static enum cew_status read_update(struct demo_call *call, struct demo_stack *s, bool disable_rollback,
                                   struct cew_error *err)
{
	const char *role = demo_query_get(&call->query, "RoleARN");
	struct demo_version *v = demo_version_create(s);
	bool again;
	if (!v)
		return cew_fail_memory(err);
	enum cew_status status = demo_check_role(role, err);
	if (!status)
		status = demo_read_version(call, v, err);
	if (!status)
		status = refuse_no_changes(v, err);
	if (!status)
		status = demo_stack_token(s, "update", demo_query_get(&call->query, "ClientRequestToken"), &again, err);
	if (!status)
		status = demo_stack_set_role(s, role, err);
	if (!status && !demo_stack_adopt(s, v))
		status = cew_fail_memory(err);
	if (status)
		demo_version_destroy(v);
	else
		s->disable_rollback = disable_rollback;
	return status;
}

static bool was_asked_before(const struct demo_stack *s, const char *token)
{
	for (size_t i = 0; token && i < s->tokens.len; i++) {
		const struct demo_pair *used = cew_vec_at(&s->tokens, i);
		if (strcmp(used->value, token) == 0 && strcmp(used->key, "update") == 0)
			return true;
	}
	return false;
}

enum cew_status demo_update_stack(struct demo_call *call, struct cew_error *err)
{
	const char *token = demo_query_get(&call->query, "ClientRequestToken");
	struct demo_stack *s;
	bool disable;
	enum cew_status status = demo_check_token(token, err);
	if (!status)
		status = demo_read_bool(call, "DisableRollback", false, &disable, err);
	if (!status)
		status = demo_find_stack(call, "Stack [%s] does not exist", &s, err);
	if (status)
		return status;
	if (!was_asked_before(s, token)) {
		status = demo_check_updatable(s, disable, err);
		if (!status)
			status = read_update(call, s, disable, err);
		if (status)
			return status;
		demo_change_sets_outdate(s, NULL);
		demo_engine_update(s);
	}
	demo_xml_text(&call->xml, "StackId", s->id);
	return CEW_OK;
}

/* ---- CancelUpdateStack ---- */

enum cew_status demo_cancel_update_stack(struct demo_call *call, struct cew_error *err)
{
	const char *token = demo_query_get(&call->query, "ClientRequestToken");
	struct demo_stack *s;
	bool again;
	enum cew_status status = demo_check_token(token, err);
	if (!status)
		status = demo_find_stack(call, "Stack [%s] does not exist", &s, err);
	if (status)
		return status;
	if (strcmp(s->status, "UPDATE_IN_PROGRESS") != 0)
		return demo_refuse(err, DEMO_INVALID, "CancelUpdateStack cannot be called from current stack status");
	status = demo_stack_token(s, "cancel", token, &again, err);
	if (!status)
		demo_engine_cancel_update(s);
	return status;
}

/* ---- ContinueUpdateRollback ---- */

static enum cew_status read_skipped(struct demo_call *call, struct demo_stack *s, struct cew_error *err)
{
	size_t count = demo_query_members(&call->query, "ResourcesToSkip");
	demo_texts_finish(&s->skip);
	cew_vec_init(&s->skip, sizeof(char *));
	for (size_t n = 1; n <= count; n++) {
		const char *id = demo_query_getf(&call->query, "ResourcesToSkip.member.%zu", n);
		const struct demo_resource *r = id ? demo_version_find(s->now, id) : NULL;
		if (!r || !r->status || strcmp(r->status, "UPDATE_FAILED") != 0)
			return demo_refuse(err, DEMO_INVALID,
			                   "Resource [%s] cannot be skipped: only those in the state UPDATE_FAILED can", id ? id : "");
		if (!demo_text_add(&s->skip, id))
			return cew_fail_memory(err);
	}
	return CEW_OK;
}

enum cew_status demo_continue_update_rollback(struct demo_call *call, struct cew_error *err)
{
	const char *token = demo_query_get(&call->query, "ClientRequestToken");
	struct demo_stack *s;
	bool again;
	enum cew_status status = demo_check_token(token, err);
	if (!status)
		status = demo_find_stack(call, "Stack [%s] does not exist", &s, err);
	if (status)
		return status;
	if (strcmp(s->status, "UPDATE_ROLLBACK_FAILED") != 0)
		return demo_refuse(err, DEMO_INVALID, "Stack:%s is in %s state and can not continue update rollback.", s->id,
		                   s->status);
	status = read_skipped(call, s, err);
	if (!status)
		status = demo_stack_token(s, "continue", token, &again, err);
	if (!status)
		demo_engine_continue_rollback(s);
	return status;
}
