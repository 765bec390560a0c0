/* A template that is too large for a request goes by way of S3: into the bucket that the operator named, or into one made
 * for the purpose, which nobody else can read and which forgets. CreateStack then carries its address. */
#include "machine.h"

#include <stdlib.h>
#include <string.h>

#define KEPT_DAYS 7
#define NAME_MAX_BYTES 64 /* a bucket's name has 63 characters at most */

/* ---- the end ---- */

static void failed(struct cew_deployment *d, const struct cew_error *err, const char *hint)
{
	struct cew_error told = *err;
	if (hint)
		cew_error_hint(&told, "%s", hint);
	d->under_way = d->in_doubt;
	deployment_stop(d, &told);
}

static const char *bucket_of(const struct cew_deployment *d, char own[NAME_MAX_BYTES])
{
	if (d->plan->template_bucket)
		return d->plan->template_bucket;
	cew_plan_own_bucket(d->plan, d->account_id, own);
	return own;
}

/* The body is the key: what is there under it already is the same. */
static char *key_of(const struct cew_plan *plan)
{
	return cew_fmt("templates/%s.%s", plan->template_hash, *plan->template_upload == '{' ? "json" : "yaml");
}

/* ---- steps ---- */

struct delivery_step {
	uint64_t (*start)(struct cew_deployment *d, const char *bucket, struct cew_error *err);
};

static void next(struct cew_deployment *d);

static void on_step(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_deployment *d = arg;
	(void)found;
	d->delivery.call = 0;
	d->delivery.told++;
	if (err) {
		failed(d, err, NULL);
		return;
	}
	d->delivery.step++;
	next(d);
}

#define STEP(name, call) \
	static uint64_t name(struct cew_deployment *d, const char *bucket, struct cew_error *err) { return call; }
#define BY d->account
STEP(create, BY.create_bucket(BY.self, bucket, d->plan->region, on_step, d, err))
STEP(block, BY.block_public_access(BY.self, bucket, d->account_id, on_step, d, err))
STEP(encrypt, BY.encrypt_bucket(BY.self, bucket, d->account_id, NULL, on_step, d, err))
STEP(expire, BY.expire_objects(BY.self, bucket, d->account_id, "templates/", KEPT_DAYS, on_step, d, err))

static uint64_t put(struct cew_deployment *d, const char *bucket, struct cew_error *err)
{
	const struct cew_plan *plan = d->plan;
	char *key = key_of(plan);
	struct cew_new_object what = {
		.bucket = bucket, .region = plan->region, .owner = d->account_id, .key = key,
		.content_type = *plan->template_upload == '{' ? "application/json" : "application/yaml",
		.data = plan->template_upload, .len = plan->sent_bytes,
	};
	uint64_t call = key ? d->account.put_object(d->account.self, &what, on_step, d, err) : 0;
	if (!key)
		cew_fail_memory(err);
	free(key);
	return call;
}

static const struct delivery_step steps[] = {{create}, {block}, {encrypt}, {expire}, {put}};
#define FIRST_PUT (CEW_COUNT(steps) - 1)

static void finish(struct cew_deployment *d)
{
	char own[NAME_MAX_BYTES];
	struct cew_error err;
	char *key = key_of(d->plan);
	d->delivery.url = key ? cew_plan_s3_address(bucket_of(d, own), key, d->plan->region) : NULL;
	free(key);
	if (!d->delivery.url) {
		cew_fail_memory(&err);
		failed(d, &err, NULL);
		return;
	}
	deployment_go(d, CEW_DEPLOY_SUBMITTING);
	submit_send(d);
}

static void next(struct cew_deployment *d)
{
	char own[NAME_MAX_BYTES];
	struct cew_error err;
	if (d->delivery.step == CEW_COUNT(steps)) {
		finish(d);
		return;
	}
	unsigned told = d->delivery.told;
	uint64_t call = steps[d->delivery.step].start(d, bucket_of(d, own), &err);
	if (d->delivery.told != told)
		return; /* told before the start returned */
	d->delivery.call = call;
	if (!call)
		failed(d, &err, NULL);
}

/* ---- the bucket ---- */

static void elsewhere(struct cew_deployment *d, const struct cew_bucket *bucket)
{
	struct cew_error err;
	cew_fail(&err, CEW_REFUSED, "bucket %s is in %s, and the stack is made in %s: CloudFormation reads templates from buckets of its own region",
	         bucket->name, bucket->region, d->plan->region);
	failed(d, &err, "name a bucket of the stack's region with --template-bucket, or leave that out");
}

static void on_bucket(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_deployment *d = arg;
	bool named = d->plan->template_bucket != NULL;
	d->delivery.call = 0;
	d->delivery.told++;
	if (err && err->status == CEW_NOT_FOUND && !named) {
		d->delivery.step = 0;
		next(d);
	} else if (err) {
		failed(d, err, err->status == CEW_NOT_FOUND ? "make the bucket, name one that is there with --template-bucket, or leave that out"
		               : err->status == CEW_REFUSED ? "it may be another account's; name a bucket of your own with --template-bucket"
		                                            : NULL);
	} else if (found->count && *found->buckets[0].region && strcmp(found->buckets[0].region, d->plan->region) != 0) {
		elsewhere(d, &found->buckets[0]);
	} else {
		d->delivery.step = FIRST_PUT;
		next(d);
	}
}

bool delivery_is_due(const struct cew_deployment *d)
{
	return d->plan->delivery == CEW_DELIVERY_S3 && !d->delivery.url;
}

void deliver(struct cew_deployment *d)
{
	struct cew_error err;
	char own[NAME_MAX_BYTES];
	if (!d->config.account) {
		cew_fail(&err, CEW_LIMIT, "the template is too large for a request, and there is no way to S3");
		failed(d, &err, "upload it to S3 and give its https:// address with --template");
		return;
	}
	deployment_go(d, CEW_DEPLOY_DELIVERING);
	unsigned told = d->delivery.told;
	uint64_t call = d->account.bucket(d->account.self, bucket_of(d, own), d->account_id, on_bucket, d, &err);
	if (d->delivery.told != told)
		return;
	d->delivery.call = call;
	if (!call)
		failed(d, &err, NULL);
}

void delivery_finish(struct cew_deployment *d)
{
	if (d->delivery.call)
		d->account.cancel(d->account.self, d->delivery.call);
	free(d->delivery.url);
}
