/* network: the picture of the VPC's address space, below the fields that it is made of. */
#include "wizard.h"

#include <stdio.h>

enum { MARGIN = 2, NOTE = 6 /* of a row's end: "  /20" */ };

static void rested(struct ui_wizard *w)
{
	w->network_cells = 0;
}

/* Made anew when typing paused, not at each key: half a range is no range, and the picture would jump. */
static void refresh_pictures(struct ui_wizard *w, int width)
{
	int room = width - MARGIN - NOTE;
	room = room < 1 ? 1 : room > CEW_CELLS_MAX ? CEW_CELLS_MAX : room;
	if (w->network_cells == room)
		return;
	w->network_cells = room;
	cew_network_draw(w->app->answers, (size_t)room, &w->network);
	cew_network_zoom(w->app->answers, (size_t)room, &w->network_part);
}

/* The picture in which subnets are told apart best. */
static const struct cew_network_picture *closest(const struct ui_wizard *w)
{
	return w->network_part.valid ? &w->network_part : &w->network;
}

static bool has_overlap(const struct cew_network_picture *n)
{
	for (size_t i = 0; i < n->cells; i++)
		if (n->block[i].mark == '#')
			return true;
	return false;
}

static int rows(struct ui_wizard *w, int width)
{
	refresh_pictures(w, width);
	if (!w->network.valid)
		return 1;
	return 3 + w->network_part.valid + has_overlap(closest(w));
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

static void draw_cells(const struct ui_pane *p, int row, const struct cew_network_picture *n)
{
	for (size_t i = 0; i < n->cells; i++) {
		char mark[2] = {n->block[i].mark, '\0'};
		enum ui_style style = *mark == '#' ? UI_BAD : *mark == '.' ? UI_PLAIN : UI_STRONG;
		ui_put(p, row, MARGIN + (int)i, 1, style, mark);
	}
}

static void draw_overlaps(const struct ui_pane *p, int row, const struct cew_network_picture *n)
{
	int last = 0;
	for (size_t i = 0; i < n->cells; i++) {
		if (n->block[i].mark != '#')
			continue;
		last = MARGIN + (int)i;
		ui_put_mark(p, row, last, UI_BAD, UI_MARK_OVERLAP);
	}
	ui_put(p, row, last + 2, -1, UI_PLAIN, "overlap");
}

static void draw(struct ui_wizard *w, const struct ui_pane *p, int row)
{
	const struct cew_network_picture *whole = &w->network, *part = &w->network_part;
	char range[19], free_text[32];
	refresh_pictures(w, p->width);
	if (!whole->valid) {
		ui_put(p, row, MARGIN, -1, UI_PLAIN, "The picture appears when the VPC's range can be read.");
		return;
	}
	cew_cidr_format(&whole->vpc, range);
	grouped(whole->free_addresses, free_text);
	ui_putf(p, row++, MARGIN, -1, UI_PLAIN, "%s, %s addresses free", range, free_text);
	draw_cells(p, row, whole);
	ui_putf(p, row++, MARGIN + (int)whole->cells + 2, -1, UI_PLAIN, "/%d", whole->block_prefix);
	if (part->valid) {
		cew_cidr_format(&part->vpc, range);
		draw_cells(p, row, part);
		ui_putf(p, row++, MARGIN + (int)part->cells + 2, -1, UI_PLAIN, "/%d, only %s", part->block_prefix, range);
	}
	if (has_overlap(closest(w)))
		draw_overlaps(p, row++, closest(w));
	ui_put(p, row, MARGIN, -1, UI_PLAIN, "A B private  C D public  . free");
}

const struct ui_view ui_view_network = {.rows = rows, .draw = draw, .rested = rested};
