/* Whose request is it? Signature Version 4 as AWS checks it, with its codes and texts. */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ALGORITHM "AWS4-HMAC-SHA256"
#define SKEW_MS (5 * 60 * 1000)
#define SIGNED_HEADERS_MAX 64

const char *demo_header(const struct demo_request *rq, const char *name)
{
	for (size_t i = 0; i < rq->header_count; i++)
		if (strcasecmp(rq->headers[i].name, name) == 0)
			return rq->headers[i].value;
	return NULL;
}

/* ---- the Authorization header --------------------------------------------------------------------------------- */

struct authorization {
	char credential[256], signed_headers[1024], signature[65];
};

/* "Name=value" up to the next comma; false if it is missing or too long. */
static bool read_part(const char *header, const char *name, char *out, size_t size)
{
	size_t name_len = strlen(name);
	for (const char *at = header; (at = strstr(at, name)) != NULL; at += name_len) {
		if ((at > header && at[-1] != ' ' && at[-1] != ',') || at[name_len] != '=')
			continue;
		const char *value = at + name_len + 1;
		size_t len = strcspn(value, ", ");
		if (len == 0 || len >= size)
			return false;
		memcpy(out, value, len);
		out[len] = '\0';
		return true;
	}
	return false;
}

static enum cew_status read_authorization(const struct demo_request *rq, struct authorization *out,
                                          struct cew_error *err)
{
	const char *header = demo_header(rq, "authorization");
	if (!header)
		return demo_refuse(err, "MissingAuthenticationToken", "Request is missing Authentication Token");
	if (strncmp(header, ALGORITHM " ", strlen(ALGORITHM) + 1) != 0)
		return demo_refuse(err, "IncompleteSignature",
		                   "Authorization header requires '" ALGORITHM "' as its algorithm.");
	const struct {
		const char *name;
		char *out;
		size_t size;
	} parts[] = {
		{"Credential", out->credential, sizeof(out->credential)},
		{"SignedHeaders", out->signed_headers, sizeof(out->signed_headers)},
		{"Signature", out->signature, sizeof(out->signature)},
	};
	for (size_t i = 0; i < CEW_COUNT(parts); i++)
		if (!read_part(header, parts[i].name, parts[i].out, parts[i].size))
			return demo_refuse(err, "IncompleteSignature",
			                   "Authorization header requires '%s' parameter. Authorization=" ALGORITHM, parts[i].name);
	return CEW_OK;
}

/* ---- the credential scope --------------------------------------------------------------------------------------- */

static enum cew_status read_scope(const char *credential, struct demo_scope *out, struct cew_error *err)
{
	const struct {
		char *out;
		size_t size;
	} parts[] = {
		{out->access_key, sizeof(out->access_key)}, {out->date, sizeof(out->date)},
		{out->region, sizeof(out->region)},         {out->service, sizeof(out->service)},
		{out->terminator, sizeof(out->terminator)},
	};
	const char *at = credential;
	for (size_t i = 0; i < CEW_COUNT(parts); i++) {
		size_t len = strcspn(at, "/");
		bool last = i + 1 == CEW_COUNT(parts);
		if (len == 0 || len >= parts[i].size || (at[len] == '\0') != last)
			return demo_refuse(err, "IncompleteSignature",
			                   "Credential must have exactly 5 slash-delimited elements, e.g. "
			                   "keyid/date/region/service/term, got '%s'", credential);
		memcpy(parts[i].out, at, len);
		parts[i].out[len] = '\0';
		at += len + 1;
	}
	return CEW_OK;
}

