/* Who calls and what they may do: sessions, a scenario's policies, stacks that work in somebody's name, and simulation that
 * says the same. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STS "Version=2011-06-15&Action="
#define IAM "Version=2010-05-08&Action="
#define EC2 "Version=2016-11-15&Action="
#define ROLE "arn:aws:iam::123456789012:role/"

/* ---- an embedded AWS with a scenario ---- */

static void start(struct fixture *f, const char *scenario)
{
	char path[] = "/tmp/cewizard-identity-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, scenario, strlen(scenario)), (ssize_t)strlen(scenario));
	close(fd);
	fixture_start(f, path);
	unlink(path);
}

/* ---- sessions ---- */

struct keys {
	char access_key[32], token[500];
	struct cew_secret *secret;
};

static void take(const char *xml, const char *element, char *out, size_t size)
{
	char open[64];
	snprintf(open, sizeof(open), "<%s>", element);
	const char *at = strstr(xml, open);
	assert_non_null(at);
	at += strlen(open);
	snprintf(out, size, "%.*s", (int)strcspn(at, "<"), at);
}

static void use_session(struct fixture *f, struct keys *k)
{
	char secret[64];
	take(reply_text(f), "AccessKeyId", k->access_key, sizeof(k->access_key));
	take(reply_text(f), "SessionToken", k->token, sizeof(k->token));
	take(reply_text(f), "SecretAccessKey", secret, sizeof(secret));
	k->secret = cew_secret_create(secret, strlen(secret));
	f->access_key = k->access_key;
	f->token = k->token;
	f->secret_key = k->secret;
}

static void a_session_is_somebody_until_it_expires(void **state)
{
	struct fixture f;
	struct keys k;
	(void)state;
	fixture_start(&f, NULL);
	assert_int_equal(call_service(&f, "sts", STS "AssumeRole&RoleArn=" ROLE "corp-admin&RoleSessionName=ops"
	                              "&DurationSeconds=900"), 200);
	assert_has(&f, "<Arn>arn:aws:sts::123456789012:assumed-role/corp-admin/ops</Arn>");
	assert_has(&f, "<Expiration>2024-01-02T03:19:05.678Z</Expiration>");
	use_session(&f, &k);
	assert_int_equal(call_service(&f, "sts", STS "GetCallerIdentity"), 200);
	assert_has(&f, "<Arn>arn:aws:sts::123456789012:assumed-role/corp-admin/ops</Arn>");
	f.wall_ms += 899999;
	assert_int_equal(call_service(&f, "sts", STS "GetCallerIdentity"), 200);
	f.wall_ms += 1;
	assert_int_equal(call_service(&f, "sts", STS "GetCallerIdentity"), 403);
	assert_has(&f, "<Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message>");
	cew_secret_destroy(k.secret);
	fixture_stop(&f);
}

static void a_session_needs_its_own_token(void **state)
{
	struct fixture f;
	struct keys k;
	(void)state;
	fixture_start(&f, NULL);
	assert_int_equal(call_service(&f, "sts", STS "GetSessionToken"), 200);
	use_session(&f, &k);
	assert_int_equal(call_service(&f, "sts", STS "GetSessionToken"), 403);
	assert_has(&f, "Cannot call GetSessionToken with session credentials");
	f.token = NULL;
	assert_int_equal(call_service(&f, "sts", STS "GetCallerIdentity"), 403);
	assert_has(&f, "<Code>InvalidClientTokenId</Code>");
	f.token = "another";
	assert_int_equal(call_service(&f, "sts", STS "GetCallerIdentity"), 403);
	assert_has(&f, "<Code>InvalidClientTokenId</Code>");
	cew_secret_destroy(k.secret);
	fixture_stop(&f);
}

