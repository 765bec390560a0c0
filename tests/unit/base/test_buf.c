/* Buffers and vectors, at their caps as well. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static void empty_buffer_is_a_text(void **state)
{
	struct cew_buf b;
	char *taken;

	(void)state;
	cew_buf_init(&b, 10);
	assert_null(b.data);
	assert_string_equal(cew_buf_text(&b), "");
	assert_int_equal(cew_buf_status(&b, NULL), CEW_OK);
	cew_buf_add(&b, NULL, 0);
	assert_null(b.data);
	taken = cew_buf_take(&b);
	assert_string_equal(taken, "");
	free(taken);
	cew_buf_finish(&b);
}

static void appends_in_all_ways(void **state)
{
	struct cew_buf b;

	(void)state;
	cew_buf_init(&b, 1000);
	cew_buf_str(&b, "one ");
	cew_buf_char(&b, '2');
	cew_buf_fmt(&b, " %s %d", "three", 4);
	cew_buf_fmt(&b, "%s", "");
	cew_buf_add(&b, "\0five", 5);
	assert_int_equal(b.len, 18);
	assert_memory_equal(b.data, "one 2 three 4\0five", 19);
	cew_buf_finish(&b);
	assert_null(b.data);
	assert_int_equal(b.max, 1000);
}

static void grows_to_exactly_the_cap(void **state)
{
	struct cew_buf b;

	(void)state;
	cew_buf_init(&b, 1000);
	for (int i = 0; i < 1000; i++)
		cew_buf_char(&b, 'x');
	assert_false(b.failed);
	assert_int_equal(b.len, 1000);
	assert_int_equal(b.cap, 1001);
	assert_int_equal(strlen(b.data), 1000);
	cew_buf_char(&b, 'y');
	assert_true(b.failed);
	assert_int_equal(b.len, 1000);
	cew_buf_finish(&b);
}

static void beyond_the_cap_fails_and_stays(void **state)
{
	struct cew_error err = {0};
	struct cew_buf b;

	(void)state;
	cew_buf_init(&b, 8);
	cew_buf_str(&b, "12345");
	cew_buf_fmt(&b, "%d", 6789);
	assert_true(b.failed);
	assert_string_equal(b.data, "12345");
	cew_buf_str(&b, "6"); /* would fit, but a text with a hole is worse than none */
	assert_string_equal(b.data, "12345");
	assert_int_equal(cew_buf_status(&b, &err), CEW_LIMIT);
	assert_int_equal(err.status, CEW_LIMIT);
	assert_non_null(strstr(err.what, "8 bytes"));
	assert_null(cew_buf_take(&b));

	cew_buf_clear(&b);
	cew_buf_str(&b, "fits");
	assert_int_equal(cew_buf_status(&b, &err), CEW_OK);
	assert_string_equal(b.data, "fits");
	cew_buf_finish(&b);
}

static void huge_lengths_do_not_wrap(void **state)
{
	struct cew_buf b;

	(void)state;
	cew_buf_init(&b, SIZE_MAX);
	cew_buf_str(&b, "abc");
	cew_buf_add(&b, "x", SIZE_MAX);
	assert_true(b.failed);
	assert_string_equal(b.data, "abc");
	cew_buf_finish(&b);
}

static void take_leaves_an_empty_buffer(void **state)
{
	struct cew_buf b;
	char *taken;

	(void)state;
	cew_buf_init(&b, 100);
	cew_buf_str(&b, "mine");
	taken = cew_buf_take(&b);
	assert_string_equal(taken, "mine");
	assert_null(b.data);
	assert_int_equal(b.len, 0);
	cew_buf_str(&b, "next");
	assert_string_equal(b.data, "next");
	assert_string_equal(taken, "mine");
	free(taken);
	cew_buf_wipe(&b);
	assert_null(b.data);
	assert_int_equal(b.max, 100);
}

static void strings(void **state)
{
	char *text = cew_strdup("a"), *formatted = cew_fmt("%s-%03d", "b", 7), *empty = cew_fmt("%s", "");

	(void)state;
	assert_string_equal(text, "a");
	assert_string_equal(formatted, "b-007");
	assert_string_equal(empty, "");
	assert_null(cew_strdup(NULL));
	free(text);
	free(formatted);
	free(empty);
}

static void vector_keeps_order(void **state)
{
	struct cew_vec v;

	(void)state;
	cew_vec_init(&v, sizeof(int));
	for (int i = 0; i < 100; i++)
		assert_int_equal(*(int *)cew_vec_push(&v, &i), i);
	assert_int_equal(v.len, 100);
	assert_int_equal(*(int *)cew_vec_insert(&v, 0, &(int){-1}), -1);
	assert_int_equal(*(int *)cew_vec_insert(&v, 50, &(int){-50}), -50);
	assert_int_equal(*(int *)cew_vec_insert(&v, 102, &(int){-102}), -102);
	assert_int_equal(*(int *)cew_vec_at(&v, 49), 48);
	assert_int_equal(*(int *)cew_vec_at(&v, 50), -50);
	assert_int_equal(*(int *)cew_vec_at(&v, 51), 49);
	assert_int_equal(*(int *)cew_vec_at(&v, 101), 99);
	cew_vec_remove(&v, 0);
	cew_vec_remove(&v, 49);
	cew_vec_remove(&v, 100);
	for (int i = 0; i < 100; i++)
		assert_int_equal(*(int *)cew_vec_at(&v, (size_t)i), i);
	cew_vec_finish(&v);
	assert_null(v.items);
	assert_int_equal(v.item_size, sizeof(int));
}

static void vector_edges(void **state)
{
	struct cew_vec v;

	(void)state;
	cew_vec_init(&v, sizeof(int64_t));
	assert_null(cew_vec_at(&v, 0));
	cew_vec_remove(&v, 0);
	assert_null(cew_vec_insert(&v, 1, &(int64_t){1}));
	assert_int_equal(*(int64_t *)cew_vec_push(&v, NULL), 0);
	assert_null(cew_vec_at(&v, 1));
	cew_vec_remove(&v, 1);
	assert_int_equal(v.len, 1);
	cew_vec_remove(&v, 0);
	assert_int_equal(v.len, 0);
	cew_vec_finish(&v);
}

static void vector_size_does_not_wrap(void **state)
{
	struct cew_vec v;

	(void)state;
	cew_vec_init(&v, SIZE_MAX / 4);
	assert_null(cew_vec_push(&v, NULL));
	assert_int_equal(v.len, 0);
	cew_vec_init(&v, 0);
	assert_null(cew_vec_push(&v, NULL));
	cew_vec_finish(&v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_buffer_is_a_text),
		cmocka_unit_test(appends_in_all_ways),
		cmocka_unit_test(grows_to_exactly_the_cap),
		cmocka_unit_test(beyond_the_cap_fails_and_stays),
		cmocka_unit_test(huge_lengths_do_not_wrap),
		cmocka_unit_test(take_leaves_an_empty_buffer),
		cmocka_unit_test(strings),
		cmocka_unit_test(vector_keeps_order),
		cmocka_unit_test(vector_edges),
		cmocka_unit_test(vector_size_does_not_wrap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
