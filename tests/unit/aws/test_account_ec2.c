/* EC2: networks and what belongs to them, page after page. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "looked.h"

#define EC2(action, body) \
	XML("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" action "Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">" \
	    "<requestId>59dbff89-35bd-4eac-99ed-be587EXAMPLE</requestId>" body "</" action "Response>")
#define TAG(name) "<tagSet><item><key>Owner</key><value>x</value></item><item><key>Name</key><value>" name "</value></item></tagSet>"
#define REFUSAL(status, code, message) \
	{status, NULL, "<Response><Errors><Error><Code>" code "</Code><Message>" message "</Message></Error></Errors>" \
	               "<RequestID>r</RequestID></Response>", 0, KEEP}

static void print_regions(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++)
		fixture_add(f, "%s|%s|%s\n", found->regions[i].name, found->regions[i].endpoint, found->regions[i].opt_in);
}

static void print_zones(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_zone *z = &found->zones[i];

		fixture_add(f, "%s|%s|%s|%s|%s|%s\n", z->name, z->id, z->state, z->type, z->region, z->opt_in);
	}
}

static void print_vpcs(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_vpc *v = &found->vpcs[i];

		fixture_add(f, "%s|%s|%s|%s|%d", v->id, v->cidr, v->name, v->state, v->is_default);
		for (size_t n = 0; n < v->cidr_count; n++)
			fixture_add(f, " %s", v->cidrs[n]);
		fixture_add(f, "\n");
	}
}

static void print_dns(struct fixture *f, const struct cew_found *found)
{
	fixture_add(f, "%zu: %d %d\n", found->count, found->vpc_dns->support, found->vpc_dns->hostnames);
}

static void print_subnets(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_subnet *s = &found->subnets[i];

		fixture_add(f, "%s|%s|%s|%s|%s|%s|%s|%lld|%d|%d\n", s->id, s->vpc_id, s->cidr, s->zone, s->zone_id, s->name, s->state,
		            (long long)s->free_addresses, s->gives_public_ip, s->default_for_zone);
	}
}

static void print_addresses(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_address *a = &found->addresses[i];

		fixture_add(f, "%s|%s|%s|%s|%s|%s\n", a->public_ip, a->allocation_id, a->association_id, a->interface_id, a->instance_id,
		            a->name);
	}
}

static void print_route_tables(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_route_table *t = &found->route_tables[i];

		fixture_add(f, "%s|%s|%s\n", t->id, t->vpc_id, t->name);
		for (size_t n = 0; n < t->route_count; n++)
			fixture_add(f, " %s -> %s %s\n", t->routes[n].to, t->routes[n].via, t->routes[n].state);
		for (size_t n = 0; n < t->association_count; n++)
			fixture_add(f, " of %s %d\n", t->associations[n].subnet_id, t->associations[n].is_main);
	}
}

static void print_nat_gateways(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_nat_gateway *n = &found->nat_gateways[i];

		fixture_add(f, "%s|%s|%s|%s|%s|%s|%s|%s", n->id, n->state, n->subnet_id, n->vpc_id, n->connectivity, n->failure_code,
		            n->failure_message, n->name);
		for (size_t a = 0; a < n->address_count; a++)
			fixture_add(f, " %s=%s", n->addresses[a].public_ip, n->addresses[a].allocation_id);
		fixture_add(f, "\n");
	}
}

static void print_internet_gateways(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_internet_gateway *g = &found->internet_gateways[i];

		fixture_add(f, "%s|%s", g->id, g->name);
		for (size_t n = 0; n < g->attachment_count; n++)
			fixture_add(f, " %s=%s", g->attachments[n].vpc_id, g->attachments[n].state);
		fixture_add(f, "\n");
	}
}

static void print_acls(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_network_acl *a = &found->network_acls[i];

		fixture_add(f, "%s|%s|%s|%d\n", a->id, a->vpc_id, a->name, a->is_default);
		for (size_t n = 0; n < a->entry_count; n++) {
			const struct cew_acl_entry *e = &a->entries[n];

			fixture_add(f, " %lld %s %s %s %d %lld-%lld\n", (long long)e->number, e->protocol, e->action, e->cidr, e->egress,
			            (long long)e->from_port, (long long)e->to_port);
		}
		for (size_t n = 0; n < a->subnet_count; n++)
			fixture_add(f, " of %s\n", a->subnet_ids[n]);
	}
}

static void print_groups(struct fixture *f, const struct cew_found *found)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct cew_security_group *g = &found->security_groups[i];

		fixture_add(f, "%s|%s|%s|%s|%s\n", g->id, g->group, g->description, g->vpc_id, g->name);
	}
}

START(regions, a->regions(a->self, TOLD))
START(zones, a->zones(a->self, TOLD))
START(vpcs, a->vpcs(a->self, NULL, TOLD))
START(one_vpc, a->vpcs(a->self, "vpc-1", TOLD))
START(vpc_dns, a->vpc_dns(a->self, "vpc-1", TOLD))
START(subnets, a->subnets(a->self, "vpc-1", TOLD))
START(all_subnets, a->subnets(a->self, NULL, TOLD))
START(addresses, a->addresses(a->self, TOLD))
START(route_tables, a->route_tables(a->self, "vpc-1", TOLD))
START(nat_gateways, a->nat_gateways(a->self, NULL, TOLD))
START(internet_gateways, a->internet_gateways(a->self, "vpc-1", TOLD))
START(acls, a->network_acls(a->self, "vpc-1", TOLD))
START(groups, a->security_groups(a->self, "vpc-1", TOLD))

#define POST(rest) "POST / Action=" rest "\n"
#define OF_VPC "&Filter.1.Name=vpc-id&Filter.1.Value.1=vpc-1"

static void what_is_there(void **state)
{
	static const struct looked rows[] = {
		{.name = "regions", .start = regions, .print = print_regions, .service = "ec2", .requests = POST("DescribeRegions"),
		 .replies = {EC2("DescribeRegions", "<regionInfo><item><optInStatus>opt-in-not-required</optInStatus><regionName>eu-west-1"
		                 "</regionName><regionEndpoint>ec2.eu-west-1.amazonaws.com</regionEndpoint></item><item><regionName>me-south-1"
		                 "</regionName><regionEndpoint>ec2.me-south-1.amazonaws.com</regionEndpoint><optInStatus>opted-in</optInStatus>"
		                 "</item></regionInfo>")},
		 .text = "eu-west-1|ec2.eu-west-1.amazonaws.com|opt-in-not-required\nme-south-1|ec2.me-south-1.amazonaws.com|opted-in\n"},
		{.name = "zones", .start = zones, .print = print_zones, .service = "ec2", .requests = POST("DescribeAvailabilityZones"),
		 .replies = {EC2("DescribeAvailabilityZones", "<availabilityZoneInfo><item><optInStatus>opt-in-not-required</optInStatus>"
		                 "<zoneName>eu-west-1a</zoneName><zoneId>euw1-az2</zoneId><zoneState>available</zoneState><messageSet/>"
		                 "<regionName>eu-west-1</regionName><zoneType>availability-zone</zoneType></item></availabilityZoneInfo>")},
		 .text = "eu-west-1a|euw1-az2|available|availability-zone|eu-west-1|opt-in-not-required\n"},
		{.name = "vpcs", .start = vpcs, .print = print_vpcs, .service = "ec2", .requests = POST("DescribeVpcs"),
		 .replies = {EC2("DescribeVpcs", "<vpcSet><item><vpcId>vpc-081ec835f3EXAMPLE</vpcId><ownerId>111122223333</ownerId>"
		                 "<state>available</state><cidrBlock>10.0.0.0/16</cidrBlock><cidrBlockAssociationSet><item><cidrBlock>10.0.0.0/16"
		                 "</cidrBlock><associationId>vpc-cidr-assoc-1</associationId><cidrBlockState><state>associated</state>"
		                 "</cidrBlockState></item><item><cidrBlock>100.64.0.0/16</cidrBlock></item></cidrBlockAssociationSet>"
		                 "<dhcpOptionsId>dopt-1</dhcpOptionsId>" TAG("prod &amp; more")
		                 "<instanceTenancy>default</instanceTenancy><isDefault>false</isDefault></item><item><vpcId>vpc-2</vpcId>"
		                 "<isDefault>true</isDefault></item></vpcSet>")},
		 .text = "vpc-081ec835f3EXAMPLE|10.0.0.0/16|prod & more|available|0 10.0.0.0/16 100.64.0.0/16\nvpc-2||||1\n"},
		{.name = "no vpcs", .start = vpcs, .print = print_vpcs, .replies = {EC2("DescribeVpcs", "<vpcSet/>")}, .text = ""},
		{.name = "dns", .start = vpc_dns, .print = print_dns, .service = "ec2",
		 .requests = POST("DescribeVpcAttribute&VpcId=vpc-1&Attribute=enableDnsSupport")
		             POST("DescribeVpcAttribute&VpcId=vpc-1&Attribute=enableDnsHostnames"),
		 .replies = {EC2("DescribeVpcAttribute", "<vpcId>vpc-1</vpcId><enableDnsSupport><value>true</value></enableDnsSupport>"),
		             EC2("DescribeVpcAttribute", "<vpcId>vpc-1</vpcId><enableDnsHostnames><value>false</value></enableDnsHostnames>")},
		 .text = "1: 1 0\n"},
		{.name = "subnets", .start = subnets, .print = print_subnets, .service = "ec2",
		 .requests = POST("DescribeSubnets" OF_VPC),
		 .replies = {EC2("DescribeSubnets", "<subnetSet><item><subnetId>subnet-0bb1c79de3EXAMPLE</subnetId><subnetArn>arn:x</subnetArn>"
		                 "<state>available</state><ownerId>111122223333</ownerId><vpcId>vpc-1</vpcId><cidrBlock>10.0.1.0/24</cidrBlock>"
		                 "<availableIpAddressCount>251</availableIpAddressCount><availabilityZone>eu-west-1a</availabilityZone>"
		                 "<availabilityZoneId>euw1-az2</availabilityZoneId><defaultForAz>false</defaultForAz>"
		                 "<mapPublicIpOnLaunch>true</mapPublicIpOnLaunch>" TAG("a") "</item></subnetSet>")},
		 .text = "subnet-0bb1c79de3EXAMPLE|vpc-1|10.0.1.0/24|eu-west-1a|euw1-az2|a|available|251|1|0\n"},
		{.name = "addresses", .start = addresses, .print = print_addresses, .requests = POST("DescribeAddresses"),
		 .replies = {EC2("DescribeAddresses", "<addressesSet><item><publicIp>198.51.100.2</publicIp><allocationId>eipalloc-1"
		                 "</allocationId><domain>vpc</domain><instanceId>i-1</instanceId><associationId>eipassoc-1</associationId>"
		                 "<networkInterfaceId>eni-1</networkInterfaceId>" TAG("nat") "</item></addressesSet>")},
		 .text = "198.51.100.2|eipalloc-1|eipassoc-1|eni-1|i-1|nat\n"},
		{.name = "route tables", .start = route_tables, .print = print_route_tables, .requests = POST("DescribeRouteTables" OF_VPC),
		 .replies = {EC2("DescribeRouteTables", "<routeTableSet><item><routeTableId>rtb-1</routeTableId><vpcId>vpc-1</vpcId><routeSet>"
		                 "<item><destinationCidrBlock>10.0.0.0/16</destinationCidrBlock><gatewayId>local</gatewayId><state>active</state>"
		                 "<origin>CreateRouteTable</origin></item><item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock>"
		                 "<natGatewayId>nat-1</natGatewayId><state>blackhole</state></item><item><destinationIpv6CidrBlock>::/0"
		                 "</destinationIpv6CidrBlock><gatewayId>igw-1</gatewayId><state>active</state></item><item>"
		                 "<destinationPrefixListId>pl-1</destinationPrefixListId><gatewayId>vpce-1</gatewayId><state>active</state></item>"
		                 "<item><destinationCidrBlock>192.168.0.0/16</destinationCidrBlock><transitGatewayId>tgw-1</transitGatewayId>"
		                 "<state>active</state></item></routeSet><associationSet><item><routeTableAssociationId>rtbassoc-1"
		                 "</routeTableAssociationId><routeTableId>rtb-1</routeTableId><main>true</main></item><item><subnetId>subnet-1"
		                 "</subnetId><main>false</main></item></associationSet>" TAG("private") "</item></routeTableSet>")},
		 .text = "rtb-1|vpc-1|private\n 10.0.0.0/16 -> local active\n 0.0.0.0/0 -> nat-1 blackhole\n ::/0 -> igw-1 active\n"
		         " pl-1 -> vpce-1 active\n 192.168.0.0/16 -> tgw-1 active\n of  1\n of subnet-1 0\n"},
		{.name = "nat gateways", .start = nat_gateways, .print = print_nat_gateways, .requests = POST("DescribeNatGateways"),
		 .replies = {EC2("DescribeNatGateways", "<natGatewaySet><item><natGatewayId>nat-1</natGatewayId><state>failed</state>"
		                 "<subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId><connectivityType>public</connectivityType>"
		                 "<failureCode>Gateway.NotAttached</failureCode><failureMessage>no gateway</failureMessage>"
		                 "<natGatewayAddressSet><item><publicIp>198.51.100.2</publicIp><allocationId>eipalloc-1</allocationId>"
		                 "<privateIp>10.0.0.5</privateIp></item></natGatewayAddressSet>" TAG("n") "</item></natGatewaySet>")},
		 .text = "nat-1|failed|subnet-1|vpc-1|public|Gateway.NotAttached|no gateway|n 198.51.100.2=eipalloc-1\n"},
		{.name = "internet gateways", .start = internet_gateways, .print = print_internet_gateways,
		 .requests = POST("DescribeInternetGateways&Filter.1.Name=attachment.vpc-id&Filter.1.Value.1=vpc-1"),
		 .replies = {EC2("DescribeInternetGateways", "<internetGatewaySet><item><internetGatewayId>igw-1</internetGatewayId>"
		                 "<attachmentSet><item><vpcId>vpc-1</vpcId><state>available</state></item></attachmentSet><tagSet/></item>"
		                 "</internetGatewaySet>")},
		 .text = "igw-1| vpc-1=available\n"},
		{.name = "network ACLs", .start = acls, .print = print_acls, .requests = POST("DescribeNetworkAcls" OF_VPC),
		 .replies = {EC2("DescribeNetworkAcls", "<networkAclSet><item><networkAclId>acl-1</networkAclId><vpcId>vpc-1</vpcId>"
		                 "<default>true</default><entrySet><item><ruleNumber>100</ruleNumber><protocol>6</protocol><ruleAction>allow"
		                 "</ruleAction><egress>true</egress><cidrBlock>0.0.0.0/0</cidrBlock><portRange><from>1024</from><to>65535</to>"
		                 "</portRange></item><item><ruleNumber>32767</ruleNumber><protocol>-1</protocol><ruleAction>deny</ruleAction>"
		                 "<egress>false</egress><ipv6CidrBlock>::/0</ipv6CidrBlock></item></entrySet><associationSet><item>"
		                 "<networkAclAssociationId>aclassoc-1</networkAclAssociationId><networkAclId>acl-1</networkAclId>"
		                 "<subnetId>subnet-1</subnetId></item></associationSet><tagSet/></item></networkAclSet>")},
		 .text = "acl-1|vpc-1||1\n 100 6 allow 0.0.0.0/0 1 1024-65535\n 32767 -1 deny ::/0 0 0-0\n of subnet-1\n"},
		{.name = "security groups", .start = groups, .print = print_groups, .requests = POST("DescribeSecurityGroups" OF_VPC),
		 .replies = {EC2("DescribeSecurityGroups", "<securityGroupInfo><item><ownerId>1</ownerId><groupId>sg-1</groupId><groupName>default"
		                 "</groupName><groupDescription>default VPC security group</groupDescription><vpcId>vpc-1</vpcId><ipPermissions/>"
		                 "</item></securityGroupInfo>")},
		 .text = "sg-1|default|default VPC security group|vpc-1|\n"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

static void pages_are_followed(void **state)
{
	static const struct looked rows[] = {
		{.name = "two pages", .start = all_subnets, .print = print_subnets, .service = "ec2",
		 .requests = POST("DescribeSubnets") POST("DescribeSubnets&NextToken=a%2Fb%3D%3D"),
		 .replies = {EC2("DescribeSubnets", "<subnetSet><item><subnetId>subnet-1</subnetId></item></subnetSet><nextToken>a/b==</nextToken>"),
		             EC2("DescribeSubnets", "<subnetSet><item><subnetId>subnet-2</subnetId></item></subnetSet><nextToken/>")},
		 .text = "subnet-1|||||||0|0|0\nsubnet-2|||||||0|0|0\n"},
		{.name = "a token that comes back ends it", .start = all_subnets, .print = print_subnets,
		 .requests = POST("DescribeSubnets") POST("DescribeSubnets&NextToken=x"),
		 .replies = {EC2("DescribeSubnets", "<subnetSet/><nextToken>x</nextToken>")}, .text = ""},
		{.name = "the second page fails", .start = all_subnets,
		 .replies = {EC2("DescribeSubnets", "<subnetSet/><nextToken>x</nextToken>"),
		             REFUSAL("403 Forbidden", "UnauthorizedOperation", "You are not authorized to perform this operation.")},
		 .status = CEW_REFUSED, .what = "AWS does not permit DescribeSubnets", .hint = "permission"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

static void what_goes_wrong(void **state)
{
	static const struct looked rows[] = {
		{.name = "no such network", .start = one_vpc, .requests = POST("DescribeVpcs&VpcId.1=vpc-1"),
		 .replies = {REFUSAL("400 Bad Request", "InvalidVpcID.NotFound", "The vpc ID 'vpc-1' does not exist")},
		 .status = CEW_NOT_FOUND, .what = "The vpc ID 'vpc-1' does not exist", .hint = "eu-west-1"},
		{.name = "not turned on", .start = vpcs,
		 .replies = {REFUSAL("401 Unauthorized", "OptInRequired", "You are not subscribed to this service.")},
		 .status = CEW_REFUSED, .what = "not signed up", .hint = "eu-west-1"},
		{.name = "bad keys", .start = vpcs,
		 .replies = {REFUSAL("401 Unauthorized", "AuthFailure", "AWS was not able to validate the provided access credentials")},
		 .status = CEW_REFUSED, .what = "does not accept the keys", .hint = "Check the keys"},
		{.name = "too many calls", .start = vpcs,
		 .requests = POST("DescribeVpcs") POST("DescribeVpcs") POST("DescribeVpcs"),
		 .replies = {REFUSAL("503 Service Unavailable", "RequestLimitExceeded", "Request limit exceeded.")},
		 .status = CEW_REFUSED, .what = "too many calls", .hint = "Wait"},
		{.name = "something is missing", .start = vpcs, .replies = {EC2("DescribeVpcs", "<vpcSet><item/></vpcSet>")},
		 .status = CEW_UNREACHABLE, .what = "has no vpcId", .hint = "endpoint"},
		{.name = "another call's answer", .start = vpcs, .replies = {EC2("DescribeSubnets", "<subnetSet/>")},
		 .status = CEW_UNREACHABLE, .what = "what answered was not AWS"},
	};

	(void)state;
	looked_check(rows, CEW_COUNT(rows));
}

/* Pages that never end are left off, and that is said. */
static void there_is_an_end_to_pages(void **state)
{
	enum { COUNT = 201 };
	struct reply *replies = calloc(COUNT, sizeof(*replies));
	struct fixture f;

	(void)state;
	for (int i = 0; i < COUNT; i++) {
		char *body = malloc(256);

		snprintf(body, 256, "<DescribeVpcsResponse><vpcSet><item><vpcId>v%d</vpcId></item></vpcSet><nextToken>t%d</nextToken>"
		                    "</DescribeVpcsResponse>", i, i);
		replies[i] = (struct reply){"200 OK", NULL, body, 0, KEEP};
	}
	looked_open(&f, replies, COUNT);
	looked_printer = NULL;
	assert_true(f.account.vpcs(f.account.self, NULL, looked_found, &f, NULL) > 0);
	fixture_run(&f, 1);
	assert_int_equal(server_requests(f.server), 200);
	assert_string_equal(f.text, "cut\n");
	fixture_close(&f);
	for (int i = 0; i < COUNT; i++)
		free((char *)replies[i].body);
	free(replies);
}

