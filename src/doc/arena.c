/* The memory of one document: chunks that are filled from the front and freed all at once. */
#include "arena.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cewizard/base.h"

enum { FIRST_CHUNK = 2048, LARGEST_CHUNK = 64 * 1024, ALIGNMENT = 8 };

struct doc_chunk {
	struct doc_chunk *next;
	size_t used, size;
	_Alignas(ALIGNMENT) unsigned char data[];
};
static_assert(sizeof(void *) <= ALIGNMENT, "pointers fit the arena's alignment");

static struct doc_chunk *add_chunk(struct doc_arena *a, size_t need)
{
	size_t size = a->chunks ? a->chunks->size * 2 : FIRST_CHUNK;
	if (size > LARGEST_CHUNK)
		size = LARGEST_CHUNK;
	if (size < need)
		size = need;
	struct doc_chunk *chunk = calloc(1, sizeof *chunk + size);
	if (!chunk)
		return NULL;
	chunk->size = size;
	chunk->next = a->chunks;
	a->chunks = chunk;
	return chunk;
}

void *doc_arena_take(struct doc_arena *a, size_t size)
{
	if (size > SIZE_MAX / 2)
		return NULL;
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	struct doc_chunk *chunk = a->chunks;
	if (!chunk || chunk->size - chunk->used < size)
		chunk = add_chunk(a, size);
	if (!chunk)
		return NULL;
	void *place = chunk->data + chunk->used;
	chunk->used += size;
	return place;
}

char *doc_arena_text(struct doc_arena *a, const char *text, size_t len)
{
	char *copy = len < SIZE_MAX ? doc_arena_take(a, len + 1) : NULL;
	if (copy && len > 0)
		memcpy(copy, text, len);
	return copy;
}

void doc_arena_finish(struct doc_arena *a)
{
	while (a->chunks) {
		struct doc_chunk *chunk = a->chunks;
		a->chunks = chunk->next;
		cew_wipe(chunk->data, chunk->used);
		free(chunk);
	}
}
