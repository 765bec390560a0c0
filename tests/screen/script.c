/* script: the lines of a screen script, one step each. Nothing sleeps: steps wait until the screen shows what they want. */
#include "play.h"

#include <ctype.h>
#include <errno.h>
#include <ftw.h>
#include <poll.h>
#include <stdarg.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ARGS_MAX = 64, ENV_MAX = 64, QUIET_MS = 700, RESTLESS_MS = 5000 };

struct play {
	struct terminal terminal;
	const char *program, *directory;
	const char *script;
	int line;
	bool update;
	bool at_home; /* programs start in `home`, where they may write */
	int rows, columns;
	char home[64];
	char *env[ENV_MAX + 1];
	size_t env_count;
	struct masks masks;
};

typedef void step_fn(struct play *p, char *argument);

static char text[TEXT_MAX];

static long now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void __attribute__((format(printf, 2, 3), noreturn)) fail(struct play *p, const char *fmt, ...)
{
	va_list args;
	if (p->terminal.vt) {
		terminal_text(&p->terminal, text, sizeof(text));
		fprintf(stderr, "%s", text);
	}
	fprintf(stderr, "%s:%d: ", p->script, p->line);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	terminal_stop(&p->terminal);
	exit(1);
}

/* "\n", "\t", "\\" and "\xHH" in what is typed and pasted. */
static void unescape(char *s)
{
	char *out = s;
	for (; *s; s++) {
		if (*s != '\\' || !s[1]) {
			*out++ = *s;
			continue;
		}
		s++;
		if (*s == 'x' && isxdigit((unsigned char)s[1]) && isxdigit((unsigned char)s[2])) {
			char digits[3] = {s[1], s[2], '\0'};
			*out++ = (char)strtol(digits, NULL, 16);
			s += 2;
		} else {
			*out++ = *s == 'n' ? '\n' : *s == 't' ? '\t' : *s;
		}
	}
	*out = '\0';
}

static void set_env(struct play *p, const char *assignment)
{
	if (p->env_count == ENV_MAX)
		fail(p, "too many environment variables");
	size_t name = strcspn(assignment, "=");
	for (size_t i = 0; i < p->env_count; i++)
		if (strncmp(p->env[i], assignment, name + 1) == 0) {
			free(p->env[i]);
			p->env[i] = strdup(assignment);
			return;
		}
	p->env[p->env_count++] = strdup(assignment);
}

/* ---- waiting ---- */

static bool shows(struct play *p, const char *wanted)
{
	terminal_text(&p->terminal, text, sizeof(text));
	return strstr(text, wanted) != NULL;
}

static void wait_for(struct play *p, const char *wanted, bool there)
{
	long until = now_ms() + WAIT_MS;
	while (shows(p, wanted) != there) {
		if (!terminal_read(&p->terminal, 50) && terminal_ended(&p->terminal) && !terminal_read(&p->terminal, 0) &&
		    shows(p, wanted) != there)
			fail(p, "the program ended (status %d) before \"%s\" was %s", p->terminal.status, wanted, there ? "shown" : "gone");
		if (now_ms() > until)
			fail(p, "\"%s\" was never %s", wanted, there ? "shown" : "gone");
	}
}

/* ---- steps ---- */

static void step_size(struct play *p, char *argument)
{
	if (sscanf(argument, "%dx%d", &p->columns, &p->rows) != 2 || p->rows > ROWS_MAX || p->columns > COLUMNS_MAX)
		fail(p, "size WIDTHxHEIGHT");
}

static void step_env(struct play *p, char *argument)
{
	set_env(p, argument);
}

static void step_start(struct play *p, char *argument)
{
	char *argv[ARGS_MAX + 1] = {(char *)p->program};
	size_t n = 1;
	for (char *word = strtok(argument, " "); word && n < ARGS_MAX; word = strtok(NULL, " "))
		argv[n++] = word;
	terminal_stop(&p->terminal);
	p->env[p->env_count] = NULL;
	terminal_start(&p->terminal, argv, p->env, p->at_home ? p->home : p->directory, p->rows, p->columns);
}

static void step_type(struct play *p, char *argument)
{
	unescape(argument);
	terminal_type(&p->terminal, argument);
}

