/* meanings: the rows of AWS's errors. */
#ifndef AWS_MEANINGS_H
#define AWS_MEANINGS_H

#include "cewizard/base.h"

struct aws_meaning {
	const char *code;
	const char *needle; /* must be in the message; NULL: any message */
	enum cew_status status;
	const char *what, *hint; /* templates of aws_error_expand */
};

const struct aws_meaning *aws_meaning_find(const char *code, const char *message); /* NULL: not known */

#endif
