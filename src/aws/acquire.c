/* A plan's steps, one after the other. */
#include "acquire.h"

#include "room.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

struct aws_acquire {
	struct cew_aws *aws;
	struct aws_plan plan;
	size_t at; /* the step that is being taken */
	bool started;
	struct aws_credentials got; /* by the steps so far */
	void *state;
	aws_acquired_fn *done;
	void *ctx;
};

static const struct aws_way *const ways[] = {
	[AWS_SOURCE_KEYS] = &aws_way_keys,
	[AWS_SOURCE_ROLE] = &aws_way_role,
	[AWS_SOURCE_WEB] = &aws_way_web,
	[AWS_SOURCE_SSO] = &aws_way_sso,
	[AWS_SOURCE_PROCESS] = &aws_way_process,
	[AWS_SOURCE_CONTAINER] = &aws_way_container,
	[AWS_SOURCE_INSTANCE] = &aws_way_instance,
};
static_assert(CEW_COUNT(ways) == AWS_SOURCE_KIND_COUNT, "every source needs its way");

struct aws_acquire *aws_acquire_create(struct cew_aws *aws, struct aws_plan *plan, aws_acquired_fn *done, void *ctx)
{
	struct aws_acquire *q = calloc(1, sizeof(*q));

	if (!q) {
		aws_plan_finish(plan);
		return NULL;
	}
	q->aws = aws;
	q->plan = *plan;
	q->done = done;
	q->ctx = ctx;
	return q;
}

static void stop_step(struct aws_acquire *q)
{
	if (!q->started)
		return;
	q->started = false;
	ways[q->plan.steps[q->at].kind]->stop(q);
	free(q->state);
	q->state = NULL;
}

void aws_acquire_destroy(struct aws_acquire *q)
{
	if (!q)
		return;
	stop_step(q);
	aws_credentials_finish(&q->got);
	aws_plan_finish(&q->plan);
	free(q);
}

void aws_acquire_run(struct aws_acquire *q)
{
	q->started = true;
	ways[q->plan.steps[q->at].kind]->start(q);
}

const struct aws_source *aws_acquire_source(const struct aws_acquire *q)
{
	return &q->plan.steps[q->at];
}

/* ---- for the ways ---- */

struct cew_aws *aws_acquire_client(const struct aws_acquire *q)
{
	return q->aws;
}

const struct aws_credentials *aws_acquire_base(const struct aws_acquire *q)
{
	return &q->got;
}

void *aws_acquire_state(const struct aws_acquire *q)
{
	return q->state;
}

void *aws_acquire_take_state(struct aws_acquire *q, size_t size)
{
	struct cew_error err = {0};
	void *state = calloc(1, size);

	if (state) {
		q->state = state;
	} else { /* which is the end of q */
		cew_fail_memory(&err);
		aws_acquire_fail_with(q, &err);
	}
	return state;
}

void aws_acquire_end(struct aws_acquire *q, struct aws_credentials *got)
{
	stop_step(q);
	aws_credentials_finish(&q->got);
	q->got = *got;
	*got = (struct aws_credentials){0};
	if (q->at + 1 == q->plan.count) {
		q->done(q->ctx, &q->got, NULL, false);
		return;
	}
	q->at++;
	aws_acquire_run(q);
}

void aws_acquire_fail_with(struct aws_acquire *q, const struct cew_error *err)
{
	struct cew_error copy = *err;

	cew_error_where(&copy, "%s", aws_acquire_source(q)->place);
	stop_step(q);
	q->done(q->ctx, NULL, &copy, false);
}

void aws_acquire_fail(struct aws_acquire *q, const char *hint, const char *fmt, ...)
{
	struct cew_error err = {0};
	struct cew_buf text;
	va_list args;

	cew_buf_init(&text, 4096);
	va_start(args, fmt);
	cew_buf_vfmt(&text, fmt, args);
	va_end(args);
	cew_fail(&err, CEW_UNREACHABLE, "%s", cew_buf_text(&text));
	cew_error_hint(&err, "%s", hint ? hint : aws_acquire_source(q)->renew);
	cew_buf_finish(&text);
	aws_acquire_fail_with(q, &err);
}

void aws_acquire_fail_absent(struct aws_acquire *q, const char *why)
{
	struct cew_error err = {0};

	if (!aws_acquire_source(q)->last_resort) {
		aws_acquire_fail(q, NULL, "%s gets its keys from the instance, but %s", aws_plan_last(&q->plan)->place, why);
		return;
	}
	aws_plan_none(&q->aws->settings, why, &err);
	stop_step(q);
	q->done(q->ctx, NULL, &err, true);
}

bool aws_keys_read(const struct aws_xml_node *n, const char *token_name, struct aws_credentials *out, struct cew_error *err)
{
	const char *access_key = aws_xml_text(n, "AccessKeyId"), *secret_key = aws_xml_text(n, "SecretAccessKey");
	const char *end = aws_xml_text(n, "Expiration"), *fault;
	int64_t expires_ms = 0;

	if (!*access_key || !*secret_key) {
		cew_fail(err, CEW_UNREACHABLE, "it has no %s", *access_key ? "SecretAccessKey" : "AccessKeyId");
		return false;
	}
	fault = aws_credentials_fault(access_key);
	fault = fault ? fault : aws_credentials_fault(secret_key);
	fault = fault ? fault : aws_credentials_fault(aws_xml_text(n, token_name));
	if (fault) {
		cew_fail(err, CEW_UNREACHABLE, "a key in it has %s in it", fault);
		return false;
	}
	if (*end && !cew_time_parse(end, &expires_ms)) {
		cew_fail(err, CEW_UNREACHABLE, "its Expiration is no time: %.40s", end);
		return false;
	}
	return aws_credentials_make(access_key, secret_key, aws_xml_text(n, token_name), expires_ms, out, err) == CEW_OK;
}

/* ---- keys that stand there ---- */

static void start_keys(struct aws_acquire *q)
{
	struct aws_source *source = &q->plan.steps[q->at];
	struct aws_credentials keys = source->keys;

	source->keys = (struct aws_credentials){0};
	aws_acquire_end(q, &keys);
}

static void stop_keys(struct aws_acquire *q)
{
	(void)q;
}

const struct aws_way aws_way_keys = {start_keys, stop_keys};
