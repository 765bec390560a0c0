/* What is left of an operation: how long each resource usually takes, the longest chain of what is still to do over the
 * plan's dependencies, and which resource is slower than usual. */
#include "machine.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_MS 1000  /* what is in progress is not done yet, however long it has taken */
#define FACTOR_ROWS 5   /* made in this run, before its own pace is gone by */
#define PATH_STEPS 32   /* of the chain, in a line */
#define SLOWER_MS 15000 /* past its usual time by this and by half of it, at AWS's pace: slower than usual */

/* ---- one resource ---- */

static double pace(const struct cew_deployment *d)
{
	return d->config.pace > 0 ? d->config.pace : 1;
}

static int64_t usual_ms(const struct cew_deployment *d, const char *type, enum work work)
{
	int64_t ms = history_median_ms(&d->history, d->region, type, work);
	return ms >= 0 ? ms : (int64_t)((double)figure_ms(type, work) / pace(d));
}

/* What is done to the resource, or will be done to it if nothing is yet. */
static enum work work_on(const struct cew_deployment *d, const struct resource *r)
{
	enum work work = work_of(r->row.status);
	if (work != WORK_COUNT)
		return work;
	if (d->operation == CEW_OPERATION_UPDATE)
		return r->expected;
	return d->operation == CEW_OPERATION_DELETE ? WORK_DELETE : WORK_CREATE;
}

static int64_t age_ms(const struct cew_deployment *d, const struct cew_resource_row *row)
{
	int64_t age = deployment_now(d) - row->started_ms;
	return row->started_ms && age > 0 ? age : 0;
}

static int64_t in_progress_left_ms(const struct cew_deployment *d, const struct cew_resource_row *row, int64_t usual)
{
	int64_t left = usual - age_ms(d, row), least = usual / 8;
	int64_t floor = least > LEAST_MS / pace(d) ? least : (int64_t)(LEAST_MS / pace(d));
	return left > floor ? left : floor;
}

/* Whoever answers may have another pace than AWS without our having been told: what was made in this run shows it. */
static double run_factor(const struct cew_deployment *d)
{
	const struct resource *all = d->model.resources.items;
	double took = 0, usual = 0;
	size_t count = 0;
	for (size_t i = 0; i < d->model.resources.len; i++) {
		const struct cew_resource_row *row = &all[i].row;
		if (!row_complete(row) || !row->started_ms || row->ended_ms < row->started_ms || work_of(row->status) == WORK_COUNT)
			continue;
		took += (double)(row->ended_ms - row->started_ms);
		usual += (double)usual_ms(d, row->type, work_of(row->status));
		count++;
	}
	double factor = count >= FACTOR_ROWS && usual > 0 ? took / usual : 1;
	return factor > 0.5 && factor < 2 ? 1 : factor < 0.001 ? 0.001 : factor > 4 ? 4 : factor;
}

/* ---- all of them ---- */

static const struct resource *resource_at(const struct cew_deployment *d, size_t i)
{
	return &((const struct resource *)d->model.resources.items)[i];
}

static bool failed(const struct cew_resource_row *row)
{
	return text_ends(row->status, "_FAILED");
}

static int64_t left_forward_ms(const struct cew_deployment *d, const struct resource *r)
{
	const struct cew_resource_row *row = &r->row;
	enum work work = work_on(d, r);
	if (row_complete(row) || row_gone(row) || failed(row) || work == WORK_COUNT)
		return 0;
	if (!*row->status)
		return row->planned ? usual_ms(d, row->type, work) : 0;
	return in_progress_left_ms(d, row, usual_ms(d, row->type, work));
}

/* Undoing: what was never begun needs none. */
static int64_t left_backward_ms(const struct cew_deployment *d, const struct cew_resource_row *row)
{
	bool never_begun = !*row->status && d->operation != CEW_OPERATION_DELETE;
	if (row_gone(row) || never_begun || (failed(row) && !*row->physical_id) || strcmp(row->status, "DELETE_FAILED") == 0)
		return 0;
	int64_t usual = usual_ms(d, row->type, WORK_DELETE);
	return work_of(row->status) == WORK_DELETE ? in_progress_left_ms(d, row, usual) : usual;
}

