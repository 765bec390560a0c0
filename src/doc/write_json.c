/* JSON out: compact, and without changing what a value's text says. */
#include <string.h>

#include "tree.h"

/* Readers hold numbers as doubles: integers are exact up to 2^53, decimals up to 15 digits, and small fractions come
 * back in exponent form. */
static const char largest_exact[] = "9007199254740992";
enum { EXACT_DIGITS = 15, ZEROS_BEFORE_EXPONENT = 3 };

static size_t digits(const char *text)
{
	return strspn(text, "0123456789");
}

static bool integer_survives(const char *text, size_t len, bool negative)
{
	if (negative && text[0] == '0')
		return false;
	size_t max = sizeof largest_exact - 1;
	return len < max || (len == max && memcmp(text, largest_exact, max) <= 0);
}

static bool fraction_survives(const char *whole, size_t whole_len, const char *fraction, size_t len)
{
	if (len == 0 || fraction[len - 1] == '0')
		return false;
	size_t zeros = strspn(fraction, "0");
	size_t significant = whole[0] == '0' ? len - zeros : whole_len + len;
	return significant <= EXACT_DIGITS && (whole[0] != '0' || zeros <= ZEROS_BEFORE_EXPONENT);
}

/* Does a JSON reader that goes through a double give back this very text? */
static bool number_survives(const struct cew_node *n)
{
	if (strlen(n->text) != n->count)
		return false;
	bool negative = n->text[0] == '-';
	const char *whole = n->text + (negative ? 1 : 0);
	size_t len = digits(whole);
	if (len == 0 || (whole[0] == '0' && len > 1))
		return false;
	if (whole[len] == '\0')
		return integer_survives(whole, len, negative);
	const char *fraction = whole + len + 1;
	size_t fraction_len = digits(fraction);
	return whole[len] == '.' && fraction[fraction_len] == '\0' && fraction_survives(whole, len, fraction, fraction_len);
}

static void write_escape(struct cew_buf *out, unsigned char c)
{
	static const char values[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";
	const char *found = c ? strchr(values, c) : NULL;
	if (found) {
		cew_buf_char(out, '\\');
		cew_buf_char(out, names[found - values]);
	} else {
		cew_buf_fmt(out, "\\u%04x", c);
	}
}

/* U+FFFE and U+FFFF are no characters, and our own reader takes them for signs of a broken file. */
static void write_wide(struct cew_buf *out, uint32_t c)
{
	char bytes[4];
	if (c == 0xFFFE || c == 0xFFFF)
		cew_buf_fmt(out, "\\u%04x", (unsigned)c);
	else
		cew_buf_add(out, bytes, cew_utf8_encode(c, bytes));
}

static void write_string(struct cew_buf *out, const char *text, size_t len)
{
	size_t at = 0;
	cew_buf_char(out, '"');
	while (at < len) {
		size_t start = at;
		unsigned char c = (unsigned char)text[at];
		while (at < len && (c = (unsigned char)text[at]) >= 0x20 && c < 0x80 && c != '"' && c != '\\')
			at++;
		cew_buf_add(out, text + start, at - start);
		if (at == len)
			break;
		if (c < 0x80) {
			write_escape(out, c);
			at++;
		} else {
			write_wide(out, cew_utf8_next(text, len, &at));
		}
	}
	cew_buf_char(out, '"');
}

static void write_scalar(struct cew_buf *out, const struct cew_node *n)
{
	bool value;
	switch ((enum cew_scalar_type)n->type) {
	case CEW_SCALAR_NULL:
		cew_buf_str(out, "null");
		return;
	case CEW_SCALAR_BOOL:
		cew_buf_str(out, doc_read_bool(n->text, n->count, &value) && value ? "true" : "false");
		return;
	case CEW_SCALAR_INT:
	case CEW_SCALAR_FLOAT:
		if (number_survives(n)) {
			cew_buf_add(out, n->text, n->count);
			return;
		}
		break;
	case CEW_SCALAR_STRING:
		break;
	}
	write_string(out, n->text, n->count);
}

static enum cew_status refuse(const struct cew_node *n, size_t depth, struct cew_error *err)
{
	const char *name = n->doc->name;
	if (n->tag)
		return doc_fail(err, CEW_INVALID, name, n->line, n->column, "JSON has no tags, but a value has the tag !%s", n->tag);
	if (depth > DOC_DEPTH_MAX)
		return doc_fail(err, CEW_LIMIT, name, n->line, n->column, "nested deeper than %d levels", DOC_DEPTH_MAX);
	return CEW_OK;
}

static enum cew_status write_node(const struct cew_node *n, size_t depth, struct cew_buf *out, struct cew_error *err)
{
	enum cew_status status = refuse(n, depth, err);
	if (status != CEW_OK)
		return status;
	if (n->kind == CEW_NODE_SCALAR) {
		write_scalar(out, n);
		return CEW_OK;
	}
	bool map = n->kind == CEW_NODE_MAP;
	cew_buf_char(out, map ? '{' : '[');
	for (size_t i = 0; i < n->count && status == CEW_OK && !out->failed; i++) {
		if (i > 0)
			cew_buf_char(out, ',');
		if (map) {
			write_string(out, n->entries[i].key->text, n->entries[i].key->count);
			cew_buf_char(out, ':');
		}
		status = write_node(cew_node_at(n, i), depth + 1, out, err);
	}
	cew_buf_char(out, map ? '}' : ']');
	return status;
}

enum cew_status cew_doc_write_json(const struct cew_node *n, struct cew_buf *out, struct cew_error *err)
{
	if (!n)
		cew_buf_str(out, "null");
	enum cew_status status = n ? write_node(n, 0, out, err) : CEW_OK;
	return status == CEW_OK ? cew_buf_status(out, err) : status;
}
