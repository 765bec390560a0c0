/* checks: when rules run. While typing, the focused field's cheap ones, once it rests; on leaving, the page's; at Review, all. */
#include "wizard.h"

#include <stdio.h>
#include <string.h>

enum { REST_MS = 150 };

struct cew_subject ui_subject(const struct ui_wizard *w, bool typing)
{
	return (struct cew_subject){
		.answers = w->app->answers,
		.template = w->app->template,
		.account_id = w->identity.known ? w->identity.account : NULL,
		.typing = typing,
	};
}

static void no_memory(struct ui_wizard *w)
{
	ui_flash(w, "Memory is short: not everything could be checked.");
}

/* A template that could not be opened is known here only: the rules look at the one that is loaded. */
static void add_template_error(struct ui_wizard *w, const struct cew_page *page, struct cew_issues *out)
{
	const struct cew_field *field = cew_form_field_for_setting(w->app->forms, "template");
	if (w->template_error.status == CEW_OK || !field || cew_form_page_of(w->app->forms, field) != page)
		return;
	const struct cew_error *e = &w->template_error;
	if (cew_issues_add(out, CEW_ERROR, field->id, "template-source", e->hint, "%s%s%s.", e->where, *e->where ? ": " : "",
	                   e->what) != CEW_OK)
		no_memory(w);
}

void ui_check_step(struct ui_wizard *w, struct ui_step *step)
{
	struct cew_subject subject = ui_subject(w, false);
	cew_issues_clear(&step->issues);
	if (!cew_answers_page_shown(w->app->answers, step->page))
		return;
	if (cew_check_page(&subject, step->page, &step->issues, NULL) != CEW_OK)
		no_memory(w);
	add_template_error(w, step->page, &step->issues);
}

/* Only what is asked before Review can be complained about there: the acknowledgement comes after it. */
static bool before_review(const struct ui_wizard *w, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (ui_step_at(w, k)->page->view == CEW_VIEW_REVIEW)
			return false;
	return true;
}

static void copy_issues(struct ui_wizard *w, const struct cew_issues *from, struct cew_issues *to)
{
	for (size_t i = 0; i < from->list.len; i++) {
		const struct cew_issue *issue = cew_issues_at(from, i);
		if (cew_issues_add(to, issue->severity, issue->field, issue->rule, issue->remedy, "%s", issue->message) != CEW_OK)
			no_memory(w);
	}
}

static bool belongs_to_a_field(const struct ui_wizard *w, const struct cew_issue *issue)
{
	return *issue->field && cew_form_field_find(w->app->forms, issue->field);
}

/* What concerns no single field. */
static void add_general(struct ui_wizard *w, struct cew_issues *out)
{
	struct cew_subject subject = ui_subject(w, false);
	struct cew_issues all;
	cew_issues_init(&all);
	if (cew_check_all(&subject, &all, NULL) != CEW_OK)
		no_memory(w);
	for (size_t i = 0; i < all.list.len; i++) {
		const struct cew_issue *issue = cew_issues_at(&all, i);
		if (!belongs_to_a_field(w, issue) &&
		    cew_issues_add(out, issue->severity, issue->field, issue->rule, issue->remedy, "%s", issue->message) != CEW_OK)
			no_memory(w);
	}
	cew_issues_finish(&all);
}

void ui_check_everything(struct ui_wizard *w)
{
	cew_issues_clear(&w->review.issues);
	for (size_t i = 0; i < w->steps.len; i++) {
		struct ui_step *step = ui_step_at(w, i);
		ui_check_step(w, step);
		if (!before_review(w, i))
			continue;
		step->visited = true;
		copy_issues(w, &step->issues, &w->review.issues);
	}
	add_general(w, &w->review.issues);
}

const struct cew_issue *ui_first_error(const struct ui_wizard *w)
{
	for (size_t i = 0; i < w->steps.len; i++)
		for (size_t k = 0; k < ui_step_at(w, i)->issues.list.len; k++) {
			const struct cew_issue *issue = cew_issues_at(&ui_step_at(w, i)->issues, k);
			if (issue->severity == CEW_ERROR)
				return issue;
		}
	for (size_t i = 0; i < w->review.issues.list.len; i++)
		if (cew_issues_at(&w->review.issues, i)->severity == CEW_ERROR)
			return cew_issues_at(&w->review.issues, i);
	return NULL;
}

/* ---- the aside ---- */

static const char *answer_to(const struct ui_wizard *w, const char *setting)
{
	const struct cew_field *field = cew_form_field_for_setting(w->app->forms, setting);
	return field ? cew_answers_text(w->app->answers, field->id) : "";
}

static void fill_title(struct ui_wizard *w)
{
	const char *name = answer_to(w, "stackName"), *region = answer_to(w, "region");
	snprintf(w->aside.title, sizeof(w->aside.title), "%s%s%s%s", *name ? "  " : "", name, *region ? "  " : "", region);
}

static void fill_aside(struct ui_wizard *w)
{
	struct ui_aside *aside = &w->aside;
	const struct cew_field *field = w->bound.field;
	const struct ui_view *view = ui_view_of(ui_step_current(w)->page);
	fill_title(w);
	if (w->flash_seen)
		w->flash[0] = '\0';
	if (ui_bind_full(&w->bound))
		ui_flash(w, "No more fits: CloudFormation takes 4,096 bytes for a value.");
	ui_bind_rested(&w->bound);
	ui_step_settle(w);
	if (view && view->rested)
		view->rested(w);
	cew_issues_clear(&aside->issues);
	aside->field = field;
	aside->has_ruler = false;
	aside->strength = -1;
	if (!field)
		return;
	struct cew_subject subject = ui_subject(w, true);
	const struct ui_step *step = ui_step_current(w);
	const char *text = cew_answers_text(w->app->answers, field->id);
	/* An empty field that was just reached has done nothing wrong yet. */
	bool may_complain = *text || w->bound.touched || ui_step_complains(step, field->id);
	if (may_complain && cew_check_field(&subject, field, &aside->issues, NULL) != CEW_OK)
		no_memory(w);
	if (may_complain && !w->bound.touched)
		add_template_error(w, cew_form_page_of(w->app->forms, field), &aside->issues);
	aside->has_ruler = cew_check_ruler(&subject, field, &aside->ruler);
	if (field->kind == CEW_FIELD_SECRET && !field->url && *text)
		aside->strength = cew_secret_strength(text);
}

static void rested(void *ctx)
{
	struct ui_wizard *w = ctx;
	w->rest_timer = 0;
	fill_aside(w);
}

void ui_rest_finish(struct ui_wizard *w)
{
	if (w->rest_timer)
		cew_loop_cancel(w->app->loop, w->rest_timer);
	w->rest_timer = 0;
}

void ui_rest_soon(struct ui_wizard *w)
{
	ui_rest_finish(w);
	w->rest_timer = cew_loop_after(w->app->loop, REST_MS, rested, w);
	if (!w->rest_timer)
		fill_aside(w);
}

void ui_rest_now(struct ui_wizard *w)
{
	ui_rest_finish(w);
	fill_aside(w);
}
