/* Stacks over time: the order of events, failures and what follows from them. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char chain[] = "Resources:\n"
                            "  Net: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}\n"
                            "  Sub: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Net, CidrBlock: 10.0.1.0/24}}\n"
                            "Outputs:\n"
                            "  Acl: {Value: !GetAtt Net.DefaultNetworkAcl}\n"
                            "  Both: {Value: !Sub '${Net} ${Sub}'}\n";

static void events_come_in_aws_order(void **state)
{
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	struct demo_stack *s = create(&f, "one", chain, "&ClientRequestToken=tok-1");
	fixture_pass(&f, 60000);
	char *lines = event_lines(s);
	assert_string_equal(lines, "one CREATE_IN_PROGRESS User Initiated\n"
	                           "Net CREATE_IN_PROGRESS\n"
	                           "Net CREATE_IN_PROGRESS Resource creation Initiated\n"
	                           "Net CREATE_COMPLETE\n"
	                           "Sub CREATE_IN_PROGRESS\n"
	                           "Sub CREATE_IN_PROGRESS Resource creation Initiated\n"
	                           "Sub CREATE_COMPLETE\n"
	                           "one CREATE_COMPLETE\n");
	free(lines);
	assert_int_equal(call(&f, "DescribeStacks&StackName=one"), 200);
	assert_has(&f, "<StackStatus>CREATE_COMPLETE</StackStatus>");
	assert_has(&f, "<OutputKey>Acl</OutputKey><OutputValue>acl-");
	assert_has(&f, "<OutputKey>Both</OutputKey><OutputValue>vpc-");
	fixture_stop(&f);
}

/* ---- creating ---- */

static void events_carry_token_ids_and_rising_times(void **state)
{
	struct fixture f;
	(void)state;
	fixture_start_at(&f, NULL, 1e6); /* everything in one moment */
	struct demo_stack *s = create(&f, "one", chain, "&ClientRequestToken=tok-1");
	fixture_pass(&f, 1000);
	assert_string_equal(s->status, "CREATE_COMPLETE");
	for (size_t i = 0; i < s->events.len; i++) {
		const struct demo_event *e = nth_event(s, i);
		assert_string_equal(e->token, "tok-1");
		assert_true(i == 0 || e->at_ms > nth_event(s, i - 1)->at_ms);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(e->id, nth_event(s, k)->id);
	}
	bool speaking = false;
	cew_pattern_matches("Net-CREATE_IN_PROGRESS-2024-01-02T03:04:0\\d\\.\\d{3}Z", nth_event(s, 1)->id, &speaking, NULL);
	assert_true(speaking);
	assert_string_equal(nth_event(s, 0)->physical, s->id);
	assert_null(nth_event(s, 1)->physical);
	assert_memory_equal(nth_event(s, 2)->physical, "vpc-", 4);
	assert_string_equal(nth_event(s, 1)->properties, "{\"CidrBlock\":\"10.0.0.0/16\"}");
	fixture_stop(&f);
}

static void time_is_scaled(void **state)
{
	static const struct {
		double speed;
		int64_t early_ms, late_ms;
	} rows[] = {{1, 18000, 35000}, {10, 1800, 3500}};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct fixture f;
		fixture_start_at(&f, NULL, rows[i].speed);
		struct demo_stack *s = create(&f, "one", chain, "");
		fixture_pass(&f, rows[i].early_ms);
		assert_string_equal(s->status, "CREATE_IN_PROGRESS");
		fixture_pass(&f, rows[i].late_ms - rows[i].early_ms);
		assert_string_equal(s->status, "CREATE_COMPLETE");
		fixture_stop(&f);
	}
}

/* A late turn of the loop neither slows the stack down nor shifts its events' times. */
static void a_late_loop_catches_up(void **state)
{
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	struct demo_stack *s = create(&f, "one", chain, "");
	f.mono_ms += 600000;
	f.wall_ms += 600000;
	cew_loop_step(f.loop, 0, NULL);
	assert_string_equal(s->status, "CREATE_COMPLETE");
	assert_in_range(s->last_event_ms - TEST_NOW, 18000, 35000);
	fixture_stop(&f);
}

