/* How EC2 lists things: named ones, filtered ones, page by page. */
#include "ec2.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILTER_VALUES_MAX 200

bool demo_ec2_matches(const char *pattern, const char *text)
{
	for (; *pattern; pattern++, text++) {
		if (*pattern == '*') {
			do
				if (demo_ec2_matches(pattern + 1, text))
					return true;
			while (*text++);
			return false;
		}
		if (!*text || (*pattern != '?' && *pattern != *text))
			return false;
	}
	return !*text;
}

/* ---- tags ---- */

static const struct cew_node *tag_at(const struct demo_view *v, const struct demo_thing *t, size_t i)
{
	(void)v;
	return cew_node_at(demo_thing_node(t, "Tags"), i);
}

static const char *tag_value(const struct demo_thing *t, const char *key)
{
	const struct cew_node *tags = demo_thing_node(t, "Tags");
	for (size_t i = 0; i < cew_node_count(tags); i++) {
		const char *have = cew_node_get_text(cew_node_at(tags, i), "Key");
		if (have && strcmp(have, key) == 0)
			return cew_node_get_text(cew_node_at(tags, i), "Value");
	}
	return NULL;
}

static void write_tag(struct demo_xml *x, const char *key, const char *value)
{
	demo_xml_open(x, "item");
	demo_xml_text(x, "key", key);
	demo_xml_text(x, "value", value ? value : "");
	demo_xml_close(x);
}

void demo_ec2_tags(struct demo_call *call, const struct demo_thing *t)
{
	struct demo_xml *x = &call->xml;
	size_t count = cew_node_count(demo_thing_node(t, "Tags"));
	if (count == 0 && !t->stack)
		return;
	demo_xml_open(x, "tagSet");
	for (size_t i = 0; i < count; i++)
		write_tag(x, cew_node_get_text(tag_at(&call->view, t, i), "Key"),
		          cew_node_get_text(tag_at(&call->view, t, i), "Value"));
	if (t->stack) {
		write_tag(x, "aws:cloudformation:stack-name", t->stack->name);
		write_tag(x, "aws:cloudformation:stack-id", t->stack->id);
		write_tag(x, "aws:cloudformation:logical-id", t->resource->plan->logical_id);
	}
	demo_xml_close(x);
}

void demo_ec2_text(struct demo_call *call, const struct demo_thing *t, const char *element, const char *property)
{
	demo_xml_text(&call->xml, element, demo_thing_text(&call->view, t, property));
}

/* ---- filters ---- */

struct wanted {
	const struct demo_call *call;
	size_t n; /* Filter.N */
};

static bool is_wanted(const struct wanted *w, const char *text)
{
	for (size_t m = 1; text && m <= FILTER_VALUES_MAX; m++) {
		const char *value = demo_query_getf(&w->call->query, "Filter.%zu.Value.%zu", w->n, m);
		if (!value)
			return false;
		if (demo_ec2_matches(value, text))
			return true;
	}
	return false;
}

static bool passes_one(struct demo_call *call, const struct demo_ec2_filter *f, const struct wanted *w,
                       const struct demo_thing *t)
{
	char room[128];
	const char *text;
	if (!f->text)
		return is_wanted(w, demo_thing_text(&call->view, t, f->property));
	for (size_t n = 0; (text = f->text(&call->view, t, n, room)) != NULL; n++)
		if (is_wanted(w, text))
			return true;
	return false;
}

static bool passes_tag_key(const struct wanted *w, const struct demo_thing *t)
{
	const struct cew_node *tags = demo_thing_node(t, "Tags");
	for (size_t i = 0; i < cew_node_count(tags); i++)
		if (is_wanted(w, cew_node_get_text(cew_node_at(tags, i), "Key")))
			return true;
	return false;
}

static const struct demo_ec2_filter *find_filter(const struct demo_ec2_list *list, const char *name)
{
	const struct demo_ec2_filter *f = list->filters;
	while (f->name && strcmp(f->name, name) != 0)
		f++;
	return f->name ? f : NULL;
}

static bool passes(struct demo_call *call, const struct demo_ec2_list *list, const struct demo_thing *t)
{
	size_t count = demo_query_count(&call->query, "Filter");
	for (size_t n = 1; n <= count; n++) {
		const char *name = demo_query_getf(&call->query, "Filter.%zu.Name", n);
		struct wanted w = {call, n};
		bool ok = strncmp(name, "tag:", 4) == 0 ? is_wanted(&w, tag_value(t, name + 4))
		          : strcmp(name, "tag-key") == 0 ? passes_tag_key(&w, t)
		                                         : passes_one(call, find_filter(list, name), &w, t);
		if (!ok)
			return false;
	}
	return true;
}

static enum cew_status check_filters(const struct demo_call *call, const struct demo_ec2_list *list,
                                     struct cew_error *err)
{
	size_t count = demo_query_count(&call->query, "Filter");
	for (size_t n = 1; n <= count; n++) {
		const char *name = demo_query_getf(&call->query, "Filter.%zu.Name", n);
		if (!name)
			return demo_refuse(err, "MissingParameter", "The request must contain the parameter Filter.%zu.Name", n);
		if (!demo_query_getf(&call->query, "Filter.%zu.Value.1", n))
			return demo_refuse(err, "InvalidParameterValue", "The filter '%s' needs a value", name);
		if (strncmp(name, "tag:", 4) != 0 && strcmp(name, "tag-key") != 0 && !find_filter(list, name))
			return demo_refuse(err, "InvalidParameterValue", "The filter '%s' is invalid", name);
	}
	return CEW_OK;
}

