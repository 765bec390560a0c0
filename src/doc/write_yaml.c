/* YAML out: block style, two blanks of indentation, plain scalars where every reader takes them for the same text. */
#include <string.h>

#include "tree.h"

/* A longer key needs the explicit "? key" form: readers look 1,024 characters ahead for the colon. */
enum { INDENT = 2, SIMPLE_KEY_MAX = 200 };

struct writer {
	struct cew_buf *out;
	struct cew_error *err;
};

enum look { LOOK_PLAIN, LOOK_QUOTED, LOOK_LITERAL };

/* ---- choosing a look -------------------------------------------------------------------------------------------- */

/* Characters that stand for themselves in a YAML file and cannot be taken for a line break. */
static bool is_printable(uint32_t c)
{
	if (c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 || c == 0xFEFF)
		return false;
	return c != 0xFFFE && c != 0xFFFF;
}

static bool all_printable(const char *text, size_t len, const char *and_these)
{
	size_t at = 0;
	while (at < len) {
		unsigned char byte = (unsigned char)text[at];
		size_t start = at;
		uint32_t c = cew_utf8_next(text, len, &at);
		if (!is_printable(c) && (byte == 0 || byte >= 0x20 || !strchr(and_these, byte)))
			return false;
		if (c == 0xFFFD && at - start == 1)
			return false;
	}
	return true;
}

/* What some other reader could take for a number or a date, such as 2012-10-17 or 1.2.3. */
static bool looks_numeric(const char *text, size_t len)
{
	return strchr("0123456789+-.", text[0]) && strspn(text, "0123456789abcdefABCDEFxXoTtZz_+-.: ") == len;
}

/* Words that YAML 1.1 gives a meaning that this program's own reader does not. */
static bool is_odd_word(const char *text)
{
	static const char *const words[] = {"y", "Y", "n", "N", "=", "<<"};
	for (size_t i = 0; i < CEW_COUNT(words); i++)
		if (strcmp(words[i], text) == 0)
			return true;
	return false;
}

static bool plain_is_safe(const char *text, size_t len)
{
	if (len == 0 || strlen(text) != len || strchr("-?:,[]{}#&*!|>'\"%@`. ", text[0]))
		return false;
	if (text[len - 1] == ' ' || text[len - 1] == ':' || strstr(text, ": ") || strstr(text, " #"))
		return false;
	return all_printable(text, len, "") && doc_resolve(text, len) == CEW_SCALAR_STRING && !looks_numeric(text, len) &&
	       !is_odd_word(text);
}

/* A first line that begins with a blank would be read as deeper indentation. */
static bool literal_is_safe(const char *text, size_t len)
{
	return memchr(text, '\n', len) && !strchr(" \t\n", text[0]) && all_printable(text, len, "\t\n");
}

static enum look look_of(const struct cew_node *n, bool key)
{
	if (n->type == CEW_SCALAR_NULL && n->count == 0)
		return LOOK_PLAIN;
	if (n->type != CEW_SCALAR_STRING || plain_is_safe(n->text, n->count))
		return LOOK_PLAIN;
	return !key && literal_is_safe(n->text, n->count) ? LOOK_LITERAL : LOOK_QUOTED;
}

/* ---- scalars ---------------------------------------------------------------------------------------------------- */

static void indent(struct writer *w, size_t depth)
{
	for (size_t i = 0; i < depth * INDENT; i++)
		cew_buf_char(w->out, ' ');
}

static void write_escaped(struct writer *w, uint32_t c)
{
	static const char values[] = "\"\\\n\r\t", names[] = "\"\\nrt";
	const char *found = c != 0 && c < 0x80 ? strchr(values, (int)c) : NULL;
	if (found)
		cew_buf_fmt(w->out, "\\%c", names[found - values]);
	else
		cew_buf_fmt(w->out, c < 0x100 ? "\\x%02X" : "\\u%04X", (unsigned)c);
}

static void write_quoted(struct writer *w, const char *text, size_t len)
{
	size_t at = 0;
	cew_buf_char(w->out, '"');
	while (at < len && !w->out->failed) {
		char bytes[4];
		uint32_t c = cew_utf8_next(text, len, &at);
		if (c == '"' || c == '\\' || !is_printable(c))
			write_escaped(w, c);
		else
			cew_buf_add(w->out, bytes, cew_utf8_encode(c, bytes));
	}
	cew_buf_char(w->out, '"');
}

/* "|" keeps one line break at the end, "|-" none, "|+" all. */
static const char *literal_mark(const char *text, size_t len)
{
	if (text[len - 1] != '\n')
		return "|-";
	return len > 1 && text[len - 2] == '\n' ? "|+" : "|";
}

