/* popup: sized by its content, at most the screen less a margin; text scrolls, options are chosen. */
#include "popup.h"

#include <stdlib.h>
#include <string.h>


enum { POPUP_WIDTH = 64 };

void ui_popup_open(struct ui_popup *p, const char *title, const char *text, ui_popup_fn *done, void *ctx)
{
	ui_popup_close(p);
	*p = (struct ui_popup){.title = cew_strdup(title), .text = cew_strdup(text), .done = done, .ctx = ctx};
	cew_vec_init(&p->options, sizeof(struct ui_option));
	p->scroll.chosen = -1;
	p->open = p->title != NULL;
}

void ui_popup_option(struct ui_popup *p, const char *label, const char *detail)
{
	struct ui_option option = {cew_strdup(label), cew_strdup(detail)};
	if (!p->open || !option.label || !cew_vec_push(&p->options, &option)) {
		free(option.label);
		free(option.detail);
		return;
	}
	if (p->scroll.chosen < 0)
		p->scroll.chosen = 0;
	p->scroll.total = (int)p->options.len;
}

void ui_popup_say(struct ui_popup *p, const char *text)
{
	char *copy = p->open ? cew_strdup(text) : NULL;
	if (!copy)
		return;
	free(p->text);
	p->text = copy;
}

void ui_popup_choose(struct ui_popup *p, int option)
{
	if (option >= 0 && (size_t)option < p->options.len)
		p->scroll.chosen = option;
}

void ui_popup_close(struct ui_popup *p)
{
	ui_box_close(&p->box);
	for (size_t i = 0; i < p->options.len; i++) {
		struct ui_option *option = cew_vec_at(&p->options, i);
		free(option->label);
		free(option->detail);
	}
	if (p->options.item_size)
		cew_vec_finish(&p->options);
	free(p->title);
	free(p->text);
	memset(p, 0, sizeof(*p));
}

static void pick(struct ui_popup *p, int option)
{
	ui_popup_fn *done = p->done;
	void *ctx = p->ctx;
	ui_popup_close(p);
	if (done)
		done(ctx, option);
}

/* A letter picks the next option that begins with it. */
static void choose_by_letter(struct ui_popup *p, ui_key key)
{
	if (key < 'A' || key > 'z')
		return;
	for (size_t step = 1; step <= p->options.len; step++) {
		size_t i = ((size_t)p->scroll.chosen + step) % p->options.len;
		const struct ui_option *option = cew_vec_at(&p->options, i);
		if (((ui_key)option->label[0] | 0x20) == (key | 0x20)) {
			p->scroll.chosen = (int)i;
			return;
		}
	}
}

void ui_popup_key(struct ui_popup *p, ui_key key)
{
	bool picks = p->options.len > 0;
	if (key == UI_KEY_TAB)
		key = UI_KEY_DOWN;
	if (key == UI_KEY_BACKTAB)
		key = UI_KEY_UP;
	if (ui_scroll_key(&p->scroll, key))
		return;
	if (key == UI_KEY_ENTER || (key == ' ' && picks))
		pick(p, picks ? p->scroll.chosen : -1);
	else if (key == UI_KEY_ESC || (!picks && (key == 'q' || key == '?' || key == UI_CTRL('G'))))
		pick(p, -1);
	else if (picks)
		choose_by_letter(p, key);
}

static int widest(const struct ui_popup *p)
{
	int width = cew_text_width(p->title) + 2;
	for (size_t i = 0; i < p->options.len; i++) {
		const struct ui_option *option = cew_vec_at(&p->options, i);
		int w = cew_text_width(option->label) + 2 + (option->detail ? cew_text_width(option->detail) + 2 : 0);
		width = w > width ? w : width;
	}
	return width;
}

static int label_width(const struct ui_popup *p)
{
	int width = 0;
	for (size_t i = 0; i < p->options.len; i++) {
		const struct ui_option *option = cew_vec_at(&p->options, i);
		int w = cew_text_width(option->label);
		width = w > width ? w : width;
	}
	return width;
}

static void draw_options(struct ui_popup *p, const struct ui_pane *pane)
{
	int labels = label_width(p);
	for (int i = p->scroll.first; i < p->scroll.first + p->scroll.height && i < p->scroll.total; i++) {
		const struct ui_option *option = cew_vec_at(&p->options, (size_t)i);
		int row = i - p->scroll.first;
		bool chosen = i == p->scroll.chosen;
		ui_put(pane, row, 0, 1, chosen ? UI_FOCUS : UI_PLAIN, chosen ? ">" : " ");
		ui_put(pane, row, 2, -1, UI_PLAIN, option->label);
		if (option->detail)
			ui_put(pane, row, labels + 4, -1, UI_PLAIN, option->detail);
		if (chosen) {
			ui_restyle(pane, row, 0, pane->width, UI_FOCUS);
			ui_cursor(pane, row, 0);
		}
	}
}

void ui_popup_draw(struct ui_popup *p, int rows, int columns)
{
	if (!p->open || rows < 5 || columns < 12)
		return;
	int options = (int)p->options.len;
	int margin = UI_BOX_MARGIN;
	int wanted = widest(p) > POPUP_WIDTH - margin || (options && !p->text) ? widest(p) + margin : POPUP_WIDTH;
	int width = wanted > columns - 4 ? columns - 4 : wanted;
	int inner = width - margin;
	int text_rows = p->text ? cew_wrap_rows(p->text, inner) : 0;
	int gap = text_rows && options ? 1 : 0;
	int most = rows - 2 - UI_BOX_BORDERS;
	int shown_options = options < most ? options : most;
	int shown_text = text_rows;
	if (shown_text + gap + shown_options > most)
		shown_text = most - gap - shown_options > 0 ? most - gap - shown_options : 0;
	if (!shown_text)
		gap = 0;
	int height = shown_text + gap + shown_options + UI_BOX_BORDERS;
	if (!ui_box_place(&p->box, rows, columns, height, width))
		return;
	ui_scroll_fit(&p->scroll, options ? options : text_rows, options ? shown_options : shown_text);
	ui_box_frame(&p->box, p->title, NULL, NULL, p->scroll.first > 0,
	             p->scroll.first + p->scroll.height < p->scroll.total);
	struct ui_pane text = ui_box_inside(&p->box), list = text;
	text.height = shown_text;
	text.scroll = options ? 0 : p->scroll.first;
	if (p->text)
		ui_put_wrapped(&text, 0, 0, inner, -1, UI_PLAIN, p->text);
	list.y += shown_text + gap;
	list.height = shown_options;
	if (options)
		draw_options(p, &list);
	else
		ui_cursor(&text, text.scroll, 0);
}
