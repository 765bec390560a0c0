/* Identity and Access Management: roles, the caller, and how many of what there are. */
#include "iam.h"

#include "policy.h"

#include <stdio.h>
#include <string.h>

#define ROLE DEMO_ROLE

/* ---- roles ---- */

enum cew_status demo_iam_need(struct demo_call *call, const char *field, const char **out, struct cew_error *err)
{
	*out = demo_query_get(&call->query, field);
	if (*out && **out)
		return CEW_OK;
	return demo_refuse(err, DEMO_INVALID,
	                   "1 validation error detected: Value null at '%c%s' failed to satisfy constraint: Member must not be "
	                   "null",
	                   field[0] | 32, field + 1);
}

enum cew_status demo_iam_role(struct demo_call *call, const struct demo_thing **out, struct cew_error *err)
{
	const char *name;
	enum cew_status status = demo_iam_need(call, "RoleName", &name, err);
	if (status)
		return status;
	*out = demo_thing_named(&call->view, ROLE, name);
	return *out ? CEW_OK : demo_refuse(err, "NoSuchEntity", "The role with name %s cannot be found.", name);
}

void demo_iam_write_document(struct demo_call *call, const char *element, const struct cew_node *document)
{
	struct cew_buf json, encoded;
	cew_buf_init(&json, 65536);
	cew_buf_init(&encoded, 65536 * 3);
	if (cew_node_is(document, CEW_NODE_SCALAR))
		cew_buf_str(&json, cew_node_text(document));
	else if (document)
		cew_doc_write_json(document, &json, NULL);
	cew_pct_encode(&encoded, cew_buf_text(&json), json.len, NULL);
	demo_xml_text(&call->xml, element, cew_buf_text(&encoded));
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
	const char *trust = demo_mark(call->demo, t->id, "AssumeRolePolicyDocument");
	demo_iam_write_document(call, "AssumeRolePolicyDocument",
	                        trust ? cew_doc_string(demo_view_doc(&call->view), trust)
	                              : demo_thing_node(t, "AssumeRolePolicyDocument"));
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
	const struct demo_thing *t;
	enum cew_status status = demo_iam_role(call, &t, err);
	if (status)
		return status;
	demo_xml_open(&call->xml, "Role");
	write_role(call, t, true);
	demo_xml_close(&call->xml);
	return CEW_OK;
}

/* ---- making roles ---- */

static enum cew_status check_new_role(struct demo_call *call, const char *name, struct cew_error *err)
{
	bool ok = false;
	cew_pattern_matches("[\\w+=,.@-]{1,64}", name, &ok, NULL);
	if (!ok)
		return demo_refuse(err, DEMO_INVALID,
		                   "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or "
		                   "the following: +=,.@_-");
	if (demo_thing_named(&call->view, ROLE, name))
		return demo_refuse(err, "EntityAlreadyExists", "Role with name %s already exists.", name);
	if ((long)demo_things(&call->view, ROLE).count >= demo_quota(call->demo, "L-FE177D64"))
		return demo_refuse(err, "LimitExceeded", "Cannot exceed quota for RolesPerAccount: %ld",
		                   demo_quota(call->demo, "L-FE177D64"));
	return CEW_OK;
}

static struct cew_node *new_role(struct demo_call *call, const char *name, struct cew_doc *trust)
{
	static const char *const kept[] = {"Description", "MaxSessionDuration", "Path"};
	struct cew_doc *doc = demo_view_doc(&call->view);
	struct cew_node *p = doc ? cew_map_put_text(doc, cew_doc_map(doc), "RoleName", name) : NULL;
	for (size_t i = 0; i < CEW_COUNT(kept); i++)
		if (demo_query_get(&call->query, kept[i]))
			p = cew_map_put_text(doc, p, kept[i], demo_query_get(&call->query, kept[i]));
	return cew_map_put(doc, p, "AssumeRolePolicyDocument", doc ? cew_doc_copy(doc, cew_doc_root(trust)) : NULL);
}

