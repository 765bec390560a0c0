/* operate: what comes after the deployment. The region's Cloud Exchange stacks, the way in, hardening, the rehearsal of a
 * deletion, where data and secrets live, and (upgrade.h) the upgrade. Works on the loop through tables of functions, changes
 * its models and tells observers; never draws. */
#ifndef CEWIZARD_OPERATE_H
#define CEWIZARD_OPERATE_H

#include "cewizard/deploy.h"
#include "cewizard/upgrade.h"

/* ---- the region's Cloud Exchange stacks ---- */

/* Strings are the list's, never NULL. */
struct cew_stack_row {
	const char *id, *name, *status, *reason;
	const char *package, *environment; /* "" where the stack has no such parameter */
	const char *network;               /* "new", "existing", "" */
	const char *images;                /* "core5 11062023, ui5 11062023, …"; "" until read, or where they cannot be read */
	int64_t created_ms, updated_ms;    /* wall clock; updated_ms 0: never */
	bool protected;                    /* against termination */
};

struct cew_stacks;
typedef void cew_stacks_fn(void *ctx, struct cew_stacks *stacks);
/* A stack is one of Cloud Exchange by its template's description, by its parameters or by a tag. */
struct cew_stacks *cew_stacks_create(const struct cew_site *site, cew_stacks_fn *changed, void *ctx); /* NULL: no memory */
void cew_stacks_destroy(struct cew_stacks *stacks);
/* Reads the list (again). The rows come at once when AWS answered, their images one after the other. */
void cew_stacks_read(struct cew_stacks *stacks);
bool cew_stacks_reading(const struct cew_stacks *stacks);
const struct cew_error *cew_stacks_error(const struct cew_stacks *stacks); /* NULL: none */
size_t cew_stacks_count(const struct cew_stacks *stacks);                  /* by name */
const struct cew_stack_row *cew_stacks_at(const struct cew_stacks *stacks, size_t i);
/* One "stack" line (the manual's JSON LINES) and a newline. */
enum cew_status cew_stack_row_write_json(const struct cew_stack_row *row, struct cew_buf *out, struct cew_error *err);

/* ---- the way in ---- */

/* What the way through a jump host is made of. "" and 0: not said. */
struct cew_way {
	char jump_host[256], user[64], key[1024]; /* name or address; "ec2-user"; the private key's file */
	int local_port;                           /* 8000 */
	char from[64];        /* the operator's own address range as the VPC sees it: "203.0.113.7/32" */
	char client_cidr[64]; /* of a Client VPN endpoint */
};
/* What was said the last time for this stack (by name), with the defaults of the guide for what never was. */
void cew_way_recall(const char *region, const char *stack, struct cew_way *out);
enum cew_status cew_way_remember(const char *region, const char *stack, const struct cew_way *way, struct cew_error *err);
/* "ssh -i KEY -L 8000:HOST:80 ec2-user@JUMPHOST", each word quoted for a shell where it must be; KEY, JUMPHOST and (for an
 * empty host) HOST stand for what is not said. */
void cew_way_command(const struct cew_way *way, const char *host, int port, struct cew_buf *out);
/* May a Client VPN endpoint hand out these addresses? /12 to /22, and not of the VPC. CEW_INVALID tells why not. */
enum cew_status cew_vpn_check(const char *client_cidr, const char *vpc_cidr, struct cew_error *err);
/* The first range of /22 in private space that is free beside the VPC's. */
void cew_vpn_suggest(const char *vpc_cidr, char out[19]);

/* ---- surveys: one stack looked at for one purpose, told as a list ---- */

enum cew_survey_topic {
	CEW_SURVEY_ACCESS,    /* health of the service, the way in and what it needs */
	CEW_SURVEY_HARDENING, /* the guide's best practices */
	CEW_SURVEY_DELETE,    /* what goes, what stays, what is in the way */
	CEW_SURVEY_NOTES,     /* where data and secrets live, and how they are kept safe */
	CEW_SURVEY_TOPIC_COUNT
};

enum cew_mark {
	CEW_MARK_OK,      /* done, there, healthy */
	CEW_MARK_OPEN,    /* not done, missing, in the way */
	CEW_MARK_UNKNOWN, /* could not be told; `detail` says why */
	CEW_MARK_NOTE,    /* neither good nor bad */
	CEW_MARK_COUNT
};
const char *cew_mark_name(enum cew_mark mark); /* "ok", "open", "unknown", "note" */

