/* Security groups and their rules as EC2 shows and changes them. */
#include "ec2_items.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GROUP "AWS::EC2::SecurityGroup"

/* ---- groups ---- */

static void write_source(struct demo_call *call, const struct demo_thing *rule)
{
	static const char *const ranges[][4] = {
		{"ipRanges", "cidrIp", "CidrIp", ""}, {"ipv6Ranges", "cidrIpv6", "CidrIpv6", ""}, {"prefixListIds", "prefixListId", "PrefixListId", ""}};
	struct demo_xml *x = &call->xml;
	const char *group = demo_thing_text(&call->view, rule, "ReferencedGroup");
	const char *note = demo_thing_text(&call->view, rule, "Description");
	demo_xml_open(x, "groups");
	if (group) {
		demo_xml_open(x, "item");
		demo_xml_text(x, "userId", call->demo->account);
		demo_xml_text(x, "groupId", group);
		demo_xml_text(x, "description", note);
		demo_xml_close(x);
	}
	demo_xml_close(x);
	for (size_t i = 0; i < CEW_COUNT(ranges); i++) {
		const char *range = demo_thing_text(&call->view, rule, ranges[i][2]);
		demo_xml_open(x, ranges[i][0]);
		if (range) {
			demo_xml_open(x, "item");
			demo_xml_text(x, ranges[i][1], range);
			demo_xml_text(x, "description", note);
			demo_xml_close(x);
		}
		demo_xml_close(x);
	}
}

static bool is_of(struct demo_call *call, const struct demo_thing *rule, const char *group, bool egress)
{
	const char *of = demo_thing_text(&call->view, rule, "GroupId");
	return of && strcmp(of, group) == 0 && demo_thing_bool(&call->view, rule, "IsEgress", false) == egress;
}

static void write_rules(struct demo_call *call, const struct demo_thing *t, const char *element, bool egress)
{
	struct demo_things rules = demo_things(&call->view, DEMO_GROUP_RULE);
	demo_xml_open(&call->xml, element);
	for (size_t i = 0; i < rules.count; i++) {
		if (!is_of(call, &rules.at[i], t->id, egress))
			continue;
		demo_xml_open(&call->xml, "item");
		demo_ec2_text(call, &rules.at[i], "ipProtocol", "IpProtocol");
		demo_ec2_text(call, &rules.at[i], "fromPort", "FromPort");
		demo_ec2_text(call, &rules.at[i], "toPort", "ToPort");
		write_source(call, &rules.at[i]);
		demo_xml_close(&call->xml);
	}
	demo_xml_close(&call->xml);
}

static void write_group(struct demo_call *call, const struct demo_thing *t)
{
	const char *name = demo_thing_text(&call->view, t, "GroupName");
	demo_xml_text(&call->xml, "ownerId", call->demo->account);
	demo_xml_text(&call->xml, "groupId", t->id);
	demo_xml_text(&call->xml, "groupName", name ? name : t->name);
	demo_ec2_text(call, t, "groupDescription", "GroupDescription");
	demo_ec2_text(call, t, "vpcId", "VpcId");
	write_rules(call, t, "ipPermissions", false);
	write_rules(call, t, "ipPermissionsEgress", true);
	demo_ec2_tags(call, t);
}

static const char *filter_name(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	const char *name = demo_thing_text(v, t, "GroupName");
	(void)room;
	return n > 0 ? NULL : name ? name : t->name;
}

static const struct demo_ec2_filter group_filters[] = {
	{"group-id", "Id", NULL},
	{"vpc-id", "VpcId", NULL},
	{"group-name", NULL, filter_name},
	{"description", "GroupDescription", NULL},
	{NULL, NULL, NULL},
};
const struct demo_ec2_list demo_ec2_security_groups = {
	GROUP, "GroupId", "sg-", "InvalidGroup.NotFound", "InvalidGroupId.Malformed", "security group",
	"securityGroupInfo", 5, 1000, group_filters, write_group, NULL, NULL, NULL, NULL,
};

/* ---- rules ---- */