static void step_file(struct play *p, char *argument)
{
	struct stat st;
	if (stat(argument, &st) != 0)
		fail(p, "there is no file %s", argument);
}

/* "NAME OLD NEW": the built-in template with another text in place of each OLD, as a file in the play's home. */
static void step_release(struct play *p, char *argument)
{
	char path[256], line[4096];
	const char *name = strtok(argument, " "), *old = strtok(NULL, " "), *new = strtok(NULL, " ");
	snprintf(path, sizeof(path), "%s/../../assets/CloudExchangeTemplate.yaml", p->directory);
	FILE *from = fopen(path, "r");
	snprintf(path, sizeof(path), "%s/%s", p->home, name);
	FILE *to = fopen(path, "w");
	if (!from || !to || !new)
		fail(p, "no release could be written to %s", path);
	while (fgets(line, sizeof(line), from)) {
		char *at = strstr(line, old);
		if (at)
			fprintf(to, "%.*s%s%s", (int)(at - line), line, new, at + strlen(old));
		else
			fputs(line, to);
	}
	fclose(from);
	fclose(to);
}

static void step_key(struct play *p, char *argument)
{
	for (char *word = strtok(argument, " "); word; word = strtok(NULL, " ")) {
		char *star = strlen(word) > 1 ? strchr(word, '*') : NULL;
		long times = star ? strtol(star + 1, NULL, 10) : 1;
		if (star)
			*star = '\0';
		while (times-- > 0)
			terminal_key(&p->terminal, word);
	}
}

static void step_paste(struct play *p, char *argument)
{
	unescape(argument);
	terminal_paste(&p->terminal, argument);
}

static void step_expect(struct play *p, char *argument)
{
	wait_for(p, argument, true);
}

static void step_gone(struct play *p, char *argument)
{
	wait_for(p, argument, false);
}

static void step_resize(struct play *p, char *argument)
{
	step_size(p, argument);
	terminal_resize(&p->terminal, p->rows, p->columns);
}

static void step_signal(struct play *p, char *argument)
{
	static const struct {
		const char *name;
		int number;
	} signals[] = {{"INT", SIGINT}, {"TERM", SIGTERM}, {"HUP", SIGHUP}, {"QUIT", SIGQUIT}, {"SEGV", SIGSEGV}, {"ABRT", SIGABRT},
	               {"CONT", SIGCONT}};
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (strcmp(signals[i].name, argument) == 0) {
			kill(p->terminal.pid, signals[i].number);
			return;
		}
	fail(p, "there is no signal %s", argument);
}

static void step_mask(struct play *p, char *argument)
{
	struct mask *m = &p->masks.list[p->masks.count];
	if (p->masks.count == sizeof(p->masks.list) / sizeof(p->masks.list[0]) ||
	    sscanf(argument, "%d %d %d", &m->row, &m->column, &m->length) != 3)
		fail(p, "mask ROW COLUMN LENGTH");
	p->masks.count++;
}

static void step_maskre(struct play *p, char *argument)
{
	if (p->masks.count == sizeof(p->masks.list) / sizeof(p->masks.list[0]))
		fail(p, "too many masks");
	struct mask *m = &p->masks.list[p->masks.count++];
	m->row = -1;
	snprintf(m->pattern, sizeof(m->pattern), "%s", argument);
}

static void step_unmask(struct play *p, char *argument)
{
	(void)argument;
	p->masks.count = 0;
}

static void take(struct play *p)
{
	terminal_text(&p->terminal, text, sizeof(text));
	golden_mask(&p->masks, text);
}

/* Compared again after everything that comes in, until it fits; written only when nothing more comes. */
static void step_snapshot(struct play *p, char *name)
{
	if (p->update) {
		/* What never rests is taken as it is after a while. */
		long enough = now_ms() + RESTLESS_MS;
		while (terminal_read(&p->terminal, QUIET_MS) && now_ms() < enough)
			;
		take(p);
		golden_write(p->directory, name, text);
		return;
	}
	long until = now_ms() + WAIT_MS / 4;
	for (take(p); !golden_same(p->directory, name, text); take(p)) {
		bool came = terminal_read(&p->terminal, 50);
		if (!came && (now_ms() > until || terminal_ended(&p->terminal))) {
			golden_tell(p->directory, name, text);
			fail(p, "the screen is not as in golden/%s.txt", name);
		}
	}
}

