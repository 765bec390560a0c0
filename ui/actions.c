/* actions: the one table of keys. The key line, the help and the handling of keys are made from the same rows. */
#include "wizard.h"

#include <stdio.h>
#include <string.h>

struct binding {
	ui_key key, also;  /* also: 0, or another key that does the same */
	unsigned at, not_at; /* of enum ui_where */
	void (*act)(struct ui_wizard *w); /* NULL: a widget does it; the row is for the help */
	const char *hint;  /* in the key line; NULL: in the help only */
	const char *help;
};

/* ---- what keys do ---- */

static void next(struct ui_wizard *w)
{
	ui_next_field(w, false);
}

static void previous(struct ui_wizard *w)
{
	ui_previous_field(w, false);
}

static void down(struct ui_wizard *w)
{
	ui_next_field(w, true);
}

static void up(struct ui_wizard *w)
{
	ui_previous_field(w, true);
}

static void picked(void *ctx, int option)
{
	struct ui_wizard *w = ctx;
	const struct cew_field *field = w->bound.field;
	if (option < 0 || !field || (size_t)option >= field->choice_count)
		return;
	ui_bind_set(&w->bound, field->choices[option].value, CEW_ORIGIN_PICKED);
	ui_field_changed(w);
}

static void open_choices(struct ui_wizard *w)
{
	const struct cew_field *field = w->bound.field;
	const char *now = cew_answers_text(w->app->answers, field->id);
	ui_popup_open(&w->popup, field->label, NULL, picked, w);
	for (size_t i = 0; i < field->choice_count; i++) {
		ui_popup_option(&w->popup, field->choices[i].label, field->choices[i].help);
		if (strcmp(field->choices[i].value, now) == 0)
			ui_popup_choose(&w->popup, (int)i);
	}
}

static void go_on(struct ui_wizard *w)
{
	next(w);
	ui_choose_at_once(w);
}

static void enter(struct ui_wizard *w)
{
	const struct cew_field *field = w->bound.field;
	if (field && field->kind == CEW_FIELD_CHOICE && !ui_bind_draws_all(field))
		open_choices(w);
	else if (ui_bind_choose(&w->bound))
		ui_field_changed(w);
	else
		go_on(w);
}

static void generate(struct ui_wizard *w, const struct cew_field *field)
{
	struct cew_secret *secret = cew_random_secret(w->app->random, field->generate, field->generate_len);
	if (!secret)
		return;
	cew_log_redact(secret);
	ui_bind_set(&w->bound, cew_secret_text(secret), CEW_ORIGIN_PICKED);
	cew_secret_destroy(secret);
	ui_field_changed(w);
	ui_rest_now(w);
	ui_flash(w, "Generated: %zu characters. ^R shows them; note them before you go on.", field->generate_len);
}

static void suggest(struct ui_wizard *w)
{
	const struct cew_field *field = w->bound.field;
	if (!field)
		return;
	ui_rest_now(w);
	for (size_t i = 0; i < w->aside.issues.list.len; i++) {
		const struct cew_issue *issue = cew_issues_at(&w->aside.issues, i);
		if (!issue->suggestion)
			continue;
		ui_bind_set(&w->bound, issue->suggestion, CEW_ORIGIN_PICKED);
		ui_field_changed(w);
		ui_rest_now(w);
		return;
	}
	if (field->kind == CEW_FIELD_SECRET && field->generate)
		generate(w, field);
	else
		ui_flash(w, "There is nothing to suggest here.");
}

static void reveal(struct ui_wizard *w)
{
	if (w->bound.field && w->bound.field->kind == CEW_FIELD_SECRET)
		ui_bind_reveal(&w->bound);
	else
		ui_flash(w, "Only secrets are hidden.");
}

static void review(struct ui_wizard *w)
{
	ui_go_to_view(w, CEW_VIEW_REVIEW);
}

static void preflight_again(struct ui_wizard *w)
{
	ui_preflight_again(w, false);
}

static void save(struct ui_wizard *w)
{
	struct cew_error err;
	if (ui_draft_save(w, &err))
		ui_flash(w, "Draft saved, without the secrets.");
	else
		ui_flash(w, "The draft could not be saved: %s", err.what);
}

