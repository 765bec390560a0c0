/* One call's way: sign, send, read, and again where that is worth it, until somebody is told. */
#include "errors.h"
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLOCK_TOLERATED_MS = 2 * 60 * 1000 };
#define CONTENT_TYPE "application/x-www-form-urlencoded; charset=utf-8"

struct aws_call {
	struct aws_call *next;
	struct cew_aws *aws;
	uint64_t id;
	const struct aws_operation *op;
	union aws_done done;
	void *arg;
	struct cew_buf body;
	struct aws_endpoint endpoint;
	char *region; /* as it was when the call was made */
	struct aws_http_transfer *transfer; /* out; NULL while waiting for the next attempt */
	uint64_t timer;                     /* of the next attempt */
	int made;                           /* attempts */
	int cost;                           /* of the last retry, given back on success */
	int64_t signed_off_ms;              /* the clock's correction when it was last signed */
	bool clock_corrected, keys_refreshed;
};

static enum cew_status send_attempt(struct aws_call *call, struct cew_error *err);

/* ---- the end ---- */

static void unlink_call(struct aws_call *call)
{
	for (struct aws_call **at = &call->aws->calls; *at; at = &(*at)->next) {
		if (*at != call)
			continue;
		*at = call->next;
		return;
	}
}

static void free_call(struct aws_call *call)
{
	cew_buf_wipe(&call->body);
	aws_endpoint_finish(&call->endpoint);
	free(call->region);
	free(call);
}

/* The call leaves the client before its owner is told: whatever the owner does then, to cancel or destroy even, is safe. */
static void finish(struct aws_call *call, const struct cew_error *err, const struct aws_xml_node *result,
                   struct aws_arena *arena)
{
	unlink_call(call);
	if (err)
		cew_log(err->status == CEW_NOT_FOUND ? CEW_LOG_INFO : CEW_LOG_WARN, "aws", "%s: %s %s", call->op->action, err->code,
		        err->what);
	call->op->report(call->op, call->done, call->arg, err, result, arena);
	free_call(call);
}

static void drop(struct aws_call *call)
{
	unlink_call(call);
	aws_http_cancel(call->transfer);
	if (call->timer)
		cew_loop_cancel(call->aws->given.loop, call->timer);
	free_call(call);
}

void aws_call_cancel(struct cew_aws *aws, uint64_t id)
{
	for (struct aws_call *call = aws->calls; call; call = call->next) {
		if (call->id != id)
			continue;
		drop(call);
		return;
	}
}

void aws_calls_cancel_all(struct cew_aws *aws)
{
	while (aws->calls)
		drop(aws->calls);
}

/* ---- again ---- */

static void on_time(void *ctx)
{
	struct aws_call *call = ctx;
	struct cew_error err = {0};

	call->timer = 0;
	if (send_attempt(call, &err) != CEW_OK)
		finish(call, &err, NULL, NULL);
}

static bool attempt_at(struct aws_call *call, int64_t delay_ms)
{
	call->timer = cew_loop_after(call->aws->given.loop, delay_ms, on_time, call);
	return call->timer != 0;
}

static bool try_again(struct aws_call *call, enum aws_retry_class class, const struct aws_http_answer *answer)
{
	struct cew_aws *aws = call->aws;

	if (class == AWS_RETRY_NONE || call->made >= aws->settings.max_attempts ||
	    !aws_retry_spend(&aws->quota, class, &call->cost))
		return false;
	return attempt_at(call, aws_retry_delay_ms(call->made, answer->retry_after_ms, aws->given.random));
}

/* Server's clock minus ours, corrections left out. */
static int64_t clock_difference(const struct aws_call *call, const struct aws_http_answer *answer)
{
	const struct cew_clock *clock = cew_loop_clock(call->aws->given.loop);

	return answer->date_ms < 0 ? 0 : answer->date_ms - clock->wall_ms(clock->ctx);
}

/* Signs with AWS's time from now on, once a call: a machine with a wrong clock can work all the same. */
static bool correct_clock(struct aws_call *call, const struct aws_http_answer *answer)
{
	int64_t off = clock_difference(call, answer), change = off - call->signed_off_ms;

	if (call->clock_corrected || answer->date_ms < 0 || (change < CLOCK_TOLERATED_MS && change > -CLOCK_TOLERATED_MS))
		return false;
	call->clock_corrected = true;
	call->aws->clock_off_ms = off;
	cew_log(CEW_LOG_WARN, "aws", "this machine's clock is %lld s off", (long long)(off / 1000));
	return attempt_at(call, 0);
}

static bool keys_expired(const char *code)
{
	return strcmp(code, "ExpiredToken") == 0 || strcmp(code, "ExpiredTokenException") == 0 ||
	       strcmp(code, "RequestExpired") == 0;
}

/* Somebody may have logged in again in another terminal, which a long watch should survive. */
static bool refresh_keys(struct aws_call *call)
{
	if (call->keys_refreshed)
		return false;
	call->keys_refreshed = true;
	return aws_credentials_refresh(call->aws) && attempt_at(call, 0);
}

