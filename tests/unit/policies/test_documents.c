/* What holds for every document: IAM's grammar and sizes, for the built-in template, for each row of the table, and for more
 * names than one policy can hold. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

static void check_all(struct bench *b)
{
	make(b);
	assert_in_range(cew_policies_count(b->policies), 1, CEW_POLICY_ATTACHED_MAX);
	for (size_t i = 0; i < cew_policies_count(b->policies); i++)
		check_document(cew_policies_at(b->policies, i));
	assert_null(find_issue(b, "policy-type"));
	assert_null(find_issue(b, "policy-size"));
}

static void test_built_in(void **state)
{
	(void)state;
	static const char *const regions[] = {"", "us-east-1", "cn-north-1"};
	struct bench b;
	open_built_in(&b);
	for (int variant = 0; variant < 4; variant++)
		for (int who = 0; who < CEW_POLICIES_FOR_COUNT; who++)
			for (size_t r = 0; r < CEW_COUNT(regions); r++) {
				b.request.who = (enum cew_policies_for)who;
				b.request.all = variant & 1;
				b.request.without_iam = variant & 2;
				answer(&b, "region", regions[r]);
				answer(&b, "stackName", r ? "netskope-ce" : "");
				check_all(&b);
			}
	close_bench(&b);
}

/* Every row gives documents that IAM would take; what can be made can be taken away again. */
static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < policies_type_count; i++) {
		const struct type_row *row = &policies_types[i];
		struct bench b;
		char *text = cew_fmt("Resources: {R: {Type: '%s'}}\n", row->type);
		open_text(&b, text);
		check_all(&b);
		assert_ptr_equal(policies_type_find(row->type), row);
		assert_int_equal(row->create != NULL, row->remove != NULL);
		assert_true(!row->name_of || policies_type_find(row->name_of));
		assert_true(!row->passes || strchr(row->passes, '>'));
		close_bench(&b);
		free(text);
	}
	for (size_t i = 0; i < policies_call_count; i++)
		assert_true(!policies_calls[i].type || policies_type_find(policies_calls[i].type));
}

static bool stands_in(const struct bench *b, const char *text)
{
	bool found = false;
	for (size_t i = 0; i < cew_policies_count(b->policies) && !found; i++)
		found = strstr(cew_policies_at(b->policies, i)->text, text) != NULL;
	return found;
}

#define QUEUES 150

static void test_split(void **state)
{
	(void)state;
	struct cew_buf text;
	struct bench b;
	cew_buf_init(&text, CEW_CFN_TEMPLATE_MAX);
	cew_buf_str(&text, "Resources:\n");
	for (int i = 0; i < QUEUES; i++)
		cew_buf_fmt(&text, "  T%03d: {Type: 'AWS::SQS::Queue', Properties: {QueueName: a-rather-long-name-of-a-queue-%03d}}\n", i, i);
	open_text(&b, cew_buf_text(&text));
	answer(&b, "region", "us-east-1");
	make(&b);
	assert_true(cew_policies_count(b.policies) > 2);
	for (size_t i = 0; i < cew_policies_count(b.policies); i++)
		check_document(cew_policies_at(b.policies, i));
	assert_string_equal(cew_policies_at(b.policies, 1)->name, "cloud-exchange-user-2");
	for (int i = 0; i < QUEUES; i++) {
		char *arn = cew_fmt("\"arn:aws:sqs:us-east-1:*:a-rather-long-name-of-a-queue-%03d\"", i);
		assert_true(stands_in(&b, arn));
		free(arn);
	}
	close_bench(&b);
	cew_buf_finish(&text);
}

static void test_unknown_type(void **state)
{
	(void)state;
	struct bench b;
	open_text(&b, "Resources: {A: {Type: 'AWS::GameLift::Fleet'}, B: {Type: 'AWS::SNS::Topic'}}\n");
	make(&b);
	assert_int_equal(find_issue(&b, "policy-type")->severity, CEW_ERROR);
	assert_string_equal(find_issue(&b, "policy-type")->message,
	                    "What AWS::GameLift::Fleet takes to be made (A) is not known here; the policies lack it.");
	assert_true(allows(&b, "sns:CreateTopic", NULL));
	close_bench(&b);
}

static void test_no_template(void **state)
{
	(void)state;
	struct bench b;
	struct cew_error err;
	open_text(&b, "Resources: {A: {Type: 'AWS::SNS::Topic'}}\n");
	b.subject.template = NULL;
	assert_int_equal(cew_policies_make(&b.request, &b.policies, &err), CEW_NOT_FOUND);
	close_bench(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_built_in), cmocka_unit_test(test_rows),        cmocka_unit_test(test_split),
		cmocka_unit_test(test_unknown_type), cmocka_unit_test(test_no_template),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
