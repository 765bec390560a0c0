/* cewizard upgrade: the guide's procedure, told line by line; what it would do is shown and consented to first. */
#include "room.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEXT_MAX_BYTES (1 << 20)

struct runner {
	struct cew_app *app;
	struct cew_upgrade *u;
	enum cew_upgrade_mark marks_told[CEW_UPGRADE_STEP_COUNT];
	const struct cew_deployment *deployment; /* whose events are told */
	size_t events_told;
	char trouble_told[768];
	bool left;
	char line[256]; /* what was typed last */
	bool answered;
};

/* ---- lines ---- */

static const char *const mark_names[] = {"waiting", "running", "done", "skipped", "failed"};

static void tell_step(struct runner *r, enum cew_upgrade_step step)
{
	const struct cew_upgrade_step_row *row = cew_upgrade_step_at(r->u, step);
	if (r->app->options->json) {
		struct cew_doc *doc = cew_doc_create("step");
		struct cew_node *map = doc ? cew_doc_map(doc) : NULL;
		map = cew_map_put_text(doc, map, "kind", "step");
		map = cew_map_put_text(doc, map, "step", cew_upgrade_step_name(step));
		map = cew_map_put_text(doc, map, "state", mark_names[row->mark]);
		upgrade_put_json(cew_map_put_text(doc, map, "note", row->note), doc);
		return;
	}
	if (row->mark == CEW_STEP_RUNNING)
		fprintf(stderr, "%s ...\n", cew_upgrade_step_title(step));
	else if (*row->note)
		fprintf(stderr, "  %s: %s\n", mark_names[row->mark], row->note);
}

static void tell_steps(struct runner *r)
{
	for (int i = 0; i < CEW_UPGRADE_STEP_COUNT; i++) {
		enum cew_upgrade_mark mark = cew_upgrade_step_at(r->u, (enum cew_upgrade_step)i)->mark;
		if (mark == r->marks_told[i])
			continue;
		r->marks_told[i] = mark;
		if (mark != CEW_STEP_SKIPPED)
			tell_step(r, (enum cew_upgrade_step)i);
	}
}

static void tell_events(struct runner *r)
{
	const struct cew_deployment *d = cew_upgrade_deployment(r->u);
	struct cew_buf line;
	if (d != r->deployment)
		r->events_told = 0;
	r->deployment = d;
	cew_buf_init(&line, TEXT_MAX_BYTES);
	for (; d && r->events_told < cew_deploy_event_count(d); r->events_told++) {
		const struct cew_event_row *e = cew_deploy_event_at(d, r->events_told);
		if (r->app->options->json)
			cew_event_write_json(e, &line, NULL);
		else
			cew_event_write_text(e, &line);
		out_flush(&line);
	}
	cew_buf_finish(&line);
}

static void tell_trouble(struct runner *r)
{
	const struct cew_error *err = cew_upgrade_over(r->u) ? NULL : cew_upgrade_error(r->u);
	const char *what = err ? err->what : "";
	if (strcmp(what, r->trouble_told) == 0)
		return;
	snprintf(r->trouble_told, sizeof(r->trouble_told), "%s", what);
	if (*what)
		fprintf(stderr, "cewizard: %s\n", what);
}

static void on_change(void *ctx, struct cew_upgrade *u)
{
	struct runner *r = ctx;
	r->u = u; /* the first change may come before the creator has its answer */
	tell_steps(r);
	tell_events(r);
	tell_trouble(r);
	if (cew_upgrade_over(u) || cew_upgrade_waits(u) || out_broken())
		cew_loop_stop(r->app->loop);
}

static void on_signal(void *ctx, int signo)
{
	struct runner *r = ctx;
	(void)signo;
	r->left = true;
	cew_loop_stop(r->app->loop);
}

/* ---- the end ---- */

