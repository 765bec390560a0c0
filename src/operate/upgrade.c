/* An upgrade: its steps, the one transition between them, and what others may read of it. */
#include "upgrade.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_POLL_MS 5000
#define DEFAULT_PROVE_MS (20 * 60 * 1000)

static const struct step {
	const char *name, *title;
	void (*enter)(struct cew_upgrade *u);
} steps[] = {
	[CEW_UPGRADE_LOOK] = {"look", "Look at the stack and its service", step_look},
	[CEW_UPGRADE_CHANGES] = {"changes", "Make and read a change set", step_changes},
	[CEW_UPGRADE_CONSENT] = {"consent", "Consent", step_consent},
	[CEW_UPGRADE_SCALE_DOWN] = {"scale-down", "Set the service's desired count to 0", step_scale_down},
	[CEW_UPGRADE_STOP_TASKS] = {"stop-tasks", "Stop its tasks", step_stop_tasks},
	[CEW_UPGRADE_EXECUTE] = {"execute", "Execute the change set", step_execute},
	[CEW_UPGRADE_FOLLOW] = {"follow", "Follow the stack's update", step_follow},
	[CEW_UPGRADE_ROLL_BACK] = {"roll-back", "Continue the rollback", step_roll_back},
	[CEW_UPGRADE_SCALE_UP] = {"scale-up", "Set the desired count back", step_scale_up},
	[CEW_UPGRADE_PROVE] = {"prove", "See the service healthy", step_prove},
};
_Static_assert(CEW_COUNT(steps) == CEW_UPGRADE_STEP_COUNT, "a row for every step");

const char *cew_upgrade_step_name(enum cew_upgrade_step step) { return steps[step].name; }
const char *cew_upgrade_step_title(enum cew_upgrade_step step) { return steps[step].title; }

static const char *const origins[] = {
	[CEW_UPGRADE_KEPT] = "kept", [CEW_UPGRADE_GIVEN] = "given", [CEW_UPGRADE_DEFAULT] = "default",
	[CEW_UPGRADE_MISSING] = "missing", [CEW_UPGRADE_GONE] = "gone",
};
_Static_assert(CEW_COUNT(origins) == CEW_UPGRADE_ORIGIN_COUNT, "a name for every origin");
const char *cew_upgrade_origin_name(enum cew_upgrade_origin origin) { return origins[origin]; }

/* ---- time ---- */

static int64_t wall_now(const struct cew_upgrade *u)
{
	const struct cew_clock *clock = cew_loop_clock(u->site.loop);
	return clock->wall_ms(clock->ctx);
}

static int64_t mono_now(const struct cew_upgrade *u)
{
	const struct cew_clock *clock = cew_loop_clock(u->site.loop);
	return clock->mono_ms(clock->ctx);
}

int64_t upgrade_step_ms(const struct cew_upgrade *u)
{
	return mono_now(u) - u->step_mono_ms;
}

void upgrade_later(struct cew_upgrade *u, cew_loop_fn *next)
{
	struct cew_error err;
	u->timer = cew_loop_after(u->site.loop, u->site.poll_ms, next, u);
	if (u->timer)
		return;
	cew_fail_memory(&err);
	upgrade_stop(u, &err);
}

const char *upgrade_keep(struct cew_upgrade *u, const char *text)
{
	return texts_keep(&u->texts, text);
}

/* ---- transitions ---- */

void upgrade_changed(struct cew_upgrade *u)
{
	if (u->changed)
		u->changed(u->ctx, u);
}

void upgrade_note(struct cew_upgrade *u, const char *note)
{
	if (strcmp(u->rows[u->step].note, note) == 0)
		return;
	u->rows[u->step].note = upgrade_keep(u, note);
	upgrade_changed(u);
}

void upgrade_close(struct cew_upgrade *u, enum cew_upgrade_mark mark, const char *note)
{
	struct cew_upgrade_step_row *row = &u->rows[u->step];
	row->mark = mark;
	row->ended_ms = wall_now(u);
	if (note)
		row->note = upgrade_keep(u, note);
}

