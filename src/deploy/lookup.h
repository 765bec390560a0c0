/* Concrete figures for a cause: how much the account has of what ran out, and what of it is free. */
#ifndef CEW_DEPLOY_LOOKUP_H
#define CEW_DEPLOY_LOOKUP_H

#include "cewizard/deploy.h"

struct lookup_row;

struct lookup {
	const struct lookup_row *row; /* what is looked up; NULL: nothing yet */
	const char *about;            /* id of the event that the cause was taken from, the model's */
	uint64_t call, ticket;
	double limit; /* -1: not known */
};

/* Called after every reading of events: asks once for each cause for which there is something to ask. */
void lookup_poll(struct cew_deployment *d);
void lookup_stop(struct cew_deployment *d); /* cancels what is out */

#endif
