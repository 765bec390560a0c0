/* Where what is kept lies: $XDG_STATE_HOME/cewizard, else ~/.local/state/cewizard, and the directories in it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "room.h"

static bool is_directory(const char *path, struct stat *st)
{
	return stat(path, st) == 0 && S_ISDIR(st->st_mode);
}

static enum cew_status make_dir(const char *path, struct cew_error *err)
{
	struct stat st;
	if (mkdir(path, 0700) == 0)
		return CEW_OK;
	int reason = errno; /* not EEXIST alone: a directory on a read-only or foreign file system has reasons of its own */
	if (is_directory(path, &st))
		return CEW_OK;
	cew_fail(err, CEW_IO, "cannot make the directory %s: %s", path, strerror(reason));
	cew_error_hint(err, "set XDG_STATE_HOME to a directory that you may write to");
	return CEW_IO;
}

/* What is missing on the way is made; the way itself is not ours and keeps its mode. */
static enum cew_status make_dirs(char *path, struct cew_error *err)
{
	enum cew_status s = CEW_OK;
	for (char *slash = strchr(path + 1, '/'); slash && !s; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		s = make_dir(path, err);
		*slash = '/';
	}
	return s ? s : make_dir(path, err);
}

static enum cew_status make_private(const char *path, struct cew_error *err)
{
	struct stat st;
	if (!is_directory(path, &st) || (st.st_mode & 07777) == 0700 || chmod(path, 0700) == 0)
		return CEW_OK;
	return cew_fail(err, CEW_IO, "cannot make the directory %s private: %s", path, strerror(errno));
}

static enum cew_status add_base(struct cew_buf *out, struct cew_error *err)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	if (state && *state == '/') { /* the XDG specification has relative ones ignored */
		cew_buf_fmt(out, "%s/cewizard", state);
	} else if (home && *home == '/') {
		cew_buf_fmt(out, "%s/.local/state/cewizard", home);
	} else {
		cew_fail(err, CEW_IO, "there is nowhere to keep drafts and journal: neither XDG_STATE_HOME nor HOME is set");
		cew_error_hint(err, "set HOME");
		return CEW_IO;
	}
	return cew_buf_status(out, err);
}

enum cew_status state_path(const char *kind, struct cew_buf *out, struct cew_error *err)
{
	enum cew_status s = add_base(out, err);
	if (s)
		return s;
	cew_buf_fmt(out, "/%s", kind);
	return cew_buf_status(out, err);
}

static enum cew_status make_base(struct cew_error *err)
{
	struct cew_buf base;
	cew_buf_init(&base, STATE_PATH_MAX);
	enum cew_status s = add_base(&base, err);
	if (!s)
		s = make_dirs(base.data, err);
	if (!s)
		s = make_private(base.data, err);
	cew_buf_finish(&base);
	return s;
}

enum cew_status cew_state_dir(const char *kind, struct cew_buf *out, struct cew_error *err)
{
	size_t start = out->len;
	enum cew_status s = make_base(err);
	if (!s)
		s = state_path(kind, out, err);
	if (!s)
		s = make_dir(out->data + start, err);
	return s ? s : make_private(out->data + start, err);
}
