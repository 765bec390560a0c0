/* From a request to the service that serves it. A further service is a row here and a table of its actions. */
#include "room.h"

#include <stdio.h>
#include <string.h>

static const struct demo_service services[] = {
	{"cloudformation", "2010-05-15", "http://cloudformation.amazonaws.com/doc/2010-05-15/", false, demo_serve_query,
	 demo_cloudformation_actions},
	{"sts", "2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/", false, demo_serve_query, demo_sts_actions},
};

const struct demo_service *demo_service_find(const char *name)
{
	for (size_t i = 0; i < CEW_COUNT(services); i++)
		if (strcmp(services[i].name, name) == 0)
			return &services[i];
	return NULL;
}

const struct demo_service *demo_service_of_action(const char *action, const char *version)
{
	for (size_t i = 0; i < CEW_COUNT(services); i++) {
		if (strcmp(services[i].version, version) != 0)
			continue;
		for (const struct demo_action *a = services[i].actions; a->name; a++)
			if (strcmp(a->name, action) == 0)
				return &services[i];
	}
	return NULL;
}

enum cew_status demo_refuse(struct cew_error *err, const char *code, const char *fmt, ...)
{
	char text[sizeof(err->what)];
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	cew_fail(err, CEW_REFUSED, "%s", text);
	return cew_error_code(err, code);
}

/* Codes that do not come with HTTP 400 (aws-facts: Error codes). */
static unsigned status_of(const char *code)
{
	static const struct {
		const char *code;
		unsigned status;
	} others[] = {
		{"MissingAuthenticationToken", 403}, {"InvalidClientTokenId", 403}, {"SignatureDoesNotMatch", 403},
		{"AccessDenied", 403},               {"OptInRequired", 403},        {"ExpiredToken", 403},
		{"InternalFailure", 500},            {"ServiceUnavailable", 503},   {"RequestEntityTooLarge", 413},
		{"NotFound", 404},
	};
	for (size_t i = 0; i < CEW_COUNT(others); i++)
		if (strcmp(others[i].code, code) == 0)
			return others[i].status;
	return 400;
}

void demo_reply_error(struct demo_reply *reply, const char *xmlns, const struct cew_error *err)
{
	/* What is no refusal is our own failure; what AWS would tell of its own is as little as this. */
	bool refused = err->status == CEW_REFUSED;
	const char *code = refused ? err->code : "InternalFailure";
	struct demo_xml x = {.out = &reply->body};
	reply->status = status_of(code);
	reply->content_type = "text/xml";
	cew_buf_clear(&reply->body);
	cew_buf_fmt(x.out, "<ErrorResponse xmlns=\"%s\">\n  ", xmlns);
	demo_xml_open(&x, "Error");
	demo_xml_text(&x, "Type", reply->status < 500 ? "Sender" : "Receiver");
	demo_xml_text(&x, "Code", code);
	demo_xml_text(&x, "Message", refused ? err->what : "An internal error has occurred");
	demo_xml_close(&x);
	demo_xml_text(&x, "RequestId", reply->request_id);
	cew_buf_str(x.out, "</ErrorResponse>\n");
}

void demo_answer(struct cew_demo *demo, const struct demo_request *rq, struct demo_reply *reply)
{
	struct demo_scope scope;
	struct cew_error err;
	cew_uuid(demo->random, reply->request_id);
	if (demo_verify(demo, rq, &scope, &err)) {
		demo_reply_error(reply, "http://webservices.amazon.com/AWSFault/2005-15-09", &err);
		return;
	}
	struct demo_call call = {.demo = demo, .service = demo_service_find(scope.service), .request = rq};
	memcpy(call.region, scope.region, sizeof(call.region));
	call.service->serve(&call, reply);
}
