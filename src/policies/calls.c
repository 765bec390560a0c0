/* What this program itself asks of AWS to check, send, watch, reach, upgrade and delete a deployment. What it only makes on
 * request (a topic, a secret, a key, roles) is not among it, nor sts:GetCallerIdentity, which everybody may call. */
#include "room.h"

#define STACK "cloudformation:$R:$A:stack/$S/*"

const struct call_row policies_calls[] = {
	/* The stack. Asked for one that does not exist, the answer has to be "no such stack". */
	{"cloudformation:CreateStack UpdateStack DeleteStack CancelUpdateStack ContinueUpdateRollback UpdateTerminationProtection "
	 "CreateChangeSet DescribeChangeSet ExecuteChangeSet DeleteChangeSet DescribeStackEvents ListStackResources GetTemplate TagResource UntagResource",
	 STACK, NULL},
	{"cloudformation:-DescribeStacks -ListStacks -GetTemplateSummary", NULL, NULL},
	/* Preflight, and the lists to pick from. */
	{"ec2:-DescribeRegions -DescribeAvailabilityZones -DescribeVpcs -DescribeVpcAttribute -DescribeSubnets -DescribeAddresses "
	 "-DescribeRouteTables -DescribeNatGateways -DescribeInternetGateways -DescribeNetworkAcls -DescribeSecurityGroups "
	 "-DescribeNetworkInterfaces -DescribeFlowLogs", NULL, NULL},
	{"elasticloadbalancing:-DescribeLoadBalancers -DescribeLoadBalancerAttributes -DescribeListeners -DescribeTargetGroups "
	 "-DescribeTargetHealth", NULL, NULL},
	{"ecs:-ListClusters -DescribeClusters -ListServices -DescribeServices -ListTasks -DescribeTasks -DescribeTaskDefinition", NULL, NULL},
	{"iam:-ListRoles -GetRole -GetUser -SimulatePrincipalPolicy -GetAccountSummary -ListAttachedRolePolicies", NULL, NULL},
	{"sns:-ListTopics -GetTopicAttributes -ListSubscriptionsByTopic", NULL, NULL},
	{"secretsmanager:-ListSecrets -DescribeSecret", NULL, NULL},
	{"s3:-ListAllMyBuckets", NULL, NULL},
	{"servicequotas:-GetServiceQuota -GetAWSDefaultServiceQuota", NULL, NULL},
	{"logs:-DescribeLogGroups", NULL, NULL},
	{"elasticfilesystem:-DescribeFileSystems -DescribeBackupPolicy", NULL, NULL},
	{"kms:-DescribeKey -ListAliases", NULL, NULL},
	{"lambda:GetFunction", NULL, "AWS::Lambda::Function"},
	{"ecr:BatchGetImage", "ecr:us-east-1:709825985650:repository/netskope/*", NULL}, /* the Marketplace product's images */
	/* Why a task does not start, and whether a bucket can go. */
	{"logs:DescribeLogStreams GetLogEvents", NULL, "AWS::Logs::LogGroup"},
	{"s3:ListBucketVersions GetEncryptionConfiguration", NULL, "AWS::S3::Bucket"},
	/* The upgrade stops the task and starts it again; a deletion takes the load balancer's protection away. */
	{"ecs:UpdateService StopTask", "ecs:$R:$A:task/*", "AWS::ECS::Service"},
	{"elasticloadbalancing:ModifyLoadBalancerAttributes", NULL, "AWS::ElasticLoadBalancingV2::LoadBalancer"},
};
const size_t policies_call_count = CEW_COUNT(policies_calls);

/* CloudFormation reads the template with the caller's permissions. $N is the bucket. */
const struct call_row policies_upload_calls[POLICIES_UPLOAD_CALLS] = {
	{"s3:ListBucket GetBucketLocation", "s3:::$N", NULL},
	{"s3:PutObject GetObject", "s3:::$N/templates/*", NULL},
	{"s3:CreateBucket PutBucketPublicAccessBlock PutEncryptionConfiguration PutLifecycleConfiguration", "s3:::$N", NULL},
};
