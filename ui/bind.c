/* bind: one row of functions for each kind of field. */
#include "bind.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "widgets/choice.h"

struct kind {
	bool focusable, text;
	void (*load)(struct ui_bound *b, bool at_end);
	unsigned (*key)(struct ui_bound *b, ui_key key, const char *paste, size_t len);
	int (*rows)(const struct ui_bound *b, const struct cew_answers *a, const struct cew_field *f, int width);
	void (*draw)(struct ui_bound *b, struct cew_answers *a, const struct cew_field *f, const struct ui_pane *p, int row,
	             int column, int width);
	void (*say)(const struct cew_answers *a, const struct cew_field *f, struct cew_buf *out);
};

static void keep(struct ui_bound *b, enum cew_status status)
{
	if (status == CEW_OK)
		b->trouble.status = CEW_OK;
	b->touched = true;
}

static void answer(struct ui_bound *b, const char *text, enum cew_origin origin)
{
	keep(b, cew_answers_set(b->answers, b->field->id, text, origin, &b->trouble));
}

static bool focused(const struct ui_bound *b, const struct cew_field *f)
{
	return b->field == f;
}

static int one_row(const struct ui_bound *b, const struct cew_answers *a, const struct cew_field *f, int width)
{
	(void)b, (void)a, (void)f, (void)width;
	return 1;
}

/* ---- one line, shown or masked ---- */

static void line_load(struct ui_bound *b, bool at_end)
{
	(void)at_end;
	b->line.masked = b->field->kind == CEW_FIELD_SECRET;
	ui_line_set(&b->line, cew_answers_text(b->answers, b->field->id));
}

static unsigned line_key(struct ui_bound *b, ui_key key, const char *paste, size_t len)
{
	/* A blank at the start was meant for the field before, where it chooses or switches. */
	if (key == ' ' && !b->line.len && b->field->kind == CEW_FIELD_TEXT)
		return UI_USED;
	unsigned handled = ui_line_key(&b->line, key, paste, len);
	if (handled & UI_CHANGED)
		answer(b, b->line.text, CEW_ORIGIN_TYPED);
	return handled;
}

static void line_draw(struct ui_bound *b, struct cew_answers *a, const struct cew_field *f, const struct ui_pane *p, int row,
                      int column, int width)
{
	const char *text = cew_answers_text(a, f->id);
	if (!*text && f->placeholder)
		ui_put(p, row, column, width, UI_FAINT, f->placeholder);
	if (focused(b, f))
		ui_line_draw(&b->line, p, row, column, width);
	else
		ui_line_show(p, row, column, width, text, b->left_field == f ? b->left.first : 0, f->kind == CEW_FIELD_SECRET);
}

static void line_say(const struct cew_answers *a, const struct cew_field *f, struct cew_buf *out)
{
	cew_buf_str(out, cew_answers_text(a, f->id));
}

static void secret_say(const struct cew_answers *a, const struct cew_field *f, struct cew_buf *out)
{
	/* Neither the text nor its length. */
	cew_buf_str(out, *cew_answers_text(a, f->id) ? "****" : "");
}

/* ---- choices and flags ---- */

static size_t chosen(const struct cew_answers *a, const struct cew_field *f)
{
	const char *text = cew_answers_text(a, f->id);
	size_t i = 0;
	while (i < f->choice_count && strcmp(f->choices[i].value, text) != 0)
		i++;
	return i;
}

static struct ui_choice_item item_at(const void *ctx, size_t i)
{
	const struct cew_field *f = ctx;
	return (struct ui_choice_item){f->choices[i].label, f->choices[i].help};
}

static struct ui_choices choices_of(const struct cew_field *f)
{
	return (struct ui_choices){f->choice_count, item_at, f};
}

static void nothing_to_load(struct ui_bound *b, bool at_end)
{
	(void)b, (void)at_end;
}

/* Where nothing is chosen the cursor begins at the first one. */
static void choice_load(struct ui_bound *b, bool at_end)
{
	(void)at_end;
	size_t i = chosen(b->answers, b->field);
	b->choice = i < b->field->choice_count ? i : 0;
}

static unsigned choose(struct ui_bound *b, size_t i)
{
	b->choice = i;
	if (i == chosen(b->answers, b->field))
		return UI_USED;
	answer(b, b->field->choices[i].value, CEW_ORIGIN_PICKED);
	return UI_USED | UI_CHANGED;
}

