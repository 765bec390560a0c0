/* What goes into the model, told to a recorder, and put into a model again. */
#include "machine.h"

#include <string.h>

/* ---- telling ---- */

void cew_deploy_tap(struct cew_deployment *d, cew_input_fn *fn, void *ctx)
{
	d->tap = fn;
	d->tap_ctx = ctx;
}

static void tell(struct cew_deployment *d, struct cew_input *input)
{
	const struct cew_clock *clock = cew_loop_clock(d->config.loop);
	input->at_ms = d->playing ? d->tape_at_ms : clock->mono_ms(clock->ctx) - d->started_mono_ms;
	d->tap(d->tap_ctx, input);
}

static void tell_beginning(struct cew_deployment *d)
{
	const struct resource *all = d->model.resources.items;
	struct cew_input begin = {
		.kind = CEW_INPUT_BEGIN, .operation = d->operation, .stack_name = d->stack_name, .stack_id = d->stack_id,
		.region = d->region, .time_ms = d->started_wall_ms, .pace = d->config.pace, .ours = d->ours && !d->resuming,
	};
	d->tapped = true;
	tell(d, &begin);
	for (size_t i = 0; i < d->model.resources.len && all[i].row.planned; i++) {
		struct cew_input input = {
			.kind = CEW_INPUT_RESOURCE, .logical_id = all[i].row.logical_id, .type = all[i].row.type,
			.depends_on = all[i].depends_on, .depends_on_count = all[i].depends_on_count,
		};
		tell(d, &input);
	}
}

/* False: nobody listens. */
static bool listening(struct cew_deployment *d)
{
	if (d->tap && !d->tapped)
		tell_beginning(d);
	return d->tap != NULL;
}

void tap_state(struct cew_deployment *d)
{
	if (!listening(d))
		return;
	if (d->state == CEW_DEPLOY_DONE || d->state == CEW_DEPLOY_STOPPED)
		tell(d, &(struct cew_input){.kind = CEW_INPUT_END, .ok = d->ok, .status = d->model.stack_status,
		                            .elapsed_ms = cew_deploy_elapsed_ms(d)});
	tell(d, &(struct cew_input){.kind = CEW_INPUT_STATE, .state = d->state, .operation = d->operation});
}

void tap_stack(struct cew_deployment *d, const char *status)
{
	if (listening(d))
		tell(d, &(struct cew_input){.kind = CEW_INPUT_STACK, .stack_id = d->stack_id, .stack_name = d->stack_name,
		                            .status = status, .operation = d->operation});
}

void tap_event(struct cew_deployment *d, const struct cew_stack_event *e)
{
	if (listening(d))
		tell(d, &(struct cew_input){.kind = CEW_INPUT_EVENT, .event = e, .operation = d->operation});
}

void tap_voice(struct cew_deployment *d, const struct cew_voice *voice)
{
	if (listening(d))
		tell(d, &(struct cew_input){.kind = CEW_INPUT_VOICE, .voice = voice});
}

void tap_trouble(struct cew_deployment *d, const char *text)
{
	if (listening(d))
		tell(d, &(struct cew_input){.kind = CEW_INPUT_TROUBLE, .text = text});
}

void tap_outputs(struct cew_deployment *d)
{
	for (size_t i = 0; listening(d) && i < d->model.outputs.len; i++)
		tell(d, &(struct cew_input){.kind = CEW_INPUT_OUTPUT, .output = cew_vec_at(&d->model.outputs, i)});
}

/* ---- playing ---- */

static enum cew_status play_begin(struct cew_deployment *d, const struct cew_input *input, struct cew_error *err)
{
	enum cew_status s = deployment_stack(d, input->stack_id, input->stack_name, err);
	if (!s && !model_set(&d->model, &d->region, input->region))
		s = cew_fail_memory(err);
	if (s)
		return s;
	d->playing = true;
	d->operation = input->operation;
	d->ours = input->ours;
	d->config.pace = input->pace;
	d->tape_wall_ms = d->started_wall_ms = input->time_ms;
	estimate_begin(d);
	return CEW_OK;
}

static enum cew_status play_resource(struct cew_deployment *d, const struct cew_input *input, struct cew_error *err)
{
	const struct cew_resource_row *last = cew_deploy_resource_at(d, d->model.resources.len - 1);
	if (last && !last->planned)
		return cew_fail(err, CEW_INVALID, "a resource of the plan comes after the events have begun");
	enum cew_status s = model_plan_add(&d->model, input->logical_id, input->type, input->depends_on, input->depends_on_count, err);
	if (!s)
		model_settle(&d->model, d->operation);
	return s;
}

