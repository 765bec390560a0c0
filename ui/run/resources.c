/* resources: what is being made, in the order in which it can be made; as a table, or as bars along the time. */
#include "wizard.h"

#include <stdio.h>
#include <string.h>

enum { MARK = 2, NAME = 4, TIMES = 8, SPAN_NAME = 28, SPAN_LEAST = 8, INDENT = 2 };

bool ui_failed_status(const char *status)
{
	return strstr(status, "FAILED") != NULL;
}

bool ui_done_status(const char *status)
{
	size_t len = strlen(status);
	return len >= 8 && strcmp(status + len - 8, "COMPLETE") == 0;
}

void ui_status_mark(const struct ui_pane *p, int row, int column, const char *status)
{
	if (ui_failed_status(status))
		ui_put_mark(p, row, column, UI_BAD, UI_MARK_ERROR);
	else if (ui_done_status(status))
		ui_put_mark(p, row, column, UI_GOOD, UI_MARK_DONE);
	else if (*status)
		ui_put_mark(p, row, column, UI_BUSY, UI_MARK_RUNNING);
}

/* A resource that was undone is no success, and the one that failed first stays marked. */
static void draw_mark(const struct cew_deployment *d, const struct ui_pane *p, int row, const struct cew_resource_row *r)
{
	const struct cew_root_cause *cause = cew_deploy_root_cause(d);
	bool undone = cew_deploy_operation(d) != CEW_OPERATION_DELETE && strcmp(r->status, "DELETE_COMPLETE") == 0;
	if (cause && strcmp(cause->logical_id, r->logical_id) == 0)
		ui_put_mark(p, row, MARK, UI_BAD, UI_MARK_ERROR);
	else if (undone)
		ui_put_mark(p, row, MARK, UI_PLAIN, UI_MARK_OFF);
	else
		ui_status_mark(p, row, MARK, r->status);
}

static void took_text(const struct ui_wizard *w, const struct cew_resource_row *r, char out[CEW_TIME_MAX])
{
	out[0] = '\0';
	if (r->started_ms <= 0)
		return;
	int64_t ms = (r->ended_ms > 0 ? r->ended_ms : cew_deploy_now_ms(w->deployment)) - r->started_ms;
	cew_duration_format(ms > 0 ? ms : 0, out);
}

static void draw_took(const struct ui_wizard *w, const struct ui_pane *p, int row, const struct cew_resource_row *r)
{
	char took[CEW_TIME_MAX];
	took_text(w, r, took);
	ui_put(p, row, p->width - (int)strlen(took), -1, r->slower ? UI_CARE : UI_PLAIN, took);
	if (r->slower)
		ui_put_mark(p, row, p->width - (int)strlen(took) - 2, UI_CARE, UI_MARK_WARNING);
}

/* ---- a row each ---- */

/* Of a long type the end tells most: "…LoadBalancingV2::Listener". */
static void put_tail(const struct ui_pane *p, int row, int column, int width, const char *text)
{
	int len = (int)strlen(text); /* types are ASCII */
	if (len <= width) {
		ui_put(p, row, column, width, UI_PLAIN, text);
		return;
	}
	ui_put_mark(p, row, column, UI_PLAIN, UI_MARK_MORE);
	ui_put(p, row, column + 1, width - 1, UI_PLAIN, text + len - (width - 1));
}

/* Of an ARN the end is what tells resources apart. */
static const char *short_id(const char *id)
{
	const char *slash = strrchr(id, '/'), *colon = strrchr(id, ':');
	if (strncmp(id, "arn:", 4) != 0)
		return id;
	return slash && slash[1] ? slash + 1 : colon[1] ? colon + 1 : id;
}

static void put_name(const struct ui_pane *p, int row, int width, const struct cew_resource_row *r)
{
	int indent = (int)r->depth * INDENT;
	indent = indent < width / 2 ? indent : width / 2;
	ui_put(p, row, NAME + indent, width - indent, UI_PLAIN, r->logical_id);
}

static void draw_row(struct ui_wizard *w, const struct ui_pane *p, int row, const struct cew_resource_row *r)
{
	int name = p->width * 2 / 5 - NAME, type = name, at = NAME + name + type, rest = p->width - at - TIMES;
	draw_mark(w->deployment, p, row, r);
	put_name(p, row, name - 1, r);
	put_tail(p, row, NAME + name, type - 1, r->type);
	if (!*r->status && r->waits_for)
		ui_putf(p, row, at, -1, UI_PLAIN, "waits for %zu", r->waits_for);
	else if (rest > 3)
		ui_put(p, row, at, rest, UI_PLAIN, short_id(r->physical_id));
	draw_took(w, p, row, r);
}

/* ---- the timeline ---- */

