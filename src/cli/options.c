/* The options: one row each, from which parsing, help, manual, completions and usage errors are made. getopt is not used:
 * it takes abbreviations, which would break scripts when an option is added, and obeys POSIXLY_CORRECT. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#define AT(member) offsetof(struct cew_options, member)
#define BY_HAND ((size_t)-1)

const struct option_row option_rows[OPTION_COUNT] = {
	[OPTION_ANSWERS] = {"answers", "FILE", "read answers from a YAML or JSON file (-: stdin)",
		"See ANSWERS FILE. With --demo and without this option the demo's own answers are taken.", AT(answers)},
	[OPTION_SET] = {"set", "NAME=VALUE", "set one template parameter; repeatable",
		"What follows the first = is the value, whatever it holds. Everybody on the machine can read a program's arguments: "
		"secrets are better given in an answers file as {env: NAME} or {file: PATH}.", BY_HAND},
	[OPTION_STACK_NAME] = {"stack-name", "NAME", "the stack's name", NULL, AT(stack_name)},
	[OPTION_TEMPLATE] = {"template", "FILE", "another template: a file, https:// or s3:// URL",
		"A template behind an address is read by CloudFormation alone, so it is neither checked nor planned here.", AT(template)},
	[OPTION_TEMPLATE_BUCKET] = {"template-bucket", "NAME", "the S3 bucket for a template too large to send",
		"A template of more than 51,200 bytes, also as compact JSON, goes by way of S3. Without this option a bucket is made "
		"for the purpose, cewizard-templates-ACCOUNT-REGION: encrypted, without public access, and it forgets what is in it after "
		"seven days.", AT(template_bucket)},
	[OPTION_DRY_RUN] = {"dry-run", NULL, "also make a change set and remove it again",
		"CloudFormation then looks at it all without making anything. A stub of the stack, without resources, stands while it "
		"does, and is removed in any case; should that fail, it is told.", AT(dry_run)},
	[OPTION_REGION] = {"region", "NAME", "the AWS region", NULL, AT(region)},
	[OPTION_PROFILE] = {"profile", "NAME", "a profile of the AWS CLI's files", NULL, AT(profile)},
	[OPTION_ENDPOINT_URL] = {"endpoint-url", "URL", "send all calls there instead of to AWS", NULL, AT(endpoint_url)},
	[OPTION_CA_BUNDLE] = {"ca-bundle", "FILE", "trust these certificates, not the system's", NULL, AT(ca_bundle)},
	[OPTION_FORMS] = {"forms", "DIR", "form files that replace or add to the built-in ones",
		"A file replaces the built-in one of the same name; one of a new name adds a page.", AT(forms)},
	[OPTION_DEMO] = {"demo", NULL, "run against an embedded AWS: no account, no network",
		"The embedded AWS is started beside the program and ends with it.", AT(demo)},
	[OPTION_DEMO_SPEED] = {"demo-speed", "X", "how many times faster than AWS it is (60)", NULL, BY_HAND},
	[OPTION_DEMO_SCENARIO] = {"demo-scenario", "FILE", "what goes wrong in the embedded AWS",
	                            "FILE is a path, or the name of one of those that come along: "
	                            "bucket-not-empty, bucket-taken, cancelled, delete-protected-balancer, delete-stuck, deployed, "
	                            "elastic-ip-limit, export-in-use, foreign-interface, handmade-resources, internal-failure, "
	                            "last-flush-fails, many-events, name-too-long, nested, no-subscription, no-way-out, "
	                            "not-permitted, odd-events, organization-forbids, port-in-use, recreated, role-not-permitted, "
	                            "role-not-trusted, rollback-failed, runtime-gone, secret-not-found, service-never-stable, "
	                            "several-stacks, slow-and-throttled, slow-balancer, termination-protected, "
	                            "throttled-for-minutes, update-cancelled, update-fails, update-rollback-fails, update-stuck, vcpu-limit, vpc-limit. "
	                            "assets/scenarios/README.md of the source tells what each does, and what a file may hold.", AT(demo_scenario)},
	[OPTION_OUTPUT] = {"output", "text|json", "lines for people (text), or JSON, one object a line",
		"With json, standard output holds nothing but JSON; what is meant for people goes to standard error.", BY_HAND},
	[OPTION_YES] = {"yes", NULL, "do not ask for consent",
		"For deploy this is also the acknowledgement that the stack may make IAM resources.", AT(yes)},
	[OPTION_JUMP_HOST] = {"jump-host", "ADDRESS", "the jump host in the stack's VPC",
		"Its name or address. What is said of the way in is remembered for the stack.", AT(jump_host)},
	[OPTION_JUMP_USER] = {"jump-user", "NAME", "who signs in there (ec2-user)", NULL, AT(jump_user)},
	[OPTION_KEY] = {"key", "FILE", "the private key for the jump host", "Only its path is kept, and it is not read.", AT(key)},
	[OPTION_LOCAL_PORT] = {"local-port", "N", "the port on this machine that leads there (8000)", NULL, BY_HAND},
	[OPTION_FROM] = {"from", "CIDR", "your own addresses, as the VPC sees them", "Such as 203.0.113.7/32: rules are held against it.", AT(from)},
	[OPTION_CLIENT_CIDR] = {"client-cidr", "CIDR", "the addresses of a Client VPN endpoint's clients",
		"From /12 to /22, and beside the VPC's.", AT(client_cidr)},
	[OPTION_MEND] = {"mend", "ID", "mend this item of the list by one call", "Items that can be mended are marked in the list.", AT(mend)},
	[OPTION_RETAIN] = {"retain", "IDS", "leave these behind, after a deletion failed",
		"Logical ids with commas between them. They stay in the account, and go on costing.", AT(retain)},
	[OPTION_ANYWAY] = {"anyway", NULL, "delete although something is in the way", NULL, AT(anyway)},
	[OPTION_CANCEL] = {"cancel", NULL, "cancel the update that is under way", NULL, AT(cancel)},
	[OPTION_CANCEL_AFTER] = {"cancel-after", "MINUTES", "cancel the update if it takes longer",
		"What had been changed is rolled back then, and the service is started with its old images.", BY_HAND},
	[OPTION_LINEAR] = {"linear", NULL, "ask line by line instead of on a full screen",
		"Chosen by itself where TERM is dumb or unset, or where ACCESSIBLE is set.", AT(linear)},
	[OPTION_COMPACT] = {"compact", NULL, "as compact JSON, the way a large one is sent", NULL, AT(compact)},
	[OPTION_FOR] = {"for", "WHO", "whose: user, service-role or roles (user)",
		"user: who deploys with permissions of their own. service-role: the role that is passed to CloudFormation, and those who "
		"pass it. roles: the roles that are made beforehand, so that the stack makes none.", BY_HAND},
	[OPTION_WITHOUT_IAM] = {"without-iam", NULL, "leave out what makes and removes roles",
		"The roles are made beforehand then, and named in the answers.", AT(without_iam)},
	[OPTION_OUTPUT_DIR] = {"output-dir", "DIR", "write files into this directory",
		"It is made if it is not there. Standard output lists the files.", AT(output_dir)},
	[OPTION_MAKE] = {"make", NULL, "make these roles in the account, after asking",
		"With --for roles. Each gets its permissions as an inline policy; their ARNs go to standard output.", AT(make)},
	[OPTION_PORT] = {"port", "N", "the port to listen on (0: a free one)", NULL, BY_HAND},
	[OPTION_ALL] = {"all", NULL, "also what happened to the stack before this operation",
		"Without it, events are read back to the beginning of the operation that is followed, however many there are before.", AT(all)},
	[OPTION_ON_END] = {"on-end", "COMMAND", "run a command at the end, with the result in its environment",
		"It is given to the shell when the operation is over or could not be followed any more; see ENVIRONMENT for what it finds. "
		"Its output goes to standard error, and its own end changes nothing of the exit code.", AT(on_end)},
	[OPTION_REPORT] = {"report", "DIR", "write the evidence of the operation there at the end",
		"report.md, timeline.svg, result.json, events.jsonl and voices.jsonl; of what was sent from here also plan.txt, plan.json and "
		"parameters.json, without the secrets.", AT(report)},
	[OPTION_RECORD] = {"record", "FILE", "record the operation, to be played again by replay",
		"JSON lines with times, written as things happen. No secret is in it: of the plan only the resources are kept.", AT(record)},
	[OPTION_SCREEN] = {"screen", NULL, "show it on the wizard's screen of events, not as lines", NULL, AT(screen)},
	[OPTION_SPEED] = {"speed", "X", "how many times as fast as it was (1; 0: at once)", NULL, BY_HAND},
	[OPTION_LOG] = {"log", "FILE", "add to a log, which holds no secrets", NULL, AT(log)},
	[OPTION_HELP] = {"help", NULL, "show help; after a command, the command's own", "-h does the same.", AT(help)},
	[OPTION_VERSION] = {"version", NULL, "show the version", NULL, AT(version)},
};

void options_init(struct cew_options *o)
{
	*o = (struct cew_options){.demo_speed = 60, .speed = 1};
	cew_vec_init(&o->set, sizeof(const char *));
}

void options_finish(struct cew_options *o)
{
	cew_vec_finish(&o->set);
}

/* ---- values ---- */

