/* Deep copies, by a table of what each struct of the aws room points to. */
#include "keep.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum part_kind { END, TEXT, TEXTS, ITEMS, DROPPED };

struct part {
	enum part_kind kind;
	size_t at;
	size_t count_at;         /* all but TEXT */
	const struct shape *of;  /* ITEMS */
};

struct shape {
	size_t size;
	const struct part *parts;
};

#define T(type, member) {TEXT, offsetof(struct type, member), 0, NULL}
#define TS(type, member, count) {TEXTS, offsetof(struct type, member), offsetof(struct type, count), NULL}
#define I(type, member, count, shape) {ITEMS, offsetof(struct type, member), offsetof(struct type, count), &(shape)}
/* Read by no check: a copy has none of them. */
#define D(type, member, count) {DROPPED, offsetof(struct type, member), offsetof(struct type, count), NULL}
#define STOP {END, 0, 0, NULL}
/* `rest`: bytes that are none of the pointers listed. A pointer that is added to a struct and not listed here would lead to
 * memory that is gone: the build stops where the sums differ. */
#define LISTED(name, type, rest, ...) \
	static const struct part parts_##name[] = {__VA_ARGS__, STOP}; \
	static_assert(sizeof(void *) != 8 || sizeof(struct type) == 8 * (CEW_COUNT(parts_##name) - 1) + (rest), \
	              "list every pointer of " #type)
#define SHAPE(name, type, rest, ...) \
	LISTED(name, type, rest, __VA_ARGS__); \
	const struct shape shape_##name = {sizeof(struct type), parts_##name}
#define INNER(name, type, rest, ...) \
	LISTED(name, type, rest, __VA_ARGS__); \
	static const struct shape shape_##name = {sizeof(struct type), parts_##name}

SHAPE(caller, cew_caller, 0, T(cew_caller, account), T(cew_caller, arn), T(cew_caller, user_id));
SHAPE(stack, cew_stack, 24, T(cew_stack, id), T(cew_stack, name), T(cew_stack, status), T(cew_stack, status_reason),
      T(cew_stack, description), D(cew_stack, outputs, output_count));

SHAPE(region, cew_region, 0, T(cew_region, name), T(cew_region, endpoint), T(cew_region, opt_in));
SHAPE(vpc, cew_vpc, 16, T(cew_vpc, id), T(cew_vpc, cidr), T(cew_vpc, name), T(cew_vpc, state), TS(cew_vpc, cidrs, cidr_count));
SHAPE(subnet, cew_subnet, 16, T(cew_subnet, id), T(cew_subnet, vpc_id), T(cew_subnet, cidr), T(cew_subnet, zone),
      T(cew_subnet, zone_id), T(cew_subnet, name), T(cew_subnet, state));
INNER(route, cew_route, 0, T(cew_route, to), T(cew_route, via), T(cew_route, state));
INNER(route_association, cew_route_association, 8, T(cew_route_association, subnet_id));
SHAPE(route_table, cew_route_table, 16, T(cew_route_table, id), T(cew_route_table, vpc_id), T(cew_route_table, name),
      I(cew_route_table, routes, route_count, shape_route),
      I(cew_route_table, associations, association_count, shape_route_association));
SHAPE(nat_gateway, cew_nat_gateway, 8, T(cew_nat_gateway, id), T(cew_nat_gateway, state), T(cew_nat_gateway, subnet_id),
      T(cew_nat_gateway, vpc_id), T(cew_nat_gateway, connectivity), T(cew_nat_gateway, failure_code),
      T(cew_nat_gateway, failure_message), T(cew_nat_gateway, name),
      D(cew_nat_gateway, addresses, address_count));
INNER(acl_entry, cew_acl_entry, 32, T(cew_acl_entry, protocol), T(cew_acl_entry, action), T(cew_acl_entry, cidr));
SHAPE(network_acl, cew_network_acl, 24, T(cew_network_acl, id), T(cew_network_acl, vpc_id), T(cew_network_acl, name),
      I(cew_network_acl, entries, entry_count, shape_acl_entry), TS(cew_network_acl, subnet_ids, subnet_count));
static_assert(sizeof(struct cew_vpc_dns) == 2 * sizeof(bool), "list every pointer of cew_vpc_dns");
static const struct part parts_vpc_dns[] = {STOP};
const struct shape shape_vpc_dns = {sizeof(struct cew_vpc_dns), parts_vpc_dns};

SHAPE(target_group, cew_target_group, 16, T(cew_target_group, arn), T(cew_target_group, name), T(cew_target_group, protocol),
      T(cew_target_group, vpc_id), T(cew_target_group, type), T(cew_target_group, health_path),
      TS(cew_target_group, load_balancers, load_balancer_count));
SHAPE(load_balancer, cew_load_balancer, 8, T(cew_load_balancer, arn), T(cew_load_balancer, name), T(cew_load_balancer, dns_name),
      T(cew_load_balancer, scheme), T(cew_load_balancer, vpc_id), T(cew_load_balancer, state),
      T(cew_load_balancer, state_reason), T(cew_load_balancer, type),
      D(cew_load_balancer, security_groups, security_group_count));
SHAPE(listener, cew_listener, 8, T(cew_listener, arn), T(cew_listener, load_balancer), T(cew_listener, protocol),
      T(cew_listener, target_group));

SHAPE(arn, cew_arn, 0, T(cew_arn, arn));
SHAPE(cluster, cew_cluster, 24, T(cew_cluster, arn), T(cew_cluster, name), T(cew_cluster, status));
SHAPE(service, cew_ecs_service, 24, T(cew_ecs_service, arn), T(cew_ecs_service, name), T(cew_ecs_service, cluster),
      T(cew_ecs_service, status));

SHAPE(role, cew_role, 8, T(cew_role, name), T(cew_role, arn), T(cew_role, path), T(cew_role, description), T(cew_role, trust));
SHAPE(decision, cew_decision, 8, T(cew_decision, action), T(cew_decision, resource), T(cew_decision, decision),
      T(cew_decision, by_organization), T(cew_decision, by_boundary),
      TS(cew_decision, missing_context, missing_context_count));
SHAPE(figure, cew_figure, 8, T(cew_figure, name));

SHAPE(topic, cew_topic, 0, T(cew_topic, arn));
SHAPE(secret, cew_secret_entry, 8, T(cew_secret_entry, arn), T(cew_secret_entry, name), T(cew_secret_entry, description));
SHAPE(bucket, cew_bucket, 8, T(cew_bucket, name), T(cew_bucket, region));
SHAPE(quota, cew_quota, 16, T(cew_quota, name), T(cew_quota, code), T(cew_quota, unit));
SHAPE(log_group, cew_log_group, 16, T(cew_log_group, name), T(cew_log_group, arn));

INNER(template_parameter, cew_template_parameter, 8, T(cew_template_parameter, name), T(cew_template_parameter, type),
      T(cew_template_parameter, default_value), T(cew_template_parameter, description));
SHAPE(summary, cew_template_summary, 32, T(cew_template_summary, description), T(cew_template_summary, capabilities_reason),
      TS(cew_template_summary, capabilities, capability_count), D(cew_template_summary, resource_types, resource_type_count),
      D(cew_template_summary, transforms, transform_count),
      I(cew_template_summary, parameters, parameter_count, shape_template_parameter));

SHAPE(task, cew_task, 32, T(cew_task, arn), T(cew_task, group), T(cew_task, definition), T(cew_task, last_status),
      T(cew_task, desired_status), T(cew_task, health), T(cew_task, stop_code), T(cew_task, stopped_reason),
      T(cew_task, zone), T(cew_task, private_ip), T(cew_task, interface_id), T(cew_task, subnet_id),
      T(cew_task, launch_type), T(cew_task, cpu), D(cew_task, containers, container_count));

/* ---- copying ---- */

void keep_init(struct keep *k)
{
	*k = (struct keep){.failed = false};
	cew_vec_init(&k->blocks, sizeof(void *));
}

void keep_finish(struct keep *k)
{
	for (size_t i = 0; i < k->blocks.len; i++)
		free(((void **)k->blocks.items)[i]);
	cew_vec_finish(&k->blocks);
	keep_init(k);
}

static void *keep_bytes(struct keep *k, const void *data, size_t len)
{
	void *copy = len ? malloc(len) : NULL;
	if (!copy || !cew_vec_push(&k->blocks, &copy)) {
		free(copy);
		k->failed |= len != 0;
		return NULL;
	}
	return memcpy(copy, data, len);
}

static const char *keep_text(struct keep *k, const char *text)
{
	return text ? keep_bytes(k, text, strlen(text) + 1) : NULL;
}

static size_t count_at(const char *item, size_t at)
{
	size_t count;
	memcpy(&count, item + at, sizeof(count));
	return count;
}

/* `item` is a copy already, whose pointers still lead to the original's parts. */
static void keep_part(struct keep *k, char *item, const struct part *p)
{
	const void *old, *fresh = NULL;
	memcpy(&old, item + p->at, sizeof(old));
	switch (p->kind) {
	case TEXT:
		fresh = keep_text(k, old);
		break;
	case TEXTS: {
		size_t n = count_at(item, p->count_at);
		const char **texts = keep_bytes(k, old, n * sizeof(*texts));
		for (size_t i = 0; texts && i < n; i++)
			texts[i] = keep_text(k, texts[i]);
		fresh = texts;
		break;
	}
	case ITEMS:
		fresh = keep_items(k, p->of, old, count_at(item, p->count_at));
		break;
	case DROPPED:
		memset(item + p->count_at, 0, sizeof(size_t));
		break;
	case END:
		return;
	}
	memcpy(item + p->at, &fresh, sizeof(fresh));
}

void *keep_items(struct keep *k, const struct shape *shape, const void *items, size_t count)
{
	if (!shape)
		return NULL;
	char *copies = keep_bytes(k, items, count * shape->size);
	for (size_t i = 0; copies && i < count; i++)
		for (const struct part *p = shape->parts; p->kind != END; p++)
			keep_part(k, copies + i * shape->size, p);
	return copies;
}
