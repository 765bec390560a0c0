/* What is wrong with a file of answers is told with its place and what to do, all of it at once. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>

/* One problem a row; `what` and `hint` are parts of it, `hint` NULL: whatever it says. */
static const struct {
	const char *file, *place, *what, *hint;
} rows[] = {
	/* the whole */
	{"", "t", "this is not an answers file", "stackName"},
	{"hello\n", "t:1:1", "this is not an answers file", NULL},
	{"!Sub {a: b}\n", "t:1:1", "this is not an answers file", NULL},
	{"stackName: [\n", "t:2:1", "", NULL},
	{"{\"stackName\": \"a\",}", "t:1:19", "", NULL},
	{"stackName: a\nstackName: b\n", "t:2:1", "stackName", NULL},
	{"{\"tags\": {\"a\": \"b\", \"a\": \"c\"}}", "t:1:21", "a", NULL},
	{"stackName: a\n---\nregion: b\n", "t:2:1", "", NULL},
	{"stackName: \"\xFF\"\n", "t:1:13", "UTF-8", NULL},
	/* keys */
	{"stackname: a\n", "t:1:1", "an answers file has no key `stackname`", "did you mean `stackName`?"},
	{"stack_name: a\n", "t:1:1", "no key `stack_name`", "did you mean `stackName`?"},
	{"StackName: a\n", "t:1:1", "no key `StackName`", "did you mean `stackName`?"},
	{"regoin: a\n", "t:1:1", "no key `regoin`", "did you mean `region`?"},
	{"parameter: {}\n", "t:1:1", "no key `parameter`", "did you mean `parameters`?"},
	{"roleARN: a\n", "t:1:1", "no key `roleARN`", "did you mean `roleArn`?"},
	{"timeout: 5\n", "t:1:1", "no key `timeout`", "did you mean `timeoutMinutes`?"},
	{"colour: red\n", "t:1:1", "no key `colour`", "known are parameters, stackName, region"},
	{"EnvName: x\n", "t:1:1", "no key `EnvName`", "write it under `parameters`"},
	{"profile: x\n", "t:1:1", "no key `profile`", "give --profile"},
	{"acknowledge: true\n", "t:1:1", "no key `acknowledge`", NULL},
	{"{\"stackName\\u0000\": \"a\"}", "t:1:2", "a key holds a NUL byte", NULL},
	{"\"a\\e[31mb\": c\n", "t:1:1", "no key `a\\x1b[31mb`", NULL}, /* nothing that a terminal obeys */
	{"? [a]\n: b\n", "t:1:3", "", NULL},
	/* wrong types of settings */
	{"stackName: [a]\n", "t:1:12", "`stackName` has a value of the wrong kind", "write text"},
	{"stackName: ~\n", "t:1:12", "`stackName` has a value of the wrong kind", "write text"},
	{"stackName: 2026\n", "t:1:12", "`stackName` has a value of the wrong kind", "in quotation marks"},
	{"onFailure: off\n", "t:1:12", "`onFailure` has a value of the wrong kind", NULL},
	{"{\"region\": true}", "t:1:12", "`region` has a value of the wrong kind", NULL},
	{"notificationArns: [a, 5]\n", "t:1:23", "an item of `notificationArns` is not text", NULL},
	{"stackName:\n", "t:1:11", "`stackName` has a value of the wrong kind", NULL},
	{"region: !Ref AWS::Region\n", "t:1:9", "`region` has a value of the wrong kind", NULL},
	{"region: \"a\\0b\"\n", "t:1:9", "`region` has a value of the wrong kind", NULL},
	{"timeoutMinutes: an hour\n", "t:1:17", "`timeoutMinutes` has a value of the wrong kind", "write a whole number"},
	{"timeoutMinutes: 1.5\n", "t:1:17", "`timeoutMinutes` has", NULL},
	{"timeoutMinutes: \"60\"\n", "t:1:17", "`timeoutMinutes` has", NULL},
	{"terminationProtection: 1\n", "t:1:24", "`terminationProtection` has", "write true or false"},
	{"terminationProtection: maybe\n", "t:1:24", "`terminationProtection` has", NULL},
	{"terminationProtection: {a: b}\n", "t:1:24", "`terminationProtection` has", NULL},
	{"notificationArns: arn\n", "t:1:19", "`notificationArns` has", "write a list"},
	{"notificationArns: {a: b}\n", "t:1:19", "`notificationArns` has", NULL},
	{"notificationArns: [a, [b]]\n", "t:1:23", "an item of `notificationArns` is not text", NULL},
	{"notificationArns: [a, ~]\n", "t:1:23", "an item of `notificationArns` is not text", "quotation marks"},
	{"tags: [a]\n", "t:1:7", "`tags` has", "write a map"},
	{"tags: a\n", "t:1:7", "`tags` has", NULL},
	{"tags: {a: [b]}\n", "t:1:11", "the value of \"a\" is not text", NULL},
	{"tags: {a: ~}\n", "t:1:11", "the value of \"a\" is not text", NULL},
	{"onFailure: EXPLODE\n", "t:1:12", "`onFailure` cannot be \"EXPLODE\"", "write one of ROLLBACK, DELETE, DO_NOTHING"},
	/* parameters */
	{"parameters: [a]\n", "t:1:13", "the parameters are not a map", "NAME: VALUE"},
	{"parameters: ~\n", "t:1:13", "the parameters are not a map", NULL},
	{"parameters: {EnvName: ~}\n", "t:1:23", "EnvName has no value", "write \"\""},
	{"parameters:\n  EnvName:\n", "t:2:11", "EnvName has no value", NULL},
	{"parameters: {EnvName: a, EnvName: b}\n", "t:1:26", "EnvName", NULL},
	{"parameters: {EnvName: !Ref Other}\n", "t:1:23", "EnvName has the tag !Ref", "functions"},
	{"parameters: {EnvName: \"a\\0b\"}\n", "t:1:23", "EnvName has no value", NULL},
	{"parameters: {EnvName: [a, b]}\n", "t:1:23", "EnvName takes no list", "write one value"},
	{"parameters: {Stray: [a, {b: c}]}\n", "t:1:25", "an item of Stray is not text", NULL},
	{"parameters: {Stray: [a, \"b,c\"]}\n", "t:1:25", "an item of Stray is not text without a comma", NULL},
	{"parameters: {\"\": a}\n", "t:1:14", "a parameter's name is empty", NULL},
	{"{\"parameters\": {\"EnvName\\u0000\": \"a\"}}", "t:1:17", "holds a NUL byte", NULL},
	{"parameters: {MAINTENANCEPASSWORDESCAPED: a}\n", "t:1:14",
	 "MAINTENANCEPASSWORDESCAPED cannot be given: it is made from MAINTENANCEPASSWORD", "remove it"},
	/* sources */
	{"parameters: {EnvName: {env: CEW_TEST_UNSET}}\n", "t:1:29", "the environment has no variable CEW_TEST_UNSET", "export it"},
	{"parameters: {EnvName: {file: /nowhere/at/all}}\n", "t:1:30", "cannot open /nowhere/at/all", NULL},
	{"parameters: {EnvName: {generate: 7}}\n", "t:1:34", "`generate` wants a number of characters from 8 to 512", "32"},
	{"parameters: {EnvName: {generate: 513}}\n", "t:1:34", "`generate` wants", NULL},
	{"parameters: {EnvName: {generate: 0x20}}\n", "t:1:34", "`generate` wants", NULL},
	{"parameters: {EnvName: {generate: \"32\"}}\n", "t:1:34", "`generate` wants", NULL},
	{"parameters: {EnvName: {generate: 99999999999999999999}}\n", "t:1:34", "`generate` wants", NULL},
	{"parameters: {EnvName: {secret: x}}\n", "t:1:23", "EnvName is a map", "{env: NAME}, {file: PATH}"},
	{"parameters: {EnvName: {}}\n", "t:1:23", "EnvName is a map", NULL},
	{"parameters: {EnvName: {env: A, file: b}}\n", "t:1:23", "EnvName is a map", NULL},
	{"parameters: {EnvName: {env: [A]}}\n", "t:1:23", "EnvName is a map", NULL},
	{"parameters: {EnvName: {env: ~}}\n", "t:1:23", "EnvName is a map", NULL},
	/* the AWS CLI's list */
	{"[\"a\"]", "t:1:2", "an entry of the list is not a map", "ParameterKey"},
	{"[{\"ParameterKey\": \"EnvName\"}]", "t:1:2", "each entry wants a ParameterKey and a ParameterValue", NULL},
	{"[{\"ParameterValue\": \"a\"}]", "t:1:2", "each entry wants", NULL},
	{"[{\"ParameterKey\": [1], \"ParameterValue\": \"a\"}]", "t:1:2", "each entry wants", NULL},
	{"[{\"ParameterKey\": \"EnvName\", \"ParameterValue\": null}]", "t:1:48", "EnvName has no value", NULL},
	{"[{\"ParameterKey\": \"EnvName\", \"Value\": \"a\"}]", "t:1:30", "`Value` is no key of a parameters file", "ParameterValue"},
	{"[{\"ParameterKey\": \"EnvName\", \"UsePreviousValue\": true}]", "t:1:2", "no previous value", "give the value"},
	{"[{\"ParameterKey\": \"EnvName\", \"ParameterValue\": \"a\"},\n {\"ParameterKey\": \"EnvName\", \"ParameterValue\": \"b\"}]",
	 "t:2:19", "the parameter EnvName is there twice", "remove one"},
	{"[{\"ParameterKey\": \"MAINTENANCEPASSWORDESCAPED\", \"ParameterValue\": \"a\"}]", "t:1:19", "cannot be given", NULL},
	/* CloudFormation's configuration file */
	{"{\"Parameters\": [1]}", "t:1:16", "the parameters are not a map", NULL},
	{"{\"Parameters\": {}, \"StackPolicy\": {}}", "t:1:20", "`StackPolicy` is not read", "after the stack is made"},
	{"{\"Parameters\": {}, \"stackName\": \"a\"}", "t:1:20", "`stackName` is not read", "small letters"},
	{"{\"Parameters\": {}, \"parameters\": {}}", "t:1:20", "`parameters` is not read", "small letters"},
	{"{\"Parameters\": {}, \"Colour\": \"a\"}", "t:1:20", "`Colour` is not read", "known are Parameters and Tags"},
	{"{\"Tags\": [{\"Key\": \"a\", \"Value\": \"b\"}]}", "t:1:10", "`tags` has a value of the wrong kind", NULL},
};

