/* STS: who is calling. */
#include "room.h"

static enum cew_status get_caller_identity(struct demo_call *call, struct cew_error *err)
{
	(void)err;
	demo_xml_text(&call->xml, "Arn", demo_account_user_arn(call->demo, call->region));
	demo_xml_text(&call->xml, "UserId", "AIDACEWIZARDDEMO00001");
	demo_xml_text(&call->xml, "Account", call->demo->account);
	return CEW_OK;
}

const struct demo_action demo_sts_actions[] = {
	{"GetCallerIdentity", get_caller_identity, false, NULL},
	{NULL, NULL, false, NULL},
};
