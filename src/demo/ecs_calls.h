/* What the files of the Elastic Container Service share. */
#ifndef CEW_DEMO_ECS_CALLS_H
#define CEW_DEMO_ECS_CALLS_H

#include "ecs.h"
#include "json.h"

#define DEMO_CLUSTER "AWS::ECS::Cluster"
#define DEMO_SERVICE "AWS::ECS::Service"
#define DEMO_ECS_BAD "InvalidParameterException"

const char *demo_ecs_name(const char *name_or_arn); /* what follows the last slash; NULL gives NULL */
/* The cluster that the request names ("default" if none). */
enum cew_status demo_ecs_cluster(struct demo_call *call, const struct demo_thing **out, struct cew_error *err);
bool demo_ecs_in_cluster(struct demo_call *call, const struct demo_thing *service, const struct demo_thing *cluster);
const struct demo_thing *demo_ecs_service(struct demo_call *call, const struct demo_thing *cluster, const char *name);
void demo_ecs_missing(struct demo_call *call, struct cew_node **failures, const char *kind, const char *name);

struct demo_task_counts {
	int running, pending, failed;
};
struct demo_task_counts demo_ecs_count(struct demo_call *call, const struct demo_thing *service);
struct cew_node *demo_ecs_describe_service(struct demo_call *call, const struct demo_thing *t); /* ecs_service.c */

demo_action_fn demo_update_service;                               /* ecs_service.c */
demo_action_fn demo_list_tasks, demo_describe_tasks, demo_stop_task; /* ecs_task_calls.c */
demo_action_fn demo_describe_task_definition, demo_list_task_definitions; /* ecs_definitions.c */

#endif
