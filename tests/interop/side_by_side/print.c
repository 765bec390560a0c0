/* What the account's calls find, printed. */
#include "print.h"

#include <string.h>

struct cew_buf print_out;

static void comma(void)
{
	if (print_out.len > 0 && print_out.data[print_out.len - 1] != '[')
		cew_buf_char(&print_out, ',');
}

void begin(void)
{
	comma();
	cew_buf_char(&print_out, '[');
}

void end(void)
{
	cew_buf_char(&print_out, ']');
}

void t(const char *text)
{
	comma();
	cew_buf_char(&print_out, '"');
	for (; *text; text++)
		if ((unsigned char)*text < ' ')
			cew_buf_fmt(&print_out, "\\u%04x", (unsigned char)*text);
		else if (*text == '"' || *text == '\\')
			cew_buf_fmt(&print_out, "\\%c", *text);
		else
			cew_buf_char(&print_out, *text);
	cew_buf_char(&print_out, '"');
}

void n(int64_t number)
{
	comma();
	cew_buf_fmt(&print_out, "%lld", (long long)number);
}

void real(double number)
{
	comma();
	cew_buf_fmt(&print_out, "%.17g", number);
}

void b(bool flag)
{
	comma();
	cew_buf_str(&print_out, flag ? "true" : "false");
}

void when(int64_t ms)
{
	char text[CEW_TIME_MAX] = "";

	if (ms)
		cew_time_format(ms, text);
	t(text);
}

void list(const char *const *texts, size_t count)
{
	begin();
	for (size_t i = 0; i < count; i++)
		t(texts[i]);
	end();
}

void pairs(const struct cew_name_value *p, size_t count)
{
	begin();
	for (size_t i = 0; i < count; i++) {
		begin();
		t(p[i].name);
		t(p[i].value);
		end();
	}
	end();
}

/* ---- EC2 ---- */

EACH(regions, cew_region, regions, t(x->name); t(x->endpoint); t(x->opt_in);)
EACH(zones, cew_zone, zones, t(x->name); t(x->id); t(x->state); t(x->type); t(x->region); t(x->opt_in);)
EACH(vpcs, cew_vpc, vpcs, t(x->id); t(x->cidr); t(x->name); t(x->state); b(x->is_default); list(x->cidrs, x->cidr_count);)
EACH(dns, cew_vpc_dns, vpc_dns, b(x->support); b(x->hostnames);)
EACH(subnets, cew_subnet, subnets, t(x->id); t(x->vpc_id); t(x->cidr); t(x->zone); t(x->zone_id); t(x->name); t(x->state);
     n(x->free_addresses); b(x->gives_public_ip); b(x->default_for_zone);)
EACH(addresses, cew_address, addresses, t(x->public_ip); t(x->allocation_id); t(x->association_id); t(x->interface_id); t(x->name);)
EACH(internet_gateways, cew_internet_gateway, internet_gateways, t(x->id); t(x->name); begin();
     for (size_t k = 0; k < x->attachment_count; k++) t(x->attachments[k].vpc_id); end();)

static void routes(const struct cew_route_table *x)
{
	begin();
	for (size_t i = 0; i < x->route_count; i++) {
		begin();
		t(x->routes[i].to);
		t(x->routes[i].via);
		t(x->routes[i].state);
		end();
	}
	end();
	begin();
	for (size_t i = 0; i < x->association_count; i++) {
		begin();
		t(x->associations[i].subnet_id);
		b(x->associations[i].is_main);
		end();
	}
	end();
}

static void entries(const struct cew_network_acl *x)
{
	begin();
	for (size_t i = 0; i < x->entry_count; i++) {
		const struct cew_acl_entry *e = &x->entries[i];

		begin();
		n(e->number);
		t(e->protocol);
		t(e->action);
		t(e->cidr);
		b(e->egress);
		n(e->from_port);
		n(e->to_port);
		end();
	}
	end();
}

static void permissions(const struct cew_permission *p, size_t count)
{
	begin();
	for (size_t i = 0; i < count; i++) {
		begin();
		t(p[i].protocol);
		n(p[i].from_port);
		n(p[i].to_port);
		list(p[i].cidrs, p[i].cidr_count);
		list(p[i].cidrs6, p[i].cidr6_count);
		list(p[i].groups, p[i].group_count);
		list(p[i].prefix_lists, p[i].prefix_list_count);
		end();
	}
	end();
}

