/* credentials: keys, and the chain of places that they may come from. */
#ifndef AWS_CREDENTIALS_H
#define AWS_CREDENTIALS_H

#include "settings.h"

struct aws_credentials {
	char *access_key; /* an identifier, no secret */
	struct cew_secret *secret_key;
	struct cew_secret *token; /* NULL: none */
	char *source;             /* as cew_aws_credential_source says it */
};

/* Asks each provider in the AWS CLI's order; the first that has keys, or cannot go on, ends the search. Errors:
 * CEW_UNREACHABLE (AWS is, without keys) if none has any, for half a pair, and for a kind of profile that is not supported;
 * CEW_NO_MEMORY. On an error there is nothing to finish. */
enum cew_status aws_credentials_find(const struct cew_aws_config *given, const struct aws_settings *s,
                                     const struct aws_files *f, struct aws_credentials *out, struct cew_error *err);
void aws_credentials_finish(struct aws_credentials *c);
bool aws_credentials_same(const struct aws_credentials *a, const struct aws_credentials *b);

#endif
