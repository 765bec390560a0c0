/* A set of event ids: open addressing with FNV-1a, grown at half load. */
#include "model.h"

#include <stdlib.h>
#include <string.h>

static size_t hash(const char *text)
{
	uint64_t h = 1469598103934665603u;
	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 1099511628211u;
	return (size_t)h;
}

static const char **slot_of(const char **slots, size_t cap, const char *id)
{
	size_t i = hash(id) & (cap - 1);
	while (slots[i] && strcmp(slots[i], id) != 0)
		i = (i + 1) & (cap - 1);
	return &slots[i];
}

bool seen_has(const struct seen_set *s, const char *id)
{
	return s->cap && *slot_of(s->slots, s->cap, id);
}

static bool grow(struct seen_set *s)
{
	size_t cap = s->cap ? s->cap * 2 : 256;
	const char **slots = calloc(cap, sizeof(*slots));
	if (!slots)
		return false;
	for (size_t i = 0; i < s->cap; i++)
		if (s->slots[i])
			*slot_of(slots, cap, s->slots[i]) = s->slots[i];
	free(s->slots);
	s->slots = slots;
	s->cap = cap;
	return true;
}

bool seen_add(struct seen_set *s, const char *id)
{
	if (s->len * 2 >= s->cap && !grow(s))
		return false;
	const char **slot = slot_of(s->slots, s->cap, id);
	if (!*slot) {
		*slot = id;
		s->len++;
	}
	return true;
}

void seen_finish(struct seen_set *s)
{
	free(s->slots);
	*s = (struct seen_set){0};
}
