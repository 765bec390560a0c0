/* credentials: keys, and what is known of them. */
#ifndef AWS_CREDENTIALS_H
#define AWS_CREDENTIALS_H

#include "cewizard/base.h"

struct aws_credentials {
	char *access_key; /* an identifier, no secret; NULL: there are no keys here */
	struct cew_secret *secret_key;
	struct cew_secret *token; /* NULL: none */
	int64_t expires_ms;       /* wall clock; 0: never, or nobody said */
};

/* Copies; an empty token counts as none. CEW_NO_MEMORY leaves nothing to finish. The secrets are kept out of the log. */
enum cew_status aws_credentials_make(const char *access_key, const char *secret_key, const char *token,
                                     int64_t expires_ms, struct aws_credentials *out, struct cew_error *err);
/* What stands in a key or token that never does, in words ("a blank"); NULL: nothing, or there is no text. Such keys would break the
 * request's headers, or be refused by AWS for a reason that nobody understands. */
const char *aws_credentials_fault(const char *text);
void aws_credentials_finish(struct aws_credentials *c);
bool aws_credentials_same(const struct aws_credentials *a, const struct aws_credentials *b);

#endif
