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
	return strcmp(value_text(v), fallback) == 0 && (!value_is_list(v) || *fallback || !v->items.len);
}

bool cew_answers_is_default(const struct cew_answers *a, const char *id)
{
	const struct value *v = answers_value(a, id);
	return v && value_is_default(v);
}

/* ---- changing ---- */

static struct value *wanted(struct cew_answers *a, const char *id, struct cew_error *err)
{
	struct value *v = answers_value(a, id);
	if (!v)
		cew_fail(err, CEW_NOT_FOUND, "no form asks for \"%.80s\"", id);
	return v;
}

static enum cew_status changed(struct cew_answers *a, struct value *v, enum cew_origin origin)
{
	v->origin = origin;
	a->version++;
	if (v->kind == CEW_FIELD_SECRET && origin != CEW_ORIGIN_TYPED)
		cew_log_redact(v->secret); /* a typed one is redacted when it is sent: half a secret is none yet */
	return CEW_OK;
}

enum cew_status answers_take_text(struct cew_answers *a, struct value *v, const char *text, enum cew_origin origin,
                                  struct cew_error *err)
{
	if (!value_yields(v, origin))
		return CEW_OK;
	return value_set_text(v, text) ? changed(a, v, origin) : cew_fail_memory(err);
}

enum cew_status cew_answers_set(struct cew_answers *a, const char *id, const char *text, enum cew_origin origin,
                                struct cew_error *err)
{
	struct value *v = wanted(a, id, err);
	if (!v)
		return CEW_NOT_FOUND;
	return answers_take_text(a, v, text, origin, err);
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

static struct value *wanted_list(struct cew_answers *a, const char *id, enum cew_field_kind kind, struct cew_error *err)
{
	struct value *v = wanted(a, id, err);
	if (!v || v->kind == kind)
		return v;
	cew_fail(err, CEW_INVALID, "\"%.80s\" is not a %s", id, cew_field_kind_name(kind));
	return NULL;
}

enum cew_status cew_answers_list_put(struct cew_answers *a, const char *id, size_t i, const char *text,
                                     enum cew_origin origin, struct cew_error *err)
{
	struct value *v = wanted_list(a, id, CEW_FIELD_LIST, err);
	if (!v)
		return answers_value(a, id) ? CEW_INVALID : CEW_NOT_FOUND;
	return value_put_item(v, i, text) ? changed(a, v, origin) : cew_fail_memory(err);
}

enum cew_status cew_answers_pair_put(struct cew_answers *a, const char *id, size_t i, const char *key, const char *text,
                                     enum cew_origin origin, struct cew_error *err)
{
	struct value *v = wanted_list(a, id, CEW_FIELD_PAIRS, err);
	if (!v)
		return answers_value(a, id) ? CEW_INVALID : CEW_NOT_FOUND;
	return value_put_pair(v, i, key, text) ? changed(a, v, origin) : cew_fail_memory(err);
}

void cew_answers_list_remove(struct cew_answers *a, const char *id, size_t i)
{
	struct value *v = answers_value(a, id);
	if (!v || !value_is_list(v) || i >= v->items.len)
		return;
	value_remove(v, i);
	changed(a, v, CEW_ORIGIN_TYPED);
}

/* ---- --set NAME=VALUE ---- */

static enum cew_status refuse_derived(const struct cew_field *from, const char *name, struct cew_error *err)
{
	cew_fail(err, CEW_INVALID, "%s cannot be given: it is made from %s", name, from->parameter);
	cew_error_where(err, "--set");
	return cew_error_hint(err, "set %s only", from->parameter);
}

static enum cew_status set_named(struct cew_answers *a, const char *name, const char *text, struct cew_error *err)
{
	const struct cew_field *derives = cew_form_field_deriving(a->forms, name);
	const struct cew_field *field = cew_form_field_for_parameter(a->forms, name);
	if (derives)
		return refuse_derived(derives, name, err);
	if (field)
		return cew_answers_set(a, field->id, text, CEW_ORIGIN_OPTION, err);
	return answers_add_stray(a, name, text, "--set", CEW_ORIGIN_OPTION, false) ? CEW_OK : cew_fail_memory(err);
}

enum cew_status cew_answers_set_option(struct cew_answers *a, const char *assignment, struct cew_error *err)
{
	const char *equals = strchr(assignment, '=');
	char name[256];
	size_t len = equals ? (size_t)(equals - assignment) : 0;
	if (!len || len >= sizeof(name)) {
		/* What stands there may be a secret: it is not repeated. */
		cew_fail(err, CEW_USAGE, "--set wants NAME=VALUE");
		return cew_error_hint(err, "for example --set PackageType=Large");
	}
	memcpy(name, assignment, len);
	name[len] = '\0';
	return set_named(a, name, equals + 1, err);
}
