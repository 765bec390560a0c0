/* fields: any form page. Labels on the left, answers on the right, what is wrong with the focused one below. */
#include "wizard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>


enum { MARGIN = 2, GAP = 2, LABEL_WRAPPED = 24, VALUE_MIN = 21, FLAG_WIDTH = 8, ASIDE_MAX = 6 };

/* Where things of one field go; rows count from the page's top. */
struct place {
	int label_width;
	int row, rows, value_row, value_column, value_width;
};

/* ---- where things go ---- */

static bool shown(const struct ui_wizard *w, const struct cew_field *field)
{
	return cew_answers_field_shown(w->app->answers, field);
}

/* As wide as the widest label if that leaves room for the answers; else labels are wrapped. */
static int label_width(const struct ui_wizard *w, const struct cew_page *page, int width)
{
	int widest = 0, value = FLAG_WIDTH;
	for (size_t i = 0; i < page->field_count; i++) {
		const struct cew_field *field = &page->fields[i];
		if (!shown(w, field) || field->kind == CEW_FIELD_NOTE)
			continue;
		if (field->kind != CEW_FIELD_FLAG)
			value = VALUE_MIN;
		int label = cew_text_width(field->label);
		bool below = ui_bind_draws_all(field) && ui_bind_width(field) > width - MARGIN - GAP - label;
		if (!below && label > widest)
			widest = label;
	}
	int room = width - MARGIN - GAP - value;
	if (widest <= room)
		return widest;
	return value == FLAG_WIDTH ? room : LABEL_WRAPPED;
}

static struct place place(const struct ui_wizard *w, const struct cew_field *field, int row, int labels, int width)
{
	struct place at = {.label_width = labels, .row = row, .value_row = row, .value_column = MARGIN + labels + GAP};
	at.value_width = width - at.value_column;
	if (field->kind == CEW_FIELD_NOTE) {
		at.value_column = MARGIN;
		at.value_width = width - MARGIN;
	} else if (ui_bind_width(field) > at.value_width) {
		at.label_width = width - MARGIN;
		at.value_row = row + cew_wrap_rows(field->label, at.label_width);
		at.value_column = MARGIN;
		at.value_width = width - at.value_column;
	}
	int rows = at.value_row - row + ui_bind_rows(&w->bound, w->app->answers, field, at.value_width);
	int label_rows = field->kind == CEW_FIELD_NOTE ? 0 : cew_wrap_rows(field->label, at.label_width);
	at.rows = rows > label_rows ? rows : label_rows;
	return at;
}

/* ---- the aside: what is said about the focused field ---- */

static int put_line(const struct ui_pane *p, int row, bool draw, const char *text)
{
	int rows = cew_wrap_rows(text, p->width - MARGIN);
	if (draw)
		ui_put_wrapped(p, row, MARGIN, -1, -1, UI_PLAIN, text);
	return rows;
}

static int put_issue(const struct ui_pane *p, int row, bool draw, const struct cew_issue *issue)
{
	static const struct {
		enum ui_mark mark;
		enum ui_style style;
	} looks[CEW_SEVERITY_COUNT] = {
		[CEW_ERROR] = {UI_MARK_ERROR, UI_BAD},
		[CEW_WARNING] = {UI_MARK_WARNING, UI_CARE},
		[CEW_NOTE] = {UI_MARK_NOTE, UI_PLAIN},
	};
	if (draw)
		ui_put_mark(p, row, 0, looks[issue->severity].style, looks[issue->severity].mark);
	struct cew_buf text;
	cew_buf_init(&text, 4096);
	cew_buf_str(&text, issue->message);
	if (*issue->remedy)
		cew_buf_fmt(&text, " %s", issue->remedy);
	if (issue->suggestion)
		cew_buf_fmt(&text, " (^T takes %s)", strstr(issue->remedy, issue->suggestion) ? "it" : issue->suggestion);
	int rows = put_line(p, row, draw, cew_buf_text(&text));
	cew_buf_finish(&text);
	return rows;
}

