/* cfn: the CloudFormation template language: reading a template, evaluating it with given parameters, the resources that
 * will be made and in which order, the names they get, and AWS's limits. It talks to nobody; what only AWS can know stays
 * unknown, or is asked of the caller (the embedded AWS answers with what it made). */
#ifndef CEWIZARD_CFN_H
#define CEWIZARD_CFN_H

#include "cewizard/doc.h"

#define CEW_CFN_INLINE_MAX 51200      /* bytes of TemplateBody in CreateStack (CloudFormation quotas) */
#define CEW_CFN_TEMPLATE_MAX 1000000  /* bytes of a template from S3 */
#define CEW_CFN_VALUE_MAX 4096        /* bytes of a parameter's value */
#define CEW_CFN_STACK_NAME_MAX 128    /* characters of a stack name */

/* ---- reading ------------------------------------------------------------------------------------------------- */

struct cew_cfn_template; /* immutable once loaded */

/* A parameter as the template declares it. All text is the template's. Absent texts are NULL. */
struct cew_cfn_parameter {
	const char *name, *type, *description;
	const char *label, *group;       /* from AWS::CloudFormation::Interface */
	const char *default_value;       /* "" is a default too */
	const char *const *allowed;      /* AllowedValues */
	size_t allowed_count;
	const char *pattern;             /* AllowedPattern: Java's syntax, holds for the whole value */
	const char *constraint;          /* ConstraintDescription */
	bool has_min_length, has_max_length, has_min_value, has_max_value;
	size_t min_length, max_length;   /* characters */
	double min_value, max_value;
	bool no_echo;
	int line, column;
};

/* Reads YAML or JSON, turns short tags into long form and checks the document's shape (sections, Type of every resource,
 * parameter attributes, limits). Errors: CEW_INVALID with name:line:column, CEW_LIMIT, CEW_NO_MEMORY. */
enum cew_status cew_cfn_load(const char *name, const char *data, size_t len, struct cew_cfn_template **out,
                             struct cew_error *err);
/* The same, and appends to `problems` (of struct cew_error; may be NULL) everything that is wrong with the template's shape,
 * in the order of the file, 100 at most; the error is the first of them. Text that is no YAML or JSON gives the error alone. */
enum cew_status cew_cfn_load_listing(const char *name, const char *data, size_t len, struct cew_vec *problems,
                                     struct cew_cfn_template **out, struct cew_error *err);
void cew_cfn_destroy(struct cew_cfn_template *t);
const char *cew_cfn_name(const struct cew_cfn_template *t); /* as given to cew_cfn_load */
const char *cew_cfn_source(const struct cew_cfn_template *t, size_t *len); /* the bytes as given */
const char *cew_cfn_description(const struct cew_cfn_template *t);         /* NULL if none */
const struct cew_node *cew_cfn_root(const struct cew_cfn_template *t);     /* long form */
const struct cew_doc *cew_cfn_doc(const struct cew_cfn_template *t);
/* The template as JSON without insignificant white space, equal in meaning to its source. */
enum cew_status cew_cfn_compact(const struct cew_cfn_template *t, struct cew_buf *out, struct cew_error *err);

size_t cew_cfn_parameter_count(const struct cew_cfn_template *t);
const struct cew_cfn_parameter *cew_cfn_parameter_at(const struct cew_cfn_template *t, size_t i); /* in Interface order */
const struct cew_cfn_parameter *cew_cfn_parameter_find(const struct cew_cfn_template *t, const char *name);
/* Does this value satisfy the parameter's own constraints? CEW_INVALID tells which it breaks, in the operator's words
 * (ConstraintDescription where there is one); the value itself is not repeated for NoEcho parameters. */
enum cew_status cew_cfn_parameter_check(const struct cew_cfn_parameter *p, const char *value, struct cew_error *err);

/* ---- evaluating ------------------------------------------------------------------------------------------------ */

