/* Where profile, region, endpoints and keys come from, and which place stands before which. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws_env.h"
#include "plan.h"

static int set_up(void **state)
{
	(void)state;
	clean_env();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	remove_shared_files();
	clean_env();
	return 0;
}

static enum cew_status settings(const struct cew_aws_config *config, struct aws_settings *out, struct cew_error *err)
{
	struct aws_files files;
	enum cew_status status = aws_files_read(&files, err);

	if (status != CEW_OK)
		return status;
	status = aws_settings_make(config, &files, out, err);
	aws_files_finish(&files);
	return status;
}

/* With keys that stand there, whose they are and where. */
static void keys_are(const struct cew_aws_config *config, const char *access_key, const char *source)
{
	struct aws_files files;
	struct aws_settings s;
	struct aws_plan plan;
	struct cew_error err = {0};
	bool absent;

	assert_int_equal(aws_files_read(&files, &err), CEW_OK);
	assert_int_equal(aws_settings_make(config, &files, &s, &err), CEW_OK);
	if (aws_plan_make(config, &s, &files, &plan, &absent, &err) != CEW_OK)
		fail_msg("%s", err.what);
	assert_int_equal(plan.count, 1);
	assert_int_equal(plan.steps[0].kind, AWS_SOURCE_KEYS);
	assert_string_equal(plan.steps[0].keys.access_key, access_key);
	assert_string_equal(plan.steps[0].label, source);
	aws_plan_finish(&plan);
	aws_settings_finish(&s);
	aws_files_finish(&files);
}

static struct cew_error no_keys(const struct cew_aws_config *config)
{
	struct aws_files files;
	struct aws_settings s;
	struct aws_plan plan;
	struct cew_error err = {0};
	bool absent;

	assert_int_equal(aws_files_read(&files, &err), CEW_OK);
	assert_int_equal(aws_settings_make(config, &files, &s, &err), CEW_OK);
	assert_int_equal(aws_plan_make(config, &s, &files, &plan, &absent, &err), CEW_UNREACHABLE);
	assert_true(err.hint[0] != '\0');
	aws_settings_finish(&s);
	aws_files_finish(&files);
	return err;
}

static const char *in(const char *path, const char *profile)
{
	static char text[200];

	snprintf(text, sizeof(text), "profile %s (%s)", profile, path);
	return text;
}

static void the_profile(void **state)
{
	struct cew_aws_config config = {0};
	struct aws_settings s;
	struct cew_error err = {0};

	(void)state;
	shared_files("[profile a]\nregion = eu-west-1\n[profile b]\nregion = eu-west-2\n[profile c]\nregion = eu-west-3\n", NULL);
	assert_int_equal(settings(&config, &s, &err), CEW_OK);
	assert_string_equal(s.profile, "default");
	assert_string_equal(s.region, "");
	aws_settings_finish(&s);
	setenv("AWS_DEFAULT_PROFILE", "a", 1);
	assert_int_equal(settings(&config, &s, &err), CEW_OK);
	assert_string_equal(s.region, "eu-west-1");
	aws_settings_finish(&s);
	setenv("AWS_PROFILE", "b", 1);
	assert_int_equal(settings(&config, &s, &err), CEW_OK);
	assert_string_equal(s.region, "eu-west-2");
	assert_false(s.profile_given);
	aws_settings_finish(&s);
	config.profile = "c";
	assert_int_equal(settings(&config, &s, &err), CEW_OK);
	assert_string_equal(s.region, "eu-west-3");
	assert_true(s.profile_given);
	aws_settings_finish(&s);
	config.profile = "nobody";
	assert_int_equal(settings(&config, &s, &err), CEW_NOT_FOUND);
	assert_non_null(strstr(err.what, "\"nobody\""));
	assert_non_null(strstr(err.hint, "a, b, c"));
	assert_string_equal(err.where, config_path());
}

