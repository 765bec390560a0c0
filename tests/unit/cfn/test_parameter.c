/* Parameters: what a template declares, in which order, and which values it takes. */
#include "helper.h"

#include <stdlib.h>
#include <string.h>

static const char text[] =
        "Metadata:\n"
        "  AWS::CloudFormation::Interface:\n"
        "    ParameterGroups:\n"
        "      - Label: {default: Second things}\n"
        "        Parameters: [B, Missing, B]\n"
        "      - Label: {default: First things}\n"
        "        Parameters: [A]\n"
        "    ParameterLabels:\n"
        "      A: {default: The A}\n"
        "Parameters:\n"
        "  Z: {Type: String}\n"
        "  A:\n"
        "    Type: String\n"
        "    Description: about A\n"
        "    Default: ''\n"
        "    AllowedPattern: '[a-z]*'\n"
        "    ConstraintDescription: letters please\n"
        "    MinLength: 0\n"
        "    MaxLength: 5\n"
        "  B: {Type: Number, Default: 4, MinValue: 1.5, MaxValue: 10, NoEcho: true, AllowedValues: [4, True, x]}\n"
        "Resources: {R: {Type: T}}\n";

static void test_declared(void **state)
{
	(void)state;
	struct fixture f = {0};
	fixture_open(&f, text, "Z=1");
	assert_int_equal(cew_cfn_parameter_count(f.t), 3);
	const struct cew_cfn_parameter *b = cew_cfn_parameter_at(f.t, 0), *a = cew_cfn_parameter_at(f.t, 1),
	                               *z = cew_cfn_parameter_at(f.t, 2);
	assert_string_equal(b->name, "B");
	assert_string_equal(b->group, "Second things");
	assert_null(b->label);
	assert_string_equal(b->default_value, "4");
	assert_true(b->no_echo && b->has_min_value && b->has_max_value && !b->has_min_length);
	assert_true(b->min_value > 1.49 && b->min_value < 1.51);
	assert_int_equal(b->allowed_count, 3);
	assert_string_equal(b->allowed[1], "true");
	assert_string_equal(a->name, "A");
	assert_string_equal(a->label, "The A");
	assert_string_equal(a->group, "First things");
	assert_string_equal(a->description, "about A");
	assert_string_equal(a->default_value, "");
	assert_string_equal(a->constraint, "letters please");
	assert_true(a->has_max_length && a->max_length == 5 && a->has_min_length);
	assert_int_equal(a->line, 12);
	assert_int_equal(a->column, 3);
	assert_string_equal(z->name, "Z");
	assert_null(z->group);
	assert_null(z->default_value);
	assert_ptr_equal(cew_cfn_parameter_find(f.t, "A"), a);
	assert_null(cew_cfn_parameter_find(f.t, "Missing"));
	fixture_close(&f);
}

