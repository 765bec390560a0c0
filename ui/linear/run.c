/* run: the pages in turn, then review, acknowledgement, creation, and events as lines. */
#include "linear.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 4096, WIDTH = 78 };

/* ---- review and creation ---- */

static size_t say_issues(struct ui_wizard *w)
{
	ui_check_everything(w);
	for (size_t i = 0; i < w->review.issues.list.len; i++) {
		const struct cew_issue *issue = cew_issues_at(&w->review.issues, i);
		const struct cew_field *field = cew_form_field_find(w->app->forms, issue->field);
		printf("%s: %s%s%s %s\n", cew_severity_name(issue->severity), field ? field->label : "", field ? ": " : "", issue->message,
		       issue->remedy);
	}
	return cew_issues_count(&w->review.issues, CEW_ERROR);
}

static void say_plan(struct ui_wizard *w)
{
	struct cew_subject subject = ui_subject(w, false);
	struct cew_plan *plan = NULL;
	struct cew_error err;
	cew_buf_clear(&w->review.plan);
	if (cew_plan_make(&subject, &plan, &err) == CEW_OK)
		cew_plan_write_text(plan, w->app->answers, WIDTH, &w->review.plan, &err);
	else
		printf("The plan could not be made: %s\n", err.what);
	fputs(cew_buf_text(&w->review.plan), stdout);
	cew_plan_destroy(plan);
}

enum linear_answer linear_review(struct linear *l)
{
	struct cew_buf line;
	cew_buf_init(&line, LINE_BYTES);
	say_plan(l->w);
	putchar('\n');
	size_t errors = say_issues(l->w);
	char prompt[96];
	snprintf(prompt, sizeof(prompt), errors ? "%zu error%s to mend first. Enter goes back to the pages > " : "Enter goes on, < goes back > ",
	         errors, errors == 1 ? "" : "s");
	bool got = linear_line(l, prompt, false, &line);
	bool back = errors || strcmp(cew_buf_text(&line), "<") == 0;
	cew_buf_finish(&line);
	return !got ? LINEAR_OVER : back ? LINEAR_BACK : LINEAR_NEXT;
}

static void say_event(const struct cew_event_row *e)
{
	struct cew_buf line;
	cew_buf_init(&line, LINE_BYTES * 4);
	cew_event_write_text(e, &line);
	fputs(cew_buf_text(&line), stdout);
	cew_buf_finish(&line);
}

static void follow(struct linear *l)
{
	struct ui_wizard *w = l->w;
	size_t told = 0;
	enum cew_deploy_state state;
	do {
		for (; told < cew_deploy_event_count(w->deployment); told++)
			say_event(cew_deploy_event_at(w->deployment, told));
		fflush(stdout);
		state = cew_deploy_state(w->deployment);
	} while (state != CEW_DEPLOY_DONE && state != CEW_DEPLOY_STOPPED && linear_wait(l));
}

enum linear_answer linear_create(struct linear *l)
{
	struct cew_buf line;
	cew_buf_init(&line, LINE_BYTES);
	bool errors = ui_preflight_verdict(l->w) == UI_VERDICT_ERRORS;
	bool got = linear_line(l, errors ? "Create the stack all the same? (yes, or < to go back) > " : "Create the stack now? (yes, or < to go back) > ", false, &line);
	bool yes = got && (strcmp(cew_buf_text(&line), "yes") == 0 || strcmp(cew_buf_text(&line), "y") == 0);
	bool back = strcmp(cew_buf_text(&line), "<") == 0;
	cew_buf_finish(&line);
	if (!got || (!yes && !back))
		return LINEAR_OVER;
	if (back)
		return LINEAR_BACK;
	if (!linear_account(l))
		return LINEAR_BACK;
	ui_create_at_once(l->w);
	if (!l->w->deployment) {
		puts(l->w->flash);
		return LINEAR_BACK;
	}
	follow(l);
	putchar('\n');
	return LINEAR_OVER;
}

/* ---- pages ---- */

static enum linear_answer page_end(struct linear *l, const struct cew_page *page)
{
	switch (page->view) {
	case CEW_VIEW_REVIEW:
		return linear_review(l);
	case CEW_VIEW_PREFLIGHT:
		return linear_preflight(l);
	case CEW_VIEW_EVENTS:
		return linear_create(l);
	case CEW_VIEW_ACCESS:
		return LINEAR_OVER;
	default:
		return LINEAR_NEXT;
	}
}

