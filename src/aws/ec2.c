/* EC2: regions, zones, networks and what belongs to them. */
#include "account_room.h"
#include "lookup.h"

/* ---- where ---- */

static const struct aws_field region_fields[] = {
	AWS_FIELD_TEXT(struct cew_region, name, "regionName"),
	AWS_FIELD_TEXT(struct cew_region, endpoint, "regionEndpoint"),
	AWS_FIELD_TEXT(struct cew_region, opt_in, "optInStatus"),
};
static const struct aws_shape region_shape = AWS_SHAPE(cew_region, region_fields, "regionName");

static const struct aws_field zone_fields[] = {
	AWS_FIELD_TEXT(struct cew_zone, name, "zoneName"),
	AWS_FIELD_TEXT(struct cew_zone, id, "zoneId"),
	AWS_FIELD_TEXT(struct cew_zone, state, "zoneState"),
	AWS_FIELD_TEXT(struct cew_zone, type, "zoneType"),
	AWS_FIELD_TEXT(struct cew_zone, region, "regionName"),
	AWS_FIELD_TEXT(struct cew_zone, opt_in, "optInStatus"),
};
static const struct aws_shape zone_shape = AWS_SHAPE(cew_zone, zone_fields, "zoneName");

/* ---- networks ---- */

static const struct aws_field vpc_fields[] = {
	AWS_FIELD_TEXT(struct cew_vpc, id, "vpcId"),
	AWS_FIELD_TEXT(struct cew_vpc, cidr, "cidrBlock"),
	AWS_FIELD_NAMED(struct cew_vpc, name, "tagSet", "Name"),
	AWS_FIELD_TEXT(struct cew_vpc, state, "state"),
	AWS_FIELD_BOOL(struct cew_vpc, is_default, "isDefault"),
	AWS_FIELD_TEXTS(struct cew_vpc, cidrs, cidr_count, "cidrBlockAssociationSet", "cidrBlock"),
};
static const struct aws_shape vpc_shape = AWS_SHAPE(cew_vpc, vpc_fields, "vpcId");

static const struct aws_field dns_fields[] = {
	AWS_FIELD_BOOL(struct cew_vpc_dns, support, "enableDnsSupport/value"),
	AWS_FIELD_BOOL(struct cew_vpc_dns, hostnames, "enableDnsHostnames/value"),
};
static const struct aws_shape dns_shape = AWS_SHAPE(cew_vpc_dns, dns_fields, "enableDnsSupport/value|enableDnsHostnames/value");

static const struct aws_field subnet_fields[] = {
	AWS_FIELD_TEXT(struct cew_subnet, id, "subnetId"),
	AWS_FIELD_TEXT(struct cew_subnet, vpc_id, "vpcId"),
	AWS_FIELD_TEXT(struct cew_subnet, cidr, "cidrBlock"),
	AWS_FIELD_TEXT(struct cew_subnet, zone, "availabilityZone"),
	AWS_FIELD_TEXT(struct cew_subnet, zone_id, "availabilityZoneId"),
	AWS_FIELD_NAMED(struct cew_subnet, name, "tagSet", "Name"),
	AWS_FIELD_TEXT(struct cew_subnet, state, "state|subnetState"),
	AWS_FIELD_INT(struct cew_subnet, free_addresses, "availableIpAddressCount"),
	AWS_FIELD_BOOL(struct cew_subnet, gives_public_ip, "mapPublicIpOnLaunch"),
	AWS_FIELD_BOOL(struct cew_subnet, default_for_zone, "defaultForAz"),
};
static const struct aws_shape subnet_shape = AWS_SHAPE(cew_subnet, subnet_fields, "subnetId");

static const struct aws_field address_fields[] = {
	AWS_FIELD_TEXT(struct cew_address, public_ip, "publicIp"),
	AWS_FIELD_TEXT(struct cew_address, allocation_id, "allocationId"),
	AWS_FIELD_TEXT(struct cew_address, association_id, "associationId"),
	AWS_FIELD_TEXT(struct cew_address, interface_id, "networkInterfaceId"),
	AWS_FIELD_TEXT(struct cew_address, instance_id, "instanceId"),
	AWS_FIELD_NAMED(struct cew_address, name, "tagSet", "Name"),
};
static const struct aws_shape address_shape = AWS_SHAPE(cew_address, address_fields, "publicIp|allocationId");

