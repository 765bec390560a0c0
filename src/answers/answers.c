/* All answers: keeping them by field id while forms and template change, and what applies of them. */
#include <stdlib.h>
#include <string.h>

#include "room.h"

/* ---- binding to forms ---- */

static void values_finish(struct cew_vec *values)
{
	for (size_t i = 0; i < values->len; i++)
		value_destroy(*(struct value **)cew_vec_at(values, i));
	cew_vec_finish(values);
}

static struct value *find(const struct cew_vec *values, const char *id)
{
	for (size_t i = 0; i < values->len; i++) {
		struct value *v = *(struct value **)cew_vec_at(values, i);
		if (strcmp(v->id, id) == 0)
			return v;
	}
	return NULL;
}

static bool push(struct cew_vec *values, struct value *v)
{
	if (v && cew_vec_push(values, &v))
		return true;
	value_destroy(v);
	return false;
}

struct value *answers_any(struct cew_answers *a, const char *id, enum cew_field_kind kind)
{
	struct value *v = find(&a->values, id);
	if (v)
		return v;
	return push(&a->values, value_dormant(id, kind)) ? find(&a->values, id) : NULL;
}

static bool was_said(const struct value *v)
{
	return v->origin > CEW_ORIGIN_DEFAULT;
}

static bool bind_field(const struct cew_vec *old, const struct cew_field *field, struct cew_vec *fresh)
{
	const struct value *before = find(old, field->id);
	struct value *v = before && was_said(before) ? value_copy(before, field) : value_create(field->id, field);
	return push(fresh, v);
}

static bool bind_pages(const struct cew_vec *old, const struct cew_form_set *forms, struct cew_vec *fresh)
{
	for (size_t i = 0; i < cew_form_page_count(forms); i++) {
		const struct cew_page *page = cew_form_page_at(forms, i);
		for (size_t k = 0; k < page->field_count; k++)
			if (page->fields[k].kind != CEW_FIELD_NOTE && !bind_field(old, &page->fields[k], fresh))
				return false;
	}
	return true;
}

/* Answers that the new forms do not ask for wait for forms that do. */
static bool bind_dormant(const struct cew_vec *old, struct cew_vec *fresh)
{
	for (size_t i = 0; i < old->len; i++) {
		const struct value *v = *(struct value **)cew_vec_at(old, i);
		if (was_said(v) && !find(fresh, v->id) && !push(fresh, value_copy(v, NULL)))
			return false;
	}
	return true;
}

/* ---- strays ---- */

static void stray_finish(struct stray *s)
{
	free(s->parameter);
	free(s->where);
	cew_secret_destroy(s->value);
}

static struct stray *stray_find(const struct cew_answers *a, const char *parameter)
{
	for (size_t i = 0; i < a->strays.len; i++) {
		struct stray *s = cew_vec_at(&a->strays, i);
		if (strcmp(s->parameter, parameter) == 0)
			return s;
	}
	return NULL;
}

bool answers_add_stray(struct cew_answers *a, const char *parameter, const char *value, const char *where,
                       enum cew_origin origin, bool open)
{
	struct stray *old = stray_find(a, parameter);
	if (old && old->origin > origin)
		return true;
	struct stray s = {.parameter = cew_strdup(parameter), .where = cew_strdup(where),
	                  .value = cew_secret_create(value, strlen(value)), .origin = origin, .open = open};
	if (!s.parameter || !s.where || !s.value || (!old && !(old = cew_vec_push(&a->strays, NULL)))) {
		stray_finish(&s);
		return false;
	}
	stray_finish(old);
	*old = s;
	return true;
}

/* Now that a form asks for it, the rules for its field hold that could not be held against it before. */
static enum cew_status check_stray(const struct cew_form_set *forms, const struct stray *s, struct cew_error *err)
{
	const struct cew_field *derives = cew_form_field_deriving(forms, s->parameter);
	const struct cew_field *field = cew_form_field_for_parameter(forms, s->parameter);
	if (derives) {
		cew_fail(err, CEW_INVALID, "%s cannot be given: it is made from %s", s->parameter, derives->parameter);
		cew_error_hint(err, "remove it");
	} else if (s->open && field_hides(field, cew_secret_text(s->value))) {
		cew_fail(err, CEW_INVALID, "%s is a secret and stands in a file that others may read", s->parameter);
		cew_error_hint(err, "chmod 600 the file, or write {env: NAME} or {file: PATH} instead");
	} else {
		return CEW_OK;
	}
	cew_error_where(err, "%s", s->where);
	return CEW_INVALID;
}

