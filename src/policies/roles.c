/* The roles that are made beforehand where the stack may make none: what the template's own roles would be, merged by the
 * service that takes them on, because the template has one parameter for all roles of a service. */
#include "room.h"

#include <stdio.h>
#include <string.h>

struct role {
	const char *service; /* "ecs-tasks.amazonaws.com" */
	const struct cew_node *trust;
	struct cew_node *statements;
	struct cew_node *managed; /* ARNs of managed policies that are attached */
};
struct merging {
	struct scope *scope;
	struct cew_cfn_eval *given; /* with roles for all questions: the roles that it makes all the same cannot be given */
	struct cew_policies *p;
	struct cew_vec roles; /* struct role */
};

/* The service that a trust policy names first. */
static const char *service_of(const struct cew_node *trust)
{
	const struct cew_node *statement = cew_node_get(trust, "Statement");
	const struct cew_node *first = cew_node_is(statement, CEW_NODE_SEQ) ? cew_node_at(statement, 0) : statement;
	const struct cew_node *service = cew_node_get(cew_node_get(first, "Principal"), "Service");
	return cew_node_text(cew_node_is(service, CEW_NODE_SEQ) ? cew_node_at(service, 0) : service);
}

static struct role *role_for(struct merging *m, const struct cew_node *trust)
{
	const char *service = service_of(trust);
	for (size_t i = 0; i < m->roles.len; i++) {
		struct role *r = cew_vec_at(&m->roles, i);
		if (strcmp(r->service, service) == 0)
			return r;
	}
	struct cew_doc *doc = m->p->doc;
	struct role fresh = {.service = service, .trust = trust, .statements = cew_doc_seq(doc), .managed = cew_doc_seq(doc)};
	return fresh.statements && fresh.managed ? cew_vec_push(&m->roles, &fresh) : NULL;
}

/* ---- what is evaluated becomes text ---- */

/* A copy in which "*" stands for whatever only AWS knows. */
static struct cew_node *settled(struct cew_doc *doc, const struct cew_node *n)
{
	const char *expression;
	if (cew_node_is(n, CEW_NODE_MAP) && cew_node_get(n, CEW_CFN_UNKNOWN_KEY) && cew_cfn_unknown(n, &expression)) {
		struct cew_buf b;
		cew_buf_init(&b, CEW_CFN_TEMPLATE_MAX);
		const char *text = cew_node_get_text(n, "text");
		for (text = text ? text : "${}"; *text; text++) {
			const char *end = strncmp(text, "${", 2) == 0 ? strchr(text, '}') : NULL;
			cew_buf_char(&b, end ? '*' : *text);
			text = end ? end : text;
		}
		struct cew_node *copy = b.failed ? NULL : cew_doc_string_n(doc, cew_buf_text(&b), b.len);
		cew_buf_finish(&b);
		return copy;
	}
	if (cew_node_is(n, CEW_NODE_SCALAR))
		return cew_doc_copy(doc, n);
	struct cew_node *copy = cew_node_is(n, CEW_NODE_MAP) ? cew_doc_map(doc) : cew_doc_seq(doc);
	for (size_t i = 0; copy && i < cew_node_count(n); i++) {
		struct cew_node *item = settled(doc, cew_node_at(n, i));
		copy = cew_node_is(n, CEW_NODE_MAP) ? cew_map_put(doc, copy, cew_node_text(cew_node_key(n, i)), item)
		                                    : cew_seq_add(doc, copy, item);
	}
	return copy;
}

static bool holds(const struct cew_node *list, const struct cew_node *n)
{
	for (size_t i = 0; i < cew_node_count(list); i++)
		if (cew_node_equal(cew_node_at(list, i), n))
			return true;
	return false;
}

/* What is not there already; a single item is a list of one. */
static bool take(struct merging *m, struct cew_node *into, const struct cew_node *items)
{
	bool many = cew_node_is(items, CEW_NODE_SEQ);
	for (size_t i = 0; i < (many ? cew_node_count(items) : items ? 1 : 0); i++) {
		struct cew_node *copy = settled(m->p->doc, many ? cew_node_at(items, i) : items);
		if (!copy || (!holds(into, copy) && !cew_seq_add(m->p->doc, into, copy)))
			return false;
	}
	return true;
}

static bool take_statements(struct merging *m, struct role *role, const struct cew_node *policy)
{
	return take(m, role->statements, cew_node_get(cew_node_get(policy, "PolicyDocument"), "Statement"));
}

/* Policies that are resources of their own, and are put into this role by its name. */
static bool take_policies_of(struct merging *m, struct role *role, const struct cew_cfn_resource *r)
{
	const struct cew_cfn_eval *e = m->scope->eval;
	const char *name = policies_scope_name(m->scope, policies_type_find(r->type), r->logical_id);
	bool ok = name != NULL;
	for (size_t i = 0; ok && i < cew_cfn_resource_count(e); i++) {
		const struct cew_cfn_resource *policy = cew_cfn_resource_at(e, i);
		const struct cew_node *roles = cew_node_get(policy->properties, "Roles");
		bool own = strcmp(policy->type, "AWS::IAM::Policy") == 0 || strcmp(policy->type, "AWS::IAM::ManagedPolicy") == 0;
		for (size_t k = 0; own && ok && k < cew_node_count(roles); k++)
			if (strcmp(cew_node_text(cew_node_at(roles, k)), name) == 0)
				ok = take_statements(m, role, policy->properties);
	}
	return ok;
}

