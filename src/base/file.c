/* Whole files: read with a cap, replaced whole or not at all. */
#include "cewizard/base.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum cew_status fail_errno(struct cew_error *err, const char *what, const char *path)
{
	int number = errno;

	return cew_fail(err, number == ENOENT ? CEW_NOT_FOUND : CEW_IO, "cannot %s %s: %s", what, path,
	                strerror(number));
}

/* The number of bytes read, 0 at the end, -1 with errno. */
static ssize_t read_some(int fd, char *chunk, size_t size)
{
	ssize_t got;

	do {
		got = read(fd, chunk, size);
	} while (got < 0 && errno == EINTR);
	return got;
}

static enum cew_status read_all(int fd, const char *name, size_t max_bytes, struct cew_buf *out, struct cew_error *err)
{
	enum cew_status status = CEW_OK;
	size_t total = 0;
	char chunk[16384];
	ssize_t got;

	while (status == CEW_OK && (got = read_some(fd, chunk, sizeof(chunk))) != 0) {
		if (got < 0) {
			/* A directory in a file's place is no such file. */
			bool directory = errno == EISDIR;

			status = fail_errno(err, "read", name);
			if (directory && err)
				err->status = CEW_NOT_FOUND;
			status = directory ? CEW_NOT_FOUND : status;
		} else if ((size_t)got > max_bytes - total) {
			cew_fail(err, CEW_LIMIT, "%s is larger than the %zu bytes that are read of it", name, max_bytes);
			cew_error_hint(err, "check that this is the file you mean");
			status = CEW_LIMIT;
		} else {
			total += (size_t)got;
			cew_buf_add(out, chunk, (size_t)got);
		}
	}
	/* What was read may be a secret. */
	cew_wipe(chunk, sizeof(chunk));
	return status == CEW_OK ? cew_buf_status(out, err) : status;
}

enum cew_status cew_file_read(const char *path, size_t max_bytes, struct cew_buf *out, struct cew_error *err)
{
	enum cew_status status;
	int fd;

	if (strcmp(path, "-") == 0)
		return read_all(STDIN_FILENO, "standard input", max_bytes, out, err);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail_errno(err, "open", path);
	status = read_all(fd, path, max_bytes, out, err);
	close(fd);
	return status;
}

/* Makes every directory above `path` that is missing. `path` is changed and put back. */
static enum cew_status make_parents(char *path, struct cew_error *err)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		enum cew_status status = CEW_OK;

		*slash = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST && access(path, F_OK) != 0)
			status = fail_errno(err, "make the directory", path);
		*slash = '/';
		if (status != CEW_OK)
			return status;
	}
	return CEW_OK;
}

static bool write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t put = write(fd, data, len);

		if (put < 0 && errno != EINTR)
			return false;
		if (put > 0) {
			data += put;
			len -= (size_t)put;
		}
	}
	return true;
}

static bool fill_file(int fd, const void *data, size_t len, unsigned mode)
{
	return fchmod(fd, (mode_t)mode) == 0 && write_all(fd, data, len) && fsync(fd) == 0;
}

/* Makes the rename itself last; the file is whole without it, so a refusal changes nothing. */
static void sync_directory(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *directory = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
	int fd = directory ? open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

	if (fd >= 0) {
		(void)fsync(fd);
		close(fd);
	}
	free(directory);
}

static enum cew_status write_beside(const char *path, char *temporary, const void *data, size_t len, unsigned mode,
                                    struct cew_error *err)
{
	enum cew_status status = CEW_OK;
	int fd = mkostemp(temporary, O_CLOEXEC);

	if (fd < 0)
		return fail_errno(err, "write", path);
	if (!fill_file(fd, data, len, mode))
		status = fail_errno(err, "write", path);
	if (close(fd) != 0 && status == CEW_OK)
		status = fail_errno(err, "write", path);
	if (status == CEW_OK && rename(temporary, path) != 0)
		status = fail_errno(err, "replace", path);
	if (status != CEW_OK)
		unlink(temporary);
	return status;
}

enum cew_status cew_file_replace(const char *path, const void *data, size_t len, unsigned mode, struct cew_error *err)
{
	enum cew_status status;
	char *temporary;

	if (path[0] == '\0')
		return cew_fail(err, CEW_IO, "cannot write a file without a name");
	temporary = cew_fmt("%s.XXXXXX", path);
	if (!temporary)
		return cew_fail_memory(err);
	status = make_parents(temporary, err);
	if (status == CEW_OK)
		status = write_beside(path, temporary, data, len, mode, err);
	free(temporary);
	if (status == CEW_OK)
		sync_directory(path);
	return status;
}
