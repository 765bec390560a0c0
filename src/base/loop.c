/* The event loop: descriptors, timers and signals, one turn after the other. */
#include "cewizard/base.h"
#include "loop_signal.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

struct watch {
	int fd;
	short events;
	cew_fd_fn *fn;
	void *ctx;
	uint64_t serial;
};

struct timer {
	uint64_t id;
	int64_t due_ms;
	cew_loop_fn *fn;
	void *ctx;
};

struct cew_loop {
	const struct cew_clock *clock;
	struct cew_vec watches; /* of struct watch */
	struct cew_vec timers;  /* of struct timer, by due time, then by id */
	struct cew_vec polled;  /* of struct pollfd: kept between turns for its memory */
	struct cew_signals signals;
	uint64_t last_serial; /* of watches and timers alike */
	cew_poller_fn *poller;
	void *poller_ctx;
	cew_loop_fn *on_turn;
	void *on_turn_ctx;
	bool stopped;
};

static int poll_plain(void *ctx, struct pollfd *fds, size_t count, int timeout_ms)
{
	(void)ctx;
	return poll(fds, (nfds_t)count, timeout_ms);
}

struct cew_loop *cew_loop_create(const struct cew_clock *clock)
{
	struct cew_loop *loop = calloc(1, sizeof(*loop));

	if (!loop)
		return NULL;
	loop->clock = clock;
	loop->poller = poll_plain;
	cew_vec_init(&loop->watches, sizeof(struct watch));
	cew_vec_init(&loop->timers, sizeof(struct timer));
	cew_vec_init(&loop->polled, sizeof(struct pollfd));
	cew_signals_init(&loop->signals);
	return loop;
}

void cew_loop_destroy(struct cew_loop *loop)
{
	if (!loop)
		return;
	cew_signals_finish(&loop->signals);
	cew_vec_finish(&loop->watches);
	cew_vec_finish(&loop->timers);
	cew_vec_finish(&loop->polled);
	free(loop);
}

const struct cew_clock *cew_loop_clock(const struct cew_loop *loop)
{
	return loop->clock;
}

static int64_t mono_ms(const struct cew_loop *loop)
{
	return loop->clock->mono_ms(loop->clock->ctx);
}

/* ---- descriptors ---- */

static struct watch *find_watch(const struct cew_loop *loop, int fd)
{
	for (size_t i = 0; i < loop->watches.len; i++) {
		struct watch *w = cew_vec_at(&loop->watches, i);

		if (w->fd == fd)
			return w;
	}
	return NULL;
}

enum cew_status cew_loop_watch(struct cew_loop *loop, int fd, short events, cew_fd_fn *fn, void *ctx)
{
	struct watch watch = {fd, events, fn, ctx, 0};
	struct watch *old = find_watch(loop, fd);

	if (fd < 0 || !fn)
		return CEW_INVALID;
	watch.serial = ++loop->last_serial;
	if (!old)
		return cew_vec_push(&loop->watches, &watch) ? CEW_OK : CEW_NO_MEMORY;
	*old = watch;
	return CEW_OK;
}

void cew_loop_unwatch(struct cew_loop *loop, int fd)
{
	for (size_t i = 0; i < loop->watches.len; i++) {
		if (((struct watch *)cew_vec_at(&loop->watches, i))->fd != fd)
			continue;
		cew_vec_remove(&loop->watches, i);
		return;
	}
}

/* ---- timers ---- */

uint64_t cew_loop_after(struct cew_loop *loop, int64_t delay_ms, cew_loop_fn *fn, void *ctx)
{
	struct timer timer = {loop->last_serial + 1, mono_ms(loop), fn, ctx};
	size_t at = loop->timers.len;

	if (delay_ms > 0 && __builtin_add_overflow(timer.due_ms, delay_ms, &timer.due_ms))
		timer.due_ms = INT64_MAX;
	while (at > 0 && ((struct timer *)cew_vec_at(&loop->timers, at - 1))->due_ms > timer.due_ms)
		at--;
	if (!cew_vec_insert(&loop->timers, at, &timer))
		return 0;
	return ++loop->last_serial;
}

void cew_loop_cancel(struct cew_loop *loop, uint64_t id)
{
	for (size_t i = 0; i < loop->timers.len; i++) {
		if (((struct timer *)cew_vec_at(&loop->timers, i))->id != id)
			continue;
		cew_vec_remove(&loop->timers, i);
		return;
	}
}

/* ---- signals ---- */

static void signal_readable(void *ctx, int fd, short revents)
{
	struct cew_loop *loop = ctx;

	(void)fd;
	(void)revents;
	cew_signals_dispatch(&loop->signals);
}

enum cew_status cew_loop_signal(struct cew_loop *loop, int signo, void (*fn)(void *ctx, int signo), void *ctx)
{
	enum cew_status status = cew_signals_open(&loop->signals);

	if (status == CEW_OK)
		status = cew_loop_watch(loop, cew_signals_fd(&loop->signals), POLLIN, signal_readable, loop);
	if (status != CEW_OK)
		return status;
	return cew_signals_set(&loop->signals, signo, fn, ctx);
}

