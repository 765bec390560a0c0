/* What an upgrade would do, worked out before anything is asked of AWS but to be read: which images change, where every
 * parameter's value comes from, and what the operator has to know. */
#include "upgrade.h"

#include <stdlib.h>
#include <string.h>

static void put(struct cew_upgrade *u, struct cew_vec *list, const void *item)
{
	if (!cew_vec_push(list, item))
		u->texts.failed = true;
}

static void warn(struct cew_upgrade *u, const char *text)
{
	put(u, &u->warnings, &text);
}

/* ---- parameters ---- */

/* The field that says this parameter's value, by itself or percent-encoded. NULL: none. */
static const struct cew_field *field_of(const struct cew_answers *a, const char *name)
{
	const struct cew_form_set *forms = cew_answers_forms(a);
	const struct cew_field *f = cew_form_field_for_parameter(forms, name);
	return f ? f : cew_form_field_deriving(forms, name);
}

/* Only what was said of this upgrade counts: a form's default is no reason to change a stack. */
static const char *given(const struct cew_upgrade *u, const char *name)
{
	const struct cew_field *f = u->answers ? field_of(u->answers, name) : NULL;
	if (!f || cew_answers_origin(u->answers, f->id) < CEW_ORIGIN_FILE)
		return NULL;
	const char *value = cew_answers_parameter(u->answers, name);
	/* A field that the other answers' defaults hide: the stack's own values are not among the answers. */
	return value || (f->derive && strcmp(f->derive, name) == 0) ? value : cew_answers_text(u->answers, f->id);
}

static bool stack_has(const struct cew_upgrade *u, const char *name)
{
	const struct cew_name_value *all = u->view.parameters.items;
	for (size_t i = 0; i < u->view.parameters.len; i++)
		if (strcmp(all[i].name, name) == 0)
			return true;
	return false;
}

/* Secrets are set once: a file that was written for the creation, and makes them up anew, must not lock anybody out. */
static bool secret_of_the_stack(const struct cew_upgrade *u, const struct cew_cfn_parameter *p)
{
	return p->no_echo && stack_has(u, p->name);
}

static enum cew_upgrade_origin origin_of(const struct cew_upgrade *u, const struct cew_cfn_parameter *p)
{
	if (!secret_of_the_stack(u, p) && given(u, p->name))
		return CEW_UPGRADE_GIVEN;
	if (stack_has(u, p->name))
		return CEW_UPGRADE_KEPT;
	return p->default_value ? CEW_UPGRADE_DEFAULT : CEW_UPGRADE_MISSING;
}

static const char *shown_value(struct cew_upgrade *u, const struct cew_cfn_parameter *p, enum cew_upgrade_origin origin)
{
	if (origin == CEW_UPGRADE_KEPT)
		return upgrade_keep(u, view_parameter(&u->view, p->name));
	if (p->no_echo || (u->answers && origin == CEW_UPGRADE_GIVEN && cew_answers_hides(u->answers, p->name)))
		return "****";
	if (origin == CEW_UPGRADE_GIVEN)
		return upgrade_keep(u, given(u, p->name));
	return origin == CEW_UPGRADE_DEFAULT ? upgrade_keep(u, p->default_value) : "";
}

static void plan_parameters(struct cew_upgrade *u)
{
	for (size_t i = 0; i < cew_cfn_parameter_count(u->template); i++) {
		const struct cew_cfn_parameter *p = cew_cfn_parameter_at(u->template, i);
		enum cew_upgrade_origin origin = origin_of(u, p);
		put(u, &u->parameters, &(struct cew_upgrade_parameter){upgrade_keep(u, p->name), origin, shown_value(u, p, origin),
		                                                       !stack_has(u, p->name)});
	}
	const struct cew_name_value *had = u->view.parameters.items;
	for (size_t i = 0; i < u->view.parameters.len; i++)
		if (!cew_cfn_parameter_find(u->template, had[i].name))
			put(u, &u->parameters, &(struct cew_upgrade_parameter){upgrade_keep(u, had[i].name), CEW_UPGRADE_GONE,
			                                                       upgrade_keep(u, had[i].value), false});
}

/* All that is missing or wrong at once, not the first of it. */
static enum cew_status check_parameters(const struct cew_upgrade *u, struct cew_error *err)
{
	const struct cew_upgrade_parameter *all = u->parameters.items;
	struct cew_error why;
	struct cew_buf missing, wrong;
	size_t count = 0;
	cew_buf_init(&missing, sizeof(why.what));
	cew_buf_init(&wrong, sizeof(why.what));
	for (size_t i = 0; i < u->parameters.len; i++) {
		const struct cew_cfn_parameter *p = cew_cfn_parameter_find(u->template, all[i].name);
		if (all[i].origin == CEW_UPGRADE_MISSING)
			cew_buf_fmt(&missing, "%s%s", count++ ? ", " : "", all[i].name);
		if (all[i].origin == CEW_UPGRADE_GIVEN && p && cew_cfn_parameter_check(p, given(u, p->name), &why))
			cew_buf_fmt(&wrong, "%s%s: %s", wrong.len ? "; " : "", p->name, why.what);
	}
	enum cew_status s = CEW_OK;
	if (wrong.len) {
		s = cew_fail(err, CEW_INVALID, "%s", cew_buf_text(&wrong));
		cew_error_hint(err, "nothing was sent");
	} else if (count) {
		s = cew_fail(err, CEW_INVALID, "the new template asks for %zu more parameter%s: %s", count, count == 1 ? "" : "s",
		             cew_buf_text(&missing));
		cew_error_hint(err, "give each with --set NAME=VALUE, or in an answers file with --answers; nothing was sent");
	}
	cew_buf_finish(&missing);
	cew_buf_finish(&wrong);
	return s;
}

