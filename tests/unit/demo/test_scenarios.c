/* The scenarios that come along, played: each has to end as its first line says. */
#include "support.h"

#include "cewizard/embedded.h"
#include "ecs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WANTED                                                                                                         \
	"&Capabilities.member.1=CAPABILITY_NAMED_IAM"                                                                      \
	"&Parameters.member.1.ParameterKey=JWTSECRET&Parameters.member.1.ParameterValue=abcdefgh"                          \
	"&Parameters.member.2.ParameterKey=MAINTENANCEPASSWORD&Parameters.member.2.ParameterValue=Correct-Horse-9"         \
	"&Parameters.member.3.ParameterKey=ExistingECSTaskRole&Parameters.member.3.ParameterValue="                        \
	"&Parameters.member.4.ParameterKey=ExistingSGandNACLLambdaRole&Parameters.member.4.ParameterValue="                \
	"&Parameters.member.5.ParameterKey=CACertSecretName&Parameters.member.5.ParameterValue="
#define KEPT                                                                                                           \
	"&Capabilities.member.1=CAPABILITY_NAMED_IAM"                                                                      \
	"&Parameters.member.1.ParameterKey=JWTSECRET&Parameters.member.1.UsePreviousValue=true"                            \
	"&Parameters.member.2.ParameterKey=MAINTENANCEPASSWORD&Parameters.member.2.UsePreviousValue=true"                  \
	"&Parameters.member.3.ParameterKey=ExistingECSTaskRole&Parameters.member.3.UsePreviousValue=true"                  \
	"&Parameters.member.4.ParameterKey=ExistingSGandNACLLambdaRole&Parameters.member.4.UsePreviousValue=true"          \
	"&Parameters.member.5.ParameterKey=CACertSecretName&Parameters.member.5.UsePreviousValue=true"
#define HOUR 3600000

static char *template_text(void)
{
	const struct cew_embedded *f = cew_embedded_find("assets/CloudExchangeTemplate.yaml");
	struct cew_cfn_template *t;
	struct cew_buf compact;
	cew_buf_init(&compact, CEW_CFN_TEMPLATE_MAX);
	assert_int_equal(cew_cfn_load("template", f->data, f->len, &t, NULL), CEW_OK);
	assert_int_equal(cew_cfn_compact(t, &compact, NULL), CEW_OK);
	cew_cfn_destroy(t);
	return cew_buf_take(&compact);
}

static bool at_rest(const struct demo_stack *s)
{
	size_t len = strlen(s->status);
	return len < 12 || strcmp(s->status + len - 12, "_IN_PROGRESS") != 0;
}

static void run(struct fixture *f, struct demo_stack *s, int64_t most_ms)
{
	for (int64_t past = 0; past < most_ms && !at_rest(s); past += 10000)
		fixture_pass(f, 10000);
}

static bool tells(const struct demo_stack *s, const char *text)
{
	char *lines = event_lines(s);
	bool found = strstr(lines, text) != NULL;
	free(lines);
	return found;
}

/* ---- creating ---- */

