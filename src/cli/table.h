/* The command line as tables, a row each option, command and exit code: dispatch and help read them here, and the manual's
 * generator (src/manual) makes the manual page and the completions of them. */
#ifndef CEW_CLI_TABLE_H
#define CEW_CLI_TABLE_H

#include "cewizard/cli.h"

/* ---- options.c ---- */

enum option_id {
	OPTION_ANSWERS, OPTION_SET, OPTION_STACK_NAME, OPTION_TEMPLATE, OPTION_TEMPLATE_BUCKET, OPTION_DRY_RUN, OPTION_REGION, OPTION_PROFILE, OPTION_ENDPOINT_URL,
	OPTION_CA_BUNDLE, OPTION_FORMS, OPTION_DEMO, OPTION_DEMO_SPEED, OPTION_DEMO_SCENARIO, OPTION_OUTPUT, OPTION_YES,
	OPTION_JUMP_HOST, OPTION_JUMP_USER, OPTION_KEY, OPTION_LOCAL_PORT, OPTION_FROM, OPTION_CLIENT_CIDR, OPTION_MEND,
	OPTION_RETAIN, OPTION_ANYWAY, OPTION_CANCEL, OPTION_CANCEL_AFTER,
	OPTION_LINEAR, OPTION_COMPACT, OPTION_FOR, OPTION_WITHOUT_IAM, OPTION_OUTPUT_DIR, OPTION_MAKE, OPTION_PORT, OPTION_ALL,
	OPTION_ON_END, OPTION_REPORT, OPTION_RECORD, OPTION_SCREEN, OPTION_SPEED, OPTION_LOG, OPTION_HELP, OPTION_VERSION, OPTION_COUNT
};
#define BIT(option) (UINT64_C(1) << (option)) /* of a set of options */

struct option_row {
	const char *name, *argument; /* argument NULL: a flag */
	const char *help;            /* one line; help and manual show it */
	const char *more;            /* what the manual says beside it; NULL: nothing */
	size_t offset;               /* of its member in struct cew_options; flags are bool, others const char * */
};
extern const struct option_row option_rows[OPTION_COUNT];

/* ---- table.c ---- */

typedef int command_fn(struct cew_app *app);

enum command_needs {
	NEEDS_NOTHING,
	NEEDS_LOOP,    /* no more than the loop */
	NEEDS_CLIENT,  /* loop and client, signed in as options and environment say */
	NEEDS_ANSWERS, /* loop, forms, template and answers; the command signs in itself if it calls AWS */
};

struct command {
	const char *name;      /* NULL: the wizard */
	const char *operand;   /* "STACK"; NULL: none. In brackets: may be left out */
	const char *summary;   /* one line; help and manual show it */
	const char *more;      /* the manual's paragraphs, parted by a newline */
	uint64_t options;      /* those it takes beside those that all take */
	enum command_needs needs;
	bool asks;             /* asks for consent, unless --yes: without a terminal it is refused at once */
	bool result;           /* ends its JSON lines with a result, whatever happens */
	const char *operation; /* for that result where it stops before the stack is seen; NULL: not known */
	command_fn *fn;        /* NULL: the wizard */
};
extern const struct command command_rows[];
extern const size_t command_count;
#define ALWAYS_OPTIONS (BIT(OPTION_LOG) | BIT(OPTION_HELP) | BIT(OPTION_VERSION))

command_fn command_deploy, command_plan, command_check, command_watch, command_resume, command_delete, command_access,
	command_policies, command_template, command_upgrade, command_stacks, command_hardening, command_notes,
	command_demo_aws, command_replay;

struct exit_row {
	enum cew_exit code;
	const char *meaning;
};
extern const struct exit_row exit_rows[];
extern const size_t exit_count;

const struct command *command_find(const char *name); /* NULL name: the wizard; NULL: there is none */
const char *command_nearest(const char *word);        /* NULL: none is near */

#endif
