/* The order of places, one row each, and those that hold keys as they are. */
#include "plan_room.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PLAN_BYTES ((size_t)256 * 1024)

/* ---- what the places use ---- */

const char *aws_search_get(const struct search *s, const char *key)
{
	const char *value = aws_files_get(s->files, s->profile, key);

	return value && *value ? value : NULL;
}

enum found aws_search_failed(const struct search *s, const char *hint, const char *fmt, ...)
{
	struct cew_buf text;
	va_list args;

	cew_buf_init(&text, 4096);
	va_start(args, fmt);
	cew_buf_vfmt(&text, fmt, args);
	va_end(args);
	cew_fail(s->err, CEW_UNREACHABLE, "%s", cew_buf_text(&text));
	cew_error_where(s->err, "profile %s", s->profile);
	cew_error_hint(s->err, "%s", hint);
	cew_buf_finish(&text);
	return FAILED;
}

struct aws_source *aws_search_add(const struct search *s, enum aws_source_kind kind)
{
	struct aws_source *step;

	if (s->plan->count == AWS_PLAN_STEPS)
		return NULL;
	step = &s->plan->steps[s->plan->count++];
	*step = (struct aws_source){.kind = kind};
	return step;
}

const char *aws_search_text(const struct search *s, const char *text)
{
	return text ? aws_arena_text(&s->plan->arena, text, strlen(text)) : NULL;
}

const char *aws_search_fmt(const struct search *s, const char *fmt, ...)
{
	struct cew_buf text;
	const char *out;
	va_list args;

	cew_buf_init(&text, MAX_PLAN_BYTES);
	va_start(args, fmt);
	cew_buf_vfmt(&text, fmt, args);
	va_end(args);
	out = text.failed ? NULL : aws_arena_text(&s->plan->arena, cew_buf_text(&text), text.len);
	cew_buf_finish(&text);
	return out;
}

enum found aws_search_added(const struct search *s, const struct aws_source *step)
{
	if (step && step->label && step->place && step->renew)
		return FOUND;
	cew_fail_memory(s->err);
	return FAILED;
}

/* ---- places with keys in them ---- */

static enum found add_keys(const struct search *s, const char *access_key, const char *secret_key, const char *token,
                           int64_t expires_ms, struct aws_source **out)
{
	struct aws_source *step = aws_search_add(s, AWS_SOURCE_KEYS);

	if (step && aws_credentials_make(access_key, secret_key, token, expires_ms, &step->keys, s->err) == CEW_OK) {
		*out = step;
		return FOUND;
	}
	cew_fail_memory(s->err);
	return FAILED;
}

/* Where one of them is broken: a variable's name, or path:line. */
static enum found broken_key(const struct search *s, const char *name, const char *fault, const char *where)
{
	cew_fail(s->err, CEW_UNREACHABLE, "%s has %s in it", name, fault);
	cew_error_where(s->err, "%s", where);
	cew_error_hint(s->err, "Enter it again without: keys and tokens are letters, digits and signs in one piece, without comments "
	                       "behind them");
	return FAILED;
}

static enum found half_a_pair(const struct search *s, const char *place, const char *has, const char *lacks)
{
	cew_fail(s->err, CEW_UNREACHABLE, "%s has %s but no %s", place, has, lacks);
	cew_error_hint(s->err, "Give both, or neither to have the next place looked at");
	return FAILED;
}

static enum found from_caller(struct search *s)
{
	const struct cew_aws_config *g = s->given;
	struct aws_source *step;
	const char *fault;

	if (!g->access_key || !g->secret_key)
		return ABSENT;
	fault = aws_credentials_fault(g->access_key);
	fault = fault ? fault : aws_credentials_fault(cew_secret_text(g->secret_key));
	fault = fault ? fault : aws_credentials_fault(cew_secret_text(g->session_token));
	if (fault)
		return broken_key(s, "a key", fault, "the caller");
	if (add_keys(s, g->access_key, cew_secret_text(g->secret_key), cew_secret_text(g->session_token), 0, &step) == FAILED)
		return FAILED;
	step->label = step->place = "given";
	step->renew = "Start again with new keys";
	return FOUND;
}

static enum found check_environment(const struct search *s)
{
	static const char *const names[] = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"};

