/* Updates: what changes in place, what is made anew, and what happens when it does not go well. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

#define NET(cidr) "  Net: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}\n"                            \
                  "  Sub: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Net, CidrBlock: " cidr "}}\n"
#define LOGS(days) "  Log: {Type: 'AWS::Logs::LogGroup', Properties: {RetentionInDays: " days "}}\n"

static const char first[] = "Resources:\n" NET("10.0.1.0/24") LOGS("7") "Outputs:\n  Sub: {Value: !Ref Sub}\n";

static struct demo_stack *start(struct fixture *f, const char *scenario)
{
	start_with(f, scenario);
	struct demo_stack *s = create(f, "one", first, "&Tags.member.1.Key=Owner&Tags.member.1.Value=me");
	fixture_pass(f, 120000);
	assert_string_equal(s->status, "CREATE_COMPLETE");
	return s;
}

static char *output(const struct demo_stack *s, const char *key)
{
	for (size_t i = 0; i < s->now->outputs.len; i++) {
		const struct demo_output *o = cew_vec_at(&s->now->outputs, i);
		if (strcmp(o->key, key) == 0)
			return cew_strdup(o->value);
	}
	return NULL;
}

/* ---- going well ---- */

static void an_update_in_place_keeps_the_resource(void **state)
{
	static const char *const order[] = {"one UPDATE_IN_PROGRESS User Initiated\n", "Log UPDATE_IN_PROGRESS\n",
	                                    "Log UPDATE_COMPLETE\n", "one UPDATE_COMPLETE_CLEANUP_IN_PROGRESS\n",
	                                    "one UPDATE_COMPLETE\n", NULL};
	struct fixture f;
	(void)state;
	struct demo_stack *s = start(&f, "");
	char *before = cew_strdup(demo_resource_find(s, "Log")->physical);
	size_t events = s->events.len;
	assert_int_equal(update(&f, "one", "Resources:\n" NET("10.0.1.0/24") LOGS("30"), ""), 200);
	fixture_pass(&f, 120000);
	assert_order(s, order);
	assert_int_equal(s->events.len, events + 5);
	assert_string_equal(demo_resource_find(s, "Log")->physical, before);
	call(&f, "DescribeStacks&StackName=one");
	assert_has(&f, "<LastUpdatedTime>");
	assert_has(&f, "<Key>Owner</Key><Value>me</Value>");
	assert_lacks(&f, "<Outputs>");
	free(before);
	fixture_stop(&f);
}

static void what_cannot_change_is_replaced(void **state)
{
	static const char *const order[] = {
		"one UPDATE_IN_PROGRESS User Initiated\n",
		"Sub UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.\n",
		"Sub UPDATE_IN_PROGRESS Resource creation Initiated\n", "Sub UPDATE_COMPLETE\n",
		"one UPDATE_COMPLETE_CLEANUP_IN_PROGRESS\n", "Sub DELETE_IN_PROGRESS\n", "Sub DELETE_COMPLETE\n",
		"one UPDATE_COMPLETE\n", NULL};
	struct fixture f;
	(void)state;
	struct demo_stack *s = start(&f, "");
	char *before = output(s, "Sub");
	char *text = cew_fmt("Resources:\n%s%sOutputs:\n  Sub: {Value: !Ref Sub}\n", NET("10.0.2.0/24"), LOGS("7"));
	assert_int_equal(update(&f, "one", text, ""), 200);
	fixture_pass(&f, 5000);
	call(&f, "DescribeStacks&StackName=one");
	assert_has(&f, before); /* until the end the old outputs stand */
	fixture_pass(&f, 120000);
	assert_order(s, order);
	char *after = output(s, "Sub");
	assert_string_not_equal(after, before);
	free(text);
	free(before);
	free(after);
	fixture_stop(&f);
}

