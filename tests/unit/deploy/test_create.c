/* Creating: from the plan to the stack at rest. */
#include "bench.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static const struct told success[] = {
	OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	OF("n1", 1, "Net", "AWS::EC2::VPC", "CREATE_IN_PROGRESS", ""),
	OF("n2", 2, "Net", "AWS::EC2::VPC", "CREATE_IN_PROGRESS", "Resource creation Initiated"),
	OF("n3", 5, "Net", "AWS::EC2::VPC", "CREATE_COMPLETE", ""),
	OF("a1", 6, "App", "AWS::EC2::Subnet", "CREATE_IN_PROGRESS", ""),
	OF("a2", 8, "App", "AWS::EC2::Subnet", "CREATE_COMPLETE", ""),
	OWN("s2", 9, "CREATE_COMPLETE", ""),
};

#define NAME_IS_FREE {.call = IDENTITY}, {DESCRIBE, .about = "ce", .fails = CEW_NOT_FOUND, .code = "ValidationError"}

static struct planned *plan_of(struct planned *p)
{
	planned_open(p);
	return p;
}

static void a_plan_becomes_a_stack(void **state)
{
	static const struct step steps[] = {
		NAME_IS_FREE,
		{CREATE, .about = "ce"},
		{EVENTS, FIRST(success, 3)},
		{EVENTS, FIRST(success, 5)},
		{EVENTS, ALL(success)},
		{DESCRIBE, .status = "CREATE_COMPLETE"},
		{EVENTS, ALL(success)},
	};
	struct bench *b = *state;
	struct planned p;
	plan_of(&p);
	for (int synchronous = 0; synchronous < 2; synchronous++) {
		b->synchronous = synchronous;
		SCRIPT(b, steps);
		bench_submit(b, &p);
		assert_true(cew_deploy_ok(b->d));
		assert_string_equal(event_ids(b), "s1 n1 n2 n3 a1 a2 s2");
		assert_string_equal(cew_deploy_account(b->d), "123456789012");
		assert_string_equal(cew_deploy_caller(b->d), "arn:aws:iam::123456789012:user/op");
		assert_string_equal(cew_deploy_stack_id(b->d), STACK_ID);
		assert_string_equal(cew_buf_text(&b->states), "identifying looking submitting watching finishing done");
		assert_int_equal(b->requests, synchronous + 1);
		cew_deploy_destroy(b->d);
		b->d = NULL;
	}
	planned_close(&p);
}

static void the_request_carries_the_whole_plan(void **state)
{
	static const struct step steps[] = {NAME_IS_FREE, {CREATE, .about = "ce", .hangs = true}};
	struct bench *b = *state;
	struct planned p;
	SCRIPT(b, steps);
	bench_submit(b, plan_of(&p));
	assert_string_equal(cew_buf_text(&b->request), "EnvName=prod\nJWTSECRET=" PLAN_SECRET "\ntag Owner=secops\n"
	                                               "CAPABILITY_NAMED_IAM\n- ROLLBACK 90 protected\n{\"Resources\":{}}");
	assert_int_equal(strlen(b->token), 36);
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_SUBMITTING);
	planned_close(&p);
}

static void planned_resources_wait_and_are_counted(void **state)
{
	static const struct step steps[] = {
		NAME_IS_FREE,
		{CREATE, .about = "ce"},
		{EVENTS, FIRST(success, 4)},
		{EVENTS, .hangs = true},
	};
	struct bench *b = *state;
	struct planned p;
	SCRIPT(b, steps);
	assert_int_equal(cew_deploy_submit(bench_deployment(b, false), &plan_of(&p)->plan, NULL), CEW_OK);
	assert_int_equal(cew_deploy_resource_count(b->d), 2);
	assert_string_equal(row_of(b, "App")->status, "");
	assert_int_equal(row_of(b, "App")->waits_for, 1);
	assert_true(row_of(b, "App")->planned);
	assert_int_equal(cew_deploy_progress(b->d).done, 0);
	assert_int_equal(cew_deploy_progress(b->d).total, 2);
	bench_run(b);
	assert_int_equal(row_of(b, "App")->waits_for, 0);
	assert_int_equal(cew_deploy_progress(b->d).done, 1);
	assert_int_equal(cew_deploy_progress(b->d).eta_ms, 9000); /* what a subnet takes */
	assert_string_equal(cew_deploy_stack_status(b->d), "CREATE_IN_PROGRESS");
	b->mono_ms = 754321;
	assert_int_equal(cew_deploy_elapsed_ms(b->d), 754321); /* by our own clock */
	planned_close(&p);
}

