/* The stack's update: executed, followed, cancelled where it is stuck, and its rollback continued where that failed. */
#include "upgrade.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- execute ---- */

static void look_at_change_set(void *ctx);

static void on_executed(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_upgrade *u = ctx;
	(void)about;
	(void)found;
	if (!err) {
		upgrade_peace(u);
		upgrade_go(u, CEW_UPGRADE_FOLLOW, NULL);
	} else if (upgrade_outlive(u, err)) {
		upgrade_later(u, look_at_change_set);
	} else {
		upgrade_fail(u, err);
	}
}

static void execute(struct cew_upgrade *u)
{
	struct cew_change_set_execution what = {.id = u->change_set, .token = u->token};
	ASK(&u->asker, &u->site.operations, execute_change_set, on_executed, u, NULL, &what);
}

static void not_executable(struct cew_upgrade *u, const char *status)
{
	struct cew_error err;
	cew_fail(&err, CEW_REFUSED, "the change set cannot be executed: it is %s", *status ? status : "gone");
	cew_error_hint(&err, "something else has changed the stack meanwhile; start the upgrade again");
	upgrade_fail(u, &err);
}

/* Whether it was executed already (by a run whose answer was lost) is what AWS knows. */
static void on_change_set(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_upgrade *u = ctx;
	const char *status = !err && found->count ? found->change_sets[0].execution_status : "";
	(void)about;
	if (err && err->status != CEW_NOT_FOUND && upgrade_outlive(u, err)) {
		upgrade_later(u, look_at_change_set);
		return;
	}
	if (err && err->status != CEW_NOT_FOUND)
		upgrade_fail(u, err);
	else if (operate_text_starts(status, "EXECUTE_"))
		upgrade_go(u, CEW_UPGRADE_FOLLOW, "it had been executed already");
	else if (strcmp(status, "AVAILABLE") == 0)
		execute(u);
	else
		not_executable(u, status);
}

static void look_at_change_set(void *ctx)
{
	struct cew_upgrade *u = ctx;
	u->timer = 0;
	ASK(&u->asker, &u->site.account, change_set, on_change_set, u, NULL, u->change_set);
}

void step_execute(struct cew_upgrade *u)
{
	look_at_change_set(u);
}

/* ---- follow ---- */

static const char *cause_text(struct cew_upgrade *u)
{
	const struct cew_root_cause *cause = cew_deploy_root_cause(u->deployment);
	return cause ? texts_fmt(&u->texts, "%s (%s): %s", cause->logical_id, cause->type, cause->reason) : "";
}

static void keep_failure(struct cew_upgrade *u)
{
	const struct cew_root_cause *cause = cew_deploy_root_cause(u->deployment);
	const char *why = cause_text(u);
	if (u->failure.status)
		return;
	if (u->cancelling)
		cew_fail(&u->failure, CEW_FAILED, "the update was cancelled");
	else
		cew_fail(&u->failure, CEW_FAILED, "the update failed%s%s", *why ? ": " : "", why);
	/* The remedy is for a stack that is being created. */
	cew_error_hint(&u->failure, "%s%sThe stack is as it was before, and its data is untouched", cause ? cause->meaning : "",
	               cause && *cause->meaning ? " " : "");
}

static void after_update(void *ctx)
{
	struct cew_upgrade *u = ctx;
	const char *status = cew_deploy_stack_status(u->deployment);
	u->timer = 0;
	u->status = upgrade_keep(u, status);
	if (cew_deploy_state(u->deployment) == CEW_DEPLOY_STOPPED) {
		upgrade_stop(u, cew_deploy_error(u->deployment));
		return;
	}
	if (strcmp(status, "UPDATE_COMPLETE") == 0) {
		upgrade_skip(u, CEW_UPGRADE_FOLLOW, CEW_UPGRADE_SCALE_UP);
		upgrade_go(u, CEW_UPGRADE_SCALE_UP, u->status);
		return;
	}
	keep_failure(u);
	u->update_failed = true;
	if (u->step == CEW_UPGRADE_FOLLOW)
		upgrade_close(u, CEW_STEP_FAILED, u->failure.what);
	if (strcmp(status, "UPDATE_ROLLBACK_FAILED") == 0 && u->step == CEW_UPGRADE_ROLL_BACK) {
		u->continued = true; /* and failed again */
		step_roll_back(u);
	} else if (strcmp(status, "UPDATE_ROLLBACK_FAILED") == 0) {
		upgrade_go(u, CEW_UPGRADE_ROLL_BACK, u->status);
	} else {
		upgrade_skip(u, CEW_UPGRADE_FOLLOW, CEW_UPGRADE_SCALE_UP);
		upgrade_go(u, CEW_UPGRADE_SCALE_UP, u->status);
	}
}

