/* json: an answer's JSON as the same small tree that XML is read into, so that one reader serves both. A member is a child
 * of its name, an item of a list is a child named "member", null is nothing at all; every other value is text. */
#ifndef AWS_JSON_H
#define AWS_JSON_H

#include "xml.h"

/* The root is named "json". Errors: CEW_INVALID for what is no JSON object, CEW_LIMIT, CEW_NO_MEMORY; on an error there is
 * nothing to finish. aws_xml_finish frees. */
enum cew_status aws_json_parse(const char *data, size_t len, struct aws_xml *out, struct cew_error *err);

#endif
