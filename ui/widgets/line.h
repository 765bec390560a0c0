/* line: an editor of one line of UTF-8. The text is the model; what is on the screen is drawn from it. */
#ifndef UI_LINE_H
#define UI_LINE_H

#include "draw.h"
#include "keys.h"

/* What handling a key did. */
enum ui_handled {
	UI_IGNORED = 0,
	UI_USED = 1,    /* the key was meant for this widget */
	UI_CHANGED = 2, /* and its value is another one now */
};

#define UI_LINE_MAX 4096 /* bytes: CloudFormation takes no longer values */

/* Fixed memory, so that a secret leaves no copies behind when it grows. */
struct ui_line {
	char text[UI_LINE_MAX + 1];
	size_t len;
	size_t cursor; /* byte offset, always between characters */
	size_t first;  /* byte offset of the first character shown */
	bool masked;   /* a secret: marks instead of characters */
	bool full;     /* something did not fit since the last change that did */
};

void ui_line_set(struct ui_line *l, const char *text); /* the cursor goes to the end */
void ui_line_finish(struct ui_line *l);                /* overwrites the text */
void ui_line_insert(struct ui_line *l, const char *text, size_t len);
unsigned ui_line_key(struct ui_line *l, ui_key key, const char *paste, size_t paste_len); /* of ui_handled */
/* Draws it into `width` columns and, if it has the focus, puts the cursor there. */
void ui_line_draw(struct ui_line *l, const struct ui_pane *p, int row, int column, int width, bool focus);
/* A text that is not being edited, drawn the same way: its beginning, or marks for a secret. Returns the columns used. */
int ui_line_show(const struct ui_pane *p, int row, int column, int width, const char *text, bool masked);

#endif
