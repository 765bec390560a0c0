/* The account's own resources: those of assets/demo-account.yaml with a scenario's changes, and those that calls made. Each
 * region's are made up when it is first looked at, so that nobody waits for them at the start. */
#include "account.h"

#include "cewizard/embedded.h"
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define FILE_NAME "assets/demo-account.yaml"
#define HOME_REGION "us-east-1"
#define HOME_DIGITS "0a1b2c" /* what the ids in the file begin with */

struct entry {
	const char *type, *id, *name;
	const struct cew_node *properties;
	struct cew_vec attributes; /* struct demo_pair */
	int64_t made_ms;
};

struct realm {
	char region[32]; /* "" for what has no region */
	char digits[7];  /* in the place of HOME_DIGITS */
	struct cew_doc *doc;
	struct cew_vec entries; /* struct entry * */
};

struct mark {
	char *id, *name, *value;
};

struct demo_account {
	struct cew_demo *demo;
	struct cew_doc *file;
	struct cew_vec realms; /* struct realm * */
	struct cew_vec marks;  /* struct mark */
	char user_arn[128];
};

/* ---- the file ---- */

static const struct cew_node *file_root(struct demo_account *a)
{
	const struct cew_embedded *f = cew_embedded_find(FILE_NAME);
	if (!a->file && f)
		cew_doc_parse(f->path, f->data, f->len, CEW_DOC_YAML, NULL, &a->file, NULL);
	return a->file ? cew_doc_root(a->file) : NULL;
}

const struct cew_node *demo_account_section(struct cew_demo *demo, const char *name)
{
	return cew_node_get(file_root(demo->account_things), name);
}

const struct cew_node *demo_account_value(struct cew_demo *demo, const char *section, const char *key)
{
	const struct cew_node *changed = cew_node_get(demo_scenario_section(demo->scenario, section), key);
	return changed ? changed : cew_node_get(demo_account_section(demo, section), key);
}

const char *demo_account_user_arn(struct cew_demo *demo, const char *region)
{
	struct demo_account *a = demo->account_things;
	const char *named = demo_scenario_user(demo->scenario);
	const char *user = named ? named : cew_node_text(demo_account_section(demo, "user"));
	snprintf(a->user_arn, sizeof(a->user_arn), "arn:%s:iam::%s:user/%.64s", cew_cfn_partition(region, NULL),
	         demo->account, *user ? user : "cewizard-demo");
	return a->user_arn;
}

/* ---- filling in ---- */

static size_t fill_place(const struct demo_account *a, const struct realm *r, const char *at, struct cew_buf *out)
{
	const char *suffix, *partition = cew_cfn_partition(*r->region ? r->region : HOME_REGION, &suffix);
	const struct {
		const char *mark, *text;
	} places[] = {
		{"{account}", a->demo->account}, {"{region}", *r->region ? r->region : HOME_REGION},
		{"{partition}", partition},      {"{suffix}", suffix},
		{HOME_DIGITS, r->digits},
	};
	for (size_t i = 0; i < CEW_COUNT(places); i++) {
		size_t len = strlen(places[i].mark);
		if (strncmp(at, places[i].mark, len) == 0) {
			cew_buf_str(out, places[i].text);
			return len;
		}
	}
	cew_buf_char(out, *at);
	return 1;
}

static struct cew_node *filled_scalar(const struct demo_account *a, struct realm *r, const struct cew_node *n)
{
	struct cew_buf text;
	cew_buf_init(&text, 65536);
	for (const char *at = cew_node_text(n); *at;)
		at += fill_place(a, r, at, &text);
	struct cew_node *copy = cew_node_type(n) == CEW_SCALAR_STRING ? cew_doc_string(r->doc, cew_buf_text(&text))
	                                                               : cew_doc_copy(r->doc, n);
	bool failed = text.failed;
	cew_buf_finish(&text);
	return failed ? NULL : copy;
}

