/* play: what the files of the screen player share. */
#ifndef SCREEN_PLAY_H
#define SCREEN_PLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

#define ROWS_MAX 120
#define COLUMNS_MAX 300
#define CELL_BYTES 8
#define TEXT_MAX (ROWS_MAX * (COLUMNS_MAX * CELL_BYTES + 1) + 4096)
#define WAIT_MS 60000 /* only ever waited for in full when a test fails */

/* The program under test, and the terminal it believes to be on. */
struct terminal {
	VTerm *vt;
	VTermScreen *screen;
	int master, slave;
	pid_t pid; /* 0: not running */
	int status;
	bool altscreen;
	struct termios before;
	int rows, columns;
};

void terminal_start(struct terminal *t, char **argv, char **env, const char *directory, int rows, int columns);
void terminal_stop(struct terminal *t); /* ends the program if it still runs, frees everything */
/* Reads what there is, waiting at most `ms` for something to come. False: nothing came. */
bool terminal_read(struct terminal *t, int ms);
bool terminal_ended(struct terminal *t); /* without waiting */
void terminal_resize(struct terminal *t, int rows, int columns);
void terminal_key(struct terminal *t, const char *name); /* exits for a name that there is none of */
void terminal_type(struct terminal *t, const char *text);
void terminal_paste(struct terminal *t, const char *text);
/* The screen as text, a line a row without the blanks at its end; then what is in reverse video, and the cursor's place. */
void terminal_text(struct terminal *t, char *out, size_t size);
bool terminal_restored(const struct terminal *t, const char **what);

struct masks {
	struct mask {
		int row, column, length; /* row -1: `pattern` instead */
		char pattern[128];
	} list[32];
	size_t count;
};
void golden_mask(const struct masks *m, char *text);
/* Compares with directory/golden/name.txt, or writes it. */
bool golden_same(const char *directory, const char *name, const char *text);
void golden_write(const char *directory, const char *name, const char *text);
void golden_tell(const char *directory, const char *name, const char *text); /* the first lines that differ */

int script_play(const char *program, const char *script, const char *directory, bool update);
void die(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));

#endif
