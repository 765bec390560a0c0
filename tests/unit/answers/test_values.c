/* Single answers: defaults, where they come from and who wins, lists, pairs, what applies and what is sent. */
#include "support.h"

#include <stdlib.h>

static void test_fresh_answers(void **state)
{
	struct desk *d = *state;
	assert_answer(d, "VpcCIDR", "172.16.0.0/16");
	assert_int_equal(cew_answers_origin(d->a, "VpcCIDR"), CEW_ORIGIN_DEFAULT);
	assert_true(cew_answers_is_default(d->a, "VpcCIDR"));
	assert_answer(d, "stackName", "");
	assert_int_equal(cew_answers_origin(d->a, "stackName"), CEW_ORIGIN_NONE);
	assert_true(cew_answers_is_default(d->a, "stackName"));
	assert_int_equal(cew_answers_origin(d->a, "ExistingVPCId"), CEW_ORIGIN_DEFAULT); /* its default is "" */
	assert_ptr_equal(cew_answers_forms(d->a), d->forms);
}

static void test_fields_that_are_not_there(void **state)
{
	struct desk *d = *state;
	assert_answer(d, "nobody", "");
	assert_int_equal(cew_answers_origin(d->a, "nobody"), CEW_ORIGIN_NONE);
	assert_false(cew_answers_is_default(d->a, "nobody"));
	assert_int_equal(cew_answers_set(d->a, "nobody", "x", CEW_ORIGIN_TYPED, &d->err), CEW_NOT_FOUND);
	assert_non_null(strstr(d->err.what, "\"nobody\""));
	assert_int_equal(cew_answers_set(d->a, "nobody", "x", CEW_ORIGIN_TYPED, NULL), CEW_NOT_FOUND);
	assert_int_equal(cew_answers_list_put(d->a, "nobody", 0, "x", CEW_ORIGIN_TYPED, NULL), CEW_NOT_FOUND);
	assert_int_equal(cew_answers_pair_put(d->a, "nobody", 0, "x", "y", CEW_ORIGIN_TYPED, NULL), CEW_NOT_FOUND);
	cew_answers_list_remove(d->a, "nobody", 0);
	assert_int_equal(cew_answers_list_count(d->a, "nobody"), 0);
	assert_null(cew_answers_list_at(d->a, "nobody", 0));
	assert_null(cew_answers_pair_at(d->a, "nobody", 0));
	assert_parameter(d, "nobody", NULL);
}

/* default < environment < file < draft < option < typed, picked */
static void test_precedence(void **state)
{
	struct desk *d = *state;
	for (int first = CEW_ORIGIN_DEFAULT; first < CEW_ORIGIN_COUNT; first++)
		for (int second = CEW_ORIGIN_DEFAULT; second < CEW_ORIGIN_COUNT; second++) {
			restart(d);
			set(d, "EnvName", "first", (enum cew_origin)first);
			set(d, "EnvName", "second", (enum cew_origin)second);
			bool wins = second >= first || (first == CEW_ORIGIN_PICKED && second == CEW_ORIGIN_TYPED);
			assert_answer(d, "EnvName", wins ? "second" : "first");
			assert_int_equal(cew_answers_origin(d->a, "EnvName"), wins ? second : first);
		}
}

static void test_precedence_of_lists(void **state)
{
	struct desk *d = *state;
	assert_int_equal(cew_answers_list_put(d->a, "notificationArns", 0, "one", CEW_ORIGIN_TYPED, NULL), CEW_OK);
	assert_int_equal(cew_answers_list_put(d->a, "notificationArns", 0, "two", CEW_ORIGIN_FILE, NULL), CEW_OK);
	must_read(d, "notificationArns: [three, four]\ntags: {}\n");
	assert_answer(d, "notificationArns", "one");
	assert_int_equal(cew_answers_pair_put(d->a, "tags", 0, "k", "v", CEW_ORIGIN_TYPED, NULL), CEW_OK);
	assert_int_equal(cew_answers_pair_put(d->a, "tags", 1, "k", "v", CEW_ORIGIN_OPTION, NULL), CEW_OK);
	must_read(d, "tags: {a: b, c: d}\n");
	assert_answer(d, "tags", "k=v");
}

