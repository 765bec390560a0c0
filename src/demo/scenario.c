/* Scenario files: read strictly, so that a misspelt key does not make everything go well. */
#include "scenario.h"

#include <stdlib.h>
#include <string.h>

#define LATENCY_MAX 60000
#define TIMES_MAX 1000000
#define SLOW_MAX 1000

struct mishap_rule {
	const char *resource, *type; /* one of them is NULL */
	bool on_delete;
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
	struct cew_vec mishaps, slow, throttles;
	const struct cew_node *denied;
};

/* ---- reading ---- */

struct reader {
	struct demo_scenario *s;
	struct cew_error *err;
};

static enum cew_status wrong(const struct reader *r, const struct cew_node *at, const char *fmt, ...) CEW_PRINTF(3, 4);

static enum cew_status wrong(const struct reader *r, const struct cew_node *at, const char *fmt, ...)
{
	struct cew_buf text;
	va_list args;
	cew_buf_init(&text, 1024);
	va_start(args, fmt);
	cew_buf_vfmt(&text, fmt, args);
	va_end(args);
	cew_fail(r->err, CEW_INVALID, "%s", cew_buf_text(&text));
	cew_buf_finish(&text);
	return cew_doc_where(r->s->doc, at, r->err);
}

static enum cew_status want_text(const struct reader *r, const struct cew_node *n, const char *key, const char **out)
{
	if (!cew_node_is(n, CEW_NODE_SCALAR) || !*cew_node_text(n) || cew_node_type(n) == CEW_SCALAR_NULL)
		return wrong(r, n, "\"%s\" must be a text", key);
	*out = cew_node_text(n);
	return CEW_OK;
}

static enum cew_status want_count(const struct reader *r, const struct cew_node *n, const char *key, int64_t min,
                                  int64_t max, int64_t *out)
{
	char *end;
	*out = strtoll(cew_node_text(n), &end, 10);
	if (cew_node_type(n) != CEW_SCALAR_INT || *end || *out < min || *out > max)
		return wrong(r, n, "\"%s\" must be a whole number from %lld to %lld", key, (long long)min, (long long)max);
	return CEW_OK;
}

static enum cew_status want_one_of(const struct reader *r, const struct cew_node *n, const char *key, const char *first,
                                   const char *second, bool *is_second)
{
	const char *text = cew_node_text(n);
	*is_second = strcmp(text, second) == 0;
	if (!*is_second && strcmp(text, first) != 0)
		return wrong(r, n, "\"%s\" must be %s or %s", key, first, second);
	return CEW_OK;
}

/* Every key of a map goes to the function of its row. */
struct key {
	const char *name;
	enum cew_status (*read)(const struct reader *r, const struct cew_node *n, void *into);
};

static enum cew_status read_keys(const struct reader *r, const struct cew_node *map, const struct key *keys,
                                 const char *what, void *into)
{
	if (!cew_node_is(map, CEW_NODE_MAP))
		return wrong(r, map, "%s must be a map", what);
	for (size_t i = 0; i < cew_node_count(map); i++) {
		const struct cew_node *name = cew_node_key(map, i);
		const struct key *k = keys;
		while (k->name && strcmp(k->name, cew_node_text(name)) != 0)
			k++;
		if (!k->name) {
			struct cew_buf known;
			cew_buf_init(&known, 256);
			for (k = keys; k->name; k++)
				cew_buf_fmt(&known, "%s%s", k == keys ? "" : ", ", k->name);
			wrong(r, name, "%s has no key \"%s\"", what, cew_node_text(name));
			cew_error_hint(r->err, "The keys are: %s.", cew_buf_text(&known));
			cew_buf_finish(&known);
			return CEW_INVALID;
		}
		enum cew_status status = k->read(r, cew_node_at(map, i), into);
		if (status)
			return status;
	}
	return CEW_OK;
}

/* ---- fail ---- */

static enum cew_status mishap_resource(const struct reader *r, const struct cew_node *n, void *into)
{
	return want_text(r, n, "resource", &((struct mishap_rule *)into)->resource);
}

