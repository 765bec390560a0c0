/* Which name a mistyped word was probably meant to be. */
#include "unit.h"

static const char *nearest(const char *word)
{
	static const char *const names[] = {"watch", "deploy", "demo-aws", "stackName", "onFailure"};
	struct cew_nearest n = {.word = word};
	for (size_t i = 0; i < CEW_COUNT(names); i++)
		cew_nearest_consider(&n, names[i]);
	return n.name ? n.name : "(none)";
}

static void test_slips(void **state)
{
	(void)state;
	assert_string_equal(nearest("wach"), "watch");
	assert_string_equal(nearest("deplyo"), "deploy");
	assert_string_equal(nearest("stackname"), "stackName");
	assert_string_equal(nearest("onFailur"), "onFailure");
}

static void test_beginnings(void **state)
{
	(void)state;
	assert_string_equal(nearest("demo"), "demo-aws");
	assert_string_equal(nearest("STACK"), "stackName");
	assert_string_equal(nearest("de"), "(none)");
}

static void test_strangers(void **state)
{
	(void)state;
	assert_string_equal(nearest(""), "(none)");
	assert_string_equal(nearest("colour"), "(none)");
	assert_string_equal(nearest("a-word-that-is-longer-than-any-name-that-there-is"), "(none)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_slips), cmocka_unit_test(test_beginnings), cmocka_unit_test(test_strangers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
