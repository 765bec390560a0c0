/* Every call of every table against everything that can go wrong on its way: it ends, once, with an error that names the call and
 * says what to do; what passes is survived; and what is sent again is the same to the last byte, its token included. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "every_call.h"

/* ---- every call ---- */

static const char *const some[] = {"a"};
static const struct cew_name_value pairs[] = {{"P", "v"}};
static const struct cew_create_request a_stack = {
	.stack_name = "ce", .template_body = "a: b", .parameters = pairs, .parameter_count = 1, .token = "token"};
static const struct cew_update_parameter kept[] = {{"P", NULL, true}};
static const struct cew_update_request an_update = {
	.stack = "ce", .use_previous_template = true, .parameters = kept, .parameter_count = 1, .token = "token"};
static const struct cew_change_set_execution an_execution = {"arn:c", "token", false};
static const struct cew_rollback_request a_rollback = {.stack = "ce", .token = "token"};
static const struct cew_delete_request a_deletion = {.stack = "ce", .token = "token"};
static const struct cew_simulation a_question = {.principal = "arn:u", .actions = some, .action_count = 1};
static const struct cew_new_object an_object = {.bucket = "b", .key = "k", .content_type = "text/plain", .data = "d", .len = 1};
static const struct cew_template_source a_template = {.body = "a: b"};
static const struct cew_new_flow_log a_flow_log = {"vpc-1", "ALL", "g", "arn:r", NULL, "token"};
static const struct cew_new_role a_role = {.name = "r", .trust = "{}"};

static uint64_t create_a_secret(struct fixture *f, struct cew_error *err)
{
	struct cew_secret *value = cew_secret_create("v", 1);
	const struct cew_new_secret what = {.name = "n", .value = value, .token = "token"};
	uint64_t id = A.create_secret(A.self, &what, TELLS);

	cew_secret_destroy(value);
	return id;
}

#define START_OF(name, manner, action, call, answer) \
	static uint64_t start_##name(struct fixture *f, struct cew_error *err) \
	{ \
		return call; \
	}
CLOUD_CALLS(START_OF)
ACCOUNT_CALLS(START_OF)
OPERATION_CALLS(START_OF)

#define ANSWER_QUERY(action, text) "<" action "Response><" action "Result>" text "</" action "Result></" action "Response>"
#define ANSWER_EC2(action, text) "<" action "Response>" text "</" action "Response>"
#define ANSWER_JSON(action, text) text
#define ANSWER_REST(action, text) text
#define ANSWER_S3(action, text) text
#define ANSWER_HEAD(action, text) text
#define ROW_OF(name, manner, action, call, answer) {#name, action, BY_##manner, start_##name, ANSWER_##manner(action, answer)},
#define ONE_OF(name, manner, action, call, answer) +1

static const struct call {
	const char *name, *action;
	enum manner manner;
	uint64_t (*start)(struct fixture *f, struct cew_error *err);
	const char *answer;
} calls[] = {CLOUD_CALLS(ROW_OF) ACCOUNT_CALLS(ROW_OF) OPERATION_CALLS(ROW_OF)};

/* Apart from self and cancel, each table is its calls. */
static_assert(sizeof(struct cew_cloud) / sizeof(void *) == 2 CLOUD_CALLS(ONE_OF), "every call of the cloud belongs here");
static_assert(sizeof(struct cew_account) / sizeof(void *) == 2 ACCOUNT_CALLS(ONE_OF), "every call of the account belongs here");
static_assert(sizeof(struct cew_operations) / sizeof(void *) == 2 OPERATION_CALLS(ONE_OF), "every operation belongs here");

/* Those that AWS would do twice. */
static bool once(const struct call *c)
{
	return strcmp(c->action, "CreateKey") == 0 || strcmp(c->action, "CreateRole") == 0;
}

static size_t requests_of(const struct call *c)
{
	return strcmp(c->action, "DescribeVpcAttribute") == 0 ? 2 : 1;
}

static struct reply good(const struct call *c)
{
	return (struct reply){"200 OK", c->manner == BY_S3 || c->manner == BY_HEAD ? "ETag: \"e\"\r\n" : NULL, c->answer, 0, KEEP};
}

