/* An update that another part of the program asked for, followed by its token; and a deletion that leaves something behind. */
#include "bench.h"

#include <stdio.h>
#include <string.h>

#define TOKEN "7f3b2c10-0000-4000-8000-000000000001"

static const struct told life[] = {
	OWN_OF("t1", "c1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	OWN_OF("t1", "c2", 1, "CREATE_COMPLETE", ""),
	OWN_OF("t2", "u1", 50, "UPDATE_IN_PROGRESS", "User Initiated"),
	OWN_OF("t2", "u2", 51, "UPDATE_COMPLETE", ""),
	OWN_OF(TOKEN, "n1", 100, "UPDATE_IN_PROGRESS", "User Initiated"),
	OF("n2", 101, "App", "AWS::ECS::Service", "UPDATE_IN_PROGRESS", ""),
	OF("n3", 102, "App", "AWS::ECS::Service", "UPDATE_COMPLETE", ""),
	OWN_OF(TOKEN, "n4", 103, "UPDATE_COMPLETE", ""),
};

static void follow(struct bench *b)
{
	struct cew_error err;
	bench_deployment(b, false);
	assert_int_equal(cew_deploy_follow_update(b->d, STACK_ID, TOKEN, &err), CEW_OK);
	bench_run(b);
}

/* An earlier update had ended well: that is not the end of this one, which shows only later. */
static void an_update_is_told_from_earlier_ones_by_its_token(void **state)
{
	struct bench *b = *state;
	/* Nothing of ours shows yet: the stack is not asked for, as no event says that it came to rest. */
	static const struct step steps[] = {
		{EVENTS, FIRST(life, 4)}, {EVENTS, FIRST(life, 6)}, {EVENTS, ALL(life)},
		{DESCRIBE, .status = "UPDATE_COMPLETE"}, {EVENTS, ALL(life)},
	};
	SCRIPT(b, steps);
	follow(b);
	assert_true(cew_deploy_ok(b->d));
	assert_int_equal(cew_deploy_operation(b->d), CEW_OPERATION_UPDATE);
	assert_string_equal(event_ids(b), "n1 n2 n3 n4");
}

static void a_rolled_back_update_is_not_ok(void **state)
{
	static const struct told failed[] = {
		OWN_OF(TOKEN, "n1", 100, "UPDATE_IN_PROGRESS", "User Initiated"),
		OF("n2", 101, "App", "AWS::ECS::Service", "UPDATE_FAILED", "Resource handler returned message"),
		OWN_OF(TOKEN, "n3", 103, "UPDATE_ROLLBACK_IN_PROGRESS", ""),
		OWN_OF("cancel", "n4", 104, "UPDATE_ROLLBACK_COMPLETE", ""),
	};
	static const struct step steps[] = {
		{EVENTS, ALL(failed)}, {DESCRIBE, .status = "UPDATE_ROLLBACK_COMPLETE"}, {EVENTS, ALL(failed)},
	};
	struct bench *b = *state;
	SCRIPT(b, steps);
	follow(b);
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_DONE);
	assert_false(cew_deploy_ok(b->d));
	assert_string_equal(cew_deploy_root_cause(b->d)->logical_id, "App");
}

/* ---- leaving something behind ---- */

static char retained[128];

static uint64_t delete_stack(void *self, const struct cew_delete_request *what, cew_found_fn *done, void *arg, struct cew_error *err)
{
	static const struct cew_found nothing;
	(void)self;
	(void)err;
	snprintf(retained, sizeof(retained), "%s:", what->stack);
	for (size_t i = 0; i < what->retain_count; i++)
		snprintf(retained + strlen(retained), sizeof(retained) - strlen(retained), " %s", what->retain[i]);
	done(arg, NULL, &nothing);
	return 1;
}

static void a_deletion_can_leave_resources_behind(void **state)
{
	static const char *const ids[] = {"VPC", "PublicSubnet1"};
	static const struct step steps[] = {{.call = IDENTITY}, {DESCRIBE, .about = "ce", .status = "DELETE_FAILED"}, {EVENTS, .hangs = true}};
	struct bench *b = *state;
	struct cew_operations operations = {.self = b, .delete_stack = delete_stack};
	struct cew_error err;
	SCRIPT(b, steps);
	bench_deployment(b, false);
	assert_int_equal(cew_deploy_delete_retaining(b->d, "ce", ids, 2, &err), CEW_INVALID);
	cew_deploy_destroy(b->d);
	b->config.operations = &operations;
	b->d = cew_deploy_create(&b->config);
	assert_int_equal(cew_deploy_delete_retaining(b->d, "ce", ids, 2, &err), CEW_OK);
	bench_run(b);
	assert_string_equal(retained, STACK_ID ": VPC PublicSubnet1");
}

/* The journal keeps upgrades, too: they are more than one operation, and others go on with them. */
static void an_upgrade_is_no_operation_to_resume(void **state)
{
	struct bench *b = *state;
	char path[] = "/none", name[] = "ce", id[] = STACK_ID, region[] = "us-east-1", token[] = TOKEN, step[] = "follow",
	     operation[] = "upgrade", nothing[] = "";
	struct cew_journal_entry entry = {.path = path, .stack_name = name, .stack_id = id, .region = region, .token = token,
	                                  .template_hash = nothing, .state = step, .operation = operation, .account = nothing};
	struct cew_error err;
	bench_deployment(b, false);
	assert_int_equal(cew_deploy_resume(b->d, &entry, &err), CEW_INVALID);
	assert_non_null(strstr(err.hint, "cewizard upgrade ce"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_update_is_told_from_earlier_ones_by_its_token),
		TEST(a_rolled_back_update_is_not_ok),
		TEST(a_deletion_can_leave_resources_behind),
		TEST(an_upgrade_is_no_operation_to_resume),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
