/* Memory runs out while the request is out. The model is compiled in here with a copy function that says no when told to,
 * so that the program itself has no path for tests; the linker then takes nothing of it from the library. */
#include "bench.h"

#include <string.h>

static bool is_short;

static char *copy_while_there_is_memory(const char *text)
{
	return is_short ? NULL : cew_strdup(text);
}

#define cew_strdup copy_while_there_is_memory
#include "model.c"
#undef cew_strdup

static const struct told run[] = {OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"), OWN("s2", 9, "CREATE_COMPLETE", "")};

#define NAME_IS_FREE {.call = IDENTITY}, {DESCRIBE, .about = "ce", .fails = CEW_NOT_FOUND}

static void run_short(struct bench *b)
{
	(void)b;
	is_short = true;
}

static int close_bench(void **state)
{
	is_short = false;
	return bench_teardown(state);
}

static void the_new_stacks_id_is_never_lost(void **state)
{
	static const struct step steps[] = {NAME_IS_FREE, {CREATE, .about = "ce"}, {EVENTS, .hangs = true}};
	struct bench *b = *state;
	struct cew_journal_entry entry;
	struct planned p;
	planned_open(&p);
	b->peek = run_short;
	SCRIPT(b, steps);
	bench_submit(b, &p);
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_WATCHING);
	assert_string_equal(cew_deploy_stack_id(b->d), STACK_ID);
	assert_int_equal(cew_journal_newest_open("ce", &entry, NULL), CEW_OK);
	assert_string_equal(entry.stack_id, STACK_ID);
	cew_journal_entry_finish(&entry);
	planned_close(&p);
}

static void stopping_for_want_of_memory_tells_the_id(void **state)
{
	static const struct step steps[] = {
		{.call = IDENTITY}, {DESCRIBE, .about = "CE", .fails = CEW_NOT_FOUND},
		{CREATE, .about = "CE", .fails = CEW_UNREACHABLE}, {EVENTS, .about = "CE", ALL(run)},
	};
	struct bench *b = *state;
	struct cew_journal_entry entry;
	struct planned p;
	planned_open(&p);
	p.plan.stack_name = "CE";
	b->peek = run_short;
	SCRIPT(b, steps);
	bench_submit(b, &p); /* the answer is lost, and the stack's events tell its name otherwise than it was kept */
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_STOPPED);
	assert_int_equal(cew_deploy_error(b->d)->status, CEW_NO_MEMORY);
	assert_non_null(strstr(cew_deploy_error(b->d)->what, STACK_ID));
	assert_string_equal(cew_deploy_stack_id(b->d), STACK_ID);
	assert_string_equal(cew_deploy_stack_name(b->d), "CE"); /* what was known stays */
	assert_int_equal(cew_journal_newest_open(STACK_ID, &entry, NULL), CEW_OK);
	cew_journal_entry_finish(&entry);
	planned_close(&p);
}

static void nothing_is_sent_without_memory(void **state)
{
	static const struct step steps[] = {{.call = IDENTITY}};
	struct bench *b = *state;
	struct planned p;
	planned_open(&p);
	SCRIPT(b, steps);
	assert_int_equal(cew_deploy_submit(bench_deployment(b, true), &p.plan, NULL), CEW_OK);
	is_short = true;
	bench_run(b);
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_STOPPED);
	assert_int_equal(cew_deploy_error(b->d)->status, CEW_NO_MEMORY);
	assert_int_equal(cew_deploy_submit(bench_deployment(b, true), &p.plan, NULL), CEW_NO_MEMORY);
	assert_int_equal(cew_deploy_watch(bench_deployment(b, true), "ce", NULL), CEW_NO_MEMORY);
	assert_int_equal(b->requests, 0);
	planned_close(&p);
}

static void an_id_that_is_too_long_is_no_id(void **state)
{
	struct bench *b = *state;
	char id[3000];
	memset(id, 'x', sizeof(id) - 1);
	memcpy(id, "arn:", 4);
	id[sizeof(id) - 1] = '\0';
	assert_int_equal(cew_deploy_watch(bench_deployment(b, false), id, NULL), CEW_INVALID);
	assert_string_equal(cew_deploy_stack_id(b->d), "");
}

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_setup, close_bench)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_new_stacks_id_is_never_lost),
		TEST(stopping_for_want_of_memory_tells_the_id),
		TEST(nothing_is_sent_without_memory),
		TEST(an_id_that_is_too_long_is_no_id),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
