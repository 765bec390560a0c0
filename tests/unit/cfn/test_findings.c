/* What AWS no longer takes, capabilities, loops and other things told about a template as a whole. */
#include "helper.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *runtime;
	int today;
	const char *severity; /* "error", "warning", "" */
} runtimes[] = {
	{"python3.7", 0, "error"},          {"python3.7", 20231201, ""},     {"python3.7", 20231224, "warning"},
	{"python3.9", 20261124, "warning"}, {"python3.9", 20270201, "error"}, {"python3.13", 0, ""},
	{"nodejs24.x", 0, ""},              {"cobol", 0, ""},
};

static void test_runtime(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(runtimes); i++) {
		struct fixture f = {.in = {.today = runtimes[i].today}};
		char *text = cew_fmt("Resources:\n  F: {Type: 'AWS::Lambda::Function', Properties: {Runtime: !Sub '%s'}}\n",
		                     runtimes[i].runtime);
		fixture_open(&f, text, "");
		const struct cew_cfn_finding *n = fixture_finding(&f, "lambda-runtime");
		const char *actual = !n ? "" : n->severity == CEW_CFN_ERROR ? "error" : "warning";
		if (strcmp(actual, runtimes[i].severity) != 0)
			fail_msg("%s on %d: \"%s\"", runtimes[i].runtime, runtimes[i].today, actual);
		if (n) {
			assert_int_equal(n->line, 2);
			assert_string_equal(n->subject, "F");
		}
		fixture_close(&f);
		free(text);
	}
}

static const struct {
	const char *type;
	bool good;
} types[] = {
	{"AWS::EC2::VPC", true}, {"Acme::Team::Thing::MODULE", true}, {"Custom::Thing", true}, {"T", true},
	{"AWS::EC2", false},     {"Foo::Bar", false},                  {"Custom::", false},     {"AWS::EC2::", false},
	{"::EC2::VPC", false},   {"A::B::C::D::E", false},             {"AWS::::VPC", false},
};

static void test_type_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(types); i++) {
		struct fixture f = {0};
		char *text = cew_fmt("Resources:\n  A: {Type: '%s'}\n", types[i].type);
		fixture_open(&f, text, "");
		const struct cew_cfn_finding *n = fixture_finding(&f, "resource-type");
		if (types[i].good != !n)
			fail_msg("%s: %s", types[i].type, n ? n->message : "nothing is found");
		if (n)
			assert_int_equal(n->line, 2);
		fixture_close(&f);
		free(text);
	}
}

static void test_partition(void **state)
{
	(void)state;
	static const char text[] = "Conditions: {No: !Equals [a, b]}\n"
	                           "Resources:\n"
	                           "  A: {Type: T, Properties: {Arn: 'arn:aws:iam::aws:policy/X'}}\n"
	                           "  B: {Type: T, Properties: {Arn: !Sub 'x arn:aws:s3:::${AWS::StackName}'}}\n"
	                           "  C: {Type: T, Properties: {Arn: !Sub 'arn:${AWS::Partition}:s3:::x'}}\n"
	                           "  D: {Type: T, Properties: {Arn: !If [No, 'arn:aws:x', y]}}\n";
	struct fixture f = {0};
	fixture_open(&f, text, "");
	assert_int_equal(cew_cfn_finding_count(f.e), 0);
	f.in.region = "us-gov-west-1";
	fixture_evaluate(&f, "");
	assert_string_equal(fixture_findings(&f, CEW_CFN_ERROR), "partition-arn:A:3");
	assert_string_equal(fixture_findings(&f, CEW_CFN_WARNING), "partition-arn:B:4");
	fixture_close(&f);
}

static void test_region_map(void **state)
{
	(void)state;
	static const char text[] = "Mappings: {Logs: {us-east-1: {Account: '1'}}}\n"
	                           "Resources:\n"
	                           "  A: {Type: T, Properties: {X: !FindInMap [Logs, !Ref 'AWS::Region', Account]}}\n";
	struct fixture f = {0};
	fixture_open(&f, text, "");
	assert_int_equal(cew_cfn_finding_count(f.e), 0);
	f.in.region = "ap-south-2";
	fixture_evaluate(&f, "");
	assert_string_equal(fixture_findings(&f, CEW_CFN_ERROR), "mapping-lacks-region:A:3");
	assert_string_equal(fixture_finding(&f, "mapping-lacks-region")->message,
	                    "the mapping Logs has no entry for the region ap-south-2");
	fixture_close(&f);
}