/* The deployment must not be replaced from inside its observer. */
static void on_deployment(void *ctx, struct cew_deployment *d)
{
	struct cew_upgrade *u = ctx;
	enum cew_deploy_state state = cew_deploy_state(d);
	if (state == CEW_DEPLOY_DONE || state == CEW_DEPLOY_STOPPED) {
		if (u->timer)
			cew_loop_cancel(u->site.loop, u->timer);
		u->timer = cew_loop_after(u->site.loop, 0, after_update, u);
	}
	upgrade_changed(u);
}

static void on_too_long(void *ctx)
{
	struct cew_upgrade *u = ctx;
	u->timer = 0;
	if (cew_upgrade_cancel(u, NULL) == CEW_OK)
		upgrade_note(u, "it takes too long, and is cancelled");
}

static bool make_deployment(struct cew_upgrade *u, struct cew_error *err)
{
	struct cew_deploy_config config = {
		.loop = u->site.loop, .random = u->site.random, .cloud = &u->site.cloud, .poll_ms = u->site.poll_ms,
		.account = &u->site.account, .operations = &u->site.operations,
	};
	cew_deploy_destroy(u->deployment);
	u->deployment = cew_deploy_create(&config);
	if (!u->deployment)
		return cew_fail_memory(err) == CEW_OK;
	for (size_t i = 0; i < u->changes.len; i++) {
		const struct cew_upgrade_change *c = cew_upgrade_change_at(u, i);
		if (cew_deploy_expect(u->deployment, c->logical_id, c->type, c->action, err))
			return false;
	}
	cew_deploy_observe(u->deployment, on_deployment, u);
	return true;
}

void step_follow(struct cew_upgrade *u)
{
	struct cew_error err;
	if (!make_deployment(u, &err) || cew_deploy_follow_update(u->deployment, u->stack_id, u->token, &err)) {
		upgrade_stop(u, &err);
		return;
	}
	if (u->cancel_after_ms && !u->timer && !u->over)
		u->timer = cew_loop_after(u->site.loop, u->cancel_after_ms, on_too_long, u);
}

/* ---- cancel ---- */

static void on_cancelled(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_upgrade *u = ctx;
	(void)about;
	(void)found;
	if (err) { /* it may just have ended by itself */
		u->cancelling = false;
		u->error = *err;
		u->has_error = true;
		upgrade_note(u, "it could not be cancelled");
	}
	upgrade_changed(u);
}

enum cew_status cew_upgrade_cancel(struct cew_upgrade *u, struct cew_error *err)
{
	if (u->over || u->step != CEW_UPGRADE_FOLLOW || u->cancelling) {
		cew_fail(err, CEW_INVALID, u->cancelling ? "the update is being cancelled already" : "no update is under way that could be cancelled");
		return CEW_INVALID;
	}
	char token[37];
	cew_uuid(u->site.random, token);
	u->cancelling = true;
	upgrade_note(u, "it is being cancelled");
	ASK(&u->asker, &u->site.operations, cancel_update, on_cancelled, u, NULL, u->stack_id, token);
	return CEW_OK;
}

/* ---- a rollback that failed ---- */

static void look_at_status(void *ctx);

