/* What AWS's and the network's errors become. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "errors.h"

static const struct aws_error_context context = {
	.action = "CreateStack",
	.region = "eu-west-1",
	.profile = "dev",
	.source = "profile dev (~/.aws/credentials)",
	.renew = "Log in again: aws sso login --profile dev",
	.host = "cloudformation.eu-west-1.amazonaws.com",
};

static void without_proxies(void)
{
	static const char *const names[] = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};

	for (size_t i = 0; i < CEW_COUNT(names); i++)
		unsetenv(names[i]);
}

/* Each row: what AWS sends; words that must stand in what we say and advise. */
static void aws_errors(void **state)
{
	static const struct {
		const char *code, *message;
		enum cew_status status;
		const char *what, *hint, *where;
	} rows[] = {
		{"AlreadyExistsException", "Stack [ce] already exists", CEW_REFUSED, "exists already in eu-west-1: Stack [ce] already",
		 "another stack name", "CreateStack"},
		{"LimitExceededException", "Limit for stack has been exceeded", CEW_REFUSED, "limit of CloudFormation stacks",
		 "Service Quotas", "CreateStack"},
		{"InsufficientCapabilitiesException", "Requires capabilities : [CAPABILITY_NAMED_IAM]", CEW_REFUSED,
		 "CAPABILITY_NAMED_IAM", "Acknowledge", "CreateStack"},
		{"TokenAlreadyExistsException", "", CEW_REFUSED, "TokenAlreadyExistsException", "cewizard watch", "CreateStack"},
		{"ValidationError", "Stack with id ce does not exist", CEW_NOT_FOUND, "Stack with id ce does not exist", "eu-west-1",
		 "CreateStack"},
		{"ValidationError", "Stack [ce] does not exist", CEW_NOT_FOUND, "does not exist", "stack id", "CreateStack"},
		{"ValidationError", "Parameters: [A, B] must have values", CEW_REFUSED, "have no value", "value", "A, B"},
		{"ValidationError", "Parameters: [X] do not exist in the template", CEW_REFUSED, "template does not have", "Remove", "X"},
		{"ValidationError", "Parameter 'Cpu' must be one of AllowedValues", CEW_REFUSED, "none of those", "Correct", "Cpu"},
		{"ValidationError", "Parameter 'Cidr' must match pattern ^x$", CEW_REFUSED, "form", "Correct", "Cidr"},
		{"ValidationError", "Parameter 'N' must be a number.", CEW_REFUSED, "no number", "Correct", "N"},
		{"ValidationError", "Parameter 'P' must contain at least 8 characters", CEW_REFUSED, "length", "Correct", "P"},
		{"ValidationError",
		 "Parameter validation failed: parameter value vpc-1 for parameter name VpcId does not exist", CEW_REFUSED,
		 "names something that does not exist in eu-west-1", "this account and region", "CreateStack"},
		{"ValidationError",
		 "1 validation error detected: Value '{\"a\":1}' at 'templateBody' failed to satisfy constraint: Member must have length "
		 "less than or equal to 51200", CEW_REFUSED, "51,200 bytes", "S3 bucket", "CreateStack"},
		{"ValidationError",
		 "1 validation error detected: Value 'a b' at 'stackName' failed to satisfy constraint: Member must satisfy regular "
		 "expression pattern: [a-zA-Z][-a-zA-Z0-9]*", CEW_REFUSED, "the stack name is not one", "beginning with a letter",
		 "CreateStack"},
		{"ValidationError", "Stack [ce] cannot be deleted while TerminationProtection is enabled", CEW_REFUSED, "protected",
		 "update-termination-protection", "CreateStack"},
		{"ValidationError", "Stack:arn is in ROLLBACK_COMPLETE state and can not be updated.", CEW_REFUSED, "cannot be changed",
		 "only be deleted", "CreateStack"},
		{"ValidationError", "Role ARN is invalid or cannot be assumed", CEW_REFUSED, "service role", "iam:PassRole",
		 "CreateStack"},
		{"ValidationError", "TemplateURL must be a supported URL.", CEW_REFUSED, "template's URL", "https://", "CreateStack"},
		{"ValidationError", "S3 error: Access Denied", CEW_REFUSED, "from S3", "s3:GetObject", "CreateStack"},
		{"ValidationError", "Template format error: YAML not well-formed.", CEW_REFUSED, "not well-formed", "cewizard plan",
		 "CreateStack"},
		{"ValidationError", "something new", CEW_REFUSED, "something new", "", "CreateStack"},
		{"AccessDenied", "User: arn is not authorized to perform: cloudformation:CreateStack", CEW_REFUSED,
		 "does not permit CreateStack", "keys of", "CreateStack"},
		{"AccessDeniedException", "not authorized to perform: iam:PassRole on resource: r", CEW_REFUSED, "hand this role",
		 "iam:PassRole", "CreateStack"},
		{"AccessDenied", "with an explicit deny in a service control policy", CEW_REFUSED, "organization", "organization",
		 "CreateStack"},
		{"ExpiredToken", "The security token included in the request is expired", CEW_REFUSED,
		 "session has expired (keys of profile dev", "Log in again: aws sso login --profile dev, then try again", "CreateStack"},
		{"InvalidClientTokenId", "The security token included in the request is invalid.", CEW_REFUSED, "does not know",
		 "session token", "CreateStack"},
		{"SignatureDoesNotMatch", "The request signature we calculated does not match", CEW_REFUSED, "secret access key",
		 "again", "CreateStack"},
		{"SignatureDoesNotMatch", "Signature expired: 2 is now earlier than 3", CEW_REFUSED, "clock is wrong", "timedatectl",
		 "CreateStack"},
		{"SignatureDoesNotMatch", "Signature not yet current: A is still later than B", CEW_REFUSED, "clock is wrong",
		 "timedatectl", "CreateStack"},
		{"OptInRequired", "not subscribed", CEW_REFUSED, "not signed up", "eu-west-1", "CreateStack"},
		{"MissingAuthenticationToken", "Request is missing Authentication Token", CEW_REFUSED, "without its signature", "proxy",
		 "CreateStack"},
		{"Throttling", "Rate exceeded", CEW_REFUSED, "too many calls", "Wait", "CreateStack"},
		{"ServiceUnavailable", "x", CEW_UNREACHABLE, "not available in eu-west-1", "health.aws", "CreateStack"},
		{"NeverHeardOf", "some text.", CEW_REFUSED, "AWS refused CreateStack: some text", "", "CreateStack"},
	};

	(void)state;
	without_proxies();
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct cew_error err = {0};

		assert_int_equal(aws_error_from_service(&context, 400, rows[i].code, rows[i].message, &err), rows[i].status);
		assert_int_equal(err.status, rows[i].status);
		assert_string_equal(err.code, rows[i].code);
		assert_string_equal(err.where, rows[i].where);
		if (!strstr(err.what, rows[i].what) || !strstr(err.hint, rows[i].hint) || strchr(err.what, '{'))
			fail_msg("%s/%s: \"%s\" (%s)", rows[i].code, rows[i].message, err.what, err.hint);
	}
}

