/* The calls: what goes over the wire, and what comes back of it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aws_env.h"
#include "fixture.h"

static struct cew_error start_failed(struct fixture *f)
{
	struct cew_error err = {0};

	assert_int_equal(f->cloud.caller_identity(f->cloud.self, on_caller, f, &err), 0);
	return err;
}

static void caller_identity(void **state)
{
	static const struct reply script[] = {{"200 OK", NULL, IDENTITY, 0, KEEP}};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	assert_true(f.cloud.caller_identity(f.cloud.self, on_caller, &f, NULL) > 0);
	fixture_run(&f, 1);
	assert_string_equal(f.text, IDENTITY_TEXT);
	assert_memory_equal(server_head(f.server, 0), "POST / HTTP/1.1\r\n", 17);
	assert_string_equal(server_body(f.server, 0), "Action=GetCallerIdentity&Version=2011-06-15");
	assert_string_equal(server_header(f.server, 0, "content-type"), "application/x-www-form-urlencoded; charset=utf-8");
	assert_string_equal(server_header(f.server, 0, "x-amz-date"), "20240102T030405Z");
	assert_string_equal(server_header(f.server, 0, "x-amz-security-token"), "");
	assert_string_equal(server_header(f.server, 0, "expect"), "");
	assert_non_null(strstr(server_header(f.server, 0, "accept-encoding"), "gzip"));
	assert_true(server_signature_right(f.server, 0, "AKIDEXAMPLE", FIXTURE_SECRET, "us-east-1", "sts"));
	assert_non_null(strstr(server_header(f.server, 0, "authorization"), "SignedHeaders=content-type;host;x-amz-date,"));
	fixture_close(&f);
}

static void create_stack(void **state)
{
	static const struct reply script[] = {{"200 OK", NULL, CREATED, 0, KEEP}};
	static const struct cew_name_value parameters[] = {{"A", "1 & 2"}, {"Empty", ""}};
	static const struct cew_name_value tags[] = {{"Owner", "secops"}};
	static const char *const arns[] = {"arn:aws:sns:us-east-1:1:ce"};
	static const char *const capabilities[] = {"CAPABILITY_NAMED_IAM"};
	const struct cew_create_request request = {
		.stack_name = "ce",
		.template_body = "{\"Resources\":{}}",
		.parameters = parameters,
		.parameter_count = 2,
		.tags = tags,
		.tag_count = 1,
		.notification_arns = arns,
		.notification_count = 1,
		.capabilities = capabilities,
		.capability_count = 1,
		.role_arn = "arn:aws:iam::1:role/cfn",
		.on_failure = "DO_NOTHING",
		.timeout_minutes = 120,
		.termination_protection = true,
		.token = "token-1",
	};
	struct cew_aws_config config;
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	fixture_config(&f, &config);
	config.session_token = f.token;
	fixture_client(&f, &config);
	assert_true(f.cloud.create_stack(f.cloud.self, &request, on_create, &f, NULL) > 0);
	fixture_run(&f, 1);
	assert_string_equal(f.text, "arn:aws:cloudformation:us-east-1:123456789012:stack/ce/1\n");
	assert_string_equal(server_body(f.server, 0),
	                    "Action=CreateStack&Version=2010-05-15&StackName=ce"
	                    "&Parameters.member.1.ParameterKey=A&Parameters.member.1.ParameterValue=1%20%26%202"
	                    "&Parameters.member.2.ParameterKey=Empty&Parameters.member.2.ParameterValue="
	                    "&Tags.member.1.Key=Owner&Tags.member.1.Value=secops"
	                    "&NotificationARNs.member.1=arn%3Aaws%3Asns%3Aus-east-1%3A1%3Ace"
	                    "&Capabilities.member.1=CAPABILITY_NAMED_IAM"
	                    "&RoleARN=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fcfn&OnFailure=DO_NOTHING&TimeoutInMinutes=120"
	                    "&EnableTerminationProtection=true&ClientRequestToken=token-1"
	                    "&TemplateBody=%7B%22Resources%22%3A%7B%7D%7D");
	assert_string_equal(server_header(f.server, 0, "x-amz-security-token"), "TOKEN+/=");
	assert_non_null(strstr(server_header(f.server, 0, "authorization"), "x-amz-security-token"));
	assert_true(server_signature_right(f.server, 0, "AKIDEXAMPLE", FIXTURE_SECRET, "us-east-1", "cloudformation"));
	fixture_close(&f);
}

static void create_stack_leaves_out_what_is_not_chosen(void **state)
{
	static const struct reply script[] = {{"200 OK", NULL, CREATED, 0, KEEP}};
	const struct cew_create_request request = {.stack_name = "ce", .template_url = "https://b/k"};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	f.cloud.create_stack(f.cloud.self, &request, on_create, &f, NULL);
	fixture_run(&f, 1);
	assert_string_equal(server_body(f.server, 0),
	                    "Action=CreateStack&Version=2010-05-15&StackName=ce&TemplateURL=https%3A%2F%2Fb%2Fk");
	fixture_close(&f);
}

/* Over a megabyte libcurl would ask the server first, and wait a second where nobody answers that. */
static void large_requests_are_sent_without_asking(void **state)
{
	static const struct reply script[] = {{"200 OK", NULL, CREATED, 0, KEEP}};
	size_t len = (size_t)1200 * 1024;
	char *body = malloc(len + 1);
	const struct cew_create_request request = {.stack_name = "ce", .template_body = body};
	struct fixture f;

	(void)state;
	memset(body, 'x', len);
	body[len] = '\0';
	fixture_open(&f, script, 1);
	f.cloud.create_stack(f.cloud.self, &request, on_create, &f, NULL);
	fixture_run(&f, 1);
	assert_int_equal(f.err.status, CEW_OK);
	assert_string_equal(server_header(f.server, 0, "expect"), "");
	assert_true(strlen(server_body(f.server, 0)) > len);
	fixture_close(&f);
	free(body);
}

