/* farewell: what is printed when the screen is gone, and the exit code, by the state of things. */
#include "wizard.h"

#include <string.h>

static void say_not_sent(struct ui_wizard *w)
{
	struct cew_error err;
	bool earlier = w->earlier_code >= 0;
	w->exit_code = earlier ? w->earlier_code : CEW_EXIT_INTERRUPTED;
	cew_buf_str(&w->farewell, earlier ? "Nothing else was sent to AWS." : "Nothing was sent to AWS.");
	if (ui_draft_save(w, &err))
		cew_buf_str(&w->farewell, " Your answers are kept, without the secrets: `cewizard` offers them next time.\n");
	else
		cew_buf_fmt(&w->farewell, "\nYour answers could not be kept: %s\n", err.what);
}

static void say_goes_on(struct ui_wizard *w)
{
	w->exit_code = CEW_EXIT_LEFT;
	const char *name = cew_deploy_stack_name(w->deployment);
	if (w->app->options->demo) {
		cew_buf_fmt(&w->farewell, "Left while stack %s was being worked on.\nThe embedded AWS has ended with this program, and the stack with it.\n",
		            name);
		return;
	}
	cew_buf_fmt(&w->farewell, "The operation on %s goes on in AWS. Follow it again with\n  ", name);
	cew_app_way_back(w->app, name, &w->farewell);
	cew_buf_char(&w->farewell, '\n');
}

static void say_result(struct ui_wizard *w)
{
	w->exit_code = cew_deploy_ok(w->deployment) ? CEW_EXIT_DONE : CEW_EXIT_FAILED;
	cew_app_ending(w->deployment, &w->farewell);
}

static void say_stopped(struct ui_wizard *w)
{
	const struct cew_error *err = cew_deploy_error(w->deployment);
	if (!err)
		return;
	w->exit_code = (int)cew_exit_for(err);
	cew_buf_fmt(&w->farewell, "%s\n%s%s", err->what, err->hint, *err->hint ? "\n" : "");
	ui_draft_save(w, NULL);
}

/* Whoever leaves a service that is stopped has to know it. */
static void say_upgrade(struct ui_wizard *w)
{
	const struct cew_upgrade *u = w->stacks.upgrade;
	w->exit_code = CEW_EXIT_LEFT;
	cew_buf_fmt(&w->farewell, "The upgrade of %s was left at: %s.\n", cew_upgrade_stack_name(u),
	            cew_upgrade_step_title(cew_upgrade_step(u)));
	if (cew_upgrade_service_stopped(u))
		cew_buf_fmt(&w->farewell, "Its service %s is at 0: Cloud Exchange does not run until the upgrade is gone on with.\n",
		            cew_upgrade_service(u));
	if (w->app->options->demo)
		cew_buf_str(&w->farewell, "The embedded AWS has ended with this program, and the stack with it.\n");
	else
		cew_buf_fmt(&w->farewell, "Go on with `cewizard resume %s --region %s`.\n", cew_upgrade_stack_name(u), cew_aws_region(w->app->aws));
}

void ui_farewell(struct ui_wizard *w)
{
	cew_buf_clear(&w->farewell);
	ui_making_say(w, &w->farewell); /* it stays, whatever becomes of the stack */
	if (ui_upgrade_runs(w)) {
		say_upgrade(w);
		return;
	}
	if (w->replay && ui_deployment_runs(w)) {
		w->exit_code = CEW_EXIT_INTERRUPTED; /* nothing but the recording was left */
		return;
	}
	if (w->deployment && cew_deploy_state(w->deployment) == CEW_DEPLOY_DONE)
		say_result(w);
	else if (w->deployment && cew_deploy_state(w->deployment) == CEW_DEPLOY_STOPPED)
		say_stopped(w);
	else if (ui_deployment_runs(w))
		say_goes_on(w);
	else
		say_not_sent(w);
}
