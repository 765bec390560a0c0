/* What making, changing and deleting a resource asks of whoever a stack works for: CloudFormation's handlers call the
 * services in its name. The actions are those of the handlers' schemas, as far as the properties in use need them. */
#include "iam.h"
#include "needs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Actions between spaces; without a service before a colon they are the row's. "Property?Action": only where the property
 * is there; "Tags?" also where the stack has tags. "pass:Property:service": iam:PassRole of the role that the property names. */
static const struct {
	const char *type, *service, *api; /* api: as CloudFormation calls the service */
	const char *resource;             /* as in needs_calls.c, but braces hold properties; {id}, {name} */
	const char *actions[DEMO_NEED_COUNT];
} rows[] = {
	{"AWS::EC2::VPC", "ec2", "Ec2", "ec2:{region}:{account}:vpc/{id|*}",
	 {"CreateVpc DescribeVpcs EnableDnsSupport?ModifyVpcAttribute EnableDnsHostnames?ModifyVpcAttribute Tags?CreateTags",
	  "ModifyVpcAttribute DescribeVpcs Tags?CreateTags", "DeleteVpc DescribeVpcs"}},
	{"AWS::EC2::Subnet", "ec2", "Ec2", "ec2:{region}:{account}:subnet/{id|*}",
	 {"CreateSubnet DescribeSubnets MapPublicIpOnLaunch?ModifySubnetAttribute Tags?CreateTags",
	  "ModifySubnetAttribute DescribeSubnets Tags?CreateTags", "DeleteSubnet DescribeSubnets"}},
	{"AWS::EC2::InternetGateway", "ec2", "Ec2", "ec2:{region}:{account}:internet-gateway/{id|*}",
	 {"CreateInternetGateway DescribeInternetGateways Tags?CreateTags", "DescribeInternetGateways Tags?CreateTags",
	  "DeleteInternetGateway DescribeInternetGateways"}},
	{"AWS::EC2::VPCGatewayAttachment", "ec2", "Ec2", "ec2:{region}:{account}:internet-gateway/{InternetGatewayId|*}",
	 {"AttachInternetGateway DescribeInternetGateways", "AttachInternetGateway", "DetachInternetGateway"}},
	{"AWS::EC2::EIP", "ec2", "Ec2", "ec2:{region}:{account}:elastic-ip/{AllocationId|*}",
	 {"AllocateAddress DescribeAddresses Tags?CreateTags", "DescribeAddresses Tags?CreateTags",
	  "ReleaseAddress DescribeAddresses"}},
	{"AWS::EC2::NatGateway", "ec2", "Ec2", "ec2:{region}:{account}:natgateway/{id|*}",
	 {"CreateNatGateway DescribeNatGateways Tags?CreateTags", "DescribeNatGateways Tags?CreateTags",
	  "DeleteNatGateway DescribeNatGateways"}},
	{"AWS::EC2::RouteTable", "ec2", "Ec2", "ec2:{region}:{account}:route-table/{id|*}",
	 {"CreateRouteTable DescribeRouteTables Tags?CreateTags", "DescribeRouteTables Tags?CreateTags",
	  "DeleteRouteTable DescribeRouteTables"}},
	{"AWS::EC2::Route", "ec2", "Ec2", "ec2:{region}:{account}:route-table/{RouteTableId|*}",
	 {"CreateRoute DescribeRouteTables", "ReplaceRoute DescribeRouteTables", "DeleteRoute DescribeRouteTables"}},
	{"AWS::EC2::SubnetRouteTableAssociation", "ec2", "Ec2", "ec2:{region}:{account}:route-table/{RouteTableId|*}",
	 {"AssociateRouteTable DescribeRouteTables", "AssociateRouteTable", "DisassociateRouteTable DescribeRouteTables"}},
	{"AWS::EC2::NetworkAcl", "ec2", "Ec2", "ec2:{region}:{account}:network-acl/{id|*}",
	 {"CreateNetworkAcl DescribeNetworkAcls Tags?CreateTags", "DescribeNetworkAcls Tags?CreateTags",
	  "DeleteNetworkAcl DescribeNetworkAcls"}},
	{"AWS::EC2::NetworkAclEntry", "ec2", "Ec2", "ec2:{region}:{account}:network-acl/{NetworkAclId|*}",
	 {"CreateNetworkAclEntry DescribeNetworkAcls", "ReplaceNetworkAclEntry", "DeleteNetworkAclEntry DescribeNetworkAcls"}},
	{"AWS::EC2::SecurityGroup", "ec2", "Ec2", "ec2:{region}:{account}:security-group/{id|*}",
	 {"CreateSecurityGroup DescribeSecurityGroups SecurityGroupIngress?AuthorizeSecurityGroupIngress "
	  "SecurityGroupEgress?AuthorizeSecurityGroupEgress SecurityGroupEgress?RevokeSecurityGroupEgress Tags?CreateTags",
	  "DescribeSecurityGroups SecurityGroupIngress?AuthorizeSecurityGroupIngress "
	  "SecurityGroupIngress?RevokeSecurityGroupIngress SecurityGroupEgress?AuthorizeSecurityGroupEgress "
	  "SecurityGroupEgress?RevokeSecurityGroupEgress Tags?CreateTags",
	  "DeleteSecurityGroup DescribeSecurityGroups"}},
	{"AWS::EC2::SecurityGroupIngress", "ec2", "Ec2", "ec2:{region}:{account}:security-group/{GroupId|*}",
	 {"AuthorizeSecurityGroupIngress DescribeSecurityGroupRules", "AuthorizeSecurityGroupIngress",
	  "RevokeSecurityGroupIngress"}},
	{"AWS::EC2::SecurityGroupEgress", "ec2", "Ec2", "ec2:{region}:{account}:security-group/{GroupId|*}",
	 {"AuthorizeSecurityGroupEgress DescribeSecurityGroupRules", "AuthorizeSecurityGroupEgress",
	  "RevokeSecurityGroupEgress"}},
	{"AWS::EC2::VPCEndpoint", "ec2", "Ec2", "ec2:{region}:{account}:vpc-endpoint/{id|*}",
	 {"CreateVpcEndpoint DescribeVpcEndpoints Tags?CreateTags", "ModifyVpcEndpoint DescribeVpcEndpoints",
	  "DeleteVpcEndpoints DescribeVpcEndpoints"}},
	{"AWS::EC2::FlowLog", "ec2", "Ec2", "ec2:{region}:{account}:vpc-flow-log/{id|*}",
	 {"CreateFlowLogs DescribeFlowLogs pass:DeliverLogsPermissionArn:vpc-flow-logs.amazonaws.com Tags?CreateTags",
	  "DescribeFlowLogs Tags?CreateTags", "DeleteFlowLogs DescribeFlowLogs"}},
	{"AWS::IAM::Role", "iam", "Iam", "iam::{account}:role{Path|/}{name}",
	 {"CreateRole GetRole Policies?PutRolePolicy ManagedPolicyArns?AttachRolePolicy Tags?TagRole",
	  "GetRole UpdateAssumeRolePolicy Policies?PutRolePolicy ManagedPolicyArns?AttachRolePolicy Tags?TagRole",
	  "DeleteRole GetRole Policies?DeleteRolePolicy ManagedPolicyArns?DetachRolePolicy"}},
	{"AWS::IAM::Policy", "iam", "Iam", "iam::{account}:role/{Roles.0|*}",
	 {"PutRolePolicy", "PutRolePolicy", "DeleteRolePolicy"}},
	{"AWS::IAM::ManagedPolicy", "iam", "Iam", "iam::{account}:policy{Path|/}{name}",
	 {"CreatePolicy", "CreatePolicyVersion", "DeletePolicy"}},
	{"AWS::Logs::LogGroup", "logs", "CloudWatchLogs", "logs:{region}:{account}:log-group:{name}:log-stream:",
	 {"CreateLogGroup DescribeLogGroups RetentionInDays?PutRetentionPolicy Tags?TagResource",
	  "DescribeLogGroups RetentionInDays?PutRetentionPolicy Tags?TagResource", "DeleteLogGroup DescribeLogGroups"}},
	{"AWS::Lambda::Function", "lambda", "Lambda", "lambda:{region}:{account}:function:{name}",
	 {"CreateFunction GetFunction pass:Role:lambda.amazonaws.com Tags?TagResource",
	  "UpdateFunctionCode UpdateFunctionConfiguration GetFunction pass:Role:lambda.amazonaws.com Tags?TagResource",
	  "DeleteFunction GetFunction"}},
	{"AWS::Lambda::Permission", "lambda", "Lambda", "lambda:{region}:{account}:function:{FunctionName}",
	 {"AddPermission", "AddPermission RemovePermission", "RemovePermission"}},
	{"AWS::Events::Rule", "events", "EventBridge", "events:{region}:{account}:rule/{name}",
	 {"PutRule DescribeRule Targets?PutTargets Tags?TagResource", "PutRule DescribeRule Targets?PutTargets",
	  "DeleteRule DescribeRule Targets?RemoveTargets"}},
	{"AWS::EFS::FileSystem", "elasticfilesystem", "Efs", "elasticfilesystem:{region}:{account}:file-system/{id|*}",
	 {"CreateFileSystem DescribeFileSystems FileSystemPolicy?PutFileSystemPolicy BackupPolicy?PutBackupPolicy "
	  "LifecyclePolicies?PutLifecycleConfiguration FileSystemTags?TagResource",
	  "DescribeFileSystems FileSystemPolicy?PutFileSystemPolicy BackupPolicy?PutBackupPolicy FileSystemTags?TagResource",
	  "DeleteFileSystem DescribeFileSystems"}},
	{"AWS::EFS::MountTarget", "elasticfilesystem", "Efs",
	 "elasticfilesystem:{region}:{account}:file-system/{FileSystemId|*}",
	 {"CreateMountTarget DescribeMountTargets ec2:DescribeSubnets ec2:DescribeNetworkInterfaces ec2:CreateNetworkInterface",
	  "ModifyMountTargetSecurityGroups DescribeMountTargets",
	  "DeleteMountTarget DescribeMountTargets ec2:DeleteNetworkInterface"}},
	{"AWS::EFS::AccessPoint", "elasticfilesystem", "Efs", "elasticfilesystem:{region}:{account}:access-point/{id|*}",
	 {"CreateAccessPoint DescribeAccessPoints AccessPointTags?TagResource", "DescribeAccessPoints AccessPointTags?TagResource",
	  "DeleteAccessPoint DescribeAccessPoints"}},
	{"AWS::S3::Bucket", "s3", "S3", "s3:::{name}",
	 {"CreateBucket BucketEncryption?PutEncryptionConfiguration PublicAccessBlockConfiguration?PutBucketPublicAccessBlock "
	  "OwnershipControls?PutBucketOwnershipControls LifecycleConfiguration?PutLifecycleConfiguration "
	  "VersioningConfiguration?PutBucketVersioning LoggingConfiguration?PutBucketLogging Tags?PutBucketTagging",
	  "BucketEncryption?PutEncryptionConfiguration PublicAccessBlockConfiguration?PutBucketPublicAccessBlock "
	  "LifecycleConfiguration?PutLifecycleConfiguration VersioningConfiguration?PutBucketVersioning Tags?PutBucketTagging",
	  "DeleteBucket"}},
	{"AWS::S3::BucketPolicy", "s3", "S3", "s3:::{Bucket}", {"PutBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"}},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", "elasticloadbalancing", "ElasticLoadBalancingV2",
	 "elasticloadbalancing:{region}:{account}:loadbalancer/app/{name}/*",
	 {"CreateLoadBalancer DescribeLoadBalancers LoadBalancerAttributes?ModifyLoadBalancerAttributes Tags?AddTags",
	  "DescribeLoadBalancers LoadBalancerAttributes?ModifyLoadBalancerAttributes SecurityGroups?SetSecurityGroups "
	  "Tags?AddTags",
	  "DeleteLoadBalancer DescribeLoadBalancers"}},
	{"AWS::ElasticLoadBalancingV2::TargetGroup", "elasticloadbalancing", "ElasticLoadBalancingV2",
	 "elasticloadbalancing:{region}:{account}:targetgroup/{name}/*",
	 {"CreateTargetGroup DescribeTargetGroups TargetGroupAttributes?ModifyTargetGroupAttributes Tags?AddTags",
	  "ModifyTargetGroup DescribeTargetGroups TargetGroupAttributes?ModifyTargetGroupAttributes Tags?AddTags",
	  "DeleteTargetGroup DescribeTargetGroups"}},
	{"AWS::ElasticLoadBalancingV2::Listener", "elasticloadbalancing", "ElasticLoadBalancingV2", "{LoadBalancerArn}",
	 {"CreateListener DescribeListeners", "ModifyListener DescribeListeners", "DeleteListener DescribeListeners"}},
	{"AWS::SecretsManager::Secret", "secretsmanager", "SecretsManager",
	 "secretsmanager:{region}:{account}:secret:{name}-??????",
	 {"CreateSecret GenerateSecretString?GetRandomPassword Tags?TagResource",
	  "UpdateSecret DescribeSecret Tags?TagResource", "DeleteSecret DescribeSecret"}},
	{"AWS::SNS::Topic", "sns", "Sns", "sns:{region}:{account}:{name}",
	 {"CreateTopic GetTopicAttributes Subscription?Subscribe Tags?TagResource", "SetTopicAttributes GetTopicAttributes",
	  "DeleteTopic GetTopicAttributes"}},
	{"AWS::ECS::Cluster", "ecs", "AmazonECS", "ecs:{region}:{account}:cluster/{name}",
	 {"CreateCluster DescribeClusters Tags?TagResource", "UpdateCluster DescribeClusters Tags?TagResource",
	  "DeleteCluster DescribeClusters"}},
	{"AWS::ECS::TaskDefinition", "ecs", "AmazonECS", "ecs:{region}:{account}:task-definition/{name}:*",
	 {"RegisterTaskDefinition DescribeTaskDefinition pass:ExecutionRoleArn:ecs-tasks.amazonaws.com "
	  "pass:TaskRoleArn:ecs-tasks.amazonaws.com Tags?TagResource",
	  "DescribeTaskDefinition Tags?TagResource", "DeregisterTaskDefinition DescribeTaskDefinition"}},
	{"AWS::ECS::Service", "ecs", "AmazonECS", "ecs:{region}:{account}:service/{Cluster|default}/{name}",
	 {"CreateService DescribeServices Tags?TagResource", "UpdateService DescribeServices Tags?TagResource",
	  "DeleteService DescribeServices"}},
	{"AWS::KMS::Key", "kms", "Kms", "kms:{region}:{account}:key/{id|*}",
	 {"CreateKey DescribeKey", "PutKeyPolicy DescribeKey", "ScheduleKeyDeletion DescribeKey"}},
	{"AWS::KMS::Alias", "kms", "Kms", "kms:{region}:{account}:{AliasName}", {"CreateAlias", "UpdateAlias", "DeleteAlias"}},
	{"AWS::CloudFormation::Stack", "cloudformation", "CloudFormation", "cloudformation:{region}:{account}:stack/{name}/*",
	 {"CreateStack DescribeStacks", "UpdateStack DescribeStacks", "DeleteStack DescribeStacks"}},
};