/* Before SCALE_DOWN nothing has been changed, and there is nothing to go on with. */
static bool worth_keeping(const struct cew_upgrade *u)
{
	return u->step >= CEW_UPGRADE_SCALE_DOWN;
}

void upgrade_go(struct cew_upgrade *u, enum cew_upgrade_step next, const char *note)
{
	struct cew_upgrade_step_row *row = &u->rows[next];
	if (u->rows[u->step].mark == CEW_STEP_RUNNING)
		upgrade_close(u, CEW_STEP_DONE, note);
	cew_log(CEW_LOG_INFO, "operate", "%s: upgrade %s -> %s", u->stack_name, steps[u->step].name, steps[next].name);
	u->step = next;
	u->step_mono_ms = mono_now(u);
	*row = (struct cew_upgrade_step_row){.mark = CEW_STEP_RUNNING, .started_ms = wall_now(u), .note = ""};
	u->waits = false;
	upgrade_journal_write(u, worth_keeping(u));
	upgrade_changed(u);
	if (!u->over)
		steps[next].enter(u);
}

void upgrade_skip(struct cew_upgrade *u, enum cew_upgrade_step from, enum cew_upgrade_step to)
{
	for (int i = from; i < (int)to; i++)
		if (u->rows[i].mark == CEW_STEP_WAITING)
			u->rows[i].mark = CEW_STEP_SKIPPED;
}

void upgrade_end(struct cew_upgrade *u, bool ok)
{
	if (u->rows[u->step].mark == CEW_STEP_RUNNING)
		upgrade_close(u, ok ? CEW_STEP_DONE : CEW_STEP_FAILED, NULL);
	u->over = true;
	u->ok = ok;
	upgrade_journal_write(u, !ok && u->service_stopped);
	upgrade_changed(u);
}

void upgrade_stop(struct cew_upgrade *u, const struct cew_error *err)
{
	u->error = *err;
	u->has_error = true;
	if (u->service_stopped)
		cew_error_hint(&u->error, "the service is at 0: `cewizard upgrade %s --region %s` goes on from here. %s", u->stack_name,
		               u->site.region, err->hint);
	cew_log(CEW_LOG_WARN, "operate", "%s: upgrade stopped at %s: %s", u->stack_name, steps[u->step].name, err->what);
	upgrade_end(u, false);
}

/* Whatever became of the update, the service must not stay at 0. */
void upgrade_fail(struct cew_upgrade *u, const struct cew_error *err)
{
	if (!u->service_stopped || u->step >= CEW_UPGRADE_SCALE_UP) {
		upgrade_stop(u, err);
		return;
	}
	u->failure = *err;
	upgrade_close(u, CEW_STEP_FAILED, err->what);
	upgrade_skip(u, CEW_UPGRADE_LOOK, CEW_UPGRADE_SCALE_UP);
	upgrade_go(u, CEW_UPGRADE_SCALE_UP, NULL);
}

/* ---- troubles ---- */

bool upgrade_outlive(struct cew_upgrade *u, const struct cew_error *err)
{
	bool passing = err->status == CEW_UNREACHABLE || strstr(err->code, "hrottl");
	if (!passing || ++u->troubles > TROUBLES_MAX)
		return false;
	u->error = *err;
	u->has_error = true;
	upgrade_changed(u);
	return true;
}

void upgrade_peace(struct cew_upgrade *u)
{
	if (!u->troubles)
		return;
	u->troubles = 0;
	u->has_error = false;
	upgrade_changed(u);
}

/* ---- the whole ---- */

