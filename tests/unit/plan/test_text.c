/* The plan for people, at several widths. The expected texts are files in tests/data/plan, because they are for the eye;
 * with CEW_UPDATE set in the environment they are written instead of compared. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void write_text(const struct bench *b, int columns, struct cew_buf *out)
{
	cew_buf_init(out, 1 << 20);
	assert_int_equal(cew_plan_write_text(b->plan, b->answers, columns, out, NULL), CEW_OK);
}

static void compare(const char *name, const struct cew_buf *actual)
{
	struct cew_buf kept;
	struct cew_error err;
	char path[512];
	snprintf(path, sizeof path, "%s/plan/%s.txt", TEST_DATA, name);
	if (getenv("CEW_UPDATE")) {
		assert_int_equal(cew_file_replace(path, cew_buf_text(actual), actual->len, 0644, NULL), CEW_OK);
		return;
	}
	cew_buf_init(&kept, 1 << 20);
	if (cew_file_read(path, kept.max, &kept, &err))
		fail_msg("%s", err.what);
	if (strcmp(cew_buf_text(&kept), cew_buf_text(actual)) != 0)
		fail_msg("%s is not what came out:\n%s", path, cew_buf_text(actual));
	cew_buf_finish(&kept);
}

/* No line is wider than asked for, and none ends in a blank. */
static void check_lines(const char *text, int columns)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		char line[1024];
		snprintf(line, sizeof line, "%.*s", (int)len, text);
		if (cew_text_width(line) > columns || (len && line[len - 1] == ' '))
			fail_msg("not within %d columns: \"%s\"", columns, line);
		text += len + (text[len] == '\n');
	}
}

static void test_built_in(void **state)
{
	static const int widths[] = {60, 80, 140};
	(void)state;
	struct bench b;
	open_built_in(&b);
	make(&b);
	for (size_t i = 0; i < CEW_COUNT(widths); i++) {
		struct cew_buf out;
		char name[32];
		write_text(&b, widths[i], &out);
		snprintf(name, sizeof name, "built-in-%d", widths[i]);
		compare(name, &out);
		assert_null(strstr(cew_buf_text(&out), "kJ8s"));
		cew_buf_finish(&out);
	}
	close_bench(&b);
}

static const char odd[] =
        "Parameters: {Long: {Type: String, Default: a-rather-long-answer-that-stands-in-names}}\n"
        "Resources:\n"
        "  A: {Type: 'Custom::AResourceTypeWithAnUnusuallyLongNameThatNoTableKnows'}\n"
        "  Bucket: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub 'x-${Long}-${Long}-é'}}\n"
        "  Role: {Type: 'AWS::IAM::Role', Properties: {RoleName: !Sub '${Long}-${A}', Tags: [{Key: 'aws:x', Value: y}]}}\n"
        "  Kept: {Type: 'AWS::S3::Bucket', DeletionPolicy: Retain}\n"
        "  Function: {Type: 'AWS::Lambda::Function', Properties: {Runtime: python3.7}}\n";

static void test_odd(void **state)
{
	(void)state;
	struct bench b;
	struct cew_buf out;
	open_bench(&b, odd, strlen(odd));
	set(&b, "stackName", "");
	set(&b, "region", "");
	make(&b);
	write_text(&b, 60, &out);
	compare("odd-60", &out);
	check_lines(cew_buf_text(&out), 60);
	cew_buf_finish(&out);
	close_bench(&b);
}

static void test_every_width(void **state)
{
	(void)state;
	struct bench b;
	open_built_in(&b);
	make(&b);
	for (int columns = 40; columns <= 160; columns++) {
		struct cew_buf out;
		write_text(&b, columns, &out);
		check_lines(cew_buf_text(&out), columns);
		cew_buf_finish(&out);
	}
	close_bench(&b);
}

/* The picture belongs to a network that is made. */
static void test_no_network(void **state)
{
	(void)state;
	struct bench b;
	struct cew_buf out;
	open_built_in(&b);
	set(&b, "CreateResources", "False");
	make(&b);
	write_text(&b, 80, &out);
	assert_null(strstr(cew_buf_text(&out), "Network 172"));
	assert_non_null(strstr(cew_buf_text(&out), "To look at\n\n  error    "));
	cew_buf_finish(&out);
	close_bench(&b);
}

/* Of a template that only AWS reads there is little to tell. */
static void test_by_address(void **state)
{
	(void)state;
	struct bench b;
	struct cew_buf out;
	open_bench(&b, NULL, 0);
	set(&b, "template", "https://bucket.s3.amazonaws.com/t.yaml");
	make(&b);
	write_text(&b, 80, &out);
	assert_non_null(strstr(cew_buf_text(&out), "https://bucket.s3.amazonaws.com/t.yaml, read by CloudFormation"));
	assert_null(strstr(cew_buf_text(&out), "will be made"));
	cew_buf_finish(&out);
	close_bench(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_built_in), cmocka_unit_test(test_odd),        cmocka_unit_test(test_every_width),
		cmocka_unit_test(test_no_network), cmocka_unit_test(test_by_address),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
