/* JSON in: a strict reader of RFC 8259 that says what it expected where. No comments, no trailing commas. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "grow.h"

/* What may come next. */
enum want { WANT_VALUE, WANT_ITEM, WANT_ITEM_OR_END, WANT_KEY, WANT_KEY_OR_END, WANT_MORE_ITEMS, WANT_MORE_KEYS,
            WANT_NOTHING, WANT_COUNT };

static const char *const expected[] = {
	[WANT_VALUE] = "a value",
	[WANT_ITEM] = "a value after the comma",
	[WANT_ITEM_OR_END] = "a value or ']'",
	[WANT_KEY] = "a key in double quotes after the comma",
	[WANT_KEY_OR_END] = "a key in double quotes or '}'",
	[WANT_MORE_ITEMS] = "',' or ']'",
	[WANT_MORE_KEYS] = "',' or '}'",
	[WANT_NOTHING] = "the end",
};
static_assert(CEW_COUNT(expected) == WANT_COUNT, "every state says what it expects");

static const struct {
	char found;
	const char *hint;
} hints[] = {
	{'/', "JSON has no comments"},
	{'#', "JSON has no comments"},
	{'\'', "JSON puts text in double quotes"},
	{']', "Remove the comma before it, or add the value that is missing"},
	{'}', "Remove the comma before it, or add the value that is missing"},
	{'T', "JSON writes true, false and null in small letters"},
	{'F', "JSON writes true, false and null in small letters"},
	{'N', "JSON writes true, false and null in small letters, and knows no NaN"},
	{'+', "A JSON number begins with a digit or a minus sign"},
	{'.', "A JSON number begins with a digit or a minus sign"},
};

struct reader {
	struct grow *grow;
	const char *data;
	size_t len, at;
	struct doc_mark mark;
	struct cew_buf text; /* the string just read, escapes resolved */
	bool guessed;
	enum want want;
};

static enum cew_status fail_here(struct reader *r, const char *what, const char *hint)
{
	doc_mark_advance(&r->mark, r->data, r->len, r->at);
	doc_fail(r->grow->err, CEW_INVALID, r->grow->doc->name, r->mark.line, r->mark.column, "%s", what);
	if (!hint && r->guessed)
		hint = "The source was read as JSON because it begins with { or [";
	if (hint)
		cew_error_hint(r->grow->err, "%s", hint);
	return CEW_INVALID;
}

static const char *hint_for(char found)
{
	for (size_t i = 0; i < CEW_COUNT(hints); i++)
		if (hints[i].found == found)
			return hints[i].hint;
	return NULL;
}

static enum cew_status fail_expected(struct reader *r, const char *wanted)
{
	char what[DOC_SHOWN_MAX + 96], shown[DOC_SHOWN_MAX];
	if (r->at == r->len) {
		snprintf(what, sizeof what, "expected %s, but the source ends here", wanted);
		return fail_here(r, what, NULL);
	}
	size_t end = r->at;
	cew_utf8_next(r->data, r->len, &end);
	snprintf(what, sizeof what, "expected %s, found '%s'", wanted, doc_show(shown, r->data + r->at, end - r->at));
	return fail_here(r, what, hint_for(r->data[r->at]));
}

static bool next_is(const struct reader *r, const char *set)
{
	return r->at < r->len && strchr(set, r->data[r->at]);
}

static void skip_blanks(struct reader *r)
{
	while (next_is(r, " \t\r\n"))
		r->at++;
}

static enum cew_status add_scalar(struct reader *r, enum cew_scalar_type type, const char *text, size_t len,
                                  size_t start)
{
	struct cew_node *n = doc_scalar(r->grow->doc, type, text, len);
	doc_mark_advance(&r->mark, r->data, r->len, start);
	if (n) {
		n->line = r->mark.line;
		n->column = r->mark.column;
	}
	return grow_scalar(r->grow, n);
}

/* ---- strings ------------------------------------------------------------------------------------------------- */

static bool read_hex4(struct reader *r, uint32_t *value)
{
	static const char digits[] = "0123456789abcdef";
	*value = 0;
	for (int i = 0; i < 4; i++, r->at++) {
		if (!next_is(r, "0123456789abcdefABCDEF"))
			return false;
		uint32_t low = (unsigned char)r->data[r->at] | 0x20u; /* digits have that bit anyway */
		*value = *value * 16 + (uint32_t)(strchr(digits, (int)low) - digits);
	}
	return true;
}

