/* Literal documents of small templates, what the answers make of them, and the roles that are made beforehand. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

static const char small[] = "Parameters: {EnvName: {Type: String, Default: ce}}\n"
                            "Resources:\n"
                            "  Logs: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: !Sub '/x/${EnvName}-${AWS::StackName}'}}\n"
                            "  Topic: {Type: 'AWS::SNS::Topic'}\n"
                            "  Handle: {Type: 'AWS::CloudFormation::WaitConditionHandle'}\n";

static void test_service_role(void **state)
{
	(void)state;
	struct bench b;
	open_text(&b, small);
	b.request.who = CEW_POLICIES_SERVICE_ROLE;
	b.subject.account_id = "123456789012";
	answer(&b, "stackName", "prod");
	answer(&b, "region", "eu-west-1");
	answer(&b, "EnvName", "blue");
	make(&b);
	assert_string_equal(document(&b, "prod-service-role-trust")->text,
	                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
	                    "\"cloudformation.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}");
	assert_string_equal(
	        document(&b, "prod-service-role")->text,
	        "{\"Version\":\"2012-10-17\",\"Statement\":["
	        "{\"Effect\":\"Allow\",\"Action\":[\"logs:CreateLogGroup\",\"logs:DeleteLogGroup\",\"logs:DeleteRetentionPolicy\","
	        "\"logs:DescribeIndexPolicies\",\"logs:GetDataProtectionPolicy\",\"logs:ListTagsForResource\",\"logs:PutRetentionPolicy\","
	        "\"logs:TagResource\",\"logs:UntagResource\"],\"Resource\":["
	        "\"arn:aws:logs:eu-west-1:123456789012:log-group:/x/blue-prod\","
	        "\"arn:aws:logs:eu-west-1:123456789012:log-group:/x/blue-prod:*\"]},"
	        "{\"Effect\":\"Allow\",\"Action\":[\"logs:DescribeLogGroups\",\"sns:Unsubscribe\"],\"Resource\":\"*\"},"
	        "{\"Effect\":\"Allow\",\"Action\":[\"sns:CreateTopic\",\"sns:DeleteTopic\",\"sns:GetDataProtectionPolicy\","
	        "\"sns:GetTopicAttributes\",\"sns:ListSubscriptionsByTopic\",\"sns:ListTagsForResource\",\"sns:SetTopicAttributes\","
	        "\"sns:Subscribe\",\"sns:TagResource\",\"sns:UntagResource\"],"
	        "\"Resource\":\"arn:aws:sns:eu-west-1:123456789012:prod-*\"}]}");
	assert_true(allows(&b, "iam:PassRole", "arn:aws:iam::123456789012:role/*"));
	assert_non_null(find_issue(&b, "policy-role"));
	answer(&b, "roleArn", "arn:aws:iam::123456789012:role/cfn");
	make(&b);
	assert_null(find_issue(&b, "policy-role"));
	assert_non_null(strstr(document(&b, "prod-caller")->text,
	                       "{\"Effect\":\"Allow\",\"Action\":\"iam:PassRole\",\"Resource\":\"arn:aws:iam::123456789012:role/cfn\","
	                       "\"Condition\":{\"StringEquals\":{\"iam:PassedToService\":\"cloudformation.amazonaws.com\"}}}"));
	close_bench(&b);
}

static const struct {
	const char *region, *stack, *type, *properties; /* of the one resource, R */
	const char *action, *resource;
} narrowed[] = {
	{"us-east-1", "s", "AWS::S3::Bucket", "{}", "s3:CreateBucket", "arn:aws:s3:::s-*"},
	{"us-east-1", "My-Stack", "AWS::S3::Bucket", "{}", "s3:CreateBucket", "arn:aws:s3:::my-stack-*"},
	{"us-east-1", "a-name-longer-than-24-characters", "AWS::Lambda::Function", "{}", "lambda:CreateFunction",
	 "arn:aws:lambda:us-east-1:*:function:a-name-longer-than-24-ch*"},
	{"", "", "AWS::Lambda::Function", "{}", "lambda:CreateFunction", "arn:aws:lambda:*:*:function:*"},
	{"us-gov-west-1", "s", "AWS::SecretsManager::Secret", "{}", "secretsmanager:CreateSecret",
	 "arn:aws-us-gov:secretsmanager:us-gov-west-1:*:secret:R-*-*"},
	{"cn-north-1", "s", "AWS::SecretsManager::Secret", "{Name: x/y}", "secretsmanager:CreateSecret",
	 "arn:aws-cn:secretsmanager:cn-north-1:*:secret:x/y-*"},
	{"us-east-1", "", "AWS::IAM::Role", "{RoleName: !Sub 'r-${AWS::StackName}-${AWS::Region}'}", "iam:CreateRole",
	 "arn:aws:iam::*:role/r-*-us-east-1"},
	{"us-east-1", "s", "AWS::ElasticLoadBalancingV2::TargetGroup", "{}", "elasticloadbalancing:CreateTargetGroup",
	 "arn:aws:elasticloadbalancing:us-east-1:*:targetgroup/*/*"},
	{"us-east-1", "s", "AWS::EFS::MountTarget", "{}", "ec2:CreateNetworkInterface", "arn:aws:ec2:us-east-1:*:*"},
	{"us-east-1", "s", "AWS::EFS::MountTarget", "{}", "elasticfilesystem:CreateMountTarget",
	 "arn:aws:elasticfilesystem:us-east-1:*:file-system/*"},
	{"us-east-1", "s", "AWS::EC2::VPC", "{}", "ec2:DescribeVpcs", "*"},
	{"us-east-1", "s", "AWS::EC2::VPC", "{}", "ec2:CreateVpc", "arn:aws:ec2:us-east-1:*:*"},
	{"us-east-1", "s", "AWS::ECS::Service", "{}", "iam:CreateServiceLinkedRole",
	 "arn:aws:iam::*:role/aws-service-role/ecs.amazonaws.com/*"},
	{"us-east-1", "s", "AWS::Lambda::Function", "{Role: 'arn:aws:iam::1:role/x'}", "iam:PassRole", "arn:aws:iam::1:role/x"},
	{"us-east-1", "s", "AWS::Lambda::Function", "{Role: !ImportValue r}", "iam:PassRole", "arn:aws:iam::*:role/*"},
	{"us-east-1", "s", "AWS::Lambda::Permission", "{}", "lambda:AddPermission", "arn:aws:lambda:us-east-1:*:function:*"},
	{"us-east-1", "s", "Custom::Thing", "{}", "lambda:InvokeFunction", "arn:aws:lambda:us-east-1:*:function:*"},
};

