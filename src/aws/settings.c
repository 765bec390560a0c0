/* Settings: each has its own order of places, told by one row where it is plain and by a function where it is not. */
#include "settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DEFAULT_ATTEMPTS = 3, MOST_ATTEMPTS = 10, SHOWN_PROFILES = 8 };
enum { IMDS_MOST_SECONDS = 60, IMDS_MOST_ATTEMPTS = 10 };
enum { DEFAULT_CONNECT_MS = 10 * 1000, DEFAULT_TIMEOUT_MS = 60 * 1000 };

static bool profile_exists(const struct aws_files *f, const char *profile)
{
	if (strcmp(profile, "default") == 0) /* with nothing in it, it is as good as there */
		return true;
	return aws_ini_has(&f->config, "profile", profile) || aws_ini_has(&f->credentials, "", profile);
}

static void add_names(struct cew_buf *out, const struct aws_ini *ini, const char *kind, size_t *shown)
{
	for (size_t i = 0; i < ini->entries.len && *shown < SHOWN_PROFILES; i++) {
		const struct aws_ini_entry *e = cew_vec_at(&ini->entries, i);

		if (e->key || strcmp(e->kind, kind) != 0)
			continue;
		cew_buf_fmt(out, "%s%s", (*shown)++ ? ", " : "", e->section);
	}
}

static enum cew_status no_such_profile(const struct aws_files *f, const char *profile, struct cew_error *err)
{
	struct cew_buf names;
	size_t shown = 0;

	cew_buf_init(&names, 300);
	add_names(&names, &f->credentials, "", &shown);
	add_names(&names, &f->config, "profile", &shown);
	cew_fail(err, CEW_NOT_FOUND, "there is no AWS profile named \"%s\"", profile);
	cew_error_where(err, "%s", f->config.path ? f->config.path : "");
	if (shown > 0)
		cew_error_hint(err, "Choose one of: %s", cew_buf_text(&names));
	else
		cew_error_hint(err, "Make it with: aws configure --profile %s", profile);
	cew_buf_finish(&names);
	return CEW_NOT_FOUND;
}

static enum cew_status choose_profile(const struct cew_aws_config *config, const struct aws_files *f, struct aws_settings *s,
                                      struct cew_error *err)
{
	const char *profile = config->profile;
	bool needed = !config->access_key || !config->secret_key;

	s->profile_given = profile != NULL;
	if (!profile)
		profile = aws_env("AWS_PROFILE");
	if (!profile)
		profile = aws_env("AWS_DEFAULT_PROFILE");
	if (!profile)
		profile = "default";
	if (needed && !profile_exists(f, profile))
		return no_such_profile(f, profile, err);
	s->profile = cew_strdup(profile);
	return s->profile ? CEW_OK : cew_fail_memory(err);
}

/* given -> environment (two names at most) -> profile; NULL: nowhere. An empty value counts as none. */
static const char *look(const char *given, const char *env, const char *env2, const char *key, const struct aws_files *f,
                        const char *profile)
{
	const char *value = given && *given ? given : NULL;

	if (!value && env)
		value = aws_env(env);
	if (!value && env2)
		value = aws_env(env2);
	if (!value)
		value = aws_files_get(f, profile, key);
	return value && *value ? value : NULL;
}

static enum cew_status keep(char **to, const char *value, struct cew_error *err)
{
	*to = cew_strdup(value);
	return *to || !value ? CEW_OK : cew_fail_memory(err);
}

static enum cew_status choose_region(const char *given, const struct aws_files *f, struct aws_settings *s,
                                     struct cew_error *err)
{
	const char *region = look(given, "AWS_REGION", "AWS_DEFAULT_REGION", "region", f, s->profile);

	if (region && !aws_region_valid(region)) {
		cew_fail(err, CEW_INVALID, "\"%s\" cannot be the name of a region", region);
		return cew_error_hint(err,
		                      "Regions are named like us-east-1: look at --region, AWS_REGION and the profile's region");
	}
	return keep(&s->region, region ? region : "", err);
}

static bool is_true(const char *value)
{
	return value && strcasecmp(value, "true") == 0;
}

