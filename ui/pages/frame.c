/* frame: what every page has around it: header, sidebar of steps, help, keys. */
#include "wizard.h"

#include <stdio.h>
#include <string.h>

enum { SIDEBAR = 20, TALL = 24 };

struct ui_layout ui_layout(void)
{
	struct ui_layout l = {.rows = getmaxy(stdscr), .columns = getmaxx(stdscr)};
	l.sidebar = l.columns >= UI_SIDEBAR_FROM ? SIDEBAR : 0;
	int help = l.rows >= TALL ? 2 : 1;
	int body_rows = l.rows - 2 - 1 - help - 1; /* header and rule, rule, help, keys */
	int left = l.sidebar ? l.sidebar + 2 : 1;
	l.header = ui_pane(stdscr, 0, 0, 1, l.columns);
	l.body = ui_pane(stdscr, 2, left, body_rows, l.columns - left - 1);
	l.help = ui_pane(stdscr, 2 + body_rows + 1, 1, help, l.columns - 2);
	l.keys = ui_pane(stdscr, l.rows - 1, 1, 1, l.columns - 2);
	return l;
}

void ui_rule(int row, int columns)
{
	struct ui_pane all = ui_pane(stdscr, row, 0, 1, columns);
	ui_fill(&all, 0, 0, columns, UI_PLAIN, UI_MARK_HLINE);
}

static void identity_text(const struct ui_wizard *w, struct cew_buf *out)
{
	if (w->identity.known)
		cew_buf_fmt(out, "%s as %s", w->identity.account, w->identity.name);
	else if (w->identity.failed)
		cew_buf_str(out, "not signed in");
}

static void draw_header(struct ui_wizard *w, const struct ui_layout *l)
{
	char number[32];
	size_t pages, page = ui_step_number(w, &pages);
	snprintf(number, sizeof(number), "%zu/%zu", page, pages);
	int right = l->columns - 1 - (int)strlen(number);
	ui_put(&l->header, 0, right, -1, UI_PLAIN, number);
	struct cew_buf text;
	cew_buf_init(&text, 1024);
	cew_buf_fmt(&text, "%s  ", w->aside.title);
	identity_text(w, &text);
	int at = 1 + ui_put(&l->header, 0, 1, -1, UI_STRONG, "cewizard");
	ui_put(&l->header, 0, at, right - at - 1, UI_PLAIN, cew_buf_text(&text));
	cew_buf_finish(&text);
}

/* ---- sidebar ---- */

static bool is_done(const struct ui_wizard *w, const struct ui_step *step)
{
	if (step->page->view == CEW_VIEW_PREFLIGHT)
		return ui_preflight_verdict(w) == UI_VERDICT_FINE && !cew_preflight_error(w->preflight.checks);
	return step->visited && (step->page->field_count || step->page->view == CEW_VIEW_REVIEW);
}

static void draw_step(struct ui_wizard *w, const struct ui_pane *p, int row, size_t i)
{
	const struct ui_step *step = ui_step_at(w, i);
	size_t errors = ui_step_errors(w, step);
	if (i == w->step)
		ui_put_mark(p, row, 1, UI_PLAIN, UI_MARK_HERE);
	else if (errors)
		ui_put_mark(p, row, 1, UI_BAD, UI_MARK_ERROR);
	else if (is_done(w, step))
		ui_put_mark(p, row, 1, UI_GOOD, UI_MARK_DONE);
	ui_put(p, row, 3, 15, UI_PLAIN, step->page->step);
	if (errors)
		ui_putf(p, row, SIDEBAR - (errors > 99 ? 4 : errors > 9 ? 3 : 2), -1, UI_BAD, errors > 99 ? "99+" : "%zu", errors);
}

static void draw_sidebar(struct ui_wizard *w, const struct ui_layout *l)
{
	if (!l->sidebar)
		return;
	struct ui_pane p = ui_pane(stdscr, l->body.y, 0, l->body.height, l->sidebar + 1);
	int here = 0, total = 0;
	for (size_t i = 0; i < w->steps.len; i++) {
		if (!ui_step_shown(w, i))
			continue;
		if (i == w->step)
			here = total;
		total++;
	}
	if (total > p.height) {
		p.scroll = here - p.height / 2;
		p.scroll = p.scroll > total - p.height ? total - p.height : p.scroll;
		p.scroll = p.scroll < 0 ? 0 : p.scroll;
	}
	int row = 0;
	for (size_t i = 0; i < w->steps.len; i++)
		if (ui_step_shown(w, i))
			draw_step(w, &p, row++, i);
	for (row = 0; row < p.height; row++)
		ui_put_mark(&p, row + p.scroll, l->sidebar, UI_PLAIN, UI_MARK_VLINE);
}

/* ---- foot ---- */

void ui_foot_draw(struct ui_wizard *w, const struct ui_layout *l, const char *help)
{
	ui_rule(l->help.y - 1, l->columns);
	if (*w->flash)
		ui_put_wrapped(&l->help, 0, 0, -1, l->help.height, UI_STRONG, w->flash);
	else
		ui_put_wrapped(&l->help, 0, 0, -1, l->help.height, UI_PLAIN, help);
	struct cew_buf keys;
	cew_buf_init(&keys, 1024);
	ui_key_line(w, l->keys.width, &keys);
	ui_put(&l->keys, 0, 0, -1, UI_PLAIN, cew_buf_text(&keys));
	cew_buf_finish(&keys);
}

static const char *help_text(const struct ui_wizard *w)
{
	const struct cew_page *page = ui_step_current(w)->page;
	if (w->aside.field)
		return w->aside.field->help ? w->aside.field->help : "";
	const struct ui_view *view = ui_view_of(page);
	return view && view->help ? view->help : "";
}

void ui_frame_draw(struct ui_wizard *w, const struct ui_layout *l)
{
	draw_header(w, l);
	ui_rule(1, l->columns);
	draw_sidebar(w, l);
	ui_foot_draw(w, l, help_text(w));
}

static void draw_pages(struct ui_wizard *w, const struct ui_layout *l)
{
	ui_frame_draw(w, l);
	ui_fields_draw(w, l);
}

static bool pages_key(struct ui_wizard *w, ui_key key, const char *paste, size_t paste_len)
{
	unsigned handled = ui_bind_key(&w->bound, key, paste, paste_len);
	if (handled & UI_CHANGED)
		ui_field_changed(w);
	if (handled)
		return true;
	const struct ui_view *view = ui_view_of(ui_step_current(w)->page);
	return view && view->key && view->key(w, key);
}

const struct ui_screen ui_screen_pages = {draw_pages, pages_key};

const struct ui_view *ui_view_of(const struct cew_page *page)
{
	static const struct ui_view *const views[CEW_PAGE_VIEW_COUNT] = {
		[CEW_VIEW_FIELDS] = NULL,
		[CEW_VIEW_NETWORK] = &ui_view_network,
		[CEW_VIEW_REVIEW] = &ui_view_review,
		[CEW_VIEW_ACKNOWLEDGE] = &ui_view_acknowledge,
		[CEW_VIEW_PREFLIGHT] = &ui_view_preflight,
		[CEW_VIEW_EVENTS] = &ui_view_create,
		[CEW_VIEW_ACCESS] = &ui_view_access,
	};
	return views[page->view];
}
