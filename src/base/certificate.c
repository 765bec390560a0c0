/* Certificates in PEM form: what a file of them holds, and whether it can serve as a certificate authority. */
#include "cewizard/base.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define CERTIFICATES_MAX 64

static int64_t time_of(const ASN1_TIME *t)
{
	struct tm tm;
	return ASN1_TIME_to_tm(t, &tm) == 1 ? (int64_t)timegm(&tm) * 1000 : 0;
}

/* "CN=Proxy CA, O=Example", cut to fit. */
static void name_of(const X509_NAME *name, char out[CEW_CERTIFICATE_NAME_MAX])
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *text;
	out[0] = '\0';
	if (bio && X509_NAME_print_ex(bio, name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB & ~XN_FLAG_SPC_EQ) >= 0) {
		long len = BIO_get_mem_data(bio, &text);
		snprintf(out, CEW_CERTIFICATE_NAME_MAX, "%.*s", (int)len, text);
	}
	BIO_free(bio);
}

static void date_of(int64_t ms, char out[CEW_TIME_MAX])
{
	cew_time_format(ms, out);
	out[10] = '\0'; /* the day is enough */
}

static enum cew_status judge(const X509 *x, size_t number, int64_t now_ms, const struct cew_certificates *c, struct cew_error *err)
{
	char name[CEW_CERTIFICATE_NAME_MAX], day[CEW_TIME_MAX];
	int64_t from = time_of(X509_get0_notBefore(x)), until = time_of(X509_get0_notAfter(x));
	name_of(X509_get_subject_name(x), name);
	if (X509_check_ca((X509 *)x) < 1) {
		cew_fail(err, CEW_INVALID, "certificate %zu (%s) is not one of a certificate authority", number, name);
		return cew_error_hint(err, "give the certificate that the proxy's certificates are signed with, not the proxy's own");
	}
	if (until <= now_ms) {
		date_of(until, day);
		cew_fail(err, CEW_INVALID, "certificate %zu (%s) expired on %s", number, name, day);
		return cew_error_hint(err, "ask for the one that is in use now");
	}
	if (from > now_ms) {
		date_of(from, day);
		cew_fail(err, CEW_INVALID, "certificate %zu (%s) is not valid before %s", number, name, day);
		return cew_error_hint(err, "give the one that is in use now, or set this machine's clock right");
	}
	return c->count < CERTIFICATES_MAX ? CEW_OK : cew_fail(err, CEW_LIMIT, "there are more than %d certificates", CERTIFICATES_MAX);
}

static void take(const X509 *x, struct cew_certificates *out)
{
	int64_t until = time_of(X509_get0_notAfter(x));
	if (!out->count++)
		name_of(X509_get_subject_name(x), out->subject);
	if (out->count == 1 || until < out->until_ms)
		out->until_ms = until;
	name_of(X509_get_issuer_name(x), out->issuer);
	out->has_root |= X509_NAME_cmp(X509_get_subject_name(x), X509_get_issuer_name(x)) == 0;
}

static enum cew_status read_all(BIO *bio, int64_t now_ms, struct cew_certificates *out, struct cew_error *err)
{
	enum cew_status s = CEW_OK;
	X509 *x;
	ERR_clear_error();
	while (!s && (x = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL) {
		s = judge(x, out->count + 1, now_ms, out, err);
		if (!s)
			take(x, out);
		X509_free(x);
	}
	bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
	ERR_clear_error();
	if (s || (at_end && out->count))
		return s;
	if (at_end)
		cew_fail(err, CEW_INVALID, "there is no certificate in PEM form");
	else
		cew_fail(err, CEW_INVALID, "certificate %zu cannot be read", out->count + 1);
	return cew_error_hint(err, "it begins with -----BEGIN CERTIFICATE----- and ends with -----END CERTIFICATE-----; "
	                           "`openssl x509 -inform der -in FILE` makes that of a binary one");
}

enum cew_status cew_certificates_read(const char *pem, size_t len, int64_t now_ms, struct cew_certificates *out,
                                      struct cew_error *err)
{
	*out = (struct cew_certificates){.count = 0};
	if (memmem(pem, len, "PRIVATE KEY-----", 16)) {
		cew_fail(err, CEW_INVALID, "there is a private key in it, which must never leave the authority");
		return cew_error_hint(err, "give a file that holds certificates only");
	}
	BIO *bio = len <= INT32_MAX ? BIO_new_mem_buf(pem, (int)len) : NULL;
	enum cew_status s = bio ? read_all(bio, now_ms, out, err) : cew_fail_memory(err);
	BIO_free(bio);
	return s;
}
