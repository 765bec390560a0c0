/* JSON in: what RFC 8259 allows, and a complaint with its place for everything else. */
#include "support.h"

static void test_values_and_places(void **state)
{
	(void)state;
	struct cew_doc *doc = JSON("{\n  \"a\": [1, -2.5e+3, \"x\"],\r\n  \"\xC3\xA4\": {\"b\": true, \"c\": null, \"d\": {}, \"e\": []}\r}\n");
	const struct cew_node *root = cew_doc_root(doc), *list = cew_node_get(root, "a");
	const struct cew_node *map = cew_node_get(root, "\xC3\xA4");
	assert_int_equal(cew_node_line(root), 1);
	assert_int_equal(cew_node_column(root), 1);
	assert_int_equal(cew_node_line(cew_node_key(root, 0)), 2);
	assert_int_equal(cew_node_column(cew_node_key(root, 0)), 3);
	assert_int_equal(cew_node_column(list), 8);
	assert_int_equal(cew_node_type(cew_node_at(list, 0)), CEW_SCALAR_INT);
	assert_int_equal(cew_node_type(cew_node_at(list, 1)), CEW_SCALAR_FLOAT);
	assert_string_equal(cew_node_text(cew_node_at(list, 1)), "-2.5e+3");
	assert_int_equal(cew_node_column(cew_node_at(list, 2)), 21);
	assert_int_equal(cew_node_type(cew_node_at(list, 2)), CEW_SCALAR_STRING);
	assert_int_equal(cew_node_line(map), 3);
	assert_int_equal(cew_node_column(map), 8);
	assert_int_equal(cew_node_type(cew_node_get(map, "b")), CEW_SCALAR_BOOL);
	assert_int_equal(cew_node_type(cew_node_get(map, "c")), CEW_SCALAR_NULL);
	assert_true(cew_node_is(cew_node_get(map, "d"), CEW_NODE_MAP));
	assert_true(cew_node_is(cew_node_get(map, "e"), CEW_NODE_SEQ));
	cew_doc_destroy(doc);
}

static void test_strings(void **state)
{
	static const struct {
		const char *source, *text;
	} rows[] = {
		{"\"\"", ""},
		{"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"},
		{"\"\\u00e4\\u00E4\\u20ac\"", "\xC3\xA4\xC3\xA4\xE2\x82\xAC"},
		{"\"\\ud83d\\uDE00!\"", "\xF0\x9F\x98\x80!"},
		{"\"\xF0\x9F\x98\x80\x7F\"", "\xF0\x9F\x98\x80\x7F"},
		{"\"true\"", "true"},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct cew_doc *doc = JSON(rows[i].source);
		assert_string_equal(cew_node_text(cew_doc_root(doc)), rows[i].text);
		assert_int_equal(cew_node_type(cew_doc_root(doc)), CEW_SCALAR_STRING);
		cew_doc_destroy(doc);
	}
	struct cew_doc *doc = JSON("\"a\\u0000b\"");
	assert_int_equal(cew_node_text_len(cew_doc_root(doc)), 3);
	assert_memory_equal(cew_node_text(cew_doc_root(doc)), "a\0b", 4);
	cew_doc_destroy(doc);
}

static void test_numbers(void **state)
{
	static const char *const rows[] = {"0", "-0", "10", "0.5", "-0.5", "1e5", "1E-5", "1.5e+10", "123456789012345678901"};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct cew_doc *doc = JSON(rows[i]);
		bool whole = strspn(rows[i], "-0123456789") == strlen(rows[i]);
		assert_int_equal(cew_node_type(cew_doc_root(doc)), whole ? CEW_SCALAR_INT : CEW_SCALAR_FLOAT);
		assert_string_equal(cew_node_text(cew_doc_root(doc)), rows[i]);
		cew_doc_destroy(doc);
	}
}