static void resources_come_and_go(void **state)
{
	static const char *const order[] = {"Topic CREATE_IN_PROGRESS\n", "Topic CREATE_COMPLETE\n",
	                                    "one UPDATE_COMPLETE_CLEANUP_IN_PROGRESS\n", "Log DELETE_IN_PROGRESS\n",
	                                    "Log DELETE_COMPLETE\n", "one UPDATE_COMPLETE\n", NULL};
	struct fixture f;
	(void)state;
	struct demo_stack *s = start(&f, "");
	assert_int_equal(update(&f, "one", "Resources:\n" NET("10.0.1.0/24") "  Topic: {Type: 'AWS::SNS::Topic'}\n", ""), 200);
	fixture_pass(&f, 120000);
	assert_order(s, order);
	call(&f, "ListStackResources&StackName=one");
	assert_has(&f, "<LogicalResourceId>Topic</LogicalResourceId>");
	assert_lacks(&f, "<LogicalResourceId>Log</LogicalResourceId>");
	fixture_stop(&f);
}

static void the_same_again_is_refused(void **state)
{
	struct fixture f;
	(void)state;
	start(&f, "");
	assert_int_equal(update(&f, "one", first, ""), 400);
	assert_has(&f, "No updates are to be performed.");
	assert_int_equal(call(&f, "UpdateStack&StackName=one&UsePreviousTemplate=true"), 400);
	assert_int_equal(call(&f, "UpdateStack&StackName=one&UsePreviousTemplate=true&Tags="), 200);
	assert_int_equal(call(&f, "UpdateStack&StackName=one&UsePreviousTemplate=true"), 400);
	assert_has(&f, "is in UPDATE_IN_PROGRESS state and can not be updated.");
	fixture_pass(&f, 60000);
	call(&f, "DescribeStacks&StackName=one");
	assert_lacks(&f, "<Key>Owner</Key>");
	fixture_stop(&f);
}

static void previous_values_are_kept(void **state)
{
	static const char with[] = "Parameters:\n  Days: {Type: Number, Default: 7}\n  Word: {Type: String, NoEcho: true}\n"
	                           "Resources:\n  Log: {Type: 'AWS::Logs::LogGroup', Properties: {RetentionInDays: !Ref Days}}\n"
	                           "  Key: {Type: 'AWS::SecretsManager::Secret', Properties: {SecretString: !Ref Word}}\n";
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	struct demo_stack *s = create(&f, "one", with,
	                              "&Parameters.member.1.ParameterKey=Word&Parameters.member.1.ParameterValue=first"
	                              "&Parameters.member.2.ParameterKey=Days&Parameters.member.2.ParameterValue=14");
	fixture_pass(&f, 60000);
	assert_int_equal(call(&f, "UpdateStack&StackName=one&UsePreviousTemplate=true&Parameters.member.1.ParameterKey=Word"
	                          "&Parameters.member.1.UsePreviousValue=true&Parameters.member.2.ParameterKey=Days"
	                          "&Parameters.member.2.ParameterValue=30"),
	                 200);
	fixture_pass(&f, 60000);
	static const char *const logs[] = {"Log UPDATE_COMPLETE\n", "one UPDATE_COMPLETE\n", NULL};
	assert_order(s, logs);
	assert_null(strstr(demo_resource_find(s, "Key")->status, "UPDATE"));
	/* A secret that changes is a change, though nobody sees its value. */
	assert_int_equal(call(&f, "UpdateStack&StackName=one&UsePreviousTemplate=true&Parameters.member.1.ParameterKey=Word"
	                          "&Parameters.member.1.ParameterValue=second&Parameters.member.2.ParameterKey=Days"
	                          "&Parameters.member.2.UsePreviousValue=true"),
	                 200);
	fixture_pass(&f, 60000);
	assert_string_equal(demo_resource_find(s, "Key")->status, "UPDATE_COMPLETE");
	assert_string_equal(s->status, "UPDATE_COMPLETE");
	assert_int_equal(call(&f, "UpdateStack&StackName=one&UsePreviousTemplate=true&Parameters.member.1.ParameterKey=None"
	                          "&Parameters.member.1.UsePreviousValue=true"),
	                 400);
	fixture_stop(&f);
}

/* ---- going wrong ---- */

