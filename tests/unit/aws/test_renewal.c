/* Keys that end: renewed in time, waited for, kept while nothing better can be had; and calls that wait for them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws_env.h"
#include "script.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND };

#define URI "AWS_CONTAINER_CREDENTIALS_FULL_URI={url}/role"
#define KEYS(key, end) OK_WITH(JSON_KEYS(key, "Token", end))
#define GOT "GET /role\n"
#define DOWN {"500 Oops", NULL, "down", 0, KEEP}

/* A client whose keys come from a container's endpoint. */
static void open_container(struct fixture *f, const struct reply *replies, size_t count)
{
	static struct script s; /* the server looks into it */

	s = (struct script){.variables = {URI}, .reply_count = count};
	memcpy(s.replies, replies, count * sizeof(*replies));
	script_open(&s, f);
}

static void pass(struct fixture *f, int64_t ms)
{
	f->wall_ms += ms;
	f->mono_ms += ms;
}

/* One call; what was asked in all, and that it went well. */
static void goes_well(struct fixture *f, const char *asked)
{
	script_ask(f);
	fixture_run(f, f->calls_done + 1);
	if (f->err.status != CEW_OK)
		fail_msg("%s", f->err.what);
	if (asked)
		assert_string_equal(script_transcript(f), asked);
}

static void keys_are_renewed_in_the_background(void **state)
{
	static const struct reply script[] = {KEYS("ASIA1", LATER), IDENTIFIED, IDENTIFIED, KEYS("ASIA2", "2024-01-02T05:04:05Z"),
	                                      IDENTIFIED};
	struct fixture f;

	(void)state;
	open_container(&f, script, 5);
	assert_int_equal(cew_aws_credential_expiry(f.aws), -1);
	goes_well(&f, GOT ASKED("ASIA1"));
	assert_int_equal(cew_aws_credential_expiry(f.aws), TEST_WALL_MS + 60 * MINUTE);
	pass(&f, 44 * MINUTE);
	goes_well(&f, GOT ASKED("ASIA1") ASKED("ASIA1"));
	/* The call does not wait for the new ones. */
	pass(&f, 2 * MINUTE);
	f.calls_done = 0;
	script_ask(&f);
	fixture_until_requests(&f, 5);
	fixture_run(&f, 1);
	fixture_turns(&f, 50);
	assert_non_null(strstr(script_transcript(&f), "by ASIA1\nGET /role\n"));
	assert_int_equal(cew_aws_credential_expiry(f.aws), TEST_WALL_MS + 120 * MINUTE);
	goes_well(&f, NULL);
	assert_non_null(strstr(script_transcript(&f), "by ASIA2\n"));
	fixture_close(&f);
}

static void keys_near_their_end_are_waited_for(void **state)
{
	static const struct reply script[] = {KEYS("ASIA1", LATER), IDENTIFIED, KEYS("ASIA2", "2024-01-02T05:04:05Z"), IDENTIFIED};
	struct fixture f;

	(void)state;
	open_container(&f, script, 4);
	goes_well(&f, NULL);
	pass(&f, 51 * MINUTE);
	goes_well(&f, GOT ASKED("ASIA1") GOT ASKED("ASIA2"));
	fixture_close(&f);
}

static void keys_serve_until_they_end(void **state)
{
	static const struct reply script[] = {KEYS("ASIA1", LATER), IDENTIFIED, DOWN, DOWN, DOWN, IDENTIFIED, IDENTIFIED, DOWN};
	struct fixture f;

	(void)state;
	open_container(&f, script, 8);
	goes_well(&f, NULL);
	pass(&f, 55 * MINUTE);
	goes_well(&f, GOT ASKED("ASIA1") GOT GOT GOT ASKED("ASIA1"));
	/* The giver is left in peace for half a minute. */
	goes_well(&f, GOT ASKED("ASIA1") GOT GOT GOT ASKED("ASIA1") ASKED("ASIA1"));
	/* Then they are over. */
	pass(&f, 6 * MINUTE);
	script_ask(&f);
	fixture_run(&f, 4);
	assert_int_equal(f.err.status, CEW_UNREACHABLE);
	assert_non_null(strstr(f.err.what, "answers HTTP 500: down"));
	assert_non_null(strstr(f.err.hint, "container's task"));
	fixture_close(&f);
}

static void it_works_again_when_there_are_new_keys(void **state)
{
	static const struct reply script[] = {KEYS("ASIA1", LATER), IDENTIFIED, DOWN, DOWN, DOWN,
	                                      KEYS("ASIA2", "2024-01-02T06:04:05Z"), IDENTIFIED};
	struct fixture f;

	(void)state;
	open_container(&f, script, 7);
	goes_well(&f, NULL);
	pass(&f, 61 * MINUTE);
	script_ask(&f);
	fixture_run(&f, 2);
	assert_int_equal(f.err.status, CEW_UNREACHABLE);
	goes_well(&f, GOT ASKED("ASIA1") GOT GOT GOT GOT ASKED("ASIA2"));
	fixture_close(&f);
}