/* ---- turns ---- */

void cew_loop_set_poller(struct cew_loop *loop, cew_poller_fn *fn, void *ctx)
{
	loop->poller = fn ? fn : poll_plain;
	loop->poller_ctx = ctx;
}

void cew_loop_on_turn(struct cew_loop *loop, cew_loop_fn *fn, void *ctx)
{
	loop->on_turn = fn;
	loop->on_turn_ctx = ctx;
}

/* How long to wait: no longer than allowed, and not beyond the first timer. */
static int wait_ms(const struct cew_loop *loop, int max_wait_ms)
{
	const struct timer *first = cew_vec_at(&loop->timers, 0);
	int64_t left;

	if (!first)
		return max_wait_ms < 0 ? -1 : max_wait_ms;
	left = first->due_ms - mono_ms(loop);
	if (left < 0)
		left = 0;
	if (max_wait_ms >= 0 && left > max_wait_ms)
		left = max_wait_ms;
	return left > INT_MAX ? INT_MAX : (int)left;
}

static bool gather(const struct cew_loop *loop, struct cew_vec *polled)
{
	polled->len = 0;
	for (size_t i = 0; i < loop->watches.len; i++) {
		const struct watch *w = cew_vec_at(&loop->watches, i);
		struct pollfd item = {.fd = w->fd, .events = w->events};

		if (!cew_vec_push(polled, &item))
			return false;
	}
	return true;
}

/* Callbacks may change everything: each descriptor is looked up again, and one that was registered or replaced during
 * this turn waits for the next, because what was polled may have been another file of the same number. */
static int run_watches(struct cew_loop *loop, const struct cew_vec *polled, uint64_t newest)
{
	int ran = 0;

	for (size_t i = 0; i < polled->len; i++) {
		const struct pollfd *item = cew_vec_at(polled, i);
		const struct watch *found = item->revents ? find_watch(loop, item->fd) : NULL;
		struct watch w;

		if (!found || found->serial > newest)
			continue;
		w = *found;
		w.fn(w.ctx, w.fd, item->revents);
		ran++;
	}
	return ran;
}

/* Timers that callbacks add wait for the next turn, or one that renews itself with no delay would never let go. */
static int run_timers(struct cew_loop *loop)
{
	int64_t now = mono_ms(loop);
	uint64_t newest = loop->last_serial;
	int ran = 0;

	for (;;) {
		const struct timer *first = cew_vec_at(&loop->timers, 0);
		struct timer timer;

		if (!first || first->due_ms > now || first->id > newest)
			return ran;
		timer = *first;
		cew_vec_remove(&loop->timers, 0);
		timer.fn(timer.ctx);
		ran++;
	}
}

static int count_ready(const struct cew_vec *polled)
{
	int ready = 0;

	for (size_t i = 0; i < polled->len; i++)
		ready += ((struct pollfd *)cew_vec_at(polled, i))->revents != 0;
	return ready;
}

static enum cew_status wait_for_work(struct cew_loop *loop, struct cew_vec *polled, int max_wait_ms, int *ready,
                                     struct cew_error *err)
{
	if (!gather(loop, polled))
		return cew_fail_memory(err);
	errno = 0;
	*ready = loop->poller(loop->poller_ctx, polled->items, polled->len, wait_ms(loop, max_wait_ms));
	if (*ready >= 0)
		return CEW_OK;
	if (errno != EINTR)
		return cew_fail(err, CEW_IO, "cannot wait for events: %s", strerror(errno));
	/* An interrupted poll leaves revents undefined; whatever is ready will be so in the next turn as well. */
	polled->len = 0;
	*ready = 0;
	return CEW_OK;
}

static enum cew_status turn(struct cew_loop *loop, struct cew_vec *polled, int max_wait_ms, struct cew_error *err)
{
	uint64_t newest = loop->last_serial;
	int ready = 0, ran;
	enum cew_status status = wait_for_work(loop, polled, max_wait_ms, &ready, err);

	if (status != CEW_OK)
		return status;
	ran = ready > count_ready(polled); /* the poller's own work */
	ran += run_watches(loop, polled, newest);
	ran += run_timers(loop);
	if (ran > 0 && loop->on_turn)
		loop->on_turn(loop->on_turn_ctx);
	return CEW_OK;
}

enum cew_status cew_loop_step(struct cew_loop *loop, int max_wait_ms, struct cew_error *err)
{
	/* Taken out of the loop for the turn, so that a callback may take a turn itself. */
	struct cew_vec polled = loop->polled;
	enum cew_status status;

	cew_vec_init(&loop->polled, sizeof(struct pollfd));
	status = turn(loop, &polled, max_wait_ms, err);
	cew_vec_finish(&loop->polled);
	loop->polled = polled;
	return status;
}

enum cew_status cew_loop_run(struct cew_loop *loop, struct cew_error *err)
{
	enum cew_status status = CEW_OK;

	while (!loop->stopped && status == CEW_OK)
		status = cew_loop_step(loop, -1, err);
	loop->stopped = false;
	return status;
}

void cew_loop_stop(struct cew_loop *loop)
{
	loop->stopped = true;
}
