/* Which permissions calls and stacks need, and on what. */
#ifndef CEW_DEMO_NEEDS_H
#define CEW_DEMO_NEEDS_H

#include "room.h"

#define DEMO_ARN_MAX 1400

/* needs_calls.c: the ARN of what a call is about, "*" where its action knows no resources. */
void demo_call_resource(struct demo_call *call, char out[DEMO_ARN_MAX]);
/* What conditions may ask of a call besides who calls; how many. */
#define DEMO_CALL_KEYS_MAX 48
size_t demo_call_keys(struct demo_call *call, struct demo_key out[DEMO_CALL_KEYS_MAX]);
bool demo_needs_no_permission(const char *action); /* whoever has keys may ask who they are */

/* needs_stacks.c: why whoever a stack works for may not do this with a resource, in the service's words; NULL: it may. The
 * caller's to free(). */
enum demo_need { DEMO_NEED_CREATE, DEMO_NEED_UPDATE, DEMO_NEED_DELETE, DEMO_NEED_COUNT };
char *demo_refuse_need(struct demo_view *v, const struct demo_resource *r, enum demo_need need);
/* … as CloudFormation wraps them. */
char *demo_need_message(const struct demo_resource *r, enum demo_need need);

#endif
