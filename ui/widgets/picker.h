/* picker: a list over the page to take a value from: filtered as one types, filled while it is open. What is typed and is
 * not in the list can be taken too, so a list that is refused or still loading stops nobody. */
#ifndef UI_PICKER_H
#define UI_PICKER_H

#include "box.h"
#include "line.h"
#include "scroll.h"
#include "table.h"

enum ui_picker_state { UI_PICKER_LOADING, UI_PICKER_FILLED, UI_PICKER_REFUSED };

/* value NULL: left without taking any; typed: it is what stands in the filter. Called after the picker has closed. */
typedef void ui_picked_fn(void *ctx, const char *value, bool typed);

struct ui_picker {
	struct ui_box box;
	bool open;
	enum ui_picker_state state;
	char *title;
	char *none;  /* what taking nothing means, as the first row; NULL: no such row */
	char *say;   /* what is being loaded, why it is refused, or a note below the list; NULL: nothing */
	char *empty; /* said where the list has no rows */
	const struct ui_table *table; /* the caller's, until closed */
	struct ui_line filter;
	struct cew_vec shown; /* size_t: rows of the table that fit the filter; UI_PICKER_NONE: the row of `none` */
	struct ui_scroll scroll;
	ui_picked_fn *done;
	void (*again)(void *ctx); /* asked to fill the list anew */
	void *ctx;
};
#define UI_PICKER_NONE ((size_t)-1)

/* Opens it loading; `say` tells what. Texts are copied. Without memory nothing opens. */
void ui_picker_open(struct ui_picker *p, const char *title, const char *none, const char *say, const struct ui_table *table);
/* The table is filled: `current` is the value to begin at; `note` may be NULL. */
void ui_picker_filled(struct ui_picker *p, const char *current, const char *empty, const char *note);
void ui_picker_refused(struct ui_picker *p, const char *why);
void ui_picker_loading(struct ui_picker *p, const char *say);
void ui_picker_close(struct ui_picker *p); /* without telling */
void ui_picker_key(struct ui_picker *p, ui_key key, const char *paste, size_t paste_len); /* every key is the picker's */
void ui_picker_draw(struct ui_picker *p, int rows, int columns); /* of the screen */

#endif
