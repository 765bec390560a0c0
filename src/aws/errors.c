/* From an answer that is none to an error in the operator's words. */
#include "errors.h"
#include "meanings.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TEXT = 2048, CLOCK_SHOWN_FROM_MS = 60 * 1000 };

/* ---- texts ---- */

static bool by_proxy(const struct aws_error_context *c)
{
	return c->proxy && c->proxy->setting;
}

static void add_proxy(struct cew_buf *out, const struct aws_error_context *c)
{
	if (by_proxy(c))
		cew_buf_fmt(out, " (%s=%s)", c->proxy->setting, c->proxy->shown);
}

/* Who has the keys, as a sentence can say it. */
static const char *source_of(const struct aws_error_context *c)
{
	static const struct {
		const char *source, *words;
	} words[] = {
		{"environment", "the environment"}, {"given", "the caller"}, {"none", "the caller"},
		{"container", "the container"},     {"instance role", "the instance's role"},
	};

	for (size_t i = 0; c->source && i < CEW_COUNT(words); i++)
		if (strcmp(words[i].source, c->source) == 0)
			return words[i].words;
	return c->source;
}

static void add_clock(struct cew_buf *out, const struct aws_error_context *c)
{
	int64_t off = c->clock_off_ms, size = off < 0 ? -off : off;
	char text[CEW_TIME_MAX];

	if (size < CLOCK_SHOWN_FROM_MS)
		return;
	cew_duration_format(size, text);
	cew_buf_fmt(out, "; it is %s %s", text, off > 0 ? "slow" : "fast");
}

/* AWS quotes the value that it does not like ("Value 'hunter2' at 'parameters.3…'"): that may be a password. */
static void add_message(struct cew_buf *out, const char *message)
{
	static const char opening[] = "Value '";
	const char *quoted;

	while ((quoted = strstr(message, opening))) {
		const char *end = strstr(quoted + sizeof(opening) - 1, "' at '");

		cew_buf_add(out, message, (size_t)(quoted - message));
		cew_buf_str(out, end ? "Value" : "Value …");
		message = end ? end + 1 : "";
	}
	cew_buf_str(out, message);
}

static void add_field(struct cew_buf *out, const char *name, size_t len, const struct aws_error_context *c,
                      const char *message)
{
	const struct {
		const char *name, *value;
	} fields[] = {
		{"service", c->service}, {"action", c->action},
		{"region", c->region},   {"profile", c->profile},
		{"source", source_of(c)},   {"renew", c->renew ? c->renew : "Log in again"},
		{"setting", by_proxy(c) ? c->proxy->setting : "HTTPS_PROXY"},
		{"host", c->host},       {"ca", c->ca_bundle ? c->ca_bundle : "the system's"},
	};

	for (size_t i = 0; i < CEW_COUNT(fields); i++)
		if (strlen(fields[i].name) == len && memcmp(fields[i].name, name, len) == 0)
			cew_buf_str(out, fields[i].value ? fields[i].value : "");
	if (len == 7 && memcmp(name, "message", 7) == 0)
		add_message(out, message);
	else if (len == 5 && memcmp(name, "proxy", 5) == 0)
		add_proxy(out, c);
	else if (len == 5 && memcmp(name, "clock", 5) == 0)
		add_clock(out, c);
}

void aws_error_expand(struct cew_buf *out, const char *template, const struct aws_error_context *c, const char *message)
{
	while (*template) {
		size_t plain = strcspn(template, "{"), len;

		cew_buf_add(out, template, plain);
		template += plain;
		if (!*template)
			break;
		len = strcspn(++template, "}");
		add_field(out, template, len, c, message);
		template += len + (template[len] == '}');
	}
}

/* One sentence without a full stop, on one line. */
static void tidy(struct cew_buf *text)
{
	for (size_t i = 0; i < text->len; i++)
		if ((unsigned char)text->data[i] < ' ')
			text->data[i] = ' ';
	while (text->len > 0 && strchr(". :", text->data[text->len - 1]))
		text->data[--text->len] = '\0';
}

static enum cew_status tell(enum cew_status status, const char *what, const char *hint, const struct aws_error_context *c,
                            const char *message, struct cew_error *err)
{
	struct cew_buf text;

	cew_buf_init(&text, MAX_TEXT * 8);
	aws_error_expand(&text, what, c, message);
	tidy(&text);
	cew_fail(err, status, "%s", cew_buf_text(&text));
	cew_buf_clear(&text);
	aws_error_expand(&text, hint, c, message);
	cew_error_hint(err, "%s", cew_buf_text(&text));
	cew_buf_finish(&text);
	return status;
}

/* ---- AWS's errors ---- */