/* ---- everything that can go wrong ---- */

#define IN_EVERY_MANNER(status, headers, code, message) \
	{ \
		[BY_QUERY] = {status, headers, FAILURE(code, message), 0, KEEP}, \
		[BY_EC2] = {status, headers, "<Response><Errors><Error><Code>" code "</Code><Message>" message "</Message></Error></Errors>" \
		            "<RequestID>r</RequestID></Response>", 0, KEEP}, \
		[BY_JSON] = {status, headers, "{\"__type\":\"ns#" code "\",\"message\":\"" message "\"}", 0, KEEP}, \
		[BY_REST] = {status, headers, "{\"code\":\"" code "\",\"Message\":\"" message "\"}", 0, KEEP}, \
		[BY_S3] = {status, headers, "<Error><Code>" code "</Code><Message>" message "</Message></Error>", 0, KEEP}, \
		[BY_HEAD] = {status, headers, "", 0, KEEP}, \
	}
#define TO_ALL(...) {[BY_QUERY] = {__VA_ARGS__}, [BY_EC2] = {__VA_ARGS__}, [BY_JSON] = {__VA_ARGS__}, [BY_REST] = {__VA_ARGS__}, \
                     [BY_S3] = {__VA_ARGS__}, [BY_HEAD] = {__VA_ARGS__}}
#define TO_ALL_WITH_BODY(xml, json, headers) \
	{[BY_QUERY] = {"200 OK", headers, xml, 0, KEEP}, [BY_EC2] = {"200 OK", headers, xml, 0, KEEP}, \
	 [BY_JSON] = {"200 OK", headers, json, 0, KEEP}, [BY_REST] = {"200 OK", headers, json, 0, KEEP}, \
	 [BY_S3] = {"200 OK", headers, xml, 0, KEEP}}
/* A quarter of an hour after TEST_WALL_MS. */
#define LATE "Date: Tue, 02 Jan 2024 03:20:05 GMT\r\n"

enum again { NEVER, THRICE, ONCE_MORE };

static const struct fault {
	const char *name;
	struct reply replies[MANNERS]; /* without status and `then`: nothing of the kind can happen to such a call */
	enum again again;              /* how often it is sent before that is told */
	bool unsure;                   /* AWS may have done it */
	bool host;                     /* the error names the host */
	bool hangs;
	enum cew_status status;
	const char *code, *what, *hint;
} faults[] = {
	{.name = "reset", .replies = TO_ALL(.then = RESET), .again = THRICE, .unsure = true, .host = true,
	 .status = CEW_UNREACHABLE, .code = "", .what = "the connection to ", .hint = "Check the network"},
	{.name = "closed", .replies = TO_ALL(.then = SILENT), .again = THRICE, .unsure = true, .host = true,
	 .status = CEW_UNREACHABLE, .code = "", .what = "", .hint = "Check the network"},
	{.name = "slow beyond the timeout", .replies = TO_ALL(.then = HOLD), .again = THRICE, .unsure = true, .host = true, .hangs = true,
	 .status = CEW_UNREACHABLE, .code = "", .what = "did not answer in time", .hint = "HTTPS_PROXY"},
	{.name = "truncated", .replies = TO_ALL_WITH_BODY("<Describe", "{\"a", NULL), .again = THRICE, .unsure = true, .host = true,
	 .status = CEW_UNREACHABLE, .code = "", .what = "broke off in the middle", .hint = "Check the network"},
	{.name = "malformed", .replies = TO_ALL_WITH_BODY("<a><b></a>", "{\"a\":}", NULL), .unsure = true, .host = true,
	 .status = CEW_UNREACHABLE, .code = "", .what = "answer", .hint = "endpoint URL"},
	{.name = "a login page", .unsure = true, .host = true,
	 .replies = TO_ALL_WITH_BODY("<!doctype html><title>Log in</title>", "<!doctype html><title>Log in</title>",
	                             "Content-Type: text/html\r\n"),
	 .status = CEW_UNREACHABLE, .code = "", .what = "sent a web page (HTTP 200)", .hint = "login page"},
	{.name = "sent elsewhere", .replies = TO_ALL("302 Found", "Location: http://login.example/\r\n", "", 0, KEEP), .unsure = true,
	 .host = true, .status = CEW_UNREACHABLE, .code = "", .what = "sent us elsewhere (HTTP 302)", .hint = "login page"},
	{.name = "fails inside", .replies = IN_EVERY_MANNER("500 Oops", NULL, "InternalFailure", "x"), .again = THRICE, .unsure = true,
	 .status = CEW_UNREACHABLE, .what = "", .hint = "Try again"},
	{.name = "not available", .replies = IN_EVERY_MANNER("503 Busy", "Retry-After: 2\r\n", "ServiceUnavailable", "x"), .again = THRICE,
	 .unsure = true, .status = CEW_UNREACHABLE, .code = "ServiceUnavailable", .what = "not available in us-east-1",
	 .hint = "Try again in a while"},
	{.name = "throttled", .replies = IN_EVERY_MANNER("503 Slow Down", NULL, "Throttling", "Rate exceeded"), .again = THRICE,
	 .what = "", .hint = "gain"},
	{.name = "an expired token", .replies = IN_EVERY_MANNER("403 Forbidden", NULL, "ExpiredToken", "The token is expired"),
	 .status = CEW_REFUSED, .what = "", .hint = ""},
	{.name = "a wrong clock", .again = ONCE_MORE, .status = CEW_REFUSED, .code = "RequestTimeTooSkewed", .what = "clock is wrong",
	 .hint = "timedatectl", .replies = IN_EVERY_MANNER("403 Forbidden", LATE, "RequestTimeTooSkewed", "The difference is too large")},
};

