/* Errors as each protocol writes them. What several services refuse alike has one name inside; here it becomes the code
 * that each of them sends. */
#include "room.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

struct wire_code {
	const char *code;
	unsigned status;
};

/* Codes that differ by protocol (aws-facts: Wire formats, Error codes). An empty one stays as it is. */
static const struct {
	const char *name;
	struct wire_code by[DEMO_PROTOCOL_COUNT];
} common[] = {
	{"MissingAuthenticationToken",
	 {{"", 403}, {"AuthFailure", 401}, {"MissingAuthenticationTokenException", 400}, {"AccessDenied", 403},
	  {"MissingAuthenticationTokenException", 403}}},
	{"InvalidClientTokenId",
	 {{"", 403}, {"AuthFailure", 401}, {"UnrecognizedClientException", 400}, {"InvalidAccessKeyId", 403},
	  {"UnrecognizedClientException", 403}}},
	{"SignatureDoesNotMatch",
	 {{"", 403}, {"", 403}, {"InvalidSignatureException", 400}, {"", 403}, {"InvalidSignatureException", 403}}},
	{"SkewedSignature",
	 {{"SignatureDoesNotMatch", 403}, {"RequestExpired", 400}, {"InvalidSignatureException", 400},
	  {"RequestTimeTooSkewed", 403}, {"InvalidSignatureException", 403}}},
	{"IncompleteSignature",
	 {{"", 400}, {"AuthFailure", 401}, {"IncompleteSignatureException", 400}, {"AuthorizationHeaderMalformed", 400},
	  {"IncompleteSignatureException", 403}}},
	{"ExpiredToken",
	 {{"", 403}, {"RequestExpired", 400}, {"ExpiredTokenException", 400}, {"", 400}, {"ExpiredTokenException", 403}}},
	{"AccessDenied",
	 {{"", 403}, {"UnauthorizedOperation", 403}, {"AccessDeniedException", 400}, {"", 403},
	  {"AccessDeniedException", 403}}},
	{"Throttling",
	 {{"", 400}, {"RequestLimitExceeded", 503}, {"ThrottlingException", 400}, {"SlowDown", 503},
	  {"TooManyRequestsException", 429}}},
	{"InternalFailure",
	 {{"", 500}, {"InternalError", 500}, {"InternalServerError", 500}, {"InternalError", 500},
	  {"ServiceException", 500}}},
	{"ServiceUnavailable",
	 {{"", 503}, {"Unavailable", 503}, {"ServiceUnavailableException", 503}, {"", 503},
	  {"ServiceUnavailableException", 503}}},
};

/* … and where one service does not do as the others of its protocol. */
static const struct {
	const char *service, *name;
	struct wire_code code;
} special[] = {
	{"sns", "AccessDenied", {"AuthorizationError", 403}},
	{"sns", "Throttling", {"Throttled", 429}},
	{"servicequotas", "Throttling", {"TooManyRequestsException", 400}},
	{"secretsmanager", "InternalFailure", {"InternalServiceError", 500}},
	{"ecs", "InternalFailure", {"ServerException", 500}},
	{"lambda", "ResourceNotFoundException", {"ResourceNotFoundException", 404}},
};

/* Codes that do not come with HTTP 400. */
static const struct wire_code statuses[] = {
	{"OptInRequired", 403},      {"RequestEntityTooLarge", 413}, {"NotFound", 404},
	{"NoSuchEntity", 404},       {"ChangeSetNotFound", 404},     {"StackNotFoundException", 404},
	{"NoSuchBucket", 404},       {"NoSuchKey", 404},             {"BucketAlreadyExists", 409},
	{"BucketAlreadyOwnedByYou", 409}, {"BucketNotEmpty", 409},   {"PermanentRedirect", 301},
	{"PreconditionFailed", 412},      {"MethodNotAllowed", 405},      {"ResourceNotFoundException.Lambda", 404},
	{"DryRunOperation", 412},         {"EntityAlreadyExists", 409},   {"DeleteConflict", 409},
	{"LimitExceeded", 409},           {"FileSystemNotFound", 404},    {"MountTargetNotFound", 404},
	{"PolicyNotFound", 404},          {"NoSuchBucketPolicy", 404},    {"NoSuchTagSet", 404},
	{"NoSuchPublicAccessBlockConfiguration", 404}, {"OwnershipControlsNotFoundError", 404},
	{"ServerSideEncryptionConfigurationNotFoundError", 404}, {"OperationAborted", 409},
	{"TopicLimitExceeded", 403}, {"NoSuchLifecycleConfiguration", 404},
};

static struct wire_code by_status(const char *name)
{
	for (size_t i = 0; i < CEW_COUNT(statuses); i++)
		if (strcmp(statuses[i].code, name) == 0)
			return statuses[i];
	return (struct wire_code){name, 400};
}

