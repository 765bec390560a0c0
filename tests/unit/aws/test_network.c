/* The way to AWS: proxies, IPv6, and what is warned of without a call failing. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws_env.h"
#include "call.h"
#include "fixture.h"

#define OK_REPLY {"200 OK", NULL, IDENTITY, 0, KEEP}

static void ask(struct fixture *f)
{
	struct cew_error err = {0};

	if (!f->cloud.caller_identity(f->cloud.self, on_caller, f, &err))
		fail_msg("%s", err.what);
	fixture_run(f, f->calls_done + 1);
}

/* A client whose AWS is at `url`, or AWS's own for NULL. */
static void go_to(struct fixture *f, const char *url)
{
	struct cew_aws_config config;

	fixture_config(f, &config);
	config.endpoint_url = url;
	config.connect_timeout_ms = 1000;
	fixture_client(f, &config);
}

static void set_proxy(const struct fixture *f, const char *variable, const char *before)
{
	char proxy[96];

	snprintf(proxy, sizeof(proxy), "%s127.0.0.1:%d", before, server_port(f->server));
	setenv(variable, proxy, 1);
}

/* "ann:hunter2%21" in the URL is ann:hunter2! for the proxy. */
static void the_proxy_gets_name_and_password(void **state)
{
	static const struct reply script[] = {{"403 Forbidden", NULL, "", 0, CLOSE}};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	set_proxy(&f, "HTTPS_PROXY", "http://ann:hunter2%21@");
	go_to(&f, NULL);
	ask(&f);
	assert_string_equal(server_header(f.server, 0, "proxy-authorization"), "Basic YW5uOmh1bnRlcjIh");
	assert_string_equal(server_header(f.server, 0, "x-amz-date"), "");
	assert_int_equal(server_requests(f.server), 1);
	assert_non_null(strstr(f.err.what, "the proxy does not let connections to sts.us-east-1.amazonaws.com pass"));
	assert_null(strstr(f.err.what, "hunter2"));
	assert_null(strstr(f.err.hint, "hunter2"));
	assert_non_null(strstr(f.err.what, "HTTPS_PROXY=http://127.0.0.1"));
	fixture_close(&f);
}

static void an_endpoint_on_plain_http_goes_through_its_own_proxy(void **state)
{
	static const struct reply script[] = {OK_REPLY};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	set_proxy(&f, "http_proxy", "ann:x@"); /* no scheme: http */
	go_to(&f, "http://aws.invalid:8080");
	ask(&f);
	assert_string_equal(f.text, IDENTITY_TEXT);
	assert_memory_equal(server_head(f.server, 0), "POST http://aws.invalid:8080/ HTTP/1.1\r\n", 39);
	assert_string_equal(server_header(f.server, 0, "proxy-authorization"), "Basic YW5uOng=");
	assert_string_equal(server_header(f.server, 0, "host"), "aws.invalid:8080");
	fixture_close(&f);
}

/* Nothing listens at these hosts: only an exception could make the proxy be left out. */
static void some_hosts_need_no_proxy(void **state)
{
	static const struct {
		const char *no_proxy;
		bool proxied;
	} rows[] = {
		{"", true}, {"other.invalid", true}, {"aws.invalid", false}, {".invalid", false}, {"x, aws.invalid", false}, {"*", false},
	};
	static const struct reply script[] = {OK_REPLY};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct fixture f;

		fixture_open(&f, script, 1);
		setenv("AWS_MAX_ATTEMPTS", "1", 1);
		set_proxy(&f, "http_proxy", "http://");
		setenv("NO_PROXY", rows[i].no_proxy, 1);
		go_to(&f, "http://aws.invalid");
		ask(&f);
		assert_int_equal(f.err.status, rows[i].proxied ? CEW_OK : CEW_UNREACHABLE);
		assert_int_equal(server_requests(f.server), rows[i].proxied ? 1 : 0);
		fixture_close(&f);
	}
}

static void a_proxy_that_is_not_there(void **state)
{
	static const struct reply script[] = {OK_REPLY};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	setenv("AWS_MAX_ATTEMPTS", "1", 1);
	setenv("https_proxy", "http://127.0.0.1:1", 1);
	go_to(&f, NULL);
	ask(&f);
	assert_int_equal(f.err.status, CEW_UNREACHABLE);
	assert_non_null(strstr(f.err.what, "the proxy does not take connections (https_proxy=http://127.0.0.1:1)"));
	assert_non_null(strstr(f.err.hint, "Correct https_proxy"));
	fixture_close(&f);
}

