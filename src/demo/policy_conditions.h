/* A statement's conditions. */
#ifndef CEW_DEMO_POLICY_CONDITIONS_H
#define CEW_DEMO_POLICY_CONDITIONS_H

#include "policy.h"

/* Do all hold? No conditions do. An operator that is not known here holds never. */
bool demo_policy_conditions_hold(const struct cew_node *conditions, const struct demo_ask *ask);
/* policy.c: with * and ?, and variables filled in. */
bool demo_policy_like(const char *pattern, const char *text, const struct demo_ask *ask);

#endif