/* Services act with a role of their own, which the first who uses the service makes. */
static const struct {
	const char *type, *role, *principal;
} linked[] = {
	{"AWS::ECS::Cluster", "AWSServiceRoleForECS", "ecs.amazonaws.com"},
	{"AWS::ECS::Service", "AWSServiceRoleForECS", "ecs.amazonaws.com"},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", "AWSServiceRoleForElasticLoadBalancing",
	 "elasticloadbalancing.amazonaws.com"},
	{"AWS::EFS::FileSystem", "AWSServiceRoleForAmazonElasticFileSystem", "elasticfilesystem.amazonaws.com"},
};

/* ---- what is asked about ---- */

#define KEYS_MAX 24

struct need {
	struct demo_view *v;
	const struct demo_resource *r;
	const struct demo_actor *who;
	size_t row;
	bool creating;
	struct demo_key keys[KEYS_MAX];
	size_t key_count;
};

static const char *property_text(const struct need *n, const char *name)
{
	const char *dot = strchr(name, '.');
	char list[64];
	if (strcmp(name, "id") == 0)
		return n->creating ? NULL : n->r->physical;
	if (strcmp(name, "name") == 0)
		return n->r->name ? n->r->name : "*";
	if (strcmp(name, "region") == 0)
		return n->v->region;
	if (strcmp(name, "account") == 0)
		return n->v->demo->account;
	if (!dot)
		return cew_node_get_text(n->r->values, name);
	snprintf(list, sizeof(list), "%.*s", (int)(dot - name), name);
	const struct cew_node *first = cew_node_at(cew_node_get(n->r->values, list), 0);
	return cew_node_is(first, CEW_NODE_SCALAR) ? cew_node_text(first) : NULL;
}

