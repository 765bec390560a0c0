/* network: the picture of the VPC's address space, below the fields that it is made of. */
#include "wizard.h"

#include <stdio.h>

enum { CELLS_MAX = 64 };

static int rows(struct ui_wizard *w, int width)
{
	(void)w, (void)width;
	return 3;
}

static bool has_overlap(const struct cew_network_picture *n)
{
	for (size_t i = 0; i < n->cells; i++)
		if (n->block[i].mark == '#')
			return true;
	return false;
}

static void grouped(uint64_t n, char out[32])
{
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)n), at = 0;
	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			out[at++] = ',';
		out[at++] = digits[i];
	}
	out[at] = '\0';
}

static void rested(struct ui_wizard *w)
{
	w->network_cells = 0;
}

/* Made anew when typing paused, not at each key: half a range is no range, and the picture would jump. */
static void refresh_picture(struct ui_wizard *w, int room)
{
	room = room < CELLS_MAX ? room : CELLS_MAX;
	if (w->network_cells == room)
		return;
	w->network_cells = room;
	cew_network_draw(w->app->answers, (size_t)room, &w->network);
}

static void draw(struct ui_wizard *w, const struct ui_pane *p, int row)
{
	refresh_picture(w, p->width - 8);
	const struct cew_network_picture n = w->network;
	if (!n.valid) {
		ui_put(p, row, 2, -1, UI_PLAIN, "The picture appears when the VPC's range can be read.");
		return;
	}
	char range[19], free_text[32];
	cew_cidr_format(&n.vpc, range);
	grouped(n.free_addresses, free_text);
	ui_putf(p, row, 2, -1, UI_PLAIN, "%s, %s addresses free", range, free_text);
	for (size_t i = 0; i < n.cells; i++) {
		char mark[2] = {n.block[i].mark, '\0'};
		enum ui_style style = *mark == '#' ? UI_BAD : *mark == '.' ? UI_PLAIN : UI_STRONG;
		ui_put(p, row + 1, 2 + (int)i, 1, style, mark);
	}
	ui_putf(p, row + 1, 3 + (int)n.cells, -1, UI_PLAIN, "/%d", n.block_prefix);
	ui_put(p, row + 2, 2, -1, UI_PLAIN,
	       has_overlap(&n) ? "A B private  C D public  . free  # overlap" : "A B private  C D public  . free");
}

const struct ui_view ui_view_network = {.rows = rows, .draw = draw, .rested = rested};
