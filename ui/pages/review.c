/* review: every issue with a way to its field, and below them the plan. */
#include "wizard.h"

#include <string.h>


static const struct cew_issue *issue_at(const struct ui_wizard *w, size_t i)
{
	return cew_issues_at(&w->review.issues, i);
}

static void make_plan(struct ui_wizard *w, int width)
{
	struct ui_review *r = &w->review;
	struct cew_subject subject = ui_subject(w, false);
	struct cew_plan *plan = NULL;
	r->columns = width;
	r->error.status = CEW_OK;
	cew_buf_clear(&r->plan);
	if (cew_plan_make(&subject, &plan, &r->error) == CEW_OK)
		cew_plan_write_text(plan, w->app->answers, width, &r->plan, &r->error);
	cew_plan_destroy(plan);
}

static void enter(struct ui_wizard *w)
{
	ui_check_everything(w);
	w->review.columns = -1;
	w->review.chosen = 0;
	w->review.follow = true;
}

/* ---- rows ---- */

static void issue_text(const struct ui_wizard *w, const struct cew_issue *issue, struct cew_buf *out)
{
	const struct cew_field *field = cew_form_field_find(w->app->forms, issue->field);
	cew_buf_fmt(out, "%s%s%s", field ? field->label : "", field ? ": " : "", issue->message);
	if (*issue->remedy)
		cew_buf_fmt(out, " %s", issue->remedy);
}

static int issue_rows(const struct ui_wizard *w, size_t i, int width)
{
	struct cew_buf text;
	cew_buf_init(&text, 4096);
	issue_text(w, issue_at(w, i), &text);
	int rows = cew_wrap_rows(cew_buf_text(&text), width - 4);
	cew_buf_finish(&text);
	return rows;
}

static int row_of_issue(const struct ui_wizard *w, size_t wanted, int width)
{
	int row = 0;
	for (size_t i = 0; i < wanted && i < w->review.issues.list.len; i++)
		row += issue_rows(w, i, width);
	return row;
}

static int summary_rows(const struct ui_wizard *w, int width)
{
	size_t n = w->review.issues.list.len;
	return n ? 2 + row_of_issue(w, n, width) + 1 : 2;
}

static int rows(struct ui_wizard *w, int width)
{
	if (w->review.columns != width)
		make_plan(w, width);
	return summary_rows(w, width) + cew_wrap_rows(cew_buf_text(&w->review.plan), width) + 1;
}

static int focus(struct ui_wizard *w, int width)
{
	if (!w->review.follow || !w->review.issues.list.len)
		return -1;
	return w->review.chosen == 0 ? 0 : 2 + row_of_issue(w, (size_t)w->review.chosen, width);
}

/* ---- drawing ---- */

static void draw_issue(struct ui_wizard *w, const struct ui_pane *p, int row, size_t i)
{
	static const enum ui_mark marks[CEW_SEVERITY_COUNT] = {UI_MARK_ERROR, UI_MARK_WARNING, UI_MARK_NOTE};
	static const enum ui_style styles[CEW_SEVERITY_COUNT] = {UI_BAD, UI_CARE, UI_PLAIN};
	const struct cew_issue *issue = issue_at(w, i);
	struct cew_buf text;
	cew_buf_init(&text, 4096);
	issue_text(w, issue, &text);
	ui_put_mark(p, row, 2, styles[issue->severity], marks[issue->severity]);
	ui_put_wrapped(p, row, 4, -1, -1, UI_PLAIN, cew_buf_text(&text));
	cew_buf_finish(&text);
	if ((int)i == w->review.chosen) {
		ui_put(p, row, 0, 1, UI_FOCUS, ">");
		ui_cursor(p, row, 0);
	}
}

static void draw_summary(struct ui_wizard *w, const struct ui_pane *p, int row)
{
	size_t errors = cew_issues_count(&w->review.issues, CEW_ERROR);
	size_t warnings = cew_issues_count(&w->review.issues, CEW_WARNING);
	if (errors)
		ui_putf(p, row, 0, -1, UI_PLAIN, "To mend before the stack can be created: %zu.", errors);
	else if (warnings)
		ui_putf(p, row, 0, -1, UI_PLAIN, "Nothing stands in the way. %zu warning%s worth reading.", warnings,
		        warnings == 1 ? " is" : "s are");
	else
		ui_put(p, row, 0, -1, UI_PLAIN, "Nothing stands in the way.");
}

static void draw_plan(struct ui_wizard *w, const struct ui_pane *p, int row)
{
	const char *text = cew_buf_text(&w->review.plan);
	if (w->review.error.status != CEW_OK)
		ui_putf(p, row, 0, -1, UI_PLAIN, "The plan could not be made: %s", w->review.error.what);
	else
		ui_put_wrapped(p, row, 0, -1, -1, UI_PLAIN, text);
}

static void draw(struct ui_wizard *w, const struct ui_pane *p, int row)
{
	int plan_row = row + summary_rows(w, p->width);
	draw_summary(w, p, row);
	row += 2;
	for (size_t i = 0; i < w->review.issues.list.len; i++) {
		draw_issue(w, p, row, i);
		row += issue_rows(w, i, p->width);
	}
	draw_plan(w, p, plan_row);
}

/* ---- keys ---- */

static void scroll_by(struct ui_wizard *w, int rows_down)
{
	w->review.follow = false;
	w->scroll += rows_down;
}

static bool choose(struct ui_wizard *w, int to)
{
	if (to < 0 || (size_t)to >= w->review.issues.list.len)
		return false;
	w->review.chosen = to;
	w->review.follow = true;
	return true;
}

static bool key(struct ui_wizard *w, ui_key key)
{
	int page = ui_layout().body.height - 2;
	switch (key) {
	case UI_KEY_DOWN:
		if (!choose(w, w->review.chosen + 1))
			scroll_by(w, 1);
		return true;
	case UI_KEY_UP:
		if (!w->review.follow && w->scroll > 0)
			scroll_by(w, -1);
		else if (!choose(w, w->review.chosen - 1))
			scroll_by(w, -1);
		return true;
	case ' ':
		scroll_by(w, page);
		return true;
	case 'b':
		scroll_by(w, -page);
		return true;
	case UI_KEY_ENTER:
		if (w->review.issues.list.len && *issue_at(w, (size_t)w->review.chosen)->field) {
			char id[64] = "";
			strncpy(id, issue_at(w, (size_t)w->review.chosen)->field, sizeof(id) - 1);
			ui_go_to_field(w, id);
		} else {
			ui_next_page(w);
		}
		return true;
	default:
		return false;
	}
}

const struct ui_view ui_view_review = {
	.rows = rows, .draw = draw, .key = key, .enter = enter, .focus = focus,
	.help = "Enter goes to the field of the chosen line. Space and b scroll. ^N goes on.",
};
