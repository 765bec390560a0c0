/* Setting up what a command works on: loop, client (with an embedded AWS where --demo asks for one), template, forms and
 * answers. */
#include "cewizard/embedded.h"
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEMO_ANSWERS "assets/demo-answers.yaml"
#define AWS_POLL_MS 5000
#define DEMO_POLL_MIN_MS 50

struct cew_subject app_subject(const struct cew_app *app)
{
	return (struct cew_subject){.answers = app->answers, .template = app->template};
}

/* ---- client ---- */

/* Answers named in files and options may choose the profile; this is the one to begin with. */
static enum cew_status start_client(struct app_room *room, const char *self, bool offline, struct cew_error *err)
{
	const struct cew_options *o = room->app.options;
	struct cew_aws_config config = {
		.loop = room->app.loop,
		.random = room->app.random,
		.region = o->region,
		.profile = o->profile,
		.endpoint_url = o->endpoint_url,
		.ca_bundle = o->ca_bundle,
	};
	room->app.poll_ms = AWS_POLL_MS;
	if (o->demo && !offline) {
		enum cew_status s = cew_demo_child_start(self, o->demo_speed, o->demo_scenario, &room->demo, err);
		if (s)
			return s;
		room->has_demo = true;
		config.endpoint_url = room->demo.endpoint_url;
		config.access_key = room->demo.access_key;
		config.secret_key = room->demo.secret_key;
		double poll = AWS_POLL_MS / o->demo_speed;
		room->app.poll_ms = poll < DEMO_POLL_MIN_MS ? DEMO_POLL_MIN_MS : (int64_t)poll;
	}
	enum cew_status s = cew_aws_create(&config, &room->app.aws, err);
	if (!s)
		room->app.cloud = cew_aws_cloud(room->app.aws);
	return s;
}

/* ---- template and forms ---- */

static bool has_parameter(void *ctx, const char *name)
{
	const struct cew_app *app = ctx;
	return !app->template || cew_cfn_parameter_find(app->template, name) != NULL;
}

enum cew_status cew_app_use_template(struct cew_app *app, const char *source, struct cew_error *err)
{
	struct app_room *room = (struct app_room *)app;
	struct cew_cfn_template *template = NULL;
	struct cew_form_set *forms = NULL;
	/* A path from an answers file is relative to that file. */
	const struct cew_field *f = cew_form_field_for_setting(app->forms, "template");
	bool from_file = f && cew_answers_origin(app->answers, f->id) == CEW_ORIGIN_FILE;
	enum cew_status s = cew_plan_open_template(source, from_file ? room->base_dir : NULL, &template, err);
	bool url = s == CEW_NOT_FOUND && strstr(source, "://");
	if (s && !url)
		return s;
	s = cew_plan_load_forms(app->options->forms, template, &forms, err);
	if (!s)
		s = cew_answers_rebind(app->answers, forms, err);
	if (s) {
		cew_form_destroy(forms);
		cew_cfn_destroy(template);
		return s;
	}
	cew_form_destroy(app->forms);
	cew_cfn_destroy(app->template);
	app->forms = forms;
	app->template = template;
	return CEW_OK;
}

static enum cew_status start_forms(struct cew_app *app, struct cew_error *err)
{
	enum cew_status s = cew_plan_open_template("", NULL, &app->template, err);
	if (!s)
		s = cew_plan_load_forms(app->options->forms, app->template, &app->forms, err);
	if (s)
		return s;
	app->answers = cew_answers_create(app->forms);
	if (!app->answers)
		return cew_fail_memory(err);
	cew_answers_set_template(app->answers, has_parameter, app);
	return CEW_OK;
}

/* ---- answers ---- */

static void on_problem(void *ctx, bool warning, const struct cew_error *err)
{
	struct app_room *room = ctx;
	struct cew_issue issue = {
		.severity = warning ? CEW_WARNING : CEW_ERROR,
		.field = (char *)err->where,
		.rule = (char *)"answers-file",
		.message = (char *)err->what,
		.remedy = (char *)err->hint,
	};
	room->problems += !warning;
	tell_issue(room->app.options, &issue);
}

static char *directory_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return NULL;
	return cew_fmt("%.*s", (int)(slash == path ? 1 : slash - path), path);
}

