/* One answer: text, secret, or list, with where it came from. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "room.h"

static bool kind_is_list(enum cew_field_kind kind)
{
	return kind == CEW_FIELD_LIST || kind == CEW_FIELD_PAIRS;
}

bool value_is_list(const struct value *v)
{
	return kind_is_list(v->kind);
}

static int rank(enum cew_origin origin)
{
	return origin == CEW_ORIGIN_PICKED ? CEW_ORIGIN_TYPED : (int)origin;
}

bool value_yields(const struct value *v, enum cew_origin origin)
{
	return rank(origin) >= rank(v->origin);
}

const char *value_text(const struct value *v)
{
	if (v->kind == CEW_FIELD_SECRET)
		return cew_secret_text(v->secret);
	return v->text ? v->text : "";
}

bool field_hides(const struct cew_field *field, const char *text)
{
	if (!field || field->kind != CEW_FIELD_SECRET || !*text)
		return false;
	return !field->url || strchr(text, '@') != NULL; /* of a URL only its user information is secret */
}

bool value_set_where(struct value *v, const char *where)
{
	char *copy = cew_strdup(where);
	if (where && !copy)
		return false;
	free(v->where);
	v->where = copy;
	return true;
}

void value_redact(const struct value *v)
{
	if (v->kind != CEW_FIELD_SECRET || (v->field && !field_hides(v->field, value_text(v))))
		return;
	cew_log_redact(v->secret);
	cew_log_redact(v->derived); /* percent-encoded once more on the wire, it is no longer like the secret itself */
}

/* ---- items ---- */

static void item_free(enum cew_field_kind kind, void *item)
{
	struct cew_pair *pair = item;
	if (kind == CEW_FIELD_LIST) {
		free(*(char **)item);
		return;
	}
	free(pair->key);
	free(pair->value);
}

static void items_clear(struct value *v)
{
	for (size_t i = 0; i < v->items.len; i++)
		item_free(v->kind, cew_vec_at(&v->items, i));
	v->items.len = 0;
}

/* The text of a list is its items joined: what conditions see, and what a parameter is sent as. */
bool value_join(struct value *v)
{
	struct cew_buf b;
	cew_buf_init(&b, ANSWERS_FILE_MAX);
	for (size_t i = 0; i < v->items.len; i++) {
		const struct cew_pair *pair = cew_vec_at(&v->items, i);
		if (i)
			cew_buf_char(&b, ',');
		if (v->kind == CEW_FIELD_PAIRS)
			cew_buf_fmt(&b, "%s=%s", pair->key, pair->value);
		else
			cew_buf_str(&b, *(char **)cew_vec_at(&v->items, i));
	}
	char *text = b.failed ? NULL : cew_strdup(cew_buf_text(&b));
	cew_buf_finish(&b);
	if (!text)
		return false;
	free(v->text);
	v->text = text;
	return true;
}

static bool append(struct value *v, const void *item)
{
	if (!cew_vec_push(&v->items, item))
		return false;
	if (value_join(v))
		return true;
	cew_vec_remove(&v->items, v->items.len - 1);
	return false;
}

/* Room for an item of either kind while the vector holds another in its place. */
union spare {
	char *text;
	struct cew_pair pair;
};

static bool replace(struct value *v, size_t i, const void *item)
{
	union spare old;
	void *place = cew_vec_at(&v->items, i);
	memcpy(&old, place, v->items.item_size);
	memcpy(place, item, v->items.item_size);
	if (!value_join(v)) {
		memcpy(place, &old, v->items.item_size);
		return false;
	}
	item_free(v->kind, &old);
	return true;
}

static bool store(struct value *v, size_t i, const void *item)
{
	return i < v->items.len ? replace(v, i, item) : append(v, item);
}

static bool push(struct value *v, size_t i, const void *item)
{
	(void)i;
	return cew_vec_push(&v->items, item) != NULL;
}

typedef bool put_fn(struct value *v, size_t i, const void *item);

static bool put_item(struct value *v, size_t i, const char *text, put_fn *put)
{
	char *copy = cew_strdup(text);
	if (copy && put(v, i, &copy))
		return true;
	free(copy);
	return false;
}

static bool put_pair(struct value *v, size_t i, const char *key, const char *text, put_fn *put)
{
	struct cew_pair pair = {.key = cew_strdup(key), .value = cew_strdup(text)};
	if (pair.key && pair.value && put(v, i, &pair))
		return true;
	free(pair.key);
	free(pair.value);
	return false;
}

bool value_put_item(struct value *v, size_t i, const char *text)
{
	return put_item(v, i, text, store);
}

bool value_put_pair(struct value *v, size_t i, const char *key, const char *text)
{
	return put_pair(v, i, key, text, store);
}

bool value_add_item(struct value *v, const char *text)
{
	return put_item(v, v->items.len, text, push);
}

bool value_add_pair(struct value *v, const char *key, const char *text)
{
	return put_pair(v, v->items.len, key, text, push);
}

void value_take_items(struct value *v, struct value *from)
{
	struct cew_vec items = v->items;
	char *text = v->text;
	v->items = from->items;
	v->text = from->text;
	from->items = items;
	from->text = text;
}

bool value_remove(struct value *v, size_t i)
{
	union spare old;
	if (i >= v->items.len)
		return true;
	memcpy(&old, cew_vec_at(&v->items, i), v->items.item_size);
	cew_vec_remove(&v->items, i);
	if (!value_join(v)) {
		cew_vec_insert(&v->items, i, &old); /* into the place just left: needs no memory */
		return false;
	}
	item_free(v->kind, &old);
	return true;
}

/* ---- text ---- */

