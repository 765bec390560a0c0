/* What a stack consists of and what happened to it. */
#include "cloudformation.h"

#include <string.h>

#define PAGE 100

/* ---- DescribeStackEvents ---- */

static void write_event(struct demo_xml *x, const struct demo_stack *s, const struct demo_event *e)
{
	demo_xml_open(x, "member");
	demo_xml_text(x, "StackId", s->id);
	demo_xml_text(x, "EventId", e->id);
	demo_xml_text(x, "StackName", s->name);
	demo_xml_text(x, "LogicalResourceId", e->logical);
	demo_xml_text(x, "PhysicalResourceId", e->physical ? e->physical : "");
	demo_xml_text(x, "ResourceType", e->type);
	demo_xml_time(x, "Timestamp", e->told_ms);
	demo_xml_text(x, "ResourceStatus", e->status);
	demo_xml_text(x, "ResourceStatusReason", e->reason);
	demo_xml_text(x, "ResourceProperties", e->properties);
	demo_xml_text(x, "ClientRequestToken", e->token);
	demo_xml_close(x);
}

/* A token counts events from the oldest: those that are new since do not shift the pages. */
enum cew_status demo_describe_stack_events(struct demo_call *call, struct cew_error *err)
{
	struct demo_stack *s;
	size_t from;
	enum cew_status status = demo_find_stack(call, "Stack [%s] does not exist", &s, err);
	if (!status)
		status = demo_page_start(call, s->id, &from, err);
	if (status)
		return status;
	size_t i = from && from <= s->events.len ? from : s->events.len, written = 0;
	int64_t now = demo_wall_ms(call->demo);
	demo_xml_open(&call->xml, "StackEvents");
	for (; i > 0 && written < PAGE; i--) {
		const struct demo_event *e = cew_vec_at(&s->events, i - 1);
		if (e->seen_ms > now && e->seen_ms > e->at_ms)
			continue;
		write_event(&call->xml, s, e);
		written++;
	}
	demo_xml_close(&call->xml);
	if (i > 0)
		demo_page_next(call, s->id, i);
	return CEW_OK;
}

/* ---- resources ---- */

static void write_drift(struct demo_xml *x, const char *name)
{
	demo_xml_open(x, name);
	demo_xml_text(x, "StackResourceDriftStatus", "NOT_CHECKED");
	demo_xml_close(x);
}

static void write_common(struct demo_xml *x, const struct demo_resource *r)
{
	demo_xml_text(x, "LogicalResourceId", r->plan->logical_id);
	demo_xml_text(x, "PhysicalResourceId", r->physical);
	demo_xml_text(x, "ResourceType", r->plan->type);
	demo_xml_text(x, "ResourceStatus", r->status);
	demo_xml_text(x, "ResourceStatusReason", r->reason);
}

static void write_resource(struct demo_xml *x, const char *element, const char *time, const struct demo_stack *s,
                           const struct demo_resource *r)
{
	demo_xml_open(x, element);
	demo_xml_text(x, "StackName", s->name);
	demo_xml_text(x, "StackId", s->id);
	write_common(x, r);
	demo_xml_time(x, time, r->changed_ms);
	write_drift(x, "DriftInformation");
	demo_xml_close(x);
}

enum cew_status demo_list_stack_resources(struct demo_call *call, struct cew_error *err)
{
	struct demo_stack *s;
	size_t i, written = 0;
	enum cew_status status = demo_find_stack(call, "Stack with id %s does not exist", &s, err);
	if (!status)
		status = demo_page_start(call, s->id, &i, err);
	if (status)
		return status;
	demo_xml_open(&call->xml, "StackResourceSummaries");
	for (; i < s->now->resource_count && written < PAGE; i++) {
		const struct demo_resource *r = &s->now->resources[i];
		if (!r->status)
			continue;
		demo_xml_open(&call->xml, "member");
		write_common(&call->xml, r);
		demo_xml_time(&call->xml, "LastUpdatedTimestamp", r->changed_ms);
		write_drift(&call->xml, "DriftInformation");
		demo_xml_close(&call->xml);
		written++;
	}
	demo_xml_close(&call->xml);
	while (i < s->now->resource_count && !s->now->resources[i].status)
		i++;
	if (i < s->now->resource_count)
		demo_page_next(call, s->id, i);
	return CEW_OK;
}

static struct demo_stack *find_owner(const struct demo_call *call, const char *physical)
{
	for (size_t i = call->demo->stacks.len; i-- > 0;) {
		struct demo_stack *s = *(struct demo_stack **)cew_vec_at(&call->demo->stacks, i);
		for (size_t k = 0; strcmp(s->region, call->region) == 0 && k < s->now->resource_count; k++)
			if (s->now->resources[k].physical && strcmp(s->now->resources[k].physical, physical) == 0)
				return s;
	}
	return NULL;
}

enum cew_status demo_describe_stack_resources(struct demo_call *call, struct cew_error *err)
{
	const char *physical = demo_query_get(&call->query, "PhysicalResourceId");
	const char *logical = demo_query_get(&call->query, "LogicalResourceId");
	struct demo_stack *s = physical ? find_owner(call, physical) : NULL;
	enum cew_status status = CEW_OK;
	size_t written = 0;
	if (physical && !s)
		return demo_refuse(err, DEMO_INVALID, "Stack for %s does not exist", physical);
	if (!s)
		status = demo_find_stack(call, "Stack with id %s does not exist", &s, err);
	if (status)
		return status;
	demo_xml_open(&call->xml, "StackResources");
	for (size_t i = 0; i < s->now->resource_count && written < PAGE; i++) {
		const struct demo_resource *r = &s->now->resources[i];
		if (!r->status || (logical && strcmp(r->plan->logical_id, logical) != 0))
			continue;
		write_resource(&call->xml, "member", "Timestamp", s, r);
		written++;
	}
	demo_xml_close(&call->xml);
	return CEW_OK;
}

enum cew_status demo_describe_stack_resource(struct demo_call *call, struct cew_error *err)
{
	const char *logical = demo_query_get(&call->query, "LogicalResourceId");
	struct demo_stack *s;
	enum cew_status status = demo_find_stack(call, "Stack '%s' does not exist", &s, err);
	if (status)
		return status;
	const struct demo_resource *r = demo_resource_find(s, logical ? logical : "");
	if (!r || !r->status)
		return demo_refuse(err, DEMO_INVALID, "Resource %s does not exist for stack %s", logical ? logical : "",
		                   s->name);
	write_resource(&call->xml, "StackResourceDetail", "LastUpdatedTimestamp", s, r);
	return CEW_OK;
}
