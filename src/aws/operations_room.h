/* operations_room: the services' entries of struct cew_operations, one file a kind of thing. */
#ifndef AWS_OPERATIONS_ROOM_H
#define AWS_OPERATIONS_ROOM_H

#include "cewizard/aws.h"

uint64_t aws_cfn_stack_details(void *self, const char *name_or_id, CEW_TOLD_TO);
uint64_t aws_cfn_stack_resources(void *self, const char *name_or_id, CEW_TOLD_TO);
uint64_t aws_cfn_stack_template(void *self, const char *name_or_id, CEW_TOLD_TO);
uint64_t aws_cfn_create_update_change_set(void *self, const struct cew_update_request *what, const char *name, CEW_TOLD_TO);
uint64_t aws_cfn_execute_change_set(void *self, const struct cew_change_set_execution *what, CEW_TOLD_TO);
uint64_t aws_cfn_update_stack(void *self, const struct cew_update_request *what, CEW_TOLD_TO);
uint64_t aws_cfn_cancel_update(void *self, const char *name_or_id, const char *token, CEW_TOLD_TO);
uint64_t aws_cfn_continue_rollback(void *self, const struct cew_rollback_request *what, CEW_TOLD_TO);
uint64_t aws_cfn_set_termination_protection(void *self, const char *name_or_id, bool on, CEW_TOLD_TO);
uint64_t aws_cfn_delete_retaining(void *self, const struct cew_delete_request *what, CEW_TOLD_TO);

uint64_t aws_ecs_service_arns(void *self, const char *cluster, CEW_TOLD_TO);
uint64_t aws_ecs_service_details(void *self, const char *cluster, const char *const *names, size_t count, CEW_TOLD_TO);
uint64_t aws_ecs_task_arns(void *self, const char *cluster, const char *service, const char *desired_status, CEW_TOLD_TO);
uint64_t aws_ecs_tasks(void *self, const char *cluster, const char *const *arns, size_t count, CEW_TOLD_TO);
uint64_t aws_ecs_task_definition(void *self, const char *arn_or_family, CEW_TOLD_TO);
uint64_t aws_ecs_set_desired_count(void *self, const char *cluster, const char *service, int count, CEW_TOLD_TO);
uint64_t aws_ecs_stop_task(void *self, const char *cluster, const char *task, const char *reason, CEW_TOLD_TO);

uint64_t aws_logs_streams(void *self, const char *group, int limit, CEW_TOLD_TO);
uint64_t aws_logs_events(void *self, const char *group, const char *stream, int limit, CEW_TOLD_TO);

uint64_t aws_elb_target_health(void *self, const char *target_group_arn, CEW_TOLD_TO);
uint64_t aws_elb_load_balancer_attributes(void *self, const char *arn, CEW_TOLD_TO);
uint64_t aws_elb_set_load_balancer_attribute(void *self, const char *arn, const char *name, const char *value, CEW_TOLD_TO);

uint64_t aws_ec2_flow_logs(void *self, const char *vpc_id, CEW_TOLD_TO);
uint64_t aws_ec2_create_flow_logs(void *self, const struct cew_new_flow_log *what, CEW_TOLD_TO);
uint64_t aws_ec2_network_interfaces(void *self, const char *vpc_id, CEW_TOLD_TO);
uint64_t aws_ec2_set_vpc_attribute(void *self, const char *vpc_id, const char *name, bool on, CEW_TOLD_TO);

uint64_t aws_sns_topic_attributes(void *self, const char *topic_arn, CEW_TOLD_TO);
uint64_t aws_sns_subscriptions(void *self, const char *topic_arn, CEW_TOLD_TO);

uint64_t aws_kms_create_key(void *self, const char *description, const char *policy_json, CEW_TOLD_TO);
uint64_t aws_kms_create_alias(void *self, const char *alias, const char *key_id, CEW_TOLD_TO);
uint64_t aws_kms_describe_key(void *self, const char *id_arn_or_alias, CEW_TOLD_TO);
uint64_t aws_kms_aliases(void *self, const char *key_id, CEW_TOLD_TO);

uint64_t aws_efs_file_systems(void *self, const char *id, CEW_TOLD_TO);
uint64_t aws_efs_backup_policy(void *self, const char *id, CEW_TOLD_TO);
uint64_t aws_efs_set_backup_policy(void *self, const char *id, bool on, CEW_TOLD_TO);

uint64_t aws_s3_bucket_contents(void *self, const char *bucket, const char *owner, CEW_TOLD_TO);
uint64_t aws_s3_bucket_encryption(void *self, const char *bucket, const char *owner, CEW_TOLD_TO);

uint64_t aws_iam_create_role(void *self, const struct cew_new_role *what, CEW_TOLD_TO);
uint64_t aws_iam_put_role_policy(void *self, const char *role, const char *name, const char *policy_json, CEW_TOLD_TO);
uint64_t aws_iam_attach_role_policy(void *self, const char *role, const char *policy_arn, CEW_TOLD_TO);
uint64_t aws_iam_attached_policies(void *self, const char *role, CEW_TOLD_TO);
uint64_t aws_iam_user(void *self, const char *name, CEW_TOLD_TO);

#endif
