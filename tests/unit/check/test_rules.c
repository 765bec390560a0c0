/* Every rule, with answers that it takes and answers that it does not. */
#include "support.h"

#include "rules.h"

#include <stdlib.h>
#include <string.h>

struct rule_case {
	const char *field, *text;
	const char *rule;       /* NULL: no issue is expected */
	enum cew_severity severity;
	const char *message;    /* a part of it */
	const char *suggestion; /* NULL: none is looked for */
};

static const struct rule_case cases[] = {
	{"region", "us-east-1", NULL, 0, NULL, NULL},
	{"region", "us-gov-west-1", NULL, 0, NULL, NULL},
	{"region", "", "required", CEW_ERROR, "needed", NULL},
	{"region", "Virginia", "region", CEW_ERROR, "not the name of a region", NULL},
	{"stackName", "netskope-ce", NULL, 0, NULL, NULL},
	{"stackName", "1ce", "stack-name", CEW_ERROR, "not a stack name", NULL},
	{"stackName", "ce_1", "stack-name", CEW_ERROR, "not a stack name", NULL},
	{"EnvName", "prod-1", NULL, 0, NULL, NULL},
	{"EnvName", "a/b", "env-name", CEW_ERROR, "slash", NULL},
	{"EnvName", "prod-", "env-name", CEW_ERROR, "end in a hyphen", NULL},
	{"EnvName", "prod_1", "env-name", CEW_ERROR, "character", NULL},
	{"PackageType", "Large", NULL, 0, NULL, NULL},
	{"PackageType", "Huge", "package", CEW_ERROR, "not among the choices", NULL},
	{"TLSVersion", "TLSv1.2 TLSv1.3", NULL, 0, NULL, NULL},
	{"TLSVersion", "TLSv1.1", "tls-version", CEW_ERROR, "not among the choices", NULL},
	{"VpcCIDR", "172.16.0.0/16", NULL, 0, NULL, NULL},
	{"VpcCIDR", "172.16.0.0", "cidr", CEW_ERROR, "no prefix length", NULL},
	{"VpcCIDR", "172.16.5.0/16", "cidr-host-bits", CEW_ERROR, "begins at 172.16.0.0/16", "172.16.0.0/16"},
	{"VpcCIDR", "10.0.0.0/8", "cidr-vpc-size", CEW_ERROR, "no VPC of /8", NULL},
	{"VpcCIDR", "10.0.0.0/29", "cidr-vpc-size", CEW_ERROR, "no VPC of /29", NULL},
	{"VpcCIDR", "10.0.0.0/28", "cidr-vpc-size", CEW_ERROR, "do not find room", NULL},
	{"VpcCIDR", "8.8.0.0/16", "cidr-vpc-size", CEW_WARNING, "public address space", NULL},
	{"PrivateSubnet1CIDR", "172.16.1.0/29", "cidr-subnet-size", CEW_ERROR, "no subnet of /29", NULL},
	{"PrivateSubnet1CIDR", "172.16.1.0/28", "cidr-subnet-size", CEW_ERROR, "load balancer wants a /27", NULL},
	{"PublicSubnet1CIDR", "172.16.3.0/28", NULL, 0, NULL, NULL},
	{"PrivateSubnet1CIDR", "10.0.1.0/24", "cidr-in-vpc", CEW_ERROR, "outside the VPC's range 172.16.0.0/16", "172.16.0.0/24"},
	{"PrivateSubnet2CIDR", "172.16.1.128/25", "cidr-overlap", CEW_ERROR, "(172.16.1.0/24)", "172.16.0.0/25"},
	{"PrivateSubnet2CIDR", "172.16.0.0/22", "cidr-overlap", CEW_ERROR, "Overlaps First private subnet", "172.16.8.0/22"},
	{"WhitelistIP", "10.0.0.0/8", NULL, 0, NULL, NULL},
	{"WhitelistIP", "0.0.0.0/0", "cidr-access", CEW_WARNING, "lets every address", NULL},
	{"WhitelistIP", "64.0.0.0/4", "cidr-access", CEW_WARNING, "268435456", NULL},
	{"VPCName", "My VPC (1)", "vpc-name", CEW_ERROR, "character", NULL},
	{"VPCName", "CloudExchange-VPC", NULL, 0, NULL, NULL},
	{"ExistingECSTaskRole", "", NULL, 0, NULL, NULL},
	{"ExistingECSTaskRole", "arn:aws:iam::123456789012:role/ce-task", NULL, 0, NULL, NULL},
	{"ExistingECSTaskRole", "ce-task", "arn-role", CEW_ERROR, "not an ARN", NULL},
	{"ExistingECSTaskRole", "arn:aws:iam::123456789012:user/me", "arn-role", CEW_ERROR, "something else than an IAM role", NULL},
	{"ExistingECSTaskRole", "arn:aws-cn:iam::123456789012:role/x", "arn-role", CEW_ERROR, "partition aws-cn", NULL},
	{"ExistingECSTaskRole", "arn:aws:iam::12:role/x", "arn-role", CEW_ERROR, "not an account's number", NULL},
	{"JWTSECRET", "", "required", CEW_ERROR, "needed", NULL},
	{"JWTSECRET", "secret", "jwt-secret", CEW_ERROR, "widely known", NULL},
	{"JWTSECRET", "abc", "jwt-secret", CEW_WARNING, "easily guessed", NULL},
	{"JWTSECRET", "kJ8sDf02mQxPz71LwRtYbNvC", NULL, 0, NULL, NULL},
	{"MAINTENANCEPASSWORD", "cteadmin", "password", CEW_ERROR, "widely known", NULL},
	{"MAINTENANCEPASSWORD", "CTEadmin", "password", CEW_ERROR, "widely known", NULL},
	{"MAINTENANCEPASSWORD", "two words", "password", CEW_ERROR, "White space", NULL},
	{"MAINTENANCEPASSWORD", "it's", "password", CEW_ERROR, "Quotes", NULL},
	{"MAINTENANCEPASSWORD", "a\"b", "password", CEW_ERROR, "Quotes", NULL},
	{"MAINTENANCEPASSWORD", "a`b", "password", CEW_ERROR, "Quotes", NULL},
	{"MAINTENANCEPASSWORD", "a\\b", "password", CEW_ERROR, "backslash", NULL},
	{"MAINTENANCEPASSWORD", "a$b", "password", CEW_ERROR, "dollar", NULL},
	{"MAINTENANCEPASSWORD", "p\xc3\xa4sswort", "password", CEW_ERROR, "ASCII", NULL},
	{"MAINTENANCEPASSWORD", "kJ8s;Df02mQxPz71LwRt", "password", CEW_WARNING, "means something to a shell", NULL},
	{"MAINTENANCEPASSWORD", "short", "password", CEW_WARNING, "easily guessed", NULL},
	{"MAINTENANCEPASSWORD", "kJ8s@Df02mQ+xPz7=1LwRt", NULL, 0, NULL, NULL},
	{"HTTPPROXY", "", NULL, 0, NULL, NULL},
	{"HTTPPROXY", "http://proxy.corp:3128", NULL, 0, NULL, NULL},
	{"HTTPPROXY", "http://u:p%40ss@10.0.0.1:3128/", NULL, 0, NULL, NULL},
	{"HTTPPROXY", "http://[fd00::1]:3128", NULL, 0, NULL, NULL},
	{"HTTPPROXY", "proxy.corp:3128", "proxy-url", CEW_ERROR, "begins with http", NULL},
	{"HTTPPROXY", "http://proxy corp:3128", "proxy-url", CEW_ERROR, "percent-encoded", NULL},
	{"HTTPPROXY", "http://proxy.corp:3128/path", "proxy-url", CEW_ERROR, "not a host", NULL},
	{"HTTPSPROXY", "http://proxy.corp", "proxy-url", CEW_WARNING, "Without a port", NULL},
	{"timeoutMinutes", "", NULL, 0, NULL, NULL},
	{"timeoutMinutes", "120", NULL, 0, NULL, NULL},
	{"timeoutMinutes", "0", "timeout", CEW_ERROR, "not a number of minutes", NULL},
	{"timeoutMinutes", "1h", "timeout", CEW_ERROR, "not a number of minutes", NULL},
	{"timeoutMinutes", "5", "timeout", CEW_WARNING, "10 to 20 minutes", NULL},
	{"roleArn", "arn:aws:iam::123456789012:role/path/cfn", NULL, 0, NULL, NULL},
	{"acknowledge", "false", "acknowledge", CEW_ERROR, "acknowledge", NULL},
	{"acknowledge", "true", NULL, 0, NULL, NULL},
};

