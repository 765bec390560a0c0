/* Why tasks do not come up: what ECS and Fargate find out only when they start one. */
#include "ecs.h"

#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- images ---- */

static bool is_marketplace_image(struct demo_view *v, const char *image)
{
	const char *registry = cew_node_text(demo_account_value(v->demo, "marketplace", "Registry"));
	size_t len = strlen(registry);
	return len > 0 && strncmp(image, registry, len) == 0;
}

bool demo_subscribed(struct cew_demo *demo)
{
	return strcmp(cew_node_text(demo_account_value(demo, "marketplace", "Subscribed")), "false") != 0;
}

static char *image_trouble(struct demo_view *v, const struct demo_thing *definition)
{
	const struct cew_node *containers = demo_thing_node(definition, "ContainerDefinitions");
	bool subscribed = demo_subscribed(v->demo);
	for (size_t i = 0; i < cew_node_count(containers); i++) {
		const char *image = cew_node_get_text(cew_node_at(containers, i), "Image");
		const char *tag = image ? strrchr(image, ':') : NULL;
		if (!image || subscribed || !is_marketplace_image(v, image))
			continue;
		return cew_fmt("CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref "
		               "%s: pulling from host %.*s failed with status code [manifests %s]: 403 Forbidden",
		               image, (int)strcspn(image, "/"), image, tag ? tag + 1 : "latest");
	}
	return NULL;
}

/* ---- the way out ---- */

static const struct demo_thing *table_of(struct demo_view *v, const struct demo_thing *subnet)
{
	struct demo_things links = demo_things(v, "AWS::EC2::SubnetRouteTableAssociation");
	struct demo_things tables = demo_things(v, "AWS::EC2::RouteTable");
	const char *vpc = demo_thing_text(v, subnet, "VpcId");
	for (size_t i = 0; i < links.count; i++) {
		const char *of = demo_thing_text(v, &links.at[i], "SubnetId");
		if (of && strcmp(of, subnet->id) == 0)
			return demo_thing_find(v, "AWS::EC2::RouteTable", demo_thing_text(v, &links.at[i], "RouteTableId"));
	}
	for (size_t i = 0; vpc && i < tables.count; i++) {
		const char *of = demo_thing_text(v, &tables.at[i], "VpcId");
		if (of && strcmp(of, vpc) == 0 && demo_thing_bool(v, &tables.at[i], "Main", false))
			return &tables.at[i];
	}
	return NULL;
}

/* A task without a public address comes out through a NAT or transit gateway only. */
static bool leads_out(struct demo_view *v, const struct demo_thing *route, bool public_address)
{
	const char *to = demo_thing_text(v, route, "DestinationCidrBlock");
	const char *nat = demo_thing_text(v, route, "NatGatewayId"), *gateway = demo_thing_text(v, route, "GatewayId");
	if (!to || strcmp(to, "0.0.0.0/0") != 0 || demo_thing_bool(v, route, "Blackhole", false))
		return false;
	if (nat)
		return demo_thing_find(v, "AWS::EC2::NatGateway", nat) != NULL;
	return demo_thing_text(v, route, "TransitGatewayId") || demo_thing_text(v, route, "NetworkInterfaceId") ||
	       demo_thing_text(v, route, "VpcPeeringConnectionId") || (gateway && public_address);
}

static bool subnet_leads_out(struct demo_view *v, const struct demo_thing *subnet, bool public_address)
{
	const struct demo_thing *table = table_of(v, subnet);
	struct demo_things routes = demo_things(v, "AWS::EC2::Route");
	for (size_t i = 0; table && i < routes.count; i++) {
		const char *of = demo_thing_text(v, &routes.at[i], "RouteTableId");
		if (of && strcmp(of, table->id) == 0 && leads_out(v, &routes.at[i], public_address))
			return true;
	}
	return false;
}

