/* Scenario files: what they say, and what is wrong with them. */
#include "support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum cew_status load(const char *text, struct demo_scenario **out, struct cew_error *err)
{
	char path[] = "/tmp/cewizard-scenario-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	enum cew_status status = demo_scenario_load(path, out, err);
	unlink(path);
	return status;
}

static void wrong_files_are_refused_with_their_place(void **state)
{
	static const struct {
		const char *text, *place, *what;
	} rows[] = {
		{"- a\n", ":1:1", "a scenario must be a map"},
		{"fial: []\n", ":1:1", "a scenario has no key \"fial\""},
		{"fail: {}\n", ":1:7", "\"fail\" must be a list"},
		{"fail:\n  - oops\n", ":2:5", "an entry of \"fail\" must be a map"},
		{"fail:\n  - resource: A\n    on: later\n", ":3:9", "\"on\" must be create, delete, update or rollback"},
		{"fail:\n  - resource: A\n    when: later\n", ":3:11", "\"when\" must be start or end"},
		{"fail:\n  - resource: A\n    raeson: x\n", ":3:5", "an entry of \"fail\" has no key \"raeson\""},
		{"fail:\n  - reason: x\n", ":2:5", "needs either \"resource\" or \"type\""},
		{"fail:\n  - {resource: A, type: B}\n", ":2:5", "needs either \"resource\" or \"type\""},
		{"fail:\n  - {resource: A, code: B}\n", ":2:5", "\"code\" goes with a \"reason\""},
		{"fail:\n  - resource: [A]\n", ":2:15", "\"resource\" must be a text"},
		{"fail:\n  - resource:\n", ":2:", "\"resource\" must be a text"},
		{"fail:\n  - {resource: A, times: 0}\n", ":2:26", "\"times\" must be a whole number from 1 to 1000000"},
		{"fail:\n  - {resource: A, times: often}\n", ":2:26", "\"times\" must be a whole number"},
		{"account: 12\n", ":1:10", "\"account\" must be 12 digits"},
		{"account: '12345678901x'\n", ":1:10", "\"account\" must be 12 digits"},
		{"latencyMs: -1\n", ":1:12", "from 0 to 60000"},
		{"latencyMs: 1.5\n", ":1:12", "from 0 to 60000"},
		{"slow: [A]\n", ":1:7", "\"slow\" must be a map"},
		{"slow: {A: quite}\n", ":1:11", "a factor must be a number from 0 to 1000"},
		{"slow: {A: {later: 1}}\n", ":1:12", "it must be create, delete, update or rollback"},
		{"slow: {A: -1}\n", ":1:11", "a factor must be a number from 0 to 1000"},
		{"throttle: {action: X}\n", ":1:11", "needs \"every\""},
		{"throttle: [{every: 2, often: 1}]\n", ":1:23", "\"throttle\" has no key \"often\""},
		{"throttle: 3\n", ":1:11", "\"throttle\" must be a map"},
		{"deny: CreateStack\n", ":1:7", "\"deny\" must be a list of actions"},
		{"deny: [{}]\n", ":1:8", "\"deny\" must be a text"},
		{"slow: {}\nslow: {}\n", ":2:1", "slow"},
		{"throttle: {every: 1, minutes: 0}\n", ":1:31", "from 1 to 10000"},
		{"events: {late: [{resource: A}]}\n", ":1:17", "needs \"seconds\""},
		{"events: {stepMs: 0}\n", ":1:18", "\"stepMs\" must be a whole number"},
		{"others: [{after: 1}]\n", ":1:10", "needs \"do\""},
		{"others: [{do: delete}]\n", ":1:10", "needs either \"after\" (events) or \"status\""},
		{"others: [{do: dance, after: 1}]\n", ":1:15", "\"do\" must be one of: delete, recreate, cancel-update"},
		{"others: [{do: put-object, after: 1}]\n", ":1:10", "\"put-object\" needs \"resource\""},
		{"others: [{do: add, after: 1, type: X}]\n", ":1:10", "needs \"type\" and \"properties\""},
		{"stacks: [{daysAgo: 1}]\n", ":1:10", "needs its \"name\""},
		{"stacks: [{name: a, daysAgo: 1, minutesAgo: 1}]\n", ":1:10", "either \"daysAgo\" or \"minutesAgo\""},
		{"objects: [{bucket: b}]\n", ":1:11", "needs \"bucket\", \"key\" and \"text\""},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct demo_scenario *s;
		struct cew_error err;
		if (load(rows[i].text, &s, &err) != CEW_INVALID)
			fail_msg("accepted: %s", rows[i].text);
		if (!strstr(err.where, rows[i].place) || !strstr(err.what, rows[i].what))
			fail_msg("%s\ngave %s: %s", rows[i].text, err.where, err.what);
	}
}

