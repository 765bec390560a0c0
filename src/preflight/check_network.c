/* The network: a new VPC's range beside the account's others; of an existing one, what the task needs of it. */
#include "checks.h"

#include <stdlib.h>
#include <string.h>

#define BALANCER_ADDRESSES 8 /* that a load balancer wants free in each of its subnets (Elastic Load Balancing) */

bool network_is_new(const struct cew_preflight *p, const struct row *row)
{
	(void)row;
	return fact_parameter(p, "VpcCIDR") != NULL;
}

bool network_is_given(const struct cew_preflight *p, const struct row *row)
{
	(void)row;
	return fact_parameter(p, "ExistingVPCId") != NULL;
}

/* ---- a new VPC ---- */

static void compare_range(struct check *c, const struct cew_cidr *ours, const struct cew_vpc *vpc)
{
	struct cew_cidr theirs;
	for (size_t i = 0; i < vpc->cidr_count; i++)
		if (!cew_cidr_parse(vpc->cidrs[i], &theirs, NULL) && cew_cidr_overlap(ours, &theirs))
			preflight_find(c, CEW_WARNING, fact_field(c->p, "VpcCIDR"), "Choose a range that no network has that you will ever connect.",
			           "The range overlaps that of %s%s%s%s (%s). Both work, but they can never be peered or joined by a transit gateway or VPN.",
			           vpc->id, *vpc->name ? " (" : "", vpc->name, *vpc->name ? ")" : "", vpc->cidrs[i]);
}

void preflight_vpc_range(struct check *c)
{
	const char *field = fact_field(c->p, "VpcCIDR");
	struct cew_cidr ours;
	const struct answer *a = preflight_need(c, LOOKUP_VPCS, NULL, NULL, field, "whether the VPC's range overlaps that of another one");
	if (!a || cew_cidr_parse(fact_parameter(c->p, "VpcCIDR"), &ours, NULL))
		return;
	for (size_t i = 0; i < a->found.count; i++)
		compare_range(c, &ours, &a->found.vpcs[i]);
	preflight_tell(c, "%s beside %zu other VPC%s", fact_parameter(c->p, "VpcCIDR"), a->found.count, a->found.count == 1 ? "" : "s");
}

/* ---- an existing VPC ---- */

static const char *const subnet_parameters[] = {"ExistingPrivateSubnet1ID", "ExistingPrivateSubnet2ID"};

const struct cew_subnet *network_subnet(const struct answer *subnets, const char *id)
{
	for (size_t i = 0; id && i < subnets->found.count; i++)
		if (strcmp(subnets->found.subnets[i].id, id) == 0)
			return &subnets->found.subnets[i];
	return NULL;
}

size_t network_subnets(struct check *c, const char *what, const struct cew_subnet *out[2], const char *fields[2])
{
	const struct answer *a = preflight_need(c, LOOKUP_SUBNETS, NULL, NULL, fact_field(c->p, subnet_parameters[0]), what);
	const char *vpc = fact_parameter(c->p, "ExistingVPCId");
	size_t n = 0;
	for (size_t i = 0; a && i < CEW_COUNT(subnet_parameters); i++) {
		const struct cew_subnet *s = network_subnet(a, fact_parameter(c->p, subnet_parameters[i]));
		if (!s || strcmp(s->vpc_id, vpc) != 0 || (n && out[0] == s))
			continue; /* told by the check of the subnets */
		out[n] = s;
		fields[n++] = fact_field(c->p, subnet_parameters[i]);
	}
	return n;
}

static const struct cew_vpc *find_vpc(const struct answer *a, const char *id)
{
	for (size_t i = 0; i < a->found.count; i++)
		if (strcmp(a->found.vpcs[i].id, id) == 0)
			return &a->found.vpcs[i];
	return NULL;
}

static bool has_range(const struct cew_vpc *vpc, const char *cidr)
{
	for (size_t i = 0; i < vpc->cidr_count; i++)
		if (strcmp(vpc->cidrs[i], cidr) == 0)
			return true;
	return false;
}

static void check_existing_range(struct check *c, const struct cew_vpc *vpc)
{
	const char *range = fact_parameter(c->p, "ExistingVPCCidr");
	if (!range || has_range(vpc, range))
		return;
	char *remedy = cew_fmt("Give %s.", vpc->cidr);
	preflight_find(c, CEW_ERROR, fact_field(c->p, "ExistingVPCCidr"), remedy ? remedy : "",
	           "%s is not a range of %s, which has %s. What may reach the containers is worked out from it: they would not be reached.",
	           range, vpc->id, vpc->cidr);
	free(remedy);
}

