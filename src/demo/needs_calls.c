/* What a call is about, as policies name it. Braces hold fields of the request: "{Field}", "{Field|otherwise}"; a value that
 * is an ARN stands for the whole. */
#include "needs.h"

#include "cloudformation.h"
#include "ec2.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first row that fits. What is not here knows no resources: lists and descriptions of most services. */
static const struct {
	const char *service, *action;
	const char *resource; /* after "arn:{partition}:" */
} rows[] = {
	{"ec2", "AuthorizeSecurityGroup*", "ec2:{region}:{account}:security-group/{GroupId}"},
	{"ec2", "RevokeSecurityGroup*", "ec2:{region}:{account}:security-group/{GroupId}"},
	{"ec2", "DeleteSecurityGroup", "ec2:{region}:{account}:security-group/{GroupId}"},
	{"ec2", "DeleteNetworkInterface", "ec2:{region}:{account}:network-interface/{NetworkInterfaceId}"},
	{"ec2", "ModifyVpcAttribute", "ec2:{region}:{account}:vpc/{VpcId}"},
	{"ec2", "CreateFlowLogs", "ec2:{region}:{account}:vpc-flow-log/*"},
	{"elasticloadbalancing", "ModifyLoadBalancerAttributes", "{LoadBalancerArn}"},
	{"elasticloadbalancing", "ModifyTargetGroup*", "{TargetGroupArn}"},
	{"iam", "CreateRole", "iam::{account}:role{Path|/}{RoleName}"},
	{"iam", "ListRoles", "*"},
	{"iam", "*Role*", "iam::{account}:role/{RoleName}"},
	{"iam", "UpdateAssumeRolePolicy", "iam::{account}:role/{RoleName}"},
	{"iam", "CreatePolicy", "iam::{account}:policy{Path|/}{PolicyName}"},
	{"iam", "ListPolicies", "*"},
	{"iam", "*Policy*", "{PolicyArn}"},
	{"iam", "SimulatePrincipalPolicy", "{PolicySourceArn}"},
	{"iam", "GetUser", "iam::{account}:user/{UserName|*}"},
	{"sns", "ListTopics", "*"},
	{"sns", "CreateTopic", "sns:{region}:{account}:{Name}"},
	{"sns", "Unsubscribe", "{SubscriptionArn}"},
	{"sns", "*", "{TopicArn}"},
	{"sts", "AssumeRole", "{RoleArn}"},
	{"ecs", "ListServices", "*"},
	{"ecs", "ListTasks", "*"},
	{"ecs", "ListClusters", "*"},
	{"ecs", "DescribeTaskDefinition", "*"},
	{"ecs", "ListTaskDefinitions", "*"},
	{"ecs", "DescribeClusters", "ecs:{region}:{account}:cluster/{clusters.0|default}"},
	{"ecs", "DescribeServices", "ecs:{region}:{account}:service/{cluster|default}/{services.0}"},
	{"ecs", "UpdateService", "ecs:{region}:{account}:service/{cluster|default}/{service}"},
	{"ecs", "DescribeTasks", "ecs:{region}:{account}:task/{cluster|default}/{tasks.0}"},
	{"ecs", "StopTask", "ecs:{region}:{account}:task/{cluster|default}/{task}"},
	{"secretsmanager", "ListSecrets", "*"},
	{"secretsmanager", "CreateSecret", "secretsmanager:{region}:{account}:secret:{Name}-??????"},
	{"secretsmanager", "*", "secretsmanager:{region}:{account}:secret:{SecretId}-??????"},
	{"ecr", "GetAuthorizationToken", "*"},
	{"ecr", "*", "ecr:{region}:{registryId|{account}}:repository/{repositoryName}"},
	{"logs", "DescribeLogGroups", "logs:{region}:{account}:log-group:{logGroupNamePrefix|}:log-stream:"},
	{"logs", "*", "logs:{region}:{account}:log-group:{logGroupName}:log-stream:{logStreamName|}"},
	{"lambda", "ListFunctions", "*"},
	{"lambda", "*", "lambda:{region}:{account}:function:{0}"},
	{"elasticfilesystem", "DescribeFileSystems", "elasticfilesystem:{region}:{account}:file-system/{FileSystemId|*}"},
	{"elasticfilesystem", "DescribeMountTargets", "elasticfilesystem:{region}:{account}:file-system/{FileSystemId|*}"},
	{"elasticfilesystem", "DescribeAccessPoints", "elasticfilesystem:{region}:{account}:access-point/*"},
	{"elasticfilesystem", "*", "elasticfilesystem:{region}:{account}:file-system/{0}"},
	{"kms", "CreateKey", "*"},
	{"kms", "List*", "*"},
	{"kms", "CreateAlias", "kms:{region}:{account}:{AliasName}"},
	{"kms", "DeleteAlias", "kms:{region}:{account}:{AliasName}"},
	{"kms", "*", "kms:{region}:{account}:key/{KeyId}"},
	{"cloudformation", "ListStacks", "*"},
	{"cloudformation", "ListExports", "*"},
	{"cloudformation", "ListImports", "*"},
	{"cloudformation", "ValidateTemplate", "*"},
	{"cloudformation", "DescribeAccountLimits", "*"},
};

