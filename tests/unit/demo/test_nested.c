/* Stacks inside stacks, and exports between them. */
#include "support.h"

#include "store.h"

#include <stdlib.h>
#include <string.h>

/* An object in a bucket of the account, as PutObject leaves it; its URL. Free it. */
static char *put(struct fixture *f, const char *key, const char *text)
{
	struct demo_view v;
	demo_view_init(&v, f->demo, f->region);
	if (!demo_thing_named(&v, "AWS::S3::Bucket", "nest")) {
		struct cew_doc *doc = demo_view_doc(&v);
		assert_non_null(demo_account_add(&v, "AWS::S3::Bucket", cew_map_put_text(doc, cew_doc_map(doc), "BucketName", "nest")));
	}
	demo_view_finish(&v);
	assert_non_null(demo_store_put(f->demo->store, "nest", key, text, strlen(text)));
	return cew_fmt("https://nest.s3.us-east-1.amazonaws.com/%s", key);
}

static const char inner[] = "Parameters:\n  Days: {Type: Number}\n  Word: {Type: String, NoEcho: true, MinLength: 8, Default: abcdefgh}\n"
                            "Resources:\n  Log: {Type: 'AWS::Logs::LogGroup', Properties: {RetentionInDays: !Ref Days}}\n"
                            "Outputs:\n  Group: {Value: !Ref Log}\n";

static char *outer(const char *url, const char *days)
{
	return cew_fmt("Parameters:\n  Word: {Type: String, NoEcho: true}\n"
	               "Resources:\n  Child: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: '%s', Parameters: "
	               "{Days: %s, Word: !Ref Word}}}\n"
	               "  Topic: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !GetAtt Child.Outputs.Group}}\n",
	               url, days);
}

#define WORD "&Parameters.member.1.ParameterKey=Word&Parameters.member.1.ParameterValue=Correct-Horse-9"

static struct demo_stack *child_of(const struct demo_stack *s)
{
	for (size_t i = s->demo->stacks.len; i-- > 0;) {
		struct demo_stack *c = *(struct demo_stack **)cew_vec_at(&s->demo->stacks, i);
		if (c->parent == s)
			return c;
	}
	fail_msg("%s has no nested stack", s->name);
	return NULL;
}

static struct demo_stack *start(struct fixture *f, const char *scenario)
{
	start_with(f, scenario);
	char *url = put(f, "inner.yaml", inner), *text = outer(url, "7");
	struct demo_stack *s = create(f, "one", text, WORD);
	fixture_pass(f, 90000);
	free(url);
	free(text);
	return s;
}

static void a_nested_stack_is_made_inside_its_parent(void **state)
{
	static const char *const order[] = {
		"one CREATE_IN_PROGRESS User Initiated\n", "Child CREATE_IN_PROGRESS\n",
		"Child CREATE_IN_PROGRESS Resource creation Initiated\n", "Child CREATE_COMPLETE\n", "Topic CREATE_IN_PROGRESS\n",
		"Topic CREATE_COMPLETE\n", "one CREATE_COMPLETE\n", NULL};
	struct fixture f;
	(void)state;
	struct demo_stack *s = start(&f, ""), *c = child_of(s);
	assert_order(s, order);
	static const char *const inside[] = {" CREATE_IN_PROGRESS User Initiated\n", "Log CREATE_COMPLETE\n", " CREATE_COMPLETE\n", NULL};
	assert_order(c, inside);
	assert_memory_equal(c->name, "one-Child-", 10);
	assert_string_equal(demo_resource_find(s, "Child")->physical, c->id);
	assert_non_null(strstr(demo_resource_find(s, "Topic")->properties, demo_resource_find(c, "Log")->physical));
	assert_null(strstr(demo_resource_find(s, "Child")->properties, "Correct-Horse-9"));
	call(&f, "DescribeStacks&StackName=%s", c->name);
	assert_has(&f, "<ParameterKey>Word</ParameterKey><ParameterValue>****</ParameterValue>");
	assert_has(&f, "<ParentId>");
	assert_has(&f, s->id);
	assert_has(&f, "<DisableRollback>false</DisableRollback>");
	call(&f, "DescribeStacks&StackName=one");
	assert_lacks(&f, "<ParentId>");
	call(&f, "DescribeStackEvents&StackName=%s", c->id);
	assert_has(&f, "<LogicalResourceId>Log</LogicalResourceId>");
	assert_int_equal(call(&f, "UpdateTerminationProtection&StackName=%s&EnableTerminationProtection=true", c->name), 400);
	fixture_stop(&f);
}

