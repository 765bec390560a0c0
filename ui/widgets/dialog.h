/* dialog: a few lines to fill in over the page, as for a code or the name of something that is to be made. */
#ifndef UI_DIALOG_H
#define UI_DIALOG_H

#include "box.h"
#include "line.h"

#define UI_DIALOG_LINES 6

/* values: the lines' texts, valid during the call; NULL: left without. True closes it; false keeps it open, with what is
 * wrong said by ui_dialog_trouble. */
typedef bool ui_dialog_fn(void *ctx, const char *const *values);

struct ui_dialog {
	struct ui_box box;
	bool open;
	unsigned serial; /* which of all that were opened this is */
	char *title, *text;
	char *trouble; /* NULL: none */
	char *labels[UI_DIALOG_LINES];
	struct ui_line lines[UI_DIALOG_LINES];
	size_t count, at;
	ui_dialog_fn *done;
	void *ctx;
};

/* Copies its texts. `text` may be NULL. Without memory nothing opens. */
void ui_dialog_open(struct ui_dialog *d, const char *title, const char *text, ui_dialog_fn *done, void *ctx);
void ui_dialog_line(struct ui_dialog *d, const char *label, const char *value);
void ui_dialog_secret(struct ui_dialog *d, const char *label); /* a line that shows marks for what is typed */
void ui_dialog_trouble(struct ui_dialog *d, const char *text);
void ui_dialog_close(struct ui_dialog *d); /* without telling */
void ui_dialog_key(struct ui_dialog *d, ui_key key, const char *paste, size_t paste_len); /* every key is the dialog's */
void ui_dialog_draw(struct ui_dialog *d, int rows, int columns); /* of the screen */

#endif
