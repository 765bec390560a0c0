/* What CloudFormation does with its caller's permissions (or its role's) to make a resource of each type: its handler's
 * create permissions, from the resource types' schemas. */
#include "actions.h"

#include <string.h>

/* Where: the resource that the actions are allowed on, as ARNs have it behind the account ("*": they take none).
 * {name}: the derived name. */
static const struct action_row rows[] = {
	{"AWS::EC2::VPC", "ec2", "vpc/*", "ec2:CreateVpc,ec2:ModifyVpcAttribute"},
	{"AWS::EC2::Subnet", "ec2", "subnet/*", "ec2:CreateSubnet"},
	{"AWS::EC2::InternetGateway", "ec2", "internet-gateway/*", "ec2:CreateInternetGateway,ec2:AttachInternetGateway"},
	{"AWS::EC2::EIP", "ec2", "elastic-ip/*", "ec2:AllocateAddress"},
	{"AWS::EC2::NatGateway", "ec2", "natgateway/*", "ec2:CreateNatGateway"},
	{"AWS::EC2::RouteTable", "ec2", "route-table/*", "ec2:CreateRouteTable,ec2:AssociateRouteTable"},
	{"AWS::EC2::Route", "ec2", "route-table/*", "ec2:CreateRoute"},
	{"AWS::EC2::SecurityGroup", "ec2", "security-group/*",
	 "ec2:CreateSecurityGroup,ec2:AuthorizeSecurityGroupIngress,ec2:AuthorizeSecurityGroupEgress,ec2:RevokeSecurityGroupEgress"},
	{"AWS::EC2::NetworkAclEntry", "ec2", "network-acl/*", "ec2:CreateNetworkAclEntry"},
	{"AWS::EC2::VPCEndpoint", "ec2", "vpc-endpoint/*", "ec2:CreateVpcEndpoint"},
	{"AWS::EC2::FlowLog", "ec2", "vpc-flow-log/*", "ec2:CreateFlowLogs"},
	{"AWS::IAM::Role", "iam", "role/{name}", "iam:CreateRole,iam:PutRolePolicy"},
	{"AWS::EFS::FileSystem", "elasticfilesystem", "file-system/*",
	 "elasticfilesystem:CreateFileSystem,elasticfilesystem:PutFileSystemPolicy"},
	{"AWS::EFS::MountTarget", "elasticfilesystem", "file-system/*", "elasticfilesystem:CreateMountTarget"},
	{"AWS::EFS::AccessPoint", "elasticfilesystem", "file-system/*", "elasticfilesystem:CreateAccessPoint"},
	{"AWS::Logs::LogGroup", "logs", "log-group:{name}", "logs:CreateLogGroup,logs:PutRetentionPolicy"},
	{"AWS::ECS::Cluster", "ecs", "cluster/{name}", "ecs:CreateCluster"},
	{"AWS::ECS::TaskDefinition", "ecs", "*", "ecs:RegisterTaskDefinition"},
	{"AWS::ECS::Service", "ecs", "service/*", "ecs:CreateService"},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", "elasticloadbalancing", "loadbalancer/app/{name}/*",
	 "elasticloadbalancing:CreateLoadBalancer,elasticloadbalancing:ModifyLoadBalancerAttributes"},
	{"AWS::ElasticLoadBalancingV2::TargetGroup", "elasticloadbalancing", "targetgroup/{name}/*",
	 "elasticloadbalancing:CreateTargetGroup,elasticloadbalancing:ModifyTargetGroupAttributes"},
	{"AWS::ElasticLoadBalancingV2::Listener", "elasticloadbalancing", "loadbalancer/app/*", "elasticloadbalancing:CreateListener"},
	{"AWS::S3::Bucket", "s3", "{name}",
	 "s3:CreateBucket,s3:PutEncryptionConfiguration,s3:PutBucketPublicAccessBlock,s3:PutLifecycleConfiguration"},
	{"AWS::S3::BucketPolicy", "s3", "{name}", "s3:PutBucketPolicy"},
	{"AWS::Lambda::Function", "lambda", "function:{name}", "lambda:CreateFunction"},
	{"AWS::Lambda::Permission", "lambda", "function:*", "lambda:AddPermission"},
	{"AWS::Events::Rule", "events", "rule/{name}", "events:PutRule,events:PutTargets"},
	{"AWS::SecretsManager::Secret", "secretsmanager", "secret:*", "secretsmanager:CreateSecret"},
};

const struct action_row *action_row_at(size_t i)
{
	return i < CEW_COUNT(rows) ? &rows[i] : NULL;
}
