/* Reading templates: shape, errors with their place, long form and the compact form. */
#include "helper.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *text;
	enum cew_status status;
	const char *where, *what; /* part of it */
} broken[] = {
	{"", CEW_INVALID, "t.yaml", "empty"},
	{"a: [", CEW_INVALID, "t.yaml:", ""},
	{"- a\n", CEW_INVALID, "t.yaml:1:1", "must be a map"},
	{"Description: x\n", CEW_INVALID, "t.yaml:1:1", "no Resources"},
	{"Resources: {}\n", CEW_INVALID, "t.yaml:1:12", "no Resources"},
	{"Resources:\n", CEW_INVALID, "t.yaml:1:11", "map of names"},
	{"Resource: {}\n", CEW_INVALID, "t.yaml:1:1", "no section \"Resource\""},
	{"AWSTemplateFormatVersion: 2011\nResources: {A: {Type: T}}\n", CEW_INVALID, "t.yaml:1:27", "2010-09-09"},
	{"Resources:\n  A: {Properties: {}}\n", CEW_INVALID, "t.yaml:2:3", "A has no Type"},
	{"Resources:\n  A: text\n", CEW_INVALID, "t.yaml:2:3", "must be a map"},
	{"Resources:\n  A:\n    Type: T\n    Depends: B\n", CEW_INVALID, "t.yaml:4:5", "no attribute \"Depends\""},
	{"Resources:\n  A-B: {Type: T}\n", CEW_INVALID, "t.yaml:2:3", "letters and digits"},
	{"Resources:\n  A: {Type: T}\n  A: {Type: T}\n", CEW_INVALID, "t.yaml:3:3", ""},
	{"Resources:\n  A: {Type: T, Properties: [a]}\n", CEW_INVALID, "t.yaml:2:", "must be a map"},
	{"Resources:\n  A: {Type: T, Properties: {B: !Reff C}}\n", CEW_INVALID, "t.yaml:2:", "tag"},
	{"Resources:\n  Fn::ForEach::A: [x, [y], {z: {Type: T}}]\n", CEW_INVALID, "t.yaml:2:3", "LanguageExtensions"},
	{"Resources: {A: {Type: T}}\nOutputs:\n  O: {Description: x}\n", CEW_INVALID, "t.yaml:3:3", "no Value"},
	{"Resources: {A: {Type: T}}\nOutputs:\n  O: {Value: x, Name: y}\n", CEW_INVALID, "t.yaml:3:", "\"Name\""},
	{"Resources: {A: {Type: T}}\nMappings: {M: {a: b}}\n", CEW_INVALID, "t.yaml:2:", "two levels"},
	{"Resources: {A: {Type: T}}\nMappings: {M: {a: {b: {c: d}}}}\n", CEW_INVALID, "t.yaml:2:", "too deep"},
	{"Resources: {A: {Type: T}}\nRules: {R: {Assertions: x}}\n", CEW_INVALID, "t.yaml:2:", "Assertions"},
	{"Resources: {A: {Type: T}}\nParameters:\n  P: {Default: x}\n", CEW_INVALID, "t.yaml:3:", "no Type"},
	{"Resources: {A: {Type: T}}\nParameters:\n  P: {Type: Strin}\n", CEW_INVALID, "t.yaml:3:", "does not exist"},
	{"Resources: {A: {Type: T}}\nParameters:\n  P: {Type: String, Max: 3}\n", CEW_INVALID, "t.yaml:3:", "attribute"},
	{"Resources: {A: {Type: T}}\nParameters:\n  P: {Type: String, MaxLength: x}\n", CEW_INVALID, "t.yaml:3:", "no number"},
	{"Resources: {A: {Type: T}}\nParameters:\n  P: {Type: String, MinLength: 1.5}\n", CEW_INVALID, "t.yaml:3:", "whole"},
	{"Resources: {A: {Type: T}}\nParameters:\n  P: {Type: String, AllowedValues: a}\n", CEW_INVALID, "t.yaml:3:", "list"},
	{"Resources: {A: {Type: T}}\nParameters:\n  P: {Type: String, Default: [a]}\n", CEW_INVALID, "t.yaml:3:", "no text"},
};

