/* The loop: timers and descriptors, changed from within their own callbacks. A fake clock decides what is due. */
#include "unit.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

struct fixture {
	struct fake_clock clock;
	struct cew_loop *loop;
	char trace[64]; /* a letter a callback */
	int pipes[2][2];
	uint64_t timer;
	struct cew_loop *other;
	int timeout_ms;     /* what the fake poller was asked to wait */
	int64_t advance_ms; /* how long it pretends to wait */
	int result, error;  /* what it returns */
};

static struct fixture f;

static int set_up(void **state)
{
	(void)state;
	memset(&f, 0, sizeof(f));
	fake_clock_init(&f.clock);
	f.clock.mono_ms = 1000;
	f.loop = cew_loop_create(&f.clock.clock);
	assert_non_null(f.loop);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(pipe(f.pipes[i]), 0);
		assert_int_equal(write(f.pipes[i][1], "x", 1), 1); /* readable from the start */
	}
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	cew_loop_destroy(f.loop);
	for (size_t i = 0; i < 2; i++) {
		close(f.pipes[i][0]);
		close(f.pipes[i][1]);
	}
	return 0;
}

static void mark(void *ctx)
{
	size_t at = strlen(f.trace);

	assert_true(at + 1 < sizeof(f.trace));
	f.trace[at] = *(const char *)ctx;
}

static void mark_fd(void *ctx, int fd, short revents)
{
	(void)fd;
	assert_true(revents & (POLLIN | POLLHUP | POLLNVAL));
	mark(ctx);
}

static char letter[] = "abcdefghij";
#define A (&letter[0])
#define B (&letter[1])
#define C (&letter[2])
#define D (&letter[3])
#define TURN (&letter[9])

static void step(void)
{
	assert_int_equal(cew_loop_step(f.loop, 0, NULL), CEW_OK);
}

static int fake_poll(void *ctx, struct pollfd *fds, size_t count, int timeout_ms)
{
	assert_ptr_equal(ctx, &f);
	for (size_t i = 0; i < count; i++)
		fds[i].revents = 0;
	f.timeout_ms = timeout_ms;
	f.clock.mono_ms += f.advance_ms;
	errno = f.error;
	return f.result;
}

/* ---- timers ---- */

static void timers_run_in_order_of_time(void **state)
{
	(void)state;
	assert_true(cew_loop_after(f.loop, 30, mark, C) > 0);
	assert_true(cew_loop_after(f.loop, 10, mark, A) > 0);
	assert_true(cew_loop_after(f.loop, 20, mark, B) > 0);
	assert_true(cew_loop_after(f.loop, 30, mark, D) > 0);
	step();
	assert_string_equal(f.trace, "");
	f.clock.mono_ms += 9;
	step();
	assert_string_equal(f.trace, "");
	f.clock.mono_ms += 11;
	step();
	assert_string_equal(f.trace, "ab");
	f.clock.mono_ms += 100;
	step();
	assert_string_equal(f.trace, "abcd");
	step();
	assert_string_equal(f.trace, "abcd");
}

static void cancelled_timer_does_not_run(void **state)
{
	uint64_t a = cew_loop_after(f.loop, 0, mark, A), b = cew_loop_after(f.loop, 0, mark, B);

	(void)state;
	assert_int_not_equal(a, b);
	cew_loop_cancel(f.loop, a);
	cew_loop_cancel(f.loop, 0);
	cew_loop_cancel(f.loop, 12345);
	step();
	assert_string_equal(f.trace, "b");
	cew_loop_cancel(f.loop, b);
}

static void cancel_from_timer(void *ctx)
{
	mark(ctx);
	cew_loop_cancel(f.loop, f.timer);
}

static void cancel_inside_a_callback(void **state)
{
	(void)state;
	cew_loop_after(f.loop, 0, cancel_from_timer, A);
	f.timer = cew_loop_after(f.loop, 0, mark, B);
	cew_loop_after(f.loop, 0, mark, C);
	step();
	assert_string_equal(f.trace, "ac");
}

static void renew(void *ctx)
{
	mark(ctx);
	f.timer = cew_loop_after(f.loop, 0, renew, ctx);
}

static void timer_that_renews_itself_lets_others_run(void **state)
{
	(void)state;
	cew_loop_after(f.loop, -5, renew, A);
	cew_loop_after(f.loop, 0, mark, B);
	step();
	assert_string_equal(f.trace, "ab");
	step();
	assert_string_equal(f.trace, "aba");
	cew_loop_cancel(f.loop, f.timer);
	step();
	assert_string_equal(f.trace, "aba");
}

static void far_timers_do_not_wrap(void **state)
{
	(void)state;
	cew_loop_set_poller(f.loop, fake_poll, &f);
	cew_loop_after(f.loop, INT64_MAX, mark, A);
	assert_int_equal(cew_loop_step(f.loop, -1, NULL), CEW_OK);
	assert_int_equal(f.timeout_ms, INT32_MAX);
	assert_string_equal(f.trace, "");
}

