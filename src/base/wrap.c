/* Cutting text into lines, by columns and not by bytes. */
#include "cewizard/base.h"

#include <string.h>

size_t cew_text_prefix(const char *text, size_t len, int columns, int *used)
{
	size_t end = 0;
	int width = 0;
	while (end < len) {
		size_t next = end;
		int w = cew_utf8_width(cew_utf8_next(text, len, &next));
		if (width + w > columns)
			break;
		width += w;
		end = next;
	}
	if (used)
		*used = width;
	return end;
}

/* The last place at which a line that may hold `fit` bytes can be broken; `fit` itself if there is none. */
static size_t break_before(const char *line, size_t len, size_t fit)
{
	if (fit >= len || line[fit] == ' ')
		return fit;
	for (size_t i = fit; i > 0; i--)
		if (line[i - 1] == ' ')
			return i;
	return fit;
}

bool cew_wrap_next(const char *text, size_t len, int width, size_t *at, struct cew_span *line)
{
	if (*at >= len)
		return false;
	const char *start = text + *at;
	const char *newline = memchr(start, '\n', len - *at);
	size_t paragraph = newline ? (size_t)(newline - start) : len - *at;
	size_t fit = cew_text_prefix(start, paragraph, width > 0 ? width : 1, NULL);
	if (fit == 0 && paragraph > 0) /* a wide character in a narrow line: it has to go somewhere */
		cew_utf8_next(start, paragraph, &fit);
	size_t cut = break_before(start, paragraph, fit);
	*line = (struct cew_span){*at, cut};
	while (line->len > 0 && start[line->len - 1] == ' ')
		line->len--;
	*at += cut;
	if (cut == paragraph) {
		*at += newline != NULL;
		return true;
	}
	while (*at < len && text[*at] == ' ')
		(*at)++;
	return true;
}

int cew_wrap_rows(const char *text, int width)
{
	size_t at = 0, len = strlen(text);
	struct cew_span line;
	int rows = 0;
	while (cew_wrap_next(text, len, width, &at, &line))
		rows++;
	return rows;
}

void cew_wrap(struct cew_buf *out, const char *text, int columns, int used, int indent)
{
	size_t at = 0, len = strlen(text);
	struct cew_span line;
	for (bool first = true; cew_wrap_next(text, len, columns - (first ? used : indent), &at, &line); first = false) {
		if (!first)
			cew_buf_fmt(out, "\n%*s", line.len ? indent : 0, "");
		cew_buf_add(out, text + line.at, line.len);
	}
	cew_buf_char(out, '\n');
}
