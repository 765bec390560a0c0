/* Text cut into lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "cewizard/base.h"

static void lines_are(const char *text, int width, const char *const *lines)
{
	size_t at = 0, len = strlen(text);
	struct cew_span line;
	while (cew_wrap_next(text, len, width, &at, &line)) {
		assert_non_null(*lines);
		assert_int_equal(line.len, strlen(*lines));
		assert_memory_equal(text + line.at, *lines, line.len);
		lines++;
	}
	assert_null(*lines);
}

static void wraps_at_blanks(void **state)
{
	(void)state;
	lines_are("the quick brown fox", 9, (const char *const[]){"the quick", "brown fox", NULL});
	lines_are("the quick brown fox", 10, (const char *const[]){"the quick", "brown fox", NULL});
	lines_are("one\ntwo\n\nfour", 10, (const char *const[]){"one", "two", "", "four", NULL});
	lines_are("abcdefghij kl", 4, (const char *const[]){"abcd", "efgh", "ij", "kl", NULL});
	lines_are("", 4, (const char *const[]){NULL});
	assert_int_equal(cew_wrap_rows("the quick brown fox", 9), 2);
}

static void wraps_by_columns(void **state)
{
	(void)state;
	lines_are("\xc3\xa9\xc3\xa9\xc3\xa9", 2, (const char *const[]){"\xc3\xa9\xc3\xa9", "\xc3\xa9", NULL});
	lines_are("\xe6\xbc\xa2\xe6\xbc\xa2", 3, (const char *const[]){"\xe6\xbc\xa2", "\xe6\xbc\xa2", NULL});
	lines_are("\xe6\xbc\xa2", 1, (const char *const[]){"\xe6\xbc\xa2", NULL}); /* too wide, but not for ever */
}

static void prefix(void **state)
{
	(void)state;
	int used;
	assert_int_equal(cew_text_prefix("a\xe6\xbc\xa2z", 5, 2, &used), 1);
	assert_int_equal(used, 1);
	assert_int_equal(cew_text_prefix("a\xe6\xbc\xa2z", 5, 3, &used), 4);
	assert_int_equal(used, 3);
}

static const struct {
	const char *text;
	int columns, used, indent;
	const char *lines;
} wrapped[] = {
	{"the quick brown fox", 80, 0, 0, "the quick brown fox\n"},
	{"the quick brown fox", 9, 0, 0, "the quick\nbrown fox\n"},
	{"the quick brown fox", 11, 4, 2, "the\n  quick\n  brown fox\n"},
	{"one\n\ntwo", 20, 3, 3, "one\n\n   two\n"},
	{"abcdefghij", 6, 2, 2, "abcd\n  efgh\n  ij\n"},
	{"", 20, 3, 3, "\n"},
};

static void writes_behind_an_indent(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(wrapped); i++) {
		struct cew_buf out;
		cew_buf_init(&out, 1000);
		cew_wrap(&out, wrapped[i].text, wrapped[i].columns, wrapped[i].used, wrapped[i].indent);
		assert_string_equal(cew_buf_text(&out), wrapped[i].lines);
		cew_buf_finish(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wraps_at_blanks),
		cmocka_unit_test(wraps_by_columns),
		cmocka_unit_test(prefix),
		cmocka_unit_test(writes_behind_an_indent),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
