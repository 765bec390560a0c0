/* The way in: size, encoding and format of a source are settled here before a parser sees it. */
#include <string.h>

#include "grow.h"

const struct cew_doc_limits cew_doc_default_limits = {
	.max_bytes = 1000000,
	.max_depth = 100,
	.max_nodes = 200000,
};

static enum cew_status fail_at(const struct grow *g, const char *data, size_t len, size_t at, const char *what)
{
	struct doc_mark mark = {0, 1, 1};
	doc_mark_advance(&mark, data, len, at);
	return doc_fail(g->err, CEW_INVALID, g->doc->name, mark.line, mark.column, "%s", what);
}

/* Every mark must be valid UTF-8, and none a control character that neither YAML nor JSON lets in. */
static enum cew_status check_text(const struct grow *g, const char *data, size_t len)
{
	size_t at = 0;
	while (at < len) {
		size_t start = at;
		unsigned char first = (unsigned char)data[at];
		if (first >= 0x20 && first < 0x7f) {
			at++;
			continue;
		}
		uint32_t c = cew_utf8_next(data, len, &at);
		if (c == 0xFFFD && at - start == 1) {
			fail_at(g, data, len, start, "this is not valid UTF-8");
			cew_error_hint(g->err, "Save the file with the encoding UTF-8");
			return CEW_INVALID;
		}
		bool allowed = first >= 0x20 || c == '\t' || c == '\n' || c == '\r';
		if (!allowed || c == 0xFFFE || c == 0xFFFF)
			return fail_at(g, data, len, start, "a control character stands here; write it as an escape in double quotes");
	}
	return CEW_OK;
}

static bool looks_like_json(const char *data, size_t len)
{
	size_t at = 0;
	while (at < len && strchr(" \t\r\n", data[at]))
		at++;
	return at < len && (data[at] == '{' || data[at] == '[');
}

static enum cew_status parse_text(struct grow *g, const char *data, size_t len, enum cew_doc_format format)
{
	static const char bom[] = {'\xEF', '\xBB', '\xBF'};
	if (len >= sizeof bom && memcmp(data, bom, sizeof bom) == 0) {
		data += sizeof bom;
		len -= sizeof bom;
	}
	enum cew_status status = check_text(g, data, len);
	if (status != CEW_OK)
		return status;
	bool guessed = format == CEW_DOC_AUTO;
	if (format == CEW_DOC_JSON || (guessed && looks_like_json(data, len)))
		return doc_parse_json(g, data, len, guessed);
	return doc_parse_yaml(g, data, len);
}

enum cew_status cew_doc_parse(const char *name, const char *data, size_t len, enum cew_doc_format format,
                              const struct cew_doc_limits *limits, struct cew_doc **out, struct cew_error *err)
{
	if (!limits)
		limits = &cew_doc_default_limits;
	*out = NULL;
	if (len > limits->max_bytes)
		return doc_fail(err, CEW_LIMIT, name, 0, 0, "the source has %zu bytes; at most %zu are read", len,
		                limits->max_bytes);
	struct cew_doc *doc = cew_doc_create(name);
	if (!doc)
		return cew_fail_memory(err);
	struct grow g;
	grow_init(&g, doc, limits, err);
	enum cew_status status = parse_text(&g, data ? data : "", len, format);
	grow_finish(&g);
	if (status == CEW_OK)
		*out = doc;
	else
		cew_doc_destroy(doc);
	return status;
}

enum cew_status cew_doc_read(const char *path, struct cew_doc **out, struct cew_error *err)
{
	struct cew_buf text;
	*out = NULL;
	cew_buf_init(&text, cew_doc_default_limits.max_bytes);
	enum cew_status status = cew_file_read(path, cew_doc_default_limits.max_bytes, &text, err);
	if (status == CEW_OK) {
		const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
		status = cew_doc_parse(name, text.data, text.len, CEW_DOC_AUTO, NULL, out, err);
	}
	cew_buf_wipe(&text); /* an answers file may hold passwords */
	return status;
}
