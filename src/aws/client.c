/* The client's life: what it is told at the start, and its table of calls. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

/* ---- life ---- */

/* Settings are made from the caller's config at once; of the config itself only the keys are needed later. */
static enum cew_status keep_given_keys(const struct cew_aws_config *config, struct cew_aws *aws, struct cew_error *err)
{
	struct cew_aws_config *g = &aws->given;

	if (!config->access_key || !config->secret_key)
		return CEW_OK;
	g->access_key = cew_strdup(config->access_key);
	g->secret_key = cew_secret_copy(config->secret_key);
	g->session_token = cew_secret_copy(config->session_token);
	if (g->access_key && g->secret_key && (g->session_token || !config->session_token))
		return CEW_OK;
	return cew_fail_memory(err);
}

static void warn_of_retry_mode(struct cew_aws *aws)
{
	static const char *const modes[] = {[AWS_RETRY_LEGACY] = "legacy", [AWS_RETRY_ADAPTIVE] = "adaptive"};

	if (aws->settings.retry_mode != AWS_RETRY_STANDARD)
		aws_warn(aws, AWS_WARNING_RETRY_MODE,
		         "the retry mode \"%s\" (AWS_RETRY_MODE, retry_mode) is not supported: calls are repeated in the standard mode",
		         modes[aws->settings.retry_mode]);
}

static enum cew_status set_up(struct cew_aws *aws, const struct cew_aws_config *config, struct cew_error *err)
{
	struct aws_files files = {0};
	enum cew_status status = keep_given_keys(config, aws, err);

	if (status != CEW_OK)
		return status;
	aws->given.loop = config->loop;
	aws->given.random = config->random;
	aws->given.ask_mfa = config->ask_mfa;
	aws->given.ask_mfa_ctx = config->ask_mfa_ctx;
	aws->quota.tokens = AWS_RETRY_QUOTA;
	/* Who brings keys of their own must not stumble over a file that has nothing to do with them. */
	if (!aws->given.access_key)
		status = aws_files_read(&files, err);
	if (status != CEW_OK)
		return status;
	status = aws_settings_make(config, &files, &aws->settings, err);
	if (status == CEW_OK)
		status = aws_settings_check(&aws->settings, err);
	if (status == CEW_OK) {
		aws_keys_look(aws, &files);
		warn_of_retry_mode(aws);
	}
	aws_files_finish(&files);
	return status;
}

enum cew_status cew_aws_create(const struct cew_aws_config *config, struct cew_aws **out, struct cew_error *err)
{
	struct cew_aws *aws = calloc(1, sizeof(*aws));
	enum cew_status status;

	if (!aws)
		return cew_fail_memory(err);
	status = set_up(aws, config, err);
	if (status != CEW_OK) {
		cew_aws_destroy(aws);
		return status;
	}
	*out = aws;
	return CEW_OK;
}

void cew_aws_destroy(struct cew_aws *aws)
{
	if (!aws)
		return;
	if (aws->gone)
		*aws->gone = true;
	aws_keys_finish(aws);
	aws_region_finish(aws);
	aws_calls_cancel_all(aws);
	aws_http_release(aws->http);
	aws_settings_finish(&aws->settings);
	free((char *)aws->given.access_key);
	cew_secret_destroy((struct cew_secret *)aws->given.secret_key);
	cew_secret_destroy((struct cew_secret *)aws->given.session_token);
	free(aws);
}

/* ---- what it is ---- */

const char *cew_aws_region(const struct cew_aws *aws)
{
	return aws->settings.region;
}

enum cew_status cew_aws_set_region(struct cew_aws *aws, const char *region, struct cew_error *err)
{
	char *copy;

	if (!aws_region_valid(region)) {
		cew_fail(err, CEW_INVALID, "\"%s\" cannot be the name of a region", region);
		return cew_error_hint(err, "Regions are named like us-east-1");
	}
	copy = cew_strdup(region);
	if (!copy)
		return cew_fail_memory(err);
	free(aws->settings.region);
	aws->settings.region = copy;
	return CEW_OK;
}

const char *cew_aws_profile(const struct cew_aws *aws)
{
	return aws->settings.profile;
}

int64_t aws_now_ms(const struct cew_aws *aws)
{
	const struct cew_clock *clock = cew_loop_clock(aws->given.loop);

	return clock->wall_ms(clock->ctx) + aws->clock_off_ms;
}

enum cew_status aws_need_http(struct cew_aws *aws, struct cew_error *err)
{
	return aws->http ? CEW_OK : aws_http_acquire(aws->given.loop, &aws->http, err);
}

static void cancel(void *self, uint64_t call)
{
	aws_call_cancel(self, call);
}

struct cew_cloud cew_aws_cloud(struct cew_aws *aws)
{
	return (struct cew_cloud){
		.self = aws,
		.caller_identity = aws_sts_caller_identity,
		.create_stack = aws_cfn_create_stack,
		.describe_stack = aws_cfn_describe_stack,
		.describe_events = aws_cfn_describe_events,
		.delete_stack = aws_cfn_delete_stack,
		.cancel = cancel,
	};
}

enum cew_status cew_aws_defaults(const char *profile, struct cew_buf *region, struct cew_buf *profile_out,
                                 struct cew_error *err)
{
	struct cew_aws_config config = {.profile = profile};
	struct aws_settings settings;
	struct aws_files files;
	enum cew_status status = aws_files_read(&files, err);

	if (status != CEW_OK)
		return status;
	status = aws_settings_make(&config, &files, &settings, err);
	aws_files_finish(&files);
	if (status != CEW_OK)
		return status;
	cew_buf_str(region, settings.region);
	cew_buf_str(profile_out, settings.profile);
	aws_settings_finish(&settings);
	status = cew_buf_status(region, err);
	return status != CEW_OK ? status : cew_buf_status(profile_out, err);
}