static enum cew_status mishap_type(const struct reader *r, const struct cew_node *n, void *into)
{
	return want_text(r, n, "type", &((struct mishap_rule *)into)->type);
}

static enum cew_status mishap_on(const struct reader *r, const struct cew_node *n, void *into)
{
	return want_one_of(r, n, "on", "create", "delete", &((struct mishap_rule *)into)->on_delete);
}

static enum cew_status mishap_reason(const struct reader *r, const struct cew_node *n, void *into)
{
	return want_text(r, n, "reason", &((struct mishap_rule *)into)->mishap.reason);
}

static enum cew_status mishap_code(const struct reader *r, const struct cew_node *n, void *into)
{
	return want_text(r, n, "code", &((struct mishap_rule *)into)->mishap.code);
}

static enum cew_status mishap_times(const struct reader *r, const struct cew_node *n, void *into)
{
	return want_count(r, n, "times", 1, TIMES_MAX, &((struct mishap_rule *)into)->left);
}

static enum cew_status mishap_when(const struct reader *r, const struct cew_node *n, void *into)
{
	struct mishap_rule *rule = into;
	rule->has_when = true;
	return want_one_of(r, n, "when", "start", "end", &rule->mishap.late);
}

static const struct key mishap_keys[] = {
	{"resource", mishap_resource}, {"type", mishap_type},   {"on", mishap_on},     {"reason", mishap_reason},
	{"code", mishap_code},         {"times", mishap_times}, {"when", mishap_when}, {NULL, NULL},
};

