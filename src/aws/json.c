/* JSON by the doc room's parser, turned into an answer's tree; and the little JSON that requests are. */
#include "json.h"

#include "cewizard/doc.h"

#include <string.h>

#define MAX_TREE_BYTES ((size_t)64 * 1024 * 1024)
/* As deep as XML may be, and as large as an answer may be. */
static const struct cew_doc_limits limits = {.max_bytes = (size_t)16 * 1024 * 1024, .max_depth = 64, .max_nodes = 1000000};

static struct aws_xml_node *add_node(struct aws_arena *arena, struct aws_xml_node *parent, const char *name, size_t len)
{
	struct aws_xml_node *n = aws_arena_take(arena, 1, sizeof(*n));

	if (!n)
		return NULL;
	n->name = aws_arena_text(arena, name, len);
	n->text = "";
	if (!n->name)
		return NULL;
	aws_xml_append(parent, n);
	return n;
}

static bool fill(struct aws_arena *arena, struct aws_xml_node *out, const struct cew_node *from)
{
	size_t count = cew_node_count(from);

	if (cew_node_is(from, CEW_NODE_SCALAR)) {
		out->text = aws_arena_text(arena, cew_node_text(from), cew_node_text_len(from));
		return out->text != NULL;
	}
	for (size_t i = 0; i < count; i++) {
		const struct cew_node *key = cew_node_key(from, i), *value = cew_node_at(from, i);
		struct aws_xml_node *n;

		if (cew_node_is(value, CEW_NODE_SCALAR) && cew_node_type(value) == CEW_SCALAR_NULL)
			continue;
		n = add_node(arena, out, key ? cew_node_text(key) : "member", key ? cew_node_text_len(key) : 6);
		if (!n || !fill(arena, n, value))
			return false;
	}
	return true;
}

enum cew_status aws_json_parse(const char *data, size_t len, struct aws_xml *out, struct cew_error *err)
{
	struct cew_doc *doc;
	enum cew_status status = cew_doc_parse("JSON", data, len, CEW_DOC_JSON, &limits, &doc, err);
	const struct cew_node *root;

	if (status != CEW_OK)
		return status;
	root = cew_doc_root(doc);
	aws_arena_init(&out->arena, MAX_TREE_BYTES);
	out->root = cew_node_is(root, CEW_NODE_MAP) ? add_node(&out->arena, NULL, "json", 4) : NULL;
	if (!cew_node_is(root, CEW_NODE_MAP))
		status = cew_fail(err, CEW_INVALID, "it is no JSON object");
	else if (!out->root || !fill(&out->arena, out->root, root))
		status = out->arena.no_memory ? cew_fail_memory(err) : cew_fail(err, CEW_LIMIT, "it is too large");
	cew_doc_destroy(doc);
	if (status != CEW_OK)
		aws_xml_finish(out);
	return status;
}

/* ---- writing ---- */

void aws_json_string(struct cew_buf *out, const char *text)
{
	cew_buf_char(out, '"');
	for (; *text; text++) {
		if ((unsigned char)*text < ' ')
			cew_buf_fmt(out, "\\u%04x", (unsigned char)*text);
		else if (*text == '"' || *text == '\\')
			cew_buf_fmt(out, "\\%c", *text);
		else
			cew_buf_char(out, *text);
	}
	cew_buf_char(out, '"');
}

void aws_json_name(struct cew_buf *out, const char *name)
{
	if (out->len > 0 && !strchr("{[", out->data[out->len - 1]))
		cew_buf_char(out, ',');
	aws_json_string(out, name);
	cew_buf_char(out, ':');
}

void aws_json_member(struct cew_buf *out, const char *name, const char *value)
{
	if (!value)
		return;
	aws_json_name(out, name);
	aws_json_string(out, value);
}

void aws_json_bool(struct cew_buf *out, const char *name, bool value)
{
	aws_json_name(out, name);
	cew_buf_str(out, value ? "true" : "false");
}

void aws_json_int(struct cew_buf *out, const char *name, int64_t value)
{
	aws_json_name(out, name);
	cew_buf_fmt(out, "%lld", (long long)value);
}

void aws_json_texts(struct cew_buf *out, const char *name, const char *const *items, size_t count)
{
	aws_json_name(out, name);
	cew_buf_char(out, '[');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			cew_buf_char(out, ',');
		aws_json_string(out, items[i]);
	}
	cew_buf_char(out, ']');
}
