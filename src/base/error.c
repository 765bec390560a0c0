/* Errors: one fixed-size record a failure, so that telling about a failure cannot fail. */
#include "cewizard/base.h"

#include <stdio.h>
#include <string.h>

#define ELLIPSIS "\xe2\x80\xa6"

/* Cuts a full buffer at a character's boundary and marks the cut. */
static void mark_cut(char *text, size_t size)
{
	size_t end = size - sizeof(ELLIPSIS);

	while (end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80)
		end--;
	memcpy(text + end, ELLIPSIS, sizeof(ELLIPSIS));
}

/* Formats aside first: an argument may well be the text that is being replaced. */
CEW_PRINTF(3, 0)
static void format_into(char *out, size_t size, const char *fmt, va_list args)
{
	char text[sizeof(((struct cew_error *)0)->what)];
	int length = vsnprintf(text, size, fmt, args);

	if (length < 0)
		text[0] = '\0';
	else if ((size_t)length >= size)
		mark_cut(text, size);
	memcpy(out, text, strlen(text) + 1);
}

enum cew_status cew_fail(struct cew_error *err, enum cew_status status, const char *fmt, ...)
{
	va_list args;

	if (!err)
		return status;
	va_start(args, fmt);
	format_into(err->what, sizeof(err->what), fmt, args);
	va_end(args);
	err->status = status;
	err->where[0] = err->hint[0] = err->code[0] = '\0';
	return status;
}

enum cew_status cew_error_where(struct cew_error *err, const char *fmt, ...)
{
	va_list args;

	if (!err)
		return CEW_FAILED;
	va_start(args, fmt);
	format_into(err->where, sizeof(err->where), fmt, args);
	va_end(args);
	return err->status;
}

enum cew_status cew_error_hint(struct cew_error *err, const char *fmt, ...)
{
	va_list args;

	if (!err)
		return CEW_FAILED;
	va_start(args, fmt);
	format_into(err->hint, sizeof(err->hint), fmt, args);
	va_end(args);
	return err->status;
}

enum cew_status cew_error_code(struct cew_error *err, const char *code)
{
	if (!err)
		return CEW_FAILED;
	if ((size_t)snprintf(err->code, sizeof(err->code), "%s", code ? code : "") >= sizeof(err->code))
		mark_cut(err->code, sizeof(err->code));
	return err->status;
}

enum cew_status cew_fail_memory(struct cew_error *err)
{
	return cew_fail(err, CEW_NO_MEMORY, "out of memory");
}