static void independent_resources_are_made_at_once(void **state)
{
	static const char two[] = "Resources:\n  A: {Type: 'AWS::IAM::Role'}\n  B: {Type: 'AWS::IAM::Role'}\n"
	                          "  C: {Type: 'AWS::SNS::Topic', DependsOn: [A, B]}\n";
	static const char *const order[] = {"A CREATE_IN_PROGRESS\n", "B CREATE_IN_PROGRESS\n", "CREATE_COMPLETE\n",
	                                    "CREATE_COMPLETE\n",      "C CREATE_IN_PROGRESS\n", NULL};
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	struct demo_stack *s = create(&f, "two", two, "&Capabilities.member.1=CAPABILITY_IAM");
	fixture_pass(&f, 120000);
	assert_order(s, order);
	assert_string_equal(s->status, "CREATE_COMPLETE");
	fixture_stop(&f);
}

static void slow_resources_take_longer(void **state)
{
	struct fixture f;
	(void)state;
	start_with(&f, "slow: {Net: 10, 'AWS::EC2::Subnet': 0.5}\n");
	struct demo_stack *s = create(&f, "one", chain, "");
	fixture_pass(&f, 110000);
	assert_string_equal(s->status, "CREATE_IN_PROGRESS");
	fixture_pass(&f, 50000);
	assert_string_equal(s->status, "CREATE_COMPLETE");
	fixture_stop(&f);
}

/* ---- failing ---- */

static void failure_rolls_back(void **state)
{
	struct fixture f;
	(void)state;
	start_with(&f, "fail: [{resource: Sub, reason: No more.}]\n");
	struct demo_stack *s = create(&f, "one", chain, "");
	fixture_pass(&f, 120000);
	assert_events(
		s, "one CREATE_IN_PROGRESS User Initiated\n"
		   "Net CREATE_IN_PROGRESS\n"
		   "Net CREATE_IN_PROGRESS Resource creation Initiated\n"
		   "Net CREATE_COMPLETE\n"
		   "Sub CREATE_IN_PROGRESS\n"
		   "Sub CREATE_FAILED No more.\n"
		   "one ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Sub]. Rollback requested by user.\n"
		   "Sub DELETE_COMPLETE\n"
		   "Net DELETE_IN_PROGRESS\n"
		   "Net DELETE_COMPLETE\n"
		   "one ROLLBACK_COMPLETE\n");
	fixture_stop(&f);
}

static void others_are_cancelled(void **state)
{
	static const char three[] = "Resources:\n  Eip: {Type: 'AWS::EC2::EIP'}\n  Lb: {Type: 'AWS::EC2::NatGateway'}\n"
	                            "  Wait: {Type: 'AWS::SNS::Topic', DependsOn: Lb}\n";
	struct fixture f;
	(void)state;
	start_with(&f, "fail: [{type: 'AWS::EC2::EIP', when: end}]\n");
	struct demo_stack *s = create(&f, "x", three, "");
	fixture_pass(&f, 300000);
	static const char *const order[] = {
		"Eip CREATE_FAILED Resource handler returned message: \"The maximum number of addresses has been reached. "
	    "(Service: "
		"Ec2, Status Code: 400, Request ID: ",
		"HandlerErrorCode: ServiceLimitExceeded)\n",
		"Lb CREATE_FAILED Resource creation cancelled\n",
		"x ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Eip, Lb]. Rollback requested by user.\n",
		"Lb DELETE_IN_PROGRESS\n",
		"x ROLLBACK_COMPLETE\n",
		NULL,
	};
	assert_order(s, order);
	assert_null(demo_resource_find(s, "Wait")->status); /* it was never begun, so nothing is told of it */
	fixture_stop(&f);
}

