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
	double factor;
};

struct throttle_rule {
	const char *action; /* NULL: every one */
	int64_t every, count;
};

struct demo_scenario {
	struct cew_doc *doc; /* all texts are its */
	const char *account;
	int64_t latency_ms;
	int64_t skew_ms;
	struct cew_vec mishaps, slow, throttles;
	struct cew_vec faults; /* struct fault_rule */
	const struct cew_node *denied, *root;
};

struct fault_rule {
	const char *action; /* "DescribeVpcs", "ec2:DescribeVpcs", "ec2:*"; NULL: every one */
	struct demo_trouble trouble;
	int64_t after, left; /* calls that still go well; times it strikes, below 0: always */
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

/* ---- faults.c, changes.c: one reader a key ---- */

enum cew_status demo_read_faults(const struct reader *r, const struct cew_node *n, void *into);
enum cew_status demo_read_resources(const struct reader *r, const struct cew_node *n, void *into);
enum cew_status demo_read_quotas(const struct reader *r, const struct cew_node *n, void *into);
enum cew_status demo_read_marketplace(const struct reader *r, const struct cew_node *n, void *into);

#endif
