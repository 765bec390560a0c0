/* The deployment's life: creation, the one transition function, and what others may read of it. */
#include "machine.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_POLL_MS 5000

struct cew_deployment *cew_deploy_create(const struct cew_deploy_config *config)
{
	struct cew_deployment *d = calloc(1, sizeof(*d));
	if (!d)
		return NULL;
	d->config = *config;
	if (!d->config.poll_ms)
		d->config.poll_ms = DEFAULT_POLL_MS;
	d->cloud = *config->cloud;
	d->stack_name = d->stack_id = d->account = d->caller = d->region = "";
	model_init(&d->model);
	cew_vec_init(&d->page_events, sizeof(struct cew_stack_event));
	return d;
}

void cew_deploy_destroy(struct cew_deployment *d)
{
	if (!d)
		return;
	if (d->call)
		d->cloud.cancel(d->cloud.self, d->call);
	if (d->timer)
		cew_loop_cancel(d->config.loop, d->timer);
	cew_vec_finish(&d->page_events);
	model_finish(&d->model);
	free(d->journal_path);
	free(d);
}

void cew_deploy_observe(struct cew_deployment *d, cew_deploy_fn *fn, void *ctx)
{
	d->observer = fn;
	d->observer_ctx = ctx;
}

int64_t deployment_now(const struct cew_deployment *d)
{
	const struct cew_clock *clock = cew_loop_clock(d->config.loop);
	return clock->mono_ms(clock->ctx);
}

void deployment_changed(struct cew_deployment *d)
{
	if (d->observer)
		d->observer(d->observer_ctx, d);
}

void deployment_go(struct cew_deployment *d, enum cew_deploy_state state)
{
	cew_log(CEW_LOG_INFO, "deploy", "%s: %s -> %s (%s)", d->stack_name, cew_deploy_state_name(d->state),
	        cew_deploy_state_name(state), d->model.stack_status);
	d->state = state;
	if (state == CEW_DEPLOY_DONE || state == CEW_DEPLOY_STOPPED)
		d->ended_mono_ms = deployment_now(d);
	journal_write(d);
	deployment_changed(d);
}

void deployment_stop(struct cew_deployment *d, const struct cew_error *err)
{
	d->error = *err;
	d->has_error = true;
	deployment_go(d, CEW_DEPLOY_STOPPED);
}

static enum cew_status start(struct cew_deployment *d, enum cew_operation operation, const char *stack,
                             struct cew_error *err)
{
	if (d->state != CEW_DEPLOY_IDLE)
		return cew_fail(err, CEW_INVALID, "this deployment has been started before");
	d->operation = operation;
	d->stack_name = model_keep(&d->model, stack);
	if (strncmp(stack, "arn:", 4) == 0)
		d->stack_id = d->stack_name;
	const struct cew_clock *clock = cew_loop_clock(d->config.loop);
	d->started_mono_ms = clock->mono_ms(clock->ctx);
	d->started_wall_ms = clock->wall_ms(clock->ctx);
	cew_uuid(d->config.random, d->token);
	return CEW_OK;
}

enum cew_status cew_deploy_submit(struct cew_deployment *d, const struct cew_plan *plan, struct cew_error *err)
{
	enum cew_status s = cew_plan_sendable(plan, err);
	if (!s)
		s = start(d, CEW_OPERATION_CREATE, plan->stack_name, err);
	if (!s)
		s = model_plan(&d->model, plan->eval, err);
	if (s)
		return s;
	d->plan = plan;
	d->region = model_keep(&d->model, plan->region);
	submit_start(d);
	return CEW_OK;
}

enum cew_status cew_deploy_watch(struct cew_deployment *d, const char *stack, struct cew_error *err)
{
	enum cew_status s = start(d, CEW_OPERATION_CREATE, stack, err);
	if (!s)
		follow_start(d);
	return s;
}

enum cew_status cew_deploy_delete(struct cew_deployment *d, const char *stack, struct cew_error *err)
{
	enum cew_status s = start(d, CEW_OPERATION_DELETE, stack, err);
	if (!s)
		submit_start(d);
	return s;
}

enum cew_deploy_state cew_deploy_state(const struct cew_deployment *d) { return d->state; }
enum cew_operation cew_deploy_operation(const struct cew_deployment *d) { return d->operation; }
const char *cew_deploy_stack_name(const struct cew_deployment *d) { return d->stack_name; }
const char *cew_deploy_stack_id(const struct cew_deployment *d) { return d->stack_id; }
const char *cew_deploy_stack_status(const struct cew_deployment *d) { return d->model.stack_status; }
const char *cew_deploy_account(const struct cew_deployment *d) { return d->account; }
const char *cew_deploy_caller(const struct cew_deployment *d) { return d->caller; }
bool cew_deploy_ok(const struct cew_deployment *d) { return d->ok; }

const struct cew_error *cew_deploy_error(const struct cew_deployment *d)
{
	return d->has_error ? &d->error : NULL;
}

/* An operation that this program started is timed by its own clock; one that it found under way, by AWS's event times. */
int64_t cew_deploy_elapsed_ms(const struct cew_deployment *d)
{
	bool over = d->state == CEW_DEPLOY_DONE || d->state == CEW_DEPLOY_STOPPED;
	if (d->plan || d->operation == CEW_OPERATION_DELETE)
		return (over ? d->ended_mono_ms : deployment_now(d)) - d->started_mono_ms;
	if (!d->model.first_event_ms)
		return 0;
	const struct cew_clock *clock = cew_loop_clock(d->config.loop);
	int64_t end = over ? d->model.last_event_ms : clock->wall_ms(clock->ctx);
	return end > d->model.first_event_ms ? end - d->model.first_event_ms : 0;
}

size_t cew_deploy_resource_count(const struct cew_deployment *d) { return d->model.resources.len; }
size_t cew_deploy_event_count(const struct cew_deployment *d) { return d->model.events.len; }
size_t cew_deploy_output_count(const struct cew_deployment *d) { return d->model.outputs.len; }

const struct cew_resource_row *cew_deploy_resource_at(const struct cew_deployment *d, size_t i)
{
	const struct resource *r = cew_vec_at(&d->model.resources, i);
	return r ? &r->row : NULL;
}

const struct cew_event_row *cew_deploy_event_at(const struct cew_deployment *d, size_t i)
{
	return cew_vec_at(&d->model.events, i);
}

const struct cew_stack_output *cew_deploy_output_at(const struct cew_deployment *d, size_t i)
{
	return cew_vec_at(&d->model.outputs, i);
}

struct cew_progress cew_deploy_progress(const struct cew_deployment *d)
{
	return model_progress(&d->model, d->operation);
}

const struct cew_root_cause *cew_deploy_root_cause(const struct cew_deployment *d)
{
	return d->model.has_cause ? &d->model.cause : NULL;
}