static void test_broken(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(broken); i++) {
		struct cew_cfn_template *t;
		struct cew_error err = {0};
		enum cew_status status = cew_cfn_load("t.yaml", broken[i].text, strlen(broken[i].text), &t, &err);
		if (status != broken[i].status || strncmp(err.where, broken[i].where, strlen(broken[i].where)) != 0 ||
		    !strstr(err.what, broken[i].what))
			fail_msg("%s gives %d: %s (%s)", broken[i].text, status, err.what, err.where);
		assert_null(t);
	}
}

/* One look at the file tells all that is wrong with it, in its order; the error alone says that there is more. */
static void test_every_problem(void **state)
{
	(void)state;
	static const char text[] = "Resources:\n"
	                           "  A: {Typ: T}\n"
	                           "  B: {Type: T, Properties: {X: !Reff A, Y: !Sup b}}\n"
	                           "Parameters:\n"
	                           "  P: {Type: Strin}\n"
	                           "  Q: {Type: String, MinLength: x}\n"
	                           "Metadata: {AWS::CloudFormation::Interface: {ParameterGroups: [{Parameters: [Q, P]}]}}\n"
	                           "Outputs: {O: {}}\n";
	static const char *const where[] = {"t:2:3", "t:2:7", "t:3:32", "t:3:44", "t:5:13", "t:6:32", "t:8:11"};
	struct cew_cfn_template *t;
	struct cew_error err;
	struct cew_vec problems;
	cew_vec_init(&problems, sizeof(struct cew_error));
	assert_int_equal(cew_cfn_load_listing("t", text, sizeof(text) - 1, &problems, &t, &err), CEW_INVALID);
	assert_null(t);
	for (size_t i = 0; i < problems.len && i < CEW_COUNT(where); i++)
		assert_string_equal(((struct cew_error *)problems.items)[i].where, where[i]);
	assert_int_equal(problems.len, CEW_COUNT(where));
	assert_string_equal(err.what, "the resource A has no Type");
	assert_string_equal(err.hint, "6 more problems stand in it; `cewizard plan --template FILE` lists them");
	cew_vec_finish(&problems);
}

/* A file of nothing but mistakes does not fill the screen without end. */
static void test_problems_have_an_end(void **state)
{
	(void)state;
	struct cew_buf text;
	struct cew_cfn_template *t;
	struct cew_error err;
	struct cew_vec problems;
	cew_buf_init(&text, 1 << 20);
	cew_vec_init(&problems, sizeof(struct cew_error));
	cew_buf_str(&text, "Resources:\n");
	for (int i = 0; i < 300; i++)
		cew_buf_fmt(&text, "  R%d: x\n", i);
	assert_int_equal(cew_cfn_load_listing("t", text.data, text.len, &problems, &t, &err), CEW_INVALID);
	assert_int_equal(problems.len, 100);
	assert_string_equal(err.hint, "at least 99 more problems stand in it; `cewizard plan --template FILE` lists them");
	cew_vec_finish(&problems);
	cew_buf_finish(&text);
}

static void test_limits(void **state)
{
	(void)state;
	static const struct {
		const char *head, *row;
		size_t max;
	} limits[] = {
		{"Resources:\n", "  R%zu: {Type: T}\n", 500},
		{"Resources: {A: {Type: T}}\nParameters:\n", "  P%zu: {Type: String}\n", 200},
		{"Resources: {A: {Type: T}}\nOutputs:\n", "  O%zu: {Value: x}\n", 200},
		{"Resources: {A: {Type: T}}\nMappings:\n", "  M%zu: {a: {b: c}}\n", 200},
	};
	for (size_t i = 0; i < CEW_COUNT(limits); i++) {
		struct cew_buf text;
		struct cew_cfn_template *t;
		struct cew_error err = {0};
		cew_buf_init(&text, 1 << 20);
		cew_buf_str(&text, limits[i].head);
		for (size_t k = 0; k < limits[i].max; k++)
			cew_buf_fmt(&text, limits[i].row, k);
		assert_int_equal(cew_cfn_load("t", text.data, text.len, &t, &err), CEW_OK);
		cew_cfn_destroy(t);
		cew_buf_fmt(&text, limits[i].row, limits[i].max);
		assert_int_equal(cew_cfn_load("t", text.data, text.len, &t, &err), CEW_LIMIT);
		cew_buf_finish(&text);
	}
}

