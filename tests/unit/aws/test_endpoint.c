/* Hosts by partition, and the URLs that stand in for them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "cewizard/aws.h"
#include "endpoint.h"

enum { PLAIN = 0, FIPS = 1, DUAL = 2 };

static void hosts_by_partition(void **state)
{
	static const struct {
		enum aws_service service;
		const char *region;
		int kind;
		const char *host;
	} rows[] = {
		{AWS_CLOUDFORMATION, "us-east-1", PLAIN, "cloudformation.us-east-1.amazonaws.com"},
		{AWS_STS, "eu-west-1", PLAIN, "sts.eu-west-1.amazonaws.com"},
		{AWS_STS, "cn-north-1", PLAIN, "sts.cn-north-1.amazonaws.com.cn"},
		{AWS_CLOUDFORMATION, "us-gov-west-1", PLAIN, "cloudformation.us-gov-west-1.amazonaws.com"},
		{AWS_CLOUDFORMATION, "eusc-de-east-1", PLAIN, "cloudformation.eusc-de-east-1.amazonaws.eu"},
		{AWS_CLOUDFORMATION, "us-iso-east-1", PLAIN, "cloudformation.us-iso-east-1.c2s.ic.gov"},
		{AWS_CLOUDFORMATION, "us-isob-east-1", PLAIN, "cloudformation.us-isob-east-1.sc2s.sgov.gov"},
		{AWS_CLOUDFORMATION, "eu-isoe-west-1", PLAIN, "cloudformation.eu-isoe-west-1.cloud.adc-e.uk"},
		{AWS_CLOUDFORMATION, "us-isof-south-1", PLAIN, "cloudformation.us-isof-south-1.csp.hci.ic.gov"},
		{AWS_CLOUDFORMATION, "xx-new-9", PLAIN, "cloudformation.xx-new-9.amazonaws.com"},
		{AWS_CLOUDFORMATION, "us-east-1", FIPS, "cloudformation-fips.us-east-1.amazonaws.com"},
		{AWS_STS, "us-west-2", FIPS, "sts-fips.us-west-2.amazonaws.com"},
		{AWS_CLOUDFORMATION, "us-gov-east-1", FIPS, "cloudformation.us-gov-east-1.amazonaws.com"},
		{AWS_CLOUDFORMATION, "us-east-1", DUAL, "cloudformation.us-east-1.api.aws"},
		{AWS_CLOUDFORMATION, "us-east-1", FIPS | DUAL, "cloudformation-fips.us-east-1.api.aws"},
		{AWS_STS, "cn-northwest-1", DUAL, "sts.cn-northwest-1.api.amazonwebservices.com.cn"},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct aws_endpoint e;
		char url[200] = "https://";

		assert_int_equal(aws_endpoint_find(rows[i].service, rows[i].region, NULL, rows[i].kind & FIPS,
		                                   rows[i].kind & DUAL, &e, NULL), CEW_OK);
		assert_string_equal(e.host, rows[i].host);
		strcat(strcat(url, rows[i].host), "/");
		assert_string_equal(e.url, url);
		assert_string_equal(e.path, "/");
		assert_false(e.loopback);
		assert_false(e.custom);
		aws_endpoint_finish(&e);
	}
}

static enum aws_service service_named(const char *name)
{
	for (int i = 0; i < AWS_SERVICE_COUNT; i++) {
		const struct aws_service_info *info = aws_service_info((enum aws_service)i);
		bool by_key = i == AWS_SSO || i == AWS_SSO_OIDC; /* their signing names are no names */

		if (strcmp(by_key ? info->config_key : info->signing_name, name) == 0)
			return (enum aws_service)i;
	}
	fail_msg("no service %s", name);
	return AWS_SERVICE_COUNT;
}

static void host_is(const char *line)
{
	char name[32], region[32], kind[4], host[128], sign[32] = "";
	enum aws_service service;
	struct aws_endpoint e;
	struct cew_error err;
	enum cew_status status;

	assert_true(sscanf(line, "%31s %31s %3s %127s %31s", name, region, kind, host, sign) >= 4);
	service = service_named(name);
	status = aws_endpoint_find(service, region, NULL, strchr(kind, 'f'), strchr(kind, 'd'), &e, &err);
	if (strcmp(host, "none") == 0) {
		assert_int_equal(status, CEW_NOT_FOUND);
		return;
	}
	assert_int_equal(status, CEW_OK);
	if (service == AWS_S3)
		assert_int_equal(aws_endpoint_bucket(&e, "bkt", false, NULL), CEW_OK);
	if (strcmp(e.host, host) != 0)
		fail_msg("%s: %s", line, e.host);
	if (*sign)
		assert_string_equal(e.region, sign);
	aws_endpoint_finish(&e);
}

static void hosts_are_those_of_aws_tools(void **state)
{
	FILE *f = fopen(TEST_DATA "/aws/endpoints.txt", "r");
	char line[256];
	int count = 0;

	(void)state;
	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		if (line[0] == '#')
			continue;
		host_is(line);
		count++;
	}
	fclose(f);
	assert_true(count > 500);
}

