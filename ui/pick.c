/* pick: fetching a list, whatever is in it. */
#include "pick.h"

#include <stdio.h>
#include <string.h>

static const struct ui_pick_list *list_of(const struct ui_pick *p)
{
	return &ui_pick_lists[p->field->pick];
}

const char *ui_pick_what(const struct cew_field *field)
{
	return ui_pick_lists[field->pick].what;
}

static void settle(struct ui_pick *p, enum ui_pick_state state)
{
	p->call = 0;
	p->state = state;
	ui_table_sort(&p->table);
	if (p->changed)
		p->changed(p->ctx, p);
}

static void refuse(struct ui_pick *p)
{
	if (!list_of(p)->fallback) {
		settle(p, UI_PICK_REFUSED);
		return;
	}
	list_of(p)->fallback(p);
	settle(p, UI_PICK_FILLED);
}

void ui_pick_found(void *ctx, const struct cew_error *err, const struct cew_found *found)
{
	struct ui_pick *p = ctx;
	p->call = 0;
	if (err) {
		p->error = *err;
		refuse(p);
		return;
	}
	p->call = list_of(p)->fill(p, found);
	if (!p->call)
		settle(p, UI_PICK_FILLED);
	if (found->cut)
		snprintf(p->note, sizeof(p->note), "There are more than are listed here.");
}

void ui_pick_begin(struct ui_pick *p, const struct cew_app *app, const struct cew_field *field, ui_pick_fn *changed, void *ctx)
{
	ui_pick_finish(p);
	*p = (struct ui_pick){.app = app, .field = field, .changed = changed, .ctx = ctx};
	p->account = app->account;
	ui_table_init(&p->table);
	ui_table_clear(&p->table, list_of(p)->headings);
	p->call = list_of(p)->begin(p, &p->error);
	if (p->call)
		return;
	if (p->error.status == CEW_OK)
		settle(p, UI_PICK_FILLED);
	else
		refuse(p);
}

void ui_pick_finish(struct ui_pick *p)
{
	if (!p->field)
		return;
	if (p->call)
		p->account.cancel(p->account.self, p->call);
	ui_table_finish(&p->table);
	memset(p, 0, sizeof(*p));
}

/* ---- words ---- */

static void say_where(const struct ui_pick *p, struct cew_buf *out)
{
	const char *vpc = ui_pick_answer(p, CEW_PICK_VPC);
	if (p->field->pick == CEW_PICK_SUBNET && *vpc)
		cew_buf_fmt(out, " in %s", vpc);
	else if (list_of(p)->regional)
		cew_buf_fmt(out, " in %s", cew_aws_region(p->app->aws));
}

void ui_pick_say_loading(const struct ui_pick *p, struct cew_buf *out)
{
	cew_buf_fmt(out, "Asking AWS for the %s", list_of(p)->what);
	say_where(p, out);
	cew_buf_str(out, ".");
}

void ui_pick_say_empty(const struct ui_pick *p, struct cew_buf *out)
{
	if (p->left_out)
		cew_buf_fmt(out, "None of the %zu %s", p->left_out, list_of(p)->what);
	else
		cew_buf_fmt(out, "There are no %s", list_of(p)->what);
	say_where(p, out);
	cew_buf_str(out, p->left_out ? " suits." : ".");
}

void ui_pick_say_refused(const struct ui_pick *p, struct cew_buf *out)
{
	cew_buf_fmt(out, "The %s could not be listed: ", list_of(p)->what);
	cew_text_visible(out, p->error.what);
	cew_buf_str(out, ". The value can be typed all the same.");
}

/* ---- answers beside the field's own ---- */

static const struct cew_field *field_picking(const struct ui_pick *p, enum cew_pick pick)
{
	const struct cew_form_set *forms = p->app->forms;
	for (size_t i = 0; i < cew_form_page_count(forms); i++) {
		const struct cew_page *page = cew_form_page_at(forms, i);
		for (size_t k = 0; k < page->field_count; k++)
			if (page->fields[k].pick == pick && cew_answers_field_shown(p->app->answers, &page->fields[k]))
				return &page->fields[k];
	}
	return NULL;
}

const char *ui_pick_answer(const struct ui_pick *p, enum cew_pick pick)
{
	const struct cew_field *field = field_picking(p, pick);
	return field ? cew_answers_text(p->app->answers, field->id) : "";
}

bool ui_pick_put(struct ui_pick *p, int rank, const char *value, const char *const *cells)
{
	return ui_table_add(&p->table, rank, value, cells);
}

static const char *range_of(const struct ui_pick *p, const char *vpc)
{
	for (size_t i = 0; i < p->table.rows.len; i++) {
		const struct ui_table_row *row = ui_table_at(&p->table, i);
		if (strcmp(row->value, vpc) == 0)
			return row->cells[1];
	}
	return NULL;
}

const struct cew_field *ui_pick_taken(struct ui_pick *p, const char *value)
{
	const struct cew_field *field = p->field->pick == CEW_PICK_VPC ? field_picking(p, CEW_PICK_VPC_CIDR) : NULL;
	const char *range = field ? range_of(p, value) : NULL;
	if (!range || strcmp(cew_answers_text(p->app->answers, field->id), range) == 0)
		return NULL;
	return cew_answers_set(p->app->answers, field->id, range, CEW_ORIGIN_PICKED, NULL) == CEW_OK ? field : NULL;
}
