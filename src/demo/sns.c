/* Simple Notification Service: topics and who subscribed to them. */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOPIC "AWS::SNS::Topic"
#define SUBSCRIPTION "AWS::SNS::Subscription"
#define PAGE 100
#define BAD "InvalidParameter"

/* Attributes that a call may set, as the account's file and CloudFormation name them too; those of delivery logging stand
 * for each of several protocols. */
static const char *const settable[] = {"DisplayName", "KmsMasterKeyId", "Policy", "DeliveryPolicy", "TracingConfig",
                                       "SignatureVersion"};
static const char *const delivery_protocols[] = {"Application", "Firehose", "HTTP", "Lambda", "SQS"};
static const char *const delivery_settings[] = {"SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate",
                                                "FailureFeedbackRoleArn"};

typedef void attribute_fn(struct demo_call *call, const struct demo_thing *t, const char *name);

static void each_delivery(struct demo_call *call, const struct demo_thing *t, attribute_fn *fn)
{
	for (size_t i = 0; i < CEW_COUNT(delivery_protocols); i++)
		for (size_t k = 0; k < CEW_COUNT(delivery_settings); k++) {
			char name[64];
			snprintf(name, sizeof(name), "%s%s", delivery_protocols[i], delivery_settings[k]);
			fn(call, t, name);
		}
}

static bool is_delivery(const char *name)
{
	for (size_t i = 0; i < CEW_COUNT(delivery_protocols); i++) {
		size_t len = strlen(delivery_protocols[i]);
		for (size_t k = 0; k < CEW_COUNT(delivery_settings); k++)
			if (strncmp(name, delivery_protocols[i], len) == 0 && strcmp(name + len, delivery_settings[k]) == 0)
				return true;
	}
	return false;
}

static bool is_settable(const char *name)
{
	for (size_t i = 0; name && i < CEW_COUNT(settable); i++)
		if (strcmp(settable[i], name) == 0)
			return true;
	return name && is_delivery(name);
}

static enum cew_status find_topic(struct demo_call *call, const struct demo_thing **out, struct cew_error *err)
{
	const char *arn = demo_query_get(&call->query, "TopicArn");
	bool ok = false;
	if (arn)
		cew_pattern_matches("arn:[-a-z]+:sns:[-a-z0-9]+:[0-9]{12}:[-_A-Za-z0-9.]+", arn, &ok, NULL);
	if (!ok)
		return demo_refuse(err, BAD, "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1");
	*out = demo_thing_find(&call->view, TOPIC, arn);
	return *out ? CEW_OK : demo_refuse(err, "NotFound", "Topic does not exist");
}

static enum cew_status start_page(struct demo_call *call, struct demo_page *page, struct cew_error *err)
{
	const char *token = demo_query_get(&call->query, "NextToken");
	*page = (struct demo_page){.size = PAGE};
	return token && *token ? demo_token_read(call, token, &page->at, BAD, err) : CEW_OK;
}

static void end_page(struct demo_call *call, const struct demo_page *page)
{
	char token[DEMO_TOKEN_MAX];
	if (!page->more)
		return;
	demo_token_write(call, page->at + page->taken, token);
	demo_xml_text(&call->xml, "NextToken", token);
}

/* ---- topics ---- */

static enum cew_status list_topics(struct demo_call *call, struct cew_error *err)
{
	struct demo_page page;
	enum cew_status status = start_page(call, &page, err);
	if (status)
		return status;
	struct demo_things all = demo_things(&call->view, TOPIC);
	demo_xml_open(&call->xml, "Topics");
	for (size_t i = 0; i < all.count; i++) {
		if (!demo_page_takes(&page))
			continue;
		demo_xml_open(&call->xml, "member");
		demo_xml_text(&call->xml, "TopicArn", all.at[i].id);
		demo_xml_close(&call->xml);
	}
	demo_xml_close(&call->xml);
	end_page(call, &page);
	return CEW_OK;
}

