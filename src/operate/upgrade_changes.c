/* The change set: made with every unchanged parameter kept, waited for, read, and taken away if nobody wants it. */
#include "upgrade.h"

#include <stdlib.h>
#include <string.h>

/* Types that hold what cannot be made again. */
static const char *const holders[] = {"AWS::EFS::FileSystem", "AWS::SecretsManager::Secret", "AWS::S3::Bucket",
                                      "AWS::Logs::LogGroup", "AWS::EFS::AccessPoint"};

static bool holds_data(const char *type)
{
	for (size_t i = 0; i < CEW_COUNT(holders); i++)
		if (strcmp(holders[i], type) == 0)
			return true;
	return false;
}

static void put(struct cew_upgrade *u, struct cew_vec *list, const void *item)
{
	if (!cew_vec_push(list, item))
		u->texts.failed = true;
}

static void drop(struct cew_upgrade *u);

/* ---- reading it ---- */

static const char *because(struct cew_upgrade *u, const struct cew_change *c)
{
	struct cew_buf text;
	cew_buf_init(&text, 1024);
	for (size_t i = 0; i < c->detail_count; i++) {
		const char *name = *c->details[i].name ? c->details[i].name : c->details[i].attribute;
		if (*name && !strstr(cew_buf_text(&text), name))
			cew_buf_fmt(&text, "%s%s", text.len ? ", " : "", name);
	}
	const char *kept = upgrade_keep(u, cew_buf_text(&text));
	cew_buf_finish(&text);
	return kept;
}

static bool goes_away(const struct cew_upgrade_change *c)
{
	return strcmp(c->action, "Remove") == 0 || strcmp(c->replacement, "True") == 0 || strcmp(c->replacement, "Conditional") == 0;
}

static void take_change(struct cew_upgrade *u, const struct cew_change *c)
{
	struct cew_upgrade_change change = {
		.action = upgrade_keep(u, c->action), .logical_id = upgrade_keep(u, c->logical_id), .type = upgrade_keep(u, c->type),
		.physical_id = upgrade_keep(u, c->physical_id), .replacement = upgrade_keep(u, c->replacement), .because = because(u, c),
	};
	change.holds_data = goes_away(&change) && holds_data(change.type);
	put(u, &u->changes, &change);
	if (!change.holds_data)
		return;
	const char *text = texts_fmt(&u->texts, "%s (%s) %s, and it holds data: %s", change.logical_id, change.type,
	                             strcmp(change.action, "Remove") == 0          ? "is REMOVED"
	                             : strcmp(change.replacement, "True") == 0 ? "is REPLACED"
	                                                                       : "may be REPLACED",
	                             *change.physical_id ? change.physical_id : "its id is not known");
	put(u, &u->warnings, &text);
}

static bool no_changes(const char *reason)
{
	return strstr(reason, "didn't contain changes") || strstr(reason, "No updates are to be performed");
}

/* The stack is as the template has it. A service that stands at 0 is started all the same. */
static void nothing_to_do(struct cew_upgrade *u)
{
	if (*u->service && !u->health.desired) {
		drop(u);
		upgrade_skip(u, CEW_UPGRADE_LOOK, CEW_UPGRADE_SCALE_UP);
		upgrade_go(u, CEW_UPGRADE_SCALE_UP, "the stack is as this template has it already");
		return;
	}
	upgrade_note(u, "the stack is as this template has it already");
	upgrade_skip(u, CEW_UPGRADE_LOOK, CEW_UPGRADE_STEP_COUNT);
	upgrade_drop_changes(u, NULL);
}

static void change_set_failed(struct cew_upgrade *u, const char *reason)
{
	struct cew_error err;
	if (no_changes(reason)) {
		nothing_to_do(u);
		return;
	}
	cew_fail(&err, CEW_REFUSED, "CloudFormation could not make the change set: %s", reason);
	cew_error_hint(&err, "nothing was changed");
	upgrade_drop_changes(u, &err);
}

static void ask_change_set(void *ctx);

static void on_change_set(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_upgrade *u = ctx;
	(void)about;
	if (u->over || u->dropping) /* declined meanwhile */
		return;
	if (err && upgrade_outlive(u, err)) {
		upgrade_later(u, ask_change_set);
		return;
	}
	if (err || !found->count) {
		struct cew_error gone;
		cew_fail(&gone, CEW_NOT_FOUND, "the change set is gone");
		upgrade_stop(u, err ? err : &gone);
		return;
	}
	const struct cew_change_set *c = &found->change_sets[0];
	upgrade_peace(u);
	if (strcmp(c->status, "FAILED") == 0) {
		char *reason = cew_strdup(c->reason);
		change_set_failed(u, reason ? reason : "");
		free(reason);
	} else if (strcmp(c->status, "CREATE_COMPLETE") == 0) {
		for (size_t i = 0; i < c->change_count; i++)
			take_change(u, &c->changes[i]);
		if (u->texts.failed) { /* what is consented to must be all there is */
			struct cew_error none;
			cew_fail_memory(&none);
			upgrade_drop_changes(u, &none);
			return;
		}
		upgrade_go(u, CEW_UPGRADE_CONSENT, texts_fmt(&u->texts, "%zu resources change", c->change_count));
	} else {
		upgrade_later(u, ask_change_set);
	}
}

