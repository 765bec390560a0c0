/* done: the outputs, and how to reach what was made. */
#include "wizard.h"

#include <stdio.h>
#include <string.h>


enum { INDENT = 3, GAP = 2 };

static int draw_access(struct ui_wizard *w, const struct ui_pane *p, int row)
{
	struct cew_access access;
	if (cew_deploy_operation(w->deployment) != CEW_OPERATION_CREATE)
		return row;
	ui_put(p, row++, 1, -1, UI_STRONG, "Open it");
	if (!cew_deploy_access(w->deployment, &access))
		return row + ui_put_wrapped(p, row, INDENT, -1, -1, UI_PLAIN,
		                            "The stack has no load balancer of its own: use the one whose target group you named, or "
		                            "the running task's private address, port 3000.") + 1;
	row += ui_put_wrapped(p, row, INDENT, -1, -1, UI_PLAIN, access.command);
	ui_putf(p, row, INDENT, -1, UI_PLAIN, "then %s", access.url);
	return row + 2;
}

static int names_width(const struct cew_deployment *d)
{
	int width = 0;
	for (size_t i = 0; i < cew_deploy_output_count(d); i++) {
		int w = cew_text_width(cew_deploy_output_at(d, i)->key);
		width = w > width ? w : width;
	}
	return width;
}

/* A value stands beside its name if it fits there whole, for it is going to be copied. */
static int draw_outputs(struct ui_wizard *w, const struct ui_pane *p, int row)
{
	const struct cew_deployment *d = w->deployment;
	int values = INDENT + names_width(d) + GAP;
	if (cew_deploy_output_count(d))
		ui_put(p, row++, 1, -1, UI_STRONG, "Outputs");
	for (size_t i = 0; i < cew_deploy_output_count(d); i++) {
		const struct cew_stack_output *o = cew_deploy_output_at(d, i);
		bool beside = cew_text_width(o->value) <= p->width - values;
		ui_put(p, row, INDENT, -1, UI_PLAIN, o->key);
		row += !beside;
		int column = beside ? values : INDENT + GAP;
		row += ui_put_wrapped(p, row, column, -1, -1, UI_PLAIN, *o->value ? o->value : "-");
	}
	return row;
}

static int draw_head(struct ui_wizard *w, const struct ui_pane *p)
{
	const struct cew_deployment *d = w->deployment;
	char took[CEW_TIME_MAX];
	cew_duration_format(cew_deploy_elapsed_ms(d), took);
	ui_put_mark(p, 0, 1, UI_GOOD, UI_MARK_DONE);
	ui_putf(p, 0, 3, -1, UI_PLAIN, "%s in %s, %zu resources", cew_deploy_stack_status(d), took, cew_deploy_resource_count(d));
	ui_cursor(p, 0, 1);
	return 2;
}

static void draw(struct ui_wizard *w, const struct ui_layout *l)
{
	bool deleted = cew_deploy_operation(w->deployment) == CEW_OPERATION_DELETE;
	struct ui_layout below = *l;
	below.help = ui_pane(stdscr, l->rows - 2, 1, 1, l->columns - 2);
	ui_status_header(w, l);
	ui_foot_draw(w, &below,
	             deleted ? "The stack is gone. The answers are kept: b goes back to them."
	                     : "The stack stands. What is shown here is printed again when you leave.");
	struct ui_pane body = ui_pane(stdscr, 2, 0, l->rows - 5, l->columns - 2);
	body.scroll = w->run.result_scroll;
	int row = draw_head(w, &body);
	if (!deleted) { /* what the stack told of is gone with it */
		row = draw_access(w, &body, row);
		row = draw_outputs(w, &body, row);
	}
	ui_result_fit(w, &body, row);
}

static bool key(struct ui_wizard *w, ui_key key, const char *paste, size_t paste_len)
{
	(void)paste, (void)paste_len;
	return ui_result_key(w, key);
}

const struct ui_screen ui_screen_done = {draw, key};

/* ---- scrolling of results ---- */

bool ui_result_key(struct ui_wizard *w, ui_key key)
{
	if (key == UI_KEY_UP && w->run.result_scroll > 0)
		w->run.result_scroll--;
	else if (key == UI_KEY_DOWN && w->run.result_scroll < w->run.result_last)
		w->run.result_scroll++;
	return key == UI_KEY_UP || key == UI_KEY_DOWN;
}

void ui_result_fit(struct ui_wizard *w, const struct ui_pane *body, int rows)
{
	w->run.result_last = rows > body->height ? rows - body->height : 0;
	struct ui_pane edge = ui_pane(body->win, body->y, body->x + body->width + 1, body->height, 1);
	if (w->run.result_scroll > 0)
		ui_put_mark(&edge, 0, 0, UI_PLAIN, UI_MARK_UP);
	if (w->run.result_scroll < w->run.result_last)
		ui_put_mark(&edge, body->height - 1, 0, UI_PLAIN, UI_MARK_DOWN);
}
