/* How checks run: one lookup for all who ask, what is refused or unreachable is said, and nothing goes on after a cancel. */
#include <string.h>

#include "bench.h"
#include "existing.h"

static size_t times(const char *text, const char *part)
{
	size_t n = 0;
	for (const char *at = text; (at = strstr(at, part)) != NULL; at++)
		n++;
	return n;
}

static void a_good_account_passes(void **state)
{
	struct bench b;
	(void)state;
	bench_start(&b, "");
	bench_run(&b);
	assert_true(cew_preflight_done(b.p));
	assert_null(cew_preflight_error(b.p));
	for (size_t i = 0; i < cew_preflight_count(b.p); i++) {
		const struct cew_preflight_check *c = cew_preflight_at(b.p, i);
		if (c->state != CEW_PREFLIGHT_OK && c->state != CEW_PREFLIGHT_SKIPPED)
			fail_msg("%s is %s: %s", c->rule, cew_preflight_state_name(c->state),
			         c->issues->list.len ? cew_issues_at(c->issues, 0)->message : "");
	}
	assert_string_equal(cew_preflight_account(b.p), ACCOUNT);
	assert_string_equal(cew_preflight_caller(b.p), USER);
	bench_state(&b, "vpc-there", CEW_PREFLIGHT_SKIPPED);
	bench_finish(&b);
}

static void an_existing_network_passes(void **state)
{
	struct bench b;
	(void)state;
	existing_start(&b);
	bench_run(&b);
	assert_int_equal(cew_preflight_issues(b.p, CEW_ERROR), 0);
	assert_int_equal(cew_preflight_issues(b.p, CEW_WARNING), 0);
	assert_int_equal(cew_preflight_issues(b.p, CEW_NOTE), 0);
	bench_state(&b, "route-out", CEW_PREFLIGHT_OK);
	bench_state(&b, "quota-vpcs", CEW_PREFLIGHT_SKIPPED);
	bench_finish(&b);
}

static void each_lookup_is_made_once(void **state)
{
	struct bench b;
	(void)state;
	existing_start(&b);
	bench_run(&b);
	assert_int_equal(times(b.calls, "vpcs|"), 1);
	assert_int_equal(times(b.calls, "caller|"), 1);
	assert_int_equal(times(b.calls, "target_groups|"), 1);
	bench_finish(&b);
}

static void without_a_caller_nothing_is_asked(void **state)
{
	struct bench b;
	(void)state;
	bench_start(&b, "");
	ANSWER(&b, "caller", .fails = CEW_UNREACHABLE, .what = "nobody answers");
	bench_run(&b);
	assert_true(cew_preflight_done(b.p));
	assert_string_equal(cew_preflight_error(b.p)->what, "nobody answers");
	assert_string_equal(b.calls, "caller|");
	assert_string_equal(cew_preflight_account(b.p), "");
	bench_state(&b, "stack-name-free", CEW_PREFLIGHT_WAITING);
	bench_finish(&b);
}

static void cancelling_leaves_no_call_behind(void **state)
{
	struct bench b;
	(void)state;
	bench_start(&b, "");
	ANSWER(&b, "vpcs", .hangs = true);
	ANSWER(&b, "stack", .hangs = true);
	bench_run(&b);
	assert_false(cew_preflight_done(b.p));
	bench_state(&b, "stack-name-free", CEW_PREFLIGHT_RUNNING);
	bench_state(&b, "region-enabled", CEW_PREFLIGHT_OK);
	unsigned told = b.told;
	cew_preflight_cancel(b.p);
	assert_true(cew_preflight_done(b.p));
	assert_int_equal(b.cancelled, 2);
	assert_int_equal(b.told, told + 1);
	bench_finish(&b);
	assert_int_equal(b.cancelled, 2);
}

static void no_more_than_eight_calls_are_out(void **state)
{
	struct bench b;
	(void)state;
	bench_start(&b, "");
	for (size_t i = 0, n = b.canned_count; i < n; i++)
		if (strcmp(b.canned[i].call, "caller") != 0 && strcmp(b.canned[i].call, "template_summary") != 0)
			b.canned[i].hangs = true;
	bench_run(&b);
	assert_int_equal(times(b.calls, "|"), 1 + 8); /* the caller, and eight that hang */
	size_t waiting = 0;
	for (size_t i = 0; i < cew_preflight_count(b.p); i++)
		waiting += cew_preflight_at(b.p, i)->state == CEW_PREFLIGHT_WAITING;
	assert_true(waiting > 0);
	cew_preflight_destroy(b.p);
	b.p = NULL;
	assert_int_equal(b.cancelled, 8);
	bench_finish(&b);
}

