/* create: the last page before the request goes out, and the page that the results stand on. */
#include "wizard.h"

#include <string.h>

static const char *answer_to(const struct ui_wizard *w, const char *setting)
{
	const struct cew_field *field = cew_form_field_for_setting(w->app->forms, setting);
	return field ? cew_answers_text(w->app->answers, field->id) : "";
}

static void enter(struct ui_wizard *w)
{
	ui_check_everything(w);
}

static int rows(struct ui_wizard *w, int width)
{
	(void)w, (void)width;
	return 6;
}

static void draw_ready(struct ui_wizard *w, const struct ui_pane *p, int row)
{
	ui_putf(p, row, 2, -1, UI_PLAIN, "Stack    %s", answer_to(w, "stackName"));
	ui_putf(p, row + 1, 2, -1, UI_PLAIN, "Region   %s", answer_to(w, "region"));
	if (w->identity.known)
		ui_putf(p, row + 2, 2, -1, UI_PLAIN, "Account  %s as %s", w->identity.account, w->identity.name);
	ui_put(p, row + 4, 0, 1, UI_FOCUS, ">");
	int used = ui_put(p, row + 4, 2, -1, UI_FOCUS, "[ Create the stack ]");
	ui_put(p, row + 4, 2 + used + 2, -1, UI_PLAIN, "Enter");
	ui_cursor(p, row + 4, 2);
}

static void draw_refused(struct ui_wizard *w, const struct ui_pane *p, int row, const struct cew_issue *error)
{
	const struct cew_field *field = cew_form_field_find(w->app->forms, error->field);
	ui_put(p, row, 2, -1, UI_PLAIN, "The stack cannot be created yet:");
	ui_put_mark(p, row + 2, 0, UI_BAD, UI_MARK_ERROR);
	struct cew_buf text;
	cew_buf_init(&text, 4096);
	cew_buf_fmt(&text, "%s%s%s %s", field ? field->label : "", field ? ": " : "", error->message, error->remedy);
	ui_put_wrapped(p, row + 2, 2, -1, 3, UI_PLAIN, cew_buf_text(&text));
	cew_buf_finish(&text);
	ui_cursor(p, row + 2, 0);
}

static void draw(struct ui_wizard *w, const struct ui_pane *p, int row)
{
	const struct cew_issue *error = ui_first_error(w);
	if (error)
		draw_refused(w, p, row, error);
	else
		draw_ready(w, p, row);
}

const struct ui_view ui_view_create = {
	.rows = rows, .draw = draw, .enter = enter,
	.help = "Enter sends the request to AWS. From then on resources are made, and cost.",
};

/* ---- access: only a place in the sidebar until there is something to reach ---- */

static int no_rows(struct ui_wizard *w, int width)
{
	(void)w, (void)width;
	return 1;
}

static void draw_nothing(struct ui_wizard *w, const struct ui_pane *p, int row)
{
	(void)w;
	ui_put(p, row, 2, -1, UI_PLAIN, "Shown when the stack stands.");
}

const struct ui_view ui_view_access = {.rows = no_rows, .draw = draw_nothing};
