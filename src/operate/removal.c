/* The rehearsal of a deletion: what is in the way, what held the last one, what stays and what goes. */
#include "survey.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void blocks(struct cew_survey *s, const char *id, const char *what, const char *detail, const char *mend, bool mendable)
{
	add_item(s, "blocks", id, CEW_MARK_OPEN, what, detail, mend);
	last_item(s)->mendable = mendable;
}

static void cannot_tell(struct cew_survey *s, const char *id, const char *what, const struct cew_error *err)
{
	if (err->status)
		add_item(s, "blocks", id, CEW_MARK_UNKNOWN, what, unreadable(s, err), "");
}

/* ---- protections ---- */

static void judge_protections(struct cew_survey *s)
{
	const struct cew_name_value *all = s->got.attributes.items;
	if (s->view.protected)
		blocks(s, "termination-protection", "the stack is protected against termination", "CloudFormation refuses to delete it",
		       "turn the protection off", true);
	cannot_tell(s, "alb-deletion-protection", "the load balancer's deletion protection", &s->got.attribute_error);
	for (size_t i = 0; i < s->got.attributes.len; i++)
		if (strcmp(all[i].name, "deletion_protection.enabled") == 0 && strcmp(all[i].value, "true") == 0)
			blocks(s, "alb-deletion-protection", "the load balancer is protected against deletion", s->facts.balancer_arn,
			       "turn the protection off", true);
}

/* ---- buckets ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct bucket_row *)a)->logical_id, ((const struct bucket_row *)b)->logical_id);
}

static void judge_buckets(struct cew_survey *s)
{
	if (s->got.buckets.len)
		qsort(s->got.buckets.items, s->got.buckets.len, sizeof(struct bucket_row), by_name);
	const struct bucket_row *all = s->got.buckets.items;
	for (size_t i = 0; i < s->got.buckets.len; i++) {
		const struct bucket_row *b = &all[i];
		const char *id = SAY(s, "bucket-%s", b->logical_id);
		if (view_retained(&s->view, b->logical_id))
			continue;
		if (b->error.status)
			add_item(s, "blocks", id, CEW_MARK_UNKNOWN, SAY(s, "whether bucket %s is empty", b->name), unreadable(s, &b->error), "");
		else if (!b->empty)
			blocks(s, id, SAY(s, "bucket %s is not empty", b->name), "CloudFormation deletes empty buckets only",
			       SAY(s, "save what is to be kept, then: aws s3 rm s3://%s --recursive (and old versions in the S3 console)", b->name), false);
	}
}

/* ---- what was made by hand in the stack's VPC ---- */

/* Interfaces that AWS's services make go with what they were made for, which the description names. Load balancers and NAT
 * gateways are looked at by themselves. */
static const struct {
	const char *prefix;
	bool looked_at;
} services[] = {
	{"ELB ", true}, {"Interface for NAT Gateway ", true}, {"EFS mount target for ", false}, {"VPC Endpoint Interface ", false},
};

enum whose { OF_THE_STACK, OF_ANOTHER, OF_SOMETHING };

static enum whose whose_is(const struct cew_survey *s, const struct interface_row *n)
{
	if (view_physical(&s->view, n->id) || strstr(n->description, ":ecs:")) /* a task's goes with its service */
		return OF_THE_STACK;
	for (size_t i = 0; i < CEW_COUNT(services); i++) {
		const char *prefix = services[i].prefix;
		char id[64];
		if (!operate_text_starts(n->description, prefix))
			continue;
		snprintf(id, sizeof(id), "%.*s", (int)strcspn(n->description + strlen(prefix), " ("), n->description + strlen(prefix));
		return services[i].looked_at || view_physical(&s->view, id) ? OF_THE_STACK : OF_ANOTHER;
	}
	return n->managed ? OF_SOMETHING : OF_ANOTHER;
}