static void a_failed_update_is_rolled_back(void **state)
{
	static const char *const order[] = {
		"Sub UPDATE_IN_PROGRESS Requested update requires", "Log UPDATE_IN_PROGRESS\n", "Log UPDATE_COMPLETE\n",
		"Sub UPDATE_FAILED No more.\n",
		"one UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [Sub]. \n",
		"Log UPDATE_IN_PROGRESS\n", "Log UPDATE_COMPLETE\n", "one UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS\n",
		"one UPDATE_ROLLBACK_COMPLETE\n", NULL};
	struct fixture f;
	(void)state;
	struct demo_stack *s = start(&f, "fail: [{resource: Sub, on: update, when: end, reason: No more.}]\n");
	char *before = output(s, "Sub");
	assert_int_equal(update(&f, "one", "Resources:\n" NET("10.0.2.0/24") LOGS("30"), ""), 200);
	fixture_pass(&f, 200000);
	assert_order(s, order);
	assert_string_equal(demo_resource_find(s, "Sub")->physical, before);
	call(&f, "DescribeStacks&StackName=one");
	assert_has(&f, before);
	assert_int_equal(call(&f, "UpdateStack&StackName=one&UsePreviousTemplate=true&Tags="), 200);
	free(before);
	fixture_stop(&f);
}

static void a_stuck_update_is_cancelled(void **state)
{
	static const char *const order[] = {"Log UPDATE_IN_PROGRESS\n", "Log UPDATE_FAILED Resource update cancelled\n",
	                                    "one UPDATE_ROLLBACK_IN_PROGRESS User Initiated\n", "Log UPDATE_IN_PROGRESS\n",
	                                    "Log UPDATE_COMPLETE\n", "one UPDATE_ROLLBACK_COMPLETE\n", NULL};
	struct fixture f;
	(void)state;
	struct demo_stack *s = start(&f, "slow: {Log: {update: 20}}\n");
	assert_int_equal(call(&f, "CancelUpdateStack&StackName=one"), 400);
	assert_has(&f, "CancelUpdateStack cannot be called from current stack status");
	assert_int_equal(update(&f, "one", "Resources:\n" NET("10.0.1.0/24") LOGS("30"), ""), 200);
	fixture_pass(&f, 30000);
	assert_string_equal(s->status, "UPDATE_IN_PROGRESS");
	assert_int_equal(call(&f, "DeleteStack&StackName=one"), 400);
	assert_int_equal(call(&f, "CancelUpdateStack&StackName=one"), 200);
	assert_string_equal(s->status, "UPDATE_ROLLBACK_IN_PROGRESS");
	fixture_pass(&f, 200000);
	assert_order(s, order);
	fixture_stop(&f);
}

#define STUCK "fail: [{resource: Sub, on: update, when: end}, {resource: Log, on: rollback, times: 1, reason: Busy.}]\n"

static struct demo_stack *start_stuck(struct fixture *f)
{
	struct demo_stack *s = start(f, STUCK);
	assert_int_equal(update(f, "one", "Resources:\n" NET("10.0.2.0/24") LOGS("30"), ""), 200);
	fixture_pass(f, 200000);
	assert_string_equal(s->status, "UPDATE_ROLLBACK_FAILED");
	return s;
}

static void a_failed_rollback_is_continued(void **state)
{
	static const char *const order[] = {
		"one UPDATE_ROLLBACK_IN_PROGRESS", "Log UPDATE_FAILED Busy.\n",
		"one UPDATE_ROLLBACK_FAILED The following resource(s) failed to update: [Log]. \n",
		"one UPDATE_ROLLBACK_IN_PROGRESS User Initiated\n", "Log UPDATE_IN_PROGRESS\n", "Log UPDATE_COMPLETE\n",
		"one UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS\n", "one UPDATE_ROLLBACK_COMPLETE\n", NULL};
	struct fixture f;
	(void)state;
	struct demo_stack *s = start_stuck(&f);
	char *id = cew_strdup(demo_standing(s, "Log", NULL)->physical);
	assert_int_equal(update(&f, "one", first, "&Capabilities.member.1=CAPABILITY_IAM"), 400);
	assert_int_equal(call(&f, "ContinueUpdateRollback&StackName=one&ResourcesToSkip.member.1=Net"), 400);
	assert_int_equal(call(&f, "ContinueUpdateRollback&StackName=one&ClientRequestToken=again"), 200);
	assert_int_equal(call(&f, "ContinueUpdateRollback&StackName=one"), 400);
	fixture_pass(&f, 60000);
	assert_order(s, order);
	assert_string_equal(demo_resource_find(s, "Log")->physical, id);
	assert_string_equal(nth_event(s, s->events.len - 1)->token, "again");
	assert_int_equal(update(&f, "one", "Resources:\n" NET("10.0.1.0/24") LOGS("90"), ""), 200);
	fixture_pass(&f, 60000);
	assert_string_equal(s->status, "UPDATE_COMPLETE");
	free(id);
	fixture_stop(&f);
}

