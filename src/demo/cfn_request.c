/* What requests that bring a template have in common: everything that AWS checks before it says yes. */
#include "cloudformation.h"

#include <stdio.h>
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

static enum cew_status read_arns(const struct demo_call *call, struct demo_version *v, struct cew_error *err)
{
	enum cew_status status = read_texts(call, "NotificationARNs", &v->notification_arns, err);
	if (!status && v->notification_arns.len > ARNS_MAX)
		return demo_constraint(err, demo_text_at(&v->notification_arns, 0), "notificationARNs",
		                       "Member must have length less than or equal to %d", ARNS_MAX);
	for (size_t i = 0; !status && i < v->notification_arns.len; i++) {
		const char *arn = demo_text_at(&v->notification_arns, i);
		bool ok = false;
		cew_pattern_matches("arn:[-a-z]+:sns:[-a-z0-9]+:[0-9]{12}:[-_A-Za-z0-9.]+", arn, &ok, NULL);
		if (!ok)
			status = demo_refuse(err, DEMO_INVALID,
			                     "Invalid parameter: TopicArn Reason: %.200s is not the ARN of a topic", arn);
	}
	return status;
}

static enum cew_status read_capabilities(const struct demo_call *call, struct demo_version *v, struct cew_error *err)
{
	static const char *const known[] = {"CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"};
	enum cew_status status = read_texts(call, "Capabilities", &v->capabilities, err);
	for (size_t i = 0; !status && i < v->capabilities.len; i++) {
		const char *name = demo_text_at(&v->capabilities, i);
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

static enum cew_status check_tag(const struct demo_version *v, const char *key, const char *value, size_t n,
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
	for (size_t i = 0; !status && i < v->tags.len; i++)
		if (strcmp(((struct demo_pair *)cew_vec_at(&v->tags, i))->key, key) == 0)
			return demo_refuse(err, DEMO_INVALID, "Duplicate tag keys found: %s", key);
	return status;
}

static enum cew_status read_tags(const struct demo_call *call, struct demo_version *v, struct cew_error *err)
{
	size_t count = demo_query_members(&call->query, "Tags");
	enum cew_status status = CEW_OK;
	if (count > TAGS_MAX)
		return demo_constraint(err, "", "tags", "Member must have length less than or equal to %d", TAGS_MAX);
	for (size_t n = 1; !status && n <= count; n++) {
		const char *key = demo_query_getf(&call->query, "Tags.member.%zu.Key", n);
		const char *value = demo_query_getf(&call->query, "Tags.member.%zu.Value", n);
		status = check_tag(v, key, value, n, err);
		if (!status && !demo_pair_add(&v->tags, key, value))
			status = cew_fail_memory(err);
	}
	return status;
}

/* ---- what the template asks for ---- */

static bool has_capability(const struct demo_version *v, const char *wanted)
{
	for (size_t i = 0; i < v->capabilities.len; i++) {
		const char *given = demo_text_at(&v->capabilities, i);
		if (strcmp(given, wanted) == 0 ||
		    (strcmp(wanted, "CAPABILITY_IAM") == 0 && strcmp(given, "CAPABILITY_NAMED_IAM") == 0))
			return true;
	}
	return false;
}

static enum cew_status check_capabilities(const struct demo_version *v, struct cew_error *err)
{
	struct cew_buf missing;
	enum cew_status status = CEW_OK;
	cew_buf_init(&missing, 256);
	for (size_t i = 0; i < cew_cfn_capability_count(v->eval); i++) {
		const char *name = cew_cfn_capability_at(v->eval, i)->name;
		if (!has_capability(v, name))
			cew_buf_fmt(&missing, "%s%s", missing.len ? ", " : "", name);
	}
	if (missing.len)
		status = demo_refuse(err, "InsufficientCapabilitiesException", "Requires capabilities : [%s]",
		                     cew_buf_text(&missing));
	cew_buf_finish(&missing);
	return status;
}

/* ---- all together ---- */

/* A list that is not sent stays as it was; one that is sent empty ("Tags=") is emptied. */
static bool is_sent(const struct demo_call *call, const char *list)
{
	return demo_query_get(&call->query, list) || demo_query_members(&call->query, list) > 0;
}

static bool copy_texts(struct cew_vec *out, const struct cew_vec *texts)
{
	for (size_t i = 0; i < texts->len; i++)
		if (!demo_text_add(out, demo_text_at(texts, i)))
			return false;
	return true;
}

enum cew_status demo_read_version(struct demo_call *call, struct demo_version *v, struct cew_error *err)
{
	const struct demo_version *before = v->stack->now;
	enum cew_status status = read_capabilities(call, v, err);
	if (!status && (is_sent(call, "NotificationARNs") || !before))
		status = read_arns(call, v, err);
	else if (!status && !copy_texts(&v->notification_arns, &before->notification_arns))
		status = cew_fail_memory(err);
	if (!status && (is_sent(call, "Tags") || !before))
		status = read_tags(call, v, err);
	else if (!status && !demo_pairs_copy(&v->tags, &before->tags))
		status = cew_fail_memory(err);
	if (!status)
		status = demo_read_template(call, before ? before->template : NULL, &v->template, err);
	if (!status)
		status = demo_read_parameters(call, v, err);
	if (!status)
		status = demo_evaluate(v, err);
	return status ? status : check_capabilities(v, err);
}
