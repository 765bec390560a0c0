/* grow: how both parsers make a tree, one node after the other. Keeps the limits and refuses duplicate keys. */
#ifndef DOC_GROW_H
#define DOC_GROW_H

#include "tree.h"

struct grow_frame {
	struct cew_node *node;
	const struct cew_node *key; /* of the value to come; NULL: a key comes next (in a map) */
	size_t nodes_before;
	size_t height; /* of the highest child; a scalar's is 0 */
	size_t anchor; /* the YAML reader's: number of the container's anchor + 1; 0: none */
};

struct grow {
	struct cew_doc *doc;
	struct cew_doc_limits limits;
	struct cew_error *err;
	struct cew_vec frames; /* struct grow_frame: the containers that are open, outermost first */
	size_t nodes;
};

/* What is added. An alias brings the size and height of what it stands for, and its own place. */
struct grow_item {
	const struct cew_node *node;
	size_t nodes, height;
	int line, column;
};

void grow_init(struct grow *g, struct cew_doc *doc, const struct cew_doc_limits *limits, struct cew_error *err);
void grow_finish(struct grow *g);
struct grow_frame *grow_top(const struct grow *g); /* NULL outside of every container */
bool grow_wants_key(const struct grow *g);
enum cew_status grow_add(struct grow *g, const struct grow_item *item);
enum cew_status grow_scalar(struct grow *g, const struct cew_node *n); /* NULL is taken for a lack of memory */
enum cew_status grow_open(struct grow *g, struct cew_node *container); /* likewise */
struct grow_item grow_close(struct grow *g); /* what was closed, as an alias would bring it */

/* The parsers. `data` is valid UTF-8 without a byte order mark. */
enum cew_status doc_parse_yaml(struct grow *g, const char *data, size_t len);
/* `guessed`: nobody said that this is JSON, so errors tell why it was taken for it. */
enum cew_status doc_parse_json(struct grow *g, const char *data, size_t len, bool guessed);

#endif
