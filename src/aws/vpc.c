/* EC2, what belongs to a network beside its ways: interfaces, which keep it from being deleted, flow logs, attributes. */
#include "lookup.h"
#include "operations_room.h"

#include <stdio.h>

static const struct aws_field interface_fields[] = {
	AWS_FIELD_TEXT(struct cew_interface, id, "networkInterfaceId"),
	AWS_FIELD_TEXT(struct cew_interface, description, "description"),
	AWS_FIELD_TEXT(struct cew_interface, status, "status"),
	AWS_FIELD_TEXT(struct cew_interface, type, "interfaceType"),
	AWS_FIELD_TEXT(struct cew_interface, vpc_id, "vpcId"),
	AWS_FIELD_TEXT(struct cew_interface, subnet_id, "subnetId"),
	AWS_FIELD_TEXT(struct cew_interface, zone, "availabilityZone"),
	AWS_FIELD_NAMED(struct cew_interface, name, "tagSet", "Name"),
	AWS_FIELD_TEXT(struct cew_interface, private_ip, "privateIpAddress"),
	AWS_FIELD_TEXT(struct cew_interface, public_ip, "association/publicIp"),
	AWS_FIELD_TEXT(struct cew_interface, attachment_id, "attachment/attachmentId"),
	AWS_FIELD_TEXT(struct cew_interface, instance_id, "attachment/instanceId"),
	AWS_FIELD_TEXT(struct cew_interface, requester_id, "requesterId"),
	AWS_FIELD_TEXT(struct cew_interface, owner, "ownerId"),
	AWS_FIELD_BOOL(struct cew_interface, requester_managed, "requesterManaged"),
	AWS_FIELD_TEXTS(struct cew_interface, security_groups, security_group_count, "groupSet", "groupId"),
	AWS_FIELD_STRUCTS(struct cew_interface, tags, tag_count, "tagSet", &aws_pair_shape),
};
static const struct aws_shape interface_shape = AWS_SHAPE(cew_interface, interface_fields, "networkInterfaceId");

static const struct aws_field flow_log_fields[] = {
	AWS_FIELD_TEXT(struct cew_flow_log, id, "flowLogId"),
	AWS_FIELD_TEXT(struct cew_flow_log, status, "flowLogStatus"),
	AWS_FIELD_TEXT(struct cew_flow_log, resource_id, "resourceId"),
	AWS_FIELD_TEXT(struct cew_flow_log, traffic, "trafficType"),
	AWS_FIELD_TEXT(struct cew_flow_log, destination_type, "logDestinationType"),
	AWS_FIELD_TEXT(struct cew_flow_log, destination, "logDestination"),
	AWS_FIELD_TEXT(struct cew_flow_log, log_group, "logGroupName"),
	AWS_FIELD_TEXT(struct cew_flow_log, role_arn, "deliverLogsPermissionArn"),
	AWS_FIELD_TEXT(struct cew_flow_log, deliver_status, "deliverLogsStatus"),
	AWS_FIELD_TEXT(struct cew_flow_log, deliver_error, "deliverLogsErrorMessage"),
};
static const struct aws_shape flow_log_shape = AWS_SHAPE(cew_flow_log, flow_log_fields, "flowLogId");

static const struct aws_field id_fields[] = {
	AWS_FIELD_TEXT(struct cew_arn, arn, "."),
};
static const struct aws_shape id_shape = AWS_SHAPE(cew_arn, id_fields, ".");

#define LIST(action, set, its_shape) \
	{.call = AWS_CALL(AWS_EC2, action), .shape = &(its_shape), .at = set, .list = true, .token_out = "nextToken", \
	 .token_in = "NextToken"}

static const struct aws_find interfaces = LIST("DescribeNetworkInterfaces", "networkInterfaceSet", interface_shape);
static const struct aws_find flow_logs = LIST("DescribeFlowLogs", "flowLogSet", flow_log_shape);
static const struct aws_find create_flow_logs = {
	.call = AWS_CALL(AWS_EC2, "CreateFlowLogs"),
	.shape = &id_shape,
	.at = "flowLogIdSet",
	.list = true,
	.undone = "unsuccessful/item",
};
static const struct aws_find set_attribute = {.call = AWS_CALL(AWS_EC2, "ModifyVpcAttribute"), .at = "."};

uint64_t aws_ec2_network_interfaces(void *self, const char *vpc_id, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&interfaces, &request);
	aws_query_filter(&request.body, 1, "vpc-id", vpc_id);
	return aws_lookup_start(self, &interfaces, &request, done, arg, err);
}

uint64_t aws_ec2_flow_logs(void *self, const char *vpc_id, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&flow_logs, &request);
	aws_query_filter(&request.body, 1, "resource-id", vpc_id);
	return aws_lookup_start(self, &flow_logs, &request, done, arg, err);
}

uint64_t aws_ec2_create_flow_logs(void *self, const struct cew_new_flow_log *what, CEW_TOLD_TO)
{
	bool to_bucket = what->bucket_arn != NULL;
	struct aws_request request;

	aws_lookup_request(&create_flow_logs, &request);
	aws_query_text(&request.body, "ResourceType", "VPC");
	aws_query_flat(&request.body, "ResourceId", &what->vpc_id, 1);
	aws_query_text(&request.body, "TrafficType", what->traffic);
	aws_query_text(&request.body, "LogDestinationType", to_bucket ? "s3" : "cloud-watch-logs");
	aws_query_text(&request.body, "LogDestination", what->bucket_arn);
	aws_query_text(&request.body, "LogGroupName", to_bucket ? NULL : what->log_group);
	aws_query_text(&request.body, "DeliverLogsPermissionArn", to_bucket ? NULL : what->role_arn);
	aws_query_text(&request.body, "ClientToken", what->token);
	return aws_lookup_start(self, &create_flow_logs, &request, done, arg, err);
}

uint64_t aws_ec2_set_vpc_attribute(void *self, const char *vpc_id, const char *name, bool on, CEW_TOLD_TO)
{
	char path[64];
	struct aws_request request;

	snprintf(path, sizeof(path), "%s.Value", name);
	aws_lookup_request(&set_attribute, &request);
	aws_query_text(&request.body, "VpcId", vpc_id);
	aws_query_bool(&request.body, path, on);
	return aws_lookup_start(self, &set_attribute, &request, done, arg, err);
}
