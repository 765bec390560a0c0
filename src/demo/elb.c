/* Elastic Load Balancing, version 2: load balancers, listeners, target groups. */
#include "elb.h"

#include "query_page.h"

#include <stdio.h>
#include <string.h>

#define PAGE_MAX 400

/* ---- who belongs to whom ---- */

static bool action_forwards(const struct cew_node *action, const char *target_group)
{
	const char *direct = cew_node_get_text(action, "TargetGroupArn");
	const struct cew_node *groups = cew_node_get(cew_node_get(action, "ForwardConfig"), "TargetGroups");
	if (direct && strcmp(direct, target_group) == 0)
		return true;
	for (size_t i = 0; i < cew_node_count(groups); i++) {
		const char *arn = cew_node_get_text(cew_node_at(groups, i), "TargetGroupArn");
		if (arn && strcmp(arn, target_group) == 0)
			return true;
	}
	return false;
}

bool demo_forwards_to(const struct demo_thing *listener, const char *target_group)
{
	static const char *const lists[] = {"DefaultActions", "Actions"};
	for (size_t l = 0; l < CEW_COUNT(lists); l++) {
		const struct cew_node *actions = demo_thing_node(listener, lists[l]);
		for (size_t i = 0; i < cew_node_count(actions); i++)
			if (action_forwards(cew_node_at(actions, i), target_group))
				return true;
	}
	return false;
}

static const char *balancer_of(struct demo_view *v, const struct demo_thing *listener)
{
	const char *direct = demo_thing_text(v, listener, "LoadBalancerArn");
	const struct demo_thing *owner =
		direct ? NULL : demo_thing_find(v, DEMO_LISTENER, demo_thing_text(v, listener, "ListenerArn"));
	return direct ? direct : owner ? demo_thing_text(v, owner, "LoadBalancerArn") : NULL;
}

static bool serves(struct demo_view *v, const char *balancer, const char *target_group)
{
	static const char *const types[] = {DEMO_LISTENER, DEMO_LISTENER_RULE};
	for (size_t k = 0; k < CEW_COUNT(types); k++) {
		struct demo_things all = demo_things(v, types[k]);
		for (size_t i = 0; i < all.count; i++) {
			const char *of = balancer_of(v, &all.at[i]);
			if (of && strcmp(of, balancer) == 0 && demo_forwards_to(&all.at[i], target_group))
				return true;
		}
	}
	return false;
}

/* ---- selecting ---- */

static enum cew_status check_named(struct demo_call *call, const char *type, const char *list, bool by_name,
                                   const char *code, const char *noun, struct cew_error *err)
{
	size_t count = demo_query_members(&call->query, list);
	for (size_t n = 1; n <= count; n++) {
		const char *text = demo_query_getf(&call->query, "%s.member.%zu", list, n);
		bool there = by_name ? demo_thing_named(&call->view, type, text) : demo_thing_find(&call->view, type, text);
		if (!by_name && text && strncmp(text, "arn:", 4) != 0)
			return demo_refuse(err, DEMO_INVALID, "'%s' is not a valid %s ARN", text, noun);
		if (!there)
			return demo_refuse(err, code, "One or more %ss not found", noun);
	}
	return CEW_OK;
}

static bool is_selected(const struct demo_call *call, const struct demo_thing *t, const char *arns, const char *names)
{
	bool by_arn = demo_query_members(&call->query, arns) > 0, by_name = demo_query_members(&call->query, names) > 0;
	return (!by_arn || demo_query_lists(call, arns, t->id)) && (!by_name || demo_query_lists(call, names, t->name));
}

enum cew_status demo_find_load_balancer(struct demo_call *call, const char *arn, const struct demo_thing **out,
                                        struct cew_error *err)
{
	if (!arn || strncmp(arn, "arn:", 4) != 0)
		return demo_refuse(err, DEMO_INVALID, "'%s' is not a valid load balancer ARN", arn ? arn : "");
	*out = demo_thing_find(&call->view, DEMO_LOAD_BALANCER, arn);
	return *out ? CEW_OK : demo_refuse(err, "LoadBalancerNotFound", "Load balancer '%s' not found", arn);
}

/* ---- DescribeLoadBalancers ---- */

static void write_zones(struct demo_call *call, const struct demo_thing *t, const char **vpc)
{
	const struct cew_node *subnets = demo_thing_node(t, "Subnets");
	demo_xml_open(&call->xml, "AvailabilityZones");
	for (size_t i = 0; i < cew_node_count(subnets); i++) {
		const char *id = cew_node_text(cew_node_at(subnets, i));
		const struct demo_thing *subnet = demo_thing_find(&call->view, "AWS::EC2::Subnet", id);
		demo_xml_open(&call->xml, "member");
		demo_xml_text(&call->xml, "ZoneName", subnet ? demo_thing_text(&call->view, subnet, "AvailabilityZone") : NULL);
		demo_xml_text(&call->xml, "SubnetId", id);
		demo_xml_open(&call->xml, "LoadBalancerAddresses");
		demo_xml_close(&call->xml);
		demo_xml_close(&call->xml);
		if (subnet)
			*vpc = demo_thing_text(&call->view, subnet, "VpcId");
	}
	demo_xml_close(&call->xml);
}

