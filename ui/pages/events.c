/* events: the deployment as it goes: progress, what is being made, and AWS's own words at the bottom. */
#include "wizard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "widgets/bar.h"

bool ui_failed_status(const char *status)
{
	return strstr(status, "FAILED") != NULL;
}

static bool is_done(const char *status)
{
	size_t len = strlen(status);
	return len >= 8 && strcmp(status + len - 8, "COMPLETE") == 0;
}

void ui_status_header(struct ui_wizard *w, const struct ui_layout *l)
{
	const struct cew_deployment *d = w->deployment;
	char elapsed[CEW_TIME_MAX];
	cew_duration_format(cew_deploy_elapsed_ms(d), elapsed);
	int right = l->columns - 1 - (int)strlen(elapsed);
	const char *status = cew_deploy_stack_status(d);
	int at = 1 + ui_put(&l->header, 0, 1, -1, UI_STRONG, "cewizard");
	ui_putf(&l->header, 0, at, right - at - 1, UI_PLAIN, "  %s  %s  %s", cew_deploy_stack_name(d),
	        cew_aws_region(w->app->aws), *status ? status : cew_deploy_state_name(cew_deploy_state(d)));
	ui_put(&l->header, 0, right, -1, UI_PLAIN, elapsed);
	ui_rule(1, l->columns);
}

/* ---- progress ---- */

/* How many resources are under way, and how many have to wait for others. */
static void draw_counts(const struct cew_deployment *d, const struct ui_pane *p)
{
	size_t under_way = 0, waiting = 0;
	for (size_t i = 0; i < cew_deploy_resource_count(d); i++) {
		const char *status = cew_deploy_resource_at(d, i)->status;
		under_way += strstr(status, "IN_PROGRESS") != NULL;
		waiting += !*status;
	}
	ui_putf(p, 1, 1, -1, UI_PLAIN, "%zu under way, %zu waiting", under_way, waiting);
}

static void draw_progress(struct ui_wizard *w, const struct ui_pane *p)
{
	struct cew_progress progress = cew_deploy_progress(w->deployment);
	char eta[CEW_TIME_MAX] = "", text[96];
	if (progress.eta_ms >= 0)
		cew_duration_format(progress.eta_ms, eta);
	snprintf(text, sizeof(text), "%zu/%zu%s%s%s", progress.done, progress.total, progress.rolling_back ? " undone" : "",
	         *eta ? ", about " : "", eta);
	int width = p->width - 34;
	ui_bar_draw(p, 0, 1, width, progress.done, progress.total);
	ui_put(p, 0, width + 3, -1, UI_PLAIN, text);
	const struct cew_error *trouble = cew_deploy_error(w->deployment);
	if (trouble)
		ui_putf(p, 1, 1, -1, UI_CARE, "%s%s", trouble->what, cew_deploy_state(w->deployment) == CEW_DEPLOY_STOPPED ? "." : "; still trying.");
	else if (!*cew_deploy_stack_id(w->deployment))
		ui_put(p, 1, 1, -1, UI_PLAIN, "The request is on its way.");
	else
		draw_counts(w->deployment, p);
}

/* ---- resources ---- */

static int64_t now_ms(const struct ui_wizard *w)
{
	const struct cew_clock *clock = cew_loop_clock(w->app->loop);
	return clock->wall_ms(clock->ctx);
}

static void draw_state(const struct ui_pane *p, int row, const struct cew_resource_row *r)
{
	if (ui_failed_status(r->status))
		ui_put_mark(p, row, 2, UI_BAD, UI_MARK_ERROR);
	else if (is_done(r->status))
		ui_put_mark(p, row, 2, UI_GOOD, UI_MARK_DONE);
	else if (*r->status)
		ui_put_mark(p, row, 2, UI_BUSY, UI_MARK_RUNNING);
}

static void took_text(const struct ui_wizard *w, const struct cew_resource_row *r, char out[CEW_TIME_MAX])
{
	out[0] = '\0';
	if (r->started_ms <= 0)
		return;
	int64_t ms = (r->ended_ms > 0 ? r->ended_ms : now_ms(w)) - r->started_ms;
	cew_duration_format(ms > 0 ? ms : 0, out);
}