static void test_each(void **state)
{
	struct desk *d = *state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		assert_int_equal(read_text(d, rows[i].file) != CEW_OK, true);
		const struct cew_error *err = &d->told[0].err;
		if (d->told_count != 1)
			fail_msg("row %zu: %zu problems: %s", i, d->told_count, rows[i].file);
		if (strcmp(err->where, rows[i].place) != 0)
			fail_msg("row %zu: %s instead of %s (%s)", i, err->where, rows[i].place, err->what);
		if (!strstr(err->what, rows[i].what))
			fail_msg("row %zu: %s", i, err->what);
		if (rows[i].hint && !strstr(err->hint, rows[i].hint))
			fail_msg("row %zu: %s (%s)", i, err->what, err->hint);
	}
}

static void test_all_are_told(void **state)
{
	struct desk *d = *state;
	assert_int_equal(read_text(d, "regoin: a\nstackName: [b]\nparameters:\n  EnvName: ~\n  MAINTENANCEPASSWORDESCAPED: x\n"
	                              "tags: {a: ~, b: ~}\ntimeoutMinutes: soon\n"), CEW_INVALID);
	static const char *const places[] = {"t:1:1", "t:2:12", "t:4:12", "t:5:3", "t:6:11", "t:6:17", "t:7:17"};
	assert_int_equal(d->told_count, CEW_COUNT(places));
	for (size_t i = 0; i < CEW_COUNT(places); i++)
		assert_string_equal(d->told[i].err.where, places[i]);
}

