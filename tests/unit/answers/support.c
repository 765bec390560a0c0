/* A desk to answer at. */
#include "support.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static void fill(void *ctx, void *out, size_t len)
{
	unsigned char *bytes = out;
	(void)ctx;
	for (size_t i = 0; i < len; i++)
		bytes[i] = (unsigned char)(i * 37);
}

static void load_forms(struct desk *d, const char *dir, const struct cew_form_extra *extras, size_t count,
                       struct cew_form_set **out)
{
	if (cew_form_load(dir, extras, count, NULL, out, &d->err))
		fail_msg("%s: %s", d->err.where, d->err.what);
}

int desk_open(void **state)
{
	const char *root = getenv("TMPDIR");
	char text[96];
	struct desk *d = calloc(1, sizeof(*d));
	assert_non_null(d);
	d->random.fill = fill;
	snprintf(d->dir, sizeof(d->dir), "%s/cew-answers-XXXXXX", root && strlen(root) < 40 ? root : "/tmp");
	assert_non_null(mkdtemp(d->dir));
	snprintf(text, sizeof(text), "%s/state", d->dir);
	assert_int_equal(setenv("XDG_STATE_HOME", text, 1), 0);
	load_forms(d, NULL, NULL, 0, &d->forms);
	d->a = cew_answers_create(d->forms);
	assert_non_null(d->a);
	*state = d;
	return 0;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *place)
{
	(void)about, (void)kind, (void)place;
	return remove(path);
}

int desk_close(void **state)
{
	struct desk *d = *state;
	cew_answers_destroy(d->a);
	cew_form_destroy(d->forms);
	cew_form_destroy(d->others);
	cew_log_close();
	int failed = nftw(d->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(d);
	return failed;
}

void restart(struct desk *d)
{
	cew_answers_destroy(d->a);
	d->a = cew_answers_create(d->forms);
	assert_non_null(d->a);
	d->told_count = 0;
}

static enum cew_status bind_to(struct desk *d, struct cew_form_set *forms)
{
	d->err = (struct cew_error){.status = CEW_OK};
	enum cew_status s = cew_answers_rebind(d->a, forms, &d->err);
	assert_int_equal(d->err.status, s);
	if (s) {
		cew_form_destroy(forms);
		return s;
	}
	cew_form_destroy(d->others);
	d->others = d->forms;
	d->forms = forms;
	return s;
}

enum cew_status use_extras(struct desk *d, const struct cew_form_extra *extras, size_t count)
{
	struct cew_form_set *forms;
	load_forms(d, NULL, extras, count, &forms);
	return bind_to(d, forms);
}

enum cew_status try_page(struct desk *d, const char *fields)
{
	char text[4096];
	struct cew_form_set *forms;
	(void)mkdir(path_in(d, "forms"), 0700); /* may be there */
	snprintf(text, sizeof(text), "order: 1\ntitle: Probe\nstep: Probe\nfields:\n%s", fields);
	put(d, "forms/probe.yaml", text, 0600);
	load_forms(d, path_in(d, "forms"), NULL, 0, &forms);
	return bind_to(d, forms);
}

void use_page(struct desk *d, const char *fields)
{
	assert_int_equal(try_page(d, fields), CEW_OK);
}

void set(struct desk *d, const char *id, const char *text, enum cew_origin origin)
{
	if (cew_answers_set(d->a, id, text, origin, &d->err))
		fail_msg("%s: %s", id, d->err.what);
}

void type(struct desk *d, const char *id, const char *text)
{
	set(d, id, text, CEW_ORIGIN_TYPED);
}

void assert_parameter(const struct desk *d, const char *name, const char *expected)
{
	const char *value = cew_answers_parameter(d->a, name);
	if (!expected)
		assert_null(value);
	else
		assert_string_equal(value, expected);
}

/* ---- files ---- */

const char *path_in(const struct desk *d, const char *file)
{
	static char path[256];
	snprintf(path, sizeof(path), "%s/%s", d->dir, file);
	return path;
}

const char *put(struct desk *d, const char *file, const char *text, unsigned mode)
{
	const char *path = path_in(d, file);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, mode), 0);
	return path;
}

char *content_of(const char *path)
{
	struct cew_buf b;
	cew_buf_init(&b, 1000000);
	assert_int_equal(cew_file_read(path, 1000000, &b, NULL), CEW_OK);
	return b.len ? cew_buf_take(&b) : cew_strdup("");
}

unsigned mode_of(const char *path)
{
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

/* ---- reading ---- */

static void on_problem(void *ctx, bool warning, const struct cew_error *err)
{
	struct desk *d = ctx;
	if (d->told_count < CEW_COUNT(d->told))
		d->told[d->told_count] = (struct told){warning, *err};
	d->told_count++;
}

size_t errors_told(const struct desk *d)
{
	size_t n = 0;
	for (size_t i = 0; i < d->told_count && i < CEW_COUNT(d->told); i++)
		n += !d->told[i].warning;
	return n;
}

enum cew_status read_file(struct desk *d, const char *path)
{
	d->told_count = 0;
	enum cew_status s = cew_answers_load(d->a, path, &d->random, on_problem, d);
	assert_int_equal(errors_told(d) > 0, s != CEW_OK);
	return s;
}

enum cew_status read_text(struct desk *d, const char *text)
{
	d->told_count = 0;
	enum cew_status s = cew_answers_load_text(d->a, "t", text, strlen(text), CEW_ORIGIN_FILE, &d->random, on_problem, d);
	assert_int_equal(errors_told(d) > 0, s != CEW_OK);
	return s;
}

void must_read(struct desk *d, const char *text)
{
	read_text(d, text);
	if (d->told_count)
		fail_msg("%s: %s", d->told[0].err.where, d->told[0].err.what);
}

/* ---- the log ---- */

void open_log(struct desk *d)
{
	assert_int_equal(cew_log_open(path_in(d, "log"), CEW_LOG_DEBUG, NULL), CEW_OK);
}

char *read_log(const struct desk *d)
{
	return content_of(path_in(d, "log"));
}
