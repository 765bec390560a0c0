/* The growable byte string with a cap, and new strings made with it. */
#include "cewizard/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BYTES = 64 };

void cew_buf_init(struct cew_buf *b, size_t max_bytes)
{
	/* The NUL needs a byte too. */
	*b = (struct cew_buf){.max = max_bytes < SIZE_MAX ? max_bytes : SIZE_MAX - 1};
}

void cew_buf_finish(struct cew_buf *b)
{
	free(b->data);
	cew_buf_init(b, b->max);
}

void cew_buf_wipe(struct cew_buf *b)
{
	if (b->data)
		cew_wipe(b->data, b->cap);
	cew_buf_finish(b);
}

void cew_buf_clear(struct cew_buf *b)
{
	b->len = 0;
	b->failed = b->over_max = false;
	if (b->data)
		b->data[0] = '\0';
}

/* Moves by hand, because what realloc leaves behind might be half a secret that nobody can overwrite any more. */
static bool move_to(struct cew_buf *b, size_t cap)
{
	char *data = malloc(cap);

	if (!data)
		return false;
	if (b->data) {
		memcpy(data, b->data, b->len + 1);
		cew_wipe(b->data, b->cap);
		free(b->data);
	} else {
		data[0] = '\0';
	}
	b->data = data;
	b->cap = cap;
	return true;
}

/* Makes room for `extra` bytes and the NUL behind them; on false the buffer has failed. */
static bool reserve(struct cew_buf *b, size_t extra)
{
	size_t needed, cap;

	if (b->failed)
		return false;
	if (extra > b->max - b->len) {
		b->failed = b->over_max = true;
		return false;
	}
	needed = b->len + extra + 1;
	if (needed <= b->cap)
		return true;
	cap = b->cap > SIZE_MAX / 2 ? needed : b->cap * 2;
	if (cap < FIRST_BYTES)
		cap = FIRST_BYTES;
	if (cap > b->max + 1)
		cap = b->max + 1;
	if (cap < needed)
		cap = needed;
	if (!move_to(b, cap))
		b->failed = true;
	return !b->failed;
}

void cew_buf_add(struct cew_buf *b, const void *data, size_t len)
{
	if (len == 0 || !reserve(b, len))
		return;
	memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void cew_buf_str(struct cew_buf *b, const char *text)
{
	cew_buf_add(b, text, strlen(text));
}

void cew_buf_char(struct cew_buf *b, char c)
{
	cew_buf_add(b, &c, 1);
}

void cew_buf_vfmt(struct cew_buf *b, const char *fmt, va_list args)
{
	va_list again;
	int length;

	va_copy(again, args);
	length = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (length < 0) {
		b->failed = true;
		return;
	}
	if (length == 0 || !reserve(b, (size_t)length))
		return;
	vsnprintf(b->data + b->len, (size_t)length + 1, fmt, args);
	b->len += (size_t)length;
}

void cew_buf_fmt(struct cew_buf *b, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	cew_buf_vfmt(b, fmt, args);
	va_end(args);
}

const char *cew_buf_text(const struct cew_buf *b)
{
	return b->data ? b->data : "";
}

char *cew_buf_take(struct cew_buf *b)
{
	char *text;

	if (!b->data)
		reserve(b, 0);
	if (b->failed)
		return NULL;
	text = b->data;
	cew_buf_init(b, b->max);
	return text;
}

enum cew_status cew_buf_status(const struct cew_buf *b, struct cew_error *err)
{
	if (!b->failed)
		return CEW_OK;
	if (b->over_max)
		return cew_fail(err, CEW_LIMIT, "the text is longer than the limit of %zu bytes", b->max);
	return cew_fail_memory(err);
}

char *cew_strdup(const char *text)
{
	return text ? strdup(text) : NULL;
}

char *cew_fmt(const char *fmt, ...)
{
	struct cew_buf text;
	va_list args;
	char *taken;

	cew_buf_init(&text, SIZE_MAX);
	va_start(args, fmt);
	cew_buf_vfmt(&text, fmt, args);
	va_end(args);
	taken = cew_buf_take(&text);
	cew_buf_finish(&text);
	return taken;
}
