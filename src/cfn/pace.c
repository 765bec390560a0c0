/* How long things take: the typical times of CloudFormation in a quiet region, from a resource's first event to its last. */
#include "room.h"

#include <string.h>

static const struct {
	const char *type;
	struct cew_cfn_pace pace;
} usual[] = {
	{"AWS::EC2::VPC", {13, 13, 2}},
	{"AWS::EC2::Subnet", {9, 9, 2}},
	{"AWS::EC2::InternetGateway", {17, 10, 2}},
	{"AWS::EC2::VPCGatewayAttachment", {16, 16, 12}},
	{"AWS::EC2::EIP", {16, 10, 3}},
	{"AWS::EC2::NatGateway", {105, 20, 60}},
	{"AWS::EC2::RouteTable", {11, 10, 2}},
	{"AWS::EC2::Route", {16, 16, 2}},
	{"AWS::EC2::SubnetRouteTableAssociation", {6, 6, 2}},
	{"AWS::EC2::NetworkAcl", {16, 10, 2}},
	{"AWS::EC2::NetworkAclEntry", {16, 16, 2}},
	{"AWS::EC2::SubnetNetworkAclAssociation", {6, 6, 2}},
	{"AWS::EC2::SecurityGroup", {6, 6, 2}},
	{"AWS::EC2::SecurityGroupIngress", {2, 2, 2}},
	{"AWS::EC2::SecurityGroupEgress", {2, 2, 2}},
	{"AWS::EC2::VPCEndpoint", {95, 30, 120}},
	{"AWS::EC2::FlowLog", {4, 4, 2}},
	{"AWS::EC2::Instance", {34, 60, 40}},
	{"AWS::EC2::NetworkInterface", {4, 4, 2}},
	{"AWS::IAM::Role", {18, 12, 2}},
	{"AWS::IAM::Policy", {17, 12, 2}},
	{"AWS::IAM::ManagedPolicy", {17, 12, 2}},
	{"AWS::IAM::InstanceProfile", {125, 20, 2}},
	{"AWS::IAM::User", {18, 12, 2}},
	{"AWS::IAM::Group", {18, 12, 2}},
	{"AWS::IAM::RolePolicy", {17, 12, 2}},
	{"AWS::Logs::LogGroup", {4, 4, 2}},
	{"AWS::Lambda::Function", {14, 14, 6}},
	{"AWS::Lambda::Permission", {4, 4, 2}},
	{"AWS::Events::Rule", {61, 61, 61}},
	{"AWS::EFS::FileSystem", {9, 9, 4}},
	{"AWS::EFS::MountTarget", {85, 85, 25}},
	{"AWS::EFS::AccessPoint", {6, 6, 3}},
	{"AWS::S3::Bucket", {22, 22, 3}},
	{"AWS::S3::BucketPolicy", {3, 3, 2}},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", {155, 30, 16}},
	{"AWS::ElasticLoadBalancingV2::TargetGroup", {17, 10, 2}},
	{"AWS::ElasticLoadBalancingV2::Listener", {4, 4, 2}},
	{"AWS::ElasticLoadBalancingV2::ListenerRule", {4, 4, 2}},
	{"AWS::SecretsManager::Secret", {9, 9, 9}},
	{"AWS::SNS::Topic", {12, 10, 3}},
	{"AWS::SNS::Subscription", {2, 2, 2}},
	{"AWS::ECS::Cluster", {9, 9, 9}},
	{"AWS::ECS::TaskDefinition", {3, 3, 2}},
	/* Its task pulls four images and has to pass its health checks. */
	{"AWS::ECS::Service", {330, 360, 95}},
	{"AWS::CloudFormation::Stack", {120, 60, 60}},
	{"AWS::CloudFormation::WaitConditionHandle", {2, 2, 2}},
	{"AWS::CloudFormation::WaitCondition", {3, 3, 2}},
	{"AWS::KMS::Key", {9, 9, 2}},
	{"AWS::KMS::Alias", {6, 6, 2}},
};

struct cew_cfn_pace cew_cfn_pace(const char *type)
{
	for (size_t i = 0; i < CEW_COUNT(usual); i++)
		if (strcmp(usual[i].type, type) == 0)
			return usual[i].pace;
	return (struct cew_cfn_pace){6, 6, 3};
}
