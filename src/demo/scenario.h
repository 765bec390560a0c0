/* What goes wrong in the pretended AWS, and how slowly it answers. */
#ifndef CEW_DEMO_SCENARIO_H
#define CEW_DEMO_SCENARIO_H

#include "cewizard/cfn.h"
#include "wire.h"

struct demo_scenario;

/* Reads a scenario file; a NULL path: nothing goes wrong. Errors: CEW_INVALID with file:line:column, CEW_NOT_FOUND, CEW_IO,
 * CEW_LIMIT. */
enum cew_status demo_scenario_load(const char *path, struct demo_scenario **out, struct cew_error *err);
void demo_scenario_destroy(struct demo_scenario *s);

const char *demo_scenario_account(const struct demo_scenario *s); /* 12 digits; NULL: CEW_DEMO_ACCOUNT */
int64_t demo_scenario_latency_ms(const struct demo_scenario *s);  /* before every answer */
struct demo_mishap {
	const char *reason; /* lives as long as the scenario */
	const char *code;   /* HandlerErrorCode; NULL: the reason stands by itself */
	bool pattern;       /* the reason is one of pattern.c's */
	bool late;          /* only after all the time that the resource takes */
	const char *tasks;  /* of a service: why its tasks stop; NULL: not told */
};
enum demo_occasion { DEMO_ON_CREATE, DEMO_ON_DELETE, DEMO_ON_UPDATE, DEMO_ON_ROLLBACK, DEMO_OCCASION_COUNT };
/* How many times as long as usual a resource takes. */
double demo_scenario_slowness(const struct demo_scenario *s, const struct cew_cfn_resource *r, enum demo_occasion occasion);
/* Does this resource fail now? Counts it, as a mishap may be over after a number of times. */
bool demo_scenario_strikes(struct demo_scenario *s, const struct cew_cfn_resource *r, enum demo_occasion occasion,
                           struct demo_mishap *out);

enum demo_verdict { DEMO_ALLOWED, DEMO_THROTTLED, DEMO_DENIED };
/* What becomes of a call of this action. Counts it. */
enum demo_verdict demo_scenario_judge(struct demo_scenario *s, const char *service, const char *action);
/* May the caller not do this ("iam", "CreateRole")? As policies do, a denial may hold "iam:*" or "iam:Create*". */
bool demo_scenario_denies(const struct demo_scenario *s, const char *service, const char *action);

/* scenario_identity.c: what the caller is called (NULL: as the account says), and whether policies limit it: which ones. */
const char *demo_scenario_user(const struct demo_scenario *s);
bool demo_scenario_limits_user(const struct demo_scenario *s);
const struct cew_node *demo_scenario_policy_at(const struct demo_scenario *s, size_t i); /* NULL beyond the last */
int64_t demo_scenario_session_seconds(const struct demo_scenario *s); /* how long sessions last; 0: as asked for */

/* A call that goes wrong on the way. */
struct demo_trouble {
	enum demo_fault fault;
	const char *code, *message; /* an error in its answer's place; NULL: none */
	int64_t retry_after;        /* seconds, told in a header; 0: none */
	int64_t delay_ms;
};
/* Does something go wrong with this call? Counts it. */
bool demo_scenario_fault(struct demo_scenario *s, const char *service, const char *action, struct demo_trouble *out);
/* How it stands with the operations on stacks: some of what goes wrong depends on it. */
void demo_scenario_at(struct demo_scenario *s, double minutes, const char *status);
/* Of an event: the step in which its time is told, in milliseconds, and after how many seconds it is seen. */
int64_t demo_scenario_event_step_ms(const struct demo_scenario *s);
int64_t demo_scenario_event_delay(const struct demo_scenario *s, const char *logical_id, const char *status);
/* What others do. */
enum demo_deed {
	DEMO_DEED_DELETE,
	DEMO_DEED_RECREATE,
	DEMO_DEED_CANCEL_UPDATE,
	DEMO_DEED_PROTECT,
	DEMO_DEED_PROTECT_BALANCER,
	DEMO_DEED_PUT_OBJECT,
	DEMO_DEED_ADD,
	DEMO_DEED_COUNT
};
int64_t demo_scenario_skew_ms(const struct demo_scenario *s); /* AWS's clock is so much ahead of ours */

/* What the scenario has in the place of a part of the account ("quotas", "resources", "user", "marketplace"); NULL: nothing. */
const struct cew_node *demo_scenario_section(const struct demo_scenario *s, const char *name);

/* mishap.c: how AWS words the failure of a type when the scenario does not say. */
void demo_mishap_usual(const char *type, enum demo_occasion occasion, struct demo_mishap *out);

#endif
