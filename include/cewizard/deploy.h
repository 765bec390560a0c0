/* deploy: the work on a plan: preflight, submit, watch, diagnose, journal. Sees AWS only through struct cew_cloud.
 * Never draws: it changes its model and tells observers; screen and lines are made from the model. */
#ifndef CEWIZARD_DEPLOY_H
#define CEWIZARD_DEPLOY_H

#include "cewizard/aws.h"
#include "cewizard/plan.h"

enum cew_deploy_state {
	CEW_DEPLOY_IDLE,
	CEW_DEPLOY_IDENTIFYING, /* asking who we are */
	CEW_DEPLOY_LOOKING,     /* is the stack name free? */
	CEW_DEPLOY_DELIVERING,  /* a template too large for a request goes to S3; only where there is one */
	CEW_DEPLOY_SUBMITTING,  /* CreateStack (or DeleteStack) is out */
	CEW_DEPLOY_WATCHING,    /* following events until the stack is at rest */
	CEW_DEPLOY_FINISHING,   /* last flush of events, outputs */
	CEW_DEPLOY_DONE,        /* at rest; `ok` tells how it ended */
	CEW_DEPLOY_STOPPED,     /* could not be started or followed; `error` tells why */
	CEW_DEPLOY_STATE_COUNT
};
const char *cew_deploy_state_name(enum cew_deploy_state state);

enum cew_operation { CEW_OPERATION_CREATE, CEW_OPERATION_UPDATE, CEW_OPERATION_DELETE, CEW_OPERATION_COUNT };
const char *cew_operation_name(enum cew_operation operation); /* "create", "update", "delete" */

/* One resource as the screen shows it. Strings are the model's. */
struct cew_resource_row {
	const char *logical_id, *type, *physical_id, *status, *reason; /* "" until known; status "" = waiting */
	int64_t started_ms, ended_ms; /* wall clock by AWS's event times; 0: not yet */
	size_t waits_for;             /* dependencies not yet complete */
	bool planned;                 /* known from the plan (else it was only seen in events) */
	const char *stack_name;       /* of the stack that it is in: the deployment's own, or a nested one's; "" while it waits */
	size_t parent;                /* index of the row of that nested stack; CEW_NO_ROW in the deployment's own stack */
	size_t depth;                 /* 0 in the deployment's own stack, 1 in a stack nested in it … */
	int64_t usual_ms;             /* what this work usually takes, see TIME LEFT; 0 before it has begun */
	bool slower;                  /* it is in progress, and clearly longer than usual */
};
#define CEW_NO_ROW ((size_t)-1)

struct cew_event_row {
	const char *time; /* as AWS wrote it */
	int64_t time_ms;
	const char *stack_name, *logical_id, *physical_id, *type, *status, *reason, *event_id;
	size_t depth; /* 0: the deployment's own stack's, 1: of a stack nested in it … */
	bool earlier; /* of an operation before the one that is followed: told only where config.all_events asks for it */
};

/* What a resource says of itself while it is being made: so far an ECS service, whose messages, stopped tasks and
 * containers' last log lines tell hours before CloudFormation does why it does not come up. */
enum cew_voice_kind { CEW_VOICE_SERVICE, CEW_VOICE_TASK, CEW_VOICE_LOG, CEW_VOICE_NOTE, CEW_VOICE_KIND_COUNT };
const char *cew_voice_kind_name(enum cew_voice_kind kind); /* "service", "task", "log", "note" */
struct cew_voice {
	const char *logical_id; /* the resource's */
	enum cew_voice_kind kind; /* NOTE: about the asking itself, such as that it is not permitted */
	int64_t time_ms;
	const char *source; /* the service's name, the task's id, "container, task's id" */
	const char *text;
};

/* The first failure that was no consequence of another. */
struct cew_root_cause {
	const char *logical_id, *type, *reason;
	const char *meaning; /* in the operator's words; "" if the pattern is not known */
	const char *remedy;  /* what to do; "" if not known */
	size_t cancelled;    /* resources that were cancelled because of it */
	const char *said;    /* what a voice of the resource had said of it; "" if nothing */
	const char *figures; /* what the account has of what ran out, in a sentence or two; "" if not looked up (yet) */
};

/* What CreateStack carries of a plan, without a token. Points into the plan, which must outlive it. */
enum cew_status cew_deploy_request_init(struct cew_create_request *out, const struct cew_plan *plan, struct cew_error *err);
void cew_deploy_request_finish(struct cew_create_request *request);