/* Of what may be an ARN, as a template's functions give it: the part behind the last slash or colon. */
static const char *last_part(const char *value)
{
	const char *slash = strrchr(value, '/'), *colon = strrchr(value, ':');
	const char *at = slash && (!colon || slash > colon) ? slash : colon;
	return strncmp(value, "arn:", 4) == 0 && at ? at + 1 : value;
}

static char *resource_arn(const struct need *n, const char *pattern)
{
	const char *whole;
	struct cew_buf text;
	char name[64];
	if (*pattern == '{' && (snprintf(name, sizeof(name), "%.*s", (int)strlen(pattern) - 2, pattern + 1), true)) {
		whole = property_text(n, name);
		return cew_strdup(whole ? whole : "*");
	}
	cew_buf_init(&text, 4096);
	cew_buf_fmt(&text, "arn:%s:", cew_cfn_partition(n->v->region, NULL));
	while (*pattern) {
		if (*pattern != '{') {
			cew_buf_char(&text, *pattern++);
			continue;
		}
		size_t len = strcspn(++pattern, "}"), bar = strcspn(pattern, "|}");
		snprintf(name, sizeof(name), "%.*s", (int)bar, pattern);
		const char *value = property_text(n, name);
		if (value)
			cew_buf_str(&text, strcmp(name, "Path") == 0 ? value : last_part(value));
		else if (bar < len)
			cew_buf_add(&text, pattern + bar + 1, len - bar - 1);
		pattern += len + 1;
	}
	return cew_buf_take(&text);
}

