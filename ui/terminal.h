/* terminal: the terminal. Takes it over, gives it back on every way out, reads keys from it on the loop. */
#ifndef UI_TERMINAL_H
#define UI_TERMINAL_H

#include "keys.h"

enum ui_end {
	UI_END_INTERRUPT, /* SIGINT, SIGQUIT */
	UI_END_TERMINATE, /* SIGTERM */
	UI_END_HANGUP,    /* SIGHUP, or the terminal is gone */
};

struct ui_term_events {
	ui_key_fn *key;
	void (*resized)(void *ctx);
	void (*ended)(void *ctx, enum ui_end how); /* the program has to leave; may come again */
	void *ctx;
};

/* One a process: curses and the signal handlers have one state. */
struct ui_term {
	struct cew_loop *loop;
	struct ui_term_events events;
	struct ui_decoder decoder;
	uint64_t esc_timer;
	int esc_delay; /* ms */
	bool open, reading;
};

/* Errors: CEW_IO with what is missing (no terminal, unknown TERM). */
enum cew_status ui_term_open(struct ui_term *t, struct cew_loop *loop, const struct ui_term_events *events,
                             struct cew_error *err);
void ui_term_close(struct ui_term *t); /* again: nothing */
void ui_term_repaint(void);            /* the next drawing paints everything */
void ui_term_copy(const char *text);   /* to the terminal's clipboard (OSC 52), where it allows that */
void ui_term_alert(const char *title);  /* rings the bell, and gives the window a title where that is known to work */
bool ui_locale_is_utf8(void);          /* sets the locale from the environment */

struct termios;
/* The handler of fatal signals: writes `restore`, sets these modes (NULL: none known), and lets the signal take its
 * course. */
void ui_fatal_arm(const char *restore, const struct termios *modes);
void ui_fatal_disarm(void);

#endif
