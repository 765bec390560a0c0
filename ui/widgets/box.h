/* box: a bordered window over the page: what pop-ups, pickers and dialogs are drawn in. */
#ifndef UI_BOX_H
#define UI_BOX_H

#include <panel.h>

#include "draw.h"

enum { UI_BOX_BORDERS = 2, UI_BOX_INDENT = 2, UI_BOX_MARGIN = UI_BOX_BORDERS + 2 * UI_BOX_INDENT };

struct ui_box {
	WINDOW *win;
	PANEL *panel;
};

/* In the middle of a screen of `rows` by `columns`, emptied. False: there is no memory for it. */
bool ui_box_place(struct ui_box *b, int rows, int columns, int height, int width);
/* The border: a title, a word at its right and one below (either may be NULL), marks where the content goes on. */
void ui_box_frame(const struct ui_box *b, const char *title, const char *right, const char *foot, bool above, bool below);
/* The inside, without its margin. */
struct ui_pane ui_box_inside(const struct ui_box *b);
void ui_box_close(struct ui_box *b); /* again: nothing */

#endif
