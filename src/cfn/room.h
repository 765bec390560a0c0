/* What the files of the cfn room share among themselves. Nothing outside includes it. */
#ifndef CEW_CFN_ROOM_H
#define CEW_CFN_ROOM_H

#include "cewizard/cfn.h"

#define CFN_NONE SIZE_MAX

/* Quotas of the template language (CloudFormation User Guide, quotas). */
#define CFN_PARAMETERS_MAX 200
#define CFN_RESOURCES_MAX 500
#define CFN_OUTPUTS_MAX 200
#define CFN_MAPPINGS_MAX 200
#define CFN_ATTRIBUTES_MAX 200              /* of one mapping */
#define CFN_PARAMETER_DESCRIPTION_MAX 4000  /* bytes */
#define CFN_ID_MAX 255
#define CFN_DESCRIPTION_MAX 1024

/* ---- index.c: text to position, in constant time ----------------------------------------------------------------- */

struct cfn_slot {
	const char *key; /* not owned */
	size_t value;
	uint32_t hash;
};
struct cfn_index {
	struct cfn_slot *slots;
	size_t cap, len;
};
bool cfn_index_put(struct cfn_index *x, const char *key, size_t value); /* false: no memory; an earlier entry stays */
size_t cfn_index_get(const struct cfn_index *x, const char *key);       /* CFN_NONE if absent */
size_t cfn_index_get_n(const struct cfn_index *x, const char *key, size_t len);
bool cfn_index_map(struct cfn_index *x, const struct cew_node *map);    /* every key of a map, with its position */
void cfn_index_finish(struct cfn_index *x);

/* ---- the template ------------------------------------------------------------------------------------------------ */

/* The sections that an evaluation reads: the template's own, or those left when its loops are expanded. */
struct cfn_sections {
	const struct cew_node *mappings, *conditions, *resources, *outputs, *rules;
	struct cfn_index mapping_index, condition_index, resource_index;
};
bool cfn_sections_index(struct cfn_sections *s); /* false: no memory */
void cfn_sections_finish(struct cfn_sections *s);

struct cew_cfn_template {
	char *name, *source;
	size_t source_len;
	struct cew_doc *doc;
	const struct cew_node *root;
	struct cfn_sections sections;
	struct cew_vec parameters; /* struct cew_cfn_parameter */
	struct cfn_index parameter_index;
	const char **allowed; /* one array for all parameters' AllowedValues */
	bool language_extensions, has_loops;
	const char *transform;   /* the first of Transform, or of an Fn::Transform inside; NULL if none */
	const char *foreign;     /* the first transform that only AWS can carry out */
	const struct cew_node *foreign_at;
};

/* problems.c: what is wrong with the shape of a template, all of it. */
#define CFN_PROBLEMS_MAX 100
struct cfn_problems {
	const struct cew_doc *doc;
	struct cew_vec list;
	bool more; /* than are listed */
	bool no_memory;
};
void cfn_problems_init(struct cfn_problems *p, const struct cew_doc *doc);
void cfn_problems_finish(struct cfn_problems *p);
/* Completes the error with its place and keeps a copy; returns its status. */
enum cew_status cfn_problems_add(struct cfn_problems *p, const struct cew_node *at, struct cew_error *error);
/* Appends them (struct cew_error) to `out`, which may be NULL, in the order of the file; the first is the error. CEW_OK if
 * there is none. */
enum cew_status cfn_problems_tell(struct cfn_problems *p, struct cew_vec *out, struct cew_error *err);

/* normalise.c: long form of a parsed tree, built in the same document where it differs. */
struct cfn_normalised {
	bool has_loops;
	const struct cew_node *inner_transform; /* the first Fn::Transform */
};
enum cew_status cfn_normalise(struct cew_doc *doc, const struct cew_node *root, const struct cew_node **out,
                              struct cfn_normalised *seen, struct cfn_problems *problems, struct cew_error *err);