struct span {
	int64_t begin, end; /* of the whole operation, by AWS's clock */
};

/* While something is under way the picture reaches to now, and its bars grow. */
static struct span whole(const struct ui_wizard *w)
{
	const struct cew_deployment *d = w->deployment;
	struct span s = {0, 0};
	for (size_t i = 0; i < cew_deploy_resource_count(d); i++) {
		const struct cew_resource_row *r = cew_deploy_resource_at(d, i);
		if (!r->started_ms)
			continue;
		int64_t end = r->ended_ms ? r->ended_ms : cew_deploy_now_ms(w->deployment);
		s.begin = !s.begin || r->started_ms < s.begin ? r->started_ms : s.begin;
		s.end = end > s.end ? end : s.end;
	}
	return s;
}

static int place_of(int64_t ms, const struct span *s, int width)
{
	int at = (int)((ms - s->begin) * width / (s->end - s->begin));
	return at < 0 ? 0 : at > width ? width : at;
}

static void draw_bar(const struct ui_pane *p, int row, const struct cew_resource_row *r, const struct span *s)
{
	int width = p->width - SPAN_NAME - TIMES - 2;
	if (!r->started_ms || s->end <= s->begin || width < SPAN_LEAST)
		return;
	int from = place_of(r->started_ms, s, width), to = place_of(r->ended_ms ? r->ended_ms : s->end, s, width);
	from = from >= width ? width - 1 : from;
	ui_fill(p, row, SPAN_NAME + from, to > from ? to - from : 1, UI_PLAIN, UI_MARK_FULL);
}

static void draw_span(struct ui_wizard *w, const struct ui_pane *p, int row, const struct cew_resource_row *r,
                      const struct span *s)
{
	draw_mark(w->deployment, p, row, r);
	put_name(p, row, SPAN_NAME - NAME - 1, r);
	draw_bar(p, row, r, s);
	draw_took(w, p, row, r);
}

/* ---- the list ---- */

/* Nested stacks' resources stand below their stack's. Rows come while it is looked at: the tree is made anew each time. */
static size_t tree_of(struct ui_wizard *w)
{
	const struct cew_deployment *d = w->deployment;
	struct cew_vec *tree = &w->run.tree;
	size_t count = cew_deploy_tree(d, NULL, 0);
	if (!tree->item_size)
		cew_vec_init(tree, sizeof(size_t));
	while (tree->len < count && cew_vec_push(tree, NULL))
		continue;
	if (tree->len < count)
		return tree->len;
	cew_deploy_tree(d, tree->items, count);
	return count;
}

static const struct cew_resource_row *row_at(const struct ui_wizard *w, size_t i)
{
	return cew_deploy_resource_at(w->deployment, *(const size_t *)cew_vec_at(&w->run.tree, i));
}

static int first_under_way(const struct ui_wizard *w, size_t count, int otherwise)
{
	for (size_t i = 0; i < count; i++)
		if (strstr(row_at(w, i)->status, "IN_PROGRESS"))
			return (int)i;
	return otherwise;
}

void ui_resources_draw(struct ui_wizard *w, const struct ui_pane *p, bool focused)
{
	struct ui_scroll *s = &w->run.resources;
	struct span time = w->run.timeline ? whole(w) : (struct span){0, 0};
	size_t count = tree_of(w);
	if (!w->run.chose)
		s->chosen = first_under_way(w, count, s->chosen);
	ui_scroll_fit(s, (int)count, p->height);
	for (int i = 0; i < p->height && s->first + i < s->total; i++) {
		const struct cew_resource_row *r = row_at(w, (size_t)(s->first + i));
		if (w->run.timeline)
			draw_span(w, p, i, r, &time);
		else
			draw_row(w, p, i, r);
		if (!focused || s->first + i != s->chosen)
			continue;
		ui_put(p, i, 0, 1, UI_FOCUS, ">");
		ui_cursor(p, i, 0);
	}
	ui_edges(p, s->first, s->total);
}

const struct cew_resource_row *ui_resource_chosen(const struct ui_wizard *w)
{
	int at = w->run.resources.chosen;
	return at >= 0 && at < w->run.resources.total ? row_at(w, (size_t)at) : NULL;
}

static bool has_text(const struct cew_resource_row *r, const char *text)
{
	return strcasestr(r->logical_id, text) || strcasestr(r->type, text) || strcasestr(r->physical_id, text);
}

bool ui_resources_find(struct ui_wizard *w)
{
	size_t n = tree_of(w);
	for (size_t i = 1; i <= n; i++) {
		size_t at = ((size_t)w->run.resources.chosen + i) % n;
		if (!has_text(row_at(w, at), w->run.find))
			continue;
		w->run.resources.chosen = (int)at;
		w->run.chose = true;
		return true;
	}
	return false;
}
