/* The scripted server: reads one request at a time, writes what the script says. */
#include "server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_REQUEST = 8 * 1024 * 1024, MAX_HEADERS = 40 };

struct request {
	char *head, *body;
};

struct connection {
	struct connection *next;
	struct server *server;
	int fd;
	struct cew_buf in, out;
	size_t written;
	bool close_after;
};

struct server {
	struct cew_loop *loop;
	const struct reply *replies;
	size_t reply_count, connection_count;
	int fd, port;
	struct connection *connections;
	struct cew_vec requests; /* of struct request */
};

static void drop(struct connection *c, bool reset)
{
	struct linger now = {1, 0};

	if (reset)
		setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	cew_loop_unwatch(c->server->loop, c->fd);
	close(c->fd);
	for (struct connection **at = &c->server->connections; *at; at = &(*at)->next) {
		if (*at != c)
			continue;
		*at = c->next;
		break;
	}
	cew_buf_finish(&c->in);
	cew_buf_finish(&c->out);
	free(c);
}

bool server_at_work;

static void on_ready(void *ctx, int fd, short revents);

static void flush(struct connection *c)
{
	while (c->written < c->out.len) {
		ssize_t n = send(c->fd, c->out.data + c->written, c->out.len - c->written, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n < 0) {
			cew_loop_watch(c->server->loop, c->fd, POLLIN | POLLOUT, on_ready, c);
			return;
		}
		c->written += (size_t)n;
	}
	cew_buf_clear(&c->out);
	c->written = 0;
	cew_loop_watch(c->server->loop, c->fd, POLLIN, on_ready, c);
	if (c->close_after)
		drop(c, false);
}

static void answer(struct connection *c)
{
	struct server *s = c->server;
	size_t i = s->requests.len - 1;
	const struct reply *r = &s->replies[i < s->reply_count ? i : s->reply_count - 1];
	size_t len = r->body_len ? r->body_len : r->body ? strlen(r->body) : 0;

	if (r->then == HOLD)
		return;
	if (r->then == RESET || r->then == SILENT) {
		drop(c, r->then == RESET);
		return;
	}
	cew_buf_fmt(&c->out, "HTTP/1.1 %s\r\nContent-Length: %zu\r\n%s\r\n", r->status, len + (r->then == CUT ? 100 : 0),
	            r->headers ? r->headers : "");
	cew_buf_add(&c->out, r->body, len);
	c->close_after = r->then != KEEP;
	flush(c);
}

/* Takes a whole request off the input, if there is one. */
static bool take_request(struct connection *c)
{
	const char *text = cew_buf_text(&c->in), *end = strstr(text, "\r\n\r\n"), *length;
	struct request r;
	size_t head_len, body_len;

	if (!end)
		return false;
	head_len = (size_t)(end - text) + 4;
	length = strcasestr(text, "\r\ncontent-length:");
	body_len = length && length < end ? strtoul(length + 17, NULL, 10) : 0;
	if (c->in.len < head_len + body_len)
		return false;
	r.head = strndup(text, head_len);
	r.body = strndup(end + 4, body_len);
	cew_vec_push(&c->server->requests, &r);
	cew_buf_clear(&c->in);
	return true;
}

static void read_and_answer(void *ctx, int fd, short revents)
{
	struct connection *c = ctx;
	char piece[65536];
	ssize_t n;

	if (revents & POLLOUT) {
		flush(c);
		return;
	}
	n = recv(fd, piece, sizeof(piece), MSG_DONTWAIT);
	if (n <= 0) {
		drop(c, false);
		return;
	}
	cew_buf_add(&c->in, piece, (size_t)n);
	if (take_request(c))
		answer(c);
}

static void take_connection(void *ctx, int fd, short revents)
{
	struct server *s = ctx;
	struct connection *c = calloc(1, sizeof(*c));

	(void)revents;
	c->server = s;
	c->fd = accept(fd, NULL, NULL);
	c->next = s->connections;
	s->connections = c;
	s->connection_count++;
	cew_buf_init(&c->in, MAX_REQUEST);
	cew_buf_init(&c->out, SIZE_MAX - 1);
	cew_loop_watch(s->loop, c->fd, POLLIN, on_ready, c);
}

static void on_ready(void *ctx, int fd, short revents)
{
	server_at_work = true;
	read_and_answer(ctx, fd, revents);
	server_at_work = false;
}

static void on_connection(void *ctx, int fd, short revents)
{
	server_at_work = true;
	take_connection(ctx, fd, revents);
	server_at_work = false;
}

static bool bind_to(struct server *s, struct sockaddr *address, socklen_t size)
{
	s->fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	return s->fd >= 0 && bind(s->fd, address, size) == 0 && listen(s->fd, 16) == 0 &&
	       getsockname(s->fd, address, &size) == 0;
}

static struct server *make(struct cew_loop *loop, const struct reply *replies, size_t count)
{
	struct server *s = calloc(1, sizeof(*s));

	s->loop = loop;
	s->replies = replies;
	s->reply_count = count;
	cew_vec_init(&s->requests, sizeof(struct request));
	return s;
}

