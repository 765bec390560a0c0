/* Fields and their editors: what gets into the answers, and where the focus goes within a field. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include "bind.h"

static char dir[] = "/tmp/cewizard-bind-XXXXXX";
static struct cew_form_set *forms;
static struct cew_answers *answers;
static struct ui_bound bound;

static void write_form(void)
{
	char path[128];
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/probe.yaml", dir);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs("order: 1\ntitle: T\nstep: S\nfields:\n"
	      "  - {id: name, kind: text, label: N}\n"
	      "  - {id: secret, kind: secret, label: S}\n"
	      "  - {id: lines, kind: list, label: L}\n"
	      "  - {id: size, kind: choice, label: C, default: b, choices: [{value: a, help: first}, b, c]}\n"
	      "  - {id: many, kind: choice, label: M, choices: [c0", f);
	for (int i = 1; i < 100; i++)
		fprintf(f, ", c%d", i);
	fputs("]}\n", f);
	fclose(f);
}

static int setup_all(void **state)
{
	(void)state;
	write_form();
	assert_int_equal(cew_form_load(dir, NULL, 0, NULL, &forms, NULL), CEW_OK);
	return 0;
}

static int teardown_all(void **state)
{
	(void)state;
	char path[128];
	snprintf(path, sizeof(path), "%s/probe.yaml", dir);
	unlink(path);
	rmdir(dir);
	cew_form_destroy(forms);
	return 0;
}

static int setup(void **state)
{
	(void)state;
	answers = cew_answers_create(forms);
	return answers ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	ui_bind_leave(&bound);
	cew_answers_destroy(answers);
	return 0;
}

static void focus(const char *id)
{
	ui_bind_focus(&bound, answers, cew_form_field_find(forms, id), false);
}

static void type(const char *text)
{
	for (; *text; text++)
		ui_bind_key(&bound, (ui_key)*text, NULL, 0);
}

static const char *text_of(const char *id)
{
	return cew_answers_text(answers, id);
}

static void blanks_around_a_text_are_dropped_when_it_is_left(void **state)
{
	(void)state;
	focus("name");
	type("  ab c  ");
	assert_string_equal(text_of("name"), "ab c  ");
	ui_bind_leave(&bound);
	assert_string_equal(text_of("name"), "ab c");
	focus("name");
	ui_bind_key(&bound, UI_CTRL('U'), NULL, 0);
	ui_bind_key(&bound, UI_KEY_PASTE, " vpc-1 ", 7);
	ui_bind_leave(&bound);
	assert_string_equal(text_of("name"), "vpc-1");
}

static void a_secret_keeps_its_blanks(void **state)
{
	(void)state;
	focus("secret");
	type(" s ");
	ui_bind_leave(&bound);
	assert_string_equal(text_of("secret"), " s ");
}

static void passing_by_choices_chooses_none(void **state)
{
	(void)state;
	focus("size");
	assert_true(ui_bind_draws_all(bound.field));
	assert_int_equal(ui_bind_cursor_row(&bound, 40), 1);
	assert_true(ui_bind_step(&bound, UI_IN_DOWN));
	assert_string_equal(text_of("size"), "b");
	assert_false(ui_bind_step(&bound, UI_IN_DOWN)); /* the focus goes on */
	assert_true(ui_bind_choose(&bound));
	assert_false(ui_bind_choose(&bound)); /* it is chosen now */
	assert_string_equal(text_of("size"), "c");
	assert_true(ui_bind_step(&bound, UI_IN_UP));
	assert_true(ui_bind_step(&bound, UI_IN_UP));
	assert_int_equal(ui_bind_key(&bound, ' ', NULL, 0), UI_USED | UI_CHANGED);
	assert_string_equal(text_of("size"), "a");
	assert_false(ui_bind_step(&bound, UI_IN_UP));
	assert_false(ui_bind_step(&bound, UI_IN_NEXT));
	ui_bind_key(&bound, UI_KEY_RIGHT, NULL, 0);
	assert_string_equal(text_of("size"), "b");
	assert_int_equal(ui_bind_cursor_row(&bound, 40), 1);
}

static void choices_may_be_many(void **state)
{
	(void)state;
	focus("many");
	assert_false(ui_bind_draws_all(bound.field));
	ui_bind_key(&bound, UI_KEY_LEFT, NULL, 0);
	assert_string_equal(text_of("many"), "c99");
	ui_bind_key(&bound, ' ', NULL, 0);
	assert_string_equal(text_of("many"), "c0");
	assert_int_equal(ui_bind_rows(&bound, answers, bound.field, 40), 1);
}

static void a_pick_takes_the_place_of_the_line(void **state)
{
	(void)state;
	focus("lines");
	type("half");
	assert_string_equal(ui_bind_text(&bound), "half");
	ui_bind_set(&bound, "one", CEW_ORIGIN_PICKED);
	ui_bind_set(&bound, "two", CEW_ORIGIN_PICKED);
	assert_string_equal(ui_bind_text(&bound), "");
	ui_bind_leave(&bound);
	assert_string_equal(text_of("lines"), "one,two");
	assert_int_equal(cew_answers_origin(answers, "lines"), CEW_ORIGIN_PICKED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(blanks_around_a_text_are_dropped_when_it_is_left, setup, teardown),
		cmocka_unit_test_setup_teardown(a_secret_keeps_its_blanks, setup, teardown),
		cmocka_unit_test_setup_teardown(passing_by_choices_chooses_none, setup, teardown),
		cmocka_unit_test_setup_teardown(choices_may_be_many, setup, teardown),
		cmocka_unit_test_setup_teardown(a_pick_takes_the_place_of_the_line, setup, teardown),
	};
	return cmocka_run_group_tests(tests, setup_all, teardown_all);
}
