/* The program's front: the table of commands, their help, and dispatch. */
#include "room.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#define ANSWERING (BIT(OPTION_ANSWERS) | BIT(OPTION_SET) | BIT(OPTION_STACK_NAME) | BIT(OPTION_TEMPLATE) | BIT(OPTION_REGION) | BIT(OPTION_FORMS))
#define CALLING (BIT(OPTION_REGION) | BIT(OPTION_PROFILE) | BIT(OPTION_ENDPOINT_URL) | BIT(OPTION_CA_BUNDLE))
#define DEMO (BIT(OPTION_DEMO) | BIT(OPTION_DEMO_SPEED) | BIT(OPTION_DEMO_SCENARIO))
#define ALWAYS (BIT(OPTION_LOG) | BIT(OPTION_HELP) | BIT(OPTION_VERSION))
#define OUTPUT BIT(OPTION_OUTPUT)

static const struct command commands[] = {
	{NULL, NULL, "the wizard: create a deployment, watch it, show how to reach it", ANSWERING | CALLING | DEMO | BIT(OPTION_LINEAR), true, false, NULL},
	{"deploy", NULL, "create a deployment without a screen", ANSWERING | CALLING | DEMO | OUTPUT | BIT(OPTION_YES), true, false, command_deploy},
	{"plan", NULL, "show what would be sent and made, and every issue; no network", ANSWERING | BIT(OPTION_DEMO) | OUTPUT, true, true, command_plan},
	{"watch", "STACK", "follow a stack's operation to its end", CALLING | OUTPUT, true, false, command_watch},
	{"resume", "[STACK]", "pick up the operation that this machine was running", CALLING | OUTPUT, true, false, command_resume},
	{"delete", "STACK", "delete a stack and follow that to its end", CALLING | OUTPUT | BIT(OPTION_YES), true, false, command_delete},
	{"access", "STACK", "how to reach Cloud Exchange in this stack", CALLING | OUTPUT, true, false, command_access},
	{"template", NULL, "print the built-in template, or the one given", BIT(OPTION_TEMPLATE) | BIT(OPTION_COMPACT), false, false, command_template},
	{"demo-aws", NULL, "the embedded AWS by itself", BIT(OPTION_PORT) | BIT(OPTION_DEMO_SPEED) | BIT(OPTION_DEMO_SCENARIO), false, false, command_demo_aws},
};

static const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < CEW_COUNT(commands); i++)
		if (name ? commands[i].name && strcmp(commands[i].name, name) == 0 : !commands[i].name)
			return &commands[i];
	return NULL;
}

static void print_options(unsigned set)
{
	for (int i = 0; i < OPTION_COUNT; i++)
		if (set & BIT(i))
			printf("  %-24s %s\n", option_usage((enum option_id)i), option_help((enum option_id)i));
}

static void print_overview(void)
{
	printf("cewizard deploys Netskope Cloud Exchange on AWS Fargate through CloudFormation.\n\n"
	       "usage: cewizard [COMMAND] [OPTION...]\n\n");
	for (size_t i = 0; i < CEW_COUNT(commands); i++) {
		const struct command *c = &commands[i];
		char word[48];
		snprintf(word, sizeof(word), "%s%s%s", c->name ? c->name : "(none)", c->operand ? " " : "", c->operand ? c->operand : "");
		printf("  %-18s %s\n", word, c->summary);
	}
	printf("\nOptions (`cewizard COMMAND --help` shows a command's own)\n\n");
	print_options(~0u);
	printf("\nExit codes: 0 done; 1 the operation failed; 2 wrong usage; 3 the answers have errors; 4 AWS could not be\n"
	       "reached or refused; 6 left while the operation goes on; 130 interrupted before anything was sent.\n");
}

static void print_command(const struct command *c)
{
	printf("usage: cewizard %s%s%s [OPTION...]\n\n%s\n\n", c->name, c->operand ? " " : "", c->operand ? c->operand : "", c->summary);
	print_options(c->options | ALWAYS);
}

