/* Following with lines: heartbeats, troubles, results, and what a signal means at each stage. */
#include "cloud.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char small[] = "Parameters: {EnvName: {Type: String, Default: a}}\n"
                            "Resources: {Topic: {Type: AWS::SNS::Topic}}\n";

static size_t count(const char *text, const char *what)
{
	size_t n = 0;
	for (const char *at = strstr(text, what); at; at = strstr(at + 1, what))
		n++;
	return n;
}

static int watch(struct cloud *c, bool json)
{
	cloud_open(c, "watch", json);
	int code = command_watch(&c->room.app);
	cloud_close(c);
	return code;
}

static void test_heartbeat(void **state)
{
	static struct cloud c = {.status = "CREATE_IN_PROGRESS", .final = "CREATE_COMPLETE", .rest_ms = 301000};
	(void)state;
	assert_int_equal(watch(&c, false), CEW_EXIT_DONE);
	/* Five quiet minutes: a line a minute, and never two. */
	assert_in_range(count(c.out, "CREATE_IN_PROGRESS after "), 3, 5);
	assert_int_equal(count(c.out, "03:04:05  ce "), 1);
	assert_non_null(strstr(c.out, "User\\nInitiated "));
	assert_non_null(strstr(c.out, "\nce: CREATE_COMPLETE in "));
	assert_null(strstr(c.out, " \n"));
}

static void test_heartbeat_json(void **state)
{
	static struct cloud c = {.status = "CREATE_IN_PROGRESS", .final = "CREATE_FAILED", .rest_ms = 301000};
	(void)state;
	assert_int_equal(watch(&c, true), CEW_EXIT_FAILED);
	assert_true(count(c.out, "\"kind\":\"progress\"") >= 3);
	assert_int_equal(count(c.out, "\"kind\":\"result\""), 1);
	assert_non_null(strstr(last_line(&c), "\"status\":\"CREATE_FAILED\",\"ok\":false"));
	assert_int_equal(count(c.out, "\n{"), count(c.out, "\n") - 1);
	assert_non_null(strstr(c.err, "ce: CREATE_FAILED in "));
}

/* A reason is one line, whatever AWS passes on, and commands no terminal. */
static void test_reason_is_visible(void **state)
{
	static struct cloud c = {.status = "CREATE_IN_PROGRESS", .final = "CREATE_COMPLETE", .rest_ms = 20000};
	(void)state;
	assert_int_equal(watch(&c, false), CEW_EXIT_DONE);
	assert_non_null(strstr(c.out, "User\\nInitiated \\x1b[31m\n"));
	assert_null(strchr(c.out, 0x1b));
}

static void test_trouble(void **state)
{
	static struct cloud c = {.status = "CREATE_IN_PROGRESS", .final = "CREATE_COMPLETE", .rest_ms = 20000,
	                         .trouble = CEW_UNREACHABLE, .troubles = 3};
	(void)state;
	assert_int_equal(watch(&c, false), CEW_EXIT_DONE);
	assert_int_equal(count(c.err, "AWS did not answer; still trying"), 1);
}

static void test_refused(void **state)
{
	static struct cloud c = {.status = "CREATE_IN_PROGRESS", .refuses = true};
	(void)state;
	assert_int_equal(watch(&c, true), CEW_EXIT_AWS);
	assert_string_equal(last_line(&c), c.out);
	assert_non_null(strstr(c.out, "\"operation\":null,\"stackName\":\"ce\",\"stackId\":\"\",\"status\":\"\",\"ok\":false"));
	assert_non_null(strstr(c.out, "\"code\":\"AccessDenied\""));
}

static void test_missing(void **state)
{
	static struct cloud c = {.status = NULL};
	(void)state;
	assert_int_equal(watch(&c, false), CEW_EXIT_AWS);
	assert_string_equal(c.out, "");
	assert_non_null(strstr(c.err, "there is no stack ce"));
}

static void test_watch_interrupted(void **state)
{
	static struct cloud c = {.status = "CREATE_IN_PROGRESS", .raise_in = 'e'};
	(void)state;
	assert_int_equal(watch(&c, true), CEW_EXIT_LEFT);
	assert_non_null(strstr(c.err, "cewizard watch ce --region eu-west-1\n"));
	assert_non_null(strstr(last_line(&c), "\"status\":\"CREATE_IN_PROGRESS\",\"ok\":false"));
	assert_non_null(strstr(last_line(&c), "\"error\":{\"message\":\"left while"));
}

/* What must be named again for the same stack to be found, as words of a shell. */
static void test_way_back(void **state)
{
	static struct cloud c = {.status = "CREATE_IN_PROGRESS", .raise_in = 'e'};
	(void)state;
	cloud_open(&c, "watch", false);
	c.options.profile = "it's mine";
	c.options.endpoint_url = "http://127.0.0.1:4566";
	assert_int_equal(command_watch(&c.room.app), CEW_EXIT_LEFT);
	cloud_close(&c);
	assert_non_null(strstr(c.err, "cewizard watch ce --region eu-west-1 --profile 'it'\\''s mine' --endpoint-url http://127.0.0.1:4566\n"));
}

