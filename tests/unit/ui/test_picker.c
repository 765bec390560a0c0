/* The picker by keys: filtering, taking a row or what is typed, and its states. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "widgets/picker.h"

static struct ui_table table;
static struct ui_picker picker;
static char taken[64];
static bool typed, told;
static int asked_again;

static void done(void *ctx, const char *value, bool as_typed)
{
	(void)ctx;
	told = true;
	typed = as_typed;
	snprintf(taken, sizeof(taken), "%s", value ? value : "(none)");
}

static void again(void *ctx)
{
	(void)ctx;
	asked_again++;
}

static void add(int rank, const char *name, const char *cidr, const char *id)
{
	assert_true(ui_table_add(&table, rank, id, (const char *const[]){name, cidr, id}));
}

static int setup(void **state)
{
	(void)state;
	static const char *const headings[] = {"Name", "CIDR", "ID", NULL};
	ui_table_init(&table);
	ui_table_clear(&table, headings);
	add(1, "default", "172.31.0.0/16", "vpc-1");
	add(0, "", "10.9.0.0/16", "vpc-2");
	add(0, "corp", "10.20.0.0/16", "vpc-3");
	add(0, "Alpha", "10.21.0.0/16", "vpc-4");
	ui_table_sort(&table);
	told = typed = false;
	asked_again = 0;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	ui_picker_close(&picker);
	ui_table_finish(&table);
	return 0;
}

static void open_picker(const char *none)
{
	ui_picker_open(&picker, "VPC", none, "Asking AWS.", &table);
	picker.done = done;
	picker.again = again;
	assert_true(picker.open);
}

static void type(const char *text)
{
	for (; *text; text++)
		ui_picker_key(&picker, (ui_key)*text, NULL, 0);
}

static void press(ui_key key)
{
	ui_picker_key(&picker, key, NULL, 0);
}

static void rows_come_by_rank_then_name(void **state)
{
	(void)state;
	assert_string_equal(ui_table_at(&table, 0)->value, "vpc-4");
	assert_string_equal(ui_table_at(&table, 1)->value, "vpc-3");
	assert_string_equal(ui_table_at(&table, 2)->value, "vpc-2"); /* has no name */
	assert_string_equal(ui_table_at(&table, 3)->value, "vpc-1");
	assert_int_equal(ui_table_width(&table, 0), 7);
	assert_int_equal(ui_table_width(&table, 2), 5);
	assert_null(ui_table_at(&table, 4));
}

static void filters_by_words_whatever_their_case(void **state)
{
	(void)state;
	const struct ui_table_row *corp = ui_table_at(&table, 1);
	assert_true(ui_table_fits(corp, ""));
	assert_true(ui_table_fits(corp, "CORP"));
	assert_true(ui_table_fits(corp, " 10.2 rp "));
	assert_true(ui_table_fits(corp, "vpc-3"));
	assert_false(ui_table_fits(corp, "corp 172"));
}

static void what_a_terminal_would_act_on_is_made_visible(void **state)
{
	(void)state;
	add(2, "a\033[31mb", "", "vpc-5");
	assert_null(strchr(ui_table_at(&table, 4)->cells[0], '\033'));
}

static void takes_the_chosen_row(void **state)
{
	(void)state;
	open_picker(NULL);
	ui_picker_filled(&picker, "vpc-3", "none", NULL);
	assert_int_equal(picker.scroll.chosen, 1); /* the value that the field has */
	press(UI_KEY_DOWN);
	press(UI_KEY_ENTER);
	assert_true(told && !typed && !picker.open);
	assert_string_equal(taken, "vpc-2");
}

static void filters_as_one_types(void **state)
{
	(void)state;
	open_picker(NULL);
	type("10.2"); /* while it loads */
	assert_int_equal(picker.shown.len, 0);
	ui_picker_filled(&picker, "", "none", NULL);
	assert_int_equal(picker.shown.len, 2);
	type(" corp");
	assert_int_equal(picker.shown.len, 1);
	press(UI_KEY_ENTER);
	assert_string_equal(taken, "vpc-3");
}

static void what_fits_nothing_is_taken_as_typed(void **state)
{
	(void)state;
	open_picker(NULL);
	ui_picker_filled(&picker, "", "none", NULL);
	type("vpc-9");
	assert_int_equal(picker.shown.len, 0);
	press(UI_KEY_ENTER);
	assert_true(told && typed);
	assert_string_equal(taken, "vpc-9");
}

static void a_refused_list_stops_nobody(void **state)
{
	(void)state;
	open_picker(NULL);
	press(UI_CTRL('R'));
	assert_int_equal(asked_again, 0); /* it is loading */
	ui_picker_refused(&picker, "not permitted");
	press(UI_KEY_ENTER);
	assert_false(told); /* there is nothing to take */
	press(UI_CTRL('R'));
	assert_int_equal(asked_again, 1);
	ui_picker_key(&picker, UI_KEY_PASTE, "vpc-7\n", 6);
	press(UI_KEY_ENTER);
	assert_true(told && typed);
	assert_string_equal(taken, "vpc-7");
}

static void taking_nothing_is_the_first_row(void **state)
{
	(void)state;
	open_picker("empty, the stack makes it");
	ui_picker_filled(&picker, "", "none", NULL);
	assert_int_equal(picker.shown.len, 5);
	press(UI_KEY_ENTER);
	assert_true(told && !typed);
	assert_string_equal(taken, "");
	open_picker("empty, the stack makes it");
	ui_picker_filled(&picker, "", "none", NULL);
	type("vpc");
	assert_int_equal(picker.shown.len, 4); /* and does not stand in the way of filtering */
	press(UI_KEY_ESC);
	assert_string_equal(taken, "(none)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(rows_come_by_rank_then_name, setup, teardown),
		cmocka_unit_test_setup_teardown(filters_by_words_whatever_their_case, setup, teardown),
		cmocka_unit_test_setup_teardown(what_a_terminal_would_act_on_is_made_visible, setup, teardown),
		cmocka_unit_test_setup_teardown(takes_the_chosen_row, setup, teardown),
		cmocka_unit_test_setup_teardown(filters_as_one_types, setup, teardown),
		cmocka_unit_test_setup_teardown(what_fits_nothing_is_taken_as_typed, setup, teardown),
		cmocka_unit_test_setup_teardown(a_refused_list_stops_nobody, setup, teardown),
		cmocka_unit_test_setup_teardown(taking_nothing_is_the_first_row, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
