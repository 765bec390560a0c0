/* Building trees, and how every reader answers about what is absent. */
#include "support.h"

static void test_building(void **state)
{
	(void)state;
	struct cew_doc *doc = cew_doc_create("built");
	struct cew_node *map = cew_doc_map(doc), *seq = cew_doc_seq(doc);
	assert_string_equal(cew_doc_name(doc), "built");
	assert_null(cew_doc_root(doc));
	assert_ptr_equal(cew_map_put_text(doc, map, "text", "5"), map);
	cew_map_put_text(doc, map, "none", NULL);
	cew_map_put(doc, map, "int", cew_doc_int(doc, INT64_MIN));
	cew_map_put(doc, map, "bool", cew_doc_bool(doc, true));
	cew_map_put(doc, map, "null", cew_doc_null(doc));
	cew_map_put(doc, map, "plain", cew_doc_plain(doc, "1.5"));
	cew_map_put(doc, map, "word", cew_doc_plain(doc, "word"));
	cew_map_put(doc, map, "n", cew_doc_string_n(doc, "abcdef", 3));
	assert_ptr_equal(cew_seq_add(doc, seq, cew_doc_int(doc, -1)), seq);
	cew_seq_add(doc, seq, cew_doc_bool(doc, false));
	cew_map_put(doc, map, "seq", seq);
	cew_map_put(doc, map, "again", seq);
	cew_doc_set_root(doc, map);
	assert_ptr_equal(cew_doc_root(doc), map);
	assert_int_equal(cew_node_line(map), 0);
	gives_json(map, "{\"text\":\"5\",\"none\":null,\"int\":\"-9223372036854775808\",\"bool\":true,\"null\":null,\"plain\":1.5,"
	                "\"word\":\"word\",\"n\":\"abc\",\"seq\":[-1,false],\"again\":[-1,false]}");
	gives_yaml(map, "text: \"5\"\nnone: null\nint: -9223372036854775808\nbool: true\n\"null\": null\nplain: 1.5\n"
	                "word: word\n\"n\": abc\nseq:\n  - -1\n  - false\nagain:\n  - -1\n  - false\n");
	cew_doc_destroy(doc);
}

static void test_putting_replaces_in_place(void **state)
{
	(void)state;
	struct cew_doc *doc = cew_doc_create("t");
	struct cew_node *map = cew_doc_map(doc);
	for (int i = 0; i < 100; i++) {
		char key[] = {'k', (char)('0' + i / 10), (char)('0' + i % 10), '\0'};
		assert_non_null(cew_map_put(doc, map, key, cew_doc_int(doc, i)));
	}
	assert_ptr_equal(cew_map_put_text(doc, map, "k42", "new"), map);
	assert_int_equal(cew_node_count(map), 100);
	assert_string_equal(cew_node_text(cew_node_at(map, 42)), "new");
	assert_string_equal(cew_node_get_text(map, "k99"), "99");
	cew_doc_destroy(doc);
}

static void test_null_goes_through(void **state)
{
	(void)state;
	struct cew_doc *doc = cew_doc_create("t");
	struct cew_node *map = cew_doc_map(doc), *seq = cew_doc_seq(doc), *text = cew_doc_string(doc, "x");
	assert_null(cew_map_put(doc, map, "k", NULL));
	assert_null(cew_map_put(doc, NULL, "k", text));
	assert_null(cew_map_put(doc, seq, "k", text));
	assert_null(cew_map_put(doc, map, NULL, text));
	assert_null(cew_map_put_text(doc, NULL, "k", "x"));
	assert_null(cew_seq_add(doc, seq, NULL));
	assert_null(cew_seq_add(doc, NULL, text));
	assert_null(cew_seq_add(doc, map, text));
	assert_null(cew_seq_add(doc, seq, cew_map_put(doc, cew_doc_map(doc), "a", cew_map_put(doc, NULL, "b", text))));
	assert_int_equal(cew_node_count(map) + cew_node_count(seq), 0);
	assert_null(cew_doc_map(NULL));
	assert_null(cew_doc_seq(NULL));
	assert_null(cew_doc_string(NULL, "x"));
	assert_null(cew_doc_plain(NULL, "x"));
	assert_null(cew_doc_int(NULL, 1));
	assert_null(cew_doc_bool(NULL, true));
	assert_null(cew_doc_null(NULL));
	assert_null(cew_doc_copy(NULL, text));
	assert_null(cew_doc_copy(doc, NULL));
	assert_int_equal(cew_node_type(cew_doc_string(doc, NULL)), CEW_SCALAR_NULL);
	assert_int_equal(cew_node_type(cew_doc_plain(doc, NULL)), CEW_SCALAR_NULL);
	cew_node_place(NULL, text);
	cew_doc_set_root(NULL, text);
	cew_doc_destroy(NULL);
	cew_doc_destroy(doc);
}

