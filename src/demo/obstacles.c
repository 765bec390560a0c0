/* What services refuse to delete because something is still in it, or because it is protected. */
#include "engine.h"

#include "account.h"

#include <string.h>

static const struct {
	const char *type, *other, *property; /* the other's property that names what is to go, or lists it */
} holders[] = {
	{"AWS::EC2::VPC", "AWS::EC2::Subnet", "VpcId"},
	{"AWS::EC2::VPC", "AWS::EC2::VPCGatewayAttachment", "VpcId"},
	{"AWS::EC2::VPC", "AWS::EC2::NetworkInterface", "VpcId"},
	{"AWS::EC2::VPC", "AWS::EC2::SecurityGroup", "VpcId"},
	{"AWS::EC2::VPC", "AWS::EC2::RouteTable", "VpcId"},
	{"AWS::EC2::VPC", "AWS::EC2::NetworkAcl", "VpcId"},
	{"AWS::EC2::VPC", "AWS::EC2::VPCEndpoint", "VpcId"},
	{"AWS::EC2::Subnet", "AWS::EC2::NetworkInterface", "SubnetId"},
	{"AWS::EC2::Subnet", "AWS::EC2::Instance", "SubnetId"},
	{"AWS::EC2::Subnet", "AWS::EC2::NatGateway", "SubnetId"},
	{"AWS::EC2::SecurityGroup", "AWS::EC2::NetworkInterface", "GroupSet"},
	{"AWS::EC2::SecurityGroup", "AWS::EC2::Instance", "SecurityGroupIds"},
	{"AWS::EC2::RouteTable", "AWS::EC2::SubnetRouteTableAssociation", "RouteTableId"},
};

/* These go with their VPC. */
static bool comes_with_vpc(const struct demo_view *v, const struct demo_thing *t)
{
	const char *name = demo_thing_text(v, t, "GroupName");
	return demo_thing_bool(v, t, "Main", false) || demo_thing_bool(v, t, "IsDefault", false) ||
	       (strcmp(t->type, "AWS::EC2::SecurityGroup") == 0 && name && strcmp(name, "default") == 0);
}

static bool is_held_by(struct demo_view *v, const struct demo_resource *r, const char *other, const char *property)
{
	struct demo_things all = demo_things(v, other);
	for (size_t i = 0; i < all.count; i++) {
		const struct demo_thing *t = &all.at[i];
		const struct cew_node *n = demo_thing_node(t, property);
		if (t->resource != r && n && demo_node_holds(n, r->physical) && !comes_with_vpc(v, t))
			return true;
	}
	return false;
}

static bool has_holder(const struct demo_resource *r)
{
	const struct demo_stack *s = r->version->stack;
	struct demo_view v;
	bool held = false;
	demo_view_init(&v, s->demo, s->region);
	for (size_t i = 0; !held && i < CEW_COUNT(holders); i++)
		held = strcmp(holders[i].type, r->plan->type) == 0 && is_held_by(&v, r, holders[i].other, holders[i].property);
	demo_view_finish(&v);
	return held;
}

bool demo_is_held(const struct demo_resource *r)
{
	struct cew_demo *demo = r->version->stack->demo;
	if (strcmp(r->plan->type, "AWS::ElasticLoadBalancingV2::LoadBalancer") == 0)
		return demo_balancer_is_protected(demo, r);
	if (strcmp(r->plan->type, "AWS::S3::Bucket") == 0)
		return demo_bucket_is_full(demo, r->physical);
	return has_holder(r);
}
