/* IAM's calls about policies: a role's inline ones, those attached to it, and managed ones by themselves. */
#include "iam.h"

#include "policy.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Characters, white space not counted (aws-facts: IAM quotas). */
#define INLINE_MAX 10240
#define MANAGED_MAX 6144
#define ATTACHED_MAX 10

static size_t size_of(const char *document)
{
	size_t count = 0;
	for (; *document; document++)
		count += !isspace((unsigned char)*document);
	return count;
}

static enum cew_status read_document(struct demo_call *call, const char **text, struct cew_error *err)
{
	enum cew_status status = demo_iam_need(call, "PolicyDocument", text, err);
	return status ? status : demo_policy_parse(*text, DEMO_IDENTITY_POLICY, NULL, err);
}

/* ---- a role's inline policies ---- */

static void write_policy_id(const struct demo_thing *role, const char *name, char out[300])
{
	snprintf(out, 300, "%.128s|%.64s", name, role->name);
}

struct sum {
	size_t size;
	const char *but; /* this one is replaced */
};

static bool add_size(void *ctx, const struct demo_grant *g)
{
	struct sum *s = ctx;
	struct cew_buf json;
	if (g->arn || !g->document || !g->name || strcmp(g->name, s->but) == 0)
		return true;
	cew_buf_init(&json, 1u << 20);
	if (!cew_doc_write_json(g->document, &json, NULL))
		s->size += size_of(cew_buf_text(&json));
	cew_buf_finish(&json);
	return true;
}

enum cew_status demo_put_role_policy(struct demo_call *call, struct cew_error *err)
{
	const struct demo_thing *role;
	const char *name, *text;
	char id[300];
	enum cew_status status = demo_iam_role(call, &role, err);
	if (!status)
		status = demo_iam_need(call, "PolicyName", &name, err);
	if (!status)
		status = read_document(call, &text, err);
	if (status)
		return status;
	struct sum all = {size_of(text), name};
	demo_role_grants(&call->view, role, add_size, &all);
	if (all.size > INLINE_MAX)
		return demo_refuse(err, "LimitExceeded", "Maximum policy size of %d bytes exceeded for role %s", INLINE_MAX,
		                   role->name);
	struct cew_doc *doc = demo_view_doc(&call->view);
	write_policy_id(role, name, id);
	demo_account_remove(&call->view, DEMO_ROLE_POLICY, id);
	struct cew_node *p = doc ? cew_map_put_text(doc, cew_doc_map(doc), "Id", id) : NULL;
	p = cew_map_put_text(doc, p, "PolicyName", name);
	p = cew_map_put_text(doc, p, "RoleName", role->name);
	p = cew_map_put_text(doc, p, "PolicyDocument", text);
	return p && demo_account_add(&call->view, DEMO_ROLE_POLICY, p) ? CEW_OK : cew_fail_memory(err);
}

struct search {
	struct demo_call *call;
	const char *name;
	bool found;
};

static bool write_if_named(void *ctx, const struct demo_grant *g)
{
	struct search *s = ctx;
	if (g->arn || !g->name || strcmp(g->name, s->name) != 0)
		return true;
	s->found = true;
	demo_iam_write_document(s->call, "PolicyDocument", g->document);
	return false;
}

enum cew_status demo_get_role_policy(struct demo_call *call, struct cew_error *err)
{
	const struct demo_thing *role;
	struct search s = {.call = call};
	enum cew_status status = demo_iam_role(call, &role, err);
	if (!status)
		status = demo_iam_need(call, "PolicyName", &s.name, err);
	if (status)
		return status;
	demo_role_grants(&call->view, role, write_if_named, &s);
	if (!s.found)
		return demo_refuse(err, "NoSuchEntity", "The role policy with name %s cannot be found.", s.name);
	demo_xml_text(&call->xml, "RoleName", role->name);
	demo_xml_text(&call->xml, "PolicyName", s.name);
	return CEW_OK;
}

