/* YAML in: libyaml's events become nodes. Tags, anchors and libyaml's complaints are put into our own terms here. */
#include <string.h>
#include <yaml.h>

#include "grow.h"

struct anchor {
	struct grow_item item;
	bool open; /* its container has not ended yet */
};

struct reader {
	struct grow *grow;
	yaml_parser_t parser;
	struct cew_node *names; /* anchor names; the entry numbers are those of `anchors` */
	struct cew_vec anchors; /* struct anchor */
};

struct hint {
	const char *problem, *hint;
};

static const struct hint hints[] = {
	{"found character that cannot start any token",
     "Indent with spaces, not tabs; quote a value that begins with @, ` or %"},
	{"mapping values are not allowed in this context",
     "Check the indentation; quote a value that holds a colon followed by a blank"},
	{"did not find expected key", "Check the indentation of this line and of those above; close what is quoted"},
	{"did not find expected '-' indicator", "Check that all items of the list are indented alike"},
	{"could not find expected ':'", "A key needs a colon and a blank behind it"},
	{"found unexpected end of stream", "Close the quotation mark"},
	{"found unexpected document indicator", "Close the quotation mark"},
	{"did not find expected ',' or ']'", "Close the list, or put a comma between its items"},
	{"did not find expected ',' or '}'", "Close the map, or put a comma between its entries"},
	{"found undefined tag handle", "Write a tag with one exclamation mark, as in !Ref"},
	{"found unknown escape character", "Write \\\\ for a backslash, or use single quotes"},
};

static enum cew_status fail_mark(struct reader *r, yaml_mark_t mark, const char *what)
{
	return doc_fail(r->grow->err, CEW_INVALID, r->grow->doc->name, (int)mark.line + 1, (int)mark.column + 1, "%s",
	                what);
}

static enum cew_status fail_tag(struct reader *r, yaml_mark_t mark, const char *tag)
{
	char shown[DOC_SHOWN_MAX];
	doc_show(shown, tag, strlen(tag));
	return doc_fail(r->grow->err, CEW_INVALID, r->grow->doc->name, (int)mark.line + 1, (int)mark.column + 1,
	                "the tag \"%s\" does not fit here", shown);
}

/* libyaml tells what it missed and, apart from that, what it was reading and where that began. */
static enum cew_status fail_parser(struct reader *r)
{
	const yaml_parser_t *p = &r->parser;
	if (p->error == YAML_MEMORY_ERROR)
		return cew_fail_memory(r->grow->err);
	const char *problem = p->problem ? p->problem : "this is no YAML";
	int line = (int)p->problem_mark.line + 1, column = (int)p->problem_mark.column + 1;
	const char *name = r->grow->doc->name;
	if (p->context && p->context_mark.line != p->problem_mark.line)
		doc_fail(r->grow->err, CEW_INVALID, name, line, column, "%s %s that begins on line %d", problem, p->context,
		         (int)p->context_mark.line + 1);
	else if (p->context)
		doc_fail(r->grow->err, CEW_INVALID, name, line, column, "%s %s", problem, p->context);
	else
		doc_fail(r->grow->err, CEW_INVALID, name, line, column, "%s", problem);
	for (size_t i = 0; i < CEW_COUNT(hints); i++)
		if (strcmp(hints[i].problem, problem) == 0)
			cew_error_hint(r->grow->err, "%s", hints[i].hint);
	return CEW_INVALID;
}

/* ---- anchors and aliases ---------------------------------------------------------------------------------------- */

static struct anchor *find_anchor(struct reader *r, const char *name)
{
	size_t i = doc_map_find(r->names, name, strlen(name));
	return i == DOC_NONE ? NULL : cew_vec_at(&r->anchors, i);
}

/* A name may be used again: from then on it means the later node. *number is the anchor's own, from 0. */
static enum cew_status set_anchor(struct reader *r, const yaml_char_t *yaml_name, struct anchor value, size_t *number)
{
	const char *name = (const char *)yaml_name;
	*number = doc_map_find(r->names, name, strlen(name));
	if (*number != DOC_NONE) {
		*(struct anchor *)cew_vec_at(&r->anchors, *number) = value;
		return CEW_OK;
	}
	*number = r->anchors.len;
	struct cew_node *key = cew_doc_string(r->grow->doc, name);
	if (!key || !doc_map_append(r->names, key, key) || !cew_vec_push(&r->anchors, &value))
		return cew_fail_memory(r->grow->err);
	return CEW_OK;
}