/* ---- ways out ---- */

static const struct aws_field route_fields[] = {
	AWS_FIELD_TEXT(struct cew_route, to, "destinationCidrBlock|destinationIpv6CidrBlock|destinationPrefixListId"),
	AWS_FIELD_TEXT(struct cew_route, via,
	               "natGatewayId|gatewayId|transitGatewayId|vpcPeeringConnectionId|networkInterfaceId|instanceId|"
	               "egressOnlyInternetGatewayId|carrierGatewayId|localGatewayId|coreNetworkArn"),
	AWS_FIELD_TEXT(struct cew_route, state, "state"),
};
static const struct aws_shape route_shape = AWS_SHAPE(cew_route, route_fields, NULL);

static const struct aws_field route_association_fields[] = {
	AWS_FIELD_TEXT(struct cew_route_association, subnet_id, "subnetId"),
	AWS_FIELD_BOOL(struct cew_route_association, is_main, "main"),
};
static const struct aws_shape route_association_shape = AWS_SHAPE(cew_route_association, route_association_fields, NULL);

static const struct aws_field route_table_fields[] = {
	AWS_FIELD_TEXT(struct cew_route_table, id, "routeTableId"),
	AWS_FIELD_TEXT(struct cew_route_table, vpc_id, "vpcId"),
	AWS_FIELD_NAMED(struct cew_route_table, name, "tagSet", "Name"),
	AWS_FIELD_STRUCTS(struct cew_route_table, routes, route_count, "routeSet", &route_shape),
	AWS_FIELD_STRUCTS(struct cew_route_table, associations, association_count, "associationSet", &route_association_shape),
};
static const struct aws_shape route_table_shape = AWS_SHAPE(cew_route_table, route_table_fields, "routeTableId");

static const struct aws_field nat_address_fields[] = {
	AWS_FIELD_TEXT(struct cew_nat_address, public_ip, "publicIp"),
	AWS_FIELD_TEXT(struct cew_nat_address, allocation_id, "allocationId"),
};
static const struct aws_shape nat_address_shape = AWS_SHAPE(cew_nat_address, nat_address_fields, NULL);

static const struct aws_field nat_fields[] = {
	AWS_FIELD_TEXT(struct cew_nat_gateway, id, "natGatewayId"),
	AWS_FIELD_TEXT(struct cew_nat_gateway, state, "state"),
	AWS_FIELD_TEXT(struct cew_nat_gateway, subnet_id, "subnetId"),
	AWS_FIELD_TEXT(struct cew_nat_gateway, vpc_id, "vpcId"),
	AWS_FIELD_TEXT(struct cew_nat_gateway, connectivity, "connectivityType"),
	AWS_FIELD_TEXT(struct cew_nat_gateway, failure_code, "failureCode"),
	AWS_FIELD_TEXT(struct cew_nat_gateway, failure_message, "failureMessage"),
	AWS_FIELD_NAMED(struct cew_nat_gateway, name, "tagSet", "Name"),
	AWS_FIELD_STRUCTS(struct cew_nat_gateway, addresses, address_count, "natGatewayAddressSet", &nat_address_shape),
};
static const struct aws_shape nat_shape = AWS_SHAPE(cew_nat_gateway, nat_fields, "natGatewayId");

static const struct aws_field attachment_fields[] = {
	AWS_FIELD_TEXT(struct cew_attachment, vpc_id, "vpcId"),
	AWS_FIELD_TEXT(struct cew_attachment, state, "state"),
};
static const struct aws_shape attachment_shape = AWS_SHAPE(cew_attachment, attachment_fields, NULL);

static const struct aws_field internet_gateway_fields[] = {
	AWS_FIELD_TEXT(struct cew_internet_gateway, id, "internetGatewayId"),
	AWS_FIELD_NAMED(struct cew_internet_gateway, name, "tagSet", "Name"),
	AWS_FIELD_STRUCTS(struct cew_internet_gateway, attachments, attachment_count, "attachmentSet", &attachment_shape),
};
static const struct aws_shape internet_gateway_shape =
	AWS_SHAPE(cew_internet_gateway, internet_gateway_fields, "internetGatewayId");