static void write_balancer(struct demo_call *call, const struct demo_thing *t)
{
	struct demo_xml *x = &call->xml;
	const char *scheme = demo_thing_text(&call->view, t, "Scheme"), *type = demo_thing_text(&call->view, t, "Type");
	const struct cew_node *groups = demo_thing_node(t, "SecurityGroups");
	const char *vpc = NULL;
	demo_xml_open(x, "member");
	demo_xml_text(x, "LoadBalancerArn", t->id);
	demo_xml_text(x, "DNSName", demo_thing_text(&call->view, t, "DNSName"));
	demo_xml_text(x, "CanonicalHostedZoneId", demo_thing_text(&call->view, t, "CanonicalHostedZoneID"));
	demo_xml_time(x, "CreatedTime", t->made_ms);
	demo_xml_text(x, "LoadBalancerName", t->name);
	demo_xml_text(x, "Scheme", scheme ? scheme : "internet-facing");
	demo_xml_open(x, "State");
	demo_xml_text(x, "Code", t->state == DEMO_COMING ? "provisioning" : "active");
	demo_xml_close(x);
	demo_xml_text(x, "Type", type ? type : "application");
	write_zones(call, t, &vpc);
	demo_xml_text(x, "VpcId", vpc);
	demo_xml_open(x, "SecurityGroups");
	for (size_t i = 0; i < cew_node_count(groups); i++)
		demo_xml_text(x, "member", cew_node_text(cew_node_at(groups, i)));
	demo_xml_close(x);
	demo_xml_text(x, "IpAddressType", "ipv4");
	demo_xml_close(x);
}

static enum cew_status describe_load_balancers(struct demo_call *call, struct cew_error *err)
{
	struct demo_page page;
	enum cew_status status = demo_marker_page(call, "PageSize", PAGE_MAX, PAGE_MAX, &page, err);
	if (!status)
		status = check_named(call, DEMO_LOAD_BALANCER, "LoadBalancerArns", false, "LoadBalancerNotFound", "load balancer",
		                     err);
	if (!status)
		status = check_named(call, DEMO_LOAD_BALANCER, "Names", true, "LoadBalancerNotFound", "load balancer", err);
	if (status)
		return status;
	struct demo_things all = demo_things(&call->view, DEMO_LOAD_BALANCER);
	demo_xml_open(&call->xml, "LoadBalancers");
	for (size_t i = 0; i < all.count; i++)
		if (is_selected(call, &all.at[i], "LoadBalancerArns", "Names") && demo_page_takes(&page))
			write_balancer(call, &all.at[i]);
	demo_xml_close(&call->xml);
	demo_marker_next(call, "NextMarker", &page);
	return CEW_OK;
}

/* ---- DescribeTargetGroups ---- */

static void write_owners(struct demo_call *call, const struct demo_thing *t)
{
	struct demo_things all = demo_things(&call->view, DEMO_LOAD_BALANCER);
	demo_xml_open(&call->xml, "LoadBalancerArns");
	for (size_t i = 0; i < all.count; i++)
		if (serves(&call->view, all.at[i].id, t->id))
			demo_xml_text(&call->xml, "member", all.at[i].id);
	demo_xml_close(&call->xml);
}

void demo_write_target_group(struct demo_call *call, const struct demo_thing *t)
{
	static const struct {
		const char *element, *usual;
		bool http;
	} texts[] = {
		{"Protocol", NULL, false},
		{"Port", NULL, false},
		{"VpcId", NULL, false},
		{"HealthCheckProtocol", "HTTP", true},
		{"HealthCheckPort", "traffic-port", true},
		{"HealthCheckIntervalSeconds", "30", false},
		{"HealthCheckTimeoutSeconds", "5", false},
		{"HealthyThresholdCount", "5", false},
		{"UnhealthyThresholdCount", "2", false},
		{"HealthCheckPath", "/", true},
		{"TargetType", "instance", false},
		{"ProtocolVersion", "HTTP1", true},
		{"IpAddressType", "ipv4", true},
	};
	const char *protocol = demo_thing_text(&call->view, t, "Protocol");
	bool http = protocol && strncmp(protocol, "HTTP", 4) == 0;
	demo_xml_open(&call->xml, "member");
	demo_xml_text(&call->xml, "TargetGroupArn", t->id);
	demo_xml_text(&call->xml, "TargetGroupName", t->name);
	for (size_t i = 0; i < CEW_COUNT(texts); i++) {
		const char *text = demo_thing_text(&call->view, t, texts[i].element);
		if (!text && (http || !texts[i].http))
			text = texts[i].usual;
		demo_xml_text(&call->xml, texts[i].element, text);
	}
	write_owners(call, t);
	demo_xml_close(&call->xml);
}

