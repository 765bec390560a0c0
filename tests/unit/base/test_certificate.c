/* Certificates: what is read out of PEM, and every way in which a file of them is refused. */
#include "unit.h"

#include <string.h>

#include "certificates.h"

#define NOW 1811808000000 /* 2027-06-01 */
#define YEAR (INT64_C(366) * 86400000)

static enum cew_status read_at(const char *pem, int64_t now, struct cew_certificates *out, struct cew_error *err)
{
	return cew_certificates_read(pem, strlen(pem), now, out, err);
}

static void reads_an_authority(void **state)
{
	struct cew_certificates c;
	struct cew_error err;
	(void)state;
	assert_int_equal(read_at(PEM_ROOT, NOW, &c, &err), CEW_OK);
	assert_int_equal(c.count, 1);
	assert_true(c.has_root);
	assert_string_equal(c.subject, "O=Example, CN=Proxy CA");
	assert_true(c.until_ms > NOW);
}

static void reads_a_chain(void **state)
{
	struct cew_certificates c;
	struct cew_error err;
	(void)state;
	assert_int_equal(read_at("Our proxy's\n" PEM_MIDDLE PEM_ROOT, NOW, &c, &err), CEW_OK);
	assert_int_equal(c.count, 2);
	assert_true(c.has_root);
	assert_string_equal(c.subject, "O=Example, CN=Middle CA");
	assert_int_equal(read_at(PEM_MIDDLE, NOW, &c, &err), CEW_OK);
	assert_false(c.has_root);
	assert_string_equal(c.issuer, "O=Example, CN=Proxy CA");
}

static void refuses(const char *pem, int64_t now, const char *what)
{
	struct cew_certificates c;
	struct cew_error err;
	assert_int_equal(read_at(pem, now, &c, &err), CEW_INVALID);
	if (!strstr(err.what, what))
		fail_msg("\"%s\" is not in \"%s\"", what, err.what);
	assert_true(*err.hint);
}

static void refuses_what_cannot_serve(void **state)
{
	(void)state;
	refuses("", NOW, "no certificate");
	refuses("hello\n", NOW, "no certificate");
	refuses("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", NOW, "cannot be read");
	refuses(PEM_ROOT "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", NOW, "certificate 2 cannot be read");
	refuses(PEM_SERVER, NOW, "not one of a certificate authority");
	refuses(PEM_MIDDLE PEM_SERVER, NOW, "certificate 2");
	refuses(PEM_ROOT, NOW + 100 * YEAR, "expired on");
	refuses(PEM_ROOT, NOW - 50 * YEAR, "not valid before");
	refuses(PEM_ROOT "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", NOW, "private key");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_an_authority),
		cmocka_unit_test(reads_a_chain),
		cmocka_unit_test(refuses_what_cannot_serve),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
