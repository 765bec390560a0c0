/* Another template, other forms: answers stay, and what no form knew finds its field. */
#include "support.h"

#include <stdlib.h>

static void test_answers_stay(void **state)
{
	static const char *const sizes[] = {"small", "large"};
	const struct cew_form_extra extras[] = {
		{.parameter = "Disk", .group = "G", .default_value = "10"},
		{.parameter = "Zones", .group = "G", .list = true},
		{.parameter = "Size", .group = "G", .choices = sizes, .choice_count = 2},
	};
	struct desk *d = *state;
	type(d, "EnvName", "kept");
	type(d, "MAINTENANCEPASSWORD", "p@ss");
	cew_answers_pair_put(d->a, "tags", 0, "k", "v", CEW_ORIGIN_TYPED, NULL);
	assert_int_equal(use_extras(d, extras, CEW_COUNT(extras)), CEW_OK);
	assert_answer(d, "EnvName", "kept");
	assert_int_equal(cew_answers_origin(d->a, "EnvName"), CEW_ORIGIN_TYPED);
	assert_parameter(d, "MAINTENANCEPASSWORDESCAPED", "p%40ss");
	assert_string_equal(cew_answers_pair_at(d->a, "tags", 0)->value, "v");
	assert_answer(d, "Disk", "10");

	type(d, "Disk", "20");
	type(d, "Size", "large");
	cew_answers_list_put(d->a, "Zones", 0, "a", CEW_ORIGIN_PICKED, NULL);
	cew_answers_list_put(d->a, "Zones", 1, "b", CEW_ORIGIN_PICKED, NULL);
	assert_parameter(d, "Zones", "a,b");
	/* a template that does not ask them, and back */
	assert_int_equal(use_extras(d, NULL, 0), CEW_OK);
	assert_answer(d, "Disk", "");
	assert_int_equal(cew_answers_set(d->a, "Disk", "x", CEW_ORIGIN_TYPED, NULL), CEW_NOT_FOUND);
	assert_parameter(d, "Disk", NULL);
	assert_int_equal(use_extras(d, extras, CEW_COUNT(extras)), CEW_OK);
	assert_answer(d, "Disk", "20");
	assert_answer(d, "Size", "large");
	assert_string_equal(cew_answers_list_at(d->a, "Zones", 1), "b");
	assert_int_equal(cew_answers_origin(d->a, "Zones"), CEW_ORIGIN_PICKED);
}

static void test_new_default_where_nothing_was_said(void **state)
{
	const struct cew_form_extra before = {.parameter = "Disk", .group = "G", .default_value = "10"},
	                            after = {.parameter = "Disk", .group = "G", .default_value = "30"};
	struct desk *d = *state;
	use_extras(d, &before, 1);
	assert_answer(d, "Disk", "10");
	use_extras(d, &after, 1);
	assert_answer(d, "Disk", "30");
}

static void test_another_kind(void **state)
{
	const struct cew_form_extra text = {.parameter = "Zones", .group = "G"},
	                            list = {.parameter = "Zones", .group = "G", .list = true},
	                            secret = {.parameter = "Zones", .group = "G", .secret = true};
	struct desk *d = *state;
	use_extras(d, &text, 1);
	type(d, "Zones", "a,b");
	use_extras(d, &list, 1);
	assert_int_equal(cew_answers_list_count(d->a, "Zones"), 2);
	use_extras(d, &secret, 1);
	assert_answer(d, "Zones", "a,b");
	/* a secret is not laid open because another template does not call it one */
	use_extras(d, &text, 1);
	assert_answer(d, "Zones", "");
	assert_int_equal(cew_answers_origin(d->a, "Zones"), CEW_ORIGIN_NONE);
}

/* ---- strays ---- */

static void test_strays(void **state)
{
	const struct cew_form_extra extra = {.parameter = "Disk", .group = "G", .default_value = "10"};
	const char *where;
	struct desk *d = *state;
	must_read(d, "parameters:\n  EnvName: x\n  Disk: 20\n  Stranger: y\n");
	assert_int_equal(cew_answers_set_option(d->a, "Other=z", NULL), CEW_OK);
	assert_int_equal(cew_answers_stray_count(d->a), 3);
	assert_string_equal(cew_answers_stray_at(d->a, 0, &where), "Disk");
	assert_string_equal(where, "t:3:3");
	assert_string_equal(cew_answers_stray_at(d->a, 1, NULL), "Stranger");
	assert_string_equal(cew_answers_stray_at(d->a, 2, &where), "Other");
	assert_string_equal(where, "--set");
	assert_null(cew_answers_stray_at(d->a, 3, &where));

	assert_int_equal(use_extras(d, &extra, 1), CEW_OK);
	assert_answer(d, "Disk", "20");
	assert_int_equal(cew_answers_origin(d->a, "Disk"), CEW_ORIGIN_FILE);
	assert_int_equal(cew_answers_stray_count(d->a), 2);
	assert_string_equal(cew_answers_stray_at(d->a, 0, NULL), "Stranger");
}

static bool has_env_name(void *ctx, const char *name)
{
	return ctx != NULL && strcmp(name, "EnvName") == 0;
}

