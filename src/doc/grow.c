/* The growing tree: a stack of open containers, the limits and the refusal of duplicate keys. */
#include "grow.h"

void grow_init(struct grow *g, struct cew_doc *doc, const struct cew_doc_limits *limits, struct cew_error *err)
{
	*g = (struct grow){.doc = doc, .limits = *limits, .err = err};
	if (g->limits.max_depth > DOC_DEPTH_MAX)
		g->limits.max_depth = DOC_DEPTH_MAX;
	cew_vec_init(&g->frames, sizeof(struct grow_frame));
}

void grow_finish(struct grow *g)
{
	cew_vec_finish(&g->frames);
}

struct grow_frame *grow_top(const struct grow *g)
{
	return g->frames.len > 0 ? cew_vec_at(&g->frames, g->frames.len - 1) : NULL;
}

bool grow_wants_key(const struct grow *g)
{
	const struct grow_frame *top = grow_top(g);
	return top && top->node->kind == CEW_NODE_MAP && !top->key;
}

static enum cew_status check_limits(const struct grow *g, const struct grow_item *item)
{
	const char *name = g->doc->name;
	if (item->nodes > g->limits.max_nodes - g->nodes)
		return doc_fail(g->err, CEW_LIMIT, name, item->line, item->column,
		                "there are more than %zu keys and values (each alias counts as all that it stands for)",
		                g->limits.max_nodes);
	if (g->frames.len + item->height > g->limits.max_depth)
		return doc_fail(g->err, CEW_LIMIT, name, item->line, item->column, "nested deeper than %zu levels",
		                g->limits.max_depth);
	return CEW_OK;
}

static enum cew_status take_key(struct grow *g, struct grow_frame *top, const struct grow_item *item)
{
	const struct cew_node *key = item->node;
	if (key->kind != CEW_NODE_SCALAR || key->tag)
		return doc_fail(g->err, CEW_INVALID, g->doc->name, item->line, item->column,
		                "a key must be plain text, not a list, a map or a tagged value");
	size_t first = doc_map_find(top->node, key->text, key->count);
	if (first == DOC_NONE) {
		top->key = key;
		return CEW_OK;
	}
	char shown[DOC_SHOWN_MAX];
	doc_show(shown, key->text, key->count);
	doc_fail(g->err, CEW_INVALID, g->doc->name, item->line, item->column,
	         "the key \"%s\" stands twice in one map, first on line %d", shown, top->node->entries[first].key->line);
	cew_error_hint(g->err, "Remove one of the two");
	return CEW_INVALID;
}

static enum cew_status put_into_top(struct grow *g, const struct grow_item *item)
{
	struct grow_frame *top = grow_top(g);
	if (!top) {
		g->doc->root = item->node;
		return CEW_OK;
	}
	if (grow_wants_key(g))
		return take_key(g, top, item);
	if (item->height > top->height)
		top->height = item->height;
	bool done = top->node->kind == CEW_NODE_SEQ ? doc_seq_append(top->node, item->node)
	                                            : doc_map_append(top->node, top->key, item->node);
	top->key = NULL;
	return done ? CEW_OK : cew_fail_memory(g->err);
}

enum cew_status grow_add(struct grow *g, const struct grow_item *item)
{
	enum cew_status status = check_limits(g, item);
	if (status != CEW_OK)
		return status;
	g->nodes += item->nodes;
	return put_into_top(g, item);
}

enum cew_status grow_scalar(struct grow *g, const struct cew_node *n)
{
	if (!n)
		return cew_fail_memory(g->err);
	return grow_add(g, &(struct grow_item){n, 1, 0, n->line, n->column});
}

enum cew_status grow_open(struct grow *g, struct cew_node *container)
{
	if (!container)
		return cew_fail_memory(g->err);
	size_t nodes_before = g->nodes;
	enum cew_status status =
		grow_add(g, &(struct grow_item){container, 1, 1, container->line, container->column});
	if (status != CEW_OK)
		return status;
	struct grow_frame frame = {.node = container, .nodes_before = nodes_before};
	return cew_vec_push(&g->frames, &frame) ? CEW_OK : cew_fail_memory(g->err);
}

struct grow_item grow_close(struct grow *g)
{
	struct grow_frame frame = *grow_top(g);
	struct grow_item closed = {frame.node, g->nodes - frame.nodes_before, frame.height + 1, frame.node->line,
	                           frame.node->column};
	cew_vec_remove(&g->frames, g->frames.len - 1);
	struct grow_frame *outer = grow_top(g);
	if (outer && closed.height > outer->height)
		outer->height = closed.height;
	return closed;
}
