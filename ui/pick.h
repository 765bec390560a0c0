/* pick: what a field's value may be picked from, fetched without waiting. One row of functions for each list that a form may
 * name; knows no screen, so that pickers and linear mode share it. */
#ifndef UI_PICK_H
#define UI_PICK_H

#include "cewizard/cli.h"
#include "widgets/table.h"

enum ui_pick_state { UI_PICK_LOADING, UI_PICK_FILLED, UI_PICK_REFUSED };

struct ui_pick;
typedef void ui_pick_fn(void *ctx, struct ui_pick *pick); /* the state is another one */

/* One list being fetched for one field. Zeroed: none. */
struct ui_pick {
	const struct cew_app *app;
	const struct cew_field *field;
	struct cew_account account;
	uint64_t call; /* 0: nothing is under way */
	enum ui_pick_state state;
	struct ui_table table;
	size_t left_out;     /* items that do not suit the field */
	char note[256];      /* said below the list; "": nothing */
	struct cew_error error; /* why it is refused */
	ui_pick_fn *changed;
	void *ctx;
};

/* Starts fetching for this field, which has a list (pick is not CEW_PICK_NONE). It may be there, or refused, at once: then
 * `changed` has been called before this returns. */
void ui_pick_begin(struct ui_pick *p, const struct cew_app *app, const struct cew_field *field, ui_pick_fn *changed, void *ctx);
void ui_pick_finish(struct ui_pick *p); /* cancels what is under way; again: nothing */

const char *ui_pick_what(const struct cew_field *field); /* "VPCs" */
/* Sentences for the user; appended. */
void ui_pick_say_loading(const struct ui_pick *p, struct cew_buf *out);
void ui_pick_say_empty(const struct ui_pick *p, struct cew_buf *out);
void ui_pick_say_refused(const struct ui_pick *p, struct cew_buf *out);

/* What else is answered by taking a value: a VPC brings its range. Returns the field that was answered, NULL: none. */
const struct cew_field *ui_pick_taken(struct ui_pick *p, const char *value);

/* ---- for the rows of lists (pick_rows.c) ---- */

/* The answer to the field that picks such a thing, other than `but`; "" if there is none, or it is not shown. */
const char *ui_pick_answer(const struct ui_pick *p, enum cew_pick pick);
bool ui_pick_put(struct ui_pick *p, int rank, const char *value, const char *const *cells);

struct ui_pick_list {
	const char *what;                        /* plural: "VPCs" */
	const char *headings[UI_TABLE_COLUMNS + 1];
	bool regional;                           /* differs from region to region */
	/* Starts the call; returns its id, or 0 with err. A list that is at hand is filled, and CEW_OK left in err. */
	uint64_t (*begin)(struct ui_pick *p, struct cew_error *err);
	/* Puts what was found into the table. Returns the id of a further call that it has started; 0: that was all. */
	uint64_t (*fill)(struct ui_pick *p, const struct cew_found *found);
	/* What serves where AWS says no; NULL: nothing does. */
	void (*fallback)(struct ui_pick *p);
};
extern const struct ui_pick_list ui_pick_lists[CEW_PICK_COUNT];
cew_found_fn ui_pick_found;

#endif