static unsigned choice_key(struct ui_bound *b, ui_key key, const char *paste, size_t len)
{
	(void)paste, (void)len;
	if (key == ' ' && ui_bind_draws_all(b->field))
		return choose(b, b->choice);
	bool used;
	size_t now = ui_choice_key(chosen(b->answers, b->field), b->field->choice_count, key, &used);
	return used ? choose(b, now) : UI_IGNORED;
}

/* Over the choices that are shown; passing by chooses nothing. */
static bool choice_step(struct ui_bound *b, enum ui_step_in how)
{
	bool down = how == UI_IN_DOWN, up = how == UI_IN_UP;
	if (!ui_bind_draws_all(b->field) || !(down || up) || (up ? b->choice == 0 : b->choice + 1 >= b->field->choice_count))
		return false;
	b->choice += down ? 1 : -(size_t)1;
	return true;
}

static int choice_rows(const struct ui_bound *b, const struct cew_answers *a, const struct cew_field *f, int width)
{
	(void)b, (void)a;
	struct ui_choices choices = choices_of(f);
	return ui_choice_rows(&choices, width);
}

static void choice_draw(struct ui_bound *b, struct cew_answers *a, const struct cew_field *f, const struct ui_pane *p, int row,
                        int column, int width)
{
	struct ui_choices choices = choices_of(f);
	ui_choice_draw(&choices, chosen(a, f), b->choice, p, row, column, width, focused(b, f));
}

static void choice_say(const struct cew_answers *a, const struct cew_field *f, struct cew_buf *out)
{
	size_t i = chosen(a, f);
	cew_buf_str(out, i < f->choice_count ? f->choices[i].label : cew_answers_text(a, f->id));
}

static unsigned flag_key(struct ui_bound *b, ui_key key, const char *paste, size_t len)
{
	(void)paste, (void)len;
	if (key != ' ' && key != UI_KEY_LEFT && key != UI_KEY_RIGHT)
		return UI_IGNORED;
	if (b->field->choice_count < 2)
		return UI_USED;
	answer(b, b->field->choices[chosen(b->answers, b->field) == 0].value, CEW_ORIGIN_PICKED);
	return UI_USED | UI_CHANGED;
}

static void flag_draw(struct ui_bound *b, struct cew_answers *a, const struct cew_field *f, const struct ui_pane *p, int row,
                      int column, int width)
{
	(void)width;
	ui_flag_draw(f->choice_count > 0 && chosen(a, f) == 0, p, row, column, focused(b, f));
}

static void flag_say(const struct cew_answers *a, const struct cew_field *f, struct cew_buf *out)
{
	cew_buf_str(out, f->choice_count > 0 && chosen(a, f) == 0 ? "on" : "off");
}

/* ---- lists and pairs ---- */

static bool is_pairs(const struct cew_field *f)
{
	return f->kind == CEW_FIELD_PAIRS;
}

static size_t list_count(void *ctx)
{
	const struct ui_bound *b = ctx;
	return cew_answers_list_count(b->answers, b->field->id);
}

static const char *list_text(void *ctx, size_t row, int column)
{
	const struct ui_bound *b = ctx;
	if (!is_pairs(b->field))
		return cew_answers_list_at(b->answers, b->field->id, row);
	const struct cew_pair *pair = cew_answers_pair_at(b->answers, b->field->id, row);
	return pair ? (column ? pair->value : pair->key) : "";
}

static void list_put(void *ctx, size_t row, int column, const char *text)
{
	struct ui_bound *b = ctx;
	const char *id = b->field->id;
	if (!is_pairs(b->field)) {
		keep(b, cew_answers_list_put(b->answers, id, row, text, b->list_origin, &b->trouble));
		return;
	}
	/* Copied, because putting a pair replaces both of its texts. */
	char *other = cew_strdup(row < list_count(ctx) ? list_text(ctx, row, !column) : "");
	if (!other) {
		cew_fail_memory(&b->trouble);
		return;
	}
	keep(b, cew_answers_pair_put(b->answers, id, row, column ? other : text, column ? text : other, CEW_ORIGIN_TYPED,
	                             &b->trouble));
	free(other);
}

static void list_remove(void *ctx, size_t row)
{
	struct ui_bound *b = ctx;
	cew_answers_list_remove(b->answers, b->field->id, row);
	b->touched = true;
}

static struct ui_list_owner owner_of(struct ui_bound *b)
{
	return (struct ui_list_owner){list_count, list_text, list_put, list_remove, b};
}

static void list_load(struct ui_bound *b, bool at_end)
{
	struct ui_list_owner owner = owner_of(b);
	ui_list_begin(&b->list, &owner, is_pairs(b->field), at_end);
}