/* Descriptions know no resources in EC2 and load balancing, nor do passwords and definitions. */
static bool knows_resources(const char *action)
{
	static const char *const without[] = {"ec2:Describe", "elasticloadbalancing:Describe", "secretsmanager:GetRandomPassword",
	                                      "ecs:DescribeTaskDefinition", "ecs:DeregisterTaskDefinition", "kms:CreateKey",
	                                      "ecs:CreateCluster"};
	for (size_t i = 0; i < CEW_COUNT(without); i++)
		if (strncmp(action, without[i], strlen(without[i])) == 0)
			return false;
	return true;
}

static void add_key(struct need *n, const char *name, const char *value)
{
	if (value && n->key_count < KEYS_MAX)
		n->keys[n->key_count++] = (struct demo_key){name, value};
}

static void add_tag(struct need *n, const char *key, const char *value)
{
	struct cew_doc *doc = demo_view_doc(n->v);
	char *name = cew_fmt("aws:%s/%s", n->creating ? "RequestTag" : "ResourceTag", key);
	struct cew_node *kept = doc && name ? cew_doc_string(doc, name) : NULL;
	free(name);
	if (!kept)
		return;
	add_key(n, cew_node_text(kept), value);
	if (n->creating)
		add_key(n, "aws:TagKeys", key);
}

