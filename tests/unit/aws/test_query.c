/* Query-protocol bodies, byte for byte. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "query.h"

#define BODY_IS(body, text) \
	do { \
		assert_string_equal(cew_buf_text(&(body)), text); \
		cew_buf_finish(&(body)); \
	} while (0)

static void starts_with_action_and_version(void **state)
{
	struct cew_buf b;

	(void)state;
	cew_buf_init(&b, 1000);
	aws_query_start(&b, "DescribeStacks", "2010-05-15");
	aws_query_text(&b, "StackName", "demo");
	BODY_IS(b, "Action=DescribeStacks&Version=2010-05-15&StackName=demo");
}

static void encodes_all_but_unreserved(void **state)
{
	struct cew_buf b;

	(void)state;
	cew_buf_init(&b, 1000);
	aws_query_text(&b, "V", "aZ0-_.~ +&=/:%\n\xC3\xA9\"");
	BODY_IS(b, "V=aZ0-_.~%20%2B%26%3D%2F%3A%25%0A%C3%A9%22");
}

static void leaves_out_null_and_sends_empty(void **state)
{
	struct cew_buf b;

	(void)state;
	cew_buf_init(&b, 1000);
	aws_query_text(&b, "RoleARN", NULL);
	aws_query_text(&b, "Description", "");
	aws_query_member(&b, "Parameters", 1, "ParameterValue", NULL);
	aws_query_member(&b, "Parameters", 1, "ParameterValue", "");
	BODY_IS(b, "Description=&Parameters.member.1.ParameterValue=");
}

static void lists_count_from_one(void **state)
{
	static const char *const items[] = {"CAPABILITY_IAM", "a b"};
	struct cew_buf b;

	(void)state;
	cew_buf_init(&b, 1000);
	aws_query_list(&b, "Capabilities", items, 2);
	aws_query_list(&b, "Nothing", NULL, 0);
	aws_query_member(&b, "Tags", 2, "Key", "Owner");
	BODY_IS(b, "Capabilities.member.1=CAPABILITY_IAM&Capabilities.member.2=a%20b&Tags.member.2.Key=Owner");
}

static void numbers_and_flags(void **state)
{
	struct cew_buf b;

	(void)state;
	cew_buf_init(&b, 1000);
	aws_query_int(&b, "TimeoutInMinutes", 120);
	aws_query_bool(&b, "EnableTerminationProtection", true);
	aws_query_bool(&b, "DisableRollback", false);
	BODY_IS(b, "TimeoutInMinutes=120&EnableTerminationProtection=true&DisableRollback=false");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(starts_with_action_and_version),
		cmocka_unit_test(encodes_all_but_unreserved),
		cmocka_unit_test(leaves_out_null_and_sends_empty),
		cmocka_unit_test(lists_count_from_one),
		cmocka_unit_test(numbers_and_flags),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
