/* create: from the answers to the stack. Makes the plan, starts the deployment and decides what is shown of it. */
#include "wizard.h"

#include <stdlib.h>
#include <string.h>

enum { CLOCK_MS = 1000 };

static bool sent(const struct cew_deployment *d)
{
	enum cew_deploy_state state = cew_deploy_state(d);
	return state == CEW_DEPLOY_SUBMITTING || state == CEW_DEPLOY_WATCHING || state == CEW_DEPLOY_FINISHING;
}

bool ui_deployment_runs(const struct ui_wizard *w)
{
	return w->deployment && sent(w->deployment);
}

/* CloudFormation takes no deletion meanwhile. */
static bool rolls_back(const struct cew_deployment *d)
{
	return strcmp(cew_deploy_stack_status(d), "ROLLBACK_IN_PROGRESS") == 0;
}

/* The elapsed time moves although nothing else does. */
static void tick(void *ctx)
{
	struct ui_wizard *w = ctx;
	w->clock_timer = cew_loop_after(w->app->loop, CLOCK_MS, tick, w);
}

static void stop_clock(struct ui_wizard *w)
{
	if (w->clock_timer)
		cew_loop_cancel(w->app->loop, w->clock_timer);
	w->clock_timer = 0;
}

static void delete_rolled_back(void *ctx);

static void done(struct ui_wizard *w, struct cew_deployment *d)
{
	stop_clock(w);
	/* Not from here: this is told by the deployment, which the deletion replaces. */
	if (w->run.delete_then)
		cew_loop_after(w->app->loop, 0, delete_rolled_back, w);
	bool ok = cew_deploy_ok(d);
	if (ok && cew_deploy_operation(d) == CEW_OPERATION_CREATE)
		ui_draft_done(w);
	w->mode = ok ? UI_MODE_DONE : UI_MODE_FAILURE;
}

static void on_change(void *ctx, struct cew_deployment *d)
{
	struct ui_wizard *w = ctx;
	enum ui_mode before = w->mode;
	ui_details_update(w);
	if (cew_deploy_state(d) == CEW_DEPLOY_DONE) {
		done(w, d);
	} else if (cew_deploy_state(d) == CEW_DEPLOY_STOPPED) {
		stop_clock(w);
		w->mode = UI_MODE_FAILURE;
	} else if ((cew_deploy_root_cause(d) || cew_deploy_suspicion(d)) && !w->run.failure_shown) {
		w->run.failure_shown = true;
		w->mode = UI_MODE_FAILURE;
	}
	if (w->mode != before)
		ui_details_close(w);
	if (cew_deploy_state(d) == CEW_DEPLOY_DONE || cew_deploy_state(d) == CEW_DEPLOY_STOPPED)
		ui_operation_over(w);
}

static struct cew_deployment *new_deployment(struct ui_wizard *w)
{
	struct cew_deploy_config config = cew_app_deploy_config(w->app, true);
	struct cew_deployment *d = cew_deploy_create(&config);
	if (d)
		cew_deploy_observe(d, on_change, w);
	return d;
}

static void end_deployment(struct ui_wizard *w)
{
	ui_record_finish(w);
	cew_replay_destroy(w->replay);
	w->replay = NULL;
	cew_deploy_destroy(w->deployment);
	w->deployment = NULL;
}

static void show_events(struct ui_wizard *w, struct cew_deployment *d)
{
	ui_preflight_stale(w); /* what is made or deleted changes the account */
	ui_command_wait(w);
	end_deployment(w);
	w->deployment = d;
	w->mode = UI_MODE_EVENTS;
	ui_run_reset(&w->run);
	ui_record(w);
	stop_clock(w);
	tick(w);
}

/* Says what stands in the way, and goes there. */
static void refuse(struct ui_wizard *w, const struct cew_issue *issue)
{
	char id[64] = "";
	const struct cew_field *field = cew_form_field_find(w->app->forms, issue->field);
	ui_flash(w, "Not created. %s%s%s", field ? field->label : "", field ? ": " : "", issue->message);
	strncpy(id, issue->field, sizeof(id) - 1);
	if (field)
		ui_go_to_field(w, id);
}

