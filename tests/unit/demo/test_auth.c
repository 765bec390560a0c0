/* Signatures: the published vector passes, everything else is refused with AWS's code. */
#include "support.h"

#include <stdio.h>
#include <string.h>

/* A request that botocore signed: AKIDEXAMPLE, 2024-01-02T03:04:05Z, us-east-1, cloudformation. */
#define BODY "Action=DescribeStacks&Version=2010-05-15&StackName=demo"
#define SCOPE "AKIDEXAMPLE/20240102/us-east-1/cloudformation/aws4_request"
#define HEADERS "content-type;host;x-amz-date"
#define SIGNATURE "4c4f71373b684ce0b8fc978e177686220c69a66bf0fdc692b22d84be46ac5ad5"
#define AUTHORIZATION(scope, headers, signature) \
	"AWS4-HMAC-SHA256 Credential=" scope ", SignedHeaders=" headers ", Signature=" signature
#define SIGNED AUTHORIZATION(SCOPE, HEADERS, SIGNATURE)

struct attempt {
	const char *authorization, *date, *token, *body, *host;
	int64_t minutes; /* by which our clock is ahead */
};

static void send_attempt(struct fixture *f, const struct attempt *a)
{
	struct cew_header headers[5] = {
		{"host", a->host ? a->host : "cloudformation.us-east-1.amazonaws.com"},
		{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
	};
	size_t count = 2;
	const char *body = a->body ? a->body : BODY;
	if (!a->date)
		headers[count++] = (struct cew_header){"X-Amz-Date", "20240102T030405Z"};
	else if (*a->date)
		headers[count++] = (struct cew_header){"X-Amz-Date", a->date};
	if (a->authorization)
		headers[count++] = (struct cew_header){"AUTHORIZATION", a->authorization};
	if (a->token)
		headers[count++] = (struct cew_header){"X-Amz-Security-Token", a->token};
	struct demo_request rq = {
		.method = "POST", .path = "/", .query = "", .headers = headers, .header_count = count, .body = body,
		.body_len = strlen(body),
	};
	f->wall_ms = TEST_NOW + a->minutes * 60000;
	cew_buf_clear(&f->reply.body);
	demo_answer(f->demo, &rq, &f->reply);
}

static void start(struct fixture *f)
{
	fixture_start(f, NULL);
	strcpy(f->demo->access_key, "AKIDEXAMPLE");
	cew_secret_destroy(f->demo->secret_key);
	f->demo->secret_key = cew_secret_create("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", 40);
}

static void a_botocore_signature_passes(void **state)
{
	struct fixture f;
	(void)state;
	start(&f);
	send_attempt(&f, &(struct attempt){.authorization = SIGNED});
	assert_int_equal(f.reply.status, 400);
	assert_string_equal(f.reply.content_type, "text/xml");
	assert_has(&f, "<ErrorResponse xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\">");
	assert_has(
		&f,
		"<Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id demo does not exist</Message>");
	assert_has(&f, f.reply.request_id);
	fixture_stop(&f);
}

static void other_requests_are_refused(void **state)
{
	static const struct {
		struct attempt attempt;
		unsigned status;
		const char *code, *text;
	} rows[] = {
		{{.authorization = NULL}, 403, "MissingAuthenticationToken", "Request is missing Authentication Token"},
		{{.authorization = "Basic YTpi"}, 400, "IncompleteSignature", "algorithm"},
		{{.authorization = "AWS4-HMAC-SHA256 Credential=" SCOPE ", SignedHeaders=" HEADERS},
	     400,
	     "IncompleteSignature",
	     "requires 'Signature' parameter"},
		{{.authorization = "AWS4-HMAC-SHA256 SignedHeaders=" HEADERS ", Signature=" SIGNATURE},
	     400,
	     "IncompleteSignature",
	     "requires 'Credential' parameter"},
		{{.authorization = AUTHORIZATION("AKIDEXAMPLE/20240102/us-east-1", HEADERS, SIGNATURE)},
	     400,
	     "IncompleteSignature",
	     "5 slash-delimited elements"},
		{{.authorization = AUTHORIZATION(SCOPE "/x", HEADERS, SIGNATURE)},
	     400,
	     "IncompleteSignature",
	     "5 slash-delimited elements"},
		{{.authorization = SIGNED, .date = ""}, 400, "IncompleteSignature", "'X-Amz-Date' or a 'Date'"},
		{{.authorization = SIGNED, .date = "2024-01-02T03:04:05Z"},
	     403,
	     "SignatureDoesNotMatch",
	     "Date in Credential scope"},
		{{.authorization = SIGNED, .date = "20240102T0304Z"}, 400, "IncompleteSignature", "ISO-8601"},
		{{.authorization =
	          AUTHORIZATION("AKIAOTHER/20240102/us-east-1/cloudformation/aws4_request", HEADERS, SIGNATURE)},
	     403,
	     "InvalidClientTokenId",
	     "The security token included in the request is invalid."},
		{{.authorization = SIGNED, .token = "session"}, 403, "InvalidClientTokenId", "is invalid"},
		{{.authorization =
	          AUTHORIZATION("AKIDEXAMPLE/20240103/us-east-1/cloudformation/aws4_request", HEADERS, SIGNATURE)},
	     403,
	     "SignatureDoesNotMatch",
	     "'20240103' != '20240102', from '20240102T030405Z'"},
		{{.authorization = AUTHORIZATION("AKIDEXAMPLE/20240102/us-east-1/cloudformation/aws5", HEADERS, SIGNATURE)},
	     403,
	     "SignatureDoesNotMatch",
	     "valid terminator: 'aws4_request'"},
		{{.authorization = AUTHORIZATION("AKIDEXAMPLE/20240102/us-east-1/teapot/aws4_request", HEADERS, SIGNATURE)},
	     403,
	     "SignatureDoesNotMatch",
	     "scoped to correct service"},
		{{.authorization =
	          AUTHORIZATION("AKIDEXAMPLE/20240102/us-west-2/cloudformation/aws4_request", HEADERS, SIGNATURE)},
	     403,
	     "SignatureDoesNotMatch",
	     "The request signature we calculated does not match the signature you provided."},
		{{.authorization = AUTHORIZATION(SCOPE, "content-type;x-amz-date", SIGNATURE)},
	     403,
	     "SignatureDoesNotMatch",
	     "'Host' must be a 'SignedHeader'"},
		{{.authorization = AUTHORIZATION(SCOPE, "content-type;host", SIGNATURE)},
	     403,
	     "SignatureDoesNotMatch",
	     "'X-Amz-Date' must be a 'SignedHeader'"},
		{{.authorization = AUTHORIZATION(SCOPE, HEADERS, "4c4f")},
	     403,
	     "SignatureDoesNotMatch",
	     "does not match the signature"},
		{{.authorization = SIGNED, .body = BODY "s"}, 403, "SignatureDoesNotMatch", "does not match the signature"},
		{{.authorization = SIGNED, .host = "sts.us-east-1.amazonaws.com"},
	     403,
	     "SignatureDoesNotMatch",
	     "does not match"},
		{{.authorization = SIGNED, .minutes = 6},
	     403,
	     "SignatureDoesNotMatch",
	     "Signature expired: 20240102T030405Z is now earlier than 20240102T030505Z (20240102T031005Z - 5 min.)"},
		{{.authorization = SIGNED, .minutes = -6},
	     403,
	     "SignatureDoesNotMatch",
	     "Signature not yet current: 20240102T030405Z is still later than 20240102T030305Z (20240102T025805Z + 5 "
	     "min.)"},
	};
	struct fixture f;
	(void)state;
	start(&f);
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		char code[128];
		send_attempt(&f, &rows[i].attempt);
		snprintf(code, sizeof(code), "<Code>%s</Code>", rows[i].code);
		assert_has(&f, code);
		assert_has(&f, rows[i].text);
		assert_int_equal(f.reply.status, rows[i].status);
	}
	fixture_stop(&f);
}

