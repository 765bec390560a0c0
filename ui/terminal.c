/* terminal: set-up, restoring and reading of the terminal, with curses for output and its modes. */
#include "terminal.h"

#include "draw.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <term.h>

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define TITLE_KEEP "\033[22;2t" /* the title that is there, onto the terminal's stack */
#define TITLE_BACK "\033[23;2t"
enum { ESC_DELAY_MS = 50, ESC_DELAY_MAX_MS = 2000 };

bool ui_locale_is_utf8(void)
{
	/* Only what concerns characters: numbers in JSON and requests keep their points. */
	if (!setlocale(LC_CTYPE, ""))
		return false;
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* Straight to the terminal: what goes through putp waits in stdio's buffer until the program ends. */
static void send(const char *text)
{
	size_t len = strlen(text);
	while (len > 0) {
		ssize_t n = write(STDOUT_FILENO, text, len);
		if (n < 0 && errno != EINTR)
			return;
		text += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
}

static const char *capability(const char *name)
{
	char *text = tigetstr((NCURSES_CONST char *)name);
	return text && text != (char *)-1 ? text : "";
}

static void arm(const struct termios *modes)
{
	char restore[256];
	snprintf(restore, sizeof(restore), PASTE_OFF "%s%s%s%s", capability("rmkx"), capability("sgr0"), capability("cnorm"),
	         capability("rmcup"));
	ui_fatal_arm(restore, modes);
}

/* ^S, ^Q, ^V and ^O are the wizard's; ^C, ^\ and ^Z stay signals. */
static void own_modes(void)
{
	struct termios modes;
	if (tcgetattr(STDIN_FILENO, &modes) != 0)
		return;
	modes.c_iflag &= (tcflag_t) ~(IXON | ICRNL | INLCR | IGNCR);
	modes.c_lflag &= (tcflag_t) ~(ICANON | ECHO | IEXTEN);
	modes.c_lflag |= NOFLSH; /* what was typed before ^C belongs into the draft */
	modes.c_cc[VMIN] = 0;    /* reading never waits, even if what poll had seen is gone */
	modes.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
	def_prog_mode();
}

static void stop_timer(struct ui_term *t)
{
	if (t->esc_timer)
		cew_loop_cancel(t->loop, t->esc_timer);
	t->esc_timer = 0;
}

static void esc_over(void *ctx)
{
	struct ui_term *t = ctx;
	t->esc_timer = 0;
	ui_decoder_flush(&t->decoder);
}

static void gone(struct ui_term *t)
{
	if (t->reading)
		cew_loop_unwatch(t->loop, STDIN_FILENO);
	t->reading = false;
	t->events.ended(t->events.ctx, UI_END_HANGUP);
}

static void readable(void *ctx, int fd, short revents)
{
	struct ui_term *t = ctx;
	char bytes[4096];
	ssize_t n = read(fd, bytes, sizeof(bytes));
	bool over = (revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
	if (!over && (n == 0 || (n < 0 && (errno == EINTR || errno == EAGAIN))))
		return;
	if (n <= 0) {
		gone(t);
		return;
	}
	stop_timer(t);
	ui_decoder_feed(&t->decoder, bytes, (size_t)n);
	cew_wipe(bytes, sizeof(bytes)); /* passwords come this way */
	if (t->reading && ui_decoder_waits(&t->decoder))
		t->esc_timer = cew_loop_after(t->loop, t->esc_delay, esc_over, t);
}

static void on_winch(void *ctx, int signo)
{
	(void)signo;
	struct ui_term *t = ctx;
	struct winsize size;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
		resizeterm(size.ws_row, size.ws_col);
	t->events.resized(t->events.ctx);
}

static void on_end(void *ctx, int signo)
{
	struct ui_term *t = ctx;
	enum ui_end how = signo == SIGTERM ? UI_END_TERMINATE : signo == SIGHUP ? UI_END_HANGUP : UI_END_INTERRUPT;
	t->events.ended(t->events.ctx, how);
}

/* Ctrl-Z: the terminal goes back to the shell, and is taken again when the shell lets us go on. */
static void on_stop(void *ctx, int signo)
{
	(void)signo;
	struct ui_term *t = ctx;
	send(PASTE_OFF);
	endwin();
	raise(SIGSTOP);
	send(PASTE_ON);
	on_winch(t, SIGWINCH);
	ui_term_repaint();
}

static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

static enum cew_status take_signals(struct ui_term *t)
{
	for (size_t i = 0; i < CEW_COUNT(ends); i++)
		if (cew_loop_signal(t->loop, ends[i], on_end, t) != CEW_OK)
			return CEW_NO_MEMORY;
	if (cew_loop_signal(t->loop, SIGWINCH, on_winch, t) != CEW_OK)
		return CEW_NO_MEMORY;
	return cew_loop_signal(t->loop, SIGTSTP, on_stop, t);
}

static int escape_delay(void)
{
	const char *text = getenv("ESCDELAY");
	long ms = text && *text ? strtol(text, NULL, 10) : ESC_DELAY_MS;
	return ms < 0 || ms > ESC_DELAY_MAX_MS ? ESC_DELAY_MS : (int)ms;
}

static enum cew_status start_curses(struct cew_error *err)
{
	bool utf8 = ui_locale_is_utf8();
	ui_marks_unicode(utf8);
	if (utf8)
		setenv("NCURSES_NO_UTF8_ACS", "1", 1);
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		cew_fail(err, CEW_USAGE, "the wizard needs a terminal on standard input and output");
		return cew_error_hint(err, "use `cewizard deploy --answers FILE` without a terminal");
	}
	if (!newterm(NULL, stdout, stdin)) {
		const char *term = getenv("TERM");
		cew_fail(err, CEW_IO, "this system does not know the terminal type \"%s\"", term ? term : "");
		return cew_error_hint(err, "set TERM to what your terminal is, or use --linear");
	}
	own_modes();
	typeahead(-1); /* keys are read elsewhere: looking for them while drawing only costs calls */
	keypad(stdscr, TRUE);
	ui_draw_styles();
	/* Until the first of these pairs ncurses 6.4 flushes its output at every cursor move. */
	endwin();
	refresh();
	send(PASTE_ON);
	return CEW_OK;
}

static void release_signals(struct ui_term *t)
{
	cew_loop_signal(t->loop, SIGWINCH, NULL, NULL);
	cew_loop_signal(t->loop, SIGTSTP, NULL, NULL);
	for (size_t i = 0; i < CEW_COUNT(ends); i++)
		cew_loop_signal(t->loop, ends[i], NULL, NULL);
}

enum cew_status ui_term_open(struct ui_term *t, struct cew_loop *loop, const struct ui_term_events *events,
                             struct cew_error *err)
{
	*t = (struct ui_term){.loop = loop, .events = *events, .esc_delay = escape_delay()};
	struct termios before;
	bool known = tcgetattr(STDIN_FILENO, &before) == 0;
	/* First, because curses leaves a signal alone that has a handler already; its own would ignore ^Z while it draws. */
	enum cew_status status = take_signals(t) == CEW_OK ? start_curses(err) : cew_fail_memory(err);
	if (status != CEW_OK) {
		release_signals(t);
		return status;
	}
	t->open = true;
	ui_decoder_init(&t->decoder, events->key, events->ctx);
	arm(known ? &before : NULL);
	if (cew_loop_watch(loop, STDIN_FILENO, POLLIN, readable, t) != CEW_OK) {
		ui_term_close(t);
		return cew_fail_memory(err);
	}
	t->reading = true;
	return CEW_OK;
}

/* Kinds of terminals that keep a title to be put back, and that take all of it for one. */
static bool has_title(void)
{
	static const char *const kinds[] = {"xterm", "screen", "tmux", "rxvt", "alacritty", "foot", "st-", "vte", "konsole", "gnome"};
	const char *term = getenv("TERM");
	for (size_t i = 0; term && i < CEW_COUNT(kinds); i++)
		if (strncmp(term, kinds[i], strlen(kinds[i])) == 0)
			return true;
	return false;
}

static bool titled;

void ui_term_alert(const char *title)
{
	struct cew_buf text;
	cew_buf_init(&text, 4096);
	if (has_title()) {
		cew_buf_str(&text, titled ? "\033]2;" : TITLE_KEEP "\033]2;");
		cew_text_visible(&text, title); /* nothing in it may end the sequence */
		titled = true;
	}
	cew_buf_str(&text, "\a"); /* ends the title, where there is one */
	cew_buf_str(&text, titled ? "\a" : "");
	if (!text.failed)
		send(cew_buf_text(&text));
	cew_buf_finish(&text);
}

void ui_term_close(struct ui_term *t)
{
	if (!t->open)
		return;
	t->open = false;
	stop_timer(t);
	if (t->reading)
		cew_loop_unwatch(t->loop, STDIN_FILENO);
	t->reading = false;
	release_signals(t);
	send(PASTE_OFF);
	if (titled)
		send(TITLE_BACK);
	titled = false;
	endwin();
	ui_fatal_disarm();
	delscreen(set_term(NULL));
	ui_decoder_finish(&t->decoder);
}

void ui_term_repaint(void)
{
	clearok(curscr, TRUE);
}

void ui_term_copy(const char *text)
{
	struct cew_buf encoded;
	cew_buf_init(&encoded, 64 * 1024);
	cew_buf_str(&encoded, "\033]52;c;");
	cew_base64_encode(&encoded, text, strlen(text));
	cew_buf_str(&encoded, "\a");
	if (!encoded.failed)
		send(cew_buf_text(&encoded));
	cew_buf_finish(&encoded);
}
