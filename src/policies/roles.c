/* The roles that are made beforehand where the stack may make none: what the template's own roles would be, merged by the
 * service that takes them on, because the template has one parameter for all roles of a service. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

struct role {
	const char *service; /* "ecs-tasks.amazonaws.com" */
	const struct cew_node *trust;
	struct cew_node *statements;
};
struct merging {
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
	struct role fresh = {.service = service, .trust = trust, .statements = cew_doc_seq(m->p->doc)};
	return fresh.statements ? cew_vec_push(&m->roles, &fresh) : NULL;
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

static bool take_statements(struct merging *m, struct role *role, const struct cew_node *statements)
{
	bool many = cew_node_is(statements, CEW_NODE_SEQ);
	for (size_t i = 0; i < (many ? cew_node_count(statements) : statements ? 1 : 0); i++) {
		struct cew_node *copy = settled(m->p->doc, many ? cew_node_at(statements, i) : statements);
		if (!copy || (!holds(role->statements, copy) && !cew_seq_add(m->p->doc, role->statements, copy)))
			return false;
	}
	return true;
}

static bool take_role(struct merging *m, const struct cew_cfn_resource *r)
{
	struct role *role = role_for(m, cew_node_get(r->properties, "AssumeRolePolicyDocument"));
	const struct cew_node *policies = cew_node_get(r->properties, "Policies");
	bool ok = role != NULL;
	for (size_t i = 0; ok && i < cew_node_count(policies); i++)
		ok = take_statements(m, role, cew_node_get(cew_node_get(cew_node_at(policies, i), "PolicyDocument"), "Statement"));
	return ok;
}

/* ---- documents ---- */

/* "ecs-tasks" of "ecs-tasks.amazonaws.com" */
static char *short_service(const char *service)
{
	return cew_fmt("%.*s", (int)strcspn(service, "."), service);
}

static enum cew_status add_documents(struct merging *m, const struct role *role, const char *name, struct cew_error *err)
{
	struct cew_doc *doc = m->p->doc;
	char *base = short_service(role->service);
	char *trust = base ? cew_fmt("%s-%s-role-trust", name, base) : NULL, *permissions = base ? cew_fmt("%s-%s-role", name, base) : NULL;
	char *owner = base ? cew_fmt("%s-role", base) : NULL, *who = base ? cew_fmt("Who may take on the role for %s", base) : NULL;
	char *what = base ? cew_fmt("What the role for %s may do", base) : NULL;
	enum cew_status status = trust && permissions && owner && who && what ? CEW_OK : cew_fail_memory(err);
	if (!status) {
		const char *kept = policies_keep(doc, owner, strlen(owner));
		struct cew_policy_document as = {
			.name = policies_keep(doc, trust, strlen(trust)), .title = policies_keep(doc, who, strlen(who)), .owner = kept,
			.kind = CEW_POLICY_TRUST, .limit = CEW_POLICY_TRUST_MAX,
		};
		status = policies_document_add(m->p, settled(doc, role->trust), &as, err);
		as = (struct cew_policy_document){
			.name = policies_keep(doc, permissions, strlen(permissions)), .title = policies_keep(doc, what, strlen(what)), .owner = kept,
			.kind = CEW_POLICY_PERMISSIONS, .limit = CEW_POLICY_ROLE_INLINE_MAX,
		};
		struct cew_node *map = cew_map_put_text(doc, cew_doc_map(doc), "Version", "2012-10-17");
		if (!status)
			status = policies_document_add(m->p, cew_map_put(doc, map, "Statement", role->statements), &as, err);
	}
	free(base);
	free(trust);
	free(permissions);
	free(owner);
	free(who);
	free(what);
	return status;
}

enum cew_status policies_roles_add(struct scope *s, struct cew_policies *p, const char *name, struct cew_error *err)
{
	struct merging m = {.p = p};
	struct cew_cfn_eval *given; /* with roles for all questions: the roles that it makes all the same cannot be given */
	enum cew_status status = policies_scope_evaluate(s, ROLES_GIVEN_ANEW, &given, err);
	if (status)
		return status;
	cew_vec_init(&m.roles, sizeof(struct role));
	for (size_t i = 0; !status && i < cew_cfn_resource_count(s->eval); i++) {
		const struct cew_cfn_resource *r = cew_cfn_resource_at(s->eval, i);
		bool wanted = strcmp(r->type, "AWS::IAM::Role") == 0 && !cew_cfn_resource_find(given, r->logical_id);
		if (wanted && !take_role(&m, r))
			status = cew_fail_memory(err);
	}
	cew_cfn_eval_destroy(given);
	for (size_t i = 0; !status && i < m.roles.len; i++)
		status = add_documents(&m, cew_vec_at(&m.roles, i), name, err);
	if (!status && !m.roles.len)
		status = cew_issues_add(&p->issues, CEW_NOTE, "", "policy-role", "", "With these answers the stack makes no roles: none has to be made beforehand.");
	cew_vec_finish(&m.roles);
	return status;
}