static void step_exit(struct play *p, char *argument)
{
	long until = now_ms() + WAIT_MS;
	while (!terminal_ended(&p->terminal)) {
		terminal_read(&p->terminal, 20);
		if (now_ms() > until)
			fail(p, "the program does not end");
	}
	while (terminal_read(&p->terminal, 0))
		;
	int status = p->terminal.status, wanted = atoi(argument);
	if (strncmp(argument, "signal ", 7) == 0) {
		if (!WIFSIGNALED(status))
			fail(p, "no signal ended the program (status %d)", status);
	} else if (!WIFEXITED(status) || WEXITSTATUS(status) != wanted) {
		fail(p, "exit code %d wanted, not %d", wanted, WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
	}
	const char *what;
	if (!terminal_restored(&p->terminal, &what))
		fail(p, "%s", what);
}

/* As by kill -9: nothing can be put in order. What the terminal was left like does not count. */
static void step_killed(struct play *p, char *argument)
{
	(void)argument;
	kill(p->terminal.pid, SIGKILL);
	long until = now_ms() + WAIT_MS;
	while (!terminal_ended(&p->terminal)) {
		terminal_read(&p->terminal, 20);
		if (now_ms() > until)
			fail(p, "the program does not end");
	}
}

static bool file_holds(const char *path, const char *wanted)
{
	static char data[65536];
	FILE *file = fopen(path, "r");
	size_t len = file ? fread(data, 1, sizeof(data) - 1, file) : 0;
	if (file)
		fclose(file);
	data[len] = '\0';
	return strstr(data, wanted) != NULL;
}

/* holds PATH TEXT: waits until the file, by its path in the program's state directory, holds the text. */
static void step_holds(struct play *p, char *argument)
{
	char path[256];
	char *wanted = strchr(argument, ' ');
	if (!wanted)
		fail(p, "holds PATH TEXT");
	*wanted++ = '\0';
	snprintf(path, sizeof(path), "%s/%s", p->home, argument);
	long until = now_ms() + WAIT_MS;
	while (!file_holds(path, wanted)) {
		terminal_read(&p->terminal, 20);
		if (now_ms() > until)
			fail(p, "%s never holds \"%s\"", argument, wanted);
	}
}

/* ^Z: the shell has its terminal back while the program is stopped. */
static void step_stopped(struct play *p, char *argument)
{
	(void)argument;
	int status = 0;
	long until = now_ms() + WAIT_MS;
	while (waitpid(p->terminal.pid, &status, WNOHANG | WUNTRACED) == 0) {
		terminal_read(&p->terminal, 20);
		if (now_ms() > until)
			fail(p, "the program does not stop");
	}
	const char *what;
	if (!WIFSTOPPED(status))
		fail(p, "the program ended instead of stopping");
	while (terminal_read(&p->terminal, 0))
		;
	if (!terminal_restored(&p->terminal, &what))
		fail(p, "%s", what);
}

/* False: it still runs after WAIT_MS. */
static bool wait_for_end(pid_t pid)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (fd < 0)
		die("pidfd_open: %s", strerror(errno));
	struct pollfd end = {.fd = fd, .events = POLLIN};
	long until = now_ms() + WAIT_MS;
	int n;
	do {
		long left = until - now_ms();
		n = poll(&end, 1, left > 0 ? (int)left : 0);
	} while (n < 0 && errno == EINTR);
	close(fd);
	return n > 0;
}

/* The terminal goes away, as when a connection breaks. */
static void step_hangup(struct play *p, char *argument)
{
	(void)argument;
	close(p->terminal.slave);
	close(p->terminal.master);
	p->terminal.master = p->terminal.slave = -1;
	kill(p->terminal.pid, SIGHUP);
	if (!wait_for_end(p->terminal.pid) || !terminal_ended(&p->terminal))
		fail(p, "the program does not notice that its terminal is gone");
}

static void step_at_home(struct play *p, char *argument)
{
	(void)argument;
	p->at_home = true;
}

