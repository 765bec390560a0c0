/* The form set: its memory, and finding things in it. */
#include <stdlib.h>
#include <string.h>

#include "room.h"

void *form_take(struct cew_form_set *set, size_t bytes)
{
	void *block = calloc(1, bytes ? bytes : 1);
	if (block && cew_vec_push(&set->blocks, &block))
		return block;
	free(block);
	return NULL;
}

const char *form_keep(struct cew_form_set *set, const char *text)
{
	if (!text)
		return NULL;
	size_t size = strlen(text) + 1;
	char *copy = form_take(set, size);
	return copy ? memcpy(copy, text, size) : NULL;
}

void cew_form_destroy(struct cew_form_set *set)
{
	if (!set)
		return;
	for (size_t i = 0; i < set->blocks.len; i++)
		free(*(void **)cew_vec_at(&set->blocks, i));
	cew_vec_finish(&set->blocks);
	cew_vec_finish(&set->pages);
	cew_vec_finish(&set->uses);
	free(set);
}

size_t cew_form_page_count(const struct cew_form_set *set)
{
	return set->pages.len;
}

const struct cew_page *cew_form_page_at(const struct cew_form_set *set, size_t i)
{
	return cew_vec_at(&set->pages, i);
}

const struct cew_page *cew_form_page_find(const struct cew_form_set *set, const char *id)
{
	for (size_t i = 0; i < set->pages.len; i++) {
		const struct cew_page *page = cew_form_page_at(set, i);
		if (strcmp(page->id, id) == 0)
			return page;
	}
	return NULL;
}

typedef const char *name_of(const struct cew_field *field);

static const char *by_id(const struct cew_field *field)
{
	return field->id;
}

static const char *by_parameter(const struct cew_field *field)
{
	return field->parameter;
}

static const char *by_setting(const struct cew_field *field)
{
	return field->setting;
}

static const char *by_derive(const struct cew_field *field)
{
	return field->derive;
}

static const struct cew_field *find(const struct cew_form_set *set, name_of *name, const char *wanted)
{
	if (!wanted)
		return NULL;
	for (size_t i = 0; i < set->pages.len; i++) {
		const struct cew_page *page = cew_form_page_at(set, i);
		for (size_t k = 0; k < page->field_count; k++) {
			const char *have = name(&page->fields[k]);
			if (have && strcmp(have, wanted) == 0)
				return &page->fields[k];
		}
	}
	return NULL;
}

const struct cew_field *cew_form_field_find(const struct cew_form_set *set, const char *id)
{
	return find(set, by_id, id);
}

const struct cew_field *cew_form_field_for_parameter(const struct cew_form_set *set, const char *parameter)
{
	return find(set, by_parameter, parameter);
}

const struct cew_field *cew_form_field_for_setting(const struct cew_form_set *set, const char *setting)
{
	return find(set, by_setting, setting);
}

const struct cew_field *cew_form_field_deriving(const struct cew_form_set *set, const char *parameter)
{
	return find(set, by_derive, parameter);
}

const struct cew_page *cew_form_page_of(const struct cew_form_set *set, const struct cew_field *field)
{
	for (size_t i = 0; field && i < set->pages.len; i++) {
		const struct cew_page *page = cew_form_page_at(set, i);
		for (size_t k = 0; k < page->field_count; k++)
			if (&page->fields[k] == field)
				return page;
	}
	return NULL;
}
