/* The line editor on a screen: what is painted while typing goes on, and when it rests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "widgets/line.h"

enum { WIDTH = 30 };

static SCREEN *screen;
static FILE *nowhere, *nothing;
static struct ui_line line;

static int open_screen(void **state)
{
	(void)state;
	setlocale(LC_CTYPE, "C.UTF-8");
	ui_marks_unicode(false); /* one byte a column: easier to read here */
	nowhere = fopen("/dev/null", "w");
	nothing = fopen("/dev/null", "r");
	screen = nowhere && nothing ? newterm("xterm", nowhere, nothing) : NULL;
	return screen ? 0 : -1;
}

static int close_screen(void **state)
{
	(void)state;
	endwin();
	delscreen(screen);
	fclose(nowhere);
	fclose(nothing);
	return 0;
}

static int setup(void **state)
{
	(void)state;
	ui_line_finish(&line);
	return 0;
}

static const char *drawn(void)
{
	static char text[WIDTH + 1];
	werase(stdscr);
	struct ui_pane p = ui_pane(stdscr, 1, 2, 1, WIDTH);
	ui_line_draw(&line, &p, 0, 0, WIDTH);
	ui_cursor_place();
	int column = getcurx(stdscr) - 2;
	mvwinnstr(stdscr, 1, 2, text, WIDTH);
	size_t len = strlen(text);
	while (len > 0 && text[len - 1] == ' ')
		text[--len] = '\0';
	wmove(stdscr, 0, column);
	return text;
}

static int cursor_column(void)
{
	return getcurx(stdscr);
}

static void type(const char *text)
{
	for (; *text; text++)
		ui_line_key(&line, (ui_key)*text, NULL, 0);
}

static void press(ui_key key)
{
	ui_line_key(&line, key, NULL, 0);
}

static void what_is_found_shows_its_beginning(void **state)
{
	(void)state;
	ui_line_set(&line, "arn:aws:sns:us-east-1:123456789012:topic");
	assert_string_equal(drawn(), "arn:aws:sns:us-east-1:1234567~");
	assert_int_equal(cursor_column(), WIDTH - 1);
	ui_line_rested(&line);
	assert_string_equal(drawn(), "arn:aws:sns:us-east-1:1234567~");
	press(UI_KEY_LEFT);
	assert_string_equal(drawn(), "~:us-east-1:123456789012:topic");
	assert_int_equal(cursor_column(), 29);
}

static void typing_beyond_the_edge_scrolls_only_when_it_rests(void **state)
{
	(void)state;
	type("abcdefghijklmnopqrstuvwxyz012");
	assert_string_equal(drawn(), "abcdefghijklmnopqrstuvwxyz012");
	assert_int_equal(cursor_column(), 29);
	type("3");
	assert_string_equal(drawn(), "abcdefghijklmnopqrstu~3");
	assert_int_equal(cursor_column(), 23);
	type("4");
	assert_string_equal(drawn(), "abcdefghijklmnopqrstu~34");
	type("56789A");
	assert_string_equal(drawn(), "abcdefghijklmnopqrstu~A");
	press(UI_KEY_BACKSPACE);
	assert_string_equal(drawn(), "abcdefghijklmnopqrstu~3456789");
	ui_line_rested(&line);
	assert_string_equal(drawn(), "~lmnopqrstuvwxyz0123456789");
	assert_int_equal(cursor_column(), 26);
	type("A");
	assert_string_equal(drawn(), "~lmnopqrstuvwxyz0123456789A");
}

static void typing_before_what_does_not_fit_hides_it_until_it_rests(void **state)
{
	(void)state;
	ui_line_set(&line, "abcdefghijklmnopqrstuvwxyz0123456789");
	press(UI_KEY_HOME);
	type("X");
	assert_string_equal(drawn(), "X~");
	assert_int_equal(cursor_column(), 1);
	ui_line_rested(&line);
	assert_string_equal(drawn(), "Xabcdefghijklmnopqrstuvwxyz01~");
	assert_int_equal(cursor_column(), 1);
}

static void typing_where_all_fits_paints_it_as_it_is(void **state)
{
	(void)state;
	type("abd");
	press(UI_KEY_LEFT);
	type("c");
	assert_string_equal(drawn(), "abcd");
	assert_int_equal(cursor_column(), 3);
}

static void secrets_are_marks_whatever_is_painted(void **state)
{
	(void)state;
	line.masked = true;
	ui_line_set(&line, "abcdefghijklmnopqrstuvwxyz0123456789");
	assert_string_equal(drawn(), "*****************************~");
	type("x");
	assert_string_equal(drawn(), "*********************~*");
	ui_line_rested(&line);
	assert_string_equal(drawn(), "~**************************");
}

static void wide_characters_are_not_halved_at_the_edge(void **state)
{
	(void)state;
	ui_marks_unicode(true);
	for (int i = 0; i < 16; i++)
		ui_line_key(&line, 0x4e2d, NULL, 0);
	drawn();
	assert_int_equal(cursor_column(), 22 + 2);
	ui_marks_unicode(false);
}

static bool coloured(enum ui_style style)
{
	return PAIR_NUMBER((int)ui_style(style)) != 0;
}

static void colours_stand_back_for_no_color(void **state)
{
	(void)state;
	unsetenv("NO_COLOR");
	ui_draw_styles();
	assert_true(coloured(UI_GOOD) && coloured(UI_BAD) && coloured(UI_CARE) && coloured(UI_BUSY));
	assert_false(coloured(UI_PLAIN) || coloured(UI_FOCUS));
	setenv("NO_COLOR", "", 1);
	ui_draw_styles();
	assert_true(coloured(UI_GOOD));
	setenv("NO_COLOR", "1", 1);
	ui_draw_styles();
	for (int style = 0; style < UI_STYLE_COUNT; style++)
		assert_false(coloured((enum ui_style)style));
	assert_true((ui_style(UI_FOCUS) & A_REVERSE) != 0);
	unsetenv("NO_COLOR");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(what_is_found_shows_its_beginning, setup),
		cmocka_unit_test_setup(typing_beyond_the_edge_scrolls_only_when_it_rests, setup),
		cmocka_unit_test_setup(typing_before_what_does_not_fit_hides_it_until_it_rests, setup),
		cmocka_unit_test_setup(typing_where_all_fits_paints_it_as_it_is, setup),
		cmocka_unit_test_setup(secrets_are_marks_whatever_is_painted, setup),
		cmocka_unit_test_setup(wide_characters_are_not_halved_at_the_edge, setup),
		cmocka_unit_test(colours_stand_back_for_no_color),
	};
	return cmocka_run_group_tests(tests, open_screen, close_screen);
}