static void the_region(void **state)
{
	struct cew_aws_config config = {0};
	struct cew_buf region, profile;
	struct aws_settings s;
	struct cew_error err = {0};

	(void)state;
	cew_buf_init(&region, 100);
	cew_buf_init(&profile, 100);
	shared_files("[default]\nregion = eu-west-1\n", "[default]\n");
	assert_int_equal(cew_aws_defaults(NULL, &region, &profile, &err), CEW_OK);
	assert_string_equal(cew_buf_text(&region), "eu-west-1");
	assert_string_equal(cew_buf_text(&profile), "default");
	cew_buf_finish(&region);
	cew_buf_finish(&profile);
	setenv("AWS_DEFAULT_REGION", "eu-west-2", 1);
	assert_int_equal(settings(&config, &s, &err), CEW_OK);
	assert_string_equal(s.region, "eu-west-2");
	aws_settings_finish(&s);
	setenv("AWS_REGION", "eu-west-3", 1);
	assert_int_equal(settings(&config, &s, &err), CEW_OK);
	assert_string_equal(s.region, "eu-west-3");
	aws_settings_finish(&s);
	config.region = "us-east-2";
	assert_int_equal(settings(&config, &s, &err), CEW_OK);
	assert_string_equal(s.region, "us-east-2");
	aws_settings_finish(&s);
	config.region = "evil.example/";
	assert_int_equal(settings(&config, &s, &err), CEW_INVALID);
	assert_non_null(strstr(err.what, "evil.example/"));
}

static void endpoint_is(const struct cew_aws_config *config, const char *cloudformation, const char *sts)
{
	struct aws_settings s;
	struct cew_error err = {0};

	if (settings(config, &s, &err) != CEW_OK)
		fail_msg("%s", err.what);
	assert_string_equal(s.endpoint_url[AWS_CLOUDFORMATION] ? s.endpoint_url[AWS_CLOUDFORMATION] : "own", cloudformation);
	assert_string_equal(s.endpoint_url[AWS_STS] ? s.endpoint_url[AWS_STS] : "own", sts);
	aws_settings_finish(&s);
}

static void the_endpoint(void **state)
{
	struct cew_aws_config config = {0};
	struct aws_settings s;
	struct cew_error err = {0};

	(void)state;
	endpoint_is(&config, "own", "own");
	shared_files("[default]\nendpoint_url = http://profile\nservices = local\n"
	             "[services local]\ncloudformation =\n  endpoint_url = http://section\n", NULL);
	endpoint_is(&config, "http://section", "http://profile");
	setenv("AWS_ENDPOINT_URL", "http://all", 1);
	endpoint_is(&config, "http://all", "http://all");
	setenv("AWS_ENDPOINT_URL_STS", "http://sts", 1);
	endpoint_is(&config, "http://all", "http://sts");
	config.endpoint_url = "http://flag";
	endpoint_is(&config, "http://flag", "http://flag");
	setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true", 1);
	endpoint_is(&config, "http://flag", "http://flag");
	config.endpoint_url = NULL;
	endpoint_is(&config, "own", "own");
	config.endpoint_url = "nonsense";
	assert_int_equal(settings(&config, &s, &err), CEW_INVALID);
}

static void the_rest(void **state)
{
	struct cew_aws_config config = {0};
	struct aws_settings s;
	struct cew_error err = {0};

	(void)state;
	assert_int_equal(settings(&config, &s, &err), CEW_OK);
	assert_null(s.ca_bundle);
	assert_false(s.fips || s.dual_stack);
	assert_int_equal(s.max_attempts, 3);
	assert_int_equal(s.connect_timeout_ms, 10000);
	assert_int_equal(s.timeout_ms, 60000);
	aws_settings_finish(&s);
	shared_files("[default]\nca_bundle = /dev/null\nuse_fips_endpoint = true\nuse_dualstack_endpoint = True\n"
	             "max_attempts = 5\n", NULL);
	assert_int_equal(settings(&config, &s, &err), CEW_OK);
	assert_string_equal(s.ca_bundle, "/dev/null");
	assert_true(s.fips && s.dual_stack);
	assert_int_equal(s.max_attempts, 5);
	aws_settings_finish(&s);
	setenv("AWS_CA_BUNDLE", "/dev/zero", 1);
	setenv("AWS_USE_FIPS_ENDPOINT", "false", 1);
	setenv("AWS_MAX_ATTEMPTS", "99", 1);
	assert_int_equal(settings(&config, &s, &err), CEW_OK);
	assert_string_equal(s.ca_bundle, "/dev/zero");
	assert_false(s.fips);
	assert_int_equal(s.max_attempts, 10);
	aws_settings_finish(&s);
	config.ca_bundle = "/dev/full";
	assert_int_equal(settings(&config, &s, &err), CEW_OK);
	assert_string_equal(s.ca_bundle, "/dev/full");
	aws_settings_finish(&s);
	setenv("AWS_MAX_ATTEMPTS", "many", 1);
	assert_int_equal(settings(&config, &s, &err), CEW_INVALID);
}

