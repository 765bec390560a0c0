/* What no call fails for, and the operator should know all the same. */
#include "room.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void aws_warn(struct cew_aws *aws, enum aws_warning which, const char *fmt, ...)
{
	char text[AWS_WARNING_MAX];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (!aws->warnings[which][0])
		cew_log(CEW_LOG_WARN, "aws", "%s", text);
	if (strcmp(aws->warnings[which], text) == 0)
		return;
	snprintf(aws->warnings[which], sizeof(aws->warnings[which]), "%s", text);
	if (aws->on_warning)
		aws->on_warning(aws->on_warning_ctx, aws->warnings[which]);
}

void cew_aws_on_warning(struct cew_aws *aws, cew_warning_fn *fn, void *ctx)
{
	aws->on_warning = fn;
	aws->on_warning_ctx = ctx;
}

void aws_warn_no_more(struct cew_aws *aws, enum aws_warning which)
{
	aws->warnings[which][0] = '\0';
}

const char *cew_aws_warning(const struct cew_aws *aws, size_t i)
{
	for (size_t n = 0; n < AWS_WARNING_COUNT; n++)
		if (aws->warnings[n][0] && i-- == 0)
			return aws->warnings[n];
	return NULL;
}