static void gather_keys(struct need *n)
{
	const struct cew_node *tags = cew_node_get(n->r->values, "Tags");
	const struct demo_stack *s = n->r->version->stack;
	for (size_t i = 0; i < cew_node_count(tags) && i < 6; i++)
		if (cew_node_get_text(cew_node_at(tags, i), "Key"))
			add_tag(n, cew_node_get_text(cew_node_at(tags, i), "Key"), cew_node_get_text(cew_node_at(tags, i), "Value"));
	for (size_t i = 0; i < n->r->version->tags.len && i < 4; i++) {
		const struct demo_pair *tag = cew_vec_at(&n->r->version->tags, i);
		add_tag(n, tag->key, tag->value);
	}
	add_tag(n, "aws:cloudformation:stack-name", s->name);
	add_tag(n, "aws:cloudformation:logical-id", n->r->plan->logical_id);
}

/* ---- one action ---- */

/* What another service makes along with the resource. */
static const char *resource_of(const struct need *n, const char *action)
{
	size_t len = strlen(rows[n->row].service);
	if (strstr(action, "NetworkInterface"))
		return "ec2:{region}:{account}:network-interface/*";
	return strncmp(action, rows[n->row].service, len) == 0 && action[len] == ':' ? rows[n->row].resource : NULL;
}

