/* log: AWS's own words, the newest in sight until somebody scrolls back. */
#include "run.h"

#include <stdio.h>
#include <string.h>

#include "draw.h"

enum { TIME = 1, NAME = 10, NAME_WIDTH = 26, STATUS = 37, STATUS_WIDTH = 22, REASON = 60, VOICE = 25, NARROW = 70, DEPTH_MAX = 4 };

/* "2026-01-02T03:04:05.678Z": the time of day */
void ui_clock_time(const struct cew_event_row *event, char out[9])
{
	snprintf(out, 9, "%.8s", strlen(event->time) > 19 ? event->time + 11 : event->time);
}

static bool wanted(const struct ui_log *log, const struct cew_event_row *e)
{
	switch (log->filter) {
	case UI_LOG_FAILURES:
		return ui_failed_status(e->status);
	case UI_LOG_RESOURCE:
		return strcmp(e->logical_id, log->resource) == 0;
	default:
		return true;
	}
}

void ui_log_update(struct ui_log *log, const struct cew_deployment *d)
{
	if (!log->rows.item_size)
		cew_vec_init(&log->rows, sizeof(size_t));
	for (; log->seen < cew_deploy_event_count(d); log->seen++)
		if (wanted(log, cew_deploy_event_at(d, log->seen)))
			cew_vec_push(&log->rows, &log->seen);
}

void ui_log_finish(struct ui_log *log)
{
	if (log->rows.item_size)
		cew_vec_finish(&log->rows);
	*log = (struct ui_log){.follows = true};
}

void ui_log_filter(struct ui_log *log, enum ui_log_filter filter, const char *resource)
{
	ui_log_finish(log);
	log->filter = filter;
	snprintf(log->resource, sizeof(log->resource), "%s", resource ? resource : "");
}

const char *ui_log_filter_name(const struct ui_log *log)
{
	static const char *const names[UI_LOG_FILTER_COUNT] = {
		[UI_LOG_ALL] = "all events",
		[UI_LOG_FAILURES] = "failures only",
		[UI_LOG_RESOURCE] = "one resource",
		[UI_LOG_VOICES] = "what services say",
	};
	return log->filter == UI_LOG_RESOURCE ? log->resource : names[log->filter];
}

bool ui_log_key(struct ui_log *log, ui_key key)
{
	bool used = ui_scroll_key(&log->scroll, key);
	log->follows = log->scroll.chosen + 1 >= log->scroll.total;
	return used;
}

const struct cew_event_row *ui_log_chosen(const struct ui_log *log, const struct cew_deployment *d)
{
	if (log->filter == UI_LOG_VOICES || log->scroll.chosen < 0 || (size_t)log->scroll.chosen >= log->rows.len)
		return NULL;
	return cew_deploy_event_at(d, *(const size_t *)cew_vec_at(&log->rows, (size_t)log->scroll.chosen));
}

/* On a narrow screen the name and the status are what there is room for. */
static void draw_event(const struct ui_pane *p, int row, const struct cew_event_row *e)
{
	char time[9];
	bool narrow = p->width < NARROW;
	int status = narrow ? p->width - STATUS_WIDTH : STATUS;
	ui_clock_time(e, time);
	ui_put(p, row, TIME, NAME - TIME - 1, UI_PLAIN, time);
	int indent = e->depth < DEPTH_MAX ? (int)e->depth : DEPTH_MAX;
	ui_put(p, row, NAME + indent, (narrow ? status - NAME - 1 : NAME_WIDTH) - indent, UI_PLAIN, e->logical_id);
	/* A stack's own states are long, and mostly without a reason. */
	ui_put(p, row, status, *e->reason ? STATUS_WIDTH : -1, ui_failed_status(e->status) ? UI_BAD : UI_PLAIN, e->status);
	if (!narrow)
		ui_put(p, row, REASON, -1, UI_PLAIN, e->reason);
}

const struct cew_voice *ui_log_voice(const struct ui_log *log, const struct cew_deployment *d)
{
	size_t at = (size_t)log->scroll.chosen;
	return log->filter == UI_LOG_VOICES && log->scroll.chosen >= 0 && at < cew_deploy_voice_count(d) ? cew_deploy_voice_at(d, at) : NULL;
}

/* ECS begins each message with "(service NAME) ". */
static const char *message_of(const struct cew_voice *v)
{
	const char *end = strncmp(v->text, "(service ", 9) == 0 ? strstr(v->text, ") ") : NULL;
	return end ? end + 2 : v->text;
}

static void draw_voice(const struct ui_pane *p, int row, const struct cew_voice *v)
{
	char time[CEW_TIME_MAX];
	cew_time_format(v->time_ms, time);
	ui_putf(p, row, TIME, NAME - TIME - 1, UI_PLAIN, "%.8s", time + 11);
	if (v->kind == CEW_VOICE_LOG)
		ui_put(p, row, NAME, VOICE - NAME - 1, UI_PLAIN, v->source);
	else
		ui_putf(p, row, NAME, VOICE - NAME - 1, UI_PLAIN, v->kind == CEW_VOICE_TASK ? "task %.8s" : "%.0sservice", v->source);
	ui_put(p, row, VOICE, -1, v->kind == CEW_VOICE_TASK ? UI_CARE : UI_PLAIN, message_of(v));
}

static void draw_at(const struct ui_log *log, const struct cew_deployment *d, const struct ui_pane *p, int row, size_t at)
{
	if (log->filter == UI_LOG_VOICES)
		draw_voice(p, row, cew_deploy_voice_at(d, at));
	else
		draw_event(p, row, cew_deploy_event_at(d, *(const size_t *)cew_vec_at(&log->rows, at)));
}

static void draw_nothing(const struct ui_log *log, const struct ui_pane *p)
{
	static const char *const texts[UI_LOG_FILTER_COUNT] = {
		[UI_LOG_ALL] = "No events yet.",
		[UI_LOG_FAILURES] = "Nothing has failed.",
		[UI_LOG_RESOURCE] = "No events of this resource yet.",
		[UI_LOG_VOICES] = "Services' messages, stopped tasks and log lines come while a service is being made.",
	};
	ui_put(p, 0, 1, -1, UI_PLAIN, texts[log->filter]);
	ui_cursor(p, 0, 0);
}

void ui_log_draw(struct ui_log *log, const struct cew_deployment *d, const struct ui_pane *p, bool focused)
{
	ui_log_update(log, d);
	int total = (int)(log->filter == UI_LOG_VOICES ? cew_deploy_voice_count(d) : log->rows.len);
	if (log->follows || !focused)
		log->scroll.chosen = total > 0 ? total - 1 : 0;
	ui_scroll_fit(&log->scroll, total, p->height);
	for (int i = 0; i < p->height && log->scroll.first + i < total; i++) {
		int at = log->scroll.first + i;
		draw_at(log, d, p, i, (size_t)at);
		if (!focused || at != log->scroll.chosen)
			continue;
		ui_put(p, i, 0, 1, UI_FOCUS, ">");
		ui_cursor(p, i, 0);
	}
	if (!total)
		draw_nothing(log, p);
}
