/* Texts that live as long as their owner. */
#include "room.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TEXT_MAX 65536

void texts_init(struct texts *t)
{
	*t = (struct texts){0};
	cew_vec_init(&t->all, sizeof(char *));
}

void texts_finish(struct texts *t)
{
	for (size_t i = 0; i < t->all.len; i++)
		free(((char **)t->all.items)[i]);
	cew_vec_finish(&t->all);
	texts_init(t);
}

static const char *take(struct texts *t, char *text)
{
	if (text && cew_vec_push(&t->all, &text))
		return text;
	free(text);
	t->failed = true;
	return "";
}

const char *texts_keep(struct texts *t, const char *text)
{
	return text && *text ? take(t, cew_strdup(text)) : "";
}

const char *texts_fmt(struct texts *t, const char *fmt, ...)
{
	struct cew_buf b;
	va_list args;
	cew_buf_init(&b, TEXT_MAX);
	va_start(args, fmt);
	cew_buf_vfmt(&b, fmt, args);
	va_end(args);
	const char *text = take(t, b.len || b.failed ? cew_buf_take(&b) : cew_strdup(""));
	cew_buf_finish(&b);
	return text;
}

void *texts_copy(struct texts *t, const void *data, size_t bytes)
{
	char *copy = bytes ? malloc(bytes) : NULL;
	if (copy)
		memcpy(copy, data, bytes);
	if (copy && cew_vec_push(&t->all, &copy))
		return copy;
	t->failed |= bytes > 0;
	free(copy);
	return NULL;
}

bool operate_text_starts(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

bool text_has(const char *text, const char *word)
{
	return strcasestr(text, word) != NULL;
}