static enum cew_status read_fail(const struct reader *r, const struct cew_node *n, void *into)
{
	(void)into;
	if (!cew_node_is(n, CEW_NODE_SEQ))
		return wrong(r, n, "\"fail\" must be a list");
	for (size_t i = 0; i < cew_node_count(n); i++) {
		const struct cew_node *entry = cew_node_at(n, i);
		struct mishap_rule rule = {.left = -1};
		enum cew_status status = read_keys(r, entry, mishap_keys, "an entry of \"fail\"", &rule);
		if (!status && !rule.resource == !rule.type)
			status = wrong(r, entry, "an entry of \"fail\" needs either \"resource\" or \"type\"");
		if (!status && rule.mishap.code && !rule.mishap.reason)
			status = wrong(r, entry, "\"code\" goes with a \"reason\"");
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
		return wrong(r, n, "\"account\" must be 12 digits (in quotes if the first is 0)");
	return CEW_OK;
}

static enum cew_status read_latency(const struct reader *r, const struct cew_node *n, void *into)
{
	(void)into;
	return want_count(r, n, "latencyMs", 0, LATENCY_MAX, &r->s->latency_ms);
}

static enum cew_status read_slow(const struct reader *r, const struct cew_node *n, void *into)
{
	(void)into;
	if (!cew_node_is(n, CEW_NODE_MAP))
		return wrong(r, n, "\"slow\" must be a map of logical ids or types to factors");
	for (size_t i = 0; i < cew_node_count(n); i++) {
		const struct cew_node *value = cew_node_at(n, i);
		enum cew_scalar_type type = cew_node_type(value);
		struct slow_rule rule = {cew_node_text(cew_node_key(n, i)), strtod(cew_node_text(value), NULL)};
		if ((type != CEW_SCALAR_INT && type != CEW_SCALAR_FLOAT) || !(rule.factor >= 0 && rule.factor <= SLOW_MAX))
			return wrong(r, value, "a factor must be a number from 0 to %d", SLOW_MAX);
		if (!cew_vec_push(&r->s->slow, &rule))
			return cew_fail_memory(r->err);
	}
	return CEW_OK;
}

static enum cew_status throttle_action(const struct reader *r, const struct cew_node *n, void *into)
{
	return want_text(r, n, "action", &((struct throttle_rule *)into)->action);
}

static enum cew_status throttle_every(const struct reader *r, const struct cew_node *n, void *into)
{
	return want_count(r, n, "every", 1, TIMES_MAX, &((struct throttle_rule *)into)->every);
}

static enum cew_status read_throttle_entry(const struct reader *r, const struct cew_node *n)
{
	static const struct key keys[] = {{"action", throttle_action}, {"every", throttle_every}, {NULL, NULL}};
	struct throttle_rule rule = {.action = NULL};
	enum cew_status status = read_keys(r, n, keys, "\"throttle\"", &rule);
	if (!status && !rule.every)
		status = wrong(r, n, "\"throttle\" needs \"every\": each how manieth call is refused");
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
		return wrong(r, n, "\"deny\" must be a list of actions");
	for (size_t i = 0; !status && i < cew_node_count(n); i++)
		status = want_text(r, cew_node_at(n, i), "deny", &text);
	r->s->denied = n;
	return status;
}

static const struct key top_keys[] = {
	{"account", read_account}, {"deny", read_deny}, {"fail", read_fail},         {"latencyMs", read_latency},
	{"slow", read_slow},       {"throttle", read_throttle}, {NULL, NULL},
};

/* ---- life ---- */

enum cew_status demo_scenario_load(const char *path, struct demo_scenario **out, struct cew_error *err)
{
	struct demo_scenario *s = calloc(1, sizeof(*s));
	if (!s)
		return cew_fail_memory(err);
	cew_vec_init(&s->mishaps, sizeof(struct mishap_rule));
	cew_vec_init(&s->slow, sizeof(struct slow_rule));
	cew_vec_init(&s->throttles, sizeof(struct throttle_rule));
	enum cew_status status = path ? cew_doc_read(path, &s->doc, err) : CEW_OK;
	const struct cew_node *root = s->doc ? cew_doc_root(s->doc) : NULL;
	struct reader reader = {s, err};
	if (!status && root)
		status = read_keys(&reader, root, top_keys, "a scenario", NULL);
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

double demo_scenario_slowness(const struct demo_scenario *s, const struct cew_cfn_resource *r)
{
	double factor = 1;
	for (size_t i = 0; i < s->slow.len; i++) {
		const struct slow_rule *rule = cew_vec_at(&s->slow, i);
		if (strcmp(rule->subject, r->logical_id) == 0 || strcmp(rule->subject, r->type) == 0)
			factor *= rule->factor;
	}
	return factor;
}

static bool concerns(const struct mishap_rule *rule, const struct cew_cfn_resource *r)
{
	return rule->resource ? strcmp(rule->resource, r->logical_id) == 0 : strcmp(rule->type, r->type) == 0;
}

bool demo_scenario_strikes(struct demo_scenario *s, const struct cew_cfn_resource *r, bool on_delete,
                           struct demo_mishap *out)
{
	for (size_t i = 0; i < s->mishaps.len; i++) {
		struct mishap_rule *rule = cew_vec_at(&s->mishaps, i);
		if (rule->on_delete != on_delete || rule->left == 0 || !concerns(rule, r))
			continue;
		if (rule->left > 0)
			rule->left--;
		demo_mishap_usual(r->type, on_delete, out);
		if (rule->mishap.reason)
			*out = (struct demo_mishap){rule->mishap.reason, rule->mishap.code, false, out->late};
		if (rule->has_when)
			out->late = rule->mishap.late;
		return true;
	}
	return false;
}

static bool is_denied(const struct demo_scenario *s, const char *action)
{
	for (size_t i = 0; i < cew_node_count(s->denied); i++)
		if (strcmp(cew_node_text(cew_node_at(s->denied, i)), action) == 0)
			return true;
	return false;
}

enum demo_verdict demo_scenario_judge(struct demo_scenario *s, const char *action)
{
	enum demo_verdict verdict = is_denied(s, action) ? DEMO_DENIED : DEMO_ALLOWED;
	for (size_t i = 0; i < s->throttles.len; i++) {
		struct throttle_rule *rule = cew_vec_at(&s->throttles, i);
		if (rule->action && strcmp(rule->action, action) != 0)
			continue;
		rule->count = (rule->count + 1) % rule->every;
		if (rule->count == 0)
			verdict = DEMO_THROTTLED;
	}
	return verdict;
}
