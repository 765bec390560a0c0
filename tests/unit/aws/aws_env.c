/* The environment and the shared files that tests of the aws room run in. */
#include "aws_env.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char directory[64], config[96], credentials[96];

static const char *const variables[] = {
	"AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID",
	"AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_CA_BUNDLE", "AWS_ENDPOINT_URL",
	"AWS_ENDPOINT_URL_CLOUDFORMATION", "AWS_ENDPOINT_URL_STS", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
	"AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT", "AWS_MAX_ATTEMPTS", "AWS_WEB_IDENTITY_TOKEN_FILE",
	"AWS_ROLE_ARN", "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
};

void clean_env(void)
{
	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		unsetenv(variables[i]);
	setenv("AWS_CONFIG_FILE", "/nonexistent/config", 1);
	setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials", 1);
}

static void write_file(char *path, size_t size, const char *name, const char *text, const char *variable)
{
	FILE *f;

	snprintf(path, size, "%s/%s", directory, name);
	setenv(variable, path, 1);
	if (!text)
		return;
	f = fopen(path, "w");
	if (!f || fputs(text, f) < 0 || fclose(f) != 0)
		abort();
}

void shared_files(const char *config_text, const char *credentials_text)
{
	remove_shared_files();
	strcpy(directory, "/tmp/cew-aws-XXXXXX");
	if (!mkdtemp(directory))
		abort();
	write_file(config, sizeof(config), "config", config_text, "AWS_CONFIG_FILE");
	write_file(credentials, sizeof(credentials), "credentials", credentials_text, "AWS_SHARED_CREDENTIALS_FILE");
}

void remove_shared_files(void)
{
	if (!directory[0])
		return;
	unlink(config);
	unlink(credentials);
	rmdir(directory);
	directory[0] = '\0';
}

const char *config_path(void)
{
	return config;
}

const char *credentials_path(void)
{
	return credentials;
}
