/* CloudFormation: create, describe, follow and delete a stack. */
#include "cfn_body.h"
#include "client.h"
#include "query.h"

#include <string.h>

/* ---- reading ---- */

static int64_t time_of(const char *text)
{
	int64_t ms = 0;

	return cew_time_parse(text, &ms) ? ms : 0;
}

static bool read_outputs(const struct aws_xml_node *list, struct cew_stack *stack, struct aws_arena *arena)
{
	size_t count = aws_xml_count(list), i = 0;
	struct cew_stack_output *outputs;

	if (count == 0)
		return true;
	outputs = aws_arena_take(arena, count, sizeof(*outputs));
	if (!outputs)
		return false;
	for (const struct aws_xml_node *n = list->first; n; n = n->next)
		outputs[i++] = (struct cew_stack_output){
			.key = aws_xml_text(n, "OutputKey"),
			.value = aws_xml_text(n, "OutputValue"),
			.description = aws_xml_text(n, "Description"),
		};
	stack->outputs = outputs;
	stack->output_count = count;
	return true;
}

static bool read_stack(const struct aws_xml_node *n, struct cew_stack *stack, struct aws_arena *arena)
{
	*stack = (struct cew_stack){
		.id = aws_xml_text(n, "StackId"),
		.name = aws_xml_text(n, "StackName"),
		.status = aws_xml_text(n, "StackStatus"),
		.status_reason = aws_xml_text(n, "StackStatusReason"),
		.description = aws_xml_text(n, "Description"),
		.created_ms = time_of(aws_xml_text(n, "CreationTime")),
		.termination_protection = aws_xml_bool(n, "EnableTerminationProtection"),
	};
	return read_outputs(aws_xml_child(n, "Outputs"), stack, arena);
}

static struct cew_stack_event read_event(const struct aws_xml_node *n)
{
	const char *time = aws_xml_text(n, "Timestamp");

	return (struct cew_stack_event){
		.id = aws_xml_text(n, "EventId"),
		.stack_id = aws_xml_text(n, "StackId"),
		.stack_name = aws_xml_text(n, "StackName"),
		.logical_id = aws_xml_text(n, "LogicalResourceId"),
		.physical_id = aws_xml_text(n, "PhysicalResourceId"),
		.type = aws_xml_text(n, "ResourceType"),
		.status = aws_xml_text(n, "ResourceStatus"),
		.reason = aws_xml_text(n, "ResourceStatusReason"),
		.token = aws_xml_text(n, "ClientRequestToken"),
		.time_ms = time_of(time),
		.time = time,
	};
}

static bool read_events(const struct aws_xml_node *result, struct cew_event_page *page, struct aws_arena *arena)
{
	const struct aws_xml_node *list = aws_xml_child(result, "StackEvents");
	const char *next = aws_xml_text(result, "NextToken");
	struct cew_stack_event *events = NULL;
	size_t count = aws_xml_count(list), i = 0;

	if (count > 0) {
		events = aws_arena_take(arena, count, sizeof(*events));
		if (!events)
			return false;
		for (const struct aws_xml_node *n = list->first; n; n = n->next)
			events[i++] = read_event(n);
	}
	*page = (struct cew_event_page){.events = events, .count = count, .next_token = *next ? next : NULL};
	return true;
}

/* ---- telling ---- */

static void report_created(const struct aws_operation *op, union aws_done done, void *arg, const struct cew_error *err,
                           const struct aws_xml_node *result, struct aws_arena *arena)
{
	const char *id = aws_xml_text(result, "StackId");
	struct cew_error missing = {0};

	(void)arena;
	if (!err && !*id) {
		aws_call_incomplete(op, "StackId", &missing);
		err = &missing;
	}
	done.create(arg, err, err ? NULL : id);
}

static void report_stack(const struct aws_operation *op, union aws_done done, void *arg, const struct cew_error *err,
                         const struct aws_xml_node *result, struct aws_arena *arena)
{
	const struct aws_xml_node *member = aws_xml_path(result, "Stacks/member");
	struct cew_error trouble = {0};
	struct cew_stack stack;

	if (!err && !*aws_xml_text(member, "StackStatus")) {
		aws_call_incomplete(op, "stack in it", &trouble);
		err = &trouble;
	} else if (!err && !read_stack(member, &stack, arena)) {
		cew_fail_memory(&trouble);
		err = &trouble;
	}
	done.stack(arg, err, err ? NULL : &stack);
}