static void test_refusals(void **state)
{
	static const struct complaint rows[] = {
		{"", "t:1:1", "expected a value, but the source ends here"},
		{" \n ", "t:2:2", "expected a value, but the source ends here"},
		{"{", "t:1:2", "expected a key in double quotes or '}', but the source ends here"},
		{"{\"a\":1,}", "t:1:8", "expected a key in double quotes after the comma, found '}'"},
		{"[1,]", "t:1:4", "expected a value after the comma, found ']'"},
		{"[,1]", "t:1:2", "expected a value or ']', found ','"},
		{"[1 2]", "t:1:4", "expected ',' or ']', found '2'"},
		{"[1}", "t:1:3", "expected ',' or ']', found '}'"},
		{"{\"a\" 1}", "t:1:6", "expected ':' after the key, found '1'"},
		{"{\"a\":}", "t:1:6", "expected a value, found '}'"},
		{"{\"a\":1 \"b\":2}", "t:1:8", "expected ',' or '}', found '\"'"},
		{"{\"a\":1]", "t:1:7", "expected ',' or '}', found ']'"},
		{"{a:1}", "t:1:2", "expected a key in double quotes or '}', found 'a'"},
		{"{1:1}", "t:1:2", "expected a key in double quotes or '}', found '1'"},
		{"{'a':1}", "t:1:2", "found '''"},
		{"{} x", "t:1:4", "expected the end, found 'x'"},
		{"1 2", "t:1:3", "expected the end, found '2'"},
		{"[\xC3\xA4]", "t:1:2", "found '\xC3\xA4'"},
		{"// x\n1", "t:1:1", "found '/'"},
		{"[1 /* x */]", "t:1:4", "found '/'"},
		{"tru", "t:1:1", "expected a value, found 't'"},
		{"truex", "t:1:5", "expected the end, found 'x'"},
		{"[True]", "t:1:2", "found 'T'"},
		{"NaN", "t:1:1", "found 'N'"},
		{"-", "t:1:2", "expected a digit after the minus sign"},
		{"-x", "t:1:2", "expected a digit after the minus sign, found 'x'"},
		{"+1", "t:1:1", "found '+'"},
		{".5", "t:1:1", "found '.'"},
		{"1.", "t:1:3", "expected a digit after the decimal point"},
		{"1.e5", "t:1:3", "expected a digit after the decimal point, found 'e'"},
		{"1e", "t:1:3", "expected a digit in the exponent"},
		{"1e+", "t:1:4", "expected a digit in the exponent"},
		{"[012]", "t:1:2", "a number must not begin with a zero"},
		{"-01", "t:1:1", "a number must not begin with a zero"},
		{"0x10", "t:1:2", "expected the end, found 'x'"},
		{"\"a", "t:1:3", "expected '\"' at the end of a string, but the source ends here"},
		{"\"a\nb\"", "t:1:3", "found a control character"},
		{"\"a\tb\"", "t:1:3", "found a control character"},
		{"\"a\x01\"", "t:1:3", "control character"},
		{"\"\\x\"", "t:1:3", "after the backslash, found 'x'"},
		{"\"\\", "t:1:3", "after the backslash, but the source ends here"},
		{"\"\\u12g4\"", "t:1:6", "four hexadecimal digits"},
		{"\"\\u12", "t:1:6", "four hexadecimal digits"},
		{"\"\\ud800\"", "t:1:8", "half of a surrogate pair"},
		{"\"\\ud800x\"", "t:1:8", "half of a surrogate pair"},
		{"\"\\ud800\\u0041\"", "t:1:14", "half of a surrogate pair"},
		{"\"\\udc00\"", "t:1:8", "half of a surrogate pair"},
		{"\"\\ud800\\uzzzz\"", "t:1:10", "four hexadecimal digits"},
		{"\"\xC3\x28\"", "t:1:2", "not valid UTF-8"},
		{"{\"a\":1,\n \"a\":2}", "t:2:2", "\"a\" stands twice in one map, first on line 1"},
		{"{\"a\":1,\n \"\\u0061\":2}", "t:2:2", "stands twice"},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++)
		refuses(&rows[i], CEW_DOC_JSON);
}

static void hint_is(const char *source, enum cew_doc_format format, const char *hint)
{
	struct cew_doc *doc;
	struct cew_error err;
	assert_int_equal(cew_doc_parse("t", source, strlen(source), format, NULL, &doc, &err), CEW_INVALID);
	if (!strstr(err.hint, hint))
		fail_msg("%s: hint is \"%s\"", source, err.hint);
}

static void test_hints(void **state)
{
	(void)state;
	hint_is("[1,]", CEW_DOC_JSON, "Remove the comma before it");
	hint_is("[1 # x\n]", CEW_DOC_JSON, "JSON has no comments");
	hint_is("['a']", CEW_DOC_JSON, "double quotes");
	hint_is("[True]", CEW_DOC_JSON, "small letters");
	hint_is("[007]", CEW_DOC_JSON, "to keep the zero");
	hint_is("{a: 1}", CEW_DOC_AUTO, "was read as JSON because");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values_and_places),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_hints),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
