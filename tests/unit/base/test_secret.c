/* Secrets: copies of their own, on pages of their own; and a process that keeps them. */
#include "unit.h"

#include <string.h>
#include <sys/resource.h>

static void secret_holds_a_copy(void **state)
{
	char source[] = "pass\0word";
	struct cew_secret *s = cew_secret_create(source, 9), *copy = cew_secret_copy(s);

	(void)state;
	memset(source, 'x', sizeof(source));
	assert_int_equal(cew_secret_len(s), 9);
	assert_memory_equal(cew_secret_text(s), "pass\0word", 10);
	cew_secret_destroy(s);
	assert_memory_equal(cew_secret_text(copy), "pass\0word", 10);
	cew_secret_destroy(copy);
}

static void secret_edges(void **state)
{
	struct cew_secret *empty = cew_secret_create(NULL, 0), *page;
	char text[4096];

	(void)state;
	assert_non_null(empty);
	assert_string_equal(cew_secret_text(empty), "");
	cew_secret_destroy(empty);

	memset(text, 'p', sizeof(text));
	page = cew_secret_create(text, sizeof(text));
	assert_int_equal(strlen(cew_secret_text(page)), sizeof(text));
	cew_secret_destroy(page);

	assert_string_equal(cew_secret_text(NULL), "");
	assert_int_equal(cew_secret_len(NULL), 0);
	assert_null(cew_secret_copy(NULL));
	cew_secret_destroy(NULL);
	assert_null(cew_secret_create("", SIZE_MAX));
	assert_null(cew_secret_create("", SIZE_MAX - 1));
}

/* A limit of none must not keep anybody from working. */
static void secret_works_without_locked_memory(void **state)
{
	struct rlimit old, none;
	struct cew_secret *s;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_MEMLOCK, &old), 0);
	none = (struct rlimit){0, old.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_MEMLOCK, &none), 0);
	s = cew_secret_create("abcd", 4);
	assert_string_equal(cew_secret_text(s), "abcd");
	cew_secret_destroy(s);
	assert_int_equal(setrlimit(RLIMIT_MEMLOCK, &old), 0);
}

static void wipe_overwrites(void **state)
{
	char text[] = "secret";
	const char zeros[sizeof(text)] = {0};

	(void)state;
	cew_wipe(text, sizeof(text));
	assert_memory_equal(text, zeros, sizeof(text));
	cew_wipe(NULL, 0);
}

static void harden_forbids_core_dumps(void **state)
{
	struct rlimit core;

	(void)state;
	cew_process_harden();
	assert_int_equal(getrlimit(RLIMIT_CORE, &core), 0);
	assert_int_equal(core.rlim_cur, 0);
	assert_int_equal(core.rlim_max, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(secret_holds_a_copy),
		cmocka_unit_test(secret_edges),
		cmocka_unit_test(secret_works_without_locked_memory),
		cmocka_unit_test(wipe_overwrites),
		cmocka_unit_test(harden_forbids_core_dumps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