static void too_large_a_request_is_refused_before_it_leaves(void **state)
{
	static const struct reply script[] = {{"200 OK", NULL, CREATED, 0, KEEP}};
	size_t len = (size_t)2 * 1024 * 1024;
	char *body = malloc(len + 1);
	const struct cew_create_request request = {.stack_name = "ce", .template_body = body};
	struct cew_error err = {0};
	struct fixture f;

	(void)state;
	memset(body, '%', len); /* three bytes each on the wire */
	body[len] = '\0';
	fixture_open(&f, script, 1);
	assert_int_equal(f.cloud.create_stack(f.cloud.self, &request, on_create, &f, &err), 0);
	assert_int_equal(err.status, CEW_LIMIT);
	fixture_close(&f);
	free(body);
}

static void describe_stack(void **state)
{
	static const struct reply script[] = {{"200 OK", NULL,
		"<DescribeStacksResponse xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\"><DescribeStacksResult><Stacks>"
		"<member><Outputs><member><OutputKey>Url</OutputKey><OutputValue>http://x/?a&amp;b</OutputValue></member>"
		"<member><Description>d</Description><OutputKey>K</OutputKey><OutputValue/></member></Outputs>"
		"<StackId>arn:1</StackId><StackName>ce</StackName><CreationTime>2024-01-02T03:04:05.678Z</CreationTime>"
		"<StackStatus>ROLLBACK_COMPLETE</StackStatus><StackStatusReason>because</StackStatusReason>"
		"<EnableTerminationProtection>true</EnableTerminationProtection><New>x</New></member>"
		"</Stacks></DescribeStacksResult></DescribeStacksResponse>", 0, KEEP}};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	f.cloud.describe_stack(f.cloud.self, "ce", on_stack, &f, NULL);
	fixture_run(&f, 1);
	assert_string_equal(server_body(f.server, 0), "Action=DescribeStacks&Version=2010-05-15&StackName=ce");
	assert_string_equal(f.text, "arn:1|ce|ROLLBACK_COMPLETE|because||1704164645678|1\nUrl=http://x/?a&b ()\nK= (d)\n");
	fixture_close(&f);
}

