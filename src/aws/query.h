/* query: the body of a request in AWS's Query protocol: Action=X&Version=V&List.member.1.Field=… */
#ifndef AWS_QUERY_H
#define AWS_QUERY_H

#include "cewizard/base.h"

/* All append to the body, whose own failure (memory, cap) is looked at once, at the end. A NULL text is left out; an empty
 * one is sent, for AWS tells the two apart. */
void aws_query_start(struct cew_buf *body, const char *action, const char *version);
void aws_query_text(struct cew_buf *body, const char *name, const char *value);
void aws_query_int(struct cew_buf *body, const char *name, int value);
void aws_query_bool(struct cew_buf *body, const char *name, bool value);
void aws_query_list(struct cew_buf *body, const char *name, const char *const *items, size_t count);
/* List.member.N.field, N from 1. */
void aws_query_member(struct cew_buf *body, const char *list, size_t n, const char *field, const char *value);

/* EC2's own: Name.N, without ".member"; and Filter.n.Name, Filter.n.Value.1. A NULL value leaves the filter out. */
void aws_query_flat(struct cew_buf *body, const char *name, const char *const *items, size_t count);
void aws_query_filter(struct cew_buf *body, size_t n, const char *name, const char *value);

#endif