static void roles_are_assumed_as_their_trust_allows(void **state)
{
	static const struct {
		const char *role, *more;
		unsigned status;
		const char *text;
	} rows[] = {
		{"corp-admin", "", 200, "<Credentials>"},
		{"corp-admin", "&DurationSeconds=14400", 200, "<Credentials>"},
		{"corp-admin", "&DurationSeconds=14401", 400, "exceeds the MaxSessionDuration set for this role"},
		{"corp-admin", "&DurationSeconds=899", 400, "greater than or equal to 900"},
		{"corp-admin", "&SerialNumber=x&TokenCode=000000", 403, "invalid MFA one time pass code"},
		{"corp-admin", "&SerialNumber=x&TokenCode=123456", 200, "<Credentials>"},
		{"corp-lambda", "", 403, "is not authorized to perform: sts:AssumeRole on resource: " ROLE "corp-lambda"},
		{"nobody", "", 403, "is not authorized to perform: sts:AssumeRole"},
		{"outside", "", 403, "is not authorized to perform: sts:AssumeRole"},
		{"outside", "&ExternalId=ce-7", 200, "<Credentials>"},
	};
	struct fixture f;
	(void)state;
	start(&f, "resources:\n  AWS::IAM::Role:\n    - RoleName: outside\n      AssumeRolePolicyDocument:\n        Statement:\n"
	          "          - {Effect: Allow, Principal: {AWS: '123456789012'}, Action: 'sts:AssumeRole', Condition: "
	          "{StringEquals: {'sts:ExternalId': ce-7}}}\n");
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		char *body = cew_fmt(STS "AssumeRole&RoleArn=" ROLE "%s&RoleSessionName=ops%s", rows[i].role, rows[i].more);
		assert_int_equal(call_service(&f, "sts", body), rows[i].status);
		assert_has(&f, rows[i].text);
		free(body);
	}
	fixture_stop(&f);
}

static void a_provider_of_identities_is_believed_without_a_signature(void **state)
{
	struct fixture f;
	struct demo_request rq = {.method = "POST", .path = "/", .query = ""};
	(void)state;
	fixture_start(&f, NULL);
	rq.body = STS "AssumeRoleWithWebIdentity&RoleArn=" ROLE "corp-pipeline&RoleSessionName=build&WebIdentityToken=a.b.c";
	rq.body_len = strlen(rq.body);
	demo_answer(f.demo, &rq, &f.reply);
	assert_int_equal(f.reply.status, 200);
	assert_has(&f, "assumed-role/corp-pipeline/build</Arn>");
	rq.body = STS "AssumeRoleWithWebIdentity&RoleArn=" ROLE "corp-pipeline&RoleSessionName=build&WebIdentityToken=nothing";
	rq.body_len = strlen(rq.body);
	demo_answer(f.demo, &rq, &f.reply);
	assert_has(&f, "<Code>InvalidIdentityToken</Code>");
	rq.body = STS "AssumeRoleWithWebIdentity&RoleArn=" ROLE "corp-admin&RoleSessionName=build&WebIdentityToken=a.b.c";
	rq.body_len = strlen(rq.body);
	demo_answer(f.demo, &rq, &f.reply);
	assert_int_equal(f.reply.status, 403);
	rq.body = STS "GetCallerIdentity";
	rq.body_len = strlen(rq.body);
	demo_answer(f.demo, &rq, &f.reply);
	assert_has(&f, "<Code>MissingAuthenticationToken</Code>");
	fixture_stop(&f);
}

static void a_scenario_can_have_sessions_end_soon(void **state)
{
	struct fixture f;
	struct keys k;
	(void)state;
	start(&f, "sessionSeconds: 5\n");
	call_service(&f, "sts", STS "GetSessionToken");
	assert_has(&f, "<Expiration>2024-01-02T03:04:10.678Z</Expiration>");
	use_session(&f, &k);
	f.wall_ms += 5000;
	assert_int_equal(call_service(&f, "sts", STS "GetCallerIdentity"), 403);
	cew_secret_destroy(k.secret);
	fixture_stop(&f);
}

/* ---- policies ---- */

#define LIMITED(statements) "identity:\n  user: deployer\n  policies:\n    - Statement:\n" statements

