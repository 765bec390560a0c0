/* steps: the pages in their order, and the focus that walks over their fields. Going anywhere never validates. */
#include "wizard.h"

#include <stdlib.h>
#include <string.h>

struct ui_step *ui_step_at(const struct ui_wizard *w, size_t i)
{
	return cew_vec_at(&w->steps, i);
}

struct ui_step *ui_step_current(const struct ui_wizard *w)
{
	return ui_step_at(w, w->step);
}

bool ui_step_shown(const struct ui_wizard *w, size_t i)
{
	const struct ui_step *step = ui_step_at(w, i);
	return step && cew_answers_page_shown(w->app->answers, step->page);
}

size_t ui_step_number(const struct ui_wizard *w, size_t *count)
{
	size_t number = 0;
	*count = 0;
	for (size_t i = 0; i < w->steps.len; i++) {
		if (!ui_step_shown(w, i))
			continue;
		++*count;
		if (i <= w->step)
			number++;
	}
	return number;
}

static bool asked(const struct ui_wizard *w, const struct cew_field *field)
{
	return ui_bind_focusable(field) && cew_answers_field_shown(w->app->answers, field);
}

static size_t index_of(const struct cew_page *page, const char *field_id)
{
	size_t i = 0;
	while (i < page->field_count && strcmp(page->fields[i].id, field_id) != 0)
		i++;
	return i;
}

bool ui_step_complains(const struct ui_step *step, const char *field_id)
{
	size_t i = index_of(step->page, field_id);
	return step->visited || (i < 64 && (step->passed >> i & 1));
}

size_t ui_step_errors(const struct ui_wizard *w, const struct ui_step *step)
{
	size_t errors = 0;
	if (step->page->view == CEW_VIEW_PREFLIGHT && ui_preflight_verdict(w) == UI_VERDICT_ERRORS)
		return cew_preflight_issues(w->preflight.checks, CEW_ERROR);
	for (size_t i = 0; i < step->issues.list.len; i++) {
		const struct cew_issue *issue = cew_issues_at(&step->issues, i);
		errors += issue->severity == CEW_ERROR && ui_step_complains(step, issue->field);
	}
	return errors;
}

/* ---- building ---- */

static void forget(struct cew_vec *steps)
{
	for (size_t i = 0; i < steps->len; i++) {
		struct ui_step *step = cew_vec_at(steps, i);
		cew_issues_finish(&step->issues);
	}
	cew_vec_finish(steps);
}

struct kept {
	char id[64];
	bool visited;
	uint64_t passed;
};

void ui_steps_take_down(const struct ui_wizard *w, struct ui_names *out)
{
	cew_vec_init(&out->list, sizeof(struct kept));
	for (size_t i = 0; i < w->steps.len; i++) {
		const struct ui_step *step = ui_step_at(w, i);
		struct kept k = {.visited = step->visited, .passed = step->passed};
		strncpy(k.id, step->page->id, sizeof(k.id) - 1);
		cew_vec_push(&out->list, &k); /* without memory a page merely counts as not visited */
	}
}

void ui_steps_names_finish(struct ui_names *names)
{
	cew_vec_finish(&names->list);
}

static const struct kept *kept_for(const struct ui_names *names, const char *id)
{
	for (size_t i = 0; names && i < names->list.len; i++) {
		const struct kept *k = cew_vec_at(&names->list, i);
		if (strncmp(k->id, id, sizeof(k->id) - 1) == 0)
			return k;
	}
	return NULL;
}

enum cew_status ui_steps_build(struct ui_wizard *w, const struct ui_names *names, struct cew_error *err)
{
	const struct cew_form_set *forms = w->app->forms;
	forget(&w->steps);
	cew_vec_init(&w->steps, sizeof(struct ui_step));
	for (size_t i = 0; i < cew_form_page_count(forms); i++) {
		struct ui_step step = {.page = cew_form_page_at(forms, i)};
		const struct kept *before = kept_for(names, step.page->id);
		if (before) {
			step.visited = before->visited;
			step.passed = before->passed;
		}
		cew_issues_init(&step.issues);
		if (!cew_vec_push(&w->steps, &step))
			return cew_fail_memory(err);
	}
	return CEW_OK;
}

