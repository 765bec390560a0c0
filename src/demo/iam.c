/* Identity and Access Management: roles, what the caller may do, and how many of what there are. */
#include "query_page.h"

#include <stdio.h>
#include <string.h>

#define ROLE "AWS::IAM::Role"

/* ---- roles ---- */

/* The document as JSON, percent-encoded, as IAM hands it out. */
static void write_document(struct demo_call *call, const struct cew_node *document)
{
	struct cew_buf json, encoded;
	cew_buf_init(&json, 65536);
	cew_buf_init(&encoded, 65536 * 3);
	if (cew_node_is(document, CEW_NODE_SCALAR))
		cew_buf_str(&json, cew_node_text(document));
	else if (document)
		cew_doc_write_json(document, &json, NULL);
	cew_pct_encode(&encoded, cew_buf_text(&json), json.len, NULL);
	demo_xml_text(&call->xml, "AssumeRolePolicyDocument", cew_buf_text(&encoded));
	cew_buf_finish(&json);
	cew_buf_finish(&encoded);
}

static const char *path_of(struct demo_call *call, const struct demo_thing *t)
{
	const char *path = demo_thing_text(&call->view, t, "Path");
	return path ? path : "/";
}

static void write_role(struct demo_call *call, const struct demo_thing *t, bool whole)
{
	struct demo_xml *x = &call->xml;
	const char *longest = demo_thing_text(&call->view, t, "MaxSessionDuration");
	demo_xml_text(x, "Path", path_of(call, t));
	demo_xml_text(x, "RoleName", t->name);
	demo_xml_text(x, "RoleId", demo_thing_text(&call->view, t, "RoleId"));
	demo_xml_text(x, "Arn", demo_thing_text(&call->view, t, "Arn"));
	demo_xml_time(x, "CreateDate", t->made_ms);
	write_document(call, demo_thing_node(t, "AssumeRolePolicyDocument"));
	demo_xml_text(x, "Description", demo_thing_text(&call->view, t, "Description"));
	demo_xml_text(x, "MaxSessionDuration", longest ? longest : "3600");
	if (!whole)
		return;
	demo_xml_open(x, "RoleLastUsed");
	demo_xml_close(x);
}

static enum cew_status list_roles(struct demo_call *call, struct cew_error *err)
{
	const char *prefix = demo_query_get(&call->query, "PathPrefix");
	struct demo_page page;
	enum cew_status status = demo_marker_page(call, "MaxItems", 1000, 100, &page, err);
	if (status)
		return status;
	struct demo_things all = demo_things(&call->view, ROLE);
	demo_xml_open(&call->xml, "Roles");
	for (size_t i = 0; i < all.count; i++) {
		if ((prefix && strncmp(path_of(call, &all.at[i]), prefix, strlen(prefix)) != 0) || !demo_page_takes(&page))
			continue;
		demo_xml_open(&call->xml, "member");
		write_role(call, &all.at[i], false);
		demo_xml_close(&call->xml);
	}
	demo_xml_close(&call->xml);
	demo_xml_bool(&call->xml, "IsTruncated", page.more);
	demo_marker_next(call, "Marker", &page);
	return CEW_OK;
}

static enum cew_status get_role(struct demo_call *call, struct cew_error *err)
{
	const char *name = demo_query_get(&call->query, "RoleName");
	const struct demo_thing *t = demo_thing_named(&call->view, ROLE, name);
	if (!name)
		return demo_refuse(err, DEMO_INVALID,
		                   "1 validation error detected: Value null at 'roleName' failed to satisfy constraint: Member "
		                   "must not be null");
	if (!t)
		return demo_refuse(err, "NoSuchEntity", "The role with name %s cannot be found.", name);
	demo_xml_open(&call->xml, "Role");
	write_role(call, t, true);
	demo_xml_close(&call->xml);
	return CEW_OK;
}

/* ---- SimulatePrincipalPolicy ---- */

#define ACTIONS_MAX 300

static bool is_principal(struct demo_call *call, const char *arn)
{
	const char *user = strstr(arn, ":user/"), *role = strstr(arn, ":role/");
	if (user)
		return strcmp(arn, demo_account_user_arn(call->demo, call->region)) == 0;
	const char *name = role ? strrchr(role, '/') + 1 : NULL;
	return name && demo_thing_named(&call->view, ROLE, name);
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

static enum cew_status simulate(struct demo_call *call, struct cew_error *err)
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

/* ---- GetAccountSummary ---- */

static void write_entry(struct demo_call *call, const char *key, long value)
{
	demo_xml_open(&call->xml, "entry");
	demo_xml_text(&call->xml, "key", key);
	cew_buf_fmt(call->xml.out, "<value>%ld</value>", value);
	demo_xml_close(&call->xml);
}

static enum cew_status get_account_summary(struct demo_call *call, struct cew_error *err)
{
	(void)err;
	demo_xml_open(&call->xml, "SummaryMap");
	write_entry(call, "Roles", (long)demo_things(&call->view, ROLE).count);
	write_entry(call, "RolesQuota", demo_quota(call->demo, "L-FE177D64"));
	write_entry(call, "Users", 1);
	write_entry(call, "UsersQuota", 5000);
	write_entry(call, "Policies", (long)demo_things(&call->view, "AWS::IAM::ManagedPolicy").count);
	write_entry(call, "PoliciesQuota", 1500);
	write_entry(call, "AccountMFAEnabled", 1);
	demo_xml_close(&call->xml);
	return CEW_OK;
}

const struct demo_action demo_iam_actions[] = {
	{"GetAccountSummary", get_account_summary, false, NULL},
	{"GetRole", get_role, false, NULL},
	{"ListRoles", list_roles, false, NULL},
	{"SimulatePrincipalPolicy", simulate, false, NULL},
	{NULL, NULL, false, NULL},
};