static struct cew_node *filled(const struct demo_account *a, struct realm *r, const struct cew_node *n)
{
	if (cew_node_is(n, CEW_NODE_SCALAR))
		return filled_scalar(a, r, n);
	bool map = cew_node_is(n, CEW_NODE_MAP);
	struct cew_node *copy = map ? cew_doc_map(r->doc) : cew_doc_seq(r->doc);
	for (size_t i = 0; copy && i < cew_node_count(n); i++) {
		struct cew_node *value = filled(a, r, cew_node_at(n, i));
		copy = map ? cew_map_put(r->doc, copy, cew_node_text(cew_node_key(n, i)), value)
		           : cew_seq_add(r->doc, copy, value);
	}
	return copy;
}

/* ---- entries ---- */

static void destroy_entry(struct entry *e)
{
	if (!e)
		return;
	demo_pairs_finish(&e->attributes);
	free(e);
}

static const char *realm_text(struct realm *r, struct cew_buf *text)
{
	const struct cew_node *n = text->failed ? NULL : cew_doc_string(r->doc, cew_buf_text(text));
	cew_buf_finish(text);
	return n ? cew_node_text(n) : NULL;
}

static bool add_attributes(const struct demo_pattern *p, struct entry *e)
{
	const struct demo_attribute *a = NULL;
	while ((a = demo_attribute_next(e->type, a)) != NULL) {
		struct cew_buf text;
		cew_buf_init(&text, 8192);
		bool ok = !demo_pattern_fill(p, a->pattern, &text) && demo_pair_add(&e->attributes, a->name, cew_buf_text(&text));
		cew_buf_finish(&text);
		if (!ok)
			return false;
	}
	return true;
}

/* What the type's tables say: name, id where none is given, attributes. */
static bool complete(struct demo_account *a, struct realm *r, struct entry *e)
{
	const char *suffix, *region = *r->region ? r->region : HOME_REGION;
	struct demo_pattern p = {
		.demo = a->demo, .region = region, .partition = cew_cfn_partition(region, &suffix), .stack_name = "",
		.logical_id = "", .type = demo_type_find(e->type), .properties = e->properties,
	};
	p.url_suffix = suffix;
	e->id = cew_node_get_text(e->properties, "Id");
	e->name = p.type->name_property ? cew_node_get_text(e->properties, p.type->name_property) : NULL;
	p.name = e->name ? e->name : e->id;
	if (!e->id) {
		struct cew_buf text;
		cew_buf_init(&text, 8192);
		demo_pattern_fill(&p, p.type->id, &text);
		e->id = realm_text(r, &text);
	}
	if (!e->name)
		e->name = e->id;
	p.id = e->id;
	return e->id && add_attributes(&p, e);
}

static struct entry *add_entry(struct demo_account *a, struct realm *r, const char *type,
                               const struct cew_node *properties)
{
	struct entry *e = calloc(1, sizeof(*e));
	const struct cew_node *kept = cew_doc_string(r->doc, type);
	int64_t then;
	if (!e || !properties || !kept) {
		free(e);
		return NULL;
	}
	e->type = cew_node_text(kept);
	e->properties = properties;
	cew_vec_init(&e->attributes, sizeof(struct demo_pair));
	const char *made = cew_node_get_text(properties, "CreatedAt");
	e->made_ms = cew_time_parse(made ? made : "2026-03-17T09:41:26Z", &then) ? then : 0;
	if (complete(a, r, e) && cew_vec_push(&r->entries, &e))
		return e;
	destroy_entry(e);
	return NULL;
}

static struct entry *entry_at(const struct realm *r, size_t i)
{
	return *(struct entry **)cew_vec_at(&r->entries, i);
}

/* ---- a scenario's changes ---- */

/* Its id, or the name that stands for it. */
static const char *entry_key(const char *type, const struct cew_node *n)
{
	const char *id = cew_node_get_text(n, "Id"), *property = demo_type_find(type)->name_property;
	return id ? id : property ? cew_node_get_text(n, property) : NULL;
}

