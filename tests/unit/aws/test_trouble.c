/* When things go wrong: what is sent again, what is told, and what happens to calls that nobody wants any more. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aws_env.h"
#include "fixture.h"

#define OK_REPLY {"200 OK", NULL, IDENTITY, 0, KEEP}
#define THROTTLED {"400 Bad Request", NULL, FAILURE("Throttling", "Rate exceeded"), 0, KEEP}

static uint64_t ask(struct fixture *f)
{
	struct cew_error err = {0};
	uint64_t id = f->cloud.caller_identity(f->cloud.self, on_caller, f, &err);

	if (!id)
		fail_msg("%s", err.what);
	return id;
}

/* Runs one call against a script and looks at how it ended. */
static void ends(const struct reply *script, size_t count, size_t requests, enum cew_status status, const char *code,
                 const char *what)
{
	struct fixture f;

	fixture_open(&f, script, count);
	ask(&f);
	fixture_run(&f, 1);
	assert_int_equal(server_requests(f.server), requests);
	assert_int_equal(f.err.status, status);
	if (status == CEW_OK) {
		assert_string_equal(f.text, IDENTITY_TEXT);
	} else {
		assert_string_equal(f.err.code, code);
		if (!strstr(f.err.what, what))
			fail_msg("%s", f.err.what);
		assert_true(f.err.hint[0] != '\0');
	}
	fixture_close(&f);
}

static void passing_trouble_is_survived(void **state)
{
	static const struct reply scripts[][3] = {
		{{"500 Internal Server Error", NULL, FAILURE("InternalFailure", "x"), 0, KEEP}, OK_REPLY, OK_REPLY},
		{{"503 Service Unavailable", NULL, "<html>busy</html>", 0, CLOSE}, OK_REPLY, OK_REPLY},
		{THROTTLED, THROTTLED, OK_REPLY},
		{{.then = RESET}, OK_REPLY, OK_REPLY},
		{{.then = SILENT}, {.then = RESET}, OK_REPLY},
		{{"200 OK", NULL, "<GetCaller", 0, CUT}, OK_REPLY, OK_REPLY},
	};
	static const size_t requests[] = {2, 2, 3, 2, 3, 2};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(scripts); i++)
		ends(scripts[i], 3, requests[i], CEW_OK, "", "");
}

static void lasting_trouble_is_told_after_three_attempts(void **state)
{
	static const struct {
		struct reply reply;
		enum cew_status status;
		const char *code, *what;
	} rows[] = {
		{THROTTLED, CEW_REFUSED, "Throttling", "too many calls"},
		{{"500 Oops", NULL, FAILURE("InternalFailure", "x"), 0, KEEP}, CEW_UNREACHABLE, "InternalFailure", "AWS failed inside"},
		{{"503 Busy", NULL, "<html>", 0, KEEP}, CEW_UNREACHABLE, "", "what answered was not AWS"},
		{{.then = RESET}, CEW_UNREACHABLE, "", "broke off"},
		{{.then = SILENT}, CEW_UNREACHABLE, "", "closed the connection without an answer"},
		{{"200 OK", NULL, "<GetCaller", 0, CUT}, CEW_UNREACHABLE, "", "broke off in the middle"},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++)
		ends(&rows[i].reply, 1, 3, rows[i].status, rows[i].code, rows[i].what);
}

