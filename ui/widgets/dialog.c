/* dialog: labels and lines below a text; Enter goes on, and on the last line ends it. */
#include "dialog.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 70, GAP = 2 };

void ui_dialog_open(struct ui_dialog *d, const char *title, const char *text, ui_dialog_fn *done, void *ctx)
{
	static unsigned opened;
	ui_dialog_close(d);
	d->serial = ++opened;
	d->title = cew_strdup(title);
	d->text = cew_strdup(text);
	d->done = done;
	d->ctx = ctx;
	d->open = d->title != NULL;
}

void ui_dialog_line(struct ui_dialog *d, const char *label, const char *value)
{
	char *copy = d->open && d->count < UI_DIALOG_LINES ? cew_strdup(label) : NULL;
	if (!copy)
		return;
	d->labels[d->count] = copy;
	ui_line_set(&d->lines[d->count++], value ? value : "");
}

void ui_dialog_secret(struct ui_dialog *d, const char *label)
{
	size_t at = d->count;
	ui_dialog_line(d, label, NULL);
	if (d->count > at)
		d->lines[at].masked = true;
}

void ui_dialog_trouble(struct ui_dialog *d, const char *text)
{
	free(d->trouble);
	d->trouble = cew_strdup(text);
}

void ui_dialog_close(struct ui_dialog *d)
{
	ui_box_close(&d->box);
	free(d->title);
	free(d->text);
	free(d->trouble);
	for (size_t i = 0; i < d->count; i++)
		free(d->labels[i]);
	cew_wipe(d, sizeof(*d)); /* what was typed may be a code */
}

/* ---- keys ---- */

static void submit(struct ui_dialog *d)
{
	const char *values[UI_DIALOG_LINES];
	for (size_t i = 0; i < UI_DIALOG_LINES; i++)
		values[i] = i < d->count ? d->lines[i].text : "";
	unsigned serial = d->serial;
	if (d->done(d->ctx, values) && d->serial == serial) /* the answer may have led to the next question */
		ui_dialog_close(d);
}

static void leave(struct ui_dialog *d)
{
	ui_dialog_fn *done = d->done;
	void *ctx = d->ctx;
	ui_dialog_close(d);
	done(ctx, NULL);
}

void ui_dialog_key(struct ui_dialog *d, ui_key key, const char *paste, size_t paste_len)
{
	bool next = key == UI_KEY_TAB || key == UI_KEY_DOWN, back = key == UI_KEY_BACKTAB || key == UI_KEY_UP;
	if (key == UI_KEY_ESC)
		leave(d);
	else if (key == UI_KEY_ENTER && d->at + 1 >= d->count)
		submit(d);
	else if (next || key == UI_KEY_ENTER)
		d->at = (d->at + 1) % d->count;
	else if (back)
		d->at = (d->at + d->count - 1) % d->count;
	else if (ui_line_key(&d->lines[d->at], key, paste, paste_len) & UI_CHANGED)
		ui_line_rested(&d->lines[d->at]);
}

/* ---- drawing ---- */

static int label_width(const struct ui_dialog *d)
{
	int width = 0;
	for (size_t i = 0; i < d->count; i++)
		width = cew_text_width(d->labels[i]) > width ? cew_text_width(d->labels[i]) : width;
	return width;
}

static void draw_lines(struct ui_dialog *d, const struct ui_pane *p, int row)
{
	int column = 2 + label_width(d) + GAP;
	for (size_t i = 0; i < d->count; i++) {
		int y = row + (int)i, width = p->width - column;
		ui_put(p, y, 2, -1, UI_PLAIN, d->labels[i]);
		if (i != d->at) {
			ui_line_show(p, y, column, width, d->lines[i].text, 0, d->lines[i].masked);
			continue;
		}
		ui_put(p, y, 0, 1, UI_FOCUS, ">");
		ui_line_draw(&d->lines[i], p, y, column, width);
	}
}

void ui_dialog_draw(struct ui_dialog *d, int rows, int columns)
{
	if (!d->open || rows < 8 || columns < 30)
		return;
	int width = WIDTH > columns - 4 ? columns - 4 : WIDTH, inner = width - UI_BOX_MARGIN;
	int trouble = d->trouble ? cew_wrap_rows(d->trouble, inner - 2) + 1 : 0;
	int most = rows - 2 - UI_BOX_BORDERS - (int)d->count - trouble - 1;
	int text = d->text ? cew_wrap_rows(d->text, inner) : 0;
	text = text > most ? most : text;
	int gap = text > 0;
	if (!ui_box_place(&d->box, rows, columns, text + gap + (int)d->count + trouble + UI_BOX_BORDERS, width))
		return;
	ui_box_frame(&d->box, d->title, NULL, d->count > 1 ? "Tab next  Enter on the last line takes it  Esc leaves" : "Enter takes it  Esc leaves", false, false);
	struct ui_pane p = ui_box_inside(&d->box);
	if (text > 0)
		ui_put_wrapped(&p, 0, 0, -1, text, UI_PLAIN, d->text);
	if (trouble) {
		int row = text + gap + (int)d->count + 1;
		ui_put_mark(&p, row, 0, UI_BAD, UI_MARK_ERROR);
		ui_put_wrapped(&p, row, 2, -1, -1, UI_PLAIN, d->trouble);
	}
	draw_lines(d, &p, text + gap);
}