/* Behind "\u". Characters beyond U+FFFF come as two escapes. */
static enum cew_status read_unicode(struct reader *r)
{
	static const char broken[] = "expected four hexadecimal digits after \\u";
	static const char lonely[] = "a \\u escape here is half of a surrogate pair without its other half";
	uint32_t c, low;
	if (!read_hex4(r, &c))
		return fail_here(r, broken, NULL);
	if (c >= 0xDC00 && c <= 0xDFFF)
		return fail_here(r, lonely, NULL);
	if (c >= 0xD800 && c <= 0xDBFF) {
		if (r->len - r->at < 2 || memcmp(r->data + r->at, "\\u", 2) != 0)
			return fail_here(r, lonely, NULL);
		r->at += 2;
		if (!read_hex4(r, &low))
			return fail_here(r, broken, NULL);
		if (low < 0xDC00 || low > 0xDFFF)
			return fail_here(r, lonely, NULL);
		c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
	}
	char bytes[4];
	cew_buf_add(&r->text, bytes, cew_utf8_encode(c, bytes));
	return CEW_OK;
}

/* Behind the backslash. */
static enum cew_status read_escape(struct reader *r)
{
	static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
	if (next_is(r, "u")) {
		r->at++;
		return read_unicode(r);
	}
	const char *name = r->at < r->len && r->data[r->at] ? strchr(names, r->data[r->at]) : NULL;
	if (!name)
		return fail_expected(r, "one of \" \\ / b f n r t u after the backslash");
	cew_buf_char(&r->text, values[name - names]);
	r->at++;
	return CEW_OK;
}

/* From the opening quotation mark to behind the closing one, into r->text. */
static enum cew_status read_string(struct reader *r)
{
	cew_buf_clear(&r->text);
	r->at++;
	for (;;) {
		size_t start = r->at;
		while (r->at < r->len && r->data[r->at] != '"' && r->data[r->at] != '\\' && (unsigned char)r->data[r->at] >= 0x20)
			r->at++;
		cew_buf_add(&r->text, r->data + start, r->at - start);
		if (r->at == r->len)
			return fail_here(r, "expected '\"' at the end of a string, but the source ends here", NULL);
		char c = r->data[r->at];
		if (c != '"' && c != '\\')
			return fail_here(r, "expected '\"' at the end of a string, found a control character",
			                 "Close the string, or write the character as an escape such as \\n or \\t");
		r->at++;
		if (c == '"')
			return cew_buf_status(&r->text, r->grow->err);
		enum cew_status status = read_escape(r);
		if (status != CEW_OK)
			return status;
	}
}

static enum cew_status add_string(struct reader *r)
{
	size_t start = r->at;
	enum cew_status status = read_string(r);
	if (status != CEW_OK)
		return status;
	/* Errors about the key or the value point to its beginning, which the mark must not have passed. */
	return add_scalar(r, CEW_SCALAR_STRING, cew_buf_text(&r->text), r->text.len, start);
}

/* ---- literals and numbers ------------------------------------------------------------------------------------ */

static enum cew_status add_literal(struct reader *r)
{
	static const struct {
		const char *text;
		enum cew_scalar_type type;
	} literals[] = {{"true", CEW_SCALAR_BOOL}, {"false", CEW_SCALAR_BOOL}, {"null", CEW_SCALAR_NULL}};
	for (size_t i = 0; i < CEW_COUNT(literals); i++) {
		size_t len = strlen(literals[i].text);
		if (r->len - r->at >= len && memcmp(r->data + r->at, literals[i].text, len) == 0) {
			size_t start = r->at;
			r->at += len;
			return add_scalar(r, literals[i].type, literals[i].text, len, start);
		}
	}
	return fail_expected(r, expected[r->want]);
}

static bool skip_digits(struct reader *r)
{
	size_t start = r->at;
	while (next_is(r, "0123456789"))
		r->at++;
	return r->at > start;
}