/* ---- filters ---- */

static const struct aws_field acl_entry_fields[] = {
	AWS_FIELD_INT(struct cew_acl_entry, number, "ruleNumber"),
	AWS_FIELD_TEXT(struct cew_acl_entry, protocol, "protocol"),
	AWS_FIELD_TEXT(struct cew_acl_entry, action, "ruleAction"),
	AWS_FIELD_TEXT(struct cew_acl_entry, cidr, "cidrBlock|ipv6CidrBlock"),
	AWS_FIELD_BOOL(struct cew_acl_entry, egress, "egress"),
	AWS_FIELD_INT(struct cew_acl_entry, from_port, "portRange/from"),
	AWS_FIELD_INT(struct cew_acl_entry, to_port, "portRange/to"),
};
static const struct aws_shape acl_entry_shape = AWS_SHAPE(cew_acl_entry, acl_entry_fields, NULL);

static const struct aws_field acl_fields[] = {
	AWS_FIELD_TEXT(struct cew_network_acl, id, "networkAclId"),
	AWS_FIELD_TEXT(struct cew_network_acl, vpc_id, "vpcId"),
	AWS_FIELD_NAMED(struct cew_network_acl, name, "tagSet", "Name"),
	AWS_FIELD_BOOL(struct cew_network_acl, is_default, "default"),
	AWS_FIELD_STRUCTS(struct cew_network_acl, entries, entry_count, "entrySet", &acl_entry_shape),
	AWS_FIELD_TEXTS(struct cew_network_acl, subnet_ids, subnet_count, "associationSet", "subnetId"),
};
static const struct aws_shape acl_shape = AWS_SHAPE(cew_network_acl, acl_fields, "networkAclId");

static const struct aws_field permission_fields[] = {
	AWS_FIELD_TEXT(struct cew_permission, protocol, "ipProtocol"),
	AWS_FIELD_INT(struct cew_permission, from_port, "fromPort"),
	AWS_FIELD_INT(struct cew_permission, to_port, "toPort"),
	AWS_FIELD_TEXTS(struct cew_permission, cidrs, cidr_count, "ipRanges", "cidrIp"),
	AWS_FIELD_TEXTS(struct cew_permission, cidrs6, cidr6_count, "ipv6Ranges", "cidrIpv6"),
	AWS_FIELD_TEXTS(struct cew_permission, groups, group_count, "groups", "groupId"),
	AWS_FIELD_TEXTS(struct cew_permission, prefix_lists, prefix_list_count, "prefixListIds", "prefixListId"),
};
static const struct aws_shape permission_shape = AWS_SHAPE(cew_permission, permission_fields, "ipProtocol");

static const struct aws_field group_fields[] = {
	AWS_FIELD_TEXT(struct cew_security_group, id, "groupId"),
	AWS_FIELD_TEXT(struct cew_security_group, group, "groupName"),
	AWS_FIELD_TEXT(struct cew_security_group, description, "groupDescription"),
	AWS_FIELD_TEXT(struct cew_security_group, vpc_id, "vpcId"),
	AWS_FIELD_NAMED(struct cew_security_group, name, "tagSet", "Name"),
	AWS_FIELD_STRUCTS(struct cew_security_group, ingress, ingress_count, "ipPermissions", &permission_shape),
	AWS_FIELD_STRUCTS(struct cew_security_group, egress, egress_count, "ipPermissionsEgress", &permission_shape),
};
static const struct aws_shape group_shape = AWS_SHAPE(cew_security_group, group_fields, "groupId");

/* ---- calls ---- */

#define LIST(action, set, its_shape) \
	{.call = AWS_CALL(AWS_EC2, action), .shape = &(its_shape), .at = set, .list = true, .token_out = "nextToken", \
	 .token_in = "NextToken"}

