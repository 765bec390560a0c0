/* Where keys come from: what each place asks for, and what is said when it has none. Their order is in test_order.c. */
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

#define BASE "[profile base]\naws_access_key_id = BASE\naws_secret_access_key = s-base\n"
#define SSO_LINES "sso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n"
#define SSO_SESSION "[sso-session corp]\nsso_region = eu-central-1\nsso_start_url = https://corp.awsapps.com/start\n"
/* The sum of "corp". */
#define SSO_FILE ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"
#define SSO_TOKEN "{\"accessToken\":\"sso-token\",\"expiresAt\":\"" LATER "\"}"
#define PRINTS(text) "credential_process = /bin/echo '" text "'\n"
#define ROLES "/latest/meta-data/iam/security-credentials/"
#define IMDS_SCRIPT(key) OK_WITH("imds-token"), OK_WITH("app\n"), OK_WITH(JSON_KEYS(key, "Token", LATER))
#define IMDS_ASKED \
	"PUT /latest/api/token ttl=21600\nGET " ROLES " imds=imds-token\nGET " ROLES "app imds=imds-token\n"
#define ON "AWS_EC2_METADATA_DISABLED=false"
#define REFUSED(code, message) {"403 Forbidden", NULL, FAILURE(code, message), 0, KEEP}

struct row {
	struct script script;
	const char *key, *source; /* who signed in the end; NULL: nobody */
	const char *asked;        /* before the call itself */
	const char *what, *where, *hint;
	enum cew_status status;
};

static void says(const char *name, const char *text, const char *words)
{
	if (words && !strstr(text, words))
		fail_msg("%s: \"%s\" lacks \"%s\"", name, text, words);
}

static void check(const struct row *row)
{
	char asked[4096];
	struct fixture f;

	script_open(&row->script, &f);
	script_ask(&f);
	fixture_run(&f, 1);
	if (row->key && f.err.status != CEW_OK)
		fail_msg("%s: %s", row->script.name, f.err.what);
	snprintf(asked, sizeof(asked), "%s", row->asked ? row->asked : "");
	if (row->key)
		snprintf(asked + strlen(asked), sizeof(asked) - strlen(asked), ASKED("%s"), row->key);
	if (row->asked && strcmp(asked, script_transcript(&f)) != 0)
		fail_msg("%s asked for\n%snot\n%s", row->script.name, script_transcript(&f), asked);
	says(row->script.name, cew_aws_credential_source(f.aws), row->source);
	says(row->script.name, f.err.what, row->what);
	says(row->script.name, f.err.where, row->where);
	says(row->script.name, f.err.hint, row->hint);
	if (!row->key && f.err.status != (row->status ? row->status : CEW_UNREACHABLE))
		fail_msg("%s: status %d", row->script.name, f.err.status);
	if (!row->key)
		assert_true(f.err.hint[0] != '\0');
	fixture_close(&f);
}

/* ---- each place ---- */

static void check_all(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check(&rows[i]);
}

#define ASSUME(role, rest) "POST / Action=AssumeRole&RoleArn=" role rest
#define ROLE_R "arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr"
#define ROLE_MID "arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fmid"
#define SESSION "&RoleSessionName=cewizard-1704164645"

