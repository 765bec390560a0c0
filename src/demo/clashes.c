/* Why a service refuses a resource for how it fits with others: zones, ports, kinds of targets, roles that do not trust. */
#include "refusals.h"

#include "ecs.h"
#include "elb.h"
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *with_ending(const struct demo_view *v, const char *text, const char *service)
{
	char guid[37];
	cew_uuid(v->demo->random, guid);
	return cew_fmt("%s (Service: %s, Status Code: 400, Request ID: %s)", text, service, guid);
}

static const char *zone_of(struct demo_view *v, const char *subnet_id)
{
	const struct demo_thing *t = subnet_id ? demo_thing_find(v, "AWS::EC2::Subnet", subnet_id) : NULL;
	return t ? demo_thing_text(v, t, "AvailabilityZone") : NULL;
}

/* ---- zones ---- */

/* A load balancer has one subnet a zone, and two zones at least. */
static char *refuse_zones(struct demo_view *v, const struct cew_node *subnets)
{
	for (size_t i = 0; i < cew_node_count(subnets); i++)
		for (size_t k = 0; k < i; k++) {
			const char *a = zone_of(v, cew_node_text(cew_node_at(subnets, i)));
			const char *b = zone_of(v, cew_node_text(cew_node_at(subnets, k)));
			if (a && b && strcmp(a, b) == 0)
				return with_ending(v, "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
				                   "ElasticLoadBalancingV2");
		}
	if (cew_node_is(subnets, CEW_NODE_SEQ) && cew_node_count(subnets) == 1)
		return with_ending(v, "At least two subnets in two different Availability Zones must be specified",
		                   "ElasticLoadBalancingV2");
	return NULL;
}

/* A file system has one mount target a zone. */
static char *refuse_mount_target(struct demo_view *v, const struct demo_resource *r)
{
	struct demo_things all = demo_things(v, "AWS::EFS::MountTarget");
	const char *system = cew_node_get_text(r->values, "FileSystemId");
	const char *zone = zone_of(v, cew_node_get_text(r->values, "SubnetId"));
	for (size_t i = 0; system && zone && i < all.count; i++) {
		const char *its = demo_thing_text(v, &all.at[i], "FileSystemId");
		const char *there = zone_of(v, demo_thing_text(v, &all.at[i], "SubnetId"));
		if (all.at[i].resource != r && its && there && strcmp(its, system) == 0 && strcmp(there, zone) == 0)
			return with_ending(v, "mount target already exists in this AZ", "Efs");
	}
	return NULL;
}

char *demo_refuse_placement(struct demo_view *v, const struct demo_resource *r, const char **code)
{
	*code = "InvalidRequest";
	if (strcmp(r->plan->type, DEMO_LOAD_BALANCER) == 0)
		return refuse_zones(v, cew_node_get(r->values, "Subnets"));
	if (strcmp(r->plan->type, "AWS::EFS::MountTarget") == 0) {
		*code = "AlreadyExists";
		return refuse_mount_target(v, r);
	}
	return NULL;
}

/* ---- partners ---- */

static char *refuse_port(struct demo_view *v, const struct demo_resource *r, const char **code)
{
	struct demo_things all = demo_things(v, DEMO_LISTENER);
	const char *balancer = cew_node_get_text(r->values, "LoadBalancerArn"), *port = cew_node_get_text(r->values, "Port");
	char text[600];
	*code = "AlreadyExists";
	for (size_t i = 0; balancer && port && i < all.count; i++) {
		const char *its = demo_thing_text(v, &all.at[i], "LoadBalancerArn"), *taken = demo_thing_text(v, &all.at[i], "Port");
		if (all.at[i].resource == r || !its || !taken || strcmp(its, balancer) != 0 || strcmp(taken, port) != 0)
			continue;
		snprintf(text, sizeof(text), "A listener already exists on this port for this load balancer '%s'", balancer);
		return with_ending(v, text, "ElasticLoadBalancingV2");
	}
	return NULL;
}

static bool is_attached(struct demo_view *v, const char *group)
{
	static const char *const types[] = {DEMO_LISTENER, "AWS::ElasticLoadBalancingV2::ListenerRule"};
	for (size_t k = 0; k < CEW_COUNT(types); k++) {
		struct demo_things all = demo_things(v, types[k]);
		for (size_t i = 0; i < all.count; i++)
			if (demo_forwards_to(&all.at[i], group))
				return true;
	}
	return false;
}

static char *refuse_target_group(struct demo_view *v, const struct demo_thing *group)
{
	const char *kind = demo_thing_text(v, group, "TargetType");
	char text[700];
	if (!kind || strcmp(kind, "ip") != 0)
		snprintf(text, sizeof(text),
		         "The provided target group %.300s has target type %s, which is incompatible with the awsvpc network mode "
		         "specified in the task definition.",
		         group->id, kind ? kind : "instance");
	else if (!is_attached(v, group->id))
		snprintf(text, sizeof(text), "The target group with targetGroupArn %.300s does not have an associated load balancer.",
		         group->id);
	else
		return NULL;
	return with_ending(v, text, "AmazonECS");
}

static char *refuse_targets(struct demo_view *v, const struct demo_resource *r)
{
	const struct cew_node *balancers = cew_node_get(r->values, "LoadBalancers");
	for (size_t i = 0; i < cew_node_count(balancers); i++) {
		const char *arn = cew_node_get_text(cew_node_at(balancers, i), "TargetGroupArn");
		const struct demo_thing *group = arn ? demo_thing_find(v, DEMO_TARGET_GROUP, arn) : NULL;
		char *text = group ? refuse_target_group(v, group) : NULL;
		if (text)
			return text;
	}
	return NULL;
}

char *demo_refuse_partner(struct demo_view *v, const struct demo_resource *r, const char **code)
{
	if (strcmp(r->plan->type, DEMO_LISTENER) == 0)
		return refuse_port(v, r, code);
	*code = "InvalidRequest";
	return strcmp(r->plan->type, "AWS::ECS::Service") == 0 ? refuse_targets(v, r) : NULL;
}

/* ---- trust ---- */

static const struct {
	const char *type, *property, *principal, *text, *service;
} trusted[] = {
	{"AWS::Lambda::Function", "Role", "lambda.amazonaws.com", "The role defined for the function cannot be assumed by Lambda.",
	 "Lambda"},
	{"AWS::EC2::FlowLog", "DeliverLogsPermissionArn", "vpc-flow-logs.amazonaws.com",
	 "Unable to assume given IAM role", "Ec2"},
};

char *demo_refuse_trust(struct demo_view *v, const struct demo_resource *r, const char **code)
{
	*code = "InvalidRequest";
	for (size_t i = 0; i < CEW_COUNT(trusted); i++) {
		if (strcmp(trusted[i].type, r->plan->type) != 0)
			continue;
		const char *arn = cew_node_get_text(r->values, trusted[i].property);
		const struct demo_thing *role = demo_role_of_arn(v, arn);
		if (arn && strncmp(arn, "arn:", 4) == 0 && (!role || !demo_role_trusts(role, trusted[i].principal)))
			return with_ending(v, trusted[i].text, trusted[i].service);
	}
	return NULL;
}
