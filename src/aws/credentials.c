/* The chain of credential providers: one row each, in the AWS CLI's order. A row for another source slots in between. */
#include "credentials.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum found { FOUND, ABSENT, FAILED };

struct search {
	const struct cew_aws_config *given;
	const struct aws_settings *settings;
	const struct aws_files *files;
	struct aws_credentials *out;
	struct cew_error *err;
};

struct provider {
	enum found (*find)(const struct provider *p, const struct search *s);
	const char *name;   /* what a profile of this kind is called, where the row is about one */
	const char *key;    /* the profile's key that makes it one */
	const char *unless; /* a key that makes it something else */
};

static enum found take(const struct search *s, const char *access_key, const char *secret_key, const char *token,
                       char *source)
{
	struct aws_credentials *c = s->out;

	c->access_key = cew_strdup(access_key);
	c->secret_key = cew_secret_create(secret_key, strlen(secret_key));
	c->token = token && *token ? cew_secret_create(token, strlen(token)) : NULL;
	c->source = source;
	if (c->access_key && c->secret_key && c->source && (c->token || !token || !*token))
		return FOUND;
	aws_credentials_finish(c);
	cew_fail_memory(s->err);
	return FAILED;
}

static enum found half_a_pair(const struct search *s, const char *place, const char *has, const char *lacks)
{
	cew_fail(s->err, CEW_UNREACHABLE, "%s has %s but no %s", place, has, lacks);
	cew_error_hint(s->err, "Give both, or neither to have the next place looked at");
	return FAILED;
}

static enum found from_caller(const struct provider *p, const struct search *s)
{
	const struct cew_aws_config *g = s->given;

	(void)p;
	if (!g->access_key || !g->secret_key)
		return ABSENT;
	return take(s, g->access_key, cew_secret_text(g->secret_key), cew_secret_text(g->session_token), cew_strdup("given"));
}

static enum found from_environment(const struct provider *p, const struct search *s)
{
	const char *access_key = aws_env("AWS_ACCESS_KEY_ID"), *secret_key = aws_env("AWS_SECRET_ACCESS_KEY");
	const char *token = aws_env("AWS_SESSION_TOKEN");

	(void)p;
	if (s->settings->profile_given || (!access_key && !secret_key))
		return ABSENT;
	if (!secret_key)
		return half_a_pair(s, "the environment", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
	if (!access_key) /* as the AWS CLI: without an access key the environment has none */
		return ABSENT;
	return take(s, access_key, secret_key, token ? token : aws_env("AWS_SECURITY_TOKEN"), cew_strdup("environment"));
}

static void not_supported(const struct search *s, const char *what)
{
	const char *profile = s->settings->profile;

	cew_fail(s->err, CEW_UNREACHABLE, "%s, which this program does not support yet", what);
	cew_error_where(s->err, "profile %s", profile);
	cew_error_hint(s->err,
	               "Let the AWS CLI get the keys, then start again with no profile chosen: "
	               "eval \"$(aws configure export-credentials --profile %s --format env)\"",
	               profile);
}

/* A profile that asks for a kind of login that we cannot do must not fall through to other keys: they would be those of
 * somebody else. */
static enum found refuse_kind(const struct provider *p, const struct search *s)
{
	const char *profile = s->settings->profile, *value = aws_files_get(s->files, profile, p->key);
	char *what;

	if (!value || !*value || (p->unless && aws_files_get(s->files, profile, p->unless)))
		return ABSENT;
	what = cew_fmt("AWS profile \"%s\" gets its keys by %s (%s)", profile, p->name, p->key);
	not_supported(s, what ? what : p->key);
	free(what);
	return FAILED;
}

static enum found refuse_web_identity_environment(const struct provider *p, const struct search *s)
{
	(void)p;
	if (s->settings->profile_given || !aws_env("AWS_WEB_IDENTITY_TOKEN_FILE") || !aws_env("AWS_ROLE_ARN"))
		return ABSENT;
	not_supported(s, "the environment asks for a role by web identity (AWS_WEB_IDENTITY_TOKEN_FILE)");
	return FAILED;
}

static enum found from_file(const struct search *s, const struct aws_ini *ini, const char *kind)
{
	const char *profile = s->settings->profile;
	const char *access_key = aws_ini_get(ini, kind, profile, "aws_access_key_id", NULL);
	const char *secret_key = aws_ini_get(ini, kind, profile, "aws_secret_access_key", NULL);
	const char *token = aws_ini_get(ini, kind, profile, "aws_session_token", NULL);
	char place[160];

