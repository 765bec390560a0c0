/* A program that prints keys (credential_process), run without a shell, watched by the loop, for a minute at most. */
#include "acquire.h"
#include "json.h"
#include "room.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { DEADLINE_MS = 60 * 1000, LOOK_AGAIN_MS = 10, MAX_OUTPUT = 64 * 1024, MAX_COMPLAINT = 4096, SHOWN_COMPLAINT = 300 };

extern char **environ;

/* One of the two ways in which the program speaks. */
struct stream {
	int fd; /* -1: closed */
	struct cew_buf text;
	struct aws_acquire *q;
};

struct state {
	pid_t pid; /* 0: not running */
	int end;   /* its pidfd, readable when it has ended; -1: none */
	struct stream out, err;
	uint64_t deadline, look_again;
};

static struct cew_loop *loop_of(const struct aws_acquire *q)
{
	return aws_acquire_client(q)->given.loop;
}

/* ---- the end ---- */

static void read_keys(struct aws_acquire *q, const struct cew_buf *text)
{
	struct aws_credentials keys;
	struct aws_xml tree;
	struct cew_error why = {0};
	bool ok = false;

	if (aws_json_parse(cew_buf_text(text), text->len, &tree, &why) == CEW_OK) {
		if (strcmp(aws_xml_text(tree.root, "Version"), "1") == 0)
			ok = aws_keys_read(tree.root, "SessionToken", &keys, &why);
		else
			cew_fail(&why, CEW_UNREACHABLE, "its Version is not 1");
		aws_xml_finish(&tree);
	}
	if (ok)
		aws_acquire_end(q, &keys);
	else
		aws_acquire_fail(q, "Correct the program that credential_process names: it must print JSON with Version 1",
		                 "what the credential_process of %s printed cannot be used: %s", aws_acquire_source(q)->place, why.what);
}

static void tell_failure(struct aws_acquire *q, int how)
{
	struct state *state = aws_acquire_state(q);
	const char *complaint = cew_buf_text(&state->err.text);
	int len;

	complaint += strspn(complaint, " \t\r\n");
	len = (int)strcspn(complaint, "\r\n");
	if (len > SHOWN_COMPLAINT)
		len = SHOWN_COMPLAINT;
	aws_acquire_fail(q, NULL, "the credential_process of %s %s %d%s%.*s", aws_acquire_source(q)->place,
	                 WIFSIGNALED(how) ? "was ended by signal" : "ended with exit code",
	                 WIFSIGNALED(how) ? WTERMSIG(how) : WEXITSTATUS(how), len ? ": " : "", len, complaint);
}

static void finish_if_over(void *ctx);

static void on_end(void *ctx, int fd, short revents)
{
	(void)fd;
	(void)revents;
	finish_if_over(ctx);
}

static void forget_end(struct aws_acquire *q, struct state *state)
{
	if (state->end < 0)
		return;
	cew_loop_unwatch(loop_of(q), state->end);
	close(state->end);
	state->end = -1;
}

/* It has closed its output, and will be gone in a moment: the kernel tells when, or where it cannot, we look again. */
static void await_end(struct aws_acquire *q, struct state *state)
{
	if (state->end < 0)
		state->end = (int)syscall(SYS_pidfd_open, state->pid, 0);
	if (state->end < 0 || cew_loop_watch(loop_of(q), state->end, POLLIN, on_end, q) != CEW_OK)
		state->look_again = cew_loop_after(loop_of(q), LOOK_AGAIN_MS, finish_if_over, q);
}

static void finish_if_over(void *ctx)
{
	struct aws_acquire *q = ctx;
	struct state *state = aws_acquire_state(q);
	int how = 0;

	state->look_again = 0;
	if (waitpid(state->pid, &how, WNOHANG) == 0) {
		await_end(q, state);
		return;
	}
	state->pid = 0;
	forget_end(q, state);
	if (state->out.text.over_max)
		aws_acquire_fail(q, NULL, "the credential_process of %s printed more than 64 KB", aws_acquire_source(q)->place);
	else if (!WIFEXITED(how) || WEXITSTATUS(how) != 0)
		tell_failure(q, how);
	else
		read_keys(q, &state->out.text);
}

static void on_deadline(void *ctx)
{
	struct aws_acquire *q = ctx;
	struct state *state = aws_acquire_state(q);

	state->deadline = 0;
	aws_acquire_fail(q, "Run it by hand to see what it waits for; it gets no terminal here",
	                 "the credential_process of %s did not end within a minute", aws_acquire_source(q)->place);
}