/* Everything an evaluation depends on. Pointers stay the caller's and must outlive the evaluation. */
struct cew_cfn_inputs {
	const char *region, *partition, *url_suffix; /* "us-east-1", "aws", "amazonaws.com" */
	const char *account_id, *stack_id;           /* NULL: not known yet */
	const char *stack_name;                      /* like region, NULL or "" while not chosen: it is unknown then */
	const char *const *notification_arns;
	size_t notification_count;
	/* The value given for a parameter as text (lists comma-joined); NULL: none given, the default holds. May be NULL. A
	 * NoEcho value is compared in conditions and rules that refer to it directly, but cew_cfn_evaluate never copies it: in
	 * what it evaluates it is unknown. cew_cfn_resolve_… take it as given, so give them something else in its place. */
	const char *(*parameter)(void *ctx, const char *name);
	/* A made resource's Ref (attribute NULL) or attribute as a node of `doc`; NULL: not known. May be NULL. */
	const struct cew_node *(*attribute)(void *ctx, struct cew_doc *doc, const char *logical_id, const char *attribute);
	/* The zones of a region as a sequence of `doc`; NULL: not known. May be NULL. */
	const struct cew_node *(*zones)(void *ctx, struct cew_doc *doc, const char *region);
	/* The value of an export ("Fn::ImportValue"); NULL: not known. May be NULL. */
	const char *(*import)(void *ctx, const char *name);
	void *ctx;
	int today; /* 20261124 for 2026-11-24: what AWS no longer takes depends on it; 0: the day the room's tables date from */
};

struct cew_cfn_eval; /* the result; keeps pointers into the template and the inputs */

struct cew_cfn_resource {
	const char *logical_id, *type;
	const struct cew_node *source;     /* the resource as written (long form) */
	const struct cew_node *properties; /* evaluated; unknown parts are marked, see cew_cfn_unknown */
	const size_t *depends_on;          /* indices of made resources, explicit and implied, ascending */
	size_t depends_on_count;
	const char *deletion_policy;       /* "Delete", "Retain", "Snapshot" or "RetainExceptOnCreate" */
	size_t depth;                      /* longest chain of dependencies below it */
};

struct cew_cfn_condition {
	const char *name;
	bool value; /* false also while not known */
	bool known; /* false: it depends on what only AWS knows */
};

/* A property that names what AWS makes, held against AWS's limits (the API Reference of each service). */
struct cew_cfn_resource_name {
	const char *logical_id, *type, *property;
	const char *what;    /* "IAM role name" */
	const char *value;   /* with ${…} where a part is not known */
	size_t length;       /* characters; an unknown part counts with the length AWS will give it where that is fixed */
	size_t limit;
	bool exact;          /* false: an unknown part's length is a guess */
	bool ok;
	const char *problem; /* what breaks, in a sentence; NULL if ok */
};

struct cew_cfn_output {
	const char *name, *description, *export_name; /* the latter two may be NULL */
	const struct cew_node *value;                  /* evaluated; may be unknown */
};

enum cew_cfn_severity { CEW_CFN_ERROR, CEW_CFN_WARNING };

/* Something in the template that will fail, or may. */
struct cew_cfn_finding {
	enum cew_cfn_severity severity;
	/* References: "unresolved-reference", "unresolved-condition", "unresolved-mapping", "mapping-lacks-key",
	 * "mapping-lacks-region", "cycle", "condition-cycle". Functions: "function-arguments", "function-siblings",
	 * "misplaced-function", "unknown-function", "needs-language-extensions", "select-out-of-range", "sub-list", "loop".
	 * Values: "null-value", "ambiguous-number", "parameter-default", "parameter-value", "rule-assertion", "duplicate-name",
	 * "resource-type", "resource-policy", "tag", "lambda-runtime", "bucket-acl", "fargate-size", "partition-arn".
	 * What only AWS can tell: "transform", "condition-unknown". */
	const char *rule;
	const char *subject; /* logical id or parameter; may be NULL */
	const char *message, *remedy; /* remedy may be "" */
	int line, column;
};

