/* Why a service refuses a resource for what the account has or lacks: a quota used up, a permission that is not there,
 * something named that does not exist. */
#include "refusals.h"

#include "needs.h"
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- quotas ---- */

static const struct {
	const char *type, *quota, *code, *text;
} limits[] = {
	{"AWS::EC2::EIP", "L-0263D0A3", "ServiceLimitExceeded", "The maximum number of addresses has been reached. (Service: Ec2"},
	{"AWS::EC2::VPC", "L-F678F1CE", "ServiceLimitExceeded", "The maximum number of VPCs has been reached. (Service: Ec2"},
	{"AWS::EC2::InternetGateway", "L-A4707A72", "ServiceLimitExceeded",
	 "The maximum number of internet gateways has been reached. (Service: Ec2"},
	{"AWS::EC2::NatGateway", "L-FE5A380F", "ServiceLimitExceeded",
	 "Performing this operation would exceed the limit of NAT gateways (Service: Ec2"},
	{"AWS::EC2::SecurityGroup", "L-E79EC296", "ServiceLimitExceeded",
	 "The maximum number of security groups has been reached. (Service: Ec2"},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", "L-53DA6B97", "ServiceLimitExceeded",
	 "The maximum number of load balancers has been reached (Service: ElasticLoadBalancingV2"},
	{"AWS::ElasticLoadBalancingV2::TargetGroup", "L-B22855CB", "ServiceLimitExceeded",
	 "The maximum number of target groups has been reached (Service: ElasticLoadBalancingV2"},
	{"AWS::IAM::Role", "L-FE177D64", "ServiceLimitExceeded", "Cannot exceed quota for RolesPerAccount (Service: Iam"},
	{"AWS::S3::Bucket", "L-DC2B2D3D", "ServiceLimitExceeded",
	 "You have attempted to create more buckets than allowed (Service: S3"},
	{"AWS::EFS::FileSystem", "L-848C634D", "ServiceLimitExceeded",
	 "You have reached the maximum number of file systems (Service: Efs"},
	{"AWS::ECS::Cluster", "L-21C621EB", "ServiceLimitExceeded",
	 "The limit for clusters has been exceeded. (Service: AmazonECS"},
	{"AWS::Events::Rule", "L-244521F2", "ServiceLimitExceeded",
	 "The requested resource exceeds the maximum number allowed. (Service: EventBridge"},
};

/* NAT gateways are counted by zone. */
static const char *zone_of(struct demo_view *v, const char *subnet_id)
{
	const struct demo_thing *subnet = subnet_id ? demo_thing_find(v, "AWS::EC2::Subnet", subnet_id) : NULL;
	return subnet ? demo_thing_text(v, subnet, "AvailabilityZone") : NULL;
}

static bool counts(struct demo_view *v, const struct demo_thing *t, const struct demo_resource *r)
{
	const char *owner = demo_thing_text(v, t, "Owner");
	if (strcmp(t->type, "AWS::EC2::NatGateway") == 0) {
		const char *here = zone_of(v, cew_node_get_text(r->values, "SubnetId"));
		const char *there = zone_of(v, demo_thing_text(v, t, "SubnetId"));
		return here && there && strcmp(here, there) == 0;
	}
	return !owner || strcmp(owner, v->demo->account) == 0;
}

static char *ending(const struct demo_view *v, const char *text, const char *status)
{
	char guid[37];
	cew_uuid(v->demo->random, guid);
	return cew_fmt("%s, Status Code: %s, Request ID: %s)", text, status, guid);
}

char *demo_refuse_quota(struct demo_view *v, const struct demo_resource *r, const char **code)
{
	for (size_t i = 0; i < CEW_COUNT(limits); i++) {
		if (strcmp(limits[i].type, r->plan->type) != 0)
			continue;
		struct demo_things all = demo_things(v, limits[i].type);
		long have = 0, allowed = demo_quota(v->demo, limits[i].quota);
		for (size_t k = 0; k < all.count; k++)
			have += all.at[k].resource != r && counts(v, &all.at[k], r);
		*code = limits[i].code;
		return allowed >= 0 && have >= allowed ? ending(v, limits[i].text, "400") : NULL;
	}
	return NULL;
}

/* ---- permissions ---- */

char *demo_refuse_permission(struct demo_view *v, const struct demo_resource *r, const char **code)
{
	*code = "AccessDenied";
	return demo_refuse_need(v, r, DEMO_NEED_CREATE);
}

/* ---- what does not exist ---- */

