/* account_room: the services' entries of struct cew_account, one file a service. */
#ifndef AWS_ACCOUNT_ROOM_H
#define AWS_ACCOUNT_ROOM_H

#include "cewizard/aws.h"

uint64_t aws_ec2_regions(void *self, CEW_TOLD_TO);
uint64_t aws_ec2_zones(void *self, CEW_TOLD_TO);
uint64_t aws_ec2_vpcs(void *self, const char *vpc_id, CEW_TOLD_TO);
uint64_t aws_ec2_vpc_dns(void *self, const char *vpc_id, CEW_TOLD_TO);
uint64_t aws_ec2_subnets(void *self, const char *vpc_id, CEW_TOLD_TO);
uint64_t aws_ec2_addresses(void *self, CEW_TOLD_TO);
uint64_t aws_ec2_route_tables(void *self, const char *vpc_id, CEW_TOLD_TO);
uint64_t aws_ec2_nat_gateways(void *self, const char *vpc_id, CEW_TOLD_TO);
uint64_t aws_ec2_internet_gateways(void *self, const char *vpc_id, CEW_TOLD_TO);
uint64_t aws_ec2_network_acls(void *self, const char *vpc_id, CEW_TOLD_TO);
uint64_t aws_ec2_security_groups(void *self, const char *vpc_id, CEW_TOLD_TO);

uint64_t aws_elb_target_groups(void *self, const char *name_or_arn, CEW_TOLD_TO);
uint64_t aws_elb_load_balancers(void *self, const char *name_or_arn, CEW_TOLD_TO);
uint64_t aws_elb_listeners(void *self, const char *load_balancer_arn, CEW_TOLD_TO);

/* ECS's DescribeX of many: as many requests as it takes, `most` items in each. cluster NULL: it names none. */
struct aws_find;
uint64_t aws_ecs_describe(void *self, const struct aws_find *find, const char *cluster, const char *list, const char *const *items,
                          size_t count, size_t most, CEW_TOLD_TO);

uint64_t aws_ecs_cluster_arns(void *self, CEW_TOLD_TO);
uint64_t aws_ecs_clusters(void *self, const char *const *names, size_t count, CEW_TOLD_TO);
uint64_t aws_ecs_services(void *self, const char *cluster, const char *const *names, size_t count, CEW_TOLD_TO);

uint64_t aws_iam_roles(void *self, CEW_TOLD_TO);
uint64_t aws_iam_role(void *self, const char *name, CEW_TOLD_TO);
uint64_t aws_iam_simulate(void *self, const struct cew_simulation *what, CEW_TOLD_TO);
uint64_t aws_iam_account_summary(void *self, CEW_TOLD_TO);

uint64_t aws_sns_topics(void *self, CEW_TOLD_TO);
uint64_t aws_sns_create_topic(void *self, const char *name, const char *kms_key, CEW_TOLD_TO);
uint64_t aws_sns_subscribe(void *self, const char *topic_arn, const char *protocol, const char *endpoint, CEW_TOLD_TO);
uint64_t aws_sns_set_topic_attribute(void *self, const char *topic_arn, const char *name, const char *value, CEW_TOLD_TO);

uint64_t aws_secrets_list(void *self, CEW_TOLD_TO);
uint64_t aws_secrets_describe(void *self, const char *name_or_arn, CEW_TOLD_TO);
uint64_t aws_secrets_create(void *self, const struct cew_new_secret *what, CEW_TOLD_TO);

uint64_t aws_s3_buckets(void *self, CEW_TOLD_TO);
uint64_t aws_s3_bucket(void *self, const char *bucket, const char *owner, CEW_TOLD_TO);
uint64_t aws_s3_create_bucket(void *self, const char *bucket, const char *region, CEW_TOLD_TO);
uint64_t aws_s3_block_public_access(void *self, const char *bucket, const char *owner, CEW_TOLD_TO);
uint64_t aws_s3_encrypt_bucket(void *self, const char *bucket, const char *owner, const char *kms_key, CEW_TOLD_TO);
uint64_t aws_s3_expire_objects(void *self, const char *bucket, const char *owner, const char *prefix, int days, CEW_TOLD_TO);
uint64_t aws_s3_put_object(void *self, const struct cew_new_object *what, CEW_TOLD_TO);
uint64_t aws_s3_object(void *self, const char *bucket, const char *owner, const char *key, CEW_TOLD_TO);

uint64_t aws_quotas_get(void *self, const char *region, const char *service_code, const char *quota_code, CEW_TOLD_TO);

uint64_t aws_ecr_image(void *self, const char *region, const char *registry, const char *repository, const char *tag,
                       CEW_TOLD_TO);

uint64_t aws_lambda_function(void *self, const char *name, CEW_TOLD_TO);

uint64_t aws_logs_groups(void *self, const char *name_prefix, CEW_TOLD_TO);

uint64_t aws_cfn_stacks(void *self, CEW_TOLD_TO);
uint64_t aws_cfn_create_change_set(void *self, const struct cew_create_request *r, const char *name, CEW_TOLD_TO);
uint64_t aws_cfn_change_set(void *self, const char *id, CEW_TOLD_TO);
uint64_t aws_cfn_delete_change_set(void *self, const char *id, CEW_TOLD_TO);
uint64_t aws_cfn_template_summary(void *self, const struct cew_template_source *what, CEW_TOLD_TO);

#endif
