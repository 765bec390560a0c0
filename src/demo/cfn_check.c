/* Members of CloudFormation requests, checked as AWS does and refused in its words. */
#include "cloudformation.h"

#include <stdio.h>
#include <string.h>

#define SHOWN 80 /* bytes of a wrong value that are repeated */

enum cew_status demo_constraint(struct cew_error *err, const char *value, const char *member, const char *fmt, ...)
{
	char rule[256];
	va_list args;
	va_start(args, fmt);
	vsnprintf(rule, sizeof(rule), fmt, args);
	va_end(args);
	bool cut = strlen(value) > SHOWN;
	return demo_refuse(err, DEMO_INVALID,
	                   "1 validation error detected: Value '%.*s%s' at '%s' failed to satisfy constraint: %s", SHOWN,
	                   value, cut ? "..." : "", member, rule);
}

enum cew_status demo_check_length(const char *value, const char *member, size_t min, size_t max, struct cew_error *err)
{
	size_t len = value ? strlen(value) : 0;
	if (!value)
		return CEW_OK;
	if (len < min)
		return demo_constraint(err, value, member, "Member must have length greater than or equal to %zu", min);
	if (len > max)
		return demo_constraint(err, value, member, "Member must have length less than or equal to %zu", max);
	return CEW_OK;
}

static bool matches(const char *pattern, const char *text)
{
	bool result = false;
	return cew_pattern_matches(pattern, text, &result, NULL) == CEW_OK && result;
}

enum cew_status demo_check_stack_name(const char *name, struct cew_error *err)
{
	if (!name)
		return demo_refuse(err, DEMO_INVALID,
		                   "1 validation error detected: Value null at 'stackName' failed to satisfy "
		                   "constraint: Member must not be null");
	enum cew_status status = demo_check_length(name, "stackName", 1, CEW_CFN_STACK_NAME_MAX, err);
	if (!status && !matches("[a-zA-Z][-a-zA-Z0-9]*", name))
		return demo_constraint(err, name, "stackName",
		                       "Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*");
	return status;
}

enum cew_status demo_check_token(const char *token, struct cew_error *err)
{
	enum cew_status status = demo_check_length(token, "clientRequestToken", 1, 128, err);
	if (!status && token && !matches("[a-zA-Z0-9][-a-zA-Z0-9]*", token))
		return demo_constraint(err, token, "clientRequestToken",
		                       "Member must satisfy regular expression pattern: [a-zA-Z0-9][-a-zA-Z0-9]*");
	return status;
}

enum cew_status demo_check_role(const char *arn, struct cew_error *err)
{
	enum cew_status status = demo_check_length(arn, "roleARN", 20, 2048, err);
	if (!status && arn && !matches("arn:[-a-z]+:iam::[0-9]{12}:role/.+", arn))
		return demo_refuse(err, DEMO_INVALID, "Role %s is invalid or cannot be assumed", arn);
	return status;
}

enum cew_status demo_read_bool(const struct demo_call *call, const char *name, bool otherwise, bool *out,
                               struct cew_error *err)
{
	const char *value = demo_query_get(&call->query, name);
	*out = value ? strcmp(value, "true") == 0 : otherwise;
	if (value && !*out && strcmp(value, "false") != 0)
		return demo_refuse(err, "MalformedInput", "Boolean must be either \"true\" or \"false\", not \"%.40s\"", value);
	return CEW_OK;
}

enum cew_status demo_find_stack(const struct demo_call *call, const char *fmt, struct demo_stack **out,
                                struct cew_error *err)
{
	const char *name = demo_query_get(&call->query, "StackName");
	if (!name || !*name)
		return demo_refuse(err, DEMO_INVALID,
		                   "1 validation error detected: Value null at 'stackName' failed to satisfy "
		                   "constraint: Member must not be null");
	*out = demo_stack_find(call->demo, call->region, name);
	if (*out)
		return CEW_OK;
	char text[512];
	snprintf(text, sizeof(text), fmt, name);
	return demo_refuse(err, DEMO_INVALID, "%s", text);
}
