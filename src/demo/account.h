/* What is in the account: the resources that it starts with, those that calls made, and those of stacks, all seen alike. */
#ifndef CEW_DEMO_ACCOUNT_H
#define CEW_DEMO_ACCOUNT_H

#include "cewizard/doc.h"

struct cew_demo;
struct demo_account;
struct demo_resource;
struct demo_stack;
struct demo_type;

enum demo_thing_state { DEMO_COMING, DEMO_THERE, DEMO_GOING };

/* A resource as the services show it: CloudFormation's type and properties, whoever made it. */
struct demo_thing {
	const char *type, *id;
	const char *name;   /* the id where the type has no names */
	const char *region; /* where it is; "" for what is in none */
	const struct cew_node *properties;
	const struct cew_vec *attributes; /* struct demo_pair; NULL: none */
	const struct demo_stack *stack;   /* NULL: not of a stack */
	const struct demo_resource *resource;
	enum demo_thing_state state;
	bool changing; /* is being made or changed */
	int64_t made_ms;
};

struct demo_things {
	const struct demo_thing *at;
	size_t count;
};

/* ---- views: what a call sees of a region ------------------------------------------------------------------------------ */

/* Lists stay as they are while the view lives; what a call changes, a new view shows. */
struct demo_view {
	struct cew_demo *demo;
	const char *region;
	struct cew_doc *doc;    /* for what is made up while looking; NULL until needed */
	struct cew_vec listed;  /* one list a type */
	bool failed;            /* memory ran out, and lists are not whole */
};
void demo_view_init(struct demo_view *v, struct cew_demo *demo, const char *region);
void demo_view_finish(struct demo_view *v);
void demo_view_forget(struct demo_view *v); /* what was listed: things have changed since */
struct cew_doc *demo_view_doc(struct demo_view *v);
/* All of a type: the account's own first, then those of stacks, oldest first. Buckets and roles are seen from everywhere. */
struct demo_things demo_things(struct demo_view *v, const char *type);
/* By id, or by name; NULL: there is none. Roles' names are compared as IAM does, whatever the case. */
const struct demo_thing *demo_thing_find(struct demo_view *v, const char *type, const char *id);
const struct demo_thing *demo_thing_named(struct demo_view *v, const char *type, const char *name);

/* ---- one thing -------------------------------------------------------------------------------------------------------- */

/* The text of a property, else of an attribute, else NULL; also what a call set (see marks). */
const char *demo_thing_text(const struct demo_view *v, const struct demo_thing *t, const char *name);
bool demo_thing_bool(const struct demo_view *v, const struct demo_thing *t, const char *name, bool otherwise);
long demo_thing_number(const struct demo_view *v, const struct demo_thing *t, const char *name, long otherwise);
const struct cew_node *demo_thing_node(const struct demo_thing *t, const char *name);
/* Is this text among a property's items (or is it the property)? */
bool demo_node_holds(const struct cew_node *list, const char *text);
/* So many hexadecimal digits that always are the same for this seed. */
void demo_digest_hex(const char *seed, size_t digits, char *out); /* at most 64 digits, and a NUL */

/* ---- changes by calls ---------------------------------------------------------------------------------------------------- */

/* Adds one that a call made; `properties` are copied. Id and attributes follow from the type, unless the properties have an
 * "Id". Returns its id, or NULL: no memory. */
const char *demo_account_add(struct demo_view *v, const char *type, const struct cew_node *properties);
/* Takes one away that no stack made. false: there is none. */
bool demo_account_remove(struct demo_view *v, const char *type, const char *id);
/* A text that a call set about a thing: it stands before the property of that name. A NULL value takes it back. */
bool demo_mark_set(struct cew_demo *demo, const char *id, const char *name, const char *value);
const char *demo_mark(const struct cew_demo *demo, const char *id, const char *name);

/* ---- where things come from: for things.c ----------------------------------------------------------------------------------- */

typedef bool demo_each_fn(void *ctx, const struct demo_thing *t); /* false: memory ran out */
/* Those that no stack made (account.c), and those that AWS makes along with others (implied.c). */
bool demo_account_each(struct demo_view *v, const char *type, demo_each_fn *fn, void *ctx);
bool demo_implied(struct demo_view *v, const char *type, demo_each_fn *fn, void *ctx);
bool demo_implied_group_rules(struct demo_view *v, demo_each_fn *fn, void *ctx); /* implied_rules.c */

/* ---- the account ---------------------------------------------------------------------------------------------------------- */

struct demo_account *demo_account_create(struct cew_demo *demo); /* reads nothing yet; NULL: no memory */
void demo_account_destroy(struct demo_account *a);
const struct cew_node *demo_account_section(struct cew_demo *demo, const char *name); /* NULL: none */
/* A key of a section, as the scenario has it, else the account. */
const struct cew_node *demo_account_value(struct cew_demo *demo, const char *section, const char *key);
/* What a quota allows in this account, by its code; -1: there is no such quota (quotas.c). */
long demo_quota(struct cew_demo *demo, const char *code);
const char *demo_account_user_arn(struct cew_demo *demo, const char *region); /* the account's until it is destroyed */

#endif
