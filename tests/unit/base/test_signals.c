/* Signals through the loop. */
#include "unit.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

struct seen {
	struct cew_loop *loop;
	int usr1, usr2, turns;
};

static void count(void *ctx, int signo)
{
	struct seen *s = ctx;

	s->usr1 += signo == SIGUSR1;
	s->usr2 += signo == SIGUSR2;
}

static void count_turn(void *ctx)
{
	((struct seen *)ctx)->turns++;
}

static int set_up(void **state)
{
	static struct seen s;

	s = (struct seen){.loop = cew_loop_create(cew_clock_system())};
	assert_non_null(s.loop);
	*state = &s;
	return 0;
}

static int tear_down(void **state)
{
	cew_loop_destroy(((struct seen *)*state)->loop);
	return 0;
}

static void (*action_of(int signo))(int)
{
	struct sigaction action;

	assert_int_equal(sigaction(signo, NULL, &action), 0);
	return action.sa_handler;
}

static void signal_runs_on_the_loop(void **state)
{
	struct seen *s = *state;

	assert_int_equal(cew_loop_signal(s->loop, SIGUSR1, count, s), CEW_OK);
	cew_loop_on_turn(s->loop, count_turn, s);
	errno = 77;
	raise(SIGUSR1);
	assert_int_equal(errno, 77);
	assert_int_equal(s->usr1, 0);
	assert_int_equal(cew_loop_step(s->loop, -1, NULL), CEW_OK);
	assert_int_equal(s->usr1, 1);
	assert_int_equal(s->turns, 1);
	assert_int_equal(cew_loop_step(s->loop, 0, NULL), CEW_OK);
	assert_int_equal(s->usr1, 1);
	assert_int_equal(s->turns, 1);
}

static void two_signals_in_one_turn(void **state)
{
	struct seen *s = *state;

	assert_int_equal(cew_loop_signal(s->loop, SIGUSR1, count, s), CEW_OK);
	assert_int_equal(cew_loop_signal(s->loop, SIGUSR2, count, s), CEW_OK);
	raise(SIGUSR1);
	raise(SIGUSR1);
	raise(SIGUSR2);
	cew_loop_step(s->loop, 0, NULL);
	assert_int_equal(s->usr1, 1);
	assert_int_equal(s->usr2, 1);
}

/* More of one than a pipe holds: the other still gets through. */
static void a_flood_loses_no_other_signal(void **state)
{
	struct seen *s = *state;

	assert_int_equal(cew_loop_signal(s->loop, SIGUSR1, count, s), CEW_OK);
	assert_int_equal(cew_loop_signal(s->loop, SIGUSR2, count, s), CEW_OK);
	errno = 77;
	for (int i = 0; i < 70000; i++)
		raise(SIGUSR1);
	assert_int_equal(errno, 77);
	raise(SIGUSR2);
	cew_loop_step(s->loop, 0, NULL);
	assert_int_equal(s->usr1, 1);
	assert_int_equal(s->usr2, 1);
}

static void null_gives_the_default_again(void **state)
{
	struct seen *s = *state;

	assert_int_equal(cew_loop_signal(s->loop, SIGUSR1, count, s), CEW_OK);
	assert_true(action_of(SIGUSR1) != SIG_DFL);
	assert_int_equal(cew_loop_signal(s->loop, SIGUSR1, NULL, NULL), CEW_OK);
	assert_true(action_of(SIGUSR1) == SIG_DFL);
}

static void pending_signal_dies_with_its_handler(void **state)
{
	struct seen *s = *state;

	assert_int_equal(cew_loop_signal(s->loop, SIGUSR1, count, s), CEW_OK);
	raise(SIGUSR1);
	assert_int_equal(cew_loop_signal(s->loop, SIGUSR1, NULL, NULL), CEW_OK);
	cew_loop_step(s->loop, 0, NULL);
	assert_int_equal(cew_loop_signal(s->loop, SIGUSR1, count, s), CEW_OK);
	cew_loop_step(s->loop, 0, NULL);
	assert_int_equal(s->usr1, 0);
}

static void destroyed_loop_holds_no_signal(void **state)
{
	struct seen s = {.loop = cew_loop_create(cew_clock_system())};

	(void)state;
	assert_int_equal(cew_loop_signal(s.loop, SIGUSR2, count, &s), CEW_OK);
	cew_loop_destroy(s.loop);
	assert_true(action_of(SIGUSR2) == SIG_DFL);
}

static void the_latest_loop_has_the_signal(void **state)
{
	struct seen *s = *state, other = {.loop = cew_loop_create(cew_clock_system())};

	assert_int_equal(cew_loop_signal(s->loop, SIGUSR1, count, s), CEW_OK);
	assert_int_equal(cew_loop_signal(other.loop, SIGUSR1, count, &other), CEW_OK);
	raise(SIGUSR1);
	cew_loop_step(s->loop, 0, NULL);
	cew_loop_step(other.loop, 0, NULL);
	assert_int_equal(s->usr1, 0);
	assert_int_equal(other.usr1, 1);
	cew_loop_signal(s->loop, SIGUSR2, count, s);
	cew_loop_destroy(other.loop);
	assert_true(action_of(SIGUSR2) != SIG_DFL);
}

static void impossible_signals_are_refused(void **state)
{
	struct seen *s = *state;

	assert_int_equal(cew_loop_signal(s->loop, 0, count, s), CEW_INVALID);
	assert_int_equal(cew_loop_signal(s->loop, 1000, count, s), CEW_INVALID);
	assert_int_equal(cew_loop_signal(s->loop, SIGKILL, count, s), CEW_INVALID);
}

#define SIGNAL_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SIGNAL_TEST(signal_runs_on_the_loop),
		SIGNAL_TEST(two_signals_in_one_turn),
		SIGNAL_TEST(a_flood_loses_no_other_signal),
		SIGNAL_TEST(null_gives_the_default_again),
		SIGNAL_TEST(pending_signal_dies_with_its_handler),
		SIGNAL_TEST(destroyed_loop_holds_no_signal),
		SIGNAL_TEST(the_latest_loop_has_the_signal),
		SIGNAL_TEST(impossible_signals_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
