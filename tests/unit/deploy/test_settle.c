/* When the answer to CreateStack is lost: the token tells what became of it, and never are there two stacks. */
#include "bench.h"

#include <stdio.h>
#include <string.h>

#define NAME_IS_FREE {.call = IDENTITY}, {DESCRIBE, .about = "ce", .fails = CEW_NOT_FOUND, .code = "ValidationError"}
#define NO_ANSWER {CREATE, .about = "ce", .fails = CEW_UNREACHABLE}
#define NO_SUCH_STACK {EVENTS, .about = "ce", .fails = CEW_NOT_FOUND, .code = "ValidationError"}

static const struct told made[] = {
	OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	OF("n1", 1, "Net", "AWS::EC2::VPC", "CREATE_COMPLETE", ""),
	OWN("s2", 9, "CREATE_COMPLETE", ""),
};
static const struct told foreign[] = {
	OWN_OF("other", "s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	OWN_OF("other", "s2", 9, "CREATE_COMPLETE", ""),
};

static void run(struct bench *b)
{
	struct planned p;
	planned_open(&p);
	bench_submit(b, &p);
	planned_close(&p); /* nothing is sent any more */
}

static bool is_open(void)
{
	struct cew_journal_entry entry;
	if (cew_journal_newest_open("ce", &entry, NULL))
		return false;
	cew_journal_entry_finish(&entry);
	return true;
}

static void a_stack_that_was_made_is_followed(void **state)
{
	static const struct step steps[] = {
		NAME_IS_FREE, NO_ANSWER, {EVENTS, .about = "ce", FIRST(made, 1)},
		{EVENTS, .fails = CEW_NOT_FOUND}, /* it does not show everywhere yet */
		{DESCRIBE, .status = "CREATE_COMPLETE"}, {EVENTS, ALL(made)},
	};
	struct bench *b = *state;
	for (int synchronous = 0; synchronous < 2; synchronous++) {
		b->synchronous = synchronous;
		SCRIPT(b, steps);
		run(b);
		assert_true(cew_deploy_ok(b->d));
		assert_null(cew_deploy_error(b->d));
		assert_string_equal(event_ids(b), "s1 n1 s2");
		assert_int_not_equal(b->troubles.len, 0); /* told while it lasted */
		assert_false(is_open());
	}
}

static char first_token[64];

static void remember_token(struct bench *b)
{
	if (!*first_token)
		snprintf(first_token, sizeof(first_token), "%s", b->token);
	assert_string_equal(b->token, first_token);
}

static void one_that_was_not_made_is_asked_for_again_with_the_same_token(void **state)
{
	static const struct step steps[] = {
		NAME_IS_FREE, NO_ANSWER, NO_SUCH_STACK, {CREATE, .about = "ce"},
		{EVENTS, ALL(made)}, {DESCRIBE, .status = "CREATE_COMPLETE"}, {EVENTS, ALL(made)},
	};
	struct bench *b = *state;
	*first_token = '\0';
	b->peek = remember_token;
	SCRIPT(b, steps);
	run(b);
	assert_true(cew_deploy_ok(b->d));
	assert_int_equal(b->requests, 2);
}

static void exists_already_on_sending_again_is_ours_by_its_token(void **state)
{
	static const struct step steps[] = {
		NAME_IS_FREE, NO_ANSWER, NO_SUCH_STACK, {CREATE, .about = "ce", .fails = CEW_REFUSED, .code = "AlreadyExistsException"},
		{EVENTS, .about = "ce", FIRST(made, 1)},
		{EVENTS, ALL(made)}, {DESCRIBE, .status = "CREATE_COMPLETE"}, {EVENTS, ALL(made)},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	run(b);
	assert_true(cew_deploy_ok(b->d));
}

static void the_token_may_stand_on_an_older_page(void **state)
{
	static const struct step steps[] = {
		NAME_IS_FREE, NO_ANSWER,
		{EVENTS, .about = "ce", ALL(foreign), .next = "p2"},
		{EVENTS, .about = "ce p2", FIRST(made, 1)},
		{EVENTS, .hangs = true},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	run(b);
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_WATCHING);
}

static void somebody_elses_stack_is_left_alone(void **state)
{
	static const struct step steps[] = {
		NAME_IS_FREE, {CREATE, .about = "ce", .fails = CEW_REFUSED, .code = "AlreadyExistsException"},
		{EVENTS, .about = "ce", ALL(foreign)},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	run(b);
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_STOPPED);
	assert_string_equal(cew_deploy_error(b->d)->code, "AlreadyExistsException");
	assert_string_equal(cew_deploy_error(b->d)->what,
	                    "a stack named ce exists in us-east-1, and it is not the one that was asked for here");
	assert_string_equal(cew_deploy_stack_id(b->d), "");
	assert_false(is_open());
}

static void a_change_set_in_the_way_is_no_stack_yet(void **state)
{
	static const struct told review[] = {OWN_OF("other", "r1", -9, "REVIEW_IN_PROGRESS", "User Initiated")};
	static const struct step steps[] = {
		{.call = IDENTITY}, {DESCRIBE, .about = "ce", .status = "REVIEW_IN_PROGRESS"}, NO_ANSWER,
		{EVENTS, .about = "ce", ALL(review)}, {CREATE, .about = "ce", .hangs = true},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	run(b);
	assert_int_equal(b->requests, 2);
}

static void a_refusal_of_the_second_request_settles_it_too(void **state)
{
	static const struct step steps[] = {
		NAME_IS_FREE, NO_ANSWER, NO_SUCH_STACK, {CREATE, .about = "ce", .fails = CEW_REFUSED, .code = "ExpiredToken"}, NO_SUCH_STACK,
	};
	static const struct step made_all_the_same[] = {
		NAME_IS_FREE, NO_ANSWER, NO_SUCH_STACK, {CREATE, .about = "ce", .fails = CEW_REFUSED, .code = "Throttling"},
		{EVENTS, .about = "ce", FIRST(made, 1)}, {EVENTS, .hangs = true},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	run(b);
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_STOPPED);
	assert_string_equal(cew_deploy_error(b->d)->code, "ExpiredToken");
	assert_false(is_open());
	SCRIPT(b, made_all_the_same);
	run(b);
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_WATCHING);
}

static void what_stays_unknown_is_told_with_the_way_back(void **state)
{
	static const struct step never_an_answer[] = {
		NAME_IS_FREE, NO_ANSWER, NO_SUCH_STACK, NO_ANSWER, NO_SUCH_STACK, NO_ANSWER,
		{EVENTS, .about = "ce", .fails = CEW_REFUSED, .code = "Throttling"}, NO_SUCH_STACK,
	};
	static const struct step cut_off[] = {
		NAME_IS_FREE, NO_ANSWER,
		{EVENTS, .about = "ce", .fails = CEW_UNREACHABLE}, {EVENTS, .about = "ce", .fails = CEW_UNREACHABLE},
		{EVENTS, .about = "ce", .fails = CEW_UNREACHABLE}, {EVENTS, .about = "ce", .fails = CEW_UNREACHABLE},
		{EVENTS, .about = "ce", .fails = CEW_UNREACHABLE}, {EVENTS, .about = "ce", .fails = CEW_UNREACHABLE, .unstarted = true},
	};
	struct bench *b = *state;
	for (int i = 0; i < 2; i++) {
		int64_t before = b->mono_ms;
		if (i)
			SCRIPT(b, cut_off);
		else
			SCRIPT(b, never_an_answer);
		run(b);
		assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_STOPPED);
		assert_int_equal(cew_deploy_error(b->d)->status, CEW_UNREACHABLE);
		assert_non_null(strstr(cew_deploy_error(b->d)->hint, "`cewizard resume ce`"));
		assert_true(is_open());
		if (i)
			assert_in_range(b->mono_ms - before, 60000, 180000);
	}
}

static void a_network_that_comes_back_settles_it(void **state)
{
	static const struct step steps[] = {
		NAME_IS_FREE, NO_ANSWER, {EVENTS, .about = "ce", .fails = CEW_UNREACHABLE}, {EVENTS, .about = "ce", .fails = CEW_UNREACHABLE},
		{EVENTS, .about = "ce", FIRST(made, 1)},
		{EVENTS, ALL(made)}, {DESCRIBE, .status = "CREATE_COMPLETE"}, {EVENTS, ALL(made)},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	run(b);
	assert_true(cew_deploy_ok(b->d));
	assert_int_equal(b->requests, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_stack_that_was_made_is_followed),
		TEST(one_that_was_not_made_is_asked_for_again_with_the_same_token),
		TEST(exists_already_on_sending_again_is_ours_by_its_token),
		TEST(the_token_may_stand_on_an_older_page),
		TEST(somebody_elses_stack_is_left_alone),
		TEST(a_change_set_in_the_way_is_no_stack_yet),
		TEST(a_refusal_of_the_second_request_settles_it_too),
		TEST(what_stays_unknown_is_told_with_the_way_back),
		TEST(a_network_that_comes_back_settles_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
