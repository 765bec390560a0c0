/* Forms, template and answers, as options and environment say. What is wrong with answers is told as it is found and
 * counted, so that one run tells all of it. */
#include "cewizard/embedded.h"
#include "room.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEMO_ANSWERS "assets/demo-answers.yaml"

/* ---- telling ---- */

static void tell(struct app_room *room, const char *rule, bool warning, const struct cew_error *err)
{
	struct cew_issue issue = {
		.severity = warning ? CEW_WARNING : CEW_ERROR,
		.field = (char *)err->where,
		.rule = (char *)rule,
		.message = (char *)err->what,
		.remedy = (char *)err->hint,
	};
	if (room->screen)
		return; /* the wizard's pages say what is wrong; a line would tear them */
	room->problems += !warning;
	tell_issue(room->app.options, &issue);
}

static void on_problem(void *ctx, bool warning, const struct cew_error *err)
{
	tell(ctx, "answers-file", warning, err);
}

enum cew_status app_answers_good(const struct cew_app *app, struct cew_error *err)
{
	size_t n = ((const struct app_room *)app)->problems;
	if (!n)
		return CEW_OK;
	cew_fail(err, CEW_INVALID, "%zu of the answers given cannot be taken", n);
	return cew_error_hint(err, "mend what is listed; nothing was sent");
}

/* ---- the demo's answers ---- */

/* Without an answers file a demo has answers of its own. In the wizard they are where a newcomer begins: defaults, which a
 * draft or typing replaces. */
static void read_demo_answers(struct app_room *room)
{
	const struct cew_embedded *demo = cew_embedded_find(DEMO_ANSWERS);
	const struct cew_options *o = room->app.options;
	enum cew_origin origin = room->command->fn ? CEW_ORIGIN_FILE : CEW_ORIGIN_DEFAULT;
	if (demo && o->demo && !o->answers)
		cew_answers_load_text(room->app.answers, "demo-answers.yaml", demo->data, demo->len, origin, room->app.random,
		                      on_problem, room);
}

/* ---- template and forms ---- */

static bool has_parameter(void *ctx, const char *name)
{
	const struct cew_app *app = ctx;
	return !app->template || cew_cfn_parameter_find(app->template, name) != NULL;
}

static enum cew_status set_setting(struct cew_app *app, const char *setting, const char *value, enum cew_origin origin,
                                   struct cew_error *err)
{
	const struct cew_field *f = cew_form_field_for_setting(app->forms, setting);
	return f && value ? cew_answers_set(app->answers, f->id, value, origin, err) : CEW_OK;
}

/* The region of the AWS CLI's files, where nobody named one. It stands as a default: any answer may replace it. That there is
 * none to propose is no error. */
static void propose_region(struct cew_app *app)
{
	const char *profile = app->options->demo ? "default" : app_setting(app, "profile");
	struct cew_buf region, used;
	if (*app_setting(app, "region"))
		return;
	cew_buf_init(&region, 256);
	cew_buf_init(&used, 4096);
	/* A broken or missing profile is told by signing in; what calls nobody goes without. */
	enum cew_status s = cew_aws_defaults(*profile ? profile : NULL, &region, &used, NULL);
	if (!s && region.len)
		set_setting(app, "region", cew_buf_text(&region), CEW_ORIGIN_DEFAULT, NULL);
	cew_buf_finish(&region);
	cew_buf_finish(&used);
}

static enum cew_status use_template(struct cew_app *app, const char *source, struct cew_vec *problems, struct cew_error *err)
{
	struct app_room *room = (struct app_room *)app;
	struct cew_cfn_template *template = NULL;
	struct cew_form_set *forms = NULL;
	enum cew_status s = cew_plan_list_template(source, NULL, problems, &template, err);
	bool url = s == CEW_NOT_FOUND && strstr(source, "://");
	if (s && !url)
		return s;
	s = cew_plan_load_forms(room->forms_dir, template, &forms, err);
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
	/* Other forms begin with their own defaults: what was proposed beyond them is proposed again. None of it can fail: the old
	 * template is gone by now. */
	if (!room->command->fn)
		read_demo_answers(room);
	propose_region(app);
	return CEW_OK;
}

