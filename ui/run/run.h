/* run: what is on the screen of an operation: resources, events, what failed, and how it ended. Made from the deployment's
 * model alone; nothing here changes it. */
#ifndef UI_RUN_H
#define UI_RUN_H

#include "cewizard/deploy.h"
#include "cewizard/evidence.h"

#include <sys/types.h>

#include "widgets/popup.h"
#include "widgets/scroll.h"

struct ui_wizard;

/* Which events the log shows; or what services say of themselves. */
enum ui_log_filter { UI_LOG_ALL, UI_LOG_FAILURES, UI_LOG_RESOURCE, UI_LOG_VOICES, UI_LOG_FILTER_COUNT };

/* The log of events: a window on the model's list, which only ever grows at its end. */
struct ui_log {
	enum ui_log_filter filter;
	struct ui_scroll scroll; /* over the rows that the filter lets through */
	struct cew_vec rows;     /* size_t: their places in the model's list */
	size_t seen;             /* events of the model that were filtered so far */
	bool follows;            /* the newest stays in sight */
	char resource[256];      /* that UI_LOG_RESOURCE shows */
};

/* How an operation is looked at. */
struct ui_run {
	struct ui_scroll resources;
	struct cew_vec tree; /* size_t: the model's rows in the order in which they are shown */
	struct ui_log log;
	bool in_log;      /* the log has the keys, and the larger part of the screen */
	bool chose;       /* a resource; until then the first one under way is shown */
	bool timeline;    /* bars instead of ids */
	bool finding;     /* "/" takes the keys */
	char find[64];
	int result_scroll; /* of failure and outputs */
	int result_last;   /* the most that it can be, as of the last drawing */
	bool failure_shown;
	bool delete_then;  /* delete the stack when it has rolled back */
	bool over;         /* the end was told */
	struct cew_recorder *recorder; /* NULL: it is not recorded */
	pid_t command;     /* of --on-end, under way; 0: none */
	char *details;     /* the resource whose details are open; NULL: none */
};

void ui_run_reset(struct ui_run *run); /* for another operation */
void ui_run_finish(struct ui_run *run);

/* ---- log.c ---- */

void ui_log_update(struct ui_log *log, const struct cew_deployment *d); /* takes in what is new */
void ui_log_filter(struct ui_log *log, enum ui_log_filter filter, const char *resource);
void ui_log_finish(struct ui_log *log);
bool ui_log_key(struct ui_log *log, ui_key key);
/* The chosen event; NULL: there is none. */
const struct cew_event_row *ui_log_chosen(const struct ui_log *log, const struct cew_deployment *d);
const struct cew_voice *ui_log_voice(const struct ui_log *log, const struct cew_deployment *d); /* likewise, of the voices */
void ui_log_draw(struct ui_log *log, const struct cew_deployment *d, const struct ui_pane *p, bool focused);
const char *ui_log_filter_name(const struct ui_log *log);
void ui_clock_time(const struct cew_event_row *event, char out[9]); /* "10:41:07", UTC */

/* ---- resources.c ---- */

void ui_resources_draw(struct ui_wizard *w, const struct ui_pane *p, bool focused);
const struct cew_resource_row *ui_resource_chosen(const struct ui_wizard *w);
bool ui_resources_find(struct ui_wizard *w); /* false: none has the text */

/* ---- details.c: a pop-up that stays true while it is open ---- */

void ui_details_open(struct ui_wizard *w, const char *logical_id);
void ui_details_update(struct ui_wizard *w); /* after the model changed */
void ui_details_close(struct ui_wizard *w);
void ui_event_open(struct ui_wizard *w, const struct cew_event_row *event);
void ui_voice_open(struct ui_wizard *w, const struct cew_voice *voice);

/* ---- report.c ---- */

void ui_report(struct ui_wizard *w); /* the evidence of the operation so far, into a new directory; says where */

/* ---- ending.c ---- */

void ui_record(struct ui_wizard *w); /* the deployment, from before its start */
void ui_record_finish(struct ui_wizard *w);
void ui_operation_over(struct ui_wizard *w); /* told once */
void ui_command_wait(struct ui_wizard *w);   /* until --on-end's command has come to its end */

/* ---- what the screens share ---- */

bool ui_failed_status(const char *status);
bool ui_done_status(const char *status);
void ui_status_mark(const struct ui_pane *p, int row, int column, const char *status);

#endif