static void tell_result(const struct runner *r, const struct cew_error *err)
{
	const struct cew_upgrade *u = r->u;
	struct cew_doc *doc = cew_doc_create("result");
	struct cew_node *map = doc ? cew_doc_map(doc) : NULL, *error = doc ? cew_doc_map(doc) : NULL;
	map = cew_map_put_text(doc, map, "kind", "result");
	map = cew_map_put_text(doc, map, "operation", "update");
	map = cew_map_put_text(doc, map, "stackName", cew_upgrade_stack_name(u));
	map = cew_map_put_text(doc, map, "stackId", cew_upgrade_stack_id(u));
	map = cew_map_put_text(doc, map, "status", cew_upgrade_stack_status(u));
	map = cew_map_put(doc, map, "ok", doc ? cew_doc_bool(doc, cew_upgrade_ok(u)) : NULL);
	map = cew_map_put_text(doc, map, "step", cew_upgrade_step_name(cew_upgrade_step(u)));
	map = cew_map_put(doc, map, "serviceStopped", doc ? cew_doc_bool(doc, cew_upgrade_service_stopped(u)) : NULL);
	if (err) {
		error = cew_map_put_text(doc, error, "message", err->what);
		error = cew_map_put_text(doc, error, "where", err->where);
		error = cew_map_put_text(doc, error, "hint", err->hint);
		map = cew_map_put(doc, map, "error", cew_map_put_text(doc, error, "code", err->code));
	}
	upgrade_put_json(map, doc);
}

/* The service at 0 is what nobody may leave without knowing, and with the lines that mend it. */
static void tell_stopped(const struct runner *r)
{
	struct cew_buf line;
	if (!cew_upgrade_service_stopped(r->u))
		return;
	cew_buf_init(&line, TEXT_MAX_BYTES);
	cew_app_way_back(r->app, cew_upgrade_stack_name(r->u), &line);
	const char *rest = strchr(cew_buf_text(&line), ' ');
	rest = rest ? strchr(rest + 1, ' ') : NULL; /* behind "cewizard watch" */
	fprintf(stderr, "cewizard: THE SERVICE IS AT 0: Cloud Exchange does not run\n  go on with: cewizard upgrade%s\n"
	                "  or start it as it was: aws ecs update-service --region %s --cluster %s --service %s --desired-count %lld\n",
	        rest ? rest : "", cew_aws_region(r->app->aws), cew_upgrade_cluster(r->u), cew_upgrade_service(r->u),
	        (long long)cew_upgrade_desired(r->u));
	cew_buf_finish(&line);
}

static int conclude(struct runner *r)
{
	const struct cew_error *err = cew_upgrade_error(r->u);
	bool ok = cew_upgrade_ok(r->u);
	if (!ok && err)
		tell_error(err);
	if (ok && cew_upgrade_step_at(r->u, CEW_UPGRADE_FOLLOW)->mark == CEW_STEP_SKIPPED)
		fprintf(stderr, "\n%s is as this template has it already: nothing was changed\n", cew_upgrade_stack_name(r->u));
	else if (ok)
		fprintf(stderr, "\n%s is upgraded, and healthy\n", cew_upgrade_stack_name(r->u));
	tell_stopped(r);
	if (r->app->options->json)
		tell_result(r, ok ? NULL : err);
	return ok ? CEW_EXIT_DONE : err ? (int)cew_exit_for(err) : CEW_EXIT_FAILED;
}

static int leave(struct runner *r)
{
	struct cew_error err;
	bool begun = cew_upgrade_step(r->u) >= CEW_UPGRADE_SCALE_DOWN;
	if (!begun) {
		cew_upgrade_decline(r->u);
		while (cew_upgrade_step(r->u) >= CEW_UPGRADE_CHANGES && !cew_upgrade_over(r->u) && cew_loop_run(r->app->loop, &err) == CEW_OK)
			;
		cew_fail(&err, CEW_INTERRUPTED, "interrupted; nothing was changed");
	} else {
		cew_fail(&err, CEW_INTERRUPTED, "left at the step \"%s\"", cew_upgrade_step_title(cew_upgrade_step(r->u)));
		cew_error_hint(&err, "go on with: cewizard upgrade %s", cew_upgrade_stack_name(r->u));
	}
	tell_error(&err);
	tell_stopped(r);
	if (r->app->options->json)
		tell_result(r, &err);
	return begun ? CEW_EXIT_LEFT : CEW_EXIT_INTERRUPTED;
}