static void roles(void **state)
{
	static const struct row rows[] = {
		{.script = {.name = "a role", .profile = "dev",
		            .config = "[profile dev]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n" BASE,
		            .replies = {OK_WITH(STS_KEYS("AssumeRole", "ASIA1", LATER)), IDENTIFIED}},
		 .key = "ASIA1", .source = "role arn:aws:iam::1:role/r (profile dev)",
		 .asked = ASSUME(ROLE_R, SESSION " by BASE\n")},
		{.script = {.name = "a role with everything", .profile = "dev",
		            .config = "[profile dev]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\nexternal_id = a/b\n"
		                      "duration_seconds = 7200\nrole_session_name = ann\n" BASE,
		            .replies = {OK_WITH(STS_KEYS("AssumeRole", "ASIA1", LATER)), IDENTIFIED}},
		 .key = "ASIA1",
		 .asked = ASSUME(ROLE_R, "&RoleSessionName=ann&ExternalId=a%2Fb&DurationSeconds=7200 by BASE\n")},
		{.script = {.name = "a chain", .profile = "dev",
		            .config = "[profile dev]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = mid\n"
		                      "[profile mid]\nrole_arn = arn:aws:iam::1:role/mid\nsource_profile = base\n" BASE,
		            .replies = {OK_WITH(STS_KEYS("AssumeRole", "ASIAMID", LATER)), OK_WITH(STS_KEYS("AssumeRole", "ASIA1", LATER)),
		                        IDENTIFIED}},
		 .key = "ASIA1", .source = "(profile dev)",
		 .asked = ASSUME(ROLE_MID, SESSION " by BASE\n") ASSUME(ROLE_R, SESSION " by ASIAMID\n")},
		{.script = {.name = "a profile that stands on itself", .profile = "dev",
		            .config = "[profile dev]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = dev\n"
		                      "aws_access_key_id = OWN\naws_secret_access_key = s\n",
		            .replies = {OK_WITH(STS_KEYS("AssumeRole", "ASIA1", LATER)), IDENTIFIED}},
		 .key = "ASIA1", .asked = ASSUME(ROLE_R, SESSION " by OWN\n")},
		{.script = {.name = "a role on the environment", .profile = "dev",
		            .variables = {"AWS_ACCESS_KEY_ID=ENV", "AWS_SECRET_ACCESS_KEY=s"},
		            .config = "[profile dev]\nrole_arn = arn:aws:iam::1:role/r\ncredential_source = Environment\n",
		            .replies = {OK_WITH(STS_KEYS("AssumeRole", "ASIA1", LATER)), IDENTIFIED}},
		 .key = "ASIA1", .asked = ASSUME(ROLE_R, SESSION " by ENV\n")},
		{.script = {.name = "a role on the instance", .profile = "dev", .variables = {ON},
		            .config = "[profile dev]\nrole_arn = arn:aws:iam::1:role/r\ncredential_source = Ec2InstanceMetadata\n",
		            .replies = {IMDS_SCRIPT("ASIAI"), OK_WITH(STS_KEYS("AssumeRole", "ASIA1", LATER)), IDENTIFIED}},
		 .key = "ASIA1", .asked = IMDS_ASKED ASSUME(ROLE_R, SESSION " by ASIAI\n")},
		{.script = {.name = "a role on the container", .profile = "dev",
		            .variables = {"AWS_CONTAINER_CREDENTIALS_FULL_URI={url}/role?x=1"},
		            .config = "[profile dev]\nrole_arn = arn:aws:iam::1:role/r\ncredential_source = EcsContainer\n",
		            .replies = {OK_WITH(JSON_KEYS("ASIAC", "Token", LATER)), OK_WITH(STS_KEYS("AssumeRole", "ASIA1", LATER)),
		                        IDENTIFIED}},
		 .key = "ASIA1", .asked = "GET /role?x=1\n" ASSUME(ROLE_R, SESSION " by ASIAC\n")},
		{.script = {.name = "a role on single sign-on", .profile = "dev", .files = {{SSO_FILE, SSO_TOKEN}},
		            .config = "[profile dev]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = sso\n"
		                      "[profile sso]\n" SSO_LINES SSO_SESSION,
		            .replies = {OK_WITH(SSO_KEYS("ASIASSO")), OK_WITH(STS_KEYS("AssumeRole", "ASIA1", LATER)), IDENTIFIED}},
		 .key = "ASIA1",
		 .asked = "GET /federation/credentials?account_id=111122223333&role_name=Admin bearer=sso-token\n"
		          ASSUME(ROLE_R, SESSION " by ASIASSO\n")},
	};

	(void)state;
	check_all(rows, CEW_COUNT(rows));
}

#define DEV(lines) "[profile dev]\nrole_arn = arn:aws:iam::1:role/r\n" lines