/* ---- fields ---- */

static const char *field(const struct demo_call *call, const char *name)
{
	const char *dot = strchr(name, '.');
	char list[64];
	if (strcmp(name, "0") == 0)
		return call->part_count ? call->parts[0] : NULL;
	if (!call->input)
		return demo_query_get(&call->query, name);
	if (!dot)
		return cew_node_get_text(call->input, name);
	snprintf(list, sizeof(list), "%.*s", (int)(dot - name), name);
	const struct cew_node *first = cew_node_at(cew_node_get(call->input, list), 0);
	return cew_node_is(first, CEW_NODE_SCALAR) ? cew_node_text(first) : NULL;
}

static const char *known(const struct demo_call *call, const char *name, size_t len)
{
	const struct {
		const char *name, *value;
	} words[] = {{"region", call->region}, {"account", call->demo->account}};
	for (size_t i = 0; i < CEW_COUNT(words); i++)
		if (strlen(words[i].name) == len && strncmp(words[i].name, name, len) == 0)
			return words[i].value;
	return NULL;
}

/* One pair of braces. false: what it stands for is not in the request, or is the whole (then *whole). */
static bool fill_one(const struct demo_call *call, const char *inside, size_t len, struct cew_buf *out, const char **whole)
{
	char name[64];
	const char *bar = memchr(inside, '|', len);
	size_t name_len = bar ? (size_t)(bar - inside) : len;
	const char *value = known(call, inside, len);
	snprintf(name, sizeof(name), "%.*s", (int)name_len, inside);
	if (!value)
		value = field(call, name);
	if (value && strncmp(value, "arn:", 4) == 0 && strcmp(name, "cluster") != 0) {
		*whole = value;
		return false;
	}
	if (value && *value) {
		const char *slash = strcmp(name, "cluster") == 0 ? strrchr(value, '/') : NULL;
		cew_buf_str(out, slash ? slash + 1 : value);
		return true;
	}
	if (!bar)
		return false;
	const char *otherwise = bar + 1;
	size_t rest = len - name_len - 1;
	if (*otherwise == '{')
		cew_buf_str(out, call->demo->account);
	else
		cew_buf_add(out, otherwise, rest);
	return true;
}

/* Braces may hold others after a bar. */
static size_t inside_length(const char *at)
{
	size_t depth = 1, i = 0;
	for (; at[i]; i++) {
		depth += at[i] == '{';
		depth -= at[i] == '}';
		if (depth == 0)
			break;
	}
	return i;
}

