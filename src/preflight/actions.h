/* The permissions that making each type of resource takes. */
#ifndef CEW_PREFLIGHT_ACTIONS_H
#define CEW_PREFLIGHT_ACTIONS_H

#include "cewizard/base.h"

struct action_row {
	const char *type;
	const char *service, *where; /* of the ARN that they are allowed on */
	const char *actions;         /* parted by commas */
};
const struct action_row *action_row_at(size_t i); /* NULL: no more */

#endif
