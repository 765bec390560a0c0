/* CloudFormation without making anything: stacks that there are, change sets, what a template asks for. */
#include "account_room.h"
#include "cfn_body.h"
#include "lookup.h"

#include <string.h>

static const struct aws_field stack_fields[] = {
	AWS_FIELD_TEXT(struct cew_stack_entry, id, "StackId"),
	AWS_FIELD_TEXT(struct cew_stack_entry, name, "StackName"),
	AWS_FIELD_TEXT(struct cew_stack_entry, status, "StackStatus"),
	AWS_FIELD_TEXT(struct cew_stack_entry, reason, "StackStatusReason"),
	AWS_FIELD(AWS_TIME, struct cew_stack_entry, created_ms, "CreationTime"),
};
static const struct aws_shape stack_shape = AWS_SHAPE(cew_stack_entry, stack_fields, "StackName");

static const struct aws_field detail_fields[] = {
	AWS_FIELD_TEXT(struct cew_change_detail, attribute, "Target/Attribute"),
	AWS_FIELD_TEXT(struct cew_change_detail, name, "Target/Name"),
	AWS_FIELD_TEXT(struct cew_change_detail, recreation, "Target/RequiresRecreation"),
	AWS_FIELD_TEXT(struct cew_change_detail, evaluation, "Evaluation"),
	AWS_FIELD_TEXT(struct cew_change_detail, source, "ChangeSource"),
	AWS_FIELD_TEXT(struct cew_change_detail, cause, "CausingEntity"),
};
static const struct aws_shape detail_shape = AWS_SHAPE(cew_change_detail, detail_fields, NULL);

static const struct aws_field change_fields[] = {
	AWS_FIELD_TEXT(struct cew_change, action, "ResourceChange/Action"),
	AWS_FIELD_TEXT(struct cew_change, logical_id, "ResourceChange/LogicalResourceId"),
	AWS_FIELD_TEXT(struct cew_change, type, "ResourceChange/ResourceType"),
	AWS_FIELD_TEXT(struct cew_change, replacement, "ResourceChange/Replacement"),
	AWS_FIELD_TEXT(struct cew_change, physical_id, "ResourceChange/PhysicalResourceId"),
	AWS_FIELD_TEXT(struct cew_change, policy_action, "ResourceChange/PolicyAction"),
	AWS_FIELD_TEXTS(struct cew_change, scope, scope_count, "ResourceChange/Scope", NULL),
	AWS_FIELD_STRUCTS(struct cew_change, details, detail_count, "ResourceChange/Details", &detail_shape),
};
static const struct aws_shape change_shape = AWS_SHAPE(cew_change, change_fields, NULL);

static const struct aws_field change_set_fields[] = {
	AWS_FIELD_TEXT(struct cew_change_set, id, "ChangeSetId|Id"),
	AWS_FIELD_TEXT(struct cew_change_set, name, "ChangeSetName"),
	AWS_FIELD_TEXT(struct cew_change_set, stack_id, "StackId"),
	AWS_FIELD_TEXT(struct cew_change_set, stack_name, "StackName"),
	AWS_FIELD_TEXT(struct cew_change_set, status, "Status"),
	AWS_FIELD_TEXT(struct cew_change_set, reason, "StatusReason"),
	AWS_FIELD_TEXT(struct cew_change_set, execution_status, "ExecutionStatus"),
	AWS_FIELD_STRUCTS(struct cew_change_set, changes, change_count, "Changes", &change_shape),
};
static const struct aws_shape change_set_shape = AWS_SHAPE(cew_change_set, change_set_fields, "ChangeSetId|Id");

static const struct aws_field parameter_fields[] = {
	AWS_FIELD_TEXT(struct cew_template_parameter, name, "ParameterKey"),
	AWS_FIELD_TEXT(struct cew_template_parameter, type, "ParameterType"),
	AWS_FIELD_TEXT(struct cew_template_parameter, default_value, "DefaultValue"),
	AWS_FIELD_TEXT(struct cew_template_parameter, description, "Description"),
	AWS_FIELD_BOOL(struct cew_template_parameter, no_echo, "NoEcho"),
};
static const struct aws_shape parameter_shape = AWS_SHAPE(cew_template_parameter, parameter_fields, "ParameterKey");

static const struct aws_field summary_fields[] = {
	AWS_FIELD_TEXT(struct cew_template_summary, description, "Description"),
	AWS_FIELD_TEXT(struct cew_template_summary, capabilities_reason, "CapabilitiesReason"),
	AWS_FIELD_TEXTS(struct cew_template_summary, capabilities, capability_count, "Capabilities", NULL),
	AWS_FIELD_TEXTS(struct cew_template_summary, resource_types, resource_type_count, "ResourceTypes", NULL),
	AWS_FIELD_TEXTS(struct cew_template_summary, transforms, transform_count, "DeclaredTransforms", NULL),
	AWS_FIELD_STRUCTS(struct cew_template_summary, parameters, parameter_count, "Parameters", &parameter_shape),
};
static const struct aws_shape summary_shape = AWS_SHAPE(cew_template_summary, summary_fields, NULL);