static void repaint(struct ui_wizard *w)
{
	(void)w;
	ui_term_repaint();
}

static void leave_picked(void *ctx, int option)
{
	struct ui_wizard *w = ctx;
	if (option == 1)
		ui_leave(w, -1);
}

void ui_ask_to_leave(struct ui_wizard *w)
{
	bool runs = ui_deployment_runs(w) || ui_upgrade_runs(w);
	const char *text = w->earlier_code >= 0 ? "Your answers are kept without the secrets, and offered at the next start."
	                                        : "Nothing has been sent. Your answers are kept without the secrets, and offered at the next start.";
	if (runs)
		text = w->app->options->demo ? "The embedded AWS ends with this program, and the stack with it."
		                             : "The operation goes on in AWS. How to come back is shown when you have left.";
	ui_popup_open(&w->popup, runs ? "Leave it running?" : "Leave the wizard?", text, leave_picked, w);
	ui_popup_option(&w->popup, "Stay", NULL);
	ui_popup_option(&w->popup, runs ? "Leave it running" : "Leave", NULL);
}

static void quit(struct ui_wizard *w)
{
	/* Whoever has the result in front of them has nothing to lose. */
	if (w->deployment && !ui_deployment_runs(w) && !ui_upgrade_runs(w))
		ui_leave(w, -1);
	else
		ui_ask_to_leave(w);
}

static bool stopped(const struct ui_wizard *w)
{
	return cew_deploy_state(w->deployment) == CEW_DEPLOY_STOPPED;
}

static bool over(const struct ui_wizard *w)
{
	return stopped(w) || cew_deploy_state(w->deployment) == CEW_DEPLOY_DONE;
}

static void show_failures(struct ui_wizard *w)
{
	if (cew_deploy_root_cause(w->deployment) || cew_deploy_suspicion(w->deployment) || (over(w) && !cew_deploy_ok(w->deployment)))
		w->mode = UI_MODE_FAILURE;
	else
		ui_flash(w, "Nothing has failed.");
}

static void show_result(struct ui_wizard *w)
{
	w->mode = cew_deploy_ok(w->deployment) ? UI_MODE_DONE : UI_MODE_FAILURE;
}

static void show_events(struct ui_wizard *w)
{
	w->mode = UI_MODE_EVENTS;
}

static void timeline(struct ui_wizard *w)
{
	w->run.timeline = !w->run.timeline;
	w->run.in_log = false;
	w->mode = UI_MODE_EVENTS;
}

static void find(struct ui_wizard *w)
{
	w->run.in_log = false;
	w->run.finding = true;
	w->run.find[0] = '\0';
}

static void other_part(struct ui_wizard *w)
{
	w->run.in_log = !w->run.in_log;
}

/* All, failures, the chosen resource, services' own words, all. */
static void filter_log(struct ui_wizard *w)
{
	const struct cew_resource_row *chosen = ui_resource_chosen(w);
	enum ui_log_filter next = (w->run.log.filter + 1) % UI_LOG_FILTER_COUNT;
	if (next == UI_LOG_RESOURCE && !chosen)
		next = UI_LOG_VOICES;
	ui_log_filter(&w->run.log, next, chosen ? chosen->logical_id : NULL);
}

static void copy(struct ui_wizard *w)
{
	struct cew_access access;
	if (cew_deploy_operation(w->deployment) == CEW_OPERATION_DELETE) {
		ui_flash(w, "The stack is gone: there is nothing to reach.");
		return;
	}
	if (!cew_deploy_access(w->deployment, &access)) {
		ui_flash(w, "There is no command: the stack has no load balancer of its own.");
		return;
	}
	ui_term_copy(access.command);
	ui_flash(w, "Sent to the terminal's clipboard. Not every terminal takes it.");
}

/* The stack that the operation was on, as it stands now. */
static void show_stack(struct ui_wizard *w)
{
	if (w->replay || !*cew_deploy_stack_id(w->deployment) || strcmp(cew_deploy_stack_status(w->deployment), "DELETE_COMPLETE") == 0)
		ui_flash(w, "There is no stack to look at.");
	else
		ui_stack_open(w, cew_deploy_stack_id(w->deployment), cew_deploy_stack_name(w->deployment), CEW_SURVEY_ACCESS);
}

