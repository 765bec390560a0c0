/* What each check finds: one defect at a time, planted in an account that is good otherwise. */
#include <string.h>

#include "existing.h"

/* One answer that is not as it should be, and what is said of it. */
struct defect {
	const char *rule, *text;
	enum cew_severity severity;
	bool existing;
	struct canned canned;
};

#define ONE(pointer) .items = (pointer), .count = 1
static const struct cew_region other_region[] = {{"eu-west-1", "", "opt-in-not-required"}, {REGION, "", "not-opted-in"}};
static const struct cew_quota none[] = {{"", "", "None", 0, true, false}};
static const struct cew_quota fixed[] = {{"", "", "None", 0, false, false}};
static const struct cew_arn clusters_there[] = {{"arn:c"}};
static const struct cew_cluster cluster[] = {{"arn", "n", "ACTIVE", 0, 0, 0}};
static const struct cew_cluster inactive[] = {{"arn", "tools", "INACTIVE", 0, 0, 0}};
static const struct cew_role role_there[] = {{"r", "arn:r", "/", "", "{}", 3600}};
static const struct cew_role trusts_ec2[] = {{"Task", "arn:aws:iam::" ACCOUNT ":role/Task", "/", "", TRUST("ec2.amazonaws.com"), 3600}};
static const struct cew_role cfn_trusts_ec2[] = {{"Cfn", "arn:aws:iam::" ACCOUNT ":role/Cfn", "/", "", TRUST("ec2.amazonaws.com"), 3600}};
static const struct cew_role other_path[] = {
	{"Task", "arn:aws:iam::" ACCOUNT ":role/x/Task", "/x/", "", TRUST("ecs-tasks.amazonaws.com"), 3600}};