/* ---- running ---- */

/* Reads through the loop, so that signals end the waiting, too. A terminal hands over whole lines. */
static void on_line(void *ctx, int fd, short revents)
{
	struct runner *r = ctx;
	(void)revents;
	ssize_t n = read(fd, r->line, sizeof(r->line) - 1);
	r->line[n > 0 ? n : 0] = '\0';
	r->line[strcspn(r->line, "\n")] = '\0';
	r->answered = true;
	cew_loop_stop(r->app->loop);
}

/* What was typed; "" if the user left instead. */
static const char *ask_line(struct runner *r, const char *question)
{
	struct cew_error err;
	fputs(question, stderr);
	r->answered = false;
	r->line[0] = '\0';
	if (cew_loop_watch(r->app->loop, STDIN_FILENO, POLLIN, on_line, r))
		return "";
	while (!r->answered && !r->left && cew_loop_run(r->app->loop, &err) == CEW_OK)
		;
	cew_loop_unwatch(r->app->loop, STDIN_FILENO);
	return r->line;
}

static bool says_yes(struct runner *r, const char *question)
{
	const char *line = on_terminal() ? ask_line(r, question) : "";
	return strcmp(line, "y") == 0 || strcmp(line, "yes") == 0;
}

static bool consents(struct runner *r)
{
	if (r->app->options->yes)
		return true;
	return strcmp(ask_line(r, "\nType the stack's name to stop its service and upgrade it: "), cew_upgrade_stack_name(r->u)) == 0;
}

static void answer(struct runner *r)
{
	if (cew_upgrade_step(r->u) == CEW_UPGRADE_ROLL_BACK) {
		bool goes_on = says_yes(r, "The rollback failed. Continue it? [y/N] ");
		bool skip = goes_on && says_yes(r, "Leave out the resources that failed? [y/N] ");
		r->left |= !goes_on || cew_upgrade_continue_rollback(r->u, skip, NULL) != CEW_OK;
		return;
	}
	upgrade_tell_plan(r->app, r->u);
	if (consents(r))
		cew_upgrade_approve(r->u);
	else if (!r->left)
		cew_upgrade_decline(r->u);
}

static int run(struct runner *r)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct cew_error err;
	for (size_t i = 0; i < CEW_COUNT(signals); i++)
		cew_loop_signal(r->app->loop, signals[i], on_signal, r);
	while (!cew_upgrade_over(r->u) && !r->left && !out_broken()) {
		if (cew_upgrade_waits(r->u))
			answer(r);
		else if (cew_loop_run(r->app->loop, &err))
			return end_with_error(r->app, NULL, &err);
	}
	int code = cew_upgrade_over(r->u) ? conclude(r) : leave(r);
	if (cew_upgrade_deployment(r->u))
		ending_leave(r->app, cew_upgrade_deployment(r->u), code);
	return code;
}

/* ---- cancel: an update that another program, or another terminal, follows ---- */

static void on_cancelled(void *ctx, const struct cew_error *err, const struct cew_found *found)
{
	struct { struct cew_app *app; struct cew_error err; bool told; } *c = ctx;
	(void)found;
	c->told = true;
	if (err)
		c->err = *err;
	cew_loop_stop(c->app->loop);
}

