/* Drafts: the answers of an unfinished session by their fields' ids, exactly as they stood, without secrets. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "room.h"

#define SUFFIX ".yaml"
#define NAME_MAX_BYTES 128 /* of a stack (CloudFormation) */
#define DRAFTS "drafts"

enum { SESSIONS_MAX = 9 };

/* A directory in DRAFTS; "": that one itself. Of the process, as what a session works on is. */
static const char *subdirectory = "";

void cew_draft_use(const char *kind)
{
	subdirectory = kind;
}

static enum cew_status draft_dir(struct cew_buf *out, bool make, struct cew_error *err)
{
	enum cew_status s = make ? cew_state_dir(DRAFTS, out, err) : state_path(DRAFTS, out, err);
	if (s || !*subdirectory)
		return s;
	cew_buf_clear(out);
	char *kind = cew_fmt("%s/%s", DRAFTS, subdirectory);
	if (!kind)
		return cew_fail_memory(err);
	s = make ? cew_state_dir(kind, out, err) : state_path(kind, out, err);
	free(kind);
	return s;
}

/* ---- what is kept ---- */

static bool is_acknowledgement(const struct cew_answers *a, const struct cew_field *field)
{
	const struct cew_page *page = cew_form_page_of(a->forms, field);
	return page && page->view == CEW_VIEW_ACKNOWLEDGE;
}

/* Secrets never are, and consent is asked anew each time. */
static bool may_keep(const struct cew_answers *a, const struct value *v)
{
	return v->kind != CEW_FIELD_SECRET && !(v->field && is_acknowledgement(a, v->field));
}

/* A profile that the environment names is the environment's: kept, it would count as chosen. */
static bool environment_gives(const struct value *v)
{
	const struct cew_setting *setting = v->field && v->field->setting ? cew_setting_find(v->field->setting) : NULL;
	return setting && setting->local && v->origin == CEW_ORIGIN_ENVIRONMENT;
}

static bool is_kept(const struct cew_answers *a, const struct value *v)
{
	return v->origin > CEW_ORIGIN_DEFAULT && may_keep(a, v) && !environment_gives(v);
}

static bool by_hand(const struct value *v)
{
	return v->origin == CEW_ORIGIN_TYPED || v->origin == CEW_ORIGIN_PICKED;
}

static bool worth_saving(const struct cew_answers *a)
{
	if (a->draft)
		return true; /* the session went on with it, if only to another page */
	for (size_t i = 0; i < a->values.len; i++) {
		const struct value *v = *(struct value **)cew_vec_at(&a->values, i);
		if (by_hand(v) && is_kept(a, v))
			return true;
	}
	return false;
}

const char *cew_answers_account(const struct cew_answers *a)
{
	return a->account ? a->account : "";
}

void cew_answers_set_account(struct cew_answers *a, const char *account_id)
{
	char *copy = cew_strdup(account_id);
	if (!copy)
		return;
	free(a->account);
	a->account = copy;
}

/* ---- writing ---- */

static struct cew_node *item_node(struct cew_doc *doc, const struct value *v, size_t i)
{
	const struct cew_pair *pair = cew_vec_at(&v->items, i);
	if (v->kind == CEW_FIELD_LIST)
		return cew_doc_string(doc, *(char **)cew_vec_at(&v->items, i));
	struct cew_node *both = cew_seq_add(doc, cew_doc_seq(doc), cew_doc_string(doc, pair->key));
	return cew_seq_add(doc, both, cew_doc_string(doc, pair->value));
}

/* Pairs are a list of [key, value]: half-typed ones may repeat a key. */
static struct cew_node *value_node(struct cew_doc *doc, const struct value *v)
{
	if (!value_is_list(v))
		return cew_doc_string(doc, value_text(v));
	struct cew_node *seq = cew_doc_seq(doc);
	for (size_t i = 0; i < v->items.len; i++)
		seq = cew_seq_add(doc, seq, item_node(doc, v, i));
	return seq;
}

static struct cew_node *answers_node(const struct cew_answers *a, struct cew_doc *doc)
{
	struct cew_node *map = cew_doc_map(doc);
	for (size_t i = 0; i < a->values.len; i++) {
		const struct value *v = *(struct value **)cew_vec_at(&a->values, i);
		if (is_kept(a, v))
			map = cew_map_put(doc, map, v->id, value_node(doc, v));
	}
	return map;
}

static const char *stack_name_of(const struct cew_answers *a)
{
	const struct cew_field *f = cew_form_field_for_setting(a->forms, "stackName");
	return f ? cew_answers_text(a, f->id) : "";
}

