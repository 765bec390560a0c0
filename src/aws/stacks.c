/* CloudFormation, what there is: stacks in full, their resources, their templates. */
#include "lookup.h"
#include "operations_room.h"

static const struct aws_field parameter_fields[] = {
	AWS_FIELD_TEXT(struct cew_stack_parameter, name, "ParameterKey"),
	AWS_FIELD_TEXT(struct cew_stack_parameter, value, "ParameterValue"),
	AWS_FIELD_TEXT(struct cew_stack_parameter, resolved, "ResolvedValue"),
};
static const struct aws_shape parameter_shape = AWS_SHAPE(cew_stack_parameter, parameter_fields, "ParameterKey");

static const struct aws_field output_fields[] = {
	AWS_FIELD_TEXT(struct cew_stack_output, key, "OutputKey"),
	AWS_FIELD_TEXT(struct cew_stack_output, value, "OutputValue"),
	AWS_FIELD_TEXT(struct cew_stack_output, description, "Description"),
};
static const struct aws_shape output_shape = AWS_SHAPE(cew_stack_output, output_fields, "OutputKey");

static const struct aws_field stack_fields[] = {
	AWS_FIELD_TEXT(struct cew_stack_detail, id, "StackId"),
	AWS_FIELD_TEXT(struct cew_stack_detail, name, "StackName"),
	AWS_FIELD_TEXT(struct cew_stack_detail, status, "StackStatus"),
	AWS_FIELD_TEXT(struct cew_stack_detail, reason, "StackStatusReason"),
	AWS_FIELD_TEXT(struct cew_stack_detail, description, "Description"),
	AWS_FIELD_TEXT(struct cew_stack_detail, role_arn, "RoleARN"),
	AWS_FIELD_TEXT(struct cew_stack_detail, parent_id, "ParentId"),
	AWS_FIELD_TEXT(struct cew_stack_detail, root_id, "RootId"),
	AWS_FIELD_TEXT(struct cew_stack_detail, change_set_id, "ChangeSetId"),
	AWS_FIELD(AWS_TIME, struct cew_stack_detail, created_ms, "CreationTime"),
	AWS_FIELD(AWS_TIME, struct cew_stack_detail, updated_ms, "LastUpdatedTime"),
	AWS_FIELD(AWS_TIME, struct cew_stack_detail, deleted_ms, "DeletionTime"),
	AWS_FIELD_INT(struct cew_stack_detail, timeout_minutes, "TimeoutInMinutes"),
	AWS_FIELD_BOOL(struct cew_stack_detail, termination_protection, "EnableTerminationProtection"),
	AWS_FIELD_BOOL(struct cew_stack_detail, rollback_disabled, "DisableRollback"),
	AWS_FIELD_STRUCTS(struct cew_stack_detail, parameters, parameter_count, "Parameters", &parameter_shape),
	AWS_FIELD_STRUCTS(struct cew_stack_detail, tags, tag_count, "Tags", &aws_pair_shape),
	AWS_FIELD_STRUCTS(struct cew_stack_detail, outputs, output_count, "Outputs", &output_shape),
	AWS_FIELD_TEXTS(struct cew_stack_detail, capabilities, capability_count, "Capabilities", NULL),
	AWS_FIELD_TEXTS(struct cew_stack_detail, notification_arns, notification_count, "NotificationARNs", NULL),
};
static const struct aws_shape stack_shape = AWS_SHAPE(cew_stack_detail, stack_fields, "StackStatus");

static const struct aws_field resource_fields[] = {
	AWS_FIELD_TEXT(struct cew_stack_resource, logical_id, "LogicalResourceId"),
	AWS_FIELD_TEXT(struct cew_stack_resource, physical_id, "PhysicalResourceId"),
	AWS_FIELD_TEXT(struct cew_stack_resource, type, "ResourceType"),
	AWS_FIELD_TEXT(struct cew_stack_resource, status, "ResourceStatus"),
	AWS_FIELD_TEXT(struct cew_stack_resource, reason, "ResourceStatusReason"),
	AWS_FIELD(AWS_TIME, struct cew_stack_resource, time_ms, "LastUpdatedTimestamp"),
};
static const struct aws_shape resource_shape = AWS_SHAPE(cew_stack_resource, resource_fields, "LogicalResourceId");

static const struct aws_field template_fields[] = {
	AWS_FIELD_TEXT(struct cew_template_text, body, "TemplateBody"),
};
static const struct aws_shape template_shape = AWS_SHAPE(cew_template_text, template_fields, "TemplateBody");

#define LIST(action, name, its_shape) \
	{.call = AWS_CALL(AWS_CLOUDFORMATION, action), .shape = &(its_shape), .at = name, .list = true, \
	 .token_out = "NextToken", .token_in = "NextToken"}

static const struct aws_find stacks = LIST("DescribeStacks", "Stacks", stack_shape);
static const struct aws_find resources = LIST("ListStackResources", "StackResourceSummaries", resource_shape);
static const struct aws_find template = {
	.call = AWS_CALL(AWS_CLOUDFORMATION, "GetTemplate"), .shape = &template_shape, .at = "."};

static uint64_t of_stack(void *self, const struct aws_find *find, const char *name_or_id, const char *stage, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(find, &request);
	aws_query_text(&request.body, "StackName", name_or_id);
	aws_query_text(&request.body, "TemplateStage", stage);
	return aws_lookup_start(self, find, &request, done, arg, err);
}

uint64_t aws_cfn_stack_details(void *self, const char *name_or_id, CEW_TOLD_TO)
{
	return of_stack(self, &stacks, name_or_id, NULL, done, arg, err);
}

uint64_t aws_cfn_stack_resources(void *self, const char *name_or_id, CEW_TOLD_TO)
{
	return of_stack(self, &resources, name_or_id, NULL, done, arg, err);
}

uint64_t aws_cfn_stack_template(void *self, const char *name_or_id, CEW_TOLD_TO)
{
	return of_stack(self, &template, name_or_id, "Original", done, arg, err);
}
