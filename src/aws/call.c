/* One call's way: keys, sign, send, read, and again where that is worth it, until somebody is told. */
#include "answer.h"
#include "call.h"
#include "errors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLOCK_TOLERATED_MS = 2 * 60 * 1000 };

static enum cew_status attempt(struct aws_call *call, struct cew_error *err);
static void on_answer(void *ctx, const struct aws_http_answer *answer);

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
	aws_request_finish(&call->request);
	aws_endpoint_finish(&call->endpoint);
	free(call->region);
	free(call);
}

static void add_unsure(const struct aws_call *call, struct cew_error *err)
{
	struct cew_error old = *err;

	cew_error_hint(err, "Look whether %s was done before you try again. %s", call->op->action, old.hint);
}

/* The call leaves the client before its owner is told: whatever the owner does then, to cancel or destroy even, is safe. */
static void finish(struct aws_call *call, const struct cew_error *err, const struct aws_xml_node *result,
                   struct aws_arena *arena)
{
	struct cew_error more = err ? *err : (struct cew_error){0};

	unlink_call(call);
	aws_call_unwatch(call);
	if (err && call->unsure && call->op->once) {
		add_unsure(call, &more);
		err = &more;
	}
	if (err)
		cew_log(err->status == CEW_NOT_FOUND ? CEW_LOG_INFO : CEW_LOG_WARN, "aws", "%s: %s %s", call->op->action, err->code,
		        err->what);
	call->op->report(call->op, call->done, call->arg, err, result, arena);
	free_call(call);
}

static void drop(struct aws_call *call)
{
	unlink_call(call);
	aws_call_unwatch(call);
	aws_http_cancel(call->transfer);
	if (call->timer)
		cew_loop_cancel(call->aws->given.loop, call->timer);
	free_call(call);
}

static void give_up(struct aws_call *call)
{
	void (*told)(void *arg) = call->op->drop;
	void *arg = call->arg;

	drop(call);
	if (told)
		told(arg);
}

void aws_call_cancel(struct cew_aws *aws, uint64_t id)
{
	for (struct aws_call *call = aws->calls; call; call = call->next) {
		if (call->id != id)
			continue;
		give_up(call);
		return;
	}
}

void aws_calls_cancel_all(struct cew_aws *aws)
{
	while (aws->calls)
		give_up(aws->calls);
}

/* ---- again ---- */

