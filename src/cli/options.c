/* The options: one row each, from which parsing, help and usage errors are made. */
#include "room.h"

#include <assert.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define LONG_OPTION_BASE 256 /* above every character, so that getopt's values and option ids do not meet */

struct option_row {
	const char *name, *argument; /* argument NULL: a flag */
	const char *help;
	size_t offset; /* of its member in struct cew_options; flags are bool, others const char * */
};

#define AT(member) offsetof(struct cew_options, member)
#define BY_HAND ((size_t)-1)

static const struct option_row rows[] = {
	[OPTION_ANSWERS] = {"answers", "FILE", "read answers from a YAML or JSON file (- for standard input)", AT(answers)},
	[OPTION_SET] = {"set", "NAME=VALUE", "set one template parameter; may be repeated", BY_HAND},
	[OPTION_STACK_NAME] = {"stack-name", "NAME", "the stack's name", AT(stack_name)},
	[OPTION_TEMPLATE] = {"template", "FILE", "another template than the built-in one: a file, https:// or s3:// address", AT(template)},
	[OPTION_REGION] = {"region", "NAME", "the AWS region", AT(region)},
	[OPTION_PROFILE] = {"profile", "NAME", "a profile of the AWS CLI's configuration files", AT(profile)},
	[OPTION_ENDPOINT_URL] = {"endpoint-url", "URL", "send all calls there instead of to AWS", AT(endpoint_url)},
	[OPTION_CA_BUNDLE] = {"ca-bundle", "FILE", "certificates to trust instead of the system's", AT(ca_bundle)},
	[OPTION_FORMS] = {"forms", "DIR", "form files that replace the built-in ones of the same name", AT(forms)},
	[OPTION_DEMO] = {"demo", NULL, "run against an embedded AWS: no account, no network", AT(demo)},
	[OPTION_DEMO_SPEED] = {"demo-speed", "X", "the embedded AWS's pace: 1 is AWS's own (default 60)", BY_HAND},
	[OPTION_DEMO_SCENARIO] = {"demo-scenario", "FILE", "what goes wrong in the embedded AWS", AT(demo_scenario)},
	[OPTION_OUTPUT] = {"output", "text|json", "lines for people, or one JSON object a line (default text)", BY_HAND},
	[OPTION_YES] = {"yes", NULL, "do not ask; acknowledges that IAM resources may be made", AT(yes)},
	[OPTION_LINEAR] = {"linear", NULL, "ask line by line instead of full screen", AT(linear)},
	[OPTION_COMPACT] = {"compact", NULL, "as compact JSON", AT(compact)},
	[OPTION_PORT] = {"port", "N", "the port to listen on (default: a free one)", BY_HAND},
	[OPTION_LOG] = {"log", "FILE", "write a log without secrets", AT(log)},
	[OPTION_HELP] = {"help", NULL, "show help, also of a command", AT(help)},
	[OPTION_VERSION] = {"version", NULL, "show the version", AT(version)},
};
static_assert(CEW_COUNT(rows) == OPTION_COUNT, "a row for every option");

const char *option_help(enum option_id id)
{
	return rows[id].help;
}

const char *option_usage(enum option_id id)
{
	static char text[64];
	struct cew_buf b;
	cew_buf_init(&b, sizeof(text) - 1);
	cew_buf_fmt(&b, "--%s%s%s", rows[id].name, rows[id].argument ? " " : "", rows[id].argument ? rows[id].argument : "");
	strcpy(text, cew_buf_text(&b));
	cew_buf_finish(&b);
	return text;
}

void options_init(struct cew_options *o)
{
	*o = (struct cew_options){.demo_speed = 60};
	cew_vec_init(&o->set, sizeof(const char *));
}

void options_finish(struct cew_options *o)
{
	cew_vec_finish(&o->set);
}