/* Which parameter AWS complains of: then that is the place, not the call. */
static bool name_between(const char *message, const char *opening, char closing, char *out, size_t size)
{
	const char *start = strstr(message, opening), *end;

	if (!start)
		return false;
	start += strlen(opening);
	end = strchr(start, closing);
	if (!end || end == start || (size_t)(end - start) >= size)
		return false;
	memcpy(out, start, (size_t)(end - start));
	out[end - start] = '\0';
	return true;
}

enum cew_status aws_error_from_service(const struct aws_error_context *c, long http_status, const char *code,
                                       const char *message, struct cew_error *err)
{
	static const struct aws_meaning refused = {"", NULL, CEW_REFUSED, "AWS refused {action}: {message}",
	                                           "Look the code up in the service's documentation"};
	static const struct aws_meaning failed = {"", NULL, CEW_UNREACHABLE, "AWS failed inside on {action}: {message}",
	                                          "Try again in a while; https://health.aws.amazon.com shows how {region} is"};
	const struct aws_meaning *m = aws_meaning_find(!c->service || strcmp(c->service, "CloudFormation") == 0, code, message);
	enum cew_status status;
	char where[128];

	if (!m)
		m = http_status >= 500 ? &failed : &refused;
	status = tell(m->status, m->what, m->hint, c, *message ? message : code, err);
	cew_error_code(err, code);
	cew_error_where(err, "%s", name_between(message, "Parameter '", '\'', where, sizeof(where)) ||
	                                   name_between(message, "Parameters: [", ']', where, sizeof(where))
	                               ? where
	                               : c->action);
	return status;
}

/* ---- the network's ---- */

struct trouble {
	CURLcode code;
	const char *what, *hint;
};

#define NETWORK_HINT "Check the network{proxy}; where a proxy is needed set HTTPS_PROXY, where one is in the way NO_PROXY"

static const struct trouble troubles[] = {
	{CURLE_COULDNT_RESOLVE_HOST, "the name {host} cannot be found",
	 "Check this machine's name resolution (DNS) and the region's name ({region}); where only a proxy reaches the internet "
	 "set HTTPS_PROXY"},
	{CURLE_COULDNT_CONNECT, "{host} does not take connections", NETWORK_HINT},
	{CURLE_OPERATION_TIMEDOUT, "{host} did not answer in time", NETWORK_HINT},
	{CURLE_SSL_CONNECT_ERROR, "no secure connection to {host} came about",
	 "Something on the way does not let TLS 1.2 or newer pass, or the endpoint's URL should begin with http://{proxy}"},
	{CURLE_PEER_FAILED_VERIFICATION, "the certificate of {host} cannot be trusted (authorities: {ca})",
	 "Where a proxy inspects TLS, name its authority's file with --ca-bundle or AWS_CA_BUNDLE; "
	 "else install ca-certificates"},
	{CURLE_SSL_CACERT_BADFILE, "the file of certificate authorities cannot be read: {ca}",
	 "Correct --ca-bundle, AWS_CA_BUNDLE or the profile's ca_bundle; for the system's install ca-certificates"},
	{CURLE_GOT_NOTHING, "{host} closed the connection without an answer", NETWORK_HINT},
	{CURLE_SEND_ERROR, "the connection to {host} broke off while sending", NETWORK_HINT},
	{CURLE_RECV_ERROR, "the connection to {host} broke off", NETWORK_HINT},
	{CURLE_PARTIAL_FILE, "the answer of {host} broke off in the middle", NETWORK_HINT},
	{CURLE_BAD_CONTENT_ENCODING, "the answer of {host} arrived damaged", NETWORK_HINT},
	{CURLE_UNSUPPORTED_PROTOCOL, "what answered was not AWS: {host} does not speak HTTP", "Check the endpoint URL{proxy}"},
	{CURLE_WEIRD_SERVER_REPLY, "what answered was not AWS: {host} does not speak HTTP", "Check the endpoint URL{proxy}"},
};

#define PROXY_HINT "Correct {setting}, or unset it; hosts in NO_PROXY go around the proxy"

/* On the way to the proxy: nobody of AWS has heard of the call yet. */
static const struct trouble proxy_troubles[] = {
	{CURLE_COULDNT_RESOLVE_PROXY, "the proxy's name cannot be found{proxy}", PROXY_HINT},
	{CURLE_COULDNT_CONNECT, "the proxy does not take connections{proxy}", PROXY_HINT},
	{CURLE_OPERATION_TIMEDOUT, "the proxy did not answer in time{proxy}", PROXY_HINT},
	{CURLE_SSL_CONNECT_ERROR, "no secure connection to the proxy came about{proxy}",
	 "Where the proxy takes plain connections, write http:// before its name in {setting}"},
	{CURLE_PEER_FAILED_VERIFICATION, "the certificate of the proxy cannot be trusted{proxy} (authorities: {ca})",
	 "Name its authority's file with --ca-bundle or AWS_CA_BUNDLE; where the proxy takes plain connections, write http:// "
	 "before its name in {setting}"},
	{CURLE_GOT_NOTHING, "the proxy closed the connection without an answer{proxy}", PROXY_HINT},
	{CURLE_SEND_ERROR, "the connection to the proxy broke off while sending{proxy}", PROXY_HINT},
	{CURLE_RECV_ERROR, "the connection to the proxy broke off{proxy}", PROXY_HINT},
	{CURLE_PROXY, "the proxy does not work{proxy}", PROXY_HINT},
	{CURLE_WEIRD_SERVER_REPLY, "what answered at the proxy's address does not speak HTTP{proxy}", PROXY_HINT},
	{CURLE_UNSUPPORTED_PROTOCOL, "what answered at the proxy's address does not speak HTTP{proxy}", PROXY_HINT},
};

