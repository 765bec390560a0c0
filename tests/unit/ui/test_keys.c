/* What terminals send becomes keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "keys.h"

struct seen {
	ui_key keys[64];
	size_t count;
	char paste[256];
};

static void see(void *ctx, ui_key key, const char *paste, size_t len)
{
	struct seen *s = ctx;
	s->keys[s->count++] = key;
	if (key == UI_KEY_PASTE) {
		memcpy(s->paste, paste, len);
		s->paste[len] = '\0';
	}
}

static struct seen decode(const char *bytes, size_t len)
{
	struct seen s = {.count = 0};
	struct ui_decoder d;
	ui_decoder_init(&d, see, &s);
	ui_decoder_feed(&d, bytes, len);
	ui_decoder_flush(&d);
	ui_decoder_finish(&d);
	return s;
}
#define DECODE(text) decode(text, sizeof(text) - 1)

static void one(const char *bytes, ui_key key)
{
	struct seen s = decode(bytes, strlen(bytes));
	assert_int_equal(s.count, 1);
	assert_int_equal(s.keys[0], key);
}

static void single_keys(void **state)
{
	(void)state;
	one("a", 'a');
	one("\t", UI_KEY_TAB);
	one("\r", UI_KEY_ENTER);
	one("\177", UI_KEY_BACKSPACE);
	one("\b", UI_KEY_BACKSPACE);
	one("\016", UI_CTRL('N'));
	one("\033", UI_KEY_ESC);
	one("\033[A", UI_KEY_UP);
	one("\033OA", UI_KEY_UP);
	one("\033[Z", UI_KEY_BACKTAB);
	one("\033[5~", UI_KEY_PGUP);
	one("\033[6~", UI_KEY_PGDN);
	one("\033[7~", UI_KEY_HOME);
	one("\033OH", UI_KEY_HOME);
	one("\033[1;5C", UI_KEY_WORD_RIGHT);
	one("\033[1;3D", UI_KEY_WORD_LEFT);
	one("\033[1;2A", UI_KEY_UP);
	one("\033OP", UI_KEY_F1);
	one("\033[[A", UI_KEY_F1);
	one("\033[11~", UI_KEY_F1);
	one("\033b", UI_ALT | 'b');
	one("\033\177", UI_ALT | UI_KEY_BACKSPACE);
	one("\303\274", 0xfc);
	one("\360\237\230\200", 0x1f600);
}

static void unknown_and_broken(void **state)
{
	(void)state;
	assert_int_equal(DECODE("\033[99~").count, 0);
	assert_int_equal(DECODE("\033[?1;2c").count, 0);
	assert_int_equal(DECODE("\377\200").count, 0);
	struct seen s = DECODE("\303a"); /* a lead byte without its second: the letter stays */
	assert_int_equal(s.count, 1);
	assert_int_equal(s.keys[0], 'a');
	s = DECODE("\033[1\033[B");
	assert_int_equal(s.count, 1);
	assert_int_equal(s.keys[0], UI_KEY_DOWN);
	s = DECODE("\033\033[B");
	assert_int_equal(s.count, 2);
	assert_int_equal(s.keys[0], UI_KEY_ESC);
	assert_int_equal(s.keys[1], UI_KEY_DOWN);
	assert_int_equal(DECODE("\302\205").count, 0); /* C1 */
}

static void waits_for_the_rest(void **state)
{
	(void)state;
	struct seen s = {.count = 0};
	struct ui_decoder d;
	ui_decoder_init(&d, see, &s);
	ui_decoder_feed(&d, "\033", 1);
	assert_true(ui_decoder_waits(&d));
	assert_int_equal(s.count, 0);
	ui_decoder_feed(&d, "[", 1);
	ui_decoder_feed(&d, "C\342\202", 3);
	assert_int_equal(s.count, 1);
	assert_int_equal(s.keys[0], UI_KEY_RIGHT);
	assert_false(ui_decoder_waits(&d));
	ui_decoder_feed(&d, "\254", 1);
	assert_int_equal(s.count, 2);
	assert_int_equal(s.keys[1], 0x20ac);
	ui_decoder_finish(&d);
}

static void pastes(void **state)
{
	(void)state;
	struct seen s = DECODE("\033[200~10.0.0.0/16\r\nline\ttwo\033[31m\a\033[201~x");
	assert_int_equal(s.count, 2);
	assert_int_equal(s.keys[0], UI_KEY_PASTE);
	assert_string_equal(s.paste, "10.0.0.0/16\nline two[31m");
	assert_int_equal(s.keys[1], 'x');
	s = DECODE("\033[200~\033[201~");
	assert_int_equal(s.count, 0);
	s = DECODE("\033[200~a\033[20b\033\033[201~");
	assert_string_equal(s.paste, "a[20b");
}

static void a_paste_too_long_still_ends(void **state)
{
	(void)state;
	struct seen s = {.count = 0};
	struct ui_decoder d;
	ui_decoder_init(&d, see, &s);
	cew_buf_finish(&d.paste);
	cew_buf_init(&d.paste, 8);
	const char text[] = "\033[200~0123456789abcdef\033[201~z";
	ui_decoder_feed(&d, text, sizeof(text) - 1);
	assert_int_equal(s.count, 2);
	assert_string_equal(s.paste, "01234567");
	assert_int_equal(s.keys[1], 'z');
	ui_decoder_finish(&d);
}

static void names(void **state)
{
	(void)state;
	char name[16];
	ui_key_name(UI_CTRL('N'), name);
	assert_string_equal(name, "^N");
	ui_key_name(UI_KEY_BACKTAB, name);
	assert_string_equal(name, "S-Tab");
	ui_key_name(UI_ALT | 'b', name);
	assert_string_equal(name, "Alt-b");
	ui_key_name('?', name);
	assert_string_equal(name, "?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(single_keys),        cmocka_unit_test(unknown_and_broken),
		cmocka_unit_test(waits_for_the_rest), cmocka_unit_test(pastes),
		cmocka_unit_test(a_paste_too_long_still_ends), cmocka_unit_test(names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