static void on_failure_is_honoured(void **state)
{
	static const struct {
		const char *option, *summary, *end;
	} rows[] = {
		{"&OnFailure=DELETE",
	     "DELETE_IN_PROGRESS The following resource(s) failed to create: [Sub]. Delete requested by user.\n",
	     "DELETE_COMPLETE"},
		{"&OnFailure=DO_NOTHING", "CREATE_FAILED The following resource(s) failed to create: [Sub]. \n",
	     "CREATE_FAILED"},
		{"&DisableRollback=true", "CREATE_FAILED The following resource(s) failed to create: [Sub]. \n",
	     "CREATE_FAILED"},
		{"&DisableRollback=false", "Rollback requested by user.\n", "ROLLBACK_COMPLETE"},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct fixture f;
		start_with(&f, "fail: [{resource: Sub}]\n");
		struct demo_stack *s = create(&f, "one", chain, rows[i].option);
		const char *const order[] = {rows[i].summary, NULL};
		fixture_pass(&f, 120000);
		assert_order(s, order);
		assert_string_equal(s->status, rows[i].end);
		fixture_stop(&f);
	}
}

static void failed_stacks_can_be_deleted(void **state)
{
	static const char *const options[] = {"", "&OnFailure=DO_NOTHING"};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(options); i++) {
		struct fixture f;
		start_with(&f, "fail: [{resource: Sub}]\n");
		struct demo_stack *s = create(&f, "one", chain, options[i]);
		fixture_pass(&f, 120000);
		assert_int_equal(call(&f, "DeleteStack&StackName=one"), 200);
		fixture_pass(&f, 60000);
		assert_string_equal(s->status, "DELETE_COMPLETE");
		fixture_stop(&f);
	}
}

static void timeout_gives_up(void **state)
{
	static const char *const order[] = {
		"Net CREATE_FAILED Resource creation cancelled\n",
		"one ROLLBACK_IN_PROGRESS Stack creation time exceeded the specified timeout. Rollback requested by user.\n",
		"one ROLLBACK_COMPLETE\n",
		NULL,
	};
	struct fixture f;
	(void)state;
	start_with(&f, "slow: {Net: 100}\n");
	struct demo_stack *s = create(&f, "one", chain, "&TimeoutInMinutes=1");
	fixture_pass(&f, 59000);
	assert_string_equal(s->status, "CREATE_IN_PROGRESS");
	fixture_pass(&f, 400000);
	assert_order(s, order);
	fixture_stop(&f);
}

/* ---- names ---- */

static const char named_role[] = "Resources:\n  R: {Type: 'AWS::IAM::Role', Properties: {RoleName: Admin}}\n";
#define NAMED "&Capabilities.member.1=CAPABILITY_NAMED_IAM"

static void names_clash(void **state)
{
	struct fixture f;
	char expected[256];
	(void)state;
	fixture_start(&f, NULL);
	struct demo_stack *first = create(&f, "first", named_role, NAMED);
	fixture_pass(&f, 60000);
	f.region = "eu-west-1"; /* roles are the account's, not a region's */
	struct demo_stack *second = create(&f, "second", named_role, NAMED);
	fixture_pass(&f, 60000);
	assert_string_equal(second->status, "ROLLBACK_COMPLETE");
	snprintf(expected, sizeof(expected), "R CREATE_FAILED Admin already exists in stack %s\n", first->id);
	const char *const order[] = {expected, NULL};
	assert_order(second, order);
	f.region = "us-east-1";
	call(&f, "DeleteStack&StackName=first");
	fixture_pass(&f, 60000);
	struct demo_stack *third = create(&f, "third", named_role, NAMED);
	fixture_pass(&f, 60000);
	assert_string_equal(third->status, "CREATE_COMPLETE");
	fixture_stop(&f);
}

static void bad_names_are_refused_by_the_service(void **state)
{
	static const char long_name[] =
	        "Resources:\n  T:\n    Type: AWS::ElasticLoadBalancingV2::TargetGroup\n"
	        "    Properties: {Name: abcdefghijklmnopqrstuvwxyz-0123456789, TargetType: ip, Port: 80, Protocol: HTTP}\n";
	static const char *const order[] = {
		"T CREATE_IN_PROGRESS\n",
		"T CREATE_FAILED Resource handler returned message: \"The target group name "
	    "'abcdefghijklmnopqrstuvwxyz-0123456789' "
		"cannot be longer than '32' characters",
		NULL,
	};
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	struct demo_stack *s = create(&f, "one", long_name, "");
	fixture_pass(&f, 60000);
	assert_order(s, order);
	fixture_stop(&f);
}

