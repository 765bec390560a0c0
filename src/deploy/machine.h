/* The machine behind struct cew_deployment, shared by machine.c (states), submit.c (requests), settle.c (requests whose
 * answer was lost), follow.c (polling), reading.c (events) and journal.c. */
#ifndef CEW_DEPLOY_MACHINE_H
#define CEW_DEPLOY_MACHINE_H

#include "lookup.h"
#include "model.h"
#include "nested.h"
#include "times.h"
#include "voices.h"

/* One poll's events, newest first, before they are taken: they may belong to an earlier operation, or the poll may fail. */
struct reading {
	struct cew_vec events; /* struct kept_event */
	bool met;              /* an event that had been taken before was met */
	bool passed;           /* … and reading goes on behind it, because everything is wanted */
	bool bottom;           /* the operation's beginning was met */
	const char *opening;   /* id of the operation's first event, the model's; NULL: not met in any poll yet */
	bool superseded;       /* another operation has begun after this one had ended */
};

#define STACK_ID_MAX 2048 /* bytes: the longest ARN that IAM takes */

enum asking { ASKING_EVENTS, ASKING_STACK, ASKING_COUNT };

struct cew_deployment {
	struct cew_deploy_config config;
	struct cew_cloud cloud;
	struct cew_account account;       /* config's copies, where there are any */
	struct cew_operations operations;
	struct model model;
	enum cew_deploy_state state;
	enum cew_operation operation;
	const struct cew_plan *plan; /* NULL unless this deployment submits it */
	const char *stack_name, *account_id, *caller, *region; /* the model's */
	char stack_id[STACK_ID_MAX + 1]; /* has its place before the request goes out: no lack of memory can lose it */
	bool ours;      /* this program asked for the operation: it is known by its token */
	bool resuming;  /* … in an earlier run */
	char token[37];
	uint64_t call;   /* the one call that is out; 0: none */
	uint64_t ticket; /* changes with every start and every answer, see call_ticket */
	uint64_t timer;  /* what comes next after a while; 0: nothing */
	cew_deploy_fn *observer;
	void *observer_ctx;
	struct cew_error error;
	bool has_error, ok;
	int64_t started_mono_ms, ended_mono_ms;

	/* submitting */
	unsigned sends;              /* times that the request went out */
	struct cew_error send_error; /* what the last of them got */
	bool in_doubt;               /* one of them got no answer, or one that does not tell what became of it */
	unsigned inquiries;          /* times that was asked in vain what became of it */
	bool token_decides;          /* an earlier operation of the kind: only the token tells its events from ours */
	char **retain;               /* logical ids that a deletion leaves behind */
	size_t retain_count;

	struct {
		size_t step;   /* of deliver.c's */
		uint64_t call; /* by config.account; 0: none */
		unsigned told; /* answers: a start may be told before it returns */
		char *url;     /* of the template in S3; NULL: it is not there (yet), or goes inline */
	} delivery;

	/* following */
	struct reading reading;
	unsigned polls;
	unsigned troubles[ASKING_COUNT]; /* failures in a row */
	unsigned looks;                  /* since events cannot be read */
	unsigned flushes;                /* readings since the stack came to rest */
	bool fresh;                      /* just created: AWS may not know it everywhere yet */
	bool contact;                    /* AWS has told something of the stack */
	const char *final_status;        /* "" until the stack is at rest */

	struct nested nested;
	struct voices voices;
	struct listening listening;
	struct lookup lookup;


	struct history history;
	bool learned;       /* what was seen is in the history */
	bool expected;      /* what an update will touch is known: cew_deploy_expect */
	bool skew_known;    /* … and they have been read as they came */
	int64_t skew_ms;    /* what AWS's clock is ahead of this machine's, as far as events show */

	cew_input_fn *tap;
	void *tap_ctx;
	bool tapped;        /* the beginning was told */
	bool playing;       /* what is in the model comes from a recording */
	int64_t tape_at_ms, tape_wall_ms, tape_elapsed_ms; /* the recording: since its start, time of day then, told at its end */

	char *journal_path; /* NULL: none kept */
	char template_hash[65];
	int64_t started_wall_ms;
	bool under_way;     /* the request went out (or may have) and its operation is not known to be over */
};

