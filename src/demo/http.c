/* The listening socket and libmicrohttpd on it, driven by the loop: no thread, no second event loop. */
#include "room.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define IDLE_SECONDS 120u /* after which a kept-alive connection is closed */

struct demo_http {
	struct cew_demo *demo;
	struct MHD_Daemon *daemon;
	int port, epoll_fd;
	uint64_t timer;
	struct cew_vec waiting; /* struct exchange *: answered only after the scenario's latency */
};

/* One request while it comes in. */
struct exchange {
	struct demo_http *http;
	char *target; /* as sent: libmicrohttpd itself only passes on what it has decoded */
	struct cew_buf body;
	bool begun, waited, answered;
	struct demo_reply reply;
	struct MHD_Connection *connection;
	uint64_t timer; /* while it waits */
};

/* ---- a request ---- */

struct header_list {
	struct cew_vec headers; /* struct cew_header */
	bool failed;
};

static enum MHD_Result add_header(void *ctx, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind;
	struct header_list *list = ctx;
	struct cew_header header = {name, value ? value : ""};
	if (!cew_vec_push(&list->headers, &header))
		list->failed = true;
	return list->failed ? MHD_NO : MHD_YES;
}

/* The second half never comes. */
struct half {
	size_t len;
	char *data;
};

static ssize_t read_half(void *ctx, uint64_t at, char *out, size_t max)
{
	const struct half *h = ctx;
	if (at >= h->len)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	size_t left = h->len - (size_t)at, count = left < max ? left : max;
	memcpy(out, h->data + at, count);
	return (ssize_t)count;
}

static void free_half(void *ctx)
{
	struct half *h = ctx;
	free(h->data);
	free(h);
}

static struct MHD_Response *truncated(const struct demo_reply *reply)
{
	struct half *h = calloc(1, sizeof(*h));
	char *data = cew_strdup(cew_buf_text(&reply->body));
	if (!h || !data) {
		free(h);
		free(data);
		return NULL;
	}
	*h = (struct half){strlen(data) / 2, data};
	struct MHD_Response *response =
		MHD_create_response_from_callback(reply->body.len + 1, 4096, read_half, h, free_half);
	if (!response)
		free_half(h);
	return response;
}