static void roles_that_cannot_be(void **state)
{
	static const struct row rows[] = {
		{.script = {.name = "no source", .profile = "dev", .config = DEV("")},
		 .what = "neither source_profile nor credential_source", .where = "profile dev", .hint = "source_profile", .asked = ""},
		{.script = {.name = "two sources", .profile = "dev", .config = DEV("source_profile = a\ncredential_source = Environment\n")},
		 .what = "both source_profile and credential_source", .hint = "Remove one", .asked = ""},
		{.script = {.name = "unknown source", .profile = "dev", .config = DEV("credential_source = Moon\n")},
		 .what = "credential_source that there is not: \"Moon\"", .hint = "EcsContainer", .asked = ""},
		{.script = {.name = "nothing at the source", .profile = "dev", .config = DEV("credential_source = environment\n")},
		 .what = "credential_source Environment, which has none here", .hint = "where these keys are", .asked = ""},
		{.script = {.name = "no such profile", .profile = "dev", .config = DEV("source_profile = gone\n")},
		 .what = "profile \"gone\", which does not exist", .where = "profile dev", .hint = "source_profile", .asked = ""},
		{.script = {.name = "nothing in that profile", .profile = "dev", .config = DEV("source_profile = bare\n[profile bare]\n")},
		 .what = "profile \"bare\", which has none", .where = "profile dev", .hint = "credential_process", .asked = ""},
		{.script = {.name = "a circle", .profile = "dev",
		            .config = DEV("source_profile = b\n") "[profile b]\nrole_arn = x\nsource_profile = dev\n"},
		 .what = "circles: dev -> b -> dev", .hint = "keys of its own", .asked = ""},
		{.script = {.name = "a circle of one", .profile = "dev", .config = DEV("source_profile = dev\n")},
		 .what = "circles: dev -> dev", .hint = "keys of its own", .asked = ""},
		{.script = {.name = "too short", .profile = "dev", .config = DEV("source_profile = base\nduration_seconds = 60\n") BASE},
		 .what = "duration_seconds that cannot be: \"60\"", .hint = "900 to 43200", .asked = ""},
		{.script = {.name = "half a pair", .profile = "dev",
		            .config = DEV("source_profile = base\n") "[profile base]\naws_access_key_id = K\n"},
		 .what = "AWS profile \"base\" has aws_access_key_id but no aws_secret_access_key", .hint = "Give both", .asked = ""},
		{.script = {.name = "not permitted", .profile = "dev", .config = DEV("source_profile = base\n") BASE,
		            .replies = {REFUSED("AccessDenied", "User: arn:x is not authorized to perform: sts:AssumeRole")}},
		 .status = CEW_REFUSED, .what = "not authorized to perform: sts:AssumeRole", .where = "profile dev",
		 .hint = "trust policy of arn:aws:iam::1:role/r", .asked = ASSUME(ROLE_R, SESSION " by BASE\n")},
		{.script = {.name = "the base has expired", .profile = "dev", .config = DEV("source_profile = base\n"),
		            .credentials = "[base]\naws_access_key_id = OLD\naws_secret_access_key = s\naws_session_token = t\n",
		            .replies = {REFUSED("ExpiredToken", "The security token included in the request is expired")}},
		 .status = CEW_REFUSED, .what = "expired", .where = "profile dev", .hint = "Put new keys of profile base into"},
		{.script = {.name = "no keys in the answer", .profile = "dev", .config = DEV("source_profile = base\n") BASE,
		            .replies = {OK_WITH("<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>")}},
		 .what = "answer of STS cannot be used: it has no AccessKeyId", .hint = "endpoint"},
		{.script = {.name = "a login page", .profile = "dev", .config = DEV("source_profile = base\n") BASE,
		            .replies = {OK_WITH("<html>Log in</html>")}},
		 .what = "what answered was not AWS", .where = "profile dev", .hint = "login page"},
	};

	(void)state;
	check_all(rows, CEW_COUNT(rows));
}

#define WEB_ENV "AWS_WEB_IDENTITY_TOKEN_FILE={dir}/token", "AWS_ROLE_ARN=arn:aws:iam::1:role/r"
#define WEB_ASKED(session) \
	"POST / Action=AssumeRoleWithWebIdentity&RoleArn=" ROLE_R "&RoleSessionName=" session "&WebIdentityToken=web-token\n"
#define WEB_PROFILE_LINES "[profile dev]\nrole_arn = arn:aws:iam::1:role/r\nweb_identity_token_file = {dir}/token\n"

