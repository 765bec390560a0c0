/* Locks of drafts: two sessions on one stack name keep a draft each. A lock is a file beside the draft that its session has
 * locked; it ends with the process, however that ends. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "room.h"

static char *lock_path(const char *draft)
{
	return cew_fmt("%s.lock", draft);
}

/* Whoever removed the file between opening and locking it has left us a lock that nobody else can see. */
static bool still_there(int fd, const char *path)
{
	struct stat mine, named;
	return fstat(fd, &mine) == 0 && stat(path, &named) == 0 && mine.st_ino == named.st_ino && mine.st_dev == named.st_dev;
}

/* -1: another session has it; -2: there can be no lock here, as on some network file systems. */
static int take(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return -2;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && still_there(fd, path))
		return fd;
	int result = errno == EWOULDBLOCK ? -1 : -2;
	close(fd);
	return result;
}

bool draft_lock(struct cew_answers *a, const char *draft)
{
	char *path = lock_path(draft);
	if (!path || (a->lock && strcmp(a->lock, path) == 0)) {
		free(path);
		return true;
	}
	int fd = take(path);
	if (fd == -1) {
		free(path);
		return false;
	}
	draft_unlock(a);
	if (fd >= 0 && dprintf(fd, "%ld\n", (long)getpid()) < 0) {
		close(fd); /* a full disk: the draft itself will tell */
		fd = -2;
	}
	if (fd < 0) {
		free(path);
		return true;
	}
	a->lock = path;
	a->lock_fd = fd;
	return true;
}

void draft_unlock(struct cew_answers *a)
{
	if (!a->lock)
		return;
	unlink(a->lock);
	close(a->lock_fd);
	free(a->lock);
	a->lock = NULL;
}

static bool is_ours(int fd)
{
	char text[32] = "";
	ssize_t n = pread(fd, text, sizeof text - 1, 0);
	return n > 0 && strtol(text, NULL, 10) == (long)getpid();
}

bool draft_is_elsewhere(const char *draft)
{
	char *path = lock_path(draft);
	int fd = path ? open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW) : -1;
	bool locked = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK && !is_ours(fd);
	if (fd >= 0)
		close(fd);
	free(path);
	return locked;
}
