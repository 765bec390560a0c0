/* An existing network in which everything is as it must be. */
#include "existing.h"

void existing_start(struct bench *b)
{
	static const char *const cidrs[] = {"10.20.0.0/16"}, *const balancers[] = {BALANCER};
	static const char *const acl_subnets[] = {SUBNET_A, SUBNET_B};
	static const struct cew_vpc vpcs[] = {{VPC, "10.20.0.0/16", "corp", "available", false, cidrs, 1}};
	static const struct cew_vpc_dns dns = {true, true};
	static const struct cew_subnet subnets[] = {
		{SUBNET_A, VPC, "10.20.1.0/24", REGION "a", "use1-az1", "a", "available", 200, false, false},
		{SUBNET_B, VPC, "10.20.2.0/24", REGION "b", "use1-az2", "b", "available", 200, false, false},
	};
	static const struct cew_route routes[] = {{"10.20.0.0/16", "local", "active"}, {"0.0.0.0/0", "nat-1", "active"}};
	static const struct cew_route_association associations[] = {{"", true}};
	static const struct cew_route_table tables[] = {{"rtb-1", VPC, "", routes, 2, associations, 1}};
	static const struct cew_nat_gateway nats[] = {{"nat-1", "available", "subnet-public", VPC, "public", "", "", "", NULL, 0}};
	static const struct cew_acl_entry entries[] = {
		{100, "-1", "allow", "0.0.0.0/0", false, 0, 0}, {100, "-1", "allow", "0.0.0.0/0", true, 0, 0},
		{32767, "-1", "deny", "0.0.0.0/0", false, 0, 0}, {32767, "-1", "deny", "0.0.0.0/0", true, 0, 0},
	};
	static const struct cew_network_acl acls[] = {{"acl-1", VPC, "", true, entries, 4, acl_subnets, 2}};
	static const struct cew_target_group groups[] = {{TARGET_GROUP, "ce", "HTTP", VPC, "ip", "/login", 3000, balancers, 1}};
	static const struct cew_listener listeners[] = {{"l-1", BALANCER, "HTTP", TARGET_GROUP, 80}};
	static const struct cew_cluster clusters[] = {{"arn", "tools", "ACTIVE", 0, 0, 0}};
	static const struct cew_role task[] = {{"Task", "arn:aws:iam::" ACCOUNT ":role/Task", "/", "", TRUST("ecs-tasks.amazonaws.com"), 3600}};
	static const struct cew_role cfn[] = {{"Cfn", "arn:aws:iam::" ACCOUNT ":role/Cfn", "/", "", TRUST("cloudformation.amazonaws.com"), 3600}};
	static const struct cew_secret_entry secrets[] = {{"arn:s", "ca", "", 0}};
	static const struct cew_topic topics[] = {{TOPIC}};

	bench_start(b, "parameters:\n"
	               "  CreateResources: \"False\"\n  CreateALB: \"False\"\n  ExistingTargetGroup: " TARGET_GROUP "\n"
	               "  ExistingECSTaskRole: arn:aws:iam::" ACCOUNT ":role/Task\n  ExistingVPCId: " VPC "\n"
	               "  ExistingPrivateSubnet1ID: " SUBNET_A "\n  ExistingPrivateSubnet2ID: " SUBNET_B "\n"
	               "  ExistingVPCCidr: 10.20.0.0/16\n  ExistingECSCluster: tools\n"
	               "  CACertFlag: \"True\"\n  CACertSecretName: ca\n"
	               "roleArn: arn:aws:iam::" ACCOUNT ":role/Cfn\nnotificationArns: [" TOPIC "]\n");
	ANSWER(b, "vpcs", ITEMS(vpcs));
	ANSWER(b, "vpc_dns", .items = &dns, .count = 1);
	ANSWER(b, "subnets", ITEMS(subnets));
	ANSWER(b, "route_tables", ITEMS(tables));
	ANSWER(b, "nat_gateways", ITEMS(nats));
	ANSWER(b, "network_acls", ITEMS(acls));
	ANSWER(b, "target_groups", ITEMS(groups));
	ANSWER(b, "listeners", ITEMS(listeners));
	ANSWER(b, "clusters", ITEMS(clusters));
	ANSWER(b, "role", .about = "Task", ITEMS(task));
	ANSWER(b, "role", .about = "Cfn", ITEMS(cfn));
	ANSWER(b, "secret", ITEMS(secrets));
	ANSWER(b, "topics", ITEMS(topics));
}
