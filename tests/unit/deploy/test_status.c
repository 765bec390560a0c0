/* Every stack status of CloudFormation: at rest or not, and whose success it is. */
#include "bench.h"

#include <string.h>

static const struct {
	const char *status;
	bool at_rest;
	int success_of; /* -1: nobody's */
} rows[] = {
	{"CREATE_IN_PROGRESS", false, -1},
	{"CREATE_COMPLETE", true, CEW_OPERATION_CREATE},
	{"CREATE_FAILED", true, -1},
	{"ROLLBACK_IN_PROGRESS", false, -1},
	{"ROLLBACK_COMPLETE", true, -1},
	{"ROLLBACK_FAILED", true, -1},
	{"DELETE_IN_PROGRESS", false, -1},
	{"DELETE_COMPLETE", true, CEW_OPERATION_DELETE},
	{"DELETE_FAILED", true, -1},
	{"UPDATE_IN_PROGRESS", false, -1},
	{"UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", false, -1},
	{"UPDATE_COMPLETE", true, CEW_OPERATION_UPDATE},
	{"UPDATE_FAILED", true, -1},
	{"UPDATE_ROLLBACK_IN_PROGRESS", false, -1},
	{"UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", false, -1},
	{"UPDATE_ROLLBACK_COMPLETE", true, -1},
	{"UPDATE_ROLLBACK_FAILED", true, -1},
	{"REVIEW_IN_PROGRESS", true, -1},
	{"IMPORT_IN_PROGRESS", false, -1},
	{"IMPORT_COMPLETE", true, CEW_OPERATION_UPDATE},
	{"IMPORT_ROLLBACK_IN_PROGRESS", false, -1},
	{"IMPORT_ROLLBACK_COMPLETE", true, -1},
	{"IMPORT_ROLLBACK_FAILED", true, -1},
	/* such as AWS may add */
	{"REFACTOR_COMPLETE", true, -1},
	{"REFACTOR_IN_PROGRESS", false, -1},
	{"", false, -1},
};

static void every_status(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		if (cew_status_at_rest(rows[i].status) != rows[i].at_rest)
			fail_msg("%s", rows[i].status);
		for (int op = 0; op < CEW_OPERATION_COUNT; op++)
			if (cew_status_succeeded((enum cew_operation)op, rows[i].status) != (rows[i].success_of == op))
				fail_msg("%s for %s", rows[i].status, cew_operation_name((enum cew_operation)op));
	}
}

static void names(void **state)
{
	(void)state;
	assert_string_equal(cew_operation_name(CEW_OPERATION_CREATE), "create");
	assert_string_equal(cew_operation_name(CEW_OPERATION_UPDATE), "update");
	assert_string_equal(cew_operation_name(CEW_OPERATION_DELETE), "delete");
	assert_string_equal(cew_deploy_state_name(CEW_DEPLOY_IDLE), "idle");
	assert_string_equal(cew_deploy_state_name(CEW_DEPLOY_STOPPED), "stopped");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_status),
		cmocka_unit_test(names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