/* shape.c: is it a template at all? */
void cfn_shape_check(const struct cew_cfn_template *t, struct cfn_problems *problems);
/* parameter.c. Errors: CEW_NO_MEMORY; what is wrong with a parameter is among the problems. */
enum cew_status cfn_parameters_read(struct cew_cfn_template *t, struct cfn_problems *problems, struct cew_error *err);
bool cfn_type_is_list(const char *type);
bool cfn_type_is_ssm(const char *type); /* the value is the name of an SSM parameter that only AWS can read */

/* The text a scalar has where text is wanted: booleans as "true" and "false" in whatever spelling they were written. */
const char *cfn_scalar_text(const struct cew_node *n, size_t *len);
bool cfn_is_loop(const char *key); /* "Fn::ForEach::Name" */

/* ---- text.c: text of which parts are not known ------------------------------------------------------------------- */

/* What characters an unknown part can consist of: decides whether it can be split around. */
enum cfn_alphabet { CFN_ANY, CFN_DIGITS, CFN_GUID, CFN_LOWER_ID, CFN_ALPHABET_COUNT };

struct cfn_piece {
	const char *text; /* the characters, or the expression of an unknown piece; not owned */
	size_t len;       /* bytes of text */
	bool unknown;
	enum cfn_alphabet alphabet;
	size_t width; /* characters an unknown piece will have */
	bool fixed;   /* false: width is a guess */
};
struct cfn_text {
	const struct cew_node *node;
	struct cfn_piece *pieces;
	size_t count;
};
/* Which node consists of which pieces: nodes themselves cannot carry them. */
struct cfn_texts {
	struct cew_vec items; /* struct cfn_text */
	size_t *slots;        /* position + 1 by the node's address */
	size_t cap;
};
void cfn_texts_init(struct cfn_texts *x);
void cfn_texts_finish(struct cfn_texts *x);
/* The pieces of a scalar or unknown node; `single` serves when there is but one. NULL for lists and maps. */
const struct cfn_piece *cfn_pieces(const struct cfn_texts *x, const struct cew_node *n, struct cfn_piece *single,
                                   size_t *count);

/* ---- context.c: one pass over expressions ------------------------------------------------------------------------ */

enum cfn_place { CFN_IN_RESOURCE, CFN_IN_OUTPUT, CFN_IN_CONDITION, CFN_IN_RULE, CFN_PLACE_COUNT };
enum cfn_truth { CFN_FALSE, CFN_TRUE, CFN_MAYBE };

struct cfn_ctx {
	const struct cew_cfn_eval *e;
	struct cew_doc *doc; /* what is evaluated is built here */
	struct cfn_texts *texts;
	struct cew_vec *findings; /* struct cew_cfn_finding; NULL: the first problem ends the pass as an error */
	struct cew_error *err;
	enum cew_status status;
	const struct cew_node *no_value; /* stands for AWS::NoValue */
	enum cfn_place place;
	const char *subject; /* logical id or name of what is being evaluated */
	size_t from;         /* position of the resource whose references are noted; CFN_NONE: none */
	size_t budget;       /* bytes that may still be built */
	size_t nesting;      /* conditions being evaluated */
};

/* What a finding is, without its text. */
struct cfn_rule {
	enum cew_cfn_severity severity;
	const char *name, *remedy;
};

bool cfn_ctx_init(struct cfn_ctx *c, const struct cew_cfn_eval *e, struct cew_doc *doc, struct cfn_texts *texts);
bool cfn_charge(struct cfn_ctx *c, size_t bytes); /* false: the evaluation has ended */
const struct cew_node *cfn_made(struct cfn_ctx *c, const struct cew_node *n); /* NULL becomes "no memory" */
bool cfn_buf_ok(struct cfn_ctx *c, const struct cew_buf *b);          /* false: no memory; cut off at its cap is fine */
const struct cew_node *cfn_string(struct cfn_ctx *c, const char *text, size_t len);
const struct cew_node *cfn_unknown(struct cfn_ctx *c, const char *fmt, ...) CEW_PRINTF(2, 3);
const struct cew_node *cfn_unknown_piece(struct cfn_ctx *c, const char *expression, enum cfn_alphabet alphabet,
                                         size_t width);