static void creations_end_as_their_scenario_says(void **state)
{
	static const struct {
		const char *scenario, *status, *reason;
	} rows[] = {
		{"elastic-ip-limit", "ROLLBACK_COMPLETE", "The maximum number of addresses has been reached."},
		{"role-not-permitted", "ROLLBACK_COMPLETE", "is not authorized to perform: iam:CreateRole"},
		{"service-never-stable", "ROLLBACK_COMPLETE", "Circuit Breaker was triggered"},
		{"no-way-out", "ROLLBACK_COMPLETE", "Exceeded attempts to wait"},
		{"no-subscription", "ROLLBACK_COMPLETE", "Circuit Breaker was triggered"},
		{"secret-not-found", "ROLLBACK_COMPLETE", "Circuit Breaker was triggered"},
		{"role-not-trusted", "ROLLBACK_COMPLETE", "Circuit Breaker was triggered"},
		{"vcpu-limit", "ROLLBACK_COMPLETE", "Circuit Breaker was triggered"},
		{"vpc-limit", "ROLLBACK_COMPLETE", "The maximum number of VPCs has been reached."},
		{"name-too-long", "ROLLBACK_COMPLETE", "length less than or equal to 64"},
		{"port-in-use", "ROLLBACK_COMPLETE", "A listener already exists on this port"},
		{"runtime-gone", "ROLLBACK_COMPLETE", "is no longer supported"},
		{"bucket-taken", "ROLLBACK_COMPLETE", "already exists"},
		{"organization-forbids", "ROLLBACK_COMPLETE", "service control policy"},
		{"internal-failure", "ROLLBACK_COMPLETE", "InternalFailure"},
		{"rollback-failed", "ROLLBACK_FAILED", "has dependencies and cannot be deleted"},
		{"cancelled", "DELETE_COMPLETE", "Resource creation cancelled"},
		{"recreated", "DELETE_COMPLETE", "Resource creation cancelled"},
		{"slow-balancer", "CREATE_COMPLETE", "NetskopeLB CREATE_COMPLETE"},
		{"slow-and-throttled", "CREATE_COMPLETE", "NetskopeLB CREATE_COMPLETE"},
		{"odd-events", "CREATE_COMPLETE", "NatGateway1 CREATE_COMPLETE"},
		{"delete-stuck", "CREATE_COMPLETE", "VPC CREATE_COMPLETE"},
	};
	char *text = template_text();
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct fixture f;
		fixture_start_at(&f, rows[i].scenario, 100);
		struct demo_stack *s = create(&f, "ce", text, WANTED);
		run(&f, s, HOUR / 10);
		if (strcmp(s->status, rows[i].status) != 0 || !tells(s, rows[i].reason)) {
			char *lines = event_lines(s);
			fputs(lines, stderr);
			fail_msg("%s ends in %s", rows[i].scenario, s->status);
		}
		fixture_stop(&f);
	}
	free(text);
}

static void a_name_that_is_made_anew_is_another_stack(void **state)
{
	char *text = template_text();
	struct fixture f;
	(void)state;
	fixture_start_at(&f, "recreated", 100);
	struct demo_stack *s = create(&f, "ce", text, WANTED);
	run(&f, s, HOUR / 10);
	struct demo_stack *again = demo_stack_find(f.demo, f.region, "ce");
	assert_non_null(again);
	assert_ptr_not_equal(again, s);
	run(&f, again, HOUR / 10);
	assert_string_equal(again->status, "CREATE_COMPLETE");
	fixture_stop(&f);
	free(text);
}

static void stopped_tasks_tell_what_the_scenario_says(void **state)
{
	static const struct {
		const char *scenario, *trouble;
	} rows[] = {
		{"no-way-out", "ResourceInitializationError: unable to pull secrets or registry auth"},
		{"no-subscription", "CannotPullContainerError: "},
		{"secret-not-found", "Secrets Manager can't find the specified secret."},
		{"role-not-trusted", "ECS was unable to assume the role"},
		{"vcpu-limit", "You've reached the limit on the number of vCPUs"},
	};
	char *text = template_text();
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct fixture f;
		struct demo_view v;
		fixture_start_at(&f, rows[i].scenario, 100);
		struct demo_stack *s = create(&f, "ce", text, WANTED);
		const struct demo_resource *service = demo_resource_find(s, "ECSClusterService");
		for (int n = 0; n < 1000 && service->phase != DEMO_MAKING; n++)
			fixture_pass(&f, 100);
		demo_view_init(&v, f.demo, f.region);
		const struct demo_thing *t = demo_thing_find(&v, "AWS::ECS::Service", service->physical);
		char *trouble = t ? demo_task_trouble(&v, t) : NULL;
		if (!trouble || !strstr(trouble, rows[i].trouble))
			fail_msg("%s: %s", rows[i].scenario, trouble ? trouble : "nothing");
		free(trouble);
		demo_view_finish(&v);
		fixture_stop(&f);
	}
	free(text);
}

/* ---- the wire ---- */

