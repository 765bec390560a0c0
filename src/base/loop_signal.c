/* Signals into the loop, by way of a pipe to itself. */
#include "loop_signal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

/* All that the handler touches. A flag a signal as well as a byte in the pipe: a full pipe loses bytes, never a flag. */
static volatile sig_atomic_t arrived[CEW_SIGNAL_MAX];
static volatile sig_atomic_t wake_fd[CEW_SIGNAL_MAX]; /* plus one, so that 0 is none */

static void on_signal(int signo)
{
	int saved = errno;

	arrived[signo] = 1;
	if (wake_fd[signo] > 0 && write((int)wake_fd[signo] - 1, "", 1) < 0)
		arrived[signo] = 1; /* the pipe is full, so its reader is awake */
	errno = saved;
}

void cew_signals_init(struct cew_signals *s)
{
	*s = (struct cew_signals){.pipe = {-1, -1}};
}

static bool is_held(const struct cew_signals *s, int signo)
{
	return s->handlers[signo].fn && wake_fd[signo] == s->pipe[1] + 1;
}

static void release(struct cew_signals *s, int signo)
{
	if (is_held(s, signo)) {
		signal(signo, SIG_DFL);
		wake_fd[signo] = 0;
		arrived[signo] = 0;
	}
	s->handlers[signo].fn = NULL;
}

void cew_signals_finish(struct cew_signals *s)
{
	for (int signo = 1; signo < CEW_SIGNAL_MAX; signo++)
		release(s, signo);
	if (s->pipe[0] >= 0) {
		close(s->pipe[0]);
		close(s->pipe[1]);
	}
	cew_signals_init(s);
}

enum cew_status cew_signals_open(struct cew_signals *s)
{
	if (s->pipe[0] >= 0)
		return CEW_OK;
	return pipe2(s->pipe, O_CLOEXEC | O_NONBLOCK) == 0 ? CEW_OK : CEW_IO;
}

int cew_signals_fd(const struct cew_signals *s)
{
	return s->pipe[0];
}

enum cew_status cew_signals_set(struct cew_signals *s, int signo, void (*fn)(void *ctx, int signo), void *ctx)
{
	struct sigaction action = {0};

	if (signo < 1 || signo >= CEW_SIGNAL_MAX)
		return CEW_INVALID;
	if (!fn) {
		release(s, signo);
		return signal(signo, SIG_DFL) == SIG_ERR ? CEW_INVALID : CEW_OK;
	}
	s->handlers[signo].fn = fn;
	s->handlers[signo].ctx = ctx;
	wake_fd[signo] = s->pipe[1] + 1;
	action.sa_handler = on_signal;
	action.sa_flags = SA_RESTART;
	sigemptyset(&action.sa_mask);
	if (sigaction(signo, &action, NULL) == 0)
		return CEW_OK;
	wake_fd[signo] = 0;
	s->handlers[signo].fn = NULL;
	return CEW_INVALID;
}

static void drain(int fd)
{
	char bytes[256];
	ssize_t got;

	do {
		got = read(fd, bytes, sizeof(bytes));
	} while (got > 0 || (got < 0 && errno == EINTR));
}

void cew_signals_dispatch(struct cew_signals *s)
{
	drain(s->pipe[0]);
	for (int signo = 1; signo < CEW_SIGNAL_MAX; signo++) {
		if (!arrived[signo] || !is_held(s, signo))
			continue;
		arrived[signo] = 0;
		s->handlers[signo].fn(s->handlers[signo].ctx, signo);
	}
}