/* The longest chain from the beginning of what is left up to and with each resource. */
struct chain {
	size_t count;
	bool backward;
	int64_t *left, *upto;
	size_t *before; /* the one that each waits for longest; CEW_NO_ROW: none */
	void *block;
};

static bool chain_open(const struct cew_deployment *d, struct chain *c)
{
	size_t n = d->model.resources.len;
	char *block = calloc(n ? n : 1, 2 * sizeof(int64_t) + sizeof(size_t));
	*c = (struct chain){.count = n, .block = block};
	if (!block)
		return false;
	c->left = (int64_t *)(void *)block;
	c->upto = c->left + n;
	c->before = (size_t *)(void *)(c->upto + n);
	c->backward = d->operation == CEW_OPERATION_DELETE || model_progress(&d->model, d->operation).rolling_back;
	for (size_t i = 0; i < n; i++) {
		const struct resource *r = resource_at(d, i);
		c->left[i] = c->backward ? left_backward_ms(d, &r->row) : left_forward_ms(d, r);
		c->before[i] = CEW_NO_ROW;
	}
	return true;
}

static void wait_for(struct chain *c, size_t who, size_t whom)
{
	bool longer = c->before[who] == CEW_NO_ROW || c->upto[whom] > c->upto[c->before[who]];
	if (c->upto[whom] > 0 && longer)
		c->before[who] = whom;
}

static void reach(struct chain *c, size_t i)
{
	c->upto[i] = c->left[i] + (c->before[i] == CEW_NO_ROW ? 0 : c->upto[c->before[i]]);
}

/* What a resource depends on always stands before it. */
static void chain_forward(const struct cew_deployment *d, struct chain *c)
{
	for (size_t i = 0; i < c->count; i++) {
		const struct resource *r = resource_at(d, i);
		for (size_t k = 0; k < r->depends_on_count; k++)
			wait_for(c, i, r->depends_on[k]);
		reach(c, i);
	}
}

static void chain_backward(const struct cew_deployment *d, struct chain *c)
{
	for (size_t i = c->count; i-- > 0;) {
		const struct resource *r = resource_at(d, i);
		reach(c, i);
		for (size_t k = 0; k < r->depends_on_count; k++)
			wait_for(c, r->depends_on[k], i);
	}
}

/* The last one of the longest chain; CEW_NO_ROW where nothing is left. False: no memory, or nothing known of what waits
 * for what. */
static bool chain_of(const struct cew_deployment *d, struct chain *c, size_t *last)
{
	const struct resource *first = d->model.resources.len ? resource_at(d, 0) : NULL;
	bool changes = d->operation == CEW_OPERATION_UPDATE && !d->expected;
	*last = CEW_NO_ROW;
	if (!first || !first->row.planned || changes || !chain_open(d, c))
		return false;
	(c->backward ? chain_backward : chain_forward)(d, c);
	for (size_t i = 0; i < c->count; i++)
		if (c->upto[i] > 0 && (*last == CEW_NO_ROW || c->upto[i] > c->upto[*last]))
			*last = i;
	return true;
}

int64_t estimate_left_ms(const struct cew_deployment *d)
{
	struct chain c;
	size_t last;
	if (d->state == CEW_DEPLOY_DONE || d->state == CEW_DEPLOY_STOPPED || !chain_of(d, &c, &last))
		return -1;
	int64_t left = last == CEW_NO_ROW ? 0 : c.upto[last];
	free(c.block);
	return (int64_t)((double)left * run_factor(d));
}

/* ---- the chain itself ---- */

static struct cew_path_step step_of(const struct cew_deployment *d, const struct chain *c, size_t i, double factor)
{
	const struct cew_resource_row *row = &resource_at(d, i)->row;
	return (struct cew_path_step){
		.logical_id = row->logical_id,
		.type = row->type,
		.left_ms = (int64_t)((double)c->left[i] * factor),
		.begun = status_in_progress(row->status),
	};
}