static void report_events(const struct aws_operation *op, union aws_done done, void *arg, const struct cew_error *err,
                          const struct aws_xml_node *result, struct aws_arena *arena)
{
	struct cew_error trouble = {0};
	struct cew_event_page page;

	if (!err && !result) {
		aws_call_incomplete(op, "events in it", &trouble);
		err = &trouble;
	} else if (!err && !read_events(result, &page, arena)) {
		cew_fail_memory(&trouble);
		err = &trouble;
	}
	done.events(arg, err, err ? NULL : &page);
}

static void report_done(const struct aws_operation *op, union aws_done done, void *arg, const struct cew_error *err,
                        const struct aws_xml_node *result, struct aws_arena *arena)
{
	(void)op;
	(void)result;
	(void)arena;
	done.done(arg, err);
}

/* ---- asking ---- */

static const struct aws_operation create_stack = {.service = AWS_CLOUDFORMATION, .action = "CreateStack", .report = report_created};
static const struct aws_operation describe_stacks = {.service = AWS_CLOUDFORMATION, .action = "DescribeStacks", .report = report_stack};
static const struct aws_operation describe_events = {.service = AWS_CLOUDFORMATION, .action = "DescribeStackEvents", .report = report_events};
static const struct aws_operation delete_stack = {.service = AWS_CLOUDFORMATION, .action = "DeleteStack", .report = report_done};

static void start_body(struct cew_buf *body, const struct aws_operation *op, const char *stack)
{
	cew_buf_init(body, AWS_BODY_MAX);
	aws_query_start(body, op->action, aws_service_info(op->service)->version);
	aws_query_text(body, "StackName", stack);
}

static void add_options(struct cew_buf *body, const struct cew_create_request *r)
{
	aws_query_text(body, "RoleARN", r->role_arn);
	aws_query_text(body, "OnFailure", r->on_failure);
	if (r->timeout_minutes > 0)
		aws_query_int(body, "TimeoutInMinutes", r->timeout_minutes);
	if (r->termination_protection)
		aws_query_bool(body, "EnableTerminationProtection", true);
	aws_query_text(body, "ClientRequestToken", r->token);
}

void aws_cfn_add_tags(struct cew_buf *body, const struct cew_name_value *tags, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		aws_query_member(body, "Tags", i + 1, "Key", tags[i].name);
		aws_query_member(body, "Tags", i + 1, "Value", tags[i].value);
	}
}

void aws_cfn_add_contents(struct cew_buf *body, const struct cew_create_request *r)
{
	aws_query_text(body, "TemplateURL", r->template_url);
	for (size_t i = 0; i < r->parameter_count; i++) {
		aws_query_member(body, "Parameters", i + 1, "ParameterKey", r->parameters[i].name);
		aws_query_member(body, "Parameters", i + 1, "ParameterValue", r->parameters[i].value);
	}
	aws_cfn_add_tags(body, r->tags, r->tag_count);
	aws_query_list(body, "NotificationARNs", r->notification_arns, r->notification_count);
	aws_query_list(body, "Capabilities", r->capabilities, r->capability_count);
}

uint64_t aws_cfn_create_stack(void *self, const struct cew_create_request *r, cew_create_fn *done, void *arg,
                              struct cew_error *err)
{
	struct cew_buf body;

	start_body(&body, &create_stack, r->stack_name);
	aws_cfn_add_contents(&body, r);
	add_options(&body, r);
	aws_query_text(&body, "TemplateBody", r->template_body);
	return aws_call_start(self, &create_stack, &body, (union aws_done){.create = done}, arg, err);
}

uint64_t aws_cfn_describe_stack(void *self, const char *name_or_id, cew_stack_fn *done, void *arg, struct cew_error *err)
{
	struct cew_buf body;

	start_body(&body, &describe_stacks, name_or_id);
	return aws_call_start(self, &describe_stacks, &body, (union aws_done){.stack = done}, arg, err);
}

uint64_t aws_cfn_describe_events(void *self, const char *name_or_id, const char *next_token, cew_events_fn *done,
                                 void *arg, struct cew_error *err)
{
	struct cew_buf body;

	start_body(&body, &describe_events, name_or_id);
	aws_query_text(&body, "NextToken", next_token);
	return aws_call_start(self, &describe_events, &body, (union aws_done){.events = done}, arg, err);
}

uint64_t aws_cfn_delete_stack(void *self, const char *name_or_id, const char *token, cew_done_fn *done, void *arg,
                              struct cew_error *err)
{
	struct cew_buf body;

	start_body(&body, &delete_stack, name_or_id);
	aws_query_text(&body, "ClientRequestToken", token);
	return aws_call_start(self, &delete_stack, &body, (union aws_done){.done = done}, arg, err);
}
