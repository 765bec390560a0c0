/* S3: buckets and objects, where they are, and what protects them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "aws_env.h"
#include "looked.h"

#define NS " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\""
#define ID "x-amz-request-id: R\r\nx-amz-id-2: I\r\n"
#define S3(status, headers, body) {status, ID headers, body, 0, KEEP}
#define S3_ERROR(status, headers, code, more) \
	S3(status, headers "Content-Type: application/xml\r\n", \
	   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" code "</Code><Message>words</Message>" more \
	   "<RequestId>R</RequestId><HostId>I</HostId></Error>")

static void print_buckets(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++)
		fixture_add(f, "%s|%s|%lld\n", found->buckets[i].name, found->buckets[i].region, (long long)found->buckets[i].created_ms);
}

static void print_objects(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++)
		fixture_add(f, "%s|%s|%lld\n", found->objects[i].etag, found->objects[i].version, (long long)found->objects[i].size);
}

static void print_count(struct fixture *f, const struct cew_found *found)
{
	fixture_add(f, "%zu\n", found->count);
}

static uint64_t put_object(const struct cew_account *a, cew_found_fn *done, void *arg, struct cew_error *err)
{
	const struct cew_new_object what = {.bucket = "my-bucket", .owner = "111122223333", .key = "a b/t+x.yaml",
	                                    .content_type = "text/yaml", .data = "hello", .len = 5};

	return a->put_object(a->self, &what, TOLD);
}

START(buckets, a->buckets(a->self, TOLD))
START(bucket, a->bucket(a->self, "my-bucket", "111122223333", TOLD))
START(create, a->create_bucket(a->self, "my-bucket", NULL, TOLD))
START(create_first, a->create_bucket(a->self, "my-bucket", "us-east-1", TOLD))
START(block, a->block_public_access(a->self, "my-bucket", "111122223333", TOLD))
START(encrypt, a->encrypt_bucket(a->self, "my-bucket", NULL, NULL, TOLD))
START(encrypt_with_key, a->encrypt_bucket(a->self, "my-bucket", NULL, "alias/a&b", TOLD))
START(expire, a->expire_objects(a->self, "my-bucket", NULL, "templates/", 1, TOLD))
START(object, a->object(a->self, "my-bucket", NULL, "t.yaml", TOLD))

#define LOCATION(region) \
	"<CreateBucketConfiguration" NS "><LocationConstraint>" region "</LocationConstraint></CreateBucketConfiguration>"

/* The server is an address, which has no names below it: the bucket is in the path. */
static void calls(void **state)
{
	static const struct looked rows[] = {
		{.name = "buckets", .start = buckets, .print = print_buckets, .service = "s3", .requests = "GET /\n",
		 .replies = {S3("200 OK", "", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListAllMyBucketsResult" NS "><Owner><ID>o</ID></Owner><Buckets>"
		                "<Bucket><Name>quotes</Name><CreationDate>2006-02-03T16:45:09.000Z</CreationDate></Bucket><Bucket><Name>samples</Name>"
		                "<CreationDate>2006-02-03T16:41:58.000Z</CreationDate><BucketRegion>eu-west-2</BucketRegion></Bucket></Buckets>"
		                "</ListAllMyBucketsResult>")},
		 .text = "quotes||1138985109000\nsamples|eu-west-2|1138984918000\n"},
		{.name = "bucket", .start = bucket, .print = print_buckets, .service = "s3", .requests = "HEAD /my-bucket\n",
		 .replies = {S3("200 OK", "x-amz-bucket-region: eu-west-1\r\n", "")}, .text = "my-bucket|eu-west-1|0\n"},
		{.name = "a free name", .start = bucket, .replies = {S3("404 Not Found", "", "")}, .status = CEW_NOT_FOUND,
		 .what = "S3 has nothing of that name", .hint = "Check name"},
		{.name = "somebody's bucket", .start = bucket,
		 .replies = {S3("403 Forbidden", "x-amz-bucket-region: eu-west-1\r\n", "")}, .status = CEW_REFUSED,
		 .what = "AWS does not permit HeadBucket"},
		{.name = "create", .start = create, .print = print_buckets, .service = "s3",
		 .requests = "PUT /my-bucket " LOCATION("eu-west-1") "\n",
		 .replies = {S3("200 OK", "Location: http://my-bucket.s3.amazonaws.com/\r\n", "")}, .text = "my-bucket|eu-west-1|0\n"},
		{.name = "create where no place is named", .start = create_first, .print = print_buckets, .requests = "PUT /my-bucket\n",
		 .replies = {S3("200 OK", "Location: /my-bucket\r\n", "")}, .text = "my-bucket|us-east-1|0\n"},
		{.name = "name taken", .start = create, .replies = {S3_ERROR("409 Conflict", "", "BucketAlreadyExists", "")},
		 .status = CEW_REFUSED, .what = "taken by somebody else", .hint = "another name"},
		{.name = "ours already", .start = create, .replies = {S3_ERROR("409 Conflict", "", "BucketAlreadyOwnedByYou", "")},
		 .status = CEW_REFUSED, .what = "there already, and yours", .hint = "Use it"},
		/* The first try made it, and its answer was lost. */
		{.name = "made by the first try", .start = create, .print = print_buckets,
		 .requests = "PUT /my-bucket " LOCATION("eu-west-1") "\nPUT /my-bucket " LOCATION("eu-west-1") "\n",
		 .replies = {{.status = "", .then = RESET}, S3_ERROR("409 Conflict", "", "BucketAlreadyOwnedByYou", "")},
		 .text = "my-bucket|eu-west-1|0\n"},
		/* The first try did not reach S3's buckets: it was there before. */
		{.name = "not made by the first try", .start = create,
		 .replies = {S3_ERROR("503 Slow Down", "", "SlowDown", ""), S3_ERROR("409 Conflict", "", "BucketAlreadyOwnedByYou", "")},
		 .status = CEW_REFUSED, .what = "there already, and yours"},
		{.name = "block", .start = block, .print = print_count, .service = "s3",
		 .requests = "PUT /my-bucket?publicAccessBlock= <PublicAccessBlockConfiguration" NS "><BlockPublicAcls>true</BlockPublicAcls>"
		             "<IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy>"
		             "<RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>\n",
		 .replies = {S3("200 OK", "", "")}, .text = "0\n"},
		{.name = "encrypt", .start = encrypt, .print = print_count, .service = "s3",
		 .requests = "PUT /my-bucket?encryption= <ServerSideEncryptionConfiguration" NS "><Rule><ApplyServerSideEncryptionByDefault>"
		             "<SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>\n",
		 .replies = {S3("200 OK", "", "")}, .text = "0\n"},
		{.name = "encrypt with a key", .start = encrypt_with_key,
		 .requests = "PUT /my-bucket?encryption= <ServerSideEncryptionConfiguration" NS "><Rule><ApplyServerSideEncryptionByDefault>"
		             "<SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>alias/a&amp;b</KMSMasterKeyID></ApplyServerSideEncryptionByDefault>"
		             "<BucketKeyEnabled>true</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>\n",
		 .replies = {S3("200 OK", "", "")}},
		{.name = "expire", .start = expire, .print = print_count, .service = "s3",
		 .requests = "PUT /my-bucket?lifecycle= <LifecycleConfiguration" NS "><Rule><ID>cewizard</ID><Filter><Prefix>templates/</Prefix></Filter>"
		             "<Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>\n",
		 .replies = {S3("200 OK", "", "")}, .text = "0\n"},
		{.name = "put", .start = put_object, .print = print_objects, .service = "s3",
		 .requests = "PUT /my-bucket/a%20b/t%2Bx.yaml hello\n",
		 .replies = {S3("200 OK", "ETag: \"5d41\"\r\nx-amz-version-id: v1\r\n", "")}, .text = "\"5d41\"|v1|0\n"},
		{.name = "no bucket", .start = put_object,
		 .replies = {S3_ERROR("404 Not Found", "", "NoSuchBucket", "<BucketName>my-bucket</BucketName>")}, .status = CEW_NOT_FOUND,
		 .what = "there is no such bucket: words", .hint = "name"},
		{.name = "too fast", .start = put_object, .print = print_objects,
		 .requests = "PUT /my-bucket/a%20b/t%2Bx.yaml hello\nPUT /my-bucket/a%20b/t%2Bx.yaml hello\n",
		 .replies = {S3_ERROR("503 Slow Down", "", "SlowDown", ""), S3("200 OK", "ETag: \"5d41\"\r\n", "")}, .text = "\"5d41\"||0\n"},
		{.name = "object", .start = object, .service = "s3", .requests = "HEAD /my-bucket/t.yaml\n",
		 .replies = {S3("404 Not Found", "", "")}, .status = CEW_NOT_FOUND},
		{.name = "object that is there", .start = object, .print = print_objects,
		 .replies = {{"200 OK", ID "ETag: \"5d41\"\r\n", "hello", 0, CLOSE}}, .text = "\"5d41\"||5\n"},
		{.name = "a page", .start = put_object, .replies = {{"200 OK", "Content-Type: text/html\r\n", "<html>Log in</html>", 0, KEEP}},
		 .status = CEW_UNREACHABLE, .what = "a web page"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

/* An empty answer says nothing but its headers: without AWS's own a proxy may have made it up. */
static void empty_answers(void **state)
{
	static const struct aws_operation op = {.service = AWS_S3, .action = "PutObject"};
	static const struct {
		const char *headers;
		long status;
		bool custom;
		enum aws_answer_kind kind;
		const char *code;
	} rows[] = {
		{"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n", 200, false, AWS_ANSWER_UNKNOWN, ""},
		{"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n", 200, true, AWS_ANSWER_RESULT, ""},
		{"HTTP/1.1 200 OK\r\nX-Amz-Request-Id: x\r\n\r\n", 200, false, AWS_ANSWER_RESULT, ""},
		{"HTTP/1.1 404 Not Found\r\n\r\n", 404, false, AWS_ANSWER_UNKNOWN, ""},
		{"HTTP/1.1 404 Not Found\r\nx-amz-request-id: x\r\n\r\n", 404, false, AWS_ANSWER_ERROR, "NotFound"},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct aws_http_answer http = {.status = rows[i].status};
		struct aws_answer answer;

		cew_buf_init(&http.headers, 1000);
		cew_buf_init(&http.body, 1000);
		cew_buf_str(&http.headers, rows[i].headers);
		aws_answer_read(&op, &http, rows[i].custom, &answer);
		assert_int_equal(answer.kind, rows[i].kind);
		assert_string_equal(answer.code, rows[i].code);
		aws_answer_finish(&answer);
		cew_buf_finish(&http.headers);
	}
}

static void integrity_and_owner(void **state)
{
	static const struct reply script[] = {S3("200 OK", "ETag: \"5d41\"\r\n", "")};
	struct fixture f;

	(void)state;
	looked_open(&f, script, 1);
	looked_printer = NULL;
	put_object(&f.account, looked_found, &f, NULL);
	fixture_run(&f, 1);
	assert_string_equal(server_header(f.server, 0, "content-type"), "text/yaml");
	assert_string_equal(server_header(f.server, 0, "content-length"), "5");
	assert_string_equal(server_header(f.server, 0, "x-amz-content-sha256"),
	                    "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
	assert_string_equal(server_header(f.server, 0, "x-amz-checksum-sha256"), "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
	assert_string_equal(server_header(f.server, 0, "x-amz-sdk-checksum-algorithm"), "SHA256");
	assert_string_equal(server_header(f.server, 0, "x-amz-expected-bucket-owner"), "111122223333");
	assert_non_null(strstr(server_header(f.server, 0, "authorization"),
	                       "SignedHeaders=content-type;host;x-amz-checksum-sha256;x-amz-content-sha256;x-amz-date;"
	                       "x-amz-expected-bucket-owner;x-amz-sdk-checksum-algorithm,"));
	create(&f.account, looked_found, &f, NULL);
	fixture_run(&f, 2);
	assert_string_equal(server_header(f.server, 1, "x-amz-object-ownership"), "BucketOwnerEnforced");
	bucket(&f.account, looked_found, &f, NULL);
	fixture_run(&f, 3);
	assert_string_equal(server_header(f.server, 2, "x-amz-content-sha256"),
	                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	assert_string_equal(server_header(f.server, 2, "content-type"), "");
	fixture_close(&f);
}

/* Whoever asks in the wrong region is told the right one, in one way or another. */
static void buckets_are_followed_to_their_region(void **state)
{
	static const struct {
		struct reply reply;
		looked_start *start;
	} rows[] = {
		{S3("301 Moved Permanently", "x-amz-bucket-region: ap-south-1\r\n", ""), bucket},
		{S3("400 Bad Request", "x-amz-bucket-region: ap-south-1\r\n", ""), bucket},
		{S3_ERROR("301 Moved Permanently", "x-amz-bucket-region: ap-south-1\r\n", "PermanentRedirect", ""), put_object},
		{S3_ERROR("400 Bad Request", "", "AuthorizationHeaderMalformed", "<Region>ap-south-1</Region>"), put_object},
		{S3_ERROR("307 Temporary Redirect", "x-amz-bucket-region: ap-south-1\r\n", "TemporaryRedirect", ""), block},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		const struct reply script[] = {rows[i].reply,
		                               S3("200 OK", "x-amz-bucket-region: ap-south-1\r\nETag: \"e\"\r\n", "")};
		struct fixture f;

		looked_open(&f, script, 2);
		looked_printer = NULL;
		assert_true(rows[i].start(&f.account, looked_found, &f, NULL) > 0);
		fixture_run(&f, 1);
		if (f.err.status != CEW_OK)
			fail_msg("%zu: %s", i, f.err.what);
		assert_int_equal(server_requests(f.server), 2);
		assert_true(server_signature_right(f.server, 0, "AKIDEXAMPLE", FIXTURE_SECRET, "eu-west-1", "s3"));
		assert_true(server_signature_right(f.server, 1, "AKIDEXAMPLE", FIXTURE_SECRET, "ap-south-1", "s3"));
		fixture_close(&f);
	}
}

/* Two regions that send us to each other do not do so for ever. */
static void redirects_come_to_an_end(void **state)
{
	static const struct reply script[] = {
		S3("301 Moved Permanently", "x-amz-bucket-region: ap-south-1\r\n", ""),
		S3("301 Moved Permanently", "x-amz-bucket-region: eu-west-1\r\n", ""),
		S3("301 Moved Permanently", "x-amz-bucket-region: ap-south-1\r\n", ""),
		S3("301 Moved Permanently", "x-amz-bucket-region: eu-west-1\r\n", ""),
	};
	struct fixture f;

	(void)state;
	looked_open(&f, script, 4);
	looked_printer = NULL;
	bucket(&f.account, looked_found, &f, NULL);
	fixture_run(&f, 1);
	assert_int_equal(f.err.status, CEW_REFUSED);
	assert_non_null(strstr(f.err.what, "another region"));
	assert_int_equal(server_requests(f.server), 3);
	fixture_close(&f);
}

/* The proxy stands for AWS here, so that the hosts are AWS's own. */
static void buckets_are_in_the_hosts_name(void **state)
{
	static const struct reply script[] = {{"407 Proxy Authentication Required", NULL, "", 0, CLOSE}};
	struct cew_aws_config config;
	struct fixture f;
	char proxy[64];

	(void)state;
	fixture_open(&f, script, 1);
	snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%d", server_port(f.server));
	setenv("HTTPS_PROXY", proxy, 1);
	fixture_config(&f, &config);
	config.endpoint_url = NULL;
	config.region = "eu-west-1";
	fixture_client(&f, &config);
	looked_printer = NULL;
	bucket(&f.account, looked_found, &f, NULL);
	fixture_run(&f, 1);
	assert_memory_equal(server_head(f.server, 0), "CONNECT my-bucket.s3.eu-west-1.amazonaws.com:443 HTTP/1.1\r\n", 59);
	f.account.bucket(f.account.self, "my.bucket", NULL, looked_found, &f, NULL);
	fixture_run(&f, 2);
	assert_memory_equal(server_head(f.server, 1), "CONNECT s3.eu-west-1.amazonaws.com:443 HTTP/1.1\r\n", 49);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calls),
		cmocka_unit_test(empty_answers),
		cmocka_unit_test(integrity_and_owner),
		cmocka_unit_test(buckets_are_followed_to_their_region),
		cmocka_unit_test(redirects_come_to_an_end),
		cmocka_unit_test(buckets_are_in_the_hosts_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
