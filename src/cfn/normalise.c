/* Long form: "!Sub x" becomes {"Fn::Sub": "x"}, "A.B.C" of GetAtt becomes ["A", "B.C"], a plain "No" where a name is wanted
 * becomes that text. Subtrees without any of these are used as they are; rebuilt nodes keep their line and column. */
#include "room.h"

#include <stdio.h>
#include <string.h>

#define LOOP_PREFIX "Fn::ForEach::"

/* Short tags; all of them but these two become "Fn::" and the tag. */
static const char *const bare_tags[] = {"Ref", "Condition"};
static const char *const fn_tags[] = {
	"Base64",    "Cidr",  "FindInMap", "GetAtt", "GetAZs", "ImportValue", "Join",         "Select",
	"Split",     "Sub",   "Transform", "And",    "Equals", "If",          "Not",          "Or",
	"Length",    "ToJsonString", "GetStackOutput", "Contains", "EachMemberEquals", "EachMemberIn",
	"RefAll",    "ValueOf", "ValueOfAll",
};

/* Where names stand: in the argument itself, or in that many items of its list. A plain Yes, No or On there is a name and
 * no truth; the compact form would make it one. */
static const struct name_place {
	const char *key;
	size_t items;
	bool attribute; /* a key of the language only outside of a resource's properties */
} name_places[] = {
	{"Ref", 0, false},          {"Fn::GetAtt", 2, false},   {"Fn::If", 1, false},        {"Fn::FindInMap", 3, false},
	{"Fn::RefAll", 0, false},   {"Fn::ValueOf", 2, false},  {"Fn::ValueOfAll", 2, false}, {"Type", 0, true},
	{"Condition", 0, true},     {"DependsOn", SIZE_MAX, true}, {"Parameters", SIZE_MAX, true},
};

struct pass {
	struct cew_doc *doc;
	struct cfn_normalised *seen;
	struct cfn_problems *problems;
	struct cew_error *err;
	enum cew_status status;
	size_t properties; /* maps of properties around */
};

static bool listed(const char *const *list, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i], text) == 0)
			return true;
	return false;
}

bool cfn_is_loop(const char *key)
{
	return strncmp(key, LOOP_PREFIX, strlen(LOOP_PREFIX)) == 0;
}

static const struct cew_node *convert(struct pass *p, const struct cew_node *n);

static const struct cew_node *fail(struct pass *p, const struct cew_node *at, enum cew_status status, const char *what)
{
	if (p->status == CEW_OK) {
		p->status = cew_fail(p->err, status, "%s", what);
		cew_doc_where(p->doc, at, p->err);
	}
	return NULL;
}

static const struct cew_node *placed(struct pass *p, struct cew_node *n, const struct cew_node *source)
{
	if (!n)
		return fail(p, source, CEW_NO_MEMORY, "there is not enough memory for the template");
	cew_node_place(n, source);
	return n;
}

/* ["A", "B.C"] from "A.B.C"; the first dot separates. */
static const struct cew_node *get_att_list(struct pass *p, const struct cew_node *n)
{
	const char *text = cew_node_text(n), *dot = strchr(text, '.');
	if (!dot)
		return n;
	struct cew_node *seq = cew_doc_seq(p->doc);
	struct cew_node *id = cew_doc_string_n(p->doc, text, (size_t)(dot - text));
	struct cew_node *attribute = cew_doc_string(p->doc, dot + 1);
	cew_node_place(id, n);
	cew_node_place(attribute, n);
	return placed(p, cew_seq_add(p->doc, cew_seq_add(p->doc, seq, id), attribute), n);
}

