/* From a plan (or a stack's name) to a running operation: who are we, is the name free, send, and settle what became of a
 * request whose answer was lost. */
#include "machine.h"

#include <stdlib.h>
#include <string.h>

/* A create is sent again (with the same token) this many times at most when no answer came. The client's own retries lie
 * below this. */
#define SEND_ATTEMPTS 3

static void send_create(struct cew_deployment *d);

/* ---- after CreateStack ---- */

static bool our_stack(struct cew_deployment *d, const struct cew_event_page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		if (strcmp(page->events[i].token, d->token) != 0)
			continue;
		d->stack_id = model_keep(&d->model, page->events[i].stack_id);
		return true;
	}
	return false;
}

/* The answer to CreateStack was lost, or it said that the stack exists: if its events carry our token, it is ours. */
static void on_verified(void *arg, const struct cew_error *err, const struct cew_event_page *page)
{
	struct cew_deployment *d = arg;
	d->call = 0;
	if (!err && our_stack(d, page)) {
		follow_start(d);
		return;
	}
	bool lost = d->error.status == CEW_UNREACHABLE;
	if (lost && err && err->status == CEW_NOT_FOUND && d->attempts < SEND_ATTEMPTS) {
		send_create(d);
		return;
	}
	struct cew_error told = d->error;
	if (lost)
		cew_error_hint(&told, "whether the stack was made is not known; run `cewizard watch %s`, and create again only if it "
		               "does not exist", d->stack_name);
	deployment_stop(d, &told);
}

static void on_created(void *arg, const struct cew_error *err, const char *stack_id)
{
	struct cew_deployment *d = arg;
	d->call = 0;
	if (!err) {
		d->stack_id = model_keep(&d->model, stack_id);
		follow_start(d);
		return;
	}
	bool unsettled = err->status == CEW_UNREACHABLE || strncmp(err->code, "AlreadyExists", 13) == 0 ||
	                 strncmp(err->code, "TokenAlreadyExists", 18) == 0;
	if (!unsettled) {
		deployment_stop(d, err);
		return;
	}
	d->error = *err;
	struct cew_error failed;
	d->call = d->cloud.describe_events(d->cloud.self, d->stack_name, NULL, on_verified, d, &failed);
	if (!d->call)
		deployment_stop(d, &failed);
}

static void fill_parameters(struct cew_name_value *out, const struct cew_plan *plan)
{
	for (size_t i = 0; i < plan->parameter_count; i++) {
		const struct cew_plan_parameter *p = &plan->parameters[i];
		out[i] = (struct cew_name_value){p->name, p->secret ? cew_secret_text(p->secret) : p->text};
	}
}

static void fill_tags(struct cew_name_value *out, const struct cew_plan *plan)
{
	for (size_t i = 0; i < plan->tag_count; i++)
		out[i] = (struct cew_name_value){plan->tags[i].key, plan->tags[i].value};
}

static void send_create(struct cew_deployment *d)
{
	const struct cew_plan *plan = d->plan;
	struct cew_error err = {.status = CEW_OK};
	struct cew_name_value *pairs = calloc(plan->parameter_count + plan->tag_count + 1, sizeof(*pairs));
	if (!pairs) {
		cew_fail_memory(&err);
		deployment_stop(d, &err);
		return;
	}
	fill_parameters(pairs, plan);
	fill_tags(pairs + plan->parameter_count, plan);
	struct cew_create_request request = {
		.stack_name = plan->stack_name,
		.template_body = plan->template_body,
		.template_url = plan->template_url,
		.parameters = pairs,
		.parameter_count = plan->parameter_count,
		.tags = pairs + plan->parameter_count,
		.tag_count = plan->tag_count,
		.notification_arns = plan->notification_arns,
		.notification_count = plan->notification_count,
		.capabilities = plan->capabilities,
		.capability_count = plan->capability_count,
		.role_arn = plan->role_arn,
		.on_failure = plan->on_failure,
		.timeout_minutes = plan->timeout_minutes,
		.termination_protection = plan->termination_protection,
		.token = d->token,
	};
	d->attempts++;
	d->call = d->cloud.create_stack(d->cloud.self, &request, on_created, d, &err);
	free(pairs);
	if (!d->call)
		deployment_stop(d, &err);
}

