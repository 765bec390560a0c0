/* Memory does not grow with the number of polls: a day of them finds what the first ones left. All of the program's own
 * allocations are counted, by functions that stand before the C library's. */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

static size_t blocks; /* that are out */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void __wrap_free(void *block);

void *__wrap_malloc(size_t size)
{
	void *block = __real_malloc(size);
	blocks += block != NULL;
	return block;
}

void *__wrap_calloc(size_t count, size_t size)
{
	void *block = __real_calloc(count, size);
	blocks += block != NULL;
	return block;
}

void *__wrap_realloc(void *block, size_t size)
{
	void *moved = __real_realloc(block, size);
	blocks += !block && moved;
	return moved;
}

void __wrap_free(void *block)
{
	blocks -= block != NULL;
	__real_free(block);
}

#define NESTED_ID "arn:aws:cloudformation:us-east-1:123456789012:stack/ce-Inner/7"

static const struct told creation[] = {
	OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	OF("a1", 1, "Net", "AWS::EC2::VPC", "CREATE_IN_PROGRESS", "Resource creation Initiated"),
	{"n1", 2, "Inner", STACK, "CREATE_IN_PROGRESS", "", "@", NESTED_ID, NULL, NULL},
};
static const struct told inner[] = {
	{"i1", 3, "Topic", "AWS::SNS::Topic", "CREATE_IN_PROGRESS", "", "@", "x", .stack_id = NESTED_ID, .stack_name = "ce-Inner"},
};

#define POLLS 5000 /* seven hours */

/* Polls of the stack and of the one nested in it, the stack itself every twelfth time, and trouble now and then. */
static size_t make_script(struct step *steps)
{
	size_t n = 0;
	steps[n++] = (struct step){DESCRIBE, .about = "ce", .status = "CREATE_IN_PROGRESS"};
	for (unsigned i = 1; i <= POLLS; i++) {
		if (i % 50 == 25)
			steps[n++] = (struct step){EVENTS, .fails = CEW_REFUSED, .code = "Throttling"};
		steps[n++] = (struct step){EVENTS, ALL(creation)};
		steps[n++] = (struct step){EVENTS, .about = NESTED_ID, ALL(inner)};
		if (i % 12 == 0)
			steps[n++] = (struct step){DESCRIBE, .status = "CREATE_IN_PROGRESS"};
	}
	steps[n++] = (struct step){EVENTS, .hangs = true};
	return n;
}

static void polls_leave_nothing_behind(void **state)
{
	struct bench *b = *state;
	struct step *steps = calloc(4 * POLLS, sizeof(*steps));
	assert_non_null(steps);
	size_t count = make_script(steps), early = 0;
	bench_script(b, steps, count);
	assert_int_equal(cew_deploy_watch(bench_deployment(b, false), "ce", NULL), CEW_OK);
	while (b->at < count) {
		assert_int_equal(cew_loop_step(b->loop, -1, NULL), CEW_OK);
		cew_buf_clear(&b->troubles); /* the bench's own, which keeps every one of them */
		if (b->at == 200)
			early = blocks;
	}
	assert_true(early > 0);
	assert_in_range(blocks, early - 4, early + 4); /* an answer that is under way */
	assert_int_equal(cew_deploy_event_count(b->d), 4);
	cew_deploy_destroy(b->d);
	b->d = NULL;
	free(steps);
}

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(polls_leave_nothing_behind)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
