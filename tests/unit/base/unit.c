/* Helpers of this room's tests. */
#include "unit.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t fake_wall(void *ctx)
{
	return ((struct fake_clock *)ctx)->wall_ms;
}

static int64_t fake_mono(void *ctx)
{
	return ((struct fake_clock *)ctx)->mono_ms;
}

void fake_clock_init(struct fake_clock *c)
{
	*c = (struct fake_clock){.clock = {fake_wall, fake_mono, c}};
}

static void fake_fill(void *ctx, void *out, size_t len)
{
	struct fake_random *r = ctx;

	assert_true(len <= r->len - r->at);
	memcpy(out, r->bytes + r->at, len);
	r->at += len;
}

void fake_random_init(struct fake_random *r, const void *bytes, size_t len)
{
	*r = (struct fake_random){.random = {fake_fill, r}, .bytes = bytes, .len = len};
}

char *make_directory(void)
{
	const char *root = getenv("TMPDIR");
	char *path = cew_fmt("%s/cew-unit-XXXXXX", root ? root : "/tmp");

	assert_non_null(path);
	assert_non_null(mkdtemp(path));
	return path;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *place)
{
	(void)about;
	(void)kind;
	(void)place;
	return remove(path);
}

void remove_directory(char *path)
{
	assert_int_equal(nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
	free(path);
}

char *file_text(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = calloc(1, 65536);

	assert_non_null(file);
	assert_non_null(text);
	assert_true(fread(text, 1, 65535, file) < 65535);
	fclose(file);
	return text;
}
