/* upgrade: the guide's procedure as a runbook on the screen: what it would do, and where it is. */
#include "wizard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MARK = 2, TITLE = 4, NOTE = 42, TIMES = 8, EVENTS = 6, BODY_ROW = 2, NAME_WIDTH = 30 };

static bool waits_for_consent(const struct cew_upgrade *u)
{
	return cew_upgrade_waits(u) && cew_upgrade_step(u) == CEW_UPGRADE_CONSENT;
}

bool ui_upgrade_runs(const struct ui_wizard *w)
{
	const struct cew_upgrade *u = w->stacks.upgrade;
	return u && !cew_upgrade_over(u) && cew_upgrade_step(u) > CEW_UPGRADE_CONSENT;
}

bool ui_upgrade_waits(const struct ui_wizard *w)
{
	return cew_upgrade_waits(w->stacks.upgrade);
}

bool ui_upgrade_follows(const struct ui_wizard *w)
{
	return !cew_upgrade_over(w->stacks.upgrade) && cew_upgrade_step(w->stacks.upgrade) == CEW_UPGRADE_FOLLOW;
}

/* ---- opening and closing ---- */

void ui_upgrade_close(struct ui_wizard *w)
{
	struct ui_stacks *s = &w->stacks;
	cew_upgrade_destroy(s->upgrade);
	cew_answers_destroy(s->upgrade_answers);
	cew_form_destroy(s->upgrade_forms);
	cew_cfn_destroy(s->upgrade_template);
	s->upgrade = NULL;
	s->upgrade_answers = NULL;
	s->upgrade_forms = NULL;
	s->upgrade_template = NULL;
	ui_log_finish(&s->upgrade_log);
	s->upgrade_seen = NULL;
}

static void ask_missing(void *ctx);

static void changed(void *ctx, struct cew_upgrade *u)
{
	struct ui_wizard *w = ctx;
	w->stacks.upgrade = u; /* the first change may come before the creator has its answer */
	if (cew_upgrade_over(u) && cew_upgrade_step(u) > CEW_UPGRADE_CONSENT)
		w->earlier_code = cew_upgrade_ok(u) ? CEW_EXIT_DONE : CEW_EXIT_FAILED;
	/* Not from here: what is asked for starts the upgrade anew. */
	if (cew_upgrade_over(u) && cew_upgrade_step(u) == CEW_UPGRADE_LOOK && !w->stacks.upgrade_asks) {
		w->stacks.upgrade_asks = true;
		cew_loop_after(w->app->loop, 0, ask_missing, w);
	}
}

/* What is said of parameters lives beside the wizard's own answers, which are another stack's. */
static enum cew_status load(struct ui_stacks *s, const char *path, struct cew_error *err)
{
	enum cew_status status = cew_plan_open_template(path, NULL, &s->upgrade_template, err);
	if (!status)
		status = cew_plan_load_forms(NULL, s->upgrade_template, &s->upgrade_forms, err);
	if (!status && !(s->upgrade_answers = cew_answers_create(s->upgrade_forms)))
		status = cew_fail_memory(err);
	return status;
}

static enum cew_status start(struct ui_wizard *w, const struct cew_journal_entry *entry, struct cew_error *err)
{
	struct ui_stacks *s = &w->stacks;
	struct cew_upgrade_config config = {
		.site = cew_app_site(w->app), .stack = s->stack.id, .template = s->upgrade_template, .answers = s->upgrade_answers,
	};
	cew_upgrade_destroy(s->upgrade);
	s->upgrade_asks = false;
	s->upgrade_rows = (struct ui_scroll){.chosen = -1};
	s->upgrade = NULL;
	struct cew_upgrade *u = cew_upgrade_create(&config, changed, w);
	if (!u)
		return cew_fail_memory(err);
	s->upgrade = u;
	w->mode = UI_MODE_UPGRADE;
	return entry ? cew_upgrade_resume(u, entry, err) : cew_upgrade_start(u, err);
}

