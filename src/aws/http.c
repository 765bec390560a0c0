/* libcurl's multi interface behind the base loop: it waits for the loop's descriptors together with its own. */
#include "http.h"

#include <curl/curl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define USER_AGENT "cewizard/" CEW_VERSION
enum { LONGEST_WAIT_MS = 60 * 1000, LOW_MEMORY_WAIT_MS = 20 };

struct aws_http {
	struct aws_http *next;
	struct cew_loop *loop;
	unsigned users;
	CURLM *multi;
	struct cew_vec waits; /* of struct curl_waitfd: kept between turns for its memory */
	struct aws_http_transfer *transfers;
};

struct aws_http_transfer {
	struct aws_http_transfer *next, *previous;
	struct aws_http *http;
	CURL *easy;
	struct curl_slist *headers;
	char error_text[CURL_ERROR_SIZE];
	struct aws_http_answer answer;
	int64_t started_ms;
	uint64_t delivery; /* the timer that hands the answer over; 0: none yet */
	bool over;
	aws_http_fn *fn;
	void *ctx;
};

/* One a loop. libcurl's own start-up is per process as well, so its owners have to know of each other. */
static struct aws_http *engines;

static int64_t mono_ms(const struct aws_http *http)
{
	const struct cew_clock *clock = cew_loop_clock(http->loop);

	return clock->mono_ms(clock->ctx);
}

/* ---- a transfer's end ---- */

static void free_headers(struct curl_slist *headers)
{
	/* Authorization and session token are among them. */
	for (struct curl_slist *h = headers; h; h = h->next)
		cew_wipe(h->data, strlen(h->data));
	curl_slist_free_all(headers);
}

static void close_easy(struct aws_http_transfer *t)
{
	if (t->easy) {
		curl_multi_remove_handle(t->http->multi, t->easy);
		curl_easy_cleanup(t->easy);
	}
	free_headers(t->headers);
	t->easy = NULL;
	t->headers = NULL;
}

static void unlink_transfer(struct aws_http_transfer *t)
{
	if (t->previous)
		t->previous->next = t->next;
	else if (t->http->transfers == t)
		t->http->transfers = t->next;
	if (t->next)
		t->next->previous = t->previous;
	t->next = t->previous = NULL;
}

static void free_transfer(struct aws_http_transfer *t)
{
	cew_buf_finish(&t->answer.body);
	free(t);
}

void aws_http_cancel(struct aws_http_transfer *t)
{
	if (!t)
		return;
	if (t->delivery)
		cew_loop_cancel(t->http->loop, t->delivery);
	close_easy(t);
	unlink_transfer(t);
	free_transfer(t);
}

/* Runs on the loop, outside of libcurl and of the loop's waiting, so that it may start, cancel and destroy at will. */
static void deliver(void *ctx)
{
	struct aws_http_transfer *t = ctx;

	close_easy(t);
	unlink_transfer(t);
	t->fn(t->ctx, &t->answer);
	free_transfer(t);
}

static void read_headers(struct aws_http_transfer *t)
{
	struct aws_http_answer *a = &t->answer;
	curl_off_t wait = 0;
	char *type = NULL;

	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &a->status);
	curl_easy_getinfo(t->easy, CURLINFO_HTTP_CONNECTCODE, &a->proxy_status);
	curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &wait);
	if (wait > 0)
		a->retry_after_ms = wait < INT32_MAX / 1000 ? (int64_t)wait * 1000 : INT32_MAX;
	if (curl_easy_getinfo(t->easy, CURLINFO_CONTENT_TYPE, &type) == CURLE_OK && type)
		snprintf(a->content_type, sizeof(a->content_type), "%s", type);
}

static void end_transfer(struct aws_http_transfer *t, CURLcode code)
{
	struct aws_http_answer *a = &t->answer;

	read_headers(t);
	a->curl_code = (int)code;
	if (code != CURLE_OK)
		snprintf(a->detail, sizeof(a->detail), "%s", t->error_text[0] ? t->error_text : curl_easy_strerror(code));
	a->too_large = a->body.over_max;
	a->took_ms = mono_ms(t->http) - t->started_ms;
	t->over = true;
}

