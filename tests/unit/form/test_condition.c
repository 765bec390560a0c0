/* `show` expressions: what they mean, how they bind, and where they are broken. */
#include "support.h"

#include <stdio.h>

/* The answers of these tests: a is "1", b is "2", e is empty, q is one quotation mark. */
static const char *lookup(void *ctx, const char *id)
{
	static const char *const answers[][2] = {{"a", "1"}, {"b", "2"}, {"one", "1"}, {"q", "\""}};
	(void)ctx;
	for (size_t i = 0; i < CEW_COUNT(answers); i++)
		if (strcmp(answers[i][0], id) == 0)
			return answers[i][1];
	return "";
}

static bool has_parameter(void *ctx, const char *name)
{
	(void)ctx;
	return strcmp(name, "There") == 0;
}

#define FIELDS \
	"  - {id: a, kind: text, label: A}\n  - {id: b, kind: text, label: B}\n  - {id: e, kind: text, label: E}\n" \
	"  - {id: one, kind: text, label: O}\n  - {id: q, kind: text, label: Q}\n" \
	"  - {id: parameter, kind: text, label: P}\n  - {id: parameters, kind: text, label: P}\n"

/* A page on which field x has this expression; it is put into single quotes. */
static void put_expression(struct bench *b, const char *expression)
{
	char fields[4096];
	snprintf(fields, sizeof(fields), FIELDS "  - id: x\n    kind: text\n    label: X\n    show: '%s'\n", expression);
	put_page(b, "", fields);
}

static const struct {
	const char *expression;
	bool holds;
} meanings[] = {
	{"a", true},
	{"e", false},
	{"a == \"1\"", true},
	{"a == \"2\"", false},
	{"a != \"1\"", false},
	{"a != \"2\"", true},
	{"a==\"1\"", true},
	{"  a  ==  \"1\"  ", true},
	{"e == \"\"", true},
	{"\"1\" == a", true},
	{"\"1\" == \"1\"", true},
	{"a == one", true},
	{"a == b", false},
	{"a != b", true},
	{"q == \"\\\"\"", true},
	{"\"\\\\\" == \"\\\\\"", true},
	{"!a", false},
	{"!e", true},
	{"!!a", true},
	{"!a == \"1\"", false}, /* not (a == "1") */
	{"!a == \"2\"", true},
	{"!(a == \"1\")", false},
	{"a && b", true},
	{"a && e", false},
	{"e || a", true},
	{"e || e", false},
	/* && binds before || */
	{"a || e && e", true},
	{"(a || e) && e", false},
	{"e && e || a", true},
	{"e && (e || a)", false},
	{"!e && a == \"1\" || e", true},
	{"!(e || a) || b == \"2\" && a == \"1\"", true},
	{"a && b && e", false},
	{"e || e || a", true},
	{"((((a))))", true},
	{"parameter(There)", true},
	{"parameter(Missing)", false},
	{"parameter ( There )", true},
	{"!parameter(Missing) && a", true},
	{"parameter", false}, /* a field of that name */
	{"parameters == \"\"", true},
	{"parameter == \"\" && parameter(There)", true},
};

static void test_meanings(void **state)
{
	struct bench *b = *state;
	const struct cew_form_scope scope = {.lookup = lookup, .has_parameter = has_parameter};
	for (size_t i = 0; i < CEW_COUNT(meanings); i++) {
		put_expression(b, meanings[i].expression);
		must_load(b);
		if (cew_condition_holds(field(b, "x")->show, &scope) != meanings[i].holds)
			fail_msg("%s is %s", meanings[i].expression, meanings[i].holds ? "false" : "true");
	}
}

static void test_absent(void **state)
{
	struct bench *b = *state;
	const struct cew_form_scope scope = {.lookup = lookup};
	assert_true(cew_condition_holds(NULL, &scope));
	put_expression(b, "parameter(Missing)");
	must_load(b);
	assert_true(cew_condition_holds(field(b, "x")->show, &scope)); /* of no template, every parameter may be there */
}

static const struct {
	const char *expression, *what;
	int character;
} broken[] = {
	{"==", "a field's name", 1},
	{"a ==", "a field's name", 5},
	{"a = \"1\"", "&&, || or the end", 3},
	{"a == \"1", "a closing quotation mark", 8},
	{"\"1\"", "== or !=", 4},
	{"a &&", "a field's name", 5},
	{"a & b", "&&, || or the end", 3},
	{"a b", "&&, || or the end", 3},
	{"a == b == e", "&&, || or the end", 8},
	{"(a", ")", 3},
	{"a)", "&&, || or the end", 2},
	{"()", "a field's name", 2},
	{"!", "a field's name", 2},
	{"1 == a", "a field's name", 1},
	{"_a", "a field's name", 1},
	{"a == 1", "a field's name", 6},
	{"\"ä\" = a", "== or !=", 5}, /* characters, not bytes */
	{"parameter()", "a parameter's name", 11},
	{"parameter(\"There\")", "a parameter's name", 11},
	{"parameter(There", ")", 16},
	{"parameter(There) == \"1\"", "&&, || or the end", 18},
};

static void test_broken(void **state)
{
	struct bench *b = *state;
	for (size_t i = 0; i < CEW_COUNT(broken); i++) {
		char column[64];
		put_expression(b, broken[i].expression);
		if (load(b) != CEW_INVALID)
			fail_msg("%s is taken", broken[i].expression);
		assert_string_equal(b->err.where, at(b, "probe.yaml", "15:11"));
		snprintf(column, sizeof(column), "expected at character %d of", broken[i].character);
		if (!strstr(b->err.what, column))
			fail_msg("%s: %s", broken[i].expression, b->err.what);
		if (!strstr(b->err.what, broken[i].what))
			fail_msg("%s: %s", broken[i].expression, b->err.what);
		assert_non_null(strstr(b->err.hint, "CreateALB"));
	}
}

static void test_depth_and_length(void **state)
{
	struct bench *b = *state;
	char deep[200], text[1100];
	memset(deep, '!', 45);
	strcpy(deep + 45, "a");
	put_expression(b, deep);
	assert_int_equal(load(b), CEW_INVALID);
	assert_non_null(strstr(b->err.what, "nested less"));
	memset(deep, '!', 38);
	strcpy(deep + 38, "a");
	put_expression(b, deep);
	must_load(b);

	memset(text, ' ', 1000);
	strcpy(text + 1000, "a");
	put_expression(b, text);
	assert_int_equal(load(b), CEW_INVALID);
	assert_non_null(strstr(b->err.what, "`show` is longer than 1000 bytes"));
	memset(text, ' ', 999);
	strcpy(text + 999, "a");
	put_expression(b, text);
	must_load(b);
}

static void test_pages_have_conditions_too(void **state)
{
	struct bench *b = *state;
	const struct cew_form_scope scope = {.lookup = lookup, .has_parameter = has_parameter};
	put_page(b, "show: e == \"\" && !parameter(Missing)\n", FIELDS);
	must_load(b);
	assert_true(cew_condition_holds(page(b, "probe")->show, &scope));
	put_page(b, "show: nobody\n", FIELDS);
	assert_int_equal(load(b), CEW_INVALID);
	assert_string_equal(b->err.where, at(b, "probe.yaml", "4:7"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_meanings, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_absent, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_broken, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_depth_and_length, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_pages_have_conditions_too, bench_open, bench_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
