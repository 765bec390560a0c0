/* Network ACLs as EC2 shows them. */
#include "ec2_items.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