static void test_copies_outlive_their_source(void **state)
{
	(void)state;
	struct cew_doc *source = YAML("a: 1\nb: !Join [x, &s 'y', *s]\n"), *doc = cew_doc_create("copy");
	const struct cew_node *from = cew_doc_root(source);
	struct cew_node *copy = cew_doc_copy(doc, from);
	assert_true(cew_node_equal(copy, from));
	cew_doc_destroy(source);
	const struct cew_node *join = cew_node_get(copy, "b");
	assert_string_equal(cew_node_tag(join), "Join");
	assert_int_equal(cew_node_line(join), 2);
	assert_int_equal(cew_node_column(join), 4);
	assert_int_equal(cew_node_line(cew_node_key(copy, 1)), 2);
	assert_string_equal(cew_node_text(cew_node_at(join, 2)), "y");
	assert_ptr_equal(cew_map_put_text(doc, copy, "c", "more"), copy);
	cew_doc_destroy(doc);
}

static void test_places_and_where(void **state)
{
	(void)state;
	struct cew_doc *doc = YAML("a:\n  b: c\n");
	const struct cew_node *n = cew_node_get(cew_node_get(cew_doc_root(doc), "a"), "b");
	struct cew_error err;
	cew_fail(&err, CEW_USAGE, "x");
	assert_int_equal(cew_doc_where(doc, n, &err), CEW_USAGE);
	assert_string_equal(err.where, "t:2:6");
	struct cew_node *built = cew_doc_string(doc, "x");
	assert_int_equal(cew_doc_where(doc, built, &err), CEW_USAGE);
	assert_string_equal(err.where, "t");
	cew_node_place(built, n);
	assert_int_equal(cew_doc_where(doc, built, &err), CEW_USAGE);
	assert_string_equal(err.where, "t:2:6");
	assert_int_equal(cew_doc_where(doc, NULL, &err), CEW_USAGE);
	assert_string_equal(err.where, "t");
	cew_doc_destroy(doc);
}

static void test_absent_nodes(void **state)
{
	(void)state;
	assert_int_equal(cew_node_kind(NULL), CEW_NODE_SCALAR);
	assert_false(cew_node_is(NULL, CEW_NODE_SCALAR));
	assert_int_equal(cew_node_line(NULL), 0);
	assert_int_equal(cew_node_column(NULL), 0);
	assert_null(cew_node_tag(NULL));
	assert_string_equal(cew_node_text(NULL), "");
	assert_int_equal(cew_node_text_len(NULL), 0);
	assert_int_equal(cew_node_type(NULL), CEW_SCALAR_NULL);
	assert_int_equal(cew_node_count(NULL), 0);
	assert_null(cew_node_at(NULL, 0));
	assert_null(cew_node_key(NULL, 0));
	assert_null(cew_node_get(NULL, "k"));
	assert_null(cew_node_get_text(NULL, "k"));
	assert_true(cew_node_get_bool(NULL, "k", true));
	assert_null(cew_doc_root(NULL));
	assert_string_equal(cew_doc_name(NULL), "");
}

static void test_reading_by_kind(void **state)
{
	(void)state;
	struct cew_doc *doc = YAML("t: text\nl: [1]\nm: {}\nyes1: Yes\nno1: 'false'\n");
	const struct cew_node *root = cew_doc_root(doc), *text = cew_node_get(root, "t"), *list = cew_node_get(root, "l");
	assert_int_equal(cew_node_count(text), 0);
	assert_null(cew_node_at(text, 0));
	assert_null(cew_node_get(text, "t"));
	assert_null(cew_node_get(list, "t"));
	assert_null(cew_node_get(root, NULL));
	assert_string_equal(cew_node_text(list), "");
	assert_int_equal(cew_node_text_len(list), 0);
	assert_int_equal(cew_node_type(list), CEW_SCALAR_STRING);
	assert_int_equal(cew_node_kind(list), CEW_NODE_SEQ);
	assert_int_equal(cew_node_kind(root), CEW_NODE_MAP);
	assert_null(cew_node_get_text(root, "l"));
	assert_null(cew_node_get_text(root, "x"));
	assert_true(cew_node_get_bool(root, "yes1", false));
	assert_false(cew_node_get_bool(root, "no1", true));
	assert_true(cew_node_get_bool(root, "t", true));
	assert_false(cew_node_get_bool(root, "l", false));
	assert_true(cew_node_get_bool(root, "x", true));
	cew_doc_destroy(doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_building),
		cmocka_unit_test(test_putting_replaces_in_place),
		cmocka_unit_test(test_null_goes_through),
		cmocka_unit_test(test_copies_outlive_their_source),
		cmocka_unit_test(test_places_and_where),
		cmocka_unit_test(test_absent_nodes),
		cmocka_unit_test(test_reading_by_kind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
