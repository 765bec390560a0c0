/* Loading a form set: the built-in files, a directory's in their place, one page each, sorted and verified. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cewizard/embedded.h"
#include "room.h"

enum { FILE_MAX = 256 * 1024 };

static const char embedded_dir[] = "forms/";
static const char suffix[] = ".yaml";

/* The part of a file's name that is the page's id; false if the file is no form file. */
static bool page_id(const char *file, char out[64])
{
	size_t len = strlen(file);
	if (file[0] == '.' || len <= strlen(suffix) || strcmp(file + len - strlen(suffix), suffix) != 0)
		return false;
	len -= strlen(suffix);
	if (len >= 64)
		return false;
	memcpy(out, file, len);
	out[len] = '\0';
	return true;
}

static enum cew_status load_page(struct cew_form_set *set, const char *name, const char *id, const char *data, size_t len,
                                 const char *const *known_checks, struct cew_error *err)
{
	struct cew_doc *doc = NULL;
	enum cew_status s = cew_doc_parse(name, data, len, CEW_DOC_YAML, &cew_doc_default_limits, &doc, err);
	if (s)
		return s;
	struct form_reader r = {.set = set, .doc = doc, .known_checks = known_checks, .err = err};
	s = form_read_page(&r, id);
	cew_doc_destroy(doc);
	return s;
}

/* ---- a directory's files ---- */

static enum cew_status refuse_name(const char *dir, const char *file, struct cew_error *err)
{
	cew_fail(err, CEW_INVALID, "the name of this form file does not end in .yaml, or is too long");
	cew_error_where(err, "%s/%s", dir, file);
	cew_error_hint(err, "rename it: the name without .yaml is the page's id");
	return CEW_INVALID;
}

static bool looks_like_form(const char *file)
{
	const char *dot = strrchr(file, '.');
	return file[0] != '.' && dot && (strcasecmp(dot, ".yml") == 0 || strcasecmp(dot, suffix) == 0);
}

static enum cew_status load_file(struct cew_form_set *set, const char *dir, const char *file,
                                 const char *const *known_checks, struct cew_error *err)
{
	char id[64];
	if (!page_id(file, id))
		return looks_like_form(file) ? refuse_name(dir, file, err) : CEW_OK;
	char *path = cew_fmt("%s/%s", dir, file);
	struct cew_buf data;
	cew_buf_init(&data, FILE_MAX);
	enum cew_status s = path ? cew_file_read(path, FILE_MAX, &data, err) : cew_fail_memory(err);
	if (!s)
		s = load_page(set, path, id, cew_buf_text(&data), data.len, known_checks, err);
	cew_buf_finish(&data);
	free(path);
	return s;
}

/* In the order of their names, so that an error is the same one each time. */
static enum cew_status load_dir(struct cew_form_set *set, const char *dir, const char *const *known_checks,
                                struct cew_error *err)
{
	struct dirent **entries = NULL;
	int n = scandir(dir, &entries, NULL, alphasort);
	if (n < 0) {
		enum cew_status kind = errno == ENOENT ? CEW_NOT_FOUND : errno == ENOMEM ? CEW_NO_MEMORY : CEW_IO;
		cew_fail(err, kind, "cannot read the directory of forms: %s", strerror(errno));
		return cew_error_where(err, "%s", dir), kind;
	}
	enum cew_status s = CEW_OK;
	for (int i = 0; i < n; i++) {
		if (!s)
			s = load_file(set, dir, entries[i]->d_name, known_checks, err);
		free(entries[i]);
	}
	free(entries);
	return s;
}

/* ---- all ---- */

/* What the directory brought is there already and stays. */
static enum cew_status load_builtin(struct cew_form_set *set, const char *const *known_checks, struct cew_error *err)
{
	enum cew_status s = CEW_OK;
	for (const struct cew_embedded *f = cew_embedded_files; f->path && !s; f++) {
		char id[64];
		if (strncmp(f->path, embedded_dir, strlen(embedded_dir)) != 0 || !page_id(f->path + strlen(embedded_dir), id))
			continue;
		if (!cew_form_page_find(set, id))
			s = load_page(set, f->path, id, f->data, f->len, known_checks, err);
	}
	return s;
}

/* Pages made from a template come last among those of the same order; file pages go by their ids. */
static int compare_pages(const void *left, const void *right)
{
	const struct cew_page *a = left, *b = right;
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	return strcmp(a->id, b->id);
}

static void sort_pages(struct cew_form_set *set, size_t from)
{
	struct cew_page *pages = set->pages.items;
	if (set->pages.len > from + 1)
		qsort(pages + from, set->pages.len - from, sizeof *pages, compare_pages);
}

/* The last `added` pages, in the template's order, move to right behind what is ordered up to them. */
static enum cew_status place_extras(struct cew_form_set *set, size_t files)
{
	for (size_t i = files; i < set->pages.len; i++) {
		struct cew_page page = *cew_form_page_at(set, i);
		size_t at = i;
		while (at > 0 && cew_form_page_at(set, at - 1)->order > page.order)
			at--;
		cew_vec_remove(&set->pages, i);
		if (!cew_vec_insert(&set->pages, at, &page))
			return CEW_NO_MEMORY;
	}
	return CEW_OK;
}

static enum cew_status load_all(struct cew_form_set *set, const char *dir, const struct cew_form_extra *extras,
                                size_t extra_count, const char *const *known_checks, struct cew_error *err)
{
	enum cew_status s = dir ? load_dir(set, dir, known_checks, err) : CEW_OK;
	if (!s)
		s = load_builtin(set, known_checks, err);
	if (s)
		return s;
	sort_pages(set, 0);
	size_t files = set->pages.len;
	s = form_verify(set, err);
	if (!s)
		s = form_add_extras(set, extras, extra_count, err);
	if (!s && place_extras(set, files))
		s = cew_fail_memory(err);
	return s ? s : form_verify(set, err);
}

enum cew_status cew_form_load(const char *dir, const struct cew_form_extra *extras, size_t extra_count,
                              const char *const *known_checks, struct cew_form_set **out, struct cew_error *err)
{
	struct cew_form_set *set = calloc(1, sizeof *set);
	if (!set)
		return cew_fail_memory(err);
	cew_vec_init(&set->blocks, sizeof(void *));
	cew_vec_init(&set->pages, sizeof(struct cew_page));
	cew_vec_init(&set->uses, sizeof(struct name_use));
	enum cew_status s = load_all(set, dir, extras, extra_count, known_checks, err);
	if (s)
		cew_form_destroy(set);
	else
		*out = set;
	return s;
}
