/* policies: the IAM policies that deploying needs, for these answers, as files beside where the wizard was started. */
#include "wizard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TOLD_BYTES = 64 * 1024 };

static const struct {
	const char *label, *help;
	enum cew_policies_for who;
	bool without_iam;
} choices[] = {
	{"A user or role that deploys", "with own permissions", CEW_POLICIES_USER, false},
	{"The same, without IAM rights", "roles made beforehand", CEW_POLICIES_USER, true},
	{"A service role of CloudFormation", "and who passes it", CEW_POLICIES_SERVICE_ROLE, false},
	{"The roles made beforehand", "for task and functions", CEW_POLICIES_ROLES, false},
};

/* A directory for each, so that no file is another's. */
static char *directory_for(const struct cew_app *app, enum cew_policies_for who, bool without_iam)
{
	const struct cew_clock *clock = cew_loop_clock(app->loop);
	time_t now = (time_t)(clock->wall_ms(clock->ctx) / 1000);
	struct tm at;
	char stamp[32];
	if (!gmtime_r(&now, &at) || !strftime(stamp, sizeof(stamp), "%Y%m%d-%H%M%S", &at))
		return NULL;
	return cew_fmt("cewizard-policies-%s%s-%s", cew_policies_for_name(who), without_iam ? "-without-iam" : "", stamp);
}

static void say(const struct cew_policies *p, const char *dir, struct cew_buf *out)
{
	const struct cew_issues *issues = cew_policies_issues(p);
	cew_buf_fmt(out, "%zu file%s in %s\n", cew_policies_count(p), cew_policies_count(p) == 1 ? "" : "s", dir);
	for (size_t i = 0; i < cew_policies_count(p); i++) {
		const struct cew_policy_document *d = cew_policies_at(p, i);
		cew_buf_fmt(out, "\n%s.json\n%s, %zu of %zu characters\n", d->name, d->title, d->size, d->limit);
	}
	for (size_t i = 0; i < issues->list.len; i++) {
		const struct cew_issue *issue = cew_issues_at(issues, i);
		cew_buf_fmt(out, "\n%s: %s %s\n", cew_severity_name(issue->severity), issue->message, issue->remedy);
	}
}

static enum cew_status write(struct ui_wizard *w, enum cew_policies_for who, bool without_iam, struct cew_buf *told, struct cew_error *err)
{
	struct cew_subject subject = ui_subject(w, false);
	struct cew_policies_request request = {.subject = &subject, .who = who, .without_iam = without_iam};
	struct cew_policies *p = NULL;
	char *dir = directory_for(w->app, who, without_iam);
	enum cew_status status = dir ? cew_policies_make(&request, &p, err) : cew_fail_memory(err);
	if (!status)
		status = cew_app_write_policies(p, dir, err);
	if (!status)
		say(p, dir, told);
	cew_policies_destroy(p);
	free(dir);
	return status;
}

static void chosen(void *ctx, int option)
{
	struct ui_wizard *w = ctx;
	struct cew_error err;
	struct cew_buf told;
	if (option < 0 || (size_t)option >= CEW_COUNT(choices))
		return;
	cew_buf_init(&told, TOLD_BYTES);
	if (write(w, choices[option].who, choices[option].without_iam, &told, &err))
		ui_flash(w, "No policies: %s. %s", err.what, err.hint);
	else
		ui_popup_open(&w->popup, "Policies", cew_buf_text(&told), NULL, NULL);
	cew_buf_finish(&told);
}

void ui_policies(struct ui_wizard *w)
{
	ui_popup_open(&w->popup, "Policies for whom?", "What the answers' deployment needs in IAM, as JSON files in a new directory here.", chosen, w);
	for (size_t i = 0; i < CEW_COUNT(choices); i++)
		ui_popup_option(&w->popup, choices[i].label, choices[i].help);
}
