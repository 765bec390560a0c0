/* Following what is under way already: watch a stack by its name, or go on with what the journal knows of. */
#include "room.h"

#include <stdio.h>
#include <string.h>

int command_watch(struct cew_app *app)
{
	struct cew_error err;
	const char *stack = app->options->operand;
	if (use_region_of(app, stack, &err))
		return end_with_error(app, NULL, &err);
	struct cew_deployment *d = deployment_for(app, false);
	if (!d)
		return end_with_error(app, NULL, (cew_fail_memory(&err), &err));
	int code = cew_deploy_watch(d, stack, &err) ? end_with_error(app, NULL, &err) : follow(app, d);
	cew_deploy_destroy(d);
	return code;
}

/* ---- resume ---- */

static enum cew_status use_region(struct cew_app *app, const struct cew_journal_entry *entry, struct cew_error *err)
{
	if (app->options->region)
		return CEW_OK;
	return *entry->region ? cew_aws_set_region(app->aws, entry->region, err) : use_region_of(app, entry->stack_id, err);
}

/* `plan`: NULL unless answers were given. */
static int go_on(struct cew_app *app, const struct cew_journal_entry *entry, const struct cew_plan *plan)
{
	struct cew_error err;
	if (use_region(app, entry, &err))
		return end_with_error(app, NULL, &err);
	if (strcmp(entry->operation, "upgrade") == 0)
		return upgrade_resume_entry(app, entry);
	fprintf(stderr, "Going on with the %s of %s in %s\n", entry->operation, entry->stack_name, cew_aws_region(app->aws));
	struct cew_deployment *d = deployment_for(app, true);
	if (!d)
		return end_with_error(app, NULL, (cew_fail_memory(&err), &err));
	int code = cew_deploy_resume_with(d, entry, plan, &err) ? end_with_error(app, NULL, &err) : follow(app, d);
	cew_deploy_destroy(d);
	return code;
}

/* With the answers at hand, what had not reached AWS can be sent again. Consent was given when it was sent first. */
static int go_on_with_answers(struct cew_app *app, const struct cew_journal_entry *entry)
{
	struct cew_error err;
	struct cew_subject subject;
	struct cew_plan *plan;
	enum cew_status s = inputs_read((struct app_room *)app, &err);
	if (!s)
		s = plan_for(app, &subject, &plan, &err);
	if (s)
		return end_with_error(app, NULL, &err);
	tell_issues(app, plan);
	s = app_answers_good(app, &err);
	if (!s)
		s = cew_app_sign_in(app, &err);
	int code = s ? end_with_error(app, NULL, &err) : go_on(app, entry, plan);
	cew_plan_destroy(plan);
	return code;
}

int command_resume(struct cew_app *app)
{
	struct cew_error err;
	struct cew_journal_entry entry;
	if (cew_journal_newest_open(app->options->operand, &entry, &err))
		return end_with_error(app, NULL, &err);
	int code = app->options->answers ? go_on_with_answers(app, &entry) : go_on(app, &entry, NULL);
	cew_journal_entry_finish(&entry);
	return code;
}
