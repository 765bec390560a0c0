/* CloudFormation's actions: a further one is a function and a row. */
#include "cloudformation.h"

const struct demo_action demo_cloudformation_actions[] = {
	{"CancelUpdateStack", demo_cancel_update_stack, true, NULL},
	{"ContinueUpdateRollback", demo_continue_update_rollback, false, NULL},
	{"CreateChangeSet", demo_create_change_set, false, NULL},
	{"CreateStack", demo_create_stack, false, NULL},
	{"DeleteChangeSet", demo_delete_change_set, false, NULL},
	{"DeleteStack", demo_delete_stack, true, NULL},
	{"DescribeAccountLimits", demo_describe_account_limits, false, NULL},
	{"DescribeChangeSet", demo_describe_change_set, false, NULL},
	{"DescribeStackEvents", demo_describe_stack_events, false, NULL},
	{"DescribeStackResource", demo_describe_stack_resource, false, NULL},
	{"DescribeStackResources", demo_describe_stack_resources, false, NULL},
	{"DescribeStacks", demo_describe_stacks, false, NULL},
	{"ExecuteChangeSet", demo_execute_change_set, false, NULL},
	{"GetTemplate", demo_get_template, false, NULL},
	{"GetTemplateSummary", demo_get_template_summary, false, NULL},
	{"ListChangeSets", demo_list_change_sets, false, NULL},
	{"ListExports", demo_list_exports, false, NULL},
	{"ListImports", demo_list_imports, false, NULL},
	{"ListStackResources", demo_list_stack_resources, false, NULL},
	{"ListStacks", demo_list_stacks, false, NULL},
	{"UpdateStack", demo_update_stack, false, NULL},
	{"UpdateTerminationProtection", demo_update_termination_protection, false, NULL},
	{"ValidateTemplate", demo_validate_template, false, NULL},
	{NULL, NULL, false, NULL},
};
