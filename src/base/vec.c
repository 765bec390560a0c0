/* The growable array. */
#include "cewizard/base.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ITEMS = 8 };

void cew_vec_init(struct cew_vec *v, size_t item_size)
{
	*v = (struct cew_vec){.item_size = item_size};
}

void cew_vec_finish(struct cew_vec *v)
{
	free(v->items);
	cew_vec_init(v, v->item_size);
}

static bool grow(struct cew_vec *v)
{
	size_t cap = v->cap ? v->cap * 2 : FIRST_ITEMS;
	void *items;

	if (v->item_size == 0 || cap < v->cap || cap > SIZE_MAX / v->item_size)
		return false;
	items = realloc(v->items, cap * v->item_size);
	if (!items)
		return false;
	v->items = items;
	v->cap = cap;
	return true;
}

static char *place(const struct cew_vec *v, size_t at)
{
	return (char *)v->items + at * v->item_size;
}

void *cew_vec_insert(struct cew_vec *v, size_t at, const void *item)
{
	char *to;

	if (at > v->len || (v->len == v->cap && !grow(v)))
		return NULL;
	to = place(v, at);
	memmove(to + v->item_size, to, (v->len - at) * v->item_size);
	if (item)
		memcpy(to, item, v->item_size);
	else
		memset(to, 0, v->item_size);
	v->len++;
	return to;
}

void *cew_vec_push(struct cew_vec *v, const void *item)
{
	return cew_vec_insert(v, v->len, item);
}

void cew_vec_remove(struct cew_vec *v, size_t at)
{
	if (at >= v->len)
		return;
	v->len--;
	memmove(place(v, at), place(v, at) + v->item_size, (v->len - at) * v->item_size);
}

void *cew_vec_at(const struct cew_vec *v, size_t at)
{
	return at < v->len ? place(v, at) : NULL;
}