enum cew_status demo_delete_role_policy(struct demo_call *call, struct cew_error *err)
{
	const struct demo_thing *role;
	const char *name;
	char id[300];
	enum cew_status status = demo_iam_role(call, &role, err);
	if (!status)
		status = demo_iam_need(call, "PolicyName", &name, err);
	if (status)
		return status;
	write_policy_id(role, name, id);
	return demo_account_remove(&call->view, DEMO_ROLE_POLICY, id)
	               ? CEW_OK
	               : demo_refuse(err, "NoSuchEntity", "The role policy with name %s cannot be found.", name);
}

struct listing {
	struct demo_call *call;
	struct demo_page page;
	bool attached;
};

static bool list_grant(void *ctx, const struct demo_grant *g)
{
	struct listing *l = ctx;
	struct demo_xml *x = &l->call->xml;
	if (!g->arn == l->attached || !demo_page_takes(&l->page))
		return true;
	if (!l->attached) {
		demo_xml_text(x, "member", g->name);
		return true;
	}
	demo_xml_open(x, "member");
	demo_xml_text(x, "PolicyName", g->name);
	demo_xml_text(x, "PolicyArn", g->arn);
	demo_xml_close(x);
	return true;
}

static enum cew_status list_grants(struct demo_call *call, bool attached, struct cew_error *err)
{
	struct listing l = {.call = call, .attached = attached};
	const struct demo_thing *role;
	enum cew_status status = demo_iam_role(call, &role, err);
	if (!status)
		status = demo_marker_page(call, "MaxItems", 1000, 100, &l.page, err);
	if (status)
		return status;
	demo_xml_open(&call->xml, attached ? "AttachedPolicies" : "PolicyNames");
	demo_role_grants(&call->view, role, list_grant, &l);
	demo_xml_close(&call->xml);
	demo_xml_bool(&call->xml, "IsTruncated", l.page.more);
	demo_marker_next(call, "Marker", &l.page);
	return CEW_OK;
}

enum cew_status demo_list_role_policies(struct demo_call *call, struct cew_error *err)
{
	return list_grants(call, false, err);
}

enum cew_status demo_list_attached_role_policies(struct demo_call *call, struct cew_error *err)
{
	return list_grants(call, true, err);
}

/* ---- attaching ---- */

static enum cew_status find_managed(struct demo_call *call, const char **arn, struct cew_error *err)
{
	enum cew_status status = demo_iam_need(call, "PolicyArn", arn, err);
	if (status)
		return status;
	if (strncmp(*arn, "arn:", 4) != 0)
		return demo_refuse(err, "InvalidInput", "ARN %s is not valid.", *arn);
	return demo_is_aws_policy(*arn) || demo_thing_find(&call->view, DEMO_MANAGED_POLICY, *arn)
	               ? CEW_OK
	               : demo_refuse(err, "NoSuchEntity", "Policy %s does not exist or is not attachable.", *arn);
}

/* The list without this ARN. */
static char *without(const char *arns, const char *arn, size_t *left)
{
	struct cew_buf text;
	size_t len;
	cew_buf_init(&text, 65536);
	*left = 0;
	for (; *arns; arns += len + (arns[len] == ' ')) {
		len = strcspn(arns, " ");
		if (len == 0 || (strlen(arn) == len && strncmp(arns, arn, len) == 0))
			continue;
		cew_buf_fmt(&text, "%.*s ", (int)len, arns);
		++*left;
	}
	return cew_buf_take(&text);
}

static enum cew_status change_attached(struct demo_call *call, bool attach, struct cew_error *err)
{
	const struct demo_thing *role;
	const char *arn;
	size_t count;
	enum cew_status status = demo_iam_role(call, &role, err);
	if (!status)
		status = find_managed(call, &arn, err);
	if (status)
		return status;
	char *have = demo_role_attached(&call->view, role), *rest = have ? without(have, arn, &count) : NULL;
	bool attached = have && rest && strlen(rest) < strlen(have);
	char *now = rest ? cew_fmt("%s%s%s", rest, attach ? arn : "", attach ? " " : "") : NULL;
	if (!now)
		status = cew_fail_memory(err);
	else if (!attach && !attached)
		status = demo_refuse(err, "NoSuchEntity", "Policy %s was not found.", arn);
	else if (attach && !attached && count >= ATTACHED_MAX)
		status = demo_refuse(err, "LimitExceeded", "Cannot exceed quota for PoliciesPerRole: %d", ATTACHED_MAX);
	else if (!demo_mark_set(call->demo, role->id, "ManagedPolicyArns", now))
		status = cew_fail_memory(err);
	free(have);
	free(rest);
	free(now);
	return status;
}