static enum cew_status bad_value(enum option_id id, const char *value, const char *hint, struct cew_error *err)
{
	cew_fail(err, CEW_USAGE, "--%s cannot be \"%.60s\"", option_rows[id].name, value);
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

static enum cew_status take_replay_speed(struct cew_options *o, const char *value, struct cew_error *err)
{
	char *end;
	o->speed = strtod(value, &end);
	if (*end || end == value || !(o->speed >= 0 && o->speed <= 1e6))
		return bad_value(OPTION_SPEED, value, "give a number such as 10, or 0 for all at once", err);
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

static enum cew_status take_local_port(struct cew_options *o, const char *value, struct cew_error *err)
{
	char *end;
	long port = strtol(value, &end, 10);
	if (*end || end == value || port < 1 || port > 65535)
		return bad_value(OPTION_LOCAL_PORT, value, "give a port from 1 to 65535", err);
	o->local_port = (int)port;
	return CEW_OK;
}

static enum cew_status take_cancel_after(struct cew_options *o, const char *value, struct cew_error *err)
{
	if (cew_minutes_parse(value, &o->cancel_after))
		return CEW_OK;
	return bad_value(OPTION_CANCEL_AFTER, value, "give whole minutes, such as 90", err);
}

static enum cew_status take_output(struct cew_options *o, const char *value, struct cew_error *err)
{
	o->json = strcmp(value, "json") == 0;
	if (!o->json && strcmp(value, "text") != 0)
		return bad_value(OPTION_OUTPUT, value, "give text or json", err);
	return CEW_OK;
}

static enum cew_status take_for(struct cew_options *o, const char *value, struct cew_error *err)
{
	return cew_policies_for_parse(value, &o->policies_for) ? CEW_OK
	                                                       : bad_value(OPTION_FOR, value, "give user, service-role or roles", err);
}

static enum cew_status take_set(struct cew_options *o, const char *value, struct cew_error *err)
{
	const char *equals = strchr(value, '=');
	/* The value may be a secret: only the name is repeated. */
	if (!equals || equals == value) {
		cew_fail(err, CEW_USAGE, equals ? "--set lacks a name before the =" : "--set lacks a = behind the name");
		return cew_error_hint(err, "give NAME=VALUE, such as --set PackageType=Small");
	}
	return cew_vec_push(&o->set, &value) ? CEW_OK : cew_fail_memory(err);
}

static enum cew_status take(struct cew_options *o, enum option_id id, const char *value, struct cew_error *err)
{
	const struct option_row *row = &option_rows[id];
	if (row->offset != BY_HAND) {
		char *member = (char *)o + row->offset;
		if (row->argument)
			*(const char **)(void *)member = value;
		else
			*(bool *)(void *)member = true;
		return CEW_OK;
	}
	switch (id) {
	case OPTION_SET: return take_set(o, value, err);
	case OPTION_DEMO_SPEED: return take_speed(o, value, err);
	case OPTION_FOR: return take_for(o, value, err);
	case OPTION_SPEED: return take_replay_speed(o, value, err);
	case OPTION_PORT: return take_port(o, value, err);
	case OPTION_LOCAL_PORT: return take_local_port(o, value, err);
	case OPTION_CANCEL_AFTER: return take_cancel_after(o, value, err);
	default: return take_output(o, value, err);
	}
}

/* ---- words ---- */

struct scan {
	int argc, at;
	char **argv;
	struct cew_options *o;
	uint64_t *given;
	bool words_only; /* behind "--" */
};

static int find(const char *name, size_t len)
{
	for (int i = 0; i < OPTION_COUNT; i++)
		if (strlen(option_rows[i].name) == len && strncmp(option_rows[i].name, name, len) == 0)
			return i;
	return -1;
}

static enum cew_status no_such_option(const char *word, size_t len, struct cew_error *err)
{
	char name[64];
	cew_fail(err, CEW_USAGE, "there is no option %.*s", (int)(len < 60 ? len : 60), word);
	size_t dashes = strspn(word, "-"), rest = len > dashes ? len - dashes : 0;
	if (rest >= sizeof(name))
		rest = 0;
	memcpy(name, word + dashes, rest);
	name[rest] = '\0';
	struct cew_nearest near = {.word = name};
	for (size_t i = 0; i < OPTION_COUNT; i++)
		cew_nearest_consider(&near, option_rows[i].name);
	if (near.name)
		return cew_error_hint(err, "did you mean --%s? `cewizard --help` lists the options", near.name);
	return cew_error_hint(err, "`cewizard --help` lists the options");
}

/* The value of an option that wants one: behind "=", else the next word. */
static enum cew_status value_of(struct scan *s, const struct option_row *row, const char *equals, const char **out,
                                struct cew_error *err)
{
	const char *next = s->at < s->argc ? s->argv[s->at] : NULL;
	*out = equals ? equals + 1 : next;
	if (!equals && next && strncmp(next, "--", 2) != 0)
		s->at++;
	else if (!equals) {
		cew_fail(err, CEW_USAGE, "--%s wants a value", row->name);
		return cew_error_hint(err, "give --%s %s", row->name, row->argument);
	}
	return CEW_OK;
}

static enum cew_status take_option(struct scan *s, const char *word, struct cew_error *err)
{
	const char *value = NULL, *equals = strchr(word, '=');
	size_t len = equals ? (size_t)(equals - word) : strlen(word);
	int id = strcmp(word, "-h") == 0 ? (int)OPTION_HELP : len > 2 && word[1] == '-' ? find(word + 2, len - 2) : -1;
	if (id < 0)
		return no_such_option(word, len, err);
	const struct option_row *row = &option_rows[id];
	if (!row->argument && equals) {
		cew_fail(err, CEW_USAGE, "--%s takes no value", row->name);
		return cew_error_hint(err, "leave \"%.40s\" out", equals);
	}
	enum cew_status status = row->argument ? value_of(s, row, equals, &value, err) : CEW_OK;
	*s->given |= BIT(id);
	return status ? status : take(s->o, (enum option_id)id, value, err);
}

static enum cew_status take_word(struct cew_options *o, const char *word, struct cew_error *err)
{
	if (!o->command) {
		o->command = word;
	} else if (!o->operand) {
		o->operand = word;
	} else {
		cew_fail(err, CEW_USAGE, "\"%.60s\" is one word too many", word);
		return cew_error_hint(err, "`cewizard %.40s --help` shows what the command takes", o->command);
	}
	return CEW_OK;
}

enum cew_status options_parse(int argc, char **argv, struct cew_options *o, uint64_t *given, struct cew_error *err)
{
	struct scan s = {.argc = argc, .at = 1, .argv = argv, .o = o, .given = given};
	enum cew_status status = CEW_OK;
	*given = 0;
	while (s.at < argc && !status) {
		const char *word = argv[s.at++];
		if (!s.words_only && strcmp(word, "--") == 0)
			s.words_only = true;
		else if (!s.words_only && word[0] == '-' && word[1])
			status = take_option(&s, word, err);
		else
			status = take_word(o, word, err);
	}
	return status;
}
