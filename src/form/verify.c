/* What only holds of all pages together: nothing is asked twice, and conditions speak of fields that exist. */
#include <string.h>

#include "room.h"

typedef const char *name_of(const struct cew_field *field);

static const char *id_of(const struct cew_field *field)
{
	return field->id;
}

static const char *parameter_of(const struct cew_field *field)
{
	return field->parameter;
}

static const char *setting_of(const struct cew_field *field)
{
	return field->setting;
}

static const char *derive_of(const struct cew_field *field)
{
	return field->derive;
}

/* Each row: no two fields may agree in these two names. */
static const struct {
	const char *problem;
	name_of *first, *second;
} unique[] = {
	{"have the id", id_of, id_of},
	{"feed the parameter", parameter_of, parameter_of},
	{"feed the setting", setting_of, setting_of},
	{"derive the parameter", derive_of, derive_of},
	{"feed and derive the parameter", derive_of, parameter_of},
};

static const struct cew_field *twin(const struct cew_form_set *set, const struct cew_field *field, size_t row)
{
	const char *name = unique[row].first(field);
	for (size_t i = 0; name && i < set->pages.len; i++) {
		const struct cew_page *page = cew_form_page_at(set, i);
		for (size_t k = 0; k < page->field_count; k++) {
			const struct cew_field *other = &page->fields[k];
			const char *theirs = unique[row].second(other);
			bool same_field = other == field && unique[row].first == unique[row].second;
			if (!same_field && theirs && strcmp(name, theirs) == 0)
				return other;
		}
	}
	return NULL;
}

static enum cew_status verify_field(const struct cew_form_set *set, const struct cew_field *field, struct cew_error *err)
{
	for (size_t row = 0; row < CEW_COUNT(unique); row++) {
		const struct cew_field *other = twin(set, field, row);
		if (!other)
			continue;
		cew_fail(err, CEW_INVALID, "two fields %s `%s`", unique[row].problem, unique[row].first(field));
		cew_error_where(err, "%s", other->where);
		return cew_error_hint(err, "the other one is at %s", field->where), CEW_INVALID;
	}
	return CEW_OK;
}

static enum cew_status verify_uses(const struct cew_form_set *set, struct cew_error *err)
{
	for (size_t i = 0; i < set->uses.len; i++) {
		const struct name_use *use = cew_vec_at(&set->uses, i);
		const struct cew_field *field = cew_form_field_find(set, use->name);
		if (field && field->kind != CEW_FIELD_NOTE)
			continue;
		cew_fail(err, CEW_INVALID, "`show` names `%.64s`, which is no field", use->name);
		cew_error_where(err, "%s", use->where);
		cew_error_hint(err, "text to compare with stands in quotation marks: \"%.64s\"", use->name);
		return CEW_INVALID;
	}
	return CEW_OK;
}

enum cew_status form_verify(const struct cew_form_set *set, struct cew_error *err)
{
	for (size_t i = 0; i < set->pages.len; i++) {
		const struct cew_page *page = cew_form_page_at(set, i);
		for (size_t k = 0; k < page->field_count; k++) {
			enum cew_status s = verify_field(set, &page->fields[k], err);
			if (s)
				return s;
		}
	}
	return verify_uses(set, err);
}
