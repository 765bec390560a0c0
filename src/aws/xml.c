/* expat's events as a small tree. */
#include "xml.h"

#include <expat.h>
#include <limits.h>
#include <string.h>

enum { MAX_DEPTH = 64 };
#define MAX_TREE_BYTES ((size_t)64 * 1024 * 1024)
/* Part of no name and no namespace's URI: the local name starts behind it. */
#define NAMESPACE_MARK '\n'

struct reader {
	XML_Parser parser;
	struct aws_xml *xml;
	struct aws_xml_node *open[MAX_DEPTH];
	size_t depth;
	struct cew_buf text; /* of the innermost open element, since its start or its last child's end */
	enum cew_status status; /* why we stopped; CEW_OK: we did not */
	const char *reason;
};

static void stop(struct reader *r, enum cew_status status, const char *reason)
{
	if (r->status != CEW_OK)
		return;
	r->status = status;
	r->reason = reason;
	XML_StopParser(r->parser, XML_FALSE);
}

static struct aws_xml_node *new_node(struct reader *r, const char *expanded_name)
{
	const char *mark = strrchr(expanded_name, NAMESPACE_MARK);
	const char *local = mark ? mark + 1 : expanded_name;
	struct aws_xml_node *n = aws_arena_take(&r->xml->arena, 1, sizeof(*n));

	if (!n)
		return NULL;
	n->name = aws_arena_text(&r->xml->arena, local, strlen(local));
	n->text = "";
	return n->name ? n : NULL;
}

void aws_xml_append(struct aws_xml_node *parent, struct aws_xml_node *child)
{
	if (!parent)
		return;
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
}

static void XMLCALL on_start(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
	struct reader *r = ctx;
	struct aws_xml_node *n;

	(void)attributes;
	if (r->depth == MAX_DEPTH) {
		stop(r, CEW_LIMIT, "it is nested too deeply");
		return;
	}
	n = new_node(r, name);
	if (!n) {
		stop(r, r->xml->arena.no_memory ? CEW_NO_MEMORY : CEW_LIMIT, "it is too large");
		return;
	}
	if (r->depth == 0)
		r->xml->root = n;
	else
		aws_xml_append(r->open[r->depth - 1], n);
	r->open[r->depth++] = n;
	cew_buf_clear(&r->text);
}

static void XMLCALL on_end(void *ctx, const XML_Char *name)
{
	struct reader *r = ctx;
	struct aws_xml_node *n;

	(void)name;
	if (r->status != CEW_OK)
		return;
	n = r->open[--r->depth];
	if (!n->first && r->text.len > 0) {
		n->text = aws_arena_text(&r->xml->arena, cew_buf_text(&r->text), r->text.len);
		if (!n->text) {
			n->text = "";
			stop(r, r->xml->arena.no_memory ? CEW_NO_MEMORY : CEW_LIMIT, "it is too large");
		}
	}
	cew_buf_clear(&r->text);
}

static void XMLCALL on_text(void *ctx, const XML_Char *text, int len)
{
	struct reader *r = ctx;

	cew_buf_add(&r->text, text, (size_t)len);
	if (r->text.failed)
		stop(r, CEW_NO_MEMORY, "there is no memory for it");
}

static void XMLCALL on_doctype(void *ctx, const XML_Char *name, const XML_Char *system_id, const XML_Char *public_id,
                               int has_internal_subset)
{
	(void)name;
	(void)system_id;
	(void)public_id;
	(void)has_internal_subset;
	stop(ctx, CEW_INVALID, "it declares a document type, which AWS never does");
}

/* Newer releases of expat call these two deprecated in favour of names that older ones do not have. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static unsigned long line_of(struct reader *r)
{
	return XML_GetCurrentLineNumber(r->parser);
}

static unsigned long column_of(struct reader *r)
{
	return XML_GetCurrentColumnNumber(r->parser) + 1;
}
#pragma GCC diagnostic pop

static enum cew_status fail(struct reader *r, struct cew_error *err)
{
	unsigned long line = line_of(r), column = column_of(r);
	enum XML_Error code = XML_GetErrorCode(r->parser);

	if (r->status == CEW_NO_MEMORY || (r->status == CEW_OK && code == XML_ERROR_NO_MEMORY))
		return cew_fail_memory(err);
	if (r->status != CEW_OK)
		cew_fail(err, r->status, "the XML cannot be read: %s", r->reason);
	else
		cew_fail(err, CEW_INVALID, "the XML is broken: %s", XML_ErrorString(code));
	cew_error_where(err, "%lu:%lu", line, column);
	return r->status == CEW_OK ? CEW_INVALID : r->status;
}

enum cew_status aws_xml_parse(const char *data, size_t len, struct aws_xml *out, struct cew_error *err)
{
	struct reader r = {.xml = out};
	enum cew_status status = CEW_OK;

	if (len > INT_MAX)
		return cew_fail(err, CEW_LIMIT, "the XML is too large");
	r.parser = XML_ParserCreateNS(NULL, NAMESPACE_MARK);
	if (!r.parser)
		return cew_fail_memory(err);
	aws_arena_init(&out->arena, MAX_TREE_BYTES);
	out->root = NULL;
	cew_buf_init(&r.text, MAX_TREE_BYTES);
	XML_SetUserData(r.parser, &r);
	XML_SetElementHandler(r.parser, on_start, on_end);
	XML_SetCharacterDataHandler(r.parser, on_text);
	XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
	if (XML_Parse(r.parser, data, (int)len, XML_TRUE) != XML_STATUS_OK || r.status != CEW_OK)
		status = fail(&r, err);
	XML_ParserFree(r.parser);
	cew_buf_wipe(&r.text);
	if (status != CEW_OK)
		aws_xml_finish(out);
	return status;
}

void aws_xml_finish(struct aws_xml *xml)
{
	aws_arena_finish(&xml->arena);
	xml->root = NULL;
}

static const struct aws_xml_node *child_n(const struct aws_xml_node *n, const char *name, size_t len)
{
	if (!n)
		return NULL;
	for (const struct aws_xml_node *c = n->first; c; c = c->next)
		if (strlen(c->name) == len && memcmp(c->name, name, len) == 0)
			return c;
	return NULL;
}

const struct aws_xml_node *aws_xml_child(const struct aws_xml_node *n, const char *name)
{
	return child_n(n, name, strlen(name));
}

const struct aws_xml_node *aws_xml_path(const struct aws_xml_node *n, const char *path)
{
	while (n && *path) {
		size_t len = strcspn(path, "/");

		n = child_n(n, path, len);
		path += len + (path[len] == '/');
	}
	return n;
}

const char *aws_xml_text(const struct aws_xml_node *n, const char *path)
{
	const struct aws_xml_node *found = aws_xml_path(n, path);

	return found ? found->text : "";
}

bool aws_xml_bool(const struct aws_xml_node *n, const char *path)
{
	return strcmp(aws_xml_text(n, path), "true") == 0;
}

size_t aws_xml_count(const struct aws_xml_node *n)
{
	size_t count = 0;

	if (n)
		for (const struct aws_xml_node *c = n->first; c; c = c->next)
			count++;
	return count;
}
