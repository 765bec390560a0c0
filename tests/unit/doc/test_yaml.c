/* YAML in: values, places, tags, anchors, and what is refused where. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "support.h"

static const struct cew_node *root_get(const struct cew_doc *doc, const char *key)
{
	const struct cew_node *n = cew_node_get(cew_doc_root(doc), key);
	assert_non_null(n);
	return n;
}

static void assert_place(const struct cew_node *n, int line, int column)
{
	assert_int_equal(cew_node_line(n), line);
	assert_int_equal(cew_node_column(n), column);
}

static void test_nodes_know_their_places(void **state)
{
	(void)state;
	struct cew_doc *doc = YAML("a: 1\n"
	                           "list:\n"
	                           "  - x\n"
	                           "  - {k: v}\n"
	                           "\xC3\xA4\xC3\xB6: \xC3\xBC\n");
	const struct cew_node *root = cew_doc_root(doc), *list = root_get(doc, "list");
	assert_true(cew_node_is(root, CEW_NODE_MAP));
	assert_int_equal(cew_node_count(root), 3);
	assert_place(root, 1, 1);
	assert_place(root_get(doc, "a"), 1, 4);
	assert_place(cew_node_key(root, 1), 2, 1);
	assert_string_equal(cew_node_text(cew_node_key(root, 1)), "list");
	assert_true(cew_node_is(list, CEW_NODE_SEQ));
	assert_place(cew_node_at(list, 0), 3, 5);
	assert_place(cew_node_at(list, 1), 4, 5);
	assert_place(cew_node_get(cew_node_at(list, 1), "k"), 4, 9);
	assert_place(root_get(doc, "\xC3\xA4\xC3\xB6"), 5, 5);
	assert_ptr_equal(cew_node_at(root, 1), list);
	assert_null(cew_node_at(root, 3));
	assert_null(cew_node_key(root, 3));
	assert_null(cew_node_key(list, 0));
	cew_doc_destroy(doc);
}

static void test_plain_scalars_have_types(void **state)
{
	static const struct {
		const char *text;
		enum cew_scalar_type type;
	} rows[] = {
		{"~", CEW_SCALAR_NULL}, {"null", CEW_SCALAR_NULL}, {"Null", CEW_SCALAR_NULL}, {"NULL", CEW_SCALAR_NULL},
		{"nULL", CEW_SCALAR_STRING}, {"true", CEW_SCALAR_BOOL}, {"True", CEW_SCALAR_BOOL}, {"TRUE", CEW_SCALAR_BOOL},
		{"false", CEW_SCALAR_BOOL}, {"False", CEW_SCALAR_BOOL}, {"FALSE", CEW_SCALAR_BOOL}, {"yes", CEW_SCALAR_BOOL},
		{"No", CEW_SCALAR_BOOL}, {"ON", CEW_SCALAR_BOOL}, {"off", CEW_SCALAR_BOOL}, {"tRUE", CEW_SCALAR_STRING},
		{"y", CEW_SCALAR_STRING}, {"0", CEW_SCALAR_INT}, {"-17", CEW_SCALAR_INT}, {"+17", CEW_SCALAR_INT},
		{"0777", CEW_SCALAR_INT}, {"009996457667", CEW_SCALAR_INT}, {"0x1F", CEW_SCALAR_INT}, {"0b101", CEW_SCALAR_INT},
		{"1_000", CEW_SCALAR_INT}, {"190:20:30", CEW_SCALAR_INT}, {"22:75", CEW_SCALAR_STRING}, {"1.5", CEW_SCALAR_FLOAT},
		{".5", CEW_SCALAR_FLOAT}, {"5.", CEW_SCALAR_FLOAT}, {"1e3", CEW_SCALAR_FLOAT}, {"-1.5E-3", CEW_SCALAR_FLOAT},
		{".inf", CEW_SCALAR_FLOAT}, {"-.INF", CEW_SCALAR_FLOAT}, {".NaN", CEW_SCALAR_FLOAT}, {"+.nan", CEW_SCALAR_STRING},
		{"190:20:30.15", CEW_SCALAR_FLOAT}, {"2012-10-17", CEW_SCALAR_STRING}, {"10.0.0.1", CEW_SCALAR_STRING},
		{"10.0.0.0/16", CEW_SCALAR_STRING}, {".", CEW_SCALAR_STRING}, {"+", CEW_SCALAR_STRING}, {"1e", CEW_SCALAR_STRING},
		{"0x", CEW_SCALAR_STRING}, {"0xG", CEW_SCALAR_STRING}, {"_1", CEW_SCALAR_STRING}, {"._", CEW_SCALAR_STRING},
		{"1x", CEW_SCALAR_STRING}, {"t3.large", CEW_SCALAR_STRING},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct cew_doc *doc = YAML(rows[i].text);
		const struct cew_node *n = cew_doc_root(doc);
		if (cew_node_type(n) != rows[i].type)
			fail_msg("%s is of type %d", rows[i].text, cew_node_type(n));
		assert_string_equal(cew_node_text(n), rows[i].text);
		assert_int_equal(cew_node_text_len(n), strlen(rows[i].text));
		cew_doc_destroy(doc);
	}
}

static void test_other_styles_are_strings(void **state)
{
	static const struct {
		const char *source, *text;
	} rows[] = {
		{"'5'", "5"}, {"\"true\"", "true"}, {"\"a\\tb\\u00e4\"", "a\tb\xC3\xA4"}, {"|\n  1\n  2\n", "1\n2\n"},
		{">-\n  1\n  2\n", "1 2"}, {"!!str 5", "5"}, {"! 5", "5"}, {"&x ! 5", "5"}, {"!<tag:yaml.org,2002:str> no", "no"},
		{"''", ""},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct cew_doc *doc = YAML(rows[i].source);
		const struct cew_node *n = cew_doc_root(doc);
		if (cew_node_type(n) != CEW_SCALAR_STRING)
			fail_msg("%s is no string", rows[i].source);
		assert_null(cew_node_tag(n));
		assert_string_equal(cew_node_text(n), rows[i].text);
		cew_doc_destroy(doc);
	}
}

static void test_bare_tags_are_told_from_plain_values(void **state)
{
	(void)state;
	struct cew_doc *doc = YAML("\xC3\xA4: [! 5, 5, &a ! true, &b true, ! , 7]\nx: ! 8\ny: 8\n");
	gives_json(cew_doc_root(doc), "{\"\xC3\xA4\":[\"5\",5,\"true\",true,\"\",7],\"x\":\"8\",\"y\":8}");
	cew_doc_destroy(doc);
}

static void test_core_tags_confirm(void **state)
{
	(void)state;
	struct cew_doc *doc = YAML("a: !!int '5'\nb: !!bool yes\nc: !!null ''\nd: !!float 1\ne: !!map {}\nf: !!seq []\ng: ! {}\n");
	assert_int_equal(cew_node_type(root_get(doc, "a")), CEW_SCALAR_INT);
	assert_int_equal(cew_node_type(root_get(doc, "b")), CEW_SCALAR_BOOL);
	assert_int_equal(cew_node_type(root_get(doc, "c")), CEW_SCALAR_NULL);
	assert_int_equal(cew_node_type(root_get(doc, "d")), CEW_SCALAR_INT);
	assert_null(cew_node_tag(root_get(doc, "e")));
	assert_null(cew_node_tag(root_get(doc, "f")));
	assert_null(cew_node_tag(root_get(doc, "g")));
	cew_doc_destroy(doc);
}

static void test_local_tags(void **state)
{
	(void)state;
	struct cew_doc *doc = YAML("a: !Ref x\n"
	                           "b: !GetAtt a.b\n"
	                           "c: !Join\n"
	                           "  - ','\n"
	                           "  - [!Ref p, !Sub '${q}']\n"
	                           "d: {e: !If [c, !Ref \"f\", !Ref AWS::NoValue]}\n"
	                           "f: !GetAZs\n"
	                           "g: !Ref 012\n"
	                           "h: !Transform {Name: x}\n");
	assert_string_equal(cew_node_tag(root_get(doc, "a")), "Ref");
	assert_string_equal(cew_node_text(root_get(doc, "a")), "x");
	assert_int_equal(cew_node_column(root_get(doc, "a")), 4);
	assert_string_equal(cew_node_tag(root_get(doc, "b")), "GetAtt");
	assert_string_equal(cew_node_text(root_get(doc, "b")), "a.b");
	const struct cew_node *join = root_get(doc, "c"), *parts = cew_node_at(join, 1);
	assert_string_equal(cew_node_tag(join), "Join");
	assert_string_equal(cew_node_tag(cew_node_at(parts, 0)), "Ref");
	assert_string_equal(cew_node_tag(cew_node_at(parts, 1)), "Sub");
	assert_null(cew_node_tag(parts));
	const struct cew_node *condition = cew_node_get(root_get(doc, "d"), "e");
	assert_string_equal(cew_node_tag(condition), "If");
	assert_string_equal(cew_node_text(cew_node_at(condition, 2)), "AWS::NoValue");
	assert_int_equal(cew_node_type(root_get(doc, "f")), CEW_SCALAR_STRING);
	assert_string_equal(cew_node_text(root_get(doc, "f")), "");
	assert_int_equal(cew_node_type(root_get(doc, "g")), CEW_SCALAR_STRING);
	assert_string_equal(cew_node_tag(root_get(doc, "h")), "Transform");
	assert_string_equal(cew_node_get_text(root_get(doc, "h"), "Name"), "x");
	cew_doc_destroy(doc);
}

static void test_aliases_share_their_node(void **state)
{
	(void)state;
	struct cew_doc *doc = YAML("base: &b {k: [1, 2]}\nagain: *b\nname: &n x\nmap: {*n : 5}\nnew: &n y\nlast: *n\n");
	assert_ptr_equal(root_get(doc, "base"), root_get(doc, "again"));
	assert_string_equal(cew_node_get_text(root_get(doc, "map"), "x"), "5");
	assert_string_equal(cew_node_text(root_get(doc, "last")), "y");
	cew_doc_destroy(doc);
}

static void test_anchor_reused_inside_its_container(void **state)
{
	(void)state;
	struct cew_doc *doc = YAML("- &a [&a x, *a]\n- *a\n");
	gives_json(cew_doc_root(doc), "[[\"x\",\"x\"],\"x\"]");
	cew_doc_destroy(doc);
}

static void test_refusals(void **state)
{
	static const struct complaint rows[] = {
		{"a: 1\nb: 2\na: 3\n", "t:3:1", "\"a\" stands twice in one map, first on line 1"},
		{"x:\n  {k: 1, 'k': 2}\n", "t:2:10", "\"k\" stands twice in one map, first on line 2"},
		{"\"a\\e[2J\": 1\n\"a\\e[2J\": 1\n", "t:2:1", "\"a?[2J\" stands twice"},
		{"a: &x {k: 1}\nb:\n  <<: *x\n", "t:3:3", "merge key"},
		{"a: 1\n---\nb: 2\n", "t:2:1", "second document"},
		{"---\n---\n", "t:2:1", "second document"},
		{"a: *nope\n", "t:1:4", "*nope stands for nothing"},
		{"a: &x [1, *x]\n", "t:1:11", "inside of what it stands for"},
		{"a: b: c\n", "t:1:5", "mapping values are not allowed in this context"},
		{"a:\n\t- b\n", "t:2:1", "found character that cannot start any token"},
		{"a: 1\n b: 2\n", "t:2:3", "mapping values are not allowed"},
		{"a:\n  - b\n  c: d\n", "t:3:3", "did not find expected '-' indicator"},
		{"a: [1, 2\nb: 3\n", "t:2:2", "while parsing a flow sequence that begins on line 1"},
		{"a: \"b\n", "t:2:1", "found unexpected end of stream"},
		{"a: !x!y z\n", "t:1:4", "undefined tag handle"},
		{"a: !!binary Zm9v\n", "t:1:4", "tag:yaml.org,2002:binary"},
		{"a: !!int x\n", "t:1:4", "tag:yaml.org,2002:int"},
		{"a: !!map [1]\n", "t:1:4", "tag:yaml.org,2002:map"},
		{"a: !!str {}\n", "t:1:4", "tag:yaml.org,2002:str"},
		{"a: !<tag:example.com:x> y\n", "t:1:4", "tag:example.com:x"},
		{"a: !<tag:example.com:x> []\n", "t:1:4", "tag:example.com:x"},
		{"? [a]\n: b\n", "t:1:3", "a key must be plain text"},
		{"!Ref a: b\n", "t:1:1", "a key must be plain text"},
		{"?\n: b\n", "t:1:2", "the key before the colon is missing"},
		{"a: \xC3\xA4\xFF\n", "t:1:5", "not valid UTF-8"},
		{"a: b\nc: \xED\xA0\x80\n", "t:2:4", "not valid UTF-8"},
		{"a: b\x01\n", "t:1:5", "control character"},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++)
		refuses(&rows[i], CEW_DOC_YAML);
}

static void test_a_nul_byte_is_refused(void **state)
{
	(void)state;
	struct cew_doc *doc;
	struct cew_error err;
	assert_int_equal(cew_doc_parse("t", "a: b\0c", 6, CEW_DOC_YAML, NULL, &doc, &err), CEW_INVALID);
	assert_string_equal(err.where, "t:1:5");
}

static void test_errors_bring_a_hint(void **state)
{
	(void)state;
	struct cew_doc *doc;
	struct cew_error err;
	const char *source = "a: b: c\n";
	assert_int_equal(cew_doc_parse("t", source, strlen(source), CEW_DOC_AUTO, NULL, &doc, &err), CEW_INVALID);
	assert_non_null(strstr(err.hint, "quote a value that holds a colon"));
	assert_int_equal(cew_doc_parse("t", source, strlen(source), CEW_DOC_AUTO, NULL, &doc, NULL), CEW_INVALID);
}

static void test_crlf_and_bom(void **state)
{
	(void)state;
	struct cew_doc *doc = YAML("\xEF\xBB\xBF" "a: 1\r\nb: |\r\n  x\r\n  y\r\nc: 3\r\n");
	assert_int_equal(cew_node_column(cew_node_key(cew_doc_root(doc), 0)), 1);
	assert_string_equal(cew_node_text(root_get(doc, "b")), "x\ny\n");
	assert_int_equal(cew_node_line(root_get(doc, "c")), 5);
	cew_doc_destroy(doc);
	refuses(&(struct complaint){"a: 1\r\nb: 2\r\na: 3\r\n", "t:3:1", "first on line 1"}, CEW_DOC_YAML);
	refuses(&(struct complaint){"\xEF\xBB\xBF" "a: 1\r\nb: \xFF\r\n", "t:2:4", "UTF-8"}, CEW_DOC_YAML);
}

static void test_empty_sources(void **state)
{
	static const char *const rootless[] = {"", "\n\n", "# only a comment\n", "\xEF\xBB\xBF"};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rootless); i++) {
		struct cew_doc *doc = parse(rootless[i], CEW_DOC_AUTO);
		assert_null(cew_doc_root(doc));
		cew_doc_destroy(doc);
	}
	struct cew_doc *doc = parse("---\n", CEW_DOC_AUTO);
	assert_int_equal(cew_node_type(cew_doc_root(doc)), CEW_SCALAR_NULL);
	assert_true(cew_node_is(cew_doc_root(doc), CEW_NODE_SCALAR));
	cew_doc_destroy(doc);
	assert_int_equal(cew_doc_parse("t", NULL, 0, CEW_DOC_AUTO, NULL, &doc, NULL), CEW_OK);
	cew_doc_destroy(doc);
}

static void test_auto_tells_the_formats_apart(void **state)
{
	(void)state;
	struct cew_doc *doc = parse("\xEF\xBB\xBF \r\n\t {\"a\":1}", CEW_DOC_AUTO);
	assert_string_equal(cew_node_get_text(cew_doc_root(doc), "a"), "1");
	cew_doc_destroy(doc);
	refuses(&(struct complaint){"{a: 1}", "t:1:2", "expected a key in double quotes or '}', found 'a'"}, CEW_DOC_AUTO);
	doc = parse("{a: 1}", CEW_DOC_YAML);
	cew_doc_destroy(doc);
	doc = parse("a: {b: c}", CEW_DOC_AUTO);
	cew_doc_destroy(doc);
}

static void test_reading_a_file(void **state)
{
	(void)state;
	char path[] = "/tmp/doc-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "a:\n  - b: [\n", 12), 12);
	struct cew_doc *doc;
	struct cew_error err;
	char where[64];
	assert_int_equal(cew_doc_read(path, &doc, &err), CEW_INVALID);
	snprintf(where, sizeof where, "%s:3:1", path);
	assert_string_equal(err.where, where);
	assert_null(doc);
	assert_int_equal(write(fd, "]\n", 2), 2);
	assert_int_equal(cew_doc_read(path, &doc, &err), CEW_OK);
	assert_string_equal(cew_doc_name(doc), path);
	cew_doc_destroy(doc);
	close(fd);
	unlink(path);
	assert_int_equal(cew_doc_read(path, &doc, &err), CEW_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nodes_know_their_places),
		cmocka_unit_test(test_plain_scalars_have_types),
		cmocka_unit_test(test_other_styles_are_strings),
		cmocka_unit_test(test_bare_tags_are_told_from_plain_values),
		cmocka_unit_test(test_core_tags_confirm),
		cmocka_unit_test(test_local_tags),
		cmocka_unit_test(test_aliases_share_their_node),
		cmocka_unit_test(test_anchor_reused_inside_its_container),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_a_nul_byte_is_refused),
		cmocka_unit_test(test_errors_bring_a_hint),
		cmocka_unit_test(test_crlf_and_bom),
		cmocka_unit_test(test_empty_sources),
		cmocka_unit_test(test_auto_tells_the_formats_apart),
		cmocka_unit_test(test_reading_a_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