static void an_unknown_failure_inside_aws_settles_nothing(void **state)
{
	struct cew_error err = {0};

	(void)state;
	assert_int_equal(aws_error_from_service(&context, 500, "Whatever", "", &err), CEW_UNREACHABLE);
	assert_non_null(strstr(err.what, "AWS failed inside on CreateStack: Whatever"));
	assert_string_equal(err.code, "Whatever");
}

static void quoted_values_are_left_out(void **state)
{
	struct cew_error err = {0};

	(void)state;
	aws_error_from_service(&context, 400, "ValidationError",
	                       "2 validation errors detected: Value 'hunter2' at 'parameters.1.member.parameterValue' failed to satisfy "
	                       "constraint: X; Value 'it's' at 'tags.1' failed to satisfy constraint: Y", &err);
	assert_null(strstr(err.what, "hunter2"));
	assert_null(strstr(err.what, "it's"));
	assert_non_null(strstr(err.what, "Value at 'parameters.1.member.parameterValue' failed to satisfy constraint: X"));
	assert_non_null(strstr(err.what, "Value at 'tags.1' failed to satisfy constraint: Y"));
	aws_error_from_service(&context, 400, "ValidationError", "Value 'hunter2 cut off", &err);
	assert_null(strstr(err.what, "hunter2"));
}

