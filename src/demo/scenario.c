/* Scenario files: what their keys mean, and what follows from them for a call or a resource. */
#include "scenario_read.h"

#include "cewizard/embedded.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define LATENCY_MAX 60000
#define TIMES_MAX 1000000
#define SLOW_MAX 1000
#define SKEW_MAX 1000000000
#define MINUTES_MAX 10000

/* ---- fail ---- */

static const char *const occasions[] = {"create", "delete", "update", "rollback"};
static_assert(CEW_COUNT(occasions) == DEMO_OCCASION_COUNT, "one name an occasion");

static enum cew_status mishap_resource(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "resource", &((struct mishap_rule *)into)->resource);
}

static enum cew_status mishap_type(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "type", &((struct mishap_rule *)into)->type);
}

static enum cew_status mishap_on(const struct reader *r, const struct cew_node *n, void *into)
{
	for (size_t i = 0; i < CEW_COUNT(occasions); i++)
		if (strcmp(occasions[i], cew_node_text(n)) == 0) {
			((struct mishap_rule *)into)->on = (enum demo_occasion)i;
			return CEW_OK;
		}
	return demo_wrong(r, n, "\"on\" must be create, delete, update or rollback");
}

static enum cew_status mishap_reason(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "reason", &((struct mishap_rule *)into)->mishap.reason);
}

static enum cew_status mishap_code(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "code", &((struct mishap_rule *)into)->mishap.code);
}

static enum cew_status mishap_tasks(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "tasks", &((struct mishap_rule *)into)->mishap.tasks);
}

static enum cew_status mishap_times(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_count(r, n, "times", 1, TIMES_MAX, &((struct mishap_rule *)into)->left);
}

static enum cew_status mishap_when(const struct reader *r, const struct cew_node *n, void *into)
{
	struct mishap_rule *rule = into;
	rule->has_when = true;
	return demo_want_one_of(r, n, "when", "start", "end", &rule->mishap.late);
}

static const struct key mishap_keys[] = {
	{"resource", mishap_resource}, {"type", mishap_type},   {"on", mishap_on},     {"reason", mishap_reason},
	{"code", mishap_code},         {"tasks", mishap_tasks}, {"times", mishap_times}, {"when", mishap_when},
	{NULL, NULL},
};

static enum cew_status read_fail(const struct reader *r, const struct cew_node *n, void *into)
{
	(void)into;
	if (!cew_node_is(n, CEW_NODE_SEQ))
		return demo_wrong(r, n, "\"fail\" must be a list");
	for (size_t i = 0; i < cew_node_count(n); i++) {
		const struct cew_node *entry = cew_node_at(n, i);
		struct mishap_rule rule = {.left = -1};
		enum cew_status status = demo_read_keys(r, entry, mishap_keys, "an entry of \"fail\"", &rule);
		if (!status && !rule.resource == !rule.type)
			status = demo_wrong(r, entry, "an entry of \"fail\" needs either \"resource\" or \"type\"");
		if (!status && rule.mishap.code && !rule.mishap.reason)
			status = demo_wrong(r, entry, "\"code\" goes with a \"reason\"");
		if (!status && !cew_vec_push(&r->s->mishaps, &rule))
			status = cew_fail_memory(r->err);
		if (status)
			return status;
	}
	return CEW_OK;
}

/* ---- the other keys ---- */

static enum cew_status read_account(const struct reader *r, const struct cew_node *n, void *into)
{
	(void)into;
	r->s->account = cew_node_text(n);
	if (strlen(r->s->account) != 12 || strspn(r->s->account, "0123456789") != 12)
		return demo_wrong(r, n, "\"account\" must be 12 digits (in quotes if the first is 0)");
	return CEW_OK;
}

static enum cew_status read_latency(const struct reader *r, const struct cew_node *n, void *into)
{
	(void)into;
	return demo_want_count(r, n, "latencyMs", 0, LATENCY_MAX, &r->s->latency_ms);
}

static enum cew_status read_skew(const struct reader *r, const struct cew_node *n, void *into)
{
	int64_t seconds;
	(void)into;
	enum cew_status status = demo_want_count(r, n, "clockSkewSeconds", -SKEW_MAX, SKEW_MAX, &seconds);
	if (!status)
		r->s->skew_ms = seconds * 1000;
	return status;
}