static const char all_tags[] =
        "Transform: AWS::LanguageExtensions\n"
        "Conditions:\n"
        "  A: !And [!Equals [a, b], !Or [!Condition B, !Not [!Condition B]]]\n"
        "  B: !Equals [!Ref 'AWS::Region', x]\n"
        "Resources:\n"
        "  R:\n"
        "    Type: T\n"
        "    Properties:\n"
        "      A: !GetAtt R.B.C\n"
        "      B: !GetAtt [R, B]\n"
        "      C: !Sub\n"
        "        - '${X}'\n"
        "        - X: !If [A, !Base64 x, !ImportValue y]\n"
        "      D: !Join ['', !Split [',', !Select [0, !GetAZs '']]]\n"
        "      E: !FindInMap [M, !Ref 'AWS::Region', b]\n"
        "      F: !Cidr [!Ref X, 1, 2]\n"
        "      G: !Transform {Name: N}\n"
        "      H: !Length [a]\n"
        "      I: !ToJsonString {a: 1}\n"
        "      J:\n"
        "        Fn::GetAtt: R.B.C\n"
        "      K: &k {a: !Ref R}\n"
        "      L: *k\n"
        "      M: plain\n";

static const char all_long[] =
        "{\"Transform\":\"AWS::LanguageExtensions\",\"Conditions\":{\"A\":{\"Fn::And\":[{\"Fn::Equals\":[\"a\",\"b\"]},"
        "{\"Fn::Or\":[{\"Condition\":\"B\"},{\"Fn::Not\":[{\"Condition\":\"B\"}]}]}]},\"B\":{\"Fn::Equals\":[{\"Ref\":"
        "\"AWS::Region\"},\"x\"]}},\"Resources\":{\"R\":{\"Type\":\"T\",\"Properties\":{\"A\":{\"Fn::GetAtt\":[\"R\","
        "\"B.C\"]},\"B\":{\"Fn::GetAtt\":[\"R\",\"B\"]},\"C\":{\"Fn::Sub\":[\"${X}\",{\"X\":{\"Fn::If\":[\"A\","
        "{\"Fn::Base64\":\"x\"},{\"Fn::ImportValue\":\"y\"}]}}]},\"D\":{\"Fn::Join\":[\"\",{\"Fn::Split\":[\",\","
        "{\"Fn::Select\":[0,{\"Fn::GetAZs\":\"\"}]}]}]},\"E\":{\"Fn::FindInMap\":[\"M\",{\"Ref\":\"AWS::Region\"},\"b\"]},"
        "\"F\":{\"Fn::Cidr\":[{\"Ref\":\"X\"},1,2]},\"G\":{\"Fn::Transform\":{\"Name\":\"N\"}},\"H\":{\"Fn::Length\":"
        "[\"a\"]},\"I\":{\"Fn::ToJsonString\":{\"a\":1}},\"J\":{\"Fn::GetAtt\":[\"R\",\"B.C\"]},\"K\":{\"a\":{\"Ref\":"
        "\"R\"}},\"L\":{\"a\":{\"Ref\":\"R\"}},\"M\":\"plain\"}}}}";

static void compact(const char *text, struct cew_buf *out)
{
	struct cew_cfn_template *t;
	struct cew_error err = {0};
	if (cew_cfn_load("t", text, strlen(text), &t, &err) != CEW_OK)
		fail_msg("%s (%s)", err.what, err.where);
	cew_buf_init(out, 1 << 20);
	assert_int_equal(cew_cfn_compact(t, out, &err), CEW_OK);
	cew_cfn_destroy(t);
}

