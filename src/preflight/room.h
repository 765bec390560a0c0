/* What the files of the preflight room share: lookups that are made once and read by many checks, and what a check may do.
 *
 * A check is one function over answers. It asks for what it needs; what has not been answered yet is NULL, and the function
 * returns. It is run again, from its beginning, whenever an answer has come, and what it finds counts once nothing that it
 * asked for is missing. So it has no states of its own, and a lookup that three checks ask for is made once. */
#ifndef CEW_PREFLIGHT_ROOM_H
#define CEW_PREFLIGHT_ROOM_H

#include "cewizard/policies.h"
#include "cewizard/preflight.h"
#include "keep.h"

/* ---- lookup.c ---- */

enum lookup_kind {
	LOOKUP_CALLER,
	LOOKUP_STACK,             /* name */
	LOOKUP_REGIONS,
	LOOKUP_VPCS,
	LOOKUP_VPC_DNS,           /* VPC */
	LOOKUP_SUBNETS,           /* VPC, NULL: all */
	LOOKUP_ADDRESSES,
	LOOKUP_ROUTE_TABLES,      /* VPC */
	LOOKUP_NAT_GATEWAYS,
	LOOKUP_INTERNET_GATEWAYS,
	LOOKUP_NETWORK_ACLS,      /* VPC */
	LOOKUP_SECURITY_GROUPS,
	LOOKUP_TARGET_GROUPS,     /* name or ARN; NULL: all */
	LOOKUP_LOAD_BALANCERS,    /* name or ARN; NULL: all */
	LOOKUP_LISTENERS,         /* load balancer's ARN */
	LOOKUP_CLUSTER_ARNS,
	LOOKUP_CLUSTER,           /* name */
	LOOKUP_SERVICE,           /* cluster, name */
	LOOKUP_ROLE,              /* name */
	LOOKUP_SIMULATION,        /* principal, resource, actions parted by commas, "KEY=VALUE" of a condition */
	LOOKUP_FIGURES,
	LOOKUP_TOPICS,
	LOOKUP_SECRET,            /* name or ARN */
	LOOKUP_BUCKETS,
	LOOKUP_QUOTA,             /* region, service code, quota code */
	LOOKUP_IMAGE,             /* region, registry, repository, tag */
	LOOKUP_FUNCTION,          /* name */
	LOOKUP_LOG_GROUPS,        /* prefix of the name */
	LOOKUP_STACKS,
	LOOKUP_TEMPLATE,          /* the plan's own */
	LOOKUP_BUCKET,            /* name, owner */
	LOOKUP_FILE_SYSTEMS,
	LOOKUP_TASK_ARNS,         /* cluster */
	LOOKUP_TASKS,             /* cluster, ARNs parted by commas, 100 at most */
	LOOKUP_COUNT
};
#define LOOKUP_ARGS 4

struct answer {
	bool ok;
	struct cew_error err;   /* where it is not */
	struct cew_found found;
	const struct cew_caller *caller; /* LOOKUP_CALLER */
	const struct cew_stack *stack;   /* LOOKUP_STACK */
	const char *action;     /* what AWS calls it in policies: "ec2:DescribeVpcs" */
};

struct lookup;
struct lookups {
	struct cew_preflight *p;
	struct cew_vec list; /* struct lookup * */
	size_t out;          /* calls under way */
	bool busy, stopped;
};
void lookups_init(struct lookups *l, struct cew_preflight *p);
void lookups_finish(struct lookups *l);
void lookups_stop(struct lookups *l); /* cancels what is under way; nothing more is sent */
/* The answer, or NULL while there is none; the first time it is asked for. *started tells that its call is out. */
const struct answer *lookups_get(struct lookups *l, enum lookup_kind kind, const char *const args[LOOKUP_ARGS],
                                 bool *started);
bool lookups_pump(struct lookups *l); /* sends what waits, a few at a time; true if anything was sent */
size_t lookups_count(const struct lookups *l);
const struct answer *lookups_at(const struct lookups *l, size_t i); /* NULL while it is not answered */

/* ---- preflight.c ---- */

