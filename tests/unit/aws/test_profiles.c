/* The profiles of the shared files, as one chooses from them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include "cewizard/aws.h"

static char dir[] = "/tmp/cewizard-profiles-XXXXXX";
static char told[1024];

static void put(const char *name, const char *variable, const char *text)
{
	char path[128];
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	setenv(variable, path, 1);
}

static void tell(void *ctx, const struct cew_aws_profile_entry *e)
{
	(void)ctx;
	size_t n = strlen(told);
	snprintf(told + n, sizeof(told) - n, "%s|%s|%s\n", e->name, e->how, e->region);
}

static void each_profile_is_told_once(void **state)
{
	(void)state;
	put("config", "AWS_CONFIG_FILE",
	    "[default]\nregion = us-east-1\n[profile ops]\nrole_arn = arn:aws:iam::1:role/path/Ops\nsource_profile = default\n"
	    "[profile sso]\nsso_session = corp\nregion = eu-west-1\n[sso-session corp]\nsso_region = eu-west-1\n"
	    "[profile tool]\ncredential_process = /bin/x\n[profile web]\nrole_arn = arn:aws:iam::1:role/W\n"
	    "web_identity_token_file = /x\n[services s]\n");
	put("credentials", "AWS_SHARED_CREDENTIALS_FILE",
	    "[default]\naws_access_key_id = A\naws_secret_access_key = S\n[legacy]\naws_access_key_id = B\n"
	    "aws_secret_access_key = T\n");
	told[0] = '\0';
	assert_int_equal(cew_aws_profiles(tell, NULL, NULL), CEW_OK);
	assert_string_equal(told, "default|keys|us-east-1\nops|role Ops|\nsso|single sign-on|eu-west-1\n"
	                          "tool|credential_process|\nweb|web identity|\nlegacy|keys|\n");
	assert_null(strstr(told, "aws_secret"));
}

static void a_broken_file_is_an_error(void **state)
{
	(void)state;
	struct cew_error err;
	put("config", "AWS_CONFIG_FILE", "nonsense\n");
	assert_int_equal(cew_aws_profiles(tell, NULL, &err), CEW_INVALID);
}

static int setup_all(void **state)
{
	(void)state;
	return mkdtemp(dir) ? 0 : -1;
}

static int teardown_all(void **state)
{
	(void)state;
	unlink(getenv("AWS_CONFIG_FILE"));
	unlink(getenv("AWS_SHARED_CREDENTIALS_FILE"));
	rmdir(dir);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(each_profile_is_told_once), cmocka_unit_test(a_broken_file_is_an_error)};
	return cmocka_run_group_tests(tests, setup_all, teardown_all);
}
