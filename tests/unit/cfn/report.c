/* An evaluation as a document, so that it can be compared with a kept file. */
#include "report.h"

#include <string.h>

#define LINES_TO_DEPTH 4 /* containers deeper than that stand on one line */

static struct cew_node *shown(struct cew_doc *doc, const struct cew_node *evaluated)
{
	struct cew_buf text;
	cew_buf_init(&text, 1 << 20);
	assert_int_equal(cew_cfn_display(evaluated, &text), CEW_OK);
	struct cew_node *n = cew_doc_string(doc, cew_buf_text(&text));
	cew_buf_finish(&text);
	return n;
}

/* Unknown parts become the text that people see: "${VPC}". */
static struct cew_node *value(struct cew_doc *doc, const struct cew_node *n)
{
	if (cew_node_is(n, CEW_NODE_SCALAR))
		return cew_doc_copy(doc, n);
	if (cew_node_get(n, CEW_CFN_UNKNOWN_KEY))
		return shown(doc, n);
	bool map = cew_node_is(n, CEW_NODE_MAP);
	struct cew_node *copy = map ? cew_doc_map(doc) : cew_doc_seq(doc);
	for (size_t i = 0; i < cew_node_count(n); i++) {
		struct cew_node *item = value(doc, cew_node_at(n, i));
		copy = map ? cew_map_put(doc, copy, cew_node_text(cew_node_key(n, i)), item) : cew_seq_add(doc, copy, item);
	}
	return copy;
}

static struct cew_node *conditions(struct cew_doc *doc, const struct cew_cfn_eval *e)
{
	struct cew_node *map = cew_doc_map(doc);
	for (size_t i = 0; i < cew_cfn_condition_count(e); i++) {
		const struct cew_cfn_condition *c = cew_cfn_condition_at(e, i);
		map = cew_map_put(doc, map, c->name, c->known ? cew_doc_bool(doc, c->value) : cew_doc_string(doc, "unknown"));
	}
	return map;
}

static struct cew_node *resources(struct cew_doc *doc, const struct cew_cfn_eval *e)
{
	struct cew_node *map = cew_doc_map(doc);
	for (size_t i = 0; i < cew_cfn_resource_count(e); i++) {
		const struct cew_cfn_resource *r = cew_cfn_resource_at(e, i);
		struct cew_node *needs = cew_doc_seq(doc), *entry = cew_doc_map(doc);
		for (size_t k = 0; k < r->depends_on_count; k++)
			needs = cew_seq_add(doc, needs, cew_doc_string(doc, cew_cfn_resource_at(e, r->depends_on[k])->logical_id));
		entry = cew_map_put_text(doc, entry, "type", r->type);
		if (r->depends_on_count)
			entry = cew_map_put(doc, entry, "dependsOn", needs);
		entry = cew_map_put(doc, entry, "depth", cew_doc_int(doc, (int64_t)r->depth));
		if (strcmp(r->deletion_policy, "Delete") != 0)
			entry = cew_map_put_text(doc, entry, "deletionPolicy", r->deletion_policy);
		entry = cew_map_put(doc, entry, "properties", value(doc, r->properties));
		map = cew_map_put(doc, map, r->logical_id, entry);
	}
	return map;
}

static struct cew_node *outputs(struct cew_doc *doc, const struct cew_cfn_eval *e)
{
	struct cew_node *map = cew_doc_map(doc);
	for (size_t i = 0; i < cew_cfn_output_count(e); i++) {
		const struct cew_cfn_output *o = cew_cfn_output_at(e, i);
		map = cew_map_put(doc, map, o->name, value(doc, o->value));
	}
	return map;
}

