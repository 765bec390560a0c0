/* What the template adds to the rules: its own constraints, derived names, the ruler, findings. */
#include "support.h"

#include <string.h>

static const char template[] =
	"Parameters:\n"
	"  EnvName: {Type: String, MaxLength: 30}\n"
	"  JWTSECRET: {Type: String, NoEcho: true, Default: wellknownword}\n"
	"  VPCName: {Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: lower case only}\n"
	"Conditions:\n"
	"  HasSecret: !Not [!Equals [!Ref JWTSECRET, '']]\n"
	"Resources:\n"
	"  LB:\n"
	"    Type: AWS::ElasticLoadBalancingV2::LoadBalancer\n"
	"    Properties: {Name: !Sub 'NetskopeCELB-${EnvName}'}\n"
	"  Role:\n"
	"    Type: AWS::IAM::Role\n"
	"    Condition: HasSecret\n"
	"    Properties:\n"
	"      RoleName: !Sub 'NetskopeCloudExchangeTaskExecutionRole-${AWS::StackName}'\n"
	"      AssumeRolePolicyDocument: {Secret: !Ref JWTSECRET}\n";

static void test_template_constraint(void **state)
{
	struct bench b;
	(void)state;
	bench_open(&b, template);
	answer(&b, "VPCName", "UPPER");
	check(&b, "VPCName");
	assert_non_null(find_issue(&b, "template-parameter"));
	assert_non_null(strstr(find_issue(&b, "template-parameter")->message, "lower case only"));
	bench_close(&b);
}

/* The template's own default of a secret is known to everybody who can read the template. */
static void test_template_default_secret(void **state)
{
	struct bench b;
	(void)state;
	bench_open(&b, template);
	answer(&b, "JWTSECRET", "wellknownword");
	check(&b, "JWTSECRET");
	assert_string_equal(find_issue(&b, "jwt-secret")->message, "This secret is widely known: with it anybody can sign in.");
	bench_close(&b);
}

static void test_derived_name_too_long(void **state)
{
	struct bench b;
	(void)state;
	bench_open(&b, template);
	answer(&b, "EnvName", "netskope-ce-production-eu");
	answer(&b, "JWTSECRET", "kJ8sDf02mQxPz71LwRtYbNvC");
	cew_issues_clear(&b.issues);
	assert_int_equal(cew_check_all(&b.subject, &b.issues, NULL), CEW_OK);
	const struct cew_issue *issue = find_issue(&b, "derived-names");
	assert_non_null(issue);
	assert_string_equal(issue->field, "EnvName");
	assert_non_null(strstr(issue->message, "NetskopeCELB-netskope-ce-production-eu"));
	assert_string_equal(issue->remedy, "Take 6 off Environment name.");
	bench_close(&b);
}

static size_t count_names(const struct bench *b)
{
	size_t n = 0;
	for (size_t i = 0; i < b->issues.list.len; i++)
		n += strcmp(cew_issues_at(&b->issues, i)->rule, "derived-names") == 0;
	return n;
}

/* Field, page and the whole say the same of a name, and each of it once. */
static void test_derived_name_of_field_and_page(void **state)
{
	struct bench b;
	(void)state;
	bench_open(&b, template);
	answer(&b, "EnvName", "netskope-ce-production-eu");
	answer(&b, "JWTSECRET", "kJ8sDf02mQxPz71LwRtYbNvC");
	assert_int_equal(cew_check_all(&b.subject, &b.issues, NULL), CEW_OK);
	size_t all = count_names(&b);
	assert_true(all > 0);
	check(&b, "EnvName");
	assert_int_equal(count_names(&b), all);
	check(&b, "JWTSECRET");
	assert_int_equal(count_names(&b), 0);
	const struct cew_field *field = cew_form_field_find(b.forms, "EnvName");
	cew_issues_clear(&b.issues);
	assert_int_equal(cew_check_page(&b.subject, cew_form_page_of(b.forms, field), &b.issues, NULL), CEW_OK);
	assert_int_equal(count_names(&b), all);
	b.subject.typing = true;
	check(&b, "EnvName");
	assert_int_equal(count_names(&b), 0);
	bench_close(&b);
}

