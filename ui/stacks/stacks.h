/* stacks: what comes after a deployment, on the screen. The region's Cloud Exchange stacks; one of them with the way in, its
 * hardening, its notes and the rehearsal of its deletion; its upgrade; and the policies that deploying needs. */
#ifndef UI_STACKS_H
#define UI_STACKS_H

#include "cewizard/operate.h"
#include "run/run.h"
#include "widgets/scroll.h"

struct ui_wizard;

/* One stack, looked at under one topic at a time. */
struct ui_stack {
	struct cew_survey *survey; /* NULL: none is open */
	enum cew_survey_topic topic;
	char *id;                  /* of the stack; outlives the survey of a topic */
	char name[256];
	struct cew_way way;
	struct ui_scroll items;    /* chosen: an item */
	struct ui_scroll rows;     /* of the page */
	bool follow;               /* the chosen item is to be in view */
	char mending[128];         /* id of the item that was asked about */
};

struct ui_stacks {
	struct cew_stacks *list; /* NULL: never opened */
	struct ui_scroll scroll;
	struct ui_stack stack;
	struct cew_upgrade *upgrade; /* NULL: none is open */
	struct cew_cfn_template *upgrade_template;
	struct cew_form_set *upgrade_forms;  /* of that template */
	struct cew_answers *upgrade_answers; /* what was said of parameters that are new */
	struct ui_scroll upgrade_rows;
	struct ui_log upgrade_log;
	const struct cew_deployment *upgrade_seen; /* whose events the log shows */
	bool upgrade_asks;                         /* new parameters have been asked for */
};

void ui_stacks_finish(struct ui_wizard *w);
void ui_stacks_forget(struct ui_wizard *w); /* another client or region: what was read is no longer true */

/* ---- list.c ---- */

void ui_stacks_open(struct ui_wizard *w);
void ui_stacks_read(struct ui_wizard *w);
void ui_stacks_leave(struct ui_wizard *w); /* back to the pages */

/* ---- stack.c ---- */

void ui_stack_open(struct ui_wizard *w, const char *id, const char *name, enum cew_survey_topic topic);
void ui_stack_close(struct ui_wizard *w);
void ui_stack_leave(struct ui_wizard *w); /* back to the list */
void ui_stack_access(struct ui_wizard *w);
void ui_stack_hardening(struct ui_wizard *w);
void ui_stack_notes(struct ui_wizard *w);
void ui_stack_rehearse(struct ui_wizard *w);
void ui_stack_again(struct ui_wizard *w);
void ui_stack_next(struct ui_wizard *w); /* topic */

/* ---- deeds.c: what is done to it, each after asking ---- */

void ui_stack_mend(struct ui_wizard *w);
void ui_stack_way(struct ui_wizard *w);    /* asks for jump host, key … */
void ui_stack_copy(struct ui_wizard *w);
void ui_stack_delete(struct ui_wizard *w); /* has the name typed */
void ui_stack_watch(struct ui_wizard *w);
void ui_stack_upgrade(struct ui_wizard *w);

/* ---- policies.c ---- */

void ui_policies(struct ui_wizard *w); /* asks for whom, writes them, and says where */

/* ---- upgrade.c ---- */

void ui_upgrade_open(struct ui_wizard *w, const char *template_path);
void ui_upgrade_close(struct ui_wizard *w);
void ui_upgrade_go_on(struct ui_wizard *w); /* approves, or continues the rollback; asks first */
void ui_upgrade_cancel(struct ui_wizard *w);
void ui_upgrade_leave(struct ui_wizard *w);
bool ui_upgrade_runs(const struct ui_wizard *w);    /* something was changed, and it is not over */
bool ui_upgrade_waits(const struct ui_wizard *w);   /* for ui_upgrade_go_on */
bool ui_upgrade_follows(const struct ui_wizard *w); /* an update that can be cancelled */

#endif
