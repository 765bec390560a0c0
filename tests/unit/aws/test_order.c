/* The order of the places that keys come from: the AWS CLI's. One table, read from the top: what makes a place hold, whose keys
 * it gives, until when, how they are renewed, and what is said where it is broken. Its rows are tried in all these ways. */
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

enum { MINUTE = 60 * 1000, VARIABLES = 2, REPLIES = 3 };

#define LATER_STILL "2024-01-02T05:04:05Z"
#define ROLES "/latest/meta-data/iam/security-credentials/"
/* The sum of "corp". */
#define SSO_FILE ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
#define SSO_KEYS_UNTIL(key, end) \
	OK_WITH("{\"roleCredentials\":{\"accessKeyId\":\"" key "\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\",\"expiration\":" end "}}")
#define PRINTED(key, end) "{\"Version\":1,\"AccessKeyId\":\"" key "\",\"SecretAccessKey\":\"s\",\"Expiration\":\"" end "\"}"
#define STS(action, key, end) OK_WITH(STS_KEYS(action, key, end))

/* What stands beside the profile in every case. */
#define BESIDE \
	"[profile base]\naws_access_key_id = BASE\naws_secret_access_key = s-base\n" \
	"[sso-session corp]\nsso_region = eu-central-1\nsso_start_url = https://corp.awsapps.com/start\n"

struct made { /* what makes a place hold */
	const char *variables[VARIABLES];
	const char *config, *credentials; /* lines of the default profile */
};

