/* What the files of this room share: texts that live as long as their owner, questions to AWS, a stack as it was read, and
 * the health of its service. */
#ifndef CEW_OPERATE_ROOM_H
#define CEW_OPERATE_ROOM_H

#include "cewizard/operate.h"

/* ---- texts.c ---- */

/* Texts that are freed together. A text that finds no memory is "", and `failed` is set. */
struct texts {
	struct cew_vec all; /* char * */
	bool failed;
};
void texts_init(struct texts *t);
void texts_finish(struct texts *t); /* can be used again */
const char *texts_keep(struct texts *t, const char *text); /* NULL is "" */
const char *texts_fmt(struct texts *t, const char *fmt, ...) CEW_PRINTF(2, 3);
void *texts_copy(struct texts *t, const void *data, size_t bytes); /* NULL: no memory, or 0 bytes */
bool operate_text_starts(const char *text, const char *start);
bool text_has(const char *text, const char *word); /* capitals do not count */

/* ---- asking.c ---- */

/* Several calls to AWS that are out together. `idle` is told when the last of them was answered. */
struct asker {
	struct cew_vec questions; /* struct question * */
	size_t out;
	cew_loop_fn *idle; /* may be NULL */
	void *ctx;
};
typedef void answer_fn(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found);

struct question {
	struct asker *asker;
	answer_fn *fn;
	void *ctx;
	char *about; /* handed to fn; NULL: nothing */
	void (*cancel)(void *self, uint64_t call);
	void *self;
	uint64_t call; /* 0: not started yet, or over */
	bool over;
	struct cew_error err;
};
void asker_init(struct asker *a, cew_loop_fn *idle, void *ctx);
void asker_finish(struct asker *a); /* cancels what is out */
/* Between these `idle` is not told, so that a call that is answered at once does not end what has only begun. */
void asker_hold(struct asker *a);
void asker_release(struct asker *a);
struct question *question_open(struct asker *a, answer_fn *fn, void *ctx, const char *about); /* NULL: told as failed already */
void question_sent(struct question *q, uint64_t call);
void question_answer(void *arg, const struct cew_error *err, const struct cew_found *found);
/* ASK(&asker, &table, call, fn, ctx, about, the call's own arguments): fn is told once, maybe at once. */
#define ASK(a, table, name, fn, ctx, about, ...)                                                                            \
	do {                                                                                                                \
		struct question *question_ = question_open((a), (fn), (ctx), (about));                                      \
		if (question_) {                                                                                            \
			question_->cancel = (table)->cancel;                                                                \
			question_->self = (table)->self;                                                                    \
			question_sent(question_, (table)->name((table)->self, __VA_ARGS__, question_answer, question_,      \
			                                       &question_->err));                                           \
		}                                                                                                           \
	} while (0)

/* ---- view.c: a stack as it was read ---- */

struct view_resource { const char *logical_id, *physical_id, *type, *status, *reason; };
struct view {
	struct texts texts;
	struct asker asker;
	const char *id, *name, *status, *reason, *description, *region, *account;
	int64_t created_ms, updated_ms;
	bool protected;
	struct cew_vec parameters; /* struct cew_name_value */
	struct cew_vec tags;       /* likewise */
	struct cew_vec outputs;    /* struct cew_stack_output */
	struct cew_vec topics;     /* const char *: ARNs that are told */
	struct cew_vec capabilities; /* const char * */
	struct cew_vec resources;  /* struct view_resource */
	struct cew_cfn_template *template; /* NULL: not read, template_error says why */
	struct cew_error error, resources_error, template_error; /* status CEW_OK: none */
	bool read;
	cew_loop_fn *done;
	void *ctx;
};
void view_init(struct view *v);
void view_finish(struct view *v);
/* Reads the stack (again); done is told once, `error` and `read` say how it went. */
void view_read(struct view *v, const struct cew_site *site, const char *stack, cew_loop_fn *done, void *ctx);
const char *view_parameter(const struct view *v, const char *name); /* "" if there is none */
const char *view_output(const struct view *v, const char *key);     /* "" */
const struct view_resource *view_first(const struct view *v, const char *type); /* NULL */
const struct view_resource *view_physical(const struct view *v, const char *physical_id); /* NULL: none of the stack's */
/* What the template says of a resource: its node, and whether it outlives the stack. NULL and false where that is not known. */
const struct cew_node *view_source(const struct view *v, const char *logical_id);
bool view_retained(const struct view *v, const char *logical_id);
/* Is this stack one of Cloud Exchange? */
bool stack_is_ours(const struct cew_stack_detail *d);

/* ---- images.c ---- */

/* A template evaluated with the parameters of a stack; stays where it is, as the evaluation points into it. */
struct evaluation {
	const struct cew_name_value *parameters;
	size_t count;
	struct cew_cfn_inputs inputs;
	struct cew_cfn_eval *eval;
};
enum cew_status evaluate_with(struct evaluation *e, const struct cew_cfn_template *t, const struct cew_name_value *parameters,
                              size_t count, const char *region, struct cew_error *err);

/* ---- service.c: where the service is, and how it does ---- */

struct container_row { const char *name, *image, *status, *health, *reason, *exit_code; };
struct target_row { const char *id, *state, *reason; };
struct health {
	struct texts texts;
	struct asker asker;
	const struct cew_site *site;
	const char *cluster, *service, *target_group; /* target_group "": none */
	bool found;              /* the service is there */
	const char *public_ip;   /* "ENABLED", "DISABLED" */
	int64_t desired, running, pending;
	const char *rollout, *rollout_reason, *event; /* of the newest deployment; the newest event's message */
	struct cew_vec groups;   /* const char *: the task's security groups */
	struct cew_vec subnets;  /* const char * */
	size_t task_count;       /* tasks that AWS counts as running */
	const char *task, *task_status, *task_ip, *task_subnet; /* the youngest */
	struct cew_vec containers; /* struct container_row, of that task */
	struct cew_vec targets;    /* struct target_row */
	struct cew_error error, targets_error;
	cew_loop_fn *done;
	void *ctx;
};
void health_init(struct health *h);
void health_finish(struct health *h);
void health_read(struct health *h, const struct cew_site *site, const char *cluster, const char *service,
                 const char *target_group, cew_loop_fn *done, void *ctx);
/* Every container that has to run does, and none is unhealthy; every target is healthy. */
bool health_good(const struct health *h, const char **what_is_not);
/* The physical ids of a stack's cluster and service; "" where there are none. */
void service_of(struct view *v, const char **cluster, const char **service, const char **target_group);

/* ---- rules.c: what network ACLs and security groups let through ---- */

enum verdict { VERDICT_NO, VERDICT_PART, VERDICT_YES };
/* Is TCP to this port let in from all (YES), some (PART) or none of `from`? Return traffic is not looked at. */
enum verdict acl_verdict(const struct cew_network_acl *acl, bool egress, int port, const struct cew_cidr *from);
/* Security groups have no denials. `group`: a group whose members are meant; NULL. */
enum verdict group_verdict(const struct cew_security_group *g, int port, const struct cew_cidr *from, const char *group);

/* ---- lines.c ---- */

/* The map as a line of JSON; NULL: memory ran out while it was made. */

enum cew_status line_write(const struct cew_node *map, struct cew_buf *out, struct cew_error *err);

#endif
