/* The deployment's life: creation, the one transition function, and what others may read of it. */
#include "machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_POLL_MS 5000
#define MAX_PACE_MS 30000 /* the slowest pace that trouble leads to */
#define AHEAD_MS 5000     /* an event that is newer than now by this: the clocks differ */
#define BEHIND_MS 60000   /* one that was just read is older than this: they differ, too */

struct cew_deployment *cew_deploy_create(const struct cew_deploy_config *config)
{
	struct cew_deployment *d = calloc(1, sizeof(*d));
	if (!d)
		return NULL;
	d->config = *config;
	if (!d->config.poll_ms)
		d->config.poll_ms = DEFAULT_POLL_MS;
	d->cloud = *config->cloud;
	d->stack_name = d->account_id = d->caller = d->region = d->final_status = "";
	if (config->account) {
		d->account = *config->account;
		d->config.account = &d->account;
	}
	if (config->operations) {
		d->operations = *config->operations;
		d->config.operations = &d->operations;
	}
	model_init(&d->model);
	reading_init(&d->reading);
	nested_init(&d->nested);
	voices_init(&d->voices);
	history_init(&d->history);
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
	delivery_finish(d);
	listen_stop(d);
	lookup_stop(d);
	estimate_learn(d);
	reading_finish(&d->reading);
	nested_finish(&d->nested);
	voices_finish(&d->voices);
	history_finish(&d->history);
	model_finish(&d->model);
	for (size_t i = 0; i < d->retain_count; i++)
		free(d->retain[i]);
	free(d->retain);
	free(d->journal_path);
	free(d);
}

void cew_deploy_observe(struct cew_deployment *d, cew_deploy_fn *fn, void *ctx)
{
	d->observer = fn;
	d->observer_ctx = ctx;
}

static int64_t mono_now(const struct cew_deployment *d)
{
	const struct cew_clock *clock = cew_loop_clock(d->config.loop);
	return clock->mono_ms(clock->ctx);
}

static int64_t wall_now(const struct cew_deployment *d)
{
	const struct cew_clock *clock = cew_loop_clock(d->config.loop);
	return clock->wall_ms(clock->ctx);
}

/* ---- calls ---- */

uint64_t call_ticket(struct cew_deployment *d)
{
	return ++d->ticket;
}

bool call_started(struct cew_deployment *d, uint64_t ticket, uint64_t call)
{
	if (call && d->ticket == ticket)
		d->call = call;
	return call != 0;
}

void call_over(struct cew_deployment *d)
{
	d->call = 0;
	d->ticket++;
}

/* ---- time ---- */

bool throttled(const struct cew_error *err)
{
	return strstr(err->code, "hrottl") || strstr(err->code, "TooManyRequests") || strstr(err->code, "RequestLimitExceeded");
}

/* Jitter of a fifth each way keeps many followers of one account from polling in step. */
int64_t deployment_pace(const struct cew_deployment *d, unsigned failures)
{
	int64_t most = d->config.poll_ms > MAX_PACE_MS ? d->config.poll_ms : MAX_PACE_MS;
	int64_t pace = d->config.poll_ms;
	for (unsigned i = 0; i < failures && pace < most; i++)
		pace *= 2;
	if (pace > most)
		pace = most;
	int64_t spread = pace * 2 / 5;
	return pace - spread / 2 + cew_random_below(d->config.random, (uint32_t)spread + 1);
}

void deployment_later(struct cew_deployment *d, int64_t delay_ms, cew_loop_fn *next)
{
	struct cew_error err;
	d->timer = cew_loop_after(d->config.loop, delay_ms, next, d);
	if (d->timer)
		return;
	cew_fail_memory(&err);
	deployment_stop(d, &err);
}

/* ---- changes ---- */

void deployment_changed(struct cew_deployment *d)
{
	if (d->observer)
		d->observer(d->observer_ctx, d);
}

int64_t deployment_now(const struct cew_deployment *d)
{
	return d->playing ? d->tape_wall_ms + d->tape_at_ms : wall_now(d) + d->skew_ms;
}

/* An event cannot be from the future: then AWS's clock is ahead. One that was read as it came is not much older than its
 * reading: then this machine's clock is. */
