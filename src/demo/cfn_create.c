/* CreateStack: everything that AWS checks before it says yes, then the stack. */
#include "cloudformation.h"

#include <stdlib.h>
#include <string.h>

/* ---- options ---- */

static enum cew_status read_on_failure(const struct demo_call *call, struct demo_stack *s, struct cew_error *err)
{
	static const char *const ways[] = {"ROLLBACK", "DELETE", "DO_NOTHING"};
	const char *given = demo_query_get(&call->query, "OnFailure");
	bool disable;
	enum cew_status status = demo_read_bool(call, "DisableRollback", false, &disable, err);
	if (status)
		return status;
	if (given && demo_query_get(&call->query, "DisableRollback"))
		return demo_refuse(err, DEMO_INVALID, "Either DisableRollback or OnFailure can be specified, not both.");
	s->on_failure = disable ? "DO_NOTHING" : "ROLLBACK";
	for (size_t i = 0; given && i < CEW_COUNT(ways); i++)
		if (strcmp(given, ways[i]) == 0)
			s->on_failure = ways[i];
	if (given && strcmp(given, s->on_failure) != 0)
		return demo_constraint(err, given, "onFailure",
		                       "Member must satisfy enum value set: [ROLLBACK, DELETE, DO_NOTHING]");
	s->disable_rollback = strcmp(s->on_failure, "DO_NOTHING") == 0;
	return CEW_OK;
}

static enum cew_status read_timeout(const struct demo_call *call, struct demo_stack *s, struct cew_error *err)
{
	const char *text = demo_query_get(&call->query, "TimeoutInMinutes");
	char *end;
	if (!text)
		return CEW_OK;
	long minutes = strtol(text, &end, 10);
	if (!*text || *end)
		return demo_refuse(err, "MalformedInput", "TimeoutInMinutes must be an integer");
	if (minutes < 1)
		return demo_constraint(err, text, "timeoutInMinutes", "Member must have value greater than or equal to 1");
	s->timeout_minutes = minutes > 43200 ? 43200 : (unsigned)minutes;
	return CEW_OK;
}

static enum cew_status read_options(const struct demo_call *call, struct demo_stack *s, struct cew_error *err)
{
	const char *role = demo_query_get(&call->query, "RoleARN");
	enum cew_status status = demo_check_role(role, err);
	if (!status)
		status = demo_check_token(demo_query_get(&call->query, "ClientRequestToken"), err);
	if (!status)
		status = read_on_failure(call, s, err);
	if (!status)
		status = read_timeout(call, s, err);
	if (!status)
		status = demo_read_bool(call, "EnableTerminationProtection", false, &s->termination_protection, err);
	return status ? status : demo_stack_set_role(s, role, err);
}

/* ---- the action ---- */

enum cew_status demo_check_stack_quota(const struct demo_call *call, struct cew_error *err)
{
	long count = 0, allowed = demo_quota(call->demo, "L-0485CB21");
	for (size_t i = 0; i < call->demo->stacks.len; i++) {
		const struct demo_stack *s = *(struct demo_stack **)cew_vec_at(&call->demo->stacks, i);
		count += !demo_stack_is_deleted(s) && strcmp(s->region, call->region) == 0;
	}
	if (allowed >= 0 && count >= allowed)
		return demo_refuse(err, "LimitExceededException", "Limit for stack has been exceeded");
	return CEW_OK;
}

static enum cew_status read_stack(struct demo_call *call, struct demo_stack *s, struct cew_error *err)
{
	const char *token = demo_query_get(&call->query, "ClientRequestToken");
	struct demo_version *v = demo_version_create(s);
	bool again;
	if (!v)
		return cew_fail_memory(err);
	enum cew_status status = read_options(call, s, err);
	if (!status)
		status = demo_read_version(call, v, err);
	if (!status)
		status = demo_stack_token(s, "create", token, &again, err);
	if (!status && !demo_stack_adopt(s, v))
		status = cew_fail_memory(err);
	if (status)
		demo_version_destroy(v);
	return status;
}

static bool is_stub(const struct demo_stack *s)
{
	return strcmp(s->status, "REVIEW_IN_PROGRESS") == 0;
}

/* The same request sent again, because its answer was lost, gets the same answer. */
static enum cew_status answer_existing(struct demo_call *call, struct demo_stack *s, struct cew_error *err)
{
	const char *token = demo_query_get(&call->query, "ClientRequestToken");
	bool again = false;
	for (size_t i = 0; token && i < s->tokens.len; i++)
		if (strcmp(((struct demo_pair *)cew_vec_at(&s->tokens, i))->value, token) == 0) {
			enum cew_status status = demo_stack_token(s, "create", token, &again, err);
			if (status)
				return status;
		}
	if (!again)
		return demo_refuse(err, "AlreadyExistsException", "Stack [%s] already exists", s->name);
	demo_xml_text(&call->xml, "StackId", s->id);
	return CEW_OK;
}

/* What a change set left behind becomes the stack itself. */
static enum cew_status create_from_stub(struct demo_call *call, struct demo_stack *s, struct cew_error *err)
{
	enum cew_status status = read_stack(call, s, err);
	if (status)
		return status;
	demo_change_sets_outdate(s, NULL);
	demo_engine_create(s);
	demo_xml_text(&call->xml, "StackId", s->id);
	return CEW_OK;
}

enum cew_status demo_create_stack(struct demo_call *call, struct cew_error *err)
{
	const char *name = demo_query_get(&call->query, "StackName");
	enum cew_status status = demo_check_stack_name(name, err);
	if (status)
		return status;
	struct demo_stack *existing = demo_stack_find(call->demo, call->region, name);
	if (existing)
		return is_stub(existing) ? create_from_stub(call, existing, err) : answer_existing(call, existing, err);
	status = demo_check_stack_quota(call, err);
	if (status)
		return status;
	struct demo_stack *s = demo_stack_create(call->demo, call->region, name);
	status = s ? read_stack(call, s, err) : cew_fail_memory(err);
	if (!status && !cew_vec_push(&call->demo->stacks, &s))
		status = cew_fail_memory(err);
	if (status) {
		demo_stack_destroy(s);
		return status;
	}
	demo_engine_create(s);
	demo_xml_text(&call->xml, "StackId", s->id);
	return CEW_OK;
}