/* One that was left under way is gone on with, whatever template is named now. */
void ui_upgrade_open(struct ui_wizard *w, const char *template_path)
{
	struct cew_error err;
	struct cew_journal_entry entry;
	bool left = cew_upgrade_journal(w->stacks.stack.name, &entry, &err) == CEW_OK;
	ui_upgrade_close(w);
	enum cew_status status = left ? CEW_OK : load(&w->stacks, template_path, &err);
	if (!status)
		status = start(w, left ? &entry : NULL, &err);
	if (left)
		cew_journal_entry_finish(&entry);
	if (!status)
		return;
	ui_flash(w, "No upgrade: %s%s%s", err.what, *err.where ? ", " : "", err.where);
	ui_upgrade_close(w);
	w->mode = UI_MODE_STACK;
}

/* ---- parameters that only the new template has ---- */

static size_t missing(const struct cew_upgrade *u, const struct cew_upgrade_parameter **out, size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < cew_upgrade_parameter_count(u) && n < max; i++)
		if (cew_upgrade_parameter_at(u, i)->origin == CEW_UPGRADE_MISSING)
			out[n++] = cew_upgrade_parameter_at(u, i);
	return n;
}

static bool refuse_value(struct ui_wizard *w, const char *name, const struct cew_error *err)
{
	char *text = cew_fmt("%s: %s", name, err->what);
	ui_dialog_trouble(&w->dialog, text);
	free(text);
	return false;
}

static bool missing_said(void *ctx, const char *const *lines)
{
	struct ui_wizard *w = ctx;
	const struct cew_upgrade_parameter *names[UI_DIALOG_LINES];
	struct cew_error err;
	if (!lines)
		return true;
	size_t n = missing(w->stacks.upgrade, names, UI_DIALOG_LINES);
	for (size_t i = 0; i < n; i++) {
		const struct cew_field *f = cew_form_field_for_parameter(w->stacks.upgrade_forms, names[i]->name);
		if (f && cew_answers_set(w->stacks.upgrade_answers, f->id, lines[i], CEW_ORIGIN_TYPED, &err))
			return refuse_value(w, names[i]->name, &err);
	}
	if (start(w, NULL, &err))
		ui_flash(w, "No upgrade: %s", err.what);
	return true;
}

static void ask_missing(void *ctx)
{
	struct ui_wizard *w = ctx;
	const struct cew_upgrade_parameter *names[UI_DIALOG_LINES];
	if (w->mode != UI_MODE_UPGRADE || !w->stacks.upgrade)
		return;
	size_t n = missing(w->stacks.upgrade, names, UI_DIALOG_LINES);
	if (!n)
		return;
	ui_dialog_open(&w->dialog, "New parameters", "The new template asks for what the stack has not been told yet.", missing_said, w);
	for (size_t i = 0; i < n; i++) {
		const struct cew_cfn_parameter *p = cew_cfn_parameter_find(w->stacks.upgrade_template, names[i]->name);
		if (p && p->no_echo)
			ui_dialog_secret(&w->dialog, names[i]->name);
		else
			ui_dialog_line(&w->dialog, names[i]->name, "");
	}
}

/* ---- what the keys do ---- */

static bool approved(void *ctx, const char *const *lines)
{
	struct ui_wizard *w = ctx;
	if (!lines || !w->stacks.upgrade)
		return true;
	if (strcmp(lines[0], cew_upgrade_stack_name(w->stacks.upgrade)) != 0) {
		ui_dialog_trouble(&w->dialog, "That is not the stack's name: nothing was changed.");
		return false;
	}
	w->stacks.upgrade_rows.first = 0; /* the steps are to be seen now */
	cew_upgrade_approve(w->stacks.upgrade);
	return true;
}

static void rollback_agreed(void *ctx, int option)
{
	struct ui_wizard *w = ctx;
	struct cew_error err;
	if (option > 0 && w->stacks.upgrade && cew_upgrade_continue_rollback(w->stacks.upgrade, option == 2, &err))
		ui_flash(w, "Not continued: %s", err.what);
}

