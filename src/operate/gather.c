/* What surveys need to know of AWS beside the stack itself: every answer is copied, and what could not be read is kept as an
 * error for the judges to tell. */
#include "survey.h"

#include <stdlib.h>
#include <string.h>

void gathered_init(struct gathered *g)
{
	*g = (struct gathered){.balancer_dns = "", .balancer_scheme = "", .vpc_cidr = "", .backup = "", .file_bytes = -1,
	                       .cluster_services = -1};
	cew_vec_init(&g->balancer_groups, sizeof(const char *));
	cew_vec_init(&g->attributes, sizeof(struct cew_name_value));
	cew_vec_init(&g->listeners, sizeof(struct listener_row));
	cew_vec_init(&g->subnets, sizeof(struct cew_subnet));
	cew_vec_init(&g->acls, sizeof(struct cew_network_acl));
	cew_vec_init(&g->groups, sizeof(struct cew_security_group));
	cew_vec_init(&g->interfaces, sizeof(struct interface_row));
	cew_vec_init(&g->flows, sizeof(struct flow_row));
	cew_vec_init(&g->topics, sizeof(struct topic_row));
	cew_vec_init(&g->buckets, sizeof(struct bucket_row));
	cew_vec_init(&g->things, sizeof(struct thing_row));
}

void gathered_finish(struct gathered *g)
{
	cew_vec_finish(&g->balancer_groups);
	cew_vec_finish(&g->attributes);
	cew_vec_finish(&g->listeners);
	cew_vec_finish(&g->subnets);
	cew_vec_finish(&g->acls);
	cew_vec_finish(&g->groups);
	cew_vec_finish(&g->interfaces);
	cew_vec_finish(&g->flows);
	cew_vec_finish(&g->topics);
	cew_vec_finish(&g->buckets);
	cew_vec_finish(&g->things);
}

static void put(struct cew_survey *s, struct cew_vec *list, const void *item)
{
	if (!cew_vec_push(list, item))
		s->texts.failed = true;
}

static const char *keep(struct cew_survey *s, const char *text)
{
	return texts_keep(&s->texts, text);
}

static const char *const *keep_all(struct cew_survey *s, const char *const *all, size_t count)
{
	const char **copy = NULL;
	if (count)
		copy = texts_copy(&s->texts, all, count * sizeof(*all));
	for (size_t i = 0; copy && i < count; i++)
		copy[i] = keep(s, all[i]);
	return copy;
}

/* ---- the load balancer ---- */

static void on_balancer(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	(void)about;
	if (err || !found->count) {
		if (err)
			s->got.balancer_error = *err;
		return;
	}
	const struct cew_load_balancer *b = &found->load_balancers[0];
	s->got.balancer_dns = keep(s, b->dns_name);
	s->got.balancer_scheme = keep(s, b->scheme);
	for (size_t i = 0; i < b->security_group_count; i++)
		put(s, &s->got.balancer_groups, &(const char *){keep(s, b->security_groups[i])});
}

static void on_attributes(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	(void)about;
	if (err)
		s->got.attribute_error = *err;
	for (size_t i = 0; !err && i < found->count; i++)
		put(s, &s->got.attributes,
		    &(struct cew_name_value){keep(s, found->attributes[i].name), keep(s, found->attributes[i].value)});
}

static void on_listeners(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	(void)about;
	if (err)
		s->got.listener_error = *err;
	for (size_t i = 0; !err && i < found->count; i++) {
		const struct cew_listener *l = &found->listeners[i];
		put(s, &s->got.listeners, &(struct listener_row){keep(s, l->arn), keep(s, l->protocol), l->port});
	}
}

static void ask_of_balancer(struct cew_survey *s)
{
	const char *arn = s->facts.balancer_arn;
	ASK(&s->asker, &s->site.account, load_balancers, on_balancer, s, NULL, arn);
	ASK(&s->asker, &s->site.operations, load_balancer_attributes, on_attributes, s, NULL, arn);
	ASK(&s->asker, &s->site.account, listeners, on_listeners, s, NULL, arn);
}

/* Where the stack joined a target group that was there, the way in is that group's load balancer. */
static void on_joined(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	(void)about;
	if (err || !found->count || !found->target_groups[0].load_balancer_count)
		return;
	s->facts.balancer_arn = keep(s, found->target_groups[0].load_balancers[0]);
	ask_of_balancer(s);
}