/* ---- failing ---- */

static const struct told failure[] = {
	OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	OF("n1", 1, "Net", "AWS::EC2::VPC", "CREATE_IN_PROGRESS", ""),
	OF("n2", 2, "Net", "AWS::EC2::VPC", "CREATE_COMPLETE", ""),
	OF("a1", 3, "App", "AWS::EC2::Subnet", "CREATE_IN_PROGRESS", ""),
	OF("x1", 3, "Ip", "AWS::EC2::EIP", "CREATE_IN_PROGRESS", ""),
	OF("x2", 4, "Ip", "AWS::EC2::EIP", "CREATE_FAILED", "The maximum number of addresses has been reached."),
	OF("a2", 4, "App", "AWS::EC2::Subnet", "CREATE_FAILED", "Resource creation cancelled"),
	OWN("s2", 5, "ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create: [Ip, App]. Rollback requested by user."),
	OF("a3", 6, "App", "AWS::EC2::Subnet", "DELETE_COMPLETE", ""),
	OF("n3", 7, "Net", "AWS::EC2::VPC", "DELETE_IN_PROGRESS", ""),
	OF("n4", 8, "Net", "AWS::EC2::VPC", "DELETE_COMPLETE", ""),
	OWN("s3", 9, "ROLLBACK_COMPLETE", ""),
};

static void a_failure_rolls_back_and_tells_its_first_cause(void **state)
{
	static const struct step steps[] = {
		NAME_IS_FREE,
		{CREATE, .about = "ce"},
		{EVENTS, FIRST(failure, 5)},
		{EVENTS, FIRST(failure, 10)},
		{EVENTS, ALL(failure)},
		{DESCRIBE, .status = "ROLLBACK_COMPLETE"},
		{EVENTS, ALL(failure)},
	};
	struct bench *b = *state;
	struct planned p;
	SCRIPT(b, steps);
	bench_submit(b, plan_of(&p));
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_DONE);
	assert_false(cew_deploy_ok(b->d));
	assert_null(cew_deploy_error(b->d));
	const struct cew_root_cause *cause = cew_deploy_root_cause(b->d);
	assert_non_null(cause);
	assert_string_equal(cause->logical_id, "Ip");
	assert_string_equal(cause->type, "AWS::EC2::EIP");
	assert_string_equal(cause->reason, "The maximum number of addresses has been reached.");
	assert_non_null(strstr(cause->meaning, "Elastic IP"));
	assert_non_null(strstr(cause->remedy, "L-0263D0A3"));
	assert_int_equal(cause->cancelled, 1);
	planned_close(&p);
}

static void progress_runs_backward_on_rollback(void **state)
{
	static const struct step steps[] = {
		NAME_IS_FREE,
		{CREATE, .about = "ce"},
		{EVENTS, FIRST(failure, 8)},
		{EVENTS, FIRST(failure, 10)},
		{EVENTS, .hangs = true},
	};
	struct bench *b = *state;
	struct planned p;
	SCRIPT(b, steps);
	assert_int_equal(cew_deploy_submit(bench_deployment(b, false), &plan_of(&p)->plan, NULL), CEW_OK);
	while (cew_deploy_event_count(b->d) < 8)
		assert_int_equal(cew_loop_step(b->loop, -1, NULL), CEW_OK);
	assert_true(cew_deploy_progress(b->d).rolling_back);
	assert_int_equal(cew_deploy_progress(b->d).done, 1);
	assert_int_equal(cew_deploy_progress(b->d).total, 3);
	bench_run(b);
	assert_int_equal(cew_deploy_progress(b->d).done, 0);
	planned_close(&p);
}