static const struct {
	const char *declaration, *value, *problem; /* NULL: taken */
} checks[] = {
	{"Type: String", "", NULL},
	{"Type: String, MinLength: 2", "ä", "must have at least 2 characters"},
	{"Type: String, MinLength: 2", "äö", NULL},
	{"Type: String, MaxLength: 3", "abcde", "must have at most 3 characters, 2 fewer than now"},
	{"Type: String, AllowedValues: [a, b, '']", "c", "must be one of: a, b, (empty)"},
	{"Type: String, AllowedValues: [a, b]", "b", NULL},
	{"Type: String, AllowedValues: [True, False]", "true", NULL},
	{"Type: String, AllowedPattern: '[a-z]+'", "abc", NULL},
	{"Type: String, AllowedPattern: '[a-z]+'", "abc1", "must match the pattern [a-z]+"},
	{"Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: only letters", "1", "only letters"},
	{"Type: Number", "1.5", NULL},
	{"Type: Number", "-3e2", NULL},
	{"Type: Number", "x", "must be a number"},
	{"Type: Number", "", "must be a number"},
	{"Type: Number", "inf", "must be a number"},
	{"Type: Number", "0x10", "must be a number"},
	{"Type: Number, MinValue: 2", "1", "must be at least 2"},
	{"Type: Number, MaxValue: 2.5", "3", "must be at most 2.5"},
	{"Type: List<Number>", "1, 2,3", NULL},
	{"Type: List<Number>", "1,x", "must be a number"},
	{"Type: CommaDelimitedList, AllowedValues: [a, b]", "a, b", NULL},
	{"Type: CommaDelimitedList, AllowedValues: [a, b]", "a,c", "must be one of: a, b"},
	{"Type: CommaDelimitedList, AllowedPattern: '[a-z]'", "a,bb", "must match the pattern [a-z]"},
	{"Type: 'AWS::EC2::VPC::Id'", "vpc-0a1b2c3d", NULL},
	{"Type: 'AWS::EC2::VPC::Id'", "subnet-1", "must be a VPC id such as vpc-0123456789abcdef0"},
	{"Type: 'List<AWS::EC2::Subnet::Id>'", "subnet-1,subnet-2", NULL},
	{"Type: 'List<AWS::EC2::Subnet::Id>'", "subnet-1,x", "must be a subnet id such as subnet-0123456789abcdef0"},
	{"Type: 'AWS::EC2::AvailabilityZone::Name'", "us-east-1a", NULL},
	{"Type: 'AWS::EC2::AvailabilityZone::Name'", "us-east", "must be a zone name such as us-east-1a"},
	{"Type: 'AWS::SSM::Parameter::Value<List<AWS::EC2::Image::Id>>'", "/aws/ami", NULL},
	{"Type: 'AWS::SSM::Parameter::Value<String>'", "a b", "must be the name of a Systems Manager parameter"},
};

static void test_checks(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(checks); i++) {
		char *source = cew_fmt("Parameters: {P: {%s}}\nResources: {R: {Type: T}}\n", checks[i].declaration);
		struct cew_cfn_template *t;
		struct cew_error err = {0};
		if (cew_cfn_load("t", source, strlen(source), &t, &err) != CEW_OK)
			fail_msg("%s: %s", checks[i].declaration, err.what);
		enum cew_status status = cew_cfn_parameter_check(cew_cfn_parameter_at(t, 0), checks[i].value, &err);
		if (checks[i].problem ? status != CEW_INVALID || strcmp(err.what, checks[i].problem) != 0 : status != CEW_OK)
			fail_msg("{%s} with \"%s\": %d %s", checks[i].declaration, checks[i].value, status, err.what);
		if (checks[i].problem)
			assert_string_equal(err.where, "P");
		cew_cfn_destroy(t);
		free(source);
	}
}

static void test_value_size(void **state)
{
	(void)state;
	char value[CEW_CFN_VALUE_MAX + 3];
	struct cew_cfn_parameter p = {.name = "P", .type = "String"};
	struct cew_error err = {0};
	memset(value, 'x', sizeof value);
	value[CEW_CFN_VALUE_MAX] = '\0';
	assert_int_equal(cew_cfn_parameter_check(&p, value, &err), CEW_OK);
	value[CEW_CFN_VALUE_MAX] = 'x';
	value[CEW_CFN_VALUE_MAX + 1] = '\0';
	assert_int_equal(cew_cfn_parameter_check(&p, value, &err), CEW_INVALID);
	assert_string_equal(err.what, "must have at most 4,096 bytes, 1 fewer than now");
}

static void test_findings(void **state)
{
	(void)state;
	static const char source[] = "Parameters:\n"
	                             "  A: {Type: String, Default: x, AllowedValues: [y]}\n"
	                             "  B: {Type: String}\n"
	                             "Resources: {R: {Type: T}}\n";
	struct fixture f = {0};
	fixture_open(&f, source, "");
	assert_string_equal(fixture_findings(&f, CEW_CFN_ERROR), "parameter-default:A:2");
	assert_string_equal(fixture_findings(&f, CEW_CFN_WARNING), "parameter-value:B:3");
	fixture_evaluate(&f, "A=y;B=");
	assert_int_equal(cew_cfn_finding_count(f.e), 0);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_declared),
		cmocka_unit_test(test_checks),
		cmocka_unit_test(test_value_size),
		cmocka_unit_test(test_findings),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
