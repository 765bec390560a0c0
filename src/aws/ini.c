/* The AWS INI dialect, read in place: the text is one allocation, cut up where names and values end. */
#include "ini.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_BYTES = 1024 * 1024 };

struct reader {
	struct aws_ini *ini;
	struct aws_ini_entry now; /* the section, and the key that indented lines belong to */
	size_t line;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

/* Cuts blanks off both ends, in place. */
static char *trim(char *text)
{
	size_t len;

	while (is_blank(*text))
		text++;
	len = strlen(text);
	while (len > 0 && is_blank(text[len - 1]))
		text[--len] = '\0';
	return text;
}

static void lower(char *text)
{
	for (; *text; text++)
		*text = (char)tolower((unsigned char)*text);
}

static enum cew_status broken(const struct reader *r, struct cew_error *err, const char *what)
{
	cew_fail(err, CEW_INVALID, "%s", what);
	cew_error_where(err, "%s:%zu", r->ini->path, r->line);
	return cew_error_hint(err, "Lines are [section], \"key = value\" or comments that start with # or ;");
}

static enum cew_status add(struct reader *r, const char *key, const char *nested, const char *value, struct cew_error *err)
{
	struct aws_ini_entry e = r->now;

	e.key = key;
	e.nested = nested;
	e.value = value;
	e.line = r->line;
	return cew_vec_push(&r->ini->entries, &e) ? CEW_OK : cew_fail_memory(err);
}

/* Takes the next word off *at as a shell would read it, quotes and backslashes resolved in place. NULL: no more words. */
static char *next_word(char **at)
{
	char *from = *at, *to, *word, quote = '\0';

	while (is_blank(*from))
		from++;
	if (!*from)
		return NULL;
	for (word = to = from; *from && (quote || !is_blank(*from)); from++) {
		if (!quote && (*from == '"' || *from == '\''))
			quote = *from;
		else if (quote && *from == quote)
			quote = '\0';
		else if (*from == '\\' && quote != '\'' && from[1])
			*to++ = *++from;
		else
			*to++ = *from;
	}
	*at = *from ? from + 1 : from;
	*to = '\0';
	return word;
}

static enum cew_status read_section(struct reader *r, char *line, struct cew_error *err)
{
	char *header = line + 1, *end = strrchr(header, ']'), *first, *second;

	if (!end)
		return broken(r, err, "a section's name has no closing bracket");
	*end = '\0';
	first = next_word(&header);
	if (!first)
		return broken(r, err, "a section has no name");
	second = next_word(&header);
	r->now = (struct aws_ini_entry){.kind = second ? first : "", .section = second ? second : first};
	return add(r, NULL, NULL, "", err);
}

/* An indented line is a nested setting where the key above has no value, and the rest of a long value elsewhere, which
 * no setting of ours has. */
static enum cew_status read_indented(struct reader *r, char *line, struct cew_error *err)
{
	char *sign = strchr(line, '=');

	if (*r->now.value || !sign)
		return CEW_OK;
	*sign = '\0';
	line = trim(line);
	lower(line);
	return add(r, r->now.key, line, trim(sign + 1), err);
}

static enum cew_status read_setting(struct reader *r, char *line, struct cew_error *err)
{
	char *sign = line + strcspn(line, "=:");

	if (!r->now.section)
		return broken(r, err, "a setting stands before any [section]");
	if (!*sign)
		return broken(r, err, "a line is neither a section nor a setting");
	*sign = '\0';
	line = trim(line);
	lower(line);
	if (!*line)
		return broken(r, err, "a setting has no name");
	r->now.key = line;
	r->now.value = trim(sign + 1);
	return add(r, r->now.key, NULL, r->now.value, err);
}

static enum cew_status read_line(struct reader *r, char *line, struct cew_error *err)
{
	bool indented = is_blank(*line);

	line = trim(line);
	if (!*line || *line == '#' || *line == ';')
		return CEW_OK;
	if (indented && r->now.key)
		return read_indented(r, line, err);
	if (*line == '[')
		return read_section(r, line, err);
	return read_setting(r, line, err);
}

static char *skip_byte_order_mark(char *text)
{
	return strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? text + 3 : text;
}

enum cew_status aws_ini_parse(const char *path, const char *data, size_t len, struct aws_ini *out, struct cew_error *err)
{
	struct reader r = {.ini = out};
	enum cew_status status = CEW_OK;
	char *at, *next;

	*out = (struct aws_ini){.path = cew_strdup(path), .text = malloc(len + 1), .len = len};
	cew_vec_init(&out->entries, sizeof(struct aws_ini_entry));
	if (!out->path || !out->text) {
		out->len = 0;
		aws_ini_finish(out);
		return cew_fail_memory(err);
	}
	if (len > 0)
		memcpy(out->text, data, len);
	out->text[len] = '\0';
	for (at = skip_byte_order_mark(out->text); at && status == CEW_OK; at = next) {
		next = strchr(at, '\n');
		if (next)
			*next++ = '\0';
		r.line++;
		status = read_line(&r, at, err);
	}
	if (status != CEW_OK)
		aws_ini_finish(out);
	return status;
}

enum cew_status aws_ini_read(const char *path, struct aws_ini *out, struct cew_error *err)
{
	struct cew_buf text;
	struct cew_error why;
	enum cew_status status;

	cew_buf_init(&text, MAX_BYTES);
	status = cew_file_read(path, MAX_BYTES, &text, &why);
	if (status == CEW_OK || status == CEW_NOT_FOUND)
		status = aws_ini_parse(path, cew_buf_text(&text), text.len, out, err);
	else if (err)
		*err = why;
	cew_buf_wipe(&text);
	return status;
}

void aws_ini_finish(struct aws_ini *ini)
{
	if (ini->text)
		cew_wipe(ini->text, ini->len);
	free(ini->text);
	free(ini->path);
	cew_vec_finish(&ini->entries);
	*ini = (struct aws_ini){0};
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool aws_ini_has(const struct aws_ini *ini, const char *kind, const char *section)
{
	for (size_t i = 0; i < ini->entries.len; i++) {
		const struct aws_ini_entry *e = cew_vec_at(&ini->entries, i);

		if (same(e->kind, kind) && same(e->section, section))
			return true;
	}
	return false;
}

const struct aws_ini_entry *aws_ini_find(const struct aws_ini *ini, const char *kind, const char *section, const char *key,
                                         const char *nested)
{
	for (size_t i = ini->entries.len; i-- > 0;) {
		const struct aws_ini_entry *e = cew_vec_at(&ini->entries, i);

		if (e->key && same(e->key, key) && same(e->nested, nested) && same(e->kind, kind) && same(e->section, section))
			return e;
	}
	return NULL;
}

const char *aws_ini_get(const struct aws_ini *ini, const char *kind, const char *section, const char *key,
                        const char *nested)
{
	const struct aws_ini_entry *e = aws_ini_find(ini, kind, section, key, nested);

	return e ? e->value : NULL;
}