static void a_failure_inside_fails_the_parent(void **state)
{
	struct fixture f;
	(void)state;
	struct demo_stack *s = start(&f, "fail: [{resource: Log, reason: No more.}]\n"), *c = child_of(s);
	static const char *const inside[] = {
		"Log CREATE_FAILED No more.\n", " CREATE_FAILED The following resource(s) failed to create: [Log]. \n",
		" DELETE_IN_PROGRESS User Initiated\n", "Log DELETE_COMPLETE\n", " DELETE_COMPLETE\n", NULL};
	static const char *const outside[] = {
		"Child CREATE_FAILED Embedded stack arn:aws:cloudformation:us-east-1:123456789012:stack/one-Child-",
		" was not successfully created: The following resource(s) failed to create: [Log]. \n",
		"one ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Child]. Rollback requested by user.\n",
		"Child DELETE_IN_PROGRESS\n", "Child DELETE_COMPLETE\n", "one ROLLBACK_COMPLETE\n", NULL};
	assert_order(c, inside);
	assert_order(s, outside);
	fixture_stop(&f);
}

static void a_template_that_is_not_there_fails_it(void **state)
{
	static const char *const order[] = {
		"Child CREATE_FAILED TemplateURL must reference a valid S3 object to which you have access.\n", "one ROLLBACK_COMPLETE\n",
		NULL};
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	char *url = put(&f, "inner.yaml", inner), *text = outer("https://nest.s3.us-east-1.amazonaws.com/none.yaml", "7");
	struct demo_stack *s = create(&f, "one", text, WORD);
	fixture_pass(&f, 60000);
	assert_order(s, order);
	free(url);
	free(text);
	fixture_stop(&f);
}

static void deleting_the_parent_deletes_what_is_nested(void **state)
{
	struct fixture f;
	(void)state;
	struct demo_stack *s = start(&f, "fail: [{resource: Log, on: delete, times: 1, reason: Held.}]\n"), *c = child_of(s);
	static const char *const outside[] = {
		"Topic DELETE_COMPLETE\n", "Child DELETE_IN_PROGRESS\n", "Child DELETE_FAILED Embedded stack ",
		" was not successfully deleted: The following resource(s) failed to delete: [Log]. \n",
		"one DELETE_FAILED The following resource(s) failed to delete: [Child]. \n", "one DELETE_IN_PROGRESS User Initiated\n",
		"Child DELETE_COMPLETE\n", "one DELETE_COMPLETE\n", NULL};
	call(&f, "DeleteStack&StackName=one");
	fixture_pass(&f, 60000);
	assert_string_equal(c->status, "DELETE_FAILED");
	call(&f, "DeleteStack&StackName=one");
	fixture_pass(&f, 60000);
	assert_order(s, outside);
	assert_string_equal(c->status, "DELETE_COMPLETE");
	fixture_stop(&f);
}

static void deleting_stops_what_is_being_made_inside(void **state)
{
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	char *url = put(&f, "inner.yaml", inner), *text = outer(url, "7");
	struct demo_stack *s = create(&f, "one", text, WORD);
	fixture_pass(&f, 8000);
	struct demo_stack *c = child_of(s);
	assert_string_equal(c->status, "CREATE_IN_PROGRESS");
	call(&f, "DeleteStack&StackName=one");
	fixture_pass(&f, 60000);
	static const char *const inside[] = {"Log CREATE_FAILED Resource creation cancelled\n",
	                                     " CREATE_FAILED Resource creation cancelled\n", " DELETE_COMPLETE\n", NULL};
	assert_order(c, inside);
	assert_string_equal(s->status, "DELETE_COMPLETE");
	free(url);
	free(text);
	fixture_stop(&f);
}