/* Fields of the page in turn; begins at the last one if it was come back to. */
static enum linear_answer ask_fields(struct linear *l, bool from_end)
{
	struct ui_wizard *w = l->w;
	size_t count = ui_step_current(w)->page->field_count;
	enum linear_answer how = from_end ? LINEAR_BACK : LINEAR_NEXT;
	for (size_t i = from_end ? count : 0; how != LINEAR_OVER;) {
		if (from_end && i == 0)
			return LINEAR_BACK;
		i -= from_end;
		/* Looked up anew: a template that was chosen on this page brings other forms. */
		const struct cew_page *page = ui_step_current(w)->page;
		if (!from_end && i >= page->field_count)
			return LINEAR_NEXT;
		const struct cew_field *field = &page->fields[i];
		bool asked = cew_answers_field_shown(w->app->answers, field) && (!from_end || ui_bind_focusable(field));
		how = asked ? linear_ask(l, field) : how;
		from_end = how == LINEAR_BACK;
		i += !from_end;
	}
	return how;
}

static enum linear_answer visit(struct linear *l, bool from_end)
{
	const struct cew_page *page = ui_step_current(l->w)->page;
	if (page->view == CEW_VIEW_ACCESS)
		return LINEAR_OVER;
	size_t pages, number = ui_step_number(l->w, &pages);
	printf("\n%zu of %zu: %s\n", number, pages, page->title);
	if (page->intro)
		linear_say(page->intro, "");
	for (;;) {
		enum linear_answer how = ask_fields(l, from_end);
		if (how != LINEAR_NEXT)
			return how;
		ui_step_current(l->w)->visited = true;
		how = page_end(l, ui_step_current(l->w)->page);
		if (how != LINEAR_BACK || !ui_step_current(l->w)->page->field_count)
			return how;
		from_end = true;
	}
}

static bool go(struct ui_wizard *w, int direction)
{
	for (ptrdiff_t i = (ptrdiff_t)w->step + direction; i >= 0 && (size_t)i < w->steps.len; i += direction)
		if (ui_step_shown(w, (size_t)i)) {
			w->step = (size_t)i;
			return true;
		}
	return false;
}

/* With errors at Review, back means the page of the first one. */
static bool go_to_error(struct ui_wizard *w)
{
	const struct cew_issue *error = ui_step_current(w)->page->view == CEW_VIEW_REVIEW ? ui_first_error(w) : NULL;
	for (size_t i = 0; error && *error->field && i < w->step; i++) {
		const struct cew_page *page = ui_step_at(w, i)->page;
		for (size_t k = 0; k < page->field_count; k++)
			if (strcmp(page->fields[k].id, error->field) == 0) {
				w->step = i;
				return true;
			}
	}
	return false;
}

static void walk(struct linear *l)
{
	bool from_end = false;
	for (;;) {
		enum linear_answer how = visit(l, from_end);
		if (how == LINEAR_OVER)
			return;
		from_end = how == LINEAR_BACK;
		if (how == LINEAR_BACK && go_to_error(l->w))
			from_end = false;
		else if (!go(l->w, how == LINEAR_BACK ? -1 : 1) && how == LINEAR_NEXT)
			return;
		else if (how == LINEAR_BACK && l->w->step == 0)
			from_end = false;
	}
}

static void offer_draft(struct linear *l)
{
	struct cew_draft draft;
	struct cew_buf line;
	char *page_id = NULL;
	if (cew_draft_newest(&draft, NULL) != CEW_OK)
		return;
	cew_buf_init(&line, LINE_BYTES);
	char when[CEW_TIME_MAX];
	cew_time_format(draft.saved_ms, when);
	printf("A draft%s%s of %.10s is kept.\n", *draft.stack_name ? " for stack " : "", draft.stack_name, when);
	if (linear_line(l, "Continue with it? (y or n) > ", false, &line) && strncmp(cew_buf_text(&line), "y", 1) == 0 &&
	    ui_draft_load(l->w, draft.path, &page_id, NULL)) {
		for (size_t i = 0; page_id && i < l->w->steps.len; i++)
			if (strcmp(ui_step_at(l->w, i)->page->id, page_id) == 0)
				l->w->step = i;
	}
	free(page_id);
	cew_buf_finish(&line);
	cew_draft_finish(&draft);
}

enum cew_status ui_linear_run(struct ui_wizard *w, struct cew_error *err)
{
	struct linear l = {.w = w};
	ui_marks_unicode(ui_locale_is_utf8());
	enum cew_status status = linear_open(&l, err);
	if (status != CEW_OK)
		return status;
	ui_session_begin(w);
	offer_draft(&l);
	if (!l.eof && !l.interrupted)
		walk(&l);
	ui_farewell(w);
	linear_close(&l);
	return CEW_OK;
}
