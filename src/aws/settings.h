/* settings: what the config, the environment and the shared files say, apart from keys. */
#ifndef AWS_SETTINGS_H
#define AWS_SETTINGS_H

#include "cewizard/aws.h"
#include "endpoint.h"
#include "ini.h"

/* The two shared files. They may hold keys, so they are read, looked at and overwritten. */
struct aws_files {
	struct aws_ini config, credentials;
};
enum cew_status aws_files_read(struct aws_files *out, struct cew_error *err); /* on an error nothing to finish */
void aws_files_finish(struct aws_files *f);
/* A key of a profile; the credentials file stands before the config file. NULL: not there. */
const char *aws_files_get(const struct aws_files *f, const char *profile, const char *key);
const char *aws_files_config_get(const struct aws_files *f, const char *profile, const char *key);

/* "~/x" and "$HOME/x" as the AWS CLI reads them; the caller's to free(). NULL: no memory. */
char *aws_files_expand(const char *path);

/* The metadata service of an EC2 instance. */
struct aws_imds {
	bool disabled, v1_disabled;
	char *endpoint; /* "http://169.254.169.254", no slash at its end */
	int timeout_ms, attempts;
};

enum aws_retry_mode { AWS_RETRY_STANDARD, AWS_RETRY_LEGACY, AWS_RETRY_ADAPTIVE };

struct aws_settings {
	char *profile;
	bool profile_given; /* by the caller: then keys in the environment do not count */
	char *region;       /* "" if not known */
	char *ca_bundle;    /* NULL: libcurl's own */
	const char *ca_bundle_from; /* what named it */
	char *endpoint_url[AWS_SERVICE_COUNT]; /* NULL: AWS's own */
	bool fips, dual_stack;
	int max_attempts; /* of one call, the first one counted */
	int connect_timeout_ms, timeout_ms;
	bool timeout_is_default; /* then earlier attempts get less */
	bool s3_path_style;
	enum aws_retry_mode retry_mode; /* as asked for; what is done is always the standard one */
	struct aws_imds imds;
};

/* Errors: CEW_NOT_FOUND for a profile that does not exist, CEW_INVALID, CEW_NO_MEMORY. On an error nothing to finish. */
enum cew_status aws_settings_make(const struct cew_aws_config *config, const struct aws_files *files,
                                  struct aws_settings *out, struct cew_error *err);
/* Whether what they name is there, before a call finds it out. Errors: CEW_NOT_FOUND, CEW_INVALID; where: what named it. */
enum cew_status aws_settings_check(const struct aws_settings *s, struct cew_error *err);
void aws_settings_finish(struct aws_settings *s);

/* An environment variable's value; NULL where it is unset or empty, which AWS's tools treat alike. */
const char *aws_env(const char *name);

#endif