static void a_variable_that_names_no_proxy_is_told_before_anything_is_sent(void **state)
{
	static const struct reply script[] = {OK_REPLY};
	struct cew_error err = {0};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	setenv("HTTPS_PROXY", "ftp://ann:hunter2@proxy.corp:21", 1);
	go_to(&f, NULL);
	assert_int_equal(f.cloud.caller_identity(f.cloud.self, on_caller, &f, &err), 0);
	assert_int_equal(err.status, CEW_UNREACHABLE);
	assert_string_equal(err.where, "HTTPS_PROXY");
	assert_string_equal(err.what, "HTTPS_PROXY is no proxy that can be used (\"ftp://proxy.corp:21\"): its scheme is none of http, "
	                              "https, socks4, socks4a, socks5 and socks5h");
	assert_non_null(strstr(err.hint, "http://HOST:PORT"));
	fixture_close(&f);
}

/* To a plain endpoint the proxy speaks itself. */
static void a_proxy_that_wants_a_password(void **state)
{
	static const struct reply script[] = {
		{"407 Proxy Authentication Required", "Content-Type: text/html\r\n", "<html>no</html>", 0, CLOSE}};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	set_proxy(&f, "http_proxy", "http://");
	go_to(&f, "http://aws.invalid");
	ask(&f);
	assert_int_equal(f.err.status, CEW_UNREACHABLE);
	assert_non_null(strstr(f.err.what, "the proxy wants a user name and password"));
	assert_non_null(strstr(f.err.what, "http_proxy=http://127.0.0.1"));
	assert_non_null(strstr(f.err.hint, "Put them into http_proxy"));
	fixture_close(&f);
}

static void a_silent_proxy_is_blamed(void **state)
{
	static const struct reply script[] = {{.then = SILENT}};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	set_proxy(&f, "ALL_PROXY", "http://");
	go_to(&f, NULL);
	ask(&f);
	assert_non_null(strstr(f.err.what, "the proxy"));
	assert_non_null(strstr(f.err.what, "ALL_PROXY=http://127.0.0.1"));
	assert_non_null(strstr(f.err.hint, "Correct ALL_PROXY"));
	fixture_close(&f);
}

/* Keys of a container or an instance never pass through a proxy. */
static void keys_are_fetched_without_a_proxy(void **state)
{
	static const struct reply script[] = {
		{"200 OK", NULL, "{\"AccessKeyId\":\"ASIA1\",\"SecretAccessKey\":\"s\",\"Token\":\"t\"}", 0, KEEP}, OK_REPLY};
	struct cew_aws_config config;
	struct fixture f;
	char url[96];

	(void)state;
	fixture_open(&f, script, 2);
	setenv("http_proxy", "http://127.0.0.1:1", 1);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/role", server_port(f.server));
	setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", url, 1);
	fixture_config(&f, &config);
	config.access_key = NULL;
	fixture_client(&f, &config);
	ask(&f);
	assert_string_equal(f.text, IDENTITY_TEXT);
	fixture_close(&f);
}

static void ip_version_6(void **state)
{
	static const struct reply script[] = {OK_REPLY};
	struct fixture f;
	char url[64];

	(void)state;
	fixture_open(&f, script, 1);
	server_destroy(f.server);
	f.server = server_create_6(f.loop, script, 1);
	if (!f.server) {
		f.server = server_create(f.loop, script, 1);
		fixture_close(&f);
		skip();
	}
	snprintf(url, sizeof(url), "http://[::1]:%d", server_port(f.server));
	go_to(&f, url);
	ask(&f);
	assert_string_equal(f.text, IDENTITY_TEXT);
	assert_string_equal(server_header(f.server, 0, "host"), url + 7);
	assert_true(server_signature_right(f.server, 0, "AKIDEXAMPLE", FIXTURE_SECRET, "us-east-1", "sts"));
	fixture_close(&f);
}

/* ---- warnings ---- */

static void the_retry_mode_is_warned_of(void **state)
{
	static const struct reply script[] = {OK_REPLY};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	assert_null(cew_aws_warning(f.aws, 0));
	setenv("AWS_RETRY_MODE", "adaptive", 1);
	go_to(&f, "http://127.0.0.1:1");
	assert_string_equal(cew_aws_warning(f.aws, 0), "the retry mode \"adaptive\" (AWS_RETRY_MODE, retry_mode) is not supported: "
	                                               "calls are repeated in the standard mode");
	assert_null(cew_aws_warning(f.aws, 1));
	fixture_close(&f);
}

static void a_wrong_clock_is_warned_of(void **state)
{
	static const struct reply script[] = {
		{"403 Forbidden", "Date: Tue, 02 Jan 2024 03:20:05 GMT\r\n", FAILURE("SignatureDoesNotMatch", "Signature expired: x"), 0,
		 KEEP},
		OK_REPLY,
	};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 2);
	ask(&f);
	assert_string_equal(f.text, IDENTITY_TEXT);
	assert_string_equal(cew_aws_warning(f.aws, 0), "this machine's clock is 16:00 slow; AWS's time is used in its place "
	                                               "(timedatectl set-ntp true sets it right)");
	fixture_close(&f);
}

