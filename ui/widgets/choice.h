/* choice: one of a few. Either all are shown, one a row with what is said about it, or only the chosen one. */
#ifndef UI_CHOICE_H
#define UI_CHOICE_H

#include "draw.h"
#include "keys.h"

struct ui_choice_item {
	const char *label, *detail; /* detail may be NULL */
};

/* Whoever has the choices hands them out one by one. */
struct ui_choices {
	size_t count;
	struct ui_choice_item (*at)(const void *ctx, size_t i);
	const void *ctx;
};

/* Left, Right and Space go round. Returns the new index (the old one for any other key; *used tells). */
size_t ui_choice_key(size_t chosen, size_t count, ui_key key, bool *used);
bool ui_choice_shows_all(const struct ui_choices *c);
/* Rows in this width: one a choice, and more where what is said about them has to go below. */
int ui_choice_rows(const struct ui_choices *c, int width);
int ui_choice_row_of(const struct ui_choices *c, size_t item, int width);
int ui_choice_width(const struct ui_choices *c); /* in which each choice takes one row */
/* `chosen` == count: none is. `at`: the one that the cursor is on, where all are shown and there is the focus. */
void ui_choice_draw(const struct ui_choices *c, size_t chosen, size_t at, const struct ui_pane *p, int row, int column,
                    int width, bool focus);
void ui_flag_draw(bool on, const struct ui_pane *p, int row, int column, bool focus);

#endif
