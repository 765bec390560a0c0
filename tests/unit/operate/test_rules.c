/* What lets whom in, the way's line and what is remembered of it, Client VPN's range, images' names, and the probe. */
#include "bench.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "room.h"

static struct cew_cidr range(const char *text)
{
	struct cew_cidr c;
	assert_int_equal(cew_cidr_parse(text, &c, NULL), CEW_OK);
	return c;
}

/* ---- network ACLs ---- */

static enum verdict judged(const struct cew_acl_entry *entries, size_t count, int port, const char *from)
{
	struct cew_network_acl acl = {.entries = entries, .entry_count = count};
	struct cew_cidr c = range(from);
	return acl_verdict(&acl, false, port, &c);
}

static void the_first_entry_that_takes_all_decides(void **state)
{
	/* As the deployment has it: SSH denied, HTTPS and HTTP for the VPC, high ports for all; told in any order. */
	static const struct cew_acl_entry entries[] = {
		{32767, "-1", "deny", "0.0.0.0/0", false, 0, 0},
		{100, "6", "deny", "0.0.0.0/0", false, 22, 22},
		{130, "6", "allow", "0.0.0.0/0", false, 1024, 65535},
		{110, "6", "allow", "172.16.0.0/16", false, 80, 80},
		{90, "-1", "allow", "0.0.0.0/0", true, 0, 0},
	};
	(void)state;
	size_t all = CEW_COUNT(entries);
	assert_int_equal(judged(entries, all, 22, "203.0.113.7/32"), VERDICT_NO);
	assert_int_equal(judged(entries, all, 80, "172.16.0.0/16"), VERDICT_YES);
	assert_int_equal(judged(entries, all, 80, "172.16.3.0/24"), VERDICT_YES);
	assert_int_equal(judged(entries, all, 80, "172.16.0.0/12"), VERDICT_PART);
	assert_int_equal(judged(entries, all, 80, "10.0.0.0/8"), VERDICT_NO);
	assert_int_equal(judged(entries, all, 3000, "172.16.0.0/16"), VERDICT_YES);
	assert_int_equal(judged(entries, all, 443, "172.16.0.0/16"), VERDICT_NO);
	assert_int_equal(judged(NULL, 0, 80, "172.16.0.0/16"), VERDICT_NO);
}

static void a_lower_number_comes_first(void **state)
{
	static const struct cew_acl_entry entries[] = {
		{100, "6", "deny", "0.0.0.0/0", false, 22, 22},
		{80, "tcp", "allow", "203.0.113.0/24", false, 22, 22},
		{70, "17", "allow", "0.0.0.0/0", false, 22, 22}, /* UDP is another matter */
	};
	(void)state;
	assert_int_equal(judged(entries, 3, 22, "203.0.113.7/32"), VERDICT_YES);
	assert_int_equal(judged(entries, 3, 22, "198.51.100.7/32"), VERDICT_NO);
	assert_int_equal(judged(entries, 3, 22, "0.0.0.0/0"), VERDICT_PART);
}

/* ---- security groups ---- */

static void a_group_lets_in_what_any_of_its_rules_does(void **state)
{
	static const char *const vpc[] = {"172.16.0.0/16"}, *const some[] = {"172.16.3.0/24"}, *const groups[] = {"sg-jump"};
	static const struct cew_permission rules[] = {
		{.protocol = "tcp", .from_port = 80, .to_port = 80, .cidrs = vpc, .cidr_count = 1},
		{.protocol = "tcp", .from_port = 3000, .to_port = 3000, .cidrs = some, .cidr_count = 1, .groups = groups, .group_count = 1},
		{.protocol = "udp", .from_port = 0, .to_port = 65535, .cidrs = vpc, .cidr_count = 1},
	};
	struct cew_security_group g = {.ingress = rules, .ingress_count = CEW_COUNT(rules)};
	struct cew_cidr from = range("172.16.0.0/16");
	(void)state;
	assert_int_equal(group_verdict(&g, 80, &from, NULL), VERDICT_YES);
	assert_int_equal(group_verdict(&g, 3000, &from, NULL), VERDICT_PART);
	assert_int_equal(group_verdict(&g, 3000, &from, "sg-jump"), VERDICT_YES);
	assert_int_equal(group_verdict(&g, 22, &from, NULL), VERDICT_NO);
	struct cew_permission any = {.protocol = "-1", .cidrs = vpc, .cidr_count = 1};
	g.ingress = &any;
	g.ingress_count = 1;
	assert_int_equal(group_verdict(&g, 22, &from, NULL), VERDICT_YES);
}

