/* linear: the wizard as questions and answers, for screen readers, dumb terminals and those who prefer it. */
#ifndef UI_LINEAR_H
#define UI_LINEAR_H

#include "wizard.h"

#include <termios.h>

struct linear {
	struct ui_wizard *w;
	struct cew_buf input; /* read, not yet taken */
	bool eof, interrupted, has_modes;
	struct termios modes; /* as they were found */
};

/* What became of a question. */
enum linear_answer { LINEAR_NEXT, LINEAR_BACK, LINEAR_OVER };

/* Asks one line; `out` gets it without its newline. False: standard input has ended, or a signal came. */
bool linear_line(struct linear *l, const char *prompt, bool secret, struct cew_buf *out);
enum cew_status linear_open(struct linear *l, struct cew_error *err);
void linear_close(struct linear *l);
/* Lets the loop go on for a turn while a deployment runs. False: a signal came. */
bool linear_wait(struct linear *l);

/* pick.c: prints the field's list with numbers; false: there is none, or it was refused (which is said). */
bool linear_list(struct linear *l, const struct cew_field *field);
/* The value behind a number of the list that was printed for this field; NULL: no such number. */
const char *linear_listed(const struct linear *l, const struct cew_field *field, const char *number);
void linear_taken(struct linear *l, const char *value); /* says what else is answered by it */

enum linear_answer linear_ask(struct linear *l, const struct cew_field *field);
enum linear_answer linear_review(struct linear *l);
bool linear_account(struct linear *l); /* asks about keys of another account; false: they are not meant */
enum linear_answer linear_preflight(struct linear *l);
enum linear_answer linear_create(struct linear *l);
void linear_say(const char *text, const char *indent); /* wrapped to 78 columns */

#endif
