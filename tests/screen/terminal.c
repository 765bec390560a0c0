/* terminal: the program on a pseudo-terminal, with libvterm as its emulator. */
#include "play.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void send_bytes(const char *bytes, size_t len, void *ctx)
{
	struct terminal *t = ctx;
	while (len > 0 && t->master >= 0) {
		ssize_t n = write(t->master, bytes, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		bytes += n;
		len -= (size_t)n;
	}
}

static int on_property(VTermProp property, VTermValue *value, void *ctx)
{
	struct terminal *t = ctx;
	if (property == VTERM_PROP_ALTSCREEN)
		t->altscreen = value->boolean;
	return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

static void child(struct terminal *t, char **argv, char **env, const char *directory)
{
	setsid();
	ioctl(t->slave, TIOCSCTTY, 0);
	for (int fd = 0; fd < 3; fd++)
		dup2(t->slave, fd);
	close(t->master);
	if (t->slave > 2)
		close(t->slave);
	if (chdir(directory) != 0)
		_exit(127);
	execve(argv[0], argv, env);
	_exit(127);
}

void terminal_start(struct terminal *t, char **argv, char **env, const char *directory, int rows, int columns)
{
	memset(t, 0, sizeof(*t));
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
	if (openpty(&t->master, &t->slave, NULL, NULL, &size) != 0)
		die("no pseudo-terminal: %s", strerror(errno));
	tcgetattr(t->slave, &t->before);
	t->rows = rows;
	t->columns = columns;
	t->vt = vterm_new(rows, columns);
	vterm_set_utf8(t->vt, 1);
	vterm_output_set_callback(t->vt, send_bytes, t);
	t->screen = vterm_obtain_screen(t->vt);
	vterm_screen_enable_altscreen(t->screen, 1);
	vterm_screen_set_callbacks(t->screen, &callbacks, t);
	vterm_screen_reset(t->screen, 1);
	t->pid = fork();
	if (t->pid < 0)
		die("fork: %s", strerror(errno));
	if (t->pid == 0)
		child(t, argv, env, directory);
}

bool terminal_read(struct terminal *t, int ms)
{
	struct pollfd fd = {.fd = t->master, .events = POLLIN};
	if (t->master < 0 || poll(&fd, 1, ms) <= 0)
		return false;
	char bytes[65536];
	ssize_t n = read(t->master, bytes, sizeof(bytes));
	if (n <= 0)
		return false;
	vterm_input_write(t->vt, bytes, (size_t)n);
	vterm_screen_flush_damage(t->screen);
	return true;
}

bool terminal_ended(struct terminal *t)
{
	if (t->pid && waitpid(t->pid, &t->status, WNOHANG) == t->pid)
		t->pid = 0;
	return t->pid == 0;
}

void terminal_stop(struct terminal *t)
{
	if (!t->vt)
		return;
	if (t->pid) {
		kill(t->pid, SIGKILL);
		waitpid(t->pid, &t->status, 0);
	}
	if (t->master >= 0)
		close(t->master);
	if (t->slave >= 0)
		close(t->slave);
	vterm_free(t->vt);
	memset(t, 0, sizeof(*t));
}

void terminal_resize(struct terminal *t, int rows, int columns)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
	t->rows = rows;
	t->columns = columns;
	vterm_set_size(t->vt, rows, columns);
	ioctl(t->master, TIOCSWINSZ, &size);
}

static const struct key_row {
	const char *name;
	VTermKey key;
	VTermModifier modifier;
} keys[] = {
	{"Tab", VTERM_KEY_TAB, VTERM_MOD_NONE},       {"S-Tab", VTERM_KEY_TAB, VTERM_MOD_SHIFT},
	{"Enter", VTERM_KEY_ENTER, VTERM_MOD_NONE},   {"Esc", VTERM_KEY_ESCAPE, VTERM_MOD_NONE},
	{"BS", VTERM_KEY_BACKSPACE, VTERM_MOD_NONE},  {"Del", VTERM_KEY_DEL, VTERM_MOD_NONE},
	{"Up", VTERM_KEY_UP, VTERM_MOD_NONE},         {"Down", VTERM_KEY_DOWN, VTERM_MOD_NONE},
	{"Left", VTERM_KEY_LEFT, VTERM_MOD_NONE},     {"Right", VTERM_KEY_RIGHT, VTERM_MOD_NONE},
	{"Home", VTERM_KEY_HOME, VTERM_MOD_NONE},     {"End", VTERM_KEY_END, VTERM_MOD_NONE},
	{"PgUp", VTERM_KEY_PAGEUP, VTERM_MOD_NONE},   {"PgDn", VTERM_KEY_PAGEDOWN, VTERM_MOD_NONE},
	{"F1", VTERM_KEY_FUNCTION(1), VTERM_MOD_NONE}, {"^Left", VTERM_KEY_LEFT, VTERM_MOD_CTRL},
	{"^Right", VTERM_KEY_RIGHT, VTERM_MOD_CTRL},
};

void terminal_key(struct terminal *t, const char *name)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(keys[i].name, name) == 0) {
			vterm_keyboard_key(t->vt, keys[i].key, keys[i].modifier);
			return;
		}
	if (strcmp(name, "Space") == 0)
		send_bytes(" ", 1, t);
	else if (name[0] == '^' && name[1] && !name[2])
		send_bytes((char[]){(char)(name[1] & 0x1f)}, 1, t);
	else if (name[0] && !name[1])
		send_bytes(name, 1, t);
	else
		die("there is no key \"%s\"", name);
}

