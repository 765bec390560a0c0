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

/* How much of the field is painted anew. */
enum ui_line_form {
	UI_LINE_FOUND,  /* not touched: as it stood there without the focus, for it may only be passed by */
	UI_LINE_TYPING, /* what is at the cursor; the rest when typing rests */
	UI_LINE_RESTED, /* the cursor with all that is around it */
};

/* Fixed memory, so that a secret leaves no copies behind when it grows. */
struct ui_line {
	char text[UI_LINE_MAX + 1];
	size_t len;
	size_t cursor; /* byte offset, always between characters */
	size_t first;  /* byte offset of the first character shown */
	bool masked;   /* a secret: marks instead of characters */
	enum ui_line_form form;
	size_t pin; /* byte offset; while typing beyond the edge: from here on the text is shown at the edge */
	bool full;     /* something did not fit since the last change that did */
};

void ui_line_set(struct ui_line *l, const char *text); /* the cursor goes to the end */
void ui_line_finish(struct ui_line *l);                /* overwrites the text */
void ui_line_insert(struct ui_line *l, const char *text, size_t len);
unsigned ui_line_key(struct ui_line *l, ui_key key, const char *paste, size_t paste_len); /* of ui_handled */
void ui_line_rested(struct ui_line *l); /* typing rests */

/* Draws it into `width` columns and puts the cursor there. */
void ui_line_draw(struct ui_line *l, const struct ui_pane *p, int row, int column, int width);
/* A text that is not being edited, drawn the same way: from its byte `first` on. */
void ui_line_show(const struct ui_pane *p, int row, int column, int width, const char *text, size_t first, bool masked);

#endif
