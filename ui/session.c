/* session: answers that change more than themselves: the template brings other pages, region and profile another client. */
#include "wizard.h"

#include <stdlib.h>
#include <string.h>

static bool feeds(const struct cew_field *field, const char *setting)
{
	return field->setting && strcmp(field->setting, setting) == 0;
}

static const char *answer_to(const struct ui_wizard *w, const char *setting)
{
	const struct cew_field *field = cew_form_field_for_setting(w->app->forms, setting);
	return field ? cew_answers_text(w->app->answers, field->id) : "";
}

/* ---- template ---- */

static size_t step_of(const struct ui_wizard *w, const char *page_id)
{
	for (size_t i = 0; i < w->steps.len; i++)
		if (strcmp(ui_step_at(w, i)->page->id, page_id) == 0)
			return i;
	return 0;
}

static void template_left(struct ui_wizard *w)
{
	char *source = cew_strdup(answer_to(w, "template"));
	if (!source || (w->template_source && strcmp(source, w->template_source) == 0)) {
		if (source)
			w->template_error.status = CEW_OK;
		free(source);
		return;
	}
	/* Pages belong to the forms, which are about to be replaced; the steps keep what they need by name. */
	char page_id[64] = "";
	strncpy(page_id, ui_step_current(w)->page->id, sizeof(page_id) - 1);
	struct ui_names names;
	w->template_error.status = CEW_OK;
	ui_rest_finish(w);
	ui_steps_take_down(w, &names);
	if (cew_app_use_template(w->app, source, &w->template_error) != CEW_OK) {
		ui_steps_names_finish(&names);
		free(source);
		return;
	}
	w->template_error.status = CEW_OK;
	free(w->template_source);
	w->template_source = source;
	w->aside.field = NULL;
	if (ui_steps_build(w, &names, &w->fatal) != CEW_OK)
		ui_leave(w, CEW_EXIT_FAILED);
	ui_steps_names_finish(&names);
	w->step = step_of(w, page_id);
	size_t pages;
	ui_step_number(w, &pages);
	ui_flash(w, "Template read: %zu pages of questions.", pages);
}

/* ---- region, profile and who we are ---- */

enum { TICK_MS = 20000 };

/* The time that the keys last moves although nothing else does. */
static void tick(void *ctx)
{
	struct ui_wizard *w = ctx;
	w->identity.timer = cew_loop_after(w->app->loop, TICK_MS, tick, w);
}

static void on_caller(void *ctx, const struct cew_error *err, const struct cew_caller *caller)
{
	struct ui_wizard *w = ctx;
	struct ui_identity *id = &w->identity;
	id->call = 0;
	id->known = !err;
	id->failed = err != NULL;
	if (err) {
		id->error = *err;
		return;
	}
	strncpy(id->account, caller->account, sizeof(id->account) - 1);
	strncpy(id->arn, caller->arn, sizeof(id->arn) - 1);
	const char *slash = strrchr(caller->arn, '/');
	const char *colon = strrchr(caller->arn, ':');
	const char *name = slash ? slash + 1 : colon ? colon + 1 : caller->arn;
	strncpy(id->name, name, sizeof(id->name) - 1);
	if (cew_aws_credential_expiry(w->app->aws) >= 0 && !id->timer)
		tick(w);
	ui_account_ask(w);
}

/* A wrong clock, a host that is slow to answer: what no call fails for. */
static void warned(void *ctx, const char *text)
{
	ui_flash(ctx, "%s", text);
}

static void hear_warnings(struct ui_wizard *w)
{
	struct cew_aws *aws = w->app->aws;
	if (cew_aws_warning(aws, 0))
		warned(w, cew_aws_warning(aws, 0));
	cew_aws_on_warning(aws, warned, w);
}

void ui_identity_finish(struct ui_wizard *w)
{
	if (w->identity.call)
		w->app->cloud.cancel(w->app->cloud.self, w->identity.call);
	if (w->app->aws)
		cew_aws_on_warning(w->app->aws, NULL, NULL);
	if (w->identity.timer)
		cew_loop_cancel(w->app->loop, w->identity.timer);
	memset(&w->identity, 0, sizeof(w->identity));
}

void ui_identify(struct ui_wizard *w)
{
	ui_identity_finish(w);
	hear_warnings(w);
	if (!*cew_aws_region(w->app->aws))
		return; /* where to ask is not known yet */
	w->identity.call = w->app->cloud.caller_identity(w->app->cloud.self, on_caller, w, &w->identity.error);
	w->identity.failed = !w->identity.call;
}

/* ---- the code of an MFA device ---- */

static bool mfa_answered(void *ctx, const char *const *values)
{
	struct ui_wizard *w = ctx;
	cew_aws_answer_mfa(w->app->aws, w->mfa_question, values ? values[0] : NULL);
	w->mfa_question = 0;
	return true;
}

static void ask_mfa(void *ctx, struct cew_aws *aws, uint64_t question, const char *serial, const char *profile)
{
	struct ui_wizard *w = ctx;
	(void)aws;
	w->mfa_question = question;
	if (!w->term.open)
		return; /* linear mode asks when it waits for a line */
	struct cew_buf text;
	cew_buf_init(&text, 4096);
	cew_buf_str(&text, "Profile ");
	cew_text_visible(&text, profile);
	cew_buf_str(&text, " wants the code that this device shows:\n");
	cew_text_visible(&text, serial);
	ui_dialog_open(&w->dialog, "MFA code", cew_buf_text(&text), mfa_answered, w);
	ui_dialog_line(&w->dialog, "Code", NULL);
	cew_buf_finish(&text);
}

void ui_session_begin(struct ui_wizard *w)
{
	w->mfa_question = 0;
	cew_aws_on_mfa(w->app->aws, ask_mfa, w);
	ui_identify(w);
}

static void region_left(struct ui_wizard *w)
{
	const char *region = answer_to(w, "region");
	if (!*region || strcmp(region, cew_aws_region(w->app->aws)) == 0)
		return;
	if (cew_aws_set_region(w->app->aws, region, NULL) != CEW_OK)
		return;
	ui_stacks_forget(w);
	ui_identify(w);
}

/* Another profile is another client. The embedded AWS has one identity only, whatever the profile. */
static void profile_left(struct ui_wizard *w)
{
	const struct cew_options *o = w->app->options;
	const char *profile = answer_to(w, "profile");
	if (o->demo || strcmp(profile, cew_aws_profile(w->app->aws)) == 0)
		return;
	struct cew_error err;
	/* Calls of the old client end here: it goes when the new one can be made. */
	ui_picking_finish(w);
	ui_preflight_finish(w);
	ui_identity_finish(w);
	ui_making_cancel(w);
	ui_stacks_forget(w);
	ui_deployment_finish(w);
	ui_dialog_close(&w->dialog);
	if (cew_app_sign_in(w->app, &err) != CEW_OK)
		ui_flash(w, "%s", err.what);
	ui_session_begin(w);
}

void ui_session_apply(struct ui_wizard *w)
{
	template_left(w);
	region_left(w);
	if (*answer_to(w, "profile"))
		profile_left(w);
}

void ui_field_left(struct ui_wizard *w, const struct cew_field *field, bool changed)
{
	if (!changed)
		return;
	if (feeds(field, "template"))
		template_left(w);
	else if (feeds(field, "region"))
		region_left(w);
	else if (feeds(field, "profile"))
		profile_left(w);
}
