/* What a failure means: every row of the table, tried with a reason as AWS writes it. */
#include "bench.h"
#include "model.h"

#include <stdio.h>
#include <string.h>

struct sample {
	const char *type, *reason;
	const char *meaning; /* a part of the row's */
};

static const struct sample samples[] = {
	{"AWS::EC2::EIP", "The maximum number of addresses has been reached. (Service: Ec2, Status Code: 400, Request ID: 0a1b)", "Elastic IP"},
	{"AWS::EC2::EIP", "Resource handler returned message: \"The maximum number of addresses has been reached. (Service: Ec2, Status Code: 400, "
	                  "Request ID: 0a1b)\" (RequestToken: 1c, HandlerErrorCode: ServiceLimitExceeded)", "Elastic IP"},
	{"AWS::EC2::VPC", "Resource handler returned message: \"The maximum number of VPCs has been reached. (Service: Ec2, Status Code: 400, "
	                  "Request ID: 0a1b)\" (RequestToken: 1c, HandlerErrorCode: ServiceLimitExceeded)", "used up its VPCs"},
	{"AWS::EC2::NatGateway", "Resource handler returned message: \"Performing this operation would exceed the limit of 5 NAT gateways (Service: Ec2, "
	                         "Status Code: 400)\" (RequestToken: 1c, HandlerErrorCode: ServiceLimitExceeded)", "NAT gateways"},
	{"AWS::EC2::InternetGateway", "The maximum number of internet gateways has been reached.", "internet gateways"},
	{"AWS::ECS::Service", "You've reached the limit on the number of vCPUs you can run concurrently", "Fargate vCPUs"},
	{"AWS::ECS::Service", "STOPPED (ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable "
	                      "to retrieve ecr registry auth: service call has been retried 3 time(s)", "could not reach the container registry"},
	{"AWS::ECS::Service", "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref "
	                      "709825985650.dkr.ecr.us-east-1.amazonaws.com/netskope/core5:11062023", "images could not be pulled"},
	{"AWS::ECS::Service", "pull access denied for netskope/ui5, repository does not exist or may require authorization", "images could not be pulled"},
	{"AWS::ECS::Cluster", "Resource handler returned message: \"Invalid request provided: CreateCluster Invalid Request: Unable to assume the "
	                      "service linked role. Please verify that the ECS service linked role exists.\" (HandlerErrorCode: InvalidRequest)",
	 "never used this service"},
	{"AWS::Lambda::Function", "Resource handler returned message: \"The role defined for the function cannot be assumed by Lambda.\"", "may not use the IAM role"},
	{"AWS::ECS::Service", "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/x' that was provided for this task.", "may not use the IAM role"},
	{"AWS::ECS::Service", "Resource handler returned message: \"Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.\" "
	                      "(RequestToken: 1c, HandlerErrorCode: GeneralServiceException)", "never came to a working state"},
	{"AWS::ECS::Service", "Resource handler returned message: \"Exceeded attempts to wait\" (RequestToken: 1c, HandlerErrorCode: NotStabilized)",
	 "never came to a working state"},
	{"AWS::ECS::Service", "Service arn:aws:ecs:us-east-1:123456789012:service/x did not stabilize.", "never came to a working state"},
	{"AWS::Lambda::Function", "Resource handler returned message: \"The runtime parameter of python3.7 is no longer supported for creating or updating "
	                          "AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.\"",
	 "Lambda runtime"},
	{"AWS::ECS::Service", "ResourceNotFoundException: Secrets Manager can't find the specified secret.", "CA certificate does not exist"},
	{"AWS::ECS::Service",
	 "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve "
	 "secret from asm: ResourceNotFoundException: Secrets Manager can't find the specified secret.", "CA certificate does not exist"},
	{"AWS::SecretsManager::Secret", "You can't create this secret because a secret with this name is already scheduled for deletion.", "still keeps its name"},
	{"AWS::ElasticLoadBalancingV2::Listener", "A listener already exists on this port for this load balancer 'arn:aws:x' (Service: "
	                                          "ElasticLoadBalancingV2, Status Code: 400)", "taken by another listener"},
	{"AWS::EFS::MountTarget", "mount target already exists in this AZ", "same availability zone"},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", "At least two subnets in two different Availability Zones must be specified", "same availability zone"},
	{"AWS::EC2::Subnet", "The CIDR '172.16.1.0/24' conflicts with another subnet (Service: Ec2, Status Code: 400)", "address range"},
	{"AWS::EC2::Subnet", "Resource handler returned message: \"The CIDR '10.0.0.0/24' is invalid. (Service: Ec2, Status Code: 400)\"", "address range"},
	{"AWS::EC2::SecurityGroup", "Resource handler returned message: \"The vpc ID 'vpc-0a1b' does not exist (Service: Ec2, Status Code: 400)\" "
	                            "(HandlerErrorCode: GeneralServiceException)", "does not exist in this account"},
	{"AWS::ECS::Service", "ClusterNotFoundException: Cluster not found.", "does not exist in this account"},
	{"AWS::IAM::Role", "1 validation error detected: Value 'NetskopeCloudExchangeTaskExecutionRole-a-long-stack-name-that-goes-on' at 'roleName' failed "
	                   "to satisfy constraint: Member must have length less than or equal to 64", "name became longer"},
	{"AWS::ElasticLoadBalancingV2::TargetGroup", "Target group name 'TargetGroup-a-long-environment-name' cannot be longer than '32' characters",
	 "name became longer"},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", "The load balancer name 'NetskopeCELB-a/b' can only contain characters that are alphanumeric "
	                                              "characters or hyphens(-)", "characters that AWS does not take"},
	{"AWS::Lambda::Function", "Value 'a/b' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+",
	 "characters that AWS does not take"},
	{"AWS::Logs::LogGroup", "Resource handler returned message: \"Resource of type 'AWS::Logs::LogGroup' with identifier "
	                        "'{\"/properties/LogGroupName\":\"/aws/ecs/x\"}' already exists.\" (HandlerErrorCode: AlreadyExists)", "exists already"},
	{"AWS::IAM::Role", "NetskopeCloudExchangeTaskRole-ce already exists in stack arn:aws:cloudformation:us-east-1:123456789012:stack/old/1", "exists already"},
	{"AWS::EC2::VPC", "You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/op is not authorized to perform: "
	                  "ec2:CreateVpc with an explicit deny in a service control policy.", "organization"},
	{"AWS::EC2::VPC", "You are not authorized to perform this operation. (Service: AmazonEC2; Status Code: 403; Error Code: UnauthorizedOperation)",
	 "lacks a permission"},
	{"AWS::IAM::Role", "API: iam:CreateRole User: arn:aws:iam::123456789012:user/op is not authorized to perform: iam:CreateRole", "lacks a permission"},
	{"AWS::EFS::FileSystem", "Resource handler returned message: \"no\" (RequestToken: 1c, HandlerErrorCode: AccessDenied)", "lacks a permission"},
	{"AWS::EC2::NatGateway", "The security token included in the request is expired", "no longer valid"},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", "Load balancer 'arn:aws:x' cannot be deleted because deletion protection is enabled",
	 "protected against deletion"},
	{"AWS::S3::Bucket", "The bucket you tried to delete is not empty (Service: Amazon S3; Status Code: 409; Error Code: BucketNotEmpty)", "holds objects"},
	{"AWS::EC2::Subnet", "The subnet 'subnet-0a1b' has dependencies and cannot be deleted. (Service: Ec2, Status Code: 400)", "still uses"},
	{"AWS::EC2::SecurityGroup", "resource sg-0a1b has a dependent object (Service: Ec2, Status Code: 400)", "still uses"},
	{"AWS::Logs::LogGroup", "Rate exceeded (Service: AWSLogs; Status Code: 400; Error Code: ThrottlingException)", "too many calls"},
	{"AWS::EFS::FileSystem", "Resource handler returned message: \"You have reached the limit\" (HandlerErrorCode: ServiceLimitExceeded)", "quota"},
	{"AWS::EC2::VPCEndpoint", "Internal Failure", "failed inside"},
	{"AWS::ECS::Service", "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: Connection "
	                      "reset by peer", "could not mount the file system"},
	{"AWS::ECS::Service", "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: "
	                      "AccessDeniedException: User is not authorized to perform: secretsmanager:GetSecretValue", "may not read a secret"},
	{"AWS::ECS::Service", "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: "
	                      "ResourceNotFoundException: The specified log group does not exist.", "could not write to their log group"},
	{"AWS::ECS::Service", "OutOfMemoryError: Container killed due to memory usage", "more memory"},
	{"AWS::ECS::Service", "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:x)", "health checks"},
	{"AWS::ECS::Service", "Capacity is unavailable at this time. Please try again later or in a different availability zone", "no room for the task"},
	{"AWS::ECS::Service", "Essential container in task exited; container core ended with 1", "ended by itself"},
	{STACK_TYPE, "Stack creation time exceeded the specified timeout. Rollback requested by user.", "time limit"},
	{STACK_TYPE, "User Initiated", "Somebody stopped"},
};