static char *route_trouble(struct demo_view *v, const struct cew_node *net)
{
	const struct cew_node *subnets = cew_node_get(net, "Subnets");
	const char *assign = cew_node_get_text(net, "AssignPublicIp");
	for (size_t i = 0; i < cew_node_count(subnets); i++) {
		const struct demo_thing *subnet =
			demo_thing_find(v, "AWS::EC2::Subnet", cew_node_text(cew_node_at(subnets, i)));
		if (subnet && !subnet_leads_out(v, subnet, assign && strcmp(assign, "ENABLED") == 0))
			return cew_fmt("ResourceInitializationError: unable to pull secrets or registry auth: execution resource "
			               "retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 "
			               "time(s): RequestError: send request failed caused by: Post "
			               "\"https://api.ecr.%s.amazonaws.com/\": dial tcp 44.213.79.114:443: i/o timeout. Please check "
			               "your task network configuration.",
			               v->region);
	}
	return NULL;
}

/* ---- names ---- */

static char *dns_trouble(struct demo_view *v, const struct cew_node *net, const struct demo_thing *definition)
{
	const struct cew_node *volumes = demo_thing_node(definition, "Volumes");
	const char *subnet_id = cew_node_text(cew_node_at(cew_node_get(net, "Subnets"), 0));
	const struct demo_thing *subnet = demo_thing_find(v, "AWS::EC2::Subnet", subnet_id);
	const struct demo_thing *vpc = subnet ? demo_thing_find(v, "AWS::EC2::VPC", demo_thing_text(v, subnet, "VpcId")) : NULL;
	for (size_t i = 0; vpc && i < cew_node_count(volumes); i++) {
		const struct cew_node *efs = cew_node_get(cew_node_at(volumes, i), "EFSVolumeConfiguration");
		const char *id = cew_node_get_text(efs, "FilesystemId");
		if (!id || (demo_thing_bool(v, vpc, "EnableDnsSupport", true) && demo_thing_bool(v, vpc, "EnableDnsHostnames", false)))
			continue;
		return cew_fmt("ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: "
		               "Failed to resolve \"%s.efs.%s.amazonaws.com\" - check that your file system ID is correct, and "
		               "ensure that the VPC has an EFS mount target for this file system ID.",
		               id, v->region);
	}
	return NULL;
}

/* ---- roles ---- */

static bool action_assumes(const struct cew_node *statement)
{
	const char *effect = cew_node_get_text(statement, "Effect");
	return effect && strcmp(effect, "Allow") == 0 && demo_node_holds(cew_node_get(statement, "Action"), "sts:AssumeRole");
}

bool demo_role_trusts(const struct demo_thing *role, const char *service)
{
	const struct cew_node *statements = cew_node_get(demo_thing_node(role, "AssumeRolePolicyDocument"), "Statement");
	for (size_t i = 0; i < cew_node_count(statements); i++) {
		const struct cew_node *s = cew_node_at(statements, i);
		if (action_assumes(s) && demo_node_holds(cew_node_get(cew_node_get(s, "Principal"), "Service"), service))
			return true;
	}
	return false;
}

const struct demo_thing *demo_role_of_arn(struct demo_view *v, const char *arn)
{
	const char *slash = arn ? strrchr(arn, '/') : NULL;
	return slash ? demo_thing_named(v, "AWS::IAM::Role", slash + 1) : NULL;
}

static char *role_trouble(struct demo_view *v, const struct demo_thing *definition)
{
	static const char *const roles[] = {"ExecutionRoleArn", "TaskRoleArn"};
	for (size_t i = 0; i < CEW_COUNT(roles); i++) {
		const char *arn = demo_thing_text(v, definition, roles[i]);
		const struct demo_thing *role = demo_role_of_arn(v, arn);
		if (arn && (!role || !demo_role_trusts(role, "ecs-tasks.amazonaws.com")))
			return cew_fmt("ECS was unable to assume the role '%s' that was provided for this task. Please verify that the "
			               "role being passed has the proper trust relationship and permissions and that your IAM user has "
			               "permissions to pass this role.",
			               arn);
	}
	return NULL;
}

/* ---- secrets ---- */

static bool secret_is_there(struct demo_view *v, const char *arn, size_t len)
{
	struct demo_things all = demo_things(v, "AWS::SecretsManager::Secret");
	for (size_t i = 0; i < all.count; i++)
		if (!demo_thing_text(v, &all.at[i], "DeletedDate") && strlen(all.at[i].id) == len &&
		    strncmp(all.at[i].id, arn, len) == 0)
			return true;
	return false;
}