static char *refuse_action(struct need *n, const char *action)
{
	const char *pattern = knows_resources(action) ? resource_of(n, action) : NULL;
	char *arn = pattern ? resource_arn(n, pattern) : cew_strdup("*");
	struct demo_ask ask = {action, arn, n->keys, n->key_count};
	char *text = arn ? demo_actor_refusal(n->v, n->who, &ask) : NULL;
	free(arn);
	return text;
}

static char *refuse_passing(struct need *n, const char *property, const char *service)
{
	const char *role = cew_node_get_text(n->r->values, property);
	struct demo_key key = {"iam:PassedToService", service};
	struct demo_ask ask = {"iam:PassRole", role, &key, 1};
	return role && strncmp(role, "arn:", 4) == 0 ? demo_actor_refusal(n->v, n->who, &ask) : NULL;
}

static bool is_in_use(const struct need *n, const char *property)
{
	const struct cew_node *value = cew_node_get(n->r->values, property);
	bool tags = strlen(property) >= 4 && strcmp(property + strlen(property) - 4, "Tags") == 0;
	bool empty = (cew_node_is(value, CEW_NODE_SEQ) || cew_node_is(value, CEW_NODE_MAP)) && cew_node_count(value) == 0;
	bool off = cew_node_is(value, CEW_NODE_SCALAR) && strcasecmp(cew_node_text(value), "false") == 0;
	return (value && !empty && !off) || (tags && n->r->version->tags.len > 0);
}