void ui_upgrade_go_on(struct ui_wizard *w)
{
	const struct cew_upgrade *u = w->stacks.upgrade;
	if (waits_for_consent(u)) {
		ui_dialog_open(&w->dialog, "Upgrade now?", "Cloud Exchange stops until the update is done. Type the stack's name to go on.", approved, w);
		ui_dialog_line(&w->dialog, "Stack name", "");
	} else {
		ui_popup_open(&w->popup, "Continue the rollback?", "The rollback of the update failed: the stack is stuck until it is continued.",
		              rollback_agreed, w);
		ui_popup_option(&w->popup, "Not now", NULL);
		ui_popup_option(&w->popup, "Continue it", "tries all of it again");
		ui_popup_option(&w->popup, "Leave out what failed", "its state is then not the template's");
	}
}

static void cancel_agreed(void *ctx, int option)
{
	struct ui_wizard *w = ctx;
	struct cew_error err;
	if (option == 1 && w->stacks.upgrade && cew_upgrade_cancel(w->stacks.upgrade, &err))
		ui_flash(w, "Not cancelled: %s", err.what);
}

void ui_upgrade_cancel(struct ui_wizard *w)
{
	ui_popup_open(&w->popup, "Cancel the update?", "CloudFormation rolls back what it has changed, and the old images run again.",
	              cancel_agreed, w);
	ui_popup_option(&w->popup, "No, let it go on", NULL);
	ui_popup_option(&w->popup, "Yes, cancel it", NULL);
}

void ui_upgrade_leave(struct ui_wizard *w)
{
	if (ui_upgrade_runs(w)) {
		ui_flash(w, "The upgrade is under way: q leaves it, and it can be gone on with later.");
		return;
	}
	if (!cew_upgrade_over(w->stacks.upgrade))
		cew_upgrade_decline(w->stacks.upgrade); /* takes its change set away */
	ui_upgrade_close(w);
	ui_stack_again(w);
	w->mode = UI_MODE_STACK;
}

/* ---- drawing ---- */

static void put_step_mark(const struct ui_pane *p, int row, enum cew_upgrade_mark mark)
{
	static const struct { enum ui_mark mark; enum ui_style style; } marks[] = {
		[CEW_STEP_WAITING] = {UI_MARK_OFF, UI_PLAIN},
		[CEW_STEP_RUNNING] = {UI_MARK_RUNNING, UI_BUSY},
		[CEW_STEP_DONE] = {UI_MARK_DONE, UI_GOOD},
		[CEW_STEP_SKIPPED] = {UI_MARK_NOTE, UI_PLAIN},
		[CEW_STEP_FAILED] = {UI_MARK_ERROR, UI_BAD},
	};
	ui_put_mark(p, row, MARK, marks[mark].style, marks[mark].mark);
}

/* Beside its step; AWS's reasons are too long for that, and stand below it. */
static int put_note(const struct ui_pane *p, int row, const char *note)
{
	int beside = p->width - NOTE - TIMES;
	if (cew_text_width(note) > 3 * beside)
		return 1 + ui_put_wrapped(p, row + 1, TITLE + 2, -1, -1, UI_PLAIN, note);
	int rows = ui_put_wrapped(p, row, NOTE, beside, -1, UI_PLAIN, note);
	return rows ? rows : 1;
}

static int put_steps(const struct cew_upgrade *u, const struct ui_pane *p)
{
	int row = 0;
	for (int i = 0; i < CEW_UPGRADE_STEP_COUNT; i++) {
		const struct cew_upgrade_step_row *s = cew_upgrade_step_at(u, (enum cew_upgrade_step)i);
		char took[CEW_TIME_MAX] = "";
		if (s->started_ms && s->ended_ms)
			cew_duration_format(s->ended_ms - s->started_ms, took);
		put_step_mark(p, row, s->mark);
		ui_put(p, row, TITLE, NOTE - TITLE - 1, UI_PLAIN, cew_upgrade_step_title((enum cew_upgrade_step)i));
		ui_put(p, row, p->width - (int)strlen(took), -1, UI_PLAIN, took);
		row += put_note(p, row, s->note);
	}
	return row + 1;
}