static void test_long_form(void **state)
{
	(void)state;
	struct cew_buf once, twice;
	compact(all_tags, &once);
	assert_string_equal(cew_buf_text(&once), all_long);
	compact(cew_buf_text(&once), &twice); /* JSON in: the same template */
	assert_string_equal(cew_buf_text(&twice), all_long);
	cew_buf_finish(&once);
	cew_buf_finish(&twice);
}

static const struct {
	const char *yaml, *json;
} scalars[] = {
	{"'0777'", "\"0777\""},
	{"2012-10-17", "\"2012-10-17\""},
	{"'009996457667'", "\"009996457667\""},
	{"\"true\"", "\"true\""},
	{"true", "true"},
	{"True", "true"},
	{"8080", "8080"},
	{"1.5", "1.5"},
	{"-1", "-1"},
	{"TLSv1.3", "\"TLSv1.3\""},
	{"TLSv1.2 TLSv1.3", "\"TLSv1.2 TLSv1.3\""},
	{"'a\"b\\c'", "\"a\\\"b\\\\c\""},
	{"|\n        two\n        lines\n", "\"two\\nlines\\n\""},
	{"'{{resolve:ssm:/a}}'", "\"{{resolve:ssm:/a}}\""},
};

static void test_scalars(void **state)
{
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(scalars); i++) {
		struct cew_buf out;
		char *text = cew_fmt("Resources:\n  A:\n    Type: T\n    Properties:\n      V: %s\n", scalars[i].yaml);
		char *expected = cew_fmt("{\"Resources\":{\"A\":{\"Type\":\"T\",\"Properties\":{\"V\":%s}}}}", scalars[i].json);
		compact(text, &out);
		assert_string_equal(cew_buf_text(&out), expected);
		cew_buf_finish(&out);
		free(text);
		free(expected);
	}
}

/* YAML takes a plain No or On for a truth; where a name stands it is the name, and stays so in the compact form. */
static void test_names_that_look_like_truths(void **state)
{
	(void)state;
	static const char text[] = "Mappings: {On: {Yes: {Off: x}}}\n"
	                           "Conditions: {No: !Equals [a, a], B: {Condition: No}}\n"
	                           "Resources:\n"
	                           "  Yes: {Type: T}\n"
	                           "  A: {Type: T, Condition: No, DependsOn: Yes, Properties: {Condition: No, R: {Ref: Yes},"
	                           " G: !GetAtt [Yes, X], F: !FindInMap [On, Yes, Off], I: !If [No, Yes, No]}}\n"
	                           "  C: {Type: T, DependsOn: [Yes, A], Properties: {N: ~, M: }}\n";
	static const char expected[] =
	        "{\"Mappings\":{\"On\":{\"Yes\":{\"Off\":\"x\"}}},\"Conditions\":{\"No\":{\"Fn::Equals\":[\"a\",\"a\"]},"
	        "\"B\":{\"Condition\":\"No\"}},\"Resources\":{\"Yes\":{\"Type\":\"T\"},\"A\":{\"Type\":\"T\",\"Condition\":"
	        "\"No\",\"DependsOn\":\"Yes\",\"Properties\":{\"Condition\":false,\"R\":{\"Ref\":\"Yes\"},\"G\":{\"Fn::GetAtt\":"
	        "[\"Yes\",\"X\"]},\"F\":{\"Fn::FindInMap\":[\"On\",\"Yes\",\"Off\"]},\"I\":{\"Fn::If\":[\"No\",true,false]}}},"
	        "\"C\":{\"Type\":\"T\",\"DependsOn\":[\"Yes\",\"A\"],\"Properties\":{\"N\":null,\"M\":null}}}}";
	struct cew_buf out;
	compact(text, &out);
	assert_string_equal(cew_buf_text(&out), expected);
	cew_buf_finish(&out);
}

