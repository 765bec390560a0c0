/* arena: the memory of one document. Everything taken stays until the whole arena is finished. */
#ifndef DOC_ARENA_H
#define DOC_ARENA_H

#include <stddef.h>

struct doc_chunk;
struct doc_arena {
	struct doc_chunk *chunks; /* newest first */
};

void *doc_arena_take(struct doc_arena *a, size_t size); /* zeroed and aligned for pointers; NULL: no memory */
char *doc_arena_text(struct doc_arena *a, const char *text, size_t len); /* a NUL-terminated copy; NULL: no memory */
void doc_arena_finish(struct doc_arena *a); /* overwrites, then frees: answers files may hold passwords */

#endif