/* Each page tells the whole set again, with other changes. */
static bool join_changes(struct aws_lookup *l, struct cew_found *found)
{
	struct cew_change_set *sets = l->items.items;
	struct cew_change *all;
	size_t count = 0;

	found->count = 1;
	if (l->items.len == 1)
		return true;
	for (size_t i = 0; i < l->items.len; i++)
		count += sets[i].change_count;
	if (count == 0)
		return true;
	all = aws_arena_take(&l->arena, count, sizeof(*all));
	if (!all)
		return false;
	count = 0;
	for (size_t i = 0; i < l->items.len; i++) {
		if (sets[i].change_count > 0)
			memcpy(all + count, sets[i].changes, sets[i].change_count * sizeof(*all));
		count += sets[i].change_count;
	}
	sets[0].changes = all;
	sets[0].change_count = count;
	return true;
}

static const struct aws_find stacks = {
	.call = AWS_CALL(AWS_CLOUDFORMATION, "ListStacks"),
	.shape = &stack_shape,
	.at = "StackSummaries",
	.list = true,
	.token_out = "NextToken",
	.token_in = "NextToken",
};
static const struct aws_find create_change_set = {
	.call = AWS_CALL(AWS_CLOUDFORMATION, "CreateChangeSet"), .shape = &change_set_shape, .at = "."};
static const struct aws_find change_set = {
	.call = AWS_CALL(AWS_CLOUDFORMATION, "DescribeChangeSet"),
	.shape = &change_set_shape,
	.at = ".",
	.token_out = "NextToken",
	.token_in = "NextToken",
	.finish = join_changes,
};
static const struct aws_find delete_change_set = {.call = AWS_CALL(AWS_CLOUDFORMATION, "DeleteChangeSet"), .at = "."};
static const struct aws_find summary = {
	.call = AWS_CALL(AWS_CLOUDFORMATION, "GetTemplateSummary"), .shape = &summary_shape, .at = "."};

/* All but DELETE_COMPLETE: those that were deleted go on to be listed for 90 days. */
static const char *const statuses[] = {
	"CREATE_IN_PROGRESS", "CREATE_FAILED", "CREATE_COMPLETE", "ROLLBACK_IN_PROGRESS", "ROLLBACK_FAILED", "ROLLBACK_COMPLETE",
	"DELETE_IN_PROGRESS", "DELETE_FAILED", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_COMPLETE",
	"UPDATE_FAILED", "UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_ROLLBACK_FAILED", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
	"UPDATE_ROLLBACK_COMPLETE", "REVIEW_IN_PROGRESS", "IMPORT_IN_PROGRESS", "IMPORT_COMPLETE", "IMPORT_ROLLBACK_IN_PROGRESS",
	"IMPORT_ROLLBACK_FAILED", "IMPORT_ROLLBACK_COMPLETE",
};

uint64_t aws_cfn_stacks(void *self, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&stacks, &request);
	aws_query_list(&request.body, "StackStatusFilter", statuses, CEW_COUNT(statuses));
	return aws_lookup_start(self, &stacks, &request, done, arg, err);
}

uint64_t aws_cfn_create_change_set(void *self, const struct cew_create_request *r, const char *name, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&create_change_set, &request);
	aws_query_text(&request.body, "StackName", r->stack_name);
	aws_query_text(&request.body, "ChangeSetName", name);
	aws_query_text(&request.body, "ChangeSetType", "CREATE");
	aws_cfn_add_contents(&request.body, r);
	aws_query_text(&request.body, "RoleARN", r->role_arn);
	aws_query_text(&request.body, "ClientToken", r->token);
	aws_query_text(&request.body, "TemplateBody", r->template_body);
	return aws_lookup_start(self, &create_change_set, &request, done, arg, err);
}

uint64_t aws_cfn_change_set(void *self, const char *id, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&change_set, &request);
	aws_query_text(&request.body, "ChangeSetName", id);
	return aws_lookup_start(self, &change_set, &request, done, arg, err);
}

uint64_t aws_cfn_delete_change_set(void *self, const char *id, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&delete_change_set, &request);
	aws_query_text(&request.body, "ChangeSetName", id);
	return aws_lookup_start(self, &delete_change_set, &request, done, arg, err);
}

uint64_t aws_cfn_template_summary(void *self, const struct cew_template_source *what, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&summary, &request);
	aws_query_text(&request.body, "TemplateURL", what->url);
	aws_query_text(&request.body, "TemplateBody", what->url ? NULL : what->body);
	return aws_lookup_start(self, &summary, &request, done, arg, err);
}
