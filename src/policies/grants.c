/* From resource types and the program's own calls to single permissions. */
#include "room.h"

#include <stdio.h>
#include <string.h>

/* ---- a row's actions on a row's resources ---- */

struct spread {
	struct scope *scope;
	struct grants *out;
	const char *arns; /* NULL: none */
	const char *name;
};

/* On those of the ARNs that are of the action's service. */
static void allow(const struct spread *x, const char *action, const char *service, bool wide)
{
	const char *arns = wide ? NULL : x->arns, *word;
	size_t len, own = strlen(service);
	bool found = false;
	while (arns && policies_word(&arns, &word, &len)) {
		if (len < own || strncmp(word, service, own) != 0 || word[own] != ':')
			continue;
		policies_grants_add(x->out, action, policies_scope_arn(x->scope, word, len, x->name), NO_CONDITION, "");
		found = true;
	}
	if (!found)
		policies_grants_add(x->out, action, "*", NO_CONDITION, "");
}

/* "ec2:CreateVpc -DescribeVpcs": a service named once holds for the words behind it; "-" takes no resource. */
static void allow_all(const struct spread *x, const char *actions)
{
	const char *word, *colon;
	char service[40] = "", action[128];
	size_t len;
	while (actions && policies_word(&actions, &word, &len)) {
		bool wide = *word == '-';
		word += wide;
		len -= wide;
		colon = memchr(word, ':', len);
		if (colon) {
			snprintf(service, sizeof service, "%.*s", (int)(colon - word), word);
			len -= (size_t)(colon - word) + 1;
			word = colon + 1;
		}
		if (*word == '-') { /* "iam:-ListRoles" */
			wide = true;
			word++;
			len--;
		}
		int n = snprintf(action, sizeof action, "%s:%.*s", service, (int)len, word);
		allow(x, policies_keep(x->scope->doc, action, (size_t)n), service, wide);
	}
}

/* ---- names ---- */

static void allow_type(struct scope *s, const char *actions, const struct type_row *row, const char *name, struct grants *out)
{
	struct spread x = {.scope = s, .out = out, .arns = row->arns, .name = name};
	allow_all(&x, actions);
}

/* For each name that a resource of this row can have: its own, or those of the resources that it is a part of. */
static void allow_named(struct scope *s, const char *actions, const struct type_row *row, const char *logical_id,
                        struct grants *out)
{
	const char *id, *type;
	bool found = false;
	if (!row->name_of) {
		allow_type(s, actions, row, policies_scope_name(s, row, logical_id), out);
		return;
	}
	const struct type_row *whole = policies_type_find(row->name_of);
	for (size_t i = 0; policies_scope_resource(s, &i, &id, &type);) {
		if (strcmp(type, row->name_of) != 0)
			continue;
		allow_type(s, actions, row, policies_scope_name(s, whole, id), out);
		found = true;
	}
	if (!found) /* of something that is there already */
		allow_type(s, actions, row, "*", out);
}

/* ---- roles that are handed over ---- */

static bool is_role(const char *text)
{
	return strncmp(text, "arn:", 4) == 0 && strstr(text, ":role/");
}

/* The role that stands in a property: an ARN that was given, or that of a role of the stack. */
static const char *role_in(struct scope *s, const struct cew_cfn_resource *r, const char *property, size_t len)
{
	char name[64];
	snprintf(name, sizeof name, "%.*s", (int)len, property);
	const struct cew_node *n = r ? cew_node_get(r->properties, name) : NULL;
	if (r && !n)
		return ""; /* none is handed over */
	const char *text = cew_node_is(n, CEW_NODE_SCALAR) ? cew_node_text(n) : "";
	return is_role(text) ? text : s->any_role;
}

static void pass_roles(struct scope *s, const struct type_row *row, const char *logical_id, struct grants *out)
{
	const struct cew_cfn_resource *r = cew_cfn_resource_find(s->eval, logical_id);
	char list[160];
	const char *end = strchr(row->passes, '>'), *properties = list, *word;
	size_t len;
	snprintf(list, sizeof list, "%.*s", (int)(end - row->passes), row->passes);
	while (policies_word(&properties, &word, &len)) {
		const char *arn = role_in(s, r, word, len);
		if (*arn)
			policies_grants_add(out, "iam:PassRole", policies_keep(s->doc, arn, strlen(arn)), PASSED_TO_SERVICE, end + 1);
	}
}

