/* draw: the only place that hands text to curses. */
#include "draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>


static attr_t styles[UI_STYLE_COUNT];

static attr_t plain_attributes(unsigned bits)
{
	attr_t attr = A_NORMAL;
	if (bits & UI_ATTR_BOLD)
		attr |= A_BOLD;
	if (bits & UI_ATTR_DIM)
		attr |= A_DIM;
	if (bits & UI_ATTR_REVERSE)
		attr |= A_REVERSE;
	return attr;
}

void ui_draw_styles(void)
{
	const char *no_color = getenv("NO_COLOR");
	bool colours = !(no_color && *no_color) && has_colors();
	if (colours) {
		start_color();
		use_default_colors();
	}
	for (short i = 0; i < UI_STYLE_COUNT; i++) {
		styles[i] = plain_attributes(ui_looks[i].attributes);
		if (!colours || ui_looks[i].colour < 0)
			continue;
		short pair = (short)(i + 1);
		init_pair(pair, ui_looks[i].colour, -1);
		styles[i] |= (attr_t)COLOR_PAIR(pair);
	}
}

attr_t ui_style(enum ui_style style)
{
	return styles[style];
}

struct ui_pane ui_pane(WINDOW *win, int y, int x, int height, int width)
{
	return (struct ui_pane){.win = win, .y = y, .x = x, .height = height < 0 ? 0 : height, .width = width < 0 ? 0 : width};
}

struct ui_pane ui_pane_inset(const struct ui_pane *p, int left, int width)
{
	struct ui_pane inset = *p;
	inset.x += left;
	inset.width -= left;
	if (width >= 0 && width < inset.width)
		inset.width = width;
	if (inset.width < 0)
		inset.width = 0;
	return inset;
}

static bool visible(const struct ui_pane *p, int row, int column)
{
	int y = row - p->scroll;
	return y >= 0 && y < p->height && column >= 0 && column < p->width;
}

/* Makes of UTF-8 what this terminal can show, at most `columns` columns of it. */
static size_t to_wide(const char *text, size_t len, int columns, wchar_t *out, size_t max, int *used)
{
	size_t n = 0;
	int width = 0;
	for (size_t at = 0; at < len && n + 1 < max;) {
		uint32_t code = cew_utf8_next(text, len, &at);
		if (code < 0x20 || (code >= 0x7f && code < 0xa0) || cew_utf8_turns(code))
			code = '?';
		int w = cew_utf8_width(code);
		if (code >= 0x80 && !ui_marks_is_unicode()) {
			if (w == 0)
				continue;
			code = (unsigned char)*ui_ascii_for(code);
			w = 1;
		}
		if (width + w > columns)
			break;
		out[n++] = (wchar_t)code;
		width += w;
	}
	out[n] = 0;
	*used = width;
	return n;
}

static int width_of(const char *text, size_t len)
{
	int used = 0;
	cew_text_prefix(text, len, 1 << 20, &used);
	return used;
}

int ui_put_n(const struct ui_pane *p, int row, int column, int width, enum ui_style style, const char *text, size_t len)
{
	if (!visible(p, row, column))
		return 0;
	int room = p->width - column;
	if (width < 0 || width > room)
		width = room;
	bool cut = width_of(text, len) > width;
	wchar_t wide[1024];
	int used = 0;
	size_t n = to_wide(text, len, cut ? width - 1 : width, wide, CEW_COUNT(wide), &used);
	wattr_set(p->win, ui_style(style) & A_ATTRIBUTES & ~A_COLOR, (short)PAIR_NUMBER((int)ui_style(style)), NULL);
	mvwaddnwstr(p->win, p->y + row - p->scroll, p->x + column, wide, (int)n);
	if (cut && width > 0) {
		n = to_wide(ui_mark(UI_MARK_MORE), strlen(ui_mark(UI_MARK_MORE)), 1, wide, CEW_COUNT(wide), &room);
		mvwaddnwstr(p->win, p->y + row - p->scroll, p->x + column + used, wide, (int)n);
		used++;
	}
	wattr_set(p->win, A_NORMAL, 0, NULL);
	return used;
}

int ui_put(const struct ui_pane *p, int row, int column, int width, enum ui_style style, const char *text)
{
	return ui_put_n(p, row, column, width, style, text, strlen(text));
}

int ui_putf(const struct ui_pane *p, int row, int column, int width, enum ui_style style, const char *fmt, ...)
{
	char text[1024];
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	return ui_put(p, row, column, width, style, text);
}

void ui_put_mark(const struct ui_pane *p, int row, int column, enum ui_style style, enum ui_mark mark)
{
	ui_put(p, row, column, 1, style, ui_mark(mark));
}

void ui_fill(const struct ui_pane *p, int row, int column, int width, enum ui_style style, enum ui_mark mark)
{
	for (int i = 0; i < width && column + i < p->width; i++)
		ui_put_mark(p, row, column + i, style, mark);
}

void ui_restyle(const struct ui_pane *p, int row, int column, int width, enum ui_style style)
{
	if (!visible(p, row, column))
		return;
	if (width < 0 || width > p->width - column)
		width = p->width - column;
	mvwchgat(p->win, p->y + row - p->scroll, p->x + column, width, ui_style(style) & ~A_COLOR,
	         (short)PAIR_NUMBER((int)ui_style(style)), NULL);
}

int ui_put_wrapped(const struct ui_pane *p, int row, int column, int width, int max_rows, enum ui_style style,
                   const char *text)
{
	if (width < 0 || width > p->width - column)
		width = p->width - column;
	if (width <= 0)
		return 0;
	size_t at = 0, len = strlen(text);
	struct cew_span line;
	int rows = 0;
	while ((max_rows < 0 || rows < max_rows) && cew_wrap_next(text, len, width, &at, &line)) {
		bool last = max_rows >= 0 && rows + 1 == max_rows && at < len;
		/* On the last row that may be used the rest is put as it is: putting cuts it and marks the cut. */
		ui_put_n(p, row + rows, column, width, style, text + line.at, last ? len - line.at : line.len);
		rows++;
	}
	return rows;
}

void ui_edges(const struct ui_pane *p, int first, int total)
{
	struct ui_pane edge = ui_pane(p->win, p->y, p->x + p->width, p->height, 1);
	if (first > 0)
		ui_put_mark(&edge, 0, 0, UI_PLAIN, UI_MARK_UP);
	if (first + p->height < total)
		ui_put_mark(&edge, p->height - 1, 0, UI_PLAIN, UI_MARK_DOWN);
}

/* Writing moves a window's cursor along, so the place is remembered and taken when all is drawn. */
static struct {
	WINDOW *win;
	int y, x;
} cursor;

void ui_cursor(const struct ui_pane *p, int row, int column)
{
	if (column >= p->width)
		column = p->width - 1;
	if (!visible(p, row, column))
		return;
	cursor.win = p->win;
	cursor.y = p->y + row - p->scroll;
	cursor.x = p->x + column;
}

void ui_cursor_place(void)
{
	if (cursor.win)
		wmove(cursor.win, cursor.y, cursor.x);
	cursor.win = NULL;
}
