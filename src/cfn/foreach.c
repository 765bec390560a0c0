/* Fn::ForEach of the language extensions: the sections with every loop written out, before anything is evaluated. */
#include "room.h"

#include <ctype.h>
#include <string.h>

#define EXPANDED_MAX 200000 /* nodes, as many as a document may have */

/* The identifiers of the loops around, innermost first. */
struct loop {
	const struct loop *outer;
	const char *name, *value;
};

struct expander {
	struct cfn_ctx *c;
	size_t nodes;
};

static const struct cfn_rule bad_loop = {
	CEW_CFN_ERROR, "loop", "Fn::ForEach::Name takes an identifier, a list known before the stack is made, and a map.",
};

static const struct cew_node *expand(struct expander *x, const struct loop *in, const struct cew_node *n);

static const char *value_of(const struct loop *in, const char *name, size_t len)
{
	for (; in; in = in->outer)
		if (strlen(in->name) == len && memcmp(in->name, name, len) == 0)
			return in->value;
	return NULL;
}

/* "${Id}" becomes the value, "&{Id}" its letters and digits. */
static bool substitute(const struct loop *in, const char *text, size_t len, struct cew_buf *out)
{
	bool changed = false;
	for (size_t i = 0; i < len; i++) {
		bool open = (text[i] == '$' || text[i] == '&') && i + 1 < len && text[i + 1] == '{';
		const char *close = open ? memchr(text + i, '}', len - i) : NULL;
		const char *value = close ? value_of(in, text + i + 2, (size_t)(close - text) - i - 2) : NULL;
		if (!value) {
			cew_buf_char(out, text[i]);
			continue;
		}
		for (const char *v = value; *v; v++)
			if (text[i] == '$' || isalnum((unsigned char)*v))
				cew_buf_char(out, *v);
		i = (size_t)(close - text);
		changed = true;
	}
	return changed;
}

static struct cew_node *substituted(struct expander *x, const struct loop *in, const struct cew_node *n)
{
	struct cew_buf text;
	struct cew_node *copy = NULL;
	cew_buf_init(&text, CEW_CFN_TEMPLATE_MAX);
	bool changed = in && substitute(in, cew_node_text(n), cew_node_text_len(n), &text);
	if (!text.failed && !changed)
		copy = cew_doc_copy(x->c->doc, n);
	else if (!text.failed && cfn_charge(x->c, text.len))
		copy = cew_doc_string_n(x->c->doc, cew_buf_text(&text), text.len);
	cew_buf_finish(&text);
	return copy;
}

static bool spend(struct expander *x, const struct cew_node *at)
{
	if (x->c->status != CEW_OK)
		return false;
	if (x->nodes++ < EXPANDED_MAX && cfn_charge(x->c, 128))
		return true;
	if (x->c->status == CEW_OK) {
		x->c->status = cew_fail(x->c->err, CEW_LIMIT, "the template's loops make it too large");
		cew_doc_where(x->c->e->t->doc, at, x->c->err);
	}
	return false;
}

static bool put(struct expander *x, struct cew_node *map, const struct loop *in, const struct cew_node *key,
                const struct cew_node *value)
{
	struct cew_node *name = value ? substituted(x, in, key) : NULL;
	if (name && cew_node_get(map, cew_node_text(name)))
		cfn_finding(x->c, value, &bad_loop, "the loop makes %.255s twice", cew_node_text(name));
	return name && cew_map_put(x->c->doc, map, cew_node_text(name), value);
}

/* The loop's list, with the outer loops' identifiers in place. */
static const struct cew_node *collection(struct expander *x, const struct loop *in, const struct cew_node *source)
{
	const struct cew_node *list = expand(x, in, source);
	list = list ? cfn_eval(x->c, list) : NULL;
	if (!list || (cew_node_is(list, CEW_NODE_SEQ) && !cew_cfn_unknown(list, NULL)))
		return list;
	cfn_finding(x->c, source, &bad_loop, "the list of a loop is not known before the stack is made");
	return x->c->status == CEW_OK ? cfn_made(x->c, cew_doc_seq(x->c->doc)) : NULL;
}

static bool expand_entries(struct expander *x, struct cew_node *map, const struct loop *in, const struct cew_node *n);