/* The client finds its connection reset, without an answer. */
static enum MHD_Result hang_up(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct linger at_once = {.l_onoff = 1};
	if (info)
		setsockopt(info->connect_fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	return MHD_NO;
}

static enum MHD_Result send_reply(const struct exchange *x, struct MHD_Connection *connection)
{
	const struct demo_reply *reply = &x->reply;
	char date[DEMO_HTTP_DATE_MAX];
	if (reply->fault == DEMO_DROP || reply->fault == DEMO_RESET)
		return hang_up(connection);
	struct MHD_Response *response =
		reply->fault == DEMO_TRUNCATE
			? truncated(reply)
			: MHD_create_response_from_buffer(reply->body.len, (void *)(uintptr_t)cew_buf_text(&reply->body),
	                                          MHD_RESPMEM_MUST_COPY);
	if (!response)
		return MHD_NO;
	demo_http_date(demo_time_ms(x->http->demo), date);
	MHD_add_response_header(response, "Date", date);
	MHD_add_response_header(response, "Content-Type", reply->content_type);
	MHD_add_response_header(response, "x-amzn-RequestId", reply->request_id);
	for (size_t i = 0; i < reply->header_count; i++)
		MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
	enum MHD_Result result = MHD_queue_response(connection, reply->status, response);
	MHD_destroy_response(response);
	return result;
}

static void answer(struct exchange *x, const char *method, const struct header_list *list)
{
	char *query = strchr(x->target, '?');
	if (query)
		*query++ = '\0';
	struct demo_request rq = {
		.method = method, .path = x->target, .query = query ? query : "", .headers = list->headers.items,
		.header_count = list->headers.len, .body = cew_buf_text(&x->body), .body_len = x->body.len,
	};
	struct cew_error err;
	if (!x->body.failed) {
		demo_answer(x->http->demo, &rq, &x->reply);
		return;
	}
	cew_uuid(x->http->demo->random, x->reply.request_id);
	demo_refuse(&err, "RequestEntityTooLarge", "The request is larger than %u bytes", DEMO_BODY_MAX);
	demo_reply_error(&x->reply, NULL, &err);
}

static bool prepare(struct exchange *x, struct MHD_Connection *connection, const char *method)
{
	struct header_list list = {.failed = false};
	x->reply = (struct demo_reply){.status = 500, .content_type = "text/xml"};
	cew_vec_init(&list.headers, sizeof(struct cew_header));
	cew_buf_init(&x->reply.body, (size_t)DEMO_BODY_MAX * 4);
	MHD_get_connection_values(connection, MHD_HEADER_KIND, add_header, &list);
	if (!list.failed)
		answer(x, method, &list);
	x->answered = true;
	cew_vec_finish(&list.headers);
	return !list.failed && !x->reply.body.failed;
}

/* ---- latency ---- */

static void run(struct demo_http *http);

static void forget(struct exchange *x)
{
	struct cew_vec *waiting = &x->http->waiting;
	for (size_t i = 0; i < waiting->len; i++)
		if (*(struct exchange **)cew_vec_at(waiting, i) == x) {
			cew_vec_remove(waiting, i);
			return;
		}
}

static void on_waited(void *ctx)
{
	struct exchange *x = ctx;
	struct demo_http *http = x->http;
	x->timer = 0;
	forget(x);
	MHD_resume_connection(x->connection);
	run(http);
}

/* false: it cannot wait, and goes on at once. */
static bool wait_for(struct exchange *x, struct MHD_Connection *connection, int64_t ms)
{
	if (ms <= 0 || !cew_vec_push(&x->http->waiting, &x))
		return false;
	x->connection = connection;
	x->timer = cew_loop_after(x->http->demo->loop, ms, on_waited, x);
	if (!x->timer) {
		forget(x);
		return false;
	}
	MHD_suspend_connection(connection);
	return true;
}

/* Called until there is an answer: first the wait that all requests have, then what is done, then this answer's own. */
static enum MHD_Result respond(struct exchange *x, struct MHD_Connection *connection, const char *method)
{
	bool waited = x->waited;
	x->waited = true;
	if (!waited && wait_for(x, connection, demo_scenario_latency_ms(x->http->demo->scenario)))
		return MHD_YES;
	if (!x->answered) {
		if (!prepare(x, connection, method))
			return MHD_NO;
		if (wait_for(x, connection, x->reply.delay_ms))
			return MHD_YES;
	}
	return send_reply(x, connection);
}

/* ---- libmicrohttpd's callbacks ---- */

static void *on_target(void *ctx, const char *target, struct MHD_Connection *connection)
{
	(void)connection;
	struct exchange *x = calloc(1, sizeof(*x));
	if (!x)
		return NULL;
	x->http = ctx;
	x->target = cew_strdup(target);
	cew_buf_init(&x->body, DEMO_BODY_MAX);
	return x;
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *data, size_t *size, void **con_cls)
{
	(void)ctx;
	(void)url;
	(void)version;
	struct exchange *x = *con_cls;
	if (!x || !x->target)
		return MHD_NO;
	if (!x->begun) {
		x->begun = true;
		return MHD_YES;
	}
	if (*size > 0) {
		cew_buf_add(&x->body, data, *size); /* too much is told at the end, when the client listens */
		*size = 0;
		return MHD_YES;
	}
	return respond(x, connection, method);
}

static void on_completed(void *ctx, struct MHD_Connection *connection, void **con_cls,
                         enum MHD_RequestTerminationCode code)
{
	(void)ctx;
	(void)connection;
	(void)code;
	struct exchange *x = *con_cls;
	if (!x)
		return;
	free(x->target);
	cew_buf_wipe(&x->body);
	cew_buf_finish(&x->reply.body);
	free(x);
	*con_cls = NULL;
}

/* Signatures cover what was sent, so nothing may be decoded on the way. */
static size_t keep_escapes(void *ctx, struct MHD_Connection *connection, char *text)
{
	(void)ctx;
	(void)connection;
	return strlen(text);
}

/* ---- the loop ---- */

static void on_timer(void *ctx)
{
	struct demo_http *http = ctx;
	http->timer = 0;
	run(http);
}

static void on_readable(void *ctx, int fd, short revents)
{
	(void)fd;
	(void)revents;
	run(ctx);
}

static void run(struct demo_http *http)
{
	MHD_UNSIGNED_LONG_LONG timeout;
	MHD_run(http->daemon);
	cew_loop_cancel(http->demo->loop, http->timer);
	http->timer = 0;
	if (MHD_get_timeout(http->daemon, &timeout) == MHD_YES)
		http->timer = cew_loop_after(http->demo->loop, (int64_t)timeout, on_timer, http);
}

/* ---- life ---- */

static enum cew_status listen_on(int port, int *fd, int *actual, struct cew_error *err)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	socklen_t len = sizeof(address);
	int yes = 1;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (port < 0 || port > 65535)
		return cew_fail(err, CEW_IO, "%d is no port: they go from 0 to 65535", port);
	*fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (*fd < 0)
		return cew_fail(err, CEW_IO, "cannot make a socket: %s", strerror(errno));
	setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(*fd, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(*fd, 64) == 0 &&
	    getsockname(*fd, (struct sockaddr *)&address, &len) == 0) {
		*actual = ntohs(address.sin_port);
		return CEW_OK;
	}
	cew_fail(err, CEW_IO, "cannot listen on 127.0.0.1:%d: %s", port, strerror(errno));
	cew_error_hint(err, "Choose another port, or 0 for a free one.");
	close(*fd);
	return CEW_IO;
}

