/* SNS: topics, and who is told. */
#include "account_room.h"
#include "lookup.h"
#include "operations_room.h"

static const struct aws_field topic_fields[] = {
	AWS_FIELD_TEXT(struct cew_topic, arn, "TopicArn"),
};
static const struct aws_shape topic_shape = AWS_SHAPE(cew_topic, topic_fields, "TopicArn");

static const struct aws_field subscription_fields[] = {
	AWS_FIELD_TEXT(struct cew_subscription, arn, "SubscriptionArn"),
	AWS_FIELD_TEXT(struct cew_subscription, protocol, "Protocol"),
	AWS_FIELD_TEXT(struct cew_subscription, endpoint, "Endpoint"),
	AWS_FIELD_TEXT(struct cew_subscription, owner, "Owner"),
};
static const struct aws_shape subscription_shape = AWS_SHAPE(cew_subscription, subscription_fields, "SubscriptionArn");

static const struct aws_find topics = {
	.call = AWS_CALL(AWS_SNS, "ListTopics"),
	.shape = &topic_shape,
	.at = "Topics",
	.list = true,
	.token_out = "NextToken",
	.token_in = "NextToken",
};
static const struct aws_find create_topic = {.call = AWS_CALL(AWS_SNS, "CreateTopic"), .shape = &topic_shape, .at = "."};
static const struct aws_find subscribe = {.call = AWS_CALL(AWS_SNS, "Subscribe"), .shape = &subscription_shape, .at = "."};
static const struct aws_find set_attribute = {.call = AWS_CALL(AWS_SNS, "SetTopicAttributes"), .at = "."};

uint64_t aws_sns_topics(void *self, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&topics, &request);
	return aws_lookup_start(self, &topics, &request, done, arg, err);
}

uint64_t aws_sns_create_topic(void *self, const char *name, const char *kms_key, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&create_topic, &request);
	aws_query_text(&request.body, "Name", name);
	if (kms_key) {
		aws_query_text(&request.body, "Attributes.entry.1.key", "KmsMasterKeyId");
		aws_query_text(&request.body, "Attributes.entry.1.value", kms_key);
	}
	return aws_lookup_start(self, &create_topic, &request, done, arg, err);
}

uint64_t aws_sns_subscribe(void *self, const char *topic_arn, const char *protocol, const char *endpoint, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&subscribe, &request);
	aws_query_text(&request.body, "TopicArn", topic_arn);
	aws_query_text(&request.body, "Protocol", protocol);
	aws_query_text(&request.body, "Endpoint", endpoint);
	aws_query_bool(&request.body, "ReturnSubscriptionArn", true); /* else it is "pending confirmation" for e-mail */
	return aws_lookup_start(self, &subscribe, &request, done, arg, err);
}

uint64_t aws_sns_set_topic_attribute(void *self, const char *topic_arn, const char *name, const char *value, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&set_attribute, &request);
	aws_query_text(&request.body, "TopicArn", topic_arn);
	aws_query_text(&request.body, "AttributeName", name);
	aws_query_text(&request.body, "AttributeValue", value);
	return aws_lookup_start(self, &set_attribute, &request, done, arg, err);
}

/* ---- a topic's settings, and who is told ---- */

static const struct aws_find attributes = {
	.call = AWS_CALL(AWS_SNS, "GetTopicAttributes"), .shape = &aws_pair_shape, .at = "Attributes", .list = true};
static const struct aws_find subscriptions = {
	.call = AWS_CALL(AWS_SNS, "ListSubscriptionsByTopic"),
	.shape = &subscription_shape,
	.at = "Subscriptions",
	.list = true,
	.token_out = "NextToken",
	.token_in = "NextToken",
};

static uint64_t of_topic(void *self, const struct aws_find *find, const char *topic_arn, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(find, &request);
	aws_query_text(&request.body, "TopicArn", topic_arn);
	return aws_lookup_start(self, find, &request, done, arg, err);
}

uint64_t aws_sns_topic_attributes(void *self, const char *topic_arn, CEW_TOLD_TO)
{
	return of_topic(self, &attributes, topic_arn, done, arg, err);
}

uint64_t aws_sns_subscriptions(void *self, const char *topic_arn, CEW_TOLD_TO)
{
	return of_topic(self, &subscriptions, topic_arn, done, arg, err);
}