static bool expand_loop(struct expander *x, struct cew_node *map, const struct loop *outer, const struct cew_node *args)
{
	const struct cew_node *name = cew_node_at(args, 0), *body = cew_node_at(args, 2);
	if (!cew_node_is(args, CEW_NODE_SEQ) || cew_node_count(args) != 3 || !cew_node_is(name, CEW_NODE_SCALAR) ||
	    !cew_node_is(body, CEW_NODE_MAP)) {
		cfn_finding(x->c, args, &bad_loop, "this is no loop");
		return x->c->status == CEW_OK;
	}
	const struct cew_node *list = collection(x, outer, cew_node_at(args, 1));
	for (size_t i = 0; list && i < cew_node_count(list); i++) {
		size_t len;
		const char *value = cfn_scalar_text(cew_node_at(list, i), &len);
		struct loop in = {.outer = outer, .name = cew_node_text(name), .value = value};
		if (!expand_entries(x, map, &in, body))
			return false;
	}
	return list != NULL;
}

static bool expand_entries(struct expander *x, struct cew_node *map, const struct loop *in, const struct cew_node *n)
{
	for (size_t i = 0; i < cew_node_count(n); i++) {
		const struct cew_node *key = cew_node_key(n, i), *value = cew_node_at(n, i);
		bool ok = cfn_is_loop(cew_node_text(key)) ? expand_loop(x, map, in, value)
		                                          : put(x, map, in, key, expand(x, in, value));
		if (!ok)
			return false;
	}
	return true;
}

static struct cew_node *expand_map(struct expander *x, const struct loop *in, const struct cew_node *n)
{
	const char *ref = cew_node_count(n) == 1 ? cew_node_get_text(n, "Ref") : NULL;
	const char *value = ref ? value_of(in, ref, strlen(ref)) : NULL;
	if (value)
		return cew_doc_string(x->c->doc, value);
	struct cew_node *map = cew_doc_map(x->c->doc);
	return map && expand_entries(x, map, in, n) ? map : NULL;
}

static const struct cew_node *expand(struct expander *x, const struct loop *in, const struct cew_node *n)
{
	struct cew_node *copy;
	if (!spend(x, n))
		return NULL;
	if (cew_node_is(n, CEW_NODE_SCALAR)) {
		copy = substituted(x, in, n);
	} else if (cew_node_is(n, CEW_NODE_MAP)) {
		copy = expand_map(x, in, n);
	} else {
		copy = cew_doc_seq(x->c->doc);
		for (size_t i = 0; copy && i < cew_node_count(n); i++)
			copy = cew_seq_add(x->c->doc, copy, expand(x, in, cew_node_at(n, i)));
	}
	cew_node_place(copy, n);
	return cfn_made(x->c, copy);
}

static enum cew_status check_count(struct cfn_ctx *c, const struct cew_node *made, const struct cew_node *source,
                                   const char *what, size_t max)
{
	if (cew_node_count(made) <= max)
		return CEW_OK;
	cew_fail(c->err, CEW_LIMIT, "the template's loops make %zu %s; AWS takes at most %zu", cew_node_count(made), what, max);
	cew_doc_where(c->e->t->doc, source, c->err);
	return CEW_LIMIT;
}

enum cew_status cfn_loops_expand(struct cfn_ctx *c, const struct cew_cfn_template *t, struct cfn_sections *out)
{
	struct expander x = {.c = c};
	const struct {
		const struct cew_node *from, **to;
	} sections[] = {
		{t->sections.conditions, &out->conditions},
		{t->sections.resources, &out->resources},
		{t->sections.outputs, &out->outputs},
	};
	c->place = CFN_IN_CONDITION; /* a list may come from parameters and mappings only */
	c->subject = "a loop";
	out->mappings = t->sections.mappings;
	out->rules = t->sections.rules;
	for (size_t i = 0; i < CEW_COUNT(sections); i++) {
		*sections[i].to = sections[i].from ? expand(&x, NULL, sections[i].from) : NULL;
		if (c->status != CEW_OK)
			return c->status;
	}
	c->subject = NULL;
	enum cew_status status = check_count(c, out->resources, t->sections.resources, "resources", CFN_RESOURCES_MAX);
	if (status == CEW_OK)
		status = check_count(c, out->outputs, t->sections.outputs, "outputs", CFN_OUTPUTS_MAX);
	return status == CEW_OK && !cfn_sections_index(out) ? cew_fail_memory(c->err) : status;
}
