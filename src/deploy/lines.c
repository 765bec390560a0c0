/* The lines of --output json (one object a line), made with the doc room's writer so that escaping is done in one place. */
#include "cewizard/deploy.h"

static enum cew_status write_line(struct cew_doc *doc, const struct cew_node *map, struct cew_buf *out,
                                  struct cew_error *err)
{
	enum cew_status s = map ? cew_doc_write_json(map, out, err) : cew_fail_memory(err);
	if (!s) {
		cew_buf_char(out, '\n');
		s = cew_buf_status(out, err);
	}
	cew_doc_destroy(doc);
	return s;
}

enum cew_status cew_event_write_json(const struct cew_event_row *e, struct cew_buf *out, struct cew_error *err)
{
	struct cew_doc *doc = cew_doc_create("event");
	if (!doc)
		return cew_fail_memory(err);
	struct cew_node *map = cew_doc_map(doc);
	map = cew_map_put_text(doc, map, "kind", "event");
	map = cew_map_put_text(doc, map, "time", e->time);
	map = cew_map_put_text(doc, map, "stackName", e->stack_name);
	map = cew_map_put_text(doc, map, "logicalId", e->logical_id);
	map = cew_map_put_text(doc, map, "physicalId", e->physical_id);
	map = cew_map_put_text(doc, map, "type", e->type);
	map = cew_map_put_text(doc, map, "status", e->status);
	map = cew_map_put_text(doc, map, "reason", e->reason);
	map = cew_map_put_text(doc, map, "eventId", e->event_id);
	return write_line(doc, map, out, err);
}

enum cew_status cew_progress_write_json(const struct cew_progress *p, struct cew_buf *out, struct cew_error *err)
{
	struct cew_doc *doc = cew_doc_create("progress");
	if (!doc)
		return cew_fail_memory(err);
	struct cew_node *map = cew_doc_map(doc);
	map = cew_map_put_text(doc, map, "kind", "progress");
	map = cew_map_put(doc, map, "done", cew_doc_int(doc, (int64_t)p->done));
	map = cew_map_put(doc, map, "total", cew_doc_int(doc, (int64_t)p->total));
	map = cew_map_put(doc, map, "etaSeconds", p->eta_ms < 0 ? cew_doc_null(doc) : cew_doc_int(doc, p->eta_ms / 1000));
	return write_line(doc, map, out, err);
}

static struct cew_node *outputs_of(const struct cew_deployment *d, struct cew_doc *doc)
{
	struct cew_node *map = cew_doc_map(doc);
	for (size_t i = 0; i < cew_deploy_output_count(d); i++) {
		const struct cew_stack_output *o = cew_deploy_output_at(d, i);
		map = cew_map_put_text(doc, map, o->key, o->value);
	}
	return map;
}

static struct cew_node *cause_of(const struct cew_deployment *d, struct cew_doc *doc)
{
	const struct cew_root_cause *cause = cew_deploy_root_cause(d);
	if (!cause || cew_deploy_ok(d))
		return cew_doc_null(doc);
	struct cew_node *map = cew_doc_map(doc);
	map = cew_map_put_text(doc, map, "logicalId", cause->logical_id);
	map = cew_map_put_text(doc, map, "type", cause->type);
	map = cew_map_put_text(doc, map, "reason", cause->reason);
	return cew_map_put_text(doc, map, "remedy", cause->remedy);
}

enum cew_status cew_result_write_json(const struct cew_deployment *d, struct cew_buf *out, struct cew_error *err)
{
	struct cew_doc *doc = cew_doc_create("result");
	if (!doc)
		return cew_fail_memory(err);
	struct cew_node *map = cew_doc_map(doc);
	map = cew_map_put_text(doc, map, "kind", "result");
	map = cew_map_put_text(doc, map, "operation", cew_operation_name(cew_deploy_operation(d)));
	map = cew_map_put_text(doc, map, "stackName", cew_deploy_stack_name(d));
	map = cew_map_put_text(doc, map, "stackId", cew_deploy_stack_id(d));
	map = cew_map_put_text(doc, map, "status", cew_deploy_stack_status(d));
	map = cew_map_put(doc, map, "ok", cew_doc_bool(doc, cew_deploy_ok(d)));
	map = cew_map_put(doc, map, "seconds", cew_doc_int(doc, cew_deploy_elapsed_ms(d) / 1000));
	map = cew_map_put(doc, map, "outputs", outputs_of(d, doc));
	map = cew_map_put(doc, map, "rootCause", cause_of(d, doc));
	return write_line(doc, map, out, err);
}
