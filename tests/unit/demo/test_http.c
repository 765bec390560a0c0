/* The server on its socket: bytes in, bytes out, on one loop. */
#include "support.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- a client of bytes ---- */

static int dial(struct fixture *f)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)cew_demo_port(f->demo))};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

/* Sends all, letting the server read along. */
static void send_bytes(struct fixture *f, int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, data, len, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0)
			assert_true(errno == EAGAIN || errno == EWOULDBLOCK);
		data += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
		assert_int_equal(cew_loop_step(f->loop, 0, NULL), CEW_OK);
	}
}

/* Turns the loop until a whole reply has come; how many turns it took, or -1 if it does not come. */
static int receive(struct fixture *f, int fd, struct cew_buf *out)
{
	cew_buf_init(out, 1u << 22);
	for (int turn = 0; turn < 2000; turn++) {
		char bytes[4096];
		ssize_t n = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
		if (n > 0)
			cew_buf_add(out, bytes, (size_t)n);
		const char *body = strstr(cew_buf_text(out), "\r\n\r\n");
		const char *length = strstr(cew_buf_text(out), "Content-Length: ");
		if (body && length && strlen(body + 4) >= strtoul(length + 16, NULL, 10))
			return turn;
		cew_loop_step(f->loop, 1, NULL);
	}
	return -1;
}

static void assert_reply_has(const struct cew_buf *reply, const char *text)
{
	if (!strstr(cew_buf_text(reply), text))
		fail_msg("no \"%s\" in: %s", text, cew_buf_text(reply));
}

/* A whole signed request. */
static void write_request(struct fixture *f, struct cew_buf *out, const char *method, const char *target,
                          const char *body)
{
	char date[17], hash[65], host[32], path[128];
	size_t path_len = strcspn(target, "?");
	cew_amz_date(f->wall_ms, date);
	cew_sha256_hex(body, strlen(body), hash);
	snprintf(host, sizeof(host), "127.0.0.1:%d", cew_demo_port(f->demo));
	snprintf(path, sizeof(path), "%.*s", (int)path_len, target);
	struct cew_header headers[] = {{"host", host}, {"x-amz-date", date}};
	struct cew_sigv4_request request = {
		.method = method, .path = path, .query = target[path_len] ? target + path_len + 1 : NULL, .headers = headers,
		.header_count = 2, .payload_hash = hash, .amz_date = date, .region = "us-east-1", .service = "cloudformation",
	};
	struct cew_sigv4_signature s;
	assert_int_equal(cew_sigv4_sign(&request, cew_demo_access_key(f->demo), cew_demo_secret_key(f->demo), &s, NULL),
	                 CEW_OK);
	cew_buf_init(out, 16u << 20);
	cew_buf_fmt(out, "%s %s HTTP/1.1\r\nHost: %s\r\nX-Amz-Date: %s\r\nAuthorization: %s\r\nContent-Length: %zu\r\n\r\n",
	            method, target, host, date, cew_buf_text(&s.authorization), strlen(body));
	cew_buf_str(out, body);
	cew_sigv4_finish(&s);
}

static void exchange(struct fixture *f, int fd, const char *method, const char *target, const char *body,
                     struct cew_buf *reply)
{
	struct cew_buf request;
	write_request(f, &request, method, target, body);
	send_bytes(f, fd, request.data, request.len);
	cew_buf_finish(&request);
	assert_true(receive(f, fd, reply) >= 0);
}

/* ---- tests ---- */

static void requests_share_a_connection(void **state)
{
	struct fixture f;
	struct cew_buf reply;
	(void)state;
	fixture_start(&f, NULL);
	int fd = dial(&f);
	for (int i = 0; i < 3; i++) {
		exchange(&f, fd, "POST", "/", "Action=ListStacks&Version=2010-05-15", &reply);
		assert_memory_equal(reply.data, "HTTP/1.1 200 OK\r\n", 17);
		assert_reply_has(&reply, "Content-Type: text/xml\r\n");
		assert_reply_has(&reply, "x-amzn-RequestId: ");
		assert_reply_has(&reply, "Date: ");
		assert_reply_has(&reply, "<StackSummaries></StackSummaries>");
		cew_buf_finish(&reply);
	}
	close(fd);
	fixture_stop(&f);
}

/* The signature covers the bytes of the target: had they been decoded on the way, it would not match. */
static void targets_are_taken_as_sent(void **state)
{
	static const struct {
		const char *method, *target, *text;
	} rows[] = {
		{"GET", "/?Action=ListStacks&Version=2010-05-15", "<StackSummaries></StackSummaries>"},
		{"GET", "/?Action=DescribeStacks&StackName=a%2Bb%20c&Version=2010-05-15", "Stack with id a+b c does not exist"},
		{"POST", "/a%2Fb%20c", "There is nothing at /a%2Fb%20c"},
		{"PUT", "/", "<Code>InvalidAction</Code>"},
	};
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct fixture f;
		struct cew_buf reply;
		fixture_start(&f, NULL);
		int fd = dial(&f);
		exchange(&f, fd, rows[i].method, rows[i].target, "", &reply);
		assert_reply_has(&reply, rows[i].text);
		cew_buf_finish(&reply);
		close(fd);
		fixture_stop(&f);
	}
}

