/* picker: filter above, rows in columns, the whole value of the chosen row below. */
#include "picker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>


enum { GAP = 2, MARK = 2, CELL_MIN = 4, WIDTH_MIN = 56, FILTER = 8 };

/* ---- what is shown ---- */

static bool add_shown(struct ui_picker *p, size_t row)
{
	return cew_vec_push(&p->shown, &row) != NULL;
}

static size_t shown_at(const struct ui_picker *p, int i)
{
	const size_t *row = i < 0 ? NULL : cew_vec_at(&p->shown, (size_t)i);
	return row ? *row : UI_PICKER_NONE;
}

/* The chosen row stays chosen where it still fits; else the first one is. */
static void refilter(struct ui_picker *p)
{
	size_t before = p->shown.len ? shown_at(p, p->scroll.chosen) : UI_PICKER_NONE;
	bool good = true;
	p->shown.len = 0;
	p->scroll.chosen = 0;
	if (p->none && !p->filter.len && p->table->rows.len)
		good = add_shown(p, UI_PICKER_NONE);
	for (size_t i = 0; i < p->table->rows.len && good; i++) {
		if (!ui_table_fits(ui_table_at(p->table, i), p->filter.text))
			continue;
		if (i == before)
			p->scroll.chosen = (int)p->shown.len;
		good = add_shown(p, i);
	}
	p->scroll.first = 0;
	ui_scroll_fit(&p->scroll, (int)p->shown.len, p->scroll.height);
}

static const char *value_of(const struct ui_picker *p, int i)
{
	if (i < 0 || (size_t)i >= p->shown.len)
		return NULL;
	size_t row = shown_at(p, i);
	return row == UI_PICKER_NONE ? "" : ui_table_at(p->table, row)->value;
}

static void choose(struct ui_picker *p, const char *value)
{
	for (size_t i = 0; i < p->shown.len; i++)
		if (strcmp(value_of(p, (int)i), value) == 0)
			p->scroll.chosen = (int)i;
}

/* ---- its life ---- */

static void say(struct ui_picker *p, const char *text)
{
	free(p->say);
	p->say = cew_strdup(text);
}

void ui_picker_open(struct ui_picker *p, const char *title, const char *none, const char *text, const struct ui_table *table)
{
	ui_picker_close(p);
	cew_vec_init(&p->shown, sizeof(size_t));
	p->title = cew_strdup(title);
	p->none = cew_strdup(none);
	p->table = table;
	p->open = p->title && (p->none || !none);
	p->scroll.chosen = 0;
	ui_picker_loading(p, text);
}

void ui_picker_loading(struct ui_picker *p, const char *text)
{
	p->state = UI_PICKER_LOADING;
	p->shown.len = 0;
	say(p, text);
}

void ui_picker_filled(struct ui_picker *p, const char *current, const char *empty, const char *note)
{
	p->state = UI_PICKER_FILLED;
	free(p->empty);
	p->empty = cew_strdup(empty);
	say(p, note);
	refilter(p);
	if (!p->filter.len)
		choose(p, current);
}

void ui_picker_refused(struct ui_picker *p, const char *why)
{
	p->state = UI_PICKER_REFUSED;
	p->shown.len = 0;
	say(p, why);
}

void ui_picker_close(struct ui_picker *p)
{
	ui_box_close(&p->box);
	if (p->shown.item_size)
		cew_vec_finish(&p->shown);
	free(p->title);
	free(p->none);
	free(p->say);
	free(p->empty);
	memset(p, 0, sizeof(*p));
}

/* ---- keys ---- */

static void finish(struct ui_picker *p, const char *value, bool typed)
{
	ui_picked_fn *done = p->done;
	void *ctx = p->ctx;
	char *copy = cew_strdup(value);
	ui_picker_close(p);
	if (done)
		done(ctx, copy, typed);
	free(copy);
}

/* What is typed stands for itself where no row fits it. */
static void enter(struct ui_picker *p)
{
	const char *value = p->state == UI_PICKER_FILLED ? value_of(p, p->scroll.chosen) : NULL;
	if (value)
		finish(p, value, false);
	else if (p->filter.len)
		finish(p, p->filter.text, true);
	else if (p->state == UI_PICKER_FILLED)
		finish(p, NULL, false); /* there is nothing to take */
}