static void a_failed_rollback_may_skip_what_holds_it(void **state)
{
	struct fixture f;
	(void)state;
	struct demo_stack *s = start_stuck(&f);
	assert_int_equal(call(&f, "ContinueUpdateRollback&StackName=one&ResourcesToSkip.member.1=Log"), 200);
	fixture_pass(&f, 60000);
	assert_string_equal(s->status, "UPDATE_ROLLBACK_COMPLETE");
	call(&f, "DescribeStackResource&StackName=one&LogicalResourceId=Log");
	assert_has(&f, "<ResourceStatus>UPDATE_COMPLETE</ResourceStatus>");
	assert_int_equal(call(&f, "DeleteStack&StackName=one"), 200);
	fixture_pass(&f, 60000);
	assert_string_equal(s->status, "DELETE_COMPLETE");
	fixture_stop(&f);
}

static void a_failed_rollback_can_be_deleted(void **state)
{
	struct fixture f;
	(void)state;
	struct demo_stack *s = start_stuck(&f);
	assert_int_equal(call(&f, "DeleteStack&StackName=one"), 200);
	fixture_pass(&f, 60000);
	assert_string_equal(s->status, "DELETE_COMPLETE");
	fixture_stop(&f);
}

static void without_rollback_a_failure_stays(void **state)
{
	struct fixture f;
	(void)state;
	struct demo_stack *s = start(&f, "fail: [{resource: Sub, on: update, times: 1, reason: No more.}]\n");
	assert_int_equal(update(&f, "one", "Resources:\n" NET("10.0.2.0/24") LOGS("30"), "&DisableRollback=true"), 200);
	fixture_pass(&f, 60000);
	assert_string_equal(s->status, "UPDATE_FAILED");
	assert_int_equal(update(&f, "one", "Resources:\n" NET("10.0.2.0/24") LOGS("30"), ""), 400);
	assert_int_equal(update(&f, "one", "Resources:\n" NET("10.0.2.0/24") LOGS("90"), "&DisableRollback=true"), 200);
	fixture_pass(&f, 60000);
	assert_string_equal(s->status, "UPDATE_COMPLETE");
	fixture_stop(&f);
}

/* ---- change sets ---- */

static void a_change_set_tells_and_does(void **state)
{
	struct fixture f;
	(void)state;
	struct demo_stack *s = start(&f, "");
	char *body = encoded("Resources:\n" NET("10.0.2.0/24") "  Topic: {Type: 'AWS::SNS::Topic'}\n");
	assert_int_equal(call(&f, "CreateChangeSet&StackName=one&ChangeSetName=next&TemplateBody=%s", body), 200);
	free(body);
	call(&f, "DescribeChangeSet&StackName=one&ChangeSetName=next");
	assert_has(&f, "<Status>CREATE_IN_PROGRESS</Status>");
	fixture_pass(&f, 10000);
	call(&f, "DescribeChangeSet&StackName=one&ChangeSetName=next");
	assert_has(&f, "<ExecutionStatus>AVAILABLE</ExecutionStatus><Status>CREATE_COMPLETE</Status>");
	assert_has(&f, "<Action>Modify</Action><LogicalResourceId>Sub</LogicalResourceId><PhysicalResourceId>subnet-");
	assert_has(&f, "<Replacement>True</Replacement><Scope><member>Properties</member></Scope>");
	assert_has(&f, "<Attribute>Properties</Attribute><Name>CidrBlock</Name>"
	               "<RequiresRecreation>Always</RequiresRecreation>");
	assert_has(&f, "<Action>Add</Action><LogicalResourceId>Topic</LogicalResourceId><ResourceType>");
	assert_has(&f, "<Action>Remove</Action><LogicalResourceId>Log</LogicalResourceId>");
	assert_lacks(&f, "<LogicalResourceId>Net</LogicalResourceId>");
	assert_lacks(&f, "<BeforeValue>");
	call(&f, "DescribeChangeSet&StackName=one&ChangeSetName=next&IncludePropertyValues=true");
	assert_has(&f, "<Path>/Properties/CidrBlock</Path><BeforeValue>10.0.1.0/24</BeforeValue>"
	               "<AfterValue>10.0.2.0/24</AfterValue><AttributeChangeType>Modify</AttributeChangeType>");
	assert_int_equal(call(&f, "ExecuteChangeSet&StackName=one&ChangeSetName=next&ClientRequestToken=go"), 200);
	fixture_pass(&f, 60000);
	assert_string_equal(s->status, "UPDATE_COMPLETE");
	assert_int_equal(call(&f, "ExecuteChangeSet&StackName=one&ChangeSetName=next"), 400);
	assert_has(&f, "<Code>InvalidChangeSetStatus</Code>");
	fixture_stop(&f);
}