	for (size_t i = 0; i < CEW_COUNT(names); i++) {
		const char *fault = aws_credentials_fault(aws_env(names[i]));

		if (fault)
			return broken_key(s, names[i], fault, "the environment");
	}
	return FOUND;
}

enum found aws_plan_environment(struct search *s)
{
	const char *access_key = aws_env("AWS_ACCESS_KEY_ID"), *secret_key = aws_env("AWS_SECRET_ACCESS_KEY");
	const char *token = aws_env("AWS_SESSION_TOKEN"), *end = aws_env("AWS_CREDENTIAL_EXPIRATION");
	struct aws_source *step;
	int64_t expires_ms = 0;

	if (!access_key && !secret_key)
		return ABSENT;
	if (!secret_key)
		return half_a_pair(s, "the environment", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
	if (!access_key) /* as the AWS CLI: without an access key the environment has none */
		return ABSENT;
	if (check_environment(s) == FAILED)
		return FAILED;
	if (end && !cew_time_parse(end, &expires_ms)) {
		cew_fail(s->err, CEW_UNREACHABLE, "AWS_CREDENTIAL_EXPIRATION is no time: \"%s\"", end);
		cew_error_hint(s->err, "Export it as 2026-01-02T03:04:05Z, or unset it");
		return FAILED;
	}
	if (add_keys(s, access_key, secret_key, token ? token : aws_env("AWS_SECURITY_TOKEN"), expires_ms, &step) == FAILED)
		return FAILED;
	step->label = "environment";
	step->place = "the environment";
	step->renew = "Export new AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN and start again";
	return FOUND;
}

/* Keys in the environment do not count for who asked for a profile by name. */
static enum found environment_unless_profile(struct search *s)
{
	return s->settings->profile_given ? ABSENT : aws_plan_environment(s);
}

static enum found check_file(const struct search *s, const struct aws_ini *ini, const char *kind)
{
	static const char *const names[] = {"aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token"};

	for (size_t i = 0; i < CEW_COUNT(names); i++) {
		const struct aws_ini_entry *e = aws_ini_find(ini, kind, s->profile, names[i], NULL);
		const char *fault = e ? aws_credentials_fault(e->value) : NULL;
		char where[256];

		if (!fault)
			continue;
		snprintf(where, sizeof(where), "%s:%zu", ini->path, e->line);
		return broken_key(s, names[i], fault, where);
	}
	return FOUND;
}

static enum found from_file(const struct search *s, const struct aws_ini *ini, const char *kind)
{
	const char *access_key = aws_ini_get(ini, kind, s->profile, "aws_access_key_id", NULL);
	const char *secret_key = aws_ini_get(ini, kind, s->profile, "aws_secret_access_key", NULL);
	const char *token = aws_ini_get(ini, kind, s->profile, "aws_session_token", NULL);
	struct aws_source *step;

	if (!access_key || !*access_key)
		return ABSENT;
	if (!secret_key || !*secret_key) {
		char *place = cew_fmt("AWS profile \"%s\"", s->profile);

		half_a_pair(s, place ? place : "the profile", "aws_access_key_id", "aws_secret_access_key");
		free(place);
		cew_error_where(s->err, "%s", ini->path);
		return FAILED;
	}
	if (check_file(s, ini, kind) == FAILED)
		return FAILED;
	if (!token)
		token = aws_ini_get(ini, kind, s->profile, "aws_security_token", NULL);
	if (add_keys(s, access_key, secret_key, token, 0, &step) == FAILED)
		return FAILED;
	step->profile = aws_search_text(s, s->profile);
	step->label = aws_search_fmt(s, "profile %s (%s)", s->profile, ini->path);
	step->place = aws_search_fmt(s, "profile %s", s->profile);
	step->renew = aws_search_fmt(s, "Put new keys of profile %s into %s (log in again with what wrote them, or aws configure)",
	                             s->profile, ini->path);
	return aws_search_added(s, step);
}

static enum found from_credentials_file(struct search *s)
{
	return from_file(s, &s->files->credentials, "");
}

static enum found from_config_file(struct search *s)
{
	enum found result = from_file(s, &s->files->config, "profile");

	if (result == ABSENT && strcmp(s->profile, "default") == 0)
		result = from_file(s, &s->files->config, "");
	return result;
}

/* ---- places that lead elsewhere ---- */

/* Falling through to other keys would make them those of somebody else. */
static enum found refuse_login(struct search *s)
{
	char *hint;

