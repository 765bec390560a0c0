/* failure: what failed first, what that means and what to do; or why nothing could be started. */
#include "wizard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>


enum { TERM_WIDTH = 15 };

static int paragraph(const struct ui_pane *p, int row, const char *name, const char *text)
{
	if (!*text)
		return row;
	ui_put(p, row, 3, TERM_WIDTH, UI_STRONG, name);
	return row + ui_put_wrapped(p, row, 3 + TERM_WIDTH, -1, -1, UI_PLAIN, text);
}

static int64_t failed_after(const struct cew_deployment *d, const char *logical_id)
{
	for (size_t i = 0; i < cew_deploy_event_count(d); i++) {
		const struct cew_event_row *e = cew_deploy_event_at(d, i);
		if (ui_failed_status(e->status) && strcmp(e->logical_id, logical_id) == 0)
			return e->time_ms - cew_deploy_event_at(d, 0)->time_ms;
	}
	return -1;
}

/* What failed and when; or what will, by what is said of it while AWS still tries. */
static void headline(const struct cew_deployment *d, const struct cew_root_cause *cause, char *text, size_t size)
{
	char after[CEW_TIME_MAX] = "";
	int64_t ms = failed_after(d, cause->logical_id);
	if (ms >= 0)
		cew_duration_format(ms, after);
	if (ms < 0 && strcmp(cause->type, "AWS::CloudFormation::Stack") == 0 && strncmp(cew_deploy_stack_status(d), "DELETE_", 7) == 0)
		snprintf(text, size, "Stack %s was deleted from elsewhere while it was being worked on", cause->logical_id);
	else if (cause == cew_deploy_suspicion(d))
		snprintf(text, size, "%s (%s) will probably fail: AWS goes on trying, for hours if nobody cancels", cause->logical_id, cause->type);
	else
		snprintf(text, size, "%s (%s) failed first%s%s%s", cause->logical_id, cause->type, ms >= 0 ? ", " : "", after,
		         ms >= 0 ? " after the start" : "");
}

/* Why a rollback or a deletion got stuck is another matter than why it began. */
static int draw_left(const struct cew_deployment *d, const struct ui_pane *p, int row)
{
	for (size_t i = 0; i < cew_deploy_event_count(d); i++) {
		const struct cew_event_row *e = cew_deploy_event_at(d, i);
		if (strcmp(e->status, "DELETE_FAILED") != 0 || strcmp(e->type, "AWS::CloudFormation::Stack") == 0)
			continue;
		char *text = cew_fmt("%s (%s) could not be deleted: %s", e->logical_id, e->type, e->reason);
		row = paragraph(p, row, "Still there", text ? text : e->logical_id);
		free(text);
	}
	return row;
}

static int draw_cause(struct ui_wizard *w, const struct ui_pane *p, const struct cew_root_cause *cause)
{
	char text[512];
	headline(w->deployment, cause, text, sizeof(text));
	ui_put_mark(p, 0, 1, UI_BAD, UI_MARK_ERROR);
	int row = ui_put_wrapped(p, 0, 3, -1, -1, UI_PLAIN, text) + 1;
	row += ui_put_wrapped(p, row, 3, -1, -1, UI_PLAIN, cause->reason) + 1;
	row = paragraph(p, row, "What it means", cause->meaning);
	row = paragraph(p, row, "In the account", cause->figures);
	row = paragraph(p, row, "What to do", cause->remedy);
	if (strstr(cew_deploy_stack_status(w->deployment), "_FAILED"))
		row = draw_left(w->deployment, p, row);
	row = paragraph(p, row, "What was said", cause->said); /* last: it may be long */
	if (cause->cancelled) {
		ui_putf(p, row + 1, 3, -1, UI_PLAIN, "%zu other%s cancelled because of it.", cause->cancelled,
		        cause->cancelled == 1 ? " was" : "s were");
		row += 2;
	}
	ui_cursor(p, p->scroll, 1);
	return row;
}

static int draw_error(const struct ui_pane *p, const struct cew_error *err)
{
	ui_put_mark(p, 0, 1, UI_BAD, UI_MARK_ERROR);
	int row = ui_put_wrapped(p, 0, 3, -1, -1, UI_PLAIN, err->what) + 1;
	row = paragraph(p, row, "What to do", err->hint);
	ui_cursor(p, p->scroll, 1);
	return paragraph(p, row, "AWS's code", err->code);
}

static int draw_plain(struct ui_wizard *w, const struct ui_pane *p)
{
	ui_put_mark(p, 0, 1, UI_BAD, UI_MARK_ERROR);
	ui_putf(p, 0, 3, -1, UI_PLAIN, "The operation ended as %s.", cew_deploy_stack_status(w->deployment));
	ui_cursor(p, 0, 1);
	return 1;
}

static const char *foot_text(struct ui_wizard *w, char *text, size_t size)
{
	const struct cew_deployment *d = w->deployment;
	struct cew_progress progress = cew_deploy_progress(d);
	char left[CEW_TIME_MAX] = "";
	if (progress.eta_ms >= 0)
		cew_duration_format(progress.eta_ms, left);
	if (cew_deploy_state(d) == CEW_DEPLOY_STOPPED)
		return *cew_deploy_stack_id(d) ? "The stack can no longer be followed from here." : "No stack was made. The answers are kept.";
	if (ui_deployment_runs(w)) {
		snprintf(text, size, "%s: %zu/%zu%s%s%s%s", progress.rolling_back ? "Rolling back" : "Still going on", progress.done,
		         progress.total, progress.rolling_back ? " undone" : "", *left ? ", about " : "", left,
		         w->run.delete_then ? "; deleted after that" : "");
		return text;
	}
	snprintf(text, size, "%s. The answers are kept: %screate again.", cew_deploy_stack_status(d),
	         strcmp(cew_deploy_stack_status(d), "DELETE_COMPLETE") == 0 ? "" : "delete the stack, then ");
	return text;
}

static void draw(struct ui_wizard *w, const struct ui_layout *l)
{
	char text[256];
	struct ui_layout below = *l;
	below.help = ui_pane(stdscr, l->rows - 2, 1, 1, l->columns - 2);
	ui_status_header(w, l);
	ui_foot_draw(w, &below, foot_text(w, text, sizeof(text)));
	struct ui_pane body = ui_pane(stdscr, 2, 0, l->rows - 5, l->columns - 2);
	body.scroll = w->run.result_scroll;
	const struct cew_root_cause *cause = cew_deploy_root_cause(w->deployment);
	cause = cause ? cause : cew_deploy_suspicion(w->deployment);
	const struct cew_error *err = cew_deploy_error(w->deployment);
	int rows = cause ? draw_cause(w, &body, cause) : err ? draw_error(&body, err) : draw_plain(w, &body);
	ui_result_fit(w, &body, rows);
}

static bool key(struct ui_wizard *w, ui_key key, const char *paste, size_t paste_len)
{
	(void)paste, (void)paste_len;
	return ui_result_key(w, key);
}

const struct ui_screen ui_screen_failure = {draw, key};