static void ask_balancer(struct cew_survey *s)
{
	if (*s->facts.balancer_arn)
		ask_of_balancer(s);
	else if (*s->facts.target_group && s->topic != CEW_SURVEY_DELETE) /* deleting the stack leaves that one alone */
		ASK(&s->asker, &s->site.account, target_groups, on_joined, s, NULL, s->facts.target_group);
}

/* ---- the network ---- */

static void on_vpcs(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	(void)about;
	if (err)
		s->got.vpc_error = *err;
	else if (found->count)
		s->got.vpc_cidr = keep(s, found->vpcs[0].cidr);
}

static void on_subnets(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	(void)about;
	if (err)
		s->got.subnet_error = *err;
	for (size_t i = 0; !err && i < found->count; i++) {
		struct cew_subnet copy = found->subnets[i];
		copy.id = keep(s, copy.id);
		copy.vpc_id = keep(s, copy.vpc_id);
		copy.cidr = keep(s, copy.cidr);
		copy.name = keep(s, copy.name);
		copy.zone = copy.zone_id = copy.state = "";
		put(s, &s->got.subnets, &copy);
	}
}

static void keep_entries(struct cew_survey *s, struct cew_network_acl *acl)
{
	struct cew_acl_entry *copy = texts_copy(&s->texts, acl->entries, acl->entry_count * sizeof(*acl->entries));
	for (size_t i = 0; copy && i < acl->entry_count; i++) {
		copy[i].protocol = keep(s, copy[i].protocol);
		copy[i].action = keep(s, copy[i].action);
		copy[i].cidr = keep(s, copy[i].cidr);
	}
	acl->entries = copy;
	acl->entry_count = copy ? acl->entry_count : 0;
}

static void on_acls(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	(void)about;
	if (err)
		s->got.acl_error = *err;
	for (size_t i = 0; !err && i < found->count; i++) {
		struct cew_network_acl copy = found->network_acls[i];
		copy.id = keep(s, copy.id);
		copy.vpc_id = keep(s, copy.vpc_id);
		copy.name = keep(s, copy.name);
		keep_entries(s, &copy);
		copy.subnet_ids = keep_all(s, copy.subnet_ids, copy.subnet_count);
		put(s, &s->got.acls, &copy);
	}
}

static const struct cew_permission *keep_permissions(struct cew_survey *s, const struct cew_permission *all, size_t count)
{
	struct cew_permission *copy = texts_copy(&s->texts, all, count * sizeof(*all));
	for (size_t i = 0; copy && i < count; i++) {
		copy[i].protocol = keep(s, copy[i].protocol);
		copy[i].cidrs = keep_all(s, copy[i].cidrs, copy[i].cidr_count);
		copy[i].cidrs6 = keep_all(s, copy[i].cidrs6, copy[i].cidr6_count);
		copy[i].groups = keep_all(s, copy[i].groups, copy[i].group_count);
		copy[i].prefix_lists = keep_all(s, copy[i].prefix_lists, copy[i].prefix_list_count);
	}
	return copy;
}

static void on_groups(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	(void)about;
	if (err)
		s->got.group_error = *err;
	for (size_t i = 0; !err && i < found->count; i++) {
		struct cew_security_group copy = found->security_groups[i];
		copy.id = keep(s, copy.id);
		copy.group = keep(s, copy.group);
		copy.name = keep(s, copy.name);
		copy.description = copy.vpc_id = "";
		copy.ingress = keep_permissions(s, copy.ingress, copy.ingress_count);
		copy.egress = keep_permissions(s, copy.egress, copy.egress_count);
		copy.ingress_count = copy.ingress ? copy.ingress_count : 0;
		copy.egress_count = copy.egress ? copy.egress_count : 0;
		put(s, &s->got.groups, &copy);
	}
}

static void ask_network(struct cew_survey *s)
{
	const char *vpc = s->facts.vpc_id;
	if (!*vpc)
		return;
	ASK(&s->asker, &s->site.account, vpcs, on_vpcs, s, NULL, vpc);
	ASK(&s->asker, &s->site.account, subnets, on_subnets, s, NULL, vpc);
	ASK(&s->asker, &s->site.account, network_acls, on_acls, s, NULL, vpc);
	ASK(&s->asker, &s->site.account, security_groups, on_groups, s, NULL, vpc);
}