static void draw_resource(struct ui_wizard *w, const struct ui_pane *p, int row, const struct cew_resource_row *r, bool chosen)
{
	char took[CEW_TIME_MAX];
	int name = p->width * 2 / 5 - 4, type = p->width * 2 / 5 - 4, rest = p->width - name - type - 16;
	if (chosen) {
		ui_put(p, row, 0, 1, UI_FOCUS, ">");
		ui_cursor(p, row, 0);
	}
	draw_state(p, row, r);
	ui_put(p, row, 4, name - 1, UI_PLAIN, r->logical_id);
	ui_put(p, row, 4 + name, type - 1, UI_PLAIN, r->type);
	int at = 4 + name + type;
	if (!*r->status && r->waits_for)
		ui_putf(p, row, at, -1, UI_PLAIN, "waits for %zu", r->waits_for);
	else if (rest > 3)
		ui_put(p, row, at, rest, UI_PLAIN, r->physical_id);
	took_text(w, r, took);
	ui_put(p, row, p->width - (int)strlen(took), -1, UI_PLAIN, took);
}

/* A row for each resource; or, as a timeline, a bar from its start to its end. */
static void draw_span(struct ui_wizard *w, const struct ui_pane *p, int row, const struct cew_resource_row *r, bool chosen)
{
	const struct cew_deployment *d = w->deployment;
	int64_t begin = cew_deploy_event_count(d) ? cew_deploy_event_at(d, 0)->time_ms : 0;
	int64_t end = begin;
	for (size_t i = 0; i < cew_deploy_event_count(d); i++)
		if (cew_deploy_event_at(d, i)->time_ms > end)
			end = cew_deploy_event_at(d, i)->time_ms;
	int name = 28, width = p->width - name - 10;
	char took[CEW_TIME_MAX];
	if (chosen) {
		ui_put(p, row, 0, 1, UI_FOCUS, ">");
		ui_cursor(p, row, 0);
	}
	draw_state(p, row, r);
	ui_put(p, row, 4, name - 5, UI_PLAIN, r->logical_id);
	took_text(w, r, took);
	ui_put(p, row, p->width - (int)strlen(took), -1, UI_PLAIN, took);
	if (!r->started_ms || end <= begin || width < 8)
		return;
	int64_t until = r->ended_ms ? r->ended_ms : end;
	int from = (int)((r->started_ms - begin) * width / (end - begin));
	int to = (int)((until - begin) * width / (end - begin));
	from = from < 0 ? 0 : from >= width ? width - 1 : from;
	to = to > width ? width : to;
	ui_fill(p, row, name + from, to > from ? to - from : 1, UI_PLAIN, UI_MARK_FULL);
}

static int first_under_way(const struct cew_deployment *d, int otherwise)
{
	for (size_t i = 0; i < cew_deploy_resource_count(d); i++)
		if (strstr(cew_deploy_resource_at(d, i)->status, "IN_PROGRESS"))
			return (int)i;
	return otherwise;
}

static void draw_resources(struct ui_wizard *w, const struct ui_pane *p)
{
	const struct cew_deployment *d = w->deployment;
	if (!w->chose)
		w->resources.chosen = first_under_way(d, w->resources.chosen);
	ui_scroll_fit(&w->resources, (int)cew_deploy_resource_count(d), p->height);
	for (int i = 0; i < p->height; i++) {
		size_t at = (size_t)(w->resources.first + i);
		if (at >= cew_deploy_resource_count(d))
			break;
		bool chosen = (int)at == w->resources.chosen;
		(w->timeline ? draw_span : draw_resource)(w, p, i, cew_deploy_resource_at(d, at), chosen);
	}
	struct ui_pane edge = ui_pane(p->win, p->y, p->x + p->width, p->height, 1);
	if (w->resources.first > 0)
		ui_put_mark(&edge, 0, 0, UI_PLAIN, UI_MARK_UP);
	if (w->resources.first + p->height < w->resources.total)
		ui_put_mark(&edge, p->height - 1, 0, UI_PLAIN, UI_MARK_DOWN);
}

/* ---- events ---- */

static void draw_event(const struct ui_pane *p, int row, const struct cew_event_row *e)
{
	/* "2026-01-02T03:04:05.678Z": the time of day */
	ui_putf(p, row, 1, 8, UI_PLAIN, "%.8s", strlen(e->time) > 19 ? e->time + 11 : e->time);
	ui_put(p, row, 10, 26, UI_PLAIN, e->logical_id);
	ui_put(p, row, 37, 22, ui_failed_status(e->status) ? UI_BAD : UI_PLAIN, e->status);
	ui_put(p, row, 60, -1, UI_PLAIN, e->reason);
}

static void draw_events(struct ui_wizard *w, const struct ui_pane *p)
{
	size_t n = cew_deploy_event_count(w->deployment);
	size_t first = n > (size_t)p->height ? n - (size_t)p->height : 0;
	for (size_t i = first; i < n; i++)
		draw_event(p, (int)(i - first), cew_deploy_event_at(w->deployment, i));
}