static bool moves(struct ui_picker *p, ui_key key)
{
	/* Left, Right, Home and End move in the filter as long as there is one. */
	bool edits = p->filter.len && (key == UI_KEY_HOME || key == UI_KEY_END);
	return !edits && (ui_scroll_key(&p->scroll, key) || key == UI_KEY_UP || key == UI_KEY_DOWN);
}

void ui_picker_key(struct ui_picker *p, ui_key key, const char *paste, size_t paste_len)
{
	if (key == UI_KEY_TAB)
		key = UI_KEY_DOWN;
	if (key == UI_KEY_BACKTAB)
		key = UI_KEY_UP;
	if (key == UI_KEY_ESC) {
		finish(p, NULL, false);
	} else if (key == UI_KEY_ENTER) {
		enter(p);
	} else if (key == UI_CTRL('R') && p->state != UI_PICKER_LOADING && p->again) {
		p->again(p->ctx);
	} else if (!moves(p, key) && (ui_line_key(&p->filter, key, paste, paste_len) & UI_CHANGED)) {
		ui_line_rested(&p->filter);
		if (p->state == UI_PICKER_FILLED)
			refilter(p);
	}
}

/* ---- drawing ---- */

/* Columns as wide as their texts from the left on, as long as there is room; the last one that has some is cut. */
struct columns {
	size_t count;
	int width[UI_TABLE_COLUMNS];
};

static struct columns fit_columns(const struct ui_table *t, int inner)
{
	struct columns c = {.count = 0};
	int room = inner - MARK;
	for (size_t i = 0; t->headings[i] && room >= CELL_MIN; i++) {
		int width = ui_table_width(t, i);
		c.width[c.count++] = width < room ? width : room;
		room -= width + GAP;
	}
	return c;
}

static int wanted_width(const struct ui_picker *p)
{
	int width = MARK + cew_text_width(p->none ? p->none : "");
	int table = MARK - GAP;
	for (size_t i = 0; p->table->headings[i]; i++)
		table += ui_table_width(p->table, i) + GAP;
	return table > width ? table : width;
}

static void put_cells(const struct ui_pane *pane, const struct columns *c, int row, enum ui_style style,
                      const char *const *cells)
{
	int column = MARK;
	for (size_t i = 0; i < c->count; i++) {
		ui_put(pane, row, column, c->width[i], style, cells[i]);
		column += c->width[i] + GAP;
	}
}

static void draw_rows(struct ui_picker *p, const struct ui_pane *pane, const struct columns *c)
{
	for (int i = p->scroll.first; i < p->scroll.first + p->scroll.height && i < p->scroll.total; i++) {
		int row = i - p->scroll.first;
		size_t at = shown_at(p, i);
		if (at == UI_PICKER_NONE)
			ui_put(pane, row, MARK, -1, UI_PLAIN, p->none);
		else
			put_cells(pane, c, row, UI_PLAIN, (const char *const *)ui_table_at(p->table, at)->cells);
		if (i != p->scroll.chosen)
			continue;
		ui_put(pane, row, 0, 1, UI_FOCUS, ">");
		ui_restyle(pane, row, 0, pane->width, UI_FOCUS);
	}
}

/* What is said instead of rows. */
static void draw_words(const struct ui_picker *p, const struct ui_pane *pane)
{
	static const struct {
		enum ui_mark mark;
		enum ui_style style;
	} looks[] = {
		[UI_PICKER_LOADING] = {UI_MARK_RUNNING, UI_BUSY},
		[UI_PICKER_FILLED] = {UI_MARK_NOTE, UI_PLAIN},
		[UI_PICKER_REFUSED] = {UI_MARK_ERROR, UI_BAD},
	};
	const char *text = p->state == UI_PICKER_FILLED ? p->empty : p->say;
	int row = 0;
	if (p->state != UI_PICKER_FILLED || !p->table->rows.len) {
		ui_put_mark(pane, 0, 0, looks[p->state].style, looks[p->state].mark);
		row = ui_put_wrapped(pane, 0, MARK, -1, pane->height, UI_PLAIN, text ? text : "");
	}
	if (p->filter.len)
		ui_putf(pane, row, MARK, -1, UI_PLAIN, "%sEnter takes what is typed as it is.",
		        p->state == UI_PICKER_FILLED && p->table->rows.len ? "Nothing fits. " : "");
}

