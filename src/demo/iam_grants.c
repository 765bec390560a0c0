/* The policies that hold for a role: its own, those that others put on it, and managed ones, AWS's among them. */
#include "iam.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- AWS's own ---- */

#define STATEMENT(actions) "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[" actions "],\"Resource\":\"*\"}]}"

/* As far as stacks and consoles here need them. */
static const struct {
	const char *name, *document;
} aws_policies[] = {
	{"AdministratorAccess", STATEMENT("\"*\"")},
	{"PowerUserAccess",
	 "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"NotAction\":[\"iam:*\",\"organizations:*\","
	 "\"account:*\"],\"Resource\":\"*\"},{\"Effect\":\"Allow\",\"Action\":[\"iam:CreateServiceLinkedRole\","
	 "\"iam:DeleteServiceLinkedRole\",\"iam:ListRoles\"],\"Resource\":\"*\"}]}"},
	{"ReadOnlyAccess",
	 STATEMENT("\"cloudformation:Describe*\",\"cloudformation:Get*\",\"cloudformation:List*\",\"ec2:Describe*\","
               "\"ecr:BatchGet*\",\"ecr:Get*\",\"ecs:Describe*\",\"ecs:List*\",\"elasticfilesystem:Describe*\","
               "\"elasticloadbalancing:Describe*\",\"iam:Get*\",\"iam:List*\",\"iam:Simulate*\",\"kms:Describe*\","
               "\"kms:Get*\",\"kms:List*\",\"lambda:Get*\",\"lambda:List*\",\"logs:Describe*\",\"logs:Get*\","
               "\"logs:FilterLogEvents\",\"s3:Get*\",\"s3:List*\",\"secretsmanager:Describe*\",\"secretsmanager:List*\","
               "\"servicequotas:Get*\",\"servicequotas:List*\",\"sns:Get*\",\"sns:List*\",\"sts:Get*\"")},
	{"IAMFullAccess", STATEMENT("\"iam:*\"")},
	{"service-role/AmazonECSTaskExecutionRolePolicy",
	 STATEMENT("\"ecr:GetAuthorizationToken\",\"ecr:BatchCheckLayerAvailability\",\"ecr:GetDownloadUrlForLayer\","
               "\"ecr:BatchGetImage\",\"logs:CreateLogStream\",\"logs:PutLogEvents\"")},
	{"service-role/AWSLambdaBasicExecutionRole",
	 STATEMENT("\"logs:CreateLogGroup\",\"logs:CreateLogStream\",\"logs:PutLogEvents\"")},
};

static const char *aws_name(const char *arn)
{
	const char *at = strncmp(arn, "arn:", 4) == 0 ? strstr(arn, ":iam::aws:policy/") : NULL;
	return at ? at + strlen(":iam::aws:policy/") : NULL;
}

bool demo_is_aws_policy(const char *arn)
{
	const char *name = aws_name(arn);
	for (size_t i = 0; name && i < CEW_COUNT(aws_policies); i++)
		if (strcmp(aws_policies[i].name, name) == 0)
			return true;
	return false;
}

const char *demo_aws_policy_at(size_t i)
{
	return i < CEW_COUNT(aws_policies) ? aws_policies[i].name : NULL;
}

/* ---- documents ---- */

/* Templates and scenarios write trees, calls bring texts. */
static const struct cew_node *as_tree(struct demo_view *v, const struct cew_node *document)
{
	struct cew_doc *parsed = NULL, *doc = demo_view_doc(v);
	const struct cew_node *tree = document;
	if (!cew_node_is(document, CEW_NODE_SCALAR) || !doc)
		return document;
	if (cew_doc_parse("policy", cew_node_text(document), cew_node_text_len(document), CEW_DOC_JSON, NULL, &parsed, NULL))
		return NULL;
	tree = cew_doc_copy(doc, cew_doc_root(parsed));
	cew_doc_destroy(parsed);
	v->failed |= !tree;
	return tree;
}

