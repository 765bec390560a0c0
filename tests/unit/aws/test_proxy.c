/* Which proxy holds for a URL, which hosts go around it, and values that name none. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "aws_env.h"
#include "proxy.h"

static void exceptions(void **state)
{
	static const struct {
		const char *list, *host;
		bool excepted;
	} rows[] = {
		{"", "aws.com", false},
		{"*", "aws.com", true},
		{"aws.com", "aws.com", true},
		{"AWS.com", "Aws.COM.", true},
		{"aws.com", "sts.aws.com", true},
		{".aws.com", "sts.aws.com", true},
		{".aws.com", "aws.com", true},
		{"aws.com", "laws.com", false},
		{"sts.aws.com", "aws.com", false},
		{"a, b ,aws.com", "aws.com:443", true},
		{"a b\taws.com", "aws.com", true},
		{"aws.com:443", "aws.com:443", true},
		{"aws.com:443", "aws.com:8443", false},
		{"*.aws.com", "sts.aws.com", false}, /* no shell's patterns: what AWS's own tools do as well */
		{"10.0.0.0/8", "10.200.3.4", true},
		{"10.0.0.0/8", "11.0.0.1", false},
		{"10.0.0.0/9", "10.128.0.1", false},
		{"10.1.2.3", "10.1.2.3:80", true},
		{"10.0.0.0/33", "10.0.0.0", false},
		{"10.0.0.0/x", "10.0.0.0", false},
		{"0.0.0.0/0", "192.0.2.1", true},
		{"::1", "[::1]:443", true},
		{"[::1]", "[::1]", true},
		{"[::1]:443", "[::1]:443", true},
		{"[::1]:443", "[::1]:80", false},
		{"fd00::/8", "[fd12::3]", true},
		{"fd00::/8", "[fe80::3]", false},
		{"10.0.0.0/8", "[fd12::3]", false},
		{",,", "aws.com", false},
		{".", "aws.com", false},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++)
		if (aws_proxy_excepted(rows[i].list, rows[i].host) != rows[i].excepted)
			fail_msg("\"%s\" and %s", rows[i].list, rows[i].host);
}

/* As curl and AWS's tools: small letters stand before capitals, and HTTP_PROXY in capitals does not count. */
static void variables(void **state)
{
	static const struct {
		const char *url, *set[3], *setting, *shown;
	} rows[] = {
		{"https://h", {"HTTPS_PROXY=http://p:1"}, "HTTPS_PROXY", "http://p:1"},
		{"https://h", {"HTTPS_PROXY=http://p:1", "https_proxy=http://q:2"}, "https_proxy", "http://q:2"},
		{"https://h", {"HTTPS_PROXY=http://p:1", "ALL_PROXY=socks5h://q:2"}, "HTTPS_PROXY", "http://p:1"},
		{"https://h", {"ALL_PROXY=socks5h://ann:p@q:2"}, "ALL_PROXY", "socks5h://q:2"},
		{"https://h", {"http_proxy=http://p:1"}, NULL, ""},
		{"https://h", {"HTTPS_PROXY="}, NULL, ""},
		{"http://h", {"http_proxy=p:1"}, "http_proxy", "p:1"},
		{"http://h", {"HTTP_PROXY=p:1"}, NULL, ""},
		{"http://h", {"HTTPS_PROXY=p:1"}, NULL, ""},
		{"https://h", {"HTTPS_PROXY=http://p:1", "NO_PROXY=h"}, NULL, ""},
		{"https://h", {"HTTPS_PROXY=http://p:1", "NO_PROXY=h", "no_proxy=i"}, "HTTPS_PROXY", "http://p:1"},
		{"https://h", {"HTTPS_PROXY=http://us%40er:p@ss/w@[::1]:3128/"}, "HTTPS_PROXY", "http://[::1]:3128"},
		{"https://h", {"HTTPS_PROXY=https://p"}, "HTTPS_PROXY", "https://p"},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct cew_error err = {0};
		struct aws_proxy p;

		clean_env();
		for (size_t n = 0; n < 3 && rows[i].set[n]; n++) {
			char name[32] = "";
			const char *sign = strchr(rows[i].set[n], '=');

			strncat(name, rows[i].set[n], (size_t)(sign - rows[i].set[n]));
			setenv(name, sign + 1, 1);
		}
		if (aws_proxy_find(rows[i].url, "h", &p, &err) != CEW_OK)
			fail_msg("%s: %s", rows[i].set[0], err.what);
		assert_true(!p.setting == !rows[i].setting);
		if (p.setting)
			assert_string_equal(p.setting, rows[i].setting);
		assert_string_equal(p.shown, rows[i].shown);
	}
	clean_env();
}

static void values_that_name_none(void **state)
{
	static const struct {
		const char *value, *what;
	} rows[] = {
		{"ftp://p:21", "(\"ftp://p:21\"): its scheme is none of http,"},
		{"http:/p:3128", "its port is no number"},
		{"http://", "it names no host"},
		{"http://:3128", "it names no host"},
		{"http://ann:secret@", "it names no host"},
		{"http://p:0", "its port is no number from 1 to 65535"},
		{"http://p:65536", "its port is no number from 1 to 65535"},
		{"http://p:123456789", "its port is no number from 1 to 65535"},
		{"http://p:80a", "its port is no number from 1 to 65535"},
		{"http://[::1:80", "the bracket before its address is not closed"},
		{"http://p:80 ", "blanks or line ends"},
		{"http://ann:sec ret@p:80\r", "blanks or line ends"},
	};

	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct cew_error err = {0};
		struct aws_proxy p;

		clean_env();
		setenv("https_proxy", rows[i].value, 1);
		assert_int_equal(aws_proxy_find("https://h", "h", &p, &err), CEW_UNREACHABLE);
		assert_string_equal(err.where, "https_proxy");
		if (!strstr(err.what, rows[i].what) || !strstr(err.hint, "http://HOST:PORT"))
			fail_msg("%s: %s", rows[i].value, err.what);
		assert_null(strstr(err.what, "sec"));
	}
	clean_env();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exceptions),
		cmocka_unit_test(variables),
		cmocka_unit_test(values_that_name_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