/* Told at once, with the place that names it. */
static void authorities_must_be_there(void **state)
{
	static const struct {
		const char *flag, *variable, *profile, *endpoint, *where;
	} rows[] = {
		{"/no/flag.pem", "/no/env.pem", "/no/profile.pem", NULL, "--ca-bundle"},
		{NULL, "/no/env.pem", "/no/profile.pem", NULL, "AWS_CA_BUNDLE"},
		{NULL, NULL, "/no/profile.pem", NULL, "ca_bundle"},
		{NULL, NULL, "/no/profile.pem", "https://host", "ca_bundle"},
		{NULL, NULL, "/no/profile.pem", "http://127.0.0.1:1", NULL},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct cew_aws_config config = {.ca_bundle = rows[i].flag, .endpoint_url = rows[i].endpoint};
		struct aws_settings s;
		struct cew_error err = {0};
		char text[80];

		snprintf(text, sizeof(text), "[default]\nca_bundle = %s\n", rows[i].profile);
		shared_files(text, NULL);
		unsetenv("AWS_CA_BUNDLE");
		if (rows[i].variable)
			setenv("AWS_CA_BUNDLE", rows[i].variable, 1);
		assert_int_equal(settings(&config, &s, &err), CEW_OK);
		assert_int_equal(aws_settings_check(&s, &err), rows[i].where ? CEW_NOT_FOUND : CEW_OK);
		aws_settings_finish(&s);
		remove_shared_files();
		if (!rows[i].where)
			continue;
		assert_string_equal(err.where, rows[i].where);
		assert_non_null(strstr(err.what, rows[i].flag ? rows[i].flag : rows[i].variable ? rows[i].variable : rows[i].profile));
		assert_non_null(strstr(err.hint, "--ca-bundle, AWS_CA_BUNDLE or the profile's ca_bundle"));
	}
}

static void retry_modes(void **state)
{
	static const struct {
		const char *given;
		enum cew_status status;
		enum aws_retry_mode mode;
	} rows[] = {
		{"standard", CEW_OK, AWS_RETRY_STANDARD},
		{"legacy", CEW_OK, AWS_RETRY_LEGACY},
		{"adaptive", CEW_OK, AWS_RETRY_ADAPTIVE},
		{"often", CEW_INVALID, AWS_RETRY_STANDARD},
	};
	struct cew_aws_config config = {0};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct aws_settings s;
		struct cew_error err = {0};

		setenv("AWS_RETRY_MODE", rows[i].given, 1);
		assert_int_equal(settings(&config, &s, &err), rows[i].status);
		if (rows[i].status != CEW_OK) {
			assert_non_null(strstr(err.hint, "AWS_RETRY_MODE"));
			continue;
		}
		assert_int_equal(s.retry_mode, rows[i].mode);
		assert_int_equal(s.max_attempts, 3);
		aws_settings_finish(&s);
	}
	unsetenv("AWS_RETRY_MODE");
	shared_files("[default]\nretry_mode = adaptive\n", NULL);
	{
		struct aws_settings s;

		assert_int_equal(settings(&config, &s, NULL), CEW_OK);
		assert_int_equal(s.retry_mode, AWS_RETRY_ADAPTIVE);
		aws_settings_finish(&s);
	}
}

