/* screen: an operation as it goes: how far it is, what is being made, and AWS's own words at the bottom. */
#include "wizard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "widgets/bar.h"

enum { PROGRESS_TEXT = 34, TALL = 24, SHORT_PART = 3, PATH_STEPS = 8, ARROW_WIDTH = 3 };

void ui_run_reset(struct ui_run *run)
{
	ui_run_finish(run);
	*run = (struct ui_run){.log = {.follows = true}};
}

void ui_run_finish(struct ui_run *run)
{
	ui_log_finish(&run->log);
	if (run->tree.item_size)
		cew_vec_finish(&run->tree);
	free(run->details);
	memset(run, 0, sizeof(*run));
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
	        *cew_deploy_region(d) ? cew_deploy_region(d) : cew_aws_region(w->app->aws), *status ? status : cew_deploy_state_name(cew_deploy_state(d)));
	ui_put(&l->header, 0, right, -1, UI_PLAIN, elapsed);
	ui_rule(1, l->columns);
}

/* ---- progress ---- */

static bool over(const struct cew_deployment *d)
{
	return cew_deploy_state(d) == CEW_DEPLOY_DONE || cew_deploy_state(d) == CEW_DEPLOY_STOPPED;
}

/* How many resources are under way, and how many have to wait for others. */
static void draw_counts(const struct cew_deployment *d, const struct ui_pane *p)
{
	size_t under_way = 0, waiting = 0;
	for (size_t i = 0; i < cew_deploy_resource_count(d); i++) {
		const char *status = cew_deploy_resource_at(d, i)->status;
		under_way += strstr(status, "IN_PROGRESS") != NULL;
		waiting += !*status;
	}
	bool forward = !strstr(cew_deploy_stack_status(d), "ROLLBACK");
	ui_putf(p, 1, 1, -1, UI_PLAIN, forward ? "%zu under way, %zu waiting" : "%zu under way, %zu never begun", under_way, waiting);
}

static int put_step(const struct ui_pane *p, int column, const struct cew_path_step *step, bool first)
{
	char left[CEW_TIME_MAX], text[320];
	cew_duration_format(step->left_ms, left);
	snprintf(text, sizeof(text), "%s %s", step->logical_id, left);
	int arrow = first ? 0 : ARROW_WIDTH;
	if (column + arrow + cew_text_width(text) > p->width - ARROW_WIDTH)
		return -1;
	if (!first)
		ui_put_mark(p, 1, column + 1, UI_PLAIN, UI_MARK_ARROW);
	return column + arrow + ui_put(p, 1, column + arrow, -1, UI_PLAIN, text);
}

/* What the time that is left goes to, as many steps as fit; where that is not known, how much is under way. */
static void draw_path(const struct cew_deployment *d, const struct ui_pane *p)
{
	struct cew_path_step steps[PATH_STEPS];
	size_t count = cew_deploy_path(d, steps, PATH_STEPS);
	if (!count) {
		draw_counts(d, p);
		return;
	}
	int column = 1 + ui_put(p, 1, 1, -1, UI_PLAIN, "next: ");
	for (size_t i = 0; i < count && i < PATH_STEPS; i++) {
		int end = put_step(p, column, &steps[i], i == 0);
		if (end < 0) {
			ui_put_mark(p, 1, column + 1, UI_PLAIN, UI_MARK_MORE);
			return;
		}
		column = end;
	}
}

/* When all is over, trouble was about the events that came last. */
static void draw_trouble(const struct cew_deployment *d, const struct cew_error *trouble, const struct ui_pane *p)
{
	bool done = cew_deploy_state(d) == CEW_DEPLOY_DONE, stopped = cew_deploy_state(d) == CEW_DEPLOY_STOPPED;
	ui_putf(p, 1, 1, -1, UI_CARE, "%s%s%s", done ? "The last events are missing: " : "", trouble->what,
	        done ? "" : stopped ? "." : "; still trying.");
}

/* The most important thing there is to say. */
static void draw_second_line(struct ui_wizard *w, const struct ui_pane *p)
{
	const struct cew_deployment *d = w->deployment;
	const struct cew_error *trouble = cew_deploy_error(d);
	const struct cew_root_cause *suspicion = cew_deploy_suspicion(d);
	if (trouble)
		draw_trouble(d, trouble, p);
	else if (!*cew_deploy_stack_id(d))
		ui_put(p, 1, 1, -1, UI_PLAIN, "The request is on its way.");
	else if (suspicion && !over(d))
		ui_putf(p, 1, 1, -1, UI_CARE, "%s will probably fail; f shows why, and what to do.", suspicion->logical_id);
	else
		draw_path(d, p);
}

static bool slower(const struct cew_deployment *d)
{
	for (size_t i = 0; i < cew_deploy_resource_count(d); i++)
		if (cew_deploy_resource_at(d, i)->slower)
			return true;
	return false;
}

/* How long it will take is anybody's guess while something takes longer than it ever did. */
static void left_text(const struct cew_deployment *d, int64_t eta_ms, char *out, size_t size)
{
	char left[CEW_TIME_MAX];
	out[0] = '\0';
	if (over(d) || eta_ms < 0)
		return;
	cew_duration_format(eta_ms, left);
	if (slower(d))
		snprintf(out, size, "  slower than usual");
	else
		snprintf(out, size, "  about %s left", left);
}