static const struct cew_issue *first_error_of(const struct cew_plan *plan)
{
	for (size_t i = 0; i < plan->issues->list.len; i++)
		if (cew_issues_at(plan->issues, i)->severity == CEW_ERROR)
			return cew_issues_at(plan->issues, i);
	return NULL;
}

static enum cew_status submit(struct ui_wizard *w, struct cew_error *err)
{
	w->subject = ui_subject(w, false);
	enum cew_status status = cew_plan_make(&w->subject, &w->plan, err);
	if (status == CEW_OK)
		status = cew_plan_sendable(w->plan, err);
	if (status == CEW_OK)
		status = cew_aws_set_region(w->app->aws, w->plan->region, err);
	if (status != CEW_OK)
		return status;
	struct cew_deployment *d = new_deployment(w);
	if (!d)
		return cew_fail_memory(err);
	cew_answers_redact(w->app->answers);
	/* Kept before anything is sent: if the terminal goes away now, the answers are still there. */
	ui_draft_save(w, NULL);
	show_events(w, d); /* before it starts: what fails at once must not be painted over */
	return cew_deploy_submit(d, w->plan, err);
}

static void create_now(struct ui_wizard *w)
{
	struct cew_error err;
	ui_deployment_finish(w);
	if (submit(w, &err) != CEW_OK) {
		const struct cew_issue *issue = w->plan ? first_error_of(w->plan) : NULL;
		if (issue)
			refuse(w, issue);
		ui_deployment_finish(w);
		if (issue)
			return;
		w->mode = UI_MODE_PAGES;
		ui_flash(w, "Not created: %s. %s", err.what, err.hint);
	}
}

/* What is asked where the preflight does not say that all is well; the first way is the careful one. */
static const struct question {
	const char *title, *text, *careful, *go_on;
} questions[] = {
	[UI_VERDICT_NONE] = {"Create without preflight?",
	                     "The account has not been looked into for these answers. What would make the deployment fail shows on its "
	                     "way then, and costs time.", "Look first", "Create without it"},
	[UI_VERDICT_RUNNING] = {"Create before the preflight is done?", "The account is still being looked into.", "Wait for it",
	                        "Create now"},
	[UI_VERDICT_FINE] = {NULL, NULL, NULL, NULL},
	[UI_VERDICT_ERRORS] = {"Create all the same?", "The preflight found what would make the deployment fail.",
	                       "Look at the findings", "Create all the same"},
};

static void question_answered(void *ctx, int option)
{
	struct ui_wizard *w = ctx;
	if (option == 1)
		create_now(w);
	else if (option == 0)
		ui_go_to_view(w, CEW_VIEW_PREFLIGHT);
}

bool ui_may_create(struct ui_wizard *w)
{
	ui_check_everything(w);
	const struct cew_issue *error = ui_first_error(w);
	if (error)
		refuse(w, error);
	else if (ui_preflight_cleans_up(w))
		ui_flash(w, "Not created yet: the dry run is removing what it made. Try again in a moment.");
	else
		ui_account_ask(w);
	return !error && !ui_preflight_cleans_up(w) && !ui_account_differs(w);
}

void ui_create_at_once(struct ui_wizard *w)
{
	if (ui_may_create(w))
		create_now(w);
}

void ui_create(struct ui_wizard *w)
{
	if (!ui_may_create(w))
		return;
	const struct question *q = &questions[ui_preflight_verdict(w)];
	if (!q->title) {
		create_now(w);
		return;
	}
	ui_popup_open(&w->popup, q->title, q->text, question_answered, w);
	ui_popup_option(&w->popup, q->careful, NULL);
	ui_popup_option(&w->popup, q->go_on, NULL);
}

/* Another operation takes the place of the one that is shown, whose texts the stack's name may be. */
static void begin(struct ui_wizard *w, const char *stack,
                  enum cew_status (*start)(struct cew_deployment *, const char *, struct cew_error *))
{
	struct cew_error err;
	char *copy = cew_strdup(stack);
	struct cew_deployment *d = copy ? new_deployment(w) : NULL;
	if (d)
		show_events(w, d);
	if (!d)
		cew_fail_memory(&err);
	if (!d || start(d, copy, &err))
		ui_flash(w, "Not begun: %s", err.what);
	free(copy);
}