static void what_cannot_change_is_told_at_once(void **state)
{
	static const struct {
		struct reply reply;
		enum cew_status status;
		const char *code, *what;
	} rows[] = {
		{{"400 Bad Request", NULL, FAILURE("ValidationError", "x"), 0, KEEP}, CEW_REFUSED, "ValidationError", "x"},
		{{"403 Forbidden", NULL, FAILURE("AccessDenied", "User: a is not authorized"), 0, KEEP}, CEW_REFUSED, "AccessDenied",
		 "User: a is not authorized"},
		{{"403 Forbidden", NULL, FAILURE("SignatureDoesNotMatch", "The request signature we calculated"), 0, KEEP},
		 CEW_REFUSED, "SignatureDoesNotMatch", "secret access key"},
		{{"200 OK", "Content-Type: text/html\r\n", "<!doctype html><title>Log in</title>", 0, KEEP}, CEW_UNREACHABLE, "",
		 "a web page (HTTP 200)"},
		{{"200 OK", NULL, "<html><body>Welcome</body></html>", 0, KEEP}, CEW_UNREACHABLE, "", "a web page (HTTP 200)"},
		{{"302 Found", "Location: http://login.example/\r\n", "", 0, KEEP}, CEW_UNREACHABLE, "", "sent us elsewhere"},
		{{"404 Not Found", NULL, "nothing here", 0, KEEP}, CEW_UNREACHABLE, "", "something unknown (HTTP 404)"},
		{{"200 OK", NULL, "<GetCallerIdentityResponse><GetCallerIdentityResult>", 0, KEEP}, CEW_UNREACHABLE, "",
		 "cannot be read"},
		{{"200 OK", NULL, CREATED, 0, KEEP}, CEW_UNREACHABLE, "", "what answered was not AWS"},
		{{"400 Bad Request", NULL, "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>m</Message></Error>"
		  "</Errors></Response>", 0, KEEP}, CEW_REFUSED, "UnauthorizedOperation", "m"},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++)
		ends(&rows[i].reply, 1, 1, rows[i].status, rows[i].code, rows[i].what);
}

static void nobody_listens(void **state)
{
	static const struct reply script[] = {OK_REPLY};
	struct cew_aws_config config;
	struct server *gone;
	struct fixture f;
	char url[64];

	(void)state;
	fixture_open(&f, script, 1);
	gone = server_create(f.loop, script, 1);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d", server_port(gone));
	server_destroy(gone);
	fixture_config(&f, &config);
	config.endpoint_url = url;
	fixture_client(&f, &config);
	ask(&f);
	fixture_run(&f, 1);
	assert_int_equal(f.err.status, CEW_UNREACHABLE);
	assert_non_null(strstr(f.err.what, "does not take connections"));
	assert_non_null(strstr(f.err.what, url + 7));
	fixture_close(&f);
}

static void an_answer_that_never_comes(void **state)
{
	static const struct reply script[] = {{.then = HOLD}};
	struct cew_aws_config config;
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	fixture_config(&f, &config);
	config.timeout_ms = 40;
	fixture_client(&f, &config);
	ask(&f);
	fixture_run(&f, 1);
	assert_int_equal(server_requests(f.server), 3);
	assert_int_equal(f.err.status, CEW_UNREACHABLE);
	assert_non_null(strstr(f.err.what, "did not answer in time"));
	fixture_close(&f);
}

/* The same token goes with the resend, so AWS can tell it from a second stack; what it says then is for others to settle. */
static void a_create_is_resent_byte_for_byte(void **state)
{
	static const struct reply script[] = {
		{.then = RESET},
		{"400 Bad Request", NULL, FAILURE("AlreadyExistsException", "Stack [ce] already exists"), 0, KEEP},
	};
	const struct cew_create_request request = {.stack_name = "ce", .template_body = "{}", .token = "token-1"};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 2);
	f.cloud.create_stack(f.cloud.self, &request, on_create, &f, NULL);
	fixture_run(&f, 1);
	assert_int_equal(server_requests(f.server), 2);
	assert_string_equal(server_body(f.server, 0), server_body(f.server, 1));
	assert_non_null(strstr(server_body(f.server, 1), "ClientRequestToken=token-1"));
	assert_int_equal(f.err.status, CEW_REFUSED);
	assert_string_equal(f.err.code, "AlreadyExistsException");
	fixture_close(&f);
}