static void a_limited_caller_is_refused_in_iams_words(void **state)
{
	struct fixture f;
	(void)state;
	start(&f, LIMITED("        - {Effect: Allow, Action: 'ec2:DescribeV*', Resource: '*'}\n"
	                  "        - {Effect: Allow, Action: ['cloudformation:*'], Resource: "
	                  "'arn:aws:cloudformation:*:*:stack/ce-*/*'}\n"
	                  "        - {Effect: Deny, Action: 'ec2:DescribeVpcAttribute', Resource: '*'}\n"));
	assert_int_equal(call_service(&f, "sts", STS "GetCallerIdentity"), 200);
	assert_has(&f, "<Arn>arn:aws:iam::123456789012:user/deployer</Arn>");
	assert_int_equal(call_service(&f, "ec2", EC2 "DescribeVpcs"), 200);
	assert_int_equal(call_service(&f, "ec2", EC2 "DescribeSubnets"), 403);
	assert_has(&f, "<Code>UnauthorizedOperation</Code><Message>User: arn:aws:iam::123456789012:user/deployer is not "
	               "authorized to perform: ec2:DescribeSubnets on resource: * because no identity-based policy allows the "
	               "ec2:DescribeSubnets action</Message>");
	assert_int_equal(call_service(&f, "ec2", EC2 "DescribeSubnets&DryRun=true"), 403);
	assert_int_equal(call_service(&f, "ec2", EC2 "DescribeVpcs&DryRun=true"), 412);
	assert_int_equal(call_service(&f, "ec2", EC2 "DescribeVpcAttribute&VpcId=x&Attribute=y"), 403);
	assert_has(&f, "with an explicit deny in an identity-based policy");
	assert_int_equal(call(&f, "DescribeStacks&StackName=ce-one"), 400);
	assert_has(&f, "Stack with id ce-one does not exist");
	assert_int_equal(call(&f, "DescribeStacks&StackName=other"), 403);
	assert_has(&f, "on resource: arn:aws:cloudformation:us-east-1:123456789012:stack/other/*");
	fixture_stop(&f);
}

static void what_simulation_says_holds(void **state)
{
	struct fixture f;
	(void)state;
	start(&f, LIMITED("        - {Effect: Allow, Action: 'iam:Simulate*', Resource: '*'}\n"
	                  "        - {Effect: Allow, Action: 'iam:PassRole', Resource: '*', Condition: {StringEquals: "
	                  "{'iam:PassedToService': ecs-tasks.amazonaws.com}}}\n"
	                  "        - {Effect: Deny, Action: 'ec2:Delete*', Resource: '*'}\n"));
#define SIMULATE IAM "SimulatePrincipalPolicy&PolicySourceArn=arn:aws:iam::123456789012:user/deployer&ActionNames.member.1="
	call_service(&f, "iam", SIMULATE "ec2:DescribeVpcs");
	assert_has(&f, "<EvalDecision>implicitDeny</EvalDecision>");
	call_service(&f, "iam", SIMULATE "ec2:DeleteVpc");
	assert_has(&f, "<EvalDecision>explicitDeny</EvalDecision>");
	call_service(&f, "iam", SIMULATE "iam:PassRole");
	assert_has(&f, "<EvalDecision>implicitDeny</EvalDecision>");
	call_service(&f, "iam", SIMULATE "iam:PassRole&ContextEntries.member.1.ContextKeyName=iam:PassedToService&"
	             "ContextEntries.member.1.ContextKeyType=string&"
	             "ContextEntries.member.1.ContextKeyValues.member.1=ecs-tasks.amazonaws.com");
	assert_has(&f, "<EvalDecision>allowed</EvalDecision>");
	call_service(&f, "iam", IAM "SimulatePrincipalPolicy&PolicySourceArn=" ROLE "corp-admin&ActionNames.member.1=ec2:DeleteVpc");
	assert_has(&f, "<EvalDecision>allowed</EvalDecision>");
	call_service(&f, "iam", IAM "SimulatePrincipalPolicy&PolicySourceArn=" ROLE "corp-lambda&ActionNames.member.1=ec2:DeleteVpc");
	assert_has(&f, "<EvalDecision>implicitDeny</EvalDecision>");
	fixture_stop(&f);
}

static void a_session_has_its_roles_policies_and_no_more_than_its_own(void **state)
{
	struct fixture f;
	struct keys k;
	(void)state;
	fixture_start(&f, NULL);
	char *policy = encoded("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"ec2:*\",\"Resource\":\"*\"}}");
	char *body = cew_fmt(STS "AssumeRole&RoleArn=" ROLE "corp-admin&RoleSessionName=ops&Policy=%s", policy);
	assert_int_equal(call_service(&f, "sts", body), 200);
	free(policy);
	free(body);
	use_session(&f, &k);
	assert_int_equal(call_service(&f, "ec2", EC2 "DescribeVpcs"), 200);
	assert_int_equal(call_service(&f, "iam", IAM "ListRoles"), 403);
	assert_has(&f, "because no session policy allows the iam:ListRoles action");
	cew_secret_destroy(k.secret);
	fixture_stop(&f);
}