static int put_strength(const struct ui_wizard *w, const struct ui_pane *p, int row, bool draw)
{
	const struct cew_field *field = w->aside.field;
	char text[128];
	snprintf(text, sizeof(text), "%s%s^R shows it%s", w->aside.strength >= 0 ? cew_secret_strength_name(w->aside.strength) : "",
	         w->aside.strength >= 0 ? ": " : "", field->generate ? ", ^T makes one" : "");
	return put_line(p, row, draw, text);
}

static int put_ruler(const struct ui_wizard *w, const struct ui_pane *p, int row, bool draw)
{
	const struct cew_ruler *ruler = &w->aside.ruler;
	long n = labs(ruler->left);
	char text[256];
	snprintf(text, sizeof(text), "%ld character%s %s for %s (%s, at most %zu)", n, n == 1 ? "" : "s",
	         ruler->left < 0 ? "too many" : "left", ruler->prefix, ruler->what, ruler->limit);
	if (draw && ruler->left < 0)
		ui_put_mark(p, row, 0, UI_BAD, UI_MARK_ERROR);
	return put_line(p, row, draw, text);
}

/* An error tells the same as a ruler that has run out, and what to do besides. */
static bool ruler_says_more(const struct ui_aside *a)
{
	return a->has_ruler && (a->ruler.left >= 0 || cew_issues_count(&a->issues, CEW_ERROR) == 0);
}

/* Draws it, or (draw false) only counts its rows. */
static int aside(const struct ui_wizard *w, const struct ui_pane *p, bool draw)
{
	const struct ui_aside *a = &w->aside;
	int row = 0;
	if (!a->field)
		return 0;
	for (size_t i = 0; i < a->issues.list.len && i < 2; i++)
		row += put_issue(p, row, draw, cew_issues_at(&a->issues, i));
	if (ruler_says_more(a))
		row += put_ruler(w, p, row, draw);
	if (a->field->kind == CEW_FIELD_SECRET)
		row += put_strength(w, p, row, draw);
	return row;
}

/* ---- drawing ---- */

static int draw_title(struct ui_wizard *w, const struct ui_pane *p, bool draw)
{
	const struct cew_page *page = ui_step_current(w)->page;
	int row = 2;
	if (draw) {
		struct cew_buf guide;
		cew_buf_init(&guide, 256);
		for (size_t i = 0; i < page->guide_count; i++)
			cew_buf_fmt(&guide, "%s%s", i ? ", " : "guide ", page->guide[i]);
		int width = cew_text_width(cew_buf_text(&guide));
		int used = ui_put(p, 0, 0, -1, UI_STRONG, page->title);
		if (used + GAP + width <= p->width)
			ui_put(p, 0, p->width - width, -1, UI_PLAIN, cew_buf_text(&guide));
		cew_buf_finish(&guide);
	}
	if (!page->intro)
		return row;
	if (draw)
		ui_put_wrapped(p, row, 0, -1, -1, UI_PLAIN, page->intro);
	return row + cew_wrap_rows(page->intro, p->width) + 1;
}

static void draw_mark(struct ui_wizard *w, const struct ui_pane *p, int row, const struct cew_field *field)
{
	if (w->bound.field == field || w->bound.left_field == field)
		return; /* it has the focus mark; or is complained about when typing rests */
	const struct ui_step *step = ui_step_current(w);
	enum cew_severity worst = CEW_NOTE;
	for (size_t i = 0; i < step->issues.list.len; i++) {
		const struct cew_issue *issue = cew_issues_at(&step->issues, i);
		if (strcmp(issue->field, field->id) == 0 && issue->severity < worst)
			worst = issue->severity;
	}
	if (worst == CEW_NOTE || !ui_step_complains(step, field->id))
		return;
	ui_put_mark(p, row, 0, worst == CEW_ERROR ? UI_BAD : UI_CARE, worst == CEW_ERROR ? UI_MARK_ERROR : UI_MARK_WARNING);
}

