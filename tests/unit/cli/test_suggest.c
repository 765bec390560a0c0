/* Which name a mistyped word gets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "room.h"

static void test_nearest(void **state)
{
	static const struct {
		const char *word, *near;
	} cases[] = {
		{"wach", "watch"}, {"deplyo", "deploy"}, {"delte", "delete"}, {"acess", "access"}, {"resum", "resume"},
		{"demo", "demo-aws"}, {"templ", "template"}, {"chek", "check"}, {"quux", NULL}, {"x", NULL}, {"", NULL},
		{"a-word-that-is-longer-than-any-name-that-there-is", NULL},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(cases); i++) {
		const char *near = command_nearest(cases[i].word);
		if (cases[i].near)
			assert_string_equal(near ? near : "(none)", cases[i].near);
		else
			assert_null(near);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_nearest)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
