/* operate, the upgrade: the guide's procedure as steps that can be interrupted at any point and gone on with. Included by
 * operate.h. */
#ifndef CEWIZARD_UPGRADE_H
#define CEWIZARD_UPGRADE_H

#include "cewizard/deploy.h"

/* Where this room works: everything but the loop and the random source is copied. */
struct cew_site {
	struct cew_loop *loop;
	const struct cew_random *random;
	struct cew_cloud cloud;
	struct cew_account account;
	struct cew_operations operations;
	const char *region;
	int64_t poll_ms; /* between two looks at what changes; 0: 5000 */
	bool pretend;    /* an AWS on this machine: its addresses are of no network and are not tried */
};

/* ---- what the containers run ---- */

/* Strings are its own; see cew_images_finish. */
struct cew_image_ref {
	char *container;  /* "core" */
	char *image;      /* "709825985650.dkr.ecr.us-east-1.amazonaws.com/netskope/core5:11062023" */
	char *repository; /* "core5" */
	char *tag;        /* "11062023"; a digest where there is no tag; "latest" where there is neither */
};
/* The images of all containers in the template's task definitions, in their order, worked out with these parameters.
 * `images` is initialised here, of struct cew_image_ref. Errors: those of cew_cfn_evaluate. */
enum cew_status cew_images_of(const struct cew_cfn_template *t, const struct cew_name_value *parameters, size_t count,
                              const char *region, struct cew_vec *images, struct cew_error *err);
void cew_images_finish(struct cew_vec *images);

/* ---- what an upgrade would do; strings are the upgrade's, never NULL ---- */

struct cew_upgrade_image { const char *container, *repository, *from, *to; bool changed; }; /* from "": a new container */

enum cew_upgrade_origin {
	CEW_UPGRADE_KEPT,    /* UsePreviousValue: also of secrets */
	CEW_UPGRADE_GIVEN,   /* by the answers */
	CEW_UPGRADE_DEFAULT, /* new in this template, with its default */
	CEW_UPGRADE_MISSING, /* new in this template, without a default: must be given */
	CEW_UPGRADE_GONE,    /* of the stack, and unknown to this template */
	CEW_UPGRADE_ORIGIN_COUNT
};
const char *cew_upgrade_origin_name(enum cew_upgrade_origin origin); /* "kept", "given", "default", "missing", "gone" */
struct cew_upgrade_parameter {
	const char *name;
	enum cew_upgrade_origin origin;
	const char *value; /* "****" for secrets; of KEPT ones as AWS tells it */
	bool is_new;       /* the stack has no such parameter yet */
};

struct cew_upgrade_change {
	const char *action, *logical_id, *type, *physical_id; /* "Modify", "Add", "Remove" */
	const char *replacement; /* "True", "Conditional", "False", "" */
	const char *because;     /* "ContainerDefinitions, Cpu" */
	bool holds_data;         /* replaced or removed, and with it what it holds: file systems, secrets, buckets, log groups */
};

/* ---- steps ---- */

enum cew_upgrade_step {
	CEW_UPGRADE_LOOK,       /* the stack, its template, its service */
	CEW_UPGRADE_CHANGES,    /* a change set is made and read */
	CEW_UPGRADE_CONSENT,    /* waits for cew_upgrade_approve */
	CEW_UPGRADE_SCALE_DOWN, /* desired count 0 */
	CEW_UPGRADE_STOP_TASKS, /* and no task runs any more */
	CEW_UPGRADE_EXECUTE,    /* the change set */
	CEW_UPGRADE_FOLLOW,     /* the stack's update, or its rollback, until it is at rest */
	CEW_UPGRADE_ROLL_BACK,  /* UPDATE_ROLLBACK_FAILED: the rollback is continued */
	CEW_UPGRADE_SCALE_UP,   /* desired count to what it was */
	CEW_UPGRADE_PROVE,      /* the task runs, its containers and its targets are healthy */
	CEW_UPGRADE_STEP_COUNT
};
const char *cew_upgrade_step_name(enum cew_upgrade_step step);  /* "scale-down": of JSON lines and the journal */
const char *cew_upgrade_step_title(enum cew_upgrade_step step); /* "Set the desired count to 0" */

enum cew_upgrade_mark { CEW_STEP_WAITING, CEW_STEP_RUNNING, CEW_STEP_DONE, CEW_STEP_SKIPPED, CEW_STEP_FAILED };
struct cew_upgrade_step_row {
	enum cew_upgrade_mark mark;
	int64_t started_ms, ended_ms; /* wall clock; 0: not yet */
	const char *note;             /* what came of it, or what it waits for; "" */
};

struct cew_upgrade;
typedef void cew_upgrade_fn(void *ctx, struct cew_upgrade *u);

