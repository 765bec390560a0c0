/* Form files in a directory of their own. */
#include "support.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

int bench_open(void **state)
{
	const char *root = getenv("TMPDIR");
	struct bench *b = calloc(1, sizeof(*b));
	assert_non_null(b);
	snprintf(b->dir, sizeof(b->dir), "%s/cew-form-XXXXXX", root && strlen(root) < 40 ? root : "/tmp");
	assert_non_null(mkdtemp(b->dir));
	*state = b;
	return 0;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *place)
{
	(void)about, (void)kind, (void)place;
	return remove(path);
}

int bench_close(void **state)
{
	struct bench *b = *state;
	cew_form_destroy(b->set);
	int failed = nftw(b->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(b);
	return failed;
}

void put(struct bench *b, const char *file, const char *text)
{
	char path[256];
	snprintf(path, sizeof(path), "%s/%s", b->dir, file);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

void put_page(struct bench *b, const char *more_keys, const char *fields)
{
	char text[8192];
	int n = snprintf(text, sizeof(text), "order: 1\ntitle: Probe\nstep: Probe\n%sfields:\n%s", more_keys, fields);
	assert_true(n > 0 && (size_t)n < sizeof(text));
	put(b, "probe.yaml", text);
}

enum cew_status load_with(struct bench *b, const struct cew_form_extra *extras, size_t count, const char *const *checks)
{
	cew_form_destroy(b->set);
	b->set = NULL;
	b->err = (struct cew_error){.status = CEW_OK};
	enum cew_status s = cew_form_load(b->dir, extras, count, checks, &b->set, &b->err);
	assert_int_equal(b->err.status, s);
	assert_int_equal(b->set != NULL, s == CEW_OK);
	return s;
}

enum cew_status load(struct bench *b)
{
	return load_with(b, NULL, 0, NULL);
}

void must_load(struct bench *b)
{
	if (load(b) != CEW_OK)
		fail_msg("%s: %s (%s)", b->err.where, b->err.what, b->err.hint);
}

const char *at(const struct bench *b, const char *file, const char *place)
{
	static char where[256];
	snprintf(where, sizeof(where), "%s/%s%s%s", b->dir, file, *place ? ":" : "", place);
	return where;
}

const struct cew_field *field(const struct bench *b, const char *id)
{
	const struct cew_field *f = cew_form_field_find(b->set, id);
	if (!f)
		fail_msg("there is no field %s", id);
	return f;
}

const struct cew_page *page(const struct bench *b, const char *id)
{
	const struct cew_page *p = cew_form_page_find(b->set, id);
	if (!p)
		fail_msg("there is no page %s", id);
	return p;
}