/* The account's user keeps its keys for good; those of a session come with a token, and expire. */
static enum cew_status find_keys(struct cew_demo *demo, const struct demo_request *rq, struct demo_scope *scope,
                                 struct cew_error *err)
{
	const char *token = demo_header(rq, "x-amz-security-token");
	if (strcmp(scope->access_key, demo->access_key) == 0 && !token) {
		scope->secret = demo->secret_key;
		demo_actor_user(demo, scope->region, &scope->actor);
		return CEW_OK;
	}
	const struct demo_session *s = demo_session_find(demo, scope->access_key);
	if (!s || !token || strcmp(token, s->token) != 0)
		return demo_refuse(err, "InvalidClientTokenId", "The security token included in the request is invalid.");
	if (demo_time_ms(demo) >= s->expires_ms)
		return demo_refuse(err, "ExpiredToken", "The security token included in the request is expired");
	scope->secret = s->secret;
	scope->actor = s->actor;
	return CEW_OK;
}

static enum cew_status check_scope(struct cew_demo *demo, const struct demo_request *rq, struct demo_scope *scope,
                                   const char *amz_date, struct cew_error *err)
{
	enum cew_status status = find_keys(demo, rq, scope, err);
	if (status)
		return status;
	if (strcmp(scope->terminator, "aws4_request") != 0)
		return demo_refuse(err, "SignatureDoesNotMatch",
		                   "Credential should be scoped with a valid terminator: 'aws4_request', not '%s'.",
		                   scope->terminator);
	if (strncmp(scope->date, amz_date, 8) != 0 || strlen(scope->date) != 8)
		return demo_refuse(err, "SignatureDoesNotMatch",
		                   "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
		                   "'%s' != '%.8s', from '%s'.", scope->date, amz_date, amz_date);
	if (!demo_service_find(scope->service))
		return demo_refuse(err, "SignatureDoesNotMatch", "Credential should be scoped to correct service: no service "
		                   "named '%s' is served here.", scope->service);
	return CEW_OK;
}

/* ---- the time ----------------------------------------------------------------------------------------------------- */

static bool read_amz_date(const char *text, int64_t *wall_ms)
{
	char iso[CEW_TIME_MAX];
	if (strlen(text) != 16 || text[8] != 'T' || text[15] != 'Z' || strspn(text, "0123456789") != 8 ||
	    strspn(text + 9, "0123456789") != 6)
		return false;
	snprintf(iso, sizeof(iso), "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", text, text + 4, text + 6, text + 9, text + 11,
	         text + 13);
	return cew_time_parse(iso, wall_ms);
}

/* S3 words it its own way, and waits longer. */
static enum cew_status check_s3_time(int64_t now, int64_t then, struct cew_error *err)
{
	if (then < now - 3 * SKEW_MS || then > now + 3 * SKEW_MS)
		return demo_refuse(err, "SkewedSignature",
		                   "The difference between the request time and the current time is too large.");
	return CEW_OK;
}

static enum cew_status check_time(const struct cew_demo *demo, const char *service, const char *amz_date,
                                  struct cew_error *err)
{
	int64_t now = demo_time_ms(demo), then;
	char now_text[17], edge[17];
	if (!read_amz_date(amz_date, &then))
		return demo_refuse(
			err, "IncompleteSignature",
			"Date must be in ISO-8601 'basic format'. Got '%s'. See http://en.wikipedia.org/wiki/ISO_8601", amz_date);
	if (strcmp(service, "s3") == 0)
		return check_s3_time(now, then, err);
	cew_amz_date(now, now_text);
	if (then < now - SKEW_MS) {
		cew_amz_date(now - SKEW_MS, edge);
		return demo_refuse(err, "SkewedSignature", "Signature expired: %s is now earlier than %s (%s - 5 min.)",
		                   amz_date, edge, now_text);
	}
	if (then > now + SKEW_MS) {
		cew_amz_date(now + SKEW_MS, edge);
		return demo_refuse(err, "SkewedSignature",
		                   "Signature not yet current: %s is still later than %s (%s + 5 min.)", amz_date, edge,
		                   now_text);
	}
	return CEW_OK;
}

/* ---- the signature ------------------------------------------------------------------------------------------------- */

struct signed_set {
	struct cew_header headers[SIGNED_HEADERS_MAX];
	size_t count;
	char names[1024]; /* NUL-separated */
};

static bool is_signed(const struct signed_set *set, const char *name)
{
	for (size_t i = 0; i < set->count; i++)
		if (strcasecmp(set->headers[i].name, name) == 0)
			return true;
	return false;
}

