/* The way out of existing subnets: routes and network ACLs. Without one the task cannot fetch its images, and ECS tells so
 * only after minutes, as ResourceInitializationError. */
#include "checks.h"

#include <stdlib.h>
#include <string.h>

#define CONSEQUENCE "The task could not fetch its images: it would stop with \"ResourceInitializationError: unable to pull secrets or registry auth\", again and again, until the stack fails."

/* ---- routes ---- */

/* The table that is associated with the subnet, else the VPC's main one. */
static const struct cew_route_table *table_of(const struct answer *tables, const struct cew_subnet *s)
{
	const struct cew_route_table *main_table = NULL;
	for (size_t i = 0; i < tables->found.count; i++) {
		const struct cew_route_table *t = &tables->found.route_tables[i];
		for (size_t k = 0; k < t->association_count; k++) {
			if (strcmp(t->associations[k].subnet_id, s->id) == 0)
				return t;
			if (t->associations[k].is_main)
				main_table = t;
		}
	}
	return main_table;
}

static const struct cew_route *default_route(const struct cew_route_table *t)
{
	for (size_t i = 0; t && i < t->route_count; i++)
		if (strcmp(t->routes[i].to, "0.0.0.0/0") == 0)
			return &t->routes[i];
	return NULL;
}

static bool starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Does the stack's service give its task a public address? */
static bool task_is_public(const struct cew_preflight *p)
{
	size_t n = p->plan->eval ? cew_cfn_resource_count(p->plan->eval) : 0;
	for (size_t i = 0; i < n; i++) {
		const struct cew_cfn_resource *r = cew_cfn_resource_at(p->plan->eval, i);
		const struct cew_node *network = cew_node_get(r->properties, "NetworkConfiguration");
		const char *assigned = cew_node_get_text(cew_node_get(network, "AwsvpcConfiguration"), "AssignPublicIp");
		if (strcmp(r->type, "AWS::ECS::Service") == 0 && assigned && strcmp(assigned, "ENABLED") == 0)
			return true;
	}
	return false;
}

static void judge_nat(struct check *c, const struct cew_subnet *s, const char *field, const char *id)
{
	const struct answer *a = preflight_need(c, LOOKUP_NAT_GATEWAYS, NULL, NULL, field, "whether the NAT gateway works");
	for (size_t i = 0; a && i < a->found.count; i++) {
		const struct cew_nat_gateway *nat = &a->found.nat_gateways[i];
		if (strcmp(nat->id, id) != 0)
			continue;
		if (strcmp(nat->connectivity, "private") == 0)
			preflight_find(c, CEW_ERROR, field, "Lead 0.0.0.0/0 to a public NAT gateway.",
			           "%s leaves by %s, which is a private NAT gateway and reaches no public address. " CONSEQUENCE, s->id, id);
		else if (strcmp(nat->state, "available") != 0)
			preflight_find(c, CEW_ERROR, field, "Lead 0.0.0.0/0 to a NAT gateway that is available.",
			           "%s leaves by NAT gateway %s, which is %s. " CONSEQUENCE, s->id, id, nat->state);
		return;
	}
	if (a)
		preflight_find(c, CEW_ERROR, field, "Lead 0.0.0.0/0 to a NAT gateway that is there.",
		           "%s leaves by NAT gateway %s, which is not there any more. " CONSEQUENCE, s->id, id);
}

static void judge_route(struct check *c, const struct cew_subnet *s, const char *field, const struct answer *tables)
{
	const struct cew_route_table *t = table_of(tables, s);
	const struct cew_route *r = default_route(t);
	if (!r) {
		preflight_find(c, CEW_ERROR, field,
		           "Add a route for 0.0.0.0/0 to a NAT gateway (or to a transit gateway that leads out), or give a subnet that has one.",
		           "Route table %s of %s has no route to the outside (0.0.0.0/0). " CONSEQUENCE, t ? t->id : "(none)", s->id);
		return;
	}
	if (strcmp(r->state, "blackhole") == 0) {
		preflight_find(c, CEW_ERROR, field, "Lead 0.0.0.0/0 to something that is there.",
		           "The route to the outside of %s leads to %s, which is gone (blackhole). " CONSEQUENCE, s->id, r->via);
		return;
	}
	if (starts(r->via, "igw-") && !task_is_public(c->p)) {
		preflight_find(c, CEW_ERROR, field, "Give a private subnet, whose route for 0.0.0.0/0 leads to a NAT gateway.",
		           "%s is a public subnet: it leaves by %s, which serves only what has a public address, and the task gets none. " CONSEQUENCE,
		           s->id, r->via);
		return;
	}
	preflight_tell(c, "%s by %s", s->id, r->via);
	if (starts(r->via, "nat-"))
		judge_nat(c, s, field, r->via);
}

void preflight_routes(struct check *c)
{
	const struct cew_subnet *subnets[2];
	const char *fields[2];
	size_t n = network_subnets(c, "whether the subnets have a route to the outside", subnets, fields);
	const struct answer *tables = n ? preflight_need(c, LOOKUP_ROUTE_TABLES, subnets[0]->vpc_id, NULL, fields[0],
	                                                 "whether the subnets have a route to the outside")
	                                : NULL;
	for (size_t i = 0; tables && i < n; i++)
		if (i == 0 || table_of(tables, subnets[i]) != table_of(tables, subnets[0])) /* what two share is told once */
			judge_route(c, subnets[i], fields[i], tables);
}

/* ---- network ACLs ---- */

enum passage { CLOSED, PARTLY, OPEN };

