/* imds: the metadata service of an EC2 instance, version 2, and version 1 where that is all there is. */
#ifndef AWS_IMDS_H
#define AWS_IMDS_H

#include "cewizard/aws.h"
#include "http.h"

enum aws_imds_outcome {
	AWS_IMDS_OK,
	AWS_IMDS_ABSENT,  /* nothing answers there: no instance, or it is turned off */
	AWS_IMDS_REFUSED, /* it answered no: see status and why */
};

struct aws_imds_answer {
	enum aws_imds_outcome outcome;
	long status;      /* 0: none */
	const char *body; /* NUL-terminated */
	size_t len;
	char why[200];    /* in words; "" when it went well */
};

/* One conversation: its token serves all its questions, one at a time. */
struct aws_imds_session;
typedef void aws_imds_fn(void *ctx, const struct aws_imds_answer *answer); /* may close the session */

struct aws_imds_session *aws_imds_open(struct cew_aws *aws); /* NULL: no memory */
void aws_imds_close(struct aws_imds_session *s);             /* NULL is fine */
/* fn runs on the loop. Errors: those of starting HTTP; fn does not run then. */
enum cew_status aws_imds_get(struct aws_imds_session *s, const char *path, aws_imds_fn *fn, void *ctx,
                             struct cew_error *err);

/* ---- the region ---- */

struct aws_region_search {
	struct aws_imds_session *session; /* NULL: none under way */
	bool tried;                       /* once is enough: an instance does not move */
};

/* Is there a region? Asks the instance where nobody chose one. True: there is. False with *wait: aws_calls_wake comes;
 * otherwise see err (CEW_INVALID). */
bool aws_region_ready(struct cew_aws *aws, bool *wait, struct cew_error *err);
void aws_region_finish(struct cew_aws *aws);

#endif
