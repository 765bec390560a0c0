/* Which profiles there are, for whoever chooses one. */
#include "settings.h"

#include <stdio.h>
#include <string.h>

struct walk {
	const struct aws_files *files;
	void (*each)(void *ctx, const struct cew_aws_profile_entry *e);
	void *ctx;
};

static const char *value_of(const struct walk *w, const char *profile, const char *key)
{
	const char *value = aws_files_get(w->files, profile, key);
	return value ? value : "";
}

/* In the order in which the AWS CLI looks for them. */
static void say_how(const struct walk *w, const char *profile, char *out, size_t size)
{
	static const struct {
		const char *key, *how;
	} ways[] = {
		{"web_identity_token_file", "web identity"}, {"sso_session", "single sign-on"}, {"sso_start_url", "single sign-on"},
		{"aws_access_key_id", "keys"}, {"credential_process", "credential_process"},
	};
	const char *role = value_of(w, profile, "role_arn"), *slash = strrchr(role, '/');
	*out = '\0';
	if (*role && !*value_of(w, profile, "web_identity_token_file")) {
		snprintf(out, size, "role %s", slash ? slash + 1 : role);
		return;
	}
	for (size_t i = 0; i < CEW_COUNT(ways) && !*out; i++)
		if (*value_of(w, profile, ways[i].key))
			snprintf(out, size, "%s", ways[i].how);
}

static void tell(const struct walk *w, const char *profile)
{
	char how[96];
	say_how(w, profile, how, sizeof(how));
	w->each(w->ctx, &(struct cew_aws_profile_entry){profile, how, value_of(w, profile, "region")});
}

/* In the config file other sections than profiles exist, and "default" is one without the word. */
static const char *config_profile(const struct aws_ini_entry *e)
{
	if (e->key)
		return NULL;
	return strcmp(e->kind, "profile") == 0 || (!*e->kind && strcmp(e->section, "default") == 0) ? e->section : NULL;
}

static bool told_before(const struct aws_ini *ini, size_t until, const char *name)
{
	for (size_t i = 0; i < until; i++) {
		const char *profile = config_profile(cew_vec_at(&ini->entries, i));
		if (profile && strcmp(profile, name) == 0)
			return true;
	}
	return false;
}

static bool credentials_before(const struct aws_ini *ini, size_t until, const char *name)
{
	for (size_t i = 0; i < until; i++) {
		const struct aws_ini_entry *e = cew_vec_at(&ini->entries, i);
		if (!e->key && strcmp(e->section, name) == 0)
			return true;
	}
	return false;
}

enum cew_status cew_aws_profiles(void (*each)(void *ctx, const struct cew_aws_profile_entry *e), void *ctx,
                                 struct cew_error *err)
{
	struct aws_files files;
	struct walk w = {&files, each, ctx};
	enum cew_status status = aws_files_read(&files, err);
	if (status != CEW_OK)
		return status;
	const struct aws_ini *config = &files.config, *keys = &files.credentials;
	for (size_t i = 0; i < config->entries.len; i++) {
		const char *profile = config_profile(cew_vec_at(&config->entries, i));
		if (profile && !told_before(config, i, profile))
			tell(&w, profile);
	}
	for (size_t i = 0; i < keys->entries.len; i++) {
		const struct aws_ini_entry *e = cew_vec_at(&keys->entries, i);
		if (!e->key && !*e->kind && !told_before(config, config->entries.len, e->section) &&
		    !credentials_before(keys, i, e->section))
			tell(&w, e->section);
	}
	aws_files_finish(&files);
	return CEW_OK;
}