/* What forms ask but the template does not know would be dropped in silence. */
static void test_strangers_to_the_template(void **state)
{
	struct desk *d = *state;
	const char *where;
	assert_int_equal(read_file(d, put(d, "a.yaml", "parameters:\n  EnvName: x\n  VPCName: y\n  Odd: z\n", 0600)), CEW_OK);
	assert_int_equal(cew_answers_set_option(d->a, "PackageType=Large", NULL), CEW_OK);
	type(d, "VpcCIDR", "10.0.0.0/16"); /* not named by anybody: just not shown */
	must_read(d, "parameters: {TLSVersion: TLSv1.3}\n"); /* the program's own answers */
	assert_int_equal(cew_answers_stray_count(d->a), 1);
	cew_answers_set_template(d->a, has_env_name, d);
	assert_int_equal(cew_answers_stray_count(d->a), 3);
	assert_string_equal(cew_answers_stray_at(d->a, 0, NULL), "Odd");
	assert_string_equal(cew_answers_stray_at(d->a, 1, &where), "PackageType");
	assert_string_equal(where, "--set");
	assert_string_equal(cew_answers_stray_at(d->a, 2, &where), "VPCName");
	assert_string_equal(strrchr(where, '/'), "/a.yaml:3:3");
	assert_null(cew_answers_stray_at(d->a, 3, &where));
	use_extras(d, NULL, 0); /* the forms of another template make no difference */
	assert_int_equal(cew_answers_stray_count(d->a), 3);
	type(d, "VPCName", "typed over");
	assert_int_equal(cew_answers_stray_count(d->a), 2);
	cew_answers_set_template(d->a, NULL, NULL);
	assert_int_equal(cew_answers_stray_count(d->a), 1);
	assert_answer(d, "PackageType", "Large");
}

static void test_precedence_of_strays(void **state)
{
	const struct cew_form_extra extra = {.parameter = "Disk", .group = "G"};
	struct desk *d = *state;
	assert_int_equal(cew_answers_set_option(d->a, "Disk=option", NULL), CEW_OK);
	must_read(d, "parameters: {Disk: file}\n");
	assert_int_equal(cew_answers_stray_count(d->a), 1);
	use_extras(d, &extra, 1);
	assert_answer(d, "Disk", "option");

	restart(d);
	use_extras(d, NULL, 0);
	must_read(d, "parameters: {Disk: file}\n");
	assert_int_equal(cew_answers_set_option(d->a, "Disk=option", NULL), CEW_OK);
	assert_int_equal(cew_answers_set_option(d->a, "Disk=last", NULL), CEW_OK);
	use_extras(d, &extra, 1);
	assert_answer(d, "Disk", "last");
}

static void test_stray_list(void **state)
{
	const struct cew_form_extra extra = {.parameter = "Zones", .group = "G", .list = true};
	struct desk *d = *state;
	must_read(d, "parameters: {Zones: [a, b]}\n");
	use_extras(d, &extra, 1);
	assert_int_equal(cew_answers_list_count(d->a, "Zones"), 2);
	assert_string_equal(cew_answers_list_at(d->a, "Zones", 1), "b");
}

static void test_stray_secret_in_an_open_file(void **state)
{
	const struct cew_form_extra secret = {.parameter = "Token", .group = "G", .secret = true};
	struct desk *d = *state;
	assert_int_equal(read_file(d, put(d, "a.yaml", "parameters:\n  Token: hunter2hunter2\n", 0644)), CEW_OK);
	const struct cew_form_set *before = cew_answers_forms(d->a);
	assert_int_equal(use_extras(d, &secret, 1), CEW_INVALID);
	assert_non_null(strstr(d->err.what, "Token is a secret"));
	assert_null(strstr(d->err.what, "hunter2"));
	assert_string_equal(strrchr(d->err.where, '/'), "/a.yaml:2:3");
	assert_non_null(strstr(d->err.hint, "chmod 600"));
	assert_ptr_equal(cew_answers_forms(d->a), before); /* nothing changed */
	assert_int_equal(cew_answers_stray_count(d->a), 1);

	restart(d);
	assert_int_equal(read_file(d, put(d, "a.yaml", "parameters:\n  Token: hunter2hunter2\n", 0600)), CEW_OK);
	assert_int_equal(use_extras(d, &secret, 1), CEW_OK);
	assert_answer(d, "Token", "hunter2hunter2");
}

static void test_stray_empty_secret_is_none(void **state)
{
	const struct cew_form_extra secret = {.parameter = "Token", .group = "G", .secret = true};
	struct desk *d = *state;
	assert_int_equal(read_file(d, put(d, "a.yaml", "parameters: {Token: \"\"}\n", 0644)), CEW_OK);
	assert_int_equal(use_extras(d, &secret, 1), CEW_OK);
}

static void test_stray_that_is_derived(void **state)
{
	struct desk *d = *state;
	must_read(d, "parameters: {Coded: x}\n");
	assert_int_equal(try_page(d, "  - {parameter: Plain, derive: Coded, kind: text, label: L}\n"), CEW_INVALID);
	assert_string_equal(d->err.what, "Coded cannot be given: it is made from Plain");
	assert_string_equal(d->err.where, "t:1:14");
}

#define with_desk(test) cmocka_unit_test_setup_teardown(test, desk_open, desk_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_desk(test_answers_stay),
		with_desk(test_new_default_where_nothing_was_said),
		with_desk(test_another_kind),
		with_desk(test_strays),
		with_desk(test_strangers_to_the_template),
		with_desk(test_precedence_of_strays),
		with_desk(test_stray_list),
		with_desk(test_stray_secret_in_an_open_file),
		with_desk(test_stray_empty_secret_is_none),
		with_desk(test_stray_that_is_derived),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
