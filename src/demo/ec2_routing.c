/* Route tables and gateways as EC2 shows them. */
#include "ec2_items.h"
#include "net.h"

#include <stdio.h>
#include <string.h>

/* ---- route tables ---- */

/* The n-th association of a table: its property, or NULL beyond the last. */
static const struct demo_thing *association_at(struct demo_view *v, const struct demo_thing *table, size_t n)
{
	struct demo_things all = demo_things(v, "AWS::EC2::SubnetRouteTableAssociation");
	for (size_t i = 0; i < all.count; i++) {
		const char *of = demo_thing_text(v, &all.at[i], "RouteTableId");
		if (of && strcmp(of, table->id) == 0 && n-- == 0)
			return &all.at[i];
	}
	return NULL;
}

static const char *filter_subnet(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	const struct demo_thing *a = association_at(v, t, n);
	(void)room;
	return a ? demo_thing_text(v, a, "SubnetId") : NULL;
}

static const char *filter_association(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	const struct demo_thing *a = association_at(v, t, n);
	(void)room;
	return a ? a->id : NULL;
}

static const char *filter_main(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	(void)room;
	return n > 0 ? NULL : demo_thing_bool(v, t, "Main", false) ? "true" : "false";
}

static const struct demo_thing *route_at(struct demo_view *v, const struct demo_thing *table, size_t n)
{
	struct demo_things all = demo_things(v, "AWS::EC2::Route");
	for (size_t i = 0; i < all.count; i++) {
		const char *of = demo_thing_text(v, &all.at[i], "RouteTableId");
		if (of && strcmp(of, table->id) == 0 && n-- == 0)
			return &all.at[i];
	}
	return NULL;
}

static const char *filter_nat(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	const struct demo_thing *r = route_at(v, t, n);
	(void)room;
	return r ? demo_thing_text(v, r, "NatGatewayId") ? demo_thing_text(v, r, "NatGatewayId") : "" : NULL;
}

static const char *filter_gateway(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	const struct demo_thing *r = route_at(v, t, n);
	(void)room;
	return r ? demo_thing_text(v, r, "GatewayId") ? demo_thing_text(v, r, "GatewayId") : "" : NULL;
}

/* A route to what is not there any more is a black hole. */
static const char *route_state(struct demo_view *v, const struct demo_thing *route)
{
	const char *nat = demo_thing_text(v, route, "NatGatewayId"), *gateway = demo_thing_text(v, route, "GatewayId");
	bool lost = (nat && !demo_thing_find(v, "AWS::EC2::NatGateway", nat)) ||
	            (gateway && strncmp(gateway, "igw-", 4) == 0 && !demo_thing_find(v, "AWS::EC2::InternetGateway", gateway));
	return lost || demo_thing_bool(v, route, "Blackhole", false) ? "blackhole" : "active";
}

static void write_route(struct demo_call *call, const struct demo_thing *r)
{
	static const char *const targets[][2] = {
		{"gatewayId", "GatewayId"},
		{"natGatewayId", "NatGatewayId"},
		{"transitGatewayId", "TransitGatewayId"},
		{"vpcPeeringConnectionId", "VpcPeeringConnectionId"},
		{"networkInterfaceId", "NetworkInterfaceId"},
		{"instanceId", "InstanceId"},
	};
	demo_xml_open(&call->xml, "item");
	demo_ec2_text(call, r, "destinationCidrBlock", "DestinationCidrBlock");
	for (size_t i = 0; i < CEW_COUNT(targets); i++)
		demo_ec2_text(call, r, targets[i][0], targets[i][1]);
	demo_xml_text(&call->xml, "state", route_state(&call->view, r));
	demo_xml_text(&call->xml, "origin", "CreateRoute");
	demo_xml_close(&call->xml);
}