static void draw_progress(struct ui_wizard *w, const struct ui_pane *p)
{
	struct cew_progress progress = cew_deploy_progress(w->deployment);
	char left[CEW_TIME_MAX + 32], text[128];
	left_text(w->deployment, progress.eta_ms, left, sizeof(left));
	snprintf(text, sizeof(text), "%zu/%zu%s%s", progress.done, progress.total, progress.rolling_back ? " undone" : "", left);
	int width = p->width - PROGRESS_TEXT;
	ui_bar_draw(p, 0, 1, width, progress.done, progress.total);
	ui_put(p, 0, width + 3, -1, UI_PLAIN, text);
	draw_second_line(w, p);
}

/* ---- the screen ---- */

static void foot_text(const struct ui_wizard *w, char *out, size_t size)
{
	const struct ui_log *log = &w->run.log;
	if (w->run.finding)
		snprintf(out, size, "Find: %s", w->run.find);
	else if (w->run.in_log)
		snprintf(out, size, "%d of %d, %s.%s", log->scroll.total ? log->scroll.chosen + 1 : 0, log->scroll.total,
		         ui_log_filter_name(log), log->follows ? "" : " End follows the newest again.");
	else
		snprintf(out, size, "%s", over(w->deployment) ? "Nothing moves any more: o shows how it ended."
		                                              : "Leaving this screen leaves the stack alone.");
}

/* The part that has the keys gets the larger share of the rows. */
static int log_rows(const struct ui_wizard *w, int rows, int both)
{
	int small = rows >= TALL ? rows / 4 : SHORT_PART;
	return w->run.in_log ? both - small : small;
}

/* What is left out must not look as if it had not happened. */
static void name_log(const struct ui_wizard *w, int row, int columns)
{
	struct ui_pane rule = ui_pane(stdscr, row, 0, 1, columns);
	if (w->run.log.filter != UI_LOG_ALL)
		ui_putf(&rule, 0, 2, columns - 4, UI_PLAIN, " %s ", ui_log_filter_name(&w->run.log));
}

static void draw(struct ui_wizard *w, const struct ui_layout *l)
{
	char hint[300];
	int foot = l->rows - 3; /* a line of help and the keys below this rule */
	int both = foot - 5 - 1;
	int log = log_rows(w, l->rows, both), list = both - log;
	int width = l->columns - 3;
	struct ui_pane progress = ui_pane(stdscr, 2, 1, 2, width);
	struct ui_pane resources = ui_pane(stdscr, 5, 1, list, width);
	struct ui_pane events = ui_pane(stdscr, 5 + list + 1, 0, log, width + 2);
	ui_status_header(w, l);
	draw_progress(w, &progress);
	ui_rule(4, l->columns);
	ui_rule(5 + list, l->columns);
	name_log(w, 5 + list, l->columns);
	ui_log_draw(&w->run.log, w->deployment, &events, w->run.in_log);
	ui_resources_draw(w, &resources, !w->run.in_log);
	struct ui_layout below = *l;
	below.help = ui_pane(stdscr, foot + 1, 1, 1, l->columns - 2);
	foot_text(w, hint, sizeof(hint));
	ui_foot_draw(w, &below, hint);
	if (w->run.finding)
		ui_cursor(&below.help, 0, (int)strlen(hint));
}

/* ---- keys ---- */

static bool finding_key(struct ui_wizard *w, ui_key key)
{
	char *find = w->run.find;
	size_t len = strlen(find);
	if (key == UI_KEY_ESC || key == UI_KEY_ENTER) {
		w->run.finding = false;
		if (key == UI_KEY_ENTER && len && !ui_resources_find(w))
			ui_flash(w, "Nothing has \"%s\" in it.", find);
	} else if (key == UI_KEY_BACKSPACE && len) {
		find[len - 1] = '\0';
	} else if (key > 0x20 && key < 0x7f && len + 1 < sizeof(w->run.find)) {
		find[len] = (char)key; /* resources' names and types are ASCII */
		find[len + 1] = '\0';
	}
	return true;
}

static void show_chosen(struct ui_wizard *w)
{
	const struct cew_event_row *event = w->run.in_log ? ui_log_chosen(&w->run.log, w->deployment) : NULL;
	const struct cew_voice *voice = w->run.in_log ? ui_log_voice(&w->run.log, w->deployment) : NULL;
	const struct cew_resource_row *resource = w->run.in_log ? NULL : ui_resource_chosen(w);
	w->run.chose = true;
	if (event)
		ui_event_open(w, event);
	if (voice)
		ui_voice_open(w, voice);
	if (resource)
		ui_details_open(w, resource->logical_id);
}

static bool key(struct ui_wizard *w, ui_key key, const char *paste, size_t paste_len)
{
	(void)paste, (void)paste_len;
	if (w->run.finding)
		return finding_key(w, key);
	if (key == UI_KEY_ENTER) {
		show_chosen(w);
		return true;
	}
	if (w->run.in_log)
		return ui_log_key(&w->run.log, key);
	bool used = ui_scroll_key(&w->run.resources, key);
	w->run.chose = w->run.chose || used;
	return used;
}

const struct ui_screen ui_screen_events = {draw, key};
