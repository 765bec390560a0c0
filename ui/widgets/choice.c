/* choice: the package table is a choice whose items say something. */
#include "choice.h"

#include <string.h>

enum { SHOW_ALL_MAX = 6 };

static bool shows_all(const struct ui_choice_item *items, size_t count)
{
	if (count > SHOW_ALL_MAX)
		return false;
	for (size_t i = 0; i < count; i++)
		if (items[i].detail)
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

int ui_choice_rows(const struct ui_choice_item *items, size_t count)
{
	return shows_all(items, count) ? (int)count : 1;
}

static int widest(const struct ui_choice_item *items, size_t count)
{
	int width = 0;
	for (size_t i = 0; i < count; i++) {
		int w = cew_text_width(items[i].label);
		width = w > width ? w : width;
	}
	return width;
}

static void draw_all(const struct ui_choice_item *items, size_t count, size_t chosen, const struct ui_pane *p, int row,
                     int column, int width, bool focus)
{
	int labels = widest(items, count);
	for (size_t i = 0; i < count; i++) {
		bool here = i == chosen;
		int y = row + (int)i;
		ui_put_mark(p, y, column, UI_PLAIN, here ? UI_MARK_ON : UI_MARK_OFF);
		int used = ui_put(p, y, column + 2, width - 2, here && focus ? UI_FOCUS : UI_PLAIN, items[i].label);
		int details = labels + 4;
		if (items[i].detail && width - details >= 8 && details > used)
			ui_put(p, y, column + details, width - details, UI_PLAIN, items[i].detail);
		if (here && focus)
			ui_cursor(p, y, column);
	}
}

void ui_choice_draw(const struct ui_choice_item *items, size_t count, size_t chosen, const struct ui_pane *p, int row,
                    int column, int width, bool focus)
{
	if (shows_all(items, count)) {
		draw_all(items, count, chosen, p, row, column, width, focus);
		if (focus && chosen >= count)
			ui_cursor(p, row, column);
		return;
	}
	const char *label = chosen < count ? items[chosen].label : "";
	ui_put_mark(p, row, column, UI_PLAIN, UI_MARK_LEFT);
	int used = ui_put(p, row, column + 2, width - 4, focus ? UI_FOCUS : UI_PLAIN, label);
	ui_put_mark(p, row, column + 3 + used, UI_PLAIN, UI_MARK_RIGHT);
	if (focus)
		ui_cursor(p, row, column);
}

void ui_flag_draw(bool on, const struct ui_pane *p, int row, int column, bool focus)
{
	ui_put(p, row, column, 3, focus ? UI_FOCUS : UI_PLAIN, on ? "[x]" : "[ ]");
	ui_put(p, row, column + 4, 3, UI_PLAIN, on ? "on" : "off");
	if (focus)
		ui_cursor(p, row, column + 1);
}