static void test_tags(void **state)
{
	(void)state;
	struct fixture f = {0};
	struct cew_buf text;
	cew_buf_init(&text, 4096);
	cew_buf_str(&text, "Resources:\n  A: {Type: T, Properties: {Tags: [{Key: 'aws:x', Value: y}]}}\n"
	                   "  B: {Type: T, Properties: {Tags: [{Key: x, Value: ");
	for (int i = 0; i < 257; i++)
		cew_buf_char(&text, 'v');
	cew_buf_str(&text, "}]}}\n");
	fixture_open(&f, cew_buf_text(&text), "");
	assert_string_equal(fixture_findings(&f, CEW_CFN_ERROR), "tag:A:2 tag:B:3");
	fixture_close(&f);
	cew_buf_finish(&text);
}

static const struct {
	const char *body, *expected; /* "NAME:ID NAME:ID" */
} capabilities[] = {
	{"Resources: {A: {Type: T}}\n", ""},
	{"Resources: {A: {Type: T}, B: {Type: 'AWS::IAM::Role'}}\n", "CAPABILITY_IAM:B"},
	{"Resources: {A: {Type: 'AWS::IAM::Role'}, B: {Type: 'AWS::IAM::Role', Properties: {RoleName: x}}}\n",
	 "CAPABILITY_NAMED_IAM:B"},
	{"Resources: {A: {Type: 'AWS::IAM::Policy', Properties: {PolicyName: x}}}\n", "CAPABILITY_IAM:A"},
	{"Conditions: {No: !Equals [a, b]}\nResources: {A: {Type: 'AWS::IAM::User', Condition: No}, B: {Type: "
	 "'AWS::IAM::Group'}}\n", "CAPABILITY_IAM:B"},
	{"Conditions: {No: !Equals [a, b]}\nResources: {A: {Type: 'AWS::IAM::User', Condition: No}}\n", "CAPABILITY_IAM:A"},
	{"Transform: AWS::LanguageExtensions\nResources: {A: {Type: T}}\n", "CAPABILITY_AUTO_EXPAND:-"},
	{"Transform: [AWS::Serverless-2016-10-31]\nResources: {A: {Type: T}}\n", "CAPABILITY_IAM:- CAPABILITY_AUTO_EXPAND:-"},
	{"Resources: {A: {Type: T, Properties: {'Fn::Transform': {Name: 'AWS::Include'}}}}\n", "CAPABILITY_AUTO_EXPAND:-"},
};

static void test_capabilities(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(capabilities); i++) {
		struct fixture f = {0};
		struct cew_buf line;
		cew_buf_init(&line, 1024);
		fixture_open(&f, capabilities[i].body, "");
		for (size_t k = 0; k < cew_cfn_capability_count(f.e); k++) {
			const struct cew_cfn_capability *c = cew_cfn_capability_at(f.e, k);
			cew_buf_fmt(&line, "%s%s:%s", k ? " " : "", c->name, c->logical_id ? c->logical_id : "-");
		}
		if (strcmp(cew_buf_text(&line), capabilities[i].expected) != 0)
			fail_msg("%s needs \"%s\"", capabilities[i].body, cew_buf_text(&line));
		cew_buf_finish(&line);
		fixture_close(&f);
	}
}

static void test_transform(void **state)
{
	(void)state;
	struct fixture f = {0};
	fixture_open(&f, "Transform: MyMacro\n"
	                 "Resources:\n"
	                 "  A: {Type: T, Connectors: {x: y}, Properties: {X: !Ref MadeByTheMacro}}\n", "");
	assert_string_equal(fixture_findings(&f, CEW_CFN_ERROR), "");
	assert_string_equal(fixture_findings(&f, CEW_CFN_WARNING), "transform:-:1 unresolved-reference:A:3");
	fixture_close(&f);
}

