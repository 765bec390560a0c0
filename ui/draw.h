/* draw: putting text and marks into a pane of the screen. A pane is a window's rectangle through which a taller page may be
 * seen; all that lies outside is clipped. Curses sends only what differs from what the terminal shows. */
#ifndef UI_DRAW_H
#define UI_DRAW_H

#define NCURSES_NOMACROS 1 /* curses would take short words like "erase" for itself */
#include <ncurses.h>

#include "marks.h"

struct ui_pane {
	WINDOW *win;
	int y, x, height, width; /* in the window */
	int scroll;              /* rows of the content above the pane */
};

void ui_draw_styles(void); /* once, when curses runs: colours if the terminal has them and NO_COLOR does not forbid them */
attr_t ui_style(enum ui_style style);

struct ui_pane ui_pane(WINDOW *win, int y, int x, int height, int width);
/* A part of a pane's row space without scrolling of its own. */
struct ui_pane ui_pane_inset(const struct ui_pane *p, int left, int width);

/* Puts text at a row and column of the content, at most `width` columns (-1: to the pane's edge); what does not fit ends
 * with the mark for more. Control characters are shown as "?". Returns the columns used. */
int ui_put(const struct ui_pane *p, int row, int column, int width, enum ui_style style, const char *text);
int ui_put_n(const struct ui_pane *p, int row, int column, int width, enum ui_style style, const char *text, size_t len);
int ui_putf(const struct ui_pane *p, int row, int column, int width, enum ui_style style, const char *fmt, ...)
	CEW_PRINTF(6, 7);
void ui_put_mark(const struct ui_pane *p, int row, int column, enum ui_style style, enum ui_mark mark);
void ui_fill(const struct ui_pane *p, int row, int column, int width, enum ui_style style, enum ui_mark mark);
void ui_restyle(const struct ui_pane *p, int row, int column, int width, enum ui_style style);
/* Wrapped text; returns the rows used, at most `max_rows` (-1: no limit; the last one ends with the mark for more). */
int ui_put_wrapped(const struct ui_pane *p, int row, int column, int width, int max_rows, enum ui_style style,
                   const char *text);
/* Marks beside the pane's right edge where a list of `total` rows goes on above its `first` row seen, and below. */
void ui_edges(const struct ui_pane *p, int first, int total);
/* The cursor is to be there when all is drawn, if that is within the pane; the last call counts. */
void ui_cursor(const struct ui_pane *p, int row, int column);
void ui_cursor_place(void);

#endif
