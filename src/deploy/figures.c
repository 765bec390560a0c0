/* How long AWS takes to make, change and delete a resource of each type, to start from. What this machine has seen itself
 * counts more: history.c. */
#include "times.h"

#include "cewizard/cfn.h"

int64_t figure_ms(const char *type, enum work work)
{
	struct cew_cfn_pace pace = cew_cfn_pace(type);
	const int seconds[] = {[WORK_CREATE] = pace.create_s, [WORK_UPDATE] = pace.update_s, [WORK_DELETE] = pace.delete_s};
	_Static_assert(CEW_COUNT(seconds) == WORK_COUNT, "a figure for each kind of work");
	return seconds[work] * (int64_t)1000;
}
