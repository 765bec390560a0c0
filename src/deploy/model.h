/* The deployment's model, shared by the files of this room. */
#ifndef CEW_DEPLOY_MODEL_H
#define CEW_DEPLOY_MODEL_H

#include "cewizard/deploy.h"

#define STACK_TYPE "AWS::CloudFormation::Stack"

/* The ids of events already taken, so that each is taken once. */
struct seen_set {
	const char **slots; /* open addressing; the strings are the model's */
	size_t len, cap;
};
bool seen_has(const struct seen_set *s, const char *id);
bool seen_add(struct seen_set *s, const char *id); /* false: no memory */
void seen_finish(struct seen_set *s);

/* What a status says is being done to a resource, or was: WORK_COUNT where it says nothing. */
enum work { WORK_CREATE, WORK_UPDATE, WORK_DELETE, WORK_COUNT };

struct resource {
	struct cew_resource_row row;
	const char *stack_id;     /* "" in the deployment's own stack, else the nested one's */
	int64_t told_ms;          /* time of the event that the status comes from: a late event must not undo it */
	enum work expected;       /* what an update will do to it; WORK_COUNT: nothing, as far as is known */
	bool live;                /* its end was seen as it came, and not found in a stack's past */
	const size_t *depends_on; /* indices of planned resources; the plan's */
	size_t depends_on_count;
};

struct model {
	struct cew_vec strings;   /* char *: every text of the model, freed with it */
	struct cew_vec resources; /* struct resource: the plan's order, then as seen */
	struct cew_vec events;    /* struct cew_event_row, in the order in which they were taken */
	struct cew_vec outputs;   /* struct cew_stack_output */
	struct seen_set seen;
	struct cew_root_cause cause;
	const char *cause_event;  /* id of the event that the cause was taken from; NULL: nothing failed */
	const char *stack_id;     /* to tell the stack's own events from nested stacks' */
	const char *stack_status; /* what is shown: of the last event, or of the stack itself */
	const char *told_status;  /* of the stack's last event alone; "" before the first */
	int64_t told_ms;
	int64_t first_event_ms, last_event_ms;
	bool live;                /* what is taken now is happening now */
	struct cew_root_cause suspicion; /* what a voice gives reason to expect; logical_id NULL: nothing */
	enum cew_voice_kind suspected_by;
};

/* An event whose texts lie in one block of memory. */
struct kept_event {
	struct cew_stack_event event;
	char *block;
	bool earlier; /* from before the operation that is followed */
};
bool kept_event_make(struct kept_event *kept, const struct cew_stack_event *event); /* false: no memory */

void model_init(struct model *m);
void model_finish(struct model *m);
const char *model_keep(struct model *m, const char *text); /* a copy; "" if text is NULL; NULL: no memory */
/* The same for a text that is told again and again: a copy is made only when it changed. False: no memory, and the slot
 * keeps what it had. */
bool model_set(struct model *m, const char **slot, const char *text);
enum cew_status model_plan(struct model *m, const struct cew_cfn_eval *eval, struct cew_error *err);
/* Takes one event and its memory. True if it was new; an old one is freed. Events come oldest first, but for late ones. */
bool model_take(struct model *m, struct kept_event *kept);
void model_settle(struct model *m, enum cew_operation operation); /* after a batch: what waits for what, and the first cause */
bool model_outputs(struct model *m, const struct cew_stack *stack); /* false: no memory for all of them */
/* An event from before the operation that is followed: it is kept to be told, and changes nothing else. */
bool model_take_earlier(struct model *m, struct kept_event *kept);
bool model_is_stack_event(const struct cew_stack_event *event);
struct resource *model_find(const struct model *m, const char *stack_id, const char *logical_id); /* stack_id "": the own one */
/* One of the plan's, after those it depends on; the indices are copied. Texts are copied. */
enum cew_status model_plan_add(struct model *m, const char *logical_id, const char *type, const size_t *depends_on, size_t count,
                               struct cew_error *err);
struct cew_progress model_progress(const struct model *m, enum cew_operation operation);

/* The first failure that was no consequence of another: cause.c. */
void model_cause(struct model *m, enum cew_operation operation);

/* What a failure means and what to do: a row of the table of remedies. */
struct remedy {
	const char *type;    /* resource type that it is about; NULL: any */
	const char *pattern; /* PCRE2, anywhere in the reason */
	const char *meaning, *remedy;
	enum { IN_EVENTS, IN_VOICES } heard; /* IN_VOICES: a service or a task that says so will fail, too */
};
extern const struct remedy remedies[];
extern const size_t remedy_count;
const struct remedy *diagnose(const char *type, const char *reason); /* NULL: no row fits */
/* Of what a service or a task says, which comes before any failure and is mostly nothing bad. */
const struct remedy *diagnose_voice(const char *text);

enum work work_of(const char *status);
bool status_in_progress(const char *status);
bool row_complete(const struct cew_resource_row *row); /* it is there as it should be */
bool row_gone(const struct cew_resource_row *row);     /* deleted, or retained on purpose */

bool text_starts(const char *text, const char *start);
bool text_ends(const char *text, const char *end);

#endif