static enum cew_status write_draft(const struct cew_answers *a, const char *page_id, struct cew_buf *out,
                                   struct cew_error *err)
{
	char now[CEW_TIME_MAX];
	cew_time_format(a->clock->wall_ms(a->clock->ctx), now);
	struct cew_doc *doc = cew_doc_create("draft");
	if (!doc)
		return cew_fail_memory(err);
	struct cew_node *map = cew_map_put_text(doc, cew_doc_map(doc), "saved", now);
	map = cew_map_put_text(doc, map, "page", page_id ? page_id : "");
	map = cew_map_put_text(doc, map, "stackName", stack_name_of(a));
	map = cew_map_put_text(doc, map, "account", cew_answers_account(a));
	map = cew_map_put(doc, map, "answers", answers_node(a, doc));
	enum cew_status s = map ? cew_doc_write_yaml(map, out, err) : cew_fail_memory(err);
	cew_doc_destroy(doc);
	return s ? s : cew_buf_status(out, err);
}

/* A file name that stays inside its directory whatever was typed as the stack's name. */
static void add_file_name(struct cew_buf *path, const char *stack_name, int number)
{
	size_t n = 0;
	cew_buf_char(path, '/');
	for (const char *c = stack_name; *c && n < NAME_MAX_BYTES; c++, n++)
		cew_buf_char(path, isalnum((unsigned char)*c) || *c == '-' ? *c : '_');
	cew_buf_str(path, n ? "" : "_unnamed");
	if (number > 1)
		cew_buf_fmt(path, ".%d", number);
	cew_buf_str(path, SUFFIX);
}

/* A session has one draft, which goes along when the stack is named or renamed. */
static enum cew_status remember(struct cew_answers *a, const char *path, struct cew_error *err)
{
	char *copy = cew_strdup(path);
	if (!copy)
		return cew_fail_memory(err);
	if (a->draft && strcmp(a->draft, path) != 0)
		unlink(a->draft);
	free(a->draft);
	a->draft = copy;
	return CEW_OK;
}

/* The file of the stack's name; or, where another session has that, the next one beside it. */
static enum cew_status choose_file(struct cew_answers *a, struct cew_buf *path, struct cew_error *err)
{
	size_t dir = path->len;
	for (int number = 1; number <= SESSIONS_MAX; number++) {
		path->len = dir;
		add_file_name(path, stack_name_of(a), number);
		if (path->failed)
			return cew_buf_status(path, err);
		a->beside = number > 1;
		if (draft_lock(a, cew_buf_text(path)))
			return CEW_OK;
	}
	return cew_fail(err, CEW_LIMIT, "%d other sessions are at work on a stack of this name", SESSIONS_MAX);
}

bool cew_draft_is_beside(const struct cew_answers *a)
{
	return a->beside;
}

enum cew_status cew_draft_save(struct cew_answers *a, const char *page_id, struct cew_error *err)
{
	struct cew_buf path, text;
	cew_answers_redact(a); /* what is typed is whole by now: the page was left, or the program is */
	if (!worth_saving(a))
		return CEW_OK;
	cew_buf_init(&path, STATE_PATH_MAX);
	cew_buf_init(&text, ANSWERS_FILE_MAX);
	enum cew_status s = write_draft(a, page_id, &text, err);
	if (!s)
		s = draft_dir(&path, true, err);
	if (!s)
		s = choose_file(a, &path, err);
	if (!s)
		s = cew_file_replace(cew_buf_text(&path), cew_buf_text(&text), text.len, 0600, err);
	if (!s)
		s = remember(a, cew_buf_text(&path), err);
	cew_buf_finish(&path);
	cew_buf_finish(&text);
	return s;
}

/* ---- finding ---- */

