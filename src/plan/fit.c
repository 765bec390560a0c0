/* Text of an exact width, and numbers for people. */
#include "room.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void blanks(struct cew_buf *out, int count)
{
	for (int i = 0; i < count; i++)
		cew_buf_char(out, ' ');
}

/* Columns of a piece of UTF-8 text. */
static int width_of(const char *text, size_t len)
{
	size_t at = 0;
	int width = 0;
	while (at < len)
		width += cew_utf8_width(cew_utf8_next(text, len, &at));
	return width;
}

/* Where the last characters begin that take at most that many columns. */
static size_t tail(const char *text, size_t len, int columns)
{
	size_t at = 0;
	while (at < len && width_of(text + at, len - at) > columns)
		cew_utf8_next(text, len, &at);
	return at;
}

void plan_fit(struct cew_buf *out, const char *text, int columns)
{
	static const char cut[] = "...";
	size_t len = strlen(text);
	int width = width_of(text, len);
	if (width > columns) {
		int left = (columns - 3) / 2, right = columns - 3 - left;
		size_t from = tail(text, len, right), to = cew_text_prefix(text, len, left, NULL);
		cew_buf_add(out, text, to);
		cew_buf_str(out, cut);
		cew_buf_add(out, text + from, len - from);
		width = width_of(text, to) + 3 + width_of(text + from, len - from);
	} else {
		cew_buf_add(out, text, len);
	}
	blanks(out, columns - width);
}

void plan_digits(char out[32], uint64_t n)
{
	char plain[24];
	int len = snprintf(plain, sizeof plain, "%" PRIu64, n), at = 0;
	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			out[at++] = ',';
		out[at++] = plain[i];
	}
	out[at] = '\0';
}
