/* Stopping the service before the update, starting it afterwards, and seeing it healthy. */
#include "upgrade.h"

#include <stdlib.h>
#include <string.h>

/* ---- down ---- */

static void ask_down(void *ctx);

static void on_down(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_upgrade *u = ctx;
	(void)about;
	(void)found;
	if (!err) {
		upgrade_peace(u);
		upgrade_go(u, CEW_UPGRADE_STOP_TASKS, texts_fmt(&u->texts, "it was %lld", (long long)u->desired));
	} else if (upgrade_outlive(u, err)) {
		upgrade_later(u, ask_down);
	} else {
		upgrade_fail(u, err);
	}
}

static void ask_down(void *ctx)
{
	struct cew_upgrade *u = ctx;
	u->timer = 0;
	ASK(&u->asker, &u->site.operations, set_desired_count, on_down, u, NULL, u->cluster, u->service, 0);
}

/* From the moment the call goes out the service may be at 0: the journal knows it before. */
void step_scale_down(struct cew_upgrade *u)
{
	if (!*u->service) {
		upgrade_skip(u, CEW_UPGRADE_STOP_TASKS, CEW_UPGRADE_EXECUTE);
		upgrade_go(u, CEW_UPGRADE_EXECUTE, "the stack has no service");
		return;
	}
	u->service_stopped = true;
	upgrade_journal_write(u, true);
	ask_down(u);
}

/* ---- tasks ---- */

static void look_at_tasks(void *ctx);

static void on_stopped(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_upgrade *u = ctx;
	(void)about;
	(void)found;
	/* A task that ended by itself meanwhile is no trouble; the next look tells. */
	if (err)
		cew_log(CEW_LOG_INFO, "operate", "%s: a task could not be stopped: %s", u->stack_name, err->what);
}

static void on_running(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_upgrade *u = ctx;
	(void)about;
	if (err && !upgrade_outlive(u, err)) {
		upgrade_fail(u, err);
		return;
	}
	if (!err && !found->count && !u->tasks_left) {
		upgrade_go(u, CEW_UPGRADE_EXECUTE, "no task runs any more");
		return;
	}
	for (size_t i = 0; !err && i < found->count; i++)
		ASK(&u->asker, &u->site.operations, stop_task, on_stopped, u, NULL, u->cluster, found->arns[i].arn,
		    "Upgrade of Netskope Cloud Exchange");
	if (!err)
		upgrade_note(u, found->count ? "told to stop" : "on its way down");
	upgrade_later(u, look_at_tasks);
}

/* The list leaves tasks out that are on their way down; the service counts them. */
static void on_count(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_upgrade *u = ctx;
	(void)about;
	if (err && !upgrade_outlive(u, err)) {
		upgrade_fail(u, err);
	} else if (err) {
		upgrade_later(u, look_at_tasks);
	} else {
		upgrade_peace(u);
		u->tasks_left = found->count ? found->service_details[0].running + found->service_details[0].pending : 0;
		ASK(&u->asker, &u->site.operations, task_arns, on_running, u, NULL, u->cluster, u->service, NULL);
	}
}

static void look_at_tasks(void *ctx)
{
	struct cew_upgrade *u = ctx;
	u->timer = 0;
	ASK(&u->asker, &u->site.operations, service_details, on_count, u, NULL, u->cluster, &u->service, 1);
}

void step_stop_tasks(struct cew_upgrade *u)
{
	look_at_tasks(u);
}

/* ---- up ---- */

static void ask_up(void *ctx);

static void on_up(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_upgrade *u = ctx;
	(void)about;
	(void)found;
	if (!err) {
		upgrade_peace(u);
		u->service_stopped = false;
		upgrade_go(u, CEW_UPGRADE_PROVE, texts_fmt(&u->texts, "%lld", (long long)u->desired));
	} else if (upgrade_outlive(u, err)) {
		upgrade_later(u, ask_up);
	} else {
		upgrade_stop(u, err);
	}
}

static void ask_up(void *ctx)
{
	struct cew_upgrade *u = ctx;
	u->timer = 0;
	ASK(&u->asker, &u->site.operations, set_desired_count, on_up, u, NULL, u->cluster, u->service, (int)u->desired);
}

static void conclude(struct cew_upgrade *u)
{
	u->has_error = false;
	upgrade_close(u, CEW_STEP_DONE, NULL); /* whatever became of the update, this step went well */
	upgrade_end(u, !u->failure.status);
}

void step_scale_up(struct cew_upgrade *u)
{
	if (*u->service) {
		ask_up(u);
		return;
	}
	u->rows[CEW_UPGRADE_PROVE].mark = CEW_STEP_SKIPPED;
	upgrade_note(u, "the stack has no service");
	conclude(u);
}

/* ---- healthy ---- */

static void look_at_health(void *ctx);

/* The images that the task runs are those of the new template, as far as both are known. */
static bool new_images(const struct cew_upgrade *u, const char **what_is_not)
{
	const struct container_row *c = u->health.containers.items;
	for (size_t i = 0; i < u->health.containers.len && !u->failure.status; i++) {
		for (size_t k = 0; k < u->images.len; k++) {
			const struct cew_upgrade_image *image = cew_upgrade_image_at(u, k);
			size_t len = strlen(c[i].image), tag = strlen(image->to);
			if (strcmp(image->container, c[i].name) != 0 || (len > tag && strcmp(c[i].image + len - tag, image->to) == 0))
				continue;
			*what_is_not = "a container still runs its old image";
			return false;
		}
	}
	return true;
}

static void prove_failed(struct cew_upgrade *u, const char *why)
{
	struct cew_error err;
	char waited[CEW_TIME_MAX];
	cew_duration_format(upgrade_step_ms(u), waited);
	cew_fail(&err, CEW_FAILED, "the service is not healthy after %s: %s%s%s", waited, why, *u->health.event ? ": " : "", u->health.event);
	cew_error_hint(&err, "`cewizard access %s` shows each container; their lines are in the stack's log group", u->stack_name);
	if (u->failure.status)
		cew_error_hint(&err, "%s", u->failure.what);
	upgrade_stop(u, &err);
}

static void on_health(void *ctx)
{
	struct cew_upgrade *u = ctx;
	const char *why = "";
	bool good = !u->health.error.status && health_good(&u->health, &why) && new_images(u, &why);
	if (u->health.error.status)
		why = u->health.error.what;
	if (good) {
		upgrade_note(u, texts_fmt(&u->texts, "%zu containers, all well%s", u->health.containers.len,
		                          *u->target_group ? "; the load balancer's target is healthy" : ""));
		conclude(u);
	} else if (upgrade_step_ms(u) >= u->prove_ms) {
		prove_failed(u, why);
	} else {
		upgrade_note(u, why);
		upgrade_later(u, look_at_health);
	}
}

static void look_at_health(void *ctx)
{
	struct cew_upgrade *u = ctx;
	u->timer = 0;
	health_read(&u->health, &u->site, u->cluster, u->service, u->target_group, on_health, u);
}

void step_prove(struct cew_upgrade *u)
{
	look_at_health(u);
}