/* ---- stacks ---- */

#define TOPIC "Resources: {T: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.9.0.0/16}}}\n"

static void a_stack_does_what_its_caller_may(void **state)
{
	struct fixture f;
	(void)state;
	start(&f, LIMITED("        - {Effect: Allow, Action: 'cloudformation:*', Resource: '*'}\n"
	                  "        - {Effect: Allow, Action: ['ec2:CreateVpc', 'ec2:Describe*'], Resource: '*'}\n"));
	struct demo_stack *s = create(&f, "ce", TOPIC, "");
	fixture_pass(&f, 60000);
	assert_string_equal(s->status, "CREATE_COMPLETE");
	assert_int_equal(call(&f, "DeleteStack&StackName=ce"), 200);
	fixture_pass(&f, 60000);
	assert_string_equal(s->status, "DELETE_FAILED");
	char *events = event_lines(s);
	assert_non_null(strstr(events, "T DELETE_FAILED Resource handler returned message: \"User: arn:aws:iam::123456789012:user/"
	                               "deployer is not authorized to perform: ec2:DeleteVpc on resource: arn:aws:ec2:us-east-1:"
	                               "123456789012:vpc/vpc-"));
	free(events);
	fixture_stop(&f);
}

static void tags_need_a_permission_of_their_own(void **state)
{
	struct fixture f;
	(void)state;
	start(&f, LIMITED("        - {Effect: Allow, Action: 'cloudformation:*', Resource: '*'}\n"
	                  "        - {Effect: Allow, Action: ['ec2:CreateVpc', 'ec2:Describe*', 'ec2:DeleteVpc'], Resource: '*'}\n"));
	struct demo_stack *s = create(&f, "ce", TOPIC, "&Tags.member.1.Key=Owner&Tags.member.1.Value=secops");
	fixture_pass(&f, 60000);
	assert_string_equal(s->status, "ROLLBACK_COMPLETE");
	char *events = event_lines(s);
	assert_non_null(strstr(events, "T CREATE_FAILED Resource handler returned message: \"User: arn:aws:iam::123456789012:user/"
	                               "deployer is not authorized to perform: ec2:CreateTags on resource: arn:aws:ec2:us-east-1:"
	                               "123456789012:vpc/* because no identity-based policy allows the ec2:CreateTags action "
	                               "(Service: Ec2, Status Code: 403"));
	assert_non_null(strstr(events, "HandlerErrorCode: AccessDenied)"));
	free(events);
	fixture_stop(&f);
}

static void a_stacks_role_does_what_its_caller_may_not(void **state)
{
	struct fixture f;
	(void)state;
	start(&f, LIMITED("        - {Effect: Allow, Action: 'cloudformation:*', Resource: '*'}\n"
	                  "        - {Effect: Allow, Action: 'iam:PassRole', Resource: '*', Condition: {StringEquals: "
	                  "{'iam:PassedToService': cloudformation.amazonaws.com}}}\n"));
	struct demo_stack *s = create(&f, "ce", TOPIC, "&RoleARN=" ROLE "corp-cloudformation");
	fixture_pass(&f, 60000);
	assert_string_equal(s->status, "CREATE_COMPLETE");
	assert_int_equal(call(&f, "DeleteStack&StackName=ce&RoleARN=" ROLE "corp-lambda"), 400);
	assert_has(&f, "Role " ROLE "corp-lambda is invalid or cannot be assumed");
	fixture_stop(&f);
}

static void passing_a_role_needs_a_permission(void **state)
{
	struct fixture f;
	(void)state;
	start(&f, LIMITED("        - {Effect: Allow, Action: 'cloudformation:*', Resource: '*'}\n"));
	char *body = encoded(TOPIC);
	assert_int_equal(call(&f, "CreateStack&StackName=ce&TemplateBody=%s&RoleARN=" ROLE "corp-cloudformation", body), 403);
	assert_has(&f, "not authorized to perform: iam:PassRole on resource: " ROLE "corp-cloudformation because no "
	               "identity-based policy allows the iam:PassRole action");
	free(body);
	fixture_stop(&f);
}