static void check_case(const struct bench *b, const struct rule_case *c)
{
	const struct cew_issue *any = cew_issues_at(&b->issues, 0);
	if (!c->rule) {
		if (any)
			fail_msg("%s = \"%s\": %s", c->field, c->text, any->message);
		return;
	}
	const struct cew_issue *issue = find_issue(b, c->rule);
	if (!issue)
		fail_msg("%s = \"%s\": rule %s did not fire (%s)", c->field, c->text, c->rule, any ? any->message : "nothing did");
	if (issue->severity != c->severity || !strstr(issue->message, c->message))
		fail_msg("%s = \"%s\": %s: %s", c->field, c->text, cew_severity_name(issue->severity), issue->message);
	assert_string_equal(issue->field, c->field);
	assert_true(*issue->remedy);
	if (c->suggestion) {
		assert_non_null(issue->suggestion);
		assert_string_equal(issue->suggestion, c->suggestion);
	}
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(cases); i++) {
		struct bench b;
		bench_open(&b, NULL);
		answer(&b, cases[i].field, cases[i].text);
		check(&b, cases[i].field);
		check_case(&b, &cases[i]);
		bench_close(&b);
	}
}

/* Rules about existing resources, which show only when none are made. */
static const struct rule_case existing_cases[] = {
	{"ExistingVPCId", "", "required", CEW_ERROR, "needed", NULL},
	{"ExistingVPCId", "vpc-0a1b2c3d4e5f67890", NULL, 0, NULL, NULL},
	{"ExistingVPCId", "vpc-0a1b2c3d", NULL, 0, NULL, NULL},
	{"ExistingVPCId", "vpc-0A1B2C3D", "vpc-id", CEW_ERROR, "not a VPC's id", NULL},
	{"ExistingPrivateSubnet1ID", "subnet-0a1b2c3d4e5f6789", "subnet-id", CEW_ERROR, "not a subnet's id", NULL},
	{"ExistingPrivateSubnet2ID", "subnet-0a1b2c3d", NULL, 0, NULL, NULL},
	{"ExistingECSCluster", "", NULL, 0, NULL, NULL},
	{"ExistingECSCluster", "shared_1-x", NULL, 0, NULL, NULL},
	{"ExistingECSCluster", "arn:aws:ecs:us-east-1:123456789012:cluster/x", "cluster-name", CEW_ERROR, "an ARN", NULL},
	{"ExistingECSCluster", "a b", "cluster-name", CEW_ERROR, "no cluster of such a name", NULL},
};