static void write_rule(struct demo_call *call, const struct demo_thing *t)
{
	struct demo_xml *x = &call->xml;
	const char *group = demo_thing_text(&call->view, t, "ReferencedGroup");
	const char *from = demo_thing_text(&call->view, t, "FromPort"), *to = demo_thing_text(&call->view, t, "ToPort");
	demo_xml_text(x, "securityGroupRuleId", t->id);
	demo_ec2_text(call, t, "groupId", "GroupId");
	demo_xml_text(x, "groupOwnerId", call->demo->account);
	demo_ec2_text(call, t, "isEgress", "IsEgress");
	demo_ec2_text(call, t, "ipProtocol", "IpProtocol");
	demo_xml_text(x, "fromPort", from ? from : "-1");
	demo_xml_text(x, "toPort", to ? to : "-1");
	demo_ec2_text(call, t, "cidrIpv4", "CidrIp");
	demo_ec2_text(call, t, "cidrIpv6", "CidrIpv6");
	demo_ec2_text(call, t, "prefixListId", "PrefixListId");
	if (group) {
		demo_xml_open(x, "referencedGroupInfo");
		demo_xml_text(x, "groupId", group);
		demo_xml_text(x, "userId", call->demo->account);
		demo_xml_close(x);
	}
	demo_ec2_text(call, t, "description", "Description");
}

static const struct demo_ec2_filter rule_filters[] = {
	{"group-id", "GroupId", NULL}, {"security-group-rule-id", "Id", NULL}, {NULL, NULL, NULL}};
const struct demo_ec2_list demo_ec2_security_group_rules = {
	DEMO_GROUP_RULE, "SecurityGroupRuleId", "sgr-", "InvalidSecurityGroupRuleId.NotFound",
	"InvalidSecurityGroupRuleId.Malformed", "security group rule ID", "securityGroupRuleSet", 5, 1000, rule_filters,
	write_rule, NULL, NULL, NULL, NULL,
};

/* ---- changing rules ---- */

static enum cew_status find_group(struct demo_call *call, const struct demo_thing **out, struct cew_error *err)
{
	const char *id = demo_query_get(&call->query, "GroupId");
	*out = demo_thing_find(&call->view, GROUP, id ? id : "");
	return *out ? CEW_OK
	            : demo_refuse(err, "InvalidGroup.NotFound", "The security group '%s' does not exist", id ? id : "");
}

/* The kinds of source that IpPermissions.N may have, with the property that keeps each. */
static const struct {
	const char *list, *value, *property;
} sources[] = {
	{"IpRanges", "CidrIp", "CidrIp"},
	{"Ipv6Ranges", "CidrIpv6", "CidrIpv6"},
	{"Groups", "GroupId", "ReferencedGroup"},
	{"PrefixListIds", "PrefixListId", "PrefixListId"},
};

struct wanted {
	const char *protocol, *from, *to;
	const char *property, *value; /* of the source */
	const char *note;
};
typedef enum cew_status wanted_fn(struct demo_call *call, const struct demo_thing *group, bool egress,
                                  const struct wanted *w, struct cew_error *err);

static enum cew_status each_source(struct demo_call *call, const struct demo_thing *group, bool egress, size_t n,
                                   wanted_fn *fn, struct cew_error *err)
{
	const struct demo_query *q = &call->query;
	struct wanted w = {.protocol = demo_query_getf(q, "IpPermissions.%zu.IpProtocol", n),
	                   .from = demo_query_getf(q, "IpPermissions.%zu.FromPort", n),
	                   .to = demo_query_getf(q, "IpPermissions.%zu.ToPort", n)};
	enum cew_status status = CEW_OK;
	if (!w.protocol)
		return demo_refuse(err, "MissingParameter", "The request must contain the parameter ipProtocol");
	for (size_t i = 0; i < CEW_COUNT(sources); i++)
		for (size_t m = 1; !status; m++) {
			w.value = demo_query_getf(q, "IpPermissions.%zu.%s.%zu.%s", n, sources[i].list, m, sources[i].value);
			w.note = demo_query_getf(q, "IpPermissions.%zu.%s.%zu.Description", n, sources[i].list, m);
			w.property = sources[i].property;
			if (!w.value)
				break;
			status = fn(call, group, egress, &w, err);
		}
	return status;
}

static enum cew_status each_wanted(struct demo_call *call, bool egress, wanted_fn *fn, struct cew_error *err)
{
	const struct demo_thing *group;
	size_t count = demo_query_count(&call->query, "IpPermissions");
	enum cew_status status = find_group(call, &group, err);
	for (size_t n = 1; !status && n <= count; n++)
		status = each_source(call, group, egress, n, fn, err);
	return status;
}

static bool same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static const struct demo_thing *find_rule(struct demo_call *call, const struct demo_thing *group, bool egress,
                                          const struct wanted *w)
{
	struct demo_things rules = demo_things(&call->view, DEMO_GROUP_RULE);
	for (size_t i = 0; i < rules.count; i++) {
		const struct demo_thing *t = &rules.at[i];
		bool all = strcmp(w->protocol, "-1") == 0; /* then ports say nothing */
		if (is_of(call, t, group->id, egress) && same(demo_thing_text(&call->view, t, "IpProtocol"), w->protocol) &&
		    (all || (same(demo_thing_text(&call->view, t, "FromPort"), w->from) &&
		             same(demo_thing_text(&call->view, t, "ToPort"), w->to))) &&
		    same(demo_thing_text(&call->view, t, w->property), w->value))
			return t;
	}
	return NULL;
}

