/* cewizard check: what would make the deployment fail, found out before anything is created. */
#include "cewizard/preflight.h"
#include "room.h"

#include <langinfo.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define DRY_RUN_POLL_MS 2000
#define REPORT_MAX_BYTES (4 << 20)
#define TITLE_COLUMNS 35
#define ISSUE_INDENT 6

static void on_change(void *ctx, struct cew_preflight *p)
{
	if (cew_preflight_done(p))
		cew_loop_stop(ctx);
}

static void on_signal(void *ctx, int signo)
{
	(void)signo;
	cew_preflight_cancel(ctx);
}

/* ---- the report ---- */

static const char *mark_of(const struct cew_preflight_check *c)
{
	static const char *const plain[] = {".", ".", "+", "!", "?", "-"}, *const utf8[] = {"·", "·", "✓", "!", "?", "-"};
	bool has_utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	if (c->state == CEW_PREFLIGHT_FOUND && cew_issues_count(c->issues, CEW_ERROR))
		return has_utf8 ? "✗" : "x";
	return has_utf8 ? utf8[c->state] : plain[c->state];
}

/* AWS's texts command no terminal. `used` columns stand on the line already. */
static void add_wrapped(struct cew_buf *out, const char *text, int used, int indent)
{
	struct cew_buf visible;
	cew_buf_init(&visible, REPORT_MAX_BYTES);
	cew_text_visible(&visible, text);
	cew_wrap(out, cew_buf_text(&visible), columns(), used, indent);
	cew_buf_finish(&visible);
}

static void add_issue(struct cew_buf *out, const struct cew_issue *issue)
{
	size_t before = out->len;
	cew_buf_fmt(out, "%*s%s", ISSUE_INDENT, "", cew_severity_name(issue->severity));
	if (*issue->field)
		cew_buf_fmt(out, " (%s)", issue->field);
	cew_buf_str(out, ": ");
	add_wrapped(out, issue->message, (int)(out->len - before), ISSUE_INDENT);
	if (!*issue->remedy)
		return;
	cew_buf_fmt(out, "%*s", ISSUE_INDENT, "");
	add_wrapped(out, issue->remedy, ISSUE_INDENT, ISSUE_INDENT);
}

static void add_check(struct cew_buf *out, const struct cew_preflight_check *c)
{
	int blanks = *c->told ? TITLE_COLUMNS - cew_text_width(c->title) : 0;
	cew_buf_fmt(out, "  %s %s%*s%s", mark_of(c), c->title, blanks > 0 ? blanks : 0, "", *c->told ? " " : "");
	add_wrapped(out, c->told, TITLE_COLUMNS + 5, TITLE_COLUMNS + 5);
	for (size_t i = 0; i < c->issues->list.len; i++)
		add_issue(out, cew_issues_at(c->issues, i));
}

static void add_group(struct cew_buf *out, const struct cew_preflight *p, enum cew_preflight_group group)
{
	bool any = false;
	for (size_t i = 0; i < cew_preflight_count(p); i++) {
		const struct cew_preflight_check *c = cew_preflight_at(p, i);
		if (c->group != group || c->state == CEW_PREFLIGHT_SKIPPED)
			continue;
		if (!any)
			cew_buf_fmt(out, "\n%s\n", cew_preflight_group_title(group));
		any = true;
		add_check(out, c);
	}
}

static void write_report(const struct cew_app *app, const struct cew_preflight *p)
{
	struct cew_buf out;
	cew_buf_init(&out, REPORT_MAX_BYTES);
	for (int g = 0; g < CEW_PREFLIGHT_GROUP_COUNT; g++)
		add_group(&out, p, (enum cew_preflight_group)g);
	size_t errors = cew_preflight_issues(p, CEW_ERROR), warnings = cew_preflight_issues(p, CEW_WARNING);
	cew_buf_fmt(&out, "\n%zu error%s, %zu warning%s\n", errors, errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s");
	if (app->options->json)
		fputs(cew_buf_text(&out), stderr);
	else
		out_flush(&out);
	cew_buf_finish(&out);
}

static void write_lines(const struct cew_preflight *p)
{
	struct cew_buf line;
	cew_buf_init(&line, REPORT_MAX_BYTES);
	for (size_t i = 0; i < cew_preflight_count(p); i++) {
		const struct cew_issues *issues = cew_preflight_at(p, i)->issues;
		for (size_t k = 0; k < issues->list.len; k++)
			cew_issue_write_json(cew_issues_at(issues, k), &line, NULL);
	}
	out_flush(&line);
	cew_buf_finish(&line);
}

/* ---- running ---- */

static int tell(const struct cew_app *app, const struct cew_preflight *p)
{
	struct cew_error err;
	if (cew_preflight_error(p))
		return end_with_error(app, NULL, cew_preflight_error(p));
	if (app->options->json)
		write_lines(p);
	write_report(app, p);
	for (size_t i = 0; i < cew_preflight_count(p); i++)
		if (cew_preflight_at(p, i)->state <= CEW_PREFLIGHT_RUNNING)
			return end_with_error(app, NULL, (cew_fail(&err, CEW_INTERRUPTED, "interrupted; not everything was checked"), &err));
	if (cew_preflight_issues(p, CEW_ERROR))
		return CEW_EXIT_PREFLIGHT;
	return cew_preflight_unreachable(p) ? end_with_error(app, NULL, cew_preflight_unreachable(p)) : CEW_EXIT_DONE;
}

static int run(struct cew_app *app, const struct cew_plan *plan)
{
	struct cew_error err;
	struct cew_preflight_config config = {
		.loop = app->loop, .random = app->random, .cloud = &app->cloud, .account = &app->account, .operations = &app->operations,
		.plan = plan, .answers = app->answers, .dry_run = app->options->dry_run,
		.poll_ms = app->poll_ms < DRY_RUN_POLL_MS ? app->poll_ms : DRY_RUN_POLL_MS,
	};
	struct cew_preflight *p = cew_preflight_create(&config);
	if (!p)
		return end_with_error(app, NULL, (cew_fail_memory(&err), &err));
	cew_loop_signal(app->loop, SIGINT, on_signal, p);
	cew_loop_signal(app->loop, SIGTERM, on_signal, p);
	cew_loop_signal(app->loop, SIGHUP, on_signal, p);
	cew_preflight_observe(p, on_change, app->loop);
	cew_preflight_start(p);
	enum cew_status s = cew_preflight_done(p) ? CEW_OK : cew_loop_run(app->loop, &err);
	int code = s ? end_with_error(app, NULL, &err) : tell(app, p);
	cew_preflight_destroy(p);
	return code;
}

int command_check(struct cew_app *app)
{
	struct cew_error err;
	struct cew_subject subject;
	struct cew_plan *plan;
	if (plan_for(app, &subject, &plan, &err))
		return end_with_error(app, NULL, &err);
	tell_issues(app, plan);
	enum cew_status s = app_answers_good(app, &err);
	if (!s && cew_issues_count(plan->issues, CEW_ERROR))
		s = cew_plan_sendable(plan, &err);
	if (!s)
		s = cew_app_sign_in(app, &err);
	int code = s ? end_with_error(app, NULL, &err) : run(app, plan);
	cew_plan_destroy(plan);
	return code;
}
