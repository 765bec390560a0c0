/* table: owned rows, their order and the filter. */
#include "table.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { CELL_MAX = 4096 };

static void forget(struct ui_table_row *row)
{
	free(row->value);
	for (size_t i = 0; i < UI_TABLE_COLUMNS; i++)
		free(row->cells[i]);
}

void ui_table_init(struct ui_table *t)
{
	memset(t, 0, sizeof(*t));
	cew_vec_init(&t->rows, sizeof(struct ui_table_row));
}

void ui_table_finish(struct ui_table *t)
{
	for (size_t i = 0; i < t->rows.len; i++)
		forget(cew_vec_at(&t->rows, i));
	cew_vec_finish(&t->rows);
}

void ui_table_clear(struct ui_table *t, const char *const *headings)
{
	ui_table_finish(t);
	ui_table_init(t);
	for (size_t i = 0; i < UI_TABLE_COLUMNS && headings[i]; i++)
		t->headings[i] = headings[i];
}

size_t ui_table_columns(const struct ui_table *t)
{
	size_t n = 0;
	while (t->headings[n])
		n++;
	return n;
}

static char *visible(const char *text)
{
	struct cew_buf out;
	cew_buf_init(&out, CELL_MAX);
	cew_text_visible(&out, text);
	char *taken = cew_buf_take(&out);
	cew_buf_finish(&out);
	return taken;
}

bool ui_table_add(struct ui_table *t, int rank, const char *value, const char *const *cells)
{
	struct ui_table_row row = {.value = cew_strdup(value), .rank = rank};
	bool good = row.value != NULL;
	for (size_t i = 0; i < ui_table_columns(t) && good; i++) {
		row.cells[i] = visible(cells[i] ? cells[i] : "");
		good = row.cells[i] != NULL;
	}
	if (good && cew_vec_push(&t->rows, &row))
		return true;
	forget(&row);
	return false;
}

/* Rows without a name come behind those that have one. */
static int compare(const void *left, const void *right)
{
	const struct ui_table_row *a = left, *b = right;
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	for (size_t i = 0; i < UI_TABLE_COLUMNS && a->cells[i] && b->cells[i]; i++) {
		if (!*a->cells[i] != !*b->cells[i])
			return *a->cells[i] ? -1 : 1;
		int order = strcasecmp(a->cells[i], b->cells[i]);
		if (order)
			return order;
	}
	return strcmp(a->value, b->value);
}

void ui_table_sort(struct ui_table *t)
{
	if (t->rows.len > 1)
		qsort(cew_vec_at(&t->rows, 0), t->rows.len, sizeof(struct ui_table_row), compare);
}

const struct ui_table_row *ui_table_at(const struct ui_table *t, size_t i)
{
	return cew_vec_at(&t->rows, i);
}

static bool holds(const char *text, const char *word, size_t len)
{
	for (; *text; text++)
		if (strncasecmp(text, word, len) == 0)
			return true;
	return false;
}

static bool has_word(const struct ui_table_row *row, const char *word, size_t len)
{
	for (size_t i = 0; i < UI_TABLE_COLUMNS && row->cells[i]; i++)
		if (holds(row->cells[i], word, len))
			return true;
	return holds(row->value, word, len);
}

bool ui_table_fits(const struct ui_table_row *row, const char *filter)
{
	while (*filter) {
		filter += strspn(filter, " ");
		size_t len = strcspn(filter, " ");
		if (len && !has_word(row, filter, len))
			return false;
		filter += len;
	}
	return true;
}

int ui_table_width(const struct ui_table *t, size_t column)
{
	int width = cew_text_width(t->headings[column]);
	for (size_t i = 0; i < t->rows.len; i++) {
		int w = cew_text_width(ui_table_at(t, i)->cells[column]);
		width = w > width ? w : width;
	}
	return width;
}