static enum cew_status check_attributes(struct demo_call *call, struct cew_error *err)
{
	const char *key;
	for (size_t n = 1; (key = demo_query_getf(&call->query, "Attributes.entry.%zu.key", n)) != NULL; n++)
		if (!is_settable(key))
			return demo_refuse(err, BAD, "Invalid parameter: Attributes Reason: Unknown attribute: %s", key);
	return CEW_OK;
}

/* The same name again is the same topic, unless it is asked for with other attributes. */
static enum cew_status answer_existing(struct demo_call *call, const struct demo_thing *t, struct cew_error *err)
{
	const char *key;
	for (size_t n = 1; (key = demo_query_getf(&call->query, "Attributes.entry.%zu.key", n)) != NULL; n++) {
		const char *wanted = demo_query_getf(&call->query, "Attributes.entry.%zu.value", n);
		const char *have = demo_thing_text(&call->view, t, key);
		if (strcmp(wanted ? wanted : "", have ? have : "") != 0)
			return demo_refuse(err, BAD,
			                   "Invalid parameter: Attributes Reason: Topic already exists with different attributes");
	}
	demo_xml_text(&call->xml, "TopicArn", t->id);
	return CEW_OK;
}

static enum cew_status create_topic(struct demo_call *call, struct cew_error *err)
{
	const char *name = demo_query_get(&call->query, "Name"), *key;
	struct cew_doc *doc = demo_view_doc(&call->view);
	bool ok = false;
	cew_pattern_matches("[-_A-Za-z0-9]{1,256}(\\.fifo)?", name ? name : "", &ok, NULL);
	if (!ok)
		return demo_refuse(err, BAD, "Invalid parameter: Topic Name");
	enum cew_status status = check_attributes(call, err);
	const struct demo_thing *t = demo_thing_named(&call->view, TOPIC, name);
	if (status || t || !doc)
		return status ? status : t ? answer_existing(call, t, err) : cew_fail_memory(err);
	struct cew_node *properties = cew_map_put_text(doc, cew_doc_map(doc), "TopicName", name);
	for (size_t n = 1; (key = demo_query_getf(&call->query, "Attributes.entry.%zu.key", n)) != NULL; n++)
		properties = cew_map_put_text(doc, properties, key, demo_query_getf(&call->query, "Attributes.entry.%zu.value", n));
	const char *id = properties ? demo_account_add(&call->view, TOPIC, properties) : NULL;
	if (!id)
		return cew_fail_memory(err);
	demo_xml_text(&call->xml, "TopicArn", id);
	return CEW_OK;
}

/* ---- attributes ---- */

static enum cew_status set_topic_attributes(struct demo_call *call, struct cew_error *err)
{
	const char *name = demo_query_get(&call->query, "AttributeName"), *value = demo_query_get(&call->query, "AttributeValue");
	const struct demo_thing *t;
	enum cew_status status = find_topic(call, &t, err);
	if (status)
		return status;
	if (!is_settable(name))
		return demo_refuse(err, BAD, "Invalid parameter: AttributeName");
	return demo_mark_set(call->demo, t->id, name, value ? value : "") ? CEW_OK : cew_fail_memory(err);
}

static void write_entry(struct demo_call *call, const char *key, const char *value)
{
	if (!value)
		return;
	demo_xml_open(&call->xml, "entry");
	demo_xml_text(&call->xml, "key", key);
	demo_xml_text(&call->xml, "value", value);
	demo_xml_close(&call->xml);
}

static bool is_of(struct demo_call *call, const struct demo_thing *subscription, const struct demo_thing *topic)
{
	const char *arn = demo_thing_text(&call->view, subscription, "TopicArn");
	return arn && strcmp(arn, topic->id) == 0;
}

static void count_subscriptions(struct demo_call *call, const struct demo_thing *t, size_t *confirmed, size_t *pending)
{
	struct demo_things all = demo_things(&call->view, SUBSCRIPTION);
	*confirmed = cew_node_count(demo_thing_node(t, "Subscription"));
	*pending = 0;
	for (size_t i = 0; i < all.count; i++)
		if (is_of(call, &all.at[i], t)) {
			bool waits = demo_thing_bool(&call->view, &all.at[i], "Pending", false);
			*confirmed += !waits;
			*pending += waits;
		}
}

