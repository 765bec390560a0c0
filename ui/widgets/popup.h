/* popup: a window over the page with a text, things to pick, or both. */
#ifndef UI_POPUP_H
#define UI_POPUP_H

#include "box.h"
#include "keys.h"
#include "scroll.h"

struct ui_option {
	char *label, *detail; /* detail may be NULL */
};

/* Called after the pop-up has closed: the option's number, or -1 for Esc. */
typedef void ui_popup_fn(void *ctx, int option);

struct ui_popup {
	struct ui_box box;
	char *title, *text;
	struct cew_vec options; /* struct ui_option */
	struct ui_scroll scroll; /* over the options, or over the text where there are none */
	ui_popup_fn *done;
	void *ctx;
	bool open;
};

/* Copies its texts. `text` may be NULL. Without memory nothing opens. */
void ui_popup_open(struct ui_popup *p, const char *title, const char *text, ui_popup_fn *done, void *ctx);
void ui_popup_option(struct ui_popup *p, const char *label, const char *detail);
void ui_popup_say(struct ui_popup *p, const char *text); /* another text; what is seen of it stays */
void ui_popup_choose(struct ui_popup *p, int option);
void ui_popup_close(struct ui_popup *p); /* without telling */
/* Every key is the pop-up's while it is open. */
void ui_popup_key(struct ui_popup *p, ui_key key);
void ui_popup_draw(struct ui_popup *p, int rows, int columns); /* of the screen */

#endif
