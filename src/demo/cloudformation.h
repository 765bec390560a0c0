/* What the files of the CloudFormation service share: the demo's front desk. */
#ifndef CEW_DEMO_CLOUDFORMATION_H
#define CEW_DEMO_CLOUDFORMATION_H

#include "room.h"

/* ---- cfn_check.c: members of requests, with the texts of AWS's validation ------------------------------------------- */

/* "1 validation error detected: Value 'VALUE' at 'MEMBER' failed to satisfy constraint: RULE" */
enum cew_status demo_constraint(struct cew_error *err, const char *value, const char *member, const char *fmt, ...)
        CEW_PRINTF(4, 5);
enum cew_status demo_check_length(const char *value, const char *member, size_t min, size_t max, struct cew_error *err);
/* Absent (NULL) is fine, but for required ones. */
enum cew_status demo_check_stack_name(const char *name, struct cew_error *err); /* of a new stack */
enum cew_status demo_check_token(const char *token, struct cew_error *err);
enum cew_status demo_check_role(const char *arn, struct cew_error *err);
/* "true" and "false"; `otherwise` when absent. */
enum cew_status demo_read_bool(const struct demo_call *call, const char *name, bool otherwise, bool *out,
                               struct cew_error *err);
enum cew_status demo_check_stack_quota(const struct demo_call *call, struct cew_error *err); /* cfn_create.c */
/* Can it be updated? With `disable_rollback` also what failed halfway. */
enum cew_status demo_check_updatable(const struct demo_stack *s, bool disable_rollback, struct cew_error *err);
enum cew_status demo_stack_set_role(struct demo_stack *s, const char *role, struct cew_error *err); /* NULL: as it was */
/* The stack that StackName names. `fmt` is AWS's text for one that does not exist, with one %s. */
enum cew_status demo_find_stack(const struct demo_call *call, const char *fmt, struct demo_stack **out,
                                struct cew_error *err);

/* ---- cfn_template.c: the template of a request ------------------------------------------------------------------------- */

/* `previous` is what UsePreviousTemplate means; NULL: nothing. */
enum cew_status demo_read_template(struct demo_call *call, const struct cew_cfn_template *previous,
                                   struct cew_cfn_template **out, struct cew_error *err);

/* ---- cfn_request.c: all that a request with a template brings ----------------------------------------------------------- */

/* Fills a new version of the stack, and checks it as AWS does before it says yes. */
enum cew_status demo_read_version(struct demo_call *call, struct demo_version *v, struct cew_error *err);

/* ---- cfn_parameters.c ------------------------------------------------------------------------------------------------ */

/* Takes Parameters.member.N into the version, with defaults for the rest, and checks them. */
enum cew_status demo_read_parameters(struct demo_call *call, struct demo_version *v, struct cew_error *err);

/* ---- paging.c: NextToken ------------------------------------------------------------------------------------------------ */

/* The position at which to go on: 0 without a token. `scope` ties a token to what it was given for. */
enum cew_status demo_page_start(const struct demo_call *call, const char *scope, size_t *at, struct cew_error *err);
void demo_page_next(struct demo_call *call, const char *scope, size_t at);

/* ---- cfn_changes.c: what a version would change ------------------------------------------------------------------------- */

struct demo_change_detail {
	char *property;
	char *before, *after; /* NULL: none */
	char *cause;          /* "TaskDefinition", "VPC.CidrBlock": what an unknown value comes from; NULL: not told */
	bool create_only, unknown;
};
struct demo_resource_change {
	char *logical, *type, *physical; /* physical: "" of what is added */
	const char *action;              /* "Add", "Modify", "Remove" */
	const char *replacement;         /* "True", "False", "Conditional"; NULL but for Modify */
	struct cew_vec details;          /* struct demo_change_detail */
};
/* Fills struct demo_resource_change, and says whether anything else (outputs, tags) differs. Errors: CEW_REFUSED. */
enum cew_status demo_find_changes(struct demo_version *v, struct cew_vec *out, bool *others, struct cew_error *err);
void demo_changes_finish(struct cew_vec *changes);

/* ---- cfn_change_sets.c --------------------------------------------------------------------------------------------------- */

struct demo_change_set {
	char *name, *id, *description;
	const char *failure; /* NULL: it can be carried out */
	bool creates;        /* the stack; else it updates it */
	const char *execution; /* "AVAILABLE", "EXECUTE_COMPLETE", "OBSOLETE" */
	struct demo_version *version; /* NULL: it has become the stack's */
	struct cew_vec changes;       /* struct demo_resource_change */
	int64_t created_ms;
	double ready_ms; /* on the loop's clock */
};
void demo_change_set_destroy(struct demo_change_set *c);
/* The one that ChangeSetName (and StackName) mean. */
enum cew_status demo_find_change_set(struct demo_call *call, struct demo_stack **stack, struct demo_change_set **out,
                                     struct cew_error *err);
const char *demo_change_set_status(const struct demo_call *call, const struct demo_change_set *c); /* cfn_change_describe.c */
void demo_change_sets_outdate(struct demo_stack *s, const struct demo_change_set *but); /* something else was done */

/* ---- inner.c: calls that nobody sent -------------------------------------------------------------------------------------- */

struct demo_inner {
	struct demo_call call;
	struct demo_request request;
	struct cew_header host;
	char host_text[32];
	struct cew_buf answer; /* nobody reads it */
};
/* `form` is what a request's body would hold. Must be finished in any case. */
enum cew_status demo_inner_begin(struct demo_inner *in, struct cew_demo *demo, const char *region, const struct cew_buf *form,
                                 struct cew_error *err);
void demo_inner_finish(struct demo_inner *in);
void demo_form_add(struct cew_buf *form, const char *name, const char *value);
/* LIST.member.N.KEY=… and LIST.member.N.VALUE=… of a map. */
void demo_form_pairs(struct cew_buf *form, const char *list, const char *key_name, const char *value_name,
                     const struct cew_node *map);
/* The same template and parameters as a further version of this (or another) stack; NULL: no memory. */
struct demo_version *demo_version_again(const struct demo_version *from, struct demo_stack *s);

/* ---- the actions --------------------------------------------------------------------------------------------------------- */

demo_action_fn demo_create_stack;                                                            /* cfn_create.c */
demo_action_fn demo_update_stack, demo_cancel_update_stack, demo_continue_update_rollback;   /* cfn_update.c */
demo_action_fn demo_create_change_set, demo_execute_change_set, demo_delete_change_set;      /* cfn_change_sets.c */
demo_action_fn demo_describe_change_set, demo_list_change_sets;                              /* cfn_change_describe.c */
demo_action_fn demo_delete_stack, demo_update_termination_protection;                        /* cfn_delete.c */
demo_action_fn demo_describe_stacks, demo_list_stacks;                                       /* cfn_describe.c */
demo_action_fn demo_list_exports, demo_list_imports;                                         /* cfn_exports.c */
demo_action_fn demo_describe_account_limits;                                                 /* cfn_describe.c */
demo_action_fn demo_describe_stack_events, demo_list_stack_resources, demo_describe_stack_resources,
        demo_describe_stack_resource;                                                        /* cfn_resources.c */
demo_action_fn demo_get_template, demo_validate_template, demo_get_template_summary;         /* cfn_summary.c */

#endif