static void a_quota_of_stacks_is_no_throttling(void **state)
{
	static const struct reply script[] = {
		{"400 Bad Request", NULL, FAILURE("LimitExceededException", "Limit for stack"), 0, KEEP}};
	const struct cew_create_request request = {.stack_name = "ce", .template_body = "{}"};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	f.cloud.create_stack(f.cloud.self, &request, on_create, &f, NULL);
	fixture_run(&f, 1);
	assert_int_equal(server_requests(f.server), 1);
	assert_non_null(strstr(f.err.what, "limit of CloudFormation stacks"));
	fixture_close(&f);
}

static void the_number_of_attempts_can_be_set(void **state)
{
	static const struct reply script[] = {THROTTLED};
	struct cew_aws_config config;
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	setenv("AWS_MAX_ATTEMPTS", "5", 1);
	fixture_config(&f, &config);
	fixture_client(&f, &config);
	ask(&f);
	fixture_run(&f, 1);
	assert_int_equal(server_requests(f.server), 5);
	fixture_close(&f);
}

static void a_server_that_asks_for_time_gets_it(void **state)
{
	static const struct reply script[] = {{"503 Busy", "Retry-After: 2\r\n", FAILURE("ServiceUnavailable", "x"), 0, KEEP},
	                                      OK_REPLY};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 2);
	ask(&f);
	fixture_until_requests(&f, 1);
	for (int i = 0; i < 2000 && !cew_loop_step(f.loop, 0, NULL) && server_requests(f.server) == 1; i++)
		f.mono_ms += i == 1000 ? 1999 : 0;
	assert_int_equal(server_requests(f.server), 1);
	f.mono_ms += 1;
	fixture_run(&f, 1);
	assert_int_equal(server_requests(f.server), 2);
	assert_string_equal(f.text, IDENTITY_TEXT);
	fixture_close(&f);
}

/* The fixture's clock says 03:04:05. */
static void a_wrong_clock_is_corrected_once(void **state)
{
	static const char late[] = FAILURE("SignatureDoesNotMatch", "Signature expired: 20240102T030405Z is now earlier than x");
	static const struct reply script[] = {
		{"403 Forbidden", "Date: Tue, 02 Jan 2024 03:20:05 GMT\r\n", late, 0, KEEP},
		{"200 OK", "Date: Tue, 02 Jan 2024 03:20:05 GMT\r\n", IDENTITY, 0, KEEP},
		{"200 OK", NULL, IDENTITY, 0, KEEP},
		{"403 Forbidden", "Date: Tue, 02 Jan 2024 04:00:05 GMT\r\n", late, 0, KEEP},
		{"403 Forbidden", "Date: Tue, 02 Jan 2024 05:00:05 GMT\r\n", late, 0, KEEP},
	};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 5);
	ask(&f);
	fixture_run(&f, 1);
	assert_string_equal(f.text, IDENTITY_TEXT);
	assert_string_equal(server_header(f.server, 0, "x-amz-date"), "20240102T030405Z");
	assert_string_equal(server_header(f.server, 1, "x-amz-date"), "20240102T032005Z");
	ask(&f);
	fixture_run(&f, 2);
	assert_string_equal(server_header(f.server, 2, "x-amz-date"), "20240102T032005Z");
	ask(&f);
	fixture_run(&f, 3);
	assert_int_equal(server_requests(f.server), 5);
	assert_string_equal(server_header(f.server, 4, "x-amz-date"), "20240102T040005Z");
	assert_int_equal(f.err.status, CEW_REFUSED);
	assert_non_null(strstr(f.err.what, "clock is wrong"));
	assert_non_null(strstr(f.err.hint, "1:56:00 slow"));
	fixture_close(&f);
}

static void two_calls_may_find_the_clock_wrong_together(void **state)
{
	static const struct reply wrong = {"403 Forbidden", "Date: Tue, 02 Jan 2024 03:20:05 GMT\r\n",
	                                   FAILURE("SignatureDoesNotMatch", "Signature expired: x"), 0, KEEP};
	const struct reply script[] = {wrong, wrong, OK_REPLY};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 3);
	ask(&f);
	ask(&f);
	fixture_run(&f, 2);
	assert_string_equal(f.text, IDENTITY_TEXT);
	assert_int_equal(server_requests(f.server), 4);
	fixture_close(&f);
}