static void note_skew(struct cew_deployment *d, int64_t time_ms)
{
	int64_t ahead = time_ms - (d->playing ? d->tape_wall_ms + d->tape_at_ms : wall_now(d));
	if (ahead > d->skew_ms && (ahead > AHEAD_MS || d->skew_ms < 0))
		d->skew_ms = ahead;
	else if (d->model.live && !d->skew_known && ahead < -BEHIND_MS)
		d->skew_ms = ahead;
	d->skew_known |= d->model.live;
}

bool deployment_take(struct cew_deployment *d, struct kept_event *kept)
{
	const struct cew_event_row *row = NULL;
	struct cew_stack_event e = kept->event;
	if (!model_take(&d->model, kept))
		return false;
	row = cew_vec_at(&d->model.events, d->model.events.len - 1);
	note_skew(d, row->time_ms);
	tap_event(d, &e);
	return true;
}

void deployment_go(struct cew_deployment *d, enum cew_deploy_state state)
{
	cew_log(CEW_LOG_INFO, "deploy", "%s: %s -> %s (%s)", d->stack_name, cew_deploy_state_name(d->state),
	        cew_deploy_state_name(state), d->model.stack_status);
	d->state = state;
	if (state == CEW_DEPLOY_DONE || state == CEW_DEPLOY_STOPPED)
		d->ended_mono_ms = mono_now(d);
	if (state == CEW_DEPLOY_DONE)
		estimate_learn(d);
	journal_write(d);
	tap_state(d);
	deployment_changed(d);
}

void deployment_error(struct cew_deployment *d, const struct cew_error *err)
{
	d->error = *err;
	d->has_error = true;
	cew_log(CEW_LOG_WARN, "deploy", "%s: %s (%s)", d->stack_name, err->what, err->code);
	tap_trouble(d, err->what);
}

void deployment_stop(struct cew_deployment *d, const struct cew_error *err)
{
	deployment_error(d, err);
	deployment_go(d, CEW_DEPLOY_STOPPED);
}

/* "arn:aws:cloudformation:us-east-1:123456789012:stack/NAME/…": only the id knows where a stack lies. */
static bool take_region(struct cew_deployment *d)
{
	char region[64] = "";
	if (*d->region || sscanf(d->stack_id, "arn:%*[^:]:%*[^:]:%63[^:]:", region) != 1)
		return true;
	return model_set(&d->model, &d->region, region);
}

static enum cew_status lost_hold(const char *id, enum cew_status status, const char *why, struct cew_error *err)
{
	cew_fail(err, status, "%s to follow stack %s", why, id);
	cew_error_hint(err, "`cewizard watch %s` follows it", id);
	return status;
}

enum cew_status deployment_stack(struct cew_deployment *d, const char *id, const char *name, struct cew_error *err)
{
	size_t len = strlen(id);
	if (len > STACK_ID_MAX)
		return lost_hold(id, CEW_INVALID, "the id is too long", err);
	memmove(d->stack_id, id, len + 1);
	d->model.stack_id = d->stack_id;
	if (model_set(&d->model, &d->stack_name, name) && take_region(d))
		return CEW_OK;
	return lost_hold(*id ? id : name, CEW_NO_MEMORY, "there is not enough memory", err);
}

/* ---- starting ---- */

/* The NAME in "arn:…:stack/NAME/…"; the whole text if there is none. */
static const char *name_in(const char *stack_id, char name[129])
{
	const char *mark = strstr(stack_id, ":stack/");
	return mark && sscanf(mark, ":stack/%128[^/]", name) == 1 ? name : stack_id;
}

static enum cew_status start(struct cew_deployment *d, enum cew_operation operation, const char *stack,
                             struct cew_error *err)
{
	if (d->state != CEW_DEPLOY_IDLE)
		return cew_fail(err, CEW_INVALID, "this deployment has been started before");
	if (!stack || !*stack)
		return cew_fail(err, CEW_INVALID, "no stack is named");
	char name[129];
	bool by_id = text_starts(stack, "arn:");
	enum cew_status s = deployment_stack(d, by_id ? stack : "", by_id ? name_in(stack, name) : stack, err);
	if (s)
		return s;
	d->operation = operation;
	d->started_mono_ms = mono_now(d);
	d->started_wall_ms = wall_now(d);
	cew_uuid(d->config.random, d->token);
	estimate_begin(d);
	return CEW_OK;
}

