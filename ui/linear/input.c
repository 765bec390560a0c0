/* input: lines from standard input by way of the loop, so that a signal and AWS are heard while a question waits. */
#include "linear.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>


enum { INPUT_MAX = 256 * 1024, COLUMNS = 78 };

static void readable(void *ctx, int fd, short revents)
{
	(void)revents;
	struct linear *l = ctx;
	char bytes[4096];
	ssize_t n = read(fd, bytes, sizeof(bytes));
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0) {
		l->eof = true;
		cew_loop_unwatch(l->w->app->loop, fd);
		return;
	}
	cew_buf_add(&l->input, bytes, (size_t)n);
	cew_wipe(bytes, sizeof(bytes));
}

static void on_signal(void *ctx, int signo)
{
	(void)signo;
	struct linear *l = ctx;
	l->interrupted = true;
}

static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

/* A signal typed at the terminal must not throw away what poll has promised: reading would wait for ever. */
static void keep_typed_ahead(struct linear *l)
{
	struct termios modes;
	l->has_modes = tcgetattr(STDIN_FILENO, &l->modes) == 0;
	if (!l->has_modes)
		return;
	modes = l->modes;
	modes.c_lflag |= NOFLSH;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
}

enum cew_status linear_open(struct linear *l, struct cew_error *err)
{
	struct cew_loop *loop = l->w->app->loop;
	cew_buf_init(&l->input, INPUT_MAX);
	keep_typed_ahead(l);
	for (size_t i = 0; i < CEW_COUNT(ends); i++)
		if (cew_loop_signal(loop, ends[i], on_signal, l) != CEW_OK)
			return cew_fail_memory(err);
	return cew_loop_watch(loop, STDIN_FILENO, POLLIN, readable, l) == CEW_OK ? CEW_OK : cew_fail_memory(err);
}

void linear_close(struct linear *l)
{
	struct cew_loop *loop = l->w->app->loop;
	cew_loop_unwatch(loop, STDIN_FILENO);
	for (size_t i = 0; i < CEW_COUNT(ends); i++)
		cew_loop_signal(loop, ends[i], NULL, NULL);
	cew_buf_wipe(&l->input);
	if (l->has_modes)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &l->modes);
}

bool linear_wait(struct linear *l)
{
	return !l->interrupted && cew_loop_step(l->w->app->loop, -1, NULL) == CEW_OK && !l->interrupted;
}

/* Takes the first line out of what was read; the last one may lack its newline. */
static bool take(struct linear *l, struct cew_buf *out)
{
	char *newline = l->input.len ? memchr(l->input.data, '\n', l->input.len) : NULL;
	if (!newline && !(l->eof && l->input.len))
		return false;
	size_t len = newline ? (size_t)(newline - l->input.data) : l->input.len;
	size_t used = newline ? len + 1 : len;
	size_t text = len > 0 && l->input.data[len - 1] == '\r' ? len - 1 : len;
	cew_buf_add(out, l->input.data, text);
	memmove(l->input.data, l->input.data + used, l->input.len - used);
	l->input.len -= used;
	cew_wipe(l->input.data + l->input.len, used);
	return true;
}

/* Whatever ends the program while nothing is echoed has to switch echoing on again. */
static bool hide(struct termios *before)
{
	if (tcgetattr(STDIN_FILENO, before) != 0)
		return false;
	struct termios hidden = *before;
	hidden.c_lflag &= (tcflag_t)~ECHO;
	ui_fatal_arm("", before);
	return tcsetattr(STDIN_FILENO, TCSADRAIN, &hidden) == 0;
}

static void show(const struct termios *before)
{
	tcsetattr(STDIN_FILENO, TCSADRAIN, before);
	ui_fatal_disarm();
	putchar('\n');
}

/* A line that comes while the client waits for the code of an MFA device is that code. */
static void ask_mfa(struct linear *l)
{
	struct cew_buf code;
	uint64_t question = l->w->mfa_question;
	l->w->mfa_question = 0;
	cew_buf_init(&code, 256);
	putchar('\n');
	bool got = linear_line(l, "Code of your MFA device, for signing in (Enter: none) > ", true, &code);
	cew_aws_answer_mfa(l->w->app->aws, question, got ? cew_buf_text(&code) : NULL);
	cew_buf_wipe(&code);
}

bool linear_line(struct linear *l, const char *prompt, bool secret, struct cew_buf *out)
{
	struct termios before;
	bool hidden = secret && hide(&before);
	cew_buf_clear(out);
	fputs(prompt, stdout);
	fflush(stdout);
	bool got = false;
	while (!l->interrupted && !(got = take(l, out)) && !l->eof) {
		if (!linear_wait(l))
			break;
		if (!l->w->mfa_question)
			continue;
		ask_mfa(l);
		fputs(prompt, stdout);
		fflush(stdout);
	}
	if (hidden)
		show(&before);
	return got && !l->interrupted;
}

void linear_say(const char *text, const char *indent)
{
	size_t at = 0, len = strlen(text);
	struct cew_span line;
	while (cew_wrap_next(text, len, COLUMNS - (int)strlen(indent), &at, &line))
		printf("%s%.*s\n", indent, (int)line.len, text + line.at);
}
