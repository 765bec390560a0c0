/* list: an editor of lines, each one value or a key and a value, with an empty line at the end to go on in. */
#ifndef UI_LIST_H
#define UI_LIST_H

#include "line.h"

/* Who keeps the lines: told of each change at once, so that nothing typed is lost. */
struct ui_list_owner {
	size_t (*count)(void *ctx);
	const char *(*text)(void *ctx, size_t row, int column); /* column 0: value or key; 1: a key's value */
	void (*put)(void *ctx, size_t row, int column, const char *text); /* row == count: a new one */
	void (*remove)(void *ctx, size_t row);
	void *ctx;
};

/* A cell that was scrolled when the focus left it. It stays so until typing rests: scrolling back is not worth its bytes. */
struct ui_scrolled {
	size_t row;
	int column;
	size_t first; /* byte of its text; 0: none was */
};

struct ui_list {
	struct ui_list_owner owner;
	bool pairs;
	size_t row;
	int column;
	struct ui_line line; /* of the cell that is being edited */
	struct ui_scrolled left;
	int rows; /* that it takes on the page; changes when typing rests, not with a typed character */
};

void ui_list_begin(struct ui_list *l, const struct ui_list_owner *owner, bool pairs, bool at_end);
/* Leaves: lines without text are removed. */
void ui_list_finish(struct ui_list *l);
void ui_list_rested(struct ui_list *l); /* typing rests */
/* The cell that is being edited, if it is scrolled. */
struct ui_scrolled ui_list_scrolled(const struct ui_list *l);
/* To the cell after or before; false at the end, where the focus goes on to another field. */
bool ui_list_next(struct ui_list *l);
bool ui_list_previous(struct ui_list *l);
/* The same a line at a time. */
bool ui_list_down(struct ui_list *l);
bool ui_list_up(struct ui_list *l);
/* Puts a whole text into the cell that is being edited, and goes on to the next line. */
void ui_list_take(struct ui_list *l, const char *text);
unsigned ui_list_key(struct ui_list *l, ui_key key, const char *paste, size_t paste_len); /* of ui_handled */
/* Rows on the page: the lines, an empty one to go on in, and a spare one, so that nothing below moves while one is added.
 * `l` is NULL for a list without the focus. */
int ui_list_rows(const struct ui_list *l, const struct ui_list_owner *owner);
/* `l` is NULL for a list without the focus; `left` is the cell that it was left with then. */
void ui_list_draw(struct ui_list *l, const struct ui_list_owner *owner, bool pairs, const struct ui_scrolled *left,
                  const struct ui_pane *p, int row, int column, int width, const char *placeholder);

#endif
