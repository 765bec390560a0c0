/* From a request to the service that serves it. A further service is a row here and a table of its actions. */
#include "room.h"

#include "ecs.h"
#include "needs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct demo_service services[] = {
	{"cloudformation", DEMO_QUERY, "2010-05-15", "http://cloudformation.amazonaws.com/doc/2010-05-15/", demo_serve_query,
	 demo_cloudformation_actions},
	{"sts", DEMO_QUERY, "2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/", demo_serve_query, demo_sts_actions},
	{"ec2", DEMO_EC2_QUERY, "2016-11-15", "http://ec2.amazonaws.com/doc/2016-11-15/", demo_serve_query,
	 demo_ec2_actions},
	{"elasticloadbalancing", DEMO_QUERY, "2015-12-01", "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
	 demo_serve_query, demo_elb_actions},
	{"iam", DEMO_QUERY, "2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/", demo_serve_query, demo_iam_actions},
	{"sns", DEMO_QUERY, "2010-03-31", "http://sns.amazonaws.com/doc/2010-03-31/", demo_serve_query, demo_sns_actions},
	{"ecs", DEMO_JSON, "AmazonEC2ContainerServiceV20141113", "", demo_serve_json, demo_ecs_actions},
	{"secretsmanager", DEMO_JSON, "secretsmanager", "", demo_serve_json, demo_secrets_actions},
	{"servicequotas", DEMO_JSON, "ServiceQuotasV20190624", "", demo_serve_json, demo_quotas_actions},
	{"ecr", DEMO_JSON, "AmazonEC2ContainerRegistry_V20150921", "", demo_serve_json, demo_ecr_actions},
	{"logs", DEMO_JSON, "Logs_20140328", "", demo_serve_json, demo_logs_actions},
	{"lambda", DEMO_REST_JSON, "2015-03-31", "", demo_serve_rest, demo_lambda_actions},
	{"elasticfilesystem", DEMO_REST_JSON, "2015-02-01", "", demo_serve_rest, demo_efs_actions},
	{"kms", DEMO_JSON, "TrentService", "", demo_serve_json, demo_kms_actions},
	{"s3", DEMO_REST_XML, "2006-03-01", "http://s3.amazonaws.com/doc/2006-03-01/", demo_serve_s3, demo_s3_actions},
};

const struct demo_service *demo_service_find(const char *name)
{
	for (size_t i = 0; i < CEW_COUNT(services); i++)
		if (strcmp(services[i].name, name) == 0)
			return &services[i];
	return NULL;
}

const struct demo_action *demo_action_find(const struct demo_service *service, const char *name)
{
	for (const struct demo_action *a = service->actions; a->name; a++)
		if (strcmp(a->name, name) == 0)
			return a;
	return NULL;
}

const struct demo_service *demo_service_of_action(const char *action, const char *version)
{
	for (size_t i = 0; i < CEW_COUNT(services); i++)
		if (strcmp(services[i].version, version) == 0 && demo_action_find(&services[i], action))
			return &services[i];
	return NULL;
}

/* ---- what the scenario makes of a call ---- */

static enum cew_status deny(const struct demo_call *call, const char *permission, const char *resource,
                            struct cew_error *err)
{
	const char *service = call->service->name;
	return demo_refuse(err, "AccessDenied",
	                   "User: %s is not authorized to perform: %s:%s on resource: %s because no identity-based policy "
	                   "allows the %s:%s action",
	                   call->demo->caller->arn, service, permission, resource, service, permission);
}

static enum cew_status check_policies(struct demo_call *call, const char *action, const char *resource,
                                      struct cew_error *err)
{
	struct demo_key keys[DEMO_CALL_KEYS_MAX];
	struct demo_ask ask = {action, resource, keys, demo_call_keys(call, keys)};
	char *text = demo_actor_refusal(&call->view, call->demo->caller, &ask);
	enum cew_status status = text ? demo_refuse(err, "AccessDenied", "%s", text) : CEW_OK;
	free(text);
	return call->view.failed ? cew_fail_memory(err) : status;
}

/* A stack's role is passed to CloudFormation: for that the caller needs a permission of its own. */
static enum cew_status check_passing(struct demo_call *call, struct cew_error *err)
{
	const char *role = demo_query_get(&call->query, "RoleARN");
	struct demo_key key = {"iam:PassedToService", "cloudformation.amazonaws.com"};
	struct demo_ask ask = {"iam:PassRole", role, &key, 1};
	if (strcmp(call->service->name, "cloudformation") != 0 || !role || !*role)
		return CEW_OK;
	char *text = demo_actor_refusal(&call->view, call->demo->caller, &ask);
	enum cew_status status = text ? demo_refuse(err, "AccessDenied", "%s", text) : CEW_OK;
	const struct demo_thing *t = demo_role_of_arn(&call->view, role);
	bool wanted = strncmp(role, "arn:", 4) == 0 && strstr(role, ":role/");
	free(text);
	/* What is no role's ARN, CloudFormation's own checks refuse. */
	if (!status && wanted && (!t || !demo_role_trusts(t, "cloudformation.amazonaws.com")))
		status = demo_refuse(err, DEMO_INVALID, "Role %s is invalid or cannot be assumed", role);
	return status;
}

