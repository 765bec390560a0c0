/* plan: where keys will come from, as environment and shared files say it, before anybody is asked for them. Pure of the
 * network: it reads settings and looks whether files name what they must. */
#ifndef AWS_PLAN_H
#define AWS_PLAN_H

#include "arena.h"
#include "credentials.h"
#include "settings.h"

enum aws_source_kind {
	AWS_SOURCE_KEYS,     /* they stand there */
	AWS_SOURCE_ROLE,     /* STS lends a role to the keys of the step before */
	AWS_SOURCE_WEB,      /* STS lends a role to whoever has a token file */
	AWS_SOURCE_SSO,      /* a person signed in with the AWS CLI */
	AWS_SOURCE_PROCESS,  /* a program prints them */
	AWS_SOURCE_CONTAINER,
	AWS_SOURCE_INSTANCE,
	AWS_SOURCE_KIND_COUNT
};

/* One way to keys. Texts are in the plan's arena; NULL: not given. */
struct aws_source {
	enum aws_source_kind kind;
	const char *label;   /* as cew_aws_credential_source says it */
	const char *place;   /* "profile dev", "the environment": where an error is to be looked for */
	const char *profile; /* NULL: no profile asks for it */
	const char *renew;   /* what to do when it has expired */
	struct aws_credentials keys; /* AWS_SOURCE_KEYS */
	const char *role_arn, *session_name, *external_id, *mfa_serial; /* roles */
	int duration_s;                                                 /* 0: as long as AWS likes */
	const char *token_file;                                         /* AWS_SOURCE_WEB */
	const char *sso_session, *sso_start_url, *sso_region, *sso_account, *sso_role;
	const char *command;  /* AWS_SOURCE_PROCESS */
	const char *url;      /* AWS_SOURCE_CONTAINER */
	bool last_resort;     /* nobody asked for it: if it is not there, there are no keys, that is all */
};

enum { AWS_PLAN_STEPS = 16 };

/* Steps in the order they are taken: all but the first need the keys of the one before. */
struct aws_plan {
	struct aws_arena arena;
	struct aws_source steps[AWS_PLAN_STEPS];
	size_t count;
};

/* Looks through the places in the AWS CLI's order. Errors: CEW_UNREACHABLE (AWS is, without keys) if there is none, and
 * for one that cannot work; CEW_NO_MEMORY. On an error there is nothing to finish. *absent: no place has any. */
enum cew_status aws_plan_make(const struct cew_aws_config *given, const struct aws_settings *s, const struct aws_files *f,
                              struct aws_plan *out, bool *absent, struct cew_error *err);
void aws_plan_finish(struct aws_plan *plan);
const struct aws_source *aws_plan_last(const struct aws_plan *plan); /* the one whose keys are used */

/* The error of having no keys at all; `why` (may be "") is added. */
enum cew_status aws_plan_none(const struct aws_settings *s, const char *why, struct cew_error *err);

#endif