enum cew_status demo_attach_role_policy(struct demo_call *call, struct cew_error *err)
{
	return change_attached(call, true, err);
}

enum cew_status demo_detach_role_policy(struct demo_call *call, struct cew_error *err)
{
	return change_attached(call, false, err);
}

/* ---- managed policies ---- */

static int attachments_of(struct demo_call *call, const char *arn)
{
	struct demo_things roles = demo_things(&call->view, DEMO_ROLE);
	int count = 0;
	for (size_t i = 0; i < roles.count; i++) {
		char *arns = demo_role_attached(&call->view, &roles.at[i]);
		const char *at = arns ? strstr(arns, arn) : NULL;
		count += at && at[strlen(arn)] == ' ';
		free(arns);
	}
	return count;
}

static void write_policy(struct demo_call *call, const char *arn, const char *name, const char *path, const char *id,
                         int64_t made_ms)
{
	struct demo_xml *x = &call->xml;
	demo_xml_text(x, "PolicyName", name);
	demo_xml_text(x, "PolicyId", id);
	demo_xml_text(x, "Arn", arn);
	demo_xml_text(x, "Path", path);
	demo_xml_text(x, "DefaultVersionId", "v1");
	cew_buf_fmt(x->out, "<AttachmentCount>%d</AttachmentCount>", attachments_of(call, arn));
	cew_buf_str(x->out, "<PermissionsBoundaryUsageCount>0</PermissionsBoundaryUsageCount>");
	demo_xml_bool(x, "IsAttachable", true);
	demo_xml_time(x, "CreateDate", made_ms);
	demo_xml_time(x, "UpdateDate", made_ms);
}

#define AWS_MADE_MS 1423244376000 /* 2015-02-06 */

static void write_named(struct demo_call *call, const char *arn)
{
	const struct demo_thing *t = demo_thing_find(&call->view, DEMO_MANAGED_POLICY, arn);
	const char *aws = strstr(arn, ":policy/") ? strstr(arn, ":policy/") + strlen(":policy/") : arn;
	const char *name = strrchr(aws, '/') ? strrchr(aws, '/') + 1 : aws, *path = t ? demo_thing_text(&call->view, t, "Path") : NULL;
	char id[24] = "ANPA", own_path[128];
	for (char *p = (demo_digest_hex(arn, 17, id + 4), id); *p; p++)
		*p = (char)toupper((unsigned char)*p);
	snprintf(own_path, sizeof(own_path), "/%.*s", (int)(name - aws), aws);
	write_policy(call, arn, name, t ? (path ? path : "/") : own_path,
	             t && demo_thing_text(&call->view, t, "PolicyId") ? demo_thing_text(&call->view, t, "PolicyId") : id,
	             t ? t->made_ms : AWS_MADE_MS);
}