/* One word of a row. */
static char *refuse_word(struct need *n, char *word)
{
	char *condition = strchr(word, '?'), action[128];
	if (condition) {
		*condition = '\0';
		if (!is_in_use(n, word))
			return NULL;
		word = condition + 1;
	}
	if (strncmp(word, "pass:", 5) == 0) {
		char *service = strchr(word + 5, ':');
		*service++ = '\0';
		return refuse_passing(n, word + 5, service);
	}
	snprintf(action, sizeof(action), "%s%s%s", strchr(word, ':') ? "" : rows[n->row].service, strchr(word, ':') ? "" : ":",
	         word);
	return refuse_action(n, action);
}

static char *refuse_linked(const struct need *n)
{
	for (size_t i = 0; n->creating && i < CEW_COUNT(linked); i++) {
		if (strcmp(linked[i].type, n->r->plan->type) != 0 || demo_thing_named(n->v, DEMO_ROLE, linked[i].role))
			continue;
		char arn[300];
		struct demo_key key = {"iam:AWSServiceName", linked[i].principal};
		struct demo_ask ask = {"iam:CreateServiceLinkedRole", arn, &key, 1};
		snprintf(arn, sizeof(arn), "arn:%s:iam::%s:role/aws-service-role/%s/%s", cew_cfn_partition(n->v->region, NULL),
		         n->v->demo->account, linked[i].principal, linked[i].role);
		return demo_actor_refusal(n->v, n->who, &ask);
	}
	return NULL;
}

/* ---- all of them ---- */

static char *refuse_row(struct need *n, enum demo_need need)
{
	char *words = cew_strdup(rows[n->row].actions[need]), *rest = NULL, *text = NULL;
	for (char *word = words ? strtok_r(words, " ", &rest) : NULL; !text && word; word = strtok_r(NULL, " ", &rest))
		text = refuse_word(n, word);
	free(words);
	return text ? text : refuse_linked(n);
}

/* A role that the stack was given does what its caller may not, and the other way round. */
static void find_actor(struct demo_view *v, const struct demo_stack *s, struct demo_actor *who)
{
	const char *name = s->role_arn ? strrchr(s->role_arn, '/') : NULL;
	const struct demo_thing *role = name ? demo_thing_named(v, DEMO_ROLE, name + 1) : NULL;
	*who = s->actor;
	who->via_cloudformation = true;
	if (!s->role_arn)
		return;
	if (role) {
		demo_actor_role(v, role, "AWSCloudFormation", who);
	} else {
		*who = (struct demo_actor){.temporary = true};
		snprintf(who->role, sizeof(who->role), "%.64s", name ? name + 1 : "");
		snprintf(who->arn, sizeof(who->arn), "%.300s", s->role_arn);
	}
	who->service = true;
}

char *demo_refuse_need(struct demo_view *v, const struct demo_resource *r, enum demo_need need)
{
	struct need n = {.v = v, .r = r, .creating = need == DEMO_NEED_CREATE};
	struct demo_actor who;
	char guid[37];
	while (n.row < CEW_COUNT(rows) && strcmp(rows[n.row].type, r->plan->type) != 0)
		n.row++;
	if (n.row == CEW_COUNT(rows) || (!r->version->stack->actor.arn[0] && !r->version->stack->role_arn))
		return NULL;
	find_actor(v, r->version->stack, &who);
	n.who = &who;
	gather_keys(&n);
	char *why = refuse_row(&n, need);
	if (!why)
		return NULL;
	cew_uuid(v->demo->random, guid);
	char *text = cew_fmt("%s (Service: %s, Status Code: %s, Request ID: %s)", why, rows[n.row].api,
	                     strcmp(rows[n.row].service, "ecs") == 0 ? "400" : "403", guid);
	free(why);
	return text;
}

char *demo_need_message(const struct demo_resource *r, enum demo_need need)
{
	const struct demo_stack *s = r->version->stack;
	struct demo_view v;
	demo_view_init(&v, s->demo, s->region);
	char *text = demo_refuse_need(&v, r, need), *message = text ? demo_handler_message(s, text, "AccessDenied") : NULL;
	demo_view_finish(&v);
	free(text);
	return message;
}