static void fill(const struct demo_call *call, const char *pattern, char out[DEMO_ARN_MAX])
{
	struct cew_buf text;
	const char *whole = NULL;
	bool ok = strcmp(pattern, "*") != 0;
	cew_buf_init(&text, DEMO_ARN_MAX - 1);
	cew_buf_fmt(&text, "arn:%s:", cew_cfn_partition(call->region, NULL));
	while (ok && *pattern) {
		if (*pattern != '{') {
			cew_buf_char(&text, *pattern++);
			continue;
		}
		size_t len = inside_length(pattern + 1);
		ok = fill_one(call, pattern + 1, len, &text, &whole);
		pattern += len + 2;
	}
	snprintf(out, DEMO_ARN_MAX, "%s", whole ? whole : ok && !text.failed ? cew_buf_text(&text) : "*");
	cew_buf_finish(&text);
}

/* ---- CloudFormation: a stack, by its id if it is there ---- */

static void stack_arn(struct demo_call *call, char out[DEMO_ARN_MAX])
{
	const char *given = demo_query_get(&call->query, "StackName"), *set = demo_query_get(&call->query, "ChangeSetName");
	struct demo_stack *s = given ? demo_stack_find(call->demo, call->region, given) : NULL;
	struct demo_change_set *c;
	struct cew_error err;
	if (!given && set && demo_find_change_set(call, &s, &c, &err))
		s = NULL;
	if (s)
		snprintf(out, DEMO_ARN_MAX, "%s", s->id);
	else if (given && strncmp(given, "arn:", 4) == 0)
		snprintf(out, DEMO_ARN_MAX, "%s", given);
	else
		snprintf(out, DEMO_ARN_MAX, "arn:%s:cloudformation:%s:%s:stack/%.128s/*", cew_cfn_partition(call->region, NULL),
		         call->region, call->demo->account, given ? given : "*");
}

/* What may be named in a short way: a secret without the six characters behind its name, a role without its path, a key by
 * an alias. */
static const struct {
	const char *service, *field, *type, *attribute;
} named[] = {
	{"secretsmanager", "SecretId", "AWS::SecretsManager::Secret", "Id"},
	{"iam", "RoleName", "AWS::IAM::Role", "Arn"},
	{"kms", "KeyId", "AWS::KMS::Alias", "TargetKeyId"},
};

static void named_arn(struct demo_call *call, char out[DEMO_ARN_MAX])
{
	for (size_t i = 0; i < CEW_COUNT(named); i++) {
		const char *given = strcmp(named[i].service, call->service->name) == 0 ? field(call, named[i].field) : NULL;
		const struct demo_thing *t = given ? demo_thing_named(&call->view, named[i].type, given) : NULL;
		const char *text = t ? demo_thing_text(&call->view, t, named[i].attribute) : NULL;
		if (text && strncmp(text, "arn:", 4) == 0)
			snprintf(out, DEMO_ARN_MAX, "%s", text);
		else if (text)
			snprintf(out, DEMO_ARN_MAX, "arn:%s:kms:%s:%s:key/%s", cew_cfn_partition(call->region, NULL), call->region,
			         call->demo->account, text);
	}
}

void demo_call_resource(struct demo_call *call, char out[DEMO_ARN_MAX])
{
	const char *service = call->service->name;
	strcpy(out, "*");
	for (size_t i = 0; i < CEW_COUNT(rows); i++)
		if (strcmp(rows[i].service, service) == 0 && demo_ec2_matches(rows[i].action, call->action)) {
			fill(call, rows[i].resource, out);
			named_arn(call, out);
			return;
		}
	if (strcmp(service, "cloudformation") == 0)
		stack_arn(call, out);
}

/* ---- what conditions may ask for ---- */

static void add(struct demo_key *out, size_t *count, const char *name, const char *value)
{
	if (value && *count < DEMO_CALL_KEYS_MAX)
		out[(*count)++] = (struct demo_key){name, value};
}