static void web_identity(void **state)
{
	static const struct row rows[] = {
		{.script = {.name = "environment", .variables = {WEB_ENV, "AWS_ROLE_SESSION_NAME=pod"}, .files = {{"token", "web-token\n"}},
		            .replies = {OK_WITH(STS_KEYS("AssumeRoleWithWebIdentity", "ASIA1", LATER)), IDENTIFIED}},
		 .key = "ASIA1", .source = "role arn:aws:iam::1:role/r by web identity (the environment)", .asked = WEB_ASKED("pod")},
		{.script = {.name = "profile", .profile = "dev", .config = WEB_PROFILE_LINES, .files = {{"token", "web-token"}},
		            .replies = {OK_WITH(STS_KEYS("AssumeRoleWithWebIdentity", "ASIA1", LATER)), IDENTIFIED}},
		 .key = "ASIA1", .source = "by web identity (profile dev)", .asked = WEB_ASKED("cewizard-1704164645")},
		{.script = {.name = "the provider is slow", .variables = {WEB_ENV, "AWS_ROLE_SESSION_NAME=pod"},
		            .files = {{"token", "web-token"}},
		            .replies = {{"400 Bad Request", NULL, FAILURE("IDPCommunicationError", "x"), 0, KEEP},
		                        OK_WITH(STS_KEYS("AssumeRoleWithWebIdentity", "ASIA1", LATER)), IDENTIFIED}},
		 .key = "ASIA1", .asked = WEB_ASKED("pod") WEB_ASKED("pod")},
		{.script = {.name = "an explicit profile leaves the environment out", .variables = {WEB_ENV}, .profile = "base",
		            .config = BASE, .replies = {IDENTIFIED}},
		 .key = "BASE", .asked = ""},
		{.script = {.name = "no role", .variables = {"AWS_WEB_IDENTITY_TOKEN_FILE=/t"}},
		 .what = "no AWS_ROLE_ARN", .hint = "Set AWS_ROLE_ARN", .asked = ""},
		{.script = {.name = "no role in the profile", .profile = "dev", .config = "[profile dev]\nweb_identity_token_file = /t\n"},
		 .what = "no role_arn", .where = "profile dev", .hint = "Set role_arn", .asked = ""},
		{.script = {.name = "no file", .variables = {WEB_ENV}},
		 .what = "web identity token cannot be read", .where = "the environment", .hint = "new web identity token written to",
		 .asked = ""},
		{.script = {.name = "expired", .variables = {WEB_ENV}, .files = {{"token", "web-token"}},
		            .replies = {{"400 Bad Request", NULL, FAILURE("ExpiredTokenException", "Token expired"), 0, KEEP}}},
		 .status = CEW_REFUSED, .what = "Token expired", .hint = "new web identity token written to"},
	};

	(void)state;
	check_all(rows, CEW_COUNT(rows));
}

#define SSO_PROFILE "[profile dev]\n" SSO_LINES SSO_SESSION
#define SSO_LEGACY \
	"[profile dev]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-central-1\nsso_account_id = 1\n" \
	"sso_role_name = R\n"
#define SSO_LEGACY_FILE ".aws/sso/cache/a51746d4aa793ae07b25e90c3a5db96fc7832bd7.json"
#define SSO_OLD(end) \
	"{\"accessToken\":\"old\",\"expiresAt\":\"" end "\",\"clientId\":\"c\",\"clientSecret\":\"cs\",\"refreshToken\":\"r\"," \
	"\"registrationExpiresAt\":\"2024-02-01T00:00:00Z\",\"startUrl\":\"https://corp.awsapps.com/start\"}"
#define SSO_ASKED(token) "GET /federation/credentials?account_id=111122223333&role_name=Admin bearer=" token "\n"
#define SSO_RENEWED \
	"POST /token {\"clientId\":\"c\",\"clientSecret\":\"cs\",\"refreshToken\":\"r\",\"grantType\":\"refresh_token\"}\n"
#define SSO_ERROR(status, code, message) {status, "x-amzn-ErrorType: " code "\r\n", "{\"message\":\"" message "\"}", 0, KEEP}

