/* Derived names against AWS's limits, unknown parts with the lengths they will have, and names given twice. */
#include "helper.h"

#include <stdlib.h>
#include <string.h>

#define A10 "aaaaaaaaaa"
#define A60 A10 A10 A10 A10 A10 A10

static const struct {
	const char *type, *properties, *property;
	size_t length;
	const char *problem; /* NULL: fine */
} cases[] = {
	{"AWS::IAM::Role", "RoleName: " A60 "aaaa", "RoleName", 64, NULL},
	{"AWS::IAM::Role", "RoleName: " A60 "aaaaa" "aaaaaa", "RoleName", 71, "7 characters too long for an IAM role name (64)"},
	{"AWS::IAM::Role", "RoleName: a/b", "RoleName", 3, "holds \"/\", which an IAM role name does not take"},
	{"AWS::IAM::Role", "RoleName: ''", "RoleName", 0, "empty, which an IAM role name must not be"},
	{"AWS::IAM::Role", "RoleName: 'a+=,.@-_'", "RoleName", 8, NULL},
	{"AWS::IAM::Role", "Policies: [{PolicyName: ok}, {PolicyName: a b}]", "Policies.1.PolicyName", 3,
	 "holds a space, which an IAM policy name does not take"},
	{"AWS::ElasticLoadBalancingV2::TargetGroup", "Name: TargetGroup-", "Name", 12,
	 "ends in a hyphen, which a target group name must not"},
	{"AWS::ElasticLoadBalancingV2::TargetGroup", "Name: -T", "Name", 2,
	 "begins with a hyphen, which a target group name must not"},
	{"AWS::ElasticLoadBalancingV2::TargetGroup", "Name: T_1", "Name", 3,
	 "holds \"_\", which a target group name does not take"},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", "Name: internal-x", "Name", 10,
	 "begins with \"internal-\", which AWS keeps for itself"},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", "Name: " A10 A10 A10 "aaa", "Name", 33,
	 "1 character too long for a load balancer name (32)"},
	{"AWS::S3::Bucket", "BucketName: Logs", "BucketName", 4,
	 "holds the upper-case letter L, which a bucket name does not take"},
	{"AWS::S3::Bucket", "BucketName: ab", "BucketName", 2, "too short for a bucket name (at least 3)"},
	{"AWS::S3::Bucket", "BucketName: a..b", "BucketName", 4, "holds a dot beside a dot or hyphen, which a bucket name does not take"},
	{"AWS::S3::Bucket", "BucketName: abc-", "BucketName", 4, "must begin and end with a letter or digit, as bucket names do"},
	{"AWS::S3::Bucket", "BucketName: 10.0.0.1", "BucketName", 8, "looks like an IP address, which a bucket name must not"},
	{"AWS::S3::Bucket", "BucketName: xn--abc", "BucketName", 7, "begins with \"xn--\", which AWS keeps for itself"},
	{"AWS::S3::Bucket", "BucketName: abc-s3alias", "BucketName", 11, "ends in \"-s3alias\", which AWS keeps for itself"},
	{"AWS::S3::Bucket", "BucketName: my-logs.2024", "BucketName", 12, NULL},
	{"AWS::EC2::SecurityGroup", "GroupName: sg-1", "GroupName", 4, "begins with \"sg-\", which AWS keeps for itself"},
	{"AWS::EC2::SecurityGroup", "GroupDescription: 'it''s'", "GroupDescription", 4,
	 "holds \"'\", which a security group description does not take"},
	{"AWS::Lambda::Function", "FunctionName: a.b", "FunctionName", 3,
	 "holds \".\", which a Lambda function name does not take"},
	{"AWS::Events::Rule", "Name: a.b_c-1", "Name", 7, NULL},
	{"AWS::Logs::LogGroup", "LogGroupName: /aws/ecs/x", "LogGroupName", 10, NULL},
	{"AWS::Logs::LogGroup", "LogGroupName: aws/x", "LogGroupName", 5, "begins with \"aws/\", which AWS keeps for itself"},
	{"AWS::ECS::Cluster", "ClusterName: ä", "ClusterName", 1, "holds \"ä\", which an ECS cluster name does not take"},
	{"AWS::ECS::TaskDefinition", "ContainerDefinitions: [{Name: ui}]", "ContainerDefinitions.0.Name", 2, NULL},
	{"AWS::SNS::Topic", "TopicName: x.fifo", "TopicName", 6, NULL},
	{"AWS::SNS::Topic", "TopicName: x.fifo.y", "TopicName", 8, "holds \".\", which a topic name does not take"},
	{"AWS::KMS::Alias", "AliasName: mine", "AliasName", 4, "too short for a key alias (at least 7)"},
	{"AWS::KMS::Alias", "AliasName: my-own-key", "AliasName", 10, "must begin with \"alias/\", as a key alias does"},
	{"AWS::RDS::DBInstance", "DBInstanceIdentifier: 1a", "DBInstanceIdentifier", 2,
	 "must begin with a letter, as a database name does"},
};

static char *one(const char *type, const char *properties)
{
	return cew_fmt("Resources:\n  V: {Type: 'AWS::EC2::VPC'}\n  R:\n    Type: %s\n    Properties: {%s}\n", type, properties);
}

