/* Security groups and network ACLs as EC2 shows them. */
#include "ec2_items.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- security groups ---- */

static void write_source(struct demo_call *call, const struct cew_node *rule)
{
	struct demo_xml *x = &call->xml;
	const char *cidr = cew_node_get_text(rule, "CidrIp"), *note = cew_node_get_text(rule, "Description");
	const char *group = cew_node_get_text(rule, "SourceSecurityGroupId");
	if (!group)
		group = cew_node_get_text(rule, "DestinationSecurityGroupId");
	demo_xml_open(x, "groups");
	if (group) {
		demo_xml_open(x, "item");
		demo_xml_text(x, "userId", call->demo->account);
		demo_xml_text(x, "groupId", group);
		demo_xml_text(x, "description", note);
		demo_xml_close(x);
	}
	demo_xml_close(x);
	demo_xml_open(x, "ipRanges");
	if (cidr) {
		demo_xml_open(x, "item");
		demo_xml_text(x, "cidrIp", cidr);
		demo_xml_text(x, "description", note);
		demo_xml_close(x);
	}
	demo_xml_close(x);
}

static void write_rule(struct demo_call *call, const struct cew_node *rule)
{
	demo_xml_open(&call->xml, "item");
	demo_xml_text(&call->xml, "ipProtocol", cew_node_get_text(rule, "IpProtocol"));
	demo_xml_text(&call->xml, "fromPort", cew_node_get_text(rule, "FromPort"));
	demo_xml_text(&call->xml, "toPort", cew_node_get_text(rule, "ToPort"));
	write_source(call, rule);
	demo_xml_close(&call->xml);
}

static bool is_its(struct demo_view *v, const struct demo_thing *rule, const struct demo_thing *group)
{
	const char *of = demo_thing_text(v, rule, "GroupId");
	return of && strcmp(of, group->id) == 0;
}

/* The rules that stand in the group itself, and those that are resources of their own. */
static void write_rules(struct demo_call *call, const struct demo_thing *t, const char *element, const char *property,
                          const char *type)
{
	const struct cew_node *own = demo_thing_node(t, property);
	struct demo_things others = demo_things(&call->view, type);
	size_t written = cew_node_count(own);
	demo_xml_open(&call->xml, element);
	for (size_t i = 0; i < cew_node_count(own); i++)
		write_rule(call, cew_node_at(own, i));
	for (size_t i = 0; i < others.count; i++)
		if (is_its(&call->view, &others.at[i], t)) {
			write_rule(call, others.at[i].properties);
			written++;
		}
	if (written == 0 && strcmp(element, "ipPermissionsEgress") == 0)
		cew_buf_str(call->xml.out, "<item><ipProtocol>-1</ipProtocol><groups/><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp>"
		                           "</item></ipRanges></item>");
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
	write_rules(call, t, "ipPermissions", "SecurityGroupIngress", "AWS::EC2::SecurityGroupIngress");
	write_rules(call, t, "ipPermissionsEgress", "SecurityGroupEgress", "AWS::EC2::SecurityGroupEgress");
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
	"AWS::EC2::SecurityGroup", "GroupId", "sg-", "InvalidGroup.NotFound", "InvalidGroupId.Malformed", "security group",
	"securityGroupInfo", 5, 1000, group_filters, write_group, NULL, NULL, NULL, NULL,
};

/* ---- network ACLs ---- */

static const struct demo_thing *acl_association(struct demo_view *v, const char *subnet)
{
	struct demo_things all = demo_things(v, "AWS::EC2::SubnetNetworkAclAssociation");
	for (size_t i = 0; i < all.count; i++) {
		const char *of = demo_thing_text(v, &all.at[i], "SubnetId");
		if (of && strcmp(of, subnet) == 0)
			return &all.at[i];
	}
	return NULL;
}

/* The n-th subnet that the ACL holds for: the default one has all that have no other. */
static const struct demo_thing *acl_subnet(struct demo_view *v, const struct demo_thing *acl, size_t n)
{
	struct demo_things all = demo_things(v, "AWS::EC2::Subnet");
	const char *vpc = demo_thing_text(v, acl, "VpcId");
	bool is_default = demo_thing_bool(v, acl, "IsDefault", false);
	for (size_t i = 0; vpc && i < all.count; i++) {
		const char *in = demo_thing_text(v, &all.at[i], "VpcId");
		const struct demo_thing *a = acl_association(v, all.at[i].id);
		const char *of = a ? demo_thing_text(v, a, "NetworkAclId") : NULL;
		bool its = of ? strcmp(of, acl->id) == 0 : is_default && in && strcmp(in, vpc) == 0;
		if (its && n-- == 0)
			return &all.at[i];
	}
	return NULL;
}