static void do_line(struct play *p, char *line);

/* What many starts have in common: the lines of another file. */
static void step_include(struct play *p, char *argument)
{
	char path[512], line[4096];
	snprintf(path, sizeof(path), "%s/%s", p->directory, argument);
	FILE *file = fopen(path, "r");
	if (!file)
		fail(p, "cannot read %s: %s", path, strerror(errno));
	while (fgets(line, sizeof(line), file))
		do_line(p, line);
	fclose(file);
}

static const struct step_row {
	const char *name;
	step_fn *fn;
} steps[] = {
	{"size", step_size},     {"env", step_env},       {"start", step_start},   {"type", step_type},
	{"key", step_key},       {"paste", step_paste},   {"expect", step_expect}, {"gone", step_gone},
	{"resize", step_resize}, {"signal", step_signal}, {"mask", step_mask},     {"maskre", step_maskre},
	{"unmask", step_unmask}, {"snapshot", step_snapshot}, {"exit", step_exit}, {"hangup", step_hangup},
	{"stopped", step_stopped}, {"release", step_release}, {"file", step_file},
	{"killed", step_killed}, {"holds", step_holds},   {"include", step_include}, {"at-home", step_at_home},
};

/* "$HOME" is the play's own, which nobody knows beforehand. */
static char *with_home(const struct play *p, char *argument, char *out, size_t size)
{
	size_t len = 0;
	for (char *home; (home = strstr(argument, "$HOME")) && len < size; argument = home + strlen("$HOME"))
		len += (size_t)snprintf(out + len, size - len, "%.*s%s", (int)(home - argument), argument, p->home);
	if (len < size)
		snprintf(out + len, size - len, "%s", argument);
	return out;
}

static void do_line(struct play *p, char *line)
{
	line[strcspn(line, "\n")] = '\0';
	if (!*line || *line == '#')
		return;
	size_t word = strcspn(line, " ");
	char *argument = line[word] ? line + word + 1 : line + word;
	line[word] = '\0';
	char expanded[4096];
	argument = with_home(p, argument, expanded, sizeof(expanded));
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (strcmp(steps[i].name, line) == 0) {
			steps[i].fn(p, argument);
			return;
		}
	fail(p, "there is no step \"%s\"", line);
}

/* ---- a world of its own for each script ---- */

static void make_home(struct play *p)
{
	strcpy(p->home, "/tmp/cewizard-screen-XXXXXX");
	if (!mkdtemp(p->home))
		die("mkdtemp: %s", strerror(errno));
	char value[256];
	const char *const names[] = {"HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"};
	for (size_t i = 0; i < 3; i++) {
		snprintf(value, sizeof(value), "%s=%s", names[i], p->home);
		set_env(p, value);
	}
	set_env(p, "TERM=xterm-256color");
	set_env(p, "LANG=C.UTF-8");
	set_env(p, "AWS_EC2_METADATA_DISABLED=true");
	snprintf(value, sizeof(value), "PATH=%s", getenv("PATH") ? getenv("PATH") : "/usr/bin:/bin");
	set_env(p, value);
	const char *const passed[] = {"ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"};
	for (size_t i = 0; i < 3; i++)
		if (getenv(passed[i])) {
			snprintf(value, sizeof(value), "%s=%s", passed[i], getenv(passed[i]));
			set_env(p, value);
		}
}

static int forget_one(const char *path, const struct stat *info, int type, struct FTW *walk)
{
	(void)info, (void)type, (void)walk;
	return remove(path);
}

int script_play(const char *program, const char *script, const char *directory, bool update)
{
	struct play p = {.program = program, .directory = directory, .script = script, .update = update, .rows = 24, .columns = 80};
	FILE *file = fopen(script, "r");
	if (!file)
		die("cannot read %s: %s", script, strerror(errno));
	make_home(&p);
	char line[4096];
	while (fgets(line, sizeof(line), file)) {
		p.line++;
		do_line(&p, line);
	}
	fclose(file);
	terminal_stop(&p.terminal);
	for (size_t i = 0; i < p.env_count; i++)
		free(p.env[i]);
	nftw(p.home, forget_one, 16, FTW_DEPTH | FTW_PHYS);
	return 0;
}
