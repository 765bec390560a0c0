/* details: all that is known of one resource or one event, in a pop-up. What it says follows the model while it is open. */
#include "wizard.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX_BYTES = 64 * 1024 };

static const struct cew_resource_row *row_named(const struct cew_deployment *d, const char *logical_id, size_t *at)
{
	for (*at = 0; *at < cew_deploy_resource_count(d); ++*at)
		if (strcmp(cew_deploy_resource_at(d, *at)->logical_id, logical_id) == 0)
			return cew_deploy_resource_at(d, *at);
	return NULL;
}

static void add_events(const struct cew_deployment *d, const char *logical_id, struct cew_buf *out)
{
	for (size_t i = 0; i < cew_deploy_event_count(d); i++) {
		const struct cew_event_row *e = cew_deploy_event_at(d, i);
		char time[9];
		if (strcmp(e->logical_id, logical_id) != 0)
			continue;
		ui_clock_time(e, time);
		cew_buf_fmt(out, "\n%s %s%s%s", time, e->status, *e->reason ? ": " : "", e->reason);
	}
}

static void add_time(const struct cew_resource_row *r, struct cew_buf *out)
{
	char usual[CEW_TIME_MAX];
	if (r->usual_ms <= 0)
		return;
	cew_duration_format(r->usual_ms, usual);
	cew_buf_fmt(out, "Time   usually %s%s\n", usual, r->slower ? "; slower than that now" : "");
}

static void add_waits(const struct cew_deployment *d, const struct cew_resource_row *r, size_t at, struct cew_buf *out)
{
	size_t count;
	const size_t *on = cew_deploy_depends_on(d, at, &count);
	bool first = true;
	for (size_t i = 0; i < count && !*r->status; i++) {
		const struct cew_resource_row *other = cew_deploy_resource_at(d, on[i]);
		if (ui_done_status(other->status))
			continue;
		cew_buf_fmt(out, "%s%s", first ? "Waits  for " : ", ", other->logical_id);
		first = false;
	}
	if (!first)
		cew_buf_char(out, '\n');
}

static void add_voices(const struct cew_deployment *d, const char *logical_id, struct cew_buf *out)
{
	for (size_t i = 0; i < cew_deploy_voice_count(d); i++) {
		const struct cew_voice *v = cew_deploy_voice_at(d, i);
		char time[CEW_TIME_MAX];
		if (strcmp(v->logical_id, logical_id) != 0)
			continue;
		cew_time_format(v->time_ms, time);
		cew_buf_fmt(out, "\n%.8s %s: %s", time + 11, v->source, v->text);
	}
}

static bool say(const struct cew_deployment *d, const char *logical_id, struct cew_buf *out)
{
	size_t at;
	const struct cew_resource_row *r = row_named(d, logical_id, &at);
	if (!r)
		return false;
	cew_buf_fmt(out, "Type   %s\nState  %s\n", r->type, *r->status ? r->status : "waiting");
	if (*r->physical_id)
		cew_buf_fmt(out, "Id     %s\n", r->physical_id);
	add_time(r, out);
	add_waits(d, r, at, out);
	add_events(d, logical_id, out);
	add_voices(d, logical_id, out);
	return !out->failed;
}

static void closed(void *ctx, int option)
{
	struct ui_wizard *w = ctx;
	(void)option;
	free(w->run.details);
	w->run.details = NULL;
}

void ui_details_open(struct ui_wizard *w, const char *logical_id)
{
	struct cew_buf text;
	cew_buf_init(&text, TEXT_MAX_BYTES);
	char *id = cew_strdup(logical_id);
	if (id && say(w->deployment, id, &text)) {
		ui_popup_open(&w->popup, id, cew_buf_text(&text), closed, w);
		free(w->run.details);
		w->run.details = id;
		id = NULL;
	}
	free(id);
	cew_buf_finish(&text);
}

void ui_details_update(struct ui_wizard *w)
{
	struct cew_buf text;
	if (!w->run.details || !w->popup.open || strcmp(w->popup.title, w->run.details) != 0)
		return;
	cew_buf_init(&text, TEXT_MAX_BYTES);
	if (say(w->deployment, w->run.details, &text))
		ui_popup_say(&w->popup, cew_buf_text(&text));
	cew_buf_finish(&text);
}

void ui_details_close(struct ui_wizard *w)
{
	if (!w->run.details)
		return;
	ui_popup_close(&w->popup);
	closed(w, -1);
}

void ui_event_open(struct ui_wizard *w, const struct cew_event_row *e)
{
	struct cew_buf text;
	cew_buf_init(&text, TEXT_MAX_BYTES);
	cew_buf_fmt(&text, "Time   %s\nState  %s\nType   %s\n", e->time, e->status, e->type);
	if (*e->physical_id)
		cew_buf_fmt(&text, "Id     %s\n", e->physical_id);
	cew_buf_fmt(&text, "Stack  %s\nEvent  %s\n", e->stack_name, e->event_id);
	if (*e->reason)
		cew_buf_fmt(&text, "\n%s", e->reason);
	if (!text.failed)
		ui_popup_open(&w->popup, e->logical_id, cew_buf_text(&text), NULL, NULL);
	cew_buf_finish(&text);
}

void ui_voice_open(struct ui_wizard *w, const struct cew_voice *v)
{
	char time[CEW_TIME_MAX];
	cew_time_format(v->time_ms, time);
	char *text = cew_fmt("Time   %s\nOf     %s\nFrom   %s (%s)\n\n%s", time, v->logical_id, v->source, cew_voice_kind_name(v->kind), v->text);
	if (text)
		ui_popup_open(&w->popup, v->logical_id, text, NULL, NULL);
	free(text);
}
