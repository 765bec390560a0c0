/* Roles: STS lends them to keys, with an MFA code where the profile names a device, or to whoever has a token file. */
#include "acquire.h"
#include "query.h"
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REFUSED_FOR_MS = 5 * 60 * 1000, MAX_TOKEN_BYTES = 20000, CODE_DIGITS = 6 };

struct state {
	uint64_t call; /* out; 0: none */
};

/* ---- STS's answer ---- */

static const struct aws_operation assume_role = {.service = AWS_STS, .action = "AssumeRole", .report = aws_report_answer};
static const struct aws_operation assume_by_web = {.service = AWS_STS, .action = "AssumeRoleWithWebIdentity", .report = aws_report_answer};

static bool is_code(const struct cew_error *err, const char *code)
{
	size_t len = strlen(code);

	return strncmp(err->code, code, len) == 0 && (!err->code[len] || strcmp(err->code + len, "Exception") == 0);
}

static void explain(const struct aws_source *source, struct cew_error *err)
{
	if (strstr(err->what, "MultiFactorAuthentication failed"))
		cew_error_hint(err, "Try again with the next code of the device %s", source->mfa_serial ? source->mfa_serial : "");
	else if (is_code(err, "AccessDenied"))
		cew_error_hint(err, "The trust policy of %s must let these keys assume it (mind external_id and MFA), and they need "
		                    "sts:AssumeRole for it", source->role_arn);
	else if (is_code(err, "ExpiredToken") || is_code(err, "InvalidIdentityToken") || is_code(err, "IDPRejectedClaim"))
		cew_error_hint(err, "%s", source->renew);
}

static void on_credentials(void *arg, const struct cew_error *err, const struct aws_xml_node *result)
{
	struct aws_acquire *q = arg;
	struct state *state = aws_acquire_state(q);
	struct aws_credentials keys;
	struct cew_error why = {0};

	state->call = 0;
	if (err) {
		why = *err;
		explain(aws_acquire_source(q), &why);
		aws_acquire_fail_with(q, &why);
	} else if (aws_keys_read(aws_xml_child(result, "Credentials"), "SessionToken", &keys, &why)) {
		aws_acquire_end(q, &keys);
	} else {
		aws_acquire_fail(q, "Try again; if it stays so, check the endpoint URL", "the answer of STS cannot be used: %s", why.what);
	}
}

static void call_sts(struct aws_acquire *q, const struct aws_operation *op, struct aws_request *request)
{
	struct state *state = aws_acquire_state(q);
	struct cew_error err = {0};

	state->call = aws_call_send(aws_acquire_client(q), op, request, (union aws_done){.answer = on_credentials}, q, &err);
	if (!state->call)
		aws_acquire_fail_with(q, &err);
}

static void start_request(struct aws_acquire *q, const struct aws_operation *op, struct aws_request *request)
{
	const struct aws_source *source = aws_acquire_source(q);
	char name[64];

	snprintf(name, sizeof(name), "cewizard-%lld", (long long)(aws_now_ms(aws_acquire_client(q)) / 1000));
	aws_request_init(request, "POST");
	aws_query_start(&request->body, op->action, aws_service_info(AWS_STS)->version);
	aws_query_text(&request->body, "RoleArn", source->role_arn);
	aws_query_text(&request->body, "RoleSessionName", source->session_name ? source->session_name : name);
}

/* ---- roles for keys ---- */

static void assume(struct aws_acquire *q, const char *code)
{
	const struct aws_source *source = aws_acquire_source(q);
	struct aws_request request;

	start_request(q, &assume_role, &request);
	aws_query_text(&request.body, "ExternalId", source->external_id);
	if (source->duration_s)
		aws_query_int(&request.body, "DurationSeconds", source->duration_s);
	aws_query_text(&request.body, "SerialNumber", source->mfa_serial);
	aws_query_text(&request.body, "TokenCode", code);
	request.keys = aws_acquire_base(q);
	call_sts(q, &assume_role, &request);
}

static int64_t mono_ms(const struct cew_aws *aws)
{
	const struct cew_clock *clock = cew_loop_clock(aws->given.loop);

	return clock->mono_ms(clock->ctx);
}