/* ---- the screen ---- */

static void draw(struct ui_wizard *w, const struct ui_layout *l)
{
	int foot = l->rows - 3; /* a line of help and the keys below this rule */
	int events = l->rows >= 24 ? l->rows / 4 : 3;
	int list_rows = foot - 5 - events - 1;
	int width = l->columns - 3;
	struct ui_pane progress = ui_pane(stdscr, 2, 1, 2, width);
	struct ui_pane list = ui_pane(stdscr, 5, 1, list_rows, width);
	struct ui_pane tail = ui_pane(stdscr, 5 + list_rows + 1, 0, events, width + 2);
	ui_status_header(w, l);
	draw_progress(w, &progress);
	ui_rule(4, l->columns);
	ui_rule(5 + list_rows, l->columns);
	draw_events(w, &tail);
	struct ui_layout below = *l;
	below.help = ui_pane(stdscr, foot + 1, 1, 1, l->columns - 2);
	char hint[128];
	snprintf(hint, sizeof(hint), "Find: %s", w->find);
	ui_foot_draw(w, &below, w->finding ? hint : "Leaving this screen leaves the stack alone.");
	draw_resources(w, &list);
	if (w->finding)
		ui_cursor(&below.help, 0, (int)strlen(hint));
}

/* ---- keys ---- */

static bool has_text(const struct cew_resource_row *r, const char *text)
{
	return strcasestr(r->logical_id, text) || strcasestr(r->type, text) || strcasestr(r->physical_id, text);
}

static void find_next(struct ui_wizard *w)
{
	size_t n = cew_deploy_resource_count(w->deployment);
	for (size_t i = 1; i <= n; i++) {
		size_t at = ((size_t)w->resources.chosen + i) % n;
		if (!has_text(cew_deploy_resource_at(w->deployment, at), w->find))
			continue;
		w->resources.chosen = (int)at;
		w->chose = true;
		return;
	}
	ui_flash(w, "Nothing has \"%s\" in it.", w->find);
}

static bool finding_key(struct ui_wizard *w, ui_key key)
{
	size_t len = strlen(w->find);
	if (key == UI_KEY_ESC || key == UI_KEY_ENTER) {
		w->finding = false;
		if (key == UI_KEY_ENTER && len)
			find_next(w);
	} else if (key == UI_KEY_BACKSPACE && len) {
		w->find[len - 1] = '\0';
	} else if (key > 0x20 && key < 0x7f && len + 1 < sizeof(w->find)) {
		w->find[len] = (char)key; /* resources' names and types are ASCII */
		w->find[len + 1] = '\0';
	}
	return true;
}

static void add_event_lines(const struct ui_wizard *w, const char *logical_id, struct cew_buf *out)
{
	for (size_t i = 0; i < cew_deploy_event_count(w->deployment); i++) {
		const struct cew_event_row *e = cew_deploy_event_at(w->deployment, i);
		if (strcmp(e->logical_id, logical_id) == 0)
			cew_buf_fmt(out, "\n%.8s %s%s%s", strlen(e->time) > 19 ? e->time + 11 : e->time, e->status, *e->reason ? ": " : "",
			            e->reason);
	}
}

static void show_details(struct ui_wizard *w)
{
	const struct cew_deployment *d = w->deployment;
	if ((size_t)w->resources.chosen >= cew_deploy_resource_count(d))
		return;
	const struct cew_resource_row *r = cew_deploy_resource_at(d, (size_t)w->resources.chosen);
	struct cew_buf text;
	cew_buf_init(&text, 64 * 1024);
	cew_buf_fmt(&text, "Type   %s\nState  %s\n", r->type, *r->status ? r->status : "waiting");
	if (*r->physical_id)
		cew_buf_fmt(&text, "Id     %s\n", r->physical_id);
	add_event_lines(w, r->logical_id, &text);
	if (!text.failed)
		ui_popup_open(&w->popup, r->logical_id, cew_buf_text(&text), NULL, NULL);
	cew_buf_finish(&text);
}

static bool key(struct ui_wizard *w, ui_key key, const char *paste, size_t paste_len)
{
	(void)paste, (void)paste_len;
	if (w->finding)
		return finding_key(w, key);
	if (key == UI_KEY_ENTER) {
		w->chose = true;
		show_details(w);
		return true;
	}
	bool used = ui_scroll_key(&w->resources, key);
	w->chose = w->chose || used;
	return used;
}

const struct ui_screen ui_screen_events = {draw, key};