static void expired_keys_are_looked_up_again(void **state)
{
	static const struct reply script[] = {
		{"403 Forbidden", NULL, FAILURE("ExpiredToken", "The security token included in the request is expired"), 0, KEEP},
		OK_REPLY,
		{"403 Forbidden", NULL, FAILURE("ExpiredToken", "The security token included in the request is expired"), 0, KEEP},
	};
	struct cew_aws_config config;
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 3);
	shared_files(NULL, "[default]\naws_access_key_id = OLD\naws_secret_access_key = old\naws_session_token = t1\n");
	fixture_config(&f, &config);
	config.access_key = NULL;
	fixture_client(&f, &config);
	shared_files(NULL, "[default]\naws_access_key_id = NEW\naws_secret_access_key = new\naws_session_token = t2\n");
	ask(&f);
	fixture_run(&f, 1);
	assert_string_equal(f.text, IDENTITY_TEXT);
	assert_true(server_signature_right(f.server, 0, "OLD", "old", "us-east-1", "sts"));
	assert_true(server_signature_right(f.server, 1, "NEW", "new", "us-east-1", "sts"));
	assert_string_equal(server_header(f.server, 1, "x-amz-security-token"), "t2");
	/* Nothing new this time. */
	ask(&f);
	fixture_run(&f, 2);
	assert_int_equal(server_requests(f.server), 3);
	assert_string_equal(f.err.code, "ExpiredToken");
	assert_non_null(strstr(f.err.what, "session has expired (keys of profile default"));
	/* A file that went away leaves the keys that there were. */
	remove_shared_files();
	ask(&f);
	fixture_run(&f, 3);
	assert_string_equal(f.err.code, "ExpiredToken");
	fixture_close(&f);
}

static void too_large_an_answer_is_refused(void **state)
{
	size_t len = (size_t)16 * 1024 * 1024 + 1;
	char *body = malloc(len + 1);
	struct reply script[] = {{"200 OK", NULL, body, len, KEEP}};

	(void)state;
	memset(body, ' ', len);
	body[len] = '\0';
	ends(script, 1, 1, CEW_UNREACHABLE, "", "more than 16 MB");
	free(body);
}

static void compressed_answers_are_read(void **state)
{
	static const char packed[] =
		"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xb3\x71\x4f\x2d\x71\x4e\xcc\xc9\x49\x2d\xf2\x4c\x49\xcd"
		"\x2b\xc9\x2c\xa9\x0c\x4a\x2d\x2e\xc8\xcf\x2b\x4e\xb5\xb3\xc1\x26\x55\x9a\x53\x62\x67\xe3\x58\x94"
		"\x67\x97\x58\x94\x67\x55\x65\xa3\x0f\x62\xda\x84\x16\x83\xd4\xd8\x95\xda\xe8\x43\x59\x36\x8e\xc9"
		"\xc9\xf9\xa5\x79\x25\x76\x86\x40\x15\x50\xa6\x8d\x3e\x4e\xf3\xf4\x71\x3b\x02\x00\xbc\x81\xcd\x5e"
		"\xa0\x00\x00\x00";
	static const struct reply script[] = {{"200 OK", "Content-Encoding: gzip\r\n", packed, sizeof(packed) - 1, KEEP}};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	ask(&f);
	fixture_run(&f, 1);
	assert_string_equal(f.text, "1 arn:z u\n");
	fixture_close(&f);
}

static void this_machine_is_never_reached_through_a_proxy(void **state)
{
	static const struct reply script[] = {OK_REPLY};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	setenv("http_proxy", "http://127.0.0.1:1", 1);
	setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
	ask(&f);
	fixture_run(&f, 1);
	assert_string_equal(f.text, IDENTITY_TEXT);
	fixture_close(&f);
}

