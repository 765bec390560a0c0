/* The memory of one answer: chunks that are freed together, and overwritten, for keys and tokens are answers as well. */
#include "arena.h"
#include "cewizard/base.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_BYTES = 16 * 1024 };

struct aws_chunk {
	struct aws_chunk *next;
	size_t used, size;
	alignas(max_align_t) unsigned char data[];
};

void aws_arena_init(struct aws_arena *a, size_t max_bytes)
{
	*a = (struct aws_arena){.max = max_bytes};
}

void aws_arena_finish(struct aws_arena *a)
{
	while (a->chunks) {
		struct aws_chunk *next = a->chunks->next;

		cew_wipe(a->chunks->data, a->chunks->used);
		free(a->chunks);
		a->chunks = next;
	}
	aws_arena_init(a, a->max);
}

static struct aws_chunk *add_chunk(struct aws_arena *a, size_t at_least)
{
	size_t size = at_least > CHUNK_BYTES ? at_least : CHUNK_BYTES;
	struct aws_chunk *chunk = malloc(sizeof(*chunk) + size);

	if (!chunk)
		return NULL;
	*chunk = (struct aws_chunk){.next = a->chunks, .size = size};
	a->chunks = chunk;
	return chunk;
}

void *aws_arena_take(struct aws_arena *a, size_t count, size_t size)
{
	const size_t unit = alignof(max_align_t);
	struct aws_chunk *chunk = a->chunks;
	size_t bytes;
	void *out;

	if (count == 0 || size == 0 || count > (a->max - a->taken) / size)
		return NULL;
	bytes = (count * size + unit - 1) / unit * unit;
	if (bytes > a->max - a->taken)
		return NULL;
	if (!chunk || chunk->size - chunk->used < bytes)
		chunk = add_chunk(a, bytes);
	a->no_memory |= !chunk;
	if (!chunk)
		return NULL;
	out = chunk->data + chunk->used;
	chunk->used += bytes;
	a->taken += bytes;
	return memset(out, 0, bytes);
}

char *aws_arena_text(struct aws_arena *a, const char *text, size_t len)
{
	char *copy = aws_arena_take(a, len + 1, 1);

	if (copy && len > 0)
		memcpy(copy, text, len);
	return copy;
}