struct cew_deployment; /* the model and the machine that changes it */

struct cew_deploy_config {
	struct cew_loop *loop;
	const struct cew_random *random;
	const struct cew_cloud *cloud; /* copied */
	int64_t poll_ms;               /* between polls, jittered by a fifth; 0: 5000 */
	bool journal;                  /* keep a journal entry of a submit or delete: without one nothing is sent */
	/* Copied; asked for what ran out after a failure, and the way to S3 for large templates. NULL: none of that */
	const struct cew_account *account;
	const struct cew_operations *operations; /* copied; asked for voices. NULL: there are none */
	bool learn;                    /* read and add to this machine's history of how long things take */
	double pace;                   /* how many times faster than AWS what answers is; 0: 1. Built-in figures go by it */
	bool all_events;               /* also read what happened to the stack before the operation that is followed */
};

/* Called on the loop after the model changed; read the model, do not call back into it to destroy it. */
typedef void cew_deploy_fn(void *ctx, struct cew_deployment *d);

struct cew_deployment *cew_deploy_create(const struct cew_deploy_config *config); /* NULL: no memory */
void cew_deploy_destroy(struct cew_deployment *d); /* leaves the stack alone */
void cew_deploy_observe(struct cew_deployment *d, cew_deploy_fn *fn, void *ctx);

/* Starts. The plan must outlive the deployment. Errors: cew_plan_sendable's; CEW_INVALID if it has been started before. */
enum cew_status cew_deploy_submit(struct cew_deployment *d, const struct cew_plan *plan, struct cew_error *err);
/* Follows whatever operation the stack is in (or tells its last one's result). */
enum cew_status cew_deploy_watch(struct cew_deployment *d, const char *stack, struct cew_error *err);
/* Deletes a stack by name or id and follows that to its end. A deletion that is under way already is followed as it is. */
enum cew_status cew_deploy_delete(struct cew_deployment *d, const char *stack, struct cew_error *err);
/* The same, leaving these resources behind (logical ids, copied). CloudFormation takes that only of a stack that is in
 * DELETE_FAILED. Needs config.operations: CEW_INVALID without. */
enum cew_status cew_deploy_delete_retaining(struct cew_deployment *d, const char *stack, const char *const *retain, size_t count,
                                            struct cew_error *err);
/* Follows an update of which another part of the program sent the request, with this token: it is told from updates before
 * by the token alone, and may not show yet. `stack_id` is the stack's ARN. */
enum cew_status cew_deploy_follow_update(struct cew_deployment *d, const char *stack_id, const char *token, struct cew_error *err);
/* Picks up the operation of a journal entry, which an earlier run left. Where that run ended before AWS's answer, the
 * entry's token tells whether the stack was made: if not, this ends STOPPED with CEW_NOT_FOUND. The cloud must be that of
 * the entry's region; credentials of another account end it with CEW_REFUSED. The entry is kept up to date from here on,
 * whatever config.journal says, and no longer open once the operation is over. */
struct cew_journal_entry;
enum cew_status cew_deploy_resume(struct cew_deployment *d, const struct cew_journal_entry *entry, struct cew_error *err);
/* The same with the plan at hand: what the token shows not to have been made is sent again, with the same token. The plan
 * must outlive the deployment, and be of the same stack, region and template as the entry (CEW_INVALID). */
enum cew_status cew_deploy_resume_with(struct cew_deployment *d, const struct cew_journal_entry *entry,
                                       const struct cew_plan *plan, struct cew_error *err);

enum cew_deploy_state cew_deploy_state(const struct cew_deployment *d);
enum cew_operation cew_deploy_operation(const struct cew_deployment *d);
const char *cew_deploy_stack_name(const struct cew_deployment *d);
const char *cew_deploy_stack_id(const struct cew_deployment *d);     /* "" until AWS gave it */
const char *cew_deploy_stack_status(const struct cew_deployment *d); /* "CREATE_IN_PROGRESS", "" until seen */
const char *cew_deploy_account(const struct cew_deployment *d);      /* "" until known */
const char *cew_deploy_caller(const struct cew_deployment *d);       /* ARN; "" until known */
bool cew_deploy_ok(const struct cew_deployment *d);                  /* meaningful when DONE */
/* NULL if none. STOPPED: why, with the way back in its hint where the operation goes on in AWS. Before the end: a trouble
 * that is being outlived. DONE: why outputs or the last events could not be read; the result stands all the same. */