static void on_interfaces(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	(void)about;
	if (err)
		s->got.interface_error = *err;
	for (size_t i = 0; !err && i < found->count; i++) {
		const struct cew_interface *n = &found->interfaces[i];
		put(s, &s->got.interfaces, &(struct interface_row){
			keep(s, n->id), keep(s, n->description), keep(s, n->type), keep(s, n->instance_id), keep(s, n->private_ip),
			keep(s, n->public_ip), keep(s, n->subnet_id), keep(s, n->name), n->requester_managed,
			keep_all(s, n->security_groups, n->security_group_count), n->security_group_count,
		});
	}
}

static void ask_interfaces(struct cew_survey *s)
{
	if (*s->facts.vpc_id)
		ASK(&s->asker, &s->site.operations, network_interfaces, on_interfaces, s, NULL, s->facts.vpc_id);
}

static void on_flow_logs(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	(void)about;
	if (err)
		s->got.flow_error = *err;
	for (size_t i = 0; !err && i < found->count; i++) {
		const struct cew_flow_log *f = &found->flow_logs[i];
		put(s, &s->got.flows, &(struct flow_row){keep(s, f->id), keep(s, f->resource_id), keep(s, f->status),
		                                         keep(s, *f->log_group ? f->log_group : f->destination)});
	}
}

static void ask_flow_logs(struct cew_survey *s)
{
	if (*s->facts.vpc_id)
		ASK(&s->asker, &s->site.operations, flow_logs, on_flow_logs, s, NULL, s->facts.vpc_id);
}

/* ---- topics, file system, buckets ---- */

static struct topic_row topic_of(struct cew_survey *s, const char *arn, const struct cew_found *found)
{
	struct topic_row row = {.arn = keep(s, arn), .key = ""};
	for (size_t i = 0; found && i < found->count; i++) {
		const struct cew_name_value *a = &found->attributes[i];
		if (strcmp(a->name, "KmsMasterKeyId") == 0)
			row.key = keep(s, a->value);
		row.logs |= strstr(a->name, "FeedbackRoleArn") && *a->value;
	}
	return row;
}

static void on_topic(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	struct topic_row row = topic_of(s, about, err ? NULL : found);
	if (err)
		row.error = *err;
	put(s, &s->got.topics, &row);
}

static void ask_topics(struct cew_survey *s)
{
	const char *const *arns = s->view.topics.items;
	for (size_t i = 0; i < s->view.topics.len; i++)
		ASK(&s->asker, &s->site.operations, topic_attributes, on_topic, s, arns[i], arns[i]);
}

static void on_backup(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	(void)about;
	if (err && err->status != CEW_NOT_FOUND)
		s->got.backup_error = *err;
	else
		s->got.backup = !err && found->count ? keep(s, found->backup_policies[0].status) : "DISABLED";
}

static void on_file_system(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	(void)about;
	if (!err && found->count)
		s->got.file_bytes = found->file_systems[0].bytes;
}

static void ask_files(struct cew_survey *s)
{
	const char *id = s->facts.file_system;
	if (!*id)
		return;
	ASK(&s->asker, &s->site.operations, backup_policy, on_backup, s, NULL, id);
	ASK(&s->asker, &s->site.operations, file_systems, on_file_system, s, NULL, id);
}

static void on_contents(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	const struct view_resource *r = view_physical(&s->view, about);
	struct bucket_row row = {.logical_id = r ? r->logical_id : "", .name = keep(s, about), .empty = true};
	if (err)
		row.error = *err;
	else
		row.empty = !found->count || !*found->contents[0].first_key;
	put(s, &s->got.buckets, &row);
}

static void ask_buckets(struct cew_survey *s)
{
	const struct view_resource *all = s->view.resources.items;
	for (size_t i = 0; i < s->view.resources.len; i++)
		if (strcmp(all[i].type, "AWS::S3::Bucket") == 0 && *all[i].physical_id && strcmp(all[i].status, "DELETE_COMPLETE") != 0)
			ASK(&s->asker, &s->site.operations, bucket_contents, on_contents, s, all[i].physical_id, all[i].physical_id, NULL);
}

