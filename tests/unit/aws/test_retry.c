/* What is tried again, when, and until when. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <curl/curl.h>
#include <string.h>

#include "retry.h"

static void fill_with(void *ctx, void *out, size_t len)
{
	memset(out, *(const int *)ctx, len);
}

static const int zero = 0;
static const struct cew_random lowest = {fill_with, (void *)&zero};

static void answers_worth_another_try(void **state)
{
	static const struct {
		enum aws_service service;
		long status;
		const char *code;
		enum aws_retry_class class;
	} rows[] = {
		{AWS_CLOUDFORMATION, 400, "Throttling", AWS_RETRY_THROTTLED},
		{AWS_CLOUDFORMATION, 400, "RequestLimitExceeded", AWS_RETRY_THROTTLED},
		{AWS_CLOUDFORMATION, 429, "", AWS_RETRY_THROTTLED},
		{AWS_CLOUDFORMATION, 400, "LimitExceededException", AWS_RETRY_NONE},
		{AWS_CLOUDFORMATION, 500, "LimitExceededException", AWS_RETRY_NONE},
		{AWS_STS, 400, "LimitExceededException", AWS_RETRY_THROTTLED},
		{AWS_STS, 400, "RequestTimeout", AWS_RETRY_TRANSIENT},
		{AWS_CLOUDFORMATION, 500, "InternalFailure", AWS_RETRY_TRANSIENT},
		{AWS_CLOUDFORMATION, 502, "", AWS_RETRY_TRANSIENT},
		{AWS_CLOUDFORMATION, 503, "ServiceUnavailable", AWS_RETRY_TRANSIENT},
		{AWS_CLOUDFORMATION, 504, "", AWS_RETRY_TRANSIENT},
		{AWS_CLOUDFORMATION, 501, "", AWS_RETRY_NONE},
		{AWS_CLOUDFORMATION, 400, "ValidationError", AWS_RETRY_NONE},
		{AWS_CLOUDFORMATION, 403, "AccessDenied", AWS_RETRY_NONE},
		{AWS_CLOUDFORMATION, 400, "AlreadyExistsException", AWS_RETRY_NONE},
		{AWS_CLOUDFORMATION, 200, "", AWS_RETRY_NONE},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++)
		if (aws_retry_answer(rows[i].service, rows[i].status, rows[i].code) != rows[i].class)
			fail_msg("row %zu: %ld %s", i, rows[i].status, rows[i].code);
}

static void network_failures_worth_another_try(void **state)
{
	(void)state;
	assert_int_equal(aws_retry_network(CURLE_COULDNT_CONNECT), AWS_RETRY_TRANSIENT);
	assert_int_equal(aws_retry_network(CURLE_COULDNT_RESOLVE_HOST), AWS_RETRY_TRANSIENT);
	assert_int_equal(aws_retry_network(CURLE_RECV_ERROR), AWS_RETRY_TRANSIENT);
	assert_int_equal(aws_retry_network(CURLE_PARTIAL_FILE), AWS_RETRY_TRANSIENT);
	assert_int_equal(aws_retry_network(CURLE_OPERATION_TIMEDOUT), AWS_RETRY_TIMEOUT);
	assert_int_equal(aws_retry_network(CURLE_PEER_FAILED_VERIFICATION), AWS_RETRY_NONE);
	assert_int_equal(aws_retry_network(CURLE_SSL_CACERT_BADFILE), AWS_RETRY_NONE);
	assert_int_equal(aws_retry_network(CURLE_WRITE_ERROR), AWS_RETRY_NONE);
	assert_int_equal(aws_retry_network(CURLE_OK), AWS_RETRY_NONE);
}

static void clock_complaints(void **state)
{
	const char *late = "Signature expired: 20151221T200419Z is now earlier than 20151221T201450Z (20151221T201950Z - 5 min.)";

	(void)state;
	assert_true(aws_retry_clock("SignatureDoesNotMatch", late));
	assert_true(aws_retry_clock("SignatureDoesNotMatch", "Signature not yet current: A is still later than B (C + 5 min.)"));
	assert_true(aws_retry_clock("InvalidSignatureException", late));
	assert_true(aws_retry_clock("RequestExpired", ""));
	assert_true(aws_retry_clock("RequestTimeTooSkewed", ""));
	assert_false(aws_retry_clock("SignatureDoesNotMatch", "The request signature we calculated does not match"));
	assert_false(aws_retry_clock("ValidationError", late));
}

/* Each draws from all values up to the bound: the lowest draw is 0, and among many the highest comes near the bound. */
static void waits_between_nothing_and_the_bound(void **state)
{
	static const struct {
		int made;
		int64_t bound;
	} rows[] = {{1, 1000}, {2, 2000}, {3, 4000}, {5, 16000}, {6, 20000}, {60, 20000}};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		int64_t highest = 0;

		assert_int_equal(aws_retry_delay_ms(rows[i].made, -1, &lowest), 0);
		for (int n = 0; n < 2000; n++) {
			int64_t delay = aws_retry_delay_ms(rows[i].made, -1, cew_random_system());

			assert_in_range(delay, 0, rows[i].bound);
			if (delay > highest)
				highest = delay;
		}
		assert_true(highest > rows[i].bound * 9 / 10);
	}
}

static void waits_as_long_as_asked(void **state)
{
	(void)state;
	assert_int_equal(aws_retry_delay_ms(1, 3000, &lowest), 3000);
	assert_int_equal(aws_retry_delay_ms(1, 3600 * 1000, &lowest), 20000);
	assert_int_equal(aws_retry_delay_ms(1, 0, &lowest), 0);
}

static void the_quota_runs_out_and_recovers(void **state)
{
	struct aws_retry_quota q = {12};
	int cost = 0;

	(void)state;
	assert_true(aws_retry_spend(&q, AWS_RETRY_TRANSIENT, &cost));
	assert_int_equal(cost, 5);
	assert_int_equal(q.tokens, 7);
	assert_false(aws_retry_spend(&q, AWS_RETRY_TIMEOUT, &cost));
	assert_int_equal(cost, 5);
	aws_retry_repay(&q, cost);
	assert_true(aws_retry_spend(&q, AWS_RETRY_TIMEOUT, &cost));
	assert_int_equal(cost, 10);
	aws_retry_repay(&q, 0);
	assert_int_equal(q.tokens, 3);
	q.tokens = AWS_RETRY_QUOTA - 2;
	aws_retry_repay(&q, 5);
	assert_int_equal(q.tokens, AWS_RETRY_QUOTA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_worth_another_try), cmocka_unit_test(network_failures_worth_another_try),
		cmocka_unit_test(clock_complaints),          cmocka_unit_test(waits_between_nothing_and_the_bound),
		cmocka_unit_test(waits_as_long_as_asked),    cmocka_unit_test(the_quota_runs_out_and_recovers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
