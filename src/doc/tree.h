/* tree: what the document room's files share. Nodes and their raw assembly, scalar types, and errors with a place. */
#ifndef DOC_TREE_H
#define DOC_TREE_H

#include "arena.h"
#include "cewizard/doc.h"

/* Deepest nesting that the recursive walkers (writing, copying, comparing) follow. Parsing never lets more in. */
enum { DOC_DEPTH_MAX = 1000 };

struct doc_entry {
	const struct cew_node *key, *value;
};

struct cew_node {
	struct cew_doc *doc;
	const char *tag;
	union {
		const char *text;              /* scalar */
		const struct cew_node **items; /* sequence */
		struct doc_entry *entries;     /* map */
	};
	uint32_t *slots; /* a large map's hash index: entry number + 1, 0 for free; 2 * cap of them */
	size_t count;    /* bytes of a scalar's text, items or entries */
	uint32_t cap;
	int line, column;
	unsigned char kind, type; /* enum cew_node_kind, enum cew_scalar_type */
};

struct cew_doc {
	struct doc_arena arena;
	const char *name;
	const struct cew_node *root;
};

#define DOC_NONE SIZE_MAX

struct cew_node *doc_node(struct cew_doc *doc, enum cew_node_kind kind); /* NULL: no memory */
struct cew_node *doc_scalar(struct cew_doc *doc, enum cew_scalar_type type, const char *text, size_t len);
bool doc_seq_append(struct cew_node *seq, const struct cew_node *item); /* false: no memory */
/* The key must not be in the map yet. */
bool doc_map_append(struct cew_node *map, const struct cew_node *key, const struct cew_node *value);
size_t doc_map_find(const struct cew_node *map, const char *key, size_t len); /* entry number or DOC_NONE */

enum cew_scalar_type doc_resolve(const char *text, size_t len); /* what a plain scalar means */
bool doc_read_bool(const char *text, size_t len, bool *value);  /* false: it is none */

/* Sets status, what and where = name:line:column (name alone for line 0); returns status, also for a NULL err. */
enum cew_status doc_fail(struct cew_error *err, enum cew_status status, const char *name, int line, int column,
                         const char *fmt, ...) CEW_PRINTF(6, 7);

enum { DOC_SHOWN_MAX = 128 };
/* Text as an error may show it: cut, and without anything a terminal could take for a command. Returns out. */
const char *doc_show(char out[DOC_SHOWN_MAX], const char *text, size_t len);

/* A line number and a column (in characters), both from 1, that follow a byte offset through a text. */
struct doc_mark {
	size_t at;
	int line, column;
};
void doc_mark_advance(struct doc_mark *mark, const char *data, size_t len, size_t at);

#endif