/* What cannot be asked leaves its checks open, each with a note that says so and what permission it takes. */
static const struct open_row {
	const char *call, *rule, *action;
	bool existing;
} open_rows[] = {
	{"regions", "region-enabled", "ec2:DescribeRegions", false},
	{"simulate", "permissions", "iam:SimulatePrincipalPolicy", false},
	{"stack", "stack-name-free", "cloudformation:DescribeStacks", false},
	{"template_summary", "template-valid", "cloudformation:GetTemplateSummary", false},
	{"addresses", "quota-elastic-ips", "ec2:DescribeAddresses", false},
	{"quota", "quota-vpcs", "servicequotas:GetServiceQuota", false},
	{"vpcs", "quota-vpcs", "ec2:DescribeVpcs", false},
	{"vpcs", "vpc-range-apart", "ec2:DescribeVpcs", false},
	{"nat_gateways", "quota-nat-gateways", "ec2:DescribeNatGateways", false},
	{"subnets", "quota-nat-gateways", "ec2:DescribeSubnets", false},
	{"internet_gateways", "quota-internet-gateways", "ec2:DescribeInternetGateways", false},
	{"security_groups", "quota-security-groups", "ec2:DescribeSecurityGroups", false},
	{"load_balancers", "quota-load-balancers", "elasticloadbalancing:DescribeLoadBalancers", false},
	{"load_balancers", "load-balancer-name-free", "elasticloadbalancing:DescribeLoadBalancers", false},
	{"target_groups", "quota-target-groups", "elasticloadbalancing:DescribeTargetGroups", false},
	{"target_groups", "target-group-name-free", "elasticloadbalancing:DescribeTargetGroups", false},
	{"cluster_arns", "quota-clusters", "ecs:ListClusters", false},
	{"cluster_arns", "quota-fargate-vcpus", "ecs:ListClusters", false},
	{"account_summary", "quota-roles", "iam:GetAccountSummary", false},
	{"buckets", "quota-buckets", "s3:ListAllMyBuckets", false},
	{"file_systems", "quota-file-systems", "elasticfilesystem:DescribeFileSystems", false},
	{"stacks", "quota-stacks", "cloudformation:ListStacks", false},
	{"role", "role-name-free", "iam:GetRole", false},
	{"clusters", "cluster-name-free", "ecs:DescribeClusters", false},
	{"log_groups", "log-group-name-free", "logs:DescribeLogGroups", false},
	{"function", "function-name-free", "lambda:GetFunction", false},
	{"vpcs", "vpc-there", "ec2:DescribeVpcs", true},
	{"vpc_dns", "vpc-dns", "ec2:DescribeVpcAttribute", true},
	{"subnets", "subnets-there", "ec2:DescribeSubnets", true},
	{"subnets", "subnet-addresses", "ec2:DescribeSubnets", true},
	{"route_tables", "route-out", "ec2:DescribeRouteTables", true},
	{"nat_gateways", "route-out", "ec2:DescribeNatGateways", true},
	{"network_acls", "network-acl", "ec2:DescribeNetworkAcls", true},
	{"target_groups", "target-group-fits", "elasticloadbalancing:DescribeTargetGroups", true},
	{"listeners", "listener-port", "elasticloadbalancing:DescribeListeners", true},
	{"clusters", "cluster-there", "ecs:DescribeClusters", true},
	{"services", "service-name-free", "ecs:DescribeServices", true},
	{"role", "task-role", "iam:GetRole", true},
	{"role", "service-role", "iam:GetRole", true},
	{"secret", "ca-secret", "secretsmanager:DescribeSecret", true},
	{"topics", "topics-there", "sns:ListTopics", true},
};

static void leaves_open(const struct open_row *row, enum cew_status status)
{
	struct bench b;
	if (row->existing)
		existing_start(&b);
	else
		bench_start(&b, "");
	for (size_t i = 0; i < b.canned_count; i++)
		if (strcmp(b.canned[i].call, row->call) == 0)
			b.canned[i] = (struct canned){.call = row->call, .about = b.canned[i].about, .fails = status, .code = "AccessDenied",
			                              .what = "this did not go well"};
	ANSWER(&b, row->call, .fails = status, .code = "AccessDenied", .what = "this did not go well");
	bench_run(&b);
	assert_true(cew_preflight_done(b.p));
	const struct cew_preflight_check *c = bench_check(&b, row->rule);
	if (c->state != CEW_PREFLIGHT_UNCHECKED)
		fail_msg("%s after %s failed: %s", row->rule, row->call, cew_preflight_state_name(c->state));
	const struct cew_issue *issue = cew_issues_at(c->issues, 0);
	assert_int_equal(issue->severity, CEW_NOTE);
	assert_non_null(strstr(issue->message, "Could not be checked: "));
	assert_non_null(strstr(issue->message, "this did not go well"));
	if (status == CEW_REFUSED && !strstr(issue->remedy, row->action))
		fail_msg("%s: the remedy lacks %s: %s", row->rule, row->action, issue->remedy);
	assert_int_equal(cew_preflight_unreachable(b.p) != NULL, status == CEW_UNREACHABLE);
	bench_finish(&b);
}

static void what_is_refused_is_said(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(open_rows); i++)
		leaves_open(&open_rows[i], CEW_REFUSED);
}

static void what_is_unreachable_is_said(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(open_rows); i++)
		leaves_open(&open_rows[i], CEW_UNREACHABLE);
}

static void every_check_has_a_rule_of_its_own(void **state)
{
	const char *a, *b, *title;
	(void)state;
	for (size_t i = 0; (a = cew_preflight_rule(i, &title)) != NULL; i++) {
		assert_true(strlen(title) <= 36);
		for (size_t k = 0; k < i; k++) {
			b = cew_preflight_rule(k, &title);
			assert_string_not_equal(a, b);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_account_passes),
		cmocka_unit_test(an_existing_network_passes),
		cmocka_unit_test(each_lookup_is_made_once),
		cmocka_unit_test(without_a_caller_nothing_is_asked),
		cmocka_unit_test(cancelling_leaves_no_call_behind),
		cmocka_unit_test(no_more_than_eight_calls_are_out),
		cmocka_unit_test(what_is_refused_is_said),
		cmocka_unit_test(what_is_unreachable_is_said),
		cmocka_unit_test(every_check_has_a_rule_of_its_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
