/* VPCs, subnets, addresses and network interfaces as EC2 shows them. */
#include "ec2_items.h"
#include "net.h"

#include <stdio.h>
#include <string.h>

static const char *state_text(const struct demo_thing *t)
{
	return t->state == DEMO_COMING ? "pending" : "available";
}

static const char *filter_state(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	(void)v;
	(void)room;
	return n == 0 ? state_text(t) : NULL;
}

static const char *filter_flag(const struct demo_view *v, const struct demo_thing *t, size_t n, const char *property)
{
	return n > 0 ? NULL : demo_thing_bool(v, t, property, false) ? "true" : "false";
}

/* ---- VPCs ---- */

static const char *filter_default(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	(void)room;
	return filter_flag(v, t, n, "IsDefault");
}

static void write_cidr(struct demo_xml *x, const char *seed, const char *cidr)
{
	char hex[18], id[40];
	demo_digest_hex(seed, 17, hex);
	snprintf(id, sizeof(id), "vpc-cidr-assoc-%s", hex);
	demo_xml_open(x, "cidrBlockAssociationSet");
	demo_xml_open(x, "item");
	demo_xml_text(x, "cidrBlock", cidr);
	demo_xml_text(x, "associationId", id);
	demo_xml_open(x, "cidrBlockState");
	demo_xml_text(x, "state", "associated");
	demo_xml_close(x);
	demo_xml_close(x);
	demo_xml_close(x);
}

static void write_vpc(struct demo_call *call, const struct demo_thing *t)
{
	struct demo_xml *x = &call->xml;
	const char *cidr = demo_thing_text(&call->view, t, "CidrBlock");
	demo_xml_text(x, "vpcId", t->id);
	demo_xml_text(x, "ownerId", call->demo->account);
	demo_xml_text(x, "state", state_text(t));
	demo_xml_text(x, "cidrBlock", cidr);
	write_cidr(x, t->id, cidr);
	demo_xml_text(x, "dhcpOptionsId", "dopt-0a1b2cd0f1e2d3c4b");
	demo_xml_text(x, "instanceTenancy", "default");
	demo_xml_bool(x, "isDefault", demo_thing_bool(&call->view, t, "IsDefault", false));
	demo_ec2_tags(call, t);
}

static const struct demo_ec2_filter vpc_filters[] = {
	{"vpc-id", "Id", NULL},       {"cidr", "CidrBlock", NULL},     {"cidr-block-association.cidr-block", "CidrBlock", NULL},
	{"state", NULL, filter_state}, {"is-default", NULL, filter_default}, {"isDefault", NULL, filter_default},
	{NULL, NULL, NULL},
};
const struct demo_ec2_list demo_ec2_vpcs = {
	"AWS::EC2::VPC", "VpcId", "vpc-", "InvalidVpcID.NotFound", "InvalidVpcID.Malformed", "vpc ID", "vpcSet", 5, 1000,
	vpc_filters, write_vpc, NULL, NULL, NULL, NULL,
};

/* ---- subnets ---- */

static long free_addresses(struct demo_view *v, const struct demo_thing *subnet)
{
	struct demo_things interfaces = demo_things(v, "AWS::EC2::NetworkInterface");
	struct demo_range r;
	if (!demo_range_parse(demo_thing_text(v, subnet, "CidrBlock"), &r))
		return 0;
	long count = (long)(r.last - r.first) + 1 - 5 - demo_thing_number(v, subnet, "Used", 0);
	for (size_t i = 0; i < interfaces.count; i++) {
		const char *in = demo_thing_text(v, &interfaces.at[i], "SubnetId");
		count -= in && strcmp(in, subnet->id) == 0;
	}
	return count > 0 ? count : 0;
}

static const char *filter_default_for_az(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	(void)room;
	return filter_flag(v, t, n, "DefaultForAz");
}

static const char *filter_zone_id(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	const char *zone = demo_thing_text(v, t, "AvailabilityZone");
	if (n > 0 || !zone)
		return NULL;
	demo_zone_id(zone, room);
	return room;
}

