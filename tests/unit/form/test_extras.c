/* Parameters of a template that no form file asks for become fields on pages of their groups. */
#include "support.h"

#include <stdio.h>

static size_t place_of(const struct bench *b, const char *id)
{
	size_t i = 0;
	while (i < cew_form_page_count(b->set) && strcmp(cew_form_page_at(b->set, i)->id, id) != 0)
		i++;
	return i;
}

static void must_load_with(struct bench *b, const struct cew_form_extra *extras, size_t count)
{
	if (load_with(b, extras, count, NULL))
		fail_msg("%s: %s", b->err.where, b->err.what);
}

static void test_kinds(void **state)
{
	static const char *const sizes[] = {"small", "large"};
	const struct cew_form_extra extras[] = {
		{.parameter = "Plain", .label = "A label", .help = "Some help.", .group = "G", .default_value = "x", .required = true},
		{.parameter = "Token", .group = "G", .default_value = "changeme", .secret = true},
		{.parameter = "Zones", .group = "G", .default_value = "a,b", .list = true},
		{.parameter = "Size", .group = "G", .default_value = "large", .choices = sizes, .choice_count = 2},
	};
	struct bench *b = *state;
	must_load_with(b, extras, CEW_COUNT(extras));
	const struct cew_field *f = field(b, "Plain");
	assert_int_equal(f->kind, CEW_FIELD_TEXT);
	assert_string_equal(f->parameter, "Plain");
	assert_string_equal(f->label, "A label");
	assert_string_equal(f->help, "Some help.");
	assert_string_equal(f->default_value, "x");
	assert_true(f->required);
	assert_null(f->show);
	assert_string_equal(f->where, "the template");

	f = field(b, "Token");
	assert_int_equal(f->kind, CEW_FIELD_SECRET);
	assert_string_equal(f->label, "Token"); /* where the template gives none */
	assert_null(f->default_value);          /* which would be shown and sent as an answer */
	assert_false(f->required);

	f = field(b, "Zones");
	assert_int_equal(f->kind, CEW_FIELD_LIST);
	assert_string_equal(f->default_value, "a,b");

	f = field(b, "Size");
	assert_int_equal(f->kind, CEW_FIELD_CHOICE);
	assert_int_equal(f->choice_count, 2);
	assert_string_equal(f->choices[1].value, "large");
	assert_string_equal(f->choices[1].label, "large");
	assert_string_equal(cew_form_page_of(b->set, f)->title, "G");
}

static void test_texts_are_copied(void **state)
{
	struct bench *b = *state;
	char name[] = "Plain", choice[] = "small";
	const char *const choices[] = {choice};
	const struct cew_form_extra extra = {.parameter = name, .label = name, .help = name, .group = name, .default_value = choice,
	                                     .choices = choices, .choice_count = 1};
	must_load_with(b, &extra, 1);
	memset(name, 'X', sizeof(name) - 1);
	memset(choice, 'X', sizeof(choice) - 1);
	const struct cew_field *f = field(b, "Plain");
	assert_string_equal(f->label, "Plain");
	assert_string_equal(f->choices[0].value, "small");
	assert_string_equal(cew_form_page_of(b->set, f)->title, "Plain");
}

static void test_pages_by_group(void **state)
{
	const struct cew_form_extra extras[] = {
		{.parameter = "A", .group = "Disks & more"}, {.parameter = "B", .group = "Alarms"},
		{.parameter = "C", .group = "Disks & more"}, {.parameter = "D"}, {.parameter = "E", .group = ""},
	};
	struct bench *b = *state;
	must_load_with(b, NULL, 0);
	size_t before = cew_form_page_count(b->set);
	must_load_with(b, extras, CEW_COUNT(extras));
	assert_int_equal(cew_form_page_count(b->set), before + 3);
	const struct cew_page *disks = page(b, "group-disks-more");
	assert_string_equal(disks->title, "Disks & more");
	assert_int_equal(disks->field_count, 2);
	assert_string_equal(disks->fields[0].parameter, "A");
	assert_string_equal(disks->fields[1].parameter, "C");
	assert_int_equal(disks->view, CEW_VIEW_FIELDS);
	assert_int_equal(page(b, "group-alarms")->field_count, 1);
	assert_int_equal(cew_form_page_of(b->set, field(b, "D"))->field_count, 2); /* those without a group */
	/* in the template's order, between the questions and Review */
	size_t review = place_of(b, "review");
	assert_int_equal(place_of(b, "group-disks-more"), review - 3);
	assert_int_equal(place_of(b, "group-alarms"), review - 2);
	assert_int_equal(place_of(b, "notifications"), review - 4);
}

