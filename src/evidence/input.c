/* The lines of a recording. Each has its kind and its time; the other members are those of the kind. */
#include "input.h"

#include <stdlib.h>
#include <string.h>

#define FORMAT 1

static const char *const kind_names[] = {
	[CEW_INPUT_BEGIN] = "begin",
	[CEW_INPUT_RESOURCE] = "resource",
	[CEW_INPUT_STATE] = "state",
	[CEW_INPUT_STACK] = "stack",
	[CEW_INPUT_EVENT] = "event",
	[CEW_INPUT_VOICE] = "voice",
	[CEW_INPUT_TROUBLE] = "trouble",
	[CEW_INPUT_OUTPUT] = "output",
	[CEW_INPUT_END] = "end",
	[CEW_INPUT_TICK] = "tick",
};
_Static_assert(CEW_COUNT(kind_names) == CEW_INPUT_KIND_COUNT, "a name for every kind");

/* ---- the members that are plain texts and numbers: one row each, for writing and for reading ---- */

#define BIT(kind) (1u << (kind))
#define OFFSET(member) offsetof(struct cew_input, member)

struct member {
	const char *key;
	size_t offset;
	unsigned kinds;
};

static const struct member texts[] = {
	{"stackName", OFFSET(stack_name), BIT(CEW_INPUT_BEGIN) | BIT(CEW_INPUT_STACK)},
	{"stackId", OFFSET(stack_id), BIT(CEW_INPUT_BEGIN) | BIT(CEW_INPUT_STACK)},
	{"region", OFFSET(region), BIT(CEW_INPUT_BEGIN)},
	{"status", OFFSET(status), BIT(CEW_INPUT_STACK) | BIT(CEW_INPUT_END)},
	{"text", OFFSET(text), BIT(CEW_INPUT_TROUBLE)},
	{"logicalId", OFFSET(logical_id), BIT(CEW_INPUT_RESOURCE)},
	{"type", OFFSET(type), BIT(CEW_INPUT_RESOURCE)},
};
static const struct member numbers[] = {
	{"at", OFFSET(at_ms), ~0u},
	{"time", OFFSET(time_ms), BIT(CEW_INPUT_BEGIN)},
	{"elapsed", OFFSET(elapsed_ms), BIT(CEW_INPUT_END)},
};
static const struct member flags[] = {
	{"ok", OFFSET(ok), BIT(CEW_INPUT_END)},
	{"ours", OFFSET(ours), BIT(CEW_INPUT_BEGIN)},
};
#define OPERATED (BIT(CEW_INPUT_BEGIN) | BIT(CEW_INPUT_STATE) | BIT(CEW_INPUT_STACK) | BIT(CEW_INPUT_EVENT))

/* ---- writing ---- */

static struct cew_node *put_members(struct cew_doc *doc, struct cew_node *map, const struct cew_input *input)
{
	const char *base = (const char *)input;
	for (size_t i = 0; i < CEW_COUNT(numbers); i++)
		if (numbers[i].kinds & BIT(input->kind))
			map = cew_map_put(doc, map, numbers[i].key, cew_doc_int(doc, *(const int64_t *)(const void *)(base + numbers[i].offset)));
	for (size_t i = 0; i < CEW_COUNT(texts); i++)
		if (texts[i].kinds & BIT(input->kind))
			map = cew_map_put_text(doc, map, texts[i].key, *(const char *const *)(const void *)(base + texts[i].offset));
	for (size_t i = 0; i < CEW_COUNT(flags); i++)
		if (flags[i].kinds & BIT(input->kind))
			map = cew_map_put(doc, map, flags[i].key, cew_doc_bool(doc, *(const bool *)(const void *)(base + flags[i].offset)));
	if (OPERATED & BIT(input->kind))
		map = cew_map_put_text(doc, map, "operation", cew_operation_name(input->operation));
	return map;
}

static struct cew_node *put_event(struct cew_doc *doc, struct cew_node *map, const struct cew_stack_event *e)
{
	map = cew_map_put_text(doc, map, "time", e->time);
	map = cew_map_put_text(doc, map, "eventId", e->id);
	map = cew_map_put_text(doc, map, "stackId", e->stack_id);
	map = cew_map_put_text(doc, map, "stackName", e->stack_name);
	map = cew_map_put_text(doc, map, "logicalId", e->logical_id);
	map = cew_map_put_text(doc, map, "physicalId", e->physical_id);
	map = cew_map_put_text(doc, map, "type", e->type);
	map = cew_map_put_text(doc, map, "status", e->status);
	return cew_map_put_text(doc, map, "reason", e->reason);
}