enum cew_status cew_deploy_submit(struct cew_deployment *d, const struct cew_plan *plan, struct cew_error *err)
{
	enum cew_status s = cew_plan_sendable(plan, err);
	if (!s)
		s = start(d, CEW_OPERATION_CREATE, plan->stack_name, err);
	if (!s)
		s = model_plan(&d->model, plan->eval, err);
	if (!s && !model_set(&d->model, &d->region, plan->region))
		s = cew_fail_memory(err);
	if (s)
		return s;
	d->plan = plan;
	d->ours = true;
	memcpy(d->template_hash, plan->template_hash, sizeof(d->template_hash));
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
	if (s)
		return s;
	d->ours = true;
	submit_start(d);
	return CEW_OK;
}

static enum cew_status keep_retained(struct cew_deployment *d, const char *const *retain, size_t count, struct cew_error *err)
{
	d->retain = calloc(count + 1, sizeof(*d->retain));
	if (!d->retain)
		return cew_fail_memory(err);
	for (; d->retain_count < count; d->retain_count++)
		if (!(d->retain[d->retain_count] = cew_strdup(retain[d->retain_count])))
			return cew_fail_memory(err);
	return CEW_OK;
}

enum cew_status cew_deploy_delete_retaining(struct cew_deployment *d, const char *stack, const char *const *retain, size_t count,
                                            struct cew_error *err)
{
	if (!d->config.operations)
		return cew_fail(err, CEW_INVALID, "this deployment cannot leave resources behind");
	if (d->state != CEW_DEPLOY_IDLE || d->retain)
		return cew_fail(err, CEW_INVALID, "this deployment has been started before");
	enum cew_status s = keep_retained(d, retain, count, err);
	return s ? s : cew_deploy_delete(d, stack, err);
}

enum cew_status cew_deploy_follow_update(struct cew_deployment *d, const char *stack_id, const char *token, struct cew_error *err)
{
	enum cew_status s = start(d, CEW_OPERATION_UPDATE, stack_id, err);
	if (s)
		return s;
	d->ours = d->token_decides = true;
	snprintf(d->token, sizeof(d->token), "%s", token);
	follow_start(d);
	return CEW_OK;
}

static enum cew_operation operation_named(const char *name)
{
	for (int i = 0; i < CEW_OPERATION_COUNT; i++)
		if (strcmp(cew_operation_name((enum cew_operation)i), name) == 0)
			return (enum cew_operation)i;
	return CEW_OPERATION_CREATE;
}

/* Sending again must be sending the same: AWS knows a request by its token alone. */
static enum cew_status same_as_before(const struct cew_journal_entry *entry, const struct cew_plan *plan, struct cew_error *err)
{
	const char *differs = strcmp(entry->operation, cew_operation_name(CEW_OPERATION_CREATE)) != 0 ? "operation"
	                      : strcmp(entry->stack_name, plan->stack_name) != 0                      ? "stack name"
	                      : strcmp(entry->region, plan->region) != 0                              ? "region"
	                      : strcmp(entry->template_hash, plan->template_hash) != 0                ? "template"
	                                                                                              : NULL;
	if (!differs)
		return cew_plan_sendable(plan, err);
	cew_fail(err, CEW_INVALID, "these answers are not those of the %s of %s in %s that was under way: the %s differs", entry->operation,
	         entry->stack_name, entry->region, differs);
	return cew_error_hint(err, "resume without answers tells whether the stack was made; give the same answers and template to send it again");
}

enum cew_status cew_deploy_resume(struct cew_deployment *d, const struct cew_journal_entry *entry, struct cew_error *err)
{
	return cew_deploy_resume_with(d, entry, NULL, err);
}

enum cew_status cew_deploy_resume_with(struct cew_deployment *d, const struct cew_journal_entry *entry,
                                       const struct cew_plan *plan, struct cew_error *err)
{
	if (plan && same_as_before(entry, plan, err))
		return err ? err->status : CEW_INVALID;
	char *path = cew_strdup(entry->path);
	if (!path)
		return cew_fail_memory(err);
	if (strcmp(entry->operation, "upgrade") == 0) {
		free(path);
		cew_fail(err, CEW_INVALID, "an upgrade is more than an operation on the stack %s", entry->stack_name);
		return cew_error_hint(err, "`cewizard upgrade %s` goes on with it", entry->stack_name);
	}
	enum cew_status s = start(d, operation_named(entry->operation), entry->stack_name, err);
	if (!s && (!model_set(&d->model, &d->account_id, entry->account) || !model_set(&d->model, &d->region, entry->region)))
		s = cew_fail_memory(err);
	if (!s)
		s = deployment_stack(d, entry->stack_id, entry->stack_name, err);
	if (!s)
		s = plan ? model_plan(&d->model, plan->eval, err) : journal_plan(d, entry->path, err);
	if (s) {
		free(path);
		return s;
	}
	d->plan = plan;
	d->journal_path = path;
	d->ours = d->resuming = d->under_way = true;
	d->started_wall_ms = entry->started_ms;
	snprintf(d->token, sizeof(d->token), "%s", entry->token);
	snprintf(d->template_hash, sizeof(d->template_hash), "%s", entry->template_hash);
	submit_start(d);
	return CEW_OK;
}