static bool take_role(struct merging *m, const struct cew_cfn_resource *r)
{
	struct role *role = role_for(m, cew_node_get(r->properties, "AssumeRolePolicyDocument"));
	const struct cew_node *policies = cew_node_get(r->properties, "Policies");
	bool ok = role && take(m, role->managed, cew_node_get(r->properties, "ManagedPolicyArns"));
	for (size_t i = 0; ok && i < cew_node_count(policies); i++)
		ok = take_statements(m, role, cew_node_at(policies, i));
	return ok && take_policies_of(m, role, r);
}

static bool take_roles(struct merging *m)
{
	bool ok = true;
	for (size_t i = 0; ok && i < cew_cfn_resource_count(m->scope->eval); i++) {
		const struct cew_cfn_resource *r = cew_cfn_resource_at(m->scope->eval, i);
		if (strcmp(r->type, "AWS::IAM::Role") == 0 && !cew_cfn_resource_find(m->given, r->logical_id))
			ok = take_role(m, r);
	}
	return ok;
}

/* ---- documents ---- */

/* "netskope-ce", "ecs-tasks" and the pattern make a text that the documents keep. NULL: no memory. */
static const char *made(struct merging *m, const char *fmt, const char *a, const char *b)
{
	struct cew_buf text;
	cew_buf_init(&text, 1024);
	cew_buf_fmt(&text, fmt, a, b);
	const char *kept = text.failed ? NULL : policies_keep(m->p->doc, cew_buf_text(&text), text.len);
	cew_buf_finish(&text);
	return kept;
}

static enum cew_status add_permissions(struct merging *m, const struct role *role, const char *name, const char *service,
                                       const char *owner, struct cew_error *err)
{
	struct cew_doc *doc = m->p->doc;
	struct cew_policy_document as = {
		.name = made(m, "%s-%s-role", name, service), .title = made(m, "What the role for %s%s may do", service, ""),
		.owner = owner, .kind = CEW_POLICY_PERMISSIONS, .limit = CEW_POLICY_ROLE_INLINE_MAX,
	};
	struct cew_node *map = cew_map_put_text(doc, cew_doc_map(doc), "Version", "2012-10-17");
	return policies_document_add(m->p, cew_map_put(doc, map, "Statement", role->statements), &as, err);
}

static enum cew_status tell_managed(struct merging *m, const struct role *role, const char *service)
{
	struct cew_buf list;
	cew_buf_init(&list, 8192);
	for (size_t i = 0; i < cew_node_count(role->managed); i++)
		cew_buf_fmt(&list, "%s%s", i ? ", " : "", cew_node_text(cew_node_at(role->managed, i)));
	enum cew_status status = cew_issues_add(&m->p->issues, CEW_NOTE, "", "policy-role", "Attach them to the role as well.",
	                                        "The role for %s also has managed policies: %s.", service, cew_buf_text(&list));
	cew_buf_finish(&list);
	return status;
}

static enum cew_status add_role(struct merging *m, const struct role *role, const char *name, struct cew_error *err)
{
	char service[128]; /* "ecs-tasks" of "ecs-tasks.amazonaws.com" */
	snprintf(service, sizeof service, "%.*s", (int)strcspn(role->service, "."), role->service);
	const char *owner = made(m, "%s%s-role", service, "");
	struct cew_policy_document as = {
		.name = made(m, "%s-%s-role-trust", name, service), .title = made(m, "Who may take on the role for %s%s", service, ""),
		.owner = owner, .kind = CEW_POLICY_TRUST, .limit = CEW_POLICY_TRUST_MAX,
	};
	if (!owner)
		return cew_fail_memory(err);
	enum cew_status status = policies_document_add(m->p, settled(m->p->doc, role->trust), &as, err);
	if (!status && cew_node_count(role->statements))
		status = add_permissions(m, role, name, service, owner, err);
	return !status && cew_node_count(role->managed) ? tell_managed(m, role, service) : status;
}

enum cew_status policies_roles_add(struct scope *s, struct cew_policies *p, const char *name, struct cew_error *err)
{
	struct merging m = {.scope = s, .p = p};
	enum cew_status status = policies_scope_evaluate(s, ROLES_GIVEN_ANEW, &m.given, err);
	if (status)
		return status;
	cew_vec_init(&m.roles, sizeof(struct role));
	if (!take_roles(&m))
		status = cew_fail_memory(err);
	cew_cfn_eval_destroy(m.given);
	for (size_t i = 0; !status && i < m.roles.len; i++)
		status = add_role(&m, cew_vec_at(&m.roles, i), name, err);
	if (!status && !m.roles.len)
		status = cew_issues_add(&p->issues, CEW_NOTE, "", "policy-role", "",
		                        "With these answers the stack makes no roles: none has to be made beforehand.");
	cew_vec_finish(&m.roles);
	return status;
}