static void new_stack(struct ui_wizard *w)
{
	ui_back_to_pages(w);
}

/* ---- the table ---- */

enum { GAP = 2 };

#define NO_SUGGESTION (UI_AT_PICK | UI_AT_CHOICE | UI_AT_FLAG) /* hardly ever: the line has better keys to tell */
#define RESULTS (UI_AT_EVENTS | UI_AT_FAILURE | UI_AT_DONE)
#define AFTER (UI_AT_STACKS | UI_AT_STACK | UI_AT_UPGRADE)

static const struct binding bindings[] = {
	{UI_KEY_ENTER, 0, UI_AT_CREATE, 0, ui_create, "create the stack", "creates the stack"},
	{UI_KEY_ENTER, 0, UI_AT_REVIEW, 0, enter, "go there", "goes to the field of the chosen line"},
	{UI_KEY_UP, UI_KEY_DOWN, UI_AT_REVIEW, 0, NULL, NULL, "choose a line, and scroll the plan"},
	{' ', 'b', UI_AT_REVIEW, 0, NULL, NULL, "scroll the plan by a page"},
	{UI_KEY_ENTER, 0, UI_AT_PREFLIGHT, 0, NULL, NULL, "goes to the field of the chosen finding, or to the next page"},
	{UI_KEY_UP, UI_KEY_DOWN, UI_AT_PREFLIGHT, 0, NULL, NULL, "choose a finding, and scroll the checks"},
	{' ', 'b', UI_AT_PREFLIGHT, 0, NULL, NULL, "scroll the checks by a page"},
	{'r', 0, UI_AT_PREFLIGHT, 0, preflight_again, "run again", "looks into the account again"},
	{'d', 0, UI_AT_PREFLIGHT, 0, ui_dry_run, "dry run", "lets CloudFormation look at it all without making anything"},
	{'x', 0, UI_AT_PREFLIGHT, 0, ui_delete_leftover, NULL, "deletes a stack of this name that failed before"},
	{UI_KEY_TAB, 0, UI_AT_PAGE, UI_AT_CREATE, next, "next", "to the next field, and from the last one to the next page"},
	{UI_KEY_ENTER, 0, UI_AT_PAGE, UI_AT_CREATE | UI_AT_REVIEW | UI_AT_PREFLIGHT, enter, NULL, "the same; opens a choice"},
	{UI_KEY_DOWN, 0, UI_AT_PAGE, UI_AT_REVIEW | UI_AT_CREATE | UI_AT_PREFLIGHT, down, NULL, "the same; one line down in a list or between choices"},
	{UI_KEY_BACKTAB, 0, UI_AT_PAGE, 0, previous, "back", "to the field before"},
	{UI_KEY_UP, 0, UI_AT_PAGE, UI_AT_REVIEW | UI_AT_PREFLIGHT, up, NULL, "the same"},
	{' ', 0, UI_AT_CHOICE, 0, NULL, "choose", "takes this choice, or the next one where only one is shown"},
	{' ', 0, UI_AT_FLAG, 0, NULL, "switch", "switches it on or off"},
	{UI_CTRL('O'), 0, UI_AT_PICK, 0, ui_choose, "choose", "lists what there is to choose from; type to filter it"},
	{UI_CTRL('Y'), 0, UI_AT_MAKE, 0, ui_make, "make", "makes what is to be named here: a topic, a certificate's secret"},
	{UI_CTRL('N'), UI_KEY_PGDN, UI_AT_PAGE, UI_AT_CREATE, ui_next_page, "page", "to the next page"},
	{UI_CTRL('P'), UI_KEY_PGUP, UI_AT_PAGE, 0, ui_previous_page, NULL, "to the page before"},
	{UI_CTRL('V'), 0, UI_AT_PAGE, UI_AT_REVIEW, review, "review", "checks everything, and shows what will be made"},
	{UI_KEY_LEFT, UI_KEY_RIGHT, UI_AT_PAGE, 0, NULL, NULL, "the next choice; in a text, one character"},
	{UI_CTRL('T'), 0, UI_AT_PAGE, UI_AT_REVIEW | UI_AT_CREATE | UI_AT_PREFLIGHT | NO_SUGGESTION, suggest, "suggest",
	 "takes what is suggested; generates a secret"},
	{UI_CTRL('T'), 0, UI_AT_PICK, 0, suggest, NULL, "takes what is suggested"},
	{UI_CTRL('R'), 0, UI_AT_PAGE, 0, reveal, NULL, "shows or hides a secret"},
	{UI_CTRL('A'), UI_CTRL('E'), UI_AT_TEXT, 0, NULL, NULL, "to the start, to the end of a text (Home, End)"},
	{UI_ALT | 'b', UI_ALT | 'f', UI_AT_TEXT, 0, NULL, NULL, "a word back, a word on (^Left, ^Right)"},
	{UI_CTRL('U'), UI_CTRL('K'), UI_AT_TEXT, 0, NULL, NULL, "erases to the start, to the end"},
	{UI_CTRL('W'), 0, UI_AT_TEXT, 0, NULL, NULL, "erases the word before the cursor"},
	{UI_KEY_ENTER, 0, UI_AT_EVENTS, 0, NULL, "details", "shows all about the chosen resource"},
	{'e', 0, UI_AT_FAILURE | UI_AT_DONE, 0, show_events, "events", "shows the events again"},
	{'f', 0, UI_AT_EVENTS, 0, show_failures, "failures", "shows what failed first, and what to do"},
	{UI_KEY_TAB, UI_KEY_BACKTAB, UI_AT_EVENTS, UI_AT_LOG, other_part, "log", "goes to the events, and back to the resources"},
	{UI_KEY_TAB, UI_KEY_BACKTAB, UI_AT_LOG, 0, other_part, "resources", "back to the resources"},
	{'a', 0, UI_AT_LOG, 0, filter_log, "filter", "shows all events, failures, the chosen resource's, what services say"},
	{'o', 0, UI_AT_OVER, UI_AT_FAILURE | UI_AT_DONE, show_result, "outcome", "shows how it ended"},
	{'t', 0, UI_AT_EVENTS | UI_AT_FAILURE | UI_AT_DONE, 0, timeline, "timeline", "shows how long each resource took"},
	{'/', 0, UI_AT_EVENTS, 0, find, "find", "chooses the next resource with this text"},
	{'d', 0, UI_AT_FAILURE, UI_AT_MOVING, ui_delete_stack, "delete", "deletes what is left of the stack, if need be when it has rolled back"},
	{'c', 0, UI_AT_EVENTS | UI_AT_FAILURE, UI_AT_OVER | UI_AT_UNDOING, ui_cancel, "cancel", "deletes the stack while it is being created"},
	{'r', 0, UI_AT_OVER | UI_AT_UNDOING | UI_AT_MOVING, 0, ui_report, "report", "writes a report of it all into a new directory"},
	{'b', 0, UI_AT_OVER, 0, new_stack, "pages", "back to the pages, when nothing moves any more"},
	{'y', 0, UI_AT_DONE, 0, copy, "copy command", "copies the command to the terminal's clipboard"},
	{'s', 0, UI_AT_DONE, 0, show_stack, "stack", "shows the stack: health, hardening, notes"},
	{UI_KEY_ENTER, 0, UI_AT_STACKS, 0, NULL, "open", "opens the chosen stack"},
	{UI_KEY_TAB, 0, UI_AT_STACK, 0, ui_stack_next, "next", "to the next topic"},
	{'a', 0, UI_AT_STACK, 0, ui_stack_access, NULL, "how to reach it"},
	{'h', 0, UI_AT_STACK, 0, ui_stack_hardening, NULL, "the guide's best practices"},
	{'n', 0, UI_AT_STACK, 0, ui_stack_notes, NULL, "where data and secrets live"},
	{'m', 0, UI_AT_STACK, 0, ui_stack_mend, "mend", "mends the chosen line, after asking"},
	{'j', 0, UI_AT_STACK, 0, ui_stack_way, "jump host", "says which jump host, user and key the way in takes"},
	{'y', 0, UI_AT_STACK, 0, ui_stack_copy, NULL, "copies the command to the terminal's clipboard"},
	{'u', 0, UI_AT_STACK, 0, ui_stack_upgrade, "upgrade", "upgrades it; nothing is changed before you have seen what"},
	{'w', 0, UI_AT_STACK, 0, ui_stack_watch, NULL, "follows its operation, or shows its last one"},
	{'d', 0, UI_AT_STACK, 0, ui_stack_delete, "delete", "rehearses its deletion, and then has the name typed"},
	{'g', 0, UI_AT_WAITING, 0, ui_upgrade_go_on, "go on", "goes on where it waits for you"},
	{'c', 0, UI_AT_FOLLOWING, 0, ui_upgrade_cancel, "cancel update", "cancels the update; it is rolled back"},
	{'r', 0, UI_AT_STACKS, 0, ui_stacks_read, "read again", "reads the stacks again"},
	{'p', 0, UI_AT_STACKS | UI_AT_REVIEW, 0, ui_policies, "policies", "writes the IAM policies that deploying needs, as files"},
	{'r', 0, UI_AT_STACK, 0, ui_stack_again, NULL, "reads it all again"},
	{'b', UI_KEY_ESC, UI_AT_STACKS, 0, ui_stacks_leave, "pages", "back to the pages"},
	{'b', UI_KEY_ESC, UI_AT_STACK, 0, ui_stack_leave, "stacks", "back to the list"},
	{'b', UI_KEY_ESC, UI_AT_UPGRADE, 0, ui_upgrade_leave, "back", "back to the stack, unless the upgrade is under way"},
	{UI_KEY_UP, UI_KEY_DOWN, AFTER, 0, NULL, NULL, "choose a line, and scroll"},
	{UI_CTRL('G'), UI_KEY_F1, UI_AT_PAGE | RESULTS | AFTER, 0, ui_show_help, "help", "shows this"},
	{'?', 0, UI_AT_PAGE | RESULTS | AFTER, UI_AT_TEXT, ui_show_help, NULL, "the same, where no text is typed"},
	{UI_CTRL('S'), 0, UI_AT_PAGE, 0, save, NULL, "saves a draft now; leaving saves it too"},
	{UI_CTRL('X'), 0, UI_AT_PAGE, 0, ui_stacks_open, NULL, "shows the region's Cloud Exchange stacks: access, upgrade, delete"},
	{UI_CTRL('L'), 0, UI_AT_PAGE | RESULTS | AFTER, 0, repaint, NULL, "paints the screen anew"},
	{'q', UI_CTRL('Q'), RESULTS | AFTER, 0, quit, "leave", "leaves; what runs in AWS goes on"},
	{UI_CTRL('Q'), 0, UI_AT_PAGE, 0, ui_ask_to_leave, "leave", "leaves the wizard; asks first"},
};

