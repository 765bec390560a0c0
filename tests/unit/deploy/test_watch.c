/* Watching: what is read, what is left alone, and in which order it is told. */
#include "bench.h"

#include <string.h>

/* A creation of one resource. */
static const struct told creation[] = {
	OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	OF("a1", 1, "Net", "AWS::EC2::VPC", "CREATE_IN_PROGRESS", ""),
	OF("a2", 2, "Net", "AWS::EC2::VPC", "CREATE_IN_PROGRESS", "Resource creation Initiated"),
	OF("a3", 5, "Net", "AWS::EC2::VPC", "CREATE_COMPLETE", ""),
	OWN("s2", 7, "CREATE_COMPLETE", ""),
};

static void a_stack_at_rest_is_told_in_two_calls(void **state)
{
	static const struct cew_stack_output outputs[] = {{"Url", "http://x", "where"}};
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_COMPLETE"},
		{EVENTS, ALL(creation)},
	};
	struct bench *b = *state;
	b->outputs = outputs;
	b->output_count = 1;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_DONE);
	assert_true(cew_deploy_ok(b->d));
	assert_null(cew_deploy_error(b->d));
	assert_string_equal(event_ids(b), "s1 a1 a2 a3 s2");
	assert_string_equal(cew_deploy_stack_id(b->d), STACK_ID);
	assert_string_equal(cew_deploy_stack_status(b->d), "CREATE_COMPLETE");
	assert_int_equal(cew_deploy_operation(b->d), CEW_OPERATION_CREATE);
	assert_int_equal(cew_deploy_output_count(b->d), 1);
	assert_string_equal(cew_deploy_output_at(b->d, 0)->value, "http://x");
	assert_int_equal(cew_deploy_elapsed_ms(b->d), 7000); /* by AWS's times */
	assert_string_equal(cew_buf_text(&b->states), "watching finishing done");
}

static void a_running_stack_is_followed_to_its_end(void **state)
{
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"},
		{EVENTS, FIRST(creation, 2)},
		{EVENTS, FIRST(creation, 2)},
		{EVENTS, FIRST(creation, 4)},
		{EVENTS, ALL(creation)},
		{DESCRIBE, .status = "CREATE_COMPLETE"},
		{EVENTS, ALL(creation)},
	};
	struct bench *b = *state;
	for (int synchronous = 0; synchronous < 2; synchronous++) {
		b->synchronous = synchronous;
		SCRIPT(b, steps);
		bench_watch(b, "ce");
		assert_true(cew_deploy_ok(b->d));
		assert_string_equal(event_ids(b), "s1 a1 a2 a3 s2");
		assert_string_equal(cew_buf_text(&b->states), "watching finishing done");
	}
}

static void an_id_tells_the_name_at_once(void **state)
{
	static const struct step steps[] = {{DESCRIBE, .hangs = true}};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, STACK_ID);
	assert_string_equal(cew_deploy_stack_name(b->d), "ce");
	assert_string_equal(cew_deploy_stack_id(b->d), STACK_ID);
}

static void a_stack_that_does_not_exist_stops_at_once(void **state)
{
	static const struct step steps[] = {{DESCRIBE, .about = "ce", .fails = CEW_NOT_FOUND, .code = "ValidationError"}};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_STOPPED);
	assert_int_equal(cew_deploy_error(b->d)->status, CEW_NOT_FOUND);
	assert_string_equal(cew_deploy_error(b->d)->hint, "the client's hint");
}

static void no_deployment_starts_twice_or_without_a_name(void **state)
{
	static const struct step steps[] = {{DESCRIBE, .about = "ce", .hangs = true}};
	struct bench *b = *state;
	struct cew_error err;
	SCRIPT(b, steps);
	assert_int_equal(cew_deploy_watch(bench_deployment(b, false), "", &err), CEW_INVALID);
	bench_watch(b, "ce");
	assert_int_equal(cew_deploy_watch(b->d, "ce", &err), CEW_INVALID);
}

/* ---- an operation's beginning ---- */