static bool happens(const struct fault *x, const struct call *c)
{
	const struct reply *r = &x->replies[c->manner];

	if (c->manner == BY_HEAD && x->again == ONCE_MORE) /* without a body nobody can tell why it was refused */
		return false;
	return r->status || r->then != KEEP;
}

static size_t attempts(const struct fault *x, const struct call *c)
{
	if (once(c) && x->unsure)
		return 1;
	return x->again == THRICE ? 3 : x->again == ONCE_MORE ? 2 : 1;
}

/* ---- one call, one fault ---- */

static struct reply broken_by(const struct fault *x, const struct call *c)
{
	struct reply r = x->replies[c->manner];

	if (strcmp(x->name, "truncated") == 0)
		r.then = CUT;
	return r;
}

static void run(struct fixture *f, const struct call *c, const struct fault *x, const struct reply *replies, size_t count)
{
	struct cew_aws_config config;
	struct cew_error err = {0};

	fixture_open(f, replies, count);
	fixture_config(f, &config);
	config.timeout_ms = x->hangs ? (count == 1 ? 10 : 100) : 0; /* real time: a good answer needs some */
	fixture_client(f, &config);
	f->pace_ms = x->replies[c->manner].headers ? 500 : 0; /* a server may ask for time */
	looked_printer = NULL;
	if (!c->start(f, &err))
		fail_msg("%s: %s", c->name, err.what);
	fixture_run(f, 1);
	fixture_turns(f, 2);
	assert_int_equal(f->calls_done, 1);
}

/* Method, path, body: all but what a new signature changes. */
static void same_each_time(const struct fixture *f, const struct call *c, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		const char *first = server_head(f->server, 0), *now = server_head(f->server, i);

		assert_int_equal(strcspn(first, "\r"), strcspn(now, "\r"));
		assert_memory_equal(first, now, strcspn(first, "\r"));
		if (strcmp(server_body(f->server, 0), server_body(f->server, i)) != 0)
			fail_msg("%s sent \"%s\" and then \"%s\"", c->name, server_body(f->server, 0), server_body(f->server, i));
	}
}

