/* One setting of an answers file, by the shape that the table of settings gives it. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "room.h"

struct target {
	struct reading *r;
	const struct cew_field *field;
	const char *name;
	const struct cew_node *value;
};

static void refuse_shape(const struct target *t, const char *wanted)
{
	reading_refuse(t->r, t->value, wanted, "`%s` has a value of the wrong kind", t->name);
}

static void store(const struct target *t, const char *text)
{
	if (!text || cew_answers_set(t->r->a, t->field->id, text, t->r->origin, NULL))
		reading_refuse(t->r, t->value, NULL, "out of memory");
}

/* ---- text ---- */

static bool is_choice(const struct cew_field *f, const char *text)
{
	for (size_t i = 0; i < f->choice_count; i++)
		if (strcasecmp(f->choices[i].value, text) == 0)
			return true;
	return f->kind != CEW_FIELD_CHOICE;
}

static void refuse_choice(const struct target *t)
{
	struct cew_buf hint;
	cew_buf_init(&hint, 384);
	for (size_t i = 0; i < t->field->choice_count; i++)
		cew_buf_fmt(&hint, "%s%s", i ? ", " : "write one of ", t->field->choices[i].value);
	reading_refuse(t->r, t->value, cew_buf_text(&hint), "`%s` cannot be \"%.60s\"", t->name, cew_node_text(t->value));
	cew_buf_finish(&hint);
}

static bool is_address(const char *template)
{
	return strstr(template, "://") != NULL;
}

/* A number or a switch in a name's place is a slip, or means something else to the next reader of the file. */
static bool is_string(const struct cew_node *n)
{
	return reading_is_text(n) && cew_node_type(n) == CEW_SCALAR_STRING;
}

static void take_text(const struct target *t)
{
	const char *text = cew_node_text(t->value);
	if (!is_string(t->value)) {
		refuse_shape(t, "write text, in quotation marks if it looks like a number or a switch");
	} else if (!is_choice(t->field, text)) {
		refuse_choice(t);
	} else if (strcmp(t->name, "template") == 0 && *text && !is_address(text)) {
		char *path = reading_path(t->r, text);
		store(t, path);
		free(path);
	} else {
		store(t, text);
	}
}

static void take_int(const struct target *t)
{
	if (!reading_is_text(t->value) || cew_node_type(t->value) != CEW_SCALAR_INT)
		refuse_shape(t, "write a whole number");
	else
		store(t, cew_node_text(t->value));
}

/* ---- switches ---- */

static bool read_bool(const struct cew_node *n, bool *out)
{
	static const struct {
		const char *word;
		bool value;
	} words[] = {{"true", true}, {"false", false}, {"yes", true}, {"no", false}, {"on", true}, {"off", false}};
	for (size_t i = 0; i < CEW_COUNT(words); i++) {
		if (strcasecmp(words[i].word, cew_node_text(n)) != 0)
			continue;
		*out = words[i].value;
		return true;
	}
	return false;
}

static void take_bool(const struct target *t)
{
	bool on;
	if (!reading_is_text(t->value) || !read_bool(t->value, &on))
		refuse_shape(t, "write true or false");
	else
		store(t, t->field->choices[on ? 0 : 1].value);
}

/* ---- lists and maps: they replace what stood there, or nothing is taken ---- */

static bool add_item(const struct target *t, struct value *fresh, size_t i)
{
	const struct cew_node *item = cew_node_at(t->value, i);
	if (is_string(item))
		return value_add_item(fresh, cew_node_text(item));
	reading_refuse(t->r, item, "put it in quotation marks", "an item of `%s` is not text", t->name);
	return true;
}

static bool add_pair(const struct target *t, struct value *fresh, size_t i)
{
	const struct cew_node *key = cew_node_key(t->value, i), *text = cew_node_at(t->value, i);
	if (reading_is_text(text))
		return value_add_pair(fresh, cew_node_text(key), cew_node_text(text));
	reading_refuse(t->r, text, "quote it if it is null", "the value of \"%.80s\" is not text", cew_node_text(key));
	return true;
}

static bool fill(const struct target *t, struct value *fresh, bool (*add)(const struct target *, struct value *, size_t))
{
	for (size_t i = 0; i < cew_node_count(t->value); i++)
		if (!add(t, fresh, i))
			return false;
	return value_join(fresh);
}

static void take_items(const struct target *t, bool (*add)(const struct target *, struct value *, size_t))
{
	struct value *v = answers_value(t->r->a, t->field->id), *fresh = value_dormant(t->field->id, t->field->kind);
	size_t errors = t->r->errors;
	if (!v || !fresh || !fill(t, fresh, add)) {
		reading_refuse(t->r, t->value, NULL, "out of memory");
	} else if (t->r->errors == errors && value_yields(v, t->r->origin)) {
		value_take_items(v, fresh);
		answers_changed(v, t->r->origin);
	}
	value_destroy(fresh);
}

static void take_list(const struct target *t)
{
	if (cew_node_is(t->value, CEW_NODE_SEQ) && !cew_node_tag(t->value))
		take_items(t, add_item);
	else
		refuse_shape(t, "write a list: [FIRST, SECOND]");
}

static void take_map(const struct target *t)
{
	if (cew_node_is(t->value, CEW_NODE_MAP) && !cew_node_tag(t->value))
		take_items(t, add_pair);
	else
		refuse_shape(t, "write a map: {KEY: VALUE}");
}

/* ---- one setting ---- */

static void (*const takers[])(const struct target *t) = {
	[CEW_SHAPE_TEXT] = take_text, [CEW_SHAPE_INT] = take_int,   [CEW_SHAPE_BOOL] = take_bool,
	[CEW_SHAPE_LIST] = take_list, [CEW_SHAPE_MAP] = take_map,
};
static_assert(CEW_COUNT(takers) == CEW_SHAPE_MAP + 1, "a reader for every shape");

static void add_hint(const struct reading *r, const char *name, struct cew_buf *hint)
{
	const struct cew_setting *setting = cew_setting_find(name);
	struct cew_nearest nearest = {.word = name};
	cew_nearest_consider(&nearest, PARAMETERS_KEY);
	for (const struct cew_setting *s = cew_settings; s->name; s++)
		if (!s->local)
			cew_nearest_consider(&nearest, s->name);
	if (setting && setting->local) {
		cew_buf_fmt(hint, "it belongs to a machine, not into a file: give --%s", name);
	} else if (cew_form_field_for_parameter(r->a->forms, name)) {
		cew_buf_fmt(hint, "it is a parameter: write it under `%s`", PARAMETERS_KEY);
	} else if (nearest.name) {
		cew_buf_fmt(hint, "did you mean `%s`?", nearest.name);
	} else {
		cew_buf_fmt(hint, "known are %s, ", PARAMETERS_KEY);
		cew_setting_names(hint, false);
	}
}

static void refuse_name(struct reading *r, const char *name, const struct cew_node *key)
{
	struct cew_buf hint;
	cew_buf_init(&hint, 512);
	add_hint(r, name, &hint);
	reading_refuse(r, key, cew_buf_text(&hint), "an answers file has no key `%.80s`", name);
	cew_buf_finish(&hint);
}

void read_setting(struct reading *r, const char *name, const struct cew_node *key, const struct cew_node *value)
{
	const struct cew_setting *setting = cew_setting_find(name);
	struct target t = {.r = r, .name = name, .value = value};
	if (setting && !setting->local)
		t.field = cew_form_field_for_setting(r->a->forms, name);
	if (t.field)
		takers[setting->shape](&t);
	else
		refuse_name(r, name, key);
}
