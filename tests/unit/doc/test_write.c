/* Writing: numbers that JSON would change, escapes, YAML's quoting, and that reading back gives an equal tree. */
#include "support.h"

static void test_json_scalars(void **state)
{
	static const struct {
		const char *plain, *json;
	} rows[] = {
		{"~", "null"}, {"null", "null"}, {"true", "true"}, {"True", "true"}, {"yes", "true"}, {"OFF", "false"},
		{"0", "0"}, {"17", "17"}, {"-17", "-17"}, {"-0", "\"-0\""}, {"0777", "\"0777\""}, {"+1", "\"+1\""},
		{"1_000", "\"1_000\""}, {"0x1F", "\"0x1F\""}, {"190:20:30", "\"190:20:30\""},
		{"009996457667", "\"009996457667\""}, {"123456789012", "123456789012"},
		{"9007199254740992", "9007199254740992"}, {"9007199254740993", "\"9007199254740993\""},
		{"-9007199254740992", "-9007199254740992"}, {"10000000000000000", "\"10000000000000000\""},
		{"1.5", "1.5"}, {"-0.25", "-0.25"}, {"1.50", "\"1.50\""}, {"1.0", "\"1.0\""}, {"1.", "\"1.\""}, {".5", "\".5\""},
		{"1e3", "\"1e3\""}, {"1.5e3", "\"1.5e3\""}, {"123456789012.345", "123456789012.345"},
		{"1234567890123.456", "\"1234567890123.456\""}, {"0.0001", "0.0001"}, {"0.00001", "\"0.00001\""},
		{"0.123456789012345", "0.123456789012345"}, {"0.1234567890123456", "\"0.1234567890123456\""},
		{".inf", "\".inf\""}, {"2012-10-17", "\"2012-10-17\""}, {"10.0.0.1", "\"10.0.0.1\""}, {"text", "\"text\""},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct cew_doc *doc = YAML(rows[i].plain);
		gives_json(cew_doc_root(doc), rows[i].json);
		cew_doc_destroy(doc);
	}
}

static void test_json_is_compact_and_keeps_order(void **state)
{
	(void)state;
	struct cew_doc *doc = YAML("b:\n  - 1\n  - {}\n  - []\na: {d: 'x', 5: null}\n");
	gives_json(cew_doc_root(doc), "{\"b\":[1,{},[]],\"a\":{\"d\":\"x\",\"5\":null}}");
	gives_json(NULL, "null");
	cew_doc_destroy(doc);
}

static void test_json_escapes(void **state)
{
	static const char raw[] = "\"\\/\b\f\n\r\t\x01\x1f\x7f\0\xC3\xA4\xFFz\xEF\xBF\xBE\xEF\xBF\xBF";
	(void)state;
	struct cew_doc *doc = cew_doc_create("t");
	struct cew_node *n = cew_doc_string_n(doc, raw, sizeof raw - 1);
	gives_json(n, "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\\u0000\xC3\xA4\xEF\xBF\xBDz\\ufffe\\uffff\"");
	cew_doc_destroy(doc);
}

static void test_json_refuses_tags(void **state)
{
	(void)state;
	struct cew_doc *doc = YAML("a:\n  - x\n  - !Ref y\n");
	struct cew_buf out;
	struct cew_error err;
	cew_buf_init(&out, 1000);
	assert_int_equal(cew_doc_write_json(cew_doc_root(doc), &out, &err), CEW_INVALID);
	assert_string_equal(err.where, "t:3:5");
	assert_non_null(strstr(err.what, "!Ref"));
	cew_buf_finish(&out);
	cew_doc_destroy(doc);
}

static void test_a_full_buffer_is_an_error(void **state)
{
	(void)state;
	struct cew_doc *doc = YAML("[aaaaaaaaaa, bbbbbbbbbb]");
	struct cew_buf out;
	cew_buf_init(&out, 8);
	assert_int_not_equal(cew_doc_write_json(cew_doc_root(doc), &out, NULL), CEW_OK);
	cew_buf_clear(&out);
	assert_int_not_equal(cew_doc_write_yaml(cew_doc_root(doc), &out, NULL), CEW_OK);
	cew_buf_finish(&out);
	cew_doc_destroy(doc);
}