/* The headers that the client says it signed, with the values that arrived. One that did not arrive is signed empty. */
static bool gather_signed(const struct demo_request *rq, const char *list, struct signed_set *out)
{
	snprintf(out->names, sizeof(out->names), "%s", list);
	char *rest = NULL;
	for (char *name = strtok_r(out->names, ";", &rest); name; name = strtok_r(NULL, ";", &rest)) {
		if (out->count == SIGNED_HEADERS_MAX)
			return false;
		const char *value = demo_header(rq, name);
		out->headers[out->count++] = (struct cew_header){name, value ? value : ""};
	}
	return true;
}

/* What the signature covers of the body. S3 takes the client's word, and then holds it against what came. */
static enum cew_status payload_hash(const struct demo_request *rq, const char *service, char hash[65],
                                    struct cew_error *err)
{
	cew_sha256_hex(rq->body, rq->body_len, hash);
	if (strcmp(service, "s3") != 0)
		return CEW_OK;
	const char *given = demo_header(rq, "x-amz-content-sha256");
	if (!given)
		return demo_refuse(err, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
	if (strcmp(given, "UNSIGNED-PAYLOAD") == 0) {
		strcpy(hash, given);
		return CEW_OK;
	}
	if (strcmp(given, hash) != 0)
		return demo_refuse(err, "XAmzContentSHA256Mismatch",
		                   "The provided 'x-amz-content-sha256' header does not match what was computed.");
	return CEW_OK;
}

static enum cew_status check_signature(const struct demo_request *rq, const struct demo_scope *scope,
                                       const struct authorization *auth, const char *amz_date, struct cew_error *err)
{
	struct signed_set set = {.count = 0};
	struct cew_sigv4_signature ours;
	char hash[65];
	if (!gather_signed(rq, auth->signed_headers, &set) || !is_signed(&set, "host"))
		return demo_refuse(err, "SignatureDoesNotMatch", "'Host' must be a 'SignedHeader' in the AWS Authorization.");
	if (!is_signed(&set, "x-amz-date"))
		return demo_refuse(err, "SignatureDoesNotMatch",
		                   "'X-Amz-Date' must be a 'SignedHeader' in the AWS Authorization.");
	enum cew_status status = payload_hash(rq, scope->service, hash, err);
	if (status)
		return status;
	struct cew_sigv4_request request = {
		.method = rq->method, .path = rq->path, .query = rq->query, .headers = set.headers, .header_count = set.count,
		.payload_hash = hash, .amz_date = amz_date, .region = scope->region, .service = scope->service,
		.single_encoded_path = demo_service_find(scope->service)->protocol == DEMO_REST_XML,
	};
	status = cew_sigv4_sign(&request, NULL, scope->secret, &ours, err);
	bool same =
		!status && strlen(auth->signature) == 64 && cew_equal_constant_time(ours.signature, auth->signature, 64);
	cew_sigv4_finish(&ours);
	if (status == CEW_NO_MEMORY || same)
		return status;
	return demo_refuse(err, "SignatureDoesNotMatch",
	                   "The request signature we calculated does not match the signature you provided. Check your AWS "
	                   "Secret Access Key and signing method. Consult the service documentation for details.");
}

enum cew_status demo_verify(struct cew_demo *demo, const struct demo_request *rq, struct demo_scope *scope,
                            struct cew_error *err)
{
	struct authorization auth;
	enum cew_status status = read_authorization(rq, &auth, err);
	if (!status)
		status = read_scope(auth.credential, scope, err);
	if (status)
		return status;
	const char *amz_date = demo_header(rq, "x-amz-date");
	if (!amz_date)
		return demo_refuse(err, "IncompleteSignature",
		                   "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
		                   "Authorization=" ALGORITHM);
	status = check_scope(demo, rq, scope, amz_date, err);
	if (!status)
		status = check_time(demo, scope->service, amz_date, err);
	return status ? status : check_signature(rq, scope, &auth, amz_date, err);
}
