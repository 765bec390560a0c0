/* Trouble while a stack is followed: it is told and outlived, and only what is hopeless ends the following. */
#include "bench.h"
#include "machine.h"

#include <string.h>

static const struct told run[] = {
	OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	OF("n1", 1, "Net", "AWS::EC2::VPC", "CREATE_COMPLETE", ""),
	OWN("s2", 9, "CREATE_COMPLETE", ""),
};

#define BEGIN {DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"}, {EVENTS, FIRST(run, 1)}
#define END {EVENTS, ALL(run)}, {DESCRIBE, .status = "CREATE_COMPLETE"}, {EVENTS, ALL(run)}
#define THROTTLED {EVENTS, .fails = CEW_REFUSED, .code = "Throttling"}
#define CUT_OFF {EVENTS, .fails = CEW_UNREACHABLE}
#define DENIED {EVENTS, .fails = CEW_REFUSED, .code = "AccessDenied"}
#define EXPIRED {EVENTS, .fails = CEW_REFUSED, .code = "ExpiredToken"}

static void throttling_for_minutes_is_outlived(void **state)
{
	static const struct step steps[] = {
		BEGIN, THROTTLED, THROTTLED, THROTTLED, THROTTLED, THROTTLED, THROTTLED, THROTTLED, THROTTLED, THROTTLED, THROTTLED, END,
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_true(cew_deploy_ok(b->d));
	assert_null(cew_deploy_error(b->d));
	assert_string_equal(event_ids(b), "s1 n1 s2");
	assert_in_range(b->mono_ms, 230000, 310000); /* slower and slower, but never slower than about half a minute */
}

static void a_trouble_is_told_while_it_lasts_and_no_longer(void **state)
{
	static const struct step steps[] = {BEGIN, CUT_OFF, {EVENTS, FIRST(run, 1)}, {EVENTS, .hangs = true}};
	struct bench *b = *state;
	SCRIPT(b, steps);
	assert_int_equal(cew_deploy_watch(bench_deployment(b, false), "ce", NULL), CEW_OK);
	while (b->at < 4)
		assert_int_equal(cew_loop_step(b->loop, -1, NULL), CEW_OK);
	assert_int_equal(cew_deploy_error(b->d)->status, CEW_UNREACHABLE);
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_WATCHING);
	size_t changes = b->changes;
	bench_run(b);
	assert_null(cew_deploy_error(b->d));
	assert_int_equal(b->changes, changes + 1); /* its end is told though no event came */
}

static void credentials_renewed_at_last_go_on(void **state)
{
	static const struct step steps[] = {BEGIN, EXPIRED, EXPIRED, EXPIRED, EXPIRED, EXPIRED, EXPIRED, EXPIRED, END};
	struct bench *b = *state;
	SCRIPT(b, steps);
	assert_int_equal(cew_deploy_watch(bench_deployment(b, false), "ce", NULL), CEW_OK);
	while (b->at < 9)
		assert_int_equal(cew_loop_step(b->loop, -1, NULL), CEW_OK);
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_WATCHING);
	assert_non_null(strstr(cew_deploy_error(b->d)->hint, "as soon as there are new keys"));
	bench_run(b);
	assert_true(cew_deploy_ok(b->d));
	assert_null(cew_deploy_error(b->d));
}

static void five_refusals_stop_it_with_the_way_back(void **state)
{
	static const struct step steps[] = {BEGIN, DENIED, DENIED, DENIED, DENIED, DENIED};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_STOPPED);
	const struct cew_error *err = cew_deploy_error(b->d);
	assert_string_equal(err->code, "AccessDenied");
	assert_string_equal(err->hint, "The operation goes on in AWS; `cewizard watch ce --region us-east-1` follows it again. the client's hint");
	assert_string_equal(cew_buf_text(&b->troubles), "AWS said AccessDenied\nAWS said AccessDenied\nAWS said AccessDenied\nAWS said AccessDenied\n");
}

static void a_call_that_cannot_be_started_is_trouble_too(void **state)
{
	static const struct step steps[] = {BEGIN, {EVENTS, .fails = CEW_UNREACHABLE, .unstarted = true}, END};
	static const struct step hopeless[] = {BEGIN, {EVENTS, .fails = CEW_INVALID, .unstarted = true}};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_true(cew_deploy_ok(b->d));
	SCRIPT(b, hopeless);
	bench_watch(b, "ce");
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_STOPPED);
}