/* Their ARNs hold the service, so that no condition has to. */
static void link_roles(struct scope *s, const char *services, struct grants *out)
{
	const char *word;
	size_t len;
	while (policies_word(&services, &word, &len)) {
		char path[160];
		int n = snprintf(path, sizeof path, "iam::$A:role/aws-service-role/%.*s/*", (int)len, word);
		policies_grants_add(out, "iam:CreateServiceLinkedRole", policies_scope_arn(s, path, (size_t)n, ""), NO_CONDITION, "");
	}
}

/* ---- the whole ---- */

static bool is_iam(const char *type)
{
	return strncmp(type, "AWS::IAM::", 10) == 0;
}

static void grant_row(struct scope *s, const struct type_row *row, const char *logical_id, struct grants *out)
{
	const char *const actions[] = {row->create, row->read, row->update, row->remove, row->tag};
	for (size_t i = 0; i < CEW_COUNT(actions); i++)
		if (actions[i])
			allow_named(s, actions[i], row, logical_id, out);
	if (row->passes)
		pass_roles(s, row, logical_id, out);
	if (row->linked && !s->request->without_iam)
		link_roles(s, row->linked, out);
}

/* A custom resource is a function that CloudFormation calls, or a topic that it writes to. */
static void grant_custom(struct scope *s, struct grants *out)
{
	struct spread x = {.scope = s, .out = out, .arns = "lambda:$R:$A:function:*", .name = ""};
	allow_all(&x, "lambda:InvokeFunction");
}

static bool is_custom(const char *type)
{
	return strncmp(type, "Custom::", 8) == 0 || strcmp(type, "AWS::CloudFormation::CustomResource") == 0;
}

static enum cew_status tell_unknown(struct cew_issues *issues, const char *logical_id, const char *type)
{
	return cew_issues_add(issues, CEW_ERROR, "", "policy-type",
	                      "Add the permissions that the CloudFormation registry names for this type to the policies.",
	                      "What %s takes to be made (%s) is not known here; the policies lack it.", type, logical_id);
}

/* Roles that are to be there, and that nobody named. */
static enum cew_status tell_unnamed(const struct scope *s, struct cew_issues *issues)
{
	const struct cew_subject *subject = s->request->subject;
	enum cew_status status = CEW_OK;
	for (size_t i = 0; !status && i < cew_cfn_parameter_count(subject->template); i++) {
		const char *name = cew_cfn_parameter_at(subject->template, i)->name, *value = cew_answers_parameter(subject->answers, name);
		if (policies_scope_is_role(s, name) && !(value && *value))
			status = cew_issues_add(issues, CEW_NOTE, name, "policy-role", "Name it in the answers to allow that one alone.",
			                        "Which role will be given here is not known: any role may be passed to the service that takes it.");
	}
	return status;
}

/* Roles that the stack makes although nobody may. */
static enum cew_status tell_roles(const struct cew_vec *roles, struct cew_issues *issues)
{
	struct cew_buf names;
	if (!roles->len)
		return CEW_OK;
	cew_buf_init(&names, 4096);
	for (size_t i = 0; i < roles->len; i++)
		cew_buf_fmt(&names, "%s%s", i ? ", " : "", ((const char **)roles->items)[i]);
	enum cew_status status = cew_issues_add(issues, CEW_WARNING, "", "policy-iam",
	                                        "Name roles that exist, and turn off what makes a role all the same, such as VPC flow logs.",
	                                        "With these answers the stack makes IAM resources, which takes IAM rights: %s.",
	                                        cew_buf_text(&names));
	cew_buf_finish(&names);
	return status;
}

