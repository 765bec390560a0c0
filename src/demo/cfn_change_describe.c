/* DescribeChangeSet and ListChangeSets. */
#include "cloudformation.h"

#include <stdio.h>
#include <string.h>

#define PAGE 100

const char *demo_change_set_status(const struct demo_call *call, const struct demo_change_set *c)
{
	const struct cew_clock *clock = cew_loop_clock(call->demo->loop);
	if ((double)clock->mono_ms(clock->ctx) < c->ready_ms)
		return "CREATE_IN_PROGRESS";
	return c->failure ? "FAILED" : "CREATE_COMPLETE";
}

static void write_status(struct demo_call *call, const struct demo_change_set *c)
{
	const char *status = demo_change_set_status(call, c);
	bool ready = strcmp(status, "CREATE_IN_PROGRESS") != 0;
	demo_xml_text(&call->xml, "ExecutionStatus", ready ? c->execution : "UNAVAILABLE");
	demo_xml_text(&call->xml, "Status", status);
	if (ready)
		demo_xml_text(&call->xml, "StatusReason", c->failure);
	demo_xml_text(&call->xml, "Description", c->description);
	demo_xml_time(&call->xml, "CreationTime", c->created_ms);
}

/* ---- changes ---- */

static void write_values(struct demo_xml *x, const struct demo_change_detail *d)
{
	char path[128];
	snprintf(path, sizeof(path), "/Properties/%.100s", d->property);
	demo_xml_text(x, "Path", path);
	demo_xml_text(x, "BeforeValue", d->before);
	demo_xml_text(x, "AfterValue", d->unknown ? "{{changeSet:KNOWN_AFTER_APPLY}}" : d->after);
	demo_xml_text(x, "AttributeChangeType", !d->before ? "Add" : !d->after ? "Remove" : "Modify");
}

/* What is only known when others are made: whose id or attribute it is. */
static void write_cause(struct demo_xml *x, const struct demo_change_detail *d)
{
	bool attribute = d->cause && strchr(d->cause, '.');
	demo_xml_text(x, "Evaluation", d->unknown ? "Dynamic" : "Static");
	demo_xml_text(x, "ChangeSource",
	              !d->unknown ? "DirectModification" : attribute ? "ResourceAttribute" : "ResourceReference");
	demo_xml_text(x, "CausingEntity", d->cause);
}

static void write_detail(struct demo_xml *x, const struct demo_change_detail *d, bool values)
{
	demo_xml_open(x, "member");
	demo_xml_open(x, "Target");
	demo_xml_text(x, "Attribute", strcmp(d->property, "Tags") == 0 ? "Tags" : "Properties");
	demo_xml_text(x, "Name", d->property);
	demo_xml_text(x, "RequiresRecreation", d->create_only ? (d->unknown ? "Conditionally" : "Always") : "Never");
	if (values)
		write_values(x, d);
	demo_xml_close(x);
	write_cause(x, d);
	demo_xml_close(x);
}

static void write_scope(struct demo_xml *x, const struct demo_resource_change *c)
{
	bool tags = false, properties = false;
	for (size_t i = 0; i < c->details.len; i++) {
		const struct demo_change_detail *d = cew_vec_at(&c->details, i);
		bool is_tags = strcmp(d->property, "Tags") == 0;
		tags |= is_tags;
		properties |= !is_tags;
	}
	demo_xml_open(x, "Scope");
	demo_xml_text(x, "member", properties ? "Properties" : NULL);
	demo_xml_text(x, "member", tags ? "Tags" : NULL);
	demo_xml_close(x);
}

static void write_change(struct demo_xml *x, const struct demo_resource_change *c, bool values)
{
	demo_xml_open(x, "member");
	demo_xml_text(x, "Type", "Resource");
	demo_xml_open(x, "ResourceChange");
	demo_xml_text(x, "Action", c->action);
	demo_xml_text(x, "LogicalResourceId", c->logical);
	demo_xml_text(x, "PhysicalResourceId", *c->physical ? c->physical : NULL);
	demo_xml_text(x, "ResourceType", c->type);
	demo_xml_text(x, "Replacement", c->replacement);
	write_scope(x, c);
	demo_xml_open(x, "Details");
	for (size_t i = 0; i < c->details.len; i++)
		write_detail(x, cew_vec_at(&c->details, i), values);
	demo_xml_close(x);
	demo_xml_close(x);
	demo_xml_close(x);
}

