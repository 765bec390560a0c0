/* What the files of the cli room share. */
#ifndef CEW_CLI_ROOM_H
#define CEW_CLI_ROOM_H

#include "cewizard/cli.h"
#include "cewizard/demo.h"

/* ---- options.c ---- */

enum option_id {
	OPTION_ANSWERS, OPTION_SET, OPTION_STACK_NAME, OPTION_TEMPLATE, OPTION_REGION, OPTION_PROFILE, OPTION_ENDPOINT_URL,
	OPTION_CA_BUNDLE, OPTION_FORMS, OPTION_DEMO, OPTION_DEMO_SPEED, OPTION_DEMO_SCENARIO, OPTION_OUTPUT, OPTION_YES,
	OPTION_LINEAR, OPTION_COMPACT, OPTION_PORT, OPTION_LOG, OPTION_HELP, OPTION_VERSION, OPTION_COUNT
};
#define BIT(option) (1u << (option))

void options_init(struct cew_options *o);
void options_finish(struct cew_options *o);
/* Reads argv. CEW_USAGE names the word that is wrong; *given gets a bit for every option that was there. */
enum cew_status options_parse(int argc, char **argv, struct cew_options *o, unsigned *given, struct cew_error *err);
/* The option's part of a usage text: "--region NAME" and what it does. */
const char *option_usage(enum option_id id);
const char *option_help(enum option_id id);

/* ---- commands: one row each in cli.c ---- */

typedef int command_fn(struct cew_app *app);

struct command {
	const char *name;     /* NULL: the wizard */
	const char *operand;  /* "STACK"; NULL: none. In brackets: may be left out */
	const char *summary;
	unsigned options;     /* those it takes beside those that all take */
	bool needs_app;       /* forms, template, answers and the client are set up before it runs */
	bool offline;         /* calls nobody: --demo then means the demo's answers only */
	command_fn *fn;
};

command_fn command_deploy, command_plan, command_watch, command_resume, command_delete, command_access, command_template,
	command_demo_aws;

/* ---- app.c ---- */

/* The app with what only the cli needs beside it. */
struct app_room {
	struct cew_app app; /* first: the public pointer is this one */
	struct cew_demo_child demo;
	bool has_demo;
	char *base_dir; /* of the answers file; NULL: none */
	size_t problems; /* errors told while answers were read */
};
/* Sets up loop, client, forms, template and answers as the options say. Problems of answers files are told on standard
 * error (and as issue lines with --output json); CEW_INVALID after all of them. */
enum cew_status app_init(struct app_room *room, const struct cew_options *options, const char *self, bool offline,
                         struct cew_error *err);
void app_finish(struct app_room *room);
/* The client for an operation on what exists already: region from the options, the environment or the demo. */
struct cew_subject app_subject(const struct cew_app *app);
/* Sets the mark of the acknowledgement page: for commands in which --yes or a confirmation says so. */
enum cew_status app_acknowledge(struct cew_app *app, struct cew_error *err);

/* ---- report.c: how things are said ---- */

void tell_error(const struct cew_error *err);                     /* standard error */
void tell_issue(const struct cew_options *o, const struct cew_issue *issue);
void out_flush(struct cew_buf *b);                                /* writes to standard output and empties the buffer */
/* Asks on the terminal; true only for "y" or "yes". False without a terminal. */
bool confirm(const char *question);
bool on_terminal(void); /* standard input and error are a terminal */

/* ---- follow.c ---- */

/* Runs the loop until the deployment is over or the user leaves it, printing lines as events come; returns the exit code. */
int follow(struct cew_app *app, struct cew_deployment *d);
struct cew_deployment *deployment_for(struct cew_app *app, bool journal);
/* Where to go on when the screen is left: "cewizard watch NAME --region R". */
void tell_way_back(const struct cew_app *app, const struct cew_deployment *d);

#endif