static void judge_interface(struct cew_survey *s, const struct interface_row *n)
{
	bool instance = *n->instance;
	enum whose whose = whose_is(s, n);
	const char *id = SAY(s, "interface-%s", n->id), *name = *n->description ? n->description : n->name;
	const char *what = instance ? SAY(s, "instance %s lies in the VPC", n->instance) : SAY(s, "network interface %s lies in the VPC", n->id);
	const char *detail = SAY(s, "%s%s%s", n->private_ip, *name ? ", " : "", name);
	if (whose == OF_ANOTHER)
		blocks(s, id, what, detail,
		       instance ? "terminate it, if it is not needed any more (a jump host?)" : "delete it, or what it belongs to", false);
	else if (whose == OF_SOMETHING)
		add_item(s, "blocks", id, CEW_MARK_UNKNOWN, what, detail, "a service of AWS made it: see whether what it belongs to goes with the stack");
}

static void judge_interfaces(struct cew_survey *s)
{
	const struct interface_row *all = s->got.interfaces.items;
	cannot_tell(s, "network-interfaces", "network interfaces in the VPC", &s->got.interface_error);
	for (size_t i = 0; i < s->got.interfaces.len; i++)
		judge_interface(s, &all[i]);
}

static void judge_things(struct cew_survey *s)
{
	const struct thing_row *all = s->got.things.items;
	cannot_tell(s, "vpc-contents", "what else lies in the VPC", &s->got.thing_error);
	for (size_t i = 0; i < s->got.things.len; i++)
		if (!view_physical(&s->view, all[i].id))
			blocks(s, SAY(s, "by-hand-%s", all[i].id), SAY(s, "%s %s is not of this stack", all[i].type, *all[i].name ? all[i].name : all[i].id),
			       SAY(s, "%s lies in its VPC", all[i].id), "delete it, or move it to another VPC", false);
}

static void judge_network(struct cew_survey *s)
{
	const struct cew_subnet *subnets = s->got.subnets.items;
	const struct cew_security_group *groups = s->got.groups.items;
	cannot_tell(s, "subnets", "subnets of the VPC", &s->got.subnet_error);
	for (size_t i = 0; i < s->got.subnets.len; i++)
		if (!view_physical(&s->view, subnets[i].id))
			blocks(s, SAY(s, "by-hand-%s", subnets[i].id), SAY(s, "subnet %s is not of this stack", subnets[i].id),
			       subnets[i].cidr, "delete it", false);
	const struct cew_network_acl *acls = s->got.acls.items;
	for (size_t i = 0; i < s->got.acls.len; i++)
		if (!acls[i].is_default && !view_physical(&s->view, acls[i].id))
			blocks(s, SAY(s, "by-hand-%s", acls[i].id), SAY(s, "network ACL %s is not of this stack", acls[i].id), acls[i].name,
			       "delete it, once no subnet uses it", false);
	cannot_tell(s, "security-groups", "security groups of the VPC", &s->got.group_error);
	for (size_t i = 0; i < s->got.groups.len; i++)
		if (strcmp(groups[i].group, "default") != 0 && !view_physical(&s->view, groups[i].id))
			blocks(s, SAY(s, "by-hand-%s", groups[i].id), SAY(s, "security group %s is not of this stack", groups[i].id),
			       groups[i].group, "delete it, once nothing uses it", false);
}

static void judge_cluster(struct cew_survey *s)
{
	cannot_tell(s, "cluster-services", "services in the stack's cluster", &s->got.cluster_error);
	int64_t own = view_first(&s->view, "AWS::ECS::Service") ? 1 : 0;
	if (s->got.cluster_services > own)
		blocks(s, "cluster-services", SAY(s, "%lld service%s of the cluster not of this stack", (long long)(s->got.cluster_services - own),
		                                  s->got.cluster_services - own == 1 ? " is" : "s are"),
		       s->facts.cluster, "delete them, or move them to another cluster", false);
}

/* ---- exports ---- */

static void judge_exports(struct cew_survey *s)
{
	const struct cew_node *outputs = s->view.template ? cew_node_get(cew_cfn_root(s->view.template), "Outputs") : NULL;
	for (size_t i = 0; i < cew_node_count(outputs); i++) {
		const char *name = cew_node_text(cew_node_key(outputs, i));
		if (cew_node_get(cew_node_at(outputs, i), "Export"))
			add_item(s, "blocks", SAY(s, "export-%s", name), CEW_MARK_UNKNOWN, SAY(s, "output %s is exported", name),
			         "a stack that imports it keeps this one from being deleted", "delete or change the stacks that import it first");
	}
}

