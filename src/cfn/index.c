/* A hash index from text to position: every reference of a template is found in constant time. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

static uint32_t hash(const char *key, size_t len)
{
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)key[i]) * 16777619u;
	return h;
}

static struct cfn_slot *probe(struct cfn_slot *slots, size_t cap, const char *key, size_t len, uint32_t h)
{
	for (size_t i = h & (cap - 1);; i = (i + 1) & (cap - 1)) {
		struct cfn_slot *s = &slots[i];
		if (!s->key || (s->hash == h && strncmp(s->key, key, len) == 0 && s->key[len] == '\0'))
			return s;
	}
}

static bool grow(struct cfn_index *x)
{
	size_t cap = x->cap ? x->cap * 2 : 16;
	struct cfn_slot *slots = calloc(cap, sizeof *slots);
	if (!slots)
		return false;
	for (size_t i = 0; i < x->cap; i++) {
		const struct cfn_slot *s = &x->slots[i];
		if (s->key)
			*probe(slots, cap, s->key, strlen(s->key), s->hash) = *s;
	}
	free(x->slots);
	x->slots = slots;
	x->cap = cap;
	return true;
}

bool cfn_index_put(struct cfn_index *x, const char *key, size_t value)
{
	if ((x->len + 1) * 4 > x->cap * 3 && !grow(x))
		return false;
	size_t len = strlen(key);
	uint32_t h = hash(key, len);
	struct cfn_slot *s = probe(x->slots, x->cap, key, len, h);
	if (s->key)
		return true;
	*s = (struct cfn_slot){.key = key, .value = value, .hash = h};
	x->len++;
	return true;
}

size_t cfn_index_get_n(const struct cfn_index *x, const char *key, size_t len)
{
	if (!x->cap || memchr(key, '\0', len))
		return CFN_NONE;
	const struct cfn_slot *s = probe(x->slots, x->cap, key, len, hash(key, len));
	return s->key ? s->value : CFN_NONE;
}

size_t cfn_index_get(const struct cfn_index *x, const char *key)
{
	return cfn_index_get_n(x, key, strlen(key));
}

bool cfn_index_map(struct cfn_index *x, const struct cew_node *map)
{
	if (!cew_node_is(map, CEW_NODE_MAP))
		return true;
	for (size_t i = 0; i < cew_node_count(map); i++)
		if (!cfn_index_put(x, cew_node_text(cew_node_key(map, i)), i))
			return false;
	return true;
}

void cfn_index_finish(struct cfn_index *x)
{
	free(x->slots);
	*x = (struct cfn_index){0};
}

bool cfn_sections_index(struct cfn_sections *s)
{
	return cfn_index_map(&s->mapping_index, s->mappings) && cfn_index_map(&s->condition_index, s->conditions) &&
	       cfn_index_map(&s->resource_index, s->resources);
}

void cfn_sections_finish(struct cfn_sections *s)
{
	cfn_index_finish(&s->mapping_index);
	cfn_index_finish(&s->condition_index);
	cfn_index_finish(&s->resource_index);
}
