/* Playing a recording: its inputs go into a deployment's model when their time has come. */
#include "input.h"

#include <stdlib.h>
#include <string.h>

#define FILE_MAX_BYTES (64 << 20)
#define AT_ONCE 400      /* inputs in one turn of the loop: the screen is drawn between turns */
#define TICK_MS 1000     /* the recording's time goes on at least this often while nothing happens */

struct cew_replay {
	struct cew_deployment *d;
	struct cew_loop *loop;
	struct cew_buf text;
	char *name;
	size_t at, line;
	int64_t now_ms;    /* the recording's time */
	int64_t since_ms;  /* this machine's monotonic time then */
	double speed;
	uint64_t timer;
	bool over;
	struct read_input next; /* doc NULL: the recording is over */
};

static void schedule(struct cew_replay *r);

static int64_t mono_now(const struct cew_replay *r)
{
	const struct cew_clock *clock = cew_loop_clock(r->loop);
	return clock->mono_ms(clock->ctx);
}

/* ---- reading ---- */

/* The next whole line; false at the end. What a crash left behind the last newline is none. */
static bool next_line(struct cew_replay *r, const char **line, size_t *len)
{
	const char *start = cew_buf_text(&r->text) + r->at, *end = memchr(start, '\n', r->text.len - r->at);
	if (!end)
		return false;
	*line = start;
	*len = (size_t)(end - start);
	r->at += *len + 1;
	r->line++;
	return true;
}

static enum cew_status read_next(struct cew_replay *r, struct cew_error *err)
{
	const char *line;
	size_t len;
	input_finish(&r->next);
	return next_line(r, &line, &len) ? input_read(r->name, r->line, line, len, &r->next, err) : CEW_OK;
}

/* Everything is looked at before anything is played: a recording that is none is said to be none at once. */
static enum cew_status check_all(struct cew_replay *r, struct cew_error *err)
{
	int64_t before = 0;
	enum cew_status s = read_next(r, err);
	if (!s && (!r->next.doc || r->next.input.kind != CEW_INPUT_BEGIN)) {
		cew_fail(err, CEW_INVALID, "this is no recording: it does not begin with one's beginning");
		s = cew_error_where(err, "%s:1", r->name);
	}
	while (!s && r->next.doc) {
		if (r->next.input.at_ms < before) {
			cew_fail(err, CEW_INVALID, "the recording's time goes backward");
			s = cew_error_where(err, "%s:%zu", r->name, r->line);
			break;
		}
		before = r->next.input.at_ms;
		s = read_next(r, err);
	}
	r->at = r->line = 0;
	return s ? s : read_next(r, err);
}

/* ---- playing ---- */

/* A recording that was cut off has no end of its own. */
static void finish(struct cew_replay *r)
{
	enum cew_deploy_state state = cew_deploy_state(r->d);
	r->over = true;
	if (state == CEW_DEPLOY_DONE || state == CEW_DEPLOY_STOPPED)
		return;
	struct cew_input inputs[] = {
		{.kind = CEW_INPUT_TROUBLE, .text = "the recording ends here, and the operation went on"},
		{.kind = CEW_INPUT_END, .status = cew_deploy_stack_status(r->d), .elapsed_ms = r->now_ms},
		{.kind = CEW_INPUT_STATE, .state = CEW_DEPLOY_STOPPED, .operation = cew_deploy_operation(r->d)},
	};
	for (size_t i = 0; i < CEW_COUNT(inputs); i++) {
		inputs[i].at_ms = r->now_ms;
		cew_deploy_play(r->d, &inputs[i], NULL);
	}
}

static void play_next(struct cew_replay *r)
{
	struct cew_error err;
	r->now_ms = r->next.input.at_ms;
	enum cew_status s = cew_deploy_play(r->d, &r->next.input, &err);
	if (!s)
		s = read_next(r, &err);
	if (s) {
		cew_log(CEW_LOG_WARN, "evidence", "%s:%zu: %s", r->name, r->line, err.what);
		input_finish(&r->next);
	}
}

static int64_t played_ms(const struct cew_replay *r)
{
	return r->now_ms + (int64_t)((double)(mono_now(r) - r->since_ms) * r->speed);
}

static void tick(struct cew_replay *r, int64_t now_ms)
{
	struct cew_input input = {.kind = CEW_INPUT_TICK, .at_ms = now_ms};
	if (now_ms <= r->now_ms || cew_deploy_state(r->d) == CEW_DEPLOY_IDLE)
		return;
	r->now_ms = now_ms;
	cew_deploy_play(r->d, &input, NULL);
}

static void on_timer(void *ctx)
{
	struct cew_replay *r = ctx;
	int64_t now = r->speed > 0 ? played_ms(r) : INT64_MAX;
	r->timer = 0;
	for (int i = 0; i < AT_ONCE && r->next.doc && r->next.input.at_ms <= now; i++)
		play_next(r);
	if (!r->next.doc) {
		finish(r);
		return;
	}
	if (r->speed > 0 && r->next.input.at_ms > now)
		tick(r, now);
	r->since_ms = mono_now(r);
	schedule(r);
}

static void schedule(struct cew_replay *r)
{
	double wait = r->speed > 0 ? (double)(r->next.input.at_ms - r->now_ms) / r->speed : 0;
	int64_t delay = wait > TICK_MS ? TICK_MS : (int64_t)wait;
	r->timer = cew_loop_after(r->loop, delay, on_timer, r);
}

/* ---- the whole ---- */

enum cew_status cew_replay_create(struct cew_deployment *d, struct cew_loop *loop, const char *path, double speed,
                                  struct cew_replay **out, struct cew_error *err)
{
	struct cew_replay *r = calloc(1, sizeof(*r));
	*out = NULL;
	if (!r || !(r->name = cew_strdup(path))) {
		free(r);
		return cew_fail_memory(err);
	}
	r->d = d;
	r->loop = loop;
	r->speed = speed;
	cew_buf_init(&r->text, FILE_MAX_BYTES);
	enum cew_status s = cew_file_read(path, FILE_MAX_BYTES, &r->text, err);
	if (!s)
		s = check_all(r, err);
	if (s) {
		cew_replay_destroy(r);
		return s;
	}
	r->since_ms = mono_now(r);
	schedule(r);
	*out = r;
	return CEW_OK;
}

void cew_replay_set_speed(struct cew_replay *r, double speed)
{
	if (r->over)
		return;
	if (r->speed > 0)
		tick(r, played_ms(r) < r->next.input.at_ms ? played_ms(r) : r->now_ms);
	r->speed = speed;
	r->since_ms = mono_now(r);
	cew_loop_cancel(r->loop, r->timer);
	schedule(r);
}

bool cew_replay_over(const struct cew_replay *r)
{
	return r->over;
}

void cew_replay_destroy(struct cew_replay *r)
{
	if (!r)
		return;
	if (r->timer)
		cew_loop_cancel(r->loop, r->timer);
	input_finish(&r->next);
	cew_buf_finish(&r->text);
	free(r->name);
	free(r);
}
