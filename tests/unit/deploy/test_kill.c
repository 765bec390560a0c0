/* The program is killed at every step at which it leaves a trace, on disk or in AWS, and gone on with: there is never more
 * than one stack, and none is lost. Each run is a child process; AWS is memory that all of them share. */
#include "bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define KILLED 9
#define STEPS_MAX 400

/* ---- what outlives a process ---- */

static struct world {
	int stacks;
	char token[64]; /* of the request that made the stack */
} *world;

/* ---- the steps ---- */

static int fuse; /* steps until this process is killed; 0: it is not */

static bool burns_out(void)
{
	return fuse > 0 && --fuse == 0;
}

static void step(void)
{
	if (burns_out())
		_exit(KILLED);
}

/* The file system is stepped on its way to the kernel: these stand before the C library's. A write may be torn. */
ssize_t write(int fd, const void *data, size_t len)
{
	if (burns_out()) {
		syscall(SYS_write, fd, data, len / 2);
		_exit(KILLED);
	}
	return syscall(SYS_write, fd, data, len);
}

int fsync(int fd)
{
	step();
	return (int)syscall(SYS_fsync, fd);
}

int rename(const char *from, const char *to)
{
	step();
	int result = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
	step();
	return result;
}

/* ---- an AWS of one name ---- */

static uint64_t identity(void *self, cew_caller_fn *done, void *arg, struct cew_error *err)
{
	static const struct cew_caller caller = {"123456789012", "arn:aws:iam::123456789012:user/op", "AIDA"};
	(void)self;
	(void)err;
	step();
	done(arg, NULL, &caller);
	return 1;
}

static void no_such_stack(struct cew_error *err)
{
	cew_fail(err, CEW_NOT_FOUND, "there is no such stack");
	cew_error_code(err, "ValidationError");
}

static uint64_t describe(void *self, const char *which, cew_stack_fn *done, void *arg, struct cew_error *err)
{
	static const struct cew_stack stack = {.id = STACK_ID, .name = "ce", .status = "CREATE_COMPLETE", .status_reason = "", .description = ""};
	struct cew_error none;
	(void)self;
	(void)which;
	(void)err;
	step();
	if (world->stacks) {
		done(arg, NULL, &stack);
	} else {
		no_such_stack(&none);
		done(arg, &none, NULL);
	}
	return 1;
}

static uint64_t events(void *self, const char *which, const char *next, cew_events_fn *done, void *arg, struct cew_error *err)
{
	struct cew_stack_event told[] = {
		{.id = "s2", .time_ms = START_MS + 9000, .time = "2026-01-02T03:04:14.000Z", .status = "CREATE_COMPLETE"},
		{.id = "s1", .time_ms = START_MS, .time = "2026-01-02T03:04:05.000Z", .status = "CREATE_IN_PROGRESS"},
	};
	struct cew_event_page page = {.events = told, .count = CEW_COUNT(told)};
	struct cew_error none;
	(void)self;
	(void)which;
	(void)next;
	(void)err;
	step();
	for (size_t i = 0; i < CEW_COUNT(told); i++) {
		told[i].stack_id = told[i].physical_id = STACK_ID;
		told[i].stack_name = told[i].logical_id = "ce";
		told[i].type = STACK;
		told[i].reason = i ? "User Initiated" : "";
		told[i].token = world->token;
	}
	no_such_stack(&none);
	done(arg, world->stacks ? NULL : &none, world->stacks ? &page : NULL);
	return 1;
}

/* The same token is the same request; another one for the same name is refused. */
static uint64_t create(void *self, const struct cew_create_request *r, cew_create_fn *done, void *arg, struct cew_error *err)
{
	struct cew_error taken;
	(void)self;
	(void)err;
	step(); /* it never went out */
	if (world->stacks && strcmp(world->token, r->token) != 0) {
		cew_fail(&taken, CEW_REFUSED, "Stack [ce] already exists");
		cew_error_code(&taken, "AlreadyExistsException");
		done(arg, &taken, NULL);
		return 1;
	}
	if (!world->stacks) {
		world->stacks++;
		snprintf(world->token, sizeof(world->token), "%s", r->token);
	}
	step(); /* AWS took it, and nobody heard the answer */
	done(arg, NULL, STACK_ID);
	return 1;
}

static void cancel(void *self, uint64_t call)
{
	(void)self;
	(void)call;
}

/* ---- runs ---- */

static void on_change(void *ctx, struct cew_deployment *d)
{
	(void)ctx;
	(void)d;
	step();
}