static void throttling_lasts_for_minutes(void **state)
{
	static const char topic[] = "Resources: {T: {Type: 'AWS::SNS::Topic'}}";
	static const struct {
		int64_t pass_ms;
		unsigned status;
	} steps[] = {{60000, 200}, {70000, 400}, {110000, 400}, {61000, 200}};
	struct fixture f;
	(void)state;
	fixture_start(&f, "throttled-for-minutes");
	assert_int_equal(call(&f, "ListStacks"), 200);
	create(&f, "one", topic, "");
	for (size_t i = 0; i < CEW_COUNT(steps); i++) {
		fixture_pass(&f, steps[i].pass_ms);
		assert_int_equal(call(&f, "DescribeStackEvents&StackName=one"), steps[i].status);
	}
	fixture_stop(&f);
}

static void the_last_events_cannot_be_read(void **state)
{
	static const char topic[] = "Resources: {T: {Type: 'AWS::SNS::Topic'}}";
	struct fixture f;
	(void)state;
	fixture_start(&f, "last-flush-fails");
	struct demo_stack *s = create(&f, "one", topic, "");
	assert_int_equal(call(&f, "DescribeStackEvents&StackName=one"), 200);
	run(&f, s, HOUR);
	assert_int_equal(call(&f, "DescribeStackEvents&StackName=one"), 500);
	assert_int_equal(call(&f, "DescribeStacks&StackName=one"), 200);
	assert_has(&f, "<StackStatus>CREATE_COMPLETE</StackStatus>");
	fixture_stop(&f);
}

static void events_may_be_late_and_have_one_time(void **state)
{
	static const char topic[] = "Resources: {T: {Type: 'AWS::SNS::Topic'}}";
	struct fixture f;
	(void)state;
	start_with(&f, "events: {stepMs: 1000, late: [{resource: T, status: CREATE_COMPLETE, seconds: 30}]}\n");
	struct demo_stack *s = create(&f, "one", topic, "");
	run(&f, s, HOUR);
	assert_string_equal(s->status, "CREATE_COMPLETE");
	call(&f, "DescribeStackEvents&StackName=one");
	assert_has(&f, "<ResourceStatus>CREATE_COMPLETE</ResourceStatus>");
	assert_lacks(&f, "<EventId>T-CREATE_COMPLETE-");
	assert_has(&f, ".000Z</Timestamp>");
	fixture_pass(&f, 30000);
	call(&f, "DescribeStackEvents&StackName=one");
	assert_has(&f, "<EventId>T-CREATE_COMPLETE-");
	/* Where its time belongs, not where it was seen. */
	assert_true(strstr(reply_text(&f), "<LogicalResourceId>one<") < strstr(reply_text(&f), "<EventId>T-CREATE_COMPLETE-"));
	fixture_stop(&f);
}

/* ---- what is there from the start ---- */

static void a_long_past_is_read_in_pages(void **state)
{
	struct fixture f;
	size_t pages = 0, events = 0;
	char token[128] = "";
	(void)state;
	fixture_start(&f, "many-events");
	struct demo_stack *s = demo_stack_find(f.demo, f.region, "long-lived");
	assert_int_equal(s->events.len, 10000);
	assert_string_equal(s->status, "UPDATE_COMPLETE");
	assert_true(s->last_event_ms < f.wall_ms && s->created_ms < f.wall_ms - (int64_t)299 * 86400000);
	do {
		assert_int_equal(call(&f, "DescribeStackEvents&StackName=long-lived%s%s", *token ? "&NextToken=" : "", token), 200);
		for (const char *at = reply_text(&f); (at = strstr(at, "<EventId>")) != NULL; at++)
			events++;
		const char *next = strstr(reply_text(&f), "<NextToken>");
		token[0] = '\0';
		if (next)
			strncat(token, next + 11, strcspn(next + 11, "<"));
		pages++;
	} while (*token);
	assert_int_equal(pages, 100);
	assert_int_equal(events, 10000);
	assert_int_equal(call(&f, "UpdateStack&StackName=long-lived&UsePreviousTemplate=true&Parameters.member.1.ParameterKey=Days"
	                          "&Parameters.member.1.ParameterValue=30"),
	                 200);
	run(&f, s, HOUR);
	assert_string_equal(s->status, "UPDATE_COMPLETE");
	fixture_stop(&f);
}