static void says_how_far_the_clock_is_off(void **state)
{
	struct aws_error_context c = context;
	struct cew_error err = {0};

	(void)state;
	c.clock_off_ms = 600 * 1000;
	aws_error_from_service(&c, 403, "SignatureDoesNotMatch", "Signature expired: x", &err);
	assert_non_null(strstr(err.hint, "it is 10:00 slow"));
	c.clock_off_ms = -3600 * 1000;
	aws_error_from_service(&c, 403, "SignatureDoesNotMatch", "Signature not yet current: x", &err);
	assert_non_null(strstr(err.hint, "it is 1:00:00 fast"));
}

static struct cew_error network(const struct aws_error_context *c, CURLcode code, const char *detail, long proxy_status)
{
	struct aws_http_answer answer = {.curl_code = (int)code, .proxy_status = proxy_status};
	struct cew_error err = {0};

	strncpy(answer.detail, detail, sizeof(answer.detail) - 1);
	cew_buf_init(&answer.body, 100);
	assert_int_equal(aws_error_from_network(c, &answer, &err), CEW_UNREACHABLE);
	assert_int_equal(err.status, CEW_UNREACHABLE);
	assert_string_equal(err.code, "");
	return err;
}

static void network_failures_name_the_setting(void **state)
{
	struct aws_error_context c = context;
	struct cew_error err;

	(void)state;
	without_proxies();
	err = network(&c, CURLE_COULDNT_RESOLVE_HOST, "Could not resolve host: x", 0);
	assert_non_null(strstr(err.what, "cloudformation.eu-west-1.amazonaws.com cannot be found (Could not resolve host: x)"));
	assert_non_null(strstr(err.hint, "DNS"));
	err = network(&c, CURLE_PEER_FAILED_VERIFICATION, "self-signed certificate", 0);
	assert_non_null(strstr(err.what, "authorities: the system's"));
	assert_non_null(strstr(err.hint, "AWS_CA_BUNDLE"));
	c.ca_bundle = "/etc/my.pem";
	err = network(&c, CURLE_SSL_CACERT_BADFILE, "", 0);
	assert_non_null(strstr(err.what, "/etc/my.pem"));
	err = network(&c, CURLE_OPERATION_TIMEDOUT, "", 0);
	assert_non_null(strstr(err.hint, "HTTPS_PROXY"));
	err = network(&c, CURLE_URL_MALFORMAT, "", 0);
	assert_non_null(strstr(err.what, "cannot be reached"));
}

static const struct aws_proxy proxy = {.setting = "HTTPS_PROXY", .value = "http://user:p@ss@proxy.corp:3128",
                                       .shown = "http://proxy.corp:3128"};

/* Whoever has not come past the proxy cannot blame AWS. */
static void failures_of_the_proxy_name_it(void **state)
{
	static const struct {
		CURLcode code;
		long proxy_status;
		const char *what, *hint;
	} rows[] = {
		{CURLE_COULDNT_RESOLVE_PROXY, 0, "the proxy's name cannot be found", "Correct HTTPS_PROXY, or unset it"},
		{CURLE_COULDNT_CONNECT, 0, "the proxy does not take connections", "Correct HTTPS_PROXY, or unset it"},
		{CURLE_OPERATION_TIMEDOUT, 0, "the proxy did not answer in time", "NO_PROXY"},
		{CURLE_SSL_CONNECT_ERROR, 0, "no secure connection to the proxy", "write http:// before its name in HTTPS_PROXY"},
		{CURLE_PEER_FAILED_VERIFICATION, 0, "the certificate of the proxy cannot be trusted", "--ca-bundle"},
		{CURLE_GOT_NOTHING, 0, "the proxy closed the connection", "HTTPS_PROXY"},
		{CURLE_SEND_ERROR, 0, "the connection to the proxy broke off", "HTTPS_PROXY"},
		{CURLE_RECV_ERROR, 0, "the connection to the proxy broke off", "HTTPS_PROXY"},
		{CURLE_PROXY, 0, "the proxy does not work", "HTTPS_PROXY"},
		{CURLE_WEIRD_SERVER_REPLY, 0, "does not speak HTTP", "HTTPS_PROXY"},
		{CURLE_RECV_ERROR, 407, "the proxy wants a user name and password", "HTTPS_PROXY: http://USER:PASSWORD@HOST:PORT"},
		{CURLE_RECV_ERROR, 403, "the proxy does not let connections to cloudformation.eu-west-1.amazonaws.com pass", "allow"},
		{CURLE_RECV_ERROR, 502, "the proxy cannot reach cloudformation.eu-west-1.amazonaws.com", "NO_PROXY"},
	};
	struct aws_error_context c = context;

	(void)state;
	c.proxy = &proxy;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct cew_error err = network(&c, rows[i].code, "detail", rows[i].proxy_status);

		if (!strstr(err.what, rows[i].what) || !strstr(err.hint, rows[i].hint))
			fail_msg("%d: \"%s\" (%s)", (int)rows[i].code, err.what, err.hint);
		assert_non_null(strstr(err.what, "(HTTPS_PROXY=http://proxy.corp:3128)"));
		assert_null(strstr(err.what, "p@ss"));
		assert_string_equal(err.where, "CreateStack");
	}
}