static void write_default_policy(struct demo_call *call, const struct demo_thing *t)
{
	char *text = cew_fmt("{\"Version\":\"2008-10-17\",\"Id\":\"__default_policy_ID\",\"Statement\":[{\"Sid\":"
	                     "\"__default_statement_ID\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":"
	                     "[\"SNS:Publish\",\"SNS:Subscribe\"],\"Resource\":\"%s\",\"Condition\":{\"StringEquals\":"
	                     "{\"AWS:SourceOwner\":\"%s\"}}}]}",
	                     t->id, call->demo->account);
	write_entry(call, "Policy", text);
	free(text);
}

static void write_attribute(struct demo_call *call, const struct demo_thing *t, const char *name)
{
	write_entry(call, name, demo_thing_text(&call->view, t, name));
}

static enum cew_status get_topic_attributes(struct demo_call *call, struct cew_error *err)
{
	const struct demo_thing *t;
	size_t confirmed, pending;
	char number[24];
	enum cew_status status = find_topic(call, &t, err);
	if (status)
		return status;
	count_subscriptions(call, t, &confirmed, &pending);
	demo_xml_open(&call->xml, "Attributes");
	write_entry(call, "TopicArn", t->id);
	write_entry(call, "Owner", call->demo->account);
	if (!demo_thing_text(&call->view, t, "Policy"))
		write_default_policy(call, t);
	if (!demo_thing_text(&call->view, t, "DisplayName"))
		write_entry(call, "DisplayName", "");
	for (size_t i = 0; i < CEW_COUNT(settable); i++)
		write_attribute(call, t, settable[i]);
	each_delivery(call, t, write_attribute);
	snprintf(number, sizeof(number), "%zu", confirmed);
	write_entry(call, "SubscriptionsConfirmed", number);
	snprintf(number, sizeof(number), "%zu", pending);
	write_entry(call, "SubscriptionsPending", number);
	write_entry(call, "SubscriptionsDeleted", "0");
	demo_xml_close(&call->xml);
	return CEW_OK;
}

/* ---- subscriptions ---- */

static const char *const protocols[] = {"http",       "https",  "email",  "email-json", "sms",
                                        "sqs",        "lambda", "firehose", "application"};

static enum cew_status check_subscription(const char *protocol, const char *endpoint, struct cew_error *err)
{
	bool known = false, ok = endpoint && *endpoint;
	for (size_t i = 0; protocol && i < CEW_COUNT(protocols); i++)
		known |= strcmp(protocols[i], protocol) == 0;
	if (!known)
		return demo_refuse(err, BAD, "Invalid parameter: Amazon SNS does not support this protocol string: %s",
		                   protocol ? protocol : "");
	if (ok && strncmp(protocol, "email", 5) == 0)
		ok = strchr(endpoint, '@') != NULL;
	return ok ? CEW_OK : demo_refuse(err, BAD, "Invalid parameter: %s endpoint", protocol);
}

/* E-mail and web addresses must say yes first; nobody ever does here. */
static bool waits_for_yes(const char *protocol)
{
	return strncmp(protocol, "email", 5) == 0 || strncmp(protocol, "http", 4) == 0;
}

static enum cew_status subscribe(struct demo_call *call, struct cew_error *err)
{
	const char *protocol = demo_query_get(&call->query, "Protocol"), *endpoint = demo_query_get(&call->query, "Endpoint");
	const char *whole = demo_query_get(&call->query, "ReturnSubscriptionArn");
	struct cew_doc *doc = demo_view_doc(&call->view);
	const struct demo_thing *t;
	enum cew_status status = find_topic(call, &t, err);
	if (!status)
		status = check_subscription(protocol, endpoint, err);
	if (status)
		return status;
	bool pending = waits_for_yes(protocol);
	struct cew_node *p = doc ? cew_map_put_text(doc, cew_doc_map(doc), "TopicArn", t->id) : NULL;
	p = cew_map_put_text(doc, p, "Protocol", protocol);
	p = cew_map_put_text(doc, p, "Endpoint", endpoint);
	p = cew_map_put_text(doc, p, "Pending", pending ? "true" : "false");
	const char *id = p ? demo_account_add(&call->view, SUBSCRIPTION, p) : NULL;
	if (!id)
		return cew_fail_memory(err);
	bool tell = !pending || (whole && strcmp(whole, "true") == 0);
	demo_xml_text(&call->xml, "SubscriptionArn", tell ? id : "pending confirmation");
	return CEW_OK;
}

