/* The plan: what is sent, in which form, and what the lines say. */
#include "support.h"

#include <stdlib.h>
#include <string.h>

static const char small[] =
	"Parameters:\n"
	"  EnvName: {Type: String, Default: netskope-ce}\n"
	"  JWTSECRET: {Type: String, NoEcho: true}\n"
	"  MAINTENANCEPASSWORD: {Type: String, NoEcho: true}\n"
	"  MAINTENANCEPASSWORDESCAPED: {Type: String, NoEcho: true, Default: cteadmin}\n"
	"  ExistingECSTaskRole: {Type: String}\n"
	"Conditions:\n"
	"  MakeRole: !Equals [!Ref ExistingECSTaskRole, '']\n"
	"Resources:\n"
	"  Service:\n"
	"    Type: AWS::ECS::Service\n"
	"    Properties: {ServiceName: !Sub 'NetskopeCloudExchange-${EnvName}', Role: !GetAtt Role.Arn}\n"
	"  Role:\n"
	"    Type: AWS::IAM::Role\n"
	"    Condition: MakeRole\n"
	"    Properties: {RoleName: !Sub 'R-${AWS::StackName}'}\n"
	"Outputs:\n"
	"  RoleName: {Value: !Ref Role}\n";

static const struct cew_plan_parameter *parameter(const struct cew_plan *p, const char *name)
{
	for (size_t i = 0; i < p->parameter_count; i++)
		if (strcmp(p->parameters[i].name, name) == 0)
			return &p->parameters[i];
	return NULL;
}

static void test_parameters(void **state)
{
	struct bench b;
	(void)state;
	open_bench(&b, small, strlen(small));
	make(&b);
	assert_int_equal(b.plan->parameter_count, 5);
	assert_string_equal(parameter(b.plan, "EnvName")->text, "netskope-ce");
	assert_string_equal(parameter(b.plan, "ExistingECSTaskRole")->text, "");
	assert_string_equal(parameter(b.plan, "MAINTENANCEPASSWORD")->text, "****");
	assert_string_equal(cew_secret_text(parameter(b.plan, "MAINTENANCEPASSWORD")->secret), "pass+word/4DFG8sQx");
	assert_string_equal(cew_secret_text(parameter(b.plan, "MAINTENANCEPASSWORDESCAPED")->secret), "pass%2Bword%2F4DFG8sQx");
	close_bench(&b);
}

/* The template's proxies are no NoEcho parameters, and yet one with a password in it must not be shown. */
static void test_proxy_password_is_hidden(void **state)
{
	static const char proxied[] = "Parameters:\n  HTTPPROXY: {Type: String, Default: ''}\n  HTTPSPROXY: {Type: String, Default: ''}\n"
	                              "Resources:\n  T: {Type: AWS::SNS::Topic}\n";
	struct bench b;
	(void)state;
	open_bench(&b, proxied, strlen(proxied));
	set(&b, "HTTPPROXY", "http://me:hidden@proxy.corp:3128");
	set(&b, "HTTPSPROXY", "http://proxy.corp:3128");
	make(&b);
	assert_string_equal(parameter(b.plan, "HTTPPROXY")->text, "****");
	assert_string_equal(cew_secret_text(parameter(b.plan, "HTTPPROXY")->secret), "http://me:hidden@proxy.corp:3128");
	assert_string_equal(parameter(b.plan, "HTTPSPROXY")->text, "http://proxy.corp:3128");
	close_bench(&b);
}

static void test_settings(void **state)
{
	struct bench b;
	(void)state;
	open_bench(&b, small, strlen(small));
	set(&b, "onFailure", "DELETE");
	set(&b, "timeoutMinutes", "90");
	set(&b, "terminationProtection", "true");
	set(&b, "roleArn", "arn:aws:iam::123456789012:role/cfn");
	cew_answers_pair_put(b.answers, "tags", 0, "Owner", "secops", CEW_ORIGIN_TYPED, NULL);
	cew_answers_list_put(b.answers, "notificationArns", 0, "arn:aws:sns:us-east-1:123456789012:ce", CEW_ORIGIN_TYPED, NULL);
	make(&b);
	assert_string_equal(b.plan->on_failure, "DELETE");
	assert_int_equal(b.plan->timeout_minutes, 90);
	assert_true(b.plan->termination_protection);
	assert_string_equal(b.plan->role_arn, "arn:aws:iam::123456789012:role/cfn");
	assert_int_equal(b.plan->tag_count, 1);
	assert_string_equal(b.plan->tags[0].value, "secops");
	assert_int_equal(b.plan->notification_count, 1);
	assert_int_equal(b.plan->capability_count, 1);
	assert_string_equal(b.plan->capabilities[0], "CAPABILITY_NAMED_IAM");
	assert_int_equal(cew_plan_sendable(b.plan, NULL), CEW_OK);
	close_bench(&b);
}

