/* Secrets Manager: which secrets there are, and a new one. */
#include "account_room.h"
#include "json.h"
#include "lookup.h"

enum { PAGE = 100 };

static const struct aws_field secret_fields[] = {
	AWS_FIELD_TEXT(struct cew_secret_entry, arn, "ARN"),
	AWS_FIELD_TEXT(struct cew_secret_entry, name, "Name"),
	AWS_FIELD_TEXT(struct cew_secret_entry, description, "Description"),
	AWS_FIELD(AWS_TIME, struct cew_secret_entry, deleted_ms, "DeletedDate"),
};
static const struct aws_shape secret_shape = AWS_SHAPE(cew_secret_entry, secret_fields, "ARN");

static const struct aws_find secrets = {
	.call = AWS_CALL(AWS_SECRETS, "ListSecrets"),
	.shape = &secret_shape,
	.at = "SecretList",
	.list = true,
	.token_out = "NextToken",
	.token_in = "NextToken",
};
static const struct aws_find secret = {
	.call = AWS_CALL(AWS_SECRETS, "DescribeSecret"), .shape = &secret_shape, .at = "."};
static const struct aws_find create = {.call = AWS_CALL(AWS_SECRETS, "CreateSecret"), .shape = &secret_shape, .at = "."};

uint64_t aws_secrets_list(void *self, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&secrets, &request);
	aws_json_int(&request.body, "MaxResults", PAGE);
	return aws_lookup_start(self, &secrets, &request, done, arg, err);
}

uint64_t aws_secrets_describe(void *self, const char *name_or_arn, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&secret, &request);
	aws_json_member(&request.body, "SecretId", name_or_arn);
	return aws_lookup_start(self, &secret, &request, done, arg, err);
}

uint64_t aws_secrets_create(void *self, const struct cew_new_secret *what, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_lookup_request(&create, &request);
	aws_json_member(&request.body, "Name", what->name);
	aws_json_member(&request.body, "ClientRequestToken", what->token);
	aws_json_member(&request.body, "Description", what->description);
	aws_json_member(&request.body, "KmsKeyId", what->kms_key);
	aws_json_member(&request.body, "SecretString", cew_secret_text(what->value));
	return aws_lookup_start(self, &create, &request, done, arg, err);
}