static const struct cew_log_group log_group[] = {{"/aws/ecs/Netskope-Cloud-Exchange-4-netskope-ce", "", 0, 0}};
static const struct cew_function function[] = {{"f", "", "", ""}};
static const char *const lab_cidrs[] = {"10.0.0.0/8", "172.16.128.0/17"};
static const struct cew_vpc overlapping[] = {{"vpc-lab", "10.0.0.0/8", "lab", "available", false, lab_cidrs, 2}};
static const char *const corp_cidrs[] = {"10.30.0.0/16"};
static const struct cew_vpc other_range[] = {{VPC, "10.30.0.0/16", "corp", "available", false, corp_cidrs, 1}};
static const struct cew_vpc_dns no_hostnames = {true, false}, no_dns = {false, false};
#define SUBNET(id, vpc, zone, free) {id, vpc, "10.20.1.0/24", zone, "", "", "available", free, false, false}
static const struct cew_subnet one_zone[] = {SUBNET(SUBNET_A, VPC, "a", 99), SUBNET(SUBNET_B, VPC, "a", 99)};
static const struct cew_subnet only_one[] = {SUBNET(SUBNET_A, VPC, "a", 99)};
static const struct cew_subnet of_another[] = {SUBNET(SUBNET_A, VPC, "a", 99), SUBNET(SUBNET_B, "vpc-2", "b", 99)};
static const struct cew_subnet full[] = {SUBNET(SUBNET_A, VPC, "a", 1), SUBNET(SUBNET_B, VPC, "b", 99)};
#define TABLE(name, via, state) \
	static const struct cew_route name##_routes[] = {{"0.0.0.0/0", via, state}}; \
	static const struct cew_route_association name##_associations[] = {{SUBNET_A, false}, {"", true}}; \
	static const struct cew_route_table name[] = {{"rtb-9", VPC, "", name##_routes, 1, name##_associations, 2}}
TABLE(to_igw, "igw-1", "active");
TABLE(to_nothing, "nat-9", "blackhole");
TABLE(to_gone_nat, "nat-9", "active");
static const struct cew_route_table no_way[] = {{"rtb-9", VPC, "", to_igw_routes, 0, to_igw_associations, 2}};
static const struct cew_nat_gateway failed_nat[] = {{"nat-1", "failed", "s", VPC, "public", "", "", "", NULL, 0}};
static const struct cew_nat_gateway private_nat[] = {{"nat-1", "available", "s", VPC, "private", "", "", "", NULL, 0}};
static const char *const acl_subnets[] = {SUBNET_A};
#define ACL(name, ...) \
	static const struct cew_acl_entry name##_entries[] = {__VA_ARGS__}; \
	static const struct cew_network_acl name[] = {{"acl-9", VPC, "", false, name##_entries, CEW_COUNT(name##_entries), acl_subnets, 1}}
ACL(nothing_out, {100, "-1", "allow", "0.0.0.0/0", false, 0, 0}, {90, "6", "allow", "10.0.0.0/8", true, 443, 443},
    {100, "6", "allow", "0.0.0.0/0", true, 80, 80}, {32767, "-1", "deny", "0.0.0.0/0", true, 0, 0});
ACL(no_answers, {100, "-1", "allow", "0.0.0.0/0", true, 0, 0}, {90, "6", "allow", "0.0.0.0/0", false, 443, 443},
    {32767, "-1", "deny", "0.0.0.0/0", false, 0, 0});
ACL(denied_first, {100, "-1", "allow", "0.0.0.0/0", false, 0, 0}, {200, "-1", "allow", "0.0.0.0/0", true, 0, 0},
    {100, "6", "deny", "0.0.0.0/0", true, 1, 1000});
ACL(partly, {100, "-1", "allow", "0.0.0.0/0", false, 0, 0}, {100, "6", "allow", "52.0.0.0/8", true, 443, 443},
    {32767, "-1", "deny", "0.0.0.0/0", true, 0, 0});
static const char *const balancers[] = {BALANCER};
#define GROUP(protocol, vpc, type, n) {TARGET_GROUP, "ce", protocol, vpc, type, "/", 3000, balancers, n}
static const struct cew_target_group of_instances[] = {GROUP("HTTP", VPC, "instance", 1)}, https[] = {GROUP("HTTPS", VPC, "ip", 1)},
                                     elsewhere[] = {GROUP("HTTP", "vpc-2", "ip", 1)}, alone[] = {GROUP("HTTP", VPC, "ip", 0)};
static const struct cew_target_group name_taken[] = {{"arn", "TargetGroup-netskope-ce", "HTTP", VPC, "ip", "/", 1, NULL, 0}};
static const struct cew_load_balancer balancer_taken[] = {
	{"arn", "NetskopeCELB-netskope-ce", "", "", "", "", "", "application", NULL, 0}};
static const struct cew_listener port_taken[] = {{"l", BALANCER, "HTTP", "arn:other", 80}, {"m", BALANCER, "HTTP", TARGET_GROUP, 90}};
static const struct cew_listener no_port_80[] = {{"m", BALANCER, "HTTP", TARGET_GROUP, 90}};
static const struct cew_ecs_service service[] = {{"arn", "s", "tools", "ACTIVE", 1, 1, 0}};
static const struct cew_secret_entry deleted[] = {{"arn", "ca", "", 1}};
static const struct cew_stack rolled_back = {.id = "arn:old", .name = "ce", .status = "ROLLBACK_COMPLETE", .status_reason = "", .description = ""};
static const struct cew_stack in_review = {.id = "arn:old", .name = "ce", .status = "REVIEW_IN_PROGRESS", .status_reason = "", .description = ""};
static const struct cew_stack complete = {.id = "arn:old", .name = "ce", .status = "UPDATE_COMPLETE", .status_reason = "", .description = ""};
static const struct cew_caller root = {ACCOUNT, "arn:aws:iam::" ACCOUNT ":root", ACCOUNT};
static const struct cew_template_summary no_parameters[] = {{.description = "", .capabilities_reason = ""}};
static const struct cew_decision denied[] = {{"ec2:CreateVpc", "*", "implicitDeny", "", "", NULL, 0}};
static const char *const keys[] = {"aws:RequestTag/team"};
static const struct cew_decision conditional[] = {{"ec2:CreateVpc", "*", "implicitDeny", "", "", keys, 1}};

static const struct defect defects[] = {
	{"caller", "root user", CEW_NOTE, false, {"caller", .items = &root}},
	{"region-enabled", "has not switched on region", CEW_ERROR, false, {"regions", ITEMS(other_region)}},
	{"permissions", "not permitted, and creation would fail: ec2:CreateVpc", CEW_ERROR, false, {"simulate", ITEMS(denied)}},
	{"permissions", "under conditions", CEW_NOTE, false, {"simulate", ITEMS(conditional)}},
	{"images-pullable", "has no image", CEW_ERROR, false, {"image", .about = "netskope/ui5", .count = 0}},
	{"images-pullable", "does not hand out", CEW_ERROR, false, {"image", .fails = CEW_REFUSED, .what = "no resource-based policy allows it"}},
	{"images-pullable", "does not hand out", CEW_ERROR, false, {"image", .fails = CEW_NOT_FOUND, .what = "no such repository"}},
	{"stack-name-free", "ROLLBACK_COMPLETE", CEW_ERROR, false, {"stack", .items = &rolled_back}},
	{"stack-name-free", "REVIEW_IN_PROGRESS", CEW_NOTE, false, {"stack", .items = &in_review}},
	{"stack-name-free", "is in us-east-1 already", CEW_ERROR, false, {"stack", .items = &complete}},
	{"template-valid", "does not take the template", CEW_ERROR, false,
	 {"template_summary", .fails = CEW_REFUSED, .code = "ValidationError", .what = "bad"}},
	{"quota-vpcs", "The stack needs 1 VPCs", CEW_ERROR, false, {"quota", .about = "L-F678F1CE", ITEMS(none)}},
	{"quota-roles", "and 8 are used already", CEW_ERROR, false, {"quota", .about = "L-FE177D64", ITEMS(fixed)}},
	{"quota-fargate-vcpus", "Fargate vCPUs", CEW_ERROR, false, {"quota", .about = "L-3032A538", ITEMS(none)}},
	{"quota-file-systems", "EFS file systems", CEW_ERROR, false, {"quota", .about = "L-848C634D", ITEMS(none)}},
	{"role-name-free", "an IAM role named", CEW_ERROR, false, {"role", .about = "NetskopeCloudExchangeTaskRole-ce", ITEMS(role_there)}},
	{"load-balancer-name-free", "a load balancer named", CEW_ERROR, false, {"load_balancers", ITEMS(balancer_taken)}},
	{"target-group-name-free", "a target group named", CEW_ERROR, false, {"target_groups", ITEMS(name_taken)}},
	{"cluster-name-free", "an ECS cluster named", CEW_ERROR, false, {"clusters", ITEMS(cluster)}},
	{"log-group-name-free", "a log group named", CEW_ERROR, false, {"log_groups", ITEMS(log_group)}},
	{"function-name-free", "a Lambda function named", CEW_ERROR, false,
	 {"function", .about = "RevokeDefaultVPCSGRule_netskope-ce", ITEMS(function)}},
	{"vpc-range-apart", "overlaps that of vpc-lab (lab) (172.16.128.0/17)", CEW_WARNING, false, {"vpcs", ITEMS(overlapping)}},
	{"vpc-there", "There is no VPC " VPC, CEW_ERROR, true, {"vpcs", .count = 0}},
	{"vpc-there", "10.20.0.0/16 is not a range of " VPC, CEW_ERROR, true, {"vpcs", ITEMS(other_range)}},
	{"vpc-dns", "DNS hostnames of the VPC are off", CEW_ERROR, true, {"vpc_dns", ONE(&no_hostnames)}},
	{"vpc-dns", "DNS resolution and DNS hostnames of the VPC are off", CEW_ERROR, true, {"vpc_dns", ONE(&no_dns)}},
	{"subnets-there", "There is no subnet " SUBNET_B, CEW_ERROR, true, {"subnets", ITEMS(only_one)}},
	{"subnets-there", "belongs to vpc-2", CEW_ERROR, true, {"subnets", ITEMS(of_another)}},
	{"subnets-there", "Both subnets are in a", CEW_ERROR, true, {"subnets", ITEMS(one_zone)}},
	{"subnet-addresses", "has 1 free address, and 2 are needed", CEW_ERROR, true, {"subnets", ITEMS(full)}},
	{"route-out", "has no route to the outside", CEW_ERROR, true, {"route_tables", ITEMS(no_way)}},
	{"route-out", "is a public subnet", CEW_ERROR, true, {"route_tables", ITEMS(to_igw)}},
	{"route-out", "blackhole", CEW_ERROR, true, {"route_tables", ITEMS(to_nothing)}},
	{"route-out", "which is not there any more", CEW_ERROR, true, {"route_tables", ITEMS(to_gone_nat)}},
	{"route-out", "which is failed", CEW_ERROR, true, {"nat_gateways", ITEMS(failed_nat)}},
	{"route-out", "private NAT gateway", CEW_ERROR, true, {"nat_gateways", ITEMS(private_nat)}},
	{"network-acl", "HTTPS to the outside", CEW_ERROR, true, {"network_acls", ITEMS(nothing_out)}},
	{"network-acl", "the answers from the outside", CEW_ERROR, true, {"network_acls", ITEMS(no_answers)}},
	{"network-acl", "HTTPS to the outside", CEW_ERROR, true, {"network_acls", ITEMS(denied_first)}},
	{"network-acl", "only a part of this through: HTTPS", CEW_NOTE, true, {"network_acls", ITEMS(partly)}},
	{"target-group-fits", "no such target group", CEW_ERROR, true, {"target_groups", .count = 0}},
	{"target-group-fits", "type instance", CEW_ERROR, true, {"target_groups", ITEMS(of_instances)}},
	{"target-group-fits", "speaks HTTPS", CEW_ERROR, true, {"target_groups", ITEMS(https)}},
	{"target-group-fits", "is in vpc-2", CEW_ERROR, true, {"target_groups", ITEMS(elsewhere)}},
	{"target-group-fits", "not behind any load balancer", CEW_ERROR, true, {"target_groups", ITEMS(alone)}},
	{"listener-port", "leads elsewhere", CEW_WARNING, true, {"listeners", ITEMS(port_taken)}},
	{"listener-port", "does not listen on port 80", CEW_NOTE, true, {"listeners", ITEMS(no_port_80)}},
	{"cluster-there", "no active ECS cluster tools", CEW_ERROR, true, {"clusters", .count = 0}},
	{"cluster-there", "no active ECS cluster tools", CEW_ERROR, true, {"clusters", ITEMS(inactive)}},
	{"service-name-free", "an ECS service named", CEW_ERROR, true, {"services", ITEMS(service)}},
	{"task-role", "There is no role", CEW_ERROR, true, {"role", .about = "Task", .fails = CEW_NOT_FOUND}},
	{"task-role", "There is no role", CEW_ERROR, true, {"role", .about = "Task", ITEMS(other_path)}},
	{"task-role", "does not trust ECS tasks", CEW_ERROR, true, {"role", .about = "Task", ITEMS(trusts_ec2)}},
	{"service-role", "does not trust CloudFormation", CEW_ERROR, true, {"role", .about = "Cfn", ITEMS(cfn_trusts_ec2)}},
	{"ca-secret", "There is no secret ca", CEW_ERROR, true, {"secret", .fails = CEW_NOT_FOUND}},
	{"ca-secret", "is being deleted", CEW_ERROR, true, {"secret", ITEMS(deleted)}},
	{"topics-there", "There is no SNS topic " TOPIC, CEW_ERROR, true, {"topics", .count = 0}},
};

static void plant(struct bench *b, const struct defect *d)
{
	if (d->existing)
		existing_start(b);
	else
		bench_start(b, "");
	bench_answer(b, d->canned);
	bench_run(b);
	assert_true(cew_preflight_done(b->p));
}

static void each_defect_is_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(defects); i++) {
		struct bench b;
		plant(&b, &defects[i]);
		bench_found(&b, defects[i].rule, defects[i].severity, defects[i].text);
		if (defects[i].severity != CEW_NOTE)
			bench_state(&b, defects[i].rule, CEW_PREFLIGHT_FOUND);
		bench_finish(&b);
	}
}

static void a_leftover_is_offered_for_deletion(void **state)
{
	static const struct defect left = {"", "", CEW_ERROR, false, {"stack", .items = &rolled_back}};
	static const struct defect alive = {"", "", CEW_ERROR, false, {"stack", .items = &complete}};
	struct bench b;
	(void)state;
	plant(&b, &left);
	assert_string_equal(cew_preflight_leftover(b.p), "arn:old");
	bench_finish(&b);
	plant(&b, &alive);
	assert_string_equal(cew_preflight_leftover(b.p), "");
	bench_finish(&b);
}

/* A session is simulated as its role, by the ARN that IAM has for it, path and all. */
static void a_session_is_its_role(void **state)
{
	static const struct cew_caller session = {ACCOUNT, "arn:aws:sts::" ACCOUNT ":assumed-role/Ops/me", "AROA:me"};
	static const struct cew_role ops[] = {{"Ops", "arn:aws:iam::" ACCOUNT ":role/team/Ops", "/team/", "", "{}", 3600}};
	struct bench b;
	(void)state;
	bench_start(&b, "");
	ANSWER(&b, "caller", .items = &session);
	ANSWER(&b, "role", .about = "Ops", ITEMS(ops));
	bench_run(&b);
	bench_state(&b, "permissions", CEW_PREFLIGHT_OK);
	assert_true(bench_called(&b, "role Ops"));
	bench_finish(&b);
}

/* Fargate's use is the tasks' that run on it, in all clusters. */
static void running_tasks_count(void **state)
{
	static const struct cew_quota twelve[] = {{"", "", "None", 12, true, false}};
	static const struct cew_arn arns[] = {{"t1"}, {"t2"}};
	static const struct cew_task tasks[] = {{.arn = "t1", .group = "", .definition = "", .last_status = "", .desired_status = "",
	                                         .health = "", .stop_code = "", .stopped_reason = "", .zone = "", .private_ip = "",
	                                         .interface_id = "", .subnet_id = "", .launch_type = "FARGATE", .cpu = "4608"},
	                                        {.arn = "t2", .group = "", .definition = "", .last_status = "", .desired_status = "",
	                                         .health = "", .stop_code = "", .stopped_reason = "", .zone = "", .private_ip = "",
	                                         .interface_id = "", .subnet_id = "", .launch_type = "EC2", .cpu = "8192"}};
	struct bench b;
	(void)state;
	bench_start(&b, "");
	ANSWER(&b, "quota", .about = "L-3032A538", ITEMS(twelve));
	ANSWER(&b, "cluster_arns", ITEMS(clusters_there));
	ANSWER(&b, "task_arns", ITEMS(arns));
	ANSWER(&b, "tasks", ITEMS(tasks));
	bench_run(&b);
	bench_found(&b, "quota-fargate-vcpus", CEW_ERROR, "needs 8 Fargate vCPUs; us-east-1 allows 12 of them, and 5 are used already");
	bench_finish(&b);
}

static void parameters_that_the_template_lacks_are_told(void **state)
{
	struct bench b;
	(void)state;
	bench_start(&b, "");
	ANSWER(&b, "template_summary", ITEMS(no_parameters));
	bench_run(&b);
	bench_found(&b, "template-valid", CEW_ERROR, "no parameter EnvName");
	bench_finish(&b);
}

/* Nothing is passed over in silence where only CloudFormation reads the template. */
static void a_template_that_is_not_read_here_is_told(void **state)
{
	struct bench b;
	(void)state;
	bench_start(&b, "template: https://ours.s3.us-east-1.amazonaws.com/ce.yaml\n");
	struct cew_plan *read_here = b.plan; /* the answers of the bench point into it */
	b.subject.template = NULL;
	assert_int_equal(cew_plan_make(&b.subject, &b.plan, NULL), CEW_OK);
	bench_run(&b);
	assert_true(cew_preflight_done(b.p));
	bench_found(&b, "template-valid", CEW_NOTE, "quotas, names, images");
	bench_state(&b, "quota-vpcs", CEW_PREFLIGHT_SKIPPED);
	bench_finish(&b);
	cew_plan_destroy(read_here);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_defect_is_found),
		cmocka_unit_test(a_leftover_is_offered_for_deletion),
		cmocka_unit_test(a_session_is_its_role),
		cmocka_unit_test(running_tasks_count),
		cmocka_unit_test(a_template_that_is_not_read_here_is_told),
		cmocka_unit_test(parameters_that_the_template_lacks_are_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