static enum cew_status add_rule(struct demo_call *call, const struct demo_thing *group, bool egress,
                                const struct wanted *w, struct cew_error *err)
{
	struct cew_doc *doc = demo_view_doc(&call->view);
	const char *property = strcmp(w->property, "ReferencedGroup") == 0
	                               ? egress ? "DestinationSecurityGroupId" : "SourceSecurityGroupId"
	                       : strcmp(w->property, "PrefixListId") == 0
	                               ? egress ? "DestinationPrefixListId" : "SourcePrefixListId"
	                               : w->property;
	if (find_rule(call, group, egress, w))
		return demo_refuse(err, "InvalidPermission.Duplicate",
		                   "the specified rule \"peer: %s, %s, from port: %s, to port: %s, ALLOW\" already exists", w->value,
		                   w->protocol, w->from ? w->from : "-1", w->to ? w->to : "-1");
	struct cew_node *p = doc ? cew_map_put_text(doc, cew_doc_map(doc), "GroupId", group->id) : NULL;
	p = cew_map_put_text(doc, p, "IpProtocol", w->protocol);
	p = w->from ? cew_map_put_text(doc, p, "FromPort", w->from) : p;
	p = w->to ? cew_map_put_text(doc, p, "ToPort", w->to) : p;
	p = cew_map_put_text(doc, p, property, w->value);
	p = w->note ? cew_map_put_text(doc, p, "Description", w->note) : p;
	const char *type = egress ? "AWS::EC2::SecurityGroupEgress" : "AWS::EC2::SecurityGroupIngress";
	return p && demo_account_add(&call->view, type, p) ? CEW_OK : cew_fail_memory(err);
}

static enum cew_status revoke(struct demo_call *call, const struct demo_thing *rule, struct cew_error *err)
{
	const char *group = demo_thing_text(&call->view, rule, "GroupId");
	const char *before = demo_mark(call->demo, group, "RevokedRules");
	if (demo_account_remove(&call->view, "AWS::EC2::SecurityGroupIngress", rule->id) ||
	    demo_account_remove(&call->view, "AWS::EC2::SecurityGroupEgress", rule->id))
		return CEW_OK;
	char *all = cew_fmt("%s%s ", before ? before : "", rule->id);
	bool ok = all && demo_mark_set(call->demo, group, "RevokedRules", all);
	free(all);
	return ok ? CEW_OK : cew_fail_memory(err);
}

static enum cew_status remove_rule(struct demo_call *call, const struct demo_thing *group, bool egress,
                                   const struct wanted *w, struct cew_error *err)
{
	const struct demo_thing *rule = find_rule(call, group, egress, w);
	if (!rule)
		return demo_refuse(err, "InvalidPermission.NotFound",
		                   "The specified rule does not exist in this security group.");
	return revoke(call, rule, err);
}

static enum cew_status authorize(struct demo_call *call, bool egress, struct cew_error *err)
{
	enum cew_status status = each_wanted(call, egress, add_rule, err);
	if (!status)
		demo_xml_bool(&call->xml, "return", true);
	return status;
}

static enum cew_status revoke_all(struct demo_call *call, bool egress, struct cew_error *err)
{
	size_t ids = demo_query_count(&call->query, "SecurityGroupRuleId");
	enum cew_status status = each_wanted(call, egress, remove_rule, err);
	for (size_t n = 1; !status && n <= ids; n++) {
		const char *id = demo_query_getf(&call->query, "SecurityGroupRuleId.%zu", n);
		const struct demo_thing *rule = demo_thing_find(&call->view, DEMO_GROUP_RULE, id);
		status = rule ? revoke(call, rule, err)
		              : demo_refuse(err, "InvalidSecurityGroupRuleId.NotFound",
		                            "The security group rule ID '%s' does not exist", id ? id : "");
	}
	if (!status)
		demo_xml_bool(&call->xml, "return", true);
	return status;
}

enum cew_status demo_authorize_ingress(struct demo_call *call, struct cew_error *err)
{
	return authorize(call, false, err);
}

enum cew_status demo_authorize_egress(struct demo_call *call, struct cew_error *err)
{
	return authorize(call, true, err);
}

enum cew_status demo_revoke_ingress(struct demo_call *call, struct cew_error *err)
{
	return revoke_all(call, false, err);
}

enum cew_status demo_revoke_egress(struct demo_call *call, struct cew_error *err)
{
	return revoke_all(call, true, err);
}