static const char *filter_acl_subnet(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	const struct demo_thing *subnet = acl_subnet(v, t, n);
	(void)room;
	return subnet ? subnet->id : NULL;
}

static const char *filter_acl_default(struct demo_view *v, const struct demo_thing *t, size_t n, char room[128])
{
	(void)room;
	return n > 0 ? NULL : demo_thing_bool(v, t, "IsDefault", false) ? "true" : "false";
}

static void write_entry(struct demo_xml *x, const char *number, const char *protocol, const char *action, bool egress,
                        const char *cidr, const struct cew_node *ports)
{
	demo_xml_open(x, "item");
	demo_xml_text(x, "ruleNumber", number);
	demo_xml_text(x, "protocol", protocol);
	demo_xml_text(x, "ruleAction", action);
	demo_xml_bool(x, "egress", egress);
	demo_xml_text(x, "cidrBlock", cidr);
	if (ports) {
		demo_xml_open(x, "portRange");
		demo_xml_text(x, "from", cew_node_get_text(ports, "From"));
		demo_xml_text(x, "to", cew_node_get_text(ports, "To"));
		demo_xml_close(x);
	}
	demo_xml_close(x);
}

static void write_entries(struct demo_call *call, const struct demo_thing *acl)
{
	struct demo_things all = demo_things(&call->view, "AWS::EC2::NetworkAclEntry");
	demo_xml_open(&call->xml, "entrySet");
	for (int egress = 0; egress < 2; egress++) {
		if (demo_thing_bool(&call->view, acl, "IsDefault", false) && !demo_thing_bool(&call->view, acl, "Closed", false))
			write_entry(&call->xml, "100", "-1", "allow", egress, "0.0.0.0/0", NULL);
		for (size_t i = 0; i < all.count; i++) {
			const struct demo_thing *e = &all.at[i];
			const char *of = demo_thing_text(&call->view, e, "NetworkAclId");
			if (of && strcmp(of, acl->id) == 0 && demo_thing_bool(&call->view, e, "Egress", false) == egress)
				write_entry(&call->xml, demo_thing_text(&call->view, e, "RuleNumber"),
				            demo_thing_text(&call->view, e, "Protocol"), demo_thing_text(&call->view, e, "RuleAction"),
				            egress, demo_thing_text(&call->view, e, "CidrBlock"), demo_thing_node(e, "PortRange"));
		}
		write_entry(&call->xml, "32767", "-1", "deny", egress, "0.0.0.0/0", NULL);
	}
	demo_xml_close(&call->xml);
}

static void write_acl(struct demo_call *call, const struct demo_thing *t)
{
	const struct demo_thing *subnet;
	demo_xml_text(&call->xml, "networkAclId", t->id);
	demo_ec2_text(call, t, "vpcId", "VpcId");
	demo_xml_bool(&call->xml, "default", demo_thing_bool(&call->view, t, "IsDefault", false));
	write_entries(call, t);
	demo_xml_open(&call->xml, "associationSet");
	for (size_t n = 0; (subnet = acl_subnet(&call->view, t, n)) != NULL; n++) {
		char hex[18];
		demo_digest_hex(subnet->id, 17, hex);
		demo_xml_open(&call->xml, "item");
		cew_buf_fmt(call->xml.out, "<networkAclAssociationId>aclassoc-%s</networkAclAssociationId>", hex);
		demo_xml_text(&call->xml, "networkAclId", t->id);
		demo_xml_text(&call->xml, "subnetId", subnet->id);
		demo_xml_close(&call->xml);
	}
	demo_xml_close(&call->xml);
	demo_xml_text(&call->xml, "ownerId", call->demo->account);
	demo_ec2_tags(call, t);
}

static const struct demo_ec2_filter acl_filters[] = {
	{"network-acl-id", "Id", NULL},
	{"vpc-id", "VpcId", NULL},
	{"association.subnet-id", NULL, filter_acl_subnet},
	{"default", NULL, filter_acl_default},
	{NULL, NULL, NULL},
};
const struct demo_ec2_list demo_ec2_network_acls = {
	"AWS::EC2::NetworkAcl", "NetworkAclId", "acl-", "InvalidNetworkAclID.NotFound", "InvalidNetworkAclId.Malformed",
	"networkAcl ID", "networkAclSet", 5, 1000, acl_filters, write_acl, NULL, NULL, NULL, NULL,
};
