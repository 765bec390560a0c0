/* All checks, a row each, in the order in which they are shown. */
#include "checks.h"

#define QUOTA(rule, title, code) {rule, title, CEW_PREFLIGHT_QUOTAS, quota_is_taken, check_quota, code}

const struct row preflight_rows[] = {
	{"caller", "Who is signed in", CEW_PREFLIGHT_ACCOUNT, NULL, check_caller, NULL},
	{"region-enabled", "Region is switched on", CEW_PREFLIGHT_ACCOUNT, NULL, check_region, NULL},
	{"stack-name-free", "Stack name is free", CEW_PREFLIGHT_STACK, NULL, check_stack_name, NULL},
	{"template-valid", "CloudFormation reads the template", CEW_PREFLIGHT_STACK, NULL, check_template, NULL},
	QUOTA("quota-elastic-ips", "Elastic IP addresses", "L-0263D0A3"),
	QUOTA("quota-vpcs", "VPCs", "L-F678F1CE"),
	QUOTA("quota-nat-gateways", "NAT gateways in a zone", "L-FE5A380F"),
	QUOTA("quota-internet-gateways", "Internet gateways", "L-A4707A72"),
	QUOTA("quota-subnets", "Subnets in a VPC", "L-407747CB"),
	QUOTA("quota-security-groups", "Security groups", "L-E79EC296"),
	QUOTA("quota-rules", "Rules in a security group", "L-0EA8095F"),
	QUOTA("quota-interface-endpoints", "Interface endpoints in a VPC", "L-29B6F2EB"),
	QUOTA("quota-load-balancers", "Application Load Balancers", "L-53DA6B97"),
	QUOTA("quota-target-groups", "Target groups", "L-B22855CB"),
	QUOTA("quota-fargate-vcpus", "Fargate vCPUs", "L-3032A538"),
	QUOTA("quota-clusters", "ECS clusters", "L-21C621EB"),
	QUOTA("quota-roles", "IAM roles", "L-FE177D64"),
	QUOTA("quota-buckets", "S3 buckets", "L-DC2B2D3D"),
	QUOTA("quota-file-systems", "EFS file systems", "L-848C634D"),
	QUOTA("quota-mount-targets", "EFS mount targets in a VPC", "L-7391004C"),
	QUOTA("quota-event-rules", "Rules of an event bus", "L-244521F2"),
	QUOTA("quota-stacks", "CloudFormation stacks", "L-0485CB21"),
};
const size_t preflight_row_count = CEW_COUNT(preflight_rows);