static void waits_no_longer_than_the_first_timer(void **state)
{
	(void)state;
	cew_loop_set_poller(f.loop, fake_poll, &f);
	cew_loop_step(f.loop, -1, NULL);
	assert_int_equal(f.timeout_ms, -1);
	cew_loop_step(f.loop, 250, NULL);
	assert_int_equal(f.timeout_ms, 250);
	cew_loop_after(f.loop, 100, mark, A);
	cew_loop_step(f.loop, 250, NULL);
	assert_int_equal(f.timeout_ms, 100);
	cew_loop_step(f.loop, 40, NULL);
	assert_int_equal(f.timeout_ms, 40);
	assert_string_equal(f.trace, "");
	f.advance_ms = 100;
	cew_loop_step(f.loop, -1, NULL);
	assert_int_equal(f.timeout_ms, 100);
	assert_string_equal(f.trace, "a");
	cew_loop_after(f.loop, 0, mark, B);
	f.clock.mono_ms += 50;
	cew_loop_step(f.loop, -1, NULL);
	assert_int_equal(f.timeout_ms, 0);
}

/* ---- descriptors ---- */

static void readable_descriptor_is_told(void **state)
{
	char byte;

	(void)state;
	assert_int_equal(cew_loop_watch(f.loop, f.pipes[0][0], POLLIN, mark_fd, A), CEW_OK);
	step();
	step();
	assert_string_equal(f.trace, "aa");
	assert_int_equal(read(f.pipes[0][0], &byte, 1), 1);
	step();
	assert_string_equal(f.trace, "aa");
	assert_int_equal(cew_loop_watch(f.loop, -1, POLLIN, mark_fd, A), CEW_INVALID);
	assert_int_equal(cew_loop_watch(f.loop, 0, POLLIN, NULL, A), CEW_INVALID);
}

static void closed_writer_is_told(void **state)
{
	(void)state;
	assert_int_equal(cew_loop_watch(f.loop, 1000, POLLIN, mark_fd, A), CEW_OK);
	step();
	assert_string_equal(f.trace, "a"); /* POLLNVAL: not open at all */
}

static void watch_again_replaces(void **state)
{
	(void)state;
	cew_loop_watch(f.loop, f.pipes[0][0], POLLIN, mark_fd, A);
	cew_loop_watch(f.loop, f.pipes[0][0], POLLIN, mark_fd, B);
	step();
	assert_string_equal(f.trace, "b");
	cew_loop_unwatch(f.loop, f.pipes[0][0]);
	cew_loop_unwatch(f.loop, f.pipes[0][0]);
	step();
	assert_string_equal(f.trace, "b");
}

static void unwatch_both(void *ctx, int fd, short revents)
{
	mark_fd(ctx, fd, revents);
	cew_loop_unwatch(f.loop, f.pipes[0][0]);
	cew_loop_unwatch(f.loop, f.pipes[1][0]);
}

static void removal_during_dispatch(void **state)
{
	(void)state;
	cew_loop_watch(f.loop, f.pipes[0][0], POLLIN, unwatch_both, A);
	cew_loop_watch(f.loop, f.pipes[1][0], POLLIN, mark_fd, B);
	step();
	step();
	assert_string_equal(f.trace, "a");
}

static void replace_other(void *ctx, int fd, short revents)
{
	mark_fd(ctx, fd, revents);
	cew_loop_unwatch(f.loop, f.pipes[0][0]);
	cew_loop_watch(f.loop, f.pipes[1][0], POLLIN, mark_fd, C);
}

/* The number may belong to another file by now: only what the next poll says about it counts. */
static void replacement_during_dispatch_waits_a_turn(void **state)
{
	(void)state;
	cew_loop_watch(f.loop, f.pipes[0][0], POLLIN, replace_other, A);
	cew_loop_watch(f.loop, f.pipes[1][0], POLLIN, mark_fd, B);
	step();
	assert_string_equal(f.trace, "a");
	step();
	assert_string_equal(f.trace, "ac");
}

static void add_many(void *ctx, int fd, short revents)
{
	mark_fd(ctx, fd, revents);
	cew_loop_unwatch(f.loop, fd);
	for (int i = 1000; i < 1100; i++)
		assert_int_equal(cew_loop_watch(f.loop, i, 0, mark_fd, D), CEW_OK);
	for (int i = 1000; i < 1100; i++)
		cew_loop_unwatch(f.loop, i);
}

static void growth_during_dispatch(void **state)
{
	(void)state;
	cew_loop_watch(f.loop, f.pipes[0][0], POLLIN, add_many, A);
	cew_loop_watch(f.loop, f.pipes[1][0], POLLIN, mark_fd, B);
	step();
	assert_string_equal(f.trace, "ab");
}

static void take_a_turn(void *ctx, int fd, short revents)
{
	mark_fd(ctx, fd, revents);
	cew_loop_unwatch(f.loop, fd);
	step();
}

static void a_callback_may_take_a_turn(void **state)
{
	(void)state;
	cew_loop_watch(f.loop, f.pipes[0][0], POLLIN, take_a_turn, A);
	cew_loop_watch(f.loop, f.pipes[1][0], POLLIN, mark_fd, B);
	step();
	assert_string_equal(f.trace, "abb");
}

/* ---- poller and turns ---- */

