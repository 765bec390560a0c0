/* The tasks of ECS services: nobody stores them, they follow from their service, the time and what calls did to it. */
#ifndef CEW_DEMO_ECS_H
#define CEW_DEMO_ECS_H

#include "account.h"

struct demo_task {
	const struct demo_thing *service, *definition; /* definition NULL: there is none of that name */
	char id[33], eni[22], ip[16];
	char arn[512], cluster_arn[400];
	const char *subnet;
	const struct cew_node *groups; /* security groups; may be NULL */
	const char *last_status, *desired_status, *health; /* as DescribeTasks tells them */
	const char *stop_code, *stopped_reason;            /* NULL while it runs */
	int64_t created_ms, started_ms, stopped_ms;        /* 0: not yet; stopped_ms: told to stop */
	bool running;                                      /* still, or already */
};

typedef bool demo_task_fn(void *ctx, const struct demo_task *task); /* false: stop */
/* The tasks of a service (NULL: of all in the region), running ones and those that stopped lately. */
bool demo_tasks_each(struct demo_view *v, const struct demo_thing *service, demo_task_fn *fn, void *ctx);
/* Ends a task; the service starts another. */
bool demo_task_stop(struct demo_view *v, const struct demo_task *task, const char *reason);
/* The places from (with) and to (without) this number are filled from now on. false: no memory. */
bool demo_tasks_begin(struct demo_view *v, const struct demo_thing *service, long from, long to);
/* Why tasks of this service do not come up, in ECS's words; NULL: they do. The caller's to free(). */
char *demo_task_trouble(struct demo_view *v, const struct demo_thing *service);
bool demo_subscribed(struct cew_demo *demo); /* to the Marketplace's images */
/* A role by its ARN; NULL: there is none. May this service assume it ("ecs-tasks.amazonaws.com")? */
const struct demo_thing *demo_role_of_arn(struct demo_view *v, const char *arn);
bool demo_role_trusts(const struct demo_thing *role, const char *service);

#endif
