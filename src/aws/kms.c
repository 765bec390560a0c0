/* KMS: keys of one's own, and their names. */
#include "json.h"
#include "lookup.h"
#include "operations_room.h"

static const struct aws_field key_fields[] = {
	AWS_FIELD_TEXT(struct cew_key, id, "KeyId"),
	AWS_FIELD_TEXT(struct cew_key, arn, "Arn"),
	AWS_FIELD_TEXT(struct cew_key, state, "KeyState"),
	AWS_FIELD_TEXT(struct cew_key, manager, "KeyManager"),
	AWS_FIELD_TEXT(struct cew_key, description, "Description"),
	AWS_FIELD_BOOL(struct cew_key, enabled, "Enabled"),
};
static const struct aws_shape key_shape = AWS_SHAPE(cew_key, key_fields, "KeyId");

static const struct aws_field alias_fields[] = {
	AWS_FIELD_TEXT(struct cew_key_alias, name, "AliasName"),
	AWS_FIELD_TEXT(struct cew_key_alias, arn, "AliasArn"),
	AWS_FIELD_TEXT(struct cew_key_alias, key_id, "TargetKeyId"),
};
static const struct aws_shape alias_shape = AWS_SHAPE(cew_key_alias, alias_fields, "AliasName");

/* KMS knows no token that would tell a resend from a second key. */
static const struct aws_find create_key = {
	.call = AWS_CALL_WITH(AWS_KMS, "CreateKey", .once = true), .shape = &key_shape, .at = "KeyMetadata"};
static const struct aws_find create_alias = {.call = AWS_CALL_WITH(AWS_KMS, "CreateAlias", .empty = true), .at = "."};
static const struct aws_find describe_key = {
	.call = AWS_CALL(AWS_KMS, "DescribeKey"), .shape = &key_shape, .at = "KeyMetadata"};
static const struct aws_find aliases = {
	.call = AWS_CALL(AWS_KMS, "ListAliases"),
	.shape = &alias_shape,
	.at = "Aliases",
	.list = true,
	.token_out = "NextMarker",
	.token_in = "Marker",
};

uint64_t aws_kms_create_key(void *self, const char *description, const char *policy_json, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&create_key, &request);
	aws_json_member(&request.body, "Description", description);
	aws_json_member(&request.body, "Policy", policy_json);
	return aws_lookup_start(self, &create_key, &request, done, arg, err);
}

uint64_t aws_kms_create_alias(void *self, const char *alias, const char *key_id, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&create_alias, &request);
	aws_json_member(&request.body, "AliasName", alias);
	aws_json_member(&request.body, "TargetKeyId", key_id);
	return aws_lookup_start(self, &create_alias, &request, done, arg, err);
}

uint64_t aws_kms_describe_key(void *self, const char *id_arn_or_alias, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&describe_key, &request);
	aws_json_member(&request.body, "KeyId", id_arn_or_alias);
	return aws_lookup_start(self, &describe_key, &request, done, arg, err);
}

uint64_t aws_kms_aliases(void *self, const char *key_id, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&aliases, &request);
	aws_json_member(&request.body, "KeyId", key_id);
	return aws_lookup_start(self, &aliases, &request, done, arg, err);
}