/* Behind it, the host is the matter, and the proxy only on the way. */
static void failures_behind_the_proxy_name_the_host(void **state)
{
	struct aws_error_context c = context;
	struct cew_error err;

	(void)state;
	c.proxy = &proxy;
	err = network(&c, CURLE_OPERATION_TIMEDOUT, "", 200);
	assert_non_null(strstr(err.what, "cloudformation.eu-west-1.amazonaws.com did not answer in time"));
	assert_non_null(strstr(err.hint, "HTTPS_PROXY=http://proxy.corp:3128"));
	err = network(&c, CURLE_PEER_FAILED_VERIFICATION, "", 200);
	assert_non_null(strstr(err.what, "the certificate of cloudformation.eu-west-1.amazonaws.com"));
	c.proxy = NULL;
	err = network(&c, CURLE_COULDNT_CONNECT, "", 0);
	assert_non_null(strstr(err.what, "cloudformation.eu-west-1.amazonaws.com does not take connections"));
	assert_null(strstr(err.hint, "proxy.corp"));
}

static void keys_are_named_in_words(void **state)
{
	static const char *const rows[][2] = {
		{"environment", "(keys of the environment)"}, {"given", "(keys of the caller)"}, {"instance role", "(keys of the instance's role)"},
		{"container", "(keys of the container)"}, {"profile dev (/c)", "(keys of profile dev (/c))"},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct aws_error_context c = context;
		struct cew_error err = {0};

		c.source = rows[i][0];
		aws_error_from_service(&c, 403, "AccessDenied", "User: x", &err);
		if (!strstr(err.hint, rows[i][1]))
			fail_msg("%s", err.hint);
	}
}

static struct cew_error not_aws(long status, const char *type, const char *body)
{
	struct aws_http_answer answer = {.status = status};
	struct cew_error err = {0};

	strncpy(answer.content_type, type, sizeof(answer.content_type) - 1);
	cew_buf_init(&answer.body, 1000);
	cew_buf_str(&answer.body, body);
	assert_int_equal(aws_error_not_aws(&context, &answer, &err), CEW_UNREACHABLE);
	assert_memory_equal(err.what, "what answered was not AWS", 25);
	cew_buf_finish(&answer.body);
	return err;
}

static void login_pages_are_recognised(void **state)
{
	struct cew_error err;

	(void)state;
	without_proxies();
	err = not_aws(200, "text/html; charset=utf-8", "x");
	assert_non_null(strstr(err.what, "a web page (HTTP 200)"));
	assert_non_null(strstr(err.hint, "login page"));
	err = not_aws(403, "", "\n <!DOCTYPE HTML><p>");
	assert_non_null(strstr(err.what, "a web page (HTTP 403)"));
	err = not_aws(302, "", "");
	assert_non_null(strstr(err.what, "sent us elsewhere (HTTP 302)"));
	err = not_aws(404, "text/plain", "not found");
	assert_non_null(strstr(err.what, "something unknown (HTTP 404)"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(aws_errors),
		cmocka_unit_test(an_unknown_failure_inside_aws_settles_nothing),
		cmocka_unit_test(quoted_values_are_left_out),
		cmocka_unit_test(says_how_far_the_clock_is_off),
		cmocka_unit_test(network_failures_name_the_setting),
		cmocka_unit_test(failures_of_the_proxy_name_it),
		cmocka_unit_test(failures_behind_the_proxy_name_the_host),
		cmocka_unit_test(keys_are_named_in_words),
		cmocka_unit_test(login_pages_are_recognised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
