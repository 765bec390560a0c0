/* Conditions, rules, what they leave out, and what they cannot decide. */
#include "helper.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *expression;
	int expected; /* -1: not known */
} cases[] = {
	{"!Equals [!Ref P, one]", 1},
	{"!Equals [!Ref P, ONE]", 0},
	{"!Equals [!Ref B, true]", 1},
	{"!Equals [!Ref N, 3]", 1},
	{"!Equals [!Join [',', !Ref L], 'a,b']", 1},
	{"!Equals [!Select [1, !Ref L], b]", 1},
	{"!Equals [!Sub '${P}-${AWS::Region}', one-us-east-1]", 1},
	{"!Equals [!FindInMap [M, a, b], c]", 1},
	{"!Equals [!Ref Secret, hush]", 1},
	{"!Equals [!Ref Secret, loud]", 0},
	{"!Equals [!Ref 'AWS::AccountId', '1']", -1},
	{"!Equals [!Ref Ssm, x]", -1},
	{"!Not [!Equals [!Ref P, '']]", 1},
	{"!And [!Condition Yes, !Condition Yes]", 1},
	{"!And [!Condition Yes, !Condition No]", 0},
	{"!And [!Condition Yes, !Condition Maybe]", -1},
	{"!And [!Condition No, !Condition Maybe]", 0},
	{"!Or [!Condition No, !Condition Yes]", 1},
	{"!Or [!Condition No, !Condition Maybe]", -1},
	{"!Or [!Condition Maybe, !Condition Yes]", 1},
	{"!Not [!Condition Maybe]", -1},
	{"{Condition: Yes}", 1},
	{"{'Fn::Not': [{Condition: Yes}]}", 0},
};

static const char frame[] = "Parameters:\n"
                            "  P: {Type: String, Default: one}\n"
                            "  B: {Type: String, Default: 'true'}\n"
                            "  N: {Type: Number, Default: 3}\n"
                            "  L: {Type: CommaDelimitedList, Default: 'a,b'}\n"
                            "  Secret: {Type: String, NoEcho: true, Default: ''}\n"
                            "  Ssm: {Type: 'AWS::SSM::Parameter::Value<String>', Default: x}\n"
                            "Mappings: {M: {a: {b: c}}}\n"
                            "Resources: {R: {Type: T}}\n"
                            "Conditions:\n"
                            "  C: %s\n"
                            "  Yes: !Equals [a, a]\n"
                            "  No: !Equals [a, b]\n"
                            "  Maybe: !Equals [!Ref 'AWS::AccountId', '1']\n";

static void test_conditions(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(cases); i++) {
		struct fixture f = {0};
		char *text = cew_fmt(frame, cases[i].expression);
		fixture_open(&f, text, "Secret=hush");
		const struct cew_cfn_condition *c = cew_cfn_condition_at(f.e, 0);
		assert_string_equal(c->name, "C");
		int actual = c->known ? c->value : -1;
		if (actual != cases[i].expected)
			fail_msg("%s is %d: %s", cases[i].expression, actual, fixture_findings(&f, CEW_CFN_ERROR));
		assert_string_equal(fixture_findings(&f, CEW_CFN_ERROR), "");
		assert_false(c->value && !c->known);
		fixture_close(&f);
		free(text);
	}
}

static const struct {
	const char *expression, *rule;
} wrong[] = {
	{"!Equals [!Ref R, x]", "unresolved-reference"},
	{"!Equals [!GetAtt R.Arn, x]", "misplaced-function"},
	{"!Equals [!If [Yes, a, b], x]", "misplaced-function"},
	{"!Equals [!Ref L, x]", "function-arguments"},
	{"!Equals [a]", "function-arguments"},
	{"!And [!Condition Yes]", "function-arguments"},
	{"!Condition Nothing", "unresolved-condition"},
	{"!Condition C", "condition-cycle"},
	{"text", "function-arguments"},
};

static void test_wrong(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(wrong); i++) {
		struct fixture f = {0};
		char *text = cew_fmt(frame, wrong[i].expression);
		fixture_open(&f, text, "");
		const struct cew_cfn_finding *n = fixture_finding(&f, wrong[i].rule);
		if (!n)
			fail_msg("%s finds \"%s\"", wrong[i].expression, fixture_findings(&f, CEW_CFN_ERROR));
		assert_int_equal(n->line, 11);
		fixture_close(&f);
		free(text);
	}
}

static void test_left_out(void **state)
{
	(void)state;
	static const char text[] = "Parameters: {On: {Type: String, Default: 'no'}}\n"
	                           "Conditions: {IsOn: !Equals [!Ref On, 'yes']}\n"
	                           "Resources:\n"
	                           "  A: {Type: T, DependsOn: B, Properties: {X: !If [IsOn, !Ref B, none]}}\n"
	                           "  B: {Type: T, Condition: IsOn, Properties: {X: !GetAtt C.Arn}}\n"
	                           "  C: {Type: T}\n"
	                           "Outputs:\n"
	                           "  O: {Value: !GetAtt B.Arn, Condition: IsOn}\n"
	                           "  P: {Value: !Ref A, Description: the A, Export: {Name: !Sub '${AWS::StackName}-P'}}\n";
	struct fixture f = {0};
	fixture_open(&f, text, "");
	assert_int_equal(cew_cfn_finding_count(f.e), 0);
	assert_string_equal(fixture_order(&f), "A C");
	assert_null(cew_cfn_resource_find(f.e, "B"));
	assert_int_equal(cew_cfn_output_count(f.e), 1);
	assert_string_equal(cew_cfn_output_at(f.e, 0)->export_name, "demo-P");
	assert_string_equal(cew_cfn_output_at(f.e, 0)->description, "the A");
	fixture_evaluate(&f, "On=yes");
	assert_int_equal(cew_cfn_finding_count(f.e), 0);
	assert_string_equal(fixture_order(&f), "C B A");
	assert_int_equal(cew_cfn_output_count(f.e), 2);
	assert_null(cew_cfn_output_at(f.e, 0)->export_name);
	fixture_close(&f);
}