static void a_caller_can_be_let_do_a_thing_only_through_cloudformation(void **state)
{
	struct fixture f;
	(void)state;
	start(&f, LIMITED("        - {Effect: Allow, Action: 'cloudformation:*', Resource: '*'}\n"
	                  "        - {Effect: Allow, Action: 'ec2:*', Resource: '*', Condition: {'ForAnyValue:StringEquals': "
	                  "{'aws:CalledVia': [cloudformation.amazonaws.com]}}}\n"));
	assert_int_equal(call_service(&f, "ec2", EC2 "DescribeVpcs"), 403);
	struct demo_stack *s = create(&f, "ce", TOPIC, "");
	fixture_pass(&f, 60000);
	assert_string_equal(s->status, "CREATE_COMPLETE");
	fixture_stop(&f);
}

/* ---- conditions ---- */

static void conditions_hold_as_iam_says(void **state)
{
	static const struct {
		const char *conditions;
		bool holds;
	} rows[] = {
		{"{\"StringEquals\":{\"aws:RequestedRegion\":\"us-east-1\"}}", true},
		{"{\"StringEquals\":{\"AWS:requestedregion\":[\"eu-west-1\",\"us-east-1\"]}}", true},
		{"{\"StringEquals\":{\"aws:RequestedRegion\":\"us-*\"}}", false},
		{"{\"StringLike\":{\"aws:RequestedRegion\":\"us-*\"}}", true},
		{"{\"StringNotEquals\":{\"aws:RequestedRegion\":\"us-east-1\"}}", false},
		{"{\"StringNotEquals\":{\"missing\":\"x\"}}", true},
		{"{\"StringEquals\":{\"missing\":\"x\"}}", false},
		{"{\"StringEqualsIfExists\":{\"missing\":\"x\"}}", true},
		{"{\"Null\":{\"missing\":\"true\"}}", true},
		{"{\"Null\":{\"aws:RequestedRegion\":\"true\"}}", false},
		{"{\"ArnLike\":{\"role\":\"arn:aws:iam::*:role/ce-*\"}}", true},
		{"{\"ArnLike\":{\"role\":\"arn:aws:*:role/ce-*\"}}", false},
		{"{\"ForAnyValue:StringEquals\":{\"tags\":[\"b\",\"c\"]}}", true},
		{"{\"ForAllValues:StringEquals\":{\"tags\":[\"b\",\"c\"]}}", false},
		{"{\"ForAllValues:StringLike\":{\"tags\":[\"?\"]}}", true},
		{"{\"Bool\":{\"secure\":\"true\"}}", true},
		{"{\"NumericLessThan\":{\"days\":\"10\"}}", true},
		{"{\"NumericGreaterThanEquals\":{\"days\":\"10\"}}", false},
		{"{\"IpAddress\":{\"ip\":\"10.1.0.0/16\"}}", true},
		{"{\"NotIpAddress\":{\"ip\":\"10.1.0.0/16\"}}", false},
		{"{\"StringLike\":{\"role\":\"arn:aws:iam::123456789012:role/${name}-*\"}}", true},
		{"{\"Unheard\":{\"ip\":\"x\"}}", false},
	};
	const struct demo_key keys[] = {{"aws:RequestedRegion", "us-east-1"}, {"role", ROLE "ce-task"}, {"tags", "a"},
	                                {"tags", "b"}, {"secure", "true"}, {"days", "9"}, {"ip", "10.1.2.3"}, {"name", "ce"}};
	const struct demo_ask ask = {"ec2:RunInstances", "*", keys, CEW_COUNT(keys)};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		char *text = cew_fmt("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":%s}]}",
		                     rows[i].conditions);
		struct cew_doc *doc;
		assert_int_equal(cew_doc_parse("policy", text, strlen(text), CEW_DOC_JSON, NULL, &doc, NULL), CEW_OK);
		if ((demo_policy_effect(cew_doc_root(doc), &ask) == DEMO_ALLOWS) != rows[i].holds)
			fail_msg("%s should%s hold", rows[i].conditions, rows[i].holds ? "" : " not");
		cew_doc_destroy(doc);
		free(text);
	}
}