/* ---- the rest of it ---- */

static void write_parameters(struct demo_xml *x, const struct demo_version *v)
{
	if (v->parameters.len == 0)
		return;
	demo_xml_open(x, "Parameters");
	for (size_t i = 0; i < v->parameters.len; i++) {
		const struct demo_parameter *p = cew_vec_at(&v->parameters, i);
		demo_xml_open(x, "member");
		demo_xml_text(x, "ParameterKey", p->name);
		demo_xml_text(x, "ParameterValue", p->no_echo ? "****" : cew_secret_text(p->value));
		demo_xml_close(x);
	}
	demo_xml_close(x);
}

static void write_version(struct demo_xml *x, const struct demo_version *v)
{
	write_parameters(x, v);
	demo_xml_open(x, "Capabilities");
	for (size_t i = 0; i < v->capabilities.len; i++)
		demo_xml_text(x, "member", demo_text_at(&v->capabilities, i));
	demo_xml_close(x);
	if (v->tags.len == 0)
		return;
	demo_xml_open(x, "Tags");
	for (size_t i = 0; i < v->tags.len; i++) {
		const struct demo_pair *tag = cew_vec_at(&v->tags, i);
		demo_xml_open(x, "member");
		demo_xml_text(x, "Key", tag->key);
		demo_xml_text(x, "Value", tag->value);
		demo_xml_close(x);
	}
	demo_xml_close(x);
}

enum cew_status demo_describe_change_set(struct demo_call *call, struct cew_error *err)
{
	struct demo_xml *x = &call->xml;
	struct demo_change_set *c;
	struct demo_stack *s;
	size_t i;
	bool values;
	enum cew_status status = demo_read_bool(call, "IncludePropertyValues", false, &values, err);
	if (!status)
		status = demo_find_change_set(call, &s, &c, err);
	if (!status)
		status = demo_page_start(call, c->id, &i, err);
	if (status)
		return status;
	demo_xml_text(x, "ChangeSetName", c->name);
	demo_xml_text(x, "ChangeSetId", c->id);
	demo_xml_text(x, "StackId", s->id);
	demo_xml_text(x, "StackName", s->name);
	write_status(call, c);
	write_version(x, c->version ? c->version : s->now);
	demo_xml_open(x, "Changes");
	bool ready = strcmp(demo_change_set_status(call, c), "CREATE_IN_PROGRESS") != 0;
	size_t last = i + PAGE;
	for (; ready && i < c->changes.len && i < last; i++)
		write_change(x, cew_vec_at(&c->changes, i), values);
	demo_xml_close(x);
	if (ready && i < c->changes.len)
		demo_page_next(call, c->id, i);
	return CEW_OK;
}

enum cew_status demo_list_change_sets(struct demo_call *call, struct cew_error *err)
{
	struct demo_stack *s;
	enum cew_status status = demo_find_stack(call, "Stack [%s] does not exist", &s, err);
	if (status)
		return status;
	demo_xml_open(&call->xml, "Summaries");
	for (size_t i = 0; i < s->change_sets.len; i++) {
		const struct demo_change_set *c = *(struct demo_change_set **)cew_vec_at(&s->change_sets, i);
		demo_xml_open(&call->xml, "member");
		demo_xml_text(&call->xml, "StackId", s->id);
		demo_xml_text(&call->xml, "StackName", s->name);
		demo_xml_text(&call->xml, "ChangeSetId", c->id);
		demo_xml_text(&call->xml, "ChangeSetName", c->name);
		write_status(call, c);
		demo_xml_close(&call->xml);
	}
	demo_xml_close(&call->xml);
	return CEW_OK;
}