static void write_subnet(struct demo_call *call, const struct demo_thing *t)
{
	struct demo_xml *x = &call->xml;
	const char *zone = demo_thing_text(&call->view, t, "AvailabilityZone");
	char zone_id[32];
	demo_zone_id(zone ? zone : call->region, zone_id);
	demo_xml_text(x, "subnetId", t->id);
	cew_buf_fmt(x->out, "<subnetArn>arn:%s:ec2:%s:%s:subnet/%s</subnetArn>", cew_cfn_partition(call->region, NULL),
	            call->region, call->demo->account, t->id);
	demo_xml_text(x, "state", state_text(t));
	demo_xml_text(x, "ownerId", call->demo->account);
	demo_ec2_text(call, t, "vpcId", "VpcId");
	demo_ec2_text(call, t, "cidrBlock", "CidrBlock");
	cew_buf_fmt(x->out, "<availableIpAddressCount>%ld</availableIpAddressCount>", free_addresses(&call->view, t));
	demo_xml_text(x, "availabilityZone", zone);
	demo_xml_text(x, "availabilityZoneId", zone_id);
	demo_xml_bool(x, "defaultForAz", demo_thing_bool(&call->view, t, "DefaultForAz", false));
	demo_xml_bool(x, "mapPublicIpOnLaunch", demo_thing_bool(&call->view, t, "MapPublicIpOnLaunch", false));
	demo_xml_bool(x, "assignIpv6AddressOnCreation", false);
	demo_ec2_tags(call, t);
}

static const struct demo_ec2_filter subnet_filters[] = {
	{"subnet-id", "Id", NULL},
	{"vpc-id", "VpcId", NULL},
	{"availability-zone", "AvailabilityZone", NULL},
	{"availabilityZone", "AvailabilityZone", NULL},
	{"availability-zone-id", NULL, filter_zone_id},
	{"cidr-block", "CidrBlock", NULL},
	{"cidr", "CidrBlock", NULL},
	{"state", NULL, filter_state},
	{"default-for-az", NULL, filter_default_for_az},
	{NULL, NULL, NULL},
};
const struct demo_ec2_list demo_ec2_subnets = {
	"AWS::EC2::Subnet", "SubnetId", "subnet-", "InvalidSubnetID.NotFound", "InvalidSubnetID.Malformed", "subnet ID",
	"subnetSet", 5, 1000, subnet_filters, write_subnet, NULL, NULL, NULL, NULL,
};

/* ---- addresses ---- */

/* The NAT gateway that has an address; nothing else takes any here. */
static const struct demo_thing *nat_of_address(struct demo_view *v, const struct demo_thing *address)
{
	struct demo_things all = demo_things(v, "AWS::EC2::NatGateway");
	const char *ours = demo_thing_text(v, address, "AllocationId");
	for (size_t i = 0; ours && i < all.count; i++) {
		const char *theirs = demo_thing_text(v, &all.at[i], "AllocationId");
		if (theirs && strcmp(theirs, ours) == 0)
			return &all.at[i];
	}
	return NULL;
}

static const char *association_id(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	const struct demo_thing *nat = n == 0 ? nat_of_address(v, t) : NULL;
	char hex[18];
	if (!nat)
		return NULL;
	demo_digest_hex(nat->id, 17, hex);
	snprintf(room, 128, "eipassoc-%s", hex);
	return room;
}

static void write_address(struct demo_call *call, const struct demo_thing *t)
{
	struct demo_xml *x = &call->xml;
	const struct demo_thing *nat = nat_of_address(&call->view, t);
	char room[128];
	demo_xml_text(x, "publicIp", t->id);
	demo_ec2_text(call, t, "allocationId", "AllocationId");
	demo_xml_text(x, "domain", "vpc");
	demo_xml_text(x, "networkBorderGroup", call->region);
	demo_xml_text(x, "publicIpv4Pool", "amazon");
	if (nat) {
		char ip[16];
		demo_private_ip(&call->view, demo_thing_text(&call->view, nat, "SubnetId"), nat->id, ip);
		demo_xml_text(x, "associationId", association_id(&call->view, t, 0, room));
		demo_ec2_text(call, nat, "networkInterfaceId", "EniId");
		demo_xml_text(x, "networkInterfaceOwnerId", call->demo->account);
		demo_xml_text(x, "privateIpAddress", ip);
	}
	demo_ec2_tags(call, t);
}

static const char *filter_domain(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	(void)v;
	(void)t;
	(void)room;
	return n == 0 ? "vpc" : NULL;
}

static const struct demo_ec2_filter address_filters[] = {
	{"allocation-id", "AllocationId", NULL}, {"public-ip", "Id", NULL}, {"association-id", NULL, association_id},
	{"domain", NULL, filter_domain},         {NULL, NULL, NULL},
};
const struct demo_ec2_list demo_ec2_addresses = {
	"AWS::EC2::EIP", "PublicIp", NULL, "InvalidAddress.NotFound", "InvalidAddress.Malformed", "address", "addressesSet", 0,
	0, address_filters, write_address, "AllocationId", "AllocationId", "InvalidAllocationID.NotFound", "allocation ID",
};

