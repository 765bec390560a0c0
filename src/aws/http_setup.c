/* What libcurl is told of a transfer, and what it tells while the answer comes in. */
#include "http_transfer.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define USER_AGENT "cewizard/" CEW_VERSION

static size_t on_body(char *data, size_t size, size_t count, void *ctx)
{
	struct aws_http_transfer *t = ctx;

	cew_buf_add(&t->answer.body, data, size * count);
	return t->answer.body.failed ? 0 : size * count;
}

/* A status line begins the headers anew: those of an interim answer do not count. */
static size_t on_header(char *line, size_t size, size_t count, void *ctx)
{
	struct cew_buf *headers = &((struct aws_http_transfer *)ctx)->answer.headers;

	if (size * count > 5 && strncasecmp(line, "HTTP/", 5) == 0)
		cew_buf_clear(headers);
	cew_buf_add(headers, line, size * count);
	return headers->failed && !headers->over_max ? 0 : size * count;
}

bool aws_http_header(const struct aws_http_answer *a, const char *name, char *out, size_t size)
{
	size_t len = strlen(name), value_len;

	out[0] = '\0';
	for (const char *line = cew_buf_text(&a->headers); line && *line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncasecmp(line, name, len) != 0 || line[len] != ':')
			continue;
		line += len + 1;
		line += strspn(line, " \t");
		value_len = strcspn(line, "\r\n");
		while (value_len > 0 && strchr(" \t", line[value_len - 1]))
			value_len--;
		snprintf(out, size, "%.*s", (int)value_len, line);
		return true;
	}
	return false;
}

bool aws_http_is_page(const struct aws_http_answer *a)
{
	const char *body = cew_buf_text(&a->body);

	body += strspn(body, " \t\r\n");
	return strncasecmp(a->content_type, "text/html", 9) == 0 || strncasecmp(body, "<!doctype html", 14) == 0 ||
	       strncasecmp(body, "<html", 5) == 0;
}

static bool add_header(struct aws_http_transfer *t, const char *name, const char *value)
{
	char *line = cew_fmt("%s:%s%s", name, *value ? " " : "", value);
	struct curl_slist *longer = line ? curl_slist_append(t->headers, line) : NULL;

	if (line)
		cew_wipe(line, strlen(line));
	free(line);
	if (longer)
		t->headers = longer;
	return longer != NULL;
}

static bool set_headers(struct aws_http_transfer *t, const struct aws_http_request *r)
{
	for (size_t i = 0; i < r->header_count; i++)
		if (!add_header(t, r->headers[i].name, r->headers[i].value))
			return false;
	/* Without a value libcurl leaves it out: nobody needs to be asked before 50 KB are sent. */
	return add_header(t, "Expect", "");
}

static void set_protocols(CURL *easy)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS);
#endif
}

/* Name resolution runs in a thread that may hang for half a minute; giving up on it must not hang the screen. */
static void set_quick_exit(CURL *easy)
{
#if LIBCURL_VERSION_NUM >= 0x075700
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#else
	(void)easy;
#endif
}

/* A PUT is sent as a POST by another name: libcurl's own PUT would read the body through a callback. */
static bool set_method(CURL *easy, const struct aws_http_request *r)
{
	const char *method = r->method ? r->method : "POST";

	if (strcmp(method, "HEAD") == 0)
		return curl_easy_setopt(easy, CURLOPT_NOBODY, 1L) == CURLE_OK;
	if (strcmp(method, "GET") == 0)
		return curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L) == CURLE_OK;
	curl_easy_setopt(easy, CURLOPT_POST, 1L);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, r->body ? r->body : "");
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body_len);
	return strcmp(method, "POST") == 0 || curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method) == CURLE_OK;
}

static bool set_what_may_fail(struct aws_http_transfer *t, const struct aws_http_request *r)
{
	if (!set_headers(t, r) || !set_method(t->easy, r) || curl_easy_setopt(t->easy, CURLOPT_URL, r->url) != CURLE_OK)
		return false;
	if (r->ca_bundle && (curl_easy_setopt(t->easy, CURLOPT_CAINFO, r->ca_bundle) != CURLE_OK ||
	                     curl_easy_setopt(t->easy, CURLOPT_PROXY_CAINFO, r->ca_bundle) != CURLE_OK))
		return false;
	/* Said in any case: otherwise libcurl reads the variables itself. */
	if (curl_easy_setopt(t->easy, CURLOPT_PROXY, r->proxy ? r->proxy : "") != CURLE_OK ||
	    curl_easy_setopt(t->easy, CURLOPT_NOPROXY, "") != CURLE_OK)
		return false;
	return curl_easy_setopt(t->easy, CURLOPT_USERAGENT, USER_AGENT) == CURLE_OK &&
	       curl_easy_setopt(t->easy, CURLOPT_ACCEPT_ENCODING, "") == CURLE_OK;
}

bool aws_http_set_up(struct aws_http_transfer *t, const struct aws_http_request *r)
{
	CURL *easy = t->easy;

	if (!set_what_may_fail(t, r))
		return false;
	set_protocols(easy);
	set_quick_exit(easy);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)r->connect_timeout_ms);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)r->timeout_ms);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, t->headers);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t->error_text);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, t);
	return true;
}