static void test_json_lines(void **state)
{
	static const char expected[] =
		"{\"kind\":\"plan\",\"stackName\":\"ce\",\"region\":\"us-east-1\","
		"\"template\":{\"source\":\"built-in\",\"bytes\":630,\"sentBytes\":630,\"delivery\":\"inline\"},"
		"\"capabilities\":[\"CAPABILITY_NAMED_IAM\"],"
		"\"parameters\":{\"EnvName\":\"netskope-ce\",\"JWTSECRET\":\"****\",\"MAINTENANCEPASSWORD\":\"****\","
		"\"MAINTENANCEPASSWORDESCAPED\":\"****\",\"ExistingECSTaskRole\":\"\"},"
		"\"conditions\":{\"MakeRole\":true},"
		"\"resources\":[{\"logicalId\":\"Role\",\"type\":\"AWS::IAM::Role\",\"dependsOn\":[]},"
		"{\"logicalId\":\"Service\",\"type\":\"AWS::ECS::Service\",\"dependsOn\":[\"Role\"]}],"
		"\"counts\":{\"AWS::ECS::Service\":1,\"AWS::IAM::Role\":1},"
		"\"names\":[{\"logicalId\":\"Role\",\"property\":\"RoleName\",\"value\":\"R-ce\",\"length\":4,\"limit\":64,\"ok\":true},"
		"{\"logicalId\":\"Service\",\"property\":\"ServiceName\",\"value\":\"NetskopeCloudExchange-netskope-ce\",\"length\":33,"
		"\"limit\":255,\"ok\":true}],"
		"\"outputs\":[\"RoleName\"]}\n";
	struct bench b;
	struct cew_buf out;
	(void)state;
	assert_int_equal(strlen(small), 630);
	open_bench(&b, small, strlen(small));
	make(&b);
	cew_buf_init(&out, 1 << 20);
	assert_int_equal(cew_plan_write_json(b.plan, &out, NULL), CEW_OK);
	assert_string_equal(cew_buf_text(&out), expected);
	cew_buf_finish(&out);
	close_bench(&b);
}

static void test_errors_refuse_sending(void **state)
{
	struct bench b;
	struct cew_error err;
	struct cew_buf out;
	(void)state;
	open_bench(&b, small, strlen(small));
	set(&b, "MAINTENANCEPASSWORD", "cteadmin");
	make(&b);
	assert_int_equal(cew_plan_sendable(b.plan, &err), CEW_INVALID);
	assert_string_equal(err.what, "1 answer has an error");
	cew_buf_init(&out, 1 << 20);
	assert_int_equal(cew_plan_write_json(b.plan, &out, NULL), CEW_OK);
	assert_int_equal(strncmp(cew_buf_text(&out), "{\"kind\":\"issue\",\"severity\":\"error\",\"field\":\"MAINTENANCEPASSWORD\","
	                         "\"rule\":\"password\",", 80), 0);
	cew_buf_finish(&out);
	close_bench(&b);
}

/* A template whose YAML is larger than CloudFormation takes inline and whose compact form is not. */
static void test_large_template_goes_compact(void **state)
{
	struct bench b;
	struct cew_buf big;
	(void)state;
	cew_buf_init(&big, 1 << 20);
	cew_buf_str(&big, small);
	while (big.len <= 60000)
		cew_buf_str(&big, "# a comment line, which the compact form leaves out because it means nothing to CloudFormation\n");
	open_bench(&b, cew_buf_text(&big), big.len);
	make(&b);
	assert_int_equal(b.plan->template_bytes, big.len);
	assert_true(b.plan->sent_bytes < 2000);
	assert_int_equal(b.plan->delivery, CEW_DELIVERY_INLINE);
	assert_int_equal(strlen(b.plan->template_body), b.plan->sent_bytes);
	assert_int_equal(b.plan->template_body[0], '{');
	assert_int_equal(cew_plan_sendable(b.plan, NULL), CEW_OK);
	cew_buf_finish(&big);
	close_bench(&b);
}

