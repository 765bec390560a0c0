/* CloudFormation, what changes a stack that is there: change sets of updates, updates, their ends, protection, deletion. */
#include "cfn_body.h"
#include "lookup.h"
#include "operations_room.h"

static const struct aws_field made_fields[] = {
	AWS_FIELD_TEXT(struct cew_change_set, id, "Id"),
	AWS_FIELD_TEXT(struct cew_change_set, name, "ChangeSetName"),
	AWS_FIELD_TEXT(struct cew_change_set, stack_id, "StackId"),
	AWS_FIELD_TEXT(struct cew_change_set, stack_name, "StackName"),
	AWS_FIELD_TEXT(struct cew_change_set, status, "Status"),
	AWS_FIELD_TEXT(struct cew_change_set, reason, "StatusReason"),
	AWS_FIELD_TEXT(struct cew_change_set, execution_status, "ExecutionStatus"),
};
static const struct aws_shape made_shape = AWS_SHAPE(cew_change_set, made_fields, "Id");

static const struct aws_field id_fields[] = {
	AWS_FIELD_TEXT(struct cew_arn, arn, "StackId"),
};
static const struct aws_shape id_shape = AWS_SHAPE(cew_arn, id_fields, "StackId");

#define CHANGE(action) {.call = AWS_CALL(AWS_CLOUDFORMATION, action), .at = "."}

static const struct aws_find create_change_set = {
	.call = AWS_CALL(AWS_CLOUDFORMATION, "CreateChangeSet"), .shape = &made_shape, .at = "."};
static const struct aws_find update = {.call = AWS_CALL(AWS_CLOUDFORMATION, "UpdateStack"), .shape = &id_shape, .at = "."};
static const struct aws_find execute = CHANGE("ExecuteChangeSet");
static const struct aws_find cancel_update = CHANGE("CancelUpdateStack");
static const struct aws_find continue_rollback = CHANGE("ContinueUpdateRollback");
static const struct aws_find protect = CHANGE("UpdateTerminationProtection");
static const struct aws_find delete_stack = CHANGE("DeleteStack");

/* ---- updates ---- */

static void add_parameters(struct cew_buf *body, const struct cew_update_request *r)
{
	for (size_t i = 0; i < r->parameter_count; i++) {
		const struct cew_update_parameter *p = &r->parameters[i];

		aws_query_member(body, "Parameters", i + 1, "ParameterKey", p->name);
		if (p->use_previous)
			aws_query_member(body, "Parameters", i + 1, "UsePreviousValue", "true");
		else
			aws_query_member(body, "Parameters", i + 1, "ParameterValue", p->value);
	}
}

static void add_update(struct cew_buf *body, const struct cew_update_request *r)
{
	aws_query_text(body, "StackName", r->stack);
	aws_query_text(body, "TemplateURL", r->template_url);
	if (r->use_previous_template)
		aws_query_bool(body, "UsePreviousTemplate", true);
	add_parameters(body, r);
	aws_cfn_add_tags(body, r->tags, r->tag_count);
	aws_query_list(body, "NotificationARNs", r->notification_arns, r->notification_count);
	aws_query_list(body, "Capabilities", r->capabilities, r->capability_count);
	aws_query_text(body, "RoleARN", r->role_arn);
}

uint64_t aws_cfn_create_update_change_set(void *self, const struct cew_update_request *what, const char *name, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&create_change_set, &request);
	aws_query_text(&request.body, "ChangeSetName", name);
	aws_query_text(&request.body, "ChangeSetType", "UPDATE");
	add_update(&request.body, what);
	aws_query_text(&request.body, "ClientToken", what->token);
	aws_query_text(&request.body, "TemplateBody", what->template_body);
	return aws_lookup_start(self, &create_change_set, &request, done, arg, err);
}

uint64_t aws_cfn_update_stack(void *self, const struct cew_update_request *what, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&update, &request);
	add_update(&request.body, what);
	if (what->disable_rollback)
		aws_query_bool(&request.body, "DisableRollback", true);
	aws_query_text(&request.body, "ClientRequestToken", what->token);
	aws_query_text(&request.body, "TemplateBody", what->template_body);
	return aws_lookup_start(self, &update, &request, done, arg, err);
}

uint64_t aws_cfn_execute_change_set(void *self, const struct cew_change_set_execution *what, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&execute, &request);
	aws_query_text(&request.body, "ChangeSetName", what->id);
	if (what->disable_rollback)
		aws_query_bool(&request.body, "DisableRollback", true);
	aws_query_text(&request.body, "ClientRequestToken", what->token);
	return aws_lookup_start(self, &execute, &request, done, arg, err);
}

/* ---- ends of updates, and of stacks ---- */

uint64_t aws_cfn_cancel_update(void *self, const char *name_or_id, const char *token, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&cancel_update, &request);
	aws_query_text(&request.body, "StackName", name_or_id);
	aws_query_text(&request.body, "ClientRequestToken", token);
	return aws_lookup_start(self, &cancel_update, &request, done, arg, err);
}

uint64_t aws_cfn_continue_rollback(void *self, const struct cew_rollback_request *what, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&continue_rollback, &request);
	aws_query_text(&request.body, "StackName", what->stack);
	aws_query_list(&request.body, "ResourcesToSkip", what->skip, what->skip_count);
	aws_query_text(&request.body, "RoleARN", what->role_arn);
	aws_query_text(&request.body, "ClientRequestToken", what->token);
	return aws_lookup_start(self, &continue_rollback, &request, done, arg, err);
}

uint64_t aws_cfn_set_termination_protection(void *self, const char *name_or_id, bool on, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&protect, &request);
	aws_query_text(&request.body, "StackName", name_or_id);
	aws_query_bool(&request.body, "EnableTerminationProtection", on);
	return aws_lookup_start(self, &protect, &request, done, arg, err);
}

uint64_t aws_cfn_delete_retaining(void *self, const struct cew_delete_request *what, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&delete_stack, &request);
	aws_query_text(&request.body, "StackName", what->stack);
	aws_query_list(&request.body, "RetainResources", what->retain, what->retain_count);
	aws_query_text(&request.body, "RoleARN", what->role_arn);
	aws_query_text(&request.body, "ClientRequestToken", what->token);
	return aws_lookup_start(self, &delete_stack, &request, done, arg, err);
}
