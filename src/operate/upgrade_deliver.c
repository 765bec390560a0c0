/* A template that is too large for a request, brought to S3: into the bucket that the operator named, or into the program's
 * own, which is made if need be, which nobody else can read and which forgets. */
#include "upgrade.h"

#include <stdlib.h>
#include <string.h>

#define BUCKET_MAX 64 /* a bucket's name has 63 characters at most */
#define PREFIX "templates/"
#define KEPT_DAYS 7

static void next(struct cew_upgrade *u);

/* The plan that names the bucket has nothing else to say here. */
static const char *bucket_of(const struct cew_upgrade *u, char own[BUCKET_MAX])
{
	struct cew_plan place = {.region = u->site.region};
	if (u->bucket)
		return u->bucket;
	cew_plan_own_bucket(&place, u->account, own);
	return own;
}

/* The body's hash is in the key: what is there under it already is the same. */
static const char *key_of(struct cew_upgrade *u)
{
	return texts_fmt(&u->texts, PREFIX "%s.%s", u->template_hash, *u->template_body == '{' ? "json" : "yaml");
}

static void on_step(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_upgrade *u = ctx;
	(void)about;
	(void)found;
	if (err) {
		upgrade_stop(u, err);
		return;
	}
	u->delivery_step++;
	next(u);
}

/* ---- the steps: all but the last make the bucket ---- */

#define ACCOUNT &u->site.account
static void create(struct cew_upgrade *u, const char *bucket)
{
	ASK(&u->asker, ACCOUNT, create_bucket, on_step, u, NULL, bucket, u->site.region);
}

static void block(struct cew_upgrade *u, const char *bucket)
{
	ASK(&u->asker, ACCOUNT, block_public_access, on_step, u, NULL, bucket, u->account);
}

static void encrypt(struct cew_upgrade *u, const char *bucket)
{
	ASK(&u->asker, ACCOUNT, encrypt_bucket, on_step, u, NULL, bucket, u->account, NULL);
}

static void expire(struct cew_upgrade *u, const char *bucket)
{
	ASK(&u->asker, ACCOUNT, expire_objects, on_step, u, NULL, bucket, u->account, PREFIX, KEPT_DAYS);
}

static void put(struct cew_upgrade *u, const char *bucket)
{
	struct cew_new_object what = {
		.bucket = bucket, .region = u->site.region, .owner = u->account, .key = key_of(u), .data = u->template_body,
		.len = strlen(u->template_body), .content_type = *u->template_body == '{' ? "application/json" : "application/yaml",
	};
	ASK(&u->asker, ACCOUNT, put_object, on_step, u, NULL, &what);
}

static void (*const steps[])(struct cew_upgrade *, const char *) = {create, block, encrypt, expire, put};
#define FIRST_PUT (CEW_COUNT(steps) - 1)

static void next(struct cew_upgrade *u)
{
	char own[BUCKET_MAX];
	struct cew_error err;
	const char *bucket = bucket_of(u, own);
	if (u->delivery_step < CEW_COUNT(steps)) {
		steps[u->delivery_step](u, bucket);
		return;
	}
	u->template_url = cew_plan_s3_address(bucket, key_of(u), u->site.region);
	if (u->template_url)
		step_changes(u);
	else
		upgrade_stop(u, (cew_fail_memory(&err), &err));
}

static void on_bucket(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_upgrade *u = ctx;
	(void)found;
	if (err && (err->status != CEW_NOT_FOUND || u->bucket)) {
		struct cew_error told = *err;
		cew_error_hint(&told, "the template needs a bucket of your own, and %s is none that can be used; nothing was changed", about);
		upgrade_stop(u, &told);
		return;
	}
	u->delivery_step = err ? 0 : FIRST_PUT;
	next(u);
}

void upgrade_deliver(struct cew_upgrade *u)
{
	char own[BUCKET_MAX];
	const char *bucket = bucket_of(u, own);
	upgrade_note(u, texts_fmt(&u->texts, "the template goes to bucket %s first", bucket));
	ASK(&u->asker, ACCOUNT, bucket, on_bucket, u, bucket, bucket, u->account);
}