enum cew_status cew_app_use_template(struct cew_app *app, const char *source, struct cew_error *err)
{
	return use_template(app, source, NULL, err);
}

/* --forms, else the user's own directory if there is one. */
static char *find_forms(const struct cew_options *o)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	char *dir;
	if (o->forms)
		return cew_strdup(o->forms);
	if (config && *config == '/')
		dir = cew_fmt("%s/cewizard/forms", config);
	else
		dir = home && *home == '/' ? cew_fmt("%s/.config/cewizard/forms", home) : NULL;
	if (!dir || access(dir, X_OK) == 0)
		return dir;
	free(dir);
	return NULL;
}

static enum cew_status start_forms(struct app_room *room, struct cew_error *err)
{
	struct cew_app *app = &room->app;
	room->forms_dir = find_forms(app->options);
	enum cew_status s = cew_plan_open_template("", NULL, &app->template, err);
	if (!s)
		s = cew_plan_load_forms(room->forms_dir, app->template, &app->forms, err);
	if (s)
		return s;
	app->answers = cew_answers_create(app->forms);
	if (!app->answers)
		return cew_fail_memory(err);
	cew_answers_set_template(app->answers, has_parameter, app);
	return CEW_OK;
}

/* One problem of a template is the error; of several each is told, and the error counts them. */
void tell_template_problems(struct app_room *room, const char *source, const struct cew_vec *problems, struct cew_error *err)
{
	if (problems->len < 2)
		return;
	for (size_t i = 0; i < problems->len; i++)
		tell(room, "template", false, cew_vec_at(problems, i));
	cew_fail(err, CEW_INVALID, "the template has %zu problems", problems->len);
	cew_error_where(err, "%s", source);
	cew_error_hint(err, "mend what is listed; nothing was sent");
}

/* A template that an option named is a matter of usage; one that the answers named is an answer like others. */
static enum cew_status choose_template(struct app_room *room, struct cew_error *err)
{
	struct cew_app *app = &room->app;
	struct cew_error problem;
	struct cew_vec problems;
	const char *source = app_setting(app, "template");
	if (!*source) {
		propose_region(app);
		return CEW_OK;
	}
	cew_vec_init(&problems, sizeof(struct cew_error));
	enum cew_status s = use_template(app, source, &problems, &problem);
	bool told = problems.len > 1;
	tell_template_problems(room, source, &problems, &problem);
	cew_vec_finish(&problems);
	if (s != CEW_NOT_FOUND && s != CEW_INVALID && s != CEW_LIMIT) {
		if (s && err)
			*err = problem;
		return s;
	}
	if (app->options->template && err) {
		*err = problem;
		return s;
	}
	if (!told)
		on_problem(room, false, &problem);
	return app_answers_good(app, err);
}

/* ---- answers ---- */

static bool took_anything(const struct cew_app *app)
{
	for (size_t p = 0; p < cew_form_page_count(app->forms); p++) {
		const struct cew_page *page = cew_form_page_at(app->forms, p);
		for (size_t i = 0; i < page->field_count; i++)
			if (cew_answers_origin(app->answers, page->fields[i].id) == CEW_ORIGIN_FILE)
				return true;
	}
	return cew_answers_stray_count(app->answers) > 0;
}

static enum cew_status read_answers(struct app_room *room, struct cew_error *err)
{
	struct cew_app *app = &room->app;
	const char *file = app->options->answers;
	if (!file) {
		read_demo_answers(room);
	} else if (cew_answers_load(app->answers, file, app->random, on_problem, room) == CEW_NOT_FOUND) {
		cew_fail(err, CEW_USAGE, "the answers file that the command line names does not exist");
		return cew_error_hint(err, "give --answers a file that exists; nothing was sent");
	}
	/* Of a file in which nothing could be read, every answer would seem to be missing. */
	return room->problems && !took_anything(app) ? app_answers_good(app, err) : CEW_OK;
}

/* ---- environment and options ---- */

static const char *environment(const char *name, const char *other)
{
	const char *value = getenv(name);
	if (!value || !*value)
		value = getenv(other);
	return value && *value ? value : NULL;
}

/* The environment speaks of all work on this machine, an answers file of this deployment: the file's region holds, or a
 * variable set for something else would send the stack to another region. */
