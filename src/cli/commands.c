/* The commands that work on a deployment. */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define TEXT_MAX_BYTES (16 << 20)

static int fail(const struct cew_error *err)
{
	tell_error(err);
	return (int)cew_exit_for(err);
}

static int columns(void)
{
	struct winsize size;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
}

/* ---- plan ---- */

static enum cew_status make_plan(struct cew_app *app, struct cew_subject *subject, struct cew_plan **out, struct cew_error *err)
{
	*subject = app_subject(app);
	return cew_plan_make(subject, out, err);
}

int command_plan(struct cew_app *app)
{
	struct cew_error err;
	struct cew_subject subject;
	struct cew_plan *plan;
	/* Nothing is sent, so nothing has to be acknowledged. */
	if (app_acknowledge(app, &err) || make_plan(app, &subject, &plan, &err))
		return fail(&err);
	struct cew_buf text;
	cew_buf_init(&text, TEXT_MAX_BYTES);
	enum cew_status s = app->options->json ? cew_plan_write_json(plan, &text, &err)
	                                       : cew_plan_write_text(plan, app->answers, columns(), &text, &err);
	if (!s)
		out_flush(&text);
	cew_buf_finish(&text);
	bool errors = cew_issues_count(plan->issues, CEW_ERROR) > 0;
	cew_plan_destroy(plan);
	if (s)
		return fail(&err);
	return errors ? CEW_EXIT_ANSWERS : CEW_EXIT_DONE;
}

/* ---- deploy ---- */

static enum cew_status consent(struct cew_app *app, const struct cew_plan *plan, struct cew_error *err)
{
	if (app->options->yes)
		return CEW_OK;
	if (!on_terminal()) {
		cew_fail(err, CEW_USAGE, "deploy has nobody to ask whether to create stack %s", plan->stack_name);
		return cew_error_hint(err, "add --yes; it also acknowledges that the stack may make IAM resources");
	}
	char *question = cew_fmt("Create stack %s in %s (%zu resources, IAM resources among them)?", plan->stack_name, plan->region,
	                         plan->eval ? cew_cfn_resource_count(plan->eval) : 0);
	bool yes = question && confirm(question);
	free(question);
	return yes ? CEW_OK : cew_fail(err, CEW_INTERRUPTED, "nothing was sent");
}

static void tell_issues(const struct cew_app *app, const struct cew_plan *plan)
{
	for (size_t i = 0; i < plan->issues->list.len; i++)
		tell_issue(app->options, cew_issues_at(plan->issues, i));
}

static int submit(struct cew_app *app, const struct cew_plan *plan)
{
	struct cew_error err;
	struct cew_deployment *d = deployment_for(app, true);
	if (!d)
		return fail((cew_fail_memory(&err), &err));
	int code = cew_deploy_submit(d, plan, &err) ? fail(&err) : follow(app, d);
	cew_deploy_destroy(d);
	return code;
}

int command_deploy(struct cew_app *app)
{
	struct cew_error err;
	struct cew_subject subject;
	struct cew_plan *plan;
	/* The acknowledgement is --yes, or the answer to the question below. */
	if (app_acknowledge(app, &err) || make_plan(app, &subject, &plan, &err))
		return fail(&err);
	tell_issues(app, plan);
	int code;
	if (cew_plan_sendable(plan, &err) || consent(app, plan, &err) || cew_aws_set_region(app->aws, plan->region, &err))
		code = fail(&err);
	else
		code = submit(app, plan);
	cew_plan_destroy(plan);
	return code;
}

/* ---- what exists ---- */

typedef enum cew_status start_fn(struct cew_deployment *d, const char *stack, struct cew_error *err);

static int follow_stack(struct cew_app *app, const char *stack, start_fn *start, bool journal)
{
	struct cew_error err;
	struct cew_deployment *d = deployment_for(app, journal);
	if (!d)
		return fail((cew_fail_memory(&err), &err));
	int code = start(d, stack, &err) ? fail(&err) : follow(app, d);
	cew_deploy_destroy(d);
	return code;
}

int command_watch(struct cew_app *app)
{
	return follow_stack(app, app->options->operand, cew_deploy_watch, false);
}

int command_resume(struct cew_app *app)
{
	struct cew_error err;
	struct cew_journal_entry entry;
	if (cew_journal_newest_open(app->options->operand, &entry, &err))
		return fail(&err);
	fprintf(stderr, "Going on with the %s of %s in %s\n", entry.operation, entry.stack_name, entry.region);
	enum cew_status s = *entry.region ? cew_aws_set_region(app->aws, entry.region, &err) : CEW_OK;
	int code = s ? fail(&err) : follow_stack(app, *entry.stack_id ? entry.stack_id : entry.stack_name, cew_deploy_watch, false);
	cew_journal_entry_finish(&entry);
	return code;
}

static enum cew_status consent_delete(const struct cew_app *app, struct cew_error *err)
{
	const char *stack = app->options->operand;
	char *line = NULL;
	size_t size = 0;
	if (app->options->yes)
		return CEW_OK;
	if (!on_terminal()) {
		cew_fail(err, CEW_USAGE, "delete has nobody to ask whether to delete %s", stack);
		return cew_error_hint(err, "add --yes");
	}
	fprintf(stderr, "This deletes stack %s in %s. What the template retains (file system, log buckets) stays.\n"
	                "Type the stack's name to delete it: ", stack, cew_aws_region(app->aws));
	ssize_t n = getline(&line, &size, stdin);
	bool same = n > 1 && (size_t)n == strlen(stack) + 1 && strncmp(line, stack, strlen(stack)) == 0;
	free(line);
	return same ? CEW_OK : cew_fail(err, CEW_INTERRUPTED, "nothing was deleted");
}

int command_delete(struct cew_app *app)
{
	struct cew_error err;
	if (consent_delete(app, &err))
		return fail(&err);
	return follow_stack(app, app->options->operand, cew_deploy_delete, true);
}
