/* The command line: every kind of option, and what is told about wrong ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cewizard/embedded.h"
#include "room.h"
#include "table.h"

struct parsed {
	struct cew_options o;
	uint64_t given;
	struct cew_error err;
	enum cew_status status;
};

static struct parsed parse(const char *const *words)
{
	struct parsed p = {.given = 0};
	char *argv[16] = {(char *)"cewizard"};
	int argc = 1;
	for (; words[argc - 1]; argc++)
		argv[argc] = (char *)words[argc - 1];
	options_init(&p.o);
	p.status = options_parse(argc, argv, &p.o, &p.given, &p.err);
	return p;
}

static void test_all_kinds(void **state)
{
	static const char *const words[] = {"deploy", "--demo", "--region=eu-west-1", "--set", "A=1", "--set=B=2", "--output", "json",
	                                    "--demo-speed", "0.5", "--yes", NULL};
	(void)state;
	struct parsed p = parse(words);
	assert_int_equal(p.status, CEW_OK);
	assert_string_equal(p.o.command, "deploy");
	assert_null(p.o.operand);
	assert_true(p.o.demo && p.o.json && p.o.yes);
	assert_string_equal(p.o.region, "eu-west-1");
	assert_int_equal(p.o.set.len, 2);
	assert_string_equal(*(const char **)cew_vec_at(&p.o.set, 1), "B=2");
	assert_true(p.o.demo_speed == 0.5);
	assert_int_equal(p.given, BIT(OPTION_DEMO) | BIT(OPTION_REGION) | BIT(OPTION_SET) | BIT(OPTION_OUTPUT) | BIT(OPTION_DEMO_SPEED) |
	                 BIT(OPTION_YES));
	options_finish(&p.o);
}

static void test_operand_before_option(void **state)
{
	static const char *const words[] = {"watch", "netskope-ce", "--region", "us-east-1", NULL};
	(void)state;
	struct parsed p = parse(words);
	assert_int_equal(p.status, CEW_OK);
	assert_string_equal(p.o.operand, "netskope-ce");
	options_finish(&p.o);
}

static void test_refusals(void **state)
{
	static const struct {
		const char *words[5], *what;
	} cases[] = {
		{{"--nonsense"}, "there is no option --nonsense"},
		{{"deploy", "--region"}, "--region wants a value"},
		{{"--demo-speed", "fast"}, "--demo-speed cannot be \"fast\""},
		{{"--demo-speed", "0"}, "--demo-speed cannot be \"0\""},
		{{"--demo-speed", "nan"}, "--demo-speed cannot be \"nan\""},
		{{"demo-aws", "--port", "70000"}, "--port cannot be \"70000\""},
		{{"plan", "--output", "xml"}, "--output cannot be \"xml\""},
		{{"watch", "a", "b"}, "\"b\" is one word too many"},
		{{"-x"}, "there is no option -x"},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(cases); i++) {
		struct parsed p = parse(cases[i].words);
		assert_int_equal(p.status, CEW_USAGE);
		assert_string_equal(p.err.what, cases[i].what);
		assert_true(*p.err.hint);
		options_finish(&p.o);
	}
}

static void test_every_option_has_help(void **state)
{
	(void)state;
	for (int i = 0; i < OPTION_COUNT; i++) {
		assert_non_null(option_rows[i].name);
		assert_true(*option_rows[i].help);
		assert_null(strchr(option_rows[i].help, '\n'));
	}
}

static void test_exit_codes(void **state)
{
	static const struct {
		enum cew_status status;
		enum cew_exit code;
	} cases[] = {
		{CEW_USAGE, CEW_EXIT_USAGE}, {CEW_INVALID, CEW_EXIT_ANSWERS}, {CEW_LIMIT, CEW_EXIT_ANSWERS},
		{CEW_UNREACHABLE, CEW_EXIT_AWS}, {CEW_REFUSED, CEW_EXIT_AWS}, {CEW_INTERRUPTED, CEW_EXIT_INTERRUPTED},
		{CEW_IO, CEW_EXIT_FAILED}, {CEW_FAILED, CEW_EXIT_FAILED},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(cases); i++) {
		struct cew_error err = {.status = cases[i].status};
		assert_int_equal(cew_exit_for(&err), cases[i].code);
	}
}

/* The option's text names every scenario that comes along. */
static void test_scenarios_are_named(void **state)
{
	static const char dir[] = "assets/scenarios/";
	size_t count = 0;
	(void)state;
	for (const struct cew_embedded *f = cew_embedded_files; f->path; f++) {
		char name[96] = " ";
		if (strncmp(f->path, dir, strlen(dir)) != 0)
			continue;
		strncat(name, f->path + strlen(dir), strlen(f->path) - strlen(dir) - strlen(".yaml"));
		if (!strstr(option_rows[OPTION_DEMO_SCENARIO].more, name))
			fail_msg("--demo-scenario does not tell of%s", name);
		count++;
	}
	assert_true(count > 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_kinds), cmocka_unit_test(test_operand_before_option), cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_every_option_has_help), cmocka_unit_test(test_exit_codes),
		cmocka_unit_test(test_scenarios_are_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