struct traffic {
	bool egress;
	int64_t from, to;
	bool inside; /* between the two subnets; else with any address */
	const char *what;
};
static const struct traffic traffics[] = {
	{true, 443, 443, false, "HTTPS to the outside (out, TCP 443)"},
	{false, 1024, 65535, false, "the answers from the outside (in, TCP 1024-65535)"},
	{false, 3000, 3000, true, "what the load balancer sends from the other subnet (in, TCP 3000)"},
};

static int compare_entries(const void *a, const void *b)
{
	const struct cew_acl_entry *const *x = a, *const *y = b;
	return ((*x)->number > (*y)->number) - ((*x)->number < (*y)->number);
}

/* Nothing of the outside is in there (RFC 1918). */
static bool is_private(const struct cew_cidr *range)
{
	static const struct cew_cidr private_ranges[] = {{0x0a000000, 8}, {0xac100000, 12}, {0xc0a80000, 16}};
	for (size_t i = 0; i < CEW_COUNT(private_ranges); i++)
		if (cew_cidr_within(range, &private_ranges[i]))
			return true;
	return false;
}

static bool concerns(const struct cew_acl_entry *e, const struct traffic *t, const struct cew_cidr *range, const struct cew_cidr *other)
{
	bool all_ports = strcmp(e->protocol, "-1") == 0 || (e->from_port == 0 && (e->to_port == 0 || e->to_port == 65535));
	bool protocol = strcmp(e->protocol, "-1") == 0 || strcmp(e->protocol, "6") == 0;
	if (!t->inside && is_private(range))
		return false;
	return e->egress == t->egress && protocol && (all_ports || (e->from_port <= t->to && e->to_port >= t->from)) &&
	       cew_cidr_overlap(range, other);
}

static bool covers(const struct cew_acl_entry *e, const struct traffic *t, const struct cew_cidr *range, const struct cew_cidr *other)
{
	bool all_ports = strcmp(e->protocol, "-1") == 0 || (e->from_port == 0 && e->to_port == 0);
	return (all_ports || (e->from_port <= t->from && e->to_port >= t->to)) && cew_cidr_within(other, range);
}

/* The entry with the lowest number that concerns a packet decides. */
static enum passage passage_of(const struct cew_network_acl *acl, const struct traffic *t, const struct cew_cidr *other)
{
	const struct cew_acl_entry *sorted[64];
	bool some = false, not_all = false; /* of it passes, by entries that concern a part of it */
	size_t n = 0;
	for (size_t i = 0; i < acl->entry_count && n < CEW_COUNT(sorted); i++)
		sorted[n++] = &acl->entries[i];
	qsort(sorted, n, sizeof(sorted[0]), compare_entries);
	for (size_t i = 0; i < n; i++) {
		struct cew_cidr range;
		if (cew_cidr_parse(sorted[i]->cidr, &range, NULL) || !concerns(sorted[i], t, &range, other))
			continue;
		bool whole = covers(sorted[i], t, &range, other), allowed = strcmp(sorted[i]->action, "allow") == 0;
		if (whole)
			return allowed ? (not_all ? PARTLY : OPEN) : (some ? PARTLY : CLOSED);
		some |= allowed;
		not_all |= !allowed;
	}
	return some ? PARTLY : CLOSED;
}

static const struct cew_network_acl *acl_of(const struct answer *acls, const struct cew_subnet *s)
{
	for (size_t i = 0; i < acls->found.count; i++)
		for (size_t k = 0; k < acls->found.network_acls[i].subnet_count; k++)
			if (strcmp(acls->found.network_acls[i].subnet_ids[k], s->id) == 0)
				return &acls->found.network_acls[i];
	return NULL;
}

static void judge_acl(struct check *c, const struct cew_subnet *s, const char *field, const struct cew_network_acl *acl,
                      const struct cew_subnet *peer)
{
	struct cew_cidr anywhere = {0, 0}, there;
	for (size_t i = 0; i < CEW_COUNT(traffics); i++) {
		const struct traffic *t = &traffics[i];
		if (t->inside && (!peer || !fact_makes(c->p, "AWS::ElasticLoadBalancingV2::LoadBalancer") || cew_cidr_parse(peer->cidr, &there, NULL)))
			continue;
		enum passage passage = passage_of(acl, t, t->inside ? &there : &anywhere);
		if (passage == CLOSED)
			preflight_find(c, CEW_ERROR, field, "Let it through in the ACL, or give a subnet with another ACL.",
			           "Network ACL %s of %s does not let through %s. %s", acl->id, s->id, t->what,
			           t->inside ? "Cloud Exchange would not be reached." : CONSEQUENCE);
		else if (passage == PARTLY)
			preflight_find(c, CEW_NOTE, field, "Make sure that AWS's registry, logs and secrets are among what passes.",
			           "Network ACL %s of %s lets only a part of this through: %s.", acl->id, s->id, t->what);
	}
	preflight_tell(c, "%s of %s", acl->id, s->id);
}

void preflight_acls(struct check *c)
{
	const struct cew_subnet *subnets[2];
	const char *fields[2];
	size_t n = network_subnets(c, "what the subnets' network ACLs let through", subnets, fields);
	const struct answer *acls = n ? preflight_need(c, LOOKUP_NETWORK_ACLS, subnets[0]->vpc_id, NULL, fields[0],
	                                               "what the subnets' network ACLs let through")
	                              : NULL;
	const struct cew_network_acl *before = NULL;
	for (size_t i = 0; acls && i < n; i++) {
		const struct cew_network_acl *acl = acl_of(acls, subnets[i]);
		if (acl && acl != before)
			judge_acl(c, subnets[i], fields[i], acl, n == 2 ? subnets[1 - i] : NULL);
		before = acl;
	}
}