static void actions_and_resources_are_matched_as_iam_does(void **state)
{
	static const struct {
		const char *statement;
		enum demo_effect effect;
	} rows[] = {
		{"\"Effect\":\"Allow\",\"Action\":\"s3:getobject\",\"Resource\":\"*\"", DEMO_ALLOWS},
		{"\"Effect\":\"Allow\",\"Action\":[\"s3:Put*\",\"s3:Get?bject\"],\"Resource\":\"*\"", DEMO_ALLOWS},
		{"\"Effect\":\"Allow\",\"Action\":\"s3:Put*\",\"Resource\":\"*\"", DEMO_SILENT},
		{"\"Effect\":\"Allow\",\"NotAction\":\"iam:*\",\"Resource\":\"*\"", DEMO_ALLOWS},
		{"\"Effect\":\"Allow\",\"NotAction\":\"s3:*\",\"Resource\":\"*\"", DEMO_SILENT},
		{"\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::ce-*/*\"", DEMO_ALLOWS},
		{"\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::CE-*\"", DEMO_SILENT},
		{"\"Effect\":\"Allow\",\"Action\":\"*\",\"NotResource\":\"arn:aws:s3:::ce-*\"", DEMO_SILENT},
		{"\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"", DEMO_DENIES},
	};
	const struct demo_ask ask = {"s3:GetObject", "arn:aws:s3:::ce-templates/a.json", NULL, 0};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		char *text = cew_fmt("{\"Statement\":[{%s}]}", rows[i].statement);
		struct cew_doc *doc;
		assert_int_equal(cew_doc_parse("policy", text, strlen(text), CEW_DOC_JSON, NULL, &doc, NULL), CEW_OK);
		if (demo_policy_effect(cew_doc_root(doc), &ask) != rows[i].effect)
			fail_msg("%s", rows[i].statement);
		cew_doc_destroy(doc);
		free(text);
	}
}

static void wrong_identities_are_refused_with_their_place(void **state)
{
	static const struct {
		const char *text, *place, *what;
	} rows[] = {
		{"identity: me\n", ":1:11", "\"identity\" must be a map"},
		{"identity:\n  user: a b\n", ":2:9", "\"user\" must be a user's name"},
		{"identity:\n  policies: {}\n", ":2:13", "\"policies\" must be a list"},
		{"identity:\n  policies:\n    - {Statement: []}\n", ":3:7", "Syntax errors in policy."},
		{"identity:\n  policies:\n    - {file: nowhere.json}\n", ":3:14", "cannot read the policy: "},
		{"sessionSeconds: 0\n", ":1:17", "\"sessionSeconds\" must be a whole number from 1"},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		char path[] = "/tmp/cewizard-identity-XXXXXX";
		int fd = mkstemp(path);
		struct demo_scenario *s;
		struct cew_error err;
		assert_true(fd >= 0);
		assert_int_equal(write(fd, rows[i].text, strlen(rows[i].text)), (ssize_t)strlen(rows[i].text));
		close(fd);
		enum cew_status status = demo_scenario_load(path, &s, &err);
		unlink(path);
		assert_int_equal(status, CEW_INVALID);
		if (!strstr(err.where, rows[i].place) || !strstr(err.what, rows[i].what))
			fail_msg("%s\ngave %s: %s", rows[i].text, err.where, err.what);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_session_is_somebody_until_it_expires),
		cmocka_unit_test(a_session_needs_its_own_token),
		cmocka_unit_test(roles_are_assumed_as_their_trust_allows),
		cmocka_unit_test(a_provider_of_identities_is_believed_without_a_signature),
		cmocka_unit_test(a_scenario_can_have_sessions_end_soon),
		cmocka_unit_test(a_limited_caller_is_refused_in_iams_words),
		cmocka_unit_test(what_simulation_says_holds),
		cmocka_unit_test(a_session_has_its_roles_policies_and_no_more_than_its_own),
		cmocka_unit_test(a_stack_does_what_its_caller_may),
		cmocka_unit_test(tags_need_a_permission_of_their_own),
		cmocka_unit_test(a_stacks_role_does_what_its_caller_may_not),
		cmocka_unit_test(passing_a_role_needs_a_permission),
		cmocka_unit_test(a_caller_can_be_let_do_a_thing_only_through_cloudformation),
		cmocka_unit_test(conditions_hold_as_iam_says),
		cmocka_unit_test(actions_and_resources_are_matched_as_iam_does),
		cmocka_unit_test(wrong_identities_are_refused_with_their_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
