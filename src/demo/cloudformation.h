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
/* The stack that StackName names. `fmt` is AWS's text for one that does not exist, with one %s. */
enum cew_status demo_find_stack(const struct demo_call *call, const char *fmt, struct demo_stack **out,
                                struct cew_error *err);

/* ---- cfn_template.c: the template of a request ------------------------------------------------------------------------- */

enum cew_status demo_read_template(struct demo_call *call, struct cew_cfn_template **out, struct cew_error *err);

/* ---- cfn_parameters.c ------------------------------------------------------------------------------------------------ */

/* Takes Parameters.member.N into the stack, with defaults for the rest, and checks them. */
enum cew_status demo_read_parameters(struct demo_call *call, struct demo_stack *s, struct cew_error *err);

/* ---- paging.c: NextToken ------------------------------------------------------------------------------------------------ */

/* The position at which to go on: 0 without a token. `scope` ties a token to what it was given for. */
enum cew_status demo_page_start(const struct demo_call *call, const char *scope, size_t *at, struct cew_error *err);
void demo_page_next(struct demo_call *call, const char *scope, size_t at);

/* ---- the actions --------------------------------------------------------------------------------------------------------- */

demo_action_fn demo_create_stack;                                                            /* cfn_create.c */
demo_action_fn demo_delete_stack, demo_update_termination_protection;                        /* cfn_delete.c */
demo_action_fn demo_describe_stacks, demo_list_stacks;                                       /* cfn_describe.c */
demo_action_fn demo_describe_stack_events, demo_list_stack_resources, demo_describe_stack_resources,
        demo_describe_stack_resource;                                                        /* cfn_resources.c */
demo_action_fn demo_get_template, demo_validate_template, demo_get_template_summary;         /* cfn_summary.c */

#endif
