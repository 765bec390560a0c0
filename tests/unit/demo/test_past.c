/* Stacks that a scenario has in the account from the start, however they ended; calls whose answers do not come as they
 * should. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EC2 "Version=2016-11-15&Action="

static enum cew_status load(const char *scenario, char path[40])
{
	strcpy(path, "/tmp/cewizard-past-XXXXXX");
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, scenario, strlen(scenario)), (ssize_t)strlen(scenario));
	return close(fd) == 0 ? CEW_OK : CEW_IO;
}

static void start(struct fixture *f, const char *scenario)
{
	char path[40];
	assert_int_equal(load(scenario, path), CEW_OK);
	fixture_start(f, path);
	unlink(path);
}

#define TWO                                                                                                            \
	"    template: |\n      Resources:\n        A: {Type: 'AWS::SNS::Topic'}\n"                                        \
	"        B: {Type: 'AWS::SNS::Topic', DependsOn: A}\n"

/* ---- stacks ---- */

static void stacks_stand_as_their_past_left_them(void **state)
{
	static const struct {
		const char *ends, *event;
	} rows[] = {
		{"CREATE_COMPLETE", "B CREATE_COMPLETE"},
		{"CREATE_FAILED", "B CREATE_FAILED"},
		{"ROLLBACK_COMPLETE", "A DELETE_COMPLETE"},
		{"DELETE_FAILED", "B DELETE_FAILED"},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct fixture f;
		char *scenario = cew_fmt("stacks:\n  - name: old\n    ends: %s\n" TWO, rows[i].ends);
		start(&f, scenario);
		struct demo_stack *s = demo_stack_find(f.demo, f.region, "old");
		assert_non_null(s);
		assert_string_equal(s->status, rows[i].ends);
		char *events = event_lines(s);
		if (!strstr(events, rows[i].event))
			fail_msg("no \"%s\" in: %s", rows[i].event, events);
		free(events);
		free(scenario);
		fixture_stop(&f);
	}
}

static void what_is_left_over_can_be_deleted(void **state)
{
	static const char *const all[] = {"CREATE_FAILED", "ROLLBACK_COMPLETE", "DELETE_FAILED", "REVIEW_IN_PROGRESS"};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(all); i++) {
		struct fixture f;
		char *scenario = cew_fmt("stacks:\n  - name: old\n    ends: %s\n    fails: B\n" TWO, all[i]);
		start(&f, scenario);
		assert_int_equal(call(&f, "DescribeStacks&StackName=old"), 200);
		char *shown = cew_fmt("<StackStatus>%s</StackStatus>", all[i]);
		assert_has(&f, shown);
		assert_int_equal(call(&f, "DeleteStack&StackName=old"), 200);
		fixture_pass(&f, 120000);
		assert_int_equal(call(&f, "DescribeStacks&StackName=old"), 400);
		free(shown);
		free(scenario);
		fixture_stop(&f);
	}
}

static void a_stub_has_no_template_and_can_be_used(void **state)
{
	struct fixture f;
	(void)state;
	start(&f, "stacks:\n  - name: old\n    ends: REVIEW_IN_PROGRESS\n" TWO);
	assert_int_equal(call(&f, "ListStackResources&StackName=old"), 200);
	assert_lacks(&f, "<LogicalResourceId>");
	struct demo_stack *s = create(&f, "old", "Resources: {A: {Type: 'AWS::SNS::Topic'}}\n", "");
	fixture_pass(&f, 60000);
	assert_string_equal(s->status, "CREATE_COMPLETE");
	fixture_stop(&f);
}

static void a_past_template_can_have_other_texts(void **state)
{
	struct fixture f;
	(void)state;
	start(&f, "stacks:\n  - name: old\n    replace: {'SNS::Topic': 'SQS::Queue', B: C}\n" TWO);
	struct demo_stack *s = demo_stack_find(f.demo, f.region, "old");
	assert_non_null(demo_resource_find(s, "C"));
	assert_string_equal(demo_resource_find(s, "C")->plan->type, "AWS::SQS::Queue");
	fixture_stop(&f);
}

static void a_wrong_past_is_refused(void **state)
{
	static const struct {
		const char *text, *what;
	} rows[] = {
		{"stacks:\n  - {name: old, ends: GONE}\n", "\"ends\" must be one of: CREATE_COMPLETE, CREATE_FAILED"},
		{"stacks:\n  - {name: old, replace: []}\n", "\"replace\" must be a map"},
		{"stacks:\n  - name: old\n    ends: CREATE_FAILED\n    fails: Z\n" TWO,
		 "the scenario's stack old has no resource Z that could fail"},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct fixture f = {.mono_ms = 1};
		struct cew_demo *demo;
		struct cew_error err;
		char path[40];
		assert_int_equal(load(rows[i].text, path), CEW_OK);
		f.loop = cew_loop_create(cew_clock_system());
		struct cew_demo_config config = {.loop = f.loop, .speed = 1, .scenario_path = path};
		assert_int_equal(cew_demo_create(&config, &demo, &err), CEW_INVALID);
		if (!strstr(err.what, rows[i].what))
			fail_msg("%s", err.what);
		unlink(path);
		cew_loop_destroy(f.loop);
	}
}