static void five_minutes_are_tolerated(void **state)
{
	struct fixture f;
	(void)state;
	start(&f);
	for (int minutes = -5; minutes <= 4; minutes++) {
		send_attempt(&f, &(struct attempt){.authorization = SIGNED, .minutes = minutes});
		assert_int_equal(f.reply.status, 400);
	}
	fixture_stop(&f);
}

static void keys_are_new_each_time(void **state)
{
	struct cew_loop *loop = cew_loop_create(cew_clock_system());
	struct cew_demo *a, *b;
	struct cew_demo_config config = {.loop = loop, .speed = 1};
	(void)state;
	assert_int_equal(cew_demo_create(&config, &a, NULL), CEW_OK);
	assert_int_equal(cew_demo_create(&config, &b, NULL), CEW_OK);
	bool matches = false;
	cew_pattern_matches("AKIA[A-Z2-7]{16}", cew_demo_access_key(a), &matches, NULL);
	assert_true(matches);
	assert_int_equal(cew_secret_len(cew_demo_secret_key(a)), 40);
	assert_string_not_equal(cew_demo_access_key(a), cew_demo_access_key(b));
	assert_string_not_equal(cew_secret_text(cew_demo_secret_key(a)), cew_secret_text(cew_demo_secret_key(b)));
	assert_int_not_equal(cew_demo_port(a), cew_demo_port(b));
	cew_demo_destroy(a);
	cew_demo_destroy(b);
	cew_loop_destroy(loop);
}

