/* The evidence bundle: a directory of small files that tell what was done, for a change ticket. */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#define FILE_MAX_BYTES (64 << 20)
#define PLAN_COLUMNS 100

/* ---- what each file holds ---- */

/* The writer of plans puts the issues, a line each, before the plan's own line. */
static enum cew_status write_plan_json(const struct bundle *b, struct cew_buf *out, struct cew_error *err)
{
	struct cew_buf lines;
	cew_buf_init(&lines, FILE_MAX_BYTES);
	enum cew_status s = cew_plan_write_json(cew_deploy_plan(b->d), &lines, err);
	if (!s && lines.len > 1) {
		const char *text = cew_buf_text(&lines), *last = text + lines.len - 1;
		while (last > text && last[-1] != '\n')
			last--;
		cew_buf_str(out, last);
	}
	cew_buf_finish(&lines);
	return s;
}

static enum cew_status write_plan_text(const struct bundle *b, struct cew_buf *out, struct cew_error *err)
{
	return b->answers ? cew_plan_write_text(cew_deploy_plan(b->d), b->answers, PLAN_COLUMNS, out, err) : CEW_OK;
}

static enum cew_status write_parameters(const struct bundle *b, struct cew_buf *out, struct cew_error *err)
{
	const struct cew_plan *plan = cew_deploy_plan(b->d);
	struct cew_doc *doc = cew_doc_create("parameters");
	if (!doc)
		return cew_fail_memory(err);
	struct cew_node *list = cew_doc_seq(doc);
	for (size_t i = 0; i < plan->parameter_count; i++) {
		const struct cew_plan_parameter *p = &plan->parameters[i];
		struct cew_node *map = cew_map_put_text(doc, cew_doc_map(doc), "ParameterKey", p->name);
		list = cew_seq_add(doc, list, cew_map_put_text(doc, map, "ParameterValue", p->secret ? "****" : p->text));
	}
	enum cew_status s = list ? cew_doc_write_json(list, out, err) : cew_fail_memory(err);
	cew_buf_char(out, '\n');
	cew_doc_destroy(doc);
	return s;
}

static enum cew_status write_events(const struct bundle *b, struct cew_buf *out, struct cew_error *err)
{
	enum cew_status s = CEW_OK;
	for (size_t i = 0; i < cew_deploy_event_count(b->d) && !s; i++)
		s = cew_event_write_json(cew_deploy_event_at(b->d, i), out, err);
	return s;
}

static enum cew_status write_voices(const struct bundle *b, struct cew_buf *out, struct cew_error *err)
{
	enum cew_status s = CEW_OK;
	for (size_t i = 0; i < cew_deploy_voice_count(b->d) && !s; i++)
		s = cew_voice_write_json(cew_deploy_voice_at(b->d, i), out, err);
	return s;
}

static enum cew_status write_timeline(const struct bundle *b, struct cew_buf *out, struct cew_error *err)
{
	return cew_timeline_write_svg(b->d, out, err);
}

static enum cew_status write_result(const struct bundle *b, struct cew_buf *out, struct cew_error *err)
{
	return cew_result_write_json(b->d, out, err);
}

const struct bundle_file bundle_files[] = {
	{"report.md", "this", false, report_write},
	{"timeline.svg", "every resource's time as a bar", false, write_timeline},
	{"result.json", "the result, as `--output json` ends with it", false, write_result},
	{"events.jsonl", "CloudFormation's events, one a line", false, write_events},
	{"voices.jsonl", "what the service, its tasks and its containers said, one a line", false, write_voices},
	{"plan.txt", "what was to be made, for people", true, write_plan_text},
	{"plan.json", "the same as JSON", true, write_plan_json},
	{"parameters.json", "the template's parameters as they were sent, without the secrets", true, write_parameters},
};
const size_t bundle_file_count = CEW_COUNT(bundle_files);

/* ---- writing them ---- */

static enum cew_status write_file(const struct bundle *b, const struct bundle_file *f, const char *dir, struct cew_error *err)
{
	struct cew_buf text;
	char *path = cew_fmt("%s/%s", dir, f->name);
	cew_buf_init(&text, FILE_MAX_BYTES);
	enum cew_status s = path ? f->write(b, &text, err) : cew_fail_memory(err);
	if (!s)
		s = cew_buf_status(&text, err);
	if (!s)
		s = cew_file_replace(path, cew_buf_text(&text), text.len, 0600, err);
	cew_buf_finish(&text);
	free(path);
	return s;
}

enum cew_status cew_evidence_write(const struct cew_deployment *d, const struct cew_answers *answers, const char *dir,
                                   struct cew_error *err)
{
	const struct cew_clock *clock = cew_clock_system();
	struct bundle b = {.d = d, .answers = answers, .now_ms = clock->wall_ms(clock->ctx)};
	enum cew_status s = CEW_OK;
	for (size_t i = 0; i < bundle_file_count && !s; i++)
		if (!bundle_files[i].needs_plan || cew_deploy_plan(d))
			s = write_file(&b, &bundle_files[i], dir, err);
	return s;
}
