/* Task definitions: CloudFormation's properties as ECS names and types them. */
#include "ecs_calls.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define DEFINITION "AWS::ECS::TaskDefinition"

/* ---- names and types ---- */

/* Names that do not only begin in lower case. */
static const char *const renamed[][2] = {
	{"EFSVolumeConfiguration", "efsVolumeConfiguration"}, {"FilesystemId", "fileSystemId"}, {"IAM", "iam"}};
/* What is a number in ECS, though a template may write it as a text. */
static const char *const numbers[] = {"containerPort", "hostPort",    "interval",     "timeout",   "retries",
                                      "startPeriod",   "startTimeout", "stopTimeout", "softLimit", "hardLimit",
                                      "memoryReservation", "sizeInGiB", "transitEncryptionPort"};
static const char *const flags[] = {"essential", "readonlyRootFilesystem", "privileged", "readOnly",
                                    "initProcessEnabled", "interactive", "pseudoTerminal"};
/* Their entries' names are somebody's own. */
static const char *const maps[] = {"options", "dockerLabels"};

static bool is_in(const char *const *list, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i], name) == 0)
			return true;
	return false;
}

static void write_name(const char *property, char out[64])
{
	snprintf(out, 64, "%s", property);
	*out = (char)tolower((unsigned char)*out);
	for (size_t i = 0; i < CEW_COUNT(renamed); i++)
		if (strcmp(renamed[i][0], property) == 0)
			snprintf(out, 64, "%s", renamed[i][1]);
}

static struct cew_node *scalar(struct cew_doc *doc, const char *name, const struct cew_node *n)
{
	const char *text = cew_node_text(n);
	if (is_in(numbers, CEW_COUNT(numbers), name))
		return cew_doc_int(doc, strtoll(text, NULL, 10));
	if (is_in(flags, CEW_COUNT(flags), name))
		return cew_doc_bool(doc, strcasecmp(text, "true") == 0);
	return cew_doc_string(doc, text);
}

static struct cew_node *converted(struct cew_doc *doc, const char *name, const struct cew_node *n)
{
	char key[64];
	if (cew_node_is(n, CEW_NODE_SCALAR))
		return scalar(doc, name, n);
	if (is_in(maps, CEW_COUNT(maps), name))
		return cew_doc_copy(doc, n);
	bool map = cew_node_is(n, CEW_NODE_MAP);
	struct cew_node *copy = map ? cew_doc_map(doc) : cew_doc_seq(doc);
	for (size_t i = 0; copy && i < cew_node_count(n); i++) {
		if (map)
			write_name(cew_node_text(cew_node_key(n, i)), key);
		struct cew_node *value = converted(doc, map ? key : name, cew_node_at(n, i));
		copy = map ? cew_map_put(doc, copy, key, value) : cew_seq_add(doc, copy, value);
	}
	return copy;
}

/* A container's own share of the task's; the task's are texts. */
static struct cew_node *containers(struct demo_call *call, const struct cew_node *plans)
{
	struct cew_node *list = cew_doc_seq(call->doc);
	for (size_t i = 0; i < cew_node_count(plans); i++) {
		const struct cew_node *plan = cew_node_at(plans, i);
		const char *cpu = cew_node_get_text(plan, "Cpu"), *memory = cew_node_get_text(plan, "Memory");
		struct cew_node *n = converted(call->doc, "", plan);
		demo_json_int(call, &n, "cpu", cpu ? strtoll(cpu, NULL, 10) : 0);
		if (memory)
			demo_json_int(call, &n, "memory", strtoll(memory, NULL, 10));
		if (!cew_node_get(plan, "Essential"))
			demo_json_bool(call, &n, "essential", true);
		demo_json_add(call, &list, n);
	}
	return list;
}

/* ---- which one ---- */

static long revision_of(const struct demo_thing *t)
{
	const char *colon = strrchr(t->id, ':');
	return colon ? strtol(colon + 1, NULL, 10) : 0;
}

