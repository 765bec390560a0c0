/* IAM: roles, what a principal may do, how much of everything there is. */
#include "account_room.h"
#include "lookup.h"
#include "operations_room.h"

#include <stdlib.h>

#define PAGE 1000 /* roles at once; AWS gives 100 where nothing is said */
#define ACTIONS ((size_t)100) /* simulated at once */

static const struct aws_field role_fields[] = {
	AWS_FIELD_TEXT(struct cew_role, name, "RoleName"),
	AWS_FIELD_TEXT(struct cew_role, arn, "Arn"),
	AWS_FIELD_TEXT(struct cew_role, path, "Path"),
	AWS_FIELD_TEXT(struct cew_role, description, "Description"),
	AWS_FIELD(AWS_URI, struct cew_role, trust, "AssumeRolePolicyDocument"),
	AWS_FIELD_INT(struct cew_role, max_session_s, "MaxSessionDuration"),
};
static const struct aws_shape role_shape = AWS_SHAPE(cew_role, role_fields, "Arn");

static const struct aws_field decision_fields[] = {
	AWS_FIELD_TEXT(struct cew_decision, action, "EvalActionName"),
	AWS_FIELD_TEXT(struct cew_decision, resource, "EvalResourceName"),
	AWS_FIELD_TEXT(struct cew_decision, decision, "EvalDecision"),
	AWS_FIELD_TEXT(struct cew_decision, by_organization, "OrganizationsDecisionDetail/AllowedByOrganizations"),
	AWS_FIELD_TEXT(struct cew_decision, by_boundary, "PermissionsBoundaryDecisionDetail/AllowedByPermissionsBoundary"),
	AWS_FIELD_TEXTS(struct cew_decision, missing_context, missing_context_count, "MissingContextValues", NULL),
};
static const struct aws_shape decision_shape = AWS_SHAPE(cew_decision, decision_fields, "EvalDecision");

static const struct aws_field figure_fields[] = {
	AWS_FIELD_TEXT(struct cew_figure, name, "key"),
	AWS_FIELD_INT(struct cew_figure, value, "value"),
};
static const struct aws_shape figure_shape = AWS_SHAPE(cew_figure, figure_fields, "key");

#define LIST(action, name, its_shape) \
	{.call = AWS_CALL(AWS_IAM, action), .shape = &(its_shape), .at = name, .list = true, .token_out = "Marker", \
	 .token_in = "Marker"}

static const struct aws_find roles = LIST("ListRoles", "Roles", role_shape);
static const struct aws_find simulation = LIST("SimulatePrincipalPolicy", "EvaluationResults", decision_shape);
static const struct aws_find summary = LIST("GetAccountSummary", "SummaryMap", figure_shape);
static const struct aws_find role = {.call = AWS_CALL(AWS_IAM, "GetRole"), .shape = &role_shape, .at = "Role"};

uint64_t aws_iam_roles(void *self, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&roles, &request);
	aws_query_int(&request.body, "MaxItems", PAGE);
	return aws_lookup_start(self, &roles, &request, done, arg, err);
}

uint64_t aws_iam_role(void *self, const char *name, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&role, &request);
	aws_query_text(&request.body, "RoleName", name);
	return aws_lookup_start(self, &role, &request, done, arg, err);
}

static void ask_some(struct aws_request *r, const struct cew_simulation *what, size_t first)
{
	size_t left = what->action_count - first;

	aws_lookup_request(&simulation, r);
	aws_query_text(&r->body, "PolicySourceArn", what->principal);
	aws_query_list(&r->body, "ActionNames", what->actions + first, left < ACTIONS ? left : ACTIONS);
	aws_query_list(&r->body, "ResourceArns", what->resources, what->resource_count);
	if (what->context_key) {
		aws_query_text(&r->body, "ContextEntries.member.1.ContextKeyName", what->context_key);
		aws_query_text(&r->body, "ContextEntries.member.1.ContextKeyType", "string");
		aws_query_text(&r->body, "ContextEntries.member.1.ContextKeyValues.member.1", what->context_value);
	}
}

