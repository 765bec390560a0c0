/* Pages for the parameters of a template that no form file asks for: one page a group, right before Review. */
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "room.h"

static const char no_group[] = "More parameters";

static const char *group_of(const struct cew_form_extra *extra)
{
	return extra->group && *extra->group ? extra->group : no_group;
}

static bool is_fed(const struct cew_form_set *set, const char *parameter)
{
	return cew_form_field_for_parameter(set, parameter) || cew_form_field_deriving(set, parameter);
}

static int order_before_review(const struct cew_form_set *set)
{
	for (size_t i = 0; i < set->pages.len; i++) {
		const struct cew_page *page = cew_form_page_at(set, i);
		if (page->view == CEW_VIEW_REVIEW)
			return page->order - 1;
	}
	return INT_MAX;
}

/* ---- names ---- */

static bool has_step(const struct cew_form_set *set, const char *step)
{
	for (size_t i = 0; i < set->pages.len; i++)
		if (strcmp(cew_form_page_at(set, i)->step, step) == 0)
			return true;
	return false;
}

/* As many whole words as the sidebar holds; a long first word is cut. */
static void fit_step(const char *text, char out[64])
{
	size_t len = strlen(text), at = 0, end = 0, hard = 0;
	int columns = 0;
	while (at < len && hard < 48) {
		if (text[at] == ' ')
			end = at;
		columns += cew_utf8_width(cew_utf8_next(text, len, &at));
		if (columns > FORM_STEP_COLUMNS)
			break;
		hard = at;
	}
	size_t keep = hard == len ? len : end ? end : hard;
	memcpy(out, text, keep);
	out[keep] = '\0';
}

static const char *make_step(struct cew_form_set *set, const char *group)
{
	char step[64];
	fit_step(group, step);
	if (has_step(set, step)) {
		char more[96];
		snprintf(more, sizeof more, "More: %s", step);
		fit_step(more, step);
	}
	return form_keep(set, step);
}

static const char *make_id(struct cew_form_set *set, const char *group)
{
	char id[64] = "group-";
	size_t n = strlen(id);
	for (const char *c = group; *c && n < 48; c++)
		if (isalnum((unsigned char)*c))
			id[n++] = (char)tolower((unsigned char)*c);
		else if (id[n - 1] != '-')
			id[n++] = '-';
	size_t base = n;
	for (unsigned i = 2; id[n] = '\0', cew_form_page_find(set, id); i++)
		n = base + (size_t)snprintf(id + base, sizeof id - base, "-%u", i);
	return form_keep(set, id);
}

/* ---- fields ---- */

static enum cew_status copy_choices(struct cew_form_set *set, const struct cew_form_extra *extra, struct cew_field *f)
{
	struct cew_choice *choices = form_take(set, extra->choice_count * sizeof *choices);
	if (!choices)
		return CEW_NO_MEMORY;
	for (size_t i = 0; i < extra->choice_count; i++) {
		choices[i].value = choices[i].label = form_keep(set, extra->choices[i]);
		if (!choices[i].value)
			return CEW_NO_MEMORY;
	}
	f->choices = choices;
	f->choice_count = extra->choice_count;
	return CEW_OK;
}

static enum cew_field_kind kind_of(const struct cew_form_extra *extra)
{
	if (extra->secret)
		return CEW_FIELD_SECRET;
	if (extra->list)
		return CEW_FIELD_LIST;
	return extra->choice_count ? CEW_FIELD_CHOICE : CEW_FIELD_TEXT;
}

/* The parameter's name, unless a setting's field has it: a template may well call a parameter "region". */
static const char *make_field_id(struct cew_form_set *set, const char *parameter)
{
	if (!cew_form_field_find(set, parameter))
		return form_keep(set, parameter);
	char *id = cew_fmt("%s_parameter", parameter);
	const char *kept = form_keep(set, id);
	free(id);
	return kept;
}

static enum cew_status make_field(struct cew_form_set *set, const struct cew_form_extra *extra, struct cew_field *f)
{
	f->kind = kind_of(extra);
	f->id = make_field_id(set, extra->parameter);
	f->parameter = form_keep(set, extra->parameter);
	f->label = form_keep(set, extra->label && *extra->label ? extra->label : extra->parameter);
	f->help = form_keep(set, extra->help);
	/* A secret's default stays in the template: it is sent only if the operator says nothing. */
	f->default_value = extra->secret ? NULL : form_keep(set, extra->default_value);
	f->required = extra->required;
	f->where = "the template";
	bool failed = !f->id || !f->parameter || !f->label || (extra->help && !f->help) ||
	              (extra->default_value && !extra->secret && !f->default_value);
	if (failed)
		return CEW_NO_MEMORY;
	return f->kind == CEW_FIELD_CHOICE ? copy_choices(set, extra, f) : CEW_OK;
}

/* ---- pages ---- */

static bool belongs(const struct cew_form_set *set, const struct cew_form_extra *extra, const char *group)
{
	return strcmp(group_of(extra), group) == 0 && !is_fed(set, extra->parameter);
}

/* The page of the group of the first of these. */
static enum cew_status add_page(struct cew_form_set *set, const struct cew_form_extra *extras, size_t count, int order)
{
	const char *group = group_of(extras);
	size_t size = 0;
	for (size_t i = 0; i < count; i++)
		size += belongs(set, &extras[i], group);
	struct cew_field *fields = form_take(set, size * sizeof *fields);
	struct cew_page page = {.id = make_id(set, group), .title = form_keep(set, group), .step = make_step(set, group),
	                        .intro = "The chosen template asks for this as well.", .order = order, .fields = fields};
	if (!fields || !page.id || !page.title || !page.step)
		return CEW_NO_MEMORY;
	for (size_t i = 0; i < count; i++)
		if (belongs(set, &extras[i], group) && make_field(set, &extras[i], &fields[page.field_count++]))
			return CEW_NO_MEMORY;
	return cew_vec_push(&set->pages, &page) ? CEW_OK : CEW_NO_MEMORY;
}

enum cew_status form_add_extras(struct cew_form_set *set, const struct cew_form_extra *extras, size_t count,
                                struct cew_error *err)
{
	int order = order_before_review(set);
	for (size_t i = 0; i < count; i++) {
		/* The first of a group makes its page, after which the others of it are fed. */
		if (!is_fed(set, extras[i].parameter) && add_page(set, &extras[i], count - i, order))
			return cew_fail_memory(err);
	}
	return CEW_OK;
}
