/* What the account's services answer beyond listing: keys, files, groups' rules, roles and policies, buckets. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY "7c4d1e90-3b52-4f6a-a8d1-0a1b2c5f6071"
#define IAM "Version=2010-05-08&Action="
#define EC2 "Version=2016-11-15&Action="
#define VPC "vpc-0a1b2c3d4e5f60718"

static int set_up(void **state)
{
	static struct fixture f;
	fixture_start(&f, NULL);
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	fixture_stop(*state);
	return 0;
}

/* ---- keys ---- */

static void keys_have_names_and_policies(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(call_json(f, "kms", "TrentService.ListAliases", "{\"KeyId\":\"" KEY "\"}"), 200);
	assert_has(f, "{\"Aliases\":[{\"AliasName\":\"alias/corp-messages\",\"AliasArn\":"
	              "\"arn:aws:kms:us-east-1:123456789012:alias/corp-messages\",\"TargetKeyId\":\"" KEY "\"");
	assert_int_equal(call_json(f, "kms", "TrentService.CreateAlias",
	                           "{\"AliasName\":\"alias/ce\",\"TargetKeyId\":\"alias/corp-messages\"}"), 200);
	assert_int_equal(call_json(f, "kms", "TrentService.DescribeKey", "{\"KeyId\":\"alias/ce\"}"), 200);
	assert_has(f, "\"KeyId\":\"" KEY "\",\"Arn\":\"arn:aws:kms:us-east-1:123456789012:key/" KEY "\"");
	assert_int_equal(call_json(f, "kms", "TrentService.CreateAlias",
	                           "{\"AliasName\":\"alias/ce\",\"TargetKeyId\":\"" KEY "\"}"), 400);
	assert_has(f, "AlreadyExistsException");
	assert_int_equal(call_json(f, "kms", "TrentService.PutKeyPolicy",
	                           "{\"KeyId\":\"" KEY "\",\"PolicyName\":\"default\",\"Policy\":\"{\\\"Statement\\\":[{\\\"Effect\\\":"
	                           "\\\"Allow\\\",\\\"Principal\\\":{\\\"AWS\\\":\\\"arn:aws:iam::123456789012:root\\\"}}]}\"}"), 200);
	assert_int_equal(call_json(f, "kms", "TrentService.GetKeyPolicy", "{\"KeyId\":\"" KEY "\"}"), 200);
	assert_has(f, "{\"Policy\":\"{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\"");
}

static void a_key_policy_may_not_lock_its_author_out(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(call_json(f, "kms", "TrentService.CreateKey",
	                           "{\"Policy\":\"{\\\"Statement\\\":[{\\\"Principal\\\":{\\\"Service\\\":\\\"sns.amazonaws.com\\\"}}]}\"}"),
	                 400);
	assert_has(f, "The new key policy will not allow you to update the key policy in the future.");
	assert_int_equal(call_json(f, "kms", "TrentService.DescribeKey", "{\"KeyId\":\"alias/none\"}"), 400);
	assert_has(f, "Alias arn:aws:kms:us-east-1:123456789012:alias/none is not found.");
}

/* ---- files ---- */

static unsigned efs(struct fixture *f, const char *method, const char *path, const char *query, const char *body)
{
	struct sent sent = {.method = method, .path = path, .query = query, .body = body};
	return call_http(f, "elasticfilesystem", &sent);
}

static void file_systems_tell_whether_they_are_backed_up(void **state)
{
	struct fixture *f = *state;
	const char *path = "/2015-02-01/file-systems/fs-0a1b2c6d90e3f7b14/backup-policy";
	assert_int_equal(efs(f, "GET", path, "", ""), 200);
	assert_string_equal(reply_text(f), "{\"BackupPolicy\":{\"Status\":\"ENABLED\"}}");
	assert_int_equal(efs(f, "PUT", path, "", "{\"BackupPolicy\":{\"Status\":\"DISABLED\"}}"), 200);
	assert_string_equal(reply_text(f), "{\"BackupPolicy\":{\"Status\":\"DISABLING\"}}");
	efs(f, "GET", path, "", "");
	assert_string_equal(reply_text(f), "{\"BackupPolicy\":{\"Status\":\"DISABLED\"}}");
	assert_int_equal(efs(f, "GET", "/2015-02-01/file-systems/fs-12345678/backup-policy", "", ""), 404);
	assert_has(f, "File system 'fs-12345678' does not exist.");
	assert_int_equal(efs(f, "GET", "/2015-02-01/mount-targets", "", ""), 400);
	assert_int_equal(efs(f, "GET", "/2015-02-01/nothing", "", ""), 404);
}

