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
int ui_choice_rows(const struct ui_choice_item *items, size_t count); /* more than one if all are shown */
/* `chosen` == count: none is. */
void ui_choice_draw(const struct ui_choice_item *items, size_t count, size_t chosen, const struct ui_pane *p, int row,
                    int column, int width, bool focus);
void ui_flag_draw(bool on, const struct ui_pane *p, int row, int column, bool focus);

#endif
