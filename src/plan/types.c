/* What resource types are called by people, in the order of the deployment guide's resource table. */
#include "room.h"

#include <string.h>

const struct type_row type_rows[] = {
	{"AWS::IAM::Role", "IAM roles", "Identity"},
	{"AWS::IAM::Policy", "IAM policies", "Identity"},
	{"AWS::IAM::ManagedPolicy", "IAM managed policies", "Identity"},
	{"AWS::IAM::InstanceProfile", "Instance profiles", "Identity"},
	{"AWS::EFS::FileSystem", "EFS file systems", "File system"},
	{"AWS::EFS::MountTarget", "EFS mount targets", "File system"},
	{"AWS::EFS::AccessPoint", "EFS access points", "File system"},
	{"AWS::Logs::LogGroup", "Log groups", "Logs"},
	{"AWS::EC2::FlowLog", "VPC flow logs", "Logs"},
	{"AWS::EC2::VPC", "VPCs", "Network"},
	{"AWS::EC2::Subnet", "Subnets", "Network"},
	{"AWS::EC2::EIP", "Elastic IP addresses", "Network"},
	{"AWS::EC2::NatGateway", "NAT gateways", "Network"},
	{"AWS::EC2::InternetGateway", "Internet gateways", "Network"},
	{"AWS::EC2::VPCGatewayAttachment", "Gateway attachments", "Network"},
	{"AWS::EC2::RouteTable", "Route tables", "Network"},
	{"AWS::EC2::Route", "Routes", "Network"},
	{"AWS::EC2::SubnetRouteTableAssociation", "Route table associations", "Network"},
	{"AWS::EC2::NetworkAclEntry", "Network ACL entries", "Network"},
	{"AWS::EC2::VPCEndpoint", "VPC endpoints", "Network"},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", "Load balancers", "Load balancer"},
	{"AWS::ElasticLoadBalancingV2::TargetGroup", "Target groups", "Load balancer"},
	{"AWS::ElasticLoadBalancingV2::Listener", "Listeners", "Load balancer"},
	{"AWS::ElasticLoadBalancingV2::ListenerRule", "Listener rules", "Load balancer"},
	{"AWS::EC2::SecurityGroup", "Security groups", "Security"},
	{"AWS::EC2::SecurityGroupIngress", "Security group rules", "Security"},
	{"AWS::EC2::SecurityGroupEgress", "Security group rules out", "Security"},
	{"AWS::SecretsManager::Secret", "Secrets", "Security"},
	{"AWS::KMS::Key", "KMS keys", "Security"},
	{"AWS::ECS::Service", "ECS services", "Containers"},
	{"AWS::ECS::TaskDefinition", "ECS task definitions", "Containers"},
	{"AWS::ECS::Cluster", "ECS clusters", "Containers"},
	{"AWS::S3::Bucket", "S3 buckets", "Buckets"},
	{"AWS::S3::BucketPolicy", "S3 bucket policies", "Buckets"},
	{"AWS::Lambda::Function", "Lambda functions", "Automation"},
	{"AWS::Lambda::Permission", "Lambda permissions", "Automation"},
	{"AWS::Events::Rule", "EventBridge rules", "Automation"},
	{"AWS::SNS::Topic", "SNS topics", "Automation"},
	{"AWS::CloudFormation::WaitCondition", "Wait conditions", "Automation"},
	{"AWS::CloudFormation::WaitConditionHandle", "Wait condition handles", "Automation"},
	{"AWS::CloudFormation::Stack", "Nested stacks", "Automation"},
};
const size_t type_row_count = CEW_COUNT(type_rows);

const char *cew_plan_type_name(const char *type)
{
	for (size_t i = 0; i < type_row_count; i++)
		if (strcmp(type_rows[i].type, type) == 0)
			return type_rows[i].name;
	return type;
}
