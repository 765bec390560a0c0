/* One parameter of an answers file: a plain value, a list, or where a secret comes from. */
#include <stdlib.h>
#include <string.h>

#include "room.h"

#define GENERATE_MIN 8   /* characters */
#define GENERATE_MAX 512
#define SECRET_FILE_MAX 65536 /* bytes */

static const char safe_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/* A value under way: from the file to the field, or to the strays while no form knows the parameter. */
struct target {
	struct reading *r;
	const struct cew_node *name, *value;
	const struct cew_field *field; /* NULL: a stray */
};

static bool store_answer(const struct target *t, const char *text, const char *where)
{
	struct value *v = answers_value(t->r->a, t->field->id);
	if (!v || !value_yields(v, t->r->origin))
		return v != NULL;
	/* Of answers that are the program's own, such as the demo's, those that a template does not ask are no mistake. */
	return value_set_where(v, t->r->own ? NULL : where) && answers_take_text(v, text, t->r->origin, NULL) == CEW_OK;
}

static void store(const struct target *t, const char *text, bool open)
{
	struct cew_error place;
	cew_fail(&place, CEW_INVALID, "here");
	cew_doc_where(t->r->doc, t->name, &place);
	bool good = t->field ? store_answer(t, text, place.where)
	                     : answers_add_stray(t->r->a, cew_node_text(t->name), text, place.where, t->r->origin, open);
	if (!good)
		reading_refuse(t->r, t->value, NULL, "out of memory");
}

/* ---- plain values ---- */

static void take_plain(const struct target *t, const char *text)
{
	if (!field_hides(t->field, text) || !t->r->file) {
		store(t, text, t->r->open);
	} else if (t->r->open) {
		reading_refuse(t->r, t->value, "chmod 600 the file, or write {env: NAME}, {file: PATH} or {generate: 32} instead",
		               "%.80s is a secret and stands in a file that others may read", cew_node_text(t->name));
	} else {
		reading_warn(t->r, t->value, "{env: NAME}, {file: PATH} or {generate: 32} keep it out of the file",
		             "%.80s stands in the file as plain text", cew_node_text(t->name));
		store(t, text, false);
	}
}

/* A list parameter is sent as its items with commas between them, whichever way it was written. */
static bool join_items(const struct target *t, struct cew_buf *text)
{
	for (size_t i = 0; i < cew_node_count(t->value); i++) {
		const struct cew_node *item = cew_node_at(t->value, i);
		if (!reading_is_text(item) || strchr(cew_node_text(item), ',')) {
			reading_refuse(t->r, item, "write each item as text of its own", "an item of %.80s is not text without a comma",
			               cew_node_text(t->name));
			return false;
		}
		cew_buf_str(text, i ? "," : "");
		cew_buf_str(text, cew_node_text(item));
	}
	return true;
}

static void take_list(const struct target *t)
{
	struct cew_buf text;
	cew_buf_init(&text, ANSWERS_FILE_MAX);
	if (t->field && t->field->kind != CEW_FIELD_LIST)
		reading_refuse(t->r, t->value, "write one value", "%.80s takes no list", cew_node_text(t->name));
	else if (join_items(t, &text))
		take_plain(t, cew_buf_text(&text));
	cew_buf_wipe(&text);
}

/* ---- {env: NAME}, {file: PATH}, {generate: N} ---- */

static void take_env(const struct target *t, const struct cew_node *source)
{
	const char *name = cew_node_text(source), *text = getenv(name);
	if (!text)
		reading_refuse(t->r, source, "export it before you start the program", "the environment has no variable %.80s", name);
	else
		store(t, text, false);
}

/* Editors end a file with a newline that is no part of the secret. */
static void cut_newline(struct cew_buf *b)
{
	while (b->len && (b->data[b->len - 1] == '\n' || b->data[b->len - 1] == '\r'))
		b->data[--b->len] = '\0';
}

