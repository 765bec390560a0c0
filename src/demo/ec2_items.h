/* What EC2 lists: one description each (ec2_network.c, ec2_routing.c, ec2_groups.c, ec2_acls.c, ec2_logs.c). */
#ifndef CEW_DEMO_EC2_ITEMS_H
#define CEW_DEMO_EC2_ITEMS_H

#include "ec2.h"

extern const struct demo_ec2_list demo_ec2_vpcs, demo_ec2_subnets, demo_ec2_addresses, demo_ec2_route_tables,
        demo_ec2_nat_gateways, demo_ec2_internet_gateways, demo_ec2_network_acls, demo_ec2_security_groups,
        demo_ec2_network_interfaces, demo_ec2_security_group_rules, demo_ec2_flow_logs, demo_ec2_vpc_endpoints;

extern demo_action_fn demo_authorize_ingress, demo_authorize_egress, demo_revoke_ingress, demo_revoke_egress; /* ec2_groups.c */
extern demo_action_fn demo_create_flow_logs, demo_modify_vpc_attribute, demo_delete_network_interface,
        demo_delete_security_group; /* ec2_logs.c */

#endif
