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
		ui_flash(w, "%s is no port: 1 to 65535.", text);
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
	ui_flash(w, "%s: %s", what, err.what);
	return false;
}

static void way_said(void *ctx, const char *const *lines)
{
	struct ui_wizard *w = ctx;
	struct ui_stack *s = &w->stacks.stack;
	struct cew_way way = s->way;
	struct cew_error err;
	if (!lines || !take_port(w, lines[3], &way) || !take_range(w, lines[4], "Your own addresses") ||
	    !take_range(w, lines[5], "VPN clients' addresses"))
		return;
	snprintf(way.jump_host, sizeof(way.jump_host), "%s", lines[0]);
	snprintf(way.user, sizeof(way.user), "%s", lines[1]);
	snprintf(way.key, sizeof(way.key), "%s", lines[2]);
	snprintf(way.from, sizeof(way.from), "%s", lines[4]);
	snprintf(way.client_cidr, sizeof(way.client_cidr), "%s", lines[5]);
	s->way = way;
	if (cew_way_remember(cew_aws_region(w->app->aws), s->name, &way, &err))
		ui_flash(w, "Not remembered: %s", err.what);
	ui_stack_access(w);
}

void ui_stack_way(struct ui_wizard *w)
{
	const struct cew_way *way = &w->stacks.stack.way;
	char port[16];
	snprintf(port, sizeof(port), "%d", way->local_port);
	ui_ask_open(&w->ask, "The way in", "What is said here is remembered for this stack.", way_said, w);
	ui_ask_line(&w->ask, "Jump host", way->jump_host, false);
	ui_ask_line(&w->ask, "User there", way->user, false);
	ui_ask_line(&w->ask, "Private key's file", way->key, false);
	ui_ask_line(&w->ask, "Local port", port, false);
	ui_ask_line(&w->ask, "Your own addresses", way->from, false);
	ui_ask_line(&w->ask, "VPN clients' addresses", way->client_cidr, false);
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

static void name_typed(void *ctx, const char *const *lines)
{
	struct ui_wizard *w = ctx;
	if (!lines)
		return;
	if (strcmp(lines[0], w->stacks.stack.name) != 0) {
		ui_flash(w, "That is not the stack's name: nothing was deleted.");
		return;
	}
	ui_operation_delete(w, w->stacks.stack.id);
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
	ui_ask_open(&w->ask, "Delete the stack?", text, name_typed, w);
	ui_ask_line(&w->ask, "Stack name", "", false);
	free(text);
}

/* ---- following, upgrading ---- */

void ui_stack_watch(struct ui_wizard *w)
{
	ui_operation_watch(w, w->stacks.stack.id);
}

static void template_named(void *ctx, const char *const *lines)
{
	if (lines)
		ui_upgrade_open(ctx, lines[0]);
}

void ui_stack_upgrade(struct ui_wizard *w)
{
	ui_ask_open(&w->ask, "Upgrade", "The new release's template: a file's path. Empty: the built-in one. Nothing is changed before you "
	            "have seen what would change.", template_named, w);
	ui_ask_line(&w->ask, "Template", "", false);
}