static const char *configured_endpoint(enum aws_service service, const struct aws_files *f, const char *profile)
{
	const struct aws_service_info *info = aws_service_info(service);
	char name[64] = "AWS_ENDPOINT_URL_";
	const char *services = aws_files_config_get(f, profile, "services"), *url;

	strncat(name, info->env_suffix, sizeof(name) - strlen(name) - 1);
	url = aws_env(name);
	if (!url)
		url = aws_env("AWS_ENDPOINT_URL");
	if (!url && services)
		url = aws_ini_get(&f->config, "services", services, info->config_key, "endpoint_url");
	if (!url)
		url = aws_files_config_get(f, profile, "endpoint_url");
	return url && *url ? url : NULL;
}

static enum cew_status choose_endpoints(const char *given, const struct aws_files *f, struct aws_settings *s,
                                        struct cew_error *err)
{
	bool ignore = is_true(look(NULL, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", NULL, "ignore_configured_endpoint_urls", f,
	                           s->profile));
	enum cew_status status = CEW_OK;

	for (int i = 0; i < AWS_SERVICE_COUNT && status == CEW_OK; i++) {
		const char *url = given && *given ? given : ignore ? NULL : configured_endpoint((enum aws_service)i, f, s->profile);
		struct aws_endpoint tried;

		if (!url)
			continue;
		status = aws_endpoint_find((enum aws_service)i, "", url, false, false, &tried, err);
		if (status == CEW_OK) {
			aws_endpoint_finish(&tried);
			status = keep(&s->endpoint_url[i], url, err);
		}
	}
	return status;
}

/* Leaves *out alone where nothing is said. */
static enum cew_status choose_number(const char *env, const char *key, long most, const struct aws_files *f,
                                     const char *profile, int *out, struct cew_error *err)
{
	const char *text = look(NULL, env, NULL, key, f, profile);
	char *end;
	long value;

	if (!text)
		return CEW_OK;
	value = strtol(text, &end, 10);
	if (*end || value < 1) {
		cew_fail(err, CEW_INVALID, "\"%s\" is no number that %s can be", text, env);
		return cew_error_hint(err, "Give %s (or %s in the profile) a number from 1 to %ld", env, key, most);
	}
	*out = (int)(value < most ? value : most);
	return CEW_OK;
}

static enum cew_status choose_retries(const struct aws_files *f, struct aws_settings *s, struct cew_error *err)
{
	static const char *const modes[] = {"standard", "legacy", "adaptive"};
	const char *mode = look(NULL, "AWS_RETRY_MODE", NULL, "retry_mode", f, s->profile);

	for (size_t i = 0; mode && i < CEW_COUNT(modes); i++) {
		if (strcmp(mode, modes[i]) != 0)
			continue;
		s->retry_mode = (enum aws_retry_mode)i;
		mode = NULL;
	}
	if (mode) {
		cew_fail(err, CEW_INVALID, "there is no retry mode \"%s\"", mode);
		return cew_error_hint(err, "Set AWS_RETRY_MODE (or retry_mode in the profile) to standard, or unset it");
	}
	s->max_attempts = DEFAULT_ATTEMPTS;
	return choose_number("AWS_MAX_ATTEMPTS", "max_attempts", MOST_ATTEMPTS, f, s->profile, &s->max_attempts, err);
}

static const char *imds_endpoint(const struct aws_files *f, const char *profile)
{
	const char *url = look(NULL, "AWS_EC2_METADATA_SERVICE_ENDPOINT", NULL, "ec2_metadata_service_endpoint", f, profile);
	const char *mode = look(NULL, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", NULL, "ec2_metadata_service_endpoint_mode", f,
	                        profile);

	if (url)
		return url;
	return mode && strcasecmp(mode, "ipv6") == 0 ? "http://[fd00:ec2::254]" : "http://169.254.169.254";
}

static enum cew_status choose_imds(const struct aws_files *f, struct aws_settings *s, struct cew_error *err)
{
	const char *url = imds_endpoint(f, s->profile);
	size_t len = strlen(url);
	struct aws_endpoint tried;
	int seconds = 1;
	enum cew_status status = aws_endpoint_find(AWS_STS, "", url, false, false, &tried, err);

	if (status != CEW_OK)
		return status;
	aws_endpoint_finish(&tried);
	while (len > 0 && url[len - 1] == '/')
		len--;
	s->imds.endpoint = cew_fmt("%.*s", (int)len, url);
	if (!s->imds.endpoint)
		return cew_fail_memory(err);
	s->imds.disabled = is_true(aws_env("AWS_EC2_METADATA_DISABLED"));
	s->imds.v1_disabled = is_true(look(NULL, "AWS_EC2_METADATA_V1_DISABLED", NULL, "ec2_metadata_v1_disabled", f, s->profile));
	s->imds.attempts = 1;
	status = choose_number("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts", IMDS_MOST_ATTEMPTS, f,
	                       s->profile, &s->imds.attempts, err);
	if (status == CEW_OK)
		status = choose_number("AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout", IMDS_MOST_SECONDS, f, s->profile,
		                       &seconds, err);
	s->imds.timeout_ms = seconds * 1000;
	return status;
}