static void old_runtimes_are_refused_by_the_service(void **state)
{
	static const char lambda[] = "Resources:\n  F:\n    Type: AWS::Lambda::Function\n"
								 "    Properties: {Runtime: python3.7, Handler: a.b, Role: "
	                             "'arn:aws:iam::123456789012:role/corp-lambda', Code: {ZipFile: x}}\n";
	static const char *const order[] = {
		"F CREATE_FAILED Resource handler returned message: \"The runtime parameter of python3.7 is no longer "
	    "supported for "
		"creating or updating AWS Lambda functions.",
		NULL,
	};
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	struct demo_stack *s = create(&f, "before", lambda, ""); /* a week before AWS stopped taking it */
	fixture_pass(&f, 60000);
	assert_string_equal(s->status, "CREATE_COMPLETE");
	f.wall_ms += 8 * 86400000LL;
	s = create(&f, "after", lambda, "");
	fixture_pass(&f, 60000);
	assert_order(s, order);
	fixture_stop(&f);
}

static void generated_names_fit(void **state)
{
	static const char long_ids[] =
	        "Resources:\n"
	        "  ALoadBalancerWithAVeryLongLogicalIdIndeed: {Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer'}\n"
	        "  Bucket: {Type: 'AWS::S3::Bucket'}\n";
	struct fixture f;
	bool fits = false;
	(void)state;
	fixture_start(&f, NULL);
	struct demo_stack *s = create(&f, "A-stack-with-a-long-name-too", long_ids, "");
	fixture_pass(&f, 300000);
	assert_string_equal(s->status, "CREATE_COMPLETE");
	assert_int_equal(strlen(demo_resource_find(s, "ALoadBalancerWithAVeryLongLogicalIdIndeed")->name), 32);
	cew_pattern_matches("a-stack-with-a-long-name-too-bucket-[a-z0-9]{12}", demo_resource_find(s, "Bucket")->physical,
	                    &fits, NULL);
	assert_true(fits);
	fixture_stop(&f);
}

/* ---- deleting ---- */

static void deletion_reverses_the_order(void **state)
{
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	struct demo_stack *s = create(&f, "one", chain, "&ClientRequestToken=tok-1");
	fixture_pass(&f, 60000);
	size_t before = s->events.len;
	assert_int_equal(call(&f, "DeleteStack&StackName=one&ClientRequestToken=tok-2"), 200);
	assert_lacks(&f, "Result>");
	fixture_pass(&f, 60000);
	static const char *const order[] = {
		"one CREATE_COMPLETE\n",    "one DELETE_IN_PROGRESS User Initiated\n",
		"Sub DELETE_IN_PROGRESS\n", "Sub DELETE_COMPLETE\n",
		"Net DELETE_IN_PROGRESS\n", "Net DELETE_COMPLETE\n",
		"one DELETE_COMPLETE\n",    NULL,
	};
	assert_order(s, order);
	assert_string_equal(nth_event(s, before - 1)->token, "tok-1");
	assert_string_equal(nth_event(s, before)->token, "tok-2");
	fixture_stop(&f);
}