static void warn_of_secrets(struct cew_upgrade *u)
{
	for (size_t i = 0; i < cew_cfn_parameter_count(u->template); i++) {
		const struct cew_cfn_parameter *p = cew_cfn_parameter_at(u->template, i);
		if (secret_of_the_stack(u, p) && given(u, p->name))
			warn(u, texts_fmt(&u->texts, "%s is given, and kept as the stack has it: what was set up with it goes on asking for it", p->name));
	}
}

/* ---- images ---- */

static const struct cew_image_ref *ref_of(const struct cew_vec *refs, const char *container)
{
	const struct cew_image_ref *all = refs->items;
	for (size_t i = 0; i < refs->len; i++)
		if (strcmp(all[i].container, container) == 0)
			return &all[i];
	return NULL;
}

static void compare_images(struct cew_upgrade *u, const struct cew_vec *old, const struct cew_vec *new)
{
	const struct cew_image_ref *all = new->items;
	for (size_t i = 0; i < new->len; i++) {
		const struct cew_image_ref *before = ref_of(old, all[i].container);
		put(u, &u->images, &(struct cew_upgrade_image){
			upgrade_keep(u, all[i].container), upgrade_keep(u, all[i].repository), upgrade_keep(u, before ? before->tag : ""),
			upgrade_keep(u, all[i].tag), !before || strcmp(before->image, all[i].image) != 0,
		});
	}
}

/* The values that the new template would be evaluated with: the stack's, where they are kept. */
static enum cew_status new_values(const struct cew_upgrade *u, struct cew_vec *out, struct cew_error *err)
{
	const struct cew_upgrade_parameter *all = u->parameters.items;
	cew_vec_init(out, sizeof(struct cew_name_value));
	for (size_t i = 0; i < u->parameters.len; i++)
		if (all[i].origin != CEW_UPGRADE_GONE && !cew_vec_push(out, &(struct cew_name_value){all[i].name, all[i].value}))
			return cew_fail_memory(err);
	return CEW_OK;
}

static enum cew_status plan_images(struct cew_upgrade *u, const struct cew_vec *values, struct cew_error *err)
{
	struct cew_vec old, new;
	enum cew_status s = cew_images_of(u->template, values->items, values->len, u->site.region, &new, err);
	if (s)
		return s;
	bool known = u->view.template && cew_images_of(u->view.template, u->view.parameters.items, u->view.parameters.len,
	                                               u->site.region, &old, NULL) == CEW_OK;
	if (!known)
		cew_vec_init(&old, sizeof(struct cew_image_ref));
	compare_images(u, &old, &new);
	cew_images_finish(&old);
	cew_images_finish(&new);
	return CEW_OK;
}

static void warn_of_images(struct cew_upgrade *u)
{
	bool any = false;
	for (size_t i = 0; i < u->images.len; i++)
		any |= cew_upgrade_image_at(u, i)->changed;
	if (!any)
		warn(u, "No container's image changes: this is an update of the stack, not of Cloud Exchange");
}

/* ---- what is sent ---- */

static enum cew_status choose_body(struct cew_upgrade *u, struct cew_error *err)
{
	struct cew_buf body;
	size_t len;
	const char *source = cew_cfn_source(u->template, &len);
	if (u->template_url)
		return CEW_OK;
	cew_buf_init(&body, CEW_CFN_TEMPLATE_MAX * 2);
	enum cew_status s = CEW_OK;
	if (len <= CEW_CFN_INLINE_MAX)
		cew_buf_add(&body, source, len);
	else
		s = cew_cfn_compact(u->template, &body, err);
	if (!s)
		s = cew_buf_status(&body, err);
	u->to_bucket = body.len > CEW_CFN_INLINE_MAX;
	if (!s && body.len > CEW_CFN_TEMPLATE_MAX)
		s = cew_fail(err, CEW_LIMIT, "the template has %zu bytes even when compacted, and CloudFormation takes %d", body.len,
		             CEW_CFN_TEMPLATE_MAX);
	cew_sha256_hex(cew_buf_text(&body), body.len, u->template_hash);
	u->template_body = s ? NULL : cew_buf_take(&body);
	cew_buf_finish(&body);
	return s || u->template_body ? s : cew_fail_memory(err);
}