static int cursor_row(const struct ui_wizard *w, const struct place *at)
{
	return at->value_row + ui_bind_cursor_row(&w->bound, at->value_width);
}

static void draw_field(struct ui_wizard *w, const struct ui_pane *p, const struct cew_field *field, const struct place *at)
{
	if (field->kind != CEW_FIELD_NOTE) {
		draw_mark(w, p, at->row, field);
		ui_put_wrapped(p, at->row, MARGIN, at->label_width, -1, UI_PLAIN, field->label);
	}
	if (w->bound.field == field) /* of shown choices the one that is chosen, without a style of its own: less to send */
		ui_put(p, ui_bind_draws_all(field) ? cursor_row(w, at) : at->row, 0, 1, UI_FOCUS, ">");
	ui_bind_draw(&w->bound, w->app->answers, field, p, at->value_row, at->value_column, at->value_width);
}

/* One walk over the page serves measuring and drawing, so that the two cannot differ. */
static int walk(struct ui_wizard *w, const struct ui_pane *p, bool draw, int *focus_row)
{
	const struct cew_page *page = ui_step_current(w)->page;
	int labels = label_width(w, page, p->width);
	int row = draw_title(w, p, draw);
	for (size_t i = 0; i < page->field_count; i++) {
		const struct cew_field *field = &page->fields[i];
		if (!shown(w, field))
			continue;
		struct place at = place(w, field, row, labels, p->width);
		if (draw)
			draw_field(w, p, field, &at);
		if (w->bound.field == field)
			*focus_row = cursor_row(w, &at);
		row += at.rows;
	}
	row += ui_identity_draw(w, p, row, draw);
	const struct ui_view *view = ui_view_of(page);
	if (!view)
		return row;
	if (page->field_count)
		row++;
	int in_view = view->focus ? view->focus(w, p->width) : -1;
	if (in_view >= 0)
		*focus_row = row + in_view;
	if (draw)
		view->draw(w, p, row);
	return row + view->rows(w, p->width);
}

static void follow(struct ui_wizard *w, const struct ui_pane *p, int total, int focus_row)
{
	int first_field = 3; /* going back to the top shows the title again */
	if (focus_row >= 0 && focus_row < w->scroll + 1)
		w->scroll = focus_row <= first_field ? 0 : focus_row - 1;
	if (focus_row >= w->scroll + p->height)
		w->scroll = focus_row - p->height + 1;
	int last = total > p->height ? total - p->height : 0;
	w->scroll = w->scroll > last ? last : w->scroll;
	w->scroll = w->scroll < 0 ? 0 : w->scroll;
}

/* Right below the page where there is room, else at the bottom, in front of what scrolls. */
static void draw_aside(struct ui_wizard *w, struct ui_pane *p, int total)
{
	int said = aside(w, p, false);
	if (said > ASIDE_MAX)
		said = ASIDE_MAX;
	if (!said)
		return;
	int row = total + 1 + said <= p->height ? total + 1 : p->height - said;
	struct ui_pane below = ui_pane(p->win, p->y + row, p->x, said, p->width);
	aside(w, &below, true);
	p->height = row - 1;
}

void ui_fields_draw(struct ui_wizard *w, const struct ui_layout *l)
{
	struct ui_pane p = l->body;
	int focus_row = -1;
	int total = walk(w, &p, false, &focus_row);
	draw_aside(w, &p, total);
	follow(w, &p, total, focus_row);
	if (!w->bound.field)
		ui_cursor(&p, 0, 0);
	p.scroll = w->scroll;
	walk(w, &p, true, &focus_row);
	struct ui_pane edge = ui_pane(p.win, p.y, p.x + p.width, p.height, 1);
	if (w->scroll > 0)
		ui_put_mark(&edge, 0, 0, UI_PLAIN, UI_MARK_UP);
	if (w->scroll + p.height < total)
		ui_put_mark(&edge, p.height - 1, 0, UI_PLAIN, UI_MARK_DOWN);
}