static const struct place {
	const char *name;
	struct made made;
	struct reply replies[REPLIES]; /* how the keys are got */
	const char *key, *source;
	bool ends; /* an hour later; else nobody says when */
	struct reply renewed[REPLIES];
	const char *new_key; /* an hour after that; NULL: they are not renewed */
	struct {
		struct made made;
		struct reply replies[REPLIES];
		const char *what, *where, *hint;
	} broken;
} order[] = {
	{.name = "environment",
	 .made = {{"AWS_ACCESS_KEY_ID=ENV", "AWS_SECRET_ACCESS_KEY=s"}, NULL, NULL},
	 .key = "ENV", .source = "environment",
	 .broken = {.made = {{"AWS_ACCESS_KEY_ID=ENV"}, NULL, NULL},
	            .what = "the environment has AWS_ACCESS_KEY_ID but no AWS_SECRET_ACCESS_KEY", .where = "", .hint = "Give both"}},
	{.name = "the profile's role",
	 .made = {{NULL}, "role_arn = arn:aws:iam::1:role/r\nsource_profile = base\n", NULL},
	 .replies = {STS("AssumeRole", "ASIAROLE", LATER)}, .key = "ASIAROLE", .source = "role arn:aws:iam::1:role/r (profile default)",
	 .ends = true, .renewed = {STS("AssumeRole", "ASIAROLE2", LATER_STILL)}, .new_key = "ASIAROLE2",
	 .broken = {.made = {{NULL}, "role_arn = arn:aws:iam::1:role/r\nsource_profile = gone\n", NULL},
	            .what = "profile \"gone\", which does not exist", .where = "profile default", .hint = "source_profile"}},
	{.name = "a web identity of the environment",
	 .made = {{"AWS_WEB_IDENTITY_TOKEN_FILE={dir}/token", "AWS_ROLE_ARN=arn:aws:iam::1:role/env"}, NULL, NULL},
	 .replies = {STS("AssumeRoleWithWebIdentity", "ASIAWEBENV", LATER)}, .key = "ASIAWEBENV",
	 .source = "role arn:aws:iam::1:role/env by web identity (the environment)", .ends = true,
	 .renewed = {STS("AssumeRoleWithWebIdentity", "ASIAWEBENV2", LATER_STILL)}, .new_key = "ASIAWEBENV2",
	 .broken = {.made = {{"AWS_WEB_IDENTITY_TOKEN_FILE={dir}/gone", "AWS_ROLE_ARN=arn:aws:iam::1:role/env"}, NULL, NULL},
	            .what = "web identity token cannot be read", .where = "the environment", .hint = "written to"}},
	{.name = "a web identity of the profile",
	 .made = {{NULL}, "role_arn = arn:aws:iam::1:role/web\nweb_identity_token_file = {dir}/token\n", NULL},
	 .replies = {STS("AssumeRoleWithWebIdentity", "ASIAWEB", LATER)}, .key = "ASIAWEB",
	 .source = "role arn:aws:iam::1:role/web by web identity (profile default)", .ends = true,
	 .renewed = {STS("AssumeRoleWithWebIdentity", "ASIAWEB2", LATER_STILL)}, .new_key = "ASIAWEB2",
	 .broken = {.made = {{NULL}, "web_identity_token_file = {dir}/token\n", NULL}, .what = "no role_arn", .where = "profile default",
	            .hint = "Set role_arn"}},
	{.name = "single sign-on",
	 .made = {{NULL}, "sso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n", NULL},
	 .replies = {SSO_KEYS_UNTIL("ASIASSO", "1704168245000")}, .key = "ASIASSO",
	 .source = "single sign-on Admin in 111122223333 (profile default)", .ends = true,
	 .renewed = {SSO_KEYS_UNTIL("ASIASSO2", "1704171845000")}, .new_key = "ASIASSO2",
	 .broken = {.made = {{NULL}, "sso_session = nobody\nsso_account_id = 111122223333\nsso_role_name = Admin\n", NULL},
	            .what = "sso_session that there is not: \"nobody\"", .where = "profile default", .hint = "aws configure sso-session"}},
	{.name = "the credentials file",
	 .made = {{NULL}, NULL, "aws_access_key_id = FILE\naws_secret_access_key = s\n"},
	 .key = "FILE", .source = "profile default (",
	 .broken = {.made = {{NULL}, NULL, "aws_access_key_id = FILE\n"},
	            .what = "AWS profile \"default\" has aws_access_key_id but no aws_secret_access_key", .where = "/credentials",
	            .hint = "Give both"}},
	{.name = "a console login, which there is no way to use",
	 .broken = {.made = {{NULL}, "login_session = arn:aws:iam::1:user/ann\n", NULL}, .what = "gets its keys by a console login",
	            .where = "profile default", .hint = "aws configure export-credentials --profile default"}},
	{.name = "a program",
	 .made = {{NULL}, "credential_process = /bin/cat {dir}/printed\n", NULL},
	 .key = "PROCESS", .source = "profile default (credential_process)", .ends = true, .new_key = "PROCESS2",
	 .broken = {.made = {{NULL}, "credential_process = /bin/cat {dir}/gone\n", NULL},
	            .what = "credential_process of profile default ended with exit code 1", .where = "profile default", .hint = "Log in again"}},
	{.name = "the config file",
	 .made = {{NULL}, "aws_access_key_id = CONFIG\naws_secret_access_key = s\n", NULL},
	 .key = "CONFIG", .source = "profile default (",
	 .broken = {.made = {{NULL}, "aws_access_key_id = CONFIG\n", NULL},
	            .what = "AWS profile \"default\" has aws_access_key_id but no aws_secret_access_key", .where = "/config",
	            .hint = "Give both"}},
	{.name = "the container",
	 .made = {{"AWS_CONTAINER_CREDENTIALS_FULL_URI={url}/role", NULL}, NULL, NULL},
	 .replies = {OK_WITH(JSON_KEYS("ASIACONTAINER", "Token", LATER))}, .key = "ASIACONTAINER", .source = "container", .ends = true,
	 .renewed = {OK_WITH(JSON_KEYS("ASIACONTAINER2", "Token", LATER_STILL))}, .new_key = "ASIACONTAINER2",
	 .broken = {.made = {{"AWS_CONTAINER_CREDENTIALS_FULL_URI=http://10.0.0.1/"}, NULL, NULL},
	            .what = "not fetched over plain HTTP from another machine", .where = "AWS_CONTAINER_CREDENTIALS_FULL_URI",
	            .hint = "Use https"}},
	{.name = "the instance",
	 .made = {{"AWS_EC2_METADATA_DISABLED=false", NULL}, NULL, NULL},
	 .replies = {OK_WITH("token"), OK_WITH("app\n"), OK_WITH(JSON_KEYS("ASIAINSTANCE", "Token", LATER))}, .key = "ASIAINSTANCE",
	 .source = "instance role", .ends = true,
	 .renewed = {OK_WITH("token"), OK_WITH("app\n"), OK_WITH(JSON_KEYS("ASIAINSTANCE2", "Token", LATER_STILL))}, .new_key = "ASIAINSTANCE2",
	 .broken = {.made = {{"AWS_EC2_METADATA_DISABLED=false", NULL}, NULL, NULL},
	            .replies = {OK_WITH("token"), {"404 Not Found", NULL, "", 0, KEEP}},
	            .what = "no AWS credentials were found for profile \"default\": no role is attached", .where = "", .hint = "aws configure"}},
};

/* ---- a world in which some places hold ---- */

struct world {
	struct script script;
	char config[4096], credentials[512];
	size_t variables;
	struct fixture f;
};