/* An option that the command does not take would be silently ignored: say so instead. */
static enum cew_status check_usage(const struct command *c, const struct cew_options *o, unsigned given, struct cew_error *err)
{
	unsigned foreign = given & ~(c->options | ALWAYS);
	for (int i = 0; i < OPTION_COUNT; i++) {
		if (!(foreign & BIT(i)))
			continue;
		cew_fail(err, CEW_USAGE, "%s does not take %s", c->name ? c->name : "the wizard", option_usage((enum option_id)i));
		return cew_error_hint(err, "`cewizard%s%s --help` lists what it takes", c->name ? " " : "", c->name ? c->name : "");
	}
	if (o->operand && !c->operand)
		return cew_fail(err, CEW_USAGE, "%s takes no \"%.60s\"", c->name, o->operand);
	if (!o->operand && c->operand && *c->operand != '[') {
		cew_fail(err, CEW_USAGE, "%s wants the name of a stack", c->name);
		return cew_error_hint(err, "for example `cewizard %s netskope-ce`", c->name);
	}
	return CEW_OK;
}

enum cew_exit cew_exit_for(const struct cew_error *err)
{
	switch (err->status) {
	case CEW_OK: return CEW_EXIT_DONE;
	case CEW_USAGE: return CEW_EXIT_USAGE;
	case CEW_INVALID: case CEW_LIMIT: return CEW_EXIT_ANSWERS;
	case CEW_UNREACHABLE: case CEW_REFUSED: return CEW_EXIT_AWS;
	case CEW_INTERRUPTED: return CEW_EXIT_INTERRUPTED;
	default: return CEW_EXIT_FAILED;
	}
}

static int run_with_app(const struct command *c, const struct cew_options *o, const char *self, cew_wizard_fn *wizard)
{
	struct app_room room;
	struct cew_error err;
	int code;
	if (app_init(&room, o, self, c->offline, &err)) {
		tell_error(&err);
		code = (int)cew_exit_for(&err);
	} else {
		code = c->fn ? c->fn(&room.app) : wizard(&room.app);
	}
	app_finish(&room);
	return code;
}

static int run(const struct command *c, const struct cew_options *o, const char *self, cew_wizard_fn *wizard)
{
	if (c->needs_app)
		return run_with_app(c, o, self, wizard);
	struct cew_app bare = {.options = o, .random = cew_random_system()};
	return c->fn(&bare);
}

static int dispatch(const struct cew_options *o, unsigned given, const char *self, cew_wizard_fn *wizard)
{
	struct cew_error err;
	const struct command *c = command_find(o->command);
	if (o->version) {
		printf("cewizard %s\n", CEW_VERSION);
		return CEW_EXIT_DONE;
	}
	if (o->help && !o->command) {
		print_overview();
		return CEW_EXIT_DONE;
	}
	if (!c) {
		cew_fail(&err, CEW_USAGE, "there is no command \"%.60s\"", o->command);
		cew_error_hint(&err, "`cewizard --help` lists the commands");
		tell_error(&err);
		return CEW_EXIT_USAGE;
	}
	if (o->help) {
		print_command(c);
		return CEW_EXIT_DONE;
	}
	if (check_usage(c, o, given, &err) || (o->log && cew_log_open(o->log, CEW_LOG_DEBUG, &err))) {
		tell_error(&err);
		return (int)cew_exit_for(&err);
	}
	int code = run(c, o, self, wizard);
	cew_log_close();
	return code;
}

int cew_cli_main(int argc, char **argv, cew_wizard_fn *wizard)
{
	struct cew_options options;
	struct cew_error err;
	unsigned given;
	int code;
	setlocale(LC_CTYPE, "");
	options_init(&options);
	if (options_parse(argc, argv, &options, &given, &err)) {
		tell_error(&err);
		code = (int)cew_exit_for(&err);
	} else {
		code = dispatch(&options, given, argv[0], wizard);
	}
	options_finish(&options);
	return fflush(stdout) == 0 || code ? code : CEW_EXIT_FAILED;
}