/* ---- security groups ---- */

static void a_default_group_lets_its_members_in_until_that_is_revoked(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(call_service(f, "ec2", EC2 "DescribeSecurityGroups&Filter.1.Name=vpc-id&Filter.1.Value.1=" VPC
	                              "&Filter.2.Name=group-name&Filter.2.Value.1=default"), 200);
	const char *id = strstr(reply_text(f), "<groupId>");
	assert_non_null(id);
	char *group = cew_fmt("%.20s", id + strlen("<groupId>"));
	char *shown = cew_fmt("<ipPermissions><item><ipProtocol>-1</ipProtocol><groups><item><userId>123456789012</userId>"
	                      "<groupId>%s</groupId></item></groups>", group);
	assert_has(f, shown);
	assert_has(f, "<ipPermissionsEgress><item><ipProtocol>-1</ipProtocol><groups></groups><ipRanges><item>"
	              "<cidrIp>0.0.0.0/0</cidrIp></item></ipRanges>");
	char *body = cew_fmt(EC2 "RevokeSecurityGroupIngress&GroupId=%s&IpPermissions.1.IpProtocol=-1"
	                     "&IpPermissions.1.Groups.1.GroupId=%s", group, group);
	assert_int_equal(call_service(f, "ec2", body), 200);
	assert_int_equal(call_service(f, "ec2", body), 400);
	assert_has(f, "<Code>InvalidPermission.NotFound</Code>");
	free(body);
	body = cew_fmt(EC2 "DescribeSecurityGroups&GroupId.1=%s", group);
	call_service(f, "ec2", body);
	assert_has(f, "<ipPermissions></ipPermissions><ipPermissionsEgress><item>");
	free(body);
	free(shown);
	free(group);
}

static void a_rule_that_a_call_adds_stands_beside_the_others(void **state)
{
	struct fixture *f = *state;
	const char *add = EC2 "AuthorizeSecurityGroupEgress&GroupId=sg-0a1b2c31c4d9a7e02&IpPermissions.1.IpProtocol=tcp"
	                  "&IpPermissions.1.FromPort=443&IpPermissions.1.ToPort=443&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0%2F8";
	assert_int_equal(call_service(f, "ec2", add), 200);
	assert_int_equal(call_service(f, "ec2", add), 400);
	assert_has(f, "<Code>InvalidPermission.Duplicate</Code>");
	call_service(f, "ec2", EC2 "DescribeSecurityGroupRules&Filter.1.Name=group-id&Filter.1.Value.1=sg-0a1b2c31c4d9a7e02");
	assert_has(f, "<isEgress>true</isEgress><ipProtocol>tcp</ipProtocol><fromPort>443</fromPort><toPort>443</toPort>"
	              "<cidrIpv4>10.0.0.0/8</cidrIpv4>");
	assert_has(f, "<isEgress>true</isEgress><ipProtocol>-1</ipProtocol><fromPort>-1</fromPort><toPort>-1</toPort>"
	              "<cidrIpv4>0.0.0.0/0</cidrIpv4>");
}

static void a_dry_run_says_that_it_was_one(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(call_service(f, "ec2", EC2 "CreateFlowLogs&DryRun=true"), 412);
	assert_has(f, "<Code>DryRunOperation</Code><Message>Request would have succeeded, but DryRun flag is set.</Message>");
}