/* The innermost container ends: from now on aliases may stand for it. */
static void close_container(struct reader *r)
{
	size_t number = grow_top(r->grow)->anchor;
	struct grow_item closed = grow_close(r->grow);
	struct anchor *a = number > 0 ? cew_vec_at(&r->anchors, number - 1) : NULL;
	if (a && a->item.node == closed.node)
		*a = (struct anchor){closed, false};
}

static enum cew_status on_alias(struct reader *r, const yaml_event_t *event)
{
	const char *name = (const char *)event->data.alias.anchor;
	const struct anchor *a = find_anchor(r, name);
	char shown[DOC_SHOWN_MAX];
	doc_show(shown, name, strlen(name));
	int line = (int)event->start_mark.line + 1, column = (int)event->start_mark.column + 1;
	if (!a)
		return doc_fail(r->grow->err, CEW_INVALID, r->grow->doc->name, line, column,
		                "the alias *%s stands for nothing: no &%s is above it", shown, shown);
	if (a->open)
		return doc_fail(r->grow->err, CEW_INVALID, r->grow->doc->name, line, column,
		                "the alias *%s stands inside of what it stands for", shown);
	const struct cew_node *n = a->item.node;
	if (grow_wants_key(r->grow) && n->kind == CEW_NODE_SCALAR && n->type == CEW_SCALAR_NULL && n->count == 0)
		return doc_fail(r->grow->err, CEW_INVALID, r->grow->doc->name, line, column,
		                "the key before the colon is missing: the alias *%s stands for nothing written", shown);
	struct grow_item item = a->item;
	item.line = line;
	item.column = column;
	return grow_add(r->grow, &item);
}

/* ---- tags ------------------------------------------------------------------------------------------------------- */

static const char core_prefix[] = "tag:yaml.org,2002:";

/* "str" of !!str; NULL for every other tag. */
static const char *core_name(const char *tag)
{
	size_t len = sizeof core_prefix - 1;
	return tag && strncmp(tag, core_prefix, len) == 0 ? tag + len : NULL;
}

static bool is_local(const char *tag)
{
	return tag[0] == '!' && tag[1] != '\0';
}

static enum cew_status set_local_tag(struct reader *r, struct cew_node *n, const char *tag)
{
	n->tag = doc_arena_text(&r->grow->doc->arena, tag + 1, strlen(tag + 1));
	return n->tag ? CEW_OK : cew_fail_memory(r->grow->err);
}

/* !!int and its like only confirm what the text says anyway. */
static bool core_fits(const char *core, enum cew_scalar_type type)
{
	static const struct {
		const char *name;
		enum cew_scalar_type type, or_type;
	} cores[] = {
		{"null", CEW_SCALAR_NULL, CEW_SCALAR_NULL},
		{"bool", CEW_SCALAR_BOOL, CEW_SCALAR_BOOL},
		{"int", CEW_SCALAR_INT, CEW_SCALAR_INT},
		{"float", CEW_SCALAR_FLOAT, CEW_SCALAR_INT},
	};
	for (size_t i = 0; i < CEW_COUNT(cores); i++)
		if (strcmp(core, cores[i].name) == 0)
			return type == cores[i].type || type == cores[i].or_type;
	return false;
}

static enum cew_status set_scalar_meaning(struct reader *r, const yaml_event_t *event, struct cew_node *n)
{
	const char *tag = (const char *)event->data.scalar.tag;
	const char *core = core_name(tag);
	n->type = CEW_SCALAR_STRING; /* what a tag says is an argument or a name, so never a number */
	if (core && strcmp(core, "str") != 0) {
		n->type = (unsigned char)doc_resolve(n->text, n->count);
		return core_fits(core, (enum cew_scalar_type)n->type) ? CEW_OK : fail_tag(r, event->start_mark, tag);
	}
	if (!tag && event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
		n->type = (unsigned char)doc_resolve(n->text, n->count);
	if (!tag || core || strcmp(tag, "!") == 0)
		return CEW_OK;
	return is_local(tag) ? set_local_tag(r, n, tag) : fail_tag(r, event->start_mark, tag);
}

/* ---- events ----------------------------------------------------------------------------------------------------- */

static void place(struct cew_node *n, yaml_mark_t mark)
{
	n->line = (int)mark.line + 1;
	n->column = (int)mark.column + 1;
}

static enum cew_status check_key(struct reader *r, const yaml_event_t *event)
{
	if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE || event->data.scalar.tag)
		return CEW_OK;
	if (event->data.scalar.length == 0)
		return fail_mark(r, event->start_mark, "the key before the colon is missing");
	if (strcmp((const char *)event->data.scalar.value, "<<") != 0)
		return CEW_OK;
	fail_mark(r, event->start_mark, "the merge key << is not supported");
	cew_error_hint(r->grow->err, "Write the merged entries out");
	return CEW_INVALID;
}

