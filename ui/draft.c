/* draft: what was typed is kept on every way out, without secrets, and offered at the next start. */
#include "wizard.h"

#include <stdlib.h>
#include <string.h>

enum pick { CONTINUE, AFRESH, DISCARD };

bool ui_draft_save(struct ui_wizard *w, struct cew_error *err)
{
	const struct ui_step *step = ui_step_current(w);
	return !step || cew_draft_save(w->app->answers, step->page->id, err) == CEW_OK;
}

static size_t step_named(const struct ui_wizard *w, const char *page_id)
{
	for (size_t i = 0; page_id && i < w->steps.len; i++)
		if (strcmp(ui_step_at(w, i)->page->id, page_id) == 0)
			return i;
	return 0;
}

/* Pages before the one that was left count as seen, so that their marks are there again. */
static void resume_at(struct ui_wizard *w, size_t to)
{
	for (size_t i = 0; i < to; i++) {
		struct ui_step *step = ui_step_at(w, i);
		step->visited = true;
		ui_check_step(w, step);
	}
	w->step = to;
	ui_go_to(w, to, NULL);
}

static void take_list(struct cew_answers *to, const struct cew_answers *from, const struct cew_field *field)
{
	while (cew_answers_list_count(to, field->id))
		cew_answers_list_remove(to, field->id, 0);
	for (size_t i = 0; i < cew_answers_list_count(from, field->id); i++) {
		const struct cew_pair *pair = cew_answers_pair_at(from, field->id, i);
		if (field->kind == CEW_FIELD_PAIRS && pair)
			cew_answers_pair_put(to, field->id, i, pair->key, pair->value, CEW_ORIGIN_TYPED, NULL);
		else if (field->kind == CEW_FIELD_LIST)
			cew_answers_list_put(to, field->id, i, cew_answers_list_at(from, field->id, i), CEW_ORIGIN_TYPED, NULL);
	}
}

/* An answers file that someone named stands above a draft; the demo's own answers, which nobody named, do not. */
static void draft_over_demo(struct ui_wizard *w, const char *path)
{
	const struct cew_options *o = w->app->options;
	struct cew_answers *draft = o->demo && !o->answers ? cew_answers_create(w->app->forms) : NULL;
	char *page_id = NULL;
	if (!draft || cew_draft_load(draft, path, &page_id, NULL) != CEW_OK) {
		cew_answers_destroy(draft);
		return;
	}
	for (size_t i = 0; i < w->steps.len; i++)
		for (size_t k = 0; k < ui_step_at(w, i)->page->field_count; k++) {
			const struct cew_field *field = &ui_step_at(w, i)->page->fields[k];
			if (cew_answers_origin(draft, field->id) != CEW_ORIGIN_DRAFT ||
			    cew_answers_origin(w->app->answers, field->id) != CEW_ORIGIN_FILE)
				continue;
			if (field->kind == CEW_FIELD_LIST || field->kind == CEW_FIELD_PAIRS)
				take_list(w->app->answers, draft, field);
			else
				cew_answers_set(w->app->answers, field->id, cew_answers_text(draft, field->id), CEW_ORIGIN_TYPED, NULL);
		}
	free(page_id);
	cew_answers_destroy(draft);
}

bool ui_draft_load(struct ui_wizard *w, const char *path, char **page_id, struct cew_error *err)
{
	if (cew_draft_load(w->app->answers, path, page_id, err) != CEW_OK)
		return false;
	draft_over_demo(w, path);
	ui_session_apply(w);
	return true;
}

static void load(struct ui_wizard *w, const char *path)
{
	struct cew_error err;
	char *page_id = NULL;
	ui_bind_leave(&w->bound);
	if (!ui_draft_load(w, path, &page_id, &err)) {
		ui_flash(w, "The draft could not be read: %s", err.what);
		ui_go_to(w, w->step, NULL);
		return;
	}
	resume_at(w, step_named(w, page_id));
	free(page_id);
	ui_flash(w, "Draft restored. Secrets were not kept: they are asked again.");
}

static void picked(void *ctx, int option)
{
	struct ui_wizard *w = ctx;
	struct cew_draft draft;
	if (option != CONTINUE && option != DISCARD)
		return; /* afresh, or Esc: the draft stays until another replaces it */
	if (cew_draft_newest(&draft, NULL) != CEW_OK)
		return;
	if (option == CONTINUE)
		load(w, draft.path);
	else if (cew_draft_remove(draft.path, NULL) == CEW_OK)
		ui_flash(w, "The draft is gone.");
	cew_draft_finish(&draft);
}

void ui_draft_offer(struct ui_wizard *w)
{
	struct cew_draft draft;
	if (cew_draft_newest(&draft, NULL) != CEW_OK)
		return;
	char when[CEW_TIME_MAX];
	cew_time_format(draft.saved_ms, when);
	/* "2026-01-02T03:04:05.678Z": date and minutes are enough to recognise it by. */
	bool named = draft.stack_name && *draft.stack_name;
	char *text = cew_fmt("Answers%s%s were left unfinished on %.10s at %.5s UTC.", named ? " for stack " : "",
	                     named ? draft.stack_name : "", when, when + 11);
	if (text) {
		ui_popup_open(&w->popup, "A draft is kept", text, picked, w);
		ui_popup_option(&w->popup, "Continue with it", NULL);
		ui_popup_option(&w->popup, "Start afresh", NULL);
		ui_popup_option(&w->popup, "Discard it", NULL);
	}
	free(text);
	cew_draft_finish(&draft);
}

void ui_draft_done(struct ui_wizard *w)
{
	struct cew_draft draft;
	if (cew_draft_newest(&draft, NULL) != CEW_OK)
		return;
	if (w->plan && strcmp(draft.stack_name, w->plan->stack_name) == 0)
		cew_draft_remove(draft.path, NULL);
	cew_draft_finish(&draft);
}