static enum cew_status play_state(struct cew_deployment *d, const struct cew_input *input, struct cew_error *err)
{
	(void)err;
	d->operation = input->operation;
	deployment_go(d, input->state);
	return CEW_OK;
}

static enum cew_status play_stack(struct cew_deployment *d, const struct cew_input *input, struct cew_error *err)
{
	enum cew_status s = deployment_stack(d, input->stack_id, input->stack_name, err);
	if (!s && !model_set(&d->model, &d->model.stack_status, input->status))
		s = cew_fail_memory(err);
	d->operation = input->operation;
	if (s)
		return s;
	tap_stack(d, input->status);
	deployment_changed(d);
	return CEW_OK;
}

static enum cew_status play_event(struct cew_deployment *d, const struct cew_input *input, struct cew_error *err)
{
	struct kept_event kept;
	d->operation = input->operation;
	if (!kept_event_make(&kept, input->event))
		return cew_fail_memory(err);
	if (!deployment_take(d, &kept))
		return CEW_OK;
	model_settle(&d->model, d->operation);
	estimate_refresh(d);
	deployment_changed(d);
	return CEW_OK;
}

static enum cew_status play_voice(struct cew_deployment *d, const struct cew_input *input, struct cew_error *err)
{
	(void)err;
	deployment_voice(d, input->voice);
	deployment_changed(d);
	return CEW_OK;
}

static enum cew_status play_trouble(struct cew_deployment *d, const struct cew_input *input, struct cew_error *err)
{
	struct cew_error told;
	(void)err;
	d->has_error = false;
	if (*input->text) {
		cew_fail(&told, CEW_FAILED, "%s", input->text);
		deployment_error(d, &told);
	} else {
		tap_trouble(d, "");
	}
	deployment_changed(d);
	return CEW_OK;
}

static enum cew_status play_output(struct cew_deployment *d, const struct cew_input *input, struct cew_error *err)
{
	struct cew_stack_output copy = {
		.key = model_keep(&d->model, input->output->key),
		.value = model_keep(&d->model, input->output->value),
		.description = model_keep(&d->model, input->output->description),
	};
	if (!copy.key || !copy.value || !copy.description || !cew_vec_push(&d->model.outputs, &copy))
		return cew_fail_memory(err);
	if (listening(d))
		tell(d, &(struct cew_input){.kind = CEW_INPUT_OUTPUT, .output = &copy});
	return CEW_OK;
}

static enum cew_status play_end(struct cew_deployment *d, const struct cew_input *input, struct cew_error *err)
{
	if (!model_set(&d->model, &d->model.stack_status, input->status))
		return cew_fail_memory(err);
	d->ok = input->ok;
	d->tape_elapsed_ms = input->elapsed_ms;
	return CEW_OK;
}

static enum cew_status play_tick(struct cew_deployment *d, const struct cew_input *input, struct cew_error *err)
{
	(void)input;
	(void)err;
	if (estimate_refresh(d))
		deployment_changed(d);
	return CEW_OK;
}

typedef enum cew_status play_fn(struct cew_deployment *d, const struct cew_input *input, struct cew_error *err);
static play_fn *const plays[] = {
	[CEW_INPUT_BEGIN] = play_begin,
	[CEW_INPUT_RESOURCE] = play_resource,
	[CEW_INPUT_STATE] = play_state,
	[CEW_INPUT_STACK] = play_stack,
	[CEW_INPUT_EVENT] = play_event,
	[CEW_INPUT_VOICE] = play_voice,
	[CEW_INPUT_TROUBLE] = play_trouble,
	[CEW_INPUT_OUTPUT] = play_output,
	[CEW_INPUT_END] = play_end,
	[CEW_INPUT_TICK] = play_tick,
};
_Static_assert(CEW_COUNT(plays) == CEW_INPUT_KIND_COUNT, "every kind of input can be played");

enum cew_status cew_deploy_play(struct cew_deployment *d, const struct cew_input *input, struct cew_error *err)
{
	bool begins = input->kind == CEW_INPUT_BEGIN;
	if (begins ? d->playing || d->state != CEW_DEPLOY_IDLE : !d->playing)
		return cew_fail(err, CEW_INVALID, begins ? "this deployment has been started before" : "a recording begins with its beginning");
	if (d->state == CEW_DEPLOY_DONE || d->state == CEW_DEPLOY_STOPPED)
		return cew_fail(err, CEW_INVALID, "the recording goes on behind its end");
	d->tape_at_ms = input->at_ms;
	return plays[input->kind](d, input, err);
}
