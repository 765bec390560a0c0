/* Errors: filled completely, cut visibly, safe to build upon themselves. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static void fail_sets_and_clears(void **state)
{
	struct cew_error err = {.where = "old", .hint = "old", .code = "old"};

	(void)state;
	assert_int_equal(cew_fail(&err, CEW_IO, "cannot read %s", "a.yaml"), CEW_IO);
	assert_int_equal(err.status, CEW_IO);
	assert_string_equal(err.what, "cannot read a.yaml");
	assert_string_equal(err.where, "");
	assert_string_equal(err.hint, "");
	assert_string_equal(err.code, "");
}

static void additions_return_the_status(void **state)
{
	struct cew_error err = {0};

	(void)state;
	cew_fail(&err, CEW_REFUSED, "no");
	assert_int_equal(cew_error_where(&err, "%s:%d:%d", "a.yaml", 3, 7), CEW_REFUSED);
	assert_int_equal(cew_error_hint(&err, "ask %s", "again"), CEW_REFUSED);
	assert_int_equal(cew_error_code(&err, "AccessDenied"), CEW_REFUSED);
	assert_string_equal(err.what, "no");
	assert_string_equal(err.where, "a.yaml:3:7");
	assert_string_equal(err.hint, "ask again");
	assert_string_equal(err.code, "AccessDenied");
	cew_error_code(&err, NULL);
	assert_string_equal(err.code, "");
}

static void null_error_is_allowed(void **state)
{
	(void)state;
	assert_int_equal(cew_fail(NULL, CEW_LIMIT, "x"), CEW_LIMIT);
	assert_int_equal(cew_error_where(NULL, "x"), CEW_FAILED);
	assert_int_equal(cew_error_hint(NULL, "x"), CEW_FAILED);
	assert_int_equal(cew_error_code(NULL, "x"), CEW_FAILED);
	assert_int_equal(cew_fail_memory(NULL), CEW_NO_MEMORY);
}

static void an_error_may_quote_itself(void **state)
{
	struct cew_error err = {0};

	(void)state;
	cew_fail(&err, CEW_IO, "inner");
	cew_error_where(&err, "here");
	cew_fail(&err, CEW_FAILED, "outer: %s at %s", err.what, err.where);
	assert_string_equal(err.what, "outer: inner at here");
}

static void long_text_is_cut_with_an_ellipsis(void **state)
{
	struct cew_error err = {0};
	char text[2000];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	cew_fail(&err, CEW_IO, "%s", text);
	assert_int_equal(strlen(err.what), sizeof(err.what) - 1);
	assert_string_equal(err.what + sizeof(err.what) - 4, "\xe2\x80\xa6");
	cew_error_code(&err, text);
	assert_string_equal(err.code + sizeof(err.code) - 4, "\xe2\x80\xa6");

	text[sizeof(err.what) - 1] = '\0';
	cew_fail(&err, CEW_IO, "%s", text);
	assert_string_equal(err.what, text);
}

/* Whatever the cut falls into, what is left is whole characters. */
static void cut_keeps_utf8_whole(void **state)
{
	struct cew_error err = {0};

	(void)state;
	for (size_t shift = 0; shift < 3; shift++) {
		char text[600] = "";
		size_t at = 0, len;

		memset(text, 'a', shift);
		for (size_t i = shift; i + 3 < sizeof(text) - 1; i += 3)
			memcpy(text + i, "\xe2\x82\xac", 4);
		cew_error_where(&err, "%s", text);
		len = strlen(err.where);
		assert_true(len < sizeof(err.where) && len > sizeof(err.where) - 7);
		while (at < len)
			assert_int_not_equal(cew_utf8_next(err.where, len, &at), 0xFFFD);
		assert_string_equal(err.where + len - 3, "\xe2\x80\xa6");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fail_sets_and_clears),
		cmocka_unit_test(additions_return_the_status),
		cmocka_unit_test(null_error_is_allowed),
		cmocka_unit_test(an_error_may_quote_itself),
		cmocka_unit_test(long_text_is_cut_with_an_ellipsis),
		cmocka_unit_test(cut_keeps_utf8_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