/* One line of a survey. Strings are the survey's, never NULL. */
struct cew_item {
	const char *group;  /* key of its heading, see cew_survey_group_title: "health", "way-in", "goes", "stays", "blocks", … */
	const char *id;     /* stable, for scripts and for mending: "deletion-protection" */
	enum cew_mark mark;
	const char *what;   /* a few words */
	const char *detail; /* a sentence or a value; may be "" */
	const char *mend;   /* what to do; "" where nothing is to be done */
	bool mendable;      /* one API call does it: cew_survey_mend */
};
const char *cew_survey_group_title(const char *group);

/* What a stack is made of, as far as it was found. Strings are the survey's, never NULL. */
struct cew_facts {
	const char *stack_name, *stack_id, *status, *region, *account;
	const char *environment, *package;
	const char *vpc_id, *vpc_cidr;
	bool vpc_is_own;                     /* made by the stack */
	const char *cluster, *service;       /* as ECS's calls take them */
	int64_t desired, running;            /* of the service */
	const char *balancer_arn, *balancer_dns, *target_group;
	bool balancer_is_own;                /* made by the stack; else the one that an existing target group belongs to */
	const char *task_ip;                 /* of the running task; "" if none runs */
	const char *host;                    /* the way in: balancer_dns, else task_ip */
	int port;                            /* of the load balancer's listener, or 3000 */
	const char *file_system, *log_group;
};

struct cew_survey;
typedef void cew_survey_fn(void *ctx, struct cew_survey *survey);
struct cew_survey_config {
	struct cew_site site;
	enum cew_survey_topic topic;
	const char *stack;           /* name or id; copied */
	const struct cew_way *way;   /* ACCESS; copied; NULL: nothing said */
};
struct cew_survey *cew_survey_create(const struct cew_survey_config *config, cew_survey_fn *changed, void *ctx); /* NULL: no memory */
void cew_survey_destroy(struct cew_survey *survey);
void cew_survey_read(struct cew_survey *survey); /* (again); the items come together, when AWS has answered all */
bool cew_survey_reading(const struct cew_survey *survey);
/* NULL unless the stack itself could not be read (CEW_NOT_FOUND: there is none). What else cannot be read is an item that
 * says so. */
const struct cew_error *cew_survey_error(const struct cew_survey *survey);
const struct cew_facts *cew_survey_facts(const struct cew_survey *survey); /* NULL until the stack was read */
size_t cew_survey_count(const struct cew_survey *survey);
const struct cew_item *cew_survey_at(const struct cew_survey *survey, size_t i); /* grouped */
const struct cew_item *cew_survey_find(const struct cew_survey *survey, const char *id);
/* Outputs of the stack. */
size_t cew_survey_output_count(const struct cew_survey *survey);
const struct cew_stack_output *cew_survey_output_at(const struct cew_survey *survey, size_t i);
/* Does what the item's `mend` says, by one API call, and reads the survey again. CEW_NOT_FOUND: no such item, or nothing to
 * mend there. What AWS answers is told by cew_survey_mend_error (NULL: it worked) once the survey is read again. */
enum cew_status cew_survey_mend(struct cew_survey *survey, const char *id, struct cew_error *err);
const struct cew_error *cew_survey_mend_error(const struct cew_survey *survey);
/* One "item" line (the manual's JSON LINES) and a newline. */
enum cew_status cew_item_write_json(const struct cew_item *item, const char *topic, struct cew_buf *out, struct cew_error *err);
const char *cew_survey_topic_name(enum cew_survey_topic topic); /* "access", "hardening", "delete", "notes" */

/* ---- is the user interface there? ---- */

/* One try to reach an IPv4 address by HTTP without waiting for it anywhere but on the loop. */
struct cew_probe;
struct cew_probe_result {
	bool connected, answered;
	int http_status;  /* 0: no HTTP answer */
	char text[160];   /* "answers: 200", "refused", "no answer within 3 s", … */
};
typedef void cew_probe_fn(void *ctx, const struct cew_probe_result *result);
/* Told once, later or from inside; destroy it afterwards or to give up. NULL: no memory, or no such address. */
struct cew_probe *cew_probe_create(struct cew_loop *loop, const char *address, int port, int64_t timeout_ms, cew_probe_fn *done,
                                   void *ctx);
void cew_probe_destroy(struct cew_probe *probe);

#endif
