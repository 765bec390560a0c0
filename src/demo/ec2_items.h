/* What EC2 lists: one description each (ec2_network.c, ec2_routing.c, ec2_rules.c). */
#ifndef CEW_DEMO_EC2_ITEMS_H
#define CEW_DEMO_EC2_ITEMS_H

#include "ec2.h"

extern const struct demo_ec2_list demo_ec2_vpcs, demo_ec2_subnets, demo_ec2_addresses, demo_ec2_route_tables,
        demo_ec2_nat_gateways, demo_ec2_internet_gateways, demo_ec2_network_acls, demo_ec2_security_groups,
        demo_ec2_network_interfaces;

#endif
