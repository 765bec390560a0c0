/* Who calls, and whether the region is open to the account. */
#include "checks.h"

#include <string.h>

void preflight_caller(struct check *c)
{
	const struct answer *a = preflight_ask(c, LOOKUP_CALLER, NULL, NULL);
	if (!a)
		return;
	const char *arn = a->caller->arn;
	size_t len = strlen(arn);
	preflight_tell(c, "%s in account %s", arn, a->caller->account);
	if (len > 5 && strcmp(arn + len - 5, ":root") == 0)
		preflight_find(c, CEW_NOTE, "", "Sign in as a user or with a role that has just the permissions needed.",
		           "The keys are those of the account's root user, which may do everything.");
}

/* What is not listed is a region that the account has not switched on: every call there fails. */
void preflight_region(struct check *c)
{
	const char *region = c->p->plan->region, *field = fact_setting_field(c->p, "region");
	const struct answer *a = preflight_ask(c, LOOKUP_REGIONS, NULL, NULL);
	if (!a)
		return;
	if (!a->ok) {
		preflight_leave_open(c, field, a, "whether the region is switched on for the account");
		return;
	}
	for (size_t i = 0; i < a->found.count; i++) {
		const struct cew_region *r = &a->found.regions[i];
		if (strcmp(r->name, region) != 0)
			continue;
		if (strcmp(r->opt_in, "not-opted-in") == 0)
			break;
		preflight_tell(c, "%s", region);
		return;
	}
	preflight_find(c, CEW_ERROR, field, "Switch the region on under Account, AWS Regions in the console, or choose another one.",
	           "Account %s has not switched on region %s: nothing can be made there.", cew_preflight_account(c->p), region);
}