/* ---- faults ---- */

static void errors_take_the_place_of_answers(void **state)
{
	static const struct {
		const char *kind;
		unsigned ec2, sts;
		const char *ec2_code, *sts_code;
	} rows[] = {
		{"throttle", 503, 400, "<Code>RequestLimitExceeded</Code><Message>Request limit exceeded.", "<Code>Throttling</Code>"},
		{"error500", 500, 500, "<Code>InternalError</Code>", "<Code>InternalFailure</Code>"},
		{"error503", 503, 503, "<Code>Unavailable</Code>", "<Code>ServiceUnavailable</Code>"},
		{"expired", 400, 403, "<Code>RequestExpired</Code>", "<Code>ExpiredToken</Code>"},
		{"denied", 403, 403, "<Code>UnauthorizedOperation</Code>", "<Code>AccessDenied</Code>"},
		{"skewed", 400, 403, "<Code>RequestExpired</Code>", "<Code>SignatureDoesNotMatch</Code>"},
		{"html", 200, 200, "<h1>Please sign in", "<h1>Please sign in"},
		{"redirect", 302, 302, "", ""},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct fixture f;
		char *scenario = cew_fmt("faults: [{do: %s}]\n", rows[i].kind);
		start(&f, scenario);
		assert_int_equal(call_service(&f, "ec2", EC2 "DescribeVpcs"), rows[i].ec2);
		assert_has(&f, rows[i].ec2_code);
		assert_int_equal(call_service(&f, "sts", "Version=2011-06-15&Action=GetCallerIdentity"), rows[i].sts);
		assert_has(&f, rows[i].sts_code);
		free(scenario);
		fixture_stop(&f);
	}
}

static const char *header(const struct fixture *f, const char *name)
{
	for (size_t i = 0; i < f->reply.header_count; i++)
		if (strcmp(f->reply.headers[i].name, name) == 0)
			return f->reply.headers[i].value;
	return NULL;
}

static void a_fault_strikes_the_calls_that_it_is_for_and_is_over(void **state)
{
	struct fixture f;
	(void)state;
	start(&f, "faults:\n  - {action: 'ec2:DescribeVpcs', after: 1, times: 2, do: error503, retryAfter: 7, ms: 30}\n");
	assert_int_equal(call_service(&f, "ec2", EC2 "DescribeVpcs"), 200);
	assert_null(header(&f, "Retry-After"));
	for (int i = 0; i < 2; i++) {
		assert_int_equal(call_service(&f, "ec2", EC2 "DescribeSubnets"), 200);
		assert_int_equal(call_service(&f, "ec2", EC2 "DescribeVpcs"), 503);
		assert_string_equal(header(&f, "Retry-After"), "7");
		assert_int_equal(f.reply.delay_ms, 30);
	}
	assert_int_equal(call_service(&f, "ec2", EC2 "DescribeVpcs"), 200);
	fixture_stop(&f);
}

static void half_a_document_is_whole_by_its_length(void **state)
{
	struct fixture f;
	(void)state;
	start(&f, "faults: [{do: malformed, times: 1}]\n");
	call_service(&f, "ec2", EC2 "DescribeVpcs");
	size_t half = f.reply.body.len;
	assert_lacks(&f, "</DescribeVpcsResponse>");
	call_service(&f, "ec2", EC2 "DescribeVpcs");
	assert_int_equal(half, f.reply.body.len / 2);
	fixture_stop(&f);
}

static void the_clock_of_aws_can_go_wrong(void **state)
{
	struct fixture f;
	(void)state;
	start(&f, "clockSkewSeconds: 600\n");
	assert_int_equal(call_service(&f, "sts", "Version=2011-06-15&Action=GetCallerIdentity"), 403);
	assert_has(&f, "<Message>Signature expired: 20240102T030405Z is now earlier than 20240102T030905Z (20240102T031405Z - 5 "
	               "min.)</Message>");
	f.wall_ms += 600000;
	fixture_stop(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stacks_stand_as_their_past_left_them),
		cmocka_unit_test(what_is_left_over_can_be_deleted),
		cmocka_unit_test(a_stub_has_no_template_and_can_be_used),
		cmocka_unit_test(a_past_template_can_have_other_texts),
		cmocka_unit_test(a_wrong_past_is_refused),
		cmocka_unit_test(errors_take_the_place_of_answers),
		cmocka_unit_test(a_fault_strikes_the_calls_that_it_is_for_and_is_over),
		cmocka_unit_test(half_a_document_is_whole_by_its_length),
		cmocka_unit_test(the_clock_of_aws_can_go_wrong),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