static void test_yaml_strings(void **state)
{
	static const struct {
		const char *text, *yaml;
	} rows[] = {
		{"plain text", "plain text\n"}, {"AWS::EC2::VPC", "AWS::EC2::VPC\n"}, {"a#b", "a#b\n"}, {"it's", "it's\n"},
		{"arn:aws:iam::aws:policy/x", "arn:aws:iam::aws:policy/x\n"}, {"10.0.0.0/16", "10.0.0.0/16\n"},
		{"$x", "$x\n"}, {"\xC3\xA4", "\xC3\xA4\n"}, {"", "\"\"\n"}, {"true", "\"true\"\n"}, {"No", "\"No\"\n"},
		{"y", "\"y\"\n"}, {"null", "\"null\"\n"}, {"~", "\"~\"\n"}, {"5", "\"5\"\n"}, {"0777", "\"0777\"\n"},
		{"1e3", "\"1e3\"\n"}, {"2012-10-17", "\"2012-10-17\"\n"}, {"1.2.3", "\"1.2.3\"\n"}, {"<<", "\"<<\"\n"},
		{"=", "\"=\"\n"}, {"a: b", "\"a: b\"\n"}, {"a:", "\"a:\"\n"}, {"a #b", "\"a #b\"\n"}, {" a", "\" a\"\n"},
		{"a ", "\"a \"\n"}, {"- a", "\"- a\"\n"}, {"*", "\"*\"\n"}, {"!Ref x", "\"!Ref x\"\n"}, {"@x", "\"@x\"\n"},
		{"{a}", "\"{a}\"\n"}, {"[", "\"[\"\n"}, {"---", "\"---\"\n"}, {"...", "\"...\"\n"}, {"%x", "\"%x\"\n"},
		{"say \"hi\"", "say \"hi\"\n"}, {"\"q\"", "\"\\\"q\\\"\"\n"}, {"a\tb", "\"a\\tb\"\n"}, {"a\rb", "\"a\\rb\"\n"},
		{"a\x01" "b", "\"a\\x01b\"\n"}, {"a\xC2\x85" "b", "\"a\\x85b\"\n"}, {"a\xE2\x80\xA8" "b", "\"a\\u2028b\"\n"},
		{"\xEF\xBB\xBF" "a", "\"\\uFEFFa\"\n"}, {"a\nb", "|-\n  a\n  b\n"}, {"a\nb\n", "|\n  a\n  b\n"},
		{"a\n\n b\n\n\n", "|+\n  a\n\n   b\n\n\n"}, {" a\nb", "\" a\\nb\"\n"}, {"\na", "\"\\na\"\n"}, {"\n", "\"\\n\"\n"},
		{"a\r\nb", "\"a\\r\\nb\"\n"},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct cew_doc *doc = cew_doc_create("t");
		struct cew_node *n = cew_doc_string(doc, rows[i].text);
		gives_yaml(n, rows[i].yaml);
		struct cew_doc *back = YAML(rows[i].yaml);
		assert_true(cew_node_equal(n, cew_doc_root(back)));
		cew_doc_destroy(back);
		cew_doc_destroy(doc);
	}
}

static void test_yaml_style(void **state)
{
	static const char text[] = "Resources:\n"
	                           "  Vpc:\n"
	                           "    Type: AWS::EC2::VPC\n"
	                           "    Cidr: !Ref VpcCidr\n"
	                           "    Zones: !GetAZs \"\"\n"
	                           "    Script: |\n"
	                           "      #!/bin/sh\n"
	                           "\n"
	                           "      exit 0\n"
	                           "    Empty: {}\n"
	                           "    None: []\n"
	                           "    Nothing: null\n"
	                           "List:\n"
	                           "  - a: 1\n"
	                           "    b: true\n"
	                           "  - - x\n"
	                           "    - \"5\"\n"
	                           "  - !Join\n"
	                           "    - \",\"\n"
	                           "    - - !Sub ${AWS::Region}-x\n"
	                           "      - |-\n"
	                           "        one\n"
	                           "        two\n"
	                           "  - !Transform\n"
	                           "    Name: x\n"
	                           "  - !Empty {}\n"
	                           "If: !If\n"
	                           "  - c\n"
	                           "  - !Ref z\n"
	                           "\"5\": key\n"
	                           "6: key\n";
	(void)state;
	struct cew_doc *doc = YAML(text);
	gives_yaml(cew_doc_root(doc), text);
	gives_yaml(NULL, "");
	cew_doc_destroy(doc);
}

static void round_trip(const struct cew_node *n)
{
	struct cew_buf once, twice;
	struct cew_error err;
	struct cew_doc *back;
	cew_buf_init(&once, 1 << 20);
	cew_buf_init(&twice, 1 << 20);
	assert_int_equal(cew_doc_write_yaml(n, &once, &err), CEW_OK);
	if (cew_doc_parse("t", cew_buf_text(&once), once.len, CEW_DOC_YAML, NULL, &back, &err) != CEW_OK)
		fail_msg("%s: %s in\n%s", err.where, err.what, cew_buf_text(&once));
	if (!cew_node_equal(n, cew_doc_root(back)))
		fail_msg("reads back otherwise:\n%s", cew_buf_text(&once));
	assert_int_equal(cew_doc_write_yaml(cew_doc_root(back), &twice, &err), CEW_OK);
	assert_string_equal(cew_buf_text(&once), cew_buf_text(&twice));
	cew_doc_destroy(back);
	cew_buf_finish(&once);
	cew_buf_finish(&twice);
}