static bool is_file(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static bool open_draft(const char *path, struct cew_doc **doc, int64_t *saved_ms)
{
	if (!is_file(path) || cew_doc_read(path, doc, NULL))
		return false;
	const struct cew_node *root = cew_doc_root(*doc);
	const char *saved = cew_node_get_text(root, "saved");
	if (saved && cew_time_parse(saved, saved_ms) && cew_node_is(cew_node_get(root, "answers"), CEW_NODE_MAP))
		return true;
	cew_doc_destroy(*doc);
	return false;
}

static bool is_draft_name(const char *name)
{
	size_t len = strlen(name), end = strlen(SUFFIX);
	return len > end && strcmp(name + len - end, SUFFIX) == 0;
}

/* Takes `path` over. What cannot be read is no draft. */
static void consider(char *path, struct cew_draft *best)
{
	struct cew_doc *doc;
	int64_t saved_ms;
	if (!path || draft_is_elsewhere(path) || !open_draft(path, &doc, &saved_ms)) {
		free(path);
		return;
	}
	if (!best->path || saved_ms > best->saved_ms) {
		const char *name = cew_node_get_text(cew_doc_root(doc), "stackName");
		cew_draft_finish(best);
		*best = (struct cew_draft){.path = path, .saved_ms = saved_ms, .stack_name = cew_strdup(name ? name : "")};
	} else {
		free(path);
	}
	cew_doc_destroy(doc);
}

enum cew_status cew_draft_newest(struct cew_draft *out, struct cew_error *err)
{
	struct cew_buf dir;
	*out = (struct cew_draft){.path = NULL};
	cew_buf_init(&dir, STATE_PATH_MAX);
	enum cew_status s = draft_dir(&dir, false, err);
	DIR *entries = s ? NULL : opendir(cew_buf_text(&dir));
	for (struct dirent *e; entries && (e = readdir(entries));)
		if (is_draft_name(e->d_name))
			consider(cew_fmt("%s/%s", cew_buf_text(&dir), e->d_name), out);
	if (entries)
		closedir(entries);
	cew_buf_finish(&dir);
	if (s || (out->path && out->stack_name))
		return s;
	cew_draft_finish(out);
	return cew_fail(err, CEW_NOT_FOUND, "there is no draft");
}

/* ---- loading ---- */

static bool add_items(struct value *fresh, const struct cew_node *seq)
{
	bool good = true;
	for (size_t i = 0; i < cew_node_count(seq) && good; i++) {
		const struct cew_node *item = cew_node_at(seq, i);
		const char *first = cew_node_text(cew_node_at(item, 0)), *second = cew_node_text(cew_node_at(item, 1));
		good = fresh->kind == CEW_FIELD_LIST ? value_add_item(fresh, cew_node_text(item)) : value_add_pair(fresh, first, second);
	}
	return good && value_join(fresh);
}

static bool take_items(struct value *v, const struct cew_node *seq)
{
	struct value *fresh = value_dormant(v->id, v->kind);
	bool good = fresh && add_items(fresh, seq);
	if (good)
		value_take_items(v, fresh);
	value_destroy(fresh);
	return good;
}

static enum cew_field_kind kind_of(const struct cew_node *n)
{
	if (!cew_node_is(n, CEW_NODE_SEQ))
		return CEW_FIELD_TEXT;
	return cew_node_is(cew_node_at(n, 0), CEW_NODE_SEQ) ? CEW_FIELD_PAIRS : CEW_FIELD_LIST;
}

/* Forms may have changed since: what no longer fits its field is left out, and what none asks for waits for one. */
static bool take_answer(struct cew_answers *a, const char *id, const struct cew_node *n)
{
	struct value *v = answers_any(a, id, kind_of(n));
	if (!v)
		return false;
	bool items = cew_node_is(n, CEW_NODE_SEQ);
	if (!may_keep(a, v) || !value_yields(v, CEW_ORIGIN_DRAFT) || items != value_is_list(v))
		return true;
	if (!(items ? take_items(v, n) : value_set_text(v, cew_node_text(n))))
		return false;
	answers_changed(v, CEW_ORIGIN_DRAFT);
	return true;
}

static bool take_answers(struct cew_answers *a, const struct cew_node *map)
{
	for (size_t i = 0; i < cew_node_count(map); i++)
		if (!take_answer(a, cew_node_text(cew_node_key(map, i)), cew_node_at(map, i)))
			return false;
	return true;
}

enum cew_status cew_draft_load(struct cew_answers *a, const char *path, char **page_id, struct cew_error *err)
{
	struct cew_doc *doc;
	int64_t saved_ms;
	*page_id = NULL;
	if (!open_draft(path, &doc, &saved_ms)) {
		cew_fail(err, CEW_INVALID, "the draft cannot be read");
		cew_error_where(err, "%s", path);
		return CEW_INVALID;
	}
	const char *page = cew_node_get_text(cew_doc_root(doc), "page"), *account = cew_node_get_text(cew_doc_root(doc), "account");
	enum cew_status s = CEW_NO_MEMORY;
	if (take_answers(a, cew_node_get(cew_doc_root(doc), "answers")) && (*page_id = cew_strdup(page ? page : "")))
		s = remember(a, path, NULL);
	if (!s)
		draft_lock(a, path); /* where another session has it, this one's next save goes beside it */
	if (!s)
		cew_answers_set_account(a, account ? account : "");
	cew_doc_destroy(doc);
	if (!s)
		return CEW_OK;
	free(*page_id);
	*page_id = NULL;
	return cew_fail_memory(err);
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
	cew_error_where(err, "%s", path);
	return CEW_IO;
}

enum cew_status cew_draft_discard(struct cew_answers *a, struct cew_error *err)
{
	enum cew_status s = a->draft ? cew_draft_remove(a->draft, err) : CEW_OK;
	if (s)
		return s;
	free(a->draft);
	a->draft = NULL;
	draft_unlock(a);
	return CEW_OK;
}
