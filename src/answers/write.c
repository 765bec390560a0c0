/* The answers as an answers file: what was said and is no secret and not the form's default. */
#include <string.h>

#include "room.h"

static bool worth_writing(const struct value *v)
{
	return v->origin > CEW_ORIGIN_DEFAULT && v->kind != CEW_FIELD_SECRET && !value_is_default(v);
}

/* A number goes without quotes; what was typed in its place and is none does not. */
static bool is_number(const char *text)
{
	return *text && strspn(text, "0123456789") == strlen(text) && (*text != '0' || !text[1]);
}

static struct cew_node *list_of(struct cew_doc *doc, const struct value *v)
{
	struct cew_node *seq = cew_doc_seq(doc);
	for (size_t i = 0; i < v->items.len; i++)
		seq = cew_seq_add(doc, seq, cew_doc_string(doc, *(char **)cew_vec_at(&v->items, i)));
	return seq;
}

static struct cew_node *map_of(struct cew_doc *doc, const struct value *v)
{
	struct cew_node *map = cew_doc_map(doc);
	for (size_t i = 0; i < v->items.len; i++) {
		const struct cew_pair *pair = cew_vec_at(&v->items, i);
		map = cew_map_put_text(doc, map, pair->key, pair->value);
	}
	return map;
}

static struct cew_node *node_of(struct cew_doc *doc, const struct value *v)
{
	if (v->kind == CEW_FIELD_LIST)
		return list_of(doc, v);
	return v->kind == CEW_FIELD_PAIRS ? map_of(doc, v) : cew_doc_string(doc, value_text(v));
}

static struct cew_node *setting_node(struct cew_doc *doc, const struct value *v, enum cew_setting_shape shape)
{
	if (shape == CEW_SHAPE_INT && is_number(value_text(v)))
		return cew_doc_plain(doc, value_text(v));
	/* A form may have other words for on and off than a file. */
	if (shape == CEW_SHAPE_BOOL)
		return cew_doc_bool(doc, strcmp(value_text(v), v->field->choices[0].value) == 0);
	return node_of(doc, v);
}

static struct cew_node *write_settings(const struct cew_answers *a, struct cew_doc *doc, struct cew_node *map)
{
	for (const struct cew_setting *s = cew_settings; s->name && map; s++) {
		const struct cew_field *f = cew_form_field_for_setting(a->forms, s->name);
		const struct value *v = f && !s->local ? answers_value(a, f->id) : NULL;
		if (v && worth_writing(v))
			map = cew_map_put(doc, map, s->name, setting_node(doc, v, s->shape));
	}
	return map;
}

static struct cew_node *write_parameters(const struct cew_answers *a, struct cew_doc *doc, struct cew_node *map)
{
	struct cew_node *parameters = cew_doc_map(doc);
	for (size_t i = 0; i < a->values.len && parameters; i++) {
		const struct value *v = *(struct value **)cew_vec_at(&a->values, i);
		if (v->field && v->field->parameter && worth_writing(v))
			parameters = cew_map_put(doc, parameters, v->field->parameter, node_of(doc, v));
	}
	if (!parameters)
		return NULL;
	return cew_node_count(parameters) ? cew_map_put(doc, map, PARAMETERS_KEY, parameters) : map;
}

/* Who deploys with the file has to say them in another way. */
static void name_secrets(const struct cew_answers *a, struct cew_buf *out)
{
	const char *before = "# Secrets are left out. Add to the parameters, as {env: NAME}, {file: PATH} or {generate: 32}: ";
	for (size_t i = 0; i < a->values.len; i++) {
		const struct value *v = *(struct value **)cew_vec_at(&a->values, i);
		bool secret = v->field && v->kind == CEW_FIELD_SECRET && v->field->parameter;
		if (!secret || !(v->field->required || *value_text(v)) || !cew_answers_field_shown(a, v->field))
			continue;
		cew_buf_fmt(out, "%s%s", before, v->field->parameter);
		before = ", ";
	}
	if (*before == ',')
		cew_buf_char(out, '\n');
}

enum cew_status cew_answers_write(const struct cew_answers *a, struct cew_buf *out, struct cew_error *err)
{
	struct cew_doc *doc = cew_doc_create("answers");
	struct cew_node *map = doc ? write_parameters(a, doc, write_settings(a, doc, cew_doc_map(doc))) : NULL;
	name_secrets(a, out);
	enum cew_status s = map ? cew_doc_write_yaml(map, out, err) : cew_fail_memory(err);
	if (!s)
		s = cew_buf_status(out, err);
	cew_doc_destroy(doc);
	return s;
}
