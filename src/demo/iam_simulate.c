/* SimulatePrincipalPolicy: what would become of actions. */
#include "iam.h"

#include <stdio.h>
#include <string.h>

#define ACTIONS_MAX 300
#define CONTEXT_MAX 60

/* A user or a role, by ARN. Sessions are none. */
static bool find_principal(struct demo_call *call, const char *arn, struct demo_actor *who)
{
	const char *role = strstr(arn, ":role/");
	const struct demo_thing *t = role ? demo_thing_named(&call->view, DEMO_ROLE, strrchr(role, '/') + 1) : NULL;
	if (t) {
		demo_actor_role(&call->view, t, "simulated", who);
		return true;
	}
	demo_actor_user(call->demo, call->region, who);
	return strcmp(arn, who->arn) == 0;
}

struct simulation {
	struct demo_actor who;
	struct demo_key keys[CONTEXT_MAX];
	size_t key_count;
};

static void read_context(struct demo_call *call, struct simulation *s)
{
	const char *name, *value;
	for (size_t n = 1; (name = demo_query_getf(&call->query, "ContextEntries.member.%zu.ContextKeyName", n)) != NULL; n++)
		for (size_t m = 1; s->key_count < CONTEXT_MAX &&
		                   (value = demo_query_getf(&call->query, "ContextEntries.member.%zu.ContextKeyValues.member.%zu",
		                                            n, m)) != NULL;
		     m++)
			s->keys[s->key_count++] = (struct demo_key){name, value};
}

static void write_decision(struct demo_call *call, const struct simulation *s, const char *action, const char *resource)
{
	static const char *const decisions[] = {"implicitDeny", "allowed", "explicitDeny"};
	struct demo_ask ask = {action, resource, s->keys, s->key_count};
	demo_xml_open(&call->xml, "member");
	demo_xml_text(&call->xml, "EvalActionName", action);
	demo_xml_text(&call->xml, "EvalResourceName", resource);
	demo_xml_text(&call->xml, "EvalDecision", decisions[demo_actor_effect(&call->view, &s->who, &ask)]);
	demo_xml_open(&call->xml, "MatchedStatements");
	demo_xml_close(&call->xml);
	demo_xml_open(&call->xml, "MissingContextValues");
	demo_xml_close(&call->xml);
	demo_xml_close(&call->xml);
}

static enum cew_status check_actions(struct demo_call *call, size_t count, struct cew_error *err)
{
	if (count == 0)
		return demo_refuse(err, DEMO_INVALID,
		                   "1 validation error detected: Value null at 'actionNames' failed to satisfy constraint: "
		                   "Member must not be null");
	if (count > ACTIONS_MAX)
		return demo_refuse(err, DEMO_INVALID, "Too many actions at once");
	for (size_t n = 1; n <= count; n++) {
		const char *action = demo_query_getf(&call->query, "ActionNames.member.%zu", n);
		if (!action || !strchr(action, ':') || strchr(action, '*'))
			return demo_refuse(err, "InvalidInput", "Invalid Action name: %s", action ? action : "");
	}
	return CEW_OK;
}

enum cew_status demo_simulate_principal_policy(struct demo_call *call, struct cew_error *err)
{
	const char *source = demo_query_get(&call->query, "PolicySourceArn");
	size_t actions = demo_query_members(&call->query, "ActionNames"), n = 0;
	size_t resources = demo_query_members(&call->query, "ResourceArns");
	struct simulation s = {.key_count = 0};
	struct demo_page page;
	enum cew_status status = demo_marker_page(call, "MaxItems", 1000, 100, &page, err);
	if (!status)
		status = check_actions(call, actions, err);
	if (status)
		return status;
	if (source && strstr(source, ":sts:"))
		return demo_refuse(err, "InvalidInput", "Invalid Entity Arn: %s does not clearly define entity type and name.",
		                   source);
	if (!source || !find_principal(call, source, &s.who))
		return demo_refuse(err, "NoSuchEntity", "The principal %s cannot be found.", source ? source : "");
	read_context(call, &s);
	demo_xml_open(&call->xml, "EvaluationResults");
	for (n = 1; n <= actions; n++)
		for (size_t r = 1; r <= (resources ? resources : 1); r++) {
			const char *resource = demo_query_getf(&call->query, "ResourceArns.member.%zu", r);
			if (demo_page_takes(&page))
				write_decision(call, &s, demo_query_getf(&call->query, "ActionNames.member.%zu", n), resource ? resource : "*");
		}
	demo_xml_close(&call->xml);
	demo_xml_bool(&call->xml, "IsTruncated", page.more);
	demo_marker_next(call, "Marker", &page);
	return CEW_OK;
}
