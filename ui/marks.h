/* marks: every sign and style of the screen, with its stand-in where the terminal has no UTF-8 or no colour. */
#ifndef UI_MARKS_H
#define UI_MARKS_H

#include "cewizard/base.h"

enum ui_mark {
	UI_MARK_DONE,    /* a step or resource without trouble */
	UI_MARK_ERROR,
	UI_MARK_WARNING,
	UI_MARK_NOTE,
	UI_MARK_UNKNOWN, /* could not be found out */
	UI_MARK_HERE,    /* the current step */
	UI_MARK_RUNNING,
	UI_MARK_HLINE,
	UI_MARK_VLINE,
	UI_MARK_FULL,    /* progress made */
	UI_MARK_EMPTY,   /* progress to make */
	UI_MARK_MASK,    /* one character of a secret */
	UI_MARK_MORE,    /* text goes on */
	UI_MARK_ON,      /* the chosen one of several */
	UI_MARK_OFF,
	UI_MARK_LEFT,
	UI_MARK_RIGHT,
	UI_MARK_UP,      /* the list goes on above */
	UI_MARK_DOWN,
	UI_MARK_ARROW,
	UI_MARK_OVERLAP,
	UI_MARK_COUNT
};

/* The mark as UTF-8; one column. */
const char *ui_mark(enum ui_mark mark);

enum ui_style {
	UI_PLAIN,
	UI_STRONG,
	UI_FAINT,
	UI_FOCUS, /* reverse video */
	UI_GOOD,
	UI_BAD,
	UI_CARE,
	UI_BUSY, /* under way */
	UI_STYLE_COUNT
};
/* Colours only repeat what marks say. Foreground as the terminal's palette index, -1 for none. */
struct ui_look {
	unsigned attributes; /* of ui_attribute */
	short colour;
};
enum ui_attribute { UI_ATTR_BOLD = 1, UI_ATTR_DIM = 2, UI_ATTR_REVERSE = 4 };
extern const struct ui_look ui_looks[UI_STYLE_COUNT];

void ui_marks_unicode(bool on); /* set once, when the locale is known */
bool ui_marks_is_unicode(void);
/* What stands for this code point where there is only ASCII; "?" if nothing better is known. */
const char *ui_ascii_for(uint32_t code_point);

#endif