static enum cew_status describe_target_groups(struct demo_call *call, struct cew_error *err)
{
	const char *balancer = demo_query_get(&call->query, "LoadBalancerArn");
	const struct demo_thing *found;
	struct demo_page page;
	enum cew_status status = demo_marker_page(call, "PageSize", PAGE_MAX, PAGE_MAX, &page, err);
	if (!status && balancer)
		status = demo_find_load_balancer(call, balancer, &found, err);
	if (!status)
		status = check_named(call, DEMO_TARGET_GROUP, "TargetGroupArns", false, "TargetGroupNotFound", "target group", err);
	if (!status)
		status = check_named(call, DEMO_TARGET_GROUP, "Names", true, "TargetGroupNotFound", "target group", err);
	if (status)
		return status;
	struct demo_things all = demo_things(&call->view, DEMO_TARGET_GROUP);
	demo_xml_open(&call->xml, "TargetGroups");
	for (size_t i = 0; i < all.count; i++)
		if (is_selected(call, &all.at[i], "TargetGroupArns", "Names") &&
		    (!balancer || serves(&call->view, balancer, all.at[i].id)) && demo_page_takes(&page))
			demo_write_target_group(call, &all.at[i]);
	demo_xml_close(&call->xml);
	demo_marker_next(call, "NextMarker", &page);
	return CEW_OK;
}

/* ---- DescribeListeners ---- */

void demo_write_elb_actions(struct demo_call *call, const struct cew_node *actions, const char *element)
{
	demo_xml_open(&call->xml, element);
	for (size_t i = 0; i < cew_node_count(actions); i++) {
		demo_xml_open(&call->xml, "member");
		demo_xml_text(&call->xml, "Type", cew_node_get_text(cew_node_at(actions, i), "Type"));
		demo_xml_text(&call->xml, "TargetGroupArn", cew_node_get_text(cew_node_at(actions, i), "TargetGroupArn"));
		demo_xml_close(&call->xml);
	}
	demo_xml_close(&call->xml);
}

static enum cew_status describe_listeners(struct demo_call *call, struct cew_error *err)
{
	const char *balancer = demo_query_get(&call->query, "LoadBalancerArn");
	const struct demo_thing *found;
	struct demo_page page;
	enum cew_status status = demo_marker_page(call, "PageSize", PAGE_MAX, PAGE_MAX, &page, err);
	if (!status && !balancer && demo_query_members(&call->query, "ListenerArns") == 0)
		status = demo_refuse(err, DEMO_INVALID, "You must specify either listener ARNs or a load balancer ARN");
	if (!status && balancer)
		status = demo_find_load_balancer(call, balancer, &found, err);
	if (!status)
		status = check_named(call, DEMO_LISTENER, "ListenerArns", false, "ListenerNotFound", "listener", err);
	if (status)
		return status;
	struct demo_things all = demo_things(&call->view, DEMO_LISTENER);
	demo_xml_open(&call->xml, "Listeners");
	for (size_t i = 0; i < all.count; i++) {
		const struct demo_thing *t = &all.at[i];
		const char *of = demo_thing_text(&call->view, t, "LoadBalancerArn");
		if ((balancer && (!of || strcmp(of, balancer) != 0)) || !is_selected(call, t, "ListenerArns", "Names") ||
		    !demo_page_takes(&page))
			continue;
		demo_xml_open(&call->xml, "member");
		demo_xml_text(&call->xml, "ListenerArn", t->id);
		demo_xml_text(&call->xml, "LoadBalancerArn", of);
		demo_xml_text(&call->xml, "Port", demo_thing_text(&call->view, t, "Port"));
		demo_xml_text(&call->xml, "Protocol", demo_thing_text(&call->view, t, "Protocol"));
		demo_xml_text(&call->xml, "SslPolicy", demo_thing_text(&call->view, t, "SslPolicy"));
		demo_write_elb_actions(call, demo_thing_node(t, "DefaultActions"), "DefaultActions");
		demo_xml_close(&call->xml);
	}
	demo_xml_close(&call->xml);
	demo_marker_next(call, "NextMarker", &page);
	return CEW_OK;
}

const struct demo_action demo_elb_actions[] = {
	{"DescribeListeners", describe_listeners, false, NULL},
	{"DescribeLoadBalancerAttributes", demo_describe_load_balancer_attributes, false, NULL},
	{"DescribeLoadBalancers", describe_load_balancers, false, NULL},
	{"DescribeRules", demo_describe_rules, false, NULL},
	{"DescribeTags", demo_describe_elb_tags, false, NULL},
	{"DescribeTargetGroupAttributes", demo_describe_target_group_attributes, false, NULL},
	{"DescribeTargetGroups", describe_target_groups, false, NULL},
	{"DescribeTargetHealth", demo_describe_target_health, false, NULL},
	{"ModifyLoadBalancerAttributes", demo_modify_load_balancer_attributes, false, NULL},
	{"ModifyTargetGroup", demo_modify_target_group, false, NULL},
	{"ModifyTargetGroupAttributes", demo_modify_target_group_attributes, false, NULL},
	{NULL, NULL, false, NULL},
};
