/* Reading and changing single answers. */
#include <string.h>

#include "room.h"

const char *cew_answers_text(const struct cew_answers *a, const char *id)
{
	const struct value *v = answers_value(a, id);
	return v ? value_text(v) : "";
}

enum cew_origin cew_answers_origin(const struct cew_answers *a, const char *id)
{
	const struct value *v = answers_value(a, id);
	return v ? v->origin : CEW_ORIGIN_NONE;
}

bool value_is_default(const struct value *v)
{
	const char *fallback = v->field->default_value ? v->field->default_value : "";
	if (strcmp(value_text(v), fallback) != 0)
		return false;
	return !value_is_list(v) || *fallback || !v->items.len; /* one empty item reads like no item */
}

bool cew_answers_is_default(const struct cew_answers *a, const char *id)
{
	const struct value *v = answers_value(a, id);
	return v && value_is_default(v);
}

/* ---- changing ---- */

static enum cew_status find_wanted(const struct cew_answers *a, const char *id, struct value **out, struct cew_error *err)
{
	*out = answers_value(a, id);
	return *out ? CEW_OK : cew_fail(err, CEW_NOT_FOUND, "no form asks for \"%.80s\"", id);
}

void answers_changed(struct value *v, enum cew_origin origin)
{
	v->origin = origin;
	/* Half a typed secret is none yet, and striking it out would eat words that merely look like it. */
	if (origin != CEW_ORIGIN_TYPED)
		value_redact(v);
}

enum cew_status answers_take_text(struct value *v, const char *text, enum cew_origin origin,
                                  struct cew_error *err)
{
	if (!value_yields(v, origin))
		return CEW_OK;
	if (!value_set_text(v, text))
		return cew_fail_memory(err);
	answers_changed(v, origin);
	return CEW_OK;
}

static enum cew_status refuse_kind(const char *id, enum cew_field_kind kind, struct cew_error *err)
{
	return cew_fail(err, CEW_INVALID, "\"%.80s\" takes no %s", id, cew_field_kind_name(kind));
}

enum cew_status cew_answers_set(struct cew_answers *a, const char *id, const char *text, enum cew_origin origin,
                                struct cew_error *err)
{
	struct value *v;
	enum cew_status s = find_wanted(a, id, &v, err);
	if (s)
		return s;
	if (v->kind == CEW_FIELD_PAIRS && *text)
		return refuse_kind(id, CEW_FIELD_TEXT, err);
	return answers_take_text(v, text, origin, err);
}

void cew_answers_redact(const struct cew_answers *a)
{
	for (size_t i = 0; i < a->values.len; i++)
		value_redact(*(struct value **)cew_vec_at(&a->values, i));
}

/* ---- lists ---- */

size_t cew_answers_list_count(const struct cew_answers *a, const char *id)
{
	const struct value *v = answers_value(a, id);
	return v && value_is_list(v) ? v->items.len : 0;
}

const char *cew_answers_list_at(const struct cew_answers *a, const char *id, size_t i)
{
	const struct value *v = answers_value(a, id);
	char *const *item = v && v->kind == CEW_FIELD_LIST ? cew_vec_at(&v->items, i) : NULL;
	return item ? *item : NULL;
}

const struct cew_pair *cew_answers_pair_at(const struct cew_answers *a, const char *id, size_t i)
{
	const struct value *v = answers_value(a, id);
	return v && v->kind == CEW_FIELD_PAIRS ? cew_vec_at(&v->items, i) : NULL;
}

static enum cew_status find_list(const struct cew_answers *a, const char *id, enum cew_field_kind kind, struct value **out,
                                 struct cew_error *err)
{
	enum cew_status s = find_wanted(a, id, out, err);
	if (s || (*out)->kind == kind)
		return s;
	return refuse_kind(id, kind, err);
}

enum cew_status cew_answers_list_put(struct cew_answers *a, const char *id, size_t i, const char *text,
                                     enum cew_origin origin, struct cew_error *err)
{
	struct value *v;
	enum cew_status s = find_list(a, id, CEW_FIELD_LIST, &v, err);
	if (s || !value_yields(v, origin))
		return s;
	if (!value_put_item(v, i, text))
		return cew_fail_memory(err);
	answers_changed(v, origin);
	return CEW_OK;
}

enum cew_status cew_answers_pair_put(struct cew_answers *a, const char *id, size_t i, const char *key, const char *text,
                                     enum cew_origin origin, struct cew_error *err)
{
	struct value *v;
	enum cew_status s = find_list(a, id, CEW_FIELD_PAIRS, &v, err);
	if (s || !value_yields(v, origin))
		return s;
	if (!value_put_pair(v, i, key, text))
		return cew_fail_memory(err);
	answers_changed(v, origin);
	return CEW_OK;
}

void cew_answers_list_remove(struct cew_answers *a, const char *id, size_t i)
{
	struct value *v = answers_value(a, id);
	if (v && value_is_list(v) && i < v->items.len && value_remove(v, i))
		answers_changed(v, CEW_ORIGIN_TYPED);
}

/* ---- --set NAME=VALUE ---- */

static enum cew_status refuse_derived(const struct cew_field *from, const char *name, struct cew_error *err)
{
	cew_fail(err, CEW_INVALID, "%s cannot be given: it is made from %s", name, from->parameter);
	cew_error_where(err, "--set");
	cew_error_hint(err, "set %s only", from->parameter);
	return CEW_INVALID;
}

static enum cew_status take_option(struct value *v, const char *text, struct cew_error *err)
{
	if (value_yields(v, CEW_ORIGIN_OPTION) && !value_set_where(v, "--set"))
		return cew_fail_memory(err);
	return answers_take_text(v, text, CEW_ORIGIN_OPTION, err);
}

static enum cew_status set_named(struct cew_answers *a, const char *name, const char *text, struct cew_error *err)
{
	const struct cew_field *derives = cew_form_field_deriving(a->forms, name);
	const struct cew_field *field = cew_form_field_for_parameter(a->forms, name);
	if (derives)
		return refuse_derived(derives, name, err);
	if (field)
		return take_option(answers_value(a, field->id), text, err);
	return answers_add_stray(a, name, text, "--set", CEW_ORIGIN_OPTION, false) ? CEW_OK : cew_fail_memory(err);
}

enum cew_status cew_answers_set_option(struct cew_answers *a, const char *assignment, struct cew_error *err)
{
	const char *equals = strchr(assignment, '=');
	char name[256]; /* CloudFormation's limit: 255 characters */
	size_t len = equals ? (size_t)(equals - assignment) : 0;
	if (!len || len >= sizeof(name)) {
		/* What stands there may be a secret: it is not repeated. */
		cew_fail(err, CEW_USAGE, "--set wants NAME=VALUE");
		cew_error_hint(err, "for example --set PackageType=Large");
		return CEW_USAGE;
	}
	memcpy(name, assignment, len);
	name[len] = '\0';
	return set_named(a, name, equals + 1, err);
}