struct cew_upgrade_config {
	struct cew_site site;
	const char *stack;                          /* name or id */
	const struct cew_cfn_template *template;    /* the new one; must outlive the upgrade. NULL: only with resume */
	const char *template_url;                   /* where it lies for CloudFormation; NULL: it goes inline, compacted if need be */
	const char *template_bucket;                /* for one that is too large even then; NULL: the program's own bucket */
	/* What was said of parameters for this upgrade (defaults do not count); NULL: nothing. Secrets that the stack has are kept
	 * whatever is said. Must outlive the upgrade. */
	const struct cew_answers *answers;
	int64_t cancel_after_ms;                    /* an update that takes longer is cancelled; 0: only by cew_upgrade_cancel */
	int64_t prove_ms;                           /* how long the service may take to be healthy; 0: 20 minutes */
	bool continue_rollback;                     /* without waiting for cew_upgrade_continue_rollback */
};
struct cew_upgrade *cew_upgrade_create(const struct cew_upgrade_config *config, cew_upgrade_fn *changed, void *ctx); /* NULL: no memory */
/* Leaves stack and service as they are; the journal says where to go on. */
void cew_upgrade_destroy(struct cew_upgrade *u);
/* From the beginning; or, with an entry that cew_upgrade_journal found, from where that run was left. */
enum cew_status cew_upgrade_start(struct cew_upgrade *u, struct cew_error *err);
enum cew_status cew_upgrade_resume(struct cew_upgrade *u, const struct cew_journal_entry *entry, struct cew_error *err);
/* The open journal entry of an upgrade of this stack (name or id). CEW_NOT_FOUND: none was left under way. An entry's
 * `operation` is "upgrade", and its `state` the step. */
enum cew_status cew_upgrade_journal(const char *stack, struct cew_journal_entry *out, struct cew_error *err);

/* At CONSENT: goes on. */
void cew_upgrade_approve(struct cew_upgrade *u);
/* At CHANGES and CONSENT: takes the change set away, and ends when AWS has answered. */
void cew_upgrade_decline(struct cew_upgrade *u);
/* At FOLLOW: cancels the update; the rollback is followed then. CEW_INVALID at other times. */
enum cew_status cew_upgrade_cancel(struct cew_upgrade *u, struct cew_error *err);
/* At ROLL_BACK: continues the rollback, leaving out what failed if `skip_failed` (its state is then no longer CloudFormation's). */
enum cew_status cew_upgrade_continue_rollback(struct cew_upgrade *u, bool skip_failed, struct cew_error *err);

enum cew_upgrade_step cew_upgrade_step(const struct cew_upgrade *u); /* where it is */
const struct cew_upgrade_step_row *cew_upgrade_step_at(const struct cew_upgrade *u, enum cew_upgrade_step step);
bool cew_upgrade_over(const struct cew_upgrade *u);
bool cew_upgrade_waits(const struct cew_upgrade *u); /* for approve, or for continue_rollback */
bool cew_upgrade_ok(const struct cew_upgrade *u);    /* over, with the new images healthy */
const struct cew_error *cew_upgrade_error(const struct cew_upgrade *u); /* why it ended, or a trouble that is being outlived */
const char *cew_upgrade_stack_name(const struct cew_upgrade *u);
const char *cew_upgrade_stack_id(const struct cew_upgrade *u);
const char *cew_upgrade_stack_status(const struct cew_upgrade *u); /* the last that was seen */
/* Is the service at 0 because of this upgrade, as far as is known? Whoever leaves then must say so. */
bool cew_upgrade_service_stopped(const struct cew_upgrade *u);
const char *cew_upgrade_cluster(const struct cew_upgrade *u);
const char *cew_upgrade_service(const struct cew_upgrade *u);
int64_t cew_upgrade_desired(const struct cew_upgrade *u); /* what the count was, and will be again */

size_t cew_upgrade_image_count(const struct cew_upgrade *u); /* from LOOK on */
const struct cew_upgrade_image *cew_upgrade_image_at(const struct cew_upgrade *u, size_t i);
size_t cew_upgrade_parameter_count(const struct cew_upgrade *u);
const struct cew_upgrade_parameter *cew_upgrade_parameter_at(const struct cew_upgrade *u, size_t i);
size_t cew_upgrade_change_count(const struct cew_upgrade *u); /* from CONSENT on */
const struct cew_upgrade_change *cew_upgrade_change_at(const struct cew_upgrade *u, size_t i);
size_t cew_upgrade_warning_count(const struct cew_upgrade *u); /* to be read before approving: queues, replacements, … */
const char *cew_upgrade_warning_at(const struct cew_upgrade *u, size_t i);
/* The stack's update as it is followed; NULL before. */
struct cew_deployment *cew_upgrade_deployment(const struct cew_upgrade *u);

#endif
