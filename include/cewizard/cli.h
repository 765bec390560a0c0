/* cli: commands, options, lines and JSON on standard output. */
#ifndef CEWIZARD_CLI_H
#define CEWIZARD_CLI_H

#include "cewizard/answers.h"
#include "cewizard/aws.h"
#include "cewizard/deploy.h"
#include "cewizard/operate.h"
#include "cewizard/policies.h"

/* Everything the options say. Texts are argv's or the program's; NULL: not given. */
struct cew_options {
	const char *command; /* NULL: the wizard; it also shows what "watch" and "replay" do, with `screen` */
	const char *operand; /* STACK, where the command takes one */
	const char *answers, *template, *template_bucket, *region, *profile, *endpoint_url, *ca_bundle, *stack_name, *forms, *log;
	const char *demo_scenario;
	const char *on_end, *report, *record;
	double demo_speed, speed;
	int port;
	const char *output_dir;
	enum cew_policies_for policies_for;
	bool without_iam, make;
	const char *jump_host, *jump_user, *key, *from, *client_cidr; /* of the way in */
	const char *mend, *retain; /* an item's id; logical ids with commas between them */
	int local_port;            /* 0: not given */
	int cancel_after;          /* minutes; 0: not given */
	bool anyway, cancel;
	bool dry_run, demo, yes, json, linear, screen, compact, all, help, version;
	struct cew_vec set; /* of const char *: each --set's NAME=VALUE */
};

/* What a command (and the wizard) works on, made by the cli from the options: the loop, the client, forms, template and
 * answers. */
struct cew_app {
	const struct cew_options *options;
	struct cew_loop *loop;
	const struct cew_random *random;
	struct cew_aws *aws; /* NULL until cew_app_sign_in; the wizard begins signed in */
	struct cew_cloud cloud; /* the client's tables */
	struct cew_account account;
	struct cew_operations operations;
	struct cew_cfn_template *template; /* the chosen one; NULL if a URL was named */
	struct cew_form_set *forms;
	struct cew_answers *answers;
	int64_t poll_ms; /* for struct cew_deploy_config */
};
/* Chooses another template (a path, or "" for the built-in one): loads it and its forms, rebinds the answers. On an error
 * everything stays as it was. */
enum cew_status cew_app_use_template(struct cew_app *app, const char *source, struct cew_error *err);

/* Signs in as options and answers say: makes the client anew with their profile and region (and starts the embedded AWS of
 * --demo the first time). Contacts nobody but that. To be called again when profile or region were answered differently;
 * what was under way with the old client is cancelled, and `aws` and its tables are replaced. CEW_USAGE for a profile that does
 * not exist or a broken configuration file: then the old client stays. CEW_INVALID for a region that cannot be one: then the
 * new client is there, without that region. */
enum cew_status cew_app_sign_in(struct cew_app *app, struct cew_error *err);

/* How a deployment is followed with the app's client: at the pace of who answers, and learning from AWS alone. The tables in it
 * are the app's. journal: as in struct cew_deploy_config. */
struct cew_deploy_config cew_app_deploy_config(const struct cew_app *app, bool journal);

/* Where the operate room works; valid while the app's client is. */
struct cew_site cew_app_site(const struct cew_app *app);

/* Writes each document into a file of its name, in this directory, which is made if it is not there. */
enum cew_status cew_app_write_policies(const struct cew_policies *p, const char *dir, struct cew_error *err);

/* Appends the command line that follows this stack's operation again, with all that makes it reach the same AWS. */
void cew_app_way_back(const struct cew_app *app, const char *stack, struct cew_buf *out);

/* How an operation that is over has ended, in lines for people: what failed first and what to do, the result, outputs, the way in. */
void cew_app_ending(const struct cew_deployment *d, struct cew_buf *out);

/* Runs --on-end's command, if there is one, with the deployment's result in its environment (the manual's ENVIRONMENT), and
 * waits for it. Its output goes to standard error. CEW_FAILED: it could not be run or ended in failure. */
enum cew_status cew_app_on_end(const struct cew_app *app, const struct cew_deployment *d, int exit_code, struct cew_error *err);

/* The wizard as the cli sees it; returns the program's exit code (the manual's EXIT STATUS). */
typedef int cew_wizard_fn(struct cew_app *app);

enum cew_exit {
	CEW_EXIT_DONE = 0,
	CEW_EXIT_FAILED = 1,
	CEW_EXIT_USAGE = 2,
	CEW_EXIT_ANSWERS = 3,
	CEW_EXIT_AWS = 4,
	CEW_EXIT_PREFLIGHT = 5,
	CEW_EXIT_LEFT = 6,
	CEW_EXIT_INTERRUPTED = 130
};
/* Which code an error that ended the program becomes. */
enum cew_exit cew_exit_for(const struct cew_error *err);

/* The program: parses, dispatches, reports errors on standard error, returns the exit code. */
int cew_cli_main(int argc, char **argv, cew_wizard_fn *wizard);

#endif
