/* The lines of --output json (one object a line), made with the doc room's writer so that escaping is done in one place, and
 * those for people. */
#include "cewizard/deploy.h"

#include <string.h>

/* ---- for people: what AWS and a container say is free text, but a line of it stays a line, and it commands no terminal ---- */

#define ID_COLUMNS 32
#define STATUS_COLUMNS 20

static void pad(struct cew_buf *out, size_t len, size_t columns)
{
	do
		cew_buf_char(out, ' ');
	while (++len <= columns);
}

/* "2026-01-02T03:04:05.678Z": the time of day is enough on a line. */
static const char *time_of_day(const char *time)
{
	return strlen(time) > 19 ? time + 11 : time;
}

void cew_event_write_text(const struct cew_event_row *e, struct cew_buf *out)
{
	struct cew_buf id;
	cew_buf_init(&id, 4096);
	for (size_t i = 0; i < e->depth; i++)
		cew_buf_str(&id, "  ");
	cew_text_visible(&id, e->logical_id);
	cew_buf_fmt(out, "%.8s  %s", time_of_day(e->time), cew_buf_text(&id));
	pad(out, id.len, ID_COLUMNS);
	cew_text_visible(out, e->status);
	if (*e->reason) {
		pad(out, strlen(e->status), STATUS_COLUMNS + 1);
		cew_text_visible(out, e->reason);
	}
	cew_buf_char(out, '\n');
	cew_buf_finish(&id);
}

void cew_voice_write_text(const struct cew_voice *v, struct cew_buf *out)
{
	char time[CEW_TIME_MAX];
	cew_time_format(v->time_ms, time);
	cew_buf_fmt(out, "%.8s  ", time_of_day(time));
	cew_text_visible(out, v->logical_id);
	cew_buf_fmt(out, " %s ", cew_voice_kind_name(v->kind));
	cew_text_visible(out, v->source);
	cew_buf_str(out, *v->source ? ": " : "");
	cew_text_visible(out, v->text);
	cew_buf_char(out, '\n');
}

/* ---- JSON ---- */

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

enum cew_status cew_voice_write_json(const struct cew_voice *v, struct cew_buf *out, struct cew_error *err)
{
	struct cew_doc *doc = cew_doc_create("voice");
	if (!doc)
		return cew_fail_memory(err);
	char time[CEW_TIME_MAX];
	cew_time_format(v->time_ms, time);
	struct cew_node *map = cew_doc_map(doc);
	map = cew_map_put_text(doc, map, "kind", "voice");
	map = cew_map_put_text(doc, map, "time", time);
	map = cew_map_put_text(doc, map, "logicalId", v->logical_id);
	map = cew_map_put_text(doc, map, "from", cew_voice_kind_name(v->kind));
	map = cew_map_put_text(doc, map, "source", v->source);
	map = cew_map_put_text(doc, map, "text", v->text);
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

enum cew_status cew_suspicion_write_json(const struct cew_root_cause *c, struct cew_buf *out, struct cew_error *err)
{
	struct cew_doc *doc = cew_doc_create("suspicion");
	if (!doc)
		return cew_fail_memory(err);
	struct cew_node *map = cew_doc_map(doc);
	map = cew_map_put_text(doc, map, "kind", "suspicion");
	map = cew_map_put_text(doc, map, "logicalId", c->logical_id);
	map = cew_map_put_text(doc, map, "type", c->type);
	map = cew_map_put_text(doc, map, "reason", c->reason);
	map = cew_map_put_text(doc, map, "meaning", c->meaning);
	map = cew_map_put_text(doc, map, "remedy", c->remedy);
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
	if (*cause->said)
		map = cew_map_put_text(doc, map, "said", cause->said);
	if (*cause->figures)
		map = cew_map_put_text(doc, map, "figures", cause->figures);
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