/* ---- services ---- */

static void services_answer_their_own_actions(void **state)
{
	static const struct {
		const char *service, *body;
		unsigned status;
		const char *text;
	} rows[] = {
		{"sts", "Action=GetCallerIdentity&Version=2011-06-15", 200,
		 "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n<GetCallerIdentityResult>"
		 "<Arn>arn:aws:iam::123456789012:user/cewizard-demo</Arn>"},
		{"sts", "Action=ListStacks&Version=2010-05-15", 403, "scoped to correct service: 'cloudformation'"},
		{"cloudformation", "Action=GetCallerIdentity&Version=2011-06-15", 403, "scoped to correct service: 'sts'"},
		{"cloudformation", "Action=MakeCoffee&Version=2010-05-15", 400,
		 "<Code>InvalidAction</Code><Message>Could not find operation MakeCoffee for version 2010-05-15</Message>"},
		{"cloudformation", "Action=ListStacks&Version=2009-01-01", 400, "for version 2009-01-01"},
		{"cloudformation", "Version=2010-05-15", 400, "<Code>MissingAction</Code>"},
		{"cloudformation", "Action=ListStacks&Version=2010-05-15&X=%zz", 400, "<Code>MalformedQueryString</Code>"},
		{"cloudformation", "Action=ListStacks", 200, "<StackSummaries></StackSummaries>"},
	};
	struct fixture f;
	(void)state;
	fixture_start(&f, NULL);
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		assert_int_equal(call_service(&f, rows[i].service, rows[i].body), rows[i].status);
		assert_has(&f, rows[i].text);
	}
	f.region = "cn-north-1";
	call_service(&f, "sts", "Action=GetCallerIdentity&Version=2011-06-15");
	assert_has(&f, "arn:aws-cn:iam::");
	fixture_stop(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_botocore_signature_passes), cmocka_unit_test(other_requests_are_refused),
		cmocka_unit_test(five_minutes_are_tolerated),  cmocka_unit_test(keys_are_new_each_time),
		cmocka_unit_test(services_answer_their_own_actions),
	};
	return cmocka_run_group_tests_name("demo auth", tests, NULL, NULL);
}
