/* wizard: the model of the screen and what its files share. Handlers change this; once a turn of the loop it is drawn. */
#ifndef UI_WIZARD_H
#define UI_WIZARD_H

#include "bind.h"
#include "cewizard/check.h"
#include "cewizard/cli.h"
#include "cewizard/deploy.h"
#include "cewizard/plan.h"
#include "cewizard/preflight.h"
#include "pick.h"
#include "run/run.h"
#include "stacks/stacks.h"
#include "terminal.h"
#include "widgets/dialog.h"
#include "widgets/picker.h"
#include "widgets/popup.h"
#include "widgets/scroll.h"

#define UI_MIN_COLUMNS 60
#define UI_MIN_ROWS 15
#define UI_SIDEBAR_FROM 70 /* columns; narrower screens leave it out */

/* A page and how it stands. */
struct ui_step {
	const struct cew_page *page;
	bool visited;             /* was left once, or passed by */
	uint64_t passed;          /* fields that were left, a bit each: only those are complained about before the page is left */
	uint64_t leaving;         /* fields that were left since typing rested last: they are not complained about yet */
	bool stale;               /* fields were left since the last check */
	struct cew_issues issues; /* of the page, as of its last check */
};

/* What is said about the focused field. Follows the focus when it rests, so that moving on costs little and nothing flickers. */
struct ui_aside {
	const struct cew_field *field;
	char title[192]; /* stack and region, for the header */
	struct cew_issues issues;
	struct cew_ruler ruler;
	bool has_ruler;
	int strength; /* of a secret; -1: not shown */
};

/* What fills the screen. */
enum ui_mode { UI_MODE_PAGES, UI_MODE_EVENTS, UI_MODE_FAILURE, UI_MODE_DONE,
               UI_MODE_STACKS, UI_MODE_STACK, UI_MODE_UPGRADE, UI_MODE_COUNT };

/* Which of a list of issues is chosen. */
struct ui_issue_cursor {
	int chosen;
	bool follow; /* it is to be in view; false: the page was scrolled by hand */
};

struct ui_review {
	struct cew_issues issues; /* of everything asked so far */
	struct cew_buf plan;      /* its text */
	int columns;              /* that it was made for; -1: not made */
	struct cew_error error;   /* why there is no plan; CEW_OK: there is one */
	struct ui_issue_cursor cursor;
};

/* What the account says beforehand, for the answers of now. */
struct ui_preflight {
	struct cew_subject subject; /* of the plan */
	struct cew_plan *plan;
	struct cew_preflight *checks; /* NULL: none were started, or there is no plan */
	struct cew_error error;       /* why there is no plan; CEW_OK: there is one */
	struct cew_issues found;      /* of all checks that have ended */
	struct ui_issue_cursor cursor;
	bool dry_run;   /* a change set is made and removed */
	bool stale;     /* answers changed since */
	bool again;     /* start anew when what is under way has cleaned up */
	bool again_dry; /* and then make a dry run */
};

/* Who we are, as far as it is known. */
struct ui_identity {
	char account[16], name[96], arn[512];
	uint64_t timer;  /* 0: the keys do not end, or it is not known when */
	uint64_t call; /* 0: none under way */
	bool known, failed;
	struct cew_error error;
};

/* Something that is made on the way, and all that was. Texts are its own. */
struct ui_making {
	struct cew_making *running; /* NULL: nothing is under way */
	char *field;                /* id of the one that it is for */
	char *name, *email, *pem;   /* as said in the dialog */
	struct cew_certificates found;
	struct cew_buf made;        /* a line each */
};

struct ui_wizard {
	struct cew_app *app;
	struct ui_term term;
	struct ui_popup popup;
	struct ui_dialog dialog; /* over all else */
	uint64_t mfa_question;   /* that the dialog answers; 0: none */
	struct ui_picker picker; /* over the page, for the focused field */
	struct ui_pick pick;     /* what it lists */
	uint32_t refused_lists;  /* of enum cew_pick, a bit each: AWS said no to the last try */
	enum ui_mode mode;

	struct cew_vec steps; /* struct ui_step: every page, shown or not */
	size_t step;          /* the current one */
	struct ui_bound bound;
	struct ui_aside aside;
	int scroll;           /* of the page */
	uint64_t rest_timer;
	uint64_t draft_timer; /* what was said is about to be kept */
	bool told_beside, told_unsaved;
	char *template_source; /* the one that is loaded, as answered */
	struct cew_error template_error;
	struct ui_review review;
	struct ui_preflight preflight;
	struct cew_network_picture network;      /* of the answers when typing last paused */
	struct cew_network_picture network_part; /* the part of it that holds the subnets; not valid: there is no need */
	int network_cells;                       /* room that they were made for */
	struct cew_buf consent; /* what the acknowledgement page lists */
	struct ui_identity identity;

