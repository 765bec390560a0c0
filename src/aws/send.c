/* What is sent of a call: its address, its headers, its signature. */
#include "call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The protocol's own headers: host, type, date, token, target, content hash, Authorization. */
enum { OWN_HEADERS = 7, TARGET_MAX = 128 };
enum { LARGE_BODY = 256 * 1024, MOST_HALVINGS = 2 };

static const char *const content_types[] = {
	[AWS_QUERY] = "application/x-www-form-urlencoded; charset=utf-8",
	[AWS_EC2_QUERY] = "application/x-www-form-urlencoded; charset=utf-8",
	[AWS_JSON] = "application/x-amz-json-1.1",
	[AWS_REST_JSON] = "application/json",
	[AWS_REST_XML] = "application/octet-stream",
};

/* ---- where to ---- */

static bool joined(char **to, const char *more)
{
	size_t len = strlen(*to);
	bool slash = len > 0 && (*to)[len - 1] == '/';
	char *longer = cew_fmt("%s%s%s", *to, slash || !*more ? "" : "/", more);

	free(*to);
	*to = longer;
	return longer != NULL;
}

static enum cew_status add_path(struct aws_call *call, struct cew_error *err)
{
	const struct aws_request *r = &call->request;
	struct aws_endpoint *e = &call->endpoint;
	char *url;

	if (*r->path && (!joined(&e->path, r->path) || !joined(&e->url, r->path)))
		return cew_fail_memory(err);
	if (!*r->query)
		return CEW_OK;
	url = cew_fmt("%s?%s", e->url, r->query);
	free(e->url);
	e->url = url;
	return url ? CEW_OK : cew_fail_memory(err);
}

enum cew_status aws_call_address(struct aws_call *call, const char *region, struct cew_error *err)
{
	const struct aws_settings *s = &call->aws->settings;
	enum aws_service service = call->op->service;
	struct aws_endpoint *e = &call->endpoint;
	enum cew_status status = aws_endpoint_find(service, region, s->endpoint_url[service], s->fips, s->dual_stack, e, err);

	if (status == CEW_OK && call->request.bucket)
		status = aws_endpoint_bucket(e, call->request.bucket, s->s3_path_style, err);
	if (status == CEW_OK)
		status = add_path(call, err);
	if (status == CEW_OK) {
		call->region = cew_strdup(e->region ? e->region : region);
		status = call->region ? CEW_OK : cew_fail_memory(err);
	}
	if (status != CEW_OK)
		aws_endpoint_finish(e);
	return status;
}

/* ---- the signature ---- */

static const struct aws_credentials *keys_of(const struct aws_call *call)
{
	return call->request.keys ? call->request.keys : &call->aws->keys.now;
}

static bool has_header(const struct aws_request *r, const char *name)
{
	for (size_t i = 0; i < r->header_count; i++)
		if (strcasecmp(r->headers[i].name, name) == 0)
			return true;
	return false;
}

/* The operation's own, then the protocol's. `texts` is where the latter's values live. */
struct texts {
	char date[17], hash[65], target[TARGET_MAX];
};

static size_t fill_headers(const struct aws_call *call, struct texts *t, struct cew_header *out)
{
	const struct aws_service_info *info = aws_service_info(call->op->service);
	const struct aws_request *r = &call->request;
	const struct cew_secret *token = r->unsigned_ ? NULL : keys_of(call)->token;
	size_t count = 0;

	out[count++] = (struct cew_header){"Host", call->endpoint.host};
	if (!has_header(r, "Content-Type") && (r->body.len > 0 || info->protocol == AWS_JSON))
		out[count++] = (struct cew_header){"Content-Type", content_types[info->protocol]};
	memcpy(out + count, r->headers, r->header_count * sizeof(*out));
	count += r->header_count;
	if (info->protocol == AWS_JSON) {
		snprintf(t->target, sizeof(t->target), "%s.%s", info->version, call->op->action);
		out[count++] = (struct cew_header){"X-Amz-Target", t->target};
	}
	if (info->protocol == AWS_REST_XML)
		out[count++] = (struct cew_header){"X-Amz-Content-Sha256", t->hash};
	if (!r->unsigned_)
		out[count++] = (struct cew_header){"X-Amz-Date", t->date};
	if (token)
		out[count++] = (struct cew_header){"X-Amz-Security-Token", cew_secret_text(token)};
	return count;
}

