/* Every allocation fails in turn. The sources are compiled in here with an allocator that says no when told to, so that
 * the program itself has no path for tests; the linker then takes nothing of these files from the library. */
#include "unit.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

static int allowed = -1; /* how many allocations still succeed; -1: all */

static bool may_allocate(void)
{
	if (allowed == 0)
		return false;
	allowed -= allowed > 0;
	return true;
}

static void *failing_malloc(size_t size)
{
	return may_allocate() ? malloc(size) : NULL;
}

static void *failing_calloc(size_t count, size_t size)
{
	return may_allocate() ? calloc(count, size) : NULL;
}

static void *failing_realloc(void *old, size_t size)
{
	return may_allocate() ? realloc(old, size) : NULL;
}

static char *failing_strdup(const char *text)
{
	return may_allocate() ? strdup(text) : NULL;
}

/* What is freed while it is watched must hold no "s" any more. */
static const void *watched;
static size_t watched_size;
static int watched_frees;

static void checking_free(void *memory)
{
	if (memory && memory == watched) {
		assert_null(memchr(memory, 's', watched_size));
		watched_frees++;
	}
	free(memory);
}

#undef strdup
#define free checking_free
#define malloc failing_malloc
#define calloc failing_calloc
#define realloc failing_realloc
#define strdup failing_strdup
#include "buf.c"
#include "loop.c"
#include "random.c"
#include "secret.c"
#include "sigv4.c"
#include "sigv4_canonical.c"
#include "vec.c"
#undef free
#undef malloc
#undef calloc
#undef realloc
#undef strdup

static int tear_down(void **state)
{
	(void)state;
	allowed = -1;
	return 0;
}

static void buffer_stays_as_it_was(void **state)
{
	struct cew_error err = {0};
	struct cew_buf b;

	(void)state;
	cew_buf_init(&b, 10000);
	cew_buf_str(&b, "first");
	allowed = 0;
	cew_buf_fmt(&b, "%500s", "more than fits");
	assert_true(b.failed);
	assert_string_equal(b.data, "first");
	assert_int_equal(cew_buf_status(&b, &err), CEW_NO_MEMORY);
	assert_int_equal(err.status, CEW_NO_MEMORY);
	allowed = -1;
	cew_buf_str(&b, "!");
	assert_string_equal(b.data, "first");
	cew_buf_clear(&b);
	cew_buf_str(&b, "again");
	assert_string_equal(b.data, "again");
	cew_buf_finish(&b);

	allowed = 0;
	assert_null(cew_buf_take(&b));
	assert_int_equal(cew_buf_status(&b, NULL), CEW_NO_MEMORY);
	cew_buf_finish(&b);
	assert_null(cew_fmt("%d", 1));
	assert_null(cew_strdup("a"));
}

/* Growing moves a text elsewhere, and a text may be a secret. */
static void growing_and_wiping_leave_nothing(void **state)
{
	struct cew_buf b;

	(void)state;
	watched_frees = 0;
	cew_buf_init(&b, 10000);
	cew_buf_str(&b, "sssss");
	watched = b.data;
	watched_size = b.cap;
	cew_buf_fmt(&b, "%500s", "s");
	assert_int_equal(watched_frees, 1);
	watched = b.data;
	watched_size = b.cap;
	cew_buf_wipe(&b);
	assert_int_equal(watched_frees, 2);
	watched = NULL;
}

static void vector_stays_as_it_was(void **state)
{
	struct cew_vec v;

	(void)state;
	cew_vec_init(&v, 1);
	while (v.len < 8)
		assert_non_null(cew_vec_push(&v, "x"));
	allowed = 0;
	assert_null(cew_vec_push(&v, "y"));
	assert_null(cew_vec_insert(&v, 0, "y"));
	assert_int_equal(v.len, 8);
	assert_memory_equal(v.items, "xxxxxxxx", 8);
	cew_vec_finish(&v);
}

static void secrets(void **state)
{
	(void)state;
	allowed = 0;
	assert_null(cew_secret_create("abc", 3));
	assert_null(cew_random_secret(cew_random_system(), "abc", 3));
	allowed = 1;
	assert_null(cew_random_secret(cew_random_system(), "abc", 3));
}

static void nothing(void *ctx)
{
	(void)ctx;
}

static void nothing_fd(void *ctx, int fd, short revents)
{
	(void)ctx;
	(void)fd;
	(void)revents;
}

static void loop(void **state)
{
	struct cew_error err = {0};
	struct cew_loop *l;

	(void)state;
	allowed = 0;
	assert_null(cew_loop_create(cew_clock_system()));
	allowed = 1;
	l = cew_loop_create(cew_clock_system());
	assert_non_null(l);
	assert_int_equal(cew_loop_after(l, 0, nothing, NULL), 0);
	assert_int_equal(cew_loop_watch(l, 0, POLLIN, nothing_fd, NULL), CEW_NO_MEMORY);
	allowed = 1;
	assert_int_equal(cew_loop_watch(l, 0, 0, nothing_fd, NULL), CEW_OK);
	assert_int_equal(cew_loop_step(l, 0, &err), CEW_NO_MEMORY);
	assert_int_equal(err.status, CEW_NO_MEMORY);
	allowed = -1;
	assert_int_equal(cew_loop_step(l, 0, &err), CEW_OK);
	cew_loop_destroy(l);
}

static void signing(void **state)
{
	static const struct cew_header headers[] = {{"Host", "example.amazonaws.com"}, {"X-Amz-Date", "20150830T123600Z"}};
	const struct cew_sigv4_request r = {
		"GET",       "/",       "Param2=value2&Param1=value1",
		headers,     2,         "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"20150830T123600Z", "us-east-1", "service", false};
	struct cew_secret *key = cew_secret_create("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", 40);
	enum cew_status status = CEW_NO_MEMORY;
	int failures = 0;

	(void)state;
	while (status != CEW_OK) {
		struct cew_sigv4_signature out;
		struct cew_error err = {0};

		allowed = failures;
		status = cew_sigv4_sign(&r, "AKIDEXAMPLE", key, &out, &err);
		if (status == CEW_OK) {
			assert_string_equal(out.signature, "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
		} else {
			assert_int_equal(status, CEW_NO_MEMORY);
			assert_int_equal(err.status, CEW_NO_MEMORY);
			failures++;
		}
		cew_sigv4_finish(&out);
	}
	assert_in_range(failures, 10, 100);
	cew_secret_destroy(key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(buffer_stays_as_it_was, tear_down),
		cmocka_unit_test_teardown(growing_and_wiping_leave_nothing, tear_down),
		cmocka_unit_test_teardown(vector_stays_as_it_was, tear_down),
		cmocka_unit_test_teardown(secrets, tear_down),
		cmocka_unit_test_teardown(loop, tear_down),
		cmocka_unit_test_teardown(signing, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
