/* Building a tree: making nodes and putting them together. A map that grows large gets a hash index, so that a template
 * with hundreds of resources is read in linear time. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tree.h"

enum { FIRST_CAP = 4, INDEX_FROM = 16 };

struct cew_doc *cew_doc_create(const char *name)
{
	struct cew_doc *doc = calloc(1, sizeof *doc);
	if (!doc)
		return NULL;
	doc->name = doc_arena_text(&doc->arena, name ? name : "", name ? strlen(name) : 0);
	if (doc->name)
		return doc;
	cew_doc_destroy(doc);
	return NULL;
}

void cew_doc_destroy(struct cew_doc *doc)
{
	if (!doc)
		return;
	doc_arena_finish(&doc->arena);
	free(doc);
}

void cew_doc_set_root(struct cew_doc *doc, const struct cew_node *n)
{
	if (doc)
		doc->root = n;
}

void cew_node_place(struct cew_node *n, const struct cew_node *source)
{
	if (!n)
		return;
	n->line = cew_node_line(source);
	n->column = cew_node_column(source);
}

/* ---- raw assembly -------------------------------------------------------------------------------------------- */

struct cew_node *doc_node(struct cew_doc *doc, enum cew_node_kind kind)
{
	struct cew_node *n = doc ? doc_arena_take(&doc->arena, sizeof *n) : NULL;
	if (!n)
		return NULL;
	n->doc = doc;
	n->kind = (unsigned char)kind;
	n->type = CEW_SCALAR_STRING;
	return n;
}

struct cew_node *doc_scalar(struct cew_doc *doc, enum cew_scalar_type type, const char *text, size_t len)
{
	struct cew_node *n = doc_node(doc, CEW_NODE_SCALAR);
	char *copy = n ? doc_arena_text(&doc->arena, text, len) : NULL;
	if (!copy)
		return NULL;
	n->text = copy;
	n->count = len;
	n->type = (unsigned char)type;
	return n;
}

/* Room for one more child. The old array stays behind in the arena; doubling keeps that below what is in use. */
static bool make_room(struct cew_node *n, size_t child_size)
{
	if (n->count < n->cap)
		return true;
	if (n->cap > UINT32_MAX / 4)
		return false;
	uint32_t cap = n->cap ? n->cap * 2 : FIRST_CAP;
	void *children = doc_arena_take(&n->doc->arena, cap * child_size);
	if (!children)
		return false;
	if (n->count > 0)
		memcpy(children, n->items, n->count * child_size);
	n->items = children;
	n->cap = cap;
	return true;
}

bool doc_seq_append(struct cew_node *seq, const struct cew_node *item)
{
	if (!make_room(seq, sizeof *seq->items))
		return false;
	seq->items[seq->count++] = item;
	return true;
}

static uint32_t hash(const char *text, size_t len)
{
	uint32_t h = 2166136261u; /* FNV-1a */
	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)text[i]) * 16777619u;
	return h ^ (h >> 15);
}

static bool has_key(const struct doc_entry *entry, const char *key, size_t len)
{
	return entry->key->count == len && memcmp(entry->key->text, key, len) == 0;
}

/* The slot that holds the key, or the free one where it belongs. */
static uint32_t *slot_of(const struct cew_node *map, const char *key, size_t len)
{
	uint32_t mask = map->cap * 2 - 1;
	uint32_t i = hash(key, len) & mask;
	while (map->slots[i] != 0 && !has_key(&map->entries[map->slots[i] - 1], key, len))
		i = (i + 1) & mask;
	return &map->slots[i];
}

static bool rebuild_index(struct cew_node *map)
{
	uint32_t *slots = doc_arena_take(&map->doc->arena, (size_t)map->cap * 2 * sizeof *slots);
	if (!slots)
		return false;
	map->slots = slots;
	for (size_t i = 0; i < map->count; i++) {
		const struct cew_node *key = map->entries[i].key;
		*slot_of(map, key->text, key->count) = (uint32_t)i + 1;
	}
	return true;
}