static void test_existing(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(existing_cases); i++) {
		struct bench b;
		bench_open(&b, NULL);
		answer(&b, "CreateResources", "False");
		answer(&b, existing_cases[i].field, existing_cases[i].text);
		check(&b, existing_cases[i].field);
		check_case(&b, &existing_cases[i]);
		bench_close(&b);
	}
}

static void test_subnets_differ(void **state)
{
	struct bench b;
	(void)state;
	bench_open(&b, NULL);
	answer(&b, "CreateResources", "False");
	answer(&b, "ExistingPrivateSubnet1ID", "subnet-0a1b2c3d");
	answer(&b, "ExistingPrivateSubnet2ID", "subnet-0a1b2c3d");
	check(&b, "ExistingPrivateSubnet2ID");
	assert_non_null(find_issue(&b, "subnets-differ"));
	bench_close(&b);
}

static void test_target_group_region(void **state)
{
	static const char arn[] = "arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/ce/0123456789abcdef";
	struct bench b;
	(void)state;
	bench_open(&b, NULL);
	answer(&b, "CreateALB", "False");
	answer(&b, "ExistingTargetGroup", arn);
	check(&b, "ExistingTargetGroup");
	assert_string_equal(find_issue(&b, "arn-target-group")->message, "It is in us-west-2, the stack in us-east-1.");
	answer(&b, "region", "us-west-2");
	check(&b, "ExistingTargetGroup");
	assert_null(find_issue(&b, "arn-target-group"));
	b.subject.account_id = "999999999999";
	check(&b, "ExistingTargetGroup");
	assert_int_equal(find_issue(&b, "arn-target-group")->severity, CEW_WARNING);
	bench_close(&b);
}

