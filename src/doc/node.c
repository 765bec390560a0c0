/* Reading a tree: every answer about a node, and where it stands. */
#include <stdio.h>
#include <string.h>

#include "tree.h"

enum cew_node_kind cew_node_kind(const struct cew_node *n)
{
	return n ? (enum cew_node_kind)n->kind : CEW_NODE_SCALAR;
}

bool cew_node_is(const struct cew_node *n, enum cew_node_kind kind)
{
	return n && n->kind == kind;
}

int cew_node_line(const struct cew_node *n)
{
	return n ? n->line : 0;
}

int cew_node_column(const struct cew_node *n)
{
	return n ? n->column : 0;
}

const char *cew_node_tag(const struct cew_node *n)
{
	return n ? n->tag : NULL;
}

const char *cew_node_text(const struct cew_node *n)
{
	return cew_node_is(n, CEW_NODE_SCALAR) ? n->text : "";
}

size_t cew_node_text_len(const struct cew_node *n)
{
	return cew_node_is(n, CEW_NODE_SCALAR) ? n->count : 0;
}

enum cew_scalar_type cew_node_type(const struct cew_node *n)
{
	return n ? (enum cew_scalar_type)n->type : CEW_SCALAR_NULL;
}

size_t cew_node_count(const struct cew_node *n)
{
	return n && n->kind != CEW_NODE_SCALAR ? n->count : 0;
}

const struct cew_node *cew_node_at(const struct cew_node *n, size_t i)
{
	if (i >= cew_node_count(n))
		return NULL;
	return n->kind == CEW_NODE_MAP ? n->entries[i].value : n->items[i];
}

const struct cew_node *cew_node_key(const struct cew_node *n, size_t i)
{
	return cew_node_is(n, CEW_NODE_MAP) && i < n->count ? n->entries[i].key : NULL;
}

const struct cew_node *cew_node_get(const struct cew_node *map, const char *key)
{
	if (!cew_node_is(map, CEW_NODE_MAP) || !key)
		return NULL;
	size_t i = doc_map_find(map, key, strlen(key));
	return i == DOC_NONE ? NULL : map->entries[i].value;
}

const char *cew_node_get_text(const struct cew_node *map, const char *key)
{
	const struct cew_node *n = cew_node_get(map, key);
	return cew_node_is(n, CEW_NODE_SCALAR) ? n->text : NULL;
}

bool cew_node_get_bool(const struct cew_node *map, const char *key, bool otherwise)
{
	const struct cew_node *n = cew_node_get(map, key);
	bool value;
	return doc_read_bool(cew_node_text(n), cew_node_text_len(n), &value) ? value : otherwise;
}

const char *cew_doc_name(const struct cew_doc *doc)
{
	return doc ? doc->name : "";
}

const struct cew_node *cew_doc_root(const struct cew_doc *doc)
{
	return doc ? doc->root : NULL;
}

enum cew_status cew_doc_where(const struct cew_doc *doc, const struct cew_node *n, struct cew_error *err)
{
	if (cew_node_line(n) == 0)
		return cew_error_where(err, "%s", cew_doc_name(doc));
	return cew_error_where(err, "%s:%d:%d", cew_doc_name(doc), n->line, n->column);
}

enum cew_status doc_fail(struct cew_error *err, enum cew_status status, const char *name, int line, int column,
                         const char *fmt, ...)
{
	char what[512];
	va_list args;
	va_start(args, fmt);
	vsnprintf(what, sizeof what, fmt, args);
	va_end(args);
	cew_fail(err, status, "%s", what);
	if (line == 0)
		cew_error_where(err, "%s", name);
	else
		cew_error_where(err, "%s:%d:%d", name, line, column);
	return status;
}

const char *doc_show(char out[DOC_SHOWN_MAX], const char *text, size_t len)
{
	size_t used = 0, at = 0;
	while (at < len && used < DOC_SHOWN_MAX - 8) {
		uint32_t c = cew_utf8_next(text, len, &at);
		bool harmless = c >= 0x20 && c != 0x7f && (c < 0x80 || c > 0x9f);
		used += cew_utf8_encode(harmless ? c : '?', out + used);
	}
	memcpy(out + used, at < len ? "..." : "", at < len ? 4 : 1);
	return out;
}

void doc_mark_advance(struct doc_mark *mark, const char *data, size_t len, size_t at)
{
	for (; mark->at < at; mark->at++) {
		unsigned char c = (unsigned char)data[mark->at];
		bool cr_of_crlf = c == '\r' && mark->at + 1 < len && data[mark->at + 1] == '\n';
		if (c == '\n' || (c == '\r' && !cr_of_crlf)) {
			mark->line++;
			mark->column = 1;
		} else if ((c & 0xC0) != 0x80) {
			mark->column++;
		}
	}
}
