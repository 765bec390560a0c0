/* The commands and the exit codes: one row each, from which dispatch, help, manual and completions are made. */
#include "room.h"

#include <string.h>

#define ANSWERING (BIT(OPTION_ANSWERS) | BIT(OPTION_SET) | BIT(OPTION_STACK_NAME) | BIT(OPTION_TEMPLATE) | BIT(OPTION_TEMPLATE_BUCKET) | BIT(OPTION_REGION) | BIT(OPTION_PROFILE) | BIT(OPTION_FORMS))
#define CALLING (BIT(OPTION_REGION) | BIT(OPTION_PROFILE) | BIT(OPTION_ENDPOINT_URL) | BIT(OPTION_CA_BUNDLE))
#define PACE (BIT(OPTION_DEMO_SPEED) | BIT(OPTION_DEMO_SCENARIO))
#define DEMO (BIT(OPTION_DEMO) | PACE)
#define OUTPUT BIT(OPTION_OUTPUT)
#define FOLLOWING (BIT(OPTION_ON_END) | BIT(OPTION_REPORT) | BIT(OPTION_RECORD)) /* of commands that follow an operation */

const struct command command_rows[] = {
	{
		.summary = "the wizard: create a deployment, watch it, reach it",
		.more = "One page a step of the deployment guide. A page can be left with mistakes on it; Review lists them all, and "
		        "nothing is sent while an error stands. Answers are kept on every way out, without the secrets, and offered "
		        "at the next start.",
		.options = ANSWERING | CALLING | DEMO | FOLLOWING | BIT(OPTION_LINEAR),
		.needs = NEEDS_ANSWERS,
	},
	{
		.name = "deploy",
		.summary = "create a deployment without a screen",
		.more = "Lists every issue of the answers, asks for consent, sends one CreateStack and follows the stack's events until "
		        "it is at rest.\n"
		        "INT, TERM and HUP leave the stack alone: before anything was sent the program ends with 130, afterwards with 6 "
		        "and the line that follows the stack again.",
		.options = ANSWERING | CALLING | DEMO | OUTPUT | FOLLOWING | BIT(OPTION_YES),
		.needs = NEEDS_ANSWERS,
		.asks = true,
		.result = true,
		.operation = "create",
		.fn = command_deploy,
	},
	{
		.name = "plan",
		.summary = "show what would be sent and made, and every issue",
		.more = "Works out template and answers on this machine: no account, no network. With --demo and without an answers "
		        "file it shows the demo's plan.",
		.options = ANSWERING | BIT(OPTION_DEMO) | OUTPUT,
		.needs = NEEDS_ANSWERS,
		.fn = command_plan,
	},
	{
		.name = "check",
		.summary = "look for what would make the deployment fail",
		.more = "Asks the account, and makes nothing: permissions, the stack's name, quotas, names that are taken, the network, "
		        "and whatever the answers name. What could not be looked at is told as a note. The answers themselves are checked "
		        "first; with an error in them AWS is not asked.",
		.options = ANSWERING | CALLING | DEMO | OUTPUT | BIT(OPTION_DRY_RUN),
		.needs = NEEDS_ANSWERS,
		.fn = command_check,
	},
	{
		.name = "watch",
		.operand = "STACK",
		.summary = "follow a stack's operation to its end, from any machine",
		.more = "STACK is a name or an ARN. Of a stack at rest, the last operation's result is told. Nested stacks are followed with it; while "
		        "an ECS service does not come up, its messages, its tasks' reasons for stopping and their last log lines are told, too.\n"
		        "Keys that come to their end do not end it: it goes on when there are new ones.",
		.options = CALLING | OUTPUT | FOLLOWING | BIT(OPTION_ALL) | BIT(OPTION_SCREEN),
		.needs = NEEDS_CLIENT,
		.result = true,
		.fn = command_watch,
	},
	{
		.name = "resume",
		.operand = "[STACK]",
		.summary = "pick up the operation that this machine was running",
		.more = "Reads the journal that deploy, delete and the wizard keep, and follows the newest operation that has not come "
		        "to its end as far as this machine knows. Where the answer to a creation never came, its token tells whether the stack "
		        "was made: there are never two.\n"
		        "With --answers, a request that had not reached AWS is sent again with the same token; the journal holds no answers, "
		        "and no secrets.",
		.options = CALLING | OUTPUT | FOLLOWING | BIT(OPTION_ANSWERS) | BIT(OPTION_SET) | BIT(OPTION_TEMPLATE) | BIT(OPTION_FORMS),
		.needs = NEEDS_CLIENT,
		.result = true,
		.fn = command_resume,
	},
	{
		.name = "upgrade",
		.operand = "STACK",
		.summary = "upgrade to a newer template, step by step",
		.more = "The guide's procedure: shows which images and parameters change and a change set with what it would replace, asks for "
		        "the stack's name, sets the service's desired count to 0, stops its tasks, executes the change set, follows the "
		        "update, sets the count back and waits until every container and the load balancer's target are healthy. "
		        "Parameters that are not given keep the values that the stack has, and its secrets do in any case; those that are new and have no default must "
		        "be given with --set or --answers.\n"
		        "What is in RabbitMQ's queues is lost: there must be no ongoing processing. MongoDB's data stays.\n"
		        "It can be left at any step (INT, TERM, HUP, a lost terminal): the same command, or resume, goes on from there; no "
		        "template is needed then. An update that fails is rolled back by CloudFormation, and the service is started with "
		        "its old images. An update that is stuck is cancelled with --cancel from another terminal, or by --cancel-after. "
		        "With --yes a rollback that fails is continued once.",
		.options = CALLING | OUTPUT | BIT(OPTION_TEMPLATE) | BIT(OPTION_TEMPLATE_BUCKET) | BIT(OPTION_ANSWERS) | BIT(OPTION_SET) | BIT(OPTION_FORMS) |
		           BIT(OPTION_YES) | BIT(OPTION_CANCEL) | BIT(OPTION_CANCEL_AFTER) | BIT(OPTION_ON_END) | BIT(OPTION_REPORT),
		.needs = NEEDS_ANSWERS,
		.asks = true,
		.result = true,
		.operation = "update",
		.fn = command_upgrade,
	},
	{
		.name = "delete",
		.operand = "STACK",
		.summary = "delete a stack and follow that to its end",
		.more = "First a rehearsal: what is in the way (protections, buckets that are not empty, what was made by hand in the "
		        "stack's VPC), what goes, and what the template retains, such as the file system and the log buckets, which stays "
		        "and goes on costing. While something is in the way nothing is deleted and the program ends with 5; what one call "
		        "mends is offered on the terminal, or mended with --mend.\n"
		        "Then it asks for the stack's name on the terminal. After a failure it names the resources that held the deletion; "
		        "the next one may leave them behind with --retain.",
		.options = CALLING | OUTPUT | FOLLOWING | BIT(OPTION_YES) | BIT(OPTION_MEND) | BIT(OPTION_RETAIN) | BIT(OPTION_ANYWAY),
		.needs = NEEDS_CLIENT,
		.asks = true,
		.result = true,
		.operation = "delete",
		.fn = command_delete,
	},
	{
		.name = "access",
		.operand = "STACK",
		.summary = "how to reach Cloud Exchange in this stack",
		.more = "The stack's outputs; an ssh line for a jump host in its VPC, to the load balancer or, without one, to the running "
		        "task; the health of service, containers and targets as AWS reports it; whether the tunnel, and the user interface "
		        "itself, answer from here; the rules of security groups and network ACLs that this way needs, and whether they "
		        "are there; and the commands that make a Client VPN endpoint, with this stack's values filled in. What the options "
		        "say of the way is remembered for the stack.",
		.options = CALLING | OUTPUT | BIT(OPTION_JUMP_HOST) | BIT(OPTION_JUMP_USER) | BIT(OPTION_KEY) | BIT(OPTION_LOCAL_PORT) |
		           BIT(OPTION_FROM) | BIT(OPTION_CLIENT_CIDR),
		.needs = NEEDS_CLIENT,
		.fn = command_access,
	},
	{
		.name = "stacks",
		.summary = "list this region's Cloud Exchange stacks",
		.more = "Known by their template's description, by their parameters or by a tag; with status, package, environment, age and "
		        "the images that they run.",
		.options = CALLING | OUTPUT,
		.needs = NEEDS_CLIENT,
		.fn = command_stacks,
	},
	{
		.name = "hardening",
		.operand = "STACK",
		.summary = "the guide's best practices: done, not done",
		.more = "What could be read of the account is marked + (done), x (not done) or ? (cannot be told). What one call mends is "
		        "mended with --mend.",
		.options = CALLING | OUTPUT | BIT(OPTION_MEND),
		.needs = NEEDS_CLIENT,
		.fn = command_hardening,
	},
	{
		.name = "notes",
		.operand = "STACK",
		.summary = "where the stack's data and secrets are",
		.more = "With the stack's own ids, and how they are backed up, restored and changed.",
		.options = CALLING | OUTPUT,
		.needs = NEEDS_CLIENT,
		.fn = command_notes,
	},
	{
		.name = "policies",
		.summary = "print the IAM policies that a deployment needs",
		.more = "Worked out on this machine from the template's resource types and from what this program asks of AWS, and split "
		        "to fit IAM's limits: each is a managed policy of its own, but trust policies and the roles' inline policies. "
		        "Without an answers file they allow whatever the template can make; with one, what these answers lead to, with the "
		        "names that come of them. A resource type that is not known here is told as an error: the policies lack it.\n"
		        "Nobody is called, but to make roles with --for roles --make.",
		.options = ANSWERING | BIT(OPTION_FOR) | BIT(OPTION_WITHOUT_IAM) | BIT(OPTION_OUTPUT_DIR) | BIT(OPTION_MAKE) |
		           BIT(OPTION_YES) | CALLING | DEMO | OUTPUT,
		.needs = NEEDS_ANSWERS,
		.fn = command_policies,
	},
	{
		.name = "replay",
		.operand = "FILE",
		.summary = "play an operation that was recorded with --record",
		.more = "Offline: nobody is called. The lines, the result and the exit code are those of the operation that was recorded.",
		.options = OUTPUT | BIT(OPTION_SPEED) | BIT(OPTION_REPORT) | BIT(OPTION_SCREEN),
		.needs = NEEDS_LOOP,
		.result = true,
		.fn = command_replay,
	},
	{
		.name = "template",
		.summary = "print the built-in template, or the one given",
		.options = BIT(OPTION_TEMPLATE) | BIT(OPTION_COMPACT),
		.fn = command_template,
	},
	{
		.name = "demo-aws",
		.summary = "the embedded AWS by itself, for any AWS client",
		.more = "Listens on 127.0.0.1, prints its address and keys as export lines, and serves until it is ended by a signal or, "
		        "where standard input is a pipe, until that is closed. It holds its stacks in memory only.",
		.options = BIT(OPTION_PORT) | PACE,
		.fn = command_demo_aws,
	},
};
const size_t command_count = CEW_COUNT(command_rows);