/* A metadata service in trouble hands out what it has: AWS takes such keys longer than they say. */
static void keys_that_come_expired_are_used(void **state)
{
	static const struct reply script[] = {KEYS("ASIA1", "2024-01-02T03:00:00Z"), IDENTIFIED, IDENTIFIED,
	                                      KEYS("ASIA2", LATER), IDENTIFIED};
	struct fixture f;

	(void)state;
	open_container(&f, script, 5);
	goes_well(&f, GOT ASKED("ASIA1"));
	pass(&f, 11 * MINUTE);
	goes_well(&f, GOT ASKED("ASIA1") ASKED("ASIA1"));
	pass(&f, 2 * MINUTE);
	goes_well(&f, GOT ASKED("ASIA1") ASKED("ASIA1") GOT ASKED("ASIA2"));
	fixture_close(&f);
}

static void short_lived_keys_are_not_renewed_at_every_call(void **state)
{
	static const struct reply script[] = {KEYS("ASIA1", "2024-01-02T03:08:05Z"), IDENTIFIED, IDENTIFIED,
	                                      KEYS("ASIA2", "2024-01-02T03:12:05Z"), IDENTIFIED};
	struct fixture f;

	(void)state;
	open_container(&f, script, 5);
	goes_well(&f, GOT ASKED("ASIA1"));
	pass(&f, 1 * MINUTE);
	goes_well(&f, GOT ASKED("ASIA1") ASKED("ASIA1"));
	pass(&f, 2 * MINUTE);
	goes_well(&f, GOT ASKED("ASIA1") ASKED("ASIA1") GOT ASKED("ASIA2"));
	fixture_close(&f);
}

/* AWS knows better than the keys' own date. */
static void keys_that_aws_calls_expired_are_renewed(void **state)
{
	static const struct reply expired = {"403 Forbidden", NULL, FAILURE("ExpiredToken", "The security token is expired"), 0, KEEP};
	const struct reply script[] = {KEYS("ASIA1", LATER), expired, KEYS("ASIA2", LATER), IDENTIFIED, expired,
	                               KEYS("ASIA2", LATER)};
	struct fixture f;

	(void)state;
	open_container(&f, script, 6);
	goes_well(&f, GOT ASKED("ASIA1") GOT ASKED("ASIA2"));
	/* The same keys again are no help. */
	script_ask(&f);
	fixture_run(&f, 2);
	assert_string_equal(f.err.code, "ExpiredToken");
	assert_string_equal(script_transcript(&f), GOT ASKED("ASIA1") GOT ASKED("ASIA2") ASKED("ASIA2") GOT);
	fixture_close(&f);
}

static void a_source_that_fails_says_why(void **state)
{
	static const struct reply script[] = {KEYS("ASIA1", LATER),
	                                      {"403 Forbidden", NULL, FAILURE("ExpiredToken", "expired"), 0, KEEP},
	                                      DOWN};
	struct fixture f;

	(void)state;
	open_container(&f, script, 3);
	script_ask(&f);
	fixture_run(&f, 1);
	assert_non_null(strstr(f.err.what, "answers HTTP 500"));
	fixture_close(&f);
}

/* Exported keys with a date: nothing in the environment of a program that runs can change. */
static void the_environments_keys_have_an_end(void **state)
{
	static const struct script s = {
		.variables = {"AWS_ACCESS_KEY_ID=ENV", "AWS_SECRET_ACCESS_KEY=s", "AWS_SESSION_TOKEN=t",
		              "AWS_CREDENTIAL_EXPIRATION=2024-01-02T03:14:05Z"},
		.replies = {IDENTIFIED, {"403 Forbidden", NULL, FAILURE("ExpiredToken", "expired"), 0, KEEP}},
	};
	struct fixture f;

	(void)state;
	script_open(&s, &f);
	assert_int_equal(cew_aws_credential_expiry(f.aws), TEST_WALL_MS + 10 * MINUTE);
	goes_well(&f, ASKED("ENV"));
	pass(&f, 11 * MINUTE);
	script_ask(&f);
	fixture_run(&f, 2);
	assert_int_equal(f.err.status, CEW_REFUSED);
	assert_string_equal(f.err.what, "the session has expired (keys of the environment): expired");
	assert_string_equal(f.err.hint, "Export new AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN and start "
	                                "again, then try again");
	fixture_close(&f);
}

/* ---- calls that wait ---- */

static void calls_wait_together(void **state)
{
	static const struct reply script[] = {KEYS("ASIA1", LATER), IDENTIFIED};
	struct fixture f;

	(void)state;
	open_container(&f, script, 2);
	script_ask(&f);
	script_ask(&f);
	script_ask(&f);
	fixture_run(&f, 3);
	assert_string_equal(script_transcript(&f), GOT ASKED("ASIA1") ASKED("ASIA1") ASKED("ASIA1"));
	fixture_close(&f);
}