bool doc_map_append(struct cew_node *map, const struct cew_node *key, const struct cew_node *value)
{
	uint32_t cap = map->cap;
	if (!make_room(map, sizeof *map->entries))
		return false;
	if (map->cap != cap && map->cap >= INDEX_FROM && !rebuild_index(map))
		return false;
	map->entries[map->count++] = (struct doc_entry){key, value};
	if (map->slots)
		*slot_of(map, key->text, key->count) = (uint32_t)map->count;
	return true;
}

size_t doc_map_find(const struct cew_node *map, const char *key, size_t len)
{
	if (map->slots) {
		uint32_t slot = *slot_of(map, key, len);
		return slot == 0 ? DOC_NONE : slot - 1;
	}
	for (size_t i = 0; i < map->count; i++)
		if (has_key(&map->entries[i], key, len))
			return i;
	return DOC_NONE;
}

/* ---- the public builders --------------------------------------------------------------------------------------- */

struct cew_node *cew_doc_map(struct cew_doc *doc)
{
	return doc_node(doc, CEW_NODE_MAP);
}

struct cew_node *cew_doc_seq(struct cew_doc *doc)
{
	return doc_node(doc, CEW_NODE_SEQ);
}

struct cew_node *cew_doc_string(struct cew_doc *doc, const char *text)
{
	return text ? cew_doc_string_n(doc, text, strlen(text)) : cew_doc_null(doc);
}

struct cew_node *cew_doc_string_n(struct cew_doc *doc, const char *text, size_t len)
{
	return doc_scalar(doc, CEW_SCALAR_STRING, text, len);
}

struct cew_node *cew_doc_plain(struct cew_doc *doc, const char *text)
{
	if (!text)
		return cew_doc_null(doc);
	size_t len = strlen(text);
	return doc_scalar(doc, doc_resolve(text, len), text, len);
}

struct cew_node *cew_doc_int(struct cew_doc *doc, int64_t value)
{
	char text[24];
	int len = snprintf(text, sizeof text, "%" PRId64, value);
	return doc_scalar(doc, CEW_SCALAR_INT, text, (size_t)len);
}

struct cew_node *cew_doc_bool(struct cew_doc *doc, bool value)
{
	return cew_doc_plain(doc, value ? "true" : "false");
}

struct cew_node *cew_doc_null(struct cew_doc *doc)
{
	return cew_doc_plain(doc, "null");
}

struct cew_node *cew_map_put(struct cew_doc *doc, struct cew_node *map, const char *key, const struct cew_node *value)
{
	if (!doc || !key || !value || !cew_node_is(map, CEW_NODE_MAP))
		return NULL;
	assert(map->doc == doc && value->doc == doc);
	size_t len = strlen(key);
	size_t i = doc_map_find(map, key, len);
	if (i != DOC_NONE) {
		map->entries[i].value = value;
		return map;
	}
	struct cew_node *key_node = cew_doc_string_n(doc, key, len);
	return key_node && doc_map_append(map, key_node, value) ? map : NULL;
}

struct cew_node *cew_map_put_keyed(struct cew_doc *doc, struct cew_node *map, const struct cew_node *key,
                                   const struct cew_node *value)
{
	if (!doc || !cew_node_is(key, CEW_NODE_SCALAR) || !value || !cew_node_is(map, CEW_NODE_MAP))
		return NULL;
	assert(map->doc == doc && key->doc == doc && value->doc == doc);
	size_t i = doc_map_find(map, cew_node_text(key), cew_node_text_len(key));
	if (i == DOC_NONE)
		return doc_map_append(map, key, value) ? map : NULL;
	map->entries[i].value = value;
	return map;
}

struct cew_node *cew_map_put_text(struct cew_doc *doc, struct cew_node *map, const char *key, const char *text)
{
	return cew_map_put(doc, map, key, cew_doc_string(doc, text));
}

struct cew_node *cew_seq_add(struct cew_doc *doc, struct cew_node *seq, const struct cew_node *value)
{
	if (!doc || !value || !cew_node_is(seq, CEW_NODE_SEQ))
		return NULL;
	assert(seq->doc == doc && value->doc == doc);
	return doc_seq_append(seq, value) ? seq : NULL;
}