static enum cew_status take_environment(struct app_room *room, const char *setting, const char *value, struct cew_error *err)
{
	const struct cew_field *f = cew_form_field_for_setting(room->app.forms, setting);
	return f && value ? cew_answers_set(room->app.answers, f->id, value, CEW_ORIGIN_ENVIRONMENT, err) : CEW_OK;
}

static enum cew_status apply_environment(struct app_room *room, struct cew_error *err)
{
	enum cew_status s = take_environment(room, "region", environment("AWS_REGION", "AWS_DEFAULT_REGION"), err);
	if (!s && !room->app.options->demo)
		s = take_environment(room, "profile", environment("AWS_PROFILE", "AWS_DEFAULT_PROFILE"), err);
	return s;
}

static enum cew_status apply_options(struct app_room *room, struct cew_error *err)
{
	struct cew_app *app = &room->app;
	const struct cew_options *o = app->options;
	enum cew_status s = set_setting(app, "region", o->region, CEW_ORIGIN_OPTION, err);
	if (!s)
		s = set_setting(app, "profile", o->profile, CEW_ORIGIN_OPTION, err);
	if (!s)
		s = set_setting(app, "stackName", o->stack_name, CEW_ORIGIN_OPTION, err);
	if (!s)
		s = set_setting(app, "template", o->template, CEW_ORIGIN_OPTION, err);
	if (!s)
		s = set_setting(app, "templateBucket", o->template_bucket, CEW_ORIGIN_OPTION, err);
	for (size_t i = 0; i < o->set.len && !s; i++) {
		struct cew_error problem;
		s = cew_answers_set_option(app->answers, ((const char **)o->set.items)[i], &problem);
		if (s == CEW_INVALID) {
			on_problem(room, false, &problem);
			s = CEW_OK;
		} else if (s && err) {
			*err = problem;
		}
	}
	return s;
}

/* Parameters that were named and that neither forms nor template know. */
static void refuse_strays(struct app_room *room)
{
	const struct cew_app *app = &room->app;
	for (size_t i = 0; i < cew_answers_stray_count(app->answers); i++) {
		struct cew_error stray;
		const char *where = "";
		const char *name = cew_answers_stray_at(app->answers, i, &where);
		if (app->template) {
			cew_fail(&stray, CEW_INVALID, "the template has no parameter \"%s\"", name);
			cew_error_hint(&stray, "`cewizard plan` shows the parameters that are sent");
		} else {
			cew_fail(&stray, CEW_INVALID, "no page asks for the parameter \"%s\"", name);
			cew_error_hint(&stray, "give the template as a local file: one behind an address is read by CloudFormation alone");
		}
		cew_error_where(&stray, "%s", where ? where : "");
		on_problem(room, false, &stray);
	}
}

/* Arguments of a running program are for all users of the machine to read. */
static void warn_of_secrets(struct app_room *room)
{
	const struct cew_vec *set = &room->app.options->set;
	for (size_t i = 0; i < set->len; i++) {
		const char *assignment = ((const char **)set->items)[i];
		char *name = strndup(assignment, strcspn(assignment, "="));
		struct cew_error err;
		if (name && cew_answers_hides(room->app.answers, name)) {
			cew_fail(&err, CEW_INVALID, "%s is a secret, and every user of this machine can read the arguments of a program", name);
			cew_error_where(&err, "--set");
			cew_error_hint(&err, "take it from an answers file, as {env: NAME} or {file: PATH}");
			tell(room, "secret-in-arguments", true, &err);
		}
		free(name);
	}
}

enum cew_status app_acknowledge(struct cew_app *app, struct cew_error *err)
{
	const struct cew_field *f = cew_form_field_find(app->forms, "acknowledge");
	return f && f->choice_count ? cew_answers_set(app->answers, f->id, f->choices[0].value, CEW_ORIGIN_OPTION, err) : CEW_OK;
}

enum cew_status inputs_read(struct app_room *room, struct cew_error *err)
{
	enum cew_status s = start_forms(room, err);
	if (!s)
		s = read_answers(room, err);
	if (!s)
		s = apply_environment(room, err);
	if (!s)
		s = apply_options(room, err);
	if (!s)
		s = choose_template(room, err);
	if (!s) {
		refuse_strays(room);
		warn_of_secrets(room);
	}
	return s;
}
