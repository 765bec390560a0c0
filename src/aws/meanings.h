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

/* of_stacks: CloudFormation says it. NULL: not known. */
const struct aws_meaning *aws_meaning_find(bool of_stacks, const char *code, const char *message);

/* Those of the services that lookups ask. */
extern const struct aws_meaning aws_account_meanings[];
extern const size_t aws_account_meaning_count;

#endif