static enum cew_status read_factor(const struct reader *r, const struct cew_node *n, double *out)
{
	enum cew_scalar_type type = cew_node_type(n);
	*out = strtod(cew_node_text(n), NULL);
	if ((type != CEW_SCALAR_INT && type != CEW_SCALAR_FLOAT) || !(*out >= 0 && *out <= SLOW_MAX))
		return demo_wrong(r, n, "a factor must be a number from 0 to %d, or a map of such by create, delete, update, rollback",
		                  SLOW_MAX);
	return CEW_OK;
}

/* One for all, or one for each of some occasions. */
static enum cew_status read_factors(const struct reader *r, const struct cew_node *n, double out[DEMO_OCCASION_COUNT])
{
	double all = 1;
	enum cew_status status = cew_node_is(n, CEW_NODE_MAP) ? CEW_OK : read_factor(r, n, &all);
	for (size_t i = 0; i < DEMO_OCCASION_COUNT; i++)
		out[i] = all;
	for (size_t k = 0; !status && cew_node_is(n, CEW_NODE_MAP) && k < cew_node_count(n); k++) {
		size_t i = 0;
		while (i < DEMO_OCCASION_COUNT && strcmp(occasions[i], cew_node_text(cew_node_key(n, k))) != 0)
			i++;
		status = i < DEMO_OCCASION_COUNT ? read_factor(r, cew_node_at(n, k), &out[i])
		                                 : demo_wrong(r, cew_node_key(n, k), "it must be create, delete, update or rollback");
	}
	return status;
}

static enum cew_status read_slow(const struct reader *r, const struct cew_node *n, void *into)
{
	(void)into;
	if (!cew_node_is(n, CEW_NODE_MAP))
		return demo_wrong(r, n, "\"slow\" must be a map of logical ids or types to factors");
	for (size_t i = 0; i < cew_node_count(n); i++) {
		struct slow_rule rule = {.subject = cew_node_text(cew_node_key(n, i))};
		enum cew_status status = read_factors(r, cew_node_at(n, i), rule.factor);
		if (status)
			return status;
		if (!cew_vec_push(&r->s->slow, &rule))
			return cew_fail_memory(r->err);
	}
	return CEW_OK;
}

static enum cew_status throttle_action(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "action", &((struct throttle_rule *)into)->action);
}

static enum cew_status throttle_every(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_count(r, n, "every", 1, TIMES_MAX, &((struct throttle_rule *)into)->every);
}

static enum cew_status throttle_from(const struct reader *r, const struct cew_node *n, void *into)
{
	int64_t minutes = 0;
	enum cew_status status = demo_want_count(r, n, "fromMinute", 0, MINUTES_MAX, &minutes);
	((struct throttle_rule *)into)->from = (double)minutes;
	return status;
}

static enum cew_status throttle_minutes(const struct reader *r, const struct cew_node *n, void *into)
{
	int64_t minutes = 0;
	enum cew_status status = demo_want_count(r, n, "minutes", 1, MINUTES_MAX, &minutes);
	((struct throttle_rule *)into)->minutes = (double)minutes;
	return status;
}

static enum cew_status read_throttle_entry(const struct reader *r, const struct cew_node *n)
{
	static const struct key keys[] = {{"action", throttle_action}, {"every", throttle_every},
	                                  {"fromMinute", throttle_from}, {"minutes", throttle_minutes}, {NULL, NULL}};
	struct throttle_rule rule = {.action = NULL};
	enum cew_status status = demo_read_keys(r, n, keys, "\"throttle\"", &rule);
	if (!status && !rule.every)
		status = demo_wrong(r, n, "\"throttle\" needs \"every\": each how manieth call is refused");
	if (!status && !cew_vec_push(&r->s->throttles, &rule))
		status = cew_fail_memory(r->err);
	return status;
}

/* One, or a list of them. */
static enum cew_status read_throttle(const struct reader *r, const struct cew_node *n, void *into)
{
	(void)into;
	if (!cew_node_is(n, CEW_NODE_SEQ))
		return read_throttle_entry(r, n);
	enum cew_status status = CEW_OK;
	for (size_t i = 0; !status && i < cew_node_count(n); i++)
		status = read_throttle_entry(r, cew_node_at(n, i));
	return status;
}

