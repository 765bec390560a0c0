/* Drafts: the answers of an unfinished session, without secrets, one file a stack name. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "room.h"

#define PATH_MAX_BYTES 4096
#define SUFFIX ".yaml"

/* ---- where ---- */

static enum cew_status make_dir(const char *path, struct cew_error *err)
{
	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return CEW_OK;
	cew_fail(err, CEW_IO, "cannot make the directory %s: %s", path, strerror(errno));
	return cew_error_hint(err, "set XDG_STATE_HOME to a directory that you may write to"), CEW_IO;
}

/* Every missing directory on the way is made with 0700; what exists keeps its mode. */
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

static enum cew_status state_base(struct cew_buf *out, struct cew_error *err)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	if (state && *state == '/') {
		cew_buf_fmt(out, "%s/cewizard", state);
	} else if (home && *home == '/') {
		cew_buf_fmt(out, "%s/.local/state/cewizard", home);
	} else {
		cew_fail(err, CEW_IO, "there is nowhere to keep drafts and journal: neither XDG_STATE_HOME nor HOME is set");
		return cew_error_hint(err, "set HOME"), CEW_IO;
	}
	return cew_buf_status(out, err);
}

enum cew_status cew_state_dir(const char *kind, struct cew_buf *out, struct cew_error *err)
{
	enum cew_status s = state_base(out, err);
	if (s)
		return s;
	cew_buf_fmt(out, "/%s", kind);
	s = cew_buf_status(out, err);
	return s ? s : make_dirs(out->data, err);
}

/* ---- saving ---- */

static bool anything_said(const struct cew_answers *a)
{
	for (size_t i = 0; i < a->values.len; i++) {
		const struct value *v = *(struct value **)cew_vec_at(&a->values, i);
		bool here = v->origin == CEW_ORIGIN_TYPED || v->origin == CEW_ORIGIN_PICKED || v->origin == CEW_ORIGIN_DRAFT;
		if (here && v->kind != CEW_FIELD_SECRET && v->field && (v->field->parameter || v->field->setting))
			return true;
	}
	return false;
}

static const char *stack_name_of(const struct cew_answers *a)
{
	const struct cew_field *f = cew_form_field_for_setting(a->forms, "stackName");
	return f ? cew_answers_text(a, f->id) : "";
}

/* A file name that stays inside its directory whatever was typed as the stack's name. */
static void add_file_name(struct cew_buf *path, const char *stack_name)
{
	size_t n = 0;
	for (const char *c = stack_name; *c && n < 128; c++, n++)
		cew_buf_char(path, isalnum((unsigned char)*c) || *c == '-' ? *c : '_');
	cew_buf_fmt(path, "%s%s", n ? "" : "unnamed", SUFFIX);
}

static struct cew_node *wrap(const struct cew_answers *a, struct cew_doc *doc, const char *page_id)
{
	char now[CEW_TIME_MAX];
	const struct cew_clock *clock = cew_clock_system();
	cew_time_format(clock->wall_ms(clock->ctx), now);
	struct cew_node *map = cew_map_put_text(doc, cew_doc_map(doc), "saved", now);
	map = cew_map_put_text(doc, map, "page", page_id ? page_id : "");
	return cew_map_put(doc, map, "answers", write_answers_map(a, doc, true));
}

enum cew_status cew_draft_save(const struct cew_answers *a, const char *page_id, struct cew_error *err)
{
	struct cew_buf path, text;
	if (!anything_said(a))
		return CEW_OK;
	cew_buf_init(&path, PATH_MAX_BYTES);
	cew_buf_init(&text, ANSWERS_FILE_MAX);
	struct cew_doc *doc = cew_doc_create("draft");
	const struct cew_node *map = doc ? wrap(a, doc, page_id) : NULL;
	enum cew_status s = map ? cew_doc_write_yaml(map, &text, err) : cew_fail_memory(err);
	if (!s)
		s = cew_state_dir("drafts", &path, err);
	if (!s) {
		cew_buf_char(&path, '/');
		add_file_name(&path, stack_name_of(a));
		s = cew_buf_status(&path, err);
	}
	if (!s)
		s = cew_file_replace(cew_buf_text(&path), cew_buf_text(&text), text.len, 0600, err);
	cew_doc_destroy(doc);
	cew_buf_finish(&path);
	cew_buf_finish(&text);
	return s;
}

