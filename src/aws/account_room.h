/* account_room: the services' entries of struct cew_account, one file a service. */
#ifndef AWS_ACCOUNT_ROOM_H
#define AWS_ACCOUNT_ROOM_H

#include "cewizard/aws.h"

uint64_t aws_ec2_regions(void *self, CEW_TOLD_TO);
uint64_t aws_ec2_zones(void *self, CEW_TOLD_TO);
uint64_t aws_ec2_vpcs(void *self, const char *vpc_id, CEW_TOLD_TO);
uint64_t aws_ec2_vpc_dns(void *self, const char *vpc_id, CEW_TOLD_TO);
uint64_t aws_ec2_subnets(void *self, const char *vpc_id, CEW_TOLD_TO);
uint64_t aws_ec2_addresses(void *self, CEW_TOLD_TO);
uint64_t aws_ec2_route_tables(void *self, const char *vpc_id, CEW_TOLD_TO);
uint64_t aws_ec2_nat_gateways(void *self, const char *vpc_id, CEW_TOLD_TO);
uint64_t aws_ec2_internet_gateways(void *self, const char *vpc_id, CEW_TOLD_TO);
uint64_t aws_ec2_network_acls(void *self, const char *vpc_id, CEW_TOLD_TO);
uint64_t aws_ec2_security_groups(void *self, const char *vpc_id, CEW_TOLD_TO);

#endif
