/* The table of what can be asked of an account. */
#include "account_room.h"
#include "room.h"

static void cancel(void *self, uint64_t call)
{
	aws_call_cancel(self, call);
}

struct cew_account cew_aws_account(struct cew_aws *aws)
{
	return (struct cew_account){
		.self = aws,
		.regions = aws_ec2_regions,
		.zones = aws_ec2_zones,
		.vpcs = aws_ec2_vpcs,
		.vpc_dns = aws_ec2_vpc_dns,
		.subnets = aws_ec2_subnets,
		.addresses = aws_ec2_addresses,
		.route_tables = aws_ec2_route_tables,
		.nat_gateways = aws_ec2_nat_gateways,
		.internet_gateways = aws_ec2_internet_gateways,
		.network_acls = aws_ec2_network_acls,
		.security_groups = aws_ec2_security_groups,
		.cancel = cancel,
	};
}