void ui_operation_delete(struct ui_wizard *w, const char *stack)
{
	begin(w, stack, cew_deploy_delete);
}

void ui_operation_watch(struct ui_wizard *w, const char *stack)
{
	begin(w, stack, cew_deploy_watch);
}

void ui_operation_replay(struct ui_wizard *w, const char *path)
{
	struct cew_error err;
	struct cew_deployment *d = new_deployment(w);
	if (!d)
		cew_fail_memory(&err);
	else
		show_events(w, d);
	if (d && cew_replay_create(d, w->app->loop, path, w->app->options->speed, &w->replay, &err) == CEW_OK)
		return;
	w->fatal = err;
	ui_leave(w, (int)cew_exit_for(&err));
}

static void delete_now(struct ui_wizard *w)
{
	begin(w, cew_deploy_stack_id(w->deployment), cew_deploy_delete);
}

static void delete_rolled_back(void *ctx)
{
	struct ui_wizard *w = ctx;
	if (!w->run.delete_then || !w->deployment || w->leaving)
		return;
	w->run.delete_then = false;
	if (strcmp(cew_deploy_stack_status(w->deployment), "ROLLBACK_COMPLETE") == 0)
		delete_now(w);
}

static void delete_agreed(void *ctx, int option)
{
	struct ui_wizard *w = ctx;
	if (option != 1 || !w->deployment)
		return;
	w->run.delete_then = rolls_back(w->deployment);
	if (!w->run.delete_then)
		delete_now(w);
}

static void ask_to_delete_then(struct ui_wizard *w)
{
	if (w->run.delete_then) {
		w->run.delete_then = false;
		ui_flash(w, "It will be left as it is when it has rolled back.");
		return;
	}
	ui_popup_open(&w->popup, "Delete the stack when it has rolled back?",
	              "A stack that has rolled back is good for nothing but to be deleted, and its name is taken until then. The answers "
	              "are kept.", delete_agreed, w);
	ui_popup_option(&w->popup, "No, leave it", NULL);
	ui_popup_option(&w->popup, "Yes, delete it then", NULL);
}

void ui_delete_stack(struct ui_wizard *w)
{
	if (!w->deployment || cew_deploy_operation(w->deployment) == CEW_OPERATION_DELETE)
		return;
	if (w->replay) {
		ui_flash(w, "This is a recording: nothing is done to any stack.");
		return;
	}
	if (!*cew_deploy_stack_id(w->deployment)) {
		ui_flash(w, "There is no stack to delete.");
		return;
	}
	if (rolls_back(w->deployment)) {
		ask_to_delete_then(w);
		return;
	}
	char *text = cew_fmt("CloudFormation will delete stack %s and everything it has made so far. The answers are kept.",
	                     cew_deploy_stack_name(w->deployment));
	ui_popup_open(&w->popup, "Delete the stack?", text, delete_agreed, w);
	ui_popup_option(&w->popup, "No, leave it alone", NULL);
	ui_popup_option(&w->popup, "Yes, delete it", NULL);
	free(text);
}

void ui_cancel(struct ui_wizard *w)
{
	if (ui_deployment_runs(w))
		ui_delete_stack(w);
	else
		ui_flash(w, "Nothing is under way that could be cancelled.");
}

void ui_deployment_finish(struct ui_wizard *w)
{
	stop_clock(w);
	end_deployment(w);
	cew_plan_destroy(w->plan);
	w->plan = NULL;
}

void ui_back_to_pages(struct ui_wizard *w)
{
	if (ui_deployment_runs(w)) {
		ui_flash(w, "The operation goes on: q leaves it running.");
		return;
	}
	if (w->deployment && cew_deploy_state(w->deployment) == CEW_DEPLOY_DONE) {
		ui_farewell(w);
		w->earlier_code = w->exit_code;
	}
	ui_deployment_finish(w);
	w->mode = UI_MODE_PAGES;
	ui_go_to_view(w, CEW_VIEW_REVIEW);
}
