/* What the files of the demo room share among themselves: the account's model, its engine, and how calls are served.
 * Nothing outside includes it. */
#ifndef CEW_DEMO_ROOM_H
#define CEW_DEMO_ROOM_H

#include "account.h"
#include "cewizard/demo.h"
#include "identity.h"
#include "scenario.h"
#include "wire.h"

#include <stdint.h>

struct demo_stack;
struct demo_version;

/* ---- the account ------------------------------------------------------------------------------------------------- */

struct cew_demo {
	struct cew_loop *loop;
	const struct cew_random *random;
	double speed;
	char account[13];
	char access_key[21];
	struct cew_secret *secret_key;
	struct cew_vec stacks; /* struct demo_stack *, oldest first; deleted ones stay, as AWS keeps them for 90 days */
	struct demo_scenario *scenario;
	struct demo_account *account_things;
	struct demo_bucket_store *store; /* what lies in the buckets */
	struct demo_http *http;
	const struct demo_stack *latest; /* that was worked on last; NULL: none was */
	struct demo_sessions *sessions;
	const struct demo_actor *caller; /* whose call is being answered; NULL: nobody's */
};

int64_t demo_wall_ms(const struct cew_demo *demo);
int64_t demo_time_ms(const struct cew_demo *demo); /* what AWS's clock says: a scenario may have it go wrong */

/* ---- service.c: one table of services, one of actions each ---------------------------------------------------------- */

struct demo_call {
	struct cew_demo *demo;
	const struct demo_service *service;
	const char *action;
	char region[32]; /* from the signature's credential scope */
	const struct demo_request *request;
	struct demo_reply *reply;
	struct demo_view view;   /* of the region */
	struct demo_query query; /* of Query services, and of the URL of REST-JSON ones */
	char parts[2][300];      /* of the path, of REST-JSON services */
	size_t part_count;
	struct demo_xml xml;     /* where the result goes */
	const struct cew_node *input; /* of JSON services; NULL: nothing came */
	struct cew_doc *doc;          /* in which they build … */
	struct cew_node *output;      /* … the result: a map, NULL if memory ran out */
};

/* Writes the result, or returns CEW_REFUSED with AWS's code and message in the error. */
typedef enum cew_status demo_action_fn(struct demo_call *call, struct cew_error *err);

struct demo_action {
	const char *name;
	demo_action_fn *fn;
	bool no_result; /* the reply has no XResult element */
	const char *permission; /* what a policy calls it, where that is another name */
};

/* How requests and replies are written. */
enum demo_protocol { DEMO_QUERY, DEMO_EC2_QUERY, DEMO_JSON, DEMO_REST_XML, DEMO_REST_JSON, DEMO_PROTOCOL_COUNT };

struct demo_service {
	const char *name;         /* as in the credential scope */
	enum demo_protocol protocol;
	const char *version;      /* as sent in Version; of JSON services what stands before the action in X-Amz-Target */
	const char *xmlns;        /* "" where there is no XML */
	/* Reads the request, finds the action and writes the whole reply: how differs by protocol. */
	void (*serve)(struct demo_call *call, struct demo_reply *reply);
	const struct demo_action *actions; /* ends with a NULL name */
};
const struct demo_service *demo_service_find(const char *name);
/* Another service that has this action in this version: who signed for the wrong one is told which. */
const struct demo_service *demo_service_of_action(const char *action, const char *version);
const struct demo_action *demo_action_find(const struct demo_service *service, const char *name); /* NULL: none */
/* What the scenario and the caller's policies make of a call: nothing, or it goes wrong, is throttled or denied.
 * `resource` is the ARN that it is about; NULL: what needs_calls.c makes of the request. */
enum cew_status demo_judge(struct demo_call *call, const char *resource, struct cew_error *err);
/* STS takes this one unsigned: who calls shows an identity provider's token (sts.c). */
bool demo_is_unsigned_call(const struct demo_request *rq);