/* A secret of this text; NULL for none, which reads as "". */
static bool make_secret(const char *text, size_t len, struct cew_secret **out)
{
	*out = len ? cew_secret_create(text, len) : NULL;
	return !len || *out;
}

static bool derive(struct value *v, const char *text)
{
	if (!v->field || !v->field->derive)
		return true;
	struct cew_buf b;
	cew_buf_init(&b, ANSWERS_FILE_MAX);
	cew_pct_encode(&b, text, strlen(text), NULL);
	struct cew_secret *derived = NULL;
	bool good = !b.failed && make_secret(cew_buf_text(&b), b.len, &derived);
	cew_buf_wipe(&b);
	if (!good)
		return false;
	cew_secret_destroy(v->derived);
	v->derived = derived;
	return true;
}

/* A flag's or a choice's value in the form's own spelling: YAML's true is the template's "True". */
static const char *spelling(const struct value *v, const char *text)
{
	const char *found = text;
	for (size_t i = 0; v->field && i < v->field->choice_count; i++) {
		const char *choice = v->field->choices[i].value;
		if (strcmp(choice, text) == 0)
			return text;
		if (strcasecmp(choice, text) == 0)
			found = choice;
	}
	return found;
}

static bool set_secret(struct value *v, const char *text)
{
	struct cew_secret *secret;
	if (!make_secret(text, strlen(text), &secret) || !derive(v, text)) {
		cew_secret_destroy(secret);
		return false;
	}
	cew_secret_destroy(v->secret);
	v->secret = secret;
	return true;
}

static bool set_plain(struct value *v, const char *text)
{
	char *copy = cew_strdup(spelling(v, text));
	if (!copy || !derive(v, copy)) {
		free(copy);
		return false;
	}
	free(v->text);
	v->text = copy;
	return true;
}

static char *cut_item(const char **at)
{
	const char *start = *at + strspn(*at, " ");
	size_t len = strcspn(start, ",");
	*at = start[len] ? start + len + 1 : start + len;
	while (len && start[len - 1] == ' ')
		len--;
	char *item = malloc(len + 1);
	if (!item)
		return NULL;
	memcpy(item, start, len);
	item[len] = '\0';
	return item;
}

static bool set_list(struct value *v, const char *text)
{
	struct value fresh = {.kind = v->kind};
	cew_vec_init(&fresh.items, v->items.item_size);
	bool good = true;
	while (*text && good) {
		char *item = cut_item(&text);
		good = item && value_add_item(&fresh, item);
		free(item);
	}
	good = good && value_join(&fresh);
	if (good)
		value_take_items(v, &fresh);
	items_clear(&fresh);
	cew_vec_finish(&fresh.items);
	free(fresh.text);
	return good;
}

/* Pairs are not made of text: it can only empty them. */
static bool set_pairs(struct value *v)
{
	items_clear(v);
	return value_join(v);
}

bool value_set_text(struct value *v, const char *text)
{
	if (v->kind == CEW_FIELD_SECRET)
		return set_secret(v, text);
	if (v->kind == CEW_FIELD_LIST)
		return set_list(v, text);
	return v->kind == CEW_FIELD_PAIRS ? set_pairs(v) : set_plain(v, text);
}

/* ---- life ---- */

static struct value *value_new(const char *id, const struct cew_field *field, enum cew_field_kind kind)
{
	struct value *v = calloc(1, sizeof *v);
	if (!v)
		return NULL;
	v->kind = kind;
	v->field = field;
	cew_vec_init(&v->items, kind == CEW_FIELD_PAIRS ? sizeof(struct cew_pair) : sizeof(char *));
	v->id = cew_strdup(id);
	if (v->id && (!field || value_set_text(v, field->default_value ? field->default_value : "")))
		return v;
	value_destroy(v);
	return NULL;
}

struct value *value_dormant(const char *id, enum cew_field_kind kind)
{
	return value_new(id, NULL, kind);
}

struct value *value_create(const char *id, const struct cew_field *field)
{
	struct value *v = value_new(id, field, field->kind);
	if (v)
		v->origin = field->default_value ? CEW_ORIGIN_DEFAULT : CEW_ORIGIN_NONE;
	return v;
}

static bool copy_items(struct value *to, const struct value *from)
{
	items_clear(to);
	for (size_t i = 0; i < from->items.len; i++) {
		const struct cew_pair *pair = cew_vec_at(&from->items, i);
		bool good = to->kind == CEW_FIELD_PAIRS ? value_add_pair(to, pair->key, pair->value)
		                                        : value_add_item(to, *(char **)cew_vec_at(&from->items, i));
		if (!good)
			return false;
	}
	return value_join(to);
}

struct value *value_copy(const struct value *v, const struct cew_field *field)
{
	enum cew_field_kind kind = field ? field->kind : v->kind;
	/* What was typed as a secret is not laid open because another template does not call it one. */
	if (v->kind == CEW_FIELD_SECRET && kind != CEW_FIELD_SECRET)
		return value_create(v->id, field);
	struct value *copy = value_new(v->id, field, kind);
	bool good = copy && (value_is_list(v) && v->kind == kind ? copy_items(copy, v) : value_set_text(copy, value_text(v)));
	if (good && value_set_where(copy, v->where)) {
		copy->origin = v->origin;
		return copy;
	}
	value_destroy(copy);
	return NULL;
}

void value_destroy(struct value *v)
{
	if (!v)
		return;
	items_clear(v);
	cew_vec_finish(&v->items);
	free(v->id);
	free(v->where);
	free(v->text);
	cew_secret_destroy(v->secret);
	cew_secret_destroy(v->derived);
	free(v);
}
