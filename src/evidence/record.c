/* The flight recorder: every input of a deployment's model as a line of a file, written as it comes, so that a recording is
 * good up to the moment at which the program ended, however it ended. */
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES (1 << 20)

struct cew_recorder {
	struct cew_deployment *d;
	FILE *file;
	char *path;
	struct cew_buf line;
	bool failed; /* nothing is written any more: a gap would be played as if nothing had happened */
};

static void on_input(void *ctx, const struct cew_input *input)
{
	struct cew_recorder *r = ctx;
	if (r->failed)
		return;
	cew_buf_clear(&r->line);
	if (input_write(input, &r->line, NULL) || fwrite(r->line.data, 1, r->line.len, r->file) != r->line.len ||
	    fflush(r->file) != 0) {
		r->failed = true;
		cew_log(CEW_LOG_WARN, "evidence", "the recording %s ends early: %s", r->path, strerror(errno));
	}
}

static FILE *make_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
	if (!file && fd >= 0)
		close(fd);
	return file;
}

enum cew_status cew_recorder_create(struct cew_deployment *d, const char *path, struct cew_recorder **out, struct cew_error *err)
{
	struct cew_recorder *r = calloc(1, sizeof(*r));
	*out = NULL;
	if (!r || !(r->path = cew_strdup(path))) {
		free(r);
		return cew_fail_memory(err);
	}
	r->file = make_file(path);
	if (!r->file) {
		free(r->path);
		free(r);
		return cew_fail(err, CEW_IO, "cannot record to %s: %s", path, strerror(errno));
	}
	r->d = d;
	cew_buf_init(&r->line, LINE_MAX_BYTES);
	cew_deploy_tap(d, on_input, r);
	*out = r;
	return CEW_OK;
}

enum cew_status cew_recorder_destroy(struct cew_recorder *r, struct cew_error *err)
{
	enum cew_status s = CEW_OK;
	if (!r)
		return CEW_OK;
	cew_deploy_tap(r->d, NULL, NULL);
	bool failed = fclose(r->file) != 0 || r->failed;
	if (failed) {
		s = cew_fail(err, CEW_IO, "the recording %s is not whole: not all of it could be written", r->path);
		cew_error_hint(err, "what is in it can be played");
	}
	cew_buf_finish(&r->line);
	free(r->path);
	free(r);
	return s;
}
