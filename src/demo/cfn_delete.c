/* DeleteStack and the switch that forbids it. */
#include "cloudformation.h"

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

/* An update is ended first, not deleted from under. */
static enum cew_status check_state(const struct demo_stack *s, struct cew_error *err)
{
	static const char *const busy[] = {"UPDATE_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
	                                   "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"};
	for (size_t i = 0; i < CEW_COUNT(busy); i++)
		if (strcmp(s->status, busy[i]) == 0)
			return demo_refuse(err, DEMO_INVALID, "Stack [%s] cannot be deleted while in status %s", s->name, s->status);
	return CEW_OK;
}

enum cew_status demo_delete_stack(struct demo_call *call, struct cew_error *err)
{
	const char *name = demo_query_get(&call->query, "StackName");
	bool again;
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
		status = check_state(s, err);
	if (!status)
		status = read_retained(call, s, err);
	if (!status)
		status = demo_stack_token(s, "delete", demo_query_get(&call->query, "ClientRequestToken"), &again, err);
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
	if (s->parent)
		return demo_refuse(err, DEMO_INVALID, "Termination protection cannot be updated on a nested stack: update its root stack");
	s->termination_protection = enable;
	demo_xml_text(&call->xml, "StackId", s->id);
	return CEW_OK;
}