static void on_time(void *ctx)
{
	struct aws_call *call = ctx;
	struct cew_error err = {0};

	call->timer = 0;
	if (attempt(call, &err) != CEW_OK)
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

	if (class == AWS_RETRY_NONE || (call->unsure && call->op->once) || call->made >= aws->settings.max_attempts ||
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
	char text[CEW_TIME_MAX];

	if (call->clock_corrected || answer->date_ms < 0 || (change < CLOCK_TOLERATED_MS && change > -CLOCK_TOLERATED_MS))
		return false;
	call->clock_corrected = true;
	call->aws->clock_off_ms = off;
	cew_duration_format(off < 0 ? -off : off, text);
	aws_warn(call->aws, AWS_WARNING_CLOCK, "this machine's clock is %s %s; AWS's time is used in its place "
	         "(timedatectl set-ntp true sets it right)", text, off > 0 ? "slow" : "fast");
	return attempt_at(call, 0);
}

/* Those that a look for other keys may mend: they ended, or were taken back. */
static bool keys_expired(const char *code)
{
	static const char *const codes[] = {"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired",
	                                    "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId"};

	for (size_t i = 0; i < CEW_COUNT(codes); i++)
		if (strcmp(codes[i], code) == 0)
			return true;
	return false;
}

/* Somebody may have logged in again in another terminal, or keys may have been taken back before their time. What AWS said
 * is told where nothing better is found. */
static bool renew_keys(struct aws_call *call, const struct cew_error *expired)
{
	if (call->keys_refreshed || call->request.keys || call->request.unsigned_)
		return false;
	call->keys_refreshed = true;
	switch (aws_keys_renew(call->aws, call->keys_serial, NULL)) {
	case AWS_READY:
		return call->aws->keys.serial != call->keys_serial && attempt_at(call, 0);
	case AWS_WAIT:
		call->expired = *expired;
		call->waiting = AWS_WAITS_FOR_KEYS;
		return true;
	case AWS_FAILED:
		break;
	}
	return false;
}

/* ---- the answer ---- */

static struct aws_error_context context_of(const struct aws_call *call, const struct aws_http_answer *answer)
{
	const struct cew_aws *aws = call->aws;

	return (struct aws_error_context){
		.service = aws_service_info(call->op->service)->title,
		.action = call->op->action,
		.region = call->region,
		.profile = aws->settings.profile,
		.source = cew_aws_credential_source(aws),
		.renew = aws->keys.renew,
		.host = call->endpoint.host,
		.ca_bundle = aws->settings.ca_bundle,
		.proxy = &call->proxy,
		.clock_off_ms = clock_difference(call, answer),
	};
}

static bool was_done_before(const struct aws_call *call, const char *code)
{
	return call->unsure && call->op->done_already && strcmp(code, call->op->done_already) == 0;
}

static void on_service_error(struct aws_call *call, const struct aws_http_answer *answer, const struct aws_answer *a)
{
	struct aws_error_context context = context_of(call, answer);
	enum aws_retry_class class = aws_retry_answer(call->op->service, answer->status, a->code);
	struct cew_error err = {0};

	if (was_done_before(call, a->code)) {
		finish(call, NULL, NULL, NULL);
		return;
	}
	call->unsure |= answer->status >= 500 && class != AWS_RETRY_THROTTLED;

	if (aws_retry_clock(a->code, a->message) && correct_clock(call, answer))
		return;
	aws_error_from_service(&context, answer->status, a->code, a->message, &err);
	if (keys_expired(a->code) && renew_keys(call, &err))
		return;
	if (try_again(call, class, answer))
		return;
	finish(call, &err, a->result, NULL);
}

static void on_success(struct aws_call *call, struct aws_answer *a)
{
	aws_retry_repay(&call->aws->quota, call->cost);
	finish(call, NULL, a->result, &a->tree.arena);
}

static void on_unknown(struct aws_call *call, const struct aws_http_answer *answer, const struct aws_answer *a)
{
	struct aws_error_context context = context_of(call, answer);
	struct cew_error err = {0};

	call->unsure = true;
	if (try_again(call, aws_retry_answer(call->op->service, answer->status, ""), answer))
		return;
	if (a->broken.status == CEW_NO_MEMORY)
		err = a->broken;
	else if (a->broken.what[0])
		aws_error_unreadable(&context, a->broken.what, &err);
	else
		aws_error_not_aws(&context, answer, &err);
	finish(call, &err, NULL, NULL);
}

static void on_document(struct aws_call *call, const struct aws_http_answer *answer)
{
	struct aws_answer a;

	aws_answer_read(call->op, answer, call->endpoint.custom, &a);
	switch (a.kind) {
	case AWS_ANSWER_RESULT:
		on_success(call, &a);
		break;
	case AWS_ANSWER_ERROR:
		on_service_error(call, answer, &a);
		break;
	case AWS_ANSWER_UNKNOWN:
		on_unknown(call, answer, &a);
		break;
	}
	aws_answer_finish(&a);
}

static void on_network_error(struct aws_call *call, const struct aws_http_answer *answer)
{
	struct aws_error_context context = context_of(call, answer);
	struct cew_error err = {0};
	/* A proxy that refuses the connection does so again. */
	enum aws_retry_class class = answer->proxy_status >= 300 ? AWS_RETRY_NONE : aws_retry_network(answer->curl_code);

	call->unsure |= aws_retry_may_be_done(answer->curl_code);
	if (try_again(call, class, answer))
		return;
	aws_error_from_network(&context, answer, &err);
	finish(call, &err, NULL, NULL);
}

static void on_answer(void *ctx, const struct aws_http_answer *answer)
{
	struct aws_call *call = ctx;

	call->transfer = NULL;
	aws_call_answered(call);
	cew_log(CEW_LOG_DEBUG, "aws", "%s %s %s attempt %d: HTTP %ld curl %d, %zu bytes, %lld ms, request %s",
	        call->request.method, call->endpoint.host, call->op->action, call->made, answer->status, answer->curl_code,
	        answer->body.len, (long long)answer->took_ms, answer->request_id[0] ? answer->request_id : "-");
	if (answer->curl_code != 0)
		on_network_error(call, answer);
	else
		on_document(call, answer);
}

/* ---- the start ---- */

static enum cew_status transmit(struct aws_call *call, struct cew_error *err)
{
	enum cew_status status = aws_call_transmit(call, on_answer, err);

	if (status == CEW_OK)
		aws_call_watch(call);
	return status;
}

static void mark_no_keys(struct cew_error *err)
{
	if (err && !err->code[0])
		cew_error_code(err, AWS_NO_KEYS);
}

static enum aws_readiness keys_for(struct aws_call *call, struct cew_error *err)
{
	enum aws_readiness now;

	if (call->request.keys || call->request.unsigned_)
		return AWS_READY;
	now = aws_keys_ready(call->aws, err);
	if (now == AWS_WAIT)
		call->waiting = AWS_WAITS_FOR_KEYS;
	else if (now == AWS_FAILED)
		mark_no_keys(err);
	return now;
}

static enum aws_readiness address_for(struct aws_call *call, struct cew_error *err)
{
	const char *region = call->request.region ? call->request.region : call->aws->settings.region;
	bool wait = false;

	if (call->endpoint.url)
		return AWS_READY;
	if (!call->request.region && !aws_region_ready(call->aws, &wait, err)) {
		call->waiting = wait ? AWS_WAITS_FOR_REGION : AWS_WAITS_NOT;
		return wait ? AWS_WAIT : AWS_FAILED;
	}
	return aws_call_address(call, region, err) == CEW_OK ? AWS_READY : AWS_FAILED;
}

/* CEW_OK: it is out, or waits to be woken. */
static enum cew_status attempt(struct aws_call *call, struct cew_error *err)
{
	struct cew_error why = {0};
	enum aws_readiness now = address_for(call, &why);

	if (now == AWS_READY)
		now = keys_for(call, &why);
	if (now == AWS_READY)
		return transmit(call, err);
	if (now == AWS_WAIT)
		return CEW_OK;
	if (err)
		*err = why;
	return why.status;
}

uint64_t aws_call_send(struct cew_aws *aws, const struct aws_operation *op, struct aws_request *request,
                       union aws_done done, void *arg, struct cew_error *err)
{
	struct aws_call *call = calloc(1, sizeof(*call));

	if (!call || request->failed) {
		free(call);
		aws_request_finish(request);
		cew_fail_memory(err);
		return 0;
	}
	call->aws = aws;
	call->op = op;
	call->done = done;
	call->arg = arg;
	call->request = *request;
	call->id = request->id ? request->id : ++aws->last_call;
	call->next = aws->calls;
	aws->calls = call;
	if (cew_buf_status(&call->request.body, err) == CEW_OK && attempt(call, err) == CEW_OK)
		return call->id;
	drop(call);
	return 0;
}

uint64_t aws_call_start(struct cew_aws *aws, const struct aws_operation *op, struct cew_buf *body, union aws_done done,
                        void *arg, struct cew_error *err)
{
	struct aws_request request;

	aws_request_init(&request, "POST");
	request.body = *body;
	cew_buf_init(body, 0);
	return aws_call_send(aws, op, &request, done, arg, err);
}

/* ---- waking ---- */

static struct aws_call *find_waiting(const struct cew_aws *aws, enum aws_waiting what)
{
	struct aws_call *call = aws->calls;

	while (call && call->waiting != what)
		call = call->next;
	return call;
}

/* What AWS said of the old keys stands, unless there are others now or their source says more. */
static void wake(struct aws_call *call, const struct cew_error *err)
{
	bool had_keys = call->expired.status != CEW_OK, for_region = call->waiting == AWS_WAITS_FOR_REGION;
	bool nothing_new = err ? call->aws->keys.absent : call->keys_serial == call->aws->keys.serial;
	bool old_ones_serve = !for_region && !had_keys && aws_keys_last(call->aws);
	struct cew_error why = {0};

	call->waiting = AWS_WAITS_NOT;
	if (had_keys && nothing_new) {
		why = call->expired;
	} else if (err && !old_ones_serve) {
		why = *err;
		if (!for_region)
			mark_no_keys(&why);
	} else if (for_region) {
		attempt(call, &why);
	} else {
		transmit(call, &why);
	}
	call->expired = (struct cew_error){0};
	if (why.status != CEW_OK)
		finish(call, &why, NULL, NULL);
}

void aws_calls_wake(struct cew_aws *aws, enum aws_waiting what, const struct cew_error *err)
{
	struct cew_error why = err ? *err : (struct cew_error){0};
	bool gone = false, *outer = aws->gone;
	struct aws_call *call;

	aws->gone = &gone;
	while (!gone && (call = find_waiting(aws, what)))
		wake(call, err ? &why : NULL);
	if (!gone)
		aws->gone = outer;
	else if (outer)
		*outer = true;
}

/* ---- for the services ---- */

void aws_report_answer(const struct aws_operation *op, union aws_done done, void *arg, const struct cew_error *err,
                       const struct aws_xml_node *result, struct aws_arena *arena)
{
	(void)op;
	(void)arena;
	done.answer(arg, err, result);
}

void aws_call_incomplete(const struct aws_operation *op, const char *what, struct cew_error *err)
{
	cew_fail(err, CEW_UNREACHABLE, "AWS's answer to %s has no %s", op->action, what);
	cew_error_hint(err, "Try again; if it stays so, check the endpoint URL");
}