static void write_subscription(struct demo_call *call, const char *topic, const char *id, const char *protocol,
                               const char *endpoint)
{
	demo_xml_open(&call->xml, "member");
	demo_xml_text(&call->xml, "SubscriptionArn", id);
	demo_xml_text(&call->xml, "Owner", call->demo->account);
	demo_xml_text(&call->xml, "Protocol", protocol);
	demo_xml_text(&call->xml, "Endpoint", endpoint);
	demo_xml_text(&call->xml, "TopicArn", topic);
	demo_xml_close(&call->xml);
}

static enum cew_status list_subscriptions(struct demo_call *call, struct cew_error *err)
{
	const struct demo_thing *t;
	struct demo_page page;
	enum cew_status status = find_topic(call, &t, err);
	if (!status)
		status = start_page(call, &page, err);
	if (status)
		return status;
	const struct cew_node *inside = demo_thing_node(t, "Subscription");
	struct demo_things all = demo_things(&call->view, SUBSCRIPTION);
	demo_xml_open(&call->xml, "Subscriptions");
	for (size_t i = 0; i < cew_node_count(inside); i++) {
		char id[400], hex[33];
		const struct cew_node *s = cew_node_at(inside, i);
		demo_digest_hex(cew_node_get_text(s, "Endpoint") ? cew_node_get_text(s, "Endpoint") : "", 32, hex);
		snprintf(id, sizeof(id), "%.340s:%.8s-%.4s-%.4s-%.4s-%.12s", t->id, hex, hex + 8, hex + 12, hex + 16, hex + 20);
		if (demo_page_takes(&page))
			write_subscription(call, t->id, id, cew_node_get_text(s, "Protocol"), cew_node_get_text(s, "Endpoint"));
	}
	for (size_t i = 0; i < all.count; i++) {
		const struct demo_thing *s = &all.at[i];
		bool pending = demo_thing_bool(&call->view, s, "Pending", false);
		if (is_of(call, s, t) && demo_page_takes(&page))
			write_subscription(call, t->id, pending ? "PendingConfirmation" : s->id,
			                   demo_thing_text(&call->view, s, "Protocol"), demo_thing_text(&call->view, s, "Endpoint"));
	}
	demo_xml_close(&call->xml);
	end_page(call, &page);
	return CEW_OK;
}

/* ---- taking away ---- */

/* Both succeed whether or not there was one; a stack's stays the stack's. */
static enum cew_status delete_topic(struct demo_call *call, struct cew_error *err)
{
	const char *arn = demo_query_get(&call->query, "TopicArn");
	(void)err;
	if (arn)
		demo_account_remove(&call->view, TOPIC, arn);
	return CEW_OK;
}

static enum cew_status unsubscribe(struct demo_call *call, struct cew_error *err)
{
	const char *arn = demo_query_get(&call->query, "SubscriptionArn");
	(void)err;
	if (arn)
		demo_account_remove(&call->view, SUBSCRIPTION, arn);
	return CEW_OK;
}

const struct demo_action demo_sns_actions[] = {
	{"CreateTopic", create_topic, false, NULL},
	{"DeleteTopic", delete_topic, true, NULL},
	{"GetTopicAttributes", get_topic_attributes, false, NULL},
	{"ListSubscriptionsByTopic", list_subscriptions, false, NULL},
	{"ListTopics", list_topics, false, NULL},
	{"SetTopicAttributes", set_topic_attributes, true, NULL},
	{"Subscribe", subscribe, false, NULL},
	{"Unsubscribe", unsubscribe, true, NULL},
	{NULL, NULL, false, NULL},
};
