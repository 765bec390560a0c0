/* The table of what can be asked of an account. */
#include "account_room.h"
#include "room.h"

static void cancel(void *self, uint64_t call)
{
	aws_call_cancel(self, call);
}

struct cew_account cew_aws_account(struct cew_aws *aws)
{
	return (struct cew_account){
		.self = aws,
		.regions = aws_ec2_regions,
		.zones = aws_ec2_zones,
		.vpcs = aws_ec2_vpcs,
		.vpc_dns = aws_ec2_vpc_dns,
		.subnets = aws_ec2_subnets,
		.addresses = aws_ec2_addresses,
		.route_tables = aws_ec2_route_tables,
		.nat_gateways = aws_ec2_nat_gateways,
		.internet_gateways = aws_ec2_internet_gateways,
		.network_acls = aws_ec2_network_acls,
		.security_groups = aws_ec2_security_groups,
		.target_groups = aws_elb_target_groups,
		.load_balancers = aws_elb_load_balancers,
		.listeners = aws_elb_listeners,
		.cluster_arns = aws_ecs_cluster_arns,
		.clusters = aws_ecs_clusters,
		.services = aws_ecs_services,
		.roles = aws_iam_roles,
		.role = aws_iam_role,
		.simulate = aws_iam_simulate,
		.account_summary = aws_iam_account_summary,
		.topics = aws_sns_topics,
		.create_topic = aws_sns_create_topic,
		.subscribe = aws_sns_subscribe,
		.set_topic_attribute = aws_sns_set_topic_attribute,
		.secrets = aws_secrets_list,
		.secret = aws_secrets_describe,
		.create_secret = aws_secrets_create,
		.buckets = aws_s3_buckets,
		.bucket = aws_s3_bucket,
		.create_bucket = aws_s3_create_bucket,
		.block_public_access = aws_s3_block_public_access,
		.encrypt_bucket = aws_s3_encrypt_bucket,
		.expire_objects = aws_s3_expire_objects,
		.put_object = aws_s3_put_object,
		.object = aws_s3_object,
		.quota = aws_quotas_get,
		.image = aws_ecr_image,
		.function = aws_lambda_function,
		.log_groups = aws_logs_groups,
		.stacks = aws_cfn_stacks,
		.create_change_set = aws_cfn_create_change_set,
		.change_set = aws_cfn_change_set,
		.delete_change_set = aws_cfn_delete_change_set,
		.template_summary = aws_cfn_template_summary,
		.cancel = cancel,
	};
}
