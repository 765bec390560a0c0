/* Limits: size, depth and number of nodes, also by way of aliases; and large sources that must go through. */
#include <stdlib.h>

#include "support.h"

static enum cew_status parse_with(const char *source, size_t len, enum cew_doc_format format,
                                  struct cew_doc_limits limits, struct cew_error *err)
{
	struct cew_doc *doc;
	enum cew_status status = cew_doc_parse("t", source, len, format, &limits, &doc, err);
	assert_int_equal(doc == NULL, status != CEW_OK);
	cew_doc_destroy(doc);
	return status;
}

static enum cew_status limited(const char *source, struct cew_doc_limits limits, const char *where)
{
	struct cew_error err = {0};
	enum cew_status status = parse_with(source, strlen(source), CEW_DOC_AUTO, limits, &err);
	if (status == CEW_LIMIT)
		assert_string_equal(err.where, where);
	return status;
}

static void test_the_defaults(void **state)
{
	(void)state;
	assert_int_equal(cew_doc_default_limits.max_bytes, 1000000);
	assert_int_equal(cew_doc_default_limits.max_depth, 100);
	assert_int_equal(cew_doc_default_limits.max_nodes, 200000);
}

static void test_bytes(void **state)
{
	struct cew_doc_limits limits = {4, 10, 10};
	(void)state;
	assert_int_equal(limited("a: b", limits, ""), CEW_OK);
	assert_int_equal(limited("a: bc", limits, "t"), CEW_LIMIT);
}

static void test_depth(void **state)
{
	struct cew_doc_limits limits = {1000, 2, 100};
	(void)state;
	assert_int_equal(limited("a: {b: c}", limits, ""), CEW_OK);
	assert_int_equal(limited("a: {b: [c]}", limits, "t:1:8"), CEW_LIMIT);
	assert_int_equal(limited("[[1]]", limits, ""), CEW_OK);
	assert_int_equal(limited("[[1],\n [[2]]]", limits, "t:2:3"), CEW_LIMIT);
	assert_int_equal(limited("a: &x [1]\nb: *x\n", limits, ""), CEW_OK);
	assert_int_equal(limited("a: &x [1]\nb:\n - *x\n", limits, "t:3:4"), CEW_LIMIT);
}

static void test_nodes(void **state)
{
	struct cew_doc_limits limits = {1000, 10, 5};
	(void)state;
	assert_int_equal(limited("a: b\nc: d\n", limits, ""), CEW_OK);
	assert_int_equal(limited("a: b\nc: d\ne: f\n", limits, "t:3:1"), CEW_LIMIT);
	assert_int_equal(limited("[1,2,3,4]", limits, ""), CEW_OK);
	assert_int_equal(limited("[1,2,3,4,5]", limits, "t:1:10"), CEW_LIMIT);
	assert_int_equal(limited("- &a [1]\n- *a\n", limits, ""), CEW_OK);
	assert_int_equal(limited("- &a [1]\n- *a\n- *a\n", limits, "t:3:3"), CEW_LIMIT);
}

static void test_aliases_cannot_multiply(void **state)
{
	struct cew_buf source;
	struct cew_error err;
	(void)state;
	cew_buf_init(&source, 10000);
	cew_buf_str(&source, "a0: &a0 x\n");
	for (int i = 1; i < 30; i++) {
		cew_buf_fmt(&source, "a%d: &a%d [", i, i);
		for (int j = 0; j < 9; j++)
			cew_buf_fmt(&source, "%s*a%d", j ? "," : "", i - 1);
		cew_buf_str(&source, "]\n");
	}
	assert_int_equal(parse_with(source.data, source.len, CEW_DOC_AUTO, cew_doc_default_limits, &err), CEW_LIMIT);
	assert_non_null(strstr(err.what, "200000"));
	assert_memory_equal(err.where, "t:7:", 4);
	cew_buf_finish(&source);
}

static void test_deep_sources_do_not_exhaust_the_stack(void **state)
{
	struct cew_doc_limits wide = {1000000, SIZE_MAX, SIZE_MAX};
	char *source = malloc(400000);
	struct cew_error err;
	(void)state;
	assert_non_null(source);
	memset(source, '[', 400000);
	assert_int_equal(parse_with(source, 400000, CEW_DOC_JSON, wide, &err), CEW_LIMIT);
	assert_string_equal(err.where, "t:1:1001");
	assert_int_equal(parse_with(source, 400000, CEW_DOC_YAML, wide, &err), CEW_LIMIT);
	for (size_t i = 0; i < 400000; i += 2)
		memcpy(source + i, "- ", 2);
	assert_int_equal(parse_with(source, 400000, CEW_DOC_YAML, wide, &err), CEW_LIMIT);
	free(source);
}

