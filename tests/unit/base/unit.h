/* What every test of this room begins with: cmocka wants these headers before its own. */
#ifndef BASE_UNIT_H
#define BASE_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cewizard/base.h"

/* A clock that tests set. */
struct fake_clock {
	struct cew_clock clock;
	int64_t wall_ms, mono_ms;
};
void fake_clock_init(struct fake_clock *c);

/* Random bytes that tests list; running out of them fails the test. */
struct fake_random {
	struct cew_random random;
	const unsigned char *bytes;
	size_t len, at;
};
void fake_random_init(struct fake_random *r, const void *bytes, size_t len);

/* A new empty directory, and its removal with all files in it (it may hold directories, one in the other). */
char *make_directory(void);
void remove_directory(char *path); /* frees path */

/* The whole of a small file, the caller's to free(). */
char *file_text(const char *path);

#endif
