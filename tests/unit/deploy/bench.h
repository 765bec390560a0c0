/* What this room's tests share: a loop whose clock costs no time, a cloud that answers by script, and a deployment whose
 * states are written down. */
#ifndef DEPLOY_BENCH_H
#define DEPLOY_BENCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cewizard/deploy.h"

#define STACK_ID "arn:aws:cloudformation:us-east-1:123456789012:stack/ce/0a1b2c3d"
#define STACK "AWS::CloudFormation::Stack"
#define START_MS 1767323045000 /* 2026-01-02T03:04:05Z */

/* ---- the cloud ---- */

enum call { IDENTITY, DESCRIBE, EVENTS, CREATE, DELETE };

/* One event as AWS tells it. OWN marks the stack's own. */
struct told {
	const char *id;
	int second; /* after START_MS */
	const char *logical_id, *type, *status, *reason;
	const char *token; /* "@": that of the last request */
	const char *physical_id;
	const char *stack_id, *stack_name; /* NULL: those of the stack that is followed */
};
#define OWN(id, second, status, reason) {id, second, "ce", STACK, status, reason, "@", STACK_ID, NULL, NULL}
#define OWN_OF(token, id, second, status, reason) {id, second, "ce", STACK, status, reason, token, STACK_ID, NULL, NULL}
#define OF(id, second, logical, type, status, reason) {id, second, logical, type, status, reason, "@", "phys-" logical, NULL, NULL}

/* One call that is expected, and its answer. */
struct step {
	enum call call;
	const char *about;         /* stack name or id, or the page's token after it: "ID page2"; NULL: the stack's id */
	enum cew_status fails;     /* CEW_OK: it succeeds */
	const char *code;          /* of the failure; NULL: "" */
	const char *status;        /* DESCRIBE: the stack's */
	const struct told *events; /* EVENTS: oldest first (they are told newest first) */
	size_t count;
	const char *next;          /* EVENTS: there is an older page */
	bool unstarted;            /* the call cannot even be started */
	bool hangs;                /* no answer comes */
};
#define ALL(list) .events = (list), .count = CEW_COUNT(list)
#define FIRST(list, n) .events = (list), .count = (n)
#define SLICE(list, from, upto) .events = (list) + (from), .count = (upto) - (from)

union callback {
	cew_caller_fn *caller;
	cew_create_fn *create;
	cew_stack_fn *stack;
	cew_events_fn *events;
	cew_done_fn *done;
};

struct bench {
	struct cew_clock clock;
	int64_t mono_ms;
	struct cew_loop *loop;
	struct cew_random random;
	uint32_t seed;
	struct cew_cloud cloud;
	struct cew_deploy_config config;
	struct cew_deployment *d;

	const struct step *steps;
	size_t step_count, at;
	bool synchronous;          /* answers come before the starting function returns */
	uint64_t call;             /* the one that is out */
	uint64_t timer;            /* that will answer it */
	union callback done;
	void *arg;
	uint64_t last_call;
	char token[64];            /* of the last request */
	size_t requests, cancels;
	struct cew_buf request;    /* the last CreateStack, a line a member */
	void (*peek)(struct bench *b); /* called while a request goes out */
	const struct cew_stack_output *outputs;
	size_t output_count;
	const char *stack_name;
	const char *account;
	char peeked[4096];

	struct cew_buf states;     /* "identifying looking …" */
	enum cew_deploy_state last_state;
	struct cew_buf troubles;   /* the texts of passing troubles, a line each */
	size_t changes;

	char *state_home;          /* a directory of its own, for the journal */
};

void bench_open(struct bench *b);
void bench_close(struct bench *b);
int bench_setup(void **state); /* cmocka's: *state is a bench */
int bench_teardown(void **state);
#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_setup, bench_teardown)
void bench_script(struct bench *b, const struct step *steps, size_t count);
#define SCRIPT(b, steps) bench_script(b, steps, CEW_COUNT(steps))
/* A deployment with poll_ms 5000; destroys the one before. */
struct cew_deployment *bench_deployment(struct bench *b, bool journal);
/* Turns the loop until the deployment is over (and the script used up), or until the script's last call hangs. */
void bench_run(struct bench *b);
void bench_watch(struct bench *b, const char *stack); /* a new deployment, started and run */
void bench_delete(struct bench *b, const char *stack);

/* "id id id" of the events in the model. */
const char *event_ids(struct bench *b);
const struct cew_resource_row *row_of(struct bench *b, const char *logical_id);

/* ---- a plan of two resources, Net and App (which needs Net) ---- */

struct planned {
	struct cew_plan plan;
	struct cew_issues issues;
	struct cew_cfn_template *template;
	struct cew_cfn_eval *eval;
	struct cew_cfn_inputs inputs;
	struct cew_plan_parameter parameters[2];
	struct cew_plan_tag tags[1];
	struct cew_secret *secret;
};
#define PLAN_SECRET "correct horse battery"
void planned_open(struct planned *p);
void planned_close(struct planned *p);
void bench_submit(struct bench *b, const struct planned *p); /* started on a new deployment, and run */

/* The whole of a small file, the caller's to free(); NULL if there is none. */
char *file_text(const char *path);
/* The one journal file's text, the caller's to free(); NULL if there is none. More than one fails. */
char *journal_text(struct bench *b);

#endif