static void describe_events(void **state)
{
	static const struct reply script[] = {
		{"200 OK", NULL,
		 "<DescribeStackEventsResponse><DescribeStackEventsResult><NextToken>n+1</NextToken><StackEvents><member>"
		 "<EventId>E2</EventId><StackId>arn:1</StackId><StackName>ce</StackName><LogicalResourceId>Vpc</LogicalResourceId>"
		 "<PhysicalResourceId>vpc-1</PhysicalResourceId><ResourceType>AWS::EC2::VPC</ResourceType>"
		 "<Timestamp>2024-01-02T03:04:06.5Z</Timestamp><ResourceStatus>CREATE_FAILED</ResourceStatus>"
		 "<ResourceStatusReason>no &lt;room&gt;</ResourceStatusReason><ClientRequestToken>t</ClientRequestToken></member>"
		 "<member><EventId>E1</EventId><StackName>ce</StackName><LogicalResourceId>ce</LogicalResourceId>"
		 "<PhysicalResourceId/><ResourceType>AWS::CloudFormation::Stack</ResourceType>"
		 "<Timestamp>2024-01-02T03:04:05Z</Timestamp><ResourceStatus>CREATE_IN_PROGRESS</ResourceStatus></member>"
		 "</StackEvents></DescribeStackEventsResult></DescribeStackEventsResponse>", 0, KEEP},
		{"200 OK", NULL,
		 "<DescribeStackEventsResponse><DescribeStackEventsResult><StackEvents/></DescribeStackEventsResult>"
		 "</DescribeStackEventsResponse>", 0, KEEP},
	};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 2);
	f.cloud.describe_events(f.cloud.self, "ce", NULL, on_events, &f, NULL);
	fixture_run(&f, 1);
	assert_string_equal(f.text,
	                    "E2|ce|Vpc|vpc-1|AWS::EC2::VPC|CREATE_FAILED|no <room>|t|2024-01-02T03:04:06.5Z|1704164646500\n"
	                    "E1|ce|ce||AWS::CloudFormation::Stack|CREATE_IN_PROGRESS|||2024-01-02T03:04:05Z|1704164645000\n"
	                    "next n+1\n");
	f.cloud.describe_events(f.cloud.self, "ce", "n+1", on_events, &f, NULL);
	fixture_run(&f, 2);
	assert_string_equal(f.text, "next none\n");
	assert_string_equal(server_body(f.server, 1),
	                    "Action=DescribeStackEvents&Version=2010-05-15&StackName=ce&NextToken=n%2B1");
	assert_int_equal(server_connections(f.server), 1); /* the connection is used again */
	fixture_close(&f);
}

static void delete_stack(void **state)
{
	static const struct reply script[] = {{"200 OK", NULL,
		"<DeleteStackResponse><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></DeleteStackResponse>", 0, KEEP}};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	f.cloud.delete_stack(f.cloud.self, "arn:1", "t", on_done, &f, NULL);
	fixture_run(&f, 1);
	assert_int_equal(f.err.status, CEW_OK);
	assert_string_equal(server_body(f.server, 0),
	                    "Action=DeleteStack&Version=2010-05-15&StackName=arn%3A1&ClientRequestToken=t");
	fixture_close(&f);
}

static void a_missing_stack_is_not_found(void **state)
{
	static const struct reply script[] = {
		{"400 Bad Request", NULL, FAILURE("ValidationError", "Stack with id ce does not exist"), 0, KEEP}};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	f.cloud.describe_stack(f.cloud.self, "ce", on_stack, &f, NULL);
	fixture_run(&f, 1);
	assert_int_equal(f.err.status, CEW_NOT_FOUND);
	assert_string_equal(f.err.code, "ValidationError");
	assert_string_equal(f.err.what, "Stack with id ce does not exist");
	fixture_close(&f);
}