static const struct aws_find regions = LIST("DescribeRegions", "regionInfo", region_shape);
static const struct aws_find zones = LIST("DescribeAvailabilityZones", "availabilityZoneInfo", zone_shape);
static const struct aws_find vpcs = LIST("DescribeVpcs", "vpcSet", vpc_shape);
static const struct aws_find subnets = LIST("DescribeSubnets", "subnetSet", subnet_shape);
static const struct aws_find addresses = LIST("DescribeAddresses", "addressesSet", address_shape);
static const struct aws_find route_tables = LIST("DescribeRouteTables", "routeTableSet", route_table_shape);
static const struct aws_find nat_gateways = LIST("DescribeNatGateways", "natGatewaySet", nat_shape);
static const struct aws_find internet_gateways = LIST("DescribeInternetGateways", "internetGatewaySet", internet_gateway_shape);
static const struct aws_find network_acls = LIST("DescribeNetworkAcls", "networkAclSet", acl_shape);
static const struct aws_find security_groups = LIST("DescribeSecurityGroups", "securityGroupInfo", group_shape);

/* All of a kind, or those to which one filter applies. */
static uint64_t list(void *self, const struct aws_find *find, const char *filter, const char *value, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(find, &request);
	aws_query_filter(&request.body, 1, filter, value);
	return aws_lookup_start(self, find, &request, done, arg, err);
}

uint64_t aws_ec2_regions(void *self, CEW_TOLD_TO)
{
	return list(self, &regions, NULL, NULL, done, arg, err);
}

uint64_t aws_ec2_zones(void *self, CEW_TOLD_TO)
{
	return list(self, &zones, NULL, NULL, done, arg, err);
}

uint64_t aws_ec2_vpcs(void *self, const char *vpc_id, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&vpcs, &request);
	if (vpc_id)
		aws_query_flat(&request.body, "VpcId", &vpc_id, 1);
	return aws_lookup_start(self, &vpcs, &request, done, arg, err);
}

uint64_t aws_ec2_subnets(void *self, const char *vpc_id, CEW_TOLD_TO)
{
	return list(self, &subnets, "vpc-id", vpc_id, done, arg, err);
}

uint64_t aws_ec2_addresses(void *self, CEW_TOLD_TO)
{
	return list(self, &addresses, NULL, NULL, done, arg, err);
}

uint64_t aws_ec2_route_tables(void *self, const char *vpc_id, CEW_TOLD_TO)
{
	return list(self, &route_tables, "vpc-id", vpc_id, done, arg, err);
}

uint64_t aws_ec2_nat_gateways(void *self, const char *vpc_id, CEW_TOLD_TO)
{
	return list(self, &nat_gateways, "vpc-id", vpc_id, done, arg, err);
}

uint64_t aws_ec2_internet_gateways(void *self, const char *vpc_id, CEW_TOLD_TO)
{
	return list(self, &internet_gateways, "attachment.vpc-id", vpc_id, done, arg, err);
}

uint64_t aws_ec2_network_acls(void *self, const char *vpc_id, CEW_TOLD_TO)
{
	return list(self, &network_acls, "vpc-id", vpc_id, done, arg, err);
}

uint64_t aws_ec2_security_groups(void *self, const char *vpc_id, CEW_TOLD_TO)
{
	return list(self, &security_groups, "vpc-id", vpc_id, done, arg, err);
}

/* ---- a network's DNS: AWS tells one attribute a call ---- */

static bool merge_dns(struct aws_lookup *l, struct cew_found *found)
{
	struct cew_vpc_dns *first = cew_vec_at(&l->items, 0), *second = cew_vec_at(&l->items, 1);

	first->support |= second->support;
	first->hostnames |= second->hostnames;
	found->count = 1;
	return true;
}

static const char *const attributes[] = {"enableDnsSupport", "enableDnsHostnames", NULL};
static const struct aws_find dns = {
	.call = AWS_CALL(AWS_EC2, "DescribeVpcAttribute"),
	.shape = &dns_shape,
	.at = ".",
	.token_in = "Attribute",
	.turns = attributes,
	.finish = merge_dns,
};

uint64_t aws_ec2_vpc_dns(void *self, const char *vpc_id, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&dns, &request);
	aws_query_text(&request.body, "VpcId", vpc_id);
	return aws_lookup_start(self, &dns, &request, done, arg, err);
}
