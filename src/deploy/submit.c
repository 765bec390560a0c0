/* From a plan, a stack's name or a journal entry to a running operation: who are we, is the stack there, send. */
#include "machine.h"

#include <stdlib.h>
#include <string.h>

#define DELETES 3 /* the request goes out this many times at most while no answer comes */

/* ---- CreateStack ---- */

bool create_refused(const struct cew_error *err)
{
	bool definite = err->status == CEW_REFUSED || err->status == CEW_NOT_FOUND || err->status == CEW_INVALID;
	return definite && !text_starts(err->code, "AlreadyExists") && !text_starts(err->code, "TokenAlreadyExists");
}

/* From here on the stack exists: whatever happens, its id is on the screen, in the journal or in the error. */
static void go_on_with(struct cew_deployment *d, const char *stack_id)
{
	struct cew_error failed;
	d->fresh = true;
	if (deployment_stack(d, stack_id, d->stack_name, &failed))
		deployment_stop(d, &failed);
	else
		follow_start(d);
}

static void on_created(void *arg, const struct cew_error *err, const char *stack_id)
{
	struct cew_deployment *d = arg;
	call_over(d);
	if (!err) {
		go_on_with(d, stack_id);
		return;
	}
	d->send_error = *err;
	if (create_refused(err) && !d->in_doubt) {
		d->under_way = false;
		deployment_stop(d, err);
		return;
	}
	d->in_doubt |= !create_refused(err);
	deployment_error(d, err);
	deployment_changed(d);
	settle(d);
}

/* Nothing went out. What went out before stays in doubt. */
static void not_sent(struct cew_deployment *d, const struct cew_error *err)
{
	d->under_way = d->in_doubt;
	deployment_stop(d, err);
}

static void send_create(struct cew_deployment *d)
{
	struct cew_error err;
	struct cew_create_request request;
	if (cew_deploy_request_init(&request, d->plan, &err)) {
		not_sent(d, &err);
		return;
	}
	request.token = d->token;
	if (d->delivery.url)
		request.template_url = d->delivery.url;
	uint64_t ticket = call_ticket(d);
	d->sends++;
	if (!call_started(d, ticket, d->cloud.create_stack(d->cloud.self, &request, on_created, d, &err)))
		not_sent(d, &err);
	cew_deploy_request_finish(&request);
}

/* ---- DeleteStack ---- */

static void on_delete_timer(void *ctx)
{
	struct cew_deployment *d = ctx;
	d->timer = 0;
	submit_send(d);
}

/* Deleting by id once more with the same token is harmless. */
static void delete_lost(struct cew_deployment *d, const struct cew_error *err)
{
	struct cew_error told = *err;
	d->in_doubt = true;
	if (d->sends < DELETES) {
		deployment_error(d, err);
		deployment_changed(d);
		deployment_later(d, deployment_pace(d, d->sends), on_delete_timer);
		return;
	}
	cew_error_hint(&told, "Whether the deletion has begun is not known; `cewizard resume %s` finds out. %s", d->stack_name, err->hint);
	deployment_stop(d, &told);
}

static void on_deleted(void *arg, const struct cew_error *err)
{
	struct cew_deployment *d = arg;
	call_over(d);
	if (!err) {
		journal_supersede(d);
		follow_start(d);
	} else if (err->status == CEW_REFUSED || err->status == CEW_NOT_FOUND) {
		d->under_way = d->in_doubt && err->status == CEW_REFUSED;
		deployment_stop(d, err);
	} else {
		delete_lost(d, err);
	}
}

static void on_deleted_retaining(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	(void)found;
	on_deleted(arg, err);
}

static uint64_t ask_delete(struct cew_deployment *d, struct cew_error *err)
{
	if (!d->retain_count)
		return d->cloud.delete_stack(d->cloud.self, d->stack_id, d->token, on_deleted, d, err);
	struct cew_delete_request request = {.stack = d->stack_id, .token = d->token, .retain = (const char *const *)d->retain,
	                                     .retain_count = d->retain_count};
	return d->operations.delete_stack(d->operations.self, &request, on_deleted_retaining, d, err);
}

static void send_delete(struct cew_deployment *d)
{
	struct cew_error err;
	uint64_t ticket = call_ticket(d);
	d->sends++;
	if (!call_started(d, ticket, ask_delete(d, &err)))
		not_sent(d, &err);
}

void submit_send(struct cew_deployment *d)
{
	if (d->operation == CEW_OPERATION_DELETE)
		send_delete(d);
	else if (delivery_is_due(d))
		deliver(d);
	else
		send_create(d);
}

/* ---- before: is the name free (create), is the stack there (delete)? ---- */

static void begin_sending(struct cew_deployment *d)
{
	struct cew_error err;
	d->under_way = true;
	if (journal_open(d, &err)) {
		/* Without a journal a lost terminal could lose the stack: refuse before anything is sent. */
		cew_error_hint(&err, "make the state directory writable, or set XDG_STATE_HOME to one that is");
		d->under_way = false;
		deployment_stop(d, &err);
		return;
	}
	deployment_go(d, CEW_DEPLOY_SUBMITTING);
	submit_send(d);
}

#define LEFT_BEHIND "It is what a failed creation left behind: `cewizard delete %1$s --region %2$s` removes it"