static void test_is_default(void **state)
{
	struct desk *d = *state;
	type(d, "EnvName", "other");
	assert_false(cew_answers_is_default(d->a, "EnvName"));
	type(d, "EnvName", "netskope-ce");
	assert_true(cew_answers_is_default(d->a, "EnvName"));
	assert_int_equal(cew_answers_origin(d->a, "EnvName"), CEW_ORIGIN_TYPED);
	cew_answers_list_put(d->a, "notificationArns", 0, "", CEW_ORIGIN_TYPED, NULL);
	assert_false(cew_answers_is_default(d->a, "notificationArns")); /* an empty line is there */
	cew_answers_list_remove(d->a, "notificationArns", 0);
	assert_true(cew_answers_is_default(d->a, "notificationArns"));
}

/* ---- spelling ---- */

static void test_spelling_of_choices(void **state)
{
	struct desk *d = *state;
	type(d, "CreateALB", "false");
	assert_answer(d, "CreateALB", "False");
	type(d, "CreateALB", "TRUE");
	assert_answer(d, "CreateALB", "True");
	type(d, "PackageType", "extra-small");
	assert_answer(d, "PackageType", "Extra-Small");
	type(d, "PackageType", "Huge"); /* the rules tell what is not among the choices */
	assert_answer(d, "PackageType", "Huge");
	type(d, "EnvName", "TRUE");
	assert_answer(d, "EnvName", "TRUE");
}

/* ---- lists ---- */

static void test_lists(void **state)
{
	struct desk *d = *state;
	const char *id = "notificationArns";
	assert_int_equal(cew_answers_list_put(d->a, id, 0, "one", CEW_ORIGIN_TYPED, NULL), CEW_OK);
	assert_int_equal(cew_answers_list_put(d->a, id, 1, "two", CEW_ORIGIN_TYPED, NULL), CEW_OK);
	assert_int_equal(cew_answers_list_put(d->a, id, 9, "three", CEW_ORIGIN_TYPED, NULL), CEW_OK);
	assert_int_equal(cew_answers_list_count(d->a, id), 3);
	assert_answer(d, id, "one,two,three");
	assert_int_equal(cew_answers_list_put(d->a, id, 1, "2", CEW_ORIGIN_TYPED, NULL), CEW_OK);
	assert_string_equal(cew_answers_list_at(d->a, id, 1), "2");
	cew_answers_list_remove(d->a, id, 0);
	cew_answers_list_remove(d->a, id, 5);
	assert_answer(d, id, "2,three");
	assert_null(cew_answers_list_at(d->a, id, 2));
	assert_null(cew_answers_pair_at(d->a, id, 0));
	assert_int_equal(cew_answers_list_count(d->a, "EnvName"), 0);
}

static void test_lists_from_text(void **state)
{
	struct desk *d = *state;
	static const struct {
		const char *text;
		size_t count;
		const char *joined;
	} rows[] = {
		{"", 0, ""},       {"a", 1, "a"},         {"a,b", 2, "a,b"},     {" a , b ", 2, "a,b"},
		{"a,,b", 3, "a,,b"}, {"a,", 1, "a"},        {",", 1, ""},          {",a", 2, ",a"},
	};
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		type(d, "notificationArns", rows[i].text);
		assert_int_equal(cew_answers_list_count(d->a, "notificationArns"), rows[i].count);
		assert_answer(d, "notificationArns", rows[i].joined);
	}
}

static void test_pairs(void **state)
{
	struct desk *d = *state;
	assert_int_equal(cew_answers_pair_put(d->a, "tags", 0, "Owner", "secops", CEW_ORIGIN_TYPED, NULL), CEW_OK);
	assert_int_equal(cew_answers_pair_put(d->a, "tags", 1, "Stage", "", CEW_ORIGIN_TYPED, NULL), CEW_OK);
	assert_answer(d, "tags", "Owner=secops,Stage=");
	assert_string_equal(cew_answers_pair_at(d->a, "tags", 1)->key, "Stage");
	assert_int_equal(cew_answers_pair_put(d->a, "tags", 1, "Stage", "test", CEW_ORIGIN_TYPED, NULL), CEW_OK);
	assert_string_equal(cew_answers_pair_at(d->a, "tags", 1)->value, "test");
	cew_answers_list_remove(d->a, "tags", 0);
	assert_answer(d, "tags", "Stage=test");
	assert_null(cew_answers_list_at(d->a, "tags", 0));
	type(d, "tags", "");
	assert_int_equal(cew_answers_list_count(d->a, "tags"), 0);
}

