/* The journal: one file an operation, on disk before the request goes out, so that a lost terminal never loses a stack.
 * It holds no secrets. */
#include "machine.h"

#include <ctype.h>
#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ENTRY_MAX (1 << 19) /* bytes: with the names of 500 resources and what they depend on */
#define CLOSED_KEPT 50  /* closed entries that stay, for whoever wants to know what was done */

/* Stack names hold nothing else; a name that something else than AWS told might. */
static void put_safe(struct cew_buf *path, const char *name)
{
	for (; *name; name++)
		cew_buf_char(path, isalnum((unsigned char)*name) ? *name : '-');
}

static enum cew_status choose_path(struct cew_deployment *d, struct cew_error *err)
{
	struct cew_buf path;
	cew_buf_init(&path, PATH_MAX);
	enum cew_status s = cew_state_dir("journal", &path, err);
	if (!s) {
		cew_buf_char(&path, '/');
		put_safe(&path, d->stack_name);
		cew_buf_fmt(&path, "-%.8s.json", d->token);
		s = cew_buf_status(&path, err);
	}
	d->journal_path = s ? NULL : cew_buf_take(&path);
	cew_buf_finish(&path);
	return s;
}

/* What waits for what, so that whoever goes on with this knows the time that is left. */
static struct cew_node *plan_of(const struct cew_deployment *d, struct cew_doc *doc)
{
	const struct resource *all = d->model.resources.items;
	struct cew_node *list = cew_doc_seq(doc);
	for (size_t i = 0; i < d->model.resources.len && all[i].row.planned; i++) {
		struct cew_node *map = cew_doc_map(doc), *waits = cew_doc_seq(doc);
		for (size_t k = 0; k < all[i].depends_on_count; k++)
			waits = cew_seq_add(doc, waits, cew_doc_int(doc, (int64_t)all[i].depends_on[k]));
		map = cew_map_put_text(doc, map, "logicalId", all[i].row.logical_id);
		map = cew_map_put_text(doc, map, "type", all[i].row.type);
		list = cew_seq_add(doc, list, cew_map_put(doc, map, "dependsOn", waits));
	}
	return list;
}

static struct cew_node *entry_of(const struct cew_deployment *d, struct cew_doc *doc)
{
	char started[CEW_TIME_MAX];
	cew_time_format(d->started_wall_ms, started);
	struct cew_node *map = cew_doc_map(doc);
	map = cew_map_put_text(doc, map, "operation", cew_operation_name(d->operation));
	map = cew_map_put_text(doc, map, "stackName", d->stack_name);
	map = cew_map_put_text(doc, map, "stackId", d->stack_id);
	map = cew_map_put_text(doc, map, "region", d->region);
	map = cew_map_put_text(doc, map, "account", d->account_id);
	map = cew_map_put_text(doc, map, "token", d->token);
	map = cew_map_put_text(doc, map, "templateHash", d->template_hash);
	map = cew_map_put_text(doc, map, "state", cew_deploy_state_name(d->state));
	map = cew_map_put_text(doc, map, "stackStatus", d->model.stack_status);
	map = cew_map_put(doc, map, "open", cew_doc_bool(doc, d->under_way));
	map = cew_map_put_text(doc, map, "startedAt", started);
	return cew_map_put(doc, map, "resources", plan_of(d, doc));
}

/* `entry`: NULL where memory ran out. */
static enum cew_status write_map(const char *path, const struct cew_node *entry, struct cew_error *err)
{
	struct cew_buf out;
	cew_buf_init(&out, ENTRY_MAX);
	enum cew_status s = entry ? cew_doc_write_json(entry, &out, err) : cew_fail_memory(err);
	cew_buf_char(&out, '\n');
	if (!s)
		s = cew_buf_status(&out, err);
	if (!s)
		s = cew_file_replace(path, cew_buf_text(&out), out.len, 0600, err);
	cew_buf_finish(&out);
	return s;
}

static enum cew_status write_entry(const struct cew_deployment *d, struct cew_error *err)
{
	struct cew_doc *doc = cew_doc_create("journal");
	enum cew_status s = write_map(d->journal_path, doc ? entry_of(d, doc) : NULL, err);
	cew_doc_destroy(doc);
	return s;
}

static void forget_old(void);

