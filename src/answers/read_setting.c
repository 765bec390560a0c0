/* One setting of an answers file, by the shape that the table of settings gives it. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "room.h"

struct target {
	struct reading *r;
	const struct cew_field *field;
	const struct cew_node *name, *value;
};

static void refuse_shape(const struct target *t, const char *wanted)
{
	reading_refuse(t->r, t->value, wanted, "`%s` has a value of the wrong kind", cew_node_text(t->name));
}

static void check(const struct target *t, enum cew_status s, const struct cew_error *err)
{
	if (s)
		reading_refuse(t->r, t->value, err->hint, "%s", err->what);
}

static void store(const struct target *t, const char *text)
{
	struct cew_error err;
	check(t, cew_answers_set(t->r->a, t->field->id, text, t->r->origin, &err), &err);
}

static bool is_choice(const struct cew_field *f, const char *text)
{
	for (size_t i = 0; i < f->choice_count; i++)
		if (strcmp(f->choices[i].value, text) == 0)
			return true;
	return f->kind != CEW_FIELD_CHOICE;
}

static void refuse_choice(const struct target *t)
{
	struct cew_buf hint;
	cew_buf_init(&hint, 384);
	for (size_t i = 0; i < t->field->choice_count; i++)
		cew_buf_fmt(&hint, "%s%s", i ? ", " : "write one of ", t->field->choices[i].value);
	reading_refuse(t->r, t->value, cew_buf_text(&hint), "`%s` cannot be \"%.60s\"", cew_node_text(t->name), cew_node_text(t->value));
	cew_buf_finish(&hint);
}

/* A template's path is the file's business: relative to it, and absolute from here on. */
static bool store_path(const struct target *t, const char *text)
{
	bool relative = strcmp(t->field->setting, "template") == 0 && *text && *text != '/' && !strstr(text, "://");
	if (!relative || !t->r->dir)
		return false;
	char *path = cew_fmt("%s/%s", t->r->dir, strncmp(text, "./", 2) == 0 ? text + 2 : text);
	if (path)
		store(t, path);
	free(path);
	return path != NULL;
}

static void take_text(const struct target *t)
{
	const char *text = cew_node_text(t->value);
	if (!reading_is_text(t->value))
		refuse_shape(t, "write text");
	else if (!is_choice(t->field, text) && !t->r->draft)
		refuse_choice(t);
	else if (!store_path(t, text))
		store(t, text);
}

static void take_int(const struct target *t)
{
	if (!reading_is_text(t->value) || (cew_node_type(t->value) != CEW_SCALAR_INT && !t->r->draft))
		refuse_shape(t, "write a whole number");
	else
		store(t, cew_node_text(t->value));
}

static void take_bool(const struct target *t)
{
	if (cew_node_type(t->value) != CEW_SCALAR_BOOL) {
		refuse_shape(t, "write true or false");
		return;
	}
	bool on = strcasecmp(cew_node_text(t->value), "true") == 0 ||
	          strcasecmp(cew_node_text(t->value), "yes") == 0 || strcasecmp(cew_node_text(t->value), "on") == 0;
	store(t, t->field->choice_count == 2 ? t->field->choices[on ? 0 : 1].value : on ? "true" : "false");
}

/* A list or map replaces what stood there: tags of a file do not mix with a draft's. */
static bool clear(const struct target *t)
{
	struct value *v = answers_value(t->r->a, t->field->id);
	if (!v || !value_yields(v, t->r->origin))
		return false;
	while (v->items.len)
		value_remove(v, v->items.len - 1);
	return true;
}

static void take_list(const struct target *t)
{
	struct cew_error err;
	if (!cew_node_is(t->value, CEW_NODE_SEQ)) {
		refuse_shape(t, "write a list: [FIRST, SECOND]");
		return;
	}
	if (!clear(t))
		return;
	for (size_t i = 0; i < cew_node_count(t->value); i++) {
		const struct cew_node *item = cew_node_at(t->value, i);
		if (!reading_is_text(item)) {
			reading_refuse(t->r, item, NULL, "an item of `%s` is not text", cew_node_text(t->name));
			continue;
		}
		size_t end = cew_answers_list_count(t->r->a, t->field->id);
		check(t, cew_answers_list_put(t->r->a, t->field->id, end, cew_node_text(item), t->r->origin, &err), &err);
	}
}

static void take_pair(const struct target *t, const struct cew_node *key, const struct cew_node *value)
{
	struct cew_error err;
	if (!reading_is_text(value)) {
		reading_refuse(t->r, value, "quote it if it is a number, true or null", "the value of \"%.80s\" is not text", cew_node_text(key));
		return;
	}
	size_t end = cew_answers_list_count(t->r->a, t->field->id);
	check(t, cew_answers_pair_put(t->r->a, t->field->id, end, cew_node_text(key), cew_node_text(value), t->r->origin, &err), &err);
}

/* Drafts keep pairs as a list of [key, value]: half-typed ones may repeat a key. */
static void take_map(const struct target *t)
{
	bool list = t->r->draft && cew_node_is(t->value, CEW_NODE_SEQ);
	if (!list && !cew_node_is(t->value, CEW_NODE_MAP)) {
		refuse_shape(t, "write a map: {KEY: VALUE}");
		return;
	}
	if (!clear(t))
		return;
	for (size_t i = 0; i < cew_node_count(t->value); i++) {
		const struct cew_node *item = cew_node_at(t->value, i);
		if (list)
			take_pair(t, cew_node_at(item, 0), cew_node_at(item, 1));
		else
			take_pair(t, cew_node_key(t->value, i), item);
	}
}

static void (*const takers[])(const struct target *t) = {
	[CEW_SHAPE_TEXT] = take_text, [CEW_SHAPE_INT] = take_int,   [CEW_SHAPE_BOOL] = take_bool,
	[CEW_SHAPE_LIST] = take_list, [CEW_SHAPE_MAP] = take_map,
};
static_assert(CEW_COUNT(takers) == CEW_SHAPE_MAP + 1, "a reader for every shape");

static void refuse_name(struct reading *r, const struct cew_node *name)
{
	const char *text = cew_node_text(name);
	bool parameter = cew_form_field_for_parameter(r->a->forms, text) != NULL;
	reading_refuse(r, name, parameter ? "it is a parameter: write it under `parameters`"
	                                  : "known are stackName, region, template, parameters, tags, roleArn, notificationArns, onFailure, "
	                                    "terminationProtection, timeoutMinutes",
	               "there is no key `%.80s`", text);
}

void read_setting(struct reading *r, const struct cew_node *name, const struct cew_node *value)
{
	const struct cew_setting *setting = cew_setting_find(cew_node_text(name));
	struct target t = {.r = r, .name = name, .value = value};
	if (setting && (r->draft || !setting->local))
		t.field = cew_form_field_for_setting(r->a->forms, setting->name);
	if (!t.field)
		refuse_name(r, name);
	else
		takers[setting->shape](&t);
}
