/* EC2's actions: a further one is a description of its list and a row. Regions and zones, which are no resources, too. */
#include "ec2.h"

#include "ec2_items.h"
#include "net.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ZONES 3 /* of each region, as in what Fn::GetAZs gives */

/* ---- DescribeRegions ---- */

static bool is_named(const struct demo_call *call, const char *list, const char *name)
{
	size_t count = demo_query_count(&call->query, list);
	for (size_t n = 1; n <= count; n++) {
		const char *given = demo_query_getf(&call->query, "%s.%zu", list, n);
		if (given && strcmp(given, name) == 0)
			return true;
	}
	return count == 0;
}

static const char *opt_in_status(const struct cew_node *region)
{
	if (!cew_node_get_bool(region, "OptIn", false))
		return "opt-in-not-required";
	return cew_node_get_bool(region, "Enabled", false) ? "opted-in" : "not-opted-in";
}

static const struct cew_node *find_region(const struct demo_call *call, const char *name)
{
	const struct cew_node *all = demo_account_section(call->demo, "regions");
	for (size_t i = 0; i < cew_node_count(all); i++) {
		const char *have = cew_node_get_text(cew_node_at(all, i), "Name");
		if (have && strcmp(have, name) == 0)
			return cew_node_at(all, i);
	}
	return NULL;
}

static enum cew_status describe_regions(struct demo_call *call, struct cew_error *err)
{
	const struct cew_node *all = demo_account_section(call->demo, "regions");
	const char *every = demo_query_get(&call->query, "AllRegions");
	size_t named = demo_query_count(&call->query, "RegionName");
	for (size_t n = 1; n <= named; n++) {
		const char *name = demo_query_getf(&call->query, "RegionName.%zu", n);
		if (!name || !find_region(call, name))
			return demo_refuse(err, "InvalidParameterValue", "Invalid region(s) [%s] provided. Please use valid region(s).",
			                   name ? name : "");
	}
	demo_xml_open(&call->xml, "regionInfo");
	for (size_t i = 0; i < cew_node_count(all); i++) {
		const struct cew_node *r = cew_node_at(all, i);
		const char *name = cew_node_get_text(r, "Name"), *status = opt_in_status(r);
		bool enabled = strcmp(status, "not-opted-in") != 0;
		if (!is_named(call, "RegionName", name) || (!enabled && !named && !(every && strcmp(every, "true") == 0)))
			continue;
		demo_xml_open(&call->xml, "item");
		demo_xml_text(&call->xml, "regionName", name);
		cew_buf_fmt(call->xml.out, "<regionEndpoint>ec2.%s.amazonaws.com</regionEndpoint>", name);
		demo_xml_text(&call->xml, "optInStatus", status);
		demo_xml_close(&call->xml);
	}
	demo_xml_close(&call->xml);
	return CEW_OK;
}

/* ---- DescribeAvailabilityZones ---- */

/* Filters that all zones here pass, or none: they are ordinary zones of this region, and up. */
static bool zone_passes(const struct demo_call *call, const char *zone, const char *id)
{
	const struct {
		const char *name, *text;
	} known[] = {{"zone-type", "availability-zone"}, {"state", "available"},     {"region-name", call->region},
	             {"zone-name", zone},                {"zone-id", id},            {"opt-in-status", "opt-in-not-required"}};
	size_t count = demo_query_count(&call->query, "Filter");
	for (size_t n = 1; n <= count; n++) {
		const char *name = demo_query_getf(&call->query, "Filter.%zu.Name", n), *value;
		bool ok = false;
		for (size_t i = 0; i < CEW_COUNT(known); i++)
			for (size_t m = 1; name && strcmp(known[i].name, name) == 0 &&
			                   (value = demo_query_getf(&call->query, "Filter.%zu.Value.%zu", n, m)) != NULL; m++)
				ok |= demo_ec2_matches(value, known[i].text);
		if (!ok)
			return false;
	}
	return true;
}

