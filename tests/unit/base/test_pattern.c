/* Regular expressions hold for the whole value, and end. */
#include "unit.h"

#include <string.h>

static void check(const char *pattern, const char *text, bool expected)
{
	struct cew_error err = {0};
	bool matches = !expected;

	assert_int_equal(cew_pattern_matches(pattern, text, &matches, &err), CEW_OK);
	assert_int_equal(matches, expected);
}

static void whole_value(void **state)
{
	(void)state;
	check("[a-z]+", "abc", true);
	check("[a-z]+", "abc1", false);
	check("[a-z]+", "1abc", false);
	check("^[a-z]+$", "abc", true);
	check("a|ab", "ab", true);
	check("a|b", "ab", false);
	check("[a-z]+", "abc\n", false);
	check("", "", true);
	check("", "x", false);
	check("\\d{1,3}(\\.\\d{1,3}){3}/\\d+", "10.0.0.0/16", true);
	check("(?=.*[A-Z])(?=.*\\d).{8,}", "passworD1", true);
	check("(?=.*[A-Z])(?=.*\\d).{8,}", "password1", false);
}

static void utf8_values(void **state)
{
	(void)state;
	check(".", "\xe2\x82\xac", true);
	check("..", "\xe2\x82\xac", false);
	check("\xe2\x82\xac+", "\xe2\x82\xac\xe2\x82\xac", true);
	check(".*", "a\xff", false); /* no UTF-8: matches nothing */
}

static void broken_pattern(void **state)
{
	struct cew_error err = {0};
	bool matches = true;

	(void)state;
	assert_int_equal(cew_pattern_matches("a(b", "ab", &matches, &err), CEW_INVALID);
	assert_int_equal(err.status, CEW_INVALID);
	assert_non_null(strstr(err.what, "a(b"));
	assert_non_null(strstr(err.what, "parenthesis"));
	assert_int_equal(cew_pattern_matches("[", "x", &matches, NULL), CEW_INVALID);
	assert_int_equal(cew_pattern_matches("\\C", "x", &matches, NULL), CEW_INVALID);
}

static void runaway_pattern_ends(void **state)
{
	struct cew_error err = {0};
	bool matches;

	(void)state;
	assert_int_equal(cew_pattern_matches("(x+x+)+y", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx!y!", &matches, &err),
	                 CEW_LIMIT);
	assert_int_equal(err.status, CEW_LIMIT);
	assert_string_not_equal(err.hint, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_value),
		cmocka_unit_test(utf8_values),
		cmocka_unit_test(broken_pattern),
		cmocka_unit_test(runaway_pattern_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