static void an_answer_without_its_result_is_an_error(void **state)
{
	static const struct reply script[] = {{"200 OK", NULL, "<CreateStackResponse/>", 0, KEEP},
	                                      {"200 OK", NULL, "<DescribeStacksResponse/>", 0, KEEP},
	                                      {"200 OK", NULL, "<DescribeStackEventsResponse/>", 0, KEEP},
	                                      {"200 OK", NULL, "<GetCallerIdentityResponse/>", 0, KEEP}};
	const struct cew_create_request request = {.stack_name = "ce", .template_url = "https://b/k"};
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 4);
	f.cloud.create_stack(f.cloud.self, &request, on_create, &f, NULL);
	fixture_run(&f, 1);
	assert_int_equal(f.err.status, CEW_UNREACHABLE);
	assert_non_null(strstr(f.err.what, "StackId"));
	f.cloud.describe_stack(f.cloud.self, "ce", on_stack, &f, NULL);
	fixture_run(&f, 2);
	assert_int_equal(f.err.status, CEW_UNREACHABLE);
	f.cloud.describe_events(f.cloud.self, "ce", NULL, on_events, &f, NULL);
	fixture_run(&f, 3);
	assert_int_equal(f.err.status, CEW_UNREACHABLE);
	f.cloud.caller_identity(f.cloud.self, on_caller, &f, NULL);
	fixture_run(&f, 4);
	assert_int_equal(f.err.status, CEW_UNREACHABLE);
	fixture_close(&f);
}

static void the_region_can_change(void **state)
{
	static const struct reply script[] = {{"200 OK", NULL, IDENTITY, 0, KEEP}};
	struct fixture f;
	struct cew_error err = {0};

	(void)state;
	fixture_open(&f, script, 1);
	assert_string_equal(cew_aws_region(f.aws), "us-east-1");
	assert_int_equal(cew_aws_set_region(f.aws, "eu-west-1", &err), CEW_OK);
	assert_int_equal(cew_aws_set_region(f.aws, "a/b", &err), CEW_INVALID);
	assert_string_equal(cew_aws_region(f.aws), "eu-west-1");
	f.cloud.caller_identity(f.cloud.self, on_caller, &f, NULL);
	fixture_run(&f, 1);
	assert_true(server_signature_right(f.server, 0, "AKIDEXAMPLE", FIXTURE_SECRET, "eu-west-1", "sts"));
	fixture_close(&f);
}

static void a_path_in_the_endpoint_is_sent_and_signed(void **state)
{
	static const struct reply script[] = {{"200 OK", NULL, IDENTITY, 0, KEEP}};
	struct cew_aws_config config;
	struct fixture f;
	char url[80];

	(void)state;
	fixture_open(&f, script, 1);
	fixture_config(&f, &config);
	snprintf(url, sizeof(url), "http://localhost:%d/a%%20b/../c", server_port(f.server));
	config.endpoint_url = url;
	fixture_client(&f, &config);
	f.cloud.caller_identity(f.cloud.self, on_caller, &f, NULL);
	fixture_run(&f, 1);
	assert_memory_equal(server_head(f.server, 0), "POST /a%20b/../c HTTP/1.1\r\n", 27);
	assert_true(server_signature_right(f.server, 0, "AKIDEXAMPLE", FIXTURE_SECRET, "us-east-1", "sts"));
	fixture_close(&f);
}

static void without_keys_or_region_nothing_is_sent(void **state)
{
	static const struct reply script[] = {{"200 OK", NULL, IDENTITY, 0, KEEP}};
	struct cew_aws_config config;
	struct cew_error err;
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	fixture_config(&f, &config);
	config.region = NULL;
	fixture_client(&f, &config);
	assert_string_equal(cew_aws_credential_source(f.aws), "given");
	err = start_failed(&f);
	assert_int_equal(err.status, CEW_INVALID);
	assert_non_null(strstr(err.hint, "AWS_REGION"));

	fixture_config(&f, &config);
	config.access_key = NULL;
	fixture_client(&f, &config);
	assert_string_equal(cew_aws_credential_source(f.aws), "none");
	err = start_failed(&f);
	assert_int_equal(err.status, CEW_UNREACHABLE);
	assert_non_null(strstr(err.hint, "aws configure"));

	/* Keys that turn up in the meantime are taken. */
	setenv("AWS_ACCESS_KEY_ID", "LATER", 1);
	setenv("AWS_SECRET_ACCESS_KEY", "later", 1);
	assert_true(f.cloud.caller_identity(f.cloud.self, on_caller, &f, NULL) > 0);
	assert_string_equal(cew_aws_credential_source(f.aws), "environment");
	fixture_run(&f, 1);
	assert_true(server_signature_right(f.server, 0, "LATER", "later", "us-east-1", "sts"));
	fixture_close(&f);
}

