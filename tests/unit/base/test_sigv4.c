/* Signature Version 4 against literal signatures (computed with botocore, and AWS's published suite), and its canonical
 * request piece by piece: expected requests are written out and compared by hash. */
#include "unit.h"

#include <string.h>

#define EMPTY_HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define BODY_HASH "e5f60440e2ce16f09b101cb9a44c22d9b698f4f4b0921a319dc64b470a205396"
#define HELLO_HASH "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
#define DATE "20240102T030405Z"
#define CREDENTIAL "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"

static struct cew_secret *key;

static int set_up(void **state)
{
	static const char text[] = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

	(void)state;
	key = cew_secret_create(text, strlen(text));
	return key ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	cew_secret_destroy(key);
	return 0;
}

struct expectation {
	const char *canonical_hash, *signature, *authorization;
};

static void check(const struct cew_sigv4_request *request, const struct expectation *expected)
{
	struct cew_sigv4_signature out;

	assert_int_equal(cew_sigv4_sign(request, "AKIDEXAMPLE", key, &out, NULL), CEW_OK);
	if (expected->canonical_hash)
		assert_string_equal(out.canonical_hash, expected->canonical_hash);
	assert_string_equal(out.signature, expected->signature);
	if (expected->authorization)
		assert_string_equal(cew_buf_text(&out.authorization), expected->authorization);
	cew_sigv4_finish(&out);
}

