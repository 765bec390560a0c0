/* Places that end in a role which STS lends: chains of profiles, and web identity. */
#include "plan_room.h"

#include <stdlib.h>
#include <string.h>

enum { SHORTEST_S = 900, LONGEST_S = 12 * 3600 };

static bool has_role(const struct search *s)
{
	return aws_search_get(s, "role_arn") && !aws_search_get(s, "web_identity_token_file");
}

static bool has_keys(const struct search *s)
{
	return aws_search_get(s, "aws_access_key_id") || aws_search_get(s, "aws_secret_access_key");
}

/* ---- what the role stands on ---- */

static bool profile_exists(const struct search *s, const char *profile)
{
	return aws_ini_has(&s->files->config, "profile", profile) || aws_ini_has(&s->files->credentials, "", profile) ||
	       (strcmp(profile, "default") == 0 && aws_ini_has(&s->files->config, "", "default"));
}

static enum found loops(const struct search *s, const char *back_to)
{
	struct cew_buf way;
	enum found result;

	cew_buf_init(&way, 2048);
	for (size_t i = 0; i < s->visited_count; i++)
		cew_buf_fmt(&way, "%s -> ", s->visited[i]);
	result = aws_search_failed(s, "A chain of source_profile must end in a profile with keys of its own",
	                           "the AWS profiles' source_profile goes round in circles: %s%s", cew_buf_text(&way), back_to);
	cew_buf_finish(&way);
	return result;
}

static bool visited(const struct search *s, const char *profile)
{
	for (size_t i = 0; i < s->visited_count; i++)
		if (strcmp(s->visited[i], profile) == 0)
			return true;
	return false;
}

static enum found from_profile(struct search *s, const char *source)
{
	const char *asking = s->profile;
	enum found found;

	if (!profile_exists(s, source))
		return aws_search_failed(s, "Correct its source_profile, or add that profile",
		                         "AWS profile \"%s\" takes its keys from profile \"%s\", which does not exist", asking, source);
	s->profile = source;
	if (visited(s, source) && (strcmp(source, asking) != 0 || !has_keys(s))) {
		s->profile = asking;
		return loops(s, source);
	}
	found = has_role(s) && !has_keys(s) ? aws_plan_role(s) : aws_plan_source_profile(s);
	s->profile = asking;
	if (found == ABSENT)
		return aws_search_failed(s, "Put keys, single sign-on or a credential_process into that profile",
		                         "AWS profile \"%s\" takes its keys from profile \"%s\", which has none", asking, source);
	return found;
}

static const struct {
	const char *name;
	enum found (*find)(struct search *s);
} credential_sources[] = {
	{"Environment", aws_plan_environment},
	{"EcsContainer", aws_plan_container},
	{"Ec2InstanceMetadata", aws_plan_instance},
};

static enum found from_named_source(struct search *s, const char *name)
{
	for (size_t i = 0; i < CEW_COUNT(credential_sources); i++) {
		enum found found;

		if (strcasecmp(credential_sources[i].name, name) != 0)
			continue;
		found = credential_sources[i].find(s);
		if (found == FOUND)
			s->plan->steps[s->plan->count - 1].last_resort = false;
		if (found == ABSENT)
			return aws_search_failed(s, "Start it where these keys are, or choose another credential_source",
			                         "AWS profile \"%s\" takes its keys from credential_source %s, which has none here", s->profile,
			                         credential_sources[i].name);
		return found;
	}
	return aws_search_failed(s, "Use Environment, EcsContainer or Ec2InstanceMetadata",
	                         "AWS profile \"%s\" names a credential_source that there is not: \"%s\"", s->profile, name);
}

static enum found add_base(struct search *s)
{
	const char *source = aws_search_get(s, "source_profile"), *named = aws_search_get(s, "credential_source");

	if (source && named)
		return aws_search_failed(s, "Remove one of the two", "AWS profile \"%s\" has both source_profile and credential_source",
		                         s->profile);
	if (!source && !named)
		return aws_search_failed(s, "Name the profile whose keys may assume the role as source_profile",
		                         "AWS profile \"%s\" has a role_arn but neither source_profile nor credential_source", s->profile);
	return source ? from_profile(s, source) : from_named_source(s, named);
}

