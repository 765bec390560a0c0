/* The Query protocol: form fields in, XML out, one action a request. */
#include "room.h"

#include <string.h>
#include <strings.h>

static const struct demo_action *find_action(const struct demo_service *service, const char *name)
{
	for (const struct demo_action *a = service->actions; a->name; a++)
		if (strcmp(a->name, name) == 0)
			return a;
	return NULL;
}

static enum cew_status read_call(struct demo_call *call, struct cew_error *err)
{
	const struct demo_request *rq = call->request;
	bool post = strcmp(rq->method, "POST") == 0;
	if (!post && strcmp(rq->method, "GET") != 0)
		return demo_refuse(err, "InvalidAction", "The method %s is not served", rq->method);
	if (strcmp(rq->path, "/") != 0)
		return demo_refuse(err, "NotFound", "There is nothing at %s", rq->path);
	const char *fields = post ? rq->body : rq->query;
	enum cew_status status = demo_query_parse(&call->query, fields, post ? rq->body_len : strlen(fields), err);
	if (status == CEW_INVALID)
		return demo_refuse(err, "MalformedQueryString", "The query string contains a syntax error");
	return status;
}

static enum cew_status find_handler(struct demo_call *call, const struct demo_action **out, struct cew_error *err)
{
	const char *version = demo_query_get(&call->query, "Version");
	call->action = demo_query_get(&call->query, "Action");
	if (!call->action || !*call->action)
		return demo_refuse(err, "MissingAction", "Could not find an action for this request");
	if (!version)
		version = call->service->version;
	*out = strcmp(version, call->service->version) == 0 ? find_action(call->service, call->action) : NULL;
	if (*out)
		return CEW_OK;
	const struct demo_service *meant = demo_service_of_action(call->action, version);
	if (meant && meant != call->service)
		return demo_refuse(err, "SignatureDoesNotMatch", "Credential should be scoped to correct service: '%s'. ",
		                   meant->name);
	return demo_refuse(err, "InvalidAction", "Could not find operation %s for version %s", call->action, version);
}

static enum cew_status deny(const struct demo_call *call, struct cew_error *err)
{
	const char *service = call->service->name, *partition = cew_cfn_partition(call->region, NULL);
	const char *stack = demo_query_get(&call->query, "StackName");
	return demo_refuse(err, "AccessDenied",
	                   "User: arn:%s:iam::%s:user/cewizard-demo is not authorized to perform: %s:%s on resource: "
	                   "arn:%s:%s:%s:%s:stack/%.128s/* because no identity-based policy allows the %s:%s action",
	                   partition, call->demo->account, service, call->action, partition, service, call->region,
	                   call->demo->account, stack ? stack : "*", service, call->action);
}

/* What the scenario makes of the call. */
static enum cew_status judge(const struct demo_call *call, struct cew_error *err)
{
	switch (demo_scenario_judge(call->demo->scenario, call->action)) {
	case DEMO_THROTTLED:
		return demo_refuse(err, "Throttling", "Rate exceeded");
	case DEMO_DENIED:
		return deny(call, err);
	default:
		return CEW_OK;
	}
}

static enum cew_status write_result(struct demo_call *call, const struct demo_action *action, struct demo_reply *reply,
                                    struct cew_error *err)
{
	call->xml = (struct demo_xml){.out = &reply->body};
	cew_buf_fmt(&reply->body, "<%sResponse xmlns=\"%s\">\n", action->name, call->service->xmlns);
	if (!action->no_result)
		cew_buf_fmt(&reply->body, "<%sResult>", action->name);
	enum cew_status status = action->fn(call, err);
	if (status)
		return status;
	if (!action->no_result)
		cew_buf_fmt(&reply->body, "</%sResult>\n", action->name);
	demo_xml_open(&call->xml, "ResponseMetadata");
	demo_xml_text(&call->xml, "RequestId", reply->request_id);
	demo_xml_close(&call->xml);
	cew_buf_fmt(&reply->body, "\n</%sResponse>\n", action->name);
	return cew_buf_status(&reply->body, err);
}

void demo_serve_query(struct demo_call *call, struct demo_reply *reply)
{
	const struct demo_action *action = NULL;
	struct cew_error err;
	reply->status = 200;
	reply->content_type = "text/xml";
	enum cew_status status = read_call(call, &err);
	if (!status)
		status = find_handler(call, &action, &err);
	if (!status)
		status = judge(call, &err);
	if (!status)
		status = write_result(call, action, reply, &err);
	if (status)
		demo_reply_error(reply, call->service->xmlns, &err);
	demo_query_finish(&call->query);
}