static int cancel(struct cew_app *app)
{
	struct { struct cew_app *app; struct cew_error err; bool told; } c = {.app = app};
	struct cew_operations operations = cew_aws_operations(app->aws);
	struct cew_error err;
	char token[37];
	cew_uuid(app->random, token);
	uint64_t call = operations.cancel_update(operations.self, app->options->operand, token, on_cancelled, &c, &c.err);
	if (call && !c.told && cew_loop_run(app->loop, &err))
		return end_with_error(app, NULL, &err);
	if (c.err.status)
		return end_with_error(app, NULL, &c.err);
	fprintf(stderr, "The update of %s is being cancelled; what it had changed is rolled back\n", app->options->operand);
	struct cew_deployment *d = deployment_for(app, false);
	if (!d)
		return end_with_error(app, NULL, (cew_fail_memory(&err), &err));
	int code = cew_deploy_watch(d, app->options->operand, &err) ? end_with_error(app, NULL, &err) : follow(app, d);
	/* For who wanted it cancelled, the rollback is what was to be done. */
	if (code == CEW_EXIT_FAILED && strcmp(cew_deploy_stack_status(d), "UPDATE_ROLLBACK_COMPLETE") == 0)
		code = CEW_EXIT_DONE;
	cew_deploy_destroy(d);
	return code;
}

/* ---- the command ---- */

/* A template behind an address is CloudFormation's alone to read: then what it asks for cannot be known here. */
static enum cew_status check_template(const struct cew_app *app, struct cew_error *err)
{
	if (!app->options->template) {
		cew_fail(err, CEW_USAGE, "upgrade wants the new template");
		return cew_error_hint(err, "give it with --template FILE");
	}
	if (app->template)
		return CEW_OK;
	cew_fail(err, CEW_USAGE, "upgrade compares the new template with the stack's, so it must be a file on this machine");
	return cew_error_hint(err, "download it first");
}

int upgrade_resume_entry(struct cew_app *app, const struct cew_journal_entry *entry)
{
	struct cew_error err;
	struct runner r = {.app = app};
	struct cew_upgrade_config config = {
		.site = cew_app_site(app), .stack = entry->stack_name, .continue_rollback = app->options->yes,
		.cancel_after_ms = (int64_t)app->options->cancel_after * 60000,
	};
	fprintf(stderr, "Going on with the upgrade of %s in %s, at %s\n", entry->stack_name, cew_aws_region(app->aws), entry->state);
	r.u = cew_upgrade_create(&config, on_change, &r);
	if (!r.u)
		return end_with_error(app, NULL, (cew_fail_memory(&err), &err));
	int code = cew_upgrade_resume(r.u, entry, &err) ? end_with_error(app, NULL, &err) : run(&r);
	cew_upgrade_destroy(r.u);
	return code;
}

static int begin(struct cew_app *app)
{
	struct cew_error err;
	struct runner r = {.app = app};
	struct cew_upgrade_config config = {
		.site = cew_app_site(app), .stack = app->options->operand, .template = app->template, .answers = app->answers,
		.template_bucket = *app_setting(app, "templateBucket") ? app_setting(app, "templateBucket") : NULL,
		.cancel_after_ms = (int64_t)app->options->cancel_after * 60000, .continue_rollback = app->options->yes,
	};
	if (check_template(app, &err))
		return end_with_error(app, NULL, &err);
	r.u = cew_upgrade_create(&config, on_change, &r);
	if (!r.u)
		return end_with_error(app, NULL, (cew_fail_memory(&err), &err));
	int code = cew_upgrade_start(r.u, &err) ? end_with_error(app, NULL, &err) : run(&r);
	cew_upgrade_destroy(r.u);
	return code;
}

int command_upgrade(struct cew_app *app)
{
	struct cew_error err;
	struct cew_journal_entry entry;
	enum cew_status s = app_answers_good(app, &err);
	if (!s)
		s = cew_app_sign_in(app, &err);
	if (!s)
		s = use_region_of(app, app->options->operand, &err);
	if (s)
		return end_with_error(app, NULL, &err);
	if (app->options->cancel)
		return cancel(app);
	if (cew_upgrade_journal(app->options->operand, &entry, &err))
		return begin(app);
	int code = upgrade_resume_entry(app, &entry);
	cew_journal_entry_finish(&entry);
	return code;
}
