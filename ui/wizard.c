/* wizard: its life from the first page to the exit code. */
#include "wizard.h"

#include "cewizard/ui.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FAREWELL_MAX (256 * 1024)
#define PLAN_TEXT_MAX (4 * 1024 * 1024)

void ui_flash(struct ui_wizard *w, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	vsnprintf(w->flash, sizeof(w->flash), fmt, args);
	va_end(args);
	w->flash_seen = false;
}

/* exit_code -1: whatever the state of things makes it. */
void ui_leave(struct ui_wizard *w, int exit_code)
{
	if (w->leaving)
		return;
	w->leaving = true;
	ui_farewell(w);
	if (exit_code >= 0)
		w->exit_code = exit_code;
	cew_loop_stop(w->app->loop);
}

static const struct ui_screen *const screens[UI_MODE_COUNT] = {
	[UI_MODE_PAGES] = &ui_screen_pages,
	[UI_MODE_EVENTS] = &ui_screen_events,
	[UI_MODE_FAILURE] = &ui_screen_failure,
	[UI_MODE_DONE] = &ui_screen_done,
	[UI_MODE_STACKS] = &ui_screen_stacks,
	[UI_MODE_STACK] = &ui_screen_stack,
	[UI_MODE_UPGRADE] = &ui_screen_upgrade,
};

/* Not at once: the line goes back to the help text, which is much to send for one typed character. */
static void forget_flash_soon(struct ui_wizard *w)
{
	w->flash_seen = true;
	ui_rest_soon(w);
}

static bool overlaid(const struct ui_wizard *w)
{
	return w->popup.open || w->picker.open || w->dialog.open;
}

/* What lies over the page has every key. */
static bool overlay_key(struct ui_wizard *w, ui_key key, const char *paste, size_t paste_len)
{
	if (!overlaid(w))
		return false;
	if (key == UI_CTRL('L'))
		ui_term_repaint();
	else if (w->dialog.open)
		ui_dialog_key(&w->dialog, key, paste, paste_len);
	else if (w->popup.open)
		ui_popup_key(&w->popup, key);
	else
		ui_picker_key(&w->picker, key, paste, paste_len);
	return true;
}

void ui_key_pressed(void *ctx, ui_key key, const char *paste, size_t paste_len)
{
	struct ui_wizard *w = ctx;
	if (w->leaving)
		return;
	if (w->mode != UI_MODE_PAGES)
		w->flash[0] = '\0';
	else if (*w->flash)
		forget_flash_soon(w);
	if (overlay_key(w, key, paste, paste_len))
		return;
	if (!screens[w->mode]->key(w, key, paste, paste_len))
		ui_act(w, key);
}

static void resized(void *ctx)
{
	struct ui_wizard *w = ctx;
	ui_term_repaint();
	w->scroll = w->run.result_scroll = 0;
}

static void ended(void *ctx, enum ui_end how)
{
	(void)how;
	ui_leave(ctx, -1);
}

static void too_small(const struct ui_layout *l)
{
	struct ui_pane all = ui_pane(stdscr, 0, 0, l->rows, l->columns);
	int row = l->rows > 2 ? l->rows / 2 - 1 : 0;
	ui_putf(&all, row, 0, -1, UI_PLAIN, "This terminal has %dx%d characters.", l->columns, l->rows);
	ui_putf(&all, row + 1, 0, -1, UI_PLAIN, "Please give it %dx%d or more.", UI_MIN_COLUMNS, UI_MIN_ROWS);
	ui_cursor(&all, row, 0);
}

void ui_draw(struct ui_wizard *w)
{
	if (!w->term.open || w->leaving)
		return;
	struct ui_layout l = ui_layout();
	werase(stdscr);
	if (l.rows < UI_MIN_ROWS || l.columns < UI_MIN_COLUMNS) {
		too_small(&l);
		ui_cursor_place();
		wnoutrefresh(stdscr);
		doupdate();
		return;
	}
	screens[w->mode]->draw(w, &l);
	/* Panels are looked at only when there is one: then stdscr is the panel at the bottom. */
	if (overlaid(w)) {
		ui_picker_draw(&w->picker, l.rows, l.columns);
		ui_popup_draw(&w->popup, l.rows, l.columns);
		ui_dialog_draw(&w->dialog, l.rows, l.columns);
		ui_cursor_place();
		update_panels();
	} else {
		ui_cursor_place();
		wnoutrefresh(stdscr);
	}
	doupdate();
}

static void draw_turn(void *ctx)
{
	ui_draw(ctx);
}

