/* A scenario's "others" and "events": what somebody else does to a stack, and how its events are told. */
#include "scenario_read.h"

#include <assert.h>
#include <string.h>

#define COUNT_MAX 1000000
#define STEP_MAX 3600000
#define LATE_MAX 86400

/* ---- events ---- */

static enum cew_status late_resource(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "resource", &((struct late_rule *)into)->resource);
}

static enum cew_status late_status(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "status", &((struct late_rule *)into)->status);
}

static enum cew_status late_seconds(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_count(r, n, "seconds", 1, LATE_MAX, &((struct late_rule *)into)->seconds);
}

static enum cew_status events_late(const struct reader *r, const struct cew_node *n, void *into)
{
	static const struct key keys[] = {{"resource", late_resource}, {"seconds", late_seconds}, {"status", late_status}, {NULL, NULL}};
	(void)into;
	if (!cew_node_is(n, CEW_NODE_SEQ))
		return demo_wrong(r, n, "\"late\" must be a list");
	for (size_t i = 0; i < cew_node_count(n); i++) {
		const struct cew_node *entry = cew_node_at(n, i);
		struct late_rule rule = {.resource = NULL};
		enum cew_status status = demo_read_keys(r, entry, keys, "an entry of \"late\"", &rule);
		if (!status && !rule.seconds)
			status = demo_wrong(r, entry, "an entry of \"late\" needs \"seconds\"");
		if (!status && !cew_vec_push(&r->s->late, &rule))
			status = cew_fail_memory(r->err);
		if (status)
			return status;
	}
	return CEW_OK;
}

static enum cew_status events_step(const struct reader *r, const struct cew_node *n, void *into)
{
	(void)into;
	return demo_want_count(r, n, "stepMs", 1, STEP_MAX, &r->s->event_step_ms);
}

enum cew_status demo_read_events(const struct reader *r, const struct cew_node *n, void *into)
{
	static const struct key keys[] = {{"late", events_late}, {"stepMs", events_step}, {NULL, NULL}};
	return demo_read_keys(r, n, keys, "\"events\"", into);
}

int64_t demo_scenario_event_step_ms(const struct demo_scenario *s)
{
	return s->event_step_ms;
}

int64_t demo_scenario_event_delay(const struct demo_scenario *s, const char *logical_id, const char *status)
{
	for (size_t i = 0; i < s->late.len; i++) {
		const struct late_rule *rule = cew_vec_at(&s->late, i);
		if ((!rule->resource || strcmp(rule->resource, logical_id) == 0) && (!rule->status || strcmp(rule->status, status) == 0))
			return rule->seconds;
	}
	return 0;
}

/* ---- others ---- */

static const struct {
	const char *name;
	bool resource, type; /* needed */
} deeds[] = {
	[DEMO_DEED_DELETE] = {"delete", false, false},
	[DEMO_DEED_RECREATE] = {"recreate", false, false},
	[DEMO_DEED_CANCEL_UPDATE] = {"cancel-update", false, false},
	[DEMO_DEED_PROTECT] = {"protect", false, false},
	[DEMO_DEED_PROTECT_BALANCER] = {"protect-balancer", true, false},
	[DEMO_DEED_PUT_OBJECT] = {"put-object", true, false},
	[DEMO_DEED_ADD] = {"add", false, true},
};
static_assert(CEW_COUNT(deeds) == DEMO_DEED_COUNT, "one row a deed");

static enum cew_status other_after(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_count(r, n, "after", 1, COUNT_MAX, &((struct intrusion_rule *)into)->after);
}

static enum cew_status other_do(const struct reader *r, const struct cew_node *n, void *into)
{
	struct cew_buf known;
	for (size_t i = 0; i < CEW_COUNT(deeds); i++)
		if (strcmp(deeds[i].name, cew_node_text(n)) == 0) {
			((struct intrusion_rule *)into)->deed = (enum demo_deed)i;
			return CEW_OK;
		}
	cew_buf_init(&known, 256);
	for (size_t i = 0; i < CEW_COUNT(deeds); i++)
		cew_buf_fmt(&known, "%s%s", i ? ", " : "", deeds[i].name);
	demo_wrong(r, n, "\"do\" must be one of: %s", cew_buf_text(&known));
	cew_buf_finish(&known);
	return CEW_INVALID;
}

static enum cew_status other_stack(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "stack", &((struct intrusion_rule *)into)->stack);
}

static enum cew_status other_status(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "status", &((struct intrusion_rule *)into)->status);
}

static enum cew_status other_resource(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "resource", &((struct intrusion_rule *)into)->resource);
}

static enum cew_status other_type(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "type", &((struct intrusion_rule *)into)->type);
}

static enum cew_status other_key(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "key", &((struct intrusion_rule *)into)->key);
}

static enum cew_status other_text(const struct reader *r, const struct cew_node *n, void *into)
{
	return demo_want_text(r, n, "text", &((struct intrusion_rule *)into)->text);
}

static enum cew_status other_properties(const struct reader *r, const struct cew_node *n, void *into)
{
	((struct intrusion_rule *)into)->properties = n;
	return cew_node_is(n, CEW_NODE_MAP) ? CEW_OK : demo_wrong(r, n, "\"properties\" must be a map");
}

static const struct key other_keys[] = {
	{"after", other_after},       {"do", other_do},         {"key", other_key},   {"properties", other_properties},
	{"resource", other_resource}, {"stack", other_stack},   {"status", other_status}, {"text", other_text},
	{"type", other_type},         {NULL, NULL},
};

static enum cew_status check_other(const struct reader *r, const struct cew_node *entry, const struct intrusion_rule *rule)
{
	if (!cew_node_get(entry, "do"))
		return demo_wrong(r, entry, "an entry of \"others\" needs \"do\": what somebody does");
	if (!rule->after == !rule->status)
		return demo_wrong(r, entry, "an entry of \"others\" needs either \"after\" (events) or \"status\" (of the stack)");
	if (deeds[rule->deed].resource && !rule->resource)
		return demo_wrong(r, entry, "\"%s\" needs \"resource\"", deeds[rule->deed].name);
	if (deeds[rule->deed].type && !(rule->type && rule->properties))
		return demo_wrong(r, entry, "\"%s\" needs \"type\" and \"properties\"", deeds[rule->deed].name);
	return CEW_OK;
}

enum cew_status demo_read_others(const struct reader *r, const struct cew_node *n, void *into)
{
	(void)into;
	if (!cew_node_is(n, CEW_NODE_SEQ))
		return demo_wrong(r, n, "\"others\" must be a list");
	for (size_t i = 0; i < cew_node_count(n); i++) {
		const struct cew_node *entry = cew_node_at(n, i);
		struct intrusion_rule rule = {.stack = NULL};
		enum cew_status status = demo_read_keys(r, entry, other_keys, "an entry of \"others\"", &rule);
		if (!status)
			status = check_other(r, entry, &rule);
		if (!status && !cew_vec_push(&r->s->intrusions, &rule))
			status = cew_fail_memory(r->err);
		if (status)
			return status;
	}
	return CEW_OK;
}