static void a_proxy_takes_what_is_not_this_machine(void **state)
{
	static const struct reply script[] = {{"407 Proxy Authentication Required", NULL, "", 0, CLOSE}};
	struct cew_aws_config config;
	struct fixture f;
	char proxy[64];

	(void)state;
	fixture_open(&f, script, 1);
	snprintf(proxy, sizeof(proxy), "http://ann:hunter2@127.0.0.1:%d", server_port(f.server));
	setenv("HTTPS_PROXY", proxy, 1);
	fixture_config(&f, &config);
	config.endpoint_url = NULL;
	fixture_client(&f, &config);
	ask(&f);
	fixture_run(&f, 1);
	assert_int_equal(server_requests(f.server), 1);
	assert_memory_equal(server_head(f.server, 0), "CONNECT sts.us-east-1.amazonaws.com:443 HTTP/1.1\r\n", 50);
	assert_string_equal(server_header(f.server, 0, "authorization"), "");
	assert_non_null(strstr(f.err.what, "wants a user name"));
	assert_null(strstr(f.err.what, "hunter2"));
	fixture_close(&f);
}

/* ---- calls that nobody wants any more ---- */

static void a_cancelled_call_says_nothing(void **state)
{
	static const struct reply script[] = {{.then = HOLD}};
	struct fixture f;
	uint64_t id;

	(void)state;
	fixture_open(&f, script, 1);
	id = ask(&f);
	f.cloud.cancel(f.cloud.self, id); /* before it left */
	id = ask(&f);
	fixture_until_requests(&f, 1);
	f.cloud.cancel(f.cloud.self, id); /* while it waits for its answer */
	f.cloud.cancel(f.cloud.self, id);
	f.cloud.cancel(f.cloud.self, 12345);
	fixture_turns(&f, 20);
	assert_int_equal(f.calls_done, 0);
	fixture_close(&f);
}

static void a_call_is_cancelled_between_attempts(void **state)
{
	static const struct reply script[] = {{"503 Busy", "Retry-After: 5\r\n", "", 0, KEEP}, OK_REPLY};
	struct fixture f;
	uint64_t id;

	(void)state;
	fixture_open(&f, script, 2);
	id = ask(&f);
	fixture_until_requests(&f, 1);
	fixture_turns(&f, 200);
	f.cloud.cancel(f.cloud.self, id);
	f.mono_ms += 60000;
	fixture_turns(&f, 20);
	assert_int_equal(server_requests(f.server), 1);
	assert_int_equal(f.calls_done, 0);
	fixture_close(&f);
}

static void a_client_can_go_with_calls_out(void **state)
{
	static const struct reply script[] = {{.then = HOLD}};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	ask(&f);
	ask(&f);
	fixture_until_requests(&f, 2);
	cew_aws_destroy(f.aws);
	f.aws = NULL;
	fixture_turns(&f, 20);
	assert_int_equal(f.calls_done, 0);
	fixture_close(&f);
}

static void destroy_client(void *arg, const struct cew_error *err, const struct cew_caller *caller)
{
	struct fixture *f = arg;

	cew_aws_destroy(f->aws);
	f->aws = NULL;
	on_caller(arg, err, caller); /* what was handed over is still there */
}

static void a_callback_may_destroy_the_client(void **state)
{
	static const struct reply scripts[][1] = {{OK_REPLY},
	                                          {{"403 Forbidden", NULL, FAILURE("AccessDenied", "no"), 0, KEEP}}};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(scripts); i++) {
		struct fixture f;

		fixture_open(&f, scripts[i], 1);
		assert_true(f.cloud.caller_identity(f.cloud.self, destroy_client, &f, NULL) > 0);
		fixture_run(&f, 1);
		assert_int_equal(f.err.status, i == 0 ? CEW_OK : CEW_REFUSED);
		fixture_close(&f);
	}
}