/* Names of keys that hold a tag's name: they live as long as the embedded AWS' view of the region. */
static const char *tag_key(struct demo_call *call, const char *prefix, const char *tag)
{
	struct cew_doc *doc = demo_view_doc(&call->view);
	char *name = cew_fmt("%s%s", prefix, tag);
	struct cew_node *kept = doc && name ? cew_doc_string(doc, name) : NULL;
	free(name);
	return kept ? cew_node_text(kept) : "";
}

static void add_request_tags(struct demo_call *call, struct demo_key *out, size_t *count)
{
	const char *key;
	for (size_t n = 1; (key = demo_query_getf(&call->query, "Tags.member.%zu.Key", n)) != NULL && n <= 10; n++) {
		add(out, count, tag_key(call, "aws:RequestTag/", key), demo_query_getf(&call->query, "Tags.member.%zu.Value", n));
		add(out, count, "aws:TagKeys", key);
	}
}

static void add_stack_tags(struct demo_call *call, struct demo_key *out, size_t *count)
{
	const char *given = demo_query_get(&call->query, "StackName");
	const struct demo_stack *s = given ? demo_stack_find(call->demo, call->region, given) : NULL;
	for (size_t i = 0; s && s->now && i < s->now->tags.len && i < 10; i++) {
		const struct demo_pair *tag = cew_vec_at(&s->now->tags, i);
		add(out, count, tag_key(call, "aws:ResourceTag/", tag->key), tag->value);
	}
}

static void add_thing_tags(struct demo_call *call, struct demo_key *out, size_t *count)
{
	static const char *const tagged[][2] = {{"GroupId", "AWS::EC2::SecurityGroup"}, {"VpcId", "AWS::EC2::VPC"},
	                                        {"LoadBalancerArn", "AWS::ElasticLoadBalancingV2::LoadBalancer"},
	                                        {"TargetGroupArn", "AWS::ElasticLoadBalancingV2::TargetGroup"}};
	for (size_t k = 0; k < CEW_COUNT(tagged); k++) {
		const char *id = demo_query_get(&call->query, tagged[k][0]);
		const struct demo_thing *t = id ? demo_thing_find(&call->view, tagged[k][1], id) : NULL;
		const struct cew_node *tags = t ? demo_thing_node(t, "Tags") : NULL;
		for (size_t i = 0; i < cew_node_count(tags) && i < 10; i++) {
			const char *key = cew_node_get_text(cew_node_at(tags, i), "Key");
			if (key)
				add(out, count, tag_key(call, "aws:ResourceTag/", key), cew_node_get_text(cew_node_at(tags, i), "Value"));
		}
		if (t && t->stack)
			add(out, count, "aws:ResourceTag/aws:cloudformation:stack-name", t->stack->name);
	}
}

size_t demo_call_keys(struct demo_call *call, struct demo_key out[DEMO_CALL_KEYS_MAX])
{
	size_t count = 0;
	if (strcmp(call->service->name, "cloudformation") == 0) {
		add(out, &count, "cloudformation:RoleArn", demo_query_get(&call->query, "RoleARN"));
		add(out, &count, "cloudformation:TemplateUrl", demo_query_get(&call->query, "TemplateURL"));
		add(out, &count, "cloudformation:ChangeSetName", demo_query_get(&call->query, "ChangeSetName"));
		add_request_tags(call, out, &count);
		add_stack_tags(call, out, &count);
	}
	if (strcmp(call->service->name, "iam") == 0)
		add(out, &count, "iam:PolicyARN", demo_query_get(&call->query, "PolicyArn"));
	if (call->service->protocol == DEMO_EC2_QUERY || strcmp(call->service->name, "elasticloadbalancing") == 0)
		add_thing_tags(call, out, &count);
	return count;
}

bool demo_needs_no_permission(const char *action)
{
	static const char *const free_ones[] = {"sts:GetCallerIdentity", "sts:GetSessionToken", "sts:AssumeRoleWithWebIdentity"};
	for (size_t i = 0; i < CEW_COUNT(free_ones); i++)
		if (strcmp(free_ones[i], action) == 0)
			return true;
	return false;
}