static const struct trouble *search(const struct trouble *rows, size_t count, int curl_code)
{
	for (size_t i = 0; i < count; i++)
		if ((int)rows[i].code == curl_code)
			return &rows[i];
	return NULL;
}

static const struct trouble *find_trouble(const struct aws_error_context *c, const struct aws_http_answer *answer)
{
	static const struct trouble other = {CURLE_OK, "{host} cannot be reached", NETWORK_HINT};
	bool before_it = by_proxy(c) && answer->proxy_status == 0;
	const struct trouble *t = before_it ? search(proxy_troubles, CEW_COUNT(proxy_troubles), answer->curl_code) : NULL;

	if (!t)
		t = search(troubles, CEW_COUNT(troubles), answer->curl_code);
	return t ? t : &other;
}

static enum cew_status from_proxy(const struct aws_error_context *c, long proxy_status, struct cew_error *err)
{
	if (proxy_status == 407)
		tell(CEW_UNREACHABLE, "the proxy wants a user name and password, or does not take those that it got{proxy}",
		     "Put them into {setting}: http://USER:PASSWORD@HOST:PORT, special characters percent-encoded", c, "", err);
	else if (proxy_status >= 500)
		tell(CEW_UNREACHABLE, "the proxy cannot reach {host}{proxy}",
		     "Have the proxy reach {host}, or name another one in {setting}; hosts in NO_PROXY go around it", c, "", err);
	else
		tell(CEW_UNREACHABLE, "the proxy does not let connections to {host} pass{proxy}",
		     "Have the proxy allow {host}, or name another one in {setting}", c, "", err);
	return cew_error_where(err, "%s", c->action);
}

enum cew_status aws_error_from_network(const struct aws_error_context *c, const struct aws_http_answer *answer,
                                       struct cew_error *err)
{
	const struct trouble *t = find_trouble(c, answer);
	struct cew_buf what;
	enum cew_status status;

	if (answer->curl_code == CURLE_OUT_OF_MEMORY || (answer->body.failed && !answer->too_large) ||
	    (answer->headers.failed && !answer->headers.over_max))
		return cew_fail_memory(err);
	if (answer->proxy_status >= 300)
		return from_proxy(c, answer->proxy_status, err);
	cew_buf_init(&what, MAX_TEXT);
	cew_buf_str(&what, answer->too_large ? "what answered was not AWS: {host} sent more than 16 MB" : t->what);
	if (answer->detail[0] && !answer->too_large)
		cew_buf_str(&what, " ({message})");
	status = tell(CEW_UNREACHABLE, cew_buf_text(&what), answer->too_large ? "Check the endpoint URL{proxy}" : t->hint, c,
	              answer->detail, err);
	cew_buf_finish(&what);
	cew_error_where(err, "%s", c->action);
	return status;
}

/* ---- what answered was not AWS ---- */

enum cew_status aws_error_not_aws(const struct aws_error_context *c, const struct aws_http_answer *answer,
                                  struct cew_error *err)
{
	char what[160];

	if (answer->status == 407 && by_proxy(c)) /* of a plain HTTP endpoint; a tunnel's is told as such */
		return from_proxy(c, answer->status, err);
	if (answer->status >= 300 && answer->status < 400)
		snprintf(what, sizeof(what), "what answered was not AWS: {host} sent us elsewhere (HTTP %ld)", answer->status);
	else
		snprintf(what, sizeof(what), "what answered was not AWS: {host} sent %s (HTTP %ld)",
		         aws_http_is_page(answer) ? "a web page" : "something unknown", answer->status);
	tell(CEW_UNREACHABLE, what,
	     "A network's login page or a filtering proxy stands between{proxy}: log in to the network, "
	     "or set HTTPS_PROXY or NO_PROXY; if an endpoint URL is configured, correct it", c, "", err);
	return cew_error_where(err, "%s", c->action);
}

enum cew_status aws_error_unreadable(const struct aws_error_context *c, const char *why, struct cew_error *err)
{
	tell(CEW_UNREACHABLE, "the answer of {host} to {action} cannot be read: {message}",
	     "Try again; if it stays so, check the endpoint URL and the proxy{proxy}", c, why, err);
	return cew_error_where(err, "%s", c->action);
}
