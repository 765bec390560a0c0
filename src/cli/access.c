/* cewizard access: how to reach Cloud Exchange in a stack, what the way needs, and how its containers do. */
#include "room.h"

#include <stdio.h>
#include <string.h>

#define LINE_MAX_BYTES (1 << 20)

/* ---- the way, as said now or the last time ---- */

static void take(char *out, size_t size, const char *text)
{
	if (text)
		snprintf(out, size, "%s", text);
}

static bool says_something(const struct cew_options *o)
{
	return o->jump_host || o->jump_user || o->key || o->local_port || o->from || o->client_cidr;
}

static void take_options(const struct cew_options *o, struct cew_way *way)
{
	take(way->jump_host, sizeof(way->jump_host), o->jump_host);
	take(way->user, sizeof(way->user), o->jump_user);
	take(way->key, sizeof(way->key), o->key);
	take(way->from, sizeof(way->from), o->from);
	take(way->client_cidr, sizeof(way->client_cidr), o->client_cidr);
	if (o->local_port)
		way->local_port = o->local_port;
}

/* A range that is none would be held against rules as if nothing had been said. */
static enum cew_status check_ranges(const struct cew_options *o, struct cew_error *err)
{
	const struct { const char *option, *value; } all[] = {{"--from", o->from}, {"--client-cidr", o->client_cidr}};
	for (size_t i = 0; i < CEW_COUNT(all); i++) {
		struct cew_cidr range;
		if (!all[i].value || cew_cidr_parse(all[i].value, &range, err) == CEW_OK)
			continue;
		err->status = CEW_USAGE;
		return cew_error_where(err, "%s", all[i].option);
	}
	return CEW_OK;
}

/* "arn:…:stack/NAME/…" and NAME are the same stack. */
static void name_of(const char *stack, char *out, size_t size)
{
	const char *mark = strstr(stack, ":stack/");
	snprintf(out, size, "%.*s", (int)(mark ? strcspn(mark + 7, "/") : strlen(stack)), mark ? mark + 7 : stack);
}

/* ---- telling ---- */

static struct cew_node *access_of(const struct cew_survey *s, const char *command, const char *url, struct cew_doc *doc)
{
	const struct cew_facts *f = cew_survey_facts(s);
	struct cew_node *map = cew_doc_map(doc), *outputs = cew_doc_map(doc);
	for (size_t i = 0; i < cew_survey_output_count(s); i++)
		outputs = cew_map_put_text(doc, outputs, cew_survey_output_at(s, i)->key, cew_survey_output_at(s, i)->value);
	map = cew_map_put_text(doc, map, "kind", "access");
	map = cew_map_put_text(doc, map, "stackName", f->stack_name);
	map = cew_map_put_text(doc, map, "status", f->status);
	map = cew_map_put_text(doc, map, "host", f->host);
	map = cew_map_put(doc, map, "port", cew_doc_int(doc, f->port));
	map = cew_map_put_text(doc, map, "command", command);
	map = cew_map_put_text(doc, map, "url", url);
	map = cew_map_put_text(doc, map, "taskIp", f->task_ip);
	map = cew_map_put_text(doc, map, "vpcId", f->vpc_id);
	map = cew_map_put_text(doc, map, "vpcCidr", f->vpc_cidr);
	map = cew_map_put_text(doc, map, "cluster", f->cluster);
	map = cew_map_put_text(doc, map, "service", f->service);
	return cew_map_put(doc, map, "outputs", outputs);
}

static void add_line(struct cew_buf *out, const char *before, const char *text)
{
	cew_buf_str(out, before);
	cew_text_visible(out, text);
	cew_buf_char(out, '\n');
}