static void on_failure_delete_ends_as_a_failure(void **state)
{
	static const struct told undone[] = {
		OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
		OF("n1", 1, "Net", "AWS::EC2::VPC", "CREATE_FAILED", "The maximum number of VPCs has been reached."),
		OWN("s2", 2, "DELETE_IN_PROGRESS", "The following resource(s) failed to create: [Net]. Delete requested by user."),
		OWN("s3", 3, "DELETE_COMPLETE", ""),
	};
	static const struct step steps[] = {
		NAME_IS_FREE,
		{CREATE, .about = "ce"},
		{EVENTS, FIRST(undone, 3)},
		{EVENTS, ALL(undone)},
		{DESCRIBE, .status = "DELETE_COMPLETE"},
		{EVENTS, ALL(undone)},
	};
	struct bench *b = *state;
	struct planned p;
	SCRIPT(b, steps);
	assert_int_equal(cew_deploy_submit(bench_deployment(b, false), &plan_of(&p)->plan, NULL), CEW_OK);
	while (cew_deploy_event_count(b->d) < 3)
		assert_int_equal(cew_loop_step(b->loop, -1, NULL), CEW_OK);
	assert_true(cew_deploy_progress(b->d).rolling_back);
	bench_run(b);
	assert_false(cew_deploy_ok(b->d));
	assert_string_equal(event_ids(b), "s1 n1 s2 s3");
	assert_string_equal(cew_deploy_root_cause(b->d)->logical_id, "Net");
	planned_close(&p);
}

static void a_timeout_is_told_by_the_stack_alone(void **state)
{
	static const struct told late[] = {
		OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
		OF("n1", 1, "Net", "AWS::EC2::VPC", "CREATE_IN_PROGRESS", ""),
		OWN("s2", 60, "ROLLBACK_IN_PROGRESS", "Stack creation time exceeded the specified timeout. Rollback requested by user."),
		OF("n2", 61, "Net", "AWS::EC2::VPC", "CREATE_FAILED", "Resource creation cancelled"),
		OWN("s3", 62, "ROLLBACK_COMPLETE", ""),
	};
	static const struct step steps[] = {
		NAME_IS_FREE,
		{CREATE, .about = "ce"},
		{EVENTS, ALL(late)},
		{DESCRIBE, .status = "ROLLBACK_COMPLETE"},
		{EVENTS, ALL(late)},
	};
	struct bench *b = *state;
	struct planned p;
	SCRIPT(b, steps);
	bench_submit(b, plan_of(&p));
	const struct cew_root_cause *cause = cew_deploy_root_cause(b->d);
	assert_string_equal(cause->logical_id, "ce");
	assert_string_equal(cause->meaning, "The stack was not finished within the time limit given to it.");
	assert_int_equal(cause->cancelled, 1);
	planned_close(&p);
}

/* ---- not starting ---- */

static void a_name_that_is_taken_is_told_with_what_to_do(void **state)
{
	static const struct {
		const char *status, *hint;
	} rows[] = {
		{"CREATE_COMPLETE", "`cewizard access ce --region us-east-1`"},
		{"UPDATE_ROLLBACK_COMPLETE", "`cewizard access ce --region us-east-1`"},
		{"UPDATE_ROLLBACK_FAILED", "`cewizard access ce --region us-east-1`"},
		{"UPDATE_IN_PROGRESS", "`cewizard watch ce --region us-east-1`"},
		{"CREATE_IN_PROGRESS", "`cewizard watch ce --region us-east-1`"},
		{"ROLLBACK_IN_PROGRESS", "`cewizard watch ce --region us-east-1`"},
		{"DELETE_IN_PROGRESS", "being deleted; `cewizard watch ce --region us-east-1`"},
		{"ROLLBACK_COMPLETE", "left behind: `cewizard delete ce --region us-east-1`"},
		{"ROLLBACK_FAILED", "left behind: `cewizard delete ce --region us-east-1`"},
		{"CREATE_FAILED", "left behind: `cewizard delete ce --region us-east-1`"},
		{"DELETE_FAILED", "`cewizard delete ce --region us-east-1` tries again"},
	};
	struct bench *b = *state;
	struct planned p;
	plan_of(&p);
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		const struct step steps[] = {{.call = IDENTITY}, {DESCRIBE, .about = "ce", .status = rows[i].status}};
		SCRIPT(b, steps);
		bench_submit(b, &p);
		const struct cew_error *err = cew_deploy_error(b->d);
		assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_STOPPED);
		assert_int_equal(err->status, CEW_REFUSED);
		assert_string_equal(err->code, "AlreadyExistsException");
		assert_non_null(strstr(err->what, rows[i].status));
		assert_non_null(strstr(err->what, "us-east-1"));
		if (!strstr(err->hint, rows[i].hint))
			fail_msg("%s: %s", rows[i].status, err->hint);
		assert_int_equal(b->requests, 0);
	}
	assert_null(journal_text(b));
	cew_deploy_destroy(b->d);
	b->d = NULL;
	planned_close(&p);
}