	struct cew_subject subject; /* of the plan */
	struct cew_plan *plan;
	struct cew_deployment *deployment;
	struct cew_replay *replay;  /* that plays into it; NULL: it is followed */
	uint64_t clock_timer;       /* redraws the elapsed time */
	struct ui_making making;
	struct ui_run run;          /* how the operation is looked at */
	struct ui_stacks stacks;    /* what comes after a deployment */

	char flash[256];      /* a short word to the user, until typing rests after the next key */
	bool flash_seen;      /* that key was pressed */
	bool leaving, offered;
	int exit_code;
	int earlier_code; /* of an operation whose result was left for the pages; -1: there was none */
	struct cew_buf farewell; /* lines for standard output when the screen is gone */
	struct cew_error fatal;  /* what ended the wizard; CEW_OK: nothing */
};

void ui_flash(struct ui_wizard *w, const char *fmt, ...) CEW_PRINTF(2, 3);
void ui_leave(struct ui_wizard *w, int exit_code); /* ends the loop after this turn */
void ui_draw(struct ui_wizard *w);                 /* all of it; curses sends what differs */
void ui_key_pressed(void *ctx, ui_key key, const char *paste, size_t paste_len);

/* ---- steps.c: pages and the focus ---- */

/* How the pages stand, by name: pages belong to the forms, which a new template replaces. */
struct ui_names {
	struct cew_vec list;
};
void ui_steps_take_down(const struct ui_wizard *w, struct ui_names *out);
void ui_steps_names_finish(struct ui_names *names);
enum cew_status ui_steps_build(struct ui_wizard *w, const struct ui_names *names, struct cew_error *err); /* NULL: none yet */
void ui_steps_finish(struct ui_wizard *w);
struct ui_step *ui_step_at(const struct ui_wizard *w, size_t i);
struct ui_step *ui_step_current(const struct ui_wizard *w);
bool ui_step_shown(const struct ui_wizard *w, size_t i);
size_t ui_step_number(const struct ui_wizard *w, size_t *count); /* from 1, among those shown */
size_t ui_step_errors(const struct ui_wizard *w, const struct ui_step *step);
bool ui_step_complains(const struct ui_step *step, const char *field_id); /* has the field been left? */
size_t ui_step_named(const struct ui_wizard *w, const char *page_id); /* 0 if there is none */
void ui_step_settle(struct ui_wizard *w); /* typing rests: checks the page, if something was left or changed */
void ui_go_to(struct ui_wizard *w, size_t step, const char *field_id); /* NULL: its first field */
void ui_go_to_view(struct ui_wizard *w, enum cew_page_view view); /* the page that shows it */
void ui_go_to_field(struct ui_wizard *w, const char *field_id);
void ui_next_page(struct ui_wizard *w);
void ui_previous_page(struct ui_wizard *w);
void ui_next_field(struct ui_wizard *w, bool by_row);
void ui_previous_field(struct ui_wizard *w, bool by_row);
void ui_field_changed(struct ui_wizard *w); /* the focused field's answer is another one */

/* ---- checks.c ---- */

struct cew_subject ui_subject(const struct ui_wizard *w, bool typing);
void ui_rest_soon(struct ui_wizard *w);   /* the aside follows when nothing happens for a moment */
void ui_rest_now(struct ui_wizard *w);
void ui_rest_finish(struct ui_wizard *w);
void ui_check_step(struct ui_wizard *w, struct ui_step *step);
void ui_check_everything(struct ui_wizard *w); /* fills w->review.issues and every step's */
/* The first error that stands in the way of creating; NULL: none. */
const struct cew_issue *ui_first_error(const struct ui_wizard *w);

/* ---- picking.c ---- */

void ui_choose(struct ui_wizard *w);         /* opens the focused field's list, if it has one */
void ui_choose_at_once(struct ui_wizard *w); /* the same, where nothing is answered yet */
void ui_picking_finish(struct ui_wizard *w); /* the client is about to change, or the wizard to end */

/* ---- session.c: template, region and account ---- */

