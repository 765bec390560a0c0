/* Why services refuse to make a resource: what findings.c asks one after the other. Each gives the service's words and sets
 * CloudFormation's HandlerErrorCode, or gives NULL; the text is the caller's to free(). */
#ifndef CEW_DEMO_REFUSALS_H
#define CEW_DEMO_REFUSALS_H

#include "account.h"

typedef char *demo_refusal_fn(struct demo_view *v, const struct demo_resource *r, const char **code);
demo_refusal_fn demo_refuse_permission, demo_refuse_quota, demo_refuse_reference; /* limits.c */
demo_refusal_fn demo_refuse_placement, demo_refuse_partner, demo_refuse_trust;    /* clashes.c */

#endif
