/* Making on the way: a topic with its key and subscription, and the secret with a certificate. */
#include <string.h>

#include "../base/certificates.h"
#include "bench.h"

#define NOW 1811808000000 /* 2027-06-01 */
#define TOPIC_ARN "arn:aws:sns:" REGION ":" ACCOUNT ":ce-events"

struct told {
	struct bench b;
	struct cew_making *m;
	unsigned times;
	bool failed, destroy;
	char hint[400], what[800], arn[200];
};

static void on_made(void *ctx, const struct cew_error *err, const struct cew_made *made)
{
	struct told *t = ctx;
	t->times++;
	t->failed = err != NULL;
	if (err)
		strcpy(t->hint, err->hint);
	strcpy(t->what, made->what);
	strcpy(t->arn, made->arn);
	if (t->destroy) {
		cew_making_destroy(t->m);
		t->m = NULL;
	}
}

static void start(struct told *t)
{
	static const struct cew_key key[] = {{"key-1", "arn:k", "Enabled", "CUSTOMER", "", true}};
	static const struct cew_topic topic[] = {{TOPIC_ARN}};
	static const struct cew_secret_entry secret[] = {{"arn:secret", "ce/ca", "", 0}};
	memset(t, 0, sizeof(*t));
	bench_start(&t->b, "");
	ANSWER(&t->b, "create_key", ITEMS(key));
	ANSWER(&t->b, "create_topic", ITEMS(topic));
	ANSWER(&t->b, "create_secret", ITEMS(secret));
}

static enum cew_status topic(struct told *t, const struct cew_topic_wish *wish, struct cew_error *err)
{
	struct cew_make_config config = {.random = &t->b.random, .account = &t->b.account, .operations = &t->b.operations};
	return cew_make_topic(&config, wish, on_made, t, &t->m, err);
}

static void end(struct told *t)
{
	cew_making_destroy(t->m);
	bench_finish(&t->b);
}

#define WISH .name = "ce-events", .account_id = ACCOUNT, .region = REGION

static void a_topic_has_a_key_and_a_subscription(void **state)
{
	struct told t;
	struct cew_error err;
	(void)state;
	start(&t);
	assert_int_equal(topic(&t, &(struct cew_topic_wish){WISH, .email = "ops@example.com"}, &err), CEW_OK);
	assert_int_equal(t.times, 1);
	assert_false(t.failed);
	assert_string_equal(t.arn, TOPIC_ARN);
	assert_string_equal(t.what, "KMS key key-1\nits alias alias/cewizard-ce-events\nSNS topic " TOPIC_ARN "\n"
	                            "subscription of ops@example.com, which waits for the answer to AWS's message\n");
	assert_non_null(strstr(t.b.calls, "\"Service\":[\"cloudformation.amazonaws.com\",\"sns.amazonaws.com\"]"));
	assert_non_null(strstr(t.b.calls, "arn:aws:iam::" ACCOUNT ":root"));
	assert_true(bench_called(&t.b, "create_alias alias/cewizard-ce-events"));
	assert_true(bench_called(&t.b, "create_topic alias/cewizard-ce-events"));
	end(&t);
}

static void a_key_of_an_earlier_try_is_used(void **state)
{
	static const struct cew_key_alias aliases[] = {{"alias/aws/sns", "", "k0"}, {"alias/cewizard-ce-events", "", "k1"}};
	struct told t;
	struct cew_error err;
	(void)state;
	start(&t);
	ANSWER(&t.b, "aliases", ITEMS(aliases));
	assert_int_equal(topic(&t, &(struct cew_topic_wish){WISH}, &err), CEW_OK);
	assert_string_equal(t.what, "SNS topic " TOPIC_ARN "\n");
	assert_true(bench_called(&t.b, "create_topic alias/cewizard-ce-events"));
	assert_null(strstr(t.b.calls, "create_key"));
	assert_null(strstr(t.b.calls, "subscribe"));
	end(&t);
}

static void a_given_key_or_none_is_taken_as_said(void **state)
{
	struct told t;
	struct cew_error err;
	(void)state;
	start(&t);
	assert_int_equal(topic(&t, &(struct cew_topic_wish){WISH, .key = "alias/ours"}, &err), CEW_OK);
	assert_string_equal(t.b.calls, "create_topic alias/ours|");
	end(&t);
	start(&t);
	t.destroy = true;
	assert_int_equal(topic(&t, &(struct cew_topic_wish){WISH, .plain = true}, &err), CEW_OK);
	assert_string_equal(t.b.calls, "create_topic ce-events|");
	assert_int_equal(t.times, 1);
	end(&t);
}