static void write_routes(struct demo_call *call, const struct demo_thing *t)
{
	const char *vpc_id = demo_thing_text(&call->view, t, "VpcId");
	const struct demo_thing *vpc = demo_thing_find(&call->view, "AWS::EC2::VPC", vpc_id), *r;
	demo_xml_open(&call->xml, "routeSet");
	if (vpc) {
		demo_xml_open(&call->xml, "item");
		demo_ec2_text(call, vpc, "destinationCidrBlock", "CidrBlock");
		demo_xml_text(&call->xml, "gatewayId", "local");
		demo_xml_text(&call->xml, "state", "active");
		demo_xml_text(&call->xml, "origin", "CreateRouteTable");
		demo_xml_close(&call->xml);
	}
	for (size_t n = 0; (r = route_at(&call->view, t, n)) != NULL; n++)
		write_route(call, r);
	demo_xml_close(&call->xml);
}

static void write_association(struct demo_call *call, const struct demo_thing *table, const char *id, const char *subnet)
{
	demo_xml_open(&call->xml, "item");
	demo_xml_text(&call->xml, "routeTableAssociationId", id);
	demo_xml_text(&call->xml, "routeTableId", table->id);
	demo_xml_text(&call->xml, "subnetId", subnet);
	demo_xml_bool(&call->xml, "main", !subnet);
	demo_xml_open(&call->xml, "associationState");
	demo_xml_text(&call->xml, "state", "associated");
	demo_xml_close(&call->xml);
	demo_xml_close(&call->xml);
}

static void write_table(struct demo_call *call, const struct demo_thing *t)
{
	const struct demo_thing *a;
	demo_xml_text(&call->xml, "routeTableId", t->id);
	demo_ec2_text(call, t, "vpcId", "VpcId");
	demo_xml_text(&call->xml, "ownerId", call->demo->account);
	write_routes(call, t);
	demo_xml_open(&call->xml, "associationSet");
	if (demo_thing_bool(&call->view, t, "Main", false)) {
		char hex[18], id[32];
		demo_digest_hex(t->id, 17, hex);
		snprintf(id, sizeof(id), "rtbassoc-%s", hex);
		write_association(call, t, id, NULL);
	}
	for (size_t n = 0; (a = association_at(&call->view, t, n)) != NULL; n++)
		write_association(call, t, a->id, demo_thing_text(&call->view, a, "SubnetId"));
	demo_xml_close(&call->xml);
	demo_ec2_tags(call, t);
}

static const struct demo_ec2_filter table_filters[] = {
	{"route-table-id", "Id", NULL},
	{"vpc-id", "VpcId", NULL},
	{"association.subnet-id", NULL, filter_subnet},
	{"association.main", NULL, filter_main},
	{"association.route-table-association-id", NULL, filter_association},
	{"route.nat-gateway-id", NULL, filter_nat},
	{"route.gateway-id", NULL, filter_gateway},
	{NULL, NULL, NULL},
};
const struct demo_ec2_list demo_ec2_route_tables = {
	"AWS::EC2::RouteTable", "RouteTableId", "rtb-", "InvalidRouteTableID.NotFound", "InvalidRouteTableId.Malformed",
	"routeTable ID", "routeTableSet", 5, 100, table_filters, write_table, NULL, NULL, NULL, NULL,
};

/* ---- NAT gateways ---- */

static const char *nat_state(const struct demo_thing *t)
{
	static const char *const states[] = {"pending", "available", "deleting"};
	return states[t->state];
}

static const char *filter_nat_state(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	(void)v;
	(void)room;
	return n == 0 ? nat_state(t) : NULL;
}

static const char *nat_vpc(struct demo_view *v, const struct demo_thing *t)
{
	const struct demo_thing *subnet = demo_thing_find(v, "AWS::EC2::Subnet", demo_thing_text(v, t, "SubnetId"));
	return subnet ? demo_thing_text(v, subnet, "VpcId") : NULL;
}

static const char *filter_nat_vpc(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	(void)room;
	return n == 0 ? nat_vpc(v, t) : NULL;
}

static const char *public_ip(struct demo_view *v, const char *allocation)
{
	struct demo_things all = demo_things(v, "AWS::EC2::EIP");
	for (size_t i = 0; allocation && i < all.count; i++) {
		const char *theirs = demo_thing_text(v, &all.at[i], "AllocationId");
		if (theirs && strcmp(theirs, allocation) == 0)
			return all.at[i].id;
	}
	return NULL;
}