void demo_serve_query(struct demo_call *call, struct demo_reply *reply); /* query_service.c; EC2's dialect too */
void demo_serve_json(struct demo_call *call, struct demo_reply *reply);  /* json_service.c */
void demo_serve_s3(struct demo_call *call, struct demo_reply *reply);    /* s3.c */
void demo_serve_rest(struct demo_call *call, struct demo_reply *reply);  /* rest_json.c */
extern const struct demo_action demo_sts_actions[], demo_cloudformation_actions[], demo_ec2_actions[],
        demo_elb_actions[], demo_ecs_actions[], demo_iam_actions[], demo_sns_actions[], demo_secrets_actions[],
        demo_quotas_actions[], demo_ecr_actions[], demo_logs_actions[], demo_lambda_actions[], demo_s3_actions[],
        demo_kms_actions[], demo_efs_actions[];

/* Verifies the signature, finds the service and lets it write the reply, whose body the caller has initialised. */
void demo_answer(struct cew_demo *demo, const struct demo_request *rq, struct demo_reply *reply);
/* An error as the service's protocol writes it (errors.c). NULL: nobody knows for which service the request was. */
void demo_reply_error(struct demo_reply *reply, const struct demo_service *service, const struct cew_error *err);
/* Fills err with one of AWS's codes. */
enum cew_status demo_refuse(struct cew_error *err, const char *code, const char *fmt, ...) CEW_PRINTF(3, 4);
#define DEMO_INVALID "ValidationError"

/* ---- paging.c: pages of lists, and the opaque texts that say where the next one begins ------------------------------ */

#define DEMO_TOKEN_MAX 96
void demo_token_write(const struct demo_call *call, size_t at, char out[DEMO_TOKEN_MAX]);
/* A token that this action of this service did not write is refused with `code`. */
enum cew_status demo_token_read(const struct demo_call *call, const char *token, size_t *at, const char *code,
                                struct cew_error *err);
struct demo_page {
	size_t at, size, seen, taken;
	bool more;
	const char *token_key;
};
/* Is the next item on this page? Asked once for each item of the list, in its order. */
bool demo_page_takes(struct demo_page *page);

/* ---- auth.c ------------------------------------------------------------------------------------------------------ */

struct demo_scope {
	char access_key[129], date[9], region[32], service[32], terminator[32];
	const struct cew_secret *secret; /* that the key stands for */
	struct demo_actor actor;         /* whose it is */
};
/* Whose request is it? Fills the scope; CEW_REFUSED with AWS's code when the signature is missing, late or wrong. */
enum cew_status demo_verify(struct cew_demo *demo, const struct demo_request *rq, struct demo_scope *scope,
                            struct cew_error *err);

/* ---- stack.c: stacks, their resources and events ---------------------------------------------------------------- */

struct demo_pair {
	char *key, *value;
};

struct demo_parameter {
	char *name;
	struct cew_secret *value; /* whether it is one is not known before the template is read */
	bool no_echo;
};

struct demo_output {
	char *key, *value, *description, *export_name;
};

struct demo_event {
	char *id;
	const char *logical, *type; /* the resource's */
	const char *properties;     /* likewise; may be NULL */
	char *physical, *reason;
	const char *status; /* static */
	const char *token;  /* the stack's; NULL: none was given */
	int64_t at_ms;      /* strictly rising within a stack, so that the ids differ */
	int64_t told_ms;    /* … and as it is told */
	int64_t seen_ms;    /* from when on it is told */
	bool own;           /* the stack tells of itself */
};

enum demo_phase {
	DEMO_WAITING,  /* not begun */
	DEMO_STARTED,  /* begun, no physical id yet */
	DEMO_MAKING,   /* has its physical id */
	DEMO_MADE,
	DEMO_FAILED,   /* could not be made or updated, or was cancelled */
	DEMO_DELETING,
	DEMO_GONE,
	DEMO_KEPT,     /* retained: it outlives the stack */
	DEMO_STUCK,    /* could not be deleted */
	DEMO_PHASE_COUNT
};

