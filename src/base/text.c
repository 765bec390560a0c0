/* Encodings and hashes: percent, base64, SHA-256, HMAC; and text made fit for a terminal. */
#include "cewizard/base.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <string.h>

static bool is_unreserved(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
	       c == '.' || c == '~';
}

void cew_pct_encode(struct cew_buf *out, const char *data, size_t len, const char *keep)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)data[i];

		if (is_unreserved(c) || (keep && c != '\0' && strchr(keep, c))) {
			cew_buf_char(out, (char)c);
		} else {
			char escape[3] = {'%', digits[c >> 4], digits[c & 0x0F]};

			cew_buf_add(out, escape, sizeof(escape));
		}
	}
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool cew_pct_decode(struct cew_buf *out, const char *data, size_t len, bool plus_is_space)
{
	for (size_t i = 0; i < len; i++) {
		int high, low;

		if (data[i] != '%') {
			cew_buf_char(out, data[i] == '+' && plus_is_space ? ' ' : data[i]);
			continue;
		}
		high = i + 2 < len ? hex_value(data[i + 1]) : -1;
		low = i + 2 < len ? hex_value(data[i + 2]) : -1;
		if (high < 0 || low < 0)
			return false;
		cew_buf_char(out, (char)(high << 4 | low));
		i += 2;
	}
	return true;
}

void cew_base64_encode(struct cew_buf *out, const void *data, size_t len)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *in = data;

	for (size_t i = 0; i < len; i += 3) {
		size_t have = len - i < 3 ? len - i : 3;
		uint32_t bits = (uint32_t)in[i] << 16 | (have > 1 ? (uint32_t)in[i + 1] << 8 : 0) | (have > 2 ? in[i + 2] : 0);
		char quad[4] = {letters[bits >> 18], letters[bits >> 12 & 63], '=', '='};

		if (have > 1)
			quad[2] = letters[bits >> 6 & 63];
		if (have > 2)
			quad[3] = letters[bits & 63];
		cew_buf_add(out, quad, sizeof(quad));
	}
}

void cew_sha256(const void *data, size_t len, unsigned char out[32])
{
	/* Fails without memory only; nothing that is compared with a hash of zeros will be taken for right. */
	if (!SHA256(len ? data : "", len, out))
		memset(out, 0, 32);
}

void cew_sha256_hex(const void *data, size_t len, char out[65])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char hash[32];

	cew_sha256(data, len, hash);
	for (size_t i = 0; i < sizeof(hash); i++) {
		out[2 * i] = digits[hash[i] >> 4];
		out[2 * i + 1] = digits[hash[i] & 0x0F];
	}
	out[64] = '\0';
}

void cew_hmac_sha256(const void *key, size_t key_len, const void *data, size_t len, unsigned char out[32])
{
	if (!HMAC(EVP_sha256(), key_len ? key : "", (int)key_len, len ? data : (const void *)"", len, out, NULL))
		memset(out, 0, 32);
}

bool cew_equal_constant_time(const void *a, const void *b, size_t len)
{
	return len == 0 || CRYPTO_memcmp(a, b, len) == 0;
}

static char short_escape(uint32_t point)
{
	switch (point) {
	case '\n': return 'n';
	case '\r': return 'r';
	case '\t': return 't';
	default: return 0;
	}
}

void cew_text_visible(struct cew_buf *out, const char *text)
{
	size_t len = strlen(text), at = 0, from = 0;
	for (uint32_t point; (point = cew_utf8_next(text, len, &at)); from = at) {
		bool broken = point == 0xFFFD && at - from == 1;
		if (short_escape(point))
			cew_buf_fmt(out, "\\%c", short_escape(point));
		else if (broken || point < 0x20 || (point >= 0x7F && point < 0xA0))
			cew_buf_fmt(out, "\\x%02x", broken ? (unsigned char)text[from] : (unsigned)point);
		else if (cew_utf8_turns(point))
			cew_buf_fmt(out, "\\u%04x", (unsigned)point);
		else
			cew_buf_add(out, text + from, at - from);
	}
}
