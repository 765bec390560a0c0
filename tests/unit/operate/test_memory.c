/* Memory runs out at one allocation after the other: nothing breaks, nothing leaks, and the service is not left at 0 without a
 * word. The linker puts these functions before the allocator's own. */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static long left = -1; /* allocations until one fails; negative: none does */
static bool failed;

static bool fails(void)
{
	bool now = left >= 0 && left-- == 0;
	failed |= now;
	return now;
}

void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return fails() ? NULL : __real_realloc(old, size);
}

/* False where the loop itself has no memory, or nothing is under way any more. */
static bool turn(struct bench *b)
{
	return cew_loop_step(b->loop, 0, NULL) == CEW_OK || left < 0;
}

#define TURNS 3000 /* more than any of these takes */

static const char new_template[] = TEMPLATE_OF("2", "");

static void upgrade(struct bench *b, const struct cew_cfn_template *t)
{
	struct cew_upgrade_config config = {.site = b->site, .stack = "ce", .template = t, .prove_ms = 60000};
	struct cew_upgrade *u = cew_upgrade_create(&config, NULL, NULL);
	if (!u || cew_upgrade_start(u, NULL)) {
		cew_upgrade_destroy(u);
		return;
	}
	for (int i = 0; i < TURNS && !cew_upgrade_over(u); i++) {
		if (cew_upgrade_waits(u) && cew_upgrade_step(u) == CEW_UPGRADE_CONSENT)
			cew_upgrade_approve(u);
		b->mono_ms += 5000;
		turn(b);
	}
	/* Down, and over: then it is said, and the journal knows. */
	if (cew_upgrade_over(u) && b->desired == 0) {
		struct cew_journal_entry entry;
		left = -1;
		assert_true(cew_upgrade_service_stopped(u));
		assert_non_null(cew_upgrade_error(u));
		assert_int_equal(cew_upgrade_journal("ce", &entry, NULL), CEW_OK);
		cew_journal_entry_finish(&entry);
	}
	if (!failed)
		assert_true(cew_upgrade_ok(u));
	cew_upgrade_destroy(u);
}

static void survey(struct bench *b, const struct cew_cfn_template *t)
{
	struct cew_way way = {.local_port = 1};
	(void)t;
	for (int topic = 0; topic < CEW_SURVEY_TOPIC_COUNT; topic++) {
		struct cew_survey_config config = {.site = b->site, .topic = (enum cew_survey_topic)topic, .stack = "ce", .way = &way};
		struct cew_survey *s = cew_survey_create(&config, NULL, NULL);
		if (!s)
			continue;
		cew_survey_read(s);
		for (int i = 0; i < TURNS && cew_survey_reading(s); i++)
			turn(b);
		assert_true(cew_survey_error(s) || cew_survey_count(s) > 0 || cew_survey_reading(s));
		cew_survey_destroy(s);
	}
}

static void stacks(struct bench *b, const struct cew_cfn_template *t)
{
	(void)t;
	struct cew_stacks *s = cew_stacks_create(&b->site, NULL, NULL);
	if (!s)
		return;
	cew_stacks_read(s);
	for (int i = 0; i < TURNS && cew_stacks_reading(s); i++)
		turn(b);
	cew_stacks_destroy(s);
}

static void without_each(struct bench *b, void (*run)(struct bench *, const struct cew_cfn_template *))
{
	struct cew_cfn_template *t;
	assert_int_equal(cew_cfn_load("new.yaml", new_template, strlen(new_template), &t, NULL), CEW_OK);
	for (long n = 0;; n++) {
		bench_close(b);
		bench_open(b);
		failed = false;
		left = n;
		run(b, t);
		left = -1;
		if (!failed)
			break;
	}
	cew_cfn_destroy(t);
}

static void an_upgrade_without_memory(void **state) { without_each(*state, upgrade); }
static void surveys_without_memory(void **state) { without_each(*state, survey); }
static void a_list_without_memory(void **state) { without_each(*state, stacks); }

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(an_upgrade_without_memory), TEST(surveys_without_memory), TEST(a_list_without_memory)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