static void nested_stacks_are_under_way_at_the_start(void **state)
{
	struct fixture f;
	(void)state;
	fixture_start(&f, "nested");
	struct demo_stack *s = demo_stack_find(f.demo, f.region, "family");
	assert_string_equal(s->status, "CREATE_IN_PROGRESS");
	run(&f, s, HOUR);
	assert_string_equal(s->status, "CREATE_COMPLETE");
	assert_int_equal(f.demo->stacks.len, 3);
	call(&f, "DescribeStacks&StackName=family");
	assert_has(&f, "<OutputKey>Group</OutputKey><OutputValue>family-Middle-");
	fixture_stop(&f);
}

static void several_stacks_are_listed(void **state)
{
	struct fixture f;
	(void)state;
	fixture_start(&f, "several-stacks");
	call(&f, "DescribeStacks");
	assert_has(&f, "<StackName>netskope-ce</StackName>");
	assert_has(&f, "<StackName>netskope-ce-lab</StackName>");
	assert_has(&f, "<StackName>wiki</StackName>");
	assert_lacks(&f, "ROLLBACK");
	fixture_stop(&f);
}

/* ---- updating what is deployed ---- */

static struct demo_stack *deployed(struct fixture *f, const char *scenario)
{
	fixture_start_at(f, scenario, 100);
	struct demo_stack *s = demo_stack_find(f->demo, f->region, "netskope-ce");
	assert_string_equal(s->status, "CREATE_COMPLETE");
	return s;
}

/* The new image tags of a release: a new task definition, and the service with it. */
static void upgrade(struct fixture *f)
{
	char *text = template_text(), *tag = strstr(text, "11062023");
	assert_non_null(tag);
	memcpy(tag, "11062024", 8);
	assert_int_equal(update(f, "netskope-ce", text, KEPT), 200);
	free(text);
}

static void updates_end_as_their_scenario_says(void **state)
{
	static const struct {
		const char *scenario, *status, *reason;
	} rows[] = {
		{"deployed", "UPDATE_COMPLETE", "ECSClusterService UPDATE_COMPLETE"},
		{"update-fails", "UPDATE_ROLLBACK_COMPLETE", "ECSClusterService UPDATE_FAILED"},
		{"update-cancelled", "UPDATE_ROLLBACK_COMPLETE", "ECSClusterService UPDATE_FAILED Resource update cancelled"},
		{"update-rollback-fails", "UPDATE_ROLLBACK_FAILED", "failed to update: [ECSClusterService]"},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct fixture f;
		struct demo_stack *s = deployed(&f, rows[i].scenario);
		upgrade(&f);
		run(&f, s, HOUR / 10);
		if (strcmp(s->status, rows[i].status) != 0 || !tells(s, rows[i].reason)) {
			char *lines = event_lines(s);
			fputs(lines, stderr);
			fail_msg("%s ends in %s", rows[i].scenario, s->status);
		}
		fixture_stop(&f);
	}
}

static void a_deployment_stuck_in_its_update_is_cancelled(void **state)
{
	struct fixture f;
	(void)state;
	struct demo_stack *s = deployed(&f, "update-stuck");
	upgrade(&f);
	fixture_pass(&f, HOUR / 100);
	assert_string_equal(s->status, "UPDATE_IN_PROGRESS");
	assert_int_equal(call(&f, "CancelUpdateStack&StackName=netskope-ce"), 200);
	run(&f, s, 4 * HOUR);
	assert_string_equal(s->status, "UPDATE_ROLLBACK_COMPLETE");
	fixture_stop(&f);
}

static void a_deployments_failed_rollback_is_continued(void **state)
{
	struct fixture f;
	(void)state;
	struct demo_stack *s = deployed(&f, "update-rollback-fails");
	upgrade(&f);
	run(&f, s, HOUR / 10);
	assert_int_equal(call(&f, "ContinueUpdateRollback&StackName=netskope-ce"), 200);
	run(&f, s, HOUR / 10);
	assert_string_equal(s->status, "UPDATE_ROLLBACK_COMPLETE");
	upgrade(&f);
	fixture_stop(&f);
}