static void with_keys_given_the_shared_files_do_not_count(void **state)
{
	static const struct reply script[] = {{"200 OK", NULL, IDENTITY, 0, KEEP}};
	struct cew_aws_config config;
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	shared_files("nonsense\n", NULL);
	setenv("AWS_PROFILE", "nobody", 1);
	fixture_config(&f, &config);
	fixture_client(&f, &config);
	assert_string_equal(cew_aws_profile(f.aws), "nobody");
	f.cloud.caller_identity(f.cloud.self, on_caller, &f, NULL);
	fixture_run(&f, 1);
	assert_string_equal(f.text, IDENTITY_TEXT);
	fixture_close(&f);
}

static void the_log_holds_no_secret(void **state)
{
	static const struct reply script[] = {
		{"400 Bad Request", "x-amzn-RequestId: req-77\r\n", FAILURE("ValidationError", "Value 'hunter2' at 'x' failed"), 0, KEEP}};
	static const struct cew_name_value parameters[] = {{"Password", "hunter2"}};
	const struct cew_create_request request = {
		.stack_name = "ce", .template_body = "{}", .parameters = parameters, .parameter_count = 1};
	char path[] = "/tmp/cew-log-XXXXXX";
	int fd = mkstemp(path);
	struct cew_aws_config config;
	struct cew_buf log;
	struct fixture f;

	(void)state;
	fixture_open(&f, script, 1);
	fixture_config(&f, &config);
	config.session_token = f.token;
	assert_int_equal(cew_log_open(path, CEW_LOG_DEBUG, NULL), CEW_OK);
	fixture_client(&f, &config);
	f.cloud.create_stack(f.cloud.self, &request, on_create, &f, NULL);
	fixture_run(&f, 1);
	cew_log_close();
	cew_buf_init(&log, 100000);
	assert_int_equal(cew_file_read(path, 100000, &log, NULL), CEW_OK);
	assert_non_null(strstr(cew_buf_text(&log), "CreateStack"));
	assert_non_null(strstr(cew_buf_text(&log), "HTTP 400"));
	assert_non_null(strstr(cew_buf_text(&log), "request req-77"));
	assert_null(strstr(cew_buf_text(&log), "hunter2"));
	assert_null(strstr(cew_buf_text(&log), FIXTURE_SECRET));
	assert_null(strstr(cew_buf_text(&log), "TOKEN+/="));
	assert_null(strstr(cew_buf_text(&log), "Signature="));
	cew_buf_finish(&log);
	close(fd);
	unlink(path);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(caller_identity),
		cmocka_unit_test(create_stack),
		cmocka_unit_test(create_stack_leaves_out_what_is_not_chosen),
		cmocka_unit_test(large_requests_are_sent_without_asking),
		cmocka_unit_test(too_large_a_request_is_refused_before_it_leaves),
		cmocka_unit_test(describe_stack),
		cmocka_unit_test(describe_events),
		cmocka_unit_test(delete_stack),
		cmocka_unit_test(a_missing_stack_is_not_found),
		cmocka_unit_test(an_answer_without_its_result_is_an_error),
		cmocka_unit_test(the_region_can_change),
		cmocka_unit_test(a_path_in_the_endpoint_is_sent_and_signed),
		cmocka_unit_test(without_keys_or_region_nothing_is_sent),
		cmocka_unit_test(with_keys_given_the_shared_files_do_not_count),
		cmocka_unit_test(the_log_holds_no_secret),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
