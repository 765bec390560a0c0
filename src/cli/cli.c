/* The program's front: reading the command line, refusing what makes no sense, and handing over to the command. */
#include "room.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HELP_MAX_BYTES 65536

/* ---- usage ---- */

static enum cew_status no_such_command(const char *word, struct cew_error *err)
{
	const char *near = command_nearest(word);
	cew_fail(err, CEW_USAGE, "there is no command \"%.60s\"", word);
	if (near)
		return cew_error_hint(err, "did you mean %s? `cewizard --help` lists the commands", near);
	return cew_error_hint(err, "`cewizard --help` lists the commands");
}

/* An option that the command does not take would be silently ignored: say so instead. */
static enum cew_status check_options(const struct command *c, uint64_t given, struct cew_error *err)
{
	uint64_t foreign = given & ~(c->options | ALWAYS_OPTIONS);
	for (int i = 0; i < OPTION_COUNT; i++) {
		if (!(foreign & BIT(i)))
			continue;
		cew_fail(err, CEW_USAGE, "%s does not take --%s", c->name ? c->name : "the wizard", option_rows[i].name);
		return cew_error_hint(err, "`cewizard%s%s --help` lists what it takes", c->name ? " " : "", c->name ? c->name : "");
	}
	return CEW_OK;
}

/* The embedded AWS has an address, keys and certificates of its own; its pace means nothing without it. */
static enum cew_status check_demo(const struct command *c, uint64_t given, struct cew_error *err)
{
	static const enum option_id alone[] = {OPTION_PROFILE, OPTION_ENDPOINT_URL, OPTION_CA_BUNDLE};
	static const enum option_id only[] = {OPTION_DEMO_SPEED, OPTION_DEMO_SCENARIO};
	bool demo = given & BIT(OPTION_DEMO);
	if (!(c->options & BIT(OPTION_DEMO)))
		return CEW_OK;
	for (size_t i = 0; i < CEW_COUNT(alone); i++)
		if (demo && given & BIT(alone[i]))
			return cew_fail(err, CEW_USAGE, "--demo and --%s exclude each other", option_rows[alone[i]].name);
	for (size_t i = 0; i < CEW_COUNT(only); i++)
		if (!demo && given & BIT(only[i]))
			return cew_fail(err, CEW_USAGE, "--%s means something only with --demo", option_rows[only[i]].name);
	return CEW_OK;
}

static enum cew_status check_operand(const struct command *c, const struct cew_options *o, struct cew_error *err)
{
	if (o->operand && !c->operand) {
		cew_fail(err, CEW_USAGE, "%s takes no \"%.60s\"", c->name, o->operand);
		if (c->options & BIT(OPTION_ANSWERS))
			return cew_error_hint(err, "an answers file is given with --answers");
		return cew_error_hint(err, "`cewizard %s --help` shows what it takes", c->name);
	}
	bool missing = !o->operand || !*o->operand;
	if (c->operand && missing && (o->operand || *c->operand != '[')) {
		bool file = strcmp(c->operand, "FILE") == 0;
		cew_fail(err, CEW_USAGE, "%s wants %s", c->name, file ? "a file" : "the name of a stack");
		return cew_error_hint(err, "for example `cewizard %s %s`", c->name, file ? "recording.jsonl" : "netskope-ce");
	}
	return CEW_OK;
}

static enum cew_status check_consent(const struct command *c, const struct cew_options *o, struct cew_error *err)
{
	if (!c->asks || o->yes || on_terminal())
		return CEW_OK;
	cew_fail(err, CEW_USAGE, "%s has nobody to ask for consent: this is no terminal", c->name);
	return cew_error_hint(err, "add --yes%s", c->fn == command_deploy ? "; it also acknowledges that the stack may make IAM resources" : "");
}

/* What is to be written at the end is tried at the beginning: hours lie between. */
static enum cew_status check_places(const struct cew_options *o, struct cew_error *err)
{
	struct stat st;
	int fd = o->record ? open(o->record, O_WRONLY | O_CREAT | O_CLOEXEC, 0600) : -1;
	if (o->record && fd < 0)
		return cew_fail(err, CEW_USAGE, "cannot record to %s: %s", o->record, strerror(errno));
	if (fd >= 0)
		close(fd);
	/* One without directory or ending is the name of one that comes along: the embedded AWS knows them. */
	bool file = o->demo_scenario && strpbrk(o->demo_scenario, "/.");
	if (file && stat(o->demo_scenario, &st) != 0)
		return cew_fail(err, CEW_USAGE, "cannot open the scenario %s: %s", o->demo_scenario, strerror(errno));
	if (file && S_ISDIR(st.st_mode))
		return cew_fail(err, CEW_USAGE, "the scenario %s is a directory", o->demo_scenario);
	if (o->report && stat(o->report, &st) == 0 && !S_ISDIR(st.st_mode))
		return cew_fail(err, CEW_USAGE, "%s is no directory: the evidence cannot be written there", o->report);
	return CEW_OK;
}