static unsigned list_key(struct ui_bound *b, ui_key key, const char *paste, size_t len)
{
	return ui_list_key(&b->list, key, paste, len);
}

static int list_rows(const struct ui_bound *b, const struct cew_answers *a, const struct cew_field *f, int width)
{
	(void)width;
	struct ui_bound shown = {.answers = (struct cew_answers *)a, .field = f};
	struct ui_list_owner owner = owner_of(&shown);
	return ui_list_rows(focused(b, f) ? &b->list : NULL, &owner);
}

static void list_draw(struct ui_bound *b, struct cew_answers *a, const struct cew_field *f, const struct ui_pane *p, int row,
                      int column, int width)
{
	struct ui_bound shown = {.answers = a, .field = f};
	bool focus = focused(b, f);
	struct ui_list_owner owner = owner_of(focus ? b : &shown);
	const struct ui_scrolled *left = b->left_field == f ? &b->left : &shown.left;
	ui_list_draw(focus ? &b->list : NULL, &owner, is_pairs(f), left, p, row, column, width, f->placeholder);
}

static void list_say(const struct cew_answers *a, const struct cew_field *f, struct cew_buf *out)
{
	for (size_t i = 0; i < cew_answers_list_count(a, f->id); i++) {
		const struct cew_pair *pair = is_pairs(f) ? cew_answers_pair_at(a, f->id, i) : NULL;
		cew_buf_str(out, i ? ", " : "");
		if (pair)
			cew_buf_fmt(out, "%s=%s", pair->key, pair->value);
		else
			cew_buf_str(out, cew_answers_list_at(a, f->id, i));
	}
}

/* ---- notes ---- */

static unsigned note_key(struct ui_bound *b, ui_key key, const char *paste, size_t len)
{
	(void)b, (void)key, (void)paste, (void)len;
	return UI_IGNORED;
}

static int note_rows(const struct ui_bound *b, const struct cew_answers *a, const struct cew_field *f, int width)
{
	(void)b, (void)a;
	return cew_wrap_rows(f->help ? f->help : "", width);
}

static void note_draw(struct ui_bound *b, struct cew_answers *a, const struct cew_field *f, const struct ui_pane *p, int row,
                      int column, int width)
{
	(void)b, (void)a;
	ui_put_wrapped(p, row, column, width, -1, UI_PLAIN, f->help ? f->help : "");
}

static void note_say(const struct cew_answers *a, const struct cew_field *f, struct cew_buf *out)
{
	(void)a;
	cew_buf_str(out, f->help ? f->help : "");
}

/* ---- the table ---- */

static const struct kind kinds[] = {
	[CEW_FIELD_TEXT] = {true, true, line_load, line_key, one_row, line_draw, line_say},
	[CEW_FIELD_SECRET] = {true, true, line_load, line_key, one_row, line_draw, secret_say},
	[CEW_FIELD_CHOICE] = {true, false, choice_load, choice_key, choice_rows, choice_draw, choice_say},
	[CEW_FIELD_FLAG] = {true, false, nothing_to_load, flag_key, one_row, flag_draw, flag_say},
	[CEW_FIELD_LIST] = {true, true, list_load, list_key, list_rows, list_draw, list_say},
	[CEW_FIELD_PAIRS] = {true, true, list_load, list_key, list_rows, list_draw, list_say},
	[CEW_FIELD_NOTE] = {false, false, nothing_to_load, note_key, note_rows, note_draw, note_say},
};
static_assert(CEW_COUNT(kinds) == CEW_FIELD_KIND_COUNT, "every kind of field has its widget");

static bool has_list(const struct cew_field *f)
{
	return f->kind == CEW_FIELD_LIST || f->kind == CEW_FIELD_PAIRS;
}

bool ui_bind_focusable(const struct cew_field *field)
{
	return kinds[field->kind].focusable;
}

bool ui_bind_takes_text(const struct cew_field *field)
{
	return kinds[field->kind].text;
}

bool ui_bind_draws_all(const struct cew_field *field)
{
	struct ui_choices choices = choices_of(field);
	return field->kind == CEW_FIELD_CHOICE && ui_choice_shows_all(&choices);
}

void ui_bind_focus(struct ui_bound *b, struct cew_answers *answers, const struct cew_field *field, bool at_end)
{
	ui_bind_leave(b);
	b->list_origin = CEW_ORIGIN_TYPED;
	b->answers = answers;
	b->field = field;
	if (field)
		kinds[field->kind].load(b, at_end);
}

