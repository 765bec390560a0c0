/* report: the evidence of an operation, for the change ticket, at the press of a key. */
#include "wizard.h"

#include "cewizard/evidence.h"

#include <stdio.h>
#include <stdlib.h>

/* "cewizard-netskope-ce-20260102-030405", in the directory that the program was started in. */
static char *directory_for(const struct cew_deployment *d)
{
	char time[CEW_TIME_MAX], stamp[16];
	cew_time_format(cew_deploy_now_ms(d), time);
	snprintf(stamp, sizeof(stamp), "%.4s%.2s%.2s-%.2s%.2s%.2s", time, time + 5, time + 8, time + 11, time + 14, time + 17);
	return cew_fmt("cewizard-%s-%s", cew_deploy_stack_name(d), stamp);
}

void ui_report(struct ui_wizard *w)
{
	struct cew_error err;
	char *dir = directory_for(w->deployment);
	if (!dir)
		return;
	if (cew_evidence_write(w->deployment, w->app->answers, dir, &err))
		ui_flash(w, "No report: %s", err.what);
	else
		ui_flash(w, "The report is in %s/report.md", dir);
	free(dir);
}
