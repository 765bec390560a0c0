/* The parts of a canonical request that need rewriting: path, query and headers. Private to base. */
#ifndef CEW_SIGV4_CANONICAL_H
#define CEW_SIGV4_CANONICAL_H

#include "cewizard/base.h"

/* As it is, or (unless as_sent) without ".", ".." and empty segments and percent-encoded once more. */
void cew_sigv4_path(struct cew_buf *out, const char *path, bool as_sent);
/* Each name and value in its one canonical encoding, sorted by name, then by value; "name" becomes "name=". */
enum cew_status cew_sigv4_query(struct cew_buf *out, const char *query, struct cew_error *err);
/* "name:value\n" a header, sorted; the names joined by ";" go to `names`. */
enum cew_status cew_sigv4_headers(struct cew_buf *out, const struct cew_header *headers, size_t count,
                                  struct cew_buf *names, struct cew_error *err);

#endif
