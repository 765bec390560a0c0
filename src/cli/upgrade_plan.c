/* What an upgrade would do, for people and as a line of JSON: images, parameters, changes and what to know before. */
#include "room.h"

#include <stdio.h>
#include <string.h>

#define TEXT_MAX_BYTES (1 << 20)

void upgrade_put_json(struct cew_node *map, struct cew_doc *doc)
{
	struct cew_buf line;
	cew_buf_init(&line, TEXT_MAX_BYTES);
	if (map && cew_doc_write_json(map, &line, NULL) == CEW_OK) {
		cew_buf_char(&line, '\n');
		out_flush(&line);
	}
	cew_buf_finish(&line);
	cew_doc_destroy(doc);
}

/* ---- for people ---- */

/* A task definition is never changed: each is a new revision beside the old one, and nothing is lost. */
static const char *loud(const struct cew_upgrade_change *c)
{
	if (strcmp(c->type, "AWS::ECS::TaskDefinition") == 0 && strcmp(c->action, "Modify") == 0)
		return "  a new revision";
	if (strcmp(c->action, "Remove") == 0)
		return c->holds_data ? "  *** REMOVED, WITH ITS DATA ***" : "  removed";
	if (strcmp(c->replacement, "True") == 0)
		return c->holds_data ? "  *** REPLACED, ITS DATA IS LEFT BEHIND ***" : "  *** REPLACED ***";
	return strcmp(c->replacement, "Conditional") == 0 ? "  ** may be REPLACED **" : "";
}

static void add_plan(struct cew_buf *out, const struct cew_upgrade *u)
{
	cew_buf_str(out, "\nImages\n");
	for (size_t i = 0; i < cew_upgrade_image_count(u); i++) {
		const struct cew_upgrade_image *m = cew_upgrade_image_at(u, i);
		cew_buf_fmt(out, "  %s %-16s %-14s %s%s%s\n", m->changed ? "*" : " ", m->container, m->repository,
		            m->changed ? (*m->from ? m->from : "new") : m->to, m->changed ? " -> " : "", m->changed ? m->to : "");
	}
	cew_buf_str(out, "\nParameters\n");
	for (size_t i = 0; i < cew_upgrade_parameter_count(u); i++) {
		const struct cew_upgrade_parameter *p = cew_upgrade_parameter_at(u, i);
		cew_buf_fmt(out, "  %-28s %-8s ", p->name, cew_upgrade_origin_name(p->origin));
		cew_text_visible(out, p->value);
		cew_buf_char(out, '\n');
	}
	cew_buf_str(out, "\nChanges\n");
	for (size_t i = 0; i < cew_upgrade_change_count(u); i++) {
		const struct cew_upgrade_change *c = cew_upgrade_change_at(u, i);
		cew_buf_fmt(out, "  %-8s %-28s %-34s %s%s\n", c->action, c->logical_id, c->type, c->because, loud(c));
	}
	cew_buf_str(out, "\nBefore you go on\n");
	for (size_t i = 0; i < cew_upgrade_warning_count(u); i++)
		cew_buf_fmt(out, "  ! %s\n", cew_upgrade_warning_at(u, i));
}

static struct cew_node *images_of(const struct cew_upgrade *u, struct cew_doc *doc)
{
	struct cew_node *all = cew_doc_seq(doc);
	for (size_t i = 0; i < cew_upgrade_image_count(u); i++) {
		const struct cew_upgrade_image *m = cew_upgrade_image_at(u, i);
		struct cew_node *map = cew_doc_map(doc);
		map = cew_map_put_text(doc, map, "container", m->container);
		map = cew_map_put_text(doc, map, "repository", m->repository);
		map = cew_map_put_text(doc, map, "from", m->from);
		map = cew_map_put_text(doc, map, "to", m->to);
		all = cew_seq_add(doc, all, cew_map_put(doc, map, "changed", cew_doc_bool(doc, m->changed)));
	}
	return all;
}

static struct cew_node *parameters_of(const struct cew_upgrade *u, struct cew_doc *doc)
{
	struct cew_node *all = cew_doc_seq(doc);
	for (size_t i = 0; i < cew_upgrade_parameter_count(u); i++) {
		const struct cew_upgrade_parameter *p = cew_upgrade_parameter_at(u, i);
		struct cew_node *map = cew_doc_map(doc);
		map = cew_map_put_text(doc, map, "name", p->name);
		map = cew_map_put_text(doc, map, "origin", cew_upgrade_origin_name(p->origin));
		all = cew_seq_add(doc, all, cew_map_put_text(doc, map, "value", p->value));
	}
	return all;
}

static struct cew_node *changes_of(const struct cew_upgrade *u, struct cew_doc *doc)
{
	struct cew_node *all = cew_doc_seq(doc);
	for (size_t i = 0; i < cew_upgrade_change_count(u); i++) {
		const struct cew_upgrade_change *c = cew_upgrade_change_at(u, i);
		struct cew_node *map = cew_doc_map(doc);
		map = cew_map_put_text(doc, map, "action", c->action);
		map = cew_map_put_text(doc, map, "logicalId", c->logical_id);
		map = cew_map_put_text(doc, map, "type", c->type);
		map = cew_map_put_text(doc, map, "physicalId", c->physical_id);
		map = cew_map_put_text(doc, map, "replacement", c->replacement);
		all = cew_seq_add(doc, all, cew_map_put(doc, map, "holdsData", cew_doc_bool(doc, c->holds_data)));
	}
	return all;
}

void upgrade_tell_plan(const struct cew_app *app, const struct cew_upgrade *u)
{
	struct cew_buf people;
	cew_buf_init(&people, TEXT_MAX_BYTES);
	add_plan(&people, u);
	if (!app->options->json) {
		out_flush(&people);
		cew_buf_finish(&people);
		return;
	}
	fputs(cew_buf_text(&people), stderr);
	cew_buf_finish(&people);
	struct cew_doc *doc = cew_doc_create("upgrade");
	struct cew_node *map = doc ? cew_doc_map(doc) : NULL, *warnings = doc ? cew_doc_seq(doc) : NULL;
	for (size_t i = 0; i < cew_upgrade_warning_count(u); i++)
		warnings = cew_seq_add(doc, warnings, cew_doc_string(doc, cew_upgrade_warning_at(u, i)));
	map = cew_map_put_text(doc, map, "kind", "upgrade");
	map = cew_map_put_text(doc, map, "stackName", cew_upgrade_stack_name(u));
	map = doc ? cew_map_put(doc, map, "images", images_of(u, doc)) : NULL;
	map = doc ? cew_map_put(doc, map, "parameters", parameters_of(u, doc)) : NULL;
	map = doc ? cew_map_put(doc, map, "changes", changes_of(u, doc)) : NULL;
	upgrade_put_json(cew_map_put(doc, map, "warnings", warnings), doc);
}