/* AWS makes them with the first resource of a service, which is a right of IAM as well. */
static enum cew_status tell_linked(const struct scope *s, struct cew_issues *issues)
{
	struct cew_buf names;
	const char *id, *type;
	cew_buf_init(&names, 4096);
	for (size_t i = 0; policies_scope_resource(s, &i, &id, &type);) {
		const struct type_row *row = policies_type_find(type);
		if (row && row->linked && !strstr(cew_buf_text(&names), row->linked))
			cew_buf_fmt(&names, "%s%s", names.len ? ", " : "", row->linked);
	}
	enum cew_status status = !names.len ? CEW_OK
	                                    : cew_issues_add(issues, CEW_NOTE, "", "policy-linked-role",
	                                                     "Where one is missing, have it made: aws iam create-service-linked-role --aws-service-name NAME.",
	                                                     "The account needs the service-linked roles of these services: %s.",
	                                                     cew_buf_text(&names));
	cew_buf_finish(&names);
	return status;
}

static enum cew_status grant_resources(struct scope *s, struct grants *out, struct cew_vec *roles, struct cew_issues *issues)
{
	const char *id, *type;
	enum cew_status status = CEW_OK;
	for (size_t i = 0; !status && policies_scope_resource(s, &i, &id, &type);) {
		const struct type_row *row = policies_type_find(type);
		bool refused = s->request->without_iam && is_iam(type);
		if (refused && cew_cfn_resource_find(s->named, id) && !cew_vec_push(roles, &id))
			return CEW_NO_MEMORY;
		if (refused)
			continue;
		if (row)
			grant_row(s, row, id, out);
		else if (is_custom(type))
			grant_custom(s, out);
		else
			status = tell_unknown(issues, id, type);
	}
	return status;
}

enum cew_status policies_grants_of_template(struct scope *s, struct grants *out, struct cew_issues *issues)
{
	struct cew_vec roles;
	cew_vec_init(&roles, sizeof(const char *));
	enum cew_status status = grant_resources(s, out, &roles, issues);
	if (!status && s->request->without_iam)
		status = tell_unnamed(s, issues);
	if (!status && s->request->without_iam)
		status = tell_linked(s, issues);
	if (!status)
		status = tell_roles(&roles, issues);
	cew_vec_finish(&roles);
	return status ? status : out->no_memory ? CEW_NO_MEMORY : CEW_OK;
}

static void grant_call(struct scope *s, const struct call_row *call, struct grants *out)
{
	struct spread x = {.scope = s, .out = out, .arns = call->arns, .name = s->stack};
	const char *id, *type;
	bool found = false;
	for (size_t i = 0; call->type && policies_scope_resource(s, &i, &id, &type);) {
		if (strcmp(type, call->type) != 0)
			continue;
		allow_named(s, call->actions, policies_type_find(type), id, out);
		found = true;
	}
	if (!call->type || (found && call->arns))
		allow_all(&x, call->actions);
}

/* Is it too large for a request, even as compact JSON? */
static bool is_uploaded(const struct scope *s, struct grants *out)
{
	const struct cew_cfn_template *t = s->request->subject->template;
	struct cew_buf compact;
	size_t len;
	cew_cfn_source(t, &len);
	cew_buf_init(&compact, CEW_CFN_TEMPLATE_MAX * 2);
	if (len > CEW_CFN_INLINE_MAX) {
		out->no_memory |= cew_cfn_compact(t, &compact, NULL) == CEW_NO_MEMORY;
		len = compact.len;
	}
	cew_buf_finish(&compact);
	return len > CEW_CFN_INLINE_MAX;
}

static void grant_upload(struct scope *s, struct grants *out)
{
	static const char own[] = "cewizard-templates-$A-$R"; /* as the plan names it */
	const char *named = policies_scope_setting(s, "templateBucket");
	const char *arn = *named ? NULL : policies_scope_arn(s, own, sizeof own - 1, "");
	const char *bucket = *named ? named : arn ? strstr(arn, "cewizard-") : NULL;
	for (size_t i = 0; i < POLICIES_UPLOAD_CALLS - (*named ? 1 : 0); i++) {
		struct spread x = {.scope = s, .out = out, .arns = policies_upload_calls[i].arns, .name = bucket};
		allow_all(&x, policies_upload_calls[i].actions);
	}
}

enum cew_status policies_grants_of_calls(struct scope *s, struct grants *out)
{
	for (size_t i = 0; i < policies_call_count; i++)
		grant_call(s, &policies_calls[i], out);
	if (is_uploaded(s, out))
		grant_upload(s, out);
	return out->no_memory ? CEW_NO_MEMORY : CEW_OK;
}
