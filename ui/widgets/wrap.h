/* wrap: text cut into lines of a width. */
#ifndef UI_WRAP_H
#define UI_WRAP_H

#include "cewizard/base.h"

/* One line of the text it was cut from, without the blanks at its ends. */
struct ui_span {
	size_t at, len; /* bytes */
};

/* The next line of at most `width` columns from *at on; advances *at. False at the end. Breaks at blanks and newlines, and
 * within a word only if it is wider than a line. */
bool ui_wrap_next(const char *text, size_t len, int width, size_t *at, struct ui_span *line);
int ui_wrap_rows(const char *text, int width);

/* Where the first `columns` columns of the text end, in bytes; *used gets the columns that they take. */
size_t ui_text_prefix(const char *text, size_t len, int columns, int *used);

#endif