static enum cew_status read_deny(const struct reader *r, const struct cew_node *n, void *into)
{
	const char *text;
	enum cew_status status = CEW_OK;
	(void)into;
	if (!cew_node_is(n, CEW_NODE_SEQ))
		return demo_wrong(r, n, "\"deny\" must be a list of actions");
	for (size_t i = 0; !status && i < cew_node_count(n); i++)
		status = demo_want_text(r, cew_node_at(n, i), "deny", &text);
	r->s->denied = n;
	return status;
}

static enum cew_status read_session(const struct reader *r, const struct cew_node *n, void *into)
{
	(void)into;
	return demo_want_count(r, n, "sessionSeconds", 1, 129600, &r->s->session_seconds);
}

static const struct key top_keys[] = {
	{"account", read_account},
	{"clockSkewSeconds", read_skew},
	{"deny", read_deny},
	{"events", demo_read_events},
	{"fail", read_fail},
	{"faults", demo_read_faults},
	{"identity", demo_read_identity},
	{"latencyMs", read_latency},
	{"marketplace", demo_read_marketplace},
	{"objects", demo_read_objects},
	{"others", demo_read_others},
	{"quotas", demo_read_quotas},
	{"resources", demo_read_resources},
	{"sessionSeconds", read_session},
	{"slow", read_slow},
	{"stacks", demo_read_stacks},
	{"throttle", read_throttle},
	{NULL, NULL},
};

/* ---- life ---- */

#define BUILT_IN "assets/scenarios/"
#define ENDING ".yaml"

static enum cew_status no_such_name(const char *name, struct cew_error *err)
{
	cew_fail(err, CEW_NOT_FOUND, "there is no scenario \"%s\"", name);
	cew_error_hint(err, "Give the path of a file, or a name that `man cewizard` tells under --demo-scenario.");
	return CEW_NOT_FOUND;
}

/* What has neither directory nor ending is the name of one that comes along. */
static enum cew_status read_file(const char *path, struct cew_doc **out, struct cew_error *err)
{
	if (strpbrk(path, "/."))
		return cew_doc_read(path, out, err);
	char *name = cew_fmt(BUILT_IN "%s" ENDING, path);
	const struct cew_embedded *f = name ? cew_embedded_find(name) : NULL;
	free(name);
	return f ? cew_doc_parse(f->path, f->data, f->len, CEW_DOC_YAML, NULL, out, err) : no_such_name(path, err);
}

enum cew_status demo_scenario_load(const char *path, struct demo_scenario **out, struct cew_error *err)
{
	struct demo_scenario *s = calloc(1, sizeof(*s));
	if (!s)
		return cew_fail_memory(err);
	cew_vec_init(&s->mishaps, sizeof(struct mishap_rule));
	cew_vec_init(&s->slow, sizeof(struct slow_rule));
	cew_vec_init(&s->throttles, sizeof(struct throttle_rule));
	cew_vec_init(&s->faults, sizeof(struct fault_rule));
	cew_vec_init(&s->late, sizeof(struct late_rule));
	cew_vec_init(&s->intrusions, sizeof(struct intrusion_rule));
	cew_vec_init(&s->policies, sizeof(struct cew_node *));
	cew_vec_init(&s->policy_docs, sizeof(struct cew_doc *));
	enum cew_status status = path ? read_file(path, &s->doc, err) : CEW_OK;
	s->root = s->doc ? cew_doc_root(s->doc) : NULL;
	struct reader reader = {s, err};
	if (!status && s->root)
		status = demo_read_keys(&reader, s->root, top_keys, "a scenario", NULL);
	if (!status) {
		*out = s;
		return CEW_OK;
	}
	demo_scenario_destroy(s);
	return status;
}