static void retained_resources_are_skipped(void **state)
{
	static const char kept[] = "Resources:\n"
	                           "  Fs: {Type: 'AWS::EFS::FileSystem', DeletionPolicy: Retain}\n"
	                           "  Tmp: {Type: 'AWS::EFS::FileSystem', DeletionPolicy: RetainExceptOnCreate}\n"
	                           "  Ap: {Type: 'AWS::EFS::AccessPoint', Properties: {FileSystemId: !Ref Fs}}\n"
	                           "  Topic: {Type: 'AWS::SNS::Topic', DependsOn: [Ap, Tmp]}\n";
	struct fixture f;
	(void)state;
	start_with(&f, "fail: [{resource: Topic, times: 1}]\n");
	struct demo_stack *s = create(&f, "a", kept, "");
	fixture_pass(&f, 120000);
	static const char *const rolled_back[] = {"Ap DELETE_COMPLETE\n", "Fs DELETE_SKIPPED\n", "a ROLLBACK_COMPLETE\n",
	                                          NULL};
	static const char *const tmp_gone[] = {"Tmp DELETE_COMPLETE\n", NULL};
	assert_order(s, rolled_back);
	assert_order(s, tmp_gone);
	s = create(&f, "b", kept, "");
	fixture_pass(&f, 120000);
	call(&f, "DeleteStack&StackName=b");
	fixture_pass(&f, 120000);
	static const char *const skipped[] = {"Tmp DELETE_SKIPPED\n", NULL};
	assert_order(s, skipped);
	assert_string_equal(s->status, "DELETE_COMPLETE");
	fixture_stop(&f);
}

static void deletion_can_fail_and_be_tried_again(void **state)
{
	struct fixture f;
	(void)state;
	start_with(&f, "fail: [{resource: Net, on: delete, times: 2}]\n");
	struct demo_stack *s = create(&f, "one", chain, "");
	fixture_pass(&f, 60000);
	call(&f, "DeleteStack&StackName=one");
	fixture_pass(&f, 60000);
	static const char *const failed[] = {
		"Sub DELETE_COMPLETE\n", "Net DELETE_FAILED Resource handler returned message: \"The vpc 'vpc-",
		"one DELETE_FAILED The following resource(s) failed to delete: [Net]. \n", NULL};
	assert_order(s, failed);
	assert_int_equal(call(&f, "DeleteStack&StackName=one&RetainResources.member.1=Nothing"), 400);
	call(&f, "DeleteStack&StackName=one");
	fixture_pass(&f, 60000);
	assert_string_equal(s->status, "DELETE_FAILED");
	assert_int_equal(call(&f, "DeleteStack&StackName=one&RetainResources.member.1=Net"), 200);
	fixture_pass(&f, 60000);
	static const char *const kept[] = {"Net DELETE_SKIPPED\n", "one DELETE_COMPLETE\n", NULL};
	assert_order(s, kept);
	fixture_stop(&f);
}

static void rollback_can_fail(void **state)
{
	struct fixture f;
	(void)state;
	start_with(&f, "fail: [{resource: Sub}, {resource: Net, on: delete}]\n");
	struct demo_stack *s = create(&f, "one", chain, "");
	fixture_pass(&f, 120000);
	static const char *const order[] = {"one ROLLBACK_FAILED The following resource(s) failed to delete: [Net]. \n",
	                                    NULL};
	assert_order(s, order);
	fixture_stop(&f);
}

static void deletion_stops_creation(void **state)
{
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	struct demo_stack *s = create(&f, "one", chain, "");
	fixture_pass(&f, 8000);
	call(&f, "DeleteStack&StackName=one");
	fixture_pass(&f, 60000);
	assert_events(s, "one CREATE_IN_PROGRESS User Initiated\n"
	                 "Net CREATE_IN_PROGRESS\n"
	                 "Net CREATE_IN_PROGRESS Resource creation Initiated\n"
	                 "Net CREATE_FAILED Resource creation cancelled\n"
	                 "one DELETE_IN_PROGRESS User Initiated\n"
	                 "Net DELETE_IN_PROGRESS\n"
	                 "Net DELETE_COMPLETE\n"
	                 "one DELETE_COMPLETE\n");
	fixture_stop(&f);
}

/* ---- the real template ---- */

static char *built_in_template(void)
{
	struct cew_buf source, compact;
	struct cew_cfn_template *t;
	cew_buf_init(&source, CEW_CFN_TEMPLATE_MAX);
	cew_buf_init(&compact, CEW_CFN_TEMPLATE_MAX);
	assert_int_equal(
		cew_file_read(SOURCE_ROOT "/assets/CloudExchangeTemplate.yaml", CEW_CFN_TEMPLATE_MAX, &source, NULL), CEW_OK);
	assert_int_equal(cew_cfn_load("template", source.data, source.len, &t, NULL), CEW_OK);
	assert_int_equal(cew_cfn_compact(t, &compact, NULL), CEW_OK);
	cew_cfn_destroy(t);
	cew_buf_finish(&source);
	return cew_buf_take(&compact);
}

