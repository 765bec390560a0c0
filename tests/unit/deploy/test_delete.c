/* Deleting: by id, and with nothing of the stack's earlier life mixed in. */
#include "bench.h"

#include <stdio.h>
#include <string.h>

static const struct told life[] = {
	OWN_OF("t1", "c1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	OF("c2", 1, "Net", "AWS::EC2::VPC", "CREATE_COMPLETE", ""),
	OWN_OF("t1", "c3", 2, "CREATE_COMPLETE", ""),
	OWN("d1", 100, "DELETE_IN_PROGRESS", "User Initiated"),
	OF("d2", 101, "Data", "AWS::EFS::FileSystem", "DELETE_SKIPPED", ""),
	OF("d3", 102, "Net", "AWS::EC2::VPC", "DELETE_IN_PROGRESS", ""),
	OF("d4", 103, "Net", "AWS::EC2::VPC", "DELETE_COMPLETE", ""),
	OWN("d5", 104, "DELETE_COMPLETE", ""),
};

#define LOOK(status_text) {.call = IDENTITY}, {DESCRIBE, .about = "ce", .status = status_text}

static void a_stack_is_deleted_and_followed_by_id(void **state)
{
	static const struct step steps[] = {
		LOOK("CREATE_COMPLETE"), {.call = DELETE}, {EVENTS, FIRST(life, 6)}, {EVENTS, ALL(life)},
		{DESCRIBE, .status = "DELETE_COMPLETE"}, {EVENTS, ALL(life)},
	};
	struct bench *b = *state;
	for (int synchronous = 0; synchronous < 2; synchronous++) {
		b->synchronous = synchronous;
		SCRIPT(b, steps);
		bench_delete(b, "ce");
		assert_true(cew_deploy_ok(b->d));
		assert_int_equal(cew_deploy_operation(b->d), CEW_OPERATION_DELETE);
		assert_string_equal(event_ids(b), "d1 d2 d3 d4 d5");
		assert_string_equal(cew_buf_text(&b->states), "identifying looking submitting watching finishing done");
		assert_int_equal(cew_deploy_progress(b->d).done, 2);
		assert_int_equal(cew_deploy_progress(b->d).total, 2);
		assert_false(cew_deploy_progress(b->d).rolling_back);
		assert_null(cew_deploy_root_cause(b->d));
	}
}

static void progress_counts_what_is_gone(void **state)
{
	static const struct step steps[] = {LOOK("CREATE_COMPLETE"), {.call = DELETE}, {EVENTS, FIRST(life, 6)}, {EVENTS, .hangs = true}};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_delete(b, "ce");
	assert_int_equal(cew_deploy_progress(b->d).done, 1); /* kept by its policy: done as well */
	assert_int_equal(cew_deploy_progress(b->d).total, 2);
	assert_false(cew_deploy_progress(b->d).rolling_back);
	b->mono_ms = 42000;
	assert_int_equal(cew_deploy_elapsed_ms(b->d), 42000);
}

static void a_stack_can_be_named_by_its_id(void **state)
{
	static const struct step steps[] = {{.call = IDENTITY}, {DESCRIBE, .status = "CREATE_COMPLETE"}, {DELETE, .hangs = true}};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_delete(b, STACK_ID);
	assert_string_equal(cew_deploy_stack_name(b->d), "ce");
}

static void a_deletion_that_does_not_show_yet_is_waited_for(void **state)
{
	static const struct step steps[] = {
		LOOK("CREATE_COMPLETE"), {.call = DELETE}, {EVENTS, FIRST(life, 3)}, {EVENTS, FIRST(life, 3)}, {EVENTS, ALL(life)},
		{DESCRIBE, .status = "DELETE_COMPLETE"}, {EVENTS, ALL(life)},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_delete(b, "ce");
	assert_true(cew_deploy_ok(b->d));
	assert_string_equal(event_ids(b), "d1 d2 d3 d4 d5");
}

static void a_failed_deletion_tells_why(void **state)
{
	static const struct told failed[] = {
		OWN("d1", 0, "DELETE_IN_PROGRESS", "User Initiated"),
		OF("d2", 1, "LB", "AWS::ElasticLoadBalancingV2::LoadBalancer", "DELETE_FAILED",
		   "Load balancer 'arn:aws:x' cannot be deleted because deletion protection is enabled (Service: ElasticLoadBalancingV2, "
		   "Status Code: 400)"),
		OWN("d3", 2, "DELETE_FAILED", "The following resource(s) failed to delete: [LB]. "),
	};
	static const struct step steps[] = {
		LOOK("CREATE_COMPLETE"), {.call = DELETE}, {EVENTS, ALL(failed)}, {DESCRIBE, .status = "DELETE_FAILED"}, {EVENTS, ALL(failed)},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_delete(b, "ce");
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_DONE);
	assert_false(cew_deploy_ok(b->d));
	assert_string_equal(cew_deploy_root_cause(b->d)->logical_id, "LB");
	assert_string_equal(cew_deploy_root_cause(b->d)->meaning, "The load balancer is protected against deletion.");
}

static void a_second_attempt_is_not_taken_for_the_first(void **state)
{
	static const struct told attempts[] = {
		OWN_OF("t1", "d1", 0, "DELETE_IN_PROGRESS", "User Initiated"),
		OF("d2", 1, "B", "AWS::S3::Bucket", "DELETE_FAILED", "The bucket you tried to delete is not empty"),
		OWN_OF("t1", "d3", 2, "DELETE_FAILED", "The following resource(s) failed to delete: [B]. "),
		OWN("e1", 50, "DELETE_IN_PROGRESS", "User Initiated"),
		OF("e2", 51, "B", "AWS::S3::Bucket", "DELETE_COMPLETE", ""),
		OWN("e3", 52, "DELETE_COMPLETE", ""),
	};
	struct step steps[20] = {LOOK("DELETE_FAILED"), {.call = DELETE}};
	size_t n = 3;
	for (int i = 0; i < 12; i++) /* until the stack itself is asked for, whose status is still the old one */
		steps[n++] = (struct step){EVENTS, FIRST(attempts, 3)};
	steps[n++] = (struct step){DESCRIBE, .status = "DELETE_FAILED"};
	steps[n++] = (struct step){EVENTS, ALL(attempts)};
	steps[n++] = (struct step){DESCRIBE, .status = "DELETE_COMPLETE"};
	steps[n++] = (struct step){EVENTS, ALL(attempts)};
	struct bench *b = *state;
	bench_script(b, steps, n);
	bench_delete(b, "ce");
	assert_true(cew_deploy_ok(b->d));
	assert_string_equal(event_ids(b), "e1 e2 e3");
	assert_null(cew_deploy_root_cause(b->d));
}

static void somebody_elses_deletion_is_only_followed(void **state)
{
	static const struct told theirs[] = {
		OWN_OF("t9", "d1", 0, "DELETE_IN_PROGRESS", "User Initiated"),
		OWN_OF("t9", "d2", 2, "DELETE_COMPLETE", ""),
	};
	static const struct step steps[] = {
		LOOK("DELETE_IN_PROGRESS"), {DESCRIBE, .status = "DELETE_IN_PROGRESS"}, {EVENTS, ALL(theirs)},
		{DESCRIBE, .status = "DELETE_COMPLETE"}, {EVENTS, ALL(theirs)},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_delete(b, "ce");
	assert_true(cew_deploy_ok(b->d));
	assert_int_equal(b->requests, 0);
	assert_null(journal_text(b));
}

static void refusals_are_passed_on(void **state)
{
	static const struct step not_there[] = {{.call = IDENTITY}, {DESCRIBE, .about = "ce", .fails = CEW_NOT_FOUND, .code = "ValidationError"}};
	static const struct step is_protected[] = {LOOK("CREATE_COMPLETE"), {DELETE, .fails = CEW_REFUSED, .code = "ValidationError"}};
	struct bench *b = *state;
	SCRIPT(b, not_there);
	bench_delete(b, "ce");
	assert_int_equal(cew_deploy_error(b->d)->status, CEW_NOT_FOUND);
	SCRIPT(b, is_protected);
	bench_delete(b, "ce");
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_STOPPED);
	assert_int_equal(cew_deploy_error(b->d)->status, CEW_REFUSED);
	struct cew_journal_entry entry;
	assert_int_equal(cew_journal_newest_open(NULL, &entry, NULL), CEW_NOT_FOUND);
}

static void a_lost_answer_is_asked_for_again(void **state)
{
	static const struct step steps[] = {
		LOOK("CREATE_COMPLETE"), {DELETE, .fails = CEW_UNREACHABLE}, {.call = DELETE}, {EVENTS, .hangs = true},
	};
	static const struct step never[] = {
		LOOK("CREATE_COMPLETE"), {DELETE, .fails = CEW_UNREACHABLE}, {DELETE, .fails = CEW_UNREACHABLE}, {DELETE, .fails = CEW_UNREACHABLE},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	bench_delete(b, "ce");
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_WATCHING);
	SCRIPT(b, never);
	bench_delete(b, "ce");
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_STOPPED);
	assert_non_null(strstr(cew_deploy_error(b->d)->hint, "`cewizard resume ce`"));
	struct cew_journal_entry entry;
	assert_int_equal(cew_journal_newest_open(STACK_ID, &entry, NULL), CEW_OK);
	assert_string_equal(entry.region, "us-east-1"); /* out of the stack's id */
	cew_journal_entry_finish(&entry);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_stack_is_deleted_and_followed_by_id),
		TEST(progress_counts_what_is_gone),
		TEST(a_stack_can_be_named_by_its_id),
		TEST(a_deletion_that_does_not_show_yet_is_waited_for),
		TEST(a_failed_deletion_tells_why),
		TEST(a_second_attempt_is_not_taken_for_the_first),
		TEST(somebody_elses_deletion_is_only_followed),
		TEST(refusals_are_passed_on),
		TEST(a_lost_answer_is_asked_for_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
