/* The command that makes a deployment, and the one that only plans it. */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define TEXT_MAX_BYTES (16 << 20)

int columns(void)
{
	struct winsize size;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
}

void tell_issues(const struct cew_app *app, const struct cew_plan *plan)
{
	for (size_t i = 0; i < plan->issues->list.len; i++)
		tell_issue(app->options, cew_issues_at(plan->issues, i));
}

/* The acknowledgement of IAM resources is --yes, or the answer to the question that is asked before anything is sent; a plan
 * sends nothing. */
enum cew_status plan_for(struct cew_app *app, struct cew_subject *subject, struct cew_plan **out, struct cew_error *err)
{
	enum cew_status s = app_acknowledge(app, err);
	*subject = app_subject(app);
	return s ? s : cew_plan_make(subject, out, err);
}

/* ---- plan ---- */

static enum cew_status write_plan(const struct cew_app *app, const struct cew_plan *plan, struct cew_error *err)
{
	struct cew_buf text;
	cew_buf_init(&text, TEXT_MAX_BYTES);
	enum cew_status s = app->options->json ? cew_plan_write_json(plan, &text, err)
	                                       : cew_plan_write_text(plan, app->answers, columns(), &text, err);
	if (!s)
		s = cew_buf_status(&text, err);
	if (!s)
		out_flush(&text);
	cew_buf_finish(&text);
	return s;
}

/* With an answer refused, the plan would be another than the one meant: only what is wrong is told. */
static int show_plan(const struct cew_app *app, const struct cew_plan *plan)
{
	struct cew_error err;
	if (app_answers_good(app, &err)) {
		tell_issues(app, plan);
		return end_with_error(app, NULL, &err);
	}
	if (write_plan(app, plan, &err))
		return end_with_error(app, NULL, &err);
	return cew_issues_count(plan->issues, CEW_ERROR) ? CEW_EXIT_ANSWERS : CEW_EXIT_DONE;
}

int command_plan(struct cew_app *app)
{
	struct cew_error err;
	struct cew_subject subject;
	struct cew_plan *plan;
	if (plan_for(app, &subject, &plan, &err))
		return end_with_error(app, NULL, &err);
	int code = show_plan(app, plan);
	cew_plan_destroy(plan);
	return code;
}

/* ---- deploy ---- */

static enum cew_status consent(const struct cew_app *app, const struct cew_plan *plan, struct cew_error *err)
{
	if (app->options->yes)
		return CEW_OK;
	char *question = cew_fmt("Create stack %s in %s (%zu resources%s)?", plan->stack_name, plan->region,
	                         plan->eval ? cew_cfn_resource_count(plan->eval) : 0,
	                         plan->capability_count ? ", IAM resources among them" : "");
	bool yes = question && confirm(question);
	free(question);
	return yes ? CEW_OK : cew_fail(err, CEW_INTERRUPTED, "nothing was sent");
}

static int submit(struct cew_app *app, const struct cew_plan *plan)
{
	struct cew_error err;
	struct cew_deployment *d = deployment_for(app, true);
	if (!d)
		return end_with_error(app, NULL, (cew_fail_memory(&err), &err));
	int code = cew_deploy_submit(d, plan, &err) ? end_with_error(app, NULL, &err) : follow(app, d);
	cew_deploy_destroy(d);
	return code;
}

int command_deploy(struct cew_app *app)
{
	struct cew_error err;
	struct cew_subject subject;
	struct cew_plan *plan;
	if (plan_for(app, &subject, &plan, &err))
		return end_with_error(app, NULL, &err);
	tell_issues(app, plan);
	enum cew_status s = app_answers_good(app, &err);
	if (!s)
		s = cew_plan_sendable(plan, &err);
	if (!s)
		s = consent(app, plan, &err);
	if (!s)
		s = cew_app_sign_in(app, &err);
	int code = s ? end_with_error(app, NULL, &err) : submit(app, plan);
	cew_plan_destroy(plan);
	return code;
}
