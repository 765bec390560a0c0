/* Times and durations as text. */
#include "unit.h"

#include <string.h>

static void format(void **state)
{
	static const struct {
		int64_t ms;
		const char *text;
	} cases[] = {
		{0, "1970-01-01T00:00:00.000Z"},
		{1, "1970-01-01T00:00:00.001Z"},
		{-1, "1969-12-31T23:59:59.999Z"},
		{-86400000, "1969-12-31T00:00:00.000Z"},
		{1767323045678, "2026-01-02T03:04:05.678Z"},
		{951782400000, "2000-02-29T00:00:00.000Z"},
		{951868799999, "2000-02-29T23:59:59.999Z"},
		{951868800000, "2000-03-01T00:00:00.000Z"},
		{4107542400000, "2100-03-01T00:00:00.000Z"},
		{4107542399000, "2100-02-28T23:59:59.000Z"},
		{253402300799999, "9999-12-31T23:59:59.999Z"},
		{-62167219200000, "0000-01-01T00:00:00.000Z"},
		{INT64_MAX, "292278994-08-17T07:12:55.807Z"},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(cases); i++) {
		char out[CEW_TIME_MAX];

		cew_time_format(cases[i].ms, out);
		assert_string_equal(out, cases[i].text);
	}
}

static void parse(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} cases[] = {
		{"1970-01-01T00:00:00Z", 0},
		{"2026-01-02T03:04:05.678Z", 1767323045678},
		{"2026-01-02T03:04:05Z", 1767323045000},
		{"2026-01-02T03:04:05.6Z", 1767323045600},
		{"2026-01-02T03:04:05.678901234Z", 1767323045678},
		{"2026-01-02T03:04:05+00:00", 1767323045000},
		{"2026-01-02T05:34:05+02:30", 1767323045000},
		{"2026-01-01T22:04:05-05:00", 1767323045000},
		{"2026-01-02T02:34:05.678-00:30", 1767323045678},
		{"2000-02-29T00:00:00Z", 951782400000},
		{"2016-12-31T23:59:60Z", 1483228800000},
		{"1969-12-31T23:59:59.999Z", -1},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(cases); i++) {
		int64_t ms = 42;

		assert_true(cew_time_parse(cases[i].text, &ms));
		assert_int_equal(ms, cases[i].ms);
	}
}

static void parse_refuses(void **state)
{
	static const char *const cases[] = {
		"",
		"2026-01-02",
		"2026-01-02T03:04:05",
		"2026-01-02T03:04:05 Z",
		"2026-01-02 03:04:05Z",
		"2026-01-02T03:04:05Zx",
		"2026-01-02T03:04:05.Z",
		"2026-01-02T03:04Z",
		"26-01-02T03:04:05Z",
		"2026-1-02T03:04:05Z",
		"2026-00-02T03:04:05Z",
		"2026-13-02T03:04:05Z",
		"2026-01-00T03:04:05Z",
		"2026-01-32T03:04:05Z",
		"2026-02-29T03:04:05Z",
		"2100-02-29T03:04:05Z",
		"2026-04-31T03:04:05Z",
		"2026-01-02T24:00:00Z",
		"2026-01-02T03:60:05Z",
		"2026-01-02T03:04:61Z",
		"2026-01-02T03:04:05+2:00",
		"2026-01-02T03:04:05+02:60",
		"2026-01-02T03:04:05+24:00",
		"2026-01-02T03:04:05+02",
		"1700000000",
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(cases); i++) {
		int64_t ms = 42;

		assert_false(cew_time_parse(cases[i], &ms));
		assert_int_equal(ms, 42);
	}
	assert_false(cew_time_parse(NULL, &(int64_t){0}));
}

static void format_and_parse_agree(void **state)
{
	(void)state;
	/* A prime number of milliseconds, somewhat more than a day, over four centuries. */
	for (int64_t ms = -62135596800000; ms < 12622780800000; ms += 86400000011 * 3) {
		char out[CEW_TIME_MAX];
		int64_t again = 0;

		cew_time_format(ms, out);
		assert_true(cew_time_parse(out, &again));
		assert_int_equal(again, ms);
	}
}

static void durations(void **state)
{
	static const struct {
		int64_t ms;
		const char *text;
	} cases[] = {
		{0, "0:00"},           {999, "0:00"},           {7000, "0:07"},        {7999, "0:07"},
		{59999, "0:59"},       {60000, "1:00"},         {751000, "12:31"},     {3599999, "59:59"},
		{3600000, "1:00:00"},  {3729000, "1:02:09"},    {360000000, "100:00:00"}, {-5000, "0:00"},
		{INT64_MAX, "2562047788015:12:55"},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(cases); i++) {
		char out[CEW_TIME_MAX];

		cew_duration_format(cases[i].ms, out);
		assert_string_equal(out, cases[i].text);
	}
}

static void amz_date(void **state)
{
	char out[17];

	(void)state;
	cew_amz_date(1704164645999, out);
	assert_string_equal(out, "20240102T030405Z");
	cew_amz_date(0, out);
	assert_string_equal(out, "19700101T000000Z");
}

static void system_clock(void **state)
{
	const struct cew_clock *c = cew_clock_system();
	int64_t before = c->mono_ms(c->ctx);

	(void)state;
	assert_true(c->wall_ms(c->ctx) > 1704067200000);
	assert_true(c->mono_ms(c->ctx) >= before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(format),    cmocka_unit_test(parse),    cmocka_unit_test(parse_refuses),
		cmocka_unit_test(format_and_parse_agree), cmocka_unit_test(durations), cmocka_unit_test(amz_date),
		cmocka_unit_test(system_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