static void init_lists(struct cew_upgrade *u)
{
	view_init(&u->view);
	health_init(&u->health);
	asker_init(&u->asker, NULL, NULL);
	texts_init(&u->texts);
	cew_vec_init(&u->images, sizeof(struct cew_upgrade_image));
	cew_vec_init(&u->parameters, sizeof(struct cew_upgrade_parameter));
	cew_vec_init(&u->changes, sizeof(struct cew_upgrade_change));
	cew_vec_init(&u->warnings, sizeof(const char *));
	u->stack_id = u->status = u->cluster = u->service = u->target_group = u->change_set = u->account = "";
	u->desired = 1;
	for (int i = 0; i < CEW_UPGRADE_STEP_COUNT; i++)
		u->rows[i].note = "";
}

struct cew_upgrade *cew_upgrade_create(const struct cew_upgrade_config *config, cew_upgrade_fn *changed, void *ctx)
{
	struct cew_upgrade *u = calloc(1, sizeof(*u));
	if (!u)
		return NULL;
	*u = (struct cew_upgrade){
		.site = config->site, .template = config->template, .answers = config->answers, .changed = changed, .ctx = ctx,
		.cancel_after_ms = config->cancel_after_ms, .prove_ms = config->prove_ms ? config->prove_ms : DEFAULT_PROVE_MS,
		.may_continue_rollback = config->continue_rollback,
	};
	if (!u->site.poll_ms)
		u->site.poll_ms = DEFAULT_POLL_MS;
	init_lists(u);
	u->stack = cew_strdup(config->stack);
	u->stack_name = u->stack ? u->stack : "";
	u->template_url = cew_strdup(config->template_url);
	u->bucket = cew_strdup(config->template_bucket);
	if (u->stack && (u->template_url || !config->template_url) && (u->bucket || !config->template_bucket))
		return u;
	cew_upgrade_destroy(u);
	return NULL;
}

void cew_upgrade_destroy(struct cew_upgrade *u)
{
	if (!u)
		return;
	if (u->timer)
		cew_loop_cancel(u->site.loop, u->timer);
	cew_deploy_destroy(u->deployment);
	asker_finish(&u->asker);
	health_finish(&u->health);
	view_finish(&u->view);
	cew_vec_finish(&u->images);
	cew_vec_finish(&u->parameters);
	cew_vec_finish(&u->changes);
	cew_vec_finish(&u->warnings);
	texts_finish(&u->texts);
	free(u->template_body);
	free(u->template_url);
	free(u->bucket);
	free(u->journal_path);
	free(u->stack);
	free(u);
}

enum cew_status cew_upgrade_start(struct cew_upgrade *u, struct cew_error *err)
{
	if (u->started)
		return cew_fail(err, CEW_INVALID, "this upgrade has been started before");
	if (!u->template)
		return cew_fail(err, CEW_INVALID, "no template is given to upgrade to");
	u->started = true;
	u->started_ms = wall_now(u);
	cew_uuid(u->site.random, u->token);
	upgrade_go(u, CEW_UPGRADE_LOOK, NULL);
	return CEW_OK;
}

/* The step that was under way is done again: each of them finds out first what has been done of it. */
enum cew_status cew_upgrade_resume(struct cew_upgrade *u, const struct cew_journal_entry *entry, struct cew_error *err)
{
	if (u->started)
		return cew_fail(err, CEW_INVALID, "this upgrade has been started before");
	enum cew_status s = upgrade_journal_read(u, entry, err);
	if (s)
		return s;
	u->started = u->resumed = true;
	enum cew_upgrade_step step = CEW_UPGRADE_STEP_COUNT;
	for (int i = 0; i < CEW_UPGRADE_STEP_COUNT; i++)
		if (strcmp(steps[i].name, entry->state) == 0)
			step = (enum cew_upgrade_step)i;
	if (step < CEW_UPGRADE_SCALE_DOWN || step == CEW_UPGRADE_STEP_COUNT)
		return cew_fail(err, CEW_INVALID, "the journal of this upgrade is damaged: %s", entry->path);
	for (int i = 0; i < (int)step; i++)
		u->rows[i].mark = CEW_STEP_DONE;
	u->step = step;
	upgrade_go(u, step, NULL);
	return CEW_OK;
}