void preflight_existing_vpc(struct check *c)
{
	const char *id = fact_parameter(c->p, "ExistingVPCId"), *field = fact_field(c->p, "ExistingVPCId");
	const struct answer *a = preflight_need(c, LOOKUP_VPCS, NULL, NULL, field, "whether the VPC is there");
	if (!a)
		return;
	const struct cew_vpc *vpc = find_vpc(a, id);
	if (!vpc) {
		preflight_find(c, CEW_ERROR, field, "Give the id of a VPC in the stack's region, or choose the region that it is in.",
		           "There is no VPC %s in %s in this account.", id, c->p->plan->region);
		return;
	}
	preflight_tell(c, "%s%s%s, %s", id, *vpc->name ? " " : "", vpc->name, vpc->cidr);
	check_existing_range(c, vpc);
}

void preflight_vpc_dns(struct check *c)
{
	const char *id = fact_parameter(c->p, "ExistingVPCId"), *field = fact_field(c->p, "ExistingVPCId");
	const struct answer *a = preflight_ask(c, LOOKUP_VPC_DNS, id, NULL);
	if (!a)
		return;
	if (!a->ok && a->err.status == CEW_NOT_FOUND)
		return; /* that it is not there is told by the check of the VPC */
	if (!a->ok) {
		preflight_leave_open(c, field, a, "whether the VPC resolves names");
		return;
	}
	const struct cew_vpc_dns *dns = a->found.vpc_dns;
	if (dns->support && dns->hostnames) {
		preflight_tell(c, "DNS resolution and DNS hostnames are on");
		return;
	}
	preflight_find(c, CEW_ERROR, field, "Switch both on in the VPC console: Actions, Edit VPC settings, DNS settings.",
	           "%s of the VPC are off: the task finds its file system by name, and does not start without.",
	           !dns->support && !dns->hostnames ? "DNS resolution and DNS hostnames" : dns->support ? "DNS hostnames" : "DNS resolution");
}

/* ---- its subnets ---- */

static void check_one_subnet(struct check *c, const struct answer *a, const char *parameter)
{
	const char *id = fact_parameter(c->p, parameter), *vpc = fact_parameter(c->p, "ExistingVPCId");
	const struct cew_subnet *s = id ? network_subnet(a, id) : NULL;
	if (id && !s)
		preflight_find(c, CEW_ERROR, fact_field(c->p, parameter), "Give the id of a private subnet of the VPC.",
		           "There is no subnet %s in %s in this account.", id, c->p->plan->region);
	if (s && strcmp(s->vpc_id, vpc) != 0)
		preflight_find(c, CEW_ERROR, fact_field(c->p, parameter), "Give a subnet of the VPC named above, or name the other VPC.",
		           "%s belongs to %s, not to %s.", id, s->vpc_id, vpc);
}

void preflight_subnets(struct check *c)
{
	const struct answer *a = preflight_need(c, LOOKUP_SUBNETS, NULL, NULL, fact_field(c->p, subnet_parameters[0]),
	                                    "whether the subnets are there, and in two zones");
	if (!a)
		return;
	for (size_t i = 0; i < CEW_COUNT(subnet_parameters); i++)
		check_one_subnet(c, a, subnet_parameters[i]);
	const struct cew_subnet *first = network_subnet(a, fact_parameter(c->p, subnet_parameters[0]));
	const struct cew_subnet *second = network_subnet(a, fact_parameter(c->p, subnet_parameters[1]));
	if (!first || !second)
		return;
	preflight_tell(c, "in %s and %s", first->zone, second->zone);
	if (strcmp(first->zone, second->zone) == 0)
		preflight_find(c, CEW_ERROR, fact_field(c->p, subnet_parameters[1]), "Give a second subnet in another zone.",
		           "Both subnets are in %s: a file system takes one mount target a zone, and a load balancer two zones. Creation would fail.",
		           first->zone);
}

void preflight_addresses(struct check *c)
{
	const struct cew_subnet *subnets[2];
	const char *fields[2];
	size_t n = network_subnets(c, "whether the subnets have addresses left", subnets, fields);
	bool balancer = fact_makes(c->p, "AWS::ElasticLoadBalancingV2::LoadBalancer");
	int64_t needed = 2 + (balancer ? BALANCER_ADDRESSES : 0);
	for (size_t i = 0; i < n; i++) {
		preflight_tell(c, "%lld free in %s", (long long)subnets[i]->free_addresses, subnets[i]->id);
		if (subnets[i]->free_addresses < needed)
			preflight_find(c, CEW_ERROR, fields[i], "Give a subnet with more room, or free addresses in this one.",
			           "%s has %lld free address%s, and %lld are needed: one for the file system, one for the task%s.",
			           subnets[i]->id, (long long)subnets[i]->free_addresses, subnets[i]->free_addresses == 1 ? "" : "es",
			           (long long)needed, balancer ? ", and 8 that a load balancer wants free" : "");
	}
}
