/* The ECS service of a deployment: its tasks go and come with time, by calls and by updates of the stack. */
#include "support.h"

#include "cewizard/embedded.h"

#include <stdlib.h>
#include <string.h>

#define SECOND 10 /* milliseconds, at the speed of these tests */
#define SERVICE "\"cluster\":\"Netskope-CE-netskope-ce-Cluster\",\"service\":\"NetskopeCloudExchange-netskope-ce\""
#define ECS "AmazonEC2ContainerServiceV20141113."

static void start(struct fixture *f)
{
	fixture_start_at(f, "deployed", 1000 / SECOND);
	assert_string_equal(demo_stack_find(f->demo, f->region, "netskope-ce")->status, "CREATE_COMPLETE");
}

static void describe(struct fixture *f)
{
	assert_int_equal(call_json(f, "ecs", ECS "DescribeServices",
	                           "{\"cluster\":\"Netskope-CE-netskope-ce-Cluster\",\"services\":[\"NetskopeCloudExchange-netskope-ce\"]}"),
	                 200);
}

static void assert_counts(struct fixture *f, const char *counts)
{
	describe(f);
	assert_has(f, counts);
}

static void scale(struct fixture *f, const char *count)
{
	char *body = cew_fmt("{" SERVICE ",\"desiredCount\":%s}", count);
	assert_int_equal(call_json(f, "ecs", ECS "UpdateService", body), 200);
	free(body);
}

/* The ARN of the only task that should run; free it. */
static char *task(struct fixture *f, const char *desired)
{
	char *body = cew_fmt("{\"cluster\":\"Netskope-CE-netskope-ce-Cluster\",\"desiredStatus\":\"%s\"}", desired);
	assert_int_equal(call_json(f, "ecs", ECS "ListTasks", body), 200);
	free(body);
	const char *at = strstr(reply_text(f), "[\"");
	return at ? cew_fmt("%.*s", (int)strcspn(at + 2, "\""), at + 2) : NULL;
}

static void assert_task(struct fixture *f, const char *arn, const char *text)
{
	char *body = cew_fmt("{\"cluster\":\"Netskope-CE-netskope-ce-Cluster\",\"tasks\":[\"%s\"]}", arn);
	assert_int_equal(call_json(f, "ecs", ECS "DescribeTasks", body), 200);
	assert_has(f, text);
	free(body);
}

static void tasks_take_their_time_to_go_and_to_come(void **state)
{
	struct fixture f;
	(void)state;
	start(&f);
	assert_counts(&f, "\"desiredCount\":1,\"runningCount\":1,\"pendingCount\":0");
	char *first = task(&f, "RUNNING");
	assert_non_null(first);
	scale(&f, "0");
	assert_counts(&f, "\"desiredCount\":0,\"runningCount\":1,\"pendingCount\":0");
	assert_task(&f, first, "\"lastStatus\":\"RUNNING\",\"desiredStatus\":\"STOPPED\"");
	fixture_pass(&f, 15 * SECOND);
	assert_counts(&f, "\"desiredCount\":0,\"runningCount\":0,\"pendingCount\":0");
	assert_task(&f, first, "\"lastStatus\":\"STOPPING\"");
	assert_lacks(&f, "stoppedAt");
	fixture_pass(&f, 30 * SECOND);
	assert_task(&f, first, "\"lastStatus\":\"STOPPED\"");
	assert_has(&f, "stoppedAt");
	fixture_pass(&f, 600 * SECOND);
	scale(&f, "1");
	assert_counts(&f, "\"desiredCount\":1,\"runningCount\":0,\"pendingCount\":1");
	char *second = task(&f, "RUNNING");
	assert_string_not_equal(second, first);
	fixture_pass(&f, 70 * SECOND);
	assert_counts(&f, "\"desiredCount\":1,\"runningCount\":1,\"pendingCount\":0");
	assert_task(&f, second, "\"healthStatus\":\"UNKNOWN\"");
	fixture_pass(&f, 90 * SECOND);
	assert_task(&f, second, "\"lastStatus\":\"RUNNING\",\"desiredStatus\":\"RUNNING\",\"healthStatus\":\"HEALTHY\"");
	free(first);
	free(second);
	fixture_stop(&f);
}

static void an_update_brings_another_task(void **state)
{
	const struct cew_embedded *e = cew_embedded_find("assets/CloudExchangeTemplate.yaml");
	struct cew_cfn_template *t;
	struct cew_buf compact;
	struct fixture f;
	(void)state;
	start(&f);
	char *first = task(&f, "RUNNING");
	cew_buf_init(&compact, CEW_CFN_TEMPLATE_MAX);
	assert_int_equal(cew_cfn_load("template", e->data, e->len, &t, NULL), CEW_OK);
	assert_int_equal(cew_cfn_compact(t, &compact, NULL), CEW_OK);
	cew_cfn_destroy(t);
	char *text = cew_buf_take(&compact), *tag = strstr(text, "11062023");
	memcpy(tag, "11062024", 8);
	scale(&f, "0");
	fixture_pass(&f, 60 * SECOND);
	assert_int_equal(update(&f, "netskope-ce", text,
	                        "&Capabilities.member.1=CAPABILITY_NAMED_IAM"
	                        "&Parameters.member.1.ParameterKey=JWTSECRET&Parameters.member.1.UsePreviousValue=true"
	                        "&Parameters.member.2.ParameterKey=MAINTENANCEPASSWORD&Parameters.member.2.UsePreviousValue=true"
	                        "&Parameters.member.3.ParameterKey=ExistingECSTaskRole&Parameters.member.3.UsePreviousValue=true"
	                        "&Parameters.member.4.ParameterKey=ExistingSGandNACLLambdaRole&Parameters.member.4.UsePreviousValue=true"
	                        "&Parameters.member.5.ParameterKey=CACertSecretName&Parameters.member.5.UsePreviousValue=true"),
	                 200);
	fixture_pass(&f, 30 * SECOND);
	/* The template says how many there are to be. */
	assert_counts(&f, "\"desiredCount\":1,\"runningCount\":0,\"pendingCount\":1");
	fixture_pass(&f, 500 * SECOND);
	assert_string_equal(demo_stack_find(f.demo, f.region, "netskope-ce")->status, "UPDATE_COMPLETE");
	assert_counts(&f, "\"desiredCount\":1,\"runningCount\":1,\"pendingCount\":0");
	char *second = task(&f, "RUNNING");
	assert_string_not_equal(second, first);
	assert_task(&f, second, ":2\"");
	assert_has(&f, "11062024");
	free(first);
	free(second);
	free(text);
	fixture_stop(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tasks_take_their_time_to_go_and_to_come),
		cmocka_unit_test(an_update_brings_another_task),
	};
	return cmocka_run_group_tests_name("demo service", tests, NULL, NULL);
}