static void flow_logs_are_made_and_found(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(call_service(f, "ec2", EC2 "CreateFlowLogs&ResourceId.1=vpc-0a1b2cd01f3e7a942&ResourceId.2=vpc-1"
	                              "&ResourceType=VPC&TrafficType=ALL&LogGroupName=flows&DeliverLogsPermissionArn="
	                              "arn:aws:iam::123456789012:role/corp-flow-logs"), 200);
	assert_has(f, "<flowLogIdSet><item>fl-");
	assert_has(f, "<unsuccessful><item><resourceId>vpc-1</resourceId>");
	call_service(f, "ec2", EC2 "DescribeFlowLogs&Filter.1.Name=resource-id&Filter.1.Value.1=vpc-0a1b2cd01f3e7a942");
	assert_has(f, "<logGroupName>flows</logGroupName><resourceId>vpc-0a1b2cd01f3e7a942</resourceId>"
	              "<trafficType>ALL</trafficType>");
}

/* ---- roles ---- */

#define TRUST                                                                                                          \
	"%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22Service%22%3A%22ecs-tasks."        \
	"amazonaws.com%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%5D%7D"
#define GRANT                                                                                                          \
	"%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22logs%3A%2A%22%2C%22Resource%22%3A%22%2A" \
	"%22%7D%5D%7D"

static void a_role_is_made_given_policies_and_taken_away(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(call_service(f, "iam", IAM "CreateRole&RoleName=ce-task&AssumeRolePolicyDocument=" TRUST), 200);
	assert_has(f, "<Arn>arn:aws:iam::123456789012:role/ce-task</Arn>");
	assert_int_equal(call_service(f, "iam", IAM "CreateRole&RoleName=CE-task&AssumeRolePolicyDocument=" TRUST), 409);
	assert_has(f, "<Code>EntityAlreadyExists</Code>");
	assert_int_equal(call_service(f, "iam", IAM "PutRolePolicy&RoleName=ce-task&PolicyName=logs&PolicyDocument=" GRANT), 200);
	assert_int_equal(call_service(f, "iam", IAM "AttachRolePolicy&RoleName=ce-task&PolicyArn="
	                              "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"), 200);
	call_service(f, "iam", IAM "ListRolePolicies&RoleName=ce-task");
	assert_has(f, "<PolicyNames><member>logs</member></PolicyNames>");
	call_service(f, "iam", IAM "GetRolePolicy&RoleName=ce-task&PolicyName=logs");
	assert_has(f, "<PolicyDocument>" GRANT "</PolicyDocument>");
	call_service(f, "iam", IAM "ListAttachedRolePolicies&RoleName=ce-task");
	assert_has(f, "<AttachedPolicies><member><PolicyName>AmazonECSTaskExecutionRolePolicy</PolicyName>");
	assert_int_equal(call_service(f, "iam", IAM "DeleteRole&RoleName=ce-task"), 409);
	call_service(f, "iam", IAM "DeleteRolePolicy&RoleName=ce-task&PolicyName=logs");
	call_service(f, "iam", IAM "DetachRolePolicy&RoleName=ce-task&PolicyArn="
	             "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy");
	assert_int_equal(call_service(f, "iam", IAM "DeleteRole&RoleName=ce-task"), 200);
	assert_int_equal(call_service(f, "iam", IAM "GetRole&RoleName=ce-task"), 404);
}

static void malformed_policies_are_refused(void **state)
{
	static const struct {
		const char *document, *what;
	} rows[] = {
		{"{", "This policy contains invalid Json"},
		{"{\"Statement\":[]}", "Syntax errors in policy."},
		{"{\"Statement\":{\"Effect\":\"allow\",\"Action\":\"*\",\"Resource\":\"*\"}}", "Syntax errors in policy."},
		{"{\"Statement\":{\"Effect\":\"Allow\",\"Resource\":\"*\"}}", "must contain actions"},
		{"{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"RunTask\",\"Resource\":\"*\"}}", "prefaced by a vendor"},
		{"{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\"}}", "must contain resources"},
		{"{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"vpc\"}}", "must be in ARN format"},
		{"{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Principal\":\"*\"}}",
		 "should not specify a principal"},
	};
	struct fixture *f = *state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		char *document = encoded(rows[i].document), *body = cew_fmt(IAM "CreatePolicy&PolicyName=x&PolicyDocument=%s", document);
		assert_int_equal(call_service(f, "iam", body), 400);
		assert_has(f, "<Code>MalformedPolicyDocument</Code>");
		assert_has(f, rows[i].what);
		free(document);
		free(body);
	}
}

