/* CloudFormation's actions: a further one is a function and a row. */
#include "cloudformation.h"

const struct demo_action demo_cloudformation_actions[] = {
	{"CreateStack", demo_create_stack, false},
	{"DeleteStack", demo_delete_stack, true},
	{"DescribeStackEvents", demo_describe_stack_events, false},
	{"DescribeStackResource", demo_describe_stack_resource, false},
	{"DescribeStackResources", demo_describe_stack_resources, false},
	{"DescribeStacks", demo_describe_stacks, false},
	{"GetTemplate", demo_get_template, false},
	{"GetTemplateSummary", demo_get_template_summary, false},
	{"ListStackResources", demo_list_stack_resources, false},
	{"ListStacks", demo_list_stacks, false},
	{"UpdateTerminationProtection", demo_update_termination_protection, false},
	{"ValidateTemplate", demo_validate_template, false},
	{NULL, NULL, false},
};
