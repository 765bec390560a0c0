/* The dry run: what it finds, and that nothing of it stays, whatever happens on the way. */
#include <string.h>

#include "bench.h"

#define SET "arn:change-set"
#define STUB "arn:stub"

#define A_CHANGE_SET .id = SET, .name = "", .stack_id = STUB, .stack_name = "ce", .reason = "", .execution_status = ""
static const struct cew_change changes[2];
static const struct cew_change_set made[] = {{A_CHANGE_SET, .status = ""}};
static const struct cew_change_set under_way[] = {{A_CHANGE_SET, .status = "CREATE_IN_PROGRESS"}};
static const struct cew_change_set complete[] = {{A_CHANGE_SET, .status = "CREATE_COMPLETE", .changes = changes, .change_count = 2}};
static const struct cew_change_set failed[] = {
	{.id = SET, .name = "", .stack_id = STUB, .stack_name = "ce", .status = "FAILED", .reason = "Template error: no such mapping",
	 .execution_status = "UNAVAILABLE"}};
static const struct cew_stack stub = {.id = STUB, .name = "ce", .status = "REVIEW_IN_PROGRESS", .status_reason = "", .description = ""};

static void start(struct bench *b)
{
	bench_start(b, "");
	b->dry_run = true;
	ANSWER(b, "create_change_set", ITEMS(made));
	ANSWER(b, "change_set", ITEMS(complete));
	ANSWER(b, "stack", .about = STUB, .items = &stub);
}

static void run(struct bench *b)
{
	bench_run(b);
	bench_wait(b);
}

static bool all_is_removed(const struct bench *b)
{
	return bench_called(b, "delete_change_set " SET) && bench_called(b, "delete " STUB);
}

static void it_is_made_only_when_asked_for(void **state)
{
	struct bench b;
	(void)state;
	start(&b);
	b.dry_run = false;
	run(&b);
	bench_state(&b, "dry-run", CEW_PREFLIGHT_SKIPPED);
	assert_null(strstr(b.calls, "change_set"));
	bench_finish(&b);
}

static void it_reads_the_change_set_and_removes_it(void **state)
{
	struct bench b;
	(void)state;
	start(&b);
	ANSWER(&b, "change_set", ITEMS(under_way), .times = 3);
	run(&b);
	bench_state(&b, "dry-run", CEW_PREFLIGHT_OK);
	assert_string_equal(bench_check(&b, "dry-run")->told, "2 resources would be made");
	assert_true(all_is_removed(&b));
	assert_non_null(strstr(b.calls, "change_set " SET "|change_set " SET "|change_set " SET "|change_set " SET "|delete_change_set " SET
	                                "|stack " STUB "|delete " STUB "|"));
	bench_finish(&b);
}

static void what_cloudformation_refuses_is_found(void **state)
{
	struct bench b;
	(void)state;
	start(&b);
	ANSWER(&b, "change_set", ITEMS(failed));
	run(&b);
	bench_found(&b, "dry-run", CEW_ERROR, "no such mapping");
	assert_true(all_is_removed(&b));
	bench_finish(&b);

	start(&b);
	ANSWER(&b, "create_change_set", .fails = CEW_REFUSED, .code = "ValidationError", .what = "parameter X is wrong");
	ANSWER(&b, "stack", .about = "ce", .fails = CEW_NOT_FOUND);
	run(&b);
	bench_found(&b, "dry-run", CEW_ERROR, "parameter X is wrong");
	assert_null(strstr(b.calls, "delete"));
	bench_finish(&b);
}

static void after_a_lost_answer_the_stub_is_looked_for(void **state)
{
	struct bench b;
	(void)state;
	start(&b);
	ANSWER(&b, "stack", .about = "ce", .items = &stub);
	ANSWER(&b, "stack", .about = "ce", .fails = CEW_NOT_FOUND, .times = 1);
	ANSWER(&b, "create_change_set", .fails = CEW_UNREACHABLE, .what = "the line went dead");
	run(&b);
	bench_found(&b, "dry-run", CEW_NOTE, "the line went dead");
	bench_state(&b, "dry-run", CEW_PREFLIGHT_UNCHECKED);
	assert_true(bench_called(&b, "delete " STUB));
	bench_finish(&b);
}