static void test_yaml_round_trips(void **state)
{
	static const char *const sources[] = {
		"5", "~", "''", "{}", "[]", "- - - []\n    - {}\n", "!Ref x", "!Join [a, [b, !Ref c]]", "!X {a: !Y {b: !Z []}}",
		"a: !!str 5\nb: ! 6\nc: \nd: 'null'\n", "? |\n  multi\n  line key\n: x\n", "'<<': 1\n'': 2\n'y': 3\n' ': 4\n",
		"- &a {x: 1}\n- *a\n", "!a%20b x", "[0o17, 0b1, .5, 1., 1e3, -.inf, 1:30, 2012-10-17]",
		"k: |+\n  a\n\n\nl: |+\n  b\n\nm: x\n",
		"\"a\\0b\\eR\\N\\_\\L\\P\\U0001F600\"", "- |\n  a\n   b\n \n  c\n- >\n  folded\n  text\n", "\"a \\n b \\n\"", "\"a\\n\\tb\"",
		"- - |\n    x\n  - - |-\n      y\n      z\n", "k: !Sub |\n  a ${b}\n  c\n",
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(sources); i++) {
		struct cew_doc *doc = YAML(sources[i]);
		round_trip(cew_doc_root(doc));
		cew_doc_destroy(doc);
	}
}

/* Every short string over the characters that mean something in YAML, as a value, a key and an item. */
static void test_yaml_round_trips_of_all_short_strings(void **state)
{
	static const char marks[] = "ay0-:#!&*?|>'\"%@`[]{}, \n\t.=<~\\";
	size_t count = sizeof marks - 1;
	(void)state;
	for (size_t i = 0; i < count; i++) {
		struct cew_doc *doc = cew_doc_create("t");
		struct cew_node *map = cew_doc_map(doc);
		for (size_t j = 0; j < count * count; j++) {
			char text[] = {marks[i], marks[j / count], marks[j % count], '\0'};
			assert_non_null(cew_map_put(doc, map, text, cew_seq_add(doc, cew_doc_seq(doc), cew_doc_string(doc, text))));
			assert_non_null(cew_map_put_text(doc, map, text + 1, text));
		}
		round_trip(map);
		cew_doc_destroy(doc);
	}
}

static void test_long_keys(void **state)
{
	char key[5001];
	(void)state;
	memset(key, 'k', sizeof key - 1);
	key[sizeof key - 1] = '\0';
	struct cew_doc *doc = cew_doc_create("t");
	struct cew_node *inner = cew_map_put_text(doc, cew_doc_map(doc), key, "x");
	struct cew_node *list = cew_seq_add(doc, cew_doc_seq(doc), cew_map_put(doc, cew_doc_map(doc), key, inner));
	key[0] = '-';
	round_trip(cew_map_put(doc, cew_doc_map(doc), key, list));
	cew_doc_destroy(doc);
}

static bool equal(const char *left, const char *right)
{
	struct cew_doc *a = YAML(left), *b = YAML(right);
	bool result = cew_node_equal(cew_doc_root(a), cew_doc_root(b));
	assert_int_equal(cew_node_equal(cew_doc_root(b), cew_doc_root(a)), result);
	cew_doc_destroy(a);
	cew_doc_destroy(b);
	return result;
}

static void test_equal(void **state)
{
	(void)state;
	assert_true(equal("{a: 1, b: [x]}", "b:\n  - 'x'\na: 1\n"));
	assert_true(equal("[yes, ~]", "[True, null]"));
	assert_true(equal("!Ref x", "!Ref 'x'"));
	assert_true(equal("{5: x}", "{'5': x}"));
	assert_false(equal("[1, 2]", "[2, 1]"));
	assert_false(equal("[1]", "[1, 2]"));
	assert_false(equal("{a: 1}", "{b: 1}"));
	assert_false(equal("{a: 1}", "{a: 1, b: 1}"));
	assert_false(equal("yes", "no"));
	assert_false(equal("5", "'5'"));
	assert_false(equal("5", "5.0"));
	assert_false(equal("!Ref x", "x"));
	assert_false(equal("!Ref x", "!Sub x"));
	assert_false(equal("[]", "{}"));
	assert_true(cew_node_equal(NULL, NULL));
	struct cew_doc *doc = YAML("~");
	assert_false(cew_node_equal(cew_doc_root(doc), NULL));
	cew_doc_destroy(doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json_scalars),
		cmocka_unit_test(test_json_is_compact_and_keeps_order),
		cmocka_unit_test(test_json_escapes),
		cmocka_unit_test(test_json_refuses_tags),
		cmocka_unit_test(test_a_full_buffer_is_an_error),
		cmocka_unit_test(test_yaml_strings),
		cmocka_unit_test(test_yaml_style),
		cmocka_unit_test(test_yaml_round_trips),
		cmocka_unit_test(test_yaml_round_trips_of_all_short_strings),
		cmocka_unit_test(test_long_keys),
		cmocka_unit_test(test_equal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