static enum cew_status bind_strays(const struct cew_answers *a, const struct cew_form_set *forms, struct cew_vec *fresh,
                                   struct cew_error *err)
{
	for (size_t i = 0; i < a->strays.len; i++) {
		const struct stray *s = cew_vec_at(&a->strays, i);
		const struct cew_field *field = cew_form_field_for_parameter(forms, s->parameter);
		enum cew_status status = check_stray(forms, s, err);
		if (status)
			return status;
		struct value *v = field ? find(fresh, field->id) : NULL;
		if (!v || !value_yields(v, s->origin))
			continue;
		if (!value_set_text(v, cew_secret_text(s->value)) || !value_set_where(v, s->where))
			return cew_fail_memory(err);
		v->origin = s->origin;
	}
	return CEW_OK;
}

static void drop_bound_strays(struct cew_answers *a)
{
	for (size_t i = a->strays.len; i-- > 0;) {
		struct stray *s = cew_vec_at(&a->strays, i);
		if (!cew_form_field_for_parameter(a->forms, s->parameter))
			continue;
		stray_finish(s);
		cew_vec_remove(&a->strays, i);
	}
}

enum cew_status cew_answers_rebind(struct cew_answers *a, const struct cew_form_set *forms, struct cew_error *err)
{
	struct cew_vec fresh;
	cew_vec_init(&fresh, sizeof(struct value *));
	enum cew_status s = CEW_OK;
	if (!bind_pages(&a->values, forms, &fresh) || !bind_dormant(&a->values, &fresh))
		s = cew_fail_memory(err);
	if (!s)
		s = bind_strays(a, forms, &fresh, err);
	if (s) {
		values_finish(&fresh);
		return s;
	}
	values_finish(&a->values);
	a->values = fresh;
	a->forms = forms;
	drop_bound_strays(a);
	cew_answers_redact(a); /* what no form called a secret may be one now */
	return CEW_OK;
}

struct cew_answers *cew_answers_create(const struct cew_form_set *forms)
{
	struct cew_answers *a = calloc(1, sizeof *a);
	if (!a)
		return NULL;
	a->clock = cew_clock_system();
	cew_vec_init(&a->values, sizeof(struct value *));
	cew_vec_init(&a->strays, sizeof(struct stray));
	if (cew_answers_rebind(a, forms, NULL) == CEW_OK)
		return a;
	cew_answers_destroy(a);
	return NULL;
}

void cew_answers_destroy(struct cew_answers *a)
{
	if (!a)
		return;
	values_finish(&a->values);
	for (size_t i = 0; i < a->strays.len; i++)
		stray_finish(cew_vec_at(&a->strays, i));
	cew_vec_finish(&a->strays);
	free(a->draft);
	free(a->account);
	draft_unlock(a);
	free(a);
}

const struct cew_form_set *cew_answers_forms(const struct cew_answers *a)
{
	return a->forms;
}

void cew_answers_set_clock(struct cew_answers *a, const struct cew_clock *clock)
{
	a->clock = clock;
}

struct value *answers_value(const struct cew_answers *a, const char *id)
{
	struct value *v = id ? find(&a->values, id) : NULL;
	return v && v->field ? v : NULL;
}

/* ---- what applies ---- */

void cew_answers_set_template(struct cew_answers *a, bool (*has_parameter)(void *ctx, const char *name), void *ctx)
{
	a->has_parameter = has_parameter;
	a->template_ctx = ctx;
}

static const char *lookup(void *ctx, const char *id)
{
	return cew_answers_text(ctx, id);
}

