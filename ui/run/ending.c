/* ending: what accompanies an operation and its end beside the screen: the recording, the evidence, the command that somebody
 * wants to be run then, and a terminal that says so to whoever looked away. */
#include "wizard.h"

#include "cewizard/evidence.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

void ui_record(struct ui_wizard *w)
{
	struct cew_error err;
	const char *path = w->app->options->record;
	if (path && cew_recorder_create(w->deployment, path, &w->run.recorder, &err))
		ui_flash(w, "Not recorded: %s", err.what);
}

void ui_record_finish(struct ui_wizard *w)
{
	struct cew_error err;
	if (cew_recorder_destroy(w->run.recorder, &err))
		ui_flash(w, "The recording is not whole: %s", err.what);
	w->run.recorder = NULL;
}

/* The command may take its time, and the screen goes on meanwhile; what it writes has no place there. */
static void run_command(struct ui_wizard *w, int code)
{
	struct cew_error err;
	if (!w->app->options->on_end)
		return;
	w->run.command = fork();
	if (w->run.command > 0)
		return;
	if (w->run.command < 0) {
		ui_flash(w, "The command given with --on-end could not be started.");
		return;
	}
	int nowhere = open("/dev/null", O_RDWR);
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		dup2(nowhere, fd);
	_exit(cew_app_on_end(w->app, w->deployment, code, &err) ? 1 : 0);
}

void ui_command_wait(struct ui_wizard *w)
{
	while (w->run.command > 0 && waitpid(w->run.command, NULL, 0) < 0 && errno == EINTR)
		continue;
	w->run.command = 0;
}

void ui_operation_over(struct ui_wizard *w)
{
	struct cew_error err;
	char title[320];
	const struct cew_deployment *d = w->deployment;
	const char *dir = w->app->options->report;
	if (w->run.over)
		return;
	w->run.over = true;
	if (dir && cew_evidence_write(d, w->app->answers, dir, &err))
		ui_flash(w, "No report: %s", err.what);
	run_command(w, cew_deploy_ok(d) ? CEW_EXIT_DONE : CEW_EXIT_FAILED);
	snprintf(title, sizeof(title), "%s %s", cew_deploy_stack_name(d), cew_deploy_stack_status(d));
	ui_term_alert(title);
}
