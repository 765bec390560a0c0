/* Elastic Load Balancing, version 2: target groups, load balancers, listeners. */
#include "account_room.h"
#include "lookup.h"
#include "operations_room.h"

#include <string.h>

static const struct aws_field target_group_fields[] = {
	AWS_FIELD_TEXT(struct cew_target_group, arn, "TargetGroupArn"),
	AWS_FIELD_TEXT(struct cew_target_group, name, "TargetGroupName"),
	AWS_FIELD_TEXT(struct cew_target_group, protocol, "Protocol"),
	AWS_FIELD_TEXT(struct cew_target_group, vpc_id, "VpcId"),
	AWS_FIELD_TEXT(struct cew_target_group, type, "TargetType"),
	AWS_FIELD_TEXT(struct cew_target_group, health_path, "HealthCheckPath"),
	AWS_FIELD_INT(struct cew_target_group, port, "Port"),
	AWS_FIELD_TEXTS(struct cew_target_group, load_balancers, load_balancer_count, "LoadBalancerArns", NULL),
};
static const struct aws_shape target_group_shape = AWS_SHAPE(cew_target_group, target_group_fields, "TargetGroupArn");

static const struct aws_field load_balancer_fields[] = {
	AWS_FIELD_TEXT(struct cew_load_balancer, arn, "LoadBalancerArn"),
	AWS_FIELD_TEXT(struct cew_load_balancer, name, "LoadBalancerName"),
	AWS_FIELD_TEXT(struct cew_load_balancer, dns_name, "DNSName"),
	AWS_FIELD_TEXT(struct cew_load_balancer, scheme, "Scheme"),
	AWS_FIELD_TEXT(struct cew_load_balancer, vpc_id, "VpcId"),
	AWS_FIELD_TEXT(struct cew_load_balancer, state, "State/Code"),
	AWS_FIELD_TEXT(struct cew_load_balancer, state_reason, "State/Reason"),
	AWS_FIELD_TEXT(struct cew_load_balancer, type, "Type"),
	AWS_FIELD_TEXTS(struct cew_load_balancer, security_groups, security_group_count, "SecurityGroups", NULL),
};
static const struct aws_shape load_balancer_shape = AWS_SHAPE(cew_load_balancer, load_balancer_fields, "LoadBalancerArn");

static const struct aws_field listener_fields[] = {
	AWS_FIELD_TEXT(struct cew_listener, arn, "ListenerArn"),
	AWS_FIELD_TEXT(struct cew_listener, load_balancer, "LoadBalancerArn"),
	AWS_FIELD_TEXT(struct cew_listener, protocol, "Protocol"),
	AWS_FIELD_TEXT(struct cew_listener, target_group,
	               "DefaultActions/member/TargetGroupArn|"
	               "DefaultActions/member/ForwardConfig/TargetGroups/member/TargetGroupArn"),
	AWS_FIELD_INT(struct cew_listener, port, "Port"),
};
static const struct aws_shape listener_shape = AWS_SHAPE(cew_listener, listener_fields, "ListenerArn");

#define LIST(action, name, its_shape) \
	{.call = AWS_CALL(AWS_ELB, action), .shape = &(its_shape), .at = name, .list = true, .token_out = "NextMarker", \
	 .token_in = "Marker"}

static const struct aws_find target_groups = LIST("DescribeTargetGroups", "TargetGroups", target_group_shape);
static const struct aws_find load_balancers = LIST("DescribeLoadBalancers", "LoadBalancers", load_balancer_shape);
static const struct aws_find listeners = LIST("DescribeListeners", "Listeners", listener_shape);

static uint64_t list(void *self, const struct aws_find *find, const char *arns, const char *name_or_arn, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(find, &request);
	if (name_or_arn)
		aws_query_list(&request.body, strncmp(name_or_arn, "arn:", 4) == 0 ? arns : "Names", &name_or_arn, 1);
	return aws_lookup_start(self, find, &request, done, arg, err);
}

uint64_t aws_elb_target_groups(void *self, const char *name_or_arn, CEW_TOLD_TO)
{
	return list(self, &target_groups, "TargetGroupArns", name_or_arn, done, arg, err);
}

uint64_t aws_elb_load_balancers(void *self, const char *name_or_arn, CEW_TOLD_TO)
{
	return list(self, &load_balancers, "LoadBalancerArns", name_or_arn, done, arg, err);
}

uint64_t aws_elb_listeners(void *self, const char *load_balancer_arn, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&listeners, &request);
	aws_query_text(&request.body, "LoadBalancerArn", load_balancer_arn);
	return aws_lookup_start(self, &listeners, &request, done, arg, err);
}

/* ---- while it runs ---- */

static const struct aws_field health_fields[] = {
	AWS_FIELD_TEXT(struct cew_target_health, id, "Target/Id"),
	AWS_FIELD_TEXT(struct cew_target_health, zone, "Target/AvailabilityZone"),
	AWS_FIELD_TEXT(struct cew_target_health, state, "TargetHealth/State"),
	AWS_FIELD_TEXT(struct cew_target_health, reason, "TargetHealth/Reason"),
	AWS_FIELD_TEXT(struct cew_target_health, description, "TargetHealth/Description"),
	AWS_FIELD_INT(struct cew_target_health, port, "Target/Port"),
};
static const struct aws_shape health_shape = AWS_SHAPE(cew_target_health, health_fields, "Target/Id");

static const struct aws_find health = {
	.call = AWS_CALL(AWS_ELB, "DescribeTargetHealth"), .shape = &health_shape, .at = "TargetHealthDescriptions", .list = true};
static const struct aws_find attributes = {
	.call = AWS_CALL(AWS_ELB, "DescribeLoadBalancerAttributes"), .shape = &aws_pair_shape, .at = "Attributes", .list = true};
static const struct aws_find set_attribute = {.call = AWS_CALL(AWS_ELB, "ModifyLoadBalancerAttributes"), .at = "."};

uint64_t aws_elb_target_health(void *self, const char *target_group_arn, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&health, &request);
	aws_query_text(&request.body, "TargetGroupArn", target_group_arn);
	return aws_lookup_start(self, &health, &request, done, arg, err);
}

uint64_t aws_elb_load_balancer_attributes(void *self, const char *arn, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&attributes, &request);
	aws_query_text(&request.body, "LoadBalancerArn", arn);
	return aws_lookup_start(self, &attributes, &request, done, arg, err);
}

uint64_t aws_elb_set_load_balancer_attribute(void *self, const char *arn, const char *name, const char *value, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&set_attribute, &request);
	aws_query_text(&request.body, "LoadBalancerArn", arn);
	aws_query_member(&request.body, "Attributes", 1, "Key", name);
	aws_query_member(&request.body, "Attributes", 1, "Value", value);
	return aws_lookup_start(self, &set_attribute, &request, done, arg, err);
}
