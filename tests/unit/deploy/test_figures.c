/* Figures for a cause: what the account has of what ran out, asked once and only where there is something to ask. */
#include "bench.h"

#include <string.h>

static const struct told failing[] = {
	OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	OF("a1", 1, "Ip", "AWS::EC2::EIP", "CREATE_FAILED", "The maximum number of addresses has been reached."),
	OWN("s2", 2, "ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create: [Ip]. "),
};
static const struct told odd[] = {
	OWN("s1", 0, "CREATE_IN_PROGRESS", "User Initiated"),
	OF("a1", 1, "Ip", "AWS::EC2::EIP", "CREATE_FAILED", "something never heard of"),
};

static struct account {
	unsigned asked;
	bool denied, synchronous, hangs;
	struct bench *b;
	cew_found_fn *done;
	void *arg;
	struct cew_found found;
	unsigned cancels;
} account;

static void answer(void *ctx)
{
	struct cew_error err;
	(void)ctx;
	cew_fail(&err, CEW_REFUSED, "not permitted");
	account.done(account.arg, account.denied ? &err : NULL, account.denied ? NULL : &account.found);
}

static uint64_t tell(cew_found_fn *done, void *arg)
{
	account.asked++;
	account.done = done;
	account.arg = arg;
	if (account.hangs)
		return 5;
	if (account.synchronous)
		answer(NULL);
	else
		cew_loop_after(account.b->loop, 0, answer, NULL);
	return 5;
}

static uint64_t quota(void *self, const char *region, const char *service, const char *code, CEW_TOLD_TO)
{
	static const struct cew_quota five = {.value = 5};
	(void)self;
	(void)region;
	(void)err;
	assert_string_equal(service, "ec2");
	assert_string_equal(code, "L-0263D0A3");
	account.found = (struct cew_found){.count = 1, .quotas = &five};
	return tell(done, arg);
}

static uint64_t addresses(void *self, CEW_TOLD_TO)
{
	static const struct cew_address list[] = {
		{"203.0.113.1", "eipalloc-1", "eipassoc-1", "eni-1", "", ""}, {"203.0.113.2", "eipalloc-2", "", "", "", ""},
		{"203.0.113.3", "eipalloc-3", "", "", "", ""},
	};
	(void)self;
	(void)err;
	account.found = (struct cew_found){.count = 3, .addresses = list};
	return tell(done, arg);
}

static void cancel_call(void *self, uint64_t call)
{
	(void)self;
	assert_int_equal(call, 5);
	account.cancels++;
}

static void follow(struct bench *b, const struct told *events, size_t count)
{
	const struct step steps[] = {
		{DESCRIBE, .about = "ce", .status = "ROLLBACK_IN_PROGRESS"}, {EVENTS, FIRST(events, count)}, {EVENTS, FIRST(events, count)},
		{EVENTS, FIRST(events, count)}, {EVENTS, .hangs = true},
	};
	struct cew_account calls = {.self = b, .quota = quota, .addresses = addresses, .cancel = cancel_call};
	account.b = b;
	b->config.account = &calls;
	SCRIPT(b, steps);
	bench_watch(b, "ce");
}

static void what_ran_out_is_told_with_what_is_free(void **state)
{
	struct bench *b = *state;
	for (int synchronous = 0; synchronous < 2; synchronous++) {
		account = (struct account){.synchronous = synchronous};
		follow(b, failing, 3);
		assert_int_equal(account.asked, 2); /* once */
		assert_string_equal(cew_deploy_root_cause(b->d)->figures,
		                    "us-east-1 has 3 Elastic IP addresses now, and 5 are allowed; not attached to anything: 203.0.113.2 "
		                    "(eipalloc-2), 203.0.113.3 (eipalloc-3)");
		cew_deploy_destroy(b->d);
		b->d = NULL;
	}
}

static void what_may_not_be_read_is_left_out(void **state)
{
	struct bench *b = *state;
	account = (struct account){.denied = true};
	follow(b, failing, 3);
	assert_string_equal(cew_deploy_root_cause(b->d)->figures, "");
	assert_null(cew_deploy_error(b->d));
}

static void nothing_is_asked_where_there_is_nothing_to_ask(void **state)
{
	account = (struct account){0};
	follow(*state, odd, 2);
	assert_int_equal(account.asked, 0);
}

static void leaving_cancels_it(void **state)
{
	struct bench *b = *state;
	account = (struct account){.hangs = true};
	follow(b, failing, 3);
	cew_deploy_destroy(b->d);
	b->d = NULL;
	assert_int_equal(account.cancels, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_ran_out_is_told_with_what_is_free),
		TEST(what_may_not_be_read_is_left_out),
		TEST(nothing_is_asked_where_there_is_nothing_to_ask),
		TEST(leaving_cancels_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
