/* The answers as a file: what was said and is no secret and not the form's default. */
#include <string.h>

#include "room.h"

static bool worth_writing(const struct value *v)
{
	return v->origin > CEW_ORIGIN_DEFAULT && v->kind != CEW_FIELD_SECRET && !value_is_default(v);
}

static bool is_plain_setting(const struct cew_setting *s, const char *text)
{
	if (s->shape == CEW_SHAPE_BOOL)
		return strcmp(text, "true") == 0 || strcmp(text, "false") == 0;
	return s->shape == CEW_SHAPE_INT && *text && strspn(text, "0123456789") == strlen(text) && (*text != '0' || !text[1]);
}

static struct cew_node *items_of(struct cew_doc *doc, const struct value *v)
{
	struct cew_node *seq = cew_doc_seq(doc);
	for (size_t i = 0; i < v->items.len; i++)
		seq = cew_seq_add(doc, seq, cew_doc_string(doc, *(char **)cew_vec_at(&v->items, i)));
	return seq;
}

static struct cew_node *pairs_of(struct cew_doc *doc, const struct value *v, bool draft)
{
	struct cew_node *out = draft ? cew_doc_seq(doc) : cew_doc_map(doc);
	for (size_t i = 0; i < v->items.len; i++) {
		const struct cew_pair *pair = cew_vec_at(&v->items, i);
		if (!draft) {
			out = cew_map_put_text(doc, out, pair->key, pair->value);
			continue;
		}
		struct cew_node *both = cew_seq_add(doc, cew_doc_seq(doc), cew_doc_string(doc, pair->key));
		out = cew_seq_add(doc, out, cew_seq_add(doc, both, cew_doc_string(doc, pair->value)));
	}
	return out;
}

static struct cew_node *node_of(struct cew_doc *doc, const struct value *v, const struct cew_setting *s, bool draft)
{
	if (v->kind == CEW_FIELD_LIST)
		return items_of(doc, v);
	if (v->kind == CEW_FIELD_PAIRS)
		return pairs_of(doc, v, draft);
	const char *text = value_text(v);
	return s && is_plain_setting(s, text) ? cew_doc_plain(doc, text) : cew_doc_string(doc, text);
}

static struct cew_node *write_settings(const struct cew_answers *a, struct cew_doc *doc, struct cew_node *map, bool draft)
{
	for (const struct cew_setting *s = cew_settings; s->name && map; s++) {
		const struct cew_field *f = cew_form_field_for_setting(a->forms, s->name);
		const struct value *v = f && (draft || !s->local) ? answers_value(a, f->id) : NULL;
		if (v && worth_writing(v))
			map = cew_map_put(doc, map, s->name, node_of(doc, v, s, draft));
	}
	return map;
}

static struct cew_node *write_parameters(const struct cew_answers *a, struct cew_doc *doc, struct cew_node *map)
{
	struct cew_node *parameters = cew_doc_map(doc);
	for (size_t i = 0; i < a->values.len && parameters; i++) {
		const struct value *v = *(struct value **)cew_vec_at(&a->values, i);
		if (v->field && v->field->parameter && worth_writing(v))
			parameters = cew_map_put(doc, parameters, v->field->parameter, node_of(doc, v, NULL, false));
	}
	return cew_node_count(parameters) ? cew_map_put(doc, map, "parameters", parameters) : map;
}

struct cew_node *write_answers_map(const struct cew_answers *a, struct cew_doc *doc, bool draft)
{
	return write_parameters(a, doc, write_settings(a, doc, cew_doc_map(doc), draft));
}

enum cew_status cew_answers_write(const struct cew_answers *a, struct cew_buf *out, struct cew_error *err)
{
	struct cew_doc *doc = cew_doc_create("answers");
	const struct cew_node *map = doc ? write_answers_map(a, doc, false) : NULL;
	enum cew_status s = map ? cew_doc_write_yaml(map, out, err) : cew_fail_memory(err);
	if (!s)
		s = cew_buf_status(out, err);
	cew_doc_destroy(doc);
	return s;
}