static void test_what_forms_ask_is_no_extra(void **state)
{
	const struct cew_form_extra extras[] = {
		{.parameter = "VpcCIDR", .group = "G"}, {.parameter = "MAINTENANCEPASSWORD", .group = "G", .secret = true},
		{.parameter = "MAINTENANCEPASSWORDESCAPED", .group = "G", .secret = true},
	};
	struct bench *b = *state;
	must_load_with(b, NULL, 0);
	size_t before = cew_form_page_count(b->set);
	must_load_with(b, extras, CEW_COUNT(extras));
	assert_int_equal(cew_form_page_count(b->set), before);
	assert_null(cew_form_field_find(b->set, "MAINTENANCEPASSWORDESCAPED"));
}

/* A template may call a parameter as a setting is called: both are asked. */
static void test_name_of_a_setting(void **state)
{
	const struct cew_form_extra extra = {.parameter = "region", .group = "G"};
	struct bench *b = *state;
	must_load_with(b, &extra, 1);
	const struct cew_field *f = cew_form_field_for_parameter(b->set, "region");
	assert_non_null(f);
	assert_string_equal(f->id, "region_parameter");
	assert_null(field(b, "region")->parameter);
}

static void test_steps_and_ids(void **state)
{
	static const struct {
		const char *group, *id, *step;
	} rows[] = {
		{"Short", "group-short", "Short"},
		{"Exactly fifteen", "group-exactly-fifteen", "Exactly fifteen"},
		{"Network details (applicable)", "group-network-details-applicable-", "Network details"},
		{"Unbreakablegroupname", "group-unbreakablegroupname", "Unbreakablegrou"},
		{"日本語の設定グループ", "group-", "日本語の設定グ"}, /* two columns each */
		{"Tags", "group-tags", "More: Tags"},                /* a built-in step */
		{"tags", "group-tags-2", "tags"},
		{"TAGS", "group-tags-3", "TAGS"},
	};
	struct cew_form_extra extras[CEW_COUNT(rows)];
	char names[CEW_COUNT(rows)][4];
	struct bench *b = *state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		snprintf(names[i], sizeof(names[i]), "P%zu", i % 10);
		extras[i] = (struct cew_form_extra){.parameter = names[i], .group = rows[i].group};
	}
	must_load_with(b, extras, CEW_COUNT(rows));
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		const struct cew_page *p = cew_form_page_of(b->set, field(b, names[i]));
		assert_string_equal(p->title, rows[i].group);
		assert_string_equal(p->step, rows[i].step);
		assert_string_equal(p->id, rows[i].id);
	}
}

/* A form file that asks for it takes its place. */
static void test_a_form_file_goes_first(void **state)
{
	const struct cew_form_extra extra = {.parameter = "Disk", .group = "G"};
	struct bench *b = *state;
	put_page(b, "", "  - {parameter: Disk, kind: text, label: My disk}\n");
	must_load_with(b, &extra, 1);
	assert_string_equal(cew_form_page_of(b->set, field(b, "Disk"))->id, "probe");
	assert_null(cew_form_page_find(b->set, "group-g"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_kinds, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_texts_are_copied, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_pages_by_group, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_what_forms_ask_is_no_extra, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_name_of_a_setting, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_steps_and_ids, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(test_a_form_file_goes_first, bench_open, bench_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
