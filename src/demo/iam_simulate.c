/* SimulatePrincipalPolicy: what would become of actions. */
#include "iam.h"

#include <stdio.h>
#include <string.h>

#define ACTIONS_MAX 300

static bool is_principal(struct demo_call *call, const char *arn)
{
	const char *user = strstr(arn, ":user/"), *role = strstr(arn, ":role/");
	if (user)
		return strcmp(arn, demo_account_user_arn(call->demo, call->region)) == 0;
	const char *name = role ? strrchr(role, '/') + 1 : NULL;
	return name && demo_thing_named(&call->view, DEMO_ROLE, name);
}

static void write_decision(struct demo_call *call, const char *action, const char *resource)
{
	const char *colon = strchr(action, ':');
	char service[64];
	snprintf(service, sizeof(service), "%.*s", (int)(colon - action), action);
	bool denied = demo_scenario_denies(call->demo->scenario, service, colon + 1);
	demo_xml_open(&call->xml, "member");
	demo_xml_text(&call->xml, "EvalActionName", action);
	demo_xml_text(&call->xml, "EvalResourceName", resource);
	demo_xml_text(&call->xml, "EvalDecision", denied ? "implicitDeny" : "allowed");
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
	struct demo_page page;
	enum cew_status status = demo_marker_page(call, "MaxItems", 1000, 100, &page, err);
	if (!status)
		status = check_actions(call, actions, err);
	if (status)
		return status;
	if (!source || !is_principal(call, source))
		return demo_refuse(err, "NoSuchEntity", "The principal %s cannot be found.", source ? source : "");
	demo_xml_open(&call->xml, "EvaluationResults");
	for (n = 1; n <= actions; n++)
		for (size_t r = 1; r <= (resources ? resources : 1); r++) {
			const char *resource = demo_query_getf(&call->query, "ResourceArns.member.%zu", r);
			if (demo_page_takes(&page))
				write_decision(call, demo_query_getf(&call->query, "ActionNames.member.%zu", n), resource ? resource : "*");
		}
	demo_xml_close(&call->xml);
	demo_xml_bool(&call->xml, "IsTruncated", page.more);
	demo_marker_next(call, "Marker", &page);
	return CEW_OK;
}