static struct wire_code wire_code(const struct demo_service *service, const char *name)
{
	enum demo_protocol protocol = service ? service->protocol : DEMO_QUERY;
	for (size_t i = 0; service && i < CEW_COUNT(special); i++)
		if (strcmp(special[i].service, service->name) == 0 && strcmp(special[i].name, name) == 0)
			return special[i].code;
	for (size_t i = 0; i < CEW_COUNT(common); i++) {
		if (strcmp(common[i].name, name) != 0)
			continue;
		struct wire_code code = common[i].by[protocol];
		return *code.code ? code : (struct wire_code){common[i].name, code.status};
	}
	return by_status(name);
}

/* ---- writing ---- */

static void write_query(struct demo_reply *reply, const char *xmlns, const char *code, const char *message)
{
	struct demo_xml x = {.out = &reply->body};
	cew_buf_fmt(x.out, "<ErrorResponse xmlns=\"%s\">\n  ", xmlns);
	demo_xml_open(&x, "Error");
	demo_xml_text(&x, "Type", reply->status < 500 ? "Sender" : "Receiver");
	demo_xml_text(&x, "Code", code);
	demo_xml_text(&x, "Message", message);
	demo_xml_close(&x);
	demo_xml_text(&x, "RequestId", reply->request_id);
	cew_buf_str(x.out, "</ErrorResponse>\n");
}

static void write_ec2(struct demo_reply *reply, const char *code, const char *message)
{
	struct demo_xml x = {.out = &reply->body};
	cew_buf_str(x.out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors>");
	demo_xml_open(&x, "Error");
	demo_xml_text(&x, "Code", code);
	demo_xml_text(&x, "Message", message);
	demo_xml_close(&x);
	cew_buf_str(x.out, "</Errors>");
	demo_xml_text(&x, "RequestID", reply->request_id);
	cew_buf_str(x.out, "</Response>");
}

static void write_s3(struct demo_reply *reply, const char *code, const char *message)
{
	struct demo_xml x = {.out = &reply->body};
	cew_buf_str(x.out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>");
	demo_xml_text(&x, "Code", code);
	demo_xml_text(&x, "Message", message);
	demo_xml_text(&x, "RequestId", reply->request_id);
	demo_xml_text(&x, "HostId", "ZGVtbyBob3N0IG9mIHRoZSBlbWJlZGRlZCBBV1M=");
	cew_buf_str(x.out, "</Error>");
}

static void write_json(struct demo_reply *reply, const char *code, const char *message, bool rest)
{
	struct cew_doc *doc = cew_doc_create("error");
	struct cew_node *n = doc ? cew_doc_map(doc) : NULL;
	if (n) {
		n = cew_map_put_text(doc, n, rest ? "Type" : "__type", rest ? (reply->status < 500 ? "User" : "Service") : code);
		n = cew_map_put_text(doc, n, rest ? "Message" : "message", message);
		cew_doc_write_json(n, &reply->body, NULL);
	}
	cew_doc_destroy(doc);
	demo_reply_header(reply, "x-amzn-ErrorType", code);
}

void demo_reply_error(struct demo_reply *reply, const struct demo_service *service, const struct cew_error *err)
{
	/* What is no refusal is our own failure; what AWS would tell of its own is as little as this. */
	bool refused = err->status == CEW_REFUSED;
	struct wire_code code = wire_code(service, refused ? err->code : "InternalFailure");
	const char *message = refused ? err->what : "An internal error has occurred";
	reply->status = code.status;
	cew_buf_clear(&reply->body);
	reply->content_type = "text/xml";
	switch (service ? service->protocol : DEMO_QUERY) {
	case DEMO_EC2_QUERY:
		write_ec2(reply, code.code, message);
		break;
	case DEMO_REST_XML:
		reply->content_type = "application/xml";
		write_s3(reply, code.code, message);
		break;
	case DEMO_JSON:
		reply->content_type = "application/x-amz-json-1.1";
		write_json(reply, code.code, message, false);
		break;
	case DEMO_REST_JSON:
		reply->content_type = "application/json";
		write_json(reply, code.code, message, true);
		break;
	default:
		write_query(reply, service ? service->xmlns : "http://webservices.amazon.com/AWSFault/2005-15-09", code.code,
		            message);
	}
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

void demo_reply_header(struct demo_reply *reply, const char *name, const char *value)
{
	if (!value || reply->header_count == DEMO_REPLY_HEADERS_MAX)
		return;
	snprintf(reply->headers[reply->header_count].name, sizeof(reply->headers->name), "%s", name);
	snprintf(reply->headers[reply->header_count].value, sizeof(reply->headers->value), "%s", value);
	reply->header_count++;
}

void demo_http_date(int64_t wall_ms, char out[DEMO_HTTP_DATE_MAX])
{
	static const char days[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	time_t seconds = (time_t)(wall_ms / 1000);
	struct tm tm;
	if (!gmtime_r(&seconds, &tm)) {
		*out = '\0';
		return;
	}
	/* Not strftime: the program's language must not show in it. */
	snprintf(out, DEMO_HTTP_DATE_MAX, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[tm.tm_wday], tm.tm_mday % 100,
	         months[tm.tm_mon], (tm.tm_year + 1900) % 10000, tm.tm_hour, tm.tm_min, tm.tm_sec);
}
