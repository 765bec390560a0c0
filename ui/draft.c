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

/* ---- while typing ---- */

enum { SOON_MS = 1000 };

static void tell_beside(struct ui_wizard *w)
{
	if (cew_draft_is_beside(w->app->answers) && !w->told_beside)
		ui_flash(w, "Another session is at work on a stack of this name: this draft is kept beside its own.");
	w->told_beside = cew_draft_is_beside(w->app->answers);
}

static void save_now(void *ctx)
{
	struct ui_wizard *w = ctx;
	struct cew_error err = {.status = CEW_OK};
	w->draft_timer = 0;
	if (w->leaving)
		return;
	/* Half a secret is not to be taken for one: it is told to the log when its field has been left. */
	if (w->bound.field && w->bound.field->kind == CEW_FIELD_SECRET)
		return;
	if (ui_draft_save(w, &err))
		tell_beside(w);
	else if (!w->told_unsaved)
		ui_flash(w, "The draft could not be saved: %s", err.what);
	w->told_unsaved = err.status != CEW_OK;
}

/* Not put off by further typing: at most a second of it is ever lost. */
void ui_draft_soon(struct ui_wizard *w)
{
	if (!w->draft_timer)
		w->draft_timer = cew_loop_after(w->app->loop, SOON_MS, save_now, w);
}

void ui_draft_finish(struct ui_wizard *w)
{
	if (w->draft_timer)
		cew_loop_cancel(w->app->loop, w->draft_timer);
	w->draft_timer = 0;
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

bool ui_draft_load(struct ui_wizard *w, const char *path, char **page_id, struct cew_error *err)
{
	if (cew_draft_load(w->app->answers, path, page_id, err) != CEW_OK)
		return false;
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
	resume_at(w, ui_step_named(w, page_id));
	free(page_id);
	ui_flash(w, "Draft restored. Secrets were not kept: they are asked again.");
	ui_account_ask(w);
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
	ui_draft_finish(w);
	cew_draft_discard(w->app->answers, NULL); /* what stays behind is offered once too often: no harm */
}
