/* What a stack needs of AWS's quotas, and when that is told. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

static const struct cew_plan_quota *quota(const struct bench *b, const char *code)
{
	for (size_t i = 0; i < b->plan->quota_count; i++)
		if (strcmp(b->plan->quotas[i].code, code) == 0)
			return &b->plan->quotas[i];
	return NULL;
}

static const struct {
	const char *code;
	size_t needs, standard;
} built_in[] = {
	{"L-0263D0A3", 2, 5},    /* Elastic IP addresses */
	{"L-F678F1CE", 1, 5},    /* VPCs */
	{"L-FE5A380F", 1, 5},    /* NAT gateways: one in each of two zones */
	{"L-A4707A72", 1, 5},    /* internet gateways */
	{"L-407747CB", 4, 200},  /* subnets */
	{"L-29B6F2EB", 1, 50},   /* interface endpoints */
	{"L-E79EC296", 4, 2500}, /* security groups */
	{"L-53DA6B97", 1, 50},   /* load balancers */
	{"L-B22855CB", 1, 3000}, /* target groups */
	{"L-3032A538", 8, 0},    /* Fargate vCPUs: differs from account to account */
	{"L-848C634D", 1, 1000}, /* file systems */
	{"L-7391004C", 2, 400},  /* mount targets */
	{"L-FE177D64", 4, 1000}, /* roles */
	{"L-DC2B2D3D", 2, 10000}, /* buckets */
	{"L-0485CB21", 1, 2000}, /* stacks */
	{"L-244521F2", 2, 300},  /* event rules */
	{"L-21C621EB", 1, 10000}, /* clusters */
};

static void test_built_in(void **state)
{
	(void)state;
	struct bench b;
	open_built_in(&b);
	make(&b);
	for (size_t i = 0; i < CEW_COUNT(built_in); i++) {
		const struct cew_plan_quota *q = quota(&b, built_in[i].code);
		if (!q || q->needs != built_in[i].needs || q->standard != built_in[i].standard)
			fail_msg("%s: %zu of %zu", built_in[i].code, q ? q->needs : 0, q ? q->standard : 0);
	}
	assert_null(find_issue(&b, "quota"));
	set(&b, "PackageType", "Large");
	make(&b);
	assert_int_equal(quota(&b, "L-3032A538")->needs, 16);
	set(&b, "CreateResources", "False");
	make(&b);
	assert_null(quota(&b, "L-0263D0A3"));
	close_bench(&b);
}

static const struct {
	const char *resources, *code;
	size_t needs;
	const char *message; /* NULL: no issue */
} counted[] = {
	{"  E%d: {Type: 'AWS::EC2::EIP'}\n", "L-0263D0A3", 6,
	 "The stack needs 6 Elastic IP addresses; without a higher quota AWS allows 5 (ec2, L-0263D0A3)."},
	{"  S%d: {Type: 'AWS::EC2::Subnet', Properties: {AvailabilityZone: us-east-1a}}\n"
	 "  N%d: {Type: 'AWS::EC2::NatGateway', Properties: {SubnetId: !Ref S%d}}\n", "L-FE5A380F", 6,
	 "The stack needs 6 NAT gateways in one zone; without a higher quota AWS allows 5 (vpc, L-FE5A380F)."},
	{"  S%d: {Type: 'AWS::EC2::Subnet', Properties: {AvailabilityZone: us-east-1%d}}\n"
	 "  N%d: {Type: 'AWS::EC2::NatGateway', Properties: {SubnetId: !Ref S%d}}\n", "L-FE5A380F", 1, NULL},
	{"  N%d: {Type: 'AWS::EC2::NatGateway', Properties: {SubnetId: subnet-1}}\n", "L-FE5A380F", 6,
	 "The stack needs 6 NAT gateways in one zone; without a higher quota AWS allows 5 (vpc, L-FE5A380F)."},
	{"  E%d: {Type: 'AWS::EC2::VPCEndpoint', Properties: {VpcId: v, VpcEndpointType: Interface}}\n", "L-29B6F2EB", 6, NULL},
	{"  E%d: {Type: 'AWS::EC2::VPCEndpoint', Properties: {VpcId: v%d}}\n", "L-29B6F2EB", 0, NULL},
	{"  G%d: {Type: 'AWS::EC2::SecurityGroup', Properties: {SecurityGroupIngress: [{A: b}, {C: d}]}}\n", "L-0EA8095F", 2, NULL},
	{"  T%d: {Type: 'AWS::ECS::TaskDefinition', Properties: {Cpu: 512}}\n"
	 "  S%d: {Type: 'AWS::ECS::Service', Properties: {TaskDefinition: !Ref T%d, DesiredCount: 3}}\n", "L-3032A538", 12, NULL},
	{"  N%d: {Type: 'AWS::CloudFormation::Stack'}\n", "L-0485CB21", 7, NULL},
};

static void append(struct cew_buf *text, const char *resources, int n)
{
	for (const char *at = resources; *at; at++) {
		if (at[0] == '%' && at[1] == 'd') {
			cew_buf_fmt(text, "%d", n);
			at++;
		} else {
			cew_buf_char(text, *at);
		}
	}
}

static void test_counting(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(counted); i++) {
		struct bench b;
		struct cew_buf text;
		cew_buf_init(&text, 1 << 16);
		cew_buf_str(&text, "Resources:\n");
		for (int n = 0; n < 6; n++)
			append(&text, counted[i].resources, n);
		open_bench(&b, cew_buf_text(&text), text.len);
		make(&b);
		const struct cew_plan_quota *q = quota(&b, counted[i].code);
		const struct cew_issue *issue = find_issue(&b, "quota");
		if ((q ? q->needs : 0) != counted[i].needs)
			fail_msg("%s: %zu", counted[i].code, q ? q->needs : 0);
		assert_int_equal(issue != NULL, counted[i].message != NULL);
		if (issue) {
			assert_string_equal(issue->message, counted[i].message);
			assert_int_equal(issue->severity, CEW_WARNING);
		}
		cew_buf_finish(&text);
		close_bench(&b);
	}
}

static void test_too_large_to_go_inline(void **state)
{
	(void)state;
	struct bench b;
	struct cew_buf text;
	cew_buf_init(&text, 1 << 20);
	cew_buf_str(&text, "Resources:\n");
	for (int n = 0; n < 400; n++)
		cew_buf_fmt(&text, "  T%d: {Type: AWS::SNS::Topic, Properties: {DisplayName: '%0120d'}}\n", n, n);
	open_bench(&b, cew_buf_text(&text), text.len);
	make(&b);
	const struct cew_issue *issue = find_issue(&b, "template-size");
	assert_non_null(issue);
	assert_non_null(strstr(issue->message, "a request holds at most 51200"));
	cew_buf_finish(&text);
	close_bench(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_built_in),
		cmocka_unit_test(test_counting),
		cmocka_unit_test(test_too_large_to_go_inline),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
