/* Large templates: by way of S3, into a bucket that is named or one made for the purpose; nothing is sent where that fails. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define NAME_IS_FREE {.call = IDENTITY}, {DESCRIBE, .about = "ce", .fails = CEW_NOT_FOUND}
#define OWN_BUCKET "cewizard-templates-123456789012-us-east-1"
#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* An S3 that answers in turn. */
struct s3 {
	enum cew_status bucket, put, create; /* CEW_OK: it succeeds */
	const char *region; /* that the bucket is in */
	bool hangs, unstarted;
	char calls[2048];
	size_t cancels;
};

static uint64_t tell(struct s3 *s, const char *call, const char *bucket, const char *owner, enum cew_status fails,
                     cew_found_fn *done, void *arg, struct cew_error *err)
{
	struct cew_bucket found = {bucket, s->region, 0};
	struct cew_error failed;
	size_t len = strlen(s->calls);
	snprintf(s->calls + len, sizeof(s->calls) - len, "%s %s%s%s|", call, bucket, owner ? " " : "", owner ? owner : "");
	if (s->unstarted) {
		cew_fail(err, CEW_UNREACHABLE, "no keys");
		return 0;
	}
	if (s->hangs)
		return 9;
	if (fails)
		cew_fail(&failed, fails, "%s did not work", call);
	done(arg, fails ? &failed : NULL, fails ? NULL : &(struct cew_found){.count = 1, .buckets = &found});
	return 9;
}

static uint64_t look(void *self, const char *bucket, const char *owner, CEW_TOLD_TO)
{
	return tell(self, "look", bucket, owner, ((struct s3 *)self)->bucket, done, arg, err);
}

static uint64_t make(void *self, const char *bucket, const char *region, CEW_TOLD_TO)
{
	return tell(self, "make", bucket, region, ((struct s3 *)self)->create, done, arg, err);
}

static uint64_t block(void *self, const char *bucket, const char *owner, CEW_TOLD_TO)
{
	return tell(self, "block", bucket, owner, CEW_OK, done, arg, err);
}

static uint64_t encrypt(void *self, const char *bucket, const char *owner, const char *key, CEW_TOLD_TO)
{
	assert_null(key);
	return tell(self, "encrypt", bucket, owner, CEW_OK, done, arg, err);
}

static uint64_t expire(void *self, const char *bucket, const char *owner, const char *prefix, int days, CEW_TOLD_TO)
{
	assert_string_equal(prefix, "templates/");
	assert_int_equal(days, 7);
	return tell(self, "expire", bucket, owner, CEW_OK, done, arg, err);
}

static uint64_t put(void *self, const struct cew_new_object *what, CEW_TOLD_TO)
{
	assert_string_equal(what->key, "templates/" HASH ".yaml");
	assert_string_equal(what->region, "us-east-1");
	assert_int_equal(what->len, 10);
	assert_memory_equal(what->data, "Resources:", 10);
	return tell(self, "put", what->bucket, what->owner, ((struct s3 *)self)->put, done, arg, err);
}

static void cancel(void *self, uint64_t call)
{
	assert_int_equal(call, 9);
	((struct s3 *)self)->cancels++;
}

/* ---- runs ---- */

struct run {
	struct s3 s3;
	struct cew_account account;
	struct planned p;
};

static void begin(struct run *r, struct bench *b, const char *bucket)
{
	static const struct step steps[] = {NAME_IS_FREE, {CREATE, .about = "ce", .hangs = true}};
	planned_open(&r->p);
	r->p.plan.delivery = CEW_DELIVERY_S3;
	r->p.plan.template_body = NULL;
	r->p.plan.template_upload = "Resources:";
	r->p.plan.sent_bytes = 10;
	r->p.plan.template_bucket = bucket;
	strcpy(r->p.plan.template_hash, HASH);
	r->account = (struct cew_account){.self = &r->s3, .bucket = look, .create_bucket = make, .block_public_access = block,
	                                  .encrypt_bucket = encrypt, .expire_objects = expire, .put_object = put, .cancel = cancel};
	b->config.account = &r->account;
	SCRIPT(b, steps);
}

static void submit(struct run *r, struct bench *b, const char *bucket)
{
	begin(r, b, bucket);
	assert_int_equal(cew_deploy_submit(bench_deployment(b, true), &r->p.plan, NULL), CEW_OK);
	while (cew_deploy_state(b->d) != CEW_DEPLOY_STOPPED && b->requests == 0 && !r->s3.hangs)
		assert_int_equal(cew_loop_step(b->loop, 1000, NULL), CEW_OK);
}

static void end(struct run *r, struct bench *b)
{
	cew_deploy_destroy(b->d);
	b->d = NULL;
	planned_close(&r->p);
}