static void test_the_deepest_tree_is_written_and_read(void **state)
{
	struct cew_doc_limits wide = {1000000, 1000, 10000};
	char source[2000];
	struct cew_doc *doc;
	struct cew_buf out;
	(void)state;
	memset(source, '[', 1000);
	memset(source + 1000, ']', 1000);
	assert_int_equal(cew_doc_parse("t", source, sizeof source, CEW_DOC_JSON, &wide, &doc, NULL), CEW_OK);
	cew_buf_init(&out, 1 << 22);
	assert_int_equal(cew_doc_write_json(cew_doc_root(doc), &out, NULL), CEW_OK);
	assert_memory_equal(out.data, source, sizeof source);
	cew_buf_clear(&out);
	assert_int_equal(cew_doc_write_yaml(cew_doc_root(doc), &out, NULL), CEW_OK);
	struct cew_node *copy = cew_doc_copy(doc, cew_doc_root(doc));
	assert_true(cew_node_equal(copy, cew_doc_root(doc)));
	struct cew_node *deeper = cew_seq_add(doc, cew_doc_seq(doc), cew_seq_add(doc, cew_doc_seq(doc), copy));
	assert_int_equal(cew_doc_write_json(deeper, &out, NULL), CEW_LIMIT);
	assert_int_equal(cew_doc_write_yaml(deeper, &out, NULL), CEW_LIMIT);
	cew_buf_finish(&out);
	cew_doc_destroy(doc);
}

static void make_large(struct cew_buf *source, enum cew_doc_format format, int resources)
{
	bool json = format == CEW_DOC_JSON;
	cew_buf_str(source, json ? "{\"Resources\":{" : "Resources:\n");
	for (int i = 0; i < resources; i++) {
		if (json)
			cew_buf_fmt(source, "%s\"Resource%d\":{\"Type\":\"AWS::SNS::Topic\",\"Number\":%d}", i ? "," : "", i, i);
		else
			cew_buf_fmt(source, "  Resource%d:\n    Type: AWS::SNS::Topic\n    Number: %d\n", i, i);
	}
	cew_buf_str(source, json ? "}}" : "");
}

static void large_source_is_read(enum cew_doc_format format)
{
	enum { RESOURCES = 15000 };
	struct cew_buf source;
	struct cew_doc *doc;
	char key[32];
	cew_buf_init(&source, 2000000);
	make_large(&source, format, RESOURCES);
	assert_in_range(source.len, 700000, 1000000);
	assert_int_equal(cew_doc_parse("t", source.data, source.len, format, NULL, &doc, NULL), CEW_OK);
	const struct cew_node *map = cew_node_get(cew_doc_root(doc), "Resources");
	assert_int_equal(cew_node_count(map), RESOURCES);
	for (int i = 0; i < RESOURCES; i++) {
		struct cew_buf text;
		cew_buf_init(&text, sizeof key);
		cew_buf_fmt(&text, "Resource%d", i);
		const struct cew_node *n = cew_node_get(map, cew_buf_text(&text));
		assert_ptr_equal(n, cew_node_at(map, (size_t)i));
		assert_int_equal(atoi(cew_node_get_text(n, "Number")), i);
		cew_buf_finish(&text);
	}
	assert_null(cew_node_get(map, "Resource15000"));
	cew_doc_destroy(doc);
	cew_buf_finish(&source);
}

static void test_large_yaml(void **state)
{
	(void)state;
	large_source_is_read(CEW_DOC_YAML);
}

static void test_large_json(void **state)
{
	(void)state;
	large_source_is_read(CEW_DOC_JSON);
}

static void test_a_duplicate_in_a_large_map(void **state)
{
	struct cew_buf source;
	struct cew_doc *doc;
	struct cew_error err;
	(void)state;
	cew_buf_init(&source, 100000);
	for (int i = 0; i < 1000; i++)
		cew_buf_fmt(&source, "key%d: %d\n", i, i);
	cew_buf_str(&source, "key777: again\n");
	assert_int_equal(cew_doc_parse("t", source.data, source.len, CEW_DOC_AUTO, NULL, &doc, &err), CEW_INVALID);
	assert_string_equal(err.where, "t:1001:1");
	assert_non_null(strstr(err.what, "\"key777\" stands twice in one map, first on line 778"));
	cew_buf_finish(&source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_defaults),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_nodes),
		cmocka_unit_test(test_aliases_cannot_multiply),
		cmocka_unit_test(test_deep_sources_do_not_exhaust_the_stack),
		cmocka_unit_test(test_the_deepest_tree_is_written_and_read),
		cmocka_unit_test(test_large_yaml),
		cmocka_unit_test(test_large_json),
		cmocka_unit_test(test_a_duplicate_in_a_large_map),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
