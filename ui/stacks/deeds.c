/* deeds: what is done to a stack from its page, each only after asking. */
#include "wizard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct cew_item *chosen_item(const struct ui_wizard *w)
{
	const struct ui_stack *s = &w->stacks.stack;
	return s->items.chosen >= 0 ? cew_survey_at(s->survey, (size_t)s->items.chosen) : NULL;
}

/* ---- mending ---- */

static void mend(void *ctx, int option)
{
	struct ui_wizard *w = ctx;
	struct cew_error err;
	if (option != 1)
		w->stacks.stack.mending[0] = '\0';
	else if (cew_survey_mend(w->stacks.stack.survey, w->stacks.stack.mending, &err))
		ui_flash(w, "Not mended: %s", err.what);
}

void ui_stack_mend(struct ui_wizard *w)
{
	const struct cew_item *item = chosen_item(w);
	if (!item || !item->mendable || item->mark != CEW_MARK_OPEN) {
		ui_flash(w, "There is nothing here that one call would mend.");
		return;
	}
	snprintf(w->stacks.stack.mending, sizeof(w->stacks.stack.mending), "%s", item->id);
	ui_popup_open(&w->popup, item->what, item->mend, mend, w);
	ui_popup_option(&w->popup, "No, leave it", NULL);
	ui_popup_option(&w->popup, "Yes, do it now", NULL);
}

/* ---- the way in ---- */

static bool take_port(struct ui_wizard *w, const char *text, struct cew_way *way)
{
	char *end;
	long port = strtol(text, &end, 10);
	if (*end || end == text || port < 1 || port > 65535) {
		ui_dialog_trouble(&w->dialog, "The local port is a number from 1 to 65535.");
		return false;
	}
	way->local_port = (int)port;
	return true;
}

static bool take_range(struct ui_wizard *w, const char *text, const char *what)
{
	struct cew_cidr range;
	struct cew_error err;
	if (!*text || cew_cidr_parse(text, &range, &err) == CEW_OK)
		return true;
	char *trouble = cew_fmt("%s: %s", what, err.what);
	ui_dialog_trouble(&w->dialog, trouble);
	free(trouble);
	return false;
}

static bool way_said(void *ctx, const char *const *lines)
{
	struct ui_wizard *w = ctx;
	struct ui_stack *s = &w->stacks.stack;
	struct cew_way way = s->way;
	struct cew_error err;
	if (!lines)
		return true;
	if (!take_port(w, lines[3], &way) || !take_range(w, lines[4], "Your own addresses") ||
	    !take_range(w, lines[5], "VPN clients' addresses"))
		return false;
	snprintf(way.jump_host, sizeof(way.jump_host), "%s", lines[0]);
	snprintf(way.user, sizeof(way.user), "%s", lines[1]);
	snprintf(way.key, sizeof(way.key), "%s", lines[2]);
	snprintf(way.from, sizeof(way.from), "%s", lines[4]);
	snprintf(way.client_cidr, sizeof(way.client_cidr), "%s", lines[5]);
	s->way = way;
	if (cew_way_remember(cew_aws_region(w->app->aws), s->name, &way, &err))
		ui_flash(w, "Not remembered: %s", err.what);
	ui_stack_access(w);
	return true;
}

void ui_stack_way(struct ui_wizard *w)
{
	const struct cew_way *way = &w->stacks.stack.way;
	char port[16];
	snprintf(port, sizeof(port), "%d", way->local_port);
	ui_dialog_open(&w->dialog, "The way in", "What is said here is remembered for this stack.", way_said, w);
	ui_dialog_line(&w->dialog, "Jump host", way->jump_host);
	ui_dialog_line(&w->dialog, "User there", way->user);
	ui_dialog_line(&w->dialog, "Private key's file", way->key);
	ui_dialog_line(&w->dialog, "Local port", port);
	ui_dialog_line(&w->dialog, "Your own addresses", way->from);
	ui_dialog_line(&w->dialog, "VPN clients' addresses", way->client_cidr);
}

void ui_stack_copy(struct ui_wizard *w)
{
	const struct ui_stack *s = &w->stacks.stack;
	const struct cew_facts *f = cew_survey_facts(s->survey);
	struct cew_buf command;
	if (!f || !*f->host) {
		ui_flash(w, "There is nothing to be reached, and so no command.");
		return;
	}
	cew_buf_init(&command, 4096);
	cew_way_command(&s->way, f->host, f->port, &command);
	ui_term_copy(cew_buf_text(&command));
	cew_buf_finish(&command);
	ui_flash(w, "Sent to the terminal's clipboard. Not every terminal takes it.");
}

/* ---- deletion ---- */

static size_t in_the_way(const struct cew_survey *survey)
{
	size_t n = 0;
	for (size_t i = 0; i < cew_survey_count(survey); i++) {
		const struct cew_item *item = cew_survey_at(survey, i);
		n += item->mark == CEW_MARK_OPEN && strcmp(item->group, "blocks") == 0;
	}
	return n;
}

static bool name_typed(void *ctx, const char *const *lines)
{
	struct ui_wizard *w = ctx;
	if (!lines)
		return true;
	if (strcmp(lines[0], w->stacks.stack.name) != 0) {
		ui_dialog_trouble(&w->dialog, "That is not the stack's name: nothing was deleted.");
		return false;
	}
	ui_operation_delete(w, w->stacks.stack.id);
	return true;
}

void ui_stack_delete(struct ui_wizard *w)
{
	const struct ui_stack *s = &w->stacks.stack;
	if (s->topic != CEW_SURVEY_DELETE) {
		ui_stack_rehearse(w);
		return;
	}
	if (cew_survey_reading(s->survey) || !cew_survey_facts(s->survey)) {
		ui_flash(w, "The rehearsal is not over yet.");
		return;
	}
	size_t n = in_the_way(s->survey);
	char *text = n ? cew_fmt("%zu thing%s in the way: the deletion will stop there unless that is mended before. "
	                         "Type the stack's name to delete it all the same.", n, n == 1 ? " is" : "s are")
	               : cew_fmt("Type the stack's name to delete it.");
	ui_dialog_open(&w->dialog, "Delete the stack?", text, name_typed, w);
	ui_dialog_line(&w->dialog, "Stack name", "");
	free(text);
}

/* ---- following, upgrading ---- */

void ui_stack_watch(struct ui_wizard *w)
{
	ui_operation_watch(w, w->stacks.stack.id);
}

static bool template_named(void *ctx, const char *const *lines)
{
	if (lines)
		ui_upgrade_open(ctx, lines[0]);
	return true;
}

void ui_stack_upgrade(struct ui_wizard *w)
{
	ui_dialog_open(&w->dialog, "Upgrade", "The new release's template: a file's path. Empty: the built-in one. Nothing is changed before you "
	            "have seen what would change.", template_named, w);
	ui_dialog_line(&w->dialog, "Template", "");
}