const struct cew_node *demo_managed_document(struct demo_view *v, const char *arn)
{
	const struct demo_thing *t = demo_thing_find(v, DEMO_MANAGED_POLICY, arn);
	const char *name = aws_name(arn);
	if (t)
		return as_tree(v, demo_thing_node(t, "PolicyDocument"));
	for (size_t i = 0; name && i < CEW_COUNT(aws_policies); i++)
		if (strcmp(aws_policies[i].name, name) == 0)
			return demo_view_doc(v) ? as_tree(v, cew_doc_string(v->doc, aws_policies[i].document)) : NULL;
	return NULL;
}

/* ---- what is attached ---- */

char *demo_role_attached(struct demo_view *v, const struct demo_thing *role)
{
	const char *set = demo_mark(v->demo, role->id, "ManagedPolicyArns");
	const struct cew_node *list = demo_thing_node(role, "ManagedPolicyArns");
	struct demo_things all = demo_things(v, DEMO_MANAGED_POLICY);
	struct cew_buf text;
	cew_buf_init(&text, 65536);
	if (set)
		cew_buf_str(&text, set);
	for (size_t i = 0; !set && i < cew_node_count(list); i++)
		cew_buf_fmt(&text, "%s ", cew_node_text(cew_node_at(list, i)));
	for (size_t i = 0; i < all.count; i++)
		if (demo_node_holds(demo_thing_node(&all.at[i], "Roles"), role->name))
			cew_buf_fmt(&text, "%s ", all.at[i].id);
	return cew_buf_take(&text);
}

static bool give_attached(struct demo_view *v, const struct demo_thing *role, demo_grant_fn *fn, void *ctx)
{
	char *arns = demo_role_attached(v, role), *rest = NULL;
	bool on = arns != NULL;
	v->failed |= !arns;
	for (char *arn = on ? strtok_r(arns, " ", &rest) : NULL; on && arn; arn = strtok_r(NULL, " ", &rest)) {
		struct demo_grant g = {strrchr(arn, '/') ? strrchr(arn, '/') + 1 : arn, arn, demo_managed_document(v, arn)};
		on = fn(ctx, &g);
	}
	free(arns);
	return on;
}

/* ---- what is inline ---- */

static bool give_thing(struct demo_view *v, const struct demo_thing *policy, demo_grant_fn *fn, void *ctx)
{
	struct demo_grant g = {demo_thing_text(v, policy, "PolicyName"), NULL,
	                       as_tree(v, demo_thing_node(policy, "PolicyDocument"))};
	return fn(ctx, &g);
}

static bool give_inline(struct demo_view *v, const struct demo_thing *role, demo_grant_fn *fn, void *ctx)
{
	const struct cew_node *own = demo_thing_node(role, "Policies");
	struct demo_things shared = demo_things(v, "AWS::IAM::Policy"), added = demo_things(v, DEMO_ROLE_POLICY);
	bool on = true;
	for (size_t i = 0; on && i < cew_node_count(own); i++) {
		const struct cew_node *p = cew_node_at(own, i);
		struct demo_grant g = {cew_node_get_text(p, "PolicyName"), NULL, as_tree(v, cew_node_get(p, "PolicyDocument"))};
		on = fn(ctx, &g);
	}
	for (size_t i = 0; on && i < shared.count; i++)
		if (demo_node_holds(demo_thing_node(&shared.at[i], "Roles"), role->name))
			on = give_thing(v, &shared.at[i], fn, ctx);
	for (size_t i = 0; on && i < added.count; i++) {
		const char *of = demo_thing_text(v, &added.at[i], "RoleName");
		if (of && strcmp(of, role->name) == 0)
			on = give_thing(v, &added.at[i], fn, ctx);
	}
	return on;
}

void demo_role_grants(struct demo_view *v, const struct demo_thing *role, demo_grant_fn *fn, void *ctx)
{
	if (give_inline(v, role, fn, ctx))
		give_attached(v, role, fn, ctx);
}
