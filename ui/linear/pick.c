/* pick: the lists of the account, printed with numbers to answer with. */
#include "linear.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAY_MAX = 4096, GAP = 2 };

static void say(const struct ui_pick *p, void (*words)(const struct ui_pick *p, struct cew_buf *out))
{
	struct cew_buf out;
	cew_buf_init(&out, SAY_MAX);
	words(p, &out);
	linear_say(cew_buf_text(&out), "  ");
	cew_buf_finish(&out);
}

bool linear_account(struct linear *l)
{
	struct cew_buf text;
	if (!ui_account_differs(l->w))
		return true;
	cew_buf_init(&text, SAY_MAX);
	ui_account_say(l->w, &text);
	linear_say(cew_buf_text(&text), "");
	cew_buf_clear(&text);
	bool yes = linear_line(l, "Go on in this account? (yes, or Enter to go back) > ", false, &text) &&
	           strcmp(cew_buf_text(&text), "yes") == 0;
	cew_buf_finish(&text);
	if (yes)
		ui_account_accept(l->w);
	return yes;
}

/* A value that no column shows stands at the line's end. */
static void print_row(const struct ui_table *t, size_t i)
{
	const struct ui_table_row *row = ui_table_at(t, i);
	printf("  %2zu ", i + 1);
	bool shown = false;
	for (size_t k = 0; k < ui_table_columns(t); k++) {
		printf("%*s%-*s", k ? GAP : 0, "", ui_table_width(t, k), row->cells[k]);
		shown = shown || strcmp(row->cells[k], row->value) == 0;
	}
	printf("%s%s\n", shown ? "" : "  ", shown ? "" : row->value);
}

static void print_table(const struct ui_pick *p)
{
	const struct ui_table *t = &p->table;
	printf("     ");
	for (size_t k = 0; k < ui_table_columns(t); k++)
		printf("%*s%-*s", k ? GAP : 0, "", ui_table_width(t, k), t->headings[k]);
	putchar('\n');
	for (size_t i = 0; i < t->rows.len; i++)
		print_row(t, i);
	if (*p->note)
		linear_say(p->note, "  ");
	puts("  Answer with a number of the list, or type the value.");
}

bool linear_list(struct linear *l, const struct cew_field *field)
{
	struct ui_pick *p = &l->w->pick;
	if (field->pick == CEW_PICK_NONE)
		return false;
	ui_pick_begin(p, l->w->app, field, NULL, NULL);
	if (p->call) {
		say(p, ui_pick_say_loading);
		fflush(stdout);
	}
	while (p->call && linear_wait(l))
		;
	if (p->call)
		return false;
	if (p->state == UI_PICK_REFUSED)
		say(p, ui_pick_say_refused);
	else if (!p->table.rows.len)
		say(p, ui_pick_say_empty);
	else
		print_table(p);
	return p->state == UI_PICK_FILLED && p->table.rows.len;
}

const char *linear_listed(const struct linear *l, const struct cew_field *field, const char *number)
{
	const struct ui_pick *p = &l->w->pick;
	char *end;
	if (p->field != field || !p->table.rows.len)
		return NULL;
	unsigned long i = strtoul(number, &end, 10);
	return end != number && !*end && i >= 1 && i <= p->table.rows.len ? ui_table_at(&p->table, i - 1)->value : NULL;
}

void linear_taken(struct linear *l, const char *value)
{
	printf("  %s\n", value);
	const struct cew_field *also = ui_pick_taken(&l->w->pick, value);
	if (also)
		printf("  %s: %s, as that VPC has it\n", also->label, cew_answers_text(l->w->app->answers, also->id));
}