static void an_unknown_key_tells_the_known_ones(void **state)
{
	struct demo_scenario *s;
	struct cew_error err;
	(void)state;
	load("fial: []\n", &s, &err);
	assert_string_equal(err.hint, "The keys are: account, clockSkewSeconds, deny, events, fail, faults, identity, latencyMs, marketplace, "
	                              "objects, others, quotas, resources, sessionSeconds, slow, stacks, throttle.");
	assert_int_equal(demo_scenario_load("/nonexistent/scenario.yaml", &s, &err), CEW_NOT_FOUND);
	assert_int_equal(demo_scenario_load("no-such-scenario", &s, &err), CEW_NOT_FOUND);
	assert_string_equal(err.what, "there is no scenario \"no-such-scenario\"");
	assert_int_equal(demo_scenario_load("elastic-ip-limit", &s, &err), CEW_OK);
	demo_scenario_destroy(s);
}

static void an_empty_file_changes_nothing(void **state)
{
	static const char *const texts[] = {"", "# nothing\n", "{}\n"};
	struct cew_cfn_resource r = {.logical_id = "A", .type = "AWS::EC2::VPC"};
	struct demo_mishap m;
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(texts); i++) {
		struct demo_scenario *s;
		struct cew_error err = {.what = ""};
		if (load(texts[i], &s, &err))
			fail_msg("%s: %s", err.where, err.what);
		assert_false(demo_scenario_strikes(s, &r, DEMO_ON_CREATE, &m));
		assert_true(demo_scenario_slowness(s, &r, DEMO_ON_CREATE) == 1.0);
		assert_int_equal(demo_scenario_latency_ms(s), 0);
		assert_null(demo_scenario_account(s));
		assert_int_equal(demo_scenario_judge(s, "cloudformation", "CreateStack"), DEMO_ALLOWED);
		demo_scenario_destroy(s);
	}
}

static void mishaps_strike_what_they_name(void **state)
{
	struct cew_cfn_resource vpc = {.logical_id = "Net", .type = "AWS::EC2::VPC"};
	struct cew_cfn_resource eip = {.logical_id = "Ip", .type = "AWS::EC2::EIP"};
	struct demo_scenario *s;
	struct demo_mishap m;
	(void)state;
	assert_int_equal(load("fail:\n"
	                      "  - {resource: Net, reason: Own words., code: Odd, when: end, times: 2}\n"
	                      "  - {type: 'AWS::EC2::EIP'}\n"
	                      "  - {resource: Net, on: delete}\n",
	                      &s, NULL),
	                 CEW_OK);
	for (int i = 0; i < 2; i++) {
		assert_true(demo_scenario_strikes(s, &vpc, DEMO_ON_CREATE, &m));
		assert_string_equal(m.reason, "Own words.");
		assert_string_equal(m.code, "Odd");
		assert_true(m.late);
		assert_false(m.pattern);
	}
	assert_false(demo_scenario_strikes(s, &vpc, DEMO_ON_CREATE, &m));
	assert_true(demo_scenario_strikes(s, &eip, DEMO_ON_CREATE, &m));
	assert_true(demo_scenario_strikes(s, &eip, DEMO_ON_CREATE, &m));
	assert_string_equal(m.code, "ServiceLimitExceeded");
	assert_memory_equal(m.reason, "The maximum number of addresses has been reached.", 49);
	assert_false(m.late);
	assert_false(demo_scenario_strikes(s, &eip, DEMO_ON_DELETE, &m));
	assert_true(demo_scenario_strikes(s, &vpc, DEMO_ON_DELETE, &m));
	assert_memory_equal(m.reason, "The vpc '{id}' has dependencies", 31);
	demo_scenario_destroy(s);
}

