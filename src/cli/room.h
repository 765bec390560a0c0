/* What the files of the cli room share. */
#ifndef CEW_CLI_ROOM_H
#define CEW_CLI_ROOM_H

#include "cewizard/demo.h"
#include "cewizard/evidence.h"
#include "table.h"

/* ---- options.c ---- */

void options_init(struct cew_options *o);
void options_finish(struct cew_options *o);
/* Reads argv: options and words in any order, "--" ends the options. CEW_USAGE names the word that is wrong; *given gets a
 * bit for every option that was there. Texts stay argv's. */
enum cew_status options_parse(int argc, char **argv, struct cew_options *o, uint64_t *given, struct cew_error *err);

/* ---- help.c ---- */

void help_overview(struct cew_buf *out);
void help_command(const struct command *c, struct cew_buf *out);

/* ---- app.c, inputs.c ---- */

/* The app with what only the cli needs beside it. */
struct app_room {
	struct cew_app app; /* first: the public pointer is this one */
	const struct command *command;
	const char *self; /* argv[0] */
	struct cew_demo_child demo;
	bool has_demo;
	char *forms_dir; /* where form files replace built-in ones; NULL: nowhere */
	bool screen;     /* the wizard draws: nothing may be printed */
	bool replays;    /* what is followed is a recording */
	size_t problems; /* errors of answers that were told while they were read */
};
/* Sets up what the command needs. With NEEDS_ANSWERS, problems of answers are told and counted in `problems` as far as
 * going on makes sense, so that all that is wrong can be told at once. */
enum cew_status app_init(struct app_room *room, const struct command *c, const struct cew_options *options, const char *self,
                         struct cew_error *err);
void app_finish(struct app_room *room);
struct cew_subject app_subject(const struct cew_app *app);
/* The answer to a field that feeds this setting; "" where there is none. */
const char *app_setting(const struct cew_app *app, const char *setting);
/* Sets the mark of the acknowledgement page: for commands in which --yes or a confirmation says so. */
enum cew_status app_acknowledge(struct cew_app *app, struct cew_error *err);
/* Problems that were told while answers were read: CEW_INVALID with their number. */
enum cew_status app_answers_good(const struct cew_app *app, struct cew_error *err);
/* Forms, template and answers, as the options say. */
enum cew_status inputs_read(struct app_room *room, struct cew_error *err);
/* Tells what was listed of a template (struct cew_error) if it is more than the error alone, which then counts it. */
void tell_template_problems(struct app_room *room, const char *source, const struct cew_vec *problems, struct cew_error *err);

/* ---- report.c: how things are said ---- */

void tell_error(const struct cew_error *err); /* standard error */
void tell_warning(const char *text);          /* likewise */
void tell_issue(const struct cew_options *o, const struct cew_issue *issue);
void out_flush(struct cew_buf *b);            /* writes to standard output and empties the buffer */
bool out_broken(void);                        /* nobody takes what is written to standard output */
/* Asks on the terminal; true only for "y" or "yes". False without a terminal. */
bool confirm(const char *question);
bool on_terminal(void); /* standard input and error are a terminal */
/* Ends a command that cannot go on: tells the error, ends the JSON lines with a result where the command has one, and
 * returns the exit code. `d` may be NULL. */
int end_with_error(const struct cew_app *app, const struct cew_deployment *d, const struct cew_error *err);
/* The manual's "result" line (JSON LINES) with, beside its other keys, what it was that the command stopped at. */
enum cew_status result_write_error(const struct cew_app *app, const struct cew_deployment *d, const struct cew_error *err,
                                   struct cew_buf *out);

/* ---- ending.c ---- */

/* What a failure means and what to do. */
void cause_write(const struct cew_root_cause *cause, const char *happens, struct cew_buf *out);
/* Writes --report's files and runs --on-end's command. What goes wrong with them is told, and changes no exit code. */
void ending_leave(const struct cew_app *app, const struct cew_deployment *d, int code);

/* ---- commands.c ---- */

/* The plan of the answers. The subject must stay as long as the plan. */
enum cew_status plan_for(struct cew_app *app, struct cew_subject *subject, struct cew_plan **out, struct cew_error *err);
void tell_issues(const struct cew_app *app, const struct cew_plan *plan);
int columns(void); /* of the terminal on standard output; 80 where that is none */

/* ---- make_roles.c ---- */

/* Asks (unless --yes), signs in and makes the roles of these documents; their ARNs go to standard output as they come. */
enum cew_status make_roles(struct cew_app *app, const struct cew_policies *p, struct cew_error *err);

/* ---- follow.c ---- */

/* Runs the loop until the deployment is over or the user leaves it, printing lines as events come; returns the exit code. */
int follow(struct cew_app *app, struct cew_deployment *d);
struct cew_deployment *deployment_for(struct cew_app *app, bool journal);
/* Goes to the region that a stack's ARN names, unless --region says another; other names leave the client as it is.
 * CEW_USAGE where no region is known at all. */
enum cew_status use_region_of(struct cew_app *app, const char *stack, struct cew_error *err);

/* ---- upgrade.c ---- */

void upgrade_tell_plan(const struct cew_app *app, const struct cew_upgrade *u);
/* Writes the map as a line to standard output, and destroys the document (NULL: memory ran out). */
void upgrade_put_json(struct cew_node *map, struct cew_doc *doc);
/* Goes on with an upgrade that an earlier run left; returns the exit code. */
int upgrade_resume_entry(struct cew_app *app, const struct cew_journal_entry *entry);

/* ---- survey.c: what the commands that look at a stack share ---- */

/* Runs the loop until the survey is read, or somebody interrupts. CEW_INTERRUPTED, or why the stack cannot be read. */
enum cew_status survey_wait(struct cew_app *app, struct cew_survey *survey, struct cew_error *err);
/* A survey of the command's stack, read. NULL: *err says why. */
struct cew_survey *survey_of(struct cew_app *app, enum cew_survey_topic topic, const struct cew_way *way, struct cew_error *err);
void survey_tell_changed(void *ctx, struct cew_survey *survey); /* for cew_survey_create: ends the loop when it is read */
/* Its items, as lines on standard output; those of `group` alone, or all (NULL). */
void survey_write(const struct cew_app *app, const struct cew_survey *survey, enum cew_survey_topic topic, const char *group);
/* --mend: mends the item, waits, tells. Returns the exit code for a failure, CEW_EXIT_DONE else. */
int survey_mend(struct cew_app *app, struct cew_survey *survey, const char *id);

#endif