static void a_stack_that_is_only_a_change_set_is_created(void **state)
{
	static const struct told over_review[] = {
		OWN_OF("other", "r1", -100, "REVIEW_IN_PROGRESS", "User Initiated"),
		OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
		OWN("s2", 1, "CREATE_COMPLETE", ""),
	};
	struct step steps[20] = {
		{.call = IDENTITY},
		{DESCRIBE, .about = "ce", .status = "REVIEW_IN_PROGRESS"},
		{CREATE, .about = "ce"},
	};
	size_t n = 3;
	for (int i = 0; i < 12; i++) /* until the stack itself is asked for, which does not show what was asked for yet */
		steps[n++] = (struct step){EVENTS, FIRST(over_review, 1)};
	steps[n++] = (struct step){DESCRIBE, .status = "REVIEW_IN_PROGRESS"};
	steps[n++] = (struct step){EVENTS, ALL(over_review)};
	steps[n++] = (struct step){DESCRIBE, .status = "CREATE_COMPLETE"};
	steps[n++] = (struct step){EVENTS, ALL(over_review)};
	struct bench *b = *state;
	struct planned p;
	bench_script(b, steps, n);
	bench_submit(b, plan_of(&p));
	assert_true(cew_deploy_ok(b->d));
	assert_string_equal(event_ids(b), "s1 s2");
	planned_close(&p);
}

static void refusals_before_the_end_stop_it(void **state)
{
	static const struct step no_identity[] = {{IDENTITY, .fails = CEW_REFUSED, .code = "ExpiredToken"}};
	static const struct step no_keys[] = {{IDENTITY, .fails = CEW_UNREACHABLE, .unstarted = true}};
	static const struct step no_look[] = {{.call = IDENTITY}, {DESCRIBE, .about = "ce", .fails = CEW_REFUSED, .code = "AccessDenied"}};
	static const struct step no_create[] = {NAME_IS_FREE, {CREATE, .about = "ce", .fails = CEW_REFUSED, .code = "AccessDenied"}};
	static const struct step not_sent[] = {NAME_IS_FREE, {CREATE, .about = "ce", .fails = CEW_INVALID, .unstarted = true}};
	static const struct {
		const struct step *steps;
		size_t count;
		enum cew_status status;
	} rows[] = {
		{no_identity, CEW_COUNT(no_identity), CEW_REFUSED},
		{no_keys, CEW_COUNT(no_keys), CEW_UNREACHABLE},
		{no_look, CEW_COUNT(no_look), CEW_REFUSED},
		{no_create, CEW_COUNT(no_create), CEW_REFUSED},
		{not_sent, CEW_COUNT(not_sent), CEW_INVALID},
	};
	struct bench *b = *state;
	struct cew_journal_entry entry;
	struct planned p;
	plan_of(&p);
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		b->synchronous = i % 2;
		bench_script(b, rows[i].steps, rows[i].count);
		bench_submit(b, &p);
		assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_STOPPED);
		assert_int_equal(cew_deploy_error(b->d)->status, rows[i].status);
		assert_false(cew_deploy_ok(b->d));
		assert_int_equal(cew_journal_newest_open(NULL, &entry, NULL), CEW_NOT_FOUND); /* nothing is under way */
	}
	cew_deploy_destroy(b->d);
	b->d = NULL;
	planned_close(&p);
}

static void a_plan_with_errors_is_not_begun(void **state)
{
	struct bench *b = *state;
	struct cew_error err;
	struct planned p;
	plan_of(&p);
	assert_int_equal(cew_issues_add(&p.issues, CEW_ERROR, "EnvName", "name", "", "too long"), CEW_OK);
	assert_int_equal(cew_deploy_submit(bench_deployment(b, true), &p.plan, &err), CEW_INVALID);
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_IDLE);
	assert_int_equal(cew_deploy_elapsed_ms(b->d), 0);
	planned_close(&p);
}

