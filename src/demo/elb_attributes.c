/* A load balancer's attributes, and the health of what a target group sends requests to. */
#include "elb.h"

#include "ecs.h"
#include "engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- attributes ---- */

static const struct {
	const char *key, *usual;
	const char *pattern; /* of values that AWS takes */
} attributes[] = {
	{"access_logs.s3.enabled", "false", "true|false"},
	{"access_logs.s3.bucket", "", ".*"},
	{"access_logs.s3.prefix", "", ".*"},
	{"deletion_protection.enabled", "false", "true|false"},
	{"idle_timeout.timeout_seconds", "60", "[1-9]|[1-9][0-9]{1,2}|[1-3][0-9]{3}|4000"},
	{"load_balancing.cross_zone.enabled", "true", "true|false"},
	{"routing.http.desync_mitigation_mode", "defensive", "monitor|defensive|strictest"},
	{"routing.http.drop_invalid_header_fields.enabled", "false", "true|false"},
	{"routing.http.preserve_host_header.enabled", "false", "true|false"},
	{"routing.http2.enabled", "true", "true|false"},
};

static const char *attribute_value(struct demo_call *call, const struct demo_thing *t, size_t i)
{
	const char *set = demo_mark(call->demo, t->id, attributes[i].key);
	const struct cew_node *list = demo_thing_node(t, "LoadBalancerAttributes");
	for (size_t k = 0; !set && k < cew_node_count(list); k++) {
		const char *key = cew_node_get_text(cew_node_at(list, k), "Key");
		if (key && strcmp(key, attributes[i].key) == 0)
			set = cew_node_get_text(cew_node_at(list, k), "Value");
	}
	return set ? set : attributes[i].usual;
}

bool demo_balancer_is_protected(struct cew_demo *demo, const struct demo_resource *r)
{
	const char *set = demo_mark(demo, r->physical, "deletion_protection.enabled");
	const struct cew_node *list = cew_node_get(r->values, "LoadBalancerAttributes");
	for (size_t i = 0; !set && i < cew_node_count(list); i++) {
		const char *key = cew_node_get_text(cew_node_at(list, i), "Key");
		if (key && strcmp(key, "deletion_protection.enabled") == 0)
			set = cew_node_get_text(cew_node_at(list, i), "Value");
	}
	return set && strcmp(set, "true") == 0;
}

static void write_attributes(struct demo_call *call, const struct demo_thing *t)
{
	demo_xml_open(&call->xml, "Attributes");
	for (size_t i = 0; i < CEW_COUNT(attributes); i++) {
		demo_xml_open(&call->xml, "member");
		demo_xml_text(&call->xml, "Key", attributes[i].key);
		demo_xml_text(&call->xml, "Value", attribute_value(call, t, i));
		demo_xml_close(&call->xml);
	}
	demo_xml_close(&call->xml);
}

enum cew_status demo_describe_load_balancer_attributes(struct demo_call *call, struct cew_error *err)
{
	const struct demo_thing *t;
	enum cew_status status =
		demo_find_load_balancer(call, demo_query_get(&call->query, "LoadBalancerArn"), &t, err);
	if (!status)
		write_attributes(call, t);
	return status;
}

static enum cew_status check_attribute(const char *key, const char *value, struct cew_error *err)
{
	bool ok = false;
	for (size_t i = 0; key && i < CEW_COUNT(attributes); i++) {
		if (strcmp(attributes[i].key, key) != 0)
			continue;
		cew_pattern_matches(attributes[i].pattern, value ? value : "", &ok, NULL);
		return ok ? CEW_OK
		          : demo_refuse(err, DEMO_INVALID, "Load balancer attribute value '%s' for key '%s' is not valid",
		                        value ? value : "", key);
	}
	return demo_refuse(err, DEMO_INVALID, "Load balancer attribute key '%s' is not recognized", key ? key : "");
}

