/* STS: who is calling. */
#include "room.h"

#include <stdlib.h>

static enum cew_status get_caller_identity(struct demo_call *call, struct cew_error *err)
{
	char *arn =
		cew_fmt("arn:%s:iam::%s:user/cewizard-demo", cew_cfn_partition(call->region, NULL), call->demo->account);
	if (!arn)
		return cew_fail_memory(err);
	demo_xml_text(&call->xml, "Arn", arn);
	demo_xml_text(&call->xml, "UserId", "AIDACEWIZARDDEMO00001");
	demo_xml_text(&call->xml, "Account", call->demo->account);
	free(arn);
	return CEW_OK;
}

const struct demo_action demo_sts_actions[] = {
	{"GetCallerIdentity", get_caller_identity, false},
	{NULL, NULL, false},
};