void ui_steps_finish(struct ui_wizard *w)
{
	ui_bind_leave(&w->bound);
	forget(&w->steps);
}

/* ---- the focus ---- */

static void leave_field(struct ui_wizard *w)
{
	const struct cew_field *field = w->bound.field;
	if (!field)
		return;
	bool changed = w->bound.touched;
	struct ui_step *step = ui_step_current(w);
	size_t i = index_of(step->page, field->id);
	if (i < 64)
		step->leaving |= (uint64_t)1 << i;
	step->stale = true;
	ui_bind_leave(&w->bound);
	if (changed)
		ui_draft_soon(w);
	ui_field_left(w, field, changed); /* may bring other forms: `field` and `step` are not valid behind it */
}

static void focus(struct ui_wizard *w, const struct cew_field *field, bool at_end)
{
	ui_bind_focus(&w->bound, w->app->answers, field, at_end);
}

static const struct cew_field *first_field(const struct ui_wizard *w, const struct cew_page *page)
{
	for (size_t i = 0; i < page->field_count; i++)
		if (asked(w, &page->fields[i]))
			return &page->fields[i];
	return NULL;
}

static const struct cew_field *last_field(const struct ui_wizard *w, const struct cew_page *page)
{
	for (size_t i = page->field_count; i-- > 0;)
		if (asked(w, &page->fields[i]))
			return &page->fields[i];
	return NULL;
}

static const struct cew_field *neighbour(const struct ui_wizard *w, const struct cew_field *from, int direction)
{
	const struct cew_page *page = ui_step_current(w)->page;
	ptrdiff_t at = from - page->fields;
	for (at += direction; at >= 0 && (size_t)at < page->field_count; at += direction)
		if (asked(w, &page->fields[at]))
			return &page->fields[at];
	return NULL;
}

static void settle(struct ui_wizard *w, struct ui_step *step)
{
	step->passed |= step->leaving;
	step->leaving = 0;
	step->stale = false;
	ui_check_step(w, step);
}

static void leave_page(struct ui_wizard *w)
{
	leave_field(w);
	struct ui_step *step = ui_step_current(w);
	step->visited = true;
	settle(w, step);
}

void ui_step_settle(struct ui_wizard *w)
{
	struct ui_step *step = ui_step_current(w);
	if (step->stale || w->bound.touched)
		settle(w, step);
}

static void enter_page(struct ui_wizard *w, const struct cew_field *field, bool at_end)
{
	w->scroll = 0;
	const struct cew_page *page = ui_step_current(w)->page;
	const struct ui_view *view = ui_view_of(page);
	if (view && view->enter)
		view->enter(w);
	focus(w, field, at_end);
	ui_rest_now(w);
}

size_t ui_step_named(const struct ui_wizard *w, const char *page_id)
{
	for (size_t i = 0; page_id && i < w->steps.len; i++)
		if (strcmp(ui_step_at(w, i)->page->id, page_id) == 0)
			return i;
	return 0;
}

void ui_go_to(struct ui_wizard *w, size_t to, const char *field_id)
{
	char wanted[64] = "";
	if (field_id)
		strncpy(wanted, field_id, sizeof(wanted) - 1);
	/* Leaving may bring other forms and with them other pages: the page is meant, not its number. */
	char page_id[64] = "";
	strncpy(page_id, ui_step_at(w, to)->page->id, sizeof(page_id) - 1);
	if (w->bound.field || to != w->step)
		leave_page(w);
	w->step = ui_step_named(w, page_id);
	const struct cew_page *page = ui_step_current(w)->page;
	const struct cew_field *field = NULL;
	size_t i = *wanted ? index_of(page, wanted) : page->field_count;
	if (i < page->field_count && asked(w, &page->fields[i]))
		field = &page->fields[i];
	enter_page(w, field ? field : first_field(w, page), false);
}