enum cew_status demo_modify_load_balancer_attributes(struct demo_call *call, struct cew_error *err)
{
	size_t count = demo_query_members(&call->query, "Attributes");
	const struct demo_thing *t;
	enum cew_status status =
		demo_find_load_balancer(call, demo_query_get(&call->query, "LoadBalancerArn"), &t, err);
	if (!status && (count == 0 || count > 20))
		status = demo_refuse(err, DEMO_INVALID, "From 1 to 20 attributes can be modified at once");
	for (size_t n = 1; !status && n <= count; n++)
		status = check_attribute(demo_query_getf(&call->query, "Attributes.member.%zu.Key", n),
		                         demo_query_getf(&call->query, "Attributes.member.%zu.Value", n), err);
	for (size_t n = 1; !status && n <= count; n++)
		if (!demo_mark_set(call->demo, t->id, demo_query_getf(&call->query, "Attributes.member.%zu.Key", n),
		                   demo_query_getf(&call->query, "Attributes.member.%zu.Value", n)))
			status = cew_fail_memory(err);
	if (!status)
		write_attributes(call, t);
	return status;
}

/* ---- health ---- */

struct health {
	struct demo_call *call;
	const struct demo_thing *group;
	bool attached;
};

static void write_target(struct demo_call *call, const char *id, const char *port, const char *zone, const char *state,
                         const char *reason, const char *description)
{
	struct demo_xml *x = &call->xml;
	demo_xml_open(x, "member");
	demo_xml_open(x, "Target");
	demo_xml_text(x, "Id", id);
	demo_xml_text(x, "Port", port);
	demo_xml_text(x, "AvailabilityZone", zone);
	demo_xml_close(x);
	demo_xml_text(x, "HealthCheckPort", port);
	demo_xml_open(x, "TargetHealth");
	demo_xml_text(x, "State", state);
	demo_xml_text(x, "Reason", reason);
	demo_xml_text(x, "Description", description);
	demo_xml_close(x);
	demo_xml_close(x);
}

static void write_state(struct demo_call *call, bool attached, bool healthy, const char *id, const char *port,
                        const char *zone)
{
	if (!attached)
		write_target(call, id, port, zone, "unused", "Target.NotInUse",
		             "Target group is not configured to receive traffic from the load balancer");
	else if (!healthy)
		write_target(call, id, port, zone, "initial", "Target.RegistrationInProgress",
		             "Target registration is in progress");
	else
		write_target(call, id, port, zone, "healthy", NULL, NULL);
}

static bool write_task(void *ctx, const struct demo_task *task)
{
	struct health *h = ctx;
	struct demo_view *v = &h->call->view;
	const struct cew_node *balancers = demo_thing_node(task->service, "LoadBalancers");
	const struct demo_thing *subnet = demo_thing_find(v, "AWS::EC2::Subnet", task->subnet);
	for (size_t i = 0; task->running && i < cew_node_count(balancers); i++) {
		const struct cew_node *b = cew_node_at(balancers, i);
		const char *arn = cew_node_get_text(b, "TargetGroupArn");
		if (arn && strcmp(arn, h->group->id) == 0)
			write_state(h->call, h->attached, strcmp(task->health, "HEALTHY") == 0, task->ip,
			            cew_node_get_text(b, "ContainerPort"), subnet ? demo_thing_text(v, subnet, "AvailabilityZone") : "all");
	}
	return true;
}

static bool is_attached(struct demo_view *v, const char *group)
{
	static const char *const types[] = {DEMO_LISTENER, DEMO_LISTENER_RULE};
	for (size_t k = 0; k < CEW_COUNT(types); k++) {
		struct demo_things all = demo_things(v, types[k]);
		for (size_t i = 0; i < all.count; i++)
			if (demo_forwards_to(&all.at[i], group))
				return true;
	}
	return false;
}

enum cew_status demo_describe_target_health(struct demo_call *call, struct cew_error *err)
{
	struct health h = {call, NULL, false};
	enum cew_status status = demo_find_target_group(call, &h.group, err);
	if (status)
		return status;
	h.attached = is_attached(&call->view, h.group->id);
	const struct cew_node *fixed = demo_thing_node(h.group, "Targets");
	demo_xml_open(&call->xml, "TargetHealthDescriptions");
	for (size_t i = 0; i < cew_node_count(fixed); i++)
		write_state(call, h.attached, true, cew_node_get_text(cew_node_at(fixed, i), "Id"),
		            cew_node_get_text(cew_node_at(fixed, i), "Port"), NULL);
	demo_tasks_each(&call->view, NULL, write_task, &h);
	demo_xml_close(&call->xml);
	return CEW_OK;
}
