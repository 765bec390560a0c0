/* Deep copies of what lookups found, so that it can be read after their callback. */
#ifndef CEW_PREFLIGHT_KEEP_H
#define CEW_PREFLIGHT_KEEP_H

#include "cewizard/aws.h"

/* What a struct holds beside plain members. */
struct shape;
extern const struct shape shape_caller, shape_stack, shape_region, shape_vpc, shape_subnet, shape_route_table, shape_nat_gateway,
	shape_network_acl, shape_vpc_dns, shape_target_group, shape_load_balancer, shape_listener, shape_arn, shape_cluster,
	shape_service, shape_role, shape_decision, shape_figure, shape_topic, shape_secret, shape_bucket, shape_quota,
	shape_log_group, shape_summary, shape_task;

/* Everything that was copied, freed together. */
struct keep {
	struct cew_vec blocks; /* void * */
	bool failed;           /* memory ran out: what was copied is not to be read */
};
void keep_init(struct keep *k);
void keep_finish(struct keep *k);
/* An array of `count` such structs with all they point to; NULL for none, without a shape (what is
 * only counted), or for want of memory. */
void *keep_items(struct keep *k, const struct shape *shape, const void *items, size_t count);

#endif
