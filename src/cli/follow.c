/* Following a deployment with lines: events as they come, progress, the result, and the way back for whoever leaves. */
#include "room.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define HEARTBEAT_MS 60000 /* a CI log that says nothing for longer looks dead */
#define LINE_MAX_BYTES (1 << 20)
#define REGION_MAX 64
#define PATH_STEPS 4 /* of what is left, on a heartbeat's line */

struct follower {
	struct cew_app *app;
	struct cew_deployment *d;
	size_t events_told, voices_told;
	bool suspicion_told;
	struct cew_progress progress_told;
	enum cew_deploy_state state_told;
	int64_t said_ms; /* monotonic time of the last line */
	uint64_t heartbeat;
	struct cew_buf line;
	char trouble_told[768];
};

static int64_t now_ms(const struct follower *f)
{
	const struct cew_clock *clock = cew_loop_clock(f->app->loop);
	return clock->mono_ms(clock->ctx);
}

/* Nobody reads any more: leave, as for a signal. */
static void said(struct follower *f)
{
	out_flush(&f->line);
	f->said_ms = now_ms(f);
	if (out_broken())
		cew_loop_stop(f->app->loop);
}

/* ---- what is said ---- */

static void tell_event(struct follower *f, const struct cew_event_row *e)
{
	if (f->app->options->json)
		cew_event_write_json(e, &f->line, NULL);
	else
		cew_event_write_text(e, &f->line);
	said(f);
}

/* Of those that are still kept: a voice that came and went between two turns is in nobody's way. */
static void tell_voices(struct follower *f)
{
	size_t total = cew_deploy_voice_total(f->d), kept = cew_deploy_voice_count(f->d);
	size_t untold = total - f->voices_told;
	for (size_t i = untold < kept ? kept - untold : 0; i < kept; i++) {
		const struct cew_voice *v = cew_deploy_voice_at(f->d, i);
		if (f->app->options->json)
			cew_voice_write_json(v, &f->line, NULL);
		else
			cew_voice_write_text(v, &f->line);
		said(f);
	}
	f->voices_told = total;
}

/* Once: whoever waits can stop waiting. */
static void tell_suspicion(struct follower *f)
{
	const struct cew_root_cause *s = cew_deploy_suspicion(f->d);
	struct cew_buf people;
	if (!s || f->suspicion_told)
		return;
	f->suspicion_told = true;
	cew_buf_init(&people, LINE_MAX_BYTES);
	cause_write(s, "will probably fail, though AWS still tries", &people);
	if (f->app->options->json) {
		fputs(cew_buf_text(&people), stderr);
		cew_suspicion_write_json(s, &f->line, NULL);
	} else {
		cew_buf_add(&f->line, people.data, people.len);
	}
	cew_buf_finish(&people);
	said(f);
}

static void tell_progress(struct follower *f)
{
	struct cew_progress p = cew_deploy_progress(f->d);
	if (!f->app->options->json || (p.done == f->progress_told.done && p.total == f->progress_told.total))
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
	if (!*what)
		return;
	struct cew_buf line;
	cew_buf_init(&line, LINE_MAX_BYTES);
	cew_buf_str(&line, "cewizard: ");
	cew_text_visible(&line, what);
	cew_buf_str(&line, cew_deploy_state(f->d) == CEW_DEPLOY_DONE ? "" : "; still trying");
	cew_buf_str(&line, *err->hint ? "\n  " : "");
	cew_text_visible(&line, err->hint);
	fprintf(stderr, "%s\n", cew_buf_text(&line));
	cew_buf_finish(&line);
}

static void tell_state(struct follower *f)
{
	enum cew_deploy_state state = cew_deploy_state(f->d);
	if (state == f->state_told)
		return;
	f->state_told = state;
	if (state == CEW_DEPLOY_LOOKING && *cew_deploy_account(f->d))
		fprintf(stderr, "Signed in to account %s as %s\n", cew_deploy_account(f->d), cew_deploy_caller(f->d));
	if (state == CEW_DEPLOY_DELIVERING)
		fprintf(stderr, "Putting the template into S3\n");
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
	tell_voices(f);
	tell_suspicion(f);
	tell_progress(f);
	tell_trouble(f);
	tell_state(f);
}