	if (!aws_search_get(s, "login_session"))
		return ABSENT;
	hint = cew_fmt("Let the AWS CLI get the keys, then start again with no profile chosen: "
	               "eval \"$(aws configure export-credentials --profile %s --format env)\"", s->profile);
	aws_search_failed(s, hint ? hint : "",
	                  "AWS profile \"%s\" gets its keys by a console login (login_session), which this program does not support",
	                  s->profile);
	free(hint);
	return FAILED;
}

static enum found from_process(struct search *s)
{
	const char *command = aws_search_get(s, "credential_process");
	struct aws_source *step;

	if (!command)
		return ABSENT;
	step = aws_search_add(s, AWS_SOURCE_PROCESS);
	if (step) {
		step->command = aws_search_text(s, command);
		step->profile = aws_search_text(s, s->profile);
		step->label = aws_search_fmt(s, "profile %s (credential_process)", s->profile);
		step->place = aws_search_fmt(s, "profile %s", s->profile);
		step->renew = aws_search_fmt(s, "Log in again with the program that profile %s names as credential_process", s->profile);
	}
	return aws_search_added(s, step && step->command ? step : NULL);
}

/* ---- the order ---- */

enum { IN_SOURCE_PROFILE = 1 };

static const struct place {
	enum found (*find)(struct search *s);
	unsigned flags;
} places[] = {
	{from_caller, 0},
	{environment_unless_profile, 0},
	{aws_plan_role, 0},
	{aws_plan_web_environment, 0},
	{aws_plan_web_profile, IN_SOURCE_PROFILE},
	{aws_plan_sso, IN_SOURCE_PROFILE},
	{from_credentials_file, IN_SOURCE_PROFILE},
	{refuse_login, IN_SOURCE_PROFILE},
	{from_process, IN_SOURCE_PROFILE},
	{from_config_file, IN_SOURCE_PROFILE},
	{aws_plan_container, 0},
	{aws_plan_instance, 0},
};

static enum found look(struct search *s, unsigned flags)
{
	enum found found = ABSENT;

	for (size_t i = 0; i < CEW_COUNT(places) && found == ABSENT; i++)
		if ((places[i].flags & flags) == flags)
			found = places[i].find(s);
	return found;
}

enum found aws_plan_source_profile(struct search *s)
{
	return look(s, IN_SOURCE_PROFILE);
}

enum cew_status aws_plan_none(const struct aws_settings *s, const char *why, struct cew_error *err)
{
	cew_fail(err, CEW_UNREACHABLE, "no AWS credentials were found for profile \"%s\"%s%s", s->profile, *why ? ": " : "", why);
	return cew_error_hint(err, "Run \"aws configure\" or \"aws configure sso\", or export AWS_ACCESS_KEY_ID and "
	                           "AWS_SECRET_ACCESS_KEY; where the AWS CLI has keys by other ways, run: "
	                           "eval \"$(aws configure export-credentials --format env)\"");
}

static const char *what_is_missing(const struct search *s)
{
	if (aws_search_get(s, "sso_session") || aws_search_get(s, "sso_start_url"))
		return "it has a single sign-on but neither sso_account_id nor sso_role_name (aws configure sso)";
	return "";
}

enum cew_status aws_plan_make(const struct cew_aws_config *given, const struct aws_settings *settings,
                              const struct aws_files *f, struct aws_plan *out, bool *absent, struct cew_error *err)
{
	struct cew_error why = {0};
	struct search s = {.given = given, .settings = settings, .files = f, .plan = out, .profile = settings->profile,
	                   .err = &why};
	enum found found;

	*out = (struct aws_plan){0};
	aws_arena_init(&out->arena, MAX_PLAN_BYTES);
	found = look(&s, 0);
	*absent = found == ABSENT;
	if (found == FOUND)
		return CEW_OK;
	if (found == ABSENT)
		aws_plan_none(settings, what_is_missing(&s), &why);
	aws_plan_finish(out);
	if (err)
		*err = why;
	return why.status;
}

void aws_plan_finish(struct aws_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		aws_credentials_finish(&plan->steps[i].keys);
	aws_arena_finish(&plan->arena);
	plan->count = 0;
}

const struct aws_source *aws_plan_last(const struct aws_plan *plan)
{
	return &plan->steps[plan->count - 1];
}
