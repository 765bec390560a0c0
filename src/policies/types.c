/* What CloudFormation calls, with the permissions of the caller or of the service role, for a resource of each type: the
 * handlers' permissions in the CloudFormation registry's schemas, and which of them take a resource according to the Service
 * Authorization Reference. EC2's ids are made by AWS: there the region and the account are all that can be named. */
#include "room.h"

#include <string.h>

#define EC2 "ec2:$R:$A:*"
#define EFS "elasticfilesystem:$R:$A:file-system/*"

const struct type_row policies_types[] = {
	/* ---- network ---- */
	{
		.type = "AWS::EC2::VPC", .arns = EC2,
		.create = "ec2:CreateVpc ModifyVpcAttribute", .read = "-ec2:DescribeVpcs -DescribeVpcAttribute -DescribeSecurityGroups -DescribeNetworkAcls",
		.update = "ec2:ModifyVpcAttribute ModifyVpcTenancy", .remove = "ec2:DeleteVpc", .tag = "ec2:CreateTags DeleteTags",
	},
	{
		.type = "AWS::EC2::Subnet", .arns = EC2,
		.create = "ec2:CreateSubnet ModifySubnetAttribute -DescribeAvailabilityZones", .read = "-ec2:DescribeSubnets -DescribeNetworkAcls",
		.update = "ec2:ModifySubnetAttribute", .remove = "ec2:DeleteSubnet", .tag = "ec2:CreateTags DeleteTags",
	},
	{
		.type = "AWS::EC2::InternetGateway", .arns = EC2,
		.create = "ec2:CreateInternetGateway", .read = "-ec2:DescribeInternetGateways",
		.remove = "ec2:DeleteInternetGateway", .tag = "ec2:CreateTags DeleteTags",
	},
	{
		.type = "AWS::EC2::VPCGatewayAttachment", .arns = EC2,
		.create = "ec2:AttachInternetGateway", .read = "-ec2:DescribeInternetGateways -DescribeVpcs",
		.remove = "ec2:DetachInternetGateway",
	},
	{
		.type = "AWS::EC2::EIP", .arns = EC2,
		.create = "ec2:AllocateAddress", .read = "-ec2:DescribeAddresses", .update = "ec2:AssociateAddress DisassociateAddress",
		.remove = "ec2:ReleaseAddress DisassociateAddress", .tag = "ec2:CreateTags DeleteTags",
	},
	{
		.type = "AWS::EC2::NatGateway", .arns = EC2,
		.create = "ec2:CreateNatGateway", .read = "-ec2:DescribeNatGateways",
		.remove = "ec2:DeleteNatGateway", .tag = "ec2:CreateTags DeleteTags",
	},
	{
		.type = "AWS::EC2::RouteTable", .arns = EC2,
		.create = "ec2:CreateRouteTable", .read = "-ec2:DescribeRouteTables",
		.remove = "ec2:DeleteRouteTable", .tag = "ec2:CreateTags DeleteTags",
	},
	{
		.type = "AWS::EC2::Route", .arns = EC2,
		.create = "ec2:CreateRoute", .read = "-ec2:DescribeRouteTables -DescribeNetworkInterfaces",
		.update = "ec2:ReplaceRoute", .remove = "ec2:DeleteRoute",
	},
	{
		.type = "AWS::EC2::SubnetRouteTableAssociation", .arns = EC2,
		.create = "ec2:AssociateRouteTable", .read = "-ec2:DescribeRouteTables -DescribeSubnets",
		.update = "ec2:ReplaceRouteTableAssociation", .remove = "ec2:DisassociateRouteTable",
	},
	{
		.type = "AWS::EC2::NetworkAcl", .arns = EC2,
		.create = "ec2:CreateNetworkAcl", .read = "-ec2:DescribeNetworkAcls",
		.remove = "ec2:DeleteNetworkAcl", .tag = "ec2:CreateTags DeleteTags",
	},
	{
		.type = "AWS::EC2::NetworkAclEntry", .arns = EC2,
		.create = "ec2:CreateNetworkAclEntry", .read = "-ec2:DescribeNetworkAcls",
		.update = "ec2:ReplaceNetworkAclEntry", .remove = "ec2:DeleteNetworkAclEntry",
	},
	{
		.type = "AWS::EC2::SubnetNetworkAclAssociation", .arns = EC2,
		.create = "ec2:ReplaceNetworkAclAssociation", .read = "-ec2:DescribeNetworkAcls -DescribeSubnets",
		.update = "ec2:ReplaceNetworkAclAssociation", .remove = "ec2:ReplaceNetworkAclAssociation",
	},
	{
		.type = "AWS::EC2::SecurityGroup", .arns = EC2,
		.create = "ec2:CreateSecurityGroup AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupEgress",
		.read = "-ec2:DescribeSecurityGroups -DescribeSecurityGroupRules",
		.update = "ec2:RevokeSecurityGroupIngress UpdateSecurityGroupRuleDescriptionsIngress UpdateSecurityGroupRuleDescriptionsEgress",
		.remove = "ec2:DeleteSecurityGroup -DescribeInstances -DescribeNetworkInterfaces", .tag = "ec2:CreateTags DeleteTags",
	},
	{
		.type = "AWS::EC2::SecurityGroupIngress", .arns = EC2,
		.create = "ec2:AuthorizeSecurityGroupIngress", .read = "-ec2:DescribeSecurityGroups -DescribeSecurityGroupRules",
		.update = "ec2:UpdateSecurityGroupRuleDescriptionsIngress", .remove = "ec2:RevokeSecurityGroupIngress",
	},
	{
		.type = "AWS::EC2::SecurityGroupEgress", .arns = EC2,
		.create = "ec2:AuthorizeSecurityGroupEgress RevokeSecurityGroupEgress",
		.read = "-ec2:DescribeSecurityGroups -DescribeSecurityGroupRules",
		.update = "ec2:UpdateSecurityGroupRuleDescriptionsEgress", .remove = "ec2:RevokeSecurityGroupEgress",
	},
	{
		/* Private DNS joins the VPC to a hosted zone of AWS. */
		.type = "AWS::EC2::VPCEndpoint", .arns = EC2,
		.create = "ec2:CreateVpcEndpoint -route53:AssociateVPCWithHostedZone", .read = "-ec2:DescribeVpcEndpoints",
		.update = "ec2:ModifyVpcEndpoint", .remove = "ec2:DeleteVpcEndpoints", .tag = "ec2:CreateTags DeleteTags",
	},
	{
		.type = "AWS::EC2::FlowLog", .arns = EC2,
		.create = "ec2:CreateFlowLogs", .read = "-ec2:DescribeFlowLogs", .remove = "ec2:DeleteFlowLogs",
		.tag = "ec2:CreateTags DeleteTags", .passes = "DeliverLogsPermissionArn>vpc-flow-logs.amazonaws.com",
	},
	{
		.type = "AWS::EC2::Instance", .arns = EC2,
		.create = "ec2:RunInstances", .read = "-ec2:DescribeInstances -DescribeInstanceAttribute -DescribeVolumes -DescribeImages -DescribeSubnets",
		.update = "ec2:ModifyInstanceAttribute StartInstances StopInstances", .remove = "ec2:TerminateInstances",
		.tag = "ec2:CreateTags DeleteTags",
	},
	{
		.type = "AWS::EC2::LaunchTemplate", .arns = EC2,
		.create = "ec2:CreateLaunchTemplate", .read = "-ec2:DescribeLaunchTemplates -DescribeLaunchTemplateVersions",
		.update = "ec2:CreateLaunchTemplateVersion", .remove = "ec2:DeleteLaunchTemplate", .tag = "ec2:CreateTags DeleteTags",
	},
	/* ---- load balancing ---- */
	{
		.type = "AWS::ElasticLoadBalancingV2::LoadBalancer", .arns = "elasticloadbalancing:$R:$A:loadbalancer/*/$N/*",
		.create = "elasticloadbalancing:CreateLoadBalancer ModifyLoadBalancerAttributes "
		          "-ec2:DescribeAccountAttributes -DescribeAddresses -DescribeInternetGateways -DescribeSecurityGroups -DescribeSubnets -DescribeVpcs",
		.read = "-elasticloadbalancing:DescribeLoadBalancers -DescribeLoadBalancerAttributes -DescribeTags",
		.update = "elasticloadbalancing:SetSubnets SetSecurityGroups SetIpAddressType", .remove = "elasticloadbalancing:DeleteLoadBalancer",
		.tag = "elasticloadbalancing:AddTags RemoveTags", .property = "Name", .linked = "elasticloadbalancing.amazonaws.com",
	},
	{
		.type = "AWS::ElasticLoadBalancingV2::TargetGroup", .arns = "elasticloadbalancing:$R:$A:targetgroup/$N/*",
		.create = "elasticloadbalancing:CreateTargetGroup ModifyTargetGroupAttributes -ec2:DescribeVpcs",
		.read = "-elasticloadbalancing:DescribeTargetGroups -DescribeTargetGroupAttributes -DescribeTargetHealth -DescribeTags",
		.update = "elasticloadbalancing:ModifyTargetGroup RegisterTargets DeregisterTargets",
		.remove = "elasticloadbalancing:DeleteTargetGroup", .tag = "elasticloadbalancing:AddTags RemoveTags", .property = "Name",
	},
	{
		/* A listener's ARN begins like its load balancer's. */
		.type = "AWS::ElasticLoadBalancingV2::Listener",
		.arns = "elasticloadbalancing:$R:$A:loadbalancer/*/$N/* elasticloadbalancing:$R:$A:listener/*/$N/*",
		.create = "elasticloadbalancing:CreateListener", .read = "-elasticloadbalancing:DescribeListeners -DescribeListenerAttributes",
		.update = "elasticloadbalancing:ModifyListener", .remove = "elasticloadbalancing:DeleteListener",
		.tag = "elasticloadbalancing:AddTags RemoveTags", .name_of = "AWS::ElasticLoadBalancingV2::LoadBalancer",
	},
	{
		.type = "AWS::ElasticLoadBalancingV2::ListenerRule",
		.arns = "elasticloadbalancing:$R:$A:listener/*/$N/* elasticloadbalancing:$R:$A:listener-rule/*/$N/*",
		.create = "elasticloadbalancing:CreateRule", .read = "-elasticloadbalancing:DescribeRules",
		.update = "elasticloadbalancing:ModifyRule SetRulePriorities", .remove = "elasticloadbalancing:DeleteRule",
		.tag = "elasticloadbalancing:AddTags RemoveTags", .name_of = "AWS::ElasticLoadBalancingV2::LoadBalancer",
	},
	/* ---- containers ---- */
	{
		.type = "AWS::ECS::Cluster", .arns = "ecs:$R:$A:cluster/$N",
		.create = "-ecs:CreateCluster", .read = "ecs:DescribeClusters", .update = "ecs:UpdateCluster UpdateClusterSettings PutClusterCapacityProviders",
		.remove = "ecs:DeleteCluster", .tag = "ecs:TagResource UntagResource", .property = "ClusterName", .naming = NAMED_BY_STACK,
		.linked = "ecs.amazonaws.com",
	},
	{
		/* Revisions are made and taken away without a resource; only their tags have one. */
		.type = "AWS::ECS::TaskDefinition", .arns = "ecs:$R:$A:task-definition/$N:*",
		.create = "-ecs:RegisterTaskDefinition", .read = "-ecs:DescribeTaskDefinition", .remove = "-ecs:DeregisterTaskDefinition",
		.tag = "ecs:TagResource UntagResource", .property = "Family",
		.passes = "ExecutionRoleArn TaskRoleArn>ecs-tasks.amazonaws.com",
	},
	{
		.type = "AWS::ECS::Service", .arns = "ecs:$R:$A:service/*/$N",
		.create = "ecs:CreateService", .read = "ecs:DescribeServices ListServiceDeployments -DescribeServiceDeployments", .update = "ecs:UpdateService", .remove = "ecs:DeleteService",
		.tag = "ecs:TagResource UntagResource", .property = "ServiceName", .naming = NAMED_BY_STACK, .linked = "ecs.amazonaws.com",
	},
	{
		.type = "AWS::ECR::Repository", .arns = "ecr:$R:$A:repository/$N",
		.create = "ecr:CreateRepository PutLifecyclePolicy SetRepositoryPolicy", .read = "ecr:DescribeRepositories GetLifecyclePolicy GetRepositoryPolicy ListTagsForResource",
		.update = "ecr:PutImageScanningConfiguration PutImageTagMutability DeleteLifecyclePolicy DeleteRepositoryPolicy",
		.remove = "ecr:DeleteRepository", .tag = "ecr:TagResource UntagResource", .property = "RepositoryName", .naming = NAMED_IN_LOWER,
	},
	{
		.type = "AWS::ApplicationAutoScaling::ScalableTarget", .arns = "application-autoscaling:$R:$A:scalable-target/*",
		.create = "-application-autoscaling:RegisterScalableTarget", .read = "-application-autoscaling:DescribeScalableTargets",
		.remove = "-application-autoscaling:DeregisterScalableTarget", .tag = "application-autoscaling:TagResource UntagResource",
		.linked = "ecs.application-autoscaling.amazonaws.com",
	},
	{
		.type = "AWS::ApplicationAutoScaling::ScalingPolicy",
		.create = "-application-autoscaling:PutScalingPolicy", .read = "-application-autoscaling:DescribeScalingPolicies",
		.remove = "-application-autoscaling:DeleteScalingPolicy",
	},
	/* ---- files, buckets, secrets, keys, parameters, tables ---- */
	{
		.type = "AWS::EFS::FileSystem", .arns = EFS,
		.create = "-elasticfilesystem:CreateFileSystem PutFileSystemPolicy PutLifecycleConfiguration PutBackupPolicy",
		.read = "elasticfilesystem:DescribeFileSystems DescribeFileSystemPolicy DescribeLifecycleConfiguration DescribeBackupPolicy "
		        "DescribeReplicationConfigurations ListTagsForResource",
		.update = "elasticfilesystem:UpdateFileSystem UpdateFileSystemProtection DeleteFileSystemPolicy",
		.remove = "elasticfilesystem:DeleteFileSystem", .tag = "elasticfilesystem:TagResource UntagResource",
		.linked = "elasticfilesystem.amazonaws.com",
	},
	{
		/* EFS makes the network interface with the caller's permissions. */
		.type = "AWS::EFS::MountTarget", .arns = EFS " " EC2,
		.create = "elasticfilesystem:CreateMountTarget ec2:CreateNetworkInterface -DescribeSubnets -DescribeSecurityGroups "
		          "-DescribeNetworkInterfaces -DescribeNetworkInterfaceAttribute",
		.read = "elasticfilesystem:DescribeMountTargets DescribeMountTargetSecurityGroups",
		.update = "elasticfilesystem:ModifyMountTargetSecurityGroups ec2:ModifyNetworkInterfaceAttribute",
		.remove = "elasticfilesystem:DeleteMountTarget ec2:DeleteNetworkInterface",
	},
	{
		.type = "AWS::EFS::AccessPoint", .arns = EFS " elasticfilesystem:$R:$A:access-point/*",
		.create = "elasticfilesystem:CreateAccessPoint", .read = "elasticfilesystem:DescribeAccessPoints",
		.remove = "elasticfilesystem:DeleteAccessPoint", .tag = "elasticfilesystem:TagResource UntagResource",
	},
	{
		.type = "AWS::S3::Bucket", .arns = "s3:::$N",
		.create = "s3:CreateBucket PutBucketOwnershipControls PutBucketPublicAccessBlock PutEncryptionConfiguration PutLifecycleConfiguration "
		          "PutBucketLogging PutBucketVersioning",
		.read = "s3:ListBucket GetAccelerateConfiguration GetAnalyticsConfiguration GetBucketCORS GetBucketLocation GetBucketLogging "
		        "GetBucketNotification GetBucketObjectLockConfiguration GetBucketOwnershipControls GetBucketPublicAccessBlock GetBucketTagging "
		        "GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration GetIntelligentTieringConfiguration GetInventoryConfiguration "
		        "GetLifecycleConfiguration GetMetricsConfiguration GetReplicationConfiguration",
		.remove = "s3:DeleteBucket", .tag = "s3:PutBucketTagging", .property = "BucketName", .naming = NAMED_IN_LOWER,
	},
	{
		.type = "AWS::S3::BucketPolicy", .arns = "s3:::$N",
		.create = "s3:PutBucketPolicy", .read = "s3:GetBucketPolicy", .remove = "s3:DeleteBucketPolicy", .name_of = "AWS::S3::Bucket",
	},
	{
		/* Secrets Manager adds a hyphen and six characters to the name. */
		.type = "AWS::SecretsManager::Secret", .arns = "secretsmanager:$R:$A:secret:$N-*",
		.create = "secretsmanager:CreateSecret -GetRandomPassword", .read = "secretsmanager:DescribeSecret GetSecretValue",
		.update = "secretsmanager:UpdateSecret PutSecretValue", .remove = "secretsmanager:DeleteSecret",
		.tag = "secretsmanager:TagResource UntagResource", .property = "Name", .naming = NAMED_BY_ID,
	},
	{
		.type = "AWS::KMS::Key", .arns = "kms:$R:$A:key/*",
		.create = "-kms:CreateKey PutKeyPolicy EnableKeyRotation", .read = "kms:DescribeKey GetKeyPolicy GetKeyRotationStatus ListResourceTags",
		.update = "kms:UpdateKeyDescription EnableKey DisableKey DisableKeyRotation", .remove = "kms:ScheduleKeyDeletion",
		.tag = "kms:TagResource UntagResource",
	},
	{
		.type = "AWS::KMS::Alias", .arns = "kms:$R:$A:key/* kms:$R:$A:$N",
		.create = "kms:CreateAlias", .read = "-kms:ListAliases", .update = "kms:UpdateAlias", .remove = "kms:DeleteAlias",
		.property = "AliasName",
	},
	{
		.type = "AWS::SSM::Parameter", .arns = "ssm:$R:$A:parameter/$N",
		.create = "ssm:PutParameter", .read = "ssm:GetParameters -DescribeParameters ListTagsForResource", .remove = "ssm:DeleteParameter",
		.tag = "ssm:AddTagsToResource RemoveTagsFromResource", .property = "Name",
	},
	{
		.type = "AWS::DynamoDB::Table", .arns = "dynamodb:$R:$A:table/$N",
		.create = "dynamodb:CreateTable", .read = "dynamodb:DescribeTable DescribeContinuousBackups DescribeTimeToLive ListTagsOfResource",
		.update = "dynamodb:UpdateTable UpdateContinuousBackups UpdateTimeToLive", .remove = "dynamodb:DeleteTable",
		.tag = "dynamodb:TagResource UntagResource", .property = "TableName", .naming = NAMED_BY_STACK,
	},
	/* ---- logs, functions, events, messages, alarms ---- */
	{
		.type = "AWS::Logs::LogGroup", .arns = "logs:$R:$A:log-group:$N logs:$R:$A:log-group:$N:*",
		.create = "logs:CreateLogGroup PutRetentionPolicy",
		.read = "-logs:DescribeLogGroups ListTagsForResource GetDataProtectionPolicy DescribeIndexPolicies",
		.update = "logs:DeleteRetentionPolicy", .remove = "logs:DeleteLogGroup", .tag = "logs:TagResource UntagResource",
		.property = "LogGroupName", .naming = NAMED_BY_STACK,
	},
	{
		.type = "AWS::Lambda::Function", .arns = "lambda:$R:$A:function:$N",
		.create = "lambda:CreateFunction",
		.read = "lambda:GetFunction GetFunctionConfiguration GetFunctionCodeSigningConfig GetFunctionRecursionConfig GetRuntimeManagementConfig ListTags",
		.update = "lambda:UpdateFunctionCode UpdateFunctionConfiguration", .remove = "lambda:DeleteFunction",
		.tag = "lambda:TagResource UntagResource", .property = "FunctionName", .naming = NAMED_BY_STACK,
		.passes = "Role>lambda.amazonaws.com",
	},
	{
		.type = "AWS::Lambda::Permission", .arns = "lambda:$R:$A:function:$N",
		.create = "lambda:AddPermission", .read = "lambda:GetPolicy", .remove = "lambda:RemovePermission", .name_of = "AWS::Lambda::Function",
	},
	{
		.type = "AWS::Lambda::EventSourceMapping", .arns = "lambda:$R:$A:event-source-mapping:*",
		.create = "-lambda:CreateEventSourceMapping", .read = "lambda:GetEventSourceMapping ListTags", .update = "lambda:UpdateEventSourceMapping",
		.remove = "lambda:DeleteEventSourceMapping", .tag = "lambda:TagResource UntagResource",
	},
	{
		.type = "AWS::Lambda::LayerVersion", .arns = "lambda:$R:$A:layer:$N lambda:$R:$A:layer:$N:*",
		.create = "lambda:PublishLayerVersion", .read = "lambda:GetLayerVersion", .remove = "lambda:DeleteLayerVersion", .property = "LayerName",
	},
	{
		.type = "AWS::Events::Rule", .arns = "events:$R:$A:rule/$N",
		.create = "events:PutRule PutTargets", .read = "events:DescribeRule ListTargetsByRule ListTagsForResource",
		.update = "events:EnableRule DisableRule", .remove = "events:RemoveTargets DeleteRule", .tag = "events:TagResource UntagResource",
		.property = "Name", .naming = NAMED_BY_STACK,
	},
	{
		.type = "AWS::SNS::Topic", .arns = "sns:$R:$A:$N",
		.create = "sns:CreateTopic Subscribe", .read = "sns:GetTopicAttributes ListSubscriptionsByTopic ListTagsForResource GetDataProtectionPolicy",
		.update = "sns:SetTopicAttributes -Unsubscribe", .remove = "sns:DeleteTopic", .tag = "sns:TagResource UntagResource",
		.property = "TopicName", .naming = NAMED_BY_STACK,
	},
	{
		.type = "AWS::SNS::TopicPolicy", .arns = "sns:$R:$A:$N",
		.create = "sns:SetTopicAttributes", .remove = "sns:SetTopicAttributes", .name_of = "AWS::SNS::Topic",
	},
	{
		.type = "AWS::SNS::Subscription", .arns = "sns:$R:$A:$N",
		.create = "sns:Subscribe", .read = "-sns:GetSubscriptionAttributes", .update = "-sns:SetSubscriptionAttributes", .remove = "-sns:Unsubscribe",
		.name_of = "AWS::SNS::Topic",
	},
	{
		.type = "AWS::SQS::Queue", .arns = "sqs:$R:$A:$N",
		.create = "sqs:CreateQueue", .read = "sqs:GetQueueAttributes GetQueueUrl ListQueueTags", .update = "sqs:SetQueueAttributes",
		.remove = "sqs:DeleteQueue", .tag = "sqs:TagQueue UntagQueue", .property = "QueueName", .naming = NAMED_BY_STACK,
	},
	{
		.type = "AWS::SQS::QueuePolicy", .arns = "sqs:$R:$A:$N",
		.create = "sqs:SetQueueAttributes", .read = "sqs:GetQueueAttributes", .remove = "sqs:SetQueueAttributes", .name_of = "AWS::SQS::Queue",
	},
	{
		.type = "AWS::CloudWatch::Alarm", .arns = "cloudwatch:$R:$A:alarm:$N",
		.create = "cloudwatch:PutMetricAlarm", .read = "cloudwatch:DescribeAlarms ListTagsForResource", .remove = "cloudwatch:DeleteAlarms",
		.tag = "cloudwatch:TagResource UntagResource", .property = "AlarmName", .naming = NAMED_BY_STACK,
	},
	{
		.type = "AWS::Logs::MetricFilter", .arns = "logs:$R:$A:log-group:$N logs:$R:$A:log-group:$N:*",
		.create = "logs:PutMetricFilter", .read = "logs:DescribeMetricFilters", .remove = "logs:DeleteMetricFilter",
		.name_of = "AWS::Logs::LogGroup",
	},
	/* ---- identity ---- */
	{
		.type = "AWS::IAM::Role", .arns = "iam::$A:role/$N",
		.create = "iam:CreateRole PutRolePolicy AttachRolePolicy",
		.read = "iam:GetRole GetRolePolicy ListRolePolicies ListAttachedRolePolicies",
		.update = "iam:UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy DeleteRolePolicy DetachRolePolicy",
		.remove = "iam:DeleteRole", .tag = "iam:TagRole UntagRole", .property = "RoleName", .naming = NAMED_BY_STACK,
	},
	{
		.type = "AWS::IAM::Policy", .arns = "iam::$A:role/$N",
		.create = "iam:PutRolePolicy", .read = "iam:GetRolePolicy", .remove = "iam:DeleteRolePolicy", .name_of = "AWS::IAM::Role",
	},
	{
		.type = "AWS::IAM::ManagedPolicy", .arns = "iam::$A:policy/$N",
		.create = "iam:CreatePolicy", .read = "iam:GetPolicy GetPolicyVersion ListPolicyVersions ListEntitiesForPolicy",
		.update = "iam:CreatePolicyVersion DeletePolicyVersion SetDefaultPolicyVersion", .remove = "iam:DeletePolicy",
		.tag = "iam:TagPolicy UntagPolicy", .property = "ManagedPolicyName", .naming = NAMED_BY_STACK,
	},
	{
		.type = "AWS::IAM::InstanceProfile", .arns = "iam::$A:instance-profile/$N",
		.create = "iam:CreateInstanceProfile AddRoleToInstanceProfile", .read = "iam:GetInstanceProfile",
		.remove = "iam:RemoveRoleFromInstanceProfile DeleteInstanceProfile", .property = "InstanceProfileName", .naming = NAMED_BY_STACK,
	},
	/* ---- CloudFormation's own ---- */
	{
		.type = "AWS::CloudFormation::Stack", .arns = "cloudformation:$R:$A:stack/$N/*",
		.create = "cloudformation:CreateStack", .read = "cloudformation:DescribeStacks", .update = "cloudformation:UpdateStack",
		.remove = "cloudformation:DeleteStack", .naming = NAMED_BY_STACK,
	},
	{.type = "AWS::CloudFormation::WaitConditionHandle"},
	{.type = "AWS::CloudFormation::WaitCondition"},
};
const size_t policies_type_count = CEW_COUNT(policies_types);

const struct type_row *policies_type_find(const char *type)
{
	for (size_t i = 0; i < policies_type_count; i++)
		if (strcmp(policies_types[i].type, type) == 0)
			return &policies_types[i];
	return NULL;
}
