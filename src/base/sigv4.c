/* AWS Signature Version 4, as one pure function: canonical request, string to sign, signature. */
#include "cewizard/base.h"
#include "sigv4_canonical.h"

#include <stdio.h>
#include <string.h>

enum {
	DATE_LENGTH = 8,       /* 20240102 */
	AMZ_DATE_LENGTH = 16,  /* 20240102T030405Z */
	LARGEST_HEAD = 4 << 20 /* of a canonical request; a real one has some hundred bytes */
};

static bool is_amz_date(const char *date)
{
	return date && strlen(date) == AMZ_DATE_LENGTH && strspn(date, "0123456789") == DATE_LENGTH && date[8] == 'T' &&
	       strspn(date + 9, "0123456789") == 6 && date[15] == 'Z';
}

static enum cew_status check_request(const struct cew_sigv4_request *r, struct cew_error *err)
{
	if (!is_amz_date(r->amz_date))
		return cew_fail(err, CEW_INVALID, "a request without a date like 20240102T030405Z cannot be signed");
	if (!r->path || r->path[0] != '/')
		return cew_fail(err, CEW_INVALID, "a request whose path does not begin with \"/\" cannot be signed");
	if (!r->method || !r->payload_hash || !r->region || !r->service)
		return cew_fail(err, CEW_INVALID, "a request without method, payload hash, region or service cannot be signed");
	return CEW_OK;
}

static enum cew_status write_canonical(struct cew_buf *out, const struct cew_sigv4_request *r,
                                       struct cew_buf *signed_headers, struct cew_error *err)
{
	enum cew_status status;

	cew_buf_fmt(out, "%s\n", r->method);
	cew_sigv4_path(out, r->path, r->single_encoded_path);
	cew_buf_char(out, '\n');
	status = cew_sigv4_query(out, r->query ? r->query : "", err);
	if (status != CEW_OK)
		return status;
	cew_buf_char(out, '\n');
	status = cew_sigv4_headers(out, r->headers, r->header_count, signed_headers, err);
	if (status != CEW_OK)
		return status;
	cew_buf_fmt(out, "\n%s\n%s", cew_buf_text(signed_headers), r->payload_hash);
	return cew_buf_status(out, err);
}

static void write_scope(struct cew_buf *out, const struct cew_sigv4_request *r)
{
	cew_buf_add(out, r->amz_date, DATE_LENGTH);
	cew_buf_fmt(out, "/%s/%s/aws4_request", r->region, r->service);
}

static void derive_key(const struct cew_sigv4_request *r, const struct cew_buf *first_key, unsigned char key[32])
{
	const char *rest[] = {r->region, r->service, "aws4_request"};
	unsigned char next[32];

	cew_hmac_sha256(cew_buf_text(first_key), first_key->len, r->amz_date, DATE_LENGTH, key);
	for (size_t i = 0; i < CEW_COUNT(rest); i++) {
		cew_hmac_sha256(key, 32, rest[i], strlen(rest[i]), next);
		memcpy(key, next, 32);
	}
	cew_wipe(next, sizeof(next));
}

static enum cew_status write_signature(const struct cew_sigv4_request *r, const struct cew_buf *string_to_sign,
                                       const struct cew_secret *secret_key, char out[65], struct cew_error *err)
{
	struct cew_buf first_key;
	unsigned char key[32], signature[32];
	enum cew_status status;

	cew_buf_init(&first_key, cew_secret_len(secret_key) + 4);
	cew_buf_str(&first_key, "AWS4");
	cew_buf_add(&first_key, cew_secret_text(secret_key), cew_secret_len(secret_key));
	status = cew_buf_status(&first_key, err);
	if (status == CEW_OK) {
		derive_key(r, &first_key, key);
		cew_hmac_sha256(key, sizeof(key), string_to_sign->data, string_to_sign->len, signature);
		for (size_t i = 0; i < sizeof(signature); i++)
			snprintf(out + 2 * i, 3, "%02x", (unsigned)signature[i]);
		cew_wipe(key, sizeof(key));
	}
	cew_buf_wipe(&first_key);
	return status;
}

static enum cew_status write_string_to_sign(struct cew_buf *out, const struct cew_sigv4_request *r,
                                            struct cew_sigv4_signature *result, struct cew_error *err)
{
	cew_buf_fmt(out, "AWS4-HMAC-SHA256\n%s\n", r->amz_date);
	write_scope(out, r);
	cew_buf_fmt(out, "\n%s", result->canonical_hash);
	cew_sha256_hex(cew_buf_text(out), out->len, result->string_to_sign_hash);
	return cew_buf_status(out, err);
}

static enum cew_status write_authorization(const struct cew_sigv4_request *r, const char *access_key,
                                           struct cew_sigv4_signature *out, struct cew_error *err)
{
	if (!access_key)
		return CEW_OK;
	cew_buf_fmt(&out->authorization, "AWS4-HMAC-SHA256 Credential=%s/", access_key);
	write_scope(&out->authorization, r);
	cew_buf_fmt(&out->authorization, ", SignedHeaders=%s, Signature=%s", cew_buf_text(&out->signed_headers),
	            out->signature);
	return cew_buf_status(&out->authorization, err);
}

enum cew_status cew_sigv4_sign(const struct cew_sigv4_request *request, const char *access_key,
                               const struct cew_secret *secret_key, struct cew_sigv4_signature *out,
                               struct cew_error *err)
{
	struct cew_buf canonical, string_to_sign;
	enum cew_status status;

	*out = (struct cew_sigv4_signature){0};
	cew_buf_init(&out->signed_headers, LARGEST_HEAD);
	cew_buf_init(&out->authorization, LARGEST_HEAD);
	status = check_request(request, err);
	if (status != CEW_OK)
		return status;

	cew_buf_init(&canonical, LARGEST_HEAD);
	cew_buf_init(&string_to_sign, LARGEST_HEAD);
	status = write_canonical(&canonical, request, &out->signed_headers, err);
	if (status == CEW_OK) {
		cew_sha256_hex(canonical.data, canonical.len, out->canonical_hash);
		status = write_string_to_sign(&string_to_sign, request, out, err);
	}
	if (status == CEW_OK)
		status = write_signature(request, &string_to_sign, secret_key, out->signature, err);
	if (status == CEW_OK)
		status = write_authorization(request, access_key, out, err);
	/* The session token is among the headers. */
	cew_buf_wipe(&canonical);
	cew_buf_finish(&string_to_sign);
	return status;
}

void cew_sigv4_finish(struct cew_sigv4_signature *out)
{
	cew_buf_finish(&out->signed_headers);
	cew_buf_finish(&out->authorization);
}