/* ---- reading ---- */

enum cew_deploy_state cew_deploy_state(const struct cew_deployment *d) { return d->state; }
enum cew_operation cew_deploy_operation(const struct cew_deployment *d) { return d->operation; }
const char *cew_deploy_stack_name(const struct cew_deployment *d) { return d->stack_name; }
const char *cew_deploy_stack_id(const struct cew_deployment *d) { return d->stack_id; }
const char *cew_deploy_stack_status(const struct cew_deployment *d) { return d->model.stack_status; }
const char *cew_deploy_account(const struct cew_deployment *d) { return d->account_id; }
const char *cew_deploy_caller(const struct cew_deployment *d) { return d->caller; }
const char *cew_deploy_region(const struct cew_deployment *d) { return d->region; }
const struct cew_plan *cew_deploy_plan(const struct cew_deployment *d) { return d->plan; }
bool cew_deploy_ok(const struct cew_deployment *d) { return d->ok; }

const struct cew_error *cew_deploy_error(const struct cew_deployment *d)
{
	return d->has_error ? &d->error : NULL;
}

/* An operation that this program started is timed by its own clock; one that it found under way, by AWS's event times. */
int64_t cew_deploy_elapsed_ms(const struct cew_deployment *d)
{
	bool over = d->state == CEW_DEPLOY_DONE || d->state == CEW_DEPLOY_STOPPED;
	if (d->state == CEW_DEPLOY_IDLE)
		return 0;
	if (d->playing && (over || d->ours))
		return over ? d->tape_elapsed_ms : d->tape_at_ms;
	if (d->ours && !d->resuming)
		return (over ? d->ended_mono_ms : mono_now(d)) - d->started_mono_ms;
	if (!d->model.first_event_ms)
		return 0;
	int64_t end = over ? d->model.last_event_ms : deployment_now(d);
	return end > d->model.first_event_ms ? end - d->model.first_event_ms : 0;
}

int64_t cew_deploy_now_ms(const struct cew_deployment *d)
{
	return deployment_now(d);
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
	struct cew_progress p = model_progress(&d->model, d->operation);
	p.eta_ms = estimate_left_ms(d);
	return p;
}

const struct cew_root_cause *cew_deploy_root_cause(const struct cew_deployment *d)
{
	return d->model.cause_event ? &d->model.cause : NULL;
}

const struct cew_root_cause *cew_deploy_suspicion(const struct cew_deployment *d)
{
	const struct cew_root_cause *s = &d->model.suspicion;
	const struct resource *r = s->logical_id ? model_find(&d->model, "", s->logical_id) : NULL;
	return r && status_in_progress(r->row.status) && work_of(r->row.status) != WORK_DELETE ? s : NULL;
}

const size_t *cew_deploy_depends_on(const struct cew_deployment *d, size_t i, size_t *count)
{
	const struct resource *r = cew_vec_at(&d->model.resources, i);
	*count = r ? r->depends_on_count : 0;
	return *count ? r->depends_on : NULL;
}

static size_t add_branch(const struct model *m, size_t parent, size_t *out, size_t max, size_t at)
{
	const struct resource *all = m->resources.items;
	for (size_t i = 0; i < m->resources.len; i++) {
		if (all[i].row.parent != parent)
			continue;
		if (at < max)
			out[at] = i;
		at++;
		if (strcmp(all[i].row.type, STACK_TYPE) == 0)
			at = add_branch(m, i, out, max, at);
	}
	return at;
}

size_t cew_deploy_tree(const struct cew_deployment *d, size_t *out, size_t max)
{
	return add_branch(&d->model, CEW_NO_ROW, out, max, 0);
}
