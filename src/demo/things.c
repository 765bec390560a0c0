/* Everything of a type in a region, whoever made it: the account's own, those of stacks, and what AWS makes along with
 * others without being asked (a VPC's main route table, a NAT gateway's network interface). */
#include "account.h"

#include "room.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct listed {
	const char *type;
	struct cew_vec things; /* struct demo_thing */
};

void demo_digest_hex(const char *seed, size_t digits, char *out)
{
	char hash[65];
	cew_sha256_hex(seed, strlen(seed), hash);
	memcpy(out, hash, digits);
	out[digits] = '\0';
}

/* ---- views ---- */

void demo_view_init(struct demo_view *v, struct cew_demo *demo, const char *region)
{
	*v = (struct demo_view){.demo = demo, .region = region};
	cew_vec_init(&v->listed, sizeof(struct listed *));
}

void demo_view_forget(struct demo_view *v)
{
	for (size_t i = 0; i < v->listed.len; i++) {
		struct listed *l = *(struct listed **)cew_vec_at(&v->listed, i);
		cew_vec_finish(&l->things);
		free(l);
	}
	cew_vec_finish(&v->listed);
	cew_vec_init(&v->listed, sizeof(struct listed *));
}

void demo_view_finish(struct demo_view *v)
{
	demo_view_forget(v);
	cew_doc_destroy(v->doc);
	v->doc = NULL;
}

struct cew_doc *demo_view_doc(struct demo_view *v)
{
	if (!v->doc)
		v->doc = cew_doc_create("view");
	v->failed |= !v->doc;
	return v->doc;
}

/* ---- gathering ---- */

static bool keep(void *ctx, const struct demo_thing *t)
{
	return cew_vec_push(&((struct listed *)ctx)->things, t) != NULL;
}

static bool exists(const struct demo_resource *r)
{
	bool half = r->phase == DEMO_FAILED && r->change != DEMO_IN_PLACE;
	return demo_resource_exists(r) && r->values && !half;
}

static enum demo_thing_state state_of(const struct demo_resource *r)
{
	if (r->phase == DEMO_DELETING)
		return DEMO_GOING;
	bool making = r->phase == DEMO_STARTED || r->phase == DEMO_MAKING;
	return making && r->change != DEMO_IN_PLACE ? DEMO_COMING : DEMO_THERE;
}

static bool gather_version(struct listed *l, const struct demo_version *v)
{
	for (size_t i = 0; i < v->resource_count; i++) {
		const struct demo_resource *r = &v->resources[i];
		if (strcmp(r->plan->type, l->type) != 0 || !exists(r))
			continue;
		struct demo_thing t = {
			.type = l->type, .id = r->physical, .name = r->type->name_property ? r->name : r->physical,
			.region = v->stack->region, .properties = r->values, .attributes = &r->attributes, .stack = v->stack,
			.resource = r, .state = state_of(r), .changing = r->phase == DEMO_STARTED || r->phase == DEMO_MAKING,
			.made_ms = r->made_ms,
		};
		if (!keep(l, &t))
			return false;
	}
	return true;
}

static bool gather_resources(struct listed *l, const struct demo_stack *s)
{
	for (size_t i = 0; i < s->versions.len; i++)
		if (!gather_version(l, *(struct demo_version **)cew_vec_at(&s->versions, i)))
			return false;
	return true;
}

static bool gather_stacks(struct demo_view *v, struct listed *l)
{
	bool global = demo_type_find(l->type)->flags & DEMO_GLOBAL, ok = true;
	for (size_t i = 0; ok && i < v->demo->stacks.len; i++) {
		const struct demo_stack *s = *(struct demo_stack **)cew_vec_at(&v->demo->stacks, i);
		if (global || strcmp(s->region, v->region) == 0)
			ok = gather_resources(l, s);
	}
	return ok;
}

static struct listed *find_listed(const struct demo_view *v, const char *type)
{
	for (size_t i = 0; i < v->listed.len; i++) {
		struct listed *l = *(struct listed **)cew_vec_at(&v->listed, i);
		if (strcmp(l->type, type) == 0)
			return l;
	}
	return NULL;
}

struct demo_things demo_things(struct demo_view *v, const char *type)
{
	struct listed *l = find_listed(v, type);
	if (!l) {
		l = calloc(1, sizeof(*l));
		if (!l || !cew_vec_push(&v->listed, &l)) {
			free(l);
			v->failed = true;
			return (struct demo_things){NULL, 0};
		}
		l->type = type;
		cew_vec_init(&l->things, sizeof(struct demo_thing));
		v->failed |= !demo_account_each(v, type, keep, l) || !gather_stacks(v, l) || !demo_implied(v, type, keep, l);
	}
	return (struct demo_things){l->things.items, l->things.len};
}

const struct demo_thing *demo_thing_find(struct demo_view *v, const char *type, const char *id)
{
	struct demo_things all = demo_things(v, type);
	for (size_t i = 0; id && i < all.count; i++)
		if (strcmp(all.at[i].id, id) == 0)
			return &all.at[i];
	return NULL;
}

const struct demo_thing *demo_thing_named(struct demo_view *v, const char *type, const char *name)
{
	struct demo_things all = demo_things(v, type);
	bool global = demo_type_find(type)->flags & DEMO_GLOBAL;
	for (size_t i = 0; name && i < all.count; i++)
		if ((global ? strcasecmp(all.at[i].name, name) : strcmp(all.at[i].name, name)) == 0)
			return &all.at[i];
	return NULL;
}

/* ---- one thing ---- */

const struct cew_node *demo_thing_node(const struct demo_thing *t, const char *name)
{
	return cew_node_get(t->properties, name);
}

const char *demo_thing_text(const struct demo_view *v, const struct demo_thing *t, const char *name)
{
	const char *text = strcmp(name, "Id") == 0 ? t->id : demo_mark(v->demo, t->id, name);
	if (!text)
		text = cew_node_get_text(t->properties, name);
	for (size_t i = 0; !text && t->attributes && i < t->attributes->len; i++) {
		const struct demo_pair *pair = cew_vec_at(t->attributes, i);
		if (strcmp(pair->key, name) == 0)
			text = pair->value;
	}
	return text;
}

bool demo_thing_bool(const struct demo_view *v, const struct demo_thing *t, const char *name, bool otherwise)
{
	const char *text = demo_thing_text(v, t, name);
	return text ? strcasecmp(text, "true") == 0 : otherwise;
}

long demo_thing_number(const struct demo_view *v, const struct demo_thing *t, const char *name, long otherwise)
{
	const char *text = demo_thing_text(v, t, name);
	return text && *text ? strtol(text, NULL, 10) : otherwise;
}

bool demo_node_holds(const struct cew_node *list, const char *text)
{
	if (cew_node_is(list, CEW_NODE_SCALAR))
		return strcmp(cew_node_text(list), text) == 0;
	for (size_t i = 0; i < cew_node_count(list); i++)
		if (strcmp(cew_node_text(cew_node_at(list, i)), text) == 0)
			return true;
	return false;
}
