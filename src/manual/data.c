/* The manual page's last part: what has no table in the program. */
#include "manual.h"

struct entry {
	const char *name, *text;
};

static const struct entry files[] = {
	{"$XDG_STATE_HOME/cewizard/drafts/", "Answers of unfinished sessions, without the secrets; those of --demo apart, in demo/. Without XDG_STATE_HOME: ~/.local/state."},
	{"$XDG_STATE_HOME/cewizard/journal/", "One file an operation: stack, region, client request token, state. No secrets. resume reads it."},
	{"$XDG_STATE_HOME/cewizard/history/times.jsonl", "How long resources took, a line each region, type and kind of work: the newest 15 "
	 "times. The time left is worked out from their medians. Only AWS itself is learned from."},
	{"$XDG_STATE_HOME/cewizard/access/", "One file a stack: jump host, user, the key's path and local port as said to access."},
	{"$XDG_CONFIG_HOME/cewizard/forms/", "Form files that replace the built-in ones of the same name. Without XDG_CONFIG_HOME: ~/.config."},
	{"~/.aws/config, ~/.aws/credentials", "The AWS CLI's files, read as it reads them."},
};

static const struct entry variables[] = {
	{"AWS_PROFILE, AWS_DEFAULT_PROFILE", "the profile, unless --profile says another"},
	{"AWS_REGION, AWS_DEFAULT_REGION", "the region; an answers file and --region stand before it"},
	{"AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN", "keys"},
	{"AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_CLOUDFORMATION, AWS_ENDPOINT_URL_STS", "other endpoints than AWS's own"},
	{"AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE", "other files than those in ~/.aws"},
	{"AWS_CA_BUNDLE", "certificates to trust, as --ca-bundle"},
	{"AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT", "true chooses such endpoints"},
	{"AWS_MAX_ATTEMPTS", "how often a call is tried, 3 times unless it says otherwise: each gets longer for its answer than the one before"},
	{"HTTPS_PROXY, ALL_PROXY", "the proxy on the way out to AWS: http://HOST:PORT, with USER:PASSWORD@ before the host where it asks "
	                           "for them; https, socks4, socks4a, socks5 and socks5h too"},
	{"NO_PROXY", "hosts, domains and networks that are reached without it, commas between; * is all"},
	{"XDG_STATE_HOME, HOME", "where drafts and journal are kept"},
	{"CEWIZARD_OPERATION, CEWIZARD_STACK_NAME, CEWIZARD_STACK_ID, CEWIZARD_REGION", "set for the command of --on-end: what was done, and to which stack"},
	{"CEWIZARD_STATUS, CEWIZARD_OK, CEWIZARD_EXIT, CEWIZARD_SECONDS", "set for it, too: the stack's status, true or false, the exit code to come, how long it took"},
	{"CEWIZARD_CAUSE, CEWIZARD_REMEDY", "set for it, too: what failed first and what to do; empty where nothing failed"},
	{"TERM, LANG, LC_ALL, NO_COLOR, ACCESSIBLE, ESCDELAY", "how the wizard draws and asks"},
};

static const char answers_file[] =
	"stackName: netskope\\-ce\n"
	"region: us\\-east\\-1\n"
	"template: ./CloudExchangeTemplate.yaml  # optional; relative to this file\n"
	"templateBucket: our\\-templates          # optional; for one that is too large to send\n"
	"parameters:                             # the template\\(aqs own names\n"
	"  CreateResources: \"True\"\n"
	"  PackageType: Medium\n"
	"  JWTSECRET: {generate: 48}\n"
	"  MAINTENANCEPASSWORD: {env: CE_MAINTENANCE_PASSWORD}\n"
	"tags: {Owner: secops}\n"
	"roleArn: arn:aws:iam::123456789012:role/cfn\n"
	"notificationArns: [arn:aws:sns:us\\-east\\-1:123456789012:ce]\n"
	"onFailure: ROLLBACK                     # or DELETE, DO_NOTHING\n"
	"terminationProtection: false\n"
	"timeoutMinutes: 120\n";

static const struct entry examples[] = {
	{"cewizard --demo", "The wizard against the embedded AWS, its answers filled in."},
	{"cewizard plan --answers ce.yaml", "What would be sent and made, and all that is wrong."},
	{"cewizard deploy --answers ce.yaml --yes --output json", "From a script; the last line is the result."},
	{"cewizard watch netskope-ce --region eu-west-1", "Follow the stack from any machine."},
	{"cewizard deploy --answers ce.yaml --yes --report evidence --on-end 'notify \"$CEWIZARD_STACK_NAME: $CEWIZARD_STATUS\"'",
	 "Leaves the evidence for a change ticket, and tells somebody."},
	{"cewizard replay run.jsonl --speed 20", "Plays what --record run.jsonl has recorded."},
	{"cewizard upgrade netskope-ce --template CloudExchangeTemplate.yaml", "Shows what would change, asks, and upgrades; again: goes on."},
	{"cewizard hardening netskope-ce --mend efs-backup", "Turns daily backups of the file system on."},
	{"cewizard demo-aws --port 4566 >demo.env & ", "An embedded AWS for other clients: `. ./demo.env`, then for example "
	 "`aws --endpoint-url $AWS_ENDPOINT_URL cloudformation list-stacks`."},
};