/* Those that the new template needs; the consent to the upgrade is the acknowledgement. */
static enum cew_status add_capabilities(struct cew_upgrade *u, const struct cew_vec *values, struct cew_error *err)
{
	struct evaluation e;
	enum cew_status s = evaluate_with(&e, u->template, values->items, values->len, u->site.region, err);
	if (s)
		return s;
	for (size_t i = 0; i < cew_cfn_capability_count(e.eval); i++) {
		const char *name = texts_keep(&u->view.texts, cew_cfn_capability_at(e.eval, i)->name), *const *had = u->view.capabilities.items;
		bool has = false;
		for (size_t k = 0; k < u->view.capabilities.len; k++)
			has |= strcmp(had[k], name) == 0;
		if (!has)
			put(u, &u->view.capabilities, &name);
	}
	cew_cfn_eval_destroy(e.eval);
	return CEW_OK;
}

enum cew_status upgrade_plan(struct cew_upgrade *u, struct cew_error *err)
{
	struct cew_vec values;
	plan_parameters(u);
	enum cew_status s = check_parameters(u, err);
	if (s)
		return s;
	s = new_values(u, &values, err);
	if (!s)
		s = plan_images(u, &values, err);
	if (!s)
		s = add_capabilities(u, &values, err);
	if (!s)
		s = choose_body(u, err);
	cew_vec_finish(&values);
	warn(u, "What is in RabbitMQ's queues is lost, and nothing brings it back: make sure that nothing is being processed. "
	        "MongoDB's data stays");
	warn(u, "Cloud Exchange is down from the moment its service is stopped until the new containers are healthy");
	warn_of_images(u);
	warn_of_secrets(u);
	if (!s && u->texts.failed)
		s = cew_fail_memory(err);
	return s;
}

/* ---- the step ---- */

static bool updatable(const char *status)
{
	static const char *const all[] = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE",
	                                  "IMPORT_ROLLBACK_COMPLETE"};
	for (size_t i = 0; i < CEW_COUNT(all); i++)
		if (strcmp(all[i], status) == 0)
			return true;
	return false;
}

static void refuse_status(struct cew_upgrade *u)
{
	struct cew_error err;
	cew_fail(&err, CEW_REFUSED, "stack %s is in %s, and CloudFormation does not update it then", u->stack_name, u->status);
	if (cew_status_at_rest(u->status))
		cew_error_hint(&err, "only a stack that stands can be upgraded; `cewizard delete %s` removes this one", u->stack_name);
	else
		cew_error_hint(&err, "`cewizard watch %s --region %s` follows what goes on", u->stack_name, u->site.region);
	upgrade_stop(u, &err);
}

/* A service that stands at 0 was stopped by somebody, or by an upgrade whose journal is on another machine. */
static void take_count(struct cew_upgrade *u)
{
	u->desired = u->health.desired > 0 ? u->health.desired : 1;
	if (u->health.found && !u->health.desired)
		warn(u, "The service stands at 0 already: it will be started at the end");
}

static void on_health(void *ctx)
{
	struct cew_upgrade *u = ctx;
	struct cew_error err;
	if (u->health.error.status && u->health.error.status != CEW_NOT_FOUND) {
		err = u->health.error;
		upgrade_stop(u, &err);
		return;
	}
	if (!u->health.found)
		u->service = "";
	take_count(u);
	if (strcmp(u->status, "UPDATE_ROLLBACK_FAILED") == 0) {
		cew_fail(&u->failure, CEW_FAILED, "an earlier update of %s had failed, and its rollback, too", u->stack_name);
		cew_error_hint(&u->failure, "the rollback was continued: start the upgrade again");
		u->update_failed = true;
		upgrade_skip(u, CEW_UPGRADE_LOOK, CEW_UPGRADE_ROLL_BACK);
		upgrade_go(u, CEW_UPGRADE_ROLL_BACK, "UPDATE_ROLLBACK_FAILED");
	} else if (upgrade_plan(u, &err)) {
		upgrade_stop(u, &err);
	} else {
		upgrade_go(u, CEW_UPGRADE_CHANGES, u->status);
	}
}

static void on_view(void *ctx)
{
	struct cew_upgrade *u = ctx;
	const char *cluster, *service, *group;
	if (u->view.error.status) {
		upgrade_stop(u, &u->view.error);
		return;
	}
	u->stack_id = upgrade_keep(u, u->view.id);
	u->stack_name = upgrade_keep(u, u->view.name);
	u->status = upgrade_keep(u, u->view.status);
	u->account = upgrade_keep(u, u->view.account);
	if (!updatable(u->status) && strcmp(u->status, "UPDATE_ROLLBACK_FAILED") != 0) {
		refuse_status(u);
		return;
	}
	service_of(&u->view, &cluster, &service, &group);
	u->cluster = upgrade_keep(u, cluster);
	u->service = upgrade_keep(u, service);
	u->target_group = upgrade_keep(u, group);
	if (u->texts.failed || u->view.texts.failed) { /* a name that was lost would pass for one that is not there */
		struct cew_error err;
		cew_fail_memory(&err);
		upgrade_stop(u, &err);
		return;
	}
	if (*u->service)
		health_read(&u->health, &u->site, u->cluster, u->service, "", on_health, u);
	else
		on_health(u);
}

void step_look(struct cew_upgrade *u)
{
	view_read(&u->view, &u->site, u->stack, on_view, u);
}
