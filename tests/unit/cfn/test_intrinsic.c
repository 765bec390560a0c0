/* Every intrinsic function, evaluated from literal YAML. */
#include "helper.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *expression, *expected;
} cases[] = {
	{"plain", "plain"},
	{"!Ref Env", "prod"},
	{"{Ref: Count}", "3"},
	{"!Ref Items", "[\"a\",\"b\",\"c\"]"},
	{"!Ref AWS::Region", "us-east-1"},
	{"!Ref AWS::Partition", "aws"},
	{"!Ref AWS::URLSuffix", "amazonaws.com"},
	{"!Ref AWS::StackName", "demo"},
	{"!Ref AWS::AccountId", "${AWS::AccountId}"},
	{"!Ref AWS::StackId", "arn:aws:cloudformation:us-east-1:${AWS::AccountId}:stack/demo/${StackGuid}"},
	{"!Ref AWS::NotificationARNs", "[]"},
	{"!Ref VPC", "${VPC}"},
	{"!Ref Secret", "${Secret}"},
	{"!Ref Image", "${Image}"},
	{"!GetAtt VPC.CidrBlock", "${VPC.CidrBlock}"},
	{"!GetAtt [VPC, CidrBlock]", "${VPC.CidrBlock}"},
	{"{'Fn::GetAtt': VPC.A.B}", "${VPC.A.B}"},
	{"!Sub 'ce-${Env}'", "ce-prod"},
	{"!Sub '${ Env }-${AWS::Region}'", "prod-us-east-1"},
	{"!Sub '${!Env} $Env $$ ${Env'", "${Env} $Env $$ ${Env"},
	{"!Sub ['${A}-${Env}', {A: !Ref Count}]", "3-prod"},
	{"!Sub ['${Env}', {Env: mine}]", "mine"},
	{"!Sub 'x/${VPC}/${VPC.CidrBlock}'", "x/${VPC}/${VPC.CidrBlock}"},
	{"!Sub '{{resolve:secretsmanager:${Env}:SecretString:k}}'", "{{resolve:secretsmanager:prod:SecretString:k}}"},
	{"!Join ['-', [a, !Ref Env, 7, true]]", "a-prod-7-true"},
	{"!Join ['', []]", ""},
	{"!Join [',', !Ref Items]", "a,b,c"},
	{"!Join ['-', [a, !Ref AWS::NoValue, b]]", "a-b"},
	{"!Join ['-', [a, !Ref VPC]]", "a-${VPC}"},
	{"!Join ['-', !GetAZs '']", "${Join(GetAZs(us-east-1))}"},
	{"!Select [1, [a, b, c]]", "b"},
	{"!Select ['2', !Ref Items]", "c"},
	{"!Select [0, !GetAZs '']", "${GetAZs(us-east-1)[0]}"},
	{"!Split [',', 'a,,b,']", "[\"a\",\"\",\"b\",\"\"]"},
	{"!Split [',', abc]", "[\"abc\"]"},
	{"!Split ['/', !Sub 'x/${VPC}/y']", "[\"x\",\"${VPC}\",\"y\"]"},
	{"!Split ['/', !Sub 'x/${Role}/y']", "${Split(Role)}"},
	{"!Select [2, !Split ['/', !Ref AWS::StackId]]", "${StackGuid}"},
	{"!Select [4, !Split ['-', !Select [2, !Split ['/', !Ref 'AWS::StackId']]]]", "${StackGuid group 5}"},
	{"!Select [4, !Split [':', !Ref AWS::StackId]]", "${AWS::AccountId}"},
	{"!FindInMap [Regions, !Ref AWS::Region, Account]", "0123"},
	{"!FindInMap [Regions, eu-west-1, Account]", "4567"},
	{"!FindInMap [Regions, us-east-1, Zones]", "[\"x\",\"y\"]"},
	{"!If [IsProd, yes-it-is, !Ref Off]", "yes-it-is"},
	{"!If [IsOff, a, !If [IsProd, b, c]]", "b"},
	{"[a, !If [IsOff, b, !Ref AWS::NoValue], c]", "[\"a\",\"c\"]"},
	{"{A: 1, B: !If [IsOff, b, !Ref AWS::NoValue]}", "{\"A\":1}"},
	{"!Base64 'hello'", "aGVsbG8="},
	{"{'Fn::Base64': !Sub '${Env}!'}", "cHJvZCE="},
	{"!Base64 {Ref: VPC}", "${Base64(VPC)}"},
	{"!Cidr [10.0.0.0/16, 3, 8]", "[\"10.0.0.0/24\",\"10.0.1.0/24\",\"10.0.2.0/24\"]"},
	{"!Select [1, !Cidr ['10.0.255.0/24', 2, 4]]", "10.0.255.16/28"},
	{"!Cidr ['fd00:1::/56', 2, 64]", "[\"fd00:1::/64\",\"fd00:1:0:1::/64\"]"},
	{"!Select [0, !Cidr [!GetAtt VPC.CidrBlock, 2, 8]]", "${Cidr(VPC.CidrBlock)[0]}"},
	{"!GetAZs us-west-2", "${GetAZs(us-west-2)}"},
	{"!ImportValue base-vpc", "${ImportValue(base-vpc)}"},
	{"{'Fn::ImportValue': !Sub '${Env}-vpc'}", "${ImportValue(prod-vpc)}"},
};