static int put_error(const struct cew_upgrade *u, const struct ui_pane *p, int row)
{
	const struct cew_error *err = cew_upgrade_error(u);
	if (!err)
		return row;
	ui_put_mark(p, row, MARK, cew_upgrade_over(u) ? UI_BAD : UI_CARE, cew_upgrade_over(u) ? UI_MARK_ERROR : UI_MARK_WARNING);
	row += ui_put_wrapped(p, row, TITLE, -1, -1, UI_PLAIN, err->what);
	return row + ui_put_wrapped(p, row, TITLE, -1, -1, UI_PLAIN, err->hint) + 1;
}

static int put_warnings(const struct cew_upgrade *u, const struct ui_pane *p, int row)
{
	size_t n = cew_upgrade_warning_count(u);
	if (n)
		ui_put(p, row++, 0, -1, UI_STRONG, "Before you go on");
	for (size_t i = 0; i < n; i++) {
		ui_put_mark(p, row, MARK, UI_CARE, UI_MARK_WARNING);
		row += ui_put_wrapped(p, row, TITLE, -1, -1, UI_PLAIN, cew_upgrade_warning_at(u, i));
	}
	return n ? row + 1 : row;
}

static int put_images(const struct cew_upgrade *u, const struct ui_pane *p, int row)
{
	size_t n = cew_upgrade_image_count(u);
	if (n)
		ui_put(p, row++, 0, -1, UI_STRONG, "Images");
	for (size_t i = 0; i < n; i++) {
		const struct cew_upgrade_image *image = cew_upgrade_image_at(u, i);
		ui_putf(p, row, TITLE, NAME_WIDTH - TITLE - 1, UI_PLAIN, "%s", image->container);
		int at = NAME_WIDTH + ui_putf(p, row, NAME_WIDTH, -1, UI_PLAIN, "%s %s ", image->repository, *image->from ? image->from : "new");
		if (image->changed) {
			ui_put_mark(p, row, at, UI_PLAIN, UI_MARK_ARROW);
			ui_put(p, row, at + 2, -1, UI_STRONG, image->to);
		}
		row++;
	}
	return n ? row + 1 : row;
}

/* What is replaced loses what it holds: that must not look like the rest. */
static int put_changes(const struct cew_upgrade *u, const struct ui_pane *p, int row)
{
	size_t n = cew_upgrade_change_count(u);
	if (n)
		ui_putf(p, row++, 0, -1, UI_STRONG, "Changes (%zu)", n);
	for (size_t i = 0; i < n; i++) {
		const struct cew_upgrade_change *c = cew_upgrade_change_at(u, i);
		bool loud = c->holds_data, replaced = strcmp(c->replacement, "True") == 0, perhaps = strcmp(c->replacement, "Conditional") == 0;
		if (loud)
			ui_put_mark(p, row, MARK, UI_BAD, UI_MARK_ERROR);
		ui_put(p, row, TITLE, 8, UI_PLAIN, c->action);
		ui_put(p, row, TITLE + 8, NAME_WIDTH, UI_PLAIN, c->logical_id);
		ui_put(p, row, TITLE + 8 + NAME_WIDTH, -1, loud ? UI_BAD : UI_PLAIN,
		       loud ? "REPLACED OR REMOVED, WITH WHAT IT HOLDS" : replaced ? "replaced" : perhaps ? "perhaps replaced" : c->because);
		row++;
	}
	return n ? row + 1 : row;
}