static void begin(struct world *w, const char *name)
{
	*w = (struct world){.script = {.name = name, .config = w->config, .files = {{"token", "web-token"}, {"printed", PRINTED("PROCESS", LATER)}}}};
	strcpy(w->config, "[default]\n");
}

static void add(struct world *w, const struct made *m)
{
	for (size_t i = 0; i < VARIABLES && m->variables[i]; i++)
		w->script.variables[w->variables++] = m->variables[i];
	if (m->config)
		strcat(w->config, m->config);
	if (!m->credentials)
		return;
	snprintf(w->credentials, sizeof(w->credentials), "[default]\n%s", m->credentials);
	w->script.credentials = w->credentials;
}

/* A role's profile cannot hold a web identity as well: it would be another kind of role. */
static bool goes_together(const struct place *above, const struct place *below)
{
	bool role = above->made.config && strstr(above->made.config, "source_profile") != NULL;

	return !role || !below->made.config || !strstr(below->made.config, "web_identity");
}

static void add_below(struct world *w, size_t place)
{
	for (size_t i = place + 1; i < CEW_COUNT(order); i++)
		if (order[i].key && goes_together(&order[place], &order[i]))
			if (strcmp(order[place].name, "environment") != 0 || goes_together(&order[1], &order[i]))
				add(w, &order[i].made);
}

static size_t add_replies(struct world *w, const struct reply *replies)
{
	size_t count = 0;

	while (count < REPLIES && replies[count].status)
		w->script.replies[w->script.reply_count++] = replies[count++];
	return count;
}

static void identified(struct world *w)
{
	w->script.replies[w->script.reply_count++] = (struct reply)IDENTIFIED;
}

static void open(struct world *w)
{
	strcat(w->config, BESIDE);
	script_prepare(&w->script, &w->f);
	other_file(SSO_FILE, "{\"accessToken\":\"sso-token\",\"expiresAt\":\"2024-01-02T11:04:05Z\"}");
}

static void start(struct world *w)
{
	struct cew_aws_config config;

	script_config(&w->f, &config);
	fixture_client(&w->f, &config);
}

static void ask(struct world *w)
{
	script_ask(&w->f);
	fixture_run(&w->f, w->f.calls_done + (w->f.err.status == CEW_OK ? 1 : 0));
}

static void signed_by(struct world *w, const char *key)
{
	char line[96];

	if (w->f.err.status != CEW_OK)
		fail_msg("%s: %s", w->script.name, w->f.err.what);
	snprintf(line, sizeof(line), ASKED("%s"), key);
	if (!strstr(script_transcript(&w->f), line))
		fail_msg("%s: nothing by %s in\n%s", w->script.name, key, script_transcript(&w->f));
}

/* ---- the rows in all ways ---- */

/* Everything below is there as well, and does not count. */
static void the_first_that_holds_counts(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(order); i++) {
		struct world w;

		if (!order[i].key)
			continue;
		begin(&w, order[i].name);
		add(&w, &order[i].made);
		add_below(&w, i);
		add_replies(&w, order[i].replies);
		identified(&w);
		open(&w);
		start(&w);
		script_ask(&w.f);
		fixture_run(&w.f, 1);
		signed_by(&w, order[i].key);
		if (!strstr(cew_aws_credential_source(w.f.aws), order[i].source))
			fail_msg("%s: %s", order[i].name, cew_aws_credential_source(w.f.aws));
		assert_int_equal(cew_aws_credential_expiry(w.f.aws), order[i].ends ? TEST_WALL_MS + 60 * MINUTE : -1);
		fixture_close(&w.f);
	}
}

/* Nine minutes before their end they are got again before the next call is made. */
static void keys_that_end_are_renewed(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(order); i++) {
		struct world w;

		if (!order[i].new_key)
			continue;
		begin(&w, order[i].name);
		add(&w, &order[i].made);
		add_replies(&w, order[i].replies);
		identified(&w);
		add_replies(&w, order[i].renewed);
		identified(&w);
		open(&w);
		start(&w);
		script_ask(&w.f);
		fixture_run(&w.f, 1);
		signed_by(&w, order[i].key);
		other_file("printed", PRINTED("PROCESS2", LATER_STILL));
		w.f.wall_ms += 51 * MINUTE;
		w.f.mono_ms += 51 * MINUTE;
		script_ask(&w.f);
		fixture_run(&w.f, 2);
		signed_by(&w, order[i].new_key);
		assert_int_equal(cew_aws_credential_expiry(w.f.aws), TEST_WALL_MS + 120 * MINUTE);
		fixture_close(&w.f);
	}
}