static void test_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(cases); i++) {
		struct fixture f = {0};
		const char *actual = fixture_expression(&f, cases[i].expression, "");
		if (strcmp(actual, cases[i].expected) != 0)
			fail_msg("%s gives %s, not %s", cases[i].expression, actual, cases[i].expected);
		actual = fixture_findings(&f, CEW_CFN_ERROR);
		if (*actual)
			fail_msg("%s finds %s", cases[i].expression, actual);
		fixture_close(&f);
	}
}

static const struct {
	const char *expression, *rule;
} wrong[] = {
	{"!Ref Nothing", "unresolved-reference"},
	{"!Ref Off", "unresolved-reference"},
	{"!GetAtt Off.Arn", "unresolved-reference"},
	{"!GetAtt Nothing.Arn", "unresolved-reference"},
	{"!Sub '${Off}'", "unresolved-reference"},
	{"!Sub '${Nothing.Arn}'", "unresolved-reference"},
	{"!If [IsProd, a, !Ref Nothing]", "unresolved-reference"},
	{"!If [IsNothing, a, b]", "unresolved-condition"},
	{"!FindInMap [Nothing, a, b]", "unresolved-mapping"},
	{"!FindInMap [Regions, nowhere, Account]", "mapping-lacks-key"},
	{"!FindInMap [Regions, !Ref AWS::Region, Nothing]", "mapping-lacks-region"},
	{"!Select [3, [a, b, c]]", "select-out-of-range"},
	{"!Select [x, [a]]", "function-arguments"},
	{"!Select [0, a]", "function-arguments"},
	{"!Select [0]", "function-arguments"},
	{"!Join ['-', a]", "function-arguments"},
	{"!Join ['-', [[a]]]", "function-arguments"},
	{"!Split ['', a]", "function-arguments"},
	{"!Split [',', [a]]", "function-arguments"},
	{"!Sub [a]", "function-arguments"},
	{"!Sub 'x${a-b}'", "function-arguments"},
	{"!Sub '${Items}'", "sub-list"},
	{"!Cidr [10.0.0.0/24, 3, 9]", "function-arguments"},
	{"!Cidr [10.0.0.0/24, 3, 7]", "function-arguments"},
	{"!Cidr [10.0.0.0, 1, 4]", "function-arguments"},
	{"!Cidr [10.0.0.0/24, 257, 4]", "function-arguments"},
	{"!Equals [a, b]", "misplaced-function"},
	{"{'Fn::Nothing': a}", "unknown-function"},
	{"{'Fn::Join': ['', [a]], B: c}", "function-siblings"},
	{"!Length [a]", "needs-language-extensions"},
	{"!FindInMap [Regions, nowhere, Zones, {DefaultValue: z}]", "needs-language-extensions"},
	{"!FindInMap [!Sub Regions, us-east-1, Zones]", "needs-language-extensions"},
	{"{'Fn::ForEach::A': [x, [a], {b: c}]}", "needs-language-extensions"},
	{"{A: null}", "null-value"},
	{"{Ref: [a]}", "function-arguments"},
};

static void test_problems(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(wrong); i++) {
		struct fixture f = {0};
		fixture_expression(&f, wrong[i].expression, "");
		const struct cew_cfn_finding *n = fixture_finding(&f, wrong[i].rule);
		if (!n)
			fail_msg("%s finds \"%s\", not %s", wrong[i].expression, fixture_findings(&f, CEW_CFN_ERROR), wrong[i].rule);
		if (cew_cfn_finding_count(f.e) != 1)
			fail_msg("%s finds more than one: %s", wrong[i].expression, fixture_findings(&f, CEW_CFN_ERROR));
		assert_int_equal(n->severity, CEW_CFN_ERROR);
		assert_int_equal(n->line, 21);
		assert_string_equal(n->subject, "X");
		fixture_close(&f);
	}
}

static void test_known_identity(void **state)
{
	(void)state;
	struct fixture f = {.in = {.account_id = "123456789012", .stack_id = "arn:aws:x:y:z:stack/demo/GUID-1"}};
	assert_string_equal(fixture_expression(&f, "!Sub '${AWS::AccountId}/${AWS::StackId}'", ""),
	                    "123456789012/arn:aws:x:y:z:stack/demo/GUID-1");
	fixture_close(&f);
}