static void ask_again(void *arg, const struct cew_error *err, const struct cew_caller *caller)
{
	(void)caller;
	assert_null(err);
	ask(arg);
}

static void a_callback_may_make_a_call(void **state)
{
	static const struct reply script[] = {OK_REPLY};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	f.cloud.caller_identity(f.cloud.self, ask_again, &f, NULL);
	fixture_run(&f, 1);
	assert_int_equal(server_requests(f.server), 2);
	assert_string_equal(f.text, IDENTITY_TEXT);
	fixture_close(&f);
}

static void clients_share_a_loop(void **state)
{
	static const struct reply script[] = {OK_REPLY};
	struct cew_aws_config config;
	struct cew_aws *second;
	struct cew_cloud cloud;
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	fixture_config(&f, &config);
	assert_int_equal(cew_aws_create(&config, &second, NULL), CEW_OK);
	cloud = cew_aws_cloud(second);
	cloud.caller_identity(cloud.self, on_caller, &f, NULL);
	ask(&f);
	fixture_run(&f, 2);
	cloud.caller_identity(cloud.self, on_caller, &f, NULL);
	cew_aws_destroy(f.aws);
	f.aws = NULL;
	fixture_run(&f, 3);
	assert_string_equal(f.text, IDENTITY_TEXT);
	cew_aws_destroy(second);
	fixture_close(&f);
}

static void note_revents(void *ctx, int fd, short revents)
{
	(void)fd;
	*(short *)ctx = revents;
}

/* libcurl does the waiting while a call is out, and by itself tells no hang-up of the loop's other descriptors. */
static void hang_ups_are_seen_while_a_call_is_out(void **state)
{
	static const struct reply script[] = {{.then = HOLD}};
	struct fixture f;
	short seen = 0;
	int ends_of_pipe[2];

	(void)state;
	assert_int_equal(pipe(ends_of_pipe), 0);
	fixture_open(&f, script, 1);
	ask(&f);
	fixture_until_requests(&f, 1);
	cew_loop_watch(f.loop, ends_of_pipe[0], POLLIN, note_revents, &seen);
	close(ends_of_pipe[1]);
	cew_loop_step(f.loop, 1000, NULL);
	assert_true(seen & POLLHUP);
	cew_loop_unwatch(f.loop, ends_of_pipe[0]);
	close(ends_of_pipe[0]);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passing_trouble_is_survived),
		cmocka_unit_test(lasting_trouble_is_told_after_three_attempts),
		cmocka_unit_test(what_cannot_change_is_told_at_once),
		cmocka_unit_test(nobody_listens),
		cmocka_unit_test(an_answer_that_never_comes),
		cmocka_unit_test(a_create_is_resent_byte_for_byte),
		cmocka_unit_test(a_quota_of_stacks_is_no_throttling),
		cmocka_unit_test(the_number_of_attempts_can_be_set),
		cmocka_unit_test(a_server_that_asks_for_time_gets_it),
		cmocka_unit_test(a_wrong_clock_is_corrected_once),
		cmocka_unit_test(two_calls_may_find_the_clock_wrong_together),
		cmocka_unit_test(expired_keys_are_looked_up_again),
		cmocka_unit_test(too_large_an_answer_is_refused),
		cmocka_unit_test(compressed_answers_are_read),
		cmocka_unit_test(this_machine_is_never_reached_through_a_proxy),
		cmocka_unit_test(a_proxy_takes_what_is_not_this_machine),
		cmocka_unit_test(a_cancelled_call_says_nothing),
		cmocka_unit_test(a_call_is_cancelled_between_attempts),
		cmocka_unit_test(a_client_can_go_with_calls_out),
		cmocka_unit_test(a_callback_may_destroy_the_client),
		cmocka_unit_test(a_callback_may_make_a_call),
		cmocka_unit_test(clients_share_a_loop),
		cmocka_unit_test(hang_ups_are_seen_while_a_call_is_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