enum cew_status journal_open(struct cew_deployment *d, struct cew_error *err)
{
	if (!d->config.journal)
		return CEW_OK;
	enum cew_status s = choose_path(d, err);
	if (!s)
		s = write_entry(d, err);
	if (!s)
		forget_old();
	return s;
}

void journal_write(struct cew_deployment *d)
{
	struct cew_error err;
	if (d->journal_path && write_entry(d, &err))
		cew_log(CEW_LOG_WARN, "deploy", "the journal could not be written: %s", err.what);
}

/* ---- the entries that are there ---- */

static char *text_of(const struct cew_node *map, const char *key)
{
	const char *text = cew_node_get_text(map, key);
	return cew_strdup(text ? text : "");
}

/* What cannot be read or lacks something is no entry: a file that is no journal's, or a damaged one. */
static bool entry_read(const char *path, struct cew_journal_entry *out, bool *open)
{
	struct cew_doc *doc;
	if (cew_doc_read(path, &doc, NULL))
		return false;
	const struct cew_node *map = cew_doc_root(doc);
	*out = (struct cew_journal_entry){
		.path = cew_strdup(path),
		.stack_name = text_of(map, "stackName"),
		.stack_id = text_of(map, "stackId"),
		.region = text_of(map, "region"),
		.account = text_of(map, "account"),
		.token = text_of(map, "token"),
		.template_hash = text_of(map, "templateHash"),
		.state = text_of(map, "state"),
		.operation = text_of(map, "operation"),
	};
	const char *started = cew_node_get_text(map, "startedAt");
	bool complete = out->path && out->stack_name && *out->stack_name && out->stack_id && out->region && out->account &&
	                out->token && out->template_hash && out->state && out->operation && started &&
	                cew_time_parse(started, &out->started_ms);
	*open = cew_node_get_bool(map, "open", false);
	cew_doc_destroy(doc);
	if (!complete)
		cew_journal_entry_finish(out);
	return complete;
}

typedef void entry_fn(void *ctx, struct cew_journal_entry *entry, bool open); /* may take the entry over, and empty it */

static void visit(const char *path, entry_fn *fn, void *ctx)
{
	struct cew_journal_entry entry;
	bool open;
	if (!entry_read(path, &entry, &open))
		return;
	fn(ctx, &entry, open);
	cew_journal_entry_finish(&entry);
}

static void visit_all(const char *dir, entry_fn *fn, void *ctx)
{
	DIR *entries = opendir(dir);
	for (struct dirent *e; entries && (e = readdir(entries));) {
		/* What a crash left of a file that was being replaced ends otherwise. */
		char *path = text_ends(e->d_name, ".json") ? cew_fmt("%s/%s", dir, e->d_name) : NULL;
		if (path)
			visit(path, fn, ctx);
		free(path);
	}
	if (entries)
		closedir(entries);
}

static enum cew_status each_entry(entry_fn *fn, void *ctx, struct cew_error *err)
{
	struct cew_buf dir;
	cew_buf_init(&dir, PATH_MAX);
	enum cew_status s = cew_state_dir("journal", &dir, err);
	if (!s)
		visit_all(cew_buf_text(&dir), fn, ctx);
	cew_buf_finish(&dir);
	return s;
}

/* ---- finding what was left under way ---- */

struct search {
	const char *stack; /* name or id; NULL: any */
	struct cew_journal_entry *best;
	bool found;
};

static bool about(const struct cew_journal_entry *e, const char *stack)
{
	return !stack || strcmp(stack, e->stack_name) == 0 || (*e->stack_id && strcmp(stack, e->stack_id) == 0);
}

static void consider(void *ctx, struct cew_journal_entry *entry, bool open)
{
	struct search *search = ctx;
	if (!open || !about(entry, search->stack) || (search->found && entry->started_ms <= search->best->started_ms))
		return;
	if (search->found)
		cew_journal_entry_finish(search->best);
	*search->best = *entry;
	*entry = (struct cew_journal_entry){0};
	search->found = true;
}

enum cew_status cew_journal_newest_open(const char *stack, struct cew_journal_entry *out, struct cew_error *err)
{
	struct search search = {.stack = stack, .best = out};
	enum cew_status s = each_entry(consider, &search, err);
	if (s || search.found)
		return s;
	cew_fail(err, CEW_NOT_FOUND, "no operation%s%s is under way as far as this machine knows", stack ? " on " : "",
	         stack ? stack : "");
	cew_error_hint(err, "follow a stack by its name with `cewizard watch STACK`");
	return CEW_NOT_FOUND;
}

