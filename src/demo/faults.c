/* A scenario's "faults": calls whose answer does not come as it should. */
#include "scenario_read.h"

#include <string.h>

#define TIMES_MAX 1000000
#define DELAY_MAX 600000

static const struct {
	const char *name;
	struct demo_trouble trouble;
} kinds[] = {
	{"drop", {.fault = DEMO_DROP}},
	{"reset", {.fault = DEMO_RESET}},
	{"truncate", {.fault = DEMO_TRUNCATE}},
	{"malformed", {.fault = DEMO_MALFORMED}},
	{"html", {.fault = DEMO_HTML}},
	{"redirect", {.fault = DEMO_REDIRECT}},
	{"slow", {.fault = DEMO_NO_FAULT}},
	{"throttle", {.code = "Throttling", .message = "Rate exceeded"}},
	{"error500", {.code = "InternalFailure", .message = "An internal error has occurred"}},
	{"error503", {.code = "ServiceUnavailable", .message = "Service is unable to handle request."}},
	{"expired", {.code = "ExpiredToken", .message = "The security token included in the request is expired"}},
	{"skewed",
	 {.code = "SkewedSignature",
	  .message = "Signature expired: 20240102T030405Z is now earlier than 20240102T030905Z (20240102T031405Z - 5 min.)"}},
	{"denied", {.code = "AccessDenied", .message = "User is not authorized to perform this operation"}},
};

static enum cew_status fault_action(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "action", &((struct fault_rule *)into)->action);
}

static enum cew_status fault_after(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_count(r, n, "after", 0, TIMES_MAX, &((struct fault_rule *)into)->after);
}

static enum cew_status fault_status(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "status", &((struct fault_rule *)into)->status);
}

static enum cew_status fault_times(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_count(r, n, "times", 1, TIMES_MAX, &((struct fault_rule *)into)->left);
}

static enum cew_status fault_delay(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_count(r, n, "ms", 1, DELAY_MAX, &((struct fault_rule *)into)->trouble.delay_ms);
}

static enum cew_status fault_retry_after(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_count(r, n, "retryAfter", 1, DELAY_MAX / 1000, &((struct fault_rule *)into)->trouble.retry_after);
}

static enum cew_status fault_do(const struct reader *r, const struct cew_node *n, void *into)
{
	struct demo_trouble *out = &((struct fault_rule *)into)->trouble;
	int64_t delay = out->delay_ms, retry_after = out->retry_after;
	for (size_t i = 0; i < CEW_COUNT(kinds); i++)
		if (strcmp(kinds[i].name, cew_node_text(n)) == 0) {
			*out = kinds[i].trouble;
			out->delay_ms = delay;
			out->retry_after = retry_after;
			return CEW_OK;
		}
	struct cew_buf known;
	cew_buf_init(&known, 256);
	for (size_t i = 0; i < CEW_COUNT(kinds); i++)
		cew_buf_fmt(&known, "%s%s", i ? ", " : "", kinds[i].name);
	demo_wrong(r, n, "\"do\" must be one of: %s", cew_buf_text(&known));
	cew_buf_finish(&known);
	return CEW_INVALID;
}

enum cew_status demo_read_faults(const struct reader *r, const struct cew_node *n, void *into)
{
	static const struct key keys[] = {{"action", fault_action}, {"after", fault_after}, {"do", fault_do},
	                                  {"ms", fault_delay},      {"retryAfter", fault_retry_after}, {"status", fault_status},
	                                  {"times", fault_times},   {NULL, NULL}};
	(void)into;
	if (!cew_node_is(n, CEW_NODE_SEQ))
		return demo_wrong(r, n, "\"faults\" must be a list");
	for (size_t i = 0; i < cew_node_count(n); i++) {
		const struct cew_node *entry = cew_node_at(n, i);
		struct fault_rule rule = {.left = -1};
		enum cew_status status = demo_read_keys(r, entry, keys, "an entry of \"faults\"", &rule);
		if (!status && !cew_node_get(entry, "do"))
			status = demo_wrong(r, entry, "an entry of \"faults\" needs \"do\": what goes wrong");
		if (!status && strcmp(cew_node_get_text(entry, "do"), "slow") == 0 && !rule.trouble.delay_ms)
			status = demo_wrong(r, entry, "\"slow\" needs \"ms\": how late the answer is");
		if (!status && !cew_vec_push(&r->s->faults, &rule))
			status = cew_fail_memory(r->err);
		if (status)
			return status;
	}
	return CEW_OK;
}

bool demo_scenario_fault(struct demo_scenario *s, const char *service, const char *action, struct demo_trouble *out)
{
	for (size_t i = 0; i < s->faults.len; i++) {
		struct fault_rule *rule = cew_vec_at(&s->faults, i);
		if ((rule->action && !demo_action_is(rule->action, service, action)) || rule->left == 0)
			continue;
		if (rule->status && (!s->status || strcmp(rule->status, s->status) != 0))
			continue;
		if (rule->after > 0) {
			rule->after--;
			continue;
		}
		if (rule->left > 0)
			rule->left--;
		*out = rule->trouble;
		return true;
	}
	return false;
}
