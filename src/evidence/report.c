/* report.md: what happened, in a page that a change ticket can take as it is. */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#define SLOWEST 10   /* resources in the table of times */
#define LAST_VOICES 20

/* Text of others in a line of Markdown: it stays in its line and its cell, and marks nothing up. */
static void put_text(struct cew_buf *out, const char *text)
{
	struct cew_buf visible;
	cew_buf_init(&visible, 1 << 16);
	cew_text_visible(&visible, text);
	for (const char *at = cew_buf_text(&visible); *at; at++) {
		if (strchr("\\`*_|<>[]#", *at))
			cew_buf_char(out, '\\');
		cew_buf_char(out, *at);
	}
	cew_buf_finish(&visible);
}

static void put_row(struct cew_buf *out, const char *name, const char *value)
{
	if (!*value)
		return;
	cew_buf_fmt(out, "| %s | ", name);
	put_text(out, value);
	cew_buf_str(out, " |\n");
}

/* ---- what happened ---- */

static void put_summary(const struct bundle *b, struct cew_buf *out)
{
	char now[CEW_TIME_MAX], took[CEW_TIME_MAX];
	const struct cew_plan *plan = cew_deploy_plan(b->d);
	struct cew_progress p = cew_deploy_progress(b->d);
	cew_time_format(b->now_ms, now);
	cew_duration_format(cew_deploy_elapsed_ms(b->d), took);
	char *resources = cew_fmt("%zu of %zu", p.done, p.total);
	cew_buf_fmt(out, "# %s of ", cew_operation_name(cew_deploy_operation(b->d)));
	put_text(out, cew_deploy_stack_name(b->d));
	cew_buf_str(out, "\n\n| | |\n|---|---|\n");
	put_row(out, "Status", cew_deploy_stack_status(b->d));
	put_row(out, "Succeeded", cew_deploy_state(b->d) != CEW_DEPLOY_DONE ? "not over yet" : cew_deploy_ok(b->d) ? "yes" : "no");
	put_row(out, "Took", took);
	put_row(out, "Resources complete", resources ? resources : "");
	put_row(out, "Stack id", cew_deploy_stack_id(b->d));
	put_row(out, "Region", cew_deploy_region(b->d));
	put_row(out, "Account", cew_deploy_account(b->d));
	put_row(out, "Caller", cew_deploy_caller(b->d));
	put_row(out, "Template", plan ? plan->template_source : "");
	put_row(out, "Template's SHA-256", plan ? plan->template_hash : "");
	put_row(out, "Written", now);
	put_row(out, "By", "cewizard " CEW_VERSION);
	free(resources);
}

static void put_cause(const struct bundle *b, struct cew_buf *out)
{
	const struct cew_root_cause *cause = cew_deploy_root_cause(b->d);
	if (!cause || cew_deploy_ok(b->d))
		return;
	cew_buf_str(out, "\n## What failed first\n\n| | |\n|---|---|\n");
	put_row(out, "Resource", cause->logical_id);
	put_row(out, "Type", cause->type);
	put_row(out, "AWS says", cause->reason);
	put_row(out, "Said before", cause->said);
	put_row(out, "What it means", cause->meaning);
	put_row(out, "What to do", cause->remedy);
	put_row(out, "In the account", cause->figures);
	if (cause->cancelled)
		cew_buf_fmt(out, "| Cancelled because of it | %zu |\n", cause->cancelled);
}

static void put_outputs(const struct bundle *b, struct cew_buf *out)
{
	if (cew_deploy_output_count(b->d))
		cew_buf_str(out, "\n## Outputs\n\n| | |\n|---|---|\n");
	for (size_t i = 0; i < cew_deploy_output_count(b->d); i++) {
		const struct cew_stack_output *o = cew_deploy_output_at(b->d, i);
		put_row(out, o->key, o->value);
	}
}

/* ---- times ---- */

static int64_t took_ms(const struct cew_resource_row *row)
{
	return row->started_ms && row->ended_ms > row->started_ms ? row->ended_ms - row->started_ms : 0;
}

static int slowest_first(const void *a, const void *b)
{
	int64_t x = took_ms(*(const struct cew_resource_row *const *)a), y = took_ms(*(const struct cew_resource_row *const *)b);
	return (x < y) - (x > y);
}

static void put_time(struct cew_buf *out, const struct cew_resource_row *row)
{
	char took[CEW_TIME_MAX], usual[CEW_TIME_MAX];
	cew_duration_format(took_ms(row), took);
	cew_duration_format(row->usual_ms, usual);
	cew_buf_str(out, "| ");
	put_text(out, row->logical_id);
	cew_buf_str(out, " | ");
	put_text(out, row->type);
	cew_buf_str(out, " | ");
	put_text(out, row->status);
	cew_buf_fmt(out, " | %s | %s |\n", took, row->usual_ms ? usual : "");
}

static bool put_times(const struct bundle *b, struct cew_buf *out)
{
	struct cew_vec rows;
	bool whole = true;
	cew_vec_init(&rows, sizeof(const struct cew_resource_row *));
	for (size_t i = 0; i < cew_deploy_resource_count(b->d) && whole; i++) {
		const struct cew_resource_row *row = cew_deploy_resource_at(b->d, i);
		whole = !took_ms(row) || cew_vec_push(&rows, &row);
	}
	const struct cew_resource_row **all = rows.items;
	if (rows.len) {
		qsort(all, rows.len, sizeof(*all), slowest_first);
		cew_buf_str(out, "\n## What took longest\n\n![Timeline](timeline.svg)\n\n| Resource | Type | Status | Took | Usually |\n|---|---|---|---|---|\n");
	}
	for (size_t i = 0; i < rows.len && i < SLOWEST; i++)
		put_time(out, all[i]);
	cew_vec_finish(&rows);
	return whole;
}

static void put_voices(const struct bundle *b, struct cew_buf *out)
{
	size_t count = cew_deploy_voice_count(b->d);
	if (count)
		cew_buf_str(out, "\n## What the service and its tasks said last\n\n| Time | Who | |\n|---|---|---|\n");
	for (size_t i = count > LAST_VOICES ? count - LAST_VOICES : 0; i < count; i++) {
		const struct cew_voice *v = cew_deploy_voice_at(b->d, i);
		char time[CEW_TIME_MAX];
		cew_time_format(v->time_ms, time);
		cew_buf_fmt(out, "| %s | ", time);
		put_text(out, *v->source ? v->source : v->logical_id);
		cew_buf_str(out, " | ");
		put_text(out, v->text);
		cew_buf_str(out, " |\n");
	}
}

static void put_files(const struct bundle *b, struct cew_buf *out)
{
	cew_buf_str(out, "\n## Files\n\n| | |\n|---|---|\n");
	for (size_t i = 0; i < bundle_file_count; i++)
		if (!bundle_files[i].needs_plan || cew_deploy_plan(b->d))
			cew_buf_fmt(out, "| [%s](%s) | %s |\n", bundle_files[i].name, bundle_files[i].name, bundle_files[i].about);
}

enum cew_status report_write(const struct bundle *b, struct cew_buf *out, struct cew_error *err)
{
	put_summary(b, out);
	put_cause(b, out);
	put_outputs(b, out);
	if (!put_times(b, out))
		return cew_fail_memory(err);
	put_voices(b, out);
	put_files(b, out);
	return cew_buf_status(out, err);
}