static void single_sign_on(void **state)
{
	static const struct row rows[] = {
		{.script = {.name = "session", .profile = "dev", .config = SSO_PROFILE, .files = {{SSO_FILE, SSO_TOKEN}},
		            .replies = {OK_WITH(SSO_KEYS("ASIA1")), IDENTIFIED}},
		 .key = "ASIA1", .source = "single sign-on Admin in 111122223333 (profile dev)", .asked = SSO_ASKED("sso-token")},
		{.script = {.name = "legacy", .profile = "dev", .config = SSO_LEGACY, .files = {{SSO_LEGACY_FILE, SSO_TOKEN}},
		            .replies = {OK_WITH(SSO_KEYS("ASIA1")), IDENTIFIED}},
		 .key = "ASIA1", .asked = "GET /federation/credentials?account_id=1&role_name=R bearer=sso-token\n"},
		{.script = {.name = "renewed", .profile = "dev", .config = SSO_PROFILE,
		            .files = {{SSO_FILE, SSO_OLD("2024-01-02T03:04:00Z")}},
		            .replies = {OK_WITH("{\"accessToken\":\"new\",\"expiresIn\":28800}"), OK_WITH(SSO_KEYS("ASIA1")), IDENTIFIED}},
		 .key = "ASIA1", .asked = SSO_RENEWED SSO_ASKED("new")},
		{.script = {.name = "renewal fails, the old token lasts a while", .profile = "dev", .config = SSO_PROFILE,
		            .files = {{SSO_FILE, SSO_OLD("2024-01-02T03:14:00Z")}},
		            .replies = {SSO_ERROR("400 Bad Request", "InvalidGrantException", "x"), OK_WITH(SSO_KEYS("ASIA1")),
		                        IDENTIFIED}},
		 .key = "ASIA1", .asked = SSO_RENEWED SSO_ASKED("old")},
		{.script = {.name = "renewal fails, and it was expired", .profile = "dev", .config = SSO_PROFILE,
		            .files = {{SSO_FILE, SSO_OLD("2024-01-02T03:04:00Z")}},
		            .replies = {{"400 Bad Request", NULL, "{\"error\":\"invalid_grant\",\"error_description\":\"no\"}", 0, KEEP}}},
		 .what = "single sign-on session of profile dev has expired", .where = "profile dev",
		 .hint = "aws sso login --profile dev", .asked = SSO_RENEWED},
		{.script = {.name = "legacy tokens cannot be renewed", .profile = "dev", .config = SSO_LEGACY,
		            .files = {{SSO_LEGACY_FILE, SSO_OLD("2024-01-02T03:04:00Z")}}},
		 .what = "has expired", .hint = "aws sso login --profile dev", .asked = ""},
		{.script = {.name = "nobody signed in", .profile = "dev", .config = SSO_PROFILE},
		 .what = "nobody has signed in for profile dev", .hint = "aws sso login --profile dev", .asked = ""},
		{.script = {.name = "broken file", .profile = "dev", .config = SSO_PROFILE, .files = {{SSO_FILE, "{\"accessToken\":"}}},
		 .what = "session of profile dev cannot be read", .hint = "aws sso login --profile dev", .asked = ""},
		{.script = {.name = "no token in it", .profile = "dev", .config = SSO_PROFILE, .files = {{SSO_FILE, "{}"}}},
		 .what = "holds no token", .hint = "aws sso login --profile dev", .asked = ""},
		{.script = {.name = "taken back", .profile = "dev", .config = SSO_PROFILE, .files = {{SSO_FILE, SSO_TOKEN}},
		            .replies = {SSO_ERROR("401 Unauthorized", "UnauthorizedException", "Session token not found or invalid")}},
		 .what = "single sign-on session of profile dev has ended", .hint = "aws sso login --profile dev"},
		{.script = {.name = "not assigned", .profile = "dev", .config = SSO_PROFILE, .files = {{SSO_FILE, SSO_TOKEN}},
		            .replies = {SSO_ERROR("403 Forbidden", "ForbiddenException", "No access")}},
		 .status = CEW_REFUSED, .what = "No access", .where = "profile dev", .hint = "sso_role_name Admin"},
		{.script = {.name = "no such session", .profile = "dev", .config = "[profile dev]\n" SSO_LINES},
		 .what = "sso_session that there is not: \"corp\"", .hint = "aws configure sso-session", .asked = ""},
		{.script = {.name = "incomplete", .profile = "dev", .config = "[profile dev]\nsso_account_id = 1\nsso_session = corp\n"
		                                                             SSO_SESSION},
		 .what = "no sso_role_name", .where = "profile dev", .hint = "aws configure sso", .asked = ""},
		{.script = {.name = "only a session", .profile = "dev", .config = "[profile dev]\nsso_session = corp\n" SSO_SESSION},
		 .what = "neither sso_account_id nor sso_role_name", .hint = "aws configure", .asked = ""},
		{.script = {.name = "no region", .profile = "dev", .config = "[profile dev]\nsso_start_url = x\nsso_region = a.b\n"
		                                                            "sso_account_id = 1\nsso_role_name = R\n"},
		 .what = "sso_region that cannot be one: \"a.b\"", .hint = "us-east-1", .asked = ""},
	};

	(void)state;
	check_all(rows, CEW_COUNT(rows));
}