static const struct {
	const char *type, *path, *wanted; /* a property: "A.B" inside maps, "A[].B" inside a list's items */
	const char *text;                 /* with one %s */
} references[] = {
	{"AWS::EC2::Subnet", "VpcId", "AWS::EC2::VPC", "The vpc ID '%s' does not exist (Service: Ec2"},
	{"AWS::EC2::SecurityGroup", "VpcId", "AWS::EC2::VPC", "The vpc ID '%s' does not exist (Service: Ec2"},
	{"AWS::EC2::RouteTable", "VpcId", "AWS::EC2::VPC", "The vpc ID '%s' does not exist (Service: Ec2"},
	{"AWS::EC2::NetworkAcl", "VpcId", "AWS::EC2::VPC", "The vpc ID '%s' does not exist (Service: Ec2"},
	{"AWS::EC2::VPCGatewayAttachment", "VpcId", "AWS::EC2::VPC", "The vpc ID '%s' does not exist (Service: Ec2"},
	{"AWS::EC2::VPCEndpoint", "VpcId", "AWS::EC2::VPC", "The vpc ID '%s' does not exist (Service: Ec2"},
	{"AWS::EC2::VPCEndpoint", "SubnetIds[]", "AWS::EC2::Subnet", "The subnet ID '%s' does not exist (Service: Ec2"},
	{"AWS::EC2::NatGateway", "SubnetId", "AWS::EC2::Subnet", "The subnet ID '%s' does not exist (Service: Ec2"},
	{"AWS::EC2::SubnetRouteTableAssociation", "SubnetId", "AWS::EC2::Subnet",
	 "The subnet ID '%s' does not exist (Service: Ec2"},
	{"AWS::EFS::MountTarget", "SubnetId", "AWS::EC2::Subnet", "The subnet ID '%s' does not exist (Service: Efs"},
	{"AWS::EFS::MountTarget", "SecurityGroups[]", "AWS::EC2::SecurityGroup",
	 "One or more of the security groups specified are invalid: '%s' (Service: Efs"},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", "Subnets[]", "AWS::EC2::Subnet",
	 "The subnet ID '%s' is not valid (Service: ElasticLoadBalancingV2"},
	{"AWS::ElasticLoadBalancingV2::TargetGroup", "VpcId", "AWS::EC2::VPC",
	 "The VPC ID '%s' is not found (Service: ElasticLoadBalancingV2"},
	{"AWS::ElasticLoadBalancingV2::Listener", "DefaultActions[].TargetGroupArn",
	 "AWS::ElasticLoadBalancingV2::TargetGroup", "Target groups '%s' not found (Service: ElasticLoadBalancingV2"},
	{"AWS::ECS::Service", "Cluster", "AWS::ECS::Cluster", "Cluster not found: %s (Service: AmazonECS"},
	{"AWS::ECS::Service", "NetworkConfiguration.AwsvpcConfiguration.Subnets[]", "AWS::EC2::Subnet",
	 "Error retrieving subnet information: The subnet ID '%s' does not exist (Service: AmazonECS"},
	{"AWS::ECS::Service", "NetworkConfiguration.AwsvpcConfiguration.SecurityGroups[]", "AWS::EC2::SecurityGroup",
	 "Error retrieving security group information: The security group '%s' does not exist (Service: AmazonECS"},
	{"AWS::ECS::Service", "LoadBalancers[].TargetGroupArn", "AWS::ElasticLoadBalancingV2::TargetGroup",
	 "The specified target group does not exist: %s (Service: AmazonECS"},
};

static bool is_there(struct demo_view *v, const char *type, const char *text)
{
	const char *slash = strrchr(text, '/');
	return demo_thing_find(v, type, text) || demo_thing_named(v, type, text) ||
	       (strcmp(type, "AWS::ECS::Cluster") == 0 && slash && demo_thing_named(v, type, slash + 1));
}

/* The first text below the path that names nothing; NULL: all exist. */
static const char *missing(struct demo_view *v, const struct cew_node *n, const char *path, const char *type)
{
	size_t len = strcspn(path, ".[");
	char key[64];
	if (!*path) {
		const char *text = cew_node_is(n, CEW_NODE_SCALAR) ? cew_node_text(n) : "";
		return *text && !is_there(v, type, text) ? text : NULL;
	}
	if (strncmp(path, "[]", 2) == 0) {
		for (size_t i = 0; i < cew_node_count(n); i++) {
			const char *text = missing(v, cew_node_at(n, i), path + 2 + (path[2] == '.'), type);
			if (text)
				return text;
		}
		return NULL;
	}
	snprintf(key, sizeof(key), "%.*s", (int)len, path);
	return missing(v, cew_node_get(n, key), path + len + (path[len] == '.'), type);
}

char *demo_refuse_reference(struct demo_view *v, const struct demo_resource *r, const char **code)
{
	char text[600];
	*code = "NotFound";
	for (size_t i = 0; i < CEW_COUNT(references); i++) {
		if (strcmp(references[i].type, r->plan->type) != 0)
			continue;
		const char *lost = missing(v, r->values, references[i].path, references[i].wanted);
		if (!lost)
			continue;
		snprintf(text, sizeof(text), references[i].text, lost);
		return ending(v, text, "400");
	}
	return NULL;
}
