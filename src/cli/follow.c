/* Following a deployment with lines: events as they come, progress, the result, and the way back for whoever leaves. */
#include "room.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define HEARTBEAT_MS 60000 /* a CI log that says nothing for longer looks dead */
#define LINE_MAX_BYTES (1 << 20)

struct follower {
	struct cew_app *app;
	struct cew_deployment *d;
	size_t events_told;
	struct cew_progress progress_told;
	enum cew_deploy_state state_told;
	int64_t said_ms; /* monotonic time of the last line */
	uint64_t heartbeat;
	int signo;       /* 0: not interrupted */
	struct cew_buf line;
	char trouble_told[768];
};

static int64_t now_ms(const struct follower *f)
{
	const struct cew_clock *clock = cew_loop_clock(f->app->loop);
	return clock->mono_ms(clock->ctx);
}

static void said(struct follower *f)
{
	out_flush(&f->line);
	f->said_ms = now_ms(f);
}

/* ---- what is said ---- */

static void tell_event(struct follower *f, const struct cew_event_row *e)
{
	if (f->app->options->json) {
		cew_event_write_json(e, &f->line, NULL);
	} else {
		/* "2026-01-02T03:04:05.678Z": the time of day is enough on a line */
		cew_buf_fmt(&f->line, "%.8s  %-32s %-20s%s%s\n", strlen(e->time) > 19 ? e->time + 11 : e->time, e->logical_id, e->status,
		            *e->reason ? "  " : "", e->reason);
	}
	said(f);
}

static void tell_progress(struct follower *f)
{
	struct cew_progress p = cew_deploy_progress(f->d);
	bool same = p.done == f->progress_told.done && p.total == f->progress_told.total && p.eta_ms == f->progress_told.eta_ms;
	if (same || !f->app->options->json)
		return;
	f->progress_told = p;
	cew_progress_write_json(&p, &f->line, NULL);
	said(f);
}

static void tell_trouble(struct follower *f)
{
	const struct cew_error *err = cew_deploy_error(f->d);
	const char *what = err && cew_deploy_state(f->d) != CEW_DEPLOY_STOPPED ? err->what : "";
	if (strcmp(what, f->trouble_told) == 0)
		return;
	snprintf(f->trouble_told, sizeof(f->trouble_told), "%s", what);
	if (*what)
		fprintf(stderr, "cewizard: %s; still trying\n", what);
}

static void tell_state(struct follower *f)
{
	enum cew_deploy_state state = cew_deploy_state(f->d);
	if (state == f->state_told)
		return;
	f->state_told = state;
	if (state == CEW_DEPLOY_LOOKING)
		fprintf(stderr, "Signed in to account %s as %s\n", cew_deploy_account(f->d), cew_deploy_caller(f->d));
	if (state == CEW_DEPLOY_SUBMITTING)
		fprintf(stderr, "Sending %s of stack %s\n", cew_operation_name(cew_deploy_operation(f->d)), cew_deploy_stack_name(f->d));
	if (state == CEW_DEPLOY_DONE || state == CEW_DEPLOY_STOPPED)
		cew_loop_stop(f->app->loop);
}

static void on_change(void *ctx, struct cew_deployment *d)
{
	struct follower *f = ctx;
	for (; f->events_told < cew_deploy_event_count(d); f->events_told++)
		tell_event(f, cew_deploy_event_at(d, f->events_told));
	tell_progress(f);
	tell_trouble(f);
	tell_state(f);
}

static void on_heartbeat(void *ctx)
{
	struct follower *f = ctx;
	f->heartbeat = cew_loop_after(f->app->loop, HEARTBEAT_MS / 4, on_heartbeat, f);
	if (now_ms(f) - f->said_ms < HEARTBEAT_MS)
		return;
	struct cew_progress p = cew_deploy_progress(f->d);
	char elapsed[CEW_TIME_MAX];
	cew_duration_format(cew_deploy_elapsed_ms(f->d), elapsed);
	if (f->app->options->json)
		cew_progress_write_json(&p, &f->line, NULL);
	else
		cew_buf_fmt(&f->line, "          %s after %s, %zu of %zu resources\n", cew_deploy_stack_status(f->d), elapsed, p.done, p.total);
	said(f);
}

static void on_signal(void *ctx, int signo)
{
	struct follower *f = ctx;
	f->signo = signo;
	cew_loop_stop(f->app->loop);
}

/* ---- the end ---- */