/* ---- what else lies in the VPC ---- */

static void add_thing(struct cew_survey *s, const char *type, const char *id, const char *name)
{
	put(s, &s->got.things, &(struct thing_row){type, keep(s, id), keep(s, name)});
}

static void on_nats(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	(void)about;
	if (err)
		s->got.thing_error = *err;
	for (size_t i = 0; !err && i < found->count; i++)
		if (strcmp(found->nat_gateways[i].state, "deleted") != 0)
			add_thing(s, "NAT gateway", found->nat_gateways[i].id, found->nat_gateways[i].name);
}

static void on_gateways(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	(void)about;
	if (err)
		s->got.thing_error = *err;
	for (size_t i = 0; !err && i < found->count; i++)
		add_thing(s, "internet gateway", found->internet_gateways[i].id, found->internet_gateways[i].name);
}

static void on_routes(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	(void)about;
	if (err)
		s->got.thing_error = *err;
	for (size_t i = 0; !err && i < found->count; i++) {
		const struct cew_route_table *t = &found->route_tables[i];
		bool is_main = false;
		for (size_t k = 0; k < t->association_count; k++)
			is_main |= t->associations[k].is_main;
		if (!is_main) /* that one goes with the VPC */
			add_thing(s, "route table", t->id, t->name);
	}
}

static void on_balancers(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	(void)about;
	if (err)
		s->got.thing_error = *err;
	for (size_t i = 0; !err && i < found->count; i++)
		if (strcmp(found->load_balancers[i].vpc_id, s->facts.vpc_id) == 0)
			add_thing(s, "load balancer", found->load_balancers[i].arn, found->load_balancers[i].name);
}

static void ask_gateways(struct cew_survey *s)
{
	const char *vpc = s->facts.vpc_id;
	if (!*vpc || !s->facts.vpc_is_own)
		return;
	ASK(&s->asker, &s->site.account, nat_gateways, on_nats, s, NULL, vpc);
	ASK(&s->asker, &s->site.account, internet_gateways, on_gateways, s, NULL, vpc);
	ASK(&s->asker, &s->site.account, route_tables, on_routes, s, NULL, vpc);
	ASK(&s->asker, &s->site.account, load_balancers, on_balancers, s, NULL, NULL);
}

static void on_services(void *ctx, const char *about, const struct cew_error *err, const struct cew_found *found)
{
	struct cew_survey *s = ctx;
	(void)about;
	if (err)
		s->got.cluster_error = *err;
	else
		s->got.cluster_services = (int64_t)found->count;
}

static void ask_cluster(struct cew_survey *s)
{
	const struct view_resource *own = view_first(&s->view, "AWS::ECS::Cluster");
	if (own)
		ASK(&s->asker, &s->site.operations, service_arns, on_services, s, NULL, own->physical_id);
}

/* ---- health ---- */

static void on_health(void *ctx)
{
	asker_release(ctx);
}

static void ask_health(struct cew_survey *s)
{
	if (!*s->facts.service)
		return;
	asker_hold(&s->asker);
	health_read(&s->health, &s->site, s->facts.cluster, s->facts.service, s->facts.target_group, on_health, &s->asker);
}

static void (*const askers[])(struct cew_survey *) = {
	[NEED_HEALTH] = ask_health, [NEED_BALANCER] = ask_balancer, [NEED_NETWORK] = ask_network,
	[NEED_INTERFACES] = ask_interfaces, [NEED_FLOW_LOGS] = ask_flow_logs, [NEED_TOPICS] = ask_topics,
	[NEED_FILES] = ask_files, [NEED_BUCKETS] = ask_buckets, [NEED_GATEWAYS] = ask_gateways, [NEED_CLUSTER] = ask_cluster,
};
_Static_assert(CEW_COUNT(askers) == NEED_COUNT, "a way to ask for every need");

void gather(struct cew_survey *s, unsigned needs)
{
	asker_hold(&s->asker);
	for (unsigned i = 0; i < NEED_COUNT; i++)
		if (needs & NEEDS(i))
			askers[i](s);
	asker_release(&s->asker);
}
