/* Pages of Query services that count with a Marker and a size. */
#ifndef CEW_DEMO_QUERY_PAGE_H
#define CEW_DEMO_QUERY_PAGE_H

#include "room.h"

/* Reads `size_key` (from 1 to `most`) and Marker. */
enum cew_status demo_marker_page(struct demo_call *call, const char *size_key, size_t most, size_t usual,
                                 struct demo_page *page, struct cew_error *err);
/* Writes the marker of the next page, if there is one, as `element`. */
void demo_marker_next(struct demo_call *call, const char *element, const struct demo_page *page);
/* Is this text a member of the list NAME.member.N? An empty list has none. */
bool demo_query_lists(const struct demo_call *call, const char *name, const char *text);

#endif