/* ---- the way ---- */

static const char *command(const struct cew_way *way, const char *host, int port)
{
	static char text[2048];
	struct cew_buf out;
	cew_buf_init(&out, sizeof(text));
	cew_way_command(way, host, port, &out);
	snprintf(text, sizeof(text), "%s", cew_buf_text(&out));
	cew_buf_finish(&out);
	return text;
}

static void the_line_is_ready_for_a_shell(void **state)
{
	struct cew_way way = {.local_port = 8000};
	(void)state;
	assert_string_equal(command(&way, "", 80), "ssh -i KEY -L 8000:HOST:80 ec2-user@JUMPHOST");
	way = (struct cew_way){.jump_host = "203.0.113.9", .user = "ubuntu", .key = "~/my key's.pem", .local_port = 9000};
	assert_string_equal(command(&way, "172.16.1.5", 3000),
	                    "ssh -i ~/'my key'\\''s.pem' -L 9000:172.16.1.5:3000 ubuntu@203.0.113.9");
	snprintf(way.jump_host, sizeof(way.jump_host), "x; rm -rf /");
	assert_non_null(strstr(command(&way, "h", 80), "'ubuntu@x; rm -rf /'"));
}

static void what_was_said_is_remembered_for_the_stack(void **state)
{
	struct cew_way way, again;
	(void)state;
	cew_way_recall("us-east-1", "ce", &way);
	assert_string_equal(way.user, "ec2-user");
	assert_int_equal(way.local_port, 8000);
	assert_string_equal(way.jump_host, "");
	snprintf(way.jump_host, sizeof(way.jump_host), "jump.example.com");
	snprintf(way.key, sizeof(way.key), "/keys/k.pem");
	way.local_port = 8443;
	assert_int_equal(cew_way_remember("us-east-1", "ce", &way, NULL), CEW_OK);
	cew_way_recall("us-east-1", "ce", &again);
	assert_memory_equal(&again, &way, sizeof(way));
	cew_way_recall("eu-west-1", "ce", &again);
	assert_string_equal(again.jump_host, "");
}

static void a_vpn_range_has_a_size_and_a_place_of_its_own(void **state)
{
	static const struct { const char *range; bool good; } rows[] = {
		{"10.0.0.0/22", true}, {"10.0.0.0/12", true}, {"10.0.0.0/11", false}, {"10.0.0.0/23", false}, {"172.16.8.0/22", false},
		{"172.0.0.0/12", true}, {"172.16.0.0/12", false}, {"10.0.1.0/22", false}, {"10.0.0.0", false},
	};
	char free_range[19];
	struct cew_error err;
	(void)state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++)
		assert_int_equal(cew_vpn_check(rows[i].range, "172.16.0.0/16", &err) == CEW_OK, rows[i].good);
	static const char *const vpcs[] = {"172.16.0.0/16", "10.0.0.0/16", "10.0.0.0/8", "192.168.0.0/16", ""};
	for (size_t i = 0; i < CEW_COUNT(vpcs); i++) {
		cew_vpn_suggest(vpcs[i], free_range);
		assert_int_equal(cew_vpn_check(free_range, vpcs[i], &err), CEW_OK);
	}
}

/* ---- images ---- */

