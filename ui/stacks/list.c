/* list: the region's Cloud Exchange stacks. */
#include "wizard.h"

#include <stdio.h>
#include <string.h>

enum { NAME = 4, NAME_WIDTH = 24, STATUS_WIDTH = 24, SMALL = 13, AGE = 8, WIDE = 90, MS_A_MINUTE = 60 * 1000 };

static void changed(void *ctx, struct cew_stacks *stacks)
{
	(void)ctx, (void)stacks; /* drawn at the end of the turn */
}

void ui_stacks_finish(struct ui_wizard *w)
{
	ui_upgrade_close(w);
	ui_stack_close(w);
	cew_stacks_destroy(w->stacks.list);
	memset(&w->stacks, 0, sizeof(w->stacks));
}

void ui_stacks_forget(struct ui_wizard *w)
{
	bool shown = w->mode == UI_MODE_STACKS || w->mode == UI_MODE_STACK || w->mode == UI_MODE_UPGRADE;
	ui_stacks_finish(w);
	if (shown)
		w->mode = UI_MODE_PAGES;
}

void ui_stacks_read(struct ui_wizard *w)
{
	cew_stacks_read(w->stacks.list);
}

void ui_stacks_open(struct ui_wizard *w)
{
	if (!*cew_aws_region(w->app->aws)) {
		ui_flash(w, "Choose a region first: stacks are listed region by region.");
		return;
	}
	struct cew_site site = cew_app_site(w->app);
	if (!w->stacks.list)
		w->stacks.list = cew_stacks_create(&site, changed, w);
	if (!w->stacks.list) {
		ui_flash(w, "The stacks cannot be listed: out of memory");
		return;
	}
	w->mode = UI_MODE_STACKS;
	ui_stacks_read(w);
}

void ui_stacks_leave(struct ui_wizard *w)
{
	if (w->deployment)
		ui_back_to_pages(w); /* its result was seen */
	else
		w->mode = UI_MODE_PAGES;
}

/* ---- drawing ---- */

static void age_text(struct ui_wizard *w, int64_t since_ms, char *out, size_t size)
{
	const struct cew_clock *clock = cew_loop_clock(w->app->loop);
	int64_t minutes = (clock->wall_ms(clock->ctx) - since_ms) / MS_A_MINUTE;
	out[0] = '\0';
	if (since_ms <= 0 || minutes < 0)
		return;
	if (minutes < 120)
		snprintf(out, size, "%d min", (int)minutes);
	else if (minutes < 2 * 24 * 60)
		snprintf(out, size, "%d h", (int)(minutes / 60));
	else
		snprintf(out, size, "%d days", (int)(minutes / (24 * 60)));
}

static void draw_row(struct ui_wizard *w, const struct ui_pane *p, int row, const struct cew_stack_row *s, bool chosen)
{
	char age[24];
	if (chosen) {
		ui_put(p, row, 0, 1, UI_FOCUS, ">");
		ui_cursor(p, row, 0);
	}
	ui_status_mark(p, row, 2, s->status);
	int at = NAME, name = p->width >= WIDE ? NAME_WIDTH + p->width - WIDE : NAME_WIDTH;
	ui_put(p, row, at, name - 1, UI_PLAIN, s->name);
	at += name;
	ui_put(p, row, at, STATUS_WIDTH - 1, ui_failed_status(s->status) ? UI_BAD : UI_PLAIN, s->status);
	at += STATUS_WIDTH;
	age_text(w, s->created_ms, age, sizeof(age));
	if (p->width - at > SMALL + AGE)
		ui_put(p, row, at, SMALL - 1, UI_PLAIN, s->package);
	ui_put(p, row, p->width - AGE, AGE, UI_PLAIN, age);
}

/* All about the chosen one, below the list. */
static void draw_chosen(const struct ui_pane *p, const struct cew_stack_row *s)
{
	char updated[CEW_TIME_MAX] = "never";
	if (s->updated_ms > 0)
		cew_time_format(s->updated_ms, updated);
	ui_putf(p, 0, 1, -1, UI_PLAIN, "Environment  %s   network  %s   updated  %.10s%s", *s->environment ? s->environment : "-",
	        *s->network ? s->network : "-", updated, s->protected ? "   protected against deletion" : "");
	ui_put_wrapped(p, 1, 1, -1, 2, UI_PLAIN, *s->reason ? s->reason : s->images);
}

