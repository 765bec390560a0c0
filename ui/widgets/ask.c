/* ask: labels beside lines; what is typed lives in memory that is overwritten, for it may be a code. */
#include "ask.h"

#include <stdlib.h>
#include <string.h>

#include "cewizard/base.h"

enum { WIDTH = 70, GAP = 2 };

void ui_ask_open(struct ui_ask *a, const char *title, const char *text, ui_asked_fn *done, void *ctx)
{
	ui_ask_close(a);
	*a = (struct ui_ask){.title = cew_strdup(title), .text = cew_strdup(text), .done = done, .ctx = ctx};
	a->lines = calloc(UI_ASK_LINES, sizeof(*a->lines));
	a->open = a->title && a->lines;
	if (!a->open)
		ui_ask_close(a);
}

void ui_ask_line(struct ui_ask *a, const char *label, const char *value, bool masked)
{
	char *copy = a->open && a->count < UI_ASK_LINES ? cew_strdup(label) : NULL;
	if (!copy)
		return;
	a->labels[a->count] = copy;
	ui_line_set(&a->lines[a->count], value ? value : "");
	a->lines[a->count].masked = masked;
	a->count++;
}

void ui_ask_close(struct ui_ask *a)
{
	ui_box_close(&a->box);
	for (int i = 0; i < a->count; i++) {
		ui_line_finish(&a->lines[i]);
		free(a->labels[i]);
	}
	free(a->lines);
	free(a->title);
	free(a->text);
	memset(a, 0, sizeof(*a));
}

/* The lines live until the callback is done with them, and it may open another dialog meanwhile. */
static void finish(struct ui_ask *a, bool taken)
{
	const char *texts[UI_ASK_LINES + 1] = {NULL};
	struct ui_ask old = *a;
	memset(a, 0, sizeof(*a));
	ui_box_close(&old.box);
	for (int i = 0; i < old.count; i++)
		texts[i] = old.lines[i].text;
	if (old.done)
		old.done(old.ctx, taken ? texts : NULL);
	ui_ask_close(&old);
}

static void go_by(struct ui_ask *a, int by)
{
	int to = a->focus + by;
	if (to < 0 || to >= a->count)
		return;
	ui_line_rested(&a->lines[a->focus]);
	a->focus = to;
}

void ui_ask_key(struct ui_ask *a, ui_key key, const char *paste, size_t paste_len)
{
	bool last = a->focus + 1 >= a->count;
	if (key == UI_KEY_ESC)
		finish(a, false);
	else if (key == UI_KEY_ENTER && last)
		finish(a, true);
	else if (key == UI_KEY_ENTER || key == UI_KEY_TAB || key == UI_KEY_DOWN)
		go_by(a, 1);
	else if (key == UI_KEY_BACKTAB || key == UI_KEY_UP)
		go_by(a, -1);
	else if (a->count)
		ui_line_key(&a->lines[a->focus], key, paste, paste_len);
}

static int label_width(const struct ui_ask *a)
{
	int width = 0;
	for (int i = 0; i < a->count; i++) {
		int w = cew_text_width(a->labels[i]);
		width = w > width ? w : width;
	}
	return width;
}

static void draw_line(struct ui_ask *a, const struct ui_pane *p, int row, int at, int i)
{
	ui_put(p, row, 2, -1, UI_PLAIN, a->labels[i]);
	if (i == a->focus) {
		ui_put(p, row, 0, 1, UI_FOCUS, ">");
		ui_line_draw(&a->lines[i], p, row, at, p->width - at);
		return;
	}
	ui_line_show(p, row, at, p->width - at, a->lines[i].text, 0, a->lines[i].masked);
}

void ui_ask_draw(struct ui_ask *a, int rows, int columns)
{
	if (!a->open || rows < 5 || columns < 20)
		return;
	int width = columns - 4 < WIDTH ? columns - 4 : WIDTH;
	int inner = width - UI_BOX_MARGIN, most = rows - 2 - UI_BOX_BORDERS;
	int text = a->text ? cew_wrap_rows(a->text, inner) : 0;
	int gap = text ? 1 : 0;
	if (text + gap + a->count > most)
		text = most - gap - a->count > 0 ? most - gap - a->count : 0;
	if (!ui_box_place(&a->box, rows, columns, text + gap + a->count + UI_BOX_BORDERS, width))
		return;
	ui_box_frame(&a->box, a->title, NULL, a->count > 1 ? "Tab next  Enter on the last line goes on  Esc leaves" : "Enter goes on  Esc leaves",
	             false, false);
	struct ui_pane p = ui_box_inside(&a->box);
	if (text)
		ui_put_wrapped(&p, 0, 0, -1, text, UI_PLAIN, a->text);
	for (int i = 0; i < a->count; i++)
		draw_line(a, &p, text + gap + i, 2 + label_width(a) + GAP, i);
}
