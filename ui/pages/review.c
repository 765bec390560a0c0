/* review: every issue with a way to its field, and below them the plan. */
#include "wizard.h"

#include <string.h>


static void make_plan(struct ui_wizard *w, int width)
{
	struct ui_review *r = &w->review;
	struct cew_subject subject = ui_subject(w, false);
	struct cew_plan *plan = NULL;
	r->columns = width;
	r->error.status = CEW_OK;
	cew_buf_clear(&r->plan);
	ui_making_say(w, &r->plan);
	cew_buf_str(&r->plan, r->plan.len ? "\n" : "");
	if (cew_plan_make(&subject, &plan, &r->error) == CEW_OK)
		cew_plan_write_text(plan, w->app->answers, width, &r->plan, &r->error);
	cew_plan_destroy(plan);
}

static void enter(struct ui_wizard *w)
{
	ui_check_everything(w);
	w->review.columns = -1;
	ui_issues_begin(&w->review.cursor);
}

/* ---- rows ---- */

static int summary_rows(const struct ui_wizard *w, int width)
{
	return w->review.issues.list.len ? 2 + ui_issues_rows(w, &w->review.issues, width) + 1 : 2;
}

static int rows(struct ui_wizard *w, int width)
{
	if (w->review.columns != width)
		make_plan(w, width);
	return summary_rows(w, width) + cew_wrap_rows(cew_buf_text(&w->review.plan), width) + 1;
}

static int focus(struct ui_wizard *w, int width)
{
	return ui_issues_focus(w, &w->review.issues, &w->review.cursor, width, 2);
}

/* ---- drawing ---- */

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
	ui_issues_draw(w, &w->review.issues, &w->review.cursor, p, row + 2);
	draw_plan(w, p, plan_row);
}

static bool key(struct ui_wizard *w, ui_key key)
{
	return ui_issues_key(w, &w->review.issues, &w->review.cursor, key);
}

const struct ui_view ui_view_review = {
	.rows = rows, .draw = draw, .key = key, .enter = enter, .focus = focus,
	.help = "Enter goes to the field of the chosen line. Space and b scroll. ^N goes on.",
};