/* A stack that was made, updated in vain, and updated again. */
static const struct told history[] = {
	OWN_OF("t1", "c1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	OF("c2", 1, "Net", "AWS::EC2::VPC", "CREATE_COMPLETE", ""),
	OWN_OF("t1", "c3", 2, "CREATE_COMPLETE", ""),
	OWN_OF("t2", "u1", 100, "UPDATE_IN_PROGRESS", "User Initiated"),
	OF("u2", 101, "Net", "AWS::EC2::VPC", "UPDATE_FAILED", "it broke"),
	OWN_OF("t2", "u3", 102, "UPDATE_ROLLBACK_IN_PROGRESS", "The following resource(s) failed to update: [Net]. "),
	OWN_OF("t2", "u4", 103, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", ""),
	OWN_OF("t2", "u5", 104, "UPDATE_ROLLBACK_COMPLETE", ""),
	OWN_OF("t3", "v1", 200, "UPDATE_IN_PROGRESS", "User Initiated"),
	OWN_OF("t3", "v2", 201, "UPDATE_IN_PROGRESS", "Transformation succeeded"),
	OF("v3", 202, "Net", "AWS::EC2::VPC", "UPDATE_COMPLETE", ""),
	OWN_OF("t3", "v4", 203, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", ""),
	OWN_OF("t3", "v5", 204, "UPDATE_COMPLETE", ""),
};

static void only_the_last_operation_is_told(void **state)
{
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "UPDATE_COMPLETE"},
		{EVENTS, ALL(history)},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_string_equal(event_ids(b), "v1 v2 v3 v4 v5");
	assert_int_equal(cew_deploy_operation(b->d), CEW_OPERATION_UPDATE);
	assert_true(cew_deploy_ok(b->d));
	assert_null(cew_deploy_root_cause(b->d));
	assert_int_equal(cew_deploy_elapsed_ms(b->d), 4000);
}

static void a_failed_update_tells_its_cause(void **state)
{
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "UPDATE_ROLLBACK_COMPLETE"},
		{EVENTS, FIRST(history, 8)},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_string_equal(event_ids(b), "u1 u2 u3 u4 u5");
	assert_false(cew_deploy_ok(b->d));
	assert_string_equal(cew_deploy_root_cause(b->d)->reason, "it broke");
}

static void pages_older_than_the_beginning_are_not_asked_for(void **state)
{
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "UPDATE_COMPLETE"},
		{EVENTS, SLICE(history, 10, 13), .next = "p2"},
		{EVENTS, .about = STACK_ID " p2", SLICE(history, 7, 10), .next = "p3"},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_string_equal(event_ids(b), "v1 v2 v3 v4 v5");
}

static void a_change_set_alone_is_at_rest(void **state)
{
	static const struct told review[] = {OWN("r1", 0, "REVIEW_IN_PROGRESS", "User Initiated")};
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "REVIEW_IN_PROGRESS"},
		{EVENTS, ALL(review)},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_DONE);
	assert_false(cew_deploy_ok(b->d));
	assert_string_equal(event_ids(b), "r1");
}

/* OnFailure=DELETE: the deletion goes on with the creation. */
static const struct told undone[] = {
	OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	OF("a1", 1, "Net", "AWS::EC2::VPC", "CREATE_FAILED", "The maximum number of VPCs has been reached."),
	OWN("s2", 2, "DELETE_IN_PROGRESS", "The following resource(s) failed to create: [Net]. Delete requested by user."),
	OF("a2", 3, "Net", "AWS::EC2::VPC", "DELETE_COMPLETE", ""),
	OWN("s3", 4, "DELETE_COMPLETE", ""),
};

static void a_creation_that_is_deleted_for_failing_has_failed(void **state)
{
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "DELETE_IN_PROGRESS"},
		{EVENTS, FIRST(undone, 3)},
		{EVENTS, ALL(undone)},
		{DESCRIBE, .status = "DELETE_COMPLETE"},
		{EVENTS, ALL(undone)},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_string_equal(event_ids(b), "s1 a1 s2 a2 s3");
	assert_int_equal(cew_deploy_operation(b->d), CEW_OPERATION_CREATE);
	assert_false(cew_deploy_ok(b->d));
	assert_string_equal(cew_deploy_root_cause(b->d)->logical_id, "Net");
}

