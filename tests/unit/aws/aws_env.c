/* The environment and the shared files that tests of the aws room run in. */
#include "aws_env.h"

#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char directory[64], config[96], credentials[96];

/* Everything of AWS's, whoever set it, and everything that leads past this machine. */
static bool is_ours(const char *entry)
{
	static const char *const others[] = {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy",
	                                     "NO_PROXY"};
	size_t len = strcspn(entry, "=");

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strlen(others[i]) == len && strncmp(entry, others[i], len) == 0)
			return true;
	return strncmp(entry, "AWS_", 4) == 0;
}

static bool unset_one(void)
{
	for (char **e = environ; *e; e++) {
		char name[128];

		if (!is_ours(*e))
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(*e, "="), *e);
		unsetenv(name);
		return true;
	}
	return false;
}

void clean_env(void)
{
	while (unset_one())
		;
	setenv("AWS_CONFIG_FILE", "/nonexistent/config", 1);
	setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials", 1);
	setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
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

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *walk)
{
	(void)info;
	(void)type;
	(void)walk;
	return remove(path);
}

void remove_shared_files(void)
{
	if (!directory[0])
		return;
	nftw(directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	directory[0] = '\0';
}

const char *other_file(const char *name, const char *text)
{
	static char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	for (char *slash = strchr(path + strlen(directory) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
	f = text ? fopen(path, "w") : NULL;
	if (text && (!f || fputs(text, f) < 0 || fclose(f) != 0))
		abort();
	return path;
}

const char *shared_directory(void)
{
	return directory;
}

const char *config_path(void)
{
	return config;
}

const char *credentials_path(void)
{
	return credentials;
}
