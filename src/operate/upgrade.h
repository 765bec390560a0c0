/* The inside of an upgrade, shared by upgrade.c (states and what others read), upgrade_plan.c (images and parameters),
 * upgrade_changes.c (the change set), upgrade_service.c (stopping and starting the service), upgrade_update.c (the stack's
 * update) and upgrade_journal.c. */
#ifndef CEW_OPERATE_UPGRADE_ROOM_H
#define CEW_OPERATE_UPGRADE_ROOM_H

#include "room.h"

#define TROUBLES_MAX 5 /* answers in a row that failed and may yet come: then the upgrade stops */

struct cew_upgrade {
	struct cew_site site;
	char *stack;
	const struct cew_cfn_template *template;
	char *template_body, *template_url; /* what is sent; both NULL when resumed behind the change set */
	char *bucket;   /* that the operator named for a large template; NULL: none */
	bool to_bucket; /* the body is too large for a request, and goes there first */
	size_t delivery_step;
	const struct cew_answers *answers;
	int64_t cancel_after_ms, prove_ms;
	bool may_continue_rollback;

	struct view view;
	struct health health;
	struct asker asker;
	struct texts texts; /* what stays to the end */
	enum cew_upgrade_step step;
	struct cew_upgrade_step_row rows[CEW_UPGRADE_STEP_COUNT];
	struct cew_vec images, parameters, changes; /* struct cew_upgrade_image, …_parameter, …_change */
	struct cew_vec warnings;                    /* const char * */
	bool started, over, ok, waits;
	bool resumed;
	struct cew_error error, failure; /* failure: why the new images are not there although the service is up again */
	bool has_error;
	unsigned troubles;
	uint64_t timer;
	cew_upgrade_fn *changed;
	void *ctx;

	/* what the journal keeps */
	char *journal_path;
	const char *stack_id, *stack_name, *status; /* the texts' */
	const char *cluster, *service, *target_group;
	const char *change_set;
	char token[37];
	char template_hash[65];
	int64_t desired; /* to be restored */
	bool service_stopped;
	int64_t started_ms;
	const char *account;

	int64_t step_mono_ms; /* when the step began */
	bool update_failed;   /* the update was rolled back */
	bool cancelling, continued, dropping;
	struct cew_error dropped_for; /* why it ends once its change set is gone; none: well */
	int64_t tasks_left;
	char rollback_token[37];
	struct cew_deployment *deployment;
};

/* The only way from one step to another: marks the old one, journals, tells. `note` stays on the old one's row. */
void upgrade_go(struct cew_upgrade *u, enum cew_upgrade_step next, const char *note);
void upgrade_close(struct cew_upgrade *u, enum cew_upgrade_mark mark, const char *note); /* note NULL: as it is */
void upgrade_skip(struct cew_upgrade *u, enum cew_upgrade_step from, enum cew_upgrade_step to); /* marks what is left out */
void upgrade_note(struct cew_upgrade *u, const char *note); /* of the step that runs */
void upgrade_changed(struct cew_upgrade *u);
/* Ends it where it is. Once the service is down, upgrade_fail brings it up again first. */
void upgrade_stop(struct cew_upgrade *u, const struct cew_error *err);
void upgrade_fail(struct cew_upgrade *u, const struct cew_error *err);
void upgrade_end(struct cew_upgrade *u, bool ok);
/* Calls next after the site's pace; stops for want of memory. */
void upgrade_later(struct cew_upgrade *u, cew_loop_fn *next);
/* An answer that failed: true if it is worth to ask again (and counts), and the trouble is told. */
bool upgrade_outlive(struct cew_upgrade *u, const struct cew_error *err);
void upgrade_peace(struct cew_upgrade *u); /* an answer came: troubles are over */
int64_t upgrade_step_ms(const struct cew_upgrade *u); /* since the step began */
const char *upgrade_keep(struct cew_upgrade *u, const char *text);

/* What each step does when it is entered. */
void step_look(struct cew_upgrade *u);
void step_changes(struct cew_upgrade *u);
void step_consent(struct cew_upgrade *u);
void step_scale_down(struct cew_upgrade *u);
void step_stop_tasks(struct cew_upgrade *u);
void step_execute(struct cew_upgrade *u);
void step_follow(struct cew_upgrade *u);
void step_roll_back(struct cew_upgrade *u);
void step_scale_up(struct cew_upgrade *u);
void step_prove(struct cew_upgrade *u);

/* upgrade_plan.c: images, parameters, warnings out of view and template. CEW_INVALID lists parameters that are missing. */
enum cew_status upgrade_plan(struct cew_upgrade *u, struct cew_error *err);
/* upgrade_changes.c: takes the change set away, and ends then: as failed for this reason or, without one, well. */
void upgrade_drop_changes(struct cew_upgrade *u, const struct cew_error *why);

/* upgrade_deliver.c: brings the body to S3 and sets the URL, then calls step_changes again. */
void upgrade_deliver(struct cew_upgrade *u);

/* upgrade_journal.c */
enum cew_status upgrade_journal_open(struct cew_upgrade *u, struct cew_error *err);
void upgrade_journal_write(struct cew_upgrade *u, bool open);
enum cew_status upgrade_journal_read(struct cew_upgrade *u, const struct cew_journal_entry *entry, struct cew_error *err);

#endif
