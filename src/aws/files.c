/* The two shared files: where they are, and how a profile's keys are found in them. */
#include "settings.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_PATH_BYTES = 4096 };

const char *aws_env(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/* Appends the value of the variable that `at` (behind its "$") names; returns what follows it. An unset variable stays as
 * it was written, as a shell's user would see in the error then. */
static const char *add_variable(struct cew_buf *out, const char *at)
{
	bool braced = *at == '{';
	const char *name = at + braced;
	size_t len = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
	char *key = cew_fmt("%.*s", (int)len, name);
	const char *value = key && len > 0 ? getenv(key) : NULL;

	free(key);
	if (!value || (braced && name[len] != '}')) {
		cew_buf_char(out, '$');
		return at;
	}
	cew_buf_str(out, value);
	return name + len + braced;
}

char *aws_files_expand(const char *path)
{
	struct cew_buf out;
	const char *home = getenv("HOME");
	char *taken;

	cew_buf_init(&out, MAX_PATH_BYTES);
	if (path[0] == '~' && (path[1] == '/' || !path[1]) && home) {
		cew_buf_str(&out, home);
		path++;
	}
	while (*path) {
		size_t plain = strcspn(path, "$");

		cew_buf_add(&out, path, plain);
		path += plain;
		if (*path == '$')
			path = add_variable(&out, path + 1);
	}
	taken = cew_buf_take(&out);
	cew_buf_finish(&out);
	return taken;
}

static enum cew_status read_one(const char *variable, const char *otherwise, struct aws_ini *out, struct cew_error *err)
{
	const char *given = aws_env(variable);
	char *path = aws_files_expand(given ? given : otherwise);
	enum cew_status status;

	if (!path)
		return cew_fail_memory(err);
	status = aws_ini_read(path, out, err);
	free(path);
	return status;
}

enum cew_status aws_files_read(struct aws_files *out, struct cew_error *err)
{
	enum cew_status status;

	*out = (struct aws_files){0};
	status = read_one("AWS_CONFIG_FILE", "~/.aws/config", &out->config, err);
	if (status == CEW_OK)
		status = read_one("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials", &out->credentials, err);
	if (status != CEW_OK)
		aws_files_finish(out);
	return status;
}

void aws_files_finish(struct aws_files *f)
{
	aws_ini_finish(&f->config);
	aws_ini_finish(&f->credentials);
}

const char *aws_files_config_get(const struct aws_files *f, const char *profile, const char *key)
{
	const char *value = aws_ini_get(&f->config, "profile", profile, key, NULL);

	if (!value && strcmp(profile, "default") == 0)
		value = aws_ini_get(&f->config, "", "default", key, NULL);
	return value;
}

const char *aws_files_get(const struct aws_files *f, const char *profile, const char *key)
{
	const char *value = aws_ini_get(&f->credentials, "", profile, key, NULL);

	return value ? value : aws_files_config_get(f, profile, key);
}
