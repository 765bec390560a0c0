/* What a failure means and what to do about it: one table of patterns over AWS's own reasons. The facts come from the
 * services' error texts and from the deployment guide's troubleshooting and best practices. */
#include "model.h"

#include <stdio.h>
#include <string.h>

struct remedy {
	const char *type;    /* resource type it is about; NULL: any */
	const char *pattern; /* PCRE2, anywhere in the reason */
	const char *meaning, *remedy;
};

static const struct remedy remedies[] = {
	{"AWS::EC2::EIP", "(?i)maximum number of addresses|AddressLimitExceeded",
	 "The account has used up its Elastic IP addresses in this region (5 unless raised); this stack needs two.",
	 "Release an address that is not in use, or ask Service Quotas for more (ec2, L-0263D0A3); then delete this stack and create it again."},
	{"AWS::EC2::VPC", "(?i)VpcLimitExceeded|maximum number of VPCs",
	 "The account has used up its VPCs in this region (5 unless raised).",
	 "Delete a VPC that is not in use, ask Service Quotas for more (vpc, L-F678F1CE), or deploy into an existing VPC."},
	{"AWS::EC2::NatGateway", "(?i)NatGatewayLimitExceeded|maximum number of NAT",
	 "The availability zone holds as many NAT gateways as the account may have there (5 unless raised).",
	 "Delete one that is not in use, or ask Service Quotas for more (vpc, L-FE5A380F)."},
	{"AWS::EC2::InternetGateway", "(?i)InternetGatewayLimitExceeded|maximum number of internet gateways",
	 "The account has used up its internet gateways in this region (they rise with the VPC quota).",
	 "Delete one that is not in use, or ask Service Quotas for more (vpc, L-A4707A72)."},
	{NULL, "(?i)unable to pull secrets or registry auth|ResourceInitializationError",
	 "The task could not reach the container registry or Secrets Manager from its subnet.",
	 "Give the private subnets a way out (a route to a NAT gateway or the VPC endpoints), then delete the stack and create it again."},
	{NULL, "(?i)CannotPullContainerError|repository .* (does not exist|may require)",
	 "The container images could not be pulled.",
	 "Subscribe this account to Netskope Cloud Exchange in AWS Marketplace, and check that the execution role may pull from ECR."},
	{NULL, "(?i)circuit breaker|did not stabilize|NotStabilized",
	 "The resource was made but never came to a working state; for the service this means that its task kept stopping.",
	 "Read the stopped task's reason and the containers' log; the usual causes are no way out of the subnets, no Marketplace subscription and secrets that the role may not read."},
	{"AWS::Lambda::Function", "(?i)runtime parameter of .* is no longer supported",
	 "AWS does not create functions with this Lambda runtime any more.",
	 "Use the built-in template or a newer release of the vendor's, or change the runtime in the template."},
	{NULL, "(?i)already exists|AlreadyExists|EntityAlreadyExists|DuplicateLoadBalancerName",
	 "Something of this name exists already; the stack gives its resources fixed names made from the stack and environment names.",
	 "Delete the leftover, or deploy with another environment name and stack name."},
	{NULL, "(?i)not authorized to perform|AccessDenied|UnauthorizedOperation|is not authorized",
	 "The caller (or the role that CloudFormation was given) lacks a permission.",
	 "Grant the action that the reason names, or give CloudFormation a service role that has it."},
	{NULL, "(?i)listener already exists on this port|DuplicateListener|port 80",
	 "Port 80 of the existing load balancer is taken by another listener.",
	 "Free port 80, or deploy with a load balancer of its own."},
	{NULL, "(?i)(can't|cannot) find the specified secret|secret.*ResourceNotFoundException",
	 "The secret that holds the CA certificate does not exist in this region.",
	 "Create it in Secrets Manager under exactly the name given, then delete the stack and create it again."},
	{NULL, "(?i)length less than or equal to|too long|exceeds? the maximum length|cannot be longer than",
	 "A name became longer than AWS takes.",
	 "Choose a shorter stack name or environment name."},
	{NULL, "(?i)LimitExceeded|ServiceLimitExceeded|quota|TooMany",
	 "A quota of the account is used up.",
	 "Free what is not in use or ask Service Quotas for more, then delete the stack and create it again."},
	{NULL, "(?i)The security token included in the request is (invalid|expired)|ExpiredToken",
	 "The credentials that CloudFormation worked with are no longer valid.",
	 "Renew them and create the stack again; a service role keeps long deployments independent of them."},
	{"AWS::CloudFormation::Stack", "(?i)timed? ?out|timeout",
	 "The stack was not finished within the time limit given to it.",
	 "Find the resource that was still in progress, or allow more minutes."},
	{"AWS::CloudFormation::Stack", "(?i)user|cancel",
	 "Somebody asked for this: the operation was cancelled.",
	 "Create the stack again when the reason for the cancel is gone."},
};

void diagnose(struct cew_root_cause *cause)
{
	for (size_t i = 0; i < CEW_COUNT(remedies); i++) {
		const struct remedy *r = &remedies[i];
		if (r->type && strcmp(r->type, cause->type) != 0)
			continue;
		/* cew_pattern_matches holds for the whole text; these patterns may stand anywhere in it. */
		char whole[256];
		snprintf(whole, sizeof(whole), "(?s).*(?:%s).*", r->pattern);
		bool hit = false;
		if (cew_pattern_matches(whole, cause->reason, &hit, NULL) != CEW_OK || !hit)
			continue;
		cause->meaning = r->meaning;
		cause->remedy = r->remedy;
		return;
	}
}
