/* The embedded AWS as a process of its own: this program again, started as "demo-aws". */
#include "cewizard/demo.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define SELF "/proc/self/exe"
#define START_TIMEOUT_MS 10000
#define OUTPUT_MAX 8192 /* bytes of either stream that are looked at */
#define EXIT_USAGE 2    /* the exit codes with which a command line or a file was refused */
#define EXIT_INVALID 3

struct streams {
	int in[2], out[2]; /* pipes: [0] is read, [1] is written */
	int err;           /* memory: nobody has to read along */
};

/* ---- the child's side ---- */

/* What the child is told of our environment. The rest stays here: keys and passwords stand in it. */
static bool is_harmless(const char *entry)
{
	static const char *const names[] = {"PATH=", "HOME=", "TMPDIR=", "LANG=", "LC_", "TZ=", "XDG_", "ASAN_OPTIONS=", "UBSAN_OPTIONS=",
	                                    "LSAN_OPTIONS="};
	for (size_t i = 0; i < CEW_COUNT(names); i++)
		if (strncmp(entry, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

#define ENVIRONMENT_MAX 64 /* entries; more of the harmless ones are left out */

static void short_environment(char *out[ENVIRONMENT_MAX + 1])
{
	size_t n = 0;
	for (char **entry = environ; entry && *entry && n < ENVIRONMENT_MAX; entry++)
		if (is_harmless(*entry))
			out[n++] = *entry;
	out[n] = NULL;
}

static void become_child(const struct streams *s, const char *self, char *const *argv, pid_t parent)
{
	sigset_t none;
	/* A group of its own: Ctrl-C on the terminal is for the parent alone, which still wants to talk to it. */
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent) /* it ended before the line above */
		_exit(127);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (dup2(s->in[0], STDIN_FILENO) < 0 || dup2(s->out[1], STDOUT_FILENO) < 0 || dup2(s->err, STDERR_FILENO) < 0)
		_exit(127);
	char *environment[ENVIRONMENT_MAX + 1];
	short_environment(environment);
	execve(access(SELF, X_OK) == 0 ? SELF : self, argv, environment);
	fprintf(stderr, "cannot start %s: %s\n", self, strerror(errno));
	_exit(127);
}

/* ---- the parent's side ---- */

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void close_streams(struct streams *s)
{
	close_fd(&s->in[0]);
	close_fd(&s->in[1]);
	close_fd(&s->out[0]);
	close_fd(&s->out[1]);
	close_fd(&s->err);
}

static enum cew_status open_streams(struct streams *s, struct cew_error *err)
{
	*s = (struct streams){{-1, -1}, {-1, -1}, -1};
	if (pipe2(s->in, O_CLOEXEC) == 0 && pipe2(s->out, O_CLOEXEC) == 0 &&
	    (s->err = memfd_create("demo-aws-errors", MFD_CLOEXEC)) >= 0)
		return CEW_OK;
	cew_fail(err, CEW_IO, "cannot make a pipe to the embedded AWS: %s", strerror(errno));
	close_streams(s);
	return CEW_IO;
}

/* ---- what it says ---- */

/* Takes over "export NAME=value" lines; false when memory ran out. */
static bool read_export(struct cew_demo_child *out, const char *line, size_t len)
{
	static const char url[] = "export AWS_ENDPOINT_URL=", key[] = "export AWS_ACCESS_KEY_ID=",
	                  secret[] = "export AWS_SECRET_ACCESS_KEY=";
	if (len > sizeof(url) - 1 && memcmp(line, url, sizeof(url) - 1) == 0 && !out->endpoint_url)
		return (out->endpoint_url = strndup(line + sizeof(url) - 1, len - (sizeof(url) - 1))) != NULL;
	if (len > sizeof(key) - 1 && memcmp(line, key, sizeof(key) - 1) == 0 && !out->access_key)
		return (out->access_key = strndup(line + sizeof(key) - 1, len - (sizeof(key) - 1))) != NULL;
	if (len > sizeof(secret) - 1 && memcmp(line, secret, sizeof(secret) - 1) == 0 && !out->secret_key)
		return (out->secret_key = cew_secret_create(line + sizeof(secret) - 1, len - (sizeof(secret) - 1))) != NULL;
	return true;
}

static bool is_complete(const struct cew_demo_child *c)
{
	return c->endpoint_url && c->access_key && c->secret_key;
}

static bool read_lines(struct cew_demo_child *out, const char *text, size_t len)
{
	const char *end;
	for (size_t at = 0; (end = memchr(text + at, '\n', len - at)) != NULL; at = (size_t)(end - text) + 1)
		if (!read_export(out, text + at, (size_t)(end - (text + at))))
			return false;
	return true;
}

/* Its last words: the last line that is not indented is what happened, an indented one after it what to do. */
static void read_errors(int fd, char what[OUTPUT_MAX], char hint[OUTPUT_MAX])
{
	char text[OUTPUT_MAX];
	ssize_t len = pread(fd, text, sizeof(text) - 1, 0);
	char *rest = NULL;
	*what = *hint = '\0';
	text[len > 0 ? len : 0] = '\0';
	for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		bool indented = *line == ' ';
		strcpy(indented ? hint : what, line + strspn(line, " "));
		if (!indented)
			*hint = '\0';
	}
	static const char name[] = "cewizard: ";
	if (strncmp(what, name, sizeof(name) - 1) == 0)
		memmove(what, what + sizeof(name) - 1, strlen(what + sizeof(name) - 1) + 1);
}

static enum cew_status tell_failure(struct cew_demo_child *child, bool ended, int err_fd, struct cew_error *err)
{
	char what[OUTPUT_MAX], hint[OUTPUT_MAX];
	int result = 0;
	if (!ended) /* one that is ending must come to its own exit status */
		kill(child->pid, SIGKILL);
	while (waitpid(child->pid, &result, 0) < 0 && errno == EINTR)
		continue;
	child->pid = 0;
	read_errors(err_fd, what, hint);
	int code = WIFEXITED(result) ? WEXITSTATUS(result) : -1;
	enum cew_status status = code == EXIT_USAGE || code == EXIT_INVALID ? CEW_INVALID : CEW_IO;
	if (!*what)
		snprintf(what, sizeof(what), "it ended without a word");
	cew_fail(err, status, "the embedded AWS did not start: %s", what);
	if (*hint)
		cew_error_hint(err, "%s", hint);
	return status;
}

static bool wait_readable(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	int n;
	do
		n = poll(&p, 1, START_TIMEOUT_MS);
	while (n < 0 && errno == EINTR);
	return n > 0;
}

static bool read_exports(int fd, struct cew_demo_child *out, bool *ended)
{
	char text[OUTPUT_MAX];
	size_t len = 0;
	bool ok = true;
	*ended = false;
	while (ok && !is_complete(out) && len < sizeof(text)) {
		ssize_t n = wait_readable(fd) ? read(fd, text + len, sizeof(text) - len) : -1;
		if (n < 0 && errno == EINTR)
			continue;
		ok = n > 0;
		*ended = n == 0;
		len += ok ? (size_t)n : 0;
		ok = ok && read_lines(out, text, len);
	}
	cew_wipe(text, sizeof(text));
	return is_complete(out);
}

/* ---- starting and stopping ---- */

static enum cew_status run(const char *self, char *const *argv, struct cew_demo_child *out, struct cew_error *err)
{
	struct streams s;
	enum cew_status status = open_streams(&s, err);
	if (status)
		return status;
	pid_t parent = getpid(), pid = fork();
	if (pid == 0)
		become_child(&s, self, argv, parent);
	if (pid < 0) {
		close_streams(&s);
		return cew_fail(err, CEW_IO, "cannot start a process for the embedded AWS: %s", strerror(errno));
	}
	*out = (struct cew_demo_child){.pid = pid, .stdin_fd = s.in[1], .out_fd = s.out[0], .err_fd = s.err};
	s.in[1] = s.out[0] = s.err = -1;
	close_streams(&s); /* the child's ends: kept open here, its end would never be seen */
	return CEW_OK;
}

enum cew_status cew_demo_child_wait(struct cew_demo_child *child, struct cew_error *err)
{
	bool ended;
	enum cew_status status = CEW_OK;
	if (!read_exports(child->out_fd, child, &ended))
		status = tell_failure(child, ended, child->err_fd, err);
	close_fd(&child->out_fd);
	close_fd(&child->err_fd);
	if (status)
		cew_demo_child_stop(child);
	return status;
}

enum cew_status cew_demo_child_begin(const char *self, double speed, const char *scenario_path,
                                     struct cew_demo_child *out, struct cew_error *err)
{
	*out = (struct cew_demo_child){.stdin_fd = -1, .out_fd = -1, .err_fd = -1};
	char *pace = cew_fmt("%.9g", speed);
	char *path = cew_strdup(scenario_path);
	if (!pace || (scenario_path && !path)) {
		free(pace);
		free(path);
		return cew_fail_memory(err);
	}
	char name[] = "cewizard", command[] = "demo-aws", port_option[] = "--port", port[] = "0",
		 speed_option[] = "--demo-speed", scenario_option[] = "--demo-scenario";
	char *argv[] = {name, command, port_option, port, speed_option, pace, path ? scenario_option : NULL, path, NULL};
	enum cew_status status = run(self, argv, out, err);
	free(pace);
	free(path);
	return status;
}

enum cew_status cew_demo_child_start(const char *self, double speed, const char *scenario_path,
                                     struct cew_demo_child *out, struct cew_error *err)
{
	enum cew_status status = cew_demo_child_begin(self, speed, scenario_path, out, err);
	return status ? status : cew_demo_child_wait(out, err);
}

void cew_demo_child_stop(struct cew_demo_child *child)
{
	if (child->pid > 0) {
		kill(child->pid, SIGKILL); /* there is nothing that it would have to save */
		while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
			continue;
	}
	close_fd(&child->stdin_fd);
	close_fd(&child->out_fd);
	close_fd(&child->err_fd);
	free(child->endpoint_url);
	free(child->access_key);
	cew_secret_destroy(child->secret_key);
	*child = (struct cew_demo_child){.stdin_fd = -1, .out_fd = -1, .err_fd = -1};
}
