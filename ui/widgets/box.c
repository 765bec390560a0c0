/* box: the window, its panel and its border. */
#include "box.h"

static bool fit(struct ui_box *b, int y, int x, int height, int width)
{
	if (!b->win) {
		b->win = newwin(height, width, y, x);
		b->panel = b->win ? new_panel(b->win) : NULL;
		return b->panel != NULL;
	}
	if (getmaxy(b->win) == height && getmaxx(b->win) == width) {
		move_panel(b->panel, y, x);
		return true;
	}
	WINDOW *win = newwin(height, width, y, x);
	if (!win)
		return false;
	replace_panel(b->panel, win);
	delwin(b->win);
	b->win = win;
	return true;
}

bool ui_box_place(struct ui_box *b, int rows, int columns, int height, int width)
{
	if (!fit(b, (rows - height) / 2, (columns - width) / 2, height, width))
		return false;
	werase(b->win);
	return true;
}

static void put_right(const struct ui_pane *all, const char *text)
{
	int at = all->width - 5 - cew_text_width(text);
	if (at > 2)
		ui_putf(all, 0, at, -1, UI_PLAIN, " %s ", text);
}

void ui_box_frame(const struct ui_box *b, const char *title, const char *right, const char *foot, bool above, bool below)
{
	static const char *const corners[2][4] = {{"+", "+", "+", "+"}, {"┌", "┐", "└", "┘"}};
	int height = getmaxy(b->win), width = getmaxx(b->win);
	struct ui_pane all = ui_pane(b->win, 0, 0, height, width);
	const char *const *corner = corners[ui_marks_is_unicode()];
	ui_fill(&all, 0, 1, width - 2, UI_PLAIN, UI_MARK_HLINE);
	ui_fill(&all, height - 1, 1, width - 2, UI_PLAIN, UI_MARK_HLINE);
	for (int row = 1; row < height - 1; row++) {
		ui_put_mark(&all, row, 0, UI_PLAIN, UI_MARK_VLINE);
		ui_put_mark(&all, row, width - 1, UI_PLAIN, UI_MARK_VLINE);
	}
	ui_put(&all, 0, 0, 1, UI_PLAIN, corner[0]);
	ui_put(&all, 0, width - 1, 1, UI_PLAIN, corner[1]);
	ui_put(&all, height - 1, 0, 1, UI_PLAIN, corner[2]);
	ui_put(&all, height - 1, width - 1, 1, UI_PLAIN, corner[3]);
	int room = width - 4 - (right ? cew_text_width(right) + 3 : 0);
	ui_putf(&all, 0, 2, room, UI_STRONG, " %s ", title);
	if (right)
		put_right(&all, right);
	if (foot)
		ui_putf(&all, height - 1, 2, width - 6, UI_PLAIN, " %s ", foot);
	if (above)
		ui_put_mark(&all, 0, width - 3, UI_PLAIN, UI_MARK_UP);
	if (below)
		ui_put_mark(&all, height - 1, width - 3, UI_PLAIN, UI_MARK_DOWN);
}

struct ui_pane ui_box_inside(const struct ui_box *b)
{
	return ui_pane(b->win, 1, 1 + UI_BOX_INDENT, getmaxy(b->win) - UI_BOX_BORDERS, getmaxx(b->win) - UI_BOX_MARGIN);
}

void ui_box_close(struct ui_box *b)
{
	if (b->panel)
		del_panel(b->panel);
	if (b->win)
		delwin(b->win);
	*b = (struct ui_box){NULL, NULL};
}