static enum cew_status on_scalar(struct reader *r, const yaml_event_t *event)
{
	enum cew_status status = grow_wants_key(r->grow) ? check_key(r, event) : CEW_OK;
	if (status != CEW_OK)
		return status;
	struct cew_node *n = doc_scalar(r->grow->doc, CEW_SCALAR_STRING, (const char *)event->data.scalar.value,
	                                event->data.scalar.length);
	if (!n)
		return cew_fail_memory(r->grow->err);
	place(n, event->start_mark);
	status = set_scalar_meaning(r, event, n);
	if (status == CEW_OK)
		status = grow_scalar(r->grow, n);
	if (status != CEW_OK || !event->data.scalar.anchor)
		return status;
	struct anchor a = {{n, 1, 0, n->line, n->column}, false};
	size_t number;
	return set_anchor(r, event->data.scalar.anchor, a, &number);
}

static enum cew_status open_container(struct reader *r, const yaml_event_t *event, enum cew_node_kind kind,
                                      const char *core_kind, const yaml_char_t *yaml_tag, const yaml_char_t *anchor)
{
	struct cew_node *n = doc_node(r->grow->doc, kind);
	if (!n)
		return cew_fail_memory(r->grow->err);
	place(n, event->start_mark);
	const char *tag = (const char *)yaml_tag, *core = core_name(tag);
	if (core && strcmp(core, core_kind) != 0)
		return fail_tag(r, event->start_mark, tag);
	if (tag && !core && tag[0] != '!')
		return fail_tag(r, event->start_mark, tag);
	enum cew_status status = tag && is_local(tag) ? set_local_tag(r, n, tag) : CEW_OK;
	if (status == CEW_OK)
		status = grow_open(r->grow, n);
	if (status != CEW_OK || !anchor)
		return status;
	struct anchor a = {{n, 0, 0, n->line, n->column}, true};
	size_t number;
	status = set_anchor(r, anchor, a, &number);
	grow_top(r->grow)->anchor = number + 1;
	return status;
}

static enum cew_status on_event(struct reader *r, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (!r->grow->doc->root)
			return CEW_OK;
		return fail_mark(r, event->start_mark, "a second document begins here; there must be only one");
	case YAML_ALIAS_EVENT:
		return on_alias(r, event);
	case YAML_SCALAR_EVENT:
		return on_scalar(r, event);
	case YAML_SEQUENCE_START_EVENT:
		return open_container(r, event, CEW_NODE_SEQ, "seq", event->data.sequence_start.tag,
		                      event->data.sequence_start.anchor);
	case YAML_MAPPING_START_EVENT:
		return open_container(r, event, CEW_NODE_MAP, "map", event->data.mapping_start.tag,
		                      event->data.mapping_start.anchor);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_container(r);
		return CEW_OK;
	default:
		return CEW_OK;
	}
}

static enum cew_status read_events(struct reader *r)
{
	enum cew_status status = CEW_OK;
	bool ended = false;
	while (status == CEW_OK && !ended) {
		yaml_event_t event;
		if (!yaml_parser_parse(&r->parser, &event))
			return fail_parser(r);
		status = on_event(r, &event);
		ended = event.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&event);
	}
	return status;
}

enum cew_status doc_parse_yaml(struct grow *g, const char *data, size_t len)
{
	struct reader r = {.grow = g, .names = cew_doc_map(g->doc)};
	if (!r.names || !yaml_parser_initialize(&r.parser))
		return cew_fail_memory(g->err);
	cew_vec_init(&r.anchors, sizeof(struct anchor));
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)data, len);
	enum cew_status status = read_events(&r);
	cew_vec_finish(&r.anchors);
	yaml_parser_delete(&r.parser);
	return status;
}