static const char *throttling_text(enum demo_protocol protocol)
{
	return protocol == DEMO_EC2_QUERY ? "Request limit exceeded."
	       : protocol == DEMO_REST_XML ? "Please reduce your request rate."
	                                   : "Rate exceeded";
}

static enum cew_status strike(const struct demo_call *call, const struct demo_trouble *trouble, struct cew_error *err)
{
	char seconds[24];
	call->reply->delay_ms = trouble->delay_ms;
	call->reply->fault = trouble->fault;
	if (trouble->fault == DEMO_DROP)
		return demo_refuse(err, "InternalFailure", "nobody will read this");
	if (trouble->retry_after) {
		snprintf(seconds, sizeof(seconds), "%lld", (long long)trouble->retry_after);
		demo_reply_header(call->reply, "Retry-After", seconds);
	}
	bool throttled = trouble->code && strcmp(trouble->code, "Throttling") == 0;
	const char *text = throttled ? throttling_text(call->service->protocol) : trouble->message;
	return trouble->code ? demo_refuse(err, trouble->code, "%s", text) : CEW_OK;
}

static void tell_progress(const struct cew_demo *demo)
{
	const struct demo_stack *s = demo->latest;
	const struct cew_clock *clock = cew_loop_clock(demo->loop);
	double ms = s ? ((double)clock->mono_ms(clock->ctx) - s->started_ms) * demo->speed : 0;
	demo_scenario_at(demo->scenario, ms / 60000, s ? s->status : NULL);
}

enum cew_status demo_judge(struct demo_call *call, const char *resource, struct cew_error *err)
{
	char arn[DEMO_ARN_MAX], name[200];
	const struct demo_action *action = demo_action_find(call->service, call->action);
	const char *permission = action && action->permission ? action->permission : call->action;
	struct demo_trouble trouble;
	tell_progress(call->demo);
	if (demo_scenario_fault(call->demo->scenario, call->service->name, call->action, &trouble)) {
		enum cew_status status = strike(call, &trouble, err);
		if (status)
			return status;
	}
	if (!resource) {
		demo_call_resource(call, arn);
		resource = arn;
	}
	switch (demo_scenario_judge(call->demo->scenario, call->service->name, call->action)) {
	case DEMO_THROTTLED:
		return demo_refuse(err, "Throttling", "%s", throttling_text(call->service->protocol));
	case DEMO_DENIED:
		return deny(call, permission, resource, err);
	default:
		break;
	}
	snprintf(name, sizeof(name), "%s:%s", call->service->name, permission);
	enum cew_status status = demo_needs_no_permission(name) ? CEW_OK : check_policies(call, name, resource, err);
	return status ? status : check_passing(call, err);
}

/* What comes instead of AWS's answer: a sign-in page of somebody between, or half a document. */
static void spoil(struct demo_reply *reply)
{
	if (reply->fault == DEMO_HTML) {
		reply->status = 200;
		reply->content_type = "text/html; charset=utf-8";
		cew_buf_clear(&reply->body);
		cew_buf_str(&reply->body, "<!DOCTYPE html>\n<html><head><title>Guest network</title></head>\n"
		                          "<body><h1>Please sign in to use this network</h1></body></html>\n");
	} else if (reply->fault == DEMO_REDIRECT) {
		reply->status = 302;
		reply->content_type = "text/html; charset=utf-8";
		cew_buf_clear(&reply->body);
		demo_reply_header(reply, "Location", "http://sign-in.example.net/guest");
	} else if (reply->fault == DEMO_MALFORMED && reply->body.len > 1)
		reply->body.data[reply->body.len /= 2] = '\0';
}

void demo_answer(struct cew_demo *demo, const struct demo_request *rq, struct demo_reply *reply)
{
	struct demo_scope scope = {.service = ""};
	struct cew_error err;
	cew_uuid(demo->random, reply->request_id);
	reply->header_count = 0;
	reply->fault = DEMO_NO_FAULT;
	reply->delay_ms = 0;
	if (demo_is_unsigned_call(rq))
		memcpy(scope.service, "sts", 4), memcpy(scope.region, "us-east-1", 10);
	else if (demo_verify(demo, rq, &scope, &err)) {
		demo_reply_error(reply, demo_service_find(scope.service), &err);
		return;
	}
	demo->caller = &scope.actor;
	struct demo_call call = {.demo = demo, .service = demo_service_find(scope.service), .request = rq, .reply = reply};
	memcpy(call.region, scope.region, sizeof(call.region));
	demo_view_init(&call.view, demo, call.region);
	call.service->serve(&call, reply);
	demo_view_finish(&call.view);
	demo->caller = NULL;
	spoil(reply);
}