static void remember(void *ctx, const char *text)
{
	fixture_add(ctx, "%s\n", text);
}

/* The clock stands still but for what the test adds; the server never answers. */
static void a_slow_host_is_warned_of(void **state)
{
	static const struct reply script[] = {{.then = HOLD}};
	struct fixture f;
	struct cew_error err = {0};
	uint64_t id;

	(void)state;
	fixture_open(&f, script, 1);
	cew_aws_on_warning(f.aws, remember, &f);
	id = f.cloud.caller_identity(f.cloud.self, on_caller, &f, &err);
	fixture_until_requests(&f, 1);
	f.mono_ms += 4999;
	fixture_turns(&f, 3);
	assert_null(cew_aws_warning(f.aws, 0));
	f.mono_ms += 1;
	fixture_turns(&f, 3);
	assert_non_null(strstr(cew_aws_warning(f.aws, 0), "127.0.0.1:"));
	assert_non_null(strstr(cew_aws_warning(f.aws, 0), " is slow to answer GetCallerIdentity: attempt 1 of 3"));
	assert_non_null(strstr(f.text, "attempt 1 of 3\n"));
	f.cloud.cancel(f.cloud.self, id);
	assert_null(cew_aws_warning(f.aws, 0));
	fixture_close(&f);
}

/* Nobody is told before an answer of the ordinary kind, and the next attempt says which it is. */
static void each_slow_attempt_is_told(void **state)
{
	static const struct reply script[] = {{.then = HOLD}, {.then = HOLD}, OK_REPLY};
	struct cew_aws_config config;
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 3);
	fixture_config(&f, &config);
	config.timeout_ms = 250; /* of real time: enough for an answer on a busy machine, and for some turns without one */
	fixture_client(&f, &config);
	cew_aws_on_warning(f.aws, remember, &f);
	f.pace_ms = 2000;
	assert_true(f.cloud.caller_identity(f.cloud.self, on_caller, &f, NULL) > 0);
	fixture_until_requests(&f, 3);
	assert_non_null(strstr(f.text, "attempt 1 of 3\n"));
	assert_non_null(strstr(f.text, "attempt 2 of 3\n"));
	fixture_run(&f, 1);
	assert_string_equal(f.text, IDENTITY_TEXT);
	assert_null(cew_aws_warning(f.aws, 0));
	fixture_close(&f);
}

/* Short ones first; what cannot be sent again, is large, or was set by somebody, gets all of it. */
static void attempts_get_more_and_more_time(void **state)
{
	static const struct {
		int made, attempts, set_ms;
		size_t body;
		bool once;
		int ms;
	} rows[] = {
		{0, 3, 0, 10, false, 15000},     {1, 3, 0, 10, false, 30000},     {2, 3, 0, 10, false, 60000},
		{0, 1, 0, 10, false, 60000},     {0, 2, 0, 10, false, 30000},     {0, 9, 0, 10, false, 15000},
		{0, 3, 0, 300000, false, 60000}, {0, 3, 0, 10, true, 60000},      {0, 3, 700, 10, false, 700},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct cew_aws aws = {.settings = {.max_attempts = rows[i].attempts, .timeout_ms = rows[i].set_ms ? rows[i].set_ms : 60000,
		                                   .timeout_is_default = !rows[i].set_ms}};
		struct aws_operation op = {.once = rows[i].once};
		struct aws_call call = {.aws = &aws, .op = &op, .made = rows[i].made, .request = {.body = {.len = rows[i].body}}};

		assert_int_equal(aws_call_timeout_ms(&call), rows[i].ms);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_proxy_gets_name_and_password),
		cmocka_unit_test(an_endpoint_on_plain_http_goes_through_its_own_proxy),
		cmocka_unit_test(some_hosts_need_no_proxy),
		cmocka_unit_test(a_proxy_that_is_not_there),
		cmocka_unit_test(a_variable_that_names_no_proxy_is_told_before_anything_is_sent),
		cmocka_unit_test(a_proxy_that_wants_a_password),
		cmocka_unit_test(a_silent_proxy_is_blamed),
		cmocka_unit_test(keys_are_fetched_without_a_proxy),
		cmocka_unit_test(ip_version_6),
		cmocka_unit_test(the_retry_mode_is_warned_of),
		cmocka_unit_test(a_wrong_clock_is_warned_of),
		cmocka_unit_test(a_slow_host_is_warned_of),
		cmocka_unit_test(each_slow_attempt_is_told),
		cmocka_unit_test(attempts_get_more_and_more_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
