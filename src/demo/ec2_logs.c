/* Flow logs, VPC endpoints, and what calls change about VPCs and network interfaces. */
#include "ec2_items.h"

#include <stdio.h>
#include <string.h>

#define FLOW_LOG "AWS::EC2::FlowLog"
#define VPC "AWS::EC2::VPC"

/* ---- flow logs ---- */

static const char *destination_type(struct demo_view *v, const struct demo_thing *t)
{
	const char *kind = demo_thing_text(v, t, "LogDestinationType");
	return kind ? kind : "cloud-watch-logs";
}

static const char *filter_destination(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	(void)room;
	return n > 0 ? NULL : destination_type(v, t);
}

static const char *filter_success(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	(void)v;
	(void)t;
	(void)room;
	return n > 0 ? NULL : "SUCCESS";
}

static void write_flow_log(struct demo_call *call, const struct demo_thing *t)
{
	struct demo_xml *x = &call->xml;
	const char *seconds = demo_thing_text(&call->view, t, "MaxAggregationInterval");
	demo_xml_time(x, "creationTime", t->made_ms);
	demo_ec2_text(call, t, "deliverLogsPermissionArn", "DeliverLogsPermissionArn");
	demo_xml_text(x, "deliverLogsStatus", "SUCCESS");
	demo_xml_text(x, "flowLogId", t->id);
	demo_xml_text(x, "flowLogStatus", "ACTIVE");
	demo_ec2_text(call, t, "logGroupName", "LogGroupName");
	demo_ec2_text(call, t, "resourceId", "ResourceId");
	demo_ec2_text(call, t, "trafficType", "TrafficType");
	demo_xml_text(x, "logDestinationType", destination_type(&call->view, t));
	demo_ec2_text(call, t, "logDestination", "LogDestination");
	demo_xml_text(x, "logFormat",
	              "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} "
	              "${packets} ${bytes} ${start} ${end} ${action} ${log-status}");
	demo_xml_text(x, "maxAggregationInterval", seconds ? seconds : "600");
	demo_ec2_tags(call, t);
}

static const struct demo_ec2_filter flow_log_filters[] = {
	{"flow-log-id", "Id", NULL},
	{"resource-id", "ResourceId", NULL},
	{"log-group-name", "LogGroupName", NULL},
	{"traffic-type", "TrafficType", NULL},
	{"log-destination-type", NULL, filter_destination},
	{"deliver-log-status", NULL, filter_success},
	{NULL, NULL, NULL},
};
const struct demo_ec2_list demo_ec2_flow_logs = {
	FLOW_LOG, "FlowLogId", "fl-", "InvalidFlowLogId.NotFound", "InvalidFlowLogId.Malformed", "flow log ID", "flowLogSet", 1,
	1000, flow_log_filters, write_flow_log, NULL, NULL, NULL, NULL,
};

static enum cew_status check_flow_logs(struct demo_call *call, struct cew_error *err)
{
	const char *kind = demo_query_get(&call->query, "LogDestinationType"), *traffic = demo_query_get(&call->query, "TrafficType");
	bool s3 = kind && strcmp(kind, "s3") == 0;
	if (demo_query_count(&call->query, "ResourceId") == 0)
		return demo_refuse(err, "MissingParameter", "The request must contain the parameter ResourceId");
	if (!traffic || (strcmp(traffic, "ALL") != 0 && strcmp(traffic, "ACCEPT") != 0 && strcmp(traffic, "REJECT") != 0))
		return demo_refuse(err, "InvalidParameter", "TrafficType must be ALL, ACCEPT or REJECT");
	if (s3 && !demo_query_get(&call->query, "LogDestination"))
		return demo_refuse(err, "InvalidParameter", "LogDestination can't be empty if LogDestinationType is s3.");
	if (!s3 && !demo_query_get(&call->query, "DeliverLogsPermissionArn"))
		return demo_refuse(err, "InvalidParameter",
		                   "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.");
	return CEW_OK;
}

static const char *make_flow_log(struct demo_call *call, const char *resource)
{
	static const char *const kept[] = {"ResourceType", "TrafficType", "LogGroupName", "LogDestination",
	                                   "LogDestinationType", "DeliverLogsPermissionArn", "MaxAggregationInterval"};
	struct cew_doc *doc = demo_view_doc(&call->view);
	struct cew_node *p = doc ? cew_map_put_text(doc, cew_doc_map(doc), "ResourceId", resource) : NULL;
	for (size_t i = 0; i < CEW_COUNT(kept); i++)
		if (demo_query_get(&call->query, kept[i]))
			p = cew_map_put_text(doc, p, kept[i], demo_query_get(&call->query, kept[i]));
	return p ? demo_account_add(&call->view, FLOW_LOG, p) : NULL;
}

static void write_unsuccessful(struct demo_call *call, const char *resource)
{
	char text[200];
	snprintf(text, sizeof(text), "The vpc ID '%.60s' does not exist", resource);
	demo_xml_open(&call->xml, "unsuccessful");
	demo_xml_open(&call->xml, "item");
	demo_xml_text(&call->xml, "resourceId", resource);
	demo_xml_open(&call->xml, "error");
	demo_xml_text(&call->xml, "code", "InvalidVpcID.NotFound");
	demo_xml_text(&call->xml, "message", text);
	demo_xml_close(&call->xml);
	demo_xml_close(&call->xml);
	demo_xml_close(&call->xml);
}