static const struct cew_node *without_tag(struct pass *p, const struct cew_node *n)
{
	bool string = cew_node_type(n) == CEW_SCALAR_STRING;
	struct cew_node *copy = string ? cew_doc_string_n(p->doc, cew_node_text(n), cew_node_text_len(n))
	                               : cew_doc_plain(p->doc, cew_node_text(n));
	return placed(p, copy, n);
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

static const struct cew_node *as_name(struct pass *p, const struct cew_node *n)
{
	if (!cew_node_is(n, CEW_NODE_SCALAR) || cew_node_type(n) != CEW_SCALAR_BOOL)
		return n;
	return placed(p, cew_doc_string_n(p->doc, cew_node_text(n), cew_node_text_len(n)), n);
}

static const struct cew_node *name_list(struct pass *p, const struct cew_node *n, size_t items)
{
	struct cew_node *seq = cew_doc_seq(p->doc);
	bool changed = false;
	for (size_t i = 0; i < cew_node_count(n); i++) {
		const struct cew_node *item = cew_node_at(n, i), *name = i < items ? as_name(p, item) : item;
		changed |= name != item;
		seq = cew_seq_add(p->doc, seq, name);
	}
	return changed || !seq ? placed(p, seq, n) : n;
}

static bool has_names(const struct cew_node *n, size_t items)
{
	for (size_t i = 0; i < items && i < cew_node_count(n); i++)
		if (cew_node_is(cew_node_at(n, i), CEW_NODE_SCALAR) && cew_node_type(cew_node_at(n, i)) == CEW_SCALAR_BOOL)
			return true;
	return false;
}

static const struct cew_node *with_names(struct pass *p, const char *key, const struct cew_node *value)
{
	size_t items = cfn_is_loop(key) ? 1 : 0;
	bool known = items > 0;
	for (size_t i = 0; i < CEW_COUNT(name_places) && !known; i++) {
		const struct name_place *place = &name_places[i];
		known = strcmp(place->key, key) == 0 && !(place->attribute && p->properties);
		items = place->items;
	}
	if (!known)
		return value;
	if (cew_node_is(value, CEW_NODE_SEQ))
		return has_names(value, items) ? name_list(p, value, items) : value;
	return as_name(p, value);
}

/* ---- the walk ---------------------------------------------------------------------------------------------------- */

static const struct cew_node *convert_seq(struct pass *p, const struct cew_node *n, bool rebuild)
{
	struct cew_node *seq = rebuild ? cew_doc_seq(p->doc) : NULL;
	for (size_t i = 0; i < cew_node_count(n); i++) {
		const struct cew_node *item = cew_node_at(n, i), *done = convert(p, item);
		if (!done)
			return NULL;
		if (!rebuild && done == item)
			continue;
		if (!rebuild) {
			rebuild = true;
			seq = cew_doc_seq(p->doc);
			for (size_t k = 0; k < i; k++)
				seq = cew_seq_add(p->doc, seq, cew_node_at(n, k));
		}
		seq = cew_seq_add(p->doc, seq, done);
	}
	return rebuild ? placed(p, seq, n) : n;
}

static void notice(struct pass *p, const char *key, const struct cew_node *value)
{
	if (cfn_is_loop(key))
		p->seen->has_loops = true;
	if (strcmp(key, "Fn::Transform") == 0 && !p->seen->inner_transform)
		p->seen->inner_transform = value;
}

static const struct cew_node *convert_value(struct pass *p, const struct cew_node *map, size_t i)
{
	const char *key = cew_node_text(cew_node_key(map, i));
	const struct cew_node *value = cew_node_at(map, i);
	bool properties = strcmp(key, "Properties") == 0 && cew_node_get(map, "Type");
	notice(p, key, value);
	p->properties += properties;
	const struct cew_node *done = convert(p, value);
	p->properties -= properties;
	if (done && strcmp(key, "Fn::GetAtt") == 0 && cew_node_is(done, CEW_NODE_SCALAR))
		return get_att_list(p, done);
	return done ? with_names(p, key, done) : NULL;
}

static const struct cew_node *convert_map(struct pass *p, const struct cew_node *n, bool rebuild)
{
	struct cew_node *map = rebuild ? cew_doc_map(p->doc) : NULL;
	for (size_t i = 0; i < cew_node_count(n); i++) {
		const struct cew_node *done = convert_value(p, n, i);
		if (!done)
			return NULL;
		if (!rebuild && done == cew_node_at(n, i))
			continue;
		if (!rebuild) {
			rebuild = true;
			map = cew_doc_map(p->doc);
			for (size_t k = 0; k < i; k++)
				map = cew_map_put_keyed(p->doc, map, cew_node_key(n, k), cew_node_at(n, k));
		}
		map = cew_map_put_keyed(p->doc, map, cew_node_key(n, i), done);
	}
	return rebuild ? placed(p, map, n) : n;
}

static const struct cew_node *convert_kind(struct pass *p, const struct cew_node *n, bool tagged)
{
	switch (cew_node_kind(n)) {
	case CEW_NODE_SEQ:
		return convert_seq(p, n, tagged);
	case CEW_NODE_MAP:
		return convert_map(p, n, tagged);
	case CEW_NODE_SCALAR:
		break;
	}
	if (tagged)
		return without_tag(p, n);
	/* "~" and nothing at all are nulls like any other */
	bool odd_null = cew_node_type(n) == CEW_SCALAR_NULL && strcmp(cew_node_text(n), "null") != 0;
	return odd_null ? placed(p, cew_doc_null(p->doc), n) : n;
}

static const struct cew_node *convert_tagged(struct pass *p, const struct cew_node *n, const char *tag)
{
	char key[32];
	bool bare = listed(bare_tags, CEW_COUNT(bare_tags), tag);
	if (!bare && !listed(fn_tags, CEW_COUNT(fn_tags), tag)) {
		struct cew_error problem;
		cew_fail(&problem, CEW_INVALID, "!%.100s is no tag of the template language", tag);
		cew_error_hint(&problem, "Quote the text if the exclamation mark belongs to it");
		cfn_problems_add(p->problems, n, &problem);
		return convert_kind(p, n, true); /* to find what else is wrong */
	}
	snprintf(key, sizeof key, "%s%s", bare ? "" : "Fn::", tag);
	const struct cew_node *arg = convert_kind(p, n, true);
	if (!arg)
		return NULL;
	notice(p, key, arg);
	if (strcmp(tag, "GetAtt") == 0 && cew_node_is(arg, CEW_NODE_SCALAR))
		arg = get_att_list(p, arg);
	if (arg)
		arg = with_names(p, key, arg);
	if (!arg)
		return NULL;
	return placed(p, cew_map_put(p->doc, cew_doc_map(p->doc), key, arg), n);
}

static const struct cew_node *convert(struct pass *p, const struct cew_node *n)
{
	const char *tag = cew_node_tag(n);
	return tag ? convert_tagged(p, n, tag) : convert_kind(p, n, false);
}

enum cew_status cfn_normalise(struct cew_doc *doc, const struct cew_node *root, const struct cew_node **out,
                              struct cfn_normalised *seen, struct cfn_problems *problems, struct cew_error *err)
{
	struct pass p = {.doc = doc, .seen = seen, .problems = problems, .err = err};
	*seen = (struct cfn_normalised){0};
	*out = convert(&p, root);
	return *out ? CEW_OK : p.status;
}