static enum cew_status describe_zones(struct demo_call *call, struct cew_error *err)
{
	struct demo_xml *x = &call->xml;
	(void)err;
	demo_xml_open(x, "availabilityZoneInfo");
	for (int i = 0; i < ZONES; i++) {
		char zone[40], id[32];
		snprintf(zone, sizeof(zone), "%s%c", call->region, 'a' + i);
		demo_zone_id(zone, id);
		if (!is_named(call, "ZoneName", zone) || !is_named(call, "ZoneId", id) || !zone_passes(call, zone, id))
			continue;
		demo_xml_open(x, "item");
		demo_xml_text(x, "zoneName", zone);
		demo_xml_text(x, "zoneId", id);
		demo_xml_text(x, "zoneState", "available");
		demo_xml_text(x, "zoneType", "availability-zone");
		demo_xml_text(x, "regionName", call->region);
		demo_xml_text(x, "groupName", call->region);
		demo_xml_text(x, "networkBorderGroup", call->region);
		demo_xml_text(x, "optInStatus", "opt-in-not-required");
		demo_xml_open(x, "messageSet");
		demo_xml_close(x);
		demo_xml_close(x);
	}
	demo_xml_close(x);
	return CEW_OK;
}

/* ---- DescribeVpcAttribute ---- */

static enum cew_status describe_vpc_attribute(struct demo_call *call, struct cew_error *err)
{
	static const struct {
		const char *attribute, *property;
		bool usual;
	} known[] = {{"enableDnsSupport", "EnableDnsSupport", true}, {"enableDnsHostnames", "EnableDnsHostnames", false}};
	const char *attribute = demo_query_get(&call->query, "Attribute"), *id = demo_query_get(&call->query, "VpcId");
	const struct demo_thing *vpc = demo_thing_find(&call->view, "AWS::EC2::VPC", id ? id : "");
	size_t i = 0;
	if (!vpc)
		return demo_refuse(err, "InvalidVpcID.NotFound", "The vpc ID '%s' does not exist", id ? id : "");
	while (i < CEW_COUNT(known) && (!attribute || strcmp(known[i].attribute, attribute) != 0))
		i++;
	if (i == CEW_COUNT(known))
		return demo_refuse(err, "InvalidParameterValue", "Value (%s) for parameter attribute is invalid. Unknown attribute.",
		                   attribute ? attribute : "");
	demo_xml_text(&call->xml, "vpcId", id);
	demo_xml_open(&call->xml, known[i].attribute);
	demo_xml_bool(&call->xml, "value", demo_thing_bool(&call->view, vpc, known[i].property, known[i].usual));
	demo_xml_close(&call->xml);
	return CEW_OK;
}

/* ---- lists ---- */

#define LIST(name) \
	static enum cew_status describe_##name(struct demo_call *call, struct cew_error *err) \
	{ \
		return demo_ec2_list(call, &demo_ec2_##name, err); \
	}
LIST(vpcs)
LIST(subnets)
LIST(addresses)
LIST(route_tables)
LIST(nat_gateways)
LIST(internet_gateways)
LIST(network_acls)
LIST(security_groups)
LIST(network_interfaces)
LIST(security_group_rules)
LIST(flow_logs)
LIST(vpc_endpoints)

const struct demo_action demo_ec2_actions[] = {
	{"AuthorizeSecurityGroupEgress", demo_authorize_egress, false, NULL},
	{"AuthorizeSecurityGroupIngress", demo_authorize_ingress, false, NULL},
	{"CreateFlowLogs", demo_create_flow_logs, false, NULL},
	{"DeleteNetworkInterface", demo_delete_network_interface, false, NULL},
	{"DeleteSecurityGroup", demo_delete_security_group, false, NULL},
	{"DescribeAddresses", describe_addresses, false, NULL},
	{"DescribeAvailabilityZones", describe_zones, false, NULL},
	{"DescribeFlowLogs", describe_flow_logs, false, NULL},
	{"DescribeInternetGateways", describe_internet_gateways, false, NULL},
	{"DescribeNatGateways", describe_nat_gateways, false, NULL},
	{"DescribeNetworkAcls", describe_network_acls, false, NULL},
	{"DescribeNetworkInterfaces", describe_network_interfaces, false, NULL},
	{"DescribeRegions", describe_regions, false, NULL},
	{"DescribeRouteTables", describe_route_tables, false, NULL},
	{"DescribeSecurityGroupRules", describe_security_group_rules, false, NULL},
	{"DescribeSecurityGroups", describe_security_groups, false, NULL},
	{"DescribeSubnets", describe_subnets, false, NULL},
	{"DescribeVpcAttribute", describe_vpc_attribute, false, NULL},
	{"DescribeVpcEndpoints", describe_vpc_endpoints, false, NULL},
	{"DescribeVpcs", describe_vpcs, false, NULL},
	{"ModifyVpcAttribute", demo_modify_vpc_attribute, false, NULL},
	{"RevokeSecurityGroupEgress", demo_revoke_egress, false, NULL},
	{"RevokeSecurityGroupIngress", demo_revoke_ingress, false, NULL},
	{NULL, NULL, false, NULL},
};