static void init(struct ui_wizard *w, struct cew_app *app)
{
	memset(w, 0, sizeof(*w));
	w->app = app;
	w->review.columns = -1;
	ui_run_reset(&w->run);
	cew_vec_init(&w->steps, sizeof(struct ui_step));
	cew_issues_init(&w->aside.issues);
	cew_issues_init(&w->review.issues);
	cew_issues_init(&w->preflight.found);
	cew_buf_init(&w->review.plan, PLAN_TEXT_MAX);
	cew_buf_init(&w->farewell, FAREWELL_MAX);
	cew_buf_init(&w->consent, FAREWELL_MAX);
	cew_buf_init(&w->making.made, FAREWELL_MAX);
	w->earlier_code = -1;
	const struct cew_field *template = cew_form_field_for_setting(app->forms, "template");
	w->template_source = cew_strdup(template ? cew_answers_text(app->answers, template->id) : "");
}

static void finish(struct ui_wizard *w)
{
	ui_draft_finish(w);
	ui_rest_finish(w);
	ui_popup_close(&w->popup);
	ui_dialog_close(&w->dialog);
	ui_picking_finish(w);
	ui_preflight_finish(w);
	cew_issues_finish(&w->preflight.found);
	ui_making_finish(w);
	ui_deployment_finish(w);
	ui_stacks_finish(w);
	ui_run_finish(&w->run);
	ui_identity_finish(w);
	ui_steps_finish(w);
	cew_issues_finish(&w->aside.issues);
	cew_issues_finish(&w->review.issues);
	cew_buf_finish(&w->review.plan);
	cew_buf_finish(&w->farewell);
	cew_buf_finish(&w->consent);
	free(w->template_source);
}

static bool is_command(const struct ui_wizard *w, const char *name)
{
	return w->app->options->command && strcmp(w->app->options->command, name) == 0;
}

/* The first picture goes out before anything that could take time. */
static void begin(struct ui_wizard *w)
{
	bool watches = is_command(w, "watch"), replays = is_command(w, "replay");
	if (!watches && !replays)
		ui_draft_offer(w);
	ui_go_to(w, 0, NULL);
	if (watches)
		ui_operation_watch(w, w->app->options->operand);
	if (replays)
		ui_operation_replay(w, w->app->options->operand);
	ui_draw(w);
	if (!replays)
		ui_session_begin(w);
	if (!w->identity.call || w->dialog.open)
		ui_draw(w); /* no turn of the loop may come before the next key */
}

static enum cew_status run(struct ui_wizard *w, struct cew_error *err)
{
	struct ui_term_events events = {ui_key_pressed, resized, ended, w};
	enum cew_status status = ui_term_open(&w->term, w->app->loop, &events, err);
	if (status != CEW_OK)
		return status;
	begin(w);
	cew_loop_on_turn(w->app->loop, draw_turn, w);
	status = cew_loop_run(w->app->loop, err);
	cew_loop_on_turn(w->app->loop, NULL, NULL);
	ui_popup_close(&w->popup); /* windows go before their screen does */
	ui_dialog_close(&w->dialog);
	ui_picking_finish(w);
	ui_term_close(&w->term);
	ui_command_wait(w);
	return status;
}

static int report(const struct cew_error *err)
{
	fprintf(stderr, "cewizard: %s\n", err->what);
	if (*err->hint)
		fprintf(stderr, "  %s\n", err->hint);
	return (int)cew_exit_for(err);
}

static bool set(const char *name)
{
	const char *value = getenv(name);
	return value && *value;
}

static bool wants_lines(const struct cew_app *app)
{
	const char *term = getenv("TERM");
	return app->options->linear || set("ACCESSIBLE") || !term || !*term || strcmp(term, "dumb") == 0;
}

int cew_ui_wizard(struct cew_app *app)
{
	struct cew_error err;
	struct ui_wizard *w = malloc(sizeof(*w));
	if (!w) {
		cew_fail_memory(&err);
		return report(&err);
	}
	init(w, app);
	enum cew_status status = ui_steps_build(w, NULL, &err);
	if (status == CEW_OK)
		status = wants_lines(app) ? ui_linear_run(w, &err) : run(w, &err);
	if (status == CEW_OK && w->fatal.status) {
		status = w->fatal.status;
		err = w->fatal;
	}
	if (status == CEW_OK && w->farewell.len)
		fputs(cew_buf_text(&w->farewell), stdout);
	if (status == CEW_OK && w->fatal.status != CEW_OK)
		status = w->fatal.status, err = w->fatal;
	int code = status == CEW_OK ? w->exit_code : report(&err);
	finish(w);
	cew_wipe(w, sizeof(*w));
	free(w);
	return code;
}