static void a_bucket_is_made_for_the_purpose(void **state)
{
	struct bench *b = *state;
	struct run r = {.s3 = {.bucket = CEW_NOT_FOUND, .region = ""}};
	submit(&r, b, NULL);
	assert_string_equal(r.s3.calls, "look " OWN_BUCKET " 123456789012|make " OWN_BUCKET " us-east-1|block " OWN_BUCKET " 123456789012|"
	                                "encrypt " OWN_BUCKET " 123456789012|expire " OWN_BUCKET " 123456789012|put " OWN_BUCKET " 123456789012|");
	assert_int_equal(b->requests, 1);
	assert_non_null(strstr(cew_buf_text(&b->request), "https://" OWN_BUCKET ".s3.us-east-1.amazonaws.com/templates/" HASH ".yaml"));
	assert_string_equal(cew_buf_text(&b->states), "identifying looking submitting delivering submitting");
	end(&r, b);
}

static void one_that_is_there_is_used(void **state)
{
	static const struct { const char *named, *url; } rows[] = {
		{NULL, "https://" OWN_BUCKET ".s3."},
		{"ours", "https://ours.s3.us-east-1.amazonaws.com/templates/"},
		{"our.templates", "https://s3.us-east-1.amazonaws.com/our.templates/templates/"},
	};
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct bench b;
		struct run r = {.s3 = {.region = "us-east-1"}};
		(void)state;
		bench_open(&b);
		submit(&r, &b, rows[i].named);
		assert_null(strstr(r.s3.calls, "make"));
		assert_non_null(strstr(r.s3.calls, "put "));
		assert_non_null(strstr(cew_buf_text(&b.request), rows[i].url));
		end(&r, &b);
		bench_close(&b);
	}
}

static void what_stands_in_the_way_is_told_and_nothing_is_sent(void **state)
{
	static const struct {
		struct s3 s3;
		const char *named, *what, *hint;
	} rows[] = {
		{{.bucket = CEW_NOT_FOUND, .region = ""}, "ours", "look did not work", "make the bucket"},
		{{.bucket = CEW_REFUSED, .region = ""}, "ours", "look did not work", "another account"},
		{{.bucket = CEW_UNREACHABLE, .region = ""}, NULL, "look did not work", ""},
		{{.region = "eu-west-1"}, "ours", "is in eu-west-1", "--template-bucket"},
		{{.bucket = CEW_NOT_FOUND, .create = CEW_REFUSED, .region = ""}, NULL, "make did not work", ""},
		{{.put = CEW_REFUSED, .region = ""}, NULL, "put did not work", ""},
		{{.unstarted = true, .region = ""}, NULL, "no keys", ""},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct bench b;
		struct run r = {.s3 = rows[i].s3};
		bench_open(&b);
		submit(&r, &b, rows[i].named);
		assert_int_equal(cew_deploy_state(b.d), CEW_DEPLOY_STOPPED);
		assert_non_null(strstr(cew_deploy_error(b.d)->what, rows[i].what));
		assert_non_null(strstr(cew_deploy_error(b.d)->hint, rows[i].hint));
		assert_int_equal(b.requests, 0);
		char *journal = journal_text(&b);
		assert_non_null(journal);
		assert_null(strstr(journal, "\"open\":true"));
		free(journal);
		end(&r, &b);
		bench_close(&b);
	}
}

static void without_an_account_it_is_refused(void **state)
{
	struct bench *b = *state;
	struct run r = {.s3 = {.region = ""}};
	begin(&r, b, NULL);
	b->config.account = NULL;
	assert_int_equal(cew_deploy_submit(bench_deployment(b, true), &r.p.plan, NULL), CEW_OK);
	while (cew_deploy_state(b->d) != CEW_DEPLOY_STOPPED)
		assert_int_equal(cew_loop_step(b->loop, 1000, NULL), CEW_OK);
	assert_int_equal(cew_deploy_error(b->d)->status, CEW_LIMIT);
	end(&r, b);
}

static void leaving_cancels_the_call(void **state)
{
	struct bench *b = *state;
	struct run r = {.s3 = {.hangs = true, .region = ""}};
	submit(&r, b, NULL);
	while (!*r.s3.calls)
		assert_int_equal(cew_loop_step(b->loop, 1000, NULL), CEW_OK);
	assert_int_equal(cew_deploy_state(b->d), CEW_DEPLOY_DELIVERING);
	end(&r, b);
	assert_int_equal(r.s3.cancels, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_bucket_is_made_for_the_purpose),
		TEST(one_that_is_there_is_used),
		TEST(what_stands_in_the_way_is_told_and_nothing_is_sent),
		TEST(without_an_account_it_is_refused),
		TEST(leaving_cancels_the_call),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
