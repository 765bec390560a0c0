/* doc: a document tree that knows its line numbers. YAML and JSON in; compact JSON and YAML out. */
#ifndef CEWIZARD_DOC_H
#define CEWIZARD_DOC_H

#include "cewizard/base.h"

enum cew_doc_format { CEW_DOC_AUTO, CEW_DOC_YAML, CEW_DOC_JSON }; /* AUTO: JSON if the first mark is "{" or "[" */
enum cew_node_kind { CEW_NODE_SCALAR, CEW_NODE_SEQ, CEW_NODE_MAP };

/* What a scalar means. Quoted and block scalars are always strings, and so are those with a local tag; plain ones are
 * read as CloudFormation reads them (YAML 1.1: yes, no, on and off are BOOL; dates are STRING). */
enum cew_scalar_type { CEW_SCALAR_NULL, CEW_SCALAR_BOOL, CEW_SCALAR_INT, CEW_SCALAR_FLOAT, CEW_SCALAR_STRING };

struct cew_doc;  /* owns every node made in it */
struct cew_node; /* valid as long as its document */

struct cew_doc_limits {
	size_t max_bytes; /* of the source */
	size_t max_depth;
	size_t max_nodes; /* counts an alias as often as it is used, so that aliases cannot multiply memory */
};
extern const struct cew_doc_limits cew_doc_default_limits; /* 1,000,000 bytes, depth 100, 200,000 nodes */

/* `name` is what errors call the source ("answers.yaml"). Duplicate keys, several documents, unknown aliases, bad UTF-8
 * and merge keys are errors. A byte order mark is skipped. `limits` NULL: the default ones; no limit lets more than 1,000
 * levels in. *out is NULL after an error.
 * Errors: CEW_INVALID with where = name:line:column, CEW_LIMIT, CEW_NO_MEMORY. */
enum cew_status cew_doc_parse(const char *name, const char *data, size_t len, enum cew_doc_format format,
                              const struct cew_doc_limits *limits, struct cew_doc **out, struct cew_error *err);
/* The file ("-": standard input) with format AUTO and the default limits. Errors: also those of cew_file_read. */
enum cew_status cew_doc_read(const char *path, struct cew_doc **out, struct cew_error *err);
struct cew_doc *cew_doc_create(const char *name); /* an empty document to build in; NULL: no memory */
void cew_doc_destroy(struct cew_doc *doc);
const char *cew_doc_name(const struct cew_doc *doc);
const struct cew_node *cew_doc_root(const struct cew_doc *doc); /* NULL for an empty document */

/* Reading. All take NULL nodes and answer as for something absent (NULL, 0, ""). */
enum cew_node_kind cew_node_kind(const struct cew_node *n);
bool cew_node_is(const struct cew_node *n, enum cew_node_kind kind); /* false for NULL */
int cew_node_line(const struct cew_node *n);   /* from 1; 0 for built nodes */
int cew_node_column(const struct cew_node *n); /* from 1, in characters */
const char *cew_node_tag(const struct cew_node *n);  /* local tag without "!", e.g. "GetAtt"; NULL if none */
const char *cew_node_text(const struct cew_node *n); /* a scalar's text as written (escapes resolved); "" for others */
size_t cew_node_text_len(const struct cew_node *n);  /* bytes */
enum cew_scalar_type cew_node_type(const struct cew_node *n); /* NULL for absent, STRING for containers */
size_t cew_node_count(const struct cew_node *n); /* items of a sequence, entries of a map */
const struct cew_node *cew_node_at(const struct cew_node *n, size_t i);  /* item, or entry's value, in source order */
const struct cew_node *cew_node_key(const struct cew_node *n, size_t i); /* entry's key (a scalar with its own line) */
const struct cew_node *cew_node_get(const struct cew_node *map, const char *key);
const char *cew_node_get_text(const struct cew_node *map, const char *key); /* NULL if absent or no scalar */
bool cew_node_get_bool(const struct cew_node *map, const char *key, bool otherwise); /* true/false in any CFN spelling */
/* Fills where = name:line:column for this node; returns the error's status. */
enum cew_status cew_doc_where(const struct cew_doc *doc, const struct cew_node *n, struct cew_error *err);

/* Building. Each returns NULL when memory ran out; putting NULL into a container gives NULL, so one check at the end of
 * a chain is enough. A node may stand in several places, but never inside itself; nodes of another document must be
 * copied. A copy is deep and keeps lines and columns. A NULL text makes a null. */
struct cew_node *cew_doc_map(struct cew_doc *doc);
struct cew_node *cew_doc_seq(struct cew_doc *doc);
struct cew_node *cew_doc_string(struct cew_doc *doc, const char *text);
struct cew_node *cew_doc_string_n(struct cew_doc *doc, const char *text, size_t len);
struct cew_node *cew_doc_plain(struct cew_doc *doc, const char *text); /* number, true, false, null: written unquoted */
struct cew_node *cew_doc_int(struct cew_doc *doc, int64_t value);
struct cew_node *cew_doc_bool(struct cew_doc *doc, bool value);
struct cew_node *cew_doc_null(struct cew_doc *doc);
struct cew_node *cew_doc_copy(struct cew_doc *doc, const struct cew_node *n);
/* A key that is there already keeps its place and gets the new value. */
struct cew_node *cew_map_put(struct cew_doc *doc, struct cew_node *map, const char *key, const struct cew_node *value); /* map */
/* With a key of another map of the same document, which keeps its line and column. */
struct cew_node *cew_map_put_keyed(struct cew_doc *doc, struct cew_node *map, const struct cew_node *key,
                                   const struct cew_node *value); /* map */
struct cew_node *cew_map_put_text(struct cew_doc *doc, struct cew_node *map, const char *key, const char *text); /* NULL: null */
struct cew_node *cew_seq_add(struct cew_doc *doc, struct cew_node *seq, const struct cew_node *value); /* seq */
void cew_node_place(struct cew_node *n, const struct cew_node *source); /* takes over line and column */
void cew_doc_set_root(struct cew_doc *doc, const struct cew_node *n);

/* Writing appends to `out`; after an error a part may stand there. A NULL node writes null in JSON, nothing in YAML.
 * Tags are written in YAML and are an error in JSON (CEW_INVALID; the cfn room turns them into long form first).
 * In JSON a number that readers would not give back as it is written (0777, 1e3, 1.50, integers beyond 2^53, more than 15
 * digits) is a string of its text. YAML quotes every string that could be taken for something else; reading what was
 * written gives an equal tree. Text that is not UTF-8 comes out with U+FFFD. */
enum cew_status cew_doc_write_json(const struct cew_node *n, struct cew_buf *out, struct cew_error *err);
enum cew_status cew_doc_write_yaml(const struct cew_node *n, struct cew_buf *out, struct cew_error *err);
/* Same meaning: kinds, tags and scalar types agree, booleans by value, all nulls alike, other scalars by text; keys by text
 * alone; the order of a map, lines and columns do not count. Two NULLs are equal. */
bool cew_node_equal(const struct cew_node *a, const struct cew_node *b);

#endif