/* ---- the loop's waiting ---- */

static void collect(struct aws_http *http)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(http->multi, &left))) {
		struct aws_http_transfer *t = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&t);
		if (t)
			end_transfer(t, message->data.result);
	}
	/* Where there was no memory for a timer, the next turn tries again. */
	for (struct aws_http_transfer *t = http->transfers; t; t = t->next)
		if (t->over && !t->delivery)
			t->delivery = cew_loop_after(http->loop, 0, deliver, t);
}

static bool under_way(const struct aws_http *http)
{
	for (const struct aws_http_transfer *t = http->transfers; t; t = t->next)
		if (!t->over || !t->delivery)
			return true;
	return false;
}

static bool fill_waits(struct aws_http *http, const struct pollfd *fds, size_t count)
{
	http->waits.len = 0;
	for (size_t i = 0; i < count; i++) {
		struct curl_waitfd w = {.fd = fds[i].fd};

		w.events = (short)(((fds[i].events & POLLIN) ? CURL_WAIT_POLLIN : 0) |
		                   ((fds[i].events & POLLPRI) ? CURL_WAIT_POLLPRI : 0) |
		                   ((fds[i].events & POLLOUT) ? CURL_WAIT_POLLOUT : 0));
		if (!cew_vec_push(&http->waits, &w))
			return false;
	}
	return true;
}

static int wait_and_work(void *ctx, struct pollfd *fds, size_t count, int timeout_ms)
{
	struct aws_http *http = ctx;
	int running;

	if (!under_way(http))
		return poll(fds, (nfds_t)count, timeout_ms);
	if (timeout_ms < 0 || timeout_ms > LONGEST_WAIT_MS)
		timeout_ms = LONGEST_WAIT_MS;
	if (!fill_waits(http, fds, count) && timeout_ms > LOW_MEMORY_WAIT_MS)
		timeout_ms = LOW_MEMORY_WAIT_MS;
	curl_multi_poll(http->multi, http->waits.items, (unsigned)http->waits.len, timeout_ms, NULL);
	curl_multi_perform(http->multi, &running);
	collect(http);
	/* libcurl tells neither POLLHUP nor POLLERR; a terminal that went away must be seen. */
	return poll(fds, (nfds_t)count, 0);
}

/* ---- a transfer's start ---- */

static size_t on_body(char *data, size_t size, size_t count, void *ctx)
{
	struct aws_http_transfer *t = ctx;

	cew_buf_add(&t->answer.body, data, size * count);
	return t->answer.body.failed ? 0 : size * count;
}

/* If the line is this header, its value: blanks off, at most size - 1 bytes. */
static bool header_is(const char *line, size_t len, const char *name, char *value, size_t size)
{
	size_t name_len = strlen(name);

	if (len <= name_len || strncasecmp(line, name, name_len) != 0 || line[name_len] != ':')
		return false;
	line += name_len + 1;
	len -= name_len + 1;
	while (len > 0 && (*line == ' ' || *line == '\t')) {
		line++;
		len--;
	}
	while (len > 0 && strchr(" \t\r\n", line[len - 1]))
		len--;
	if (len >= size)
		len = size - 1;
	memcpy(value, line, len);
	value[len] = '\0';
	return true;
}

