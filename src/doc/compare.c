/* Whole trees: the same meaning, and copies in another document. */
#include <string.h>

#include "tree.h"

static bool same_tag(const struct cew_node *a, const struct cew_node *b)
{
	return a->tag && b->tag ? strcmp(a->tag, b->tag) == 0 : a->tag == b->tag;
}

static bool equal_scalars(const struct cew_node *a, const struct cew_node *b)
{
	bool left = false, right = false;
	if (a->type != b->type)
		return false;
	if (a->type == CEW_SCALAR_NULL)
		return true;
	if (a->type == CEW_SCALAR_BOOL)
		return doc_read_bool(a->text, a->count, &left) && doc_read_bool(b->text, b->count, &right) && left == right;
	return a->count == b->count && memcmp(a->text, b->text, a->count) == 0;
}

static const struct cew_node *partner(const struct cew_node *a, const struct cew_node *b, size_t i)
{
	if (a->kind == CEW_NODE_SEQ)
		return b->items[i];
	size_t found = doc_map_find(b, a->entries[i].key->text, a->entries[i].key->count);
	return found == DOC_NONE ? NULL : b->entries[found].value;
}

static bool equal(const struct cew_node *a, const struct cew_node *b, size_t depth)
{
	if (!a || !b || depth > DOC_DEPTH_MAX)
		return false;
	if (a->kind != b->kind || !same_tag(a, b))
		return false;
	if (a->kind == CEW_NODE_SCALAR)
		return equal_scalars(a, b);
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!equal(cew_node_at(a, i), partner(a, b, i), depth + 1))
			return false;
	return true;
}

bool cew_node_equal(const struct cew_node *a, const struct cew_node *b)
{
	return (!a && !b) || equal(a, b, 0);
}

static struct cew_node *copy(struct cew_doc *doc, const struct cew_node *n, size_t depth);

static bool copy_children(struct cew_doc *doc, struct cew_node *to, const struct cew_node *from, size_t depth)
{
	for (size_t i = 0; i < from->count; i++) {
		struct cew_node *child = copy(doc, cew_node_at(from, i), depth + 1);
		if (!child)
			return false;
		struct cew_node *key = from->kind == CEW_NODE_MAP ? copy(doc, from->entries[i].key, depth + 1) : NULL;
		bool done = from->kind == CEW_NODE_SEQ ? doc_seq_append(to, child) : key && doc_map_append(to, key, child);
		if (!done)
			return false;
	}
	return true;
}

static struct cew_node *copy(struct cew_doc *doc, const struct cew_node *n, size_t depth)
{
	if (depth > DOC_DEPTH_MAX)
		return NULL;
	bool scalar = n->kind == CEW_NODE_SCALAR;
	struct cew_node *c = scalar ? doc_scalar(doc, (enum cew_scalar_type)n->type, n->text, n->count)
	                            : doc_node(doc, (enum cew_node_kind)n->kind);
	if (!c)
		return NULL;
	cew_node_place(c, n);
	if (n->tag && !(c->tag = doc_arena_text(&doc->arena, n->tag, strlen(n->tag))))
		return NULL;
	return scalar || copy_children(doc, c, n, depth) ? c : NULL;
}

struct cew_node *cew_doc_copy(struct cew_doc *doc, const struct cew_node *n)
{
	return doc && n ? copy(doc, n, 0) : NULL;
}
