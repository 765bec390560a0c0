/* What a watched stack shows: rows, status, time, causes and progress. */
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

/* ---- rows ---- */

static void rows_tell_times_and_physical_ids(void **state)
{
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_COMPLETE"},
		{EVENTS, ALL(creation)},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_int_equal(cew_deploy_resource_count(b->d), 1); /* the stack itself is none */
	const struct cew_resource_row *row = row_of(b, "Net");
	assert_string_equal(row->type, "AWS::EC2::VPC");
	assert_string_equal(row->physical_id, "phys-Net");
	assert_int_equal(row->started_ms, START_MS + 1000);
	assert_int_equal(row->ended_ms, START_MS + 5000);
	assert_false(row->planned);
}

static void time_passes_by_awss_clock_while_watching(void **state)
{
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"},
		{EVENTS, FIRST(creation, 2)},
		{EVENTS, .hangs = true},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	b->mono_ms = 61000;
	assert_int_equal(cew_deploy_elapsed_ms(b->d), 61000);
}

/* ---- what is shown meanwhile ---- */

static void the_status_tells_the_operation_before_its_events_do(void **state)
{
	static const struct {
		const char *status;
		enum cew_operation operation;
	} rows[] = {
		{"CREATE_IN_PROGRESS", CEW_OPERATION_CREATE},
		{"ROLLBACK_IN_PROGRESS", CEW_OPERATION_CREATE},
		{"UPDATE_ROLLBACK_IN_PROGRESS", CEW_OPERATION_UPDATE},
		{"IMPORT_IN_PROGRESS", CEW_OPERATION_UPDATE},
		{"DELETE_IN_PROGRESS", CEW_OPERATION_DELETE},
	};
	struct bench *b = *state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		const struct step steps[] = {{DESCRIBE, .about = "ce", .status = rows[i].status}, {EVENTS, .hangs = true}};
		SCRIPT(b, steps);
		bench_watch(b, "ce");
		assert_int_equal(cew_deploy_operation(b->d), rows[i].operation);
		assert_string_equal(cew_deploy_stack_status(b->d), rows[i].status);
		cew_deploy_destroy(b->d);
		b->d = NULL;
	}
}

static void a_missing_last_event_does_not_undo_the_status(void **state)
{
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_COMPLETE"},
		{EVENTS, FIRST(creation, 4)},
		{EVENTS, .hangs = true},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_string_equal(cew_deploy_stack_status(b->d), "CREATE_COMPLETE");
}

static void a_late_event_of_the_stack_does_not_undo_its_status(void **state)
{
	static const struct told first[] = {
		OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
		OWN("s3", 5, "ROLLBACK_IN_PROGRESS", ""),
	};
	static const struct told late[] = {
		OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
		OWN("s2", 1, "CREATE_IN_PROGRESS", "Transformation succeeded"),
		OWN("s3", 5, "ROLLBACK_IN_PROGRESS", ""),
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
	assert_string_equal(event_ids(b), "s1 s3 s2");
	assert_string_equal(cew_deploy_stack_status(b->d), "ROLLBACK_IN_PROGRESS");
}

/* ---- causes and progress ---- */

#define NESTED "arn:aws:cloudformation:us-east-1:123456789012:stack/ce-Nested/1"

static void the_first_cause_is_first_in_time(void **state)
{
	static const struct told first[] = {
		OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
		OWN("s2", 4, "CREATE_FAILED", "The following resource(s) failed to create: [B]. "),
		OF("b1", 5, "B", "AWS::EC2::VPC", "CREATE_FAILED", "second"),
		{"n1", 6, "Nested", STACK, "CREATE_FAILED", "third", "@", NESTED, NULL, NULL},
	};
	static const struct told late[] = {
		OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
		OF("a1", 3, "A", "AWS::EC2::VPC", "CREATE_FAILED", "first"),
		OWN("s2", 4, "CREATE_FAILED", "The following resource(s) failed to create: [B]. "),
	};
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_FAILED"},
		{EVENTS, ALL(first)},
		{EVENTS, .about = NESTED},
	};
	static const struct step late_steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"},
		{EVENTS, ALL(first)},
		{EVENTS, .about = NESTED},
		{DESCRIBE, .status = "CREATE_FAILED"},
		{EVENTS, ALL(late)},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_string_equal(cew_deploy_root_cause(b->d)->reason, "second"); /* the stack's own failure is a consequence */
	SCRIPT(b, late_steps);
	bench_watch(b, "ce");
	assert_string_equal(cew_deploy_root_cause(b->d)->reason, "first");
}

static void a_nested_stack_is_a_resource(void **state)
{
	static const struct told run[] = {
		OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
		{"n1", 6, "Nested", STACK, "CREATE_FAILED", "Embedded stack was not successfully created", "@", NESTED, NULL, NULL},
	};
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"}, {EVENTS, ALL(run)}, {EVENTS, .about = NESTED},
		{EVENTS, .hangs = true}};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_string_equal(cew_deploy_stack_status(b->d), "CREATE_IN_PROGRESS");
	assert_string_equal(cew_deploy_root_cause(b->d)->logical_id, "Nested");
}

static void an_update_counts_what_it_removes(void **state)
{
	static const struct told run[] = {
		OWN("s1", 0, "UPDATE_IN_PROGRESS", "User Initiated"),
		OF("a1", 1, "A", "AWS::EC2::VPC", "UPDATE_COMPLETE", ""),
		OF("b1", 2, "B", "AWS::EC2::VPC", "DELETE_COMPLETE", ""),
		OF("c1", 3, "C", "AWS::EC2::VPC", "CREATE_IN_PROGRESS", ""),
	};
	static const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "UPDATE_IN_PROGRESS"}, {EVENTS, ALL(run)}, {EVENTS, .hangs = true}};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
	assert_int_equal(cew_deploy_progress(b->d).done, 2);
	assert_int_equal(cew_deploy_progress(b->d).total, 3);
	assert_false(cew_deploy_progress(b->d).rolling_back);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rows_tell_times_and_physical_ids),
		TEST(time_passes_by_awss_clock_while_watching),
		TEST(the_status_tells_the_operation_before_its_events_do),
		TEST(a_missing_last_event_does_not_undo_the_status),
		TEST(a_late_event_of_the_stack_does_not_undo_its_status),
		TEST(the_first_cause_is_first_in_time),
		TEST(a_nested_stack_is_a_resource),
		TEST(an_update_counts_what_it_removes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