static struct cew_node *put_voice(struct cew_doc *doc, struct cew_node *map, const struct cew_voice *v)
{
	map = cew_map_put_text(doc, map, "logicalId", v->logical_id);
	map = cew_map_put_text(doc, map, "from", cew_voice_kind_name(v->kind));
	map = cew_map_put(doc, map, "time", cew_doc_int(doc, v->time_ms));
	map = cew_map_put_text(doc, map, "source", v->source);
	return cew_map_put_text(doc, map, "text", v->text);
}

static struct cew_node *put_output(struct cew_doc *doc, struct cew_node *map, const struct cew_stack_output *o)
{
	map = cew_map_put_text(doc, map, "key", o->key);
	map = cew_map_put_text(doc, map, "value", o->value);
	return cew_map_put_text(doc, map, "description", o->description);
}

static struct cew_node *put_indices(struct cew_doc *doc, struct cew_node *map, const struct cew_input *input)
{
	struct cew_node *list = cew_doc_seq(doc);
	for (size_t i = 0; i < input->depends_on_count; i++)
		list = cew_seq_add(doc, list, cew_doc_int(doc, (int64_t)input->depends_on[i]));
	return cew_map_put(doc, map, "dependsOn", list);
}

/* Thousandths, so that the number reads back as it was. */
static struct cew_node *put_beginning(struct cew_doc *doc, struct cew_node *map, const struct cew_input *input)
{
	map = cew_map_put(doc, map, "format", cew_doc_int(doc, FORMAT));
	return cew_map_put(doc, map, "pacePerMille", cew_doc_int(doc, (int64_t)(input->pace * 1000)));
}

static struct cew_node *put_all(struct cew_doc *doc, const struct cew_input *input)
{
	struct cew_node *map = cew_map_put_text(doc, cew_doc_map(doc), "kind", kind_names[input->kind]);
	map = put_members(doc, map, input);
	switch (input->kind) {
	case CEW_INPUT_BEGIN: return put_beginning(doc, map, input);
	case CEW_INPUT_RESOURCE: return put_indices(doc, map, input);
	case CEW_INPUT_STATE: return cew_map_put_text(doc, map, "state", cew_deploy_state_name(input->state));
	case CEW_INPUT_EVENT: return put_event(doc, map, input->event);
	case CEW_INPUT_VOICE: return put_voice(doc, map, input->voice);
	case CEW_INPUT_OUTPUT: return put_output(doc, map, input->output);
	default: return map;
	}
}

enum cew_status input_write(const struct cew_input *input, struct cew_buf *out, struct cew_error *err)
{
	struct cew_doc *doc = cew_doc_create("recording");
	struct cew_node *map = doc ? put_all(doc, input) : NULL;
	enum cew_status s = map ? cew_doc_write_json(map, out, err) : cew_fail_memory(err);
	cew_buf_char(out, '\n');
	cew_doc_destroy(doc);
	return s ? s : cew_buf_status(out, err);
}

/* ---- reading ---- */

static const char *text_of(const struct cew_node *map, const char *key)
{
	const char *text = cew_node_get_text(map, key);
	return text ? text : "";
}

static int64_t number_of(const struct cew_node *map, const char *key)
{
	return strtoll(text_of(map, key), NULL, 10);
}

/* The place of a name in a table of names; -1: not there. */
static int place_of(const char *name, const char *(*name_at)(int), int count)
{
	for (int i = 0; i < count; i++)
		if (strcmp(name_at(i), name) == 0)
			return i;
	return -1;
}

static const char *kind_at(int i) { return kind_names[i]; }
static const char *state_at(int i) { return cew_deploy_state_name((enum cew_deploy_state)i); }
static const char *operation_at(int i) { return cew_operation_name((enum cew_operation)i); }
static const char *voice_at(int i) { return cew_voice_kind_name((enum cew_voice_kind)i); }

static void take_members(struct cew_input *input, const struct cew_node *map)
{
	char *base = (char *)input;
	for (size_t i = 0; i < CEW_COUNT(numbers); i++)
		if (numbers[i].kinds & BIT(input->kind))
			*(int64_t *)(void *)(base + numbers[i].offset) = number_of(map, numbers[i].key);
	for (size_t i = 0; i < CEW_COUNT(texts); i++)
		*(const char **)(void *)(base + texts[i].offset) = texts[i].kinds & BIT(input->kind) ? text_of(map, texts[i].key) : "";
	for (size_t i = 0; i < CEW_COUNT(flags); i++)
		*(bool *)(void *)(base + flags[i].offset) = cew_node_get_bool(map, flags[i].key, false);
}

