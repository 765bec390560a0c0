/* What AWS makes along with something else without being asked: a VPC's main route table, default network ACL and default
 * security group; the network interfaces of NAT gateways, load balancers, mount targets, endpoints and tasks. */
#include "account.h"

#include "ecs.h"
#include "net.h"
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct maker {
	struct demo_view *v;
	const char *type;
	demo_each_fn *fn;
	void *ctx;
};

/* An id that is always the same for what it belongs to. */
static struct cew_node *node_with_id(struct demo_view *v, const char *prefix, const char *seed)
{
	struct cew_doc *doc = demo_view_doc(v);
	char hex[18], id[64], text[256];
	if (!doc)
		return NULL;
	snprintf(text, sizeof(text), "%s %s", prefix, seed);
	demo_digest_hex(text, 17, hex);
	snprintf(id, sizeof(id), "%s-%s", prefix, hex);
	return cew_map_put_text(doc, cew_doc_map(doc), "Id", id);
}

static bool give(const struct maker *m, const struct demo_thing *owner, const struct cew_node *properties)
{
	if (!properties)
		return false;
	struct demo_thing t = {
		.type = m->type, .id = cew_node_get_text(properties, "Id"), .region = m->v->region, .properties = properties,
		.state = owner->state, .made_ms = owner->made_ms,
	};
	t.name = t.id;
	return m->fn(m->ctx, &t);
}

/* ---- of a VPC ---- */

static bool has_main_table(struct demo_view *v, const struct demo_thing *vpc)
{
	/* Only the account's own can be main ones: a stack makes further ones. They are listed first, so this list is whole. */
	struct demo_things all = demo_things(v, "AWS::EC2::RouteTable");
	for (size_t i = 0; i < all.count; i++) {
		const char *of = demo_thing_text(v, &all.at[i], "VpcId");
		if (of && strcmp(of, vpc->id) == 0 && demo_thing_bool(v, &all.at[i], "Main", false))
			return true;
	}
	return false;
}

static struct cew_node *main_table(struct demo_view *v, const struct demo_thing *vpc)
{
	struct cew_node *n = node_with_id(v, "rtb", vpc->id);
	n = cew_map_put_text(v->doc, n, "VpcId", vpc->id);
	return cew_map_put(v->doc, n, "Main", cew_doc_bool(v->doc, true));
}

/* A stack is told the ids of these two, so they are the VPC's attributes. */
static struct cew_node *with_known_id(struct demo_view *v, const struct demo_thing *vpc, const char *prefix,
                                      const char *attribute)
{
	struct cew_node *n = node_with_id(v, prefix, vpc->id);
	const char *known = vpc->resource ? demo_thing_text(v, vpc, attribute) : NULL;
	n = known ? cew_map_put_text(v->doc, n, "Id", known) : n;
	return cew_map_put_text(v->doc, n, "VpcId", vpc->id);
}

static struct cew_node *default_acl(struct demo_view *v, const struct demo_thing *vpc)
{
	struct cew_node *n = with_known_id(v, vpc, "acl", "DefaultNetworkAcl");
	return cew_map_put(v->doc, n, "IsDefault", cew_doc_bool(v->doc, true));
}

static struct cew_node *default_group(struct demo_view *v, const struct demo_thing *vpc)
{
	struct cew_node *n = with_known_id(v, vpc, "sg", "DefaultSecurityGroup");
	n = cew_map_put_text(v->doc, n, "GroupName", "default");
	return cew_map_put_text(v->doc, n, "GroupDescription", "default VPC security group");
}

static bool of_each_vpc(const struct maker *m, struct cew_node *(*make)(struct demo_view *, const struct demo_thing *))
{
	struct demo_things vpcs = demo_things(m->v, "AWS::EC2::VPC");
	for (size_t i = 0; i < vpcs.count; i++) {
		if (make == main_table && has_main_table(m->v, &vpcs.at[i]))
			continue;
		if (!give(m, &vpcs.at[i], make(m->v, &vpcs.at[i])))
			return false;
	}
	return true;
}

/* ---- network interfaces ---- */

/* What a network interface is made with. */
struct demo_interface {
	const char *id, *ip; /* NULL: made up */
	const char *description, *kind, *requester;
	const struct cew_node *groups; /* NULL: none */
};

static bool give_interface(const struct maker *m, const struct demo_thing *owner, const char *seed, const char *subnet_id,
                           const struct demo_interface *like)
{
	const struct demo_thing *subnet = demo_thing_find(m->v, "AWS::EC2::Subnet", subnet_id);
	struct cew_node *n = node_with_id(m->v, "eni", seed);
	struct cew_doc *doc = m->v->doc;
	char ip[16];
	demo_private_ip(m->v, subnet_id, seed, ip);
	if (like->id)
		n = cew_map_put_text(doc, n, "Id", like->id);
	n = cew_map_put_text(doc, n, "SubnetId", subnet_id);
	n = cew_map_put_text(doc, n, "VpcId", subnet ? demo_thing_text(m->v, subnet, "VpcId") : "");
	n = cew_map_put_text(doc, n, "AvailabilityZone", subnet ? demo_thing_text(m->v, subnet, "AvailabilityZone") : "");
	n = cew_map_put_text(doc, n, "Description", like->description);
	n = cew_map_put_text(doc, n, "InterfaceType", like->kind);
	n = cew_map_put_text(doc, n, "PrivateIpAddress", like->ip ? like->ip : ip);
	n = cew_map_put_text(doc, n, "RequesterId", like->requester);
	if (like->groups)
		n = cew_map_put(doc, n, "GroupSet", cew_doc_copy(doc, like->groups));
	return give(m, owner, n);
}