/* Whoever names a place means it: what is wrong there is said, and nobody else's keys are taken in its stead. */
static void a_broken_place_is_not_passed_over(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(order); i++) {
		struct world w;

		begin(&w, order[i].name);
		add(&w, &order[i].broken.made);
		if (strcmp(order[i].name, "the credentials file") != 0 && strcmp(order[i].name, "the config file") != 0)
			add_below(&w, i);
		add_replies(&w, order[i].broken.replies);
		identified(&w);
		open(&w);
		start(&w);
		script_ask(&w.f);
		fixture_run(&w.f, 1);
		if (w.f.err.status != CEW_UNREACHABLE || !strstr(w.f.err.what, order[i].broken.what) ||
		    !strstr(w.f.err.where, order[i].broken.where) || !strstr(w.f.err.hint, order[i].broken.hint))
			fail_msg("%s: [%d] %s / %s / %s", order[i].name, w.f.err.status, w.f.err.what, w.f.err.where, w.f.err.hint);
		assert_string_equal(w.f.err.code, "NoKeys");
		assert_null(strstr(script_transcript(&w.f), "GetCallerIdentity"));
		fixture_close(&w.f);
	}
}

/* ---- keys that end while something is followed ---- */

static const char *const old_keys = "[default]\naws_access_key_id = OLD\naws_secret_access_key = s\naws_session_token = t\n";
static const char *const new_keys = "[default]\naws_access_key_id = NEW\naws_secret_access_key = s\naws_session_token = t\n";

/* However AWS says that the keys are no good any more: each call is told so, and the first one after the file was written anew
 * works, without anything being started again. */
static void it_works_again_when_the_file_is_written_anew(void **state)
{
	static const char *const codes[] = {"ExpiredToken", "ExpiredTokenException", "RequestExpired", "InvalidClientTokenId",
	                                    "UnrecognizedClientException"};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(codes); i++) {
		char body[512];
		struct world w;

		begin(&w, codes[i]);
		w.script.credentials = old_keys;
		snprintf(body, sizeof(body), FAILURE("%s", "no good"), codes[i]);
		identified(&w);
		for (int n = 0; n < 3; n++)
			w.script.replies[w.script.reply_count++] = (struct reply){"403 Forbidden", NULL, body, 0, KEEP};
		identified(&w);
		open(&w);
		start(&w);
		ask(&w);
		signed_by(&w, "OLD");
		for (int n = 2; n < 4; n++) {
			script_ask(&w.f);
			fixture_run(&w.f, n);
			assert_int_equal(w.f.err.status, CEW_REFUSED);
			assert_string_equal(w.f.err.code, codes[i]);
			w.f.wall_ms += 5 * MINUTE;
			w.f.mono_ms += 5 * MINUTE;
		}
		other_file("credentials", new_keys);
		script_ask(&w.f);
		fixture_run(&w.f, 4);
		signed_by(&w, "NEW");
		assert_int_equal(server_requests(w.f.server), 5); /* the last refusal and its resend are one call */
		fixture_close(&w.f);
	}
}

/* The file may be half written or empty for a moment: what AWS said of the old keys stands until there are others. */
static void a_file_that_is_being_written_is_waited_for(void **state)
{
	struct world w;

	(void)state;
	begin(&w, "away");
	w.script.credentials = old_keys;
	identified(&w);
	for (int n = 0; n < 3; n++)
		w.script.replies[w.script.reply_count++] = (struct reply){"403 Forbidden", NULL, FAILURE("ExpiredToken", "x"), 0, KEEP};
	identified(&w);
	open(&w);
	start(&w);
	ask(&w);
	for (int n = 0; n < 2; n++) {
		other_file("credentials", n ? "" : "[default]\naws_access_key_id = NEW\n");
		script_ask(&w.f);
		fixture_run(&w.f, 2 + n);
		assert_int_equal(w.f.err.status, CEW_REFUSED);
		assert_string_equal(w.f.err.code, "ExpiredToken");
		assert_non_null(strstr(w.f.err.hint, "Put new keys of profile default into"));
	}
	other_file("credentials", new_keys);
	script_ask(&w.f);
	fixture_run(&w.f, 4);
	signed_by(&w, "NEW");
	fixture_close(&w.f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_that_holds_counts),
		cmocka_unit_test(keys_that_end_are_renewed),
		cmocka_unit_test(a_broken_place_is_not_passed_over),
		cmocka_unit_test(it_works_again_when_the_file_is_written_anew),
		cmocka_unit_test(a_file_that_is_being_written_is_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
