/* scroll: which part of something long is seen, and which row of it is chosen. */
#ifndef UI_SCROLL_H
#define UI_SCROLL_H

#include "keys.h"

struct ui_scroll {
	int total, height; /* rows there are, rows seen */
	int first;         /* the first row seen */
	int chosen;        /* -1: rows cannot be chosen, only scrolled */
};

void ui_scroll_fit(struct ui_scroll *s, int total, int height); /* after either changed */
void ui_scroll_show(struct ui_scroll *s, int row);              /* makes a row seen */
/* Up, Down, PgUp, PgDn, Home, End. False: the key is none of them, or it would lead beyond an end. */
bool ui_scroll_key(struct ui_scroll *s, ui_key key);

#endif
