/* Deep copies, by a table of what each struct of the aws room points to. */
#include "keep.h"

#include <stdlib.h>
#include <string.h>

enum part_kind { END, TEXT, TEXTS, ITEMS };

struct part {
	enum part_kind kind;
	size_t at;
	size_t count_at;         /* TEXTS and ITEMS */
	const struct shape *of;  /* ITEMS */
};

struct shape {
	size_t size;
	const struct part *parts;
};

#define T(type, member) {TEXT, offsetof(struct type, member), 0, NULL}
#define TS(type, member, count) {TEXTS, offsetof(struct type, member), offsetof(struct type, count), NULL}
#define I(type, member, count, shape) {ITEMS, offsetof(struct type, member), offsetof(struct type, count), &(shape)}
#define STOP {END, 0, 0, NULL}
#define SHAPE(name, type, ...) \
	static const struct part parts_##name[] = {__VA_ARGS__, STOP}; \
	const struct shape shape_##name = {sizeof(struct type), parts_##name}
#define INNER(name, type, ...) \
	static const struct part parts_##name[] = {__VA_ARGS__, STOP}; \
	static const struct shape shape_##name = {sizeof(struct type), parts_##name}

SHAPE(caller, cew_caller, T(cew_caller, account), T(cew_caller, arn), T(cew_caller, user_id));
INNER(output, cew_stack_output, T(cew_stack_output, key), T(cew_stack_output, value), T(cew_stack_output, description));
SHAPE(stack, cew_stack, T(cew_stack, id), T(cew_stack, name), T(cew_stack, status), T(cew_stack, status_reason),
      T(cew_stack, description), I(cew_stack, outputs, output_count, shape_output));

SHAPE(region, cew_region, T(cew_region, name), T(cew_region, endpoint), T(cew_region, opt_in));
SHAPE(vpc, cew_vpc, T(cew_vpc, id), T(cew_vpc, cidr), T(cew_vpc, name), T(cew_vpc, state), TS(cew_vpc, cidrs, cidr_count));
SHAPE(subnet, cew_subnet, T(cew_subnet, id), T(cew_subnet, vpc_id), T(cew_subnet, cidr), T(cew_subnet, zone),
      T(cew_subnet, zone_id), T(cew_subnet, name), T(cew_subnet, state));
SHAPE(address, cew_address, T(cew_address, public_ip), T(cew_address, allocation_id), T(cew_address, association_id),
      T(cew_address, interface_id), T(cew_address, instance_id), T(cew_address, name));
INNER(route, cew_route, T(cew_route, to), T(cew_route, via), T(cew_route, state));
INNER(route_association, cew_route_association, T(cew_route_association, subnet_id));
SHAPE(route_table, cew_route_table, T(cew_route_table, id), T(cew_route_table, vpc_id), T(cew_route_table, name),
      I(cew_route_table, routes, route_count, shape_route),
      I(cew_route_table, associations, association_count, shape_route_association));
INNER(nat_address, cew_nat_address, T(cew_nat_address, public_ip), T(cew_nat_address, allocation_id));
SHAPE(nat_gateway, cew_nat_gateway, T(cew_nat_gateway, id), T(cew_nat_gateway, state), T(cew_nat_gateway, subnet_id),
      T(cew_nat_gateway, vpc_id), T(cew_nat_gateway, connectivity), T(cew_nat_gateway, failure_code),
      T(cew_nat_gateway, failure_message), T(cew_nat_gateway, name),
      I(cew_nat_gateway, addresses, address_count, shape_nat_address));
INNER(attachment, cew_attachment, T(cew_attachment, vpc_id), T(cew_attachment, state));
SHAPE(internet_gateway, cew_internet_gateway, T(cew_internet_gateway, id), T(cew_internet_gateway, name),
      I(cew_internet_gateway, attachments, attachment_count, shape_attachment));
INNER(acl_entry, cew_acl_entry, T(cew_acl_entry, protocol), T(cew_acl_entry, action), T(cew_acl_entry, cidr));
SHAPE(network_acl, cew_network_acl, T(cew_network_acl, id), T(cew_network_acl, vpc_id), T(cew_network_acl, name),
      I(cew_network_acl, entries, entry_count, shape_acl_entry), TS(cew_network_acl, subnet_ids, subnet_count));
SHAPE(security_group, cew_security_group, T(cew_security_group, id), T(cew_security_group, group),
      T(cew_security_group, description), T(cew_security_group, vpc_id), T(cew_security_group, name));
const struct shape shape_vpc_dns = {sizeof(struct cew_vpc_dns), (const struct part[]){STOP}};

SHAPE(target_group, cew_target_group, T(cew_target_group, arn), T(cew_target_group, name), T(cew_target_group, protocol),
      T(cew_target_group, vpc_id), T(cew_target_group, type), T(cew_target_group, health_path),
      TS(cew_target_group, load_balancers, load_balancer_count));