static void types_without_usual_words_fail_internally(void **state)
{
	struct demo_mishap m;
	(void)state;
	demo_mishap_usual("AWS::SNS::Topic", DEMO_ON_CREATE, &m);
	assert_string_equal(m.reason, "null");
	assert_string_equal(m.code, "InternalFailure");
	demo_mishap_usual("AWS::ECS::Service", DEMO_ON_CREATE, &m);
	assert_true(m.late);
}

static void calls_are_judged(void **state)
{
	struct demo_scenario *s;
	(void)state;
	assert_int_equal(load("throttle: {action: ListStacks, every: 3}\ndeny: [CreateStack]\n", &s, NULL), CEW_OK);
	for (int i = 1; i <= 7; i++)
		assert_int_equal(demo_scenario_judge(s, "cloudformation", "ListStacks"), i % 3 == 0 ? DEMO_THROTTLED : DEMO_ALLOWED);
	assert_int_equal(demo_scenario_judge(s, "cloudformation", "CreateStack"), DEMO_DENIED);
	assert_int_equal(demo_scenario_judge(s, "cloudformation", "DescribeStacks"), DEMO_ALLOWED);
	demo_scenario_destroy(s);
	assert_int_equal(load("throttle: [{every: 2}, {action: A, every: 1}]\n", &s, NULL), CEW_OK);
	assert_int_equal(demo_scenario_judge(s, "cloudformation", "A"), DEMO_THROTTLED);
	assert_int_equal(demo_scenario_judge(s, "cloudformation", "B"), DEMO_THROTTLED);
	assert_int_equal(demo_scenario_judge(s, "cloudformation", "B"), DEMO_ALLOWED);
	demo_scenario_destroy(s);
}

static void the_wire_tells_of_it(void **state)
{
	struct fixture f;
	char path[] = "/tmp/cewizard-scenario-XXXXXX";
	static const char text[] =
		"account: '210987654321'\nthrottle: {action: ListStacks, every: 2}\ndeny: [CreateStack]\n";
	int fd = mkstemp(path);
	(void)state;
	assert_int_equal(write(fd, text, sizeof(text) - 1), (ssize_t)sizeof(text) - 1);
	close(fd);
	fixture_start(&f, path);
	unlink(path);
	assert_int_equal(call(&f, "ListStacks"), 200);
	assert_int_equal(call(&f, "ListStacks"), 400);
	assert_has(&f, "<Code>Throttling</Code><Message>Rate exceeded</Message>");
	assert_int_equal(call(&f, "CreateStack&StackName=x"), 403);
	assert_has(
		&f, "<Code>AccessDenied</Code><Message>User: arn:aws:iam::210987654321:user/cewizard-demo is not authorized to "
			"perform: cloudformation:CreateStack on resource: arn:aws:cloudformation:us-east-1:210987654321:stack/x/* "
	        "because "
			"no identity-based policy allows the cloudformation:CreateStack action");
	call_service(&f, "sts", "Action=GetCallerIdentity&Version=2011-06-15");
	assert_has(&f, "<Account>210987654321</Account>");
	fixture_stop(&f);
}

static void the_scenarios_that_come_along_can_be_read(void **state)
{
	DIR *dir = opendir(SOURCE_ROOT "/assets/scenarios");
	size_t count = 0;
	(void)state;
	assert_non_null(dir);
	for (struct dirent *e; (e = readdir(dir)) != NULL;) {
		char path[1024];
		struct demo_scenario *s;
		struct cew_error err;
		size_t len = strlen(e->d_name);
		if (len < 6 || strcmp(e->d_name + len - 5, ".yaml") != 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", SOURCE_ROOT "/assets/scenarios", e->d_name);
		if (demo_scenario_load(path, &s, &err))
			fail_msg("%s: %s", err.where, err.what);
		demo_scenario_destroy(s);
		count++;
	}
	closedir(dir);
	assert_true(count >= 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrong_files_are_refused_with_their_place),
		cmocka_unit_test(an_unknown_key_tells_the_known_ones),
		cmocka_unit_test(an_empty_file_changes_nothing),
		cmocka_unit_test(mishaps_strike_what_they_name),
		cmocka_unit_test(types_without_usual_words_fail_internally),
		cmocka_unit_test(calls_are_judged),
		cmocka_unit_test(the_wire_tells_of_it),
		cmocka_unit_test(the_scenarios_that_come_along_can_be_read),
	};
	return cmocka_run_group_tests_name("demo scenario", tests, NULL, NULL);
}