/* "s3 =" with "addressing_style = path" below it. */
static bool wants_path_style(const struct aws_files *f, const char *profile)
{
	const char *style = aws_ini_get(&f->config, "profile", profile, "s3", "addressing_style");

	if (!style && strcmp(profile, "default") == 0)
		style = aws_ini_get(&f->config, "", "default", "s3", "addressing_style");
	return style && strcmp(style, "path") == 0;
}

static enum cew_status choose_ca_bundle(const struct cew_aws_config *config, const struct aws_files *f, struct aws_settings *s,
                                        struct cew_error *err)
{
	s->ca_bundle_from = config->ca_bundle && *config->ca_bundle ? "--ca-bundle" : aws_env("AWS_CA_BUNDLE") ? "AWS_CA_BUNDLE" : "ca_bundle";
	return keep(&s->ca_bundle, look(config->ca_bundle, "AWS_CA_BUNDLE", NULL, "ca_bundle", f, s->profile), err);
}

/* Where all is plain HTTP on purpose, as with an embedded AWS, no authority is needed. */
enum cew_status aws_settings_check(const struct aws_settings *s, struct cew_error *err)
{
	const char *url = s->endpoint_url[AWS_CLOUDFORMATION];

	if (!s->ca_bundle || (url && strncasecmp(url, "http://", 7) == 0) || access(s->ca_bundle, R_OK) == 0)
		return CEW_OK;
	cew_fail(err, errno == ENOENT ? CEW_NOT_FOUND : CEW_INVALID, "the file of certificate authorities cannot be read: %s: %s",
	         s->ca_bundle, strerror(errno));
	cew_error_where(err, "%s", s->ca_bundle_from);
	return cew_error_hint(err, "Correct --ca-bundle, AWS_CA_BUNDLE or the profile's ca_bundle, or leave it out to have the "
	                           "system's used");
}

static enum cew_status fill(const struct cew_aws_config *config, const struct aws_files *f, struct aws_settings *s,
                            struct cew_error *err)
{
	enum cew_status status = choose_profile(config, f, s, err);

	if (status == CEW_OK)
		status = choose_region(config->region, f, s, err);
	if (status == CEW_OK)
		status = choose_endpoints(config->endpoint_url, f, s, err);
	if (status == CEW_OK)
		status = choose_retries(f, s, err);
	if (status == CEW_OK)
		status = choose_imds(f, s, err);
	if (status == CEW_OK)
		status = choose_ca_bundle(config, f, s, err);
	if (status != CEW_OK)
		return status;
	s->fips = is_true(look(NULL, "AWS_USE_FIPS_ENDPOINT", NULL, "use_fips_endpoint", f, s->profile));
	s->dual_stack = is_true(look(NULL, "AWS_USE_DUALSTACK_ENDPOINT", NULL, "use_dualstack_endpoint", f, s->profile));
	s->s3_path_style = wants_path_style(f, s->profile);
	s->connect_timeout_ms = config->connect_timeout_ms > 0 ? config->connect_timeout_ms : DEFAULT_CONNECT_MS;
	s->timeout_ms = config->timeout_ms > 0 ? config->timeout_ms : DEFAULT_TIMEOUT_MS;
	s->timeout_is_default = config->timeout_ms <= 0;
	return CEW_OK;
}

enum cew_status aws_settings_make(const struct cew_aws_config *config, const struct aws_files *files,
                                  struct aws_settings *out, struct cew_error *err)
{
	enum cew_status status;

	*out = (struct aws_settings){0};
	status = fill(config, files, out, err);
	if (status != CEW_OK)
		aws_settings_finish(out);
	return status;
}

void aws_settings_finish(struct aws_settings *s)
{
	free(s->profile);
	free(s->region);
	free(s->ca_bundle);
	free(s->imds.endpoint);
	for (size_t i = 0; i < AWS_SERVICE_COUNT; i++)
		free(s->endpoint_url[i]);
	*s = (struct aws_settings){0};
}
