/* The plan as JSON lines. */
#include "cewizard/plan.h"

#include <assert.h>

static const char *const deliveries[] = {
	[CEW_DELIVERY_INLINE] = "inline",
	[CEW_DELIVERY_S3] = "s3",
	[CEW_DELIVERY_URL] = "url",
};
static_assert(CEW_COUNT(deliveries) == 3, "a word for every delivery");

static enum cew_status write_line(const struct cew_node *map, struct cew_buf *out, struct cew_error *err)
{
	enum cew_status s = map ? cew_doc_write_json(map, out, err) : cew_fail_memory(err);
	if (s)
		return s;
	cew_buf_char(out, '\n');
	return cew_buf_status(out, err);
}

enum cew_status cew_issue_write_json(const struct cew_issue *issue, struct cew_buf *out, struct cew_error *err)
{
	struct cew_doc *doc = cew_doc_create("issue");
	if (!doc)
		return cew_fail_memory(err);
	struct cew_node *map = cew_doc_map(doc);
	map = cew_map_put_text(doc, map, "kind", "issue");
	map = cew_map_put_text(doc, map, "severity", cew_severity_name(issue->severity));
	map = cew_map_put_text(doc, map, "field", issue->field);
	map = cew_map_put_text(doc, map, "rule", issue->rule);
	map = cew_map_put_text(doc, map, "message", issue->message);
	map = cew_map_put_text(doc, map, "remedy", issue->remedy);
	enum cew_status s = write_line(map, out, err);
	cew_doc_destroy(doc);
	return s;
}

static struct cew_node *template_of(const struct cew_plan *p, struct cew_doc *doc)
{
	struct cew_node *map = cew_doc_map(doc);
	map = cew_map_put_text(doc, map, "source", p->template_source);
	map = cew_map_put(doc, map, "bytes", cew_doc_int(doc, (int64_t)p->template_bytes));
	map = cew_map_put(doc, map, "sentBytes", cew_doc_int(doc, (int64_t)p->sent_bytes));
	return cew_map_put_text(doc, map, "delivery", deliveries[p->delivery]);
}

static struct cew_node *capabilities_of(const struct cew_plan *p, struct cew_doc *doc)
{
	struct cew_node *seq = cew_doc_seq(doc);
	for (size_t i = 0; i < p->capability_count; i++)
		seq = cew_seq_add(doc, seq, cew_doc_string(doc, p->capabilities[i]));
	return seq;
}

static struct cew_node *parameters_of(const struct cew_plan *p, struct cew_doc *doc)
{
	struct cew_node *map = cew_doc_map(doc);
	for (size_t i = 0; i < p->parameter_count; i++)
		map = cew_map_put_text(doc, map, p->parameters[i].name, p->parameters[i].text);
	return map;
}

static struct cew_node *conditions_of(const struct cew_cfn_eval *e, struct cew_doc *doc)
{
	struct cew_node *map = cew_doc_map(doc);
	for (size_t i = 0; e && i < cew_cfn_condition_count(e); i++) {
		const struct cew_cfn_condition *c = cew_cfn_condition_at(e, i);
		map = cew_map_put(doc, map, c->name, cew_doc_bool(doc, c->value));
	}
	return map;
}

static struct cew_node *resource_of(const struct cew_cfn_eval *e, const struct cew_cfn_resource *r, struct cew_doc *doc)
{
	struct cew_node *needs = cew_doc_seq(doc);
	for (size_t i = 0; i < r->depends_on_count; i++)
		needs = cew_seq_add(doc, needs, cew_doc_string(doc, cew_cfn_resource_at(e, r->depends_on[i])->logical_id));
	struct cew_node *map = cew_doc_map(doc);
	map = cew_map_put_text(doc, map, "logicalId", r->logical_id);
	map = cew_map_put_text(doc, map, "type", r->type);
	return cew_map_put(doc, map, "dependsOn", needs);
}

static struct cew_node *resources_of(const struct cew_cfn_eval *e, struct cew_doc *doc)
{
	struct cew_node *seq = cew_doc_seq(doc);
	for (size_t i = 0; e && i < cew_cfn_resource_count(e); i++)
		seq = cew_seq_add(doc, seq, resource_of(e, cew_cfn_resource_at(e, i), doc));
	return seq;
}

static struct cew_node *counts_of(const struct cew_plan *p, struct cew_doc *doc)
{
	struct cew_node *map = cew_doc_map(doc);
	for (size_t i = 0; i < p->count_count; i++)
		map = cew_map_put(doc, map, p->counts[i].type, cew_doc_int(doc, (int64_t)p->counts[i].count));
	return map;
}

static struct cew_node *names_of(const struct cew_cfn_eval *e, struct cew_doc *doc)
{
	struct cew_node *seq = cew_doc_seq(doc);
	for (size_t i = 0; e && i < cew_cfn_name_count(e); i++) {
		const struct cew_cfn_resource_name *n = cew_cfn_name_at(e, i);
		struct cew_node *map = cew_doc_map(doc);
		map = cew_map_put_text(doc, map, "logicalId", n->logical_id);
		map = cew_map_put_text(doc, map, "property", n->property);
		map = cew_map_put_text(doc, map, "value", n->value);
		map = cew_map_put(doc, map, "length", cew_doc_int(doc, (int64_t)n->length));
		map = cew_map_put(doc, map, "limit", cew_doc_int(doc, (int64_t)n->limit));
		map = cew_map_put(doc, map, "ok", cew_doc_bool(doc, n->ok));
		seq = cew_seq_add(doc, seq, map);
	}
	return seq;
}

static struct cew_node *outputs_of(const struct cew_cfn_eval *e, struct cew_doc *doc)
{
	struct cew_node *seq = cew_doc_seq(doc);
	for (size_t i = 0; e && i < cew_cfn_output_count(e); i++)
		seq = cew_seq_add(doc, seq, cew_doc_string(doc, cew_cfn_output_at(e, i)->name));
	return seq;
}

static struct cew_node *plan_of(const struct cew_plan *p, struct cew_doc *doc)
{
	struct cew_node *map = cew_doc_map(doc);
	map = cew_map_put_text(doc, map, "kind", "plan");
	map = cew_map_put_text(doc, map, "stackName", p->stack_name);
	map = cew_map_put_text(doc, map, "region", p->region);
	map = cew_map_put(doc, map, "template", template_of(p, doc));
	map = cew_map_put(doc, map, "capabilities", capabilities_of(p, doc));
	map = cew_map_put(doc, map, "parameters", parameters_of(p, doc));
	map = cew_map_put(doc, map, "conditions", conditions_of(p->eval, doc));
	map = cew_map_put(doc, map, "resources", resources_of(p->eval, doc));
	map = cew_map_put(doc, map, "counts", counts_of(p, doc));
	map = cew_map_put(doc, map, "names", names_of(p->eval, doc));
	return cew_map_put(doc, map, "outputs", outputs_of(p->eval, doc));
}

enum cew_status cew_plan_write_json(const struct cew_plan *plan, struct cew_buf *out, struct cew_error *err)
{
	enum cew_status s = CEW_OK;
	for (size_t i = 0; i < plan->issues->list.len && !s; i++)
		s = cew_issue_write_json(cew_issues_at(plan->issues, i), out, err);
	struct cew_doc *doc = s ? NULL : cew_doc_create("plan");
	if (!s)
		s = doc ? write_line(plan_of(plan, doc), out, err) : cew_fail_memory(err);
	cew_doc_destroy(doc);
	return s;
}
