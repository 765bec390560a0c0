/* CloudWatch Logs: which groups are there? */
#include "account_room.h"
#include "json.h"
#include "lookup.h"
#include "operations_room.h"

enum { PAGE = 50 };

static const struct aws_field group_fields[] = {
	AWS_FIELD_TEXT(struct cew_log_group, name, "logGroupName"),
	AWS_FIELD_TEXT(struct cew_log_group, arn, "arn"),
	AWS_FIELD_INT(struct cew_log_group, retention_days, "retentionInDays"),
	AWS_FIELD_INT(struct cew_log_group, stored_bytes, "storedBytes"),
};
static const struct aws_shape group_shape = AWS_SHAPE(cew_log_group, group_fields, "logGroupName");

static const struct aws_find groups = {
	.call = AWS_CALL(AWS_LOGS, "DescribeLogGroups"),
	.shape = &group_shape,
	.at = "logGroups",
	.list = true,
	.token_out = "nextToken",
	.token_in = "nextToken",
};

uint64_t aws_logs_groups(void *self, const char *name_prefix, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&groups, &request);
	aws_json_member(&request.body, "logGroupNamePrefix", name_prefix);
	aws_json_int(&request.body, "limit", PAGE);
	return aws_lookup_start(self, &groups, &request, done, arg, err);
}

/* ---- lines ---- */

static const struct aws_field stream_fields[] = {
	AWS_FIELD_TEXT(struct cew_log_stream, name, "logStreamName"),
	AWS_FIELD_TEXT(struct cew_log_stream, arn, "arn"),
	AWS_FIELD_INT(struct cew_log_stream, created_ms, "creationTime"), /* this service's times are milliseconds already */
	AWS_FIELD_INT(struct cew_log_stream, last_event_ms, "lastEventTimestamp"),
};
static const struct aws_shape stream_shape = AWS_SHAPE(cew_log_stream, stream_fields, "logStreamName");

static const struct aws_field event_fields[] = {
	AWS_FIELD_TEXT(struct cew_log_event, message, "message"),
	AWS_FIELD_INT(struct cew_log_event, time_ms, "timestamp"),
};
static const struct aws_shape event_shape = AWS_SHAPE(cew_log_event, event_fields, NULL);

/* The newest are on the first page, which is all that is read. */
static const struct aws_find streams = {
	.call = AWS_CALL(AWS_LOGS, "DescribeLogStreams"), .shape = &stream_shape, .at = "logStreams", .list = true};
/* The last page may be empty although there are lines before it. */
static const struct aws_find events = {
	.call = AWS_CALL(AWS_LOGS, "GetLogEvents"),
	.shape = &event_shape,
	.at = "events",
	.list = true,
	.token_out = "nextBackwardToken",
	.token_in = "nextToken",
	.until_found = true,
};

uint64_t aws_logs_streams(void *self, const char *group, int limit, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&streams, &request);
	aws_json_member(&request.body, "logGroupName", group);
	aws_json_member(&request.body, "orderBy", "LastEventTime");
	aws_json_bool(&request.body, "descending", true);
	aws_json_int(&request.body, "limit", limit);
	return aws_lookup_start(self, &streams, &request, done, arg, err);
}

uint64_t aws_logs_events(void *self, const char *group, const char *stream, int limit, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&events, &request);
	aws_json_member(&request.body, "logGroupName", group);
	aws_json_member(&request.body, "logStreamName", stream);
	aws_json_bool(&request.body, "startFromHead", false);
	aws_json_int(&request.body, "limit", limit);
	return aws_lookup_start(self, &events, &request, done, arg, err);
}
