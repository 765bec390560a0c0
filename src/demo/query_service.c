/* The Query protocol: form fields in, XML out, one action a request. EC2 speaks a dialect of it. */
#include "room.h"

#include <string.h>

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
	*out = strcmp(version, call->service->version) == 0 ? demo_action_find(call->service, call->action) : NULL;
	if (*out)
		return CEW_OK;
	const struct demo_service *meant = demo_service_of_action(call->action, version);
	if (meant && meant != call->service)
		return demo_refuse(err, "SignatureDoesNotMatch", "Credential should be scoped to correct service: '%s'. ",
		                   meant->name);
	if (call->service->protocol == DEMO_EC2_QUERY)
		return demo_refuse(err, "InvalidAction", "The action %s is not valid for this web service.", call->action);
	return demo_refuse(err, "InvalidAction", "Could not find operation %s for version %s", call->action, version);
}

/* EC2 can be asked whether a call would be allowed: the answer is an error in either case. */
static enum cew_status check_dry_run(const struct demo_call *call, struct cew_error *err)
{
	const char *dry = demo_query_get(&call->query, "DryRun");
	if (call->service->protocol != DEMO_EC2_QUERY || !dry || strcmp(dry, "true") != 0)
		return CEW_OK;
	return demo_refuse(err, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
}

static void write_end(struct demo_call *call, const struct demo_action *action, const struct demo_reply *reply)
{
	if (!action->no_result)
		cew_buf_fmt(call->xml.out, "</%sResult>\n", action->name);
	demo_xml_open(&call->xml, "ResponseMetadata");
	demo_xml_text(&call->xml, "RequestId", reply->request_id);
	demo_xml_close(&call->xml);
	cew_buf_str(call->xml.out, "\n");
}

static enum cew_status write_result(struct demo_call *call, const struct demo_action *action, struct demo_reply *reply,
                                    struct cew_error *err)
{
	bool ec2 = call->service->protocol == DEMO_EC2_QUERY;
	call->xml = (struct demo_xml){.out = &reply->body};
	if (ec2)
		cew_buf_str(&reply->body, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	cew_buf_fmt(&reply->body, "<%sResponse xmlns=\"%s\">\n", action->name, call->service->xmlns);
	if (ec2)
		demo_xml_text(&call->xml, "requestId", reply->request_id);
	else if (!action->no_result)
		cew_buf_fmt(&reply->body, "<%sResult>", action->name);
	enum cew_status status = action->fn(call, err);
	if (status)
		return status;
	if (!ec2)
		write_end(call, action, reply);
	cew_buf_fmt(&reply->body, "</%sResponse>\n", action->name);
	return call->view.failed ? cew_fail_memory(err) : cew_buf_status(&reply->body, err);
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
		status = demo_judge(call, NULL, &err);
	if (!status)
		status = check_dry_run(call, &err);
	if (!status)
		status = write_result(call, action, reply, &err);
	if (status)
		demo_reply_error(reply, call->service, &err);
	demo_query_finish(&call->query);
}
