/* issues: a list of them on a page, each with a way to its field; below it the page goes on and can be scrolled. */
#include "wizard.h"

#include <string.h>

enum { ISSUE_TEXT_MAX = 16 * 1024, INDENT = 4 };

void ui_issues_begin(struct ui_issue_cursor *c)
{
	*c = (struct ui_issue_cursor){.chosen = 0, .follow = true};
}

/* ---- rows ---- */

static void issue_text(const struct ui_wizard *w, const struct cew_issue *issue, struct cew_buf *out)
{
	const struct cew_field *field = cew_form_field_find(w->app->forms, issue->field);
	cew_buf_fmt(out, "%s%s%s", field ? field->label : "", field ? ": " : "", issue->message);
	if (*issue->remedy)
		cew_buf_fmt(out, " %s", issue->remedy);
}

static int issue_rows(const struct ui_wizard *w, const struct cew_issue *issue, int width)
{
	struct cew_buf text;
	cew_buf_init(&text, ISSUE_TEXT_MAX);
	issue_text(w, issue, &text);
	int rows = cew_wrap_rows(cew_buf_text(&text), width - INDENT);
	cew_buf_finish(&text);
	return rows;
}

static int row_of(const struct ui_wizard *w, const struct cew_issues *issues, size_t wanted, int width)
{
	int row = 0;
	for (size_t i = 0; i < wanted && i < issues->list.len; i++)
		row += issue_rows(w, cew_issues_at(issues, i), width);
	return row;
}

int ui_issues_rows(const struct ui_wizard *w, const struct cew_issues *issues, int width)
{
	return row_of(w, issues, issues->list.len, width);
}

int ui_issues_focus(const struct ui_wizard *w, const struct cew_issues *issues, const struct ui_issue_cursor *c, int width,
                    int above)
{
	if (!c->follow || !issues->list.len)
		return -1;
	return c->chosen == 0 ? 0 : above + row_of(w, issues, (size_t)c->chosen, width);
}

/* ---- drawing ---- */

static void draw_issue(const struct ui_wizard *w, const struct ui_pane *p, int row, const struct cew_issue *issue)
{
	static const enum ui_mark marks[CEW_SEVERITY_COUNT] = {UI_MARK_ERROR, UI_MARK_WARNING, UI_MARK_NOTE};
	static const enum ui_style styles[CEW_SEVERITY_COUNT] = {UI_BAD, UI_CARE, UI_PLAIN};
	struct cew_buf text;
	cew_buf_init(&text, ISSUE_TEXT_MAX);
	issue_text(w, issue, &text);
	ui_put_mark(p, row, 2, styles[issue->severity], marks[issue->severity]);
	ui_put_wrapped(p, row, INDENT, -1, -1, UI_PLAIN, cew_buf_text(&text));
	cew_buf_finish(&text);
}

void ui_issues_draw(const struct ui_wizard *w, const struct cew_issues *issues, const struct ui_issue_cursor *c,
                    const struct ui_pane *p, int row)
{
	for (size_t i = 0; i < issues->list.len; i++) {
		draw_issue(w, p, row, cew_issues_at(issues, i));
		if ((int)i == c->chosen) {
			ui_put(p, row, 0, 1, UI_FOCUS, ">");
			ui_cursor(p, row, 0);
		}
		row += issue_rows(w, cew_issues_at(issues, i), p->width);
	}
}

/* ---- keys ---- */

static void scroll_by(struct ui_wizard *w, struct ui_issue_cursor *c, int rows_down)
{
	c->follow = false;
	w->scroll += rows_down;
}

static bool choose(const struct cew_issues *issues, struct ui_issue_cursor *c, int to)
{
	if (to < 0 || (size_t)to >= issues->list.len)
		return false;
	c->chosen = to;
	c->follow = true;
	return true;
}

static void go_there(struct ui_wizard *w, const struct cew_issues *issues, const struct ui_issue_cursor *c)
{
	const struct cew_issue *issue = issues->list.len ? cew_issues_at(issues, (size_t)c->chosen) : NULL;
	char id[64] = "";
	if (issue && cew_form_field_find(w->app->forms, issue->field))
		strncpy(id, issue->field, sizeof(id) - 1);
	if (*id)
		ui_go_to_field(w, id);
	else
		ui_next_page(w);
}

bool ui_issues_key(struct ui_wizard *w, const struct cew_issues *issues, struct ui_issue_cursor *c, ui_key key)
{
	int page = ui_layout().body.height - 2;
	switch (key) {
	case UI_KEY_DOWN:
		if (!choose(issues, c, c->chosen + 1))
			scroll_by(w, c, 1);
		return true;
	case UI_KEY_UP:
		if ((!c->follow && w->scroll > 0) || !choose(issues, c, c->chosen - 1))
			scroll_by(w, c, -1);
		return true;
	case ' ':
		scroll_by(w, c, page);
		return true;
	case 'b':
		scroll_by(w, c, -page);
		return true;
	case UI_KEY_ENTER:
		go_there(w, issues, c);
		return true;
	default:
		return false;
	}
}
