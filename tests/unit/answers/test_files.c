/* Files of answers in their three shapes: what they say arrives. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void test_an_answers_file(void **state)
{
	struct desk *d = *state;
	must_read(d, "stackName: netskope-ce\n"
	             "region: eu-west-1\n"
	             "template: https://example.com/t.yaml\n"
	             "parameters:\n"
	             "  CreateResources: \"False\"\n"
	             "  EnvName: 0123\n"
	             "  CreateALB: false\n"
	             "  ExistingVPCId: vpc-1\n"
	             "  PackageType: Large\n"
	             "  TLSVersion: TLSv1.2 TLSv1.3\n"
	             "tags: {Owner: secops, \"Cost centre\": 4711, Live: true}\n"
	             "roleArn: arn:aws:iam::123456789012:role/cfn\n"
	             "notificationArns: [\"arn:aws:sns:eu-west-1:123456789012:ce\", other]\n"
	             "onFailure: DO_NOTHING\n"
	             "terminationProtection: true\n"
	             "timeoutMinutes: 120\n");
	assert_answer(d, "stackName", "netskope-ce");
	assert_int_equal(cew_answers_origin(d->a, "stackName"), CEW_ORIGIN_FILE);
	assert_answer(d, "region", "eu-west-1");
	assert_answer(d, "template", "https://example.com/t.yaml");
	assert_answer(d, "CreateResources", "False");
	assert_answer(d, "EnvName", "0123"); /* as written */
	assert_answer(d, "CreateALB", "False");
	assert_answer(d, "ExistingVPCId", "vpc-1");
	assert_answer(d, "TLSVersion", "TLSv1.2 TLSv1.3");
	assert_int_equal(cew_answers_list_count(d->a, "tags"), 3);
	assert_string_equal(cew_answers_pair_at(d->a, "tags", 1)->key, "Cost centre");
	assert_string_equal(cew_answers_pair_at(d->a, "tags", 1)->value, "4711");
	assert_string_equal(cew_answers_pair_at(d->a, "tags", 2)->value, "true");
	assert_answer(d, "roleArn", "arn:aws:iam::123456789012:role/cfn");
	assert_string_equal(cew_answers_list_at(d->a, "notificationArns", 1), "other");
	assert_int_equal(cew_answers_origin(d->a, "notificationArns"), CEW_ORIGIN_FILE);
	assert_answer(d, "onFailure", "DO_NOTHING");
	assert_answer(d, "terminationProtection", "true");
	assert_answer(d, "timeoutMinutes", "120");
}

static void test_the_same_in_json(void **state)
{
	struct desk *d = *state;
	must_read(d, "{\"stackName\": \"ce\", \"parameters\": {\"CreateALB\": true, \"EnvName\": \"\\u0065nv\"},\n"
	             " \"tags\": {\"Owner\": \"secops\"}, \"timeoutMinutes\": 60, \"terminationProtection\": false}");
	assert_answer(d, "stackName", "ce");
	assert_answer(d, "CreateALB", "True");
	assert_answer(d, "EnvName", "env");
	assert_answer(d, "tags", "Owner=secops");
	assert_answer(d, "timeoutMinutes", "60");
	assert_answer(d, "terminationProtection", "false");
}

static void test_parameters_file_of_the_aws_cli(void **state)
{
	struct desk *d = *state;
	must_read(d, "[{\"ParameterKey\": \"EnvName\", \"ParameterValue\": \"env\"},\n"
	             " {\"ParameterKey\": \"CreateALB\", \"ParameterValue\": \"false\", \"UsePreviousValue\": false},\n"
	             " {\"ParameterKey\": \"VpcCIDR\", \"ParameterValue\": \"10.0.0.0/16\", \"ResolvedValue\": \"10.0.0.0/16\"}]");
	assert_answer(d, "EnvName", "env");
	assert_answer(d, "CreateALB", "False");
	assert_answer(d, "VpcCIDR", "10.0.0.0/16");
	must_read(d, "- ParameterKey: PackageType\n  ParameterValue: Small\n"); /* as YAML, which the CLI reads as well */
	assert_answer(d, "PackageType", "Small");
	must_read(d, "[]");
}

static void test_template_configuration_file(void **state)
{
	struct desk *d = *state;
	must_read(d, "{\"Parameters\": {\"EnvName\": \"env\", \"CreateALB\": \"False\"}, \"Tags\": {\"Owner\": \"secops\"}}");
	assert_answer(d, "EnvName", "env");
	assert_answer(d, "CreateALB", "False");
	assert_answer(d, "tags", "Owner=secops");
	must_read(d, "{\"Tags\": {\"Stage\": \"test\"}}");
	assert_answer(d, "tags", "Stage=test");
}

