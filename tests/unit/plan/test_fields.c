/* Fields that come from the template: which are there, what they say, and what they refuse. */
#include "support.h"

#include <string.h>

static const char template[] =
        "Metadata:\n"
        "  AWS::CloudFormation::Interface:\n"
        "    ParameterGroups:\n"
        "      - {Label: {default: Sizing}, Parameters: [Count, Colour]}\n"
        "      - {Label: {default: Placement}, Parameters: [Subnets, Zone]}\n"
        "    ParameterLabels: {Count: {default: How many?}}\n"
        "Parameters:\n"
        "  EnvName: {Type: String, Default: x}\n"
        "  Count: {Type: Number, Default: 3, MinValue: 1, MaxValue: 10, Description: Number of copies.}\n"
        "  Colour: {Type: String, Default: red, AllowedValues: [red, blue]}\n"
        "  Code: {Type: String, MinLength: 2, MaxLength: 5, AllowedPattern: '[a-z]*'}\n"
        "  Word: {Type: String, MaxLength: 3, AllowedPattern: '[a-z]*', ConstraintDescription: small letters}\n"
        "  Token: {Type: String, NoEcho: true, MinLength: 4, Description: From the vendor.}\n"
        "  Numbers: {Type: 'List<Number>', Default: '1,2'}\n"
        "  Days: {Type: CommaDelimitedList, Default: 'mon,tue', AllowedValues: [mon, tue, wed]}\n"
        "  Subnets: {Type: 'List<AWS::EC2::Subnet::Id>'}\n"
        "  Zone: {Type: 'AWS::EC2::AvailabilityZone::Name'}\n"
        "  Image: {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: /ami}\n"
        "  Any: {Type: String}\n"
        "Resources: {A: {Type: T}}\n";

static const struct {
	const char *parameter, *page, *label;
	enum cew_field_kind kind;
	bool required;
	const char *value, *help;
} fields[] = {
	{"Count", "Sizing", "How many?", CEW_FIELD_TEXT, false, "3", "Number of copies. A number. From 1 to 10."},
	{"Colour", "Sizing", "Colour", CEW_FIELD_CHOICE, false, "red", NULL},
	{"Code", "More parameters", "Code", CEW_FIELD_TEXT, true, NULL, "2 to 5 characters. Must match [a-z]*"},
	{"Word", "More parameters", "Word", CEW_FIELD_TEXT, false, NULL, "At most 3 characters. small letters"},
	{"Token", "More parameters", "Token", CEW_FIELD_SECRET, true, NULL, "From the vendor. At least 4 characters."},
	{"Numbers", "More parameters", "Numbers", CEW_FIELD_LIST, false, "1,2", "Numbers, one a line."},
	{"Days", "More parameters", "Days", CEW_FIELD_LIST, false, "mon,tue", "One text a line. Each one of: mon, tue, wed."},
	{"Subnets", "Placement", "Subnets", CEW_FIELD_LIST, true, NULL, "Ids of subnets (subnet-...), one a line."},
	{"Zone", "Placement", "Zone", CEW_FIELD_TEXT, true, NULL, "The name of an availability zone, such as us-east-1a."},
	{"Image", "More parameters", "Image", CEW_FIELD_TEXT, false, "/ami",
	 "The name of a Systems Manager parameter; the stack gets its value."},
	{"Any", "More parameters", "Any", CEW_FIELD_TEXT, false, NULL, NULL},
};

static void same_text(const char *what, const char *actual, const char *expected)
{
	if ((actual == NULL) != (expected == NULL) || (actual && strcmp(actual, expected) != 0))
		fail_msg("%s: \"%s\" instead of \"%s\"", what, actual ? actual : "(none)", expected ? expected : "(none)");
}

static void test_fields(void **state)
{
	(void)state;
	struct bench b;
	open_bench(&b, template, sizeof template - 1);
	for (size_t i = 0; i < CEW_COUNT(fields); i++) {
		const struct cew_field *f = cew_form_field_for_parameter(b.forms, fields[i].parameter);
		if (!f)
			fail_msg("%s is no field", fields[i].parameter);
		assert_int_equal(f->kind, fields[i].kind);
		if (f->required != fields[i].required)
			fail_msg("%s is %srequired", fields[i].parameter, f->required ? "" : "not ");
		same_text(fields[i].parameter, f->label, fields[i].label);
		same_text(fields[i].parameter, f->default_value, fields[i].value);
		same_text(fields[i].parameter, f->help, fields[i].help);
		same_text(fields[i].parameter, cew_form_page_of(b.forms, f)->title, fields[i].page);
	}
	close_bench(&b);
}

static const struct {
	const char *field, *value, *message; /* NULL: fine */
} checks[] = {
	{"Count", "11", "must be at most 10."},
	{"Count", "many", "must be a number."},
	{"Count", "10", NULL},
	{"Colour", "green", "must be one of: red, blue."},
	{"Code", "abcdef", "must have at most 5 characters, 1 fewer than now."},
	{"Code", "AB", "must match the pattern [a-z]*."},
	{"Word", "AB", "small letters."},
	{"Token", "abc", "must have at least 4 characters."},
	{"Numbers", "1,x", "must be a number."},
	{"Days", "mon,sun", "must be one of: mon, tue, wed."},
	{"Subnets", "subnet-0a1b,vpc-0a1b", "must be a subnet id such as subnet-0123456789abcdef0."},
	{"Subnets", "subnet-0a1b,subnet-1a2b", NULL},
	{"Zone", "us-east-1a", NULL},
	{"Zone", "somewhere", "must be a zone name such as us-east-1a."},
	{"Image", "not a name", "must be the name of a Systems Manager parameter."},
};

static void test_checks(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(checks); i++) {
		struct bench b;
		struct cew_issues issues;
		open_bench(&b, template, sizeof template - 1);
		set(&b, checks[i].field, checks[i].value);
		cew_issues_init(&issues);
		const struct cew_field *f = cew_form_field_find(b.forms, checks[i].field);
		assert_int_equal(cew_check_field(&b.subject, f, &issues, NULL), CEW_OK);
		const struct cew_issue *issue = cew_issues_at(&issues, 0);
		same_text(checks[i].value, issue ? issue->message : NULL, checks[i].message);
		cew_issues_finish(&issues);
		close_bench(&b);
	}
}

static const struct cew_cfn_template *asked;

static bool has_parameter(void *ctx, const char *name)
{
	(void)ctx;
	return cew_cfn_parameter_find(asked, name) != NULL;
}

/* A form's field whose parameter the template lacks is not asked for and not sent. */
static void test_hidden(void **state)
{
	(void)state;
	struct bench b;
	open_bench(&b, template, sizeof template - 1);
	asked = b.template;
	cew_answers_set_template(b.answers, has_parameter, NULL);
	set(&b, "Code", "ab");
	set(&b, "Token", "abcd");
	set(&b, "Subnets", "subnet-0a1b");
	set(&b, "Zone", "us-east-1a");
	assert_true(cew_answers_field_shown(b.answers, cew_form_field_find(b.forms, "EnvName")));
	assert_false(cew_answers_field_shown(b.answers, cew_form_field_find(b.forms, "VpcCIDR")));
	assert_false(cew_answers_field_shown(b.answers, cew_form_field_find(b.forms, "MAINTENANCEPASSWORD")));
	make(&b);
	assert_int_equal(b.plan->parameter_count, cew_cfn_parameter_count(b.template));
	assert_int_equal(cew_issues_count(b.plan->issues, CEW_ERROR), 0);
	close_bench(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_checks),
		cmocka_unit_test(test_hidden),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
