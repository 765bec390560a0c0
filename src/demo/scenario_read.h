/* What the files that read and answer for a scenario share. */
#ifndef CEW_DEMO_SCENARIO_READ_H
#define CEW_DEMO_SCENARIO_READ_H

#include "scenario.h"

struct mishap_rule {
	const char *resource, *type; /* one of them is NULL */
	enum demo_occasion on;
	struct demo_mishap mishap;
	bool has_when;
	int64_t left; /* times it still strikes; below 0: always */
};

struct slow_rule {
	const char *subject; /* logical id or type */
	double factor[DEMO_OCCASION_COUNT];
};

struct throttle_rule {
	const char *action; /* NULL: every one */
	int64_t every, count;
	double from, minutes; /* since the last operation on a stack began; minutes 0: without end */
};

/* Events that are seen later than they happen. */
struct late_rule {
	const char *resource, *status; /* NULL: any */
	int64_t seconds;
};

/* What somebody else does to a stack, once. */
struct intrusion_rule {
	const char *stack;  /* NULL: any that is not nested */
	int64_t after;      /* events of the operation; 0: not told */
	const char *status; /* that the stack has come to; NULL: not told */
	enum demo_deed deed;
	const char *resource, *type, *key, *text;
	const struct cew_node *properties;
	bool done;
	const struct demo_stack *reborn; /* the one to be made anew when it is gone */
};

struct demo_scenario {
	struct cew_doc *doc; /* all texts are its */
	struct cew_vec late; /* struct late_rule */
	int64_t event_step_ms;
	struct cew_vec intrusions; /* struct intrusion_rule */
	double minutes;            /* as struct throttle_rule */
	const char *status;        /* that the stack has which was worked on last; NULL: none was */
	const char *account;
	int64_t latency_ms;
	int64_t skew_ms;
	struct cew_vec mishaps, slow, throttles;
	struct cew_vec faults; /* struct fault_rule */
	const struct cew_node *denied, *root;
	const char *user;           /* NULL: the account's */
	bool limits_user;
	struct cew_vec policies;    /* const struct cew_node *: what the user may do */
	struct cew_vec policy_docs; /* struct cew_doc *: files that hold some of them */
	int64_t session_seconds;    /* 0: as asked for */
};

struct fault_rule {
	const char *action; /* "DescribeVpcs", "ec2:DescribeVpcs", "ec2:*"; NULL: every one */
	struct demo_trouble trouble;
	int64_t after, left; /* calls that still go well; times it strikes, below 0: always */
	const char *status;  /* of the stack that was worked on last; NULL: whichever it has */
};


/* ---- scenario_read.c: strict reading ---- */

struct reader {
	struct demo_scenario *s;
	struct cew_error *err;
};
/* Every key of a map goes to the function of its row. */
struct key {
	const char *name;
	enum cew_status (*read)(const struct reader *r, const struct cew_node *n, void *into);
};
enum cew_status demo_wrong(const struct reader *r, const struct cew_node *at, const char *fmt, ...) CEW_PRINTF(3, 4);
enum cew_status demo_want_text(const struct reader *r, const struct cew_node *n, const char *key, const char **out);
enum cew_status demo_want_count(const struct reader *r, const struct cew_node *n, const char *key, int64_t min,
                                int64_t max, int64_t *out);
enum cew_status demo_want_one_of(const struct reader *r, const struct cew_node *n, const char *key, const char *first,
                                 const char *second, bool *is_second);
enum cew_status demo_read_keys(const struct reader *r, const struct cew_node *map, const struct key *keys,
                               const char *what, void *into);

/* scenario.c: does a pattern such as "iam:Create*" mean this action? */
bool demo_action_is(const char *pattern, const char *service, const char *action);

/* ---- faults.c, changes.c, history.c, scenario_identity.c, intrusion_read.c: one reader a key ---- */

enum cew_status demo_read_events(const struct reader *r, const struct cew_node *n, void *into);
enum cew_status demo_read_others(const struct reader *r, const struct cew_node *n, void *into);
enum cew_status demo_read_stacks(const struct reader *r, const struct cew_node *n, void *into);
enum cew_status demo_read_objects(const struct reader *r, const struct cew_node *n, void *into);

enum cew_status demo_read_faults(const struct reader *r, const struct cew_node *n, void *into);
enum cew_status demo_read_resources(const struct reader *r, const struct cew_node *n, void *into);
enum cew_status demo_read_quotas(const struct reader *r, const struct cew_node *n, void *into);
enum cew_status demo_read_identity(const struct reader *r, const struct cew_node *n, void *into);
enum cew_status demo_read_marketplace(const struct reader *r, const struct cew_node *n, void *into);

#endif
