/* What the files of this room share: the set that owns everything, and reading YAML nodes against tables of keys. */
#ifndef CEW_FORM_ROOM_H
#define CEW_FORM_ROOM_H

#include "cewizard/form.h"

/* A field's name in a `show` expression, checked when all pages are there. */
struct name_use {
	const char *name, *where;
};

struct cew_form_set {
	struct cew_vec blocks; /* void *: all memory that pages, fields and conditions live in */
	struct cew_vec pages;  /* struct cew_page, sorted */
	struct cew_vec uses;   /* struct name_use */
};

void *form_take(struct cew_form_set *set, size_t bytes);           /* zeroed, the set's; NULL: no memory */
const char *form_keep(struct cew_form_set *set, const char *text); /* a copy, the set's; NULL: no memory, or text was NULL */

/* One form file being read. */
struct form_reader {
	struct cew_form_set *set;
	const struct cew_doc *doc;
	const char *const *known_checks; /* NULL: any */
	struct cew_error *err;
};

enum form_type {
	FORM_TEXT,  /* text that is not empty */
	FORM_LINE,  /* the same without line breaks and other control characters */
	FORM_VALUE, /* any scalar but null, as written; may be empty */
	FORM_INT,   /* decimal */
	FORM_BOOL,
	FORM_SEQ,
	FORM_MAP,
	FORM_TYPE_COUNT
};

struct form_key {
	const char *name;
	enum form_type type;
	unsigned kinds; /* field kinds that may have it, and that must: bits 1 << enum cew_field_kind; elsewhere ANY_KIND */
	unsigned required;
};
#define ANY_KIND (~0u)
#define KIND(k) (1u << CEW_FIELD_##k)

/* Fails with CEW_INVALID at this node; `hint` may be NULL. */
enum cew_status form_refuse(const struct form_reader *r, const struct cew_node *at, const char *hint, const char *fmt, ...)
	CEW_PRINTF(4, 5);
/* The node is a map with exactly such keys. `what` names it in errors ("a page"). */
enum cew_status form_check_map(const struct form_reader *r, const struct cew_node *map, const char *what,
                               const struct form_key *keys, size_t count, unsigned kind);
enum cew_status form_check_type(const struct form_reader *r, const struct cew_node *n, const char *key, enum form_type type);
/* A sequence of texts as an array of the set's; a NULL node is an empty one. */
enum cew_status form_read_texts(const struct form_reader *r, const struct cew_node *seq, const char *key,
                                const char *const **out, size_t *count);
/* A copy of map's text, NULL if the key is absent. Memory failures show as *out NULL and CEW_NO_MEMORY. */
enum cew_status form_read_text(const struct form_reader *r, const struct cew_node *map, const char *key, const char **out);
/* Which of the names (ended by NULL) the text is; -1: none. */
int form_index_of(const char *const *names, const char *text);
const char *form_where(const struct form_reader *r, const struct cew_node *n); /* the set's "file:line:column"; NULL: no memory */

/* page.c: one file's page, added to the set. */
enum cew_status form_read_page(const struct form_reader *r, const char *id);
/* field.c */
enum cew_status form_read_field(const struct form_reader *r, const struct cew_node *n, struct cew_field *out);
/* condition.c: a `show` expression; NULL node: no condition. */
enum cew_status form_read_condition(const struct form_reader *r, const struct cew_node *n, const struct cew_condition **out);
/* pick.c: "vpc", or "role(SERVICE)". */
enum cew_status form_read_pick(const struct form_reader *r, const struct cew_node *n, struct cew_field *out);
/* verify.c: what only holds of all pages together. */
enum cew_status form_verify(const struct cew_form_set *set, struct cew_error *err);
/* extras.c: pages for parameters that no field feeds. */
enum cew_status form_add_extras(struct cew_form_set *set, const struct cew_form_extra *extras, size_t count,
                                struct cew_error *err);

enum { FORM_STEP_COLUMNS = 15 }; /* what the sidebar has room for */

#endif
