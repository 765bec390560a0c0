/* The shared files' dialect. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "ini.h"

static struct aws_ini parse(const char *text)
{
	struct aws_ini ini;
	struct cew_error err = {0};

	if (aws_ini_parse("config", text, strlen(text), &ini, &err) != CEW_OK)
		fail_msg("%s at %s", err.what, err.where);
	return ini;
}

static void refused_at(const char *text, const char *where)
{
	struct aws_ini ini;
	struct cew_error err = {0};

	assert_int_equal(aws_ini_parse("config", text, strlen(text), &ini, &err), CEW_INVALID);
	assert_string_equal(err.where, where);
	assert_true(err.hint[0] != '\0');
}

static void reads_sections_and_settings(void **state)
{
	struct aws_ini ini = parse("# comment\n"
	                           "[default]\n"
	                           "region = us-east-1\n"
	                           "; another\n"
	                           "\n"
	                           "[profile dev]\n"
	                           "Region=eu-west-1  \r\n"
	                           "aws_secret_access_key = a=b/c+d # kept\n"
	                           "output:json\n"
	                           "empty =\n");

	(void)state;
	assert_string_equal(aws_ini_get(&ini, "", "default", "region", NULL), "us-east-1");
	assert_string_equal(aws_ini_get(&ini, "profile", "dev", "region", NULL), "eu-west-1");
	assert_string_equal(aws_ini_get(&ini, "profile", "dev", "aws_secret_access_key", NULL), "a=b/c+d # kept");
	assert_string_equal(aws_ini_get(&ini, "profile", "dev", "output", NULL), "json");
	assert_string_equal(aws_ini_get(&ini, "profile", "dev", "empty", NULL), "");
	assert_null(aws_ini_get(&ini, "profile", "dev", "nothing", NULL));
	assert_null(aws_ini_get(&ini, "", "dev", "region", NULL));
	assert_true(aws_ini_has(&ini, "profile", "dev"));
	assert_false(aws_ini_has(&ini, "profile", "default"));
	aws_ini_finish(&ini);
}

static void reads_quoted_names(void **state)
{
	struct aws_ini ini = parse("[profile \"a b\"]\nx = 1\n[ profile 'c d' ]\nx = 2\n[profile e\\ f]\nx = 3\n[\tplain\t]\nx = 4");

	(void)state;
	assert_string_equal(aws_ini_get(&ini, "profile", "a b", "x", NULL), "1");
	assert_string_equal(aws_ini_get(&ini, "profile", "c d", "x", NULL), "2");
	assert_string_equal(aws_ini_get(&ini, "profile", "e f", "x", NULL), "3");
	assert_string_equal(aws_ini_get(&ini, "", "plain", "x", NULL), "4");
	aws_ini_finish(&ini);
}

static void reads_nested_settings(void **state)
{
	struct aws_ini ini = parse("[services local]\n"
	                           "cloudformation =\n"
	                           "  endpoint_url = http://localhost:4566\n"
	                           "  # a comment\n"
	                           "\tOther = x\n"
	                           "sts =\n"
	                           "  endpoint_url = http://localhost:1\n"
	                           "plain = value\n"
	                           "  endpoint_url = belongs to the value above\n");

	(void)state;
	assert_string_equal(aws_ini_get(&ini, "services", "local", "cloudformation", "endpoint_url"), "http://localhost:4566");
	assert_string_equal(aws_ini_get(&ini, "services", "local", "cloudformation", "other"), "x");
	assert_string_equal(aws_ini_get(&ini, "services", "local", "sts", "endpoint_url"), "http://localhost:1");
	assert_string_equal(aws_ini_get(&ini, "services", "local", "cloudformation", NULL), "");
	assert_null(aws_ini_get(&ini, "services", "local", "plain", "endpoint_url"));
	assert_null(aws_ini_get(&ini, "services", "local", "endpoint_url", NULL));
	aws_ini_finish(&ini);
}

static void the_last_value_counts(void **state)
{
	struct aws_ini ini = parse("\xEF\xBB\xBF[a]\nx = 1\nx = 2\n[b]\nx = 3\n[a]\nx = 4\n");

	(void)state;
	assert_string_equal(aws_ini_get(&ini, "", "a", "x", NULL), "4");
	aws_ini_finish(&ini);
}

static void tells_where_a_line_is_broken(void **state)
{
	(void)state;
	refused_at("region = x\n", "config:1");
	refused_at("[a]\n\nnonsense\n", "config:3");
	refused_at("[a\nx = 1\n", "config:1");
	refused_at("[a]\nx = 1\n[]\n", "config:3");
	refused_at("[a]\n= 1\n", "config:2");
}

static void a_missing_file_is_empty(void **state)
{
	struct aws_ini ini;
	struct cew_error err;

	(void)state;
	assert_int_equal(aws_ini_read("/nonexistent/aws/config", &ini, &err), CEW_OK);
	assert_false(aws_ini_has(&ini, "", "default"));
	assert_string_equal(ini.path, "/nonexistent/aws/config");
	aws_ini_finish(&ini);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_sections_and_settings), cmocka_unit_test(reads_quoted_names),
		cmocka_unit_test(reads_nested_settings),       cmocka_unit_test(the_last_value_counts),
		cmocka_unit_test(tells_where_a_line_is_broken), cmocka_unit_test(a_missing_file_is_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