void ui_go_to_view(struct ui_wizard *w, enum cew_page_view view)
{
	for (size_t i = 0; i < w->steps.len; i++)
		if (ui_step_at(w, i)->page->view == view) {
			ui_go_to(w, i, NULL);
			return;
		}
}

void ui_go_to_field(struct ui_wizard *w, const char *field_id)
{
	for (size_t i = 0; i < w->steps.len; i++) {
		const struct cew_page *page = ui_step_at(w, i)->page;
		if (index_of(page, field_id) < page->field_count) {
			ui_go_to(w, i, field_id);
			return;
		}
	}
}

/* Pages that are results cannot be walked into before there is a result. */
static bool reachable(const struct ui_wizard *w, size_t i)
{
	return ui_step_shown(w, i) && ui_step_at(w, i)->page->view != CEW_VIEW_ACCESS;
}

static bool page_beside(const struct ui_wizard *w, int direction, size_t *out)
{
	for (ptrdiff_t i = (ptrdiff_t)w->step + direction; i >= 0 && (size_t)i < w->steps.len; i += direction)
		if (reachable(w, (size_t)i)) {
			*out = (size_t)i;
			return true;
		}
	return false;
}

/* Leaving first: an answer on this page may decide which page comes next. */
void ui_next_page(struct ui_wizard *w)
{
	size_t to;
	leave_page(w);
	if (!page_beside(w, 1, &to)) {
		ui_flash(w, "This is the last page.");
		to = w->step;
	}
	w->step = to;
	enter_page(w, first_field(w, ui_step_current(w)->page), false);
}

static void back(struct ui_wizard *w, bool at_end)
{
	size_t to;
	leave_page(w);
	if (!page_beside(w, -1, &to)) {
		ui_flash(w, "This is the first page.");
		to = w->step;
		at_end = false;
	}
	w->step = to;
	const struct cew_page *page = ui_step_current(w)->page;
	enter_page(w, at_end ? last_field(w, page) : first_field(w, page), at_end);
}

void ui_previous_page(struct ui_wizard *w)
{
	back(w, false);
}

static void walk(struct ui_wizard *w, int direction, bool at_end)
{
	char id[64] = "";
	strncpy(id, w->bound.field->id, sizeof(id) - 1);
	leave_field(w);
	const struct cew_page *page = ui_step_current(w)->page;
	const struct cew_field *from = &page->fields[index_of(page, id) % (page->field_count ? page->field_count : 1)];
	const struct cew_field *to = neighbour(w, from, direction);
	if (!to) {
		if (direction > 0)
			ui_next_page(w);
		else
			back(w, true);
		return;
	}
	focus(w, to, at_end);
	ui_rest_soon(w);
}

void ui_next_field(struct ui_wizard *w, bool by_row)
{
	if (ui_bind_step(&w->bound, by_row ? UI_IN_DOWN : UI_IN_NEXT))
		return;
	if (w->bound.field)
		walk(w, 1, false);
	else
		ui_next_page(w);
}

void ui_previous_field(struct ui_wizard *w, bool by_row)
{
	if (ui_bind_step(&w->bound, by_row ? UI_IN_UP : UI_IN_PREVIOUS))
		return;
	if (w->bound.field)
		walk(w, -1, true);
	else
		back(w, true);
}

/* Complaints about what is being typed wait until it rests. */
void ui_field_changed(struct ui_wizard *w)
{
	if (w->bound.trouble.status != CEW_OK)
		ui_flash(w, "This could not be kept: %s", w->bound.trouble.what);
	ui_preflight_stale(w);
	ui_draft_soon(w);
	ui_rest_soon(w);
}
