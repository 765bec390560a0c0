/* The table of resource types, shared with the plan's text. */
#ifndef CEW_PLAN_TYPES_H
#define CEW_PLAN_TYPES_H

#include "cewizard/plan.h"

struct type_row {
	const char *type, *name, *group; /* rows of one group stand together */
};
extern const struct type_row type_rows[];
extern const size_t type_row_count;

#endif