void terminal_type(struct terminal *t, const char *text)
{
	send_bytes(text, strlen(text), t);
}

void terminal_paste(struct terminal *t, const char *text)
{
	vterm_keyboard_start_paste(t->vt);
	send_bytes(text, strlen(text), t);
	vterm_keyboard_end_paste(t->vt);
}

static size_t put_code(uint32_t code, char *out)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xe0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3f));
	out[2] = (char)(0x80 | (code >> 6 & 0x3f));
	out[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

static size_t put_row(struct terminal *t, int row, char *out)
{
	size_t len = 0, end = 0;
	for (int column = 0; column < t->columns; column++) {
		VTermScreenCell cell;
		vterm_screen_get_cell(t->screen, (VTermPos){row, column}, &cell);
		if (cell.chars[0] == (uint32_t)-1)
			continue; /* the right half of a wide character */
		if (!cell.chars[0]) {
			out[len++] = ' ';
			continue;
		}
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
			len += put_code(cell.chars[i], out + len);
		if (cell.chars[0] != ' ')
			end = len;
	}
	out[end] = '\n';
	return end + 1;
}

static size_t put_reverse(struct terminal *t, char *out, size_t size)
{
	size_t len = 0;
	for (int row = 0; row < t->rows; row++)
		for (int column = 0; column < t->columns && len + 32 < size; column++) {
			VTermScreenCell cell;
			int from = column;
			for (; column < t->columns; column++) {
				vterm_screen_get_cell(t->screen, (VTermPos){row, column}, &cell);
				if (!cell.attrs.reverse)
					break;
			}
			if (column > from)
				len += (size_t)snprintf(out + len, size - len, "reverse %d,%d+%d\n", row, from, column - from);
		}
	return len;
}

void terminal_text(struct terminal *t, char *out, size_t size)
{
	size_t len = 0;
	for (int row = 0; row < t->rows; row++)
		len += put_row(t, row, out + len);
	len += put_reverse(t, out + len, size - len);
	VTermPos cursor;
	vterm_state_get_cursorpos(vterm_obtain_state(t->vt), &cursor);
	snprintf(out + len, size - len, "cursor %d,%d\n", cursor.row, cursor.col);
}

bool terminal_restored(const struct terminal *t, const char **what)
{
	struct termios now;
	*what = "the terminal's modes were not restored";
	if (tcgetattr(t->slave, &now) == 0 &&
	    (now.c_iflag != t->before.c_iflag || now.c_oflag != t->before.c_oflag || now.c_lflag != t->before.c_lflag ||
	     memcmp(now.c_cc, t->before.c_cc, sizeof(now.c_cc)) != 0))
		return false;
	*what = "the alternate screen was not left";
	return !t->altscreen;
}