static enum cew_status create_role(struct demo_call *call, struct cew_error *err)
{
	const char *name, *text;
	struct cew_doc *trust = NULL;
	enum cew_status status = demo_iam_need(call, "RoleName", &name, err);
	if (!status)
		status = demo_iam_need(call, "AssumeRolePolicyDocument", &text, err);
	if (!status)
		status = check_new_role(call, name, err);
	if (!status)
		status = demo_policy_parse(text, DEMO_TRUST_POLICY, &trust, err);
	if (status)
		return status;
	struct cew_node *p = new_role(call, name, trust);
	cew_doc_destroy(trust);
	if (!p || !demo_account_add(&call->view, ROLE, p))
		return cew_fail_memory(err);
	demo_view_forget(&call->view);
	demo_xml_open(&call->xml, "Role");
	write_role(call, demo_thing_named(&call->view, ROLE, name), false);
	demo_xml_close(&call->xml);
	return CEW_OK;
}

static enum cew_status update_trust(struct demo_call *call, struct cew_error *err)
{
	const struct demo_thing *t;
	const char *text;
	enum cew_status status = demo_iam_role(call, &t, err);
	if (!status)
		status = demo_iam_need(call, "PolicyDocument", &text, err);
	if (!status)
		status = demo_policy_parse(text, DEMO_TRUST_POLICY, NULL, err);
	if (!status && !demo_mark_set(call->demo, t->id, "AssumeRolePolicyDocument", text))
		status = cew_fail_memory(err);
	return status;
}

static bool count_grant(void *ctx, const struct demo_grant *g)
{
	(void)g;
	++*(size_t *)ctx;
	return true;
}

static enum cew_status delete_role(struct demo_call *call, struct cew_error *err)
{
	const struct demo_thing *t;
	size_t grants = 0;
	enum cew_status status = demo_iam_role(call, &t, err);
	if (status)
		return status;
	demo_role_grants(&call->view, t, count_grant, &grants);
	if (grants)
		return demo_refuse(err, "DeleteConflict", "Cannot delete entity, must detach all policies first.");
	if (!demo_account_remove(&call->view, ROLE, t->id))
		return demo_refuse(err, "DeleteConflict", "Cannot delete entity, a stack holds it.");
	return CEW_OK;
}

/* ---- users ---- */

static enum cew_status get_user(struct demo_call *call, struct cew_error *err)
{
	const char *arn = demo_account_user_arn(call->demo, call->region), *mine = strrchr(arn, '/') + 1;
	const char *name = demo_query_get(&call->query, "UserName");
	if (name && strcmp(name, mine) != 0)
		return demo_refuse(err, "NoSuchEntity", "The user with name %s cannot be found.", name);
	demo_xml_open(&call->xml, "User");
	demo_xml_text(&call->xml, "Path", "/");
	demo_xml_text(&call->xml, "UserName", mine);
	demo_xml_text(&call->xml, "UserId", "AIDACEWIZARDDEMO00001");
	demo_xml_text(&call->xml, "Arn", arn);
	demo_xml_text(&call->xml, "CreateDate", "2026-03-17T09:41:26Z");
	demo_xml_close(&call->xml);
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
	{"AttachRolePolicy", demo_attach_role_policy, true, NULL},
	{"CreatePolicy", demo_create_policy, false, NULL},
	{"CreateRole", create_role, false, NULL},
	{"DeletePolicy", demo_delete_policy, true, NULL},
	{"DeleteRole", delete_role, true, NULL},
	{"DeleteRolePolicy", demo_delete_role_policy, true, NULL},
	{"DetachRolePolicy", demo_detach_role_policy, true, NULL},
	{"GetAccountSummary", get_account_summary, false, NULL},
	{"GetPolicy", demo_get_policy, false, NULL},
	{"GetPolicyVersion", demo_get_policy_version, false, NULL},
	{"GetRole", get_role, false, NULL},
	{"GetRolePolicy", demo_get_role_policy, false, NULL},
	{"GetUser", get_user, false, NULL},
	{"ListAttachedRolePolicies", demo_list_attached_role_policies, false, NULL},
	{"ListPolicies", demo_list_policies, false, NULL},
	{"ListRolePolicies", demo_list_role_policies, false, NULL},
	{"ListRoles", list_roles, false, NULL},
	{"PutRolePolicy", demo_put_role_policy, true, NULL},
	{"SimulatePrincipalPolicy", demo_simulate_principal_policy, false, NULL},
	{"UpdateAssumeRolePolicy", update_trust, true, NULL},
	{NULL, NULL, false, NULL},
};