/* ---- network interfaces ---- */

static const char *filter_group(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	const struct cew_node *groups = demo_thing_node(t, "GroupSet");
	(void)v;
	(void)room;
	return n < cew_node_count(groups) ? cew_node_text(cew_node_at(groups, n)) : NULL;
}

/* What services made is in use; what the account's file or a scenario has says so. */
static const char *interface_status(struct demo_view *v, const struct demo_thing *t)
{
	const char *status = demo_thing_text(v, t, "Status");
	return status ? status : "in-use";
}

static const char *filter_interface_status(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	(void)room;
	return n == 0 ? interface_status(v, t) : NULL;
}

static void write_groups(struct demo_call *call, const struct demo_thing *t)
{
	const struct cew_node *groups = demo_thing_node(t, "GroupSet");
	demo_xml_open(&call->xml, "groupSet");
	for (size_t i = 0; i < cew_node_count(groups); i++) {
		const char *id = cew_node_text(cew_node_at(groups, i));
		const struct demo_thing *group = demo_thing_find(&call->view, "AWS::EC2::SecurityGroup", id);
		demo_xml_open(&call->xml, "item");
		demo_xml_text(&call->xml, "groupId", id);
		demo_xml_text(&call->xml, "groupName", group ? demo_thing_text(&call->view, group, "GroupName") : NULL);
		demo_xml_close(&call->xml);
	}
	demo_xml_close(&call->xml);
}

static void write_attachment(struct demo_call *call, const struct demo_thing *t)
{
	struct demo_xml *x = &call->xml;
	const char *owner = demo_thing_text(&call->view, t, "RequesterId");
	demo_xml_open(x, "attachment");
	cew_buf_fmt(x->out, "<attachmentId>eni-attach-%s</attachmentId>", t->id + 4);
	demo_xml_text(x, "status", "attached");
	demo_ec2_text(call, t, "instanceId", "InstanceId");
	demo_xml_text(x, "instanceOwnerId", owner ? owner : call->demo->account);
	cew_buf_str(x->out, "<deviceIndex>1</deviceIndex>");
	demo_xml_bool(x, "deleteOnTermination", false);
	demo_xml_close(x);
}

static void write_interface(struct demo_call *call, const struct demo_thing *t)
{
	struct demo_xml *x = &call->xml;
	const char *kind = demo_thing_text(&call->view, t, "InterfaceType");
	demo_xml_text(x, "networkInterfaceId", t->id);
	demo_ec2_text(call, t, "subnetId", "SubnetId");
	demo_ec2_text(call, t, "vpcId", "VpcId");
	demo_ec2_text(call, t, "availabilityZone", "AvailabilityZone");
	demo_ec2_text(call, t, "description", "Description");
	demo_xml_text(x, "ownerId", call->demo->account);
	demo_ec2_text(call, t, "requesterId", "RequesterId");
	demo_xml_bool(x, "requesterManaged", demo_thing_text(&call->view, t, "RequesterId"));
	demo_xml_text(x, "status", interface_status(&call->view, t));
	demo_ec2_text(call, t, "privateIpAddress", "PrivateIpAddress");
	demo_xml_text(x, "interfaceType", kind ? kind : "interface");
	demo_xml_bool(x, "sourceDestCheck", true);
	write_groups(call, t);
	if (strcmp(interface_status(&call->view, t), "in-use") == 0)
		write_attachment(call, t);
	demo_ec2_tags(call, t);
}

static const struct demo_ec2_filter interface_filters[] = {
	{"network-interface-id", "Id", NULL},
	{"vpc-id", "VpcId", NULL},
	{"subnet-id", "SubnetId", NULL},
	{"group-id", NULL, filter_group},
	{"description", "Description", NULL},
	{"interface-type", "InterfaceType", NULL},
	{"private-ip-address", "PrivateIpAddress", NULL},
	{"availability-zone", "AvailabilityZone", NULL},
	{"requester-id", "RequesterId", NULL},
	{"status", NULL, filter_interface_status},
	{NULL, NULL, NULL},
};
const struct demo_ec2_list demo_ec2_network_interfaces = {
	"AWS::EC2::NetworkInterface", "NetworkInterfaceId", "eni-", "InvalidNetworkInterfaceID.NotFound",
	"InvalidNetworkInterfaceId.Malformed", "networkInterface ID", "networkInterfaceSet", 5, 1000, interface_filters,
	write_interface, NULL, NULL, NULL, NULL,
};