static void test_narrowed(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(narrowed); i++) {
		struct bench b;
		char *text = cew_fmt("Resources: {R: {Type: '%s', Properties: %s}}\n", narrowed[i].type, narrowed[i].properties);
		open_text(&b, text);
		answer(&b, "region", narrowed[i].region);
		answer(&b, "stackName", narrowed[i].stack);
		make(&b);
		if (!allows(&b, narrowed[i].action, narrowed[i].resource))
			fail_msg("%s: no %s on %s", narrowed[i].type, narrowed[i].action, narrowed[i].resource);
		close_bench(&b);
		free(text);
	}
}

/* A listener has its load balancer's name, wherever that stands. */
static void test_names_of_others(void **state)
{
	(void)state;
	struct bench b;
	open_text(&b, "Resources:\n"
	              "  L: {Type: 'AWS::ElasticLoadBalancingV2::Listener'}\n"
	              "  B: {Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: {Name: front}}\n");
	answer(&b, "region", "us-east-1");
	make(&b);
	assert_true(allows(&b, "elasticloadbalancing:CreateListener", "arn:aws:elasticloadbalancing:us-east-1:*:loadbalancer/*/front/*"));
	assert_true(allows(&b, "elasticloadbalancing:DeleteListener", "arn:aws:elasticloadbalancing:us-east-1:*:listener/*/front/*"));
	assert_false(allows(&b, "elasticloadbalancing:CreateListener", "arn:aws:elasticloadbalancing:us-east-1:*:loadbalancer/*/*/*"));
	close_bench(&b);
}

/* A template that no request can hold goes by way of a bucket, which is made for it unless one is named. */
static void test_large_template(void **state)
{
	(void)state;
	struct bench b;
	char *filler = malloc(CEW_CFN_INLINE_MAX + 1);
	assert_non_null(filler);
	memset(filler, 'x', CEW_CFN_INLINE_MAX);
	filler[CEW_CFN_INLINE_MAX] = '\0';
	char *text = cew_fmt("Resources: {T: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: %s}}}\n", filler);
	open_text(&b, text);
	b.subject.account_id = "123456789012";
	answer(&b, "region", "us-east-1");
	make(&b);
	assert_true(allows(&b, "s3:CreateBucket", "arn:aws:s3:::cewizard-templates-123456789012-us-east-1"));
	assert_true(allows(&b, "s3:PutObject", "arn:aws:s3:::cewizard-templates-123456789012-us-east-1/templates/*"));
	answer(&b, "templateBucket", "ours");
	make(&b);
	assert_false(allows(&b, "s3:CreateBucket", NULL));
	assert_true(allows(&b, "s3:ListBucket", "arn:aws:s3:::ours"));
	assert_true(allows(&b, "s3:GetObject", "arn:aws:s3:::ours/templates/*"));
	close_bench(&b);
	free(text);
	free(filler);
	open_text(&b, small);
	make(&b);
	assert_false(allows(&b, "s3:PutObject", NULL));
	close_bench(&b);
}

