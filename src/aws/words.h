/* words: a command line cut up as a shell would, without a shell: quotes and backslashes count, nothing else does. */
#ifndef AWS_WORDS_H
#define AWS_WORDS_H

#include "cewizard/base.h"

enum { AWS_WORDS_MAX = 64 };

struct aws_words {
	char *argv[AWS_WORDS_MAX + 1]; /* NULL at the end */
	size_t count;
	char *text; /* they point into it */
};

/* CEW_INVALID for a quote that is not closed, no words at all or too many; CEW_NO_MEMORY. Nothing to finish then. */
enum cew_status aws_words_split(const char *line, struct aws_words *out, struct cew_error *err);
void aws_words_finish(struct aws_words *w);

#endif
