/* The journal of an upgrade: an entry as the deploy room keeps them, with what going on needs beside. It holds no secrets:
 * the template and the parameters are in AWS's change set. */
#include "upgrade.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENTRY_MAX 65536
#define OPERATION "upgrade"

static struct cew_node *entry_of(const struct cew_upgrade *u, struct cew_doc *doc, bool open)
{
	char started[CEW_TIME_MAX];
	struct cew_node *map = cew_doc_map(doc);
	cew_time_format(u->started_ms, started);
	map = cew_map_put_text(doc, map, "operation", OPERATION);
	map = cew_map_put_text(doc, map, "stackName", u->stack_name);
	map = cew_map_put_text(doc, map, "stackId", u->stack_id);
	map = cew_map_put_text(doc, map, "region", u->site.region);
	map = cew_map_put_text(doc, map, "account", u->account);
	map = cew_map_put_text(doc, map, "token", u->token);
	map = cew_map_put_text(doc, map, "templateHash", u->template_hash);
	map = cew_map_put_text(doc, map, "state", cew_upgrade_step_name(u->step));
	map = cew_map_put_text(doc, map, "stackStatus", u->status);
	map = cew_map_put(doc, map, "open", cew_doc_bool(doc, open));
	map = cew_map_put_text(doc, map, "startedAt", started);
	map = cew_map_put_text(doc, map, "cluster", u->cluster);
	map = cew_map_put_text(doc, map, "service", u->service);
	map = cew_map_put_text(doc, map, "targetGroup", u->target_group);
	map = cew_map_put_text(doc, map, "changeSet", u->change_set);
	map = cew_map_put(doc, map, "desired", cew_doc_int(doc, u->desired));
	map = cew_map_put(doc, map, "serviceStopped", cew_doc_bool(doc, u->service_stopped));
	return cew_map_put_text(doc, map, "failure", u->failure.what);
}

static enum cew_status write_entry(const struct cew_upgrade *u, bool open, struct cew_error *err)
{
	struct cew_buf out;
	struct cew_doc *doc = cew_doc_create("journal");
	cew_buf_init(&out, ENTRY_MAX);
	enum cew_status s = doc ? line_write(entry_of(u, doc, open), &out, err) : cew_fail_memory(err);
	if (!s)
		s = cew_file_replace(u->journal_path, cew_buf_text(&out), out.len, 0600, err);
	cew_doc_destroy(doc);
	cew_buf_finish(&out);
	return s;
}

enum cew_status upgrade_journal_open(struct cew_upgrade *u, struct cew_error *err)
{
	struct cew_buf path;
	cew_buf_init(&path, PATH_MAX);
	enum cew_status s = cew_state_dir("journal", &path, err);
	cew_buf_str(&path, "/" OPERATION "-");
	for (const char *c = u->stack_name; *c; c++)
		cew_buf_char(&path, isalnum((unsigned char)*c) ? *c : '-');
	cew_buf_fmt(&path, "-%.8s.json", u->token);
	if (!s)
		s = cew_buf_status(&path, err);
	free(u->journal_path);
	u->journal_path = s ? NULL : cew_buf_take(&path);
	cew_buf_finish(&path);
	return s ? s : write_entry(u, true, err);
}

void upgrade_journal_write(struct cew_upgrade *u, bool open)
{
	struct cew_error err;
	if (u->journal_path && write_entry(u, open && !(u->over && !u->service_stopped), &err))
		cew_log(CEW_LOG_WARN, "operate", "the journal could not be written: %s", err.what);
}

enum cew_status cew_upgrade_journal(const char *stack, struct cew_journal_entry *out, struct cew_error *err)
{
	enum cew_status s = cew_journal_newest_open(stack, out, err);
	if (s || strcmp(out->operation, OPERATION) == 0)
		return s;
	cew_journal_entry_finish(out);
	return cew_fail(err, CEW_NOT_FOUND, "no upgrade of %s was left under way on this machine", stack);
}

static const char *text_of(struct cew_upgrade *u, const struct cew_node *map, const char *key)
{
	const char *text = cew_node_get_text(map, key);
	return upgrade_keep(u, text ? text : "");
}

static void take(struct cew_upgrade *u, const struct cew_node *map)
{
	const char *desired = cew_node_get_text(map, "desired");
	u->cluster = text_of(u, map, "cluster");
	u->service = text_of(u, map, "service");
	u->target_group = text_of(u, map, "targetGroup");
	u->change_set = text_of(u, map, "changeSet");
	u->status = text_of(u, map, "stackStatus");
	u->desired = desired && atoi(desired) > 0 ? atoi(desired) : 1;
	u->service_stopped = cew_node_get_bool(map, "serviceStopped", false);
	const char *failure = text_of(u, map, "failure");
	if (*failure) {
		cew_fail(&u->failure, CEW_FAILED, "%s", failure);
		u->update_failed = true;
	}
}

enum cew_status upgrade_journal_read(struct cew_upgrade *u, const struct cew_journal_entry *entry, struct cew_error *err)
{
	struct cew_doc *doc;
	enum cew_status s = cew_doc_read(entry->path, &doc, err);
	if (s)
		return s;
	take(u, cew_doc_root(doc));
	cew_doc_destroy(doc);
	u->stack_id = upgrade_keep(u, entry->stack_id);
	u->stack_name = upgrade_keep(u, entry->stack_name);
	u->account = upgrade_keep(u, entry->account);
	u->started_ms = entry->started_ms;
	snprintf(u->token, sizeof(u->token), "%s", entry->token);
	snprintf(u->template_hash, sizeof(u->template_hash), "%s", entry->template_hash);
	free(u->journal_path);
	u->journal_path = cew_strdup(entry->path);
	if (!u->journal_path || u->texts.failed)
		return cew_fail_memory(err);
	if (!*u->stack_id || !*u->token)
		return cew_fail(err, CEW_INVALID, "the journal of this upgrade is damaged: %s", entry->path);
	return CEW_OK;
}