/* What to do about a stack that has the name already. Hints get its name and region. */
struct advice {
	const char *status, *hint;
};
static const struct advice advices[] = {
	{"ROLLBACK_COMPLETE", LEFT_BEHIND},
	{"ROLLBACK_FAILED", LEFT_BEHIND},
	{"CREATE_FAILED", LEFT_BEHIND},
	{"DELETE_FAILED", "It could not be deleted whole: `cewizard delete %1$s --region %2$s` tries again"},
	{"DELETE_IN_PROGRESS", "It is being deleted; `cewizard watch %1$s --region %2$s` follows that, then try again"},
};

static const char *advice_for(const char *status)
{
	for (size_t i = 0; i < CEW_COUNT(advices); i++)
		if (strcmp(advices[i].status, status) == 0)
			return advices[i].hint;
	return cew_status_at_rest(status)
	           ? "Choose another stack name; `cewizard access %1$s --region %2$s` tells how to reach the one that is there"
	           : "Choose another stack name; `cewizard watch %1$s --region %2$s` follows the one that is there";
}

static void name_taken(struct cew_deployment *d, const struct cew_stack *stack)
{
	struct cew_error err;
	cew_fail(&err, CEW_REFUSED, "a stack named %s exists already in %s (%s)", d->stack_name, d->region, stack->status);
	cew_error_code(&err, "AlreadyExistsException");
	cew_error_hint(&err, advice_for(stack->status), d->stack_name, d->region);
	deployment_stop(d, &err);
}

/* A stack that is only a change set yet may be created: CloudFormation accepts that. */
static void looked_for_create(struct cew_deployment *d, const struct cew_error *err, const struct cew_stack *stack)
{
	if (err && err->status != CEW_NOT_FOUND)
		deployment_stop(d, err);
	else if (err || strcmp(stack->status, "REVIEW_IN_PROGRESS") == 0)
		begin_sending(d);
	else
		name_taken(d, stack);
}

static void nothing_deleted(struct cew_deployment *d)
{
	struct cew_error err;
	d->under_way = false;
	cew_fail(&err, CEW_NOT_FOUND, "the deletion of %s had not reached AWS", d->stack_name);
	cew_error_hint(&err, "`cewizard delete %s --region %s` starts it again", d->stack_name, d->region);
	deployment_stop(d, &err);
}

static void looked_for_delete(struct cew_deployment *d, const struct cew_error *err, const struct cew_stack *stack)
{
	if (err) {
		d->under_way &= err->status != CEW_NOT_FOUND;
		deployment_stop(d, err);
		return;
	}
	struct cew_error failed;
	if (deployment_stack(d, stack->id, stack->name, &failed)) {
		deployment_stop(d, &failed);
		return;
	}
	journal_recall(d);
	bool going = strcmp(stack->status, "DELETE_IN_PROGRESS") == 0 || strcmp(stack->status, "DELETE_COMPLETE") == 0;
	d->token_decides = !d->resuming && strcmp(stack->status, "DELETE_FAILED") == 0;
	if (d->resuming && !text_starts(stack->status, "DELETE_")) {
		nothing_deleted(d);
	} else if (going || d->resuming) {
		d->ours = d->resuming; /* somebody else's deletion is only watched */
		follow_start(d);
	} else {
		begin_sending(d);
	}
}

static void on_looked(void *arg, const struct cew_error *err, const struct cew_stack *stack)
{
	struct cew_deployment *d = arg;
	call_over(d);
	if (d->operation == CEW_OPERATION_DELETE)
		looked_for_delete(d, err, stack);
	else
		looked_for_create(d, err, stack);
}

static void look(struct cew_deployment *d)
{
	struct cew_error err;
	const char *which = *d->stack_id ? d->stack_id : d->stack_name;
	deployment_go(d, CEW_DEPLOY_LOOKING);
	uint64_t ticket = call_ticket(d);
	if (!call_started(d, ticket, d->cloud.describe_stack(d->cloud.self, which, on_looked, d, &err)))
		deployment_stop(d, &err);
}

/* ---- who are we? ---- */

static void other_account(struct cew_deployment *d, const struct cew_caller *caller)
{
	struct cew_error err;
	cew_fail(&err, CEW_REFUSED, "stack %s belongs to account %s, and the credentials are of account %s", d->stack_name, d->account_id,
	         caller->account);
	cew_error_hint(&err, "choose the profile that it was started with: --profile NAME");
	deployment_stop(d, &err);
}

static void identified(struct cew_deployment *d)
{
	if (!d->resuming || d->operation == CEW_OPERATION_DELETE) {
		look(d);
	} else if (*d->stack_id) {
		follow_start(d);
	} else {
		deployment_go(d, CEW_DEPLOY_SUBMITTING);
		settle(d);
	}
}

static void on_identified(void *arg, const struct cew_error *err, const struct cew_caller *caller)
{
	struct cew_deployment *d = arg;
	call_over(d);
	if (err) {
		deployment_stop(d, err);
	} else if (*d->account_id && strcmp(d->account_id, caller->account) != 0) {
		other_account(d, caller);
	} else if (!model_set(&d->model, &d->account_id, caller->account) || !model_set(&d->model, &d->caller, caller->arn)) {
		struct cew_error failed;
		cew_fail_memory(&failed);
		deployment_stop(d, &failed);
	} else {
		identified(d);
	}
}

void submit_start(struct cew_deployment *d)
{
	struct cew_error err;
	deployment_go(d, CEW_DEPLOY_IDENTIFYING);
	uint64_t ticket = call_ticket(d);
	if (!call_started(d, ticket, d->cloud.caller_identity(d->cloud.self, on_identified, d, &err)))
		deployment_stop(d, &err);
}