static void unsigned_requests_get_403(void **state)
{
	static const char request[] = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 17\r\n\r\nAction=ListStacks";
	struct fixture f;
	struct cew_buf reply;
	(void)state;
	fixture_start(&f, NULL);
	int fd = dial(&f);
	send_bytes(&f, fd, request, sizeof(request) - 1);
	assert_true(receive(&f, fd, &reply) >= 0);
	assert_memory_equal(reply.data, "HTTP/1.1 403 Forbidden\r\n", 24);
	assert_reply_has(&reply, "<Code>MissingAuthenticationToken</Code>");
	cew_buf_finish(&reply);
	close(fd);
	fixture_stop(&f);
}

static char *filled(size_t len)
{
	char *text = malloc(len + 1);
	assert_non_null(text);
	memset(text, 'x', len);
	text[len] = '\0';
	memcpy(text, "Action=ListStacks&X=", 20);
	return text;
}

static void bodies_have_a_limit(void **state)
{
	struct fixture f;
	struct cew_buf reply;
	char *fits = filled(DEMO_BODY_MAX), *over = filled(DEMO_BODY_MAX + 1);
	(void)state;
	fixture_start(&f, NULL);
	int fd = dial(&f);
	exchange(&f, fd, "POST", "/", fits, &reply);
	assert_memory_equal(reply.data, "HTTP/1.1 200 OK\r\n", 17);
	cew_buf_finish(&reply);
	exchange(&f, fd, "POST", "/", over, &reply);
	assert_memory_equal(reply.data, "HTTP/1.1 413 ", 13);
	assert_reply_has(&reply, "<Code>RequestEntityTooLarge</Code>");
	cew_buf_finish(&reply);
	close(fd);
	fixture_stop(&f);
	free(fits);
	free(over);
}

static const char *latency_scenario(void)
{
	static char path[] = "/tmp/cewizard-scenario-XXXXXX";
	strcpy(path, "/tmp/cewizard-scenario-XXXXXX");
	int fd = mkstemp(path);
	assert_int_equal(write(fd, "latencyMs: 500\n", 15), 15);
	close(fd);
	return path;
}

static void latency_is_waited(void **state)
{
	struct fixture f;
	struct cew_buf request, reply;
	const char *path = latency_scenario();
	char byte;
	(void)state;
	fixture_start(&f, path);
	unlink(path);
	int fd = dial(&f);
	write_request(&f, &request, "POST", "/", "Action=ListStacks");
	send_bytes(&f, fd, request.data, request.len);
	for (int i = 0; i < 20; i++)
		cew_loop_step(f.loop, 1, NULL);
	assert_int_equal(recv(fd, &byte, 1, MSG_DONTWAIT), -1);
	f.mono_ms += 500;
	assert_true(receive(&f, fd, &reply) >= 0);
	assert_memory_equal(reply.data, "HTTP/1.1 200 OK\r\n", 17);
	cew_buf_finish(&reply);
	cew_buf_finish(&request);
	close(fd);
	fixture_stop(&f);
}

static void stopping_with_a_waiting_request_is_harmless(void **state)
{
	struct fixture f;
	struct cew_buf request;
	const char *path = latency_scenario();
	(void)state;
	fixture_start(&f, path);
	unlink(path);
	int fd = dial(&f);
	write_request(&f, &request, "POST", "/", "Action=ListStacks");
	send_bytes(&f, fd, request.data, request.len);
	for (int i = 0; i < 20; i++)
		cew_loop_step(f.loop, 1, NULL);
	fixture_stop(&f);
	cew_buf_finish(&request);
	close(fd);
}

static void a_taken_port_is_an_error(void **state)
{
	struct fixture f;
	struct cew_demo *second;
	struct cew_error err;
	(void)state;
	fixture_start(&f, NULL);
	struct cew_demo_config config = {.loop = f.loop, .port = cew_demo_port(f.demo), .speed = 1};
	assert_int_equal(cew_demo_create(&config, &second, &err), CEW_IO);
	assert_non_null(strstr(err.what, "cannot listen on 127.0.0.1:"));
	config.port = 70000;
	assert_int_equal(cew_demo_create(&config, &second, &err), CEW_IO);
	fixture_stop(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_share_a_connection),
		cmocka_unit_test(targets_are_taken_as_sent),
		cmocka_unit_test(unsigned_requests_get_403),
		cmocka_unit_test(bodies_have_a_limit),
		cmocka_unit_test(latency_is_waited),
		cmocka_unit_test(stopping_with_a_waiting_request_is_harmless),
		cmocka_unit_test(a_taken_port_is_an_error),
	};
	return cmocka_run_group_tests_name("demo http", tests, NULL, NULL);
}