/* ---- after DeleteStack ---- */

static void on_deleted(void *arg, const struct cew_error *err)
{
	struct cew_deployment *d = arg;
	d->call = 0;
	if (err)
		deployment_stop(d, err);
	else
		follow_start(d);
}

static void send_delete(struct cew_deployment *d)
{
	struct cew_error err;
	d->call = d->cloud.delete_stack(d->cloud.self, d->stack_id, d->token, on_deleted, d, &err);
	if (!d->call)
		deployment_stop(d, &err);
}

/* ---- before: is the name free (create), is the stack there (delete)? ---- */

static void begin_sending(struct cew_deployment *d)
{
	struct cew_error err;
	if (journal_open(d, &err)) {
		/* Without a journal a lost terminal could lose the stack: refuse before anything is sent. */
		cew_error_hint(&err, "make the state directory writable, or set XDG_STATE_HOME to one that is");
		deployment_stop(d, &err);
		return;
	}
	deployment_go(d, CEW_DEPLOY_SUBMITTING);
	if (d->operation == CEW_OPERATION_DELETE)
		send_delete(d);
	else
		send_create(d);
}

static void name_taken(struct cew_deployment *d, const struct cew_stack *stack)
{
	struct cew_error err;
	cew_fail(&err, CEW_REFUSED, "a stack named %s exists already in %s (%s)", d->stack_name, d->region, stack->status);
	cew_error_code(&err, "AlreadyExistsException");
	if (strcmp(stack->status, "ROLLBACK_COMPLETE") == 0 || strcmp(stack->status, "ROLLBACK_FAILED") == 0)
		cew_error_hint(&err, "it is what a failed creation left behind: `cewizard delete %s` removes it", d->stack_name);
	else
		cew_error_hint(&err, "choose another stack name, or follow that stack with `cewizard watch %s`", d->stack_name);
	deployment_stop(d, &err);
}

static void on_looked(void *arg, const struct cew_error *err, const struct cew_stack *stack)
{
	struct cew_deployment *d = arg;
	d->call = 0;
	bool missing = err && err->status == CEW_NOT_FOUND;
	if (err && !(missing && d->operation == CEW_OPERATION_CREATE)) {
		deployment_stop(d, err);
	} else if (d->operation == CEW_OPERATION_DELETE) {
		d->stack_id = model_keep(&d->model, stack->id);
		d->stack_name = model_keep(&d->model, stack->name);
		begin_sending(d);
	} else if (missing || strcmp(stack->status, "REVIEW_IN_PROGRESS") == 0) {
		begin_sending(d); /* a stack that is only a change set yet may be created (CloudFormation accepts it) */
	} else {
		name_taken(d, stack);
	}
}

static void look(struct cew_deployment *d)
{
	struct cew_error err;
	deployment_go(d, CEW_DEPLOY_LOOKING);
	d->call = d->cloud.describe_stack(d->cloud.self, d->stack_name, on_looked, d, &err);
	if (!d->call)
		deployment_stop(d, &err);
}

static void on_identified(void *arg, const struct cew_error *err, const struct cew_caller *caller)
{
	struct cew_deployment *d = arg;
	d->call = 0;
	if (err) {
		deployment_stop(d, err);
		return;
	}
	d->account = model_keep(&d->model, caller->account);
	d->caller = model_keep(&d->model, caller->arn);
	look(d);
}

void submit_start(struct cew_deployment *d)
{
	struct cew_error err;
	deployment_go(d, CEW_DEPLOY_IDENTIFYING);
	d->call = d->cloud.caller_identity(d->cloud.self, on_identified, d, &err);
	if (!d->call)
		deployment_stop(d, &err);
}