SHAPE(load_balancer, cew_load_balancer, T(cew_load_balancer, arn), T(cew_load_balancer, name), T(cew_load_balancer, dns_name),
      T(cew_load_balancer, scheme), T(cew_load_balancer, vpc_id), T(cew_load_balancer, state),
      T(cew_load_balancer, state_reason), T(cew_load_balancer, type),
      TS(cew_load_balancer, security_groups, security_group_count));
SHAPE(listener, cew_listener, T(cew_listener, arn), T(cew_listener, load_balancer), T(cew_listener, protocol),
      T(cew_listener, target_group));

SHAPE(arn, cew_arn, T(cew_arn, arn));
SHAPE(cluster, cew_cluster, T(cew_cluster, arn), T(cew_cluster, name), T(cew_cluster, status));
SHAPE(service, cew_ecs_service, T(cew_ecs_service, arn), T(cew_ecs_service, name), T(cew_ecs_service, cluster),
      T(cew_ecs_service, status));

SHAPE(role, cew_role, T(cew_role, name), T(cew_role, arn), T(cew_role, path), T(cew_role, description), T(cew_role, trust));
SHAPE(decision, cew_decision, T(cew_decision, action), T(cew_decision, resource), T(cew_decision, decision),
      T(cew_decision, by_organization), T(cew_decision, by_boundary),
      TS(cew_decision, missing_context, missing_context_count));
SHAPE(figure, cew_figure, T(cew_figure, name));

SHAPE(topic, cew_topic, T(cew_topic, arn));
SHAPE(secret, cew_secret_entry, T(cew_secret_entry, arn), T(cew_secret_entry, name), T(cew_secret_entry, description));
SHAPE(bucket, cew_bucket, T(cew_bucket, name), T(cew_bucket, region));
SHAPE(quota, cew_quota, T(cew_quota, name), T(cew_quota, code), T(cew_quota, unit));
SHAPE(image, cew_image, T(cew_image, tag), T(cew_image, digest));
SHAPE(function, cew_function, T(cew_function, name), T(cew_function, arn), T(cew_function, runtime), T(cew_function, state));
SHAPE(log_group, cew_log_group, T(cew_log_group, name), T(cew_log_group, arn));

SHAPE(stack_entry, cew_stack_entry, T(cew_stack_entry, id), T(cew_stack_entry, name), T(cew_stack_entry, status),
      T(cew_stack_entry, reason));
INNER(change, cew_change, T(cew_change, action), T(cew_change, logical_id), T(cew_change, type), T(cew_change, replacement));
SHAPE(change_set, cew_change_set, T(cew_change_set, id), T(cew_change_set, stack_id), T(cew_change_set, status),
      T(cew_change_set, reason), T(cew_change_set, execution_status),
      I(cew_change_set, changes, change_count, shape_change));
INNER(template_parameter, cew_template_parameter, T(cew_template_parameter, name), T(cew_template_parameter, type),
      T(cew_template_parameter, default_value), T(cew_template_parameter, description));
SHAPE(summary, cew_template_summary, T(cew_template_summary, description), T(cew_template_summary, capabilities_reason),
      TS(cew_template_summary, capabilities, capability_count), TS(cew_template_summary, resource_types, resource_type_count),
      TS(cew_template_summary, transforms, transform_count),
      I(cew_template_summary, parameters, parameter_count, shape_template_parameter));

INNER(name_value, cew_name_value, T(cew_name_value, name), T(cew_name_value, value));
SHAPE(file_system, cew_file_system, T(cew_file_system, id), T(cew_file_system, arn), T(cew_file_system, name),
      T(cew_file_system, state), T(cew_file_system, kms_key), I(cew_file_system, tags, tag_count, shape_name_value));
INNER(container, cew_container, T(cew_container, name), T(cew_container, image), T(cew_container, last_status),
      T(cew_container, reason), T(cew_container, health), T(cew_container, exit_code));
SHAPE(task, cew_task, T(cew_task, arn), T(cew_task, group), T(cew_task, definition), T(cew_task, last_status),
      T(cew_task, desired_status), T(cew_task, health), T(cew_task, stop_code), T(cew_task, stopped_reason),
      T(cew_task, zone), T(cew_task, private_ip), T(cew_task, interface_id), T(cew_task, subnet_id),
      T(cew_task, launch_type), T(cew_task, cpu), I(cew_task, containers, container_count, shape_container));

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
	case END:
		return;
	}
	memcpy(item + p->at, &fresh, sizeof(fresh));
}

void *keep_items(struct keep *k, const struct shape *shape, const void *items, size_t count)
{
	char *copies = keep_bytes(k, items, count * shape->size);
	for (size_t i = 0; copies && i < count; i++)
		for (const struct part *p = shape->parts; p->kind != END; p++)
			keep_part(k, copies + i * shape->size, p);
	return copies;
}
