/* ask: a dialog over the page that asks for a few lines at once. */
#ifndef UI_ASK_H
#define UI_ASK_H

#include "box.h"
#include "line.h"

#define UI_ASK_LINES 6

/* Called after the dialog has closed with what stands in its lines (valid during the call); NULL: left with Esc. */
typedef void ui_asked_fn(void *ctx, const char *const *lines);

struct ui_ask {
	struct ui_box box;
	bool open;
	char *title, *text;
	char *labels[UI_ASK_LINES];
	struct ui_line *lines; /* UI_ASK_LINES of them, while it is open */
	int count, focus;
	ui_asked_fn *done;
	void *ctx;
};

/* Copies its texts. `text` may be NULL. Without memory nothing opens. */
void ui_ask_open(struct ui_ask *a, const char *title, const char *text, ui_asked_fn *done, void *ctx);
void ui_ask_line(struct ui_ask *a, const char *label, const char *value, bool masked);
void ui_ask_close(struct ui_ask *a); /* without telling; what was typed is overwritten */
/* Every key is the dialog's while it is open: Enter goes on to the next line, and ends it on the last one. */
void ui_ask_key(struct ui_ask *a, ui_key key, const char *paste, size_t paste_len);
void ui_ask_draw(struct ui_ask *a, int rows, int columns); /* of the screen */

#endif
