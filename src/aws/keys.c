/* The client's keys: got when first needed, renewed before they end, kept while nothing better can be had. */
#include "keys.h"

#include "room.h"

#include <stdlib.h>
#include <string.h>

enum {
	SECOND_MS = 1000,
	MINUTE_MS = 60 * SECOND_MS,
	AFTER_FAILURE_MS = 30 * SECOND_MS,
	/* For keys that had ended when they were given: the giver is in trouble, and AWS may still take them. */
	STABLE_MS = 12 * MINUTE_MS,
	STABLE_SPREAD_MS = 8 * MINUTE_MS
};

static int64_t mono_ms(const struct cew_aws *aws)
{
	const struct cew_clock *clock = cew_loop_clock(aws->given.loop);

	return clock->mono_ms(clock->ctx);
}

static int64_t left_ms(const struct cew_aws *aws)
{
	return aws->keys.now.expires_ms ? aws->keys.now.expires_ms - aws_now_ms(aws) : INT64_MAX;
}

bool aws_keys_last(const struct cew_aws *aws)
{
	return aws->keys.now.access_key && left_ms(aws) > 0;
}

/* ---- what is known of them ---- */

static void set_text(char **to, const char *text)
{
	free(*to);
	*to = cew_strdup(text);
}

/* A last resort is nothing to speak of before it was there. */
static void describe(struct cew_aws *aws, const struct aws_source *source)
{
	set_text(&aws->keys.source, source->last_resort && source->kind == AWS_SOURCE_INSTANCE ? NULL : source->label);
	set_text(&aws->keys.renew, source->renew);
}

static void quiet(struct cew_aws *aws)
{
	int64_t left = left_ms(aws), wait = 0;

	if (left <= 0)
		wait = STABLE_MS + cew_random_below(aws->given.random, STABLE_SPREAD_MS);
	else if (left < AWS_KEYS_ADVISORY_MS) /* short-lived ones are not renewed at every call */
		wait = left / 2;
	if (left <= 0)
		aws_warn(aws, AWS_WARNING_KEYS, "by their date the keys of %s have ended already; AWS may refuse them. %s",
		         aws->keys.source ? aws->keys.source : "this client", aws->keys.renew ? aws->keys.renew : "");
	else
		aws_warn_no_more(aws, AWS_WARNING_KEYS);
	aws->keys.quiet_until_ms = wait > 0 ? mono_ms(aws) + wait : 0;
}

static void adopt(struct cew_aws *aws, struct aws_credentials *got)
{
	struct aws_keys *k = &aws->keys;

	if (!aws_credentials_same(&k->now, got))
		k->serial++;
	aws_credentials_finish(&k->now);
	k->now = *got;
	*got = (struct aws_credentials){0};
	k->error = (struct cew_error){0};
	k->absent = false;
	quiet(aws);
}

/* ---- getting them ---- */

static void log_end(const struct cew_aws *aws)
{
	char end[CEW_TIME_MAX] = "never";

	if (aws->keys.now.expires_ms)
		cew_time_format(aws->keys.now.expires_ms, end);
	cew_log(CEW_LOG_INFO, "aws", "keys of %s: %s, until %s", aws->keys.source ? aws->keys.source : "?",
	        aws->keys.now.access_key, end);
}

static void on_acquired(void *ctx, struct aws_credentials *got, const struct cew_error *err, bool absent)
{
	struct cew_aws *aws = ctx;
	struct aws_keys *k = &aws->keys;

	if (err) {
		k->error = *err;
		k->absent = absent;
		k->quiet_until_ms = mono_ms(aws) + AFTER_FAILURE_MS;
		cew_log(CEW_LOG_WARN, "aws", "no keys: %s", err->what);
	} else {
		describe(aws, aws_acquire_source(k->acquire));
		if (!k->source)
			set_text(&k->source, aws_acquire_source(k->acquire)->label);
		adopt(aws, got);
		log_end(aws);
	}
	aws_acquire_destroy(k->acquire);
	k->acquire = NULL;
	if (!k->starting)
		aws_calls_wake(aws, AWS_WAITS_FOR_KEYS, k->error.status != CEW_OK ? &k->error : NULL);
}