static void the_default_deployment_takes_about_ten_minutes(void **state)
{
	struct fixture f;
	char *text = built_in_template();
	(void)state;
	fixture_start(&f, NULL);
	struct demo_stack *s = create(
		&f, "ce", text,
		NAMED "&Parameters.member.1.ParameterKey=JWTSECRET&Parameters.member.1.ParameterValue=abcdefgh"
			  "&Parameters.member.2.ParameterKey=MAINTENANCEPASSWORD&Parameters.member.2.ParameterValue=Correct-Horse-9"
			  "&Parameters.member.3.ParameterKey=ExistingECSTaskRole&Parameters.member.3.ParameterValue="
			  "&Parameters.member.4.ParameterKey=ExistingSGandNACLLambdaRole&Parameters.member.4.ParameterValue="
			  "&Parameters.member.5.ParameterKey=CACertSecretName&Parameters.member.5.ParameterValue=");
	int64_t minutes = 0;
	for (; minutes < 30 && strcmp(s->status, "CREATE_IN_PROGRESS") == 0; minutes++)
		fixture_pass(&f, 60000);
	assert_string_equal(s->status, "CREATE_COMPLETE");
	assert_in_range(minutes, 8, 12);
	assert_true(s->now->resource_count > 60);
	for (size_t i = 0; i < s->events.len; i++)
		if (nth_event(s, i)->properties && strstr(nth_event(s, i)->properties, "Correct-Horse-9"))
			fail_msg("%s: %s", nth_event(s, i)->logical, nth_event(s, i)->properties);
	assert_non_null(
		strstr(demo_resource_find(s, "CloudExchangeSecret")->properties, "\\\"MaintenancePassword\\\":\\\"****\\\""));
	call(&f, "DescribeStacks&StackName=ce");
	assert_has(&f, "<OutputKey>CloudExchangeURL</OutputKey><OutputValue>http://internal-NetskopeCELB-netskope-ce-");
	assert_has(&f, "<ParameterKey>JWTSECRET</ParameterKey><ParameterValue>****</ParameterValue>");
	assert_lacks(&f, "Correct-Horse-9");
	call(&f, "DeleteStack&StackName=ce");
	for (minutes = 0; minutes < 30 && strcmp(s->status, "DELETE_IN_PROGRESS") == 0; minutes++)
		fixture_pass(&f, 60000);
	assert_string_equal(s->status, "DELETE_COMPLETE");
	fixture_stop(&f);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_come_in_aws_order),
		cmocka_unit_test(events_carry_token_ids_and_rising_times),
		cmocka_unit_test(time_is_scaled),
		cmocka_unit_test(a_late_loop_catches_up),
		cmocka_unit_test(independent_resources_are_made_at_once),
		cmocka_unit_test(slow_resources_take_longer),
		cmocka_unit_test(failure_rolls_back),
		cmocka_unit_test(others_are_cancelled),
		cmocka_unit_test(on_failure_is_honoured),
		cmocka_unit_test(failed_stacks_can_be_deleted),
		cmocka_unit_test(timeout_gives_up),
		cmocka_unit_test(names_clash),
		cmocka_unit_test(bad_names_are_refused_by_the_service),
		cmocka_unit_test(old_runtimes_are_refused_by_the_service),
		cmocka_unit_test(generated_names_fit),
		cmocka_unit_test(deletion_reverses_the_order),
		cmocka_unit_test(retained_resources_are_skipped),
		cmocka_unit_test(deletion_can_fail_and_be_tried_again),
		cmocka_unit_test(rollback_can_fail),
		cmocka_unit_test(deletion_stops_creation),
		cmocka_unit_test(the_default_deployment_takes_about_ten_minutes),
	};
	return cmocka_run_group_tests_name("demo engine", tests, NULL, NULL);
}
