/* Changing target groups, and the rules of listeners. */
#include "elb.h"

#include "query_page.h"

#include <stdio.h>
#include <string.h>

enum cew_status demo_find_target_group(struct demo_call *call, const struct demo_thing **out, struct cew_error *err)
{
	const char *arn = demo_query_get(&call->query, "TargetGroupArn");
	if (!arn || strncmp(arn, "arn:", 4) != 0)
		return demo_refuse(err, DEMO_INVALID, "'%s' is not a valid target group ARN", arn ? arn : "");
	*out = demo_thing_find(&call->view, DEMO_TARGET_GROUP, arn);
	return *out ? CEW_OK : demo_refuse(err, "TargetGroupNotFound", "Target groups '%s' not found", arn);
}

/* ---- attributes ---- */

static const struct {
	const char *key, *usual;
	const char *pattern; /* of values that AWS takes */
} attributes[] = {
	{"deregistration_delay.timeout_seconds", "300", "[0-9]{1,3}|[1-2][0-9]{3}|3[0-5][0-9]{2}|3600"},
	{"load_balancing.algorithm.type", "round_robin", "round_robin|least_outstanding_requests|weighted_random"},
	{"slow_start.duration_seconds", "0", "0|[3-9][0-9]|[1-8][0-9]{2}|900"},
	{"stickiness.enabled", "false", "true|false"},
	{"stickiness.lb_cookie.duration_seconds", "86400", "[1-9][0-9]{0,5}"},
	{"stickiness.type", "lb_cookie", "lb_cookie|app_cookie"},
};

static const char *value_of(struct demo_call *call, const struct demo_thing *t, size_t i)
{
	const char *set = demo_mark(call->demo, t->id, attributes[i].key);
	const struct cew_node *list = demo_thing_node(t, "TargetGroupAttributes");
	for (size_t k = 0; !set && k < cew_node_count(list); k++) {
		const char *key = cew_node_get_text(cew_node_at(list, k), "Key");
		if (key && strcmp(key, attributes[i].key) == 0)
			set = cew_node_get_text(cew_node_at(list, k), "Value");
	}
	return set ? set : attributes[i].usual;
}

static void write_attributes(struct demo_call *call, const struct demo_thing *t)
{
	demo_xml_open(&call->xml, "Attributes");
	for (size_t i = 0; i < CEW_COUNT(attributes); i++) {
		demo_xml_open(&call->xml, "member");
		demo_xml_text(&call->xml, "Key", attributes[i].key);
		demo_xml_text(&call->xml, "Value", value_of(call, t, i));
		demo_xml_close(&call->xml);
	}
	demo_xml_close(&call->xml);
}

enum cew_status demo_describe_target_group_attributes(struct demo_call *call, struct cew_error *err)
{
	const struct demo_thing *t = NULL;
	enum cew_status status = demo_find_target_group(call, &t, err);
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
		          : demo_refuse(err, DEMO_INVALID, "Target group attribute value '%s' for key '%s' is not valid",
		                        value ? value : "", key);
	}
	return demo_refuse(err, DEMO_INVALID, "Target group attribute key '%s' is not recognized", key ? key : "");
}