EACH(route_tables, cew_route_table, route_tables, t(x->id); t(x->vpc_id); t(x->name); routes(x);)
EACH(nat_gateways, cew_nat_gateway, nat_gateways, t(x->id); t(x->state); t(x->subnet_id); t(x->vpc_id); t(x->connectivity);
     t(x->name); begin(); for (size_t k = 0; k < x->address_count; k++) t(x->addresses[k].allocation_id); end();)
EACH(network_acls, cew_network_acl, network_acls, t(x->id); t(x->vpc_id); t(x->name); b(x->is_default); entries(x);
     list(x->subnet_ids, x->subnet_count);)
EACH(security_groups, cew_security_group, security_groups, t(x->id); t(x->group); t(x->description); t(x->vpc_id); t(x->name);
     permissions(x->ingress, x->ingress_count); permissions(x->egress, x->egress_count);)

/* ---- others ---- */

EACH(target_groups, cew_target_group, target_groups, t(x->arn); t(x->name); t(x->protocol); t(x->vpc_id); t(x->type);
     t(x->health_path); n(x->port); list(x->load_balancers, x->load_balancer_count);)
EACH(load_balancers, cew_load_balancer, load_balancers, t(x->arn); t(x->name); t(x->dns_name); t(x->scheme); t(x->vpc_id);
     t(x->state); t(x->type); list(x->security_groups, x->security_group_count);)
EACH(listeners, cew_listener, listeners, t(x->arn); t(x->load_balancer); t(x->protocol); t(x->target_group); n(x->port);)
EACH(arns, cew_arn, arns, t(x->arn);)
EACH(clusters, cew_cluster, clusters, t(x->arn); t(x->name); t(x->status); n(x->running_tasks); n(x->pending_tasks); n(x->services);)
EACH(services, cew_ecs_service, services, t(x->arn); t(x->name); t(x->cluster); t(x->status); n(x->desired); n(x->running);
     n(x->pending);)
EACH(roles, cew_role, roles, t(x->name); t(x->arn); t(x->path); t(x->description); t(x->trust); n(x->max_session_s);)
EACH(decisions, cew_decision, decisions, t(x->action); t(x->resource); t(x->decision);
     list(x->missing_context, x->missing_context_count);)
EACH(figures, cew_figure, figures, t(x->name); n(x->value);)
EACH(topics, cew_topic, topics, t(x->arn);)
EACH(secrets, cew_secret_entry, secrets, t(x->arn); t(x->name); t(x->description); when(x->deleted_ms);)
EACH(buckets, cew_bucket, buckets, t(x->name); when(x->created_ms);)
EACH(objects, cew_object, objects, t(x->etag); n(x->size);)
EACH(quotas, cew_quota, quotas, t(x->name); t(x->code); real(x->value); b(x->adjustable);)
EACH(images, cew_image, images, t(x->tag); t(x->digest);)
EACH(functions, cew_function, functions, t(x->name); t(x->arn); t(x->runtime); t(x->state);)
EACH(log_groups, cew_log_group, log_groups, t(x->name); t(x->arn); n(x->retention_days); n(x->stored_bytes);)
EACH(stacks, cew_stack_entry, stacks, t(x->id); t(x->name); t(x->status); t(x->reason); when(x->created_ms);)

static void changes(const struct cew_change_set *x)
{
	begin();
	for (size_t i = 0; i < x->change_count; i++) {
		const struct cew_change *c = &x->changes[i];

		begin();
		t(c->action);
		t(c->logical_id);
		t(c->type);
		t(c->replacement);
		t(c->physical_id);
		list(c->scope, c->scope_count);
		begin();
		for (size_t k = 0; k < c->detail_count; k++) {
			begin();
			t(c->details[k].attribute);
			t(c->details[k].name);
			t(c->details[k].recreation);
			t(c->details[k].evaluation);
			t(c->details[k].source);
			t(c->details[k].cause);
			end();
		}
		end();
		end();
	}
	end();
}

static void asked(const struct cew_template_summary *x)
{
	begin();
	for (size_t i = 0; i < x->parameter_count; i++) {
		begin();
		t(x->parameters[i].name);
		t(x->parameters[i].type);
		t(x->parameters[i].default_value);
		b(x->parameters[i].no_echo);
		end();
	}
	end();
}

EACH(change_sets, cew_change_set, change_sets, t(x->id); t(x->name); t(x->stack_id); t(x->stack_name); t(x->status); t(x->reason);
     t(x->execution_status); changes(x);)
EACH(summaries, cew_template_summary, summaries, t(x->description); list(x->capabilities, x->capability_count);
     list(x->resource_types, x->resource_type_count); asked(x);)
