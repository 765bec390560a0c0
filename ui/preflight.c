/* preflight: the checks of the account for the answers of now. They run by themselves while the page is looked at. */
#include "wizard.h"

#include <stdlib.h>
#include <string.h>

/* ---- what was found ---- */

static void collect(struct ui_preflight *f)
{
	cew_issues_clear(&f->found);
	for (int severity = CEW_ERROR; severity < CEW_SEVERITY_COUNT; severity++)
		for (size_t i = 0; i < cew_preflight_count(f->checks); i++) {
			const struct cew_preflight_check *c = cew_preflight_at(f->checks, i);
			for (size_t k = 0; k < c->issues->list.len; k++) {
				const struct cew_issue *issue = cew_issues_at(c->issues, k);
				/* Without memory the row of the check still tells that there is something. */
				if ((int)issue->severity == severity)
					cew_issues_add(&f->found, issue->severity, issue->field, issue->rule, issue->remedy, "%s", issue->message);
			}
		}
	if ((size_t)f->cursor.chosen >= f->found.list.len)
		f->cursor.chosen = 0;
}

static void start_again(void *ctx)
{
	struct ui_wizard *w = ctx;
	if (w->preflight.again && !w->leaving)
		ui_preflight_again(w, w->preflight.again_dry);
}

static void on_change(void *ctx, struct cew_preflight *p)
{
	struct ui_wizard *w = ctx;
	collect(&w->preflight);
	/* Not from here: this is told by what would be destroyed. */
	if (cew_preflight_done(p) && w->preflight.again)
		cew_loop_after(w->app->loop, 0, start_again, w);
}

/* ---- its life ---- */

static bool runs(const struct ui_preflight *f)
{
	return f->checks && !cew_preflight_done(f->checks);
}

static void drop(struct ui_preflight *f)
{
	cew_preflight_destroy(f->checks);
	f->checks = NULL;
	cew_plan_destroy(f->plan);
	f->plan = NULL;
	cew_issues_clear(&f->found);
	f->stale = f->again = f->dry_run = false;
}

static void start(struct ui_wizard *w, bool dry_run)
{
	struct ui_preflight *f = &w->preflight;
	f->subject = ui_subject(w, false);
	f->error.status = CEW_OK;
	f->dry_run = dry_run;
	ui_issues_begin(&f->cursor);
	if (cew_plan_make(&f->subject, &f->plan, &f->error) != CEW_OK)
		return;
	struct cew_preflight_config config = {
		.loop = w->app->loop, .random = w->app->random, .cloud = &w->app->cloud, .account = &w->app->account,
		.operations = &w->app->operations,
		.plan = f->plan, .answers = w->app->answers, .dry_run = dry_run,
	};
	f->checks = cew_preflight_create(&config);
	if (!f->checks) {
		cew_fail_memory(&f->error);
		return;
	}
	cew_preflight_observe(f->checks, on_change, w);
	cew_preflight_start(f->checks);
	collect(f);
}

void ui_preflight_again(struct ui_wizard *w, bool dry_run)
{
	struct ui_preflight *f = &w->preflight;
	if (ui_preflight_cleans_up(w)) {
		f->again = true;
		f->again_dry = dry_run;
		cew_preflight_cancel(f->checks);
		return;
	}
	drop(f);
	start(w, dry_run);
}

void ui_preflight_begin(struct ui_wizard *w)
{
	const struct ui_preflight *f = &w->preflight;
	if (f->stale || !f->checks)
		ui_preflight_again(w, false);
}

void ui_preflight_stale(struct ui_wizard *w)
{
	struct ui_preflight *f = &w->preflight;
	f->stale = true;
	if (ui_preflight_cleans_up(w))
		cew_preflight_cancel(f->checks);
	else if (runs(f))
		drop(f);
}

void ui_preflight_finish(struct ui_wizard *w)
{
	drop(&w->preflight);
}

bool ui_preflight_cleans_up(const struct ui_wizard *w)
{
	return w->preflight.dry_run && runs(&w->preflight);
}

enum ui_verdict ui_preflight_verdict(const struct ui_wizard *w)
{
	const struct ui_preflight *f = &w->preflight;
	if (f->stale || !f->checks)
		return UI_VERDICT_NONE;
	if (runs(f))
		return UI_VERDICT_RUNNING;
	return cew_preflight_issues(f->checks, CEW_ERROR) ? UI_VERDICT_ERRORS : UI_VERDICT_FINE;
}

/* ---- what is asked for on its page ---- */

static void dry_run_agreed(void *ctx, int option)
{
	if (option == 1)
		ui_preflight_again(ctx, true);
}

void ui_dry_run(struct ui_wizard *w)
{
	ui_popup_open(&w->popup, "Make a dry run?",
	              "CloudFormation is asked for a change set, reads the template and the parameters, and tells what it would "
	              "make. Nothing is made: the change set, and the empty stack that it belongs to, are removed again.",
	              dry_run_agreed, w);
	ui_popup_option(&w->popup, "No", NULL);
	ui_popup_option(&w->popup, "Yes, make it", NULL);
}

static const char *leftover(const struct ui_wizard *w)
{
	return w->preflight.checks ? cew_preflight_leftover(w->preflight.checks) : "";
}

static void delete_agreed(void *ctx, int option)
{
	struct ui_wizard *w = ctx;
	char *stack = option == 1 ? cew_strdup(leftover(w)) : NULL;
	if (stack && *stack)
		ui_operation_delete(w, stack);
	free(stack);
}

void ui_delete_leftover(struct ui_wizard *w)
{
	if (!*leftover(w)) {
		ui_flash(w, "No stack is in the way.");
		return;
	}
	char *text = cew_fmt("%s\n\nIt is what a failed creation left behind: it holds nothing that works, and its name is taken as long as "
	                     "it is there.", leftover(w));
	ui_popup_open(&w->popup, "Delete the stack of this name?", text, delete_agreed, w);
	ui_popup_option(&w->popup, "No, leave it alone", NULL);
	ui_popup_option(&w->popup, "Yes, delete it", NULL);
	free(text);
}