	snprintf(place, sizeof(place), "AWS profile \"%s\"", profile);
	if (!access_key || !*access_key)
		return ABSENT;
	if (!secret_key || !*secret_key) {
		enum found result = half_a_pair(s, place, "aws_access_key_id", "aws_secret_access_key");

		cew_error_where(s->err, "%s", ini->path);
		return result;
	}
	if (!token)
		token = aws_ini_get(ini, kind, profile, "aws_security_token", NULL);
	return take(s, access_key, secret_key, token, cew_fmt("profile %s (%s)", profile, ini->path));
}

static enum found from_credentials_file(const struct provider *p, const struct search *s)
{
	(void)p;
	return from_file(s, &s->files->credentials, "");
}

static enum found from_config_file(const struct provider *p, const struct search *s)
{
	enum found result = from_file(s, &s->files->config, "profile");

	(void)p;
	if (result == ABSENT && strcmp(s->settings->profile, "default") == 0)
		result = from_file(s, &s->files->config, "");
	return result;
}

static const struct provider providers[] = {
	{from_caller, NULL, NULL, NULL},
	{from_environment, NULL, NULL, NULL},
	{refuse_kind, "assuming a role", "role_arn", "web_identity_token_file"},
	{refuse_web_identity_environment, NULL, NULL, NULL},
	{refuse_kind, "web identity", "web_identity_token_file", NULL},
	{refuse_kind, "single sign-on", "sso_session", NULL},
	{refuse_kind, "single sign-on", "sso_account_id", NULL},
	{refuse_kind, "single sign-on", "sso_start_url", NULL},
	{from_credentials_file, NULL, NULL, NULL},
	{refuse_kind, "a console login", "login_session", NULL},
	{refuse_kind, "a program of its own", "credential_process", NULL},
	{from_config_file, NULL, NULL, NULL},
};

static enum cew_status none_found(const struct aws_settings *s, struct cew_error *err)
{
	cew_fail(err, CEW_UNREACHABLE, "no AWS credentials were found for profile \"%s\"", s->profile);
	return cew_error_hint(err, "Run \"aws configure\" or export AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; where the AWS "
	                           "CLI has keys by other ways (a role, an instance), run: "
	                           "eval \"$(aws configure export-credentials --format env)\"");
}

enum cew_status aws_credentials_find(const struct cew_aws_config *given, const struct aws_settings *s,
                                     const struct aws_files *f, struct aws_credentials *out, struct cew_error *err)
{
	struct cew_error why = {0};
	struct search search = {given, s, f, out, &why};

	*out = (struct aws_credentials){0};
	for (size_t i = 0; i < CEW_COUNT(providers); i++) {
		enum found found = providers[i].find(&providers[i], &search);

		if (found == FOUND) {
			cew_log_redact(out->secret_key);
			cew_log_redact(out->token);
			return CEW_OK;
		}
		if (found == FAILED) {
			if (err)
				*err = why;
			return why.status;
		}
	}
	return none_found(s, err);
}

void aws_credentials_finish(struct aws_credentials *c)
{
	free(c->access_key);
	cew_secret_destroy(c->secret_key);
	cew_secret_destroy(c->token);
	free(c->source);
	*c = (struct aws_credentials){0};
}

static bool same_secret(const struct cew_secret *a, const struct cew_secret *b)
{
	size_t len = cew_secret_len(a);

	return len == cew_secret_len(b) && cew_equal_constant_time(cew_secret_text(a), cew_secret_text(b), len);
}

bool aws_credentials_same(const struct aws_credentials *a, const struct aws_credentials *b)
{
	return a->access_key && b->access_key && strcmp(a->access_key, b->access_key) == 0 &&
	       same_secret(a->secret_key, b->secret_key) && same_secret(a->token, b->token);
}