uint64_t aws_iam_simulate(void *self, const struct cew_simulation *what, CEW_TOLD_TO)
{
	size_t count = what->action_count > ACTIONS ? (what->action_count + ACTIONS - 1) / ACTIONS : 1;
	struct aws_request *requests = calloc(count, sizeof(*requests));
	uint64_t id;

	if (!requests) {
		cew_fail_memory(err);
		return 0;
	}
	for (size_t i = 0; i < count; i++)
		ask_some(&requests[i], what, i * ACTIONS);
	id = aws_lookup_start_all(self, &simulation, requests, count, done, arg, err);
	free(requests);
	return id;
}

uint64_t aws_iam_account_summary(void *self, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&summary, &request);
	return aws_lookup_start(self, &summary, &request, done, arg, err);
}

/* ---- made, given, looked at ---- */

static const struct aws_field policy_fields[] = {
	AWS_FIELD_TEXT(struct cew_policy, name, "PolicyName"),
	AWS_FIELD_TEXT(struct cew_policy, arn, "PolicyArn"),
};
static const struct aws_shape policy_shape = AWS_SHAPE(cew_policy, policy_fields, "PolicyArn");

static const struct aws_field user_fields[] = {
	AWS_FIELD_TEXT(struct cew_user, name, "UserName"),
	AWS_FIELD_TEXT(struct cew_user, arn, "Arn"),
	AWS_FIELD_TEXT(struct cew_user, path, "Path"),
	AWS_FIELD_TEXT(struct cew_user, id, "UserId"),
};
static const struct aws_shape user_shape = AWS_SHAPE(cew_user, user_fields, "Arn");

/* A second try could not tell the role that the first one made from somebody else's. */
static const struct aws_find create_role = {
	.call = AWS_CALL_WITH(AWS_IAM, "CreateRole", .once = true), .shape = &role_shape, .at = "Role"};
static const struct aws_find put_policy = {.call = AWS_CALL(AWS_IAM, "PutRolePolicy"), .at = "."};
static const struct aws_find attach_policy = {.call = AWS_CALL(AWS_IAM, "AttachRolePolicy"), .at = "."};
static const struct aws_find attached = LIST("ListAttachedRolePolicies", "AttachedPolicies", policy_shape);
static const struct aws_find user = {.call = AWS_CALL(AWS_IAM, "GetUser"), .shape = &user_shape, .at = "User"};

uint64_t aws_iam_create_role(void *self, const struct cew_new_role *what, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&create_role, &request);
	aws_query_text(&request.body, "RoleName", what->name);
	aws_query_text(&request.body, "Path", what->path);
	aws_query_text(&request.body, "Description", what->description);
	aws_query_text(&request.body, "AssumeRolePolicyDocument", what->trust);
	return aws_lookup_start(self, &create_role, &request, done, arg, err);
}

uint64_t aws_iam_put_role_policy(void *self, const char *role_name, const char *name, const char *policy_json, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&put_policy, &request);
	aws_query_text(&request.body, "RoleName", role_name);
	aws_query_text(&request.body, "PolicyName", name);
	aws_query_text(&request.body, "PolicyDocument", policy_json);
	return aws_lookup_start(self, &put_policy, &request, done, arg, err);
}

uint64_t aws_iam_attach_role_policy(void *self, const char *role_name, const char *policy_arn, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&attach_policy, &request);
	aws_query_text(&request.body, "RoleName", role_name);
	aws_query_text(&request.body, "PolicyArn", policy_arn);
	return aws_lookup_start(self, &attach_policy, &request, done, arg, err);
}

uint64_t aws_iam_attached_policies(void *self, const char *role_name, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&attached, &request);
	aws_query_text(&request.body, "RoleName", role_name);
	return aws_lookup_start(self, &attached, &request, done, arg, err);
}

uint64_t aws_iam_user(void *self, const char *name, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&user, &request);
	aws_query_text(&request.body, "UserName", name);
	return aws_lookup_start(self, &user, &request, done, arg, err);
}