static void test_wrong_kinds(void **state)
{
	struct desk *d = *state;
	assert_int_equal(cew_answers_set(d->a, "tags", "a=b", CEW_ORIGIN_TYPED, &d->err), CEW_INVALID);
	assert_int_equal(cew_answers_list_put(d->a, "tags", 0, "a", CEW_ORIGIN_TYPED, &d->err), CEW_INVALID);
	assert_int_equal(cew_answers_list_put(d->a, "EnvName", 0, "a", CEW_ORIGIN_TYPED, &d->err), CEW_INVALID);
	assert_int_equal(cew_answers_pair_put(d->a, "notificationArns", 0, "a", "b", CEW_ORIGIN_TYPED, &d->err), CEW_INVALID);
	assert_string_equal(d->err.what, "\"notificationArns\" takes no pairs");
}

/* ---- what applies and what is sent ---- */

static void test_hidden_answers_are_kept(void **state)
{
	struct desk *d = *state;
	const struct cew_field *vpc = cew_form_field_find(d->forms, "ExistingVPCId");
	const struct cew_page *page = cew_form_page_find(d->forms, "existing");
	type(d, "CreateResources", "False");
	assert_true(cew_answers_page_shown(d->a, page) && cew_answers_field_shown(d->a, vpc));
	type(d, "ExistingVPCId", "vpc-1");
	assert_parameter(d, "ExistingVPCId", "vpc-1");
	assert_parameter(d, "VpcCIDR", NULL);
	type(d, "CreateResources", "True");
	assert_false(cew_answers_page_shown(d->a, page) || cew_answers_field_shown(d->a, vpc));
	assert_parameter(d, "ExistingVPCId", NULL);
	assert_parameter(d, "VpcCIDR", "172.16.0.0/16");
	assert_answer(d, "ExistingVPCId", "vpc-1");
	type(d, "CreateResources", "False");
	assert_parameter(d, "ExistingVPCId", "vpc-1");
}

static bool has_few(void *ctx, const char *name)
{
	(void)ctx;
	return strcmp(name, "EnvName") == 0 || strcmp(name, "MAINTENANCEPASSWORD") == 0;
}

static void test_template_decides_what_is_asked(void **state)
{
	struct desk *d = *state;
	cew_answers_set_template(d->a, has_few, NULL);
	assert_true(cew_answers_field_shown(d->a, cew_form_field_find(d->forms, "EnvName")));
	assert_false(cew_answers_field_shown(d->a, cew_form_field_find(d->forms, "PackageType")));
	assert_true(cew_answers_page_shown(d->a, cew_form_page_find(d->forms, "basic")));
	/* no question left on these, one left on that; others show something of their own */
	assert_false(cew_answers_page_shown(d->a, cew_form_page_find(d->forms, "network")));
	assert_false(cew_answers_page_shown(d->a, cew_form_page_find(d->forms, "ca-certificate")));
	assert_true(cew_answers_page_shown(d->a, cew_form_page_find(d->forms, "environment")));
	assert_true(cew_answers_page_shown(d->a, cew_form_page_find(d->forms, "review")));
	assert_true(cew_answers_page_shown(d->a, cew_form_page_find(d->forms, "tags"))); /* feeds no parameter */
	assert_parameter(d, "PackageType", NULL);
	cew_answers_set_template(d->a, NULL, NULL);
	assert_parameter(d, "PackageType", "Medium");
}

static void test_conditions_ask_the_template(void **state)
{
	struct desk *d = *state;
	use_page(d, "  - {id: modern, kind: text, label: M, show: parameter(CACertFlag)}\n"
	            "  - {id: old, kind: text, label: O, show: '!parameter(CACertFlag)'}\n");
	assert_true(cew_answers_field_shown(d->a, cew_form_field_find(d->forms, "modern")));
	cew_answers_set_template(d->a, has_few, NULL);
	assert_false(cew_answers_field_shown(d->a, cew_form_field_find(d->forms, "modern")));
	assert_true(cew_answers_field_shown(d->a, cew_form_field_find(d->forms, "old")));
}

static void test_a_page_of_notes_is_shown(void **state)
{
	struct desk *d = *state;
	use_page(d, "  - {id: word, kind: note, help: Read this.}\n");
	assert_true(cew_answers_page_shown(d->a, cew_form_page_find(d->forms, "probe")));
	assert_true(cew_answers_field_shown(d->a, cew_form_field_find(d->forms, "word")));
	assert_answer(d, "word", "");
}

static void test_nothing_said(void **state)
{
	struct desk *d = *state;
	assert_parameter(d, "ExistingECSTaskRole", NULL); /* may be left out: the template's default holds */
	assert_parameter(d, "JWTSECRET", "");             /* must not: a template's well-known word would hold */
	type(d, "ExistingECSTaskRole", "");
	assert_parameter(d, "ExistingECSTaskRole", ""); /* emptied by hand is an answer */
}

