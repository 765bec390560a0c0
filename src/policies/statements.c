/* Single permissions gathered into as few statements as say the same: first the resources of each action, then the actions
 * that have these in common. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

void policies_grants_init(struct grants *g)
{
	*g = (struct grants){0};
	cew_vec_init(&g->list, sizeof(struct grant));
}

void policies_grants_finish(struct grants *g)
{
	cew_vec_finish(&g->list);
}

void policies_grants_add(struct grants *g, const char *action, const char *resource, enum condition condition, const char *service)
{
	struct grant fresh = {action, resource, condition, service};
	if (!action || !resource || !service || !cew_vec_push(&g->list, &fresh))
		g->no_memory = true;
}

static int by_condition(const struct grant *x, const struct grant *y)
{
	int order = (int)x->condition - (int)y->condition;
	return order ? order : strcmp(x->service, y->service);
}

static int by_action(const void *a, const void *b)
{
	const struct grant *x = a, *y = b;
	int order = by_condition(x, y);
	order = order ? order : strcmp(x->action, y->action);
	return order ? order : strcmp(x->resource, y->resource);
}

static bool same_texts(const struct cew_vec *a, const struct cew_vec *b)
{
	bool same = a->len == b->len;
	for (size_t i = 0; same && i < a->len; i++)
		same = strcmp(((const char **)a->items)[i], ((const char **)b->items)[i]) == 0;
	return same;
}

static bool add_text(struct cew_vec *list, const char *text)
{
	const char **last = list->len ? cew_vec_at(list, list->len - 1) : NULL;
	return (last && strcmp(*last, text) == 0) || cew_vec_push(list, &text);
}

/* A pattern that another one holds says nothing: "*" before all. */
static bool covered(const struct cew_vec *resources)
{
	return resources->len && strcmp(((const char **)resources->items)[0], "*") == 0;
}

/* The statement for these resources under this condition: one that is there already, or a new one that takes them over. */
static struct statement *statement_for(struct cew_vec *out, const struct grant *g, struct cew_vec *resources)
{
	for (size_t i = 0; i < out->len; i++) {
		struct statement *s = cew_vec_at(out, i);
		if (s->condition == g->condition && strcmp(s->service, g->service) == 0 && same_texts(&s->resources, resources)) {
			cew_vec_finish(resources);
			return s;
		}
	}
	struct statement fresh = {.resources = *resources, .condition = g->condition, .service = g->service};
	cew_vec_init(&fresh.actions, sizeof(const char *));
	struct statement *made = cew_vec_push(out, &fresh);
	if (!made)
		cew_vec_finish(resources);
	return made;
}

bool policies_statements_make(struct grants *g, struct cew_vec *out)
{
	const struct grant *all = g->list.items;
	if (g->no_memory)
		return false;
	if (g->list.len)
		qsort(g->list.items, g->list.len, sizeof(struct grant), by_action);
	for (size_t i = 0; i < g->list.len;) {
		const struct grant *first = &all[i];
		struct cew_vec resources;
		cew_vec_init(&resources, sizeof(const char *));
		for (; i < g->list.len && by_condition(first, &all[i]) == 0 && strcmp(first->action, all[i].action) == 0; i++)
			if (!covered(&resources) && !add_text(&resources, all[i].resource)) {
				cew_vec_finish(&resources);
				return false;
			}
		struct statement *s = statement_for(out, first, &resources);
		if (!s || !add_text(&s->actions, first->action))
			return false;
	}
	return true;
}

void policies_statements_finish(struct cew_vec *list)
{
	for (size_t i = 0; i < list->len; i++) {
		struct statement *s = cew_vec_at(list, i);
		cew_vec_finish(&s->actions);
		cew_vec_finish(&s->resources);
	}
	cew_vec_finish(list);
}
