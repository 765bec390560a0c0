/* The arithmetic of scrolling. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "widgets/scroll.h"

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
		cmocka_unit_test(chosen_rows_stay_in_view),
		cmocka_unit_test(text_scrolls_to_its_end_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