static void an_update_reaches_inside(void **state)
{
	struct fixture f;
	(void)state;
	struct demo_stack *s = start(&f, "fail: [{resource: Topic, on: update, times: 1, reason: No.}]\n"), *c = child_of(s);
	static const char *const failed[] = {"Child UPDATE_COMPLETE\n", "Topic UPDATE_FAILED No.\n",
	                                     "one UPDATE_ROLLBACK_IN_PROGRESS", "Child UPDATE_COMPLETE\n",
	                                     "one UPDATE_ROLLBACK_COMPLETE\n", NULL};
	static const char *const inside[] = {" UPDATE_IN_PROGRESS User Initiated\n", "Log UPDATE_COMPLETE\n", " UPDATE_COMPLETE\n", NULL};
	char *url = put(&f, "inner.yaml", inner);
	char *text = outer(url, "30");
	/* Nothing but the inner stack's parameter differs. */
	assert_int_equal(update(&f, "one", text, "&Parameters.member.1.ParameterKey=Word&Parameters.member.1.UsePreviousValue=true"), 200);
	fixture_pass(&f, 60000);
	assert_order(c, inside);
	assert_string_equal(s->status, "UPDATE_COMPLETE");
	free(text);
	text = cew_fmt("Parameters:\n  Word: {Type: String, NoEcho: true}\n"
	               "Resources:\n  Child: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: '%s', Parameters: "
	               "{Days: 90, Word: !Ref Word}}}\n"
	               "  Topic: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !Sub 'to ${Child.Outputs.Group}'}}\n",
	               url);
	assert_int_equal(update(&f, "one", text, "&Parameters.member.1.ParameterKey=Word&Parameters.member.1.UsePreviousValue=true"), 200);
	fixture_pass(&f, 90000);
	assert_order(s, failed);
	call(&f, "DescribeStacks&StackName=%s", c->name);
	assert_has(&f, "<ParameterKey>Days</ParameterKey><ParameterValue>30</ParameterValue>");
	free(url);
	free(text);
	fixture_stop(&f);
}

static void a_failed_update_inside_is_rolled_back(void **state)
{
	struct fixture f;
	(void)state;
	struct demo_stack *s = start(&f, "fail: [{resource: Log, on: update, times: 1, reason: No.}]\n"), *c = child_of(s);
	static const char *const inside[] = {"Log UPDATE_FAILED No.\n", " UPDATE_FAILED The following resource(s) failed to update: [Log]. \n",
	                                     " UPDATE_ROLLBACK_IN_PROGRESS\n", " UPDATE_ROLLBACK_COMPLETE\n", NULL};
	static const char *const outside[] = {"Child UPDATE_FAILED Embedded stack ",
	                                      " was not successfully updated: The following resource(s) failed to update: [Log]. \n",
	                                      "one UPDATE_ROLLBACK_IN_PROGRESS", "one UPDATE_ROLLBACK_COMPLETE\n", NULL};
	char *url = put(&f, "inner.yaml", inner), *text = outer(url, "30");
	assert_int_equal(update(&f, "one", text, "&Parameters.member.1.ParameterKey=Word&Parameters.member.1.UsePreviousValue=true"), 200);
	fixture_pass(&f, 90000);
	assert_order(s, outside);
	assert_order(c, inside);
	free(url);
	free(text);
	fixture_stop(&f);
}

static void a_nested_stack_that_somebody_deleted_is_missed(void **state)
{
	struct fixture f;
	(void)state;
	struct demo_stack *s = start(&f, ""), *c = child_of(s);
	assert_int_equal(call(&f, "DeleteStack&StackName=%s", c->name), 200);
	fixture_pass(&f, 30000);
	assert_string_equal(c->status, "DELETE_COMPLETE");
	char *url = put(&f, "inner.yaml", inner), *text = outer(url, "30");
	assert_int_equal(update(&f, "one", text, "&Parameters.member.1.ParameterKey=Word&Parameters.member.1.UsePreviousValue=true"), 200);
	fixture_pass(&f, 90000);
	assert_string_equal(s->status, "UPDATE_ROLLBACK_FAILED");
	assert_string_equal(c->status, "DELETE_COMPLETE");
	call(&f, "DeleteStack&StackName=one");
	fixture_pass(&f, 60000);
	assert_string_equal(s->status, "DELETE_COMPLETE");
	free(url);
	free(text);
	fixture_stop(&f);
}

/* Whatever is asked for and whenever: every stack comes to rest, and what is deleted is gone. */
static void any_order_of_calls_comes_to_rest(void **state)
{
	static const char *const days[] = {"7", "30", "90"};
	struct fixture f;
	(void)state;
	start_with(&f, "fail: [{resource: Log, on: update, times: 9}, {resource: Topic, on: update, times: 7, when: end},\n"
	               "       {resource: Log, on: delete, times: 3}, {resource: Topic, on: rollback, times: 3},\n"
	               "       {resource: Log, on: create, times: 2}, {resource: Topic, on: create, times: 2}]\n");
	char *url = put(&f, "inner.yaml", inner);
	for (int i = 0; i < 600; i++) {
		uint32_t what = cew_random_below(&f.random, 8);
		char *text = outer(url, days[cew_random_below(&f.random, 3)]), *body = encoded(text);
		if (what == 0)
			call(&f, "CreateStack&StackName=one&TemplateBody=%s" WORD, body);
		else if (what < 4)
			update(&f, "one", text, what == 1 ? WORD "&DisableRollback=true" : WORD);
		else if (what == 4)
			call(&f, "CancelUpdateStack&StackName=one");
		else if (what == 5)
			call(&f, "ContinueUpdateRollback&StackName=one%s", i % 2 ? "&ResourcesToSkip.member.1=Child" : "");
		else if (what == 6 && i % 5 == 0)
			call(&f, "DeleteStack&StackName=one");
		free(text);
		free(body);
		fixture_pass(&f, 100 * (int64_t)cew_random_below(&f.random, 400));
	}
	fixture_pass(&f, 600000);
	for (int i = 0; i < 6; i++) {
		call(&f, "DeleteStack&StackName=one");
		fixture_pass(&f, 120000);
	}
	for (size_t i = 0; i < f.demo->stacks.len; i++) {
		const struct demo_stack *s = *(struct demo_stack **)cew_vec_at(&f.demo->stacks, i);
		if (!demo_stack_is_deleted(s) || s->work != DEMO_IDLE) {
			char *lines = event_lines(s);
			fail_msg("%s is %s: %s", s->name, s->status, lines);
		}
	}
	assert_true(f.demo->stacks.len > 4);
	free(url);
	fixture_stop(&f);
}