static void ask_change_set(void *ctx)
{
	struct cew_upgrade *u = ctx;
	u->timer = 0;
	ASK(&u->asker, &u->site.account, change_set, on_change_set, u, NULL, u->change_set);
}

/* ---- making it ---- */

static void on_created(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_upgrade *u = ctx;
	(void)about;
	if (u->over)
		return;
	if (err || !found->count) {
		struct cew_error told;
		cew_fail(&told, CEW_FAILED, "AWS made no change set");
		upgrade_stop(u, err ? err : &told);
		return;
	}
	u->change_set = upgrade_keep(u, found->change_sets[0].id);
	if (!*u->change_set) {
		struct cew_error none;
		cew_fail_memory(&none);
		upgrade_stop(u, &none);
		return;
	}
	upgrade_later(u, ask_change_set);
}

/* The value that is sent: secrets are read from where they are, and nowhere else. */
static const char *sent_value(const struct cew_upgrade *u, const struct cew_upgrade_parameter *p)
{
	if (p->origin != CEW_UPGRADE_GIVEN)
		return p->value;
	const char *value = cew_answers_parameter(u->answers, p->name);
	const struct cew_field *f = cew_form_field_for_parameter(cew_answers_forms(u->answers), p->name);
	return value ? value : f ? cew_answers_text(u->answers, f->id) : "";
}

static size_t fill_parameters(const struct cew_upgrade *u, struct cew_update_parameter *out)
{
	const struct cew_upgrade_parameter *all = u->parameters.items;
	size_t n = 0;
	for (size_t i = 0; i < u->parameters.len; i++) {
		bool kept = all[i].origin == CEW_UPGRADE_KEPT;
		const struct cew_cfn_parameter *p = cew_cfn_parameter_find(u->template, all[i].name);
		/* A default is the template's to send: a NoEcho one is not even known here by its shown value. */
		if (all[i].origin == CEW_UPGRADE_GONE || (all[i].origin == CEW_UPGRADE_DEFAULT && p && p->no_echo))
			continue;
		out[n++] = (struct cew_update_parameter){all[i].name, kept ? NULL : sent_value(u, &all[i]), kept};
	}
	return n;
}

void step_changes(struct cew_upgrade *u)
{
	struct cew_error err;
	if (u->to_bucket && !u->template_url) {
		upgrade_deliver(u);
		return;
	}
	struct cew_update_parameter *parameters = calloc(u->parameters.len + 1, sizeof(*parameters));
	if (!parameters) {
		cew_fail_memory(&err);
		upgrade_stop(u, &err);
		return;
	}
	const char *name = texts_fmt(&u->texts, "cewizard-upgrade-%.8s", u->token);
	struct cew_update_request request = {
		.stack = u->stack_id, .template_body = u->template_url ? NULL : u->template_body, .template_url = u->template_url,
		.parameters = parameters, .parameter_count = fill_parameters(u, parameters),
		.capabilities = u->view.capabilities.items, .capability_count = u->view.capabilities.len, .token = u->token,
	};
	ASK(&u->asker, &u->site.operations, create_update_change_set, on_created, u, NULL, &request, name);
	free(parameters);
}

/* ---- consent, or none ---- */

void step_consent(struct cew_upgrade *u)
{
	u->waits = true;
	upgrade_changed(u);
}

static void on_dropped(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_upgrade *u = ctx;
	(void)about;
	(void)found;
	if (err)
		cew_log(CEW_LOG_WARN, "operate", "%s: the change set could not be deleted: %s", u->stack_name, err->what);
	if (!u->dropping)
		return;
	if (u->dropped_for.status)
		upgrade_stop(u, &u->dropped_for);
	else
		upgrade_end(u, true);
}

static void drop(struct cew_upgrade *u)
{
	ASK(&u->asker, &u->site.account, delete_change_set, on_dropped, u, NULL, u->change_set);
}

void upgrade_drop_changes(struct cew_upgrade *u, const struct cew_error *why)
{
	u->dropping = true;
	u->waits = false;
	u->dropped_for = why ? *why : (struct cew_error){0};
	drop(u);
}