/* ---- what the answers lead to ---- */

static void test_answers_or_all(void **state)
{
	(void)state;
	struct bench b;
	open_built_in(&b);
	answer(&b, "CreateResources", "False");
	answer(&b, "CreateALB", "False");
	answer(&b, "region", "us-east-1");
	make(&b);
	assert_false(allows(&b, "ec2:CreateVpc", NULL));
	assert_false(allows(&b, "s3:CreateBucket", NULL));
	assert_false(allows(&b, "lambda:CreateFunction", NULL));
	assert_true(allows(&b, "ecs:CreateService", "arn:aws:ecs:us-east-1:*:service/*/NetskopeCloudExchange-netskope-ce"));
	b.request.all = true;
	make(&b);
	assert_true(allows(&b, "ec2:CreateVpc", NULL));
	assert_true(allows(&b, "s3:CreateBucket", "arn:aws:s3:::*"));
	assert_true(allows(&b, "lambda:CreateFunction", NULL));
	close_bench(&b);
}

static const char *const role_changes[] = {
	"iam:CreateRole", "iam:DeleteRole", "iam:PutRolePolicy", "iam:DeleteRolePolicy", "iam:AttachRolePolicy",
	"iam:UpdateAssumeRolePolicy", "iam:TagRole", "iam:CreateServiceLinkedRole",
};

static void test_without_iam(void **state)
{
	(void)state;
	struct bench b;
	open_built_in(&b);
	answer(&b, "stackName", "ce");
	make(&b);
	for (size_t i = 0; i < CEW_COUNT(role_changes); i++)
		assert_true(allows(&b, role_changes[i], NULL));
	assert_true(allows(&b, "iam:PassRole", "arn:aws:iam::*:role/NetskopeCloudExchangeTaskRole-ce"));
	b.request.without_iam = true;
	make(&b);
	for (size_t i = 0; i < CEW_COUNT(role_changes); i++)
		assert_false(allows(&b, role_changes[i], NULL));
	assert_true(allows(&b, "iam:PassRole", "arn:aws:iam::*:role/*"));
	assert_non_null(strstr(find_issue(&b, "policy-iam")->message, "FlowLogRole"));
	assert_null(strstr(find_issue(&b, "policy-iam")->message, "ECSTaskRole"));
	assert_string_equal(find_issue(&b, "policy-role")->field, "ExistingECSTaskRole");
	answer(&b, "ExistingECSTaskRole", "arn:aws:iam::123456789012:role/task");
	answer(&b, "ExistingSGandNACLLambdaRole", "arn:aws:iam::123456789012:role/function");
	answer(&b, "EnableVPCFlowLog", "False");
	make(&b);
	assert_true(allows(&b, "iam:PassRole", "arn:aws:iam::123456789012:role/task"));
	assert_true(allows(&b, "iam:PassRole", "arn:aws:iam::123456789012:role/function"));
	assert_false(allows(&b, "iam:PassRole", "arn:aws:iam::*:role/*"));
	assert_null(find_issue(&b, "policy-iam"));
	assert_non_null(strstr(find_issue(&b, "policy-linked-role")->message,
	                       ": elasticloadbalancing.amazonaws.com, elasticfilesystem.amazonaws.com, ecs.amazonaws.com."));
	assert_null(find_issue(&b, "policy-role"));
	close_bench(&b);
}

/* ---- roles that are made beforehand ---- */