static const struct cew_node *zones(void *ctx, struct cew_doc *doc, const char *region)
{
	(void)ctx;
	struct cew_node *seq = cew_doc_seq(doc);
	char *a = cew_fmt("%sa", region), *b = cew_fmt("%sb", region);
	seq = cew_seq_add(doc, cew_seq_add(doc, seq, cew_doc_string(doc, a)), cew_doc_string(doc, b));
	free(a);
	free(b);
	return seq;
}

static void test_zones(void **state)
{
	(void)state;
	struct fixture f = {.in = {.zones = zones}};
	assert_string_equal(fixture_expression(&f, "!Select [1, !GetAZs '']", ""), "us-east-1b");
	fixture_close(&f);
	assert_string_equal(fixture_expression(&f, "{'Fn::GetAZs': !Ref 'AWS::Region'}", ""),
	                    "[\"us-east-1a\",\"us-east-1b\"]");
	fixture_close(&f);
}

static void test_other_partitions(void **state)
{
	(void)state;
	struct fixture f = {.in = {.region = "cn-north-1"}};
	assert_string_equal(fixture_expression(&f, "!Sub '${AWS::Partition} ${AWS::URLSuffix}'", ""),
	                    "aws-cn amazonaws.com.cn");
	fixture_close(&f);
	const char *suffix;
	assert_string_equal(cew_cfn_partition("us-gov-west-1", &suffix), "aws-us-gov");
	assert_string_equal(suffix, "amazonaws.com");
	assert_string_equal(cew_cfn_partition("mars-1", NULL), "aws");
}

static void test_secret_stays_out(void **state)
{
	(void)state;
	struct fixture f = {0};
	assert_string_equal(fixture_expression(&f, "!Sub 'x-${Secret}-y'", "Secret=hush"), "x-${Secret}-y");
	const char *expression;
	const struct cew_node *value = cew_cfn_output_at(f.e, 0)->value;
	assert_true(cew_cfn_unknown(value, &expression));
	assert_string_equal(expression, "Secret");
	assert_string_equal(cew_node_get_text(value, "text"), "x-${Secret}-y");
	struct cew_doc *doc = cew_doc_create("resolved"); /* who resolves says what stands for a secret */
	const struct cew_node *outputs;
	assert_int_equal(cew_cfn_resolve_outputs(f.e, doc, &outputs, NULL), CEW_OK);
	assert_string_equal(cew_node_get_text(outputs, "X"), "x-hush-y");
	cew_doc_destroy(doc);
	fixture_close(&f);
}

static void test_not_chosen_yet(void **state)
{
	(void)state;
	struct fixture f = {0};
	struct cew_cfn_eval *e;
	fixture_expression(&f, "!Sub '${AWS::StackName} ${AWS::Region} ${AWS::Partition}'", "");
	struct cew_cfn_inputs in = {.region = "", .stack_name = "", .account_id = ""};
	assert_int_equal(cew_cfn_evaluate(f.t, &in, &e, NULL), CEW_OK);
	assert_string_equal(cew_node_get_text(cew_cfn_output_at(e, 0)->value, "text"),
	                    "${AWS::StackName} ${AWS::Region} ${AWS::Partition}");
	cew_cfn_eval_destroy(e);
	fixture_close(&f);
	fixture_expression(&f, "!FindInMap [Regions, !Ref 'AWS::Region', Account]", "");
	assert_int_equal(cew_cfn_evaluate(f.t, &in, &e, NULL), CEW_OK);
	assert_int_equal(cew_cfn_finding_count(e), 0);
	cew_cfn_eval_destroy(e);
	fixture_close(&f);
}

static void test_too_large(void **state)
{
	(void)state;
	/* each output joins the one list hundreds of times: what comes out must be bounded */
	struct cew_buf text;
	cew_buf_init(&text, 4 << 20);
	cew_buf_str(&text, "Mappings: {M: {a: {b: [");
	for (int i = 0; i < 20000; i++)
		cew_buf_str(&text, "xxxxxxxxxx,");
	cew_buf_str(&text, "y]}}}\nResources: {A: {Type: T}}\nOutputs:\n");
	for (int i = 0; i < 150; i++)
		cew_buf_fmt(&text, "  O%d: {Value: !Join ['', !FindInMap [M, a, b]]}\n", i);
	struct cew_cfn_template *t;
	struct cew_cfn_eval *e;
	struct cew_error err = {0};
	assert_int_equal(cew_cfn_load("t", text.data, text.len, &t, &err), CEW_OK);
	struct cew_cfn_inputs in = {.region = "us-east-1", .stack_name = "demo"};
	assert_int_equal(cew_cfn_evaluate(t, &in, &e, &err), CEW_LIMIT);
	assert_null(e);
	cew_cfn_destroy(t);
	cew_buf_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),          cmocka_unit_test(test_problems),
		cmocka_unit_test(test_known_identity),  cmocka_unit_test(test_zones),
		cmocka_unit_test(test_other_partitions), cmocka_unit_test(test_secret_stays_out),
		cmocka_unit_test(test_too_large),       cmocka_unit_test(test_not_chosen_yet),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
