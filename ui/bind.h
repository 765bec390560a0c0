/* bind: between a field of the form and the widget that asks it. Widgets know no forms and forms know no widgets. */
#ifndef UI_BIND_H
#define UI_BIND_H

#include "cewizard/answers.h"
#include "widgets/line.h"
#include "widgets/list.h"

/* The field that has the focus, and its editor. What is typed goes into the answers at once. */
struct ui_bound {
	struct cew_answers *answers;
	const struct cew_field *field; /* NULL: nothing has the focus */
	struct ui_line line;
	struct ui_list list;
	size_t choice; /* of shown choices the one that the cursor is on */
	enum cew_origin list_origin; /* of what goes into the list */
	bool touched;  /* changed since it got the focus */
	struct cew_error trouble; /* status CEW_OK unless the last change could not be kept */
	const struct cew_field *left_field; /* had the focus before; only to be compared with */
	struct ui_scrolled left;            /* what was scrolled in it */
};

bool ui_bind_focusable(const struct cew_field *field);
bool ui_bind_takes_text(const struct cew_field *field);
bool ui_bind_draws_all(const struct cew_field *field); /* shows all choices, with a word about each */

void ui_bind_focus(struct ui_bound *b, struct cew_answers *answers, const struct cew_field *field, bool at_end);
void ui_bind_leave(struct ui_bound *b); /* nothing focused: nothing */
void ui_bind_rested(struct ui_bound *b); /* typing rests: what was put off is painted with the next drawing */
unsigned ui_bind_key(struct ui_bound *b, ui_key key, const char *paste, size_t paste_len); /* of ui_handled */
bool ui_bind_full(const struct ui_bound *b); /* something that was typed or pasted did not fit */
/* A suggestion, a pick, a generated secret; in a list it takes the place of the line that is being edited. */
void ui_bind_set(struct ui_bound *b, const char *text, enum cew_origin origin);
const char *ui_bind_text(const struct ui_bound *b); /* of the field, or of the list's line that is being edited; "" for others */
void ui_bind_reload(struct ui_bound *b); /* the answer was changed by someone else */
void ui_bind_reveal(struct ui_bound *b); /* shows or hides a secret */
bool ui_bind_choose(struct ui_bound *b); /* the shown choice under the cursor; false: it is chosen already, or there is none */
enum ui_step_in { UI_IN_NEXT, UI_IN_PREVIOUS, UI_IN_DOWN, UI_IN_UP };
bool ui_bind_step(struct ui_bound *b, enum ui_step_in how); /* within the field; false: the focus leaves it */

int ui_bind_rows(const struct ui_bound *b, const struct cew_answers *answers, const struct cew_field *field, int width);
/* Any field, not only the one that is bound. */
void ui_bind_draw(struct ui_bound *b, struct cew_answers *answers, const struct cew_field *field, const struct ui_pane *p,
                  int row, int column, int width);
int ui_bind_width(const struct cew_field *field); /* columns that a shown choice likes to have; 0 for any other field */
int ui_bind_cursor_row(const struct ui_bound *b, int width); /* row within the field */
/* The answer as a person would say it in one line ("Medium", "2 lines", "••••"), for linear mode and summaries. */
void ui_bind_say(const struct cew_answers *answers, const struct cew_field *field, struct cew_buf *out);

#endif
