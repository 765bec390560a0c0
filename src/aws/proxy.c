/* Proxies: which variable holds for a URL, which hosts go around it, and whether what it says can be one. */
#include "proxy.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOST_MAX = 256 };

static const char *env(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/* ---- exceptions ---- */

struct name {
	char host[HOST_MAX]; /* without brackets, small letters, no dot at its end */
	char port[8];        /* "": none */
};

static bool all_digits(const char *text)
{
	return *text && strspn(text, "0123456789") == strlen(text);
}

/* "name:port", "[address]:port", or an IPv6 address as it is, which has colons of its own. */
static bool split(const char *text, size_t len, struct name *out)
{
	char copy[HOST_MAX];
	char *start = copy, *colon, *end;

	if (len >= sizeof(copy))
		return false;
	memcpy(copy, text, len);
	copy[len] = '\0';
	out->port[0] = '\0';
	end = *copy == '[' ? strchr(copy, ']') : NULL;
	colon = end ? (end[1] == ':' ? end + 1 : NULL) : strchr(copy, ':');
	if (colon && (end || !strchr(colon + 1, ':')) && all_digits(colon + 1)) {
		snprintf(out->port, sizeof(out->port), "%.6s", colon + 1);
		*colon = '\0';
	}
	if (end) {
		start++;
		*end = '\0';
	}
	len = strlen(start);
	if (len > 0 && start[len - 1] == '.')
		start[--len] = '\0';
	for (size_t i = 0; i <= len; i++)
		out->host[i] = start[i] >= 'A' && start[i] <= 'Z' ? (char)(start[i] + ('a' - 'A')) : start[i];
	return len > 0;
}

static bool same_bits(const unsigned char *a, const unsigned char *b, unsigned bits)
{
	unsigned bytes = bits / 8, rest = bits % 8;

	return memcmp(a, b, bytes) == 0 && (rest == 0 || ((a[bytes] ^ b[bytes]) >> (8 - rest)) == 0);
}

static bool in_network(const char *network, const char *address)
{
	char copy[HOST_MAX];
	unsigned char a[16], b[16];
	int family = strchr(address, ':') ? AF_INET6 : AF_INET;
	unsigned most = family == AF_INET6 ? 128 : 32, bits = most;
	char *slash;

	snprintf(copy, sizeof(copy), "%s", network);
	slash = strchr(copy, '/');
	if (slash) {
		*slash++ = '\0';
		if (!all_digits(slash) || strlen(slash) > 3 || (bits = (unsigned)atoi(slash)) > most)
			return false;
	}
	return inet_pton(family, copy, a) == 1 && inet_pton(family, address, b) == 1 && same_bits(a, b, bits);
}

static bool is_below(const char *domain, const char *host)
{
	size_t domain_len = strlen(domain), len = strlen(host);

	if (*domain == '.') {
		domain++;
		domain_len--;
	}
	if (domain_len == 0 || len < domain_len || strcmp(host + len - domain_len, domain) != 0)
		return false;
	return len == domain_len || host[len - domain_len - 1] == '.';
}

bool aws_proxy_excepted(const char *list, const char *host)
{
	struct name us, entry;

	if (!split(host, strlen(host), &us))
		return false;
	while (*list) {
		size_t len = strcspn(list, ", \t");

		if (len == 1 && *list == '*')
			return true;
		if (len > 0 && split(list, len, &entry) && (!entry.port[0] || strcmp(entry.port, us.port) == 0) &&
		    (is_below(entry.host, us.host) || in_network(entry.host, us.host)))
			return true;
		list += len;
		list += strspn(list, ", \t");
	}
	return false;
}

/* ---- what a proxy can be ---- */

static const char *const schemes[] = {"http", "https", "socks4", "socks4a", "socks5", "socks5h"};

static bool known_scheme(const char *value, size_t len)
{
	for (size_t i = 0; i < CEW_COUNT(schemes); i++)
		if (strlen(schemes[i]) == len && strncasecmp(schemes[i], value, len) == 0)
			return true;
	return false;
}

/* NULL: nothing is wrong with it. */
static const char *what_is_wrong(const char *authority, size_t len)
{
	const char *end = memchr(authority, ']', len), *colon;
	char port[8];
	size_t host_len = len, port_len;

	colon = end ? (end + 1 < authority + len && end[1] == ':' ? end + 1 : NULL) : memchr(authority, ':', len);
	if (*authority == '[' && !end)
		return "the bracket before its address is not closed";
	if (colon) {
		host_len = (size_t)(colon - authority);
		port_len = len - host_len - 1;
		if (port_len >= sizeof(port))
			return "its port is no number from 1 to 65535";
		snprintf(port, sizeof(port), "%.*s", (int)port_len, colon + 1);
		if (!all_digits(port) || atol(port) < 1 || atol(port) > 65535)
			return "its port is no number from 1 to 65535";
	}
	return host_len == 0 ? "it names no host" : NULL;
}

static const char *check(const char *value, struct aws_proxy *out)
{
	const char *mark = strstr(value, "://"), *authority = mark ? mark + 3 : value, *at;
	size_t len = strcspn(authority, "/?#");
	bool blank = strcspn(value, " \t\r\n") != strlen(value);

	/* Behind the last @: a password may hold one, and a slash as well where it was not encoded. */
	at = strrchr(authority, '@');
	if (at) {
		authority = at + 1;
		len = strcspn(authority, "/?#");
	}
	snprintf(out->shown, sizeof(out->shown), "%.*s%.*s", mark ? (int)(mark - value) + 3 : 0, value, (int)(len < 240 ? len : 240),
	         authority);
	if (blank)
		return "there are blanks or line ends in it";
	if (mark && !known_scheme(value, (size_t)(mark - value)))
		return "its scheme is none of http, https, socks4, socks4a, socks5 and socks5h";
	return what_is_wrong(authority, len);
}

/* ---- which one ---- */

/* Of the plain HTTP variable only the small one counts: a CGI's caller can set the other. */
static const char *setting_for(const char *url)
{
	static const char *const secure[] = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
	static const char *const plain[] = {"http_proxy", "all_proxy", "ALL_PROXY"};
	bool is_secure = strncasecmp(url, "https:", 6) == 0;
	const char *const *names = is_secure ? secure : plain;

	for (size_t i = 0; i < (is_secure ? CEW_COUNT(secure) : CEW_COUNT(plain)); i++)
		if (env(names[i]))
			return names[i];
	return NULL;
}

enum cew_status aws_proxy_find(const char *url, const char *host, struct aws_proxy *out, struct cew_error *err)
{
	const char *exceptions = env("no_proxy") ? env("no_proxy") : env("NO_PROXY"), *wrong;
	struct cew_buf shown;

	*out = (struct aws_proxy){.setting = setting_for(url), .value = ""};
	if (!out->setting || (exceptions && aws_proxy_excepted(exceptions, host))) {
		out->setting = NULL;
		return CEW_OK;
	}
	out->value = env(out->setting);
	wrong = check(out->value, out);
	if (!wrong)
		return CEW_OK;
	cew_buf_init(&shown, 2048);
	cew_text_visible(&shown, out->shown);
	cew_fail(err, CEW_UNREACHABLE, "%s is no proxy that can be used (\"%s\"): %s", out->setting, cew_buf_text(&shown), wrong);
	cew_buf_finish(&shown);
	cew_error_where(err, "%s", out->setting);
	return cew_error_hint(err, "Set it to http://HOST:PORT, with USER:PASSWORD@ before the host where the proxy wants them "
	                           "(percent-encoded), or unset it; hosts in NO_PROXY go around it");
}
