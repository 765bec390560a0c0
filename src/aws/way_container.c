/* The role of a container, through the endpoint that its environment names. */
#include "acquire.h"
#include "json.h"
#include "room.h"

#include <stdio.h>
#include <string.h>

enum { TIMEOUT_MS = 2000, ATTEMPTS = 3, PAUSE_MS = 1000, MAX_TOKEN_BYTES = 16 * 1024, HEADERS = 2 };

struct state {
	struct aws_http_transfer *transfer;
	uint64_t timer;
	int made;
};

static void send(struct aws_acquire *q);

/* ---- answers ---- */

static void on_time(void *ctx)
{
	struct state *state = aws_acquire_state(ctx);

	state->timer = 0;
	send(ctx);
}

static bool again(struct aws_acquire *q)
{
	struct state *state = aws_acquire_state(q);

	if (state->made >= ATTEMPTS)
		return false;
	state->timer = cew_loop_after(aws_acquire_client(q)->given.loop, PAUSE_MS, on_time, q);
	return state->timer != 0;
}

/* What the endpoint says in its own words, one line of it. */
static void tell_refusal(struct aws_acquire *q, const struct aws_http_answer *http)
{
	const char *body = cew_buf_text(&http->body);

	aws_acquire_fail(q, NULL, "the container's endpoint %s answers HTTP %ld: %.*s", aws_acquire_source(q)->url, http->status,
	                 (int)(strcspn(body, "\r\n") < 200 ? strcspn(body, "\r\n") : 200), body);
}

static void on_answer(void *ctx, const struct aws_http_answer *http)
{
	struct aws_acquire *q = ctx;
	struct state *state = aws_acquire_state(q);
	struct aws_credentials keys;
	struct cew_error why = {0};
	struct aws_xml tree;
	bool ok;

	state->transfer = NULL;
	if ((http->curl_code != 0 || http->status != 200) && again(q))
		return;
	if (http->curl_code != 0) {
		aws_acquire_fail(q, NULL, "the container's endpoint %s does not answer: %s", aws_acquire_source(q)->url, http->detail);
		return;
	}
	if (http->status != 200) {
		tell_refusal(q, http);
		return;
	}
	ok = aws_json_parse(cew_buf_text(&http->body), http->body.len, &tree, &why) == CEW_OK;
	if (ok) {
		ok = aws_keys_read(tree.root, "Token", &keys, &why);
		aws_xml_finish(&tree);
	}
	if (ok)
		aws_acquire_end(q, &keys);
	else
		aws_acquire_fail(q, NULL, "the answer of the container's endpoint %s cannot be used: %s", aws_acquire_source(q)->url,
		                 why.what);
}

/* ---- requests ---- */

/* The file is read every time: others replace it. False: the end was told. */
static bool read_token(struct aws_acquire *q, struct cew_buf *token)
{
	const char *file = aws_env("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"), *text = aws_env("AWS_CONTAINER_AUTHORIZATION_TOKEN");
	struct cew_error err = {0};

	if (file && cew_file_read(file, MAX_TOKEN_BYTES, token, &err) != CEW_OK) {
		aws_acquire_fail(q, "Correct AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "the container's token cannot be read: %s",
		                 err.what);
		return false;
	}
	if (!file && text)
		cew_buf_str(token, text);
	while (token->len > 0 && strchr(" \t\r\n", token->data[token->len - 1]))
		token->data[--token->len] = '\0';
	if (!strpbrk(cew_buf_text(token), "\r\n"))
		return true;
	aws_acquire_fail(q, file ? "Correct the file that AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names"
	                         : "Correct AWS_CONTAINER_AUTHORIZATION_TOKEN",
	                 "the container's token has a line break in it");
	return false;
}

static void send_with(struct aws_acquire *q, const char *token)
{
	struct state *state = aws_acquire_state(q);
	struct cew_aws *aws = aws_acquire_client(q);
	const struct cew_header headers[HEADERS] = {{"Accept", "application/json"}, {"Authorization", token}};
	const struct aws_http_request request = {
		.method = "GET",
		.url = aws_acquire_source(q)->url,
		.headers = headers,
		.header_count = *token ? HEADERS : HEADERS - 1,
		.ca_bundle = aws->settings.ca_bundle,
		.connect_timeout_ms = TIMEOUT_MS,
		.timeout_ms = TIMEOUT_MS,
	};
	struct cew_error err = {0};

	state->made++;
	if (aws_need_http(aws, &err) != CEW_OK ||
	    aws_http_start(aws->http, &request, on_answer, q, &state->transfer, &err) != CEW_OK)
		aws_acquire_fail_with(q, &err);
}

static void send(struct aws_acquire *q)
{
	struct cew_buf token;

	cew_buf_init(&token, MAX_TOKEN_BYTES + 1);
	if (read_token(q, &token))
		send_with(q, cew_buf_text(&token));
	cew_buf_wipe(&token);
}

static void start(struct aws_acquire *q)
{
	if (aws_acquire_take_state(q, sizeof(struct state)))
		send(q);
}

static void stop(struct aws_acquire *q)
{
	struct state *state = aws_acquire_state(q);

	if (!state)
		return;
	aws_http_cancel(state->transfer);
	if (state->timer)
		cew_loop_cancel(aws_acquire_client(q)->given.loop, state->timer);
}

const struct aws_way aws_way_container = {start, stop};