static enum cew_status sign(const struct aws_call *call, const struct cew_header *headers, size_t count,
                            const struct texts *t, struct cew_sigv4_signature *out, struct cew_error *err)
{
	const struct aws_service_info *info = aws_service_info(call->op->service);
	const struct aws_credentials *keys = keys_of(call);
	struct cew_sigv4_request request = {
		.method = call->request.method,
		.path = call->endpoint.path,
		.query = call->request.query,
		.headers = headers,
		.header_count = count,
		.payload_hash = t->hash,
		.amz_date = t->date,
		.region = call->region,
		.service = info->signing_name,
		.single_encoded_path = info->protocol == AWS_REST_XML,
	};

	return cew_sigv4_sign(&request, keys->access_key, keys->secret_key, out, err);
}

/* ---- out ---- */

/* A body that takes its time to be sent, and what cannot be sent again, get all of it. */
int aws_call_timeout_ms(const struct aws_call *call)
{
	const struct aws_settings *s = &call->aws->settings;
	int left = s->max_attempts - call->made - 1, ms = s->timeout_ms;

	if (!s->timeout_is_default || call->op->once || call->request.body.len > LARGE_BODY)
		return ms;
	for (int i = 0; i < left && i < MOST_HALVINGS; i++)
		ms /= 2;
	return ms;
}

static enum cew_status choose_proxy(struct aws_call *call, struct cew_error *err)
{
	call->proxy = (struct aws_proxy){.value = ""};
	if (call->endpoint.loopback)
		return CEW_OK;
	return aws_proxy_find(call->endpoint.url, call->endpoint.host, &call->proxy, err);
}

static enum cew_status send(struct aws_call *call, const struct cew_header *headers, size_t count, aws_http_fn *fn,
                            struct cew_error *err)
{
	const struct aws_settings *s = &call->aws->settings;
	struct aws_http_request request = {
		.method = call->request.method,
		.url = call->endpoint.url,
		.headers = headers,
		.header_count = count,
		.body = cew_buf_text(&call->request.body),
		.body_len = call->request.body.len,
		.ca_bundle = s->ca_bundle,
		.proxy = call->proxy.value,
		.connect_timeout_ms = s->connect_timeout_ms,
		.timeout_ms = aws_call_timeout_ms(call),
	};
	enum cew_status status = aws_need_http(call->aws, err);

	if (status != CEW_OK)
		return status;
	call->made++;
	return aws_http_start(call->aws->http, &request, fn, call, &call->transfer, err);
}

enum cew_status aws_call_transmit(struct aws_call *call, aws_http_fn *fn, struct cew_error *err)
{
	struct cew_header headers[AWS_REQUEST_HEADERS + OWN_HEADERS];
	struct cew_sigv4_signature signature;
	struct texts texts;
	size_t count;
	enum cew_status status = choose_proxy(call, err);

	if (status != CEW_OK)
		return status;
	call->signed_off_ms = call->aws->clock_off_ms;
	call->keys_serial = call->aws->keys.serial;
	cew_amz_date(aws_now_ms(call->aws), texts.date);
	cew_sha256_hex(cew_buf_text(&call->request.body), call->request.body.len, texts.hash);
	count = fill_headers(call, &texts, headers);
	if (call->request.unsigned_)
		return send(call, headers, count, fn, err);
	status = sign(call, headers, count, &texts, &signature, err);
	if (status == CEW_OK) {
		headers[count++] = (struct cew_header){"Authorization", cew_buf_text(&signature.authorization)};
		status = send(call, headers, count, fn, err);
	}
	cew_sigv4_finish(&signature);
	return status;
}
