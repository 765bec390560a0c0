/* DeleteStack and the switch that forbids it. */
#include "cloudformation.h"

#include <stdlib.h>
#include <string.h>

/* Only what could not be deleted before may be left behind. */
static enum cew_status read_retained(const struct demo_call *call, struct demo_stack *s, struct cew_error *err)
{
	size_t count = demo_query_members(&call->query, "RetainResources");
	demo_texts_finish(&s->retain);
	if (count > 0 && strcmp(s->status, "DELETE_FAILED") != 0)
		return demo_refuse(err, DEMO_INVALID,
		                   "Invalid operation on stack [%s]. You can only specify RetainResources when the "
		                   "stack status is DELETE_FAILED",
		                   s->id);
	for (size_t n = 1; n <= count; n++) {
		const char *id = demo_query_getf(&call->query, "RetainResources.member.%zu", n);
		if (!id || !demo_resource_find(s, id))
			return demo_refuse(err, DEMO_INVALID, "Resource [%s] does not exist in the stack", id ? id : "");
		if (!demo_text_add(&s->retain, id))
			return cew_fail_memory(err);
	}
	return CEW_OK;
}

static enum cew_status take_token(const struct demo_call *call, struct demo_stack *s, struct cew_error *err)
{
	const char *token = demo_query_get(&call->query, "ClientRequestToken");
	if (token && s->create_token && strcmp(token, s->create_token) == 0)
		return demo_refuse(err, "TokenAlreadyExistsException", "Token [%s] already exists", token);
	/* Events point to the token of their operation: an earlier deletion's stays where it is if it is the same. */
	if (token && s->delete_token && strcmp(token, s->delete_token) == 0)
		return CEW_OK;
	char *copy = cew_strdup(token);
	if (token && !copy)
		return cew_fail_memory(err);
	if (s->delete_token && !cew_vec_push(&s->old_tokens, &s->delete_token)) {
		free(copy);
		return cew_fail_memory(err);
	}
	s->delete_token = copy;
	s->token = copy;
	return CEW_OK;
}

enum cew_status demo_delete_stack(struct demo_call *call, struct cew_error *err)
{
	const char *name = demo_query_get(&call->query, "StackName");
	enum cew_status status = demo_check_token(demo_query_get(&call->query, "ClientRequestToken"), err);
	if (status)
		return status;
	if (!name || !*name)
		return demo_find_stack(call, "%s", &(struct demo_stack *){NULL}, err);
	struct demo_stack *s = demo_stack_find(call->demo, call->region, name);
	/* AWS says yes to what is gone, or never was. */
	if (!s || demo_stack_is_deleted(s) || s->work == DEMO_DELETING_ALL)
		return CEW_OK;
	if (s->termination_protection)
		return demo_refuse(err, DEMO_INVALID, "Stack [%s] cannot be deleted while TerminationProtection is enabled",
		                   s->name);
	status = demo_check_role(demo_query_get(&call->query, "RoleARN"), err);
	if (!status)
		status = read_retained(call, s, err);
	if (!status)
		status = take_token(call, s, err);
	if (!status)
		demo_engine_delete(s);
	return status;
}

enum cew_status demo_update_termination_protection(struct demo_call *call, struct cew_error *err)
{
	struct demo_stack *s;
	bool enable;
	if (!demo_query_get(&call->query, "EnableTerminationProtection"))
		return demo_refuse(err, DEMO_INVALID,
		                   "1 validation error detected: Value null at 'enableTerminationProtection' failed "
		                   "to satisfy constraint: Member must not be null");
	enum cew_status status = demo_read_bool(call, "EnableTerminationProtection", false, &enable, err);
	if (!status)
		status = demo_find_stack(call, "Stack [%s] does not exist", &s, err);
	if (status)
		return status;
	if (demo_stack_is_deleted(s))
		return demo_refuse(err, DEMO_INVALID, "Stack [%s] is in DELETE_COMPLETE state and can not be updated.", s->id);
	s->termination_protection = enable;
	demo_xml_text(&call->xml, "StackId", s->id);
	return CEW_OK;
}
