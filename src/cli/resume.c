/* Following what is under way already: watch a stack by its name, or go on with what the journal knows of. */
#include "room.h"

#include <stdio.h>
#include <string.h>

static int watch(struct cew_app *app, const char *stack, enum cew_deploy_state *state)
{
	struct cew_error err;
	struct cew_deployment *d = deployment_for(app, false);
	if (!d)
		return end_with_error(app, NULL, (cew_fail_memory(&err), &err));
	int code = cew_deploy_watch(d, stack, &err) ? end_with_error(app, NULL, &err) : follow(app, d);
	*state = cew_deploy_state(d);
	/* A stack that is not there any more has come to its end, too. */
	if (*state == CEW_DEPLOY_STOPPED && cew_deploy_error(d) && cew_deploy_error(d)->status == CEW_NOT_FOUND)
		*state = CEW_DEPLOY_DONE;
	cew_deploy_destroy(d);
	return code;
}

int command_watch(struct cew_app *app)
{
	struct cew_error err;
	enum cew_deploy_state state;
	if (use_region_of(app, app->options->operand, &err))
		return end_with_error(app, NULL, &err);
	return watch(app, app->options->operand, &state);
}

/* ---- resume ---- */

/* The entry's operation has come to its end: said in the journal, or every later resume would begin with it again. */
static enum cew_status settle(const struct cew_journal_entry *entry, struct cew_error *err)
{
	struct cew_doc *doc;
	struct cew_buf text;
	enum cew_status s = cew_doc_read(entry->path, &doc, err);
	if (s)
		return s;
	cew_buf_init(&text, 65536);
	struct cew_node *map = cew_doc_copy(doc, cew_doc_root(doc));
	map = cew_map_put_text(doc, map, "state", cew_deploy_state_name(CEW_DEPLOY_DONE));
	s = map ? cew_doc_write_json(map, &text, err) : cew_fail_memory(err);
	if (!s)
		s = cew_file_replace(entry->path, cew_buf_text(&text), text.len, 0600, err);
	cew_buf_finish(&text);
	cew_doc_destroy(doc);
	return s;
}

static int go_on(struct cew_app *app, const struct cew_journal_entry *entry)
{
	struct cew_error err;
	enum cew_deploy_state state;
	const char *stack = *entry->stack_id ? entry->stack_id : entry->stack_name;
	bool named = *entry->region && !app->options->region;
	if (named ? cew_aws_set_region(app->aws, entry->region, &err) : use_region_of(app, stack, &err))
		return end_with_error(app, NULL, &err);
	fprintf(stderr, "Going on with the %s of %s in %s\n", entry->operation, entry->stack_name, cew_aws_region(app->aws));
	int code = watch(app, stack, &state);
	if (state == CEW_DEPLOY_DONE && settle(entry, &err))
		tell_error(&err);
	return code;
}

int command_resume(struct cew_app *app)
{
	struct cew_error err;
	struct cew_journal_entry entry;
	if (cew_journal_newest_open(app->options->operand, &entry, &err))
		return end_with_error(app, NULL, &err);
	int code = go_on(app, &entry);
	cew_journal_entry_finish(&entry);
	return code;
}