static void test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(cases); i++) {
		struct fixture f = {0};
		char *text = one(cases[i].type, cases[i].properties);
		fixture_open(&f, text, "");
		const struct cew_cfn_resource_name *n = fixture_name(&f, "R", cases[i].property);
		if (!n)
			fail_msg("%s: no name %s", cases[i].properties, cases[i].property);
		const char *problem = n->problem ? n->problem : "(none)", *expected = cases[i].problem ? cases[i].problem : "(none)";
		if (strcmp(problem, expected) != 0)
			fail_msg("%s: \"%s\", not \"%s\"", cases[i].properties, problem, expected);
		assert_int_equal(n->ok, !cases[i].problem);
		if (n->length != cases[i].length)
			fail_msg("%s: length %zu, not %zu", cases[i].properties, n->length, cases[i].length);
		assert_true(n->exact);
		fixture_close(&f);
		free(text);
	}
}

static const struct {
	const char *type, *properties, *property, *value;
	size_t length, limit;
	bool exact, ok;
} unknowns[] = {
	{"AWS::S3::Bucket", "BucketName: !Join ['-', [netskope-ce-alb-logs, !Select [2, !Split ['/', !Ref 'AWS::StackId']]]]",
	 "BucketName", "netskope-ce-alb-logs-${StackGuid}", 57, 63, true, true},
	{"AWS::S3::Bucket", "BucketName: !Sub 'netskope-ce-s3events-more-logs-${AWS::AccountId}-${AWS::Region}-and-then-more'",
	 "BucketName", "netskope-ce-s3events-more-logs-${AWS::AccountId}-us-east-1-and-then-more", 67, 63, true, false},
	{"AWS::IAM::Role", "RoleName: !Sub 'role-${V}'", "RoleName", "role-${V}", 26, 64, true, true},
	{"AWS::IAM::Role", "RoleName: !Sub 'role-${V.CidrBlock}'", "RoleName", "role-${V.CidrBlock}", 13, 64, false, true},
	{"AWS::IAM::Role", "RoleName: !Sub 'role/${V.CidrBlock}'", "RoleName", "role/${V.CidrBlock}", 13, 64, false, false},
	{"AWS::IAM::Role", "RoleName: !ImportValue x", "RoleName", "${ImportValue(x)}", 8, 64, false, true},
	{"AWS::S3::Bucket", "BucketName: !Sub ['logs-${Tail}', {Tail: !Select [4, !Split ['-', !Select [2, !Split ['/', !Ref "
	 "'AWS::StackId']]]]}]", "BucketName", "logs-${StackGuid group 5}", 17, 63, true, true},
};

static void test_unknown_parts(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(unknowns); i++) {
		struct fixture f = {0};
		char *text = one(unknowns[i].type, unknowns[i].properties);
		fixture_open(&f, text, "");
		const struct cew_cfn_resource_name *n = fixture_name(&f, "R", unknowns[i].property);
		assert_non_null(n);
		assert_string_equal(n->value, unknowns[i].value);
		assert_int_equal(n->length, unknowns[i].length);
		assert_int_equal(n->limit, unknowns[i].limit);
		assert_int_equal(n->exact, unknowns[i].exact);
		assert_int_equal(n->ok, unknowns[i].ok);
		fixture_close(&f);
		free(text);
	}
}

static void test_only_named(void **state)
{
	(void)state;
	struct fixture f = {0};
	fixture_open(&f, "Resources:\n"
	                 "  A: {Type: 'AWS::IAM::Role', Properties: {Path: /}}\n"
	                 "  B: {Type: 'AWS::IAM::Role', Properties: {RoleName: !Ref 'AWS::NoValue'}}\n"
	                 "  C: {Type: 'AWS::IAM::Role', Properties: {RoleName: x}}\n", "");
	assert_int_equal(cew_cfn_name_count(f.e), 1);
	assert_string_equal(cew_cfn_name_at(f.e, 0)->logical_id, "C");
	assert_string_equal(cew_cfn_name_at(f.e, 0)->what, "IAM role name");
	assert_string_equal(cew_cfn_name_at(f.e, 0)->type, "AWS::IAM::Role");
	fixture_close(&f);
}

static void test_twice(void **state)
{
	(void)state;
	struct fixture f = {0};
	fixture_open(&f, "Resources:\n"
	                 "  A: {Type: 'AWS::IAM::Role', Properties: {RoleName: Same}}\n"
	                 "  B: {Type: 'AWS::IAM::Role', Properties: {RoleName: same}}\n"
	                 "  C: {Type: 'AWS::ECS::Cluster', Properties: {ClusterName: Same}}\n"
	                 "  D: {Type: 'AWS::ECS::Cluster', Properties: {ClusterName: same}}\n"
	                 "  E: {Type: 'AWS::ECS::Cluster', Properties: {ClusterName: !Sub same}}\n", "");
	assert_string_equal(fixture_findings(&f, CEW_CFN_ERROR), "duplicate-name:B:3 duplicate-name:E:6");
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_unknown_parts),
		cmocka_unit_test(test_only_named),
		cmocka_unit_test(test_twice),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