static const struct entry lines[] = {
	{"issue", "severity (error, warning, note), field, rule, message, remedy: one for each thing that is wrong or worth a word."},
	{"plan", "stackName, region, template, capabilities, parameters (secrets as ****), conditions, resources in an order in which "
	 "they can be made, counts, names, outputs."},
	{"event", "time, stackName, logicalId, physicalId, type, status, reason, eventId: each event of the stack and of those nested "
	 "in it once, in order."},
	{"voice", "time, logicalId, from (service, task, log, note), source, text: what a service that is in progress said, why its tasks "
	 "stopped, and their containers' last lines."},
	{"suspicion", "logicalId, type, reason, meaning, remedy: once, what will probably make that resource fail though AWS still tries."},
	{"progress", "done, total, etaSeconds (null: not known): whenever a resource is done, and once a minute where nothing else is said."},
	{"access", "stackName, status, host, port, command, url, taskIp, vpcId, vpcCidr, cluster, service, outputs: the first line of access."},
	{"item", "topic (access, hardening, delete, notes), group, id, mark (ok, open, unknown, note), what, detail, mend, mendable: what was "
	 "found of the stack, one thing a line. mendable: --mend with its id does it by one call."},
	{"stack", "stackName, stackId, status, reason, environment, package, network (new, existing), images, created, updated, "
	 "terminationProtection: what stacks lists."},
	{"upgrade", "stackName; images: container, repository, from, to, changed; parameters: name, origin (kept, given, default, gone), value "
	 "(secrets as ****); changes: action, logicalId, type, physicalId, replacement, holdsData; warnings: what an upgrade would do."},
	{"step", "step, state (running, done, failed), note: where an upgrade is."},
	{"policy", "name, for, type (permissions, trust), title, characters, limit, file (null: none was written), document: what policies "
	 "makes."},
	{"role", "name, arn: a role that policies made."},
	{"result", "operation, stackName, stackId, status, ok, seconds, outputs, rootCause (logicalId, type, reason, remedy, said where a "
	 "voice had told of it, and figures where what ran out could be counted). Always the last line of deploy, watch, "
	 "resume, upgrade and delete once their command line was understood: wrong usage (exit code 2) prints no line. A command that stops before the operation is at rest tells why in "
	 "one key more, error, with message, where, hint and code; operation is null while it is not known. That of upgrade has step and serviceStopped "
	 "beside, and neither seconds nor outputs nor rootCause."},
};

static void write_entries(struct cew_buf *out, const struct entry *entries, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		cew_buf_str(out, ".TP\n\\fB");
		manual_literal(out, entries[i].name);
		cew_buf_str(out, "\\fR\n");
		manual_text(out, entries[i].text);
		cew_buf_char(out, '\n');
	}
}

void manual_data(struct cew_buf *out)
{
	cew_buf_str(out, ".SH \"ANSWERS FILE\"\nYAML or JSON:\n.PP\n.RS 4\n.nf\n");
	cew_buf_str(out, answers_file);
	cew_buf_str(out,
	            ".fi\n.RE\n.PP\n"
	            "A secret is better not written down: \\fB{env: \\fINAME\\fB}\\fR takes it from the environment,\n"
	            "\\fB{file: \\fIPATH\\fB}\\fR from a file, \\fB{generate: \\fIN\\fB}\\fR makes one of \\fIN\\fR characters.\n"
	            "As plain text it is refused unless the file is mode 0600.\n"
	            "MAINTENANCEPASSWORDESCAPED is made from MAINTENANCEPASSWORD and refused as an answer.\n"
	            "Unknown keys and parameters, wrong types and duplicate keys are errors, told with file, line and column.\n"
	            ".PP\n"
	            "Also read are the AWS CLI\\(aqs parameters file (a list of ParameterKey and ParameterValue) and "
	            "CloudFormation\\(aqs\ntemplate configuration file (Parameters and Tags).\n"
	            ".PP\n"
	            "Of several places that give an answer, the later one in this list holds: the form\\(aqs default, the\n"
	            "environment, the answers file, a draft that is gone on with, an option, what is typed.\n"
	            ".SH \"JSON LINES\"\n"
	            "With \\fB\\-\\-output json\\fR standard output has one object a line, told apart by the key \\fBkind\\fR.\n"
	            "Times are UTC with milliseconds; what AWS gave is passed on unchanged.\n");
	write_entries(out, lines, CEW_COUNT(lines));
	cew_buf_str(out, ".SH FILES\n");
	write_entries(out, files, CEW_COUNT(files));
	cew_buf_str(out, ".SH ENVIRONMENT\n");
	write_entries(out, variables, CEW_COUNT(variables));
	cew_buf_str(out, ".SH EXAMPLES\n");
	write_entries(out, examples, CEW_COUNT(examples));
}