static enum cew_status check_screen(const struct cew_options *o, struct cew_error *err)
{
	if (o->screen && o->json)
		return cew_fail(err, CEW_USAGE, "--screen and --output json exclude each other");
	return CEW_OK;
}

static enum cew_status check_usage(const struct command *c, const struct cew_options *o, uint64_t given, struct cew_error *err)
{
	enum cew_status s = check_options(c, given, err);
	if (!s)
		s = check_demo(c, given, err);
	if (!s)
		s = check_operand(c, o, err);
	if (!s)
		s = check_consent(c, o, err);
	if (!s)
		s = check_screen(o, err);
	if (!s)
		s = check_places(o, err);
	return s;
}

/* ---- running ---- */

/* The wizard begins without a region, too: it asks for one. */
static enum cew_status prepare(struct app_room *room, struct cew_error *err)
{
	enum cew_status s;
	if (room->command->needs == NEEDS_CLIENT)
		return cew_app_sign_in(&room->app, err);
	if (room->command->fn)
		return CEW_OK;
	s = app_answers_good(&room->app, err);
	if (!s)
		s = cew_app_sign_in(&room->app, err);
	return s && room->app.aws ? CEW_OK : s;
}

/* A stack's ARN names its region. */
static enum cew_status find_region(struct cew_app *app, struct cew_error *err)
{
	return strcmp(app->options->command, "watch") == 0 ? use_region_of(app, app->options->operand, err) : CEW_OK;
}

static int run(const struct command *c, const struct cew_options *o, const char *self, cew_wizard_fn *wizard)
{
	struct app_room room;
	struct cew_error err;
	int code;
	if (app_init(&room, c, o, self, &err) || prepare(&room, &err) || (o->screen && find_region(&room.app, &err)))
		code = end_with_error(&room.app, NULL, &err);
	else
		code = c->fn ? c->fn(&room.app) : (room.screen = true, wizard(&room.app));
	app_finish(&room);
	return code;
}

static int refuse(const struct cew_error *err)
{
	tell_error(err);
	return (int)cew_exit_for(err);
}

static int show_help(const struct command *c)
{
	struct cew_buf out;
	cew_buf_init(&out, HELP_MAX_BYTES);
	if (c->name)
		help_command(c, &out);
	else
		help_overview(&out);
	out_flush(&out);
	cew_buf_finish(&out);
	return CEW_EXIT_DONE;
}

static int dispatch(const struct cew_options *o, uint64_t given, const char *self, cew_wizard_fn *wizard)
{
	struct cew_error err;
	const struct command *c = command_find(o->command);
	if (!c) {
		no_such_command(o->command, &err);
		return refuse(&err);
	}
	if (o->help)
		return show_help(c);
	if (o->version) {
		printf("cewizard %s\n", CEW_VERSION);
		return CEW_EXIT_DONE;
	}
	if (check_usage(c, o, given, &err))
		return refuse(&err);
	if (o->log && cew_log_open(o->log, CEW_LOG_DEBUG, &err)) {
		err.status = CEW_USAGE;
		return refuse(&err);
	}
	int code = run(o->screen ? command_find(NULL) : c, o, self, wizard);
	cew_log_close();
	return code;
}

/* What was written may have gone nowhere: that must not pass for success. */
static int settle_output(int code)
{
	if (!out_broken() && fflush(stdout) == 0)
		return code;
	return code ? code : CEW_EXIT_FAILED;
}

/* A stream that the caller closed must not become a file or a connection of ours. What is opened in its place fails as the
 * closed one would: it is opened the wrong way round. */
static void keep_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int cew_cli_main(int argc, char **argv, cew_wizard_fn *wizard)
{
	struct cew_options options;
	struct cew_error err;
	uint64_t given;
	keep_streams();
	setlocale(LC_CTYPE, "");
	/* A reader that goes away (`cewizard deploy | head`) must not kill us without a word about the stack. */
	signal(SIGPIPE, SIG_IGN);
	options_init(&options);
	int code = options_parse(argc, argv, &options, &given, &err) ? refuse(&err) : dispatch(&options, given, argv[0], wizard);
	options_finish(&options);
	return settle_output(code);
}