static void helps(const struct fixture *f, const struct call *c, const struct fault *x)
{
	bool head = c->manner == BY_HEAD;
	char host[32];

	snprintf(host, sizeof(host), "127.0.0.1:%d", server_port(f->server));
	if (x->status && f->err.status != x->status)
		fail_msg("%s, %s: status %d: %s", c->name, x->name, f->err.status, f->err.what);
	if ((x->code && !head && strcmp(f->err.code, x->code) != 0) || (!head && !strstr(f->err.what, x->what)) ||
	    (!head && !strstr(f->err.hint, x->hint)) || !f->err.what[0] || !f->err.hint[0])
		fail_msg("%s, %s: [%s] %s / %s", c->name, x->name, f->err.code, f->err.what, f->err.hint);
	if (strcmp(f->err.where, c->action) != 0 || (x->host && !strstr(f->err.what, host)))
		fail_msg("%s, %s: where %s: %s", c->name, x->name, f->err.where, f->err.what);
	if (once(c) && x->unsure && !strstr(f->err.hint, "was done before you try again"))
		fail_msg("%s, %s: %s", c->name, x->name, f->err.hint);
}

static void lasting_trouble_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(calls); i++)
		for (size_t n = 0; n < CEW_COUNT(faults); n++) {
			const struct reply reply = broken_by(&faults[n], &calls[i]);
			struct fixture f;

			if (!happens(&faults[n], &calls[i]))
				continue;
			run(&f, &calls[i], &faults[n], &reply, 1);
			if (f.err.status == CEW_OK)
				fail_msg("%s, %s: went well", calls[i].name, faults[n].name);
			if (server_requests(f.server) != attempts(&faults[n], &calls[i]))
				fail_msg("%s, %s: %zu attempts", calls[i].name, faults[n].name, server_requests(f.server));
			same_each_time(&f, &calls[i], server_requests(f.server));
			helps(&f, &calls[i], &faults[n]);
			fixture_close(&f);
		}
}

static void passing_trouble_is_survived(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(calls); i++)
		for (size_t n = 0; n < CEW_COUNT(faults); n++) {
			const struct reply replies[] = {broken_by(&faults[n], &calls[i]), good(&calls[i])};
			bool survived = attempts(&faults[n], &calls[i]) > 1;
			struct fixture f;

			if (!happens(&faults[n], &calls[i]) || !survived)
				continue;
			run(&f, &calls[i], &faults[n], replies, 2);
			if (f.err.status != CEW_OK)
				fail_msg("%s, %s: %s", calls[i].name, faults[n].name, f.err.what);
			assert_true(server_requests(f.server) == 1 + requests_of(&calls[i]) || faults[n].hangs);
			same_each_time(&f, &calls[i], 2);
			fixture_close(&f);
		}
}

/* Nobody listens where AWS should be. */
static void nobody_there(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(calls); i++) {
		const struct reply reply = good(&calls[i]);
		struct cew_aws_config config;
		struct cew_error err = {0};
		struct fixture f;
		struct server *gone;
		char url[64];

		fixture_open(&f, &reply, 1);
		gone = server_create(f.loop, &reply, 1);
		snprintf(url, sizeof(url), "http://127.0.0.1:%d", server_port(gone));
		server_destroy(gone);
		fixture_config(&f, &config);
		config.endpoint_url = url;
		fixture_client(&f, &config);
		looked_printer = NULL;
		assert_true(calls[i].start(&f, &err) > 0);
		fixture_run(&f, 1);
		assert_int_equal(f.err.status, CEW_UNREACHABLE);
		assert_string_equal(f.err.where, calls[i].action);
		if (!strstr(f.err.what, url + 7) || !strstr(f.err.what, "does not take connections") || !strstr(f.err.hint, "HTTPS_PROXY"))
			fail_msg("%s: %s / %s", calls[i].name, f.err.what, f.err.hint);
		fixture_close(&f);
	}
}

/* Without trouble each is one request, or as many as it takes. */
static void without_trouble(void **state)
{
	static const struct fault none = {.name = "none"};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(calls); i++) {
		const struct reply reply = good(&calls[i]);
		struct fixture f;

		run(&f, &calls[i], &none, &reply, 1);
		if (f.err.status != CEW_OK)
			fail_msg("%s: %s", calls[i].name, f.err.what);
		assert_int_equal(server_requests(f.server), requests_of(&calls[i]));
		fixture_close(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_trouble),
		cmocka_unit_test(nobody_there),
		cmocka_unit_test(lasting_trouble_is_told),
		cmocka_unit_test(passing_trouble_is_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