static void test_deep_chain(void **state)
{
	(void)state;
	struct cew_buf text;
	cew_buf_init(&text, 1 << 20);
	cew_buf_str(&text, "Resources: {R: {Type: T}}\nConditions:\n");
	for (int i = 0; i < 5000; i++)
		cew_buf_fmt(&text, "  C%d: !Not [!Condition C%d]\n", i, i + 1);
	cew_buf_str(&text, "  C5000: !Equals [a, a]\n");
	struct cew_cfn_template *t;
	struct cew_cfn_eval *e;
	struct cew_error err = {0};
	struct cew_cfn_inputs in = {.region = "us-east-1"};
	assert_int_equal(cew_cfn_load("t", text.data, text.len, &t, &err), CEW_OK);
	assert_int_equal(cew_cfn_evaluate(t, &in, &e, &err), CEW_LIMIT);
	cew_cfn_destroy(t);
	cew_buf_finish(&text);
}

static const struct {
	const char *rule, *parameters;
	bool fails;
} rules[] = {
	{"{Assertions: [{Assert: !Equals [!Ref A, x], AssertDescription: A must be x}]}", "A=x", false},
	{"{Assertions: [{Assert: !Equals [!Ref A, x], AssertDescription: A must be x}]}", "A=y", true},
	{"{RuleCondition: !Equals [!Ref A, x], Assertions: [{Assert: !Equals [a, b]}]}", "A=y", false},
	{"{RuleCondition: !Equals [!Ref A, y], Assertions: [{Assert: !Equals [a, b]}]}", "A=y", true},
	{"{Assertions: [{Assert: {'Fn::Contains': [[x, z], !Ref A]}}]}", "A=z", false},
	{"{Assertions: [{Assert: {'Fn::Contains': [[x, z], !Ref A]}}]}", "A=y", true},
	{"{Assertions: [{Assert: {'Fn::Contains': [!Ref L, !Ref A]}}]}", "A=b;L=a,b", false},
	{"{Assertions: [{Assert: {'Fn::EachMemberEquals': [!Ref L, a]}}]}", "L=a,a", false},
	{"{Assertions: [{Assert: {'Fn::EachMemberEquals': [!Ref L, a]}}]}", "L=a,b", true},
	{"{Assertions: [{Assert: {'Fn::EachMemberIn': [!Ref L, [a, b]]}}]}", "L=b,a", false},
	{"{Assertions: [{Assert: {'Fn::EachMemberIn': [!Ref L, [a, b]]}}]}", "L=c", true},
	{"{Assertions: [{Assert: {'Fn::EachMemberIn': [{'Fn::RefAll': String}, [a, b]]}}]}", "A=b;L=c", false},
	{"{Assertions: [{Assert: {'Fn::EachMemberIn': [{'Fn::ValueOf': [L, VpcId]}, [a]]}}]}", "A=b", false},
	{"{Assertions: [{Assert: !Not [!Equals [!Ref A, b]]}]}", "A=b", true},
	{"{Assertions: [{Assert: !Not [!Equals [!Ref S, b]]}]}", "S=b", true},
};

static void test_rules(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rules); i++) {
		struct fixture f = {0};
		char *text = cew_fmt("Parameters:\n"
		                     "  A: {Type: String, Default: a}\n"
		                     "  L: {Type: CommaDelimitedList, Default: a}\n"
		                     "  S: {Type: String, NoEcho: true, MinLength: 1, Default: 'a'}\n"
		                     "Resources: {R: {Type: T}}\n"
		                     "Rules:\n  R: %s\n",
		                     rules[i].rule);
		fixture_open(&f, text, rules[i].parameters);
		const char *expected = rules[i].fails ? "rule-assertion:R:7" : "";
		if (strcmp(fixture_findings(&f, CEW_CFN_ERROR), expected) != 0)
			fail_msg("%s with %s: %s", rules[i].rule, rules[i].parameters, fixture_findings(&f, CEW_CFN_ERROR));
		fixture_close(&f);
		free(text);
	}
}

static void test_rule_message(void **state)
{
	(void)state;
	struct fixture f = {0};
	fixture_open(&f, "Resources: {R: {Type: T}}\nRules: {Two: {Assertions: [{Assert: !Equals [a, b], AssertDescription: "
	                 "choose two zones}]}}\n", "");
	assert_string_equal(fixture_finding(&f, "rule-assertion")->message, "choose two zones");
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conditions), cmocka_unit_test(test_wrong), cmocka_unit_test(test_left_out),
		cmocka_unit_test(test_deep_chain), cmocka_unit_test(test_rules), cmocka_unit_test(test_rule_message),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
