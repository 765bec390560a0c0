/* The table of what can be asked and done once something is there. */
#include "operations_room.h"
#include "room.h"

static void cancel(void *self, uint64_t call)
{
	aws_call_cancel(self, call);
}

struct cew_operations cew_aws_operations(struct cew_aws *aws)
{
	return (struct cew_operations){
		.self = aws,
		.stack_details = aws_cfn_stack_details,
		.stack_resources = aws_cfn_stack_resources,
		.stack_template = aws_cfn_stack_template,
		.create_update_change_set = aws_cfn_create_update_change_set,
		.execute_change_set = aws_cfn_execute_change_set,
		.update_stack = aws_cfn_update_stack,
		.cancel_update = aws_cfn_cancel_update,
		.continue_rollback = aws_cfn_continue_rollback,
		.set_termination_protection = aws_cfn_set_termination_protection,
		.delete_stack = aws_cfn_delete_retaining,
		.service_arns = aws_ecs_service_arns,
		.service_details = aws_ecs_service_details,
		.task_arns = aws_ecs_task_arns,
		.tasks = aws_ecs_tasks,
		.task_definition = aws_ecs_task_definition,
		.set_desired_count = aws_ecs_set_desired_count,
		.stop_task = aws_ecs_stop_task,
		.log_streams = aws_logs_streams,
		.log_events = aws_logs_events,
		.target_health = aws_elb_target_health,
		.load_balancer_attributes = aws_elb_load_balancer_attributes,
		.set_load_balancer_attribute = aws_elb_set_load_balancer_attribute,
		.flow_logs = aws_ec2_flow_logs,
		.create_flow_logs = aws_ec2_create_flow_logs,
		.network_interfaces = aws_ec2_network_interfaces,
		.set_vpc_attribute = aws_ec2_set_vpc_attribute,
		.topic_attributes = aws_sns_topic_attributes,
		.subscriptions = aws_sns_subscriptions,
		.create_key = aws_kms_create_key,
		.create_alias = aws_kms_create_alias,
		.describe_key = aws_kms_describe_key,
		.aliases = aws_kms_aliases,
		.file_systems = aws_efs_file_systems,
		.backup_policy = aws_efs_backup_policy,
		.set_backup_policy = aws_efs_set_backup_policy,
		.bucket_contents = aws_s3_bucket_contents,
		.bucket_encryption = aws_s3_bucket_encryption,
		.create_role = aws_iam_create_role,
		.put_role_policy = aws_iam_put_role_policy,
		.attach_role_policy = aws_iam_attach_role_policy,
		.attached_policies = aws_iam_attached_policies,
		.user = aws_iam_user,
		.cancel = cancel,
	};
}