enum cew_status demo_create_flow_logs(struct demo_call *call, struct cew_error *err)
{
	size_t count = demo_query_count(&call->query, "ResourceId");
	const char *lost = NULL;
	enum cew_status status = check_flow_logs(call, err);
	if (status)
		return status;
	demo_xml_open(&call->xml, "flowLogIdSet");
	for (size_t n = 1; n <= count; n++) {
		const char *resource = demo_query_getf(&call->query, "ResourceId.%zu", n);
		if (!demo_thing_find(&call->view, VPC, resource)) {
			lost = resource;
			continue;
		}
		const char *id = make_flow_log(call, resource);
		if (!id)
			return cew_fail_memory(err);
		demo_xml_text(&call->xml, "item", id);
	}
	demo_xml_close(&call->xml);
	if (lost)
		write_unsuccessful(call, lost);
	return CEW_OK;
}

/* ---- endpoints ---- */

static void write_endpoint(struct demo_call *call, const struct demo_thing *t)
{
	static const char *const states[] = {"pending", "available", "deleting"};
	static const char *const lists[][2] = {{"subnetIdSet", "SubnetIds"}, {"routeTableIdSet", "RouteTableIds"}};
	struct demo_xml *x = &call->xml;
	const char *kind = demo_thing_text(&call->view, t, "VpcEndpointType");
	demo_xml_text(x, "vpcEndpointId", t->id);
	demo_xml_text(x, "vpcEndpointType", kind ? kind : "Gateway");
	demo_ec2_text(call, t, "vpcId", "VpcId");
	demo_ec2_text(call, t, "serviceName", "ServiceName");
	demo_xml_text(x, "state", states[t->state]);
	for (size_t l = 0; l < CEW_COUNT(lists); l++) {
		const struct cew_node *list = demo_thing_node(t, lists[l][1]);
		demo_xml_open(x, lists[l][0]);
		for (size_t i = 0; i < cew_node_count(list); i++)
			demo_xml_text(x, "item", cew_node_text(cew_node_at(list, i)));
		demo_xml_close(x);
	}
	demo_xml_bool(x, "privateDnsEnabled", demo_thing_bool(&call->view, t, "PrivateDnsEnabled", false));
	demo_xml_time(x, "creationTimestamp", t->made_ms);
	demo_xml_text(x, "ownerId", call->demo->account);
	demo_ec2_tags(call, t);
}

static const struct demo_ec2_filter endpoint_filters[] = {
	{"vpc-endpoint-id", "Id", NULL},
	{"vpc-id", "VpcId", NULL},
	{"service-name", "ServiceName", NULL},
	{"vpc-endpoint-type", "VpcEndpointType", NULL},
	{NULL, NULL, NULL},
};
const struct demo_ec2_list demo_ec2_vpc_endpoints = {
	"AWS::EC2::VPCEndpoint", "VpcEndpointId", "vpce-", "InvalidVpcEndpointId.NotFound", "InvalidVpcEndpointId.Malformed",
	"Vpc Endpoint Id", "vpcEndpointSet", 1, 1000, endpoint_filters, write_endpoint, NULL, NULL, NULL, NULL,
};

/* ---- changes ---- */

enum cew_status demo_modify_vpc_attribute(struct demo_call *call, struct cew_error *err)
{
	static const char *const attributes[] = {"EnableDnsSupport", "EnableDnsHostnames"};
	const char *id = demo_query_get(&call->query, "VpcId"), *value = NULL;
	const struct demo_thing *t = demo_thing_find(&call->view, VPC, id ? id : "");
	if (!t)
		return demo_refuse(err, "InvalidVpcID.NotFound", "The vpc ID '%s' does not exist", id ? id : "");
	for (size_t i = 0; !value && i < CEW_COUNT(attributes); i++) {
		value = demo_query_getf(&call->query, "%s.Value", attributes[i]);
		if (value && !demo_mark_set(call->demo, t->id, attributes[i], value))
			return cew_fail_memory(err);
	}
	if (!value)
		return demo_refuse(err, "MissingParameter", "The request must contain one attribute");
	demo_xml_bool(&call->xml, "return", true);
	return CEW_OK;
}

enum cew_status demo_delete_network_interface(struct demo_call *call, struct cew_error *err)
{
	const char *id = demo_query_get(&call->query, "NetworkInterfaceId");
	if (!id || !demo_thing_find(&call->view, "AWS::EC2::NetworkInterface", id))
		return demo_refuse(err, "InvalidNetworkInterfaceID.NotFound", "The networkInterface ID '%s' does not exist",
		                   id ? id : "");
	if (!demo_account_remove(&call->view, "AWS::EC2::NetworkInterface", id))
		return demo_refuse(err, "OperationNotPermitted", "You are not allowed to manage '%s', as it is in use.", id);
	demo_xml_bool(&call->xml, "return", true);
	return CEW_OK;
}

enum cew_status demo_delete_security_group(struct demo_call *call, struct cew_error *err)
{
	const char *id = demo_query_get(&call->query, "GroupId");
	struct demo_things interfaces = demo_things(&call->view, "AWS::EC2::NetworkInterface");
	if (!id || !demo_thing_find(&call->view, "AWS::EC2::SecurityGroup", id))
		return demo_refuse(err, "InvalidGroup.NotFound", "The security group '%s' does not exist", id ? id : "");
	for (size_t i = 0; i < interfaces.count; i++)
		if (demo_node_holds(demo_thing_node(&interfaces.at[i], "GroupSet"), id))
			return demo_refuse(err, "DependencyViolation", "resource %s has a dependent object", id);
	if (!demo_account_remove(&call->view, "AWS::EC2::SecurityGroup", id))
		return demo_refuse(err, "CannotDelete", "the specified group: \"%s\" name: \"default\" cannot be deleted by a user",
		                   id);
	demo_xml_bool(&call->xml, "return", true);
	return CEW_OK;
}