static void test_places_in_a_file(void **state)
{
	struct desk *d = *state;
	char expected[256];
	const char *path = put(d, "a.yaml", "# answers\n\nregoin: x\n", 0644);
	snprintf(expected, sizeof(expected), "%s:3:1", path);
	assert_int_equal(read_file(d, path), CEW_INVALID);
	assert_string_equal(d->told[0].err.where, expected);
}

static void test_a_nul_in_the_file(void **state)
{
	static const char text[] = "stackName: a\0b\n";
	struct desk *d = *state;
	const char *path = path_in(d, "a.yaml");
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, sizeof(text) - 1, f), sizeof(text) - 1);
	fclose(f);
	assert_int_equal(read_file(d, path), CEW_INVALID);
	assert_non_null(strstr(d->told[0].err.where, "a.yaml:1:13"));
	assert_answer(d, "stackName", "");
}

static void test_too_many_parameters(void **state)
{
	struct desk *d = *state;
	struct cew_buf b;
	cew_buf_init(&b, 100000);
	cew_buf_str(&b, "parameters:\n");
	for (int i = 0; i < 200; i++)
		cew_buf_fmt(&b, "  P%d: x\n", i);
	must_read(d, cew_buf_text(&b));
	assert_int_equal(cew_answers_stray_count(d->a), 200);
	cew_buf_str(&b, "  Last: x\n");
	assert_int_equal(read_text(d, cew_buf_text(&b)), CEW_INVALID);
	assert_int_equal(d->told_count, 1);
	assert_string_equal(d->told[0].err.what, "201 parameters are more than the 200 that a template can have");
	cew_buf_clear(&b);
	for (int i = 0; i < 201; i++)
		cew_buf_fmt(&b, "%s{\"ParameterKey\": \"P%d\", \"ParameterValue\": \"x\"}", i ? "," : "[", i);
	cew_buf_str(&b, "]");
	assert_int_equal(read_text(d, cew_buf_text(&b)), CEW_INVALID);
	assert_int_equal(d->told_count, 1);
	cew_buf_finish(&b);
}

/* However long a name is, the message stands. */
static void test_long_names(void **state)
{
	struct desk *d = *state;
	char name[4001];
	struct cew_buf b;
	memset(name, 'k', 4000);
	name[4000] = '\0';
	cew_buf_init(&b, 10000);
	cew_buf_fmt(&b, "{\"%s\": \"x\", \"parameters\": {\"%s\": null}}", name, name);
	assert_int_equal(read_text(d, cew_buf_text(&b)), CEW_INVALID);
	cew_buf_finish(&b);
	assert_int_equal(d->told_count, 2);
	assert_non_null(strstr(d->told[0].err.what, "an answers file has no key `kkkk"));
	assert_non_null(strstr(d->told[1].err.what, "kkkk has no value"));
}

#define with_desk(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_desk(test_each),
		with_desk(test_all_are_told),
		with_desk(test_places_in_a_file),
		with_desk(test_a_nul_in_the_file),
		with_desk(test_too_many_parameters),
		with_desk(test_long_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