/* ---- a creation, interrupted at each stage ---- */

struct creation {
	struct cew_cfn_template *template;
	struct cew_form_set *forms;
	struct cew_answers *answers;
	struct cew_subject subject;
	struct cew_plan *plan;
};

static void answer(struct creation *k, const char *id, const char *text)
{
	assert_int_equal(cew_answers_set(k->answers, id, text, CEW_ORIGIN_TYPED, NULL), CEW_OK);
}

static bool has_parameter(void *ctx, const char *name)
{
	return cew_cfn_parameter_find(((struct creation *)ctx)->template, name) != NULL;
}

static void plan(struct creation *k)
{
	assert_int_equal(cew_cfn_load("small.yaml", small, strlen(small), &k->template, NULL), CEW_OK);
	assert_int_equal(cew_plan_load_forms(NULL, k->template, &k->forms, NULL), CEW_OK);
	k->answers = cew_answers_create(k->forms);
	cew_answers_set_template(k->answers, has_parameter, k);
	answer(k, "region", "eu-west-1");
	answer(k, "stackName", "ce");
	answer(k, "acknowledge", "true");
	k->subject = (struct cew_subject){.answers = k->answers, .template = k->template};
	assert_int_equal(cew_plan_make(&k->subject, &k->plan, NULL), CEW_OK);
}

static void unplan(struct creation *k)
{
	cew_plan_destroy(k->plan);
	cew_answers_destroy(k->answers);
	cew_form_destroy(k->forms);
	cew_cfn_destroy(k->template);
}

static int create(struct cloud *c)
{
	struct creation k = {.plan = NULL};
	struct cew_error err;
	plan(&k);
	cloud_open(c, "deploy", true);
	struct cew_deployment *d = deployment_for(&c->room.app, true);
	enum cew_status s = cew_deploy_submit(d, k.plan, &err);
	int code = s ? end_with_error(&c->room.app, NULL, &err) : follow(&c->room.app, d);
	cew_deploy_destroy(d);
	cloud_close(c);
	unplan(&k);
	return code;
}

static void test_interrupted_after_sending(void **state)
{
	static struct cloud c = {.raise_in = 'e'};
	(void)state;
	assert_int_equal(create(&c), CEW_EXIT_LEFT);
	assert_int_equal(c.creates, 1);
	assert_non_null(strstr(c.err, "Signed in to account 123456789012 as arn:aws:iam::123456789012:user/ops\n"
	                              "Sending create of stack ce\n"));
	assert_non_null(strstr(c.err, "left while the operation on ce goes on in AWS"));
}

static void test_interrupted_before_sending(void **state)
{
	static struct cloud who = {.raise_in = 'i'}, looking = {.raise_in = 'd'};
	(void)state;
	assert_int_equal(create(&who), CEW_EXIT_INTERRUPTED);
	assert_int_equal(create(&looking), CEW_EXIT_INTERRUPTED);
	assert_int_equal(who.creates + looking.creates, 0);
	assert_non_null(strstr(looking.err, "nothing was sent"));
	assert_non_null(strstr(last_line(&looking), "\"operation\":\"create\",\"stackName\":\"ce\",\"stackId\":\"\",\"status\":\"\""));
}

static void test_interrupted_while_sending(void **state)
{
	static struct cloud c = {.raise_in = 'c'};
	(void)state;
	assert_int_equal(create(&c), CEW_EXIT_LEFT);
	assert_non_null(strstr(c.err, "whether AWS took it is not known"));
	assert_non_null(strstr(c.err, "cewizard watch ce --region eu-west-1"));
}

static int own_state(void **state)
{
	static char dir[] = "/tmp/cew-state-XXXXXX";
	(void)state;
	return mkdtemp(dir) && setenv("XDG_STATE_HOME", dir, 1) == 0 && setenv("HOME", dir, 1) == 0 ? 0 : -1;
}

static int remove_state(void **state)
{
	char *command = cew_fmt("rm -rf '%s'", getenv("XDG_STATE_HOME"));
	(void)state;
	int code = command ? system(command) : -1;
	free(command);
	return code;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_heartbeat), cmocka_unit_test(test_heartbeat_json), cmocka_unit_test(test_trouble), cmocka_unit_test(test_reason_is_visible),
		cmocka_unit_test(test_refused), cmocka_unit_test(test_missing), cmocka_unit_test(test_watch_interrupted),
		cmocka_unit_test(test_way_back), cmocka_unit_test(test_interrupted_after_sending), cmocka_unit_test(test_interrupted_before_sending),
		cmocka_unit_test(test_interrupted_while_sending),
	};
	return cmocka_run_group_tests(tests, own_state, remove_state);
}