static void a_lookup_is_cancelled_on_any_page(void **state)
{
	static const struct reply script[] = {
		EC2("DescribeVpcs", "<vpcSet><item><vpcId>v1</vpcId></item></vpcSet><nextToken>x</nextToken>"), {.then = HOLD}};
	struct fixture f;
	uint64_t id;

	(void)state;
	looked_open(&f, script, 2);
	id = f.account.vpcs(f.account.self, NULL, looked_found, &f, NULL);
	fixture_until_requests(&f, 2);
	f.account.cancel(f.account.self, id);
	fixture_turns(&f, 20);
	assert_int_equal(f.calls_done, 0);
	/* And it goes with its client. */
	f.account.vpcs(f.account.self, NULL, looked_found, &f, NULL);
	fixture_until_requests(&f, 3);
	fixture_close(&f);
	assert_int_equal(f.calls_done, 0);
}

static void destroy_client(void *arg, const struct cew_error *err, const struct cew_found *found)
{
	struct fixture *f = arg;

	cew_aws_destroy(f->aws);
	f->aws = NULL;
	looked_found(arg, err, found);
}

static void a_callback_may_destroy_the_client(void **state)
{
	static const struct reply script[] = {EC2("DescribeVpcs", "<vpcSet><item><vpcId>v1</vpcId></item></vpcSet>")};
	struct fixture f;

	(void)state;
	looked_open(&f, script, 1);
	looked_printer = print_vpcs;
	f.account.vpcs(f.account.self, NULL, destroy_client, &f, NULL);
	fixture_run(&f, 1);
	assert_string_equal(f.text, "v1||||0\n");
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_there),
		cmocka_unit_test(pages_are_followed),
		cmocka_unit_test(what_goes_wrong),
		cmocka_unit_test(there_is_an_end_to_pages),
		cmocka_unit_test(a_lookup_is_cancelled_on_any_page),
		cmocka_unit_test(a_callback_may_destroy_the_client),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