struct row;
struct check {
	struct cew_preflight_check shown; /* first: the public pointer is this one */
	const struct row *row;
	struct cew_preflight *p;
	struct cew_issues issues;
	struct cew_buf told;
	bool pending, started, unchecked; /* of this run: something is missing; one of its calls is out; an answer was none */
};

typedef bool applies_fn(const struct cew_preflight *p, const struct row *row);
typedef void judge_fn(struct check *c);

struct row {
	const char *rule, *title;
	enum cew_preflight_group group;
	applies_fn *applies; /* NULL: always */
	judge_fn *judge;
	const char *about;   /* which one, where rows share a function: a quota's code, a type of resource */
};
extern const struct row preflight_rows[];
extern const size_t preflight_row_count;

struct dry_run;
struct cew_preflight {
	struct cew_preflight_config config;
	struct cew_cloud cloud;
	struct cew_account account;
	struct cew_operations operations;
	bool has_operations;
	const struct cew_plan *plan;
	const struct cew_answers *answers;
	struct cew_policies *needs; /* what the stack takes; NULL: not worked out yet, or not to be */
	struct lookups lookups;
	struct check *checks; /* preflight_row_count of them */
	struct cew_error error, unreachable;
	bool has_error, has_unreachable, begun, passing, again, cancelled, done;
	char *leftover, *caller, *account_id;
	struct dry_run *dry_run; /* NULL: none */
	cew_preflight_fn *observer;
	void *observer_ctx;
};
void preflight_changed(struct cew_preflight *p); /* something was answered: runs the checks again, tells the observer */
/* Are all other checks over? For one that sums up. */
bool preflight_others_done(const struct check *c);

/* ---- dry_run.c: a change set that is made, read and removed, and the stub of a stack with it ---- */

struct dry_run *dry_run_begin(struct cew_preflight *p, bool name_is_free); /* NULL: no memory */
void dry_run_cancel(struct dry_run *r); /* cleans up, then it is over */
bool dry_run_is_over(const struct dry_run *r);
void dry_run_destroy(struct dry_run *r); /* NULL is fine */

/* ---- what a check may do ---- */

/* NULL: not answered yet; return then. Arguments as the kind wants them, the rest NULL. */
const struct answer *preflight_ask(struct check *c, enum lookup_kind kind, const char *a, const char *b);
const struct answer *preflight_ask4(struct check *c, enum lookup_kind kind, const char *a, const char *b, const char *d, const char *e);
void preflight_find(struct check *c, enum cew_severity severity, const char *field, const char *remedy, const char *message, ...)
	CEW_PRINTF(5, 6);
/* The answer; NULL while there is none, and also for one that is none: then a note has been made that `what` stays open. */
const struct answer *preflight_need(struct check *c, enum lookup_kind kind, const char *a, const char *b, const char *field,
                                const char *what);
/* A few words on what was seen. */
void preflight_tell(struct check *c, const char *fmt, ...) CEW_PRINTF(2, 3);
/* What this answer did not tell stays open: a note that says so. `what`: "whether the name is free". */
void preflight_leave_open(struct check *c, const char *field, const struct answer *a, const char *what);

/* ---- facts.c: what the plan and the answers say ---- */

/* What is sent for a template parameter; NULL where it does not apply, or is empty. */
const char *fact_parameter(const struct cew_preflight *p, const char *name);
bool fact_is(const struct cew_preflight *p, const char *parameter, const char *value);
/* The id of the field that feeds it; "" without one. */
const char *fact_field(const struct cew_preflight *p, const char *parameter);
const char *fact_setting_field(const struct cew_preflight *p, const char *setting);
const char *fact_partition(const struct cew_preflight *p);
/* The i-th derived name of this type whose every part is known; NULL: no more. */
const struct cew_cfn_resource_name *fact_name(const struct cew_preflight *p, const char *type, size_t i);
bool fact_makes(const struct cew_preflight *p, const char *type);
/* The field whose answer a resource's name comes from: EnvName's or the stack name's. */
const char *fact_field_of_name(const struct cew_preflight *p, const struct cew_cfn_resource_name *name);
const struct cew_plan_quota *fact_quota(const struct cew_preflight *p, const char *code);

#endif
