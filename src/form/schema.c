/* Reading YAML nodes strictly: every level has a table of its keys, and what is not in it is refused with its place. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "room.h"

enum { WHAT_MAX = 512 };

enum cew_status form_refuse(const struct form_reader *r, const struct cew_node *at, const char *hint, const char *fmt, ...)
{
	char what[WHAT_MAX];
	va_list args;
	va_start(args, fmt);
	vsnprintf(what, sizeof what, fmt, args);
	va_end(args);
	cew_fail(r->err, CEW_INVALID, "%s", what);
	cew_doc_where(r->doc, at, r->err);
	if (hint)
		cew_error_hint(r->err, "%s", hint);
	return CEW_INVALID;
}

static bool is_scalar(const struct cew_node *n)
{
	return cew_node_is(n, CEW_NODE_SCALAR) && cew_node_type(n) != CEW_SCALAR_NULL && !cew_node_tag(n) &&
	       strlen(cew_node_text(n)) == cew_node_text_len(n);
}

static bool is_text(const struct cew_node *n)
{
	return is_scalar(n) && cew_node_text_len(n) > 0;
}

static bool is_line(const struct cew_node *n)
{
	if (!is_text(n))
		return false;
	for (const unsigned char *c = (const unsigned char *)cew_node_text(n); *c; c++)
		if (*c < 0x20 || *c == 0x7F)
			return false;
	return true;
}

/* YAML knows more integers than people expect here: 0x10, 1_000, and 1:30, which is 90. */
static bool is_int(const struct cew_node *n)
{
	const char *text = cew_node_text(n);
	return is_scalar(n) && cew_node_type(n) == CEW_SCALAR_INT && cew_node_text_len(n) <= 6 &&
	       strspn(text + (*text == '-'), "0123456789") == cew_node_text_len(n) - (*text == '-');
}

static bool is_bool(const struct cew_node *n)
{
	return is_scalar(n) && cew_node_type(n) == CEW_SCALAR_BOOL;
}

static bool is_seq(const struct cew_node *n)
{
	return cew_node_is(n, CEW_NODE_SEQ);
}

static bool is_map(const struct cew_node *n)
{
	return cew_node_is(n, CEW_NODE_MAP);
}

static const struct {
	const char *name;
	bool (*holds)(const struct cew_node *n);
} types[] = {
	[FORM_TEXT] = {"text that is not empty", is_text},
	[FORM_LINE] = {"one line of text", is_line},
	[FORM_VALUE] = {"text", is_scalar},
	[FORM_INT] = {"a whole number of at most six digits", is_int},
	[FORM_BOOL] = {"true or false", is_bool},
	[FORM_SEQ] = {"a list", is_seq},
	[FORM_MAP] = {"a map of keys and values", is_map},
};
static_assert(CEW_COUNT(types) == FORM_TYPE_COUNT, "a row for each type");

enum cew_status form_check_type(const struct form_reader *r, const struct cew_node *n, const char *key, enum form_type type)
{
	if (types[type].holds(n))
		return CEW_OK;
	return form_refuse(r, n, NULL, "`%s` must be %s", key, types[type].name);
}

static const struct form_key *key_find(const struct form_key *keys, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

static enum cew_status refuse_key(const struct form_reader *r, const struct cew_node *key, const char *what,
                                  const struct form_key *keys, size_t count, unsigned kind)
{
	struct cew_buf allowed;
	cew_buf_init(&allowed, WHAT_MAX);
	for (size_t i = 0; i < count; i++)
		if (keys[i].kinds & kind)
			cew_buf_fmt(&allowed, "%s%s", allowed.len ? ", " : "", keys[i].name);
	struct cew_buf hint;
	cew_buf_init(&hint, WHAT_MAX);
	cew_buf_fmt(&hint, "allowed here: %s", cew_buf_text(&allowed));
	const char *problem = key_find(keys, count, cew_node_text(key)) ? "does not belong into" : "is not known in";
	form_refuse(r, key, cew_buf_text(&hint), "the key `%.64s` %s %s", cew_node_text(key), problem, what);
	cew_buf_finish(&allowed);
	cew_buf_finish(&hint);
	return CEW_INVALID;
}

enum cew_status form_check_map(const struct form_reader *r, const struct cew_node *map, const char *what,
                               const struct form_key *keys, size_t count, unsigned kind)
{
	if (!is_map(map))
		return form_refuse(r, map, NULL, "%s must be %s", what, types[FORM_MAP].name);
	for (size_t i = 0; i < cew_node_count(map); i++) {
		const struct cew_node *name = cew_node_key(map, i);
		const struct form_key *key = key_find(keys, count, cew_node_text(name));
		if (!key || !(key->kinds & kind))
			return refuse_key(r, name, what, keys, count, kind);
		enum cew_status s = form_check_type(r, cew_node_at(map, i), key->name, key->type);
		if (s)
			return s;
	}
	for (size_t i = 0; i < count; i++)
		if ((keys[i].required & kind) && !cew_node_get(map, keys[i].name))
			return form_refuse(r, map, NULL, "%s lacks the key `%s`", what, keys[i].name);
	return CEW_OK;
}

enum cew_status form_read_text(const struct form_reader *r, const struct cew_node *map, const char *key, const char **out)
{
	const char *text = cew_node_get_text(map, key);
	*out = form_keep(r->set, text);
	return text && !*out ? cew_fail_memory(r->err) : CEW_OK;
}

enum cew_status form_read_texts(const struct form_reader *r, const struct cew_node *seq, const char *key,
                                const char *const **out, size_t *count)
{
	size_t n = cew_node_count(seq);
	const char **texts = form_take(r->set, n * sizeof *texts);
	if (!texts)
		return cew_fail_memory(r->err);
	for (size_t i = 0; i < n; i++) {
		enum cew_status s = form_check_type(r, cew_node_at(seq, i), key, FORM_TEXT);
		if (s)
			return s;
		texts[i] = form_keep(r->set, cew_node_text(cew_node_at(seq, i)));
		if (!texts[i])
			return cew_fail_memory(r->err);
	}
	*out = texts;
	*count = n;
	return CEW_OK;
}

int form_index_of(const char *const *names, const char *text)
{
	for (int i = 0; names[i]; i++)
		if (strcmp(names[i], text) == 0)
			return i;
	return -1;
}

const char *form_where(const struct form_reader *r, const struct cew_node *n)
{
	struct cew_error place = {0};
	cew_fail(&place, CEW_INVALID, " ");
	cew_doc_where(r->doc, n, &place);
	return form_keep(r->set, place.where);
}
