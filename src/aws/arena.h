/* arena: the memory of one answer: its tree and what is read out of it. Everything taken stays until it is finished. */
#ifndef AWS_ARENA_H
#define AWS_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct aws_chunk;
struct aws_arena {
	struct aws_chunk *chunks; /* newest first */
	size_t taken, max;        /* bytes; an answer that would need more is refused */
	bool no_memory;           /* something could not be taken for want of memory, and not for the cap */
};

void aws_arena_init(struct aws_arena *a, size_t max_bytes);
void aws_arena_finish(struct aws_arena *a);
void *aws_arena_take(struct aws_arena *a, size_t count, size_t size); /* zeroed; NULL: no memory, or over the cap */
char *aws_arena_text(struct aws_arena *a, const char *text, size_t len); /* a NUL-terminated copy; NULL likewise */

#endif