static void the_metadata_service(void **state)
{
	struct cew_aws_config config = {0};
	struct aws_settings s;
	struct cew_error err = {0};

	(void)state;
	unsetenv("AWS_EC2_METADATA_DISABLED");
	assert_int_equal(settings(&config, &s, NULL), CEW_OK);
	assert_false(s.imds.disabled || s.imds.v1_disabled);
	assert_string_equal(s.imds.endpoint, "http://169.254.169.254");
	assert_int_equal(s.imds.timeout_ms, 1000);
	assert_int_equal(s.imds.attempts, 1);
	aws_settings_finish(&s);
	shared_files("[default]\nec2_metadata_service_endpoint_mode = IPv6\nec2_metadata_v1_disabled = true\n"
	             "metadata_service_timeout = 3\nmetadata_service_num_attempts = 2\n", NULL);
	assert_int_equal(settings(&config, &s, NULL), CEW_OK);
	assert_string_equal(s.imds.endpoint, "http://[fd00:ec2::254]");
	assert_true(s.imds.v1_disabled);
	assert_int_equal(s.imds.timeout_ms, 3000);
	assert_int_equal(s.imds.attempts, 2);
	aws_settings_finish(&s);
	setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:99/", 1);
	setenv("AWS_METADATA_SERVICE_TIMEOUT", "5", 1);
	setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
	assert_int_equal(settings(&config, &s, NULL), CEW_OK);
	assert_string_equal(s.imds.endpoint, "http://127.0.0.1:99");
	assert_int_equal(s.imds.timeout_ms, 5000);
	assert_true(s.imds.disabled);
	aws_settings_finish(&s);
	setenv("AWS_METADATA_SERVICE_TIMEOUT", "long", 1);
	assert_int_equal(settings(&config, &s, &err), CEW_INVALID);
	assert_non_null(strstr(err.hint, "AWS_METADATA_SERVICE_TIMEOUT"));
	setenv("AWS_METADATA_SERVICE_TIMEOUT", "1", 1);
	setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", "nowhere", 1);
	assert_int_equal(settings(&config, &s, &err), CEW_INVALID);
}

static void s3_paths(void **state)
{
	struct cew_aws_config config = {0};
	struct aws_settings s;

	(void)state;
	shared_files("[default]\ns3 =\n  addressing_style = path\n", NULL);
	assert_int_equal(settings(&config, &s, NULL), CEW_OK);
	assert_true(s.s3_path_style);
	aws_settings_finish(&s);
	shared_files("[default]\ns3 =\n  addressing_style = auto\n", NULL);
	assert_int_equal(settings(&config, &s, NULL), CEW_OK);
	assert_false(s.s3_path_style);
	aws_settings_finish(&s);
}

static void file_names_are_expanded(void **state)
{
	char dir[96], *slash;
	struct cew_aws_config config = {0};
	struct aws_settings s;
	const char *home = getenv("HOME");
	char *old_home = home ? strdup(home) : NULL;

	(void)state;
	shared_files("[default]\nregion = eu-west-1\n", NULL);
	snprintf(dir, sizeof(dir), "%s", config_path());
	slash = strrchr(dir, '/');
	*slash = '\0';
	setenv("HOME", dir, 1);
	setenv("CEW_TEST_NAME", "config", 1);
	setenv("AWS_CONFIG_FILE", "~/$CEW_TEST_NAME", 1);
	assert_int_equal(settings(&config, &s, NULL), CEW_OK);
	assert_string_equal(s.region, "eu-west-1");
	aws_settings_finish(&s);
	setenv("AWS_CONFIG_FILE", "${HOME}/config", 1);
	assert_int_equal(settings(&config, &s, NULL), CEW_OK);
	assert_string_equal(s.region, "eu-west-1");
	aws_settings_finish(&s);
	unsetenv("CEW_TEST_NAME");
	if (old_home)
		setenv("HOME", old_home, 1);
	free(old_home);
}

static void keys_by_place(void **state)
{
	struct cew_aws_config config = {0};
	struct cew_secret *secret = cew_secret_create("given-secret", 12);

	(void)state;
	shared_files("[default]\naws_access_key_id = CONFIG\naws_secret_access_key = s\n", NULL);
	keys_are(&config, "CONFIG", in(config_path(), "default"));
	shared_files("[default]\naws_access_key_id = CONFIG\naws_secret_access_key = s\n"
	             "[profile dev]\naws_access_key_id = DEVCONFIG\naws_secret_access_key = s\n",
	             "[default]\naws_access_key_id = FILE\naws_secret_access_key = s\naws_session_token = t\n");
	keys_are(&config, "FILE", in(credentials_path(), "default"));
	setenv("AWS_ACCESS_KEY_ID", "ENV", 1);
	setenv("AWS_SECRET_ACCESS_KEY", "s", 1);
	keys_are(&config, "ENV", "environment");
	/* AWS_PROFILE leaves the environment's keys first, a profile asked for by name does not. */
	setenv("AWS_PROFILE", "dev", 1);
	keys_are(&config, "ENV", "environment");
	config.profile = "dev";
	keys_are(&config, "DEVCONFIG", in(config_path(), "dev"));
	config.access_key = "GIVEN";
	config.secret_key = secret;
	keys_are(&config, "GIVEN", "given");
	cew_secret_destroy(secret);
}

