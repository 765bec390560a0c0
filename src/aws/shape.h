/* shape: tables that say how a struct is read out of an answer's tree. */
#ifndef AWS_SHAPE_H
#define AWS_SHAPE_H

#include "xml.h"

#include <assert.h>

enum aws_field_kind {
	AWS_TEXT,   /* const char *; never NULL */
	AWS_INT,    /* int64_t; 0 for what is none */
	AWS_BOOL,   /* bool */
	AWS_FLOAT,  /* double */
	AWS_TIME,   /* int64_t, wall clock in ms: ISO 8601, or seconds since 1970 with a fraction */
	AWS_NAMED,  /* const char *: the value of `inner` in a list of names and values, as the tag "Name" among tags */
	AWS_URI,    /* const char *: percent-encoded */
	AWS_TEXTS,  /* const char *const * and size_t: the children's texts, or that of their `inner` */
	AWS_STRUCTS /* const struct … * and size_t: the children, each by `shape` */
};

struct aws_shape;
struct aws_field {
	enum aws_field_kind kind;
	const char *path;  /* "a/b", "."; see aws_shape_find */
	size_t offset;
	size_t count_offset;
	const struct aws_shape *shape;
	const char *inner;
};
struct aws_shape {
	size_t size;
	const struct aws_field *fields;
	size_t count;
	const char *needed; /* paths as above: a node without any of them is none of this shape; NULL: all are */
};

#define AWS_FIELD(kind, type, member, path) {kind, path, offsetof(type, member), 0, NULL, NULL}
#define AWS_FIELD_NAMED(type, member, path, name) {AWS_NAMED, path, offsetof(type, member), 0, NULL, name}
#define AWS_FIELD_TEXT(type, member, path) AWS_FIELD(AWS_TEXT, type, member, path)
#define AWS_FIELD_INT(type, member, path) AWS_FIELD(AWS_INT, type, member, path)
#define AWS_FIELD_BOOL(type, member, path) AWS_FIELD(AWS_BOOL, type, member, path)
#define AWS_FIELD_TEXTS(type, member, counter, path, inner) \
	{AWS_TEXTS, path, offsetof(type, member), offsetof(type, counter), NULL, inner}
#define AWS_FIELD_STRUCTS(type, member, counter, path, shape) \
	{AWS_STRUCTS, path, offsetof(type, member), offsetof(type, counter), shape, NULL}
#define AWS_SHAPE(type, fields, needed) {sizeof(struct type), fields, CEW_COUNT(fields), needed}

/* struct cew_name_value, whatever a service calls the two. */
extern const struct aws_shape aws_pair_shape;

/* The first of the paths under which something stands; "." is the node itself. NULL: there is none of them. */
const struct aws_xml_node *aws_shape_find(const struct aws_xml_node *n, const char *paths);
/* Texts are copied into the arena. CEW_INVALID for a node that lacks what is needed, CEW_LIMIT where the arena is full. */
enum cew_status aws_shape_read(const struct aws_shape *shape, const struct aws_xml_node *n, struct aws_arena *arena,
                               void *out);

#endif