static void test_empty_values(void **state)
{
	struct desk *d = *state;
	must_read(d, "parameters: {EnvName: \"\", HTTPPROXY: ''}\ntags: {}\nnotificationArns: []\nroleArn: \"\"\n");
	assert_answer(d, "EnvName", "");
	assert_int_equal(cew_answers_origin(d->a, "EnvName"), CEW_ORIGIN_FILE);
	assert_parameter(d, "HTTPPROXY", "");
	assert_int_equal(cew_answers_list_count(d->a, "tags"), 0);
	must_read(d, "{}");
	must_read(d, "parameters: {}\n");
}

static void test_spellings(void **state)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
		{"true", "True"},   {"True", "True"},   {"\"True\"", "True"},   {"\"true\"", "True"},  {"TRUE", "True"},
		{"false", "False"}, {"False", "False"}, {"'FALSE'", "False"}, {"yes", "yes"},        {"\"1\"", "1"},
	};
	struct desk *d = *state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		char text[100];
		snprintf(text, sizeof(text), "parameters: {CACertFlag: %s}\n", rows[i].text);
		must_read(d, text);
		assert_answer(d, "CACertFlag", rows[i].expected); /* what is no choice is the rules' to tell */
	}
}

static void test_switches(void **state)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
		{"true", "true"}, {"True", "true"}, {"yes", "true"}, {"on", "true"}, {"\"TRUE\"", "true"},
		{"false", "false"}, {"No", "false"}, {"off", "false"}, {"'false'", "false"},
	};
	struct desk *d = *state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		char text[100];
		snprintf(text, sizeof(text), "terminationProtection: %s\n", rows[i].text);
		must_read(d, text);
		assert_answer(d, "terminationProtection", rows[i].expected);
	}
	must_read(d, "onFailure: delete\n"); /* in the form's spelling */
	assert_answer(d, "onFailure", "DELETE");
}

static void test_list_parameters(void **state)
{
	const struct cew_form_extra extra = {.parameter = "Zones", .group = "G", .list = true};
	struct desk *d = *state;
	use_extras(d, &extra, 1);
	must_read(d, "parameters: {Zones: [a, 2, true]}\n");
	assert_int_equal(cew_answers_list_count(d->a, "Zones"), 3);
	assert_parameter(d, "Zones", "a,2,true");
	must_read(d, "parameters: {Zones: \"x,y\"}\n");
	assert_string_equal(cew_answers_list_at(d->a, "Zones", 1), "y");
	must_read(d, "parameters: {Zones: []}\n");
	assert_parameter(d, "Zones", "");
}

static void test_a_list_replaces_the_one_before(void **state)
{
	struct desk *d = *state;
	must_read(d, "tags: {A: b, C: d}\nnotificationArns: [x, y]\n");
	must_read(d, "tags: {E: f}\nnotificationArns: [z]\n");
	assert_answer(d, "tags", "E=f");
	assert_answer(d, "notificationArns", "z");
	read_text(d, "tags: {G: h, I: [j]}\nnotificationArns: [u, {v: w}]\n");
	assert_int_equal(errors_told(d), 2);
	assert_answer(d, "tags", "E=f"); /* whole or not at all */
	assert_answer(d, "notificationArns", "z");
}

static void test_what_is_right_is_taken(void **state)
{
	struct desk *d = *state;
	assert_int_equal(read_text(d, "stackName: ce\nregoin: x\nparameters:\n  EnvName: env\n  VpcCIDR: ~\n"), CEW_INVALID);
	assert_int_equal(errors_told(d), 2);
	assert_answer(d, "stackName", "ce");
	assert_answer(d, "EnvName", "env");
	assert_answer(d, "VpcCIDR", "172.16.0.0/16");
}

/* ---- places ---- */

static void test_paths_are_the_files_own(void **state)
{
	static const struct {
		const char *template, *expected; /* after the test's directory */
	} rows[] = {
		{"./t.yaml", "/sub/t.yaml"}, {"t.yaml", "/sub/t.yaml"}, {"../t.yaml", "/sub/../t.yaml"}, {"././t.yaml", "/sub/t.yaml"},
	};
	struct desk *d = *state;
	char text[300], *whole = realpath(d->dir, NULL);
	mkdir(path_in(d, "sub"), 0700);
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		snprintf(text, sizeof(text), "template: %s\n", rows[i].template);
		assert_int_equal(read_file(d, put(d, "sub/a.yaml", text, 0644)), CEW_OK);
		snprintf(text, sizeof(text), "%s%s", whole, rows[i].expected);
		assert_answer(d, "template", text);
	}
	static const char *const absolute[] = {"/t.yaml", "https://example.com/t.yaml", "s3://bucket/t.yaml", "\"\""};
	for (size_t i = 0; i < CEW_COUNT(absolute); i++) {
		snprintf(text, sizeof(text), "template: %s\n", absolute[i]);
		assert_int_equal(read_file(d, put(d, "sub/a.yaml", text, 0644)), CEW_OK);
		assert_answer(d, "template", absolute[i][0] == '"' ? "" : absolute[i]);
	}
	must_read(d, "template: ./t.yaml\n"); /* of no file */
	assert_answer(d, "template", "./t.yaml");
	free(whole);
}