static void test_hidden_field_has_no_issue(void **state)
{
	struct bench b;
	(void)state;
	bench_open(&b, NULL);
	answer(&b, "VpcCIDR", "nonsense");
	answer(&b, "CreateResources", "False");
	check(&b, "VpcCIDR");
	assert_int_equal(b.issues.list.len, 0);
	bench_close(&b);
}

static void test_tags(void **state)
{
	static const struct {
		const char *key, *value, *message;
	} refused[] = {
		{"", "x", "has no key"}, {"aws:x", "x", "AWS's own"}, {"AWS:x", "x", "AWS's own"}, {"Owner", "", "has no value"},
		{"Own\x01", "x", "character that AWS refuses"}, {"Name{}", "x", "character that AWS refuses"},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(refused); i++) {
		struct bench b;
		bench_open(&b, NULL);
		assert_int_equal(cew_answers_pair_put(b.answers, "tags", 0, refused[i].key, refused[i].value, CEW_ORIGIN_TYPED, NULL), CEW_OK);
		check(&b, "tags");
		assert_non_null(find_issue(&b, "tags"));
		assert_non_null(strstr(find_issue(&b, "tags")->message, refused[i].message));
		bench_close(&b);
	}
}

static void put_tags(struct bench *b, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *key = cew_fmt("key-%zu", i);
		assert_int_equal(cew_answers_pair_put(b->answers, "tags", i, key, "v", CEW_ORIGIN_TYPED, NULL), CEW_OK);
		free(key);
	}
}

static void test_tag_counts(void **state)
{
	struct bench b;
	(void)state;
	bench_open(&b, NULL);
	put_tags(&b, 50);
	check(&b, "tags");
	assert_int_equal(b.issues.list.len, 0);
	put_tags(&b, 51);
	check(&b, "tags");
	assert_string_equal(find_issue(&b, "tags")->message, "51 tags are too many: a stack takes 50.");
	bench_close(&b);
}

static void test_repeated_tag(void **state)
{
	struct bench b;
	(void)state;
	bench_open(&b, NULL);
	cew_answers_pair_put(b.answers, "tags", 0, "Owner", "a", CEW_ORIGIN_TYPED, NULL);
	cew_answers_pair_put(b.answers, "tags", 1, "Owner", "b", CEW_ORIGIN_TYPED, NULL);
	check(&b, "tags");
	assert_string_equal(find_issue(&b, "tags")->message, "The key \"Owner\" is there twice.");
	bench_close(&b);
}

