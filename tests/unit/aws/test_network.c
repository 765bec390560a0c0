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
	assert_non_null(strstr(f.err.what, "HTTPS_PROXY=127.0.0.1"));
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
	assert_non_null(strstr(f.err.hint, "https_proxy=127.0.0.1:1"));
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_proxy_gets_name_and_password),
		cmocka_unit_test(an_endpoint_on_plain_http_goes_through_its_own_proxy),
		cmocka_unit_test(some_hosts_need_no_proxy),
		cmocka_unit_test(a_proxy_that_is_not_there),
		cmocka_unit_test(keys_are_fetched_without_a_proxy),
		cmocka_unit_test(ip_version_6),
		cmocka_unit_test(the_retry_mode_is_warned_of),
		cmocka_unit_test(a_wrong_clock_is_warned_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