/* Notes what is wrong at a node; the value that stands for the failed one, or NULL if that ends the pass. */
const struct cew_node *cfn_problem(struct cfn_ctx *c, const struct cew_node *at, const struct cfn_rule *rule,
                                   const char *fmt, ...) CEW_PRINTF(4, 5);
void cfn_finding(struct cfn_ctx *c, const struct cew_node *at, const struct cfn_rule *rule, const char *fmt, ...)
        CEW_PRINTF(4, 5);

/* ---- building text ----------------------------------------------------------------------------------------------- */

struct cfn_builder {
	struct cfn_ctx *c;
	struct cew_buf literals;
	struct cew_vec pieces; /* struct cfn_piece; literal ones have their offset in width until the end */
};
void cfn_builder_init(struct cfn_builder *b, struct cfn_ctx *c);
void cfn_builder_literal(struct cfn_builder *b, const char *text, size_t len);
void cfn_builder_piece(struct cfn_builder *b, const struct cfn_piece *piece);
bool cfn_builder_node(struct cfn_builder *b, const struct cew_node *n); /* false: a list or map is no text */
const struct cew_node *cfn_builder_end(struct cfn_builder *b);          /* frees the builder */
const struct cew_node *cfn_split(struct cfn_ctx *c, const char *delimiter, const struct cew_node *text);

/* ---- intrinsic.c: the functions ---------------------------------------------------------------------------------- */

typedef const struct cew_node *cfn_value_fn(struct cfn_ctx *c, const struct cew_node *args);
typedef enum cfn_truth cfn_truth_fn(struct cfn_ctx *c, const struct cew_node *args);

struct cfn_function {
	const char *name;
	cfn_value_fn *value; /* NULL: gives no value */
	cfn_truth_fn *truth; /* NULL: gives no truth */
	size_t min, max;     /* items of the argument list; 0, 0: the argument is no list */
	unsigned places;     /* bits of enum cfn_place in which it may stand */
	bool extension;      /* needs AWS::LanguageExtensions */
};
const struct cfn_function *cfn_function_find(const char *name); /* NULL: no such function */
/* The function a map calls: its only key is "Ref", "Fn::…" or, where truth is wanted, "Condition". */
bool cfn_is_call(const struct cew_node *n, enum cfn_place place);
bool cfn_arity_ok(const struct cfn_function *f, const struct cew_node *args);
const struct cew_node *cfn_eval(struct cfn_ctx *c, const struct cew_node *n);
const struct cew_node *cfn_eval_text(struct cfn_ctx *c, const struct cew_node *n, const char **text, size_t *len);

/* reference.c */
cfn_value_fn cfn_fn_ref, cfn_fn_get_att, cfn_fn_sub;
bool cfn_is_pseudo(const char *name, size_t len);
/* A resource's Ref (attribute NULL) or attribute, noting that the one being evaluated needs it. */
const struct cew_node *cfn_resource_value(struct cfn_ctx *c, const struct cew_node *at, const char *id,
                                          const char *attribute);

enum cfn_sub_kind { CFN_SUB_LITERAL, CFN_SUB_VARIABLE, CFN_SUB_BAD };
struct cfn_sub_part {
	enum cfn_sub_kind kind;
	const char *text; /* the literal, or the variable's trimmed name */
	size_t len;
};
bool cfn_sub_next(const char *text, size_t len, size_t *at, struct cfn_sub_part *out);

