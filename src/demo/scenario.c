/* What goes wrong in the pretended AWS: read from a scenario file. */
#include "room.h"

#include <stdlib.h>

struct demo_scenario {
	int unused;
};

enum cew_status demo_scenario_load(const char *path, struct demo_scenario **out, struct cew_error *err)
{
	(void)path;
	*out = calloc(1, sizeof(**out));
	return *out ? CEW_OK : cew_fail_memory(err);
}

void demo_scenario_destroy(struct demo_scenario *s)
{
	free(s);
}

const char *demo_scenario_account(const struct demo_scenario *s)
{
	(void)s;
	return NULL;
}

double demo_scenario_slowness(const struct demo_scenario *s, const struct cew_cfn_resource *r)
{
	(void)s;
	(void)r;
	return 1;
}

bool demo_scenario_strikes(struct demo_scenario *s, const struct cew_cfn_resource *r, bool on_delete, struct demo_mishap *out)
{
	(void)s;
	(void)r;
	(void)on_delete;
	(void)out;
	return false;
}