static const char *family_of(struct demo_call *call, const struct demo_thing *t)
{
	const char *family = demo_thing_text(&call->view, t, "Family");
	return family ? family : t->name;
}

/* By ARN, as "family:revision", or the newest of a family. */
static const struct demo_thing *find_definition(struct demo_call *call, const char *given)
{
	const char *name = demo_ecs_name(given), *colon = strrchr(name, ':');
	size_t len = colon ? (size_t)(colon - name) : strlen(name);
	long revision = colon ? strtol(colon + 1, NULL, 10) : 0;
	struct demo_things all = demo_things(&call->view, DEFINITION);
	const struct demo_thing *best = NULL;
	for (size_t i = 0; i < all.count; i++) {
		const char *family = family_of(call, &all.at[i]);
		if (strlen(family) != len || strncmp(family, name, len) != 0 || (colon && revision_of(&all.at[i]) != revision))
			continue;
		if (!best || revision_of(&all.at[i]) > revision_of(best))
			best = &all.at[i];
	}
	return best;
}

/* ---- the calls ---- */

static struct cew_node *describe(struct demo_call *call, const struct demo_thing *t)
{
	static const char *const texts[] = {"TaskRoleArn", "ExecutionRoleArn", "NetworkMode", "Cpu", "Memory"};
	static const char *const trees[] = {"Volumes", "PlacementConstraints", "RuntimePlatform", "EphemeralStorage"};
	const struct cew_node *kinds = demo_thing_node(t, "RequiresCompatibilities");
	struct cew_node *n = cew_doc_map(call->doc);
	char key[64];
	demo_json_text(call, &n, "taskDefinitionArn", t->id);
	demo_json_node(call, &n, "containerDefinitions", containers(call, demo_thing_node(t, "ContainerDefinitions")));
	demo_json_text(call, &n, "family", family_of(call, t));
	demo_json_int(call, &n, "revision", revision_of(t));
	demo_json_text(call, &n, "status", "ACTIVE");
	for (size_t i = 0; i < CEW_COUNT(texts); i++) {
		write_name(texts[i], key);
		demo_json_text(call, &n, key, demo_thing_text(&call->view, t, texts[i]));
	}
	for (size_t i = 0; i < CEW_COUNT(trees); i++) {
		write_name(trees[i], key);
		if (demo_thing_node(t, trees[i]))
			demo_json_node(call, &n, key, converted(call->doc, key, demo_thing_node(t, trees[i])));
	}
	if (kinds)
		demo_json_node(call, &n, "requiresCompatibilities", cew_doc_copy(call->doc, kinds));
	demo_json_time(call, &n, "registeredAt", t->made_ms);
	return n;
}

enum cew_status demo_describe_task_definition(struct demo_call *call, struct cew_error *err)
{
	const char *given = cew_node_get_text(call->input, "taskDefinition");
	if (!given || !*given)
		return demo_refuse(err, "ClientException", "TaskDefinition can not be blank.");
	const struct demo_thing *t = find_definition(call, given);
	if (!t)
		return demo_refuse(err, "ClientException", "Unable to describe task definition.");
	demo_json_node(call, &call->output, "taskDefinition", describe(call, t));
	return CEW_OK;
}

enum cew_status demo_list_task_definitions(struct demo_call *call, struct cew_error *err)
{
	const char *prefix = cew_node_get_text(call->input, "familyPrefix");
	struct cew_node *list = cew_doc_seq(call->doc);
	struct demo_page page;
	enum cew_status status = demo_json_page(call, 100, 100, &page, DEMO_ECS_BAD, err);
	if (status)
		return status;
	struct demo_things all = demo_things(&call->view, DEFINITION);
	for (size_t i = 0; i < all.count; i++)
		if ((!prefix || strcmp(family_of(call, &all.at[i]), prefix) == 0) && demo_page_takes(&page))
			demo_json_add(call, &list, cew_doc_string(call->doc, all.at[i].id));
	demo_json_node(call, &call->output, "taskDefinitionArns", list);
	demo_json_page_end(call, &page);
	return CEW_OK;
}