static void add_heartbeat(struct follower *f, const struct cew_progress *p)
{
	char elapsed[CEW_TIME_MAX], left[CEW_TIME_MAX];
	struct cew_buf path;
	cew_buf_init(&path, LINE_MAX_BYTES);
	cew_duration_format(cew_deploy_elapsed_ms(f->d), elapsed);
	cew_duration_format(p->eta_ms, left);
	cew_deploy_path_text(f->d, PATH_STEPS, &path);
	cew_buf_fmt(&f->line, "          %s after %s, %zu of %zu resources%s%s%s%s%s\n", cew_deploy_stack_status(f->d), elapsed, p->done,
	            p->total, p->eta_ms > 0 ? ", about " : "", p->eta_ms > 0 ? left : "", p->eta_ms > 0 ? " left" : "", path.len ? "; next: " : "",
	            cew_buf_text(&path));
	cew_buf_finish(&path);
}

static void on_heartbeat(void *ctx)
{
	struct follower *f = ctx;
	f->heartbeat = cew_loop_after(f->app->loop, HEARTBEAT_MS / 4, on_heartbeat, f);
	if (now_ms(f) - f->said_ms < HEARTBEAT_MS)
		return;
	struct cew_progress p = cew_deploy_progress(f->d);
	if (f->app->options->json)
		cew_progress_write_json(&p, &f->line, NULL);
	else
		add_heartbeat(f, &p);
	said(f);
}

static void on_signal(void *ctx, int signo)
{
	struct follower *f = ctx;
	(void)signo;
	cew_loop_stop(f->app->loop);
}

/* ---- leaving ---- */

/* One word for a shell, whatever is in it. */
static void add_word(struct cew_buf *out, const char *word)
{
	size_t plain = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:@%+,=");
	if (plain && !word[plain]) {
		cew_buf_str(out, word);
		return;
	}
	cew_buf_char(out, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			cew_buf_str(out, "'\\''");
		else
			cew_buf_char(out, *word);
	}
	cew_buf_char(out, '\'');
}

static void add_option(struct cew_buf *out, enum option_id id, const char *value)
{
	if (!value || !*value)
		return;
	cew_buf_fmt(out, " --%s ", option_rows[id].name);
	add_word(out, value);
}

void cew_app_way_back(const struct cew_app *app, const char *stack, struct cew_buf *out)
{
	const struct cew_options *o = app->options;
	cew_buf_str(out, "cewizard watch ");
	add_word(out, stack);
	add_option(out, OPTION_REGION, cew_aws_region(app->aws));
	add_option(out, OPTION_PROFILE, o->profile);
	add_option(out, OPTION_ENDPOINT_URL, o->endpoint_url);
	add_option(out, OPTION_CA_BUNDLE, o->ca_bundle);
}

static int leave(struct follower *f)
{
	struct cew_error err;
	struct cew_buf line;
	enum cew_deploy_state state = cew_deploy_state(f->d);
	const char *stack = cew_deploy_stack_name(f->d);
	const struct app_room *room = (const struct app_room *)f->app;
	bool sends = room->command->asks;
	if (room->replays) {
		cew_fail(&err, CEW_INTERRUPTED, "interrupted");
		return end_with_error(f->app, f->d, &err);
	}
	if (sends && state < CEW_DEPLOY_SUBMITTING) {
		cew_fail(&err, out_broken() ? CEW_IO : CEW_INTERRUPTED, "%s; nothing was sent",
		         out_broken() ? "standard output cannot be written" : "interrupted");
		return end_with_error(f->app, f->d, &err);
	}
	cew_buf_init(&line, sizeof(err.hint));
	cew_app_way_back(f->app, stack, &line);
	if (sends && state == CEW_DEPLOY_SUBMITTING)
		cew_fail(&err, CEW_INTERRUPTED, "left while the request for %s was on its way: whether AWS took it is not known", stack);
	else
		cew_fail(&err, CEW_INTERRUPTED, "left while the operation on %s goes on in AWS", stack);
	if (f->app->options->demo)
		cew_error_hint(&err, "the embedded AWS ends with this program, and the stack with it");
	else
		cew_error_hint(&err, "follow it again with: %s", cew_buf_text(&line));
	cew_buf_finish(&line);
	end_with_error(f->app, f->d, &err);
	return CEW_EXIT_LEFT;
}