const struct cew_error *cew_deploy_error(const struct cew_deployment *d);
const char *cew_deploy_region(const struct cew_deployment *d);       /* "" until known */
const struct cew_plan *cew_deploy_plan(const struct cew_deployment *d); /* the one that is submitted; NULL: none */
/* Of an operation that this deployment asked for, since it was started; of another, since its first event (AWS's times). */
int64_t cew_deploy_elapsed_ms(const struct cew_deployment *d);
/* Now by the clock that stamps the events, wall clock in ms: what rows' and events' times are to be held against. */
int64_t cew_deploy_now_ms(const struct cew_deployment *d);

size_t cew_deploy_resource_count(const struct cew_deployment *d);
const struct cew_resource_row *cew_deploy_resource_at(const struct cew_deployment *d, size_t i); /* plan order, then seen */
size_t cew_deploy_event_count(const struct cew_deployment *d);
/* The operation's events, each once, oldest first; one that AWS told late stands behind those that were there before, so
 * that an event never changes its place. */
const struct cew_event_row *cew_deploy_event_at(const struct cew_deployment *d, size_t i);
size_t cew_deploy_output_count(const struct cew_deployment *d);
const struct cew_stack_output *cew_deploy_output_at(const struct cew_deployment *d, size_t i);

/* The rows as a tree: each nested stack's below that stack's own, otherwise as they are. Writes at most max indices into
 * out; returns how many rows there are. */
size_t cew_deploy_tree(const struct cew_deployment *d, size_t *out, size_t max);
/* The i-th row's dependencies, as indices of rows; NULL and *count 0 where none are known. */
const size_t *cew_deploy_depends_on(const struct cew_deployment *d, size_t i, size_t *count);

size_t cew_deploy_voice_count(const struct cew_deployment *d); /* the newest 200 are kept, oldest first */
const struct cew_voice *cew_deploy_voice_at(const struct cew_deployment *d, size_t i);
/* How many voices there have been: a reader who told n of them has all of the last (total - n) yet to tell. */
size_t cew_deploy_voice_total(const struct cew_deployment *d);

struct cew_progress {
	size_t done, total;  /* resources complete of those in the operation; backward on rollback */
	bool rolling_back;
	int64_t eta_ms;      /* -1: not known */
};
struct cew_progress cew_deploy_progress(const struct cew_deployment *d);
const struct cew_root_cause *cew_deploy_root_cause(const struct cew_deployment *d); /* NULL: nothing failed */
/* What will probably make a resource fail, told by its voices while AWS still tries; `reason` is what the voice said. NULL:
 * nothing known, or the resource is no longer in progress. */
const struct cew_root_cause *cew_deploy_suspicion(const struct cew_deployment *d);

/* ---- TIME LEFT ----
 * How long a resource takes is the median of this machine's earlier runs in the same region (config.learn), else of a
 * built-in figure for its type; creating, updating and deleting have their own. What is left of the operation is the
 * longest chain of them over the plan's dependencies, backward when a stack is deleted or rolled back. Without a plan
 * (a stack that another machine made) the chain is not known, and neither is the time. */

/* One step of that chain, the next one first. */
struct cew_path_step {
	const char *logical_id, *type;
	int64_t left_ms; /* of this step alone */
	bool begun;
};
/* Writes at most max steps; returns how many the chain has (0: not known, or nothing is left). */
size_t cew_deploy_path(const struct cew_deployment *d, struct cew_path_step *out, size_t max);
/* "NatGateway2 1:05 -> DefaultPrivateRoute2 0:16 -> ECSService 5:30", at most `most` steps; "" where nothing is known. */
void cew_deploy_path_text(const struct cew_deployment *d, size_t most, struct cew_buf *out);

/* Is this status one in which nothing moves any more? And did the operation succeed? */
bool cew_status_at_rest(const char *stack_status);
bool cew_status_succeeded(enum cew_operation operation, const char *stack_status);

/* A line for people: time of day, logical id (indented by its depth), status and reason; control characters are made
 * visible. Ends with a newline. */
void cew_event_write_text(const struct cew_event_row *event, struct cew_buf *out);
void cew_voice_write_text(const struct cew_voice *voice, struct cew_buf *out);

