/* CloudWatch Logs: which groups are there? */
#include "account_room.h"
#include "json.h"
#include "lookup.h"

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