static void buckets(void **state)
{
	static const struct {
		const char *override, *bucket;
		bool path_style;
		const char *url, *host, *path;
	} rows[] = {
		{NULL, "my-bucket", false, "https://my-bucket.s3.eu-west-1.amazonaws.com/", "my-bucket.s3.eu-west-1.amazonaws.com", "/"},
		{NULL, "my.bucket", false, "https://s3.eu-west-1.amazonaws.com/my.bucket", "s3.eu-west-1.amazonaws.com", "/my.bucket"},
		{NULL, "My_Bucket", false, "https://s3.eu-west-1.amazonaws.com/My_Bucket", "s3.eu-west-1.amazonaws.com", "/My_Bucket"},
		{NULL, "my-bucket", true, "https://s3.eu-west-1.amazonaws.com/my-bucket", "s3.eu-west-1.amazonaws.com", "/my-bucket"},
		{"https://s3.example:8443/x", "my-bucket", false, "https://my-bucket.s3.example:8443/x", "my-bucket.s3.example:8443", "/x"},
		{"http://127.0.0.1:9000", "my-bucket", false, "http://127.0.0.1:9000/my-bucket", "127.0.0.1:9000", "/my-bucket"},
		{"http://localhost:9000/", "my-bucket", false, "http://localhost:9000/my-bucket", "localhost:9000", "/my-bucket"},
		{"http://10.1.2.3:9000", "my-bucket", false, "http://10.1.2.3:9000/my-bucket", "10.1.2.3:9000", "/my-bucket"},
		{"http://[fd00::1]:9000/s3", "my-bucket", false, "http://[fd00::1]:9000/s3/my-bucket", "[fd00::1]:9000", "/s3/my-bucket"},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct aws_endpoint e;

		assert_int_equal(aws_endpoint_find(AWS_S3, "eu-west-1", rows[i].override, false, false, &e, NULL), CEW_OK);
		assert_int_equal(aws_endpoint_bucket(&e, rows[i].bucket, rows[i].path_style, NULL), CEW_OK);
		assert_string_equal(e.url, rows[i].url);
		assert_string_equal(e.host, rows[i].host);
		assert_string_equal(e.path, rows[i].path);
		aws_endpoint_finish(&e);
	}
}

static void says_which_hosts_do_not_exist(void **state)
{
	struct aws_endpoint e;
	struct cew_error err = {0};

	(void)state;
	assert_int_equal(aws_endpoint_find(AWS_STS, "cn-north-1", NULL, true, false, &e, &err), CEW_NOT_FOUND);
	assert_non_null(strstr(err.hint, "AWS_USE_FIPS_ENDPOINT"));
	assert_int_equal(aws_endpoint_find(AWS_STS, "us-isof-south-1", NULL, false, true, &e, &err), CEW_NOT_FOUND);
	assert_non_null(strstr(err.hint, "AWS_USE_DUALSTACK_ENDPOINT"));
}

static void takes_urls(void **state)
{
	static const struct {
		const char *given, *url, *host, *path;
		bool loopback;
	} rows[] = {
		{"http://127.0.0.1:4566", "http://127.0.0.1:4566/", "127.0.0.1:4566", "/", true},
		{"http://localhost:4566/", "http://localhost:4566/", "localhost:4566", "/", true},
		{"http://[::1]:80/a/b", "http://[::1]/a/b", "[::1]", "/a/b", true},
		{"HTTPS://Proxy.example:443", "https://Proxy.example/", "Proxy.example", "/", false},
		{"https://cfn.example:8443/x%20y", "https://cfn.example:8443/x%20y", "cfn.example:8443", "/x%20y", false},
		{"https://127.example.com:80", "https://127.example.com:80/", "127.example.com:80", "/", false},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct aws_endpoint e;

		assert_int_equal(aws_endpoint_find(AWS_STS, "us-east-1", rows[i].given, false, false, &e, NULL), CEW_OK);
		assert_string_equal(e.url, rows[i].url);
		assert_string_equal(e.host, rows[i].host);
		assert_string_equal(e.path, rows[i].path);
		assert_int_equal(e.loopback, rows[i].loopback);
		assert_true(e.custom);
		aws_endpoint_finish(&e);
	}
}

static void refuses_urls(void **state)
{
	static const char *const rows[] = {
		"localhost:4566",  "ftp://host",     "https://",        "https://:80",     "https://host:",
		"https://host:x",  "https://host:99999", "https://host:80x", "https://[::1",  "https://host/?q=1",
		"https://host/#f", "https://u:p@host", "https://ho st",  "https://host/\r\nX: y",
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct aws_endpoint e;
		struct cew_error err = {0};

		if (aws_endpoint_find(AWS_STS, "us-east-1", rows[i], false, false, &e, &err) != CEW_INVALID)
			fail_msg("%s was taken", rows[i]);
		assert_null(strstr(err.what, "u:p"));
	}
}

static void region_names(void **state)
{
	(void)state;
	assert_true(aws_region_valid("us-east-1"));
	assert_true(aws_region_valid("eusc-de-east-1"));
	assert_false(aws_region_valid(""));
	assert_false(aws_region_valid("-x"));
	assert_false(aws_region_valid("us-east-1.evil.example"));
	assert_false(aws_region_valid("us east 1"));
	assert_false(aws_region_valid("x/../y"));
	for (const struct cew_aws_region *r = cew_aws_regions; r->code; r++) {
		assert_true(aws_region_valid(r->code));
		assert_non_null(r->name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts_are_those_of_aws_tools),
		cmocka_unit_test(buckets),
		cmocka_unit_test(hosts_by_partition), cmocka_unit_test(says_which_hosts_do_not_exist),
		cmocka_unit_test(takes_urls),         cmocka_unit_test(refuses_urls),
		cmocka_unit_test(region_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