struct past {
	const char *stack_id;
	char *path;
	int64_t started_ms;
};

static void consider_past(void *ctx, struct cew_journal_entry *entry, bool open)
{
	struct past *past = ctx;
	(void)open;
	if (strcmp(entry->stack_id, past->stack_id) != 0 || strcmp(entry->operation, cew_operation_name(CEW_OPERATION_CREATE)) != 0 ||
	    (past->path && entry->started_ms <= past->started_ms))
		return;
	free(past->path);
	past->path = entry->path;
	past->started_ms = entry->started_ms;
	entry->path = NULL;
}

char *journal_path_of(const char *stack_id)
{
	struct past past = {.stack_id = stack_id};
	if (*stack_id)
		each_entry(consider_past, &past, NULL);
	return past.path;
}

/* ---- closing what another operation has ended ---- */

/* The entry as it is, but closed. */
static struct cew_node *closed_of(struct cew_doc *doc, const struct cew_node *old)
{
	struct cew_node *map = cew_doc_map(doc);
	for (size_t i = 0; i < cew_node_count(old); i++) {
		const char *key = cew_node_text(cew_node_key(old, i));
		if (strcmp(key, "state") == 0)
			map = cew_map_put_text(doc, map, key, "superseded");
		else if (strcmp(key, "open") == 0)
			map = cew_map_put(doc, map, key, cew_doc_bool(doc, false));
		else
			map = cew_map_put(doc, map, key, cew_doc_copy(doc, cew_node_at(old, i)));
	}
	return map;
}

static void close_entry(const char *path)
{
	struct cew_error err;
	struct cew_doc *old = NULL, *doc = cew_doc_create("journal");
	enum cew_status s = cew_doc_read(path, &old, &err);
	if (!s)
		s = write_map(path, doc ? closed_of(doc, cew_doc_root(old)) : NULL, &err);
	if (s)
		cew_log(CEW_LOG_WARN, "deploy", "an entry of the journal could not be closed: %s", err.what);
	cew_doc_destroy(doc);
	cew_doc_destroy(old);
}

static void supersede(void *ctx, struct cew_journal_entry *entry, bool open)
{
	const struct cew_deployment *d = ctx;
	bool own = d->journal_path && strcmp(d->journal_path, entry->path) == 0;
	if (open && !own && strcmp(entry->stack_id, d->stack_id) == 0)
		close_entry(entry->path);
}

void journal_supersede(struct cew_deployment *d)
{
	struct cew_error err;
	if ((d->config.journal || d->journal_path) && *d->stack_id && each_entry(supersede, d, &err))
		cew_log(CEW_LOG_WARN, "deploy", "the journal could not be read: %s", err.what);
}

/* ---- not for ever ---- */

struct closed {
	char *path;
	int64_t started_ms;
};

static void gather_closed(void *ctx, struct cew_journal_entry *entry, bool open)
{
	struct closed closed = {entry->path, entry->started_ms};
	if (!open && cew_vec_push(ctx, &closed))
		entry->path = NULL;
}

static int newest_first(const void *a, const void *b)
{
	int64_t x = ((const struct closed *)a)->started_ms, y = ((const struct closed *)b)->started_ms;
	return (x < y) - (x > y);
}

static void forget_old(void)
{
	struct cew_vec all;
	cew_vec_init(&all, sizeof(struct closed));
	each_entry(gather_closed, &all, NULL);
	struct closed *closed = all.items;
	if (all.len)
		qsort(closed, all.len, sizeof(*closed), newest_first);
	for (size_t i = 0; i < all.len; i++) {
		if (i >= CLOSED_KEPT)
			unlink(closed[i].path);
		free(closed[i].path);
	}
	cew_vec_finish(&all);
}

void cew_journal_entry_finish(struct cew_journal_entry *e)
{
	free(e->path);
	free(e->stack_name);
	free(e->stack_id);
	free(e->region);
	free(e->account);
	free(e->token);
	free(e->template_hash);
	free(e->state);
	free(e->operation);
	*e = (struct cew_journal_entry){0};
}
