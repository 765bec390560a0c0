/* preflight, making: what a deployment may need beforehand and can be made on the way, each after asking: an SNS topic with
 * a subscription and a key, and the secret with a CA certificate. Included by preflight.h. Asynchronous. */
#ifndef CEWIZARD_MAKE_H
#define CEWIZARD_MAKE_H

#include "cewizard/aws.h"

struct cew_make_config {
	const struct cew_random *random;
	const struct cew_account *account;       /* copied, like operations */
	const struct cew_operations *operations; /* of a secret: may be NULL */
};

/* Texts are copied by what takes it. */
struct cew_topic_wish {
	const char *name;      /* letters, digits, - and _; 256 at most (SNS) */
	const char *email;     /* AWS sends it a message that has to be answered within two days; NULL or "": no subscription */
	const char *account_id, *region;
	const char *key;       /* id, ARN or alias of a KMS key that is there; NULL or "": one of its own, as best practice has it */
	bool plain;            /* not encrypted at all; key is not looked at */
};
/* A topic of this name that is there already is taken as it is, and so is the key "alias/cewizard-NAME". */
struct cew_certificate_wish {
	const char *name;      /* of the secret */
	const char *pem;       /* checked with cew_certificates_read before */
	const char *stack;     /* whose deployment it is for; for the description */
};

/* What will be made, a line each, for the question before and for Review. The wish must be valid (see below). */
void cew_make_topic_tell(const struct cew_topic_wish *wish, struct cew_buf *out);
void cew_make_certificate_tell(const struct cew_certificate_wish *wish, struct cew_buf *out);

struct cew_made {
	const char *arn;  /* of the topic or the secret; "" if it came to none */
	const char *what; /* what was made, a line each, also before an error: "KMS key alias/cewizard-ce-events" … */
};
/* err NULL: all is made. Else `made` tells what stays. Both valid during the callback only; it may destroy the making. */
typedef void cew_made_fn(void *ctx, const struct cew_error *err, const struct cew_made *made);

struct cew_making;
/* Starts. CEW_INVALID for a wish that cannot be: a name that SNS or Secrets Manager would refuse, an address without @, a
 * text without a certificate. The callback may come before it returns, even for a call that cannot be started; *out is set by
 * then. */
enum cew_status cew_make_topic(const struct cew_make_config *config, const struct cew_topic_wish *wish, cew_made_fn *done,
                               void *ctx, struct cew_making **out, struct cew_error *err);
enum cew_status cew_make_certificate(const struct cew_make_config *config, const struct cew_certificate_wish *wish, int64_t now_ms,
                                     cew_made_fn *done, void *ctx, struct cew_making **out, struct cew_error *err);
void cew_making_destroy(struct cew_making *m); /* cancels what is under way; NULL is fine */

#endif
