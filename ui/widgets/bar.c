/* bar: full only when all is done. */
#include "bar.h"

void ui_bar_draw(const struct ui_pane *p, int row, int column, int width, size_t done, size_t total)
{
	if (done > total)
		done = total;
	int full = total ? (int)((size_t)width * done / total) : 0;
	ui_fill(p, row, column, full, UI_PLAIN, UI_MARK_FULL);
	ui_fill(p, row, column + full, width - full, UI_FAINT, UI_MARK_EMPTY);
}
