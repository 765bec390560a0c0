/* What the stack needs of AWS's quotas. Codes and standard values are those that Service Quotas shows; what an account
 * has been granted and uses already only AWS can tell. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

/* How resources count towards a quota. */
enum measure {
	EACH,       /* one for each */
	PER_GROUP,  /* the most that share the value of a property */
	PER_ZONE,   /* the most in one availability zone, by the subnet each stands in */
	MOST_RULES, /* the longest list of rules of one security group */
	VCPUS,      /* whole virtual processors of all tasks */
	STACKS,     /* the stack itself and those nested in it */
};

static const struct row {
	const char *type, *what, *service, *code;
	size_t standard;
	enum measure measure;
	const char *property; /* PER_GROUP, PER_ZONE: what is shared */
	const char *only_if, *is; /* counts only resources with this value of a property; NULL: all */
} rows[] = {
	{"AWS::IAM::Role", "IAM roles in the account", "iam", "L-FE177D64", 1000, EACH, NULL, NULL, NULL},
	{"AWS::EFS::FileSystem", "EFS file systems", "elasticfilesystem", "L-848C634D", 1000, EACH, NULL, NULL, NULL},
	{"AWS::EFS::MountTarget", "EFS mount targets in one VPC", "elasticfilesystem", "L-7391004C", 400, EACH, NULL, NULL, NULL},
	{"AWS::EC2::VPC", "VPCs", "vpc", "L-F678F1CE", 5, EACH, NULL, NULL, NULL},
	{"AWS::EC2::Subnet", "subnets in one VPC", "vpc", "L-407747CB", 200, PER_GROUP, "VpcId", NULL, NULL},
	{"AWS::EC2::EIP", "Elastic IP addresses", "ec2", "L-0263D0A3", 5, EACH, NULL, NULL, NULL},
	{"AWS::EC2::NatGateway", "NAT gateways in one zone", "vpc", "L-FE5A380F", 5, PER_ZONE, "SubnetId", NULL, NULL},
	{"AWS::EC2::InternetGateway", "internet gateways", "vpc", "L-A4707A72", 5, EACH, NULL, NULL, NULL},
	{"AWS::EC2::VPCEndpoint", "interface endpoints in one VPC", "vpc", "L-29B6F2EB", 50, PER_GROUP, "VpcId", "VpcEndpointType",
	 "Interface"},
	{"AWS::ElasticLoadBalancingV2::LoadBalancer", "load balancers", "elasticloadbalancing", "L-53DA6B97", 50, EACH, NULL, NULL, NULL},
	{"AWS::ElasticLoadBalancingV2::TargetGroup", "target groups", "elasticloadbalancing", "L-B22855CB", 3000, EACH, NULL, NULL, NULL},
	{"AWS::EC2::SecurityGroup", "security groups", "vpc", "L-E79EC296", 2500, EACH, NULL, NULL, NULL},
	{"AWS::EC2::SecurityGroup", "rules in one security group", "vpc", "L-0EA8095F", 60, MOST_RULES, NULL, NULL, NULL},
	{"AWS::ECS::Service", "Fargate vCPUs", "fargate", "L-3032A538", 0, VCPUS, NULL, NULL, NULL},
	{"AWS::ECS::Cluster", "ECS clusters", "ecs", "L-21C621EB", 10000, EACH, NULL, NULL, NULL},
	{"AWS::S3::Bucket", "S3 buckets in the account", "s3", "L-DC2B2D3D", 10000, EACH, NULL, NULL, NULL},
	{"AWS::Events::Rule", "rules of one event bus", "events", "L-244521F2", 300, EACH, NULL, NULL, NULL},
	{"AWS::CloudFormation::Stack", "stacks", "cloudformation", "L-0485CB21", 2000, STACKS, NULL, NULL, NULL},
};

/* ---- counting by a shared value ---------------------------------------------------------------------------------- */

struct tally {
	char *key;
	size_t count;
};

static bool count_key(struct cew_vec *tallies, const char *key)
{
	for (size_t i = 0; i < tallies->len; i++) {
		struct tally *t = cew_vec_at(tallies, i);
		if (strcmp(t->key, key) == 0) {
			t->count++;
			return true;
		}
	}
	struct tally fresh = {cew_strdup(key), 1};
	if (fresh.key && cew_vec_push(tallies, &fresh))
		return true;
	free(fresh.key);
	return false;
}

static size_t finish_tallies(struct cew_vec *tallies)
{
	size_t most = 0;
	for (size_t i = 0; i < tallies->len; i++) {
		struct tally *t = cew_vec_at(tallies, i);
		most = t->count > most ? t->count : most;
		free(t->key);
	}
	cew_vec_finish(tallies);
	return most;
}