/* The AWS CLI goes on with the file, so nothing else in it may change. */
static void a_renewed_sign_in_is_kept(void **state)
{
	static const struct script s = {
		.profile = "dev", .config = SSO_PROFILE, .files = {{SSO_FILE, SSO_OLD("2024-01-02T03:04:00Z")}},
		.replies = {OK_WITH("{\"accessToken\":\"new\",\"expiresIn\":28800,\"refreshToken\":\"r2\"}"), OK_WITH(SSO_KEYS("ASIA1")),
		            IDENTIFIED},
	};
	struct cew_buf text;
	struct fixture f;

	(void)state;
	script_open(&s, &f);
	script_ask(&f);
	fixture_run(&f, 1);
	cew_buf_init(&text, 4096);
	assert_int_equal(cew_file_read(other_file(SSO_FILE, NULL), 4096, &text, NULL), CEW_OK);
	assert_string_equal(cew_buf_text(&text),
	                    "{\"accessToken\":\"new\",\"expiresAt\":\"2024-01-02T11:04:05Z\",\"clientId\":\"c\","
	                    "\"clientSecret\":\"cs\",\"refreshToken\":\"r2\",\"registrationExpiresAt\":\"2024-02-01T00:00:00Z\","
	                    "\"startUrl\":\"https://corp.awsapps.com/start\"}");
	cew_buf_finish(&text);
	fixture_close(&f);
}

#define CONTAINER_AT(path) "AWS_CONTAINER_CREDENTIALS_FULL_URI={url}" path

