/* The order in which resources can be made: each after those it needs, otherwise as the template lists them. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

static const struct cfn_rule ring = {
	CEW_CFN_ERROR, "cycle", "Take one of these references or DependsOn entries away, or move it to a resource of its own.",
};

enum { UNSEEN, OPEN, DONE };

struct order {
	struct cfn_ctx *c;
	struct cew_cfn_eval *e;
	unsigned char *state;
	size_t *path; /* the resources being visited */
	size_t path_len;
	size_t edges; /* used of e->depends_on */
};

static const char *id_of(const struct order *o, size_t i)
{
	return cew_node_text(cew_node_key(o->e->s->resources, i));
}

static const struct cew_node *spot_of(const struct order *o, size_t i)
{
	const struct cew_node *key = cew_node_key(o->e->s->resources, i);
	return cew_node_line(key) ? key : cew_node_at(o->e->s->resources, i); /* a loop's are made of text */
}

static int ascending(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	return (x > y) - (x < y);
}

/* "A needs B needs A" */
static void report_ring(struct order *o, size_t to)
{
	struct cew_buf text;
	size_t start = o->path_len;
	while (o->path[start - 1] != to)
		start--;
	cew_buf_init(&text, 512);
	for (size_t i = start - 1; i < o->path_len; i++) {
		cew_buf_str(&text, id_of(o, o->path[i]));
		cew_buf_str(&text, " needs ");
	}
	cew_buf_str(&text, id_of(o, to));
	o->c->subject = id_of(o, to);
	if (cfn_buf_ok(o->c, &text))
		cfn_finding(o->c, spot_of(o, to), &ring, "these resources need each other: %s%s", cew_buf_text(&text),
		            text.failed ? "…" : "");
	cew_buf_finish(&text);
}

static bool emit(struct order *o, size_t i)
{
	struct cfn_made *m = &o->e->made[i];
	const struct cew_node *source = cew_node_at(o->e->s->resources, i);
	size_t *depends = o->e->depends_on + o->edges, count = 0;
	for (size_t k = 0; k < m->edges.len; k++) {
		size_t to = *(size_t *)cew_vec_at(&m->edges, k);
		if (o->state[to] != DONE)
			continue; /* closes a ring: told already, and left out so that there is an order */
		depends[count++] = o->e->made[to].position;
		if (m->depth <= o->e->made[to].depth)
			m->depth = o->e->made[to].depth + 1;
	}
	if (count > 1)
		qsort(depends, count, sizeof *depends, ascending);
	o->edges += count;
	m->position = o->e->resources.len;
	struct cew_cfn_resource r = {
		.logical_id = id_of(o, i),
		.type = cew_node_get_text(source, "Type"),
		.source = source,
		.properties = m->properties,
		.depends_on = depends,
		.depends_on_count = count,
		.deletion_policy = m->deletion_policy,
		.depth = m->depth,
	};
	return cew_vec_push(&o->e->resources, &r) && cfn_index_put(&o->e->result_index, r.logical_id, m->position);
}

/* Recursion goes no deeper than there are resources: 500. */
static bool visit(struct order *o, size_t i)
{
	struct cfn_made *m = &o->e->made[i];
	o->state[i] = OPEN;
	o->path[o->path_len++] = i;
	for (size_t k = 0; k < m->edges.len; k++) {
		size_t to = *(size_t *)cew_vec_at(&m->edges, k);
		if (o->state[to] == OPEN)
			report_ring(o, to);
		else if (o->state[to] == UNSEEN && !visit(o, to))
			return false;
	}
	o->path_len--;
	bool ok = emit(o, i);
	o->state[i] = DONE;
	return ok;
}

enum cew_status cfn_graph_order(struct cfn_ctx *c, struct cew_cfn_eval *e)
{
	struct order o = {.c = c, .e = e};
	size_t edges = 0;
	bool ok = true;
	for (size_t i = 0; i < e->made_count; i++) {
		edges += e->made[i].edges.len;
		if (e->made[i].edges.len > 1)
			qsort(e->made[i].edges.items, e->made[i].edges.len, sizeof(size_t), ascending);
	}
	o.state = calloc(e->made_count + 1, 1);
	o.path = calloc(e->made_count + 1, sizeof *o.path);
	e->depends_on = calloc(edges + 1, sizeof *e->depends_on);
	if (!o.state || !o.path || !e->depends_on)
		ok = false;
	for (size_t i = 0; ok && i < e->made_count; i++)
		if (e->made[i].made && o.state[i] == UNSEEN)
			ok = visit(&o, i);
	free(o.state);
	free(o.path);
	c->subject = NULL;
	return ok ? c->status : cew_fail_memory(c->err);
}