void demo_scenario_destroy(struct demo_scenario *s)
{
	if (!s)
		return;
	cew_vec_finish(&s->mishaps);
	cew_vec_finish(&s->slow);
	cew_vec_finish(&s->throttles);
	cew_vec_finish(&s->faults);
	cew_vec_finish(&s->late);
	cew_vec_finish(&s->intrusions);
	cew_vec_finish(&s->policies);
	for (size_t i = 0; i < s->policy_docs.len; i++)
		cew_doc_destroy(*(struct cew_doc **)cew_vec_at(&s->policy_docs, i));
	cew_vec_finish(&s->policy_docs);
	cew_doc_destroy(s->doc);
	free(s);
}

/* ---- asking ---- */

const char *demo_scenario_account(const struct demo_scenario *s)
{
	return s->account;
}

int64_t demo_scenario_latency_ms(const struct demo_scenario *s)
{
	return s->latency_ms;
}

double demo_scenario_slowness(const struct demo_scenario *s, const struct cew_cfn_resource *r, enum demo_occasion occasion)
{
	double factor = 1;
	for (size_t i = 0; i < s->slow.len; i++) {
		const struct slow_rule *rule = cew_vec_at(&s->slow, i);
		if (strcmp(rule->subject, r->logical_id) == 0 || strcmp(rule->subject, r->type) == 0)
			factor *= rule->factor[occasion];
	}
	return factor;
}

static bool concerns(const struct mishap_rule *rule, const struct cew_cfn_resource *r)
{
	return rule->resource ? strcmp(rule->resource, r->logical_id) == 0 : strcmp(rule->type, r->type) == 0;
}

bool demo_scenario_strikes(struct demo_scenario *s, const struct cew_cfn_resource *r, enum demo_occasion occasion,
                           struct demo_mishap *out)
{
	for (size_t i = 0; i < s->mishaps.len; i++) {
		struct mishap_rule *rule = cew_vec_at(&s->mishaps, i);
		if (rule->on != occasion || rule->left == 0 || !concerns(rule, r))
			continue;
		if (rule->left > 0)
			rule->left--;
		demo_mishap_usual(r->type, occasion, out);
		if (rule->mishap.reason)
			*out = (struct demo_mishap){rule->mishap.reason, rule->mishap.code, false, out->late, NULL};
		out->tasks = rule->mishap.tasks;
		if (rule->has_when)
			out->late = rule->mishap.late;
		return true;
	}
	return false;
}

/* Does an entry of "deny", or an "action" of others, mean this action? "CreateRole", "iam:CreateRole", "iam:Create*", "*". */
bool demo_action_is(const char *pattern, const char *service, const char *action)
{
	const char *colon = strchr(pattern, ':');
	if (colon && (strncmp(pattern, service, (size_t)(colon - pattern)) != 0 || service[colon - pattern]))
		return false;
	const char *name = colon ? colon + 1 : pattern;
	size_t len = strcspn(name, "*");
	return name[len] ? strncmp(name, action, len) == 0 : strcmp(name, action) == 0;
}

bool demo_scenario_denies(const struct demo_scenario *s, const char *service, const char *action)
{
	for (size_t i = 0; i < cew_node_count(s->denied); i++)
		if (demo_action_is(cew_node_text(cew_node_at(s->denied, i)), service, action))
			return true;
	return false;
}

enum demo_verdict demo_scenario_judge(struct demo_scenario *s, const char *service, const char *action)
{
	enum demo_verdict verdict = demo_scenario_denies(s, service, action) ? DEMO_DENIED : DEMO_ALLOWED;
	for (size_t i = 0; i < s->throttles.len; i++) {
		struct throttle_rule *rule = cew_vec_at(&s->throttles, i);
		bool past = s->minutes < rule->from || (rule->minutes > 0 && s->minutes >= rule->from + rule->minutes);
		if (past || (rule->action && !demo_action_is(rule->action, service, action)))
			continue;
		rule->count = (rule->count + 1) % rule->every;
		if (rule->count == 0)
			verdict = DEMO_THROTTLED;
	}
	return verdict;
}

void demo_scenario_at(struct demo_scenario *s, double minutes, const char *status)
{
	s->minutes = minutes;
	s->status = status;
}

int64_t demo_scenario_skew_ms(const struct demo_scenario *s)
{
	return s->skew_ms;
}

const struct cew_node *demo_scenario_section(const struct demo_scenario *s, const char *name)
{
	return cew_node_get(s->root, name);
}