static struct cew_node *names(struct cew_doc *doc, const struct cew_cfn_eval *e)
{
	struct cew_node *seq = cew_doc_seq(doc);
	for (size_t i = 0; i < cew_cfn_name_count(e); i++) {
		const struct cew_cfn_resource_name *n = cew_cfn_name_at(e, i);
		struct cew_buf line;
		cew_buf_init(&line, 4096);
		cew_buf_fmt(&line, "%s.%s: %s (%s%zu of %zu)%s%s", n->logical_id, n->property, n->value, n->exact ? "" : "about ",
		            n->length, n->limit, n->ok ? "" : ": ", n->ok ? "" : n->problem);
		seq = cew_seq_add(doc, seq, cew_doc_string(doc, cew_buf_text(&line)));
		cew_buf_finish(&line);
	}
	return seq;
}

static struct cew_node *findings(struct cew_doc *doc, const struct cew_cfn_eval *e, bool places)
{
	struct cew_node *seq = cew_doc_seq(doc);
	for (size_t i = 0; i < cew_cfn_finding_count(e); i++) {
		const struct cew_cfn_finding *f = cew_cfn_finding_at(e, i);
		struct cew_buf line;
		cew_buf_init(&line, 4096);
		if (places)
			cew_buf_fmt(&line, "%d:%d: ", f->line, f->column);
		cew_buf_fmt(&line, "%s %s: %s", f->severity == CEW_CFN_ERROR ? "error" : "warning", f->rule, f->message);
		seq = cew_seq_add(doc, seq, cew_doc_string(doc, cew_buf_text(&line)));
		cew_buf_finish(&line);
	}
	return seq;
}

static struct cew_node *capabilities(struct cew_doc *doc, const struct cew_cfn_eval *e)
{
	struct cew_node *map = cew_doc_map(doc);
	for (size_t i = 0; i < cew_cfn_capability_count(e); i++) {
		const struct cew_cfn_capability *c = cew_cfn_capability_at(e, i);
		map = cew_map_put_text(doc, map, c->name, c->logical_id ? c->logical_id : "");
	}
	return map;
}

struct cew_node *report_make(struct cew_doc *doc, const struct cew_cfn_eval *e, bool places)
{
	const struct {
		const char *name;
		struct cew_node *part;
	} parts[] = {
		{"conditions", conditions(doc, e)}, {"resources", resources(doc, e)},       {"outputs", outputs(doc, e)},
		{"names", names(doc, e)},           {"capabilities", capabilities(doc, e)}, {"findings", findings(doc, e, places)},
	};
	struct cew_node *map = cew_doc_map(doc);
	for (size_t i = 0; i < CEW_COUNT(parts); i++)
		if (cew_node_count(parts[i].part))
			map = cew_map_put(doc, map, parts[i].name, parts[i].part);
	assert_non_null(map);
	return map;
}

static void break_line(size_t depth, struct cew_buf *out)
{
	cew_buf_char(out, '\n');
	for (size_t i = 0; i < depth; i++)
		cew_buf_str(out, "  ");
}

static void write_key(const struct cew_node *key, struct cew_buf *out)
{
	struct cew_doc *doc = cew_doc_create("key");
	assert_int_equal(cew_doc_write_json(cew_doc_string(doc, cew_node_text(key)), out, NULL), CEW_OK);
	cew_buf_str(out, ": ");
	cew_doc_destroy(doc);
}

static void write(const struct cew_node *n, size_t depth, struct cew_buf *out)
{
	bool map = cew_node_is(n, CEW_NODE_MAP);
	if (cew_node_is(n, CEW_NODE_SCALAR) || depth >= LINES_TO_DEPTH || !cew_node_count(n)) {
		assert_int_equal(cew_doc_write_json(n, out, NULL), CEW_OK);
		return;
	}
	cew_buf_char(out, map ? '{' : '[');
	for (size_t i = 0; i < cew_node_count(n); i++) {
		break_line(depth + 1, out);
		if (map)
			write_key(cew_node_key(n, i), out);
		write(cew_node_at(n, i), depth + 1, out);
		if (i + 1 < cew_node_count(n))
			cew_buf_char(out, ',');
	}
	break_line(depth, out);
	cew_buf_char(out, map ? '}' : ']');
}

void report_write(const struct cew_node *report, struct cew_buf *out)
{
	write(report, 0, out);
	cew_buf_char(out, '\n');
}
