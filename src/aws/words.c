/* Command lines into words. */
#include "words.h"

#include <stdlib.h>
#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* One word from *from to *to, which never runs ahead of it. False: a quote stays open. */
static bool take_word(const char **from, char **to)
{
	const char *at = *from;
	char *out = *to, quote = '\0';

	for (; *at && (quote || !is_blank(*at)); at++) {
		if (!quote && (*at == '"' || *at == '\''))
			quote = *at;
		else if (quote && *at == quote)
			quote = '\0';
		else if (*at == '\\' && quote != '\'' && at[1] && (!quote || strchr("\"\\", at[1])))
			*out++ = *++at;
		else
			*out++ = *at;
	}
	*from = at + (*at != '\0');
	*out++ = '\0';
	*to = out;
	return !quote;
}

static enum cew_status split(const char *line, struct aws_words *w, struct cew_error *err)
{
	char *to = w->text;

	for (;;) {
		while (is_blank(*line))
			line++;
		if (!*line)
			break;
		if (w->count == AWS_WORDS_MAX)
			return cew_fail(err, CEW_INVALID, "it has more than %d words", AWS_WORDS_MAX);
		w->argv[w->count++] = to;
		if (!take_word(&line, &to))
			return cew_fail(err, CEW_INVALID, "a quote in it is not closed");
	}
	return w->count > 0 ? CEW_OK : cew_fail(err, CEW_INVALID, "it is empty");
}

enum cew_status aws_words_split(const char *line, struct aws_words *out, struct cew_error *err)
{
	enum cew_status status;

	*out = (struct aws_words){.text = malloc(strlen(line) + 2)};
	if (!out->text)
		return cew_fail_memory(err);
	status = split(line, out, err);
	if (status != CEW_OK)
		aws_words_finish(out);
	return status;
}

void aws_words_finish(struct aws_words *w)
{
	free(w->text);
	*w = (struct aws_words){0};
}
