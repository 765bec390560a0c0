/* How things are said: errors and people's text on standard error, results on standard output. */
#include "room.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES (1 << 20)

/* "who: where: what", and what to do below it. They may quote what stands in a file: nothing of it steers the terminal. */
static void tell(const char *who, const char *where, const char *what, const char *hint)
{
	struct cew_buf line;
	cew_buf_init(&line, LINE_MAX_BYTES);
	cew_buf_fmt(&line, "%s: ", who);
	cew_text_visible(&line, where);
	cew_buf_str(&line, *where ? ": " : "");
	cew_text_visible(&line, what);
	cew_buf_str(&line, *hint ? "\n  " : "");
	cew_text_visible(&line, hint);
	fprintf(stderr, "%s\n", cew_buf_text(&line));
	cew_buf_finish(&line);
}

void tell_error(const struct cew_error *err)
{
	fflush(stdout);
	tell("cewizard", err->where, err->what, err->hint);
}

void tell_warning(const char *text)
{
	fflush(stdout);
	tell("cewizard", "warning", text, "");
}

bool out_broken(void)
{
	return ferror(stdout) != 0;
}

void out_flush(struct cew_buf *b)
{
	bool before = out_broken();
	bool written = fwrite(cew_buf_text(b), 1, b->len, stdout) == b->len && fflush(stdout) == 0;
	/* A reader that went away knows it already. */
	if (!written && !before && errno != EPIPE)
		fprintf(stderr, "cewizard: standard output could not be written: %s\n", strerror(errno));
	cew_buf_clear(b);
}

void tell_issue(const struct cew_options *o, const struct cew_issue *issue)
{
	struct cew_buf line;
	cew_buf_init(&line, LINE_MAX_BYTES);
	if (o->json && cew_issue_write_json(issue, &line, NULL) == CEW_OK)
		out_flush(&line);
	cew_buf_finish(&line);
	tell(cew_severity_name(issue->severity), issue->field, issue->message, issue->remedy);
}

bool on_terminal(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

bool confirm(const char *question)
{
	char *line = NULL;
	size_t size = 0;
	if (!on_terminal())
		return false;
	fprintf(stderr, "%s [y/N] ", question);
	ssize_t n = getline(&line, &size, stdin);
	bool yes = n > 0 && (strcmp(line, "y\n") == 0 || strcmp(line, "yes\n") == 0);
	free(line);
	return yes;
}

/* ---- the end of a command that could not go on ---- */

static const struct command *command_of(const struct cew_app *app)
{
	return ((const struct app_room *)app)->command;
}

static const char *stack_of(const struct cew_app *app, const struct cew_deployment *d)
{
	const char *operand = app->options->operand;
	if (d)
		return cew_deploy_stack_name(d);
	return operand ? operand : app_setting(app, "stackName");
}

static struct cew_node *error_of(const struct cew_error *err, struct cew_doc *doc)
{
	struct cew_node *map = cew_doc_map(doc);
	map = cew_map_put_text(doc, map, "message", err->what);
	map = cew_map_put_text(doc, map, "where", err->where);
	map = cew_map_put_text(doc, map, "hint", err->hint);
	return cew_map_put_text(doc, map, "code", err->code);
}

/* What was only asked to be followed is known by its name once AWS has told its status. */
static const char *operation_of(const struct cew_app *app, const struct cew_deployment *d)
{
	const char *named = command_of(app)->operation;
	return named || !d || !*cew_deploy_stack_status(d) ? named : cew_operation_name(cew_deploy_operation(d));
}

enum cew_status result_write_error(const struct cew_app *app, const struct cew_deployment *d, const struct cew_error *err,
                                   struct cew_buf *out)
{
	struct cew_doc *doc = cew_doc_create("result");
	if (!doc)
		return CEW_NO_MEMORY;
	struct cew_node *map = cew_doc_map(doc);
	map = cew_map_put_text(doc, map, "kind", "result");
	map = cew_map_put_text(doc, map, "operation", operation_of(app, d));
	map = cew_map_put_text(doc, map, "stackName", stack_of(app, d));
	map = cew_map_put_text(doc, map, "stackId", d ? cew_deploy_stack_id(d) : "");
	map = cew_map_put_text(doc, map, "status", d ? cew_deploy_stack_status(d) : "");
	map = cew_map_put(doc, map, "ok", cew_doc_bool(doc, false));
	map = cew_map_put(doc, map, "seconds", cew_doc_int(doc, d ? cew_deploy_elapsed_ms(d) / 1000 : 0));
	map = cew_map_put(doc, map, "outputs", cew_doc_map(doc));
	map = cew_map_put(doc, map, "rootCause", cew_doc_null(doc));
	map = cew_map_put(doc, map, "error", error_of(err, doc));
	enum cew_status s = map ? cew_doc_write_json(map, out, NULL) : CEW_NO_MEMORY;
	if (!s)
		cew_buf_char(out, '\n');
	cew_doc_destroy(doc);
	return s;
}

int end_with_error(const struct cew_app *app, const struct cew_deployment *d, const struct cew_error *err)
{
	struct cew_buf line;
	tell_error(err);
	cew_buf_init(&line, LINE_MAX_BYTES);
	if (command_of(app)->result && app->options->json && result_write_error(app, d, err, &line) == CEW_OK)
		out_flush(&line);
	cew_buf_finish(&line);
	return (int)cew_exit_for(err);
}
