/* What a failure means and what to do about it: one table of patterns over AWS's own reasons. The facts come from the
 * services' error texts and from the deployment guide's troubleshooting and best practices. */
#include "model.h"

#include <stdio.h>
#include <string.h>

#define AGAIN "; then delete this stack and create it again."

/* Searched from the top, so the particular stands before the general. */
const struct remedy remedies[] = {
	/* ---- quotas ---- */
	{"AWS::EC2::EIP", "(?i)maximum number of addresses|AddressLimitExceeded",
	 "The account has used up its Elastic IP addresses in this region (5 unless raised); this stack needs two.",
	 "Release an address that is not in use, or ask Service Quotas for more (ec2, L-0263D0A3)" AGAIN, IN_EVENTS},
	{"AWS::EC2::VPC", "(?i)VpcLimitExceeded|maximum number of VPCs",
	 "The account has used up its VPCs in this region (5 unless raised).",
	 "Delete a VPC that is not in use, ask Service Quotas for more (vpc, L-F678F1CE), or deploy into an existing VPC" AGAIN, IN_EVENTS},
	{"AWS::EC2::NatGateway", "(?i)NatGatewayLimitExceeded|limit of \\d+ NAT gateways|maximum number of NAT",
	 "The availability zone holds as many NAT gateways as the account may have there (5 unless raised).",
	 "Delete one that is not in use, or ask Service Quotas for more (vpc, L-FE5A380F)" AGAIN, IN_EVENTS},
	{"AWS::EC2::InternetGateway", "(?i)InternetGatewayLimitExceeded|maximum number of internet gateways",
	 "The account has used up its internet gateways in this region (they rise with the VPC quota).",
	 "Delete one that is not in use, or ask Service Quotas for more (vpc, L-A4707A72)" AGAIN, IN_EVENTS},
	{NULL, "(?i)limit on the number of vCPUs",
	 "The account may not run that many Fargate vCPUs at once in this region; new accounts start with few.",
	 "Choose a smaller package, or ask Service Quotas for more (fargate, L-3032A538)" AGAIN, IN_VOICES},

	/* ---- the tasks ---- */
	{NULL, "(?i)failed to invoke EFS|failed to resolve .*fs-[0-9a-f]+|mount\\.nfs|EFS utils",
	 "The task could not mount the file system.",
	 "Let the tasks' security group reach the mount targets on TCP port 2049, and see that each of the task's subnets has a mount target "
	 "in its availability zone" AGAIN, IN_VOICES},
	{NULL, "(?i)unable to (pull|retrieve) secret.*(AccessDenied|not authorized)|not authorized to perform: secretsmanager",
	 "The tasks' role may not read a secret that they start with.",
	 "Let the task execution role use secretsmanager:GetSecretValue on the secret that the reason names" AGAIN, IN_VOICES},
	{NULL, "(?i)failed to validate logger args|log group does not exist|(logs|CloudWatch).{0,80}ResourceNotFoundException",
	 "The containers could not write to their log group.",
	 "See that the log group exists and that the task execution role may write to it" AGAIN, IN_VOICES},
	{NULL, "(?i)(can't|cannot) find the specified secret|secret.*ResourceNotFoundException",
	 "The secret that holds the CA certificate does not exist in this region.",
	 "Create it in Secrets Manager under exactly the name given" AGAIN, IN_VOICES},
	{NULL, "(?i)unable to pull secrets or registry auth|ResourceInitializationError",
	 "The task could not reach the container registry or Secrets Manager from its subnet.",
	 "Give the private subnets a way out (a route to a NAT gateway, or VPC endpoints)" AGAIN, IN_VOICES},
	{NULL, "(?i)CannotPullContainerError|repository .*(does not exist|may require)",
	 "The container images could not be pulled.",
	 "Subscribe this account to Netskope Cloud Exchange in AWS Marketplace, and check that the execution role may pull from ECR" AGAIN, IN_VOICES},
	{NULL, "(?i)OutOfMemory|out of memory|OOMKilled",
	 "A container needed more memory than the task was given.",
	 "Choose a larger package" AGAIN, IN_VOICES},
	{NULL, "(?i)(failed|failing) (ELB|container|load balancer) health checks|health checks? failed|is unhealthy in|is unhealthy\\)",
	 "A task is started and stopped again because it does not answer its health checks.",
	 "Read the containers' last log lines; the load balancer's security group must reach the task on its port, and the product takes "
	 "some minutes to come up" AGAIN, IN_VOICES},
	{NULL, "(?i)capacity is unavailable|no Fargate (configuration|capacity)",
	 "Fargate has no room for the task in these availability zones at the moment.",
	 "Wait: the service goes on trying. If it lasts, choose subnets in other zones" AGAIN, IN_VOICES},
	{NULL, "(?i)essential container in task exited",
	 "A container that the task cannot do without ended by itself.",
	 "Its exit code and its last log lines, told beside this, say why: mostly an answer that it cannot work with, such as a proxy or a "
	 "certificate" AGAIN, IN_VOICES},
	{NULL, "(?i)service linked role",
	 "The account has never used this service and lacks the role that the service works with.",
	 "Make it once, for ECS with `aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com`" AGAIN, IN_VOICES},
	{NULL, "(?i)cannot be assumed|unable to assume",
	 "A service may not use the IAM role that was given to it.",
	 "Correct the role's trust policy: the tasks' role must trust ecs-tasks.amazonaws.com, that of the functions lambda.amazonaws.com" AGAIN, IN_VOICES},
	{NULL, "(?i)circuit breaker|did not stabilize|failed to stabilize|NotStabilized|timed out waiting",
	 "The resource was made but never came to a working state; for the service this means that its task kept stopping.",
	 "Read the stopped task's reason and the containers' log; the usual causes are no way out of the subnets, no Marketplace "
	 "subscription and secrets that the role may not read.", IN_EVENTS},
	{"AWS::Lambda::Function", "(?i)runtime parameter of .* is no longer supported",
	 "AWS does not create functions with this Lambda runtime any more.",
	 "Use the built-in template or a newer release of the vendor's, or change the runtime in the template" AGAIN, IN_EVENTS},

	/* ---- what was answered ---- */
	{"AWS::SecretsManager::Secret", "(?i)scheduled for deletion",
	 "A secret of this name was deleted lately and still keeps its name.",
	 "Have it deleted at once (`aws secretsmanager delete-secret --force-delete-without-recovery --secret-id NAME`), or choose "
	 "another environment name" AGAIN, IN_EVENTS},
	{NULL, "(?i)listener already exists on this port|DuplicateListener",
	 "The port of the existing load balancer is taken by another listener.",
	 "Free port 80 of the load balancer, or deploy with a load balancer of its own" AGAIN, IN_EVENTS},
	{NULL, "(?i)mount target already exists in this AZ|MountTargetConflict|subnets in two different Availability Zones|multiple subnets in the same Availability Zone",
	 "The two private subnets lie in the same availability zone.",
	 "Choose two subnets in different availability zones" AGAIN, IN_EVENTS},
	{NULL, "(?i)InvalidSubnet\\.(Range|Conflict)|InvalidVpc\\.Range|conflicts with another subnet|CIDR '[^']*' is invalid",
	 "An address range is not one that AWS takes, lies outside its VPC or overlaps another subnet's.",
	 "Correct the ranges on the network page, which shows them in the VPC's address space" AGAIN, IN_EVENTS},
	{NULL, "(?i)(vpc|subnet|group|cluster|role|topic)\\b.*(does not exist|not found|cannot be found)|Invalid\\w+\\.NotFound|\\w+NotFound(Exception)?\\b",
	 "Something that the answers name does not exist in this account and region.",
	 "Check the id that the reason names, and the region" AGAIN, IN_EVENTS},
	{NULL, "(?i)length less than or equal to|too long|exceeds? the maximum length|cannot be longer than",
	 "A name became longer than AWS takes.",
	 "Choose a shorter stack name or environment name" AGAIN, IN_EVENTS},
	{NULL, "(?i)alphanumeric characters or hyphens|begin or end with (a )?hyphen|regular expression pattern",
	 "A name holds characters that AWS does not take there.",
	 "Use letters, digits and hyphens in the stack name and the environment name, with no hyphen at the end" AGAIN, IN_EVENTS},
	{NULL, "(?i)already exists|AlreadyExists|AlreadyOwnedByYou|DuplicateLoadBalancerName",
	 "Something of this name exists already; the stack gives its resources fixed names made from the stack and environment names.",
	 "Delete the leftover, or deploy with another environment name and stack name" AGAIN, IN_EVENTS},

	/* ---- permissions ---- */
	{NULL, "(?i)service control policy",
	 "The organization of this account forbids the action, whatever permissions the caller has.",
	 "Only those who administer the AWS organization can change its service control policies; another region may be allowed.", IN_EVENTS},
	{NULL, "(?i)not authorized to perform|is not authorized|AccessDenied|Unauthorized(Operation|TaggingOperation)|HandlerErrorCode: Unauthorized",
	 "The caller (or the role that CloudFormation was given) lacks a permission.",
	 "Grant the action that the reason names, or give CloudFormation a service role that has it" AGAIN, IN_VOICES},
	{NULL, "(?i)security token included in the request is (invalid|expired)|ExpiredToken",
	 "The credentials that CloudFormation worked with are no longer valid.",
	 "Renew them and create the stack again; a service role keeps long deployments independent of them.", IN_EVENTS},

	/* ---- deleting ---- */
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", "(?i)deletion protection",
	 "The load balancer is protected against deletion.",
	 "Turn its deletion protection off (EC2 console, load balancer, attributes), then delete the stack again.", IN_EVENTS},
	{"AWS::S3::Bucket", "(?i)not empty",
	 "The bucket still holds objects.",
	 "Save what is worth keeping, empty the bucket, then delete the stack again.", IN_EVENTS},
	{NULL, "(?i)DependencyViolation|has dependencies and cannot be deleted|dependent object|in use by|currently in use",
	 "Something outside the stack still uses this resource.",
	 "Remove what uses it (for a network: instances, network interfaces, endpoints that were added later), then delete the stack again.", IN_EVENTS},

	/* ---- anything ---- */
	{NULL, "(?i)Rate exceeded|Throttling|TooManyRequests|RequestLimitExceeded",
	 "AWS got too many calls at once from this account.",
	 "Try again when other deployments in the account are over.", IN_EVENTS},
	{NULL, "(?i)LimitExceeded|quota|TooMany",
	 "A quota of the account is used up.",
	 "Free what is not in use or ask Service Quotas for more" AGAIN, IN_EVENTS},
	{NULL, "(?i)Internal ?Failure|ServiceInternalError|InternalError",
	 "A service of AWS failed inside.",
	 "Try again in a while; https://health.aws.amazon.com shows the state of the region.", IN_EVENTS},

	/* ---- what the stack itself tells ---- */
	{STACK_TYPE, "(?i)exceeded the specified timeout|timed out",
	 "The stack was not finished within the time limit given to it.",
	 "Find the resource that was still in progress, or allow more minutes" AGAIN, IN_EVENTS},
	{STACK_TYPE, "(?i)^User Initiated|cancelled by|cancel(led)? update",
	 "Somebody stopped the operation: it did not fail by itself.",
	 "Start it again when the reason for stopping it is gone.", IN_EVENTS},
};
const size_t remedy_count = CEW_COUNT(remedies);

static bool fits(const struct remedy *r, const char *reason)
{
	/* cew_pattern_matches holds for the whole text; these patterns may stand anywhere in it. */
	char whole[256];
	bool hit = false;
	snprintf(whole, sizeof(whole), "(?s).*(?:%s).*", r->pattern);
	return cew_pattern_matches(whole, reason, &hit, NULL) == CEW_OK && hit;
}

const struct remedy *diagnose(const char *type, const char *reason)
{
	for (size_t i = 0; i < remedy_count; i++) {
		const struct remedy *r = &remedies[i];
		if ((!r->type || strcmp(r->type, type) == 0) && fits(r, reason))
			return r;
	}
	return NULL;
}

const struct remedy *diagnose_voice(const char *text)
{
	for (size_t i = 0; i < remedy_count; i++)
		if (remedies[i].heard == IN_VOICES && fits(&remedies[i], text))
			return &remedies[i];
	return NULL;
}
