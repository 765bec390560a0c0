/* picking: opens the list of the focused field over the page, and takes what is chosen in it. */
#include "wizard.h"

#include <stdlib.h>
#include <string.h>

enum { SAY_MAX = 4096 };

typedef void say_fn(const struct ui_pick *p, struct cew_buf *out);

static uint32_t bit_of(const struct cew_field *field)
{
	return (uint32_t)1 << field->pick;
}

/* ---- from the list to the picker ---- */

static char *words(const struct ui_pick *p, say_fn *say)
{
	struct cew_buf out;
	cew_buf_init(&out, SAY_MAX);
	say(p, &out);
	char *text = cew_buf_take(&out);
	cew_buf_finish(&out);
	return text;
}

static void on_changed(void *ctx, struct ui_pick *pick)
{
	struct ui_wizard *w = ctx;
	char *text = words(pick, pick->state == UI_PICK_REFUSED ? ui_pick_say_refused : ui_pick_say_empty);
	if (pick->state == UI_PICK_REFUSED) {
		w->refused_lists |= bit_of(pick->field);
		ui_picker_refused(&w->picker, text);
	} else {
		w->refused_lists &= ~bit_of(pick->field);
		ui_picker_filled(&w->picker, ui_bind_text(&w->bound), text, *pick->note ? pick->note : NULL);
	}
	free(text);
}

static void fetch(struct ui_wizard *w, const struct cew_field *field)
{
	/* The words come first: a list that is at hand is told before this returns. */
	struct ui_pick named = {.app = w->app, .field = field};
	char *text = words(&named, ui_pick_say_loading);
	ui_picker_loading(&w->picker, text);
	free(text);
	ui_pick_begin(&w->pick, w->app, field, on_changed, w);
}

static void again(void *ctx)
{
	struct ui_wizard *w = ctx;
	fetch(w, w->bound.field);
}

/* ---- from the picker to the answers ---- */

static void picked(void *ctx, const char *value, bool typed)
{
	struct ui_wizard *w = ctx;
	if (value && w->bound.field) {
		ui_bind_set(&w->bound, value, typed ? CEW_ORIGIN_TYPED : CEW_ORIGIN_PICKED);
		const struct cew_field *also = typed ? NULL : ui_pick_taken(&w->pick, value);
		ui_field_changed(w);
		ui_rest_now(w);
		if (also)
			ui_flash(w, "%s: %s, as that VPC has it.", also->label, cew_answers_text(w->app->answers, also->id));
	}
	ui_pick_finish(&w->pick);
}

void ui_choose(struct ui_wizard *w)
{
	const struct cew_field *field = w->bound.field;
	if (!field || field->pick == CEW_PICK_NONE)
		return;
	const char *none = field->required || field->kind != CEW_FIELD_TEXT ? NULL : field->placeholder ? field->placeholder : "none";
	ui_picker_open(&w->picker, field->label, none, NULL, &w->pick.table);
	w->picker.done = picked;
	w->picker.again = again;
	w->picker.ctx = w;
	if (w->picker.open)
		fetch(w, field);
}

/* A list that was refused does not push itself forward again. */
void ui_choose_at_once(struct ui_wizard *w)
{
	const struct cew_field *field = w->bound.field;
	if (field && field->pick != CEW_PICK_NONE && !*cew_answers_text(w->app->answers, field->id) &&
	    !(w->refused_lists & bit_of(field)))
		ui_choose(w);
}

void ui_picking_finish(struct ui_wizard *w)
{
	ui_picker_close(&w->picker);
	ui_pick_finish(&w->pick);
	w->refused_lists = 0;
}
