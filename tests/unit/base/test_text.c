/* Percent-encoding, base64, hashes. */
#include "unit.h"

#include <string.h>

static void check_encode(const char *in, size_t len, const char *keep, const char *expected)
{
	struct cew_buf out;

	cew_buf_init(&out, 1000);
	cew_pct_encode(&out, in, len, keep);
	assert_string_equal(cew_buf_text(&out), expected);
	cew_buf_finish(&out);
}

static void pct_encode(void **state)
{
	(void)state;
	check_encode("AZaz09-_.~", 10, NULL, "AZaz09-_.~");
	check_encode(" +/%&=", 6, NULL, "%20%2B%2F%25%26%3D");
	check_encode("a/b c", 5, "/", "a/b%20c");
	check_encode("\xc3\xa9\x00\x7f", 4, "/", "%C3%A9%00%7F");
	check_encode("", 0, NULL, "");
}

static void pct_decode(void **state)
{
	static const struct {
		const char *in;
		bool plus, ok;
		const char *out;
	} cases[] = {
		{"a%2Fb%2fc", false, true, "a/b/c"}, {"a+b%20c", true, true, "a b c"}, {"a+b", false, true, "a+b"},
		{"%E2%82%AC", false, true, "\xe2\x82\xac"}, {"", false, true, ""}, {"%", false, false, ""},
		{"a%4", false, false, "a"}, {"%4g", false, false, ""}, {"%g4", false, false, ""}, {"100%%", false, false, "100"},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(cases); i++) {
		struct cew_buf out;

		cew_buf_init(&out, 1000);
		assert_int_equal(cew_pct_decode(&out, cases[i].in, strlen(cases[i].in), cases[i].plus), cases[i].ok);
		assert_string_equal(cew_buf_text(&out), cases[i].out);
		cew_buf_finish(&out);
	}
}

static void base64(void **state)
{
	static const char *const cases[][2] = {
		{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="},
		{"foobar", "Zm9vYmFy"}, {"\xfb\xff\xfe", "+//+"},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(cases); i++) {
		struct cew_buf out;

		cew_buf_init(&out, 1000);
		cew_base64_encode(&out, cases[i][0], strlen(cases[i][0]));
		assert_string_equal(cew_buf_text(&out), cases[i][1]);
		cew_buf_finish(&out);
	}
}

static void sha256(void **state)
{
	char out[65];

	(void)state;
	cew_sha256_hex(NULL, 0, out);
	assert_string_equal(out, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	cew_sha256_hex("abc", 3, out);
	assert_string_equal(out, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* RFC 4231's second case. */
static void hmac(void **state)
{
	static const unsigned char expected[32] = {
		0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e, 0x6a, 0x04, 0x24, 0x26, 0x08, 0x95, 0x75, 0xc7,
		0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27, 0x39, 0x83, 0x9d, 0xec, 0x58, 0xb9, 0x64, 0xec, 0x38, 0x43};
	static const unsigned char of_nothing[4] = {0xb6, 0x13, 0x67, 0x9a};
	unsigned char out[32];

	(void)state;
	cew_hmac_sha256("Jefe", 4, "what do ya want for nothing?", 28, out);
	assert_memory_equal(out, expected, sizeof(out));
	cew_hmac_sha256(NULL, 0, NULL, 0, out);
	assert_memory_equal(out, of_nothing, sizeof(of_nothing));
}

static void constant_time(void **state)
{
	(void)state;
	assert_true(cew_equal_constant_time("abc", "abc", 3));
	assert_false(cew_equal_constant_time("abc", "abd", 3));
	assert_true(cew_equal_constant_time("abc", "abd", 2));
	assert_true(cew_equal_constant_time(NULL, NULL, 0));
}

static void visible(void **state)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{"", ""}, {"plain é 日", "plain é 日"}, {"a\nb\tc\rd", "a\\nb\\tc\\rd"}, {"\x1b[31m", "\\x1b[31m"}, {"a\x7f", "a\\x7f"},
		{"\xc2\x85\xc2\x9b\xc2\xa0", "\\x85\\x9b\xc2\xa0"}, {"\x9b" "1m", "\\x9b1m"}, {"\xef\xbf\xbd", "\xef\xbf\xbd"},
		{"exe.\xe2\x80\xaegpj\xd8\x9c", "exe.\\u202egpj\\u061c"},
	};
	struct cew_buf out;
	(void)state;
	cew_buf_init(&out, 100);
	for (size_t i = 0; i < CEW_COUNT(cases); i++) {
		cew_buf_clear(&out);
		cew_text_visible(&out, cases[i].text);
		assert_string_equal(cew_buf_text(&out), cases[i].shown);
	}
	cew_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pct_encode), cmocka_unit_test(pct_decode), cmocka_unit_test(base64),
		cmocka_unit_test(sha256),     cmocka_unit_test(hmac),       cmocka_unit_test(constant_time),
		cmocka_unit_test(visible),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