static size_t on_header(char *line, size_t size, size_t count, void *ctx)
{
	struct aws_http_answer *a = &((struct aws_http_transfer *)ctx)->answer;
	char date[64];

	if (header_is(line, size * count, "date", date, sizeof(date))) {
		time_t seconds = curl_getdate(date, NULL);

		a->date_ms = seconds < 0 ? -1 : (int64_t)seconds * 1000;
	} else {
		header_is(line, size * count, "x-amzn-requestid", a->request_id, sizeof(a->request_id));
	}
	return size * count;
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

static bool set_what_may_fail(struct aws_http_transfer *t, const struct aws_http_request *r)
{
	if (!set_headers(t, r) || curl_easy_setopt(t->easy, CURLOPT_URL, r->url) != CURLE_OK)
		return false;
	if (r->ca_bundle && (curl_easy_setopt(t->easy, CURLOPT_CAINFO, r->ca_bundle) != CURLE_OK ||
	                     curl_easy_setopt(t->easy, CURLOPT_PROXY_CAINFO, r->ca_bundle) != CURLE_OK))
		return false;
	/* Otherwise libcurl reads the proxy variables itself. */
	if (r->direct && curl_easy_setopt(t->easy, CURLOPT_PROXY, "") != CURLE_OK)
		return false;
	return curl_easy_setopt(t->easy, CURLOPT_USERAGENT, USER_AGENT) == CURLE_OK &&
	       curl_easy_setopt(t->easy, CURLOPT_ACCEPT_ENCODING, "") == CURLE_OK;
}

static bool set_up(struct aws_http_transfer *t, const struct aws_http_request *r)
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
	curl_easy_setopt(easy, CURLOPT_POST, 1L);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, r->body);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body_len);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, t->headers);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t->error_text);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, t);
	return curl_multi_add_handle(t->http->multi, easy) == CURLM_OK;
}

static void link_transfer(struct aws_http_transfer *t)
{
	t->next = t->http->transfers;
	if (t->next)
		t->next->previous = t;
	t->http->transfers = t;
}

enum cew_status aws_http_start(struct aws_http *http, const struct aws_http_request *request, aws_http_fn *fn, void *ctx,
                               struct aws_http_transfer **out, struct cew_error *err)
{
	struct aws_http_transfer *t = calloc(1, sizeof(*t));

	if (!t)
		return cew_fail_memory(err);
	t->http = http;
	t->fn = fn;
	t->ctx = ctx;
	t->started_ms = mono_ms(http);
	t->answer.date_ms = t->answer.retry_after_ms = -1;
	cew_buf_init(&t->answer.body, AWS_HTTP_ANSWER_MAX);
	t->easy = curl_easy_init();
	link_transfer(t);
	if (!t->easy || !set_up(t, request)) {
		aws_http_cancel(t);
		return cew_fail_memory(err);
	}
	*out = t;
	return CEW_OK;
}

/* ---- the engine ---- */

static struct aws_http *find_engine(const struct cew_loop *loop)
{
	struct aws_http *http = engines;

	while (http && http->loop != loop)
		http = http->next;
	return http;
}

static struct aws_http *make_engine(struct cew_loop *loop)
{
	struct aws_http *http = calloc(1, sizeof(*http));

	if (!http)
		return NULL;
	if (!engines && curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		free(http);
		return NULL;
	}
	http->loop = loop;
	http->multi = curl_multi_init();
	cew_vec_init(&http->waits, sizeof(struct curl_waitfd));
	if (http->multi) {
		http->next = engines;
		engines = http;
		cew_loop_set_poller(loop, wait_and_work, http);
		return http;
	}
	if (!engines)
		curl_global_cleanup();
	free(http);
	return NULL;
}

enum cew_status aws_http_acquire(struct cew_loop *loop, struct aws_http **out, struct cew_error *err)
{
	struct aws_http *http = find_engine(loop);

	if (!http)
		http = make_engine(loop);
	if (!http)
		return cew_fail(err, CEW_IO, "the HTTP library cannot be started");
	http->users++;
	*out = http;
	return CEW_OK;
}

void aws_http_release(struct aws_http *http)
{
	if (!http || --http->users > 0)
		return;
	for (struct aws_http **at = &engines; *at; at = &(*at)->next) {
		if (*at != http)
			continue;
		*at = http->next;
		break;
	}
	cew_loop_set_poller(http->loop, NULL, NULL);
	curl_multi_cleanup(http->multi);
	cew_vec_finish(&http->waits);
	free(http);
	if (!engines)
		curl_global_cleanup();
}