static void query_call(void **state)
{
	static const struct cew_header headers[] = {
		{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
		{"Host", "cloudformation.us-east-1.amazonaws.com"},
		{"X-Amz-Date", DATE},
	};
	static const char body[] = "Action=DescribeStacks&Version=2010-05-15&StackName=demo";
	char hash[65];

	(void)state;
	cew_sha256_hex(body, strlen(body), hash);
	assert_string_equal(hash, BODY_HASH);
	check(&(struct cew_sigv4_request){"POST", "/", NULL, headers, 3, hash, DATE, "us-east-1", "cloudformation", false},
	      &(struct expectation){
		      "9ac031770f26b852310877da6695e1708bfca67c8a67dfae423d7f87d2deb542",
		      "4c4f71373b684ce0b8fc978e177686220c69a66bf0fdc692b22d84be46ac5ad5",
		      CREDENTIAL "20240102/us-east-1/cloudformation/aws4_request, SignedHeaders=content-type;host;x-amz-date, "
				 "Signature=4c4f71373b684ce0b8fc978e177686220c69a66bf0fdc692b22d84be46ac5ad5"});
}

static void query_call_with_session_token(void **state)
{
	static const struct cew_header headers[] = {
		{"x-amz-security-token", "TOKEN+/="},
		{"X-Amz-Date", DATE},
		{"Host", "cloudformation.us-east-1.amazonaws.com"},
		{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
	};

	(void)state;
	check(&(struct cew_sigv4_request){"POST", "/", "", headers, 4, BODY_HASH, DATE, "us-east-1", "cloudformation", false},
	      &(struct expectation){"f7f837f9f1f2e592da966db4da637394860d9841135379a3bfdbfbdee9622c68",
	                            "4aa2095375190fab9899c2384d046395f0a9a91fa5253d8c4fe602f9d16db527", NULL});
}

static void s3_put(void **state)
{
	static const struct cew_header headers[] = {
		{"Host", "examplebucket.s3.us-west-2.amazonaws.com"},
		{"Content-Type", "text/yaml"},
		{"x-amz-server-side-encryption", "AES256"},
		{"x-amz-content-sha256", HELLO_HASH},
		{"x-amz-date", DATE},
	};

	(void)state;
	check(&(struct cew_sigv4_request){"PUT", "/a%20b/t%2Bx.yaml", NULL, headers, 5, HELLO_HASH, DATE, "us-west-2", "s3",
	                                  true},
	      &(struct expectation){
		      "5a645552c21c0e897d6c803a4cee7547f6ab8b48887149bade5c2d4326307cf4",
		      "082ce30a34e45045b2657bb0c81b12b4d609c6ee5efd8b778c20e61a8ee33abf",
		      CREDENTIAL "20240102/us-west-2/s3/aws4_request, "
				 "SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-server-side-encryption, "
				 "Signature=082ce30a34e45045b2657bb0c81b12b4d609c6ee5efd8b778c20e61a8ee33abf"});
}

static void s3_get_with_valueless_query(void **state)
{
	static const struct cew_header headers[] = {
		{"Host", "examplebucket.s3.us-west-2.amazonaws.com"},
		{"x-amz-content-sha256", EMPTY_HASH},
		{"x-amz-date", DATE},
	};

	(void)state;
	check(&(struct cew_sigv4_request){"GET", "/", "location", headers, 3, EMPTY_HASH, DATE, "us-west-2", "s3", true},
	      &(struct expectation){"3925cfffa20d49b440b1e3cb418ec823841926539d901542562890ad3a4dedd5",
	                            "4e9db46c119fa75b4d227dc5fa7fceef09968d7cd3b689e25450b15adb2fe7f2", NULL});
}

/* AWS's published suite: get-vanilla, and get-vanilla-query-order-key-case. */
static void published_suite(void **state)
{
	static const struct cew_header headers[] = {{"Host", "example.amazonaws.com"}, {"X-Amz-Date", "20150830T123600Z"}};
	struct cew_sigv4_request r = {"GET",      "/", NULL, headers, 2, EMPTY_HASH, "20150830T123600Z", "us-east-1",
	                              "service", false};

	(void)state;
	check(&r, &(struct expectation){NULL, "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", NULL});
	r.query = "Param2=value2&Param1=value1";
	check(&r, &(struct expectation){NULL, "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500", NULL});
}

static void string_to_sign_is_told_by_its_hash(void **state)
{
	static const char string_to_sign[] = "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/service/aws4_request\n"
	                                     "bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63";
	static const struct cew_header headers[] = {{"Host", "example.amazonaws.com"}, {"X-Amz-Date", "20150830T123600Z"}};
	const struct cew_sigv4_request r = {"GET",      "/", NULL, headers, 2, EMPTY_HASH, "20150830T123600Z", "us-east-1",
	                                    "service", false};
	struct cew_sigv4_signature out;
	char hash[65];

	(void)state;
	cew_sha256_hex(string_to_sign, strlen(string_to_sign), hash);
	assert_int_equal(cew_sigv4_sign(&r, NULL, key, &out, NULL), CEW_OK);
	assert_string_equal(out.string_to_sign_hash, hash);
	cew_sigv4_finish(&out);
}

/* ---- the canonical request ---- */

static void check_canonical(const struct cew_sigv4_request *request, const char *canonical, const char *signed_headers)
{
	struct cew_sigv4_signature out;
	char hash[65];

	cew_sha256_hex(canonical, strlen(canonical), hash);
	assert_int_equal(cew_sigv4_sign(request, NULL, key, &out, NULL), CEW_OK);
	assert_string_equal(out.canonical_hash, hash);
	assert_string_equal(cew_buf_text(&out.signed_headers), signed_headers);
	assert_string_equal(cew_buf_text(&out.authorization), "");
	cew_sigv4_finish(&out);
}

static void check_path(const char *path, bool as_sent, const char *expected)
{
	static const struct cew_header host = {"Host", "h"};
	char canonical[512];
	struct cew_buf text;

	cew_buf_init(&text, sizeof(canonical) - 1);
	cew_buf_fmt(&text, "GET\n%s\n\nhost:h\n\nhost\n" EMPTY_HASH, expected);
	check_canonical(&(struct cew_sigv4_request){"GET", path, NULL, &host, 1, EMPTY_HASH, DATE, "r", "s", as_sent},
	                cew_buf_text(&text), "host");
	cew_buf_finish(&text);
}

static void paths_are_encoded_once_more(void **state)
{
	(void)state;
	check_path("/", false, "/");
	check_path("/a%20b/c", false, "/a%2520b/c");
	check_path("/arn%3Aaws/~x", false, "/arn%253Aaws/~x");
	check_path("/a/./b/../c", false, "/a/c");
	check_path("//a//b/", false, "/a/b/");
	check_path("/a/..", false, "/");
	check_path("/../../a", false, "/a");
	check_path("/..a/.b/c..", false, "/..a/.b/c..");
}

static void s3_paths_stay_as_sent(void **state)
{
	(void)state;
	check_path("/a%20b/t%2Bx.yaml", true, "/a%20b/t%2Bx.yaml");
	check_path("//a/../b", true, "//a/../b");
}

static void check_query(const char *query, const char *expected)
{
	static const struct cew_header host = {"Host", "h"};
	struct cew_buf text;

	cew_buf_init(&text, 500);
	cew_buf_fmt(&text, "GET\n/\n%s\nhost:h\n\nhost\n" EMPTY_HASH, expected);
	check_canonical(&(struct cew_sigv4_request){"GET", "/", query, &host, 1, EMPTY_HASH, DATE, "r", "s", false},
	                cew_buf_text(&text), "host");
	cew_buf_finish(&text);
}

static void queries_are_sorted_and_encoded(void **state)
{
	(void)state;
	check_query("", "");
	check_query("b=2&a=1", "a=1&b=2");
	check_query("a=2&a=1&a=10", "a=1&a=10&a=2");
	check_query("B=1&a=1&A=1", "A=1&B=1&a=1");
	/* By name first: "a-b" would come before "a=" if the whole pairs were compared. */
	check_query("a-b=1&a=2", "a=2&a-b=1");
	check_query("location", "location=");
	check_query("x&a=", "a=&x=");
	check_query("prefix=a/b&delimiter=/", "delimiter=%2F&prefix=a%2Fb");
	check_query("a=x%2fy", "a=x%2Fy");
	check_query("a=x+y&b=x%20y&c=x%2By", "a=x%20y&b=x%20y&c=x%2By");
	check_query("a=b=c", "a=b%3Dc");
	check_query("&a=1&&b=2&", "a=1&b=2");
	check_query("a=100%", "a=100%25");
	check_query("~=%7E", "~=~");
}

static void headers_are_trimmed_sorted_and_joined(void **state)
{
	static const struct cew_header headers[] = {
		{"X-Amz-Date", DATE},
		{"My-Header2", "  \"a   b   c\"  "},
		{"my-header1", "\ta   b \t c "},
		{"HOST", "h"},
		{"X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id", "k"},
		{"X-Amz-Server-Side-Encryption", "aws:kms"},
		{"My-Header1", "z"},
		{"Empty", "   "},
	};

	(void)state;
	check_canonical(&(struct cew_sigv4_request){"GET", "/", NULL, headers, CEW_COUNT(headers), "UNSIGNED-PAYLOAD", DATE,
	                                            "r", "s", false},
	                "GET\n/\n\nempty:\nhost:h\nmy-header1:a b c,z\nmy-header2:\"a b c\"\nx-amz-date:" DATE
	                "\nx-amz-server-side-encryption:aws:kms\nx-amz-server-side-encryption-aws-kms-key-id:k\n\n"
	                "empty;host;my-header1;my-header2;x-amz-date;x-amz-server-side-encryption;"
	                "x-amz-server-side-encryption-aws-kms-key-id\nUNSIGNED-PAYLOAD",
	                "empty;host;my-header1;my-header2;x-amz-date;x-amz-server-side-encryption;"
	                "x-amz-server-side-encryption-aws-kms-key-id");
}

static void many_repeated_headers_keep_their_order(void **state)
{
	struct cew_header headers[20];
	static const char *const values[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(headers); i++)
		headers[i] = (struct cew_header){i % 2 ? "b" : "A", values[i / 2]};
	check_canonical(&(struct cew_sigv4_request){"GET", "/", NULL, headers, 20, EMPTY_HASH, DATE, "r", "s", false},
	                "GET\n/\n\na:0,1,2,3,4,5,6,7,8,9\nb:0,1,2,3,4,5,6,7,8,9\n\na;b\n" EMPTY_HASH, "a;b");
}

static void unsignable_requests_are_refused(void **state)
{
	static const struct cew_header host = {"Host", "h"};
	const struct cew_sigv4_request good = {"GET", "/", NULL, &host, 1, EMPTY_HASH, DATE, "r", "s", false};
	struct cew_sigv4_request bad[] = {good, good, good, good, good, good, good};

	(void)state;
	bad[0].amz_date = NULL;
	bad[1].amz_date = "2024-01-02T03:04";
	bad[2].amz_date = "20240102T030405";
	bad[3].path = NULL;
	bad[4].path = "";
	bad[5].path = "relative";
	bad[6].region = NULL;
	for (size_t i = 0; i < CEW_COUNT(bad); i++) {
		struct cew_error err = {0};
		struct cew_sigv4_signature out;

		assert_int_equal(cew_sigv4_sign(&bad[i], "AKIDEXAMPLE", key, &out, &err), CEW_INVALID);
		assert_int_equal(err.status, CEW_INVALID);
		assert_string_equal(out.signature, "");
		cew_sigv4_finish(&out);
	}
}

static void the_key_decides(void **state)
{
	static const struct cew_header host = {"Host", "h"};
	const struct cew_sigv4_request r = {"GET", "/", NULL, &host, 1, EMPTY_HASH, DATE, "r", "s", false};
	struct cew_sigv4_signature right, wrong;

	(void)state;
	assert_int_equal(cew_sigv4_sign(&r, "A", key, &right, NULL), CEW_OK);
	assert_int_equal(cew_sigv4_sign(&r, "A", NULL, &wrong, NULL), CEW_OK);
	assert_string_equal(right.canonical_hash, wrong.canonical_hash);
	assert_string_not_equal(right.signature, wrong.signature);
	cew_sigv4_finish(&right);
	cew_sigv4_finish(&wrong);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(query_call),
		cmocka_unit_test(query_call_with_session_token),
		cmocka_unit_test(s3_put),
		cmocka_unit_test(s3_get_with_valueless_query),
		cmocka_unit_test(published_suite),
		cmocka_unit_test(string_to_sign_is_told_by_its_hash),
		cmocka_unit_test(paths_are_encoded_once_more),
		cmocka_unit_test(s3_paths_stay_as_sent),
		cmocka_unit_test(queries_are_sorted_and_encoded),
		cmocka_unit_test(headers_are_trimmed_sorted_and_joined),
		cmocka_unit_test(many_repeated_headers_keep_their_order),
		cmocka_unit_test(unsignable_requests_are_refused),
		cmocka_unit_test(the_key_decides),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