static void every_row_means_what_it_says(void **state)
{
	bool met[64] = {false};
	(void)state;
	assert_true(remedy_count <= CEW_COUNT(met));
	for (size_t i = 0; i < CEW_COUNT(samples); i++) {
		const struct remedy *r = diagnose(samples[i].type, samples[i].reason);
		if (!r || !strstr(r->meaning, samples[i].meaning))
			fail_msg("%s: %s", samples[i].reason, r ? r->meaning : "nothing");
		assert_string_not_equal(r->remedy, "");
		met[r - remedies] = true;
	}
	for (size_t i = 0; i < remedy_count; i++)
		if (!met[i])
			fail_msg("no sample for %s", remedies[i].pattern);
}

static void patterns_are_sound(void **state)
{
	(void)state;
	for (size_t i = 0; i < remedy_count; i++) {
		bool hit;
		char whole[256];
		assert_true(snprintf(whole, sizeof(whole), "(?s).*(?:%s).*", remedies[i].pattern) < (int)sizeof(whole));
		assert_int_equal(cew_pattern_matches(whole, "x", &hit, NULL), CEW_OK);
		assert_false(hit);
	}
}

static void what_is_not_known_is_not_guessed(void **state)
{
	static const struct sample unknown[] = {
		{"AWS::EC2::Route", "Something never seen before", NULL},
		{"AWS::EC2::Route", "", NULL},
		/* The stack's own summary is no cancel, though the user is in it. */
		{STACK_TYPE, "The following resource(s) failed to create: [A, B]. Rollback requested by user.", NULL},
		{STACK_TYPE, "The following resource(s) failed to delete: [A]. ", NULL},
		{"AWS::EC2::VPC", "User Initiated", NULL},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(unknown); i++) {
		const struct remedy *r = diagnose(unknown[i].type, unknown[i].reason);
		if (r)
			fail_msg("%s: %s", unknown[i].reason, r->meaning);
	}
}

