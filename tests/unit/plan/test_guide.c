/* The plan of the built-in template against the deployment guide's table of resources. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

/* What the guide counts for new resources with a load balancer. Where it counts otherwise than the stack makes, `why`. */
static const struct {
	const char *row, *type;
	size_t guide, made;
	const char *why;
} table[] = {
	{"IAM Role", "AWS::IAM::Role", 2, 4, "the flow log's role and that of the functions come on top when they apply"},
	{"IAM Policy", "AWS::IAM::Policy", 1, 0, "policies stand inside the roles"},
	{"EFS File System", "AWS::EFS::FileSystem", 1, 1, NULL},
	{"EFS Mount Target", "AWS::EFS::MountTarget", 2, 2, NULL},
	{"EFS Access Point", "AWS::EFS::AccessPoint", 4, 8, "release 5.0.0 has eight"},
	{"CloudWatch Log Group", "AWS::Logs::LogGroup", 1, 3, "flow log and functions have one each"},
	{"VPC", "AWS::EC2::VPC", 1, 1, NULL},
	{"Subnets", "AWS::EC2::Subnet", 4, 4, NULL},
	{"Elastic IP addresses", "AWS::EC2::EIP", 2, 2, NULL},
	{"NAT gateways", "AWS::EC2::NatGateway", 2, 2, NULL},
	{"Internet gateways", "AWS::EC2::InternetGateway", 1, 1, NULL},
	{"Route Table", "AWS::EC2::RouteTable", 4, 3, "the VPC brings its own"},
	{"Application Load Balancer", "AWS::ElasticLoadBalancingV2::LoadBalancer", 1, 1, NULL},
	{"Target group", "AWS::ElasticLoadBalancingV2::TargetGroup", 1, 1, NULL},
	{"EC2 Security Group", "AWS::EC2::SecurityGroup", 3, 4, "the endpoint's comes with a new VPC"},
	{"ECS Service", "AWS::ECS::Service", 1, 1, NULL},
	{"ECS Cluster", "AWS::ECS::Cluster", 1, 1, NULL},
	{"S3", "AWS::S3::Bucket", 2, 2, NULL},
};

static struct cew_doc *plan_line(const struct cew_plan *plan)
{
	struct cew_buf out;
	struct cew_doc *doc;
	struct cew_error err;
	cew_buf_init(&out, 1 << 20);
	assert_int_equal(cew_plan_write_json(plan, &out, &err), CEW_OK);
	if (cew_doc_parse("plan", cew_buf_text(&out), out.len, CEW_DOC_JSON, NULL, &doc, &err))
		fail_msg("more than the plan's line: %s", cew_buf_text(&out));
	cew_buf_finish(&out);
	return doc;
}

static size_t count_in(const struct cew_node *plan, const char *type)
{
	size_t n = 0;
	const struct cew_node *resources = cew_node_get(plan, "resources");
	for (size_t i = 0; i < cew_node_count(resources); i++)
		n += strcmp(cew_node_get_text(cew_node_at(resources, i), "type"), type) == 0;
	return n;
}

static void test_counts(void **state)
{
	(void)state;
	struct bench b;
	open_built_in(&b);
	make(&b);
	struct cew_doc *doc = plan_line(b.plan);
	const struct cew_node *plan = cew_doc_root(doc), *counts = cew_node_get(plan, "counts");
	for (size_t i = 0; i < CEW_COUNT(table); i++) {
		const char *count = cew_node_get_text(counts, table[i].type);
		size_t n = count ? (size_t)strtoul(count, NULL, 10) : 0;
		if (n != table[i].made || n != count_in(plan, table[i].type))
			fail_msg("%s: %zu", table[i].row, n);
		assert_int_equal(table[i].guide != table[i].made, table[i].why != NULL);
	}
	cew_doc_destroy(doc);
	close_bench(&b);
}

/* One task, and four containers that run for good (the guide calls them container instances). */
static void test_containers(void **state)
{
	(void)state;
	struct bench b;
	size_t essential = 0;
	open_built_in(&b);
	make(&b);
	const struct cew_node *service = cew_cfn_resource_find(b.plan->eval, "ECSClusterService")->properties;
	const struct cew_node *task = cew_cfn_resource_find(b.plan->eval, "TaskDefinition")->properties;
	const struct cew_node *containers = cew_node_get(task, "ContainerDefinitions");
	assert_string_equal(cew_node_get_text(service, "DesiredCount"), "1");
	for (size_t i = 0; i < cew_node_count(containers); i++)
		essential += cew_node_get_bool(cew_node_at(containers, i), "Essential", true);
	assert_int_equal(essential, 4);
	close_bench(&b);
}

/* The names that operators and scripts know from the vendor's template. */
static void test_names(void **state)
{
	static const char *const names[][2] = {
		{"ECSTaskExecutionRole", "NetskopeCloudExchangeTaskExecutionRole-ce"},
		{"ECSTaskRole", "NetskopeCloudExchangeTaskRole-ce"},
		{"FlowLogRole", "NetskopeCloudExchangeFlowLogRole-ce"},
		{"TargetGroup", "TargetGroup-netskope-ce"},
		{"NetskopeLB", "NetskopeCELB-netskope-ce"},
		{"RevokeDefaultVPCSGRule", "RevokeDefaultVPCSGRule_netskope-ce"},
		{"RevokeDefaultVPCNACLRule", "RevokeDefaultVPCNACLRule_netskope-ce"},
		{"RevokeDefaultVPCSGRuleInvoke", "RevokeDefaultVPCSGRuleInvoke_netskope-ce"},
		{"RevokeDefaultVPCNACLRuleInvoke", "RevokeDefaultVPCNACLRuleInvoke_netskope-ce"},
		{"ECSCluster", "Netskope-CE-netskope-ce-Cluster"},
		{"ECSClusterService", "NetskopeCloudExchange-netskope-ce"},
		{"LogGroup", "/aws/ecs/Netskope-Cloud-Exchange-4-netskope-ce"},
		{"ALBLogsBucket", "netskope-ce-alb-logs-${StackGuid}"},
		{"S3EventsLogsBucket", "netskope-ce-s3events-logs-${StackGuid}"},
	};
	(void)state;
	struct bench b;
	open_built_in(&b);
	make(&b);
	for (size_t i = 0; i < CEW_COUNT(names); i++) {
		bool found = false;
		for (size_t k = 0; k < cew_cfn_name_count(b.plan->eval); k++) {
			const struct cew_cfn_resource_name *n = cew_cfn_name_at(b.plan->eval, k);
			found |= strcmp(n->logical_id, names[i][0]) == 0 && strcmp(n->value, names[i][1]) == 0;
		}
		if (!found)
			fail_msg("%s is not called %s", names[i][0], names[i][1]);
	}
	close_bench(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_containers),
		cmocka_unit_test(test_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