static bool template_has(void *ctx, const char *parameter)
{
	const struct cew_answers *a = ctx;
	return !a->has_parameter || a->has_parameter(a->template_ctx, parameter);
}

static bool holds(const struct cew_answers *a, const struct cew_condition *condition)
{
	struct cew_form_scope scope = {.lookup = lookup, .has_parameter = template_has, .ctx = (void *)(uintptr_t)a};
	return cew_condition_holds(condition, &scope);
}

static bool field_applies(const struct cew_answers *a, const struct cew_field *field)
{
	if (field->parameter && !template_has((void *)(uintptr_t)a, field->parameter))
		return false;
	return holds(a, field->show);
}

/* A page of questions none of which apply is no page. The others show something of their own. */
static bool lives_by_fields(const struct cew_page *page)
{
	return page->view == CEW_VIEW_FIELDS || page->view == CEW_VIEW_NETWORK;
}

bool cew_answers_page_shown(const struct cew_answers *a, const struct cew_page *page)
{
	if (!holds(a, page->show))
		return false;
	if (!lives_by_fields(page))
		return true;
	bool only_notes = true;
	for (size_t i = 0; i < page->field_count; i++) {
		const struct cew_field *field = &page->fields[i];
		if (field->kind == CEW_FIELD_NOTE)
			continue;
		if (field_applies(a, field))
			return true;
		only_notes = false;
	}
	return only_notes;
}

bool cew_answers_field_shown(const struct cew_answers *a, const struct cew_field *field)
{
	const struct cew_page *page = cew_form_page_of(a->forms, field);
	return page && holds(a, page->show) && field_applies(a, field);
}

/* The field that feeds the parameter, or from whose answer it is derived; NULL: none. */
static const struct cew_field *source_of(const struct cew_answers *a, const char *parameter, bool *derived)
{
	const struct cew_field *field = cew_form_field_for_parameter(a->forms, parameter);
	*derived = !field;
	return field ? field : cew_form_field_deriving(a->forms, parameter);
}

bool cew_answers_hides(const struct cew_answers *a, const char *parameter)
{
	bool derived;
	const struct cew_field *field = source_of(a, parameter, &derived);
	return field && field_hides(field, cew_answers_text(a, field->id));
}

const char *cew_answers_parameter(const struct cew_answers *a, const char *parameter)
{
	bool derived;
	const struct cew_field *field = source_of(a, parameter, &derived);
	const struct value *v = field ? answers_value(a, field->id) : NULL;
	if (!v || !cew_answers_field_shown(a, field))
		return NULL;
	/* Nothing was said and the form proposes nothing: then a default that the template has holds. A required answer is
	 * different: what the template has for it (a well-known password) must not slip in. */
	if (v->origin == CEW_ORIGIN_NONE && !field->required)
		return NULL;
	return derived ? cew_secret_text(v->derived) : value_text(v);
}

/* ---- what was named and is not asked ---- */

/* A form knows it, but not the template: as unknown there as what no form knows. */
static bool is_unasked(const struct cew_answers *a, const struct value *v)
{
	bool named = v->where && (v->origin == CEW_ORIGIN_FILE || v->origin == CEW_ORIGIN_OPTION);
	return named && v->field && v->field->parameter && !template_has((void *)(uintptr_t)a, v->field->parameter);
}

static const struct value *unasked_at(const struct cew_answers *a, size_t wanted)
{
	for (size_t i = 0; i < a->values.len; i++) {
		const struct value *v = *(struct value **)cew_vec_at(&a->values, i);
		if (is_unasked(a, v) && wanted-- == 0)
			return v;
	}
	return NULL;
}

size_t cew_answers_stray_count(const struct cew_answers *a)
{
	size_t n = 0;
	while (unasked_at(a, n))
		n++;
	return a->strays.len + n;
}

const char *cew_answers_stray_at(const struct cew_answers *a, size_t i, const char **where)
{
	const struct stray *s = cew_vec_at(&a->strays, i);
	const struct value *v = s ? NULL : unasked_at(a, i - a->strays.len);
	if (where)
		*where = s ? s->where : v ? v->where : "";
	return s ? s->parameter : v ? v->field->parameter : NULL;
}
