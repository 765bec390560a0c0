/* xml: an answer's XML as a small tree. Names are local names (AWS's namespaces differ by service and version); only
 * elements without children have text. A document type is refused, so no entity of the sender's is ever expanded. */
#ifndef AWS_XML_H
#define AWS_XML_H

#include "arena.h"
#include "cewizard/base.h"

struct aws_xml_node {
	const char *name;
	const char *text; /* never NULL */
	struct aws_xml_node *first, *last, *next;
};

struct aws_xml {
	struct aws_arena arena; /* what is decoded from the tree may live here as well */
	struct aws_xml_node *root;
};

/* Errors: CEW_INVALID with where = line:column, CEW_LIMIT (64 levels deep, 64 MB of tree), CEW_NO_MEMORY. On an error there
 * is nothing to finish. */
enum cew_status aws_xml_parse(const char *data, size_t len, struct aws_xml *out, struct cew_error *err);
void aws_xml_finish(struct aws_xml *xml);
void aws_xml_append(struct aws_xml_node *parent, struct aws_xml_node *child); /* a NULL parent: nothing */

/* All take a NULL node and answer as for something absent: NULL, "", 0, false. */
const struct aws_xml_node *aws_xml_child(const struct aws_xml_node *n, const char *name);
const struct aws_xml_node *aws_xml_path(const struct aws_xml_node *n, const char *path); /* "Error/Code" */
const char *aws_xml_text(const struct aws_xml_node *n, const char *path);
bool aws_xml_bool(const struct aws_xml_node *n, const char *path);
size_t aws_xml_count(const struct aws_xml_node *n); /* of children */

#endif
