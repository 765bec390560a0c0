/* sso_token: what the AWS CLI keeps of a sign-in, in ~/.aws/sso/cache. */
#ifndef AWS_SSO_TOKEN_H
#define AWS_SSO_TOKEN_H

#include "cewizard/doc.h"

struct aws_sso_token {
	char *path;
	struct cew_doc *doc;
	int64_t expires_ms; /* wall clock */
};

/* `name`: of the sso-session, or the start URL where there is none. Errors: CEW_NOT_FOUND, CEW_INVALID (no token in it),
 * CEW_IO, CEW_NO_MEMORY; then there is nothing to finish. */
enum cew_status aws_sso_token_read(const char *name, struct aws_sso_token *out, struct cew_error *err);
void aws_sso_token_finish(struct aws_sso_token *t);

const char *aws_sso_token_text(const struct aws_sso_token *t, const char *key); /* "" if it is not there */
bool aws_sso_token_renewable(const struct aws_sso_token *t, int64_t now_ms);
void aws_sso_token_request(const struct aws_sso_token *t, struct cew_buf *body); /* what renews it */
/* Takes the new token, and replaces the file (mode 0600) so that the AWS CLI goes on with it. refresh "": as before. */
enum cew_status aws_sso_token_renew(struct aws_sso_token *t, const char *access, const char *refresh, int64_t expires_ms,
                                    struct cew_error *err);

#endif
