/* How AWS words the failure of a resource when a scenario only says that it fails. Patterns are pattern.c's. */
#include "scenario.h"

#include <string.h>

#define ENDING(service, status) " (Service: " service ", Status Code: " status ", Request ID: {guid})"
#define FORBIDDEN(action, on)                                                                                          \
	"User: arn:{partition}:iam::{account}:user/cewizard-demo is not authorized to perform: " action                    \
	" on resource: " on " because no identity-based policy allows the " action " action"

static const struct {
	const char *type;
	bool on_delete, late;
	const char *code, *reason;
} usual[] = {
	{"AWS::EC2::EIP", false, false, "ServiceLimitExceeded",
	 "The maximum number of addresses has been reached." ENDING("Ec2", "400")},
	{"AWS::EC2::VPC", false, false, "ServiceLimitExceeded",
	 "The maximum number of VPCs has been reached." ENDING("Ec2", "400")},
	{"AWS::EC2::InternetGateway", false, false, "ServiceLimitExceeded",
	 "The maximum number of internet gateways has been reached." ENDING("Ec2", "400")},
	{"AWS::EC2::NatGateway", false, false, "ServiceLimitExceeded",
	 "Performing this operation would exceed the limit of 5 NAT gateways" ENDING("Ec2", "400")},
	{"AWS::IAM::Role", false, false, "AccessDenied",
	 FORBIDDEN("iam:CreateRole", "arn:{partition}:iam::{account}:role/{name}") ENDING("Iam", "403")},
	{"AWS::Lambda::Function", false, false, "InvalidRequest",
	 "The runtime parameter of {.Runtime} is no longer supported for creating or updating AWS Lambda functions. We "
	 "recommend you use a new runtime while creating or updating functions." ENDING("Lambda", "400")},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", false, false, "ServiceLimitExceeded",
	 "The maximum number of load balancers has been reached" ENDING("ElasticLoadBalancingV2", "400")},
	{"AWS::EFS::MountTarget", false, true, "NotStabilized", "Mount target {id} did not stabilize."},
	{"AWS::S3::Bucket", false, false, "AlreadyExists", "{name} already exists" ENDING("S3", "409")},
	{"AWS::SecretsManager::Secret", false, false, "AlreadyExists",
	 "The operation failed because the secret {name} already exists." ENDING("SecretsManager", "400")},
	{"AWS::ECS::Service", false, true, "GeneralServiceException",
	 "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'."},
	{"AWS::EC2::VPC", true, true, "InvalidRequest",
	 "The vpc '{id}' has dependencies and cannot be deleted." ENDING("Ec2", "400")},
	{"AWS::EC2::Subnet", true, true, "InvalidRequest",
	 "The subnet '{id}' has dependencies and cannot be deleted." ENDING("Ec2", "400")},
	{"AWS::EC2::SecurityGroup", true, true, "InvalidRequest",
	 "resource {id} has a dependent object" ENDING("Ec2", "400")},
	{"AWS::EC2::RouteTable", true, true, "InvalidRequest",
	 "The routeTable '{id}' has dependencies and cannot be deleted." ENDING("Ec2", "400")},
	{"AWS::S3::Bucket", true, false, "GeneralServiceException",
	 "The bucket you tried to delete is not empty" ENDING("S3", "409")},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", true, false, "InvalidRequest",
	 "Load balancer '{id}' cannot be deleted because deletion protection is enabled"
	 ENDING("ElasticLoadBalancingV2", "400")},
};

void demo_mishap_usual(const char *type, enum demo_occasion occasion, struct demo_mishap *out)
{
	bool on_delete = occasion == DEMO_ON_DELETE;
	for (size_t i = 0; i < CEW_COUNT(usual); i++) {
		if (usual[i].on_delete != on_delete || strcmp(usual[i].type, type) != 0)
			continue;
		*out = (struct demo_mishap){usual[i].reason, usual[i].code, true, usual[i].late, NULL};
		return;
	}
	*out = (struct demo_mishap){"null", "InternalFailure", false, false, NULL};
}
