/* The request becomes documents. */
#include "room.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char *const for_names[] = {
	[CEW_POLICIES_USER] = "user",
	[CEW_POLICIES_SERVICE_ROLE] = "service-role",
	[CEW_POLICIES_ROLES] = "roles",
};
static_assert(CEW_COUNT(for_names) == CEW_POLICIES_FOR_COUNT, "one name each");

const char *cew_policies_for_name(enum cew_policies_for who)
{
	return for_names[who];
}

bool cew_policies_for_parse(const char *name, enum cew_policies_for *out)
{
	for (size_t i = 0; i < CEW_COUNT(for_names); i++)
		if (strcmp(for_names[i], name) == 0) {
			*out = (enum cew_policies_for)i;
			return true;
		}
	return false;
}

static void put_error(enum cew_status status, struct cew_error *err)
{
	if (status == CEW_NO_MEMORY)
		cew_fail_memory(err);
}

/* ---- each of them ---- */

struct making {
	struct scope scope;
	struct cew_policies *p;
	char *name; /* what the documents' names begin with */
};

static enum cew_status named(struct making *m, struct grants *g, const char *suffix, const char *title, struct cew_error *err)
{
	char *name = cew_fmt("%s-%s", m->name, suffix);
	enum cew_status status = name ? policies_documents_add(m->p, g, name, title, suffix, err) : cew_fail_memory(err);
	free(name);
	return status;
}

static enum cew_status make_user(struct making *m, struct cew_error *err)
{
	struct grants g;
	policies_grants_init(&g);
	enum cew_status status = policies_grants_of_template(&m->scope, &g, &m->p->issues);
	if (!status)
		status = policies_grants_of_calls(&m->scope, &g);
	put_error(status, err);
	if (!status)
		status = named(m, &g, "user", "What the deploying user may do", err);
	policies_grants_finish(&g);
	return status;
}

static enum cew_status add_trust(struct making *m, struct cew_error *err)
{
	struct cew_doc *doc = m->p->doc;
	struct cew_node *statement = cew_map_put_text(doc, cew_doc_map(doc), "Effect", "Allow");
	struct cew_node *principal = cew_map_put_text(doc, cew_doc_map(doc), "Service", "cloudformation.amazonaws.com");
	struct cew_node *document = cew_map_put_text(doc, cew_doc_map(doc), "Version", "2012-10-17");
	statement = cew_map_put(doc, statement, "Principal", principal);
	statement = cew_map_put_text(doc, statement, "Action", "sts:AssumeRole");
	document = cew_map_put(doc, document, "Statement", cew_seq_add(doc, cew_doc_seq(doc), statement));
	char *name = cew_fmt("%s-service-role-trust", m->name);
	struct cew_policy_document as = {
		.name = name ? policies_keep(doc, name, strlen(name)) : NULL, .title = "Who may take on the service role",
		.owner = "service-role", .kind = CEW_POLICY_TRUST, .limit = CEW_POLICY_TRUST_MAX,
	};
	free(name);
	return policies_document_add(m->p, document, &as, err);
}

/* Who passes the role: the program's own calls, and that. */
static enum cew_status add_caller(struct making *m, struct cew_error *err)
{
	struct grants g;
	const struct cew_answers *a = m->scope.request->subject->answers;
	const struct cew_field *f = cew_form_field_for_setting(cew_answers_forms(a), "roleArn");
	const char *arn = f ? cew_answers_text(a, f->id) : "";
	policies_grants_init(&g);
	enum cew_status status = policies_grants_of_calls(&m->scope, &g);
	const char *role = *arn ? policies_keep(m->p->doc, arn, strlen(arn)) : m->scope.any_role;
	policies_grants_add(&g, "iam:PassRole", role, PASSED_TO_SERVICE, "cloudformation.amazonaws.com");
	if (!status && !*arn)
		status = cew_issues_add(&m->p->issues, CEW_NOTE, f ? f->id : "", "policy-role", "Name it in the answers (roleArn) to allow that one alone.",
		                        "Which service role will be passed is not known: any role may be passed to CloudFormation.");
	put_error(status, err);
	if (!status)
		status = named(m, &g, "caller", "What they may do who pass the service role", err);
	policies_grants_finish(&g);
	return status;
}

static enum cew_status make_service_role(struct making *m, struct cew_error *err)
{
	struct grants g;
	enum cew_status status = add_trust(m, err);
	policies_grants_init(&g);
	if (!status)
		status = policies_grants_of_template(&m->scope, &g, &m->p->issues);
	put_error(status, err);
	if (!status)
		status = named(m, &g, "service-role", "What the service role may do", err);
	policies_grants_finish(&g);
	return status ? status : add_caller(m, err);
}

static enum cew_status make_roles(struct making *m, struct cew_error *err)
{
	return policies_roles_add(&m->scope, m->p, m->name, err);
}

/* ---- the whole ---- */

static enum cew_status make(struct cew_policies *p, const struct cew_policies_request *request, struct cew_error *err)
{
	static enum cew_status (*const makers[])(struct making *m, struct cew_error *err) = {
		[CEW_POLICIES_USER] = make_user,
		[CEW_POLICIES_SERVICE_ROLE] = make_service_role,
		[CEW_POLICIES_ROLES] = make_roles,
	};
	struct making m = {.p = p};
	enum cew_status status = policies_scope_init(&m.scope, request, p->doc, err);
	if (!status) {
		m.name = cew_strdup(strcmp(m.scope.stack, "*") == 0 ? "cloud-exchange" : m.scope.stack);
		status = m.name ? makers[request->who](&m, err) : cew_fail_memory(err);
	}
	free(m.name);
	policies_scope_finish(&m.scope);
	return status;
}

enum cew_status cew_policies_make(const struct cew_policies_request *request, struct cew_policies **out,
                                  struct cew_error *err)
{
	*out = NULL;
	if (!request->subject->template)
		return cew_fail(err, CEW_NOT_FOUND, "no template has been read");
	struct cew_policies *p = calloc(1, sizeof *p);
	if (!p)
		return cew_fail_memory(err);
	cew_vec_init(&p->documents, sizeof(struct cew_policy_document));
	cew_vec_init(&p->actions, sizeof(struct cew_policy_action));
	cew_issues_init(&p->issues);
	p->doc = cew_doc_create("policies");
	enum cew_status status = p->doc ? make(p, request, err) : cew_fail_memory(err);
	if (status) {
		cew_policies_destroy(p);
		return status;
	}
	*out = p;
	return CEW_OK;
}

void cew_policies_destroy(struct cew_policies *p)
{
	if (!p)
		return;
	cew_vec_finish(&p->documents);
	cew_vec_finish(&p->actions);
	cew_issues_finish(&p->issues);
	cew_doc_destroy(p->doc);
	free(p);
}

size_t cew_policies_count(const struct cew_policies *p)
{
	return p->documents.len;
}

const struct cew_policy_document *cew_policies_at(const struct cew_policies *p, size_t i)
{
	return cew_vec_at(&p->documents, i);
}

const struct cew_issues *cew_policies_issues(const struct cew_policies *p)
{
	return &p->issues;
}

size_t cew_policies_action_count(const struct cew_policies *p)
{
	return p->actions.len;
}

const struct cew_policy_action *cew_policies_action_at(const struct cew_policies *p, size_t i)
{
	return cew_vec_at(&p->actions, i);
}
