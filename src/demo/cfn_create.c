/* CreateStack: everything that AWS checks before it says yes, then the stack. */
#include "cloudformation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARNS_MAX 5
#define TAGS_MAX 50

/* ---- lists of texts ---- */

static enum cew_status read_texts(const struct demo_call *call, const char *list, struct cew_vec *out,
                                  struct cew_error *err)
{
	size_t count = demo_query_members(&call->query, list);
	for (size_t n = 1; n <= count; n++) {
		const char *text = demo_query_getf(&call->query, "%s.member.%zu", list, n);
		if (!demo_text_add(out, text ? text : ""))
			return cew_fail_memory(err);
	}
	return CEW_OK;
}

static enum cew_status read_arns(const struct demo_call *call, struct demo_stack *s, struct cew_error *err)
{
	enum cew_status status = read_texts(call, "NotificationARNs", &s->notification_arns, err);
	if (!status && s->notification_arns.len > ARNS_MAX)
		return demo_constraint(err, demo_text_at(&s->notification_arns, 0), "notificationARNs",
		                       "Member must have length less than or equal to %d", ARNS_MAX);
	for (size_t i = 0; !status && i < s->notification_arns.len; i++) {
		const char *arn = demo_text_at(&s->notification_arns, i);
		bool ok = false;
		cew_pattern_matches("arn:[-a-z]+:sns:[-a-z0-9]+:[0-9]{12}:[-_A-Za-z0-9.]+", arn, &ok, NULL);
		if (!ok)
			status = demo_refuse(err, DEMO_INVALID,
			                     "Invalid parameter: TopicArn Reason: %.200s is not the ARN of a topic", arn);
	}
	return status;
}

static enum cew_status read_capabilities(const struct demo_call *call, struct demo_stack *s, struct cew_error *err)
{
	static const char *const known[] = {"CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"};
	enum cew_status status = read_texts(call, "Capabilities", &s->capabilities, err);
	for (size_t i = 0; !status && i < s->capabilities.len; i++) {
		const char *name = demo_text_at(&s->capabilities, i);
		bool ok = false;
		for (size_t k = 0; k < CEW_COUNT(known); k++)
			ok |= strcmp(name, known[k]) == 0;
		if (!ok)
			status = demo_constraint(err, name, "capabilities",
			                         "Member must satisfy constraint: [Member must satisfy enum value set: "
			                         "[CAPABILITY_NAMED_IAM, CAPABILITY_IAM, CAPABILITY_AUTO_EXPAND]]");
	}
	return status;
}

/* ---- tags ---- */

static enum cew_status check_tag(const struct demo_stack *s, const char *key, const char *value, size_t n,
                                 struct cew_error *err)
{
	char member[64];
	snprintf(member, sizeof(member), "tags.%zu.member.key", n);
	enum cew_status status = demo_check_length(key ? key : "", member, 1, 128, err);
	snprintf(member, sizeof(member), "tags.%zu.member.value", n);
	if (!status)
		status = demo_check_length(value ? value : "", member, 1, 256, err);
	if (!status && strncmp(key, "aws:", 4) == 0)
		return demo_refuse(err, DEMO_INVALID, "aws: prefixed tag key names are not allowed for external use.");
	for (size_t i = 0; !status && i < s->tags.len; i++)
		if (strcmp(((struct demo_pair *)cew_vec_at(&s->tags, i))->key, key) == 0)
			return demo_refuse(err, DEMO_INVALID, "Duplicate tag keys found: %s", key);
	return status;
}

static enum cew_status read_tags(const struct demo_call *call, struct demo_stack *s, struct cew_error *err)
{
	size_t count = demo_query_members(&call->query, "Tags");
	enum cew_status status = CEW_OK;
	if (count > TAGS_MAX)
		return demo_constraint(err, "", "tags", "Member must have length less than or equal to %d", TAGS_MAX);
	for (size_t n = 1; !status && n <= count; n++) {
		const char *key = demo_query_getf(&call->query, "Tags.member.%zu.Key", n);
		const char *value = demo_query_getf(&call->query, "Tags.member.%zu.Value", n);
		status = check_tag(s, key, value, n, err);
		if (!status && !demo_pair_add(&s->tags, key, value))
			status = cew_fail_memory(err);
	}
	return status;
}

/* ---- options ---- */

static enum cew_status read_on_failure(const struct demo_call *call, struct demo_stack *s, struct cew_error *err)
{
	static const char *const ways[] = {"ROLLBACK", "DELETE", "DO_NOTHING"};
	const char *given = demo_query_get(&call->query, "OnFailure");
	bool disable;
	enum cew_status status = demo_read_bool(call, "DisableRollback", false, &disable, err);
	if (status)
		return status;
	if (given && demo_query_get(&call->query, "DisableRollback"))
		return demo_refuse(err, DEMO_INVALID, "Either DisableRollback or OnFailure can be specified, not both.");
	s->on_failure = disable ? "DO_NOTHING" : "ROLLBACK";
	for (size_t i = 0; given && i < CEW_COUNT(ways); i++)
		if (strcmp(given, ways[i]) == 0)
			s->on_failure = ways[i];
	if (given && strcmp(given, s->on_failure) != 0)
		return demo_constraint(err, given, "onFailure",
		                       "Member must satisfy enum value set: [ROLLBACK, DELETE, DO_NOTHING]");
	s->disable_rollback = strcmp(s->on_failure, "DO_NOTHING") == 0;
	return CEW_OK;
}

