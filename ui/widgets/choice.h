/* choice: one of a few. Either all are shown, one a row with what is said about it, or only the chosen one. */
#ifndef UI_CHOICE_H
#define UI_CHOICE_H

#include "draw.h"
#include "keys.h"

struct ui_choice_item {
	const char *label, *detail; /* detail may be NULL */
};

/* Left, Right and Space go round. Returns the new index (the old one for any other key; *used tells). */
size_t ui_choice_key(size_t chosen, size_t count, ui_key key, bool *used);
bool ui_choice_shows_all(const struct ui_choice_item *items, size_t count);
/* Rows in this width: one a choice, and more where what is said about them has to go below. */
int ui_choice_rows(const struct ui_choice_item *items, size_t count, int width);
int ui_choice_row_of(const struct ui_choice_item *items, size_t count, size_t item, int width);
int ui_choice_width(const struct ui_choice_item *items, size_t count); /* in which each choice takes one row */
/* `chosen` == count: none is. */
void ui_choice_draw(const struct ui_choice_item *items, size_t count, size_t chosen, const struct ui_pane *p, int row,
                    int column, int width, bool focus);
void ui_flag_draw(bool on, const struct ui_pane *p, int row, int column, bool focus);

#endif