/* ---- exports ---- */

static const char giver[] = "Resources:\n  Topic: {Type: 'AWS::SNS::Topic'}\n"
                            "Outputs:\n  T: {Value: !Ref Topic, Export: {Name: the-topic}}\n";
static const char taker[] = "Resources:\n  Log: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !ImportValue the-topic}}\n";

static void an_export_in_use_keeps_its_stack(void **state)
{
	static const char *const kept[] = {"give DELETE_FAILED Delete canceled. Cannot delete export the-topic as it is in use by take.\n",
	                                   NULL};
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	struct demo_stack *g = create(&f, "give", giver, "");
	fixture_pass(&f, 60000);
	assert_int_equal(call(&f, "ListExports"), 200);
	assert_has(&f, "<Name>the-topic</Name><Value>arn:aws:sns:us-east-1:123456789012:give-Topic-");
	assert_int_equal(call(&f, "ListImports&ExportName=the-topic"), 400);
	struct demo_stack *t = create(&f, "take", taker, "");
	fixture_pass(&f, 60000);
	assert_string_equal(t->status, "CREATE_COMPLETE");
	assert_non_null(strstr(demo_resource_find(t, "Log")->properties, demo_resource_find(g, "Topic")->physical));
	assert_int_equal(call(&f, "ListImports&ExportName=the-topic"), 200);
	assert_has(&f, "<Imports><member>take</member></Imports>");
	call(&f, "DeleteStack&StackName=give");
	fixture_pass(&f, 60000);
	assert_order(g, kept);
	call(&f, "DeleteStack&StackName=take");
	fixture_pass(&f, 60000);
	call(&f, "DeleteStack&StackName=give");
	fixture_pass(&f, 60000);
	assert_string_equal(g->status, "DELETE_COMPLETE");
	fixture_stop(&f);
}

static void exports_must_be_there_and_be_free(void **state)
{
	static const char *const missing[] = {
		"take ROLLBACK_IN_PROGRESS No export named the-topic found. Rollback requested by user.\n", "take ROLLBACK_COMPLETE\n", NULL};
	static const char *const taken[] = {
		"other ROLLBACK_IN_PROGRESS Export with name the-topic is already exported by stack give. Rollback requested by user.\n",
		"other ROLLBACK_COMPLETE\n", NULL};
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	struct demo_stack *t = create(&f, "take", taker, "");
	fixture_pass(&f, 60000);
	assert_order(t, missing);
	create(&f, "give", giver, "");
	fixture_pass(&f, 60000);
	struct demo_stack *o = create(&f, "other", giver, "");
	fixture_pass(&f, 60000);
	assert_order(o, taken);
	fixture_stop(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_nested_stack_is_made_inside_its_parent),
		cmocka_unit_test(a_failure_inside_fails_the_parent),
		cmocka_unit_test(a_template_that_is_not_there_fails_it),
		cmocka_unit_test(deleting_the_parent_deletes_what_is_nested),
		cmocka_unit_test(deleting_stops_what_is_being_made_inside),
		cmocka_unit_test(an_update_reaches_inside),
		cmocka_unit_test(a_failed_update_inside_is_rolled_back),
		cmocka_unit_test(a_nested_stack_that_somebody_deleted_is_missed),
		cmocka_unit_test(any_order_of_calls_comes_to_rest),
		cmocka_unit_test(an_export_in_use_keeps_its_stack),
		cmocka_unit_test(exports_must_be_there_and_be_free),
	};
	return cmocka_run_group_tests_name("demo nested stacks", tests, NULL, NULL);
}