struct server *server_create(struct cew_loop *loop, const struct reply *replies, size_t count)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct server *s = make(loop, replies, count);

	if (!bind_to(s, (struct sockaddr *)&address, sizeof(address)))
		abort();
	s->port = ntohs(address.sin_port);
	cew_loop_watch(loop, s->fd, POLLIN, on_connection, s);
	return s;
}

struct server *server_create_6(struct cew_loop *loop, const struct reply *replies, size_t count)
{
	struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
	struct server *s = make(loop, replies, count);

	if (!bind_to(s, (struct sockaddr *)&address, sizeof(address))) {
		close(s->fd);
		free(s);
		return NULL;
	}
	s->port = ntohs(address.sin6_port);
	cew_loop_watch(loop, s->fd, POLLIN, on_connection, s);
	return s;
}

void server_destroy(struct server *s)
{
	while (s->connections)
		drop(s->connections, false);
	cew_loop_unwatch(s->loop, s->fd);
	close(s->fd);
	for (size_t i = 0; i < s->requests.len; i++) {
		struct request *r = cew_vec_at(&s->requests, i);

		free(r->head);
		free(r->body);
	}
	cew_vec_finish(&s->requests);
	free(s);
}

int server_port(const struct server *s)
{
	return s->port;
}

size_t server_requests(const struct server *s)
{
	return s->requests.len;
}

size_t server_connections(const struct server *s)
{
	return s->connection_count;
}

static const struct request *request_at(const struct server *s, size_t i)
{
	const struct request *r = cew_vec_at(&s->requests, i);

	if (!r)
		abort();
	return r;
}

const char *server_head(const struct server *s, size_t i)
{
	return request_at(s, i)->head;
}

const char *server_body(const struct server *s, size_t i)
{
	return request_at(s, i)->body;
}

const char *server_header(const struct server *s, size_t i, const char *name)
{
	static char value[4][4096];
	static int turn;
	char *out = value[turn++ % 4], start[80];
	const char *at;

	snprintf(start, sizeof(start), "\r\n%s: ", name);
	at = strcasestr(request_at(s, i)->head, start);
	if (!at)
		return "";
	at += strlen(start);
	snprintf(out, sizeof(value[0]), "%.*s", (int)strcspn(at, "\r"), at);
	return out;
}

/* Cuts "name: value" lines up in place. */
static size_t split_headers(char *head, struct cew_header *out)
{
	char *save, *line = strtok_r(head, "\r\n", &save);
	size_t count = 0;

	while (line && (line = strtok_r(NULL, "\r\n", &save)) && count < MAX_HEADERS) {
		char *colon = strstr(line, ": ");

		if (!colon)
			continue;
		*colon = '\0';
		out[count++] = (struct cew_header){line, colon + 2};
	}
	return count;
}

static bool is_signed(const char *authorization, const char *name)
{
	const char *list = strstr(authorization, "SignedHeaders=");
	char *copy, *save, *word;
	bool found = false;

	if (!list)
		return false;
	copy = strndup(list + 14, strcspn(list + 14, ","));
	for (word = strtok_r(copy, ";", &save); word; word = strtok_r(NULL, ";", &save))
		found |= strcasecmp(word, name) == 0;
	free(copy);
	return found;
}

bool server_signature_right(const struct server *s, size_t i, const char *access_key, const char *secret_key,
                            const char *region, const char *service)
{
	const struct request *r = request_at(s, i);
	char *head = strdup(r->head), *path = strndup(strchr(r->head, ' ') + 1, strcspn(strchr(r->head, ' ') + 1, " "));
	char *method = strndup(r->head, strcspn(r->head, " ")), *query = strchr(path, '?');
	const char *given = server_header(s, i, "authorization"), *date = server_header(s, i, "x-amz-date");
	struct cew_header all[MAX_HEADERS], chosen[MAX_HEADERS];
	size_t all_count = split_headers(head, all), count = 0;
	struct cew_secret *secret = cew_secret_create(secret_key, strlen(secret_key));
	struct cew_sigv4_signature signature;
	char hash[65];
	bool right;

	for (size_t n = 0; n < all_count; n++)
		if (is_signed(given, all[n].name))
			chosen[count++] = all[n];
	if (query)
		*query++ = '\0';
	cew_sha256_hex(r->body, strlen(r->body), hash);
	struct cew_sigv4_request request = {
		.method = method, .path = path, .query = query, .single_encoded_path = strcmp(service, "s3") == 0, .headers = chosen, .header_count = count,
		.payload_hash = hash, .amz_date = date, .region = region, .service = service,
	};
	right = cew_sigv4_sign(&request, access_key, secret, &signature, NULL) == CEW_OK &&
	        strcmp(cew_buf_text(&signature.authorization), given) == 0;
	if (!right)
		fprintf(stderr, "expected %s\nfound    %s\n", cew_buf_text(&signature.authorization), given);
	cew_sigv4_finish(&signature);
	cew_secret_destroy(secret);
	free(head);
	free(path);
	free(method);
	return right;
}
