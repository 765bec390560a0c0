/* What is drawn from a source of randomness, by injected sources. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static void below_takes_the_remainder(void **state)
{
	struct fake_random r;

	(void)state;
	fake_random_init(&r, "\x0b\x00\x00\x00\x00\x01\x00\x00", 8);
	assert_int_equal(cew_random_below(&r.random, 10), 1);
	assert_int_equal(cew_random_below(&r.random, 10), 6); /* 256 */
	assert_int_equal(r.at, 8);
}

/* 2^32 is 4 more than a multiple of 6: its last four numbers would favour 0 to 3. */
static void below_refuses_the_uneven_rest(void **state)
{
	struct fake_random r;

	(void)state;
	fake_random_init(&r, "\xff\xff\xff\xff\xfc\xff\xff\xff\xfb\xff\xff\xff", 12);
	assert_int_equal(cew_random_below(&r.random, 6), 5);
	assert_int_equal(r.at, 12);
	fake_random_init(&r, "\xff\xff\xff\xff", 4);
	assert_int_equal(cew_random_below(&r.random, 8), 7);
	fake_random_init(&r, "\xff\xff\xff\xff\xfe\xff\xff\xff", 8);
	assert_int_equal(cew_random_below(&r.random, UINT32_MAX), UINT32_MAX - 1);
}

static void below_one_needs_no_randomness(void **state)
{
	struct fake_random r;

	(void)state;
	fake_random_init(&r, "", 0);
	assert_int_equal(cew_random_below(&r.random, 1), 0);
	assert_int_equal(cew_random_below(&r.random, 0), 0);
}

/* Every value of a small generator once: each result must come up equally often. */
static void counting_fill(void *ctx, void *out, size_t len)
{
	uint32_t *next = ctx;
	uint32_t value = (*next)++ * 2863311531u; /* odd, so that it visits all numbers */
	unsigned char bytes[4] = {(unsigned char)value, (unsigned char)(value >> 8), (unsigned char)(value >> 16),
	                          (unsigned char)(value >> 24)};

	assert_int_equal(len, sizeof(bytes));
	memcpy(out, bytes, sizeof(bytes));
}

static void below_is_even(void **state)
{
	uint32_t next = 0;
	const struct cew_random r = {counting_fill, &next};
	int seen[7] = {0};

	(void)state;
	for (int i = 0; i < 70000; i++)
		seen[cew_random_below(&r, 7)]++;
	for (size_t i = 0; i < CEW_COUNT(seen); i++)
		assert_in_range(seen[i], 9900, 10100);
}

static void uuid_has_version_and_variant(void **state)
{
	static const unsigned char bytes[] = {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0xff, 0x77,
	                                      0xff, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff};
	static const unsigned char zeros[16] = {0};
	struct fake_random r;
	char out[37];

	(void)state;
	fake_random_init(&r, bytes, sizeof(bytes));
	cew_uuid(&r.random, out);
	assert_string_equal(out, "00112233-4455-4f77-bf99-aabbccddeeff");
	fake_random_init(&r, zeros, sizeof(zeros));
	cew_uuid(&r.random, out);
	assert_string_equal(out, "00000000-0000-4000-8000-000000000000");
}

static void system_source_differs(void **state)
{
	char a[37], b[37];

	(void)state;
	cew_uuid(cew_random_system(), a);
	cew_uuid(cew_random_system(), b);
	assert_string_not_equal(a, b);
	assert_int_equal(strspn(a, "0123456789abcdef-"), 36);
}

static void secret_draws_from_the_alphabet(void **state)
{
	struct fake_random r;
	struct cew_secret *s;

	(void)state;
	fake_random_init(&r, "\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0", 16);
	s = cew_random_secret(&r.random, "abc", 4);
	assert_string_equal(cew_secret_text(s), "abca");
	assert_int_equal(cew_secret_len(s), 4);
	cew_secret_destroy(s);

	s = cew_random_secret(cew_random_system(), "xyz", 500);
	assert_int_equal(strspn(cew_secret_text(s), "xyz"), 500);
	assert_non_null(strchr(cew_secret_text(s), 'x'));
	assert_non_null(strchr(cew_secret_text(s), 'z'));
	cew_secret_destroy(s);

	assert_null(cew_random_secret(cew_random_system(), "", 4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(below_takes_the_remainder),
		cmocka_unit_test(below_refuses_the_uneven_rest),
		cmocka_unit_test(below_one_needs_no_randomness),
		cmocka_unit_test(below_is_even),
		cmocka_unit_test(uuid_has_version_and_variant),
		cmocka_unit_test(system_source_differs),
		cmocka_unit_test(secret_draws_from_the_alphabet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
