/* IAM: roles, what a principal may do, how much of everything there is. */
#include "account_room.h"
#include "lookup.h"

#define PAGE 1000 /* roles at once; AWS gives 100 where nothing is said */

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

uint64_t aws_iam_simulate(void *self, const struct cew_simulation *what, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&simulation, &request);
	aws_query_text(&request.body, "PolicySourceArn", what->principal);
	aws_query_list(&request.body, "ActionNames", what->actions, what->action_count);
	aws_query_list(&request.body, "ResourceArns", what->resources, what->resource_count);
	return aws_lookup_start(self, &simulation, &request, done, arg, err);
}

uint64_t aws_iam_account_summary(void *self, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&summary, &request);
	return aws_lookup_start(self, &summary, &request, done, arg, err);
}
