/* json: an answer's JSON as the same small tree that XML is read into, so that one reader serves both. A member is a child
 * of its name, an item of a list is a child named "member", null is nothing at all; every other value is text. */
#ifndef AWS_JSON_H
#define AWS_JSON_H

#include "xml.h"

/* The root is named "json". Errors: CEW_INVALID for what is no JSON object, CEW_LIMIT, CEW_NO_MEMORY; on an error there is
 * nothing to finish. aws_xml_finish frees. */
enum cew_status aws_json_parse(const char *data, size_t len, struct aws_xml *out, struct cew_error *err);

/* Writing, for requests: a text as JSON has it, and a member of an object that is not closed yet, with the comma that it
 * needs. A NULL value is left out. */
void aws_json_string(struct cew_buf *out, const char *text);
void aws_json_name(struct cew_buf *out, const char *name); /* "name": */
void aws_json_member(struct cew_buf *out, const char *name, const char *value);
void aws_json_bool(struct cew_buf *out, const char *name, bool value);
void aws_json_int(struct cew_buf *out, const char *name, int64_t value);
void aws_json_texts(struct cew_buf *out, const char *name, const char *const *items, size_t count);

#endif