static void write_nat(struct demo_call *call, const struct demo_thing *t)
{
	struct demo_xml *x = &call->xml;
	const char *allocation = demo_thing_text(&call->view, t, "AllocationId");
	const char *subnet = demo_thing_text(&call->view, t, "SubnetId");
	const char *kind = demo_thing_text(&call->view, t, "ConnectivityType");
	char ip[16];
	demo_private_ip(&call->view, subnet, t->id, ip);
	demo_xml_text(x, "natGatewayId", t->id);
	demo_xml_text(x, "subnetId", subnet);
	demo_xml_text(x, "vpcId", nat_vpc(&call->view, t));
	demo_xml_text(x, "state", nat_state(t));
	demo_xml_time(x, "createTime", t->made_ms);
	demo_xml_text(x, "connectivityType", kind ? kind : "public");
	demo_xml_open(x, "natGatewayAddressSet");
	demo_xml_open(x, "item");
	demo_xml_text(x, "allocationId", allocation);
	demo_ec2_text(call, t, "networkInterfaceId", "EniId");
	demo_xml_text(x, "privateIp", ip);
	demo_xml_text(x, "publicIp", public_ip(&call->view, allocation));
	demo_xml_close(x);
	demo_xml_close(x);
	demo_ec2_tags(call, t);
}

static const struct demo_ec2_filter nat_filters[] = {
	{"nat-gateway-id", "Id", NULL},  {"subnet-id", "SubnetId", NULL}, {"vpc-id", NULL, filter_nat_vpc},
	{"state", NULL, filter_nat_state}, {NULL, NULL, NULL},
};
const struct demo_ec2_list demo_ec2_nat_gateways = {
	"AWS::EC2::NatGateway", "NatGatewayId", "nat-", "NatGatewayNotFound", "NatGatewayMalformed", "Nat Gateway",
	"natGatewaySet", 5, 1000, nat_filters, write_nat, NULL, NULL, NULL, NULL,
};

/* ---- internet gateways ---- */

static const struct demo_thing *attachment_of(struct demo_view *v, const struct demo_thing *gateway, size_t n)
{
	struct demo_things all = demo_things(v, "AWS::EC2::VPCGatewayAttachment");
	for (size_t i = 0; i < all.count; i++) {
		const char *of = demo_thing_text(v, &all.at[i], "InternetGatewayId");
		if (of && strcmp(of, gateway->id) == 0 && n-- == 0)
			return &all.at[i];
	}
	return NULL;
}

static const char *filter_attached(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	const struct demo_thing *a = attachment_of(v, t, n);
	(void)room;
	return a ? demo_thing_text(v, a, "VpcId") : NULL;
}

static void write_gateway(struct demo_call *call, const struct demo_thing *t)
{
	const struct demo_thing *a;
	demo_xml_text(&call->xml, "internetGatewayId", t->id);
	demo_xml_text(&call->xml, "ownerId", call->demo->account);
	demo_xml_open(&call->xml, "attachmentSet");
	for (size_t n = 0; (a = attachment_of(&call->view, t, n)) != NULL; n++) {
		demo_xml_open(&call->xml, "item");
		demo_ec2_text(call, a, "vpcId", "VpcId");
		demo_xml_text(&call->xml, "state", "available");
		demo_xml_close(&call->xml);
	}
	demo_xml_close(&call->xml);
	demo_ec2_tags(call, t);
}

static const struct demo_ec2_filter gateway_filters[] = {
	{"internet-gateway-id", "Id", NULL}, {"attachment.vpc-id", NULL, filter_attached}, {NULL, NULL, NULL}};
const struct demo_ec2_list demo_ec2_internet_gateways = {
	"AWS::EC2::InternetGateway", "InternetGatewayId", "igw-", "InvalidInternetGatewayID.NotFound",
	"InvalidInternetGatewayId.Malformed", "internetGateway ID", "internetGatewaySet", 5, 1000, gateway_filters,
	write_gateway, NULL, NULL, NULL, NULL,
};