static void what_was_made_before_a_failure_is_told(void **state)
{
	struct told t;
	struct cew_error err;
	(void)state;
	start(&t);
	ANSWER(&t.b, "create_topic", .fails = CEW_REFUSED, .code = "AuthorizationError");
	assert_int_equal(topic(&t, &(struct cew_topic_wish){WISH}, &err), CEW_OK);
	assert_true(t.failed);
	assert_int_equal(t.times, 1);
	assert_string_equal(t.arn, "");
	assert_non_null(strstr(t.what, "KMS key key-1"));
	assert_non_null(strstr(t.hint, "what was made until now stays"));
	end(&t);
}

static void wishes_that_cannot_be_are_refused(void **state)
{
	static const struct cew_topic_wish wishes[] = {
		{WISH, .email = "nobody"}, {WISH, .email = "@example.com"}, {WISH, .email = "a b@example.com"},
		{.name = "", .account_id = ACCOUNT, .region = REGION}, {.name = "a topic", .account_id = ACCOUNT, .region = REGION},
	};
	struct told t;
	struct cew_error err;
	(void)state;
	start(&t);
	for (size_t i = 0; i < CEW_COUNT(wishes); i++)
		assert_int_equal(topic(&t, &wishes[i], &err), CEW_INVALID);
	assert_string_equal(t.b.calls, "");
	end(&t);
}

static enum cew_status certificate(struct told *t, const char *name, const char *pem, struct cew_error *err)
{
	struct cew_make_config config = {.random = &t->b.random, .account = &t->b.account};
	struct cew_certificate_wish wish = {.name = name, .pem = pem, .stack = "ce"};
	return cew_make_certificate(&config, &wish, NOW, on_made, t, &t->m, err);
}

static void a_certificate_becomes_a_secret(void **state)
{
	struct told t;
	struct cew_error err;
	(void)state;
	start(&t);
	assert_int_equal(certificate(&t, "ce/ca", PEM_ROOT, &err), CEW_OK);
	assert_false(t.failed);
	assert_string_equal(t.arn, "arn:secret");
	assert_string_equal(t.what, "secret ce/ca\n");
	assert_string_equal(t.b.calls, "create_secret ce/ca|");
	end(&t);
}

static void a_certificate_that_cannot_serve_is_not_sent(void **state)
{
	struct told t;
	struct cew_error err;
	(void)state;
	start(&t);
	assert_int_equal(certificate(&t, "ce/ca", PEM_SERVER, &err), CEW_INVALID);
	assert_int_equal(certificate(&t, "ce/ca", "", &err), CEW_INVALID);
	assert_int_equal(certificate(&t, "a secret", PEM_ROOT, &err), CEW_INVALID);
	assert_string_equal(t.b.calls, "");
	end(&t);
}

static void plans_are_told(void **state)
{
	struct cew_buf out;
	(void)state;
	cew_buf_init(&out, 4096);
	cew_make_topic_tell(&(struct cew_topic_wish){WISH, .email = "ops@example.com"}, &out);
	assert_non_null(strstr(cew_buf_text(&out), "alias/cewizard-ce-events"));
	assert_non_null(strstr(cew_buf_text(&out), "ops@example.com"));
	cew_buf_clear(&out);
	cew_make_topic_tell(&(struct cew_topic_wish){WISH, .plain = true}, &out);
	assert_string_equal(cew_buf_text(&out), "SNS topic ce-events in us-east-1\nnot encrypted\n");
	cew_buf_clear(&out);
	cew_make_certificate_tell(&(struct cew_certificate_wish){.name = "ce/ca"}, &out);
	assert_non_null(strstr(cew_buf_text(&out), "ce/ca"));
	cew_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_topic_has_a_key_and_a_subscription),
		cmocka_unit_test(a_key_of_an_earlier_try_is_used),
		cmocka_unit_test(a_given_key_or_none_is_taken_as_said),
		cmocka_unit_test(what_was_made_before_a_failure_is_told),
		cmocka_unit_test(wishes_that_cannot_be_are_refused),
		cmocka_unit_test(a_certificate_becomes_a_secret),
		cmocka_unit_test(a_certificate_that_cannot_serve_is_not_sent),
		cmocka_unit_test(plans_are_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