static void test_derived_twin(void **state)
{
	static const struct {
		const char *password, *escaped;
	} rows[] = {
		{"simple-_.~", "simple-_.~"},
		{"p@ss/word:1", "p%40ss%2Fword%3A1"},
		{"100%", "100%25"},
		{"a b+c&d=e?f#g", "a%20b%2Bc%26d%3De%3Ff%23g"},
		{"ä", "%C3%A4"},
		{"", ""},
	};
	struct desk *d = *state;
	assert_parameter(d, "MAINTENANCEPASSWORDESCAPED", "");
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		type(d, "MAINTENANCEPASSWORD", rows[i].password);
		assert_parameter(d, "MAINTENANCEPASSWORD", rows[i].password);
		assert_parameter(d, "MAINTENANCEPASSWORDESCAPED", rows[i].escaped);
	}
}

static void test_derived_from_plain_text(void **state)
{
	struct desk *d = *state;
	use_page(d, "  - {parameter: Plain, derive: Coded, kind: text, label: P, default: 'a b'}\n"
	            "  - {parameter: Hidden, derive: Gone, kind: text, label: H, default: x, show: Plain == \"\"}\n");
	assert_parameter(d, "Coded", "a%20b");
	assert_parameter(d, "Gone", NULL);
	type(d, "Plain", "");
	assert_parameter(d, "Coded", "");
	assert_parameter(d, "Gone", "x");
}

/* ---- --set ---- */

static void test_options(void **state)
{
	struct desk *d = *state;
	assert_int_equal(cew_answers_set_option(d->a, "PackageType=large", NULL), CEW_OK);
	assert_answer(d, "PackageType", "Large");
	assert_int_equal(cew_answers_origin(d->a, "PackageType"), CEW_ORIGIN_OPTION);
	assert_int_equal(cew_answers_set_option(d->a, "EnvName=a=b", NULL), CEW_OK);
	assert_answer(d, "EnvName", "a=b");
	assert_int_equal(cew_answers_set_option(d->a, "EnvName=", NULL), CEW_OK);
	assert_answer(d, "EnvName", "");
	assert_int_equal(cew_answers_set_option(d->a, "MAINTENANCEPASSWORD=p@ss", NULL), CEW_OK);
	assert_parameter(d, "MAINTENANCEPASSWORDESCAPED", "p%40ss");
}

static void test_options_refused(void **state)
{
	struct desk *d = *state;
	char longest[300];
	memset(longest, 'A', 256);
	strcpy(longest + 256, "=x");
	const char *const usages[] = {"", "=", "=x", "hunter2secret", longest};
	for (size_t i = 0; i < CEW_COUNT(usages); i++) {
		assert_int_equal(cew_answers_set_option(d->a, usages[i], &d->err), CEW_USAGE);
		assert_string_equal(d->err.what, "--set wants NAME=VALUE"); /* and does not repeat what may be a secret */
		assert_int_equal(cew_answers_set_option(d->a, usages[i], NULL), CEW_USAGE);
	}
	assert_int_equal(cew_answers_set_option(d->a, "MAINTENANCEPASSWORDESCAPED=x", &d->err), CEW_INVALID);
	assert_string_equal(d->err.what, "MAINTENANCEPASSWORDESCAPED cannot be given: it is made from MAINTENANCEPASSWORD");
	assert_string_equal(d->err.where, "--set");
	assert_int_equal(cew_answers_set_option(d->a, "MAINTENANCEPASSWORDESCAPED=x", NULL), CEW_INVALID);
	/* settings have options of their own */
	assert_int_equal(cew_answers_set_option(d->a, "stackName=x", NULL), CEW_OK);
	assert_answer(d, "stackName", "");
	assert_int_equal(cew_answers_stray_count(d->a), 1);
}

#define with_desk(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_desk(test_fresh_answers),
		with_desk(test_fields_that_are_not_there),
		with_desk(test_precedence),
		with_desk(test_precedence_of_lists),
		with_desk(test_is_default),
		with_desk(test_spelling_of_choices),
		with_desk(test_lists),
		with_desk(test_lists_from_text),
		with_desk(test_pairs),
		with_desk(test_wrong_kinds),
		with_desk(test_hidden_answers_are_kept),
		with_desk(test_template_decides_what_is_asked),
		with_desk(test_conditions_ask_the_template),
		with_desk(test_a_page_of_notes_is_shown),
		with_desk(test_nothing_said),
		with_desk(test_derived_twin),
		with_desk(test_derived_from_plain_text),
		with_desk(test_options),
		with_desk(test_options_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