/* ---- the answer ---- */

static struct aws_error_context context_of(const struct aws_call *call, const struct aws_http_answer *answer)
{
	return (struct aws_error_context){
		.action = call->op->action,
		.region = call->region,
		.profile = call->aws->settings.profile,
		.source = cew_aws_credential_source(call->aws),
		.host = call->endpoint.host,
		.ca_bundle = call->aws->settings.ca_bundle,
		.direct = call->endpoint.loopback,
		.clock_off_ms = clock_difference(call, answer),
	};
}

static void on_service_error(struct aws_call *call, const struct aws_http_answer *answer, const struct aws_xml *xml)
{
	const struct aws_xml_node *e = aws_xml_child(xml->root, "Error");
	struct aws_error_context context;
	struct cew_error err = {0};
	const char *code, *message;

	if (!e)
		e = aws_xml_path(xml->root, "Errors/Error");
	code = aws_xml_text(e, "Code");
	message = aws_xml_text(e, "Message");
	if (aws_retry_clock(code, message) && correct_clock(call, answer))
		return;
	if (keys_expired(code) && refresh_keys(call))
		return;
	if (try_again(call, aws_retry_answer(call->op->service, answer->status, code), answer))
		return;
	context = context_of(call, answer); /* not before: the keys' source may just have changed */
	aws_error_from_service(&context, answer->status, code, message, &err);
	finish(call, &err, NULL, NULL);
}

static void on_success(struct aws_call *call, struct aws_xml *xml)
{
	const struct aws_xml_node *result;
	char name[64];

	snprintf(name, sizeof(name), "%sResult", call->op->action);
	result = aws_xml_child(xml->root, name);
	aws_retry_repay(&call->aws->quota, call->cost);
	finish(call, NULL, result, &xml->arena);
}

static bool is_answer_of(const struct aws_call *call, const struct aws_xml *xml)
{
	const char *root = xml->root->name;
	size_t len = strlen(call->op->action);

	return strncmp(root, call->op->action, len) == 0 && strcmp(root + len, "Response") == 0;
}

static bool is_error(const struct aws_xml *xml)
{
	return aws_xml_path(xml->root, "Error/Code") || aws_xml_path(xml->root, "Errors/Error/Code");
}

static void on_unknown(struct aws_call *call, const struct aws_http_answer *answer, const struct cew_error *why)
{
	struct aws_error_context context = context_of(call, answer);
	struct cew_error err = {0};
	const char *body = cew_buf_text(&answer->body);

	if (try_again(call, aws_retry_answer(call->op->service, answer->status, ""), answer))
		return;
	/* Broken XML under a good status is AWS's own, cut or damaged; all else is somebody else's. */
	if (answer->status == 200 && why && why->where[0] && strstr(body, call->op->action))
		aws_error_unreadable(&context, why->what, &err);
	else
		aws_error_not_aws(&context, answer, &err);
	finish(call, &err, NULL, NULL);
}

static void on_document(struct aws_call *call, const struct aws_http_answer *answer)
{
	struct aws_xml xml;
	struct cew_error why = {0};

	if (aws_xml_parse(cew_buf_text(&answer->body), answer->body.len, &xml, &why) != CEW_OK) {
		on_unknown(call, answer, &why);
		return;
	}
	if (answer->status / 100 == 2 && is_answer_of(call, &xml))
		on_success(call, &xml);
	else if (is_error(&xml))
		on_service_error(call, answer, &xml);
	else
		on_unknown(call, answer, NULL);
	aws_xml_finish(&xml);
}

static void on_network_error(struct aws_call *call, const struct aws_http_answer *answer)
{
	struct aws_error_context context = context_of(call, answer);
	struct cew_error err = {0};
	/* A proxy that refuses the connection does so again. */
	enum aws_retry_class class = answer->proxy_status >= 300 ? AWS_RETRY_NONE : aws_retry_network(answer->curl_code);

	if (try_again(call, class, answer))
		return;
	aws_error_from_network(&context, answer, &err);
	finish(call, &err, NULL, NULL);
}

static void on_answer(void *ctx, const struct aws_http_answer *answer)
{
	struct aws_call *call = ctx;

	call->transfer = NULL;
	cew_log(CEW_LOG_DEBUG, "aws", "POST %s %s attempt %d: HTTP %ld curl %d, %zu bytes, %lld ms, request %s",
	        call->endpoint.host, call->op->action, call->made, answer->status, answer->curl_code, answer->body.len,
	        (long long)answer->took_ms, answer->request_id[0] ? answer->request_id : "-");
	if (answer->curl_code != 0)
		on_network_error(call, answer);
	else
		on_document(call, answer);
}

/* ---- the request ---- */

static int64_t aws_now_ms(const struct cew_aws *aws)
{
	const struct cew_clock *clock = cew_loop_clock(aws->given.loop);

	return clock->wall_ms(clock->ctx) + aws->clock_off_ms;
}