static void poller_can_be_replaced_and_put_back(void **state)
{
	(void)state;
	cew_loop_watch(f.loop, f.pipes[0][0], POLLIN, mark_fd, A);
	cew_loop_set_poller(f.loop, fake_poll, &f);
	step();
	assert_string_equal(f.trace, "");
	cew_loop_set_poller(f.loop, NULL, NULL);
	step();
	assert_string_equal(f.trace, "a");
}

static void poller_failure_is_an_error(void **state)
{
	struct cew_error err = {0};

	(void)state;
	cew_loop_set_poller(f.loop, fake_poll, &f);
	f.result = -1;
	f.error = EBADF;
	assert_int_equal(cew_loop_step(f.loop, 0, &err), CEW_IO);
	assert_int_equal(err.status, CEW_IO);
	assert_non_null(strstr(err.what, strerror(EBADF)));
	assert_int_equal(cew_loop_run(f.loop, NULL), CEW_IO);
}

static int interrupted_poll(void *ctx, struct pollfd *fds, size_t count, int timeout_ms)
{
	(void)ctx;
	(void)timeout_ms;
	for (size_t i = 0; i < count; i++)
		fds[i].revents = POLLIN; /* means nothing: the call failed */
	errno = EINTR;
	return -1;
}

static void interruption_is_no_error(void **state)
{
	(void)state;
	cew_loop_watch(f.loop, f.pipes[0][0], POLLIN, mark_fd, A);
	cew_loop_after(f.loop, 0, mark, B);
	cew_loop_set_poller(f.loop, interrupted_poll, NULL);
	step();
	assert_string_equal(f.trace, "b");
}

static void on_turn_once_and_only_if_something_ran(void **state)
{
	(void)state;
	cew_loop_on_turn(f.loop, mark, TURN);
	step();
	assert_string_equal(f.trace, "");
	cew_loop_after(f.loop, 0, mark, A);
	cew_loop_after(f.loop, 0, mark, B);
	cew_loop_watch(f.loop, f.pipes[0][0], POLLIN, mark_fd, C);
	step();
	assert_string_equal(f.trace, "cabj");
	cew_loop_unwatch(f.loop, f.pipes[0][0]);
	step();
	assert_string_equal(f.trace, "cabj");
}

static void the_pollers_own_work_makes_a_turn(void **state)
{
	(void)state;
	cew_loop_on_turn(f.loop, mark, TURN);
	cew_loop_set_poller(f.loop, fake_poll, &f);
	f.result = 1;
	step();
	assert_string_equal(f.trace, "j");
	f.result = 0;
	step();
	assert_string_equal(f.trace, "j");
}

static void stop(void *ctx)
{
	mark(ctx);
	cew_loop_stop(f.loop);
}

static void run_turns_until_stopped(void **state)
{
	(void)state;
	cew_loop_set_poller(f.loop, fake_poll, &f);
	f.advance_ms = 10;
	cew_loop_on_turn(f.loop, mark, TURN);
	cew_loop_after(f.loop, 5, mark, A);
	cew_loop_after(f.loop, 25, stop, B);
	cew_loop_after(f.loop, 100, mark, C);
	assert_int_equal(cew_loop_run(f.loop, NULL), CEW_OK);
	assert_string_equal(f.trace, "ajbj");

	cew_loop_stop(f.loop); /* before it runs: it returns at once, and the next run turns again */
	assert_int_equal(cew_loop_run(f.loop, NULL), CEW_OK);
	assert_string_equal(f.trace, "ajbj");
	cew_loop_after(f.loop, 0, stop, D);
	assert_int_equal(cew_loop_run(f.loop, NULL), CEW_OK);
	assert_string_equal(f.trace, "ajbjdj");
}

static void loop_knows_its_clock(void **state)
{
	(void)state;
	assert_ptr_equal(cew_loop_clock(f.loop), &f.clock.clock);
	cew_loop_destroy(NULL);
}

#define LOOP_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LOOP_TEST(timers_run_in_order_of_time),
		LOOP_TEST(cancelled_timer_does_not_run),
		LOOP_TEST(cancel_inside_a_callback),
		LOOP_TEST(timer_that_renews_itself_lets_others_run),
		LOOP_TEST(far_timers_do_not_wrap),
		LOOP_TEST(waits_no_longer_than_the_first_timer),
		LOOP_TEST(readable_descriptor_is_told),
		LOOP_TEST(closed_writer_is_told),
		LOOP_TEST(watch_again_replaces),
		LOOP_TEST(removal_during_dispatch),
		LOOP_TEST(replacement_during_dispatch_waits_a_turn),
		LOOP_TEST(growth_during_dispatch),
		LOOP_TEST(a_callback_may_take_a_turn),
		LOOP_TEST(poller_can_be_replaced_and_put_back),
		LOOP_TEST(poller_failure_is_an_error),
		LOOP_TEST(interruption_is_no_error),
		LOOP_TEST(on_turn_once_and_only_if_something_ran),
		LOOP_TEST(the_pollers_own_work_makes_a_turn),
		LOOP_TEST(run_turns_until_stopped),
		LOOP_TEST(loop_knows_its_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