static unsigned how_it_moves(const struct ui_wizard *w)
{
	if (over(w))
		return UI_AT_OVER;
	return strstr(cew_deploy_stack_status(w->deployment), "ROLLBACK") ? UI_AT_UNDOING : UI_AT_MOVING;
}

static unsigned where_in(const struct cew_field *field)
{
	static const unsigned of_kind[CEW_FIELD_KIND_COUNT] = {[CEW_FIELD_CHOICE] = UI_AT_CHOICE, [CEW_FIELD_FLAG] = UI_AT_FLAG};
	if (!field)
		return 0;
	return of_kind[field->kind] | (ui_bind_takes_text(field) ? UI_AT_TEXT : 0u) | (field->pick ? UI_AT_PICK : 0u) |
	       (ui_can_make(field) ? UI_AT_MAKE : 0u);
}

static unsigned where(const struct ui_wizard *w, const struct cew_field *field)
{
	static const unsigned of_mode[UI_MODE_COUNT] = {
		[UI_MODE_PAGES] = UI_AT_PAGE,
		[UI_MODE_EVENTS] = UI_AT_EVENTS,
		[UI_MODE_FAILURE] = UI_AT_FAILURE,
		[UI_MODE_DONE] = UI_AT_DONE,
		[UI_MODE_STACKS] = UI_AT_STACKS,
		[UI_MODE_STACK] = UI_AT_STACK,
		[UI_MODE_UPGRADE] = UI_AT_UPGRADE,
	};
	unsigned at = of_mode[w->mode];
	if (w->mode == UI_MODE_UPGRADE)
		return at | (ui_upgrade_waits(w) ? UI_AT_WAITING : 0) | (ui_upgrade_follows(w) ? UI_AT_FOLLOWING : 0);
	if (at & AFTER)
		return at;
	if (w->mode != UI_MODE_PAGES)
		return at | how_it_moves(w) | (w->mode == UI_MODE_EVENTS && w->run.in_log ? UI_AT_LOG : 0);
	const struct cew_page *page = ui_step_current(w)->page;
	if (page->view == CEW_VIEW_REVIEW)
		at |= UI_AT_REVIEW;
	if (page->view == CEW_VIEW_PREFLIGHT)
		at |= UI_AT_PREFLIGHT;
	if (page->view == CEW_VIEW_EVENTS)
		at |= UI_AT_CREATE;
	return at | where_in(field);
}