void ui_field_left(struct ui_wizard *w, const struct cew_field *field, bool changed);
void ui_session_apply(struct ui_wizard *w); /* after the answers came from elsewhere */
void ui_identify(struct ui_wizard *w); /* asks who we are */
void ui_identity_finish(struct ui_wizard *w);
void ui_session_begin(struct ui_wizard *w); /* after each signing in: hears the client's questions, and asks who we are */
/* ---- account.c: are these the keys of the account that the answers were meant for? ---- */

bool ui_account_differs(const struct ui_wizard *w);
void ui_account_ask(struct ui_wizard *w);    /* asks, if it differs; else remembers the account with the answers */
void ui_account_accept(struct ui_wizard *w); /* this one is meant from now on */
void ui_account_say(const struct ui_wizard *w, struct cew_buf *out); /* the question */

/* ---- draft.c ---- */

void ui_draft_offer(struct ui_wizard *w);
bool ui_draft_load(struct ui_wizard *w, const char *path, char **page_id, struct cew_error *err); /* *page_id: free() */
bool ui_draft_save(struct ui_wizard *w, struct cew_error *err);
void ui_draft_soon(struct ui_wizard *w); /* something was said: keeps it within a second */
void ui_draft_finish(struct ui_wizard *w);
void ui_draft_done(struct ui_wizard *w); /* the stack stands: nothing to go on with */

/* ---- preflight.c ---- */

enum ui_verdict {
	UI_VERDICT_NONE,    /* not asked for these answers */
	UI_VERDICT_RUNNING,
	UI_VERDICT_FINE,    /* no errors; or nothing could be asked, and creating will tell why */
	UI_VERDICT_ERRORS,
};
enum ui_verdict ui_preflight_verdict(const struct ui_wizard *w);
bool ui_preflight_cleans_up(const struct ui_wizard *w); /* the change set of a dry run is there still */
void ui_preflight_begin(struct ui_wizard *w);  /* starts it, unless the answers are those that were looked at */
void ui_preflight_again(struct ui_wizard *w, bool dry_run);
void ui_preflight_stale(struct ui_wizard *w);  /* an answer has changed */
void ui_preflight_finish(struct ui_wizard *w); /* ends it: the client or the answers are about to go */
void ui_dry_run(struct ui_wizard *w);          /* asks first */
void ui_delete_leftover(struct ui_wizard *w);  /* likewise: a stack of this name that is good for nothing else */

/* ---- making.c ---- */

bool ui_can_make(const struct cew_field *field);
void ui_make(struct ui_wizard *w); /* for the focused field: asks what, and asks again with all that will be made */
void ui_making_over(void *ctx);
void ui_making_say(const struct ui_wizard *w, struct cew_buf *out); /* all that was made; nothing if nothing was */
void ui_making_cancel(struct ui_wizard *w); /* the client is about to go */
void ui_making_finish(struct ui_wizard *w);

/* ---- create.c ---- */


void ui_create(struct ui_wizard *w);         /* asks, where the preflight does not say that all is well */
void ui_create_at_once(struct ui_wizard *w); /* the user was asked already */
bool ui_may_create(struct ui_wizard *w);     /* false: says why not, and goes there */
void ui_delete_stack(struct ui_wizard *w); /* asks first */
void ui_cancel(struct ui_wizard *w);       /* the same, while something is under way */
void ui_operation_delete(struct ui_wizard *w, const char *stack); /* without asking: name or id */
void ui_operation_watch(struct ui_wizard *w, const char *stack);
void ui_operation_replay(struct ui_wizard *w, const char *path); /* a recording, as fast as --speed says */
void ui_back_to_pages(struct ui_wizard *w);
void ui_deployment_finish(struct ui_wizard *w);
bool ui_deployment_runs(const struct ui_wizard *w); /* something was sent and is not at rest */

/* ---- farewell.c ---- */

void ui_farewell(struct ui_wizard *w); /* what to print when leaving, by the deployment's state; sets the exit code */

/* ---- actions.c: the key table ---- */