/* Without the key that may follow a secret's ARN after its seventh part. */
static size_t arn_length(const char *arn)
{
	size_t at = 0;
	for (int colons = 0; arn[at]; at++)
		if (arn[at] == ':' && ++colons == 7)
			break;
	return at;
}

static char *value_trouble(struct demo_view *v, const struct cew_node *secrets)
{
	for (size_t i = 0; i < cew_node_count(secrets); i++) {
		const char *from = cew_node_get_text(cew_node_at(secrets, i), "ValueFrom");
		if (!from || !strstr(from, ":secretsmanager:") || secret_is_there(v, from, arn_length(from)))
			continue;
		return cew_fmt("ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval "
		               "failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to "
		               "fetch secret %.*s from secrets manager: ResourceNotFoundException: Secrets Manager can't find the "
		               "specified secret.",
		               (int)arn_length(from), from);
	}
	return NULL;
}

/* A container that fetches a certificate by name at its start ends at once when there is none. */
static char *certificate_trouble(struct demo_view *v, const struct cew_node *environment)
{
	for (size_t i = 0; i < cew_node_count(environment); i++) {
		const char *name = cew_node_get_text(cew_node_at(environment, i), "Name");
		const char *value = cew_node_get_text(cew_node_at(environment, i), "Value");
		if (!name || strcmp(name, "CA_CERT_SECRET_NAME") != 0 || !value || !*value)
			continue;
		const struct demo_thing *t = demo_thing_named(v, "AWS::SecretsManager::Secret", value);
		if (!t || demo_thing_text(v, t, "DeletedDate"))
			return cew_strdup("Essential container in task exited");
	}
	return NULL;
}

static char *secret_trouble(struct demo_view *v, const struct demo_thing *definition)
{
	const struct cew_node *containers = demo_thing_node(definition, "ContainerDefinitions");
	char *text = NULL;
	for (size_t i = 0; !text && i < cew_node_count(containers); i++) {
		text = value_trouble(v, cew_node_get(cew_node_at(containers, i), "Secrets"));
		if (!text)
			text = certificate_trouble(v, cew_node_get(cew_node_at(containers, i), "Environment"));
	}
	return text;
}

/* ---- capacity ---- */

static bool add_cpu(void *ctx, const struct demo_task *task)
{
	if (task->running && task->definition) {
		const char *cpu = cew_node_get_text(task->definition->properties, "Cpu");
		*(long *)ctx += cpu ? strtol(cpu, NULL, 10) : 0;
	}
	return true;
}

static char *capacity_trouble(struct demo_view *v, const struct demo_thing *service, const struct demo_thing *definition)
{
	struct demo_things all = demo_things(v, "AWS::ECS::Service");
	long used = demo_thing_number(v, definition, "Cpu", 0), quota = demo_quota(v->demo, "L-3032A538");
	for (size_t i = 0; i < all.count; i++)
		if (all.at[i].state != DEMO_COMING && strcmp(all.at[i].id, service->id) != 0)
			demo_tasks_each(v, &all.at[i], add_cpu, &used);
	return quota >= 0 && used > quota * 1024
	               ? cew_strdup("You've reached the limit on the number of vCPUs you can run concurrently")
	               : NULL;
}

/* ---- all ---- */

char *demo_task_trouble(struct demo_view *v, const struct demo_thing *service)
{
	const struct cew_node *net = cew_node_get(demo_thing_node(service, "NetworkConfiguration"), "AwsvpcConfiguration");
	const struct demo_thing *definition =
		demo_thing_find(v, "AWS::ECS::TaskDefinition", demo_thing_text(v, service, "TaskDefinition"));
	const struct demo_resource *r = service->resource;
	if (r && r->fails && r->mishap.tasks)
		return cew_strdup(r->mishap.tasks);
	char *text = definition ? capacity_trouble(v, service, definition) : NULL;
	if (!text && definition)
		text = role_trouble(v, definition);
	if (!text)
		text = route_trouble(v, net);
	if (!text && definition)
		text = image_trouble(v, definition);
	if (!text && definition)
		text = secret_trouble(v, definition);
	if (!text && definition)
		text = dns_trouble(v, net, definition);
	/* A scenario has it fail without a cause of its own: images that cannot be pulled are the usual one. */
	if (!text && service->resource && service->resource->fails)
		text = cew_strdup("CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref: "
		                  "i/o timeout");
	return text;
}