static struct entry *entry_of(const struct realm *r, const char *type, const struct cew_node *change)
{
	const char *key = entry_key(type, change);
	for (size_t i = 0; key && i < r->entries.len; i++) {
		struct entry *e = entry_at(r, i);
		if (strcmp(e->type, type) == 0 && (strcmp(e->id, key) == 0 || strcmp(e->name, key) == 0))
			return e;
	}
	return NULL;
}

static void remove_entry(struct realm *r, const struct entry *gone)
{
	for (size_t i = 0; i < r->entries.len; i++)
		if (entry_at(r, i) == gone) {
			destroy_entry(entry_at(r, i));
			cew_vec_remove(&r->entries, i);
			return;
		}
}

static bool apply(struct demo_account *a, struct realm *r, const char *type, const struct cew_node *change)
{
	struct entry *e = entry_of(r, type, change);
	if (cew_node_get_bool(change, "Gone", false)) {
		remove_entry(r, e);
		return true;
	}
	if (!e)
		return add_entry(a, r, type, change) != NULL;
	struct cew_node *merged = cew_doc_copy(r->doc, e->properties);
	for (size_t i = 0; merged && i < cew_node_count(change); i++)
		merged = cew_map_put(r->doc, merged, cew_node_text(cew_node_key(change, i)), cew_node_at(change, i));
	if (merged)
		e->properties = merged;
	return merged != NULL;
}

/* ---- realms ---- */

static bool is_global(const char *type)
{
	return demo_type_find(type)->flags & DEMO_GLOBAL;
}

typedef bool take_fn(struct demo_account *a, struct realm *r, const char *type, const struct cew_node *properties);

static bool take_new(struct demo_account *a, struct realm *r, const char *type, const struct cew_node *properties)
{
	return add_entry(a, r, type, properties) != NULL;
}

static bool take_all(struct demo_account *a, struct realm *r, const struct cew_node *by_type, take_fn *take)
{
	for (size_t i = 0; i < cew_node_count(by_type); i++) {
		const char *type = cew_node_text(cew_node_key(by_type, i));
		const struct cew_node *list = cew_node_at(by_type, i);
		if (is_global(type) != !*r->region)
			continue;
		for (size_t k = 0; k < cew_node_count(list); k++) {
			const struct cew_node *properties = filled(a, r, cew_node_at(list, k));
			if (!properties || !take(a, r, type, properties))
				return false;
		}
	}
	return true;
}

static void destroy_realm(struct realm *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->entries.len; i++)
		destroy_entry(entry_at(r, i));
	cew_vec_finish(&r->entries);
	cew_doc_destroy(r->doc);
	free(r);
}

static struct realm *make_realm(struct demo_account *a, const char *region)
{
	struct realm *r = calloc(1, sizeof(*r));
	if (!r)
		return NULL;
	strncpy(r->region, region, sizeof(r->region) - 1);
	if (!*region || strcmp(region, HOME_REGION) == 0)
		strcpy(r->digits, HOME_DIGITS);
	else
		demo_digest_hex(region, 6, r->digits);
	cew_vec_init(&r->entries, sizeof(struct entry *));
	r->doc = cew_doc_create(FILE_NAME);
	if (r->doc && take_all(a, r, cew_node_get(file_root(a), "resources"), take_new) &&
	    take_all(a, r, demo_scenario_section(a->demo->scenario, "resources"), apply) && cew_vec_push(&a->realms, &r))
		return r;
	destroy_realm(r);
	return NULL;
}

static struct realm *realm_of(struct demo_account *a, const char *region)
{
	for (size_t i = 0; i < a->realms.len; i++) {
		struct realm *r = *(struct realm **)cew_vec_at(&a->realms, i);
		if (strcmp(r->region, region) == 0)
			return r;
	}
	return make_realm(a, region);
}