static enum cew_status start_daemon(struct demo_http *http, int fd, struct cew_error *err)
{
	http->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_SUPPRESS_DATE_NO_CLOCK, 0, NULL, NULL, on_request, http,
	                                MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_URI_LOG_CALLBACK, on_target, http,
	                                MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL, MHD_OPTION_NOTIFY_COMPLETED,
	                                on_completed, NULL, MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS, MHD_OPTION_END);
	if (!http->daemon) {
		close(fd);
		return cew_fail(err, CEW_IO, "cannot start the HTTP server");
	}
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	http->epoll_fd = info ? info->epoll_fd : -1;
	if (cew_loop_watch(http->demo->loop, http->epoll_fd, POLLIN, on_readable, http))
		return cew_fail(err, CEW_IO, "cannot wait for requests");
	return CEW_OK;
}

enum cew_status demo_http_create(struct cew_demo *demo, int port, struct demo_http **out, struct cew_error *err)
{
	struct demo_http *http = calloc(1, sizeof(*http));
	int fd = -1;
	if (!http)
		return cew_fail_memory(err);
	http->demo = demo;
	http->epoll_fd = -1;
	cew_vec_init(&http->waiting, sizeof(struct exchange *));
	enum cew_status status = listen_on(port, &fd, &http->port, err);
	if (!status)
		status = start_daemon(http, fd, err);
	if (!status) {
		*out = http;
		return CEW_OK;
	}
	demo_http_destroy(http);
	return status;
}

void demo_http_destroy(struct demo_http *http)
{
	if (!http)
		return;
	cew_loop_cancel(http->demo->loop, http->timer);
	if (http->epoll_fd >= 0)
		cew_loop_unwatch(http->demo->loop, http->epoll_fd);
	/* libmicrohttpd ends only when nobody is suspended. */
	for (size_t i = 0; i < http->waiting.len; i++) {
		struct exchange *x = *(struct exchange **)cew_vec_at(&http->waiting, i);
		cew_loop_cancel(http->demo->loop, x->timer);
		MHD_resume_connection(x->connection);
	}
	if (http->daemon)
		MHD_stop_daemon(http->daemon);
	cew_vec_finish(&http->waiting);
	free(http);
}

int demo_http_port(const struct demo_http *http)
{
	return http->port;
}