static void somebody_elses_stub_stays(void **state)
{
	struct bench b;
	(void)state;
	start(&b);
	ANSWER(&b, "stack", .about = "ce", .items = &stub);
	run(&b);
	bench_state(&b, "dry-run", CEW_PREFLIGHT_OK);
	assert_true(bench_called(&b, "delete_change_set " SET));
	assert_null(strstr(b.calls, "delete " STUB));
	bench_finish(&b);
}

static void a_stack_that_was_created_meanwhile_stays(void **state)
{
	static const struct cew_stack created = {.id = STUB, .name = "ce", .status = "CREATE_IN_PROGRESS", .status_reason = "", .description = ""};
	struct bench b;
	(void)state;
	start(&b);
	ANSWER(&b, "stack", .about = STUB, .items = &created);
	run(&b);
	assert_null(strstr(b.calls, "delete " STUB));
	bench_finish(&b);
}

static void what_could_not_be_removed_is_told(void **state)
{
	struct bench b;
	(void)state;
	start(&b);
	ANSWER(&b, "delete", .fails = CEW_REFUSED, .what = "you may not delete");
	run(&b);
	bench_found(&b, "dry-run", CEW_WARNING, "could not be removed: you may not delete");
	assert_non_null(strstr(cew_issues_at(bench_check(&b, "dry-run")->issues, 0)->remedy, "cewizard delete ce"));
	bench_finish(&b);

	start(&b);
	ANSWER(&b, "delete", .fails = CEW_UNREACHABLE, .times = 2);
	ANSWER(&b, "delete_change_set", .fails = CEW_UNREACHABLE, .times = 2);
	ANSWER(&b, "change_set", .fails = CEW_UNREACHABLE, .times = 2);
	run(&b);
	bench_state(&b, "dry-run", CEW_PREFLIGHT_OK);
	bench_finish(&b);
}

static void a_name_that_is_taken_rules_it_out(void **state)
{
	static const struct cew_stack there = {.id = "arn:s", .name = "ce", .status = "CREATE_COMPLETE", .status_reason = "", .description = ""};
	struct bench b;
	(void)state;
	start(&b);
	ANSWER(&b, "stack", .about = "ce", .items = &there);
	run(&b);
	bench_found(&b, "dry-run", CEW_NOTE, "no change set was made");
	assert_null(strstr(b.calls, "change_set"));
	bench_finish(&b);
}

static void cancelling_removes_what_was_made(void **state)
{
	struct bench b;
	(void)state;
	start(&b);
	ANSWER(&b, "change_set", ITEMS(under_way));
	bench_run(&b);
	assert_false(cew_preflight_done(b.p));
	cew_preflight_cancel(b.p);
	bench_wait(&b);
	assert_true(cew_preflight_done(b.p));
	assert_true(all_is_removed(&b));
	bench_finish(&b);
}

static void destroying_leaves_no_call_behind(void **state)
{
	struct bench b;
	(void)state;
	start(&b);
	ANSWER(&b, "create_change_set", .hangs = true);
	bench_run(&b);
	bench_finish(&b);
	assert_int_equal(b.cancelled, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_made_only_when_asked_for),
		cmocka_unit_test(it_reads_the_change_set_and_removes_it),
		cmocka_unit_test(what_cloudformation_refuses_is_found),
		cmocka_unit_test(after_a_lost_answer_the_stub_is_looked_for),
		cmocka_unit_test(somebody_elses_stub_stays),
		cmocka_unit_test(a_stack_that_was_created_meanwhile_stays),
		cmocka_unit_test(what_could_not_be_removed_is_told),
		cmocka_unit_test(a_name_that_is_taken_rules_it_out),
		cmocka_unit_test(cancelling_removes_what_was_made),
		cmocka_unit_test(destroying_leaves_no_call_behind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