static bool take_event(struct read_input *r, const struct cew_node *map)
{
	r->event = (struct cew_stack_event){
		.id = text_of(map, "eventId"), .stack_id = text_of(map, "stackId"), .stack_name = text_of(map, "stackName"),
		.logical_id = text_of(map, "logicalId"), .physical_id = text_of(map, "physicalId"), .type = text_of(map, "type"),
		.status = text_of(map, "status"), .reason = text_of(map, "reason"), .token = "", .time = text_of(map, "time"),
	};
	r->input.event = &r->event;
	return *r->event.id && cew_time_parse(r->event.time, &r->event.time_ms);
}

static bool take_voice(struct read_input *r, const struct cew_node *map)
{
	int kind = place_of(text_of(map, "from"), voice_at, CEW_VOICE_KIND_COUNT);
	r->voice = (struct cew_voice){
		.logical_id = text_of(map, "logicalId"), .kind = (enum cew_voice_kind)kind, .time_ms = number_of(map, "time"),
		.source = text_of(map, "source"), .text = text_of(map, "text"),
	};
	r->input.voice = &r->voice;
	return kind >= 0;
}

static bool take_output(struct read_input *r, const struct cew_node *map)
{
	r->output = (struct cew_stack_output){text_of(map, "key"), text_of(map, "value"), text_of(map, "description")};
	r->input.output = &r->output;
	return *r->output.key;
}

static bool take_indices(struct read_input *r, const struct cew_node *map)
{
	const struct cew_node *list = cew_node_get(map, "dependsOn");
	for (size_t i = 0; i < cew_node_count(list) && i < INPUT_INDICES; i++)
		r->depends_on[r->input.depends_on_count++] = strtoul(cew_node_text(cew_node_at(list, i)), NULL, 10);
	r->input.depends_on = r->depends_on;
	return *r->input.logical_id && *r->input.type;
}

static bool take_state(struct read_input *r, const struct cew_node *map)
{
	int state = place_of(text_of(map, "state"), state_at, CEW_DEPLOY_STATE_COUNT);
	r->input.state = (enum cew_deploy_state)state;
	return state >= 0;
}

static bool take_all(struct read_input *r, const struct cew_node *map)
{
	int kind = place_of(text_of(map, "kind"), kind_at, CEW_INPUT_KIND_COUNT);
	int operation = place_of(text_of(map, "operation"), operation_at, CEW_OPERATION_COUNT);
	if (kind < 0 || (OPERATED & BIT(kind) && operation < 0))
		return false;
	r->input.kind = (enum cew_input_kind)kind;
	r->input.operation = operation < 0 ? CEW_OPERATION_CREATE : (enum cew_operation)operation;
	take_members(&r->input, map);
	if (r->input.at_ms < 0)
		return false;
	switch (r->input.kind) {
	case CEW_INPUT_BEGIN:
		r->input.pace = (double)number_of(map, "pacePerMille") / 1000;
		return number_of(map, "format") == FORMAT;
	case CEW_INPUT_RESOURCE: return take_indices(r, map);
	case CEW_INPUT_STATE: return take_state(r, map);
	case CEW_INPUT_EVENT: return take_event(r, map);
	case CEW_INPUT_VOICE: return take_voice(r, map);
	case CEW_INPUT_OUTPUT: return take_output(r, map);
	default: return true;
	}
}

static enum cew_status no_recording(const char *name, size_t line_number, struct cew_error *err)
{
	cew_fail(err, CEW_INVALID, "this is no line of a recording that this release can play");
	cew_error_where(err, "%s:%zu", name, line_number);
	return cew_error_hint(err, "recordings are made with --record FILE");
}

enum cew_status input_read(const char *name, size_t line_number, const char *line, size_t len, struct read_input *out,
                           struct cew_error *err)
{
	out->input = (struct cew_input){0};
	enum cew_status s = cew_doc_parse(name, line, len, CEW_DOC_JSON, NULL, &out->doc, err);
	if (s == CEW_NO_MEMORY)
		return s;
	if (!s && take_all(out, cew_doc_root(out->doc)))
		return CEW_OK;
	input_finish(out);
	return no_recording(name, line_number, err);
}

void input_finish(struct read_input *r)
{
	cew_doc_destroy(r->doc);
	r->doc = NULL;
}