/* ---- ids ---- */

static bool is_in(const struct demo_call *call, const char *list, const char *text)
{
	size_t count = list ? demo_query_count(&call->query, list) : 0;
	for (size_t n = 1; text && n <= count; n++) {
		const char *named = demo_query_getf(&call->query, "%s.%zu", list, n);
		if (named && strcmp(named, text) == 0)
			return true;
	}
	return false;
}

static bool names_any(const struct demo_call *call, const struct demo_ec2_list *list)
{
	return demo_query_count(&call->query, list->ids) > 0 ||
	       (list->other_ids && demo_query_count(&call->query, list->other_ids) > 0);
}

static bool is_named(const struct demo_call *call, const struct demo_ec2_list *list, const struct demo_thing *t)
{
	return !names_any(call, list) || is_in(call, list->ids, t->id) ||
	       (list->other_ids && is_in(call, list->other_ids, demo_thing_text(&call->view, t, list->other_property)));
}

static bool has_other(struct demo_call *call, const struct demo_ec2_list *list, const char *id)
{
	struct demo_things all = demo_things(&call->view, list->type);
	for (size_t i = 0; i < all.count; i++) {
		const char *have = demo_thing_text(&call->view, &all.at[i], list->other_property);
		if (have && strcmp(have, id) == 0)
			return true;
	}
	return false;
}

static enum cew_status check_ids(struct demo_call *call, const struct demo_ec2_list *list, struct cew_error *err)
{
	size_t count = demo_query_count(&call->query, list->ids);
	for (size_t n = 1; n <= count; n++) {
		const char *id = demo_query_getf(&call->query, "%s.%zu", list->ids, n);
		if (!id)
			id = "";
		if (list->prefix && strncmp(id, list->prefix, strlen(list->prefix)) != 0)
			return demo_refuse(err, list->malformed, "Invalid id: \"%s\" (expecting \"%s...\")", id, list->prefix);
		if (!demo_thing_find(&call->view, list->type, id))
			return demo_refuse(err, list->missing, "The %s '%s' does not exist", list->noun, id);
	}
	count = list->other_ids ? demo_query_count(&call->query, list->other_ids) : 0;
	for (size_t n = 1; n <= count; n++) {
		const char *id = demo_query_getf(&call->query, "%s.%zu", list->other_ids, n);
		if (!id || !has_other(call, list, id))
			return demo_refuse(err, list->other_missing, "The %s '%s' does not exist", list->other_noun, id ? id : "");
	}
	return CEW_OK;
}

/* ---- pages ---- */

static enum cew_status read_page(const struct demo_call *call, const struct demo_ec2_list *list, bool named,
                                 struct demo_page *page, struct cew_error *err)
{
	const char *size = demo_query_get(&call->query, "MaxResults"), *token = demo_query_get(&call->query, "NextToken");
	long wanted = size ? strtol(size, NULL, 10) : 1000;
	*page = (struct demo_page){.size = (size_t)-1};
	if (!list->page_max)
		return CEW_OK;
	if (size && named)
		return demo_refuse(err, "InvalidParameterCombination",
		                   "The parameter %c%s cannot be used with the parameter maxResults", list->ids[0] | 32,
		                   list->ids + 1);
	if (size && (wanted < (long)list->page_min || wanted > (long)list->page_max))
		return demo_refuse(err, "InvalidParameterValue",
		                   "Value ( %s ) for parameter maxResults is invalid. Expecting a value between %u and %u.", size,
		                   list->page_min, list->page_max);
	page->size = (size_t)wanted;
	return token ? demo_token_read(call, token, &page->at, "InvalidNextToken", err) : CEW_OK;
}

static void write_items(struct demo_call *call, const struct demo_ec2_list *list, struct demo_page *page)
{
	struct demo_things all = demo_things(&call->view, list->type);
	demo_xml_open(&call->xml, list->set);
	for (size_t i = 0; i < all.count; i++) {
		const struct demo_thing *t = &all.at[i];
		if (!is_named(call, list, t) || !passes(call, list, t) || !demo_page_takes(page))
			continue;
		demo_xml_open(&call->xml, "item");
		list->write(call, t);
		demo_xml_close(&call->xml);
	}
	demo_xml_close(&call->xml);
}

enum cew_status demo_ec2_list(struct demo_call *call, const struct demo_ec2_list *list, struct cew_error *err)
{
	struct demo_page page;
	enum cew_status status = check_filters(call, list, err);
	if (!status)
		status = read_page(call, list, names_any(call, list), &page, err);
	if (!status)
		status = check_ids(call, list, err);
	if (status)
		return status;
	write_items(call, list, &page);
	if (page.more) {
		char token[DEMO_TOKEN_MAX];
		demo_token_write(call, page.at + page.taken, token);
		demo_xml_text(&call->xml, "nextToken", token);
	}
	return CEW_OK;
}
