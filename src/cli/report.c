/* How things are said: errors and people's text on standard error, results on standard output. */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void tell_error(const struct cew_error *err)
{
	fflush(stdout);
	fprintf(stderr, "cewizard: %s%s%s\n", err->where, *err->where ? ": " : "", err->what);
	if (*err->hint)
		fprintf(stderr, "  %s\n", err->hint);
}

void out_flush(struct cew_buf *b)
{
	fwrite(cew_buf_text(b), 1, b->len, stdout);
	fflush(stdout);
	cew_buf_clear(b);
}

void tell_issue(const struct cew_options *o, const struct cew_issue *issue)
{
	struct cew_buf line;
	cew_buf_init(&line, 65536);
	if (o->json && cew_issue_write_json(issue, &line, NULL) == CEW_OK)
		out_flush(&line);
	cew_buf_finish(&line);
	fprintf(stderr, "%s: %s%s%s\n", cew_severity_name(issue->severity), issue->field, *issue->field ? ": " : "", issue->message);
	if (*issue->remedy)
		fprintf(stderr, "  %s\n", issue->remedy);
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