/* ---- the end ---- */

/* People get the same ending either way: on standard output, or beside the JSON lines on standard error. */
static int tell_result(struct follower *f)
{
	struct cew_buf people;
	cew_buf_init(&people, LINE_MAX_BYTES);
	cew_app_ending(f->d, &people);
	if (f->app->options->json) {
		fputs(cew_buf_text(&people), stderr);
		cew_result_write_json(f->d, &f->line, NULL);
	} else {
		cew_buf_add(&f->line, people.data, people.len);
	}
	cew_buf_finish(&people);
	out_flush(&f->line);
	return cew_deploy_ok(f->d) ? CEW_EXIT_DONE : CEW_EXIT_FAILED;
}

static int conclude(struct follower *f)
{
	if (cew_deploy_state(f->d) == CEW_DEPLOY_DONE) {
		if (cew_deploy_error(f->d)) /* outputs or last events could not be read; the result stands */
			tell_error(cew_deploy_error(f->d));
		return tell_result(f);
	}
	if (cew_deploy_state(f->d) == CEW_DEPLOY_STOPPED)
		return end_with_error(f->app, f->d, cew_deploy_error(f->d));
	return leave(f);
}

/* ---- the whole ---- */

struct cew_deployment *deployment_for(struct cew_app *app, bool journal)
{
	struct cew_deploy_config config = cew_app_deploy_config(app, journal);
	return cew_deploy_create(&config);
}

/* arn:PARTITION:cloudformation:REGION:… */
enum cew_status use_region_of(struct cew_app *app, const char *stack, struct cew_error *err)
{
	char region[REGION_MAX];
	enum cew_status s = CEW_OK;
	if (!app->options->region && sscanf(stack, "arn:%*[^:]:cloudformation:%63[^:]:", region) == 1)
		s = cew_aws_set_region(app->aws, region, err);
	if (s || *cew_aws_region(app->aws))
		return s;
	cew_fail(err, CEW_USAGE, "in which region %s is, nobody said", stack);
	return cew_error_hint(err, "give --region, set AWS_REGION, or choose a profile that has one");
}

int follow(struct cew_app *app, struct cew_deployment *d)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct follower f = {.app = app, .d = d, .state_told = CEW_DEPLOY_IDLE};
	struct cew_error err;
	struct cew_recorder *recorder = NULL;
	cew_buf_init(&f.line, LINE_MAX_BYTES);
	/* What was asked for matters more than its recording. */
	if (app->options->record && cew_recorder_create(d, app->options->record, &recorder, &err))
		tell_error(&err);
	f.said_ms = now_ms(&f);
	for (size_t i = 0; i < CEW_COUNT(signals); i++)
		cew_loop_signal(app->loop, signals[i], on_signal, &f);
	f.heartbeat = cew_loop_after(app->loop, HEARTBEAT_MS / 4, on_heartbeat, &f);
	cew_deploy_observe(d, on_change, &f);
	on_change(&f, d);
	/* A stop that was asked for already ends the run at once. */
	int code = cew_loop_run(app->loop, &err) ? end_with_error(app, d, &err) : conclude(&f);
	cew_deploy_observe(d, NULL, NULL);
	cew_loop_cancel(app->loop, f.heartbeat);
	cew_buf_finish(&f.line);
	if (cew_recorder_destroy(recorder, &err))
		tell_error(&err);
	ending_leave(app, d, code);
	return code;
}
