/* A stack that a scenario has in the account from the start. */
#ifndef CEW_DEMO_HISTORY_H
#define CEW_DEMO_HISTORY_H

#include "room.h"

struct past_stack {
	const char *name, *region, *template;
	const struct cew_node *parameters, *tags;
	int64_t events, days, minutes;
	bool protect;
	const char *ends;               /* how it stands; NULL: CREATE_COMPLETE */
	const char *fails;              /* logical id; NULL: the last one's */
	const struct cew_node *replace; /* of texts in the template; NULL: none */
};

/* ---- history_ends.c ---- */

#define DEMO_PAST_ENDS "CREATE_COMPLETE, CREATE_FAILED, DELETE_FAILED, REVIEW_IN_PROGRESS, ROLLBACK_COMPLETE"
bool demo_past_end_is_known(const char *status);
bool demo_past_is_stub(const struct past_stack *p); /* it never got a template */
/* The template with its replaced texts; the caller's to free(). NULL: no memory. */
char *demo_past_template(const struct past_stack *p, const char *text, size_t len);
/* Lets happen what happened since `at` (on the loop's clock). Errors: CEW_INVALID where there is no such resource. */
enum cew_status demo_past_run(struct demo_stack *s, const struct past_stack *p, double at, struct cew_error *err);

#endif