static enum cew_status make_plan(struct cew_aws *aws, struct aws_plan *plan, struct cew_error *err)
{
	struct aws_files files = {0};
	enum cew_status status = aws->given.access_key ? CEW_OK : aws_files_read(&files, err);

	if (status != CEW_OK) {
		aws->keys.absent = false;
		return status;
	}
	status = aws_plan_make(&aws->given, &aws->settings, &files, plan, &aws->keys.absent, err);
	aws_files_finish(&files);
	return status;
}

/* Afterwards either an acquisition is under way, or keys.error tells how it went. */
static void begin(struct cew_aws *aws)
{
	struct aws_keys *k = &aws->keys;
	struct aws_plan plan;

	k->error = (struct cew_error){0};
	k->quiet_until_ms = mono_ms(aws) + AFTER_FAILURE_MS;
	if (make_plan(aws, &plan, &k->error) != CEW_OK)
		return;
	k->acquire = aws_acquire_create(aws, &plan, on_acquired, aws);
	if (!k->acquire) {
		cew_fail_memory(&k->error);
		return;
	}
	k->starting = true;
	aws_acquire_run(k->acquire);
	k->starting = false;
}

static enum aws_readiness outcome(const struct cew_aws *aws, struct cew_error *err)
{
	if (aws->keys.acquire)
		return AWS_WAIT;
	if (aws->keys.error.status == CEW_OK)
		return AWS_READY;
	if (err)
		*err = aws->keys.error;
	return AWS_FAILED;
}

enum aws_readiness aws_keys_ready(struct cew_aws *aws, struct cew_error *err)
{
	struct aws_keys *k = &aws->keys;
	int64_t left = left_ms(aws);
	enum aws_readiness now;

	if (k->now.access_key && (left >= AWS_KEYS_ADVISORY_MS || (mono_ms(aws) < k->quiet_until_ms &&
	                                                           (left > 0 || k->error.status == CEW_OK))))
		return AWS_READY;
	if (!k->acquire)
		begin(aws);
	now = outcome(aws, err);
	if (k->now.access_key && now == AWS_WAIT && left >= AWS_KEYS_MANDATORY_MS)
		return AWS_READY;
	/* They serve as long as they last, whatever became of their renewal. */
	return now == AWS_FAILED && aws_keys_last(aws) ? AWS_READY : now;
}

enum aws_readiness aws_keys_renew(struct cew_aws *aws, uint64_t serial, struct cew_error *err)
{
	if (serial != aws->keys.serial)
		return AWS_READY;
	if (!aws->keys.acquire)
		begin(aws);
	return outcome(aws, err);
}

/* ---- beginning and end ---- */

void aws_keys_look(struct cew_aws *aws, const struct aws_files *files)
{
	struct aws_keys *k = &aws->keys;
	struct aws_plan plan;

	if (aws_plan_make(&aws->given, &aws->settings, files, &plan, &k->absent, &k->error) != CEW_OK)
		return;
	describe(aws, aws_plan_last(&plan));
	if (aws_plan_last(&plan)->kind == AWS_SOURCE_KEYS)
		adopt(aws, &plan.steps[plan.count - 1].keys);
	aws_plan_finish(&plan);
}

void aws_keys_finish(struct cew_aws *aws)
{
	aws_acquire_destroy(aws->keys.acquire);
	aws_credentials_finish(&aws->keys.now);
	free(aws->keys.source);
	free(aws->keys.renew);
	aws->keys = (struct aws_keys){0};
}

void cew_aws_renew(struct cew_aws *aws)
{
	struct aws_keys *k = &aws->keys;

	k->quiet_until_ms = 0;
	k->mfa.refused_until_ms = 0;
	if (k->now.access_key && left_ms(aws) == INT64_MAX)
		return; /* they last; AWS itself says when they do not */
	if (!k->acquire)
		begin(aws);
}

int64_t cew_aws_credential_expiry(const struct cew_aws *aws)
{
	return aws->keys.now.access_key && aws->keys.now.expires_ms ? aws->keys.now.expires_ms : -1;
}

const char *cew_aws_credential_source(const struct cew_aws *aws)
{
	return aws->keys.source ? aws->keys.source : "none";
}
