/* answer: what came back, read by the service's protocol. */
#ifndef AWS_ANSWER_H
#define AWS_ANSWER_H

#include "client.h"
#include "http.h"

enum aws_answer_kind {
	AWS_ANSWER_RESULT,
	AWS_ANSWER_ERROR,   /* AWS's own; code and message */
	AWS_ANSWER_UNKNOWN, /* not of AWS, or broken: `broken` says what is wrong where it looks like AWS's */
};

struct aws_answer {
	enum aws_answer_kind kind;
	struct aws_xml tree; /* everything below is in it; without a root where nothing could be read */
	const struct aws_xml_node *result; /* NULL: the answer has none */
	const char *code, *message;        /* never NULL */
	struct cew_error broken;           /* what[0]: an answer of AWS's own, cut or damaged */
};

/* custom: from an endpoint of somebody's choice, which may be an emulator that leaves out what AWS never does. Always to be
 * finished. */
void aws_answer_read(const struct aws_operation *op, const struct aws_http_answer *http, bool custom,
                     struct aws_answer *out);
void aws_answer_finish(struct aws_answer *a);

#endif
