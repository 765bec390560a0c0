/* The journal: one file an operation, on disk before the request goes out, so that a lost terminal never loses a stack.
 * It holds no secrets. */
#include "machine.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#define ENTRY_MAX 65536 /* bytes */

enum cew_status journal_open(struct cew_deployment *d, struct cew_error *err)
{
	if (!d->config.journal)
		return CEW_OK;
	struct cew_buf dir;
	cew_buf_init(&dir, 4096);
	enum cew_status s = cew_state_dir("journal", &dir, err);
	if (!s) {
		d->journal_path = cew_fmt("%s/%s-%.8s.json", cew_buf_text(&dir), d->stack_name, d->token);
		s = d->journal_path ? CEW_OK : cew_fail_memory(err);
	}
	cew_buf_finish(&dir);
	return s;
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
	map = cew_map_put_text(doc, map, "account", d->account);
	map = cew_map_put_text(doc, map, "token", d->token);
	map = cew_map_put_text(doc, map, "templateHash", d->plan ? d->plan->template_hash : "");
	map = cew_map_put_text(doc, map, "state", cew_deploy_state_name(d->state));
	map = cew_map_put_text(doc, map, "stackStatus", d->model.stack_status);
	return cew_map_put_text(doc, map, "startedAt", started);
}

void journal_write(struct cew_deployment *d)
{
	if (!d->journal_path)
		return;
	struct cew_error err;
	struct cew_doc *doc = cew_doc_create("journal");
	struct cew_buf out;
	cew_buf_init(&out, ENTRY_MAX);
	struct cew_node *entry = doc ? entry_of(d, doc) : NULL;
	enum cew_status s = entry ? cew_doc_write_json(entry, &out, &err) : cew_fail_memory(&err);
	if (!s)
		s = cew_buf_status(&out, &err);
	if (!s)
		s = cew_file_replace(d->journal_path, cew_buf_text(&out), out.len, 0600, &err);
	if (s)
		cew_log(CEW_LOG_WARN, "deploy", "the journal could not be written: %s", err.what);
	cew_buf_finish(&out);
	cew_doc_destroy(doc);
}

/* ---- finding what was left under way ---- */

static bool over(const char *state)
{
	return strcmp(state, cew_deploy_state_name(CEW_DEPLOY_DONE)) == 0 ||
	       strcmp(state, cew_deploy_state_name(CEW_DEPLOY_STOPPED)) == 0;
}

static char *text_of(const struct cew_node *map, const char *key)
{
	const char *text = cew_node_get_text(map, key);
	return cew_strdup(text ? text : "");
}

static bool entry_read(const char *path, struct cew_journal_entry *out)
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
		.token = text_of(map, "token"),
		.template_hash = text_of(map, "templateHash"),
		.state = text_of(map, "state"),
		.operation = text_of(map, "operation"),
	};
	const char *started = cew_node_get_text(map, "startedAt");
	bool complete = out->path && out->stack_name && *out->stack_name && out->stack_id && out->region && out->token &&
	                out->template_hash && out->state && out->operation && started &&
	                cew_time_parse(started, &out->started_ms);
	cew_doc_destroy(doc);
	if (!complete)
		cew_journal_entry_finish(out);
	return complete;
}

static void consider(const char *path, const char *stack_name, struct cew_journal_entry *best, bool *found)
{
	struct cew_journal_entry entry;
	if (!entry_read(path, &entry))
		return;
	bool wanted = !over(entry.state) && (!stack_name || strcmp(stack_name, entry.stack_name) == 0);
	if (!wanted || (*found && entry.started_ms <= best->started_ms)) {
		cew_journal_entry_finish(&entry);
		return;
	}
	if (*found)
		cew_journal_entry_finish(best);
	*best = entry;
	*found = true;
}

enum cew_status cew_journal_newest_open(const char *stack_name, struct cew_journal_entry *out, struct cew_error *err)
{
	struct cew_buf dir;
	cew_buf_init(&dir, 4096);
	enum cew_status s = cew_state_dir("journal", &dir, err);
	bool found = false;
	DIR *entries = s ? NULL : opendir(cew_buf_text(&dir));
	for (struct dirent *e; entries && (e = readdir(entries));) {
		size_t n = strlen(e->d_name);
		if (n < 5 || strcmp(e->d_name + n - 5, ".json") != 0)
			continue;
		char *path = cew_fmt("%s/%s", cew_buf_text(&dir), e->d_name);
		if (path)
			consider(path, stack_name, out, &found);
		free(path);
	}
	if (entries)
		closedir(entries);
	cew_buf_finish(&dir);
	if (s || found)
		return s;
	cew_fail(err, CEW_NOT_FOUND, stack_name ? "no operation on %s is under way as far as this machine knows"
	                                        : "no operation%s is under way as far as this machine knows",
	         stack_name ? stack_name : "");
	return cew_error_hint(err, "follow a stack by its name with `cewizard watch STACK`");
}

void cew_journal_entry_finish(struct cew_journal_entry *e)
{
	free(e->path);
	free(e->stack_name);
	free(e->stack_id);
	free(e->region);
	free(e->token);
	free(e->template_hash);
	free(e->state);
	free(e->operation);
	*e = (struct cew_journal_entry){0};
}
