/* table: rows of texts in columns, to be chosen from. Knows no screen: the picker shows it, linear mode prints it. */
#ifndef UI_TABLE_H
#define UI_TABLE_H

#include "cewizard/base.h"

#define UI_TABLE_COLUMNS 6

struct ui_table_row {
	char *value;                   /* what choosing the row means */
	char *cells[UI_TABLE_COLUMNS]; /* visible text; NULL: none */
	int rank;                      /* smaller ones are offered first */
};

struct ui_table {
	const char *headings[UI_TABLE_COLUMNS + 1]; /* ended by NULL; the caller's */
	struct cew_vec rows;                        /* struct ui_table_row */
};

void ui_table_init(struct ui_table *t);
void ui_table_finish(struct ui_table *t);
void ui_table_clear(struct ui_table *t, const char *const *headings); /* NULL-terminated */
size_t ui_table_columns(const struct ui_table *t);
/* Copies its texts, control characters made visible; `cells` as many as there are headings. False: no memory. */
bool ui_table_add(struct ui_table *t, int rank, const char *value, const char *const *cells);
/* By rank, then by what the first columns say. */
void ui_table_sort(struct ui_table *t);
const struct ui_table_row *ui_table_at(const struct ui_table *t, size_t i);
/* Is each word of the filter part of a cell or of the value, whatever its case? An empty filter fits all. */
bool ui_table_fits(const struct ui_table_row *row, const char *filter);
/* Columns of the screen that this one needs, with its heading. */
int ui_table_width(const struct ui_table *t, size_t column);

#endif
