/* Looking at a stack and telling what was found: what access, hardening, notes and delete share. */
#include "room.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define TEXT_MAX_BYTES (4 << 20)
#define WHAT_COLUMNS 44

struct waiter {
	struct cew_app *app;
	bool interrupted;
};

static void on_signal(void *ctx, int signo)
{
	struct waiter *w = ctx;
	(void)signo;
	w->interrupted = true;
	cew_loop_stop(w->app->loop);
}

void survey_tell_changed(void *ctx, struct cew_survey *survey)
{
	const struct cew_app *app = ctx;
	if (!cew_survey_reading(survey))
		cew_loop_stop(app->loop);
}

enum cew_status survey_wait(struct cew_app *app, struct cew_survey *survey, struct cew_error *err)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct waiter w = {.app = app};
	enum cew_status s = CEW_OK;
	for (size_t i = 0; i < CEW_COUNT(signals); i++)
		cew_loop_signal(app->loop, signals[i], on_signal, &w);
	while (!s && !w.interrupted && cew_survey_reading(survey))
		s = cew_loop_run(app->loop, err);
	for (size_t i = 0; i < CEW_COUNT(signals); i++)
		cew_loop_signal(app->loop, signals[i], NULL, NULL);
	if (s)
		return s;
	if (w.interrupted)
		return cew_fail(err, CEW_INTERRUPTED, "interrupted");
	if (cew_survey_error(survey) && err)
		*err = *cew_survey_error(survey);
	return cew_survey_error(survey) ? cew_survey_error(survey)->status : CEW_OK;
}

struct cew_survey *survey_of(struct cew_app *app, enum cew_survey_topic topic, const struct cew_way *way, struct cew_error *err)
{
	if (use_region_of(app, app->options->operand, err))
		return NULL;
	struct cew_survey_config config = {.site = cew_app_site(app), .topic = topic, .stack = app->options->operand, .way = way};
	struct cew_survey *survey = cew_survey_create(&config, survey_tell_changed, app);
	if (!survey) {
		cew_fail_memory(err);
		return NULL;
	}
	cew_survey_read(survey);
	if (!survey_wait(app, survey, err))
		return survey;
	cew_survey_destroy(survey);
	return NULL;
}

/* ---- telling ---- */

static const char *const marks[] = {
	[CEW_MARK_OK] = "+", [CEW_MARK_OPEN] = "x", [CEW_MARK_UNKNOWN] = "?", [CEW_MARK_NOTE] = " ",
};

static void add_item(struct cew_buf *out, const struct cew_item *item)
{
	struct cew_buf what;
	cew_buf_init(&what, 4096);
	cew_text_visible(&what, item->what);
	int blanks = WHAT_COLUMNS - cew_text_width(cew_buf_text(&what));
	cew_buf_fmt(out, "  %s %s", marks[item->mark], cew_buf_text(&what));
	if (*item->detail) {
		cew_buf_fmt(out, "%*s ", blanks > 0 ? blanks : 0, "");
		cew_text_visible(out, item->detail);
	}
	cew_buf_char(out, '\n');
	if (*item->mend) {
		cew_buf_str(out, "      ");
		cew_text_visible(out, item->mend);
		if (item->mendable)
			cew_buf_fmt(out, " (--mend %s)", item->id);
		cew_buf_char(out, '\n');
	}
	cew_buf_finish(&what);
}

static void add_text(struct cew_buf *out, const struct cew_survey *survey, const char *group)
{
	const char *told = "";
	for (size_t i = 0; i < cew_survey_count(survey); i++) {
		const struct cew_item *item = cew_survey_at(survey, i);
		if (group && strcmp(group, item->group) != 0)
			continue;
		if (strcmp(told, item->group) != 0)
			cew_buf_fmt(out, "\n%s\n", cew_survey_group_title(item->group));
		told = item->group;
		add_item(out, item);
	}
}

void survey_write(const struct cew_app *app, const struct cew_survey *survey, enum cew_survey_topic topic, const char *group)
{
	struct cew_buf out;
	cew_buf_init(&out, TEXT_MAX_BYTES);
	if (!app->options->json)
		add_text(&out, survey, group);
	for (size_t i = 0; app->options->json && i < cew_survey_count(survey); i++)
		if (!group || strcmp(group, cew_survey_at(survey, i)->group) == 0)
			cew_item_write_json(cew_survey_at(survey, i), cew_survey_topic_name(topic), &out, NULL);
	out_flush(&out);
	cew_buf_finish(&out);
}

int survey_mend(struct cew_app *app, struct cew_survey *survey, const char *id)
{
	struct cew_error err;
	enum cew_status s = cew_survey_mend(survey, id, &err);
	if (s == CEW_NOT_FOUND)
		err.status = CEW_USAGE;
	if (!s)
		s = survey_wait(app, survey, &err);
	if (!s && cew_survey_mend_error(survey)) {
		err = *cew_survey_mend_error(survey);
		s = err.status;
	}
	if (s)
		return end_with_error(app, NULL, &err);
	fprintf(stderr, "%s is mended\n", id);
	return CEW_EXIT_DONE;
}