static enum cew_status add_number(struct reader *r)
{
	size_t start = r->at;
	enum cew_scalar_type type = CEW_SCALAR_INT;
	if (next_is(r, "-"))
		r->at++;
	bool zero = next_is(r, "0");
	if (!skip_digits(r))
		return fail_expected(r, "a digit after the minus sign");
	if (zero && r->at - start > (r->data[start] == '-' ? 2u : 1u)) {
		r->at = start;
		return fail_here(r, "a number must not begin with a zero", "Put it in double quotes to keep the zero");
	}
	if (next_is(r, ".")) {
		r->at++;
		type = CEW_SCALAR_FLOAT;
		if (!skip_digits(r))
			return fail_expected(r, "a digit after the decimal point");
	}
	if (next_is(r, "eE")) {
		r->at++;
		type = CEW_SCALAR_FLOAT;
		if (next_is(r, "+-"))
			r->at++;
		if (!skip_digits(r))
			return fail_expected(r, "a digit in the exponent");
	}
	return add_scalar(r, type, r->data + start, r->at - start, start);
}

/* ---- structure ----------------------------------------------------------------------------------------------- */

static void after_value(struct reader *r)
{
	const struct grow_frame *top = grow_top(r->grow);
	if (!top)
		r->want = WANT_NOTHING;
	else
		r->want = top->node->kind == CEW_NODE_SEQ ? WANT_MORE_ITEMS : WANT_MORE_KEYS;
}

static enum cew_status open_container(struct reader *r, enum cew_node_kind kind)
{
	struct cew_node *n = doc_node(r->grow->doc, kind);
	doc_mark_advance(&r->mark, r->data, r->len, r->at);
	if (n) {
		n->line = r->mark.line;
		n->column = r->mark.column;
	}
	r->at++;
	r->want = kind == CEW_NODE_SEQ ? WANT_ITEM_OR_END : WANT_KEY_OR_END;
	return grow_open(r->grow, n);
}

static enum cew_status read_value(struct reader *r)
{
	if (next_is(r, "{"))
		return open_container(r, CEW_NODE_MAP);
	if (next_is(r, "["))
		return open_container(r, CEW_NODE_SEQ);
	enum cew_status status;
	if (next_is(r, "\""))
		status = add_string(r);
	else if (next_is(r, "-0123456789"))
		status = add_number(r);
	else
		status = add_literal(r);
	after_value(r);
	return status;
}

static enum cew_status read_key(struct reader *r)
{
	if (!next_is(r, "\""))
		return fail_expected(r, expected[r->want]);
	enum cew_status status = add_string(r);
	if (status != CEW_OK)
		return status;
	skip_blanks(r);
	if (!next_is(r, ":"))
		return fail_expected(r, "':' after the key");
	r->at++;
	r->want = WANT_VALUE;
	return CEW_OK;
}

static enum cew_status read_more(struct reader *r)
{
	if (!next_is(r, ","))
		return fail_expected(r, expected[r->want]);
	r->at++;
	r->want = r->want == WANT_MORE_ITEMS ? WANT_ITEM : WANT_KEY;
	return CEW_OK;
}

static bool closes(const struct reader *r)
{
	switch (r->want) {
	case WANT_ITEM_OR_END:
	case WANT_MORE_ITEMS:
		return next_is(r, "]");
	case WANT_KEY_OR_END:
	case WANT_MORE_KEYS:
		return next_is(r, "}");
	default:
		return false;
	}
}

static enum cew_status step(struct reader *r)
{
	if (closes(r)) {
		r->at++;
		grow_close(r->grow);
		after_value(r);
		return CEW_OK;
	}
	switch (r->want) {
	case WANT_KEY:
	case WANT_KEY_OR_END:
		return read_key(r);
	case WANT_MORE_ITEMS:
	case WANT_MORE_KEYS:
		return read_more(r);
	default:
		return read_value(r);
	}
}

enum cew_status doc_parse_json(struct grow *g, const char *data, size_t len, bool guessed)
{
	struct reader r = {.grow = g, .data = data, .len = len, .mark = {0, 1, 1}, .guessed = guessed};
	enum cew_status status = CEW_OK;
	cew_buf_init(&r.text, len + 1);
	skip_blanks(&r);
	while (status == CEW_OK && r.want != WANT_NOTHING) {
		status = step(&r);
		skip_blanks(&r);
	}
	if (status == CEW_OK && r.at < len)
		status = fail_expected(&r, expected[WANT_NOTHING]);
	cew_buf_wipe(&r.text);
	return status;
}