enum cew_status demo_create_policy(struct demo_call *call, struct cew_error *err)
{
	static const char *const kept[] = {"Description", "Path"};
	struct cew_doc *doc = demo_view_doc(&call->view);
	const char *name, *text;
	enum cew_status status = demo_iam_need(call, "PolicyName", &name, err);
	if (!status)
		status = read_document(call, &text, err);
	if (status)
		return status;
	if (demo_thing_named(&call->view, DEMO_MANAGED_POLICY, name))
		return demo_refuse(err, "EntityAlreadyExists",
		                   "A policy called %s already exists. Duplicate names are not allowed.", name);
	if (size_of(text) > MANAGED_MAX)
		return demo_refuse(err, "LimitExceeded", "Cannot exceed quota for PolicySize: %d", MANAGED_MAX);
	struct cew_node *p = doc ? cew_map_put_text(doc, cew_doc_map(doc), "ManagedPolicyName", name) : NULL;
	for (size_t i = 0; i < CEW_COUNT(kept); i++)
		if (demo_query_get(&call->query, kept[i]))
			p = cew_map_put_text(doc, p, kept[i], demo_query_get(&call->query, kept[i]));
	p = cew_map_put_text(doc, p, "PolicyDocument", text);
	const char *arn = p ? demo_account_add(&call->view, DEMO_MANAGED_POLICY, p) : NULL;
	if (!arn)
		return cew_fail_memory(err);
	demo_view_forget(&call->view);
	demo_xml_open(&call->xml, "Policy");
	write_named(call, arn);
	demo_xml_close(&call->xml);
	return CEW_OK;
}

enum cew_status demo_get_policy(struct demo_call *call, struct cew_error *err)
{
	const char *arn;
	enum cew_status status = find_managed(call, &arn, err);
	if (status)
		return status;
	demo_xml_open(&call->xml, "Policy");
	write_named(call, arn);
	demo_xml_close(&call->xml);
	return CEW_OK;
}

enum cew_status demo_get_policy_version(struct demo_call *call, struct cew_error *err)
{
	const char *arn, *version;
	enum cew_status status = find_managed(call, &arn, err);
	if (!status)
		status = demo_iam_need(call, "VersionId", &version, err);
	if (!status && strcmp(version, "v1") != 0)
		status = demo_refuse(err, "NoSuchEntity", "Policy %s version %s does not exist or is not attachable.", arn, version);
	if (status)
		return status;
	demo_xml_open(&call->xml, "PolicyVersion");
	demo_iam_write_document(call, "Document", demo_managed_document(&call->view, arn));
	demo_xml_text(&call->xml, "VersionId", "v1");
	demo_xml_bool(&call->xml, "IsDefaultVersion", true);
	demo_xml_close(&call->xml);
	return CEW_OK;
}

enum cew_status demo_list_policies(struct demo_call *call, struct cew_error *err)
{
	const char *scope = demo_query_get(&call->query, "Scope"), *name;
	struct demo_page page;
	enum cew_status status = demo_marker_page(call, "MaxItems", 1000, 100, &page, err);
	if (status)
		return status;
	struct demo_things all = demo_things(&call->view, DEMO_MANAGED_POLICY);
	demo_xml_open(&call->xml, "Policies");
	for (size_t i = 0; i < all.count && !(scope && strcmp(scope, "AWS") == 0); i++)
		if (demo_page_takes(&page)) {
			demo_xml_open(&call->xml, "member");
			write_named(call, all.at[i].id);
			demo_xml_close(&call->xml);
		}
	for (size_t i = 0; (name = demo_aws_policy_at(i)) != NULL && !(scope && strcmp(scope, "Local") == 0); i++)
		if (demo_page_takes(&page)) {
			char arn[200];
			snprintf(arn, sizeof(arn), "arn:%s:iam::aws:policy/%s", cew_cfn_partition(call->region, NULL), name);
			demo_xml_open(&call->xml, "member");
			write_named(call, arn);
			demo_xml_close(&call->xml);
		}
	demo_xml_close(&call->xml);
	demo_xml_bool(&call->xml, "IsTruncated", page.more);
	demo_marker_next(call, "Marker", &page);
	return CEW_OK;
}

enum cew_status demo_delete_policy(struct demo_call *call, struct cew_error *err)
{
	const char *arn;
	enum cew_status status = find_managed(call, &arn, err);
	if (status)
		return status;
	if (attachments_of(call, arn))
		return demo_refuse(err, "DeleteConflict", "Cannot delete a policy attached to entities.");
	return demo_account_remove(&call->view, DEMO_MANAGED_POLICY, arn)
	               ? CEW_OK
	               : demo_refuse(err, "AccessDenied", "The policy %s cannot be deleted.", arn);
}
