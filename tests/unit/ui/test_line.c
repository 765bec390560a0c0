/* The line editor's model. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "widgets/line.h"

static struct ui_line line;

static int setup(void **state)
{
	(void)state;
	ui_line_finish(&line);
	return 0;
}

static unsigned press(ui_key key)
{
	return ui_line_key(&line, key, NULL, 0);
}

static void type(const char *text)
{
	size_t at = 0, len = strlen(text);
	while (at < len)
		press(cew_utf8_next(text, len, &at));
}

static void paste(const char *text)
{
	ui_line_key(&line, UI_KEY_PASTE, text, strlen(text));
}

static void typing_and_moving(void **state)
{
	(void)state;
	type("ac");
	press(UI_KEY_LEFT);
	assert_int_equal(press('b'), UI_USED | UI_CHANGED);
	assert_string_equal(line.text, "abc");
	press(UI_KEY_HOME);
	type(">");
	press(UI_CTRL('E'));
	type("<");
	assert_string_equal(line.text, ">abc<");
	assert_int_equal(press(UI_KEY_RIGHT), UI_USED);
	assert_int_equal(press(UI_KEY_F1), UI_IGNORED);
	assert_int_equal(press(UI_CTRL('N')), UI_IGNORED);
}

static void erasing(void **state)
{
	(void)state;
	ui_line_set(&line, "one two three");
	press(UI_CTRL('W'));
	assert_string_equal(line.text, "one two ");
	press(UI_KEY_BACKSPACE);
	press(UI_KEY_HOME);
	press(UI_KEY_DELETE);
	assert_string_equal(line.text, "ne two");
	press(UI_KEY_WORD_RIGHT);
	press(UI_CTRL('K'));
	assert_string_equal(line.text, "ne");
	press(UI_CTRL('U'));
	assert_string_equal(line.text, "");
	assert_int_equal(press(UI_KEY_BACKSPACE), UI_USED);
	assert_int_equal(press(UI_KEY_DELETE), UI_USED);
}

static void words_end_at_separators(void **state)
{
	(void)state;
	ui_line_set(&line, "arn:aws:iam::123456789012:role/cfn");
	press(UI_CTRL('W'));
	assert_string_equal(line.text, "arn:aws:iam::123456789012:role/");
	press(UI_CTRL('W'));
	assert_string_equal(line.text, "arn:aws:iam::123456789012:");
	press(UI_ALT | 'b');
	assert_int_equal(line.cursor, strlen("arn:aws:iam::"));
	press(UI_ALT | 'f');
	assert_int_equal(line.cursor, strlen("arn:aws:iam::123456789012"));
}

static void characters_not_bytes(void **state)
{
	(void)state;
	ui_line_set(&line, "ae\xcc\x81\xe6\xbc\xa2"); /* a, e with a combining acute, a wide character */
	press(UI_KEY_BACKSPACE);
	assert_string_equal(line.text, "ae\xcc\x81");
	press(UI_KEY_LEFT);
	assert_int_equal(line.cursor, 1);
	press(UI_KEY_RIGHT);
	assert_int_equal(line.cursor, 4);
	press(UI_KEY_BACKSPACE);
	assert_string_equal(line.text, "a");
}

static void pasting(void **state)
{
	(void)state;
	paste("\n172.16.1.0/24\n");
	assert_string_equal(line.text, "172.16.1.0/24");
	ui_line_set(&line, "");
	paste("one\ntwo");
	assert_string_equal(line.text, "one two");
}

static void never_more_than_its_room(void **state)
{
	(void)state;
	char big[UI_LINE_MAX + 100];
	memset(big, 'x', sizeof(big));
	ui_line_insert(&line, big, UI_LINE_MAX - 1);
	assert_false(line.full);
	ui_line_insert(&line, "\xc3\xbc", 2); /* half of it would fit: none of it is taken */
	assert_true(line.full);
	assert_int_equal(line.len, UI_LINE_MAX - 1);
	ui_line_insert(&line, big, 100);
	assert_int_equal(line.len, UI_LINE_MAX);
	assert_int_equal(line.text[UI_LINE_MAX], '\0');
}

static void nothing_of_a_secret_stays(void **state)
{
	(void)state;
	line.masked = true;
	ui_line_set(&line, "hunter2");
	press(UI_CTRL('U'));
	for (size_t i = 0; i < sizeof(line.text); i++)
		assert_int_equal(line.text[i], 0);
	assert_true(line.masked);
	ui_line_set(&line, "hunter2");
	ui_line_finish(&line);
	assert_int_equal(line.text[0], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(typing_and_moving, setup),
		cmocka_unit_test_setup(erasing, setup),
		cmocka_unit_test_setup(words_end_at_separators, setup),
		cmocka_unit_test_setup(characters_not_bytes, setup),
		cmocka_unit_test_setup(pasting, setup),
		cmocka_unit_test_setup(never_more_than_its_room, setup),
		cmocka_unit_test_setup(nothing_of_a_secret_stays, setup),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
