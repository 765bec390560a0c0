/* DescribeStacks and ListStacks. */
#include "cloudformation.h"

#include <string.h>

#define PAGE 100

/* ---- one stack ---- */

static void write_parameters(struct demo_xml *x, const struct demo_stack *s)
{
	if (s->now->parameters.len == 0)
		return;
	demo_xml_open(x, "Parameters");
	for (size_t i = 0; i < s->now->parameters.len; i++) {
		const struct demo_parameter *p = cew_vec_at(&s->now->parameters, i);
		demo_xml_open(x, "member");
		demo_xml_text(x, "ParameterKey", p->name);
		demo_xml_text(x, "ParameterValue", p->no_echo ? "****" : cew_secret_text(p->value));
		demo_xml_close(x);
	}
	demo_xml_close(x);
}

/* Until an update is done, the outputs are those from before it. */
static void write_outputs(struct demo_xml *x, const struct demo_stack *s)
{
	const struct cew_vec *outputs = &(s->stable ? s->stable : s->now)->outputs;
	if (outputs->len == 0)
		return;
	demo_xml_open(x, "Outputs");
	for (size_t i = 0; i < outputs->len; i++) {
		const struct demo_output *o = cew_vec_at(outputs, i);
		demo_xml_open(x, "member");
		demo_xml_text(x, "OutputKey", o->key);
		demo_xml_text(x, "OutputValue", o->value);
		demo_xml_text(x, "Description", o->description);
		demo_xml_text(x, "ExportName", o->export_name);
		demo_xml_close(x);
	}
	demo_xml_close(x);
}

static void write_texts(struct demo_xml *x, const char *name, const struct cew_vec *texts)
{
	demo_xml_open(x, name);
	for (size_t i = 0; i < texts->len; i++)
		demo_xml_text(x, "member", demo_text_at(texts, i));
	demo_xml_close(x);
}

static void write_tags(struct demo_xml *x, const struct demo_stack *s)
{
	demo_xml_open(x, "Tags");
	for (size_t i = 0; i < s->now->tags.len; i++) {
		const struct demo_pair *tag = cew_vec_at(&s->now->tags, i);
		demo_xml_open(x, "member");
		demo_xml_text(x, "Key", tag->key);
		demo_xml_text(x, "Value", tag->value);
		demo_xml_close(x);
	}
	demo_xml_close(x);
}

static void write_drift(struct demo_xml *x)
{
	demo_xml_open(x, "DriftInformation");
	demo_xml_text(x, "StackDriftStatus", "NOT_CHECKED");
	demo_xml_close(x);
}

static const struct demo_stack *root_of(const struct demo_stack *s)
{
	while (s->parent)
		s = s->parent;
	return s;
}

static void write_family(struct demo_xml *x, const struct demo_stack *s)
{
	demo_xml_text(x, "ParentId", s->parent ? s->parent->id : NULL);
	demo_xml_text(x, "RootId", s->parent ? root_of(s)->id : NULL);
}

static void write_stack(struct demo_xml *x, const struct demo_stack *s)
{
	const struct demo_stack *root = root_of(s);
	demo_xml_open(x, "member");
	demo_xml_text(x, "StackId", s->id);
	demo_xml_text(x, "StackName", s->name);
	demo_xml_text(x, "ChangeSetId", s->change_set_id);
	demo_xml_text(x, "Description", s->now->template ? cew_cfn_description(s->now->template) : NULL);
	write_parameters(x, s);
	demo_xml_time(x, "CreationTime", s->created_ms);
	demo_xml_time(x, "LastUpdatedTime", s->updated_ms);
	demo_xml_time(x, "DeletionTime", s->deleted_ms);
	demo_xml_open(x, "RollbackConfiguration");
	demo_xml_close(x);
	demo_xml_text(x, "StackStatus", s->status);
	demo_xml_text(x, "StackStatusReason", s->reason);
	demo_xml_bool(x, "DisableRollback", root->disable_rollback);
	write_texts(x, "NotificationARNs", &s->now->notification_arns);
	if (s->timeout_minutes)
		cew_buf_fmt(x->out, "<TimeoutInMinutes>%u</TimeoutInMinutes>", s->timeout_minutes);
	if (s->now->capabilities.len)
		write_texts(x, "Capabilities", &s->now->capabilities);
	write_outputs(x, s);
	demo_xml_text(x, "RoleARN", s->role_arn);
	write_tags(x, s);
	demo_xml_bool(x, "EnableTerminationProtection", root->termination_protection);
	write_family(x, s);
	write_drift(x);
	demo_xml_close(x);
}

