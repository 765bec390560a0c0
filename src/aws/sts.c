/* STS: who the keys belong to. */
#include "client.h"
#include "query.h"

static void report_caller(const struct aws_operation *op, union aws_done done, void *arg, const struct cew_error *err,
                          const struct aws_xml_node *result, struct aws_arena *arena)
{
	struct cew_caller caller = {
		.account = aws_xml_text(result, "Account"),
		.arn = aws_xml_text(result, "Arn"),
		.user_id = aws_xml_text(result, "UserId"),
	};
	struct cew_error missing = {0};

	(void)arena;
	if (!err && (!caller.account[0] || !caller.arn[0])) {
		aws_call_incomplete(op, "Account or Arn", &missing);
		err = &missing;
	}
	done.caller(arg, err, err ? NULL : &caller);
}

static const struct aws_operation get_caller_identity = {.service = AWS_STS, .action = "GetCallerIdentity", .report = report_caller};

uint64_t aws_sts_caller_identity(void *self, cew_caller_fn *done, void *arg, struct cew_error *err)
{
	struct cew_buf body;

	cew_buf_init(&body, AWS_BODY_MAX);
	aws_query_start(&body, get_caller_identity.action, aws_service_info(AWS_STS)->version);
	return aws_call_start(self, &get_caller_identity, &body, (union aws_done){.caller = done}, arg, err);
}