size_t cew_deploy_path(const struct cew_deployment *d, struct cew_path_step *out, size_t max)
{
	struct chain c;
	size_t last, count = 0;
	if (d->state == CEW_DEPLOY_DONE || d->state == CEW_DEPLOY_STOPPED || !chain_of(d, &c, &last))
		return 0;
	double factor = run_factor(d);
	for (size_t i = last; i != CEW_NO_ROW; i = c.before[i])
		count += c.left[i] > 0;
	size_t at = count;
	for (size_t i = last; i != CEW_NO_ROW; i = c.before[i])
		if (c.left[i] > 0 && --at < max)
			out[at] = step_of(d, &c, i, factor);
	free(c.block);
	return count;
}

void cew_deploy_path_text(const struct cew_deployment *d, size_t most, struct cew_buf *out)
{
	struct cew_path_step steps[PATH_STEPS];
	size_t count = cew_deploy_path(d, steps, PATH_STEPS);
	size_t shown = count < most ? count : most;
	if (shown > PATH_STEPS)
		shown = PATH_STEPS;
	for (size_t i = 0; i < shown; i++) {
		char left[CEW_TIME_MAX];
		cew_duration_format(steps[i].left_ms, left);
		cew_buf_fmt(out, "%s%s %s", i ? " -> " : "", steps[i].logical_id, left);
	}
	if (shown < count)
		cew_buf_str(out, " -> ...");
}

/* ---- over time ---- */

void estimate_begin(struct cew_deployment *d)
{
	if (d->config.learn && !d->history.kinds.len)
		history_load(&d->history);
}

static bool refresh_row(const struct cew_deployment *d, struct cew_resource_row *row)
{
	bool before = row->slower;
	enum work work = work_of(row->status);
	row->usual_ms = work == WORK_COUNT ? 0 : usual_ms(d, row->type, work);
	int64_t over = age_ms(d, row) - row->usual_ms;
	row->slower = status_in_progress(row->status) && work != WORK_COUNT && over > row->usual_ms / 2 &&
	              (double)over > SLOWER_MS / pace(d);
	return row->slower != before;
}

bool estimate_refresh(struct cew_deployment *d)
{
	struct resource *all = d->model.resources.items;
	bool changed = false;
	for (size_t i = 0; i < d->model.resources.len; i++)
		changed |= refresh_row(d, &all[i].row);
	return changed;
}

/* A nested stack's time is that of what is in it. */
static bool worth_learning(const struct resource *r)
{
	const struct cew_resource_row *row = &r->row;
	bool over = row_complete(row) || strcmp(row->status, "DELETE_COMPLETE") == 0;
	return r->live && over && row->started_ms && row->ended_ms >= row->started_ms && work_of(row->status) != WORK_COUNT &&
	       strcmp(row->type, STACK_TYPE) != 0;
}

/* Others may have added to the file meanwhile, so it is read again. */
void estimate_learn(struct cew_deployment *d)
{
	struct history h;
	struct cew_error err;
	const struct resource *all = d->model.resources.items;
	size_t added = 0;
	if (!d->config.learn || d->learned || !*d->region)
		return;
	d->learned = true;
	history_init(&h);
	history_load(&h);
	for (size_t i = 0; i < d->model.resources.len; i++) {
		if (!worth_learning(&all[i]))
			continue;
		const struct cew_resource_row *row = &all[i].row;
		history_add(&h, d->region, row->type, work_of(row->status), row->ended_ms - row->started_ms);
		added++;
	}
	if (added && history_save(&h, &err))
		cew_log(CEW_LOG_WARN, "deploy", "the history of times could not be written: %s", err.what);
	history_finish(&h);
}

/* ---- updates ---- */

enum cew_status cew_deploy_expect(struct cew_deployment *d, const char *logical_id, const char *type, const char *action,
                                  struct cew_error *err)
{
	struct resource *r = model_find(&d->model, "", logical_id);
	if (!r && model_plan_add(&d->model, logical_id, type, NULL, 0, err))
		return CEW_NO_MEMORY;
	r = model_find(&d->model, "", logical_id);
	r->expected = strcmp(action, "Add") == 0 ? WORK_CREATE : strcmp(action, "Remove") == 0 ? WORK_DELETE : WORK_UPDATE;
	d->expected = true;
	return CEW_OK;
}