static void images_are_worked_out_with_the_stacks_parameters(void **state)
{
	static const char text[] =
		"Parameters: {Tag: {Type: String, Default: '1'}}\n"
		"Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions:\n"
		"        - {Name: a, Image: !Sub 'host:5000/x/core5:${Tag}'}\n"
		"        - {Name: b, Image: 'mongo@sha256:0123'}\n"
		"        - {Name: c, Image: nginx}\n";
	struct cew_name_value given[] = {{"Tag", "7"}};
	struct cew_cfn_template *t;
	struct cew_vec images;
	(void)state;
	assert_int_equal(cew_cfn_load("t", text, strlen(text), &t, NULL), CEW_OK);
	assert_int_equal(cew_images_of(t, given, 1, "us-east-1", &images, NULL), CEW_OK);
	static const struct { const char *container, *repository, *tag; } rows[] = {
		{"a", "core5", "7"}, {"b", "mongo", "sha256:0123"}, {"c", "nginx", "latest"}};
	assert_int_equal(images.len, CEW_COUNT(rows));
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		const struct cew_image_ref *ref = cew_vec_at(&images, i);
		assert_string_equal(ref->container, rows[i].container);
		assert_string_equal(ref->repository, rows[i].repository);
		assert_string_equal(ref->tag, rows[i].tag);
	}
	cew_images_finish(&images);
	cew_cfn_destroy(t);
}

/* ---- the probe ---- */

struct server {
	struct cew_loop *loop;
	int fd, client;
	const char *answer;
};

static void on_client(void *ctx, int fd, short revents)
{
	struct server *s = ctx;
	char request[512];
	(void)revents;
	if (read(fd, request, sizeof(request)) > 0 && *s->answer)
		assert_true(write(fd, s->answer, strlen(s->answer)) > 0);
	cew_loop_unwatch(s->loop, fd);
	close(fd);
}

static void on_accept(void *ctx, int fd, short revents)
{
	struct server *s = ctx;
	(void)revents;
	s->client = accept(fd, NULL, NULL);
	assert_int_equal(cew_loop_watch(s->loop, s->client, POLLIN, on_client, s), CEW_OK);
}

static int serve(struct server *s)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(at);
	s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(s->fd, (struct sockaddr *)(void *)&at, len), 0);
	assert_int_equal(listen(s->fd, 1), 0);
	assert_int_equal(getsockname(s->fd, (struct sockaddr *)(void *)&at, &len), 0);
	assert_int_equal(cew_loop_watch(s->loop, s->fd, POLLIN, on_accept, s), CEW_OK);
	return ntohs(at.sin_port);
}

static void on_probed(void *ctx, const struct cew_probe_result *result)
{
	*(struct cew_probe_result *)ctx = *result;
}

static void a_probe_tells_what_answers(void **state)
{
	static const struct { const char *answer; int status; const char *text; } rows[] = {
		{"HTTP/1.1 302 Found\r\nLocation: /login\r\n\r\n", 302, "answers with HTTP status 302"},
		{"SSH-2.0-OpenSSH\r\n", 0, "answers, but not by HTTP"},
		{"", 0, "connected, and closed without an answer"},
	};
	struct bench *b = *state;
	for (size_t i = 0; i < CEW_COUNT(rows); i++) {
		struct server s = {.loop = b->loop, .answer = rows[i].answer};
		struct cew_probe_result result = {0};
		int port = serve(&s);
		struct cew_probe *p = cew_probe_create(b->loop, "127.0.0.1", port, 60000, on_probed, &result);
		assert_non_null(p);
		while (!*result.text)
			bench_turn(b);
		assert_string_equal(result.text, rows[i].text);
		assert_int_equal(result.http_status, rows[i].status);
		assert_int_equal(result.answered, *rows[i].answer != '\0');
		cew_probe_destroy(p);
		cew_loop_unwatch(b->loop, s.fd);
		close(s.fd);
		/* Nobody listens there any more. */
		result = (struct cew_probe_result){0};
		p = cew_probe_create(b->loop, "127.0.0.1", port, 60000, on_probed, &result);
		while (!*result.text)
			bench_turn(b);
		assert_string_equal(result.text, "nothing listens there");
		cew_probe_destroy(p);
	}
	assert_null(cew_probe_create(b->loop, "no address", 80, 1000, on_probed, NULL));
	assert_null(cew_probe_create(b->loop, "127.0.0.1", 0, 1000, on_probed, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_first_entry_that_takes_all_decides),
		TEST(a_lower_number_comes_first),
		TEST(a_group_lets_in_what_any_of_its_rules_does),
		TEST(the_line_is_ready_for_a_shell),
		TEST(what_was_said_is_remembered_for_the_stack),
		TEST(a_vpn_range_has_a_size_and_a_place_of_its_own),
		TEST(images_are_worked_out_with_the_stacks_parameters),
		TEST(a_probe_tells_what_answers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