static void write_literal(struct writer *w, const char *text, size_t len, size_t depth)
{
	const char *end = text + len;
	cew_buf_str(w->out, literal_mark(text, len));
	while (text < end && !w->out->failed) {
		const char *line_end = memchr(text, '\n', (size_t)(end - text));
		size_t line_len = (size_t)((line_end ? line_end : end) - text);
		cew_buf_char(w->out, '\n');
		if (line_len > 0)
			indent(w, depth);
		cew_buf_add(w->out, text, line_len);
		text += line_len + (line_end ? 1 : 0);
	}
}

static void write_scalar(struct writer *w, const struct cew_node *n, size_t depth, bool key)
{
	switch (look_of(n, key)) {
	case LOOK_PLAIN:
		if (n->count == 0)
			cew_buf_str(w->out, "null");
		cew_buf_add(w->out, n->text, n->count);
		return;
	case LOOK_QUOTED:
		write_quoted(w, n->text, n->count);
		return;
	case LOOK_LITERAL:
		write_literal(w, n->text, n->count, depth);
		return;
	}
}

/* ---- containers ------------------------------------------------------------------------------------------------- */

static enum cew_status write_node(struct writer *w, const struct cew_node *n, size_t depth);

static bool is_block(const struct cew_node *n)
{
	return n->kind != CEW_NODE_SCALAR && n->count > 0;
}

static void write_tag(struct writer *w, const struct cew_node *n, bool blank_behind)
{
	if (!n->tag)
		return;
	cew_buf_char(w->out, '!');
	cew_pct_encode(w->out, n->tag, strlen(n->tag), ":");
	if (blank_behind)
		cew_buf_char(w->out, ' ');
}

/* Behind "key:". */
static enum cew_status write_value(struct writer *w, const struct cew_node *n, size_t depth)
{
	if (!is_block(n)) {
		cew_buf_char(w->out, ' ');
		return write_node(w, n, depth);
	}
	if (n->tag)
		cew_buf_char(w->out, ' ');
	write_tag(w, n, false);
	cew_buf_char(w->out, '\n');
	indent(w, depth);
	return write_node(w, n, depth);
}

static enum cew_status write_entry(struct writer *w, const struct doc_entry *entry, size_t depth)
{
	bool simple = entry->key->count <= SIMPLE_KEY_MAX;
	if (!simple)
		cew_buf_str(w->out, "? ");
	write_scalar(w, entry->key, depth, true);
	if (!simple) {
		cew_buf_char(w->out, '\n');
		indent(w, depth);
	}
	cew_buf_char(w->out, ':');
	return write_value(w, entry->value, depth + 1);
}

static enum cew_status write_item(struct writer *w, const struct cew_node *item, size_t depth)
{
	cew_buf_char(w->out, '-');
	if (item->tag || !is_block(item))
		return write_value(w, item, depth + 1);
	cew_buf_char(w->out, ' ');
	return write_node(w, item, depth + 1);
}

/* The place to begin at is indented already; a block's own tag stands on the line above. */
static enum cew_status write_node(struct writer *w, const struct cew_node *n, size_t depth)
{
	enum cew_status status = CEW_OK;
	if (depth > DOC_DEPTH_MAX)
		return doc_fail(w->err, CEW_LIMIT, n->doc->name, n->line, n->column, "nested deeper than %d levels",
		                DOC_DEPTH_MAX);
	if (!is_block(n))
		write_tag(w, n, true);
	if (n->kind == CEW_NODE_SCALAR)
		write_scalar(w, n, depth, false);
	else if (n->count == 0)
		cew_buf_str(w->out, n->kind == CEW_NODE_MAP ? "{}" : "[]");
	else
		for (size_t i = 0; i < n->count && status == CEW_OK && !w->out->failed; i++) {
			if (i > 0) {
				cew_buf_char(w->out, '\n');
				indent(w, depth);
			}
			status = n->kind == CEW_NODE_MAP ? write_entry(w, &n->entries[i], depth)
			                                 : write_item(w, n->items[i], depth);
		}
	return status;
}

static enum cew_status write_root(struct writer *w, const struct cew_node *n)
{
	if (n->tag && is_block(n)) {
		write_tag(w, n, false);
		cew_buf_char(w->out, '\n');
	}
	/* A literal must be indented even where nothing is around it. */
	return write_node(w, n, n->kind == CEW_NODE_SCALAR ? 1 : 0);
}

enum cew_status cew_doc_write_yaml(const struct cew_node *n, struct cew_buf *out, struct cew_error *err)
{
	struct writer w = {out, err};
	enum cew_status status = n ? write_root(&w, n) : CEW_OK;
	if (n)
		cew_buf_char(out, '\n');
	return status == CEW_OK ? cew_buf_status(out, err) : status;
}