static void token_is(const struct aws_files *files, const struct aws_settings *s, const char *token)
{
	struct cew_aws_config config = {0};
	struct aws_plan plan;
	bool absent;

	assert_int_equal(aws_plan_make(&config, s, files, &plan, &absent, NULL), CEW_OK);
	assert_string_equal(cew_secret_text(plan.steps[0].keys.secret_key), "secret");
	assert_string_equal(cew_secret_text(plan.steps[0].keys.token), token);
	aws_plan_finish(&plan);
}

static void session_tokens(void **state)
{
	struct cew_aws_config config = {0};
	struct aws_files files;
	struct aws_settings s;

	(void)state;
	setenv("AWS_ACCESS_KEY_ID", "ENV", 1);
	setenv("AWS_SECRET_ACCESS_KEY", "secret", 1);
	setenv("AWS_SECURITY_TOKEN", "old", 1);
	assert_int_equal(aws_files_read(&files, NULL), CEW_OK);
	assert_int_equal(aws_settings_make(&config, &files, &s, NULL), CEW_OK);
	token_is(&files, &s, "old");
	setenv("AWS_SESSION_TOKEN", "new", 1);
	token_is(&files, &s, "new");
	aws_settings_finish(&s);
	aws_files_finish(&files);
}

static void half_a_pair_is_an_error(void **state)
{
	struct cew_aws_config config = {0};
	struct cew_error err;

	(void)state;
	setenv("AWS_ACCESS_KEY_ID", "ENV", 1);
	err = no_keys(&config);
	assert_non_null(strstr(err.what, "AWS_SECRET_ACCESS_KEY"));
	unsetenv("AWS_ACCESS_KEY_ID");
	shared_files(NULL, "[default]\naws_access_key_id = FILE\n");
	err = no_keys(&config);
	assert_non_null(strstr(err.what, "no aws_secret_access_key"));
	assert_string_equal(err.where, credentials_path());
}

static void without_any_keys_it_says_how_to_get_some(void **state)
{
	struct cew_aws_config config = {0};
	struct cew_error err = no_keys(&config);

	(void)state;
	assert_non_null(strstr(err.hint, "aws configure"));
	assert_non_null(strstr(err.hint, "export-credentials --format env"));
}

/* Keys behind such a profile would be somebody else's: never used in its place. */
static void a_console_login_is_refused(void **state)
{
	struct cew_aws_config config = {.profile = "dev"};
	struct cew_error err;

	(void)state;
	shared_files("[profile dev]\nlogin_session = x\naws_access_key_id = K\naws_secret_access_key = s\n", NULL);
	err = no_keys(&config);
	assert_non_null(strstr(err.what, "console login (login_session)"));
	assert_non_null(strstr(err.what, "not support"));
	assert_non_null(strstr(err.hint, "aws configure export-credentials --profile dev --format env"));
}

static void a_broken_file_is_told(void **state)
{
	struct cew_aws_config config = {0};
	struct aws_settings s;
	struct cew_error err = {0};
	char where[128];

	(void)state;
	shared_files("[default]\nnonsense\n", NULL);
	assert_int_equal(settings(&config, &s, &err), CEW_INVALID);
	snprintf(where, sizeof(where), "%s:2", config_path());
	assert_string_equal(err.where, where);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_profile),
		TEST(the_region),
		TEST(the_endpoint),
		TEST(the_rest),
		TEST(authorities_must_be_there),
		TEST(retry_modes),
		TEST(the_metadata_service),
		TEST(s3_paths),
		TEST(file_names_are_expanded),
		TEST(keys_by_place),
		TEST(session_tokens),
		TEST(half_a_pair_is_an_error),
		TEST(without_any_keys_it_says_how_to_get_some),
		TEST(a_console_login_is_refused),
		TEST(a_broken_file_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
