/* Which properties cannot be changed in what is there: a change of one makes a new resource (aws-facts: Physical id
 * shapes). And what differs between two versions of a resource. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *type;
	const char *properties; /* between spaces; "*": all but Tags */
} create_only[] = {
	{"AWS::EC2::VPC", " CidrBlock Ipv4IpamPoolId Ipv4NetmaskLength "},
	{"AWS::EC2::Subnet", " VpcId AvailabilityZone AvailabilityZoneId CidrBlock Ipv6Native OutpostArn "},
	{"AWS::EC2::VPCGatewayAttachment", " VpcId "},
	{"AWS::EC2::EIP", " Domain NetworkBorderGroup Address PublicIpv4Pool TransferAddress "},
	{"AWS::EC2::NatGateway", " SubnetId AllocationId ConnectivityType PrivateIpAddress "},
	{"AWS::EC2::RouteTable", " VpcId "},
	{"AWS::EC2::Route", " RouteTableId DestinationCidrBlock DestinationIpv6CidrBlock DestinationPrefixListId "},
	{"AWS::EC2::SubnetRouteTableAssociation", " SubnetId RouteTableId "},
	{"AWS::EC2::SecurityGroup", " GroupDescription GroupName VpcId "},
	{"AWS::EC2::NetworkAcl", " VpcId "},
	{"AWS::EC2::NetworkAclEntry", " Egress RuleNumber NetworkAclId "},
	{"AWS::EC2::VPCEndpoint", " ServiceName VpcEndpointType VpcId ServiceRegion "},
	{"AWS::EC2::FlowLog", "*"},
	{"AWS::EC2::Instance", " AvailabilityZone ImageId KeyName SubnetId SecurityGroupIds PrivateIpAddress "},
	{"AWS::IAM::Role", " Path RoleName "},
	{"AWS::IAM::ManagedPolicy", " ManagedPolicyName Path Description "},
	{"AWS::IAM::InstanceProfile", " InstanceProfileName Path "},
	{"AWS::EFS::FileSystem", " Encrypted KmsKeyId PerformanceMode AvailabilityZoneName "},
	{"AWS::EFS::AccessPoint", "*"},
	{"AWS::EFS::MountTarget", " FileSystemId SubnetId IpAddress "},
	{"AWS::Logs::LogGroup", " LogGroupName "},
	{"AWS::ECS::Cluster", " ClusterName "},
	{"AWS::ECS::TaskDefinition", "*"},
	{"AWS::ECS::Service", " Cluster LaunchType ServiceName SchedulingStrategy DeploymentController Role "},
	{"AWS::ElasticLoadBalancingV2::TargetGroup",
	 " Name Port Protocol ProtocolVersion TargetType VpcId IpAddressType "},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", " Name Scheme Type "},
	{"AWS::ElasticLoadBalancingV2::Listener", " LoadBalancerArn "},
	{"AWS::S3::Bucket", " BucketName "},
	{"AWS::S3::BucketPolicy", " Bucket "},
	{"AWS::Lambda::Function", " FunctionName PackageType "},
	{"AWS::Lambda::Permission", "*"},
	{"AWS::Events::Rule", " Name EventBusName "},
	{"AWS::SecretsManager::Secret", " Name "},
	{"AWS::SNS::Topic", " TopicName FifoTopic "},
	{"AWS::SNS::Subscription", " TopicArn Protocol Endpoint "},
	{"AWS::CloudFormation::WaitCondition", "*"},
};

bool demo_is_create_only(const char *type, const char *property)
{
	for (size_t i = 0; i < CEW_COUNT(create_only); i++) {
		if (strcmp(create_only[i].type, type) != 0)
			continue;
		if (*create_only[i].properties == '*')
			return strcmp(property, "Tags") != 0;
		const char *at = create_only[i].properties;
		size_t len = strlen(property);
		while ((at = strstr(at, property)) != NULL && !(at[-1] == ' ' && at[len] == ' '))
			at += len;
		return at != NULL;
	}
	return false;
}

/* ---- differences ---- */

static bool holds_secret(const struct cew_node *n)
{
	if (cew_node_is(n, CEW_NODE_SCALAR))
		return strstr(cew_node_text(n), "****") != NULL;
	for (size_t i = 0; i < cew_node_count(n); i++)
		if (holds_secret(cew_node_at(n, i)))
			return true;
	return false;
}

static bool add(const char *type, const char *property, const struct cew_node *before, const struct cew_node *after,
                struct cew_vec *out)
{
	struct demo_difference d = {
		.property = property, .create_only = demo_is_create_only(type, property), .unknown = cew_cfn_unknown(after, NULL),
		.before = before, .after = after,
	};
	return cew_vec_push(out, &d) != NULL;
}

bool demo_differences(const struct demo_resource *before, const struct demo_resource *after, struct cew_vec *out)
{
	const char *type = after->plan->type;
	bool secrets_differ = strcmp(before->version->secrets, after->version->secrets) != 0;
	for (size_t i = 0; i < cew_node_count(after->values); i++) {
		const char *property = cew_node_text(cew_node_key(after->values, i));
		const struct cew_node *a = cew_node_get(before->values, property), *b = cew_node_at(after->values, i);
		bool same = cew_node_equal(a, b) && !(secrets_differ && holds_secret(b));
		if (!same && !add(type, property, a, b, out))
			return false;
	}
	for (size_t i = 0; i < cew_node_count(before->values); i++) {
		const char *property = cew_node_text(cew_node_key(before->values, i));
		if (!cew_node_get(after->values, property) && !add(type, property, cew_node_at(before->values, i), NULL, out))
			return false;
	}
	return true;
}
