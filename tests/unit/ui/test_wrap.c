/* Cutting text into lines, and the arithmetic of scrolling. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "widgets/scroll.h"
#include "widgets/wrap.h"

static void lines_are(const char *text, int width, const char *const *lines)
{
	size_t at = 0, len = strlen(text);
	struct ui_span line;
	while (ui_wrap_next(text, len, width, &at, &line)) {
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
	assert_int_equal(ui_wrap_rows("the quick brown fox", 9), 2);
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
	assert_int_equal(ui_text_prefix("a\xe6\xbc\xa2z", 5, 2, &used), 1);
	assert_int_equal(used, 1);
	assert_int_equal(ui_text_prefix("a\xe6\xbc\xa2z", 5, 3, &used), 4);
	assert_int_equal(used, 3);
}

static void chosen_rows_stay_in_view(void **state)
{
	(void)state;
	struct ui_scroll s = {.chosen = 0};
	ui_scroll_fit(&s, 20, 5);
	assert_false(ui_scroll_key(&s, UI_KEY_UP));
	for (int i = 0; i < 6; i++)
		assert_true(ui_scroll_key(&s, UI_KEY_DOWN));
	assert_int_equal(s.chosen, 6);
	assert_int_equal(s.first, 2);
	assert_true(ui_scroll_key(&s, UI_KEY_END));
	assert_int_equal(s.first, 15);
	assert_false(ui_scroll_key(&s, UI_KEY_DOWN));
	ui_scroll_fit(&s, 3, 5);
	assert_int_equal(s.chosen, 2);
	assert_int_equal(s.first, 0);
	assert_false(ui_scroll_key(&s, 'x'));
}

static void text_scrolls_to_its_end_only(void **state)
{
	(void)state;
	struct ui_scroll s = {.chosen = -1};
	ui_scroll_fit(&s, 7, 5);
	assert_true(ui_scroll_key(&s, UI_KEY_PGDN));
	assert_int_equal(s.first, 2);
	assert_false(ui_scroll_key(&s, UI_KEY_DOWN));
	ui_scroll_fit(&s, 4, 5);
	assert_int_equal(s.first, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wraps_at_blanks),          cmocka_unit_test(wraps_by_columns),
		cmocka_unit_test(prefix),                   cmocka_unit_test(chosen_rows_stay_in_view),
		cmocka_unit_test(text_scrolls_to_its_end_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
