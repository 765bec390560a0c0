/* Secrets: each has pages of its own, so that locking and unlocking one never touches its neighbours. */
#include "cewizard/base.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

struct cew_secret {
	char *text; /* mapped, `mapped` bytes long */
	size_t len, mapped;
};

void cew_wipe(void *data, size_t len)
{
	if (len > 0)
		explicit_bzero(data, len);
}

static bool map_pages(struct cew_secret *s, size_t bytes)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	void *pages;

	if (bytes > SIZE_MAX - page)
		return false;
	s->mapped = (bytes + page - 1) / page * page;
	pages = mmap(NULL, s->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (pages == MAP_FAILED)
		return false;
	s->text = pages;
	/* Best effort: a small memlock limit must not keep anybody from working. */
	(void)mlock(pages, s->mapped);
	(void)madvise(pages, s->mapped, MADV_DONTDUMP);
	return true;
}

struct cew_secret *cew_secret_create(const char *data, size_t len)
{
	struct cew_secret *s;

	if (len == SIZE_MAX)
		return NULL;
	s = calloc(1, sizeof(*s));
	if (!s)
		return NULL;
	if (!map_pages(s, len + 1)) {
		free(s);
		return NULL;
	}
	if (len > 0)
		memcpy(s->text, data, len);
	s->len = len;
	return s;
}

struct cew_secret *cew_secret_copy(const struct cew_secret *s)
{
	return s ? cew_secret_create(s->text, s->len) : NULL;
}

void cew_secret_destroy(struct cew_secret *s)
{
	if (!s)
		return;
	cew_wipe(s->text, s->mapped);
	munmap(s->text, s->mapped);
	free(s);
}

const char *cew_secret_text(const struct cew_secret *s)
{
	return s ? s->text : "";
}

size_t cew_secret_len(const struct cew_secret *s)
{
	return s ? s->len : 0;
}

void cew_process_harden(void)
{
	const struct rlimit none = {0, 0};

	(void)setrlimit(RLIMIT_CORE, &none);
	/* The leak sanitizer traces its own process, which a process that is not dumpable forbids. */
	if (!SANITIZED)
		(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
