/* What the files of the policies room share among themselves. */
#ifndef CEW_POLICIES_ROOM_H
#define CEW_POLICIES_ROOM_H

#include "cewizard/policies.h"

/* ---- types.c: what CloudFormation calls for a resource of a type ---- */

/* How a resource is named whose template does not name it. */
enum naming {
	NAMED_BY_AWS,   /* an id that nobody knows before, or a name too short to tell from others */
	NAMED_BY_STACK, /* "stack-LogicalId-1A2B3C" */
	NAMED_IN_LOWER, /* "stack-logicalid-1a2b3c" */
	NAMED_BY_ID,    /* "LogicalId-1A2B3C" */
};

/* Actions are words; the service named with one ("ec2:CreateVpc") holds for those behind it. "-" before one: it takes no
 * resource. ARNs are words, too, without "arn:PARTITION:"; $R is the region, $A the account, $N the name. An action gets those of its
 * service. */
struct type_row {
	const char *type;
	const char *arns;     /* NULL: no action takes a resource */
	const char *create, *read, *update, *remove, *tag;
	const char *property; /* that names it; NULL: none does */
	const char *name_of;  /* $N is the name of the resources of that type instead; NULL: its own */
	enum naming naming;
	const char *passes;   /* properties that hold roles, and after ">" the service that is handed them; NULL: none */
	const char *linked;   /* services whose service-linked role AWS makes with the account's first resource; NULL: none */
};
const struct type_row *policies_type_find(const char *type); /* NULL: not in the table */
extern const struct type_row policies_types[];
extern const size_t policies_type_count;

/* ---- calls.c: what this program itself asks of AWS ---- */

struct call_row {
	const char *actions; /* as in struct type_row */
	const char *arns;    /* $S is the stack's name, $R the region, $A the account; NULL: none */
	const char *type;    /* and the resources of that type that the stack makes: without any, no call; NULL: of no type */
};
extern const struct call_row policies_calls[];
extern const size_t policies_call_count;
/* For a template that goes by way of S3; the last: where its bucket is made for the purpose. */
#define POLICIES_UPLOAD_CALLS 3
extern const struct call_row policies_upload_calls[POLICIES_UPLOAD_CALLS];

/* ---- scope.c: what answers and template say of names, roles and places ---- */

/* What is taken for the answer to a question after an existing role. */
enum role_answers {
	ROLES_AS_ANSWERED,
	ROLES_NOT_GIVEN,  /* none exists: the stack makes all that it can make */
	ROLES_ALL_GIVEN,  /* any role, where none was answered */
	ROLES_GIVEN_ANEW, /* any role, whatever was answered */
};

struct scope {
	const struct cew_policies_request *request;
	enum role_answers roles;
	const char *any_role; /* "arn:aws:iam::*:role/…", with a "*" for its name */
	struct cew_doc *doc; /* holds every text that is made */
	const char *partition, *region, *account, *stack; /* "*" where it is not known */
	struct cew_cfn_inputs inputs;
	struct cew_cfn_eval *named; /* evaluated for the names alone */
	bool no_memory;             /* ran out while something was evaluated */
	struct cew_cfn_eval *eval;  /* evaluated again, with ARNs made of these names in place of what only AWS knows */
};
enum cew_status policies_scope_init(struct scope *s, const struct cew_policies_request *request, struct cew_doc *doc,
                           struct cew_error *err);
void policies_scope_finish(struct scope *s);
/* "arn:aws:logs:us-east-1:*:log-group:NAME" of a row's word; `name` stands for $N and $S. NULL: no memory. */
const char *policies_scope_arn(struct scope *s, const char *word, size_t len, const char *name);
/* The answer that feeds this setting; "" without one. */
const char *policies_scope_setting(const struct scope *s, const char *name);
/* Is this the parameter of a question after an existing role? */
bool policies_scope_is_role(const struct scope *s, const char *parameter);
/* The template with its role parameters otherwise. The evaluation keeps pointers into the scope. */
enum cew_status policies_scope_evaluate(struct scope *s, enum role_answers roles, struct cew_cfn_eval **out, struct cew_error *err);
/* The name of a resource as a pattern: "*" stands for what is not known. NULL: no memory. */
const char *policies_scope_name(struct scope *s, const struct type_row *row, const char *logical_id);
/* The template's i-th resource that is meant; false: there is none more. */
bool policies_scope_resource(const struct scope *s, size_t *i, const char **logical_id, const char **type);

/* A text that lives as long as the document; NULL: no memory. */
const char *policies_keep(struct cew_doc *doc, const char *text, size_t len);
/* The next word of a row's text; false at the end. */
bool policies_word(const char **text, const char **word, size_t *len);

/* ---- statements.c: single permissions gathered ---- */

enum condition { NO_CONDITION, PASSED_TO_SERVICE };

struct grant {
	const char *action, *resource;
	enum condition condition;
	const char *service; /* of the condition; "" without */
};
struct grants {
	struct cew_vec list; /* struct grant */
	bool no_memory;
};
void policies_grants_init(struct grants *g);
void policies_grants_finish(struct grants *g);
/* NULL texts are no memory. */
void policies_grants_add(struct grants *g, const char *action, const char *resource, enum condition condition, const char *service);

/* Actions that have all their resources and their condition in common. */
struct statement {
	struct cew_vec actions, resources; /* const char *, sorted, each once */
	enum condition condition;
	const char *service;
};
/* Appends struct statement to `out`; policies_statements_finish frees them. False: no memory. */
bool policies_statements_make(struct grants *g, struct cew_vec *out);
void policies_statements_finish(struct cew_vec *list);

/* ---- grants.c: from types and calls to single permissions ---- */

enum cew_status policies_grants_of_template(struct scope *s, struct grants *out, struct cew_issues *issues);
enum cew_status policies_grants_of_calls(struct scope *s, struct grants *out);

/* ---- document.c: JSON of a size that IAM takes ---- */

struct cew_policies {
	struct cew_doc *doc;      /* holds all texts */
	struct cew_vec documents; /* struct cew_policy_document */
	struct cew_vec actions;   /* struct cew_policy_action */
	struct cew_issues issues;
};
/* As many policies as it takes, "NAME-1" and so on where it is more than one. */
enum cew_status policies_documents_add(struct cew_policies *p, struct grants *grants, const char *name, const char *title,
                              const char *owner, struct cew_error *err);
enum cew_status policies_document_add(struct cew_policies *p, const struct cew_node *node, const struct cew_policy_document *as,
                             struct cew_error *err);

/* ---- roles.c: the roles that are made beforehand ---- */

enum cew_status policies_roles_add(struct scope *s, struct cew_policies *p, const char *name, struct cew_error *err);

#endif
