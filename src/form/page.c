/* One form file: a page. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "room.h"

static const char *const view_names[] = {
	[CEW_VIEW_FIELDS] = "fields",           [CEW_VIEW_NETWORK] = "network", [CEW_VIEW_REVIEW] = "review",
	[CEW_VIEW_ACKNOWLEDGE] = "acknowledge", [CEW_VIEW_PREFLIGHT] = "preflight", [CEW_VIEW_EVENTS] = "events",   [CEW_VIEW_ACCESS] = "access",
	[CEW_PAGE_VIEW_COUNT] = NULL,
};
static_assert(CEW_COUNT(view_names) == CEW_PAGE_VIEW_COUNT + 1, "a name for each view");

const char *cew_page_view_name(enum cew_page_view view)
{
	return view_names[view];
}

static const struct form_key page_keys[] = {
	{"order", FORM_INT, ANY_KIND, ANY_KIND},
	{"title", FORM_LINE, ANY_KIND, ANY_KIND},
	{"step", FORM_LINE, ANY_KIND, ANY_KIND},
	{"guide", FORM_SEQ, ANY_KIND, 0},
	{"intro", FORM_TEXT, ANY_KIND, 0},
	{"view", FORM_TEXT, ANY_KIND, 0},
	{"show", FORM_TEXT, ANY_KIND, 0},
	{"fields", FORM_SEQ, ANY_KIND, 0},
};

static enum cew_status read_step(const struct form_reader *r, const struct cew_node *n, struct cew_page *page)
{
	enum cew_status s = form_read_text(r, n, "step", &page->step);
	int columns = s ? 0 : cew_text_width(page->step);
	if (columns <= FORM_STEP_COLUMNS)
		return s;
	return form_refuse(r, cew_node_get(n, "step"), "the sidebar has no room for more; `title` may be longer",
	                   "`step` takes %d columns, at most %d are allowed", columns, FORM_STEP_COLUMNS);
}

static enum cew_status read_view(const struct form_reader *r, const struct cew_node *n, struct cew_page *page)
{
	const struct cew_node *view = cew_node_get(n, "view");
	int i = view ? form_index_of(view_names, cew_node_text(view)) : CEW_VIEW_FIELDS;
	if (i < 0)
		return form_refuse(r, view, "allowed: fields, network, review, acknowledge, events, access",
		                   "`%.64s` is no view", cew_node_text(view));
	page->view = (enum cew_page_view)i;
	return CEW_OK;
}

static enum cew_status read_fields(const struct form_reader *r, const struct cew_node *n, struct cew_page *page)
{
	const struct cew_node *seq = cew_node_get(n, "fields");
	size_t count = cew_node_count(seq);
	struct cew_field *fields = form_take(r->set, count * sizeof *fields);
	if (!fields)
		return cew_fail_memory(r->err);
	for (size_t i = 0; i < count; i++) {
		enum cew_status s = form_read_field(r, cew_node_at(seq, i), &fields[i]);
		if (s)
			return s;
	}
	page->fields = fields;
	page->field_count = count;
	return CEW_OK;
}

enum cew_status form_read_page(const struct form_reader *r, const char *id)
{
	const struct cew_node *n = cew_doc_root(r->doc);
	enum cew_status s = form_check_map(r, n, "a page", page_keys, CEW_COUNT(page_keys), ANY_KIND);
	if (s)
		return s;
	struct cew_page page = {.id = form_keep(r->set, id), .order = atoi(cew_node_get_text(n, "order"))};
	if (!page.id)
		return cew_fail_memory(r->err);
	s = form_read_text(r, n, "title", &page.title);
	if (!s)
		s = read_step(r, n, &page);
	if (!s)
		s = form_read_texts(r, cew_node_get(n, "guide"), "guide", &page.guide, &page.guide_count);
	if (!s)
		s = form_read_text(r, n, "intro", &page.intro);
	if (!s)
		s = read_view(r, n, &page);
	if (!s)
		s = form_read_condition(r, cew_node_get(n, "show"), &page.show);
	if (!s)
		s = read_fields(r, n, &page);
	if (!s && !cew_vec_push(&r->set->pages, &page))
		s = cew_fail_memory(r->err);
	return s;
}
