/* Service Quotas: how much of something the account may have. */
#include "account_room.h"
#include "json.h"
#include "lookup.h"

#include <string.h>

static const struct aws_field quota_fields[] = {
	AWS_FIELD_TEXT(struct cew_quota, name, "QuotaName"),
	AWS_FIELD_TEXT(struct cew_quota, code, "QuotaCode"),
	AWS_FIELD_TEXT(struct cew_quota, unit, "Unit"),
	AWS_FIELD(AWS_FLOAT, struct cew_quota, value, "Value"),
	AWS_FIELD_BOOL(struct cew_quota, adjustable, "Adjustable"),
};
static const struct aws_shape quota_shape = AWS_SHAPE(cew_quota, quota_fields, "Value");

static bool mark_default(struct aws_lookup *l, struct cew_found *found)
{
	(void)found;
	((struct cew_quota *)cew_vec_at(&l->items, 0))->is_default = true;
	return true;
}

static const struct aws_find default_quota = {
	.call = AWS_CALL(AWS_QUOTAS, "GetAWSDefaultServiceQuota"),
	.shape = &quota_shape,
	.at = "Quota",
	.finish = mark_default,
};

/* The account has none of its own where it was never changed, in some regions: then AWS's is in force. */
static bool ask_for_default(struct aws_lookup *l, const struct cew_error *err, const struct aws_xml_node *result)
{
	(void)result;
	if (strcmp(err->code, "NoSuchResourceException") != 0)
		return false;
	l->find = &default_quota;
	return true;
}

static const struct aws_find quota = {
	.call = AWS_CALL(AWS_QUOTAS, "GetServiceQuota"), .shape = &quota_shape, .at = "Quota", .again = ask_for_default};

uint64_t aws_quotas_get(void *self, const char *region, const char *service_code, const char *quota_code, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&quota, &request);
	request.region = aws_request_text(&request, region);
	aws_json_member(&request.body, "ServiceCode", service_code);
	aws_json_member(&request.body, "QuotaCode", quota_code);
	return aws_lookup_start(self, &quota, &request, done, arg, err);
}
