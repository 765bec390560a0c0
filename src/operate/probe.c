/* One look at whether the user interface answers: a connection and one HTTP request, on the loop, with an end. */
#include "room.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct cew_probe {
	struct cew_loop *loop;
	int fd;
	uint64_t timer;
	int64_t timeout_ms;
	char host[INET_ADDRSTRLEN];
	int port;
	struct cew_probe_result result;
	char line[64]; /* the answer's beginning: "HTTP/1.1 200" is all that is wanted */
	size_t len;
	int refusal; /* errno of a connection that was not even begun */
	bool over;
	cew_probe_fn *done;
	void *ctx;
};

static void leave(struct cew_probe *p)
{
	if (p->fd >= 0) {
		cew_loop_unwatch(p->loop, p->fd);
		close(p->fd);
	}
	p->fd = -1;
	if (p->timer)
		cew_loop_cancel(p->loop, p->timer);
	p->timer = 0;
}

static void end(struct cew_probe *p, const char *text)
{
	leave(p);
	if (p->over)
		return;
	p->over = true;
	snprintf(p->result.text, sizeof(p->result.text), "%s", text);
	p->done(p->ctx, &p->result);
}

static void end_with_errno(struct cew_probe *p, int number)
{
	char text[128];
	snprintf(text, sizeof(text), "%s", number == ECONNREFUSED ? "nothing listens there" : strerror(number));
	end(p, text);
}

static void on_timeout(void *ctx)
{
	struct cew_probe *p = ctx;
	char text[64];
	p->timer = 0;
	snprintf(text, sizeof(text), "%s within %lld s", p->result.connected ? "connected, but no answer" : "no connection",
	         (long long)(p->timeout_ms + 999) / 1000);
	end(p, text);
}

/* ---- the answer ---- */

static void judge(struct cew_probe *p)
{
	char text[64];
	p->line[p->len] = '\0';
	p->result.answered = p->len > 0;
	if (sscanf(p->line, "HTTP/%*[0-9.] %3d", &p->result.http_status) == 1)
		snprintf(text, sizeof(text), "answers with HTTP status %d", p->result.http_status);
	else
		snprintf(text, sizeof(text), "%s", p->len ? "answers, but not by HTTP" : "connected, and closed without an answer");
	end(p, text);
}

static void on_readable(void *ctx, int fd, short revents)
{
	struct cew_probe *p = ctx;
	(void)revents;
	ssize_t n = recv(fd, p->line + p->len, sizeof(p->line) - 1 - p->len, 0);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n > 0)
		p->len += (size_t)n;
	if (n <= 0 || p->len == sizeof(p->line) - 1 || memchr(p->line, '\n', p->len))
		judge(p);
}

/* ---- the connection ---- */

static void on_connected(void *ctx, int fd, short revents)
{
	struct cew_probe *p = ctx;
	char request[160];
	int number = 0;
	socklen_t size = sizeof(number);
	(void)revents;
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &number, &size);
	if (number) {
		end_with_errno(p, number);
		return;
	}
	p->result.connected = true;
	int len = snprintf(request, sizeof(request), "GET / HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: cewizard\r\nConnection: close\r\n\r\n",
	                   p->host, p->port);
	if (send(fd, request, (size_t)len, MSG_NOSIGNAL) != len || cew_loop_watch(p->loop, fd, POLLIN, on_readable, p))
		end(p, "the connection broke");
}

/* Where the system says no at once that is told from the loop, too, so that nobody is told before he has the probe. */
static void on_refused(void *ctx)
{
	struct cew_probe *p = ctx;
	p->timer = 0;
	end_with_errno(p, p->refusal);
}

static bool start(struct cew_probe *p, const struct sockaddr_in *to)
{
	p->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (p->fd < 0)
		return false;
	int s = connect(p->fd, (const struct sockaddr *)(const void *)to, sizeof(*to));
	int number = errno;
	if (s == 0 || number == EINPROGRESS) {
		p->timer = cew_loop_after(p->loop, p->timeout_ms, on_timeout, p);
		return p->timer && cew_loop_watch(p->loop, p->fd, POLLOUT, on_connected, p) == CEW_OK;
	}
	p->refusal = number;
	p->timer = cew_loop_after(p->loop, 0, on_refused, p);
	return p->timer != 0;
}

struct cew_probe *cew_probe_create(struct cew_loop *loop, const char *address, int port, int64_t timeout_ms, cew_probe_fn *done,
                                   void *ctx)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	if (port < 1 || port > 65535 || inet_pton(AF_INET, address, &to.sin_addr) != 1)
		return NULL;
	struct cew_probe *p = calloc(1, sizeof(*p));
	if (!p)
		return NULL;
	*p = (struct cew_probe){.loop = loop, .fd = -1, .timeout_ms = timeout_ms, .port = port, .done = done, .ctx = ctx};
	snprintf(p->host, sizeof(p->host), "%s", address);
	if (start(p, &to))
		return p;
	cew_probe_destroy(p);
	return NULL;
}

void cew_probe_destroy(struct cew_probe *p)
{
	if (!p)
		return;
	leave(p);
	free(p);
}
