/* Single sign-on: the token that the AWS CLI keeps of a person's sign-in, renewed where it can be, buys a role's keys. */
#include "acquire.h"
#include "room.h"
#include "sso_token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TOKEN_ADVISORY_MS = 15 * 60 * 1000 };

struct state {
	struct aws_sso_token token;
	uint64_t call; /* out; 0: none */
};

static void get_keys(struct aws_acquire *q);

/* ---- the role's keys ---- */

static void session_is_over(struct aws_acquire *q, const char *how)
{
	aws_acquire_fail(q, NULL, "the single sign-on session of %s %s", aws_acquire_source(q)->place, how);
}

static void fail_refused(struct aws_acquire *q, const struct cew_error *err)
{
	const struct aws_source *source = aws_acquire_source(q);
	struct cew_error why = *err;

	if (strcmp(err->code, "UnauthorizedException") == 0) {
		session_is_over(q, "has ended");
		return;
	}
	if (strcmp(err->code, "ForbiddenException") == 0 || strcmp(err->code, "ResourceNotFoundException") == 0)
		cew_error_hint(&why, "Check sso_account_id %s and sso_role_name %s: you must be assigned to both", source->sso_account,
		               source->sso_role);
	aws_acquire_fail_with(q, &why);
}

static bool read_keys(const struct aws_xml_node *n, struct aws_credentials *out, struct cew_error *err)
{
	const char *access_key = aws_xml_text(n, "accessKeyId"), *secret_key = aws_xml_text(n, "secretAccessKey");

	if (!*access_key || !*secret_key) {
		cew_fail(err, CEW_UNREACHABLE, "it has no keys");
		return false;
	}
	if (aws_credentials_fault(access_key) || aws_credentials_fault(secret_key)) {
		cew_fail(err, CEW_UNREACHABLE, "a key in it is not in one piece");
		return false;
	}
	return aws_credentials_make(access_key, secret_key, aws_xml_text(n, "sessionToken"),
	                            strtoll(aws_xml_text(n, "expiration"), NULL, 10), out, err) == CEW_OK;
}

static void on_keys(void *arg, const struct cew_error *err, const struct aws_xml_node *result)
{
	struct aws_acquire *q = arg;
	struct state *state = aws_acquire_state(q);
	struct aws_credentials keys;
	struct cew_error why = {0};

	state->call = 0;
	if (err)
		fail_refused(q, err);
	else if (read_keys(aws_xml_child(result, "roleCredentials"), &keys, &why))
		aws_acquire_end(q, &keys);
	else
		aws_acquire_fail(q, NULL, "the answer of single sign-on cannot be used: %s", why.what);
}

static const struct aws_operation get_role_credentials = {.service = AWS_SSO, .action = "GetRoleCredentials", .report = aws_report_answer};

static void get_keys(struct aws_acquire *q)
{
	const struct aws_source *source = aws_acquire_source(q);
	struct state *state = aws_acquire_state(q);
	struct aws_request request;
	struct cew_error err = {0};

	aws_request_init(&request, "GET");
	aws_request_path(&request, "federation/credentials", "/");
	aws_request_query(&request, "account_id", source->sso_account);
	aws_request_query(&request, "role_name", source->sso_role);
	aws_request_header(&request, "x-amz-sso_bearer_token", aws_sso_token_text(&state->token, "accessToken"));
	request.region = source->sso_region;
	request.unsigned_ = true;
	state->call = aws_call_send(aws_acquire_client(q), &get_role_credentials, &request, (union aws_done){.answer = on_keys}, q,
	                            &err);
	if (!state->call)
		aws_acquire_fail_with(q, &err);
}

/* ---- the token ---- */

/* A token that could not be renewed serves as long as it lasts. */
static void without_new_token(struct aws_acquire *q)
{
	struct state *state = aws_acquire_state(q);

	if (state->token.expires_ms > aws_now_ms(aws_acquire_client(q)))
		get_keys(q);
	else
		session_is_over(q, "has expired");
}

static void on_token(void *arg, const struct cew_error *err, const struct aws_xml_node *result)
{
	struct aws_acquire *q = arg;
	struct state *state = aws_acquire_state(q);
	const char *access = aws_xml_text(result, "accessToken");
	int64_t lasts_s = strtoll(aws_xml_text(result, "expiresIn"), NULL, 10);
	struct cew_error why = {0};

	state->call = 0;
	if (err || !*access) {
		without_new_token(q);
		return;
	}
	if (aws_sso_token_renew(&state->token, access, aws_xml_text(result, "refreshToken"),
	                        aws_now_ms(aws_acquire_client(q)) + lasts_s * 1000, &why) != CEW_OK)
		cew_log(CEW_LOG_WARN, "aws", "the renewed sign-in cannot be kept: %s", why.what);
	get_keys(q);
}

static const struct aws_operation create_token = {.service = AWS_SSO_OIDC, .action = "CreateToken", .report = aws_report_answer};

static void renew_token(struct aws_acquire *q)
{
	struct state *state = aws_acquire_state(q);
	struct aws_request request;

	aws_request_init(&request, "POST");
	aws_request_path(&request, "token", NULL);
	request.region = aws_acquire_source(q)->sso_region;
	request.unsigned_ = true;
	aws_sso_token_request(&state->token, &request.body);
	state->call = aws_call_send(aws_acquire_client(q), &create_token, &request, (union aws_done){.answer = on_token}, q, NULL);
	if (!state->call)
		without_new_token(q);
}

static void start(struct aws_acquire *q)
{
	const struct aws_source *source = aws_acquire_source(q);
	struct state *state = aws_acquire_take_state(q, sizeof(*state));
	struct cew_error err = {0};
	int64_t now_ms;

	if (!state) /* then q is gone */
		return;
	now_ms = aws_now_ms(aws_acquire_client(q));
	if (aws_sso_token_read(source->sso_session ? source->sso_session : source->sso_start_url, &state->token, &err) != CEW_OK) {
		if (err.status == CEW_NOT_FOUND)
			aws_acquire_fail(q, NULL, "nobody has signed in for %s yet", source->place);
		else
			aws_acquire_fail(q, NULL, "the single sign-on session of %s cannot be read: %s", source->place, err.what);
		return;
	}
	if (state->token.expires_ms - now_ms >= TOKEN_ADVISORY_MS)
		get_keys(q);
	else if (source->sso_session && aws_sso_token_renewable(&state->token, now_ms))
		renew_token(q);
	else
		without_new_token(q);
}

static void stop(struct aws_acquire *q)
{
	struct state *state = aws_acquire_state(q);

	if (!state)
		return;
	if (state->call)
		aws_call_cancel(aws_acquire_client(q), state->call);
	aws_sso_token_finish(&state->token);
}

const struct aws_way aws_way_sso = {start, stop};