/* The only function that changes the state: it traces, journals and tells the observer. */
void deployment_go(struct cew_deployment *d, enum cew_deploy_state state);
void deployment_changed(struct cew_deployment *d); /* the model changed, the state did not */
void deployment_stop(struct cew_deployment *d, const struct cew_error *err);
void deployment_error(struct cew_deployment *d, const struct cew_error *err); /* keeps it for whoever asks */
/* Keeps them, and the id's region. CEW_NO_MEMORY: the id is kept all the same; CEW_INVALID: it is too long. The error names
 * the id. */
enum cew_status deployment_stack(struct cew_deployment *d, const char *id, const char *name, struct cew_error *err);
/* Calls `next` after `delay_ms`, or stops for want of memory. */
int64_t deployment_now(const struct cew_deployment *d); /* wall clock, by AWS's clock as far as it is known */
void deployment_later(struct cew_deployment *d, int64_t delay_ms, cew_loop_fn *next);
/* The time until the next attempt after so many failures in a row; milliseconds, jittered. */
int64_t deployment_pace(const struct cew_deployment *d, unsigned failures);
bool throttled(const struct cew_error *err);

/* A cloud may call back before its starting function returns; then the id that it returns is of a call that is over.
 *     uint64_t ticket = call_ticket(d);
 *     if (!call_started(d, ticket, d->cloud.xyz(…, d, &err))) …could not be started…
 * and every callback begins with call_over. */
uint64_t call_ticket(struct cew_deployment *d);
bool call_started(struct cew_deployment *d, uint64_t ticket, uint64_t call);
void call_over(struct cew_deployment *d);

void submit_start(struct cew_deployment *d);
void submit_send(struct cew_deployment *d); /* once more, with the same token */
/* AWS's definite no to CreateStack, unlike no answer and "exists already" (which may be ours). */
bool create_refused(const struct cew_error *err);

/* Puts a template into S3 that is too large to go inline, then goes on with submit_send. */
bool delivery_is_due(const struct cew_deployment *d);
void deliver(struct cew_deployment *d);
void delivery_finish(struct cew_deployment *d);

/* The answer to CreateStack was lost, or said that such a stack exists: finds out by the token whether it is ours. */
void settle(struct cew_deployment *d);

/* Takes an event into the model and tells the recorder. True if it was new. */
bool deployment_take(struct cew_deployment *d, struct kept_event *kept);
void deployment_voice(struct cew_deployment *d, const struct cew_voice *voice);

/* Tells the recorder, if there is one. */
void tap_state(struct cew_deployment *d);
void tap_stack(struct cew_deployment *d, const char *status);
void tap_event(struct cew_deployment *d, const struct cew_stack_event *e);
void tap_voice(struct cew_deployment *d, const struct cew_voice *voice);
void tap_trouble(struct cew_deployment *d, const char *text);
void tap_outputs(struct cew_deployment *d);

void follow_start(struct cew_deployment *d); /* stack_id (or at least stack_name) is known */

/* Reading: pages of events, newest first, until all that is new was read. */
void reading_init(struct reading *r);
void reading_finish(struct reading *r);
void reading_clear(struct reading *r); /* forgets this poll's events */
/* Looks through one page. CEW_NO_MEMORY. */
enum cew_status reading_page(struct cew_deployment *d, const struct cew_event_page *page, struct cew_error *err);
bool reading_complete(const struct reading *r); /* older pages hold nothing new */
/* Moves what was read into the model, oldest first. True if anything was new. */
bool reading_harvest(struct cew_deployment *d);

/* Writes the first entry: nothing may be sent before this has succeeded. */
enum cew_status journal_open(struct cew_deployment *d, struct cew_error *err);
void journal_write(struct cew_deployment *d);
/* Puts the resources that the entry tells of into the model, as the plan did that it was written for. An entry without them
 * is none the worse. CEW_NO_MEMORY. */
enum cew_status journal_plan(struct cew_deployment *d, const char *path, struct cew_error *err);
char *journal_path_of(const char *stack_id); /* of the newest creation's entry for this stack; the caller's; NULL: none */
/* The same of the newest entry for this stack's id, whatever has become of it since: whoever made it here knows its plan. */
void journal_recall(struct cew_deployment *d);
/* This deployment's deletion of the stack is under way, or over: what else was open for that stack is so no more. */
void journal_supersede(struct cew_deployment *d);

#endif