/* The zone of a subnet that the stack makes; NULL for any other subnet. */
static const struct cew_node *zone_of(const struct cew_cfn_eval *eval, const struct cew_node *subnet)
{
	const char *logical_id;
	if (!cew_cfn_unknown(subnet, &logical_id))
		return NULL;
	const struct cew_cfn_resource *r = cew_cfn_resource_find(eval, logical_id);
	return r ? cew_node_get(r->properties, "AvailabilityZone") : NULL;
}

static bool count_shared(const struct cew_cfn_eval *eval, const struct row *row, const struct cew_cfn_resource *r,
                         struct cew_vec *tallies)
{
	const struct cew_node *value = cew_node_get(r->properties, row->property);
	const struct cew_node *zone = row->measure == PER_ZONE ? zone_of(eval, value) : NULL;
	struct cew_buf key;
	cew_buf_init(&key, CEW_CFN_TEMPLATE_MAX);
	bool ok = cew_cfn_display(zone ? zone : value, &key) == CEW_OK && count_key(tallies, cew_buf_text(&key));
	cew_buf_finish(&key);
	return ok;
}

/* ---- measures ---------------------------------------------------------------------------------------------------- */

static size_t number_of(const struct cew_node *map, const char *key, size_t otherwise)
{
	const char *text = cew_node_get_text(map, key);
	return text && *text ? strtoul(text, NULL, 10) : otherwise;
}

/* A service's tasks times the processors of its task definition; "8192" units are eight. */
static size_t vcpus_of(const struct cew_cfn_eval *eval, const struct cew_cfn_resource *service)
{
	const char *logical_id;
	bool made_here = cew_cfn_unknown(cew_node_get(service->properties, "TaskDefinition"), &logical_id);
	const struct cew_cfn_resource *task = made_here ? cew_cfn_resource_find(eval, logical_id) : NULL;
	size_t units = task ? number_of(task->properties, "Cpu", 0) : 0;
	return (units * number_of(service->properties, "DesiredCount", 1) + 1023) / 1024;
}

static size_t longest_rules(const struct cew_cfn_resource *group)
{
	const struct cew_node *in = cew_node_get(group->properties, "SecurityGroupIngress");
	const struct cew_node *out = cew_node_get(group->properties, "SecurityGroupEgress");
	size_t a = cew_node_is(in, CEW_NODE_SEQ) ? cew_node_count(in) : 0;
	size_t b = cew_node_is(out, CEW_NODE_SEQ) ? cew_node_count(out) : 0;
	return a > b ? a : b;
}

static bool counts(const struct row *row, const struct cew_cfn_resource *r)
{
	if (strcmp(r->type, row->type) != 0)
		return false;
	const char *text = row->only_if ? cew_node_get_text(r->properties, row->only_if) : row->is;
	return text == row->is || (text && strcmp(text, row->is) == 0);
}

static bool measure(const struct cew_cfn_eval *eval, const struct row *row, size_t *needs)
{
	struct cew_vec tallies;
	bool ok = true;
	*needs = row->measure == STACKS;
	cew_vec_init(&tallies, sizeof(struct tally));
	for (size_t i = 0; ok && i < cew_cfn_resource_count(eval); i++) {
		const struct cew_cfn_resource *r = cew_cfn_resource_at(eval, i);
		if (!counts(row, r))
			continue;
		switch (row->measure) {
		case EACH:
		case STACKS:
			++*needs;
			break;
		case PER_GROUP:
		case PER_ZONE:
			ok = count_shared(eval, row, r, &tallies);
			break;
		case MOST_RULES:
			*needs = longest_rules(r) > *needs ? longest_rules(r) : *needs;
			break;
		case VCPUS:
			*needs += vcpus_of(eval, r);
			break;
		}
	}
	size_t most = finish_tallies(&tallies);
	*needs += most;
	return ok;
}

bool plan_quotas_count(const struct cew_cfn_eval *eval, struct cew_vec *out)
{
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct cew_plan_quota q = {
			.what = rows[i].what, .service = rows[i].service, .code = rows[i].code, .standard = rows[i].standard};
		if (!measure(eval, &rows[i], &q.needs) || (q.needs && !cew_vec_push(out, &q)))
			return false;
	}
	return true;
}

/* A warning, because the account may have been granted more. */
enum cew_status plan_quotas_check(const struct cew_vec *quotas, struct cew_issues *issues)
{
	enum cew_status s = CEW_OK;
	for (size_t i = 0; i < quotas->len && !s; i++) {
		const struct cew_plan_quota *q = cew_vec_at(quotas, i);
		if (q->standard && q->needs > q->standard)
			s = cew_issues_add(issues, CEW_WARNING, "", "quota", "Make sure that the account was granted more, or ask for it in Service Quotas.",
			                   "The stack needs %zu %s; without a higher quota AWS allows %zu (%s, %s).", q->needs, q->what,
			                   q->standard, q->service, q->code);
	}
	return s;
}
