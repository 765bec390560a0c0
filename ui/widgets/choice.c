/* choice: the package table is a choice whose items say something. */
#include "choice.h"


enum { SHOW_ALL_MAX = 6, MARK = 2, GAP = 2, DETAIL_INDENT = 4 };

static struct ui_choice_item item_at(const struct ui_choices *c, size_t i)
{
	return c->at(c->ctx, i);
}

bool ui_choice_shows_all(const struct ui_choices *c)
{
	if (c->count > SHOW_ALL_MAX)
		return false;
	for (size_t i = 0; i < c->count; i++)
		if (item_at(c, i).detail)
			return true;
	return false;
}

size_t ui_choice_key(size_t chosen, size_t count, ui_key key, bool *used)
{
	*used = count > 0 && (key == UI_KEY_LEFT || key == UI_KEY_RIGHT || key == ' ');
	if (!*used)
		return chosen;
	if (chosen >= count)
		return key == UI_KEY_LEFT ? count - 1 : 0;
	return (chosen + (key == UI_KEY_LEFT ? count - 1 : 1)) % count;
}

static int widest(const struct ui_choices *c)
{
	int width = 0;
	for (size_t i = 0; i < c->count; i++) {
		int w = cew_text_width(item_at(c, i).label);
		width = w > width ? w : width;
	}
	return width;
}

int ui_choice_width(const struct ui_choices *c)
{
	int details = 0;
	for (size_t i = 0; i < c->count; i++) {
		const char *detail = item_at(c, i).detail;
		int w = detail ? cew_text_width(detail) : 0;
		details = w > details ? w : details;
	}
	return widest(c) + MARK + (details ? GAP + details : 0);
}

static int item_rows(struct ui_choice_item item, int width, bool beside)
{
	if (beside || !item.detail)
		return 1;
	return 1 + cew_wrap_rows(item.detail, width - DETAIL_INDENT);
}

int ui_choice_row_of(const struct ui_choices *c, size_t item, int width)
{
	if (!ui_choice_shows_all(c))
		return 0;
	bool beside = ui_choice_width(c) <= width;
	int row = 0;
	for (size_t i = 0; i < item && i < c->count; i++)
		row += item_rows(item_at(c, i), width, beside);
	return row;
}

int ui_choice_rows(const struct ui_choices *c, int width)
{
	return ui_choice_shows_all(c) ? ui_choice_row_of(c, c->count, width) : 1;
}

static void draw_all(const struct ui_choices *c, size_t chosen, size_t at, const struct ui_pane *p, int row, int column,
                     int width, bool focus)
{
	int details = widest(c) + MARK + GAP;
	bool beside = ui_choice_width(c) <= width;
	for (size_t i = 0; i < c->count; i++) {
		struct ui_choice_item item = item_at(c, i);
		ui_put_mark(p, row, column, UI_PLAIN, i == chosen ? UI_MARK_ON : UI_MARK_OFF);
		ui_put(p, row, column + MARK, width - MARK, UI_PLAIN, item.label);
		if (item.detail && beside)
			ui_put(p, row, column + details, width - details, UI_PLAIN, item.detail);
		else if (item.detail)
			ui_put_wrapped(p, row + 1, column + DETAIL_INDENT, width - DETAIL_INDENT, -1, UI_PLAIN, item.detail);
		if (i == at && focus)
			ui_cursor(p, row, column);
		row += item_rows(item, width, beside);
	}
}

void ui_choice_draw(const struct ui_choices *c, size_t chosen, size_t at, const struct ui_pane *p, int row, int column,
                    int width, bool focus)
{
	if (ui_choice_shows_all(c)) {
		draw_all(c, chosen, at, p, row, column, width, focus);
		return;
	}
	const char *label = chosen < c->count ? item_at(c, chosen).label : "";
	ui_put_mark(p, row, column, UI_PLAIN, UI_MARK_LEFT);
	int used = ui_put(p, row, column + 2, width - 4, focus ? UI_FOCUS : UI_PLAIN, label);
	ui_put_mark(p, row, column + 3 + used, UI_PLAIN, UI_MARK_RIGHT);
	if (focus)
		ui_cursor(p, row, column + 2 + used); /* where painting the label has left it */
}

void ui_flag_draw(bool on, const struct ui_pane *p, int row, int column, bool focus)
{
	ui_put(p, row, column, 3, focus ? UI_FOCUS : UI_PLAIN, on ? "[x]" : "[ ]");
	ui_put(p, row, column + 4, 3, UI_PLAIN, on ? "on" : "off");
	if (focus)
		ui_cursor(p, row, column + 1);
}
