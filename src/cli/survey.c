/* Looking at a stack and telling what was found: what access, hardening, notes and delete share. */
#include "room.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define TEXT_MAX_BYTES (4 << 20)
#define WHAT_COLUMNS 40

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

#define INDENT 6

/* A line that is to be copied stays one, however long it is. */
static bool is_command(const char *text)
{
	static const char *const programs[] = {"aws ", "cewizard ", "http://"};
	for (size_t i = 0; i < CEW_COUNT(programs); i++)
		if (strncmp(text, programs[i], strlen(programs[i])) == 0)
			return true;
	return false;
}

static void add_below(struct cew_buf *out, const char *text)
{
	cew_buf_fmt(out, "%*s", INDENT, "");
	if (is_command(text))
		cew_buf_fmt(out, "%s\n", text);
	else
		cew_wrap(out, text, columns(), INDENT, INDENT);
}

static void add_detail(struct cew_buf *out, const char *detail, int used)
{
	int at = used < WHAT_COLUMNS + 4 ? WHAT_COLUMNS + 4 : used;
	if (!*detail) {
		cew_buf_char(out, '\n');
	} else if (at + 1 + cew_text_width(detail) < columns()) {
		cew_buf_fmt(out, "%*s %s\n", at - used, "", detail);
	} else {
		cew_buf_char(out, '\n');
		add_below(out, detail);
	}
}

static void add_item(struct cew_buf *out, const struct cew_item *item)
{
	struct cew_buf what, detail, mend;
	struct { struct cew_buf *buf; const char *text; } texts[] = {{&what, item->what}, {&detail, item->detail}, {&mend, item->mend}};
	for (size_t i = 0; i < CEW_COUNT(texts); i++) {
		cew_buf_init(texts[i].buf, TEXT_MAX_BYTES);
		cew_text_visible(texts[i].buf, texts[i].text);
	}
	if (item->mendable)
		cew_buf_fmt(&mend, " (--mend %s)", item->id);
	cew_buf_fmt(out, "  %s %s", marks[item->mark], cew_buf_text(&what));
	add_detail(out, cew_buf_text(&detail), 4 + cew_text_width(cew_buf_text(&what)));
	if (mend.len)
		add_below(out, cew_buf_text(&mend));
	for (size_t i = 0; i < CEW_COUNT(texts); i++)
		cew_buf_finish(texts[i].buf);
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
