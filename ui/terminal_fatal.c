/* terminal: gives the terminal back when the program dies. Everything here is safe inside a signal handler. */
#include "terminal.h"

#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int fatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS, SIGTRAP};

static struct {
	volatile sig_atomic_t armed;
	char restore[256];
	size_t restore_len;
	struct termios modes;
	bool modes_known;
	struct sigaction before[CEW_COUNT(fatal)];
} state;

/* A stack that ran over cannot serve the handler as well. */
static char other_stack[32768];

static void put_back(void)
{
	if (!state.armed)
		return;
	state.armed = 0;
	ssize_t ignored = write(STDOUT_FILENO, state.restore, state.restore_len);
	(void)ignored;
	if (state.modes_known)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &state.modes);
}

/* A fault happens again when we return, then with the handler of before; a signal that was sent has to be sent again. */
static void on_fatal(int signo, siginfo_t *info, void *context)
{
	(void)context;
	put_back();
	for (size_t i = 0; i < CEW_COUNT(fatal); i++)
		if (fatal[i] == signo)
			sigaction(signo, &state.before[i], NULL);
	if (info->si_code <= 0)
		raise(signo);
}

void ui_fatal_arm(const char *restore, const struct termios *modes)
{
	state.restore_len = strlen(restore);
	if (state.restore_len > sizeof(state.restore))
		state.restore_len = sizeof(state.restore);
	memcpy(state.restore, restore, state.restore_len);
	state.modes_known = modes != NULL;
	if (modes)
		state.modes = *modes;
	stack_t stack = {.ss_sp = other_stack, .ss_size = sizeof(other_stack)};
	sigaltstack(&stack, NULL);
	struct sigaction action = {.sa_sigaction = on_fatal, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK};
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < CEW_COUNT(fatal); i++)
		sigaction(fatal[i], &action, &state.before[i]);
	state.armed = 1;
}

void ui_fatal_disarm(void)
{
	if (!state.armed)
		return;
	state.armed = 0;
	for (size_t i = 0; i < CEW_COUNT(fatal); i++)
		sigaction(fatal[i], &state.before[i], NULL);
}