static void containers(void **state)
{
	static const struct row rows[] = {
		{.script = {.name = "plain", .variables = {CONTAINER_AT("/v2/x")},
		            .replies = {OK_WITH(JSON_KEYS("ASIA1", "Token", LATER)), IDENTIFIED}},
		 .key = "ASIA1", .source = "container", .asked = "GET /v2/x\n"},
		{.script = {.name = "token", .variables = {CONTAINER_AT("/"), "AWS_CONTAINER_AUTHORIZATION_TOKEN=Bearer x"},
		            .replies = {OK_WITH(JSON_KEYS("ASIA1", "Token", LATER)), IDENTIFIED}},
		 .key = "ASIA1", .asked = "GET / auth=Bearer x\n"},
		{.script = {.name = "token file", .files = {{"t", "from-file\n"}},
		            .variables = {CONTAINER_AT("/"), "AWS_CONTAINER_AUTHORIZATION_TOKEN=x",
		                          "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE={dir}/t"},
		            .replies = {OK_WITH(JSON_KEYS("ASIA1", "Token", LATER)), IDENTIFIED}},
		 .key = "ASIA1", .asked = "GET / auth=from-file\n"},
		{.script = {.name = "a bad moment", .variables = {CONTAINER_AT("/")},
		            .replies = {{.then = RESET}, {"500 Oops", NULL, "", 0, KEEP}, OK_WITH(JSON_KEYS("ASIA1", "Token", LATER)),
		                        IDENTIFIED}},
		 .key = "ASIA1", .asked = "GET /\nGET /\nGET /\n"},
		{.script = {.name = "refused", .variables = {CONTAINER_AT("/")},
		            .replies = {{"403 Forbidden", NULL, "no role for this pod\n", 0, KEEP}}},
		 .what = "answers HTTP 403: no role for this pod", .where = "container", .hint = "role of the container's task",
		 .asked = "GET /\nGET /\nGET /\n"},
		{.script = {.name = "not there", .variables = {"AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:1/"}},
		 .what = "container's endpoint http://127.0.0.1:1/ does not answer", .hint = "role of the container's task", .asked = ""},
		{.script = {.name = "nonsense", .variables = {CONTAINER_AT("/")}, .replies = {OK_WITH("{\"AccessKeyId\":\"a\"}")}},
		 .what = "cannot be used: it has no SecretAccessKey", .hint = "container"},
		{.script = {.name = "another machine", .variables = {"AWS_CONTAINER_CREDENTIALS_FULL_URI=http://10.0.0.1/"}},
		 .what = "not fetched over plain HTTP", .where = "AWS_CONTAINER_CREDENTIALS_FULL_URI", .hint = "https", .asked = ""},
		{.script = {.name = "no URL", .variables = {"AWS_CONTAINER_CREDENTIALS_FULL_URI=moon"}},
		 .what = "no URL that can be used: \"moon\"", .hint = "Correct it", .asked = ""},
		{.script = {.name = "no token file",
		            .variables = {CONTAINER_AT("/"), "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE={dir}/gone"}},
		 .what = "container's token cannot be read", .hint = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", .asked = ""},
		{.script = {.name = "two lines", .files = {{"t", "a\nb\n"}},
		            .variables = {CONTAINER_AT("/"), "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE={dir}/t"}},
		 .what = "line break", .hint = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", .asked = ""},
	};

	(void)state;
	check_all(rows, CEW_COUNT(rows));
}

static void instances(void **state)
{
	static const struct row rows[] = {
		{.script = {.name = "version 2", .variables = {ON}, .replies = {IMDS_SCRIPT("ASIA1"), IDENTIFIED}},
		 .key = "ASIA1", .source = "instance role", .asked = IMDS_ASKED},
		{.script = {.name = "version 1", .variables = {ON},
		            .replies = {{"404 Not Found", NULL, "", 0, KEEP}, OK_WITH("app"), OK_WITH(JSON_KEYS("ASIA1", "Token", LATER)),
		                        IDENTIFIED}},
		 .key = "ASIA1", .asked = "PUT /latest/api/token ttl=21600\nGET " ROLES "\nGET " ROLES "app\n"},
		{.script = {.name = "version 1 is off", .variables = {ON, "AWS_EC2_METADATA_V1_DISABLED=true"},
		            .replies = {{"403 Forbidden", NULL, "", 0, KEEP}}},
		 .what = "version 1 is turned off", .hint = "role that is attached", .asked = "PUT /latest/api/token ttl=21600\n"},
		{.script = {.name = "a bad request", .variables = {ON}, .replies = {{"400 Bad Request", NULL, "", 0, KEEP}}},
		 .what = "HTTP 400", .hint = "role", .asked = "PUT /latest/api/token ttl=21600\n"},
		{.script = {.name = "a second attempt", .variables = {ON, "AWS_METADATA_SERVICE_NUM_ATTEMPTS=2"},
		            .replies = {{.then = RESET}, IMDS_SCRIPT("ASIA1"), IDENTIFIED}},
		 .key = "ASIA1", .asked = "PUT /latest/api/token ttl=21600\n" IMDS_ASKED},
		{.script = {.name = "no role", .variables = {ON}, .replies = {OK_WITH("t"), {"404 Not Found", NULL, "", 0, KEEP}}},
		 .what = "no AWS credentials were found for profile \"default\": no role is attached to this instance",
		 .hint = "aws configure", .source = "none"},
		{.script = {.name = "nothing there", .variables = {ON, "AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:1/"}},
		 .what = "no AWS credentials were found", .hint = "aws configure", .source = "none", .asked = ""},
		{.script = {.name = "turned off"}, .what = "no AWS credentials were found for profile \"default\"",
		 .hint = "aws configure", .asked = ""},
		{.script = {.name = "asked for, and turned off", .profile = "dev",
		            .config = "[profile dev]\nrole_arn = arn:aws:iam::1:role/r\ncredential_source = Ec2InstanceMetadata\n"},
		 .what = "credential_source Ec2InstanceMetadata, which has none here", .hint = "Start it where", .asked = ""},
		{.script = {.name = "asked for, and no role", .profile = "dev", .variables = {ON},
		            .config = "[profile dev]\nrole_arn = arn:aws:iam::1:role/r\ncredential_source = Ec2InstanceMetadata\n",
		            .replies = {OK_WITH("t"), {"404 Not Found", NULL, "", 0, KEEP}}},
		 .what = "profile dev gets its keys from the instance, but no role is attached", .hint = "role that is attached"},
		{.script = {.name = "trouble inside", .variables = {ON},
		            .replies = {OK_WITH("t"), OK_WITH("app"), OK_WITH("{\"Code\":\"AssumeRoleUnauthorizedAccess\","
		                                                              "\"Message\":\"EC2 cannot assume the role app\"}")}},
		 .what = "no keys for role app: AssumeRoleUnauthorizedAccess: EC2 cannot assume the role app", .hint = "attached"},
		{.script = {.name = "broken", .variables = {ON}, .replies = {OK_WITH("t"), OK_WITH("app"), OK_WITH("<html>")}},
		 .what = "says of role app cannot be read", .hint = "attached"},
	};

	(void)state;
	check_all(rows, CEW_COUNT(rows));
}

/* A token that was pasted with its line end, a comment behind a value: the line is named, and nothing is sent. */
static void keys_in_one_piece(void **state)
{
	static const struct row rows[] = {
		{.script = {.name = "blank", .credentials = "# mine\n[default]\naws_access_key_id = AKID EXAMPLE\naws_secret_access_key = s\n"},
		 .what = "aws_access_key_id has a blank in it", .where = "/credentials:3", .hint = "in one piece", .asked = ""},
		{.script = {.name = "comment", .credentials = "[default]\naws_access_key_id = A\naws_secret_access_key = s3cret # old\n"},
		 .what = "aws_secret_access_key has a blank in it", .where = "/credentials:3", .hint = "without comments", .asked = ""},
		{.script = {.name = "config", .config = "[default]\n\n\naws_access_key_id=A\naws_secret_access_key=s\naws_session_token=\xc3\xa9\n"},
		 .what = "aws_session_token has a character that no key has", .where = "/config:6", .asked = ""},
		{.script = {.name = "Windows line ends are none", .credentials = "[default]\r\naws_access_key_id = A\r\n"
		            "aws_secret_access_key = s\r\n", .replies = {IDENTIFIED}}, .key = "A", .asked = ""},
		{.script = {.name = "carriage return", .variables = {"AWS_ACCESS_KEY_ID=A\r", "AWS_SECRET_ACCESS_KEY=s"}},
		 .what = "AWS_ACCESS_KEY_ID has a carriage return (of a Windows line end) in it", .where = "the environment", .asked = ""},
		{.script = {.name = "line end", .variables = {"AWS_ACCESS_KEY_ID=A", "AWS_SECRET_ACCESS_KEY=s", "AWS_SESSION_TOKEN=t\n"}},
		 .what = "AWS_SESSION_TOKEN has a line end in it", .where = "the environment", .hint = "Enter it again", .asked = ""},
		{.script = {.name = "container", .variables = {CONTAINER_AT("/")}, .replies = {OK_WITH(JSON_KEYS("A B", "Token", LATER))}},
		 .what = "a key in it has a blank in it", .where = "container"},
	};
	struct fixture f;

	(void)state;
	check_all(rows, CEW_COUNT(rows));
	script_open(&rows[1].script, &f);
	script_ask(&f);
	assert_null(strstr(f.err.what, "s3cret"));
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roles),
		cmocka_unit_test(roles_that_cannot_be),
		cmocka_unit_test(web_identity),
		cmocka_unit_test(single_sign_on),
		cmocka_unit_test(a_renewed_sign_in_is_kept),
		cmocka_unit_test(containers),
		cmocka_unit_test(instances),
		cmocka_unit_test(keys_in_one_piece),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
