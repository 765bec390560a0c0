/* What the JSON services share: building objects, and pages of lists. */
#ifndef CEW_DEMO_JSON_H
#define CEW_DEMO_JSON_H

#include "room.h"

#include <stdlib.h>

/* Parses the body, if there is one: call->input. The document is the caller's. */
enum cew_status demo_json_read(struct demo_call *call, struct cew_doc **input, struct cew_error *err);
/* Lets the action build its result and writes it. The caller destroys call->doc. */
enum cew_status demo_json_act(struct demo_call *call, const struct demo_action *action, struct demo_reply *reply,
                              struct cew_error *err);

/* Each puts a value into a map (or adds it to a sequence) of the call's document; the map becomes NULL when memory runs
 * out, which is noticed once, at the end. An absent text or time puts nothing. */
void demo_json_text(struct demo_call *call, struct cew_node **map, const char *key, const char *text);
void demo_json_int(struct demo_call *call, struct cew_node **map, const char *key, int64_t value);
void demo_json_bool(struct demo_call *call, struct cew_node **map, const char *key, bool value);
void demo_json_time(struct demo_call *call, struct cew_node **map, const char *key, int64_t wall_ms); /* seconds */
void demo_json_node(struct demo_call *call, struct cew_node **map, const char *key, const struct cew_node *value);
void demo_json_add(struct demo_call *call, struct cew_node **seq, const struct cew_node *value);

/* Reads the page's size and where it begins; `invalid` is the service's code for wrong ones. */
enum cew_status demo_json_page(struct demo_call *call, size_t most, size_t usual, struct demo_page *page,
                               const char *invalid, struct cew_error *err);
enum cew_status demo_json_page_named(struct demo_call *call, const char *size_key, const char *token_key, size_t most,
                                     size_t usual, struct demo_page *page, const char *invalid, struct cew_error *err);
void demo_json_page_end(struct demo_call *call, const struct demo_page *page); /* the token, if there is more */

#endif
