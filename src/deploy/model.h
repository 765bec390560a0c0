/* The deployment's model, shared by the files of this room. */
#ifndef CEW_DEPLOY_MODEL_H
#define CEW_DEPLOY_MODEL_H

#include "cewizard/deploy.h"

/* The ids of events already taken, so that each is taken once. */
struct seen_set {
	const char **slots; /* open addressing; the strings are the model's */
	size_t len, cap;
};
bool seen_has(const struct seen_set *s, const char *id);
bool seen_add(struct seen_set *s, const char *id); /* false: no memory */
void seen_finish(struct seen_set *s);

struct resource {
	struct cew_resource_row row;
	const size_t *depends_on; /* indices of planned resources; the plan's */
	size_t depends_on_count;
};

struct model {
	struct cew_vec strings;   /* char *: every text of the model, freed with it */
	struct cew_vec resources; /* struct resource: the plan's order, then as seen */
	struct cew_vec events;    /* struct cew_event_row, oldest first */
	struct cew_vec outputs;   /* struct cew_stack_output */
	struct seen_set seen;
	struct cew_root_cause cause;
	bool has_cause;
	bool rolling_back;
	const char *stack_status;
	int64_t first_event_ms, last_event_ms;
};

void model_init(struct model *m);
void model_finish(struct model *m);
const char *model_keep(struct model *m, const char *text); /* a copy; "" when memory ran out or text is NULL */
enum cew_status model_plan(struct model *m, const struct cew_cfn_eval *eval, struct cew_error *err);
/* Takes one event, whose texts must be the model's and which must not be older than those taken before. True if it was
 * new. */
bool model_take(struct model *m, const struct cew_stack_event *event);
void model_settle(struct model *m); /* after a batch: what waits for what, and the first cause */
void model_outputs(struct model *m, const struct cew_stack *stack);
bool model_is_stack_event(const struct cew_stack_event *event);
struct cew_progress model_progress(const struct model *m, enum cew_operation operation);

/* Fills meaning and remedy of a failure from its resource type and AWS's reason. */
void diagnose(struct cew_root_cause *cause);

#endif