static void ask(struct aws_acquire *q)
{
	const struct aws_source *source = aws_acquire_source(q);
	struct cew_aws *aws = aws_acquire_client(q);
	struct aws_mfa *mfa = &aws->keys.mfa;

	if (!aws->given.ask_mfa) {
		aws_acquire_fail(q, "Start it on a terminal, or export keys that have passed MFA: "
		                    "eval \"$(aws configure export-credentials --format env)\"",
		                 "%s needs a code of the MFA device %s, and nobody can be asked for it", source->place,
		                 source->mfa_serial);
		return;
	}
	if (mono_ms(aws) < mfa->refused_until_ms) {
		aws_acquire_fail(q, "Try again and enter the code", "nobody gave the code of the MFA device %s", source->mfa_serial);
		return;
	}
	mfa->question = ++mfa->last_question;
	mfa->waiting = q;
	aws->given.ask_mfa(aws->given.ask_mfa_ctx, aws, mfa->question, source->mfa_serial, source->profile);
}

static bool is_mfa_code(const char *code)
{
	return strlen(code) == CODE_DIGITS && strspn(code, "0123456789") == CODE_DIGITS;
}

void cew_aws_answer_mfa(struct cew_aws *aws, uint64_t question, const char *code)
{
	struct aws_mfa *mfa = &aws->keys.mfa;
	struct aws_acquire *q = mfa->waiting;

	if (!question || question != mfa->question)
		return;
	mfa->question = 0;
	mfa->waiting = NULL;
	if (!code || !*code) {
		mfa->refused_until_ms = mono_ms(aws) + REFUSED_FOR_MS;
		aws_acquire_fail(q, "Try again and enter the code", "nobody gave the code of the MFA device %s",
		                 aws_acquire_source(q)->mfa_serial);
	} else if (!is_mfa_code(code)) {
		aws_acquire_fail(q, "Enter the six digits that the device shows", "that is no code of an MFA device");
	} else {
		assume(q, code);
	}
}

void cew_aws_on_mfa(struct cew_aws *aws, cew_mfa_fn *ask_mfa, void *ctx)
{
	aws->given.ask_mfa = ask_mfa;
	aws->given.ask_mfa_ctx = ctx;
}

static void start_role(struct aws_acquire *q)
{
	if (!aws_acquire_take_state(q, sizeof(struct state)))
		return;
	if (aws_acquire_source(q)->mfa_serial)
		ask(q);
	else
		assume(q, NULL);
}

/* ---- roles for token files ---- */

static void start_web(struct aws_acquire *q)
{
	const struct aws_source *source = aws_acquire_source(q);
	struct aws_request request;
	struct cew_error err = {0};
	struct cew_buf token;

	if (!aws_acquire_take_state(q, sizeof(struct state)))
		return;
	cew_buf_init(&token, MAX_TOKEN_BYTES + 2);
	if (cew_file_read(source->token_file, MAX_TOKEN_BYTES, &token, &err) != CEW_OK) {
		cew_buf_wipe(&token);
		aws_acquire_fail(q, NULL, "the web identity token cannot be read: %s", err.what);
		return;
	}
	while (token.len > 0 && strchr(" \t\r\n", token.data[token.len - 1]))
		token.data[--token.len] = '\0';
	start_request(q, &assume_by_web, &request);
	aws_query_text(&request.body, "WebIdentityToken", cew_buf_text(&token));
	cew_buf_wipe(&token);
	request.unsigned_ = true;
	call_sts(q, &assume_by_web, &request);
}

static void stop(struct aws_acquire *q)
{
	struct cew_aws *aws = aws_acquire_client(q);
	struct state *state = aws_acquire_state(q);

	if (state && state->call)
		aws_call_cancel(aws, state->call);
	if (aws->keys.mfa.waiting == q) {
		aws->keys.mfa.waiting = NULL;
		aws->keys.mfa.question = 0;
	}
}

const struct aws_way aws_way_role = {start_role, stop};
const struct aws_way aws_way_web = {start_web, stop};