/* ---- DescribeStacks ---- */

static struct demo_stack *stack_at(const struct cew_demo *demo, size_t i)
{
	return *(struct demo_stack **)cew_vec_at(&demo->stacks, i);
}

static enum cew_status describe_one(struct demo_call *call, struct cew_error *err)
{
	struct demo_stack *s;
	enum cew_status status = demo_find_stack(call, "Stack with id %s does not exist", &s, err);
	if (status)
		return status;
	demo_xml_open(&call->xml, "Stacks");
	write_stack(&call->xml, s);
	demo_xml_close(&call->xml);
	return CEW_OK;
}

/* Newest first. A position counts from the oldest, so that stacks made meanwhile do not shift the pages; 0 is the start. */
typedef void write_fn(struct demo_xml *x, const struct demo_stack *s);
typedef bool select_fn(const struct demo_call *call, const struct demo_stack *s);

static enum cew_status write_page(struct demo_call *call, const char *list, select_fn *selected, write_fn *write,
                                  struct cew_error *err)
{
	size_t from, written = 0;
	enum cew_status status = demo_page_start(call, "", &from, err);
	if (status)
		return status;
	size_t i = from && from <= call->demo->stacks.len ? from : call->demo->stacks.len;
	demo_xml_open(&call->xml, list);
	for (; i > 0 && written < PAGE; i--) {
		const struct demo_stack *s = stack_at(call->demo, i - 1);
		if (strcmp(s->region, call->region) != 0 || !selected(call, s))
			continue;
		write(&call->xml, s);
		written++;
	}
	demo_xml_close(&call->xml);
	while (i > 0 && (strcmp(stack_at(call->demo, i - 1)->region, call->region) != 0 ||
	                 !selected(call, stack_at(call->demo, i - 1))))
		i--;
	if (i > 0)
		demo_page_next(call, "", i);
	return CEW_OK;
}

static bool is_live(const struct demo_call *call, const struct demo_stack *s)
{
	(void)call;
	return !demo_stack_is_deleted(s);
}

enum cew_status demo_describe_stacks(struct demo_call *call, struct cew_error *err)
{
	const char *name = demo_query_get(&call->query, "StackName");
	return name && *name ? describe_one(call, err) : write_page(call, "Stacks", is_live, write_stack, err);
}

/* ---- ListStacks ---- */

static bool passes_filter(const struct demo_call *call, const struct demo_stack *s)
{
	size_t count = demo_query_members(&call->query, "StackStatusFilter");
	for (size_t n = 1; n <= count; n++) {
		const char *wanted = demo_query_getf(&call->query, "StackStatusFilter.member.%zu", n);
		if (wanted && strcmp(wanted, s->status) == 0)
			return true;
	}
	return count == 0;
}

static void write_summary(struct demo_xml *x, const struct demo_stack *s)
{
	demo_xml_open(x, "member");
	demo_xml_text(x, "StackId", s->id);
	demo_xml_text(x, "StackName", s->name);
	demo_xml_text(x, "TemplateDescription", s->now->template ? cew_cfn_description(s->now->template) : NULL);
	demo_xml_time(x, "CreationTime", s->created_ms);
	demo_xml_time(x, "LastUpdatedTime", s->updated_ms);
	demo_xml_time(x, "DeletionTime", s->deleted_ms);
	demo_xml_text(x, "StackStatus", s->status);
	demo_xml_text(x, "StackStatusReason", s->reason);
	write_family(x, s);
	write_drift(x);
	demo_xml_close(x);
}

enum cew_status demo_list_stacks(struct demo_call *call, struct cew_error *err)
{
	return write_page(call, "StackSummaries", passes_filter, write_summary, err);
}

/* ---- DescribeAccountLimits ---- */

static void write_limit(struct demo_xml *x, const char *name, long value)
{
	demo_xml_open(x, "member");
	demo_xml_text(x, "Name", name);
	cew_buf_fmt(x->out, "<Value>%ld</Value>", value);
	demo_xml_close(x);
}

enum cew_status demo_describe_account_limits(struct demo_call *call, struct cew_error *err)
{
	(void)err;
	demo_xml_open(&call->xml, "AccountLimits");
	write_limit(&call->xml, "StackLimit", demo_quota(call->demo, "L-0485CB21"));
	write_limit(&call->xml, "StackOutputsLimit", 200);
	write_limit(&call->xml, "ConcurrentResourcesLimit", 2500);
	demo_xml_close(&call->xml);
	return CEW_OK;
}
