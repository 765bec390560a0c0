/* A survey's inside: what was gathered of AWS (gather.c), and how the topics judge it (access.c, hardening.c, removal.c,
 * notes.c). Judging is done when all is gathered: it asks nothing, so what a survey tells depends on no order of answers. */
#ifndef CEW_OPERATE_SURVEY_H
#define CEW_OPERATE_SURVEY_H

#include "room.h"

/* ---- what is gathered ---- */

enum need {
	NEED_HEALTH,     /* service, tasks, targets */
	NEED_BALANCER,   /* the stack's load balancer, its attributes and listeners */
	NEED_NETWORK,    /* VPC, subnets, network ACLs, security groups */
	NEED_INTERFACES, /* network interfaces in the VPC */
	NEED_FLOW_LOGS,
	NEED_TOPICS,     /* attributes of the topics that the stack tells */
	NEED_FILES,      /* the file system and its backup policy */
	NEED_BUCKETS,    /* whether the stack's buckets are empty */
	NEED_GATEWAYS,   /* NAT and internet gateways, route tables, load balancers in the VPC */
	NEED_CLUSTER,    /* services in the stack's cluster */
	NEED_COUNT
};
#define NEEDS(need) (1u << (need))

struct listener_row { const char *arn, *protocol; int64_t port; };
struct bucket_row { const char *logical_id, *name; bool empty; struct cew_error error; };
struct topic_row { const char *arn, *key; bool logs; struct cew_error error; };
struct flow_row { const char *id, *resource, *status, *destination; };
struct interface_row {
	const char *id, *description, *type, *instance, *private_ip, *public_ip, *subnet, *name;
	bool managed; /* a service of AWS made it and takes it away */
	const char *const *groups;
	size_t group_count;
};
struct thing_row { const char *type, *id, *name; }; /* something that lies in the VPC */

struct gathered {
	struct cew_error vpc_error, acl_error, group_error, subnet_error, interface_error, balancer_error, attribute_error,
		listener_error, flow_error, backup_error, thing_error, cluster_error;
	const char *balancer_dns, *balancer_scheme;
	struct cew_vec balancer_groups; /* const char * */
	struct cew_vec attributes;      /* struct cew_name_value, of the load balancer */
	struct cew_vec listeners;       /* struct listener_row */
	const char *vpc_cidr;
	struct cew_vec subnets;         /* struct cew_subnet */
	struct cew_vec acls;            /* struct cew_network_acl */
	struct cew_vec groups;          /* struct cew_security_group */
	struct cew_vec interfaces;      /* struct interface_row */
	struct cew_vec flows;           /* struct flow_row */
	struct cew_vec topics;          /* struct topic_row */
	struct cew_vec buckets;         /* struct bucket_row */
	struct cew_vec things;          /* struct thing_row: of the VPC, made by whomever */
	const char *backup;             /* "ENABLED" … */
	int64_t file_bytes;             /* -1: not known */
	int64_t cluster_services;       /* -1: not known */
};

enum survey_stage { STAGE_IDLE, STAGE_VIEW, STAGE_GATHER, STAGE_PROBE, STAGE_MEND, STAGE_DONE };

#define PROBES_MAX 4
struct probe_row { struct cew_survey *survey; const char *what, *address; int port; struct cew_probe *probe; struct cew_probe_result result; bool told; };

struct cew_survey {
	struct cew_site site;
	enum cew_survey_topic topic;
	char *stack;
	struct cew_way way;
	struct view view;
	struct health health;
	struct asker asker;
	struct texts texts;
	struct gathered got;
	struct cew_facts facts;
	struct cew_vec items; /* struct cew_item */
	enum survey_stage stage;
	bool again; /* items that are there belong to the reading before */
	struct probe_row probes[PROBES_MAX];
	size_t probe_count;
	char *mending; /* the id that is being mended */
	struct cew_error mend_error;
	cew_survey_fn *changed;
	void *ctx;
};

/* ---- gather.c ---- */

void gathered_init(struct gathered *g);
void gathered_finish(struct gathered *g);
void gather(struct cew_survey *s, unsigned needs); /* asks; the survey's asker tells when all is there */

/* ---- items ---- */

/* Adds one. The texts are the survey's already, or literals. */
void add_item(struct cew_survey *s, const char *group, const char *id, enum cew_mark mark, const char *what, const char *detail,
              const char *mend);
struct cew_item *last_item(struct cew_survey *s); /* to make it mendable; never NULL */
#define SAY(s, ...) texts_fmt(&(s)->texts, __VA_ARGS__)
/* "cannot be read: WHY" */
const char *unreadable(struct cew_survey *s, const struct cew_error *err);

typedef void judge_fn(struct cew_survey *s);
judge_fn judge_access, judge_hardening, judge_removal, judge_notes;

/* One API call that mends an item; told by question_answer. */
struct mend_row {
	const char *id;
	void (*start)(struct cew_survey *s, struct question *q);
};
const struct mend_row *mend_find(const char *id);

#endif