enum cew_status demo_modify_target_group_attributes(struct demo_call *call, struct cew_error *err)
{
	size_t count = demo_query_members(&call->query, "Attributes");
	const struct demo_thing *t = NULL;
	enum cew_status status = demo_find_target_group(call, &t, err);
	if (!status && count == 0)
		status = demo_refuse(err, DEMO_INVALID, "At least one attribute must be given");
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

/* ---- the health check ---- */

static const struct {
	const char *field, *pattern;
} settings[] = {
	{"HealthCheckPath", "/.{0,1023}"},
	{"HealthCheckPort", "traffic-port|[1-9][0-9]{0,4}"},
	{"HealthCheckProtocol", "HTTP|HTTPS"},
	{"HealthCheckIntervalSeconds", "[5-9]|[1-9][0-9]|[1-2][0-9]{2}|300"},
	{"HealthCheckTimeoutSeconds", "[2-9]|[1-9][0-9]|1[01][0-9]|120"},
	{"HealthyThresholdCount", "[2-9]|10"},
	{"UnhealthyThresholdCount", "[2-9]|10"},
};

enum cew_status demo_modify_target_group(struct demo_call *call, struct cew_error *err)
{
	const struct demo_thing *t = NULL;
	enum cew_status status = demo_find_target_group(call, &t, err);
	for (size_t i = 0; !status && i < CEW_COUNT(settings); i++) {
		const char *value = demo_query_get(&call->query, settings[i].field);
		bool ok = !value;
		if (value)
			cew_pattern_matches(settings[i].pattern, value, &ok, NULL);
		if (!ok)
			status = demo_refuse(err, DEMO_INVALID, "%s '%s' is not valid", settings[i].field, value);
	}
	for (size_t i = 0; !status && i < CEW_COUNT(settings); i++) {
		const char *value = demo_query_get(&call->query, settings[i].field);
		if (value && !demo_mark_set(call->demo, t->id, settings[i].field, value))
			status = cew_fail_memory(err);
	}
	if (status)
		return status;
	demo_xml_open(&call->xml, "TargetGroups");
	demo_write_target_group(call, t);
	demo_xml_close(&call->xml);
	return CEW_OK;
}

/* ---- DescribeRules ---- */

static void write_rule(struct demo_call *call, const struct demo_thing *t, const char *arn, const char *priority,
                       bool is_default)
{
	const struct cew_node *conditions = is_default ? NULL : demo_thing_node(t, "Conditions");
	demo_xml_open(&call->xml, "member");
	demo_xml_text(&call->xml, "RuleArn", arn);
	demo_xml_text(&call->xml, "Priority", priority);
	demo_xml_open(&call->xml, "Conditions");
	for (size_t i = 0; i < cew_node_count(conditions); i++) {
		const struct cew_node *c = cew_node_at(conditions, i), *values = cew_node_get(c, "Values");
		demo_xml_open(&call->xml, "member");
		demo_xml_text(&call->xml, "Field", cew_node_get_text(c, "Field"));
		demo_xml_open(&call->xml, "Values");
		for (size_t k = 0; k < cew_node_count(values); k++)
			demo_xml_text(&call->xml, "member", cew_node_text(cew_node_at(values, k)));
		demo_xml_close(&call->xml);
		demo_xml_close(&call->xml);
	}
	demo_xml_close(&call->xml);
	demo_write_elb_actions(call, demo_thing_node(t, is_default ? "DefaultActions" : "Actions"), "Actions");
	demo_xml_bool(&call->xml, "IsDefault", is_default);
	demo_xml_close(&call->xml);
}

/* What holds when no other rule does: the listener's own actions. Its ARN follows from the listener's. */
static void write_default_rule(struct demo_call *call, const struct demo_thing *listener)
{
	const char *rest = strstr(listener->id, ":listener/");
	char arn[500], hex[17];
	demo_digest_hex(listener->id, 16, hex);
	snprintf(arn, sizeof(arn), "%.*s:listener-rule/%.300s/%s", rest ? (int)(rest - listener->id) : 0, listener->id,
	         rest ? rest + strlen(":listener/") : "", hex);
	write_rule(call, listener, arn, "default", true);
}

enum cew_status demo_describe_rules(struct demo_call *call, struct cew_error *err)
{
	const char *arn = demo_query_get(&call->query, "ListenerArn");
	const struct demo_thing *listener = arn ? demo_thing_find(&call->view, DEMO_LISTENER, arn) : NULL;
	if (!arn)
		return demo_refuse(err, DEMO_INVALID, "You must specify either listener ARN or rule ARNs");
	if (!listener)
		return demo_refuse(err, "ListenerNotFound", "One or more listeners not found");
	struct demo_things all = demo_things(&call->view, DEMO_LISTENER_RULE);
	demo_xml_open(&call->xml, "Rules");
	for (size_t i = 0; i < all.count; i++) {
		const char *of = demo_thing_text(&call->view, &all.at[i], "ListenerArn");
		if (of && strcmp(of, arn) == 0)
			write_rule(call, &all.at[i], all.at[i].id, demo_thing_text(&call->view, &all.at[i], "Priority"), false);
	}
	write_default_rule(call, listener);
	demo_xml_close(&call->xml);
	return CEW_OK;
}

/* ---- DescribeTags ---- */

static const struct demo_thing *find_any(struct demo_call *call, const char *arn)
{
	static const char *const types[] = {DEMO_LOAD_BALANCER, DEMO_TARGET_GROUP, DEMO_LISTENER, DEMO_LISTENER_RULE};
	const struct demo_thing *t = NULL;
	for (size_t i = 0; !t && i < CEW_COUNT(types); i++)
		t = demo_thing_find(&call->view, types[i], arn);
	return t;
}

static void write_tag(struct demo_xml *x, const char *key, const char *value)
{
	demo_xml_open(x, "member");
	demo_xml_text(x, "Key", key);
	demo_xml_text(x, "Value", value ? value : "");
	demo_xml_close(x);
}

enum cew_status demo_describe_elb_tags(struct demo_call *call, struct cew_error *err)
{
	size_t count = demo_query_members(&call->query, "ResourceArns");
	struct demo_xml *x = &call->xml;
	if (count == 0 || count > 20)
		return demo_refuse(err, DEMO_INVALID, "From 1 to 20 resource ARNs must be given");
	demo_xml_open(x, "TagDescriptions");
	for (size_t n = 1; n <= count; n++) {
		const char *arn = demo_query_getf(&call->query, "ResourceArns.member.%zu", n);
		const struct demo_thing *t = arn ? find_any(call, arn) : NULL;
		const struct cew_node *tags = t ? demo_thing_node(t, "Tags") : NULL;
		if (!t)
			return demo_refuse(err, "LoadBalancerNotFound", "Load balancers '[%s]' not found", arn ? arn : "");
		demo_xml_open(x, "member");
		demo_xml_text(x, "ResourceArn", arn);
		demo_xml_open(x, "Tags");
		for (size_t i = 0; i < cew_node_count(tags); i++)
			write_tag(x, cew_node_get_text(cew_node_at(tags, i), "Key"), cew_node_get_text(cew_node_at(tags, i), "Value"));
		if (t->stack) {
			write_tag(x, "aws:cloudformation:stack-name", t->stack->name);
			write_tag(x, "aws:cloudformation:stack-id", t->stack->id);
			write_tag(x, "aws:cloudformation:logical-id", t->resource->plan->logical_id);
		}
		demo_xml_close(x);
		demo_xml_close(x);
	}
	demo_xml_close(x);
	return CEW_OK;
}
