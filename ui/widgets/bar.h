/* bar: progress as a row of marks. */
#ifndef UI_BAR_H
#define UI_BAR_H

#include "draw.h"

void ui_bar_draw(const struct ui_pane *p, int row, int column, int width, size_t done, size_t total);

#endif