static void test_topics(void **state)
{
	struct bench b;
	(void)state;
	bench_open(&b, NULL);
	for (size_t i = 0; i < 6; i++)
		cew_answers_list_put(b.answers, "notificationArns", i, "arn:aws:sns:us-east-1:123456789012:ce", CEW_ORIGIN_TYPED, NULL);
	check(&b, "notificationArns");
	assert_string_equal(cew_issues_at(&b.issues, 0)->message, "6 topics are too many: a stack takes 5.");
	cew_answers_list_remove(b.answers, "notificationArns", 5);
	check(&b, "notificationArns");
	assert_int_equal(b.issues.list.len, 0);
	cew_answers_list_put(b.answers, "notificationArns", 0, "arn:aws:sns:eu-west-1:123456789012:ce", CEW_ORIGIN_TYPED, NULL);
	check(&b, "notificationArns");
	assert_string_equal(cew_issues_at(&b.issues, 0)->message, "It is in eu-west-1, the stack in us-east-1.");
	bench_close(&b);
}

static void test_value_size(void **state)
{
	struct bench b;
	char long_text[4098];
	(void)state;
	memset(long_text, 'a', sizeof(long_text));
	long_text[4097] = '\0';
	bench_open(&b, NULL);
	answer(&b, "JWTSECRET", long_text);
	check(&b, "JWTSECRET");
	assert_non_null(find_issue(&b, "value-size"));
	long_text[4096] = '\0';
	answer(&b, "JWTSECRET", long_text);
	check(&b, "JWTSECRET");
	assert_null(find_issue(&b, "value-size"));
	bench_close(&b);
}

static void test_strength(void **state)
{
	(void)state;
	assert_int_equal(cew_secret_strength("aaaaaaaaaaaaaaaaaaaaaaaa"), 0);
	assert_int_equal(cew_secret_strength("Ab1defghij"), 1);
	assert_int_equal(cew_secret_strength("Ab1defghijKlmn0p"), 2);
	assert_string_equal(cew_secret_strength_name(2), "strong");
}

/* With a load balancer two /27 and two /28 want a /25; without one, four /28 want a /26. What exists has its subnets. */
static void test_vpc_sizes(void **state)
{
	static const struct {
		const char *range, *balancer;
		bool fits_new;
	} vpcs[] = {
		{"10.0.0.0/25", "True", true}, {"10.0.0.0/26", "True", false}, {"10.0.0.0/27", "True", false}, {"10.0.0.0/28", "True", false},
		{"10.0.0.0/25", "False", true}, {"10.0.0.0/26", "False", true}, {"10.0.0.0/27", "False", false},
		{"10.0.0.0/28", "False", false},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(vpcs); i++) {
		struct bench b;
		bench_open(&b, NULL);
		answer(&b, "CreateALB", vpcs[i].balancer);
		answer(&b, "VpcCIDR", vpcs[i].range);
		check(&b, "VpcCIDR");
		assert_int_equal(find_issue(&b, "cidr-vpc-size") == NULL, vpcs[i].fits_new);
		if (!vpcs[i].fits_new)
			assert_non_null(strstr(find_issue(&b, "cidr-vpc-size")->remedy, *vpcs[i].balancer == 'T' ? "a /25 or" : "a /26 or"));
		answer(&b, "CreateResources", "False");
		answer(&b, "ExistingVPCCidr", vpcs[i].range);
		check(&b, "ExistingVPCCidr");
		assert_int_equal(b.issues.list.len, 0);
		bench_close(&b);
	}
}

/* Texts are cut between characters, and a message that is too long keeps what fits. */
static void test_cuts(void **state)
{
	struct bench b;
	char long_text[2 * 60 + 1] = "", *message;
	(void)state;
	for (size_t i = 0; i < 60; i++)
		strcat(long_text, "é");
	bench_open(&b, NULL);
	answer(&b, "region", long_text);
	check(&b, "region");
	message = find_issue(&b, "region")->message;
	assert_memory_equal(message + 1, long_text, 80);
	assert_string_equal(message + 81, "\" is not the name of a region.");
	bench_close(&b);
}

