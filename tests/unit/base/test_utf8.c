/* UTF-8 in and out, and columns on the screen. */
#include "unit.h"

#include <string.h>

static void valid_text(void **state)
{
	static const char text[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf";
	static const uint32_t expected[] = {'a', 0xE9, 0x20AC, 0x1F600, 0x10FFFF};
	size_t at = 0;

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(expected); i++)
		assert_int_equal(cew_utf8_next(text, sizeof(text) - 1, &at), expected[i]);
	assert_int_equal(at, sizeof(text) - 1);
	assert_int_equal(cew_utf8_next(text, sizeof(text) - 1, &at), 0);
	assert_int_equal(at, sizeof(text) - 1);
}

/* Each is one bad byte after the other, and then the "z" that must not be swallowed. */
static void broken_text(void **state)
{
	static const struct {
		const char *text;
		int bad;
	} cases[] = {
		{"\x80z", 1},             /* a continuation alone */
		{"\xffz", 1},             /* no form at all */
		{"\xf8\x88\x80\x80\x80z", 5}, /* five bytes: was UTF-8 once */
		{"\xc3z", 1},             /* cut off */
		{"\xe2\x82z", 2},
		{"\xf0\x9f\x98z", 3},
		{"\xc0\x80z", 2},         /* overlong NUL */
		{"\xc1\xbfz", 2},
		{"\xe0\x9f\xbfz", 3},     /* overlong, just below 0x800 */
		{"\xf0\x8f\xbf\xbfz", 4}, /* overlong, just below 0x10000 */
		{"\xed\xa0\x80z", 3},     /* a surrogate */
		{"\xf4\x90\x80\x80z", 4}, /* beyond Unicode */
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(cases); i++) {
		size_t at = 0, len = strlen(cases[i].text);

		for (int n = 0; n < cases[i].bad; n++) {
			assert_int_equal(cew_utf8_next(cases[i].text, len, &at), 0xFFFD);
			assert_int_equal(at, n + 1);
		}
		assert_int_equal(cew_utf8_next(cases[i].text, len, &at), 'z');
		assert_int_equal(cew_utf8_next(cases[i].text, len, &at), 0);
	}
}

static void never_reads_beyond_the_length(void **state)
{
	size_t at = 0;

	(void)state;
	assert_int_equal(cew_utf8_next("\xe2\x82\xac", 2, &at), 0xFFFD);
	assert_int_equal(at, 1);
}

static void encode(void **state)
{
	static const struct {
		uint32_t code_point;
		const char *text;
	} cases[] = {
		{'a', "a"},          {0x7F, "\x7f"},         {0x80, "\xc2\x80"},         {0x7FF, "\xdf\xbf"},
		{0x800, "\xe0\xa0\x80"}, {0xFFFF, "\xef\xbf\xbf"}, {0x10000, "\xf0\x90\x80\x80"},
		{0x10FFFF, "\xf4\x8f\xbf\xbf"}, {0xD800, "\xef\xbf\xbd"}, {0x110000, "\xef\xbf\xbd"},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(cases); i++) {
		char out[5] = "";
		size_t length = cew_utf8_encode(cases[i].code_point, out);

		assert_int_equal(length, strlen(cases[i].text));
		assert_memory_equal(out, cases[i].text, length);
	}
}

static void every_character_survives(void **state)
{
	(void)state;
	for (uint32_t c = 1; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 97) {
		char out[4];
		size_t at = 0, length;

		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		length = cew_utf8_encode(c, out);
		assert_int_equal(cew_utf8_next(out, length, &at), c);
		assert_int_equal(at, length);
	}
}

static void widths(void **state)
{
	static const struct {
		uint32_t code_point;
		int width;
	} cases[] = {
		{'a', 1},     {0xE9, 1},    {0x2026, 1},  {0x2500, 1},  {0xFFFD, 1},  {0x300, 0},   {0x36F, 0},
		{0x370, 1},   {0x5D0, 1},   {0x5B0, 0},   {0x200B, 0},  {0x200D, 0},  {0xFE0F, 0},  {0x1100, 2},
		{0x1160, 0},  {0x3042, 2},  {0x4E00, 2},  {0x9FFF, 2},  {0xA000, 2},  {0xAC00, 2},  {0xD7A3, 2},
		{0xFF01, 2},  {0xFF60, 2},  {0xFF61, 1},  {0xFFE5, 2},  {0x1F600, 2}, {0x20000, 2}, {0x2FFFD, 2},
		{0x30000, 2}, {0xE0100, 0}, {0x10FFFF, 1}, {0x20D0, 0}, {0x302A, 0},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(cases); i++)
		assert_int_equal(cew_utf8_width(cases[i].code_point), cases[i].width);
}

static void text_widths(void **state)
{
	(void)state;
	assert_int_equal(cew_text_width(""), 0);
	assert_int_equal(cew_text_width("plain"), 5);
	assert_int_equal(cew_text_width("e\xcc\x81t\xc3\xa9"), 3);
	assert_int_equal(cew_text_width("\xe6\x97\xa5\xe6\x9c\xac"), 4);
	assert_int_equal(cew_text_width("\xff\xfez"), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(valid_text), cmocka_unit_test(broken_text), cmocka_unit_test(never_reads_beyond_the_length),
		cmocka_unit_test(encode),     cmocka_unit_test(every_character_survives),
		cmocka_unit_test(widths),     cmocka_unit_test(text_widths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