/* The lines of --output json; their members are in the manual's JSON LINES. Each writes one object and a newline. */
enum cew_status cew_suspicion_write_json(const struct cew_root_cause *suspicion, struct cew_buf *out, struct cew_error *err);
enum cew_status cew_voice_write_json(const struct cew_voice *voice, struct cew_buf *out, struct cew_error *err);
enum cew_status cew_event_write_json(const struct cew_event_row *event, struct cew_buf *out, struct cew_error *err);
enum cew_status cew_progress_write_json(const struct cew_progress *progress, struct cew_buf *out, struct cew_error *err);
enum cew_status cew_result_write_json(const struct cew_deployment *d, struct cew_buf *out, struct cew_error *err);

/* Names a resource that an update will touch (its change set says so): without them the time that an update takes is not
 * known. `action`: "Add", "Modify" or "Remove". CEW_NO_MEMORY. */
enum cew_status cew_deploy_expect(struct cew_deployment *d, const char *logical_id, const char *type, const char *action,
                                  struct cew_error *err);

/* How to reach the product, worked out from the outputs. */
struct cew_access {
	char host[300];     /* load balancer's DNS name; "" if there is none */
	int port;           /* 80 */
	char command[768];  /* "ssh -i KEY -L 8000:HOST:80 ec2-user@JUMPHOST" */
	char url[64];       /* "http://localhost:8000" */
};
bool cew_deploy_access(const struct cew_deployment *d, struct cew_access *out); /* false: no load balancer in the outputs */

/* ---- journal: one file an operation, written before the request goes out ---- */

/* An entry is open from before the request goes out until its operation is known to be over (or never to have begun). One
 * that a lost terminal, a crash or a lost answer left open is what cew_deploy_resume goes on with; its stack_id is "" where
 * no answer had come. A deletion that AWS took (or found complete) closes whatever else is open for that stack: its state is
 * then "superseded". Of the closed entries the newest 50 are kept; older ones are removed when a new one is written. */
struct cew_journal_entry {
	char *path, *stack_name, *stack_id, *region, *token, *template_hash, *state, *operation, *account;
	int64_t started_ms;
};
/* The newest open entry (of this stack by name or id, or of any if NULL). CEW_NOT_FOUND: none. */
enum cew_status cew_journal_newest_open(const char *stack, struct cew_journal_entry *out, struct cew_error *err);
void cew_journal_entry_finish(struct cew_journal_entry *e);

/* ---- what goes into the model, for recording and for playing again ---- */

/* Everything that the model is made of, one at a time. Texts are the giver's and last for the call. */
enum cew_input_kind {
	CEW_INPUT_BEGIN,    /* operation, stack_name, stack_id, region, time_ms (wall clock), pace, ours */
	CEW_INPUT_RESOURCE, /* one of the plan's: logical_id, type, depends_on (indices of RESOURCEs before it) */
	CEW_INPUT_STATE,    /* state of the deployment, operation */
	CEW_INPUT_STACK,    /* stack_id, stack_name, status of the stack as it was described, operation */
	CEW_INPUT_EVENT,    /* event, operation */
	CEW_INPUT_VOICE,    /* voice */
	CEW_INPUT_TROUBLE,  /* text: what went wrong on the way; "" when it is over */
	CEW_INPUT_OUTPUT,   /* output, one of the outputs */
	CEW_INPUT_END,      /* ok, status, elapsed_ms */
	CEW_INPUT_TICK,     /* nothing but that time has passed; never told, for playing only */
	CEW_INPUT_KIND_COUNT
};
struct cew_input {
	enum cew_input_kind kind;
	int64_t at_ms; /* since the beginning */
	enum cew_operation operation;
	enum cew_deploy_state state;
	const char *stack_name, *stack_id, *region, *status, *text, *logical_id, *type;
	const size_t *depends_on;
	size_t depends_on_count;
	int64_t time_ms, elapsed_ms;
	double pace;
	bool ok;
	bool ours; /* BEGIN: it was asked for, and not only found under way */
	const struct cew_stack_event *event;
	const struct cew_voice *voice;
	const struct cew_stack_output *output;
};
typedef void cew_input_fn(void *ctx, const struct cew_input *input);
/* Tells everything from here on; set it before the deployment is started. fn NULL: no more. */
void cew_deploy_tap(struct cew_deployment *d, cew_input_fn *fn, void *ctx);
/* Puts one into a deployment that was created and not started: its model, its state and its observer go as they did when
 * it was recorded, and its clock is the recording's. CEW_INVALID for one that cannot come now; CEW_NO_MEMORY. */
enum cew_status cew_deploy_play(struct cew_deployment *d, const struct cew_input *input, struct cew_error *err);

#endif