/* Most of what a service says is no trouble at all. */
static void ordinary_voices_mean_nothing(void **state)
{
	static const char *const ordinary[] = {
		"(service netskope-ce) has started 1 tasks: (task 0a1b2c).",
		"(service netskope-ce) registered 1 targets in (target-group arn:aws:elasticloadbalancing:x)",
		"(service netskope-ce) has reached a steady state.",
		"(service netskope-ce) deployment ecs-svc/1 deployment completed.",
		"(service netskope-ce) was unable to place a task: (task 0a1b2c) failed to start.",
		"Scaling activity initiated by (deployment ecs-svc/1)",
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(ordinary); i++)
		if (diagnose_voice(ordinary[i]))
			fail_msg("%s: %s", ordinary[i], diagnose_voice(ordinary[i])->meaning);
	assert_non_null(strstr(diagnose_voice("CannotPullContainerError: x")->meaning, "images"));
}

static void a_reason_of_many_lines_is_searched_whole(void **state)
{
	(void)state;
	assert_non_null(diagnose("AWS::ECS::Service", "first line\nCannotPullContainerError: x\nlast line"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_means_what_it_says),
		cmocka_unit_test(patterns_are_sound),
		cmocka_unit_test(what_is_not_known_is_not_guessed),
		cmocka_unit_test(ordinary_voices_mean_nothing),
		cmocka_unit_test(a_reason_of_many_lines_is_searched_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