static enum cew_status read_answers(struct app_room *room, struct cew_error *err)
{
	struct cew_app *app = &room->app;
	const struct cew_options *o = app->options;
	if (o->answers) {
		room->base_dir = directory_of(o->answers);
		cew_answers_load(app->answers, o->answers, app->random, on_problem, room);
	} else if (o->demo) {
		const struct cew_embedded *demo = cew_embedded_find(DEMO_ANSWERS);
		if (demo)
			cew_answers_load_text(app->answers, "demo-answers.yaml", demo->data, demo->len, CEW_ORIGIN_FILE, app->random,
			                      on_problem, room);
	}
	if (!room->problems)
		return CEW_OK;
	return cew_fail(err, CEW_INVALID, room->problems == 1 ? "the answers file has %zu error" : "the answers file has %zu errors",
	                room->problems);
}

static enum cew_status set_setting(struct cew_app *app, const char *setting, const char *value, enum cew_origin origin,
                                   struct cew_error *err)
{
	const struct cew_field *f = cew_form_field_for_setting(app->forms, setting);
	return f && value ? cew_answers_set(app->answers, f->id, value, origin, err) : CEW_OK;
}

static const char *setting(const struct cew_app *app, const char *name)
{
	const struct cew_field *f = cew_form_field_for_setting(app->forms, name);
	return f ? cew_answers_text(app->answers, f->id) : "";
}

static enum cew_status apply_options(struct cew_app *app, struct cew_error *err)
{
	const struct cew_options *o = app->options;
	enum cew_status s = set_setting(app, "region", o->region, CEW_ORIGIN_OPTION, err);
	if (!s)
		s = set_setting(app, "profile", o->profile, CEW_ORIGIN_OPTION, err);
	if (!s)
		s = set_setting(app, "stackName", o->stack_name, CEW_ORIGIN_OPTION, err);
	if (!s)
		s = set_setting(app, "template", o->template, CEW_ORIGIN_OPTION, err);
	for (size_t i = 0; i < o->set.len && !s; i++)
		s = cew_answers_set_option(app->answers, ((const char **)o->set.items)[i], err);
	if (s)
		return s;
	/* What the environment says fills only what nobody has said. */
	if (!*setting(app, "region") && *cew_aws_region(app->aws))
		s = set_setting(app, "region", cew_aws_region(app->aws), CEW_ORIGIN_ENVIRONMENT, err);
	return s;
}

/* Parameters that were named and that neither forms nor template know. */
static enum cew_status refuse_strays(struct app_room *room, struct cew_error *err)
{
	const struct cew_answers *a = room->app.answers;
	size_t n = cew_answers_stray_count(a);
	for (size_t i = 0; i < n; i++) {
		struct cew_error stray;
		const char *where = "";
		const char *name = cew_answers_stray_at(a, i, &where);
		cew_fail(&stray, CEW_INVALID, "the template has no parameter \"%s\"", name);
		cew_error_where(&stray, "%s", where ? where : "");
		cew_error_hint(&stray, "`cewizard plan` shows the parameters that are sent");
		on_problem(room, false, &stray);
	}
	return n ? cew_fail(err, CEW_INVALID, "%zu parameter%s not in the template", n, n == 1 ? " is" : "s are") : CEW_OK;
}

enum cew_status app_acknowledge(struct cew_app *app, struct cew_error *err)
{
	const struct cew_field *f = cew_form_field_find(app->forms, "acknowledge");
	return f && f->choice_count ? cew_answers_set(app->answers, f->id, f->choices[0].value, CEW_ORIGIN_OPTION, err) : CEW_OK;
}

/* ---- the whole ---- */

enum cew_status app_init(struct app_room *room, const struct cew_options *options, const char *self, bool offline,
                         struct cew_error *err)
{
	*room = (struct app_room){.app = {.options = options, .random = cew_random_system()}};
	room->app.loop = cew_loop_create(cew_clock_system());
	if (!room->app.loop)
		return cew_fail_memory(err);
	enum cew_status s = start_client(room, self, offline, err);
	if (!s)
		s = start_forms(&room->app, err);
	if (!s)
		s = read_answers(room, err);
	if (!s)
		s = apply_options(&room->app, err);
	if (!s && *setting(&room->app, "template"))
		s = cew_app_use_template(&room->app, setting(&room->app, "template"), err);
	if (!s)
		s = refuse_strays(room, err);
	return s;
}

void app_finish(struct app_room *room)
{
	cew_answers_destroy(room->app.answers);
	cew_form_destroy(room->app.forms);
	cew_cfn_destroy(room->app.template);
	cew_aws_destroy(room->app.aws);
	cew_loop_destroy(room->app.loop);
	if (room->has_demo)
		cew_demo_child_stop(&room->demo);
	free(room->base_dir);
}