unsigned ui_where(const struct ui_wizard *w)
{
	return where(w, w->bound.field);
}

static bool applies(const struct binding *b, unsigned at)
{
	return (b->at & at) && !(b->not_at & at);
}

bool ui_act(struct ui_wizard *w, ui_key key)
{
	unsigned at = ui_where(w);
	for (size_t i = 0; i < CEW_COUNT(bindings); i++) {
		const struct binding *b = &bindings[i];
		if (!b->act || !applies(b, at) || (b->key != key && b->also != key))
			continue;
		b->act(w);
		return true;
	}
	return false;
}

static int hint_width(const struct binding *b)
{
	char key[16];
	ui_key_name(b->key, key);
	return cew_text_width(key) + 1 + cew_text_width(b->hint) + GAP;
}

/* Help and the way out are there in the narrowest line; of the others as many as fit. */
static bool always(const struct binding *b)
{
	return b->act == ui_show_help || b->act == ui_ask_to_leave || b->act == quit;
}

void ui_key_line(const struct ui_wizard *w, int columns, struct cew_buf *out)
{
	/* Of the field that the help is about: the line changes when the focus rests, with the help. */
	unsigned at = where(w, w->aside.field);
	int room = columns + GAP;
	for (size_t i = 0; i < CEW_COUNT(bindings); i++)
		if (bindings[i].hint && always(&bindings[i]) && applies(&bindings[i], at))
			room -= hint_width(&bindings[i]);
	for (size_t i = 0; i < CEW_COUNT(bindings); i++) {
		const struct binding *b = &bindings[i];
		if (!b->hint || !applies(b, at) || (!always(b) && hint_width(b) > room))
			continue;
		char key[16];
		ui_key_name(b->key, key);
		cew_buf_fmt(out, "%s%s %s", out->len ? "  " : "", key, b->hint);
		room -= always(b) ? 0 : hint_width(b);
	}
}

static void add_keys(const struct ui_wizard *w, struct cew_buf *out)
{
	unsigned at = ui_where(w);
	for (size_t i = 0; i < CEW_COUNT(bindings); i++) {
		const struct binding *b = &bindings[i];
		if (!applies(b, at))
			continue;
		char key[16], also[16] = "", both[40];
		ui_key_name(b->key, key);
		if (b->also)
			ui_key_name(b->also, also);
		snprintf(both, sizeof(both), "%s%s%s", key, b->also ? " " : "", also);
		cew_buf_fmt(out, "%-13s %s\n", both, b->help);
	}
}

void ui_show_help(struct ui_wizard *w)
{
	struct cew_buf text;
	cew_buf_init(&text, 64 * 1024);
	const struct cew_field *field = w->mode == UI_MODE_PAGES ? w->bound.field : NULL;
	if (field)
		cew_buf_fmt(&text, "%s\n\n%s\n\n", field->label, field->help ? field->help : "");
	add_keys(w, &text);
	if (!text.failed)
		ui_popup_open(&w->popup, field ? "Help" : "Keys", cew_buf_text(&text), NULL, NULL);
	cew_buf_finish(&text);
}