static void waiting_calls_can_be_cancelled(void **state)
{
	static const struct reply script[] = {{.then = HOLD}};
	struct fixture f;
	uint64_t id;

	(void)state;
	open_container(&f, script, 1);
	id = f.cloud.caller_identity(f.cloud.self, on_caller, &f, NULL);
	assert_true(id > 0);
	fixture_until_requests(&f, 1);
	f.cloud.cancel(f.cloud.self, id);
	fixture_turns(&f, 5);
	assert_int_equal(f.calls_done, 0);
	/* The search goes on, and ends with the client. */
	fixture_close(&f);
}

static void destroy_client(void *arg, const struct cew_error *err, const struct cew_caller *caller)
{
	struct fixture *f = arg;

	cew_aws_destroy(f->aws);
	f->aws = NULL;
	on_caller(arg, err, caller);
}

static void a_waiting_calls_callback_may_destroy_the_client(void **state)
{
	static const struct reply script[] = {DOWN};
	struct fixture f;

	(void)state;
	open_container(&f, script, 1);
	f.cloud.caller_identity(f.cloud.self, destroy_client, &f, NULL);
	f.cloud.caller_identity(f.cloud.self, destroy_client, &f, NULL);
	for (int i = 0; i < 5000 && f.calls_done == 0; i++)
		fixture_turns(&f, 1);
	fixture_turns(&f, 20);
	assert_int_equal(f.calls_done, 1);
	assert_int_equal(f.err.status, CEW_UNREACHABLE);
	fixture_close(&f);
}

/* ---- the region of the instance ---- */

static void the_instance_says_where_it_is(void **state)
{
	static const struct script s = {
		.variables = {"AWS_EC2_METADATA_DISABLED=false", "AWS_ACCESS_KEY_ID=ENV", "AWS_SECRET_ACCESS_KEY=s"},
		.replies = {OK_WITH("t"), OK_WITH("ap-south-1\n"), IDENTIFIED},
	};
	struct cew_aws_config config;
	struct fixture f;

	(void)state;
	script_prepare(&s, &f);
	script_config(&f, &config);
	config.region = NULL;
	fixture_client(&f, &config);
	assert_string_equal(cew_aws_region(f.aws), "");
	script_ask(&f);
	script_ask(&f);
	fixture_run(&f, 2);
	assert_string_equal(f.text, IDENTITY_TEXT);
	assert_string_equal(cew_aws_region(f.aws), "ap-south-1");
	assert_string_equal(script_transcript(&f), "PUT /latest/api/token ttl=21600\nGET /latest/meta-data/placement/region imds=t\n"
	                                           ASKED("ENV") ASKED("ENV"));
	assert_true(server_signature_right(f.server, 2, "ENV", "s", "ap-south-1", "sts"));
	fixture_close(&f);
}

static void region_and_keys_of_the_instance(void **state)
{
	static const struct script s = {
		.variables = {"AWS_EC2_METADATA_DISABLED=false"},
		.replies = {OK_WITH("t"), OK_WITH("ap-south-1"), OK_WITH("t"), OK_WITH("app"), KEYS("ASIA1", LATER), IDENTIFIED},
	};
	struct cew_aws_config config;
	struct fixture f;

	(void)state;
	script_prepare(&s, &f);
	script_config(&f, &config);
	config.region = NULL;
	fixture_client(&f, &config);
	script_ask(&f);
	fixture_run(&f, 1);
	assert_string_equal(f.text, IDENTITY_TEXT);
	assert_int_equal(server_requests(f.server), 6);
	fixture_close(&f);
}

static void no_instance_no_region(void **state)
{
	static const struct script s = {
		.variables = {"AWS_EC2_METADATA_DISABLED=false", "AWS_ACCESS_KEY_ID=ENV", "AWS_SECRET_ACCESS_KEY=s",
		              "AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:1"},
	};
	struct cew_aws_config config;
	struct fixture f;

	(void)state;
	script_prepare(&s, &f);
	script_config(&f, &config);
	config.region = NULL;
	fixture_client(&f, &config);
	for (int i = 1; i <= 2; i++) { /* asked once, told each time */
		script_ask(&f);
		fixture_run(&f, i);
		assert_int_equal(f.err.status, CEW_INVALID);
		assert_non_null(strstr(f.err.hint, "AWS_REGION"));
	}
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_renewed_in_the_background),
		cmocka_unit_test(keys_near_their_end_are_waited_for),
		cmocka_unit_test(keys_serve_until_they_end),
		cmocka_unit_test(it_works_again_when_there_are_new_keys),
		cmocka_unit_test(keys_that_come_expired_are_used),
		cmocka_unit_test(short_lived_keys_are_not_renewed_at_every_call),
		cmocka_unit_test(keys_that_aws_calls_expired_are_renewed),
		cmocka_unit_test(a_source_that_fails_says_why),
		cmocka_unit_test(the_environments_keys_have_an_end),
		cmocka_unit_test(calls_wait_together),
		cmocka_unit_test(waiting_calls_can_be_cancelled),
		cmocka_unit_test(a_waiting_calls_callback_may_destroy_the_client),
		cmocka_unit_test(the_instance_says_where_it_is),
		cmocka_unit_test(region_and_keys_of_the_instance),
		cmocka_unit_test(no_instance_no_region),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