static void test_ruler(void **state)
{
	struct bench b;
	struct cew_ruler ruler;
	(void)state;
	bench_open(&b, template);
	answer(&b, "JWTSECRET", "kJ8sDf02mQxPz71LwRtYbNvC");
	answer(&b, "EnvName", "prod");
	assert_true(cew_check_ruler(&b.subject, cew_form_field_find(b.forms, "EnvName"), &ruler));
	assert_int_equal(ruler.left, 32 - 13 - 4);
	assert_int_equal(ruler.limit, 32);
	assert_string_equal(ruler.prefix, "NetskopeCELB-…");
	assert_true(cew_check_ruler(&b.subject, cew_form_field_find(b.forms, "stackName"), &ruler));
	assert_int_equal(ruler.left, 64 - 39 - 2);
	assert_false(cew_check_ruler(&b.subject, cew_form_field_find(b.forms, "region"), &ruler));
	bench_close(&b);
}

/* Conditions see that a secret was given; no property shows which. */
static void test_evaluation_holds_no_secret(void **state)
{
	struct bench b;
	struct cew_evaluation *e;
	struct cew_buf out;
	(void)state;
	bench_open(&b, template);
	answer(&b, "JWTSECRET", "kJ8sDf02mQxPz71LwRtYbNvC");
	assert_int_equal(cew_subject_evaluate(&b.subject, &e, NULL), CEW_OK);
	const struct cew_cfn_resource *role = cew_cfn_resource_find(cew_evaluation_cfn(e), "Role");
	assert_non_null(role);
	cew_buf_init(&out, 4096);
	assert_int_equal(cew_doc_write_json(role->properties, &out, NULL), CEW_OK);
	assert_null(strstr(cew_buf_text(&out), "kJ8s"));
	assert_non_null(strstr(cew_buf_text(&out), CEW_CFN_UNKNOWN_KEY));
	cew_buf_finish(&out);
	cew_evaluation_destroy(e);
	bench_close(&b);
}

static void test_findings_become_issues(void **state)
{
	static const char broken[] = "Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties: {TopicName: !Ref Nothing}\n";
	struct bench b;
	(void)state;
	bench_open(&b, broken);
	assert_int_equal(cew_check_all(&b.subject, &b.issues, NULL), CEW_OK);
	bool found = false;
	for (size_t i = 0; i < b.issues.list.len; i++)
		found |= strstr(cew_issues_at(&b.issues, i)->message, "Nothing") != NULL;
	assert_true(found);
	bench_close(&b);
}

static void test_typing_is_cheap(void **state)
{
	struct bench b;
	(void)state;
	bench_open(&b, template);
	answer(&b, "EnvName", "netskope-ce-production-eu");
	b.subject.typing = true;
	assert_int_equal(cew_check_all(&b.subject, &b.issues, NULL), CEW_OK);
	assert_null(find_issue(&b, "derived-names"));
	bench_close(&b);
}

/* A runtime that AWS still takes today, and no longer on the day that the subject names. */
static void test_day(void **state)
{
	static const char aging[] = "Resources: {F: {Type: 'AWS::Lambda::Function', Properties: {Runtime: python3.12}}}\n";
	struct bench b;
	(void)state;
	bench_open(&b, aging);
	assert_int_equal(cew_check_all(&b.subject, &b.issues, NULL), CEW_OK);
	assert_null(find_issue(&b, "lambda-runtime"));
	b.subject.today = 20281201;
	assert_int_equal(cew_check_all(&b.subject, &b.issues, NULL), CEW_OK);
	assert_int_equal(find_issue(&b, "lambda-runtime")->severity, CEW_ERROR);
	bench_close(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_template_constraint), cmocka_unit_test(test_template_default_secret),
		cmocka_unit_test(test_derived_name_too_long),
		cmocka_unit_test(test_derived_name_of_field_and_page), cmocka_unit_test(test_ruler),
		cmocka_unit_test(test_evaluation_holds_no_secret), cmocka_unit_test(test_findings_become_issues),
		cmocka_unit_test(test_typing_is_cheap),
		cmocka_unit_test(test_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