static void events_between_the_last_seen_and_a_turn_are_not_lost(void **state)
{
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"},
		{EVENTS, FIRST(undone, 1)},
		{EVENTS, FIRST(undone, 3)},
		{EVENTS, ALL(undone)},
		{DESCRIBE, .status = "DELETE_COMPLETE"},
		{EVENTS, ALL(undone)},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_string_equal(event_ids(b), "s1 a1 s2 a2 s3");
}

static void somebody_deleting_the_stack_ends_its_creation(void **state)
{
	static const struct told cancelled[] = {
		OWN_OF("t1", "s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
		OF("a1", 1, "Net", "AWS::EC2::VPC", "CREATE_IN_PROGRESS", ""),
		OWN_OF("t2", "s2", 2, "DELETE_IN_PROGRESS", "User Initiated"),
		OF("a2", 3, "Net", "AWS::EC2::VPC", "CREATE_FAILED", "Resource creation cancelled"),
		OF("a3", 4, "Net", "AWS::EC2::VPC", "DELETE_COMPLETE", ""),
		OWN_OF("t2", "s3", 5, "DELETE_COMPLETE", ""),
	};
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"},
		{EVENTS, FIRST(cancelled, 2)},
		{EVENTS, ALL(cancelled)},
		{DESCRIBE, .status = "DELETE_COMPLETE"},
		{EVENTS, ALL(cancelled)},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_false(cew_deploy_ok(b->d));
	assert_string_equal(event_ids(b), "s1 a1 s2 a2 a3 s3");
	assert_string_equal(cew_deploy_root_cause(b->d)->reason, "User Initiated");
	assert_string_equal(cew_deploy_root_cause(b->d)->meaning, "Somebody stopped the operation: it did not fail by itself.");
	assert_int_equal(cew_deploy_root_cause(b->d)->cancelled, 1);
}

static void a_later_operation_does_not_change_the_result(void **state)
{
	static const struct told more[] = {
		OWN_OF("t1", "s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
		OWN_OF("t1", "s2", 5, "CREATE_COMPLETE", ""),
		OWN_OF("t2", "u1", 6, "UPDATE_IN_PROGRESS", "User Initiated"),
		OF("u2", 7, "Net", "AWS::EC2::VPC", "UPDATE_IN_PROGRESS", ""),
	};
	static const struct step seen_by_its_events[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"},
		{EVENTS, FIRST(more, 1)},
		{EVENTS, ALL(more)},
		{DESCRIBE, .status = "UPDATE_IN_PROGRESS"},
	};
	static const struct step over_before_we_looked[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"},
		{EVENTS, FIRST(more, 1)},
		{EVENTS, FIRST(more, 2)},
		{DESCRIBE, .status = "UPDATE_COMPLETE"},
		{EVENTS, ALL(more)},
	};
	struct bench *b = *state;
	for (int i = 0; i < 2; i++) {
		if (i)
			SCRIPT(b, over_before_we_looked);
		else
			SCRIPT(b, seen_by_its_events);
		bench_watch(b, "ce");
		assert_true(cew_deploy_ok(b->d));
		assert_string_equal(cew_deploy_stack_status(b->d), "CREATE_COMPLETE");
		assert_string_equal(event_ids(b), "s1 s2");
	}
}

/* ---- once, and in order ---- */

static void repeated_events_are_told_once(void **state)
{
	/* A new event moves the older ones over the page's edge: they come twice in one poll. */
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_COMPLETE"},
		{EVENTS, SLICE(creation, 2, 5), .next = "p2"},
		{EVENTS, .about = STACK_ID " p2", SLICE(creation, 1, 4), .next = "p3"},
		{EVENTS, .about = STACK_ID " p3", SLICE(creation, 0, 2)},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_string_equal(event_ids(b), "s1 a1 a2 a3 s2");
}

static void paging_stops_at_the_last_event_seen(void **state)
{
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"},
		{EVENTS, FIRST(creation, 2)},
		{EVENTS, SLICE(creation, 3, 5), .next = "p2"},
		{EVENTS, .about = STACK_ID " p2", SLICE(creation, 1, 3), .next = "p3"},
		{DESCRIBE, .status = "CREATE_COMPLETE"},
		{EVENTS, SLICE(creation, 3, 5), .next = "p2"},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_string_equal(event_ids(b), "s1 a1 a2 a3 s2");
}

static void a_late_event_is_told_without_undoing_newer_ones(void **state)
{
	static const struct told first[] = {
		OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
		OF("a3", 5, "Net", "AWS::EC2::VPC", "CREATE_COMPLETE", ""),
	};
	static const struct told late[] = {
		OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
		{"a1", 1, "Net", "AWS::EC2::VPC", "CREATE_IN_PROGRESS", "", "@", "an-older-one", NULL, NULL},
		OF("a3", 5, "Net", "AWS::EC2::VPC", "CREATE_COMPLETE", ""),
	};
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"},
		{EVENTS, ALL(first)},
		{EVENTS, ALL(late)},
		{EVENTS, .hangs = true},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_string_equal(event_ids(b), "s1 a3 a1"); /* what was told keeps its place */
	assert_string_equal(row_of(b, "Net")->status, "CREATE_COMPLETE");
	assert_string_equal(row_of(b, "Net")->physical_id, "phys-Net");
	assert_int_equal(row_of(b, "Net")->started_ms, START_MS + 1000);
	assert_int_equal(row_of(b, "Net")->ended_ms, START_MS + 5000);
}

static void equal_times_keep_the_order_of_aws(void **state)
{
	static const struct told same[] = {
		OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
		OF("a1", 0, "Net", "AWS::EC2::VPC", "CREATE_IN_PROGRESS", ""),
		OF("a2", 0, "Net", "AWS::EC2::VPC", "CREATE_COMPLETE", ""),
		OF("b1", 0, "App", "AWS::EC2::Subnet", "CREATE_IN_PROGRESS", ""),
		OF("b2", 0, "App", "AWS::EC2::Subnet", "CREATE_COMPLETE", ""),
	};
	/* Told in two polls, the end before the beginning. */
	static const struct told end_first[] = {
		OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
		OF("a2", 0, "Net", "AWS::EC2::VPC", "CREATE_COMPLETE", ""),
	};
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"},
		{EVENTS, ALL(end_first)},
		{EVENTS, ALL(same)},
		{EVENTS, .hangs = true},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_string_equal(event_ids(b), "s1 a2 a1 b1 b2");
	assert_string_equal(row_of(b, "Net")->status, "CREATE_COMPLETE");
	assert_string_equal(row_of(b, "App")->status, "CREATE_COMPLETE");
}

static void a_last_event_that_is_late_is_waited_for(void **state)
{
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_COMPLETE"},
		{EVENTS, FIRST(creation, 4)},
		{EVENTS, ALL(creation)},
	};
	static const struct step never_comes[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_COMPLETE"},
		{EVENTS, FIRST(creation, 4)},
		{EVENTS, FIRST(creation, 4)},
		{EVENTS, FIRST(creation, 4)},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_string_equal(event_ids(b), "s1 a1 a2 a3 s2");
	SCRIPT(b, never_comes);
	bench_watch(b, "ce");
	assert_string_equal(event_ids(b), "s1 a1 a2 a3");
	assert_true(cew_deploy_ok(b->d));
	assert_string_equal(cew_deploy_stack_status(b->d), "CREATE_COMPLETE");
}

static void a_missed_end_is_found_by_asking_for_the_stack(void **state)
{
	struct step steps[15] = {{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"}};
	for (int i = 1; i <= 12; i++)
		steps[i] = (struct step){EVENTS, FIRST(creation, 2)};
	steps[13] = (struct step){DESCRIBE, .status = "CREATE_COMPLETE"};
	steps[14] = (struct step){EVENTS, ALL(creation)};
	struct bench *b = *state;
	bench_script(b, steps, 15);
	bench_watch(b, "ce");
	assert_true(cew_deploy_ok(b->d));
}

/* ---- how often ---- */

/* A stack with a past: creation, then an update that is under way. */
static const struct told past[] = {
	OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	OF("a1", 1, "Net", "AWS::EC2::VPC", "CREATE_FAILED", "an old failure"),
	OWN("s2", 2, "CREATE_COMPLETE", ""),
	OWN("u1", 100, "UPDATE_IN_PROGRESS", "User Initiated"),
	OF("b1", 101, "App", "AWS::EC2::Subnet", "UPDATE_IN_PROGRESS", ""),
};

static void the_past_is_left_alone_unless_asked_for(void **state)
{
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "UPDATE_IN_PROGRESS"},
		{EVENTS, SLICE(past, 2, 5), .next = "p2"},
		{EVENTS, .hangs = true},
	};
	static const struct step all[] = {
		{DESCRIBE, .about = "ce", .status = "UPDATE_IN_PROGRESS"},
		{EVENTS, SLICE(past, 2, 5), .next = "p2"},
		{EVENTS, .about = STACK_ID " p2", FIRST(past, 2)},
		{EVENTS, ALL(past)},
		{EVENTS, .hangs = true},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_string_equal(event_ids(b), "u1 b1");
	b->config.all_events = true;
	SCRIPT(b, all);
	bench_watch(b, "ce");
	assert_string_equal(event_ids(b), "s1 a1 s2 u1 b1");
	assert_true(cew_deploy_event_at(b->d, 2)->earlier);
	assert_false(cew_deploy_event_at(b->d, 3)->earlier);
	assert_int_equal(cew_deploy_operation(b->d), CEW_OPERATION_UPDATE);
	assert_int_equal(cew_deploy_resource_count(b->d), 1); /* the past makes no rows, and no cause */
	assert_null(cew_deploy_root_cause(b->d));
}

static void polls_are_jittered_by_a_fifth(void **state)
{
	enum { POLLS = 11 };
	struct step steps[POLLS + 2] = {{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"}};
	for (int i = 1; i <= POLLS; i++)
		steps[i] = (struct step){EVENTS, FIRST(creation, 2)};
	steps[POLLS + 1] = (struct step){EVENTS, .hangs = true};
	struct bench *b = *state;
	bench_script(b, steps, POLLS + 2);
	assert_int_equal(cew_deploy_watch(bench_deployment(b, false), "ce", NULL), CEW_OK);
	int64_t least = INT64_MAX, most = 0, before = 0;
	for (size_t at = b->at; b->at < POLLS + 2; at = b->at) {
		while (b->at == at)
			assert_int_equal(cew_loop_step(b->loop, -1, NULL), CEW_OK);
		int64_t pause = b->mono_ms - before;
		before = b->mono_ms;
		if (b->at <= 2)
			continue; /* the first poll follows at once */
		least = pause < least ? pause : least;
		most = pause > most ? pause : most;
	}
	assert_in_range(least, 4000, 4999);
	assert_in_range(most, 5001, 6000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_stack_at_rest_is_told_in_two_calls),
		TEST(a_running_stack_is_followed_to_its_end),
		TEST(an_id_tells_the_name_at_once),
		TEST(a_stack_that_does_not_exist_stops_at_once),
		TEST(no_deployment_starts_twice_or_without_a_name),
		TEST(only_the_last_operation_is_told),
		TEST(a_failed_update_tells_its_cause),
		TEST(pages_older_than_the_beginning_are_not_asked_for),
		TEST(a_change_set_alone_is_at_rest),
		TEST(a_creation_that_is_deleted_for_failing_has_failed),
		TEST(events_between_the_last_seen_and_a_turn_are_not_lost),
		TEST(somebody_deleting_the_stack_ends_its_creation),
		TEST(a_later_operation_does_not_change_the_result),
		TEST(repeated_events_are_told_once),
		TEST(paging_stops_at_the_last_event_seen),
		TEST(a_late_event_is_told_without_undoing_newer_ones),
		TEST(equal_times_keep_the_order_of_aws),
		TEST(a_last_event_that_is_late_is_waited_for),
		TEST(a_missed_end_is_found_by_asking_for_the_stack),
		TEST(the_past_is_left_alone_unless_asked_for),
		TEST(polls_are_jittered_by_a_fifth),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
