/* The embedded AWS as a child: this very program plays it when it is started as "demo-aws". */
#include "support.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the child ---- */

static void on_stdin(void *ctx, int fd, short revents)
{
	char byte;
	(void)revents;
	if (read(fd, &byte, 1) <= 0)
		cew_loop_stop(ctx);
}

static int serve(const char *speed, const char *scenario_path)
{
	struct cew_loop *loop = cew_loop_create(cew_clock_system());
	struct cew_demo *demo;
	struct cew_error err;
	struct cew_demo_config config = {.loop = loop, .speed = strtod(speed, NULL), .scenario_path = scenario_path};
	if (cew_demo_create(&config, &demo, &err)) {
		fprintf(stderr, "a line before\ncewizard: %s: %s\n  %s\n", err.where, err.what, err.hint);
		cew_loop_destroy(loop);
		return 3;
	}
	printf("export AWS_ENDPOINT_URL=http://127.0.0.1:%d\nexport AWS_ACCESS_KEY_ID=%s\nexport AWS_SECRET_ACCESS_KEY=%s\n"
	       "export AWS_DEFAULT_REGION=us-east-1\n", cew_demo_port(demo), cew_demo_access_key(demo),
	       cew_secret_text(cew_demo_secret_key(demo)));
	fflush(stdout);
	cew_loop_watch(loop, 0, POLLIN, on_stdin, loop);
	cew_loop_run(loop, NULL);
	cew_demo_destroy(demo);
	cew_loop_destroy(loop);
	return 0;
}

/* What the arguments of the child must be. */
static int play_child(int argc, char **argv)
{
	if (argc < 6 || strcmp(argv[0], "cewizard") != 0 || strcmp(argv[2], "--port") != 0 || strcmp(argv[3], "0") != 0 ||
	    strcmp(argv[4], "--demo-speed") != 0)
		return 99;
	if (argc == 6)
		return strcmp(argv[5], "0.5") == 0 ? 0 : serve(argv[5], NULL); /* 0.5: ends at once, and silently */
	return argc == 8 && strcmp(argv[6], "--demo-scenario") == 0 ? serve(argv[5], argv[7]) : 99;
}

/* ---- tests ---- */

static void a_child_serves_until_it_is_stopped(void **state)
{
	struct cew_demo_child child;
	struct cew_error err = {.what = ""};
	bool matches = false;
	(void)state;
	if (cew_demo_child_start("/nonexistent/cewizard", 60, NULL, &child, &err))
		fail_msg("%s", err.what);
	cew_pattern_matches("http://127\\.0\\.0\\.1:\\d+", child.endpoint_url, &matches, NULL);
	assert_true(matches);
	assert_int_equal(strlen(child.access_key), 20);
	assert_int_equal(cew_secret_len(child.secret_key), 40);
	assert_int_equal(getpgid(child.pid), child.pid); /* out of reach of the terminal's Ctrl-C */
	assert_true(fcntl(child.stdin_fd, F_GETFD) & FD_CLOEXEC);
	pid_t pid = child.pid;
	cew_demo_child_stop(&child);
	assert_int_equal(kill(pid, 0), -1);
	assert_int_equal(errno, ESRCH);
	assert_int_equal(child.stdin_fd, -1);
	cew_demo_child_stop(&child); /* again: harmless */
}

/* Keys and passwords of the parent's environment must not stand in the child's as well. */
static void a_child_is_told_little_of_the_environment(void **state)
{
	struct cew_demo_child child;
	char path[64], text[65536];
	(void)state;
	setenv("CEW_TEST_PASSWORD", "topsecret1", 1);
	assert_int_equal(cew_demo_child_start("", 1, NULL, &child, NULL), CEW_OK);
	unsetenv("CEW_TEST_PASSWORD");
	snprintf(path, sizeof(path), "/proc/%d/environ", child.pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = read(fd, text, sizeof(text));
	close(fd);
	assert_true(len > 0);
	assert_non_null(memmem(text, (size_t)len, "PATH=", 5));
	assert_null(memmem(text, (size_t)len, "topsecret1", 10));
	cew_demo_child_stop(&child);
}

static void a_child_ends_with_its_standard_input(void **state)
{
	struct cew_demo_child child;
	int result = -1;
	(void)state;
	assert_int_equal(cew_demo_child_start("", 1, NULL, &child, NULL), CEW_OK);
	close(child.stdin_fd);
	child.stdin_fd = -1;
	assert_int_equal(waitpid(child.pid, &result, 0), child.pid);
	assert_true(WIFEXITED(result) && WEXITSTATUS(result) == 0);
	child.pid = 0;
	cew_demo_child_stop(&child);
}

static void a_child_leaves_no_descriptor_behind(void **state)
{
	struct cew_demo_child child;
	int before = open("/dev/null", O_RDONLY | O_CLOEXEC), after;
	(void)state;
	close(before);
	assert_int_equal(cew_demo_child_start("", 1, NULL, &child, NULL), CEW_OK);
	cew_demo_child_stop(&child);
	assert_int_equal(cew_demo_child_start("", 1, "/nonexistent.yaml", &child, NULL), CEW_INVALID);
	after = open("/dev/null", O_RDONLY | O_CLOEXEC);
	assert_int_equal(before, after);
	close(after);
}

static void its_last_words_are_told(void **state)
{
	struct cew_demo_child child;
	struct cew_error err;
	char path[] = "/tmp/cewizard-scenario-XXXXXX";
	int fd = mkstemp(path);
	(void)state;
	assert_int_equal(write(fd, "fial: []\n", 9), 9);
	close(fd);
	assert_int_equal(cew_demo_child_start("", 1, path, &child, &err), CEW_INVALID);
	unlink(path);
	assert_memory_equal(err.what, "the embedded AWS did not start: /tmp/", 37);
	assert_non_null(strstr(err.what, ":1:1: a scenario has no key \"fial\""));
	assert_string_equal(err.hint, "The keys are: account, clockSkewSeconds, deny, events, fail, faults, identity, latencyMs, marketplace, "
	                              "objects, others, quotas, resources, sessionSeconds, slow, stacks, throttle.");
	assert_int_equal(child.pid, 0);
	assert_null(child.endpoint_url);
}

static void a_silent_end_is_an_error(void **state)
{
	struct cew_demo_child child;
	struct cew_error err;
	(void)state;
	assert_int_equal(cew_demo_child_start("", 0.5, NULL, &child, &err), CEW_IO);
	assert_string_equal(err.what, "the embedded AWS did not start: it ended without a word");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_child_serves_until_it_is_stopped), cmocka_unit_test(a_child_is_told_little_of_the_environment),
		cmocka_unit_test(a_child_ends_with_its_standard_input),
		cmocka_unit_test(a_child_leaves_no_descriptor_behind), cmocka_unit_test(its_last_words_are_told),
		cmocka_unit_test(a_silent_end_is_an_error),
	};
	if (argc > 1 && strcmp(argv[1], "demo-aws") == 0)
		return play_child(argc, argv);
	return cmocka_run_group_tests_name("demo child", tests, NULL, NULL);
}
