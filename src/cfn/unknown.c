/* Telling and showing what an evaluation left unknown. */
#include "room.h"

#include <string.h>

bool cew_cfn_unknown(const struct cew_node *evaluated, const char **expression)
{
	const char *text = cew_node_get_text(evaluated, CEW_CFN_UNKNOWN_KEY);
	if (text) {
		if (expression)
			*expression = text;
		return true;
	}
	for (size_t i = 0; i < cew_node_count(evaluated); i++)
		if (cew_cfn_unknown(cew_node_at(evaluated, i), expression))
			return true;
	return false;
}

/* "${VPC}", or the text around it. */
static void show_unknown(const struct cew_node *n, struct cew_buf *out)
{
	const char *text = cew_node_get_text(n, "text");
	if (text) {
		cew_buf_str(out, text);
		return;
	}
	cew_buf_str(out, "${");
	cew_buf_str(out, cew_node_get_text(n, CEW_CFN_UNKNOWN_KEY));
	cew_buf_char(out, '}');
}

/* The same tree with text where something unknown is, so that it can be written as JSON. */
static struct cew_node *shown(struct cew_doc *doc, const struct cew_node *n)
{
	if (cew_node_get_text(n, CEW_CFN_UNKNOWN_KEY)) {
		struct cew_buf text;
		cew_buf_init(&text, CEW_CFN_TEMPLATE_MAX * 2);
		show_unknown(n, &text);
		struct cew_node *string = text.failed ? NULL : cew_doc_string_n(doc, cew_buf_text(&text), text.len);
		cew_buf_finish(&text);
		return string;
	}
	if (cew_node_is(n, CEW_NODE_SCALAR))
		return cew_doc_copy(doc, n);
	bool map = cew_node_is(n, CEW_NODE_MAP);
	struct cew_node *copy = map ? cew_doc_map(doc) : cew_doc_seq(doc);
	for (size_t i = 0; copy && i < cew_node_count(n); i++) {
		struct cew_node *value = shown(doc, cew_node_at(n, i));
		copy = map ? cew_map_put(doc, copy, cew_node_text(cew_node_key(n, i)), value) : cew_seq_add(doc, copy, value);
	}
	return copy;
}

static enum cew_status display_container(const struct cew_node *n, struct cew_buf *out)
{
	struct cew_doc *doc = cew_doc_create("");
	struct cew_node *copy = doc ? shown(doc, n) : NULL;
	enum cew_status status = copy ? cew_doc_write_json(copy, out, NULL) : CEW_NO_MEMORY;
	cew_doc_destroy(doc);
	return status;
}

enum cew_status cew_cfn_display(const struct cew_node *evaluated, struct cew_buf *out)
{
	size_t len;
	if (!evaluated)
		return CEW_OK;
	if (cew_node_is(evaluated, CEW_NODE_SCALAR)) {
		const char *text = cfn_scalar_text(evaluated, &len);
		cew_buf_add(out, text, len);
	} else if (cew_node_get_text(evaluated, CEW_CFN_UNKNOWN_KEY)) {
		show_unknown(evaluated, out);
	} else {
		return display_container(evaluated, out);
	}
	return cew_buf_status(out, NULL);
}