/* What a version makes of a resource that the version before it had. */
enum demo_change { DEMO_NEW, DEMO_SAME, DEMO_IN_PLACE, DEMO_REPLACED, DEMO_CHANGE_COUNT };

struct demo_resource {
	struct demo_version *version;
	const struct cew_cfn_resource *plan;
	const struct demo_type *type;
	const char *status;
	char *name, *physical, *reason;
	char *id;                  /* becomes the physical id when the service has accepted */
	char *properties;          /* evaluated, as JSON; secrets as **** */
	struct cew_doc *doc;       /* of … */
	const struct cew_node *values; /* … the same as a tree; NULL until made */
	char *broken;              /* why they could not be evaluated */
	struct cew_vec attributes; /* struct demo_pair */
	bool named;                /* the template chose the name */
	enum demo_phase phase;
	enum demo_change change;
	bool left;     /* what was made goes on as another version's resource */
	double due_ms; /* on the loop's clock: when the present phase ends, while it is one in progress */
	double end_ms; /* when the resource is made, if nothing fails */
	bool fails; /* what is under way will not succeed, and this is why */
	struct demo_mishap mishap;
	int64_t changed_ms, made_ms; /* made_ms: since when it has its physical id */
};

/* What a template and its parameters make of a stack. An update is the way from one to another; earlier ones stay, as
 * events tell their words, and a failed update goes back to the one before it. */
struct demo_version {
	struct demo_stack *stack;
	struct cew_cfn_template *template; /* NULL: only a change set exists */
	struct cew_cfn_inputs inputs;
	struct cew_cfn_eval *eval;
	struct cew_vec parameters; /* struct demo_parameter, in the order of the template */
	struct cew_vec tags, outputs;
	struct cew_vec capabilities, notification_arns; /* char * */
	struct demo_resource *resources;
	size_t resource_count;
	bool mask; /* what resources are told of NoEcho parameters is "****", as their events show it */
	bool peek; /* what is not made yet is answered as the stack has it now: changes are only being looked for */
	struct cew_vec imports; /* char *: names of the exports that the template takes its values from */
	char secrets[65];    /* a digest of the NoEcho parameters */
	char *bad_attribute; /* "X does not support attribute type Y": seen while evaluating */
};

enum demo_work {
	DEMO_IDLE,
	DEMO_CREATING,
	DEMO_ROLLING_BACK,
	DEMO_DELETING_ALL,
	DEMO_UPDATING,
	DEMO_CLEANING, /* updated: what is no longer needed goes */
	DEMO_UPDATE_ROLLING_BACK,
	DEMO_ROLLBACK_CLEANING,
	DEMO_WORK_COUNT
};

struct demo_stack {
	struct cew_demo *demo;
	char *name, *id, *guid;
	char region[32];
	const char *partition, *url_suffix;
	struct demo_stack *parent;         /* NULL: it is nobody's */
	struct demo_resource *holder;      /* … the parent's resource that it is now */
	struct demo_version *now, *stable; /* stable: what a failed update goes back to */
	struct cew_vec versions;           /* struct demo_version *: all of them, oldest first */
	struct cew_vec tokens;             /* struct demo_pair: the operation ("create") of each token that was used */
	struct cew_vec change_sets;        /* struct demo_change_set * */
	char *role_arn;
	struct demo_actor actor; /* in whose name the running operation works, where the stack has no role */
	const char *token; /* of the operation that runs, or ran last */
	const char *on_failure, *status;
	char *reason, *change_set_id;
	unsigned timeout_minutes; /* 0: none */
	bool disable_rollback, termination_protection;
	int64_t created_ms, updated_ms, deleted_ms, last_event_ms;
	struct cew_vec events; /* struct demo_event, oldest first */
	struct cew_vec retain; /* char *: logical ids that the running deletion leaves alone */
	struct cew_vec skip;   /* char *: logical ids that the running rollback does not look at */
	/* engine.c */
	enum demo_work work;
	double started_ms, begin_ms, deadline_ms; /* on the loop's clock */
	size_t first_event; /* of the operation */
	bool past;          /* what happens now has happened long ago */
	bool begun;
	uint64_t timer;
};