static int words_rows(const struct ui_picker *p, int inner)
{
	const char *text = p->state == UI_PICKER_FILLED ? p->empty : p->say;
	return cew_wrap_rows(text ? text : "", inner - MARK) + 1;
}

static bool is_value(const struct ui_table *t, size_t column)
{
	for (size_t i = 0; i < t->rows.len; i++)
		if (strcmp(ui_table_at(t, i)->cells[column], ui_table_at(t, i)->value) != 0)
			return false;
	return true;
}

/* Does a column show what would be taken, as a whole? */
static bool shows_value(const struct ui_table *t, const struct columns *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->width[i] == ui_table_width(t, i) && is_value(t, i))
			return true;
	return false;
}

/* The value of the chosen row as a whole. */
static void draw_value(const struct ui_picker *p, const struct ui_pane *pane, int row)
{
	const char *value = p->shown.len ? value_of(p, p->scroll.chosen) : NULL;
	if (value)
		ui_put(pane, row, MARK, -1, UI_PLAIN, value);
}

static void draw_count(const struct ui_picker *p, char out[48])
{
	size_t all = p->table->rows.len, shown = p->shown.len - (p->shown.len && shown_at(p, 0) == UI_PICKER_NONE);
	if (p->state != UI_PICKER_FILLED || !all)
		*out = '\0';
	else if (p->filter.len)
		snprintf(out, 48, "%zu of %zu", shown, all);
	else
		snprintf(out, 48, "%zu", all);
}

static const char *foot_of(const struct ui_picker *p, bool filled)
{
	if (filled)
		return "Enter takes it  ^R asks again  Esc leaves";
	return p->state == UI_PICKER_LOADING ? "Esc leaves" : "^R asks again  Esc leaves";
}

void ui_picker_draw(struct ui_picker *p, int rows, int columns)
{
	if (!p->open || rows < 10 || columns < 30)
		return;
	int most = columns - 4 - UI_BOX_MARGIN;
	int inner = wanted_width(p) > WIDTH_MIN ? wanted_width(p) : WIDTH_MIN;
	inner = inner > most ? most : inner;
	bool filled = p->state == UI_PICKER_FILLED && p->table->rows.len;
	struct columns fit = fit_columns(p->table, inner);
	int value = filled && !shows_value(p->table, &fit) ? 2 : 0;
	int note = filled && p->say ? cew_wrap_rows(p->say, inner - MARK) : 0;
	/* By the whole list, not by what fits the filter: the box keeps its size while one types. */
	int list = filled ? (int)p->table->rows.len + (p->none != NULL) : words_rows(p, inner);
	int spare = rows - 2 - UI_BOX_BORDERS - 2 - value - note - (note && !value);
	list = list > spare ? spare : list;
	int height = UI_BOX_BORDERS + 2 + list + value + note + (note && !value);
	if (!ui_box_place(&p->box, rows, columns, height, inner + UI_BOX_MARGIN))
		return;
	ui_scroll_fit(&p->scroll, (int)p->shown.len, list);
	char count[48];
	draw_count(p, count);
	ui_box_frame(&p->box, p->title, *count ? count : NULL, foot_of(p, filled),
	             p->scroll.first > 0, p->scroll.first + p->scroll.height < p->scroll.total);
	struct ui_pane all = ui_box_inside(&p->box), body = all;
	body.y += 2;
	body.height = list;
	ui_put(&all, 0, MARK, FILTER, UI_PLAIN, "Filter");
	if (filled && p->shown.len) {
		put_cells(&all, &fit, 1, UI_STRONG, p->table->headings);
		draw_rows(p, &body, &fit);
		if (value)
			draw_value(p, &all, all.height - 1 - note);
	} else {
		draw_words(p, &body);
	}
	if (note)
		ui_put_wrapped(&all, all.height - note, MARK, -1, note, UI_PLAIN, p->say);
	ui_line_draw(&p->filter, &all, 0, MARK + FILTER, inner - MARK - FILTER);
}
