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

/* ---- items ---- */

static void item_free(struct value *v, size_t i)
{
	struct cew_pair *pair = cew_vec_at(&v->items, i);
	if (v->kind == CEW_FIELD_LIST) {
		free(*(char **)cew_vec_at(&v->items, i));
		return;
	}
	free(pair->key);
	free(pair->value);
}

static void items_clear(struct value *v)
{
	while (v->items.len) {
		item_free(v, v->items.len - 1);
		cew_vec_remove(&v->items, v->items.len - 1);
	}
}

/* The text of a list is its items joined: what conditions see, and what a parameter is sent as. */
static bool join(struct value *v)
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
	if (join(v))
		return true;
	cew_vec_remove(&v->items, v->items.len - 1);
	return false;
}

static bool replace(struct value *v, size_t i, const void *item)
{
	unsigned char old[sizeof(struct cew_pair)];
	void *place = cew_vec_at(&v->items, i);
	memcpy(old, place, v->items.item_size);
	memcpy(place, item, v->items.item_size);
	bool good = join(v);
	memcpy(place, old, v->items.item_size);
	if (!good)
		return false;
	item_free(v, i);
	memcpy(place, item, v->items.item_size);
	return true;
}

static bool store(struct value *v, size_t i, const void *item)
{
	return i < v->items.len ? replace(v, i, item) : append(v, item);
}

bool value_put_item(struct value *v, size_t i, const char *text)
{
	char *copy = cew_strdup(text);
	if (copy && store(v, i, &copy))
		return true;
	free(copy);
	return false;
}

bool value_put_pair(struct value *v, size_t i, const char *key, const char *text)
{
	struct cew_pair pair = {.key = cew_strdup(key), .value = cew_strdup(text)};
	if (pair.key && pair.value && store(v, i, &pair))
		return true;
	free(pair.key);
	free(pair.value);
	return false;
}

void value_remove(struct value *v, size_t i)
{
	if (i >= v->items.len)
		return;
	item_free(v, i);
	cew_vec_remove(&v->items, i);
	join(v);
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
		good = item && value_put_item(&fresh, fresh.items.len, item);
		free(item);
	}
	if (good)
		good = join(&fresh);
	if (!good) {
		items_clear(&fresh);
		cew_vec_finish(&fresh.items);
		free(fresh.text);
		return false;
	}
	items_clear(v);
	cew_vec_finish(&v->items);
	free(v->text);
	v->items = fresh.items;
	v->text = fresh.text;
	return true;
}

bool value_set_text(struct value *v, const char *text)
{
	if (v->kind == CEW_FIELD_SECRET)
		return set_secret(v, text);
	if (v->kind == CEW_FIELD_LIST)
		return set_list(v, text);
	if (v->kind != CEW_FIELD_PAIRS)
		return set_plain(v, text);
	items_clear(v);
	return join(v);
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

struct value *value_create(const char *id, const struct cew_field *field)
{
	struct value *v = value_new(id, field, field->kind);
	if (v)
		v->origin = field->default_value ? CEW_ORIGIN_DEFAULT : CEW_ORIGIN_NONE;
	return v;
}

static bool copy_content(struct value *to, const struct value *from)
{
	if (to->kind != from->kind || !value_is_list(to))
		return value_set_text(to, value_text(from));
	items_clear(to);
	for (size_t i = 0; i < from->items.len; i++) {
		const struct cew_pair *pair = cew_vec_at(&from->items, i);
		bool good = to->kind == CEW_FIELD_PAIRS ? value_put_pair(to, i, pair->key, pair->value)
		                                        : value_put_item(to, i, *(char **)cew_vec_at(&from->items, i));
		if (!good)
			return false;
	}
	return join(to);
}

struct value *value_copy(const struct value *v, const struct cew_field *field)
{
	struct value *copy = value_new(v->id, field, field ? field->kind : v->kind);
	if (copy && copy_content(copy, v)) {
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
	free(v->text);
	cew_secret_destroy(v->secret);
	cew_secret_destroy(v->derived);
	free(v);
}