static enum cew_status read_timeout(const struct demo_call *call, struct demo_stack *s, struct cew_error *err)
{
	const char *text = demo_query_get(&call->query, "TimeoutInMinutes");
	char *end;
	if (!text)
		return CEW_OK;
	long minutes = strtol(text, &end, 10);
	if (!*text || *end)
		return demo_refuse(err, "MalformedInput", "TimeoutInMinutes must be an integer");
	if (minutes < 1)
		return demo_constraint(err, text, "timeoutInMinutes", "Member must have value greater than or equal to 1");
	s->timeout_minutes = minutes > 43200 ? 43200 : (unsigned)minutes;
	return CEW_OK;
}

static enum cew_status read_options(const struct demo_call *call, struct demo_stack *s, struct cew_error *err)
{
	const char *role = demo_query_get(&call->query, "RoleARN"),
			   *token = demo_query_get(&call->query, "ClientRequestToken");
	enum cew_status status = demo_check_role(role, err);
	if (!status)
		status = demo_check_token(token, err);
	if (!status)
		status = read_on_failure(call, s, err);
	if (!status)
		status = read_timeout(call, s, err);
	if (!status)
		status = demo_read_bool(call, "EnableTerminationProtection", false, &s->termination_protection, err);
	s->role_arn = cew_strdup(role);
	s->create_token = cew_strdup(token);
	s->token = s->create_token;
	if (!status && ((role && !s->role_arn) || (token && !s->create_token)))
		status = cew_fail_memory(err);
	return status;
}

/* ---- what the template asks for ---- */

static bool has_capability(const struct demo_stack *s, const char *wanted)
{
	for (size_t i = 0; i < s->capabilities.len; i++) {
		const char *given = demo_text_at(&s->capabilities, i);
		if (strcmp(given, wanted) == 0 ||
		    (strcmp(wanted, "CAPABILITY_IAM") == 0 && strcmp(given, "CAPABILITY_NAMED_IAM") == 0))
			return true;
	}
	return false;
}

static enum cew_status check_capabilities(const struct demo_stack *s, struct cew_error *err)
{
	struct cew_buf missing;
	enum cew_status status = CEW_OK;
	cew_buf_init(&missing, 256);
	for (size_t i = 0; i < cew_cfn_capability_count(s->eval); i++) {
		const char *name = cew_cfn_capability_at(s->eval, i)->name;
		if (!has_capability(s, name))
			cew_buf_fmt(&missing, "%s%s", missing.len ? ", " : "", name);
	}
	if (missing.len)
		status = demo_refuse(err, "InsufficientCapabilitiesException", "Requires capabilities : [%s]",
		                     cew_buf_text(&missing));
	cew_buf_finish(&missing);
	return status;
}

static enum cew_status read_stack(struct demo_call *call, struct demo_stack *s, struct cew_error *err)
{
	enum cew_status status = read_options(call, s, err);
	if (!status)
		status = read_capabilities(call, s, err);
	if (!status)
		status = read_arns(call, s, err);
	if (!status)
		status = read_tags(call, s, err);
	if (!status)
		status = demo_read_template(call, &s->template, err);
	if (!status)
		status = demo_read_parameters(call, s, err);
	if (!status)
		status = demo_evaluate(s, err);
	return status ? status : check_capabilities(s, err);
}

/* ---- the action ---- */

/* The same request sent again, because its answer was lost, gets the same answer. */
static enum cew_status answer_existing(struct demo_call *call, const struct demo_stack *s, struct cew_error *err)
{
	const char *token = demo_query_get(&call->query, "ClientRequestToken");
	if (token && s->create_token && strcmp(token, s->create_token) == 0) {
		demo_xml_text(&call->xml, "StackId", s->id);
		return CEW_OK;
	}
	if (token && s->delete_token && strcmp(token, s->delete_token) == 0)
		return demo_refuse(err, "TokenAlreadyExistsException", "Token [%s] already exists", token);
	return demo_refuse(err, "AlreadyExistsException", "Stack [%s] already exists", s->name);
}

static enum cew_status check_stack_quota(const struct demo_call *call, struct cew_error *err)
{
	long count = 0, allowed = demo_quota(call->demo, "L-0485CB21");
	for (size_t i = 0; i < call->demo->stacks.len; i++) {
		const struct demo_stack *s = *(struct demo_stack **)cew_vec_at(&call->demo->stacks, i);
		count += !demo_stack_is_deleted(s) && strcmp(s->region, call->region) == 0;
	}
	if (allowed >= 0 && count >= allowed)
		return demo_refuse(err, "LimitExceededException", "Limit for stack has been exceeded");
	return CEW_OK;
}

enum cew_status demo_create_stack(struct demo_call *call, struct cew_error *err)
{
	const char *name = demo_query_get(&call->query, "StackName");
	enum cew_status status = demo_check_stack_name(name, err);
	if (status)
		return status;
	const struct demo_stack *existing = demo_stack_find(call->demo, call->region, name);
	if (existing)
		return answer_existing(call, existing, err);
	status = check_stack_quota(call, err);
	if (status)
		return status;
	struct demo_stack *s = demo_stack_create(call->demo, call->region, name);
	status = s ? read_stack(call, s, err) : cew_fail_memory(err);
	if (!status && !cew_vec_push(&call->demo->stacks, &s))
		status = cew_fail_memory(err);
	if (status) {
		demo_stack_destroy(s);
		return status;
	}
	demo_engine_create(s);
	demo_xml_text(&call->xml, "StackId", s->id);
	return CEW_OK;
}