static bool of_nat_gateways(const struct maker *m)
{
	struct demo_things all = demo_things(m->v, "AWS::EC2::NatGateway");
	for (size_t i = 0; i < all.count; i++) {
		const struct demo_thing *t = &all.at[i];
		char text[128];
		snprintf(text, sizeof(text), "Interface for NAT Gateway %.60s", t->id);
		struct demo_interface like = {.id = demo_thing_text(m->v, t, "EniId"), .description = text,
		                              .kind = "nat_gateway", .requester = "amazon-aws"};
		if (!give_interface(m, t, t->id, demo_thing_text(m->v, t, "SubnetId"), &like))
			return false;
	}
	return true;
}

static bool of_load_balancers(const struct maker *m)
{
	struct demo_things all = demo_things(m->v, "AWS::ElasticLoadBalancingV2::LoadBalancer");
	for (size_t i = 0; i < all.count; i++) {
		const struct demo_thing *t = &all.at[i];
		const struct cew_node *subnets = demo_thing_node(t, "Subnets");
		char text[160], seed[256];
		snprintf(text, sizeof(text), "ELB app/%.100s", t->name);
		struct demo_interface like = {.description = text, .kind = "interface", .requester = "amazon-elb",
		                              .groups = demo_thing_node(t, "SecurityGroups")};
		for (size_t k = 0; k < cew_node_count(subnets); k++) {
			const char *subnet = cew_node_text(cew_node_at(subnets, k));
			snprintf(seed, sizeof(seed), "%.180s %.60s", t->id, subnet);
			if (!give_interface(m, t, seed, subnet, &like))
				return false;
		}
	}
	return true;
}

static bool of_mount_targets(const struct maker *m)
{
	struct demo_things all = demo_things(m->v, "AWS::EFS::MountTarget");
	for (size_t i = 0; i < all.count; i++) {
		const struct demo_thing *t = &all.at[i];
		char text[160];
		snprintf(text, sizeof(text), "EFS mount target for %.40s (%.40s)",
		         demo_thing_text(m->v, t, "FileSystemId") ? demo_thing_text(m->v, t, "FileSystemId") : "", t->id);
		struct demo_interface like = {.description = text, .kind = "efs", .requester = "amazon-aws",
		                              .groups = demo_thing_node(t, "SecurityGroups")};
		if (!give_interface(m, t, t->id, demo_thing_text(m->v, t, "SubnetId"), &like))
			return false;
	}
	return true;
}

static bool of_endpoints(const struct maker *m)
{
	struct demo_things all = demo_things(m->v, "AWS::EC2::VPCEndpoint");
	for (size_t i = 0; i < all.count; i++) {
		const struct demo_thing *t = &all.at[i];
		const struct cew_node *subnets = demo_thing_node(t, "SubnetIds");
		char text[128], seed[128];
		snprintf(text, sizeof(text), "VPC Endpoint Interface %.60s", t->id);
		struct demo_interface like = {.description = text, .kind = "vpc_endpoint", .requester = "amazon-aws",
		                              .groups = demo_thing_node(t, "SecurityGroupIds")};
		for (size_t k = 0; k < cew_node_count(subnets); k++) {
			const char *subnet = cew_node_text(cew_node_at(subnets, k));
			snprintf(seed, sizeof(seed), "%.60s %.60s", t->id, subnet);
			if (!give_interface(m, t, seed, subnet, &like))
				return false;
		}
	}
	return true;
}


static bool of_task(void *ctx, const struct demo_task *task)
{
	const struct maker *m = ctx;
	struct demo_interface like = {.id = task->eni, .description = task->arn, .kind = "interface", .ip = task->ip,
	                              .requester = "amazon-ecs", .groups = task->groups};
	return !task->running || give_interface(m, task->service, task->id, task->subnet, &like);
}

static bool network_interfaces(const struct maker *m)
{
	return of_nat_gateways(m) && of_load_balancers(m) && of_mount_targets(m) && of_endpoints(m) &&
	       demo_tasks_each(m->v, NULL, of_task, (void *)(uintptr_t)m);
}

/* ---- by type ---- */

bool demo_implied(struct demo_view *v, const char *type, demo_each_fn *fn, void *ctx)
{
	struct maker m = {v, type, fn, ctx};
	if (strcmp(type, "AWS::EC2::RouteTable") == 0)
		return of_each_vpc(&m, main_table);
	if (strcmp(type, "AWS::EC2::NetworkAcl") == 0)
		return of_each_vpc(&m, default_acl);
	if (strcmp(type, "AWS::EC2::SecurityGroup") == 0)
		return of_each_vpc(&m, default_group);
	if (strcmp(type, "AWS::EC2::NetworkInterface") == 0)
		return network_interfaces(&m);
	if (strcmp(type, "AWS::EC2::SecurityGroupRule") == 0)
		return demo_implied_group_rules(v, fn, ctx);
	return true;
}