/* What lies beside a link to the file is meant. */
static void test_paths_beside_a_link(void **state)
{
	struct desk *d = *state;
	char target[256], expected[300], *whole = realpath(d->dir, NULL);
	mkdir(path_in(d, "sub"), 0700);
	strcpy(target, put(d, "sub/a.yaml", "template: t.yaml\n", 0600));
	assert_int_equal(symlink(target, path_in(d, "link.yaml")), 0);
	assert_int_equal(read_file(d, path_in(d, "link.yaml")), CEW_OK);
	snprintf(expected, sizeof(expected), "%s/t.yaml", whole);
	assert_answer(d, "template", expected);
	free(whole);
}

static void test_line_ends_and_byte_order_mark(void **state)
{
	struct desk *d = *state;
	must_read(d, "\xEF\xBB\xBFstackName: ce\r\nparameters:\r\n  EnvName: env\r\n  VPCName: \"a\"\r\n");
	assert_answer(d, "stackName", "ce");
	assert_answer(d, "EnvName", "env");
	assert_int_equal(read_text(d, "\xEF\xBB\xBFstackName: ce\r\nregoin: x\r\n"), CEW_INVALID);
	assert_string_equal(d->told[0].err.where, "t:2:1");
	must_read(d, "\xEF\xBB\xBF{\"stackName\": \"json\"}\r\n");
	assert_answer(d, "stackName", "json");
}

static void test_files_that_cannot_be_read(void **state)
{
	struct desk *d = *state;
	assert_int_equal(read_file(d, path_in(d, "nowhere.yaml")), CEW_NOT_FOUND);
	assert_non_null(strstr(d->told[0].err.what, "nowhere.yaml"));
	assert_int_equal(read_file(d, d->dir), CEW_NOT_FOUND);
	char *large = malloc(1000 * 1000 + 2);
	memset(large, '#', 1000 * 1000 + 1);
	large[1000 * 1000 + 1] = '\0';
	assert_int_equal(read_file(d, put(d, "large.yaml", large, 0600)), CEW_LIMIT);
	free(large);
}

/* Long lists must not take long: each of these once took the square of its length. */
static void test_long_lists(void **state)
{
	enum { ITEMS = 90000 };
	const struct cew_form_extra extra = {.parameter = "Zones", .group = "G", .list = true};
	struct desk *d = *state;
	struct cew_buf b;
	cew_buf_init(&b, 2000000);
	cew_buf_str(&b, "notificationArns: [");
	for (int i = 0; i < ITEMS; i++)
		cew_buf_str(&b, "a, ");
	cew_buf_str(&b, "a]\n");
	must_read(d, cew_buf_text(&b));
	assert_int_equal(cew_answers_list_count(d->a, "notificationArns"), ITEMS + 1);

	cew_buf_clear(&b);
	cew_buf_str(&b, "tags: {");
	for (int i = 0; i < ITEMS; i++)
		cew_buf_fmt(&b, "k%d: v, ", i);
	cew_buf_str(&b, "k: v}\n");
	must_read(d, cew_buf_text(&b));
	assert_int_equal(cew_answers_list_count(d->a, "tags"), ITEMS + 1);

	cew_buf_clear(&b);
	cew_buf_str(&b, "parameters: {Zones: \"");
	for (int i = 0; i < 4 * ITEMS; i++)
		cew_buf_str(&b, "a,");
	cew_buf_str(&b, "a\"}\n");
	use_extras(d, &extra, 1);
	must_read(d, cew_buf_text(&b));
	assert_int_equal(cew_answers_list_count(d->a, "Zones"), 4 * ITEMS + 1);
	cew_buf_finish(&b);
}

#define with_desk(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_desk(test_an_answers_file),
		with_desk(test_the_same_in_json),
		with_desk(test_parameters_file_of_the_aws_cli),
		with_desk(test_template_configuration_file),
		with_desk(test_empty_values),
		with_desk(test_spellings),
		with_desk(test_switches),
		with_desk(test_list_parameters),
		with_desk(test_a_list_replaces_the_one_before),
		with_desk(test_what_is_right_is_taken),
		with_desk(test_paths_are_the_files_own),
		with_desk(test_paths_beside_a_link),
		with_desk(test_line_ends_and_byte_order_mark),
		with_desk(test_files_that_cannot_be_read),
		with_desk(test_long_lists),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