/* listfn.c */
cfn_value_fn cfn_fn_join, cfn_fn_select, cfn_fn_split, cfn_fn_cidr, cfn_fn_get_azs, cfn_fn_length;
/* condition.c */
cfn_value_fn cfn_fn_if;
cfn_truth_fn cfn_truth_condition, cfn_truth_equals, cfn_truth_and, cfn_truth_or, cfn_truth_not;
enum cfn_truth cfn_truth_of(struct cfn_ctx *c, const struct cew_node *n);
enum cfn_truth cfn_condition(struct cfn_ctx *c, const char *name, const struct cew_node *at);
/* The text of an operand without copying a secret; *node is set when it had to be evaluated. NULL: unknown or no text. */
const char *cfn_operand(struct cfn_ctx *c, const struct cew_node *n, size_t *len, const struct cew_node **node);
/* rule.c */
cfn_truth_fn cfn_truth_contains, cfn_truth_each_equals, cfn_truth_each_in;
cfn_value_fn cfn_fn_ref_all, cfn_fn_value_of, cfn_fn_value_of_all;
void cfn_rules_check(struct cfn_ctx *c);
/* cidr.c: the blocks that Fn::Cidr gives; false if they do not fit, with the reason. */
bool cfn_cidr_split(const char *block, unsigned long count, unsigned long bits, struct cew_vec *out, const char **why);
#define CFN_CIDR_TEXT 64 /* bytes of an item of `out` */

/* ---- an evaluation ----------------------------------------------------------------------------------------------- */

struct cfn_made {
	bool made, indexed;
	struct cew_vec edges; /* size_t: positions of the resources it needs, in the order they were met */
	size_t position;      /* among the results */
	size_t depth;
	const struct cew_node *properties;
	const char *deletion_policy;
};

struct cew_cfn_eval {
	const struct cew_cfn_template *t;
	struct cew_cfn_inputs in;
	struct cew_doc *doc;
	struct cfn_texts texts;
	struct cfn_sections own;       /* used when the template has loops */
	const struct cfn_sections *s;
	unsigned char *condition_state; /* by condition; see condition.c */
	struct cfn_made *made;          /* by resource in source order */
	size_t made_count;
	size_t *stamps;                 /* by resource: the resource that last noted it, + 1 */
	size_t *depends_on;             /* one array for all results */
	const char **askers;            /* one array for the resources of all capabilities */
	size_t asker_count;
	struct cfn_index result_index;
	struct cew_vec conditions, resources, names, outputs, findings, capabilities;
};

/* The value given, else the default, else "". It may be a secret: never keep it. */
const char *cfn_parameter_value(const struct cew_cfn_eval *e, const struct cew_cfn_parameter *p);
size_t cfn_parameter_position(const struct cew_cfn_template *t, const char *name, size_t len);
bool cfn_condition_known(const struct cew_cfn_eval *e, size_t position);
const char *cfn_stable(struct cfn_ctx *c, const char *text); /* a copy that lives as long as ctx's document; NULL */

/* foreach.c: the sections with every Fn::ForEach expanded */
enum cew_status cfn_loops_expand(struct cfn_ctx *c, const struct cew_cfn_template *t, struct cfn_sections *out);
/* lint.c: what is wrong in the text whatever the values are */
void cfn_lint(struct cfn_ctx *c);
/* graph.c */
enum cew_status cfn_graph_order(struct cfn_ctx *c, struct cew_cfn_eval *e);
/* names.c, capability.c, findings.c */
enum cew_status cfn_names_collect(struct cfn_ctx *c, struct cew_cfn_eval *e);
enum cew_status cfn_capabilities_collect(struct cfn_ctx *c, struct cew_cfn_eval *e);
void cfn_findings_collect(struct cfn_ctx *c, const struct cew_cfn_eval *e);
/* Where a property (or the first part of "A.*.B") is written; evaluated nodes do not always know. */
const struct cew_node *cfn_source(const struct cew_cfn_resource *r, const char *property);
void cfn_check_partition(struct cfn_ctx *c, const struct cew_node *n, const char *text);

#endif