static void take_file(const struct target *t, const struct cew_node *source)
{
	struct cew_error err;
	struct cew_buf text;
	char *path = reading_path(t->r, cew_node_text(source));
	cew_buf_init(&text, SECRET_FILE_MAX);
	enum cew_status s = path ? cew_file_read(path, SECRET_FILE_MAX, &text, &err) : cew_fail_memory(&err);
	cut_newline(&text);
	if (s)
		reading_refuse(t->r, source, *err.hint ? err.hint : NULL, "%s", err.what);
	else if (strlen(cew_buf_text(&text)) != text.len)
		reading_refuse(t->r, source, NULL, "the file %.200s holds a NUL byte", cew_node_text(source));
	else
		store(t, cew_buf_text(&text), false);
	if (!s && field_hides(t->field, cew_buf_text(&text)) && reading_is_open(path))
		reading_warn(t->r, source, "chmod 600 it", "others may read the file %.200s, which holds a secret", cew_node_text(source));
	cew_buf_wipe(&text);
	free(path);
}

static void take_generated(const struct target *t, const struct cew_node *source)
{
	char *end;
	long len = strtol(cew_node_text(source), &end, 10); /* YAML's other integers, 0x20 and 1_000, end before their end */
	if (*end || cew_node_type(source) != CEW_SCALAR_INT || len < GENERATE_MIN || len > GENERATE_MAX) {
		reading_refuse(t->r, source, "for example {generate: 32}", "`generate` wants a number of characters from %d to %d", GENERATE_MIN,
		               GENERATE_MAX);
		return;
	}
	const char *alphabet = t->field && t->field->generate ? t->field->generate : safe_alphabet;
	struct cew_secret *made = cew_random_secret(t->r->random, alphabet, (size_t)len);
	if (made)
		store(t, cew_secret_text(made), false);
	else
		reading_refuse(t->r, source, NULL, "out of memory");
	cew_secret_destroy(made);
}

static const struct {
	const char *name;
	void (*take)(const struct target *t, const struct cew_node *source);
} sources[] = {{"env", take_env}, {"file", take_file}, {"generate", take_generated}};

static void take_source(const struct target *t)
{
	const struct cew_node *source = cew_node_at(t->value, 0);
	const char *kind = cew_node_text(cew_node_key(t->value, 0));
	for (size_t i = 0; i < CEW_COUNT(sources); i++) {
		if (cew_node_count(t->value) != 1 || strcmp(sources[i].name, kind) != 0 || !reading_is_text(source))
			continue;
		sources[i].take(t, source);
		return;
	}
	reading_refuse(t->r, t->value, "write a value, or {env: NAME}, {file: PATH} or {generate: 32}",
	               "%.80s is a map that says no place to take a value from", cew_node_text(t->name));
}

/* ---- one parameter ---- */

static void refuse_derived(struct reading *r, const struct cew_node *name, const struct cew_field *from)
{
	reading_refuse(r, name, "remove it", "%s cannot be given: it is made from %s", cew_node_text(name), from->parameter);
}

void read_parameter(struct reading *r, const struct cew_node *name, const struct cew_node *value)
{
	const char *text = cew_node_text(name);
	const struct cew_field *source = cew_form_field_deriving(r->a->forms, text);
	struct target t = {.r = r, .name = name, .value = value, .field = cew_form_field_for_parameter(r->a->forms, text)};
	if (source)
		refuse_derived(r, name, source);
	else if (cew_node_tag(value))
		reading_refuse(r, value, "write the value itself: functions work in templates only", "%.80s has the tag !%.40s", text,
		               cew_node_tag(value));
	else if (cew_node_is(value, CEW_NODE_MAP))
		take_source(&t);
	else if (cew_node_is(value, CEW_NODE_SEQ))
		take_list(&t);
	else if (reading_is_text(value))
		take_plain(&t, cew_node_text(value));
	else
		reading_refuse(r, value, "write \"\" for an empty value", "%.80s has no value", text);
}