static void test_extensions(void **state)
{
	(void)state;
	static const char text[] =
	        "Transform: AWS::LanguageExtensions\n"
	        "Parameters: {Names: {Type: CommaDelimitedList, Default: 'One,Two'}}\n"
	        "Conditions:\n"
	        "  Fn::ForEach::Conditions: [N, !Ref Names, {'Is${N}': !Equals [!Ref N, One]}]\n"
	        "Resources:\n"
	        "  Fn::ForEach::Topics:\n"
	        "    - Name\n"
	        "    - !Ref Names\n"
	        "    - Topic${Name}:\n"
	        "        Type: AWS::SNS::Topic\n"
	        "        Properties:\n"
	        "          TopicName: !Sub '${AWS::StackName}-${Name}'\n"
	        "          DisplayName: !Ref Name\n"
	        "          Fn::ForEach::Extra: [K, [A, B], {'${K}Key': {'Fn::Sub': '${Name}/${K}'}}]\n"
	        "  Policy: {Type: T, Properties: {T: [!Ref TopicOne, !GetAtt TopicTwo.TopicArn]}}\n"
	        "Outputs:\n"
	        "  Fn::ForEach::Out: [Name, !Ref Names, {'O${Name}': {Value: !GetAtt 'Topic${Name}.Arn', Condition: 'Is${Name}'}}]\n"
	        "  Length: {Value: !Length {Ref: Names}}\n"
	        "  Json: {Value: !ToJsonString {a: [1, !Ref Names]}}\n";
	struct fixture f = {0};
	fixture_open(&f, text, "");
	assert_string_equal(fixture_findings(&f, CEW_CFN_ERROR), "");
	assert_string_equal(fixture_order(&f), "TopicOne TopicTwo Policy");
	const struct cew_node *p = cew_cfn_resource_find(f.e, "TopicTwo")->properties;
	assert_string_equal(cew_node_get_text(p, "TopicName"), "demo-Two");
	assert_string_equal(cew_node_get_text(p, "DisplayName"), "Two");
	assert_string_equal(cew_node_get_text(p, "AKey"), "Two/A");
	assert_string_equal(cew_node_get_text(p, "BKey"), "Two/B");
	assert_string_equal(fixture_output(&f, "OOne"), "${TopicOne.Arn}");
	assert_string_equal(fixture_output(&f, "OTwo"), "(none)");
	assert_string_equal(fixture_output(&f, "Length"), "2");
	assert_string_equal(fixture_output(&f, "Json"), "{\"a\":[1,[\"One\",\"Two\"]]}");
	fixture_evaluate(&f, "Names=A,B,C");
	assert_string_equal(fixture_findings(&f, CEW_CFN_ERROR), "unresolved-reference:Policy:15 unresolved-reference:Policy:15");
	assert_int_equal(cew_cfn_resource_count(f.e), 4);
	fixture_evaluate(&f, "Names=A,A");
	assert_non_null(fixture_finding(&f, "loop"));
	fixture_close(&f);
}

static void test_loops_are_bounded(void **state)
{
	(void)state;
	struct cew_buf text;
	cew_buf_init(&text, 65536);
	cew_buf_str(&text, "Transform: AWS::LanguageExtensions\nResources:\n  ");
	for (int i = 0; i < 8; i++)
		cew_buf_fmt(&text, "{'Fn::ForEach::L%d': [A%d, [a, b, c, d, e, f, g, h], ", i, i);
	cew_buf_str(&text, "{'R${A0}${A1}${A2}${A3}${A4}${A5}${A6}${A7}': {Type: T}}");
	for (int i = 0; i < 8; i++)
		cew_buf_str(&text, "]}");
	struct cew_cfn_template *t;
	struct cew_cfn_eval *e;
	struct cew_error err = {0};
	struct cew_cfn_inputs in = {.region = "us-east-1"};
	assert_int_equal(cew_cfn_load("t", text.data, text.len, &t, &err), CEW_OK);
	assert_int_equal(cew_cfn_evaluate(t, &in, &e, &err), CEW_LIMIT);
	cew_cfn_destroy(t);
	cew_buf_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_runtime),      cmocka_unit_test(test_type_names),
		cmocka_unit_test(test_partition),
		cmocka_unit_test(test_region_map),   cmocka_unit_test(test_tags),
		cmocka_unit_test(test_capabilities), cmocka_unit_test(test_transform),
		cmocka_unit_test(test_extensions),   cmocka_unit_test(test_loops_are_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
