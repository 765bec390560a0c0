/* How much goes over the line while a deployment is watched on a screen of 80x24: a deployment is recorded, played again on a
 * pseudo-terminal, and what it writes there is counted. The first picture is told apart; the clock, which moves each second,
 * is in the figure. Arguments: the program, a scratch directory. */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SPEED "20"
#define BUDGET 400 /* bytes an event */

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

/* Runs the program without a terminal and counts its event lines. */
static long record(const char *program, const char *tape)
{
	char command[4096], line[1 << 16];
	long events = 0;
	snprintf(command, sizeof(command), "'%s' deploy --demo --demo-speed 60 --yes --output json --record '%s' 2>/dev/null </dev/null",
	         program, tape);
	FILE *out = popen(command, "r");
	if (!out)
		fail(program);
	while (fgets(line, sizeof(line), out))
		events += strstr(line, "\"kind\":\"event\"") != NULL;
	if (pclose(out) != 0 || !events)
		fail("the deployment that is to be recorded");
	return events;
}

static pid_t start(const char *program, const char *tape, int *master)
{
	struct winsize size = {.ws_row = 24, .ws_col = 80};
	pid_t pid = forkpty(master, NULL, NULL, &size);
	if (pid < 0)
		fail("forkpty");
	if (pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		setenv("LANG", "C.UTF-8", 1);
		execl(program, program, "replay", tape, "--speed", SPEED, (char *)NULL);
		_exit(127);
	}
	return pid;
}

struct drawn {
	long first, then; /* bytes: the first picture, and all after it */
};

/* Until its end is on the screen; then it is asked to leave. */
static struct drawn watch(int master)
{
	struct drawn drawn = {0, 0};
	static char chunk[1 << 16];
	bool first = true, over = false;
	struct pollfd fd = {.fd = master, .events = POLLIN};
	while (!over && poll(&fd, 1, 120 * 1000) > 0) {
		ssize_t n = read(master, chunk, sizeof(chunk) - 1);
		if (n <= 0)
			break;
		chunk[n] = '\0';
		*(first ? &drawn.first : &drawn.then) += n;
		first = first && drawn.first < 2000;
		over = strstr(chunk, "Open it") != NULL;
	}
	if (!over)
		fail("the end was never shown");
	if (write(master, "q", 1) != 1)
		fail("leaving");
	while (read(master, chunk, sizeof(chunk)) > 0)
		continue;
	return drawn;
}

int main(int argc, char **argv)
{
	char tape[4096];
	int master, status;
	if (argc != 3) {
		fputs("bench_screen PROGRAM DIRECTORY\n", stderr);
		return 2;
	}
	snprintf(tape, sizeof(tape), "%s/screen.tape", argv[2]);
	setenv("XDG_STATE_HOME", argv[2], 1);
	long events = record(argv[1], tape);
	pid_t pid = start(argv[1], tape, &master);
	struct drawn drawn = watch(master);
	waitpid(pid, &status, 0);
	long each = drawn.then / events;
	printf("Drawing at 80x24, played at %s times its pace: %ld bytes for the first picture, then %ld for %ld events: %ld bytes an event (budget %d)\n",
	       SPEED, drawn.first, drawn.then, events, each, BUDGET);
	return each < BUDGET ? 0 : 1;
}