static void what_follows_from_a_replacement_is_told(void **state)
{
	struct fixture f;
	(void)state;
	start(&f, "");
	char *body = encoded("Resources:\n  Net: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.9.0.0/16}}\n"
	                     "  Sub: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Net, CidrBlock: 10.0.1.0/24}}\n" LOGS("7"));
	assert_int_equal(call(&f, "CreateChangeSet&StackName=one&ChangeSetName=next&TemplateBody=%s", body), 200);
	free(body);
	fixture_pass(&f, 10000);
	call(&f, "DescribeChangeSet&StackName=one&ChangeSetName=next");
	assert_has(&f, "<Name>VpcId</Name><RequiresRecreation>Conditionally</RequiresRecreation></Target>"
	               "<Evaluation>Dynamic</Evaluation><ChangeSource>ResourceReference</ChangeSource>"
	               "<CausingEntity>Net</CausingEntity>");
	assert_has(&f, "<Replacement>Conditional</Replacement>");
	fixture_stop(&f);
}

static void a_change_set_without_changes_fails(void **state)
{
	struct fixture f;
	(void)state;
	start(&f, "");
	assert_int_equal(call(&f, "CreateChangeSet&StackName=one&ChangeSetName=none&UsePreviousTemplate=true"), 200);
	fixture_pass(&f, 10000);
	call(&f, "DescribeChangeSet&StackName=one&ChangeSetName=none");
	assert_has(&f, "<Status>FAILED</Status><StatusReason>The submitted information didn't contain changes.");
	assert_int_equal(call(&f, "ExecuteChangeSet&StackName=one&ChangeSetName=none"), 400);
	assert_int_equal(call(&f, "DeleteChangeSet&StackName=one&ChangeSetName=none"), 200);
	assert_int_equal(call(&f, "DescribeChangeSet&StackName=one&ChangeSetName=none"), 404);
	fixture_stop(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_update_in_place_keeps_the_resource),
		cmocka_unit_test(what_cannot_change_is_replaced),
		cmocka_unit_test(resources_come_and_go),
		cmocka_unit_test(the_same_again_is_refused),
		cmocka_unit_test(previous_values_are_kept),
		cmocka_unit_test(a_failed_update_is_rolled_back),
		cmocka_unit_test(a_stuck_update_is_cancelled),
		cmocka_unit_test(a_failed_rollback_is_continued),
		cmocka_unit_test(a_failed_rollback_may_skip_what_holds_it),
		cmocka_unit_test(a_failed_rollback_can_be_deleted),
		cmocka_unit_test(without_rollback_a_failure_stays),
		cmocka_unit_test(a_change_set_tells_and_does),
		cmocka_unit_test(what_follows_from_a_replacement_is_told),
		cmocka_unit_test(a_change_set_without_changes_fails),
	};
	return cmocka_run_group_tests_name("demo updates", tests, NULL, NULL);
}