static void add_text(struct cew_buf *out, const struct cew_survey *s, const char *command, const char *url)
{
	const struct cew_facts *f = cew_survey_facts(s);
	cew_buf_fmt(out, "%s is %s\n", f->stack_name, f->status);
	for (size_t i = 0; i < cew_survey_output_count(s); i++) {
		cew_buf_fmt(out, "  %-28s ", cew_survey_output_at(s, i)->key);
		add_line(out, "", cew_survey_output_at(s, i)->value);
	}
	if (!*f->host) {
		cew_buf_str(out, "\nNo task runs and there is no load balancer: there is nothing to be reached now\n");
		return;
	}
	add_line(out, "\nThrough a jump host in the stack's VPC\n  ", command);
	cew_buf_fmt(out, "  then %s\n", url);
}

static void write_access(const struct cew_app *app, const struct cew_survey *s, const struct cew_way *way)
{
	const struct cew_facts *f = cew_survey_facts(s);
	struct cew_buf command, out;
	char url[64];
	cew_buf_init(&command, 4096);
	cew_buf_init(&out, LINE_MAX_BYTES);
	cew_way_command(way, f->host, f->port, &command);
	snprintf(url, sizeof(url), "http://localhost:%d", way->local_port);
	if (app->options->json) {
		struct cew_doc *doc = cew_doc_create("access");
		if (doc && cew_doc_write_json(access_of(s, cew_buf_text(&command), url, doc), &out, NULL) == CEW_OK)
			cew_buf_char(&out, '\n');
		cew_doc_destroy(doc);
	} else {
		add_text(&out, s, cew_buf_text(&command), url);
	}
	out_flush(&out);
	cew_buf_finish(&out);
	cew_buf_finish(&command);
}

/* ---- the command ---- */

/* A stack in which nothing stands (or which is on its way) has outputs and a status, but nothing to be reached. */
static bool stands(const char *status)
{
	return strstr(status, "CREATE_COMPLETE") || strstr(status, "UPDATE_") || strstr(status, "IMPORT_");
}

/* A service that an upgrade was left with is at 0 for a reason that this machine knows. */
static void tell_upgrade(const struct cew_facts *f)
{
	struct cew_journal_entry entry;
	if (cew_upgrade_journal(f->stack_name, &entry, NULL))
		return;
	fprintf(stderr, "cewizard: an upgrade of %s was left at the step %s\n  `cewizard upgrade %s` goes on with it\n", f->stack_name,
	        entry.state, f->stack_name);
	cew_journal_entry_finish(&entry);
}

static int conclude(const struct cew_facts *f)
{
	tell_upgrade(f);
	if (!cew_status_at_rest(f->status)) {
		fprintf(stderr, "cewizard: the stack is not at rest yet\n  `cewizard watch %s` follows it\n", f->stack_name);
		return CEW_EXIT_LEFT;
	}
	if (stands(f->status))
		return CEW_EXIT_DONE;
	fprintf(stderr, "cewizard: there is no Cloud Exchange to reach in a stack of this status\n");
	return CEW_EXIT_FAILED;
}

int command_access(struct cew_app *app)
{
	struct cew_error err;
	struct cew_way way;
	char name[256];
	if (check_ranges(app->options, &err) || use_region_of(app, app->options->operand, &err))
		return end_with_error(app, NULL, &err);
	name_of(app->options->operand, name, sizeof(name));
	cew_way_recall(cew_aws_region(app->aws), name, &way);
	take_options(app->options, &way);
	struct cew_survey *survey = survey_of(app, CEW_SURVEY_ACCESS, &way, &err);
	if (!survey)
		return end_with_error(app, NULL, &err);
	write_access(app, survey, &way);
	if (stands(cew_survey_facts(survey)->status))
		survey_write(app, survey, CEW_SURVEY_ACCESS, NULL);
	if (says_something(app->options) && cew_way_remember(cew_aws_region(app->aws), name, &way, &err))
		tell_error(&err); /* what was asked for is told all the same */
	int code = conclude(cew_survey_facts(survey));
	cew_survey_destroy(survey);
	return code;
}
