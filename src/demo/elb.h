/* What the files of Elastic Load Balancing share. */
#ifndef CEW_DEMO_ELB_H
#define CEW_DEMO_ELB_H

#include "room.h"

#define DEMO_LOAD_BALANCER "AWS::ElasticLoadBalancingV2::LoadBalancer"
#define DEMO_TARGET_GROUP "AWS::ElasticLoadBalancingV2::TargetGroup"
#define DEMO_LISTENER "AWS::ElasticLoadBalancingV2::Listener"

/* Does a listener (or a rule of one) forward to this target group? */
bool demo_forwards_to(const struct demo_thing *listener, const char *target_group);
/* The load balancer of this ARN; refused as AWS does if there is none. */
enum cew_status demo_find_load_balancer(struct demo_call *call, const char *arn, const struct demo_thing **out,
                                        struct cew_error *err);
demo_action_fn demo_describe_load_balancer_attributes, demo_modify_load_balancer_attributes,
        demo_describe_target_health; /* elb_attributes.c */

#endif