static void test_long_message(void **state)
{
	struct bench b;
	char label[1600];
	(void)state;
	bench_open(&b, NULL);
	for (size_t shift = 0; shift < 4; shift++) {
		size_t at = 0, len = 0;
		memset(label, 'x', shift);
		for (at = shift; at + 4 < sizeof(label); at += 2)
			memcpy(label + at, "é", 3);
		struct rule_call c = {.subject = &b.subject, .field = cew_form_field_find(b.forms, "region"), .rule = "region", .text = "",
		                      .out = &b.issues};
		cew_issues_clear(&b.issues);
		complain(&c, CEW_ERROR, NULL, "%s", label);
		const char *message = cew_issues_at(&b.issues, 0)->message;
		at = 0;
		len = strlen(message);
		assert_in_range(len, 1018, 1023);
		for (uint32_t point; (point = cew_utf8_next(message, len, &at));)
			assert_int_not_equal(point, 0xFFFD);
		assert_string_equal(message + len - 3, "…");
	}
	bench_close(&b);
}

static void test_minutes(void **state)
{
	static const struct {
		const char *text;
		int minutes;
	} texts[] = {
		{"60", 60}, {"060", 60}, {"1", 1}, {"43200", 43200}, {"43201", 0}, {"0", 0}, {"", 0}, {" 60", 0}, {"+60", 0}, {"60 ", 0},
		{"-1", 0}, {"6e1", 0}, {"99999999999999999999", 0},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(texts); i++) {
		struct bench b;
		int minutes = -1;
		assert_int_equal(cew_minutes_parse(texts[i].text, &minutes), texts[i].minutes > 0);
		assert_int_equal(minutes, texts[i].minutes);
		bench_open(&b, NULL);
		answer(&b, "timeoutMinutes", texts[i].text);
		check(&b, "timeoutMinutes");
		const struct cew_issue *issue = find_issue(&b, "timeout");
		assert_int_equal(issue && issue->severity == CEW_ERROR, !minutes && *texts[i].text);
		bench_close(&b);
	}
}

static void test_bucket_names(void **state)
{
	static const struct {
		const char *text;
		bool good;
	} texts[] = {
		{"our-templates-eu", true}, {"a.b", true}, {"cf-templates-1u2x8kd0q3zfa-us-east-1", true}, {"ab", false}, {"Templates", false},
		{"a..b", false}, {"a.-b", false}, {"-ab", false}, {"ab-", false}, {"192.168.1.10", false}, {"xn--ab", false},
		{"s3://ours", false}, {"ours/templates", false},
		{"a123456789012345678901234567890123456789012345678901234567890123", false},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(texts); i++) {
		struct bench b;
		bench_open(&b, NULL);
		answer(&b, "template", "large.yaml");
		answer(&b, "templateBucket", texts[i].text);
		check(&b, "templateBucket");
		const struct cew_issue *issue = find_issue(&b, "bucket-name");
		if ((issue == NULL) != texts[i].good)
			fail_msg("\"%s\": %s", texts[i].text, issue ? issue->message : "no issue");
		bench_close(&b);
	}
}

static void test_every_rule_has_help(void **state)
{
	(void)state;
	size_t count = 0;
	for (const char *const *name = cew_check_names(); *name; name++, count++)
		assert_true(cew_check_help(*name) && *cew_check_help(*name));
	assert_int_equal(count, 35);
	assert_null(cew_check_help("no-such-rule"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases), cmocka_unit_test(test_existing), cmocka_unit_test(test_subnets_differ),
		cmocka_unit_test(test_target_group_region), cmocka_unit_test(test_hidden_field_has_no_issue), cmocka_unit_test(test_tags),
		cmocka_unit_test(test_tag_counts), cmocka_unit_test(test_repeated_tag), cmocka_unit_test(test_topics),
		cmocka_unit_test(test_value_size), cmocka_unit_test(test_strength), cmocka_unit_test(test_bucket_names), cmocka_unit_test(test_every_rule_has_help),
		cmocka_unit_test(test_vpc_sizes), cmocka_unit_test(test_cuts), cmocka_unit_test(test_long_message),
		cmocka_unit_test(test_minutes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