/* Turns until it is over. 0: done, 1: stopped because there is no stack, 2: otherwise. */
static int finish(struct bench *b)
{
	cew_deploy_observe(b->d, on_change, NULL);
	for (int turns = 0; turns < 10000; turns++) {
		enum cew_deploy_state state = cew_deploy_state(b->d);
		if (state == CEW_DEPLOY_DONE)
			return cew_deploy_ok(b->d) ? 0 : 2;
		if (state == CEW_DEPLOY_STOPPED)
			return cew_deploy_error(b->d)->status == CEW_NOT_FOUND ? 1 : 2;
		if (cew_loop_step(b->loop, -1, NULL))
			return 2;
	}
	return 2;
}

typedef int run_fn(struct bench *b, const struct planned *p);

static int deploy(struct bench *b, const struct planned *p)
{
	return cew_deploy_submit(b->d, &p->plan, NULL) ? 2 : finish(b);
}

static int resume(struct bench *b, const struct planned *p)
{
	struct cew_journal_entry entry;
	struct cew_error err;
	if (cew_journal_newest_open("ce", &entry, &err))
		return err.status == CEW_NOT_FOUND ? 3 : 2;
	return cew_deploy_resume_with(b->d, &entry, p ? &p->plan : NULL, NULL) ? 2 : finish(b);
}

/* In a process of its own, which is killed at the n-th step (0: never). Its exit code. */
static int run(struct bench *b, const struct planned *p, run_fn *fn, int n)
{
	int ended;
	fflush(NULL);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		b->cloud = (struct cew_cloud){b, identity, create, describe, events, NULL, cancel};
		b->config.journal = true;
		b->d = cew_deploy_create(&b->config);
		fuse = n;
		_exit(b->d ? fn(b, p) : 2);
	}
	assert_int_equal(waitpid(pid, &ended, 0), pid);
	assert_true(WIFEXITED(ended));
	return WEXITSTATUS(ended);
}

/* A fresh AWS, and a machine that has not run anything yet. */
static void begin_anew(struct bench *b, int n)
{
	char *home = cew_fmt("%s/%d", b->state_home, n);
	assert_non_null(home);
	*world = (struct world){0};
	setenv("XDG_STATE_HOME", home, 1);
	free(home);
}

static int setup(void **state)
{
	world = mmap(NULL, sizeof(*world), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return world == MAP_FAILED ? -1 : bench_setup(state);
}

/* ---- what must hold ---- */

static void with_the_plan_there_is_exactly_one_stack(void **state)
{
	struct bench *b = *state;
	struct planned p;
	int n = 0, code;
	planned_open(&p);
	do {
		begin_anew(b, ++n);
		code = run(b, &p, deploy, n);
		assert_true(code == KILLED || code == 0);
		if (code == KILLED) {
			int going_on = run(b, &p, resume, n); /* … and killed once more */
			if (going_on == KILLED)
				going_on = run(b, &p, resume, 0);
			/* Nothing open: then it was over, or it had not begun and there is nothing to go on with. */
			if (going_on == 3 && !world->stacks)
				going_on = run(b, &p, deploy, 0);
			if (going_on != 0 && going_on != 3)
				fail_msg("killed at step %d, going on ended with %d", n, going_on);
		}
		if (world->stacks != 1)
			fail_msg("killed at step %d, there are %d stacks", n, world->stacks);
	} while (code == KILLED && n < STEPS_MAX);
	assert_int_equal(code, 0);
	assert_true(n > 25); /* the steps are really steps */
	planned_close(&p);
}

static void without_it_a_stack_that_was_made_is_found(void **state)
{
	struct bench *b = *state;
	struct planned p;
	int n = 0, code, found = 0, absent = 0;
	planned_open(&p);
	do {
		begin_anew(b, ++n);
		code = run(b, &p, deploy, n);
		if (code != KILLED)
			break;
		int stacks = world->stacks, going_on = run(b, NULL, resume, 0);
		found += stacks && going_on == 0;
		absent += !stacks && going_on == 1;
		/* One that was made is followed to its end, or was known to be over; one that was not is said not to be there. */
		bool right = stacks ? going_on == 0 || going_on == 3 : going_on == 1 || going_on == 3;
		if (!right || world->stacks != stacks)
			fail_msg("killed at step %d: %d stacks, then %d, and resume ended with %d", n, stacks, world->stacks, going_on);
	} while (n < STEPS_MAX);
	assert_int_equal(code, 0);
	assert_true(found > 5);
	assert_true(absent > 0);
	planned_close(&p);
}

#undef TEST
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, bench_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(with_the_plan_there_is_exactly_one_stack),
		TEST(without_it_a_stack_that_was_made_is_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