static void the_first_question_must_be_answered(void **state)
{
	static const struct step refused[] = {{DESCRIBE, .about = "ce", .fails = CEW_REFUSED, .code = "AccessDenied"}};
	static const struct step unreachable[] = {{DESCRIBE, .about = "ce", .fails = CEW_UNREACHABLE}};
	static const struct step throttled_first[] = {
		{DESCRIBE, .about = "ce", .fails = CEW_REFUSED, .code = "Throttling"}, {DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"},
		END,
	};
	struct bench *b = *state;
	SCRIPT(b, refused);
	bench_watch(b, "ce");
	assert_int_equal(cew_deploy_error(b->d)->status, CEW_REFUSED);
	assert_string_equal(cew_deploy_error(b->d)->hint, "the client's hint");
	SCRIPT(b, unreachable);
	bench_watch(b, "ce");
	assert_int_equal(cew_deploy_error(b->d)->status, CEW_UNREACHABLE);
	SCRIPT(b, throttled_first);
	bench_watch(b, "ce");
	assert_true(cew_deploy_ok(b->d));
}

static void an_older_page_that_fails_loses_nothing(void **state)
{
	static const struct step steps[] = {
		BEGIN,
		{EVENTS, SLICE(run, 2, 3), .next = "p2"}, {EVENTS, .about = STACK_ID " p2", .fails = CEW_UNREACHABLE},
		{EVENTS, SLICE(run, 2, 3), .next = "p2"}, {EVENTS, .about = STACK_ID " p2", FIRST(run, 2)},
		{DESCRIBE, .status = "CREATE_COMPLETE"}, {EVENTS, ALL(run)},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_string_equal(event_ids(b), "s1 n1 s2");
}

static void the_result_stands_when_the_last_flush_fails(void **state)
{
	static const struct cew_stack_output outputs[] = {{"Url", "http://x", ""}};
	static const struct step steps[] = {
		BEGIN, {EVENTS, ALL(run)}, {DESCRIBE, .status = "CREATE_COMPLETE"}, CUT_OFF, CUT_OFF, CUT_OFF,
	};
	struct bench *b = *state;
	b->outputs = outputs;
	b->output_count = 1;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_DONE);
	assert_true(cew_deploy_ok(b->d));
	assert_int_equal(cew_deploy_output_count(b->d), 1);
	assert_int_equal(cew_deploy_error(b->d)->status, CEW_UNREACHABLE);
}

static void the_end_is_seen_when_events_cannot_be_read(void **state)
{
	static const struct step steps[] = {
		BEGIN, CUT_OFF, CUT_OFF, CUT_OFF, CUT_OFF, CUT_OFF, CUT_OFF, {DESCRIBE, .status = "CREATE_IN_PROGRESS"}, CUT_OFF,
		{DESCRIBE, .status = "CREATE_COMPLETE"}, CUT_OFF,
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_DONE);
	assert_true(cew_deploy_ok(b->d));
}

static void the_result_stands_when_only_events_may_be_read(void **state)
{
#define NOT_PERMITTED {DESCRIBE, .fails = CEW_REFUSED, .code = "AccessDenied"}
	static const struct step steps[] = {
		BEGIN, {EVENTS, ALL(run)}, NOT_PERMITTED, {EVENTS, ALL(run)}, NOT_PERMITTED, {EVENTS, ALL(run)}, NOT_PERMITTED,
		{EVENTS, ALL(run)}, NOT_PERMITTED, {EVENTS, ALL(run)}, NOT_PERMITTED,
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_DONE);
	assert_true(cew_deploy_ok(b->d));
	assert_string_equal(cew_deploy_stack_status(b->d), "CREATE_COMPLETE");
	assert_string_equal(cew_deploy_error(b->d)->code, "AccessDenied");
}

/* ---- a stack that was just made ---- */

#define CREATED {.call = IDENTITY}, {DESCRIBE, .about = "ce", .fails = CEW_NOT_FOUND}, {CREATE, .about = "ce"}

static void a_new_stack_may_show_late(void **state)
{
	static const struct step steps[] = {
		CREATED, {EVENTS, .fails = CEW_NOT_FOUND}, {DESCRIBE, .fails = CEW_NOT_FOUND}, {DESCRIBE, .status = "CREATE_IN_PROGRESS"}, END,
	};
	struct bench *b = *state;
	struct planned p;
	planned_open(&p);
	SCRIPT(b, steps);
	bench_submit(b, &p);
	assert_true(cew_deploy_ok(b->d));
	planned_close(&p);
}

static void a_new_stack_is_followed_through_an_outage(void **state)
{
	static const struct step steps[] = {
		CREATED, CUT_OFF, {DESCRIBE, .fails = CEW_UNREACHABLE}, {DESCRIBE, .fails = CEW_UNREACHABLE},
		{DESCRIBE, .fails = CEW_UNREACHABLE}, {DESCRIBE, .fails = CEW_UNREACHABLE}, {DESCRIBE, .fails = CEW_UNREACHABLE},
		{DESCRIBE, .status = "CREATE_IN_PROGRESS"}, END,
	};
	struct bench *b = *state;
	struct planned p;
	planned_open(&p);
	SCRIPT(b, steps);
	bench_submit(b, &p);
	assert_true(cew_deploy_ok(b->d));
	planned_close(&p);
}

/* ---- memory ---- */

static void quiet_polls_cost_no_memory_and_no_drawing(void **state)
{
	enum { POLLS = 240 };
	static struct step steps[3 * POLLS];
	struct bench *b = *state;
	size_t n = 0, asked = 0;
	steps[n++] = (struct step){DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"};
	for (int i = 0; i < POLLS; i++) {
		steps[n++] = (struct step){EVENTS, FIRST(run, 2)};
		if (++asked % 12 == 0)
			steps[n++] = (struct step){DESCRIBE, .status = "CREATE_IN_PROGRESS"};
		/* Every tenth poll is cut short after a page of news, which must not be kept twice. */
		if (i % 10 == 9) {
			steps[n++] = (struct step){EVENTS, SLICE(run, 2, 3), .next = "p2"};
			steps[n++] = (struct step){EVENTS, .about = STACK_ID " p2", .fails = CEW_REFUSED, .code = "Throttling"};
		}
	}
	steps[n++] = (struct step){EVENTS, .hangs = true};
	bench_script(b, steps, n);
	assert_int_equal(cew_deploy_watch(bench_deployment(b, false), "ce", NULL), CEW_OK);
	while (!cew_deploy_event_count(b->d))
		assert_int_equal(cew_loop_step(b->loop, -1, NULL), CEW_OK);
	size_t strings = b->d->model.strings.len, changes = b->changes;
	bench_run(b);
	assert_int_equal(b->d->model.strings.len, strings);
	assert_int_equal(b->d->reading.events.len, 0);
	assert_int_equal(b->changes, changes + 2 * POLLS / 10 - 1); /* each trouble's beginning and end, but for the last's */
}

static void a_trouble_with_one_call_is_not_over_when_the_other_works(void **state)
{
	static const struct step steps[] = {BEGIN, {EVENTS, ALL(run)}, NOT_PERMITTED, {EVENTS, ALL(run)}, {DESCRIBE, .hangs = true}};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_string_equal(cew_deploy_error(b->d)->code, "AccessDenied");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(throttling_for_minutes_is_outlived),
		TEST(a_trouble_is_told_while_it_lasts_and_no_longer),
		TEST(credentials_renewed_at_last_go_on),
		TEST(five_refusals_stop_it_with_the_way_back),
		TEST(a_call_that_cannot_be_started_is_trouble_too),
		TEST(the_first_question_must_be_answered),
		TEST(an_older_page_that_fails_loses_nothing),
		TEST(the_result_stands_when_the_last_flush_fails),
		TEST(the_end_is_seen_when_events_cannot_be_read),
		TEST(the_result_stands_when_only_events_may_be_read),
		TEST(a_new_stack_may_show_late),
		TEST(a_new_stack_is_followed_through_an_outage),
		TEST(quiet_polls_cost_no_memory_and_no_drawing),
		TEST(a_trouble_with_one_call_is_not_over_when_the_other_works),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