/* Names, ids, ranges and addresses neither begin nor end with blanks: they were copied along. A secret may. */
static void trim(struct ui_bound *b)
{
	if (!b->touched || (b->field->kind != CEW_FIELD_TEXT && !b->field->url))
		return;
	const char *text = b->line.text;
	size_t from = strspn(text, " "), to = strlen(text);
	while (to > from && text[to - 1] == ' ')
		to--;
	char *trimmed = from || text[to] ? cew_fmt("%.*s", (int)(to - from), text + from) : NULL;
	if (trimmed)
		answer(b, trimmed, CEW_ORIGIN_TYPED);
	free(trimmed);
}

void ui_bind_leave(struct ui_bound *b)
{
	if (!b->field)
		return;
	trim(b);
	b->left_field = b->field;
	b->left = has_list(b->field) ? ui_list_scrolled(&b->list) : (struct ui_scrolled){.first = b->line.first};
	if (has_list(b->field))
		ui_list_finish(&b->list);
	ui_line_finish(&b->line);
	b->field = NULL;
	b->touched = false;
}

void ui_bind_rested(struct ui_bound *b)
{
	b->left_field = NULL;
	if (b->field && has_list(b->field))
		ui_list_rested(&b->list);
	else
		ui_line_rested(&b->line);
}

unsigned ui_bind_key(struct ui_bound *b, ui_key key, const char *paste, size_t paste_len)
{
	return b->field ? kinds[b->field->kind].key(b, key, paste, paste_len) : UI_IGNORED;
}

bool ui_bind_full(const struct ui_bound *b)
{
	return b->field && (has_list(b->field) ? b->list.line.full : b->line.full);
}

void ui_bind_set(struct ui_bound *b, const char *text, enum cew_origin origin)
{
	if (!b->field)
		return;
	if (has_list(b->field)) {
		b->list_origin = origin;
		ui_list_take(&b->list, text);
		b->list_origin = CEW_ORIGIN_TYPED;
		return;
	}
	answer(b, text, origin);
	ui_bind_reload(b);
}

const char *ui_bind_text(const struct ui_bound *b)
{
	if (!b->field || !kinds[b->field->kind].text)
		return "";
	return has_list(b->field) ? b->list.line.text : b->line.text;
}

void ui_bind_reload(struct ui_bound *b)
{
	if (b->field)
		kinds[b->field->kind].load(b, false);
}

bool ui_bind_choose(struct ui_bound *b)
{
	bool shown = b->field && ui_bind_draws_all(b->field);
	return shown && (choose(b, b->choice) & UI_CHANGED);
}

void ui_bind_reveal(struct ui_bound *b)
{
	if (b->field && b->field->kind == CEW_FIELD_SECRET)
		b->line.masked = !b->line.masked;
}

bool ui_bind_step(struct ui_bound *b, enum ui_step_in how)
{
	static bool (*const steps[])(struct ui_list *) = {
		[UI_IN_NEXT] = ui_list_next, [UI_IN_PREVIOUS] = ui_list_previous,
		[UI_IN_DOWN] = ui_list_down, [UI_IN_UP] = ui_list_up,
	};
	if (!b->field)
		return false;
	if (b->field->kind == CEW_FIELD_CHOICE)
		return choice_step(b, how);
	return has_list(b->field) && steps[how](&b->list);
}

int ui_bind_rows(const struct ui_bound *b, const struct cew_answers *answers, const struct cew_field *field, int width)
{
	return kinds[field->kind].rows(b, answers, field, width);
}

void ui_bind_draw(struct ui_bound *b, struct cew_answers *answers, const struct cew_field *field, const struct ui_pane *p,
                  int row, int column, int width)
{
	kinds[field->kind].draw(b, answers, field, p, row, column, width);
}

int ui_bind_width(const struct cew_field *field)
{
	struct ui_choices choices = choices_of(field);
	return ui_bind_draws_all(field) ? ui_choice_width(&choices) : 0;
}

int ui_bind_cursor_row(const struct ui_bound *b, int width)
{
	if (!b->field)
		return 0;
	if (has_list(b->field))
		return (int)b->list.row;
	if (!ui_bind_draws_all(b->field))
		return 0;
	struct ui_choices choices = choices_of(b->field);
	return ui_choice_row_of(&choices, b->choice, width);
}

void ui_bind_say(const struct cew_answers *answers, const struct cew_field *field, struct cew_buf *out)
{
	kinds[field->kind].say(answers, field, out);
}
