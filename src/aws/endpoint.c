/* Hosts, made by the tables of services and partitions, and the URLs that users give instead. */
#include "endpoint.h"

#include <stdlib.h>
#include <string.h>

bool aws_region_valid(const char *region)
{
	size_t len = strlen(region);

	if (len < 1 || len > 63 || region[0] == '-')
		return false;
	return strspn(region, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == len;
}

static enum cew_status finish_checked(struct aws_endpoint *e, struct cew_error *err)
{
	if (e->url && e->host && e->path)
		return CEW_OK;
	aws_endpoint_finish(e);
	return cew_fail_memory(err);
}

static enum cew_status check_kind(const struct aws_partition *p, const char *region, bool fips, bool dual_stack,
                                  struct cew_error *err)
{
	if (fips && !p->fips) {
		cew_fail(err, CEW_NOT_FOUND, "there are no FIPS endpoints in region %s", region);
		return cew_error_hint(err, "Unset AWS_USE_FIPS_ENDPOINT and use_fips_endpoint, or choose another region");
	}
	if (dual_stack && !p->dual_suffix) {
		cew_fail(err, CEW_NOT_FOUND, "there are no dual-stack endpoints in region %s", region);
		return cew_error_hint(err, "Unset AWS_USE_DUALSTACK_ENDPOINT and use_dualstack_endpoint");
	}
	return CEW_OK;
}

static char *regional_host(const struct aws_service_info *s, const struct aws_partition *p, const char *region, bool fips,
                           bool dual_stack)
{
	bool plain = !fips || (p->gov && s->plain_is_fips_in_gov && !dual_stack);
	bool other_label = dual_stack && s->dual_label && !(s->hosting == AWS_HOST_OLD_DUAL && p->newer);
	const char *label = other_label ? s->dual_label : s->host_label;

	return cew_fmt("%s%s.%s.%s", label, plain ? "" : "-fips", region, dual_stack ? p->dual_suffix : p->suffix);
}

static char *host_of(const struct aws_service_info *s, const struct aws_partition *p, const char *region, bool fips,
                     bool dual_stack)
{
	switch (s->hosting) {
	case AWS_HOST_GLOBAL:
		return cew_strdup(fips ? (dual_stack ? p->iam_dual_fips : p->iam_fips) : dual_stack ? p->iam_dual : p->iam);
	case AWS_HOST_S3:
		return cew_fmt("%s%s%s.%s.%s", s->host_label, fips ? "-fips" : "", dual_stack ? ".dualstack" : "", region, p->suffix);
	case AWS_HOST_NO_DUAL:
		return regional_host(s, p, region, fips, dual_stack && p->newer);
	case AWS_HOST_REGIONAL:
	case AWS_HOST_OLD_DUAL:
		break;
	}
	return regional_host(s, p, region, fips, dual_stack);
}

static enum cew_status find_own(const struct aws_service_info *s, const char *region, bool fips, bool dual_stack,
                                struct aws_endpoint *out, struct cew_error *err)
{
	const struct aws_partition *p = aws_partition_of(region);
	enum cew_status status = check_kind(p, region, fips, dual_stack, err);

	if (status != CEW_OK)
		return status;
	out->host = host_of(s, p, region, fips, dual_stack);
	out->path = cew_strdup("/");
	out->url = out->host ? cew_fmt("https://%s/", out->host) : NULL;
	return finish_checked(out, err);
}

/* A URL that a user gave, cut into parts that point into it. */
struct url {
	const char *scheme, *host, *port, *path;
	size_t scheme_len, host_len, port_len;
};

static bool is_scheme(const struct url *u, const char *scheme)
{
	return u->scheme_len == strlen(scheme) && strncasecmp(u->scheme, scheme, u->scheme_len) == 0;
}

static enum cew_status bad_url(const char *text, const char *why, struct cew_error *err)
{
	cew_fail(err, CEW_INVALID, "the endpoint URL \"%s\" cannot be used: %s", text, why);
	return cew_error_hint(err, "Give it as https://HOST[:PORT][/PATH], or http:// for one on this machine");
}

static const char *split_host(struct url *u, const char *at)
{
	size_t bracketed = *at == '[' ? strcspn(at, "]") + 1 : 0;

	u->host = at;
	u->host_len = bracketed ? bracketed : strcspn(at, ":/");
	return at + u->host_len;
}

static enum cew_status split_url(const char *text, struct url *u, struct cew_error *err)
{
	const char *at = strstr(text, "://");

	*u = (struct url){.scheme = text};
	if (!at)
		return bad_url(text, "it has no scheme", err);
	u->scheme_len = (size_t)(at - text);
	if (!is_scheme(u, "https") && !is_scheme(u, "http"))
		return bad_url(text, "its scheme is neither https nor http", err);
	if (strpbrk(at, "?#"))
		return bad_url(text, "it has a query or a fragment", err);
	for (const char *c = text; *c; c++)
		if ((unsigned char)*c <= ' ' || (unsigned char)*c >= 0x7f || strchr("\"<>\\^`{|}", *c))
			return bad_url(text, "it has characters that a URL cannot have", err);
	at += 3;
	if (memchr(at, '@', strcspn(at, "/")))
		return cew_fail(err, CEW_INVALID, "an endpoint URL cannot hold a user's name or password");
	if (*at == '[' && !strchr(at, ']'))
		return bad_url(text, "its address has no closing bracket", err);
	at = split_host(u, at);
	if (u->host_len == 0)
		return bad_url(text, "it has no host", err);
	if (*at == ':') {
		u->port = ++at;
		u->port_len = strspn(at, "0123456789");
		at += u->port_len;
		if (u->port_len == 0 || u->port_len > 5 || atoi(u->port) > 65535)
			return bad_url(text, "its port is no port", err);
	}
	if (*at && *at != '/')
		return bad_url(text, "its port is no port", err);
	u->path = *at ? at : "/";
	return CEW_OK;
}

static bool own_port(const struct url *u)
{
	int port = u->port ? atoi(u->port) : 0;

	return !u->port || (is_scheme(u, "https") && port == 443) || (is_scheme(u, "http") && port == 80);
}

static bool is_loopback(const struct url *u)
{
	return (u->host_len == 9 && strncasecmp(u->host, "localhost", 9) == 0) ||
	       (strncmp(u->host, "127.", 4) == 0 && strspn(u->host, "0123456789.") == u->host_len) ||
	       (u->host_len == 5 && strncmp(u->host, "[::1]", 5) == 0);
}

static enum cew_status find_custom(const char *text, struct aws_endpoint *out, struct cew_error *err)
{
	struct url u;
	enum cew_status status = split_url(text, &u, err);

	if (status != CEW_OK)
		return status;
	if (own_port(&u))
		out->host = cew_fmt("%.*s", (int)u.host_len, u.host);
	else
		out->host = cew_fmt("%.*s:%d", (int)u.host_len, u.host, atoi(u.port));
	out->path = cew_strdup(u.path);
	out->url = out->host ? cew_fmt("%s://%s%s", is_scheme(&u, "https") ? "https" : "http", out->host, u.path) : NULL;
	out->loopback = is_loopback(&u);
	out->custom = true;
	return finish_checked(out, err);
}

enum cew_status aws_endpoint_find(enum aws_service service, const char *region, const char *override, bool fips,
                                  bool dual_stack, struct aws_endpoint *out, struct cew_error *err)
{
	const struct aws_service_info *info = aws_service_info(service);

	*out = (struct aws_endpoint){0};
	if (info->hosting == AWS_HOST_GLOBAL)
		out->region = aws_partition_of(region)->global_region;
	if (override)
		return find_custom(override, out, err);
	return find_own(info, region, fips, dual_stack, out, err);
}

void aws_endpoint_finish(struct aws_endpoint *e)
{
	free(e->url);
	free(e->host);
	free(e->path);
	*e = (struct aws_endpoint){0};
}

/* ---- buckets ---- */

/* Labels of letters, digits and hyphens: a dot would break the certificate's wildcard, an address has no names below it. */
static bool fits_host(const struct aws_endpoint *e, const char *bucket)
{
	size_t len = strlen(bucket);
	const char *host = e->host;

	return len >= 3 && len <= 63 && strspn(bucket, "abcdefghijklmnopqrstuvwxyz0123456789-") == len && host[0] != '[' &&
	       strspn(host, "0123456789.:") != strlen(host) && !e->loopback;
}

enum cew_status aws_endpoint_bucket(struct aws_endpoint *e, const char *bucket, bool path_style, struct cew_error *err)
{
	const char *behind_host = strchr(strstr(e->url, "://") + 3, '/');
	int scheme_len = (int)(strstr(e->url, "://") + 3 - e->url);
	struct aws_endpoint made = *e;

	if (!path_style && fits_host(e, bucket)) {
		made.host = cew_fmt("%s.%s", bucket, e->host);
		made.path = cew_strdup(e->path);
		made.url = cew_fmt("%.*s%s.%s", scheme_len, e->url, bucket, e->url + scheme_len);
	} else {
		bool slash = behind_host[strlen(behind_host) - 1] == '/';

		made.host = cew_strdup(e->host);
		made.path = cew_fmt("%s%s%s", e->path, slash ? "" : "/", bucket);
		made.url = cew_fmt("%s%s%s", e->url, slash ? "" : "/", bucket);
	}
	free(e->url);
	free(e->host);
	free(e->path);
	*e = made;
	return finish_checked(e, err);
}