/* ---- while it runs ---- */

static void close_stream(struct aws_acquire *q, struct stream *s)
{
	if (s->fd < 0)
		return;
	cew_loop_unwatch(loop_of(q), s->fd);
	close(s->fd);
	s->fd = -1;
}

static void on_readable(void *ctx, int fd, short revents)
{
	struct stream *s = ctx;
	struct aws_acquire *q = s->q;
	struct state *state = aws_acquire_state(q);
	char piece[4096];
	ssize_t n = read(fd, piece, sizeof(piece));

	(void)revents;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n > 0) {
		cew_buf_add(&s->text, piece, (size_t)n);
		cew_wipe(piece, (size_t)n);
		return;
	}
	close_stream(q, s);
	if (state->out.fd < 0 && state->err.fd < 0)
		finish_if_over(q);
}

/* ---- the start ---- */

/* A session of its own: it cannot draw on our screen or read our keys, and can be ended with all its children. */
static int spawn(struct state *state, char *const argv[], int out, int err)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	int result = posix_spawn_file_actions_init(&actions);

	if (result != 0)
		return result;
	result = posix_spawnattr_init(&attributes);
	if (result != 0) {
		posix_spawn_file_actions_destroy(&actions);
		return result;
	}
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
	posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1); /* connections are none of its business */
#endif
	result = posix_spawnp(&state->pid, argv[0], &actions, &attributes, argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	if (result != 0)
		state->pid = 0;
	return result;
}

static bool watch(struct aws_acquire *q, struct stream *s, int ends[2])
{
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	s->fd = ends[0];
	return cew_loop_watch(loop_of(q), s->fd, POLLIN, on_readable, s) == CEW_OK;
}

static int run(struct aws_acquire *q, struct state *state, char *const argv[])
{
	int out[2] = {-1, -1}, err[2] = {-1, -1}, result = 0;

	if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0)
		result = errno;
	else if (!watch(q, &state->out, out) || !watch(q, &state->err, err))
		result = ENOMEM;
	else
		result = spawn(state, argv, out[1], err[1]);
	if (out[0] >= 0 && state->out.fd < 0)
		close(out[0]);
	if (err[0] >= 0 && state->err.fd < 0)
		close(err[0]);
	if (out[1] >= 0)
		close(out[1]);
	if (err[1] >= 0)
		close(err[1]);
	return result;
}

static void start_command(struct aws_acquire *q, struct state *state)
{
	const struct aws_source *source = aws_acquire_source(q);
	struct aws_words words;
	struct cew_error why = {0};
	int result;

	if (aws_words_split(source->command, &words, &why) != CEW_OK) {
		aws_acquire_fail(q, "Correct it in the profile", "the credential_process of %s cannot be read: %s", source->place,
		                 why.what);
		return;
	}
	result = run(q, state, words.argv);
	if (result == 0)
		state->deadline = cew_loop_after(loop_of(q), DEADLINE_MS, on_deadline, q);
	if (result != 0)
		aws_acquire_fail(q, "Correct it in the profile, or install the program",
		                 "the credential_process of %s cannot be started: %s: %s", source->place, words.argv[0], strerror(result));
	aws_words_finish(&words);
}

static void start(struct aws_acquire *q)
{
	struct state *state = aws_acquire_take_state(q, sizeof(*state));

	if (!state)
		return;
	state->end = -1;
	state->out = (struct stream){.fd = -1, .q = q};
	state->err = (struct stream){.fd = -1, .q = q};
	cew_buf_init(&state->out.text, MAX_OUTPUT);
	cew_buf_init(&state->err.text, MAX_COMPLAINT);
	start_command(q, state);
}

static void stop(struct aws_acquire *q)
{
	struct state *state = aws_acquire_state(q);

	if (!state)
		return;
	if (state->pid > 0) {
		kill(-state->pid, SIGKILL);
		waitpid(state->pid, NULL, 0);
	}
	forget_end(q, state);
	close_stream(q, &state->out);
	close_stream(q, &state->err);
	cew_loop_cancel(loop_of(q), state->deadline);
	cew_loop_cancel(loop_of(q), state->look_again);
	cew_buf_wipe(&state->out.text);
	cew_buf_wipe(&state->err.text);
}

const struct aws_way aws_way_process = {start, stop};