/* Evaluates conditions, resources, outputs and rules. What is wrong in the template itself becomes a finding; an error is
 * returned only for what makes evaluation impossible. */
enum cew_status cew_cfn_evaluate(const struct cew_cfn_template *t, const struct cew_cfn_inputs *inputs,
                                 struct cew_cfn_eval **out, struct cew_error *err);
void cew_cfn_eval_destroy(struct cew_cfn_eval *e);

size_t cew_cfn_condition_count(const struct cew_cfn_eval *e);
const struct cew_cfn_condition *cew_cfn_condition_at(const struct cew_cfn_eval *e, size_t i);
size_t cew_cfn_resource_count(const struct cew_cfn_eval *e); /* those that will be made, in an order that works */
const struct cew_cfn_resource *cew_cfn_resource_at(const struct cew_cfn_eval *e, size_t i);
const struct cew_cfn_resource *cew_cfn_resource_find(const struct cew_cfn_eval *e, const char *logical_id);
size_t cew_cfn_name_count(const struct cew_cfn_eval *e);
const struct cew_cfn_resource_name *cew_cfn_name_at(const struct cew_cfn_eval *e, size_t i);
size_t cew_cfn_output_count(const struct cew_cfn_eval *e); /* those whose condition holds */
const struct cew_cfn_output *cew_cfn_output_at(const struct cew_cfn_eval *e, size_t i);
size_t cew_cfn_finding_count(const struct cew_cfn_eval *e);
const struct cew_cfn_finding *cew_cfn_finding_at(const struct cew_cfn_eval *e, size_t i);
/* "CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND": those that sending needs, and the resources that
 * ask for each: those that will be made or, where there are none, those that a condition leaves out (AWS looks at the
 * whole template). */
struct cew_cfn_capability {
	const char *name;
	const char *logical_id;         /* the first of them; NULL for a transform */
	const char *const *logical_ids; /* all of them */
	size_t logical_id_count;
};
size_t cew_cfn_capability_count(const struct cew_cfn_eval *e);
const struct cew_cfn_capability *cew_cfn_capability_at(const struct cew_cfn_eval *e, size_t i);

/* Evaluates one resource's properties (or all outputs, as a map name -> value) again, into `doc`: the embedded AWS does so
 * when the resource's dependencies are made and inputs.attribute can answer. */
enum cew_status cew_cfn_resolve_resource(const struct cew_cfn_eval *e, const char *logical_id, struct cew_doc *doc,
                                         const struct cew_node **out, struct cew_error *err);
enum cew_status cew_cfn_resolve_outputs(const struct cew_cfn_eval *e, struct cew_doc *doc, const struct cew_node **out,
                                        struct cew_error *err);

/* How long CloudFormation usually takes to make, change in place and delete a resource of a type, in seconds: the embedded
 * AWS keeps to it, and the time left is estimated from it. */
struct cew_cfn_pace {
	int create_s, update_s, delete_s;
};
struct cew_cfn_pace cew_cfn_pace(const char *type); /* of an unknown type: what small things take */

/* Is this evaluated node (or a part of it) unknown? A wholly unknown value is a map with the one key
 * CEW_CFN_UNKNOWN_KEY and, as its value, the expression ("VPC.CidrBlock"); text with unknown parts is a scalar in which
 * they stand as ${expression}, inside such a map's second key "text". */
#define CEW_CFN_UNKNOWN_KEY "Cew::Unknown"
bool cew_cfn_unknown(const struct cew_node *evaluated, const char **expression);
/* A short display form of an evaluated node: the text, "${VPC}" for what is unknown, compact JSON for lists and maps. */
enum cew_status cew_cfn_display(const struct cew_node *evaluated, struct cew_buf *out);

/* ---- limits ---------------------------------------------------------------------------------------------------- */

/* The partition of a region ("aws", "aws-cn", "aws-us-gov", …) and its URL suffix; unknown regions are taken for "aws". */
const char *cew_cfn_partition(const char *region, const char **url_suffix);

#endif
