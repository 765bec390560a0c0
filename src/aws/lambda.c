/* Lambda: is there a function of that name? */
#include "account_room.h"
#include "lookup.h"

static const struct aws_field function_fields[] = {
	AWS_FIELD_TEXT(struct cew_function, name, "FunctionName"),
	AWS_FIELD_TEXT(struct cew_function, arn, "FunctionArn"),
	AWS_FIELD_TEXT(struct cew_function, runtime, "Runtime"),
	AWS_FIELD_TEXT(struct cew_function, state, "State"),
};
static const struct aws_shape function_shape = AWS_SHAPE(cew_function, function_fields, "FunctionArn");

static const struct aws_find function = {
	.call = AWS_CALL(AWS_LAMBDA, "GetFunction"), .shape = &function_shape, .at = "Configuration"};

uint64_t aws_lambda_function(void *self, const char *name, CEW_TOLD_TO)
{
	struct aws_request request;

	aws_request_init(&request, "GET");
	aws_request_path(&request, "2015-03-31/functions/", "/");
	aws_request_path(&request, name, NULL);
	return aws_lookup_start(self, &function, &request, done, arg, err);
}