void tell_way_back(const struct cew_app *app, const struct cew_deployment *d)
{
	fprintf(stderr, "The operation on %s goes on in AWS. Follow it again with\n  cewizard watch %s --region %s\n",
	        cew_deploy_stack_name(d), cew_deploy_stack_name(d), cew_aws_region(app->aws));
}

static void tell_cause(const struct cew_root_cause *cause)
{
	fprintf(stderr, "\n%s (%s) failed first\n  %s\n", cause->logical_id, cause->type, cause->reason);
	if (*cause->meaning)
		fprintf(stderr, "  What it means  %s\n", cause->meaning);
	if (*cause->remedy)
		fprintf(stderr, "  What to do     %s\n", cause->remedy);
	if (cause->cancelled)
		fprintf(stderr, "  %zu other%s cancelled because of it\n", cause->cancelled, cause->cancelled == 1 ? " was" : "s were");
}

static void tell_access(struct follower *f)
{
	struct cew_access access;
	if (!cew_deploy_access(f->d, &access))
		return;
	cew_buf_fmt(&f->line, "\nOpen it\n  %s\n  then %s\n", access.command, access.url);
}

static void tell_result(struct follower *f)
{
	const struct cew_root_cause *cause = cew_deploy_root_cause(f->d);
	char elapsed[CEW_TIME_MAX];
	if (!cew_deploy_ok(f->d) && cause)
		tell_cause(cause);
	if (f->app->options->json) {
		cew_result_write_json(f->d, &f->line, NULL);
		said(f);
		return;
	}
	cew_duration_format(cew_deploy_elapsed_ms(f->d), elapsed);
	cew_buf_fmt(&f->line, "\n%s: %s in %s, %zu resources\n", cew_deploy_stack_name(f->d), cew_deploy_stack_status(f->d), elapsed,
	            cew_deploy_resource_count(f->d));
	for (size_t i = 0; i < cew_deploy_output_count(f->d); i++) {
		const struct cew_stack_output *o = cew_deploy_output_at(f->d, i);
		cew_buf_fmt(&f->line, "%s  %-28s %s\n", i ? "" : "\nOutputs\n", o->key, o->value);
	}
	if (cew_deploy_ok(f->d) && cew_deploy_operation(f->d) != CEW_OPERATION_DELETE)
		tell_access(f);
	said(f);
}

static int conclude(struct follower *f)
{
	switch (cew_deploy_state(f->d)) {
	case CEW_DEPLOY_DONE:
		tell_result(f);
		return cew_deploy_ok(f->d) ? CEW_EXIT_DONE : CEW_EXIT_FAILED;
	case CEW_DEPLOY_STOPPED:
		tell_error(cew_deploy_error(f->d));
		return (int)cew_exit_for(cew_deploy_error(f->d));
	case CEW_DEPLOY_IDLE:
	case CEW_DEPLOY_IDENTIFYING:
	case CEW_DEPLOY_LOOKING:
		fprintf(stderr, "Interrupted; nothing was sent.\n");
		return CEW_EXIT_INTERRUPTED;
	default:
		tell_way_back(f->app, f->d);
		return CEW_EXIT_LEFT;
	}
}

struct cew_deployment *deployment_for(struct cew_app *app, bool journal)
{
	struct cew_deploy_config config = {
		.loop = app->loop, .random = app->random, .cloud = &app->cloud, .poll_ms = app->poll_ms, .journal = journal,
	};
	return cew_deploy_create(&config);
}

int follow(struct cew_app *app, struct cew_deployment *d)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct follower f = {.app = app, .d = d, .state_told = CEW_DEPLOY_IDLE};
	struct cew_error err;
	cew_buf_init(&f.line, LINE_MAX_BYTES);
	f.said_ms = now_ms(&f);
	for (size_t i = 0; i < CEW_COUNT(signals); i++)
		cew_loop_signal(app->loop, signals[i], on_signal, &f);
	f.heartbeat = cew_loop_after(app->loop, HEARTBEAT_MS / 4, on_heartbeat, &f);
	cew_deploy_observe(d, on_change, &f);
	on_change(&f, d);
	bool over = cew_deploy_state(d) == CEW_DEPLOY_DONE || cew_deploy_state(d) == CEW_DEPLOY_STOPPED;
	int code;
	if (!over && cew_loop_run(app->loop, &err)) {
		tell_error(&err);
		code = (int)cew_exit_for(&err);
	} else {
		code = conclude(&f);
	}
	cew_deploy_observe(d, NULL, NULL);
	cew_loop_cancel(app->loop, f.heartbeat);
	cew_buf_finish(&f.line);
	return code;
}