/* ---- finding ---- */

static bool draft_open(const char *path, struct cew_doc **doc, int64_t *saved_ms)
{
	if (cew_doc_read(path, doc, NULL))
		return false;
	const char *saved = cew_node_get_text(cew_doc_root(*doc), "saved");
	if (saved && cew_time_parse(saved, saved_ms) && cew_node_is(cew_node_get(cew_doc_root(*doc), "answers"), CEW_NODE_MAP))
		return true;
	cew_doc_destroy(*doc);
	return false;
}

static void consider(char *path, struct cew_draft *best)
{
	struct cew_doc *doc;
	int64_t saved_ms;
	if (!path || !draft_open(path, &doc, &saved_ms)) {
		free(path);
		return;
	}
	if (!best->path || saved_ms > best->saved_ms) {
		const char *name = cew_node_get_text(cew_node_get(cew_doc_root(doc), "answers"), "stackName");
		cew_draft_finish(best);
		*best = (struct cew_draft){.path = path, .saved_ms = saved_ms, .stack_name = cew_strdup(name ? name : "")};
		path = NULL;
	}
	free(path);
	cew_doc_destroy(doc);
}

enum cew_status cew_draft_newest(struct cew_draft *out, struct cew_error *err)
{
	struct cew_buf dir;
	*out = (struct cew_draft){.path = NULL};
	cew_buf_init(&dir, PATH_MAX_BYTES);
	enum cew_status s = cew_state_dir("drafts", &dir, err);
	DIR *entries = s ? NULL : opendir(cew_buf_text(&dir));
	for (struct dirent *e; entries && (e = readdir(entries));) {
		size_t n = strlen(e->d_name);
		if (n > strlen(SUFFIX) && strcmp(e->d_name + n - strlen(SUFFIX), SUFFIX) == 0)
			consider(cew_fmt("%s/%s", cew_buf_text(&dir), e->d_name), out);
	}
	if (entries)
		closedir(entries);
	cew_buf_finish(&dir);
	if (s || (out->path && out->stack_name))
		return s;
	cew_draft_finish(out);
	return cew_fail(err, CEW_NOT_FOUND, "there is no draft");
}

/* ---- loading ---- */

/* What a draft says that the forms of now do not ask is left out: they may have changed since. */
static void ignore_problem(void *ctx, bool warning, const struct cew_error *err)
{
	(void)ctx;
	(void)warning;
	cew_log(CEW_LOG_INFO, "answers", "draft: %s: %s", err->where, err->what);
}

enum cew_status cew_draft_load(struct cew_answers *a, const char *path, char **page_id, struct cew_error *err)
{
	struct cew_doc *doc;
	int64_t saved_ms;
	if (!draft_open(path, &doc, &saved_ms)) {
		cew_fail(err, CEW_INVALID, "the draft cannot be read");
		return cew_error_where(err, "%s", path), CEW_INVALID;
	}
	struct reading r = {.a = a, .doc = doc, .draft = true, .origin = CEW_ORIGIN_DRAFT, .random = cew_random_system(),
	                    .problem = ignore_problem};
	const char *page = cew_node_get_text(cew_doc_root(doc), "page");
	read_answers_map(&r, cew_node_get(cew_doc_root(doc), "answers"));
	*page_id = cew_strdup(page ? page : "");
	cew_doc_destroy(doc);
	return *page_id ? CEW_OK : cew_fail_memory(err);
}

void cew_draft_finish(struct cew_draft *d)
{
	free(d->path);
	free(d->stack_name);
	*d = (struct cew_draft){.path = NULL};
}

enum cew_status cew_draft_remove(const char *path, struct cew_error *err)
{
	if (unlink(path) == 0 || errno == ENOENT)
		return CEW_OK;
	cew_fail(err, CEW_IO, "cannot remove the draft: %s", strerror(errno));
	return cew_error_where(err, "%s", path), CEW_IO;
}
