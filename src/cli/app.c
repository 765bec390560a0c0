/* Setting up what a command works on, and signing in: the client, with an embedded AWS where --demo asks for one. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#define AWS_POLL_MS 5000
#define DEMO_POLL_MIN_MS 50
#define PRETEND_POLL_MS 250 /* an AWS on this machine answers to nobody else */

struct cew_subject app_subject(const struct cew_app *app)
{
	return (struct cew_subject){.answers = app->answers, .template = app->template};
}

const char *app_setting(const struct cew_app *app, const char *setting)
{
	const struct cew_field *f = app->forms && app->answers ? cew_form_field_for_setting(app->forms, setting) : NULL;
	return f ? cew_answers_text(app->answers, f->id) : "";
}

/* ---- signing in ---- */

static enum cew_status begin_demo(struct app_room *room, struct cew_error *err)
{
	const struct cew_options *o = room->app.options;
	if (room->has_demo)
		return CEW_OK;
	enum cew_status s = cew_demo_child_begin(room->self, o->demo_speed, o->demo_scenario, &room->demo, err);
	room->has_demo = s == CEW_OK;
	return s;
}

static enum cew_status use_demo(struct app_room *room, struct cew_aws_config *config, struct cew_error *err)
{
	const struct cew_options *o = room->app.options;
	enum cew_status s = begin_demo(room, err);
	if (!s && !room->demo.endpoint_url)
		s = cew_demo_child_wait(&room->demo, err);
	if (s) {
		room->has_demo = false;
		return s;
	}
	config->profile = NULL;
	config->endpoint_url = room->demo.endpoint_url;
	config->access_key = room->demo.access_key;
	config->secret_key = room->demo.secret_key;
	double poll = AWS_POLL_MS / o->demo_speed;
	room->app.poll_ms = poll < DEMO_POLL_MIN_MS ? DEMO_POLL_MIN_MS : (int64_t)poll;
	return CEW_OK;
}

/* Where the calls go is what decides whether they reach an account. */
static bool on_this_machine(const struct cew_options *o)
{
	static const char *const hosts[] = {"http://127.0.0.1", "http://localhost", "http://[::1]"};
	const char *url = o->endpoint_url ? o->endpoint_url : getenv("AWS_ENDPOINT_URL");
	for (size_t i = 0; url && i < CEW_COUNT(hosts); i++)
		if (strncmp(url, hosts[i], strlen(hosts[i])) == 0)
			return true;
	return o->demo;
}

struct cew_site cew_app_site(const struct cew_app *app)
{
	return (struct cew_site){
		.loop = app->loop, .random = app->random, .cloud = app->cloud, .account = app->account,
		.operations = app->operations, .region = cew_aws_region(app->aws), .poll_ms = app->poll_ms,
		.pretend = on_this_machine(app->options),
	};
}

/* A profile that only the environment names is left to the client: keys in the environment stand before it, which they do
 * not before a profile that somebody chose. */
static const char *chosen_profile(const struct cew_app *app)
{
	const struct cew_field *f = app->answers ? cew_form_field_for_setting(app->forms, "profile") : NULL;
	if (!f)
		return app->options->profile;
	const char *profile = cew_answers_text(app->answers, f->id);
	return *profile && cew_answers_origin(app->answers, f->id) != CEW_ORIGIN_ENVIRONMENT ? profile : NULL;
}

/* What names a profile or a region that cannot be is a matter of usage, wherever it was said. */
static enum cew_status as_usage(enum cew_status s, struct cew_error *err)
{
	if (err && (s == CEW_NOT_FOUND || s == CEW_INVALID))
		err->status = CEW_USAGE;
	return s == CEW_NOT_FOUND || s == CEW_INVALID ? CEW_USAGE : s;
}

/* What the client warns of: a wrong clock, a host that is slow to answer. The wizard has a place of its own for it. */
static void on_warning(void *ctx, const char *text)
{
	const struct app_room *room = ctx;
	if (!room->screen)
		tell_warning(text);
}

static void hear_warnings(struct app_room *room, struct cew_aws *aws)
{
	for (size_t i = 0; cew_aws_warning(aws, i); i++)
		on_warning(room, cew_aws_warning(aws, i));
	cew_aws_on_warning(aws, on_warning, room);
}

enum cew_status cew_app_sign_in(struct cew_app *app, struct cew_error *err)
{
	struct app_room *room = (struct app_room *)app;
	const struct cew_options *o = app->options;
	const char *region = app_setting(app, "region");
	struct cew_aws *aws;
	struct cew_aws_config config = {
		.loop = app->loop,
		.random = app->random,
		.region = o->region && !app->answers ? o->region : NULL,
		.profile = chosen_profile(app),
		.endpoint_url = o->endpoint_url,
		.ca_bundle = o->ca_bundle,
	};
	app->poll_ms = on_this_machine(o) ? PRETEND_POLL_MS : AWS_POLL_MS;
	enum cew_status s = o->demo ? use_demo(room, &config, err) : CEW_OK;
	if (s)
		return s;
	s = cew_aws_create(&config, &aws, err);
	if (s)
		return as_usage(s, err);
	cew_aws_destroy(app->aws);
	app->aws = aws;
	hear_warnings(room, aws);
	app->cloud = cew_aws_cloud(aws);
	app->account = cew_aws_account(aws);
	app->operations = cew_aws_operations(aws);
	return *region ? cew_aws_set_region(aws, region, err) : CEW_OK;
}

/* What another endpoint than AWS's takes for something tells nothing of how long AWS takes. */
static bool is_aws(const struct cew_options *o)
{
	static const char *const elsewhere[] = {"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_CLOUDFORMATION"};
	for (size_t i = 0; i < CEW_COUNT(elsewhere); i++)
		if (getenv(elsewhere[i]) && *getenv(elsewhere[i]))
			return false;
	return !o->demo && !o->endpoint_url;
}

struct cew_deploy_config cew_app_deploy_config(const struct cew_app *app, bool journal)
{
	bool demo = app->options->demo;
	return (struct cew_deploy_config){
		.loop = app->loop,
		.random = app->random,
		.cloud = &app->cloud,
		.account = app->account.self ? &app->account : NULL,
		.operations = app->operations.self ? &app->operations : NULL,
		.poll_ms = app->poll_ms,
		.journal = journal,
		.learn = is_aws(app->options),
		.pace = demo ? app->options->demo_speed : 1,
		.all_events = app->options->all,
	};
}

/* ---- the whole ---- */

enum cew_status app_init(struct app_room *room, const struct command *c, const struct cew_options *options, const char *self,
                         struct cew_error *err)
{
	*room = (struct app_room){.app = {.options = options, .random = cew_random_system()}, .command = c, .self = self};
	if (c->needs == NEEDS_NOTHING)
		return CEW_OK;
	cew_draft_use(options->demo ? "demo" : "");
	room->app.loop = cew_loop_create(cew_clock_system());
	if (!room->app.loop)
		return cew_fail_memory(err);
	/* The wizard signs in as soon as its answers are read: meanwhile the embedded AWS comes up. */
	enum cew_status s = options->demo && !c->fn ? begin_demo(room, err) : CEW_OK;
	return !s && c->needs == NEEDS_ANSWERS ? inputs_read(room, err) : s;
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
	free(room->forms_dir);
}
