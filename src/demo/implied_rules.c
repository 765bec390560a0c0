/* The rules of security groups, one thing each, wherever they stand: in their group, as resources of their own, or because
 * AWS makes them with every group. */
#include "account.h"

#include "ec2.h"
#include "room.h"

#include <stdio.h>
#include <string.h>

#define GROUP "AWS::EC2::SecurityGroup"

struct maker {
	struct demo_view *v;
	demo_each_fn *fn;
	void *ctx;
	const struct demo_thing *group;
};

static bool is_revoked(const struct maker *m, const char *id)
{
	const char *revoked = demo_mark(m->v->demo, m->group->id, "RevokedRules");
	return revoked && strstr(revoked, id);
}

static bool give(const struct maker *m, const char *id, bool egress, const struct cew_node *rule)
{
	static const char *const copied[][2] = {
		{"IpProtocol", "IpProtocol"},   {"FromPort", "FromPort"},
		{"ToPort", "ToPort"},           {"CidrIp", "CidrIp"},
		{"CidrIpv6", "CidrIpv6"},       {"Description", "Description"},
		{"SourceSecurityGroupId", "ReferencedGroup"}, {"DestinationSecurityGroupId", "ReferencedGroup"},
		{"SourcePrefixListId", "PrefixListId"}, {"DestinationPrefixListId", "PrefixListId"},
	};
	struct cew_doc *doc = demo_view_doc(m->v);
	struct cew_node *n = doc ? cew_map_put_text(doc, cew_doc_map(doc), "Id", id) : NULL;
	if (is_revoked(m, id))
		return true;
	n = cew_map_put_text(doc, n, "GroupId", m->group->id);
	n = cew_map_put_text(doc, n, "IsEgress", egress ? "true" : "false");
	for (size_t i = 0; n && i < CEW_COUNT(copied); i++)
		if (cew_node_get_text(rule, copied[i][0]))
			n = cew_map_put_text(doc, n, copied[i][1], cew_node_get_text(rule, copied[i][0]));
	if (!n)
		return false;
	struct demo_thing t = {.type = DEMO_GROUP_RULE, .region = m->v->region, .properties = n, .state = DEMO_THERE,
	                       .made_ms = m->group->made_ms};
	t.id = t.name = cew_node_get_text(n, "Id");
	return m->fn(m->ctx, &t);
}

static void write_id(const struct maker *m, bool egress, size_t n, char out[24])
{
	char seed[128];
	snprintf(seed, sizeof(seed), "%.60s %s %zu", m->group->id, egress ? "out" : "in", n);
	memcpy(out, "sgr-", 4);
	demo_digest_hex(seed, 17, out + 4);
}

static bool give_own(const struct maker *m, const char *property, bool egress, size_t *count)
{
	const struct cew_node *own = demo_thing_node(m->group, property);
	for (size_t i = 0; i < cew_node_count(own); i++) {
		char id[24];
		write_id(m, egress, i, id);
		++*count;
		if (!give(m, id, egress, cew_node_at(own, i)))
			return false;
	}
	return true;
}

static bool give_others(const struct maker *m, const char *type, bool egress, size_t *count)
{
	struct demo_things all = demo_things(m->v, type);
	for (size_t i = 0; i < all.count; i++) {
		const char *of = demo_thing_text(m->v, &all.at[i], "GroupId");
		if (!of || strcmp(of, m->group->id) != 0)
			continue;
		/* What a call added stands beside the rule that lets everything out; what a template says stands in its place. */
		*count += all.at[i].stack != NULL;
		if (!give(m, all.at[i].id, egress, all.at[i].properties))
			return false;
	}
	return true;
}

/* Everything may go out unless rules say what; in a VPC's default group its members may also reach each other. */
static bool give_implied(const struct maker *m, bool egress, size_t count)
{
	const char *name = demo_thing_text(m->v, m->group, "GroupName");
	struct cew_doc *doc = demo_view_doc(m->v);
	bool members = !egress && count == 0 && name && strcmp(name, "default") == 0;
	char id[24];
	if (!doc || (!members && !(egress && count == 0)))
		return doc != NULL;
	struct cew_node *rule = cew_map_put_text(doc, cew_doc_map(doc), "IpProtocol", "-1");
	rule = members ? cew_map_put_text(doc, rule, "SourceSecurityGroupId", m->group->id)
	               : cew_map_put_text(doc, rule, "CidrIp", "0.0.0.0/0");
	write_id(m, egress, 1000, id);
	return rule && give(m, id, egress, rule);
}

bool demo_implied_group_rules(struct demo_view *v, demo_each_fn *fn, void *ctx)
{
	struct demo_things groups = demo_things(v, GROUP);
	for (size_t i = 0; i < groups.count; i++) {
		struct maker m = {v, fn, ctx, &groups.at[i]};
		size_t in = 0, out = 0;
		if (!give_own(&m, "SecurityGroupIngress", false, &in) ||
		    !give_others(&m, "AWS::EC2::SecurityGroupIngress", false, &in) || !give_implied(&m, false, in) ||
		    !give_own(&m, "SecurityGroupEgress", true, &out) ||
		    !give_others(&m, "AWS::EC2::SecurityGroupEgress", true, &out) || !give_implied(&m, true, out))
			return false;
	}
	return true;
}