/* ---- what goes, what stays, what held ---- */

/* An entry of the default ACL, a bucket's policy and the like have no life of their own. */
static bool counts(const struct view_resource *r)
{
	return *r->physical_id && strcmp(r->status, "DELETE_COMPLETE") != 0 && strcmp(r->status, "DELETE_SKIPPED") != 0;
}

static void judge_stays(struct cew_survey *s)
{
	const struct view_resource *all = s->view.resources.items;
	for (size_t i = 0; i < s->view.resources.len; i++)
		if (*all[i].physical_id && strcmp(all[i].status, "DELETE_COMPLETE") != 0 && view_retained(&s->view, all[i].logical_id))
			add_item(s, "stays", SAY(s, "stays-%s", all[i].logical_id), CEW_MARK_NOTE, SAY(s, "%s (%s)", all[i].logical_id, all[i].type),
			         all[i].physical_id, "");
	if (!s->view.template)
		add_item(s, "stays", "stays", CEW_MARK_UNKNOWN, "what the template retains",
		         unreadable(s, &s->view.template_error), "");
}

static void judge_holds(struct cew_survey *s)
{
	const struct view_resource *all = s->view.resources.items;
	if (strcmp(s->view.status, "DELETE_FAILED") != 0)
		return;
	for (size_t i = 0; i < s->view.resources.len; i++)
		if (strcmp(all[i].status, "DELETE_FAILED") == 0)
			add_item(s, "holds", SAY(s, "holds-%s", all[i].logical_id), CEW_MARK_OPEN, SAY(s, "%s (%s)", all[i].logical_id, all[i].type),
			         all[i].reason,
			         SAY(s, "mend it and delete again, or leave %s behind: cewizard delete %s --retain %s", all[i].physical_id, s->view.name,
			             all[i].logical_id));
}

struct tally { const char *type; size_t count; };

static int by_count(const void *a, const void *b)
{
	const struct tally *x = a, *y = b;
	return x->count != y->count ? (x->count < y->count) - (x->count > y->count) : strcmp(x->type, y->type);
}

static void count_type(struct cew_survey *s, struct cew_vec *tallies, const char *type)
{
	struct tally *all = tallies->items;
	for (size_t i = 0; i < tallies->len; i++) {
		if (strcmp(all[i].type, type) == 0) {
			all[i].count++;
			return;
		}
	}
	if (!cew_vec_push(tallies, &(struct tally){type, 1}))
		s->texts.failed = true;
}

static void judge_goes(struct cew_survey *s)
{
	const struct view_resource *all = s->view.resources.items;
	struct cew_vec tallies;
	cew_vec_init(&tallies, sizeof(struct tally));
	for (size_t i = 0; i < s->view.resources.len; i++)
		if (counts(&all[i]) && !view_retained(&s->view, all[i].logical_id))
			count_type(s, &tallies, all[i].type);
	if (tallies.len)
		qsort(tallies.items, tallies.len, sizeof(struct tally), by_count);
	for (size_t i = 0; i < tallies.len; i++) {
		const struct tally *t = cew_vec_at(&tallies, i);
		add_item(s, "goes", SAY(s, "goes-%s", t->type), CEW_MARK_NOTE, t->type, SAY(s, "%zu", t->count), "");
	}
	cew_vec_finish(&tallies);
	if (s->view.resources_error.status)
		add_item(s, "goes", "goes", CEW_MARK_UNKNOWN, "the stack's resources", unreadable(s, &s->view.resources_error), "");
}

void judge_removal(struct cew_survey *s)
{
	judge_protections(s);
	judge_holds(s);
	judge_buckets(s);
	if (s->facts.vpc_is_own && !s->view.resources_error.status && !view_retained(&s->view, view_first(&s->view, "AWS::EC2::VPC")->logical_id)) {
		judge_interfaces(s);
		judge_things(s);
		judge_network(s);
	}
	judge_cluster(s);
	judge_exports(s);
	judge_goes(s);
	judge_stays(s);
}