struct demo_stack *demo_stack_create(struct cew_demo *demo, const char *region, const char *name); /* NULL: no memory */
void demo_stack_destroy(struct demo_stack *s);
/* An empty version, not the stack's yet. NULL: no memory. */
struct demo_version *demo_version_create(struct demo_stack *s);
void demo_version_destroy(struct demo_version *v);
/* Makes it the present one. false: no memory. */
bool demo_stack_adopt(struct demo_stack *s, struct demo_version *v);
/* By name (deleted ones have none any more) or by id; NULL if there is none in the region. */
struct demo_stack *demo_stack_find(const struct cew_demo *demo, const char *region, const char *name_or_id);
/* The present version's, else the latest earlier one's. */
struct demo_resource *demo_resource_find(const struct demo_stack *s, const char *logical_id);
struct demo_resource *demo_version_find(const struct demo_version *v, const char *logical_id);
/* Has it been made, and is it there (for this version)? */
bool demo_resource_exists(const struct demo_resource *r);
/* What stands under this logical id, of whichever version but `except` (may be NULL); NULL: nothing. */
struct demo_resource *demo_standing(const struct demo_stack *s, const char *logical_id,
                                    const struct demo_version *except);
bool demo_stack_is_deleted(const struct demo_stack *s);
/* Notes the token of an operation that begins; NULL: it has none. *again: the same operation was asked for with it before.
 * Errors: CEW_REFUSED where another operation had it. */
enum cew_status demo_stack_token(struct demo_stack *s, const char *operation, const char *token, bool *again,
                                 struct cew_error *err);
/* Appends an event and makes its status the resource's (the stack's for NULL). `reason` may be NULL. `at_ms` is the wall
 * clock's. */
void demo_stack_event(struct demo_stack *s, struct demo_resource *r, const char *status, const char *reason,
                      int64_t at_ms);
bool demo_pair_add(struct cew_vec *pairs, const char *key, const char *value);
void demo_pairs_finish(struct cew_vec *pairs);
bool demo_pairs_copy(struct cew_vec *out, const struct cew_vec *pairs); /* false: no memory */
bool demo_text_add(struct cew_vec *texts, const char *text);
const char *demo_text_at(const struct cew_vec *texts, size_t i);
bool demo_text_in(const struct cew_vec *texts, const char *text);
void demo_texts_finish(struct cew_vec *texts);

/* ---- engine.c: what happens over time ------------------------------------------------------------------------------ */

void demo_engine_create(struct demo_stack *s); /* the stack is ready to be made */
void demo_engine_delete(struct demo_stack *s);
/* The present version is new: what stands of earlier ones becomes it. */
void demo_engine_update(struct demo_stack *s);
void demo_engine_cancel_update(struct demo_stack *s);
void demo_engine_continue_rollback(struct demo_stack *s);
void demo_engine_stop(struct demo_stack *s);   /* no callback comes any more */

/* ---- history.c: what the scenario has there from the start ----------------------------------------------------------- */

enum cew_status demo_history_make(struct cew_demo *demo, struct cew_error *err);

/* ---- evaluate.c: the template's values, with what was made ------------------------------------------------------------ */

/* Evaluates the version's template with its parameters and makes the list of resources. */
enum cew_status demo_evaluate(struct demo_version *v, struct cew_error *err);
/* Gives a resource its properties. Errors: CEW_INVALID where they cannot be evaluated. */
enum cew_status demo_resolve(struct demo_resource *r, struct cew_error *err);
/* … and then its name, future id and attributes. */
enum cew_status demo_become(struct demo_resource *r, struct cew_error *err);
enum cew_status demo_make_outputs(struct demo_version *v, struct cew_error *err);