void cew_upgrade_approve(struct cew_upgrade *u)
{
	struct cew_error err;
	if (u->step != CEW_UPGRADE_CONSENT || !u->waits || u->over)
		return;
	/* Without a journal a lost terminal could leave the service at 0 with nobody knowing what it was. */
	if (upgrade_journal_open(u, &err)) {
		cew_error_hint(&err, "make the state directory writable, or set XDG_STATE_HOME to one that is");
		upgrade_drop_changes(u, &err);
		return;
	}
	upgrade_go(u, CEW_UPGRADE_SCALE_DOWN, "given");
}

void cew_upgrade_decline(struct cew_upgrade *u)
{
	struct cew_error err;
	bool asked = u->step == CEW_UPGRADE_CONSENT && u->waits;
	if (u->over || u->dropping || (!asked && u->step != CEW_UPGRADE_CHANGES))
		return;
	if (u->timer)
		cew_loop_cancel(u->site.loop, u->timer);
	u->timer = 0;
	cew_fail(&err, CEW_INTERRUPTED, "nothing was changed");
	if (*u->change_set)
		upgrade_drop_changes(u, &err);
	else
		upgrade_stop(u, &err);
}

/* ---- reading ---- */

enum cew_upgrade_step cew_upgrade_step(const struct cew_upgrade *u) { return u->step; }
const struct cew_upgrade_step_row *cew_upgrade_step_at(const struct cew_upgrade *u, enum cew_upgrade_step step) { return &u->rows[step]; }
bool cew_upgrade_over(const struct cew_upgrade *u) { return u->over; }
bool cew_upgrade_waits(const struct cew_upgrade *u) { return u->waits && !u->over; }
bool cew_upgrade_ok(const struct cew_upgrade *u) { return u->over && u->ok; }
const char *cew_upgrade_stack_name(const struct cew_upgrade *u) { return u->stack_name; }
const char *cew_upgrade_stack_id(const struct cew_upgrade *u) { return u->stack_id; }
bool cew_upgrade_service_stopped(const struct cew_upgrade *u) { return u->service_stopped; }
const char *cew_upgrade_cluster(const struct cew_upgrade *u) { return u->cluster; }
const char *cew_upgrade_service(const struct cew_upgrade *u) { return u->service; }
int64_t cew_upgrade_desired(const struct cew_upgrade *u) { return u->desired; }
size_t cew_upgrade_image_count(const struct cew_upgrade *u) { return u->images.len; }
const struct cew_upgrade_image *cew_upgrade_image_at(const struct cew_upgrade *u, size_t i) { return cew_vec_at(&u->images, i); }
size_t cew_upgrade_parameter_count(const struct cew_upgrade *u) { return u->parameters.len; }
size_t cew_upgrade_change_count(const struct cew_upgrade *u) { return u->changes.len; }
const struct cew_upgrade_change *cew_upgrade_change_at(const struct cew_upgrade *u, size_t i) { return cew_vec_at(&u->changes, i); }
size_t cew_upgrade_warning_count(const struct cew_upgrade *u) { return u->warnings.len; }
struct cew_deployment *cew_upgrade_deployment(const struct cew_upgrade *u) { return u->deployment; }

const struct cew_upgrade_parameter *cew_upgrade_parameter_at(const struct cew_upgrade *u, size_t i)
{
	return cew_vec_at(&u->parameters, i);
}

const char *cew_upgrade_warning_at(const struct cew_upgrade *u, size_t i)
{
	const char *const *text = cew_vec_at(&u->warnings, i);
	return text ? *text : "";
}

const char *cew_upgrade_stack_status(const struct cew_upgrade *u)
{
	const char *seen = u->deployment ? cew_deploy_stack_status(u->deployment) : "";
	return *seen ? seen : u->status;
}

const struct cew_error *cew_upgrade_error(const struct cew_upgrade *u)
{
	if (u->has_error)
		return &u->error;
	return u->over && u->failure.status ? &u->failure : NULL;
}