static void draw_message(struct ui_wizard *w, const struct ui_pane *p)
{
	const struct cew_error *err = cew_stacks_error(w->stacks.list);
	ui_cursor(p, 0, 0);
	if (cew_stacks_reading(w->stacks.list)) {
		ui_put_mark(p, 0, 2, UI_BUSY, UI_MARK_RUNNING);
		ui_put(p, 0, NAME, -1, UI_PLAIN, "The region's stacks are being read.");
		return;
	}
	if (!err) {
		ui_putf(p, 0, NAME, -1, UI_PLAIN, "No stack in %s is a Cloud Exchange.", cew_aws_region(w->app->aws));
		ui_put(p, 1, NAME, -1, UI_PLAIN, "Another region may have one: the first page has the region.");
		return;
	}
	ui_put_mark(p, 0, 2, UI_BAD, UI_MARK_ERROR);
	int row = ui_put_wrapped(p, 0, NAME, -1, -1, UI_PLAIN, err->what);
	ui_put_wrapped(p, row, NAME, -1, -1, UI_PLAIN, err->hint);
}

static void draw_list(struct ui_wizard *w, const struct ui_pane *p)
{
	struct ui_scroll *s = &w->stacks.scroll;
	ui_scroll_fit(s, (int)cew_stacks_count(w->stacks.list), p->height);
	for (int i = 0; i < p->height && s->first + i < s->total; i++)
		draw_row(w, p, i, cew_stacks_at(w->stacks.list, (size_t)(s->first + i)), s->first + i == s->chosen);
	ui_edges(p, s->first, s->total);
	if (!s->total)
		draw_message(w, p);
}

static void draw(struct ui_wizard *w, const struct ui_layout *l)
{
	struct ui_layout below = *l;
	int about = 3, list = l->rows - 2 - about - 1 - 3;
	struct ui_pane rows = ui_pane(stdscr, 2, 1, list, l->columns - 3);
	struct ui_pane chosen = ui_pane(stdscr, 2 + list + 1, 0, about, l->columns - 1);
	ui_stacks_header(w, l, "Cloud Exchange stacks", "");
	draw_list(w, &rows);
	ui_rule(2 + list, l->columns);
	if (w->stacks.scroll.total)
		draw_chosen(&chosen, cew_stacks_at(w->stacks.list, (size_t)w->stacks.scroll.chosen));
	below.help = ui_pane(stdscr, l->rows - 2, 1, 1, l->columns - 2);
	ui_foot_draw(w, &below, "Found by their template's description, parameters or tags.");
}

/* "cewizard  NAME  us-east-1  123456789012 as ops       STATUS" */
void ui_stacks_header(struct ui_wizard *w, const struct ui_layout *l, const char *what, const char *status)
{
	int right = l->columns - 1 - (int)strlen(status);
	int at = 1 + ui_put(&l->header, 0, 1, -1, UI_STRONG, "cewizard");
	ui_putf(&l->header, 0, at, right - at - 1, UI_PLAIN, "  %s  %s", what, cew_aws_region(w->app->aws));
	ui_put(&l->header, 0, right, -1, ui_failed_status(status) ? UI_BAD : UI_PLAIN, status);
	ui_rule(1, l->columns);
}

/* ---- keys ---- */

static bool key(struct ui_wizard *w, ui_key key, const char *paste, size_t paste_len)
{
	(void)paste, (void)paste_len;
	if (key == UI_KEY_ENTER && w->stacks.scroll.total) {
		const struct cew_stack_row *s = cew_stacks_at(w->stacks.list, (size_t)w->stacks.scroll.chosen);
		ui_stack_open(w, s->id, s->name, CEW_SURVEY_ACCESS);
		return true;
	}
	return ui_scroll_key(&w->stacks.scroll, key);
}

const struct ui_screen ui_screen_stacks = {draw, key};