/* ---- the role ---- */

static enum found read_duration(const struct search *s, int *out)
{
	const char *text = aws_search_get(s, "duration_seconds");
	char *end;
	long value;

	*out = 0;
	if (!text)
		return FOUND;
	value = strtol(text, &end, 10);
	if (*end || value < SHORTEST_S || value > LONGEST_S)
		return aws_search_failed(s, "Give it a number of seconds from 900 to 43200, at most the role's own maximum",
		                         "AWS profile \"%s\" has a duration_seconds that cannot be: \"%s\"", s->profile, text);
	*out = (int)value;
	return FOUND;
}

enum found aws_plan_role(struct search *s)
{
	const char *role = aws_search_get(s, "role_arn"), *renew;
	struct aws_source *step;
	int duration_s;

	if (!has_role(s))
		return ABSENT;
	if (s->visited_count == AWS_PLAN_STEPS - 2)
		return aws_search_failed(s, "Shorten the chain of source_profile", "AWS profile \"%s\" stands on too many others",
		                         s->settings->profile);
	if (read_duration(s, &duration_s) == FAILED)
		return FAILED;
	s->visited[s->visited_count++] = s->profile;
	if (add_base(s) == FAILED)
		return FAILED;
	renew = s->plan->steps[s->plan->count - 1].renew;
	step = aws_search_add(s, AWS_SOURCE_ROLE);
	if (step) {
		step->profile = aws_search_text(s, s->profile);
		step->role_arn = aws_search_text(s, role);
		step->session_name = aws_search_text(s, aws_search_get(s, "role_session_name"));
		step->external_id = aws_search_text(s, aws_search_get(s, "external_id"));
		step->mfa_serial = aws_search_text(s, aws_search_get(s, "mfa_serial"));
		step->duration_s = duration_s;
		step->label = aws_search_fmt(s, "role %s (profile %s)", role, s->profile);
		step->place = aws_search_fmt(s, "profile %s", s->profile);
		step->renew = renew;
	}
	return aws_search_added(s, step && step->role_arn && step->profile ? step : NULL);
}

/* ---- web identity ---- */

static enum found add_web(const struct search *s, const char *token_file, const char *role, const char *session,
                          const char *profile)
{
	struct aws_source *step = aws_search_add(s, AWS_SOURCE_WEB);

	if (step) {
		step->token_file = aws_search_text(s, token_file);
		step->role_arn = aws_search_text(s, role);
		step->session_name = aws_search_text(s, session);
		step->profile = aws_search_text(s, profile);
		step->place = profile ? aws_search_fmt(s, "profile %s", profile) : "the environment";
		step->label = aws_search_fmt(s, "role %s by web identity (%s)", role, step->place ? step->place : "");
		step->renew = aws_search_fmt(s, "Have a new web identity token written to %s", token_file);
	}
	return aws_search_added(s, step && step->token_file && step->role_arn ? step : NULL);
}

enum found aws_plan_web_environment(struct search *s)
{
	const char *file = aws_env("AWS_WEB_IDENTITY_TOKEN_FILE"), *role = aws_env("AWS_ROLE_ARN");

	if (s->settings->profile_given || !file)
		return ABSENT;
	if (!role) {
		cew_fail(s->err, CEW_UNREACHABLE, "the environment has AWS_WEB_IDENTITY_TOKEN_FILE but no AWS_ROLE_ARN");
		cew_error_hint(s->err, "Set AWS_ROLE_ARN to the role that the token is for, or unset both");
		return FAILED;
	}
	return add_web(s, file, role, aws_env("AWS_ROLE_SESSION_NAME"), NULL);
}

enum found aws_plan_web_profile(struct search *s)
{
	const char *file = aws_search_get(s, "web_identity_token_file"), *role = aws_search_get(s, "role_arn");

	if (!file)
		return ABSENT;
	if (!role)
		return aws_search_failed(s, "Set role_arn to the role that the token is for",
		                         "AWS profile \"%s\" has a web_identity_token_file but no role_arn", s->profile);
	return add_web(s, file, role, aws_search_get(s, "role_session_name"), s->profile);
}