/* The many that stay as they are, are only counted. */
static int put_parameters(const struct cew_upgrade *u, const struct ui_pane *p, int row)
{
	size_t n = cew_upgrade_parameter_count(u), kept = 0;
	if (n)
		ui_put(p, row++, 0, -1, UI_STRONG, "Parameters");
	for (size_t i = 0; i < n; i++) {
		const struct cew_upgrade_parameter *q = cew_upgrade_parameter_at(u, i);
		kept += q->origin == CEW_UPGRADE_KEPT;
		if (q->origin == CEW_UPGRADE_KEPT)
			continue;
		ui_put(p, row, TITLE, NAME_WIDTH - TITLE - 1, UI_PLAIN, q->name);
		ui_putf(p, row++, NAME_WIDTH, -1, q->origin == CEW_UPGRADE_MISSING ? UI_BAD : UI_PLAIN, "%-8s %s",
		        cew_upgrade_origin_name(q->origin), q->value);
	}
	if (n)
		ui_putf(p, row++, TITLE, -1, UI_PLAIN, "%zu stay as they are, the secrets among them.", kept);
	return row;
}

static int put_all(const struct cew_upgrade *u, const struct ui_pane *p)
{
	int row = put_error(u, p, put_steps(u, p));
	row = put_warnings(u, p, row);
	row = put_images(u, p, row);
	row = put_changes(u, p, row);
	return put_parameters(u, p, row);
}

static int draw_events(struct ui_wizard *w, const struct ui_layout *l, int foot)
{
	struct ui_stacks *s = &w->stacks;
	const struct cew_deployment *d = cew_upgrade_deployment(s->upgrade);
	if (!d)
		return foot;
	if (d != s->upgrade_seen) {
		ui_log_filter(&s->upgrade_log, UI_LOG_ALL, NULL);
		s->upgrade_seen = d;
	}
	struct ui_pane log = ui_pane(stdscr, foot - EVENTS, 0, EVENTS, l->columns - 1);
	ui_rule(foot - EVENTS - 1, l->columns);
	ui_log_draw(&s->upgrade_log, d, &log, false);
	return foot - EVENTS - 1;
}

static const char *foot_text(const struct cew_upgrade *u)
{
	if (waits_for_consent(u))
		return "Nothing has been changed yet. Read what would change; g goes on.";
	if (cew_upgrade_waits(u))
		return "The rollback failed: g continues it.";
	if (cew_upgrade_over(u))
		return cew_upgrade_ok(u) ? "The upgrade is done, and the service is healthy."
		       : cew_upgrade_service_stopped(u) ? "The upgrade is over, and the service is at 0."
		                                        : "The upgrade is over: the step that failed says why.";
	return cew_upgrade_service_stopped(u) ? "The service is at 0 until the upgrade brings it back." : "The upgrade goes on by itself.";
}

static void draw(struct ui_wizard *w, const struct ui_layout *l)
{
	struct ui_stacks *s = &w->stacks;
	struct ui_layout below = *l;
	struct ui_pane nowhere = ui_pane(stdscr, BODY_ROW, 1, 0, l->columns - 3);
	ui_stacks_header(w, l, s->stack.name, cew_upgrade_stack_status(s->upgrade));
	int end = draw_events(w, l, l->rows - 3);
	struct ui_pane body = ui_pane(stdscr, BODY_ROW, 1, end - BODY_ROW, l->columns - 3);
	ui_scroll_fit(&s->upgrade_rows, put_all(s->upgrade, &nowhere), body.height);
	body.scroll = s->upgrade_rows.first;
	put_all(s->upgrade, &body);
	ui_edges(&body, s->upgrade_rows.first, s->upgrade_rows.total);
	ui_cursor(&body, body.scroll, 0);
	below.help = ui_pane(stdscr, l->rows - 2, 1, 1, l->columns - 2);
	ui_foot_draw(w, &below, foot_text(s->upgrade));
}

static bool key(struct ui_wizard *w, ui_key key, const char *paste, size_t paste_len)
{
	(void)paste, (void)paste_len;
	return ui_scroll_key(&w->stacks.upgrade_rows, key);
}

const struct ui_screen ui_screen_upgrade = {draw, key};