const struct exit_row exit_rows[] = {
	{CEW_EXIT_DONE, "done"},
	{CEW_EXIT_FAILED, "the operation ended in failure (the stack failed or rolled back), or this machine failed"},
	{CEW_EXIT_USAGE, "wrong usage, or what the command line or the environment names does not exist"},
	{CEW_EXIT_ANSWERS, "the answers, or a file given, have errors, all listed; nothing was sent"},
	{CEW_EXIT_AWS, "AWS could not be reached, or refused the caller or the request"},
	{CEW_EXIT_PREFLIGHT, "check found what would make the deployment fail, or delete what is in its way; nothing was sent"},
	{CEW_EXIT_LEFT, "left while the operation goes on; watch or resume continues"},
	{CEW_EXIT_INTERRUPTED, "interrupted before anything was sent"},
};
const size_t exit_count = CEW_COUNT(exit_rows);

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < command_count; i++) {
		const struct command *c = &command_rows[i];
		if (name ? c->name && strcmp(c->name, name) == 0 : !c->name)
			return c;
	}
	return NULL;
}

const char *command_nearest(const char *word)
{
	struct cew_nearest near = {.word = word};
	for (size_t i = 0; i < command_count; i++)
		if (command_rows[i].name)
			cew_nearest_consider(&near, command_rows[i].name);
	return near.name;
}

/* AWS's own "no such" comes with a code. Without one it is something on this machine that was named: a profile, a template,
 * a scenario. */
enum cew_exit cew_exit_for(const struct cew_error *err)
{
	switch (err->status) {
	case CEW_OK: return CEW_EXIT_DONE;
	case CEW_USAGE: return CEW_EXIT_USAGE;
	case CEW_NOT_FOUND: return *err->code ? CEW_EXIT_AWS : CEW_EXIT_USAGE;
	case CEW_INVALID: case CEW_LIMIT: return CEW_EXIT_ANSWERS;
	case CEW_UNREACHABLE: case CEW_REFUSED: return CEW_EXIT_AWS;
	case CEW_INTERRUPTED: return CEW_EXIT_INTERRUPTED;
	default: return CEW_EXIT_FAILED;
	}
}
