/* A directory of form files replaces built-in ones by name and adds others. */
#include "support.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static size_t place_of(const struct bench *b, const char *id)
{
	size_t i = 0;
	while (i < cew_form_page_count(b->set) && strcmp(cew_form_page_at(b->set, i)->id, id) != 0)
		i++;
	return i;
}

static void test_replacing(void **state)
{
	struct bench *b = *state;
	must_load(b);
	size_t built_in = cew_form_page_count(b->set);
	assert_null(cew_form_field_find(b->set, "mine"));
	put(b, "network.yaml", "order: 70\ntitle: Mine\nstep: Mine\nfields:\n  - {id: mine, kind: text, label: M}\n");
	must_load(b);
	assert_int_equal(cew_form_page_count(b->set), built_in);
	assert_string_equal(page(b, "network")->title, "Mine");
	assert_null(cew_form_field_find(b->set, "VpcCIDR"));
	assert_non_null(cew_form_field_find(b->set, "ExistingVPCCidr"));
}

static void test_adding_in_order(void **state)
{
	struct bench *b = *state;
	put(b, "zebra.yaml", "order: 70\ntitle: Z\nstep: Z\n");
	put(b, "ahead.yaml", "order: -5\ntitle: A\nstep: A\n");
	put(b, "behind.yaml", "order: 999999\ntitle: B\nstep: B\n");
	must_load(b);
	assert_int_equal(place_of(b, "ahead"), 0);
	assert_int_equal(place_of(b, "zebra"), place_of(b, "network") + 1); /* pages of one order go by their names */
	assert_int_equal(place_of(b, "behind"), cew_form_page_count(b->set) - 1);
}

static void test_what_is_no_form_file(void **state)
{
	struct bench *b = *state;
	must_load(b);
	size_t built_in = cew_form_page_count(b->set);
	put(b, ".hidden.yaml", "broken: [");
	put(b, "network.yaml~", "broken: [");
	put(b, "README", "broken: [");
	must_load(b);
	assert_int_equal(cew_form_page_count(b->set), built_in);
}

/* Silence about these would leave their writer wondering. */
static void test_names_that_miss(void **state)
{
	static const char *const names[] = {
		"network.yml", "network.YAML",
		"a-name-that-is-sixty-four-bytes-long-with-its-dashes-and-letters.yaml",
	};
	struct bench *b = *state;
	for (size_t i = 0; i < CEW_COUNT(names); i++) {
		put(b, names[i], "order: 1\ntitle: T\nstep: S\n");
		assert_int_equal(load(b), CEW_INVALID);
		assert_string_equal(b->err.where, at(b, names[i], ""));
		assert_non_null(strstr(b->err.what, ".yaml"));
		assert_int_equal(unlink(at(b, names[i], "")), 0);
	}
}

static void test_unreadable(void **state)
{
	struct bench *b = *state;
	struct cew_form_set *set;
	struct cew_error err;
	assert_int_equal(mkdir(at(b, "folder.yaml", ""), 0700), 0);
	assert_int_equal(load(b), CEW_NOT_FOUND);
	assert_non_null(strstr(b->err.what, "folder.yaml"));
	assert_int_equal(cew_form_load(at(b, "nowhere", ""), NULL, 0, NULL, &set, &err), CEW_NOT_FOUND);
	assert_string_equal(err.where, at(b, "nowhere", ""));
}

static void test_size(void **state)
{
	struct bench *b = *state;
	static char text[300 * 1024];
	memset(text, '#', sizeof(text) - 1);
	put(b, "probe.yaml", text);
	assert_int_equal(load(b), CEW_LIMIT);
}

static void test_line_ends_and_byte_order_mark(void **state)
{
	struct bench *b = *state;
	put(b, "probe.yaml", "\xEF\xBB\xBForder: 1\r\ntitle: T\r\nstep: S\r\nfields:\r\n  - {id: a, kind: text, label: A}\r\n");
	must_load(b);
	assert_string_equal(page(b, "probe")->title, "T");
	put(b, "probe.yaml", "\xEF\xBB\xBForder: 1\r\ntitle: T\r\nstep: S\r\ncolour: red\r\n");
	assert_int_equal(load(b), CEW_INVALID);
	assert_string_equal(b->err.where, at(b, "probe.yaml", "4:1"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_replacing, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_adding_in_order, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_what_is_no_form_file, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_names_that_miss, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_unreadable, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_size, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_line_ends_and_byte_order_mark, bench_open, bench_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