static void test_too_large_goes_by_s3(void **state)
{
	struct bench b;
	struct cew_buf big;
	(void)state;
	cew_buf_init(&big, 1 << 20);
	cew_buf_str(&big, "Description: x\nResources:\n");
	for (int i = 0; i < 400; i++)
		cew_buf_fmt(&big, "  T%d: {Type: AWS::SNS::Topic, Properties: {DisplayName: '%0120d'}}\n", i, i);
	open_bench(&b, cew_buf_text(&big), big.len);
	make(&b);
	assert_int_equal(b.plan->delivery, CEW_DELIVERY_S3);
	assert_null(b.plan->template_body);
	assert_int_equal(b.plan->sent_bytes, big.len);
	assert_memory_equal(b.plan->template_upload, cew_buf_text(&big), big.len);
	assert_null(b.plan->template_bucket);
	char hash[65], own[64];
	cew_sha256_hex(cew_buf_text(&big), big.len, hash);
	assert_string_equal(b.plan->template_hash, hash);
	cew_plan_own_bucket(b.plan, "123456789012", own);
	assert_string_equal(own, "cewizard-templates-123456789012-us-east-1");
	cew_buf_finish(&big);
	close_bench(&b);
}

static void test_template_by_address(void **state)
{
	struct bench b;
	struct cew_cfn_template *t;
	struct cew_error err;
	(void)state;
	assert_int_equal(cew_plan_open_template("https://b.s3.us-east-1.amazonaws.com/t.yaml", NULL, &t, &err), CEW_NOT_FOUND);
	open_bench(&b, NULL, 0);
	set(&b, "template", "s3://my.bucket/dir/a b.yaml");
	make(&b);
	assert_int_equal(b.plan->delivery, CEW_DELIVERY_URL);
	assert_string_equal(b.plan->template_url, "https://s3.us-east-1.amazonaws.com/my.bucket/dir/a%20b.yaml");
	assert_string_equal(cew_secret_text(parameter(b.plan, "MAINTENANCEPASSWORDESCAPED")->secret), "pass%2Bword%2F4DFG8sQx");
	assert_int_equal(cew_plan_sendable(b.plan, NULL), CEW_OK);
	close_bench(&b);
}

static void test_open_template_errors(void **state)
{
	struct cew_cfn_template *t = NULL;
	struct cew_error err;
	(void)state;
	assert_int_equal(cew_plan_open_template("no-such-file.yaml", "/nonexistent", &t, &err), CEW_NOT_FOUND);
	assert_non_null(strstr(err.what, "/nonexistent/no-such-file.yaml"));
	assert_int_equal(cew_plan_open_template("", NULL, &t, &err), CEW_OK);
	assert_string_equal(cew_cfn_name(t), "built-in template");
	cew_cfn_destroy(t);
}

/* A parameter that no form asks for becomes a field, and is sent. */
static void test_unknown_parameter_becomes_field(void **state)
{
	static const char extra[] = "Parameters:\n  Colour: {Type: String, Default: red, AllowedValues: [red, blue], Description: Which one}\n"
	                            "Resources:\n  T: {Type: AWS::SNS::Topic}\n";
	struct bench b;
	(void)state;
	open_bench(&b, extra, strlen(extra));
	const struct cew_field *f = cew_form_field_for_parameter(b.forms, "Colour");
	assert_non_null(f);
	assert_int_equal(f->kind, CEW_FIELD_CHOICE);
	set(&b, f->id, "blue");
	make(&b);
	assert_int_equal(b.plan->parameter_count, 1);
	assert_string_equal(b.plan->parameters[0].text, "blue");
	close_bench(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parameters), cmocka_unit_test(test_proxy_password_is_hidden), cmocka_unit_test(test_settings), cmocka_unit_test(test_json_lines),
		cmocka_unit_test(test_errors_refuse_sending), cmocka_unit_test(test_large_template_goes_compact),
		cmocka_unit_test(test_too_large_goes_by_s3), cmocka_unit_test(test_template_by_address),
		cmocka_unit_test(test_open_template_errors), cmocka_unit_test(test_unknown_parameter_becomes_field),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