static void policies_have_a_size_that_spaces_do_not_count_in(void **state)
{
	struct fixture *f = *state;
	static char document[8000], spaces[8000];
	memset(spaces, ' ', sizeof(spaces) - 1);
	snprintf(document, sizeof(document), "{\"Statement\":{%.6200s\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}", spaces);
	char *text = encoded(document), *body = cew_fmt(IAM "CreatePolicy&PolicyName=wide&PolicyDocument=%s", text);
	assert_int_equal(call_service(f, "iam", body), 200);
	assert_has(f, "<Arn>arn:aws:iam::123456789012:policy/wide</Arn>");
	free(text);
	free(body);
	memset(spaces, 'x', sizeof(spaces) - 1);
	snprintf(document, sizeof(document),
	         "{\"Statement\":{\"Sid\":\"%.6100s\",\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}", spaces);
	text = encoded(document);
	body = cew_fmt(IAM "CreatePolicy&PolicyName=long&PolicyDocument=%s", text);
	assert_int_equal(call_service(f, "iam", body), 409);
	assert_has(f, "Cannot exceed quota for PolicySize: 6144");
	free(text);
	free(body);
}

/* ---- buckets ---- */

static unsigned s3(struct fixture *f, const char *method, const char *path, const char *query, const char *body)
{
	struct sent sent = {.method = method, .path = path, .query = query, .body = body};
	return call_http(f, "s3", &sent);
}

static void keys_are_listed_in_groups(void **state)
{
	struct fixture *f = *state;
	static const char *const keys[] = {"a.yaml", "templates/1.yaml", "templates/2%20x.yaml", "zz.yaml"};
	char path[200];
	for (size_t i = 0; i < CEW_COUNT(keys); i++) {
		snprintf(path, sizeof(path), "/corp-logs-123456789012/%s", keys[i]);
		assert_int_equal(s3(f, "PUT", path, "", "x"), 200);
	}
	assert_int_equal(s3(f, "GET", "/corp-logs-123456789012", "delimiter=%2F&list-type=2", ""), 200);
	assert_has(f, "<Key>a.yaml</Key>");
	assert_has(f, "<Key>zz.yaml</Key>");
	assert_lacks(f, "<Key>templates");
	assert_has(f, "<CommonPrefixes><Prefix>templates/</Prefix></CommonPrefixes><KeyCount>3</KeyCount>");
	s3(f, "GET", "/corp-logs-123456789012", "encoding-type=url&list-type=2&prefix=templates%2F2", "");
	assert_has(f, "<Key>templates/2%20x.yaml</Key>");
	assert_has(f, "<EncodingType>url</EncodingType>");
	s3(f, "GET", "/corp-logs-123456789012", "versions", "");
	assert_has(f, "<Version><Key>a.yaml</Key><VersionId>null</VersionId><IsLatest>true</IsLatest>");
}

static void a_bucket_tells_its_settings_without_being_given_any(void **state)
{
	struct fixture *f = *state;
	s3(f, "GET", "/corp-logs-123456789012", "encryption", "");
	assert_has(f, "<SSEAlgorithm>AES256</SSEAlgorithm>");
	s3(f, "GET", "/corp-logs-123456789012", "publicAccessBlock", "");
	assert_has(f, "<BlockPublicAcls>true</BlockPublicAcls>");
	assert_int_equal(s3(f, "GET", "/corp-logs-123456789012", "policy", ""), 404);
	assert_has(f, "<Code>NoSuchBucketPolicy</Code>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(keys_have_names_and_policies, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_key_policy_may_not_lock_its_author_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(file_systems_tell_whether_they_are_backed_up, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_default_group_lets_its_members_in_until_that_is_revoked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_rule_that_a_call_adds_stands_beside_the_others, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_dry_run_says_that_it_was_one, set_up, tear_down),
		cmocka_unit_test_setup_teardown(flow_logs_are_made_and_found, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_role_is_made_given_policies_and_taken_away, set_up, tear_down),
		cmocka_unit_test_setup_teardown(malformed_policies_are_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(policies_have_a_size_that_spaces_do_not_count_in, set_up, tear_down),
		cmocka_unit_test_setup_teardown(keys_are_listed_in_groups, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_bucket_tells_its_settings_without_being_given_any, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
