/* libcurl's multi interface behind the base loop: it waits for the loop's descriptors together with its own. */
#include "http_transfer.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_WAIT_MS = 60 * 1000, LOW_MEMORY_WAIT_MS = 20 };

struct aws_http {
	struct aws_http *next;
	struct cew_loop *loop;
	unsigned users;
	CURLM *multi;
	struct cew_vec waits; /* of struct curl_waitfd: kept between turns for its memory */
	struct aws_http_transfer *transfers;
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
	/* Keys and tokens come this way. */
	cew_buf_wipe(&t->answer.body);
	cew_buf_wipe(&t->answer.headers);
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
	curl_off_t wait = 0, connected = 0;
	char date[64];

	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &a->status);
	curl_easy_getinfo(t->easy, CURLINFO_HTTP_CONNECTCODE, &a->proxy_status);
	curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &wait);
	curl_easy_getinfo(t->easy, CURLINFO_CONNECT_TIME_T, &connected);
	a->connected = connected > 0;
	if (wait > 0)
		a->retry_after_ms = wait < INT32_MAX / 1000 ? (int64_t)wait * 1000 : INT32_MAX;
	aws_http_header(a, "content-type", a->content_type, sizeof(a->content_type));
	aws_http_header(a, "x-amzn-requestid", a->request_id, sizeof(a->request_id));
	if (aws_http_header(a, "date", date, sizeof(date))) {
		time_t seconds = curl_getdate(date, NULL);

		a->date_ms = seconds < 0 ? -1 : (int64_t)seconds * 1000;
	}
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
	cew_buf_init(&t->answer.headers, AWS_HTTP_HEADERS_MAX);
	t->easy = curl_easy_init();
	link_transfer(t);
	if (!t->easy || !aws_http_set_up(t, request) || curl_multi_add_handle(http->multi, t->easy) != CURLM_OK) {
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
