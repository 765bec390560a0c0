/* Places that a machine, a container or a person's sign-in gives: single sign-on, container endpoints, instance metadata. */
#include "plan_room.h"

#include <stdlib.h>
#include <string.h>

#define CONTAINER_HOST "http://169.254.170.2"

/* ---- single sign-on ---- */

/* What the profile names itself, or its [sso-session NAME] does. */
static const char *session_get(const struct search *s, const char *session, const char *key)
{
	const char *value = session ? aws_ini_get(&s->files->config, "sso-session", session, key, NULL) : NULL;

	return value && *value ? value : aws_search_get(s, key);
}

static enum found check_sso(const struct search *s, const struct aws_source *step)
{
	const struct {
		const char *key, *value;
	} needed[] = {
		{"sso_start_url", step->sso_start_url},
		{"sso_region", step->sso_region},
		{"sso_account_id", step->sso_account},
		{"sso_role_name", step->sso_role},
	};

	for (size_t i = 0; i < CEW_COUNT(needed); i++)
		if (!needed[i].value)
			return aws_search_failed(s, "Complete it with: aws configure sso", "AWS profile \"%s\" uses single sign-on but has no %s",
			                         s->profile, needed[i].key);
	if (!aws_region_valid(step->sso_region))
		return aws_search_failed(s, "Correct it; regions are named like us-east-1",
		                         "AWS profile \"%s\" has an sso_region that cannot be one: \"%s\"", s->profile, step->sso_region);
	return FOUND;
}

enum found aws_plan_sso(struct search *s)
{
	const char *session = aws_search_get(s, "sso_session");
	struct aws_source *step;

	if (!aws_search_get(s, "sso_account_id") && !aws_search_get(s, "sso_role_name"))
		return ABSENT;
	if (session && !aws_ini_has(&s->files->config, "sso-session", session))
		return aws_search_failed(s, "Add it with: aws configure sso-session",
		                         "AWS profile \"%s\" names an sso_session that there is not: \"%s\"", s->profile, session);
	step = aws_search_add(s, AWS_SOURCE_SSO);
	if (!step)
		return aws_search_added(s, NULL);
	step->profile = aws_search_text(s, s->profile);
	step->sso_session = aws_search_text(s, session);
	step->sso_start_url = aws_search_text(s, session_get(s, session, "sso_start_url"));
	step->sso_region = aws_search_text(s, session_get(s, session, "sso_region"));
	step->sso_account = aws_search_text(s, aws_search_get(s, "sso_account_id"));
	step->sso_role = aws_search_text(s, aws_search_get(s, "sso_role_name"));
	step->label = aws_search_fmt(s, "single sign-on %s in %s (profile %s)", step->sso_role ? step->sso_role : "",
	                             step->sso_account ? step->sso_account : "", s->profile);
	step->place = aws_search_fmt(s, "profile %s", s->profile);
	step->renew = aws_search_fmt(s, "Log in again: aws sso login --profile %s", s->profile);
	return check_sso(s, step) == FAILED ? FAILED : aws_search_added(s, step);
}

/* ---- containers ---- */

/* Plain HTTP is for addresses that never leave the machine. */
static bool may_be_plain(const struct aws_endpoint *e)
{
	static const char *const hosts[] = {"169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"};

	for (size_t i = 0; i < CEW_COUNT(hosts); i++) {
		size_t len = strlen(hosts[i]);

		if (strncmp(e->host, hosts[i], len) == 0 && (!e->host[len] || e->host[len] == ':'))
			return true;
	}
	return e->loopback;
}

static enum found check_url(const struct search *s, const char *url)
{
	char *plain = cew_fmt("%.*s", (int)strcspn(url, "?"), url); /* a query is the container's affair */
	struct aws_endpoint e;
	enum cew_status status;
	bool safe;

	status = plain ? aws_endpoint_find(AWS_STS, "", plain, false, false, &e, s->err) : cew_fail_memory(s->err);
	free(plain);
	if (status == CEW_NO_MEMORY)
		return FAILED;
	if (status != CEW_OK) {
		cew_fail(s->err, CEW_UNREACHABLE, "AWS_CONTAINER_CREDENTIALS_FULL_URI is no URL that can be used: \"%s\"", url);
		cew_error_hint(s->err, "Correct it, or unset it to have the next place looked at");
		return FAILED;
	}
	safe = strncmp(e.url, "https:", 6) == 0 || may_be_plain(&e);
	aws_endpoint_finish(&e);
	if (safe)
		return FOUND;
	cew_fail(s->err, CEW_UNREACHABLE, "keys are not fetched over plain HTTP from another machine: %s", url);
	cew_error_where(s->err, "AWS_CONTAINER_CREDENTIALS_FULL_URI");
	cew_error_hint(s->err, "Use https, or an address of this machine or of the container service");
	return FAILED;
}

enum found aws_plan_container(struct search *s)
{
	const char *relative = aws_env("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
	const char *full = aws_env("AWS_CONTAINER_CREDENTIALS_FULL_URI");
	struct aws_source *step;

	if (!relative && !full)
		return ABSENT;
	if (!relative && check_url(s, full) == FAILED)
		return FAILED;
	step = aws_search_add(s, AWS_SOURCE_CONTAINER);
	if (step) {
		step->url = relative ? aws_search_fmt(s, CONTAINER_HOST "%s%s", *relative == '/' ? "" : "/", relative)
		                     : aws_search_text(s, full);
		step->label = step->place = "container";
		step->renew = "Check the role of the container's task; its endpoint gives new keys by itself";
	}
	return aws_search_added(s, step && step->url ? step : NULL);
}

/* ---- instances ---- */

enum found aws_plan_instance(struct search *s)
{
	struct aws_source *step;

	if (s->settings->imds.disabled)
		return ABSENT;
	step = aws_search_add(s, AWS_SOURCE_INSTANCE);
	if (step) {
		step->label = "instance role";
		step->place = "instance metadata";
		step->renew = "Check the role that is attached to this instance; its metadata service gives new keys by itself";
		step->last_resort = true;
	}
	return aws_search_added(s, step);
}