static enum cew_status bad_value(enum option_id id, const char *value, const char *hint, struct cew_error *err)
{
	cew_fail(err, CEW_USAGE, "--%s cannot be \"%.60s\"", rows[id].name, value);
	return cew_error_hint(err, "%s", hint);
}

static enum cew_status take_speed(struct cew_options *o, const char *value, struct cew_error *err)
{
	char *end;
	o->demo_speed = strtod(value, &end);
	if (*end || end == value || !(o->demo_speed > 0 && o->demo_speed <= 1e6))
		return bad_value(OPTION_DEMO_SPEED, value, "give a number above 0, such as 60", err);
	return CEW_OK;
}

static enum cew_status take_port(struct cew_options *o, const char *value, struct cew_error *err)
{
	char *end;
	long port = strtol(value, &end, 10);
	if (*end || end == value || port < 0 || port > 65535)
		return bad_value(OPTION_PORT, value, "give a port from 0 to 65535; 0 takes a free one", err);
	o->port = (int)port;
	return CEW_OK;
}

static enum cew_status take_output(struct cew_options *o, const char *value, struct cew_error *err)
{
	o->json = strcmp(value, "json") == 0;
	if (!o->json && strcmp(value, "text") != 0)
		return bad_value(OPTION_OUTPUT, value, "give text or json", err);
	return CEW_OK;
}

static enum cew_status take(struct cew_options *o, enum option_id id, const char *value, struct cew_error *err)
{
	if (rows[id].offset != BY_HAND) {
		char *member = (char *)o + rows[id].offset;
		if (rows[id].argument)
			*(const char **)(void *)member = value;
		else
			*(bool *)(void *)member = true;
		return CEW_OK;
	}
	switch (id) {
	case OPTION_SET: return cew_vec_push(&o->set, &value) ? CEW_OK : cew_fail_memory(err);
	case OPTION_DEMO_SPEED: return take_speed(o, value, err);
	case OPTION_PORT: return take_port(o, value, err);
	default: return take_output(o, value, err);
	}
}

static void fill_getopt(struct option out[OPTION_COUNT + 1])
{
	memset(out, 0, sizeof(*out) * (OPTION_COUNT + 1));
	for (int i = 0; i < OPTION_COUNT; i++) {
		out[i].name = rows[i].name;
		out[i].has_arg = rows[i].argument ? required_argument : no_argument;
		out[i].val = LONG_OPTION_BASE + i;
	}
}

static enum cew_status complain(int c, const char *word, struct cew_error *err)
{
	cew_fail(err, CEW_USAGE, c == ':' ? "%s wants a value" : "there is no option %s", word);
	return cew_error_hint(err, "`cewizard --help` lists the options");
}

static enum cew_status take_words(int argc, char **argv, struct cew_options *o, struct cew_error *err)
{
	if (optind < argc)
		o->command = argv[optind++];
	if (optind < argc)
		o->operand = argv[optind++];
	if (optind < argc) {
		cew_fail(err, CEW_USAGE, "\"%.60s\" is one word too many", argv[optind]);
		return cew_error_hint(err, "`cewizard %s --help` shows what the command takes", o->command);
	}
	return CEW_OK;
}

enum cew_status options_parse(int argc, char **argv, struct cew_options *o, unsigned *given, struct cew_error *err)
{
	struct option table[OPTION_COUNT + 1];
	fill_getopt(table);
	optind = 0; /* starts afresh, so that it can be called again */
	opterr = 0;
	*given = 0;
	for (;;) {
		int at = optind ? optind : 1;
		int c = getopt_long(argc, argv, ":h", table, NULL);
		if (c == -1)
			break;
		if (c == '?' || c == ':')
			return complain(c, argv[optind > at ? optind - 1 : at], err);
		enum option_id id = c == 'h' ? OPTION_HELP : (enum option_id)(c - LONG_OPTION_BASE);
		*given |= BIT(id);
		enum cew_status s = take(o, id, optarg, err);
		if (s)
			return s;
	}
	return take_words(argc, argv, o, err);
}