static enum cew_status sign(const struct aws_call *call, const struct cew_header *headers, size_t count, const char *date,
                            struct cew_sigv4_signature *out, struct cew_error *err)
{
	const struct aws_credentials *keys = &call->aws->credentials;
	char hash[65];
	struct cew_sigv4_request request = {
		.method = "POST",
		.path = call->endpoint.path,
		.headers = headers,
		.header_count = count,
		.payload_hash = hash,
		.amz_date = date,
		.region = call->region,
		.service = aws_service_info(call->op->service)->signing_name,
	};

	cew_sha256_hex(cew_buf_text(&call->body), call->body.len, hash);
	return cew_sigv4_sign(&request, keys->access_key, keys->secret_key, out, err);
}

static enum cew_status post(struct aws_call *call, const struct cew_header *headers, size_t count, struct cew_error *err)
{
	const struct aws_settings *s = &call->aws->settings;
	struct aws_http_request request = {
		.url = call->endpoint.url,
		.headers = headers,
		.header_count = count,
		.body = cew_buf_text(&call->body),
		.body_len = call->body.len,
		.ca_bundle = s->ca_bundle,
		.direct = call->endpoint.loopback,
		.connect_timeout_ms = s->connect_timeout_ms,
		.timeout_ms = s->timeout_ms,
	};

	call->made++;
	return aws_http_start(call->aws->http, &request, on_answer, call, &call->transfer, err);
}

static enum cew_status send_attempt(struct aws_call *call, struct cew_error *err)
{
	const struct cew_secret *token = call->aws->credentials.token;
	struct cew_sigv4_signature signature;
	struct cew_header headers[5];
	size_t count = 0;
	char date[17];
	enum cew_status status;

	call->signed_off_ms = call->aws->clock_off_ms;
	cew_amz_date(aws_now_ms(call->aws), date);
	headers[count++] = (struct cew_header){"Host", call->endpoint.host};
	headers[count++] = (struct cew_header){"Content-Type", CONTENT_TYPE};
	headers[count++] = (struct cew_header){"X-Amz-Date", date};
	if (token)
		headers[count++] = (struct cew_header){"X-Amz-Security-Token", cew_secret_text(token)};
	status = sign(call, headers, count, date, &signature, err);
	if (status != CEW_OK)
		return status;
	headers[count++] = (struct cew_header){"Authorization", cew_buf_text(&signature.authorization)};
	status = post(call, headers, count, err);
	cew_sigv4_finish(&signature);
	return status;
}

/* ---- the start ---- */

static enum cew_status no_region(struct cew_error *err)
{
	cew_fail(err, CEW_INVALID, "no AWS region is chosen");
	return cew_error_hint(err, "Give --region, set AWS_REGION, or put a region into the profile (aws configure)");
}

static enum cew_status get_ready(struct cew_aws *aws, struct cew_error *err)
{
	if (!aws->settings.region[0])
		return no_region(err);
	if (!aws->credentials.access_key)
		aws_credentials_refresh(aws);
	if (!aws->credentials.access_key) {
		if (err)
			*err = aws->credentials_error;
		return aws->credentials_error.status;
	}
	return aws->http ? CEW_OK : aws_http_acquire(aws->given.loop, &aws->http, err);
}

static enum cew_status prepare(struct aws_call *call, struct cew_error *err)
{
	const struct aws_settings *s = &call->aws->settings;
	enum cew_status status = cew_buf_status(&call->body, err);

	if (status == CEW_OK)
		status = get_ready(call->aws, err);
	if (status != CEW_OK)
		return status;
	call->region = cew_strdup(s->region);
	if (!call->region)
		return cew_fail_memory(err);
	return aws_endpoint_find(call->op->service, s->region, s->endpoint_url[call->op->service], s->fips, s->dual_stack,
	                         &call->endpoint, err);
}

uint64_t aws_call_start(struct cew_aws *aws, const struct aws_operation *op, struct cew_buf *body, union aws_done done,
                        void *arg, struct cew_error *err)
{
	struct aws_call *call = calloc(1, sizeof(*call));

	if (!call) {
		cew_buf_wipe(body);
		cew_fail_memory(err);
		return 0;
	}
	call->aws = aws;
	call->op = op;
	call->done = done;
	call->arg = arg;
	call->body = *body;
	cew_buf_init(body, 0);
	call->id = ++aws->last_call;
	call->next = aws->calls;
	aws->calls = call;
	if (prepare(call, err) == CEW_OK && send_attempt(call, err) == CEW_OK)
		return call->id;
	drop(call);
	return 0;
}

void aws_call_incomplete(const struct aws_operation *op, const char *what, struct cew_error *err)
{
	cew_fail(err, CEW_UNREACHABLE, "AWS's answer to %s has no %s", op->action, what);
	cew_error_hint(err, "Try again; if it stays so, check the endpoint URL");
}