/* ---- deleting ---- */

static void deletions_end_as_their_scenario_says(void **state)
{
	static const struct {
		const char *scenario, *stack, *status, *reason;
	} rows[] = {
		{"deployed", "netskope-ce", "DELETE_COMPLETE", "ALBLogsBucket DELETE_SKIPPED"},
		{"delete-protected-balancer", "netskope-ce", "DELETE_FAILED", "cannot be deleted because deletion protection is enabled"},
		{"foreign-interface", "netskope-ce", "DELETE_FAILED", "PrivateSubnet1 DELETE_FAILED Resource handler returned message: "
		                                                      "\"The subnet 'subnet-"},
		{"handmade-resources", "netskope-ce", "DELETE_FAILED", "PublicSubnet2 DELETE_FAILED"},
		{"export-in-use", "network", "DELETE_FAILED", "Cannot delete export shared-topic as it is in use by consumer."},
		{"bucket-not-empty", "archive", "DELETE_FAILED", "The bucket you tried to delete is not empty"},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct fixture f;
		fixture_start_at(&f, rows[i].scenario, 100);
		struct demo_stack *s = demo_stack_find(f.demo, f.region, rows[i].stack);
		assert_int_equal(call(&f, "DeleteStack&StackName=%s", rows[i].stack), 200);
		run(&f, s, HOUR / 10);
		if (strcmp(s->status, rows[i].status) != 0 || !tells(s, rows[i].reason)) {
			char *lines = event_lines(s);
			fputs(lines, stderr);
			fail_msg("%s ends in %s", rows[i].scenario, s->status);
		}
		fixture_stop(&f);
	}
}

static void what_holds_a_deployment_can_be_taken_away(void **state)
{
	struct fixture f;
	struct demo_view v;
	(void)state;
	struct demo_stack *s = deployed(&f, "foreign-interface");
	call(&f, "DeleteStack&StackName=netskope-ce");
	run(&f, s, HOUR / 10);
	assert_string_equal(s->status, "DELETE_FAILED");
	assert_true(tells(s, "netskope-ce DELETE_FAILED The following resource(s) failed to delete: ["));
	demo_view_init(&v, f.demo, f.region);
	assert_true(demo_account_remove(&v, "AWS::EC2::NetworkInterface", "eni-0c0ffee0c0ffee001"));
	demo_view_finish(&v);
	call(&f, "DeleteStack&StackName=netskope-ce");
	run(&f, s, HOUR / 10);
	assert_string_equal(s->status, "DELETE_COMPLETE");
	fixture_stop(&f);
}

static void a_protected_stack_is_not_deleted(void **state)
{
	struct fixture f;
	(void)state;
	deployed(&f, "termination-protected");
	assert_int_equal(call(&f, "DeleteStack&StackName=netskope-ce"), 400);
	assert_has(&f, "cannot be deleted while TerminationProtection is enabled");
	fixture_stop(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(creations_end_as_their_scenario_says),
		cmocka_unit_test(a_name_that_is_made_anew_is_another_stack),
		cmocka_unit_test(stopped_tasks_tell_what_the_scenario_says),
		cmocka_unit_test(throttling_lasts_for_minutes),
		cmocka_unit_test(the_last_events_cannot_be_read),
		cmocka_unit_test(events_may_be_late_and_have_one_time),
		cmocka_unit_test(a_long_past_is_read_in_pages),
		cmocka_unit_test(nested_stacks_are_under_way_at_the_start),
		cmocka_unit_test(several_stacks_are_listed),
		cmocka_unit_test(updates_end_as_their_scenario_says),
		cmocka_unit_test(a_deployment_stuck_in_its_update_is_cancelled),
		cmocka_unit_test(a_deployments_failed_rollback_is_continued),
		cmocka_unit_test(deletions_end_as_their_scenario_says),
		cmocka_unit_test(what_holds_a_deployment_can_be_taken_away),
		cmocka_unit_test(a_protected_stack_is_not_deleted),
	};
	return cmocka_run_group_tests_name("demo scenarios", tests, NULL, NULL);
}
