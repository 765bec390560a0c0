/* cewizard delete: a rehearsal of what goes, what stays and what is in the way; the deletion; and what held it if it failed. */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RETAIN_MAX 100

/* ---- consent ---- */

static enum cew_status consent(const struct cew_app *app, const struct cew_facts *f, struct cew_error *err)
{
	char *line = NULL;
	size_t size = 0;
	if (app->options->yes)
		return CEW_OK;
	fprintf(stderr, "\nThis deletes stack %s in %s.\nType the stack's name to delete it: ", f->stack_name, f->region);
	ssize_t n = getline(&line, &size, stdin);
	size_t len = strlen(f->stack_name);
	bool same = n > 1 && (size_t)n == len + 1 && strncmp(line, f->stack_name, len) == 0;
	free(line);
	return same ? CEW_OK : cew_fail(err, CEW_INTERRUPTED, "nothing was deleted");
}

/* ---- what is in the way ---- */

static size_t blocks(const struct cew_survey *survey)
{
	size_t n = 0;
	for (size_t i = 0; i < cew_survey_count(survey); i++) {
		const struct cew_item *item = cew_survey_at(survey, i);
		n += item->mark == CEW_MARK_OPEN && strcmp(item->group, "blocks") == 0;
	}
	return n;
}

static const struct cew_item *next_mendable(const struct cew_survey *survey, const char *after)
{
	bool seen = !after;
	for (size_t i = 0; i < cew_survey_count(survey); i++) {
		const struct cew_item *item = cew_survey_at(survey, i);
		if (seen && item->mendable && item->mark == CEW_MARK_OPEN)
			return item;
		seen |= after && strcmp(item->id, after) == 0;
	}
	return NULL;
}

/* Each is asked for by itself: a protection was put there by somebody who meant it. */
static int offer_mends(struct cew_app *app, struct cew_survey *survey)
{
	const struct cew_item *item;
	char *refused = NULL;
	int code = CEW_EXIT_DONE;
	while (!code && on_terminal() && (item = next_mendable(survey, refused))) {
		char *id = cew_strdup(item->id), *question = cew_fmt("%s: %s?", item->what, item->mend);
		bool yes = id && question && confirm(question);
		if (yes)
			code = survey_mend(app, survey, id);
		free(question);
		free(refused);
		refused = yes ? NULL : id;
		if (yes)
			free(id);
		if (!yes && !refused)
			break;
	}
	free(refused);
	return code;
}

static enum cew_status check_blocks(const struct cew_app *app, const struct cew_survey *survey, struct cew_error *err)
{
	size_t n = blocks(survey);
	if (!n || app->options->anyway)
		return CEW_OK;
	cew_fail(err, CEW_REFUSED, "%zu thing%s in the way of deleting %s; nothing was deleted", n, n == 1 ? " is" : "s are",
	         app->options->operand);
	return cew_error_hint(err, "do what is listed, or delete it --anyway and see where CloudFormation stops");
}

/* ---- the deletion ---- */

static size_t split_retained(char *text, const char **out)
{
	size_t n = 0;
	char *rest = NULL;
	for (char *word = strtok_r(text, ", ", &rest); word && n < RETAIN_MAX; word = strtok_r(NULL, ", ", &rest))
		out[n++] = word;
	return n;
}

static enum cew_status start(struct cew_app *app, struct cew_deployment *d, const char *stack, struct cew_error *err)
{
	const char *retain[RETAIN_MAX];
	if (!app->options->retain)
		return cew_deploy_delete(d, stack, err);
	char *text = cew_strdup(app->options->retain);
	enum cew_status s = text ? cew_deploy_delete_retaining(d, stack, retain, split_retained(text, retain), err) : cew_fail_memory(err);
	free(text);
	return s;
}

/* What held it is for people: the result has been told by now, and it is the last of the JSON lines. */
static void explain_failure(struct cew_app *app, struct cew_survey *survey)
{
	struct cew_error err;
	cew_survey_read(survey);
	if (survey_wait(app, survey, &err))
		return;
	for (size_t i = 0; i < cew_survey_count(survey); i++) {
		const struct cew_item *item = cew_survey_at(survey, i);
		struct cew_buf line;
		bool open = item->mark == CEW_MARK_OPEN;
		if (!open || (strcmp(item->group, "holds") != 0 && strcmp(item->group, "blocks") != 0))
			continue;
		cew_buf_init(&line, 1 << 16);
		cew_buf_fmt(&line, "  %s", item->what);
		cew_buf_str(&line, *item->detail ? ": " : "");
		cew_text_visible(&line, item->detail);
		fprintf(stderr, "%s\n      %s\n", cew_buf_text(&line), item->mend);
		cew_buf_finish(&line);
	}
}

static int delete_stack(struct cew_app *app, struct cew_survey *survey)
{
	struct cew_error err;
	struct cew_deployment *d = deployment_for(app, true);
	if (!d)
		return end_with_error(app, NULL, (cew_fail_memory(&err), &err));
	int code = start(app, d, cew_survey_facts(survey)->stack_id, &err) ? end_with_error(app, d, &err) : follow(app, d);
	bool failed = cew_deploy_state(d) == CEW_DEPLOY_DONE && !cew_deploy_ok(d);
	cew_deploy_destroy(d);
	if (failed)
		explain_failure(app, survey);
	return code;
}

static int rehearse(struct cew_app *app, struct cew_survey *survey)
{
	struct cew_error err;
	survey_write(app, survey, CEW_SURVEY_DELETE, NULL);
	int code = app->options->mend ? survey_mend(app, survey, app->options->mend) : offer_mends(app, survey);
	if (code)
		return code;
	if (check_blocks(app, survey, &err)) {
		end_with_error(app, NULL, &err);
		return CEW_EXIT_PREFLIGHT;
	}
	if (consent(app, cew_survey_facts(survey), &err))
		return end_with_error(app, NULL, &err);
	return delete_stack(app, survey);
}

int command_delete(struct cew_app *app)
{
	struct cew_error err;
	struct cew_survey *survey = survey_of(app, CEW_SURVEY_DELETE, NULL, &err);
	if (!survey)
		return end_with_error(app, NULL, &err);
	int code = rehearse(app, survey);
	cew_survey_destroy(survey);
	return code;
}
