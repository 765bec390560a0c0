/* preflight: what would make a deployment fail, found out from the account before anything is created. Looks only (but for
 * the dry run, which is asked for by name and cleans up behind itself). Asynchronous; never draws: it keeps a list of
 * checks and tells an observer when one changed. */
#ifndef CEWIZARD_PREFLIGHT_H
#define CEWIZARD_PREFLIGHT_H

#include "cewizard/aws.h"
#include "cewizard/make.h"
#include "cewizard/plan.h"

enum cew_preflight_state {
	CEW_PREFLIGHT_WAITING,   /* not begun */
	CEW_PREFLIGHT_RUNNING,
	CEW_PREFLIGHT_OK,
	CEW_PREFLIGHT_FOUND,     /* at least one issue of severity error or warning */
	CEW_PREFLIGHT_UNCHECKED, /* AWS did not say; a note tells why, and what that leaves open */
	CEW_PREFLIGHT_SKIPPED,   /* this deployment does not need it */
	CEW_PREFLIGHT_STATE_COUNT
};
const char *cew_preflight_state_name(enum cew_preflight_state state); /* "waiting", "running", "ok", "found", … */

enum cew_preflight_group {
	CEW_PREFLIGHT_ACCOUNT,
	CEW_PREFLIGHT_STACK,
	CEW_PREFLIGHT_QUOTAS,
	CEW_PREFLIGHT_NAMES,
	CEW_PREFLIGHT_NETWORK,
	CEW_PREFLIGHT_EXISTING, /* what the answers name beside the network: target group, cluster, roles, secret, topics */
	CEW_PREFLIGHT_DRY_RUN,
	CEW_PREFLIGHT_GROUP_COUNT
};
const char *cew_preflight_group_title(enum cew_preflight_group group); /* "Account", "Quotas" … */

/* One check. Texts are the preflight's and change only when the observer is called. */
struct cew_preflight_check {
	const char *rule;  /* its name, and the rule of its issues: "stack-name-free" */
	const char *title; /* "Stack name is free" */
	enum cew_preflight_group group;
	enum cew_preflight_state state;
	const char *told;  /* what was seen, in a few words: "2 of 5 used, 2 more needed"; "" nothing to tell */
	const struct cew_issues *issues;
};

struct cew_preflight_config {
	struct cew_loop *loop;
	const struct cew_random *random;
	const struct cew_cloud *cloud;     /* copied, like account */
	const struct cew_account *account;
	const struct cew_operations *operations; /* copied; NULL: what only these can tell stays uncounted */
	const struct cew_plan *plan;       /* must outlive the preflight, and so must the answers that it was made from */
	const struct cew_answers *answers;
	bool dry_run;    /* also make a change set and remove it again: CloudFormation looks at it all, and nothing is created */
	int64_t poll_ms; /* between looks at that change set; 0: 2000 */
};

struct cew_preflight;
/* Called on the loop after something changed; must not destroy the preflight. */
typedef void cew_preflight_fn(void *ctx, struct cew_preflight *p);

struct cew_preflight *cew_preflight_create(const struct cew_preflight_config *config); /* NULL: no memory */
/* Ends all that is under way. What a dry run made may stay then: cancel, and wait until it is done, before. */
void cew_preflight_destroy(struct cew_preflight *p);
void cew_preflight_observe(struct cew_preflight *p, cew_preflight_fn *fn, void *ctx);
void cew_preflight_start(struct cew_preflight *p); /* once */
/* Looks no further; a dry run that is under way still removes what it made, and only then all is done. */
void cew_preflight_cancel(struct cew_preflight *p);

bool cew_preflight_done(const struct cew_preflight *p);
size_t cew_preflight_count(const struct cew_preflight *p); /* all checks, in the order in which they are shown, by group */
const struct cew_preflight_check *cew_preflight_at(const struct cew_preflight *p, size_t i);
size_t cew_preflight_issues(const struct cew_preflight *p, enum cew_severity severity); /* of all checks */
/* Why nothing could be checked at all: AWS does not answer, or does not know the caller. NULL: no such trouble. */
const struct cew_error *cew_preflight_error(const struct cew_preflight *p);
/* A check could not be made because AWS stopped answering (others were). NULL: no such trouble. */
const struct cew_error *cew_preflight_unreachable(const struct cew_preflight *p);
const char *cew_preflight_caller(const struct cew_preflight *p);  /* ARN; "" until known */
const char *cew_preflight_account(const struct cew_preflight *p); /* twelve digits; "" until known */
/* The id of a stack that has the name and is good for nothing but deletion, as a failed creation leaves it: to be offered
 * for that. "": none. */
const char *cew_preflight_leftover(const struct cew_preflight *p);

/* The names and titles of all checks, for the manual: the i-th from 0; NULL: no more. */
const char *cew_preflight_rule(size_t i, const char **title);

#endif