static void test_roles(void **state)
{
	(void)state;
	struct bench b;
	open_built_in(&b);
	b.request.who = CEW_POLICIES_ROLES;
	b.subject.account_id = "123456789012";
	answer(&b, "stackName", "ce");
	answer(&b, "region", "us-east-1");
	answer(&b, "EnvName", "blue");
	answer(&b, "CACertFlag", "True");
	answer(&b, "CACertSecretName", "corp/ca");
	answer(&b, "ExistingECSTaskRole", "arn:aws:iam::123456789012:role/task"); /* this one is what is to be made */
	make(&b);
	assert_int_equal(cew_policies_count(b.policies), 4); /* none for flow logs: the template takes no such role */
	assert_string_equal(document(&b, "ce-ecs-tasks-role-trust")->text,
	                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
	                    "\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}");
	assert_string_equal(
	        document(&b, "ce-ecs-tasks-role")->text,
	        "{\"Version\":\"2012-10-17\",\"Statement\":["
	        "{\"Effect\":\"Allow\",\"Action\":\"ecr:GetAuthorizationToken\",\"Resource\":\"*\"},"
	        "{\"Effect\":\"Allow\",\"Action\":[\"ecr:BatchCheckLayerAvailability\",\"ecr:GetDownloadUrlForLayer\","
	        "\"ecr:BatchGetImage\"],\"Resource\":\"arn:aws:ecr:us-east-1:709825985650:repository/netskope/*\"},"
	        "{\"Effect\":\"Allow\",\"Action\":[\"logs:CreateLogStream\",\"logs:PutLogEvents\"],\"Resource\":"
	        "\"arn:aws:logs:us-east-1:123456789012:log-group:/aws/ecs/Netskope-Cloud-Exchange-4-blue:*\"},"
	        "{\"Effect\":\"Allow\",\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":["
	        "\"arn:aws:secretsmanager:us-east-1:123456789012:secret:CloudExchangeSecret-*-*\","
	        "\"arn:aws:secretsmanager:us-east-1:123456789012:secret:CloudExchangeErlangCookie-*-*\"]},"
	        "{\"Effect\":\"Allow\",\"Action\":[\"elasticfilesystem:ClientMount\",\"elasticfilesystem:ClientWrite\"],\"Resource\":"
	        "\"arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/*\",\"Condition\":{\"StringLike\":"
	        "{\"elasticfilesystem:AccessPointArn\":\"arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/*\"}}},"
	        "{\"Effect\":\"Allow\",\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":"
	        "\"arn:aws:secretsmanager:us-east-1:123456789012:secret:corp/ca-??????\"}]}");
	assert_non_null(strstr(document(&b, "ce-lambda-role")->text, "arn:aws:ec2:us-east-1:123456789012:security-group/*"));
	assert_int_equal(document(&b, "ce-lambda-role-trust")->limit, 2048);
	close_bench(&b);
}

/* A template may keep a role's policies apart, or take AWS's own. */
static void test_roles_with_policies_elsewhere(void **state)
{
	(void)state;
	struct bench b;
	open_text(&b, "Parameters: {ExistingECSTaskRole: {Type: String}}\n"
	              "Conditions: {New: !Equals [!Ref ExistingECSTaskRole, '']}\n"
	              "Resources:\n"
	              "  R:\n"
	              "    Type: AWS::IAM::Role\n"
	              "    Condition: New\n"
	              "    Properties:\n"
	              "      ManagedPolicyArns: [!Sub 'arn:${AWS::Partition}:iam::aws:policy/X']\n"
	              "      AssumeRolePolicyDocument: {Statement: {Effect: Allow, Principal: {Service: [x.amazonaws.com]}, Action: 'sts:AssumeRole'}}\n"
	              "  P:\n"
	              "    Type: AWS::IAM::Policy\n"
	              "    Condition: New\n"
	              "    Properties:\n"
	              "      PolicyName: p\n"
	              "      Roles: [!Ref R]\n"
	              "      PolicyDocument: {Statement: {Effect: Allow, Action: 'sns:Publish', Resource: !Ref T}}\n"
	              "  T: {Type: 'AWS::SNS::Topic'}\n");
	b.request.who = CEW_POLICIES_ROLES;
	answer(&b, "stackName", "ce");
	make(&b);
	assert_int_equal(cew_policies_count(b.policies), 2);
	assert_string_equal(document(&b, "ce-x-role")->text,
	                    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sns:Publish\",\"Resource\":\"*\"}]}");
	assert_string_equal(find_issue(&b, "policy-role")->message, "The role for x also has managed policies: arn:aws:iam::aws:policy/X.");
	close_bench(&b);
}

static void test_no_roles(void **state)
{
	(void)state;
	struct bench b;
	open_text(&b, small);
	b.request.who = CEW_POLICIES_ROLES;
	make(&b);
	assert_int_equal(cew_policies_count(b.policies), 0);
	assert_int_equal(find_issue(&b, "policy-role")->severity, CEW_NOTE);
	close_bench(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_large_template), cmocka_unit_test(test_service_role),   cmocka_unit_test(test_narrowed),    cmocka_unit_test(test_names_of_others),
		cmocka_unit_test(test_answers_or_all), cmocka_unit_test(test_without_iam), cmocka_unit_test(test_roles),
		cmocka_unit_test(test_roles_with_policies_elsewhere),
		cmocka_unit_test(test_no_roles),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