bool demo_account_each(struct demo_view *v, const char *type, demo_each_fn *fn, void *ctx)
{
	struct realm *r = realm_of(v->demo->account_things, is_global(type) ? "" : v->region);
	if (!r)
		return false;
	for (size_t i = 0; i < r->entries.len; i++) {
		const struct entry *e = entry_at(r, i);
		if (strcmp(e->type, type) != 0)
			continue;
		const char *home = cew_node_get_text(e->properties, "Region");
		struct demo_thing t = {
			.type = e->type, .id = e->id, .name = e->name, .region = home ? home : r->region,
			.properties = e->properties, .attributes = &e->attributes, .state = DEMO_THERE, .made_ms = e->made_ms,
		};
		if (!fn(ctx, &t))
			return false;
	}
	return true;
}

/* ---- changes by calls ---- */

const char *demo_account_add(struct demo_view *v, const char *type, const struct cew_node *properties)
{
	struct demo_account *a = v->demo->account_things;
	struct realm *r = realm_of(a, is_global(type) ? "" : v->region);
	if (!r)
		return NULL;
	struct entry *e = add_entry(a, r, type, cew_doc_copy(r->doc, properties));
	if (!e)
		return NULL;
	e->made_ms = demo_wall_ms(v->demo);
	return e->id;
}

bool demo_account_remove(struct demo_view *v, const char *type, const char *id)
{
	struct realm *r = realm_of(v->demo->account_things, is_global(type) ? "" : v->region);
	for (size_t i = 0; r && i < r->entries.len; i++) {
		struct entry *e = entry_at(r, i);
		if (strcmp(e->type, type) != 0 || strcmp(e->id, id) != 0)
			continue;
		remove_entry(r, e);
		return true;
	}
	return false;
}

static struct mark *find_mark(const struct demo_account *a, const char *id, const char *name)
{
	for (size_t i = 0; i < a->marks.len; i++) {
		struct mark *m = cew_vec_at(&a->marks, i);
		if (strcmp(m->id, id) == 0 && strcmp(m->name, name) == 0)
			return m;
	}
	return NULL;
}

bool demo_mark_set(struct cew_demo *demo, const char *id, const char *name, const char *value)
{
	struct demo_account *a = demo->account_things;
	struct mark *found = find_mark(a, id, name);
	struct mark mark = {NULL, NULL, cew_strdup(value)};
	if (found) {
		free(found->value);
		found->value = mark.value;
		return !value || mark.value;
	}
	if (!value)
		return true;
	mark.id = cew_strdup(id);
	mark.name = cew_strdup(name);
	if (mark.id && mark.name && mark.value && cew_vec_push(&a->marks, &mark))
		return true;
	free(mark.id);
	free(mark.name);
	free(mark.value);
	return false;
}

const char *demo_mark(const struct cew_demo *demo, const char *id, const char *name)
{
	const struct mark *m = find_mark(demo->account_things, id, name);
	return m ? m->value : NULL;
}

/* ---- life ---- */

struct demo_account *demo_account_create(struct cew_demo *demo)
{
	struct demo_account *a = calloc(1, sizeof(*a));
	if (!a)
		return NULL;
	a->demo = demo;
	cew_vec_init(&a->realms, sizeof(struct realm *));
	cew_vec_init(&a->marks, sizeof(struct mark));
	return a;
}

void demo_account_destroy(struct demo_account *a)
{
	if (!a)
		return;
	for (size_t i = 0; i < a->realms.len; i++)
		destroy_realm(*(struct realm **)cew_vec_at(&a->realms, i));
	for (size_t i = 0; i < a->marks.len; i++) {
		struct mark *m = cew_vec_at(&a->marks, i);
		free(m->id);
		free(m->name);
		free(m->value);
	}
	cew_vec_finish(&a->realms);
	cew_vec_finish(&a->marks);
	cew_doc_destroy(a->file);
	free(a);
}
