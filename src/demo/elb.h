/* What the files of Elastic Load Balancing share. */
#ifndef CEW_DEMO_ELB_H
#define CEW_DEMO_ELB_H

#include "room.h"

#define DEMO_LOAD_BALANCER "AWS::ElasticLoadBalancingV2::LoadBalancer"
#define DEMO_TARGET_GROUP "AWS::ElasticLoadBalancingV2::TargetGroup"
#define DEMO_LISTENER "AWS::ElasticLoadBalancingV2::Listener"
#define DEMO_LISTENER_RULE "AWS::ElasticLoadBalancingV2::ListenerRule"

/* Does a listener (or a rule of one) forward to this target group? */
bool demo_forwards_to(const struct demo_thing *listener, const char *target_group);
/* The load balancer of this ARN; refused as AWS does if there is none. */
enum cew_status demo_find_load_balancer(struct demo_call *call, const char *arn, const struct demo_thing **out,
                                        struct cew_error *err);
demo_action_fn demo_describe_load_balancer_attributes, demo_modify_load_balancer_attributes,
        demo_describe_target_health; /* elb_attributes.c */
/* The target group that the request's TargetGroupArn names. */
enum cew_status demo_find_target_group(struct demo_call *call, const struct demo_thing **out, struct cew_error *err);
void demo_write_target_group(struct demo_call *call, const struct demo_thing *t); /* elb.c */
void demo_write_elb_actions(struct demo_call *call, const struct cew_node *actions, const char *element);
demo_action_fn demo_describe_target_group_attributes, demo_modify_target_group_attributes, demo_modify_target_group,
        demo_describe_rules, demo_describe_elb_tags; /* elb_groups.c */

#endif