/* Where a key means something. */
enum ui_where {
	UI_AT_PAGE = 1,
	UI_AT_TEXT = 2, /* a page's field that takes text has the focus */
	UI_AT_REVIEW = 4,
	UI_AT_CREATE = 8,
	UI_AT_EVENTS = 16,
	UI_AT_FAILURE = 32,
	UI_AT_DONE = 64,
	UI_AT_LOG = 128,  /* the events have the keys, not the resources */
	UI_AT_OVER = 256, /* nothing moves any more */
	UI_AT_PICK = 512,   /* a page's field that has a list to choose from */
	UI_AT_CHOICE = 1024, /* one of few, */
	UI_AT_FLAG = 2048,   /* on or off */
	UI_AT_UNDOING = 4096, /* an operation moves backward */
	UI_AT_MOVING = 8192,  /* forward */
	UI_AT_PREFLIGHT = 524288,
	UI_AT_MAKE = 1048576, /* a field for which something can be made */
	UI_AT_STACKS = 16384,
	UI_AT_STACK = 32768,
	UI_AT_UPGRADE = 65536,
	UI_AT_WAITING = 131072,   /* an upgrade waits for the user */
	UI_AT_FOLLOWING = 262144, /* its update is under way */
};
unsigned ui_where(const struct ui_wizard *w);
bool ui_act(struct ui_wizard *w, ui_key key);                           /* false: no row of the table has this key here */
void ui_key_line(const struct ui_wizard *w, int columns, struct cew_buf *out); /* as many as fit */
void ui_show_help(struct ui_wizard *w);
void ui_ask_to_leave(struct ui_wizard *w);

/* ---- pages/ ---- */

struct ui_layout {
	int rows, columns;
	int sidebar;                        /* columns; 0: none */
	struct ui_pane body, help, keys, header;
};
struct ui_layout ui_layout(void);
void ui_frame_draw(struct ui_wizard *w, const struct ui_layout *l);
void ui_rule(int row, int columns);
void ui_foot_draw(struct ui_wizard *w, const struct ui_layout *l, const char *help);
/* Who we are, on the page that asks for the region; returns its rows. draw false: only counts. */
int ui_identity_draw(struct ui_wizard *w, const struct ui_pane *p, int row, bool draw);
void ui_fields_draw(struct ui_wizard *w, const struct ui_layout *l);

/* What a page shows below its fields, by its view. */
struct ui_view {
	int (*rows)(struct ui_wizard *w, int width);
	void (*draw)(struct ui_wizard *w, const struct ui_pane *p, int row);
	bool (*key)(struct ui_wizard *w, ui_key key); /* NULL: none of its own; true: used */
	void (*enter)(struct ui_wizard *w);           /* NULL: nothing to do */
	void (*rested)(struct ui_wizard *w);          /* typing paused, or the page was entered; NULL: nothing to do */
	int (*focus)(struct ui_wizard *w, int width); /* row of its own that has to be in view; -1 or NULL: none */
	const char *help;                             /* where no field has the focus */
};
const struct ui_view *ui_view_of(const struct cew_page *page);
extern const struct ui_view ui_view_network, ui_view_review, ui_view_acknowledge, ui_view_preflight, ui_view_create,
	ui_view_access;

/* A list of issues on a page. `above`: rows of the view before it. */
void ui_issues_begin(struct ui_issue_cursor *c);
int ui_issues_rows(const struct ui_wizard *w, const struct cew_issues *issues, int width);
int ui_issues_focus(const struct ui_wizard *w, const struct cew_issues *issues, const struct ui_issue_cursor *c, int width,
                    int above);
void ui_issues_draw(const struct ui_wizard *w, const struct cew_issues *issues, const struct ui_issue_cursor *c,
                    const struct ui_pane *p, int row);
/* Up and Down choose, and scroll beyond the ends; Space and b scroll; Enter goes to the field, or else to the next page. */
bool ui_issues_key(struct ui_wizard *w, const struct cew_issues *issues, struct ui_issue_cursor *c, ui_key key);

/* What fills the screen in each mode. */
struct ui_screen {
	void (*draw)(struct ui_wizard *w, const struct ui_layout *l);
	bool (*key)(struct ui_wizard *w, ui_key key, const char *paste, size_t paste_len); /* before the key table; true: used */
};
extern const struct ui_screen ui_screen_pages, ui_screen_events, ui_screen_failure, ui_screen_done, ui_screen_stacks,
	ui_screen_stack, ui_screen_upgrade;
void ui_stacks_header(struct ui_wizard *w, const struct ui_layout *l, const char *what, const char *status);
const char *ui_type_tail(const char *type); /* "AWS::EC2::VPC" */
/* Up and Down in a result that is longer than the screen; marks at its edge. `rows`: all of it. */
bool ui_result_key(struct ui_wizard *w, ui_key key);
void ui_result_fit(struct ui_wizard *w, const struct ui_pane *body, int rows);
void ui_status_header(struct ui_wizard *w, const struct ui_layout *l);

/* ---- linear/ ---- */

/* The same wizard, line by line; returns when it is over, with the exit code and the farewell set. */
enum cew_status ui_linear_run(struct ui_wizard *w, struct cew_error *err);

#endif
