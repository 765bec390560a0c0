/* list: cells in reading order; one line editor serves the cell that has the focus. */
#include "list.h"

#include <string.h>

enum { GAP = 3 /* " = " */, SPARE = 2 };

static size_t count(const struct ui_list_owner *owner)
{
	return owner->count(owner->ctx);
}

static const char *cell(const struct ui_list_owner *owner, size_t row, int column)
{
	return row < count(owner) ? owner->text(owner->ctx, row, column) : "";
}

static void load(struct ui_list *l)
{
	ui_line_set(&l->line, cell(&l->owner, l->row, l->column));
}

static bool row_empty(const struct ui_list *l, size_t row)
{
	return !*cell(&l->owner, row, 0) && !(l->pairs && *cell(&l->owner, row, 1));
}

void ui_list_begin(struct ui_list *l, const struct ui_list_owner *owner, bool pairs, bool at_end)
{
	memset(l, 0, sizeof(*l));
	l->owner = *owner;
	l->pairs = pairs;
	l->row = at_end ? count(owner) : 0;
	l->rows = (int)count(owner) + SPARE;
	load(l);
}

void ui_list_finish(struct ui_list *l)
{
	for (size_t row = count(&l->owner); row-- > 0;)
		if (row_empty(l, row))
			l->owner.remove(l->owner.ctx, row);
	ui_line_finish(&l->line);
}

void ui_list_rested(struct ui_list *l)
{
	l->rows = (int)count(&l->owner) + SPARE;
	ui_line_rested(&l->line);
	l->left.first = 0;
}

/* An emptied line goes when the focus leaves it; the one that followed takes its place. */
static bool drop_if_empty(struct ui_list *l)
{
	if (l->row >= count(&l->owner) || !row_empty(l, l->row))
		return false;
	l->owner.remove(l->owner.ctx, l->row);
	return true;
}

struct ui_scrolled ui_list_scrolled(const struct ui_list *l)
{
	bool scrolled = l->line.first > 0 && l->line.first < l->line.len;
	return (struct ui_scrolled){l->row, l->column, scrolled ? l->line.first : 0};
}

static bool go(struct ui_list *l, size_t row, int column)
{
	l->left = ui_list_scrolled(l);
	l->row = row;
	l->column = column;
	load(l);
	return true;
}

bool ui_list_down(struct ui_list *l)
{
	int column = l->column;
	if (l->row >= count(&l->owner))
		return false;
	return go(l, drop_if_empty(l) ? l->row : l->row + 1, column);
}

bool ui_list_up(struct ui_list *l)
{
	drop_if_empty(l);
	return l->row > 0 && go(l, l->row - 1, l->column);
}

bool ui_list_next(struct ui_list *l)
{
	bool more_in_row = l->pairs && l->column == 0 && l->row < count(&l->owner) && !row_empty(l, l->row);
	if (more_in_row)
		return go(l, l->row, 1);
	l->column = 0;
	return ui_list_down(l);
}

bool ui_list_previous(struct ui_list *l)
{
	if (l->column == 1)
		return go(l, l->row, 0);
	drop_if_empty(l);
	return l->row > 0 && go(l, l->row - 1, l->pairs);
}

/* Every line of a paste but the last ends its own entry; in pairs "key=value" and "key: value" are taken apart. */
static void take_line(struct ui_list *l, const char *text, size_t len)
{
	const char *sign = l->pairs && l->column == 0 ? memchr(text, '=', len) : NULL;
	size_t part = sign ? (size_t)(sign - text) : len;
	ui_line_key(&l->line, UI_KEY_PASTE, text, part);
	l->owner.put(l->owner.ctx, l->row, l->column, l->line.text);
	if (!sign)
		return;
	go(l, l->row, 1);
	ui_line_key(&l->line, UI_KEY_PASTE, sign + 1, len - part - 1);
	l->owner.put(l->owner.ctx, l->row, l->column, l->line.text);
}

static unsigned take_paste(struct ui_list *l, const char *text, size_t len)
{
	while (len > 0) {
		const char *newline = memchr(text, '\n', len);
		size_t part = newline ? (size_t)(newline - text) : len;
		if (part > 0)
			take_line(l, text, part);
		bool more = part + 1 < len;
		if (more && part > 0) {
			l->column = 0;
			ui_list_down(l);
		}
		text += more ? part + 1 : len;
		len -= more ? part + 1 : len;
	}
	return UI_USED | UI_CHANGED;
}

void ui_list_take(struct ui_list *l, const char *text)
{
	l->owner.put(l->owner.ctx, l->row, l->column, text);
	load(l);
	ui_list_next(l);
}

unsigned ui_list_key(struct ui_list *l, ui_key key, const char *paste, size_t paste_len)
{
	if (key == UI_KEY_PASTE)
		return take_paste(l, paste, paste_len);
	unsigned handled = ui_line_key(&l->line, key, paste, paste_len);
	if (handled & UI_CHANGED)
		l->owner.put(l->owner.ctx, l->row, l->column, l->line.text);
	return handled;
}

int ui_list_rows(const struct ui_list *l, const struct ui_list_owner *owner)
{
	int rows = l ? l->rows : (int)count(owner) + SPARE;
	return l && l->rows <= (int)l->row ? (int)l->row + 1 : rows;
}

/* Where cells go on the screen. */
struct grid {
	const struct ui_list_owner *owner;
	const struct ui_pane *pane;
	const struct ui_scrolled *left;
	int row, column[2], width[2];
};

static void draw_cell(const struct grid *g, struct ui_list *l, size_t row, int column)
{
	int y = g->row + (int)row, x = g->column[column], width = g->width[column];
	bool scrolled = g->left->row == row && g->left->column == column;
	if (l && l->row == row && l->column == column)
		ui_line_draw(&l->line, g->pane, y, x, width);
	else
		ui_line_show(g->pane, y, x, width, cell(g->owner, row, column), scrolled ? g->left->first : 0, false);
}

void ui_list_draw(struct ui_list *l, const struct ui_list_owner *owner, bool pairs, const struct ui_scrolled *left,
                  const struct ui_pane *p, int row, int column, int width, const char *placeholder)
{
	size_t n = count(owner);
	int keys = pairs ? (width - GAP) * 2 / 5 : width;
	struct grid g = {owner, p, l ? &l->left : left, row, {column, column + keys + GAP}, {keys, width - keys - GAP}};
	for (size_t i = 0; i <= n; i++) {
		int y = row + (int)i;
		bool here = l && l->row == i;
		if (i == n && !here) {
			if (n == 0 && placeholder)
				ui_put(p, y, column, width, UI_FAINT, placeholder);
			break;
		}
		draw_cell(&g, l, i, 0);
		if (!pairs)
			continue;
		ui_put(p, y, column + keys + 1, 1, UI_FAINT, "=");
		draw_cell(&g, l, i, 1);
	}
}