static void nothing_is_sent_without_a_journal(void **state)
{
	static const struct step steps[] = {NAME_IS_FREE};
	struct bench *b = *state;
	struct planned p;
	char *path = cew_fmt("%s/a-file", b->state_home);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fclose(file);
	setenv("XDG_STATE_HOME", path, 1);
	SCRIPT(b, steps);
	bench_submit(b, plan_of(&p));
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_STOPPED);
	assert_non_null(strstr(cew_deploy_error(b->d)->hint, "XDG_STATE_HOME"));
	assert_int_equal(b->requests, 0);
	/* The directory is there, but nothing can be written. */
	struct rlimit before, nothing;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	nothing = (struct rlimit){0, before.rlim_max};
	signal(SIGXFSZ, SIG_IGN);
	setenv("XDG_STATE_HOME", b->state_home, 1);
	SCRIPT(b, steps);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &nothing), 0);
	bench_submit(b, &p);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_STOPPED);
	assert_int_equal(cew_deploy_error(b->d)->status, CEW_IO);
	assert_int_equal(b->requests, 0);
	planned_close(&p);
	free(path);
}

/* ---- leaving ---- */

static void it_can_be_left_in_any_state(void **state)
{
	static const struct step in_identifying[] = {{IDENTITY, .hangs = true}};
	static const struct step in_looking[] = {{.call = IDENTITY}, {DESCRIBE, .about = "ce", .hangs = true}};
	static const struct step in_submitting[] = {NAME_IS_FREE, {CREATE, .about = "ce", .hangs = true}};
	static const struct step in_settling[] = {
		NAME_IS_FREE, {CREATE, .about = "ce", .fails = CEW_UNREACHABLE}, {EVENTS, .about = "ce", .hangs = true}};
	static const struct step in_watching[] = {NAME_IS_FREE, {CREATE, .about = "ce"}, {EVENTS, .hangs = true}};
	static const struct step between_pages[] = {
		NAME_IS_FREE, {CREATE, .about = "ce"}, {EVENTS, SLICE(success, 2, 4), .next = "p2"},
		{EVENTS, .about = STACK_ID " p2", .hangs = true}};
	static const struct step in_finishing[] = {
		NAME_IS_FREE, {CREATE, .about = "ce"}, {EVENTS, ALL(success)}, {DESCRIBE, .status = "CREATE_COMPLETE"},
		{EVENTS, .hangs = true}};
	static const struct {
		const struct step *steps;
		size_t count;
	} rows[] = {
		{in_identifying, CEW_COUNT(in_identifying)}, {in_looking, CEW_COUNT(in_looking)},
		{in_submitting, CEW_COUNT(in_submitting)}, {in_settling, CEW_COUNT(in_settling)},
		{in_watching, CEW_COUNT(in_watching)}, {between_pages, CEW_COUNT(between_pages)},
		{in_finishing, CEW_COUNT(in_finishing)},
	};
	struct bench *b = *state;
	struct planned p;
	plan_of(&p);
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		bench_script(b, rows[i].steps, rows[i].count);
		bench_submit(b, &p);
		cew_deploy_destroy(b->d);
		b->d = NULL;
		assert_int_equal(b->cancels, i + 1);
	}
	/* While it waits for the next poll a timer is left to cancel. */
	static const struct step waiting[] = {NAME_IS_FREE, {CREATE, .about = "ce"}, {EVENTS, FIRST(success, 2)}};
	SCRIPT(b, waiting);
	assert_int_equal(cew_deploy_submit(bench_deployment(b, true), &p.plan, NULL), CEW_OK);
	while (!cew_deploy_event_count(b->d))
		assert_int_equal(cew_loop_step(b->loop, -1, NULL), CEW_OK);
	cew_deploy_destroy(b->d);
	b->d = NULL;
	b->mono_ms += 60000;
	assert_int_equal(cew_loop_step(b->loop, 0, NULL), CEW_OK);
	cew_deploy_destroy(NULL);
	planned_close(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_plan_becomes_a_stack),
		TEST(the_request_carries_the_whole_plan),
		TEST(planned_resources_wait_and_are_counted),
		TEST(a_failure_rolls_back_and_tells_its_first_cause),
		TEST(progress_runs_backward_on_rollback),
		TEST(on_failure_delete_ends_as_a_failure),
		TEST(a_timeout_is_told_by_the_stack_alone),
		TEST(a_name_that_is_taken_is_told_with_what_to_do),
		TEST(a_stack_that_is_only_a_change_set_is_created),
		TEST(refusals_before_the_end_stop_it),
		TEST(a_plan_with_errors_is_not_begun),
		TEST(nothing_is_sent_without_a_journal),
		TEST(it_can_be_left_in_any_state),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
