/* log: AWS's own words, the newest in sight until somebody scrolls back. */
#include "run.h"

#include <stdio.h>
#include <string.h>

#include "draw.h"

enum { TIME = 1, NAME = 10, NAME_WIDTH = 26, STATUS = 37, STATUS_WIDTH = 22, REASON = 60, NARROW = 70 };

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

void ui_log_filter(struct ui_log *log, enum ui_log_filter filter, const char *resource)
{
	log->filter = filter;
	snprintf(log->resource, sizeof(log->resource), "%s", resource ? resource : "");
	log->seen = 0;
	cew_vec_finish(&log->rows);
	cew_vec_init(&log->rows, sizeof(size_t));
	log->scroll = (struct ui_scroll){.chosen = 0};
	log->follows = true;
}

const char *ui_log_filter_name(const struct ui_log *log)
{
	static const char *const names[UI_LOG_FILTER_COUNT] = {
		[UI_LOG_ALL] = "all events",
		[UI_LOG_FAILURES] = "failures only",
		[UI_LOG_RESOURCE] = "one resource",
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
	if (log->scroll.chosen < 0 || (size_t)log->scroll.chosen >= log->rows.len)
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
	ui_put(p, row, NAME, narrow ? status - NAME - 1 : NAME_WIDTH, UI_PLAIN, e->logical_id);
	ui_put(p, row, status, STATUS_WIDTH, ui_failed_status(e->status) ? UI_BAD : UI_PLAIN, e->status);
	if (!narrow)
		ui_put(p, row, REASON, -1, UI_PLAIN, e->reason);
}

void ui_log_draw(struct ui_log *log, const struct cew_deployment *d, const struct ui_pane *p, bool focused)
{
	ui_log_update(log, d);
	if (log->follows || !focused)
		log->scroll.chosen = (int)log->rows.len - 1 > 0 ? (int)log->rows.len - 1 : 0;
	ui_scroll_fit(&log->scroll, (int)log->rows.len, p->height);
	for (int i = 0; i < p->height && (size_t)(log->scroll.first + i) < log->rows.len; i++) {
		int at = log->scroll.first + i;
		draw_event(p, i, cew_deploy_event_at(d, *(const size_t *)cew_vec_at(&log->rows, (size_t)at)));
		if (!focused || at != log->scroll.chosen)
			continue;
		ui_put(p, i, 0, 1, UI_FOCUS, ">");
		ui_cursor(p, i, 0);
	}
	if (focused && !log->rows.len) {
		ui_put(p, 0, 1, -1, UI_PLAIN, log->filter == UI_LOG_FAILURES ? "Nothing has failed." : "No events yet.");
		ui_cursor(p, 0, 0);
	}
}
