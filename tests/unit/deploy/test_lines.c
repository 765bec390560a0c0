/* The lines of --output json, byte for byte, and the way to the product. */
#include "bench.h"

#include <stdio.h>
#include <string.h>

static void event_line(void **state)
{
	static const struct cew_event_row event = {
		.time = "2026-01-02T03:04:05.678Z", .time_ms = 1, .stack_name = "ce", .logical_id = "Net", .physical_id = "vpc-0a1b",
		.type = "AWS::EC2::VPC", .status = "CREATE_FAILED", .reason = "He said \"no\"\nand left \\ \xc3\xa9", .event_id = "Net-1",
	};
	struct cew_buf out;
	(void)state;
	cew_buf_init(&out, 4096);
	assert_int_equal(cew_event_write_json(&event, &out, NULL), CEW_OK);
	assert_string_equal(cew_buf_text(&out),
	                    "{\"kind\":\"event\",\"time\":\"2026-01-02T03:04:05.678Z\",\"stackName\":\"ce\",\"logicalId\":\"Net\","
	                    "\"physicalId\":\"vpc-0a1b\",\"type\":\"AWS::EC2::VPC\",\"status\":\"CREATE_FAILED\","
	                    "\"reason\":\"He said \\\"no\\\"\\nand left \\\\ \xc3\xa9\",\"eventId\":\"Net-1\"}\n");
	cew_buf_finish(&out);
}

static void progress_line(void **state)
{
	static const struct cew_progress unknown = {.done = 0, .total = 63, .eta_ms = -1}, known = {.done = 5, .total = 63, .eta_ms = 61999};
	struct cew_buf out;
	(void)state;
	cew_buf_init(&out, 4096);
	assert_int_equal(cew_progress_write_json(&unknown, &out, NULL), CEW_OK);
	assert_int_equal(cew_progress_write_json(&known, &out, NULL), CEW_OK);
	assert_string_equal(cew_buf_text(&out), "{\"kind\":\"progress\",\"done\":0,\"total\":63,\"etaSeconds\":null}\n"
	                                        "{\"kind\":\"progress\",\"done\":5,\"total\":63,\"etaSeconds\":61}\n");
	cew_buf_finish(&out);
}

static void expect_result(struct bench *b, const char *expected)
{
	struct cew_buf out;
	cew_buf_init(&out, 4096);
	assert_int_equal(cew_result_write_json(b->d, &out, NULL), CEW_OK);
	assert_string_equal(cew_buf_text(&out), expected);
	cew_buf_finish(&out);
}

static void result_of_a_success(void **state)
{
	static const struct cew_stack_output outputs[] = {{"Url", "http://x", "where"}, {"Port", "3000", ""}};
	/* What failed and was tried again is no cause of a success. */
	static const struct told run[] = {
		OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
		OF("n1", 1, "Net", "AWS::EC2::VPC", "CREATE_FAILED", "tried again"),
		OF("n2", 2, "Net", "AWS::EC2::VPC", "CREATE_COMPLETE", ""),
		OWN("s2", 754, "CREATE_COMPLETE", ""),
	};
	static const struct step steps[] = {{DESCRIBE, .about = "ce", .status = "CREATE_COMPLETE"}, {EVENTS, ALL(run)}};
	struct bench *b = *state;
	b->outputs = outputs;
	b->output_count = 2;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_non_null(cew_deploy_root_cause(b->d));
	expect_result(b, "{\"kind\":\"result\",\"operation\":\"create\",\"stackName\":\"ce\",\"stackId\":\"" STACK_ID "\","
	                 "\"status\":\"CREATE_COMPLETE\",\"ok\":true,\"seconds\":754,\"outputs\":{\"Url\":\"http://x\",\"Port\":\"3000\"},"
	                 "\"rootCause\":null}\n");
}

static void result_of_a_failure(void **state)
{
	static const struct told run[] = {
		OWN("s1", 0, "UPDATE_IN_PROGRESS", "User Initiated"),
		OF("n1", 1, "Net", "AWS::EC2::VPC", "UPDATE_FAILED", "no idea"),
		OWN("s2", 9, "UPDATE_ROLLBACK_COMPLETE", ""),
	};
	static const struct step steps[] = {{DESCRIBE, .about = "ce", .status = "UPDATE_ROLLBACK_COMPLETE"}, {EVENTS, ALL(run)}};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	expect_result(b, "{\"kind\":\"result\",\"operation\":\"update\",\"stackName\":\"ce\",\"stackId\":\"" STACK_ID "\","
	                 "\"status\":\"UPDATE_ROLLBACK_COMPLETE\",\"ok\":false,\"seconds\":9,\"outputs\":{},"
	                 "\"rootCause\":{\"logicalId\":\"Net\",\"type\":\"AWS::EC2::VPC\",\"reason\":\"no idea\",\"remedy\":\"\"}}\n");
}

static void result_before_anything_is_known(void **state)
{
	struct bench *b = *state;
	bench_deployment(b, false);
	expect_result(b, "{\"kind\":\"result\",\"operation\":\"create\",\"stackName\":\"\",\"stackId\":\"\",\"status\":\"\",\"ok\":false,"
	                 "\"seconds\":0,\"outputs\":{},\"rootCause\":null}\n");
}

/* ---- access ---- */

static void the_balancer_is_recognised_in_any_output(void **state)
{
	static const struct {
		const char *value, *host;
	} rows[] = {
		{"internal-NetskopeCELB-ce-12.us-west-1.elb.amazonaws.com", "internal-NetskopeCELB-ce-12.us-west-1.elb.amazonaws.com"},
		{"http://internal-x-12.us-east-1.elb.amazonaws.com", "internal-x-12.us-east-1.elb.amazonaws.com"},
		{"http://internal-x-12.us-east-1.elb.amazonaws.com:80/login", "internal-x-12.us-east-1.elb.amazonaws.com"},
		{"internal-x-12.cn-north-1.elb.amazonaws.com.cn", "internal-x-12.cn-north-1.elb.amazonaws.com.cn"},
		{"arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/x/1", ""},
		{".elb.amazonaws.com", ""},
		{"3000", ""},
	};
	static const struct told run[] = {OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"), OWN("s2", 1, "CREATE_COMPLETE", "")};
	static const struct step steps[] = {{DESCRIBE, .about = "ce", .status = "CREATE_COMPLETE"}, {EVENTS, ALL(run)}};
	struct bench *b = *state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		const struct cew_stack_output outputs[] = {{"ClusterName", "Netskope-CE-ce-Cluster", ""}, {"LB", rows[i].value, ""}};
		struct cew_access access;
		char command[512];
		b->outputs = outputs;
		b->output_count = 2;
		SCRIPT(b, steps);
		bench_watch(b, "ce");
		assert_int_equal(cew_deploy_access(b->d, &access), *rows[i].host != '\0');
		assert_string_equal(access.host, rows[i].host);
		assert_int_equal(access.port, 80);
		if (!*rows[i].host) {
			assert_string_equal(access.command, "");
			continue;
		}
		snprintf(command, sizeof(command), "ssh -i KEY -L 8000:%s:80 ec2-user@JUMPHOST", rows[i].host);
		assert_string_equal(access.command, command);
		assert_string_equal(access.url, "http://localhost:8000");
	}
	cew_deploy_destroy(b->d);
	b->d = NULL;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(event_line),
		cmocka_unit_test(progress_line),
		TEST(result_of_a_success),
		TEST(result_of_a_failure),
		TEST(result_before_anything_is_known),
		TEST(the_balancer_is_recognised_in_any_output),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