static void watch_rollback(struct cew_upgrade *u)
{
	struct cew_error err;
	if (!make_deployment(u, &err) || cew_deploy_watch(u->deployment, u->stack_id, &err))
		upgrade_stop(u, &err);
}

#define LOOKS_MAX 12 /* at a status that does not change: then what AWS said it would do has ended as it was */

static void on_status(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_upgrade *u = ctx;
	(void)about;
	if (err && !upgrade_outlive(u, err)) {
		upgrade_stop(u, err);
		return;
	}
	bool still = err || !found->count || strcmp(found->stack_details[0].status, "UPDATE_ROLLBACK_FAILED") == 0;
	if (still && upgrade_step_ms(u) < LOOKS_MAX * u->site.poll_ms)
		upgrade_later(u, look_at_status);
	else
		watch_rollback(u);
}

static void look_at_status(void *ctx)
{
	struct cew_upgrade *u = ctx;
	u->timer = 0;
	ASK(&u->asker, &u->site.operations, stack_details, on_status, u, NULL, u->stack_id);
}

static void on_continued(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_upgrade *u = ctx;
	(void)about;
	(void)found;
	if (err) {
		u->continued = true;
		u->error = *err;
		u->has_error = true;
		step_roll_back(u);
		return;
	}
	upgrade_note(u, "it goes on");
	u->has_error = false;
	upgrade_later(u, look_at_status);
}

static void continue_with(struct cew_upgrade *u, const char *const *skip, size_t count)
{
	struct cew_rollback_request what = {.stack = u->stack_id, .token = u->rollback_token, .skip = skip, .skip_count = count};
	cew_uuid(u->site.random, u->rollback_token);
	u->waits = false;
	ASK(&u->asker, &u->site.operations, continue_rollback, on_continued, u, NULL, &what);
}

#define SKIP_MAX 100

static void on_resources(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_upgrade *u = ctx;
	const char *skip[SKIP_MAX];
	size_t count = 0;
	(void)about;
	if (err) {
		on_continued(u, NULL, err, NULL);
		return;
	}
	for (size_t i = 0; i < found->count && count < SKIP_MAX; i++)
		if (strcmp(found->stack_resources[i].status, "UPDATE_FAILED") == 0)
			skip[count++] = found->stack_resources[i].logical_id;
	continue_with(u, skip, count);
}

enum cew_status cew_upgrade_continue_rollback(struct cew_upgrade *u, bool skip_failed, struct cew_error *err)
{
	if (u->step != CEW_UPGRADE_ROLL_BACK || !u->waits || u->over)
		return cew_fail(err, CEW_INVALID, "no rollback waits to be continued");
	u->waits = false;
	if (skip_failed)
		ASK(&u->asker, &u->site.operations, stack_resources, on_resources, u, NULL, u->stack_id);
	else
		continue_with(u, NULL, 0);
	return CEW_OK;
}

static void on_found_status(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_upgrade *u = ctx;
	(void)about;
	if (err)
		upgrade_stop(u, err);
	else if (found->count && strcmp(found->stack_details[0].status, "UPDATE_ROLLBACK_FAILED") != 0)
		watch_rollback(u); /* somebody has continued it */
	else
		step_roll_back(u);
}

/* By itself once; then somebody has to look. */
void step_roll_back(struct cew_upgrade *u)
{
	if (u->resumed) { /* time has passed since the journal was written */
		u->resumed = false;
		ASK(&u->asker, &u->site.operations, stack_details, on_found_status, u, NULL, u->stack_id);
		return;
	}
	u->waits = true;
	if (u->may_continue_rollback && !u->continued) {
		u->continued = true;
		cew_upgrade_continue_rollback(u, false, NULL);
		return;
	}
	if (u->may_continue_rollback) { /* nobody to ask: at least the service comes up again */
		struct cew_error err = u->failure;
		cew_error_hint(&err, "the rollback of %s failed, too: see its events, mend what they name, then run the upgrade again", u->stack_name);
		upgrade_fail(u, &err);
		return;
	}
	upgrade_note(u, "waits for somebody to continue it");
	upgrade_changed(u);
}