/* ---- exports.c: what stacks give to others ---------------------------------------------------------------------------- */

/* The value of an export of this region; NULL: there is none. `of` (may be NULL): whose it is. */
const char *demo_export_find(const struct cew_demo *demo, const char *region, const char *name, const struct demo_stack **of);
/* Why this may not be: an export that is missing, taken or in use, in AWS's words. NULL if nothing is wrong; the caller's to
 * free(). */
char *demo_import_missing(const struct demo_version *v);
char *demo_export_clash(const struct demo_version *v);
char *demo_exports_used(const struct demo_stack *s);

/* ---- create_only.c: what an update changes -------------------------------------------------------------------------------- */

/* A property that differs. */
struct demo_difference {
	const char *property;
	bool create_only; /* cannot be changed in what is there */
	bool unknown;     /* the new value is known only when others are made */
	const struct cew_node *before, *after; /* NULL: none */
};
/* What differs between the properties of the same resource in two versions, both resolved. false: no memory. `out` holds
 * struct demo_difference, pointing into their trees. Where a secret may have changed, what holds it differs. */
bool demo_differences(const struct demo_resource *before, const struct demo_resource *after, struct cew_vec *out);
bool demo_is_create_only(const char *type, const char *property);

/* ---- findings.c: what is wrong with the template's values ------------------------------------------------------------- */

/* What AWS refuses before it begins. Errors: CEW_REFUSED. */
enum cew_status demo_check_findings(const struct demo_version *v, struct cew_error *err);
/* Why the service behind a resource refuses to make it: a bad name, one that is taken, an old runtime. NULL if it does
 * not; the caller's to free(). */
char *demo_refusal(const struct demo_resource *r);
/* As the handlers of resource types word it; NULL: no memory. */
char *demo_handler_message(const struct demo_stack *s, const char *text, const char *code);

/* ---- types.c: what CloudFormation makes, by type --------------------------------------------------------------------- */

enum demo_type_flag {
	DEMO_LOWER = 1,    /* generated names are in lower case */
	DEMO_UNIQUE = 2,   /* a name may exist once in a region */
	DEMO_GLOBAL = 4,   /* … once in the account, whatever the case of its letters */
	DEMO_BY_ID = 16,   /* generated names begin with the logical id, not with the stack */
};

struct demo_type {
	const char *type;
	const char *id;            /* pattern of the physical id, see pattern.c */
	const char *name_property; /* NULL: it has no name */
	unsigned name_max;
	unsigned flags;
};
const struct demo_type *demo_type_find(const char *type); /* never NULL: unknown ones are like the last row */
/* The attributes of a type, one after the other: NULL beyond the last. */
struct demo_attribute {
	const char *type, *name;
	const char *pattern; /* "[a,b]": a list */
};
const struct demo_attribute *demo_attribute_next(const char *type, const struct demo_attribute *after);

/* ---- pattern.c: ids and names ---------------------------------------------------------------------------------------- */

struct demo_pattern {
	const struct cew_demo *demo;
	const char *region, *partition, *url_suffix;
	const char *stack_name, *logical_id; /* "" outside of stacks */
	const char *name, *id;               /* NULL while there is none */
	const struct demo_type *type;
	const struct cew_node *properties;    /* evaluated */
};
struct demo_pattern demo_pattern_of(const struct demo_resource *r, const struct cew_node *properties);
/* Fills a pattern in. Errors: CEW_NO_MEMORY. */
enum cew_status demo_pattern_fill(const struct demo_pattern *p, const char *pattern, struct cew_buf *out);
/* "mystack-MyRole-1A2B3C4D5E6F", cut to the type's limit; the caller's to free(). */
char *demo_generated_name(const struct demo_pattern *p);

#endif