/* Evaluating a template and evaluating its compact form must give the same. */
static void test_compact_means_the_same(void **state)
{
	(void)state;
	static const char text[] = "Parameters: {On: {Type: String, Default: true, AllowedValues: [true, false]}}\n"
	                           "Conditions: {C: !Equals [!Ref On, 'true']}\n"
	                           "Resources:\n"
	                           "  B: {Type: T, DependsOn: A}\n"
	                           "  A:\n"
	                           "    Type: 'AWS::IAM::Role'\n"
	                           "    Properties: {RoleName: !Sub 'r-${AWS::StackName}', N: 10, D: 2012-10-17}\n"
	                           "Outputs: {O: {Value: !If [C, yes, no]}, P: {Value: !If [C, 'yes', no]}}\n";
	struct fixture a = {0}, b = {0};
	struct cew_buf out, other;
	compact(text, &out);
	fixture_open(&a, text, "");
	fixture_open(&b, cew_buf_text(&out), "");
	assert_string_equal(fixture_order(&a), "A B");
	assert_string_equal(fixture_order(&b), "A B");
	assert_string_equal(fixture_output(&a, "O"), "true");
	assert_string_equal(fixture_output(&b, "O"), "true");
	assert_string_equal(fixture_output(&b, "P"), "yes");
	for (size_t i = 0; i < cew_cfn_resource_count(a.e); i++)
		assert_true(cew_node_equal(cew_cfn_resource_at(a.e, i)->properties, cew_cfn_resource_at(b.e, i)->properties));
	cew_buf_init(&other, 1 << 20);
	assert_int_equal(cew_cfn_compact(b.t, &other, NULL), CEW_OK);
	assert_string_equal(cew_buf_text(&out), cew_buf_text(&other));
	cew_buf_finish(&out);
	cew_buf_finish(&other);
	fixture_close(&a);
	fixture_close(&b);
}

static void test_line_ends_and_mark(void **state)
{
	(void)state;
	static const char json[] = "{\"Resources\":{\"A\":{\"Type\":\"T\",\"Properties\":{\"X\":{\"Ref\":\"A\"}}}}}";
	static const char *const sources[] = {
		"\xEF\xBB\xBFResources:\r\n  A: # comment\r\n    Type: T\r\n    Properties:\r\n      X: !Ref A\r\n",
		"---\nResources: {A: {Type: T, Properties: {X: {Ref: A}}}}\n...\n",
		"\n\n  {\"Resources\": {\"A\": {\"Type\": \"T\", \"Properties\": {\"X\": {\"Ref\": \"A\"}}}}}\n",
	};
	for (size_t i = 0; i < CEW_COUNT(sources); i++) {
		struct cew_buf out;
		compact(sources[i], &out);
		assert_string_equal(cew_buf_text(&out), json);
		cew_buf_finish(&out);
	}
}

static void test_accessors(void **state)
{
	(void)state;
	static const char text[] = "Description: what it is\nResources: {A: {Type: T, Properties: {B: !Ref C}}}\n";
	struct fixture f = {0};
	size_t len;
	fixture_open(&f, text, "");
	assert_string_equal(cew_cfn_name(f.t), "t.yaml");
	assert_string_equal(cew_cfn_description(f.t), "what it is");
	assert_string_equal(cew_cfn_source(f.t, &len), text);
	assert_int_equal(len, strlen(text));
	assert_ptr_equal(cew_doc_root(cew_cfn_doc(f.t)), cew_cfn_root(f.t));
	const struct cew_node *b = cew_node_get(cew_node_get(cew_node_get(cew_node_get(cew_cfn_root(f.t), "Resources"), "A"),
	                                                     "Properties"), "B");
	assert_string_equal(cew_node_get_text(b, "Ref"), "C");
	assert_int_equal(cew_node_line(b), 2);
	fixture_close(&f);
	cew_cfn_destroy(NULL);
	cew_cfn_eval_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_broken),    cmocka_unit_test(test_every_problem),
		cmocka_unit_test(test_problems_have_an_end),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_long_form), cmocka_unit_test(test_scalars), cmocka_unit_test(test_names_that_look_like_truths),
		cmocka_unit_test(test_compact_means_the_same), cmocka_unit_test(test_accessors),
		cmocka_unit_test(test_line_ends_and_mark),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
