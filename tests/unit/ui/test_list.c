/* The list editor: cells, empty lines, pastes of several lines; and going round a choice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "widgets/choice.h"
#include "widgets/list.h"

struct store {
	char cells[8][2][32];
	size_t count;
};

static size_t count(void *ctx)
{
	return ((struct store *)ctx)->count;
}

static const char *text(void *ctx, size_t row, int column)
{
	return ((struct store *)ctx)->cells[row][column];
}

static void put(void *ctx, size_t row, int column, const char *value)
{
	struct store *s = ctx;
	if (row == s->count)
		memset(s->cells[s->count++], 0, sizeof(s->cells[0]));
	snprintf(s->cells[row][column], 32, "%s", value);
}

static void drop(void *ctx, size_t row)
{
	struct store *s = ctx;
	s->count--;
	memmove(s->cells[row], s->cells[row + 1], (s->count - row) * sizeof(s->cells[0]));
}

static struct ui_list list;

static struct ui_list_owner owner_of(struct store *s)
{
	return (struct ui_list_owner){count, text, put, drop, s};
}

static void type(const char *keys)
{
	for (; *keys; keys++)
		ui_list_key(&list, (ui_key)*keys, NULL, 0);
}

static void lines(void **state)
{
	(void)state;
	struct store s = {.count = 0};
	struct ui_list_owner owner = owner_of(&s);
	ui_list_begin(&list, &owner, false, false);
	assert_false(ui_list_next(&list)); /* nothing typed: on to the next field */
	type("one");
	assert_int_equal(s.count, 1);
	assert_true(ui_list_next(&list));
	type("two");
	assert_true(ui_list_next(&list));
	assert_false(ui_list_next(&list));
	assert_true(ui_list_up(&list));
	ui_list_key(&list, UI_CTRL('U'), NULL, 0);
	assert_true(ui_list_up(&list)); /* the emptied one goes */
	assert_int_equal(s.count, 1);
	assert_string_equal(s.cells[0][0], "one");
	assert_false(ui_list_previous(&list));
	ui_list_finish(&list);
}

/* A row more moves all that is below: that waits until typing rests. */
static void rows_on_the_page(void **state)
{
	(void)state;
	struct store s = {.count = 0};
	struct ui_list_owner owner = owner_of(&s);
	assert_int_equal(ui_list_rows(NULL, &owner), 2);
	ui_list_begin(&list, &owner, false, false);
	assert_int_equal(ui_list_rows(&list, &owner), 2);
	type("one");
	assert_int_equal(ui_list_rows(&list, &owner), 2);
	assert_true(ui_list_next(&list));
	type("two");
	assert_int_equal(ui_list_rows(&list, &owner), 2);
	assert_true(ui_list_next(&list)); /* there has to be a row to go on in */
	assert_int_equal(ui_list_rows(&list, &owner), 3);
	ui_list_rested(&list);
	assert_int_equal(ui_list_rows(&list, &owner), 4);
	ui_list_finish(&list);
	assert_int_equal(ui_list_rows(NULL, &owner), 4);
}

static void pairs(void **state)
{
	(void)state;
	struct store s = {.count = 0};
	struct ui_list_owner owner = owner_of(&s);
	ui_list_begin(&list, &owner, true, false);
	type("Owner");
	assert_true(ui_list_next(&list));
	assert_int_equal(list.column, 1);
	type("secops");
	assert_true(ui_list_next(&list));
	assert_int_equal(list.row, 1);
	assert_int_equal(list.column, 0);
	assert_false(ui_list_next(&list));
	assert_true(ui_list_previous(&list));
	assert_int_equal(list.row, 0);
	assert_int_equal(list.column, 1);
	assert_string_equal(list.line.text, "secops");
	ui_list_finish(&list);
	assert_string_equal(s.cells[0][0], "Owner");
	assert_string_equal(s.cells[0][1], "secops");
}

static void paste_of_several_lines(void **state)
{
	(void)state;
	struct store s = {.count = 0};
	struct ui_list_owner owner = owner_of(&s);
	ui_list_begin(&list, &owner, true, false);
	const char tags[] = "Owner=secops\nStage=test=1\n";
	assert_int_equal(ui_list_key(&list, UI_KEY_PASTE, tags, sizeof(tags) - 1), UI_USED | UI_CHANGED);
	assert_int_equal(s.count, 2);
	assert_string_equal(s.cells[0][1], "secops");
	assert_string_equal(s.cells[1][0], "Stage");
	assert_string_equal(s.cells[1][1], "test=1");
	ui_list_finish(&list);
}

static void leaving_removes_what_is_empty(void **state)
{
	(void)state;
	struct store s = {.cells = {{"a"}, {""}, {"c"}}, .count = 3};
	struct ui_list_owner owner = owner_of(&s);
	ui_list_begin(&list, &owner, false, true);
	assert_int_equal(list.row, 3);
	ui_list_finish(&list);
	assert_int_equal(s.count, 2);
	assert_string_equal(s.cells[1][0], "c");
}

static struct ui_choice_item item_at(const void *ctx, size_t i)
{
	return ((const struct ui_choice_item *)ctx)[i];
}

static void choices_go_round(void **state)
{
	(void)state;
	bool used;
	assert_int_equal(ui_choice_key(2, 3, UI_KEY_RIGHT, &used), 0);
	assert_true(used);
	assert_int_equal(ui_choice_key(0, 3, UI_KEY_LEFT, &used), 2);
	assert_int_equal(ui_choice_key(3, 3, ' ', &used), 0); /* none was chosen */
	assert_int_equal(ui_choice_key(1, 3, 'x', &used), 1);
	assert_false(used);
	ui_choice_key(0, 0, ' ', &used);
	assert_false(used);
	const struct ui_choice_item plain[] = {{"a", NULL}, {"b", NULL}}, told[] = {{"a", "first"}, {"b", NULL}};
	struct ui_choices one_shown = {2, item_at, plain}, all_shown = {2, item_at, told};
	assert_int_equal(ui_choice_rows(&one_shown, 40), 1);
	assert_int_equal(ui_choice_rows(&all_shown, 40), 2);
	assert_int_equal(ui_choice_rows(&all_shown, 8), 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines), cmocka_unit_test(rows_on_the_page), cmocka_unit_test(pairs), cmocka_unit_test(paste_of_several_lines),
		cmocka_unit_test(leaving_removes_what_is_empty), cmocka_unit_test(choices_go_round),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
